"""Health, money and numbers: who sees what of whom, and what stays closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from popforms.access import Rights
from tests.access.cast import CMD, FORMS, RIGHTS, TODAY, case, consents, own, user
from tests.access.questions import (
    CMD_CONTACT,
    CVLW,
    CW,
    FB,
    HVC,
    IC,
    MB,
    PC,
    PIP,
    POP,
    REGELDAG,
    TC,
    Begeleiding,
    Klantprofiel,
    Kort,
    form,
    question,
    reads,
    writes,
)
from tests.access.test_table import cell, table


def test_the_hvc_reads_what_the_house_needs_never_why() -> None:
    profile = form(Klantprofiel)
    assert writes(HVC, profile, "woning_eis", case())
    assert not reads(HVC, profile, "gezondheid_wat_nodig", case())
    assert not reads(HVC, FORMS["F01"], "koppeling_reden", case())
    assert reads(PC, FORMS["F01"], "koppeling_reden", case())


def test_a_name_that_is_open_in_one_form_is_not_open_in_another() -> None:
    elsewhere = replace(question(form(Klantprofiel), "woning_eis"), code="F13")
    assert not RIGHTS.may_read(HVC, elsewhere, case(), TODAY)


def test_health_stays_closed_when_a_form_puts_it_in_another_part() -> None:
    hidden = replace(question(form(Klantprofiel), "gezondheid_wat_nodig"), part="meedoen")
    assert not RIGHTS.may_read(CW, hidden, own(CW), TODAY)
    assert RIGHTS.may_read(PC, hidden, own(PC), TODAY)


def test_only_the_pc_reads_the_module_gezondheid_without_consent() -> None:
    for who in (HVC, MB, CVLW, IC, CW, CMD_CONTACT, TC):
        assert not [path for path in RIGHTS.readable(who, POP, own(who), TODAY) if path.startswith("gezondheid.")], who.roles
    assert "gezondheid.gz_invloed" in RIGHTS.readable(PC, POP, case(), TODAY)


def test_the_cmd_reads_health_with_a_valid_line_for_its_organisation() -> None:
    def sees(lines) -> bool:
        return reads(CMD_CONTACT, POP, "gz_wens", own(CMD_CONTACT, consents=lines))

    assert sees(consents(CMD_CONTACT, "gezondheid"))
    assert not sees(consents(CMD_CONTACT, "werk"))
    assert not sees(consents(MB, "gezondheid"))
    assert not sees(consents(CMD_CONTACT, "gezondheid", until=TODAY - timedelta(days=1)))
    assert not reads(CMD_CONTACT, POP, "gz_wens", case(consents=consents(CMD_CONTACT, "gezondheid")))
    assert not reads(replace(CMD_CONTACT, organisation=None), POP, "gz_wens", own(CMD_CONTACT, consents=consents(CMD_CONTACT)))
    assert not writes(CMD_CONTACT, POP, "gz_wens", own(CMD_CONTACT, consents=consents(CMD_CONTACT)))
    assert CMD_CONTACT.organisation == CMD


def test_consent_is_for_an_organisation_that_has_a_name_and_about_a_dossier() -> None:
    mb = replace(MB, organisation="")
    assert not reads(mb, POP, "gz_wens", own(mb, consents=consents(mb)))
    assert not RIGHTS.may(mb, "R", "inkomen", own(mb, consents=consents(mb)), TODAY)
    rights = Rights(table(RIGHTS=cell("figuren", "BM", "t"), TOPICS={**FORMS.roles.TOPICS, "figuren": ("werk",)}))
    bm = user("BM")
    assert not rights.may(bm, "R", "figuren", None, TODAY)
    assert rights.may(bm, "R", "figuren", case(consents=consents(bm, "werk")), TODAY)
    assert not rights.may(bm, "R", "figuren", case(consents=consents(bm, "taal")), TODAY)


@pytest.mark.parametrize(("text", "handles"), [("Re", True), ("We", True), ("X", False), ("A", False), ("t", False), ("-", False)])
def test_the_trekker_of_a_health_action_handles_it_when_the_role_reads_all_of_health(text: str, handles: bool) -> None:
    rights = Rights(table(RIGHTS=cell("gezondheid", "CW", text)))
    born = question(POP, "module_acties", "meedoen")
    assert rights.may_handle_action(CW, str(CW.person), "gezondheid", born, own(CW), TODAY) == handles
    assert rights.may_handle_action(CW, str(CW.person), "meedoen", born, own(CW), TODAY)


def test_a_heavier_column_is_decided_on_its_own() -> None:
    rows = [{"id": "r1", "domein": "financiën", "score": 3}]
    listing, scores = form(Begeleiding), question(form(Begeleiding), "scores")
    assert "lijst.scores" in RIGHTS.readable(MB, listing, own(MB), TODAY)
    assert "lijst.scores.score" not in RIGHTS.readable(MB, listing, own(MB), TODAY)
    assert RIGHTS.open_rows(MB, scores, rows, own(MB), TODAY) == [{"id": "r1", "domein": "financiën"}]
    assert "lijst.scores.score" not in RIGHTS.readable(PC, listing, case(), TODAY), "the rows are closed, so is the column"


def test_a_heavier_column_that_is_open_is_named_beside_its_rows() -> None:
    short = form(Kort)
    assert {path for path in RIGHTS.readable(PC, short, case(), TODAY) if "scores" in path} == {"lijst.scores", "lijst.scores.score"}
    assert {path for path in RIGHTS.writable(PC, short, case(), TODAY) if "scores" in path} == {"lijst.scores", "lijst.scores.score"}


def test_open_answers_to_questions_without_a_section_stand_on_their_own() -> None:
    answers = {"pop_start": "2026-01-05", "kracht": "volhouden", "vh_akkoord": "ja", "lijst": {"mbc_datum": "2026-03-01"}}
    assert RIGHTS.open_answers(PC, form(Kort), answers, case(), TODAY) == answers
    assert RIGHTS.open_answers(MB, form(Kort), answers, own(MB), TODAY) == {"pop_start": "2026-01-05", "kracht": "volhouden"}
    assert RIGHTS.open_answers(PC, form(Kort), {"kracht": "volhouden"}, case(), TODAY) == {"kracht": "volhouden"}


def test_open_answers_hold_nothing_that_is_closed() -> None:
    answers = {
        "lijst": {"mbc_datum": "2026-03-01", "mbc_met": "Joop", "mbc_gezondheid": "ja, niet delen", "scores": [{"id": "r1", "score": 3}]}
    }
    assert RIGHTS.open_answers(PC, form(Begeleiding), answers, case(), TODAY) == {
        "lijst": {"mbc_datum": "2026-03-01", "mbc_gezondheid": "ja, niet delen"}
    }
    assert RIGHTS.open_answers(CW, form(Begeleiding), answers, own(CW), TODAY) == {}


def test_the_pc_reads_the_rest_of_the_checklist_with_consent_for_its_topic() -> None:
    listing = form(Begeleiding)
    school = case(consents=consents(PC, "gezin en school"))
    assert not reads(PC, listing, "mbc_kinderen", case())
    assert reads(PC, listing, "mbc_kinderen", school)
    assert not reads(PC, listing, "mbc_met", school)


def test_the_begeleider_reads_the_pip_and_its_money_with_consent_for_each() -> None:
    assert RIGHTS.readable(MB, PIP, own(MB), TODAY) == frozenset()
    integration = own(MB, consents=consents(MB, "inburgering"))
    assert reads(MB, PIP, "p19_leerroute", integration)
    assert not reads(MB, PIP, "p19_ontzorging_lasten", integration)
    assert reads(MB, PIP, "p19_ontzorging_lasten", own(MB, consents=consents(MB, "inburgering", "inkomen")))


def test_numbers_are_for_who_needs_them() -> None:
    for who, sees in ((PC, True), (HVC, True), (IC, True), (MB, False), (CVLW, False), (CW, False), (CMD_CONTACT, False), (FB, False)):
        assert reads(who, FORMS["F01"], "bsn", own(who)) == sees, who.roles
    assert not writes(IC, FORMS["F01"], "bsn", own(IC))


def test_the_hvc_fills_in_when_the_benefit_was_asked_and_no_debts() -> None:
    assert writes(HVC, REGELDAG, "uitkering_op", case())
    for closed in ("bijbij_waarvoor", "inrichting_vorm", "ontzorgen_besproken", "pc_notitie"):
        assert not reads(HVC, REGELDAG, closed, case()), closed
    assert reads(PC, REGELDAG, "ontzorgen_besproken", case())
    assert not writes(PC, REGELDAG, "ontzorgen_besproken", case())
    assert writes(PC, REGELDAG, "pc_notitie", case())


def test_an_approver_of_the_pip_team_reads_the_plan_until_the_answer() -> None:
    approving = case(pip_team=frozenset({TC.person}), approving=frozenset({TC.person}))
    assert reads(TC, PIP, "p19_dagbesteding", approving)
    assert not reads(TC, PIP, "p19_budgetbeheer", approving)
    assert reads(TC, PIP, "p19_budgetbeheer", replace(approving, consents=consents(TC, "inkomen")))
    assert not reads(TC, PIP, "p19_dagbesteding", replace(approving, approving=frozenset()))
    assert not reads(TC, PIP, "p19_dagbesteding", replace(approving, facts={"inzage_beperkt": "ja"}))
