"""A question of two versions on a sheet: both texts side by side when they are short, else below each other."""

from __future__ import annotations

from dataclasses import replace

from popforms.definition.compare import in_words
from popforms.document import Compared
from popforms.paper.answers import AIR, BESIDE, EMPTY, draw_pair, line_below
from popforms.paper.sheet import BLUE, BODY, HAIRLINE, MARGIN, SMALL, STRONG, TEXT_WIDTH, Sheet

MARK_WIDTH, GAP = 34.0, 6.0
COLUMN_WIDTH = (TEXT_WIDTH - GAP) / 2
HIGHEST = 2 * BESIDE
"""Millimetres up to which two texts stand side by side; a higher one would leave half a page white."""
MARK = replace(SMALL, emphasis="B", colour=BLUE)


def draw_compared(sheet: Sheet, block: Compared) -> None:
    """The question and the word for what happened to it, and then what it said and what it says; what stayed the same is told once."""
    if block.mark == "gelijk":
        draw_pair(sheet, block.label, in_words(block.now, ""))
        return
    sides = [
        (name, in_words(pieces, word) or EMPTY)
        for name, pieces, word, absent in zip(block.versions, (block.was, block.now), ("weg", "nieuw"), ("nieuw", "weg"), strict=True)
        if block.mark != absent
    ]
    width = COLUMN_WIDTH if len(sides) > 1 else TEXT_WIDTH
    label = sheet.height_of(block.label, TEXT_WIDTH - MARK_WIDTH, STRONG)
    heights = [SMALL.line + sheet.height_of(text, width, BODY) for _, text in sides]
    beside = len(sides) > 1 and max(heights) <= HIGHEST
    sheet.keep(label + AIR + min(max(heights), HIGHEST if beside else 20) + 2)
    sheet.y += AIR
    with sheet.tag("LI"):
        top = sheet.y
        with sheet.tag("Lbl"):
            sheet.write_in(TEXT_WIDTH - MARK_WIDTH, block.label, STRONG)
            below = sheet.y
            sheet.y = top + 0.6
            sheet.write_in(MARK_WIDTH, block.mark, MARK, x=MARGIN + TEXT_WIDTH - MARK_WIDTH)
        sheet.y = max(below, sheet.y) + 0.8
        with sheet.tag("LBody"):
            if beside:
                _draw_beside(sheet, sides, max(heights))
            else:
                for name, text in sides:
                    _draw_side(sheet, name, text, TEXT_WIDTH, MARGIN)
                    sheet.y += AIR
    line_below(sheet)


def _draw_beside(sheet: Sheet, sides: list[tuple[str, str]], height: float) -> None:
    top = sheet.y
    for place, (name, text) in enumerate(sides):
        sheet.y = top
        _draw_side(sheet, name, text, COLUMN_WIDTH, MARGIN + place * (COLUMN_WIDTH + GAP))
    with sheet.artifact():
        sheet.set_draw_color(HAIRLINE)
        sheet.set_line_width(0.15)
        sheet.line(MARGIN + COLUMN_WIDTH + GAP / 2, top, MARGIN + COLUMN_WIDTH + GAP / 2, top + height)
    sheet.y = top + height


def _draw_side(sheet: Sheet, name: str, text: str, width: float, x: float) -> None:
    with sheet.tag("P"):
        sheet.write_in(width, name, SMALL, x=x)
    with sheet.tag("P"):
        sheet.write_in(width, text, BODY, x=x)
