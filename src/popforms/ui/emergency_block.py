"""Noodinzage on screen: asking for it, the line that says that it runs, and who hears of it."""

from __future__ import annotations

import streamlit as st

from popforms.dutch import say_datetime
from popforms.store import Store
from popforms.store.emergency import Emergency
from popforms.ui.plain import plain
from popforms.ui.shell import flash, gentle, go, link


def ask_emergency(store: Store) -> None:
    """Folded away at the end of Dossiers: what it does, and the request itself."""
    if not store.may_ask_emergency():
        return
    with st.expander("Noodinzage", icon=":material/e911_emergency:"):
        st.markdown(
            "Voor als het niet kan wachten en het dossier niet van jou is. Je leest het dossier dan een uur lang. Je kunt er niets in "
            "veranderen en niets afdrukken."
        )
        st.markdown(
            "**De POP-consulent en de privacy officer krijgen meteen bericht**, met je naam en je reden. Alles wat je opent, wordt vastgelegd."
        )
        with st.form("noodinzage", border=False):
            st.caption(
                "Vul het dossiernummer in. Weet je dat niet? Dan de naam en de geboortedatum, precies zoals ze in het dossier staan."
            )
            left, middle, right = st.columns([2, 3, 2])
            number = left.text_input("Dossiernummer", placeholder="bijvoorbeeld D-2026-014", key="nood_nummer")
            name = middle.text_input("Naam", key="nood_naam")
            born = right.text_input("Geboortedatum", placeholder="dag-maand-jaar", key="nood_geboren")
            reason = st.text_area("Waarom kan het niet wachten? (ten minste 20 tekens)", key="nood_reden", max_chars=500)
            st.caption("Noem geen ziekte of diagnose. Je reden blijft bewaard.")
            if st.form_submit_button("Dossier openen met noodinzage"):
                with gentle():
                    go("dossier", id=store.begin_emergency(number=number, name=name, born=born, reason=reason))


def emergency_banner(store: Store, dossier_id: str) -> None:
    """On every page of a dossier that is open with noodinzage: until when, and the way to stop."""
    until = store.emergency_until(dossier_id)
    if until is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="noodinzage_loopt"):
        st.markdown(f":material/e911_emergency: **Noodinzage tot {until:%H:%M}.** Je leest dit dossier; veranderen en afdrukken kan niet.")
        if st.button("Nu stoppen", key=f"nood_stop_{dossier_id}"):
            store.end_emergency(dossier_id)
            flash("De noodinzage is gestopt.")
            go("dossiers")


def hear_emergencies(store: Store, names: dict[str, str]) -> int:
    """The noodinzagen that this user must know of, on top of Werk until each is seen; gives how many."""
    found = store.emergencies_to_hear()
    for one in found:
        _notice(store, one, names.get(one.dossier_id, ""))
    return len(found)


def _notice(store: Store, one: Emergency, name: str) -> None:
    box = st.container(border=True, gap="xsmall")
    row = box.container(horizontal=True, vertical_alignment="center", gap="small")
    row.badge("noodinzage", icon=":material/e911_emergency:", color="red")
    link(row, "dossier", f"{name} · {one.number}" if name else f"Dossier {one.number}", id=one.dossier_id)
    ended = f", gestopt om {one.ended:%H:%M}" if one.ended else f", tot {one.until:%H:%M}"
    roles = f" ({', '.join(one.roles)})" if one.roles else ""
    box.markdown(plain(f"{one.who}{roles} opende dit dossier op {say_datetime(one.begun, store.today)}{ended}."))
    box.text(f"Reden: {one.reason}" if one.reason else "De reden is gewist.")
    if box.button("Gezien", key=f"nood_gezien_{one.seq}"):
        with gentle():
            store.hear_emergency(one.seq)
            st.rerun()
