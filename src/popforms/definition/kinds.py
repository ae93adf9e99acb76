"""The kinds of question: one class each says how an answer is read, kept, said, asked and left open on paper."""

from __future__ import annotations

import unicodedata
from datetime import date, time
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, Protocol, get_args, get_origin

from stdnum.nl import bsn as stdnum_bsn
from stdnum.nl import postcode as stdnum_postcode

from popforms.definition.outline import Space
from popforms.definition.questions import Question
from popforms.dutch import parse_amount, parse_date, say_amount, say_date

SHORT_TEXT = 500
LONG_TEXT = 20_000


class Wrong(ValueError):
    """An answer that cannot be: the message is the Dutch sentence with the way out."""


class Lookup(Protocol):
    """What a kind needs to know about others: who can be chosen, and what an id is called."""

    def choices(self, question: Question) -> list[tuple[str, str]]:
        """The (id, words) pairs that may be chosen for this question now."""

    def name(self, question: Question, value: str) -> str:
        """The words for a stored id."""


class Kind:
    """A kind of question. Stored answers are JSON; what cannot be read is kept as it was typed."""

    name: ClassVar[str]
    marks: ClassVar[str] = ""
    """What goes behind the box on an empty form."""

    def read(self, question: Question, value: Any) -> Any:
        """The typed value of a stored answer; raises Wrong with a Dutch sentence."""
        return str(value)

    def store(self, question: Question, value: Any) -> Any:
        """The answer as JSON from what a widget or a test hands over; None when it is empty."""
        if isinstance(value, str):
            value = clean(value).strip()
        return value or None

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        """The answer in words for screen and paper."""
        return str(value)

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        """Draw the question on a container and give back the answer as JSON."""
        shown = value if isinstance(value, str) else "" if value is None else str(value)
        return self.store(question, at.text_input(label, value=shown, key=key, placeholder=self.marks or None))

    def space(self, question: Question) -> Space:
        """The open question on paper."""
        return Space(question.label, hint=question.hint)


class Text(Kind):
    """One line of text, at most 500 signs."""

    name = "text"
    limit = SHORT_TEXT

    def read(self, question: Question, value: Any) -> str:
        text = str(value)
        if len(text) > self.limit:
            raise Wrong(f"De tekst heeft {len(text)} tekens; er passen er {self.limit}. Maak de tekst korter.")
        return text


class LongTextKind(Text):
    """Text of more lines, at most 20,000 signs; the field grows with its content."""

    name = "long text"
    limit = LONG_TEXT

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        return self.store(question, at.text_area(label, value=value or "", key=key, height="content"))

    def space(self, question: Question) -> Space:
        return Space(question.label, lines=4, hint=question.hint)


class AddressKind(Text):
    """An address with a Dutch postcode in it."""

    name = "address"
    marks = "Straat 1, 1234 AB Plaats"

    def read(self, question: Question, value: Any) -> str:
        text = super().read(question, value)
        words = text.replace(",", " ").split()
        pairs = [*words, *(first + second for first, second in pairwise(words))]
        if not any(stdnum_postcode.is_valid(word) for word in pairs):
            raise Wrong("In het adres staat geen geldige postcode. Schrijf het zo: Straat 1, 1234 AB Plaats.")
        return text


class BsnKind(Kind):
    """A burgerservicenummer: nine digits that pass the eleven-test."""

    name = "bsn"

    def store(self, question: Question, value: Any) -> Any:
        text = super().store(question, value)
        return stdnum_bsn.compact(text) if text and stdnum_bsn.is_valid(text) else text

    def read(self, question: Question, value: Any) -> str:
        if not stdnum_bsn.is_valid(str(value)):
            raise Wrong("Dit is geen geldig BSN. Een BSN heeft 9 cijfers; kijk het nummer nog eens na.")
        return stdnum_bsn.compact(str(value))


class VNumberKind(Kind):
    """A V-nummer of the IND: ten digits."""

    name = "v-number"

    def read(self, question: Question, value: Any) -> str:
        digits = str(value).replace(".", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) == 10):
            raise Wrong("Een V-nummer heeft 10 cijfers, zoals 123.456.7890. Kijk het nummer nog eens na.")
        return digits


