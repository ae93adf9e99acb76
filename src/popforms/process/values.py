"""What the words of a rule do: each answer is worked out from the answers of its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from popforms.process.calendar import Length
from popforms.process.facts import Found, Met, Scope, as_day, as_number

Value = Callable[[Scope], Found]
Ways = tuple[frozenset[str], ...]
"""Sets of facts: with those of one set known, a condition can hold. Empty: it never holds."""
ALWAYS: Ways = (frozenset(),)


@dataclass(frozen=True)
class Test:
    """One condition, or a part of it, that can be asked of a scope."""

    ask: Callable[[Scope], Met]
    ways: Ways = ALWAYS

    def __call__(self, scope: Scope) -> Met:
        return self.ask(scope)


def any_of(parts: list[Met]) -> Met:
    """One of the parts holds, since the first day on which one did."""
    met = [part for part in parts if part.ok]
    return Met(bool(met), min((part.on for part in met if part.on), default=None))


def all_of(parts: list[Met]) -> Met:
    """All parts hold, since the last of their days."""
    return Met(all(part.ok for part in parts), max((part.on for part in parts if part.on), default=None))


def in_order(left: Any, right: Any, order: Callable[[Any, Any], bool]) -> bool:
    """Whether two dates or two numbers stand in this order; with one of them missing they do not."""
    left, right = as_day(left) or left, as_day(right) or right
    if isinstance(left, date) and isinstance(right, date):
        return order(left, right)
    one, other = as_number(left), as_number(right)
    return one is not None and other is not None and order(one, other)


def all_of_some(met: list[bool]) -> bool:
    """All of them, and there is at least one."""
    return bool(met) and all(met)


def share(whole: int, scope: Scope) -> Decimal | None:
    """So much of the whole as the term has run by today; None while its days are not known."""
    if scope.begin is None or scope.last is None or scope.last <= scope.begin:
        return None
    return whole * Decimal(max(0, (min(scope.today, scope.last) - scope.begin).days)) / (scope.last - scope.begin).days


def rows_that(scope: Scope, name: str, test: Test) -> list[bool]:
    """For each row whether it passes the test."""
    return [test(scope.inside(row)).ok for row in scope.facts.rows(name)]


def moved(value: Value, length: Length) -> Value:
    """A date so much later or earlier."""

    def answer(scope: Scope) -> Found:
        found = value(scope)
        day = as_day(found.value)
        return Found(scope.calendar.add(day, length)) if day else Found(None, found.missing)

    return answer


def latest(parts: list[Value]) -> Value:
    """The latest of days that must all be known."""

    def answer(scope: Scope) -> Found:
        found = [part(scope) for part in parts]
        days = [day for part in found if (day := as_day(part.value))]
        if len(days) == len(found):
            return Found(max(days))
        return Found(None, tuple(name for part in found for name in part.missing))

    return answer


def picked(parts: list[Value], pick: Callable[[list[date]], date]) -> Value:
    """One of the days that are known; with none of them known the last one written is the one to ask for."""

    def answer(scope: Scope) -> Found:
        found = [part(scope) for part in parts]
        days = [day for part in found if (day := as_day(part.value))]
        return Found(pick(days)) if days else Found(None, found[-1].missing)

    return answer
