"""Lists are worked out from the versions: made anew they say the same."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from popforms.demo import build, complete, fill
from popforms.settings import Settings
from popforms.store import Store
from tests.conftest import TODAY, Open, World

TABLES = ("team", "termijn", "overview", "gesprek", "uren", "gekozen")


def lists(store: Store) -> dict[str, list[str]]:
    """Every row of every list, and the facts of every dossier."""

    def rows(sql: str) -> list[str]:
        return sorted(json.dumps(row, sort_keys=True) for row in store.db.query(sql))

    return {table: rows(f"SELECT * FROM {table}") for table in TABLES} | {"facts": rows("SELECT id, facts FROM dossier")}


def live_on(store_for: Open) -> None:
    """A day of work on several dossiers."""
    marieke, sander, nadia = store_for("marieke"), store_for("sander"), store_for("nadia")
    fill(marieke, store_for.record("Rima", "F00"), {"mb": nadia.user.person})
    marieke.keep(store_for.record("Rima", "F00"))
    report = store_for.record("Rima", "F01")
    fill(marieke, report, {"woning_beschikbaar_op": "27-2-2026", "uitnodiging_regeldag_op": "2-3-2026"})
    assert complete(marieke, report, "d") == []
    marieke.finalise(report)
    fill(sander, store_for.record("Zalmai", "F04"), {"datum_huisvesting": TODAY})
    sander.keep_late(store_for.record("Zalmai", "F04"))
    for action in nadia.my_actions():
        if action.state == "voorgesteld":
            nadia.accept(action.id)
            nadia.progress(action.id, "Gedaan.", state="klaar")
    pip = store_for.record("Ferhat", "F08b")
    assert complete(marieke, pip, "n") == []
    marieke.finalise(pip)
    marieke.back_to_draft(store_for.record("Hoda", "F08c"), "Een datum klopt niet.")
    marieke.correct(store_for.record("Desta", "F08b"), "Een afspraak is veranderd.")
    fill(marieke, store_for.record("Mihret", "F00"), {"mb": store_for("nadia").user.person, "inzage_beperkt": "ja"})
    marieke.keep(store_for.record("Mihret", "F00"))
    fill(marieke, store_for.record("Ibrahim", "F01"), {"achternaam": "Nog niet bewaard"})
    fill(nadia, store_for.record("Amina", "F07"), {"meedoen.wens": "Typt nog."})
    plan_and_list(store_for)


def plan_and_list(store_for: Open) -> None:
    """What else has terms: a talk, an escalation, another day of the meeting, hours, a contact and the lists of the gemeente."""
    marieke, elvira, joop, bea = store_for("marieke"), store_for("elvira"), store_for("joop"), store_for("bea")
    talk = marieke.start_record("F09", store_for.dossier("Bassel"), "gesprek")
    fill(
        marieke,
        talk,
        {"gesprek_datum": TODAY + timedelta(days=5), "gesprek_plaats": "woning", "tolk_nodig": "ja", "vg_soort": "vervolggesprek"},
    )
    marieke.keep(talk)
    escalation = marieke.start_record("F15", store_for.dossier("Bassel"), "escalatie")
    fill(marieke, escalation, {"es_niveau": "1", "es_onderwerp": "Er is geen plek."})
    marieke.keep(escalation)
    (meeting,) = elvira.contacts("F14a")
    fill(elvira, meeting.record.id, {"co_datum": TODAY - timedelta(days=3), "co_notulist": store_for("nadia").user.person})
    elvira.keep(meeting.record.id)
    wrong, right = TODAY - timedelta(days=150), TODAY - timedelta(days=100)
    for day in (wrong, right):
        joop.add_hours({"ur_datum": day.isoformat(), "ur_soort": "begeleiding", "ur_uren": "2"}, f"uren {day}")
    (line,) = joop.hour_lines(f"{wrong:%Y-%m}")
    joop.take_back_hours(line.id, "verkeerd opgeschreven")
    elvira.close_month(f"{TODAY - timedelta(days=31):%Y-%m}")
    contact = bea.contacts("F21a")[0].record.id
    fill(bea, contact, {"ct_gecontroleerd_op": TODAY, "ct_gemeente": store_for("olga").user.gemeenten[0]})
    bea.keep(contact)
    (own,) = bea.contacts("F23")
    fill(
        bea, own.record.id,
        {"st_termijnen": [{"code": "T24", "lengte": "4 weken"}, {"code": "T35", "lengte": "2 weken", "waarschuwen": "3"}],
         "st_pilotteam": [{"datum": TODAY - timedelta(days=20)}], "st_feestdagen": [{"datum": TODAY + timedelta(days=3)}],
         "st_taakstelling": [{"gemeente": bea.user.gemeenten[0], "jaar": TODAY.year, "helft": "1", "aantal": 30}]},
    )  # fmt: skip
    bea.keep(own.record.id)
    bea.catch_up()


def test_made_anew_the_lists_say_the_same(store_for: Open) -> None:
    live_on(store_for)
    store = store_for("marieke")
    live = lists(store)
    assert all(live.values())
    assert store.rebuild() == len(store_for.world.dossiers) + 1  # and one that was never kept
    assert lists(store) == live


def test_lists_that_were_lost_come_back(store_for: Open) -> None:
    store = store_for("marieke")
    live = lists(store)
    for table in TABLES:
        store.db.conn.execute(f"DELETE FROM {table}")
    store.db.conn.execute("UPDATE dossier SET facts='{}'")
    assert lists(store) != live
    store.rebuild()
    assert lists(store) == live


def test_a_day_of_work_shows_in_the_lists(store_for: Open) -> None:
    before = {line.id: line for line in store_for("marieke").find_dossiers()}
    live_on(store_for)
    after = {line.id: line for line in store_for("marieke").find_dossiers()}
    assert before[store_for.dossier("Rima")].fase == "voorbereiding" and after[store_for.dossier("Rima")].fase == "regeldag"
    assert after[store_for.dossier("Zalmai")].housed == TODAY
    assert after[store_for.dossier("Ferhat")].fase == "voortgang" and after[store_for.dossier("Ferhat")].plan
    assert after[store_for.dossier("Amina")].open_actions < before[store_for.dossier("Amina")].open_actions


@pytest.fixture
def generated(world: World, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("generated")
    return world.settings.model_copy(update={"db": folder / "popforms.db", "keys": folder / "keys", "backups": folder / "backups"})


def test_a_made_up_demo_is_the_same_for_the_same_seed_and_day(
    generated: Settings, store_for: Open, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = tmp_path_factory.mktemp("again")
    other = generated.model_copy(update={"db": again / "popforms.db", "keys": again / "keys", "backups": again / "backups"})
    found: list[Any] = []
    for settings in (generated, other):
        assert build(settings, dossiers=18, seed=5, today=TODAY) == 18
        here = Open(store_for.world, settings, store_for.stack)
        found.append((lists(here("marieke")), sorted(json.dumps(row) for row in here("marieke").db.query("SELECT * FROM version"))))
    assert found[0] == found[1]
    live = found[0][0]
    marieke = Open(store_for.world, generated, store_for.stack)("marieke")
    marieke.rebuild()
    assert lists(marieke) == live


def test_a_new_day_works_out_once_what_moves_with_the_date(store_for: Open) -> None:
    later = TODAY + timedelta(days=40)
    store = store_for("marieke", today=later)
    before = lists(store)
    assert store.new_day() > 0
    moved = lists(store)
    assert moved != before
    assert store.new_day() == 0
    store.rebuild()
    assert lists(store) == moved


def test_a_plan_goes_on_saying_which_version_of_the_pop_it_was_made_with(store_for: Open) -> None:
    marieke = store_for("marieke")
    pop, pip = store_for.record("Ferhat", "F07"), store_for.record("Ferhat", "F08b")
    made_with = marieke.record_row(pop).version
    told = marieke.saved(pip).answers["plan"]["pip_pop_ref"]
    fill(marieke, pop, {"meedoen.wens": "Ook leren zwemmen."})
    marieke.keep(pop)
    assert marieke.record_row(pop).version == made_with + 1
    question = next(q for _, q in marieke.forms["F08b"].questions() if q.name == "pip_pop_ref")
    assert marieke.lookup(marieke.record_row(pip).dossier_id).name(question, told) == f"POP, versie {made_with}"
