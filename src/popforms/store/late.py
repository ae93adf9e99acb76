"""What is filled in beside the frozen content: the answers about signing and handing out, laid at the version as supplements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from popforms.definition.paths import flatten, nest, path_of
from popforms.definition.questions import FormDef
from popforms.store.base import RecordRow, as_json
from popforms.store.drafts import Drafts, with_given


class Late(Drafts):
    """The typed answers of a record, apart in those that a version freezes and those that come after."""

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
