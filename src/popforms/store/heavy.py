"""Answers about health and numbers: handed over only when they were opened, each opening with a line in the audit trail first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from popforms.definition.catalogue import Catalogue
from popforms.definition.paths import rights_path
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

    def _closed(self, record: RecordRow, form: FormDef, readable: Set[str], filled: Mapping[str, Any], version: int) -> dict[str, str]:
        """The answers of heavy classes that are there and stay closed, with what may be seen of them: the end of a number.

        `filled` gives an answer for each of their paths that has one. A reference shows the number itself, so it is always closed.
        """
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
