"""Who sees what of whom: first that people can do their work, then what stays closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from popforms import Form, LongText, Row, Section, YesNo, ask
from popforms.access import NOT_YOURS, OWN_ACTION_FIELDS, STATUS_FIELDS, AccessDenied, Case, require
from popforms.definition.questions import FormDef, Question
from tests.access.cast import CMD, FORMS, GEMEENTE, RIGHTS, TODAY, VWN, case, consents, own, user

POP, REGELDAG, PIP, PERSOON, TOLK = (FORMS[code] for code in ("F07", "F04", "F08b", "F21a", "F21c"))
PC, HVC, MB, CVLW, IC, CW, KV, CMD_CONTACT, TC, BM, FB, PO, WH = (
    user(role) for role in ("PC", "HVC", "MB", "CVLW", "IC", "CW", "KV", "CMD", "TC", "BM", "FB", "PO", "WH")
)


class Wonen(Section, title="Wonen"):
    woning_slaapkamers: int = ask("Hoeveel slaapkamers zijn nodig?")
    woning_eis: str = ask("Is er een eis aan de woning?", privacy="bijzonder")
    gezondheid_wat_nodig: LongText = ask("Wat is dan nodig?", privacy="bijzonder")


class Klantprofiel(Form, code="F02", title="Klantprofiel", part="klantprofiel"):
    """The questions about the house."""

    wonen: Wonen


class Score(Row):
    domein: str = ask("Domein")
    score: int = ask("Score", privacy="bijzonder")


class Lijst(Section, title="Lijst"):
    mbc_datum: date = ask("Datum")
    mbc_met: str = ask("Wie waren erbij?")
    mbc_kinderen: str = ask("Welke afspraken over school?", privacy="gevoelig")
    mbc_gezondheid: str = ask("Is er iets met gezondheid?", privacy="bijzonder")
    scores: list[Score] = ask("Scores")


class Begeleiding(Form, code="F05b", title="Checklist", part="begeleiding"):
    """A checklist of the begeleider, with one column that is heavier than its rows."""

    lijst: Lijst


class Gesprek(Section, title="Gesprek"):
    intake_start: date = ask("Wanneer begon de brede intake?")
    gezondheid_plan: YesNo = ask("Heeft gezondheid invloed?", privacy="bijzonder")


class Intake(Form, code="F03a", title="Brede intake", part="intake"):
    """Two questions of the brede intake."""

    gesprek: Gesprek


class Regel(Row):
    onderwerp: str = ask("Onderwerp")
    organisatie: str = ask("Organisatie")


class Delen(Section, title="Delen"):
    to_regels: list[Regel] = ask("Wat mag worden gedeeld?")
    to_geldig_tot: date = ask("Geldig tot")


class Toestemming(Form, code="F17", title="Toestemming", part="toestemming"):
    """Who may know what."""

    delen: Delen


class Kop(Section, title="Brief"):
    br_soort: str = ask("Welke brief?")
    br_aan: str = ask("Aan wie?")


class Brief(Form, code="F22", title="Brief", part="brieven", many=True):
    """A letter."""

    kop: Kop


def form(model: type[Form]) -> FormDef:
    return model.definition


def question(of: FormDef, name: str, section: str = "") -> Question:
    return next(q for s, q in of.questions() if q.name == name and (not section or s.name == section))


def reads(who, of: FormDef, name: str, dossier: Case | None, *, section: str = "", today: date = TODAY, answers=None) -> bool:
    return RIGHTS.may_read(who, question(of, name, section), dossier, today, answers)


def writes(who, of: FormDef, name: str, dossier: Case | None, *, section: str = "", today: date = TODAY, answers=None) -> bool:
    return RIGHTS.may_write(who, question(of, name, section), dossier, today, answers)


# Relations


def test_a_begeleider_reads_her_own_dossier() -> None:
    assert RIGHTS.relation(MB, "MB", own(MB), TODAY) == "eigen"
    assert {"kop.pop_start", "meedoen.situatie"} <= RIGHTS.readable(MB, POP, own(MB), TODAY)


def test_a_begeleider_sees_nothing_of_another_dossier() -> None:
    assert not RIGHTS.may_see_case(MB, case(team={"mb": "p-somebody-else"}), TODAY)
    for one in FORMS.per_dossier():
        assert RIGHTS.readable(MB, one, case(), TODAY) == frozenset()


def test_an_account_id_counts_as_well_as_a_contact_line() -> None:
    assert RIGHTS.relation(MB, "MB", case(team={"mb": MB.id}), TODAY) == "eigen"
    assert RIGHTS.relation(replace(MB, person=None), "MB", case(team={"mb": ""}), TODAY) is None


def test_a_foreign_dossier_is_as_unknown() -> None:
    elsewhere = own(PC, gemeente="elders")
    assert not RIGHTS.may_see_case(PC, elsewhere, TODAY)
    with pytest.raises(AccessDenied) as refused:
        require(RIGHTS.may_see_case(PC, elsewhere, TODAY))
    assert str(refused.value) == NOT_YOURS


def test_a_dossier_without_a_gemeente_is_nobodys() -> None:
    assert not RIGHTS.may_see_case(PC, case(gemeente=""), TODAY)


def test_the_trekker_of_an_open_action_has_the_dossier_until_it_is_done() -> None:
    assert RIGHTS.relation(CW, "CW", case(actions_of=frozenset({CW.person})), TODAY) == "eigen"
    assert RIGHTS.relation(CW, "CW", case(), TODAY) is None


def test_a_member_of_the_pip_team_has_the_dossier() -> None:
    assert RIGHTS.relation(TC, "TC", case(pip_team=frozenset({TC.person})), TODAY) == "eigen"


def test_being_named_counts_for_the_role_that_is_named() -> None:
    both = user("MB", "CMD")
    dossier = case(team={"contact_cmd": both.person})
    assert RIGHTS.relation(both, "CMD", dossier, TODAY) == "eigen"
    assert RIGHTS.relation(both, "MB", dossier, TODAY) is None


def test_two_roles_add_up() -> None:
    both = user("IC", "CW")
    dossier = own(both)
    assert writes(both, POP, "in_vaste_lasten", dossier)
    assert writes(both, POP, "wk_uren", dossier)
    assert not writes(IC, POP, "wk_uren", own(IC))


def test_the_hvc_has_all_dossiers_until_eight_weeks_after_the_move() -> None:
    moved = case(facts={"datum_huisvesting": "2026-01-05"})
    assert RIGHTS.relation(HVC, "HVC", moved, date(2026, 3, 2)) == "alle"
    assert RIGHTS.relation(HVC, "HVC", moved, date(2026, 3, 3)) is None
    assert RIGHTS.relation(HVC, "HVC", own(HVC, facts=moved.facts), date(2026, 3, 3)) == "eigen"


def test_the_begeleider_reads_on_for_thirty_days_after_the_end_and_writes_nothing() -> None:
    ended = own(MB, facts={"F19.am_besluit": "afronden", "F19.definitive_on": "2026-03-02"})
    last, after = date(2026, 4, 1), date(2026, 4, 2)
    assert reads(MB, POP, "situatie", ended, section="meedoen", today=last)
    assert not writes(MB, POP, "situatie", ended, section="meedoen", today=last)
    assert not RIGHTS.may(MB, "X", "regeldag", ended, last)
    assert not RIGHTS.may_see_case(MB, ended, after)


def test_the_begeleider_goes_on_when_the_guidance_goes_on() -> None:
    going_on = own(MB, facts={"F19.am_besluit": "doorgaan", "F19.definitive_on": "2020-03-02"})
    assert writes(MB, POP, "situatie", going_on, section="meedoen")


def test_the_kansverkenner_loses_health_with_the_agreement_and_the_rest_a_month_later() -> None:
    before, after = own(KV), own(KV, facts={"F03c.definitive_on": TODAY})
    intake = form(Intake)
    assert writes(KV, intake, "gezondheid_plan", before)
    assert not reads(KV, intake, "gezondheid_plan", after)
    assert reads(KV, intake, "intake_start", after, today=TODAY + timedelta(days=30))
    assert not reads(KV, intake, "intake_start", after, today=TODAY + timedelta(days=31))


def test_a_restricted_dossier_is_its_pc_and_one_colleague() -> None:
    facts = {"inzage_beperkt": "ja"}
    assert RIGHTS.relation(PC, "PC", own(PC, facts=facts), TODAY) == "eigen"
    assert RIGHTS.relation(HVC, "HVC", own(HVC, facts=facts), TODAY) == "eigen"
    for who in (PC, HVC, CVLW):
        assert not RIGHTS.may_see_case(who, case(facts=facts, organisations=frozenset({VWN})), TODAY)
    for who in (MB, CVLW, IC, CW, CMD_CONTACT, TC):
        assert not RIGHTS.may_see_case(who, own(who, facts=facts, actions_of=frozenset({who.id})), TODAY)


def test_a_dossier_that_is_not_kept_yet_is_its_makers() -> None:
    fresh = case(gemeente="", kept=False, made_by=PC.id)
    assert RIGHTS.may_see_case(PC, fresh, TODAY)
    assert writes(PC, FORMS["F00"], "pc", fresh)
    assert not RIGHTS.may_see_case(user("PC", id="u-other"), fresh, TODAY)
    assert not RIGHTS.may_see_case(user("MB", id=PC.id), fresh, TODAY)


def test_the_cvlw_sees_the_dossiers_that_her_organisation_is_linked_to() -> None:
    linked = case(organisations=frozenset({VWN}))
    assert RIGHTS.relation(CVLW, "CVLW", linked, TODAY) == "lijst"
    assert RIGHTS.relation(CVLW, "CVLW", case(organisations=frozenset({"welzijn"})), TODAY) is None
    assert RIGHTS.relation(replace(CVLW, organisation=None), "CVLW", case(organisations=frozenset()), TODAY) is None
    assert RIGHTS.relation(MB, "MB", linked, TODAY) is None


# Health, money and numbers


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


def test_a_heavier_column_is_decided_on_its_own() -> None:
    rows = [{"id": "r1", "domein": "financiën", "score": 3}]
    listing, scores = form(Begeleiding), question(form(Begeleiding), "scores")
    assert "lijst.scores" in RIGHTS.readable(MB, listing, own(MB), TODAY)
    assert "lijst.scores.score" not in RIGHTS.readable(MB, listing, own(MB), TODAY)
    assert RIGHTS.open_rows(MB, scores, rows, own(MB), TODAY) == [{"id": "r1", "domein": "financiën"}]
    assert "lijst.scores.score" not in RIGHTS.readable(PC, listing, case(), TODAY), "the rows are closed, so is the column"


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


# Lines, rows and records


def log_line(visible: str) -> dict[str, str]:
    return {"lg_kort": "gebeld", "lg_zichtbaar": visible}


@pytest.mark.parametrize(
    ("visible", "readers"),
    [
        ("hele team", {"PC", "HVC", "MB", "CVLW", "IC", "CW", "CMD", "TC"}),
        ("alleen gemeente", {"PC", "HVC", "IC", "CW"}),
        ("alleen pc en trekker", {"PC"}),
        ("", {"PC"}),
    ],
)
def test_a_line_of_the_logbook_is_for_whom_it_says(visible: str, readers: set[str]) -> None:
    everyone = (PC, HVC, MB, CVLW, IC, CW, KV, CMD_CONTACT, TC, BM, FB, PO, WH)
    seen = {
        who.roles[0] for who in everyone
        if RIGHTS.may_read_line(who, "logboek", log_line(visible), "u-writer", own(who, organisations=frozenset({VWN})), TODAY)
    }  # fmt: skip
    assert seen == readers


def test_the_trekker_reads_the_line_about_the_action_and_the_writer_the_own_line() -> None:
    line, dossier = log_line("alleen pc en trekker"), own(MB)
    assert RIGHTS.may_read_line(MB, "logboek", line, "u-writer", dossier, TODAY, trekker=MB.person)
    assert not RIGHTS.may_read_line(MB, "logboek", line, "u-writer", dossier, TODAY, trekker="p-other")
    assert RIGHTS.may_read_line(MB, "logboek", line, MB.id, dossier, TODAY)
    assert not RIGHTS.may_read_line(MB, "logboek", log_line("hele team"), MB.id, case(), TODAY)


def test_a_line_about_an_action_without_trekker_is_not_everybodys() -> None:
    assert not RIGHTS.may_read_line(replace(MB, person=None), "logboek", log_line("alleen pc en trekker"), "u-writer", own(MB), TODAY)


def test_hours_are_ones_own_and_those_of_the_organisation_for_the_cvlw() -> None:
    own_organisation, other = {"ur_partij": VWN}, {"ur_partij": "gemeente-lindewaard"}
    assert RIGHTS.may_read_line(MB, "uren", own_organisation, MB.id, None, TODAY)
    assert not RIGHTS.may_read_line(MB, "uren", own_organisation, "u-other", None, TODAY)
    assert RIGHTS.may_read_line(CVLW, "uren", own_organisation, "u-other", None, TODAY)
    assert not RIGHTS.may_read_line(CVLW, "uren", other, "u-other", None, TODAY)


def test_of_the_consents_one_sees_those_of_the_own_organisation() -> None:
    rows = [{"id": "r1", "onderwerp": "werk", "organisatie": VWN}, {"id": "r2", "onderwerp": "gezondheid", "organisatie": CMD}]
    consent = form(Toestemming)
    assert RIGHTS.open_rows(MB, question(consent, "to_regels"), rows, own(MB), TODAY) == rows[:1]
    assert RIGHTS.open_rows(PC, question(consent, "to_regels"), rows, case(), TODAY) == rows
    assert RIGHTS.readable(MB, consent, own(MB), TODAY) == {"delen.to_geldig_tot"}


def test_a_letter_is_open_by_its_kind_or_its_address() -> None:
    letter = form(Brief)
    assert writes(HVC, letter, "br_soort", case(), answers={})
    assert writes(HVC, letter, "br_aan", case(), answers={"kop": {"br_soort": "BR04"}})
    assert not reads(HVC, letter, "br_aan", case(), answers={"kop": {"br_soort": "BR17"}})
    assert not reads(HVC, letter, "br_aan", case()), "without the answers nothing is open"
    assert reads(TC, letter, "br_soort", own(TC), answers={"kop": {"br_aan": TC.person}})
    assert not reads(TC, letter, "br_soort", own(TC), answers={"kop": {"br_aan": "p-other"}})


def test_the_cvlw_keeps_the_contacts_of_her_own_organisation() -> None:
    assert writes(CVLW, PERSOON, "ct_naam", None, answers={})
    assert writes(CVLW, PERSOON, "ct_naam", None, answers={"persoon": {"ct_organisatie": VWN}})
    assert not writes(CVLW, PERSOON, "ct_naam", None, answers={"persoon": {"ct_organisatie": "welzijn"}})
    assert not writes(CVLW, PERSOON, "ct_naam", None), "without the answers nobody knows whose it is"
    assert reads(CVLW, PERSOON, "ct_naam", None, answers={"persoon": {"ct_organisatie": "welzijn"}})


def test_for_whom_an_interpreter_is_not_booked_is_known_to_two_roles() -> None:
    for who in (PC, HVC, MB, CVLW, IC, CW, KV, CMD_CONTACT, TC, BM, FB):
        assert reads(who, TOLK, "tk_niet_voor", None) == (who in (PC, HVC)), who.roles
        assert reads(who, TOLK, "tk_naam", None), who.roles


# Actions


def test_a_trekker_sees_the_own_action_also_when_the_form_is_closed() -> None:
    origin = question(POP, "module_acties", "inkomen")
    dossier = case(actions_of=frozenset({TC.person}))
    assert not reads(TC, POP, "module_acties", dossier, section="inkomen")
    assert RIGHTS.action_fields(TC, TC.person, "inkomen", origin, dossier, TODAY) == set(OWN_ACTION_FIELDS)
    assert RIGHTS.may_handle_action(TC, TC.person, "inkomen", origin, dossier, TODAY)
    assert not RIGHTS.may_handle_action(MB, TC.person, "inkomen", origin, own(MB), TODAY)


def test_an_action_about_health_needs_consent_also_for_its_trekker() -> None:
    origin = question(POP, "module_acties", "gezondheid")
    dossier = own(CMD_CONTACT, actions_of=frozenset({CMD_CONTACT.person}))
    agreed = replace(dossier, consents=consents(CMD_CONTACT, "gezondheid"))
    assert RIGHTS.action_fields(CMD_CONTACT, CMD_CONTACT.person, "gezondheid", origin, dossier, TODAY) == frozenset()
    assert not RIGHTS.may_handle_action(CMD_CONTACT, CMD_CONTACT.person, "gezondheid", origin, dossier, TODAY)
    assert RIGHTS.may_handle_action(CMD_CONTACT, CMD_CONTACT.person, "gezondheid", origin, agreed, TODAY)


def test_a_health_action_on_another_list_is_no_less_health() -> None:
    origin = question(REGELDAG, "open_punten")
    dossier = case(actions_of=frozenset({TC.person}))
    assert RIGHTS.action_fields(TC, TC.person, "gezondheid", origin, dossier, TODAY) == frozenset()
    assert RIGHTS.action_fields(TC, TC.person, "wonen", origin, dossier, TODAY) == set(OWN_ACTION_FIELDS)


def test_the_pc_handles_a_health_action_without_consent() -> None:
    origin = question(REGELDAG, "open_punten")
    assert RIGHTS.may_handle_action(PC, PC.id, "gezondheid", origin, own(PC), TODAY)
    assert not RIGHTS.may_handle_action(PC, MB.id, "gezondheid", origin, own(PC), TODAY), "the PC reads the regeldag, the HVC writes it"


def test_the_cvlw_sees_of_money_actions_how_they_stand_and_no_text() -> None:
    linked = case(organisations=frozenset({VWN}))
    assert RIGHTS.action_fields(CVLW, IC.id, "inkomen", question(POP, "module_acties", "inkomen"), linked, TODAY) == set(STATUS_FIELDS)
    assert RIGHTS.action_fields(CVLW, PC.id, "gezondheid", question(POP, "module_acties", "gezondheid"), linked, TODAY) == frozenset()
    assert "omschrijving" in RIGHTS.action_fields(CVLW, MB.id, "meedoen", question(POP, "module_acties", "meedoen"), linked, TODAY)


def test_the_action_of_a_restricted_dossier_is_not_shown_to_its_trekker() -> None:
    origin = question(POP, "module_acties", "meedoen")
    dossier = own(MB, facts={"inzage_beperkt": "ja"}, actions_of=frozenset({MB.person}))
    assert RIGHTS.action_fields(MB, MB.person, "meedoen", origin, dossier, TODAY) == frozenset()


# What is no question


def test_who_makes_a_dossier_and_who_does_not() -> None:
    assert RIGHTS.may_act(PC, "make_dossier")
    assert RIGHTS.may_act(HVC, "make_dossier")
    for who in (MB, CVLW, IC, CW, KV, CMD_CONTACT, TC, BM, FB, PO, WH):
        assert not RIGHTS.may_act(who, "make_dossier"), who.roles


def test_the_cvlw_links_begeleiders_of_her_own_organisation() -> None:
    linked = case(organisations=frozenset({VWN}))
    assert RIGHTS.may_act(CVLW, "link", linked, TODAY, about=VWN)
    assert not RIGHTS.may_act(CVLW, "link", linked, TODAY, about="welzijn")
    assert not RIGHTS.may_act(CVLW, "link", case(), TODAY, about=VWN)
    assert not RIGHTS.may_act(PC, "link", linked, TODAY, about=PC.organisation or "")


def test_a_beheerder_keeps_accounts_but_not_the_own_one() -> None:
    assert RIGHTS.may_act(FB, "accounts", about="u-other")
    assert not RIGHTS.may_act(FB, "accounts", about=FB.id)
    assert not RIGHTS.may_act(PC, "accounts", about="u-other")
    assert RIGHTS.needs_second_person(("MB", "PO"))
    assert not RIGHTS.needs_second_person(("MB", "HVC"))


def test_who_reads_the_audit_trail() -> None:
    assert RIGHTS.may_act(PC, "read_audit", own(PC), TODAY)
    assert not RIGHTS.may_act(PC, "read_audit", case(), TODAY)
    assert not RIGHTS.may_act(PC, "read_audit")
    assert RIGHTS.may_act(PO, "read_audit")
    assert RIGHTS.may_act(FB, "read_audit")
    assert not RIGHTS.may_act(FB, "read_audit", case(), TODAY)
    assert not RIGHTS.may_act(MB, "read_audit", own(MB), TODAY)


def test_who_does_what_at_the_end_of_a_dossier() -> None:
    for deed in ("make_access", "propose_erasing", "agree_erasing", "hold", "throw_away", "see_retention"):
        assert RIGHTS.may_act(PC, deed, case(), TODAY), deed
        for nobody in (HVC, MB, CVLW, IC, CW, KV, CMD_CONTACT, TC, BM, WH):
            assert not RIGHTS.may_act(nobody, deed, case(), TODAY), (deed, nobody.roles)
    for deed in ("release_access", "agree_erasing", "hold", "see_retention"):
        assert RIGHTS.may_act(PO, deed, case(), TODAY), deed
    for deed in ("make_access", "propose_erasing", "throw_away"):
        assert not RIGHTS.may_act(PO, deed, case(), TODAY), deed
    assert not RIGHTS.may_act(PC, "release_access", case(), TODAY)  # two people, never one
    restricted = case(facts={"inzage_beperkt": "ja"})
    for deed in ("make_access", "propose_erasing", "agree_erasing", "hold", "see_retention"):
        assert not RIGHTS.may_act(PC, deed, restricted, TODAY), deed


def test_a_dossier_that_is_gone_is_nobodys() -> None:
    gone = replace(own(PC), gone=True)
    for who in (PC, HVC, MB, CVLW, IC, CW, KV, CMD_CONTACT, TC, BM, FB, PO, WH):
        mine = replace(own(who), gone=True, pip_team=frozenset({who.id}), approving=frozenset({who.id}))
        assert not RIGHTS.may_see_case(who, mine, TODAY), who.roles
        for one in FORMS.per_dossier():
            assert RIGHTS.readable(who, one, mine, TODAY, {"es_niveau": "2"}) == frozenset(), (who.roles, one.code)
    assert RIGHTS.may_act(PO, "read_audit", gone, TODAY) and not RIGHTS.may_act(PC, "read_audit", gone, TODAY)


def test_how_far_an_export_goes() -> None:
    assert RIGHTS.extent(PC, "export") == {"tabellen"}
    assert RIGHTS.extent(BM, "export") == {"tellingen"}
    assert RIGHTS.extent(MB, "export") == frozenset()


def test_who_corrects_what_is_definitive() -> None:
    assert RIGHTS.may_correct(PC, PIP, case(), TODAY)
    assert RIGHTS.may_correct(HVC, REGELDAG, case(), TODAY)
    assert RIGHTS.may_correct(MB, form(Begeleiding), own(MB), TODAY)
    assert not RIGHTS.may_correct(MB, form(Begeleiding), case(), TODAY)
    assert not RIGHTS.may_correct(MB, REGELDAG, own(MB), TODAY)
    assert not RIGHTS.may_correct(PC, PIP, None, TODAY)


def test_by_what_people_are_searched() -> None:
    assert "bsn" in RIGHTS.may_search(PC)
    assert RIGHTS.may_search(IC) == {"naam", "geboortedatum"}
    for who in (BM, FB, PO, WH):
        assert RIGHTS.may_search(who) == frozenset()


def test_roles_without_content_see_no_dossier_at_all() -> None:
    for who in (BM, FB, PO, WH):
        dossier = case(actions_of=frozenset({who.id}), pip_team=frozenset({who.id}))
        assert not RIGHTS.may_see_case(who, dossier, TODAY), who.roles
        for one in FORMS.per_dossier():
            assert RIGHTS.readable(who, one, dossier, TODAY) == frozenset()
    assert case().gemeente == GEMEENTE
