"""Two versions of a form side by side, with a word for every difference."""

from __future__ import annotations

from typing import Any

import streamlit as st

from popforms import prints
from popforms.definition.compare import in_words
from popforms.definition.outline import Block, Compared, Heading, Piece
from popforms.dutch import say_datetime
from popforms.store import Around, RecordRow, Store
from popforms.ui.paper_block import PDF
from popforms.ui.plain import plain
from popforms.ui.shell import download, gentle, hand_out

ICONS = {
    "nieuw": ":material/add:", "weg": ":material/remove:", "gewijzigd": ":material/edit:",
    "niet te vergelijken": ":material/lock:",
}  # fmt: skip
NOT_OPENED = "Nummers en antwoorden over gezondheid die dicht zijn, worden niet vergeleken. Open ze eerst, bij Versies en papier."


def show_comparison(store: Store, record: RecordRow) -> None:
    """Choose two versions, see what differs, and take it along on paper."""
    lines = store.versions(record.id)
    numbers = [line.number for line in lines]
    words = {one.number: f"Versie {one.number}: {one.state}, {say_datetime(one.at, store.today)}, {one.author}" for one in lines}
    left, right = st.columns(2)
    old = left.selectbox("Deze versie", numbers, index=1, format_func=words.__getitem__, key=f"vergelijk_oud_{record.id}")
    new = right.selectbox("naast deze", numbers, index=0, format_func=words.__getitem__, key=f"vergelijk_nieuw_{record.id}")
    if old == new:
        st.info("Kies twee verschillende versies.")
        return
    versions = (min(old, new), max(old, new))
    whole = st.checkbox("Toon ook wat gelijk bleef", key=f"vergelijk_alles_{record.id}")
    found = prints.comparison(store, record.id, versions, lambda saved: Around(store, record.dossier_id, saved.told).lookup, whole=whole)
    st.caption(prints.HOW_TO_READ.replace("[", "\\[").replace("]", "\\]"))
    if store.may_print(record.id) and st.button("Verschillen op papier", key=f"vergelijk_druk_{record.id}", icon=":material/print:"):
        with gentle(), st.spinner("De afdruk wordt gemaakt…"):
            made = prints.print_comparison(store, record.id, versions, whole=whole)
            download(
                st, f"Download {made.name}", hand_out(store, made.name, PDF, made.content, dossier=record.dossier_id, record=record.id)
            )
    if found.closed:
        st.info(NOT_OPENED, icon=":material/lock:")
    for block in found.blocks:
        _draw(block)
    if not found.blocks:
        st.info("In wat open is en jij mag lezen, zijn deze twee versies gelijk.")
    elif found.same and not whole:
        st.caption(prints.say_same(found.same))


def _draw(block: Block) -> None:
    match block:
        case Heading(text):
            st.subheader(plain(text), anchor=False)
        case Compared(mark="gelijk"):
            box = st.container(gap="xxsmall")
            box.caption(plain(f"{block.label} (gelijk)"))
            box.text(in_words(block.now, ""))
        case Compared():
            box = st.container(border=True, gap="xsmall")
            head = box.container(horizontal=True, vertical_alignment="center", gap="small")
            head.markdown(f"**{plain(block.label)}**")
            head.badge(block.mark, icon=ICONS[block.mark], color="blue")
            sides = zip(box.columns(2), block.versions, (block.was, block.now), ("weg", "nieuw"), strict=True)
            for side, name, pieces, word in sides:
                _side(side, name, pieces, word)


def _side(at: Any, name: str, pieces: tuple[Piece, ...], word: str) -> None:
    """What one version says; what differs stands between brackets and in bold."""
    at.caption(name)
    if not pieces:
        at.caption("staat hier niet")
    elif any(piece.differs for piece in pieces):
        at.markdown("".join(_marked(piece, word) for piece in pieces))
    else:
        at.text(in_words(pieces, word))


def _marked(piece: Piece, word: str) -> str:
    """A piece as Markdown, line by line: bold does not go over a white line."""
    lines = [plain_inside(line) for line in piece.text.split("\n")]
    if piece.differs:
        lines[0] = f"\\[{word}: {lines[0]}"
        lines[-1] += "\\]"
        lines = [f"**{line.strip()}**" if line.strip() else "" for line in lines]
    return "  \n".join(lines)


def plain_inside(text: str) -> str:
    """Part of a line as it was typed, with the spaces around it."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return " " * bool(start and text.strip()) + plain(text) + " " * bool(text[end:]) if text.strip() else " " * bool(text)
