"""Terms as lines: on Werk those that are for me, late first; on a dossier all that somebody may know of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from popforms.dutch import say_date
from popforms.process.needed import missing_dates
from popforms.process.terms import Running
from popforms.store import DossierView, Store, Talk, TermLine
from popforms.ui.columns import folded, listed, what_when
from popforms.ui.plain import plain
from popforms.ui.shell import link

ALIKE = 3
"""More lines than this about the same thing are one line that opens."""
NO_INTERPRETER = "tolk nog niet geregeld"


def lines_of_me(store: Store, lines: Sequence[TermLine], talks: Sequence[Talk] = ()) -> None:
    """Lines in order of their day; a long list is cut, and many of the same kind are put together."""
    shown = [*_together(lines), *((talk.day, talk) for talk in talks)]
    shown.sort(key=lambda one: one[0])
    listed([one for _, one in shown], lambda at, one: _draw(at, store, one), f"{shown[0][0]}_{len(shown)}")


def lines_of_others(store: Store, lines: Sequence[TermLine]) -> None:
    """What is late with somebody else in a dossier that I steer or watch."""
    together = [one for _, one in _together(lines)]
    words = f"Te laat bij een ander ({len(lines)})"
    folded(words, together, lambda at, one: _draw(at, store, one), "laat_bij_ander", ":material/visibility:")


def lines_that_warn(store: Store, lines: Sequence[TermLine]) -> int:
    """What warns me already and has time, or waits for a date, folded away; gives how many lines. One missing date is one line."""
    waiting: dict[tuple[str, tuple[str, ...]], list[TermLine]] = {}
    for line in lines:
        if not line.running.last_day:
            waiting.setdefault((line.source_id, line.running.missing), []).append(line)
    shown: list[TermLine | _Missing] = [line for line in lines if line.running.last_day]
    shown += [_Missing(of) for of in waiting.values()]
    if shown:
        folded(f"Let op ({len(shown)})", shown, lambda at, one: _draw(at, store, one), "let_op", ":material/notifications:")
    return len(shown)


@dataclass(frozen=True)
class _Missing:
    """The terms of one dossier that cannot run without the same date."""

    lines: Sequence[TermLine]


def _together(lines: Sequence[TermLine]) -> list[tuple[date, Any]]:
    """The lines with the day that they stand at; many contacts to check are one."""
    contacts = [line for line in lines if line.source == "contact"]
    if len(contacts) <= ALIKE:
        return [(line.last_day, line) for line in lines]
    rest = [(line.last_day, line) for line in lines if line.source != "contact"]
    return [(contacts[0].last_day, contacts), *rest]


def all_terms(store: Store, view: DossierView, others: Sequence[TermLine]) -> None:
    """Every term of a dossier that this user may know of, folded away: what runs first, what is done last."""
    running = [term for term in view.terms if term.state not in ("klaar", "nog niet begonnen")]
    done = [term for term in view.terms if term.state == "klaar"]
    if not (running or done or others):
        return
    with st.expander(f"Alle termijnen ({len(running) + len(others)})", icon=":material/event_note:", on_change="rerun",
                     key=f"termijnen_{view.id}") as every:  # fmt: skip
        if not every.open:
            return
        both: list[tuple[Running, TermLine | None]] = [*((term, None) for term in running), *((line.running, line) for line in others)]
        for term, line in sorted(both, key=lambda one: one[0].last_day or date.max):
            _term(term, line)
        for term in done:
            st.markdown(_ticked(f"{term.title}: {term.words}{f' ({term.own_words})' if term.own_words else ''}"))


def _ticked(words: str) -> str:
    """Words behind a tick."""
    return f":material/check: {plain(words)}"


def _term(term: Running, line: TermLine | None = None) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    words = f"{term.title}{f' · {line.about}' if line and line.about else ''}"
    if line and line.record_id and line.source != "actie":
        link(row, "formulier", words, record=line.record_id)
    else:
        row.markdown(plain(words))
    if term.state == "te laat":
        row.badge(term.words, icon=":material/schedule:", color="red")
    elif term.state == "bijna":
        row.badge(term.words, icon=":material/event:", color="orange")
    else:
        row.caption(plain(term.words))
    if term.own_words:
        row.caption(plain(term.own_words))


def _draw(at: Any, store: Store, one: TermLine | Talk | list[TermLine] | _Missing) -> None:
    if isinstance(one, Talk):
        _draw_talk(at, store, one)
    elif isinstance(one, list):
        _draw_together(at, store, one)
    elif isinstance(one, _Missing):
        _draw_missing(at, store, one.lines)
    else:
        _draw_line(at, store, one)


def _draw_line(at: Any, store: Store, line: TermLine) -> None:
    place, row = what_when(at)
    what = line.about if _is_talk(line) else f"{line.running.title}{f' · {line.about}' if line.about else ''}"
    _way_to(place, line, ": ".join(word for word in (line.who, what) if word))
    _when(row, store, line)
    if line.whose:
        row.caption(plain(line.whose))
    if line.running.own_words:
        row.caption(plain(line.running.own_words))


def _draw_missing(at: Any, store: Store, lines: Sequence[TermLine]) -> None:
    """A date that is missing, with the way to where it is filled in and how many terms wait for it."""
    first, many = lines[0], len(lines)
    place, row = what_when(at)
    _way_to(place, first, f"{first.who}: {missing_dates(store.forms, first.running.missing)}")
    dates = "datum ontbreekt" if len(first.running.missing) == 1 else "datums ontbreken"
    row.caption(plain(f"{dates}, {first.running.title if many == 1 else f'{many} termijnen'} {'loopt' if many == 1 else 'lopen'} niet"))


def _way_to(place: Any, line: TermLine, words: str) -> None:
    """The words of a term as the way to where it is done, as far as this user may go there."""
    if line.record_id and line.source != "actie":
        link(place, "formulier", words, record=line.record_id)
    elif line.may_open and line.dossier_id:
        link(place, "dossier", words, id=line.dossier_id)
    elif line.page:
        link(place, line.page, words)
    else:
        place.markdown(plain(words))


def _is_talk(line: TermLine) -> bool:
    """A term about the interpreter of a talk is told as the talk itself."""
    return line.source == "gesprek" and bool(line.about)


def _when(row: Any, store: Store, line: TermLine) -> None:
    if line.running.state == "niet bekend":  # it waits for others: its last day says nothing yet
        row.caption(plain(line.running.words))
        return
    late, when = line.last_day < store.today, say_date(line.last_day, store.today)
    words = f"{f'{NO_INTERPRETER}, ' if _is_talk(line) else ''}{'te laat sinds' if late else 'uiterlijk'} {when}"
    row.badge(words, icon=":material/schedule:" if late else ":material/event:", color="red" if late else "orange")


def _draw_together(at: Any, store: Store, lines: list[TermLine]) -> None:
    """Contacts to check: one line that opens."""
    late = sum(line.last_day < store.today for line in lines)
    words = f"{lines[0].running.title}: {len(lines)} contacten{f', waarvan {late} te laat' if 0 < late < len(lines) else ''}"
    with at.expander(words, on_change="rerun", key=f"samen_{lines[0].running.code}_{lines[0].last_day}") as all_of_them:
        if all_of_them.open:
            for line in lines:
                _draw_line(st, store, line)


def _draw_talk(at: Any, store: Store, talk: Talk) -> None:
    place, row = what_when(at)
    words = f"{talk.who}: {talk.title}"
    if talk.may_open:
        link(place, "formulier", words, icon=":material/forum:", record=talk.record_id)
    else:
        link(place, "dossier", words, icon=":material/forum:", id=talk.dossier_id)
    row.caption(
        f"{'vandaag' if talk.day == store.today else say_date(talk.day, store.today)}{f', {talk.at}' if talk.at else ''}", width="content"
    )
    if talk.interpreter == "geregeld":
        row.badge("tolk geregeld", icon=":material/check:", color="green")
    elif talk.interpreter:
        row.badge(NO_INTERPRETER, icon=":material/translate:", color="red")
