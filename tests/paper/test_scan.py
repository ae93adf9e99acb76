"""Scans are read whatever a scanner, a phone or a pen did to the paper; and whatever a file does to the reader, the server sees it end."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from popforms.document import Answer, Document, Heading, Meta, Signature
from popforms.paper import to_paper
from popforms.paper.pages import NotReadable
from popforms.paper.scan import MOST_FILES, Reading, ScanPage
from popforms.paper.sheet import Paper
from tests.support import scans
from tests.support.scans import Picture

RECORD, FINGERPRINT = "71e74bf2cf41080e", "c88908b269d3dcad" + "0" * 48
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def paper() -> Paper:
    """A plan of a few pages, signed on the last."""
    blocks = [Heading("Het plan"), *(Answer(f"Vraag {n}", "Een antwoord van een paar regels. " * 12) for n in range(12))]
    meta = Meta("D-2026-010", "PIP", 3, "klaar om te tekenen", FINGERPRINT, record=RECORD)
    return to_paper(Document("PIP", meta, "Selam Tesfay", (*blocks, Signature("Selam Tesfay", "statushouder"))), stamp=NOON)


def read(*files: bytes) -> list[ScanPage]:
    return Reading(files).result()


def found(pages: list[ScanPage]) -> list[int]:
    """The numbers of the pages, in the order of the scan."""
    assert {(code.record, code.version, code.fingerprint) for page in pages for code in page.codes} <= {(RECORD, 3, FINGERPRINT[:16])}
    return [code.page for page in pages for code in page.codes]


def test_paper_tells_its_pages_and_where_it_is_signed(paper: Paper) -> None:
    assert paper.pages == len(scans.sheets_of(paper.content)) >= 3
    assert paper.signed_on == (paper.pages,)


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize(
    "wear",
    [
        lambda sheet: sheet,
        *(partial(scans.turned, degrees=degrees) for degrees in (90, 180, 270, 3, -7)),
        scans.noisy,
        scans.shaded,
        scans.scribbled,
        scans.leaning,
        lambda sheet: scans.noisy(scans.shaded(scans.scribbled(scans.turned(sheet, 183)))),
    ],
    ids=["clean", "90", "180", "270", "3 askew", "7 askew", "noise", "shadow", "scribble", "leaning", "all of it"],
)
def test_every_page_is_read(paper: Paper, dpi: int, wear: Callable[[Picture], Picture]) -> None:
    pages = read(scans.scan_of(paper.content, dpi, wear))
    assert found(pages) == list(range(1, paper.pages + 1))


def test_photos_of_a_phone_are_read_in_any_order(paper: Paper) -> None:
    sheets = [scans.photo(sheet) for sheet in scans.sheets_of(paper.content, 250)]
    assert found(read(*(scans.jpg(sheet, 55) for sheet in reversed(sheets)))) == list(range(paper.pages, 0, -1))


def test_a_small_or_huge_picture_of_a_page_is_read(paper: Paper) -> None:
    assert found(read(scans.png(scans.sheets_of(paper.content, 80)[0]), scans.jpg(scans.sheets_of(paper.content, 600)[1], 40))) == [1, 2]


def test_two_pages_on_one_glass_are_both_read(paper: Paper) -> None:
    left, right = scans.sheets_of(paper.content)[:2]
    both = left.resize((left.width * 2, left.height))
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    assert sorted(found(read(scans.jpg(both)))) == [1, 2]


def test_a_page_is_told_apart_as_blank_foreign_or_without_code(paper: Paper) -> None:
    first = scans.sheets_of(paper.content)[0]
    pages = read(
        scans.jpg(scans.empty_back(first)),
        scans.jpg(scans.with_code("https://voorbeeld.nl/betaal")),
        scans.jpg(scans.without_code(first)),
        scans.jpg(scans.with_code("POP1:71E74BF2CF41080E:3:C88908B269D3DCAD")),
    )
    assert [(page.codes, page.foreign, page.blank) for page in pages] == [
        ((), False, True), ((), True, False), ((), False, False), ((), True, False),
    ]  # fmt: skip


# --- what must not happen ---------------------------------------------------------------------------------------------

HOSTILE: dict[str, tuple[Callable[[Paper], bytes], str]] = {
    "500 pages": (lambda paper: scans.many_pages(500), "te veel bladzijden"),
    "JavaScript": (lambda paper: scans.with_script(), "zit een programma"),
    "hidden JavaScript": (lambda paper: scans.with_hidden_script(), "zit een programma"),
    "password": (lambda paper: scans.with_password(paper.content), "met een wachtwoord dicht"),
    "huge picture": (lambda paper: scans.huge_picture(), "te groot plaatje"),
    "half a pdf": (lambda paper: paper.content[: len(paper.content) // 3] + b"\n%%EOF\n", "niet te lezen"),
    "half a jpg": (lambda paper: scans.jpg(scans.sheets_of(paper.content)[0])[:20_000], "niet te lezen"),
    "no pdf at all": (lambda paper: b"%PDF-1.7\n" + b"x" * 1000 + b"%%EOF", "niet te lezen"),
    "jpg and pdf": (lambda paper: scans.jpg(scans.sheets_of(paper.content)[0]) + paper.content, "twee soorten bestand"),
    "pdf and zip": (lambda paper: paper.content + b"PK\x05\x06" + b"\0" * 18 + b"\n%%EOF\n", "twee soorten bestand"),
    "pdf and page": (lambda paper: b"%PDF-1.7\n<script>alert(1)</script>\n" + paper.content, "twee soorten bestand"),
    "nothing": (lambda paper: b"", "niet te lezen"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence(paper: Paper, name: str) -> None:
    make, words = HOSTILE[name]
    with pytest.raises(NotReadable, match=words):
        read(make(paper))
    assert found(read(scans.jpg(scans.sheets_of(paper.content)[0]))) == [1]  # the next one is read as ever


def test_which_of_many_files_is_wrong_is_told(paper: Paper) -> None:
    good = scans.jpg(scans.sheets_of(paper.content)[0])
    with pytest.raises(NotReadable, match="Bestand 3 is niet te lezen"):
        read(good, good, good[:20_000])


@pytest.mark.parametrize("make", [scans.huge_picture_in_pdf, scans.far_page, partial(scans.endless_page, 24)])
def test_a_page_that_takes_gigabytes_or_years_ends_by_itself(paper: Paper, make: Callable[[], bytes]) -> None:
    content = make()
    began = time.monotonic()
    reading = Reading([content], seconds=40)
    with suppress(NotReadable):  # or it is read, and nothing stands on it
        assert found(reading.result()) == []
    assert time.monotonic() - began < 60
    assert found(read(scans.jpg(scans.sheets_of(paper.content)[0]))) == [1]


def test_a_reading_that_is_slow_is_ended_with_a_sentence() -> None:
    with pytest.raises(NotReadable, match="duurde te lang"):
        Reading([scans.endless_page(40)], seconds=0.5).result()


def test_a_reading_can_be_stopped_and_leaves_no_process() -> None:
    reading = Reading([scans.endless_page(40)])
    while reading.total == 0 and not reading.wait(0.05):
        pass
    began = time.monotonic()
    reading.stop()
    with pytest.raises(NotReadable, match="gestopt"):
        reading.result()
    assert time.monotonic() - began < 5
    assert reading._process is not None and reading._process.poll() is not None


def test_one_that_waits_for_its_turn_can_be_stopped_too(paper: Paper) -> None:
    busy = [Reading([scans.endless_page(40)]) for _ in range(2)]
    waiting = Reading([scans.jpg(scans.sheets_of(paper.content)[0])])
    assert not waiting.wait(0.5)
    waiting.stop()
    with pytest.raises(NotReadable, match="gestopt"):
        waiting.result()
    next_one = Reading([scans.jpg(scans.sheets_of(paper.content)[0])])
    for one in busy:
        one.stop()
    assert found(next_one.result()) == [1]


def test_too_many_or_too_large_files_are_refused_before_they_are_read(paper: Paper) -> None:
    good = scans.jpg(scans.sheets_of(paper.content)[0])
    for files in ([good] * (MOST_FILES + 1), [b"%PDF-" + b"0" * 21_000_000] * 2):
        reading = Reading(files)
        assert reading.wait(0)
        with pytest.raises(NotReadable, match="Scan met een lagere kwaliteit"):
            reading.result()


def test_the_reader_knows_nothing_of_the_server(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, no settings, no database: it has no environment at all, and may write no file."""
    monkeypatch.setenv("POPFORMS_KEYS", "/nergens")
    reading = Reading([scans.endless_page(40)])
    while reading._process is None:
        time.sleep(0.01)
    environment = Path(f"/proc/{reading._process.pid}/environ").read_bytes()
    names = {entry.partition(b"=")[0] for entry in environment.split(b"\0") if entry}
    reading.stop()
    assert not names & {b"POPFORMS_KEYS", b"POPFORMS_DB", b"PATH"}
