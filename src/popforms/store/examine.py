"""Does everything in the database still hold? What `popforms check` looks at; it reads all and changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlcipher3.dbapi2

from popforms.definition.check import problem_of
from popforms.definition.questions import FormDef, Question, read_form
from popforms.store.connection import Database
from popforms.store.migrations import APPEND_ONLY, pending
from popforms.store.projections import WORKED_OUT_ON, Projections

Row = tuple[Any, ...]
SHOWN = 5
"""So many places are named per finding; the rest is a number."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its name in Dutch, and the places where it does not hold (ids, no words of a dossier)."""

    name: str
    wrong: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.wrong

    def __str__(self) -> str:
        if self.holds:
            return f"goed  {self.name}"
        more = f" en nog {len(self.wrong) - SHOWN}" if len(self.wrong) > SHOWN else ""
        return f"FOUT  {self.name}: {'; '.join(self.wrong[:SHOWN])}{more}"


def examine(store: Projections) -> Iterator[Finding]:
    """Every examination in turn; stops after the first two when the file itself is damaged."""
    file = Finding("het bestand van de database is heel", tuple(_file(store.db)))
    yield file
    if not file.holds:
        return
    shape = Finding("de database is bij deze versie van popforms", tuple(f"{name} moet nog lopen" for name in pending(store.db)))
    yield shape
    if not shape.holds:
        return
    looks: dict[str, Callable[[Projections], Iterator[str]]] = {
        "wat bewaard is kan niet meer veranderen": _triggers,
        "de vragen bij elke bewaarde versie zijn er nog": _definitions,
        "elk bewaard antwoord past bij zijn vraag": _answers,
        "elke actie staat zoals haar laatste regel zegt": _actions,
        "overzichten kloppen met de formulieren": _projections,
    }
    for name, look in looks.items():
        yield Finding(name, tuple(look(store)))


