"""Werk on screen: each colleague sees the terms that name them, late first, with a way to where it is done."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from popforms.demo import fill
from popforms.store import Store
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab

pytestmark = pytest.mark.xdist_group("browser")

TODAY = date.today()
CUT_OFF = """all => all.filter(one => one.scrollWidth > one.clientWidth || one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right + 1)
    .map(one => one.innerText)"""
"""Stops of the line of time whose words do not fit."""


def of(store: Store, last_name: str) -> str:
    """The dossier of somebody."""
    return next(line.id for line in store.find_dossiers(closed=True) if line.name.endswith(last_name))


def record(store: Store, last_name: str, code: str) -> str:
    return next(line.records[0].id for line in store.forms_of(of(store, last_name)) if line.form.code == code)


def plan_talk(desk: Desk, day: date) -> str:
    """A talk of the PC with Bassel, with an interpreter who is not arranged."""
    with desk.store("marieke") as store:
        talk = store.start_record("F09", of(store, "Haddad"), f"gesprek {day}")
        fill(store, talk, {"gesprek_datum": day.isoformat(), "gesprek_tijd": "10:00", "gesprek_plaats": "woning", "tolk_nodig": "ja",
                           "vg_soort": "vervolggesprek"})  # fmt: skip
        store.keep(talk)
    return talk


def line_of(tab: Tab, *words: str) -> str:
    """The link on the page that holds all these words."""
    links = tab.page.get_by_test_id("stPageLink-NavLink")
    for word in words:
        links = links.filter(has_text=word)
    assert links.count() == 1, (words, links.all_inner_texts())
    return str(links.first.inner_text())


def test_the_pc_sees_late_first_and_beside_a_talk_that_its_interpreter_is_not_arranged(busy_desk: Desk) -> None:
    day = TODAY + timedelta(days=3)
    talk = plan_talk(busy_desk, day)
    pc = busy_desk.at("marieke").open("")
    told = pc.main()
    assert told.index("Te laat (") < told.index("Deze week (") < told.index("Mijn acties (")
    line = line_of(pc, "Haddad", "Voortgang")
    after = told[told.index(line.split("\n")[-1]) :]
    assert "10:00" in after[:200] and "tolk nog niet geregeld" in after[:200]
    assert "Tolk geregeld" not in told  # the talk itself is the line; the term does not stand there a second time
    pc.follow(line.split("\n")[-1])
    assert f"record={talk}" in pc.page.url
    assert "Tolk nog niet geregeld, en het gesprek is binnen een week." in pc.main()
    pc.open("")
    late = pc.page.get_by_test_id("stPageLink-NavLink").filter(has_text="PIP vaststellen, wet").first
    late.click()
    pc.settle()
    assert re.search(r"/(dossier|formulier)\?", pc.page.url) and "Er ging iets mis" not in pc.main()
    pc.open("")
    assert "Begeleider koppelen" not in pc.main()
    pc.unfold("Te laat bij een ander")
    assert "Begeleider koppelen" in pc.main() and "Elvira Santos" in pc.main()


def test_the_coordinator_sees_whom_to_link_first_and_goes_there(busy_desk: Desk) -> None:
    tab = busy_desk.at("elvira").open("")
    told = tab.main()
    assert told.index("Nog geen begeleider") < told.index("Te laat (") and "Uren indienen" not in told.split("Te laat (")[0]
    line = line_of(tab, "Al-Khatib", "Begeleider koppelen")
    tab.follow(line.split("\n")[-1])
    assert "/dossier?" in tab.page.url and "Al-Khatib" in tab.main()
    assert "Ontzorgen" not in tab.open("").main()


def test_what_warns_and_has_time_is_folded_below_this_week_and_goes_to_where_it_is_done(busy_desk: Desk) -> None:
    plan_talk(busy_desk, TODAY + timedelta(days=3))
    pc = busy_desk.at("marieke").open("")
    told = pc.main()
    assert told.index("Deze week (") < told.index("Let op (") < told.index("Mijn acties (")
    assert "ontbreekt" not in told
    pc.unfold("Let op (")
    line = line_of(pc, "Noorzai", "Wanneer is de statushouder echt verhuisd?")  # four terms wait for it, and it is one line
    assert "datum ontbreekt, 4 termijnen lopen niet" in pc.main()
    pc.follow(line.split("\n")[-1])
    assert "/formulier?" in pc.page.url and "Regeldag" in pc.main()
    mb = busy_desk.at("joop").open("")
    assert "Noorzai: Aanvraag nareis" not in mb.main()
    mb.unfold("Let op (")
    assert "Noorzai: Aanvraag nareis" in mb.main()


def test_a_trekker_is_asked_how_it_stands_and_reads_who_asked(busy_desk: Desk) -> None:
    with busy_desk.store("marieke") as store:
        asked = next(
            one for one in store.waiting_actions() if store.may_remind(one) and one.trekker_name == "Joop Terpstra" and not one.agreed
        )
    pc = busy_desk.at("marieke").open("")
    pc.unfold("Wacht op een ander")
    assert re.search(r"nog geen ja, sinds \w+ \d+ \w+", pc.main())
    button = pc.page.locator(f".st-key-herinner_{asked.id} button")
    button.scroll_into_view_if_needed()
    button.click()
    pc.settle()
    assert "Joop Terpstra ziet bij deze actie dat je vraagt hoe het staat." in pc.main() and "herinnerd " in pc.main()
    assert button.count() == 0
    pc.shot("werk-herinnerd")
    mb = busy_desk.at("joop").open("")
    assert "Marieke van Dongen vraagt hoe het hiermee staat" in mb.main()
    mb.shot("werk-gevraagd")


def test_a_hold_is_looked_at_again_from_werk(busy_desk: Desk) -> None:
    with busy_desk.store("marieke") as store:
        store.hold(of(store, "Haddad"), "Er loopt een bezwaar.", TODAY + timedelta(days=5))
    tab = busy_desk.at("marieke").open("")
    assert "Nog langer bewaren? (1)" in tab.main() and "Bassel Haddad: kijk opnieuw of bewaren nog nodig is" in tab.main()
    tab.button("Openen")
    assert "/dossier?" in tab.page.url
    tab.button("Niet langer bewaren")
    assert "Nog langer bewaren?" not in tab.open("").main()


def test_the_hvc_only_watches_the_contacts_and_has_own_terms_of_the_regeldag(busy_desk: Desk) -> None:
    tab = busy_desk.at("sander").open("")
    assert "Contactgegevens controleren" not in tab.main() and "Kidane: Kopie huurcontract naar COA" in tab.main()
    tab.unfold("Te laat bij een ander")
    tab.unfold("Contactgegevens controleren")
    tab.follow("Contactgegevens controleren")
    assert "/formulier?" in tab.page.url and "Er ging iets mis" not in tab.main()


def test_who_has_no_terms_has_a_friendly_sentence(busy_desk: Desk) -> None:
    tab = busy_desk.at("priya").open("")
    tab.button("Gezien")  # of the noodinzage in the demo
    assert "Er wacht nu niets op je." in tab.main() and not tab.has_button("Mijn termijnen in je agenda")


def test_the_begeleider_sees_own_actions_first_and_what_the_meeting_asked(busy_desk: Desk) -> None:
    with busy_desk.store("joop") as store:
        fill(store, record(store, "Haddad", "F14b"), {"cd_terugkoppeling_voor": TODAY.isoformat()})
    tab = busy_desk.at("joop").open("")
    told = tab.main()
    assert told.index("Mijn acties (") < told.index("Te laat (")
    assert "Verslag casusoverleg" in told
    line = line_of(tab, "Haddad", "Besluit vertellen aan de statushouder")
    tab.follow(line.split("\n")[-1])
    assert "Bespreking in het casusoverleg" in tab.main() and "record=" in tab.page.url
    tab.open("")
    content = tab.download("Mijn termijnen in je agenda")
    events = [str(event["summary"]) for event in Calendar.from_ical(content).walk("VEVENT")]
    assert "Verslag casusoverleg" in events and any(
        re.fullmatch(r"D-\d{4}-\d{3}: Besluit vertellen aan de statushouder", one) for one in events
    )
    assert b"Haddad" not in content and b"Joop" not in content


def test_the_inkomensconsulent_watches_what_is_about_money(busy_desk: Desk) -> None:
    with busy_desk.store("marieke") as store:
        dossier, relief = of(store, "Haddad"), record(store, "Haddad", "F12")
    with busy_desk.store("gerrit") as store:
        fill(store, relief, {"oz_start": (TODAY - timedelta(days=200)).isoformat()})
        store.keep(relief)
    tab = busy_desk.at("gerrit").open("")
    assert "Ontzorgen" not in tab.main()
    tab.unfold("Te laat bij een ander")
    assert "Ontzorgen beoordelen" not in tab.main()  # he watches the term itself, not when the PC looks back
    tab.follow("Haddad: Ontzorgen")
    assert f"record={relief}" in tab.page.url
    tab.open(f"dossier?id={dossier}")
    tab.unfold("Alle termijnen")
    assert "Ontzorgen" in tab.main()
    tab.follow("Ontzorgen: uiterlijk")
    assert f"record={relief}" in tab.page.url, "what is needed now is the way to where it is done"
    tab.open(f"dossier?id={dossier}")
    stops = tab.page.locator(".pf-time li")
    assert stops.count() > 6 and stops.evaluate_all(CUT_OFF) == []
    other = busy_desk.at("elvira").open(f"dossier?id={dossier}")
    other.unfold("Alle termijnen")
    assert "Ontzorgen" not in other.main().split("Formulieren")[0]


def test_the_beheerder_sees_contacts_figures_and_what_to_destroy_by_number_alone(busy_desk: Desk) -> None:
    with busy_desk.store("marieke") as store:
        dossier = of(store, "Haddad")
        number, duty, head = store.dossier(dossier).number, record(store, "Haddad", "F13"), record(store, "Haddad", "F00")
        last = TODAY + timedelta(days=3)
        ended = last.replace(year=last.year - 5)
        fill(store, duty, {"datum_start_plicht": (ended - timedelta(days=900)).isoformat(), "datum_einde_plicht": ended.isoformat()})
        store.keep(duty)
        fill(store, head, {"afsluit_reden": "plicht voldaan"})
        store.keep(head)
    tab = busy_desk.at("bea").open("")
    told = tab.main()
    assert f"{number}: Dossier vernietigen" in told and "Haddad" not in tab.everything()
    assert tab.links("dossier") == []
    line_of(tab, "Cijfers naar CBS (SWI)")
    tab.unfold("Contactgegevens controleren")
    tab.follow("Contactgegevens controleren")
    assert "/formulier?" in tab.page.url and "Wanneer zijn de gegevens gecontroleerd?" in tab.main()


def test_the_beheerder_chooses_a_term_and_the_dossiers_follow(busy_desk: Desk) -> None:
    with busy_desk.store("bea") as store:
        (own,) = store.contacts("F23")
        fill(store, own.record.id, {"st_termijnen": [{"code": "T39", "lengte": "acht maanden"}]})
    tab = busy_desk.at("bea").open("lijsten")
    tab.tab_of("Stamgegevens")
    assert "T12 Start intensieve begeleiding en eigen plan: 10 weken (gewoon: 8 weken)" in tab.main()
    tab.open(f"formulier?record={own.record.id}").section("Lijsten en afspraken")
    tab.button("Bewaren")
    assert any("‘acht maanden’ is geen lengte" in one for one in tab.errors())
    assert any("‘T39’ staat er 2 keer" in one for one in tab.errors())
    with busy_desk.store("bea") as store:
        rows = store.open_draft(own.record.id).answers()["afspraken"]["st_termijnen"]
        store.remove_row(
            own.record.id, "afspraken.st_termijnen", next(row["id"] for row in rows if row["code"] == "T39" and "lengte" not in row)
        )
        fill(
            store,
            own.record.id,
            {"st_termijnen": [{"id": next(row["id"] for row in rows if row.get("lengte") == "acht maanden"), "lengte": "8 maanden"}]},
        )
    tab.open(f"formulier?record={own.record.id}").section("Lijsten en afspraken")
    tab.button("Bewaren")
    tab.until(lambda: "/lijsten" in tab.page.url, "the lists")
    tab.settle()
    assert re.search(r"De termijnen van \d+ dossiers zijn opnieuw uitgerekend", tab.main())
    tab.tab_of("Stamgegevens")
    assert "T39 Bespreken afronding MB: 8 maanden (gewoon: 1 jaar)" in tab.main()
    with busy_desk.store("marieke") as store:
        dossier = of(store, "Haddad")
    pc = busy_desk.at("marieke").open(f"dossier?id={dossier}")
    pc.unfold("Alle termijnen")
    assert "eigen termijn van de gemeente: 8 maanden" in pc.main()
