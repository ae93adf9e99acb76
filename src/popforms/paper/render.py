"""A document on paper: one method per kind of block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from popforms.document import Answer, Block, Document, Heading, Remark, RowTable, Signature, Space
from popforms.paper import text as letters
from popforms.paper.columns import column_widths
from popforms.paper.sheet import (
    BLUE,
    BODY,
    CELL,
    COLUMN,
    CONDITION,
    GREY,
    HAIRLINE,
    LABEL,
    MARGIN,
    PART,
    SECTION,
    SMALL,
    STRONG,
    SUBTITLE,
    TEXT_WIDTH,
    TINT,
    TITLE,
    Sheet,
    Style,
)

LABEL_WIDTH = 62.0
GAP = 6.0
BESIDE = 44.0
"""Millimetres up to which a label and its answer stand side by side, on one page; higher ones go below each other."""
WRITING_LINE = 9.0
BOX = 4.2
SIGNATURE_HEIGHT = 52.0
CELL_PADDING = 1.6
EMPTY = "–"
MISSING_NOTE = (
    f"Op de plaats van {letters.MISSING} stond een teken dat niet op papier kan, bijvoorbeeld een emoji. "
    "Op het scherm staat het teken er wel."
)


def to_pdf(
    document: Document, *, stamp: datetime, gemeente: str = "", concept: bool | None = None
) -> bytes:
    """The document as PDF/A-3A and PDF/UA-1; the same input gives the same bytes.

    `stamp` is the moment, with a time zone, that the file carries; `concept` is said by the state unless given. A
    character that is in none of our fonts is printed as "[?]", with a note at the end.
    """
    if stamp.tzinfo is None:
        raise ValueError("stamp needs a time zone")
    if any(letters.unsupported(part) for part in _texts(document)):
        document = replace(document, blocks=(*document.blocks, Remark(MISSING_NOTE)))
    document, gemeente = _printable(document), letters.printable(gemeente)
    meta = document.meta
    renderer = Renderer(
        meta,
        title=f"{meta.form_title or document.title} {meta.dossiernummer}".strip(),
        stamp=stamp.astimezone(UTC),
        gemeente=gemeente,
        concept=meta.state == "concept" if concept is None else concept,
        texts=[*_texts(document), gemeente],
    )
    renderer.document(document)
    return renderer.to_bytes()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _texts(getattr(value, part.name))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return letters.printable(value)
    if isinstance(value, tuple):
        return tuple(_printable(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _printable(getattr(value, part.name)) for part in fields(value)})
    return value


class Renderer(Sheet):
    """Draws the blocks of a document one below the other."""

    def document(self, document: Document) -> None:
        self._level = 1
        self._condition = ("", 0)
        self.masthead(document)
        for is_question, blocks in groupby(document.blocks, _is_question):
            if is_question:
                with self.tag("L"):
                    for block in blocks:
                        self.block(block)
            else:
                for block in blocks:
                    self.block(block)

    def block(self, block: Block) -> None:
        if not isinstance(block, Space):
            self._condition = ("", 0)
        match block:
            case Heading():
                self.heading(block)
            case Answer():
                self.answer(block)
            case RowTable():
                self.row_table(block)
            case Space():
                self.space(block)
            case Signature():
                self.signature(block)
            case Remark():
                self.remark(block)

    # Title and headings

    def masthead(self, document: Document) -> None:
        meta = document.meta
        with self.tag("H1"):
            self.start_section(document.title, 0)
            self.write_in(TEXT_WIDTH, document.title, TITLE)
        if document.subtitle:
            self.y += 1
            with self.tag("P"):
                self.write_in(TEXT_WIDTH, document.subtitle, SUBTITLE)
        facts = (
            f"Dossier {meta.dossiernummer}" if meta.dossiernummer else "",
            f"versie {meta.version}" if meta.version is not None else "",
            f"gemaakt door {meta.author}" if meta.author else "",
            f"op {meta.made_on}" if meta.made_on else "",
        )
        if any(facts):
            self.y += 1.5
            with self.tag("P"):
                self.write_in(TEXT_WIDTH, " · ".join(filter(None, facts)), SMALL)
        self.y += 4

    def heading(self, heading: Heading) -> None:
        level = min(max(heading.level, 1), self._level, 2) if self._level < 2 else min(max(heading.level, 1), 2)
        self._level = level + 1
        style, above = (SECTION, 6.0) if level == 1 else (PART, 3.5)
        self.keep(above + self.height_of(heading.text, TEXT_WIDTH, style) + 26)
        self.y += above
        with self.tag(f"H{level + 1}"):
            self.start_section(heading.text, level)
            self.write_in(TEXT_WIDTH, heading.text, style)
        if level == 1:
            self.rule(self.y + 1, BLUE, 0.25)
            self.y += 1
        self.y += 1.5

    def remark(self, remark: Remark) -> None:
        self.y += 1.5
        with self.tag("P"):
            self.write_in(TEXT_WIDTH, remark.text, replace(SMALL, emphasis="I"))
        self.y += 2

    # Questions with an answer

    def answer(self, answer: Answer) -> None:
        self.pair(answer.label, answer.text)

    def pair(self, label: str, text: str, *, indent: float = 0) -> None:
        """A label and its text: side by side when both are short, else the text below its label."""
        x, text = MARGIN + indent, text.strip("\n") or EMPTY
        label_width, right = LABEL_WIDTH - indent, MARGIN + LABEL_WIDTH + GAP
        height = max(
            self.height_of(label, label_width, LABEL), self.height_of(text, MARGIN + TEXT_WIDTH - right, BODY)
        )
        with self.tag("LI"):
            if height <= BESIDE:
                self.keep(height + 3)
                self.y += 1.3
                top = self.y
                with self.tag("Lbl"):
                    self.write_in(label_width, label, LABEL, x=x)
                self.y = top
                with self.tag("LBody"):
                    self.write_in(MARGIN + TEXT_WIDTH - right, text, BODY, x=right)
                self.y = top + height
            else:
                width = TEXT_WIDTH - indent
                self.keep(min(self.height_of(label, width, LABEL), 60) + 16)
                self.y += 1.3
                with self.tag("Lbl"):
                    self.write_in(width, label, LABEL, x=x)
                self.y += 0.8
                with self.tag("LBody"):
                    self.write_in(width, text, BODY, x=x)
        self._line_below(x)

    def _line_below(self, x: float = MARGIN) -> None:
        self.y += 1.3
        self.rule(self.y, HAIRLINE, 0.15, x=x, width=MARGIN + TEXT_WIDTH - x)

    # Rows

    def row_table(self, table: RowTable) -> None:
        """A repeated group: a table when that reads well, else a card for each row."""
        if not table.rows:
            with self.tag("L"):
                self.pair(table.label, "Geen")
            return
        widths = column_widths(self, table.columns, table.rows)
        if widths:
            self._grid(table.label, table.columns, table.rows, widths)
        else:
            self._cards(table)

    def _caption(self, label: str, role: str) -> None:
        self.keep(self.height_of(label, TEXT_WIDTH, STRONG) + 30)
        self.y += 2.5
        with self.tag(role):
            self.write_in(TEXT_WIDTH, label, STRONG)
        self.y += 1.5

    def _grid(
        self,
        label: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        row_height: float = 0,
    ) -> None:
        with self.tag("Table"):
            self._caption(label, "Caption")
            with self.tag("TR"):
                self._columns(columns, widths)
            for row in rows:
                height = max(row_height, self._row_height(row, widths, CELL))
                if self.keep(height):
                    with self.artifact():
                        self._columns(columns, widths)
                with self.tag("TR"):
                    self._row(row, widths, height, CELL, "TD")
                self.rule(self.y, GREY if row_height else HAIRLINE, 0.15)
        self.y += 3

    def _columns(self, columns: Sequence[str], widths: Sequence[float]) -> None:
        height = self._row_height(columns, widths, COLUMN)
        with self.artifact():
            self.set_fill_color(TINT)
            self.rect(MARGIN, self.y, TEXT_WIDTH, height, style="F")
        self._row(columns, widths, height, COLUMN, "TH")

    def _row_height(self, cells: Sequence[str], widths: Sequence[float], style: Style) -> float:
        sizes = zip(cells, widths, strict=True)
        return max(self.height_of(cell, width - 2 * CELL_PADDING, style) for cell, width in sizes) + 2 * CELL_PADDING

    def _row(
        self, cells: Sequence[str], widths: Sequence[float], height: float, style: Style, role: str
    ) -> None:
        top, x = self.y, MARGIN
        for cell, width in zip(cells, widths, strict=True):
            self.y = top + CELL_PADDING
            with self._cell(role):
                self.write_in(width - 2 * CELL_PADDING, cell or " ", style, x=x + CELL_PADDING)
            x += width
        self.y = top + height

    @contextmanager
    def _cell(self, role: str) -> Iterator[None]:
        # A heading row drawn again on the next page stands in an artifact: it has been read already.
        if self.in_artifact:
            yield
        else:
            with self.tag(role, attributes="<</O /Table /Scope /Column>>" if role == "TH" else ""):
                yield

    def _cards(self, table: RowTable) -> None:
        self._caption(table.label, "P")
        with self.tag("L"):
            for number, row in enumerate(table.rows, 1):
                self.keep(30)
                self.y += 2
                with self.tag("LI"):
                    with self.tag("Lbl"):
                        self.write_in(TEXT_WIDTH, f"{number} van {len(table.rows)}", COLUMN)
                    with self.tag("LBody"), self.tag("L"):
                        for label, text in zip(table.columns, row, strict=True):
                            self.pair(label, text, indent=5)
        self.y += 3

    # Questions to fill in with a pen

    def space(self, space: Space) -> None:
        with self.tag("LI"):
            if space.columns:
                self._rows_to_write(space)
            elif self._fits_beside(space):
                self._write_beside(space)
            else:
                self._write_below(space)

    def _fits_beside(self, space: Space) -> bool:
        width = TEXT_WIDTH - LABEL_WIDTH - GAP
        if space.options:
            per_line, _ = self._option_columns(space.options, width)
            return len(space.options) <= 4 * per_line and self._question_height(space, LABEL_WIDTH) <= BESIDE
        return space.lines <= 2 and self._question_height(space, LABEL_WIDTH) <= BESIDE
