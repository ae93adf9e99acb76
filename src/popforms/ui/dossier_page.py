"""The dossier page: how are things with this person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from popforms.dutch import say_datetime
from popforms.prints import may_take_along
from popforms.process.needed import Need, done_in, needed_now
from popforms.store import DossierView, FormLine, NotReady, Store, TermLine
from popforms.ui.action_card import action_card
from popforms.ui.closed import MASK, stays_open
from popforms.ui.emergency_block import emergency_banner
from popforms.ui.forms_tab import forms_by_phase
from popforms.ui.letters_tab import has_letters, letters_tab
from popforms.ui.paper_block import calendar_button, checklist_button
from popforms.ui.plain import plain
from popforms.ui.rights_tab import RIGHTS, rights_tab, shows_rights
from popforms.ui.shell import flash, fragment, gentle, link, param, show_flash, spent, title, token, typed_here
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
            "Logboek": _log,
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
    terms = [(term, done_in(store.forms, term, begun)) for term in view.terms]
    terms += [
        (replace(line.running, part=line.about or line.running.part), line.record_id or "") for line in others if line.source != "actie"
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
        _warnings(needs)
    _gates(store, view)


def _gates(store: Store, view: DossierView) -> None:
    """What must be done before the next steps, each in one line."""
    order = [code for code, _ in store.forms.process.PHASES]
    soon = order.index(view.facts["fase"]) + 1 if view.facts.get("fase") in order else 0
    shut: dict[str, list[str]] = {}
    for one in store.shut_gates(view.id):
        if one.form.phase in order[: soon + 1]:
            shut.setdefault(one.form.title, []).append(one.say)
    if not shut:
        return
    with st.expander(f"Nog nodig voor de volgende stappen ({sum(map(len, shut.values()))})", icon=":material/checklist:"):
        for form, sentences in shut.items():
            for sentence in sentences:
                st.markdown(f":material/radio_button_unchecked: {plain(form)}: {plain(sentence)}")


def _warnings(needs: list[Need]) -> None:
    with st.container(border=True):
        st.markdown("**Nu nodig**")
        for need in needs[:4]:
            _need(st, need)
        if len(needs) > 4:
            with st.expander(f"Nog {len(needs) - 4}"):
                for need in needs[4:]:
                    _need(st, need)


def _need(at: Any, need: Need) -> None:
    """What is needed, as the way to the form where it is done when that is there."""
    row = at.container(horizontal=True, gap="small", vertical_alignment="center")
    if need.record:
        link(row, "formulier", need.words, record=need.record)
    else:  # its form is not begun: it stands below, in its phase
        row.markdown(f":material/radio_button_unchecked: :small[{plain(need.words)}]")
    if need.late:
        row.badge("te laat", icon=":material/schedule:", color="red")


def _actions(store: Store, view: DossierView) -> None:
    actions = store.actions_of(view.id)
    if not actions:
        st.info("Er zijn nog geen acties. Een actie ontstaat in een formulier, zodra daar staat wie het doet en voor wanneer.")
    for action in actions:
        action_card(st, store, action)


def _log(store: Store, view: DossierView) -> None:
    """The lines of the logbook that this user may read, with a small form to add one."""
    names = store.forms.process.LOG
    if not store.may_log(view.id, "R"):
        st.info("Het logboek van dit dossier is niet voor jou. Vraag de POP-consulent als je iets wilt weten of melden.")
        return
    if store.may_log(view.id, "W"):
        _log_form(store.forms, view.id)
    for line in store.log_lines(view.id):
        box = st.container(gap="xxsmall")
        box.caption(
            plain(
                f"{say_datetime(line.at)} · {line.author} · {line.answers.get(names['kind'], '')} · {line.answers.get(names['module'], '')}"
            )
        )
        if line.closed:
            row = box.container(horizontal=True, vertical_alignment="center", gap="small")
            row.text(MASK)
            if row.button("Toon regel", key=f"toon_regel_{line.id}", icon=":material/visibility:", type="tertiary"):
                stays_open(store.open_log_line(view.id, line.id))
                st.rerun()
            continue
        box.text(str(line.answers.get(names["short"], "")))
        if line.answers.get(names["text"]):
            box.text(str(line.answers[names["text"]]))


@fragment
def _log_form(store: Store, dossier_id: str) -> None:
    """A line of one's own; the form is new after each line, so that a second press adds nothing. What is typed stays while another
    tab is looked at."""
    form, names = store.log_form(), store.forms.process.LOG
    by_name = {q.name: q for _, q in form.questions()}
    turn = token(f"log_{dossier_id}")
    with st.expander("Regel toevoegen", icon=":material/add:"):
        left, right = st.columns(2)
        kind = left.selectbox(
            by_name[names["kind"]].label,
            [code for code, _ in by_name[names["kind"]].options if code != "systeem"],
            index=None,
            placeholder="Kies…",
            key=f"log_soort_{turn}",
        )
        module = right.selectbox(
            by_name[names["module"]].label, [code for code, _ in by_name[names["module"]].options], index=None, placeholder="Kies…",
            key=f"log_onderdeel_{turn}",
        )  # fmt: skip
        short = typed_here(st.text_input, by_name[names["short"]].label, f"log_kort_{turn}")
        long = typed_here(st.text_area, by_name[names["text"]].label, f"log_lang_{turn}")
        visible = st.selectbox(
            by_name[names["visible"]].label, [code for code, _ in by_name[names["visible"]].options], index=0, key=f"log_voor_{turn}"
        )
        if st.button("Toevoegen", type="primary", key=f"log_erbij_{turn}"):
            now = store.local_now()
            answers = {
                names["when"]: {"datum": now.date().isoformat(), "tijd": now.strftime("%H:%M")}, names["kind"]: kind, names["module"]: module,
                names["short"]: short, names["text"]: long, names["visible"]: visible,
            }  # fmt: skip
            try:
                store.add_log_line(dossier_id, answers, turn)
            except NotReady as error:
                st.warning("\n".join(f"- {plain(str(problem))}" for problem in error.problems), title="Nog niet toegevoegd")
            else:
                spent(f"log_{dossier_id}")
                flash("De regel staat in het logboek.")
                st.rerun()


def _people(store: Store, view: DossierView) -> None:
    """Who is around this person, with how to reach them; a coordinator links a begeleider here."""
    _link(store, view)
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
            for one in store.prints_of(record.id):
                shown = True
                st.text(f"{one.form_title}, versie {one.version}: afdruk ({one.variant}) van {say_datetime(one.at)} door {one.author}")
            for file in store.files_of(record.id):
                shown = True
                st.text(f"{file.form_title}, versie {file.version}: getekende scan van {say_datetime(file.at)} door {file.author}")
    if not shown:
        st.info(
            "Hier komen de afdrukken en getekende scans. Afdrukken doe je in het formulier, bij ‘Versies en papier’ of bij het tekenen."
        )
