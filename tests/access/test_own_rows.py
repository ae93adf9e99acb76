"""Lists of which somebody reads the own rows only: of the module that one pulls, of the own function or of the own organisation."""

from __future__ import annotations

from dataclasses import replace

from popforms.access import STATUS_FIELDS, Rights
from tests.access.cast import CMD, FORMS, RIGHTS, TODAY, VWN, case, consents, own, user
from tests.access.questions import CW, HVC, IC, MB, PC, POP, Toestemming, form, question
from tests.access.test_table import table

TALK, MEETING = FORMS["F09"], FORMS["F06"]
TALKED_OVER = question(TALK, "vg_acties")
ACTIONS = [
    {"id": "r1", "actie": "fietsen", "module": "meedoen"},
    {"id": "r2", "actie": "solliciteren", "module": "werk"},
    {"id": "r3", "actie": "naar de huisarts", "module": "gezondheid"},
    {"id": "r4", "actie": "bellen"},
]


def rows_of(who, dossier, rows=ACTIONS, asked=TALKED_OVER, rights=RIGHTS):
    return [row["id"] for row in rights.open_rows(who, asked, rows, dossier, TODAY)]


def test_of_the_actions_in_a_talk_one_reads_those_of_the_module_that_one_pulls() -> None:
    pulled = {"meedoen": MB.person, "werk": CW.id}
    assert rows_of(MB, own(MB, modules=pulled)) == ["r1"]
    assert rows_of(CW, own(CW, modules=pulled)) == ["r2"]
    assert rows_of(IC, own(IC, modules=pulled)) == []
    assert rows_of(PC, own(PC, modules=pulled)) == ["r1", "r2", "r3", "r4"]
    assert rows_of(MB, case(modules=pulled)) == []
    assert rows_of(user("MB", "CW", person=MB.person), own(MB, modules={"meedoen": MB.person, "werk": MB.person})) == ["r1", "r2"]


def test_a_module_that_nobody_pulls_is_not_of_whoever_has_no_line_in_the_contacts() -> None:
    for who in (replace(MB, person=None), replace(MB, person="")):
        assert rows_of(who, own(who, modules={})) == []
        assert rows_of(who, own(who, modules={"meedoen": ""})) == []


def test_who_pulls_health_reads_its_rows_with_consent_only_and_the_other_rows_without() -> None:
    mine = own(MB, modules={"meedoen": str(MB.person), "gezondheid": str(MB.person)})
    assert rows_of(MB, mine) == ["r1"]
    assert rows_of(MB, replace(mine, consents=consents(MB, "werk"))) == ["r1"]
    assert rows_of(MB, replace(mine, consents=consents(MB, "gezondheid"))) == ["r1", "r3"]
    assert rows_of(MB, own(MB, consents=consents(MB, "gezondheid"))) == [], "consent makes a module of somebody else no own one"


def test_the_inkomensconsulent_reads_what_was_talked_over_with_this_function() -> None:
    asked = question(MEETING, "acties_gecheckt")
    rows = [{"id": "r1", "wie": "MB"}, {"id": "r2", "wie": "inkomensconsulent"}, {"id": "r3", "wie": None}]
    assert rows_of(IC, own(IC), rows, asked) == ["r2"]
    assert rows_of(PC, own(PC), rows, asked) == ["r1", "r2", "r3"]
    assert rows_of(MB, own(MB), rows, asked) == []


def test_who_has_no_organisation_has_no_rows_of_the_own_organisation() -> None:
    asked = question(form(Toestemming), "to_regels")
    rows = [
        {"id": "r1", "organisatie": VWN},
        {"id": "r2", "organisatie": CMD},
        {"id": "r3", "organisatie": ""},
        {"id": "r4", "organisatie": None},
    ]
    assert rows_of(MB, own(MB), rows, asked) == ["r1"]
    for nothing in ("", None):
        nobodys = replace(MB, organisation=nothing)
        assert rows_of(nobodys, own(nobodys), rows, asked) == []


def test_what_belongs_to_no_dossier_has_no_module_of_ones_own() -> None:
    words = FORMS.roles
    rights = Rights(
        table(
            FIELDS={**words.FIELDS, ("contacten", "CVLW"): {"W": "ct_naam", "R": "vg_acties"}},
            ROWS={**words.ROWS, ("contacten", "CVLW"): {"vg_acties": "eigen module"}},
        )
    )
    asked = replace(TALKED_OVER, part="contacten")
    assert rows_of(user("CVLW"), None, asked=asked, rights=rights) == []
    assert len(rows_of(user("FB"), None, asked=asked, rights=rights)) == len(ACTIONS)


