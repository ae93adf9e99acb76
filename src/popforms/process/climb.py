"""How far an action has climbed: with its trekker, with who steers, or at the first level of escalation (process.md, section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

PATIENCE = timedelta(days=3)
"""So many days after progress had to be told the one who steers hears of it (T34)."""
LATE = timedelta(days=7)
"""So many days after the last day an action goes to who steers and on the agenda (T33)."""
STEERING, FIRST_LEVEL = 1, 2


@dataclass(frozen=True)
class Climbed:
    """The step an action stands on, and the reason in words; step 0 is with its trekker."""

    step: int = 0
    why: str = ""


def climb(*, state: str, last_day: date | None, missed: int, tell_by: date | None, last_word: date | None, today: date) -> Climbed:
    """Where an agreed action stands today; `missed` counts the earlier deadlines that passed before they were moved.

    `last_day` and `tell_by` are the last days of its two terms (T33, T34): moved by pauses, and None while a pause is open or there
    is no such term. `last_word` is the day that `tell_by` counts from.
    """
    if state not in ("afgesproken", "loopt", "vastgelopen"):
        return Climbed()
    if state == "vastgelopen":
        return Climbed(FIRST_LEVEL, "vastgelopen")
    if last_day:
        late = (today - last_day).days
        if missed + (late > 0) >= 2:
            return Climbed(FIRST_LEVEL, "twee keer de datum niet gehaald")
        if late >= LATE.days:
            return Climbed(STEERING, f"{late} dagen te laat")
    if tell_by and last_word and today >= tell_by + PATIENCE:
        return Climbed(STEERING, f"al {(today - last_word).days} dagen niets gemeld")
    return Climbed()
