"""Who there is: the contact list, colleagues and the own account."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.paths import path_of
from popforms.definition.questions import LIST, FormDef, Question
from popforms.store.accounts import Accounts
from popforms.store.base import RecordRow, local
from popforms.store.connection import transaction
from popforms.store.drafts import by_name
from popforms.store.factor import FactorState
from popforms.store.fixing import Fixing
from popforms.store.names import Names


@dataclass(frozen=True)
class Contact:
    """A line of the contact list."""

    record: RecordRow
    title: str
    answers: dict[str, Any]
    changed: datetime


class People(Fixing):
    """The contact list, names, and the own account."""

    def contacts(self, form_key: str) -> list[Contact]:
        """The kept records of a form that stand in no dossier and that this user may read, by title."""
        form = self.forms.get(form_key)
        if form is None or not (form.per == LIST or form.above_cases):
            raise AccessDenied
        if not any(self.rights.may_ever(self.user, letter, form.part) for letter in "RW"):
            raise AccessDenied
        rows = self._all(
            "SELECT r.*, v.content FROM record r JOIN version v ON v.record_id=r.id AND v.number=r.version "
            "WHERE r.form=? AND r.dossier_id IS NULL ORDER BY r.title COLLATE NOCASE",
            form.key,
        )  # fmt: skip
        found = []
        for row in rows:
            answers, record = json.loads(row["content"]), RecordRow.of(form, row)
            readable = self.rights.readable(self.user, form, self._case_of(record), self.today, {**answers, "schrijver": row["created_by"]})
            if readable:
                found.append(Contact(record, row["title"], self._only(form, answers, readable), local(row["changed_at"])))
        self._reads_list("lijst lezen", len(found), form.title)
        return found

    def lookup(self, dossier_id: str | None = None) -> Names:
        """Who and what can be chosen now, for the questions of one page."""
        return Names(self, dossier_id)

    def _offers(self, record: RecordRow, question: Question, value: Any) -> bool:
        if question.kind == "file":
            return self._one("SELECT 1 FROM file WHERE id=? AND record_id=?", str(value), record.id) is not None
        return self.lookup(record.dossier_id).offers(question, value)

    def reach(self, who: str) -> list[str]:
        """Phone and e-mail of somebody in the contact list, also when named by account; the phone of an organisation."""
        found = self._contact_answers(who)
        return [str(found[name]) for name in self.forms.process.CONTACT["reach"] if found.get(name)]

    def _function_of(self, user_id: str) -> str:
        """The title of the first role of a colleague."""
        row = self._one("SELECT roles FROM user WHERE id=?", user_id)
        roles = json.loads(row["roles"]) if row else []
        return next((title for role in roles if (title := self.role_titles().get(role))), "")

    def _contact_answers(self, who: str) -> dict[str, Any]:
        """What the contact list says about somebody, by question, as far as this user may read it."""
        return by_name(self._list_answers(who)[1])

    def _list_answers(self, who: str) -> tuple[FormDef | None, dict[str, Any]]:
        """What a list says of somebody or something, as far as this user may read it; an account is its line in the contact list."""
        row = self._one("SELECT person FROM user WHERE id=?", who)
        record_id = ((row["person"] if row else who) or "").partition(":")[0]
        record = self._one("SELECT * FROM record WHERE id=? AND dossier_id IS NULL AND version>0", record_id)
        form = self.forms.get(record["form"]) if record else None
        if record is None or form is None or form.per != LIST:
            return None, {}
        content = self._content(record["id"], record["version"], form)
        readable = self.rights.readable(self.user, form, None, self.today, {**content, "schrijver": record["created_by"]})
        return form, self._only(form, content, readable)

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
