"""Werk: what do I do today, in one screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st

from popforms.dutch import say_date, say_datetime
from popforms.process.climb import FIRST_LEVEL, Climbed
from popforms.store import DossierLine, RecordRow, Store, TermLine
from popforms.store.actions import Action
from popforms.store.management import AccountRequest
from popforms.store.worklist import Change
from popforms.ui.accounts import request_words
from popforms.ui.action_card import action_card
from popforms.ui.columns import folded, listed, what_when, who_what_when
from popforms.ui.emergency_block import hear_emergencies
from popforms.ui.paper_block import own_calendar_button
from popforms.ui.plain import plain
from popforms.ui.rights_tab import look_again_block, waiting_block
from popforms.ui.shell import flash, gentle, go, link, show_flash, spent, title, token
from popforms.ui.term_lines import lines_of_me, lines_of_others, lines_that_warn

WEEK = timedelta(days=7)
CARDS, CARDS_BY_CASE = 3, 5
"""So many own actions stand open as cards; more for who has nothing but own cases, for these are the day's work."""


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
        heard = hear_emergencies(store, names) + waiting_block(store) + look_again_block(store, store.today + WEEK)
        mine = store.my_actions()
        asked = store.waiting_escalations()
        talks = store.talks(store.today + WEEK)
        elsewhere = {record.id for record, _ in asked} | {talk.record_id for talk in talks}  # one line for each thing to do

        def own(found: Sequence[TermLine]) -> list[TermLine]:
            return [line for line in found if line.source != "actie" and line.source_id not in elsewhere]

        lines = [line for line in own(store.deadlines(store.today + WEEK)) if line.running.state not in ("niet bekend", "gepauzeerd")]
        warned = own(store.warned(store.today + WEEK))
        late = [line for line in lines if line.hold == "mine" and line.last_day < store.today]
        week = [line for line in lines if line.hold == "mine" and line.last_day >= store.today]
        others = [line for line in lines if line.hold != "mine" and line.last_day < store.today]
        drafts = store.my_drafts()
        requests = store.account_requests()
        _account_requests(store, requests)
        heard += _unlinked(store)
        if store.works_by_case():
            _my_actions(store, mine, names)
        if late:
            st.subheader(f"Te laat ({len(late)})", anchor=False)
            lines_of_me(store, late)
        if week or talks:
            st.subheader(f"Deze week ({len(week) + len(talks)})", anchor=False)
            lines_of_me(store, week, talks)
        heard += lines_that_warn(store, warned)
        if not store.works_by_case():
            _my_actions(store, mine, names)
        if asked:
            _asked(store, asked)
        climbing = store.climbing()
        decided = [action for action in store.decided() if not action.mine]
        changes = store.changed_since_last_visit()
        shown = {action.id for action, _ in climbing} | {action.id for action in decided}
        waiting = [action for action in store.waiting_actions() if action.id not in shown]
        returned = [action for action in waiting if action.handed_back and store.steers(action.dossier_id)]
        waiting = [action for action in waiting if action not in returned]
        if climbing:
            st.subheader(f"Vraagt om een stap ({len(climbing)})", anchor=False)
            listed(climbing, lambda at, one: _climbing_line(at, store, *one, names), "stap")
        if returned:
            st.subheader(f"Kies een andere trekker ({len(returned)})", anchor=False)
            listed(returned, lambda at, one: _action_line(at, store, one, names), "trekker")
        if decided:
            st.subheader(f"In het casusoverleg afgesproken ({len(decided)})", anchor=False)
            listed(decided, lambda at, one: _action_line(at, store, one, names), "besloten")
        if waiting:
            waiting = sorted(waiting, key=lambda action: not action.late(store.today))
            words = f"Wacht op een ander ({_how_many(store, waiting)})"
            folded(words, waiting, lambda at, one: _action_line(at, store, one, names), "wacht", ":material/hourglass_empty:")
        if others:
            lines_of_others(store, others)
        if drafts:
            st.subheader(f"Mijn concepten ({len(drafts)})", anchor=False)
            listed(drafts, lambda at, one: _draft_line(at, store.today, *one), "concepten", first=5)
        if changes:
            _changes(changes, names, store.today)
        own_work = (late, week, talks, mine, asked, drafts, requests)
        if not (heard or any(own_work) or any((climbing, returned, decided, waiting, others, changes))):
            st.info(
                "Er wacht nu niets op je. Wat je toegewezen krijgt en wat bijna moet, komt hier vanzelf te staan.", icon=":material/coffee:"
            )
        if lines or warned or mine or names:
            own_calendar_button(store)


def _my_actions(store: Store, mine: list[Action], names: dict[str, str]) -> None:
    """The actions that I pull, each with its buttons and when progress is to be told."""
    if not mine:
        return
    st.subheader(f"Mijn acties ({_how_many(store, mine)})", anchor=False)
    due = store.due_of_actions()
    mine = sorted(mine, key=lambda one: not one.late(store.today))

    def draw(at: Any, action: Action) -> None:
        action_card(at, store, action, who=names.get(action.dossier_id, ""), at_home=True, due=due.get(action.id, ()))

    listed(mine, draw, "acties", first=CARDS_BY_CASE if store.works_by_case() else CARDS)


def _how_many(store: Store, actions: Sequence[Action]) -> str:
    late = sum(action.late(store.today) for action in actions)
    return f"{len(actions)}{f', {late} te laat' if late else ''}"


