"""Answers as a nested dict and as paths with one value each: `woning.huurprijs`, `gezin.kinderen.r1.school`.

A row list has a path of its own that holds "geen" or nothing, and each row one that says it is there: {"at": place}.
Two people who add a row thus write two different paths and both rows stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from popforms.definition.questions import FormDef, Question, SectionDef

GEEN = "geen"


def path_of(section: SectionDef, question: Question, row: str = "", column: str = "") -> str:
    """The path of an answer; with `row` that of the row, with `column` too that of its cell."""
    return ".".join(part for part in (section.name, question.name, row, column) if part)


class UnknownPath(LookupError):
    """A path that is no answer of the form: made up, or of an older form."""


def find(form: FormDef, path: str) -> tuple[SectionDef, Question]:
    """The section and question that a path, of a row or cell too, belongs to; raises UnknownPath."""
    first, _, rest = path.partition(".")
    for own in (f"{first}.{rest.partition('.')[0]}", first):
        if own in form.places:
            return form.places[own]
    raise UnknownPath(path)


def cell_of(form: FormDef, path: str) -> Question:
    """The question that is asked at a path; of a cell its column. Raises UnknownPath."""
    section, question = find(form, path)
    own = path_of(section, question)
    if path == own or not question.is_rows:
        return question
    column = next((c for c in question.columns if c.name == path.rpartition(".")[2]), None)
    if column is None:
        raise UnknownPath(path)
    return column


def rights_path(form: FormDef, path: str) -> str:
    """What the rights know a path by: its question, or question and column for a column of another part; "?" for none."""
    try:
        section, question = find(form, path)
    except UnknownPath:
        return "?"
    own = path_of(section, question)
    rest = path[len(own) + 1 :].split(".")
    if not question.is_rows or len(rest) != 2:
        return own
    column = next((c for c in question.columns if c.name == rest[1]), None)
    return "?" if column is None else own if column.part == question.part else f"{own}.{column.name}"


def nest(form: FormDef, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a form as a nested dict; rows are lists of dicts with an `id`, fixed rows included."""
    answers: dict[str, Any] = {}
    for section in form.sections:
        inside: dict[str, Any] = {}
        for question in section.questions:
            value = _rows(section, question, values) if question.is_rows else values.get(path_of(section, question))
            if value is not None:
                inside[question.name] = value
        if section.name and inside:
            answers[section.name] = inside
        elif inside:
            answers.update(inside)
    return answers


def flatten(form: FormDef, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The paths of a nested dict of answers; the reverse of `nest`."""
    values: dict[str, Any] = {}
    for section, question in form.questions():
        inside = answers.get(section.name) or {} if section.name else answers
        value = inside.get(question.name)
        if value is None:
            continue
        path = path_of(section, question)
        if not question.is_rows or value == GEEN:
            values[path] = value
            continue
        fixed = {row["id"] for row in fixed_rows(question)}
        for place, row in enumerate(value):
            row_id = row.get("id") or f"r{place + 1}"
            if row_id not in fixed:
                values[f"{path}.{row_id}"] = {"at": place}
            values |= {f"{path}.{row_id}.{name}": cell for name, cell in row.items() if name != "id" and cell is not None}
    return values


def fixed_rows(question: Question) -> list[dict[str, Any]]:
    """The rows that a question has from itself, each with a stable id."""
    return [{"id": f"v{number}", **row} for number, row in enumerate(question.rows, 1)]


def proposed_row(path: str) -> str:
    """The id of the action row that the question at this path proposes when something is not ready."""
    return "p" + "".join(sign for sign in path if sign.isalnum())[:30]


def _rows(section: SectionDef, question: Question, values: Mapping[str, Any]) -> Any:
    path = path_of(section, question)
    start = path + "."
    places: dict[str, Any] = {}
    cells: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        if not key.startswith(start) or value is None:
            continue
        row_id, _, column = key[len(start) :].partition(".")
        if column:
            cells.setdefault(row_id, {})[column] = value
        elif isinstance(value, dict):
            places[row_id] = value.get("at", 0)
    known = {column.name for column in question.columns}
    rows = []
    for row in fixed_rows(question):
        rows.append({**row, **{n: v for n, v in cells.get(row["id"], {}).items() if n in known}})
    for row_id in sorted(places, key=lambda one: (places[one], one)):
        rows.append({"id": row_id, **{n: v for n, v in cells.get(row_id, {}).items() if n in known}})
    if rows:
        return rows
    return GEEN if values.get(path) == GEEN else None


def scope(section: SectionDef, answers: Mapping[str, Any], facts: Mapping[str, Any], row: Mapping[str, Any] | None = None) -> Any:
    """A look-up for conditions: the row first, then the section, then the form, then the facts of the dossier.

    `ap_akkoord_cvlw.datum` is one part of a question of several parts, `F20.state` a fact that another form gives.
    """
    inside = answers.get(section.name) or {} if section.name else answers
    fixed = dict(section.fixed)

    def look(name: str) -> Any:
        whole, _, part = name.partition(".")
        if part:
            answer = look(whole)
            return answer.get(part) if isinstance(answer, Mapping) else facts.get(name)
        for place in (row or {}, inside, fixed):
            if name in place:
                return place[name]
        for other in answers.values():
            if isinstance(other, Mapping) and name in other:
                return other[name]
        found = answers.get(name)
        return facts.get(name) if found is None or isinstance(found, Mapping) else found

    return look


def shown(form: FormDef, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[tuple[SectionDef, Question]]:
    """The questions that are asked now: their own condition holds and so does that of their section."""
    for section in form.sections:
        look = scope(section, answers, facts)
        if section.shown_when and not section.shown_when.holds(look):
            continue
        for question in section.questions:
            if question.shown_when is None or question.shown_when.holds(look):
                yield section, question
