"""The running terms as rows: of dossiers and their actions, talks, discussions and escalations, of lists, hours and gemeenten."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from popforms.definition.blocks import NOT_HELD
from popforms.definition.conditions import has_value
from popforms.definition.questions import LIST
from popforms.dutch import parse_date, say_month
from popforms.process.calculated import running_terms
from popforms.process.calendar import period_of
from popforms.process.held import COUNTED
from popforms.process.needed import done_in
from popforms.process.own import Choice
from popforms.process.records import TALK, facts_of_gemeente, talk_header, terms_of_records
from popforms.process.terms import PAUSES, Running, as_data
from popforms.store.base import as_json, local
from popforms.store.contents import Kept
from popforms.store.own_terms import OwnTerms, rows_of

_COLUMNS = "source, source_id, code, dossier_id, record_id, gemeente, role, person, deadline, warn_from, state, content"
PROGRESS = ("voortgang", "klaar", "vastgelopen")
"""The kinds of lines on an action that tell how it goes."""
A_YEAR = 12


class Place(NamedTuple):
    """Where a term belongs: what it is a term of, in which dossier, and the record where it is done."""

    source: str
    source_id: str
    dossier: str | None = None
    record: str | None = None
    gemeente: str = ""


class Terms(OwnTerms):
    """Working out the terms, always in the transaction of what they follow from."""

    def _refresh_terms(self, dossier_id: str, facts: Mapping[str, Any], kept: Sequence[Kept]) -> None:
        """The terms of a dossier and of everything in it."""
        gemeente, choices = self._gemeente(facts), self._choices(self._gemeente(facts))
        records = {one.form.key: str(one.row["id"]) for one in kept if not one.row["not_held"]}
        rows = []
        for running in self._running(facts, "dossier", choices):
            place = Place("dossier", dossier_id, dossier_id, done_in(self.forms, running, records).record or None, gemeente)
            rows.append(self._row(place, running, *self._named(running.who, facts)))
        for action in self._all("SELECT * FROM action WHERE dossier_id=? ORDER BY id", dossier_id):
            place = Place("actie", action["id"], dossier_id, action["record_id"], gemeente)
            about = self._about_action(action, facts)
            rows += [
                self._row(place, one, *self._named(one.who, facts, trekker=action["trekker"]))
                for one in self._running(about, "actie", choices)
            ]
        for record in kept:
            rows += self._record_rows(record, facts, gemeente, choices)
        self._replace(rows, "dossier_id=?", dossier_id)
        self._refresh_talks(dossier_id, facts, kept)

    def _refresh_list(self, record_id: str) -> None:
        """What follows from a record that belongs to no dossier: its own terms, and what it says about a gemeente or a party."""
        for one in self._kept("id=?", record_id):
            self._refresh_list_record(one)
            if any(name.partition(".")[0] == one.form.code for name in facts_of_gemeente(self.forms)):
                self._refresh_gemeenten()
            for dossier in self._discussed(one):
                self._refresh_one(dossier)

    def _refresh_one(self, dossier_id: str) -> None:
        """Work out one dossier again; the room above knows how."""
        raise NotImplementedError

    def _refresh_list_record(self, one: Kept) -> None:
        about = str(self._by_name(one.form, one.content).get(self.forms.process.CONTACT["gemeente"]) or "")
        if not about and one.form.above_cases:
            about = next(iter(json.loads(one.row["gemeenten"])), "")
        self._replace(self._record_rows(one, {}, about, ()), "source<>'uren' AND dossier_id IS NULL AND record_id=?", str(one.row["id"]))

    def _refresh_lists(self) -> None:
        """The terms of everything that belongs to no dossier."""
        for form in sorted(key for key in terms_of_records(self.forms) if self.forms[key].per == LIST or self.forms[key].above_cases):
            for one in self._kept("form=? AND dossier_id IS NULL", form):
                self._refresh_list_record(one)
        self._gather_hours()
        for row in self._all("SELECT DISTINCT party FROM uren ORDER BY party"):
            self._refresh_party(row["party"])
        self._refresh_gemeenten()

    # --- which terms --------------------------------------------------------------------------------------------------

    def _running(self, facts: Mapping[str, Any], per: str, choices: tuple[Choice, ...]) -> Iterator[Running]:
        """The terms that somebody still has to do with: not done, with a last day or waiting for one."""
        for running in running_terms(self.forms, facts, self.today, per, choices):
            last, event = running.last_day, running.first_day
            over = last and event and last < event < self.today  # counted back from a day that is over
            if running.state != "klaar" and (last or running.state == "niet bekend") and not over:
                yield running

    def _record_rows(self, one: Kept, dossier: Mapping[str, Any], gemeente: str, choices: tuple[Choice, ...]) -> list[tuple[Any, ...]]:
        """The terms that end in a record."""
        codes_per = terms_of_records(self.forms).get(one.form.key)
        if not codes_per:
            return []
        facts = {
            "regelset": dossier.get("regelset"),
            PAUSES: dossier.get(PAUSES),
            **self._referred(one),
            **one.facts(),
            **{f"{TALK}.{name}": value for name, value in self._talk(one).items()},
        }
        rows = []
        for per, codes in codes_per.items():
            place = Place(per, str(one.row["id"]), one.row["dossier_id"], str(one.row["id"]), gemeente)
            for running in self._running(facts, per, choices):
                if running.code in codes:
                    role, person = self._named(running.who, {**dossier, **facts}, form=one.form.code)
                    rows.append(self._row(place, running, role, person))
        return rows

    def _talk(self, one: Kept) -> dict[str, Any]:
        """The answers of the header of a conversation."""
        header = talk_header(one.form)
        inside = (one.content.get(header.name) or {} if header.name else one.content) if header else {}
        return {
            question.name: inside[question.name]
            for question in (header.questions if header else ())
            if has_value(inside.get(question.name))
        }

    def _referred(self, one: Kept) -> dict[str, Any]:
        """What the records of lists say that this record refers to, such as the meeting of a discussion."""
        found: dict[str, Any] = {}
        for section, question in one.form.questions():
            form = self.forms.get(question.refers_to) if question.kind == "reference" else None
            value = (one.content.get(section.name) or {} if section.name else one.content).get(question.name)
            if form and form.per == LIST and has_value(value):
                for other in self._kept("id=? AND dossier_id IS NULL", str(value).partition(":")[0]):
                    found |= other.facts()
        return found

    def _discussed(self, meeting: Kept) -> list[str]:
        """The dossiers with a term that follows from a record of a list, such as the date of a meeting."""
        forms = [self.forms[key] for key in terms_of_records(self.forms) if self.forms[key].per != LIST]
        if not any(q.kind == "reference" and q.refers_to == meeting.form.code for form in forms for _, q in form.questions()):
            return []
        found = set()
        for row in self._all("SELECT DISTINCT dossier_id, record_id FROM termijn WHERE dossier_id IS NOT NULL AND source='overleg'"):
            for one in self._kept("id=?", row["record_id"]):
                if any(str(value).partition(":")[0] == meeting.row["id"] for value in one.facts().values()):
                    found.add(row["dossier_id"])
        return sorted(found)

    def _about_action(self, action: Mapping[str, Any], dossier: Mapping[str, Any]) -> dict[str, Any]:
        """An action as the table knows it; what is not agreed yet has no terms."""
        if action["state"] in ("voorgesteld", "vervallen"):
            return {}
        lines = self._all("SELECT kind, at FROM action_line WHERE action_id=? ORDER BY seq", action["id"])
        told = [{"datum": local(line["at"]).date().isoformat()} for line in lines if line["kind"] in PROGRESS]
        return {
            "regelset": dossier.get("regelset"),
            PAUSES: dossier.get(PAUSES),
            "B-A.gereed_voor": action["gereed_voor"],
            "B-A.status": action["state"],
            "B-A.trekker_bevestigd_op": action["accepted_on"],
            "B-A.voortgang_frequentie": action["voortgang_frequentie"],
            "B-A.voortgang": told,
        }

    # --- who is named -------------------------------------------------------------------------------------------------

    def _named(self, who: str, facts: Mapping[str, Any], *, trekker: str = "", form: str = "") -> tuple[str, str]:
        """The role and the person that a term names; with nobody in that place everybody with the role is meant."""
        words, fields = self.forms.process.NAMED, self.rights.table.team_fields
        if who == "trekker":
            return "", trekker
        if who == "gespreksleider":
            field = words[who].get(form, words[who][""])
            return next((role for role, one in fields.items() if one == field), ""), str(facts.get(field) or "")
        if who == "ontvanger" and not facts.get(words[who]):
            question, roles = words["ontvanger_als"]
            return roles.get(str(facts.get(question)), ""), ""
        if who in words and isinstance(words[who], str):
            return "", str(facts.get(words[who]) or "")
        if who in words:
            return " ".join(words[who]), ""
        return who, str(facts.get(fields.get(who, "")) or "")

    # --- a gemeente as a whole ----------------------------------------------------------------------------------------

    def _refresh_gemeenten(self) -> None:
        """What each gemeente chose, and its own terms."""
        self._refresh_choices()
        rows = self._all("SELECT DISTINCT gemeente FROM overview WHERE gemeente<>'' UNION SELECT gemeente FROM gekozen ORDER BY 1")
        for row in rows:
            self._refresh_gemeente(row["gemeente"])

    def _refresh_gemeente(self, gemeente: str) -> None:
        facts, choices, found = self._facts_of_gemeente(gemeente), self._choices(gemeente), dict[str, tuple[Any, ...]]()
        newest = next((one["record"] for one in reversed(self._own_records().get(gemeente, []))), None)
        for regelset in self.forms.process.RULE_SETS:
            for running in self._running({**facts, "regelset": regelset}, "gemeente", choices):
                more = {"regelset": regelset} if running.code not in found else {}
                counts = self._counted(running)
                target = self._target(gemeente) if counts else None
                if counts and target is None:
                    continue  # nobody wrote down how many it should be
                more |= {"doel": target} if counts else {}
                own = f"{self.forms.process.OWN['form']}." in " ".join(self._facts_of(running))
                place = Place("gemeente", gemeente, None, newest if own else None, gemeente)
                found[running.code] = self._row(place, running, *self._named(running.who, facts), **more)
        self._replace(list(found.values()), "source='gemeente' AND source_id=?", gemeente)

    def _facts_of_gemeente(self, gemeente: str) -> dict[str, Any]:
        """The meetings of a gemeente as rows, and the groups of its own records put together."""
        own, facts = self._own_records().get(gemeente, []), dict[str, Any]()
        for name in sorted(facts_of_gemeente(self.forms)):
            code, dot, question = name.partition(".")
            form = self.forms.get(code)
            if dot:
                facts[name] = [row for one in own for row in rows_of(one, question)]
            elif form:
                facts[name] = [self._by_name(form, one.content) for one in self._made_for(form.key, gemeente)]
        return facts

    def _made_for(self, form_key: str, gemeente: str) -> list[Kept]:
        """The records of a list that are for a gemeente: a meeting of somebody who works for two counts for both."""
        here = "EXISTS (SELECT 1 FROM json_each(gemeenten) g WHERE g.value=?)"
        return self._kept(f"form=? AND dossier_id IS NULL AND {here}", form_key, gemeente)

    def _facts_of(self, running: Running) -> set[str]:
        """The facts that a term of the table looks at."""
        return {name for term in self._table("").terms if term.code == running.code for uses in term.uses() for name in uses.facts}

    def _counted(self, running: Running) -> bool:
        """Whether a count over all dossiers ends a term; that is asked when it is shown, never kept."""
        return any(name.partition(".")[0] in COUNTED for name in running.asks)

    def _target(self, gemeente: str) -> int | None:
        """How many persons a gemeente still had to house when this half-year began."""
        words, first = self.forms.process.TARGET, period_of(self.today, "halfjaar")[0]
        wanted = (gemeente, str(first.year), "1" if first.month == 1 else "2")
        for one in reversed(self._own_records().get(gemeente, [])):
            for row in rows_of(one, self.forms.process.OWN["targets"]):
                if (row.get(words["gemeente"]), str(row.get(words["year"])), str(row.get(words["half"]))) == wanted:
                    return int(row.get(words["number"]) or 0) - int(row.get(words["start"]) or 0)
        return None

    # --- hours --------------------------------------------------------------------------------------------------------

    def _gather_hours(self) -> None:
        """Of every line of hours that counts: whose it is, of which party and in which month."""
        words = self.forms.process.HOURS
        form = self.forms.get(words["form"])
        rows = self._all(
            "SELECT r.id, v.content FROM record r JOIN version v ON v.record_id=r.id AND v.number=r.version WHERE r.form=?",
            form.key if form else "",
        )
        lines = {row["id"]: self._by_name(form, json.loads(row["content"])) for row in rows} if form else {}
        gone = {one for line, answers in lines.items() if (back := answers.get(words["takes_back"])) for one in (line, back)}
        new = {self._hours_row(line, answers) for line, answers in lines.items() if line not in gone}
        old = {tuple(row.values()) for row in self._all("SELECT record_id, party, month, who FROM uren")}
        for line in old - new:
            self._write("DELETE FROM uren WHERE record_id=?", line[0])
        for line in sorted(new - old):
            self._write("INSERT INTO uren VALUES(?,?,?,?)", *line)

    def _hours_row(self, line_id: str, answers: Mapping[str, Any]) -> tuple[str, ...]:
        words = self.forms.process.HOURS
        return line_id, str(answers.get(words["party"]) or ""), str(answers[words["day"]])[:7], str(answers.get(words["who"]) or "")

    def _refresh_hours(self, line_id: str, answers: Mapping[str, Any]) -> None:
        """What follows from a new line of hours; one that takes another back counts for nothing, and neither does that other."""
        if back := answers.get(self.forms.process.HOURS["takes_back"]):
            self._write("DELETE FROM uren WHERE record_id=?", back)
        else:
            self._write("INSERT INTO uren VALUES(?,?,?,?)", *self._hours_row(line_id, answers))
        self._refresh_party(str(answers.get(self.forms.process.HOURS["party"]) or ""))

    def _is_closed(self, party: str, month: str) -> bool:
        """Whether a party closed a month (`2026-03`): its newest line says so."""
        row = self._one("SELECT closed FROM hours_month WHERE organisation=? AND month=? ORDER BY seq DESC LIMIT 1", party, month)
        return bool(row and row["closed"])

    def _refresh_party(self, party: str) -> None:
        """The months that a party has not closed: each with hours in it, and the last one for who writes hours regularly."""
        words, rows = self.forms.process.HOURS, []
        months = {row["month"] for row in self._all("SELECT DISTINCT month FROM uren WHERE party=?", party)}
        last = period_of(self.today, "maand")[0] - timedelta(days=1)
        if any(month >= _months_before(last, A_YEAR) for month in months):
            months.add(f"{last:%Y-%m}")
        for month in sorted(month for month in months if not self._is_closed(party, month)):
            day = date.fromisoformat(f"{month}-01")
            code = words["form"]
            for regelset in self.forms.process.RULE_SETS:
                for running in self._running({"regelset": regelset, f"{code}.{words['day']}": day.isoformat()}, "uren", ()):
                    running = replace(running, part=say_month(month))
                    rows.append(self._row(Place("uren", party), running, "", party, regelset=regelset))
        self._replace(list({row[2]: row for row in rows}.values()), "source='uren' AND source_id=?", party)

    # --- talks --------------------------------------------------------------------------------------------------------

    def _refresh_talks(self, dossier_id: str, facts: Mapping[str, Any], kept: Sequence[Kept]) -> None:
        """The talks of a dossier that are planned, with who leads them and whether the interpreter is arranged."""
        words = self.forms.process.TALK
        rows = set()
        for one in kept:
            talk = self._talk(one)
            day = parse_date(str(talk.get(words["day"]) or ""))
            if day is None or talk.get(NOT_HELD):
                continue
            needed = talk.get(words["needed"]) == "ja"
            arranged = all(has_value(talk.get(name)) for name in words["interpreter"])
            _, leader = self._named("gespreksleider", facts, form=one.form.code)
            state = "" if not needed else "geregeld" if arranged else "nog niet geregeld"
            rows.add((one.row["id"], dossier_id, leader, day.isoformat(), str(talk.get(words["time"]) or ""), state))
        old = {tuple(row.values()) for row in self._all("SELECT * FROM gesprek WHERE dossier_id=?", dossier_id)}
        for row in old - rows:
            self._write("DELETE FROM gesprek WHERE record_id=?", row[0])
        for row in sorted(rows - old):
            self._write("INSERT INTO gesprek VALUES(?,?,?,?,?,?)", *row)

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _row(self, place: Place, running: Running, role: str, person: str, **more: Any) -> tuple[Any, ...]:
        return (
            place.source, place.source_id, running.code, place.dossier, place.record, place.gemeente, role, person,
            running.last_day.isoformat() if running.last_day else None, running.warns_from.isoformat() if running.warns_from else None,
            running.state, as_json({**as_data(running), **more}),
        )  # fmt: skip

    def _replace(self, rows: Iterable[tuple[Any, ...]], where: str, *values: Any) -> None:
        """Make these the rows of a place; what stays the same is not written again."""
        new = {row[:3]: row for row in rows}
        old = {
            tuple(row[name.strip()] for name in _COLUMNS.split(",")[:3]): tuple(row[name.strip()] for name in _COLUMNS.split(","))
            for row in self._all(f"SELECT {_COLUMNS} FROM termijn WHERE {where}", *values)
        }
        for key in old.keys() - new.keys():
            self._write("DELETE FROM termijn WHERE source=? AND source_id=? AND code=?", *key)
        for key, row in new.items():
            if old.get(key) != row:
                self._write(f"INSERT OR REPLACE INTO termijn({_COLUMNS}) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)", *row)


def _months_before(day: date, months: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return f"{year:04}-{month + 1:02}"


def stored(row: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a row."""
    content: dict[str, Any] = json.loads(row["content"])
    return content
