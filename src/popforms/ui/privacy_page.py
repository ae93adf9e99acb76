"""Privacy: who looked at what, for the privacy officer; for who manages accounts only who came in and what changed."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from popforms.store import Store
from popforms.store.acts import KINDS
from popforms.store.oversight import DOOR, Wanted
from popforms.ui.plain import plain
from popforms.ui.rights_tab import release_block
from popforms.ui.shell import gentle, go, show_flash, title
from popforms.ui.who_looked import show_found

MONTH = timedelta(days=30)


def privacy_page(store: Store) -> None:
    """Choices on top, the picture, and the lines; a line opens who looked in its dossier."""
    title("Privacy")
    if not store.may_read_trail():
        st.info("Deze pagina is voor de privacy officer. In een dossier dat je zelf leidt, zie je bij ‘Wie keek’ wie erin keek.")
        return
    show_flash()
    with gentle():
        release_block(store)
    every = store.reads_every_trail()
    st.caption(
        "Wie keek in welk dossier, en wat is er gedaan. Nooit wat erin staat. Dat jij hier kijkt, wordt ook vastgelegd."
        if every
        else "Wie logde in, en wat veranderde er aan accounts. Dat jij hier kijkt, wordt ook vastgelegd."
    )
    with gentle():
        wanted = _wanted(store, every=every)
        if wanted is None:
            return
        found = store.search_trail(wanted)
        if not found.lines:
            st.info("Hier past niets bij in deze periode. Kies een langere periode, of laat een keuze weg.")
            return
        chosen = show_found(found, wanted.first, wanted.last, store.today, dossiers=every)
        if chosen and store.may_read_trail(chosen):
            go("dossier", id=chosen)
        if every:
            st.caption("Klik op het vakje voor een regel om te zien wie er nog meer in dat dossier keek.")


def _wanted(store: Store, *, every: bool) -> Wanted | None:
    """What is looked for; None when the days are the wrong way round."""
    people = {"": "Iedereen", **store.people_in_trail()}
    kinds = list(KINDS) if every else list(DOOR)
    row = st.container(horizontal=True, gap="small")
    who = row.selectbox("Collega", list(people), format_func=lambda one: people[one], key="spoor_wie", width=260)
    number = row.text_input("Dossiernummer", key="spoor_nummer", placeholder="alle", width=170) if every else ""
    first = row.date_input("Van", value=store.today - MONTH, format="DD-MM-YYYY", min_value=date(2000, 1, 1), max_value=date(2100, 12, 31),
                           key="spoor_van", width=150)  # fmt: skip
    last = row.date_input("Tot en met", value=store.today, format="DD-MM-YYYY", min_value=date(2000, 1, 1), max_value=date(2100, 12, 31),
                          key="spoor_tot", width=150)  # fmt: skip
    chosen = st.pills(
        "Wat", kinds, selection_mode="multi", format_func=lambda one: KINDS[one], key="spoor_soort", label_visibility="collapsed"
    )
    first, last = first or store.today - MONTH, last or store.today
    if first > last:
        st.warning(plain("De eerste dag ligt na de laatste. Kies een andere dag."))
        return None
    return Wanted(first, last, who or "", number or "", tuple(chosen or ()))
