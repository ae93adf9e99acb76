"""The words of the term table: dates and conditions written as text, read once, answered from the facts of a dossier.

Dates: `datum_brp`, `2020-01-01`, `datum_huisvesting + 8 weken`, `laatste_van(a, b)` (all must be known), `laatste_bekende(a, b)`,
`vroegste_bekende(a, b)`, `eerste_gevulde(a, b)`, `laatste(F09, gesprek_datum)` (over rows), `laatste_kwartaal(rijen, kwartaal)` (the last
day of the newest quarter that rows name, as 2026-3), `begin(T22)`, `einde(T17)`, `vandaag`,
`begin_van(kwartaal, vandaag)`, `einde_van(maand, F18.ur_datum)` (also halfjaar), and `begin` in 'lengte', 'klaar_als' and
'waarschuwt_als': the start of the term itself.
Numbers: `40`, `telt(rijen, ...)`, `som(rijen, uren)`, and `naar_rato(800)`: so much of it as the term has run.
Conditions: `gevuld(x)`, `leeg(x)`, `x = ja`, `x != 'niet nodig'`, `x in (ja, 'niet nodig')`, `x <= einde(T17)`, `fase(regeldag)`,
`een(rijen, ...)`, `elk(rijen, ...)`, `telt(rijen, ...) >= 2`, `noemt(rijen, kolom, F08b.team, naam)` (whoever stands in the column
of other rows stands in this one too), joined by `and`, `or`, `not`. After `=`, `!=` and `in` stand plain values, after `<` and its kin
a date or a number. Inside `een`, `elk`, `telt`, `som`, `laatste` and `laatste_kwartaal` a name is a column.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, TypeVar

from popforms.dutch import parse_date
from popforms.process.calendar import PERIODS, Length, end_of_quarter, period_of
from popforms.process.facts import Found, Met, Scope, as_day, as_number
from popforms.process.values import (
    ALWAYS,
    Test,
    Value,
    Ways,
    all_of,
    all_of_some,
    any_of,
    in_order,
    latest,
    moved,
    picked,
    rows_that,
    share,
)

T = TypeVar("T")


class RuleError(ValueError):
    """A text that is no rule; the message is a Dutch sentence for who keeps the table."""


@dataclass(frozen=True)
class Uses:
    """The names that a rule leans on, so that the table can be checked when it is loaded."""

    facts: set[str] = field(default_factory=set)
    columns: set[tuple[str, str]] = field(default_factory=set)
    """The columns of rows: the name of the rows, and of the column."""
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
        return cls(text, *_Reader(text).whole(_Reader.day))

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

    @property
    def ways(self) -> Ways:
        """What must be known for it to hold; empty when it never holds."""
        return self.answer.ways

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
_NUMBERS = ("telt", "som", "naar_rato")
_LATEST: dict[str, Callable[[Any], date | None]] = {"laatste": as_day, "laatste_kwartaal": end_of_quarter}
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
        self.rows = ""
        self.named: list[str] = []
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
        if len(parts) == 1:
            return parts[0]
        return Test(lambda scope: any_of([part(scope) for part in parts]), tuple(way for part in parts for way in part.ways))

    def both(self) -> Test:
        parts = [self.single()]
        while self.sees("and"):
            self.take("name")
            parts.append(self.single())
        if len(parts) == 1:
            return parts[0]
        ways = tuple({frozenset().union(*ways) for ways in product(*(part.ways for part in parts))})
        return Test(lambda scope: all_of([part(scope) for part in parts]), ways)

    def single(self) -> Test:
        if self.sees("("):
            self.take("sign")
            inner = self.condition()
            self.take("sign", ")")
            return inner
        if not self.sees("not", "altijd", "nooit", "gevuld", "leeg", "fase", "een", "elk", "noemt"):
            return self.comparison()
        match word := self.take("name"):
            case "not":
                denied = self.single()
                return Test(lambda scope: Met(not denied(scope).ok))
            case "altijd" | "nooit":
                return Test(lambda scope: Met(word == "altijd"), ALWAYS if word == "altijd" else ())
        self.take("sign", "(")
        test = self.call(word)
        self.take("sign", ")")
        return test

    def call(self, word: str) -> Test:
        if word == "fase":
            phase = self.literal()
            self.uses.phases.add(phase)
            return Test(lambda scope: Met(scope.has_reached(phase)))
        name = self.fact()
        if word == "noemt":
            return self.names_everybody(name)
        known: Ways = (frozenset({name}),)
        if word == "gevuld":
            return Test(lambda scope: Met(scope.facts.get(name) is not None, scope.facts.filled_on(name)), known)
        if word == "leeg":
            return Test(lambda scope: Met(scope.facts.get(name) is None))
        test = self.row_test(name)
        holds = any if word == "een" else all_of_some
        return Test(lambda scope: Met(holds(rows_that(scope, name, test)), scope.facts.filled_on(name)), known)

    def names_everybody(self, rows: str) -> Test:
        """Rows that name whoever other rows of the dossier name, also when these rows are part of a row themselves."""
        column = self.column(rows)
        self.take("sign", ",")
        others = self.take("name")
        self.uses.facts.add(others)
        name = self.column(others)

        def answer(scope: Scope) -> Met:
            here = {row.get(column) for row in scope.facts.rows(rows)}
            wanted = {row.get(name) for row in (scope.whole or scope.facts).rows(others)} - {None}
            return Met(wanted <= here)

        return Test(answer)

    def comparison(self) -> Test:
        name = self.tokens[0][1]
        if self.sees("telt", "som"):
            name = self.tokens[2][1]
        before = len(self.named)
        left = self.value()
        if self.sees("in"):
            self.take("name")
            self.take("sign", "(")
            allowed = {self.literal()}
            while self.sees(","):
                self.take("sign")
                allowed.add(self.literal())
            self.take("sign", ")")
            known: Ways = (frozenset(self.named[before:]),)
            return Test(lambda scope: Met(str(left(scope).value) in allowed, scope.facts.filled_on(name)), known)
        sign = self.take("sign")
        if sign in ("=", "!="):
            word = self.literal()
            known = (frozenset(self.named[before:]),) if sign == "=" else ALWAYS
            return Test(lambda scope: Met((str(left(scope).value) == word) is (sign == "="), scope.facts.filled_on(name)), known)
        if sign not in _ORDERS:
            raise self.error(sign)
        right = self.value()
        known = (frozenset(self.named[before:]),)
        return Test(lambda scope: Met(in_order(left(scope).value, right(scope).value, _ORDERS[sign]), scope.facts.filled_on(name)), known)

    def row_test(self, rows: str) -> Test:
        """What must hold of a row, after a comma; without it every row counts."""
        if not self.sees(","):
            return Test(lambda scope: Met(True))
        self.take("sign")
        outside, self.rows = self.rows, rows
        test = self.condition()
        self.rows = outside
        return test

    def literal(self) -> str:
        if self.tokens[0][0] in ("name", "text", "number"):
            return self.tokens.pop(0)[1]
        raise self.error(self.tokens[0][1])

    def fact(self) -> str:
        name = self.take("name")
        if self.rows:
            self.uses.columns.add((self.rows, name))
        else:
            self.uses.facts.add(name)
            self.named.append(name)
        return name

    def column(self, rows: str) -> str:
        """The name of a column, after a comma."""
        self.take("sign", ",")
        name = self.take("name")
        self.uses.columns.add((rows, name))
        return name

    # Values

    def day(self) -> Value:
        kind, word = self.tokens[0]
        if kind == "number" or word in _NUMBERS:
            raise self.error(word)
        return self.value()

    def value(self) -> Value:
        value = self.plain_value()
        while self.sees("+", "-"):
            sign = self.take("sign")
            length = self.length(sign)
            value = moved(value, length)
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
            if word in ("begin", "vandaag"):
                self.take("name")
                return lambda scope: Found(scope.begin if word == "begin" else scope.today)
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
        if word in ("begin_van", "einde_van"):
            return self.end_of_period(word)
        if word == "naar_rato":
            whole = int(self.take("number"))
            return lambda scope: Found(share(whole, scope))
        if word in (*_NUMBERS, *_LATEST):
            return self.over_rows(word)
        if word != "laatste_van" and word not in _PICKS:
            raise self.error(word)
        parts = [self.value()]
        while self.sees(","):
            self.take("sign")
            parts.append(self.value())
        return latest(parts) if word == "laatste_van" else picked(parts, _PICKS[word])

    def over_rows(self, word: str) -> Value:
        name = self.fact()
        column = "" if word == "telt" else self.column(name)
        test = self.row_test(name)

        def answer(scope: Scope) -> Found:
            rows = [row for row in scope.facts.rows(name) if test(scope.inside(row)).ok]
            if word == "telt":
                return Found(len(rows))
            if word == "som":
                return Found(sum((as_number(row.get(column)) or Decimal() for row in rows), Decimal()))
            days = [day for row in rows if (day := _LATEST[word](row.get(column)))]
            return Found(max(days)) if days else Found(None, (f"{name}.{column}",))

        return answer

    def end_of_period(self, word: str) -> Value:
        period = self.literal()
        if period not in PERIODS:
            raise self.error(period)
        self.take("sign", ",")
        value = self.value()

        def answer(scope: Scope) -> Found:
            found = value(scope)
            day = as_day(found.value)
            return Found(period_of(day, period)[word == "einde_van"]) if day else Found(None, found.missing)

        return answer
