"""A document on screen: the same blocks that paper draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from popforms.definition.outline import Answer, Closed, Document, Heading, Remark, RowTable, Signature
from popforms.ui.plain import plain


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
