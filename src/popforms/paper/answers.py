"""Titles, remarks, and questions with their answers, on a sheet."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from popforms.document import Document
from popforms.paper.sheet import (
    BLUE,
    BODY,
    HAIRLINE,
    LABEL,
    MARGIN,
    PART,
    SECTION,
    SMALL,
    SUBTITLE,
    TEXT_WIDTH,
    TITLE,
    Sheet,
)

LABEL_WIDTH = 60.0
ANSWER_X = MARGIN + LABEL_WIDTH + 6
ANSWER_WIDTH = MARGIN + TEXT_WIDTH - ANSWER_X
BESIDE = 44.0
"""Millimetres up to which a label and its answer stand side by side, on one page; higher ones go below each other."""
LONG = 1500
"""Signs that are higher than `BESIDE` in any letter; not measured, as layout is what takes the time."""
AIR = 1.4
"""White above and below a question."""
NEXT_HEADING, NEXT_BLOCK, NEXT_ROWS, NEXT_LINES = 14.0, 54.0, 24.0, 13.0
"""What a heading needs below it, so that it is never the last thing on a page; less before a table without a title, and before running text."""
EMPTY = "–"


def draw_masthead(sheet: Sheet, document: Document) -> None:
    meta = document.meta
    with sheet.tag("H1"):
        sheet.start_section(document.title, 0)
        sheet.write_in(TEXT_WIDTH, document.title, TITLE)
    if document.subtitle:
        sheet.y += 1
        with sheet.tag("P"):
            sheet.write_in(TEXT_WIDTH, document.subtitle, SUBTITLE)
    facts = (
        f"Dossier {meta.dossiernummer}" if meta.dossiernummer else "",
        f"versie {meta.version}" if meta.version is not None else "",
        "concept" if sheet.concept else "",
        f"dagtekening {meta.decided}" if meta.decided else "",
        f"gemaakt door {meta.author}" if meta.author else "",
        f"op {meta.made_on}" if meta.made_on and meta.made_on != meta.decided else "",
    )
    if any(facts):
        sheet.y += 1.5
        with sheet.tag("P"):
            sheet.write_in(TEXT_WIDTH, " · ".join(filter(None, facts)), SMALL)
    sheet.y += 2.4


def draw_heading(sheet: Sheet, text: str, level: int, *, headings_below: int = 0, next_block: float = NEXT_BLOCK) -> None:
    """A heading with its bookmark; it stays with the headings and the first block under it."""
    style, above = (SECTION, 6.0) if level == 1 else (PART, 2.6)
    above = above if sheet.y > sheet.t_margin else 0
    below = headings_below * NEXT_HEADING + next_block
    if not sheet.keep(above + sheet.height_of(text, TEXT_WIDTH, style) + below):
        sheet.y += above
    with sheet.tag(f"H{level + 1}"):
        sheet.start_section(text, level)
        sheet.write_in(TEXT_WIDTH, text, style)
    if level == 1:
        sheet.y += 1
        sheet.rule(sheet.y, BLUE, 0.3)
        sheet.y += 0.6
    sheet.y += 0.6


def draw_remark(sheet: Sheet, text: str) -> None:
    sheet.y += 1.5
    with sheet.tag("P"):
        sheet.write_in(TEXT_WIDTH, text, replace(SMALL, size=9, line=4.8, emphasis="I"))
    sheet.y += 2


def draw_pair(sheet: Sheet, label: str, text: str, *, indent: float = 0) -> None:
    """A label and its text: side by side when both are short, else the text below its label."""
    text = text.strip("\n") or EMPTY
    height = beside_height(sheet, label, text, indent=indent)
    with sheet.tag("LI"):
        if height <= BESIDE:
            _side_by_side(sheet, label, text, height, indent)
        else:
            _stacked(sheet, label, text, indent)
    line_below(sheet, indent)


def beside_height(sheet: Sheet, label: str, text: str, *, indent: float = 0) -> float:
    """Millimetres of a label and its text side by side, without the white around them."""
    if len(text) > LONG:
        return inf
    return max(sheet.height_of(label, LABEL_WIDTH - indent, LABEL), sheet.height_of(text, ANSWER_WIDTH, BODY))


def _side_by_side(sheet: Sheet, label: str, text: str, height: float, indent: float) -> None:
    sheet.keep(height + 2 * AIR)
    top = sheet.y = sheet.y + AIR
    with sheet.tag("Lbl"):
        sheet.write_in(LABEL_WIDTH - indent, label, LABEL, x=MARGIN + indent)
    sheet.y = top
    with sheet.tag("LBody"):
        sheet.write_in(ANSWER_WIDTH, text, BODY, x=ANSWER_X)
    sheet.y = top + height


def _stacked(sheet: Sheet, label: str, text: str, indent: float) -> None:
    width = TEXT_WIDTH - indent
    sheet.keep(min(sheet.height_of(label, width, LABEL), BESIDE) + 16)
    sheet.y += AIR
    with sheet.tag("Lbl"):
        sheet.write_in(width, label, LABEL, x=MARGIN + indent)
    sheet.y += 0.8
    with sheet.tag("LBody"):
        sheet.write_in(width, text, BODY, x=MARGIN + indent)


def line_below(sheet: Sheet, indent: float = 0) -> None:
    sheet.y += AIR
    sheet.rule(sheet.y, HAIRLINE, 0.15, x=MARGIN + indent, width=TEXT_WIDTH - indent)
