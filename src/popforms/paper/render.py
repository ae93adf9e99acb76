"""A document as PDF: what is known printed, what is open with room for a pen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

from popforms.document import (
    Answer,
    Block,
    Bullets,
    Compared,
    Document,
    Heading,
    NewPage,
    Remark,
    RowTable,
    Scanned,
    Signature,
    Space,
    Text,
    Ticks,
)  # fmt: skip
from popforms.paper import text as signs
from popforms.paper.answers import NEXT_BLOCK, NEXT_LINES, NEXT_ROWS, draw_heading, draw_masthead, draw_pair, draw_remark
from popforms.paper.compared import draw_compared
from popforms.paper.logo import Logo
from popforms.paper.pen import (
    CONDITION_INDENT,
    condition_height,
    draw_condition,
    draw_signature,
    draw_space,
    signatures_height,
    space_height,
)
from popforms.paper.rows import draw_row_table
from popforms.paper.running import draw_bullets, draw_scanned, draw_text, draw_ticks, text_height
from popforms.paper.sheet import Paper, Sheet

MISSING_NOTE = (
    f"Op de plaats van {signs.MISSING} stond een teken dat niet op papier kan, bijvoorbeeld een emoji. "
    "Op het scherm staat het teken er wel."
)


def to_pdf(
    document: Document, *, stamp: datetime, gemeente: str = "", concept: bool | None = None, logo: Logo | None = None, attach: bytes = b""
) -> bytes:
    """The bytes of `to_paper`."""
    return to_paper(document, stamp=stamp, gemeente=gemeente, concept=concept, logo=logo, attach=attach).content


def to_paper(
    document: Document, *, stamp: datetime, gemeente: str = "", concept: bool | None = None, logo: Logo | None = None, attach: bytes = b""
) -> Paper:
    """The document as PDF/A-3A and PDF/UA-1; the same input gives the same bytes.

    `stamp` is the moment, with a time zone, that the file carries; `concept` follows the state unless given. A
    character that is in none of our fonts is printed as "[?]", with a note at the end. `attach` is the JSON that goes along
    as plan.json: only what is also printed.
    """
    if stamp.tzinfo is None:
        raise ValueError("stamp needs a time zone")
    if any(signs.unsupported(text) for text in _texts(document)):
        document = replace(document, blocks=(*document.blocks, Remark(MISSING_NOTE)))
    document, gemeente = _printable(document), signs.printable(gemeente)
    meta = document.meta
    sheet = Sheet(
        meta,
        title=f"{meta.form_title or document.title} {meta.dossiernummer}".strip(),
        stamp=stamp.astimezone(UTC),
        gemeente=gemeente,
        concept=meta.state == "concept" if concept is None else concept,
        texts=[*_texts(document), gemeente],
        logo=logo,
    )
    draw_masthead(sheet, document)
    _Blocks(sheet).draw(document.blocks)
    if attach:
        sheet.attach("plan.json", attach, "De antwoorden op deze afdruk, voor een programma")
    return sheet.to_paper()


def missing(document: Document) -> dict[str, list[str]]:
    """The characters that would be printed as "[?]", each with where it stands: the label of a question, or a heading."""
    found: dict[str, list[str]] = {}
    heading = document.title
    for block in document.blocks:
        heading = block.text if isinstance(block, Heading) else heading
        where = str(getattr(block, "label", "")) or heading
        for sign in dict.fromkeys(sign for text in _texts(block) for sign in signs.unsupported(text)):
            places = found.setdefault(sign, [])
            places += [where] if where not in places else []
    return found


def _texts(value: Any) -> Iterator[str]:
    """Every text that is written on the paper; the words behind a picture are heard and not written."""
    if isinstance(value, Scanned):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _printable(value: Any) -> Any:
    if isinstance(value, Scanned):
        return value
    if isinstance(value, str):
        return signs.printable(value)
    if isinstance(value, tuple):
        return tuple(_printable(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _printable(getattr(value, field.name)) for field in fields(value)})
    return value


class _Blocks:
    """Draws block after block; remembers the level of the last heading and the condition that was told last."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.level = 0
        self.told = ("", 0)
        self.signing = False

    def draw(self, blocks: tuple[Block, ...]) -> None:
        rest = list(blocks)
        while rest:
            questions = list(takewhile(_is_question, rest))
            if questions:
                with self.sheet.tag("L"):
                    for question in questions:
                        self.question(question)
            else:
                self.block(rest[0], rest[1:])
            del rest[: len(questions) or 1]

    def block(self, block: Block, after: Sequence[Block]) -> None:
        match block:
            case Heading(text, level):
                # A level is never skipped: a reader takes the missing one for lost text.
                self.level = min(max(level, 1), self.level + 1, 5)
                headings = _headings(after)
                draw_heading(self.sheet, text, self.level, headings_below=headings, next_block=self.room_for(after[headings:]))
            case RowTable():
                draw_row_table(self.sheet, block)
            case Signature():
                self.signature(block, after)
            case Text():
                draw_text(self.sheet, block)
            case Bullets():
                draw_bullets(self.sheet, block)
            case Ticks():
                draw_ticks(self.sheet, block)
            case Scanned():
                draw_scanned(self.sheet, block)
            case NewPage() if self.sheet.y > self.sheet.t_margin:
                self.sheet.add_page()
            case Remark(text):
                draw_remark(self.sheet, text)
        self.told = ("", 0)

    def room_for(self, blocks: Sequence[Block]) -> float:
        """Millimetres that a heading wants below it, before these blocks."""
        texts = [block for block in takewhile(lambda block: isinstance(block, Text), blocks) if isinstance(block, Text)]
        signed = [b for b in takewhile(lambda block: isinstance(block, Signature), blocks[len(texts) :]) if isinstance(b, Signature)]
        if texts and signed:  # what is signed for stands on the page that is signed
            together = sum(text_height(self.sheet, text) for text in texts) + signatures_height(self.sheet, signed)
            return together if together <= self.sheet.page_room - NEXT_BLOCK else NEXT_BLOCK
        first = blocks[0] if blocks else None
        if isinstance(first, RowTable) and not first.label:
            return NEXT_ROWS
        return NEXT_LINES if isinstance(first, _RUNS_ON) else NEXT_BLOCK

    def signature(self, signature: Signature, after: Sequence[Block]) -> None:
        """A box to sign in; those that stand below each other lie on one page when they can, so that nobody signs an empty page."""
        if not self.signing:
            group = [signature, *takewhile(lambda block: isinstance(block, Signature), after)]
            self.sheet.keep_if_it_fits(signatures_height(self.sheet, [one for one in group if isinstance(one, Signature)]))
        draw_signature(self.sheet, signature)
        self.signing = bool(after) and isinstance(after[0], Signature)

    def question(self, question: Block) -> None:
        match question:
            case Answer(label, text):
                draw_pair(self.sheet, label, text)
                self.told = ("", 0)
            case Compared():
                draw_compared(self.sheet, question)
                self.told = ("", 0)
            case Space(when=when):
                # One condition over several questions is told once, and again on the next page.
                indent = CONDITION_INDENT if when else 0
                self.sheet.keep(space_height(self.sheet, question, indent=indent))
                if when and self.told != (when, self.sheet.page):
                    both = condition_height(self.sheet, when) + space_height(self.sheet, question, indent=indent)
                    self.sheet.keep(both)
                    draw_condition(self.sheet, when)
                draw_space(self.sheet, question, indent=indent)
                self.told = (when, self.sheet.page)


_RUNS_ON = (Text, Bullets, Ticks, Scanned)
"""Blocks that begin with a line or two and may go on on the next page."""


def _is_question(block: Block) -> bool:
    return isinstance(block, Answer | Space | Compared)


def _headings(blocks: Sequence[Block]) -> int:
    """How many headings these blocks begin with."""
    return sum(1 for _ in takewhile(lambda block: isinstance(block, Heading), blocks))
