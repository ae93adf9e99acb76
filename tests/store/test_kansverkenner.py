"""A kansverkenner has a dossier through the intake team of the brede intake, until the agreement and thirty days of reading on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from popforms.access import AccessDenied
from popforms.demo import complete, fill
from tests.conftest import TODAY, Open

HEALTH = "leven.gezondheid_plan"


@pytest.fixture
def intake(store_for: Open) -> str:
    """The brede intake of Rima, begun by the PC, with the kansverkenner in the team."""
    store = store_for("marieke")
    record = store.start_record("F03a", store_for.dossier("Rima"), "intake")
    fill(store, record, {"gesprek_datum": "9-3-2026", "gesprek_plaats": "azc", "tolk_nodig": "nee", "intake_start": "1-3-2026"})
    fill(store, record, {"intake_team": [{"rol": "kansverkenner", "naam": store_for("kaveh").user.person}]})
    store.keep(record)
    return record


def agree(store_for: Open) -> None:
    """The three parties agree on the second of March."""
    store, dossier = store_for("marieke"), store_for.dossier("Rima")
    talk = store.start_record("F03c", dossier, "akkoord")
    fill(
        store,
        talk,
        {"drie_datum": "2-3-2026", "akkoord_statushouder": "akkoord", "akkoord_tweede": "akkoord", "akkoord_regisseur": "akkoord"},
    )
    for problem in complete(store, talk, "d"):
        store.pass_gate(talk, problem.gate, "De intake ligt op papier.")
    store.freeze(talk)
    assert complete(store, talk, "n") == []
    store.finalise(talk)


def sees(store_for: Open, today: date = TODAY) -> bool:
    store = store_for("kaveh", today=today)
    listed = {line.id for line in store.find_dossiers()}
    opened = store.may_open(store_for.dossier("Rima"))
    assert (store_for.dossier("Rima") in listed) == opened
    return opened


def test_the_intake_team_gives_the_kansverkenner_the_dossier(store_for: Open, intake: str) -> None:
    kaveh = store_for("kaveh")
    assert sees(store_for)
    kaveh.save_field(intake, "leren.competenties", "Kan goed koken.", expect=0)
    kaveh.save_field(intake, HEALTH, "nee", expect=0)
    assert kaveh.keep(intake).answers["leren"]["competenties"] == "Kan goed koken."
    assert {"F02", "F03a"} <= {line.form.code for line in kaveh.forms_of(store_for.dossier("Rima")) if line.may_write}


def test_without_a_place_in_the_team_there_is_no_dossier(store_for: Open) -> None:
    assert not sees(store_for)
    with pytest.raises(AccessDenied):
        store_for("kaveh").dossier(store_for.dossier("Rima"))


def test_another_place_in_the_team_is_not_that_of_the_kansverkenner(store_for: Open, intake: str) -> None:
    store = store_for("marieke")
    (row,) = (row["id"] for row in store.open_draft(intake).answers()["intake"]["intake_team"] if row["rol"] == "kansverkenner")
    fill(store, intake, {"intake_team": [{"id": row, "rol": "anders"}]})
    store.keep(intake)
    assert not sees(store_for)


def test_who_is_only_typed_in_has_nothing_until_it_is_kept(store_for: Open) -> None:
    store = store_for("marieke")
    record = store.start_record("F03a", store_for.dossier("Rima"), "intake")
    fill(store, record, {"intake_team": [{"rol": "kansverkenner", "naam": store_for("kaveh").user.person}]})
    assert not sees(store_for)


def test_after_the_agreement_there_are_thirty_days_of_reading_and_no_health(store_for: Open, intake: str) -> None:
    agree(store_for)
    kaveh = store_for("kaveh")
    draft = kaveh.open_draft(intake)
    assert "leren.competenties" in draft.readable and not draft.writable and HEALTH not in draft.readable
    last = TODAY + timedelta(days=30)
    assert sees(store_for, last) and not sees(store_for, last + timedelta(days=1))


def test_somebody_who_is_no_kansverkenner_gains_nothing_from_a_row(store_for: Open, intake: str) -> None:
    store = store_for("marieke")
    (row,) = (row["id"] for row in store.open_draft(intake).answers()["intake"]["intake_team"] if row["rol"] == "kansverkenner")
    fill(store, intake, {"intake_team": [{"id": row, "naam": store_for("nadia").user.person}]})
    store.keep(intake)
    assert not store_for("nadia").may_open(store_for.dossier("Rima"))
    assert not store_for("nadia").find_dossiers("Al-Khatib")
