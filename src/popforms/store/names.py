"""The words for every id that an answer holds, and what can be chosen now, for the questions of one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from popforms.definition.questions import LIST, Question
from popforms.store.base import STATUSHOUDER, RecordRow, versioned
from popforms.store.drafts import by_name
from popforms.store.erasure import ERASED_WORDS, GONE
from popforms.store.told import ToldWith

if TYPE_CHECKING:
    from popforms.store.people import People

UNKNOWN = "niet (meer) bekend"
STILL_USED = "actief"
"""The column that takes a line out of a list: with "nee" it is not chosen any more."""
SEARCHED, SHORTEST = 20, 2
"""So many dossiers are found at once, from so many signs on."""


def question_of(target: str) -> Question:
    """A reference question about a target, to tell it in words."""
    return Question("verwijzing", "", "reference", refers_to=target)


class Names:
    """The look-up that questions use: choices and names, read once per page run."""

    def __init__(self, store: People, dossier_id: str | None, told: ToldWith | None = None) -> None:
        self._store, self._dossier, self._told = store, dossier_id, told
        self._lists: dict[str, list[tuple[str, str]]] = {}

    def choices(self, question: Question) -> list[tuple[str, str]]:
        """The (id, words) pairs for a question about somebody or something."""
        lists = self._store.forms.process.CONTACT
        match question.kind:
            case "user":
                return self._users()
            case "organisation":
                return self._records(lists["organisations"])
            case "reference":
                return self._references(question.refers_to)
            case "person":
                return self._statushouder() + self._records(lists["persons"])
            case "user or person":
                return self._users() + self._records(lists["persons"])
            case "multi choice":
                return self._several(question.refers_to)
            case "person or organisation":
                extra = self._records(lists["interpreters"]) if question.refers_to == "tolk" else self._statushouder()
                return extra + self._records(lists["persons"]) + self._records(lists["organisations"])
        return []

    def offers(self, question: Question, value: Any) -> bool:
        """Whether what an answer names may be chosen now; a colleague counts as the person that they are."""
        if self.search(question, "") is not None:
            return value != self._dossier and self._store.may_open(str(value))
        colleagues = self._users() if question.kind in ("person", "person or organisation") else []
        known = {one for one, _ in (*self.choices(question), *colleagues)}
        return known.issuperset(value) if isinstance(value, list) else value in known

    def search(self, question: Question, text: str) -> list[tuple[str, str]] | None:
        """The dossiers with this in their name or number, for a question about one; None when the question is chosen from a list."""
        if question.kind != "reference" or not self._is_dossier(question.refers_to):
            return None
        found = self._store.find_dossiers(text, limit=SEARCHED) if len(text.strip()) >= SHORTEST else []
        return [(line.id, f"{line.name} ({line.number})") for line in found if line.id != self._dossier]

    def _is_dossier(self, target: str) -> bool:
        form = self._store.forms.get(target)
        return form is not None and form.key == self._store.forms.head.key

    def name(self, question: Question, value: str) -> str:
        """The words for a stored id."""
        if question.kind == "file":
            return "scan ligt bij deze versie"
        if question.kind == "reference":
            return self._referred(question, value)
        if question.kind == "multi choice" and "." in question.refers_to:
            return value  # a line of a list is kept in its words
        if self._told and value in self._told.people:
            return str(self._told.people[value]["name"])
        return self._store.contact_name(value)

    def _referred(self, question: Question, value: str) -> str:
        """A record by its title and version; the person of the dossier by name and birth date; a number as it stands there."""
        code, _, name = question.refers_to.partition(".")
        form, told = self._store.forms.get(code), self._told
        before = told.references.get(f"{question.refers_to} {value}") if told else None
        if self._is_dossier(question.refers_to):
            row = self._store._one("SELECT name, number FROM overview WHERE dossier_id=?", value)
            if row is None or not self._store.may_open(value):
                gone = self._store._one("SELECT gone FROM dossier WHERE id=?", value)
                return ERASED_WORDS if gone and gone["gone"] == GONE else UNKNOWN
            self._store._audit_read("naam lezen", dossier=value)
            return before or f"{row['name']} ({row['number']})"
        if form and self._dossier and (name or form.person):
            return self._store._person_words(self._dossier, name and f"{code}.{name}", told.facts if told else None)
        if before:
            return before
        if form:
            return self._store._titled(form, value)
        if told and value in told.goals:
            return self._goal(told.goals[value])
        return dict(self.choices(question)).get(value, UNKNOWN)

    def _goal(self, stood: Sequence[Mapping[str, str]]) -> str:
        """A goal as it was, for who may read the question that it stood in; one about health stays closed until that is opened."""
        store, case, words = self._store, self._store._case(self._dossier) if self._dossier else None, UNKNOWN
        for goal in stood:
            form, unit = store.forms.get(goal["form"]), goal["unit"]
            if form is None or unit not in store.rights.readable(store.user, form, case, store.today):
                continue
            heavy, row = form.heavy.get(unit), store._one("SELECT * FROM record WHERE id=?", goal["record"])
            opened = heavy is None or (row and store._opens(RecordRow.of(form, row), unit, heavy, row["version"]))
            words = f"{goal['title']}: {goal['words'] if opened else 'een doel'}"
        return words

    def _several(self, target: str) -> list[tuple[str, str]]:
        """A list of records (`F21b`), or the lines of a list that is one record (`F23.st_trainingen`) by their first column."""
        code, _, name = target.partition(".")
        if not name:
            return self._records(code)
        if target not in self._lists:
            form = self._store.forms.get(code)
            question = form.question(name) if form else None
            row = self._store._one(
                "SELECT id, version FROM record WHERE form=? AND dossier_id IS NULL AND version>0 ORDER BY changed_at DESC LIMIT 1",
                form.key if form else "",
            )
            answers = self._of_the_gemeente(code) or (
                by_name(self._store._content(row["id"], row["version"], form)) if form and row else {}
            )
            lines = answers.get(name)
            words = question.columns[0].name if question else ""
            self._lists[target] = [
                (line[words], line[words])
                for line in (lines if isinstance(lines, list) else [])
                if line.get(words) and line.get(STILL_USED) != "nee"
            ]
        return self._lists[target]

    def _of_the_gemeente(self, code: str) -> dict[str, Any]:
        """What the gemeente of this dossier keeps itself, as it counts today; empty for any other list."""
        if not self._dossier or code != self._store.forms.process.OWN["form"]:
            return {}
        return self._store._in_force(self._store._case(self._dossier).gemeente)

    def _statushouder(self) -> list[tuple[str, str]]:
        return [(STATUSHOUDER, "De statushouder")] if self._dossier else []

    def _users(self) -> list[tuple[str, str]]:
        if "user" not in self._lists:
            rows = self._store._all("SELECT id, name FROM user WHERE state<>'gesloten' ORDER BY name COLLATE NOCASE")
            self._lists["user"] = [(row["id"], row["name"]) for row in rows]
        return self._lists["user"]

    def _records(self, form_code: str) -> list[tuple[str, str]]:
        if form_code not in self._lists:
            form = self._store.forms.get(form_code)
            rows = self._store._all(
                "SELECT id, title FROM record WHERE form=? AND dossier_id IS NULL AND version>0 ORDER BY title COLLATE NOCASE",
                form.key if form else "",
            )
            self._lists[form_code] = [(row["id"], row["title"]) for row in rows]
        return self._lists[form_code]

    def _references(self, target: str) -> list[tuple[str, str]]:
        if (known := f"naar {target}") not in self._lists:
            self._lists[known] = self._find_references(target)
        return self._lists[known]

    def _find_references(self, target: str) -> list[tuple[str, str]]:
        store, form = self._store, self._store.forms.get(target)
        if self._is_dossier(target):
            return []  # there may be thousands: they are searched
        if target == "termijnen":
            return [(term, f"{term} {words}") for term, words in store.term_names()]
        if target == "eigen termijnen":
            return store.choosable_terms()
        if self._dossier and target == "doelen":
            return store.goals(self._dossier)
        if self._dossier and target == "acties":
            return [(action.id, action.words) for action in store.actions_of(self._dossier) if action.omschrijving or action.closed]
        form = form or store.forms.get(target.partition(".")[0])
        if form is not None and (form.per == LIST or not self._dossier) and form in store.lists(form.shelf):
            newest = sorted(store.contacts(form.key), key=lambda one: one.record.created_at, reverse=True)
            chosen = [f"{one.record.id}:{one.record.version}" for one in newest]
            return [(one, self._referred(question_of(target), one)) for one in chosen]
        if form is None or not self._dossier or not store.readable_of(form, self._dossier):
            return []
        if form.person:
            row = store._record_of(self._dossier, form)
            return [(row["id"], self._referred(question_of(target), row["id"]))] if row else []
        rows = store._all(
            "SELECT id, version FROM record WHERE dossier_id IS ? AND form=? AND version>0 AND not_held=''", self._dossier, form.key
        )
        return [(versioned(row), self._referred(question_of(target), versioned(row))) for row in rows]
