"""Klantprofiel, brede intake, begeleiding and kennismaking: what their rules refuse and what they know from other forms."""

from __future__ import annotations

from typing import Any

import pytest

from forms import FORMS
from popforms.definition.check import check
from popforms.definition.paths import fixed_rows, nest
from popforms.demo import complete, fill
from popforms.document import Meta, RowTable, Space, blank, of
from popforms.settings import ROOT
from popforms.store import NotReady, Store
from tests.conftest import Open
from tests.demo.test_demo import Anybody

PROFILE, INTAKE, TEST, TALK, CHECKLIST, MEETING = (FORMS[code] for code in ("F02", "F03a", "F03b", "F03c", "F05b", "F06"))
PILOT, LAW = {"regelset": "pilot2019", "wet": "wi2013"}, {"regelset": "wi2021", "wet": "wi2021"}
AGREED = {f"akkoord_{who}": "akkoord" for who in ("statushouder", "tweede", "regisseur")}


def remarks(form: Any, answers: dict[str, Any], facts: dict[str, str], stage: Any = "c", *, stop: bool = True) -> list[str]:
    return [p.path for p in check(form, answers, facts, stage) if p.stop is stop and not p.missing]


# --- the agreement of the three parties -------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["niet akkoord", "niet aanwezig"])
def test_in_the_pilot_a_talk_without_agreement_is_kept_but_not_finished(word: str) -> None:
    answers = {"driegesprek": {**AGREED, "akkoord_tweede": word}}
    assert remarks(TALK, answers, PILOT, "c") == []
    assert remarks(TALK, answers, PILOT, "d") == ["driegesprek.akkoord_tweede"]
    assert remarks(TALK, answers, LAW, "d") == []


def test_agreement_with_a_remark_is_agreement_and_asks_which_remark() -> None:
    answers = {"driegesprek": {**AGREED, "akkoord_regisseur": "akkoord met opmerking"}}
    assert remarks(TALK, answers, PILOT, "d") == []
    assert remarks(TALK, answers, PILOT, stop=False) == ["driegesprek.drie_opmerkingen"]
    answers["driegesprek"]["drie_opmerkingen"] = "Eerst taal, dan werk."
    assert remarks(TALK, answers, PILOT, stop=False) == []


def test_a_talk_without_agreement_stays_a_draft_in_the_store(store_for: Open) -> None:
    marieke, talk = store_for("marieke"), store_for.record("Mihret", "F03c")
    marieke.correct(talk, "De kansverkenner is het toch niet eens.")
    fill(marieke, talk, {"akkoord_tweede": "niet akkoord"})
    assert marieke.keep(talk).state == "concept"
    with pytest.raises(NotReady) as error:
        marieke.freeze(talk)
    assert "moeten alle drie akkoord zijn" in error.value.problems[0].say
    fill(marieke, talk, {"akkoord_tweede": "akkoord met opmerking"})
    assert marieke.freeze(talk).state == "klaar om te tekenen"


def test_the_three_who_sign_have_a_box_and_two_of_them_a_name(store_for: Open) -> None:
    marieke, talk = store_for("marieke"), store_for.record("Hoda", "F03c")
    rows = marieke.open_draft(talk).answers()["tekenen"]["drie_tekenen"]
    assert [row["teken_rol"] for row in rows] == ["statushouder", "kansverkenner of COA-medewerker", "regisseur"]
    assert [row.get("teken_naam") for row in rows] == ["statushouder", None, store_for.world.users["marieke"].person]


# --- conditions and remarks with consequences --------------------------------------------------------------------------


def test_the_two_rule_sets_ask_other_things_of_the_intake() -> None:
    def asked(facts: dict[str, str]) -> set[str]:
        return {p.path for p in check(INTAKE, {}, facts, "d") if p.missing}

    only_pilot = {"leren.ppsv_gedaan", "leren.leerbaarheid", "uitkomst.pip_team_voorstel"}
    assert asked(PILOT) - asked(LAW) == only_pilot
    assert TEST.shown_when and TEST.shown_when.spec() == "regelset=wi2021"


def test_a_route_against_the_test_is_pointed_at_until_somebody_says_that_it_deviates() -> None:
    routes = {"leerroute_advies": "B", "afwijking_lbt": "nee"}
    answers = {"toets": {"lbt_nodig": "ja", "lbt_resultaat": "B1-route niet haalbaar"}, "routes": routes}
    assert remarks(TEST, answers, LAW, stop=False) == ["routes.afwijking_lbt"]
    routes["afwijking_lbt"] = "ja"
    assert remarks(TEST, answers, LAW, stop=False) == []
    assert "routes.afwijking_reden" in {p.path for p in check(TEST, answers, LAW, "d") if p.missing}


