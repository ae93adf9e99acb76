"""What is filled in beside the frozen content: the answers about signing and handing out, laid at the version as supplements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from popforms.definition.blocks import SAME_FOR_ALL, SPOKEN
from popforms.definition.paths import find, fixed_rows, flatten, nest, path_of
from popforms.definition.questions import FormDef
from popforms.store.base import RecordRow, as_json
from popforms.store.drafts import Drafts, Entry, by_name, with_given

FIRST_SIGNATURE = "de eerste handtekening"
"""Where the place and date of the other signatures come from, until somebody types another answer there."""


class Late(Drafts):
    """The typed answers of a record, apart in those that a version freezes and those that come after."""

    def _save(self, record: RecordRow, path: str, value: Any, *, expect: int, source: str) -> Entry:
        """What is said about the first signature goes for the others that say nothing themselves."""
        now = self._one("SELECT revision FROM draft WHERE record_id=? AND path=? AND source=?", record.id, path, FIRST_SIGNATURE)
        if now:  # what only followed gives way to what is typed, also when it came in the meantime
            expect = now["revision"]
        entry = super()._save(record, path, value, expect=expect, source=source)
        self._others_follow(record, path, entry.value)
        return entry

    def _others_follow(self, record: RecordRow, path: str, value: Any) -> None:
        section, question = find(record.form, path)
        *_, row_id, column = path.split(".")
        rows = [row["id"] for row in fixed_rows(question)]
        if question.block != "B-H" or column not in SAME_FOR_ALL or row_id not in rows[:1]:
            return
        for other in rows[1:]:
            there = path_of(section, question, other, column)
            now = self._one("SELECT revision, source, value FROM draft WHERE record_id=? AND path=?", record.id, there)
            if now is None or now["value"] is None or now["source"] == FIRST_SIGNATURE:
                self._put(record, there, value, expect=now["revision"] if now else 0, source=FIRST_SIGNATURE)

    def _propose_spoken(self, record: RecordRow) -> None:
        """Whether an interpreter was there at signing begins with what the form says about the talk itself."""
        said = by_name(nest(record.form, self._draft_values(record)))
        words = self.forms.process.SPOKEN
        answer = next((words[name].get(said[name]) for name in words if name in said), None)
        for section, question in record.form.signatures if answer else ():
            for row in fixed_rows(question):
                path = path_of(section, question, row["id"], SPOKEN)
                now = self._one("SELECT revision, value FROM draft WHERE record_id=? AND path=?", record.id, path)
                if now is None or now["value"] is None:
                    self._put(record, path, answer, expect=now["revision"] if now else 0, source=record.form.title)

    def _draft_values(self, record: RecordRow) -> dict[str, Any]:
        rows = self._all("SELECT path, value FROM draft WHERE record_id=? AND value IS NOT NULL", record.id)
        values = {row["path"]: json.loads(row["value"]) for row in rows}
        return with_given(values, self._given(record, values))

    def _without_late(self, form: FormDef, answers: Mapping[str, Any]) -> dict[str, Any]:
        late = {path_of(s, q) for s, q in form.questions() if q.after_freezing}
        return nest(form, {p: v for p, v in flatten(form, answers).items() if not any(p == one or p.startswith(one + ".") for one in late)})

    def _late_answers(self, record: RecordRow) -> dict[str, Any]:
        form = record.form
        late = {path_of(s, q) for s, q in form.questions() if q.after_freezing}
        values = self._draft_values(record)
        return nest(form, {p: v for p, v in values.items() if any(p == one or p.startswith(one + ".") for one in late)})

    def _supplement(self, record: RecordRow) -> None:
        content = as_json(self._late_answers(record))
        last = self._one(
            "SELECT seq, content FROM supplement WHERE record_id=? AND number=? ORDER BY seq DESC LIMIT 1", record.id, record.version
        )
        if last and last["content"] == content:
            return
        self._write(
            "INSERT INTO supplement VALUES(?,?,?,?,?,?)",
            record.id, record.version, (last["seq"] if last else 0) + 1, self.user.id, self.stamp(), content,
        )  # fmt: skip
        self._audit("aanvullen", dossier=record.dossier_id, record=record.id, version=record.version)

    def _clear_late(self, record: RecordRow) -> None:
        """Ask the questions about signing again: a new version has not been signed yet."""
        signing = {path_of(s, q) for s, q in record.form.questions() if q.required == "n"}
        for row in self._all("SELECT path, revision FROM draft WHERE record_id=? AND value IS NOT NULL", record.id):
            if any(row["path"] == one or row["path"].startswith(one + ".") for one in signing):
                self._put(record, row["path"], None, expect=row["revision"])
