"""Who has to do with a dossier: first that people can do their work, then what stays closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from popforms.access import NOT_YOURS, AccessDenied, require
from tests.access.cast import FORMS, GEMEENTE, RIGHTS, TODAY, VWN, case, own, user
from tests.access.questions import BM, CMD_CONTACT, CVLW, CW, FB, HVC, IC, KV, MB, PC, PO, POP, TC, WH, Intake, form, reads, writes


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


def test_a_role_that_rows_of_a_form_name_has_the_dossier() -> None:
    dossier = case(named={"KV": frozenset({str(KV.person)})})
    assert RIGHTS.relation(KV, "KV", dossier, TODAY) == "eigen"
    assert RIGHTS.relation(MB, "MB", case(named={"KV": frozenset({str(MB.person)})}), TODAY) is None
    assert RIGHTS.relation(KV, "KV", replace(dossier, facts={"inzage_beperkt": "ja"}), TODAY) is None


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
    assert RIGHTS.relation(PC, "PC", fresh, TODAY) == "eigen"
    assert writes(PC, FORMS["F00"], "pc", fresh)
    assert not RIGHTS.may_see_case(user("PC", id="u-other"), fresh, TODAY)
    assert not RIGHTS.may_see_case(user("MB", id=PC.id), fresh, TODAY)


def test_the_cvlw_sees_the_dossiers_that_her_organisation_is_linked_to() -> None:
    linked = case(organisations=frozenset({VWN}))
    assert RIGHTS.relation(CVLW, "CVLW", linked, TODAY) == "lijst"
    assert RIGHTS.relation(CVLW, "CVLW", case(organisations=frozenset({"welzijn"})), TODAY) is None
    assert RIGHTS.relation(replace(CVLW, organisation=None), "CVLW", case(organisations=frozenset()), TODAY) is None
    assert RIGHTS.relation(MB, "MB", linked, TODAY) is None


def test_roles_without_content_see_no_dossier_at_all() -> None:
    for who in (BM, FB, PO, WH):
        dossier = case(actions_of=frozenset({who.id}), pip_team=frozenset({who.id}))
        assert not RIGHTS.may_see_case(who, dossier, TODAY), who.roles
        for one in FORMS.per_dossier():
            assert RIGHTS.readable(who, one, dossier, TODAY) == frozenset()
    assert case().gemeente == GEMEENTE
