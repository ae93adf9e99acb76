"""What was made by mistake: thrown away with a reason, put back within thirty days, and erased after that.

A form that was thrown away keeps its row under another form name (`weggegooid:…`), so that no list, count, term or search
knows it; its actions have lapsed. A whole dossier is marked in its own row.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from popforms.access import AccessDenied, Case
from popforms.definition.conditions import has_value
from popforms.store.actions import Actions
from popforms.store.base import NotNow, RecordRow, as_json, local
from popforms.store.connection import stamp, transaction
from popforms.store.erased import note_erased
from popforms.store.erasure import THROWN, leave_no_pages
from popforms.store.retention import Retention

KEPT_FOR = timedelta(days=30)
SHORTEST_REASON = 5
THROWN_ACT, BACK_ACT = "weggooien", "terugzetten"
PREFIX = f"{THROWN}:"
CONTENT_GONE = "is weggegooid; over 30 dagen wordt de inhoud gewist"


@dataclass(frozen=True)
class Thrown:
    """Something that was thrown away and can still be put back; `last_day` is the last day for that. Never what stood in it."""

    id: str
    number: str
    title: str
    reason: str
    by: str
    at: datetime
    last_day: date
    whole: bool
    """Whether it is a whole dossier."""


class ThrownAway(Retention, Actions):
    """Throwing away a form or a dossier, and the way back."""

    def may_throw_away(self, record_id: str) -> bool:
        """Whether this user may throw away a form now; for the button, the deed itself asks again."""
        record = self._record(record_id)
        return self._why_not_record(record) is None

    def throw_away(self, record_id: str, reason: str) -> str:
        """Throw away a form that was made by mistake; gives its dossier. By who made it, while nothing of it left or lies fixed;
        by who steers the dossiers, as long as it was never definitive and no signed sheet of it came back."""
        with transaction(self.db):
            record = self._record(record_id)
            if (words := self._why_not_record(record)) is not None:
                self._refused("weggooien", record.id, record.dossier_id)
                raise NotNow(words)
            self._reason(reason)
            thrown = self._note_thrown(record.dossier_id or "", record.id, record.form.title, reason)
            self._lapse(thrown, "record_id", record.id)
            self._audit(THROWN_ACT, dossier=record.dossier_id, record=record.id, version=record.version)
            self._write("UPDATE record SET form=? WHERE id=?", f"{PREFIX}{record.form.key}", record.id)
            self._write("DELETE FROM handout WHERE record_id=?", record.id)
            self._log(record, "systeem", f"{record.form.title} {CONTENT_GONE}")
            self._refresh(record.dossier_id)
        return record.dossier_id or ""

    def may_throw_away_dossier(self, dossier_id: str) -> bool:
        """Whether this user may throw away a whole dossier now."""
        known = self._one("SELECT 1 FROM dossier WHERE id=?", dossier_id)
        return known is not None and self._may_steer_bin(dossier_id) and self._why_not_dossier(dossier_id) is None

    def throw_away_dossier(self, dossier_id: str, reason: str) -> None:
        """Throw away a dossier that was made by mistake, such as a double report; refused once anything in it was signed."""
        with transaction(self.db):
            self._open_case(dossier_id)
            if not self._may_steer_bin(dossier_id):
                self._refused("weggooien", dossier=dossier_id)
                raise AccessDenied
            if (words := self._why_not_dossier(dossier_id)) is not None:
                raise NotNow(words)
            self._reason(reason)
            thrown = self._note_thrown(dossier_id, None, "Het hele dossier", reason)
            self._lapse(thrown, "dossier_id", dossier_id)
            self._audit(f"dossier {THROWN_ACT}", dossier=dossier_id)
            self._write("UPDATE record SET form=? || form WHERE dossier_id=? AND form NOT LIKE ?", PREFIX, dossier_id, f"{PREFIX}%")
            self._write("DELETE FROM handout WHERE dossier_id=?", dossier_id)
            self._write("DELETE FROM destruction WHERE dossier_id=?", dossier_id)
            self._write("UPDATE dossier SET gone=?, facts=? WHERE id=?", THROWN, as_json(self._thin_facts(dossier_id)), dossier_id)
            self._forget(dossier_id)
            self._refresh(dossier_id)

    def thrown_away(self, dossier_id: str | None = None) -> list[Thrown]:
        """What can still be put back: of one dossier, or of all dossiers of the own gemeenten the whole ones; newest first."""
        if not self.rights.extent(self.user, "throw_away"):
            return []
        if dossier_id:
            self._open_case(dossier_id)
            self._audit_read("dossier lezen", dossier=dossier_id)
        where = "t.dossier_id=? AND t.record_id IS NOT NULL" if dossier_id else "t.record_id IS NULL"
        rows = self._all(
            f"SELECT t.*, d.number FROM thrown t JOIN dossier d ON d.id=t.dossier_id WHERE {where} ORDER BY t.at DESC, t.id",
            *([dossier_id] if dossier_id else []),
        )
        found = [
            Thrown(
                row["id"], row["number"], row["title"], row["reason"], self.user_name(row["by"]), local(row["at"]),
                (local(row["at"]) + KEPT_FOR).date(), row["record_id"] is None,
            )
            for row in rows
            if self._may_steer_bin(row["dossier_id"])
        ]  # fmt: skip
        if dossier_id is None:
            self._reads_list("weggegooide dossiers lezen", len(found))
        return found

    def put_back(self, thrown_id: str) -> str:
        """Put back what was thrown away, with its actions as they were; gives the dossier. Within thirty days, by who steers."""
        with transaction(self.db):
            row = self._one("SELECT * FROM thrown WHERE id=?", thrown_id)
            if row is None or not self._may_steer_bin(row["dossier_id"]):
                self._refused("weggooien", dossier=row["dossier_id"] if row else None)
                raise AccessDenied
            dossier_id, record_id = row["dossier_id"], row["record_id"]
            if record_id is None:
                own = [
                    one["record_id"]
                    for one in self._all("SELECT record_id FROM thrown WHERE dossier_id=? AND record_id IS NOT NULL", dossier_id)
                ]
                for one in self._all("SELECT id, form FROM record WHERE dossier_id=?", dossier_id):
                    if one["id"] not in own:  # what was thrown away before stays so
                        self._write("UPDATE record SET form=? WHERE id=?", one["form"].removeprefix(PREFIX), one["id"])
                self._write("UPDATE dossier SET gone=NULL WHERE id=?", dossier_id)
            else:
                self._open_case(dossier_id)
                self._stands_alone(record_id, dossier_id)
                self._write("UPDATE record SET form=replace(form, ?, '') WHERE id=?", PREFIX, record_id)
            for one in self._all("SELECT action_id, state FROM thrown_action WHERE thrown_id=?", thrown_id):
                self._set_action(one["action_id"], "teruggezet", one["state"])
            self._write("DELETE FROM thrown_action WHERE thrown_id=?", thrown_id)
            self._write("DELETE FROM thrown WHERE id=?", thrown_id)
            self._audit(BACK_ACT if record_id else f"dossier {BACK_ACT}", dossier=dossier_id, record=record_id)
            self._forget(dossier_id)
            self._refresh(dossier_id)
        return str(dossier_id)

    def erase_what_was_thrown(self, trail: Path, keep_days: int) -> int:
        """The timer erases what was thrown away more than thirty days ago; gives how many things went."""
        self._only_the_machine()
        rows = self._all("SELECT * FROM thrown WHERE at<? ORDER BY record_id IS NULL, at", stamp(self.now() - KEPT_FOR))
        for row in rows:
            with transaction(self.db):
                if (record_id := row["record_id"]) is not None:
                    self._erase_record(record_id, row["dossier_id"])
                    note_erased(trail, self.db, record_id, "formulier", self.stamp())
                    self._refresh(row["dossier_id"])
                    continue
                case, number = self._case(row["dossier_id"]), self._number_of(row["dossier_id"])
                erased = self._erase_dossier(row["dossier_id"])
                self._certify(
                    row["dossier_id"], number, case.gemeente, erased, keep_days,
                    grond="per ongeluk gemaakt en weggegooid, 30 dagen geleden", voorgesteld_door=self._name_of(row["by"]), voorgesteld_om=row["at"],
                )  # fmt: skip
                note_erased(trail, self.db, row["dossier_id"], "dossier", self.stamp())
        leave_no_pages(self.db)
        return len(rows)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _may_steer_bin(self, dossier_id: str) -> bool:
        """Who steers the dossiers and sees this one; of one that was thrown away, who would see it if it were still there."""
        case = self._case(dossier_id)
        allowed = self.rights.may_act(self.user, "throw_away", case, self.today)
        return allowed and self.rights.may_see_case(self.user, self._before(case) if case.gone else case, self.today)

    def _before(self, case: Case) -> Case:
        """A case that was thrown away as it stood: whether few saw it, and who those are."""
        head, few = self.forms.head, self.rights.table.restricted_to
        row = self._one("SELECT id, version FROM record WHERE dossier_id=? AND form=? AND version>0", case.id, f"{PREFIX}{head.key}")
        said = self._by_name(head, self._content(row["id"], row["version"], head)) if row else {}
        return replace(case, gone=False, facts={**said, **case.facts}, team={name: said[name] for name in few if said.get(name)})

    def _why_not_record(self, record: RecordRow) -> str | None:
        """Why this user cannot throw away a form, in a sentence; None when it can go."""
        if record.dossier_id is None or record.form.start or record.form.lines:
            return "Dit kun je niet weggooien. Een foute regel verbeter je met een nieuwe regel; een dossier gooi je als geheel weg."
        states = {row["state"] for row in self._all("SELECT state FROM version_state WHERE record_id=?", record.id)}
        if "definitief" in states:
            return "Dit formulier is definitief geweest en blijft in het dossier. Klopt het niet, kies dan ‘Verbeteren’."
        if self._one("SELECT 1 FROM file WHERE record_id=?", record.id):
            return (
                "Van dit formulier is een getekend blad teruggekomen. Het blijft in het dossier; klopt het niet, maak het dan opnieuw open."
            )
        if self._may_steer_bin(record.dossier_id):
            return None
        if record.created_by != self.user.id or not self._writable(record):
            return "Dit formulier heeft een ander gemaakt. Vraag de POP-consulent als het weg moet."
        content = self._by_name(record.form, self._content(record.id, record.version, record.form)) if record.version else {}
        sent = any(
            has_value(content.get(name.partition(".")[2])) for name in self.forms.process.SENT if name.startswith(f"{record.form.code}.")
        )
        printed = self._one("SELECT 1 FROM print WHERE record_id=?", record.id)
        if sent or printed or "klaar om te tekenen" in states:
            return "Dit formulier is al afgedrukt, getekend of verstuurd. Vraag de POP-consulent als het weg moet."
        return None

    def _why_not_dossier(self, dossier_id: str) -> str | None:
        signed = self._one(
            "SELECT 1 FROM file f JOIN record r ON r.id=f.record_id WHERE r.dossier_id=?1 UNION ALL SELECT 1 FROM version_state s "
            "JOIN record r ON r.id=s.record_id WHERE r.dossier_id=?1 AND s.state='definitief' AND r.form IN (SELECT value FROM json_each(?2))",
            dossier_id, json.dumps([form.key for form in self.forms.per_dossier() if form.signatures or form.decision]),
        )  # fmt: skip
        if signed:
            return "In dit dossier is al getekend. Het blijft bewaard tot de bewaartermijn voorbij is."
        if self._hold_of(dossier_id):
            return "Dit dossier moet bewaard blijven; de reden staat bij ‘Rechten en bewaren’."
        return None

    def _reason(self, reason: str) -> None:
        if len(reason.strip()) < SHORTEST_REASON:
            raise NotNow("Schrijf in een paar woorden waarom dit weg kan.")

    def _note_thrown(self, dossier_id: str, record_id: str | None, title: str, reason: str) -> str:
        thrown = self._new_id()
        self._write(
            "INSERT INTO thrown(id, dossier_id, record_id, title, reason, by, at) VALUES(?,?,?,?,?,?,?)",
            thrown, dossier_id, record_id, title, reason.strip()[:500], self.user.id, self.stamp(),
        )  # fmt: skip
        return thrown

    def _lapse(self, thrown: str, column: str, value: str) -> None:
        """Open actions lapse with what they were born in; their state is kept for the way back."""
        self._known_forms.clear()
        for row in self._all(f"SELECT id, state FROM action WHERE {column}=? AND state NOT IN ('klaar','vervallen')", value):
            self._write("INSERT INTO thrown_action VALUES(?,?,?)", thrown, row["id"], row["state"])
            self._set_action(row["id"], THROWN, "vervallen")

    def _set_action(self, action_id: str, kind: str, state: str) -> None:
        self._add_line(action_id, kind, state)
        self._write("UPDATE action SET state=? WHERE id=?", state, action_id)

    def _stands_alone(self, record_id: str, dossier_id: str) -> None:
        """A form that a dossier has once cannot come back beside a new one."""
        row = self._one("SELECT form FROM record WHERE id=?", record_id)
        form = self.forms.get(row["form"].removeprefix(PREFIX)) if row else None
        if form is None or (not form.many and self._one("SELECT 1 FROM record WHERE dossier_id=? AND form=?", dossier_id, form.key)):
            raise NotNow("Er is intussen een nieuw formulier van deze soort begonnen. Gooi dat eerst weg; zet dan dit terug.")
