"""The dossier page: how are things with this person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from popforms.dutch import say_datetime
from popforms.prints import kind_of_print, may_take_along
from popforms.process.needed import Need, Way, done_in, needed_now
from popforms.store import DossierView, FormLine, Store, TermLine
from popforms.ui.action_card import action_card
from popforms.ui.emergency_block import emergency_banner
from popforms.ui.forms_tab import begin_form, forms_by_phase
from popforms.ui.letters_tab import has_letters, letters_tab
from popforms.ui.log_tab import log_tab
from popforms.ui.paper_block import calendar_button, checklist_button
from popforms.ui.plain import plain
from popforms.ui.rights_tab import RIGHTS, rights_tab, shows_rights
from popforms.ui.shell import flash, gentle, link, param, show_flash, title
from popforms.ui.term_lines import all_terms
from popforms.ui.timeline import time_line
from popforms.ui.who_looked import period, show_found

TABS = ("Formulieren", "Acties", "Logboek", "Brieven", "Mensen", "Papieren")
WHO_LOOKED = "Wie keek"


def dossier_page(store: Store) -> None:
    """The top, the line of time, what is needed now, and the tabs."""
    dossier_id = param("id")
    with gentle():
        if dossier_id is None:
            title("Dossier")
            st.info("Kies een dossier.")
            link(st, "dossiers", "Naar Dossiers")
            return
        if not store.may_open(dossier_id) and store.may_read_trail(dossier_id):
            _only_who_looked(store, dossier_id)
            return
        view = store.dossier(dossier_id)
        title(view.name)
        emergency_banner(store, view.id)
        _top(store, view)
        show_flash()
        if not view.kept:
            st.info("Dit dossier is nog niet bewaard. Vul eerst de aanmelding verder in.")
            link(st, "formulier", "Verder met de aanmelding", icon=":material/edit:", record=store.start_records(dossier_id)[0].id)
            return
        _phases(store, view)
        time_line(store, view)
        others = store.record_terms(view.id)
        forms = store.forms_of(view.id)
        _needed(store, view, forms, others)
        all_terms(store, view, others)
        calendar_button(store, view)
        tabs = [tab for tab in TABS if tab != "Brieven" or has_letters(store, view)]
        tabs += [RIGHTS] if shows_rights(store, view.id) else []
        tabs += [WHO_LOOKED] if store.may_read_trail(view.id) else []
        tab = st.segmented_control("Onderdeel", tabs, default=TABS[0], key=f"tab_{dossier_id}", label_visibility="collapsed", required=True)
        parts = {
            "Acties": _actions,
            "Logboek": log_tab,
            "Brieven": letters_tab,
            "Mensen": _people,
            "Papieren": _papers,
            RIGHTS: rights_tab,
            WHO_LOOKED: _who_looked,
        }
        if tab in parts:
            parts[tab](store, view)
        else:
            forms_by_phase(store, view, forms)


def _only_who_looked(store: Store, dossier_id: str) -> None:
    """For the privacy officer: who looked in a dossier, by its number, and nothing of what is in it."""
    title(f"Dossier {store.dossier_number(dossier_id)}")
    link(st, "privacy", "Privacy", icon=":material/arrow_back:")
    st.caption("Je ziet wie in dit dossier keek, niet wat erin staat.")
    _looked(store, dossier_id)


def _who_looked(store: Store, view: DossierView) -> None:
    st.caption("Iedereen die in dit dossier keek, schreef of het probeerde. Dat jij dit bekijkt, staat er ook bij.")
    _looked(store, view.id)


def _looked(store: Store, dossier_id: str) -> None:
    first, last = period(store.today, f"periode_{dossier_id}")
    found = store.who_looked(dossier_id, first, last)
    show_found(found, first, last, store.today)


def _top(store: Store, view: DossierView) -> None:
    words = [view.number]
    for question in (q for s in store.forms.head.sections if s.team for q in s.questions):
        who = view.facts.get(question.name)
        if who and question.name in list(store.forms.process.TEAM_ROLES)[:3]:
            words.append(f"{store.forms.process.TEAM_ROLES[question.name]} {store.contact_name(who)}")
    st.caption(plain(" · ".join(words)))


def _phases(store: Store, view: DossierView) -> None:
    """The process as one line of time: what was passed, where we are, what is to come."""
    names = store.forms.process.PHASES
    order = [code for code, _ in names]
    now = order.index(view.facts["fase"]) if view.facts.get("fase") in order else 0
    line = st.container(horizontal=True, gap="xsmall", key="fasen")
    for at, (_, words) in enumerate(names):
        if at < now:
            line.badge(words, icon=":material/check:", color="gray")
        elif at == now:
            line.badge(f"nu: {words}", icon=":material/place:", color="primary")
        else:
            line.badge(words, icon=":material/radio_button_unchecked:", color="gray")


def _needed(store: Store, view: DossierView, forms: list[FormLine], others: list[TermLine]) -> None:
    """Nu nodig: the terms that warn, in a few sentences; those of actions stand at the actions."""
    begun = {line.form.key: line.records[0].id for line in forms if line.records and line.may_read}
    begins = {line.form.key for line in forms if line.may_begin and not line.records}
    terms = [(term, done_in(store.forms, term, begun, begins)) for term in view.terms]
    terms += [
        (replace(line.running, part=line.about or line.running.part), Way(line.record_id or ""))
        for line in others
        if line.source != "actie"
    ]
    needs = needed_now(store.forms, terms)
    asked = "In het dossier zelf staan nog vragen open." if view.facts.get("F00.open") else store.closing(view.id)
    if asked:
        head = next((line for line in forms if line.form.key == store.forms.head.key and line.records), None)
        if head and head.may_write:
            row = st.container(horizontal=True, gap="small", vertical_alignment="center")
            row.markdown(plain(asked))
            link(row, "formulier", "Aanvullen", icon=":material/edit:", record=head.records[0].id)
    if needs:
        _warnings(store, view, needs)
    _gates(store, view, begun)


def _gates(store: Store, view: DossierView, begun: dict[str, str]) -> None:
    """What must be done before the next steps, each in one line that leads to its form when that is begun."""
    order = [code for code, _ in store.forms.process.PHASES]
    soon = order.index(view.facts["fase"]) + 1 if view.facts.get("fase") in order else 0
    shut = sorted((one for one in store.shut_gates(view.id) if one.form.phase in order[: soon + 1]), key=lambda one: one.form.title)
    if not shut:
        return
    with st.expander(f"Nog nodig voor de volgende stappen ({len(shut)})", icon=":material/checklist:"):
        for number, one in enumerate(shut):
            need = Need(f"{one.form.title}: {one.say}", record=begun.get(one.form.key, ""))
            _need(st, store, view, need, f"poort_{number}")


def _warnings(store: Store, view: DossierView, needs: list[Need]) -> None:
    with st.container(border=True):
        st.markdown("**Nu nodig**")
        for number, need in enumerate(needs[:4]):
            _need(st, store, view, need, f"nodig_{number}")
        if len(needs) > 4:
            with st.expander(f"Nog {len(needs) - 4}"):
                for number, need in enumerate(needs[4:], 4):
                    _need(st, store, view, need, f"nodig_{number}")


def _need(at: Any, store: Store, view: DossierView, need: Need, key: str) -> None:
    """What is needed, with the way to the form where it is done, or to begin it there."""
    row = at.container(horizontal=True, gap="small", vertical_alignment="center")
    if need.record:
        link(row, "formulier", need.words, record=need.record)
    else:
        row.markdown(f":material/radio_button_unchecked: :small[{plain(need.words)}]")
    if need.late:
        row.badge("te laat", icon=":material/schedule:", color="red")
    if need.form and row.button("Beginnen", key=key, type="tertiary", icon=":material/arrow_forward:"):
        begin_form(store, view.id, need.form)


def _actions(store: Store, view: DossierView) -> None:
    actions = store.actions_of(view.id)
    if not actions:
        st.info("Er zijn nog geen acties. Een actie ontstaat in een formulier, zodra daar staat wie het doet en voor wanneer.")
    for action in actions:
        action_card(st, store, action)


def _people(store: Store, view: DossierView) -> None:
    """Who is around this person, with how to reach them; a coordinator links a begeleider here."""
    _link(store, view)
    if not any(view.facts.get(q.name) for section in store.forms.head.sections if section.team for q in section.questions):
        st.info("Er staat nog niemand bij dit dossier. Wie erbij hoort, staat in het formulier ‘Dossier’.")
    for section in store.forms.head.sections:
        for question in section.questions if section.team else ():
            who = view.facts.get(question.name)
            if not who:
                continue
            box = st.container(border=True, gap="xxsmall")
            box.caption(plain(question.label))
            box.text(store.contact_name(who))
            reach = store.reach(who)
            if reach:
                box.caption(plain(" · ".join(reach)))


def _link(store: Store, view: DossierView) -> None:
    choices = store.linkable(view.id)
    if not choices:
        return
    with st.container(border=True):
        chosen = st.selectbox(
            "Begeleider koppelen",
            list(choices),
            index=None,
            format_func=lambda one: choices[one],
            placeholder="Kies…",
            key=f"koppel_{view.id}",
        )
        if st.button("Koppelen", type="primary", disabled=chosen is None, key=f"koppel_knop_{view.id}") and chosen:
            store.link(view.id, chosen)
            flash(f"{choices[chosen]} is gekoppeld en ziet dit dossier nu.")
            st.rerun()


def _papers(store: Store, view: DossierView) -> None:
    """What can be printed and what lies here signed."""
    shown = False
    for line in store.forms_of(view.id):
        if may_take_along(store, line.form, view.id):
            st.markdown(f"**{plain(line.form.title)}**")
            checklist_button(store, line.form, view.id)
            shown = True
        for record in (*line.records, *line.not_held) if line.may_read else ():
            papers = [
                (f"versie {one.version}, {kind_of_print(line.form, one.variant)}", one.at, one.author) for one in store.prints_of(record.id)
            ]
            papers += [(f"versie {one.version}, getekende scan", one.at, one.author) for one in store.files_of(record.id)]
            for words, at, author in papers:
                shown = True
                row = st.container(horizontal=True, vertical_alignment="center", gap="small")
                link(row, "formulier", f"{line.form.title}, {words}", icon=":material/description:", record=record.id)
                row.caption(plain(f"{say_datetime(at, store.today)} door {author}"))
    if not shown:
        st.info(
            "Hier komen de afdrukken en getekende scans. Afdrukken doe je in het formulier, bij ‘Versies en papier’ of bij het tekenen."
        )
