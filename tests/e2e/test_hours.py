"""Hours on screen: a begeleider writes and takes back, a talk proposes, the coordinator closes the month."""

from __future__ import annotations

import re

import pytest

from forms import FORMS
from popforms.demo import complete, fill
from tests.e2e.case import day, typed
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab
from tests.e2e.test_whole_process import dossier_of

pytestmark = pytest.mark.xdist_group("browser")


def hours(desk: Desk, who: str) -> Tab:
    tab = desk.at(who).open("lijsten")
    tab.tab_of("Uren")
    return tab


def test_a_begeleider_writes_hours_for_a_dossier_and_takes_a_wrong_line_back(busy_desk: Desk) -> None:
    mb = hours(busy_desk, "joop")
    mb.text("Hoeveel uren? (per kwartier)", "1,3")
    mb.choose("Waarvoor?", "begeleiding")
    mb.button("Opschrijven")
    assert "Dit gaat in stappen van 0,25" in mb.main()
    mb.text("Hoeveel uren? (per kwartier)", "7,75")
    mb.text("Welk dossier? (leeg = pilotteam of algemeen)", "haddad")
    mb.pick(mb.page.get_by_label("Kies wat je zocht"))
    mb.settle()
    mb.button("Opschrijven")
    assert "De uren staan erbij." in mb.main()
    mb.until(lambda: "7,75" in mb.cells(), "the line in the table")
    assert any("Haddad" in cell for cell in mb.cells())
    with busy_desk.store("joop") as store:
        (line,) = (one for one in store.hour_lines(store.today.isoformat()[:7]) if str(one.hours) == "7.75")
        store.take_back_hours(line.id, "terug")
    mb = hours(busy_desk, "joop")
    assert "nee, teruggenomen" in mb.cells() and "neemt een regel terug" in mb.cells()


def test_after_taking_a_line_back_no_other_line_is_ticked(busy_desk: Desk) -> None:
    names = FORMS.process.HOURS
    with busy_desk.store("joop") as store:
        for at in range(4):
            line = {
                names["day"]: store.today.isoformat(),
                names["kind"]: "begeleiding",
                names["hours"]: str(at + 1),
                names["note"]: f"regel {at}",
            }
            store.add_hours(line, f"vier regels {at}")
    mb = hours(busy_desk, "joop")
    table = mb.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    mb.cells()
    take_back = mb.page.get_by_role("button", name=re.compile("^Neem terug"))
    for left in (3, 2, 1, 0):
        with busy_desk.store("joop") as store:
            lines = store.hour_lines(store.today.isoformat()[:7])
        row = next(at for at, line in enumerate(lines) if line.counts and line.note.startswith("regel"))
        table.click(position={"x": 16, "y": 36 + row * 35 + 17})
        mb.settle()
        take_back.click()
        mb.settle()
        assert take_back.count() == 0
        with busy_desk.store("joop") as store:
            lines = store.hour_lines(store.today.isoformat()[:7])
        assert sum(line.counts for line in lines if line.note.startswith("regel")) == left


def test_a_talk_proposes_its_hours_and_the_coordinator_closes_the_month(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Haddad")
    with desk.store("marieke") as store:
        talk = store.start_record("F09", dossier, "gesprek")
        fill(store, talk, {"gesprek_datum": day(0).isoformat(), "gesprek_plaats": "woning", "tolk_nodig": "nee", "gesprek_duur": 50})
        complete(store, talk, "c")
    pc = desk.at("marieke").open(f"formulier?record={talk}")
    assert "Je uren van dit gesprek" not in pc.main()
    pc.button("Bewaren")
    assert "1 uur, gesprek" in pc.main()
    pc.button("Schrijf op")
    assert "De uren staan erbij." in pc.main() and "Je uren van dit gesprek" not in pc.main()
    cvlw = hours(desk, "elvira")
    cvlw.page.get_by_role("button", name="afsluiten").click()
    cvlw.settle()
    assert "afgesloten. Dat geldt voor heel je organisatie." in cvlw.main() and cvlw.has_button("Weer openen")
    mb = hours(desk, "joop")
    assert "is afgesloten" in mb.main() and not mb.has_button("Weer openen")
    mb.text("Hoeveel uren? (per kwartier)", "2")
    mb.choose("Waarvoor?", "reistijd")
    mb.text("Datum", typed(0))
    mb.button("Opschrijven")
    assert "zijn afgesloten. Vraag de coördinator" in mb.main()
