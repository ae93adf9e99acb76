"""Running text on a sheet: paragraphs, short sentences with a dot, lists to tick, and a page of an official text."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from popforms.document import Bullets, Scanned, Text, Ticks
from popforms.paper import text as signs
from popforms.paper.answers import line_below
from popforms.paper.pen import TICK_BOX
from popforms.paper.sheet import BODY, BOTTOM, GREY, INK, MARGIN, SMALL, TEXT_WIDTH, Sheet, Style

LARGE = replace(BODY, size=11, line=5.5)
"""For who reads Dutch slowly."""
AFTER_TEXT, BULLET_INDENT = 0.8, 6.0
FEW_LINES = 3
"""So many lines of a paragraph stay with its first one."""
MOST_HEARD = 8000
"""Signs of a page that are read aloud; PDF/A allows 32,767 bytes in one text."""
MOST_ABOVE = 40.0
"""Millimetres above a page of an official text, such as its heading; with more it begins on a page of its own."""
WIDEST_CHOICES = 84.0
"""Millimetres of choices that stand beside a question; more go below it."""


def style_of(block: Text | Bullets) -> Style:
    return LARGE if block.large else BODY


def text_height(sheet: Sheet, block: Text) -> float:
    """Millimetres of a paragraph with the white below it."""
    return sheet.height_of(block.text, TEXT_WIDTH, style_of(block)) + AFTER_TEXT


def draw_text(sheet: Sheet, block: Text) -> None:
    style = style_of(block)
    sheet.keep(min(sheet.height_of(block.text[:400], TEXT_WIDTH, style), FEW_LINES * style.line))
    with sheet.tag("P"):
        sheet.write_in(TEXT_WIDTH, block.text, style)
    sheet.y += AFTER_TEXT


def draw_bullets(sheet: Sheet, block: Bullets) -> None:
    style = style_of(block)
    width = TEXT_WIDTH - BULLET_INDENT
    with sheet.tag("L"):
        for item in block.items:
            sheet.keep(min(sheet.height_of(item[:400], width, style), FEW_LINES * style.line))
            top = sheet.y
            with sheet.tag("LI"):
                with sheet.tag("Lbl"):
                    sheet.write_in(BULLET_INDENT, "•", style, x=MARGIN + 1)
                sheet.y = top
                with sheet.tag("LBody"):
                    sheet.write_in(width, item, style, x=MARGIN + BULLET_INDENT)
            sheet.y += AFTER_TEXT / 2
    sheet.y += AFTER_TEXT / 2


def draw_ticks(sheet: Sheet, block: Ticks) -> None:
    """One question on a line: its words at the left, its choices with a box at the right; what is chosen has a tick."""
    columns = [[sheet.width_of(choice, SMALL) + TICK_BOX + 4.5 for choice, _ in choices] for _, choices in block.lines]
    width = TEXT_WIDTH - min(max(map(sum, columns)), WIDEST_CHOICES)
    with sheet.tag("L"):
        for (label, choices), steps in zip(block.lines, columns, strict=True):
            below = sum(steps) > TEXT_WIDTH - width
            height = max(sheet.height_of(label, width - 3, BODY), TICK_BOX + 0.6) + (TICK_BOX + 1.4 if below else 0)
            sheet.keep(height + 2)
            top = sheet.y = sheet.y + 0.9
            with sheet.tag("LI"):
                with sheet.tag("Lbl"):
                    sheet.write_in(width - 3, label, BODY)
                boxes, x = (sheet.y + 0.6, MARGIN) if below else (top, MARGIN + width)
                with sheet.tag("LBody"), sheet.tag("L"):
                    for (choice, chosen), step in zip(choices, steps, strict=True):
                        _draw_choice(sheet, choice, chosen, x, boxes)
                        x += step
            sheet.y = top + height - 0.9
            line_below(sheet)


def _draw_choice(sheet: Sheet, choice: str, chosen: bool, x: float, y: float) -> None:
    with sheet.tag("LI"):
        with sheet.tag("Lbl", actual="Gekozen:" if chosen else "Hokje"):
            sheet.set_draw_color(INK)
            sheet.set_line_width(0.3)
            sheet.rect(x, y + 0.4, TICK_BOX, TICK_BOX)
            if chosen:
                sheet.set_line_width(0.7)
                sheet.polyline([(x + 0.8, y + 2.5), (x + 1.8, y + 3.5), (x + 3.4, y + 1.2)])
        sheet.y = y + 0.4
        with sheet.tag("LBody"):
            sheet.write_in(sheet.width_of(choice, SMALL) + 2, choice, SMALL, x=x + TICK_BOX + 1.2)


def draw_scanned(sheet: Sheet, block: Scanned) -> None:
    """A page of an official text, as large as fits; a reader hears its words, or that it is a picture when it holds none."""
    with Image.open(io.BytesIO(block.image)) as image:
        ratio = image.width / image.height
    if sheet.y > sheet.t_margin + MOST_ABOVE:
        sheet.add_page()
    width = min(TEXT_WIDTH, (297 - BOTTOM - sheet.y - 1) * ratio)
    height = width / ratio
    words = " ".join(signs.clean(block.text).split())[:MOST_HEARD]
    with sheet.tag(
        "Figure", actual=words, alt=words or "Bladzijde van de officiële tekst, als plaatje", box=(MARGIN, sheet.y, width, height)
    ):
        sheet.image(block.image, x=MARGIN, y=sheet.y, w=width, h=height)
    with sheet.artifact():
        sheet.set_draw_color(GREY)
        sheet.set_line_width(0.1)
        sheet.rect(MARGIN, sheet.y, width, height)
    sheet.y += height
