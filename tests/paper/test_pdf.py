"""A document drawn as PDF and read back."""

from __future__ import annotations

import gc
import io
import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pypdfium2
import pytest
from fpdf.fonts import TTFFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from popforms.document import Answer, Block, Document, Heading, Meta, Remark, RowTable, Signature, Space
from popforms.paper import to_pdf

STAMP = datetime(2025, 3, 12, 9, 30, tzinfo=UTC)
FINGERPRINT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
META = Meta("2025-0417", "Persoonlijk ontwikkelplan", 3, "definitief", FINGERPRINT, "Marijke de Wit", "12 maart 2025")


def paper(*blocks: Block, meta: Meta = META, **options: bool) -> bytes:
    document = Document("Persoonlijk ontwikkelplan", meta, "Selam Tesfay", blocks)
    return to_pdf(document, stamp=STAMP, gemeente="Gemeente Zuidwal", **options)


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page on one line, as a person would read it."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def body_of(pdf: bytes) -> str:
    """The text between header and footer of all pages, as one run of words."""
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        text = page.get_textpage().get_text_bounded(left=0, bottom=76, right=width, top=height - 50)
        pages.append(text)
    return " ".join(" ".join(pages).split())


PLAN = (
    Heading("Gegevens"),
    Answer("Naam", "Selam Tesfay"),
    Answer("Adres van de woning", "Dorpsstraat 12\n4341 AB Arnemuiden"),
    Heading("Module taal"),
    Remark("In eigen woorden van de statushouder."),
    Answer("Wat wil je bereiken?", "Ik wil in de zorg werken. " * 60),
    RowTable("Acties", ("Wat", "Wie", "Wanneer"), (("Aanmelden bij de taalschool", "Bram Kok", "1 april 2025"),)),
    Heading("Ondertekening"),
    Signature("Selam Tesfay", "Statushouder"),
    Signature("Marijke de Wit", "Regisseur", "Gemeente Zuidwal"),
)


def test_every_label_and_answer_is_on_paper() -> None:
    text = body_of(paper(*PLAN))
    for words in (
        "Persoonlijk ontwikkelplan",
        "gemaakt door Marijke de Wit",
        "Gegevens",
        "Adres van de woning",
        "Dorpsstraat 12 4341 AB Arnemuiden",
        "In eigen woorden van de statushouder.",
        "Wat wil je bereiken?",
        " ".join(["Ik wil in de zorg werken."] * 60),
        "Aanmelden bij de taalschool Bram Kok 1 april 2025",
        "Regisseur",
        "Plaats",
        "Datum",
        "Handtekening",
    ):
        assert words in text, words


def test_every_page_says_what_it_belongs_to() -> None:
    pages = pages_of(paper(*PLAN, Answer("Verslag", "Een lang verhaal. " * 600)))
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert "Gemeente Zuidwal" in text
        assert "Dossier 2025-0417 · Persoonlijk ontwikkelplan · versie 3" in text
        assert f"pagina {number} van {len(pages)}" in text
        assert FINGERPRINT[:32] in text
        assert FINGERPRINT[:33] not in text


def test_the_page_count_is_not_something_a_user_can_type() -> None:
    assert "korting {nb} euro" in body_of(paper(Answer("Opmerking", "korting {nb} euro")))


def test_concept_stands_on_every_page_until_the_document_is_frozen() -> None:
    long = Answer("Verslag", "Een lang verhaal. " * 600)
    draft = pages_of(paper(long, meta=replace(META, state="concept")))
    assert len(draft) > 1
    assert all("CONCEPT" in text for text in draft)
    for state in ("klaar", "getekend", "definitief", "leeg"):
        assert not any("CONCEPT" in text for text in pages_of(paper(long, meta=replace(META, state=state))))
    assert all("CONCEPT" in text for text in pages_of(paper(long, concept=True)))


def test_the_title_of_the_file_holds_no_name() -> None:
    title = PdfReader(io.BytesIO(paper(*PLAN))).xmp_metadata.dc_title["x-default"]
    assert title == "Persoonlijk ontwikkelplan 2025-0417"