class EmailKind(Text):
    """An e-mail address."""

    name = "email"

    def read(self, question: Question, value: Any) -> str:
        text = super().read(question, value)
        before, at, after = text.partition("@")
        if not before or not at or "." not in after or " " in text:
            raise Wrong("Dit is geen volledig e-mailadres. Schrijf het zo: naam@voorbeeld.nl.")
        return text


class DateKind(Kind):
    """A date, typed as 3-2-2026; kept as ISO."""

    name = "date"
    marks = "dd-mm-jjjj"
    earliest, latest = date(1900, 1, 1), date(2100, 12, 31)

    def store(self, question: Question, value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        text = super().store(question, value)
        found = parse_date(text) if text else None
        return found.isoformat() if found else text

    def read(self, question: Question, value: Any) -> date:
        found = parse_date(str(value))
        if found is None:
            raise Wrong(f"‘{_short(value)}’ is geen datum die bestaat. Schrijf dag-maand-jaar, zoals 3-2-2026.")
        if not self.earliest <= found <= self.latest:
            raise Wrong(f"Het jaar {found.year} kan niet kloppen. Kies een datum tussen 1900 en 2100.")
        return found

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        found = parse_date(str(value))
        return say_date(found) if found else str(value)

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        found = parse_date(str(value)) if value else None
        shown = found.strftime("%d-%m-%Y") if found else value or ""
        return self.store(question, at.text_input(label, value=shown, key=key, placeholder=self.marks))


class YearDateKind(DateKind):
    """A date of which sometimes only the year is known; kept as ISO date or as four digits."""

    name = "date, also only year"
    marks = "dd-mm-jjjj of alleen jjjj"

    def store(self, question: Question, value: Any) -> Any:
        text = value.strip() if isinstance(value, str) else value
        return text if _is_year(text) else super().store(question, value)

    def read(self, question: Question, value: Any) -> Any:
        if _is_year(value):
            if not self.earliest.year <= int(value) <= self.latest.year:
                raise Wrong(f"Het jaar {value} kan niet kloppen. Kies een jaar tussen 1900 en 2100.")
            return str(value)
        return super().read(question, value)

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return str(value) if _is_year(value) else super().say(question, value, lookup)

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        if not _is_year(value):
            return super().ask(at, question, value, key, label, lookup)
        return self.store(question, at.text_input(label, value=value, key=key, placeholder=self.marks))


class TimeKind(Kind):
    """A time of day, kept as HH:MM."""

    name = "time"
    marks = "uu:mm"

    def store(self, question: Question, value: Any) -> Any:
        text = super().store(question, value.strftime("%H:%M") if isinstance(value, time) else value)
        found = _time(text)
        return found.strftime("%H:%M") if found else text

    def read(self, question: Question, value: Any) -> time:
        found = _time(value)
        if found is None:
            raise Wrong(f"‘{_short(value)}’ is geen tijd. Schrijf uren en minuten, zoals 9:30.")
        return found


class NumberKind(Kind):
    """A number within its bounds, typed the Dutch way (12,5)."""

    name = "number"

    def store(self, question: Question, value: Any) -> Any:
        text = super().store(question, str(value) if value is not None else None)
        found = parse_amount(text) if text else None
        return text if found is None else str(found.normalize()) if found % 1 else str(int(found))

    def read(self, question: Question, value: Any) -> Decimal:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            found = parse_amount(str(value))
            if found is None:
                raise Wrong(f"‘{_short(value)}’ is geen getal. Schrijf alleen cijfers, zoals 12 of 12,5.") from None
            number = found
        if not number.is_finite() or abs(number) > 1_000_000_000:
            raise Wrong("Dit getal is te groot. Kijk het nog eens na.")
        low, high = question.minimum, question.maximum
        if low is not None and number < Decimal(str(low)):
            raise Wrong(f"Dit is minder dan {low:g}. Vul ten minste {low:g} in.")
        if high is not None and number > Decimal(str(high)):
            raise Wrong(f"Dit is meer dan {high:g}. Vul ten hoogste {high:g} in.")
        return number

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return str(value).replace(".", ",")

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        shown = "" if value is None else str(value).replace(".", ",") if _is_decimal(value) else str(value)
        return self.store(question, at.text_input(label, value=shown, key=key, placeholder=self.marks or None))


class WholeKind(NumberKind):
    """A whole number, not below zero unless said."""

    name = "whole"

    def read(self, question: Question, value: Any) -> Any:
        number = super().read(question, value)
        if number % 1 or (number < 0 and question.minimum is None):
            raise Wrong("Vul een heel getal in, zonder komma en niet onder nul.")
        return int(number)


class AmountKind(NumberKind):
    """Money in euro, kept with two decimals."""

    name = "amount"
    marks = "€ 0,00"

    def store(self, question: Question, value: Any) -> Any:
        text = Kind.store(self, question, str(value) if value is not None else None)
        found = parse_amount(text) if text else None
        return f"{found:.2f}" if found is not None and found.is_finite() else text

    def read(self, question: Question, value: Any) -> Decimal:
        number = super().read(question, value)
        if number < 0:
            raise Wrong("Een bedrag kan niet onder nul zijn. Vul het bedrag zonder min in.")
        return number

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        found = parse_amount(str(value))
        return str(value) if found is None else say_amount(found)


class ChoiceKind(Kind):
    """One of a list of words; a few stand side by side, many in a list."""

    name = "choice"
    inline = 5

    def read(self, question: Question, value: Any) -> str:
        if value not in dict(question.options):
            raise Wrong(f"‘{_short(value)}’ is geen keuze (meer) bij deze vraag. Kies opnieuw.")
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
    """Several of a list of words, kept in the order of the list."""

    name = "multi choice"

    def store(self, question: Question, value: Any) -> Any:
        chosen = [value] if isinstance(value, str) else list(value or [])
        order = {code: i for i, (code, _) in enumerate(question.options)}
        return sorted(dict.fromkeys(chosen), key=lambda code: order.get(code, len(order))) or None

    def read(self, question: Question, value: Any) -> list[str]:
        known = dict(question.options)
        strange = [code for code in value if code not in known] if isinstance(value, list) else [value]
        if strange:
            raise Wrong(f"‘{_short(strange[0])}’ is geen keuze (meer) bij deze vraag. Kies opnieuw.")
        return list(value)

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return ", ".join(question.option_label(code) for code in value)

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        codes = [code for code, _ in question.options]
        codes += [code for code in value or [] if code not in codes]
        if len(codes) <= 12:
            chosen = at.pills(label, codes, default=value or [], key=key, format_func=question.option_label, selection_mode="multi")
        else:
            chosen = at.multiselect(
                label, codes, default=value or [], key=key, format_func=question.option_label, placeholder="Kies…", select_all=False
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
        return "gezet" if at.checkbox(f"{label}: staat erop", value=value == "gezet", key=key) else None


class FileKind(ReferenceKind):
    """A file that lies with the record, such as a signed scan."""

    name = "file"


class CalculatedKind(Kind):
    """An answer that the tool works out; nobody types it."""

    name = "calculated"

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        found = parse_date(str(value)) if _looks_iso(value) else None
        return say_date(found) if found else str(value)

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        return value


class TogetherKind(Kind):
    """A few answers that are one question; each part is asked by its own kind."""

    name = "together"

    def store(self, question: Question, value: Any) -> Any:
        kept = {c.name: KINDS[c.kind].store(c, (value or {}).get(c.name)) for c in question.columns if c.kind != "calculated"}
        return {name: part for name, part in kept.items() if part is not None} or None

    def read(self, question: Question, value: Any) -> Any:
        return {c.name: read_answer(c, value[c.name]) for c in question.columns if value.get(c.name) is not None}

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return ", ".join(KINDS[c.kind].say(c, value[c.name], lookup) for c in question.columns if value.get(c.name))

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        at.markdown(label)
        kept = value if isinstance(value, dict) else {}
        parts = zip(at.columns(len(question.columns)), question.columns, strict=True)
        return self.store(
            question,
            {c.name: KINDS[c.kind].ask(place, c, kept.get(c.name), f"{key}.{c.name}", c.label, lookup) for place, c in parts},
        )


class RowsKind(Kind):
    """A repeated group; the page draws its rows as cards, each column by its own kind."""

    name = "rows"

    def store(self, question: Question, value: Any) -> Any:
        return value or None

    def read(self, question: Question, value: Any) -> Any:
        return [] if value == "geen" else value

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return "geen" if value == "geen" else "1 regel" if len(value) == 1 else f"{len(value)} regels"

    def space(self, question: Question) -> Space:
        return Space(question.label, lines=3, hint=question.hint, columns=tuple(c.label for c in question.columns))


_ALL: tuple[type[Kind], ...] = (
    Text, LongTextKind, AddressKind, BsnKind, VNumberKind, EmailKind, DateKind, YearDateKind, TimeKind, NumberKind, WholeKind,
    AmountKind, ChoiceKind, YesNoKind, YesNoUnknownKind, MultiKind, ReferenceKind, PersonKind, OrganisationKind,
    PersonOrOrganisationKind, UserKind, UserOrPersonKind, SignatureKind, FileKind, CalculatedKind, TogetherKind, RowsKind,
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.name: kind() for kind in _ALL}

SPEC_NAMES = {"bsn": "number", "v-number": "number", "whole": "number", "address": "text", "email": "text"}
"""Kinds that check more than the form specification says have its word beside their own."""


class Mark:
    """Stands in an annotation to say which kind of question it is."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


LongText = Annotated[str, Mark("long text")]
Address = Annotated[str, Mark("address")]
Bsn = Annotated[str, Mark("bsn")]
VNumber = Annotated[str, Mark("v-number")]
Email = Annotated[str, Mark("email")]
YearDate = Annotated[date | str, Mark("date, also only year")]
Amount = Annotated[Decimal, Mark("amount")]
YesNo = Literal["ja", "nee"]
YesNoUnknown = Literal["ja", "nee", "onbekend"]
Reference = Annotated[str, Mark("reference")]
Person = Annotated[str, Mark("person")]
Organisation = Annotated[str, Mark("organisation")]
PersonOrOrganisation = Annotated[str, Mark("person or organisation")]
User = Annotated[str, Mark("user")]
UserOrPerson = Annotated[str, Mark("user or person")]
Signature = Annotated[str, Mark("signature")]
File = Annotated[str, Mark("file")]
Calculated = Annotated[Any, Mark("calculated")]

_PLAIN = {str: "text", date: "date", time: "time", int: "whole", Decimal: "number"}


def kind_of(annotation: Any, has_options: bool) -> tuple[str, Any] | None:
    """The name of the kind that an annotation asks for, with its row model or choices; None when it asks for none."""
    if get_origin(annotation) is Annotated:
        mark = next((m for m in get_args(annotation)[1:] if isinstance(m, Mark)), None)
        return (mark.kind, None) if mark else kind_of(get_args(annotation)[0], has_options)
    if get_origin(annotation) is Literal:
        options = get_args(annotation)
        special = {get_args(YesNo): "yes/no", get_args(YesNoUnknown): "yes/no/unknown"}
        return special.get(options, "choice"), options
    if get_origin(annotation) is list:
        inner = get_args(annotation)[0]
        if isinstance(inner, type) and hasattr(inner, "block"):
            return "rows", inner
        if inner is str and has_options:
            return "multi choice", None
        if get_origin(inner) is Literal:
            return "multi choice", get_args(inner)
        return None
    if isinstance(annotation, type) and hasattr(annotation, "together"):
        return "together", annotation
    if annotation is str and has_options:
        return "choice", None
    return (_PLAIN[annotation], None) if annotation in _PLAIN else None


def read_answer(question: Question, value: Any) -> Any:
    """The typed value of an answer, None when there is none; raises Wrong with a Dutch sentence."""
    return None if value in (None, "", [], {}) else KINDS[question.kind].read(question, value)


def clean(text: str) -> str:
    """Typed text in one form: composed letters, plain line ends, no control signs."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _is_year(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 4 and value.isascii() and value.isdigit()


def _looks_iso(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4:5] == "-"


def _is_decimal(value: Any) -> bool:
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _time(value: Any) -> time | None:
    text = str(value or "").replace(".", ":").replace("u", ":").strip(": ")
    hours, _, minutes = text.partition(":")
    if not (hours.isascii() and hours.isdigit() and (minutes or "0").isascii() and (minutes or "0").isdigit()):
        return None
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        return None
