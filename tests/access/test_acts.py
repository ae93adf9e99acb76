"""What is no question of a form: making, linking, accounts, the audit trail, exporting, correcting and searching."""

from __future__ import annotations

from dataclasses import replace

from forms import FORMS
from tests.access.cast import RIGHTS, TODAY, VWN, case, own
from tests.access.questions import BM, CMD_CONTACT, CVLW, CW, FB, HVC, IC, KV, MB, PC, PIP, PO, REGELDAG, TC, WH, Begeleiding, form


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


def test_the_coordinators_close_the_hours_of_their_own_organisation() -> None:
    for who in (CVLW, PC):
        assert RIGHTS.may_act(who, "close_hours", about=str(who.organisation))
        assert not RIGHTS.may_act(who, "close_hours", about="welzijn") and not RIGHTS.may_act(who, "close_hours", about="")
    assert not RIGHTS.may_act(MB, "close_hours", about=VWN)


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
