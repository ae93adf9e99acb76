"""Every term stands with whom it names, late or soon, and nobody learns through one what is not theirs to know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from popforms.demo import complete, fill
from popforms.exchange.agenda import own_calendar
from popforms.store import Store, Talk, TermLine
from tests.conftest import TODAY, Open

WEEK = TODAY + timedelta(days=7)


def mine(store: Store, until: date | None = None) -> list[TermLine]:
    return [line for line in store.deadlines(until) if line.hold == "mine"]


def codes(lines: list[TermLine]) -> set[str]:
    return {line.running.code for line in lines}


def of(lines: list[TermLine], code: str, dossier: str = "") -> TermLine | None:
    """The line of a term, of a dossier when one is named."""
    return next((line for line in lines if line.running.id == code and (not dossier or line.dossier_id == dossier)), None)


def on(store_for: Open, who: str, day: date) -> Store:
    """The store of somebody on a later day, when the timer has been."""
    now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    store = store_for(who, today=day, now=now)
    store.new_day()
    return store


def planned(store: Store, record: str, until: date = WEEK) -> list[Talk]:
    """A talk on the list of who leads it, when it is there."""
    return [talk for talk in store.talks(until) if talk.record_id == record]


def talk_with(store_for: Open, first_name: str, day: date, **answers: Any) -> str:
    """A talk about progress that is planned with an interpreter."""
    marieke = store_for("marieke")
    record = marieke.start_record("F09", store_for.dossier(first_name), f"gesprek {first_name} {day}")
    fill(marieke, record, {"gesprek_datum": day.isoformat(), "gesprek_tijd": "10:00", "gesprek_plaats": "woning", "tolk_nodig": "ja",
                           "vg_soort": "vervolggesprek", **answers})  # fmt: skip
    marieke.keep(record)
    return record


# --- whom a term names ------------------------------------------------------------------------------------------------


def test_a_term_of_a_dossier_is_for_the_colleague_who_is_named_there(store_for: Open) -> None:
    rima, zalmai, mustafa = store_for.dossier("Rima"), store_for.dossier("Zalmai"), store_for.dossier("Mustafa")
    assert of(mine(store_for("elvira"), WEEK), "T05", rima)  # who links a begeleider
    assert of(mine(store_for("joop"), TODAY + timedelta(days=30)), "T03", zalmai)
    assert not of(mine(store_for("nadia")), "T03", zalmai)  # a begeleider too, of other people
    assert of(mine(store_for("sander")), "T07", rima)
    assert not of(mine(store_for("marieke")), "T07", rima)
    assert of(mine(store_for("olga")), "T06", mustafa)
    for who in ("marieke", "sander", "elvira", "joop"):
        assert not [line for line in store_for(who).deadlines() if line.dossier_id == mustafa], who


def test_who_steers_sees_what_is_late_with_others_apart_from_the_own_terms(store_for: Open) -> None:
    line = of(store_for("marieke").deadlines(), "T05", store_for.dossier("Rima"))
    assert line and (line.hold, line.whose) == ("steering", "Elvira Santos")


def test_who_watches_is_no_one_who_must_act(store_for: Open) -> None:
    bassel = store_for.dossier("Bassel")
    line = of(store_for("gerrit").deadlines(), "T30", bassel)
    assert line and (line.hold, line.whose) == ("watching", "Marieke van Dongen")
    assert of(mine(store_for("marieke")), "T30", bassel)


def test_while_nobody_is_named_everybody_with_the_role_hears_of_it(store_for: Open) -> None:
    marieke, rima = store_for("marieke"), store_for.dossier("Rima")
    fill(marieke, store_for.record("Rima", "F00"), {"hvc": None})
    marieke.keep(store_for.record("Rima", "F00"))
    assert of(mine(store_for("sander")), "T07", rima)
    assert not [line for line in store_for("olga").deadlines() if line.dossier_id == rima]


def test_the_minutes_and_the_telling_are_for_whom_the_meeting_named(store_for: Open) -> None:
    lines = mine(store_for("joop"), WEEK)
    minutes, telling = of(lines, "T36"), of(lines, "T37", store_for.dossier("Bassel"))
    assert minutes and minutes.last_day < TODAY and minutes.record_id and minutes.dossier_id is None
    assert telling and telling.record_id == store_for.record("Bassel", "F14b")
    assert {"T36", "T37"} & codes(mine(store_for("nadia"))) == set()


def test_when_the_meeting_was_on_another_day_the_telling_moves_along(store_for: Open) -> None:
    joop, elvira = store_for("joop"), store_for("elvira")
    before = of(mine(joop), "T37")
    assert before and before.running.last_day
    meeting = next(elvira.db.query("SELECT id FROM record WHERE form='casusoverleg'"))["id"]
    first = elvira.open_draft(meeting).answers()["kop"]["co_datum"]
    fill(elvira, meeting, {"co_datum": (date.fromisoformat(first) + timedelta(days=7)).isoformat()})
    elvira.keep(meeting)
    after = of(mine(store_for("joop")), "T37")
    assert after and after.last_day == before.last_day + timedelta(days=7)


def test_minutes_that_were_sent_and_a_decision_that_was_told_ask_nothing_more(store_for: Open) -> None:
    joop = store_for("joop")
    fill(joop, store_for.record("Bassel", "F14b"), {"cd_verteld_op": TODAY.isoformat()})
    joop.keep(store_for.record("Bassel", "F14b"))
    assert not of(mine(store_for("joop")), "T37")
    assert of(mine(store_for("joop")), "T36")


def test_the_next_meeting_is_for_the_coordinator(store_for: Open) -> None:
    line = of(mine(store_for("elvira")), "T35")
    assert line and line.page == "casusoverleg" and line.dossier_id is None
    for who in ("marieke", "joop", "olga"):
        assert not of(store_for(who).deadlines(), "T35")


def test_contacts_are_for_the_beheerder_and_the_hvc_only_watches(store_for: Open) -> None:
    bea = [line for line in mine(store_for("bea")) if line.running.id == "T42"]
    persons = next(store_for("bea").db.query("SELECT count(*) AS n FROM record WHERE form='persoon'"))["n"]
    assert len(bea) == persons - 1  # Olga works for the other gemeente
    assert all(line.record_id and line.about for line in bea)
    assert {line.hold for line in store_for("sander").deadlines() if line.running.id == "T42"} == {"watching"}
    assert not of(store_for("marieke").deadlines(), "T42")
    store = store_for("bea")
    fill(store, str(bea[0].record_id), {"ct_actief": "nee"})
    store.keep(str(bea[0].record_id))
    assert bea[0].record_id not in {line.record_id for line in mine(store_for("bea"))}


def test_hours_are_for_who_writes_them_and_for_the_coordinator_of_the_party(store_for: Open) -> None:
    found = {who: of(mine(store_for(who)), "T49") for who in ("joop", "elvira", "marieke", "nadia", "sander", "gerrit", "bea")}
    assert {who for who, line in found.items() if line} == {"joop", "elvira", "marieke"}
    line = found["joop"]
    assert line and line.page == "lijsten" and line.running.title == "Uren indienen (februari 2026)"
    assert line.last_day == date(2026, 3, 13)  # ten working days after 28 February, from Monday 2 March on
    store_for("elvira").close_month("2026-02")
    assert not of(mine(store_for("joop")), "T49") and not of(mine(store_for("elvira")), "T49")
    assert of(mine(store_for("marieke")), "T49")  # another party
    store_for("elvira").close_month("2026-02", closed=False)
    assert of(mine(store_for("joop")), "T49")


def test_a_month_with_nothing_but_hours_that_were_taken_back_is_not_asked(store_for: Open) -> None:
    joop = store_for("joop")
    joop.add_hours({"ur_datum": "2025-11-20", "ur_soort": "begeleiding", "ur_uren": "1"}, "verkeerde dag")
    november = [line for line in mine(store_for("joop")) if line.running.part == "november 2025"]
    assert len(november) == 1
    (line,) = joop.hour_lines("2025-11")
    joop.take_back_hours(line.id, "teruggenomen")
    assert not [line for line in mine(store_for("joop")) if line.running.part == "november 2025"]


# --- what warns and has time, or waits for a date -----------------------------------------------------------------------


def test_what_warns_already_is_told_to_whom_it_names_also_when_its_day_is_far_off(store_for: Open) -> None:
    zalmai = store_for.dossier("Zalmai")
    nareis = of(store_for("joop").warned(WEEK), "T14", zalmai)
    assert nareis and nareis.running.state == "bijna" and nareis.last_day > WEEK
    assert not of(mine(store_for("joop"), WEEK), "T14", zalmai)  # it stands in one place
    assert not of(store_for("joop").warned(nareis.last_day), "T14", zalmai)
    assert not of(store_for("nadia").warned(WEEK), "T14") and not of(store_for("marieke").warned(WEEK), "T14")


def test_a_term_that_cannot_run_names_the_date_to_whom_it_waits_for(store_for: Open) -> None:
    zalmai = store_for.dossier("Zalmai")
    for who, code in (("marieke", "T12"), ("joop", "T11"), ("elvira", "T39")):
        line = of(store_for(who).warned(WEEK), code, zalmai)
        assert line and (line.running.state, line.running.missing) == ("niet bekend", ("datum_huisvesting",)), who
        assert not of(store_for(who).deadlines(), code, zalmai), who
    assert not [line for line in store_for("olga").warned(WEEK) if line.dossier_id == zalmai]


def test_nothing_that_is_paused_or_of_somebody_else_warns(store_for: Open) -> None:
    marieke, bassel = store_for("marieke"), store_for.dossier("Bassel")
    lines = marieke.warned(WEEK)
    assert {line.hold for line in lines} == {"mine"} and {line.running.state for line in lines} == {"bijna", "niet bekend"}
    assert of(lines, "T30", bassel)
    closed = store_for.record("Bassel", "F00")
    fill(marieke, closed, {"afsluit_reden": "verhuisd"})
    marieke.keep(closed)
    assert not [line for line in store_for("marieke").warned(WEEK) if line.dossier_id == bassel]


def test_without_a_dossier_of_the_pilot_nobody_hands_in_hours(store_for: Open) -> None:
    store = store_for("joop")
    store.db.conn.execute("UPDATE overview SET regelset='wi2021'")
    assert not of(mine(store), "T49")


def test_a_changed_plan_is_told_again_and_the_line_goes_to_where_that_is_noted(store_for: Open) -> None:
    marieke, nooria, plan = store_for("marieke"), store_for.dossier("Nooria"), store_for.record("Nooria", "F08c")
    assert not of(mine(marieke), "T45", nooria)
    marieke.correct(plan, "Een andere leerroute.")
    fill(marieke, plan, {"pip_soort": "gewijzigd PIP", "w21_leerroute": "O", "w21_dagtekening": TODAY.isoformat()})
    assert complete(marieke, plan, "d") == []
    marieke.freeze(plan)
    marieke.finalise(plan)
    line = of(mine(store_for("marieke")), "T45", nooria)
    assert line and (line.last_day, line.record_id) == (date(2026, 3, 9), plan)
    fill(marieke, plan, {"w21_duo_op": TODAY.isoformat()})
    marieke.keep_late(plan)
    assert not of(mine(store_for("marieke")), "T45", nooria)


def test_figures_are_for_the_beheerder_and_policy(store_for: Open) -> None:
    for who in ("bea", "mart"):
        line = of(mine(store_for(who)), "T47")
        assert line and line.record_id, who
    assert not of(store_for("marieke").deadlines(), "T47") and not of(store_for("olga").deadlines(), "T47")
    bea = store_for("bea")
    record = next(bea.db.query("SELECT id FROM record WHERE form='stamgegevens'"))["id"]
    fill(bea, record, {"st_cbs_levering": [{"kwartaal": "2025-4", "geleverd_op": "2026-01-20"}]})
    bea.keep(record)
    line = of(mine(store_for("bea")), "T47")
    assert line and line.last_day == date(2026, 4, 28)  # the first quarter of 2026


def test_the_pilot_team_meets_again_when_the_pc_must_know(store_for: Open) -> None:
    assert not of(store_for("marieke").deadlines(), "T50")
    bea = store_for("bea")
    record = next(bea.db.query("SELECT id FROM record WHERE form='stamgegevens'"))["id"]
    fill(bea, record, {"st_pilotteam": [{"datum": "2026-01-15"}]})
    bea.keep(record)
    line = of(mine(store_for("marieke")), "T50")
    assert line and line.last_day == date(2026, 3, 15)
    assert not of(store_for("olga").deadlines(), "T50")


def test_the_target_says_how_many_are_still_to_be_housed_until_it_is_met(store_for: Open) -> None:
    bea, sander = store_for("bea"), store_for("sander")
    assert not of(sander.deadlines(), "T48")  # nobody wrote a target down
    record = next(bea.db.query("SELECT id FROM record WHERE form='stamgegevens'"))["id"]
    row = {"gemeente": bea.user.gemeenten[0], "jaar": 2026, "helft": "1", "aantal": 40, "stand": 2}
    fill(bea, record, {"st_taakstelling": [row]})
    bea.keep(record)
    housed = next(
        sander.db.query("SELECT sum(persons) AS n FROM overview WHERE gemeente=? AND housed BETWEEN '2026-01-01' AND '2026-06-30'",
                        (bea.user.gemeenten[0],))
    )["n"]  # fmt: skip
    assert housed
    by_part = {line.running.part: line for line in mine(store_for("sander")) if line.running.id == "T48"}
    assert by_part["huisvesting"].about == f"nog {40 - 2 - housed} van 38" and by_part["huisvesting"].last_day == date(2026, 6, 30)
    assert by_part["koppeling"].last_day == date(2026, 4, 1)
    assert of(store_for("mart").deadlines(), "T48") and not of(store_for("marieke").deadlines(), "T48")
    fill(
        bea,
        record,
        {"st_taakstelling": [{**row, "id": bea.open_draft(record).answers()["aantallen"]["st_taakstelling"][0]["id"], "aantal": 3}]},
    )
    bea.keep(record)
    assert not of(store_for("sander").deadlines(), "T48")


def test_a_family_counts_its_children_once(store_for: Open) -> None:
    marieke, rima = store_for("marieke"), store_for.dossier("Rima")

    def persons() -> dict[str, int]:
        return {row["dossier_id"]: row["persons"] for row in store_for("marieke").db.query("SELECT dossier_id, persons FROM overview")}

    assert persons()[rima] == 3 and persons()[store_for.dossier("Zalmai")] == 2
    fill(marieke, store_for.record("Rima", "F00"), {"gezin_dossiers": [{"dossier": store_for.dossier("Zalmai"), "relatie": "broer"}]})
    marieke.keep(store_for.record("Rima", "F00"))
    assert persons()[rima] == 1  # the children are counted in the dossier with the lowest number


# --- actions ----------------------------------------------------------------------------------------------------------


def test_an_action_tells_its_trekker_when_progress_is_due_and_each_line_begins_anew(store_for: Open) -> None:
    denise = store_for("denise")
    action = next(one for one in denise.my_actions() if one.agreed and one.state == "loopt")
    due = {term.id: term for term in denise.due_of_actions()[action.id]}
    assert due["T33"].last_day == action.gereed_voor
    told = due["T34"].last_day
    denise.progress(action.id, "Gebeld met de werkgever.")
    again = {term.id: term for term in store_for("denise").due_of_actions()[action.id]}["T34"].last_day
    assert told and again and again > told and again > TODAY
    denise.progress(action.id, "Het is geregeld.", state="klaar")
    assert action.id not in store_for("denise").due_of_actions()


def test_a_proposal_has_no_terms_yet(store_for: Open) -> None:
    nadia = store_for("nadia")
    proposal = next(one for one in nadia.my_actions() if one.state == "voorgesteld")
    assert proposal.id not in nadia.due_of_actions()
    nadia.accept(proposal.id)
    assert {term.id for term in store_for("nadia").due_of_actions()[proposal.id]} == {"T33", "T34"}


def test_after_a_week_an_action_is_for_who_steers(store_for: Open) -> None:
    nadia = store_for("nadia")
    proposal = next(one for one in nadia.my_actions() if one.state == "voorgesteld")
    nadia.accept(proposal.id)
    day = proposal.gereed_voor + timedelta(days=7)
    lines = [line for line in on(store_for, "marieke", day).deadlines(day) if line.source_id == proposal.id and line.running.id == "T33"]
    assert [line.hold for line in lines] == ["mine"]


# --- talks and interpreters -------------------------------------------------------------------------------------------


def test_a_talk_of_this_week_says_that_its_interpreter_is_not_arranged(store_for: Open) -> None:
    record = talk_with(store_for, "Bassel", TODAY + timedelta(days=3))
    marieke = store_for("marieke")
    (talk,) = planned(marieke, record)
    assert (talk.interpreter, talk.at, talk.may_open) == ("nog niet geregeld", "10:00", True)
    line = of(mine(marieke, WEEK), "T43", store_for.dossier("Bassel"))
    assert line and line.record_id == record and line.last_day == TODAY - timedelta(days=4)
    assert marieke.open_draft(record).remarks == {"kop.tolk_wie": "tolk nog niet geregeld, en het gesprek is binnen een week."}
    assert any("tolk nog niet geregeld" in str(problem) and not problem.stop for problem in marieke.problems(record, "c"))
    interpreter = next(marieke.db.query("SELECT id FROM record WHERE form='tolk'"))["id"]
    fill(marieke, record, {"tolk_wie": interpreter, "tolk_besteld_op": TODAY.isoformat()})
    marieke.keep(record)
    assert [talk.interpreter for talk in planned(store_for("marieke"), record)] == ["geregeld"]
    assert (
        not of(store_for("marieke").deadlines(), "T43", store_for.dossier("Bassel")) and not store_for("marieke").open_draft(record).remarks
    )


def test_a_talk_later_on_has_no_remark_yet(store_for: Open) -> None:
    record = talk_with(store_for, "Bassel", TODAY + timedelta(days=8))
    marieke = store_for("marieke")
    assert not marieke.open_draft(record).remarks and not planned(marieke, record)
    line = of(mine(marieke, WEEK), "T43", store_for.dossier("Bassel"))
    assert line and line.last_day == TODAY + timedelta(days=1)


def test_a_talk_that_was_or_does_not_take_place_needs_no_interpreter_any_more(store_for: Open) -> None:
    record = talk_with(store_for, "Bassel", TODAY + timedelta(days=3))
    bassel = store_for.dossier("Bassel")
    assert not of(on(store_for, "marieke", TODAY + timedelta(days=4)).deadlines(), "T43", bassel)
    marieke = store_for("marieke")
    fill(marieke, record, {"niet_doorgegaan_reden": "ziek"})
    marieke.keep(record)
    assert not of(store_for("marieke").deadlines(), "T43", bassel) and not planned(store_for("marieke"), record)


def test_the_begeleider_leads_the_regeldag(store_for: Open) -> None:
    regeldag = store_for.record("Yohannes", "F04")
    assert [talk.record_id for talk in store_for("nadia").talks(TODAY + timedelta(days=14))] == [regeldag]
    assert regeldag not in [talk.record_id for talk in store_for("joop").talks(TODAY + timedelta(days=14))]


# --- who may not know -------------------------------------------------------------------------------------------------


def test_who_tells_a_decision_about_somebody_they_may_not_see_knows_the_number_only(store_for: Open) -> None:
    marieke, bassel = store_for("marieke"), store_for.dossier("Bassel")
    fill(marieke, store_for.record("Bassel", "F14b"), {"cd_terugkoppeling_wie": store_for("kaveh").user.person})
    marieke.keep(store_for.record("Bassel", "F14b"))
    line = of(mine(store_for("kaveh")), "T37")
    assert line and line.who == line.number == marieke.dossier(bassel).number
    assert not line.may_open and line.record_id is None and line.about == ""
    fill(marieke, store_for.record("Bassel", "F00"), {"inzage_beperkt": "ja"})
    marieke.keep(store_for.record("Bassel", "F00"))
    assert not store_for("kaveh").deadlines()


def test_the_beleidsmedewerker_hears_of_an_escalation_and_of_no_dossier(store_for: Open) -> None:
    marieke = store_for("marieke")
    record = marieke.start_record("F15", store_for.dossier("Bassel"), "escalatie")
    fill(marieke, record, {"es_niveau": "2", "es_onderwerp": "De taalschool neemt niemand aan."})
    assert complete(marieke, record, "c") == []
    marieke.keep(record)
    line = of(mine(store_for("mart")), "T38")
    assert line and line.record_id == record and line.who == line.number == "" and not line.may_open
    assert not of(mine(store_for("wim")), "T38")
    fill(marieke, record, {"es_niveau": "1", "es_ontvanger": store_for("elvira").user.person})
    marieke.keep(record)
    assert not of(store_for("mart").deadlines(), "T38")
    line = of(mine(store_for("elvira")), "T38")
    assert line and line.last_day > TODAY


def test_the_beheerder_sees_number_and_day_of_a_dossier_to_destroy_and_nothing_else(store_for: Open) -> None:
    marieke, desta = store_for("marieke"), store_for.dossier("Desta")
    fill(marieke, store_for.record("Desta", "F00"), {"afsluit_reden": "verhuisd"})
    marieke.keep(store_for.record("Desta", "F00"))
    last = date(TODAY.year + 10, TODAY.month, TODAY.day)
    bea = on(store_for, "bea", last - timedelta(days=5))
    line = of(mine(bea, last), "T52")
    assert line and (line.who, line.last_day) == (marieke.dossier(desta).number, last)
    assert not line.may_open and line.record_id is None and line.about == "" and line.page == ""
    assert "Desta" not in repr(bea.deadlines()) and "Alemu" not in repr(bea.deadlines())
    late = on(store_for, "bea", last + timedelta(days=400))
    assert of(mine(late), "T52")  # until it is destroyed
    fill(marieke, store_for.record("Desta", "F00"), {"inzage_beperkt": "ja"})
    marieke.keep(store_for.record("Desta", "F00"))
    assert not of(late.deadlines(), "T52")
    assert of(on(store_for, "marieke", last).deadlines(last), "T52")


def test_a_closed_dossier_asks_nothing_but_its_end(store_for: Open) -> None:
    marieke, desta = store_for("marieke"), store_for.dossier("Desta")
    assert [line for line in marieke.deadlines() if line.dossier_id == desta]
    fill(marieke, store_for.record("Desta", "F00"), {"afsluit_reden": "verhuisd"})
    marieke.keep(store_for.record("Desta", "F00"))
    assert codes([line for line in store_for("marieke").deadlines() if line.dossier_id == desta]) == {"T52"}


ABOUT_MONEY = {"T30"}


@pytest.mark.parametrize(
    ("who", "knows"), [("marieke", True), ("gerrit", True), ("joop", False), ("elvira", False), ("denise", False), ("sander", False)]
)
def test_that_somebody_is_unburdened_of_money_is_for_who_may_know_it(store_for: Open, who: str, knows: bool) -> None:
    bassel = store_for.dossier("Bassel")
    store = store_for(who)
    assert ("T30" in {term.code for term in store.dossier(bassel).terms}) is knows
    assert ("T30" in codes([line for line in store.deadlines() if line.dossier_id == bassel])) is knows
    _, taken = store.terms_to_take_along(bassel)
    assert ("T30" in {term.code for term in taken}) is knows


def test_a_request_for_benefit_is_not_told_to_the_coordinator(store_for: Open) -> None:
    yohannes = store_for.dossier("Yohannes")
    told = {who: {term.code for term in store_for(who).dossier(yohannes).terms} for who in ("marieke", "sander", "nadia", "elvira")}
    assert all("T10" in told[who] for who in ("marieke", "sander", "nadia")) and "T10" not in told["elvira"]
    assert "T09" in told["elvira"]


@pytest.mark.parametrize("who", ["marieke", "elvira", "sander", "joop", "gerrit", "denise"])
def test_a_list_names_the_first_term_that_somebody_may_know_of(store_for: Open, who: str) -> None:
    store = store_for(who)
    lines = store.find_dossiers()
    assert lines
    for line in lines:
        known = [term for term in store.dossier(line.id).terms if term.state != "klaar" and term.last_day]
        first = min(known, key=lambda term: term.last_day or date.max, default=None)
        assert line.deadline == (first.last_day if first else None), line.name
        assert line.deadline_name in {term.title for term in known if term.last_day == line.deadline} | {""}, line.name


def test_a_list_of_the_coordinator_differs_where_the_first_term_is_not_hers_to_know(store_for: Open) -> None:
    pc = {line.id: line.deadline_name for line in store_for("marieke").find_dossiers()}
    coordinator = {line.id: line.deadline_name for line in store_for("elvira").find_dossiers()}
    assert any(pc[one] != name for one, name in coordinator.items())


def test_the_terms_of_what_is_in_a_dossier_are_shown_there_to_who_may_see_them(store_for: Open) -> None:
    talk_with(store_for, "Bassel", TODAY + timedelta(days=9))
    bassel = store_for.dossier("Bassel")
    assert {"T33", "T34", "T37", "T43"} <= codes(store_for("marieke").record_terms(bassel))
    assert "T43" in codes(store_for("joop").record_terms(bassel))  # reads the head of a talk
    assert "T43" not in codes(store_for("elvira").record_terms(bassel))  # sees that there is one, and no text
    for line in store_for("elvira").record_terms(bassel):
        assert "weekbudget" not in line.about and "internetbankieren" not in line.about


# --- to take along ----------------------------------------------------------------------------------------------------


def test_my_terms_go_into_my_calendar_without_a_name_and_it_is_written_down(store_for: Open) -> None:
    joop = store_for("joop")
    lines = joop.deadlines_to_take_along()
    content = own_calendar(((line.key, line.number, line.running) for line in lines), joop.local_now())
    events = Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == len({line.key for line in lines if line.running.state in ("op tijd", "bijna", "te laat")}) > 5
    assert len({str(event["uid"]) for event in events}) == len(events)
    told = content.decode().replace("\r\n ", "").casefold()
    assert "verslag casusoverleg" in told and "actie klaar" not in told.split("begin:vevent")[0]
    names = {word.casefold() for line in lines if line.may_open for word in line.who.split()}
    assert names and not [name for name in names if name in told]
    (row,) = joop.db.query("SELECT user_id FROM audit WHERE act='eigen termijnen meenemen'")
    assert row["user_id"] == joop.user.id


def test_a_term_in_my_calendar_is_the_same_as_in_that_of_its_dossier(store_for: Open) -> None:
    marieke, bassel = store_for("marieke"), store_for.dossier("Bassel")
    number = marieke.dossier(bassel).number
    keys = {line.key for line in marieke.deadlines_to_take_along() if line.dossier_id == bassel and line.source == "dossier"}
    assert keys and keys <= {f"{term.code} {number}" for term in marieke.dossier(bassel).terms}


def test_who_has_nothing_to_do_with_a_dossier_takes_none_of_its_terms_along(store_for: Open) -> None:
    assert {line.dossier_id for line in store_for("olga").deadlines_to_take_along()} <= {store_for.dossier("Mustafa"), None}
    assert store_for("wim").deadlines_to_take_along() == [] == store_for("priya").deadlines()


def test_no_list_of_werk_reads_a_whole_table(store_for: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, tuple[Any, ...]]] = []
    reading = Store._all

    def remember(store: Store, sql: str, *values: Any) -> list[dict[str, Any]]:
        asked.append((sql, values))
        return reading(store, sql, *values)

    monkeypatch.setattr(Store, "_all", remember)
    for who in ("marieke", "sander", "elvira", "bea"):
        store = store_for(who)
        store.deadlines(WEEK)
        store.talks(WEEK)
        store.due_of_actions()
        store._still_to(store.user.gemeenten[0], 10)
    db = store_for("marieke").db
    plans = {
        step[3]
        for sql, values in asked
        if "termijn" in sql or "gesprek" in sql
        for step in db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    }
    assert any("termijn_person" in step for step in plans) and any("termijn_role" in step for step in plans)
    assert not [step for step in plans if step.startswith("SCAN")]
