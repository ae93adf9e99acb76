"""A letter drawn as PDF and read back: the window, the two languages beside each other, and what a reader hears."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
from pypdf import PdfReader

from popforms.document import Meta
from popforms.paper.letter import Letter, letter_to_paper, missing, read_lines
from popforms.paper.sheet import Paper
from tests.paper.test_pdf import elements_of, pages_of

STAMP = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DUTCH = """# Uitnodiging

Beste Selam Tesfay,

Dag: dinsdag 10 maart
Plaats: Kerkpad 3

## Wat neemt u mee?
- deze brief
- uw pasje

Bel mij: 0118 555 508.

Met vriendelijke groet,"""
ARABIC = """# دعوة

تحية طيبة Selam Tesfay،

اليوم: الثلاثاء 10 مارس
المكان: Kerkpad 3

## ماذا تحضرون معكم؟
- هذه الرسالة
- بطاقة الإقامة شيئًا

اتصلوا بي: 0118 555 508.

مع أطيب التحيات،"""
LETTER = Letter(
    meta=Meta("D-2026-014", "Brief", 2, "definitief", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    title="Uitnodiging kennismaking",
    sender=("Gemeente Zandvoorde", "Raadhuisplein 1", "4388 ZA Zandvoorde", "telefoon 0118 555 100"),
    address=("Selam Tesfay", "Schelpenkade 12", "4388 BC Zandvoorde"),
    head=(("Datum", "2 maart 2026"), ("Ons kenmerk", "D-2026-014")),
    text=DUTCH,
    signer=("Marieke van Dongen", "POP-consulent"),
)
BESIDE = replace(LETTER, own_text=ARABIC, own_language="ar", right_to_left=True)


def made(letter: Letter = LETTER, *, concept: bool = False) -> Paper:
    return letter_to_paper(letter, stamp=STAMP, concept=concept)


def places(pdf: bytes, words: str, page: int = 0) -> tuple[float, float, float, float]:
    """Where words stand, in millimetres from the left and the top: left, top, right, bottom."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    text = sheet.get_textpage()
    found = text.search(words).get_next()
    assert found, words
    start, count = found
    boxes = [text.get_charbox(index) for index in range(start, start + count)]
    height, scale = sheet.get_height(), 25.4 / 72
    return (
        min(box[0] for box in boxes) * scale, (height - max(box[3] for box in boxes)) * scale,
        max(box[2] for box in boxes) * scale, (height - min(box[1] for box in boxes)) * scale,
    )  # fmt: skip


def test_a_text_is_read_as_title_points_labels_and_rows() -> None:
    lines = read_lines(DUTCH + "\n\n1. een\n2. twee\n\n| Wat | Bedrag |\n| huur | € 1,00 |\n\nRegel een\nregel twee")
    assert [line.kind for line in lines] == [
        "title", "words", "pair", "pair", "heading", "item", "item", "words", "words", "number", "number", "row", "row", "words",
    ]  # fmt: skip
    assert (lines[2].label, lines[2].text) == ("Dag", "dinsdag 10 maart")
    assert lines[9].label == "1." and lines[12].cells == ("huur", "€ 1,00") and lines[13].text == "Regel een\nregel twee"


@pytest.mark.parametrize(
    "words", ["Kunt u niet komen? Bel mij: 0118 555 508.", "Let op: dit is een zin", "Dag: een\nDit is een zin zonder punt"]
)
def test_a_sentence_with_a_colon_is_no_list_of_labels(words: str) -> None:
    assert {line.kind for line in read_lines(words)} == {"words"}


def test_sender_address_reference_and_signature_are_on_paper() -> None:
    [page] = pages_of(made().content)
    for words in ("Gemeente Zandvoorde", "telefoon 0118 555 100", "Selam Tesfay", "Schelpenkade 12", "4388 BC Zandvoorde", "2 maart 2026", "D-2026-014",
                  "Wat neemt u mee?", "deze brief", "Met vriendelijke groet", "Marieke van Dongen", "POP-consulent", "versie 2", "pagina 1 van 1"):  # fmt: skip
        assert words in page, words


def test_the_address_stands_in_the_window_of_the_envelope() -> None:
    """Left window of an EA5/6 envelope with the sheet folded in three: 20 mm from the left, between 45 and 90 mm from the top."""
    pdf = made().content
    first, last = places(pdf, "Schelpenkade 12"), places(pdf, "4388 BC Zandvoorde")
    assert 19 < first[0] < 22 and first[1] > 45 and last[3] < 85
    assert places(pdf, "Uitnodiging")[1] > 78, "nothing of the letter shows through the window"


