"""Answers about health and numbers on a page: masked until a click opens them, which is written down before they show."""

from __future__ import annotations

import time
from collections.abc import Iterable, KeysView, Mapping
from typing import Any

import streamlit as st

from popforms.definition.questions import FormDef
from popforms.store import Store
from popforms.store.base import VISIT
from popforms.ui.plain import plain

MASK = "••••••"
NOTED = "Wie dit opent, wordt vastgelegd."


def show_closed(
    at: Any, store: Store, record_id: str, form: FormDef, unit: str, label: str, hint: str, *, number: int | None = None, place: str = ""
) -> None:
    """Draw a closed answer with the button that opens it in this tab; `place` tells two on one page apart."""
    words = "Toon nummer" if form.heavy[unit].privacy == "nummer" else "Toon antwoord"
    at.caption(plain(label))
    row = at.container(horizontal=True, vertical_alignment="center")
    row.text(MASK + hint)
    if row.button(words, key=f"toon{place}:{record_id}:{unit}", icon=":material/visibility:", type="tertiary"):
        open_units(store, record_id, [unit], number)


def open_all_button(
    at: Any, store: Store, record_id: str, form: FormDef, closed: Mapping[str, str], *, number: int | None = None, place: str = ""
) -> None:
    """One button for several closed answers about health that stand together; numbers always open one by one."""
    units = [unit for unit in closed if form.heavy[unit].privacy == "bijzonder"]
    if not closed:
        return
    row = at.container(horizontal=True, vertical_alignment="center", gap="small")
    if len(units) > 1 and row.button(
        f"Toon alle {len(units)} antwoorden over gezondheid", key=f"toon_alles{place}:{record_id}:{units[0]}", icon=":material/visibility:"
    ):
        open_units(store, record_id, units, number)
    row.caption(NOTED)


def open_units(store: Store, record_id: str, units: list[str], number: int | None) -> None:
    """The click: written down by the store first, and open in this tab from the next run on."""
    store.open_heavy(record_id, units, number)
    for unit in units:
        stays_open(f"{record_id}:{unit}")
    st.rerun()


def stays_open(name: str) -> None:
    """Keep an answer open in this tab: it was opened with a click, or typed here."""
    _opened()[name] = time.monotonic()


def open_now() -> KeysView[str]:
    """What is open in this tab, as the store knows it; what was not on the screen for the length of a visit is closed again."""
    state, now = _opened(), time.monotonic()
    for name in [name for name, seen in state.items() if now - seen > VISIT.total_seconds()]:
        del state[name]
    return state.keys()


def still_shown(names: Iterable[str]) -> None:
    """Note what a run has handed over: it stays open while it is looked at."""
    state = _opened()
    state.update(dict.fromkeys(state.keys() & set(names), time.monotonic()))


def _opened() -> dict[str, float]:
    found: dict[str, float] = st.session_state.setdefault("geopend", {})
    return found
