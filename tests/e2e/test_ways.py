"""No dead ends: a page says who does the next step, and what it names is one press away."""

from __future__ import annotations

import pytest

from tests.e2e.desk import Desk
from tests.e2e.tab import Tab
from tests.e2e.test_small_traps import aanmelding
from tests.e2e.test_whole_process import dossier_of

pytestmark = pytest.mark.xdist_group("browser")


def record_of(desk: Desk, dossier: str, form: str) -> str:
    with desk.store("marieke") as store:
        return next(line.records[0].id for line in store.forms_of(dossier) if line.form.code == form and line.records)


def at(desk: Desk, who: str, dossier: str, tab: str) -> Tab:
    page = desk.at(who).open(f"dossier?id={dossier}")
    page.tab_of(tab)
    return page


def test_who_may_not_finish_reads_who_does(busy_desk: Desk) -> None:
    dossier = dossier_of(busy_desk, "Haddad")
    mb = busy_desk.at("joop").open(f"formulier?record={record_of(busy_desk, dossier, 'F07')}")
    mb.section("Controleren")
    assert "Definitief maken doet de POP-consulent." in mb.main() and not mb.has_button("Definitief maken")
    mb.shot("wie-maakt-het-definitief")
    mb.open(f"dossier?id={dossier}")
    assert "Definitief maken doet de POP-consulent." in mb.main()


def test_what_is_needed_is_begun_where_it_is_named(busy_desk: Desk) -> None:
    dossier = dossier_of(busy_desk, "Haddad")
    pc = busy_desk.at("marieke").open(f"dossier?id={dossier}")
    pc.shot("nu-nodig-beginnen")
    pc.page.locator("[class*=st-key-nodig_] button").first.click()
    pc.until(lambda: "record=" in pc.page.url, "the form that was begun")
    pc.settle()
    assert pc.sections()


def test_the_logbook_takes_an_earlier_moment_and_a_line_that_mends(busy_desk: Desk) -> None:
    dossier = dossier_of(busy_desk, "Haddad")
    pc = at(busy_desk, "marieke", dossier, "Logboek")
    pc.unfold("Regel toevoegen")
    pc.choose("Wat is het?", "telefoon")
    pc.choose("Bij welk onderdeel?", "algemeen")
    pc.text("Korte regel", "De sleutel ligt bij de buren.")
    pc.text("Datum", "40-1-2026")
    pc.button("Toevoegen")
    assert "Nog niet toegevoegd" in pc.main() and pc.value("Korte regel") == "De sleutel ligt bij de buren."
    pc.text("Datum", "5-1-2026")
    pc.text("Tijd", "16:00")
    pc.button("Toevoegen")
    assert "De regel staat in het logboek." in pc.main()
    assert "5 januari" in pc.main() and "16:00" in pc.main() and "opgeschreven" in pc.main()
    pc.unfold("Regel toevoegen")
    pc.choose("Wat is het?", "telefoon")
    pc.choose("Bij welk onderdeel?", "algemeen")
    pc.text("Korte regel", "De sleutel ligt bij de beheerder.")
    pc.pick(pc.field("Verbetering van regel (mag leeg)", ("stSelectbox",)).locator("input"))
    pc.button("Toevoegen")
    assert "Verbetert de regel van" in pc.main() and "Deze regel is verbeterd." in pc.main()
    pc.shot("logboek-verbeterd")


def test_papers_lead_to_their_form_in_plain_words(busy_desk: Desk) -> None:
    dossier = dossier_of(busy_desk, "Haddad")
    pc = busy_desk.at("marieke").open(f"formulier?record={record_of(busy_desk, dossier, 'F01')}")
    pc.unfold("Versies en papier")
    pc.download("Afdruk")
    pc = at(busy_desk, "marieke", dossier, "Papieren")
    pc.shot("papieren")
    assert "(volledig)" not in pc.main()
    pc.follow("Aanmelding")
    assert "record=" in pc.page.url


def test_a_tab_with_nothing_in_it_says_what_belongs_there(desk: Desk) -> None:
    report, _ = aanmelding(desk)
    with desk.store("marieke") as store:
        dossier = store.record_row(report).dossier_id or ""
    pc = at(desk, "marieke", dossier, "Logboek")
    pc.shot("leeg-logboek")
    assert "Er staat nog niets in het logboek" in pc.main()
