"""The phase of a dossier against the rule table."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from popforms.process.phase import Phase, phase
from popforms.process.table import TermTable

TABLE = TermTable.load(Path(__file__).parents[2] / "forms" / "termijnen.toml")
TODAY = date(2026, 3, 3)
TOMORROW = TODAY + timedelta(days=1)


def reached(**facts):
    return phase(TABLE, {"datum_tvs_melding": date(2026, 1, 5), **facts}, TODAY).reached


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({}, "melding"),
        ({"F01.opgepakt_pc_op": TODAY}, "voorbereiding"),
        ({"F01.opgepakt_hvc_op": TODAY}, "voorbereiding"),
        ({"F01.uitnodiging_regeldag_op": TODAY}, "regeldag"),
        ({"F04.state": "concept"}, "regeldag"),
        ({"F04.state": "definitief"}, "eerste begeleiding"),
        ({"datum_huisvesting": TODAY}, "eerste begeleiding"),
        ({"F05a.state": "concept"}, "eerste begeleiding"),
        ({"F06.brief_op": TODAY}, "kennismaking"),
        ({"F06.state": "concept"}, "kennismaking"),
        ({"F06.state": "definitief", "F06.pop_gestart": "nee"}, "kennismaking"),
        ({"F06.state": "definitief", "F06.pop_gestart": "ja"}, "pop"),
        ({"F07a.pop_start": TODAY}, "pop"),
        ({"F07.pop_start": TODAY}, "pop"),
        ({"F08.state": "concept"}, "pip"),
        ({"dagtekening_eerste_pip": TODAY}, "voortgang"),
        ({"F19.state": "definitief", "F19.am_besluit": "overdragen"}, "mb afgerond"),
        ({"F19.state": "concept", "F19.am_besluit": "afronden"}, "melding"),
        ({"F19.state": "definitief", "F19.am_besluit": "doorgaan"}, "melding"),
        ({"afsluit_reden": "verhuisd"}, "afgesloten"),
    ],
)
def test_each_line_of_the_rule_table_reaches_its_phase(facts, name):
    assert reached(**facts) == name


def test_the_highest_phase_counts_also_when_earlier_ones_were_skipped():
    assert reached(**{"F08.state": "concept", "F01.opgepakt_pc_op": TODAY}) == "pip"


@pytest.mark.parametrize("name", ["F01.opgepakt_pc_op", "F01.uitnodiging_regeldag_op", "datum_huisvesting", "dagtekening_eerste_pip"])
def test_a_date_in_the_future_does_not_count_until_that_day(name):
    facts = {"datum_tvs_melding": date(2026, 1, 5), name: TOMORROW}
    assert phase(TABLE, facts, TODAY).reached == "melding"
    assert phase(TABLE, facts, TOMORROW).reached != "melding"


def test_a_talk_that_did_not_happen_reaches_nothing():
    assert reached(**{"F04.state": "definitief", "F04.niet_doorgegaan_reden": "ziek"}) == "melding"
    assert reached(**{"F06.state": "definitief", "F06.pop_gestart": "ja", "F06.niet_doorgegaan_reden": "tolk ontbrak"}) == "melding"


def test_open_questions_hold_back_the_screen_and_not_the_terms():
    facts = {"F04.state": "definitief", "F00.open": True}
    assert phase(TABLE, facts, TODAY) == Phase(reached="eerste begeleiding", shown="voorbereiding")
    assert phase(TABLE, {**facts, "F00.open": False}, TODAY) == Phase("eerste begeleiding", "eerste begeleiding")
    assert phase(TABLE, {"F00.open": True}, TODAY) == Phase("melding", "melding")
