"""An action that stands still climbs: first to who steers, then to the first level (process.md, section 5; T33 and T34)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popforms.process.climb import FIRST_LEVEL, STEERING, climb

LAST_DAY = date(2026, 3, 2)


def step(day: str, **changes: object) -> int:
    about = {"state": "loopt", "last_day": LAST_DAY, "missed": 0, "tell_by": None, "last_word": None}
    return climb(**{**about, **changes}, today=date.fromisoformat(day)).step  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "changes", "wanted"),
    [
        ("2026-03-02", {}, 0),  # the last day itself
        ("2026-03-08", {}, 0),  # six days late: the trekker hears it, nobody else
        ("2026-03-09", {}, STEERING),  # seven days
        ("2026-03-02", {"state": "vastgelopen"}, FIRST_LEVEL),
        ("2026-03-02", {"missed": 1}, 0),  # moved once, not late again
        ("2026-03-03", {"missed": 1}, FIRST_LEVEL),  # the second date passed
        ("2026-03-01", {"missed": 2}, FIRST_LEVEL),
        ("2026-03-01", {"tell_by": date(2026, 2, 27), "last_word": date(2026, 2, 20)}, 0),  # progress is two days late
        ("2026-03-02", {"tell_by": date(2026, 2, 27), "last_word": date(2026, 2, 20)}, STEERING),  # three days
        ("2026-04-30", {"last_day": None}, 0),  # its term is paused
        ("2026-04-30", {"last_day": None, "missed": 2}, 0),
        ("2026-04-30", {"last_day": None, "tell_by": date(2026, 2, 27), "last_word": date(2026, 2, 20)}, STEERING),  # the other one is not
        ("2026-04-30", {"last_day": None, "state": "vastgelopen"}, FIRST_LEVEL),  # that is said, not counted
        ("2026-04-30", {"state": "klaar"}, 0),
        ("2026-04-30", {"state": "voorgesteld"}, 0),  # nothing was agreed, so nothing is late
    ],
)
def test_an_action_stands_on_the_step_that_its_days_give(day: str, changes: dict[str, object], wanted: int) -> None:
    assert step(day, **changes) == wanted


def test_it_says_for_how_long_nothing_was_told() -> None:
    found = climb(
        state="loopt", last_day=LAST_DAY, missed=0, tell_by=date(2026, 2, 27), last_word=date(2026, 2, 20), today=date(2026, 3, 2)
    )  # fmt: skip
    assert found.why == "al 10 dagen niets gemeld"


@given(
    late=st.integers(-60, 60), missed=st.integers(0, 3), silent=st.integers(0, 120), every=st.sampled_from([7, 14, 31, 92, None]),
    days=st.integers(0, 60),
)  # fmt: skip
def test_waiting_longer_never_brings_an_action_down(late: int, missed: int, silent: int, every: int | None, days: int) -> None:
    today = LAST_DAY + timedelta(days=late)
    said = today - timedelta(days=silent)
    about = {
        "state": "loopt", "last_day": LAST_DAY, "missed": missed, "last_word": said, "tell_by": said + timedelta(days=every) if every else None,
    }  # fmt: skip
    now, later = (climb(**about, today=today + timedelta(days=n)).step for n in (0, days))  # type: ignore[arg-type]
    assert now <= later
