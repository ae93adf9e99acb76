"""What a new form begins with: answers that stand in other forms, and rows from the plans and actions of the dossier."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from popforms.access.view import HEALTH
from popforms.definition.blocks import HEADER, STAYS_TRUE
from popforms.definition.kinds import KINDS
from popforms.definition.paths import fixed_rows, nest, path_of
from popforms.definition.questions import HEAVY, FormDef, Question, SectionDef
from popforms.store.actions import OPEN
from popforms.store.base import RecordRow
from popforms.store.drafts import by_name
from popforms.store.minutes import Minutes
from popforms.store.opening import Opening
from popforms.store.own_terms import rows_of

LAST = "vorige"
"""The prefill word of a group of rows that a gemeente keeps from year to year."""
ROWS = "regels"
"""The prefill word of a group of rows: `regels:acties`, `regels:doelen`, `regels:open doelen`, `regels:vorig overleg` or
`regels:F08b.p19_team`."""


CALLED_OFF = "de afspraak die niet doorging"
"""Where a new appointment takes its answers from, in words."""


@dataclass(frozen=True)
class Goal:
    """A goal in a plan: an id that stays the same, the record and section it stands in, and its own row."""

    id: str
    record: RecordRow
    section: SectionDef
    question: Question
    row: Mapping[str, Any]


class Carried(Minutes, Opening):
    """Nobody types twice what is known already."""

    def goals(self, dossier_id: str) -> list[tuple[str, str]]:
        """The goals of the plans of a dossier that this user may read, by the id of their row; one about health stays closed."""
        self._open_case(dossier_id)
        self._audit_read("doelen lezen", dossier=dossier_id)
        words, found = self.forms.process.GOALS["words"], []
        for goal in self._goals(dossier_id):
            unit, heavy = path_of(goal.section, goal.question), goal.question.privacy in HEAVY
            closed = heavy and not self._opens(goal.record, unit, goal.question, goal.record.version)
            found.append((goal.row["id"], f"{goal.section.title}: {'een doel' if closed else goal.row[words]}"))
        return found

    # --- inside -------------------------------------------------------------------------------------------------------

    def _goals(self, dossier_id: str) -> Iterator[Goal]:
        case = self._open_case(dossier_id)
        for form in self.forms.per_dossier():
            row = self._record_of(dossier_id, form) if form.question(self.forms.process.GOALS["rows"]) else None
            if row is None:
                continue
            readable, record = self.rights.readable(self.user, form, case, self.today), self._record(row["id"])
            yield from (goal for goal in self._goals_in(record) if path_of(goal.section, goal.question) in readable)

    def _goals_in(self, record: RecordRow) -> Iterator[Goal]:
        """The goals of a plan, without asking who may read them."""
        wanted = self.forms.process.GOALS
        plans = [(section, question) for section, question in record.form.questions() if question.name == wanted["rows"]]
        answers = nest(record.form, self._draft_values(record)) if plans else {}
        for section, question in plans:
            goals = (answers.get(section.name) or {} if section.name else answers).get(question.name)
            for goal in goals if isinstance(goals, list) else ():
                if goal.get(wanted["words"]):
                    yield Goal(_id(f"{section.name}{goal['id']}"), record, section, question, goal)

    def _allowed_facts(self, facts: Mapping[str, Any], case: Any) -> dict[str, Any]:
        """The facts that this user may read, by the rights on the question each one comes from.

        A name that several sections share, as in the modules of a plan, may be of any of them: all must be readable.
        """
        allowed: dict[str, Any] = {}
        for form in self.forms.per_dossier():
            if form.lines:
                continue
            readable, closed = self.rights.readable(self.user, form, case, self.today), set[str]()
            for section, question in form.questions():
                for name in (f"{question.code}.{question.name}", *([question.name] if form.key == self.forms.head.key else ())):
                    if path_of(section, question) not in readable:
                        closed.add(name)
                    elif name in facts:
                        allowed[name] = facts[name]
            for name in closed:
                allowed.pop(name, None)
        return {**allowed, "fase": facts.get("fase"), "fase_bereikt": facts.get("fase_bereikt"), "F00.open": facts.get("F00.open")}

    def _known(self, record: RecordRow, question: Question, fixed: Mapping[str, str]) -> tuple[Any, str]:
        """Also what another form says, in the words of this question: `F02.nareis_status:aangevraagd=loopt;toegekend=loopt`."""
        place, _, pairs = question.prefill.partition(":")
        code, _, name = place.partition(".")
        source = self.forms.holder(code, name)
        if source is None:
            return super()._known(record, question, fixed)
        value = self._answer_of(record, source, code, name)
        if pairs:
            value = dict(pair.split("=", 1) for pair in pairs.split(";")).get(str(value))
        if question.options:  # the other form may know more choices
            known = dict(question.options)
            value = [one for one in value if one in known] if isinstance(value, list) else value if value in known else None
        return value, source.title

    def _answer_of(self, record: RecordRow, source: FormDef, code: str, name: str) -> Any:
        """What a form of the dossier says under a name, as far as this user may read it there; sentences are no facts."""
        facts, case = self._facts(record), self._case_of(record)
        section, question = next((s, q) for s, q in source.questions() if q.name == name and code in (q.code, source.code))
        if path_of(section, question) not in self.rights.readable(self.user, source, case, self.today):
            return None
        if question.kind != "long text":
            return facts.get(f"{code}.{name}", facts.get(name) if source.key == self.forms.head.key else None)
        row = self._record_of(record.dossier_id, source)
        if row is None or not row["version"] or not facts.get(f"{source.code}.begun"):
            return None
        return by_name(self._content(row["id"], self._that_counts(row)["version"], source)).get(name)

    def _prefill(self, record: RecordRow) -> None:
        """Write what is already known into an untouched draft, each with its source."""
        if self._one("SELECT 1 FROM draft WHERE record_id=?", record.id):
            return
        before, stays = self._called_off_before(record)
        for section, question in record.form.questions():
            if self._stays_true(record, path_of(section, question), question, before, stays):
                continue
            self._name_in_roles(record, section, question)
            word, _, rest = question.prefill.partition(":")
            if word == ROWS:
                self._prefill_rows(record, path_of(section, question), question, rest)
            elif word == LAST:
                self._prefill_from_last(record, path_of(section, question), question)
            elif question.prefill:
                value, source = self._known(record, question, dict(section.fixed))
                stored = KINDS[question.kind].store(question, value) if value not in (None, "") else None
                if stored is not None:
                    self._put(record, path_of(section, question), stored, expect=0, source=source)

    def _called_off_before(self, record: RecordRow) -> tuple[str, dict[str, Any]]:
        """The talk before this one when it did not take place: its words as a source, and its answers by path."""
        rows = self._all(
            "SELECT id, not_held FROM record WHERE dossier_id IS ? AND form=? AND id<>? ORDER BY created_at DESC, rowid DESC LIMIT 1",
            record.dossier_id, record.form.key, record.id,
        ) if record.form.is_talk else []  # fmt: skip
        if not rows or not rows[0]["not_held"]:
            return "", {}
        kept = self._all("SELECT path, value FROM draft WHERE record_id=? AND value IS NOT NULL", rows[0]["id"])
        return CALLED_OFF, {row["path"]: json.loads(row["value"]) for row in kept}

    def _stays_true(self, record: RecordRow, path: str, question: Question, source: str, before: Mapping[str, Any]) -> bool:
        """Take over what a new appointment begins with; whether there was something. Actions go on by themselves, and what is taken
        from elsewhere is asked anew."""
        afresh = question.block or question.after_freezing or question.calculated or question.prefill.startswith(f"{ROWS}:")
        columns = STAYS_TRUE.get(question.name, () if question.name not in HEADER else None)
        if afresh or columns is None:
            return False
        mine = {one: value for one, value in before.items() if one == path or one.startswith(f"{path}.")}
        for one, value in mine.items():
            cell = one[len(path) + 1 :].partition(".")[2]
            if not cell or not columns or cell in columns:
                self._put(record, one, value, expect=0, source="" if cell else source)
        return bool(mine)

    def _name_in_roles(self, record: RecordRow, section: SectionDef, question: Question) -> None:
        """Who it is in a fixed row that names a role, such as the regisseur: a column with prefill `wie:rol` looks in `rol`."""
        for column in question.columns:
            word, _, role = column.prefill.partition(":")
            for row in fixed_rows(question) if word == "wie" else ():
                if who := self._signer(record, str(row.get(role, ""))):
                    self._put(record, path_of(section, question, row["id"], column.name), who, expect=0, source=self.forms.head.title)

    def _prefill_rows(self, record: RecordRow, path: str, question: Question, source: str) -> None:
        """Rows with the ids of where they come from; the columns that are known are filled in."""
        columns = self.forms.process.CARRIED[source]
        known = {column.name: column for column in question.columns if column.name in columns}
        place = 0
        for row_id, row in self._source_rows(record, question, source):
            cells = {name: KINDS[column.kind].store(column, row.get(columns[name])) for name, column in known.items()}
            if cells.get(next(iter(columns))) is None:  # a row that does not say what it is about
                continue
            self._put(record, f"{path}.{row_id}", {"at": place}, expect=0)
            place += 1
            for name, cell in cells.items():
                if cell is not None:
                    self._put(record, f"{path}.{row_id}.{name}", cell, expect=0)

    def _prefill_from_last(self, record: RecordRow, path: str, question: Question) -> None:
        """The rows of the last record of the own gemeente: what is not taken over would no longer count."""
        records = self._own_records()
        last = next((records[gemeente][-1] for gemeente in (self.user.organisation or "", *self.user.gemeenten) if gemeente in records), {})
        for place, row in enumerate(rows_of(last, question.name)):
            self._put(record, f"{path}.{row['id']}", {"at": place}, expect=0)
            for column in question.columns:
                if row.get(column.name) is not None:
                    self._put(record, f"{path}.{row['id']}.{column.name}", row[column.name], expect=0, source="de vorige keer")

    def _source_rows(self, record: RecordRow, question: Question, source: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The rows behind a prefill word that this user may read; what is about health stays where it was written."""
        dossier_id, light = record.dossier_id or "", question.privacy != "bijzonder"
        if source == "acties":
            marks = ",".join("?" * len(OPEN))
            rows = self._all(f"SELECT * FROM action WHERE dossier_id=? AND state IN ({marks}) ORDER BY gereed_voor, id", dossier_id, *OPEN)
            for row in rows:
                seen = self._action(row)
                if seen and seen.omschrijving and not (light and HEALTH in (row["module"], row["part"])):
                    yield _id(row["id"]), row
        elif source == "vorig overleg":
            yield from ((_id(action), row) for action, row in self._of_last_meeting(record))
        elif source.endswith("doelen"):
            column, done = self.forms.process.GOALS_DONE
            for goal in self._goals(dossier_id):
                over = source == "open doelen" and goal.row.get(column) in done
                if not over and not (light and goal.question.privacy == "bijzonder"):
                    yield goal.id, {**goal.row, **dict(goal.section.fixed)}
        else:
            place, _, only = source.partition("/")  # `F02.gezinsleden/relatie=kind`: the rows that say so
            column, _, wanted = only.partition("=")
            known = self._allowed_facts(self._facts(record), self._case_of(record)).get(place)
            kept = [row for row in known or () if isinstance(row, Mapping) and row.get(column or "id", "") == (wanted or row["id"])]
            yield from ((_id(row["id"]), row) for row in kept)


def _id(text: str) -> str:
    """A row id: letters and figures only."""
    return "".join(sign for sign in text if sign.isalnum())
