"""Every term against cases that were worked out by hand; they stand in gevallen.toml, for who keeps the term table."""

import tomllib
from pathlib import Path

import pytest

from popforms.process.own import read_choice
from popforms.process.terms import TermTable, compute

HERE = Path(__file__).parent
TABLE = TermTable.load(HERE.parents[1] / "forms" / "termijnen.toml")
CASES = tomllib.loads((HERE / "gevallen.toml").read_text(encoding="utf-8"))["geval"]
DOSSIERS = {
    "pilot2019": {"regelset": "pilot2019", "wet": "wi2013", "doelgroep": "asielstatushouder"},
    "wi2021": {"regelset": "wi2021", "wet": "wi2021", "doelgroep": "asielstatushouder"},
}
NOT_SHOWN = "niet getoond"


def worked_out(case, day):
    term, _, part = case["termijn"].partition(" ")
    facts = {**DOSSIERS[case.get("regelset", "pilot2019")], **case["feiten"]}
    chosen = [read_choice(TABLE, one["vanaf"], one.get("termijnen", ()), one.get("feestdagen", ())) for one in case.get("gemeente", ())]
    return compute(TABLE.with_choices(chosen), term, facts, day, part)


def name(case):
    return f"{case['termijn']}, {case.get('regelset', 'pilot2019')}: {case['uitleg'][:40]}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_the_state_on_each_day_is_as_worked_out(case):
    for day, state in case["staat"]:
        found = worked_out(case, day)
        assert (found.state if found else NOT_SHOWN) == state, day


@pytest.mark.parametrize("case", [case for case in CASES if "laatste_dag" in case], ids=name)
def test_the_days_are_as_worked_out(case):
    found = worked_out(case, case.get("op", case["staat"][0][0]))
    before = case.get("zonder_verschuiven", found.last_day_before_shift)
    first = case.get("eerste_dag", found.first_day)
    assert (found.first_day, found.last_day_before_shift, found.last_day) == (first, before, case["laatste_dag"])


def test_a_case_without_days_has_none():
    for case in CASES:
        found = worked_out(case, case["staat"][0][0])
        if "laatste_dag" not in case and found is not None:
            assert found.last_day is None, name(case)


def test_every_term_and_every_part_of_one_has_a_case():
    assert {case["termijn"] for case in CASES} == {f"{term.id} {term.deel}".strip() for term in TABLE.terms}


def test_every_state_has_a_case():
    states = {state for case in CASES for _, state in case["staat"]}
    assert states == {"nog niet begonnen", "niet bekend", "op tijd", "bijna", "te laat", "gepauzeerd", "klaar", NOT_SHOWN}
