"""The audit trail: the one place that writes lines in it, for the store and for the accounts' own store."""

from __future__ import annotations

from popforms.store.connection import Database

NO_USER = "onbekend"
"""Stands in a line where a user would: somebody who did not come in and whose name is not one of ours."""


def write_line(
    db: Database,
    *,
    at: str,
    user_id: str,
    act: str,
    dossier: str | None = None,
    record: str | None = None,
    version: int | None = None,
    detail: str = "",
) -> None:
    """One line about what was done or read; inside the transaction of the act itself.

    `at` is a stamp in UTC, `act` one of our own words, `detail` ids and numbers: no words that a person typed.
    """
    db.conn.execute(
        "INSERT INTO audit(at, user_id, act, dossier_id, record_id, version, detail) VALUES(?,?,?,?,?,?,?)",
        (at, user_id, act, dossier, record, version, detail),
    )
