"""Noodinzage as access decides it: reading like one's own for an hour, never more, and never what the table keeps shut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from popforms.access import Case, User
from popforms.definition.paths import path_of
from tests.access.cast import FORMS, RIGHTS, ROLES, TODAY, case, own, user

NOW = datetime(2026, 3, 2, 13, tzinfo=UTC)
READERS = ("PC", "HVC", "IC", "CW")
MAY = (*READERS, "CVLW")
LATE = {"datum_huisvesting": "2025-01-01"}
"""A dossier whose eight weeks after housing are over, so that a HVC who is not named has nothing to do with it."""


def opened(who: User, *, minutes: int = 60, **about: object) -> Case:
    """A dossier that this person opened with noodinzage, so long before its end."""
    return case(**{"facts": LATE, "emergencies": {who.id: NOW + timedelta(minutes=minutes)}, "now": NOW, **about})


def restricted(who: User, **about: object) -> Case:
    return opened(who, facts={**LATE, "inzage_beperkt": "ja"}, **about)


def paths(who: User, one: Case) -> set[str]:
    return {f"{form.key}.{path}" for form in FORMS.per_dossier() for path in RIGHTS.readable(who, form, one, TODAY)}


def heavy() -> set[str]:
    return {f"{form.key}.{unit}" for form in FORMS.per_dossier() for unit in form.heavy}


@pytest.mark.parametrize("role", ["HVC", "IC", "CW"])
def test_a_colleague_reads_what_the_role_reads_of_an_own_dossier_but_health_and_numbers(role: str) -> None:
    who = user(role)
    mine = own(who, facts=LATE)
    assert paths(who, case(facts=LATE)) < paths(who, opened(who))
    assert paths(who, opened(who)) == paths(who, mine) - heavy()
    assert RIGHTS.relation(who, role, opened(who), TODAY) == "nood"


def test_a_pc_reads_a_restricted_dossier_of_another_pc_numbers_and_health_too() -> None:
    pc = user("PC")
    assert not RIGHTS.may_see_case(pc, case(facts={"inzage_beperkt": "ja"}), TODAY)
    assert paths(pc, restricted(pc)) == paths(pc, own(pc, facts={"inzage_beperkt": "ja"}))
    assert heavy() & paths(pc, restricted(pc))


@pytest.mark.parametrize("role", ["HVC", "IC", "CW", "CVLW"])
def test_a_restricted_dossier_opens_for_nobody_else(role: str) -> None:
    who = user(role)
    assert RIGHTS.may_break(who, case(facts={"inzage_beperkt": "ja"}), TODAY) is None
    assert not RIGHTS.may_see_case(who, restricted(who), TODAY)
    assert not paths(who, restricted(who))


def test_a_coordinator_reads_contact_and_planning_and_nothing_else() -> None:
    cvlw = user("CVLW", organisation="andere vrijwilligers")
    seen = {path.rpartition(".")[2] for path in paths(cvlw, opened(cvlw))}
    assert {"achternaam", "telefoon", "tolk_taal", "mb", "gesprek_datum"} <= seen
    assert seen <= set(FORMS.roles.EMERGENCIES["contact en planning"].only.split())
    assert not paths(cvlw, opened(cvlw)) & heavy()
    assert not RIGHTS.may(cvlw, "R", "meedoen", opened(cvlw), TODAY)
    assert not RIGHTS.may_read_line(cvlw, "logboek", {"lg_zichtbaar": "hele team"}, "x", opened(cvlw), TODAY)
    for part in ("persoon", "aanmelding", "regeldag"):
        assert not RIGHTS.may_read_line(cvlw, part, {"achternaam": "Zeleke"}, "x", opened(cvlw), TODAY), "a line has no named questions"


@pytest.mark.parametrize("role", MAY)
def test_nothing_is_written_finished_signed_printed_linked_or_passed(role: str) -> None:
    who = user(role)
    one = restricted(who) if role == "PC" else opened(who)
    assert RIGHTS.may_see_case(who, one, TODAY)
    for form in FORMS.per_dossier():
        assert not RIGHTS.writable(who, form, one, TODAY, {}), form.key
        assert not RIGHTS.may_finish(who, form, one, TODAY) and not RIGHTS.may_correct(who, form, one, TODAY), form.key
        for letter in "WFTX":
            assert not RIGHTS.may(who, letter, form.part, one, TODAY), (form.key, letter)
        for section, question in form.questions():
            if question.block == "B-A":
                assert not RIGHTS.may_handle_action(who, "somebody", "werk", question, one, TODAY), path_of(section, question)
    for action in ("link", "pass_gate", "read_audit", "hear_emergency"):
        assert not RIGHTS.may_act(who, action, one, TODAY, about=who.organisation or ""), action


@pytest.mark.parametrize("role", MAY)
def test_it_ends_by_itself_at_its_time(role: str) -> None:
    who = user(role, organisation="elders")
    about = {"facts": {**LATE, "inzage_beperkt": "ja"}} if role == "PC" else {}
    for minutes, seen in ((60, True), (1, True), (0, False), (-1, False)):
        one = opened(who, minutes=minutes, **about)
        assert RIGHTS.may_see_case(who, one, TODAY) == seen
        assert bool(paths(who, one)) == seen
    assert not RIGHTS.may_see_case(who, opened(who, now=None, **about), TODAY)  # who does not say what time it is opens nothing


@pytest.mark.parametrize("role", [role for role in ROLES if role not in MAY])
def test_other_roles_have_no_noodinzage(role: str) -> None:
    who = user(role, organisation="elders")
    assert RIGHTS.may_break(who, case(), TODAY) is None and not RIGHTS.extent(who, "emergency")
    assert not RIGHTS.may_see_case(who, opened(who), TODAY)


@pytest.mark.parametrize("role", MAY)
def test_of_another_gemeente_or_not_kept_yet_nothing_opens(role: str) -> None:
    who = user(role)
    for about in ({"gemeente": "elders"}, {"kept": False, "made_by": "x"}):
        assert RIGHTS.may_break(who, case(**about), TODAY) is None
        assert not RIGHTS.may_see_case(who, opened(who, **about), TODAY)


def test_a_dossier_that_is_not_kept_yet_has_no_noodinzage_for_its_maker_either() -> None:
    pc = user("PC")
    assert RIGHTS.may_break(pc, case(kept=False, made_by=pc.id, gemeente=""), TODAY) is None
    assert RIGHTS.may_break(pc, case(), TODAY) is not None


def test_noodinzage_gives_no_role_that_one_does_not_have() -> None:
    ic = user("IC")
    assert RIGHTS.relation(ic, "IC", opened(ic), TODAY) == "nood"
    for role in set(ROLES) - {"IC"}:
        assert RIGHTS.relation(ic, role, opened(ic), TODAY) is None, role


def test_who_has_noodinzage_in_one_role_still_does_what_another_role_gives() -> None:
    """A PC reads the restricted dossier in an emergency and may not agree to its end; the same person may as privacy officer."""
    pc, both = user("PC"), user("PC", "PO")
    for deed in ("agree_erasing", "hold", "see_retention", "read_audit", "hear_emergency"):
        assert not RIGHTS.may_act(pc, deed, restricted(pc), TODAY), deed
        assert RIGHTS.may_act(both, deed, restricted(both), TODAY), deed
    assert not RIGHTS.may_act(both, "propose_erasing", restricted(both), TODAY)


def test_the_noodinzage_of_one_opens_nothing_for_another() -> None:
    ic, other = user("IC"), user("IC", id="u-other", person="p-other")
    assert not RIGHTS.may_see_case(other, opened(ic), TODAY)


def test_who_hears_of_it() -> None:
    pc, po = user("PC"), user("PO")
    assert RIGHTS.may_act(pc, "hear_emergency", own(pc), TODAY) and not RIGHTS.may_act(pc, "hear_emergency", case(), TODAY)
    assert RIGHTS.may_act(po, "hear_emergency", case(), TODAY)
    assert not RIGHTS.may_act(po, "hear_emergency", case(gemeente="elders"), TODAY)
    for role in set(ROLES) - {"PC", "PO"}:
        assert not RIGHTS.may_act(user(role), "hear_emergency", own(user(role)), TODAY), role


def test_how_long_and_after_how_many_signs_is_what_the_table_of_actions_says() -> None:
    """security.md: read, 60 minutes, reason of 20 signs."""
    assert {(one.minutes, one.reason) for one in FORMS.roles.EMERGENCIES.values()} == {(60, 20)}
    assert set(FORMS.roles.ACTIONS["emergency"]) == set(MAY)


@pytest.mark.parametrize("role", ["HVC", "IC", "CW"])
def test_what_is_about_health_stays_closed_in_the_logbook_and_among_actions_too(role: str) -> None:
    who = user(role)
    mine, broken, pc = own(who, facts=LATE), opened(who), user("PC")
    for module, stays in (("gezondheid", False), ("werk", True), ("", True)):
        line = {"lg_zichtbaar": "hele team", "module": module}
        assert RIGHTS.may_read_line(who, "logboek", line, "x", mine, TODAY)
        assert RIGHTS.may_read_line(who, "logboek", line, "x", broken, TODAY) == stays, module
        assert RIGHTS.may_read_line(pc, "logboek", line, "x", restricted(pc), TODAY)
    assert not RIGHTS.readable(who, FORMS["F16"], broken, TODAY, {"lg_zichtbaar": "hele team", "module": "gezondheid"})
    assert RIGHTS.readable(who, FORMS["F16"], broken, TODAY, {"lg_zichtbaar": "hele team", "module": "werk"})


def test_an_action_about_health_that_was_born_in_an_open_form_stays_closed() -> None:
    hvc, origin = user("HVC"), FORMS["F04"].question("open_punten")
    assert origin
    for module, stays in (("gezondheid", False), ("wonen", True)):
        assert "omschrijving" in RIGHTS.action_fields(hvc, "p-other", module, origin, own(hvc, facts=LATE), TODAY)
        assert ("omschrijving" in RIGHTS.action_fields(hvc, "p-other", module, origin, opened(hvc), TODAY)) == stays, module
