"""What one form asks of another, on screen."""

from __future__ import annotations

import pytest

from popforms.demo import complete, fill
from tests.e2e.case import day, typed
from tests.e2e.desk import Desk
from tests.e2e.test_whole_process import begin, dossier_of

pytestmark = pytest.mark.xdist_group("browser")


def test_the_coordinator_lets_the_declaration_be_signed_with_a_reason(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Haddad")
    with desk.store("marieke") as store:
        pvt = store.start_record("F11", dossier, "pvt")
        fill(store, pvt, {"pvt_verplicht": "ja", "pvt_basis_uren": "4", "pvt_onderdelen": "geen", "pvt_basis_op": day(-9).isoformat()})
        assert [problem.gate for problem in complete(store, pvt, "d")] == ["tekenen"]
        store.keep(pvt)
    pc = desk.at("marieke").open(f"formulier?record={pvt}").section("Controleren")
    assert "Mag de verklaring al worden getekend? nee, nog nodig: " in pc.main()
    assert not pc.has_button("Klaar om te tekenen")
    cvlw = desk.at("elvira").open(f"formulier?record={pvt}").section("Controleren")
    assert not cvlw.has_button("Klaar om te tekenen")
    cvlw.unfold("Toch doorgaan, met een reden")
    cvlw.text("Waarom?", "De laatste uren zijn al ingepland.")
    cvlw.button("Doorgaan")
    assert "De reden staat in het logboek" in cvlw.main()
    pc.page.reload()
    pc.arrive()
    pc.section("Controleren").button("Klaar om te tekenen")
    assert "De inhoud ligt vast" in pc.main()


def test_the_date_of_a_letter_stands_in_the_form_with_its_source_and_can_be_typed_over(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Kidane")
    with desk.store("marieke") as store:
        talk, letter = store.start_record("F06", dossier, "kennismaking"), store.start_record("F22", dossier, "brief")
        fill(
            store,
            letter,
            {"br_soort": "BR06", "br_aan": "statushouder", "br_taalniveau": "A2", "br_tekst": "Kom langs.", "br_taal_extra": "geen"},
        )
        assert complete(store, letter, "d") == []
        store.freeze(letter)
    label = "Wanneer is de uitnodiging per post gestuurd?"
    pc = desk.at("marieke").open(f"formulier?record={letter}")
    pc.text("Verzonden op", typed(0))
    pc.button("Definitief maken")
    pc.open(f"formulier?record={talk}").section("Voor het gesprek")
    assert pc.value(label) != "" and "Overgenomen uit Brief, verzonden op" in pc.main()
    pc.text(label, typed(-3))
    pc.page.reload()
    pc.arrive()
    pc.section("Voor het gesprek")
    assert "Overgenomen uit Brief" not in pc.main()
    with desk.store("marieke") as store:
        assert store.open_draft(talk).value("vooraf.brief_op") == day(-3).isoformat()


def test_after_a_talk_that_did_not_take_place_there_is_a_new_appointment(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Kidane")
    hvc = desk.at("sander")
    first = begin(hvc, dossier, "Regeldag")
    hvc.section("Het gesprek")
    hvc.choose("Waarom ging het gesprek niet door?", "tolk ontbrak")
    hvc.button("Bewaren")
    assert "Dit gesprek ging niet door (tolk ontbrak). Het telt nergens mee." in hvc.main()
    hvc.button("Nieuwe afspraak")
    hvc.until(lambda: "record=" in hvc.page.url and first not in hvc.page.url, "the new form")
    hvc.settle()
    assert hvc.value("Op welke datum is het gesprek?") == ""
    assert "Overgenomen uit de afspraak die niet doorging" in hvc.main()
    hvc.section("Woning")
    assert "Schelpenkade" in hvc.value("Adres van de woning")
    hvc.open(f"dossier?id={dossier}")
    card = hvc.card("Regeldag")
    assert card.get_by_role("button", name="Beginnen", exact=True).count() == 0
    hvc.unfold("Niet doorgegaan (1)")
    hvc.page.get_by_test_id("stPageLink-NavLink").filter(has_text="tolk ontbrak").click()
    hvc.settle()
    assert "Naar de nieuwe afspraak" in hvc.main()


def test_an_escalation_above_cases_reaches_the_policy_officer_without_names(busy_desk: Desk) -> None:
    desk = busy_desk
    pc = desk.at("marieke").open("casusoverleg")
    pc.tab_of("Escalaties")
    pc.button("Escalatie toevoegen")
    pc.choose("Op welk niveau?", "beleidsmedewerker gemeente")
    assert "Nee. Gaat het toch om één dossier, begin dan in dat dossier." in pc.main()
    pc.text("Wat is het probleem?", "De wachtlijst van de taalschool")
    pc.button("Bewaren")
    assert "Bewaard als versie 1" in pc.main()
    officer = desk.at("mart").open("casusoverleg")
    officer.tab_of("Escalaties")
    assert not officer.has_button("Escalatie toevoegen")
    assert "De wachtlijst van de taalschool" in officer.cells()
    assert "Marieke van Dongen" not in officer.cells()


def test_a_dossier_is_found_by_a_part_of_its_name_and_stays_chosen(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Al-Khatib")
    pc = desk.at("marieke")
    head = begin(pc, dossier, "Dossier")
    pc.section("Dossier en afspraken")
    row = pc.row("Welke dossiers horen bij dit gezin?")
    row.text("Dossier", "zzz")
    assert "Niets gevonden" in pc.main()
    row = pc.cards("Welke dossiers horen bij dit gezin?")[0]
    row.text("Dossier", "hadd")
    pc.pick(pc.page.get_by_label("Kies wat je zocht"))
    pc.settle()
    assert "Bewaard om" in pc.main()
    pc.page.reload()
    pc.arrive()
    pc.section("Dossier en afspraken")
    assert "Haddad (D-" in pc.page.get_by_label("Gekozen").input_value()
    with desk.store("marieke") as store:
        (kept,) = store.open_draft(head).answers()["afspraken"]["gezin_dossiers"]
        assert dossier_of(desk, "Haddad") in kept.values()


def test_the_minutes_begin_with_the_last_actions_and_stand_beside_counts(busy_desk: Desk) -> None:
    chair = busy_desk.at("elvira").open("casusoverleg")
    chair.button("Casusoverleg toevoegen")
    chair.section("Agenda")
    (row,) = chair.cards("Acties uit het vorige overleg")
    assert row.value("Actie").startswith("D-") and row.value("Actie").endswith(" B.H.: Plek vragen in de groep van januari")
    assert "Nu in het overzicht" in chair.main() and "POP: " in chair.main()
    assert "Haddad" not in chair.everything() and "Bassel" not in chair.everything()
