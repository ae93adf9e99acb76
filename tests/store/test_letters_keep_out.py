"""What cannot get into a letter: numbers, health, holes, and what its sender may not read."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from popforms.definition.catalogue import load_forms
from popforms.demo import complete, fill
from popforms.settings import ROOT
from popforms.store import NotReady, Wanted
from tests.conftest import Open
from tests.support.letters import TEXT, acts, approve, finish, plan_talk, stops, text_of


def test_the_v_number_gets_in_with_an_explicit_yes_and_is_written_down_as_read(store_for: Open) -> None:
    store, dossier = store_for("sander"), store_for.dossier("Bassel")
    marieke = store_for("marieke")
    report = store_for.record("Bassel", "F01")
    marieke.correct(report, "V-nummer erbij")
    fill(marieke, report, {"v_nummer": "2812345678"})
    complete(marieke, report, "d")
    marieke.finalise(report)
    without = store.make_letter(dossier, Wanted("BR05"), "zonder")
    assert "V-nummer" not in text_of(store, without) and "nummer lezen" not in acts(store)
    given = store.make_letter(dossier, Wanted("BR05", yes=frozenset({"v_nummer"})), "met")
    assert "V-nummer: 2812345678" in text_of(store, given) and "nummer lezen" in acts(store)


def test_the_house_that_is_needed_stands_in_the_letter_to_the_corporatie_and_is_written_down_as_read(store_for: Open) -> None:
    store = store_for("sander")
    letter = store.make_letter(store_for.dossier("Yohannes"), Wanted("BR04", typed={"gewenst_vanaf": "1 mei"}), "een")
    text = text_of(store, letter)
    assert "Eis aan de woning: geen" in text and "Nodig vanaf: 1 mei" in text
    assert "Kidane" not in text and "Yohannes" not in text
    assert "gezondheid lezen" in acts(store)


def test_a_question_about_health_is_not_put_to_the_coa_by_letter(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Rima")
    profile = store_for.record("Rima", "F02")
    fill(store, profile, {"volledigheid": [{"id": "v12", "stand": "onduidelijk", "vraag": "Wat is er aan de hand?"}]})
    store.keep(profile)
    text = text_of(store, store.make_letter(dossier, Wanted("BR18"), "een"))
    assert "1. diploma's: Is er een diploma, en waar ligt het?\n2. nareis" in text
    assert "Wat is er aan de hand?" not in text


def test_an_action_about_health_is_in_no_letter(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Bassel")
    health = next(action for action in store.actions_of(dossier) if action.module == "gezondheid")
    offer = next(one for one in store.letters_to_make(dossier) if one.code == "BR10")
    assert offer.actions and health.id not in dict(offer.actions)
    letter = store.make_letter(dossier, Wanted("BR10", action=health.id), "een")
    assert health.omschrijving not in text_of(store, letter) and "[vul in: wat er moet gebeuren]" in text_of(store, letter)


def test_an_action_of_the_casusoverleg_without_a_module_is_in_no_letter(store_for: Open) -> None:
    """Nobody knows yet what it is about, and a letter goes to partners."""
    store, dossier = store_for("marieke"), store_for.dossier("Bassel")
    record = store.start_record("F14b", dossier, "overleg")
    rows = [
        {"id": "r1", "omschrijving": "EMDR afmaken bij de psycholoog"},
        {"id": "r2", "omschrijving": "Plek vragen op school", "module": "taal"},
    ]
    fill(
        store, record, {"cd_agendapunt": "b probleem", "cd_toestemming": "zonder naam besproken", "cd_besluit": "actie", "cd_acties": rows}
    )
    text = text_of(store, store.make_letter(dossier, Wanted("BR14", about=record), "een"))
    assert "- Plek vragen op school" in text and "EMDR" not in text


def test_a_goal_or_action_of_the_end_of_a_pop_says_to_which_module_it_belongs(store_for: Open) -> None:
    store = store_for("marieke")
    record = store_for.record("Desta", "F20")
    goal = {"id": "r1", "doel": "Weer slapen zonder medicijnen", "bereikt": "deels"}
    fill(store, record, {"ap_gesprek_op": "2026-02-20", "ap_doelen": [goal]})
    with pytest.raises(NotReady) as stopped:
        store.keep(record)
    assert all("Onderdeel" in problem.label for problem in stopped.value.problems) and stopped.value.problems
    fill(store, record, {"ap_doelen": [goal | {"module": "ggz"}]})
    with pytest.raises(NotReady, match="1 problems"):
        store.keep(record)
    fill(store, record, {"ap_doelen": [goal | {"module": "gezondheid"}]})
    assert store.keep(record).number == store.record_row(record).version > 1


def test_the_trekker_of_the_action_is_who_the_letter_goes_to(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Bassel")
    action = next(one for one in store.actions_of(dossier) if one.module == "werk")
    letter = store.make_letter(dossier, Wanted("BR10", action=action.id), "een")
    assert store.contact_name(text_of(store, letter, "inhoud.br_aan")) == "Denise Wong"
    assert f"Wat: {action.omschrijving}" in text_of(store, letter)


def test_the_statushouder_who_pulls_an_action_gets_a_letter_in_their_own_words(store_for: Open) -> None:
    approve(store_for, "regel", "ti")
    store, dossier = store_for("marieke"), store_for.dossier("Mihret")
    own = next(
        one for one in store.actions_of(dossier) if one.trekker == "statushouder" and one.omschrijving and one.module != "gezondheid"
    )
    letter = store.make_letter(dossier, Wanted("BR10", action=own.id), "een")
    draft, text = store.open_draft(letter), text_of(store, letter)
    assert {name: draft.value(f"inhoud.br_{name}") for name in ("aan", "taalniveau", "taal_extra")} == {
        "aan": "statushouder", "taalniveau": "A2", "taal_extra": "Tigrinya",
    }  # fmt: skip
    assert "Beste Mihret Gebremariam" in text and f"Wat: {own.omschrijving}" in text and "collega" not in text
    assert store.letter_state(letter).is_line
    other = next(
        one for one in store.actions_of(dossier) if one.trekker != "statushouder" and one.omschrijving and one.module != "gezondheid"
    )
    partner = store.make_letter(dossier, Wanted("BR10-A2", action=other.id), "twee")
    assert (
        text_of(store, partner).startswith("# Afspraak over uw actie") and store.open_draft(partner).value("inhoud.br_taalniveau") == "B1"
    )


def test_a_cell_that_nobody_filled_in_is_asked_for_and_stops_the_letter(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Bassel")
    record = store.start_record("F14b", dossier, "overleg")
    rows = [{"id": "r1", "omschrijving": "Plek vragen op school", "module": "taal"}]
    fill(
        store, record, {"cd_agendapunt": "b probleem", "cd_toestemming": "zonder naam besproken", "cd_besluit": "actie", "cd_acties": rows}
    )
    wanted = Wanted("BR14", about=record)
    assert ("Wie trekt deze actie", "Bespreking in het casusoverleg") in store.prepare_letter(dossier, wanted).unknown
    letter = store.make_letter(dossier, wanted, "een")
    assert "Wie: [vul in: Wie trekt deze actie]. Klaar op: [vul in: Wanneer moet het klaar zijn]." in text_of(store, letter)
    assert any("[vul in: Wie trekt deze actie]" in one for one in stops(store, letter))


def test_the_letter_about_the_decision_is_signed_in_the_name_of_the_college_by_who_decided(store_for: Open) -> None:
    store, dossier, plan = store_for("marieke"), store_for.dossier("Hoda"), store_for.record("Hoda", "F08c")
    decided = store.saved(plan).answers["besluit"]["w21_vastgesteld_door"]
    letter = store.make_letter(dossier, Wanted("BR11"), "een")
    assert store.open_draft(letter).value("inhoud.br_ondertekenaar") == decided
    assert text_of(store, letter).endswith("namens het college van burgemeester en wethouders van Gemeente Zandvoorde,")
    store.back_to_draft(plan, "een ander stelt vast")
    other = store_for("olga").user.id
    fill(store, plan, {"w21_vastgesteld_door": other})
    store.freeze(plan)
    assert store.open_draft(store.make_letter(dossier, Wanted("BR11"), "twee")).value("inhoud.br_ondertekenaar") == other


def test_the_driegesprek_has_an_interpreter_when_the_intake_had_one(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Hoda")
    needed = store.saved(store_for.record("Hoda", "F03a")).answers
    said = next(section["tolk_nodig"] for section in needed.values() if isinstance(section, dict) and "tolk_nodig" in section)
    text = text_of(store, store.make_letter(dossier, Wanted("BR13-A2"), "een"))
    assert ("Tolk: nee" if said == "nee" else "Tolk: ja, in het ") in text


def test_what_the_sender_may_not_read_stays_out(store_for: Open, tmp_path: Path) -> None:
    """A begeleider does not know in which shelter somebody was, so a letter of a begeleider cannot tell it either."""
    folder = tmp_path / "forms"
    shutil.copytree(ROOT / "forms", folder, ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / "brieven" / "BR15.nl.md"
    text = (
        file.read_text(encoding="utf-8")
        .replace("gegevens: ", "gegevens: coa_locatie, ")
        .replace("Daarom stopt", "U kwam uit {{ coa_locatie }}. Daarom stopt")
    )
    file.write_text(re.sub(r"(?m)^begint als: .*", "begint als: gevuld(F01.datum_tvs_melding)", text), encoding="utf-8")
    forms = load_forms(folder)
    pc, mb = store_for("marieke", forms=forms), store_for("joop", forms=forms)
    dossier = store_for.dossier("Bassel")
    assert "U kwam uit COA-locatie Duinoord." in text_of(pc, pc.make_letter(dossier, Wanted("BR15"), "pc"))
    assert "U kwam uit [vul in: COA-locatie]." in text_of(mb, mb.make_letter(dossier, Wanted("BR15"), "mb"))


def test_a_number_like_a_bsn_that_somebody_typed_stops_the_letter(store_for: Open) -> None:
    plan_talk(store_for)
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Zalmai"), Wanted("BR06"), "een")
    finish(store, letter)
    entry = store.open_draft(letter).entries[TEXT]
    store.save_field(letter, TEXT, f"{entry.value}\n\nUw nummer is 111222333.", expect=entry.revision)
    with pytest.raises(NotReady) as stopped:
        store.freeze(letter)
    assert any("lijkt op een BSN" in str(problem) for problem in stopped.value.problems)


def test_a_number_like_a_bsn_stops_the_letter_in_its_address_too_and_no_answer_lets_it_through(store_for: Open) -> None:
    plan_talk(store_for)
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Zalmai"), Wanted("BR06"), "een")
    finish(store, letter)
    fill(store, letter, {"br_adres": "Zalmai Noorzai\nBSN 111.222.333\nSchelpenkade 4"})
    [said] = stops(store, letter)
    assert said.startswith("Adres boven de brief") and "lijkt op een BSN" in said
    fill(store, letter, {"br_bsn_nodig": "ja"})
    assert len(stops(store, letter)) == 2 and any("Haal het nummer weg, en kies dan ‘nee’" in one for one in stops(store, letter))
    fill(store, letter, {"br_bsn_nodig": "nee", "br_adres": "Zalmai Noorzai\nklant 1112-22333\nSchelpenkade 4"})
    assert stops(store, letter) == [], "another number is told apart by a dash"


def test_an_address_that_does_not_fit_in_the_window_is_said_before_the_content_is_fixed(store_for: Open) -> None:
    plan_talk(store_for)
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Zalmai"), Wanted("BR06"), "een")
    finish(store, letter)
    lines = [
        "Zalmai Noorzai",
        "p/a Stichting De Wijk",
        "Afdeling begeleiding",
        "Gebouw C",
        "derde verdieping",
        "Schelpenkade 12",
        "4388 BC Zandvoorde",
    ]
    fill(store, letter, {"br_adres": "\n".join(lines)})
    [said] = stops(store, letter)
    assert "dit zijn 7 regels; in het venster van de envelop passen er 6" in said
    fill(store, letter, {"br_adres": "\n\n".join(lines[:4] + lines[5:])})
    assert stops(store, letter) == []


def test_the_name_of_an_organisation_stays_on_one_line_and_its_address_gets_more(store_for: Open) -> None:
    bea = store_for("bea")
    shelter = next(line.record.id for line in bea.contacts("F21b") if line.record.title == "COA-locatie Duinoord")
    if bea.record_row(shelter).state == "definitief":
        bea.correct(shelter, "andere naam")
    fill(bea, shelter, {"og_naam": "COA, locatie Duinoord, vleugel B"})
    bea.keep(shelter)
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Yohannes"), Wanted("BR12"), "een")
    assert text_of(store, letter, "inhoud.br_adres") == "Yohannes Kidane\nCOA, locatie Duinoord, vleugel B\nKazerneweg 40\n4389 TT Duinoord"


def test_words_of_the_dossier_cannot_begin_a_heading_or_a_table(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Rima")
    profile = store_for.record("Rima", "F02")
    fill(store, profile, {"volledigheid": [{"id": "v6", "vraag": "Diploma?\n# Nieuwe kop {{ bsn }}"}]})
    store.keep(profile)
    text = text_of(store, store.make_letter(dossier, Wanted("BR18"), "een"))
    assert "diploma's: Diploma? # Nieuwe kop {{ bsn }}" in text
