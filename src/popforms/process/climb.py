"""How far an action has climbed: with its trekker, with who steers, or at the first level of escalation (process.md, section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

EVERY = {
    "wekelijks": timedelta(days=7),
    "elke twee weken": timedelta(days=14),
    "maandelijks": timedelta(days=31),
    "elk kwartaal": timedelta(days=92),
}
"""How long a trekker may be silent, by the frequency that was agreed; 'alleen als het klaar is' has no such limit."""
PATIENCE = timedelta(days=3)
"""So many days after that the one who steers hears of it (T34)."""
LATE = timedelta(days=7)
"""So many days after the last day an action goes to who steers and on the agenda (T33)."""
STEERING, FIRST_LEVEL = 1, 2


@dataclass(frozen=True)
class Climbed:
    """The step an action stands on, and the reason in words; step 0 is with its trekker."""

    step: int = 0
    why: str = ""


def climb(*, state: str, last_day: date, missed: int, last_word: date, frequency: str, today: date) -> Climbed:
    """Where an agreed action stands today; `missed` counts the earlier deadlines that passed before they were moved."""
    if state not in ("afgesproken", "loopt", "vastgelopen"):
        return Climbed()
    if state == "vastgelopen":
        return Climbed(FIRST_LEVEL, "vastgelopen")
    late = (today - last_day).days
    if missed + (late > 0) >= 2:
        return Climbed(FIRST_LEVEL, "twee keer de datum niet gehaald")
    if late >= LATE.days:
        return Climbed(STEERING, f"{late} dagen te laat")
    silent = EVERY.get(frequency)
    if silent and today >= last_word + silent + PATIENCE:
        return Climbed(STEERING, f"al {(today - last_word).days} dagen niets gemeld")
    return Climbed()