def test_the_same_document_gives_the_same_bytes() -> None:
    blocks = (*PLAN, Answer("Naam", "أحمد ሰላም"))
    assert paper(*blocks) == paper(*blocks)
    document = Document("Plan", META, "", blocks)
    amsterdam = STAMP.astimezone(timezone(timedelta(hours=1)))
    assert to_pdf(document, stamp=STAMP) == to_pdf(document, stamp=amsterdam)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_pdf(Document("Plan", META), stamp=datetime(2025, 3, 12))


def test_an_answer_of_20000_signs_is_printed_whole() -> None:
    words = [f"woord{number}" for number in range(2000)]
    text = " ".join(words)
    assert len(text) < 20_000
    assert text in body_of(paper(Answer("Verslag", text)))
    unbroken = "w" * 20_000
    assert body_of(paper(Answer("Verslag", unbroken))).count("w") >= 20_000


def test_200_rows_are_a_table_with_its_heads_on_every_page() -> None:
    rows = tuple((f"actie {number}.", "Bram Kok", "open") for number in range(200))
    pdf = paper(RowTable("Acties", ("Wat doen we", "Wie", "Stand"), rows))
    text = body_of(pdf)
    assert all(f"actie {number}." in text for number in range(200))
    assert all("Wat doen we Wie Stand" in page for page in pages_of(pdf))


def test_wide_rows_become_cards_and_lose_nothing() -> None:
    columns = tuple(f"Kolom {number}" for number in range(12))
    rows = tuple(tuple(f"cel {row}-{number}." for number in range(12)) for row in range(4))
    text = body_of(paper(RowTable("Contacten", columns, (*rows, ("",) * 12))))
    assert "1 van 5" in text
    assert all(f"Kolom {number} cel {row}-{number}." in text for number in range(12) for row in range(4))


def test_a_cell_longer_than_a_page_is_printed_whole() -> None:
    story = " ".join(f"zin{number}" for number in range(1500))
    assert story in body_of(paper(RowTable("Verslagen", ("Datum", "Verslag"), (("1 mei", story),))))


def test_no_rows_and_no_answer_are_said() -> None:
    text = body_of(paper(Answer("Telefoon", ""), RowTable("Acties", ("Wat", "Wie"), ())))
    assert "Telefoon –" in text
    assert "Acties Geen" in text


@pytest.mark.parametrize("typed", ["<b>Jan</b> & <script>alert(1)</script>", "**Jan** __de__ [klik](https://x.nl) --x--"])
def test_html_and_markdown_are_printed_as_typed(typed: str) -> None:
    assert typed in body_of(paper(Answer("Naam", typed), Signature(typed, "Statushouder")))


def test_an_emoji_leaves_a_mark_and_a_note() -> None:
    text = body_of(paper(Answer("Opmerking", "Blij 😀 ermee")))
    assert "Blij [?] ermee" in text
    assert "Op de plaats van [?] stond een teken dat niet op papier kan" in text
    assert "[?]" not in body_of(paper(Answer("Opmerking", "Blij ermee")))


def fonts_of(pdf: bytes) -> str:
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    fonts = page["/Resources"]["/Font"]
    return " ".join(str(font.get_object()["/BaseFont"]) for font in fonts.values())


def test_arabic_and_tigrinya_names_are_drawn_in_their_own_font() -> None:
    pdf = paper(Answer("Naam", "Selam ሰላም"), Answer("Partner", "De heer أحمد محمد"))
    assert "Arabic" in fonts_of(pdf)
    assert "Ethiopic" in fonts_of(pdf)
    assert "ሰላም" in body_of(pdf)
    plain = fonts_of(paper(Answer("Naam", "Selam")))
    assert "Arabic" not in plain
    assert "Ethiopic" not in plain


