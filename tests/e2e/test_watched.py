"""Who looks is written down before anything shows: answers that open with a click, noodinzage in sight of others, and a full disk."""

from __future__ import annotations

import re
import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import pytest

from popforms.demo import fill
from popforms.demo.looking import REASON as IN_DEMO
from popforms.server.guard import COOKIE
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab
from tests.support.unwritable import refusing_table

pytestmark = pytest.mark.xdist_group("browser")

NOTHING = "Daarom is er niets getoond en niets bewaard"
BSN, HEALTH = "999990068", "kanariepijn"
REASON = "De huisarts belt nu over een afspraak van vanmiddag."


def came(tab: Tab) -> str:
    """All that came to this tab over the line, and what stands on it."""
    return "\n".join([*(frame.decode("utf-8", "replace") for frame in tab.line.came), tab.everything()])


def numbers(tab: Tab) -> set[str]:
    """The dossiers that the table names now."""
    cells = tab.page.locator("[data-testid=stDataFrame] [role=gridcell]").all_text_contents()
    return {cell for cell in cells if cell.startswith("D-")}


def dossier_of(desk: Desk, text: str) -> tuple[str, str]:
    with desk.store("marieke") as store:
        (line,) = store.find_dossiers(text)
        return line.id, line.number


@contextmanager
def full_disk(desk: Desk) -> Iterator[None]:
    """The system refuses every byte that the server writes to a file."""
    pid = desk.server.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def refusing_trail(desk: Desk) -> Iterator[None]:
    with closing(desk.server.database()) as db, refusing_table(db):
        yield


# --- health and numbers -----------------------------------------------------------------------------------------------


def test_health_and_numbers_come_over_the_line_after_the_click_that_opens_them(busy_desk: Desk) -> None:
    dossier, _ = dossier_of(busy_desk, "haddad")
    with busy_desk.store("marieke") as store:
        (pop,) = [record.id for line in store.forms_of(dossier) for record in line.records if record.form.code == "F07"]
        (report,) = [record.id for line in store.forms_of(dossier) for record in line.records if record.form.code == "F01"]
        revision = store.open_draft(pop).entries["gezondheid.situatie"].revision
        store.save_field(pop, "gezondheid.situatie", f"Heeft {HEALTH}.", expect=revision)
        store.keep(pop)
        if store.record_row(report).state == "definitief":
            store.correct(report, "voor deze test")
        fill(store, report, {"bsn": BSN})
        store.keep(report)
    tab = busy_desk.tab("marieke").open(f"formulier?record={pop}")
    for section in ("Meedoen", "Gezondheid"):
        tab.section(section)
    tab.open(f"dossier?id={dossier}")
    for name in ("Acties", "Logboek", "Papieren"):
        tab.tab_of(name)
    tab.open(f"formulier?record={report}").section("Herkomst en verblijf")
    assert HEALTH not in came(tab) and BSN not in came(tab)
    tab.button("Toon nummer")
    assert tab.value("Burgerservicenummer") == BSN and HEALTH not in came(tab)
    tab.open(f"formulier?record={pop}").section("Gezondheid")
    assert "••••••" in tab.main() and HEALTH not in came(tab)
    tab.page.get_by_role("button", name=re.compile("Toon alle")).click()
    tab.settle()
    assert tab.value("Hoe is het nu?") == f"Heeft {HEALTH}."
    tab.long("Hoe is het nu?", f"Heeft minder {HEALTH}.")  # what was opened can be typed in and stays open
    assert tab.value("Hoe is het nu?") == f"Heeft minder {HEALTH}."
    with busy_desk.store("marieke") as store:
        assert store.open_draft(pop).value("gezondheid.situatie") == f"Heeft minder {HEALTH}."
        lines = list(store.db.query("SELECT detail FROM trail WHERE act='gezondheid lezen' AND record_id=? AND detail<>''", (pop,)))
    assert [line["detail"] for line in lines].count("gezondheid.situatie") >= 1


def test_who_types_about_health_goes_on_typing(desk: Desk) -> None:
    with desk.store("marieke") as store:
        dossier, (head, report) = store.new_dossier("gezond")
        fill(store, head, {"regelset": "wi2021", "gemeente": store.user.gemeenten[0]})
        fill(store, report, {"melding_bron": "TVS", "datum_tvs_melding": "2026-01-05", "achternaam": "Tesfay", "voornamen": "Selam",
             "geboortedatum": "1990", "moedertaal": "Tigrinya"})  # fmt: skip
        store.keep_together([head, report])
        pop = store.start_record("F07", dossier, "pop")
    tab = desk.tab("marieke").open(f"formulier?record={pop}").section("Gezondheid")
    tab.choose("Speelt deze module nu?", "ja")
    tab.long("Hoe is het nu?", "Slaapt weinig.")
    tab.long("Hoe is het nu?", "Slaapt weinig, eet goed.")
    assert tab.value("Hoe is het nu?") == "Slaapt weinig, eet goed." and "••••••" not in tab.main()
    tab.open(f"formulier?record={pop}").section("Gezondheid")  # a page that is opened anew asks the click again
    assert "••••••" in tab.main() and "Slaapt" not in tab.main()


