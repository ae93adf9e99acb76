"""Sheets of a print that come back in tests: with the code of a page, or without, and what became of them."""

from __future__ import annotations

from typing import Any

import pytest

from forms import FORMS
from popforms import prints
from popforms.paper.code import PageCode
from popforms.paper.scan import ScanPage
from popforms.prints import Print
from popforms.store import Returned, ScanRefused, Store

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OTHER = PDF + b"\n%%EOF\n"
SIGNED = [form.code for form in FORMS if form.signatures]
BOXES = {"F08b": "p19_tekenen", "F08c": "w21_tekenen"}


def printed(store: Store, record: str, variant: str = prints.FULL) -> Print:
    return prints.print_version(store, record, variant=variant)


def pages_of(store: Store, made: Print) -> int:
    (row,) = store.db.query(
        "SELECT pages FROM print JOIN print_sheets ON print_id=id WHERE fingerprint=? ORDER BY at DESC LIMIT 1", (made.fingerprint,)
    )
    return int(row["pages"])


def sheet(record: str, made: Print, page: int, place: int = 0, file: int = 1) -> ScanPage:
    """A page of a scan with the code of a page of a print."""
    return ScanPage(file, place or page, (PageCode(record, made.version, made.fingerprint[:16], page),))


def all_sheets(store: Store, record: str, made: Print) -> list[ScanPage]:
    return [sheet(record, made, page) for page in range(1, pages_of(store, made) + 1)]


def back(store: Store, record: str) -> Returned:
    found = store.returned(record)
    assert found
    return found


def refuse(store: Store, record: str, sheets: list[ScanPage], contents: tuple[bytes, ...] = (PDF,)) -> ScanRefused:
    """The refusal of a scan, which left nothing behind but a line in the trail."""
    before = (store.files_of(record), answers_after(store, record), sheets_known(store), audited(store, "scan geweigerd"))
    with pytest.raises(ScanRefused) as error:
        store.lay_scan(record, contents, sheets)
    assert (store.files_of(record), answers_after(store, record), sheets_known(store), audited(store, "scan geweigerd") - 1) == before
    return error.value


def answers_after(store: Store, record: str) -> dict[str, Any]:
    return {path: entry.value for path, entry in store.open_draft(record).entries.items() if ".v" in path}


def sheets_known(store: Store) -> int:
    return sum(1 for _ in store.db.query("SELECT 1 FROM scan_sheet"))


def audited(store: Store, act: str) -> int:
    return sum(1 for _ in store.db.query("SELECT 1 FROM audit WHERE act=?", (act,)))


def box(store: Store, record: str, question: str, row: str = "v1") -> dict[str, Any]:
    """What stands in a signature box."""
    draft = store.open_draft(record)
    start = next(path for path in draft.entries if f".{question}.{row}." in path).rpartition(".")[0]
    return {path.rpartition(".")[2]: entry.value for path, entry in draft.entries.items() if path.startswith(start + ".")}