def test_dates_that_turn_time_around_are_refused() -> None:
    assert remarks(INTAKE, {"intake": {"intake_start": "2026-02-02", "intake_eind": "2026-02-01"}}, LAW) == ["intake.intake_eind"]
    turned = {"info_derden_gevraagd_op": "2026-02-02", "info_derden_ontvangen_op": "2026-02-01"}
    assert remarks(TEST, {"derden": turned}, LAW) == ["derden.info_derden_ontvangen_op"]
    tomorrow = {"ontvangst": {"profiel_ontvangen_op": "2026-03-03"}}
    assert remarks(PROFILE, tomorrow, {**LAW, "vandaag": "2026-03-02"}) == ["ontvangst.profiel_ontvangen_op"]


def test_scores_are_asked_only_when_somebody_chose_to_measure() -> None:
    def missing(meting: str | None) -> int:
        answers = nest(CHECKLIST, {"vervolg.zrm_meting": meting} if meting else {})
        return sum(p.missing and "zrm_scores" in p.path for p in check(CHECKLIST, answers, LAW, "d"))

    assert [missing(one) for one in (None, "geen", "nulmeting")] == [0, 0, 11]


def test_a_point_that_does_not_apply_asks_nothing_more() -> None:
    answers = nest(CHECKLIST, {"checklist.mbc_punten.v1.stand": "niet van toepassing", "checklist.mbc_punten.v2.stand": "loopt"})
    missing = {p.path for p in check(CHECKLIST, answers, LAW, "d") if p.missing}
    assert "checklist.mbc_punten.v2.zelf" in missing
    assert not missing & {"checklist.mbc_punten.v1.zelf", "checklist.mbc_punten.v1.stand"}


def test_the_checklist_holds_every_point_of_the_specification() -> None:
    text = (ROOT / "docs" / "domein" / "forms.md").read_text(encoding="utf-8")
    wanted = []
    for line in text.partition("Fixed list for `mbc_punten`")[2].splitlines():
        if line.startswith("- **"):
            terrain, _, points = line.removeprefix("- **").partition("**: ")
            wanted += [(terrain, point.strip().removesuffix(" (K)")) for point in points.removesuffix(".").split(";")]
    question = CHECKLIST.question("mbc_punten")
    assert question and len(wanted) == 41
    assert [(row["terrein"], row["punt"]) for row in fixed_rows(question)] == wanted


def test_the_score_of_the_profile_counts_what_is_complete_or_does_not_apply() -> None:
    rows = [{"stand": stand} for stand in ["volledig"] * 6 + ["niet van toepassing"] + ["onduidelijk"] * 3 + [None] * 4]
    completeness = FORMS.process.CALCULATIONS["volledigheid_score"]
    assert completeness({"volledigheid": rows}) == "50% (7 van 14 onderdelen)"
    assert completeness({"volledigheid": [{"onderdeel": "taal en tolk"}]}) is None
    assert completeness({}) is None


# --- what is known already ---------------------------------------------------------------------------------------------


def start(store: Store, dossier: str, code: str) -> dict[str, Any]:
    """What a form begins with, by question name."""
    draft = store.open_draft(store.start_record(code, dossier, f"t {code}"))
    return {name: value for inside in draft.answers().values() for name, value in inside.items()}


def test_the_intake_begins_with_who_is_always_there(store_for: Open) -> None:
    team = start(store_for("marieke"), store_for.dossier("Rima"), "F03a")["intake_team"]
    person = store_for.world.users["marieke"].person
    assert [(row["rol"], row["naam"]) for row in team] == [("statushouder", "statushouder"), ("regisseur", person)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Rima", "statushouder, COA, gemeente"), ("Mihret", "statushouder, kansverkenner, regisseur")],
)
def test_the_talk_of_three_is_that_of_the_rule_set(store_for: Open, name: str, kind: str) -> None:
    assert start(store_for("marieke"), store_for.dossier(name), "F03c")["drie_soort"] == kind


def test_the_checklist_takes_children_and_family_reunion_from_the_profile(store_for: Open) -> None:
    known = start(store_for("joop"), store_for.dossier("Zalmai"), "F05b")
    assert [row["kind"] for row in known["mbc_kinderen"]] == ["Parwana Noorzai"]
    assert known["mbc_gezinshereniging"] == "nog aanvragen"


def test_the_regeldag_the_pop_and_the_pip_begin_with_what_the_intake_found(store_for: Open) -> None:
    marieke = store_for("marieke")
    entries = marieke.open_draft(store_for.record("Zalmai", "F04")).entries
    assert entries["inschrijving.bank_digid"].value == ["bankrekening"]
    assert {entry.value for path, entry in entries.items() if path.endswith(".kind")} == {"Parwana Noorzai", "Parwana"}
    pop, dossier = start(marieke, store_for.dossier("Zalmai"), "F07"), store_for.dossier("Zalmai")
    assert pop["wensen_algemeen"] == "Ik wil werken en de taal goed leren. Mijn huis moet een thuis worden."
    assert pop["ta_niveau"] == "A1"
    pip = start(marieke, dossier, "F08c")
    assert (pip["pip_hoofddoel"], pip["w21_leerroute"], pip["w21_alfa"]) == ("werk", "B", "AA")


