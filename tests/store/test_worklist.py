"""Werk tells what climbs, what a meeting decided, what waits for an answer and what colleagues changed; each only for who may know."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from popforms.access import AccessDenied
from popforms.demo import complete, fill
from popforms.process.climb import FIRST_LEVEL, STEERING
from popforms.store.actions import Action
from popforms.store.sessions import Sessions
from tests.conftest import NOON, TODAY, Open

LATER = {"today": date(2026, 4, 20), "now": datetime(2026, 4, 20, 9, tzinfo=UTC)}


def stuck(store_for: Open, *modules: str) -> str:
    """An agreed action of a colleague for Bassel that does not move any more, of one of these modules."""
    store = store_for("marieke")
    action = next(
        one
        for one in store.actions_of(store_for.dossier("Bassel"))
        if one.agreed and not one.mine and one.state in ("afgesproken", "loopt") and (not modules or one.module in modules)
    )
    store.progress(action.id, "De school belt niet terug.", state="vastgelopen")
    return action.id


def test_a_stuck_action_asks_for_a_step_from_the_pc_and_the_coordinator(store_for: Open) -> None:
    action = stuck(store_for)
    for who in ("marieke", "elvira"):
        found = {one.id: climbed for one, climbed in store_for(who).climbing()}
        assert found[action].step == FIRST_LEVEL and found[action].why == "vastgelopen", who
    assert action not in {one.id for one, _ in store_for("sander").climbing()}  # a colleague who only helps is left alone


def test_who_is_late_for_a_week_is_told_to_the_pc_only(store_for: Open) -> None:
    steps = {one.dossier_id: climbed.step for one, climbed in store_for("marieke", **LATER).climbing() if climbed.step == STEERING}
    assert steps
    assert not [one for one, climbed in store_for("elvira", **LATER).climbing() if climbed.step == STEERING]


def agreed(store_for: Open, first_name: str = "Bassel") -> Action:
    """An action of somebody else that is under way in a dossier of Marieke."""
    return next(
        one
        for one in store_for("marieke").actions_of(store_for.dossier(first_name))
        if one.state in ("afgesproken", "loopt") and not one.mine and one.voortgang_frequentie == "maandelijks"
    )


def pause(store_for: Open, first_name: str, since: str, until: str | None, *codes: str) -> None:
    """The PC pauses terms of a dossier."""
    marieke, head = store_for("marieke"), store_for.record(first_name, "F00")
    end = {"tot_en_met": until} if until else {}
    fill(marieke, head, {"termijn_pauzes": [{"termijn": code, "van": since, "reden": "lang bij familie", **end} for code in codes]})
    marieke.keep(head)


def test_an_action_of_which_the_terms_are_paused_climbs_no_further_and_is_not_late(store_for: Open) -> None:
    bassel, action = store_for.dossier("Bassel"), agreed(store_for)

    def told(*, late: bool) -> tuple[int, bool, int]:
        store = store_for("marieke", **LATER)
        store.new_day()
        step = next((climbed.step for one, climbed in store.climbing() if one.id == action.id), 0)
        one = next(one for one in store.actions_of(bassel) if one.id == action.id)
        line = next(line for line in store.find_dossiers() if line.id == bassel)
        assert one.late(store.today) is late
        return step, one.late(store.today), line.late_actions

    climbed, _, before = told(late=True)
    assert climbed >= STEERING and before
    pause(store_for, "Bassel", "2025-10-15", None, "T33", "T34")
    assert told(late=False) == (0, False, 0)


def test_a_pause_that_is_over_moves_the_day_on_which_an_action_is_late(store_for: Open) -> None:
    action = agreed(store_for)
    day = action.gereed_voor
    pause(store_for, "Bassel", day.isoformat(), (day + timedelta(days=9)).isoformat(), "T33")
    moved = next(one for one in store_for("marieke").actions_of(action.dossier_id) if one.id == action.id)
    assert (moved.gereed_voor, moved.last_day) == (day, day + timedelta(days=10))
    assert not moved.late(day + timedelta(days=10)) and moved.late(day + timedelta(days=11))


def test_a_change_of_the_row_is_no_word_of_its_trekker(store_for: Open) -> None:
    marieke, action = store_for("marieke"), agreed(store_for)
    pause(store_for, "Bassel", "2025-10-15", None, "T33")  # so that silence alone speaks

    def told() -> str:
        return next(climbed.why for one, climbed in store_for("marieke", **LATER).climbing() if one.id == action.id)

    assert told() == "al 164 dagen niets gemeld"
    group, _, row = action.path.rpartition(".")
    fill(marieke, action.record_id, {group: [{"id": row, "door_vh_zelf": "ja"}]})
    marieke.keep(action.record_id)
    changed = next(one for one in marieke.actions_of(action.dossier_id) if one.id == action.id)
    assert changed.lines[-1].kind == "gewijzigd" and told() == "al 164 dagen niets gemeld"


def test_who_says_yes_again_has_the_whole_time_to_tell_how_it_goes(store_for: Open) -> None:
    denise = store_for("denise")
    action = next(one for one in denise.my_actions() if one.state == "loopt" and one.voortgang_frequentie == "elke twee weken")
    assert "voortgang" in [line.kind for line in action.lines]
    denise.hand_back(action.id, "Ik ben een tijd weg.")
    denise.accept(action.id)
    assert {term.id: term.last_day for term in denise.due_of_actions()[action.id]}["T34"] == TODAY + timedelta(days=14)


def test_the_coordinator_does_not_read_what_the_action_says(store_for: Open) -> None:
    stuck(store_for)
    told = [one.omschrijving for one, _ in store_for("elvira").climbing() if one.module in ("inkomen", "gezondheid")]
    assert not any(told)


def test_escalating_begins_one_form_with_the_problem_in_it(store_for: Open) -> None:
    action, store = stuck(store_for, "werk"), store_for("marieke")
    record = store.escalate(action, "druk")
    assert store.escalate(action, "druk") == record
    values = {path.rpartition(".")[2]: entry.value for path, entry in store.open_draft(record).entries.items()}
    words = next(one.omschrijving for one in store.actions_of(store_for.dossier("Bassel")) if one.id == action)
    assert values["es_onderwerp"] == words and store.open_draft(record).value("probleem.es_dossier") == store_for.dossier("Bassel")


@pytest.mark.parametrize("module", ["gezondheid", "inkomen"])
def test_escalating_what_is_for_few_tells_the_team_nothing_of_it(store_for: Open, module: str) -> None:
    """Opened or not: the words of an action about health or money are for few, and an escalation is read by all at once."""
    store = store_for("marieke")
    action = next(one for one in store.actions_of(store_for.dossier("Bassel")) if one.module == module)
    assert action.omschrijving
    if not action.agreed:
        store.accept(action.id)
    store.progress(action.id, "Het antwoord blijft uit.", state="vastgelopen")
    record = store.escalate(action.id, "druk")
    assert store.open_draft(record).value("probleem.es_dossier") == store_for.dossier("Bassel")
    for who in ("marieke", "elvira", "gerrit", "joop"):
        with suppress(AccessDenied):
            assert action.omschrijving not in str(store_for(who).open_draft(record)), who


def test_an_action_that_moves_cannot_be_escalated(store_for: Open) -> None:
    store = store_for("marieke")
    fine = next(one for one in store.actions_of(store_for.dossier("Amina")) if not one.agreed)
    for action in (fine.id, "ffffffffffffffff"):
        with pytest.raises(AccessDenied):
            store.escalate(action, "druk")


def test_the_beleidsmedewerker_answers_the_second_level_and_sees_no_name(store_for: Open) -> None:
    store = store_for("marieke")
    record = store.start_record("F15", store_for.dossier("Bassel"), "escalatie")
    fill(store, record, {
        "es_niveau": "2", "es_ontvanger": store_for("mart").user.person, "es_onderwerp": "De taalschool neemt niemand aan.",
    })  # fmt: skip
    complete(store, record, "d")
    store.pass_gate(record, "volgorde", "Het eerste niveau is bij het casusoverleg gedaan.")
    store.freeze(record)
    policy = store_for("mart")
    assert [one.id for one, _ in policy.waiting_escalations()] == [record]
    draft = policy.open_draft(record)
    assert "probleem.es_onderwerp" in draft.readable and "probleem.es_dossier" not in draft.readable
    fill(policy, record, {"es_reactie": "De gemeente praat met de taalschool.", "es_reactie_op": "2026-03-02", "es_uitkomst": "opgelost"})
    assert not store_for("wim").waiting_escalations() and not store_for("joop").waiting_escalations()


def test_what_a_meeting_decided_stays_for_five_weeks(store_for: Open) -> None:
    assert "Plek vragen in de groep van januari" in [one.omschrijving for one in store_for("marieke").decided()]
    assert store_for("marieke", **LATER).decided() == []


def test_a_discussion_names_its_meeting_from_the_list_of_meetings(store_for: Open) -> None:
    store, question = store_for("marieke"), store_for.world.forms["F14b"].question("cd_overleg")
    assert question
    ((chosen, words),) = store.lookup(store_for.dossier("Amina")).choices(question)
    assert words.startswith("Casusoverleg van ") and "2026" in words and words.endswith("versie 1")
    record = store.start_record("F14b", store_for.dossier("Amina"), "bespreking")
    store.save_field(record, "bespreking.cd_overleg", chosen, expect=0)
    assert store.lookup(store_for.dossier("Amina")).name(question, chosen) == words


def test_changes_of_colleagues_since_the_last_visit_and_not_my_own(store_for: Open) -> None:
    store = store_for("marieke")
    first = Sessions(store.db, lambda: NOON.replace(hour=7)).start_session(store.user.id)
    assert first
    store.session = "dit bezoek"
    assert store.changed_since_last_visit() == []
    sander, regeldag = store_for("sander"), store_for.record("Yohannes", "F04")
    fill(sander, regeldag, {"gesprek_tijd": "10:15"})
    sander.keep(regeldag)
    fill(store, store_for.record("Amina", "F07"), {"volgorde": "Eerst de taal."})
    store.keep(store_for.record("Amina", "F07"))
    assert [(one.record.id, one.who) for one in store.changed_since_last_visit()] == [(regeldag, "Sander Hoekstra")]