def _file(db: Database) -> Iterator[str]:
    try:
        yield from (str(row[0]) for row in db.conn.execute("PRAGMA cipher_integrity_check").fetchall())
        yield from (str(row[0]) for row in db.conn.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok")
        yield from (f"{row[0]} verwijst naar een {row[2]} die er niet is" for row in db.conn.execute("PRAGMA foreign_key_check").fetchall())
    except sqlcipher3.dbapi2.DatabaseError as error:
        yield f"niet te lezen ({type(error).__name__})"


def _triggers(store: Projections) -> Iterator[str]:
    there = {row["name"]: row["sql"] for row in store.db.query("SELECT name, sql FROM sqlite_master WHERE type='trigger'")}
    kept = [(table, moment) for table in APPEND_ONLY for moment in ("update", "delete", "replace")]
    if store.db.conn.execute("SELECT 1 FROM erasing").fetchone():
        yield "wat alleen tijdens het vernietigen open mag staan, staat open"
    kept += [("audit_detail", moment) for moment in ("update", "replace")]  # a detail may be erased, never changed
    for table, moment in kept:
        if f"RAISE(ABORT, '{table} is append-only')" not in there.get(f"{table}_no_{moment}", ""):
            yield f"tabel {table} laat {moment} toe"


def _definitions(store: Projections) -> Iterator[str]:
    for row in store.db.query("SELECT hash, content FROM definition"):
        if hashlib.sha256(row["content"].encode()).hexdigest() != row["hash"]:
            yield f"definitie {row['hash'][:8]} is veranderd"
    missing = "SELECT record_id, number FROM version WHERE definition NOT IN (SELECT hash FROM definition)"
    for row in store.db.query(missing):
        yield f"versie {row['number']} van {row['record_id']} mist haar vragen"


def _answers(store: Projections) -> Iterator[str]:
    definitions = {row["hash"]: row["content"] for row in store.db.query("SELECT hash, content FROM definition")}

    @lru_cache(maxsize=64)
    def form_of(key: str) -> FormDef:
        return read_form(json.loads(definitions[key]))

    rows = store.db.query(
        "SELECT record_id, number, definition, content FROM version UNION ALL "
        "SELECT s.record_id, s.number, v.definition, s.content FROM supplement s JOIN version v USING(record_id, number)"
    )
    for row in rows:
        if row["definition"] in definitions:
            for place in _strange(form_of(row["definition"]), json.loads(row["content"])):
                yield f"versie {row['number']} van {row['record_id']}, vraag {place}"


def _strange(form: FormDef, answers: Mapping[str, Any]) -> Iterator[str]:
    """The names of answers that are no question of the form or no answer to theirs."""
    known: dict[str, set[str]] = {}
    for section in form.sections:
        known.setdefault(section.name, set()).update(question.name for question in section.questions)
        inside = answers.get(section.name) or {} if section.name else answers
        for question in section.questions:
            if (value := inside.get(question.name)) is not None and not _fits(question, value):
                yield question.name
    for name, value in answers.items():
        if name in known and isinstance(value, Mapping):
            yield from set(value) - known[name]
        elif name not in known.get("", set()):
            yield name


def _fits(question: Question, value: Any) -> bool:
    if not question.is_rows or not isinstance(value, list):
        return problem_of(question, value) is None
    columns = {column.name: column for column in question.columns}
    return all(
        name == "id" or (name in columns and (cell is None or problem_of(columns[name], cell) is None))
        for row in value
        for name, cell in row.items()
    )


def _actions(store: Projections) -> Iterator[str]:
    last = "SELECT a.id FROM action a WHERE a.state IS NOT (SELECT l.state FROM action_line l WHERE l.action_id=a.id ORDER BY l.seq DESC LIMIT 1)"
    for row in store.db.query(last):
        yield f"actie {row['id']}"


def _projections(store: Projections) -> Iterator[str]:
    """Work them out again inside a transaction that is taken back, and compare.

    They stand as they were on the day when all of them were worked out last; what was kept since then, before the first tick of a
    new day, stands as it is today.
    """
    kept = _snapshot(store.db)
    waiting = {row["dossier_id"] for row in store.db.query("SELECT dossier_id FROM stale")}  # the timer works these out
    day = next((date.fromisoformat(row["value"]) for row in store.db.query("SELECT value FROM meta WHERE name=?", [WORKED_OUT_ON])), None)
    odd = _odd(store, kept, day or store.today)
    if odd and day and day != store.today:
        odd &= _odd(store, kept, store.today)
    yield from (f"{table} van {_said(table)} {one}" for table, one in sorted(odd) if one not in waiting)


def _odd(store: Projections, kept: Mapping[str, set[Row]], day: date) -> set[tuple[str, str]]:
    """Where the projections are not what they would be on a day: the list, and the dossier or other thing that a row is about."""
    again = Projections(store.db, store.user, store.forms, today=day)
    store.db.conn.execute("BEGIN IMMEDIATE")
    try:
        again.rebuild()
        fresh = _snapshot(store.db)
    finally:
        store.db.conn.execute("ROLLBACK")
    return {(table, str(row[0])) for table, rows in kept.items() for row in rows ^ fresh[table]}


def _said(table: str) -> str:
    return {"termijn van lijsten": "onderdeel", "uren": "regel", "eigen keuzes": "gemeente"}.get(table, "dossier")


def _snapshot(db: Database) -> dict[str, set[Row]]:
    """Every row of the projections, with what it is about in front."""
    found = {
        "team": "SELECT dossier_id, * FROM team",
        "termijn": "SELECT dossier_id, * FROM termijn WHERE dossier_id IS NOT NULL",
        "termijn van lijsten": "SELECT source_id, * FROM termijn WHERE dossier_id IS NULL",
        "gesprek": "SELECT dossier_id, * FROM gesprek",
        "uren": "SELECT record_id, * FROM uren",
        "eigen keuzes": "SELECT gemeente, * FROM gekozen",
        "overzicht": "SELECT dossier_id, * FROM overview",
        "gegevens": "SELECT id, facts FROM dossier",
    }
    return {table: set(db.conn.execute(sql).fetchall()) for table, sql in found.items()}
