"""Werk: what do I do today, in one screen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from popforms.dutch import say_date, say_datetime
from popforms.process.climb import FIRST_LEVEL, Climbed
from popforms.store import RecordRow, Store
from popforms.store.actions import Action
from popforms.store.management import AccountRequest
from popforms.store.worklist import Change
from popforms.ui.accounts import request_words
from popforms.ui.action_card import action_card
from popforms.ui.emergency_block import hear_emergencies
from popforms.ui.plain import plain
from popforms.ui.rights_tab import waiting_block
from popforms.ui.shell import gentle, go, link, show_flash, spent, title, token

WEEK = timedelta(days=7)


def werk_page(store: Store) -> None:
    """Late, this week, own actions, what waits for others, and drafts that were left."""
    hour = store.local_now().hour
    greeting = "Goedemorgen" if hour < 12 else "Goedemiddag" if hour < 18 else "Goedenavond"
    head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    with head:
        title(f"{greeting} {store.user.name.split()[0]}")
    if store.may_make_dossier() and head.button("Nieuw dossier", type="primary", icon=":material/add:", key="nieuw_dossier"):
        new_dossier(store)
    show_flash()
    with gentle():
        names = store.dossier_names()
        heard = hear_emergencies(store, names) + waiting_block(store)
        late = [line for line in store.deadlines(store.today + WEEK) if _is_mine(store, line)]
        mine = store.my_actions()
        waiting = store.waiting_actions()
        drafts = store.my_drafts()
        requests = store.account_requests()
        _account_requests(store, requests)
        _unlinked(store)
        _terms("Te laat", [line for line in late if line["deadline"] < store.today], store, late=True)
        _terms("Deze week", [line for line in late if line["deadline"] >= store.today], store, late=False)
        if mine:
            st.subheader(f"Mijn acties ({len(mine)})", anchor=False)
            for action in mine:
                action_card(st, store, action, who=names.get(action.dossier_id, ""), at_home=True)
        asked = store.waiting_escalations()
        if asked:
            _asked(store, asked)
        climbing = store.climbing()
        decided = [action for action in store.decided() if not action.mine]
        changes = store.changed_since_last_visit()
        if climbing:
            _climbing(store, climbing, names)
        if decided:
            st.subheader(f"In het casusoverleg afgesproken ({len(decided)})", anchor=False)
            _waiting(store, decided, names)
        shown = {action.id for action, _ in climbing} | {action.id for action in decided}
        waiting = [action for action in waiting if action.id not in shown]
        if waiting:
            st.subheader(f"Wacht op een ander ({len(waiting)})", anchor=False)
            _waiting(store, waiting, names)
        if drafts:
            st.subheader(f"Mijn concepten ({len(drafts)})", anchor=False)
            for record, who, when in drafts[:20]:
                row = st.container(horizontal=True, vertical_alignment="center", gap="small")
                link(row, "formulier", f"{record.form.title}{' · ' + who if who else ''}", icon=":material/edit:", record=record.id)
                row.caption(f"laatst getypt {say_datetime(when)}")
        if changes:
            _changes(changes, names)
        if not (heard or late or mine or waiting or drafts or asked or climbing or decided or changes or requests):
            st.info(
                "Er wacht nu niets op je. Wat je toegewezen krijgt en wat bijna moet, komt hier vanzelf te staan.", icon=":material/coffee:"
            )


def _asked(store: Store, asked: list[tuple[RecordRow, date | None]]) -> None:
    """Escalations that wait for my answer."""
    st.subheader(f"Vraagt om jouw antwoord ({len(asked)})", anchor=False)
    for record, day in asked[:20]:
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        link(row, "formulier", f"{record.form.title} niveau {record.title}", icon=":material/trending_up:", record=record.id)
        if day:
            late = day < store.today
            row.badge(
                f"{'te laat sinds' if late else 'uiterlijk'} {say_date(day, store.today)}",
                icon=":material/event:",
                color="red" if late else "orange",
            )


def _climbing(store: Store, climbing: list[tuple[Action, Climbed]], names: dict[str, str]) -> None:
    """What its trekker does not move any more, with the way up."""
    st.subheader(f"Vraagt om een stap ({len(climbing)})", anchor=False)
    for action, climbed in climbing[:20]:
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        if names.get(action.dossier_id):
            link(row, "dossier", names[action.dossier_id], id=action.dossier_id)
        row.markdown(plain(f"{action.trekker_name}: {action.words}"))
        row.badge(climbed.why, icon=":material/trending_up:", color="red" if climbed.step == FIRST_LEVEL else "orange")
        if climbed.step == FIRST_LEVEL and row.button("Escaleren", key=f"escaleer_{action.id}", type="tertiary"):
            record_id = store.escalate(action.id, token(f"escaleer_{action.id}"))
            spent(f"escaleer_{action.id}")
            go("formulier", record=record_id)
    if len(climbing) > 20:
        st.caption(f"En nog {len(climbing) - 20}; ze staan bij de dossiers.")


def _changes(changes: list[Change], names: dict[str, str]) -> None:
    """What colleagues kept in my dossiers since I was here last."""
    with st.expander(f"Sinds je laatste bezoek ({len(changes)})", icon=":material/history:"):
        for change in changes[:20]:
            row = st.container(horizontal=True, vertical_alignment="center", gap="small")
            who = names.get(change.record.dossier_id or "", "")
            link(row, "formulier", f"{who}: {change.record.form.title}" if who else change.record.form.title, record=change.record.id)
            row.caption(plain(f"{change.who}, {say_datetime(change.at)}"))
        if len(changes) > 20:
            st.caption(f"En nog {len(changes) - 20}.")


def _account_requests(store: Store, requests: list[AccountRequest]) -> None:
    """What colleagues asked about accounts and this user answers as the second person; then what waits for others."""
    for words, lines in (
        ("Wacht op jouw akkoord", [one for one in requests if one.may_answer]),
        ("Wacht op een tweede beheerder", [one for one in requests if not one.may_answer]),
    ):
        if not lines:
            continue
        st.subheader(f"{words} ({len(lines)})", anchor=False)
        for request in lines[:20]:
            row = st.container(horizontal=True, vertical_alignment="center", gap="small")
            link(row, "beheer", request_words(store, request), icon=":material/group_add:")
            row.caption(plain(f"{request.asker_name} vroeg dit op {say_date(request.asked_at.date(), store.today)}"))


def _unlinked(store: Store) -> None:
    """For who links: the people without a begeleider come first."""
    lines = [line for line in store.overview() if not line.mb] if store.may_link() else []
    if lines:
        st.subheader(f"Nog geen begeleider ({len(lines)})", anchor=False)
        for line in lines[:20]:
            row = st.container(horizontal=True, vertical_alignment="center", gap="small")
            link(row, "dossier", line.name, id=line.id)
            phase = str(dict(store.forms.process.PHASES).get(line.fase, line.fase))
            row.text(", ".join(word for word in (line.taal, phase) if word))
            row.caption("koppelen doe je in het dossier, bij Mensen")


def new_dossier(store: Store) -> None:
    """Open a dossier and go to its first form; two presses make one dossier."""
    _, records = store.new_dossier(token("dossier"))
    spent("dossier")
    go("formulier", record=records[0])


def _is_mine(store: Store, line: dict[str, Any]) -> bool:
    """A term stands on Werk for the role that it names, and for who steers the dossier."""
    return line["wie"] in store.user.roles or store.steers(line["dossier_id"])


def _terms(words: str, lines: list[dict[str, Any]], store: Store, *, late: bool) -> None:
    if not lines:
        return
    st.subheader(f"{words} ({len(lines)})", anchor=False)
    for line in lines[:20]:
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        link(row, "dossier", line["name"], id=line["dossier_id"])
        row.text(line["naam"])
        when = say_date(line["deadline"], store.today)
        if late:
            row.badge(f"te laat sinds {when}", icon=":material/schedule:", color="red")
        else:
            row.badge(f"uiterlijk {when}", icon=":material/event:", color="orange")
    if len(lines) > 20:
        st.caption(f"En nog {len(lines) - 20}; ze staan bij de dossiers.")


def _waiting(store: Store, waiting: list[Any], names: dict[str, str]) -> None:
    for action in waiting[:20]:
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        if names.get(action.dossier_id):
            link(row, "dossier", names[action.dossier_id], id=action.dossier_id)
        words = f"{action.trekker_name}: {action.words}"
        row.markdown(plain(words))
        state = (
            "teruggegeven, kies een andere trekker"
            if action.handed_back
            else "nog geen ja"
            if not action.agreed
            else f"klaar op {say_date(action.gereed_voor, store.today)}"
        )
        if action.late(store.today):
            row.badge("te laat", icon=":material/schedule:", color="red")
        row.caption(plain(state))
    if len(waiting) > 20:
        st.caption(f"En nog {len(waiting) - 20}; ze staan bij de dossiers.")
