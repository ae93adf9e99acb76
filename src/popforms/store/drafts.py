"""The shared draft of a record: a row per path with revision, author and time, saved when a field is left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.blocks import ACTION_LIFE
from popforms.definition.check import remarks
from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS
from popforms.definition.paths import GEEN, cell_of, find, fixed_rows, nest, path_of, rights_path, scope, shown
from popforms.definition.questions import FormDef, Question, SectionDef
from popforms.store.aside import Aside, Asides, Fixed
from popforms.store.base import NotNow, RecordRow, as_json, local
from popforms.store.connection import stamp, transaction
from popforms.store.given import Given
from popforms.store.given import by_name as by_name

HERE = timedelta(seconds=90)
"""Somebody counts as being in a form for this long after the last sign of life."""


@dataclass(frozen=True)
class Entry:
    """The newest value of one path, with who typed it and when; `source` says where a carried-over value came from."""

    value: Any
    revision: int
    author: str
    at: datetime
    source: str = ""


@dataclass(eq=False)
class Clash(Exception):
    """Somebody else saved another value first; both are kept and the writer chooses."""

    path: str
    theirs: Entry
    mine: Any


@dataclass
class Draft:
    """What one user sees of a record: values, what may be read and written, and what is hidden by a condition.

    `closed` holds the answers about health and the numbers that are there and were not opened, with what may be seen of them.
    `given` is what the tool itself answers, `sources` the words for where some of that comes from.
    """

    record: RecordRow
    entries: dict[str, Entry]
    readable: frozenset[str]
    writable: frozenset[str]
    hidden: frozenset[str]
    given: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    """What deserves a second look, by path; as far as the question may be read."""
    saved_at: datetime | None = None
    closed: dict[str, str] = field(default_factory=dict)
    aside: dict[str, Aside] = field(default_factory=dict)
    """What this user typed that did not become the answer, by path."""

    @property
    def form(self) -> FormDef:
        return self.record.form

    def value(self, path: str) -> Any:
        """The newest value of a path, or what the tool itself gives for it."""
        entry = self.entries.get(path)
        given = self.given.get(path)
        if entry and isinstance(entry.value, dict) and isinstance(given, dict):
            return {**given, **entry.value}
        return given if entry is None or entry.value is None else entry.value

    def is_closed(self, path: str) -> bool:
        """Whether the answer at a path, of a cell too, opens with a click only."""
        return bool(self.closed) and rights_path(self.form, path) in self.closed

    def is_answered(self, path: str) -> bool:
        """Whether there is an answer, closed or not."""
        return path in self.closed or has_value(self.value(path))

    def rows(self, section: SectionDef, question: Question) -> list[str]:
        """The ids of the rows of a group, fixed ones first."""
        start = path_of(section, question) + "."
        ids = {
            path[len(start) :]: entry.value.get("at", 0)
            for path, entry in self.entries.items()
            if path.startswith(start) and "." not in path[len(start) :] and isinstance(entry.value, dict) and "at" in entry.value
        }
        return [row["id"] for row in fixed_rows(question)] + sorted(ids, key=lambda one: (ids[one], one))

    def answers(self) -> dict[str, Any]:
        """The readable answers as a nested dict."""
        return nest(self.form, {path: self.value(path) for path in {*self.given, *self.entries}})

    def may_write(self, path: str) -> bool:
        """Whether this user may change the path now."""
        return rights_path(self.form, path) in self.writable


def with_given(values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values on top of what the tool gives; a question of several parts keeps both."""
    both = {
        path: {**given[path], **value} for path, value in values.items() if isinstance(value, dict) and isinstance(given.get(path), dict)
    }
    return {**given, **values, **both}


def _next_place(rows: list[dict[str, Any]]) -> int:
    """The place after the last row."""
    return max((int(json.loads(row["value"])["at"]) for row in rows), default=-1) + 1


