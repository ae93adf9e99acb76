"""The facts of a letter in words: a date, a time, an amount or a choice as the language of the letter writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import format_date

from popforms.definition.catalogue import Catalogue
from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS, Lookup
from popforms.definition.letters import ABOUT, DUTCH, Fact, Language, LetterDef, questions_of
from popforms.definition.questions import Question
from popforms.definition.template import Blank, Said
from popforms.dutch import parse_date, say_amount

_CHOICES = ("choice", "yes/no", "yes/no/unknown")
_NAMED = ("reference", "person", "organisation", "person or organisation", "user", "user or person")


@dataclass(frozen=True)
class Found:
    """What was found for a fact: the stored answer with the question it answers, or text; rows with the questions of their columns."""

    value: Any
    question: Question | None = None
    columns: Mapping[str, Question] = field(default_factory=dict)


class AsWritten:
    """A look-up for examples: a name is its own words."""

    def choices(self, question: Question) -> list[tuple[str, str]]:
        return []

    def search(self, question: Question, text: str) -> list[tuple[str, str]] | None:
        return None

    def name(self, question: Question, value: str) -> str:
        return value


def in_words(facts: Mapping[str, Fact], found: Mapping[str, Found], language: str, known: Language, lookup: Lookup) -> dict[str, Any]:
    """What a text is handed: every fact by name, in the words of a language; what is not known is a blank with its label."""
    values: dict[str, Any] = {}
    for name, fact in facts.items():
        one = found.get(name)
        if one is None or not has_value(one.value):
            values[name] = [] if fact.columns else Blank(fact.label)
        elif fact.columns:
            values[name] = [
                {column: _cell(one.columns.get(column), column, row.get(column), language, known, lookup) for column in fact.columns}
                for row in one.value
                if isinstance(row, Mapping)
            ]
        elif fact.lines:
            values[name] = str(one.value).strip()
        else:
            values[name] = _say(one.question, one.value, language, known, lookup)
    return values


def examples(forms: Catalogue, letter: LetterDef) -> dict[str, Found]:
    """The facts of a letter for somebody who does not exist, to look at a text with."""
    found = {}
    for name in letter.facts:
        fact: Fact = forms.process.LETTER_FACTS[name]
        source = (
            forms.process.LETTER_FACTS[fact.options.get(forms.process.LETTER_FACTS[fact.chooser].example, "")] if fact.chooser else fact
        )
        places = [place for place in source.places if place.form != ABOUT or letter.about]
        asked = list(questions_of(forms, letter, name))
        question = asked[0] if asked and not fact.columns and not any(place.of for place in places) and not fact.chooser else None
        columns = {column.name: column for q in asked for column in q.columns} if fact.columns else {}
        found[name] = Found(source.example, question, columns)
    return found


def cell_label(column: Question | None, name: str) -> str:
    """How a cell that is not known is called."""
    return (column.label if column else name).rstrip("?")


def _cell(column: Question | None, name: str, value: Any, language: str, known: Language, lookup: Lookup) -> Any:
    return _say(column, value, language, known, lookup) if has_value(value) else Blank(cell_label(column, name))


def _say(question: Question | None, value: Any, language: str, known: Language, lookup: Lookup) -> Any:
    if question is None:
        return _line(known.words.get(str(value), str(value)))
    if question.kind in _CHOICES:
        label = question.option_label(str(value))
        return Said(str(value), _line(known.words.get(str(value)) or known.words.get(label) or label))
    if question.kind == "multi choice":
        words = [lookup.name(question, one) if question.refers_to else question.option_label(one) for one in value]
        return ", ".join(known.words.get(one, one) for one in words)
    if question.kind == "time":
        return str(value).lstrip("0").replace(":", ".") if language == DUTCH else str(value)
    if question.kind == "amount":
        return _amount(value)
    if question.kind in _NAMED:
        return _line(lookup.name(question, str(value)))
    day = parse_date(str(value)) if question.kind in ("date", "calculated", "date, also only year") else None
    if day:
        return format_date(day, "EEEE d MMMM y", locale=known.locale)
    return _line(KINDS[question.kind].say(question, value, lookup))


def _amount(value: Any) -> str:
    try:
        return say_amount(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _line(text: str) -> str:
    """On one line: what people typed in a field cannot begin a heading or a table in a letter."""
    return " ".join(text.split())