def test_each_answer_that_came_along_says_where_from(store_for: Open) -> None:
    marieke = store_for("marieke")
    draft = marieke.open_draft(marieke.start_record("F07", store_for.dossier("Zalmai"), "t"))
    assert draft.entries["kop.wensen_algemeen"].source == "Brede intake"
    assert draft.entries["taal.ta_niveau"].source == "Klantprofiel en volledigheidscheck"


def test_what_the_reader_may_not_see_elsewhere_does_not_come_along(store_for: Open) -> None:
    """An inkomensconsulent may not read the intake, so a form that she begins does not show her what stands in it."""
    head = store_for.record("Zalmai", "F00")
    for name, reads in (("marieke", True), ("gerrit", False)):
        store = store_for(name)
        wish = store._answer_of(store._record(head), INTAKE, "F03a", "wensen_eigen_woorden")
        assert (wish is not None) is reads


@pytest.mark.parametrize("form", tuple(FORMS), ids=lambda form: form.key)
def test_no_answer_comes_along_to_a_question_that_more_people_may_read(form: Any) -> None:
    weight = ("gewoon", "gevoelig", "bijzonder", "nummer")
    for _, question in form.questions():
        code, _, name = question.prefill.partition(":")[0].partition(".")
        source = FORMS.holder(code, name)
        found = source.question(name) if source else None
        if found and question.kind not in ("person", "user", "reference"):
            assert weight.index(question.privacy) >= weight.index(found.privacy), question.name


def test_the_registration_for_the_pvt_is_shown_and_not_asked_again(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Amina")
    pvt = marieke.start_record("F11", dossier, "t")
    fill(marieke, pvt, {"pvt_verplicht": "ja", "pvt_aangemeld_cvlw_op": "2026-02-20"})
    complete(marieke, pvt, "c")
    marieke.keep(pvt)
    draft = store_for("marieke").open_draft(store_for.record("Amina", "F06"))
    assert draft.value("pvt.pvt_aangemeld_op") == "2026-02-20"
    assert not draft.may_write("pvt.pvt_aangemeld_op")


# --- lists that are kept elsewhere -------------------------------------------------------------------------------------


def test_the_organisations_for_the_pip_team_come_from_the_contact_list(store_for: Open) -> None:
    marieke, intake = store_for("marieke"), store_for.record("Mihret", "F03a")
    question, names = INTAKE.question("pip_team_voorstel"), marieke.lookup(store_for.dossier("Mihret"))
    assert question
    assert "Welzijn Zandvoorde" in dict(names.choices(question)).values()
    chosen = marieke.saved(intake).answers["uitkomst"]["pip_team_voorstel"]
    assert "Taalschool Het Anker" in [names.name(question, one) for one in chosen]


def test_the_trainings_come_from_the_list_of_the_beheerder_without_those_that_stopped(store_for: Open) -> None:
    bea = store_for("bea")
    record = bea.start_record("F23", None, "t")
    fill(bea, record, {"st_trainingen": [{"naam": "Omgaan met geld", "actief": "ja"}, {"naam": "Fietsen", "actief": "nee"}]})
    complete(bea, record, "c")
    bea.keep(record)
    question = MEETING.question("pvt_trainingen")
    marieke, dossier = store_for("marieke"), store_for.dossier("Amina")
    assert question
    chosen_from = [words for words, _ in marieke.lookup(dossier).choices(question)]
    assert chosen_from == ["Basisworkshop kernwaarden", "Bezoek aan het gemeentehuis", "Samenleven in de buurt", "Omgaan met geld"]
    meeting = store_for.record("Amina", "F06")
    marieke.correct(meeting, "Ook over trainingen gesproken.")
    fill(marieke, meeting, {"pvt_trainingen": ["Omgaan met geld"]})
    assert marieke.keep(meeting).answers["pvt"]["pvt_trainingen"] == ["Omgaan met geld"]


# --- paper --------------------------------------------------------------------------------------------------------------


def test_the_empty_checklist_holds_every_point_and_says_what_can_be_chosen() -> None:
    spaces = {block.label: block for block in blank(CHECKLIST, Meta()).blocks if isinstance(block, Space)}
    points = spaces["Wat is geregeld?"]
    assert points.rows[0][:2] == ("Huisvesting", "huur betalen") and len(points.rows) == 41 and points.lines == 0
    assert "Hoe staat het? niet van toepassing / nog doen / loopt / klaar" in points.hint


def test_a_voluntary_list_in_which_nobody_filled_in_anything_is_not_told() -> None:
    readable = frozenset(".".join(p for p in (s.name, q.name) if p) for s, q in INTAKE.questions())

    def told(values: dict[str, Any]) -> list[str]:
        document = of(INTAKE, nest(INTAKE, values), LAW, Anybody(), readable, Meta())
        return [block.label for block in document.blocks if isinstance(block, RowTable)]

    label = "Zelfredzaamheid-Matrix bij de start (vrijwillig)"
    assert label not in told({})
    assert label in told({"leven.zrm_nulmeting.v3.score": "4"})
