"""The dossier as one line of time: what was, where we are today, and what must be before which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from popforms.dutch import parse_date, say_date
from popforms.process.terms import Running
from popforms.store import DossierView, Store

MOST_AHEAD = 4
"""So many last days stand on the line; the others are in the list of terms."""


@dataclass(frozen=True)
class Stop:
    """A place on the line: its day, its words, and whether it was, is late or is still to come."""

    day: date
    words: str
    kind: str

    def drawn(self, today: date) -> str:
        """The stop as a list item; the words carry what the colour shows."""
        said = {"was": "", "nu": "", "laat": "te laat, ", "straks": "uiterlijk "}[self.kind]
        return f'<li class="pf-{self.kind}"><span>{escape(self.words)}</span><small>{said}{escape(say_date(self.day, today))}</small></li>'


def stops_of(view: DossierView, milestones: tuple[tuple[str, str], ...], today: date) -> list[Stop]:
    """What happened, today, and the last days that are near, in order of time."""
    past = [Stop(day, words, "was") for fact, words in milestones if (day := parse_date(str(view.facts.get(fact) or ""))) and day <= today]
    late = [Stop(term.last_day, term.name, "laat") for term in view.terms if term.state == "te laat" and term.last_day]
    ahead = sorted((term for term in view.terms if _is_ahead(term, today)), key=lambda term: term.last_day or today)[:MOST_AHEAD]
    coming = [Stop(term.last_day, term.name, "straks") for term in ahead if term.last_day]
    return [*sorted([*past, *late], key=lambda stop: stop.day), Stop(today, "vandaag", "nu"), *coming]


def time_line(store: Store, view: DossierView) -> None:
    """Draw the line; on a narrow screen it runs down instead of across."""
    stops = stops_of(view, store.forms.process.MILESTONES, store.today)
    st.html(f'<ol class="pf-time" aria-label="Tijdlijn">{"".join(stop.drawn(store.today) for stop in stops)}</ol>')


def _is_ahead(term: Running, today: date) -> bool:
    return term.last_day is not None and term.last_day >= today and term.state not in ("klaar", "gepauzeerd")
