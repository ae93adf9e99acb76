"""Dossiers: who am I looking for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from popforms.dutch import say_date
from popforms.store import DossierLine, Store
from popforms.ui.emergency_block import ask_emergency
from popforms.ui.shell import gentle, go, show_flash, title
from popforms.ui.tables import pressed
from popforms.ui.werk_page import new_dossier

SEARCH = {
    True: ("Zoek op naam, nummer of geboortedatum", "het nummer"),
    False: ("Zoek op naam of geboortedatum", "de geboortedatum"),
}
"""What the search field says, and what else to try, by whether the number may be searched too."""


def dossiers_page(store: Store) -> None:
    """One search field with results while typing, and below it the dossiers as a table; a row opens the dossier."""
    head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    with head:
        title("Dossiers")
    if store.may_make_dossier() and head.button("Nieuw dossier", type="primary", icon=":material/add:", key="nieuw_dossier_lijst"):
        new_dossier(store)
    show_flash()
    label, again = SEARCH[store.searches_by_number()]
    text = st.text_input(label, key="zoek", live=True, placeholder="bijvoorbeeld Haddad of 5-3-1990")
    with st.expander("Meer filters"):
        mine = st.toggle("Alleen mijn dossiers", key="alleen_mijn")
        closed = st.toggle("Ook afgesloten dossiers", key="ook_dicht")
    with gentle():
        lines = store.find_dossiers(text, closed=closed, only_mine=mine)
        if not lines:
            st.info(f"Geen dossier gevonden. Kijk de spelling na, of zoek op {again}." if text else _nothing(store))
        else:
            chosen = table(store, lines, key="tabel_dossiers")
            if chosen:
                go("dossier", id=chosen.id)
    ask_emergency(store)


def table(store: Store, lines: list[DossierLine], *, key: str) -> DossierLine | None:
    """The dossiers as a table; gives the one whose row was pressed."""
    frame = pd.DataFrame(
        {
            "Naam": [in_cell(line.name) for line in lines],
            "Nummer": [line.number for line in lines],
            "Fase": [phase_words(store, line) for line in lines],
            "Eerste datum": [say_date(line.deadline, store.today) if line.deadline else "" for line in lines],
            "Waarvoor": [line.deadline_name for line in lines],
            "Te laat": [_late(store, line) for line in lines],
            "Begeleider": [line.mb for line in lines],
        }
    )
    st.caption(f"{len(lines)} {'dossier' if len(lines) == 1 else 'dossiers'}. Klik op het vakje voor een regel om het dossier te openen.")
    by_id = {line.id: line for line in lines}
    row = pressed(
        frame, list(by_id), key=key, alt="Dossiers met fase, eerste datum en begeleider", height=min(38 + 35 * len(lines), 600),
        column_config={"Te laat": st.column_config.TextColumn(width=155)},
    )  # fmt: skip
    return by_id.get(row or "")


def _nothing(store: Store) -> str:
    """Why the list is empty, with the way out for this role."""
    if store.may_make_dossier():
        return "Er zijn nog geen dossiers voor jou. Begin er een met Nieuw dossier."
    return "Er zijn nog geen dossiers voor jou. Zodra een collega je in een dossier noemt of een actie geeft, staat het hier."


def in_cell(name: str) -> str:
    """A name for a table cell: names in Arabic script stay at the left like the others."""
    return f"\u200e{name}"


def phase_words(store: Store, line: DossierLine) -> str:
    """The phase in the words of the screen."""
    return str(dict(store.forms.process.PHASES).get(line.fase, line.fase))


def _late(store: Store, line: DossierLine) -> str:
    parts = []
    if line.deadline and line.deadline < store.today:
        parts.append("termijn")
    if line.late_actions:
        parts.append("1 actie" if line.late_actions == 1 else f"{line.late_actions} acties")
    return " en ".join(parts)