# --- noodinzage -------------------------------------------------------------------------------------------------------


def test_noodinzage_from_the_request_to_the_last_of_those_who_hear_of_it(busy_desk: Desk) -> None:
    dossier, number = dossier_of(busy_desk, "abdelkarim")
    ic = busy_desk.at("gerrit").open(f"dossier?id={dossier}")
    assert "Dit is er niet, of het is niet voor jou" in ic.main()
    ic.open("dossiers")
    ic.unfold("Noodinzage")
    assert "krijgen meteen bericht" in ic.main()
    ic.text("Dossiernummer", number)
    ic.long("Waarom kan het niet wachten? (ten minste 20 tekens)", "spoed")
    ic.button("Dossier openen met noodinzage")
    assert "ten minste 20 tekens waarom" in ic.main() and ic.value("Dossiernummer") == number
    ic.long("Waarom kan het niet wachten? (ten minste 20 tekens)", REASON)
    ic.text("Dossiernummer", "D-1999-123")
    ic.button("Dossier openen met noodinzage")
    assert "Er is geen dossier dat hier precies bij past" in ic.main()
    ic.text("Dossiernummer", number)
    ic.button("Dossier openen met noodinzage")
    assert "Noodinzage tot" in ic.main() and "Ibrahim Abdelkarim" in ic.main()
    assert not ic.has_button("Beginnen") and ic.page.get_by_role("radio", name="Wie keek").count() == 0
    ic.follow("Bekijken")
    assert "Noodinzage tot" in ic.main() and not ic.has_button("Bewaren") and not ic.has_button("Afdruk")
    assert ic.page.locator("[data-testid=stMain] textarea").count() == 0

    pc = busy_desk.at("marieke").open("")
    assert "Gerrit Postma (inkomensconsulent) opende dit dossier" in pc.main() and f"Reden: {REASON}" in pc.main()
    po = busy_desk.at("priya").open("")
    assert f"Dossier {number}" in po.main() and f"Reden: {REASON}" in po.main()
    for tab in (pc, po):
        tab.page.get_by_role("button", name="Gezien").first.click()  # the newest stands on top
        tab.settle()
        tab.open("")
        assert "Gerrit Postma (inkomensconsulent)" not in tab.main()
    assert f"Reden: {IN_DEMO}" in pc.main()  # the other one waits until it is seen too

    ic.follow("Ibrahim Abdelkarim")
    ic.button("Nu stoppen")
    assert "De noodinzage is gestopt." in ic.main()
    ic.open(f"dossier?id={dossier}")
    assert "Dit is er niet, of het is niet voor jou" in ic.main()


def test_the_privacy_officer_finds_who_looked_and_meets_no_name(busy_desk: Desk) -> None:
    dossier, number = dossier_of(busy_desk, "haddad")
    joop = busy_desk.at("joop").open(f"dossier?id={dossier}")
    assert "Haddad" in joop.main()
    po = busy_desk.at("priya").open("privacy")
    cells = " | ".join(po.cells())
    assert "Joop Terpstra" in cells and "bekeek het dossier" in cells and number in cells
    assert "Joop Terpstra" in po.main() and "las op" in po.main()
    assert po.page.locator(".pf-people img").count() >= 2
    po.text("Dossiernummer", number)
    po.until(lambda: numbers(po) == {number}, "the lines of one dossier alone")
    po.page.get_by_role("button", name="geweigerd", exact=True).click()
    po.settle()
    po.until(lambda: "Nadia Bouzidi" in po.main() and "Joop Terpstra" not in po.main(), "the refusals alone")
    po.open(f"dossier?id={dossier}")
    assert f"Dossier {number}" in po.main() and "niet wat erin staat" in po.main() and "Joop Terpstra" in po.main()
    po.open("formulier")
    for word in ("Haddad", "Bassel", "باسل", "Abdelkarim", "Saleh Nasser", "Moradi"):
        assert word not in came(po), word


