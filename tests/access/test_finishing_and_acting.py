"""What is decided about a whole form or an act: finalising, correcting, noodinzage, and the answers that somebody gets of a record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from popforms.access import OWN_ACTION_FIELDS, STATUS_FIELDS
from tests.access.cast import FORMS, RIGHTS, ROLES, TODAY, case, consents, own, user
from tests.access.test_every_cell import NO_DOSSIER, TABLE, expected, situation

POP = FORMS["F07"]


def test_who_finalises_a_form_is_who_has_the_letter_or_where_nobody_has_it_who_writes() -> None:
    deviations, living = [], set()
    for form in FORMS:
        someone = any("F" in cell for (part, _), cell in TABLE.items() if part == form.part)
        if not someone and not form.freezes:
            living.add(form.code)
        assert RIGHTS.is_living(form) == (form.code in living), form.code
        for role in ROLES:
            who = user(role)
            for name in ("eigen", "geen", "andere gemeente"):
                dossier = None if form.part in NO_DOSSIER else situation(who, name, False)
                allowed = form.code not in living and expected(
                    role, form.part, "F" if someone else "W", "geen" if dossier is None else name, with_consent=False
                )
                if RIGHTS.may_finish(who, form, dossier, TODAY) != allowed:
                    deviations.append((form.code, role, name, allowed))
    assert deviations == []
    assert {"F00", "F14b", "F18", "F22"} & living and "F07" not in living


def test_who_finalises_is_told_by_the_titles_of_these_roles() -> None:
    assert RIGHTS.finishers(POP) == ("POP-consulent",)
    assert RIGHTS.finishers(FORMS["F04"]) == ("huisvestingsconsulent",)
    assert RIGHTS.finishers(FORMS["F00"]) == (), "the dossier is never final"
    for form in FORMS:
        someone = any("F" in cell for (part, _), cell in TABLE.items() if part == form.part)
        titles = [FORMS.roles.ROLES[role].title for role in ROLES if ("F" if someone else "W") in TABLE.get((form.part, role), "")]
        assert list(RIGHTS.finishers(form)) == ([] if RIGHTS.is_living(form) else titles), form.code


def test_the_parts_whose_cells_look_at_the_record_itself_are_those_of_the_legend() -> None:
    looking = {part for part in FORMS.roles.RIGHTS if RIGHTS.looks_at_answers(part)}
    assert looking == {"casus", "escalatie", "logboek", "uren", "contacten", "brieven"}


def test_who_reads_on_reads_and_does_nothing_else() -> None:
    mb = user("MB")
    ended = own(mb, facts={"F19.am_besluit": "afronden", "F19.definitive_on": TODAY.isoformat()})
    assert [letter for letter in "RWFTX" if RIGHTS.may(mb, letter, "begeleiding", ended, TODAY)] == ["R"]


def test_somebody_gets_of_a_record_just_the_answers_that_are_open() -> None:
    answers = {
        "kop": {"pop_start": "2026-01-05", "kracht": "volhouden", "vh_akkoord": "ja"},
        "meedoen": {"situatie": "kent de buurt", "module_acties": [{"id": "r1", "omschrijving": "fietsen", "module": "meedoen"}]},
        "gezondheid": {"situatie": "slaapt slecht"},
    }
    assert RIGHTS.open_answers(user("PC"), POP, answers, case(), TODAY) == answers
    seen = RIGHTS.open_answers(user("MB"), POP, answers, own(user("MB")), TODAY)
    assert seen == {"kop": {"pop_start": "2026-01-05", "kracht": "volhouden"}, "meedoen": answers["meedoen"]}
    assert RIGHTS.open_answers(user("MB"), POP, answers, case(), TODAY) == {}
    assert RIGHTS.open_answers(user("KV"), POP, answers, own(user("KV")), TODAY) == {}


def test_correcting_a_list_goes_by_the_role_and_a_dossier_by_the_relation_too() -> None:
    meeting, regeldag = FORMS["F14a"], FORMS["F04"]
    assert {role for role in ROLES if RIGHTS.may_correct(user(role), meeting, None, TODAY)} == {"PC", "CVLW"}
    assert {role for role in ROLES if RIGHTS.may_correct(user(role), regeldag, own(user(role)), TODAY)} == {"PC", "HVC"}
    assert not RIGHTS.may_correct(user("PC"), regeldag, own(user("PC"), gemeente="elders"), TODAY)
    assert not RIGHTS.may_correct(user("PC"), regeldag, None, TODAY)


def test_of_two_roles_the_noodinzage_that_shows_most_counts() -> None:
    assert {role for role in ROLES if RIGHTS.may_break(user(role), case(), TODAY)} == {"PC", "HVC", "IC", "CW", "CVLW"}
    narrow = RIGHTS.may_break(user("CVLW"), case(), TODAY)
    assert narrow and narrow.parts and "bsn" not in (narrow.names() or {"bsn"})
    for roles in (("CVLW", "IC"), ("IC", "CVLW")):
        wide = RIGHTS.may_break(user(*roles), case(), TODAY)
        assert wide and not wide.parts and set(wide.closed) == {"nummers", "gezondheid"}
    for roles in (("IC", "PC"), ("PC", "IC"), ("PC", "CVLW")):
        widest = RIGHTS.may_break(user(*roles), case(), TODAY)
        assert widest and not widest.closed and not widest.parts
    assert RIGHTS.may_break(user("IC"), case(gemeente="elders"), TODAY) is None


def test_an_act_that_is_not_in_the_table_is_nobodys() -> None:
    for role in ROLES:
        assert not RIGHTS.may_act(user(role), "verzonnen")
        assert RIGHTS.extent(user(role), "verzonnen") == frozenset()
    assert RIGHTS.extent(user("PC", "BM"), "export") == {"tabellen", "tellingen"}


def test_noodinzage_in_one_role_takes_nothing_from_another() -> None:
    both = user("IC", "PO")
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    opened = case(emergencies={both.id: noon + timedelta(hours=1)}, now=noon)
    assert RIGHTS.relation(both, "IC", opened, TODAY) == "nood"
    assert RIGHTS.may_act(both, "read_audit", opened, TODAY)
    assert not RIGHTS.may_act(user("IC"), "read_audit", opened, TODAY)


def test_the_fields_of_an_action_add_up_over_the_ways_to_see_it() -> None:
    origin = next(q for s, q in POP.questions() if s.name == "meedoen" and q.name == "module_acties")
    columns = {column.name for column in origin.columns}
    mb, cvlw, kv = user("MB"), user("CVLW"), user("KV")

    def fields(who, dossier, trekker="", module="meedoen", at=origin):
        return RIGHTS.action_fields(who, trekker, module, at, dossier, TODAY)

    assert fields(mb, own(mb), mb.id) == columns | set(OWN_ACTION_FIELDS)
    assert fields(mb, own(mb)) == columns
    assert fields(kv, own(kv), kv.id) == set(OWN_ACTION_FIELDS)
    assert fields(kv, own(kv)) == frozenset()
    talk = next(q for _, q in FORMS["F09"].questions() if q.block == "B-A")
    hvc = user("HVC")
    assert fields(hvc, own(hvc), at=talk) == set(STATUS_FIELDS)
    assert fields(hvc, own(hvc), hvc.id, at=talk) == set(OWN_ACTION_FIELDS) | set(STATUS_FIELDS)
    assert fields(cvlw, own(cvlw, gemeente="elders"), cvlw.id) == frozenset()


def test_the_trekker_handles_an_action_about_health_with_consent_only_and_while_it_is_valid() -> None:
    origin = next(q for s, q in POP.questions() if s.name == "gezondheid" and q.name == "module_acties")
    cmd = user("CMD")

    def handles(lines, module="gezondheid"):
        return RIGHTS.may_handle_action(cmd, cmd.id, module, origin, own(cmd, consents=lines), TODAY)

    assert handles(consents(cmd, "gezondheid")) and handles(consents(cmd, "gezondheid", until=TODAY))
    assert not handles(()) and not handles(consents(cmd, "gezondheid", until=TODAY - timedelta(days=1)))
    assert not handles((), "meedoen"), "nor when the row says that it is about something else"
    meedoen = next(q for s, q in POP.questions() if s.name == "meedoen" and q.name == "module_acties")
    assert not RIGHTS.may_handle_action(cmd, cmd.id, "gezondheid", meedoen, own(cmd), TODAY), "nor when it was born elsewhere"
    assert RIGHTS.may_handle_action(cmd, cmd.id, "meedoen", meedoen, own(cmd), TODAY)
