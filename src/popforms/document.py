"""A form as text: headings, label/text pairs and signature blocks, for screen, paper and file alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from popforms.definition.blocks import ACTION_LIFE
from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS, Lookup
from popforms.definition.outline import (
    Answer,
    Block,
    Bullets,
    Closed,
    Compared,
    Document,
    Heading,
    Meta,
    NewPage,
    Remark,
    RowTable,
    Scanned,
    Signature,
    Space,
    Text,
    Ticks,
)  # fmt: skip
from popforms.definition.paths import fixed_rows, path_of, scope, shown
from popforms.definition.questions import FormDef, Question, SectionDef

__all__ = [
    "Answer", "Block", "Bullets", "Closed", "Compared", "Document", "Heading", "Meta", "NewPage", "Remark", "RowTable", "Scanned", "Signature", "Space", "Text",
    "Ticks", "blank", "carried", "fingerprint", "of", "record_of",
]  # fmt: skip


def record_of(form: str, version: int | None, answers: Mapping[str, Any], told_with: str = "") -> bytes:
    """What a copy says as JSON, always written the same way: this is what the fingerprint is over, and what a plan has attached.

    `told_with` is the seal of what stands around the answers, once the content lies fixed: names, words, who sign.
    """
    record = {"form": form, "version": version, "data": answers} | ({"told_with": told_with} if told_with else {})
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(record: bytes) -> str:
    """SHA-256 over `record_of`, in hexadecimal: the same for every print that says the same."""
    return hashlib.sha256(record).hexdigest()


def carried(
    form: FormDef,
    answers: Mapping[str, Any],
    facts: Mapping[str, Any],
    readable: frozenset[str],
    *,
    leave_out: frozenset[str] = frozenset(),
    late: bool = False,
    asked: frozenset[str] | None = None,
) -> dict[str, Any]:
    """The answers that `of` tells, by path, as they are kept: nothing goes along in a file that does not stand on its pages."""
    kept: dict[str, Any] = {}
    asked = _asked(form, answers, facts) if asked is None else asked
    for path, (section, question) in form.places.items():
        value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
        if (
            path not in asked & readable
            or question.privacy in leave_out
            or (question.after_freezing and not late)
            or not _is_said(question, value)
        ):
            continue
        if question.is_rows and isinstance(value, list):
            columns = _columns(section, question, readable, leave_out)
            value = [_said_cells(row, columns, scope(section, answers, facts, row)) for row in value]
        kept[path] = value
    return kept


def _asked(form: FormDef, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(path_of(section, question) for section, question in shown(form, answers, facts))


def _said_cells(row: Mapping[str, Any], columns: Sequence[Question], look: Callable[[str], Any]) -> dict[str, Any]:
    asked = {c.name for c in columns if c.shown_when is None or c.shown_when.holds(look)}
    return {name: cell for name, cell in row.items() if name in asked or name == "id"}


_NONE: Mapping[str, str] = {}


def of(
    form: FormDef,
    answers: Mapping[str, Any],
    facts: Mapping[str, Any],
    lookup: Lookup,
    readable: frozenset[str],
    meta: Meta,
    *,
    subtitle: str = "",
    leave_out: frozenset[str] = frozenset(),
    open_questions: bool = False,
    late: bool = False,
    actions: Mapping[str, str] = _NONE,
    signers: Mapping[str, str] = _NONE,
    asked: frozenset[str] | None = None,
    closed: Mapping[str, str] = _NONE,
) -> Document:
    """A form as text: the one walk that screen, paper and file draw from.

    `leave_out` names privacy classes that this copy does not carry. With `open_questions` a question without an answer
    becomes a space to write on, also when it is not known yet whether it must be asked. `late` says whether what is filled
    in after freezing is told as well; the print of a plan leaves it out, with an empty box for each signature (block B-V).
    `actions` gives the state of an action in words by the path of its row, `signers` the name in a signature box by role.
    `asked` says which questions were asked when these answers do not tell it all, `closed` which of them stay closed on screen.
    """
    blocks: list[Block] = []
    asked = _asked(form, answers, facts) if asked is None else asked
    for section in form.sections:
        inside: list[Block] = []
        for question in section.questions:
            path = path_of(section, question)
            perhaps = open_questions and _undecided(section, question, answers, facts)
            if not (path in asked or perhaps) or path not in readable or question.privacy in leave_out:
                continue
            value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
            if question.name in dict(section.fixed):
                continue  # the title of the section says it
            if path in closed and path in asked:
                inside.append(Closed(question.label, path, closed[path]))
                continue
            if question.block == "B-H" and not late:
                inside += _boxes(question, value, lookup, signers)
            elif question.after_freezing and not late and not open_questions:
                continue
            elif path in asked and _is_said(question, value):
                inside.append(_told(section, question, value, answers, facts, lookup, readable, leave_out, actions, open_questions))
                columns = [(column, path_of(section, question, column=column.name)) for column in question.columns]
                inside += [Closed(f"{question.label}: {c.label}", own, closed[own]) for c, own in columns if own in closed]
            elif open_questions and not question.is_given:
                inside.append(_space(form, question, when=path not in asked))
        if inside:
            blocks += [Heading(section.title), *([Remark(section.intro)] if section.intro else []), *inside]
    return Document(title=form.title, meta=meta, subtitle=subtitle, blocks=tuple(blocks))


def blank(form: FormDef, meta: Meta) -> Document:
    """The empty form to take along: every question as a space, with the condition in words."""
    blocks: list[Block] = []
    for section in form.sections:
        asked = [q for q in section.questions if not q.is_given]
        if asked:
            blocks.append(Heading(section.title))
            blocks += [Remark(section.intro)] if section.intro else []
        for question in asked:
            blocks += _boxes(question, None, None, _NONE) if question.block == "B-H" else [_space(form, question)]
    return Document(title=form.title, meta=meta, blocks=tuple(blocks))


def _is_said(question: Question, value: Any) -> bool:
    """Whether there is an answer to tell; a voluntary fixed list in which nobody filled in anything is none."""
    if question.required or not question.fixed or not isinstance(value, list):
        return has_value(value)
    return any(row not in fixed_rows(question) for row in value)


def _told(
    section: SectionDef, question: Question, value: Any, answers: Mapping[str, Any], facts: Mapping[str, Any],
    lookup: Lookup, readable: frozenset[str], leave_out: frozenset[str], actions: Mapping[str, str], open_questions: bool,
) -> Block:  # fmt: skip
    if not question.is_rows or value == "geen":
        return Answer(question.label, KINDS[question.kind].say(question, value, lookup), path_of(section, question))
    columns = _columns(section, question, readable, leave_out)
    rows = []
    for row in value:
        look = scope(section, answers, facts, row)
        state = actions.get(path_of(section, question, row["id"]), "")
        cells = {c.name: _cell(c, row, look, lookup) for c in columns} | ({STATE: state} if question.block == "B-A" else {})
        rows.append(tuple(cells[c.name] or (ROOM if open_questions else "") for c in columns))
    filled = [i for i, _ in enumerate(columns) if any(row[i] for row in rows)]
    return RowTable(
        question.label,
        tuple(columns[i].label for i in filled),
        tuple(tuple(row[i] for i in filled) for row in rows),
        path_of(section, question),
        tuple(str(row.get("id", "")) for row in value),
    )


def _columns(section: SectionDef, question: Question, readable: frozenset[str], leave_out: frozenset[str]) -> list[Question]:
    """The columns of a group that this copy tells."""
    return [
        c
        for c in question.columns
        if c.privacy not in leave_out
        and c.name not in _QUIET
        and (c.part == question.part or path_of(section, question, column=c.name) in readable)
    ]


def _cell(column: Question, row: Mapping[str, Any], look: Callable[[str], Any], lookup: Lookup) -> str:
    asked = column.shown_when is None or column.shown_when.holds(look)
    return KINDS[column.kind].say(column, row[column.name], lookup) if asked and has_value(row.get(column.name)) else ""


ROOM = "\n".join("\N{NO-BREAK SPACE}" * 4)
"""A cell to write in: blank, and high enough for a pen."""
STATE = "status"
"""The column of an action row that is no answer in the form: the state lives on the action."""
_QUIET = ("herkomst", "voortgang")
"""Columns of an action row that say nothing on paper: where it came from and the notes on the way."""


def _boxes(question: Question, value: Any, lookup: Lookup | None, signers: Mapping[str, str]) -> list[Block]:
    """One box per signature: who, in which role; what really happened is filled in afterwards, on screen."""
    rows = value if isinstance(value, list) and value else list(question.rows) or [{}]
    columns = {c.name: c for c in question.columns}

    def say(row: Mapping[str, Any], name: str) -> str:
        cell = row.get(name)
        return KINDS[columns[name].kind].say(columns[name], cell, lookup) if cell and lookup else str(cell or "")

    return [
        Signature(signers.get(row.get("teken_rol", ""), "") or say(row, "teken_naam"), say(row, "teken_rol"), say(row, "teken_organisatie"))
        for row in rows
    ]


def _undecided(section: SectionDef, question: Question, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether something that decides about this question is not answered yet, so that paper must leave room for both."""
    look = scope(section, answers, facts)
    closed = [c for c in (section.shown_when, question.shown_when) if c is not None and not c.holds(look)]
    return bool(closed) and all(any(not has_value(look(name)) for name in c.names()) for c in closed)


def _space(form: FormDef, question: Question, *, when: bool = True) -> Space:
    space = KINDS[question.kind].space(question)
    if question.block == "B-A":
        space = replace(space, columns=tuple(c.label for c in question.columns if c.name not in ACTION_LIFE))
    if question.shown_when is None or not when:
        return space

    def label(name: str) -> str:
        found = form.question(name)
        return found.label if found else name.replace("_", " ")

    return replace(space, when=f"Alleen invullen als {question.shown_when.words(label)}.")
