"""The tab of a dossier for what the person asks, how long it is kept, and what was thrown away."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from popforms.dutch import say_date, say_datetime
from popforms.prints import person_file
from popforms.store import DossierView, Store
from popforms.store.requests import PersonRequest
from popforms.ui.bewaren_page import hold_block, thrown_row
from popforms.ui.plain import plain
from popforms.ui.shell import download, flash, gentle, go, hand_out, spent, token, typed_here
from popforms.ui.tables import ticked

RIGHTS = "Rechten en bewaren"


def shows_rights(store: Store, dossier_id: str) -> bool:
    """Whether this user has something to do here."""
    return store.may_make_access(dossier_id) or store.may_log(dossier_id, "W")


def rights_tab(store: Store, view: DossierView) -> None:
    """Requests first, then keeping and throwing away; who only writes in the logbook notes a wish to correct."""
    if not store.may_make_access(view.id):
        _note_correction(store, view)
        return
    requests = store.requests_of(view.id)
    st.subheader("Inzage voor de statushouder", anchor=False)
    _access(store, view, [one for one in requests if one.kind == "inzage"])
    st.subheader("Verbeteren", anchor=False)
    for one in requests:
        if one.kind == "verbetering":
            _correction(store, one)
    _note_correction(store, view)
    st.subheader("Bewaren en weggooien", anchor=False)
    hold_block(store, view.id)
    _thrown(store, view)
    _throw_away(store, view)


def _access(store: Store, view: DossierView, requests: list[PersonRequest]) -> None:
    for one in requests:
        _access_line(store, one)
    if any(one.waits for one in requests):
        return
    with st.expander("Nieuw overzicht maken", icon=":material/folder_supervised:", on_change="rerun", key=f"inzage_{view.id}") as part:
        if not part.open:
            return
        st.markdown(
            "De statushouder mag weten wat wij bewaren. Je maakt hier een pdf in gewone taal en een gegevensbestand. **De privacy officer geeft "
            "ze vrij**, zonder te zien wat erin staat. Daarna kun je ze 30 dagen ophalen."
        )
        asked_on = st.date_input(
            "Wanneer vroeg de statushouder het?", value=store.today, max_value=store.today, format="DD-MM-YYYY", width=200
        )
        others, seen = _about_others(store, view)
        if st.button("Overzicht maken", type="primary", key=f"inzage_maak_{view.id}"):
            with gentle(), st.spinner("Het overzicht wordt gemaakt…"):
                person_file.make(store, view.id, asked_on, others=others, seen=seen)
                flash("Het overzicht is klaar. De privacy officer ziet het op Werk en geeft het vrij.")
                st.rerun()


def _about_others(store: Store, view: DossierView) -> tuple[frozenset[str], str]:
    """The texts that are about somebody else, which stay out of what the person gets, and the mark of the list that they were
    chosen from: the one that was on the screen before this run."""
    found = person_file.pieces(store, view.id)
    kept = st.session_state.setdefault(f"over_anderen_{view.id}", {"units": frozenset(), "seen": "nothing"})
    seen, kept["seen"] = kept["seen"], person_file.mark(found)
    if not found:
        return frozenset(), seen
    st.caption(
        "Gaat een tekst over een ander, zoals een buurvrouw of een collega? Klik dan het vakje ervoor aan. Die tekst gaat niet mee. "
        "Het overzicht zegt hoeveel er is weggelaten."
    )
    table = pd.DataFrame({"Waar": [one.where for one in found], "Wat er staat": [one.words for one in found]})
    chosen = ticked(
        table, [one.unit for one in found], key=f"anderen_{view.id}", many=True, before=kept["units"], height=min(38 + 35 * len(found), 360),
        column_config={"Wat er staat": st.column_config.TextColumn(width="large")}, alt="Elke getypte tekst met de plaats waar hij staat",
    )  # fmt: skip
    kept["units"] = frozenset(chosen)
    return kept["units"], seen


def _access_line(store: Store, one: PersonRequest) -> None:
    box = st.container(border=True, gap="xsmall")
    box.markdown(plain(f"Gevraagd op {say_date(one.asked_on, store.today)}, antwoord voor {say_date(one.answer_by, store.today)}"))
    box.caption(plain(f"Gemaakt door {one.made_by} op {say_datetime(one.made_at, store.today)}."))
    if one.waits:
        row = box.container(horizontal=True, vertical_alignment="center", gap="small")
        row.badge("wacht op de privacy officer", icon=":material/hourglass_empty:", color="orange")
        if row.button("Intrekken", key=f"inzage_terug_{one.id}", type="tertiary"):
            store.withdraw_access(one.id)
            flash("Ingetrokken. Je kunt een nieuw overzicht maken.")
            st.rerun()
    elif one.to_fetch:
        box.markdown(plain(f"Vrijgegeven door {one.answered_by}. Geef het zelf aan de statushouder, en leg uit wat erin staat."))
        row = box.container(horizontal=True, vertical_alignment="center", gap="small")
        for part, label in (("pdf", "Overzicht (pdf)"), ("data", "Gegevensbestand")):
            if row.button(label, key=f"haal_{part}_{one.id}", icon=":material/download:"):
                name, mime, content, dossier = store.fetch_access(one.id, part)  # type: ignore[arg-type]
                download(row, f"Download {name}", hand_out(store, name, mime, content, dossier=dossier))
    elif one.answer == "vrijgegeven":
        box.caption("Het overzicht is 30 dagen na het vrijgeven weggegooid.")
    else:
        box.text(f"Teruggestuurd: {one.answer_words}")


def _correction(store: Store, one: PersonRequest) -> None:
    box = st.container(border=True, gap="xsmall")
    box.text(one.words)
    box.caption(
        plain(
            f"Gevraagd op {say_date(one.asked_on, store.today)}, antwoord voor {say_date(one.answer_by, store.today)}; genoteerd door {one.made_by}."
        )
    )
    if not one.waits:
        box.text(f"Antwoord: {one.answer_words}")
        return
    words = typed_here(box.text_area, "Wat heb je verbeterd, of waarom niet?", f"antwoord_{one.id}", max_chars=1000)
    if box.button("Beantwoord", key=f"beantwoord_{one.id}"):
        with gentle():
            store.answer_correction(one.id, words)
            flash("Het antwoord staat in het logboek.")
            st.rerun()


def _note_correction(store: Store, view: DossierView) -> None:
    if not store.may_log(view.id, "W"):
        return
    name = f"wens_{view.id}"
    turn = token(name)
    with st.expander("De statushouder wil iets verbeteren", icon=":material/edit_note:", on_change="rerun", key=f"wens_open_{view.id}"):
        words = typed_here(st.text_area, "Wat klopt er niet, en wat moet er staan?", f"wens_{turn}", max_chars=1000)
        asked_on = st.date_input(
            "Wanneer vroeg de statushouder het?", value=store.today, max_value=store.today, format="DD-MM-YYYY", width=200,
            key=f"wens_op_{turn}",
        )  # fmt: skip
        if st.button("Noteren", key=f"wens_noteren_{turn}"):
            with gentle():
                store.note_correction(view.id, words, asked_on, turn)
                spent(name)
                flash("Genoteerd in het logboek. De POP-consulent geeft antwoord binnen een maand.")
                st.rerun()


def _thrown(store: Store, view: DossierView) -> None:
    for one in store.thrown_away(view.id):
        if thrown_row(store, one, one.title):
            with gentle():
                store.put_back(one.id)
                flash(f"{one.title} is terug, zoals het was.")
                st.rerun()


def _throw_away(store: Store, view: DossierView) -> None:
    """The whole dossier, for a double report."""
    if not store.may_throw_away_dossier(view.id):
        return
    with st.expander("Dit hele dossier weggooien", icon=":material/delete:"), st.form(f"weg_{view.id}", border=False):
        st.markdown(
            "Alleen voor een dossier dat per ongeluk is gemaakt, zoals een dubbele melding. **Niemand ziet het dan nog.** Je kunt het 30 dagen "
            "terugzetten, bij Bewaartermijnen. Daarna wordt de inhoud gewist."
        )
        reason = st.text_input("Waarom kan het weg?", max_chars=500)
        if st.form_submit_button("Dossier weggooien"):
            with gentle():
                store.throw_away_dossier(view.id, reason or "")
                flash("Het dossier is weggegooid. Terugzetten kan 30 dagen, bij Bewaartermijnen.")
                go("bewaren")


def throw_away_form(store: Store, record_id: str) -> None:
    """Throwing away one form, below its versions."""
    if not store.may_throw_away(record_id):
        return
    with st.popover("Weggooien", icon=":material/delete:"), st.form(f"weg_{record_id}", border=False):
        st.markdown(
            "Voor een formulier dat per ongeluk is gemaakt. Het is dan **meteen weg uit het dossier**, met zijn acties. De POP-consulent kan het "
            "30 dagen terugzetten. Daarna wordt de inhoud gewist."
        )
        reason = st.text_input("Waarom kan het weg?", max_chars=500)
        if st.form_submit_button("Formulier weggooien"):
            with gentle():
                dossier = store.throw_away(record_id, reason or "")
                flash("Het formulier is weggegooid. De POP-consulent kan het 30 dagen terugzetten, bij Rechten en bewaren.")
                go("dossier", id=dossier)


def waiting_block(store: Store) -> int:
    """On Werk: what waits for this user about requests of the person; gives how many."""
    found = store.waiting_requests()
    if found:
        st.subheader(f"Vragen van de statushouder ({len(found)})", anchor=False)
    for one in found:
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        what = "overzicht vrijgeven" if one.kind == "inzage" else "iets verbeteren"
        row.markdown(plain(f"Dossier {one.number}: {what}"))
        late = one.answer_by < store.today
        row.badge(f"antwoord voor {say_date(one.answer_by, store.today)}", icon=":material/event:", color="red" if late else "orange")
        if row.button("Openen", key=f"vraag_{one.id}", type="tertiary"):
            if one.kind == "inzage":
                go("privacy")
            st.session_state[f"tab_{one.dossier_id}"] = RIGHTS
            go("dossier", id=one.dossier_id)
    return len(found)


def look_again_block(store: Store, until: date) -> int:
    """On Werk: the dossiers that are kept longer, of which somebody looks again now whether that still holds; gives how many."""
    found = store.holds_to_look_at(until)
    if found:
        st.subheader(f"Nog langer bewaren? ({len(found)})", anchor=False)
    for one in found:
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        row.markdown(plain(f"{one.name or f'Dossier {one.number}'}: kijk opnieuw of bewaren nog nodig is"))
        late = one.look_again < store.today
        row.badge(
            f"{'te laat sinds' if late else 'op'} {say_date(one.look_again, store.today)}",
            icon=":material/schedule:" if late else ":material/event:",
            color="red" if late else "orange",
        )
        if row.button("Openen", key=f"bewaard_{one.dossier_id}", type="tertiary"):
            if not one.name:
                go("bewaren")
            st.session_state[f"tab_{one.dossier_id}"] = RIGHTS
            go("dossier", id=one.dossier_id)
    return len(found)


def release_block(store: Store) -> None:
    """For the privacy officer: what an answer says of itself, and yes or back."""
    found = [one for one in store.waiting_requests() if one.kind == "inzage"]
    if not found:
        return
    st.subheader(f"Vrijgeven voor de statushouder ({len(found)})", anchor=False)
    for one in found:
        box = st.container(border=True, gap="xsmall")
        box.markdown(f"**Dossier {plain(one.number)}**")
        box.markdown(
            plain(
                f"Gevraagd op {say_date(one.asked_on, store.today)}; antwoord voor {say_date(one.answer_by, store.today)}. "
                f"{one.made_by} maakte een overzicht; formulieren: {one.content['formulieren']}, regels van het logboek: {one.content['regels']}. "
                f"Weggelaten, omdat het over een ander gaat: {one.content['weggelaten']}."
            )
        )
        box.caption(
            "Jij ziet niet wat erin staat. Na het vrijgeven kan de POP-consulent het 30 dagen ophalen en aan de statushouder geven."
        )
        row = box.container(horizontal=True, vertical_alignment="bottom", gap="small")
        if row.button("Vrijgeven", type="primary", key=f"vrijgeven_{one.id}"):
            store.release_access(one.id)
            flash(f"Vrijgegeven. De POP-consulent kan het overzicht van dossier {one.number} nu ophalen.")
            st.rerun()
        with row.popover("Terugsturen"), st.form(f"terug_{one.id}", border=False):
            words = st.text_input("Wat moet er anders?", max_chars=500)
            if st.form_submit_button("Terugsturen"):
                with gentle():
                    store.send_back_access(one.id, words or "")
                    flash("Teruggestuurd, met jouw woorden erbij.")
                    st.rerun()
