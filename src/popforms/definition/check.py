"""What is wrong with or missing in the answers of a form: one validation, told in Dutch sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError
from stdnum.nl import bsn

from popforms.definition.blocks import ACTION_LIFE, ASKED_WHEN_NOT_HELD, NOT_HELD
from popforms.definition.conditions import has_value
from popforms.definition.kinds import Wrong, read_answer
from popforms.definition.model import Form
from popforms.definition.paths import GEEN, fixed_rows, path_of, proposed_row, scope, shown
from popforms.definition.questions import FormDef, Question, SectionDef

Stage = Literal["c", "d", "n"]
_COUNTS: dict[Stage, tuple[str, ...]] = {"c": ("c",), "d": ("c", "d"), "n": ("c", "d", "n")}
MAX_ROWS = 200
NOT_YET = "nog niet"
"""The answer at which a question proposes an action."""
_NINE_DIGITS = re.compile(r"(?<![0-9])(?=((?:[0-9][. ]?){8}[0-9])(?![0-9]))")
"""Nine digits with no other digit against them, in groups or not; a look-ahead, so that `3 111222333` is seen too."""


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where, the question in words, and the sentence; `stop` is false for a remark."""

    path: str
    label: str
    say: str
    stop: bool = True
    missing: bool = False
    gate: str = ""

    def __str__(self) -> str:
        return self.label if self.missing else f"{self.label}: {self.say}"


def problem_of(question: Question, value: Any) -> str | None:
    """What is wrong with one answer, or None."""
    try:
        read_answer(question, value)
    except Wrong as error:
        return str(error)
    return None


def check(form: FormDef, answers: Mapping[str, Any], facts: Mapping[str, Any], stage: Stage) -> list[Problem]:
    """All problems for a stage: wrong answers, refused combinations and what is missing; hidden questions never count."""
    problems: list[Problem] = []
    not_held = has_value(_find(answers, NOT_HELD))
    for section, question in shown(form, answers, facts):
        value = _inside(answers, section).get(question.name)
        if question.is_rows:
            problems += _check_rows(section, question, value, answers, facts, None if not_held else stage)
        elif question.kind == "together":
            problems += _check_together(section, question, value, None if not_held else stage)
        elif value is not None:
            problems += _check_value(path_of(section, question), question, value)
        optional = not_held and question.name not in ASKED_WHEN_NOT_HELD
        if _is_missing(question, value) and question.required in _COUNTS[stage] and not optional:
            problems.append(Problem(path_of(section, question), question.label, "vul dit nog in.", missing=True))
    return problems + _check_rules(form, answers, facts, stage) + _check_proposals(form, answers, facts, stage)


def remarks(form: FormDef, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, str]:
    """What deserves a second look already while it is typed, by the path of the question it is said at."""
    return {problem.path: problem.say for problem in _check_rules(form, answers, facts, "c") if not problem.stop}


def validate(model: type[Form], answers: Mapping[str, Any]) -> Form:
    """The answers as a Form; call after `check` found nothing that stops. Raises ValidationError on what it cannot hold."""
    empty_sections: dict[str, Any] = {section.name: {} for section in model.definition.sections if section.name}
    return model.model_validate({**empty_sections, **answers})


def fits(model: type[Form], answers: Mapping[str, Any]) -> bool:
    """Whether the answers make a Form."""
    try:
        validate(model, answers)
    except ValidationError:
        return False
    return True


