"""Bewaartermijnen: what has been kept long enough, two people who agree, what was thrown away, and the certificates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

from popforms.dutch import say_date, say_datetime
from popforms.prints.certificate import certificate
from popforms.store import Store
from popforms.store.retention import Due, Hold
from popforms.store.thrown import Thrown
from popforms.ui.plain import plain
from popforms.ui.shell import download, flash, gentle, go, hand_out, link, show_flash, title

PDF = "application/pdf"
BACK_UPS = "Oudere back-ups bewaren het nog een tijd; tot wanneer staat op de verklaring."


def bewaren_page(store: Store) -> None:
    """The list first, then what can be put back, then what was erased."""
    title("Bewaartermijnen")
    show_flash()
    with gentle():
        if not store.may_see_retention():
            st.info("Deze pagina is voor de POP-consulent, de privacy officer en de beheerder.")
            return
        st.caption(
            "Een dossier wordt vernietigd als de bewaartermijn voorbij is. Een POP-consulent stelt het voor, een ander geeft akkoord."
        )
        due = store.due_for_destruction()
        ready, held = [one for one in due if not one.hold], [one for one in due if one.hold]
        if not due:
            st.info("Van geen enkel dossier is de bewaartermijn voorbij. Is dat zo, dan komt het dossier hier vanzelf te staan.")
        for one in ready:
            _due(store, one)
        if held:
            st.subheader(f"Langer bewaard ({len(held)})", anchor=False)
            for one in held:
                _due(store, one)
        _thrown(store)
        _certificates(store)


def _due(store: Store, one: Due) -> None:
    box = st.container(border=True, gap="xsmall")
    row = box.container(horizontal=True, vertical_alignment="center", gap="small")
    if one.name:
        link(row, "dossier", f"{one.name} · {one.number}", id=one.dossier_id)
    else:
        row.markdown(f"**Dossier {plain(one.number)}**")
    row.badge(f"bewaard tot en met {say_date(one.until)}", icon=":material/event:", color="gray")
    if one.hold:
        _held(store, box, one.dossier_id, one.hold, may_end=one.may_hold)
        return
    if one.agreed_by:
        box.markdown(
            plain(f"{one.proposed_by} stelde het voor en {one.agreed_by} gaf akkoord. Binnen een uur wordt dit dossier vernietigd.")
        )
    elif one.proposed_by:
        box.markdown(plain(f"{one.proposed_by} stelt voor dit dossier te vernietigen. Een ander moet akkoord geven."))
    chosen = _choice(box, one)
    if chosen == "Akkoord":
        _confirm(
            box, f"akkoord_{one.dossier_id}", "Ja, akkoord", f"Dossier {one.number} wordt dan binnen een uur voorgoed gewist. Niemand kan het terughalen. {BACK_UPS}",
            lambda: store.agree_erasing(one.dossier_id), f"Akkoord gegeven. Dossier {one.number} wordt binnen een uur vernietigd.",
        )  # fmt: skip
    elif chosen == "Vernietigen voorstellen":
        _confirm(
            box, f"voorstel_{one.dossier_id}", "Voorstellen", "Een andere POP-consulent of de privacy officer moet akkoord geven. Tot dan verandert er niets.",
            lambda: store.propose_erasing(one.dossier_id), f"Voorgesteld. Een ander geeft nu akkoord op dossier {one.number}.",
        )  # fmt: skip
    elif chosen == "Intrekken":
        _confirm(
            box, f"intrek_{one.dossier_id}", "Intrekken", "Het voorstel en het akkoord vervallen. Het dossier blijft op deze lijst.",
            lambda: store.take_back_erasing(one.dossier_id), "Ingetrokken.",
        )  # fmt: skip
    elif chosen == "Bewaren, want …":
        hold_form(store, box, one.dossier_id)


def _choice(at: Any, one: Due) -> str | None:
    """What this user can do with a dossier on the list, folded away until chosen."""
    choices = []
    if one.may_agree and not one.agreed_by:
        choices.append("Akkoord")
    if one.may_propose and not one.proposed_by:
        choices.append("Vernietigen voorstellen")
    if one.proposed_by and (one.may_propose or one.may_agree):
        choices.append("Intrekken")
    if one.may_hold:
        choices.append("Bewaren, want …")
    if not choices:
        return None
    chosen: str | None = at.pills(
        f"Wat wil je met dossier {one.number}?", choices, key=f"kies_{one.dossier_id}_{len(choices)}", label_visibility="collapsed"
    )
    return chosen


def _confirm(at: Any, key: str, label: str, words: str, deed: Any, done: str) -> None:
    """A change says what it will do before it does it."""
    at.markdown(plain(words))
    if at.button(label, type="primary", key=key):
        deed()
        flash(done)
        st.rerun()


def hold_form(store: Store, at: Any, dossier_id: str) -> None:
    """Bewaren, want: a reason and a day to look again."""
    form = at.form(f"bewaren_{dossier_id}", border=False)
    reason = form.text_area(
        "Waarom moet dit dossier langer bewaard blijven?", max_chars=500, placeholder="bijvoorbeeld: er loopt een bezwaar"
    )
    form.caption("Noem geen ziekte of diagnose.")
    day = form.date_input(
        "Wanneer kijken we opnieuw?", value=store.today + timedelta(days=182), min_value=store.today, format="DD-MM-YYYY", width=200
    )
    if form.form_submit_button("Langer bewaren"):
        with gentle():
            store.hold(dossier_id, reason or "", day)
            flash("Dit dossier wordt langer bewaard en staat niet meer klaar om te vernietigen.")
            st.rerun()


def _held(store: Store, at: Any, dossier_id: str, hold: Hold, *, may_end: bool) -> None:
    at.text(f"Bewaren, want: {hold.reason}" if hold.reason else "Dit dossier wordt langer bewaard.")
    again = f"opnieuw kijken op {say_date(hold.look_again, store.today)}"
    row = at.container(horizontal=True, vertical_alignment="center", gap="small")
    row.caption(plain(f"{hold.by}, {say_datetime(hold.at, store.today)}; {again}"))
    if hold.look_again <= store.today:
        row.badge("opnieuw kijken", icon=":material/schedule:", color="red")
    if may_end and row.button("Niet langer bewaren", key=f"vrij_{dossier_id}", type="tertiary"):
        store.end_hold(dossier_id)
        flash("Dit dossier wordt niet langer bewaard dan de termijn.")
        st.rerun()


def hold_block(store: Store, dossier_id: str) -> None:
    """The hold of one dossier, on its own page."""
    if not store.may_hold(dossier_id):
        return
    hold = store.hold_of(dossier_id)
    if hold:
        _held(store, st, dossier_id, hold, may_end=True)
    else:
        with st.expander("Langer bewaren dan de termijn"):
            st.caption("Voor een bezwaar, een rechtszaak of een verzoek van de statushouder. Het dossier wordt dan niet vernietigd.")
            hold_form(store, st, dossier_id)


def thrown_row(store: Store, one: Thrown, name: str) -> bool:
    """What was thrown away, why, by whom and how long it can come back; whether somebody puts it back now."""
    row = st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    words = row.container(gap="xxsmall")
    words.markdown(f"**{plain(name)}**, weggegooid")
    words.text(f"Reden: {one.reason}")
    words.caption(
        plain(f"{one.by}, {say_datetime(one.at, store.today)}. Terugzetten kan tot en met {say_date(one.last_day, store.today)}.")
    )
    return row.button("Terugzetten", key=f"terug_{one.id}", icon=":material/restore_from_trash:")


def _thrown(store: Store) -> None:
    """Whole dossiers that were made by mistake; they come back with one press."""
    found = store.thrown_away()
    if not found:
        return
    st.subheader(f"Weggegooide dossiers ({len(found)})", anchor=False)
    for one in found:
        if thrown_row(store, one, f"Dossier {one.number}"):
            dossier = store.put_back(one.id)
            flash("Het dossier is terug, zoals het was.")
            go("dossier", id=dossier)


def _certificates(store: Store) -> None:
    found = store.certificates()
    if not found:
        return
    st.subheader(f"Vernietigd ({len(found)})", anchor=False)
    for one in found:
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        row.markdown(plain(f"Dossier {one.number}, vernietigd op {say_date(one.at.date(), store.today)}"))
        if row.button("Verklaring", key=f"verklaring_{one.id}", icon=":material/verified:", type="tertiary"):
            name, content = certificate(store, one.id)
            download(row, f"Download {name}", hand_out(store, name, PDF, content))
