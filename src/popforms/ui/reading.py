"""A document on screen: the same blocks that paper draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from popforms import document
from popforms.definition.outline import Answer, Document, Heading, Meta, Remark, RowTable, Signature
from popforms.definition.paths import path_of
from popforms.dutch import say_datetime
from popforms.store import FROZEN, RecordRow, Saved, Store
from popforms.ui.fields import number_is_closed
from popforms.ui.plain import plain


def state_words(record: RecordRow) -> str:
    """The state of a record in the words of the desk."""
    if record.state == FROZEN and not record.form.signatures:
        return "inhoud vast"
    return {"nieuw": "nog niet bewaard"}.get(record.state, record.state)


def show_saved(store: Store, saved: Saved, place: str = "") -> None:
    """A kept version, read-only; `place` tells two on one page apart."""
    meta = Meta(form_title=saved.form.title, version=saved.number, state=saved.state)
    told = document.of(saved.form, saved.answers, saved.facts, store.lookup(saved.record.dossier_id), saved.readable, meta, late=True)
    st.caption(plain(f"Versie {saved.number}, {say_datetime(saved.at)}, {saved.author}. {saved.reason}"))
    refers = {path_of(s, q): q.kind == "reference" for s, q in saved.form.questions() if q.privacy == "nummer"}

    def is_closed(at: Any, answer: Answer) -> bool:
        end = "" if refers.get(answer.name) else answer.text[-3:]
        return answer.name in refers and number_is_closed(at, store, saved.record.id, answer.name, answer.label, end, place=place)

    if told.blocks:
        show_document(st.container(gap="small"), told, is_closed)
    else:
        st.text("In deze versie staat niets dat je mag lezen.")


def show_document(at: Any, document: Document, is_closed: Callable[[Any, Answer], bool]) -> None:
    """The blocks of a document, read-only; `is_closed` draws an answer that first asks for a click, such as a BSN."""
    for block in document.blocks:
        match block:
            case Heading():
                at.subheader(plain(block.text), anchor=False)
            case Answer():
                box = at.container(gap="xxsmall")
                if is_closed(box, block):
                    continue
                box.caption(plain(block.label))
                box.text(block.text)
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