def asked(answers: Mapping[str, Any], form: FormDef, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without those of hidden questions: what a version keeps and paper shows."""
    kept: dict[str, Any] = {}
    for section, question in shown(form, answers, facts):
        value = _inside(answers, section).get(question.name)
        if value is None:
            continue
        place = kept.setdefault(section.name, {}) if section.name else kept
        place[question.name] = _asked_rows(section, question, value, answers, facts) if question.is_rows else value
    return kept


def _asked_rows(section: SectionDef, question: Question, value: Any, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
    if value == GEEN:
        return value
    rows = []
    for row in value:
        look = scope(section, answers, facts, row)
        hidden = {c.name for c in question.columns if c.shown_when and not c.shown_when.holds(look)}
        rows.append({name: cell for name, cell in row.items() if name not in hidden})
    return rows


def _inside(answers: Mapping[str, Any], section: SectionDef) -> Mapping[str, Any]:
    return answers.get(section.name) or {} if section.name else answers


def _find(answers: Mapping[str, Any], name: str) -> Any:
    for value in answers.values():
        if isinstance(value, Mapping) and name in value:
            return value[name]
    return answers.get(name)


def _is_missing(question: Question, value: Any) -> bool:
    if question.is_given or question.owner:
        return False
    if question.is_rows and value == GEEN:
        return not question.none_allowed
    return not has_value(value)


def _check_value(path: str, question: Question, value: Any) -> list[Problem]:
    sentence = problem_of(question, value)
    if sentence:
        return [Problem(path, question.label, sentence)]
    if question.kind in ("text", "long text") and holds_bsn(str(value)):
        return [Problem(path, question.label, "hierin staat iets dat lijkt op een BSN. Haal het weg als het er een is.", stop=False)]
    return []


def _check_together(section: SectionDef, question: Question, value: Any, stage: Stage | None) -> list[Problem]:
    path, parts = path_of(section, question), value or {}
    wrong = [p for c in question.columns if parts.get(c.name) for p in _check_value(f"{path}.{c.name}", c, parts[c.name])]
    return wrong + _missing_parts(path, question.label, question, parts, stage)


def _missing_parts(path: str, label: str, question: Question, parts: Mapping[str, Any], stage: Stage | None) -> list[Problem]:
    """The parts without an answer that a question of several parts cannot do without; one without any is missing as a whole."""
    if stage is None or not has_value(parts):
        return []
    needed = (c for c in question.columns if c.required in _COUNTS[stage] and not has_value(parts.get(c.name)))
    return [Problem(path, f"{label} ({c.label.lower().rstrip('?')})", "vul dit nog in.", missing=True) for c in needed]


def _check_rows(
    section: SectionDef, question: Question, value: Any, answers: Mapping[str, Any], facts: Mapping[str, Any], stage: Stage | None
) -> list[Problem]:
    """What is wrong in the rows; without a stage nothing is missing."""
    if not isinstance(value, list):
        return []
    path, problems = path_of(section, question), []
    if len(value) > MAX_ROWS:
        problems.append(Problem(path, question.label, f"er zijn {len(value)} regels; er passen er {MAX_ROWS}. Haal er een paar weg."))
    fixed = {row["id"] for row in fixed_rows(question)}
    for number, row in enumerate(value, 1):
        look = scope(section, answers, facts, row)
        for column in question.columns:
            if column.name in ACTION_LIFE and question.block == "B-A":
                continue
            if column.shown_when and not column.shown_when.holds(look):
                continue
            cell, cell_path = row.get(column.name), f"{path}.{row['id']}.{column.name}"
            label = f"{question.label} ({number}) {column.label}"
            if column.kind == "together":
                problems += [
                    Problem(p.path, label, p.say)
                    for c in column.columns
                    if (cell or {}).get(c.name)
                    for p in _check_value(cell_path, c, cell[c.name])
                ]
                problems += _missing_parts(cell_path, label, column, cell or {}, stage)
            elif cell is not None:
                problems += [Problem(p.path, label, p.say, p.stop) for p in _check_value(cell_path, column, cell)]
            needed = stage is not None and column.required in _COUNTS[stage] and not (question.block == "B-A" and stage == "c")
            if needed and not has_value(cell) and (row["id"] not in fixed or column.required == "n" or question.required):
                problems.append(Problem(cell_path, label, "vul dit nog in.", missing=True))
    return problems


def _check_rules(form: FormDef, answers: Mapping[str, Any], facts: Mapping[str, Any], stage: Stage) -> list[Problem]:
    problems = []
    visible = {question.name: (section, question) for section, question in shown(form, answers, facts)}
    for rule in form.rules:
        if rule.at not in visible or rule.stage not in _COUNTS[stage]:  # nobody can mend a question that is not asked
            continue
        section, question = visible[rule.at]
        look = scope(section, answers, facts)
        if rule.when.holds(look):
            problems.append(Problem(path_of(section, question), question.label, rule.say, stop=rule.stop))
    return problems


def _check_proposals(form: FormDef, answers: Mapping[str, Any], facts: Mapping[str, Any], stage: Stage) -> list[Problem]:
    """A remark at what is not ready and has no action; an action that was made by hand counts for one of them."""
    if stage == "c":
        return []
    open_ends, ids = [], []
    for section, question in shown(form, answers, facts):
        value = _inside(answers, section).get(question.name)
        if question.proposes and value == NOT_YET:
            open_ends.append((path_of(section, question), question))
        if question.block == "B-A" and isinstance(value, list):
            ids += [row["id"] for row in value]
    without = [(path, question) for path, question in open_ends if proposed_row(path) not in ids]
    by_hand = len(ids) - (len(open_ends) - len(without))
    return [
        Problem(path, question.label, "dit is nog niet klaar en er is geen actie voor. Maak er een, of laat het zo.", stop=False)
        for path, question in without[by_hand:]
    ]


def holds_bsn(text: str) -> bool:
    """Whether nine digits in a text pass the eleven-test (forms.md, check 9)."""
    return any(bsn.is_valid(found[1]) for found in _NINE_DIGITS.finditer(text))
