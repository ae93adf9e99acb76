"""A few kinds of print through every check of `make prints`, and that those checks see what is wrong."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from popforms import prints
from popforms.prints.letters import example_pdf
from tests.conftest import Open
from tests.support import pdfcheck
from tests.support.pdfcheck import Checked, check_bytes
from tests.support.pdftree import said


def test_each_kind_of_print_is_pdf_a_3a_and_pdf_ua_1_and_holds_every_other_check(store_for: Open, tmp_path: Path) -> None:
    marieke, sander, elvira = store_for("marieke"), store_for("sander"), store_for("elvira")
    minutes = elvira.contacts("casusoverleg")[0].record.id
    made = {
        "pip_wet": prints.print_version(marieke, store_for.record("Hoda", "F08c"), variant=prints.OFFICIAL).content,
        "pip_concept": prints.print_version(marieke, store_for.record("Mihret", "F08b")).content,
        "pop_statushouder": prints.print_version(marieke, store_for.record("Bassel", "F07"), variant="statushouder").content,
        "verklaring": prints.print_version(marieke, store_for.record("Nooria", "F11"), variant=prints.DECLARATION).content,
        "toestemming": prints.print_version(marieke, store_for.record("Bassel", "F17")).content,
        "regeldag": prints.checklist(sander, sander.forms["F04"], store_for.dossier("Rima")).content,
        "casusoverleg": prints.print_version(elvira, minutes, variant=prints.CASES).content,
        "vergelijking": prints.print_comparison(marieke, store_for.record("Hoda", "F08c"), (2, 3), whole=True).content,
        "leeg": prints.blank(marieke.forms["F04"]),
    }
    assert check_bytes(tmp_path, **made) == []


def test_a_letter_in_each_language_holds_every_check(store_for: Open, tmp_path: Path) -> None:
    """Dutch alone, beside each of the four languages, and with a summary behind it: from right to left every word is heard too."""
    bea = store_for("bea")

    def example(key: str, language: str) -> bytes:
        text = bea.letter_text(key, language)
        return example_pdf(bea, key, language, text.body if text else "").content

    made = {f"brief_{language}": example("BR02", language) for language in ("nl", "en", "ar", "ti", "tr")}
    made |= {"besluit": example("BR11", "ar"), "verslag": example("BR14", "nl")}
    marieke, sent = store_for("marieke"), store_for.record("Nooria", "F22")
    made["verzonden"] = prints.print_version(marieke, sent).content
    assert check_bytes(tmp_path, **made) == []
    assert "CONCEPT" not in " ".join(words for _, words in said(pypdfium2.PdfDocument(made["verzonden"])))
    assert Checked(tmp_path / "verzonden.pdf").codes, "a letter that went out carries the code of its version"


@pytest.fixture
def plan(store_for: Open, tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(prints.print_version(store_for("marieke"), store_for.record("Hoda", "F08c")).content)
    return path


def changed(plan: Path, name: str, **change: object) -> Checked:
    """The same plan with something wrong in it."""
    writer = PdfWriter(clone_from=PdfReader(plan))
    if "encrypt" in change:
        writer.encrypt("geheim", algorithm="AES-256")
    if "script" in change:
        script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")})
        writer.root_object[NameObject("/OpenAction")] = script
    if "attach" in change:
        writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()["/EF"]["/F"].get_object().set_data(
            str(change["attach"]).encode()
        )
    if "pages" in change:
        pages = list(writer.pages)
        for page in pages[1:]:
            writer.remove_page(page)
        writer.add_page(pages[2])
    path = plan.with_name(f"{name}.pdf")
    writer.write(path)
    return Checked(path)


def test_a_whole_plan_passes_the_checks_that_need_no_java(plan: Path) -> None:
    file = Checked(plan)
    for check in (
        pdfcheck.closed,
        pdfcheck.fonts,
        pdfcheck.aloud,
        pdfcheck.readable,
        pdfcheck.bookmarks,
        pdfcheck.code,
        pdfcheck.attachment,
    ):
        check(file)


def test_the_checks_see_what_is_wrong(plan: Path) -> None:
    with pytest.raises(AssertionError, match="at opening"):
        pdfcheck.closed(changed(plan, "script", script=True))
    with pytest.raises(AssertionError, match="not the fingerprint"):
        pdfcheck.attachment(changed(plan, "attached", attach='{"form":"pip_wet","version":3,"data":{}}'))
    with pytest.raises(AssertionError, match="pages"):
        pdfcheck.code(changed(plan, "pages", pages=True))


def test_a_plan_whose_text_nobody_hears_is_refused(plan: Path) -> None:
    """All text an artifact: both validators pass it, and a blind reader hears nothing."""
    content = plan.read_bytes()
    silent = re.sub(
        rb"stream\n(.*?)\nendstream",
        lambda found: b"stream\n" + _silenced(found[1]) + b"\nendstream",
        content,
        flags=re.DOTALL,
    )
    path = plan.with_name("stil.pdf")
    path.write_bytes(silent)
    with pytest.raises(AssertionError, match="heard"):
        pdfcheck.aloud(Checked(path))


def _silenced(stream: bytes) -> bytes:
    """A page stream with the marks of its elements made artifacts, of the same length."""
    try:
        text = zlib.decompress(stream)
    except zlib.error:
        return stream
    marked = re.sub(rb"/\w+ <</MCID \d+>> BDC", b"/Artifact BMC", text)
    packed = zlib.compress(marked, 9)
    return packed + b" " * (len(stream) - len(packed)) if marked != text and len(packed) <= len(stream) else stream


def test_without_java_the_checks_say_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["pdfcheck", "plan.pdf"])
    assert pdfcheck.main() == 1
    assert "default-jdk-headless" in capsys.readouterr().out


def test_a_reader_hears_a_plan_from_top_to_bottom(plan: Path) -> None:
    """The order of the tags is the order of the page: title, summary, plan, signature."""
    text = " ".join(words for _, words in said(pypdfium2.PdfDocument(io.BytesIO(plan.read_bytes()))))
    places = [
        text.index(words)
        for words in ("PIP (Wet", "Wat wij afspreken", "Wie helpt u?", "Welk PIP is dit?", "Stuur uw brief", "Ondertekenen", "Handtekening")
    ]
    assert places == sorted(places)
