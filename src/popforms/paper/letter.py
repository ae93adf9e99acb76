"""A letter on paper: sender, address in the window, text, and beside the Dutch the same in the language of the receiver."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Literal

from popforms.document import Meta
from popforms.paper import text as signs
from popforms.paper.logo import Logo
from popforms.paper.sheet import BLUE, BODY, BOTTOM, GREY, HAIRLINE, INK, MARGIN, SMALL, STRONG, TEXT_WIDTH, Paper, Sheet, Style

Kind = Literal["title", "heading", "words", "item", "number", "pair", "row"]

WINDOW_TOP, WINDOW_HEIGHT = 50.0, 32.0
"""Where the address stands: in the left window of a Dutch envelope (EA5/6, folded in three)."""
HEAD_X = MARGIN + 108.0
HEAD_WIDTH = MARGIN + TEXT_WIDTH - HEAD_X
HEAD_LABEL = 22.0
BODY_TOP = 82.0
LOWEST = 297.0 - BOTTOM
GUTTER = 8.0
COLUMN = (TEXT_WIDTH - GUTTER) / 2
BULLET = 5.0
SIGN_ROOM = 12.0
"""Millimetres for a signature by hand."""
AIR: dict[Kind, float] = {"title": 0.0, "heading": 2.6, "words": 2.0, "item": 0.6, "number": 0.6, "pair": 0.7, "row": 0.0}
"""White above a line of each kind."""
NAME = Style(12, 5.8, "B", BLUE)
WIDE = {"title": Style(15, 7, "B", BLUE), "heading": Style(11.5, 5.8, "B", BLUE), "words": Style(11, 5.5)}
NARROW = {"title": Style(12.5, 6, "B", BLUE), "heading": Style(10.5, 5, "B", BLUE), "words": Style(10, 4.7)}
LABEL_SHARE = 0.3
"""How much of a column the labels of a list such as ‘Dag: dinsdag’ take."""

_PAIR = re.compile(r"(?P<label>[^:.?!|#]{1,32}): +(?P<value>.+)")
_IN_A_NUMBER = re.compile(r"(?<=[0-9]) (?=[0-9])")
"""A space inside a phone number, which stays on one line."""
_NUMBER = re.compile(r"(?P<number>\d{1,3})\. (?P<words>.+)")


@dataclass(frozen=True)
class Letter:
    """What stands in a letter; `title` is what the file is called, `beside` is false for a summary that gets a page of its own."""

    meta: Meta
    title: str
    sender: tuple[str, ...]
    address: tuple[str, ...]
    head: tuple[tuple[str, str], ...]
    text: str
    signer: tuple[str, ...]
    own_text: str = ""
    own_language: str = ""
    right_to_left: bool = False
    beside: bool = True
    below: tuple[str, ...] = ()
    """Small lines at the end: what is enclosed and who gets a copy."""


@dataclass(frozen=True)
class Line:
    """One piece of a text: a title, a heading, a paragraph, a point, a label with its value, or a row of a table."""

    kind: Kind
    text: str
    label: str = ""
    cells: tuple[str, ...] = ()
    first: bool = False
    """Whether it begins a list of labels or a table, which wants white above it; the first row of a table holds its column heads."""
    again: bool = False
    """Whether these are the column heads of a table that goes on on this page, for the eye only."""

    @property
    def stays_with_next(self) -> bool:
        return self.kind == "heading" or (self.kind == "row" and self.first)


def read_lines(text: str) -> list[Line]:
    """The pieces of a text: `# ` a title, `## ` a heading, `- ` a point, `1. ` a numbered point, `| a | b |` a row; lines that are all
    written as `Dag: dinsdag` make a list of labels."""
    lines: list[Line] = []
    for part in re.split(r"\n\s*\n", _IN_A_NUMBER.sub("\u00a0", signs.clean(text))):
        block = [line.strip() for line in part.splitlines() if line.strip()]
        pairs = [_PAIR.fullmatch(line) for line in block]
        if len(block) > 1 and all(pairs):
            lines += [Line("pair", pair["value"], label=pair["label"]) for pair in pairs if pair]
            continue
        words: list[str] = []
        for line in [*block, "#end"]:
            found = _line(line)
            if found is None and line != "#end":
                words.append(line)
                continue
            if words:
                lines.append(Line("words", "\n".join(words)))
                words = []
            lines += [found] if found else []
    kinds = ["", *(line.kind for line in lines)]
    return [replace(line, first=line.kind in ("pair", "row") and before != line.kind) for before, line in zip(kinds, lines, strict=False)]


def _line(text: str) -> Line | None:
    if text.startswith("## "):
        return Line("heading", text[3:])
    if text.startswith("# "):
        return Line("title", text[2:])
    if text.startswith("- "):
        return Line("item", text[2:])
    if number := _NUMBER.fullmatch(text):
        return Line("number", number["words"], label=f"{number['number']}.")
    if text.startswith("|") and text.endswith("|") and len(text) > 2:
        return Line("row", "", cells=tuple(cell.strip() for cell in text[1:-1].split("|")))
    return None


def letter_to_paper(letter: Letter, *, stamp: datetime, concept: bool, logo: Logo | None = None) -> Paper:
    """The letter as PDF/A-3A and PDF/UA-1; the same input gives the same bytes. `stamp` needs a time zone."""
    if stamp.tzinfo is None:
        raise ValueError("stamp needs a time zone")
    letter = replace(
        letter,
        text=signs.printable(letter.text),
        own_text=signs.printable(letter.own_text),
        sender=_clean(letter.sender),
        address=_clean(letter.address),
        signer=_clean(letter.signer),
        below=_clean(letter.below),
        head=tuple((label, signs.printable(value)) for label, value in letter.head),
    )
    gemeente = letter.sender[0] if letter.sender else ""
    sheet = Sheet(
        letter.meta,
        title=f"{letter.title} {letter.meta.dossiernummer}".strip(),
        stamp=stamp.astimezone(UTC),
        gemeente=gemeente,
        concept=concept,
        texts=[*_texts(letter), "•"],
        logo=logo,
    )
    _Drawing(sheet, letter).draw()
    return sheet.to_paper()


def missing(letter: Letter) -> tuple[str, ...]:
    """The characters that would be printed as "[?]"."""
    return tuple(dict.fromkeys(sign for text in _texts(letter) for sign in signs.unsupported(text)))


def _clean(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(signs.printable(text) for text in texts)


def _texts(letter: Letter) -> Iterator[str]:
    for field in fields(letter):
        value = getattr(letter, field.name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for one in value:
                yield from [one] if isinstance(one, str) else one
    yield letter.meta.form_title


@dataclass(frozen=True)
class _Column:
    """A strip of the page in one language; the headings of a translation stand one level below the title of the letter."""

    x: float
    width: float
    styles: dict[str, Style]
    from_right: bool = False
    title: int = 1


class _Drawing:
    """Draws one letter on its sheet."""

    def __init__(self, sheet: Sheet, letter: Letter) -> None:
        self.sheet, self.letter = sheet, letter

    def draw(self) -> None:
        letter, sheet = self.letter, self.sheet
        self._head()
        dutch, own = read_lines(letter.text), read_lines(letter.own_text)
        side_by_side = letter.beside and any(line.kind == "title" for line in own)
        sheet.start_section(next((line.text for line in dutch if line.kind == "title"), letter.title), 0)
        if side_by_side:
            self._two_columns(dutch, own)
        else:
            self._one_column(dutch, _Column(MARGIN, TEXT_WIDTH, WIDE), "nl-NL")
        self._signature()
        for line in letter.below:
            sheet.keep(SMALL.line)
            with sheet.tag("P"):
                sheet.write_in(TEXT_WIDTH, line, SMALL)
        if own and not side_by_side:
            self._apart(own)

    def _head(self) -> None:
        """Sender and reference at the right, the address in the window at the left."""
        sheet, letter = self.sheet, self.letter
        sheet.y -= 3
        with sheet.tag("P"):
            for number, line in enumerate(letter.sender):
                sheet.write_in(HEAD_WIDTH, line, NAME if number == 0 else SMALL, x=HEAD_X)
        sender_ends = sheet.y
        sheet.y = WINDOW_TOP
        if letter.address:
            with sheet.tag("P"):
                for line in letter.address:
                    sheet.write_in(HEAD_X - MARGIN - 6, line, replace(BODY, size=10.5, line=5.3))
        address_ends = sheet.y
        sheet.y = max(WINDOW_TOP, sender_ends + 3)
        with sheet.tag("L"):
            for label, value in letter.head:
                top = sheet.y
                with sheet.tag("LI"):
                    with sheet.tag("Lbl"):
                        sheet.write_in(HEAD_LABEL, label, SMALL, x=HEAD_X)
                    sheet.y = top
                    with sheet.tag("LBody"):
                        sheet.write_in(HEAD_WIDTH - HEAD_LABEL, value, replace(SMALL, colour=INK), x=HEAD_X + HEAD_LABEL)
        sheet.y = max(BODY_TOP, address_ends + 6, sheet.y + 6)

    # --- columns ------------------------------------------------------------------------------------------------------

    def _one_column(self, lines: Sequence[Line], column: _Column, language: str) -> None:
        section = self.sheet.section_in(language)
        for page in self._pages([[line] for line in lines], [column]):
            with self.sheet.inside(section):
                self._strip([line for row in page for line in row], column, self.sheet.y)

    def _two_columns(self, dutch: Sequence[Line], own: Sequence[Line]) -> None:
        """The two texts beside each other, line by line where they have the same shape; each page first left, then right."""
        sheet, letter = self.sheet, self.letter
        left, right = _Column(MARGIN, COLUMN, NARROW), _Column(MARGIN + COLUMN + GUTTER, COLUMN, NARROW, letter.right_to_left, title=2)
        sections = sheet.section_in("nl-NL"), sheet.section_in(letter.own_language)
        same = [line.kind for line in dutch] == [line.kind for line in own]
        if same:
            rows = [list(pair) for pair in zip(dutch, own, strict=True)]
            for page in self._pages(rows, [left, right]):
                top = sheet.y
                heights = [max(self._height(line, column) for line, column in zip(row, (left, right), strict=True)) for row in page]
                for number, (section, column) in enumerate(zip(sections, (left, right), strict=True)):
                    with sheet.inside(section):
                        self._strip([row[number] for row in page], column, top, heights)
                self._between(top, top + sum(heights))
            return
        pages = [list(self._split([[line] for line in lines], [column])) for lines, column in ((dutch, left), (own, right))]
        for number in range(max(map(len, pages))):
            if number:
                sheet.add_page()
            top, lowest = sheet.y, sheet.y
            for section, column, strips in zip(sections, (left, right), pages, strict=True):
                if number < len(strips):
                    with sheet.inside(section):
                        self._strip([line for row in strips[number] for line in row], column, top)
                    lowest = max(lowest, sheet.y)
            self._between(top, lowest)
            sheet.y = lowest

    def _between(self, top: float, bottom: float) -> None:
        with self.sheet.artifact():
            self.sheet.set_draw_color(HAIRLINE)
            self.sheet.set_line_width(0.2)
            x = MARGIN + COLUMN + GUTTER / 2
            self.sheet.line(x, top, x, bottom)
        self.sheet.y = bottom

    def _pages(self, rows: Sequence[list[Line]], columns: Sequence[_Column]) -> Iterator[list[list[Line]]]:
        """The rows page by page, with a new page before each but the first."""
        for number, page in enumerate(self._split(rows, columns)):
            if number:
                self.sheet.add_page()
            yield page

    def _split(self, rows: Sequence[list[Line]], columns: Sequence[_Column]) -> Iterator[list[list[Line]]]:
        """The rows that fit on this page, on the next, and so on; a heading stays with what comes after it, and so do the column heads
        of a table, which come back where it goes on."""

        def height(row: Sequence[Line]) -> float:
            return max(self._height(line, column) for line, column in zip(row, columns, strict=True))

        room, page, heads = LOWEST - self.sheet.y, list[list[Line]](), list[Line]()
        for number, row in enumerate(rows):
            last = number
            while rows[last][0].stays_with_next and last + 1 < len(rows):
                last += 1
            if row[0].kind == "row" and row[0].first:
                heads = [replace(line, again=True) for line in row]
            if page and sum(map(height, rows[number : last + 1])) > room:
                yield page
                page = [heads] if row[0].kind == "row" and not row[0].first else []
                room = LOWEST - self.sheet.t_margin - sum(map(height, page))
            page.append(row)
            room -= height(row)
        if page:
            yield page

    # --- lines --------------------------------------------------------------------------------------------------------

    def _style(self, line: Line, column: _Column) -> Style:
        return column.styles[line.kind] if line.kind in column.styles else column.styles["words"]

    def _air(self, line: Line) -> float:
        return AIR["words"] if line.first else AIR[line.kind]

    def _height(self, line: Line, column: _Column) -> float:
        style, sheet = self._style(line, column), self.sheet
        if line.kind == "row":
            wide = column.width / len(line.cells)
            return max(sheet.height_of(cell, wide - 3, style) for cell in line.cells) + 2.4 + self._air(line)
        if line.kind == "pair":
            label = column.width * LABEL_SHARE
            bold = replace(style, emphasis="B")
            return self._air(line) + max(
                sheet.height_of(line.label, label - 2, bold), sheet.height_of(line.text, column.width - label, style)
            )
        width = column.width - (BULLET if line.kind in ("item", "number") else 0)
        return self._air(line) + sheet.height_of(line.text, width, style)

    def _strip(self, lines: Sequence[Line], column: _Column, top: float, heights: Sequence[float] = ()) -> None:
        """Lines below each other from a height; points, labels and rows that follow each other are one list or table, and a table that
        goes on on the next page is one too."""
        sheet, y = self.sheet, top
        sheet.y = top
        places = list(zip(lines, heights or [0.0] * len(lines), strict=True))
        for together, group in groupby(places, key=lambda place: _TOGETHER.get(place[0].kind, "")):
            part = list(group)
            tag = sheet.tag_again if part[0][0].again else sheet.tag
            with tag(together) if together else nullcontext():
                for line, height in part:
                    sheet.y = y
                    with sheet.artifact() if line.again else nullcontext():
                        self._line(line, column)
                    y = y + height if height else sheet.y
        sheet.y = y

    def _line(self, line: Line, column: _Column) -> None:
        sheet, style = self.sheet, self._style(line, column)
        x, width, right = column.x, column.width, column.from_right
        sheet.y += self._air(line)
        match line.kind:
            case "title" | "heading":
                with sheet.tag(f"H{column.title + (line.kind == 'heading')}"):
                    sheet.write_in(width, line.text, style, x=x, from_right=right)
            case "words":
                with sheet.tag("P"):
                    sheet.write_in(width, line.text, style, x=x, from_right=right)
            case "item" | "number":
                top = sheet.y
                with sheet.tag("LI"):
                    with sheet.tag("Lbl"):
                        sheet.write_in(BULLET, line.label or "•", style, x=x + width - BULLET if right else x, from_right=right)
                    sheet.y = top
                    with sheet.tag("LBody"):
                        sheet.write_in(width - BULLET, line.text, style, x=x if right else x + BULLET, from_right=right)
            case "pair":
                top, label = sheet.y, width * LABEL_SHARE
                with sheet.tag("LI"):
                    with sheet.tag("Lbl"):
                        place = x + width - label + 2 if right else x
                        sheet.write_in(label - 2, line.label, replace(style, emphasis="B"), x=place, from_right=right)
                    below, sheet.y = sheet.y, top
                    with sheet.tag("LBody"):
                        sheet.write_in(width - label, line.text, style, x=x if right else x + label, from_right=right)
                    sheet.y = max(below, sheet.y)
            case "row":
                self._row(line, column, style, is_head=line.first)

    def _row(self, line: Line, column: _Column, style: Style, *, is_head: bool) -> None:
        sheet, wide, top = self.sheet, column.width / len(line.cells), self.sheet.y
        height = self._height(line, column) - self._air(line)
        with sheet.tag("TR"):
            for number, cell in enumerate(line.cells):
                sheet.y = top + 1.2
                attributes = "<</O /Table /Scope /Column>>" if is_head else ""
                with sheet.tag("TH" if is_head else "TD", attributes=attributes):
                    sheet.write_in(wide - 3, cell, replace(style, emphasis="B") if is_head else style, x=column.x + number * wide)
        sheet.y = top + height
        sheet.rule(sheet.y, GREY if is_head else HAIRLINE, 0.2, x=column.x, width=column.width)

    # --- the end ------------------------------------------------------------------------------------------------------

    def _signature(self) -> None:
        """Room to sign in, and who signs."""
        sheet, lines = self.sheet, [line for line in self.letter.signer if line]
        sheet.keep(SIGN_ROOM + len(lines) * BODY.line)
        sheet.y += SIGN_ROOM
        with sheet.tag("P"):
            for number, line in enumerate(lines):
                sheet.write_in(TEXT_WIDTH, line, STRONG if number == 0 else BODY)
        sheet.y += 2

    def _apart(self, own: Sequence[Line]) -> None:
        """The own language by itself: one line under the letter, or a summary on the next page."""
        sheet, letter = self.sheet, self.letter
        column = _Column(MARGIN, TEXT_WIDTH, WIDE, letter.right_to_left, title=2)
        if any(line.kind == "title" for line in own):
            sheet.add_page()
            self._one_column(own, column, letter.own_language)
            return
        height = sum(self._height(line, column) for line in own)
        sheet.keep(height + 5)
        sheet.rule(sheet.y + 2, HAIRLINE, 0.2)
        sheet.y += 2
        with sheet.inside(sheet.section_in(letter.own_language)):
            self._strip(own, column, sheet.y)


_TOGETHER = {"item": "L", "number": "L", "pair": "L", "row": "Table"}
