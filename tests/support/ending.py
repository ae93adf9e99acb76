"""Dossiers at their end: one that was closed long ago, all the words that it holds, and what a database says when all of it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

from popforms.demo import fill
from popforms.server.timer import SYSTEM
from popforms.settings import Settings
from popforms.store import Store, open_database
from popforms.store.connection import Database
from popforms.store.erasure import hanging
from tests.conftest import Open, World

PEOPLES_WORDS = {
    "draft": "value", "draft_change": "value", "version": "content, reason", "supplement": "content", "version_state": "reason",
    "record": "title", "action": "omschrijving", "action_line": "note", "overview": "name, search", "gate_pass": "reason", "hold": "reason",
    "told_with": "content", "thrown": "reason", "scan_by_hand": "reason", "person_request": "words, answer_words",
}  # fmt: skip
"""Where people typed; the other columns hold ids, moments and words of the tool itself."""
LATER = date(2045, 3, 1)
THEN = datetime(2045, 3, 1, 11, tzinfo=UTC)
"""Long after every term of the demo."""
NO_WORDS = re.compile(r"[0-9a-f]{16}(:\d+)?|[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:.+]+|formulier:\w+|\d{4}-\d\d-\d\d|demo \d+ \d+ \w+")
"""Random ids, hashes and moments: lines of the trail keep them, and days are everybody's."""


def close(store: Store, record: str) -> None:
    """Close a dossier by its first form."""
    if not store.record_row(record).open:
        store.correct(record, "voor het sluiten")
    fill(store, record, {"afsluit_reden": "verhuisd"})
    store.keep(record)


def machine(settings: Settings, world: World, today: date = LATER, now: datetime = THEN) -> Store:
    """The store of the timer; the caller closes its database."""
    return Store(open_database(settings), SYSTEM, world.forms, today=today, now=now)


def carry_out(settings: Settings, world: World) -> list[str]:
    """What the timer does about the end of dossiers."""
    store = machine(settings, world)
    with closing(store.db):
        store.list_what_is_due()
        return store.erase_what_is_agreed(settings.trail, settings.backup_keep_days)


def agree(store_for: Open, dossier: str) -> None:
    """Marieke proposes and Priya agrees."""
    store_for("marieke", today=LATER, now=THEN).propose_erasing(dossier)
    store_for("priya", today=LATER, now=THEN).agree_erasing(dossier)


def everything(db: Database) -> str:
    """All that an opened database says: every cell of every table, and the table of contents itself."""
    parts = []
    for table in db.table_names():
        for row in db.conn.execute(f"SELECT * FROM {table}").fetchall():
            parts += [cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in row if cell is not None]
    return "\n".join(parts)


BESIDE = ("casusoverleg", "urenregistratie")
"""Lists in which is written about dossiers: what stands there too is no reason to leave a word of a dossier out."""


def words_of(db: Database, dossier: str) -> set[str]:
    """Every piece of text of at least six signs that only this dossier says, wherever it was taken over; not those that stand inside a
    text of another dossier or of a list that is about no dossier."""
    others = [row["id"] for row in db.query("SELECT id FROM dossier WHERE id<>?", (dossier,))]
    elsewhere = "\n".join(_texts(db, others, rest=True))
    return {text for text in _texts(db, [dossier]) if len(text) >= 6 and not NO_WORDS.fullmatch(text) and text not in elsewhere}


def _texts(db: Database, dossiers: list[str], *, rest: bool = False) -> set[str]:
    found: set[str] = set()
    for dossier in dossiers:
        records = json.dumps([row["id"] for row in db.query("SELECT id FROM record WHERE dossier_id=?", (dossier,))])
        for place in hanging(db):
            columns = PEOPLES_WORDS.get(place.table, "")
            if not columns:
                continue
            rows = db.conn.execute(
                f"SELECT {columns} FROM {place.table} WHERE {place.where}", {"dossier": dossier, "records": records}
            ).fetchall()
            for row in rows:
                found |= {leaf for cell in row for leaf in _leaves(cell)}
    if rest:
        lists = f"r.dossier_id IS NULL AND r.form NOT IN {BESIDE}"
        for sql in (
            "SELECT * FROM user", "SELECT * FROM definition", "SELECT * FROM meta", "SELECT path FROM draft", "SELECT path FROM draft_change",
            f"SELECT r.* FROM record r WHERE {lists}",
            f"SELECT v.content FROM version v JOIN record r ON r.id=v.record_id WHERE {lists}",
            f"SELECT d.value FROM draft d JOIN record r ON r.id=d.record_id WHERE {lists}",
        ):  # fmt: skip
            found |= {leaf for row in db.conn.execute(sql).fetchall() for cell in row for leaf in _leaves(cell)}
    return found


def _leaves(cell: Any) -> Iterator[str]:
    if isinstance(cell, str):
        try:
            inside = json.loads(cell)
        except ValueError:
            inside = None
        if isinstance(inside, dict | list | str):
            yield from _inside(inside)
        else:
            yield cell.strip()


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _inside(one)
    elif isinstance(value, list):
        for one in value:
            yield from _inside(one)
    elif isinstance(value, str):
        yield value.strip()
