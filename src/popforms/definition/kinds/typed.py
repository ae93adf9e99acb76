"""Kinds that are typed: text, dates, times, numbers and amounts."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from stdnum.nl import bsn as stdnum_bsn
from stdnum.nl import postcode as stdnum_postcode

from popforms.definition.kinds.base import LONG_TEXT, SHORT_TEXT, Kind, Lookup, Wrong, short
from popforms.definition.outline import Space
from popforms.definition.questions import Question
from popforms.dutch import parse_amount, parse_date, say_amount, say_date, say_number


class Text(Kind):
    """One line of text, at most 500 signs."""

    name = "text"
    limit = SHORT_TEXT

    def read(self, question: Question, value: Any) -> str:
        text = str(value)
        if len(text) > self.limit:
            raise Wrong(f"De tekst heeft {len(text)} tekens; er passen er {self.limit}. Maak de tekst korter.")
        return text


class LongTextKind(Text):
    """Text of more lines, at most 20,000 signs; the field grows with its content."""

    name = "long text"
    limit = LONG_TEXT

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        return self.store(question, at.text_area(label, value=value or "", key=key, height="content"))

    def space(self, question: Question) -> Space:
        return Space(question.label, lines=4, hint=question.hint)


class AddressKind(Text):
    """An address with a Dutch postcode in it."""

    name = "address"
    marks = "Straat 1, 1234 AB Plaats"

    def read(self, question: Question, value: Any) -> str:
        text = super().read(question, value)
        words = text.replace(",", " ").split()
        pairs = [*words, *(first + second for first, second in pairwise(words))]
        if not any(stdnum_postcode.is_valid(word) for word in pairs):
            raise Wrong("In het adres staat geen geldige postcode. Schrijf het zo: Straat 1, 1234 AB Plaats.")
        return text


class BsnKind(Kind):
    """A burgerservicenummer: nine digits that pass the eleven-test."""

    name = "bsn"

    def store(self, question: Question, value: Any) -> Any:
        text = super().store(question, value)
        return stdnum_bsn.compact(text) if text and stdnum_bsn.is_valid(text) else text

    def read(self, question: Question, value: Any) -> str:
        if not stdnum_bsn.is_valid(str(value)):
            raise Wrong("Dit is geen geldig BSN. Een BSN heeft 9 cijfers; kijk het nummer nog eens na.")
        return stdnum_bsn.compact(str(value))


class VNumberKind(Kind):
    """A V-nummer of the IND: ten digits."""

    name = "v-number"

    def read(self, question: Question, value: Any) -> str:
        digits = str(value).replace(".", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) == 10):
            raise Wrong("Een V-nummer heeft 10 cijfers, zoals 123.456.7890. Kijk het nummer nog eens na.")
        return digits


class EmailKind(Text):
    """An e-mail address."""

    name = "email"

    def read(self, question: Question, value: Any) -> str:
        text = super().read(question, value)
        before, at, after = text.partition("@")
        if not before or not at or "." not in after or " " in text:
            raise Wrong("Dit is geen volledig e-mailadres. Schrijf het zo: naam@voorbeeld.nl.")
        return text


class DateKind(Kind):
    """A date, typed as 3-2-2026; kept as ISO."""

    name = "date"
    marks = "dd-mm-jjjj"
    earliest, latest = date(1900, 1, 1), date(2100, 12, 31)

    def store(self, question: Question, value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        text = super().store(question, value)
        found = parse_date(text) if text else None
        return found.isoformat() if found else text

    def read(self, question: Question, value: Any) -> date:
        found = parse_date(str(value))
        if found is None:
            raise Wrong(f"‘{short(value)}’ is geen datum die bestaat. Schrijf dag-maand-jaar, zoals 3-2-2026.")
        if not self.earliest <= found <= self.latest:
            raise Wrong(f"Het jaar {found.year} kan niet kloppen. Kies een datum tussen 1900 en 2100.")
        return found

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        found = parse_date(str(value))
        return say_date(found) if found else str(value)

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        found = parse_date(str(value)) if value else None
        shown = found.strftime("%d-%m-%Y") if found else value or ""
        return self.store(question, at.text_input(label, value=shown, key=key, placeholder=self.marks))


class YearDateKind(DateKind):
    """A date of which sometimes only the year is known; kept as ISO date or as four digits."""

    name = "date, also only year"
    marks = "dd-mm-jjjj of alleen jjjj"

    def store(self, question: Question, value: Any) -> Any:
        text = value.strip() if isinstance(value, str) else value
        return text if _is_year(text) else super().store(question, value)

    def read(self, question: Question, value: Any) -> Any:
        if _is_year(value):
            if not self.earliest.year <= int(value) <= self.latest.year:
                raise Wrong(f"Het jaar {value} kan niet kloppen. Kies een jaar tussen 1900 en 2100.")
            return str(value)
        return super().read(question, value)

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return str(value) if _is_year(value) else super().say(question, value, lookup)

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        if not _is_year(value):
            return super().ask(at, question, value, key, label, lookup)
        return self.store(question, at.text_input(label, value=value, key=key, placeholder=self.marks))


class TimeKind(Kind):
    """A time of day, kept as HH:MM."""

    name = "time"
    marks = "uu:mm"

    def store(self, question: Question, value: Any) -> Any:
        text = super().store(question, value.strftime("%H:%M") if isinstance(value, time) else value)
        found = _time(text)
        return found.strftime("%H:%M") if found else text

    def read(self, question: Question, value: Any) -> time:
        found = _time(value)
        if found is None:
            raise Wrong(f"‘{short(value)}’ is geen tijd. Schrijf uren en minuten, zoals 9:30.")
        return found


class NumberKind(Kind):
    """A number within its bounds, typed the Dutch way (12,5)."""

    name = "number"

    def store(self, question: Question, value: Any) -> Any:
        text = super().store(question, str(value) if value is not None else None)
        found = parse_amount(text) if text else None
        return text if found is None else str(found.normalize()) if found % 1 else str(int(found))

    def read(self, question: Question, value: Any) -> Decimal:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            found = parse_amount(str(value))
            if found is None:
                raise Wrong(f"‘{short(value)}’ is geen getal. Schrijf alleen cijfers, zoals 12 of 12,5.") from None
            number = found
        if not number.is_finite() or abs(number) > 1_000_000_000:
            raise Wrong("Dit getal is te groot. Kijk het nog eens na.")
        low, high = question.minimum, question.maximum
        if low is not None and number < Decimal(str(low)):
            raise Wrong(f"Dit is minder dan {say_number(low)}. Vul ten minste {say_number(low)} in.")
        if high is not None and number > Decimal(str(high)):
            raise Wrong(f"Dit is meer dan {say_number(high)}. Vul ten hoogste {say_number(high)} in.")
        if question.step and number % Decimal(str(question.step)):
            raise Wrong(f"Dit gaat in stappen van {say_number(question.step)}. Rond het af.")
        return number

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return str(value).replace(".", ",")

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        shown = "" if value is None else str(value).replace(".", ",") if _is_decimal(value) else str(value)
        return self.store(question, at.text_input(label, value=shown, key=key, placeholder=self.marks or None))


class WholeKind(NumberKind):
    """A whole number, not below zero unless said."""

    name = "whole"

    def read(self, question: Question, value: Any) -> Any:
        number = super().read(question, value)
        if number % 1 or (number < 0 and question.minimum is None):
            raise Wrong("Vul een heel getal in, zonder komma en niet onder nul.")
        return int(number)


class AmountKind(NumberKind):
    """Money in euro, kept with two decimals."""

    name = "amount"
    marks = "€ 0,00"

    def store(self, question: Question, value: Any) -> Any:
        text = Kind.store(self, question, str(value) if value is not None else None)
        found = parse_amount(text) if text else None
        return f"{found:.2f}" if found is not None and found.is_finite() else text

    def read(self, question: Question, value: Any) -> Decimal:
        number = super().read(question, value)
        if number < 0:
            raise Wrong("Een bedrag kan niet onder nul zijn. Vul het bedrag zonder min in.")
        return number

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        found = parse_amount(str(value))
        return str(value) if found is None else say_amount(found)


def _is_year(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 4 and value.isascii() and value.isdigit()


def _is_decimal(value: Any) -> bool:
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _time(value: Any) -> time | None:
    if isinstance(value, time):  # a part of a group is read before the group is
        return value
    text = str(value or "").replace(".", ":").replace("u", ":").strip(": ")
    hours, _, minutes = text.partition(":")
    if not (hours.isascii() and hours.isdigit() and (minutes or "0").isascii() and (minutes or "0").isdigit()):
        return None
    try:
        return time(int(hours), int(minutes or 0))
    except (ValueError, OverflowError):
        return None
