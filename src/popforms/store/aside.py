"""What somebody typed that did not become the answer: a colleague was first, or the content was fixed while they typed.

It stands in the history of the draft with a number below zero, for who typed it alone, until they choose.
"""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.paths import rights_path
from popforms.store.base import NotNow, RecordRow, as_json, local
from popforms.store.connection import transaction
from popforms.store.heavy import Heavy


class Fixed(NotNow):
    """The content of a form was fixed, so that nothing can be typed in it now."""


@dataclass(frozen=True)
class Aside:
    """A text that was laid aside, and when; None is one about health or a number that was not opened."""

    value: Any
    at: datetime


class Asides(Heavy):
    """Texts that are kept beside a form until their writer chooses."""

    def drop_aside(self, record_id: str, path: str) -> None:
        """Who typed it chooses the other text: nothing is asked any more, and the text stays in the history."""
        with transaction(self.db):
            record = self._record(record_id)
            if rights_path(record.form, path) not in self._readable(record):
                self._refused("schrijven", record.id, record.dossier_id)
                raise AccessDenied
            self._lay_aside(record, path, None)

    def _lay_aside(self, record: RecordRow, path: str, value: Any) -> None:
        """Keep what this user typed beside the answer; None drops what lay there. The same text twice is one."""
        last = self._one(
            "SELECT min(revision) AS revision FROM draft_change WHERE record_id=? AND path=? AND revision<0", record.id, path
        )  # fmt: skip
        mine = self._one(
            "SELECT value FROM draft_change WHERE record_id=? AND path=? AND revision<0 AND author=? ORDER BY revision LIMIT 1",
            record.id, path, self.user.id,
        )  # fmt: skip
        text = None if value is None else as_json(value)
        if text != (mine["value"] if mine else None):
            revision = ((last or {}).get("revision") or 0) - 1
            self._write("INSERT INTO draft_change VALUES(?,?,?,?,?,?)", record.id, path, revision, self.user.id, self.stamp(), text)

    def _asides(self, record: RecordRow, readable: Set[str]) -> dict[str, Aside]:
        """What lies aside for this user, by path; a text about health or a number only when its question is open."""
        rows = self._all(
            "SELECT path, at, value FROM draft_change WHERE record_id=? AND author=? AND revision<0 ORDER BY revision DESC",
            record.id, self.user.id,
        )  # fmt: skip
        found = {}
        for path, row in {row["path"]: row for row in rows}.items():  # the newest of each
            unit = rights_path(record.form, path)
            if row["value"] is not None and unit in readable:
                heavy = record.form.heavy.get(unit)
                opened = heavy is None or self._opens(record, unit, heavy, record.version)
                found[path] = Aside(json.loads(row["value"]) if opened else None, local(row["at"]))
        return found
