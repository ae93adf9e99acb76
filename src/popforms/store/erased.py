"""What was erased, written in the second place beside the heads of the trail, so that an older backup brings nobody back.

Only random ids stand there, each line with a signature that only the key of the trail can make.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from popforms.store.connection import Database
from popforms.store.heads import HeadTrouble
from popforms.store.trail import key_of, signature, trail_id

NAMES = ("soort", "id", "om", "merk")


@dataclass(frozen=True)
class Line:
    """One line: the kind ('dossier' or 'formulier'), the id and whether its signature is right."""

    number: int
    kind: str
    id: str
    signed: bool


def erased_file(folder: Path, chain: str) -> Path:
    """Where it stands what was erased from the database of a chain."""
    return folder / f"vernietigd-{chain}.jsonl"


def note_erased(folder: Path, db: Database, one: str, kind: str, at: str) -> None:
    """Add an id, on the disk before the transaction that erases it is done. Raises HeadTrouble; then nothing is erased."""
    content = [kind, one, at]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(erased_file(folder, trail_id(db)), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            line = dict(zip(NAMES, [*content, signature(key_of(db), ["vernietigd", *content])], strict=True))
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
    key, found = key_of(db), []
    for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            kind, one, at, mark = (str(json.loads(text)[name]) for name in NAMES)
            found.append(Line(number, kind, one, signature(key, ["vernietigd", kind, one, at]) == mark))
        except (ValueError, TypeError, KeyError):
            found.append(Line(number, "", "", signed=False))
    return found


def is_back(db: Database, line: Line) -> bool:
    """Whether something that was erased is in the database again."""
    back = {
        "dossier": "SELECT 1 FROM dossier WHERE id=? AND coalesce(gone, '')<>'vernietigd'",
        "formulier": "SELECT 1 FROM record WHERE id=?",
    }.get(line.kind)
    return back is not None and db.conn.execute(back, (line.id,)).fetchone() is not None


def examine_erased(folder: Path, db: Database) -> Iterator[str]:
    """For `popforms check`: a line that is not ours, and something erased that is here again."""
    for line in read_erased(folder, db):
        if not line.signed:
            yield f"regel {line.number} van {erased_file(folder, trail_id(db)).name} is veranderd of onleesbaar"
            continue
        if is_back(db, line):
            yield f"{line.kind} {line.id} is vernietigd en staat er weer; stop en start popforms"
