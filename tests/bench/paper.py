"""A tagged plan of eight pages beside the same words drawn by plain fpdf2, and memory over a hundred plans."""

from __future__ import annotations

import gc
import io
import subprocess
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any
from unittest.mock import patch

from fpdf import FPDF
from pypdf import PdfReader

from popforms.document import Answer, Block, Document, Heading, Meta, RowTable, Signature
from popforms.paper import render
from popforms.paper.sheet import Sheet

STAMP = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROUNDS, PLANS, WARM = 12, 100, 20
SENTENCE = "Elke week een uur Nederlands praten met een taalmaatje in de bibliotheek, en daarna een verslag. "


class PlainSheet(Sheet):
    """The same calls to fpdf2 for the same words, without tags, without a code and without our end of the file."""

    def tag(self, *_: Any, **__: Any) -> Any:
        return nullcontext()

    def artifact(self) -> Any:
        return nullcontext()

    def _draw_code(self, text: str) -> None:
        pass

    _out = FPDF._out
    _beginpage = FPDF._beginpage
    add_page = FPDF.add_page
    _render_footer = FPDF._render_footer
    _render_styled_text_line = FPDF._render_styled_text_line

    def to_bytes(self) -> bytes:
        return bytes(FPDF.output(self))


def plan(number: int = 0) -> Document:
    """Eight pages: answers of every length, forty actions and two signatures; the number makes each one different."""
    blocks: list[Block] = []
    for section in range(6):
        blocks.append(Heading(f"Onderdeel {section} van plan {number}"))
        blocks += [Answer(f"Vraag {section}.{n}: hoe gaat het nu?", SENTENCE * (1 + n % 4)) for n in range(6 + (section < 3))]
    rows = tuple(
        (f"Actie {n} van plan {number}: aanmelden bij de taalschool", "taal", "Bram Kok", "di 3 maart 2026", "afgesproken")
        for n in range(40)
    )
    blocks += [Heading("Acties"), RowTable("Welke acties?", ("Wat", "Onderdeel", "Wie", "Klaar op", "Stand"), rows)]
    blocks += [Heading("Ondertekenen"), Signature("Selam Tesfay", "statushouder"), Signature("Marijke de Wit", "regisseur")]
    meta = Meta("2026-0417", "Plan", 3, "definitief", f"{number:064x}", "Marijke de Wit", "2 maart 2026", record="00ff00ff00ff00ff")
    return Document("Plan", meta, "Selam Tesfay", tuple(blocks))


def spent(number: int, sheet: type[Sheet]) -> tuple[float, bytes]:
    """Milliseconds of CPU for one plan on a kind of sheet, and the file."""
    document = plan(number)
    gc.collect()
    with patch.object(render, "Sheet", sheet):
        begin = process_time()
        content = render.to_pdf(document, stamp=STAMP, gemeente="Gemeente Zuidwal", attach=b"{}" if sheet is Sheet else b"")
        return (process_time() - begin) * 1000, content


def tagged_beside_plain() -> tuple[float, float]:
    """Median milliseconds of CPU, taken in turn: ours, and plain fpdf2; both must hold the same words."""
    ours, floor = [], []
    words = {name: _words(spent(0, sheet)[1]) for name, sheet in (("ours", Sheet), ("floor", PlainSheet))}  # also warms up
    assert words["ours"] == words["floor"] and len(words["ours"]) > 2000
    for number in range(ROUNDS):
        ours.append(spent(number, Sheet)[0])
        floor.append(spent(number, PlainSheet)[0])
    return median(ours), median(floor)


def _words(content: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 8, len(pages)
    return " ".join(page.extract_text() for page in pages).split()


def memory_of_many() -> tuple[float, float]:
    """MiB of a process after a hundred plans and after the first twenty of them."""
    told = subprocess.run([sys.executable, "-m", "tests.bench.paper"], capture_output=True, text=True, check=True).stdout.split()
    return float(told[1]), float(told[0])


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


if __name__ == "__main__":
    for made in range(PLANS):
        spent(made, Sheet)
        if made + 1 in (WARM, PLANS):
            print(_resident())
