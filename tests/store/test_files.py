"""Signed scans: what may lie at a version and who may fetch it."""

from __future__ import annotations

import pytest

from popforms.access import AccessDenied
from popforms.demo import OUTSIDER, fill
from popforms.store import NotNow, Store
from popforms.store.files import MAX_SIZE
from tests.conftest import Open

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
JPG = b"\xff\xd8\xff\xe0" + b"0" * 40


def lay(store: Store, record: str, content: bytes) -> None:
    """Lay a file at the version that is ready for signing; what its pages say is for the tests of signing."""
    store.lay_by_hand(record, store.record_row(record).version, [content], [], "Gescand op kantoor.")


@pytest.mark.parametrize(("content", "mime"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPG, "image/jpeg")])
def test_a_scan_lies_at_its_version_and_comes_back_whole(store_for: Open, content: bytes, mime: str) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    version = marieke.record_row(pip).version
    lay(marieke, pip, content)
    (line,) = marieke.files_of(pip)
    assert (line.version, line.mime, line.size) == (version, mime, len(content))
    name, found, back = marieke.read_file(line.id)
    assert (found, back) == (mime, content)
    assert name.startswith(f"F08c-{marieke.dossier(store_for.dossier('Hoda')).number}-v{version}-")
    assert "Hoda" not in name and "Nasser" not in name


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"<html>%PDF-1.7 %%EOF</html>",
        b"PK\x03\x04 a document",
        b"GIF89a",
        PDF.removesuffix(b"%%EOF\n"),
        b"\xff\xd8 half",
        PNG[:6],
    ],
)
def test_what_is_no_whole_scan_is_refused_with_a_sentence(store_for: Open, content: bytes) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    with pytest.raises(NotNow, match="geen \\(hele\\) pdf, jpg of png"):
        lay(marieke, pip, content)
    assert marieke.files_of(pip) == []


def test_ten_megabyte_fits_and_one_byte_more_does_not(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    full = PNG + b"0" * (MAX_SIZE - len(PNG))
    lay(marieke, pip, full)
    with pytest.raises(NotNow, match="er past 10 MB"):
        lay(marieke, pip, full + b"0")
    assert len(marieke.files_of(pip)) == 1


def test_a_scan_stays_with_the_old_version_after_a_correction(store_for: Open) -> None:
    pip, marieke = store_for.record("Desta", "F08b"), store_for("marieke")
    (before,) = marieke.files_of(pip)
    marieke.correct(pip, "Een afspraak is veranderd.")
    fill(marieke, pip, {"p19_knm": "Bij een andere school."})
    kept = marieke.keep(pip)
    (after,) = marieke.files_of(pip)
    assert after == before and after.version == kept.number - 1


@pytest.mark.parametrize(
    "username", ["joop", "nadia", "elvira", "gerrit", "denise", "kaveh", "trudy", "mart", "bea", "priya", "wim", OUTSIDER]
)
def test_only_who_reads_the_whole_form_opens_its_scan(store_for: Open, username: str) -> None:
    (line,) = store_for("marieke").files_of(store_for.record("Desta", "F08b"))
    _, mime, content = store_for("marieke").read_file(line.id)
    assert mime == "application/pdf" and content.startswith(b"%PDF-")
    with pytest.raises(AccessDenied) as foreign:
        store_for(username).read_file(line.id)
    with pytest.raises(AccessDenied) as unknown:
        store_for(username).read_file("0000000000000000")
    assert str(foreign.value) == str(unknown.value)


def test_opening_a_scan_is_written_down(store_for: Open) -> None:
    marieke = store_for("marieke")
    (line,) = marieke.files_of(store_for.record("Desta", "F08b"))
    marieke.read_file(line.id), marieke.read_file(line.id)
    rows = list(
        marieke.db.query("SELECT * FROM audit WHERE act='bestand lezen' AND user_id=? AND record_id=?", (marieke.user.id, line.record_id))
    )
    assert len(rows) == 2


def test_a_print_is_tied_to_its_version(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    name = marieke.note_print(pip, marieke.record_row(pip).version, "officieel", "a" * 64, PDF)
    (line,) = marieke.prints_of(pip)
    assert (line.version, line.variant, line.author) == (marieke.record_row(pip).version, "officieel", "Marieke van Dongen")
    assert name.startswith("F08c-D-") and name.endswith(".pdf")
    with pytest.raises(AccessDenied):
        store_for("joop").note_print(pip, line.version, "officieel", "a" * 64, PDF)
