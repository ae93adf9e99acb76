"""The logbook: lines that are added and never changed, by people and by the tool."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from popforms.access import AccessDenied, Case
from popforms.access.view import HEALTH
from popforms.definition.check import Problem, check
from popforms.definition.kinds import KINDS, SHORT_TEXT
from popforms.definition.paths import nest, path_of
from popforms.definition.questions import FormDef
from popforms.store.base import RecordRow, as_json, local
from popforms.store.connection import transaction
from popforms.store.heavy import READ_HEAVY, Heavy


@dataclass(frozen=True)
class LogLine:
    """A line of the logbook as this user may read it; `answers` by question name.

    `closed` says that it is about health and was not opened: then its words are left out. `mine` says that this user wrote it
    and may mend it by a later line.
    """

    id: str
    at: datetime
    author: str
    answers: dict[str, Any]
    closed: bool = False
    mine: bool = False


class Logbook(Heavy):
    """Writing and reading lines of a dossier."""

    def log_form(self) -> FormDef:
        """The form whose records are the lines of the logbook."""
        return self.forms[self.forms.process.LOG["form"]]

    def may_log(self, dossier_id: str, letter: str) -> bool:
        """Whether this user reads (R) or writes (W) lines in the logbook of a dossier; for the page, the line itself asks again."""
        return self.rights.may(self.user, letter, self.log_form().part, self._open_case(dossier_id), self.today)

    def add_log_line(self, dossier_id: str, answers: Mapping[str, Any], token: str) -> None:
        """Add a line in one's own name; the same token twice is one line. Raises NotReady with what is wrong."""
        from popforms.store.versions import NotReady

        form, names = self.log_form(), self.forms.process.LOG
        with transaction(self.db):
            case = self._case(dossier_id)
            if not self.rights.may(self.user, "W", form.part, case, self.today):
                self._refused("logboek", dossier=dossier_id)
                raise AccessDenied
            typed = {names[word] for word in ("when", "kind", "module", "short", "text", "visible", "action", "corrects")}
            given = {**{name: value for name, value in answers.items() if name in typed}, names["by"]: self.user.id}
            if not self._knows(dossier_id, case, given.get(names["action"]), given.get(names["corrects"])):
                self._refused("logboek", dossier=dossier_id)
                raise AccessDenied
            values = {path_of(s, q): KINDS[q.kind].store(q, given[q.name]) for s, q in form.questions() if given.get(q.name) is not None}
            problems = [p for p in check(form, nest(form, values), case.facts, "c") if p.stop]
            if problems or (problems := self._too_soon(form, nest(form, values))):
                raise NotReady(problems)
            if not self._one("SELECT 1 FROM record WHERE token=?", token):
                self._insert_line(form, nest(form, values), token, dossier_id)

    def log_lines(self, dossier_id: str, limit: int = 200) -> list[LogLine]:
        """The lines this user may read, newest first."""
        form, names, case = self.log_form(), self.forms.process.LOG, self._case(dossier_id)
        if not self.rights.may(self.user, "R", form.part, case, self.today):
            self._refused("logboek lezen", dossier=dossier_id)
            raise AccessDenied
        self._audit_read("logboek lezen", dossier=dossier_id)
        rows = self._all(
            "SELECT r.id, r.created_by, r.created_at, r.token, v.content FROM record r JOIN version v ON v.record_id=r.id AND v.number=1 "
            "WHERE r.dossier_id=? AND r.form=? ORDER BY r.created_at DESC, r.rowid DESC LIMIT ?",
            dossier_id, form.key, limit,
        )  # fmt: skip
        lines = []
        for row in rows:
            flat = _flat(json.loads(row["content"]))
            about = {**flat, "module": flat.get(names["module"])}
            trekker = self._trekker_of_line(flat.get(names["action"]), row["created_by"], case)
            if trekker is not None and self.rights.may_read_line(self.user, form.part, about, row["created_by"], case, self.today, trekker):
                closed = flat.get(names["module"]) == HEALTH and not self._line_is_opened(dossier_id, row["id"])
                told = {name: value for name, value in flat.items() if not (closed and name in (names["short"], names["text"]))}
                lines.append(
                    LogLine(
                        row["id"],
                        local(row["created_at"]),
                        self.user_name(row["created_by"]),
                        told,
                        closed,
                        bool(row["token"]) and row["created_by"] == self.user.id,
                    )
                )
        return lines

    def _too_soon(self, form: FormDef, answers: Mapping[str, Any]) -> list[Problem]:
        """A line tells what was; a day that is still to come is a slip of the pen."""
        when = self.forms.process.LOG["when"]
        said = _flat(answers).get(when) or {}
        if str(said.get("datum", "")) <= self.today.isoformat():
            return []
        section, question = next((s, q) for s, q in form.questions() if q.name == when)
        return [Problem(path_of(section, question), question.label, "Deze dag is nog niet geweest. Een eerder moment mag ook.")]

    def open_log_line(self, dossier_id: str, line_id: str) -> str:
        """A click that opens a line about health; gives what the page names in `opened` from now on. Each is a line of its own."""
        if line_id not in [line.id for line in self.log_lines(dossier_id)]:
            self._refused("logboek lezen", dossier=dossier_id)
            raise AccessDenied
        with self._noting():
            self._audit(READ_HEAVY["bijzonder"], dossier=dossier_id, record=line_id, version=1)
        return f"{line_id}:"

    def _line_is_opened(self, dossier_id: str, line_id: str) -> bool:
        name = f"{line_id}:"
        if not any(one in self.opened for one in ("*bijzonder", name)):
            return False
        self._audit_read(READ_HEAVY["bijzonder"], dossier=dossier_id, record=line_id, version=1)
        self.handed_over.add(name)
        return True

    def _log(self, record: RecordRow, kind: str, words: str, *, module: str = "", action: str = "", visible: str = "") -> None:
        """A line by the tool, in the transaction of what it tells about."""
        if record.dossier_id is None or self.forms.process is None:
            return
        form, names = self.log_form(), self.forms.process.LOG
        now = local(self.stamp())
        answers = {
            names["when"]: {"datum": now.date().isoformat(), "tijd": now.strftime("%H:%M")},
            names["kind"]: kind,
            names["module"]: module or names["general"],
            names["short"]: words if len(words) <= SHORT_TEXT else f"{words[: SHORT_TEXT - 1]}…",
            names["text"]: words if len(words) > SHORT_TEXT else None,
            names["by"]: self.user.id,
            names["source"]: record.id,
            names["action"]: action or None,
            names["visible"]: visible or names["visible_to_all"],
        }
        values = {path_of(s, q): answers[q.name] for s, q in form.questions() if answers.get(q.name) is not None}
        self._insert_line(form, nest(form, values), None, record.dossier_id)

    def _insert_line(self, form: FormDef, answers: Mapping[str, Any], token: str | None, dossier_id: str | None, title: str = "") -> str:
        """A line as it stays: a record with one version and no draft; gives its id. `title` is what a list of lines is looked up by."""
        now, line = self.stamp(), self._new_id()
        gemeenten = as_json([] if dossier_id else list(self.user.gemeenten))
        self._write(
            "INSERT INTO definition(hash, form, at, content) SELECT ?,?,?,? WHERE NOT EXISTS (SELECT 1 FROM definition WHERE hash=?)",
            form.hash, form.key, now, as_json(form.as_data()), form.hash,
        )  # fmt: skip
        self._write(
            "INSERT INTO record(id, dossier_id, form, state, version, token, title, gemeenten, created_at, created_by, changed_at, changed_by) "
            "VALUES(?,?,?,'definitief',1,?,?,?,?,?,?,?)",
            line, dossier_id, form.key, token, title, gemeenten, now, self.user.id, now, self.user.id,
        )  # fmt: skip
        self._write(
            "INSERT INTO version(record_id, number, definition, author, at, content) VALUES(?,1,?,?,?,?)",
            line, form.hash, self.user.id, now, as_json(answers),
        )  # fmt: skip
        self._audit(f"{form.title.lower()} schrijven", dossier=dossier_id, record=line, version=1)
        return line

    def _knows(self, dossier_id: str, case: Case, action: Any, line: Any) -> bool:
        """Whether a line may be about this action and mend this line: an action whose words this user reads, and an own line."""
        row = self._one("SELECT * FROM action WHERE id=? AND dossier_id=?", action, dossier_id) if action else None
        fields = self._fields_of(row, case) if row else frozenset()
        mine = line and self._one(
            "SELECT 1 FROM record WHERE id=? AND dossier_id=? AND form=? AND created_by=?", line, dossier_id, self.log_form().key, self.user.id
        )  # fmt: skip
        return (not action or "omschrijving" in fields) and (not line or bool(mine))


def _flat(answers: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in answers.items():
        flat |= value if isinstance(value, Mapping) and "datum" not in value else {name: value}
    return flat
