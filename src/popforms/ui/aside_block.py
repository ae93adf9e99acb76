"""Texts of this user that did not become the answer: where they wait, and what they say when nothing can be typed any more."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from popforms.definition.kinds import KINDS
from popforms.definition.paths import cell_of, find, rights_path
from popforms.definition.questions import FormDef, SectionDef
from popforms.dutch import say_datetime
from popforms.store import DEFINITIVE, FROZEN, Draft, RecordRow, Store
from popforms.ui.closed import show_closed
from popforms.ui.fields import Fields
from popforms.ui.plain import plain
from popforms.ui.steps import open_section


def tell_asides(drafts: Iterable[Draft], key: str, here: tuple[str, SectionDef | None]) -> None:
    """Which questions in other parts than `here` (record and section) hold a text that waits for a choice, with the way there."""
    found = [
        (draft, path)
        for draft in drafts
        for path in draft.aside
        if path not in draft.hidden and (draft.record.id, find(draft.form, path)[0]) != here
    ]
    names, told = {f"{draft.record.id}:{path}" for draft, path in found}, st.session_state.setdefault("apart_gezegd", set())
    if not found:
        return
    if not names <= told:  # who pressed below on a long page does not see its top
        st.toast(
            "Een tekst van jou ligt nog apart. Boven aan de pagina kies je welke blijft.", icon=":material/call_split:", duration="long"
        )
        told |= names
    with st.container(border=True, gap="xsmall"):
        st.markdown(":material/call_split: **Hier ligt nog een tekst van jou apart.** Een collega was eerder. Kies welke tekst blijft.")
        for draft, path in found:
            st.button(
                plain(label_of(draft.form, path)), key=f"apart_{draft.record.id}_{path}", type="tertiary", icon=":material/arrow_forward:",
                on_click=open_section, args=(draft.record, key, path),
            )  # fmt: skip


def show_asides(store: Store, record: RecordRow) -> None:
    """Above a form that cannot be typed in now: what this user typed when that was already so."""
    fields = Fields.of(store, record.id)
    draft = fields.draft
    aside = {path: one for path, one in draft.aside.items() if not draft.may_write(path)}
    if not aside:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(":material/call_split: **Wat je hier typte, staat niet in het formulier.** Een collega had de inhoud al vastgelegd.")
        for path, one in aside.items():
            label = label_of(draft.form, path)
            if one.value is None:
                show_closed(st, store, record.id, draft.form, rights_path(draft.form, path), label, "", place=f"apart{path}")
                continue
            st.caption(plain(f"{label} · getypt {say_datetime(one.at, store.today)}"))
            st.text(KINDS[cell_of(draft.form, path).kind].say(cell_of(draft.form, path), one.value, fields.names))
            if st.button("Niet meer nodig", key=f"weg_apart_{record.id}_{path}", type="tertiary", icon=":material/delete:"):
                store.drop_aside(record.id, path)
                st.rerun()
        way = {FROZEN: "‘Terug naar concept’", DEFINITIVE: "‘Verbeteren’"}.get(record.state)
        if way:
            st.caption(f"Moet het er nog in? Dat kan na {way}. Je tekst staat dan klaar bij de vraag.")


def label_of(form: FormDef, path: str) -> str:
    """The words of a question; of a cell also those of its group."""
    _, question = find(form, path)
    cell = cell_of(form, path)
    return cell.label if cell is question else f"{question.label}: {cell.label}"
