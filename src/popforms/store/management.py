"""Accounts and roles: one colleague asks, and where a role weighs heavily a second one answers (security.md section 1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from popforms.access import AccessDenied, User
from popforms.store.accounts import Accounts
from popforms.store.base import NotNow, local
from popforms.store.connection import transaction
from popforms.store.sessions import user_of
from popforms.store.worklist import Worklist

SYSTEM = "systeem"
"""The user id of who has access to the machine (`popforms users`)."""
MOST_COUNTED = 1000
"""So many dossiers are counted one by one to tell what somebody loses."""

Kind = Literal["uitnodigen", "wijzigen", "openen", "code", "telefoon"]


@dataclass(frozen=True)
class Account:
    """A colleague as the beheerder sees them; `phone` says whether the second step of the login is set up."""

    id: str
    username: str
    name: str
    roles: tuple[str, ...]
    gemeenten: tuple[str, ...]
    person: str | None
    state: str
    phone: bool = False


@dataclass(frozen=True)
class AccountRequest:
    """Something about an account that waits for a second person; `roles`, `gemeenten` and `person` are those that are asked for.

    `asker` is who asked; `for_machine` says that no colleague can answer, but only who has access to the machine.
    """

    id: str
    kind: Kind
    account: Account
    roles: tuple[str, ...]
    gemeenten: tuple[str, ...]
    person: str | None
    asker: str
    asker_name: str
    asked_at: datetime
    mine: bool
    may_answer: bool
    for_machine: bool


class Management(Worklist):
    """What who manages accounts may do; each step is a line in the audit trail that names the account."""

    def manages_accounts(self) -> bool:
        """Whether this user manages the accounts of colleagues."""
        return self.rights.may_act(self.user, "accounts", about="")

    def accounts(self) -> list[Account]:
        """All accounts; for who manages them."""
        self._require_management()
        rows = self._all("SELECT u.*, f.user_id AS factor FROM user u LEFT JOIN factor f ON f.user_id=u.id")
        return sorted((_account(row) for row in rows), key=lambda one: (one.state == "gesloten", one.name.casefold()))

    def invite(self, *, username: str, name: str, roles: list[str], gemeenten: list[str], person: str | None) -> str | None:
        """Invite a colleague; gives the one-time code to hand over, None when a second person has to say yes first.

        Until then the account has no role and no code. A name that exists is refused with a sentence.
        """
        self._require_management()
        self._check_choice(roles, gemeenten, person)
        with transaction(self.db):
            who: dict[str, Any] = {"username": username, "name": name, "person": person, "organisation": self._organisation_of(person)}
            if self._needs_second(roles):
                user = Accounts(self.db).create(**who)
                self._ask("uitnodigen", user.id, roles=roles, gemeenten=gemeenten, person=person)
                return None
            user, code = Accounts(self.db).invite(**who, roles=roles, gemeenten=gemeenten)
            self._audit("account uitnodigen", detail=user.id)
        return code

    def change_account(self, user_id: str, *, roles: list[str], gemeenten: list[str], person: str | None) -> bool:
        """Change roles, gemeenten and contact of an account; its sessions end at once. False when a second person has to say yes.

        Giving a gemeente to who has a heavy role gives that role there, so that asks a second person as well.
        """
        self._require_management()
        with transaction(self.db):
            now = self._free_account(user_id)
            self._check_choice(roles, gemeenten, person, now)
            if now.state == "gesloten":
                raise NotNow("Dit account is gesloten. Open het eerst weer, met de knop achter de naam.")
            given = set(roles) - set(now.roles) if set(gemeenten) <= set(now.gemeenten) else set(roles)
            if self._needs_second(given):
                self._ask("wijzigen", user_id, roles=roles, gemeenten=gemeenten, person=person)
                return False
            self._change(user_id, roles, gemeenten, person)
            self._audit("account wijzigen", detail=user_id)
        return True

    def new_code(self, user_id: str) -> str | None:
        """A one-time code for a colleague who forgot the password or did not use the invitation.

        Who has such a code and no phone has to prove nothing more, so for a heavy role without a phone a second person says yes
        first: then None.
        """
        self._require_management()
        with transaction(self.db):
            account = self._free_account(user_id)
            if account.state == "gesloten":
                raise NotNow("Dit account is gesloten. Open het eerst weer, met de knop achter de naam.")
            if not account.phone and self._needs_second(account.roles):
                self._ask("code", user_id)
                return None
            return self._make_code(account)

    def close_account(self, user_id: str) -> None:
        """Close an account; access ends at once, what was written stays with the name."""
        self._require_management()
        with transaction(self.db):
            self._account(user_id)
            self._write(
                "UPDATE account_request SET answer='ingetrokken', answered_by=?, answered_at=? WHERE user_id=? AND answer IS NULL",
                self.user.id, self.stamp(), user_id,
            )  # fmt: skip
            Accounts(self.db).close(user_id)
            self._audit("account sluiten", detail=user_id)

    def reopen_account(self, user_id: str) -> str | None:
        """Open a closed account again; gives the one-time code, for the old password does not come back. None when it waits."""
        self._require_management()
        with transaction(self.db):
            account = self._free_account(user_id)
            if account.state != "gesloten":
                raise NotNow("Dit account is niet gesloten. Vernieuw de pagina om te zien hoe het ervoor staat.")
            if self._needs_second(account.roles):
                self._ask("openen", user_id)
                return None
            return self._reopen(account)

    def reset_phone(self, user_id: str) -> bool:
        """Forget the phone and the recovery codes of a colleague; sessions end. False when a second person has to say yes first."""
        self._require_management()
        with transaction(self.db):
            account = self._free_account(user_id)
            if not account.phone:
                raise NotNow(f"{account.name} heeft nog geen telefoon ingesteld. Dat gebeurt bij de volgende keer inloggen.")
            if self._needs_second(account.roles):
                self._ask("telefoon", user_id)
                return False
            self._reset_phone(account)
        return True

    def cases_of(self, user_id: str) -> int | None:
        """How many dossiers a colleague can open now: what is lost when the account closes. None for more than a thousand.

        A number only; which dossiers they are is not for who manages accounts.
        """
        self._require_management()
        rows = self._all("SELECT * FROM user WHERE id=?", user_id)
        if not rows:
            return 0
        other = type(self)(self.db, user_of(rows[0]), self.forms, today=self.today, now=self._now)
        where, values = other._scope(only_mine=False)
        found = self._all(f"SELECT o.dossier_id, o.restricted FROM overview o WHERE {where} LIMIT {MOST_COUNTED + 1}", *values)
        if len(found) > MOST_COUNTED:
            return None
        return sum(other._may_list(row) for row in found)

    # --- what waits for a second person -------------------------------------------------------------------------------

    def account_requests(self) -> list[AccountRequest]:
        """What waits for a second person, the oldest first; nothing for who does not manage accounts."""
        if not self.manages_accounts():
            return []
        rows = self._all("SELECT * FROM account_request WHERE answer IS NULL ORDER BY asked_at")
        return [self._request(row) for row in rows]

    def answer_request(self, request_id: str, *, yes: bool) -> str | None:
        """Say yes or no as the second person; gives the one-time code that follows from a yes, if one does."""
        self._require_management()
        with transaction(self.db):
            request = self._open_request(request_id)
            if not request.may_answer:
                self._refused("verzoek beantwoorden")
                raise NotNow("Hier geeft een andere beheerder antwoord op: niet wie het vroeg, en niet om wie het gaat.")
            self._close_request(request, "ja" if yes else "nee")
            code = self._do(request) if yes else None
            if not yes and request.kind == "uitnodigen":
                Accounts(self.db).close(request.account.id)
        return code

    def withdraw_request(self, request_id: str) -> None:
        """Take back what one asked oneself."""
        self._require_management()
        with transaction(self.db):
            request = self._open_request(request_id)
            if not request.mine:
                raise NotNow("Alleen wie het vroeg, kan het intrekken.")
            self._close_request(request, "ingetrokken")
            if request.kind == "uitnodigen":
                Accounts(self.db).close(request.account.id)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _require_management(self) -> None:
        if not self.manages_accounts():
            self._refused("beheer")
            raise AccessDenied

    def _account(self, user_id: str) -> Account:
        """The account of somebody else."""
        if user_id == self.user.id:
            raise NotNow("Je eigen account kun je hier niet veranderen. Vraag het aan een andere beheerder.")
        row = self._one("SELECT u.*, f.user_id AS factor FROM user u LEFT JOIN factor f ON f.user_id=u.id WHERE u.id=?", user_id)
        if row is None:
            raise NotNow("Dit account bestaat niet. Ververs de lijst en probeer het opnieuw.")
        return _account(row)

    def _free_account(self, user_id: str) -> Account:
        """The account of somebody else about whom nothing waits for an answer."""
        account = self._account(user_id)
        if self._one("SELECT 1 FROM account_request WHERE user_id=? AND answer IS NULL", user_id):
            raise NotNow(
                f"Er wacht al een verzoek over {account.name} op een tweede beheerder. Laat dat eerst beantwoorden of trek het in."
            )
        return account

    def _check_choice(self, roles: list[str], gemeenten: list[str], person: str | None, now: Account | None = None) -> None:
        """Roles, gemeenten and person are those of the lists of this moment, or what the account has already."""
        if not roles or any(role not in self.rights.table.roles for role in roles):
            raise NotNow("Kies ten minste één rol uit de lijst.")
        if set(gemeenten) - self.gemeenten().keys() - set(now.gemeenten if now else ()):
            raise NotNow("Deze gemeente staat niet in de contactlijst. Kies er een uit de lijst.")
        if person and person not in self.persons() and person != (now.person if now else None):
            raise NotNow("Deze persoon staat niet in de contactlijst. Kies er een uit de lijst.")

    def _managers(self) -> set[str]:
        """Who manages accounts and can log in."""
        roles = self.rights.table.actions["accounts"].keys()
        rows = self._all("SELECT id, roles FROM user WHERE state='actief'")
        return {row["id"] for row in rows if roles & set(json.loads(row["roles"]))}

    def _needs_second(self, roles: Sequence[str] | set[str]) -> bool:
        """Whether these roles ask a second person now.

        Access to the machine counts as one while there are fewer than two who manage accounts, so that a new installation and a
        small team get on.
        """
        if not self.rights.needs_second_person(tuple(roles)):
            return False
        return self.user.id != SYSTEM or len(self._managers()) >= 2

    def _ask(self, kind: Kind, user_id: str, **content: Any) -> None:
        self._write(
            "INSERT INTO account_request(id, kind, user_id, content, asked_by, asked_at) VALUES(?,?,?,?,?,?)",
            self._new_id(), kind, user_id, json.dumps(content, ensure_ascii=False), self.user.id, self.stamp(),
        )  # fmt: skip
        self._audit(f"verzoek {kind}", detail=user_id)

    def _request(self, row: dict[str, Any]) -> AccountRequest:
        kept = self._one("SELECT u.*, f.user_id AS factor FROM user u LEFT JOIN factor f ON f.user_id=u.id WHERE u.id=?", row["user_id"])
        account, content, asker = _account(kept or {}), json.loads(row["content"]), row["asked_by"]
        for_machine = asker != SYSTEM and not self._managers() - {account.id, asker}
        return AccountRequest(
            id=row["id"],
            kind=row["kind"],
            account=account,
            roles=tuple(content.get("roles", account.roles)),
            gemeenten=tuple(content.get("gemeenten", account.gemeenten)),
            person=content.get("person", account.person),
            asker=asker,
            asker_name="Systeembeheer" if asker == SYSTEM else self.user_name(asker),
            asked_at=local(row["asked_at"]),
            mine=asker == self.user.id,
            may_answer=for_machine if self.user.id == SYSTEM else self.user.id not in (account.id, asker),
            for_machine=for_machine,
        )

    def _open_request(self, request_id: str) -> AccountRequest:
        row = self._one("SELECT * FROM account_request WHERE id=? AND answer IS NULL", request_id)
        if row is None:
            raise NotNow("Dit verzoek is al beantwoord of ingetrokken. Ververs de pagina.")
        return self._request(row)

    def _close_request(self, request: AccountRequest, answer: str) -> None:
        self._write(
            "UPDATE account_request SET answer=?, answered_by=?, answered_at=? WHERE id=?",
            answer, self.user.id, self.stamp(), request.id,
        )  # fmt: skip
        self._audit(f"verzoek {request.kind}: {answer}", detail=request.account.id)

    def _do(self, request: AccountRequest) -> str | None:
        """What two people agreed on; who asked and the lists may have changed since."""
        account = request.account
        if request.asker != SYSTEM and request.asker not in self._managers():
            raise NotNow(f"{request.asker_name} beheert geen accounts meer. Wijs het verzoek af; zo nodig kan het opnieuw gevraagd worden.")
        if (account.state == "gesloten") != (request.kind == "openen"):
            raise NotNow("Dit account is intussen gesloten of geopend. Wijs het verzoek af; zo nodig kan het opnieuw gevraagd worden.")
        if request.kind in ("uitnodigen", "wijzigen"):
            self._check_choice(list(request.roles), list(request.gemeenten), request.person, account)
            self._change(account.id, request.roles, request.gemeenten, request.person)
        if request.kind == "openen":
            return self._reopen(account)
        if request.kind == "telefoon":
            self._reset_phone(account)
        return self._make_code(account) if request.kind in ("uitnodigen", "code") else None

    def _change(self, user_id: str, roles: Sequence[str], gemeenten: Sequence[str], person: str | None) -> None:
        Accounts(self.db).change(user_id, person=person, organisation=self._organisation_of(person))
        Accounts(self.db).set_roles(user_id, roles, gemeenten)

    def _make_code(self, account: Account) -> str:
        code = Accounts(self.db).make_code("uitnodiging" if account.state == "uitgenodigd" else "wachtwoord", account.id)
        self._audit("eenmalige code", detail=account.id)
        return code

    def _reopen(self, account: Account) -> str:
        code = Accounts(self.db).reopen(account.id)
        self._audit("account openen", detail=account.id)
        return code

    def _reset_phone(self, account: Account) -> None:
        Accounts(self.db).reset_factor(account.id)
        self._audit("telefoon wissen", detail=account.id)


def _account(row: dict[str, Any]) -> Account:
    user: User = user_of(row)
    return Account(user.id, user.username, user.name, user.roles, user.gemeenten, user.person, row["state"], phone=bool(row["factor"]))
