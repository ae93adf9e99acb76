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


def agree(store_for: Open, words: str, kind: str = "plan goedkeuren", *, finish: bool = True) -> str:
    """A meeting of the team of Mihret's plan in which everybody says the same."""
    store = store_for("marieke")
    meeting = store.start_record("F10", store_for.dossier("Mihret"), f"{kind} {words}")
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
