"""The code on every page: what it says, and that a scanner reads it from the page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from popforms.document import Answer, Block, Document, Meta, Signature
from popforms.paper import to_pdf
from popforms.paper.code import PageCode, parse, payload, squares
from popforms.paper.sheet import CODE_SIZE
from tests.support.pdfcheck import Checked

FINGERPRINT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
RECORD = "00ff12ab00ff12ab"
META = Meta("2025-0417", "Plan", 3, "definitief", FINGERPRINT, "Marijke de Wit", "12 maart 2025", record=RECORD)


def print_of(tmp_path: Path, *blocks: Block, meta: Meta = META) -> Checked:
    path = tmp_path / "plan.pdf"
    path.write_bytes(to_pdf(Document("Plan", meta, "Selam Tesfay", blocks), stamp=datetime(2025, 3, 12, 9, 30, tzinfo=UTC)))
    return Checked(path)


def test_what_is_made_is_what_is_read() -> None:
    text = payload(RECORD, 12, FINGERPRINT, 4)
    assert text == "POP1:00FF12AB00FF12AB:12:9F86D081884C7D65:4"
    assert parse(text) == PageCode(RECORD, 12, FINGERPRINT[:16], 4)


@pytest.mark.parametrize(
    "text",
    [
        "", "https://voorbeeld.nl", "POP1", "POP1:00FF12AB00FF12AB:12:9F86D081884C7D65", "POP2:00FF12AB00FF12AB:12:9F86D081884C7D65:4",
        "POP1:00FF12AB00FF12AB:12:9F86D081884C7D6:4", "POP1:00FF12AB00FF12AB:-1:9F86D081884C7D65:4", "POP1:0'; DROP TABLE:1:9F86D081884C7D65:1",
        "pop1:00ff12ab00ff12ab:12:9f86d081884c7d65:4", "POP1:00FF12AB00FF12AB:12:9F86D081884C7D65:4\nPOP1", f"POP1:{'A' * 65}:1:9F86D081884C7D65:1",
        "POP1:00FF12AB00FF12AB:１:9F86D081884C7D65:4",
    ],
)  # fmt: skip
def test_any_other_code_is_none_of_ours(text: str) -> None:
    assert parse(text) is None


def test_the_code_is_small_and_the_same_each_time() -> None:
    side, runs = squares(payload(RECORD, 999, FINGERPRINT, 99))
    assert side == 29, "as small as a code of this length can be"
    assert (side, runs) == squares(payload(RECORD, 999, FINGERPRINT, 99))
    assert CODE_SIZE / side > 0.45, "millimetres of a module that a common scanner sees"


def test_every_page_has_a_code_that_reads_back(tmp_path: Path) -> None:
    file = print_of(tmp_path, Answer("Verslag", "Een lang verhaal. " * 600), Signature("Jan", "Lid"))
    assert file.pages > 2
    assert file.codes == [PageCode(RECORD, 3, FINGERPRINT[:16], number) for number in range(1, file.pages + 1)]


def test_a_crooked_grey_scan_still_reads_back(tmp_path: Path) -> None:
    import pypdfium2
    import zxingcpp

    page = pypdfium2.PdfDocument(print_of(tmp_path, Answer("Naam", "Selam")).path.read_bytes())[0]
    paper = page.render(scale=150 / 72, grayscale=True).to_pil()
    for degrees in (2, 90, 180, 273):
        scan = (
            paper.rotate(degrees, expand=True, fillcolor=255)
            .resize((1000, 1414), Image.Resampling.BILINEAR)
            .point(lambda dot: 60 + dot // 2)
        )
        assert [parse(one.text) for one in zxingcpp.read_barcodes(scan)] == [PageCode(RECORD, 3, FINGERPRINT[:16], 1)], degrees


def test_a_draft_has_its_code_too_and_an_empty_form_has_none(tmp_path: Path) -> None:
    assert print_of(tmp_path, Answer("Naam", "x"), meta=Meta("1", "Plan", 1, "concept", FINGERPRINT, record=RECORD)).codes[0] is not None
    assert print_of(tmp_path, Answer("Naam", "x"), meta=Meta(form_title="Plan, leeg formulier", state="leeg")).codes == [None]


def test_the_code_lies_far_from_where_people_sign(tmp_path: Path) -> None:
    """Bottom right, below the text; a signature box ends above it with at least the white that a reader wants."""
    import pypdfium2

    for lines in (20, 28, 30, 32, 34):
        pdf = pypdfium2.PdfDocument(print_of(tmp_path, Answer("Verslag", "regel\n" * lines), Signature("Jan", "Lid")).path.read_bytes())
        for page in pdf:
            boxes = [item.get_bounds() for item in page.get_objects() if item.type == 2]
            [code] = [
                box
                for box in boxes
                if abs((box[2] - box[0]) - CODE_SIZE * 72 / 25.4) < 1 and abs((box[3] - box[1]) - CODE_SIZE * 72 / 25.4) < 1
            ]
            signed = [box for box in boxes if box[3] - box[1] > 40 / 25.4 * 72 and box is not code]
            assert all(box[1] - code[3] > 3 / 25.4 * 72 for box in signed)
