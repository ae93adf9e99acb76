"""Content that nobody would print on purpose: nothing crashes, nothing is cut off and nothing lies outside the page."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
import pytest

from popforms.document import Answer, Block, Bullets, Document, Heading, Meta, Remark, RowTable, Signature, Space, Text, Ticks
from popforms.paper import missing, to_pdf
from popforms.paper.sheet import BOTTOM
from popforms.paper.text import printable
from tests.support.pdfcheck import check_bytes
from tests.support.pdftree import said

META = Meta("2025-0417", "Plan", 3, "definitief", "9f86d081884c7d65" * 4, "Marijke de Wit", "12 maart 2025", record="00ff00ff00ff00ff")
MILLIMETRE = 72 / 25.4
ARABIC, TIGRINYA, FARSI = "السلام عليكم ورحمة الله", "ሰላም ለኩልኹም", "فریبا گل‌محمدی"

CONTENT = {
    "20,000 signs": " ".join(f"woord{number}" for number in range(2000)),
    "20,000 signs without a space": "x" * 20_000,
    "20,000 signs in Arabic": f"{ARABIC} " * (20_000 // len(ARABIC)),
    "2,000 lines": "a\n" * 2_000,
    "unbroken words of 500 signs": " ".join("abcdefghij" * 50 for _ in range(8)),
    "emoji": "Blij 😀 met het gezin 👨‍👩‍👧‍👦 en 🇳🇱 ermee 👍🏽",
    "three scripts in a sentence": f"De heer {ARABIC} en mevrouw {TIGRINYA} wonen op 12-03 bij {FARSI}, bel 06-12345678.",
    "right to left first": f"{ARABIC} 06-123 45 678 (Jan de Vries) {FARSI} https://voorbeeld.nl/pad?x=1",
    "signs that no font has": "汉字 漢字 ไทย 한국어 \U0001d54f \U0010fffd \ue000",
    "control characters": "".join(map(chr, [*range(32), *range(127, 160)])) + "einde",
    "turned round": "betaald \u202e001\u202c euro \u2066x\u2069 \u200f\u200e \u2067omgekeerd\u2069",
    "marks on marks": "e" + "\u0301" * 60 + " " + "a\u0300\u0301\u0302\u0303" * 20,
    "lone surrogates": "a\ud83d b\ude00 c",
    "layout words": "{nb} **vet** __schuin__ <b>x</b> & % \\ \x01\x02 \r\n\r\n\t\tinspringen",
    "nothing but white": " \u00a0\u2003\u200b\n\n\t \u3000",
}


def everywhere(text: str) -> tuple[Block, ...]:
    """The text in every block that holds what somebody typed."""
    return (
        Heading(text[:300]),
        Answer("Verslag", text),
        Remark(text[:2000]),
        Text(text[:3000], large=True),
        Bullets((text[:600], "kort", text[:100])),
        RowTable("Rijen", ("Wat", "Wie", "Wanneer"), ((text[:250], "Jan", "mei"), (text[:40], text[:40], text[:40]))),
        RowTable("Kaarten", tuple(f"Kolom {n}" for n in range(8)), ((text, *["x"] * 7),)),
        Ticks(((text[:300] or "?", (("ja", True), ("nee", False))),)),
        Space(text[:200] or "?", hint=text[:200]),
        Signature(text[:300], text[:100], text[:100]),
    )


def paper(*blocks: Block) -> bytes:
    return to_pdf(
        Document("Plan", META, "Selam Tesfay", blocks), stamp=datetime(2025, 3, 12, 9, 30, tzinfo=UTC), gemeente="Gemeente Zuidwal"
    )


def glyphs(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """The box of every sign on every page, as left, bottom, right, top in points."""
    boxes = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for number in range(text.count_chars()):
            left, right, bottom, top = (ctypes.c_double() for _ in range(4))
            raw.FPDFText_GetCharBox(text, number, left, right, bottom, top)
            if right.value > left.value and top.value > bottom.value:
                boxes.append((left.value, bottom.value, right.value, top.value))
    return boxes


def letters_of(text: str) -> Counter[str]:
    """Letters and figures without white, marks and signs that only steer; joined Arabic forms as the letters they are."""
    plain = unicodedata.normalize("NFKD", text)
    return Counter(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


def heard(pdf: bytes) -> str:
    return "".join(text for _, text in said(pypdfium2.PdfDocument(pdf)))


@pytest.mark.parametrize("name", CONTENT)
def test_nothing_is_cut_off_and_nothing_lies_outside_the_page(name: str) -> None:
    text = CONTENT[name]
    pdf = paper(*everywhere(text))
    outside = [
        box
        for box in glyphs(pdf)
        if box[0] < 15 * MILLIMETRE or box[2] > (210 - 15) * MILLIMETRE or box[1] < 5 * MILLIMETRE or box[3] > (297 - 6) * MILLIMETRE
    ]
    assert not outside, outside[:3]
    assert not letters_of(printable(text)) - letters_of(heard(paper(Answer("Verslag", text)))), "letters are gone"


@pytest.mark.parametrize("name", [name for name in CONTENT if "white" not in name and name != "20,000 signs in Arabic"])
def test_the_words_come_back_in_their_order(name: str) -> None:
    """As a screen reader says them; words from right to left lie on the page in the order seen. A part that goes on on the next page
    is found there again by the way of reading here, so the longest is left to its letters, above."""
    text = CONTENT[name]
    typed = [sign for sign in unicodedata.normalize("NFKD", printable(text)) if unicodedata.category(sign)[0] in "LN"]
    read = [sign for sign in unicodedata.normalize("NFKD", heard(paper(Answer("?", text)))) if unicodedata.category(sign)[0] in "LN"]
    assert "".join(typed) in "".join(read)


def test_a_name_in_arabic_is_heard_in_its_order_inside_a_dutch_sentence() -> None:
    for text in ("Mevrouw ريما حداد الخطيب belt.", "Zij heet ريما حداد", "ريما حداد is haar naam."):
        assert text in heard(paper(Answer("Verslag", text)))


def test_body_text_stays_clear_of_the_footer_and_the_code() -> None:
    pdf = paper(Answer("Verslag", CONTENT["20,000 signs"]), Signature("Jan", "Lid"))
    line = BOTTOM * MILLIMETRE
    feet = [box for box in glyphs(pdf) if box[1] < line]
    assert feet and all(box[3] < line for box in feet), "a line of text runs into the footer"


def test_300_rows_are_all_there_in_order() -> None:
    rows = tuple((f"actie {number}.", "Bram Kok", "open") for number in range(300))
    text = heard(paper(RowTable("Acties", ("Wat", "Wie", "Stand"), rows)))
    places = [text.index(f"actie {number}.") for number in range(300)]
    assert places == sorted(places)
    cards = heard(
        paper(RowTable("Acties", tuple(f"Kolom {n}" for n in range(9)), tuple(tuple(f"c{r}-{n}." for n in range(9)) for r in range(300))))
    )
    assert all(f"c{row}-{number}." in cards for row in (0, 150, 299) for number in range(9))


def test_what_is_hostile_still_is_a_good_pdf(tmp_path: Path) -> None:
    blocks = [
        block
        for name in ("emoji", "right to left first", "turned round", "marks on marks", "layout words")
        for block in everywhere(CONTENT[name])
    ]
    assert check_bytes(tmp_path, hostile=paper(*blocks)) == []


def test_what_cannot_be_printed_is_named_with_where_it_stands() -> None:
    document = Document(
        "Plan",
        META,
        "",
        (Heading("Wonen"), Answer("Opmerking", "Blij 😀"), Answer("Naam", "李"), RowTable("Acties", ("Wat",), (("😀",),)), Text("👍")),
    )
    assert missing(document) == {"😀": ["Opmerking", "Acties"], "李": ["Naam"], "👍": ["Wonen"]}
    assert missing(Document("Plan", META, "", (Answer("Naam", "Selam ሰላም أحمد"),))) == {}
