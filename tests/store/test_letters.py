"""Letters of the cast: who makes which, and what it says of what lies fixed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.store import FROZEN, NotNow, NotReady, Wanted
from tests.conftest import Open
from tests.support.letters import TALK, acts, finish, fix_endings, offered, plan_talk, text_of

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
