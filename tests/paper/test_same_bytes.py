"""The same document gives the same file in another process, with another hash seed and in another time zone."""

from __future__ import annotations

import os
import subprocess
import sys

from popforms.settings import ROOT

PROGRAM = """
import hashlib
from datetime import UTC, datetime
from popforms.document import Answer, Bullets, Document, Heading, Meta, RowTable, Signature, Ticks
from popforms.paper import to_pdf
blocks = (
    Heading("Wonen"), Answer("Naam", "أحمد ሰላም 😀 Şükrü"), Bullets(("een", "twee"), True), Ticks((("Klaar?", (("ja", True), ("nee", False))),)),
    RowTable("Acties", ("Wat", "Wie"), (("Bellen", "Bram"),) * 60), Signature("Jan", "Lid"),
)
meta = Meta("2025-0417", "Plan", 3, "concept", "ab" * 32, record="00ff00ff00ff00ff")
pdf = to_pdf(Document("Plan", meta, "Selam", blocks), stamp=datetime(2025, 3, 12, 9, 30, tzinfo=UTC), attach=b"{}")
print(hashlib.sha256(pdf).hexdigest())
"""


def test_two_processes_make_the_same_file() -> None:
    made = set()
    for seed, zone in (("1", "UTC"), ("271828", "Asia/Tokyo")):
        around = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT / "src")}
        made.add(subprocess.run([sys.executable, "-c", PROGRAM], env=around, capture_output=True, text=True, check=True).stdout)
    assert len(made) == 1