def test_a_line_that_is_pressed_opens_its_own_dossier_though_others_came_above_it(busy_desk: Desk) -> None:
    dossier, number = dossier_of(busy_desk, "haddad")
    other, _ = dossier_of(busy_desk, "saleh nasser")
    with busy_desk.store("joop") as store:
        store.dossier(dossier)
    po = busy_desk.at("priya").open("privacy")
    po.cells()  # the table is drawn
    table = po.page.get_by_test_id("stDataFrame").first
    row = next(at for at in range(12) if number in " ".join(table.locator(f"[role=row][aria-rowindex='{at + 2}']").all_text_contents()))
    with busy_desk.store("marieke") as store:
        for record in [record for line in store.forms_of(other) for record in line.records][: row + 3]:
            store.open_draft(record.id)
    table.scroll_into_view_if_needed()
    table.click(position={"x": 16, "y": 36 + row * 35 + 17})
    po.until(lambda: po.page.url.endswith(f"dossier?id={dossier}"), "the dossier of the line")
    po.settle()
    assert f"Dossier {number}" in po.main()


def test_who_looked_is_on_the_dossier_of_its_pc_and_the_door_alone_for_who_manages_accounts(busy_desk: Desk) -> None:
    dossier, _ = dossier_of(busy_desk, "haddad")
    pc = busy_desk.at("marieke").open(f"dossier?id={dossier}")
    pc.tab_of("Wie keek")
    assert "Nadia Bouzidi" in pc.main() and "1 keer geweigerd" in pc.main()
    assert any("wilde dit dossier openen; dat is geweigerd" in cell for cell in pc.cells())
    assert "Privacy" not in pc.menu_items()
    with busy_desk.store("bea") as store:
        store.new_code(next(account.id for account in store.accounts() if account.username == "joop"))
    fb = busy_desk.at("bea").open("privacy")
    assert any("maakte een eenmalige code" in cell for cell in fb.cells())
    assert fb.field("Dossiernummer").count() == 0 and "D-20" not in came(fb)
    mb = busy_desk.at("joop").open(f"dossier?id={dossier}")
    assert mb.page.get_by_role("radio", name="Wie keek").count() == 0 and "Privacy" not in mb.menu_items()


# --- when nothing can be written --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [full_disk, refusing_trail], ids=["schijf vol", "tabel weigert"])
def test_when_no_line_can_be_written_pages_show_a_sentence_and_nothing_else(busy_desk: Desk, way: object) -> None:
    dossier, number = dossier_of(busy_desk, "saleh nasser")
    with busy_desk.store("marieke") as store:
        record = next(record.id for line in store.forms_of(dossier) for record in line.records if record.form.code == "F01")
    tab = busy_desk.at("sander").open("account")
    tab.line.came.clear()  # what stood on Werk before had its line
    with way(busy_desk):  # type: ignore[operator]
        for address in (f"dossier?id={dossier}", f"formulier?record={record}", "dossiers"):
            tab.open(address)
            assert NOTHING in tab.main(), (address, tab.main())
            assert "Saleh Nasser" not in came(tab) and number not in tab.main()
    tab.open(f"dossier?id={dossier}")
    assert "Saleh Nasser" in tab.main()


def test_without_a_line_nothing_is_printed_and_nothing_is_fetched(busy_desk: Desk) -> None:
    dossier, _ = dossier_of(busy_desk, "saleh nasser")
    with busy_desk.store("marieke") as store:
        record = next(record.id for line in store.forms_of(dossier) for record in line.records if record.form.code == "F08c")
    tab = busy_desk.tab("marieke").open(f"formulier?record={record}")
    tab.button("Afdruk")
    address = str(tab.page.locator("a.pf-download").get_attribute("href"))
    cookie = next(one["value"] for one in tab.page.context.cookies() if one["name"] == COOKIE)  # type: ignore[typeddict-item]
    for way in (full_disk, refusing_trail):
        with way(busy_desk):
            answer = httpx.get(f"{busy_desk.server.base_url}{address}", headers={"cookie": f"{COOKIE}={cookie}"})
            assert answer.status_code == 503 and not answer.content.startswith(b"%PDF") and len(answer.content) < 400, answer.text
            assert NOTHING in answer.text or "Bewaren is niet gelukt" in answer.text
    with refusing_trail(busy_desk):
        tab.button("Afdruk")
        assert NOTHING in tab.main() and tab.page.locator("a.pf-download").count() == 0
    answer = httpx.get(f"{busy_desk.server.base_url}{address}", headers={"cookie": f"{COOKIE}={cookie}"})
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")  # it waited
    with busy_desk.store("marieke") as store:
        (line,) = store.db.query("SELECT * FROM trail WHERE act='bestand ophalen'")
    assert (line["dossier_id"], line["record_id"], line["user_id"]) == (dossier, record, store.user.id)
    assert httpx.get(f"{busy_desk.server.base_url}{address}", headers={"cookie": f"{COOKIE}={cookie}"}).status_code == 404
