"""The click that opens an answer about health or a number where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterable

from popforms.access import AccessDenied
from popforms.definition.questions import read_form
from popforms.store.heavy import READ_HEAVY
from popforms.store.versions import Versions


class Opening(Versions):
    """Opening what is closed; each time a line of its own (security.md rule 4)."""

    def open_heavy(self, record_id: str, units: Iterable[str], number: int | None = None) -> None:
        """A click that opens answers about health or numbers, each a line of its own; the page then names them in `opened`.

        `number` is the version they are read in, the newest without it. AccessDenied for what this user may not read.
        """
        record = self._record(record_id)
        form, version = record.form, record.version
        if number is not None and number != record.version:
            row = self._one(
                "SELECT d.content FROM version v JOIN definition d ON d.hash=v.definition WHERE record_id=? AND number=?", record.id, number
            )
            form, version = read_form(json.loads(row["content"])) if row else form, number
        answers = self._answers_for_rights(record)
        readable = self.rights.readable(self.user, form, self._case_of(record), self.today, answers)
        if version == record.version:
            readable |= self._draft(record).readable
        with self._noting():
            for unit in units:
                question = form.heavy.get(unit)
                if question is None or unit not in readable:
                    self._refused("openen", record.id, record.dossier_id)
                    raise AccessDenied
                self._audit(READ_HEAVY[question.privacy], dossier=record.dossier_id, record=record.id, version=version, detail=unit)
