"""Terms against dates worked out by hand, for both rule sets."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from popforms.process.terms import TermTable, calculate, compute, compute_all

TABLE = TermTable.load(Path(__file__).parents[2] / "forms" / "termijnen.toml")
PILOT = {"regelset": "pilot2019", "wet": "wi2013", "doelgroep": "asielstatushouder"}
LAW = {"regelset": "wi2021", "wet": "wi2021", "doelgroep": "asielstatushouder"}
MONDAY = date(2026, 3, 2)


def on(term, today, facts, **more):
    found = compute(TABLE, term, {**PILOT, **facts, **more}, today)
    assert found is not None
    return found


def law(term, today, facts):
    return on(term, today, {**LAW, **facts})


def pause(term, first, end=None):
    return {"termijn_pauzes": [{"termijn": term, "van": first, "tot_en_met": end, "reden": "vakantie"}]}


# The seven states


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2026, 3, 2), "op tijd", "uiterlijk ma 16 maart, nog 14 dagen"),
        (date(2026, 3, 8), "op tijd", "uiterlijk ma 16 maart, nog 8 dagen"),
        (date(2026, 3, 9), "bijna", "uiterlijk ma 16 maart, nog 7 dagen"),
        (date(2026, 3, 15), "bijna", "uiterlijk ma 16 maart, dat is morgen"),
        (date(2026, 3, 16), "bijna", "uiterlijk ma 16 maart, dat is vandaag"),
        (date(2026, 3, 17), "te laat", "uiterlijk ma 16 maart, 1 dag te laat"),
        (date(2027, 1, 1), "te laat", "uiterlijk ma 16 maart 2026, 291 dagen te laat"),
    ],
)
def test_moving_house_is_on_time_then_near_then_late(today, state, words):
    running = on("T03", today, {"F04.huur_ingang": MONDAY})
    assert (running.state, running.words) == (state, words)
    assert (running.first_day, running.last_day, running.warns_from) == (MONDAY, date(2026, 3, 16), date(2026, 3, 9))
    assert running.warnings == (date(2026, 3, 9), date(2026, 3, 13), date(2026, 3, 16))
    assert running.warns is (state in ("bijna", "te laat"))
    assert (running.who, running.watchers) == ("MB", ("HVC",))


def test_a_term_is_done_on_the_date_in_its_field_on_time_or_late():
    facts = {"F04.huur_ingang": MONDAY, "datum_huisvesting": date(2026, 3, 16)}
    running = on("T03", date(2026, 6, 1), facts)
    assert (running.state, running.ended_on, running.ended_late) == ("klaar", date(2026, 3, 16), False)
    assert running.words == "klaar op ma 16 maart, op tijd"
    late = on("T03", date(2026, 6, 1), facts, datum_huisvesting=date(2026, 3, 17))
    assert (late.state, late.ended_late, late.words) == ("klaar", True, "klaar op di 17 maart, te laat")
    assert not late.warns


def test_where_the_field_is_no_date_the_day_of_filling_counts():
    facts = {"F04.gesprek_datum": MONDAY, "F04.uitkering_aangevraagd": "ja", "F04.bijbij_aangevraagd": "niet nodig"}
    filled = {"F04.uitkering_aangevraagd@": MONDAY, "F04.bijbij_aangevraagd@": date(2026, 3, 4)}
    running = on("T10", date(2026, 3, 10), {**facts, **filled})
    assert (running.ended_on, running.ended_late) == (date(2026, 3, 4), True)
    unknown = on("T10", date(2026, 3, 10), facts)
    assert (unknown.state, unknown.ended_on, unknown.ended_late, unknown.words) == ("klaar", None, None, "klaar")


def test_one_of_two_answers_does_not_end_a_term_that_asks_both():
    facts = {"F04.gesprek_datum": MONDAY, "F04.uitkering_aangevraagd": "ja", "F04.bijbij_aangevraagd": "nog niet"}
    assert on("T10", date(2026, 3, 3), facts).state == "te laat"


def test_a_missing_start_is_no_warning_before_its_step_and_one_after_it():
    before = law("T17", MONDAY, {})
    assert (before.state, before.missing, before.warns) == ("nog niet begonnen", (), False)
    after = law("T17", MONDAY, {"datum_brp": MONDAY})
    assert (after.state, after.missing, after.warns) == ("niet bekend", ("datum_kennisgeving_duo",), True)
    assert after.words == "termijn kan niet lopen: datum ontbreekt"
    both = law("T17", MONDAY, {"F04.state": "definitief"})
    assert both.missing == ("datum_kennisgeving_duo", "datum_brp")


def test_a_later_phase_counts_too_and_open_questions_hide_no_warning():
    facts = {"datum_huisvesting": MONDAY, "F00.open": True}
    assert on("T16", MONDAY - timedelta(days=1), facts).state == "nog niet begonnen"
    assert on("T16", MONDAY, facts).state == "niet bekend"


def test_a_hidden_start_date_is_never_missing():
    assert on("T03", MONDAY, {"F04.state": "definitief", "F04.huurcontract_getekend": "nog niet"}).state == "nog niet begonnen"
    assert on("T03", MONDAY, {"F04.state": "definitief", "F04.huurcontract_getekend": "ja"}).state == "niet bekend"
    assert on("T17", MONDAY, {**LAW, "datum_brp": MONDAY, "wet": "onbekend"}).state == "nog niet begonnen"


def test_what_is_no_date_starts_nothing():
    for wrong in ("morgen", "2026-02-30", 2026, date(1, 1, 1), date(9999, 12, 31), [MONDAY]):
        assert on("T02", MONDAY, {"datum_tvs_melding": wrong}).state == "niet bekend"


def test_dates_count_as_well_when_they_come_as_stored_answers():
    facts = {"datum_kennisgeving_duo": date(2026, 3, 6), "datum_brp": MONDAY, "F03b.info_derden_gevraagd_op": date(2026, 5, 18)}
    stored = {name: day.isoformat() for name, day in facts.items()}
    for term in ("T17", "T18"):
        assert law(term, date(2026, 5, 20), stored) == law(term, date(2026, 5, 20), facts)
    paused = {"F04.huur_ingang": "2026-03-02", **pause("T03", "2026-03-14", "2026-03-20")}
    assert on("T03", date(2026, 3, 20), paused).last_day == date(2026, 3, 23)


def test_a_part_of_an_answer_can_start_a_term_and_is_asked_by_its_question():
    facts = {"F08.state": "definitief", "F08c.w21_bekend_op": {"hoe": "post"}}
    assert law("T44", MONDAY, facts).missing == ("F08c.w21_bekend_op",)
    assert law("T44", MONDAY, {**facts, "F08.w21_bekend_op": {"datum": "2026-03-02"}, "F08c.w21_bekend_op": None}).last_day == date(
        2026, 4, 13
    )


def test_a_talk_that_did_not_happen_starts_and_ends_no_term():
    facts = {"F04.gesprek_datum": MONDAY, "F04.contract_coa_op": MONDAY, "F04.state": "definitief"}
    assert on("T09", MONDAY, facts).state == "klaar"
    cancelled = on("T09", MONDAY, {**facts, "F04.niet_doorgegaan_reden": "niet verschenen"})
    assert (cancelled.state, cancelled.last_day) == ("nog niet begonnen", None)


# Which terms a dossier has


def test_a_dossier_has_the_terms_of_its_own_rule_set():
    pilot = {running.id for running in compute_all(TABLE, PILOT, MONDAY)}
    law_terms = {running.id for running in compute_all(TABLE, LAW, MONDAY)}
    assert pilot - law_terms == {"T16", "T19"}
    assert law_terms - pilot == {"T17", "T27", "T44", "T45", "T53", "T54"}  # T21 shares a line with T20


def test_a_term_of_another_group_or_route_is_not_there():
    assert compute(TABLE, "T54", {**LAW, "doelgroep": "gezinsmigrant"}, MONDAY) is None
    assert compute(TABLE, "T14", {**LAW, "F02.nareis_status": "niet van toepassing"}, MONDAY) is None
    assert compute(TABLE, "T17", {**LAW, "wet": "niet inburgeringsplichtig"}, MONDAY) is None
    assert compute(TABLE, "T09", {**LAW, "F04.huurcontract_getekend": "geweigerd"}, MONDAY) is None
    assert compute(TABLE, "T17", PILOT, MONDAY) is None
    assert compute(TABLE, "T99", PILOT, MONDAY) is None


# Single terms


@pytest.mark.parametrize(
    ("term", "facts", "last"),
    [
        ("T02", {"datum_tvs_melding": date(2025, 12, 23)}, date(2026, 1, 5)),
        ("T05", {"F01.vwn_geinformeerd_op": MONDAY}, date(2026, 3, 9)),
        ("T05", {"F01.vwn_geinformeerd_op": MONDAY, "F04.gesprek_datum": date(2026, 3, 6)}, date(2026, 3, 5)),
        ("T05", {"F01.vwn_geinformeerd_op": MONDAY, "F04.gesprek_datum": date(2026, 3, 20)}, date(2026, 3, 9)),
        ("T06", {"datum_koppeling": MONDAY}, date(2026, 5, 11)),
        ("T07", {"datum_koppeling": MONDAY}, date(2026, 5, 25)),
        ("T09", {"F04.gesprek_datum": MONDAY}, MONDAY),
        ("T13", {"datum_brp": date(2025, 10, 31)}, date(2026, 2, 28)),
        ("T13", {"datum_brp": MONDAY, "F04.verzekeringsplicht_start": date(2026, 1, 5)}, date(2026, 5, 5)),
        ("T16", {"datum_brp": date(2026, 4, 3)}, date(2026, 5, 15)),
        ("T51", {"F01.vergunning_tot": date(2026, 8, 1)}, date(2026, 8, 1)),
    ],
)
def test_the_last_day_under_the_pilot(term, facts, last):
    running = on(term, date(2026, 1, 1), facts)
    assert (running.last_day, running.last_day_before_shift) == (last, last)


@pytest.mark.parametrize(
    ("term", "facts", "before", "last"),
    [
        ("T08", {"datum_huisvesting": date(2026, 5, 11)}, date(2026, 5, 16), date(2026, 5, 18)),
        ("T08", {"datum_huisvesting": MONDAY}, date(2026, 3, 7), date(2026, 3, 9)),
        ("T14", {"datum_vergunning": date(2025, 11, 30)}, date(2026, 2, 28), date(2026, 3, 2)),
        ("T17", {"datum_kennisgeving_duo": date(2026, 3, 6), "datum_brp": MONDAY}, date(2026, 5, 15), date(2026, 5, 18)),
        ("T17", {"datum_kennisgeving_duo": MONDAY, "datum_brp": date(2026, 3, 9)}, date(2026, 5, 18), date(2026, 5, 18)),
        ("T22", {"dagtekening_eerste_pip": date(2024, 2, 29)}, date(2027, 2, 28), date(2027, 2, 28)),
        ("T27", {"dagtekening_eerste_pip": date(2024, 8, 31)}, date(2026, 2, 28), date(2026, 2, 28)),
        ("T44", {"F08c.w21_bekend_op": {"datum": date(2026, 3, 23), "hoe": "post"}}, date(2026, 5, 4), date(2026, 5, 4)),
        ("T44", {"F08c.w21_bekend_op": {"datum": date(2026, 3, 24), "hoe": "post"}}, date(2026, 5, 5), date(2026, 5, 6)),
        ("T45", {"F08c.w21_dagtekening": date(2026, 5, 12)}, date(2026, 5, 21), date(2026, 5, 21)),
        ("T54", {"F08.w21_dagtekening": date(2026, 5, 12)}, date(2026, 6, 9), date(2026, 6, 9)),
    ],
)
def test_the_last_day_under_the_law_before_and_after_shifting(term, facts, before, last):
    running = law(term, date(2026, 1, 1), facts)
    assert (running.last_day_before_shift, running.last_day) == (before, last)


def test_state_warnings_and_words_follow_the_shifted_day():
    facts = {"datum_kennisgeving_duo": date(2026, 3, 6), "datum_brp": MONDAY}
    running = law("T17", date(2026, 5, 16), facts)
    assert (running.state, running.warns_from) == ("bijna", date(2026, 4, 20))
    assert running.words == "uiterlijk ma 18 mei, nog 2 dagen (verschoven van vr 15 mei)"
    assert law("T17", date(2026, 4, 19), facts).state == "op tijd"
    assert law("T17", date(2026, 5, 19), facts).state == "te laat"


def test_a_term_that_starts_the_day_after_keeps_the_day_number():
    running = law("T22", date(2026, 6, 1), {"dagtekening_eerste_pip": date(2026, 4, 10)})
    assert (running.first_day, running.last_day) == (date(2026, 4, 11), date(2029, 4, 10))


def test_the_date_of_duo_goes_before_the_calculated_one_and_both_are_shown():
    facts = {"dagtekening_eerste_pip": date(2026, 4, 10), "F13.ib_termijn_eind_duo": date(2029, 7, 1)}
    running = law("T22", date(2026, 6, 1), facts)
    assert (running.last_day, running.calculated_last_day) == (date(2029, 7, 1), date(2029, 4, 10))
    assert running.words == "uiterlijk zo 1 juli 2029, nog 1126 dagen (zelf berekend: di 10 april 2029)"


def test_under_the_pilot_the_three_years_come_from_the_letter_of_duo_alone():
    assert on("T22", MONDAY, {"dagtekening_eerste_pip": MONDAY}).state == "nog niet begonnen"
    missing = on("T22", MONDAY, {"F13.state": "definitief"})
    assert (missing.state, missing.missing) == ("niet bekend", ("F13.ib_termijn_eind_duo",))
    assert on("T22", MONDAY, {"F13.ib_termijn_eind_duo": date(2028, 1, 1)}).last_day == date(2028, 1, 1)


def test_objection_shows_its_date_without_warning_and_is_done_the_day_after():
    facts = {"F08c.w21_bekend_op": {"datum": date(2026, 3, 24), "hoe": "post"}}
    last = law("T44", date(2026, 5, 6), facts)
    assert (last.state, last.warnings, last.words) == ("op tijd", (), "uiterlijk wo 6 mei, dat is vandaag (verschoven van di 5 mei)")
    after = law("T44", date(2026, 5, 7), facts)
    assert (after.state, after.ended_on, after.ended_late, after.words) == ("klaar", date(2026, 5, 7), False, "kon tot en met wo 6 mei")


def test_an_action_warns_before_and_a_week_after_and_then_asks_the_pc():
    action = {"B-A.gereed_voor": date(2026, 3, 10), "B-A.status": "loopt"}
    before = on("T33", date(2026, 3, 3), action)
    assert (before.state, before.last_day, before.who) == ("bijna", date(2026, 3, 10), "trekker")
    assert before.warnings == (date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 17))
    assert on("T33", date(2026, 3, 16), action).who == "trekker"
    assert on("T33", date(2026, 3, 17), action).who == "PC"
    done = on("T33", date(2026, 3, 20), {**action, "B-A.status": "vervallen", "B-A.status@": date(2026, 3, 9)})
    assert (done.state, done.ended_late) == ("klaar", False)


@pytest.mark.parametrize(
    ("often", "last"),
    [
        ("wekelijks", date(2026, 3, 10)),
        ("elke twee weken", date(2026, 3, 17)),
        ("maandelijks", date(2026, 4, 3)),
        ("elk kwartaal", date(2026, 6, 3)),
    ],
)
def test_progress_is_due_again_after_the_last_line(often, last):
    lines = [{"datum": date(2026, 3, 3)}, {"datum": date(2026, 2, 1)}, {"datum": None}]
    action = {"B-A.status": "loopt", "B-A.trekker_bevestigd_op": date(2026, 1, 5), "B-A.voortgang_frequentie": often}
    assert on("T34", MONDAY, {**action, "B-A.voortgang": lines}).last_day == last


def test_progress_starts_when_the_trekker_says_yes_and_not_for_only_when_done():
    action = {"B-A.status": "afgesproken", "B-A.trekker_bevestigd_op": MONDAY, "B-A.voortgang_frequentie": "wekelijks"}
    assert on("T34", MONDAY, action).last_day == date(2026, 3, 9)
    assert on("T34", MONDAY, {**action, "B-A.trekker_bevestigd_op": None}).missing == ("B-A.trekker_bevestigd_op",)
    assert compute(TABLE, "T34", {**PILOT, **action, "B-A.voortgang_frequentie": "alleen als het klaar is"}, MONDAY) is None


def test_an_interpreter_is_arranged_a_week_ahead_with_warnings_counted_from_the_talk():
    talk = {"B-G.gesprek_datum": date(2026, 3, 17), "B-G.tolk_nodig": "ja"}
    running = on("T43", date(2026, 3, 10), talk)
    assert (running.state, running.last_day) == ("bijna", date(2026, 3, 10))
    assert running.warnings == (date(2026, 3, 10), date(2026, 3, 14), date(2026, 3, 16))
    assert on("T43", date(2026, 3, 9), talk).state == "op tijd"
    assert on("T43", date(2026, 3, 11), talk).state == "te laat"
    arranged = {**talk, "B-G.tolk_wie": "tolk-1", "B-G.tolk_besteld_op": date(2026, 3, 9)}
    assert on("T43", date(2026, 3, 11), arranged).words == "klaar op ma 9 maart, op tijd"
    assert compute(TABLE, "T43", {**talk, "B-G.tolk_nodig": "nee"}, MONDAY) is None
    assert compute(TABLE, "T43", {**talk, "B-G.niet_doorgegaan_reden": "ziek"}, MONDAY) is None


def test_a_contact_is_checked_every_half_year_while_active():
    contact = {"F21a.ct_gecontroleerd_op": date(2025, 8, 31), "F21a.ct_actief": "ja"}
    assert on("T42", MONDAY, contact).last_day == date(2026, 2, 28)
    assert on("T42", MONDAY, contact).state == "te laat"
    assert on("T42", MONDAY, {**contact, "F21a.ct_actief": "nee"}).state == "klaar"
    assert [running.id for running in compute_all(TABLE, contact, MONDAY, per="contact")] == ["T42"]


# The ten weeks of the law and the two weeks after information from others

ASKED = {"datum_kennisgeving_duo": date(2026, 3, 6), "datum_brp": MONDAY, "F03b.info_derden_gevraagd_op": date(2026, 5, 18)}


def test_information_asked_on_the_last_day_still_counts_and_a_day_later_does_not():
    assert law("T18", date(2026, 5, 18), ASKED).state == "niet bekend"
    assert compute(TABLE, "T18", {**LAW, **ASKED, "F03b.info_derden_gevraagd_op": date(2026, 5, 19)}, date(2026, 5, 19)) is None


def test_waiting_for_information_is_said_on_both_lines_and_is_never_late():
    for term in ("T17", "T18"):
        running = law(term, date(2026, 6, 30), ASKED)
        assert (running.state, running.last_day) == ("niet bekend", date(2026, 5, 18))
        assert running.words == "wacht op informatie van anderen; de gewone termijn duurt tot en met ma 18 mei"
        assert running.missing == ("F03b.info_derden_ontvangen_op",)


def test_both_lines_take_the_later_of_the_two_ends():
    facts = {**ASKED, "F03b.info_derden_ontvangen_op": date(2026, 6, 6)}
    for term in ("T17", "T18"):
        running = law(term, date(2026, 6, 22), facts)
        assert (running.state, running.last_day_before_shift, running.last_day) == ("bijna", date(2026, 6, 20), date(2026, 6, 22))
    assert law("T17", date(2026, 6, 23), facts).state == "te laat"


def test_information_that_comes_early_never_shortens_the_term():
    facts = {**ASKED, "F03b.info_derden_gevraagd_op": date(2026, 3, 10), "F03b.info_derden_ontvangen_op": date(2026, 3, 20)}
    assert law("T17", MONDAY, facts).last_day == law("T18", MONDAY, facts).last_day == date(2026, 5, 18)
    assert calculate("w21_uiterlijk", {**LAW, **facts}, TABLE) == date(2026, 5, 18)


def test_a_plan_made_within_the_longer_term_was_on_time():
    facts = {**ASKED, "F03b.info_derden_ontvangen_op": date(2026, 6, 6), "dagtekening_eerste_pip": date(2026, 6, 10)}
    assert law("T17", date(2026, 7, 1), facts).words == "klaar op wo 10 juni, op tijd"
    assert law("T17", date(2026, 7, 1), {**facts, "dagtekening_eerste_pip": date(2026, 6, 23)}).ended_late


def test_a_plan_made_while_information_is_still_awaited_was_not_late():
    running = law("T17", date(2026, 7, 1), {**ASKED, "dagtekening_eerste_pip": date(2026, 6, 23)})
    assert (running.state, running.ended_late, running.missing) == ("klaar", False, ())


# Pauses


def test_a_pause_stops_the_clock_and_the_term_runs_on_after_it():
    facts = {"F04.huur_ingang": MONDAY, **pause("T03", date(2026, 3, 14), date(2026, 3, 20))}
    during = on("T03", date(2026, 3, 20), facts)
    assert (during.state, during.last_day) == ("gepauzeerd", date(2026, 3, 23))
    assert during.words == "gepauzeerd tot en met vr 20 maart, daarna uiterlijk ma 23 maart"
    assert not during.warns
    assert on("T03", date(2026, 3, 21), facts).state == "bijna"
    assert on("T03", date(2026, 3, 24), facts).state == "te laat"


def test_a_pause_without_an_end_lasts_until_somebody_closes_it():
    facts = {"F04.huur_ingang": MONDAY, **pause("T03", date(2026, 3, 14))}
    assert on("T03", date(2026, 12, 1), facts).words == "gepauzeerd, nog zonder einddatum"
    assert on("T03", date(2026, 3, 13), facts).state == "bijna"


def test_a_pause_after_the_last_day_leaves_late_late():
    facts = {"F04.huur_ingang": MONDAY, **pause("T03", date(2026, 3, 17))}
    assert on("T03", date(2026, 3, 20), facts).state == "te laat"


def test_a_term_of_law_and_another_term_are_never_paused():
    facts = {"datum_kennisgeving_duo": date(2026, 3, 6), "datum_brp": MONDAY}
    paused = {**facts, **pause("T17", MONDAY, date(2026, 4, 1))}
    assert law("T17", date(2026, 3, 10), paused) == law("T17", date(2026, 3, 10), facts)
    assert on("T06", date(2026, 3, 10), {"datum_koppeling": MONDAY, **pause("T07", MONDAY)}).state == "op tijd"


def test_a_pause_that_cannot_be_is_passed_over():
    facts = {"F04.huur_ingang": MONDAY, **pause("T03", date(2026, 3, 10), date(2026, 3, 5))}
    assert on("T03", date(2026, 3, 10), facts).last_day == date(2026, 3, 16)


# Calculated fields


@pytest.mark.parametrize(
    ("name", "facts", "day"),
    [
        ("verhuis_uiterlijk", {**PILOT, "F04.huur_ingang": MONDAY}, date(2026, 3, 16)),
        ("p19_uiterlijk", {**PILOT, "datum_brp": date(2026, 4, 3)}, date(2026, 5, 15)),
        ("w21_uiterlijk", {**LAW, "datum_kennisgeving_duo": MONDAY, "datum_brp": date(2026, 3, 6)}, date(2026, 5, 18)),
        ("w21_uiterlijk", {**LAW, **ASKED, "F03b.info_derden_ontvangen_op": date(2026, 6, 6)}, date(2026, 6, 22)),
        ("w21_uiterlijk", {**LAW, **ASKED}, date(2026, 5, 18)),
        ("w21_bezwaar_tot", {**LAW, "F08c.w21_bekend_op": {"datum": date(2026, 3, 24), "hoe": "post"}}, date(2026, 5, 6)),
        ("w21_termijn_start", {**LAW, "dagtekening_eerste_pip": date(2026, 4, 10)}, date(2026, 4, 11)),
        ("w21_termijn_start", {**LAW, "F08c.w21_dagtekening": date(2026, 4, 10)}, date(2026, 4, 11)),
        ("w21_termijn_eind", {**LAW, "F08.w21_dagtekening": date(2024, 2, 29)}, date(2027, 2, 28)),
        ("w21_termijn_eind", {**LAW, "F08c.w21_dagtekening": MONDAY, "dagtekening_eerste_pip": date(2025, 1, 1)}, date(2028, 1, 1)),
        ("w21_termijn_eind", {**LAW, "dagtekening_eerste_pip": MONDAY, "F13.ib_termijn_eind_duo": date(2029, 7, 1)}, date(2029, 7, 1)),
        ("wz_schakel_tot", {**LAW, "dagtekening_eerste_pip": date(2024, 8, 31)}, date(2026, 2, 28)),
    ],
)
def test_a_calculated_field_follows_the_table(name, facts, day):
    assert calculate(name, facts, TABLE) == day


def test_a_calculated_field_is_empty_while_a_date_is_missing():
    for name in TABLE.calculated:
        assert calculate(name, LAW, TABLE) is None
