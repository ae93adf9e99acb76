"""The pages in plain words: sentences of a form file with the answers of one version in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS
from popforms.definition.outline import Block, Bullets, Heading, RowTable, Signature, Text
from popforms.definition.paths import path_of, scope
from popforms.definition.questions import Question, SectionDef
from popforms.definition.summary import SLOT, Line, Part, Summary
from popforms.prints.about import About
from popforms.store import STATUSHOUDER, Saved

HELPERS = ("Wie", "Waarvoor", "Bellen of mailen")
YOU = "u"
"""What paper for the statushouder calls the statushouder."""

_Row = Mapping[str, Any]


class Plain:
    """One version of a form, told in the sentences of its form file; what this copy may not carry stays unsaid."""

    def __init__(self, saved: Saved, about: About, leave_out: frozenset[str]) -> None:
        self._form, self._answers, self._about, self._readable, self._leave_out = (
            saved.form,
            saved.fixed,
            about,
            saved.readable,
            leave_out,
        )
        self._lookup = about.lookup(saved.form, saved.fixed)
        self._states = about.actions(saved.record.id)
        self._asked = [
            (section, question)
            for path, (section, question) in saved.form.places.items()
            if path in saved.asked & saved.readable and question.privacy not in leave_out
        ]

    def summary(self, summary: Summary, level: int) -> list[Block]:
        """The parts of a summary that have something to say, with headings of this level, and its signature boxes."""
        blocks = [block for part in summary.parts for block in self.part(part, level)]
        named = self._about.named(self._answers)
        return blocks + [Signature(self._about.who(named.get(question)), role) for role, question in summary.signed]

    def part(self, part: Part, level: int, *, large: bool = True) -> list[Block]:
        """A heading with its lines; nothing when there is nothing to say."""
        blocks: list[Block] = []
        helpers: list[tuple[str, ...]] = []
        for line in part.lines:
            if line.who:
                helpers += self._helper(part, line)
            elif line.columns:
                rows = tuple(self._cells(row, line, section) for section, _, row in self._rows(part, line))
                blocks += [RowTable("", tuple(head for head, _ in line.columns), rows)] if any(any(row) for row in rows) else []
            elif line.rows:
                said = (self._fill(line.words, section, (question, row)) for section, question, row in self._rows(part, line))
                items = tuple(filter(None, said))
                blocks += [Bullets(items, large)] if items else []
            elif self._holds(part, line) and (words := self._fill(line.words, self._section(part))):
                blocks.append(Text(words, large))
        if helpers:  # who helps in two ways is told once
            first = {row[0]: row for row in reversed(helpers)}
            blocks.append(RowTable("", HELPERS, tuple(first[name] for name in dict.fromkeys(row[0] for row in helpers))))
        if not blocks and part.otherwise:
            blocks.append(Text(part.otherwise, large))
        return [Heading(part.title, level), *blocks] if blocks else []

    def _section(self, part: Part) -> SectionDef | None:
        return next((section for section in self._form.sections if section.name == part.section), None) if part.section else None

    def _holds(self, part: Part, line: Line) -> bool:
        section = self._section(part) or self._form.sections[0]
        return line.when is None or line.when.holds(scope(section, self._answers, self._about.facts))

    def _rows(self, part: Part, line: Line) -> Iterator[tuple[SectionDef, Question, _Row]]:
        """The rows that a line tells, with the state of an action among its answers."""
        for section, question in self._asked:
            if question.name != line.rows or part.section not in ("", section.name):
                continue
            value = self._value(section, question)
            for row in value if isinstance(value, list) else ():
                whole = {**row, "status": self._states.get(path_of(section, question, row["id"]), row.get("status", ""))}
                if line.when is None or line.when.holds(scope(section, self._answers, self._about.facts, whole)):
                    yield section, question, whole

    def _cells(self, row: _Row, line: Line, section: SectionDef) -> tuple[str, ...]:
        question = next(q for q in section.questions if q.name == line.rows)
        return tuple(self._fill(words, section, (question, row), capital=False) for _, words in line.columns)

    def _helper(self, part: Part, line: Line) -> list[tuple[str, ...]]:
        """Somebody who helps, with phone and mail; nobody for the statushouder and for who is not named."""
        named = (
            [self._about.facts.get(line.who)]
            if "." in line.who
            else [
                self._value(section, question)
                for section, question in self._asked
                if question.name == line.who and part.section in ("", section.name)
            ]
        )
        around = self._about.around
        return [
            (around.name(who), line.words, ", ".join(around.reach(who))) for who in named if isinstance(who, str) and who != STATUSHOUDER
        ]

    def _value(self, section: SectionDef, question: Question) -> Any:
        return (self._answers.get(section.name) or {} if section.name else self._answers).get(question.name)

    def _fill(self, words: str, section: SectionDef | None, at: tuple[Question, _Row] | None = None, *, capital: bool = True) -> str:
        """The sentence with its answers; empty when one is missing. Words with a bar take the first half that can be said."""
        for choice in words.split(" | "):
            said = [self._say(name, section, at) for name in SLOT.findall(choice)]
            if all(said):
                answers = iter(said)
                text = SLOT.sub(lambda _, answers=answers: next(answers), choice)  # type: ignore[misc]
                text = re.sub(r"([.!?])\.(?!\.)", r"\1", text).strip()
                return text[:1].upper() + text[1:] if capital else text
        return ""

    def _say(self, name: str, section: SectionDef | None, at: tuple[Question, _Row] | None) -> str:
        given = {
            "persoon": lambda: self._about.name,
            "gemeente": lambda: self._about.gemeente,
            "gemeente_adres": lambda: self._about.gemeente_address,
        }
        first, _, part = name.partition(".")
        if at and (column := next((c for c in at[0].columns if c.name == first), None)):
            return self._in_words(column, at[1].get(first))
        if at and first == "status":
            return str(at[1].get("status") or "")
        if first in given:
            return given[first]()
        for place, question in self._asked:
            if question.name == first and section in (None, place):
                return self._in_words(question, self._value(place, question), part)
        if part and not any(question.name == first for _, question in self._form.questions()):
            return self._elsewhere(first, part)
        return ""

    def _elsewhere(self, code: str, name: str) -> str:
        """What another form of the dossier says."""
        holder = self._about.store.forms.holder(code, name)
        return self._about.say(holder.question(name)) if holder else ""

    def _in_words(self, question: Question, value: Any, part: str = "") -> str:
        if part and isinstance(value, Mapping):
            question, value = next((c for c in question.columns if c.name == part), question), value.get(part)
        if not has_value(value) or question.privacy in self._leave_out:
            return ""
        if value == STATUSHOUDER:
            return YOU
        return " ".join(KINDS[question.kind].say(question, value, self._lookup).split())
