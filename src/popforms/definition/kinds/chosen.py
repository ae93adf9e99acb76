"""Kinds that are chosen or given: choices, people, records, signatures and what the tool works out."""

from __future__ import annotations

from typing import Any

from popforms.definition.kinds.base import Kind, Lookup, Wrong, short
from popforms.definition.outline import Space
from popforms.definition.questions import Question
from popforms.dutch import parse_date, say_date


class ChoiceKind(Kind):
    """One of a list of words; a few stand side by side, many in a list."""

    name = "choice"
    inline = 5

    def read(self, question: Question, value: Any) -> str:
        if value not in dict(question.options):
            raise Wrong(f"‘{short(value)}’ is geen keuze (meer) bij deze vraag. Kies opnieuw.")
        return str(value)

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return question.option_label(str(value))

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        codes = [code for code, _ in question.options]
        if value is not None and value not in codes:
            codes.append(value)
        if len(codes) <= self.inline and sum(len(question.option_label(c)) for c in codes) <= 72:
            return at.segmented_control(label, codes, default=value, key=key, format_func=question.option_label, selection_mode="single")
        return at.selectbox(
            label,
            codes,
            index=codes.index(value) if value in codes else None,
            key=key,
            format_func=question.option_label,
            placeholder="Kies…",
        )

    def space(self, question: Question) -> Space:
        words = tuple(label for _, label in question.options)
        return Space(question.label, options=words if len(words) <= 20 else (), hint=question.hint)


class YesNoKind(ChoiceKind):
    """Yes or no, kept as ja or nee."""

    name = "yes/no"


class YesNoUnknownKind(ChoiceKind):
    """Yes, no or not known, kept as ja, nee or onbekend."""

    name = "yes/no/unknown"


class MultiKind(Kind):
    """Several of a list of words, kept in the order of the list; with `refers_to` several of a list that is kept elsewhere."""

    name = "multi choice"

    def store(self, question: Question, value: Any) -> Any:
        chosen = [value] if isinstance(value, str) else list(value or [])
        order = {code: i for i, (code, _) in enumerate(question.options)}
        return sorted(dict.fromkeys(chosen), key=lambda code: order.get(code, len(order))) or None

    def read(self, question: Question, value: Any) -> list[str]:
        known = dict(question.options)
        fits = (lambda code: isinstance(code, str)) if question.refers_to else known.__contains__
        strange = [code for code in value if not fits(code)] if isinstance(value, list) else [value]
        if strange:
            raise Wrong(f"‘{short(strange[0])}’ is geen keuze (meer) bij deze vraag. Kies opnieuw.")
        return list(value)

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return ", ".join(lookup.name(question, code) if question.refers_to else question.option_label(code) for code in value)

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        words = dict(lookup.choices(question) if question.refers_to else question.options)
        for code in value or []:
            words.setdefault(code, lookup.name(question, code) if question.refers_to else code)
        look: dict[str, Any] = {"default": value or [], "key": key, "format_func": lambda code: words.get(code, code)}
        if 0 < len(words) <= 12:
            chosen = at.pills(label, list(words), selection_mode="multi", **look)
        else:
            chosen = at.multiselect(
                label, list(words), placeholder="Kies…" if words else "Er is nog niets om te kiezen", select_all=False, **look
            )
        return self.store(question, chosen)

    def space(self, question: Question) -> Space:
        words = tuple(label for _, label in question.options)
        return Space(question.label, options=words if len(words) <= 20 else (), hint=question.hint or "U mag meer hokjes aankruisen.")


class ReferenceKind(Kind):
    """Somebody or something that the tool knows by id: chosen from a list, shown by name."""

    name = "reference"

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return lookup.name(question, str(value))

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        if lookup.search(question, "") is not None:
            return self._search(at, question, value, key, label, lookup)
        words = dict(lookup.choices(question))
        if value and value not in words:
            words[value] = lookup.name(question, value)
        ids = list(words)
        return at.selectbox(
            label,
            ids,
            index=ids.index(value) if value in words else None,
            key=key,
            format_func=lambda code: words.get(code, code),
            placeholder="Kies…" if ids else "Er is nog niets om te kiezen",
        )

    def _search(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        """A field to search with, and below it what was found to choose from; what is chosen stays."""
        text = at.text_input(label, value="", key=f"{key}:zoek", placeholder="Zoek op naam of nummer")
        found = dict(lookup.search(question, text) or ())
        words = ({value: lookup.name(question, value)} if value else {}) | found
        if not words:
            if text.strip():
                at.caption("Niets gevonden. Schrijf ten minste twee letters van de naam, of het nummer.")
            return None
        return at.selectbox(
            "Gekozen" if value else "Kies wat je zocht", list(words), index=0 if value else None, key=key, format_func=lambda one: words[one],
            placeholder="Kies…",
        )  # fmt: skip


class PersonKind(ReferenceKind):
    """A person of the contact list."""

    name = "person"


class OrganisationKind(ReferenceKind):
    """An organisation of the contact list."""

    name = "organisation"


class PersonOrOrganisationKind(ReferenceKind):
    """A person or an organisation of the contact list, or the statushouder."""

    name = "person or organisation"


class UserKind(ReferenceKind):
    """A colleague with an account."""

    name = "user"


class UserOrPersonKind(ReferenceKind):
    """A colleague with an account, or a person of the contact list."""

    name = "user or person"


class SignatureKind(Kind):
    """A signature: an empty box on the print, afterwards the word that it stands there."""

    name = "signature"

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        words = f"{label.removesuffix(' *')} staat erop{' *' if label.endswith(' *') else ''}"
        return "gezet" if at.checkbox(words, value=value == "gezet", key=key) else None


class FileKind(ReferenceKind):
    """A file that lies with the record, such as a signed scan."""

    name = "file"


class CalculatedKind(Kind):
    """An answer that the tool works out; nobody types it."""

    name = "calculated"

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        found = parse_date(str(value)) if _looks_iso(value) else None
        return say_date(found) if found else _decimal_comma(str(value))

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        at.caption(label)
        at.text(self.say(question, value, lookup) if value else "–")
        return value


def _looks_iso(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4:5] == "-"


def _decimal_comma(text: str) -> str:
    """A number with its decimals the Dutch way; any other text as it is."""
    return text.replace(".", ",") if text.replace(".", "", 1).isdigit() else text
