"""The kept answers of a record: the content of a version, with what was filled in beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from popforms.definition.conditions import has_value
from popforms.definition.paths import flatten, nest
from popforms.definition.questions import FormDef
from popforms.store.base import Base


class Kept(NamedTuple):
    """A record with its newest version."""

    row: Mapping[str, Any]
    form: FormDef
    content: dict[str, Any]

    def facts(self) -> dict[str, Any]:
        """The answers as rules know them: `F21a.ct_naam`."""
        return {name: value for name, value in by_full_name(self.form, self.content).items() if has_value(value)}


def by_full_name(form: FormDef, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Nested answers as the facts of a dossier know them, such as `F08c.w21_dagtekening`."""
    found = {}
    for section, question in form.questions():
        value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
        if value is not None:
            found[f"{question.code}.{question.name}"] = value
    return found


class Contents(Base):
    """Reading versions for the store itself, without asking who may see them."""

    def _kept(self, where: str, *values: Any) -> list[Kept]:
        """The records that were kept at least once, in the order in which they were begun."""
        rows = self._all(f"SELECT * FROM record WHERE version>0 AND {where} ORDER BY created_at, rowid", *values)
        found = [(row, self.forms.get(row["form"])) for row in rows]
        return [Kept(row, form, self._content(row["id"], row["version"], form)) for row, form in found if form and not form.lines]

    def _content(self, record_id: str, number: int, form: FormDef) -> dict[str, Any]:
        row = self._one("SELECT content FROM version WHERE record_id=? AND number=?", record_id, number)
        content = json.loads(row["content"]) if row else {}
        return self._merge(form, content, self._late_of(record_id, number))

    def _late_of(self, record_id: str, number: int) -> dict[str, Any]:
        row = self._one("SELECT content FROM supplement WHERE record_id=? AND number=? ORDER BY seq DESC LIMIT 1", record_id, number)
        return json.loads(row["content"]) if row else {}

    def _merge(self, form: FormDef, content: Mapping[str, Any], late: Mapping[str, Any]) -> dict[str, Any]:
        return nest(form, {**flatten(form, content), **flatten(form, late)}) if late else dict(content)

    def _by_name(self, form: FormDef, content: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for section, question in form.questions():
            value = (content.get(section.name) or {} if section.name else content).get(question.name)
            if has_value(value):
                found.setdefault(question.name, value)
        return found
