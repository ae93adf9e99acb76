"""Dates and amounts the Dutch way."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popforms.dutch import parse_amount, parse_date, say_amount, say_date, say_datetime, say_list, say_number

TODAY = date(2026, 2, 1)


def test_a_date_of_this_year_is_said_without_the_year():
    assert say_date(date(2026, 3, 3), TODAY) == "di 3 maart"


def test_a_date_of_another_year_and_a_date_on_paper_carry_the_year():
    assert say_date(date(2027, 3, 3), TODAY) == "wo 3 maart 2027"
    assert say_date(date(2026, 3, 3)) == "di 3 maart 2026"


def test_a_moment_is_said_on_the_clock_of_amsterdam_in_winter_and_summer():
    assert say_datetime(datetime(2026, 1, 5, 13, 2, tzinfo=UTC), TODAY) == "ma 5 januari 14:02"
    assert say_datetime(datetime(2026, 7, 5, 12, 2), TODAY) == "zo 5 juli 14:02"
    assert say_datetime(datetime(2025, 12, 31, 23, 30, tzinfo=UTC), TODAY) == "do 1 januari 00:30"


def test_numbers_have_a_decimal_comma_and_dots_between_thousands():
    assert say_amount(Decimal("1234.5")) == "€ 1.234,50"
    assert say_amount(0) == "€ 0,00"
    assert say_number(12.5) == "12,5"
    assert say_number(1234) == "1.234"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12,5", "12.5"),
        ("12,50", "12.5"),
        ("12.50", "12.5"),
        ("€ 1.234,50", "1234.5"),
        ("€1.234", "1234"),
        ("1 234,50", "1234.5"),
        ("12,-", "12"),
        (" 750 ", "750"),
        ("-3,20", "-3.2"),
        ("1.234.567,89", "1234567.89"),
    ],
)
def test_an_amount_is_read_as_it_is_written(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "twaalf", "1,234", "12,345", "1.23.4", "NaN", "1e5", "12,5,5", "٣", "12 euro", "1" * 30, "--1"])
def test_what_is_no_amount_is_refused(text):
    assert parse_amount(text) is None


@given(st.decimals(min_value=-999_999, max_value=999_999, places=2))
def test_an_amount_that_was_said_is_read_back(amount):
    assert parse_amount(say_amount(amount)) == amount


@pytest.mark.parametrize("text", ["3-2-2020", "03-02-2020", "3/2/2020", "3.2.2020", "2020-02-03", " 3-2-2020 "])
def test_a_date_is_read_day_first_or_iso(text):
    assert parse_date(text) == date(2020, 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30-2-2020",
        "29-2-2021",
        "31-4-2020",
        "2020-13-01",
        "3-2-20",
        "3-2/2020",
        "0-1-2020",
        "1-1-1899",
        "1-1-2101",
        "gisteren",
    ],
)
def test_an_impossible_date_is_refused(text):
    assert parse_date(text) is None


def test_the_leap_day_is_a_date():
    assert parse_date("29-2-2024") == date(2024, 2, 29)


def test_a_list_is_said_with_commas_and_one_en() -> None:
    assert [say_list(words) for words in ([], ["Joop"], ["Joop", "Nadia"], ["Joop", "Nadia", "Elvira"])] == [
        "", "Joop", "Joop en Nadia", "Joop, Nadia en Elvira",
    ]  # fmt: skip
