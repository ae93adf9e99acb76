"""Beheer: who has an account, and with which role."""

from __future__ import annotations

import streamlit as st

from popforms.store import Store
from popforms.store.people import Account
from popforms.ui.plain import plain
from popforms.ui.shell import flash, gentle, show_flash, title


def beheer_page(store: Store) -> None:
    """The accounts with one form beside them; each change says what it will do before it does it."""
    title("Beheer")
    show_flash()
    with gentle():
        accounts = store.accounts()
        if code := st.session_state.pop("nieuwe_code", None):
            with st.container(border=True):
                st.markdown("**Eenmalige code.** Geef hem zelf door, niet per mail. Hij is hierna niet meer te zien.")
                st.code(code, language=None)
                st.caption("Je collega gaat naar de inlogpagina, kiest ‘Ik heb een code’ en maakt daar een wachtwoord.")
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.subheader(f"Accounts ({len(accounts)})", anchor=False)
            for account in accounts:
                _line(store, account)
        with right:
            _form(store, accounts)


def _line(store: Store, account: Account) -> None:
    titles = store.role_titles()
    row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", border=True)
    box = row.container(gap="xxsmall")
    box.markdown(f"**{plain(account.name)}**")
    box.caption(plain(f"{account.username} · {', '.join(titles.get(role, role) for role in account.roles)}"))
    row.badge(account.state, color="green" if account.state == "actief" else "orange" if account.state == "uitgenodigd" else "gray")
    if account.state == "gesloten" and account.id != store.user.id and row.button("Weer openen", key=f"b_open_{account.id}"):
        with gentle():
            st.session_state["nieuwe_code"] = store.reopen_account(account.id)
            flash(f"Het account van {account.name} is weer open. Geef de code door.")
            st.rerun()


def _form(store: Store, accounts: list[Account]) -> None:
    choices = {"": "Nieuwe collega uitnodigen"} | {
        a.id: f"{a.name} wijzigen" for a in accounts if a.state != "gesloten" and a.id != store.user.id
    }
    chosen = st.selectbox("Wat wil je doen?", list(choices), format_func=lambda one: choices[one], key="beheer_wie")
    account = next((a for a in accounts if a.id == chosen), None)
    titles, gemeenten, persons = store.role_titles(), store.gemeenten(), store.persons()
    key = chosen or f"nieuw{st.session_state.get('beheer_keer', 0)}"
    if account is None:
        name = st.text_input("Naam", key=f"b_naam_{key}")
        username = st.text_input("Gebruikersnaam", key=f"b_user_{key}")
    roles = st.multiselect(
        "Rollen",
        list(titles),
        default=[r for r in (account.roles if account else ()) if r in titles],
        format_func=lambda r: titles[r],
        key=f"b_rol_{key}",
        placeholder="Kies…",
        select_all=False,
    )
    places = st.multiselect(
        "Gemeenten",
        list(gemeenten),
        default=[g for g in (account.gemeenten if account else ()) if g in gemeenten],
        format_func=lambda g: gemeenten[g],
        key=f"b_gem_{key}",
        placeholder="Kies…",
        select_all=False,
    )
    ids = list(persons)
    person = st.selectbox(
        "Wie is dit in de contactlijst?",
        ids,
        index=ids.index(account.person) if account and account.person in ids else None,
        format_func=lambda p: persons[p],
        key=f"b_pers_{key}",
        placeholder="Kies…",
    )
    st.caption("De contactpersoon bepaalt bij welke dossiers en acties een begeleider hoort.")
    if not gemeenten:
        st.info("Er is nog geen gemeente in de contactlijst. Voeg die eerst toe bij Lijsten, Organisaties.")
    if account is None:
        if st.button("Uitnodigen", type="primary"):
            with gentle():
                st.session_state["nieuwe_code"] = store.invite(username=username, name=name, roles=roles, gemeenten=places, person=person)
                st.session_state["beheer_keer"] = st.session_state.get("beheer_keer", 0) + 1
                flash(f"{name} is uitgenodigd.")
                st.rerun()
        return
    st.caption(
        plain(
            f"{account.name} is nu bij {store.cases_of(account.id)} dossiers genoemd. Na een wijziging moet {account.name} opnieuw inloggen."
        )
    )
    row = st.container(horizontal=True)
    if row.button("Wijzigen", type="primary", key=f"b_wijzig_{key}"):
        with gentle():
            store.change_account(account.id, roles=roles, gemeenten=places, person=person)
            flash(f"{account.name} is gewijzigd.")
            st.rerun()
    if row.button("Nieuwe code", key=f"b_code_{key}"):
        with gentle():
            st.session_state["nieuwe_code"] = store.new_code(account.id)
            st.rerun()
    sure = st.checkbox(f"Ja, {plain(account.name)} verliest meteen de toegang", key=f"b_zeker_{key}")
    if st.button("Account sluiten", key=f"b_sluit_{key}", disabled=not sure):
        with gentle():
            store.close_account(account.id)
            flash(f"Het account van {account.name} is gesloten.")
            st.rerun()