class Drafts(Given, Asides):
    """Typing in a form: nothing that was typed is lost, nobody's text is overwritten unseen."""

    def open_draft(self, record_id: str) -> Draft:
        """The draft of a record as this user may see it; the reading line is written first, and one for each opened answer."""
        record = self._record(record_id)
        self._reads(record)
        return self._draft(record)

    def _draft(self, record: RecordRow) -> Draft:
        readable, writable = self._readable(record), self._writable(record)
        rows = self._all("SELECT path, revision, author, at, source, value FROM draft WHERE record_id=?", record.id)
        values = {row["path"]: json.loads(row["value"]) for row in rows if row["value"] is not None}
        given = self._given(record, values)
        hidden = self._hidden(record, with_given(values, given))
        open_paths = {p for p in writable if self._is_open(record, p) and self._is_typed(record, p)}
        answers = nest(record.form, with_given(values, given))
        own = self._own_rows(record, record.form, answers, readable)
        closed = self._closed(record, record.form, readable | own.keys(), answers, record.version)
        aside = self._asides(record, readable)
        closed |= {rights_path(record.form, path): "" for path, one in aside.items() if one.value is None}
        noted = remarks(record.form, answers, self._facts(record)) if any(not rule.stop for rule in record.form.rules) else {}
        entries = {
            row["path"]: Entry(
                None if unit in closed else json.loads(row["value"] or "null"),
                row["revision"],
                row["author"],
                local(row["at"]),
                row["source"],
            )
            for row in rows
            if (unit := rights_path(record.form, row["path"])) in readable or own.holds(row["path"])
        }
        return Draft(
            record=record,
            entries=entries,
            readable=readable | own.keys(),
            writable=frozenset(open_paths),
            hidden=hidden,
            given={
                path: value for path, value in given.items() if (unit := rights_path(record.form, path)) in readable and unit not in closed
            },
            sources=self._sources(record, given),
            remarks={path: say for path, say in noted.items() if path in readable and rights_path(record.form, path) not in closed},
            saved_at=max((entry.at for entry in entries.values()), default=None),
            closed=closed,
            aside=aside,
        )

    def save_field(self, record_id: str, path: str, value: Any, *, expect: int, source: str = "") -> Entry:
        """Keep one typed value. Raises Clash when the path moved on since revision `expect`, AccessDenied when closed.

        What a clash refuses is laid aside for its writer, and so is a text that came after the content was fixed (Fixed).
        """
        try:
            with transaction(self.db):
                record = self._record(record_id)
                return self._save(record, path, self._checked(record, path, value), expect=expect, source=source)
        except Clash as clash:
            self._looks_at(record, path)  # it shows what a colleague typed
            self._keep_aside(record, path, clash.mine)
            raise
        except Fixed:
            if isinstance(value, str) and cell_of(record.form, path).kind in ("text", "long text"):
                self._keep_aside(record, path, value.strip() or None)
            raise

    def _keep_aside(self, record: RecordRow, path: str, value: Any) -> None:
        if value is not None:  # who emptied a field typed nothing that can be lost
            with transaction(self.db):
                self._lay_aside(record, path, value)

    def overwrite_field(self, record_id: str, path: str, value: Any) -> Entry:
        """Keep this value after a clash, whatever stands there now; the other text stays in the history."""
        with transaction(self.db):
            record = self._record(record_id)
            value = self._checked(record, path, value)
            now = self._one("SELECT revision FROM draft WHERE record_id=? AND path=?", record.id, path)
            self._lay_aside(record, path, None)
            return self._put(record, path, value, expect=now["revision"] if now else 0)

    def earlier_values(self, record_id: str, path: str) -> list[Any]:
        """Every value that this path has had, oldest first; empty counts as the first."""
        record = self._record(record_id)
        if rights_path(record.form, path) not in self._readable(record):
            raise AccessDenied
        self._looks_at(record, path)
        rows = self._all("SELECT value FROM draft_change WHERE record_id=? AND path=? AND revision>0 ORDER BY revision", record.id, path)
        return [None, *(json.loads(row["value"] or "null") for row in rows)]

    def add_row(self, record_id: str, path: str, row_id: str, cells: Mapping[str, Any] | None = None) -> None:
        """Add a row to a group with a stable id; the same id twice is one row. `cells` are proposals for its columns."""
        with transaction(self.db):
            record = self._record(record_id)
            section, question = find(record.form, path)
            if path not in self._writable(record) or not self._is_open(record, path):
                self._refused("schrijven", record.id, record.dossier_id)
                raise AccessDenied
            if question.fixed or not row_id.isalnum():
                raise AccessDenied
            if self._one("SELECT 1 FROM draft WHERE record_id=? AND path=?", record.id, f"{path}.{row_id}"):
                return
            rows = self._all("SELECT value FROM draft WHERE record_id=? AND path LIKE ? AND value LIKE '{\"at\"%'", record.id, f"{path}.%")
            if len(rows) >= 200:
                raise NotNow("Er passen 200 regels bij deze vraag. Haal eerst een regel weg.")
            self._put(record, f"{path}.{row_id}", {"at": _next_place(rows)}, expect=0)
            current = self._one("SELECT value, revision FROM draft WHERE record_id=? AND path=?", record.id, path)
            if current and current["value"] == as_json(GEEN):
                self._put(record, path, None, expect=current["revision"])
            known = {c.name: self._known(record, c, dict(section.fixed))[0] for c in question.columns if c.prefill}
            given = {name: cell for name, cell in (cells or {}).items() if cell not in (None, "")}
            for name in given:
                known[name] = self._checked(record, f"{path}.{row_id}.{name}", given[name])
            for column in question.columns:
                if known.get(column.name) not in (None, ""):
                    self._put(record, f"{path}.{row_id}.{column.name}", KINDS[column.kind].store(column, known[column.name]), expect=0)

    def remove_row(self, record_id: str, path: str, row_id: str) -> None:
        """Take a row out; what was typed in it stays in the history."""
        with transaction(self.db):
            record = self._record(record_id)
            if path not in self._writable(record) or not self._is_open(record, path) or not row_id.isalnum():
                self._refused("schrijven", record.id, record.dossier_id)
                raise AccessDenied
            if self._one(
                "SELECT 1 FROM action WHERE record_id=? AND path=? AND state NOT IN ('klaar','vervallen')", record.id, f"{path}.{row_id}"
            ):
                raise NotNow(
                    "Deze actie loopt al. Laat haar vervallen in het dossier bij Acties, met de reden erbij; daarna kun je de regel weghalen."
                )
            now = self._one("SELECT revision FROM draft WHERE record_id=? AND path=?", record.id, f"{path}.{row_id}")
            if now:
                self._put(record, f"{path}.{row_id}", None, expect=now["revision"])

    def restore_row(self, record_id: str, path: str, row_id: str) -> None:
        """Put a row back that a colleague took out, with everything that was typed in it."""
        with transaction(self.db):
            record = self._record(record_id)
            now = self._one("SELECT revision, value FROM draft WHERE record_id=? AND path=?", record.id, f"{path}.{row_id}")
            if path not in self._writable(record) or not self._is_open(record, path) or now is None:
                self._refused("schrijven", record.id, record.dossier_id)
                raise AccessDenied
            if now["value"] is None:
                rows = self._all(
                    "SELECT value FROM draft WHERE record_id=? AND path LIKE ? AND value LIKE '{\"at\"%'", record.id, f"{path}.%"
                )
                self._put(record, f"{path}.{row_id}", {"at": _next_place(rows)}, expect=now["revision"])

    def present(self, record_id: str) -> list[str]:
        """Say that this user is in the form, and give the names of the others who are."""
        record = self._record(record_id)
        self._reads(record)
        mine = self._one("SELECT seen_at FROM presence WHERE record_id=? AND user_id=?", record.id, self.user.id)
        if mine is None or mine["seen_at"] < stamp(self.now() - HERE / 3):
            self._say_present(record.id)
        rows = self._all(
            "SELECT u.name FROM presence p JOIN user u ON u.id=p.user_id WHERE p.record_id=? AND p.user_id<>? AND p.seen_at>? ORDER BY u.name",
            record.id, self.user.id, stamp(self.now() - HERE),
        )  # fmt: skip
        return [row["name"] for row in rows]

    def _say_present(self, record_id: str) -> None:
        with transaction(self.db):
            self._write(
                "INSERT INTO presence VALUES(?,?,?) ON CONFLICT(record_id, user_id) DO UPDATE SET seen_at=excluded.seen_at",
                record_id, self.user.id, self.stamp(),
            )  # fmt: skip

    # --- inside -------------------------------------------------------------------------------------------------------

    def _save(self, record: RecordRow, path: str, value: Any, *, expect: int, source: str) -> Entry:
        """Put one typed value away, with what follows from it."""
        return self._put(record, path, value, expect=expect, source=source)

    def _put(self, record: RecordRow, path: str, value: Any, *, expect: int, source: str = "") -> Entry:
        row = self._one("SELECT revision, author, at, value FROM draft WHERE record_id=? AND path=?", record.id, path)
        now = self.stamp()
        text = None if value is None else as_json(value)
        if row is not None and row["revision"] != expect:
            if row["value"] == text:
                return Entry(value, row["revision"], row["author"], local(row["at"]))
            raise Clash(path, Entry(json.loads(row["value"] or "null"), row["revision"], row["author"], local(row["at"])), value)
        revision = (row["revision"] if row else 0) + 1
        self._write(
            "INSERT INTO draft(record_id, path, revision, author, at, source, value) VALUES(?,?,?,?,?,?,?) "
            "ON CONFLICT(record_id, path) DO UPDATE SET revision=excluded.revision, author=excluded.author, at=excluded.at, "
            "source=excluded.source, value=excluded.value",
            record.id, path, revision, self.user.id, now, source, text,
        )  # fmt: skip
        self._write("INSERT INTO draft_change VALUES(?,?,?,?,?,?)", record.id, path, revision, self.user.id, now, text)
        self._write("UPDATE record SET changed_at=?, changed_by=? WHERE id=?", now, self.user.id, record.id)
        if not record.version or record.form.code == self.forms.process.CONSENT["form"]:  # who sees the case moves with what is typed
            self._forget(record.dossier_id)
        return Entry(value, revision, self.user.id, local(now), source)

    def _checked(self, record: RecordRow, path: str, value: Any) -> Any:
        """The value as its kind keeps it, after asking whether this user may write this path now."""
        section, question = find(record.form, path)
        base = path_of(section, question)
        rest = path[len(base) + 1 :].split(".") if len(path) > len(base) else []
        if rights_path(record.form, path) not in self._writable(record) or not self._is_typed(record, path):
            self._refused("schrijven", record.id, record.dossier_id)
            raise AccessDenied
        if not self._is_open(record, base):
            raise Fixed("De inhoud ligt vast. Kies eerst ‘Terug naar concept’ of ‘Verbeteren’.")
        if rest and not question.is_rows:
            raise AccessDenied
        if question.is_rows:
            if not rest:
                return GEEN if value == GEEN and question.none_allowed else None
            column = next((c for c in question.columns if len(rest) == 2 and c.name == rest[1]), None)
            if column is None or (question.block == "B-A" and column.name in ACTION_LIFE) or not rest[0].isalnum():
                raise AccessDenied
            return self._chosen(record, path, column, KINDS[column.kind].store(column, value))
        return self._chosen(record, path, question, KINDS[question.kind].store(question, value))

    def _chosen(self, record: RecordRow, path: str, question: Question, value: Any) -> Any:
        """The value when it names nobody and nothing but what this user may choose now, or what stood there already."""
        if value is None or not question.names_somebody or self._offers(record, question, value):
            return value
        now = self._one("SELECT value FROM draft WHERE record_id=? AND path=?", record.id, path)
        if now and now["value"] == as_json(value):
            return value
        self._refused("kiezen", record.id, record.dossier_id)
        raise NotNow("Deze keuze is er niet (meer) of is niet voor jou. Kies opnieuw.")

    def _offers(self, record: RecordRow, question: Question, value: Any) -> bool:
        """Whether what an answer names may be chosen by this user now; answered where the lists are known."""
        raise NotImplementedError

    def _is_typed(self, record: RecordRow, path: str) -> bool:
        """Whether people type this answer here: it is not worked out by the tool and no other form asks it."""
        _, question = find(record.form, path)
        return not question.is_given and not self.forms.is_owned(question)

    def _is_open(self, record: RecordRow, path: str) -> bool:
        """Whether the state of the record lets this path be typed in: everything in a draft, late questions after."""
        if record.form.lines:
            return record.version == 0
        if record.open:
            return True
        _, question = find(record.form, path)
        return question.after_freezing and record.state in ("klaar om te tekenen", "definitief")

    def _hidden(self, record: RecordRow, values: Mapping[str, Any]) -> frozenset[str]:
        form, facts = record.form, self._facts(record)
        answers = nest(form, values)
        visible = {path_of(section, question) for section, question in shown(form, answers, facts)}
        hidden = {path_of(s, q) for s, q in form.questions()} - visible
        for section, question in form.questions():
            inside = (answers.get(section.name) or {} if section.name else answers).get(question.name)
            if not isinstance(inside, list) or not question.is_rows:
                continue
            for row in inside:
                look = scope(section, answers, facts, row)
                hidden |= {
                    path_of(section, question, row["id"], column.name)
                    for column in question.columns
                    if column.shown_when and not column.shown_when.holds(look)
                }
        return frozenset(hidden)