def _asked(store: Store, asked: list[tuple[RecordRow, date | None]]) -> None:
    """Escalations that wait for my answer."""
    st.subheader(f"Vraagt om jouw antwoord ({len(asked)})", anchor=False)

    def draw(at: Any, one: tuple[RecordRow, date | None]) -> None:
        record, day = one
        what, when = what_when(at)
        link(what, "formulier", f"{record.form.title} niveau {record.title}", icon=":material/trending_up:", record=record.id)
        if day:
            late = day < store.today
            when.badge(
                f"{'te laat sinds' if late else 'uiterlijk'} {say_date(day, store.today)}",
                icon=":material/event:",
                color="red" if late else "orange",
            )

    listed(asked, draw, "antwoord")


def _climbing_line(at: Any, store: Store, action: Action, climbed: Climbed, names: dict[str, str]) -> None:
    """What its trekker does not move any more, with the way up."""
    when = _who_and_what(at, action, names)
    when.badge(climbed.why, icon=":material/trending_up:", color="red" if climbed.step == FIRST_LEVEL else "orange")
    if climbed.step == FIRST_LEVEL and when.button("Escaleren", key=f"escaleer_{action.id}", type="tertiary"):
        record_id = store.escalate(action.id, token(f"escaleer_{action.id}"))
        spent(f"escaleer_{action.id}")
        go("formulier", record=record_id)
    if climbed.step < FIRST_LEVEL:
        _reminder(when, store, action)


def _action_line(at: Any, store: Store, action: Action, names: dict[str, str]) -> None:
    """An action of somebody else, and how it stands."""
    when = _who_and_what(at, action, names)
    if action.late(store.today):
        when.badge(f"te laat sinds {say_date(action.last_day or action.gereed_voor, store.today)}", icon=":material/schedule:", color="red")
    elif action.agreed:
        when.caption(f"klaar op {say_date(action.gereed_voor, store.today)}")
    else:
        since = say_date(action.stands_since, store.today) if action.stands_since else ""
        when.caption(f"teruggegeven op {since}" if action.handed_back else f"nog geen ja, sinds {since}" if since else "nog geen ja")
    _reminder(when, store, action)


def _reminder(at: Any, store: Store, action: Action) -> None:
    """Ask the trekker how it stands, or when that was done."""
    if told := action.reminded:
        at.caption(f"herinnerd {say_date(told.at.date(), store.today)}")
    if store.may_remind(action) and at.button("Herinneren", key=f"herinner_{action.id}", type="tertiary"):
        with gentle():
            store.remind(action.id)
            flash(f"{action.trekker_name} ziet bij deze actie dat je vraagt hoe het staat.")
            st.rerun()


def _who_and_what(at: Any, action: Action, names: dict[str, str]) -> Any:
    """The dossier, the trekker and the action; gives the place for how it stands."""
    who, what, when = who_what_when(at)
    if names.get(action.dossier_id):
        link(who, "dossier", names[action.dossier_id], id=action.dossier_id)
    words = plain(f"{action.trekker_name}: {action.words}")
    what.markdown(f":small[{words}]")
    return when


def _draft_line(at: Any, today: date, record: RecordRow, who: str, changed: datetime) -> None:
    what, when = what_when(at)
    link(what, "formulier", f"{record.form.title}{' · ' + who if who else ''}", icon=":material/edit:", record=record.id)
    when.caption(f"laatst getypt {say_datetime(changed, today)}")


def _changes(changes: list[Change], names: dict[str, str], today: date) -> None:
    """What colleagues kept in my dossiers since I was here last."""

    def draw(at: Any, change: Change) -> None:
        what, when = what_when(at)
        who = names.get(change.record.dossier_id or "", "")
        link(what, "formulier", f"{who}: {change.record.form.title}" if who else change.record.form.title, record=change.record.id)
        when.caption(plain(f"{change.who}, {say_datetime(change.at, today)}"))

    folded(f"Sinds je laatste bezoek ({len(changes)})", changes, draw, "sinds", ":material/history:")


def _account_requests(store: Store, requests: list[AccountRequest]) -> None:
    """What colleagues asked about accounts and this user answers as the second person; then what waits for others."""
    for words, lines in (
        ("Wacht op jouw akkoord", [one for one in requests if one.may_answer]),
        ("Wacht op een tweede beheerder", [one for one in requests if not one.may_answer]),
    ):
        if not lines:
            continue
        st.subheader(f"{words} ({len(lines)})", anchor=False)
        listed(lines, lambda at, one: _request_line(at, store, one), words, first=20)


def _request_line(at: Any, store: Store, request: AccountRequest) -> None:
    row = at.container(horizontal=True, vertical_alignment="center", gap="small")
    link(row, "beheer", request_words(store, request), icon=":material/group_add:")
    row.caption(plain(f"{request.asker_name} vroeg dit op {say_date(request.asked_at.date(), store.today)}"))


def _unlinked(store: Store) -> int:
    """For who links: the people without a begeleider come first; gives how many."""
    lines = [line for line in store.overview() if not line.mb] if store.may_link() else []
    if lines:
        st.subheader(f"Nog geen begeleider ({len(lines)})", anchor=False)
        listed(lines, lambda at, one: _unlinked_line(at, store, one), "zonder_mb")
    return len(lines)


def _unlinked_line(at: Any, store: Store, line: DossierLine) -> None:
    who, what, when = who_what_when(at)
    link(who, "dossier", line.name, id=line.id)
    phase = str(dict(store.forms.process.PHASES).get(line.fase, line.fase))
    what.markdown(f":small[{plain(', '.join(word for word in (line.taal, phase) if word))}]")
    when.caption("koppelen doe je bij Mensen")


def new_dossier(store: Store) -> None:
    """Open a dossier and go to its first form; two presses make one dossier."""
    _, records = store.new_dossier(token("dossier"))
    spent("dossier")
    go("formulier", record=records[0])
