"""The kept answers of a record: the content of a version, with what was filled in beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from popforms.access import Consent
from popforms.definition.conditions import has_value
from popforms.definition.paths import flatten, nest
from popforms.definition.questions import FormDef
from popforms.store.base import DEFINITIVE, Base
from popforms.store.consents import standing


class Kept(NamedTuple):
    """A record as it counts (`_that_counts`), with the answers of that version."""

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
        found = [(self._that_counts(row), self.forms.get(row["form"])) for row in rows]
        return [Kept(row, form, self._content(row["id"], row["version"], form)) for row, form in found if form and not form.lines]

    def _that_counts(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """A head row as it counts: while a definitive form is corrected that is the definitive version, else the newest one."""
        number = None if row["state"] == DEFINITIVE else self._standing_version(row["id"])
        return {**row, "version": number, "state": DEFINITIVE} if number else row

    def _content(self, record_id: str, number: int, form: FormDef) -> dict[str, Any]:
        row = self._one("SELECT content FROM version WHERE record_id=? AND number=?", record_id, number)
        content = json.loads(row["content"]) if row else {}
        return self._merge(form, content, self._late_of(record_id, number))

    def _late_of(self, record_id: str, number: int) -> dict[str, Any]:
        row = self._one("SELECT content FROM supplement WHERE record_id=? AND number=? ORDER BY seq DESC LIMIT 1", record_id, number)
        return json.loads(row["content"]) if row else {}

    def _merge(self, form: FormDef, content: Mapping[str, Any], late: Mapping[str, Any]) -> dict[str, Any]:
        return nest(form, {**flatten(form, content), **flatten(form, late)}) if late else dict(content)

    def _standing_version(self, record_id: str) -> int | None:
        """The definitive version that counts; it goes on counting while a correction is being written."""
        newest = "SELECT state FROM version_state WHERE record_id=v.record_id AND number=v.number ORDER BY seq DESC LIMIT 1"
        row = self._one(f"SELECT max(number) AS number FROM version v WHERE record_id=? AND ({newest})=?", record_id, DEFINITIVE)
        return row["number"] if row else None

    def _consents(self, dossier_id: str, facts: Mapping[str, Any]) -> tuple[Consent, ...]:
        """What the person agreed to in the version in force, less what is taken back in any later version or in what is typed now.

        Read anew for every case: consent is given with a signature, and withdrawn the moment that it is typed.
        """
        words = self.forms.process.CONSENT
        form = self.forms.get(words["form"])
        if form is None or facts.get(f"{form.code}.state") != DEFINITIVE:
            return ()
        record = self._record_of(dossier_id, form)
        number = self._standing_version(record["id"]) if record else None
        if record is None or number is None:
            return ()
        typed = self._all("SELECT path, value FROM draft WHERE record_id=? AND value IS NOT NULL", record["id"])
        since = [self._content(record["id"], later, form) for later in range(number, record["version"] + 1)]
        since.append(nest(form, {row["path"]: json.loads(row["value"]) for row in typed}))
        return standing(words, [self._by_name(form, content) for content in since])

    def _by_name(self, form: FormDef, content: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for section, question in form.questions():
            value = (content.get(section.name) or {} if section.name else content).get(question.name)
            if has_value(value):
                found.setdefault(question.name, value)
        return found
