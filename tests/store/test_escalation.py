"""An escalation stands in a dossier, or above cases; the levels of one chain follow each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from popforms.access import AccessDenied
from popforms.demo import complete, fill
from popforms.store import Store
from tests.conftest import Open

TEXT = {"es_onderwerp": "De taalschool heeft een wachtlijst", "es_geprobeerd": "Gebeld en gemaild.", "es_vraag": "Afspraak met de school"}


def begin(
    store_for: Open, who: str = "marieke", niveau: str = "1", receiver: str = "elvira", token: str = "e", dossier: str | None = None
) -> str:
    """An escalation, above cases unless a dossier is named, kept once."""
    store = store_for(who)
    record = store.start_record("F15", dossier, token)
    fill(store, record, {**TEXT, "es_niveau": niveau, "es_ontvanger": store_for(receiver).user.person})
    store.keep(record)
    return record


def answer(store_for: Open, record: str, outcome: str = "naar hoger niveau", who: str = "marieke") -> None:
    """The escalation is asked, answered and closed."""
    store = store_for(who)
    assert complete(store, record, "d") == []
    store.freeze(record)
    fill(store, record, {"es_reactie": "Dat kan hier niet.", "es_reactie_op": "2-3-2026", "es_uitkomst": outcome})
    assert complete(store, record, "n") == []
    store.finalise(record)


def refused(do: Callable[[], object]) -> bool:
    try:
        do()
    except AccessDenied:
        return True
    return False


def readable(store: Store, record: str) -> set[str]:
    return {path.rpartition(".")[2] for path in store.open_draft(record).readable}


# Above cases


def test_who_steers_begins_one_and_the_coordinator_reads_and_writes_it(store_for: Open) -> None:
    record = begin(store_for, receiver="mart")
    elvira = store_for("elvira")
    assert [one.record.id for one in elvira.contacts("F15")] == [record]
    assert "antwoord.es_reactie" in elvira.open_draft(record).writable


def test_a_begeleider_has_the_one_she_wrote_and_nobody_elses(store_for: Open) -> None:
    mine = begin(store_for, "nadia", token="een")
    other = begin(store_for, "marieke", token="twee")
    assert [one.record.id for one in store_for("nadia").contacts("F15")] == [mine]
    assert refused(lambda: store_for("nadia").open_draft(other))
    assert {one.record.id for one in store_for("marieke").contacts("F15")} == {mine, other}


def test_who_is_asked_has_it(store_for: Open) -> None:
    record = begin(store_for, receiver="gerrit")
    assert "probleem.es_vraag" in store_for("gerrit").open_draft(record).writable
    assert refused(lambda: store_for("denise").open_draft(record))


def test_the_policy_officer_has_level_two_and_never_the_dossier(store_for: Open) -> None:
    one, two = begin(store_for, token="een"), begin(store_for, niveau="2", receiver="mart", token="twee")
    mart = store_for("mart")
    assert [found.record.id for found in mart.contacts("F15")] == [two]
    assert refused(lambda: mart.open_draft(one))
    assert readable(mart, two) == {
        "es_onderwerp", "es_geprobeerd", "es_vraag", "es_reactie_voor", "es_reactie", "es_reactie_op", "es_uitkomst",
    }  # fmt: skip


def test_the_policy_officer_answers_it(store_for: Open) -> None:
    record = begin(store_for, niveau="2", receiver="mart")
    marieke, mart = store_for("marieke"), store_for("mart")
    complete(marieke, record, "d")
    marieke.pass_gate(record, "volgorde", "Niveau 1 is mondeling gedaan.")
    marieke.freeze(record)
    assert [one.id for one, _ in mart.waiting_escalations()] == [record]
    fill(mart, record, {"es_reactie": "Wij praten met de school.", "es_reactie_op": "2-3-2026", "es_uitkomst": "terug naar casusoverleg"})
    assert mart.finalise(record).state == "definitief"
    assert mart.waiting_escalations() == []


def test_another_gemeente_has_nothing_of_it(store_for: Open) -> None:
    record = begin(store_for, niveau="2", receiver="mart")
    olga = store_for("olga")
    assert olga.contacts("F15") == []
    assert refused(lambda: olga.open_draft(record)) and refused(lambda: olga.saved(record))


@pytest.mark.parametrize("who", ["mart", "kaveh", "trudy", "ilse", "bea", "priya", "wim"])
def test_who_may_not_escalate_begins_none(store_for: Open, who: str) -> None:
    assert not store_for(who).may_add("F15")
    assert refused(lambda: store_for(who).start_record("F15", None, "e"))


def test_it_says_that_it_is_about_no_dossier_and_none_can_be_filled_in(store_for: Open) -> None:
    record, marieke = begin(store_for), store_for("marieke")
    assert marieke.open_draft(record).value("probleem.es_dossier") is None
    assert refused(lambda: marieke.save_field(record, "probleem.es_dossier", store_for.dossier("Bassel"), expect=0))


def test_in_a_dossier_it_names_that_dossier_and_no_other(store_for: Open) -> None:
    record, marieke = begin(store_for, dossier=store_for.dossier("Bassel")), store_for("marieke")
    assert marieke.saved(record).answers["probleem"]["es_dossier"] == store_for.dossier("Bassel")
    assert refused(lambda: marieke.save_field(record, "probleem.es_dossier", store_for.dossier("Hoda"), expect=0))
    assert marieke.contacts("F15") == []


def test_other_forms_of_a_dossier_do_not_stand_above_cases(store_for: Open) -> None:
    for code in ("F14b", "F22", "F09"):
        assert refused(lambda code=code: store_for("marieke").start_record(code, None, code))


# The chain


@pytest.mark.parametrize("where", [None, "Bassel"])
def test_a_higher_level_follows_an_answered_lower_one_of_the_same_chain(store_for: Open, where: str | None) -> None:
    dossier, marieke = store_for.dossier(where) if where else None, store_for("marieke")
    first = begin(store_for, token="een", dossier=dossier)
    second = begin(store_for, niveau="2", receiver="mart", token="twee", dossier=dossier)
    path = "antwoord.es_vorige"
    fill(marieke, second, {path: f"{first}:1"})
    assert "volgorde" in {problem.gate for problem in marieke.problems(second, "d")}
    answer(store_for, first)
    assert "volgorde" not in {problem.gate for problem in marieke.problems(second, "d")}


def test_an_answered_escalation_of_another_chain_opens_nothing(store_for: Open) -> None:
    dossier, marieke = store_for.dossier("Bassel"), store_for("marieke")
    answer(store_for, begin(store_for, token="een", dossier=dossier), "opgelost")
    second = begin(store_for, niveau="2", receiver="mart", token="twee", dossier=dossier)
    assert "volgorde" in {problem.gate for problem in marieke.problems(second, "d")}


def test_what_went_up_is_the_step_before_without_typing(store_for: Open) -> None:
    dossier, marieke = store_for.dossier("Bassel"), store_for("marieke")
    first = begin(store_for, token="een", dossier=dossier)
    answer(store_for, first)
    second = begin(store_for, niveau="2", receiver="mart", token="twee", dossier=dossier)
    assert str(marieke.open_draft(second).value("antwoord.es_vorige")).startswith(f"{first}:")
    assert "volgorde" not in {problem.gate for problem in marieke.problems(second, "d")}
    answer(store_for, second)  # on the same day as the first
    third = begin(store_for, niveau="3", receiver="mart", token="drie", dossier=dossier)
    later = store_for("marieke")
    assert str(later.open_draft(third).value("antwoord.es_vorige")).startswith(f"{second}:")
    assert "volgorde" not in {problem.gate for problem in later.problems(third, "d")}


def test_a_step_is_proposed_to_one_chain_and_only_to_the_level_above_it(store_for: Open) -> None:
    dossier, marieke = store_for.dossier("Bassel"), store_for("marieke")
    first = begin(store_for, token="een", dossier=dossier)
    answer(store_for, first)
    another = begin(store_for, token="iets anders", dossier=dossier)
    assert marieke.open_draft(another).value("antwoord.es_vorige") is None
    second = begin(store_for, niveau="2", receiver="mart", token="twee", dossier=dossier)
    assert str(store_for("marieke").open_draft(second).value("antwoord.es_vorige")).startswith(f"{first}:")
    stray = begin(store_for, niveau="2", receiver="mart", token="over iets anders", dossier=dossier)
    later = store_for("marieke")
    assert later.open_draft(stray).value("antwoord.es_vorige") is None
    assert "volgorde" in {problem.gate for problem in later.problems(stray, "d")}
    assert str(later.open_draft(second).value("antwoord.es_vorige")).startswith(f"{first}:"), "its own step stays"


# The casusoverleg is of one gemeente too


def test_the_minutes_of_another_gemeente_are_closed(store_for: Open) -> None:
    (minutes,) = store_for("elvira").contacts("F14a")
    assert store_for("olga").contacts("F14a") == []
    assert refused(lambda: store_for("olga").saved(minutes.record.id))


def test_above_cases_it_has_a_last_day_for_whom_it_is_for_and_for_nobody_else(store_for: Open) -> None:
    record = begin(store_for)
    fill(store_for("marieke"), record, {"es_ingediend_op": "2-3-2026"})
    store_for("marieke").keep(record)
    for who, has_it in (("elvira", True), ("marieke", False), ("joop", False), ("olga", False), ("bea", False)):
        found = [line for line in store_for(who).deadlines() if line.source_id == record]
        assert bool(found) is has_it, who
        assert all(line.record_id == record and line.dossier_id is None and line.running.id == "T38" for line in found)
    store = store_for("elvira")
    before = sorted(map(str, store.db.query("SELECT * FROM termijn WHERE source='escalatie'")))
    store.rebuild()
    assert sorted(map(str, store.db.query("SELECT * FROM termijn WHERE source='escalatie'"))) == before
