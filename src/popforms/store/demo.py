"""What only a demo needs of the database: ids that come back the same, one password hashed once, and the list of accounts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from popforms.access import User
from popforms.definition.catalogue import Catalogue
from popforms.definition.questions import Question
from popforms.store import RecordRow, Store
from popforms.store.accounts import Accounts, hasher
from popforms.store.connection import Database, transaction


class DemoStore(Store):
    """A store that takes its ids from a given row, so that the same demo has the same addresses each time."""

    def __init__(self, db: Database, user: User, forms: Catalogue, ids: Iterator[str], *, today: date, now: datetime) -> None:
        super().__init__(db, user, forms, today=today, now=now)
        self._ids = ids
        self._asked: dict[tuple[str, ...], frozenset[str]] = {}

    def _new_id(self) -> str:
        return next(self._ids)

    # A demo types thousands of answers in a row; what may be read and written is asked anew when something was kept.

    def _readable(self, record: RecordRow) -> frozenset[str]:
        key = ("R", record.id, record.state)
        if key not in self._asked:
            self._asked[key] = super()._readable(record)
        return self._asked[key]

    def _writable(self, record: RecordRow) -> frozenset[str]:
        key = ("W", record.id, record.state)
        if key not in self._asked:
            self._asked[key] = super()._writable(record)
        return self._asked[key]

    def _refresh(self, dossier_id: str | None) -> None:
        self._asked.clear()
        super()._refresh(dossier_id)

    def _refresh_list(self, record_id: str) -> None:
        self._asked.clear()
        super()._refresh_list(record_id)

    # Nor does it open an answer about health or a number on a screen: everything is there, and no line says that somebody looked.

    def _opens(self, record: RecordRow, unit: str, question: Question, version: int) -> bool:
        return True

    def _light(self, facts: Mapping[str, Any], dossier_id: str | None) -> dict[str, Any]:
        return dict(facts)


class DemoAccounts(Accounts):
    """Accounts that share one password, with an id that follows from the username."""

    def __init__(self, db: Database, password: str) -> None:
        super().__init__(db)
        self._hash = hasher().hash(password)

    def _new_account(self, *, username: str, name: str, password: str | None, **details: Any) -> dict[str, Any]:
        values = super()._new_account(username=username, name=name, password=None, **details)
        number = hashlib.sha256(f"demo {username}".encode()).hexdigest()[:16]
        return values | {"id": number, "password_hash": self._hash, "state": "actief"}


def list_accounts(db: Database, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Put (username, name, role in words, password) in the table that the login page of a demo shows."""
    with transaction(db):
        db.conn.execute(
            "CREATE TABLE IF NOT EXISTS demo_account(username TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL) STRICT"
        )
        db.conn.execute("DELETE FROM demo_account")
        for row in rows:
            db.conn.execute("INSERT INTO demo_account(username, name, role, password) VALUES(?,?,?,?)", row)
