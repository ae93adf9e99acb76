"""A dossier is closed when somebody said why: until then nothing of it is over, from then on it asks nothing more of anybody."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from popforms.demo import complete, fill
from popforms.store import NotNow, Store
from tests.conftest import TODAY, Open
from tests.support.ending import machine

YES = {"akkoord": "akkoord", "datum": "2026-02-24"}


def pop_is_over(store_for: Open, first_name: str, *, duty_open: str) -> Store:
    """The closing of the POP is definitive, with the day on which it was closed in GWS, and nobody said why the dossier closes."""
    marieke, dossier = store_for("marieke"), store_for.dossier(first_name)
    known = list(marieke.db.query("SELECT id FROM record WHERE dossier_id=? AND form=?", (dossier, marieke.forms["F20"].key)))
    record = str(known[0]["id"]) if known else marieke.start_record("F20", dossier, "einde pop")
    fill(
        marieke, record,
        {"ap_gesprek_op": "2026-02-20", "ap_mening_vh": "ja", "ap_akkoord_mb": YES, "ap_akkoord_werk": YES,
         "ap_akkoord_cvlw": {"akkoord": "akkoord", "datum": "2026-02-25"}, "ap_afsluitend_op": "2026-02-26", "ap_plicht_open": duty_open},
    )  # fmt: skip
    assert complete(marieke, record, "d") == []
    marieke.freeze(record)
    fill(marieke, record, {"ap_gws_op": "2026-02-27"})
    assert complete(marieke, record, "n") == []
    marieke.finalise(record)
    return marieke


def closed_dossier(store_for: Open, first_name: str) -> str:
    """A dossier that was closed today, because the person moved."""
    fill(store_for("marieke"), head := store_for.record(first_name, "F00"), {"afsluit_reden": "verhuisd"})
    store_for("marieke").keep(head)
    return store_for.dossier(first_name)


def states(store: Store, dossier: str) -> dict[str, str]:
    return {term.code: term.state for term in store.dossier(dossier).terms}


# --- while nobody said why --------------------------------------------------------------------------------------------


def test_a_pop_that_is_over_closes_no_dossier_with_the_duty_open(store_for: Open) -> None:
    nooria = store_for.dossier("Nooria")
    marieke = pop_is_over(store_for, "Nooria", duty_open="ja")
    facts: dict[str, Any] = marieke.dossier(nooria).facts
    assert facts["F20.ap_gws_op"] == "2026-02-27" and "datum_afgesloten" not in facts
    now = states(marieke, nooria)
    assert now["T20"] != "klaar" and now.get("T51") != "klaar"
    fill(marieke, head := store_for.record("Nooria", "F00"), {"afsluit_reden": "verhuisd"})
    marieke.keep(head)
    assert marieke.dossier(nooria).facts["datum_afgesloten"] == "2026-02-27"


def test_an_open_dossier_is_never_on_the_list_to_be_destroyed(store_for: Open) -> None:
    desta = store_for.dossier("Desta")
    pop_is_over(store_for, "Desta", duty_open="nee")
    later = date(TODAY.year + 11, 3, 2)
    then = datetime(later.year, 3, 2, 11, tzinfo=UTC)
    marieke = store_for("marieke", today=later, now=then)
    marieke.new_day()
    assert "datum_afgesloten" not in marieke.dossier(desta).facts and marieke.due_for_destruction() == []
    with pytest.raises(NotNow, match="nog open"):
        marieke.propose_erasing(desta)
    fill(marieke, head := store_for.record("Desta", "F00"), {"afsluit_reden": "doelen bereikt"})
    marieke.keep(head)
    assert [one.dossier_id for one in marieke.due_for_destruction()] == [desta]


def test_a_duty_that_ended_long_ago_destroys_nothing_while_the_dossier_is_open(store_for: Open) -> None:
    marieke, bassel = store_for("marieke"), store_for.dossier("Bassel")
    fill(marieke, duty := store_for.record("Bassel", "F13"), {"datum_start_plicht": "2016-01-04", "datum_einde_plicht": "2020-01-06"})
    marieke.keep(duty)
    assert states(marieke, bassel)["T52"] == "te laat" and marieke.due_for_destruction() == []
    store = machine(store_for.settings, store_for.world, today=TODAY)
    with closing(store.db):
        assert store.list_what_is_due() == 0
    closed_dossier(store_for, "Bassel")
    assert [one.dossier_id for one in store_for("marieke").due_for_destruction()] == [bassel]


# --- from then on -----------------------------------------------------------------------------------------------------


def test_a_closed_dossier_leaves_every_list_of_work_and_comes_back_when_it_is_opened_again(store_for: Open) -> None:
    bassel, others = store_for.dossier("Bassel"), ("joop", "denise", "gerrit")
    talk = store_for("marieke").start_record("F09", bassel, "gesprek")
    fill(
        store_for("marieke"),
        talk,
        {"gesprek_datum": "2026-03-05", "gesprek_plaats": "woning", "tolk_nodig": "nee", "vg_soort": "vervolggesprek"},
    )
    store_for("marieke").keep(talk)

    def work() -> dict[str, int]:
        marieke = store_for("marieke")
        asked = [*marieke.waiting_actions(), *marieke.decided(), *marieke.talks(TODAY + timedelta(days=7))]
        pulled = [action for who in others for action in store_for(who).my_actions()]
        return {
            "actions of others": sum(one.dossier_id == bassel for one in asked),
            "own actions": sum(one.dossier_id == bassel for one in pulled),
            "climbing": sum(one.dossier_id == bassel for one, _ in marieke.climbing()),
        }

    before = work()
    assert all(before.values())
    closed_dossier(store_for, "Bassel")
    assert not any(work().values())
    assert store_for("marieke").actions_of(bassel), "the dossier itself still tells them"
    fill(store_for("marieke"), head := store_for.record("Bassel", "F00"), {"afsluit_reden": None})
    store_for("marieke").keep(head)
    assert work() == before
