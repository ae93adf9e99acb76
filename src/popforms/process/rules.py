"""The words of the term table: dates and conditions written as text, read once, answered from the facts of a dossier.

Dates: `datum_brp`, `2020-01-01`, `datum_huisvesting + 8 weken`, `laatste_van(a, b)` (all must be known), `laatste_bekende(a, b)`,
`vroegste_bekende(a, b)`, `eerste_gevulde(a, b)`, `laatste(F09, gesprek_datum)` (over rows), `begin(T22)`, `einde(T17)`, and
`begin` in a length: the start of the term itself.
Conditions: `gevuld(x)`, `leeg(x)`, `x = ja`, `x != 'niet nodig'`, `x in (ja, 'niet nodig')`, `x <= einde(T17)`, `fase(regeldag)`,
`een(rijen, ...)`, `elk(rijen, ...)`, `telt(rijen, ...) >= 2`, joined by `and`, `or`, `not`. After `=`, `!=` and `in` stand plain
values, after `<` and its kin a date or a number. Inside `een`, `elk`, `telt` and `laatste` a name is a column.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from popforms.dutch import parse_date
from popforms.process.calendar import Length
from popforms.process.facts import Found, Met, Scope, as_day

T = TypeVar("T")


class RuleError(ValueError):
    """A text that is no rule; the message is a Dutch sentence for who keeps the table."""


Value = Callable[[Scope], Found]
Test = Callable[[Scope], Met]


@dataclass(frozen=True)
class Uses:
    """The names that a rule leans on, so that the table can be checked when it is loaded."""

    facts: set[str] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    phases: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class DateRule:
    """A date written as text."""

    text: str
    uses: Uses
    answer: Value

    @classmethod
    def parse(cls, text: str) -> DateRule:
        return cls(text, *_Reader(text).whole(_Reader.value))

    def __call__(self, scope: Scope) -> Found:
        value, missing = self.answer(scope)
        day = as_day(value)
        return Found(day, () if day else missing)


@dataclass(frozen=True)
class Condition:
    """A condition written as text."""

    text: str
    uses: Uses
    answer: Test

    @classmethod
    def parse(cls, text: str) -> Condition:
        return cls(text, *_Reader(text).whole(_Reader.condition))

    def __call__(self, scope: Scope) -> Met:
        return self.answer(scope)


_TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d\d-\d\d)|(?P<number>\d+)|'(?P<text>[^']*)'"
    r"|(?P<name>[A-Za-z]\w*(?:-[A-Z](?=\.))?(?:\.[A-Za-z]\w*)*)|(?P<sign><=|>=|!=|[=<>(),+-]))"
)
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_PICKS: dict[str, Callable[[list[date]], date]] = {
    "laatste_bekende": max,
    "vroegste_bekende": min,
    "eerste_gevulde": lambda days: days[0],
}


class _Reader:
    """Reads one rule from left to right; every method takes its part of the text and hands back what answers it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.uses = Uses()
        self.in_row = False
        self.tokens: list[tuple[str, str]] = []
        at, end = 0, len(text.rstrip())
        while at < end:
            found = _TOKEN.match(text, at)
            if found is None:
                raise self.error(text[at:].strip())
            self.tokens.append((found.lastgroup or "", found[found.lastgroup or 0]))
            at = found.end()
        self.tokens.append(("end", "het einde"))

    def error(self, at: str) -> RuleError:
        return RuleError(f"{self.text!r} is niet te lezen bij {at!r}; kijk hoe een regel daarboven of daaronder geschreven is")

    def whole(self, part: Callable[[_Reader], T]) -> tuple[Uses, T]:
        answer = part(self)
        self.take("end")
        return self.uses, answer

    def take(self, kind: str, word: str | None = None) -> str:
        found_kind, found = self.tokens[0]
        if found_kind != kind or (word is not None and found != word):
            raise self.error(found)
        self.tokens.pop(0)
        return found

    def sees(self, *words: str) -> bool:
        return self.tokens[0][0] in ("name", "sign") and self.tokens[0][1] in words

    # Conditions

    def condition(self) -> Test:
        parts = [self.both()]
        while self.sees("or"):
            self.take("name")
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda scope: _any([part(scope) for part in parts])

    def both(self) -> Test:
        parts = [self.single()]
        while self.sees("and"):
            self.take("name")
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else lambda scope: _all([part(scope) for part in parts])

    def single(self) -> Test:
        if self.sees("("):
            self.take("sign")
            inner = self.condition()
            self.take("sign", ")")
            return inner
        if not self.sees("not", "altijd", "nooit", "gevuld", "leeg", "fase", "een", "elk"):
            return self.comparison()
        match word := self.take("name"):
            case "not":
                denied = self.single()
                return lambda scope: Met(not denied(scope).ok)
            case "altijd" | "nooit":
                return lambda scope: Met(word == "altijd")
        self.take("sign", "(")
        test = self.call(word)
        self.take("sign", ")")
        return test

    def call(self, word: str) -> Test:
        if word == "fase":
            phase = self.literal()
            self.uses.phases.add(phase)
            return lambda scope: Met(scope.has_reached(phase))
        name = self.fact()
        if word == "gevuld":
            return lambda scope: Met(scope.facts.get(name) is not None, scope.facts.filled_on(name))
        if word == "leeg":
            return lambda scope: Met(scope.facts.get(name) is None)
        test = self.row_test()
        if word == "een":
            return lambda scope: Met(any(_rows_that(scope, name, test)), scope.facts.filled_on(name))
        return lambda scope: Met(bool(_rows_that(scope, name, test)) and all(_rows_that(scope, name, test)), scope.facts.filled_on(name))

    def comparison(self) -> Test:
        name = self.tokens[0][1]
        if self.sees("telt"):
            name = self.tokens[2][1]
        left = self.value()
        if self.sees("in"):
            self.take("name")
            self.take("sign", "(")
            allowed = {self.literal()}
            while self.sees(","):
                self.take("sign")
                allowed.add(self.literal())
            self.take("sign", ")")
            return lambda scope: Met(str(left(scope).value) in allowed, scope.facts.filled_on(name))
        sign = self.take("sign")
        if sign in ("=", "!="):
            word = self.literal()
            return lambda scope: Met((str(left(scope).value) == word) is (sign == "="), scope.facts.filled_on(name))
        if sign not in _ORDERS:
            raise self.error(sign)
        right = self.value()
        return lambda scope: Met(_in_order(left(scope).value, right(scope).value, _ORDERS[sign]), scope.facts.filled_on(name))

    def row_test(self) -> Test:
        """What must hold of a row, after a comma; without it every row counts."""
        if not self.sees(","):
            return lambda scope: Met(True)
        self.take("sign")
        outside, self.in_row = self.in_row, True
        test = self.condition()
        self.in_row = outside
        return test

    def literal(self) -> str:
        if self.tokens[0][0] in ("name", "text", "number"):
            return self.tokens.pop(0)[1]
        raise self.error(self.tokens[0][1])

    def fact(self) -> str:
        name = self.take("name")
        if not self.in_row:
            self.uses.facts.add(name)
        return name

    # Values

    def value(self) -> Value:
        value = self.plain_value()
        while self.sees("+", "-"):
            sign = self.take("sign")
            length = self.length(sign)
            value = _moved(value, length)
        return value

    def length(self, sign: str) -> Length:
        text = f"{self.take('number')} {self.take('name')}" + (" ervoor" if sign == "-" else "")
        try:
            return Length.parse(text)
        except ValueError as error:
            raise RuleError(str(error)) from error

    def plain_value(self) -> Value:
        kind, word = self.tokens[0]
        if kind == "date":
            self.tokens.pop(0)
            day = parse_date(word)
            if day is None:
                raise RuleError(f"{word!r} in {self.text!r} is geen datum; schrijf jaar-maand-dag")
            return lambda scope: Found(day)
        if kind == "number":
            self.tokens.pop(0)
            return lambda scope: Found(int(word))
        if self.tokens[1:2] != [("sign", "(")]:
            if word == "begin":
                self.take("name")
                return lambda scope: Found(scope.begin)
            name = self.fact()
            question = ".".join(name.split(".")[:2])
            return lambda scope: Found(found := scope.facts.get(name), () if found is not None else (question,))
        function = self.take("name")
        self.take("sign", "(")
        value = self.function(function)
        self.take("sign", ")")
        return value

    def function(self, word: str) -> Value:
        if word in ("begin", "einde"):
            term = self.take("name")
            self.uses.terms.add(term)
            return lambda scope: Found(scope.term_day(word, term))
        if word == "telt":
            name, test = self.fact(), self.row_test()
            return lambda scope: Found(sum(_rows_that(scope, name, test)))
        if word == "laatste":
            return self.last_of_rows()
        if word != "laatste_van" and word not in _PICKS:
            raise self.error(word)
        parts = [self.value()]
        while self.sees(","):
            self.take("sign")
            parts.append(self.value())
        return _latest(parts) if word == "laatste_van" else _picked(parts, _PICKS[word])

    def last_of_rows(self) -> Value:
        name = self.fact()
        self.take("sign", ",")
        column = self.take("name")
        test = self.row_test()

        def answer(scope: Scope) -> Found:
            rows = [row for row in scope.facts.rows(name) if test(replace(scope, facts=row)).ok]
            days = [day for row in rows if (day := row.day(column))]
            return Found(max(days)) if days else Found(None, (f"{name}.{column}",))

        return answer


