"""Answers about health and numbers: handed over only when they were opened, each opening with a line in the audit trail first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from popforms.definition.catalogue import Catalogue
from popforms.definition.conditions import has_value
from popforms.definition.paths import find, fixed_rows, path_of, rights_path
from popforms.definition.questions import HEAVY, FormDef, Question
from popforms.store.base import Base, RecordRow

READ_HEAVY = {"bijzonder": "gezondheid lezen", "nummer": "nummer lezen"}
"""The line of each opening of an answer of a heavy class (security.md rule 4)."""
EVERYTHING = frozenset(f"*{privacy}" for privacy in HEAVY)
"""Every answer of these classes is opened: for a print that carries them, never for a page."""


class Heavy(Base):
    """What of a record and of the facts of a dossier stays closed."""

    @contextmanager
    def opening(self, *classes: str) -> Iterator[None]:
        """Answers of these classes are handed over inside, each record with its line; for a print that carries them."""
        before = self.opened
        self.opened = {*before, *(f"*{privacy}" for privacy in classes)}
        try:
            yield
        finally:
            self.opened = before

    def _opens(self, record: RecordRow, unit: str, question: Question, version: int) -> bool:
        """Whether an answer of a heavy class is opened; its line is written first, once per visit."""
        whole = f"*{question.privacy}" in self.opened
        if not whole and f"{record.id}:{unit}" not in self.opened:
            return False
        act = READ_HEAVY[question.privacy]
        self._audit_read(act, dossier=record.dossier_id, record=record.id, version=version, detail="" if whole else unit)
        self.handed_over.add(f"{record.id}:{unit}")
        return True

    def _closed(self, record: RecordRow, form: FormDef, readable: Set[str], answers: Mapping[str, Any], version: int) -> dict[str, str]:
        """The answers of heavy classes that are there and stay closed, with what may be seen of them: the end of a number.

        A reference shows the number itself, so it is always closed.
        """
        filled = _filled(form, answers)
        return {
            unit: str(filled[unit])[-3:] if question.privacy == "nummer" and unit in filled and question.kind != "reference" else ""
            for unit, question in form.heavy.items()
            if unit in readable and (unit in filled or question.kind == "reference") and not self._opens(record, unit, question, version)
        }

    def _light(self, facts: Mapping[str, Any], dossier_id: str | None) -> dict[str, Any]:
        """Facts without those of heavy classes that are not opened as a whole; for those that are, the line comes first."""
        heavy = heavy_facts(self.forms)
        closed = frozenset(privacy for privacy in HEAVY if f"*{privacy}" not in self.opened)
        for privacy in sorted({heavy[name] for name in facts if name in heavy} - closed):
            self._audit_read(READ_HEAVY[privacy], dossier=dossier_id)
        return {name: _light_rows(value, heavy, closed) for name, value in facts.items() if heavy.get(name) not in closed}

    def _looks_at(self, record: RecordRow, path: str) -> None:
        """The line for what one path holds or held; of health and numbers it is that of an opening."""
        unit = rights_path(record.form, path)
        self._reads(record)
        if (question := record.form.heavy.get(unit)) is not None:
            act = READ_HEAVY[question.privacy]
            self._audit_read(act, dossier=record.dossier_id, record=record.id, version=record.version, detail=unit)


def without(form: FormDef, answers: Mapping[str, Any], closed: Iterable[str]) -> dict[str, Any]:
    """Nested answers without those that stay closed."""
    kept = {name: dict(value) if isinstance(value, Mapping) else value for name, value in answers.items()}
    for unit in closed:
        section, question = find(form, unit)
        inside = kept.get(section.name, {}) if section.name else kept
        rows, column = inside.get(question.name), unit.rpartition(".")[2]
        if unit == path_of(section, question):
            inside.pop(question.name, None)
        elif isinstance(rows, list):
            inside[question.name] = [{name: cell for name, cell in row.items() if name != column} for row in rows]
    return {name: value for name, value in kept.items() if value != {}}


def _filled(form: FormDef, answers: Mapping[str, Any]) -> dict[str, Any]:
    """An answer for each path of a heavy class that has one."""
    found = {}
    for unit in form.heavy:
        section, question = find(form, unit)
        value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
        if unit != path_of(section, question):
            column = unit.rpartition(".")[2]
            value = next((row[column] for row in value if has_value(row.get(column))), None) if isinstance(value, list) else None
        elif isinstance(value, list) and question.is_rows:  # the rows that the form itself has are no answer
            given = fixed_rows(question)
            value = [row for row in value if row not in given and len(row) > 1]
        if has_value(value):
            found[unit] = value
    return found


@lru_cache(maxsize=8)
def heavy_facts(forms: Catalogue) -> dict[str, str]:
    """The names of facts that come from a question of a heavy class, with the class: `F01.bsn`, and `bsn` as a row has it."""
    found: dict[str, str] = {}
    for form in forms.per_dossier():
        for question in form.heavy.values():
            found |= dict.fromkeys(
                (f"{question.code}.{question.name}", f"{question.code}.{question.name}@", question.name), question.privacy
            )
    light = {question.name for form in forms.per_dossier() for _, question in form.questions() if question.privacy not in HEAVY}
    return {name: privacy for name, privacy in found.items() if name not in light}


def _light_rows(value: Any, heavy: Mapping[str, str], closed: Set[str]) -> Any:
    """The rows of a fact without their heavy columns."""
    if not isinstance(value, list):
        return value
    return [{n: c for n, c in row.items() if heavy.get(n) not in closed} if isinstance(row, Mapping) else row for row in value]
