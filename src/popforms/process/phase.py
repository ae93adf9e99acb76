"""Where a dossier is in the process: the phases of the term table, each with the condition that reaches it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from popforms.process.facts import Facts, Scope
from popforms.process.table import TermTable

OPEN_QUESTIONS = "F00.open"
"""The fact that is true while a question of the dossier form that is needed to go on is open."""


class Phase(NamedTuple):
    """The phase that was reached, which the terms go by, and the one on the screen, which waits for open questions."""

    reached: str
    shown: str


def phase(table: TermTable, facts: Mapping[str, Any], today: date) -> Phase:
    """The highest phase whose condition holds; dates after today and talks that did not happen do not count."""
    scope = Scope(Facts(facts, until=today))
    steps = table.phases
    reached = max((n for n, step in enumerate(steps) if step.bereikt_als(scope).ok), default=0)
    ceiling = table.phase_number(table.fasen.zolang_vragen_open) if facts.get(OPEN_QUESTIONS) else reached
    return Phase(steps[reached].naam, steps[min(reached, ceiling)].naam)
