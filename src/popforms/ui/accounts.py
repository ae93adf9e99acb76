"""Accounts on Beheer: each change says what it will do before it does it, and some wait for a second person."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from popforms.dutch import say_date, say_list
from popforms.store import Store
from popforms.store.management import Account, AccountRequest
from popforms.ui.plain import plain
from popforms.ui.shell import flash, gentle

ASKED = "Gevraagd. Een tweede beheerder ziet het op Werk en op Beheer, en moet akkoord geven."


def accounts_block(store: Store) -> None:
    """What waits, the accounts, and one form beside them."""
    accounts, requests = store.accounts(), store.account_requests()
    if code := st.session_state.pop("nieuwe_code", None):
        with st.container(border=True):
            st.markdown("**Eenmalige code.** Geef hem zelf door, niet per mail. Hij is hierna niet meer te zien.")
            st.code(code, language=None)
            st.caption("Je collega gaat naar de inlogpagina, kiest ‘Ik heb een code gekregen’ en maakt daar een wachtwoord.")
    if requests:
        st.subheader(f"Wacht op een tweede beheerder ({len(requests)})", anchor=False)
        for request in requests:
            _request(store, request)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(f"Accounts ({len(accounts)})", anchor=False)
        waiting = {request.account.id for request in requests}
        for account in accounts:
            _line(store, account, waits=account.id in waiting)
    with right:
        _form(store, accounts)


def request_words(store: Store, request: AccountRequest) -> str:
    """What is asked, in one sentence without a full stop."""
    name, roles = request.account.name, say_list(_titles(store, request.roles))
    places = say_list([_place(store, one) for one in request.gemeenten])
    where = f" voor {places}" if places else ""
    match request.kind:
        case "uitnodigen":
            return f"{name} uitnodigen als {roles}{where}"
        case "wijzigen":
            return f"{name} wordt {roles}{where}"
        case "openen":
            return f"Het account van {name} weer openen ({roles})"
        case "code":
            return f"Een nieuwe code voor {name} ({roles})"
    return f"{name} een nieuwe telefoon laten instellen ({roles})"


def _request(store: Store, request: AccountRequest) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(request_words(store, request))}**")
        st.caption(plain(f"{request.asker_name} vroeg dit op {say_date(request.asked_at.date(), store.today)}."))
        if request.for_machine:
            st.caption(
                plain(
                    "Er is geen andere beheerder. Wie bij de server kan, geeft antwoord met het commando "
                    f"‘popforms users approve {request.account.username}’ of ‘popforms users refuse {request.account.username}’."
                )
            )
        row = st.container(horizontal=True)
        if request.may_answer:
            yes = row.button("Akkoord", key=f"v_ja_{request.id}", icon=":material/check:")
            if yes or row.button("Afwijzen", key=f"v_nee_{request.id}"):
                with gentle():
                    st.session_state["nieuwe_code"] = store.answer_request(request.id, yes=yes)
                    flash(f"{request_words(store, request)}: {'akkoord' if yes else 'afgewezen'}.")
                    st.rerun()
        elif request.mine and row.button("Intrekken", key=f"v_terug_{request.id}"):
            with gentle():
                store.withdraw_request(request.id)
                flash("Het verzoek is ingetrokken.")
                st.rerun()


def _line(store: Store, account: Account, *, waits: bool) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", border=True)
    box = row.container(gap="xxsmall")
    box.markdown(f"**{plain(account.name)}**")
    box.caption(plain(f"{account.username} · {', '.join(_titles(store, account.roles)) or 'nog geen rol'}"))
    if waits:
        row.badge("wacht op akkoord", icon=":material/hourglass:", color="blue")
    row.badge(account.state, color="green" if account.state == "actief" else "orange" if account.state == "uitgenodigd" else "gray")
    if account.state == "gesloten" and account.id != store.user.id and row.button("Weer openen", key=f"b_open_{account.id}"):
        with gentle():
            _hand_over(store.reopen_account(account.id), f"Het account van {account.name} is weer open. Geef de code door.")


def _form(store: Store, accounts: list[Account]) -> None:
    choices = {"": "Nieuwe collega uitnodigen"} | {
        a.id: f"{a.name} wijzigen" for a in accounts if a.state != "gesloten" and a.id != store.user.id
    }
    chosen = st.selectbox("Wat wil je doen?", list(choices), format_func=lambda one: choices[one], key="beheer_wie")
    account = next((a for a in accounts if a.id == chosen), None)
    key = chosen or f"nieuw{st.session_state.get('beheer_keer', 0)}"
    if account is None:
        name = st.text_input("Naam", key=f"b_naam_{key}")
        username = st.text_input("Gebruikersnaam", key=f"b_user_{key}")
    roles, places, person = _choices(store, account, key)
    if account is None:
        if st.button("Uitnodigen", type="primary"):
            with gentle():
                code = store.invite(username=username, name=name, roles=roles, gemeenten=places, person=person)
                st.session_state["beheer_keer"] = st.session_state.get("beheer_keer", 0) + 1
                _hand_over(code, f"{name} is uitgenodigd.")
        return
    if st.button("Wijzigen", type="primary", key=f"b_wijzig_{key}"):
        with gentle():
            done = store.change_account(account.id, roles=roles, gemeenten=places, person=person)
            flash(f"{account.name} is gewijzigd." if done else ASKED)
            st.rerun()
    st.caption(plain(f"Na een wijziging moet {account.name} opnieuw inloggen."))
    _cannot_log_in(store, account)
    _close(store, account)


def _choices(store: Store, account: Account | None, key: str) -> tuple[list[str], list[str], str | None]:
    titles, gemeenten, persons = store.role_titles(), store.gemeenten(), store.persons()
    gemeenten |= {one: _place(store, one) for one in (account.gemeenten if account else ()) if one not in gemeenten}
    roles = st.multiselect(
        "Rollen",
        list(titles),
        default=[r for r in (account.roles if account else ()) if r in titles],
        format_func=lambda r: titles[r],
        key=f"b_rol_{key}",
        placeholder="Kies…",
        select_all=False,
    )
    heavy = say_list(_titles(store, store.rights.table.second_person))
    st.caption(plain(f"De rollen {heavy} geef je met z’n tweeën: een andere beheerder geeft akkoord."))
    places = st.multiselect(
        "Gemeenten",
        list(gemeenten),
        default=list(account.gemeenten if account else ()),
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
    return roles, places, person


def _cannot_log_in(store: Store, account: Account) -> None:
    st.subheader("Niet meer kunnen inloggen", anchor=False)
    st.caption(plain(f"Wachtwoord of uitnodiging kwijt? Met een code kiest {account.name} een nieuw wachtwoord."))
    if st.button("Nieuwe code", key=f"b_code_{account.id}"):
        with gentle():
            _hand_over(store.new_code(account.id), f"Er is een code voor {account.name}.")
    if account.phone:
        st.caption(
            plain(
                f"Telefoon én reservecodes kwijt? {account.name} wordt meteen uitgelogd en stelt bij de volgende keer inloggen "
                "een nieuwe telefoon in. Vraag eerst aan je collega zelf of het klopt."
            )
        )
        if st.button("Telefoon is kwijt", key=f"b_tel_{account.id}"):
            with gentle():
                done = store.reset_phone(account.id)
                flash(f"{account.name} stelt bij de volgende keer inloggen een nieuwe telefoon in." if done else ASKED)
                st.rerun()


def _close(store: Store, account: Account) -> None:
    st.subheader("Account sluiten", anchor=False)
    count = store.cases_of(account.id)
    cases = "meer dan duizend dossiers" if count is None else "1 dossier" if count == 1 else f"{count or 'geen'} dossiers"
    loses = f"verliest nu de toegang tot {cases}" if count != 0 else "kan nu geen dossiers openen"
    st.caption(plain(f"{account.name} {loses} en wordt meteen uitgelogd. Wat {account.name} schreef, blijft staan."))
    sure = st.checkbox(f"Ja, sluit het account van {plain(account.name)}", key=f"b_zeker_{account.id}")
    if st.button("Account sluiten", key=f"b_sluit_{account.id}", disabled=not sure):
        with gentle():
            store.close_account(account.id)
            flash(f"Het account van {account.name} is gesloten.")
            st.rerun()


def _hand_over(code: str | None, done: str) -> None:
    """Show the code in the next run; without one it waits for a second person."""
    st.session_state["nieuwe_code"] = code
    flash(done if code else ASKED)
    st.rerun()


def _titles(store: Store, roles: Iterable[str]) -> list[str]:
    titles = store.role_titles()
    return [titles.get(role, role) for role in roles]


def _place(store: Store, gemeente: str) -> str:
    """The name of a gemeente; the first beheerder typed it before there was a list."""
    return store.gemeenten().get(gemeente, gemeente)
