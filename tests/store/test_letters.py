"""Letters of the cast: who makes which, what gets into it, and when a translation goes along."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from popforms import prints
from popforms.access import AccessDenied
from popforms.definition.catalogue import load_forms
from popforms.demo import complete, fill
from popforms.settings import ROOT
from popforms.store import FROZEN, NotNow, NotReady, Store, Wanted
from tests.conftest import TODAY, Open

TALK = {"gesprek_datum": "2026-03-10", "gesprek_tijd": "10:30", "gesprek_plaats": "gemeentehuis", "tolk_nodig": "ja"}
TEXT, OWN = "inhoud.br_tekst", "inhoud.br_vertaling"


def plan_talk(store_for: Open, first: str = "Zalmai") -> str:
    """Marieke plans the first talk; gives the record."""
    store = store_for("marieke")
    record = store.start_record("F06", store_for.dossier(first), f"gesprek {first}")
    fill(store, record, TALK)
    store.keep(record)
    return record


def text_of(store: Store, letter: str, path: str = TEXT) -> str:
    entry = store.open_draft(letter).entries.get(path)
    return str(entry.value or "") if entry else ""


def offered(store: Store, dossier: str) -> set[str]:
    """The codes of the letters that can be made now."""
    return {offer.code for offer in store.letters_to_make(dossier) if offer.ready}


def acts(store: Store) -> list[str]:
    return [row["act"] for row in store.db.query("SELECT act FROM audit WHERE user_id=? ORDER BY seq", [store.user.id])]


def fix_endings(store_for: Open, first: str = "Desta") -> None:
    """Everybody agrees that guidance and POP end, and what was written about it lies fixed."""
    store, day = store_for("marieke"), "2026-02-25"
    agreed = {"akkoord": "akkoord", "datum": day}
    guidance, plan = store_for.record(first, "F19"), store_for.record(first, "F20")
    fill(store, guidance, {"am_akkoord": [{"id": f"v{number}", **agreed} for number in (1, 2, 3)]})
    fill(store, plan, {f"ap_akkoord_{who}": agreed for who in ("mb", "werk", "cvlw")} | {"ap_afsluitend_op": day})
    for record in (guidance, plan):
        assert complete(store, record, "d") == []
        store.freeze(record)


def approve(store_for: Open, key: str, language: str) -> None:
    """Marieke approves a translation that an interpreter read over."""
    store = store_for("marieke")
    store.approve_letter_text(key, language, "Dawit Habtemichael, tolk", seen=store.letter_pair(key, language))


def finish(store: Store, letter: str) -> None:
    """What the sender still chooses before the content is fixed."""
    draft = store.open_draft(letter)
    given = {"br_wijze": "post"} | ({} if draft.value("inhoud.br_taal_extra") else {"br_taal_extra": "geen"})
    fill(store, letter, given)


# --- making one -------------------------------------------------------------------------------------------------------


def test_the_pc_invites_for_a_talk_with_the_day_time_and_place_that_the_talk_says(store_for: Open) -> None:
    plan_talk(store_for)
    store, dossier = store_for("marieke"), store_for.dossier("Zalmai")
    assert "BR06" in offered(store, dossier)
    letter = store.make_letter(dossier, Wanted("BR06"), "een")
    text = text_of(store, letter)
    for words in ("Beste Zalmai Noorzai", "Dag: dinsdag 10 maart 2026", "Tijd: 10.30 uur", "Plaats: het gemeentehuis, Raadhuisplein 1, 4388 ZA Zandvoorde",
                  "Tolk: ja, in het Dari", "Joop Terpstra", "Bel mij dan: 0118 555 508"):  # fmt: skip
        assert words in text, words
    draft = store.open_draft(letter)
    assert {name: draft.value(f"inhoud.br_{name}") for name in ("soort", "aan", "taalniveau", "taal_extra", "bsn_nodig", "ondertekenaar")} == {
        "soort": "BR06", "aan": "statushouder", "taalniveau": "A2", "taal_extra": "Dari", "bsn_nodig": "nee", "ondertekenaar": store.user.id,
    }  # fmt: skip
    assert str(draft.value("inhoud.br_adres")).startswith("Zalmai Noorzai\n")


def test_what_was_typed_in_the_talk_and_not_kept_yet_counts_too(store_for: Open) -> None:
    talk = plan_talk(store_for)
    store = store_for("marieke")
    fill(store, talk, {"gesprek_tijd": "14:15"})
    letter = store.make_letter(store_for.dossier("Zalmai"), Wanted("BR06"), "een")
    assert "Tijd: 14.15 uur" in text_of(store, letter)


def test_pressing_twice_makes_one_letter(store_for: Open) -> None:
    plan_talk(store_for)
    store, dossier = store_for("marieke"), store_for.dossier("Zalmai")
    assert store.make_letter(dossier, Wanted("BR06"), "een") == store.make_letter(dossier, Wanted("BR06"), "een")
    assert store.make_letter(dossier, Wanted("BR06"), "twee") != store.make_letter(dossier, Wanted("BR06"), "een")


def test_a_talk_without_a_place_leaves_a_mark_that_the_content_is_not_fixed_with(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Zalmai")
    record = store.start_record("F06", dossier, "gesprek")
    fill(store, record, {"gesprek_datum": "2026-03-10", "gesprek_plaats": "anders", "tolk_nodig": "nee"})
    store.keep(record)
    prepared = store.prepare_letter(dossier, Wanted("BR06"))
    assert ("tijd", "Kennismakingsgesprek") in prepared.unknown
    letter = store.make_letter(dossier, Wanted("BR06"), "een")
    assert "Tijd: [vul in: tijd] uur" in text_of(store, letter)
    finish(store, letter)
    with pytest.raises(NotReady) as stopped:
        store.freeze(letter)
    assert any("hier staat nog ‘[vul in: tijd]’" in str(problem) for problem in stopped.value.problems)
    fill(store, record, {"gesprek_tijd": "9:00", "gesprek_plaats": "telefonisch"})
    store.rewrite_letter(letter, Wanted("BR06"))
    assert "Tijd: 9.00 uur\nPlaats: wij bellen u\nTolk: nee" in text_of(store, letter)
    store.freeze(letter)
    assert store.record_row(letter).state == FROZEN


def test_the_next_talk_comes_before_talks_that_are_over(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Desta")
    record = store.start_record("F09", dossier, "volgend gesprek")
    fill(store, record, {**TALK, "vg_soort": "voortgangsgesprek"})
    offer = next(one for one in store.letters_to_make(dossier) if one.code == "BR07")
    assert offer.abouts[0] == (record, "Voortgang, di 10 maart 2026")
    assert all(words.endswith("(voorbij)") for _, words in offer.abouts[1:]) and len(offer.abouts) > 2
    letter = store.make_letter(dossier, Wanted("BR07", typed={"waarover": "- uw school\n- uw werk"}), "een")
    assert "Dag: dinsdag 10 maart 2026" in text_of(store, letter) and "- uw school\n- uw werk" in text_of(store, letter)


def test_the_address_is_the_house_after_the_move_and_the_shelter_before_it(store_for: Open) -> None:
    store = store_for("marieke")
    letters = [store.make_letter(store_for.dossier(first), Wanted("BR12", about=""), first) for first in ("Yohannes", "Mihret")]
    addresses = [text_of(store, letter, "inhoud.br_adres") for letter in letters]
    assert addresses[0] == "Yohannes Kidane\nCOA-locatie Duinoord\nKazerneweg 40\n4389 TT Duinoord"
    assert addresses[1].startswith("Mihret Gebremariam\nSchelpenkade")


def test_a_letter_to_a_partner_names_the_organisation_and_the_person(store_for: Open) -> None:
    store = store_for("sander")
    letter = store.make_letter(store_for.dossier("Yohannes"), Wanted("BR03"), "een")
    assert text_of(store, letter, "inhoud.br_adres") == "VluchtelingenWerk Zandvoorde\nt.a.v. Elvira Santos"


def test_every_letter_that_fits_now_can_be_made_by_who_sends_it(store_for: Open) -> None:
    """All eighteen, over the dossiers of the demo; the plan, the talks and the endings that are missing are begun here."""
    plan_talk(store_for)
    fix_endings(store_for)
    made = set()
    for username in ("marieke", "sander", "joop", "elvira", "gerrit"):
        store = store_for(username)
        for first in ("Yohannes", "Zalmai", "Bassel", "Mihret", "Hoda", "Desta"):
            if not store.may_open(store_for.dossier(first)):
                continue
            for offer in store.letters_to_make(store_for.dossier(first)):
                for letter in offer.texts if offer.own and offer.ready else ():
                    action = offer.actions[0][0] if offer.actions else ""
                    store.make_letter(store_for.dossier(first), Wanted(letter.key, action=action), f"{username} {first} {letter.key}")
                    made.add(letter.key)
    assert made == {key for key, letter in store_for.world.forms.letters.items() if not letter.is_line}


# --- what lies fixed --------------------------------------------------------------------------------------------------

ROUTE = "leerroute.w21_leerroute"


def test_the_letter_about_the_decision_tells_the_plan_that_is_in_force_while_another_is_being_written(store_for: Open) -> None:
    store, dossier, plan = store_for("marieke"), store_for.dossier("Nooria"), store_for.record("Nooria", "F08c")
    store.correct(plan, "kijken of een andere route past")
    assert store.open_draft(plan).value(ROUTE) == "B"
    fill(store, plan, {"w21_leerroute": "O"})
    store.keep(plan)
    assert "BR11" in offered(store, dossier)
    text = text_of(store, store.make_letter(dossier, Wanted("BR11"), "een"))
    assert "Uw leerroute: B1-route" in text and "onderwijsroute" not in text


def test_a_decision_that_is_still_being_written_has_no_letter(store_for: Open) -> None:
    store, dossier, plan = store_for("marieke"), store_for.dossier("Hoda"), store_for.record("Hoda", "F08c")
    assert "BR11" in offered(store, dossier), "it is ready for signing"
    store.back_to_draft(plan, "nog niet goed")
    offer = next(one for one in store.letters_to_make(dossier) if one.code == "BR11")
    assert not offer.ready and offer.abouts == () and offer.waits_for == "het PIP volgens de wet vastligt"
    with pytest.raises(NotNow, match="Deze brief kan pas als het PIP volgens de wet vastligt"):
        store.make_letter(dossier, Wanted("BR11"), "een")


def test_a_letter_does_not_go_out_when_the_decision_changed_after_it_was_written(store_for: Open) -> None:
    store, dossier, plan = store_for("marieke"), store_for.dossier("Hoda"), store_for.record("Hoda", "F08c")
    letter = store.make_letter(dossier, Wanted("BR11"), "een")
    finish(store, letter)
    assert [problem for problem in store.problems(letter, "d") if problem.stop] == []
    store.back_to_draft(plan, "andere route")
    assert any("niet meer zo vastligt" in str(problem) for problem in store.problems(letter, "d") if problem.stop)
    later = store_for("marieke", now=datetime(2026, 3, 2, 15, tzinfo=UTC))
    fill(later, plan, {"w21_knm": "In de les, twee keer per week."})
    later.freeze(plan)
    with pytest.raises(NotReady, match="1 problems"):
        later.freeze(letter)
    later.rewrite_letter(letter, Wanted("BR11"))
    assert later.freeze(letter).state == FROZEN


def test_nobody_hears_that_guidance_or_pop_ends_before_all_agreed(store_for: Open) -> None:
    """The demo has both endings written down as a draft."""
    dossier, letters = store_for.dossier("Desta"), {"BR15", "BR16"}
    assert not letters & offered(store_for("marieke"), dossier)
    fix_endings(store_for)
    assert letters <= offered(store_for("marieke"), dossier)


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "codes"),
    [("sander", {"BR02", "BR03", "BR04", "BR05", "BR18"}), ("joop", {"BR15"}), ("elvira", {"BR09", "BR14"}), ("gerrit", {"BR17"}), ("denise", set()),
     ("trudy", set()), ("ilse", set())],
)  # fmt: skip
def test_a_role_is_offered_its_own_letters_alone(store_for: Open, who: str, codes: set[str]) -> None:
    assert {offer.code for offer in store_for(who).letters_to_make(store_for.dossier("Bassel"))} == codes


def test_the_pc_may_stand_in_for_a_colleague_and_sees_whose_letter_it_is(store_for: Open) -> None:
    offers = {offer.code: offer for offer in store_for("marieke").letters_to_make(store_for.dossier("Yohannes"))}
    assert len(offers) == 18
    assert offers["BR01"].own and not offers["BR02"].own and offers["BR18"].own


def test_a_letter_of_another_role_is_refused_as_if_it_were_not_there(store_for: Open) -> None:
    plan_talk(store_for)
    count = "SELECT count(*) FROM record WHERE form='brief'"
    before = store_for("marieke").db.execute(count).fetchone()[0]
    for who, key in (
        ("sander", "BR06"),
        ("joop", "BR06"),
        ("gerrit", "BR06"),
        ("denise", "BR06"),
        ("bea", "BR06"),
        ("olga", "BR06"),
        ("marieke", "BR99"),
    ):
        store = store_for(who)
        with pytest.raises(AccessDenied):
            store.make_letter(store_for.dossier("Zalmai"), Wanted(key), "een")
        assert acts(store)[-1].startswith("geweigerd: ")
    assert store_for("marieke").db.execute(count).fetchone()[0] == before


def test_a_letter_before_its_step_says_when_it_can(store_for: Open) -> None:
    store = store_for("marieke")
    with pytest.raises(NotNow, match="Deze brief kan pas als de begeleider met de checklist is begonnen"):
        store.make_letter(store_for.dossier("Yohannes"), Wanted("BR06"), "een")


def test_a_letter_of_one_colleague_is_closed_to_another_role(store_for: Open) -> None:
    letter = store_for("gerrit").make_letter(store_for.dossier("Bassel"), Wanted("BR17"), "een")
    assert "€ 636,50" in text_of(store_for("marieke"), letter)
    for who in ("joop", "sander", "elvira"):
        with pytest.raises(AccessDenied):
            store_for(who).open_draft(letter)


# --- what cannot get in -----------------------------------------------------------------------------------------------


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


def stops(store: Store, letter: str) -> list[str]:
    return [str(problem) for problem in store.problems(letter, "d") if problem.stop]


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


# --- the own language -------------------------------------------------------------------------------------------------


def test_without_an_approved_translation_the_dutch_goes_out_and_the_page_says_so(store_for: Open) -> None:
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Yohannes"), Wanted("BR01"), "een")
    assert text_of(store, letter, OWN) == ""
    assert store.letter_state(letter).notes == ("Er is nog geen goedgekeurde vertaling in het Tigrinya; de brief gaat in het Nederlands.",)
    finish(store, letter)
    store.freeze(letter)
    assert store.translation_language(store.saved(letter).answers) == ""


def test_an_approved_translation_goes_along_and_the_letter_says_who_approved_it(store_for: Open) -> None:
    approve(store_for, "BR01", "ti")
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Yohannes"), Wanted("BR01"), "een")
    assert text_of(store, letter, OWN).startswith("# እንቋዕ ብደሓን መጻእኩም")
    assert "Yohannes Kidane" in text_of(store, letter, OWN)
    assert "goedgekeurd door Marieke van Dongen op ma 2 maart 2026" in text_of(store, letter, "inhoud.br_sjabloon")
    assert store.letter_state(letter).notes == ()
    finish(store, letter)
    saved = store.freeze(letter)
    assert saved.answers["inhoud"]["br_vertaling"] == text_of(store, letter, OWN)


def test_a_language_without_a_translation_is_named_in_its_own_words(store_for: Open) -> None:
    approve(store_for, "BR12", "ar")
    store = store_for("marieke")
    for first, words in (("Zalmai", "Dari"), ("Ibrahim", "")):
        letter = store.make_letter(store_for.dossier(first), Wanted("BR12"), first)
        assert ("Er is nog geen goedgekeurde vertaling" in "".join(store.letter_state(letter).notes)) is bool(words)
        assert words in "".join(store.letter_state(letter).notes)


def test_the_line_in_the_own_language_stands_under_a_letter_that_has_no_translation(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Mihret")
    record = store.start_record("F09", dossier, "gesprek")
    fill(store, record, {**TALK, "vg_soort": "vervolggesprek"})
    store.keep(record)
    before = store.make_letter(dossier, Wanted("BR07"), "een")
    assert "nog geen goedgekeurde regel in het Tigrinya" in store.letter_state(before).notes[0]
    approve(store_for, "regel", "ti")
    after = store.make_letter(dossier, Wanted("BR07"), "twee")
    assert text_of(store, after, OWN).startswith("እዛ ደብዳቤ") and "0118 555 508" in text_of(store, after, OWN)
    assert store.letter_state(after).is_line and store.letter_state(after).notes == ()


def test_a_text_that_is_changed_by_hand_loses_its_translation_until_it_is_made_anew(store_for: Open) -> None:
    approve(store_for, "BR01", "ti")
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Yohannes"), Wanted("BR01"), "een")
    entry = store.open_draft(letter).entries[TEXT]
    store.save_field(letter, TEXT, f"{entry.value} Tot snel!", expect=entry.revision)
    assert text_of(store, letter, OWN) == ""
    state = store.letter_state(letter)
    assert state.changed and "past daar niet bij" in state.notes[0]
    store.rewrite_letter(letter, Wanted("BR01"))
    assert text_of(store, letter, OWN) and not store.letter_state(letter).changed


def test_another_language_takes_the_translation_away(store_for: Open) -> None:
    approve(store_for, "BR01", "ti")
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Yohannes"), Wanted("BR01"), "een")
    fill(store, letter, {"br_taal_extra": "Turks"})
    assert text_of(store, letter, OWN) == ""
    assert "nog geen goedgekeurde vertaling in het Turks" in store.letter_state(letter).notes[0]


def test_nobody_types_in_a_translation(store_for: Open) -> None:
    approve(store_for, "BR01", "ti")
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Yohannes"), Wanted("BR01"), "een")
    with pytest.raises(AccessDenied):
        store.save_field(letter, OWN, "iets anders", expect=1)
    with pytest.raises(AccessDenied):
        store.save_field(letter, "inhoud.br_sjabloon", "kenmerk 0123456789abcdef", expect=1)


def change(store_for: Open, key: str, language: str) -> None:
    """Bea keeps a text with a few words more."""
    bea = store_for("bea")
    text = bea.letter_text(key, language)
    assert text
    bea.keep_letter_text(key, language, text.body + "\n\n2026", bea.today, expect=text.number)


@pytest.mark.parametrize("language", ["nl", "ti"])
def test_a_letter_that_is_not_fixed_yet_does_not_keep_a_translation_that_was_replaced(store_for: Open, language: str) -> None:
    approve(store_for, "BR01", "ti")
    store, dossier = store_for("marieke"), store_for.dossier("Yohannes")
    letters = [store.make_letter(dossier, Wanted("BR01"), token) for token in ("concept", "vast")]
    for letter in letters:
        finish(store, letter)
    store.freeze(letters[1])
    change(store_for, "BR01", language)
    [said] = stops(store, letters[0])
    assert "intussen veranderd. Maak de tekst opnieuw." in said
    store.rewrite_letter(letters[0], Wanted("BR01"))
    assert stops(store, letters[0]) == [] and text_of(store, letters[0], OWN) == "", "the new pair is not approved yet"
    fill(store, letters[1], {"br_verzonden_op": TODAY.isoformat()})
    assert store.finalise(letters[1]).state == "definitief", "what was fixed stays as it is"


def test_an_approval_of_a_text_that_counts_no_more_can_be_taken_back_and_its_letter_does_not_go_out(store_for: Open) -> None:
    approve(store_for, "BR01", "ti")
    store = store_for("marieke")
    letters = [store.make_letter(store_for.dossier("Yohannes"), Wanted("BR01"), token) for token in ("vast", "weg")]
    for letter in letters:
        finish(store, letter)
        store.freeze(letter)
    fill(store, letters[1], {"br_verzonden_op": TODAY.isoformat()})
    store.finalise(letters[1])
    change(store_for, "BR01", "ti")
    with pytest.raises(NotNow, match="niet goedgekeurd"):
        store.withdraw_approval("BR01", "ti")
    approve(store_for, "BR01", "ti")
    now = store.approval_of("BR01", "ti")
    [before] = [one for one in store.approvals_that_stand("BR01", "ti") if one != now]
    store.withdraw_approval("BR01", "ti", before.hash)
    assert store.approvals_that_stand("BR01", "ti") == [now], "the corrected translation still goes along"
    with pytest.raises(NotNow, match="goedkeuring van de vertaling is ingetrokken"):
        prints.print_version(store, letters[0])
    fill(store, letters[0], {"br_verzonden_op": TODAY.isoformat()})
    with pytest.raises(NotReady, match="1 problems"):
        store.finalise(letters[0])
    fill(store, letters[1], {"br_nagebeld": "nee"})
    store.keep_late(letters[1])
    assert store.saved(letters[1]).answers["versturen"]["br_nagebeld"] == "nee", "what was sent is sent"


@pytest.mark.parametrize("who", ["sander", "joop", "elvira"])
def test_nobody_else_takes_an_earlier_approval_back(store_for: Open, who: str) -> None:
    approve(store_for, "BR01", "ti")
    [approval] = store_for("marieke").approvals_that_stand("BR01", "ti")
    with pytest.raises(AccessDenied):
        store_for(who).withdraw_approval("BR01", "ti", approval.hash)
    with pytest.raises(NotNow):
        store_for("marieke").withdraw_approval("BR01", "tr", approval.hash)


def test_an_approval_that_is_taken_back_stops_a_letter_that_is_not_sent_yet(store_for: Open) -> None:
    approve(store_for, "BR01", "ti")
    store = store_for("marieke")
    dossier = store_for.dossier("Yohannes")
    letters = [store.make_letter(dossier, Wanted("BR01"), token) for token in ("concept", "vast", "weg")]
    for letter in letters:
        finish(store, letter)
    for letter in letters[1:]:
        store.freeze(letter)
    fill(store, letters[2], {"br_verzonden_op": TODAY.isoformat()})
    store.finalise(letters[2])
    store.withdraw_approval("BR01", "ti")
    with pytest.raises(NotReady, match="1 problems"):
        store.freeze(letters[0])
    with pytest.raises(NotNow, match="goedkeuring van de vertaling is ingetrokken"):
        prints.print_version(store, letters[1])
    assert prints.print_version(store, letters[2]).content.startswith(b"%PDF-"), "what was sent can be printed for the file"
