"""Lines, rows and records that are open to some, and the actions of block B-A."""

from __future__ import annotations

from dataclasses import replace

import pytest

from popforms.access import OWN_ACTION_FIELDS, STATUS_FIELDS
from tests.access.cast import CMD, RIGHTS, TODAY, VWN, case, consents, own
from tests.access.questions import (
    BM,
    CMD_CONTACT,
    CVLW,
    CW,
    FB,
    HVC,
    IC,
    KV,
    MB,
    PC,
    PERSOON,
    PO,
    POP,
    REGELDAG,
    TC,
    TOLK,
    WH,
    Brief,
    Toestemming,
    form,
    question,
    reads,
    writes,
)


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
