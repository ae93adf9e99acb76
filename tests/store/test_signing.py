"""Signed sheets that come back: laid at the version that their code names, or refused with the reason and nothing half done."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from forms import FORMS
from popforms import prints
from popforms.access import AccessDenied
from popforms.demo import OUTSIDER, complete, fill
from popforms.paper.code import PageCode
from popforms.paper.scan import Reading, ScanPage
from popforms.prints import Print
from popforms.store import NotNow, NotReady, Returned, ScanRefused, Store
from popforms.store.late import FIRST_SIGNATURE
from tests.conftest import Open

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OTHER = PDF + b"\n%%EOF\n"
SIGNED = [form.code for form in FORMS if form.signatures]
BOXES = {"F08b": "p19_tekenen", "F08c": "w21_tekenen"}


def printed(store: Store, record: str, variant: str = prints.FULL) -> Print:
    return prints.print_version(store, record, variant=variant)


def pages_of(store: Store, made: Print) -> int:
    (row,) = store.db.query(
        "SELECT pages FROM print JOIN print_sheets ON print_id=id WHERE fingerprint=? ORDER BY at DESC LIMIT 1", (made.fingerprint,)
    )
    return int(row["pages"])


def sheet(record: str, made: Print, page: int, place: int = 0, file: int = 1) -> ScanPage:
    """A page of a scan with the code of a page of a print."""
    return ScanPage(file, place or page, (PageCode(record, made.version, made.fingerprint[:16], page),))


def all_sheets(store: Store, record: str, made: Print) -> list[ScanPage]:
    return [sheet(record, made, page) for page in range(1, pages_of(store, made) + 1)]


def back(store: Store, record: str) -> Returned:
    found = store.returned(record)
    assert found
    return found


def refuse(store: Store, record: str, sheets: list[ScanPage], contents: tuple[bytes, ...] = (PDF,)) -> ScanRefused:
    """The refusal of a scan, which left nothing behind but a line in the trail."""
    before = (store.files_of(record), _late(store, record), _sheets(store), _lines(store, "scan geweigerd"))
    with pytest.raises(ScanRefused) as error:
        store.lay_scan(record, contents, sheets)
    assert (store.files_of(record), _late(store, record), _sheets(store), _lines(store, "scan geweigerd") - 1) == before
    return error.value


def _late(store: Store, record: str) -> dict[str, Any]:
    return {path: entry.value for path, entry in store.open_draft(record).entries.items() if ".v" in path}


def _sheets(store: Store) -> int:
    return sum(1 for _ in store.db.query("SELECT 1 FROM scan_sheet"))


def _lines(store: Store, act: str) -> int:
    return sum(1 for _ in store.db.query("SELECT 1 FROM audit WHERE act=?", (act,)))


def box(store: Store, record: str, question: str, row: str = "v1") -> dict[str, Any]:
    """What stands in a signature box."""
    draft = store.open_draft(record)
    start = next(path for path in draft.entries if f".{question}.{row}." in path).rpartition(".")[0]
    return {path.rpartition(".")[2]: entry.value for path, entry in draft.entries.items() if path.startswith(start + ".")}


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
    empty = _late(marieke, pip)
    sheets = all_sheets(marieke, pip, made)
    marieke.lay_by_hand(pip, made.version, [made.content], sheets, "De code was niet te lezen.")
    assert _late(marieke, pip) == empty
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
    before = _late(marieke, pip)
    marieke.lay_scan(pip, [OTHER], sheets)
    assert _late(marieke, pip) == before


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


# --- what must not happen ---------------------------------------------------------------------------------------------


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
    before = _late(marieke, pip)
    marieke.correct(pip, "De leerroute is veranderd.")
    after = _late(marieke, pip)
    assert before != after
    marieke.lay_scan(pip, [PDF], all_sheets(marieke, pip, made))
    assert {file.version for file in marieke.files_of(pip)} == {made.version}
    assert _late(marieke, pip) == after  # the new version has not been signed


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
    assert _lines(marieke, "scan met de hand toevoegen") == 1
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
