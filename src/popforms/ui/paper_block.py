"""Buttons that make a print and lay it ready to fetch."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from popforms import prints
from popforms.definition.questions import FormDef
from popforms.exchange.agenda import CALENDAR, is_in_calendar, own_calendar, term_calendar
from popforms.store import DossierView, RecordRow, Store
from popforms.ui.plain import plain
from popforms.ui.shell import download, gentle, hand_out

PDF = "application/pdf"
MOST_SIGNS, MOST_PLACES = 10, 3
"""So many characters, and places of each, are told; nobody mends more at once."""


def print_buttons(store: Store, record: RecordRow, version: int, *, primary: bool = False) -> None:
    """A button for each kind of print that this user may make of a version; the file waits behind a link. With `primary` the first
    one is what there is to do now."""
    if not store.may_print(record.id):
        return
    _name_missing(store, record, version)
    row = st.container(horizontal=True, vertical_alignment="center")
    for place, (variant, words) in enumerate(prints.variants(store, record.id).items()):
        kind: Literal["primary", "secondary"] = "primary" if primary and not place else "secondary"
        if row.button(plain(words), key=f"druk_{record.id}_{version}_{variant}", icon=":material/print:", type=kind):
            with gentle(), st.spinner("De afdruk wordt gemaakt…"):
                made = prints.print_version(store, record.id, version, variant)
                hand_out_print(store, made, record)


def hand_out_print(store: Store, made: prints.Print, record: RecordRow) -> None:
    """Lay a print ready, with what its maker must know about it."""
    for remark in made.remarks:
        st.info(plain(remark), icon=":material/description:")
    download(st, f"Download {made.name}", hand_out(store, made.name, PDF, made.content, dossier=record.dossier_id, record=record.id))


def _name_missing(store: Store, record: RecordRow, version: int) -> None:
    """The characters that paper cannot show, before anybody prints: which, and where they stand."""
    found = prints.unprintable(store, record.id, version)
    if not found:
        return
    lines = [f"- {plain(sign)} bij {plain('; '.join(places[:MOST_PLACES]))}" for sign, places in list(found.items())[:MOST_SIGNS]]
    more = len(found) - MOST_SIGNS
    st.warning(
        "\n".join(lines + ([f"- en nog {more} andere"] if more > 0 else [])),
        title="Dit kan niet op papier. Op de afdruk staat daar [?]. Verander het eerst, of druk het zo af.",
        icon=":material/font_download_off:",
    )


def blank_download(store: Store, form: FormDef) -> None:
    """The empty form to take to a house without signal."""
    if st.button("Leeg formulier", key=f"leeg_{form.key}", icon=":material/draft:"):
        with gentle(), st.spinner("Het lege formulier wordt gemaakt…"):
            content = prints.blank(form)
            download(st, "Download leeg formulier", hand_out(store, f"{form.code}-leeg.pdf", PDF, content))


def checklist_button(store: Store, form: FormDef, dossier_id: str) -> None:
    """The checklist filled with what is known."""
    if st.button("Lijst om mee te nemen", key=f"lijst_{form.key}_{dossier_id}", icon=":material/checklist:"):
        with gentle(), st.spinner("De lijst wordt gemaakt…"):
            made = prints.checklist(store, form, dossier_id)
            download(st, f"Download {made.name}", hand_out(store, made.name, PDF, made.content, dossier=dossier_id))


def calendar_button(store: Store, view: DossierView) -> None:
    """The running terms of a dossier for one's own calendar, without a name."""
    if any(is_in_calendar(term) for term in view.terms) and st.button(
        "Termijnen in je agenda", key=f"agenda_{view.id}", icon=":material/event:"
    ):
        with gentle():
            number, terms = store.terms_to_take_along(view.id)
            content = term_calendar(number, terms, store.local_now())
            download(st, "Download agendabestand", hand_out(store, f"{number}-termijnen.ics", CALENDAR, content, dossier=view.id))


def own_calendar_button(store: Store) -> None:
    """All running terms that name me for my own calendar, without a name of anybody."""
    if st.button("Mijn termijnen in je agenda", key="eigen_agenda", icon=":material/event:", type="tertiary"):
        with gentle():
            lines = [line for line in store.deadlines_to_take_along() if is_in_calendar(line.running)]
            if not lines:
                st.info("Er loopt nu geen termijn voor jou.")
                return
            content = own_calendar(((line.key, line.number, line.running) for line in lines), store.local_now())
            download(st, "Download agendabestand", hand_out(store, "mijn-termijnen.ics", CALENDAR, content))
