"""What is filled in with a pen: lines to write on, boxes to tick, rows to fill and boxes to sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from popforms.document import Signature, Space
from popforms.paper.answers import AIR, ANSWER_WIDTH, ANSWER_X, BESIDE, LABEL_WIDTH, line_below
from popforms.paper.rows import MOST_COLUMNS, PADDING, caption_height, draw_caption, draw_card_number, draw_grid
from popforms.paper.sheet import BODY, CELL, CONDITION, GREY, INK, MARGIN, SMALL, STRONG, TEXT_WIDTH, Sheet, Style

WRITING_LINE = 9.0
TOGETHER = 90.0
"""Millimetres of lines or options up to which they stay on one page."""
ROW_HEIGHT = 12.0
WIDEST_GIVEN = 40.0
"""Millimetres that a column with words that stand there already takes at most."""
CARD_COLUMNS = 2
FIELD_WIDTH = TEXT_WIDTH / CARD_COLUMNS - 2 * PADDING
TICK_BOX = 4.0
TICK_TEXT = TICK_BOX + 2.5
TICK_LINE = 6.6
MOST_OPTION_COLUMNS = 4
CONDITION_INDENT = 5.0

SIGNATURE_TOP, SIGNATURE_BOX = 4.0, 44.0
SIGNATURE_LINE = 12.0
WHO_WIDTH = 68.0


def draw_condition(sheet: Sheet, when: str) -> None:
    """When the questions below are to be filled in."""
    sheet.y += 2
    with sheet.tag("LI"), sheet.tag("LBody"):
        sheet.write_in(TEXT_WIDTH, when, CONDITION)
    sheet.y += 0.5


def condition_height(sheet: Sheet, when: str) -> float:
    return 2.5 + sheet.height_of(when, TEXT_WIDTH, CONDITION)


def draw_space(sheet: Sheet, space: Space, *, indent: float = 0) -> None:
    """One open question, with as much room as its answer needs."""
    sheet.keep(space_height(sheet, space, indent=indent))
    if space.columns:
        _draw_rows(sheet, space)
        return
    sheet.y += AIR
    with sheet.tag("LI"):
        if _fits_beside(sheet, space, indent):
            height, top = _height_beside(sheet, space, indent), sheet.y
            _draw_question(sheet, space, LABEL_WIDTH - indent, MARGIN + indent)
            sheet.y = top
            _draw_room(sheet, space, ANSWER_WIDTH, ANSWER_X)
            sheet.y = top + height
        else:
            width = TEXT_WIDTH - indent
            _draw_question(sheet, space, width, MARGIN + indent)
            sheet.y += 1 if space.options else 0
            _draw_room(sheet, space, width, MARGIN + indent)
    if space.options:
        line_below(sheet, indent)
    else:
        sheet.y += AIR


def space_height(sheet: Sheet, space: Space, *, indent: float = 0) -> float:
    """Millimetres of the part of an open question that stays on one page."""
    if space.columns:
        return caption_height(sheet, _rows_label(space), first_card=_card_height(sheet, space))
    if _fits_beside(sheet, space, indent):
        return _height_beside(sheet, space, indent) + 2 * AIR
    width = TEXT_WIDTH - indent
    question, room = _question_height(sheet, space, width), _room_height(sheet, space, width)
    return min(question, BESIDE) + (room if room <= TOGETHER else 2 * WRITING_LINE) + 2 * AIR + 1


def _fits_beside(sheet: Sheet, space: Space, indent: float) -> bool:
    few = len(space.options) <= 6 if space.options else space.lines <= 2
    return few and _height_beside(sheet, space, indent) <= BESIDE


def _height_beside(sheet: Sheet, space: Space, indent: float) -> float:
    question = _question_height(sheet, space, LABEL_WIDTH - indent)
    return max(question, _room_height(sheet, space, ANSWER_WIDTH))


def _question_height(sheet: Sheet, space: Space, width: float) -> float:
    hint = sheet.height_of(space.hint, width, SMALL) if space.hint else 0
    return sheet.height_of(space.label, width, BODY) + hint


def _draw_question(sheet: Sheet, space: Space, width: float, x: float) -> None:
    with sheet.tag("Lbl"):
        sheet.write_in(width, space.label, BODY, x=x)
        if space.hint:
            sheet.write_in(width, space.hint, SMALL, x=x)


def _room_height(sheet: Sheet, space: Space, width: float) -> float:
    if not space.options:
        return space.lines * WRITING_LINE
    columns, step = _option_columns(sheet, space.options, width)
    lines = (space.options[start : start + columns] for start in range(0, len(space.options), columns))
    return sum(_option_height(sheet, line, step) for line in lines)


def _draw_room(sheet: Sheet, space: Space, width: float, x: float) -> None:
    if space.options:
        with sheet.tag("LBody"), sheet.tag("L"):
            _draw_options(sheet, space.options, width, x)
        return
    with sheet.tag("LBody", actual="Ruimte om te schrijven"):
        for _ in range(space.lines):
            sheet.keep(WRITING_LINE)
            sheet.y += WRITING_LINE
            sheet.set_draw_color(GREY)
            sheet.set_line_width(0.2)
            sheet.line(x, sheet.y - 1.2, x + width, sheet.y - 1.2)


def _option_columns(sheet: Sheet, options: Sequence[str], width: float) -> tuple[int, float]:
    """How many options stand on a line, and the millimetres from one to the next; the same for most questions."""
    widest = max(sheet.width_of(option, BODY) for option in options) + TICK_TEXT + 2
    columns = max(1, min(MOST_OPTION_COLUMNS, int(width // widest)))
    return columns, width / columns


def _option_height(sheet: Sheet, options: Sequence[str], step: float) -> float:
    return max(TICK_LINE, *(sheet.height_of(option, step - TICK_TEXT - 1, BODY) + 1.4 for option in options))


def _draw_options(sheet: Sheet, options: Sequence[str], width: float, x: float) -> None:
    columns, step = _option_columns(sheet, options, width)
    for start in range(0, len(options), columns):
        line = options[start : start + columns]
        height = _option_height(sheet, line, step)
        sheet.keep(height)
        top = sheet.y
        for index, option in enumerate(line):
            left = x + index * step
            sheet.y = top
            with sheet.tag("LI"):
                _draw_tick_box(sheet, left, top + 0.5)
                with sheet.tag("LBody"):
                    sheet.write_in(step - TICK_TEXT - 1, option, BODY, x=left + TICK_TEXT)
        sheet.y = top + height


def _draw_tick_box(sheet: Sheet, x: float, y: float) -> None:
    # Drawn, as no font of ours holds a box; a reader hears the word.
    sheet.set_draw_color(INK)
    sheet.set_line_width(0.3)
    with sheet.tag("Lbl", actual="Hokje"):
        sheet.rect(x, y, TICK_BOX, TICK_BOX)


def _rows_label(space: Space) -> str:
    return f"{space.label}\n{space.hint}" if space.hint else space.label


def _card_height(sheet: Sheet, space: Space) -> float:
    """Millimetres of one row that is written below each other; 0 when the rows make a table."""
    if len(space.columns) <= MOST_COLUMNS:
        return 0
    return sum(_fields_height(sheet, labels) + AIR for labels in _field_lines(space)) + 2


def _draw_rows(sheet: Sheet, space: Space) -> None:
    """Empty rows: a table for a few columns, else a card with a line for each column."""
    label = _rows_label(space)
    if len(space.columns) <= MOST_COLUMNS:
        with sheet.tag("LI"), sheet.tag("LBody"):
            rows = [*space.rows, *[("",) * len(space.columns)] * space.lines]
            draw_grid(sheet, label, space.columns, rows, _widths(sheet, space), ROW_HEIGHT)
        return
    with sheet.tag("LI"):
        draw_caption(sheet, label, "Lbl", first_card=_card_height(sheet, space))
        with sheet.tag("LBody"), sheet.tag("L"):
            for number in range(1, len(space.rows) + space.lines + 1):
                given = [cell for cell in space.rows[number - 1] if cell] if number <= len(space.rows) else []
                with sheet.tag("LI"):
                    draw_card_number(sheet, " ".join([str(number), *given]), below=_card_height(sheet, space))
                    with sheet.tag("LBody"), sheet.tag("L"):
                        for labels in _field_lines(space):
                            _draw_fields(sheet, labels)
                sheet.y += 2


def _widths(sheet: Sheet, space: Space) -> list[float]:
    """What stands there already takes the room of its words, within reason; the columns to write in share the rest."""
    given = {
        index: min(WIDEST_GIVEN, max(sheet.width_of(row[index], CELL) for row in space.rows) + 2 * PADDING + 0.5)
        for index, _ in enumerate(space.columns)
        if any(row[index] for row in space.rows)
    }
    rest = (TEXT_WIDTH - sum(given.values())) / max(1, len(space.columns) - len(given))
    return [given.get(index, rest) for index, _ in enumerate(space.columns)]


def _field_lines(space: Space) -> list[tuple[str, ...]]:
    """The columns of a row, as many on a line as fit."""
    return [space.columns[start : start + CARD_COLUMNS] for start in range(0, len(space.columns), CARD_COLUMNS)]


def _fields_height(sheet: Sheet, labels: Sequence[str]) -> float:
    return max(sheet.height_of(label, FIELD_WIDTH, SMALL) for label in labels) + WRITING_LINE


def _draw_fields(sheet: Sheet, labels: Sequence[str]) -> None:
    """Labels side by side, each with a line under it to write on."""
    height = _fields_height(sheet, labels)
    sheet.keep(height + AIR)
    top = sheet.y + AIR
    for index, label in enumerate(labels):
        x = MARGIN + index * TEXT_WIDTH / CARD_COLUMNS + PADDING
        sheet.y = top
        with sheet.tag("LI"):
            with sheet.tag("Lbl"):
                sheet.write_in(FIELD_WIDTH, label, SMALL, x=x)
            sheet.y = top + height - WRITING_LINE
            _draw_room(sheet, Space(label), FIELD_WIDTH, x)
    sheet.y = top + height


def _who_height(sheet: Sheet, who: Sequence[tuple[str, Style]], width: float) -> float:
    return sum(sheet.height_of(text, width, style) for text, style in who)


def _signer(sheet: Sheet, signature: Signature) -> tuple[list[tuple[str, Style]], tuple[str, ...], float, float]:
    """Who signs, the words to write beside the box, the height of the first of those, and what stands above the box."""
    who = [(signature.name, STRONG), (signature.role, BODY), (signature.organisation, replace(BODY, colour=GREY))]
    who = [(text, style) for text, style in who if text]
    written = ("Plaats", "Datum") if signature.name else ("Naam", "Plaats", "Datum")
    first_line = SIGNATURE_BOX - 2 - SIGNATURE_LINE * (len(written) - 1)
    beside = _who_height(sheet, who, WHO_WIDTH) <= first_line - SMALL.line
    # A long name goes over the whole width, above the box.
    return who, written, first_line, 0.0 if beside else _who_height(sheet, who, TEXT_WIDTH) + 2


def signatures_height(sheet: Sheet, signatures: Sequence[Signature]) -> float:
    """Millimetres of signature blocks below each other."""
    return sum(SIGNATURE_TOP + _signer(sheet, one)[3] + SIGNATURE_BOX + 4 for one in signatures)


def draw_signature(sheet: Sheet, signature: Signature) -> None:
    """Who signs, place and date, and the box; together on one page."""
    who, written, first_line, above = _signer(sheet, signature)
    beside, width = not above, TEXT_WIDTH if above else WHO_WIDTH
    sheet.keep(SIGNATURE_TOP + above + SIGNATURE_BOX + 4)
    sheet.y += SIGNATURE_TOP
    top = sheet.y
    with sheet.tag("P"):
        for text, style in who:
            sheet.write_in(width, text, style)
    if not beside:
        # Not counted from the top: a text of more than a page has gone on on the next one.
        sheet.keep(SIGNATURE_BOX + 6)
        top = sheet.y + 2
    for number, word in enumerate(written):
        y = top + first_line + number * SIGNATURE_LINE
        sheet.y = y - SMALL.line
        with sheet.tag("P"):
            sheet.write_in(14, word, SMALL)
        sheet.rule(y, GREY, 0.2, x=MARGIN + 14, width=WHO_WIDTH - 14)
    box = MARGIN + WHO_WIDTH + 6
    with sheet.artifact():
        sheet.set_draw_color(GREY)
        sheet.set_line_width(0.3)
        sheet.rect(box, top, MARGIN + TEXT_WIDTH - box, SIGNATURE_BOX)
    if sheet.page not in sheet.signed_on:
        sheet.signed_on.append(sheet.page)
    sheet.y = top + 1.5
    with sheet.tag("P"):
        sheet.write_in(60, "Handtekening", SMALL, x=box + 2)
    sheet.y = top + SIGNATURE_BOX + 4
