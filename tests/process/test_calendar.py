"""The calendar against dates worked out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popforms.process.calendar import Calendar, Length

CALENDAR = Calendar(frozenset({date(2026, 5, 15), date(2027, 5, 7)}))
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))
lengths = st.builds(Length, st.integers(1, 90), st.sampled_from(["werkdagen", "dagen", "weken", "maanden"]))


@pytest.mark.parametrize(
    "free",
    [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2025, 12, 26),
        date(2025, 4, 26),
        date(2027, 5, 5),
        date(2026, 5, 15),
        date(2026, 3, 7),
    ],
)
def test_holidays_decree_days_and_weekends_are_no_working_days(free):
    assert not CALENDAR.is_working_day(free)


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 4, 2), date(2026, 4, 28), date(2026, 5, 4), date(2027, 4, 26)])
def test_days_beside_a_holiday_are_working_days(day):
    assert CALENDAR.is_working_day(day)


def test_a_decree_day_is_a_working_day_where_the_list_does_not_hold_it():
    assert Calendar().is_working_day(date(2026, 5, 15))


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        (date(2026, 3, 2), "5 werkdagen", date(2026, 3, 9)),
        (date(2026, 3, 7), "5 werkdagen", date(2026, 3, 13)),
        (date(2026, 5, 13), "5 werkdagen", date(2026, 5, 22)),
        (date(2025, 12, 24), "2 werkdagen", date(2025, 12, 30)),
        (date(2026, 3, 2), "14 dagen", date(2026, 3, 16)),
        (date(2026, 3, 6), "10 weken", date(2026, 5, 15)),
        (date(2026, 1, 31), "1 maand", date(2026, 2, 28)),
        (date(2024, 1, 31), "1 maand", date(2024, 2, 29)),
        (date(2026, 8, 31), "18 maanden", date(2028, 2, 29)),
        (date(2024, 2, 29), "3 jaar", date(2027, 2, 28)),
        (date(2024, 2, 29), "4 maanden", date(2024, 6, 29)),
        (date(2026, 11, 30), "3 maanden", date(2027, 2, 28)),
        (date(2026, 3, 10), "7 dagen ervoor", date(2026, 3, 3)),
        (date(2026, 3, 9), "1 werkdag ervoor", date(2026, 3, 6)),
        (date(2026, 3, 10), "op de datum", date(2026, 3, 10)),
        (date(2026, 3, 10), "dezelfde dag", date(2026, 3, 10)),
    ],
)
def test_the_last_day_of_a_term(start, length, last):
    assert CALENDAR.add(start, Length.parse(length)) == last


@pytest.mark.parametrize("text", ["", "14", "14 dage", "twee weken", "1,5 maand", "-3 dagen", "1000 dagen", "14  dagen"])
def test_a_length_that_nobody_can_count_is_refused_with_examples(text):
    with pytest.raises(ValueError, match="is geen lengte"):
        Length.parse(text)


@pytest.mark.parametrize(
    ("start", "length", "shifted"),
    [
        # Friday 15 May 2026 is a decree day after Hemelvaartsdag, then a weekend.
        (date(2026, 3, 6), "10 weken", date(2026, 5, 18)),
        (date(2026, 2, 1), "3 maanden", date(2026, 5, 1)),
        (date(2026, 1, 5), "3 maanden", date(2026, 4, 7)),
        (date(2026, 1, 27), "3 maanden", date(2026, 4, 28)),
        (date(2025, 12, 11), "14 dagen", date(2025, 12, 29)),
        # Longer than three months or twelve weeks, and terms in years, never move.
        (date(2026, 1, 5), "4 maanden", date(2026, 5, 5)),
        (date(2026, 1, 3), "13 weken", date(2026, 4, 4)),
        (date(2023, 5, 5), "3 jaar", date(2026, 5, 5)),
        # Art. 2: five days from Thursday 24 December 2026 hold one working day, Monday the 28th; Tuesday is the second.
        (date(2026, 12, 24), "4 dagen", date(2026, 12, 29)),
        (date(2026, 12, 24), "2 dagen", date(2026, 12, 28)),
        (date(2026, 5, 12), "4 dagen", date(2026, 5, 18)),
        # Backwards from a date.
        (date(2026, 3, 14), "7 dagen ervoor", date(2026, 3, 7)),
    ],
)
def test_a_term_of_law_that_ends_on_a_free_day_moves_on(start, length, shifted):
    parsed = Length.parse(length)
    assert CALENDAR.shift(start, CALENDAR.add(start, parsed), parsed) == shifted


def pause(start, length, *pauses):
    parsed = Length.parse(length)
    return CALENDAR.pause(start, CALENDAR.add(start, parsed), parsed, pauses)


def test_a_pause_inside_the_term_moves_the_last_day_by_its_days():
    assert pause(date(2026, 3, 2), "14 dagen", (date(2026, 3, 5), date(2026, 3, 7))) == date(2026, 3, 19)


def test_a_pause_that_reaches_past_the_last_day_stops_the_clock_until_it_is_over():
    assert pause(date(2026, 3, 2), "14 dagen", (date(2026, 3, 16), date(2026, 3, 25))) == date(2026, 3, 26)


def test_a_pause_after_the_last_day_or_before_the_start_changes_nothing():
    assert pause(date(2026, 3, 2), "14 dagen", (date(2026, 3, 17), date(2026, 3, 25))) == date(2026, 3, 16)
    assert pause(date(2026, 3, 2), "14 dagen", (date(2026, 2, 1), date(2026, 3, 2))) == date(2026, 3, 16)


def test_days_that_two_pauses_share_count_once():
    overlap = [(date(2026, 3, 5), date(2026, 3, 8)), (date(2026, 3, 7), date(2026, 3, 9)), (date(2026, 3, 6), date(2026, 3, 6))]
    assert pause(date(2026, 3, 2), "14 dagen", *overlap) == date(2026, 3, 21)


def test_in_a_term_of_working_days_only_paused_working_days_count():
    assert pause(date(2026, 3, 2), "5 werkdagen", (date(2026, 3, 7), date(2026, 3, 8))) == date(2026, 3, 9)
    assert pause(date(2026, 3, 2), "5 werkdagen", (date(2026, 3, 5), date(2026, 3, 9))) == date(2026, 3, 12)


def test_a_pause_that_covers_the_day_of_a_one_day_term_moves_it_past_the_pause():
    assert pause(date(2026, 3, 10), "op de datum", (date(2026, 3, 8), date(2026, 3, 12))) == date(2026, 3, 13)


@given(days, lengths)
def test_a_shifted_term_ends_on_a_working_day_and_never_earlier(start, length):
    last = CALENDAR.add(start, length)
    shifted = CALENDAR.shift(start, last, length)
    assert shifted >= last
    if length.is_short:
        assert CALENDAR.is_working_day(shifted)
        assert shifted - last <= timedelta(days=7)


@given(days, lengths, st.lists(st.tuples(st.integers(-30, 200), st.integers(0, 40)), max_size=4))
def test_a_pause_never_moves_the_last_day_further_than_its_days(start, length, spans):
    pauses = [(start + timedelta(days=at), start + timedelta(days=at + extra)) for at, extra in spans]
    last = CALENDAR.add(start, length)
    paused = {first + timedelta(days=n) for first, end in pauses for n in range((end - first).days + 1)}
    moved = CALENDAR.pause(start, last, length, pauses)
    assert moved >= last
    if length.unit == "werkdagen":
        assert CALENDAR.working_days(last, moved) <= sum(map(CALENDAR.is_working_day, paused))
    else:
        assert (moved - last).days <= len(paused)


@given(days, st.integers(1, 60))
def test_counted_working_days_are_the_working_days_in_between(start, amount):
    last = CALENDAR.add(start, Length(amount, "werkdagen"))
    assert CALENDAR.working_days(start, last) == amount
    assert CALENDAR.is_working_day(last)
