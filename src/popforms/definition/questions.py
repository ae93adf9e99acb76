"""What a form is once it is read: questions, sections and forms as plain values that can be stored and read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Literal

from popforms.definition.conditions import Condition, from_data
from popforms.definition.summary import Line, Part, Summary, read_part, read_summary

Required = Literal["c", "d", "n"]
Privacy = Literal["gewoon", "gevoelig", "bijzonder", "nummer"]

DOSSIER = "dossier"
"""A form that belongs to one dossier."""
THIS_DOSSIER = "dit dossier"
"""The owner of a reference to the dossier that the form itself stands in: nobody chooses it."""
LIST = "lijst"
"""A form whose records stand on their own, such as a contact."""
HEAVY: tuple[Privacy, ...] = ("bijzonder", "nummer")
"""Health and numbers: answers that open one by one, each with a line in the audit trail."""
NOT_HELD = "niet_doorgegaan_reden"
"""The question of block B-G that says why a talk did not take place."""


_NAMING = ("person", "organisation", "person or organisation", "user", "user or person", "reference", "file")


class DefinitionError(Exception):
    """A form file holds a mistake; the message names file, field and remedy in Dutch."""


@dataclass(frozen=True)
class Question:
    """One question: its words, its kind, when it is asked and who it concerns."""

    name: str
    label: str
    kind: str
    required: Required | None = None
    shown_when: Condition | None = None
    privacy: Privacy = "gewoon"
    part: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    columns: tuple[Question, ...] = ()
    block: str = ""
    refers_to: str = ""
    rows: tuple[dict[str, str], ...] = ()
    fixed: bool = False
    none_allowed: bool = True
    late: bool = False
    overview: bool = False
    prefill: str = ""
    owner: str = ""
    calculated: str = ""
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    proposes: str = ""
    counts: bool = False
    by_tool: bool = False
    code: str = ""

    @property
    def from_record(self) -> str:
        """The place of the answer when it is taken from a record of a form that a dossier has several of, until somebody types one."""
        return self.calculated if "/" in self.calculated else ""

    @property
    def names_somebody(self) -> bool:
        """Whether the answer is the id of somebody or something: a person, an organisation, a colleague, a record or a file."""
        return self.kind in _NAMING or (self.kind == "multi choice" and bool(self.refers_to))

    @property
    def is_rows(self) -> bool:
        """Whether the answer is a list of rows."""
        return self.kind == "rows"

    @property
    def is_given(self) -> bool:
        """Whether the tool gives the answer and nobody types it."""
        return self.kind == "calculated" or self.by_tool

    @property
    def after_freezing(self) -> bool:
        """Whether the question stays open when the content is frozen (block B-V)."""
        return self.late or self.required == "n"

    def option_label(self, code: str) -> str:
        """The words on screen for a stored choice; an unknown code is shown as it is."""
        return dict(self.options).get(code, code)

    def describe(self) -> str:
        """The kind as `popforms forms` prints it."""
        if self.kind == "together":
            return " plus ".join(column.describe() for column in self.columns)
        return self.kind


@dataclass(frozen=True)
class Rule:
    """A combination of answers that cannot be (`refuse`) or deserves a second look (`warn`).

    `stage` is from when it counts: "c" always, "d" from finalising.
    """

    when: Condition
    say: str
    at: str
    stop: bool = True
    stage: Required = "c"


@dataclass(frozen=True)
class Gate:
    """What must be so elsewhere in the dossier before the content of a form is fixed; who steers may pass it with a reason.

    `needs` is written in the words of the term table (process/rules.py), `say` tells in one sentence what is missing; a name between
    braces in it stands for that answer of the form.
    """

    name: str
    needs: str
    say: str


@dataclass(frozen=True)
class SectionDef:
    """A group of questions that is shown together; `shown_when` holds for all of them."""

    name: str
    title: str
    questions: tuple[Question, ...]
    part: str
    code: str = ""
    intro: str = ""
    shown_when: Condition | None = None
    team: bool = False
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FormDef:
    """A whole form; `key` is what the store, the menu and the address know it by."""

    key: str
    code: str
    title: str
    per: str
    part: str
    sections: tuple[SectionDef, ...]
    doc: str = ""
    many: bool = False
    lines: bool = False
    start: bool = False
    decision: str = ""
    shown_when: Condition | None = None
    phase: str = ""
    person: tuple[str, ...] = ()
    title_from: str = ""
    rules: tuple[Rule, ...] = ()
    paper: tuple[str, ...] = ()
    shelf: str = "lijsten"
    above_cases: bool = False
    gates: tuple[Gate, ...] = ()
    summaries: tuple[Summary, ...] = ()
    clauses: tuple[Part, ...] = ()
    file: str = field(default="", compare=False)

    def questions(self) -> Iterator[tuple[SectionDef, Question]]:
        """Every question with its section, in the order of the form."""
        for section in self.sections:
            for question in section.questions:
                yield section, question

    @cached_property
    def places(self) -> dict[str, tuple[SectionDef, Question]]:
        """Every question by its path."""
        return {".".join(part for part in (s.name, q.name) if part): (s, q) for s, q in self.questions()}

    @cached_property
    def heavy(self) -> dict[str, Question]:
        """Every question of a heavy class by its path, and every such column of another question by `question.column`."""
        found: dict[str, Question] = {}
        for path, (_, question) in self.places.items():
            if question.privacy in HEAVY:
                found[path] = question
            elif question.is_rows:
                found |= {f"{path}.{column.name}": column for column in question.columns if column.privacy in HEAVY}
        return found

    def question(self, name: str) -> Question | None:
        """The first question with this name, or None."""
        return next((q for _, q in self.questions() if q.name == name), None)

    @property
    def signatures(self) -> tuple[tuple[SectionDef, Question], ...]:
        """The signature blocks (B-H) of the form."""
        return tuple((s, q) for s, q in self.questions() if q.block == "B-H")

    @property
    def is_talk(self) -> bool:
        """Whether the form tells of a talk (block B-G), which can have not taken place."""
        return self.question(NOT_HELD) is not None

    @property
    def freezes(self) -> bool:
        """Whether the form passes 'klaar om te tekenen' (or 'inhoud vast') before it is definitive (block B-V)."""
        return any(q.required == "n" for _, q in self.questions())

    def as_data(self) -> dict[str, Any]:
        """A JSON form of the definition, kept with every version that was made with it."""
        return dict(_data(self))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the definition; two forms that ask the same have the same hash."""
        text = json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def read_form(data: dict[str, Any]) -> FormDef:
    """The form that `FormDef.as_data` wrote: how an old version shows the questions it was made with."""
    return FormDef(
        **{
            **data,
            "shown_when": from_data(data.get("shown_when")),
            "sections": tuple(_read_section(section) for section in data["sections"]),
            "rules": tuple(Rule(**{**rule, "when": from_data(rule["when"])}) for rule in data.get("rules", [])),
            "person": tuple(data.get("person", ())),
            "paper": tuple(data.get("paper", ())),
            "gates": tuple(Gate(**gate) for gate in data.get("gates", ())),
            "summaries": tuple(map(read_summary, data.get("summaries", ()))),
            "clauses": tuple(map(read_part, data.get("clauses", ()))),
        }
    )


