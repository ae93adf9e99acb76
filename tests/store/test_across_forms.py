"""What one form asks of another before it is fixed: the brede intake before the plan, the team before the plan of the pilot."""

from __future__ import annotations

import pytest

from popforms.demo import complete, fill
from popforms.store import NotReady, Store
from tests.conftest import Open


def gates(store: Store, record: str) -> set[str]:
    return {problem.gate for problem in store.problems(record, "d") if problem.gate}


def take_in(store: Store, dossier: str) -> None:
    """The brede intake, made definitive."""
    record = store.start_record("F03a", dossier, "intake")
    fill(
        store,
        record,
        {"gesprek_datum": "2-3-2026", "gesprek_plaats": "azc", "tolk_nodig": "nee", "intake_start": "2-2-2026", "intake_eind": "2-3-2026"},
    )
    assert complete(store, record, "d") == []
    store.finalise(record)


def test_a_plan_under_the_law_waits_for_the_brede_intake(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Rima")
    pip = store.start_record("F08c", dossier, "pip")
    assert gates(store, pip) == {"intake"}
    complete(store, pip, "d")
    with pytest.raises(NotReady):
        store.freeze(pip)
    take_in(store, dossier)
    assert gates(store, pip) == set()


def test_a_plan_of_the_pilot_waits_for_the_agreement_of_three_too(store_for: Open) -> None:
    store = store_for("marieke")
    dossier, (head, report) = store.new_dossier("pilot")
    fill(store, head, {"regelset": "pilot2019", "gemeente": store.user.gemeenten[0]})
    fill(
        store, report,
        {"melding_bron": "TVS", "datum_tvs_melding": "2-2-2026", "achternaam": "Tesfay", "voornamen": "Selam", "geboortedatum": "1990", "moedertaal": "Tigrinya"},
    )  # fmt: skip
    store.keep_together([head, report])
    pip = store.start_record("F08b", dossier, "pip")
    take_in(store, dossier)
    assert gates(store, pip) == {"intake", "team"}
    talk = store.start_record("F03c", dossier, "akkoord")
    fill(
        store,
        talk,
        {"drie_datum": "2-3-2026", "akkoord_statushouder": "akkoord", "akkoord_tweede": "akkoord", "akkoord_regisseur": "akkoord"},
    )
    assert complete(store, talk, "d") == []
    store.freeze(talk)
    assert complete(store, talk, "n") == []
    store.finalise(talk)
    assert gates(store, pip) == {"team"}


def agree(store_for: Open, words: str, kind: str = "plan goedkeuren", *, finish: bool = True, again: bool = False) -> str:
    """A meeting of the team of Mihret's plan in which everybody says the same."""
    store = store_for("marieke")
    meeting = store.start_record("F10", store_for.dossier("Mihret"), f"{kind} {words} {again}")
    fill(
        store,
        meeting,
        {"gesprek_datum": "2-3-2026", "gesprek_plaats": "gemeentehuis", "tolk_nodig": "nee", "pt_soort": kind, "pt_weg_ok": "ja"},
    )
    if kind != "voortgang":
        rows = store.open_draft(meeting).answers()["overleg"]["pt_akkoord"]
        fill(store, meeting, {"pt_akkoord": [{"id": row["id"], "akkoord": words} for row in rows]})
    assert complete(store, meeting, "d") == []
    if finish:
        store.finalise(meeting)
    else:
        store.keep(meeting)
    return meeting


@pytest.mark.parametrize("words", ["akkoord", "akkoord met opmerking"])
def test_the_plan_of_the_pilot_opens_when_the_whole_team_agreed(store_for: Open, words: str) -> None:
    store, pip = store_for("marieke"), store_for.record("Mihret", "F08b")
    assert gates(store, pip) == {"team"}
    complete(store, pip, "d")
    with pytest.raises(NotReady):
        store.freeze(pip)
    agree(store_for, words)
    assert gates(store_for("marieke"), pip) == set()
    assert store_for("marieke").freeze(pip).state == "klaar om te tekenen"


def test_the_plan_waits_for_every_member_of_the_team(store_for: Open) -> None:
    """S1: the plan is approved by the members of the PIP-team; a meeting that asked only some of them is not enough."""
    store, pip = store_for("marieke"), store_for.record("Mihret", "F08b")
    meeting = agree(store_for, "akkoord", finish=False)
    *_, last = store.open_draft(meeting).answers()["overleg"]["pt_akkoord"]
    store.remove_row(meeting, "overleg.pt_akkoord", last["id"])
    store.finalise(meeting)
    assert gates(store_for("marieke"), pip) == {"team"}
    assert store_for("marieke").open_draft(pip).value("goedkeuren.p19_akkoord_op") is None
    team = store.open_draft(pip).answers()["pip_team"]["p19_team"]
    place = next(row["id"] for row in team if row.get("naam") == last["deelnemer"])
    fill(store, pip, {"p19_team": [{"id": place, "reden": "Er is geen taalaanbieder."}]})
    assert gates(store_for("marieke"), pip) == set(), "a place that is left empty with a reason asks nobody"


def test_a_member_who_joins_later_is_asked_too(store_for: Open) -> None:
    store, pip = store_for("marieke"), store_for.record("Mihret", "F08b")
    agree(store_for, "akkoord")
    fill(store, pip, {"p19_team": [{"id": "nieuw", "rol": "GGD", "naam": store_for("trudy").user.person, "akkoord": "akkoord"}]})
    assert gates(store_for("marieke"), pip) == {"team"}
    agree(store_for, "akkoord met opmerking")
    assert gates(store_for("marieke"), pip) == {"team"}, "the meeting asks who stood in the plan when it was kept"
    store.keep(pip)
    agree(store_for, "akkoord", "plan goedkeuren", again=True)
    assert gates(store_for("marieke"), pip) == set()


def test_a_plan_in_which_a_member_says_no_is_not_fixed(store_for: Open) -> None:
    store, pip = store_for("marieke"), store_for.record("Mihret", "F08b")
    agree(store_for, "akkoord")
    fill(store, pip, {"p19_team": [{"id": "v5", "akkoord": "niet akkoord"}]})
    assert gates(store_for("marieke"), pip) == {"akkoord"}
    complete(store, pip, "d")
    with pytest.raises(NotReady) as refused:
        store.freeze(pip)
    assert [p.say.partition(".")[0] for p in refused.value.problems] == ["Bij ‘PIP-team’ is iemand niet akkoord"]


def test_the_gate_of_the_team_stays_shut_while_a_no_is_only_corrected(store_for: Open) -> None:
    store, pip = store_for("marieke"), store_for.record("Mihret", "F08b")
    meeting = agree(store_for, "niet akkoord")
    store.correct(meeting, "Toch akkoord, telefonisch.")
    rows = store.open_draft(meeting).answers()["overleg"]["pt_akkoord"]
    fill(store, meeting, {"pt_akkoord": [{"id": row["id"], "akkoord": "akkoord"} for row in rows]})
    store.keep(meeting)
    assert gates(store_for("marieke"), pip) == {"team"}
    store.finalise(meeting)
    assert gates(store_for("marieke"), pip) == set()


def test_a_meeting_that_is_not_definitive_or_about_something_else_opens_nothing(store_for: Open) -> None:
    pip = store_for.record("Mihret", "F08b")
    agree(store_for, "akkoord", finish=False)
    agree(store_for, "", "voortgang")
    assert gates(store_for("marieke"), pip) == {"team"}


def test_agreement_in_a_later_draft_does_not_mend_a_no_that_stands(store_for: Open) -> None:
    pip = store_for.record("Mihret", "F08b")
    agree(store_for, "niet akkoord")
    agree(store_for, "akkoord", finish=False)
    assert gates(store_for("marieke"), pip) == {"team"}
