"""What a casusoverleg begins with: the actions that the last one gave, by number and initials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from popforms.access.view import HEALTH
from popforms.process.initials import initials, without_names
from popforms.store.base import RecordRow
from popforms.store.connection import stamp
from popforms.store.drafts import by_name
from popforms.store.versions import Versions

BEFORE = timedelta(days=60)
"""A discussion may have been written down so long before its meeting was held."""
MOST = 24
"""So many meetings back are looked at: two years."""


class Minutes(Versions):
    """The meeting before this one."""

    # --- inside -------------------------------------------------------------------------------------------------------

    def _of_last_meeting(self, record: RecordRow) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The actions that were born in the discussions of the last meeting of the same gemeente, as far as this user reads them;
        what is about health stays in its dossier, and what few may read is told without words."""
        meeting, day = self._last_meeting(record)
        words, discussed = self.forms.process.MEETING, dict[str, bool]()
        form = self.forms.get(words["discussion"])
        if not meeting or form is None:
            return
        rows = self._all(
            "SELECT a.*, r.version FROM action a JOIN record r ON r.id=a.record_id WHERE a.born_at>? AND r.form=? ORDER BY a.gereed_voor, a.id",
            stamp(self.now() - (self.today - day) - BEFORE), form.key,
        )  # fmt: skip
        for row in rows:
            if row["record_id"] not in discussed:
                named = str(by_name(self._content(row["record_id"], row["version"], form)).get(words["of"]) or "")
                discussed[row["record_id"]] = named.partition(":")[0] == meeting
            restricted = discussed[row["record_id"]] and self.rights.table.restricted_when.holds(self._case(row["dossier_id"]).facts.get)
            action = self._action(row) if discussed[row["record_id"]] and not restricted else None
            if action and action.omschrijving and HEALTH not in (row["module"], row["part"]):
                yield row["id"], {**row, "omschrijving": self._in_short(row), "stand": words["states"].get(row["state"])}

    def _last_meeting(self, record: RecordRow) -> tuple[str, date]:
        """The newest kept meeting before this one that this user reads and that is of the same gemeente, and its day."""
        rows = self._all(
            "SELECT * FROM record WHERE form=? AND dossier_id IS NULL AND version>0 AND id<>? AND EXISTS (SELECT 1 FROM json_each(gemeenten) g "
            f"WHERE g.value IN (SELECT value FROM json_each(?))) ORDER BY created_at DESC LIMIT {MOST}",
            record.form.key, record.id, record.gemeenten,
        )  # fmt: skip
        held: list[tuple[date, str]] = []
        for row in rows:
            other = RecordRow.of(record.form, row)
            day = by_name(self._content(other.id, other.version, other.form)).get(self.forms.process.MEETING["day"])
            if day and self._readable(other):
                held.append((date.fromisoformat(day), other.id))
        day, meeting = max(held, default=(self.today, ""))
        return meeting, day

    def _in_short(self, row: Mapping[str, Any]) -> str:
        """An action for who reads along: number and initials of the person, and its words without the name."""
        case = self._case(row["dossier_id"])
        form = next((one for one in self.forms.start() if one.person), None)
        said = [str(case.facts.get(f"{form.question(name).code}.{name}") or "") for name in form.person[:3]] if form else []  # type: ignore[union-attr]
        number = self._one("SELECT number FROM dossier WHERE id=?", row["dossier_id"])
        few = self._visible(row["part"], row["module"]) != self.forms.process.LOG["visible_to_all"]
        words = f"actie bij {row['module']}" if few else without_names(row["omschrijving"], said)
        return f"{number['number'] if number else ''} {initials(said[:1] + said[2:])}: {words}"