def _read_section(data: dict[str, Any]) -> SectionDef:
    return SectionDef(
        **{
            **data,
            "shown_when": from_data(data.get("shown_when")),
            "questions": tuple(_read_question(question) for question in data["questions"]),
            "fixed": tuple((pair[0], pair[1]) for pair in data.get("fixed", ())),
        }
    )


def _read_question(data: dict[str, Any]) -> Question:
    return Question(
        **{
            **data,
            "shown_when": from_data(data.get("shown_when")),
            "options": tuple((pair[0], pair[1]) for pair in data.get("options", [])),
            "columns": tuple(_read_question(column) for column in data.get("columns", [])),
            "rows": tuple(data.get("rows", [])),
        }
    )


def _data(value: Any) -> Any:
    """Dataclasses as dicts without their defaults, so that a new default never changes an old hash."""
    if isinstance(value, Condition):
        return value.as_data()
    if isinstance(value, (FormDef, SectionDef, Question, Rule, Gate, Summary, Part, Line)):
        return {
            f.name: _data(getattr(value, f.name))
            for f in fields(value)
            if f.compare and (f.name in _ALWAYS or getattr(value, f.name) != f.default)
        }
    if isinstance(value, (tuple, list)):
        return [_data(item) for item in value]
    return value


_ALWAYS = {"name", "label", "kind", "key", "code", "title", "per", "part", "sections", "questions", "when", "say", "at", "parts", "lines"}
