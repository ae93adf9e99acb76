"""What has a last day and is for me: the terms that name me, those I watch or steer, and the talks of this week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from popforms.process.calculated import own_table
from popforms.process.calendar import period_of
from popforms.process.terms import Running, as_of, compute
from popforms.store.base import RecordRow
from popforms.store.connection import transaction
from popforms.store.hours import Hours
from popforms.store.term_rights import begins_at_the_end
from popforms.store.terms import stored

MOST = 500
"""So many rows of a kind are looked at; nobody reads more."""


Hold = Literal["mine", "watching", "steering"]
"""Whether a term names me, lets me watch, or is of somebody else in a dossier that I steer."""


@dataclass(frozen=True)
class TermLine:
    """A term as it stands on the worklist of this user; `who` is empty where its dossier may not be known."""

    running: Running
    hold: Hold
    source: str
    source_id: str
    about: str = ""
    """What it is a term of, when not of the dossier as a whole: a talk, an action, a contact."""
    dossier_id: str | None = None
    number: str = ""
    who: str = ""
    """The name of the person when this user may see the dossier, else its number."""
    may_open: bool = False
    record_id: str | None = None
    """The form where it is done, when this user fills it in; else the way goes by the dossier."""
    page: str = ""
    """Another page where it is done."""
    whose: str = ""
    """Who must act, where that is somebody else."""

    @property
    def last_day(self) -> date:
        return self.running.last_day or date.max

    @property
    def key(self) -> str:
        """What tells it from every other term outside popforms and stays the same when its day moves; contacts of one day are one."""
        place = {"dossier": self.number, "contact": self.last_day.isoformat()}.get(self.source, self.source_id)
        return f"{self.running.code} {place}"


@dataclass(frozen=True)
class Talk:
    """A talk that this user leads."""

    record_id: str
    dossier_id: str
    title: str
    who: str
    day: date
    at: str
    interpreter: str
    """Empty when none is needed, else 'geregeld' or 'nog niet geregeld'."""
    may_open: bool


class Deadlines(Hours):
    """Lists for Werk and for one's own calendar."""

    def deadlines(self, until: date | None = None) -> list[TermLine]:
        """The terms with a last day up to `until` that are for this user, the earliest first."""
        return self._term_lines("t.deadline<=?", (until or date.max).isoformat())

    def warned(self, until: date) -> list[TermLine]:
        """The terms that name this user and warn already, though their last day is later than `until` or cannot be told, the earliest first."""
        lines = self._term_lines("(t.state='niet bekend' OR (t.warn_from<=? AND t.deadline>?))", self.today.isoformat(), until.isoformat())
        return [line for line in lines if line.hold == "mine" and line.running.warns]

    def deadlines_to_take_along(self) -> list[TermLine]:
        """The running terms that name this user, for a file that leaves popforms, with an audit line each time."""
        lines = [line for line in self.deadlines() if line.hold == "mine"]
        with transaction(self.db):
            self._audit("eigen termijnen meenemen")
        return lines

    def talks(self, until: date) -> list[Talk]:
        """The talks from today on that this user leads, the first one first."""
        self._audit_read("eigen gesprekken lezen")
        me = sorted(self.user.ids)
        rows = self._all(
            "SELECT g.*, r.form, o.name, o.number FROM gesprek g JOIN record r ON r.id=g.record_id JOIN overview o ON o.dossier_id=g.dossier_id "
            f"WHERE g.leader IN ({_marks(me)}) AND g.day BETWEEN ? AND ? AND r.state<>'definitief' AND o.closed=0 ORDER BY g.day, g.at, o.name LIMIT {MOST}",
            *me, self.today.isoformat(), until.isoformat(),
        )  # fmt: skip
        return [
            Talk(
                row["record_id"], row["dossier_id"], self.forms[row["form"]].title, row["name"], date.fromisoformat(row["day"]), row["at"],
                row["interpreter"], self._open_record(row["record_id"]) is not None,
            )
            for row in rows
            if self.may_open(row["dossier_id"])
        ]  # fmt: skip

    def record_terms(self, dossier_id: str) -> list[TermLine]:
        """The terms of the actions, talks, discussions and escalations of a dossier that this user may know of."""
        self._open_case(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        rows = self._all(
            "SELECT t.*, o.name, o.number, o.restricted, o.closed FROM termijn t JOIN overview o USING(dossier_id) "
            "WHERE t.dossier_id=? AND t.source<>'dossier' ORDER BY t.deadline, t.code, t.source_id",
            dossier_id,
        )
        return [line for row in rows if (line := self._term_line(row, everybody=True)) is not None]

    def due_of_actions(self) -> dict[str, list[Running]]:
        """The terms of the open actions that this user pulls, by action: when it must be done, when progress is to be told."""
        me = sorted(self.user.ids)
        pulled = f"SELECT id FROM action WHERE trekker IN ({_marks(me)}) AND state NOT IN ('klaar','vervallen')"
        rows = self._all(f"SELECT source_id, state, content FROM termijn WHERE source='actie' AND source_id IN ({pulled})", *me)
        self._reads_list("eigen termijnen lezen", len(rows), "van de eigen acties")
        found: dict[str, list[Running]] = {}
        for row in rows:
            found.setdefault(row["source_id"], []).append(as_of(stored(row), row["state"], self.today))
        return found

    # --- inside -------------------------------------------------------------------------------------------------------

    def _term_lines(self, which: str, *values: str) -> list[TermLine]:
        """The terms for this user that this condition picks, the earliest first."""
        self._audit_read("eigen termijnen lezen")
        lines = [line for row in self._term_rows(which, *values) if (line := self._term_line(row)) is not None]
        return sorted(lines, key=lambda line: (line.last_day, line.who, line.running.code, line.source_id))

    def _term_rows(self, which: str, *picks: str) -> list[dict[str, Any]]:
        """The rows that may be for this user: by name, by role where nobody is named, of own dossiers, and of no dossier."""
        me, places = sorted(self.user.ids), sorted(self.user.gemeenten)
        known = self.rights.table.roles
        wide = sorted(role for role in self.user.roles if role in known and known[role].scope != "eigen")
        select = (
            "SELECT t.*, o.name, o.number, o.restricted, o.closed FROM termijn t LEFT JOIN overview o ON o.dossier_id=t.dossier_id WHERE "
        )
        end = f" AND {which} ORDER BY t.deadline LIMIT {MOST}"
        asked: list[tuple[str, list[Any]]] = [
            (f"t.person IN ({_marks(me)}) AND t.person<>''", list(me)),
            (f"t.role IN ({_marks(wide)}) AND t.person='' AND t.gemeente IN ({_marks(places)})", [*wide, *places]),
            (f"t.dossier_id IN (SELECT dossier_id FROM team WHERE who IN ({_marks(me)})) AND t.source<>'actie'", list(me)),
            ("t.dossier_id IS NULL", []),
        ]
        found = {}
        for where, values in asked:
            for row in self._all(select + where + end, *values, *picks):
                found[row["source"], row["source_id"], row["code"]] = row
        return list(found.values())

    def _term_line(self, row: Mapping[str, Any], *, everybody: bool = False) -> TermLine | None:
        """A row as this user may see it; None when it is not for them."""
        running = as_of(stored(row), row["state"], self.today)
        if row["dossier_id"] is None:
            return self._line_of_no_dossier(row, running)
        late_in_life = running.code in begins_at_the_end(self.forms)
        if row["number"] is None or (row["closed"] and not late_in_life):
            return None
        case = self._case(row["dossier_id"])
        sees = self.rights.may_see_case(self.user, case, self.today)
        hold: Hold | None = self._hold(row, running)
        if hold != "mine" and not (sees and self._may_know_row(row, running)):
            return None
        if hold is None and sees and (everybody or self.steers(row["dossier_id"])):
            hold = "steering"
        if hold is None or not self._may_hear(row, running, case.gemeente, sees=sees):
            return None
        record = self._open_record(row["record_id"]) if row["record_id"] else None
        number = row["number"] if sees or row["person"] or late_in_life else ""
        return TermLine(
            running, hold, row["source"], row["source_id"],
            about=self._about(row, record, sees=sees),
            dossier_id=row["dossier_id"],
            number=number,
            who=row["name"] if sees else number,
            may_open=sees,
            record_id=record.id if record and (self._writable(record) or not sees) else None,
            whose="" if hold == "mine" else self._whose(row),
        )  # fmt: skip

    def _whose(self, row: Mapping[str, Any]) -> str:
        """The name of who must act, or the title of the role while nobody is named."""
        role = self.rights.table.roles.get(row["role"])
        return self.contact_name(row["person"]) if row["person"] else role.title if role else row["role"]

    def _hold(self, row: Mapping[str, Any], running: Running) -> Literal["mine", "watching"] | None:
        if row["person"] in self.user.ids or (not row["person"] and set(row["role"].split()) & set(self.user.roles)):
            return "mine"
        if row["dossier_id"] is None:
            return "watching" if set(running.watchers) & set(self.user.roles) else None
        return "watching" if self._is_named(self._case(row["dossier_id"]), running.watchers) else None

    def _may_hear(self, row: Mapping[str, Any], running: Running, gemeente: str, *, sees: bool) -> bool:
        """Who may not see the dossier hears of it when it names them: by number, and nothing about a restricted one."""
        if sees:
            return True
        if gemeente not in self.user.gemeenten or row["restricted"]:
            return False
        if row["person"] or running.code in begins_at_the_end(self.forms):
            return True
        return row["record_id"] is not None and self._open_record(row["record_id"]) is not None

    def _may_know_row(self, row: Mapping[str, Any], running: Running) -> bool:
        if row["source"] == "dossier":
            return self._always_knows(running.code) or self._may_know(self._case(row["dossier_id"]), running)
        if row["source"] == "actie":
            action = self._one("SELECT * FROM action WHERE id=?", row["source_id"])
            return action is not None and self._action(action) is not None
        return self._open_record(row["record_id"]) is not None

    def _open_record(self, record_id: str) -> RecordRow | None:
        """The head row of a record that this user may open; without a line in the trail, for nothing of it is shown."""
        row = self._one("SELECT * FROM record WHERE id=?", record_id)
        form = self.forms.get(row["form"]) if row else None
        if row is None or form is None:
            return None
        record = RecordRow.of(form, row)
        return record if self._readable(record) else None

    def _about(self, row: Mapping[str, Any], record: RecordRow | None, *, sees: bool) -> str:
        """What the term is a term of, in words that this user may read."""
        if row["source"] == "dossier" or not sees:
            return ""
        if row["source"] == "actie":
            found = self._one("SELECT * FROM action WHERE id=?", row["source_id"])
            action = self._action(found) if found else None
            return (action.omschrijving or f"actie bij {action.module}") if action else ""
        return f"{record.form.title} {record.title}".strip() if record else ""

    def _line_of_no_dossier(self, row: Mapping[str, Any], running: Running) -> TermLine | None:
        content = stored(row)
        if row["gemeente"] and row["gemeente"] not in self.user.gemeenten:
            return None
        if row["source"] == "uren":
            if not self._writes_hours(row["person"]):
                return None
        elif self._hold(row, running) is None:
            return None
        if (regelset := content.get("regelset")) and not self._has_open(regelset):
            return None
        still = ""
        if "doel" in content:
            counts = self._still_to(row["gemeente"], content["doel"])
            found = compute(own_table(self.forms), running.id, counts, self.today, running.part)
            if found is None or found.state == "klaar":
                return None
            still = f"nog {max(counts[name] for name in running.asks if name in counts)} van {content['doel']}"
        record = self._open_record(row["record_id"]) if row["record_id"] else None
        if row["source"] == "escalatie" and record is None:
            return None
        return TermLine(
            running, "mine" if row["source"] == "uren" else self._hold(row, running) or "mine", row["source"], row["source_id"],
            about=still or (record.title if record else ""),
            record_id=record.id if record else None,
            page="" if record else self._page_of(running),
            whose="" if row["source"] == "uren" or self._hold(row, running) == "mine" else self._whose(row),
        )  # fmt: skip

    def _page_of(self, running: Running) -> str:
        """The page of the list in which a term of no dossier is done."""
        term = next((term for term in own_table(self.forms).terms if term.code == running.code or term.id == running.id), None)
        names = sorted({name for uses in (term.uses() if term else ()) for name in uses.facts})
        form = next((form for name in names if (form := self.forms.get(name.partition(".")[0]))), None)
        if form is None:  # counted over all dossiers
            return "overzicht" if self.rights.may_ever(self.user, "R", "figuren") else ""
        return form.shelf if form in self.lists(form.shelf) else ""

    def _writes_hours(self, party: str) -> bool:
        """Whether this user hands in hours for a party: wrote some in the last year, or reads those of the whole party."""
        if party != self.user.organisation or not self.may_write_hours():
            return False
        me = sorted(self.user.ids)
        month = f"{self.today.year - 1}-{self.today.month:02}"
        wrote = self._one(f"SELECT 1 FROM uren WHERE party=? AND month>=? AND who IN ({_marks(me)})", party, month, *me)
        return wrote is not None or self.reads_hours_of_us()

    def _has_open(self, regelset: str) -> bool:
        """Whether there is an open dossier with this rule set in a gemeente of this user."""
        places = sorted(self.user.gemeenten)
        where = f"gemeente IN ({_marks(places)}) AND regelset=? AND closed=0"
        return self._one(f"SELECT 1 FROM overview WHERE {where} LIMIT 1", *places, regelset) is not None

    def _still_to(self, gemeente: str, target: int) -> dict[str, Any]:
        """How many persons a gemeente still has to link and to house in this half-year."""
        words, (first, last) = self.forms.process.TARGET, period_of(self.today, "halfjaar")
        row = self._one(
            "SELECT coalesce(sum(CASE WHEN housed BETWEEN ? AND ? THEN persons END), 0) AS housed, "
            "coalesce(sum(CASE WHEN housed IS NULL AND linked IS NOT NULL AND closed=0 THEN persons END), 0) AS waiting "
            "FROM overview WHERE gemeente=?",
            first.isoformat(), last.isoformat(), gemeente,
        )  # fmt: skip
        assert row is not None
        housed, linked = row["housed"], row["housed"] + row["waiting"]
        return {words["to_house"]: max(0, target - housed), words["to_link"]: max(0, target - linked)}


def _marks(values: list[str]) -> str:
    return ",".join("?" * len(values)) or "''"
