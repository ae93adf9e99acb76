"""What was erased, written in the second place beside the heads of the trail, so that an older backup brings nobody back.

Only random ids stand there. The lines are a chain: each has a mark that only the key of the trail can make, over the mark before it
and its own content. Where the chain ends stands in the heads (store/heads.py) and which lines there must be in the trail itself, so
that a list that was cut short shows, also beside an older database. Lines of before it was a chain have a mark over themselves alone.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from popforms.dutch import say_datetime
from popforms.store.connection import Database, WrongKey
from popforms.store.erasure import ERASED_ACT, RECORD_ERASED
from popforms.store.heads import HeadTrouble, erased_file, last_mark, read_entries
from popforms.store.trail import key_of, signature, trail_id

NAMES = ("soort", "id", "om", "merk")
DOSSIER, RECORD = "dossier", "formulier"


@dataclass(frozen=True)
class Line:
    """One line: the kind ('dossier' or 'formulier'), the id, its mark, and whether that is right in its place."""

    number: int
    kind: str
    id: str
    signed: bool
    mark: str = ""


def note_erased(folder: Path, db: Database, one: str, kind: str, at: str) -> None:
    """Add an id, on the disk before the transaction that erases it is done. Raises HeadTrouble; then nothing is erased."""
    content, path = [kind, one, at], erased_file(folder, trail_id(db))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            line = dict(zip(NAMES, [*content, _mark(key_of(db), content, last_mark(path))], strict=True))
            os.write(file, (json.dumps(line) + "\n").encode())
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise HeadTrouble(folder) from error


def read_erased(folder: Path, db: Database) -> list[Line]:
    """What stands there, in order; a line that cannot be read has no kind."""
    path = erased_file(folder, trail_id(db))
    if not path.exists():
        return []
    key, found, before, chained = key_of(db), list[Line](), "", False
    for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            kind, one, at, mark = (str(json.loads(text)[name]) for name in NAMES)
            fits = mark == _mark(key, [kind, one, at], before)
            old = not chained and mark == _mark(key, [kind, one, at], None)
            found.append(Line(number, kind, one, fits or old, mark))
            before, chained = mark, chained or fits
        except (ValueError, TypeError, KeyError):
            found.append(Line(number, "", "", signed=False))
    return found


def _mark(key: bytes, content: list[str], before: str | None) -> str:
    """The mark of a line after the mark before it; None for a line of before the list was a chain."""
    return signature(key, ["vernietigd", *content, *([] if before is None else [before])])


def is_back(db: Database, line: Line) -> bool:
    """Whether something that was erased is in the database again."""
    back = {
        "dossier": "SELECT 1 FROM dossier WHERE id=? AND coalesce(gone, '')<>'vernietigd'",
        "formulier": "SELECT 1 FROM record WHERE id=?",
    }.get(line.kind)
    return back is not None and db.conn.execute(back, (line.id,)).fetchone() is not None


def examine_erased(folder: Path, db: Database) -> Iterator[str]:
    """For `popforms check`: a line that is not ours, lines that are gone, and something erased that is here again."""
    name = erased_file(folder, trail_id(db)).name
    try:
        noted = [(entry.moment, entry.erased) for entry in read_entries(folder, db) if entry.signed and entry.erased]
    except WrongKey as error:
        yield str(error)
        return
    told = db.conn.execute(
        "SELECT DISTINCT ?1, dossier_id FROM audit WHERE act=?2 UNION SELECT DISTINCT ?3, record_id FROM audit WHERE act=?4",
        (DOSSIER, ERASED_ACT, RECORD, RECORD_ERASED),
    ).fetchall()
    lines = read_erased(folder, db)  # the last of the three to be read: a line stands here before anything speaks of it
    for line in lines:
        if not line.signed:
            yield f"regel {line.number} van {name} is veranderd, verplaatst of onleesbaar, of er is een regel voor weg"
        elif is_back(db, line):
            yield f"{line.kind} {line.id} is vernietigd en staat er weer; stop en start popforms"
    marks, known = {line.mark for line in lines if line.signed}, {(line.kind, line.id) for line in lines if line.signed}
    if gone := [moment for moment, mark in noted if mark not in marks]:
        yield (
            f"{name} is afgeknipt: op {say_datetime(datetime.fromisoformat(gone[-1]))} stond er meer in. Wat daarin stond kan met een "
            "oudere back-up zijn teruggekomen; zet de lijst van een andere plaats terug en start popforms"
        )
    for kind, one in told:
        if (kind, one) not in known:
            yield f"{kind} {one} is vernietigd volgens het logspoor en staat niet in {name}"
