"""Dates, numbers and amounts as Dutch people write them, and back again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

LOCALE = Locale("nl")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years that a date may have; the date fields on screen keep the same bounds."""

_DUTCH_DATE = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_AMOUNT = re.compile(
    r"(?P<minus>-?)"
    r"(?P<whole>[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3}|[0-9]{1,3}(?:[ ][0-9]{3}){1,3})"
    r"(?:,(?P<cents>[0-9]{1,2})|,(?P<none>-{1,2})|\.(?P<english>[0-9]{1,2}))?"
)


def say_date(day: date, today: date | None = None) -> str:
    """'di 3 maart'; the year is added when it is not that of `today`, and always without `today` (paper)."""
    pattern = "EEE d MMMM" if today is not None and day.year == today.year else "EEE d MMMM y"
    return _written(day, pattern)


def say_month(month: str) -> str:
    """'maart 2026' for '2026-03'."""
    return _written(date.fromisoformat(f"{month}-01"), "MMMM y")


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=LOCALE)


def say_datetime(moment: datetime, today: date | None = None) -> str:
    """'di 3 maart 14:02' on the clock of Amsterdam; a moment without a time zone is UTC."""
    there = local(moment)
    return f"{say_date(there.date(), today)} {there:%H:%M}"


def say_moment(moment: datetime, today: date) -> str:
    """'om 14:02' for today, else 'di 3 maart 14:02': when something was saved."""
    there = local(moment)
    return f"om {there:%H:%M}" if there.date() == today else say_datetime(moment, today)


def local(moment: datetime) -> datetime:
    """The moment on the clock of Amsterdam; a moment without a time zone is UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(AMSTERDAM)


def say_list(words: Sequence[str]) -> str:
    """'Joop, Nadia en Elvira'."""
    return format_list(words, locale=LOCALE)


def say_amount(amount: Decimal | int | float) -> str:
    """'€ 1.234,50'."""
    return format_currency(amount, "EUR", locale=LOCALE).replace("\xa0", " ")


def say_number(number: Decimal | int | float) -> str:
    """'1.234' or '12,5', with at most three decimals."""
    return format_decimal(number, locale=LOCALE)


def parse_amount(text: str) -> Decimal | None:
    """The amount in '12,5', '€ 1.234,50', '1234.50' or '12,-'; None when it is not one.

    A dot before three figures parts thousands, before one or two it is a decimal point. Three figures after a comma could
    be either, so they are refused rather than guessed at.
    """
    plain = " ".join(text.replace("€", " ").split())
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        return None
    whole = found["whole"].replace(".", "").replace(" ", "")
    return Decimal(f"{found['minus']}{whole}.{found['cents'] or found['english'] or '0'}")


def parse_date(text: str) -> date | None:
    """The date in '3-2-2020', '03-02-2020', '3/2/2020' or '2020-02-03'; None when it is not one, or not from 1900 to 2100."""
    plain = text.strip()
    if found := _DUTCH_DATE.fullmatch(plain):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif found := ISO_DATE.fullmatch(plain):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
