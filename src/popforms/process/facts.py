"""What is known of a record when a rule or a term asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any, NamedTuple

from popforms.definition.questions import NOT_HELD
from popforms.dutch import FIRST_YEAR, ISO_DATE, LAST_YEAR, parse_date
from popforms.process.calendar import Calendar


class Found(NamedTuple):
    """A value, or the names of the facts that it waits for."""

    value: Any
    missing: tuple[str, ...] = ()


class Met(NamedTuple):
    """Whether a condition holds and, where that can be told, since which day."""

    ok: bool
    on: date | None = None


def is_filled(value: object) -> bool:
    return value is not None and value != "" and value != [] and value != ()


@dataclass(frozen=True)
class Facts:
    """What is known of one record or dossier: F00 by plain name, other forms as 'F04.huur_ingang', states as 'F04.state'.

    'F04.huur_ingang@' holds the day on which a field was filled. A name with the letter of a part ('F08c.w21_duo_op') is also
    found under its form ('F08.w21_duo_op'). 'F08c.w21_bekend_op.datum' is a part of one answer.
    A form with a reason why the talk did not happen counts as if it were not there.
    """

    values: Mapping[str, Any]
    until: date | None = None
    """Dates after this day are not there yet; None = every date counts."""

    def get(self, name: str) -> Any:
        for known in _spellings(name):
            value = self.values.get(known)
            if is_filled(value) and not self._is_cancelled(known):
                return None if self._is_still_to_come(value) else value
        whole, _, part = name.rpartition(".")
        answer = self.get(whole) if "." in whole else None
        return replace(self, values=answer).get(part) if isinstance(answer, Mapping) else None

    def day(self, name: str) -> date | None:
        """The date under a name; what is no date of 1900 to 2100 is not there."""
        return as_day(self.get(name))

    def filled_on(self, name: str) -> date | None:
        """The date in a field; when the field is no date, the day on which it was filled."""
        return self.day(name) or self.day(f"{name}@")

    def rows(self, name: str) -> list[Facts]:
        """The rows of a group, without those of a talk that did not happen."""
        rows = self.get(name)
        rows = rows if isinstance(rows, list | tuple) else []
        return [replace(self, values=row) for row in rows if isinstance(row, Mapping) and not is_filled(row.get(NOT_HELD))]

    def _is_still_to_come(self, value: object) -> bool:
        day = as_day(value)
        return self.until is not None and day is not None and day > self.until

    def _is_cancelled(self, name: str) -> bool:
        form, dot, question = name.partition(".")
        return bool(dot) and question != NOT_HELD and is_filled(self.values.get(f"{form}.{NOT_HELD}"))


def as_day(value: object) -> date | None:
    """The value when it is a date that can be counted with, from 1900 to 2100; stored answers hold it as '2026-03-02'."""
    if isinstance(value, str):
        return _iso_day(value)
    if isinstance(value, datetime) or not isinstance(value, date):
        return None
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else None


def as_number(value: object) -> Decimal | None:
    """The value when it is a number; stored answers hold it as '12.5'."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@lru_cache(maxsize=4096)
def _iso_day(text: str) -> date | None:
    return parse_date(text) if ISO_DATE.fullmatch(text) else None


@cache
def _spellings(name: str) -> tuple[str, ...]:
    if name.startswith("F00."):
        return (name.removeprefix("F00."),)
    form = re.match(r"(F\d\d)[a-z](\.(?!(?:state|state_on|begun|definitive_on)$).+)", name)  # each part has a state of its own
    return (name, form[1] + form[2]) if form else (name,)


@dataclass(frozen=True)
class Scope:
    """Where a rule is answered: the facts, and what the term table knows around them."""

    facts: Facts
    calendar: Calendar = field(default_factory=Calendar)
    begin: date | None = None
    """The start of the term itself, and below its last day, for rules that look at them."""
    last: date | None = None
    today: date = date.max
    """The latest day there is when nobody said which day it is."""
    term_day: Callable[[str, str], date | None] = lambda which, term: None
    has_reached: Callable[[str], bool] = lambda phase: False
    whole: Facts | None = None
    """Inside a row: the facts around it."""

    def inside(self, row: Facts) -> Scope:
        """The same place, with the facts of one row."""
        return replace(self, facts=row, whole=self.whole or self.facts)
