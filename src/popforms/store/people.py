"""Who there is: the contact list, the own account, and the words for every id that an answer holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.paths import path_of
from popforms.definition.questions import LIST, Question
from popforms.store.accounts import Accounts
from popforms.store.base import STATUSHOUDER, RecordRow, local, versioned
from popforms.store.connection import transaction
from popforms.store.dossiers import Dossiers
from popforms.store.drafts import by_name
from popforms.store.erasure import ERASED_WORDS, GONE
from popforms.store.factor import FactorState

UNKNOWN = "niet (meer) bekend"
MOST_DOSSIERS = 1000
"""So many dossiers can be chosen from in a list; a gemeente has a few hundred."""
STILL_USED = "actief"
"""The column that takes a line out of a list: with "nee" it is not chosen any more."""


@dataclass(frozen=True)
class Contact:
    """A line of the contact list."""

    record: RecordRow
    title: str
    answers: dict[str, Any]
    changed: datetime


class People(Dossiers):
    """The contact list, names, and the own account."""

    def contacts(self, form_key: str) -> list[Contact]:
        """The kept records of a list form that this user may read, by title."""
        form = self.forms.get(form_key)
        if form is None or form.per != LIST:
            raise AccessDenied
        if not any(self.rights.may_ever(self.user, letter, form.part) for letter in "RW"):
            raise AccessDenied
        rows = self._all(
            "SELECT r.*, v.content FROM record r JOIN version v ON v.record_id=r.id AND v.number=r.version WHERE r.form=? ORDER BY r.title COLLATE NOCASE",
            form.key,
        )
        found = []
        for row in rows:
            answers = json.loads(row["content"])
            readable = self.rights.readable(self.user, form, None, self.today, {**answers, "schrijver": row["created_by"]})
            if readable:
                record = RecordRow(form=form, **{k: row[k] for k in RecordRow.__dataclass_fields__ if k != "form"})
                found.append(Contact(record, row["title"], self._only(form, answers, readable), local(row["changed_at"])))
        self._reads_list("lijst lezen", len(found), form.title)
        return found

    def lookup(self, dossier_id: str | None = None) -> Names:
        """Who and what can be chosen now, for the questions of one page."""
        return Names(self, dossier_id)

    def reach(self, who: str) -> list[str]:
        """Phone and e-mail of somebody in the contact list, also when named by account; the phone of an organisation."""
        found = self._contact_answers(who)
        return [str(found[name]) for name in self.forms.process.CONTACT["reach"] if found.get(name)]

    def address_of(self, who: str | None) -> str:
        """The address of an organisation in the contact list; empty when there is none."""
        return str(self._contact_answers(who or "").get(self.forms.process.CONTACT["address"]) or "")

    def _contact_answers(self, who: str) -> dict[str, Any]:
        """What the contact list says about somebody, by question, as far as this user may read it."""
        row = self._one("SELECT person FROM user WHERE id=?", who)
        record = self._one(
            "SELECT r.id, r.form, v.content FROM record r JOIN version v ON v.record_id=r.id AND v.number=r.version WHERE r.id=?",
            (row["person"] if row else who) or "",
        )  # fmt: skip
        form = self.forms.get(record["form"]) if record else None
        if record is None or form is None:
            return {}
        answers = self._only(form, json.loads(record["content"]), self.rights.readable(self.user, form, None, self.today))
        return {**answers, **{k: v for inner in answers.values() if isinstance(inner, dict) for k, v in inner.items()}}

    def role_titles(self) -> dict[str, str]:
        """The roles with their Dutch titles."""
        return {code: role.title for code, role in self.rights.table.roles.items()}

    def gemeenten(self) -> dict[str, str]:
        """The organisations that are a gemeente, by id."""
        return {
            c.record.id: c.title
            for c in self.contacts(self.forms.process.CONTACT["organisations"])
            if self.forms.process.is_gemeente(c.answers)
        }

    def persons(self) -> dict[str, str]:
        """The persons of the contact list, by id."""
        return {c.record.id: c.title for c in self.contacts(self.forms.process.CONTACT["persons"])}

    def linkable(self, dossier_id: str) -> dict[str, str]:
        """Who may be linked to this dossier by this user: persons of the own organisation; empty without that right."""
        case = self._open_case(dossier_id)
        persons = self.persons() if self.rights.may_ever(self.user, "R", "contacten") else {}
        return {
            person: name
            for person, name in persons.items()
            if self.rights.may_act(self.user, "link", case, self.today, about=self._organisation_of(person) or "")
        }

    def link(self, dossier_id: str, person: str) -> None:
        """Link a begeleider to a dossier: named in the team, with the date in the report; a line in the logbook tells it."""
        if person not in self.linkable(dossier_id):
            self._refused("koppelen", dossier=dossier_id)
            raise AccessDenied
        words = self.forms.process.LINK
        with transaction(self.db):
            for record in self._start_records(dossier_id):
                changes = {
                    path_of(section, question): person if question.name == words["who"] else self.today.isoformat()
                    for section, question in record.form.questions()
                    if question.name in (words["who"], words["when"])
                }
                if changes and record.version and record.open:
                    self._amend(record, changes, "begeleider gekoppeld")
                    if words["who"] in {path.rpartition(".")[2] for path in changes}:
                        self._log(record, "wijziging", f"Begeleider gekoppeld: {self.contact_name(person)}")
            self._audit("koppelen", dossier=dossier_id)

    def second_factor(self) -> FactorState | None:
        """The own phone and how many recovery codes are left; None when there is no phone."""
        return Accounts(self.db).factor_state(self.user.id)

    def change_password(self, old: str, new: str) -> None:
        """A new password for the own account; all its sessions end, this one too."""
        Accounts(self.db).change_password(self.user.id, old, new, "")


def question_of(target: str) -> Question:
    """A reference question about a target, to tell it in words."""
    return Question("verwijzing", "", "reference", refers_to=target)


class Names:
    """The look-up that questions use: choices and names, read once per page run."""

    def __init__(self, store: People, dossier_id: str | None) -> None:
        self._store, self._dossier = store, dossier_id
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

    def name(self, question: Question, value: str) -> str:
        """The words for a stored id."""
        if question.kind == "file":
            return "scan ligt bij deze versie"
        if question.kind == "reference":
            return self._referred(question, value)
        if question.kind == "multi choice" and "." in question.refers_to:
            return value  # a line of a list is kept in its words
        return self._store.contact_name(value)

    def _referred(self, question: Question, value: str) -> str:
        """A record by its title and version; the person of the dossier by name and birth date; a number as it stands there."""
        code, _, name = question.refers_to.partition(".")
        form = self._store.forms.get(code)
        if form and form.key == self._store.forms.head.key and not name:
            row = self._store._one("SELECT name, number FROM overview WHERE dossier_id=?", value)
            if row is None or not self._store.may_open(value):
                gone = self._store._one("SELECT gone FROM dossier WHERE id=?", value)
                return ERASED_WORDS if gone and gone["gone"] == GONE else UNKNOWN
            self._store._audit_read("naam lezen", dossier=value)
            return f"{row['name']} ({row['number']})"
        if form and self._dossier and (name or form.person):
            return self._store.person_words(self._dossier, name and f"{code}.{name}")
        if form:
            record, _, version = value.partition(":")
            titled = form.many or form.per == LIST
            row = self._store._one("SELECT title FROM record WHERE id=?", record) if titled else None
            return f"{form.title}{f' van {title}' if row and (title := row['title']) else ''}, versie {version}"
        return dict(self.choices(question)).get(value, UNKNOWN)

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
            lines = by_name(self._store._content(row["id"], row["version"], form)).get(name) if form and row else None
            words = question.columns[0].name if question else ""
            self._lists[target] = [
                (line[words], line[words])
                for line in (lines if isinstance(lines, list) else [])
                if line.get(words) and line.get(STILL_USED) != "nee"
            ]
        return self._lists[target]

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
        if target == "dossier" or (form and form.key == store.forms.head.key):
            return [
                (line.id, f"{line.name} ({line.number})") for line in store.find_dossiers(limit=MOST_DOSSIERS) if line.id != self._dossier
            ]
        if target == "termijnen":
            return [(term, f"{term} {words}") for term, words in store.term_names()]
        if self._dossier and target == "doelen":
            return store.goals(self._dossier)
        if self._dossier and target == "acties":
            return [(action.id, action.words) for action in store.actions_of(self._dossier) if action.omschrijving or action.closed]
        form = form or store.forms.get(target.partition(".")[0])
        if form is not None and form.per == LIST and form in store.lists(form.shelf):
            newest = sorted(store.contacts(form.key), key=lambda one: one.record.created_at, reverse=True)
            chosen = [f"{one.record.id}:{one.record.version}" for one in newest]
            return [(one, self._referred(question_of(target), one)) for one in chosen]
        if form is None or not self._dossier or not store.readable_of(form, self._dossier):
            return []
        if form.person:
            row = store._one("SELECT id FROM record WHERE dossier_id IS ? AND form=?", self._dossier, form.key)
            return [(row["id"], self._referred(question_of(target), row["id"]))] if row else []
        rows = store._all(
            "SELECT id, version, changed_at FROM record WHERE dossier_id IS ? AND form=? AND version>0", self._dossier, form.key
        )
        return [(versioned(row), self._referred(question_of(target), versioned(row))) for row in rows]