def test_no_line_of_a_long_address_is_lost() -> None:
    lines = tuple(f"regel {number} van het adres" for number in range(1, 9))
    pdf = made(replace(LETTER, address=(*lines, "4388 BC Zandvoorde"))).content
    assert all(places(pdf, line) for line in lines)
    assert places(pdf, "Uitnodiging")[1] > places(pdf, "4388 BC Zandvoorde")[3]


def test_the_two_languages_stand_beside_each_other_line_by_line() -> None:
    result = made(BESIDE)
    assert result.pages == 1
    dutch, own = places(result.content, "deze brief"), places(result.content, "Kerkpad 3")
    assert dutch[2] < 105, "the Dutch is left"
    text = pypdfium2.PdfDocument(result.content)[0].get_textpage().get_text_range()
    assert text.count("Kerkpad 3") == 2 and own[2] < 105
    assert places(result.content, "Marieke van Dongen")[1] > dutch[3]


def test_each_language_is_a_section_that_says_so_in_the_order_left_then_right() -> None:
    sections = [element for element in elements_of(made(BESIDE).content) if element["/S"] == "/Sect"]
    assert [str(section["/Lang"]) for section in sections] == ["nl-NL", "ar"]
    roles = [[str(kid.get_object()["/S"]) for kid in section["/K"]] for section in sections]
    headings = [[role for role in one if role[1] == "H"] for one in roles]
    assert headings == [["/H1", "/H2"], ["/H2", "/H3"]], "the letter has one title, and its translation stands below it"
    assert len(roles[0]) == len(roles[1]), "the reader hears the whole Dutch letter, then the whole other one"


def test_the_other_language_runs_from_the_right_edge() -> None:
    page = pypdfium2.PdfDocument(made(BESIDE).content)[0]
    text = page.get_textpage()
    arabic = [index for index in range(text.count_chars()) if "\u0600" <= text.get_text_range(index, 1) <= "\u06ff"]
    right = max(text.get_charbox(index)[2] for index in arabic) * 25.4 / 72
    left = min(text.get_charbox(index)[0] for index in arabic) * 25.4 / 72
    assert right == pytest.approx(190, abs=1.5) and left > 105


def test_a_phone_number_reads_the_same_in_every_language() -> None:
    page = pypdfium2.PdfDocument(made(BESIDE).content)[0].get_textpage()
    lines: dict[int, list[tuple[float, str]]] = {}
    for index, sign in enumerate(page.get_text_range()):
        left, bottom, *_ = page.get_charbox(index)
        if sign.isdigit() and left * 25.4 / 72 > 105:
            lines.setdefault(round(bottom), []).append((left, sign))
    assert "0118555508" in ["".join(sign for _, sign in sorted(line)) for line in lines.values()]


def test_what_is_said_aloud_in_arabic_is_in_the_order_spoken() -> None:
    said = [str(element["/ActualText"]) for element in elements_of(made(BESIDE).content) if "/ActualText" in element]
    assert any("هذه الرسالة" in words for words in said)


def test_every_glyph_of_arabic_says_something() -> None:
    """A mark that the font draws in a piece of its own had nothing to say, and PDF/A refuses that."""
    reader = PdfReader(io.BytesIO(made(BESIDE).content))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    [arabic] = [font for font in fonts if str(font["/BaseFont"]).endswith("NotoSansArabic")]
    told = arabic["/ToUnicode"].get_data().decode()
    [count] = [int(line.split()[0]) for line in told.splitlines() if line.endswith("beginbfchar")]
    codes = {line.split()[0] for line in told.splitlines() if line.startswith("<") and line.count("<") == 2} - {"<0000>"}
    assert "<200B>" in told and len(codes) >= count - 2


def test_a_summary_stands_on_a_page_of_its_own() -> None:
    result = made(replace(BESIDE, beside=False))
    assert result.pages == 2
    pages = pages_of(result.content)
    assert "Marieke van Dongen" in pages[0] and "Kerkpad 3" in pages[1]


def test_one_line_in_the_own_language_stands_under_the_letter() -> None:
    result = made(replace(LETTER, own_text="እዛ ደብዳቤ ኣገዳሲት እያ። 0118 555 508", own_language="ti"))
    assert result.pages == 1
    assert places(result.content, "እዛ ደብዳቤ")[1] > places(result.content, "POP-consulent")[1]
    assert [str(one["/Lang"]) for one in elements_of(result.content) if one["/S"] == "/Sect"] == ["nl-NL", "ti"]


