"""What paper says around the answers: whose dossier it is, who signs, how to reach people, and words for every id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS, Lookup
from popforms.definition.questions import FormDef, Question
from popforms.store import STATUSHOUDER, Around, DossierView, Saved, Store, ToldWith
from popforms.store.names import Names

INITIALS = "voorletters"
"""In `paper` of a form: its prints name the person by number and initials only."""
PROPOSED = "voorstel, nog niet afgesproken"
_MAIN_WORD = re.compile(r"\b(?=[^\W\d_])(?!(?:van|der|den|de|het|ten|ter|el|al|bin)\b)\w", re.IGNORECASE)


class About:
    """What paper says about the dossier of a form; empty for what belongs to no dossier."""

    def __init__(self, store: Store, dossier_id: str | None, told: ToldWith | None = None) -> None:
        self.store, self.around = store, Around(store, dossier_id, told)
        self._view: DossierView | None = self.around.view
        self.facts: dict[str, Any] = self.around.facts

    @classmethod
    def of(cls, store: Store, saved: Saved) -> About:
        """What paper of a kept version says: once its content lies fixed, what was known then."""
        return cls(store, saved.record.dossier_id, saved.told)

    @property
    def number(self) -> str:
        return self._view.number if self._view else ""

    @property
    def gemeente(self) -> str:
        """The gemeente of the dossier, else that of the installation, else the only one that the maker works for."""
        return self.around.gemeente

    @property
    def gemeente_address(self) -> str:
        """Where a letter to the gemeente goes, on one line; empty when the contact list does not say."""
        return self.around.address(self.facts.get(self.store.forms.process.OVERVIEW["gemeente"])).replace("\n", ", ")

    @property
    def name(self) -> str:
        """First names and last name, as far as the reader may know them."""
        first, _, last, _ = self._persons()
        return f"{first} {last}".strip()

    @property
    def initials(self) -> str:
        """The first letters of the names, for paper that others read too."""
        return "".join(f"{letter.upper()}." for letter in _MAIN_WORD.findall(self.name))

    @property
    def person(self) -> str:
        """The line under the title: who it is about, with birth date and address when these are known."""
        *_, born = self._persons()
        born = re.sub(r"^[a-z]{2} ", "", born)  # nobody says on which day of the week
        return ", ".join(part for part in (self.name, born and f"geboren {born}", self._address()) if part)

    def subtitle(self, form: FormDef) -> str:
        """Who a print of this form is about, in the words that it may use."""
        if INITIALS in form.paper:
            return " · ".join(filter(None, (self.number, self.initials)))
        return self.person

    def _persons(self) -> tuple[str, ...]:
        form = next((form for form in self.store.forms.start() if form.person), None)
        return tuple(self.say(form.question(name)) for name in form.person) if form else ("", "", "", "")

    def _address(self) -> str:
        homes = (q for form in self.store.forms.per_dossier() for _, q in form.questions() if q.kind == "address")
        return next((found.replace("\n", ", ") for home in homes if (found := self.say(home))), "")

    def say(self, question: Question | None) -> str:
        """What the dossier says on a question, in words; empty when it says nothing or this user may not read it."""
        value = self.facts.get(f"{question.code}.{question.name}") if question else None
        return KINDS[question.kind].say(question, value, Names(self.store, None, self.around.told)) if question and has_value(value) else ""

    def actions(self, record_id: str) -> dict[str, str]:
        """The state of each action of a record in words, by the path of its row."""
        return {path: PROPOSED if state == "voorgesteld" else state for path, state in self.around.actions(record_id).items()}

    def named(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers of the dossier and of a form by their name alone; those of the form win."""
        return {**self.facts, **{name: v for inside in answers.values() if isinstance(inside, Mapping) for name, v in inside.items()}}

    def who(self, value: Any) -> str:
        """The name behind an id; the statushouder by name."""
        if not isinstance(value, str) or not value:
            return ""
        return self.name if value == STATUSHOUDER else self.around.name(value)

    def signers(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """The name to print in the signature box of each role: the statushouder, or who an answer names."""
        named = self.named(answers)
        sources = self.store.forms.process.SIGNERS.items() if self._view else ()
        return {
            role: self.name if source == STATUSHOUDER else self.around.name(named[source])
            for role, source in sources
            if source == STATUSHOUDER or isinstance(named.get(source), str)
        }

    def lookup(self, form: FormDef, answers: Mapping[str, Any]) -> Lookup:
        return _OnPaper(self, self.store, form, answers)

    @property
    def dossier_id(self) -> str | None:
        return self._view.id if self._view else None


class _OnPaper:
    """The look-up of the store, with words where a screen would have a link: a goal, a person, a number of another form."""

    def __init__(self, about: About, store: Store, form: FormDef, answers: Mapping[str, Any]) -> None:
        self._about, self._store, self._form = about, store, form
        self._names = about.around.lookup
        self._rows: dict[tuple[str, str], str] = {}
        for section, question in form.questions():
            value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
            for row in value if question.is_rows and isinstance(value, list) else ():
                self._rows[question.name, row["id"]] = str(row.get(question.columns[0].name) or "")

    def choices(self, question: Question) -> list[tuple[str, str]]:
        return self._names.choices(question)

    def search(self, question: Question, text: str) -> list[tuple[str, str]] | None:
        return self._names.search(question, text)

    def name(self, question: Question, value: str) -> str:
        """The words for a stored id."""
        if question.kind != "reference":
            return self._names.name(question, value)
        if told := self._rows.get((question.refers_to, value)):
            return told
        code, _, field = question.refers_to.partition(".")
        form = self._store.forms.holder(code, field) if field else self._store.forms.get(code)
        if field and form:
            return self._about.say(form.question(field)) or "niet bekend"
        if form and INITIALS in self._form.paper and form.key == self._store.forms.head.key:
            return self._about.subtitle(self._form)
        if form and form.person and self._about.name:
            return self._about.name
        return self._names.name(question, value)
