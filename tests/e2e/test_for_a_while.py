"""Who has a dossier or a plan for a while, on screen: a kansverkenner in the intake team, and a member of the PIP-team who is asked."""

from __future__ import annotations

import pytest

from popforms.demo import fill
from tests.e2e.case import day
from tests.e2e.desk import Desk
from tests.e2e.test_whole_process import dossier_of

pytestmark = pytest.mark.xdist_group("browser")


def test_a_kansverkenner_finds_the_dossier_and_fills_in_the_intake(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Al-Khatib")
    kv = desk.at("kaveh").open("dossiers")
    assert "Er zijn nog geen dossiers voor jou" in kv.main()
    with desk.store("marieke") as store, desk.store("kaveh") as other:
        intake = store.start_record("F03a", dossier, "intake")
        fill(
            store,
            intake,
            {"gesprek_datum": day(3).isoformat(), "gesprek_plaats": "azc", "tolk_nodig": "nee", "intake_start": day(0).isoformat()},
        )
        fill(store, intake, {"intake_team": [{"rol": "kansverkenner", "naam": other.user.person}]})
        store.keep(intake)
    kv.open(f"dossier?id={dossier}")
    assert "Brede intake" in kv.main()
    kv.open(f"formulier?record={intake}").section("Leren, opleiding en werk")
    kv.long("Wat kan de statushouder goed?", "Kan goed koken.")
    kv.button("Bewaren")
    assert "Bewaard als versie 2" in kv.main()


def test_who_is_asked_to_agree_reads_the_plan_until_the_answer_is_kept(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Gebremariam")
    member = desk.at("ilse").open(f"dossier?id={dossier}")
    assert "PIP (pilot 2019)" not in member.main()
    with desk.store("marieke") as store, desk.store("ilse") as other:
        meeting = store.start_record("F10", dossier, "overleg")
        fill(
            store,
            meeting,
            {"gesprek_datum": day(3).isoformat(), "gesprek_plaats": "gemeentehuis", "tolk_nodig": "nee", "pt_soort": "plan goedkeuren"},
        )
        fill(store, meeting, {"pt_akkoord": [{"id": "taal", "deelnemer": other.user.person}]})
        store.keep(meeting)
    member.open(f"dossier?id={dossier}")
    member.card("PIP (pilot 2019)").get_by_test_id("stPageLink-NavLink").first.click()
    member.until(lambda: "record=" in member.page.url, "the plan")
    member.settle()
    assert "Welke inburgeringsroute?" in member.main()
    assert "budgetbeheer" not in member.everything() and not member.has_button("Bewaren")
    plan = member.page.url
    with desk.store("marieke") as store:
        fill(store, meeting, {"pt_akkoord": [{"id": "taal", "akkoord": "akkoord"}]})
        store.keep(meeting)
    member.page.goto(plan)
    member.arrive()
    assert "Dit is er niet, of het is niet voor jou." in member.main()
