"""Two versions on paper: beside each other when short, below each other when long, and every difference in words."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from popforms.definition.compare import compare
from popforms.definition.outline import Block, Compared, Piece
from popforms.document import Answer, Document, Heading, Meta, Remark
from popforms.paper import to_pdf
from tests.support.pdfcheck import check_bytes
from tests.support.pdftree import said

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
META = Meta("D-2026-010", "Plan: wat is er veranderd?", 5, "klaar om te tekenen", "a" * 64, record="00ff12ab00ff12ab")
STORY = "Wij spreken elkaar elke maand op het gemeentehuis. De school belt als het niet lukt. "


def paper(*blocks: Block) -> bytes:
    return to_pdf(Document("Plan: wat is er veranderd?", META, "Selam Tesfay", blocks), stamp=NOON)


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def heard(pdf: bytes) -> str:
    """The words in reading order, without what stands at the top and the foot of each page."""
    return "".join(text for _, text in said(pypdfium2.PdfDocument(pdf)))


def both(old: str, new: str) -> list[Block]:
    """What comparing gives, with the names that the two versions have on paper."""
    found = compare(
        Document("P", Meta(), blocks=(Heading("Het plan"), Answer("Hoe gaat het verder?", old, "p.hoe"))),
        Document("P", Meta(), blocks=(Heading("Het plan"), Answer("Hoe gaat het verder?", new, "p.hoe"))),
    )
    return [Compared(b.label, b.mark, b.was, b.now, ("Was (versie 4)", "Nu (versie 5)")) if isinstance(b, Compared) else b for b in found]


def test_a_change_names_both_versions_and_the_words_that_differ() -> None:
    (page,) = pages_of(paper(*both("De les is op maandag.", "De les is op dinsdag.")))
    for words in (
        "Hoe gaat het verder? gewijzigd",
        "Was (versie 4) De les is op [weg: maandag.]",
        "Nu (versie 5) De les is op [nieuw: dinsdag.]",
    ):
        assert words in page, words


def test_what_is_new_or_gone_stands_once() -> None:
    new = Compared("Aandacht", "nieuw", (), (Piece("Niet op vrijdag."),), ("Was (versie 4)", "Nu (versie 5)"))
    gone = Compared("Doel", "weg", (Piece("Leren zwemmen."),), (), ("Was (versie 4)", "Nu (versie 5)"))
    (page,) = pages_of(paper(Heading("Het plan"), new, gone))
    assert "Aandacht nieuw Nu (versie 5) Niet op vrijdag." in page and "Doel weg Was (versie 4) Leren zwemmen." in page


@pytest.mark.parametrize("times", [1, 12, 60, 200])
def test_long_texts_lose_no_word_over_pages(times: int) -> None:
    old = "".join(f"Zin {n} van toen. {STORY}" for n in range(times))
    new = "".join(f"Regel {n} van nu, heel anders en nieuw geschreven door iemand anders op kantoor. " for n in range(times))
    text = " ".join(heard(paper(*both(old, new))).split())
    assert all(f"Zin {n} van toen." in text and f"Regel {n} van nu" in text for n in range(times))


def test_what_stayed_the_same_is_told_as_an_answer() -> None:
    (page,) = pages_of(paper(Heading("Het plan"), Compared("Hoofddoel", "gelijk", (Piece("werk"),), (Piece("werk"),))))
    assert "Hoofddoel werk" in page and "gelijk" not in page


def test_a_comparison_holds_every_check_of_paper(tmp_path: Path) -> None:
    blocks = [
        Remark("Hier staat versie 4 naast versie 5."), *both(STORY * 30, STORY * 28 + "Daarna stopt het. " + STORY * 3),
        Compared("Naam", "gewijzigd", (Piece("ريما الخطيب"),), (Piece("ዮሃንስ ኪዳነ"),)),
        Compared("Weg", "weg", (Piece("Leren zwemmen."),), ()), Compared("Gelijk", "gelijk", (Piece("ja"),), (Piece("ja"),)),
    ]  # fmt: skip
    assert check_bytes(tmp_path, vergelijking=paper(*blocks)) == []
