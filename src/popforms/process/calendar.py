"""The Dutch calendar: free days, working days, and the last day of a term under the Algemene termijnenwet (Atw)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Literal

import holidays

from popforms.dutch import FIRST_YEAR, LAST_YEAR

Unit = Literal["werkdagen", "dagen", "weken", "maanden", "jaar"]

_UNITS: dict[str, Unit] = {
    "werkdag": "werkdagen",
    "werkdagen": "werkdagen",
    "dag": "dagen",
    "dagen": "dagen",
    "week": "weken",
    "weken": "weken",
    "maand": "maanden",
    "maanden": "maanden",
    "jaar": "jaar",
}
_LONGEST_UNDER_THE_ATW = {"dagen": 90, "weken": 12, "maanden": 3}
PERIODS = {"maand": 1, "kwartaal": 3, "halfjaar": 6}
"""The parts of a calendar year that a term can hang on, in months."""
_DAY = timedelta(days=1)
_ALWAYS_TWO_WORKING_DAYS = 14  # so many days on end always hold two, also round Christmas


@dataclass(frozen=True)
class Length:
    """How long a term is; a negative amount counts backwards from its start."""

    amount: int
    unit: Unit
    text: str = field(default="", compare=False)
    """The words of the table."""

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read '5 werkdagen', '10 weken', '1 jaar', '7 dagen ervoor', 'op de datum' or 'dezelfde dag'; else a ValueError."""
        if text in ("op de datum", "dezelfde dag"):
            return cls(0, "dagen", text)
        found = re.fullmatch(r"([0-9]{1,3}) ([a-z]+)( ervoor)?", text)
        if found is None or found[2] not in _UNITS:
            raise ValueError(
                f"{text!r} is geen lengte. Schrijf bijvoorbeeld '5 werkdagen', '14 dagen', '10 weken', '3 maanden', "
                "'1 jaar', '7 dagen ervoor', 'op de datum' of 'dezelfde dag'"
            )
        amount = int(found[1])
        return cls(-amount if found[3] else amount, _UNITS[found[2]], text)

    @property
    def is_short(self) -> bool:
        """Whether the Atw reaches it: counted forwards, at most 90 days, twelve weeks or three months."""
        return 0 < self.amount <= _LONGEST_UNDER_THE_ATW.get(self.unit, 0)

    @property
    def is_at_least_three_days(self) -> bool:
        return self.amount >= 3 or self.unit in ("weken", "maanden", "jaar")


@dataclass(frozen=True)
class Calendar:
    """The holidays of art. 3 Atw, with the days that a royal decree made equal to them."""

    decree_days: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, and no holiday."""
        return day.weekday() < 5 and day not in _holidays(day.year) and day not in self.decree_days

    def working_days(self, after: date, until: date) -> int:
        """How many working days there are after one day, up to and including another."""
        return sum(self.is_working_day(after + n * _DAY) for n in range(1, (until - after).days + 1))

    def add(self, start: date, length: Length) -> date:
        """The last day of a term that starts on `start`; the start day itself does not count."""
        match length.unit:
            case "werkdagen":
                return self._add_working_days(start, length.amount)
            case "dagen":
                return start + length.amount * _DAY
            case "weken":
                return start + 7 * length.amount * _DAY
            case "maanden":
                return _add_months(start, length.amount)
            case "jaar":
                return _add_months(start, 12 * length.amount)

    def shift(self, start: date, last: date, length: Length) -> date:
        """The last day of a term of law after the Atw: no free day (art. 1), and two working days inside (art. 2)."""
        if not length.is_short:
            return last
        while not self.is_working_day(last):
            last += _DAY
        if length.is_at_least_three_days and (last - start).days < _ALWAYS_TWO_WORKING_DAYS:
            last = self._add_working_days(last, max(0, 2 - self.working_days(start, last)))
        return last

    def pause(self, start: date, last: date, length: Length, pauses: Iterable[tuple[date, date]]) -> date:
        """The last day after the clock stood still in `pauses` (first and last day, both included).

        The days of a pause that begins while the term runs all count, also where they reach past the old last day: the
        clock stands still until the pause is over. A pause that begins after the last day changes nothing.
        """
        done = start - _DAY if length.amount == 0 else start  # a term of one day is that day itself
        for first, end in sorted(pauses):
            first = max(first, done + _DAY)
            if first > last:
                break
            if end < first:
                continue
            if length.unit == "werkdagen":
                last = self._add_working_days(last, self.working_days(first - _DAY, end))
            else:
                last += end - first + _DAY
            done = end
        return last

    def _add_working_days(self, day: date, amount: int) -> date:
        step = _DAY if amount > 0 else -_DAY
        for _ in range(abs(amount)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day


def period_of(day: date, period: str) -> tuple[date, date]:
    """The first and the last day of the month, quarter or half-year in which a day lies."""
    months = PERIODS[period]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, _add_months(first, months) - _DAY


def end_of_quarter(name: object) -> date | None:
    """The last day of a quarter that is named by year and number, as '2026-3'; None for anything else."""
    found = re.fullmatch(r"(\d{4})-([1-4])", str(name))
    year = int(found[1]) if found else 0
    return period_of(date(year, 3 * int(found[2]), 1), "kwartaal")[1] if found and FIRST_YEAR <= year <= LAST_YEAR else None


def _add_months(day: date, months: int) -> date:
    """The same day number so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def _holidays(year: int) -> frozenset[date]:
    """The library knows Koningsdag and the moving feasts; 5 mei it counts every fifth year only, the Atw every year."""
    return frozenset({*holidays.country_holidays("NL", years=year), date(year, 5, 5)})
