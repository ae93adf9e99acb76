"""Who may come in: accounts, passwords and one-time codes.

This is the door's own store, used before there is a user. It asks nobody for rights: who may invite or close an account
is decided by the caller.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

import sqlcipher3.dbapi2

from popforms.access import User
from popforms.definition.kinds import clean
from popforms.store.codes import hash_of_code, new_code
from popforms.store.connection import StoreError, stamp, transaction
from popforms.store.factor import Factor
from popforms.store.sessions import user_of
from popforms.store.throttle import plain_name
from popforms.store.trail import NO_USER

if TYPE_CHECKING:
    from streamlit_authenticator.utilities.hasher import Hasher

Purpose = Literal["begin", "uitnodiging", "wachtwoord"]

CODE_LIFE: dict[Purpose, timedelta] = {
    "begin": timedelta(days=7),
    "uitnodiging": timedelta(days=7),
    "wachtwoord": timedelta(days=1),
}
NOBODY = "$2b$12$o0UuiVUFKVeSdmWtAaz1IuFiy4eO/kVaQWqKWAZ9r7AINMQw9bvP2"
"""A bcrypt hash of a password that nobody has, so that an unknown name takes as long as a known one."""

WRONG_LOGIN = "De gebruikersnaam of het wachtwoord klopt niet. Probeer het opnieuw of vraag je beheerder om een code."
WRONG_CODE = "De gebruikersnaam of de code klopt niet, of de code is verlopen. Vraag je beheerder om een nieuwe code."
WRONG_BEGIN = "De begincode klopt niet of is verlopen. Start popforms opnieuw; in het venster staat dan een nieuwe code."


class AccountError(StoreError):
    """What was filled in cannot be used; the sentence says what to change."""


@dataclass(frozen=True)
class Account:
    """A user as the beheerder sees it; `state` is uitgenodigd, actief or gesloten."""

    user: User
    state: str
    created_at: str


def _nothing(_record: logging.LogRecord) -> bool:
    return False


def hasher() -> type[Hasher]:
    """The password hasher of streamlit-authenticator (bcrypt); imported late, for it brings all of Streamlit along.

    Outside a page it complains five times at import that there is no page; that says nothing to anybody.
    """
    for name in ("scriptrunner_utils.script_run_context", "caching.cache_data_api"):
        logging.getLogger(f"streamlit.runtime.{name}").addFilter(_nothing)
    from streamlit_authenticator.utilities.hasher import Hasher

    return Hasher


def check_new_password(password: str) -> None:
    """Refuse a password that is too short, or longer than bcrypt reads."""
    if len(password) < 12:
        raise AccountError("Het wachtwoord is te kort. Neem minstens 12 tekens, bijvoorbeeld drie of vier woorden.")
    if len(password.encode()) > 72:
        raise AccountError("Het wachtwoord is te lang. Neem hoogstens 72 tekens (letters met accenten tellen dubbel).")
    if "\0" in password:
        raise AccountError("In het wachtwoord staat een teken dat niet kan. Kies een ander wachtwoord.")


class Accounts(Factor):
    """The accounts of this database, with their sessions."""

    # --- reading -----------------------------------------------------------------------------------------------------

    def exist(self) -> bool:
        """Whether anybody has an account; without one the first visitor makes the first beheerder."""
        return bool(self._rows("SELECT 1 FROM user LIMIT 1"))

    def all(self) -> list[Account]:
        """Every account by name."""
        rows = self._rows("SELECT * FROM user ORDER BY name COLLATE NOCASE, username")
        return [Account(user_of(row), row["state"], row["created_at"]) for row in rows]

    def get(self, user_id: str) -> Account | None:
        rows = self._rows("SELECT * FROM user WHERE id = ?", user_id)
        return Account(user_of(rows[0]), rows[0]["state"], rows[0]["created_at"]) if rows else None

    # --- making and changing -----------------------------------------------------------------------------------------

    def create(self, *, username: str, name: str, password: str | None = None, **details: Any) -> User:
        """Make an account: with a password it is actief, without it waits for its invitation code.

        Details: email, phone, organisation, person, roles, gemeenten.
        """
        return self._insert(self._new_account(username=username, name=name, password=password, **details))

    def create_first(self, code: str, *, username: str, name: str, password: str, address: str, **details: Any) -> User:
        """Make the first account with the set-up code; refused as soon as there is one."""
        values = self._new_account(username=username, name=name, password=password, **details)
        attempt = self._let_try("begin", address)
        with transaction(self.db):
            right = not self.exist() and self._use_code(code, "begin", None)
            if right:
                user = self._insert(values)
                self._forget(attempt)
                self._note("eerste account", user.id)
            else:
                self._note("verkeerde begincode", NO_USER)
        if not right:
            raise AccountError(WRONG_BEGIN)
        return user

    def invite(self, *, username: str, name: str, **details: Any) -> tuple[User, str]:
        """Make an account without a password and return it with the code that its owner comes in with."""
        with transaction(self.db):
            user = self.create(username=username, name=name, **details)
            return user, self.make_code("uitnodiging", user.id)

    def change(self, user_id: str, **details: Any) -> None:
        """Change name, email, phone, organisation or person."""
        account = self._must_get(user_id)
        known = {key: getattr(account.user, key) for key in ("name", "email", "phone", "organisation", "person")}
        values = self._clean(username=account.user.username, **(known | details))
        self._update(user_id, {key: values[key] for key in known})

    def set_roles(self, user_id: str, roles: Sequence[str], gemeenten: Sequence[str]) -> None:
        """Give other roles and gemeenten; open sessions end, so that nobody works on with the old ones."""
        with transaction(self.db):
            self._update(user_id, {"roles": _texts(roles), "gemeenten": _texts(gemeenten)})
            self.end_sessions(user_id)

    def close(self, user_id: str) -> None:
        """Close the account: sessions end at once, codes no longer work."""
        with transaction(self.db):
            self._update(user_id, {"state": "gesloten"})
            self.end_sessions(user_id)
            self.use_up_codes(user_id)

    def reopen(self, user_id: str) -> str:
        """Open a closed account again and return an invitation code; the old password does not come back."""
        with transaction(self.db):
            self._update(user_id, {"state": "uitgenodigd", "password_hash": None})
            return self.make_code("uitnodiging", user_id)

    # --- passwords ---------------------------------------------------------------------------------------------------

    def verify_password(self, username: str, password: str, address: str) -> User | None:
        """The user with this name and password; takes as long for a name that does not exist.

        The try is counted before it is made and taken back when it was right: tries at the same time count too.
        """
        attempt = self._let_try(username, address)
        rows = self._rows("SELECT * FROM user WHERE username = ? AND state = 'actief'", plain_name(username))
        fits = len(password.encode()) <= 72 and "\0" not in password
        right = hasher().check_pw(password if fits else "-", rows[0]["password_hash"] if rows else NOBODY)
        if not (rows and right and fits):
            named = rows or self._rows("SELECT id FROM user WHERE username = ?", plain_name(username))
            self._note("verkeerd wachtwoord", named[0]["id"] if named else NO_USER)
            return None
        with transaction(self.db):
            self._forget(attempt)
        return user_of(rows[0])

    def change_password(self, user_id: str, old: str, new: str, address: str) -> None:
        """Give a new password against the old one; every session of the user ends."""
        account = self._must_get(user_id)
        check_new_password(new)
        if not self.verify_password(account.user.username, old, address):
            raise AccountError("Het oude wachtwoord klopt niet. Probeer het opnieuw.")
        password_hash = hasher().hash(new)
        with transaction(self.db):
            self._set_password(user_id, password_hash)
            self._note("wachtwoord wijzigen", user_id)

    # --- one-time codes ----------------------------------------------------------------------------------------------

    def make_code(self, purpose: Purpose, user_id: str | None = None) -> str:
        """A code such as K7QF-2MXP-9TRD; earlier codes of the same user stop working. Only its hash is kept."""
        code = new_code()
        with transaction(self.db):
            self.use_up_codes(user_id)
            self.db.conn.execute(
                "INSERT INTO code(hash, user_id, purpose, expires_at) VALUES(?, ?, ?, ?)",
                (hash_of_code(code), user_id, purpose, stamp(self.now() + CODE_LIFE[purpose])),
            )
        return code

    def redeem(self, username: str, code: str, new_password: str, address: str) -> User:
        """Come in with an invitation or a code for a forgotten password, and set a password of one's own."""
        check_new_password(new_password)
        attempt = self._let_try(username, address)
        password_hash = hasher().hash(new_password)
        rows = self._rows("SELECT * FROM user WHERE username = ? AND state <> 'gesloten'", plain_name(username))
        with transaction(self.db):
            right = bool(rows) and (self._use_code(code, "uitnodiging", rows[0]["id"]) or self._use_code(code, "wachtwoord", rows[0]["id"]))
            if right:
                self._set_password(rows[0]["id"], password_hash)
                self._forget(attempt)
                self._note("wachtwoord gekozen", rows[0]["id"])
            else:
                self._note("verkeerde eenmalige code", rows[0]["id"] if rows else NO_USER)
        if not right:
            raise AccountError(WRONG_CODE)
        return user_of(rows[0])

    def keep_note(self, name: str, value: str) -> None:
        """Remember a fact of this installation, such as where the recovery sheet is kept."""
        with transaction(self.db):
            self.db.conn.execute("INSERT OR REPLACE INTO meta(name, value) VALUES(?, ?)", (name, value))

    # --- inside ------------------------------------------------------------------------------------------------------

    def _must_get(self, user_id: str) -> Account:
        if account := self.get(user_id):
            return account
        raise AccountError("Dit account bestaat niet. Ververs de lijst en probeer het opnieuw.")

    def _new_account(self, *, username: str, name: str, password: str | None, **details: Any) -> dict[str, Any]:
        """The row of a new account; hashing takes a quarter of a second, so it is done before any transaction."""
        values = self._clean(username=username, name=name, **details)
        if password is not None:
            check_new_password(password)
        return values | {
            "id": secrets.token_hex(8),
            "password_hash": hasher().hash(password) if password is not None else None,
            "state": "uitgenodigd" if password is None else "actief",
            "created_at": stamp(self.now()),
        }

    def _insert(self, values: dict[str, Any]) -> User:
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        try:
            with transaction(self.db):
                self.db.conn.execute(f"INSERT INTO user({columns}) VALUES({marks})", tuple(values.values()))
        except sqlcipher3.dbapi2.IntegrityError as error:
            raise AccountError("Deze gebruikersnaam bestaat al. Kies een andere naam.") from error
        return user_of(values)

    def _update(self, user_id: str, values: dict[str, Any]) -> None:
        self._must_get(user_id)
        parts = ", ".join(f"{column} = ?" for column in values)
        with transaction(self.db):
            self.db.conn.execute(f"UPDATE user SET {parts} WHERE id = ?", (*values.values(), user_id))

    def _set_password(self, user_id: str, password_hash: str) -> None:
        with transaction(self.db):
            self._update(user_id, {"password_hash": password_hash, "state": "actief"})
            self.use_up_codes(user_id)
            self.end_sessions(user_id)

    def _use_code(self, code: str, purpose: Purpose, user_id: str | None) -> bool:
        now = stamp(self.now())
        used = self.db.conn.execute(
            "UPDATE code SET used_at = ? WHERE hash = ? AND purpose = ? AND user_id IS ? AND used_at IS NULL AND expires_at > ?",
            (now, hash_of_code(code), purpose, user_id, now),
        )
        return bool(used.rowcount)

    def use_up_codes(self, user_id: str | None) -> None:
        self.db.conn.execute("UPDATE code SET used_at = ? WHERE user_id IS ? AND used_at IS NULL", (stamp(self.now()), user_id))

    def _clean(self, *, username: str, name: str, **details: Any) -> dict[str, Any]:
        username, name = plain_name(username), clean(name).strip()
        if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{1,59}", username):
            raise AccountError("De gebruikersnaam kan niet. Gebruik 2 tot 60 tekens: kleine letters, cijfers, punt, streepje of @.")
        if not name or len(name) > 120:
            raise AccountError("Vul de naam in zoals collega's die kennen, hoogstens 120 tekens.")
        texts = {key: clean(str(details.get(key) or "")).strip() for key in ("email", "phone")}
        if any(len(text) > 200 for text in texts.values()):
            raise AccountError("Het e-mailadres of het telefoonnummer is langer dan 200 tekens. Kijk het nog eens na.")
        links = {key: details.get(key) or None for key in ("organisation", "person")}
        lists = {key: _texts(details.get(key) or ()) for key in ("roles", "gemeenten")}
        return {"username": username, "name": name, **texts, **links, **lists}


def _texts(values: Iterable[str]) -> str:
    return json.dumps(list(dict.fromkeys(values)), ensure_ascii=False)