def test_a_list_that_is_closed_for_a_role_everywhere_is_not_opened_by_that_role_beside_another() -> None:
    """With ONLY the rows go by the roles that it names: a PC who is begeleider too reads the own organisation's rows here."""
    asked = question(form(Toestemming), "to_regels")
    rows = [{"id": "r1", "organisatie": VWN}, {"id": "r2", "organisatie": CMD}]
    both = user("MB", "PC", organisation=VWN)
    assert rows_of(both, own(both), rows, asked) == ["r1", "r2"]
    rights = Rights(table(ONLY={"to_regels": ("MB",)}))
    assert rows_of(both, own(both), rows, asked, rights) == ["r1"]
    assert rows_of(PC, own(PC), rows, asked, rights) == []


def test_who_approves_the_plan_reads_all_rows_of_it_whatever_the_own_role_leaves_out() -> None:
    plan, words = FORMS["F08b"], FORMS.roles
    asked = question(plan, "p19_team")
    rows = [{"id": "r1", "rol": "consulent Werk"}, {"id": "r2", "rol": "sleutelpersoon"}]
    rights = Rights(table(ROWS={**words.ROWS, ("pip", "CW"): {"p19_team": "eigen functie"}}))
    mine = own(CW, pip_team=frozenset({str(CW.person)}))
    approving = replace(mine, approving=frozenset({str(CW.person)}))
    assert rows_of(CW, mine, rows, asked, rights) == []
    assert rows_of(CW, approving, rows, asked, rights) == ["r1", "r2"]
    assert "pip_team.p19_team" in rights.readable(CW, plan, approving, TODAY)
    assert "pip_team.p19_team" not in rights.readable(CW, plan, mine, TODAY)


# An action is a row too


def test_of_an_action_that_was_born_in_a_talk_one_sees_the_text_when_it_is_of_the_own_module() -> None:
    born = question(TALK, "vg_nieuwe_acties")
    columns = {column.name for column in born.columns}
    mine = own(MB, modules={"meedoen": str(MB.person)})
    assert RIGHTS.action_fields(MB, "p-other", "meedoen", born, mine, TODAY) == columns
    assert RIGHTS.action_fields(MB, "p-other", "werk", born, mine, TODAY) == frozenset()
    assert RIGHTS.action_fields(HVC, "p-other", "werk", born, own(HVC), TODAY) == set(STATUS_FIELDS)
    assert RIGHTS.action_fields(HVC, "p-other", "werk", born, case(), TODAY) == frozenset()


def test_the_trekker_keeps_the_own_fields_where_the_list_of_the_form_asks_fewer() -> None:
    short = TALKED_OVER
    mine = own(MB, modules={"meedoen": str(MB.person)})
    columns = {column.name for column in short.columns}
    seen = RIGHTS.action_fields(MB, str(MB.person), "meedoen", short, mine, TODAY)
    assert "omschrijving" in seen - columns and columns < seen


def test_the_pc_of_a_restricted_dossier_handles_the_own_action_of_it() -> None:
    born = question(POP, "module_acties", "meedoen")
    restricted = own(PC, facts={"inzage_beperkt": "ja"}, actions_of=frozenset({PC.id}))
    assert RIGHTS.may_handle_action(PC, PC.id, "meedoen", born, restricted, TODAY)
    assert RIGHTS.action_fields(PC, PC.id, "meedoen", TALKED_OVER, restricted, TODAY) >= {"omschrijving", "voortgang"}
    other = user("PC", id="u-other", person="p-other")
    assert not RIGHTS.may_handle_action(other, other.id, "meedoen", born, restricted, TODAY)


def test_an_action_is_its_trekkers_also_when_nothing_else_of_the_dossier_is() -> None:
    born = question(POP, "module_acties", "meedoen")
    assert not RIGHTS.may_see_case(MB, case(), TODAY)
    assert RIGHTS.may_handle_action(MB, str(MB.person), "meedoen", born, case(), TODAY)
    assert not RIGHTS.may_handle_action(MB, str(MB.person), "meedoen", born, case(gemeente="elders"), TODAY)