def _any(parts: list[Met]) -> Met:
    met = [part for part in parts if part.ok]
    return Met(bool(met), min((part.on for part in met if part.on), default=None))


def _all(parts: list[Met]) -> Met:
    return Met(all(part.ok for part in parts), max((part.on for part in parts if part.on), default=None))


def _in_order(left: Any, right: Any, order: Callable[[Any, Any], bool]) -> bool:
    """Whether two dates or two numbers stand in this order; with one of them missing they do not."""
    left, right = as_day(left) or left, as_day(right) or right
    try:
        return left is not None and right is not None and order(left, right)
    except TypeError:
        return False


def _rows_that(scope: Scope, name: str, test: Test) -> list[bool]:
    return [test(replace(scope, facts=row)).ok for row in scope.facts.rows(name)]


def _moved(value: Value, length: Length) -> Value:
    def answer(scope: Scope) -> Found:
        found = value(scope)
        day = as_day(found.value)
        return Found(scope.calendar.add(day, length)) if day else Found(None, found.missing)

    return answer


def _latest(parts: list[Value]) -> Value:
    def answer(scope: Scope) -> Found:
        found = [part(scope) for part in parts]
        days = [day for part in found if (day := as_day(part.value))]
        if len(days) == len(found):
            return Found(max(days))
        return Found(None, tuple(name for part in found for name in part.missing))

    return answer


def _picked(parts: list[Value], pick: Callable[[list[date]], date]) -> Value:
    """One of the days that are known; with none of them known the last one written is the one to ask for."""

    def answer(scope: Scope) -> Found:
        found = [part(scope) for part in parts]
        days = [day for part in found if (day := as_day(part.value))]
        return Found(pick(days)) if days else Found(None, found[-1].missing)

    return answer
