"""What `check` says of the answers of a form, and answers as paths: nothing typed is lost on the way there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import FORMS
from popforms.definition.check import Problem, Stage, asked, check, fits, problem_of, validate
from popforms.definition.model import Form
from popforms.definition.paths import GEEN, fixed_rows, flatten, nest, proposed_row
from popforms.definition.questions import FormDef

REGELDAG, POP, PIP, PILOT, DOSSIER, CONTACT = (FORMS[key] for key in ("F04", "F07", "F08c", "F08b", "F00", "F21a"))
FACTS = {"regelset": "wi2021", "wet": "wi2021", "doelgroep": "asielstatushouder", "vandaag": "2026-03-02"}
KOP = {"gesprek_datum": "2026-03-02", "gesprek_plaats": "woning", "tolk_nodig": "nee"}
ACTIE = {"id": "r1", "omschrijving": "Taalmaatje zoeken", "module": "taal", "trekker": "id-1", "gereed_voor": "2026-05-01"}


def missing(form: FormDef, answers: dict[str, Any], stage: Stage, facts: dict[str, Any] = FACTS) -> set[str]:
    return {problem.path for problem in check(form, answers, facts, stage) if problem.missing}


def stops(form: FormDef, answers: dict[str, Any], stage: Stage = "c", facts: dict[str, Any] = FACTS) -> list[str]:
    return [str(problem) for problem in check(form, answers, facts, stage) if problem.stop and not problem.missing]


def test_keeping_asks_the_c_questions_and_finishing_the_d_questions_too() -> None:
    answers = {"kop": KOP, "woning": {"woning_adres": "Kerkstraat 12, 6001 AB Weert"}}
    assert missing(REGELDAG, answers, "c") == set()
    open_later = missing(REGELDAG, answers, "d")
    assert {"woning.sleutel", "zorg.huisarts", "kop.verslag", "kop.aanwezigen"} <= open_later
    assert "woning.servicekosten" not in open_later
    assert missing(REGELDAG, {}, "c") == {"kop.gesprek_datum", "kop.gesprek_plaats", "kop.tolk_nodig", "woning.woning_adres"}


def test_what_is_known_after_signing_is_asked_only_at_the_end() -> None:
    assert "uitreiken.pip_afschrift_op" not in missing(PIP, {}, "d")
    at_the_end = missing(PIP, nest(PIP, {}), "n")
    assert {"uitreiken.pip_afschrift_op", "besluit.w21_bekend_op", "besluit.w21_tekenen.v1.teken_naam"} <= at_the_end
    assert "besluit.w21_tekenen.v1.handtekening" not in at_the_end


def test_a_question_of_two_parts_is_answered_when_both_are() -> None:
    steun = {"w21_voortgang": {"hoe": "Wij praten."}, "w21_ontzorgen": {"tot": "2026-09-01"}}
    labels = {str(p) for p in check(PIP, {"steun": steun}, {**FACTS, "datum_bijstand_ingang": "2026-01-05"}, "d") if p.missing}
    assert "Hoe volgen wij de voortgang? Hoe vaak spreken wij elkaar? (hoe vaak)" in labels
    assert "Hoe en hoe lang geldt ontzorgen? (hoe)" in labels
    assert not {path for path in missing(PIP, {"besluit": {"w21_bekend_op": {"hoe": "post"}}}, "d") if "bekend" in path}
    assert "besluit.w21_bekend_op" in missing(PIP, {"besluit": {"w21_bekend_op": {"hoe": "post"}}}, "n")
    assert not {path for path in missing(PIP, {"leerroute": {"w21_les_van_tot": {"begin": "2026-04-01"}}}, "n") if "les_van_tot" in path}


@pytest.mark.parametrize(
    ("last", "today", "allowed"),
    [
        ("2028-12-12", "2026-03-02", set()), ("2028-12-12", "2028-10-11", set()), ("2028-12-12", "2028-10-12", {"nee"}),
        ("2028-12-12", "2028-12-12", {"nee"}), ("2028-12-12", "2028-12-13", {"ja", "nee"}), ("2028-12-31", "2028-10-31", {"nee"}),
        ("2029-04-30", "2029-02-27", set()), ("2029-04-30", "2029-02-28", {"nee"}), (None, "2028-12-12", set()),
    ],
)  # fmt: skip
def test_inside_the_term_nobody_says_whether_being_late_is_to_blame(last: str | None, today: str, allowed: set[str]) -> None:
    """terms.md, 'Verwijtbaarheid' (L2): 'nee' from two months before the last day, 'ja' after it, before that nothing."""
    facts = {**FACTS, "vandaag": today}
    for form, place, name, answers in (
        (FORMS["F11"], "tekenen", "pvt_verwijtbaar", {"aanmelden": {"pvt_verplicht": "ja", "pvt_uiterlijk": last}}),
        (FORMS["F13"], "onderdelen", "map_verwijtbaar", {"termijn": {"ib_termijn_eind": last}}),
    ):
        told = {word: stops(form, {**answers, place: {name: word}}, facts=facts) for word in ("ja", "nee")}
        assert {word for word in told if not told[word]} == allowed, form.title
        assert all("dit antwoord" in sentence.lower() for said in told.values() for sentence in said)


def test_a_hidden_question_is_never_required() -> None:
    answers = {"kop": KOP, "woning": {"huurcontract_getekend": "nog niet"}}
    assert "woning.huurprijs" not in missing(REGELDAG, answers, "d")
    answers["woning"]["huurcontract_getekend"] = "ja"
    assert "woning.huurprijs" in missing(REGELDAG, answers, "d")


def test_a_question_that_looks_at_the_dossier_is_asked_by_its_facts() -> None:
    route = {"leerroute": {"w21_leerroute": "B"}}
    assert "leerroute.w21_intensiteit_b1" in missing(PIP, route, "d")
    assert "leerroute.w21_intensiteit_b1" not in missing(PIP, route, "d", {**FACTS, "doelgroep": "gezinsmigrant"})


def test_a_form_of_the_other_rule_set_asks_nothing_of_its_own() -> None:
    assert not {path for path in missing(PIP, {}, "n", {"regelset": "pilot2019"}) if "w21_" in path}


def test_none_is_an_answer_for_rows_but_not_for_a_fixed_list() -> None:
    module = {"module_nu": "ja", "doelen": GEEN, "module_acties": GEEN}
    assert not missing(POP, {"werk": module}, "d") & {"werk.doelen", "werk.module_acties"}
    assert {"meedoen.doelen"} <= missing(POP, {"meedoen": {"module_nu": "ja"}}, "d")
    assert "goedkeuren.p19_tekenen" in missing(PILOT, {"goedkeuren": {"p19_tekenen": GEEN}}, "n", {"regelset": "pilot2019"})


def test_every_line_of_a_fixed_list_is_answered() -> None:
    answers = nest(REGELDAG, {"verhuizen.toeslagen.v1.nodig": "ja"})
    still = missing(REGELDAG, answers, "d")
    assert "verhuizen.toeslagen.v1.nodig" not in still
    assert {f"verhuizen.toeslagen.v{n}.nodig" for n in range(2, 6)} <= still


def test_a_place_in_the_pip_team_is_filled_or_left_empty_with_a_reason() -> None:
    facts = {"regelset": "pilot2019"}
    answers = nest(PILOT, {"pip_team.p19_team.v1.reden": "geen werkbedrijf nodig"})
    still = missing(PILOT, answers, "d", facts)
    assert "pip_team.p19_team.v1.naam" not in still
    assert "pip_team.p19_team.v2.naam" in still


def test_a_talk_that_did_not_take_place_asks_only_when_where_and_who() -> None:
    answers = {
        "kop": {**KOP, "niet_doorgegaan_reden": "tolk ontbrak"},
        "afspraken": {"open_punten": [{"id": "r1", "omschrijving": "Bellen"}]},
    }
    assert missing(REGELDAG, answers, "d") == {"kop.aanwezigen", "kop.mb_uitgenodigd"}


def test_an_unfinished_action_does_not_hold_up_keeping_but_holds_up_finishing() -> None:
    answers = {"werk": {"module_nu": "ja", "module_acties": [{"id": "r1", "omschrijving": "Cv maken"}]}}
    assert not {path for path in missing(POP, answers, "c") if "module_acties" in path}
    assert {"werk.module_acties.r1.trekker", "werk.module_acties.r1.gereed_voor"} <= missing(POP, answers, "d")


def test_the_life_of_an_action_is_not_asked_in_the_form() -> None:
    answers = {"taal": {"module_nu": "ja", "module_acties": [{**ACTIE, "voortgang_frequentie": "wekelijks", "door_vh_zelf": "nee"}]}}
    assert not {path for path in missing(POP, answers, "d") if path.startswith("taal.module_acties")}


def test_a_wrong_answer_stops_with_the_question_in_words() -> None:
    answers = {"kop": {**KOP, "gesprek_datum": "31-02-2020"}}
    assert stops(REGELDAG, answers) == [
        "Op welke datum is het gesprek?: ‘31-02-2020’ is geen datum die bestaat. Schrijf dag-maand-jaar, zoals 3-2-2026."
    ]


def test_a_wrong_answer_in_a_row_names_the_row() -> None:
    answers = {"gezin": {"kinderen": "ja", "school_rijen": [{"id": "r1", "kind": "Senait", "start": "morgen"}]}}
    assert stops(REGELDAG, answers) == [
        "Wat is geregeld voor elk kind? (1) Start: ‘morgen’ is geen datum die bestaat. Schrijf dag-maand-jaar, zoals 3-2-2026."
    ]


def test_a_combination_that_cannot_be_is_refused() -> None:
    assert stops(DOSSIER, {"afspraken": {"regelset": "wi2021", "wet": "wi2013"}}, facts={}) == [
        "Onder welke inburgeringswet valt deze statushouder?: de afspraken van wi2021 passen niet bij de wet van 2013. "
        "Kies pilot2019, of verander de wet."
    ]
    assert stops(DOSSIER, {"afspraken": {"regelset": "pilot2019", "wet": "wi2013"}}, facts={}) == []
    assert stops(PIP, {"leerroute": {"w21_leerroute": "O", "w21_niveau": "A2"}})
    assert stops(PIP, {"plan": {"pip_soort": "eerste PIP"}, "leerroute": {"w21_leerroute": "B", "w21_niveau": "A2"}})
    assert not stops(PIP, {"plan": {"pip_soort": "gewijzigd PIP"}, "leerroute": {"w21_leerroute": "B", "w21_niveau": "A2"}})
    assert stops(
        REGELDAG, {"woning": {"huurcontract_getekend": "ja", "huur_ingang": "2026-03-02"}, "verhuizen": {"datum_huisvesting": "2026-03-01"}}
    )


def remarks(answers: dict[str, Any], stage: Stage = "d") -> list[str]:
    return [problem.path for problem in check(REGELDAG, answers, FACTS, stage) if not problem.stop]


def test_what_is_not_ready_on_the_regeldag_and_has_no_action_gets_a_remark_that_stops_nothing() -> None:
    answers: dict[str, Any] = {"woning": {"sleutel": "nog niet"}, "zorg": {"huisarts": "nog niet", "tandarts": "later"}}
    assert remarks(answers) == ["woning.sleutel", "zorg.huisarts"]
    assert remarks(answers, "c") == [], "only when the form is finished"
    proposed = {"afspraken": {"open_punten": [{"id": proposed_row("woning.sleutel"), "omschrijving": "Sleutel ophalen"}]}}
    assert remarks({**answers, **proposed}) == ["zorg.huisarts"]


def test_an_action_that_was_made_by_hand_counts_for_one_that_is_not_ready() -> None:
    answers: dict[str, Any] = {"woning": {"sleutel": "nog niet"}, "zorg": {"huisarts": "nog niet"}}
    by_hand = [{"id": "r1", "omschrijving": "Sleutel halen bij de beheerder"}, {"id": "r2", "omschrijving": "Huisarts bellen"}]
    assert len(remarks({**answers, "afspraken": {"open_punten": by_hand[:1]}})) == 1
    assert remarks({**answers, "afspraken": {"open_punten": by_hand}}) == []


def test_a_rule_about_a_question_that_is_not_asked_says_nothing() -> None:
    answers = {"plan": {"pip_soort": "eerste PIP"}, "leerroute": {"w21_leerroute": "Z", "w21_niveau": "A2"}}
    assert stops(PIP, answers) == []


def test_a_date_that_duo_refuses_is_a_remark_that_stops_nothing() -> None:
    facts = {**FACTS, "datum_brp": "2026-03-10", "datum_start_plicht": "2026-01-01"}
    problems = check(PIP, {"besluit": {"w21_dagtekening": "2026-03-05"}}, facts, "c")
    remarks = [problem for problem in problems if not problem.stop]
    assert [problem.path for problem in remarks] == ["besluit.w21_dagtekening"]
    assert "voor de inschrijving in onze gemeente" in remarks[0].say


def test_a_birth_date_in_the_future_is_refused() -> None:
    assert stops(FORMS["F01"], {"wie": {"geboortedatum": "2026-03-03"}})
    assert not stops(FORMS["F01"], {"wie": {"geboortedatum": "2026-03-02"}})
    assert not stops(FORMS["F01"], {"wie": {"geboortedatum": "1990"}})


@pytest.mark.parametrize("text", ["BSN 111222333 gezien", "bsn 111.222.333", "111 222 333", "nr.111222333.", "op 3 111222333"])
def test_nine_digits_that_pass_the_eleven_test_get_a_remark(text: str) -> None:
    problems = check(REGELDAG, {"kop": {**KOP, "verslag": text}}, FACTS, "c")
    assert [(p.stop, p.say) for p in problems if not p.missing] == [
        (False, "hierin staat iets dat lijkt op een BSN. Haal het weg als het er een is.")
    ]


@pytest.mark.parametrize("text", ["bel 06-12345678", "123456789", "111222333444", "D-2026-001"])
def test_other_digits_get_no_remark(text: str) -> None:
    assert not [p for p in check(REGELDAG, {"kop": {**KOP, "verslag": text}}, FACTS, "c") if not p.missing]


def test_more_rows_than_fit_are_refused() -> None:
    rows = [{"id": f"r{n}", "kind": "Kind"} for n in range(201)]
    assert stops(REGELDAG, {"gezin": {"kinderen": "ja", "school_rijen": rows}}) == [
        "Wat is geregeld voor elk kind?: er zijn 201 regels; er passen er 200. Haal er een paar weg."
    ]


def test_a_version_keeps_no_answer_of_a_hidden_question() -> None:
    answers = {"woning": {"huurcontract_getekend": "nog niet", "huurprijs": "700.00"}}
    assert asked(answers, REGELDAG, FACTS) == {"woning": {"huurcontract_getekend": "nog niet"}}


def test_answers_that_are_right_make_a_form() -> None:
    model = FORMS.models["regeldag"]
    answers = {"kop": KOP, "woning": {"woning_adres": "Kerkstraat 12, 6001 AB Weert", "huurprijs": "712.50", "meterstanden": GEEN}}
    form = validate(model, answers)
    assert isinstance(form, Form)
    assert str(form.woning.huurprijs) == "712.50"  # type: ignore[attr-defined]
    assert fits(model, answers)
    assert not fits(model, {"kop": {**KOP, "gesprek_datum": "31-02-2020"}})
    assert not fits(model, {"kop": KOP, "vreemd": {"vraag": "x"}})


def test_none_as_a_choice_is_not_none_for_rows() -> None:
    contact = {"gegevens": {"ct_naam": "Bram de Wit", "ct_tvs": "geen"}}
    assert validate(FORMS.models["persoon"], contact).gegevens.ct_tvs == "geen"  # type: ignore[attr-defined]
    regeldag = {"kop": {**KOP, "aanwezigen": GEEN}, "inschrijving": {"bank_digid": ["geen"]}}
    form = validate(FORMS.models["regeldag"], regeldag)
    assert form.kop.aanwezigen == []  # type: ignore[attr-defined]
    assert form.inschrijving.bank_digid == ["geen"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", [form for form in FORMS if not form.lines], ids=lambda form: form.key)
def test_the_fixed_lists_of_a_form_are_answers_that_it_can_hold(form: FormDef) -> None:
    assert fits(FORMS.models[form.key], nest(form, {}))


def test_one_answer_can_be_looked_at_alone() -> None:
    question = REGELDAG.question("gesprek_datum")
    assert question
    assert problem_of(question, "2026-03-02") is None
    assert problem_of(question, "30-2-2026") == "‘30-2-2026’ is geen datum die bestaat. Schrijf dag-maand-jaar, zoals 3-2-2026."


def test_a_problem_reads_as_question_and_sentence() -> None:
    assert str(Problem("a.b", "Hoe laat?", "vul dit nog in.")) == "Hoe laat?: vul dit nog in."


# --- answers as paths ---------------------------------------------------------------------------------------------------

words = st.text(min_size=1, max_size=12).filter(str.strip)


@st.composite
def answers_of(draw: st.DrawFn, form: FormDef) -> dict[str, Any]:
    """Any answers that a form can hold: texts, rows with ids of their own, 'geen' and nothing."""
    answers: dict[str, Any] = {}
    for section, question in form.questions():
        if not draw(st.booleans()):
            continue
        if question.is_rows:
            fixed = [
                {**row, **({"reden": draw(words)} if draw(st.booleans()) and any(c.name == "reden" for c in question.columns) else {})}
                for row in fixed_rows(question)
            ]
            extra = 0 if question.fixed else draw(st.integers(0, 3))
            names = [column.name for column in question.columns]
            free = [{"id": f"r{n}", **draw(st.dictionaries(st.sampled_from(names), words, max_size=3))} for n in range(extra)]
            value: Any = [*fixed, *free] or GEEN
        else:
            value = draw(words)
        place = answers.setdefault(section.name, {}) if section.name else answers
        place[question.name] = value
    return answers


@pytest.mark.parametrize("form", [REGELDAG, POP, PILOT, CONTACT], ids=lambda form: form.key)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_answers_survive_the_way_to_paths_and_back(form: FormDef, data: st.DataObject) -> None:
    answers = data.draw(answers_of(form))
    paths = flatten(form, answers)
    assert all(path.count(".") <= 3 for path in paths)
    back = nest(form, json.loads(json.dumps(paths)))
    fixed = {(s.name, q.name): fixed_rows(q) for s, q in form.questions() if q.rows}
    for (section, name), rows in fixed.items():  # a fixed list is there from itself
        answers.setdefault(section, {}).setdefault(name, rows)
    assert back == answers


def test_two_people_who_add_a_row_keep_both() -> None:
    one = flatten(REGELDAG, {"gezin": {"school_rijen": [{"id": "a1", "kind": "Senait"}]}})
    two = flatten(REGELDAG, {"gezin": {"school_rijen": [{"id": "b2", "kind": "Yonas"}]}})
    rows = nest(REGELDAG, {**one, **two})["gezin"]["school_rijen"]
    assert [row["kind"] for row in rows] == ["Senait", "Yonas"]


def test_a_cell_of_a_row_that_was_taken_out_does_not_bring_it_back() -> None:
    assert nest(REGELDAG, {"gezin.school_rijen.r1.kind": "Senait"}) == nest(REGELDAG, {})


def test_a_rule_from_finalising_on_leaves_a_draft_alone() -> None:
    form, facts = FORMS["F08d"], {"regelset": "wi2021"}
    answers = {"reden": {"wz_reden": "afschalen naar A2"}, "afschalen": {"wz_lesuren": 400}}
    assert [p for p in check(form, answers, facts, "c") if p.path == "afschalen.wz_lesuren"] == []
    (problem,) = [p for p in check(form, answers, facts, "d") if p.path == "afschalen.wz_lesuren"]
    assert problem.stop and "600 uren taalles" in problem.say


def test_below_six_hundred_hours_a_plan_does_not_go_to_a2() -> None:
    form = FORMS["F08d"]
    for hours, refused in ((599, True), (600, False)):
        answers = {"reden": {"wz_reden": "afschalen naar A2"}, "afschalen": {"wz_lesuren": hours}}
        said = [str(p) for p in check(form, answers, {"regelset": "wi2021"}, "d") if p.path == "afschalen.wz_lesuren"]
        assert any("600 uren taalles" in one for one in said) is refused
