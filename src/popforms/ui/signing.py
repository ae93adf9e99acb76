"""A form that is signed on paper: three steps on one screen, and the scan that comes back by itself at its version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from popforms.definition.paths import path_of
from popforms.dutch import say_datetime
from popforms.paper.pages import NotReadable
from popforms.paper.scan import Reading, ScanPage
from popforms.prints import kind_of_print
from popforms.store import DEFINITIVE, FROZEN, Laid, NotNow, RecordRow, Returned, ScanRefused, Store
from popforms.store.files import PrintLine, mime_of
from popforms.ui.fields import Fields
from popforms.ui.paper_block import print_buttons
from popforms.ui.plain import plain
from popforms.ui.reading import show_saved, state_words
from popforms.ui.rows import draw_rows
from popforms.ui.shell import flash, fragment, gentle

LAST_PRINTS = 3
"""So many prints of a version are named."""


@dataclass(frozen=True)
class Sent:
    """Files that are being read."""

    contents: Sequence[bytes]
    reading: Reading


@dataclass(frozen=True)
class Refused:
    """A scan that was not laid down; it stays in this tab for who lays it by hand."""

    sentence: str
    by_hand: bool = False
    version: int | None = None
    contents: Sequence[bytes] = ()
    sheets: Sequence[ScanPage] = ()


def show_signing(store: Store, record: RecordRow) -> None:
    """Checked, print, signed and back; or, without signatures, checked, print and what is known afterwards."""
    st.badge(state_words(record), icon=":material/lock:", color="blue")
    saved, signed = store.saved(record.id), bool(record.form.signatures)
    with st.container(border=True):
        st.markdown(f"**1. Gecontroleerd** :material/check_circle: versie {record.version} ligt vast.")
    with st.container(border=True):
        st.markdown("**2. Afdrukken en laten tekenen**" if signed else "**2. Afdrukken**")
        print_buttons(store, record, record.version, primary=signed and not _printed(store, record))
        for one in _printed(store, record):
            pages = f", {one.pages} bladen" if one.pages > 1 else ""
            st.caption(
                plain(f"Afgedrukt {say_datetime(one.at, store.today)} door {one.author}: {kind_of_print(record.form, one.variant)}{pages}")
            )
    with st.container(border=True):
        st.markdown("**3. Getekend terug**" if signed else "**3. Afmaken**")
        late_questions(store.forms, record.id)
    with st.expander("Inhoud bekijken"):
        show_saved(store, saved)
    if store.may(record.id, "F"):
        _back_to_draft(store, record)


def _printed(store: Store, record: RecordRow) -> list[PrintLine]:
    """The last prints of the version that lies fixed, those to sign when it is signed."""
    signed = bool(record.form.signatures)
    return [one for one in store.prints_of(record.id) if one.version == record.version and one.to_sign == signed][:LAST_PRINTS]


def _back_to_draft(store: Store, record: RecordRow) -> None:
    with st.expander("Terug naar concept"):
        st.markdown("De afdruk is dan niet meer geldig en het tekenen begint opnieuw.")
        reason = st.text_input("Waarom?", key=f"terug_reden_{record.id}")
        if st.button("Terug naar concept", key=f"terug_{record.id}"):
            with gentle():
                store.back_to_draft(record.id, reason)
                flash("Het formulier is weer een concept.")
                st.rerun()


@fragment
def late_questions(store: Store, record_id: str) -> None:
    """The scan and the questions that come after freezing; runs by itself at every edit."""
    record = store.record_row(record_id)
    sent = _scan(store, record) if record.form.signatures and store.may(record.id, "T") else []
    fields = Fields.of(store, record_id)
    draft = fields.draft
    for section, question in record.form.questions():
        path = path_of(section, question)
        if not question.after_freezing or path in draft.hidden or path not in draft.readable:
            continue
        if question.is_rows:
            with fields.around():
                draw_rows(fields, section, question, {})
        else:
            fields.draw(st, path, question)
    if sent:  # after what was typed is kept
        _begin(record, sent)
        st.rerun()
    fields.same_questions()
    row = st.container(horizontal=True)
    if record.state == DEFINITIVE and draft.writable and row.button("Bewaren", key=f"laat_{record_id}", type="primary"):
        store.keep_late(record_id)
        flash("Bewaard bij deze versie.")
        st.rerun()
    if record.state == FROZEN and store.may(record_id, "F"):
        ready = not record.form.signatures or any(file.version == record.version for file in store.files_of(record_id))
        if row.button("Definitief maken", key=f"af_{record_id}", type="primary" if ready else "secondary"):
            store.finalise(record_id)
            flash("Het is definitief en staat vast.")
            st.rerun()


@fragment
def scan_of_version_in_force(store: Store, record_id: str) -> None:
    """Room for a scan of the version before, while a form is corrected."""
    record = store.record_row(record_id)
    if sent := _scan(store, record):
        _begin(record, sent)
        st.rerun()


# --- the scan ---------------------------------------------------------------------------------------------------------


def _scan(store: Store, record: RecordRow) -> list[Any]:
    """What has come back, what was refused, and the field for more or how far the reading is; gives what was sent just now.

    Each time gets a fresh field, so that a refused file is not sent again with the next one.
    """
    returned = store.returned(record.id)
    if returned:
        _tell_returned(returned)
    if f"lezen_{record.id}" in st.session_state:
        _reading(store.forms, record.id)
        return []
    _tell_refused(store, record)
    turn = st.session_state.get(f"scans_{record.id}", 0)
    complete = bool(returned and returned.files and not returned.missing)
    around = st.expander("Nog een scan toevoegen", icon=":material/add:") if complete else st.container()
    sent: list[Any] = around.file_uploader(
        "Getekende bladen: een scan, of foto's (pdf, jpg of png, hoogstens 10 MB per bestand)",
        max_upload_size=10, accept_multiple_files=True, key=f"scan_{record.id}_{turn}",
    )  # fmt: skip
    return sent


def _tell_returned(returned: Returned) -> None:
    """Which version came back, how many of its sheets, and which sheet is not there yet."""
    if returned.pages:
        st.markdown(f":material/task_alt: **Herkend: versie {returned.version}, {returned.found} van {returned.pages} bladen.**")
    if returned.missing:
        word, does = ("Bladzijde", "ontbreekt") if len(returned.missing) == 1 else ("Bladzijden", "ontbreken")
        words = [f"{word} {_listed(returned.missing)} van {returned.pages} {does} nog."]
        if returned.unsigned:
            words.append(
                "Daar hoort een handtekening op." if len(returned.missing) == 1 else f"Op {_listed(returned.unsigned)} wordt getekend."
            )
        words.append("Scan wat ontbreekt en kies het hieronder; wat hier al ligt, blijft liggen.")
        st.warning(plain(" ".join(words)), icon=":material/find_in_page:")
    if returned.unsaid:
        st.info(
            "In deze versie zijn na het vastleggen woorden over een vernietigd dossier weggehaald. Het getekende papier kan dus meer zeggen dan het scherm."
        )
    for file in returned.files:
        how = ", met de hand gelegd" if file.by_hand else ""
        st.caption(plain(f"Scan van {say_datetime(file.at)}, door {file.author}, ligt bij versie {file.version}{how}."))


def _listed(numbers: Sequence[int]) -> str:
    words = [str(number) for number in numbers]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"


def _tell_refused(store: Store, record: RecordRow) -> None:
    """Why the last scan was not laid down, and laying it by hand when that may be."""
    refused: Refused | None = st.session_state.get(f"scan_nee_{record.id}")
    if refused is None:
        return
    st.warning(plain(refused.sentence), title="Er is niets bewaard", icon=":material/info:")
    if not refused.by_hand:
        if st.button("Sluiten", key=f"sluit_{record.id}", type="tertiary", icon=":material/close:"):
            del st.session_state[f"scan_nee_{record.id}"]
            st.rerun()
        return
    with st.expander("Toch bij een versie leggen, met een reden"):
        versions = [refused.version] if refused.version else store.signed_versions(record.id)
        version = st.selectbox(
            "Bij welke versie horen deze bladen?", versions, key=f"hand_versie_{record.id}", format_func=lambda one: f"Versie {one}"
        )
        reason = st.text_input("Waarom?", key=f"hand_reden_{record.id}")
        if st.button("Leg de scan bij deze versie", key=f"hand_{record.id}"):
            with gentle():
                store.lay_by_hand(record.id, version, refused.contents, refused.sheets, reason)
                del st.session_state[f"scan_nee_{record.id}"]
                flash(f"De scan ligt bij versie {version}, met de hand gelegd. De reden staat in het logboek. Vul zelf in wie er tekende.")
                st.rerun()


def _begin(record: RecordRow, sent: list[Any]) -> None:
    """Have what was sent read, beside the page."""
    contents = [one.getvalue() for one in sent]
    st.session_state.pop(f"scan_nee_{record.id}", None)
    st.session_state[f"scans_{record.id}"] = st.session_state.get(f"scans_{record.id}", 0) + 1
    try:
        for content in contents:
            mime_of(content)
        st.session_state[f"lezen_{record.id}"] = Sent(contents, Reading(contents))
    except NotNow as error:
        st.session_state[f"scan_nee_{record.id}"] = Refused(str(error))


@partial(fragment, every=0.5)
def _reading(store: Store, record_id: str) -> None:
    """How far the reading is, looked at twice a second: in a run that waits for it a press on ‘Stoppen’ would wait too."""
    sent: Sent | None = st.session_state.get(f"lezen_{record_id}")
    if sent is None:
        return
    reading, row = sent.reading, st.container(horizontal=True, vertical_alignment="center")
    at = min(len(reading.pages) + 1, reading.total)
    row.progress(
        len(reading.pages) / reading.total if reading.total else 0.0,
        f"Blad {at} van {reading.total} wordt gelezen…" if at else "De scan wordt gelezen…",
    )
    if row.button("Stoppen", key=f"stop_{record_id}"):
        reading.stop()
    if reading.wait(0.1):
        record = store.record_row(record_id)
        del st.session_state[f"lezen_{record_id}"]
        _take(store, record, sent)
        if not record.open:  # laying a scan fills in the signatures
            Fields.of(store, record_id).draw_anew()
        st.rerun()


def _take(store: Store, record: RecordRow, sent: Sent) -> None:
    """Lay what was read at its version, or keep why not; the page is drawn anew afterwards."""
    sheets = list[ScanPage]()
    refused = None
    try:
        sheets = sent.reading.result()
        flash(_words(store.lay_scan(record.id, sent.contents, sheets)))
    except ScanRefused as error:
        refused = Refused(str(error), error.by_hand, error.version, sent.contents if error.by_hand else (), sheets)
    except (NotNow, NotReadable) as error:
        refused = Refused(str(error))
    if refused:
        st.session_state[f"scan_nee_{record.id}"] = refused


def _words(laid: Laid) -> str:
    """What became of a scan, in a sentence or two."""
    returned = laid.returned
    if returned is None:
        return "De scan is bewaard."
    words = [f"De scan ligt bij versie {returned.version}: {returned.found} van {returned.pages} bladen herkend."]
    if laid.unread:
        words.append(f"Van {'1 blad' if laid.unread == 1 else f'{laid.unread} bladen'} was de code niet te lezen.")
    if laid.is_print:
        words.append("Let op: dit is de afdruk zelf, zonder pen erop. Kies de scan van het getekende papier als die er is.")
    if not returned.missing:
        words.append("Kijk de gegevens van het tekenen na.")
    return " ".join(words)
