"""The steps of a form after filling in: check, definitive, and its versions."""

from __future__ import annotations

from typing import Any

import streamlit as st

from popforms.definition.check import Problem
from popforms.definition.paths import path_of
from popforms.dutch import say_datetime
from popforms.store import DEFINITIVE, FROZEN, RecordRow, Store
from popforms.ui.paper_block import print_buttons
from popforms.ui.plain import plain
from popforms.ui.reading import show_saved, state_words
from popforms.ui.shell import download, flash, gentle, hand_out
from popforms.ui.signing import late_questions, scan_of_version_in_force


def show_check(store: Store, record: RecordRow, key: str) -> None:
    """What is still missing as links to the question, and the next step when nothing is."""
    st.subheader("Controleren", anchor=False)
    problems = store.problems(record.id, "d")
    gates = [p for p in problems if p.gate]
    problems = [p for p in problems if not p.gate]
    stopping = [p for p in problems if p.stop]
    if stopping:
        st.markdown(f"{_still_to_do(stopping)} Klik om erheen te gaan.")
    elif gates:
        st.markdown(":material/check_circle: In dit formulier staat alles wat nodig is. Er moet eerst nog iets anders klaar zijn.")
    else:
        st.markdown(":material/check_circle: Alles wat nodig is, staat erin.")
    found = st.container(gap="xxsmall")
    for number, problem in enumerate(problems):
        found.button(
            plain(str(problem)), key=f"check_{record.id}_{number}", type="tertiary",
            icon=":material/arrow_forward:" if problem.stop else ":material/info:",
            on_click=open_section, args=(record, key, problem.path),
        )  # fmt: skip
    if gates and (store.may(record.id, "F") or store.may_pass_gates(record.id)):
        _show_gates(store, record, gates)
    stopping += gates
    row = st.container(horizontal=True)
    if row.button(
        "Bewaren", key=f"check_bewaren_{record.id}", type="secondary" if not stopping and store.may(record.id, "F") else "primary"
    ):
        with gentle():
            flash(f"Bewaard als versie {store.keep(record.id).number}.")
            st.rerun()
    if not store.may(record.id, "F"):
        if who := store.who_finishes(record.form):
            row.caption(plain(f"Definitief maken doet de {who}."))
        return
    if stopping:
        return
    if record.form.freezes:
        words = "Klaar om te tekenen" if record.form.signatures else "Inhoud vastleggen"
        if row.button(words, type="primary", key=f"vast_{record.id}"):
            with gentle():
                store.freeze(record.id)
                flash("De inhoud ligt vast. Druk het af en laat het tekenen." if record.form.signatures else "De inhoud ligt vast.")
                st.rerun()
        st.caption("Hierna ligt de inhoud vast. Terug naar concept kan, maar dan is een afdruk niet meer geldig.")
    elif row.button("Definitief maken", type="primary", key=f"definitief_{record.id}"):
        with gentle():
            store.finalise(record.id)
            flash("Het formulier is definitief. Verbeteren kan met een reden; de oude versie blijft bewaard.")
            st.rerun()


def _still_to_do(stopping: list[Problem]) -> str:
    """What stops, counted: what is missing and what is not right are two things."""
    missing = sum(problem.missing for problem in stopping)
    wrong = len(stopping) - missing
    said = [f"Er {'ontbreekt nog 1 antwoord' if missing == 1 else f'ontbreken nog {missing} antwoorden'}."] if missing else []
    return " ".join([*said, f"{wrong} {'antwoord klopt' if wrong == 1 else 'antwoorden kloppen'} nog niet."] if wrong else said)


def _show_gates(store: Store, record: RecordRow, gates: list[Problem]) -> None:
    """What must be done elsewhere first; who steers goes on with a reason, so that nobody is stuck."""
    may = store.may_pass_gates(record.id)
    with st.container(border=True):
        st.markdown("**Eerst nodig**")
        for problem in gates:
            st.markdown(f":material/lock_clock: {plain(problem.say)}")
            if not may:
                continue
            with st.expander("Toch doorgaan, met een reden", key=f"poort_open_{record.id}_{problem.gate}"):
                reason = st.text_input("Waarom?", key=f"poort_reden_{record.id}_{problem.gate}")
                if st.button("Doorgaan", key=f"poort_{record.id}_{problem.gate}"):
                    with gentle():
                        store.pass_gate(record.id, problem.gate, reason)
                        flash("Je gaat door. De reden staat in het logboek.")
                        st.rerun()
        if not may:
            who = " of de ".join(store.gate_passers())
            st.caption(plain(f"De {who} kan met een reden toch doorgaan."))


