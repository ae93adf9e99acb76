"""The own language beside the Dutch of a letter: approved, replaced, taken back, and what goes out meanwhile."""

from __future__ import annotations

import pytest

from popforms import prints
from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.store import NotNow, NotReady, Wanted
from tests.conftest import TODAY, Open
from tests.support.letters import OWN, TALK, TEXT, approve, finish, stops, text_of


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
