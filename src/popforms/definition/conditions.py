"""Conditions as data: one value hides a question, skips its check, leaves it off paper and explains itself in words."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

Look = Callable[[str], Any]


@dataclass(frozen=True)
class Condition:
    """One test on answers; `op` is its word, `args` are names, values or further conditions."""

    op: str
    args: tuple[Any, ...]

    def holds(self, look: Look) -> bool:
        """Whether the condition is met for the answers that `look(name)` gives (None when there is none)."""
        return _TESTS[self.op](look, *self.args)

    def names(self) -> Iterator[str]:
        """Every question name that the condition looks at."""
        if self.op in ("both", "either", "no"):
            for part in self.args:
                yield from part.names()
        elif self.op in ("before", "more_than"):
            yield from (arg for arg in self.args if isinstance(arg, str) and arg != "vandaag")
        else:
            yield self.args[0]

    def spec(self) -> str:
        """The condition in the notation of the form specification, such as `a=ja and gevuld(b)`."""
        name = self.args[0]
        match self.op:
            case "equals":
                return f"{name}={self.args[1]}"
            case "differs":
                return f"{name}!={self.args[1]}"
            case "one_of":
                return f"{name} in ({', '.join(self.args[1])})"
            case "filled":
                return f"gevuld({name})"
            case "empty":
                return f"leeg({name})"
            case "no":
                return f"not ({name.spec()})"
            case "within":
                return f"{name} binnen {_ahead(*self.args[1:])}"
            case "some":
                return f"een({name}, {self.args[1].spec()})"
            case "before" | "more_than":
                return f"{name} {'<' if self.op == 'before' else '>'} {self.args[1]}"
        return (" and " if self.op == "both" else " or ").join(part.spec() for part in self.args)

    def words(self, label: Callable[[str], str]) -> str:
        """The condition as a Dutch phrase for the empty form; `label(name)` gives a question's label."""
        first = self.args[0]
        match self.op:
            case "equals":
                return f"‘{label(first)}’ is {self.args[1]}"
            case "differs":
                return f"‘{label(first)}’ is niet {self.args[1]}"
            case "one_of":
                return f"‘{label(first)}’ is {' of '.join(self.args[1])}"
            case "filled":
                return f"‘{label(first)}’ is ingevuld"
            case "empty":
                return f"‘{label(first)}’ is niet ingevuld"
            case "no":
                return f"niet: {first.words(label)}"
            case "some":
                return f"bij een regel van ‘{label(first)}’: {self.args[1].words(label)}"
            case "before":
                return f"‘{label(first)}’ ligt voor ‘{label(self.args[1])}’"
            case "within":
                return f"‘{label(first)}’ is binnen {_ahead(*self.args[1:])}"
            case "more_than":
                return f"‘{label(first)}’ is meer dan {self.args[1]}"
        return (" en " if self.op == "both" else " of ").join(part.words(label) for part in self.args)

    def as_data(self) -> list[Any]:
        """A JSON form of the condition, read back by `from_data`."""
        return [self.op, *(arg.as_data() if isinstance(arg, Condition) else _plain(arg) for arg in self.args)]


def from_data(data: list[Any] | None) -> Condition | None:
    """The condition that `as_data` wrote."""
    if data is None:
        return None
    op, *args = data
    if op in ("both", "either", "no"):
        return Condition(op, tuple(from_data(arg) for arg in args))
    if op == "some":
        return Condition(op, (args[0], from_data(args[1])))
    return Condition(op, tuple(tuple(arg) if isinstance(arg, list) else arg for arg in args))


def equals(name: str, value: str) -> Condition:
    """The answer is this value; in a multiple choice: this value is among the chosen ones."""
    return Condition("equals", (name, value))


def differs(name: str, value: str) -> Condition:
    """The answer is not this value (an empty answer differs too)."""
    return Condition("differs", (name, value))


def one_of(name: str, *values: str) -> Condition:
    """The answer is one of these values."""
    return Condition("one_of", (name, values))


def filled(name: str) -> Condition:
    """The question has an answer."""
    return Condition("filled", (name,))


def empty(name: str) -> Condition:
    """The question has no answer."""
    return Condition("empty", (name,))


def both(*parts: Condition) -> Condition:
    """All of these hold."""
    return Condition("both", parts)


def either(*parts: Condition) -> Condition:
    """At least one of these holds."""
    return Condition("either", parts)


def no(part: Condition) -> Condition:
    """This does not hold."""
    return Condition("no", (part,))


def some(rows: str, part: Condition) -> Condition:
    """This holds for at least one row of a repeated question; `part` names columns."""
    return Condition("some", (rows, part))


def before(name: str, other: str) -> Condition:
    """The date of one question lies before that of another, or before `vandaag`; false when one is missing."""
    return Condition("before", (name, other))


def within(name: str, days: int = 0, *, months: int = 0) -> Condition:
    """The date is today, or at most so many days or months ahead; false when it is missing or over."""
    return Condition("within", (name, days, months) if months else (name, days))


def more_than(name: str, limit: int) -> Condition:
    """The number is above the limit; false when there is none."""
    return Condition("more_than", (name, limit))


def has_value(value: Any) -> bool:
    """Whether an answer counts as given."""
    return value not in (None, "", [], {}, ())


def _plain(arg: Any) -> Any:
    return list(arg) if isinstance(arg, tuple) else arg


def _same(value: Any, wanted: str) -> bool:
    return wanted in value if isinstance(value, list) else value == wanted


def _date(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _before(look: Look, name: str, other: str) -> bool:
    first, second = _date(look(name)), _date(look(other))
    return first is not None and second is not None and first < second


def _ahead(days: int, months: int = 0) -> str:
    return f"{months} maanden" if months else f"{days} dagen"


def _within(look: Look, name: str, days: int, months: int = 0) -> bool:
    day, today = _date(look(name)), _date(look("vandaag"))
    if day is None or today is None or day < today:
        return False
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) - timedelta(days=days)
    return first <= today


def _some(look: Look, rows: str, part: Condition) -> bool:
    value = look(rows)
    return any(part.holds(row.get) for row in value if isinstance(row, dict)) if isinstance(value, list) else False


def _more(look: Look, name: str, limit: int) -> bool:
    try:
        return Decimal(str(look(name))) > limit
    except InvalidOperation:
        return False


_TESTS: dict[str, Callable[..., bool]] = {
    "equals": lambda look, name, value: _same(look(name), value),
    "differs": lambda look, name, value: not _same(look(name), value),
    "one_of": lambda look, name, values: any(_same(look(name), value) for value in values),
    "filled": lambda look, name: has_value(look(name)),
    "empty": lambda look, name: not has_value(look(name)),
    "both": lambda look, *parts: all(part.holds(look) for part in parts),
    "either": lambda look, *parts: any(part.holds(look) for part in parts),
    "no": lambda look, part: not part.holds(look),
    "some": _some,
    "before": _before,
    "within": _within,
    "more_than": _more,
}
