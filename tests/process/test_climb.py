"""An action that stands still climbs: first to who steers, then to the first level (process.md, section 5; T33 and T34)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popforms.process.climb import EVERY, FIRST_LEVEL, STEERING, climb

LAST_DAY = date(2026, 3, 2)


def step(day: str, **changes: object) -> int:
    about = {"state": "loopt", "last_day": LAST_DAY, "missed": 0, "last_word": date(2026, 2, 27), "frequency": "alleen als het klaar is"}
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
        ("2026-03-01", {"frequency": "wekelijks", "last_word": date(2026, 2, 20)}, 0),  # nine days silent: one week and two days
        ("2026-03-02", {"frequency": "wekelijks", "last_word": date(2026, 2, 20)}, STEERING),  # one week and three days
        ("2026-04-30", {"state": "klaar"}, 0),
        ("2026-04-30", {"state": "voorgesteld"}, 0),  # nothing was agreed, so nothing is late
    ],
)
def test_an_action_stands_on_the_step_that_its_days_give(day: str, changes: dict[str, object], wanted: int) -> None:
    assert step(day, **changes) == wanted


@given(
    late=st.integers(-60, 60), missed=st.integers(0, 3), silent=st.integers(0, 120), frequency=st.sampled_from([*EVERY, "alleen als het klaar is"]),
    days=st.integers(0, 60),
)  # fmt: skip
def test_waiting_longer_never_brings_an_action_down(late: int, missed: int, silent: int, frequency: str, days: int) -> None:
    today = LAST_DAY + timedelta(days=late)
    about = {"state": "loopt", "last_day": LAST_DAY, "missed": missed, "last_word": today - timedelta(days=silent), "frequency": frequency}
    now, later = (climb(**about, today=today + timedelta(days=n)).step for n in (0, days))  # type: ignore[arg-type]
    assert now <= later
