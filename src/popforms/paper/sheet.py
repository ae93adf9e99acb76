"""The paper itself: fonts and colours, what stands on every page, and text in a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from fpdf.enums import MethodReturnValue, TextDirection, XPos, YPos

from popforms.document import Meta
from popforms.paper import text as signs
from popforms.paper.code import payload, squares
from popforms.paper.logo import Logo
from popforms.paper.tagged import TaggedPDF

Colour = tuple[int, int, int]
BLUE: Colour = (18, 56, 110)
INK: Colour = (30, 32, 36)
GREY: Colour = (88, 94, 104)
HAIRLINE: Colour = (208, 214, 224)
TINT: Colour = (234, 240, 248)
WATERMARK: Colour = (225, 225, 225)

MARGIN = 20.0
BOTTOM = 27.0
"""Millimetres under the text: the footer, and at its right the room for a code of 15 mm with white around it."""
CODE_ROOM = 22.0
CODE_SIZE = 15.0
"""Millimetres of a side of the code; the white around it is more than the four modules (2 mm) that a reader wants."""
TEXT_WIDTH = 210 - 2 * MARGIN
LOGO_TOP, LOGO_WIDTH, LOGO_HEIGHT = 7.0, 60.0, 12.0
"""Millimetres that a logo takes at most, on the first page."""
BASE = "sans"
PAGE_COUNT = "\x01\x02\x03"
"""Becomes the number of pages; `clean` removes it from all that people typed, unlike the usual "{nb}"."""


@dataclass(frozen=True)
class Style:
    """How text looks: size in points, height of a line in millimetres."""

    size: float
    line: float
    emphasis: str = ""
    colour: Colour = INK


BODY = Style(10, 5.2)
LABEL = Style(9.5, 5.2, colour=GREY)
STRONG = replace(BODY, emphasis="B")
SMALL = Style(8.5, 4.4, colour=GREY)
CONDITION = Style(9, 4.8, "I", BLUE)
TITLE = Style(21, 9.5, "B", BLUE)
SUBTITLE = Style(11.5, 6)
SECTION = Style(13.5, 6.8, "B", BLUE)
PART = Style(11, 5.8, "B")
COLUMN = Style(8.5, 4.4, "B", BLUE)
CELL = Style(9, 4.8)
FOOT = Style(7.5, 3.8, colour=GREY)


@dataclass(frozen=True)
class Paper:
    """A PDF, how many pages it has and on which of them stands a box to sign in."""

    content: bytes
    pages: int
    signed_on: tuple[int, ...]


class Sheet(TaggedPDF):
    """An A4 with the header, footer and fonts of one document; `texts` is all that will be written on it."""

    def __init__(
        self,
        meta: Meta,
        *,
        title: str,
        stamp: datetime,
        gemeente: str,
        concept: bool,
        texts: Iterable[str],
        logo: Logo | None = None,
    ) -> None:
        super().__init__(title=title, author=gemeente or "popforms", stamp=stamp)
        self.meta, self.gemeente, self.concept, self.logo = meta, gemeente, concept, logo
        self.signed_on: list[int] = []
        """The pages with a box to sign in."""
        self.alias_nb_pages(PAGE_COUNT)
        self.set_margins(MARGIN, 25)
        self.set_auto_page_break(True, BOTTOM)
        self.c_margin = 0
        self.families = [BASE, *signs.extra_families(texts)]
        for family in self.families:
            for emphasis, name in (("", "Regular"), ("B", "Bold")):
                self.add_font(family, emphasis, signs.FONTS / f"{signs.FAMILIES[family]}-{name}.ttf")
        self.add_font(BASE, "I", signs.FONTS / f"{signs.FAMILIES[BASE]}-Italic.ttf")
        self.set_fallback_fonts(self.families, exact_match=False)
        self.add_page()

    def to_paper(self) -> Paper:
        return Paper(self.to_bytes(), len(self.pages), tuple(self.signed_on))

    # What stands on every page

    def header(self) -> None:
        if self.concept:
            self._watermark()
        if self.logo and self.page_no() == 1:
            self._letterhead(self.logo)
            return
        self.set_xy(MARGIN, 10)
        self.use(replace(FOOT, emphasis="B", colour=BLUE))
        self.cell(TEXT_WIDTH / 2, 4, self.fit(self.gemeente, TEXT_WIDTH / 2))
        self.use(FOOT)
        about = self.fit(self.meta.form_title, TEXT_WIDTH / 2)
        self.cell(TEXT_WIDTH / 2, 4, about, align="R")
        self.rule(15.5, BLUE, 0.35)
        self.set_xy(MARGIN, self.t_margin)

    def _letterhead(self, logo: Logo) -> None:
        """The top of the first page: the logo, and the name of the gemeente beside it."""
        width, height = min(LOGO_WIDTH, LOGO_HEIGHT * logo.ratio), min(LOGO_HEIGHT, LOGO_WIDTH / logo.ratio)
        self.image(logo.content, x=MARGIN, y=LOGO_TOP + (LOGO_HEIGHT - height) / 2, w=width, h=height)
        self.use(replace(FOOT, size=9, emphasis="B", colour=BLUE))
        self.set_xy(MARGIN + width + 5, LOGO_TOP + LOGO_HEIGHT / 2 - 2)
        self.cell(TEXT_WIDTH - width - 5, 4, self.fit(self.gemeente, TEXT_WIDTH - width - 5), align="R")
        self.rule(LOGO_TOP + LOGO_HEIGHT + 2.5, BLUE, 0.35)
        self.set_xy(MARGIN, LOGO_TOP + LOGO_HEIGHT + 7)

    def footer(self) -> None:
        meta, room = self.meta, TEXT_WIDTH - CODE_ROOM
        version = f"versie {meta.version}" if meta.version is not None else ""
        dossier = f"Dossier {meta.dossiernummer}" if meta.dossiernummer else ""
        self.use(FOOT)
        around = self.get_string_width(" · ".join(filter(None, (dossier, "", version))) + " · ")
        title = self.fit(meta.form_title, room - 36 - around)
        about = " · ".join(filter(None, (dossier, title, version)))
        page = f"pagina {self.page_no()} van {PAGE_COUNT}"
        top = 297 - BOTTOM + 6
        self.rule(top, HAIRLINE, 0.2, width=room)
        self.use(FOOT)
        self.set_xy(MARGIN, top + 1.8)
        self.cell(room - 32, 3.8, self.fit(about, room - 34))
        self.cell(32, 3.8, page, align="R")
        if meta.fingerprint:
            self.set_xy(MARGIN, top + 5.8)
            self.cell(room, 3.8, f"Controlecode {meta.fingerprint[:32]}")
            if meta.record and meta.version is not None:
                self._draw_code(payload(meta.record, meta.version, meta.fingerprint, self.page_no()))

    def _draw_code(self, text: str) -> None:
        """The code as one filled path, so that no reader smooths it away; bottom right, where nobody signs."""
        side, runs = squares(text)
        step = CODE_SIZE / side * self.k
        left, top = (MARGIN + TEXT_WIDTH - CODE_SIZE) * self.k, self.h_pt - (297 - BOTTOM + 3.5) * self.k
        path = " ".join(f"{left + x * step:.2f} {top - (y + 1) * step:.2f} {n * step:.2f} {step:.2f} re" for x, y, n in runs)
        self._out(f"q 0 g {path} f Q")

    def _watermark(self) -> None:
        self.set_font(BASE, "B", 96)
        self.set_text_color(WATERMARK)
        width = self.get_string_width("CONCEPT")
        with self.rotation(52, 105, 150):
            self.text(105 - width / 2, 162, "CONCEPT")

    # Drawing

    def use(self, style: Style, family: str = BASE) -> None:
        emphasis = style.emphasis if family == BASE else style.emphasis.replace("I", "")
        self.set_font(family, emphasis, style.size)
        self.set_text_color(style.colour)

    def rule(self, y: float, colour: Colour, thickness: float, *, x: float = MARGIN, width: float = TEXT_WIDTH) -> None:
        """A horizontal line, for the eye only."""
        with self.artifact():
            self.set_draw_color(colour)
            self.set_line_width(thickness)
            self.line(x, y, x + width, y)

    def write_in(self, width: float, text: str, style: Style, *, x: float | None = None, from_right: bool = False) -> None:
        """Text in a column from the current height; the height ends up below it. Long text goes on on the next page.

        `from_right` is for a column in a language that is written from the right: every line of it begins there.
        """
        left = MARGIN if x is None else x
        for paragraph in signs.paragraphs(text):
            self.set_x(left)
            if not paragraph.strip():
                self.y += style.line / 2
                continue
            with self._directed(paragraph, style, from_right) as (written, turned):
                # A name of one line lines up with the other answers; a text in Arabic starts at the right.
                starts_right = turned and ("\n" in text or self.get_string_width(written) > width)
                align = "R" if starts_right or from_right else "L"
                self.multi_cell(width, style.line, written, align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)

    @contextmanager
    def _directed(self, paragraph: str, style: Style, from_right: bool = False) -> Iterator[tuple[str, bool]]:
        """The paragraph as it must be drawn and whether it runs right to left, in the font of its script.

        In a column `from_right` a paragraph that begins with a name in our letters still runs from the right.
        """
        family = signs.family_of(paragraph)
        self.use(style, family if family in self.families else BASE)
        if not signs.needs_shaping(paragraph):
            yield paragraph, False
        else:
            turned = from_right or signs.runs_right_to_left(paragraph)
            if turned:
                self.set_text_shaping(True, direction=TextDirection.RTL, script="arab", language="ar")
            else:
                self.set_text_shaping(True, direction=TextDirection.LTR)
            # The glyphs lie in the order seen; a reader needs the order spoken, also of a name in Arabic in a Dutch sentence.
            with self.tag("Span", actual=paragraph):
                yield signs.keep_numbers(paragraph) if turned else paragraph, turned
        self.set_text_shaping(False)

    def height_of(self, text: str, width: float, style: Style) -> float:
        """Millimetres that `write_in` needs."""
        total = 0.0
        for paragraph in signs.paragraphs(text):
            if not paragraph.strip():
                total += style.line / 2
                continue
            with self._directed(paragraph, style) as (written, _):
                total += self._line_count(written, width) * style.line
        return total

    def _line_count(self, written: str, width: float) -> int:
        if self.get_string_width(written) <= width:
            return 1
        # Without page breaks: a measured text must not begin a page, not even one that is thrown away.
        self.set_auto_page_break(False)
        lines = self.multi_cell(width, text=written, align="L", dry_run=True, output=MethodReturnValue.LINES)
        self.set_auto_page_break(True, BOTTOM)
        return len(cast(list[str], lines))

    def width_of(self, text: str, style: Style) -> float:
        """Millimetres of the longest line of the text, when it is not broken."""
        self.use(style)
        return max((self.get_string_width(line) for line in text.split("\n")), default=0.0)

    def fit(self, text: str, width: float) -> str:
        """The text on one line, with "…" where it is too long; for header and footer only."""
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(text + "…") > width:
            text = text[:-1]
        return text.rstrip() + "…"

    def keep(self, height: float) -> bool:
        """Begin a new page when there is less than this height left; returns whether it did."""
        if not self.will_page_break(height):
            return False
        self.add_page()
        return True

    def keep_if_it_fits(self, height: float) -> None:
        """Begin a new page for what fits on a whole page but not on the rest of this one."""
        if height <= self.page_room:
            self.keep(height)

    @property
    def page_room(self) -> float:
        """Millimetres of text on a whole page."""
        return 297 - BOTTOM - float(self.t_margin)
