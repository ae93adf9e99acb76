"""A plan that is signed on paper: printed, scanned or photographed, and laid at its version by the code on its pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial

import pytest

from popforms import prints
from popforms.demo import complete, fill
from popforms.store import STATUSHOUDER
from tests.e2e.case import typed
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab
from tests.support import scans
from tests.support.scans import Picture

pytestmark = pytest.mark.xdist_group("browser")

PILOT, WET = ("mihret", "F08b"), ("hoda", "F08c")
COUNT_CLICKS = """
    window.addEventListener('click', event => {
        if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1
    }, true)
"""


def record_of(desk: Desk, first: str, code: str) -> str:
    """The record of a form of somebody of the demo."""
    with desk.store("marieke") as store:
        dossier = next(line.id for line in store.find_dossiers(first))
        return next(line.records[0].id for line in store.forms_of(dossier) if line.form.code == code)


def ready(desk: Desk, first: str, code: str) -> str:
    """The same, when what is asked is complete and its content lies fixed."""
    record = record_of(desk, first, code)
    with desk.store("marieke") as store:
        if store.record_row(record).state == "concept":
            for problem in complete(store, record, "d"):
                store.pass_gate(record, problem.gate, "Dat ligt op papier.")
            store.freeze(record)
    return record


def version_of(desk: Desk, record: str) -> int:
    with desk.store("marieke") as store:
        return store.record_row(record).version


def paper_of(desk: Desk, record: str, variant: str = prints.FULL) -> bytes:
    with desk.store("marieke") as store:
        return prints.print_version(store, record, variant=variant).content


def laid(desk: Desk, record: str) -> list[tuple[int, list[int]]]:
    """The scans that lie at a record, oldest first: the version, and which pages were read in each."""
    with closing(desk.server.database()) as db:
        return [
            (file["version"], [row["page"] for row in db.query("SELECT DISTINCT page FROM scan_sheet WHERE file_id=? ORDER BY page", (file["id"],))])
            for file in list(db.query("SELECT id, version FROM file WHERE record_id=? ORDER BY at, rowid", (record,)))
        ]  # fmt: skip


def whole(desk: Desk, record: str, pages: int, files: int = 1) -> None:
    """The last scan was read from the first page to the last."""
    found = [page for _, read in laid(desk, record)[-files:] for page in read]
    assert sorted(found) == list(range(1, pages + 1))


@pytest.mark.parametrize(("first", "code"), [PILOT, WET])
def test_from_ready_to_definitive_in_four_clicks_and_one_file(busy_desk: Desk, first: str, code: str) -> None:
    desk = busy_desk
    record = ready(desk, first, code)
    version = version_of(desk, record)
    with desk.store("marieke") as store:
        store.back_to_draft(record, "Nog een keer nakijken.")
    pc = desk.at("marieke")
    pc.page.add_init_script(COUNT_CLICKS)
    pc.open(f"formulier?record={record}")
    pc.section("Controleren")
    pc.page.evaluate("sessionStorage.clicks = 0")

    pc.button("Klaar om te tekenen")
    pdf = pc.download("Afdruk")  # a press, and one on the link
    pc.upload("scan.pdf", "application/pdf", scans.scan_of(pdf, 200, partial(scans.turned, degrees=180), scans.noisy, scans.scribbled))
    pages = len(scans.sheets_of(pdf))
    assert f"{pages} van {pages} bladen herkend" in pc.main()
    assert f"Herkend: versie {version}, {pages} van {pages} bladen." in pc.main()
    (card, other) = pc.cards("Handtekeningen" if code == "F08b" else "Handtekeningen (namens college; statushouder voor gezien of akkoord)")
    card.parts("Plaats en datum van tekenen").text("Plaats", "Zandvoorde")
    card.parts("Plaats en datum van tekenen").text("Datum", typed(0))
    assert other.parts("Plaats en datum van tekenen").value("Plaats") == "Zandvoorde"
    pc.text("Wanneer kreeg de statushouder een afdruk?", typed(0))
    pc.button("Definitief maken")
    assert "Het is definitief en staat vast." in pc.main()

    assert int(pc.page.evaluate("sessionStorage.clicks")) <= 4
    with desk.store("marieke") as store:
        assert store.record_row(record).state == "definitief"
        (file,) = store.files_of(record)
        saved = store.saved(record)
        rows = next(v for inside in saved.answers.values() for name, v in inside.items() if name.endswith("_tekenen"))
        assert {row["teken_naam"] for row in rows} == {STATUSHOUDER, store.user.person}
        assert [(row["teken_wijze"], row["getekend_bestand"], row["teken_plaats_datum"]["plaats"]) for row in rows] == [
            ("op papier", file.id, "Zandvoorde")
        ] * 2


WORN: list[tuple[int, str, Callable[[Picture], Picture]]] = [
    (dpi, f"{degrees}", partial(scans.turned, degrees=degrees)) for dpi in (200, 300) for degrees in (90, 180, 270, 3)
]


def test_paper_that_was_turned_scribbled_on_and_scanned_finds_its_version(busy_desk: Desk) -> None:
    desk, record = busy_desk, ready(busy_desk, *PILOT)
    pc = desk.at("marieke").open(f"formulier?record={record}")
    pdf = pc.download("Afdruk")
    pages = len(scans.sheets_of(pdf))
    for dpi, _, turn in WORN:
        pc.upload("scan.pdf", "application/pdf", scans.scan_of(pdf, dpi, scans.scribbled, turn, scans.noisy))
        whole(desk, record, pages)
        assert f"{pages} van {pages} bladen herkend" in pc.main() and "was de code niet te lezen" not in pc.main()
    for dpi, _, turn in WORN[::3]:
        sheets = [scans.noisy(scans.shaded(turn(scans.scribbled(sheet)))) for sheet in scans.sheets_of(pdf, dpi)]
        pc.upload("scan.jpg", "image/jpeg", *(scans.jpg(sheet, 50) for sheet in sheets))
        whole(desk, record, pages, files=pages)
    pc.upload("foto.jpg", "image/jpeg", *(scans.jpg(scans.photo(sheet)) for sheet in scans.sheets_of(pdf, 250)))
    whole(desk, record, pages, files=pages)
    assert {one for one, _ in laid(desk, record)} == {version_of(desk, record)}


def test_a_missing_sheet_is_named_and_comes_after(busy_desk: Desk) -> None:
    desk, record = busy_desk, ready(busy_desk, *WET)
    pc = desk.at("marieke").open(f"formulier?record={record}")
    sheets = scans.sheets_of(pc.download("Officieel exemplaar, met BSN"))
    pages = len(sheets)
    back = scans.empty_back(sheets[0])
    pc.upload("scan.pdf", "application/pdf", scans.one_pdf([sheets[0], back, sheets[2], back, sheets[2], *sheets[3:]]))
    assert f"Herkend: versie 3, {pages - 1} van {pages} bladen." in pc.main()
    assert f"Bladzijde 2 van {pages} ontbreekt nog." in pc.main()
    pc.upload("vergeten.jpg", "image/jpeg", scans.jpg(scans.photo(sheets[1])))
    assert f"Herkend: versie 3, {pages} van {pages} bladen." in pc.main() and "ontbreekt" not in pc.main()


def refused(pc: Tab, desk: Desk, record: str, words: str) -> None:
    """The page says why, and nothing was laid down or filled in."""
    assert any(words in one for one in pc.errors()), pc.errors()
    assert "Er is niets bewaard" in pc.main()
    assert laid(desk, record) == []
    with desk.store("marieke") as store:
        assert not any(path.endswith("teken_wijze") and entry.value for path, entry in store.open_draft(record).entries.items())
        assert store.record_row(record).state == "klaar om te tekenen"


def test_sheets_that_do_not_belong_here_are_refused_with_the_reason(busy_desk: Desk) -> None:
    desk, record = busy_desk, ready(busy_desk, *WET)
    old = paper_of(desk, record)
    with desk.store("marieke") as store:
        store.back_to_draft(record, "De school is veranderd.")
        new = store.freeze(record).number
        assert new == 4
    good = scans.sheets_of(paper_of(desk, record))
    pc = desk.at("marieke").open(f"formulier?record={record}")
    send = partial(pc.upload, "scan.pdf", "application/pdf")

    send(scans.scan_of(old))
    refused(pc, desk, record, "Bladzijde 1 is van versie 3. Nu telt alleen een handtekening onder versie 4.")
    send(scans.one_pdf([*good[:-1], scans.sheets_of(old)[-1]]))
    refused(pc, desk, record, f"Bladzijde {len(good)} is van versie 3.")

    other = scans.sheets_of(paper_of(desk, ready(desk, *PILOT)))
    send(scans.one_pdf([*good, other[0]]))
    refused(pc, desk, record, f"Bladzijde {len(good) + 1} hoort bij ‘PIP (pilot 2019)’ van dossier D-")
    consent = scans.sheets_of(paper_of(desk, record_of(desk, WET[0], "F17")))
    send(scans.one_pdf([good[0], consent[0]]))
    refused(pc, desk, record, "Bladzijde 2 hoort bij ‘Toestemming om te delen’ van dossier D-")
    send(scans.one_pdf([scans.with_code("POP1:00FF12AB00FF12AB:1:00FF12AB00FF12AB:1")]))
    refused(pc, desk, record, "Bladzijde 1 hoort bij een ander plan of formulier.")

    send(scans.one_pdf([scans.with_code("https://voorbeeld.nl/betalen")]))
    refused(pc, desk, record, "Bladzijde 1 heeft een code die niet van popforms is.")
    pc.upload("vakantie.png", "image/png", scans.png(scans.without_code(good[0]).crop((0, 0, 1200, 1200))))
    refused(pc, desk, record, "geen code gevonden")
    send(scans.one_pdf([scans.empty_back(good[0])] * 2))
    refused(pc, desk, record, "staat niets")

    send(scans.one_pdf(good))  # and what belongs here is not held back by what came before
    whole(desk, record, len(good))
    assert "Er is niets bewaard" not in pc.main()


def test_by_hand_with_a_reason(busy_desk: Desk) -> None:
    desk, record = busy_desk, ready(busy_desk, *PILOT)
    pc = desk.at("marieke").open(f"formulier?record={record}")
    torn = [scans.without_code(sheet) for sheet in scans.sheets_of(pc.download("Afdruk"))]
    pc.upload("scan.pdf", "application/pdf", scans.one_pdf(torn))
    refused(pc, desk, record, "geen code gevonden")
    pc.unfold("Toch bij een versie leggen, met een reden")
    pc.button("Leg de scan bij deze versie")
    refused(pc, desk, record, "waarom je deze scan met de hand bij een versie legt")
    pc.text("Waarom?", "De kopieermachine knipte de onderkant eraf.")
    pc.button("Leg de scan bij deze versie")
    version = version_of(desk, record)
    assert f"De scan ligt bij versie {version}, met de hand gelegd. De reden staat in het logboek." in pc.main()
    assert laid(desk, record) == [(version, [])]
    with desk.store("marieke") as store:
        dossier = store.record_row(record).dossier_id or ""
    pc.open(f"dossier?id={dossier}").tab_of("Logboek")
    assert "scan met de hand toegevoegd" in pc.main() and "knipte de onderkant eraf" in pc.main()


def test_who_does_not_sign_is_noted_and_holds_up_the_plan_of_the_pilot(busy_desk: Desk) -> None:
    desk, record = busy_desk, ready(busy_desk, *PILOT)
    pc = desk.at("marieke").open(f"formulier?record={record}")
    pc.upload("scan.pdf", "application/pdf", scans.scan_of(pc.download("Afdruk")))
    person, regisseur = pc.cards("Handtekeningen")
    person.choose("Hoe is getekend?", "niet getekend")
    person.long("Waarom is niet getekend?", "Wil eerst met zijn broer praten.")
    person.parts("Plaats en datum van tekenen").text("Plaats", "Zandvoorde")
    person.parts("Plaats en datum van tekenen").text("Datum", typed(0))
    assert regisseur.parts("Plaats en datum van tekenen").value("Plaats") == "Zandvoorde"
    pc.text("Wanneer kreeg de statushouder een afdruk?", typed(0))
    pc.button("Definitief maken")
    assert any("allebei tekenen" in one for one in pc.errors()), pc.errors()
    with desk.store("marieke") as store:
        assert store.record_row(record).state == "klaar om te tekenen"
        assert "Wil eerst met zijn broer praten." in str(store.open_draft(record).entries)


def test_consent_comes_back_in_the_same_way(busy_desk: Desk) -> None:
    desk, record = busy_desk, record_of(busy_desk, WET[0], "F17")
    with desk.store("marieke") as store:
        store.correct(record, "Er komt een organisatie bij.")
        fill(store, record, {"to_taal": "Arabisch, met tolk"})
        assert complete(store, record, "d") == []
        store.freeze(record)
    pc = desk.at("marieke").open(f"formulier?record={record}")
    pc.upload("foto.jpg", "image/jpeg", *(scans.jpg(scans.photo(sheet)) for sheet in scans.sheets_of(pc.download("Afdruk"), 250)))
    assert "Herkend: versie 2" in pc.main()
    (card,) = pc.cards("Handtekening")
    card.parts("Plaats en datum van tekenen").text("Plaats", "Zandvoorde")
    card.parts("Plaats en datum van tekenen").text("Datum", typed(0))
    card.choose("Is de tekst met tolk doorgenomen?", "ja")
    pc.button("Definitief maken")
    assert "Het is definitief en staat vast." in pc.main()


def test_hostile_files_get_a_sentence_and_the_server_lives(busy_desk: Desk) -> None:
    desk, record = busy_desk, ready(busy_desk, *WET)
    pc = desk.at("marieke").open(f"formulier?record={record}")
    pdf = pc.download("Afdruk")
    first = scans.jpg(scans.sheets_of(pdf)[0])
    for name, mime, content, words in (
        ("scan.pdf", "application/pdf", scans.many_pages(500), "te veel bladzijden"),
        ("scan.pdf", "application/pdf", scans.with_script(), "zit een programma"),
        ("scan.pdf", "application/pdf", scans.with_hidden_script(), "zit een programma"),
        ("scan.pdf", "application/pdf", scans.with_password(pdf), "met een wachtwoord dicht"),
        ("scan.png", "image/png", scans.huge_picture(), "te groot plaatje"),
        ("scan.pdf", "application/pdf", scans.endless_page(), "niet te lezen"),
        ("scan.pdf", "application/pdf", pdf[:30_000] + b"\n%%EOF\n", "niet te lezen"),
        ("scan.jpg", "image/jpeg", first[:30_000], "niet te lezen"),
        ("scan.jpg", "image/jpeg", first + pdf, "twee soorten bestand"),
        ("scan.pdf", "image/png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "geen (hele) pdf, jpg of png"),
        ("scan.pdf", "application/pdf", b"PK\x03\x04 a document with another name", "geen (hele) pdf, jpg of png"),
    ):
        pc.upload(name, mime, content)
        refused(pc, desk, record, words)
    pc.upload("scan.exe", "application/x-msdownload", first)  # the name says nothing: this is a page of the plan
    assert "Herkend: versie 3, 1 van" in pc.main()


def test_reading_can_be_stopped(busy_desk: Desk) -> None:
    desk, record = busy_desk, ready(busy_desk, *WET)
    pc = desk.at("marieke").open(f"formulier?record={record}")
    chooser = pc.page.locator("[data-testid=stFileUploader] input[type=file]").first
    unreadable = scans.noisy(scans.without_code(scans.sheets_of(pc.download("Afdruk"))[0]))
    chooser.set_input_files({"name": "scan.pdf", "mimeType": "application/pdf", "buffer": scans.one_pdf([unreadable] * 15)})
    pc.page.get_by_role("button", name="Stoppen", exact=True).click()
    pc.until(lambda: "wordt gelezen" not in pc.main(), "the reading to end", 10)
    pc.settle()
    refused(pc, desk, record, "Het lezen is gestopt. Er is niets bewaard.")
