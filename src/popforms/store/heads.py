"""The second place: the end of the audit trail, written outside the database, so that a cut tail or an older database shows.

One file per chain, in a folder of its own (POPFORMS_TRAIL) that is only appended to. Each entry is a line of JSON with a
signature that only the key of the trail can make.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from popforms.settings import Settings
from popforms.store.connection import Database, StoreError, open_database, stamp, transaction, utc_now
from popforms.store.trail import HEAD, SYSTEM, Link, has_chain, key_of, last_line, signature, trail_id, write_line

DAY = timedelta(days=1)
KOP, TERUG = "kop", "terug"
"""The kinds of entry: the head of the chain at a moment, and where a backup that was put back ends."""
NAMES = ("soort", "regel", "zegel", "om", "gezet", "merk")
"""What an entry says: its kind, the line, its seal and moment, when the entry was made, and the signature over it all."""
ERASED_UP_TO = "vernietigd"
"""What an entry says too since the list of what was erased is a chain: the mark at its end (store/erased.py), "" while it is empty."""


class HeadTrouble(StoreError):
    """The second place could not be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"De kop van het logspoor kon niet worden bijgeschreven in {folder}. Kijk of die map er is en of er ruimte op de schijf is."
        )


@dataclass(frozen=True)
class Entry:
    """One line of the second place: its number there, what it says, and whether its signature is right."""

    number: int
    kind: str
    link: Link
    signed: bool
    moment: str = ""
    erased: str = ""
    """The mark at the end of the list of what was erased, at that moment."""


def head_file(folder: Path, chain: str) -> Path:
    """Where the heads of a chain are written."""
    return folder / f"logspoor-{chain}.jsonl"


def erased_file(folder: Path, chain: str) -> Path:
    """Where it stands what was erased from the database of a chain."""
    return folder / f"vernietigd-{chain}.jsonl"


def last_mark(path: Path) -> str:
    """The mark of the last line of a list in the second place that can be read; "" for a list without one."""
    for text in reversed(path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []):
        try:
            return str(json.loads(text)["merk"])
        except (ValueError, TypeError, KeyError):
            continue
    return ""


def read_entries(folder: Path, db: Database) -> list[Entry]:
    """What stands in the second place about the chain of this database, in order."""
    return _read(head_file(folder, trail_id(db)), key_of(db))


def note_head(settings: Settings) -> Link | None:
    """Write the head of the chain in the second place, after a line in the chain that says so; None before there is a chain.

    The line in the chain comes first: a head that then could not be written is written the next time.
    """
    with closing(open_database(settings)) as db:
        if not has_chain(db):
            return None
        with _second_place(settings.trail, db) as file:
            if missed := _missed(settings.trail, db):
                _append(file, settings.trail, db, KOP, missed)
            with transaction(db):
                write_line(db, at=stamp(utc_now()), user_id=SYSTEM, act=HEAD)
                head = last_line(db)
            _append(file, settings.trail, db, KOP, head)
        return head


def note_head_daily(settings: Settings) -> None:
    """A head of today when the backups wrote none, for instance because their disk is full."""
    with closing(open_database(settings)) as db:
        row = db.conn.execute("SELECT at FROM audit WHERE act=? ORDER BY seq DESC LIMIT 1", (HEAD,)).fetchone()
    if row is None or utc_now() - datetime.fromisoformat(row[0]) > DAY:
        note_head(settings)


def note_restore(settings: Settings) -> None:
    """After a backup was put back: where its chain ends, outside, and a line in the chain itself."""
    with closing(open_database(settings)) as db:
        if not has_chain(db):
            return
        with _second_place(settings.trail, db) as file:
            _append(file, settings.trail, db, TERUG, last_line(db))
        with transaction(db):
            write_line(db, at=stamp(utc_now()), user_id=SYSTEM, act="back-up teruggezet")


def _read(path: Path, key: bytes) -> list[Entry]:
    """What stands in the second place about a chain, in order; a line that cannot be read is an entry without a kind."""
    if not path.exists():
        return []
    found = []
    for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            said = json.loads(text)
            kind, seq, seal, at, moment, mark = (said[name] for name in NAMES)
            link, content = Link(int(seq), bytes.fromhex(seal), str(at)), [kind, seq, seal, at, moment]
            content += [said[ERASED_UP_TO]] if ERASED_UP_TO in said else []
            found.append(Entry(number, str(kind), link, signature(key, content) == mark, str(moment), str(said.get(ERASED_UP_TO) or "")))
        except (ValueError, TypeError, KeyError):
            found.append(Entry(number, "", Link(0, b"", ""), signed=False))
    return found


@contextmanager
def standing_still(folder: Path, db: Database) -> Iterator[list[Entry]]:
    """The entries of one moment, while this connection reads the chain of the same moment; nobody waits for longer than that."""
    path, key = head_file(folder, trail_id(db)), key_of(db)
    file = os.open(path, os.O_RDONLY) if path.exists() else None
    try:
        if file is not None:
            fcntl.flock(file, fcntl.LOCK_SH)
        db.conn.execute("BEGIN")
        last_line(db)  # from here on this connection sees the database as it is now
        entries = _read(path, key)
    finally:
        if file is not None:
            os.close(file)
    try:
        yield entries
    finally:
        db.conn.execute("ROLLBACK")


def _missed(folder: Path, db: Database) -> Link | None:
    """The last head of the chain, when it alone is not in the second place because it could not be written then."""
    row = db.conn.execute("SELECT seq, seal, at FROM audit WHERE act=? ORDER BY seq DESC LIMIT 1", (HEAD,)).fetchone()
    if row is None:
        return None
    before = db.conn.execute("SELECT coalesce(max(seq), 0) FROM audit WHERE act=? AND seq<?", (HEAD, row[0])).fetchone()[0]
    known = [0, *(entry.link.seq for entry in _read(head_file(folder, trail_id(db)), key_of(db)))]
    return Link(*row) if before <= known[-1] < row[0] else None


@contextmanager
def _second_place(folder: Path, db: Database) -> Iterator[int]:
    """The file to append to, for one process at a time."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(head_file(folder, trail_id(db)), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise HeadTrouble(folder) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    except OSError as error:
        raise HeadTrouble(folder) from error
    finally:
        os.close(file)


def _append(file: int, folder: Path, db: Database, kind: str, link: Link) -> None:
    content = [kind, link.seq, link.seal.hex(), link.at, stamp(utc_now()), last_mark(erased_file(folder, trail_id(db)))]
    *names, mark = NAMES
    line = dict(zip([*names, ERASED_UP_TO, mark], [*content, signature(key_of(db), content)], strict=True))
    os.write(file, (json.dumps(line) + "\n").encode())
    os.fsync(file)