def answer_width(pdf: bytes) -> int:
    """The width in pixels of the ink of the only answer on the first page."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=4, grayscale=True).to_numpy().squeeze()
    dark = (page[140 * 4 : 700 * 4, 242 * 4 :] < 100).any(axis=0).nonzero()[0]
    return int(dark.max() - dark.min())


def test_arabic_letters_are_joined() -> None:
    """Arabic with each letter apart is unreadable, and no validator sees it."""
    name = answer_width(paper(Answer("Naam", "محمد" * 4)))
    drawn_joined = answer_width(paper(Answer("Naam", "\ufee3\ufea4\ufee4\ufeaa" * 4)))
    assert abs(name - drawn_joined) <= 2
    assert abs(name - answer_width(paper(Answer("Naam", "\u200c".join("محمد" * 4))))) > 10


def test_a_phone_number_in_arabic_text_reads_as_it_was_typed() -> None:
    page = pypdfium2.PdfDocument(paper(Answer("Uitleg", "اتصل بنا على 06-123 45 678 يوم الاثنين")))[0].get_textpage()
    text = page.get_text_range()
    body = range(text.index("maart 2025") + 10, text.index("Uitleg"))
    digits = [(page.get_charbox(index)[0], text[index]) for index in body if text[index].isdigit()]
    assert "".join(digit for _, digit in sorted(digits)) == "0612345678"


def test_a_reader_hears_arabic_in_the_order_spoken() -> None:
    said = [str(element["/ActualText"]) for element in elements_of(paper(Answer("Naam", "أحمد محمد"))) if "/ActualText" in element]
    assert "أحمد محمد" in said


# Signatures


def signature_pages(pdf: bytes, word: str) -> list[int]:
    return [number for number, text in enumerate(pages_of(pdf), 1) for _ in range(text.count(word))]


def assert_signature_is_whole(pdf: bytes, name: str) -> None:
    pages = {signature_pages(pdf, word)[-1] for word in (name, "Rol van hem", "Plaats", "Datum", "Handtekening")}
    assert len(pages) == 1, pages
    page = pypdfium2.PdfDocument(pdf)[max(pages) - 1]
    boxes = [item.get_bounds() for item in page.get_objects() if item.type == 2]
    highest = max(boxes, key=lambda box: box[3] - box[1])
    assert highest[3] - highest[1] > 40 / 25.4 * 72
    assert highest[1] > 27 / 25.4 * 72 - 1


def test_a_signature_block_never_splits_wherever_it_falls() -> None:
    signature = Signature("Tekenaar Testman", "Rol van hem", "Gemeente Zuidwal")
    for lines in range(28, 46):
        assert_signature_is_whole(paper(Answer("Verslag", "regel\n" * lines + "einde"), signature), signature.name)


def test_a_signature_block_never_splits_in_any_document() -> None:
    dice = random.Random(7)
    for _ in range(20):
        name = "Tekenaar" + " Testman" * dice.randint(1, 30)
        others = [Signature("Ander", "Lid")] * dice.randint(0, 4)
        report = Answer("Verslag", "regel\n" * dice.randint(0, 120))
        pdf = paper(report, *others, Signature(name, "Rol van hem", "Gemeente Zuidwal"))
        assert_signature_is_whole(pdf, "Testman")


def test_a_heading_is_never_the_last_thing_on_a_page() -> None:
    for lines in range(24, 42):
        pages = pages_of(paper(Answer("V", "regel\n" * lines + "einde"), Heading("Slotkop"), Signature("Jan", "Lid")))
        assert not any(re.search(r"Slotkop Dossier 2025", text) for text in pages)
        assert any("Slotkop" in text and "Handtekening" in text for text in pages)


# Empty forms

REGELDAG = (
    Heading("Woning"),
    Answer("Adres van de woning", "Dorpsstraat 12"),
    Space("Is het huurcontract getekend?", options=("ja", "nog niet", "geweigerd")),
    Space("Wanneer gaat de huur in?", when="Alleen invullen als het contract getekend is.", hint="Dag, maand en jaar"),
    Space("Kale huur per maand", when="Alleen invullen als het contract getekend is."),
    Space("Wat is nog niet klaar?", lines=6),
    Space("Wat is geregeld voor elk kind?", columns=("Kind", "School"), lines=3),
    Space("Wie helpt er?", columns=tuple(f"Vraag {number}" for number in range(9)), lines=2),
    Signature("", "Statushouder"),
)


def squares(pdf: bytes) -> int:
    """The number of drawn boxes of 4 mm."""
    content = b"".join(page.get_contents().get_data() for page in PdfReader(io.BytesIO(pdf)).pages)
    return len(re.findall(rb" 11\.34 -11\.34 re S", content))


def test_an_empty_form_asks_everything_and_gives_room() -> None:
    pdf = paper(*REGELDAG)
    text = body_of(pdf)
    for block in REGELDAG:
        if isinstance(block, Space):
            assert block.label in text
            assert all(word in text for word in (*block.options, *block.columns, block.hint))
    assert "Dorpsstraat 12" in text
    assert squares(pdf) == 3


def test_each_line_to_write_on_is_drawn() -> None:
    def objects(*blocks: Block) -> int:
        return len(list(pypdfium2.PdfDocument(paper(*blocks))[0].get_objects()))

    three, nine = objects(Space("Wat is er?", lines=3)), objects(Space("Wat is er?", lines=9))
    assert nine - three == 6


def test_a_condition_is_told_once_for_the_questions_under_it() -> None:
    assert body_of(paper(*REGELDAG)).count("Alleen invullen als het contract getekend is.") == 1


def test_a_condition_comes_back_on_the_next_page() -> None:
    questions = [Space(f"Vraag {number}", lines=2, when="Alleen invullen bij kinderen.") for number in range(30)]
    pages = pages_of(paper(*questions))
    assert len(pages) > 1
    assert all("Alleen invullen bij kinderen." in text for text in pages)


def test_a_long_list_of_options_runs_over_the_page() -> None:
    options = tuple(f"keuze {number}." for number in range(300))
    pdf = paper(Space("Kies", options=options))
    text = body_of(pdf)
    assert all(option in text for option in options)
    assert squares(pdf) == 300


# Tags


def elements_of(pdf: bytes) -> list[DictionaryObject]:
    found: list[DictionaryObject] = []

    def walk(element: DictionaryObject) -> None:
        found.append(element)
        for kid in element.get("/K", []):
            kid = kid.get_object()
            if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/StructElem":
                walk(kid)

    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    for kid in root["/K"]:
        walk(kid.get_object())
    return found


def test_the_tags_tell_headings_tables_and_lists() -> None:
    roles = [str(element["/S"])[1:] for element in elements_of(paper(*PLAN))]
    assert roles[:2] == ["Document", "H1"]
    assert roles.count("H2") == 3
    assert roles.count("TH") == 3
    assert roles.count("TD") == 3
    assert roles.count("Lbl") == roles.count("LBody") == 3


def test_a_level_of_heading_is_never_skipped() -> None:
    roles = [str(element["/S"]) for element in elements_of(paper(Heading("Diep", 2), Heading("Kop", 1), Heading("Deel", 2)))]
    assert [role for role in roles if role.startswith("/H")] == ["/H1", "/H2", "/H2", "/H3"]


def test_words_at_a_line_end_are_not_glued_for_a_reader() -> None:
    page = pypdfium2.PdfDocument(paper(Answer("Doel", "Ik wil in de zorg werken. " * 60)))[0]
    answer = page.get_textpage().get_text_range().partition("Doel")[2].partition("Dossier")[0]
    assert len(re.findall(r" \r?\n", answer)) > 5
    assert not re.search(r"\w\r?\n\w", answer)


def test_a_long_document_has_bookmarks() -> None:
    outline = PdfReader(io.BytesIO(paper(*PLAN))).outline
    assert outline[0].title == "Persoonlijk ontwikkelplan"
    assert [item.title for item in outline[1]] == ["Gegevens", "Module taal", "Ondertekening"]


def test_a_print_leaves_no_font_in_memory() -> None:
    """A server makes prints for months; each font that stays is a megabyte."""
    for _ in range(2):
        paper(*PLAN, Answer("Naam", "ريما الخطيب"))
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, TTFFont)]
