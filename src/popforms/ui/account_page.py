"""Mijn account: who am I here."""

from __future__ import annotations

import streamlit as st

from popforms.store import Store
from popforms.store.names import UNKNOWN
from popforms.ui.plain import plain
from popforms.ui.shell import flash, gentle, show_flash, title


def account_page(store: Store) -> None:
    """Name, roles, and a new password."""
    title("Mijn account")
    show_flash()
    titles = store.role_titles()
    st.markdown(f"**{plain(store.user.name)}** ({plain(store.user.username)})")
    st.markdown(plain(f"Rollen: {', '.join(titles.get(role, role) for role in store.user.roles)}"))
    known = {one: store.contact_name(one) for one in store.user.gemeenten}
    names = [one if name == UNKNOWN else name for one, name in known.items()]  # the first beheerder typed the name of the gemeente
    if names:
        st.markdown(plain(f"Gemeenten: {', '.join(names)}"))
    st.subheader("Nieuw wachtwoord", anchor=False)
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
                    flash("Je wachtwoord is gewijzigd. Log opnieuw in.")
                    st.rerun()
