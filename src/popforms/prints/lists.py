"""The two pages of a list to take along that come before its questions: what to tick, and what is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from popforms.definition.blocks import NOT_HELD
from popforms.definition.kinds import KINDS, Lookup
from popforms.definition.outline import Block, Heading, RowTable, Space, Ticks
from popforms.definition.paths import path_of, shown
from popforms.definition.questions import FormDef

TICKED = ("choice", "yes/no", "yes/no/unknown")
MOST_CHOICES, MOST_SIGNS = 4, 44
"""So many choices, and signs of them together, stand beside a question on one line."""
DONE = ("klaar", "vervallen")
ROWS_TO_WRITE = 8


def tick_list(
    form: FormDef, answers: Mapping[str, Any], facts: Mapping[str, Any], readable: frozenset[str], leave_out: frozenset[str]
) -> list[Block]:
    """The questions with a few choices, by section, with a tick at what is answered already; the header of a talk is left out."""
    blocks: list[Block] = []
    asked = {path_of(s, q) for s, q in shown(form, answers, facts)}
    for section in form.sections:
        if any(question.name == NOT_HELD for question in section.questions):
            continue
        inside = answers.get(section.name) or {} if section.name else answers
        lines = [
            (question.label, tuple((words, inside.get(question.name) == code) for code, words in question.options))
            for question in section.questions
            if question.kind in TICKED
            and path_of(section, question) in asked & readable
            and question.privacy not in leave_out
            and not question.after_freezing
            and len(question.options) <= MOST_CHOICES
            and sum(len(words) for _, words in question.options) <= MOST_SIGNS
        ]
        if lines:
            blocks += [Heading(section.title, 2), Ticks(tuple(lines))]
    return [Heading("Afvinken"), *blocks]


def open_points(
    form: FormDef,
    answers: Mapping[str, Any],
    lookup: Lookup,
    readable: frozenset[str],
    leave_out: frozenset[str],
    actions: Mapping[str, str],
) -> list[Block]:
    """The actions of this form that are not done, with room to write new ones."""
    blocks: list[Block] = [Heading("Open punten")]
    for section, question in form.questions():
        path = path_of(section, question)
        if question.block != "B-A" or path not in readable or question.privacy in leave_out:
            continue
        value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
        columns = {column.name: column for column in question.columns}
        heads = ("omschrijving", "trekker", "gereed_voor")
        rows = tuple(
            tuple(KINDS[columns[name].kind].say(columns[name], row[name], lookup) if row.get(name) else "" for name in heads)
            for row in (value if isinstance(value, list) else ())
            if actions.get(path_of(section, question, row["id"])) not in DONE
        )
        if rows:
            blocks.append(RowTable(question.label, ("Wat moet er gebeuren?", "Wie doet het?", "Wanneer klaar?"), rows))
        blocks.append(Space("Nieuw open punt", lines=ROWS_TO_WRITE, columns=("Wat moet er gebeuren?", "Wie doet het?", "Wanneer klaar?")))
    return blocks
