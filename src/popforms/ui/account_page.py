"""Mijn account: who am I here."""

from __future__ import annotations

import streamlit as st

from popforms.dutch import say_date
from popforms.settings import load_settings
from popforms.store import Store
from popforms.store.base import AMSTERDAM
from popforms.store.names import UNKNOWN
from popforms.ui.plain import plain
from popforms.ui.shell import gentle, show_flash, title

FEW = 3
"""With so many recovery codes left or fewer it is time for new ones."""


def account_page(store: Store) -> None:
    """Name, roles, phone, and a new password."""
    title("Mijn account")
    show_flash()
    titles = store.role_titles()
    st.markdown(f"**{plain(store.user.name)}** ({plain(store.user.username)})")
    st.markdown(plain(f"Rollen: {', '.join(titles.get(role, role) for role in store.user.roles)}"))
    known = {one: store.contact_name(one) for one in store.user.gemeenten}
    names = [one if name == UNKNOWN else name for one, name in known.items()]  # the first beheerder typed the name of the gemeente
    if names:
        st.markdown(plain(f"Gemeenten: {', '.join(names)}"))
    _phone(store)
    st.subheader("Nieuw wachtwoord", anchor=False)
    st.caption("Na het wijzigen ben je overal uitgelogd. Log dan in met je nieuwe wachtwoord.")
    with st.form("wachtwoord", border=False, clear_on_submit=True):
        old = st.text_input("Wachtwoord van nu", type="password", autocomplete="current-password")
        new = st.text_input("Nieuw wachtwoord (ten minste 12 tekens)", type="password", autocomplete="new-password")
        again = st.text_input("Nog een keer", type="password", autocomplete="new-password")
        if st.form_submit_button("Wijzigen"):
            with gentle():
                if new != again:
                    st.warning("De twee nieuwe wachtwoorden zijn niet gelijk. Typ ze nog een keer.")
                else:
                    store.change_password(old, new)
                    st.rerun()  # this login has ended too: the next page is the door


def _phone(store: Store) -> None:
    """The second step of the login; setting up a phone is done on pages of its own, after password and code once more."""
    st.subheader("Inloggen met je telefoon", anchor=False)
    if not load_settings().asks_factor:
        st.caption("Op deze server staat de code van de telefoon uit. Inloggen gaat met alleen een wachtwoord.")
        return
    state = store.second_factor()
    if state:
        left = "één reservecode" if state.codes_left == 1 else f"{state.codes_left or 'geen'} reservecodes"
        words = f"Je telefoon is ingesteld op {say_date(state.since.astimezone(AMSTERDAM).date(), store.today)}. Je hebt nog {left}."
        (st.text if state.codes_left > FEW else st.warning)(words)
    st.html('<a class="pf-download" href="/telefoon">Nieuwe telefoon of nieuwe reservecodes</a>')
