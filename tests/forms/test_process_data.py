"""What proces.py says of the forms is true of the forms, and what it works out is right."""

from __future__ import annotations

import pytest

from forms import FORMS
from popforms.definition.paths import nest

PROCESS = FORMS.process
HEAD = {q.name for _, q in FORMS.head.questions()}
CODES = {f"{q.code}.{q.name}" for form in FORMS for _, q in form.questions()}


@pytest.mark.parametrize(
    ("moved", "talked", "months"),
    [
        ("2026-01-31", "2026-02-28", "1"),  # a month later is the last day of a shorter month (terms.md section 1)
        ("2026-01-31", "2026-02-27", "0"),
        ("2025-08-31", "2026-02-28", "6"),
        ("2024-02-29", "2025-02-28", "12"),
        ("2025-03-15", "2026-03-14", "11"),
        ("2025-03-15", "2026-03-15", "12"),
        ("2025-03-15", "2025-03-15", "0"),
        ("2025-03-15", "2025-03-14", None),
    ],
)
def test_the_months_since_the_move_are_counted_as_every_term_is(moved: str, talked: str, months: str | None) -> None:
    assert PROCESS.CALCULATIONS["am_na_een_jaar"]({"datum_huisvesting": moved, "am_bespreking_op": talked}) == months


def test_every_fixed_trekker_is_somebody_of_the_team() -> None:
    modules = [section.name for section in FORMS["F07"].sections if section.code == "F07b"]
    for rule_set in PROCESS.RULE_SETS:
        trekkers = PROCESS.TREKKERS[rule_set]
        assert sorted(trekkers) == sorted(modules)
        assert set(trekkers.values()) <= set(PROCESS.TEAM_ROLES) | {"statushouder", ""}
    assert PROCESS.TREKKERS["pilot2019"]["inburgering"] == "statushouder"
    assert PROCESS.TREKKERS["wi2021"]["inburgering"] == "pc"


def test_the_rule_sets_and_the_team_are_those_of_the_dossier() -> None:
    regelset = FORMS.head.question("regelset")
    assert regelset
    assert [code for code, _ in regelset.options] == list(PROCESS.RULE_SETS)
    assert [q.name for section in FORMS.head.sections if section.team for q in section.questions] == list(PROCESS.TEAM_ROLES)


def test_what_the_logbook_the_contacts_and_the_overview_point_at_is_there() -> None:
    log = FORMS[PROCESS.LOG["form"]]
    names = {q.name for _, q in log.questions()}
    assert {PROCESS.LOG[word] for word in ("when", "kind", "module", "short", "by", "source", "action", "visible")} <= names
    visible = log.question(PROCESS.LOG["visible"])
    assert visible
    assert {PROCESS.LOG["visible_to_all"], *PROCESS.LOG["visible_of_part"].values()} <= {code for code, _ in visible.options}
    for word in ("persons", "organisations", "interpreters"):
        assert FORMS[PROCESS.CONTACT[word]].title_from
    assert FORMS[PROCESS.CONTACT["persons"]].question(PROCESS.CONTACT["organisation"])
    assert {source for source in PROCESS.OVERVIEW.values() if source not in HEAD} <= CODES
    assert set(PROCESS.FIRST_PIP.values()) <= CODES


def test_the_team_is_complete_when_each_place_holds_somebody_or_a_reason() -> None:
    empty = nest(FORMS["F08b"], {})["pip_team"]
    assert str(PROCESS.team_complete(empty)).startswith("nee, nog open: statushouder (met gezin), regisseur")
    rows = [{**row, **({"naam": "id-1"} if number else {"reden": "doet niet mee"})} for number, row in enumerate(empty["p19_team"])]
    assert PROCESS.team_complete({"p19_team": rows}) == "ja"
    assert PROCESS.team_complete({"F08b.p19_team": [*rows, {"id": "r1", "rol": "GGD"}]}) == "nee, nog open: GGD"
    assert PROCESS.team_complete({}) is None


def test_two_things_at_the_same_time_clash() -> None:
    les = {"dag": "maandag", "dagdeel": "ochtend", "activiteit": "taalles"}
    werk = {"dag": "maandag", "dagdeel": "ochtend", "activiteit": "werk"}
    assert PROCESS.timetable_clash({"rooster": [les, werk]}) == "ja: maandag ochtend: taalles en werk"
    assert PROCESS.timetable_clash({"rooster": [les, {**werk, "dagdeel": "middag"}]}) == "nee"
    assert PROCESS.timetable_clash({"rooster": "geen"}) is None
    assert PROCESS.timetable_clash({}) is None


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"F20.ap_gws_op": "2026-03-01", "F00.afsluit_reden@": "2026-03-05"}, "2026-03-01"),
        ({"F00.afsluit_reden@": "2026-03-05"}, "2026-03-05"),
        ({}, None),
    ],
)
def test_a_dossier_closes_with_the_pop_or_on_the_day_of_its_reason(facts: dict[str, str], day: str | None) -> None:
    assert PROCESS.closed_on(facts) == day


def test_the_usual_words_are_for_modules_and_questions_that_exist() -> None:
    pop = FORMS["F07"]
    modules = {dict(section.fixed).get("module_code"): section for section in pop.sections}
    for module, groups in FORMS.process.USUAL.items():
        names = {question.name for question in modules[module].questions if question.is_rows}
        assert set(groups) <= names
        assert all(len(words) == len(set(words)) >= 2 for words in groups.values())
