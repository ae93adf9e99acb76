"""What nobody should type: each gets a sentence that names the way out, the entry stays as typed, and nothing is half saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from popforms.demo import complete, fill
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab

pytestmark = pytest.mark.xdist_group("browser")

HOSTILE = "<b onmouseover=alert(1)>Dik</b> *schuin* **vet** [klik](https://voorbeeld.nl) ![p](https://voorbeeld.nl/p.png) :material/home: $x^2$ `c` # kop"
NAMES = ("ريما الخطيب", "ዮሃንስ ኪዳነ", "Zoë 👩🏽‍🌾 Ş", HOSTILE)
LONG, DATE, LAST = "Bijzonderheden bij de aanmelding (geen gezondheid)", "Geboortedatum", "Achternaam"


@pytest.fixture
def pc(desk: Desk) -> Tab:
    """A POP-consulent with a new dossier open."""
    tab = desk.tab("marieke")
    tab.button("Nieuw dossier")
    return tab


def draft(desk: Desk, tab: Tab, path: str) -> object:
    """What the draft behind the page holds."""
    with desk.store("marieke") as store:
        record = next(one for one in store.start_records(_dossier(desk)) if one.form.code == "F01")
        return store.open_draft(record.id).value(path)


def _dossier(desk: Desk) -> str:
    with desk.store("marieke") as store:
        return store.my_drafts()[0][0].dossier_id or ""


def versions(desk: Desk) -> list[int]:
    with desk.store("marieke") as store:
        return [one.version for one in store.start_records(_dossier(desk))]


def test_a_wrong_date_is_named_and_stays_as_typed(desk: Desk, pc: Tab) -> None:
    for typed, sentence in (
        ("31-02-1990", "‘31-02-1990’ is geen datum die bestaat. Schrijf dag-maand-jaar, zoals 3-2-2026."),
        ("gisteren", "‘gisteren’ is geen datum die bestaat. Schrijf dag-maand-jaar, zoals 3-2-2026."),
        ("1-1-2090", "deze datum ligt in de toekomst. Kijk de datum na."),
    ):
        pc.section("Wie is het?")
        pc.text(DATE, typed)
        pc.button("Bewaren")
        assert f"{DATE}: {sentence}" in pc.errors(), pc.errors()
        assert "Nog niet bewaard als versie." in pc.main()
        assert pc.value(DATE) == typed
        assert versions(desk) == [0, 0]


def test_rule_sets_that_do_not_go_together_are_refused(desk: Desk, pc: Tab) -> None:
    pc.section("Dossier en afspraken")
    pc.choose("Met welke afspraken werken we?", "wi2021")
    pc.choose("Onder welke inburgeringswet valt deze statushouder?", "wi2013")
    pc.button("Bewaren")
    assert any("de afspraken van wi2021 passen niet bij de wet van 2013. Kies pilot2019, of verander de wet." in one for one in pc.errors())
    assert versions(desk) == [0, 0]
    pc.choose("Onder welke inburgeringswet valt deze statushouder?", "wi2021")
    pc.button("Bewaren")
    assert not any("passen niet" in one for one in pc.errors())


def test_twenty_thousand_signs_fit_and_one_more_is_named(desk: Desk, pc: Tab) -> None:
    pc.section("Van melding naar woning")
    fits = ("Een zin van twintig. " * 1000)[:20_000]
    pc.long(LONG, fits)
    assert draft(desk, pc, "vooraf.bijzonderheden") == fits.strip()
    assert pc.errors() == []
    pc.long(LONG, "x" * 20_001)
    assert any("20001 tekens; er passen er 20000" in one for one in pc.errors()), pc.errors()
    assert pc.value(LONG) == "x" * 20_001
    assert draft(desk, pc, "vooraf.bijzonderheden") == "x" * 20_001
    pc.button("Bewaren")
    assert versions(desk) == [0, 0]


def test_wrong_numbers_are_named(pc: Tab) -> None:
    pc.section("Herkomst en verblijf")
    pc.text("Burgerservicenummer", "123456789")
    assert any("geen geldig BSN" in one for one in pc.errors())
    pc.section("COA en koppeling")
    for typed, sentence in (("nul", "geen getal"), ("51", "Vul ten hoogste 50 in"), ("0", "Vul ten minste 1 in"), ("1,5", "heel getal")):
        pc.text("Uit hoeveel personen bestaat de melding?", typed)
        assert any(sentence in one for one in pc.errors()), (typed, pc.errors())
        assert pc.value("Uit hoeveel personen bestaat de melding?") == typed


def test_a_name_is_shown_as_it_was_typed(desk: Desk) -> None:
    pc = desk.tab("marieke")
    for name in NAMES:
        pc.open("")
        pc.button("Nieuw dossier")
        pc.section("Wie is het?")
        pc.text(LAST, name)
        assert pc.value(LAST) == name
        with desk.store("marieke") as store:
            head, report = store.start_records(_dossier(desk))
            fill(store, head.id, {"regelset": "wi2021", "gemeente": store.user.gemeenten[0]})
            fill(store, report.id, {"voornamen": "Selam"})
            for record in (head.id, report.id):
                assert complete(store, record, "c") == []
        pc.page.reload()
        pc.arrive()
        pc.button("Bewaren")
        pc.until(lambda: "/dossier" in pc.page.url, "the page of the new dossier")
        shows(pc.page.locator("h1"), name)
        assert "Selam" not in pc.page.title()

        with desk.store("marieke") as store:
            pop = store.start_record("F07", head.dossier_id, f"pop {head.dossier_id}")
            row = {
                "omschrijving": name,
                "module": "taal",
                "trekker": store.user.person,
                "gereed_voor": "2020-01-01",
                "voortgang_frequentie": "maandelijks",
            }
            fill(store, pop, {"pop_start": "2026-01-05", "taal": {"module_nu": "ja", "module_acties": [row]}})
            complete(store, pop, "c")
            store.keep(pop)
        pc.tab_of("Acties")
        main = pc.page.get_by_test_id("stMain")
        shows(main.locator("strong").filter(has_text=name[:4]).first, name)
        pc.open("dossiers")
        assert f"Selam {name}" in pc.cells()
        pc.open("")
        shows(main.locator("strong").filter(has_text=name[:4]).first, name)
        shows(
            main.locator("[data-testid=stPageLink-NavLink] [data-testid=stMarkdownContainer]").filter(has_text=f"Selam {name[:4]}").first,
            f"Selam {name}",
        )
    assert pc.outside == []


def shows(place: Locator, words: str) -> None:
    """The words stand there as typed: nothing in them became layout, a link, a picture or a formula."""
    place.wait_for()
    assert words in place.inner_text().replace("\u2060", "")  # an unseen sign keeps a text from becoming a link
    assert place.locator("b, em, strong, code, a, img, .katex, [data-testid=stIconMaterial]").count() == 0


def test_a_scan_that_is_not_what_it_says_is_refused(busy_desk: Desk) -> None:
    with busy_desk.store("marieke") as store:
        dossier = next(line.id for line in store.find_dossiers("hoda"))
        pip = next(line.records[0].id for line in store.forms_of(dossier) if line.form.code == "F08c")
    pc = busy_desk.tab("marieke")
    for name, mime, content in (
        ("scan.pdf", "application/pdf", b"MZ\x90\x00 this is a program"),
        ("scan.png", "image/png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("scan.pdf", "application/pdf", b"%PDF-1.7 and then the line dropped"),
        ("scan.jpg", "image/jpeg", b"."),
    ):
        pc.open(f"formulier?record={pip}")
        pc.upload(name, mime, content)
        assert any("Dit is geen (hele) pdf, jpg of png. Maak een nieuwe scan of foto en kies die." in one for one in pc.errors()), (
            pc.errors()
        )
        with busy_desk.store("marieke") as store:
            assert store.files_of(pip) == []
            assert store.record_row(pip).state == "klaar om te tekenen"
