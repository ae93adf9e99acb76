"""A document on screen: the same blocks that paper draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from popforms import document
from popforms.definition.outline import Answer, Closed, Document, Heading, Meta, Remark, RowTable, Signature
from popforms.dutch import say_datetime
from popforms.store import FROZEN, Around, RecordRow, Saved, Store
from popforms.ui.closed import open_all_button, show_closed
from popforms.ui.plain import plain


def state_words(record: RecordRow) -> str:
    """The state of a record in the words of the desk."""
    if record.state == FROZEN and not record.form.signatures:
        return "inhoud vast"
    return {"nieuw": "nog niet bewaard"}.get(record.state, record.state)


def show_saved(store: Store, saved: Saved, place: str = "") -> None:
    """A kept version, read-only; `place` tells two on one page apart."""
    meta = Meta(form_title=saved.form.title, version=saved.number, state=saved.state)
    lookup = Around(store, saved.record.dossier_id, saved.told).lookup
    told = document.of(
        saved.form, saved.answers, saved.facts, lookup, saved.readable, meta, late=True, asked=saved.asked, closed=saved.closed,
    )  # fmt: skip
    st.caption(plain(f"Versie {saved.number}, {say_datetime(saved.at, store.today)}, {saved.author}. {saved.reason}"))
    open_all_button(st, store, saved.record.id, saved.form, saved.closed, number=saved.number, place=place)

    def closed(at: Any, block: Closed) -> None:
        show_closed(at, store, saved.record.id, saved.form, block.name, block.label, block.hint, number=saved.number, place=place)

    if told.blocks:
        show_document(st.container(gap="small"), told, closed)
    else:
        st.text("In deze versie staat niets dat je mag lezen.")


def show_document(at: Any, document: Document, show_closed: Callable[[Any, Closed], None]) -> None:
    """The blocks of a document, read-only; `show_closed` draws an answer that first asks for a click, such as a BSN."""
    for block in document.blocks:
        match block:
            case Heading():
                at.subheader(plain(block.text), anchor=False)
            case Answer():
                box = at.container(gap="xxsmall")
                box.caption(plain(block.label))
                box.text(block.text)
            case Closed():
                show_closed(at.container(gap="xxsmall"), block)
            case RowTable():
                _rows(at, block)
            case Signature():
                at.text(f"Handtekening: {', '.join(part for part in (block.name, block.role, block.organisation) if part)}")
            case Remark():
                at.caption(plain(block.text))


def _rows(at: Any, table: RowTable) -> None:
    at.caption(plain(table.label))
    for row in table.rows:
        card = at.container(border=True, gap="xsmall")
        for label, text in zip(table.columns, row, strict=True):
            if text:
                line = card.container(horizontal=True, gap="small")
                line.caption(plain(label), width=220)
                line.text(text)