def open_section(record: RecordRow, key: str, path: str) -> None:
    """Open the section that a problem is in; moves the eye only."""
    for section, question in record.form.questions():
        own = path_of(section, question)
        if path == own or path.startswith(own + "."):
            move_to(key, f"{record.id}:{section.name}")
            return


def move_to(key: str, name: str | None) -> None:
    """Move to another section of a form; moves the eye only, nothing is written. The list of sections is drawn anew."""
    if name is not None:
        st.session_state[key] = name
        st.session_state[f"{key}:turn"] = st.session_state.get(f"{key}:turn", 0) + 1


def show_definitive(store: Store, record: RecordRow) -> None:
    """The read-only form, what may still be filled in beside it, and correcting with a reason."""
    st.badge(
        state_words(record),
        icon=":material/lock:" if record.state == DEFINITIVE else ":material/edit:",
        color="blue" if record.state == DEFINITIVE else "gray",
    )
    if not record.version:
        st.info("Dit formulier is begonnen, maar er is nog niets bewaard.")
        return
    saved = store.saved(record.id)
    late = record.state == DEFINITIVE and any(q.after_freezing and path_of(s, q) in saved.readable for s, q in record.form.questions())
    if late and store.may_fill(record.id):
        with st.expander("Aanvullen", expanded=any(p.missing for p in store.problems(record.id, "n"))):
            late_questions(store.forms, record.id)
    print_buttons(store, record, record.version)
    show_saved(store, saved)
    if record.state == DEFINITIVE and store.may_correct(record.id):
        with st.expander("Verbeteren"):
            st.markdown("Er komt een nieuwe versie. Deze versie blijft gelden tot de nieuwe definitief is.")
            reason = st.text_input("Waarom verbeter je dit?", key=f"verbeter_reden_{record.id}")
            if st.button("Verbeteren", key=f"verbeter_{record.id}"):
                with gentle():
                    store.correct(record.id, reason)
                    flash("Het formulier is weer open. De vorige versie blijft gelden tot deze definitief is.")
                    st.rerun()


def show_versions(store: Store, record: RecordRow) -> None:
    """The versions of a record; one can be opened to read."""
    lines = store.versions(record.id)
    if not lines:
        st.text("Er is nog geen versie bewaard.")
        return
    chosen = st.selectbox(
        "Versies", [line.number for line in lines], index=None, placeholder="Kies een versie om te lezen", key=f"versie_{record.id}",
        format_func=lambda number: next(
            f"Versie {one.number}: {one.state}, {say_datetime(one.at, store.today)}, {one.author}" for one in lines if one.number == number
        ),
    )  # fmt: skip
    if chosen is not None:
        show_saved(store, store.saved(record.id, chosen), "versie")
    may_read = store.may_read_files(record.id)
    for file in store.files_of(record.id):
        row = st.container(horizontal=True, vertical_alignment="center")
        words, how = "Scan" if file.kind == "scan" else "Bestand", ", met de hand gelegd" if file.by_hand else ""
        row.text(f"{words} bij versie {file.version}, {say_datetime(file.at, store.today)}, {file.author}{how}")
        if may_read and row.button(f"{words} ophalen", key=f"bestand_{file.id}"):
            found = store.read_file(file.id)
            download(st, f"{words} openen", hand_out(store, *found, dossier=record.dossier_id, record=record.id))
    if record.open and record.form.signatures and store.signing_version(record.id) and store.may(record.id, "T"):
        scan_of_version_in_force(store.forms, record.id)


def state_badge(at: Any, record: RecordRow, *, living: bool = False) -> None:
    """The state as a small badge with its word; a form that is never final is kept up to date."""
    if living and record.version:
        at.badge("wordt bijgehouden", icon=":material/autorenew:", color="gray")
        return
    color, icon = {
        "concept": ("gray", ":material/edit:"), FROZEN: ("orange", ":material/signature:"), DEFINITIVE: ("green", ":material/lock:"),
    }.get(record.state, ("gray", ":material/edit:"))  # fmt: skip
    at.badge(state_words(record), icon=icon, color=color)
