"""Who there is: the contact list and colleagues with an account."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.paths import path_of
from popforms.definition.questions import LIST, Question
from popforms.store.accounts import Accounts
from popforms.store.base import NotNow, RecordRow, local
from popforms.store.connection import transaction
from popforms.store.dossiers import Dossiers
from popforms.store.names import Names


@dataclass(frozen=True)
class Contact:
    """A line of the contact list."""

    record: RecordRow
    title: str
    answers: dict[str, Any]
    changed: datetime


@dataclass(frozen=True)
class Account:
    """A colleague as the beheerder sees them."""

    id: str
    username: str
    name: str
    roles: tuple[str, ...]
    gemeenten: tuple[str, ...]
    person: str | None
    state: str


class People(Dossiers):
    """The contact list, accounts and names."""

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

    def change_password(self, old: str, new: str) -> None:
        """A new password for the own account; all its sessions end, this one too."""
        Accounts(self.db).change_password(self.user.id, old, new, "")
        with transaction(self.db):
            self._audit("wachtwoord wijzigen")

    # --- accounts: only who manages them ------------------------------------------------------------------------------

    def accounts(self) -> list[Account]:
        """All accounts; for who manages them."""
        self._require_management()
        rows = self._all("SELECT * FROM user ORDER BY state='gesloten', name COLLATE NOCASE")
        return [
            Account(
                r["id"], r["username"], r["name"], tuple(json.loads(r["roles"])), tuple(json.loads(r["gemeenten"])), r["person"], r["state"]
            )
            for r in rows
        ]

    def invite(self, *, username: str, name: str, roles: list[str], gemeenten: list[str], person: str | None) -> str:
        """Invite a colleague; gives the one-time code to hand over. A name that exists is refused with a sentence."""
        self._require_management()
        self._check_roles(roles)
        with transaction(self.db):
            organisation = self._organisation_of(person)
            _, code = Accounts(self.db).invite(
                username=username, name=name, roles=roles, gemeenten=gemeenten, person=person, organisation=organisation
            )
            self._audit("account uitnodigen")
        return code

    def change_account(self, user_id: str, *, roles: list[str], gemeenten: list[str], person: str | None) -> None:
        """Change roles, gemeenten and contact of an account; its sessions end at once."""
        self._require_management()
        self._not_myself(user_id)
        self._check_roles(roles)
        with transaction(self.db):
            Accounts(self.db).change(user_id, person=person, organisation=self._organisation_of(person))
            Accounts(self.db).set_roles(user_id, roles, gemeenten)
            self._audit("account wijzigen")

    def new_code(self, user_id: str) -> str:
        """A one-time code for a colleague who forgot the password or did not use the invitation."""
        self._require_management()
        self._not_myself(user_id)
        with transaction(self.db):
            account = Accounts(self.db).get(user_id)
            if account is None or account.state == "gesloten":
                raise NotNow("Dit account is gesloten. Open het eerst weer, met de knop achter de naam.")
            code = Accounts(self.db).make_code("uitnodiging" if account.state == "uitgenodigd" else "wachtwoord", user_id)
            self._audit("eenmalige code")
        return code

    def close_account(self, user_id: str) -> None:
        """Close an account; access ends at once, what was written stays with the name."""
        self._require_management()
        self._not_myself(user_id)
        with transaction(self.db):
            Accounts(self.db).close(user_id)
            self._audit("account sluiten")

    def reopen_account(self, user_id: str) -> str:
        """Open a closed account again; gives the one-time code, for the old password does not come back."""
        self._require_management()
        self._not_myself(user_id)
        with transaction(self.db):
            account = Accounts(self.db).get(user_id)
            if account is None or account.state != "gesloten":
                raise NotNow("Dit account is niet gesloten. Vernieuw de pagina om te zien hoe het ervoor staat.")
            code = Accounts(self.db).reopen(user_id)
            self._audit("account openen")
        return code

    def cases_of(self, user_id: str) -> int:
        """In how many dossiers a colleague is named: what somebody loses when the account closes."""
        self._require_management()
        row = self._one(
            "SELECT count(DISTINCT dossier_id) AS n FROM team WHERE who=? OR who=(SELECT person FROM user WHERE id=?)", user_id, user_id
        )
        return int(row["n"]) if row else 0

    def _require_management(self) -> None:
        if not self.rights.may_act(self.user, "accounts", about=""):
            self._refused("beheer")
            raise AccessDenied

    def _not_myself(self, user_id: str) -> None:
        if user_id == self.user.id:
            raise NotNow("Je eigen account kun je hier niet veranderen. Vraag het aan een andere beheerder.")

    def _check_roles(self, roles: list[str]) -> None:
        unknown = [role for role in roles if role not in self.rights.table.roles]
        if unknown or not roles:
            raise NotNow("Kies ten minste één rol uit de lijst.")
