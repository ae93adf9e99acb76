"""A member of the PIP-team reads the plan while approving it in a meeting, and not a day longer."""

from __future__ import annotations

import pytest

from popforms.access import AccessDenied
from popforms.demo import complete, fill
from tests.conftest import Open

PLAN, MONEY, CARE = "meedoen.p19_leerroute", "ontzorging.p19_budgetbeheer", "plan.pip_aandacht"


def begin(store_for: Open, kind: str = "plan goedkeuren", name: str = "Mihret") -> str:
    """A meeting of the team of a pilot, with the coordinator of language among who is asked; she has no answer yet."""
    store = store_for("marieke")
    meeting = store.start_record("F10", store_for.dossier(name), f"overleg {kind}")
    fill(store, meeting, {"gesprek_datum": "9-3-2026", "gesprek_plaats": "gemeentehuis", "tolk_nodig": "nee", "pt_soort": kind})
    fill(store, meeting, {"pt_akkoord": [{"id": "taal", "deelnemer": store_for("ilse").user.person}]})
    return meeting


@pytest.fixture
def meeting(store_for: Open) -> str:
    record = begin(store_for)
    store_for("marieke").keep(record)
    return record


def readable(store_for: Open, who: str = "ilse", name: str = "Mihret") -> frozenset[str]:
    """What somebody reads of the plan; nothing when it is closed."""
    try:
        return store_for(who).saved(store_for.record(name, "F08b")).readable
    except AccessDenied:
        return frozenset()


def test_the_plan_opens_with_the_invitation(store_for: Open, meeting: str) -> None:
    assert {PLAN, CARE} <= readable(store_for)
    assert "F08b" in {line.form.code for line in store_for("ilse").forms_of(store_for.dossier("Mihret")) if line.may_read}


def test_the_plan_is_closed_before_the_meeting_is_kept(store_for: Open) -> None:
    assert not readable(store_for)
    begin(store_for)
    assert not readable(store_for)


def test_numbers_health_and_money_stay_closed(store_for: Open, meeting: str) -> None:
    form = store_for.world.forms["F08b"]
    heavy = {f"{section.name}.{q.name}" for section, q in form.questions() if q.privacy in ("bijzonder", "nummer")}
    money = {MONEY, "ontzorging.p19_ontzorging_lasten", "ontzorging.p19_zelfredzaam"}
    assert not readable(store_for) & (heavy | money)
    draft = store_for("ilse").open_draft(store_for.record("Mihret", "F08b"))
    assert not draft.writable and not {path for path in draft.entries if path.startswith(tuple(money))}


def test_the_answer_closes_the_plan(store_for: Open, meeting: str) -> None:
    store = store_for("marieke")
    fill(store, meeting, {"pt_akkoord": [{"id": "taal", "akkoord": "akkoord met opmerking"}]})
    assert readable(store_for), "typed is not yet answered"
    store.keep(meeting)
    assert not readable(store_for)


def test_a_definitive_meeting_closes_the_plan(store_for: Open, meeting: str) -> None:
    store = store_for("marieke")
    assert complete(store, meeting, "d") == []
    store.finalise(meeting)
    assert not readable(store_for)


def test_a_definitive_plan_closes_itself(store_for: Open) -> None:
    store = store_for("marieke")
    store.keep(begin(store_for, name="Ferhat"))
    assert PLAN in readable(store_for, name="Ferhat")
    pip = store_for.record("Ferhat", "F08b")
    assert complete(store, pip, "n") == []
    store.finalise(pip)
    assert not readable(store_for, name="Ferhat")


def test_a_change_of_a_definitive_plan_opens_it_again(store_for: Open) -> None:
    assert not readable(store_for, name="Desta")
    store_for("marieke").keep(begin(store_for, "plan aanpassen", "Desta"))
    assert PLAN in readable(store_for, name="Desta")


def test_a_meeting_about_progress_opens_nothing(store_for: Open) -> None:
    store_for("marieke").keep(begin(store_for, "voortgang"))
    assert not readable(store_for)


def test_a_meeting_that_did_not_take_place_opens_nothing(store_for: Open, meeting: str) -> None:
    store = store_for("marieke")
    fill(store, meeting, {"niet_doorgegaan_reden": "ziek"})
    store.keep(meeting)
    assert not readable(store_for)


def test_who_is_not_asked_reads_nothing(store_for: Open, meeting: str) -> None:
    assert not readable(store_for, "trudy") and not readable(store_for, "olga")
