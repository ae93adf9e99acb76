"""Sheets that are refused with the reason and nothing half done, and what by hand still takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from popforms import prints
from popforms.access import AccessDenied
from popforms.demo import OUTSIDER
from popforms.paper.code import PageCode
from popforms.paper.scan import ScanPage
from popforms.prints import Print
from popforms.store import NotNow, ScanRefused
from tests.conftest import Open
from tests.support.signing import OTHER, PDF, all_sheets, answers_after, audited, back, box, printed, refuse, sheet


def test_a_sheet_of_an_older_version_is_refused(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    old = printed(marieke, pip)
    sheets = all_sheets(marieke, pip, old)
    marieke.back_to_draft(pip, "De school is veranderd.")
    assert marieke.freeze(pip).number == old.version + 1  # the same words, and still not the same paper
    new = printed(marieke, pip)
    refused = refuse(marieke, pip, sheets)
    assert f"is van versie {old.version}. Nu telt alleen een handtekening onder versie {new.version}" in str(refused)
    assert refused.by_hand and refused.version == old.version
    mixed = [*all_sheets(marieke, pip, new)[:-1], sheets[-1]]
    assert "Bladzijde 5 is van versie" in str(refuse(marieke, pip, mixed))


def test_a_sheet_that_was_a_concept_is_refused(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    marieke.back_to_draft(pip, "Eerst nog doornemen met de tolk.")
    concept = printed(marieke, pip)
    frozen = marieke.freeze(pip)
    assert frozen.number == concept.version + 1
    refused = refuse(marieke, pip, [sheet(pip, concept, 1)])
    assert f"is van versie {concept.version}" in str(refused)


def test_a_plan_that_never_went_to_paper_keeps_its_number(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    number = marieke.record_row(pip).version
    marieke.back_to_draft(pip, "Toch nog even kijken.")
    assert marieke.freeze(pip).number == number


def test_a_sheet_of_another_dossier_is_named_to_who_may_know_it_only(store_for: Open) -> None:
    marieke, olga = store_for("marieke"), store_for("olga")
    pip = store_for.record("Hoda", "F08c")
    printed(marieke, pip)
    other = store_for.record("Ferhat", "F08b")
    number = marieke.dossier(store_for.dossier("Ferhat")).number
    refused = refuse(marieke, pip, all_sheets(marieke, other, printed(marieke, other)))
    assert f"Bladzijde 1 hoort bij ‘PIP (pilot 2019)’ van dossier {number}." in str(refused) and not refused.by_hand

    theirs = olga.start_record("F04", store_for.dossier("Mustafa"), "regeldag van een ander")
    sentences = set()
    for strange in (theirs, "0123456789abcdef"):
        code = PageCode(strange, 1, "0123456789abcdef", 1)
        sentences.add(str(refuse(marieke, pip, [ScanPage(1, 1, (code,))])))
    (sentence,) = sentences
    assert "hoort bij een ander plan of formulier" in sentence


def test_a_sheet_of_another_form_of_the_dossier_is_refused(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    made = printed(marieke, pip)
    consent = store_for.record("Hoda", "F17")
    paper = printed(marieke, consent)
    refused = refuse(marieke, pip, [*all_sheets(marieke, pip, made), sheet(consent, paper, 1, 6)])
    assert "Bladzijde 6 hoort bij ‘Toestemming om te delen’" in str(refused)


def test_a_print_that_nobody_signs_is_no_signed_copy(store_for: Open) -> None:
    consent, marieke = store_for.record("Desta", "F17"), store_for("marieke")
    printed(marieke, consent)
    apart = printed(marieke, consent, prints.HEALTH)
    refused = refuse(marieke, consent, [sheet(consent, apart, 1)])
    assert "een afdruk waarop niemand tekent" in str(refused) and not refused.by_hand


@pytest.mark.parametrize(
    ("strange", "words", "by_hand"),
    [
        (lambda pip, made: [ScanPage(1, 1, foreign=True)], "een code die niet van popforms is", True),
        (lambda pip, made: [sheet(pip, made, 1), ScanPage(1, 2, foreign=True)], "Bladzijde 2 heeft een code die niet van popforms is", False),
        (lambda pip, made: [ScanPage(1, 1), ScanPage(1, 2, blank=True)], "geen code gevonden", True),
        (lambda pip, made: [ScanPage(1, 1, blank=True), ScanPage(1, 2, blank=True)], "staat niets", False),
        (lambda pip, made: [sheet(pip, replace(made, fingerprint="f" * 64), 1)], "een afdruk die hier niet bekend is", True),
        (lambda pip, made: [sheet(pip, made, 6)], "een afdruk die hier niet bekend is", True),
        (lambda pip, made: [sheet(pip, replace(made, version=made.version + 1), 1)], "Nu telt alleen", False),
    ],
)  # fmt: skip
def test_what_is_no_sheet_of_this_version_is_refused_with_the_way_out(
    store_for: Open, strange: Callable[[str, Print], list[ScanPage]], words: str, by_hand: bool
) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    made = printed(marieke, pip)
    refused = refuse(marieke, pip, strange(pip, made))
    assert words in str(refused) and refused.by_hand is by_hand


def test_with_more_files_the_sentence_says_which_one(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    made = printed(marieke, pip)
    refused = refuse(marieke, pip, [sheet(pip, made, 1), ScanPage(2, 1, foreign=True)], (PDF, OTHER))
    assert "Bladzijde 1 van bestand 2" in str(refused)


@pytest.mark.parametrize("username", ["gerrit", "denise", "joop", "elvira", "bea", "priya", OUTSIDER])
def test_who_may_not_sign_lays_nothing_down(store_for: Open, username: str) -> None:
    pip, marieke, other = store_for.record("Hoda", "F08c"), store_for("marieke"), store_for(username)
    sheets = all_sheets(marieke, pip, printed(marieke, pip))
    for lay in (
        lambda: other.lay_scan(pip, [PDF], sheets),
        lambda: other.lay_by_hand(pip, marieke.record_row(pip).version, [PDF], [], "Omdat het kan."),
    ):
        with pytest.raises(AccessDenied):
            lay()
    assert marieke.files_of(pip) == []


def test_a_draft_takes_no_scan(store_for: Open) -> None:
    pip, marieke = store_for.record("Mihret", "F08b"), store_for("marieke")
    made = printed(marieke, pip)
    with pytest.raises(NotNow, match="klaar is om te tekenen"):
        marieke.lay_scan(pip, [PDF], [sheet(pip, made, 1)])


def test_a_late_scan_lies_at_the_plan_in_force_while_it_is_corrected(store_for: Open) -> None:
    pip, marieke = store_for.record("Nooria", "F08c"), store_for("marieke")
    made = printed(marieke, pip)
    before = answers_after(marieke, pip)
    marieke.correct(pip, "De leerroute is veranderd.")
    after = answers_after(marieke, pip)
    assert before != after
    marieke.lay_scan(pip, [PDF], all_sheets(marieke, pip, made))
    assert {file.version for file in marieke.files_of(pip)} == {made.version}
    assert answers_after(marieke, pip) == after  # the new version has not been signed


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_by_hand_asks_a_reason_and_leaves_a_line(store_for: Open) -> None:
    pip, marieke, dossier = store_for.record("Hoda", "F08c"), store_for("marieke"), store_for.dossier("Hoda")
    version = marieke.record_row(pip).version
    unread = [ScanPage(1, 1)]
    for reason in ("", "   ", "nee"):
        with pytest.raises(NotNow, match="waarom je deze scan met de hand"):
            marieke.lay_by_hand(pip, version, [PDF], unread, reason)
    marieke.lay_by_hand(pip, version, [PDF], unread, "De hoek met de code is eraf gescheurd.")
    (file,) = marieke.files_of(pip)
    assert file.by_hand and file.version == version
    assert not {"teken_wijze", "handtekening"} & box(marieke, pip, "w21_tekenen").keys(), "nobody can see a signature in it"
    assert box(marieke, pip, "w21_tekenen")["getekend_bestand"] == file.id
    assert audited(marieke, "scan met de hand toevoegen") == 1
    told = [str(line.answers) for line in marieke.log_lines(dossier)]
    assert any("scan met de hand toegevoegd" in line and "eraf gescheurd" in line for line in told)
    assert not any("eraf gescheurd" in str(line.answers) for line in store_for("gerrit").log_lines(dossier))
    assert "gescheurd" not in str(list(marieke.db.query("SELECT detail FROM trail")))


def test_by_hand_a_sheet_lies_at_the_older_version_that_it_names(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    old = printed(marieke, pip)
    sheets = all_sheets(marieke, pip, old)
    marieke.back_to_draft(pip, "De school is veranderd.")
    new = marieke.freeze(pip).number
    with pytest.raises(ScanRefused, match=f"is van versie {old.version}"):
        marieke.lay_by_hand(pip, new, [PDF], sheets, "Het is toch hetzelfde plan.")
    assert marieke.files_of(pip) == []
    marieke.lay_by_hand(pip, old.version, [PDF], sheets, "Toen getekend, voor het archief.")
    (file,) = marieke.files_of(pip)
    assert file.version == old.version and back(marieke, pip).files == ()
    assert "teken_wijze" not in box(marieke, pip, "w21_tekenen")


def test_by_hand_nothing_of_another_form_lies_here(store_for: Open) -> None:
    marieke, pip, other = store_for("marieke"), store_for.record("Hoda", "F08c"), store_for.record("Ferhat", "F08b")
    sheets = all_sheets(marieke, other, printed(marieke, other))
    with pytest.raises(ScanRefused, match="hoort bij"):
        marieke.lay_by_hand(pip, marieke.record_row(pip).version, [PDF], sheets, "Ik wil het zo.")
    assert marieke.files_of(pip) == []


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize("first", ["an unknown print", "an older version"])
def test_a_sheet_of_another_form_is_seen_wherever_it_lies_in_the_pile(store_for: Open, first: str, behind: bool) -> None:
    marieke, pip, other = store_for("marieke"), store_for.record("Hoda", "F08c"), store_for.record("Ferhat", "F08b")
    old = printed(marieke, pip)
    marieke.back_to_draft(pip, "De school is veranderd.")
    version = marieke.freeze(pip).number
    made = printed(marieke, pip)
    ours = sheet(pip, replace(made, fingerprint="f" * 64), 1) if first == "an unknown print" else sheet(pip, old, 1)
    strange = sheet(other, printed(marieke, other), 1, 2)
    pile = [ours, strange] if behind else [strange, ours]
    refused = refuse(marieke, pip, pile)
    assert "Bladzijde 2 hoort bij ‘PIP (pilot 2019)’" in str(refused) and not refused.by_hand
    for chosen in (version, old.version):
        with pytest.raises(ScanRefused, match="Bladzijde 2 hoort bij"):
            marieke.lay_by_hand(pip, chosen, [PDF], pile, "De code was niet te lezen.")
    assert marieke.files_of(pip) == []


def test_by_hand_the_version_that_a_sheet_behind_an_unknown_one_names_is_the_only_choice(store_for: Open) -> None:
    marieke, pip = store_for("marieke"), store_for.record("Hoda", "F08c")
    old = printed(marieke, pip)
    marieke.back_to_draft(pip, "De school is veranderd.")
    version = marieke.freeze(pip).number
    unknown = sheet(pip, replace(printed(marieke, pip), fingerprint="f" * 64), 1)
    pile = [unknown, sheet(pip, old, 2)]
    refused = refuse(marieke, pip, pile)
    assert f"Bladzijde 2 is van versie {old.version}" in str(refused) and (refused.by_hand, refused.version) == (True, old.version)
    for chosen in (version, old.version):  # no version has both sheets
        with pytest.raises(ScanRefused, match="is van versie"):
            marieke.lay_by_hand(pip, chosen, [PDF], pile, "De code was niet te lezen.")
    assert marieke.files_of(pip) == []


def test_by_hand_only_a_version_that_was_ready_for_signing(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    for version in (1, 2, 99):
        with pytest.raises(NotNow, match="Kies een versie"):
            marieke.lay_by_hand(pip, version, [PDF], [ScanPage(1, 1)], "Deze hoort erbij.")


def test_what_lies_with_a_print_or_a_scan_goes_when_it_is_erased(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    tables = ("print_sheets", "scan_sheet", "scan_by_hand")
    before = {table: list(marieke.db.query(f"SELECT * FROM {table}")) for table in tables}
    marieke.lay_scan(pip, [PDF], all_sheets(marieke, pip, printed(marieke, pip)))
    marieke.lay_by_hand(pip, marieke.record_row(pip).version, [OTHER], [ScanPage(1, 1)], "Een bijlage zonder code.")
    assert all(len(list(marieke.db.query(f"SELECT * FROM {table}"))) > len(before[table]) for table in tables)
    for table in ("file", "print"):
        marieke.db.conn.execute(f"DELETE FROM {table} WHERE record_id=?", (pip,))
    assert {table: list(marieke.db.query(f"SELECT * FROM {table}")) for table in tables} == before
