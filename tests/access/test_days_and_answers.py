"""Every question to `access` counts with the day of asking and with the answers of the record: none of them forgets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from popforms.access import STATUS_FIELDS, Rights, User
from tests.access.cast import FORMS, RIGHTS, TODAY, TOPICS, VWN, case, consents, own, user
from tests.access.questions import CMD_CONTACT, CVLW, HVC, KV, MB, PC, POP, TC, Brief, Toestemming, form, question, reads, writes
from tests.access.test_table import table

LAST, AFTER = date(2026, 4, 1), date(2026, 4, 2)
ENDED = {"F19.am_besluit": "afronden", "F19.definitive_on": "2026-03-02"}
"""Guidance that ended on 2 March: the begeleider reads on for thirty days, the last one included."""
MOVED = {"datum_huisvesting": "2026-01-05"}
LAST_HVC, AFTER_HVC = date(2026, 3, 2), date(2026, 3, 3)
BORN = question(POP, "module_acties", "meedoen")
ALLOWED = {"kop": {"cd_toestemming": "ja, toestemming"}}
ACTIONS = [{"id": "r1", "omschrijving": "langsgaan", "module": "meedoen"}]


def test_rows_answers_lines_and_actions_are_open_until_the_last_day_and_not_after() -> None:
    ended = own(MB, facts=ENDED)
    rows = [{"id": "r1", "organisatie": VWN}]
    answers = {"meedoen": {"situatie": "kent de buurt"}}
    for today, seen in ((LAST, True), (AFTER, False)):
        assert bool(RIGHTS.open_rows(MB, question(form(Toestemming), "to_regels"), rows, ended, today)) == seen
        assert bool(RIGHTS.open_answers(MB, POP, answers, ended, today)) == seen
        assert RIGHTS.may_read_line(MB, "logboek", {"lg_zichtbaar": "hele team"}, "u-writer", ended, today) == seen
        assert bool(RIGHTS.action_fields(MB, "p-other", "meedoen", BORN, ended, today)) == seen
        assert bool(RIGHTS.readable(MB, POP, ended, today)) == seen
        assert RIGHTS.may(MB, "R", "meedoen", ended, today) == seen
        assert not RIGHTS.writable(MB, POP, ended, today) and not RIGHTS.may_handle_action(MB, "p-other", "meedoen", BORN, ended, today)


def test_how_an_action_stands_is_asked_on_a_day_too() -> None:
    talk = question(FORMS["F09"], "vg_nieuwe_acties")
    for today in (LAST_HVC, AFTER_HVC):
        assert RIGHTS.sees_status_only(HVC, "gesprek", own(HVC, facts=MOVED), today)
        assert not RIGHTS.sees_status_only(HVC, "gesprek", case(facts=MOVED), today)
        assert RIGHTS.action_fields(HVC, "p-other", "werk", talk, own(HVC, facts=MOVED), today) == set(STATUS_FIELDS)
        assert RIGHTS.action_fields(HVC, "p-other", "werk", talk, case(facts=MOVED), today) == frozenset()


def test_who_reads_the_text_in_another_role_does_not_see_the_status_only() -> None:
    linked = frozenset({VWN})
    for part in ("meedoen", "begeleiding", "pop"):
        both = user("MB", "CVLW")
        assert RIGHTS.may(both, "R", part, own(both), TODAY)
        assert not RIGHTS.sees_status_only(both, part, own(both), TODAY), part
    assert RIGHTS.sees_status_only(CVLW, "begeleiding", case(organisations=linked), TODAY)
    assert RIGHTS.sees_status_only(user("MB", "CVLW"), "begeleiding", case(organisations=linked), TODAY), "nobody's begeleider here"


def test_an_act_about_a_dossier_that_one_sees_for_a_time_ends_with_that_time() -> None:
    rights = Rights(table(ACTIONS={**FORMS.roles.ACTIONS, "hold": {"HVC": "zichtbaar"}}))
    moved = case(facts=MOVED)
    assert rights.may_act(HVC, "hold", moved, LAST_HVC)
    assert not rights.may_act(HVC, "hold", moved, AFTER_HVC)


def test_an_act_about_a_dossier_needs_the_day() -> None:
    for deed in ("make_access", "hold", "read_audit", "propose_erasing"):
        assert RIGHTS.may_act(PC, deed, own(PC), TODAY)
        assert not RIGHTS.may_act(PC, deed, own(PC)), deed
        assert not RIGHTS.may_act(PC, deed, None, TODAY), deed


@pytest.mark.parametrize("word", ["2026-03-02", "2026-03-02T23:59:00", "2026-03-02 08:00", date(2026, 3, 2)])
def test_a_day_with_a_time_behind_it_is_that_day(word: Any) -> None:
    ended = own(KV, facts={"F03c.definitive_on": word})
    assert RIGHTS.may_see_case(KV, ended, LAST) and not RIGHTS.may_see_case(KV, ended, AFTER)


def test_the_rows_of_a_discussed_dossier_are_open_when_it_may_be_discussed() -> None:
    asked = question(FORMS["F14b"], "cd_acties")
    linked = case(organisations=frozenset({VWN}))
    columns = {column.name for column in asked.columns}
    assert RIGHTS.open_rows(CVLW, asked, ACTIONS, linked, TODAY, ALLOWED) == ACTIONS
    assert RIGHTS.action_fields(CVLW, "p-other", "meedoen", asked, linked, TODAY, ALLOWED) == columns
    for answers in (None, {}, {"kop": {"cd_toestemming": "nee"}}):
        shown = RIGHTS.open_rows(CVLW, asked, ACTIONS, linked, TODAY, answers)
        assert shown == (ACTIONS if answers == {} else []), "a record that somebody starts is open, another one not"
        if answers != {}:
            assert RIGHTS.action_fields(CVLW, "p-other", "meedoen", asked, linked, TODAY, answers) == frozenset()


def test_of_a_letter_one_gets_the_answers_when_its_kind_is_ones_own() -> None:
    letter = form(Brief)
    own_kind, other_kind = ({"kop": {"br_soort": kind, "br_aan": "p-somebody"}} for kind in ("BR04", "BR17"))
    assert RIGHTS.open_answers(HVC, letter, own_kind, case(), TODAY) == own_kind
    assert RIGHTS.open_answers(HVC, letter, other_kind, case(), TODAY) == {}
    assert RIGHTS.open_answers(PC, letter, other_kind, case(), TODAY) == other_kind


def test_a_letter_of_which_one_gets_a_copy_is_open() -> None:
    letter = form(Brief)

    def sees(copies: object, who: User = TC) -> bool:
        return reads(who, letter, "br_soort", own(who), answers={"inhoud": {"br_aan": "p-other", "br_kopie": copies}})

    assert sees([{"persoon": str(TC.person), "waarom": "les"}]) and sees([{"persoon": "p-x"}, {"persoon": TC.id}]) and sees([TC.id])
    assert not sees([{"persoon": "p-other", "waarom": "les"}]) and not sees([]) and not sees(None) and not sees([{"persoon": ""}])
    assert not sees([{"persoon": TC.person}], CMD_CONTACT) and not reads(TC, letter, "br_soort", own(TC)), "nor without the answers"


def test_of_the_hours_one_reads_and_writes_the_own_lines_and_starts_new_ones() -> None:
    hours = FORMS["F18"]
    for answers, open_ in (
        ({"schrijver": MB.id}, True),
        ({}, True),
        (None, True),
        ({"schrijver": "u-other"}, False),
        ({"schrijver": ""}, False),
    ):
        assert reads(MB, hours, "ur_uren", None, answers=answers) == open_, answers
        assert writes(MB, hours, "ur_uren", None, answers=answers) == open_, answers


def test_what_has_no_own_lines_is_open_whoever_wrote_it() -> None:
    for answers in (None, {}, {"schrijver": "u-other"}, {"schrijver": PC.id}):
        assert reads(PC, POP, "pop_start", own(PC), answers=answers) and writes(PC, POP, "pop_start", own(PC), answers=answers)


def test_the_logbook_may_be_written_before_there_is_a_line_and_by_who_wrote_the_line() -> None:
    log = FORMS["F16"]
    for answers, open_ in ((None, True), ({}, True), ({"schrijver": MB.id}, True), ({"schrijver": "u-other"}, False)):
        assert writes(MB, log, "lg_kort", own(MB), answers=answers) == open_, answers


def test_what_the_begeleider_reads_of_a_talk_with_consent_goes_question_by_question() -> None:
    talk = FORMS["F09"]

    def sees(name: str, *topics: str) -> bool:
        return reads(MB, talk, name, own(MB, consents=consents(MB, *topics) if topics else ()))

    assert sees("vg_geld", "inkomen") and not sees("vg_geld") and not sees("vg_geld", "werk", "taal", "gezondheid")
    assert sees("vg_moeilijk", *TOPICS) and not sees("vg_moeilijk", *TOPICS[:-1]), "a text in which all may stand asks all topics"
    assert sees("vg_trots") and not writes(MB, talk, "vg_geld", own(MB, consents=consents(MB)))


# Lines that nothing but the cell itself opens


def test_hours_of_a_colleague_are_not_read_by_who_counts_them() -> None:
    line = {"ur_partij": "gemeente-lindewaard", "ur_uren": "3"}
    for role in ("PC", "BM", "WH"):
        who = user(role)
        assert not RIGHTS.may_read_line(who, "uren", line, "u-other", None, TODAY), role
    assert RIGHTS.may_read_line(PC, "uren", line, PC.id, None, TODAY)


def test_a_line_is_not_opened_by_consent() -> None:
    agreed = own(MB, consents=consents(MB))
    assert RIGHTS.may(MB, "R", "inkomen", agreed, TODAY)
    assert not RIGHTS.may_read_line(MB, "inkomen", {"x": "y"}, "u-other", agreed, TODAY)
