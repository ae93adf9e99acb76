"""Hours: one's own lines, which are added and never changed; a wrong one is taken back, and a coordinator closes the month."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.check import check
from popforms.definition.kinds import KINDS
from popforms.definition.paths import nest, path_of
from popforms.definition.questions import FormDef
from popforms.dutch import parse_date, say_month
from popforms.store.base import NotNow, RecordRow
from popforms.store.connection import stamp, transaction
from popforms.store.drafts import by_name
from popforms.store.people import People
from popforms.store.versions import NotReady

RECENT = timedelta(days=60)
"""So long after it was kept a talk proposes the hours it took."""
MOST = 50
QUARTER = Decimal("0.25")


@dataclass(frozen=True)
class HourLine:
    """A line of hours in words; a line that was taken back and the line that did so count for nothing."""

    id: str
    day: date
    who: str
    party: str
    dossier: str
    kind: str
    hours: Decimal
    note: str
    mine: bool
    taken_back: bool
    takes_back: bool

    @property
    def counts(self) -> bool:
        return not (self.taken_back or self.takes_back)


@dataclass(frozen=True)
class TalkHours:
    """The line that a talk proposes: its length in quarters of an hour, rounded up."""

    record: RecordRow
    day: date
    kind: str
    hours: Decimal


class Hours(People):
    """Writing, taking back, closing a month, and the totals."""

    def hours_form(self) -> FormDef:
        """The form whose records are lines of hours."""
        return self.forms[self.forms.process.HOURS["form"]]

    def may_write_hours(self) -> bool:
        """Whether writing hours is for a role of this user."""
        return self.rights.may(self.user, "W", self.hours_form().part, self._own_case(self.hours_form()), self.today)

    def add_hours(self, answers: Mapping[str, Any], token: str) -> None:
        """Add a line in one's own name, of the own organisation; the same token twice is one line. Raises NotReady with what is
        wrong, NotNow when the month is closed."""
        names = self.forms.process.HOURS
        typed = {names[word] for word in ("day", "kind", "hours", "note", "dossier")} | (
            {names["party"]} if not self.user.organisation else set()
        )
        self._add_hours({name: value for name, value in answers.items() if name in typed}, token)

    def take_back_hours(self, line_id: str, token: str) -> None:
        """Take an own line back: a line that says so is added, and both count for nothing from then on."""
        record, answers = self._own_line(line_id)
        names = self.forms.process.HOURS
        if answers.get(names["takes_back"]) or any(line.id == record.id and line.taken_back for line in self._lines_of(record.title)):
            raise NotNow("Deze regel is al teruggenomen. Vernieuw de pagina om te zien hoe het ervoor staat.")
        self._add_hours({**answers, names["takes_back"]: record.id}, token)

    def hour_lines(self, month: str, *, all_of_us: bool = False) -> list[HourLine]:
        """The lines of a month (`2026-03`): one's own, or `all_of_us` those of the own organisation for who reads these; by day."""
        self._audit_read("uren lezen", detail=month)
        lines = [line for line in self._lines_of(month) if line.mine or all_of_us]
        return sorted(lines, key=lambda line: (line.day, line.who, line.id))

    def reads_hours_of_us(self) -> bool:
        """Whether this user reads the lines of colleagues of the own organisation."""
        form, line = self.hours_form(), {self.forms.process.HOURS["party"]: self.user.organisation or "-"}
        return bool(self.user.organisation) and self.rights.may_read_line(
            self.user, form.part, line, "", self._own_case(form), self.today
        )  # fmt: skip

    def reads_hour_totals(self) -> bool:
        """Whether this user reads the totals of all parties."""
        return self.rights.may_ever(self.user, "A", self.hours_form().part)

    def hour_totals(self, month: str) -> list[tuple[str, str, Decimal]]:
        """Party, kind and hours of a month in the own gemeenten, without anybody's name; for who counts."""
        if not self.reads_hour_totals():
            self._refused("uren tellen")
            raise AccessDenied
        self._audit_read("uren tellen", detail=month)
        names, totals = self.forms.process.HOURS, dict[tuple[str, str], Decimal]()
        rows = [
            (record, answers) for record, answers in self._kept_lines(month) if set(json.loads(record.gemeenten)) & set(self.user.gemeenten)
        ]
        gone = _gone(rows, names["takes_back"])
        for record, answers in rows:
            if record.id not in gone:
                place = (self.contact_name(answers.get(names["party"])), str(answers.get(names["kind"]) or ""))
                totals[place] = totals.get(place, Decimal(0)) + Decimal(str(answers.get(names["hours"]) or 0))
        return sorted((party, kind, hours) for (party, kind), hours in totals.items())

    # --- the month ----------------------------------------------------------------------------------------------------

    def month_is_closed(self, month: str) -> bool:
        """Whether the hours of the own organisation in a month are closed."""
        return self._is_closed(self.user.organisation or "", month)

    def may_close_months(self) -> bool:
        """Whether this user closes and opens the months of the own organisation."""
        return self.rights.may_act(self.user, "close_hours", about=self.user.organisation or "")

    def close_month(self, month: str, *, closed: bool = True) -> None:
        """Close a month of the own organisation, or open it again; each is a line that stays."""
        if not self.may_close_months():
            self._refused("maand afsluiten")
            raise AccessDenied
        if parse_date(f"{month}-01") is None or month > self.today.isoformat()[:7]:
            raise NotNow("Kies een maand die al begonnen is.")
        with transaction(self.db):
            if self.month_is_closed(month) != closed:
                self._write(
                    "INSERT INTO hours_month SELECT ?, ?, coalesce(max(seq), 0) + 1, ?, ?, ? FROM hours_month WHERE organisation=? AND month=?",
                    self.user.organisation, month, int(closed), self.user.id, self.stamp(), self.user.organisation, month,
                )  # fmt: skip
                self._refresh_party(self.user.organisation or "")
                self._audit("maand afsluiten" if closed else "maand openen", detail=month)

    # --- what a talk proposes -----------------------------------------------------------------------------------------

    def talks_without_hours(self) -> list[TalkHours]:
        """The lines that talks propose which this user kept last, the newest first; until they are written down."""
        talks = [form.key for form in self.forms.per_dossier() if form.is_talk]
        rows = self._all(
            f"SELECT * FROM record WHERE changed_by=? AND changed_at>? AND version>0 AND form IN ({','.join('?' * len(talks))}) "
            f"ORDER BY changed_at DESC LIMIT {MOST}",
            self.user.id, stamp(self.now() - RECENT), *talks,
        )  # fmt: skip
        found = (self._talk_hours(RecordRow.of(self.forms[row["form"]], row)) for row in rows)
        proposed = [one for one in found if one is not None]
        self._reads_list("uren lezen", len(proposed), "voorgesteld uit gesprekken")
        return proposed

    def talk_hours(self, record_id: str) -> TalkHours | None:
        """The line that a talk proposes to who kept it last; None when there is nothing to propose."""
        record = self._record(record_id)
        self._reads(record)
        return self._talk_hours(record) if record.form.is_talk and record.changed_by == self.user.id else None

    def write_talk_hours(self, record_id: str) -> None:
        """Write down what a talk proposes; a talk gives each colleague one line."""
        proposed = self.talk_hours(record_id)
        if proposed is None:
            raise NotNow("De uren van dit gesprek staan er al. Je vindt ze bij Lijsten, onder Uren.")
        names = self.forms.process.HOURS
        answers = {
            names["day"]: proposed.day.isoformat(), names["kind"]: proposed.kind, names["hours"]: str(proposed.hours),
            names["dossier"]: proposed.record.dossier_id,
        }  # fmt: skip
        self._add_hours(answers, self._token_of(proposed.record))

    # --- inside -------------------------------------------------------------------------------------------------------

    def _add_hours(self, answers: Mapping[str, Any], token: str) -> None:
        form, names = self.hours_form(), self.forms.process.HOURS
        if not self.may_write_hours():
            self._refused("uren schrijven")
            raise AccessDenied
        given = {**answers, names["who"]: self.user.id, names["party"]: self.user.organisation or answers.get(names["party"])}
        values = {path_of(s, q): KINDS[q.kind].store(q, given[q.name]) for s, q in form.questions() if given.get(q.name) is not None}
        kept = nest(form, {path: value for path, value in values.items() if value is not None})
        if problems := [p for p in check(form, kept, {"vandaag": self.today.isoformat()}, "c") if p.stop]:
            raise NotReady(problems)
        flat = by_name(kept)
        party = form.question(names["party"])
        if party and not self.user.organisation and not self.lookup().offers(party, flat.get(names["party"])):
            self._refused("uren schrijven")
            raise AccessDenied
        month = str(flat[names["day"]])[:7]
        with transaction(self.db):
            if flat.get(names["dossier"]) and not flat.get(names["takes_back"]) and not self.may_open(flat[names["dossier"]]):
                self._refused("uren schrijven")
                raise AccessDenied
            if self._is_closed(str(flat[names["party"]]), month):
                raise NotNow(f"De uren van {say_month(month)} zijn afgesloten. Vraag de coördinator om de maand weer te openen.")
            if not self._one("SELECT 1 FROM record WHERE token=?", token):
                self._refresh_hours(self._insert_line(form, kept, token, None, month), flat)

    def _kept_lines(self, month: str) -> Iterator[tuple[RecordRow, dict[str, Any]]]:
        form = self.hours_form()
        rows = self._all(
            "SELECT r.*, v.content FROM record r JOIN version v ON v.record_id=r.id AND v.number=r.version "
            "WHERE r.form=? AND r.dossier_id IS NULL AND r.title=? ORDER BY r.created_at",
            form.key, month,
        )  # fmt: skip
        for row in rows:
            yield RecordRow.of(form, row), by_name(json.loads(row["content"]))

    def _lines_of(self, month: str) -> list[HourLine]:
        """The lines of a month that this user may read."""
        form, names, words = self.hours_form(), self.forms.process.HOURS, self.lookup()
        rows = list(self._kept_lines(month))
        gone, told = _gone(rows, names["takes_back"]), dict[str, str]()
        about = form.question(names["dossier"])
        lines = []
        for record, answers in rows:
            if not self.rights.may_read_line(self.user, form.part, answers, record.created_by, self._case_of(record), self.today):
                continue
            dossier = answers.get(names["dossier"])
            if dossier and about and dossier not in told:
                told[dossier] = words.name(about, dossier)
            lines.append(
                HourLine(
                    record.id, date.fromisoformat(answers[names["day"]]), self.user_name(record.created_by),
                    self.contact_name(answers.get(names["party"])), told.get(dossier or "", ""), str(answers[names["kind"]]),
                    Decimal(str(answers[names["hours"]])), str(answers.get(names["note"]) or ""), record.created_by == self.user.id,
                    record.id in gone and not answers.get(names["takes_back"]), bool(answers.get(names["takes_back"])),
                )
            )  # fmt: skip
        return lines

    def _own_line(self, line_id: str) -> tuple[RecordRow, dict[str, Any]]:
        row = self._one("SELECT * FROM record WHERE id=? AND form=? AND created_by=?", line_id, self.hours_form().key, self.user.id)
        if row is None:
            self._refused("uren terugnemen")
            raise AccessDenied
        record = RecordRow.of(self.hours_form(), row)
        return record, by_name(self._content(record.id, record.version, record.form))

    def _talk_hours(self, record: RecordRow) -> TalkHours | None:
        """What a kept talk proposes to this user, as far as they may read how long it took."""
        names = self.forms.process.HOURS
        where = next((path_of(s, q) for s, q in record.form.questions() if q.name == names["talk_minutes"]), "")
        told = self._one("SELECT 1 FROM record WHERE token=?", self._token_of(record))
        if told or record.not_held or not record.version or not self.may_write_hours() or where not in self._readable(record):
            return None
        answers = by_name(self._content(record.id, record.version, record.form))
        day, minutes = (
            parse_date(str(answers.get(self.forms.process.TALK["day"]) or "")),
            Decimal(str(answers.get(names["talk_minutes"]) or 0)),
        )
        if day is None or day > self.today or not minutes or self.month_is_closed(day.isoformat()[:7]):
            return None
        hours = (minutes / 15).quantize(Decimal(1), ROUND_UP) * QUARTER
        return TalkHours(record, day, names["talks"].get(record.form.code, names["talk"]), hours)

    def _token_of(self, record: RecordRow) -> str:
        return f"uren {record.id} {self.user.id}"


def _gone(rows: list[tuple[RecordRow, dict[str, Any]]], takes_back: str) -> set[str]:
    """The lines that count for nothing: those that were taken back, and those that took them back."""
    back = [(record.id, answers[takes_back]) for record, answers in rows if answers.get(takes_back)]
    return {one for pair in back for one in pair}
