"""Signed sheets that come back are laid at the version that their code names, and what signing asks."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from popforms import prints
from popforms.demo import complete, fill
from popforms.paper.scan import Reading, ScanPage
from popforms.store import NotReady
from popforms.store.late import FIRST_SIGNATURE
from tests.conftest import Open
from tests.support.signing import BOXES, OTHER, PDF, SIGNED, all_sheets, answers_after, back, box, pages_of, printed, sheet

# --- it works ---------------------------------------------------------------------------------------------------------


def test_a_scan_of_the_print_finds_its_version_by_the_code(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    made = printed(marieke, pip)
    laid = marieke.lay_scan(pip, [made.content], Reading([made.content]).result())
    assert laid.unread == 0 and laid.is_print and not {"teken_wijze", "handtekening"} & box(marieke, pip, "w21_tekenen").keys()
    returned = back(marieke, pip)
    assert (returned.version, returned.found, returned.pages, returned.missing) == (made.version, 5, 5, ())
    (file,) = returned.files
    assert (file.version, file.by_hand, file.author) == (made.version, False, "Marieke van Dongen")


def test_the_boxes_are_noted_and_place_and_date_are_asked(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    marieke.back_to_draft(pip, "Er is een tolk bij.")
    fill(marieke, pip, {"pip_tolk": "ja, tolk"})
    marieke.freeze(pip)
    made = printed(marieke, pip)
    laid = marieke.lay_scan(pip, [PDF], all_sheets(marieke, pip, made))
    assert not laid.is_print
    (file,) = marieke.files_of(pip)
    for row, who in (("v1", marieke.user.person), ("v2", "statushouder")):
        noted = box(marieke, pip, "w21_tekenen", row)
        assert noted["teken_naam"] == who
        assert (noted["teken_wijze"], noted["handtekening"], noted["getekend_bestand"]) == ("op papier", "gezet", file.id)
        assert noted["tolk_bij_tekenen"] == "ja" and "teken_plaats_datum" not in noted


@pytest.mark.parametrize("code", SIGNED)
def test_every_signed_form_goes_round_in_the_same_way(store_for: Open, code: str) -> None:
    marieke = store_for("marieke")
    (row, *_) = marieke.db.query(
        "SELECT r.id FROM record r JOIN dossier d ON d.id=r.dossier_id WHERE r.form=? AND r.version>0 ORDER BY d.number",
        (marieke.forms[code].key,),
    )
    record = row["id"]
    if marieke.record_row(record).state == "definitief":
        marieke.correct(record, "Er moet opnieuw worden getekend.")
    if marieke.record_row(record).state == "concept":
        complete(marieke, record, "d")
        for problem in marieke.problems(record, "d"):
            if problem.gate:
                marieke.pass_gate(record, problem.gate, "Dat ligt op papier.")
        marieke.freeze(record)
    made = printed(marieke, record)
    marieke.lay_scan(record, [PDF], all_sheets(marieke, record, made))
    returned = back(marieke, record)
    assert returned.version == made.version and returned.pages and not returned.missing
    for section, question in marieke.record_row(record).form.signatures:
        for at in range(len(question.rows)):
            assert box(marieke, record, question.name, f"v{at + 1}")["handtekening"] == "gezet", section.name
    assert complete(marieke, record, "n") == []
    assert marieke.finalise(record).state == "definitief"


def test_the_sheet_of_the_declaration_is_signed_as_well_as_the_form_itself(store_for: Open) -> None:
    """Both have boxes, and a page of one does not count for the other."""
    marieke = store_for("marieke")
    (row,) = marieke.db.query("SELECT id FROM record WHERE form='pvt' AND state='definitief'")
    found = prints.variants(marieke, row["id"])
    assert prints.DECLARATION in found
    whole, sheet_to_sign = printed(marieke, row["id"]), printed(marieke, row["id"], prints.DECLARATION)
    assert whole.fingerprint != sheet_to_sign.fingerprint
    marieke.lay_scan(row["id"], [PDF], [sheet(row["id"], sheet_to_sign, 1)])
    assert back(marieke, row["id"]).pages == pages_of(marieke, sheet_to_sign)


@pytest.mark.parametrize("variant", [prints.FULL, prints.OFFICIAL])
def test_each_kind_of_print_to_sign_is_accepted_for_its_version(store_for: Open, variant: str) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    for one in (prints.FULL, prints.OFFICIAL):
        printed(marieke, pip, one)
    made = printed(marieke, pip, variant)
    marieke.lay_scan(pip, [PDF], all_sheets(marieke, pip, made))
    assert back(marieke, pip).missing == ()


def test_a_copy_counts_as_whole_when_its_own_sheets_are_there(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    full, official = printed(marieke, pip), printed(marieke, pip, prints.OFFICIAL)
    marieke.lay_scan(pip, [PDF], [sheet(pip, full, 1), sheet(pip, official, 2, 2), sheet(pip, full, 3)])
    assert back(marieke, pip).missing == (2, 4, 5)
    marieke.lay_scan(pip, [OTHER], [sheet(pip, official, page) for page in (1, 3, 4, 5)])
    assert back(marieke, pip).missing == ()


def test_what_is_missing_is_named_and_completed_by_a_second_scan(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    made = printed(marieke, pip)
    sheets = all_sheets(marieke, pip, made)
    marieke.lay_scan(pip, [PDF], [sheets[0], sheets[2], sheets[3], sheets[4]])
    assert (back(marieke, pip).found, back(marieke, pip).missing, back(marieke, pip).unsigned) == (4, (2,), ())
    marieke.lay_scan(pip, [OTHER], [replace(sheets[1], page=1)])
    assert back(marieke, pip).missing == ()
    assert [file.version for file in marieke.files_of(pip)] == [made.version] * 2


def test_a_signature_is_not_noted_before_its_sheet_is_there(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    made = printed(marieke, pip)
    sheets = all_sheets(marieke, pip, made)
    marieke.lay_scan(pip, [PDF], sheets[:3])
    boxes = back(marieke, pip).unsigned
    assert boxes and "teken_wijze" not in box(marieke, pip, "w21_tekenen")
    marieke.lay_scan(pip, [OTHER], [replace(sheets[page - 1], page=at) for at, page in enumerate(boxes, 1)])
    assert box(marieke, pip, "w21_tekenen")["teken_wijze"] == "op papier"
    newest = marieke.files_of(pip)
    assert box(marieke, pip, "w21_tekenen")["getekend_bestand"] in {file.id for file in newest}


def test_the_print_itself_signs_nothing_and_the_signed_sheet_beside_it_does(store_for: Open) -> None:
    pip, marieke = store_for.record("Ferhat", "F08b"), store_for("marieke")
    made = printed(marieke, pip)
    empty = answers_after(marieke, pip)
    sheets = all_sheets(marieke, pip, made)
    marieke.lay_by_hand(pip, made.version, [made.content], sheets, "De code was niet te lezen.")
    assert answers_after(marieke, pip) == empty
    with pytest.raises(NotReady):
        marieke.finalise(pip)
    laid = marieke.lay_scan(pip, [made.content, PDF], [*sheets, *(replace(one, file=2) for one in sheets)])
    assert laid.is_print
    signed = next(file.id for file in marieke.files_of(pip) if file.size == len(PDF))
    for row in ("v1", "v2"):
        noted = box(marieke, pip, "p19_tekenen", row)
        assert (noted["teken_wijze"], noted["handtekening"], noted["getekend_bestand"]) == ("op papier", "gezet", signed)


def test_what_somebody_said_about_signing_stays_when_another_scan_comes(store_for: Open) -> None:
    """The regisseur saw that a box was left empty, and the scan of the other sheets does not know better."""
    pip, marieke = store_for.record("Ferhat", "F08b"), store_for("marieke")
    sheets = all_sheets(marieke, pip, printed(marieke, pip))
    marieke.lay_scan(pip, [PDF], sheets)
    fill(marieke, pip, {"p19_tekenen": [{"id": "v1", "handtekening": ""}, {"id": "v2", "teken_wijze": "niet getekend"}]})
    before = answers_after(marieke, pip)
    marieke.lay_scan(pip, [OTHER], sheets)
    assert answers_after(marieke, pip) == before


def test_by_hand_a_sheet_with_a_box_that_can_be_read_is_noted(store_for: Open) -> None:
    pip, marieke = store_for.record("Ferhat", "F08b"), store_for("marieke")
    made = printed(marieke, pip)
    sheets = all_sheets(marieke, pip, made)
    boxes = marieke.db.execute("SELECT signed_on FROM print_sheets JOIN print ON print_id=id WHERE fingerprint=?", (made.fingerprint,))
    (on,) = set(json.loads(boxes.fetchone()[0]))
    unknown = sheet(pip, replace(made, fingerprint="f" * 64), 1)
    marieke.lay_by_hand(pip, made.version, [PDF], [unknown, sheets[0]], "Blad 1 is van een oude afdruk.")
    assert on != 1 and "teken_wijze" not in box(marieke, pip, "p19_tekenen")
    marieke.lay_by_hand(pip, made.version, [OTHER], [unknown, sheets[on - 1]], "Blad 1 is van een oude afdruk.")
    newest = next(file.id for file in marieke.files_of(pip) if file.size == len(OTHER))
    noted = box(marieke, pip, "p19_tekenen")
    assert (noted["teken_wijze"], noted["getekend_bestand"]) == ("op papier", newest)


def test_doubles_blanks_and_photos_in_many_files_are_fine(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    made = printed(marieke, pip)
    photos = [PDF + b"%d\n%%%%EOF\n" % number for number in range(6)]
    sheets = [sheet(pip, made, page, 1, file) for file, page in enumerate((3, 1, 2, 2, 4, 5), 1)]
    laid = marieke.lay_scan(pip, photos, [*sheets, ScanPage(6, 2, blank=True), ScanPage(6, 3)])
    assert laid.unread == 1 and back(marieke, pip).missing == ()
    assert len(marieke.files_of(pip)) == 6


def test_the_same_scan_twice_is_one_file(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    sheets = all_sheets(marieke, pip, printed(marieke, pip))
    first, second = (marieke.lay_scan(pip, [PDF], sheets).returned for _ in range(2))
    assert first == second and len(marieke.files_of(pip)) == 1


# --- signing together -------------------------------------------------------------------------------------------------


def test_place_and_date_of_the_first_signature_go_for_the_others_until_they_differ(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    first, second = (f"besluit.w21_tekenen.v{row}.teken_plaats_datum" for row in (1, 2))
    for parts in ({"plaats": "Zandvoorde"}, {"plaats": "Zandvoorde", "datum": "2026-03-02"}):
        draft = marieke.open_draft(pip)
        marieke.save_field(pip, first, parts, expect=draft.entries[first].revision if first in draft.entries else 0)
        entry = marieke.open_draft(pip).entries[second]
        assert (entry.value, entry.source) == (parts, FIRST_SIGNATURE)
    own = {"plaats": "azc Duinrand", "datum": "2026-03-01"}
    marieke.save_field(pip, second, own, expect=marieke.open_draft(pip).entries[second].revision)
    draft = marieke.open_draft(pip)
    assert draft.value(first) == {"plaats": "Zandvoorde", "datum": "2026-03-02"}
    marieke.save_field(pip, first, {"plaats": "Elders"}, expect=draft.entries[first].revision)
    assert marieke.open_draft(pip).value(second) == own


@pytest.mark.parametrize(("first", "code", "stops"), [("Hoda", "F08c", False), ("Ferhat", "F08b", True)])
def test_who_does_not_sign_stops_a_plan_of_the_pilot_and_not_one_of_the_law(store_for: Open, first: str, code: str, stops: bool) -> None:
    pip, marieke = store_for.record(first, code), store_for("marieke")
    rows = [
        {"id": f"v{n}", "teken_wijze": how, "teken_plaats_datum": {"plaats": "Zandvoorde", "datum": "2026-03-02"}, "tolk_bij_tekenen": "ja",
         **({"handtekening": "gezet"} if how == "op papier" else {"niet_getekend_reden": "Wil eerst met zijn broer praten."})}
        for n, how in ((1, "op papier"), (2, "niet getekend"))
    ]  # fmt: skip
    fill(marieke, pip, {BOXES[code]: rows})
    if stops:
        complete(marieke, pip, "n")
        with pytest.raises(NotReady) as error:
            marieke.finalise(pip)
        assert [problem.say for problem in error.value.problems if "allebei tekenen" in problem.say]
        assert marieke.record_row(pip).state == "klaar om te tekenen"
        fill(marieke, pip, {BOXES[code]: [rows[0], {**rows[0], "id": "v2"}]})
    assert marieke.finalise(pip).state == "definitief"
    kept = marieke.saved(pip).answers["besluit" if code == "F08c" else "goedkeuren"][BOXES[code]]
    assert [row["teken_wijze"] for row in kept] == ["op papier", "op papier" if stops else "niet getekend"]
    assert stops or kept[1]["niet_getekend_reden"] == "Wil eerst met zijn broer praten."


@pytest.mark.parametrize("spoken", [1, 2])
def test_a_spoken_agreement_signs_no_plan_of_the_pilot(store_for: Open, spoken: int) -> None:
    """S1: ‘ondertekend door de regisseur van de gemeenten en de statushouder’; neither of the two can do without."""
    pip, marieke = store_for.record("Ferhat", "F08b"), store_for("marieke")
    row = {"teken_plaats_datum": {"plaats": "Zandvoorde", "datum": "2026-03-02"}, "tolk_bij_tekenen": "ja"}
    signed = {**row, "teken_wijze": "digitaal", "handtekening": "gezet"}
    fill(marieke, pip, {
        "pip_afschrift_op": "2026-03-02",
        "p19_tekenen": [{"id": f"v{n}", **({**row, "teken_wijze": "mondeling akkoord genoteerd"} if n == spoken else signed)} for n in (1, 2)],
    })  # fmt: skip
    with pytest.raises(NotReady) as error:
        marieke.finalise(pip)
    (problem,) = error.value.problems
    assert "allebei tekenen; een mondeling akkoord is daarvoor niet genoeg" in problem.say
    assert marieke.record_row(pip).state == "klaar om te tekenen"
    fill(marieke, pip, {"p19_tekenen": [{"id": f"v{spoken}", **signed}]})
    assert marieke.finalise(pip).state == "definitief"


def signed(*days: str | None) -> list[dict[str, object]]:
    """Boxes that were signed on paper in Zandvoorde, each on its day."""
    return [
        {"id": f"v{n}", "teken_wijze": "op papier", "handtekening": "gezet", "tolk_bij_tekenen": "ja",
         "teken_plaats_datum": {"plaats": "Zandvoorde", "datum": day}}
        for n, day in enumerate(days, 1)
    ]  # fmt: skip


def test_a_plan_is_not_definitive_without_the_day_of_each_signature(store_for: Open) -> None:
    pip, marieke = store_for.record("Ferhat", "F08b"), store_for("marieke")
    fill(marieke, pip, {"pip_afschrift_op": "2026-03-02", "p19_tekenen": signed("2026-02-27", None)})
    with pytest.raises(NotReady) as refused:
        marieke.finalise(pip)
    assert [str(problem) for problem in refused.value.problems] == ["Handtekeningen (2) Plaats en datum van tekenen (datum)"]
    fill(marieke, pip, {"p19_tekenen": signed("2026-02-27", "2026-03-01")})
    assert marieke.finalise(pip).state == "definitief"
    assert marieke.dossier(store_for.dossier("Ferhat")).facts["dagtekening_eerste_pip"] == "2026-03-01"


def test_a_plan_without_a_day_gets_it_from_its_correction_and_later_ones_do_not_move_it(store_for: Open) -> None:
    """A database may hold plans that were definitive before the day was asked."""
    pip, dossier, marieke = store_for.record("Ferhat", "F08b"), store_for.dossier("Ferhat"), store_for("marieke")
    fill(marieke, pip, {"pip_afschrift_op": "2026-03-02", "p19_tekenen": signed("2026-02-27", "2026-02-27")})
    marieke.finalise(pip)
    fill(marieke, pip, {"p19_tekenen": signed(None, None)})
    marieke.correct(pip, "De datum van tekenen ontbrak.")  # what is typed beside the old version stays with it
    for day in ("2026-03-01", "2026-03-02"):
        marieke.freeze(pip)
        assert (marieke.dossier(dossier).facts.get("dagtekening_eerste_pip") is None) == (day == "2026-03-01")
        fill(marieke, pip, {"pip_afschrift_op": "2026-03-02", "p19_tekenen": signed(day, day)})
        assert complete(marieke, pip, "n") == []
        marieke.finalise(pip)
        assert marieke.dossier(dossier).facts["dagtekening_eerste_pip"] == "2026-03-01"
        marieke.correct(pip, "De naam was fout.")


def test_consent_that_was_not_signed_opens_nothing(store_for: Open) -> None:
    marieke = store_for("marieke")
    record = store_for.record("Desta", "F17")
    marieke.correct(record, "Er moet opnieuw worden gevraagd.")
    marieke.freeze(record)
    row = {
        "id": "v1", "teken_naam": "statushouder", "teken_wijze": "niet getekend", "niet_getekend_reden": "Wil niet.", "tolk_bij_tekenen": "ja",
        "teken_plaats_datum": {"plaats": "Zandvoorde", "datum": "2026-03-02"},
    }  # fmt: skip
    fill(marieke, record, {"to_tekenen": [row]})
    with pytest.raises(NotReady) as error:
        marieke.finalise(record)
    assert ["er geen toestemming" in problem.say for problem in error.value.problems] == [True]
    assert marieke.record_row(record).state == "klaar om te tekenen"