def test_texts_of_another_shape_still_stand_beside_each_other() -> None:
    result = made(replace(LETTER, own_text="# Invitation\n\nOne paragraph and nothing else.", own_language="en"))
    assert result.pages == 1 and places(result.content, "One paragraph")[0] > 105


def test_a_long_letter_goes_on_and_its_pages_are_counted() -> None:
    long = DUTCH.replace("Bel mij", "\n\n".join(f"Alinea {number} met een paar woorden." for number in range(60)) + "\n\nBel mij")
    assert made(replace(LETTER, text=long)).pages == 3
    beside = made(replace(BESIDE, text=long, own_text=ARABIC.replace("اتصلوا", "\n\n".join(f"فقرة {n}" for n in range(60)) + "\n\nاتصلوا")))
    pages = pages_of(beside.content)
    assert beside.pages == len(pages) >= 3
    assert all(f"Alinea {number} " in " ".join(pages) for number in range(60))


def test_the_heads_of_a_table_are_told_as_heads() -> None:
    pdf = made(replace(LETTER, text="# Geld\n\n| Wat | Elke maand |\n| huur | € 636,50 |\n| water | € 20,00 |")).content
    roles = [str(element["/S"]) for element in elements_of(pdf)]
    assert roles.count("/TH") == 2 and roles.count("/TD") == 4 and roles.count("/TR") == 3


LINES = "\n".join(f"| last {number} | Woonbedrijf | € {number},00 |" for number in range(1, 70))
LONG_TABLE = f"# Geld\n\nZo gaat het.\n\n| Wat | Aan wie | Elke maand |\n{LINES}\n\nMet vriendelijke groet,"


def tables(pdf: bytes) -> list[list[list[str]]]:
    """Of each table the roles in each of its rows."""
    return [
        [[str(cell.get_object()["/S"]) for cell in row.get_object()["/K"]] for row in table["/K"]]
        for table in elements_of(pdf)
        if table["/S"] == "/Table"
    ]


@pytest.mark.parametrize("beside", [False, True], ids=["Dutch alone", "two languages"])
def test_a_table_over_more_pages_is_one_table_whose_heads_come_back_for_the_eye(beside: bool) -> None:
    own = LONG_TABLE.replace("Geld", "Money").replace("Wat |", "What |") if beside else ""
    letter = made(replace(LETTER, text=LONG_TABLE, own_text=own, own_language="en" if beside else ""))
    found = tables(letter.content)
    assert len(found) == (2 if beside else 1)
    for table in found:
        assert table == [["/TH"] * 3, *[["/TD"] * 3] * 69]
    pages = [page for page in pages_of(letter.content) if "Woonbedrijf" in page]
    assert len(pages) >= 3
    for page in pages:
        assert page.count("Aan wie") == len(found) and (" What " in page.replace("\n", " ")) is beside
        first = page.index("Elke maand")
        assert "last" in page[first:] and "last" not in page[:first]
    for number in range(1, 70):
        assert sum(page.count(f"€ {number},00") for page in pages) == len(found), "no row is lost or told twice"


@pytest.mark.parametrize("before", range(16, 27))
def test_the_heads_of_a_table_never_stand_alone_at_the_end_of_a_page(before: int) -> None:
    text = "# Geld\n\n" + "\n\n".join(["Zo gaat het."] * before) + "\n\n## Vaste lasten\n\n| Wat | Elke maand |\n| huur | € 1,00 |"
    pages = pages_of(made(replace(LETTER, text=text)).content)
    (at,) = [number for number, page in enumerate(pages) if "Elke maand" in page]
    assert "Vaste lasten" in pages[at] and "huur" in pages[at]


def test_concept_stands_across_a_letter_that_is_not_fixed() -> None:
    assert "CONCEPT" in pages_of(made(concept=True).content)[0]
    assert "CONCEPT" not in pages_of(made().content)[0]


def test_a_sign_that_cannot_be_printed_is_told() -> None:
    letter = replace(LETTER, text=DUTCH + "\n\nTot snel 😀")
    assert missing(letter) == ("😀",) and "[?]" in pages_of(made(letter).content)[0]


def test_html_and_templates_are_printed_as_typed() -> None:
    typed = "<b>Jan</b> & {{ bsn }} **vet**"
    assert typed in pages_of(made(replace(LETTER, text=f"# Kop\n\n{typed}")).content)[0]


def test_the_file_says_what_it_is_without_a_name_and_is_the_same_each_time() -> None:
    assert made(BESIDE).content == made(BESIDE).content
    assert PdfReader(io.BytesIO(made().content)).xmp_metadata.dc_title["x-default"] == "Uitnodiging kennismaking D-2026-014"  # type: ignore[union-attr]
