"""Repeated groups on a sheet: a table when that reads well, else a card for each row."""

from __future__ import annotations

from collections.abc import Sequence

from popforms.document import RowTable
from popforms.paper.answers import AIR, EMPTY, beside_height, draw_pair
from popforms.paper.sheet import CELL, COLUMN, GREY, HAIRLINE, MARGIN, SMALL, STRONG, TEXT_WIDTH, TINT, Sheet, Style

PADDING = 1.8
MOST_COLUMNS = 6
MOST_LINES = 5
"""A cell with more lines makes a table hard to read."""
WIDEST = 80.0
CARD_INDENT, HIGHEST_CARD = 5.0, 120.0


def draw_row_table(sheet: Sheet, table: RowTable) -> None:
    if not table.rows:
        with sheet.tag("L"):
            draw_pair(sheet, table.label, "Geen")
        return
    rows = [[cell or EMPTY for cell in row] for row in table.rows]
    widths = column_widths(sheet, table.columns, rows)
    if widths:
        draw_grid(sheet, table.label, table.columns, rows, widths)
    else:
        _draw_cards(sheet, table)


def column_widths(sheet: Sheet, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """A width for each column, together the width of the text; none when a table would not read well."""
    if len(columns) > MOST_COLUMNS or any(len(cell) > 300 for row in rows for cell in row):
        return []
    wanted, least = [], []
    for index, column in enumerate(columns):
        texts = [(column, COLUMN), *((row[index], CELL) for row in rows)]
        words = "\n".join(column.split()), "\n".join(word for row in rows for word in row[index].split())
        room = 2 * PADDING + 0.5
        wanted.append(min(WIDEST, max(sheet.width_of(text, style) for text, style in texts) + room))
        least.append(max(sheet.width_of(words[0], COLUMN), sheet.width_of(words[1], CELL)) + room)
    wanted = [max(pair) for pair in zip(wanted, least, strict=True)]
    if sum(least) > TEXT_WIDTH:
        return []
    if sum(wanted) <= TEXT_WIDTH:
        spare = (TEXT_WIDTH - sum(wanted)) / len(wanted)
        return [width + spare for width in wanted]
    share = (TEXT_WIDTH - sum(least)) / (sum(wanted) - sum(least))
    widths = [low + share * (high - low) for low, high in zip(least, wanted, strict=True)]
    most = MOST_LINES * CELL.line + 2 * PADDING
    return widths if all(_row_height(sheet, row, widths, CELL) <= most for row in rows) else []


def draw_grid(
    sheet: Sheet,
    label: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    row_height: float = 0,
) -> None:
    """A table whose column heads come back on every page; `row_height` is the least height of a row."""
    with sheet.tag("Table"):
        draw_caption(sheet, label, "Caption")
        with sheet.tag("TR"):
            _draw_column_heads(sheet, columns, widths)
        for row in rows:
            height = max(row_height, _row_height(sheet, row, widths, CELL))
            if sheet.keep(height):
                with sheet.artifact():
                    _draw_column_heads(sheet, columns, widths)
            with sheet.tag("TR"):
                _draw_row(sheet, row, widths, height, CELL, "TD")
            if row_height:
                _draw_dividers(sheet, widths, height)
            sheet.rule(sheet.y, GREY if row_height else HAIRLINE, 0.15)
    sheet.y += 3


def draw_caption(sheet: Sheet, label: str, role: str, *, first_card: float = 0) -> None:
    sheet.keep(caption_height(sheet, label, first_card=first_card))
    if not label:
        return
    sheet.y += 3
    words, _, hint = label.partition("\n")
    with sheet.tag(role):
        sheet.write_in(TEXT_WIDTH, words, STRONG)
        if hint:
            sheet.write_in(TEXT_WIDTH, hint, SMALL)
    sheet.y += 1.5


def caption_height(sheet: Sheet, label: str, *, first_card: float = 0) -> float:
    """Millimetres of a caption with what stays together under it: column heads and a first row, or a first card."""
    caption = sheet.height_of(label, TEXT_WIDTH, STRONG) + 5 if label else 0
    return caption + max(31 if label else 20, card_height(first_card))


def _draw_column_heads(sheet: Sheet, columns: Sequence[str], widths: Sequence[float]) -> None:
    height = _row_height(sheet, columns, widths, COLUMN)
    with sheet.artifact():
        sheet.set_fill_color(TINT)
        sheet.rect(MARGIN, sheet.y, TEXT_WIDTH, height, style="F")
    _draw_row(sheet, columns, widths, height, COLUMN, "TH")


def _draw_dividers(sheet: Sheet, widths: Sequence[float], height: float) -> None:
    """Thin lines between the cells of a row that is written by hand."""
    with sheet.artifact():
        sheet.set_draw_color(HAIRLINE)
        sheet.set_line_width(0.15)
        x = MARGIN
        for width in widths[:-1]:
            x += width
            sheet.line(x, sheet.y - height, x, sheet.y)


def _row_height(sheet: Sheet, cells: Sequence[str], widths: Sequence[float], style: Style) -> float:
    pairs = zip(cells, widths, strict=True)
    return max(sheet.height_of(cell, width - 2 * PADDING, style) for cell, width in pairs) + 2 * PADDING


def _draw_row(sheet: Sheet, cells: Sequence[str], widths: Sequence[float], height: float, style: Style, role: str) -> None:
    top, x = sheet.y, MARGIN
    for cell, width in zip(cells, widths, strict=True):
        sheet.y = top + PADDING
        with sheet.tag(role, attributes="<</O /Table /Scope /Column>>" if role == "TH" else ""):
            sheet.write_in(width - 2 * PADDING, cell, style, x=x + PADDING)
        x += width
    sheet.y = top + height


def _draw_cards(sheet: Sheet, table: RowTable) -> None:
    cards = [list(zip(table.columns, row, strict=True)) for row in table.rows]
    heights = [sum(beside_height(sheet, *pair, indent=CARD_INDENT) + 2 * AIR for pair in card) for card in cards]
    draw_caption(sheet, table.label, "P", first_card=heights[0])
    with sheet.tag("L"):
        for number, (card, height) in enumerate(zip(cards, heights, strict=True), 1):
            with sheet.tag("LI"):
                draw_card_number(sheet, f"{number} van {len(cards)}", below=height)
                with sheet.tag("LBody"), sheet.tag("L"):
                    for label, text in card:
                        draw_pair(sheet, label, text, indent=CARD_INDENT)
    sheet.y += 3


def card_height(content: float) -> float:
    """Millimetres of a card that stay on one page: all of it, unless it is very high."""
    return 9 + min(content, HIGHEST_CARD)


def draw_card_number(sheet: Sheet, text: str, *, below: float) -> None:
    """The head of a card; `below` is the height of the card, which stays on one page when it is not too high."""
    sheet.keep(card_height(below))
    sheet.y += 3
    with sheet.artifact():
        sheet.set_fill_color(TINT)
        sheet.rect(MARGIN, sheet.y, TEXT_WIDTH, COLUMN.line + 1.6, style="F")
    sheet.y += 0.8
    with sheet.tag("Lbl"):
        sheet.write_in(TEXT_WIDTH - 2 * PADDING, text, COLUMN, x=MARGIN + PADDING)
    sheet.y += 0.8
