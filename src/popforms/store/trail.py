"""The audit trail: the one place that writes lines in it, for the store and for the accounts' own store.

The lines are a chain (security.md rule 6). Each carries a seal: HMAC-SHA256, with a key that lies outside the database,
over the seal before it and its own content. What could tell about a person stands aside (`audit_detail`, with a salt of its
own) and the chain holds only its hash, so that erasing it leaves the chain whole.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlcipher3.dbapi2

from popforms.store.connection import Database, StoreTrouble, WrongKey, read_trail_key, trail_key_file, transaction

NO_USER = "onbekend"
"""Stands in a line where a user would: somebody who did not come in and whose name is not one of ours."""
SYSTEM = "systeem"
"""Stands in a line that popforms writes by itself, or somebody with access to the machine."""
ERASED = "bijzonderheden gewist"
"""The act of a line that says: what stood aside about this dossier, up to here, is gone on purpose."""
HEAD = "kop vastgelegd"
"""The act of a line whose seal was also written in the second place (store/heads.py)."""

Columns = tuple[int, str, str, str, str | None, str | None, int | None, bytes | None]
"""What a seal is over: number, moment, user, act, dossier, record, version and hash of the detail."""


class TrailTrouble(StoreTrouble):
    """A line could not be written, so nothing is shown and nothing is kept."""

    def __init__(self) -> None:
        super().__init__(
            "Wat je bekijkt en doet wordt vastgelegd, en dat lukt nu niet. Daarom is er niets getoond en niets bewaard. "
            "Probeer het zo opnieuw; blijft dit staan, vraag dan de beheerder of de schijf vol is."
        )


@dataclass(frozen=True)
class Link:
    """A place in the chain: the number of a line, its seal and its moment."""

    seq: int
    seal: bytes
    at: str


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
) -> int:
    """One line about what was done or read, inside the transaction of the act itself; gives its number.

    `at` is a stamp in UTC, `act` one of our own words (store/acts.py). Reads no more than the last line. Raises TrailTrouble.
    """
    try:
        with transaction(db):
            last = last_line(db)
            seq = last.seq + 1
            salt = secrets.token_bytes(16) if detail else b""
            columns = (seq, at, user_id, act, dossier, record, version, hash_of_detail(salt, detail) if detail else None)
            db.conn.execute(
                "INSERT INTO audit(seq, at, user_id, act, dossier_id, record_id, version, detail_hash, seal) VALUES(?,?,?,?,?,?,?,?,?)",
                (*columns, seal_of(key_of(db), last.seal, columns)),
            )
            if detail:
                db.conn.execute("INSERT INTO audit_detail(seq, salt, detail) VALUES(?,?,?)", (seq, salt, detail))
    except (sqlcipher3.dbapi2.Error, StoreTrouble) as error:
        raise TrailTrouble from error
    return seq


def last_line(db: Database) -> Link:
    """The end of the chain; of an empty one the place before its first line."""
    row = db.conn.execute("SELECT seq, seal, at FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return Link(*row) if row else Link(0, first_seal(db), "")


def erase_details(db: Database, dossier: str, *, at: str, user_id: str) -> int:
    """Erase what stands aside about one dossier; gives how many. The chain stays whole and a line in it says that it was done."""
    with transaction(db):
        seq = write_line(db, at=at, user_id=user_id, act=ERASED, dossier=dossier)
        gone = db.conn.execute("DELETE FROM audit_detail WHERE seq IN (SELECT seq FROM audit WHERE dossier_id=? AND seq<?)", (dossier, seq))
        return int(gone.rowcount)


# --- seals ------------------------------------------------------------------------------------------------------------


def seal_of(key: bytes, before: bytes, columns: Columns) -> bytes:
    """The seal of a line: over the seal before it (32 bytes) and its columns as JSON, so that nothing can be shifted between them."""
    *plain, detail = columns
    return hmac.digest(key, before + json.dumps([*plain, detail.hex() if detail else None]).encode(), "sha256")


def hash_of_detail(salt: bytes, detail: str) -> bytes:
    return hashlib.sha256(salt + detail.encode()).digest()


def signature(key: bytes, content: Iterable[Any]) -> str:
    """A mark that only who holds the key can make, for what stands outside the chain; never the same as a seal."""
    return hmac.digest(key, b"buiten de keten" + json.dumps(list(content)).encode(), "sha256").hex()


def key_of(db: Database) -> bytes:
    """The key of the trail, read once per connection; WrongKey when it is missing or another than the chain began with."""
    if db.trail_key is None:
        if db.keys is None:
            raise WrongKey("Deze verbinding kent de sleutel van het logspoor niet.")
        key = read_trail_key(db.keys)
        if signature(key, [trail_id(db)]) != _meta(db, "trail_key"):
            raise WrongKey(
                f"De sleutel in {trail_key_file(db.keys)} is niet die van dit logspoor. Neem de 64 tekens van het logspoor over van het "
                "herstelblad en start opnieuw."
            )
        db.trail_key = key
    return db.trail_key


def trail_id(db: Database) -> str:
    """The random name of this chain; the file in the second place is called after it."""
    return _meta(db, "trail")


def first_seal(db: Database) -> bytes:
    """What the seal of the first line is over: a chain of another database does not fit here."""
    return hashlib.sha256(trail_id(db).encode()).digest()


def has_chain(db: Database) -> bool:
    """Whether this database has come so far that its trail is a chain."""
    return "audit_detail" in db.table_names()


def _meta(db: Database, name: str) -> str:
    row = db.conn.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
    return str(row[0]) if row else ""


def begin_chain(db: Database, key: bytes) -> None:
    """Give the chain its name and note which key it is sealed with; once, by the migration."""
    name = secrets.token_hex(8)
    for word, value in (("trail", name), ("trail_key", signature(key, [name]))):
        db.conn.execute("INSERT INTO meta(name, value) VALUES(?,?)", (word, value))
    db.trail_key = key
