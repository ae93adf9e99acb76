"""Hours on the page of lists: write a line, see a month, take a line back; closing the month and the totals for who has these."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from popforms.definition.kinds import KINDS
from popforms.dutch import say_date, say_month, say_number
from popforms.store import NotReady, Store
from popforms.store.hours import HourLine, TalkHours
from popforms.ui.columns import listed
from popforms.ui.plain import plain
from popforms.ui.shell import flash, gentle, spent, token
from popforms.ui.tables import pressed

MINE, OURS = "Mijn uren", "Alle uren van mijn organisatie"
MONTHS = 13
"""So many months back can be looked at."""


def show_hours(store: Store) -> None:
    """One month: writing, what talks propose, the lines, and what a coordinator does with them."""
    if store.may_write_hours():
        _write(store)
        _proposals(store)
    month = str(
        st.selectbox("Maand", _months(store), format_func=lambda one: say_month(one).capitalize(), key="uren_maand", width=220)
    )  # fmt: skip
    if store.may_write_hours():
        whose = MINE
        if store.reads_hours_of_us():
            whose = (
                st.segmented_control("Van wie?", (MINE, OURS), default=MINE, key="uren_wie", label_visibility="collapsed", required=True)
                or MINE
            )
        _lines(store, month, all_of_us=whose == OURS)
        _month(store, month)
    if store.reads_hour_totals():
        _totals(store, month)


def _months(store: Store) -> list[str]:
    found, day = [], store.today.replace(day=1)
    for _ in range(MONTHS):
        found.append(day.isoformat()[:7])
        day = (day - timedelta(days=1)).replace(day=1)
    return found


def _write(store: Store) -> None:
    """A new line; the fields are new after each one, so that a second press adds nothing."""
    names, turn, lookup = store.forms.process.HOURS, token("uren"), store.lookup()
    by_name = {q.name: q for _, q in store.hours_form().questions()}
    answers: dict[str, Any] = {}

    def ask(at: Any, word: str, value: Any = None) -> None:
        question = by_name[names[word]]
        label = plain(question.label) + (" *" if question.required else "")
        answers[question.name] = KINDS[question.kind].ask(at, question, value, f"uren_{turn}_{word}", label, lookup)

    with st.container(border=True):
        left, right = st.columns(2)
        ask(left, "day", store.today.isoformat())
        ask(right, "hours")
        ask(left, "kind")
        ask(right, "dossier")
        if not store.user.organisation:
            ask(left, "party")
        ask(st, "note")
        if st.button("Opschrijven", type="primary", key="uren_opschrijven"):
            with gentle():
                try:
                    store.add_hours(answers, turn)
                except NotReady as error:
                    st.warning("\n".join(f"- {plain(str(one))}" for one in error.problems), title="Nog niet opgeschreven")
                    return
                spent("uren")
                flash("De uren staan erbij.")
                st.rerun()


def _proposals(store: Store) -> None:
    """Talks that this user kept and wrote no hours for."""
    found = store.talks_without_hours()
    if not found:
        return
    names = store.dossier_names()
    with st.expander(f"Gesprekken waarvan je uren nog niet opschreef ({len(found)})", icon=":material/schedule:", key="uren_gesprekken"):
        listed(found, lambda at, one: _proposal(at, store, one, names.get(one.record.dossier_id or "", "")), "uren_gesprekken", first=20)


def _proposal(at: Any, store: Store, one: TalkHours, who: str) -> None:
    row = at.container(horizontal=True, vertical_alignment="center", gap="small")
    row.text(" · ".join(word for word in (who, one.record.form.title, words_of(store, one)) if word))
    write_button(store, one, row)


def words_of(store: Store, one: TalkHours) -> str:
    """What a talk proposes, in words: `di 3 maart: 1,25 uur, gesprek`."""
    return f"{say_date(one.day, store.today)}: {say_number(one.hours)} uur, {one.kind}"


def write_button(store: Store, one: TalkHours, at: Any) -> None:
    """Write down what a talk proposes."""
    if at.button("Schrijf op", key=f"uren_van_{one.record.id}", icon=":material/add:", type="tertiary"):
        with gentle():
            store.write_talk_hours(one.record.id)
            flash("De uren staan erbij.")
            st.rerun()


def _lines(store: Store, month: str, *, all_of_us: bool) -> None:
    lines = store.hour_lines(month, all_of_us=all_of_us)
    if not lines:
        st.info(f"In {say_month(month)} staan nog geen uren.")
        return
    told = {
        "Datum": [say_date(line.day, store.today) for line in lines],
        **({"Wie": [line.who for line in lines]} if all_of_us else {}),
        "Waarvoor": [line.kind for line in lines],
        "Uren": [say_number(line.hours) for line in lines],
        "Dossier": [line.dossier for line in lines],
        "Toelichting": [line.note for line in lines],
        "Telt mee": [_counts(line) for line in lines],
    }
    told = {label: cells for label, cells in told.items() if any(cells)}
    total = sum((line.hours for line in lines if line.counts), Decimal(0))
    by_id = {line.id: line for line in lines}
    row = pressed(
        pd.DataFrame(told), list(by_id), key=f"uren_{month}_{all_of_us}", alt="Uren per dag", height=min(38 + 35 * len(lines), 500)
    )
    st.markdown(f"Samen **{say_number(total)} uur**. Een foute regel neem je terug: hij blijft staan en telt niet mee.")
    chosen = by_id.get(row or "")
    if chosen and chosen.mine and chosen.counts and not store.month_is_closed(month):
        words = f"{say_date(chosen.day, store.today)}, {say_number(chosen.hours)} uur {chosen.kind}"
        if st.button(plain(f"Neem terug: {words}"), key=f"uren_terug_{chosen.id}", icon=":material/undo:"):
            with gentle():
                store.take_back_hours(chosen.id, f"terug {chosen.id}")
                flash("De regel is teruggenomen.")
                st.rerun()


def _counts(line: HourLine) -> str:
    return "neemt een regel terug" if line.takes_back else "nee, teruggenomen" if line.taken_back else ""


def _month(store: Store, month: str) -> None:
    """Whether the month is closed, and closing it for who coordinates."""
    closed = store.month_is_closed(month)
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    if closed:
        row.badge(f"{say_month(month)} is afgesloten", icon=":material/lock:", color="gray")
    if store.may_close_months() and row.button(
        "Weer openen" if closed else f"{say_month(month).capitalize()} afsluiten", key=f"uren_sluit_{month}_{closed}",
        help=None, icon=":material/lock_open:" if closed else ":material/lock:", type="tertiary",
    ):  # fmt: skip
        with gentle():
            store.close_month(month, closed=not closed)
            flash(f"De uren van {say_month(month)} zijn {'weer open' if closed else 'afgesloten'}. Dat geldt voor heel je organisatie.")
            st.rerun()


def _totals(store: Store, month: str) -> None:
    """Hours per party and kind, without names."""
    with st.expander("Totalen per partij", icon=":material/functions:", on_change="rerun", key="uren_totalen") as opened:
        if not opened.open:
            return
        totals = store.hour_totals(month)
        if not totals:
            st.text(f"In {say_month(month)} staan nog geen uren.")
            return
        frame = pd.DataFrame(
            {
                "Partij": [one for one, _, _ in totals],
                "Waarvoor": [kind for _, kind, _ in totals],
                "Uren": [say_number(n) for _, _, n in totals],
            }
        )
        st.dataframe(frame, hide_index=True, alt="Uren per partij en soort", key=f"uren_totaal_{month}")
