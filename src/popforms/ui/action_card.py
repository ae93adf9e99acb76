"""An action as a card, with what its trekker can do with it in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from popforms.dutch import say_date
from popforms.process.terms import Running
from popforms.store import Store
from popforms.store.actions import OPEN, Action
from popforms.ui.closed import stays_open
from popforms.ui.plain import plain
from popforms.ui.shell import flash, gentle, link, typed_here

_STEPS = {"Voortgang melden": "loopt", "Klaar": "klaar", "Vastgelopen": "vastgelopen"}
BACK, DROP = "Teruggeven", "Laten vervallen"


def action_card(at: Any, store: Store, action: Action, *, who: str = "", at_home: bool = False, due: Sequence[Running] = ()) -> None:
    """Draw one action: what, who, when, how it stands, and the buttons of this user; `who` names the dossier on Werk, `due` are its terms."""
    card = at.container(border=True, gap="small")
    top = card.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    top.markdown(f"**{plain(action.omschrijving or 'Actie bij ' + action.module)}**")
    if action.closed and top.button("Toon actie", key=f"toon_actie_{action.id}", icon=":material/visibility:", type="tertiary"):
        stays_open(store.open_action(action.id))
        st.rerun()
    _badge(top, store, action)
    line = [f"door {action.trekker_name}", f"klaar op {say_date(action.gereed_voor, store.today)}", action.module]
    if action.voortgang_frequentie:
        line.append(f"voortgang {action.voortgang_frequentie}")
    row = card.container(horizontal=True, vertical_alignment="center", gap="small")
    if who:
        if store.may_open(action.dossier_id):
            link(row, "dossier", who, id=action.dossier_id)
        else:
            row.text(who)
    row.caption(plain(" · ".join(line)))
    for term in due:
        if term.warns and term.last_day and term.last_day != action.gereed_voor:  # its own last day stands above
            late = term.state == "te laat"
            row.badge(
                f"{term.title.lower()}: {'te laat sinds' if late else 'uiterlijk'} {say_date(term.last_day, store.today)}",
                icon=":material/schedule:" if late else ":material/event:",
                color="red" if late else "orange",
            )
    notes = [one for one in action.lines if one.note]
    for note in notes[-1:] if at_home else notes:
        card.caption(plain(f"{say_date(note.at.date(), store.today)}, {note.author} ({note.kind}): {note.note}"))
    if told := action.reminded:
        card.caption(
            f":material/notifications: {plain(told.author)} vraagt hoe het hiermee staat ({say_date(told.at.date(), store.today)})."
        )
    if action.state in OPEN and (action.mine or action.may_steer):
        _buttons(card, store, action)


def _badge(at: Any, store: Store, action: Action) -> None:
    if action.late(store.today):
        at.badge(f"te laat · {action.state}", icon=":material/schedule:", color="red")
    elif not action.agreed and action.state != "vervallen":
        at.badge(
            "teruggegeven" if action.handed_back else "voorstel, nog niet afgesproken",
            icon=":material/hourglass_empty:",
            color="orange" if action.handed_back else "gray",
        )
    else:
        icon, color = {"klaar": (":material/check:", "green"), "vastgelopen": (":material/block:", "orange")}.get(
            action.state, (":material/play_arrow:", "blue")
        )
        at.badge(action.state, icon=icon, color=color)


def _buttons(card: Any, store: Store, action: Action) -> None:
    row = card.container(horizontal=True, vertical_alignment="center")
    if action.state == "voorgesteld":
        words = "Ja, dat doe ik" if action.mine else f"{action.trekker_name} zegt ja"
        if row.button(plain(words), key=f"ja_{action.id}", icon=":material/thumb_up:"):
            with gentle():
                store.accept(action.id)
                flash("Afgesproken. De actie staat nu vast met trekker en datum.")
                st.rerun()
        steps = [BACK] if action.mine else []
    else:
        steps = [*_STEPS, *([BACK] if action.mine else [])]
    if action.may_steer:
        steps.append(DROP)
    if not steps:
        return
    turn = st.session_state.get(f"keer_{action.id}", 0)
    chosen = row.segmented_control("Wat wil je doen?", steps, key=f"stap_{action.id}_{turn}", label_visibility="collapsed")
    if chosen is None:
        return
    words = {BACK: "Waarom geef je de actie terug?", DROP: "Waarom vervalt de actie?"}.get(chosen, "Wat is er gedaan?")
    note = typed_here(card.text_area, words, f"notitie_{action.id}_{turn}")
    if card.button("Opslaan", key=f"opslaan_{action.id}", type="primary"):
        with gentle():
            if chosen == BACK:
                store.hand_back(action.id, note)
            elif chosen == DROP:
                store.drop(action.id, note)
            else:
                store.progress(action.id, note, state=_STEPS[chosen])
            st.session_state[f"keer_{action.id}"] = turn + 1
            flash("Opgeslagen bij de actie en in het logboek.")
            st.rerun()
