"""Filling in forms as a person would: by hand with `fill`, what is still missing with `complete`, everything with `full_answers`."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from popforms.definition.blocks import ACTION_LIFE
from popforms.definition.check import Problem, Stage, asked, check
from popforms.definition.conditions import Condition
from popforms.definition.kinds import KINDS, Lookup
from popforms.definition.paths import UnknownPath, find, fixed_rows, path_of, scope, shown
from popforms.definition.questions import FormDef, Question, SectionDef
from popforms.demo.texts import sentence
from popforms.store import Draft, Store, transaction

TRIES = 12
REPAIRS = 400
"""So often an answer that a rule refuses is drawn again; approvals in a fixed order need many draws."""


def fill(store: Store, record_id: str, values: Mapping[str, Any]) -> None:
    """Type answers into a draft, all or none. Raises AccessDenied or NotNow where the user may not write.

    A question goes by its path, by its name when the form asks it once, or inside the name of its section. The answer to a
    group is a list of dicts: rows with an `id` are that row, the others are added; "geen" says that there are none.
    """
    with transaction(store.db):
        draft = store.open_draft(record_id)
        for name, value in values.items():
            section = next((s for s in draft.form.sections if s.name and s.name == name), None)
            inside = {f"{name}.{one}": cell for one, cell in value.items()} if section and isinstance(value, Mapping) else {name: value}
            for one, cell in inside.items():
                _type(store, draft, *_question(draft.form, one), one, cell)


def complete(store: Store, record_id: str, stage: Stage, seed: int = 1) -> list[Problem]:
    """Answer what is still missing for a stage, as far as this user may; gives what is left for colleagues."""
    rng, mine = random.Random(f"{seed} {record_id} {stage}"), set[str]()
    for _ in range(TRIES):
        problems = [p for p in store.problems(record_id, stage) if p.stop]
        draft = store.open_draft(record_id)
        drawn = {path for one in mine for path in (one, one.rpartition(".")[0].rpartition(".")[0])}  # a rule may be about all rows
        todo = [p for p in problems if p.path and draft.may_write(p.path) and (p.missing or p.path in drawn)]
        if not todo:
            return problems
        maker = Maker(store.lookup(draft.record.dossier_id), rng, store.today)
        facts = store.dossier(draft.record.dossier_id).facts if draft.record.dossier_id else {}
        with transaction(store.db):
            for problem in todo:
                mine.add(problem.path)
                _answer(store, draft, problem.path, maker, facts)
    return [p for p in store.problems(record_id, stage) if p.stop]


def full_answers(
    form: FormDef,
    facts: Mapping[str, Any],
    seed: int = 1,
    *,
    lookup: Lookup,
    today: date,
    given: Mapping[str, Any] | None = None,
    late: bool = False,
) -> dict[str, Any]:
    """A valid answer to every question that is asked, as a nested dict; nothing that `check` stops on for `d` (for `n` when `late`).

    `given` fixes answers by name (None leaves a question open). Left open too: what makes other questions go away, such as the
    reason why a talk did not take place, and what another form or a scan fills in.
    """
    maker = Maker(lookup, random.Random(f"{seed} {form.key}"), today)
    fixed, closed = dict(given or {}), _ways_out(form)
    answers: dict[str, Any] = {}
    unanswerable: set[str] = set()
    drawn: Counter[str] = Counter()
    for _ in range(REPAIRS):
        made = False
        for section, question in list(shown(form, answers, facts)):
            path = path_of(section, question)
            known = question.name in _inside(answers, section) or path in unanswerable or question.name in closed
            if known or question.is_given or question.owner or question.kind == "file" or (question.after_freezing and not late):
                continue
            value = fixed[question.name] if question.name in fixed else maker.value(section, question, answers, facts)
            if value is None:
                unanswerable.add(path)
            else:
                _place(answers, section)[question.name] = value
                made = True
        wrong = [p for p in check(form, answers, facts, "n" if late else "d") if p.stop and not p.missing]
        if not wrong and not made:
            break
        for problem in wrong:
            at = find(form, problem.path)[1].name
            again = {at, *(name.partition(".")[0] for rule in form.rules if rule.at == at for name in rule.when.names())}
            for section, question in form.questions():
                if question.name in again:
                    _place(answers, section).pop(question.name, None)
                    drawn[path_of(section, question)] += 1
                    if not question.required and drawn[path_of(section, question)] > TRIES:  # no answer fits here today
                        unanswerable.add(path_of(section, question))
    return asked(answers, form, facts)


class Maker:
    """Makes a valid answer to a question; the same random row gives the same answers."""

    def __init__(self, lookup: Lookup, rng: random.Random, today: date) -> None:
        self.lookup, self.rng, self.today = lookup, rng, today

    def value(self, section: SectionDef, question: Question, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
        """A stored answer, rows and all; None when nothing can be chosen."""
        if not question.is_rows:
            return self.cell(question)
        rows = fixed_rows(question) or [{"id": "r1"}]
        made = [self.row(section, question, row, answers, facts) for row in rows]
        return None if any(row is None for row in made) else made

    def row(
        self, section: SectionDef, question: Question, row: Mapping[str, Any], answers: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """A row with every column that is asked; None when one that is needed cannot be answered."""
        cells = dict(row)
        closed = _empties(c.shown_when for c in question.columns)
        for column in question.columns:
            if (
                column.name in cells
                or column.kind in ("file", "rows")
                or column.name in closed
                or (question.block == "B-A" and column.name in ACTION_LIFE)
            ):
                continue
            if column.shown_when and not column.shown_when.holds(scope(section, answers, facts, cells)):
                continue
            value = self.cell(column)
            if value is None and column.required:
                return None
            if value is not None:
                cells[column.name] = value
        return cells

    def cell(self, question: Question) -> Any:
        """A stored answer to one question."""
        return KINDS[question.kind].store(question, self._value(question))

    def _value(self, question: Question) -> Any:
        rng, kind = self.rng, question.kind
        match kind:
            case "text" | "long text":
                return sentence(question, rng)
            case "address":
                return f"{rng.choice(_STREETS)} {rng.randint(1, 90)}, 438{rng.randint(1, 9)} {rng.choice('BGKT')}{rng.choice('CLNR')} Zandvoorde"
            case "bsn":
                return _bsn(rng)
            case "v-number":
                return f"28{rng.randint(0, 99_999_999):08d}"
            case "email":
                return f"bewoner{rng.randint(10, 99)}@voorbeeld.nl"
            case "date":
                return self.today - timedelta(days=rng.randint(1, 20))
            case "date, also only year":
                return date(self.today.year - rng.randint(19, 60), rng.randint(1, 12), rng.randint(1, 28))
            case "time":
                return f"{rng.randint(9, 16):02d}:{rng.choice(('00', '15', '30'))}"
            case "whole" | "number":
                low = int(question.minimum if question.minimum is not None else 1)
                return rng.randint(low, int(min(question.maximum or low + 40, low + 40)))
            case "amount":
                return f"{rng.randint(20, 700)},{rng.choice(('00', '50', '95'))}"
            case "multi choice":
                codes = [code for code, _ in (self.lookup.choices(question) if question.refers_to else question.options)]
                return rng.sample(codes, min(len(codes), rng.randint(1, 2)))
            case "signature":
                return "gezet"
            case "together":
                return {column.name: self.cell(column) for column in question.columns if not column.is_given}
            case "reference" | "person" | "organisation" | "person or organisation" | "user" | "user or person":
                ids = [code for code, _ in self.lookup.choices(question)]
                return rng.choice(ids) if ids else None
        codes = [code for code, _ in question.options]
        return rng.choice(codes) if codes else None


_STREETS = ("Duinweg", "Havenstraat", "Kerkpad", "Lijsterlaan", "Schelpenkade", "Vuurtorenstraat", "Zeedijk")


def _answer(store: Store, draft: Draft, path: str, maker: Maker, facts: Mapping[str, Any]) -> None:
    """Answer the question or the cell at a path."""
    section, question = find(draft.form, path)
    _, _, column = path[len(path_of(section, question)) + 1 :].partition(".")
    asked_for = next((c for c in question.columns if c.name == column), question)
    value = maker.cell(asked_for) if column else maker.value(section, question, draft.answers(), facts)
    if asked_for.kind == "together":  # what was typed of it stays
        value |= draft.value(path) or {}
    if column:
        _save(store, draft, path, value)
    else:
        _type(store, draft, section, question, path, value)


def _type(store: Store, draft: Draft, section: SectionDef, question: Question, name: str, value: Any) -> None:
    path = path_of(section, question)
    if not question.is_rows or not isinstance(value, list):
        _save(store, draft, name if len(name) > len(path) and name.startswith(path) else path, value)
        return
    fixed = [row["id"] for row in fixed_rows(question)]
    known = set(draft.rows(section, question))
    for row in value:
        row_id = row.get("id") or next(f"r{n}" for n in range(1, 999) if f"r{n}" not in known)
        if row_id not in known:
            store.add_row(draft.record.id, path, row_id)
            known.add(row_id)
            if any(column.prefill for column in question.columns):
                draft.entries |= store.open_draft(draft.record.id).entries
        given = question.rows[fixed.index(row_id)] if row_id in fixed else {}
        for column, cell in row.items():
            if column != "id" and given.get(column) != cell:
                _save(store, draft, f"{path}.{row_id}.{column}", cell)


def _save(store: Store, draft: Draft, path: str, value: Any) -> None:
    entry = draft.entries.get(path)
    draft.entries[path] = store.save_field(draft.record.id, path, value, expect=entry.revision if entry else 0)


def _question(form: FormDef, name: str) -> tuple[SectionDef, Question]:
    try:
        return find(form, name)
    except UnknownPath:
        found = [(s, q) for s, q in form.questions() if q.name == name]
        if len(found) != 1:
            raise
        return found[0]


def _inside(answers: Mapping[str, Any], section: SectionDef) -> Mapping[str, Any]:
    return answers.get(section.name) or {} if section.name else answers


def _place(answers: dict[str, Any], section: SectionDef) -> dict[str, Any]:
    return answers.setdefault(section.name, {}) if section.name else answers


def _ways_out(form: FormDef) -> set[str]:
    """Questions that others ask to be empty: an answer there ends the conversation instead of telling about it."""
    return _empties([q.shown_when for _, q in form.questions()] + [s.shown_when for s in form.sections])


def _empties(conditions: Any) -> set[str]:
    found: set[str] = set()
    for condition in conditions:
        if isinstance(condition, Condition):
            found |= {condition.args[0]} if condition.op == "empty" else _empties(condition.args)
    return found


def _bsn(rng: random.Random) -> str:
    """A number that passes the eleven-test, from the range 99999 that is only handed out for tests."""
    while True:
        digits = f"99999{rng.randint(0, 999):03d}"
        last = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if last < 10:
            return f"{digits}{last}"
