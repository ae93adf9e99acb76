"""A mistake in rollen.py is refused at start, with the place and the remedy."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from popforms import equals
from popforms.access import Case, Emergency, Rights, Role, User, rights_table
from popforms.definition.questions import DefinitionError
from tests.access.cast import FORMS, TODAY, case, consents, own, user
from tests.access.questions import question


def table(**change: Any) -> SimpleNamespace:
    """The data of rollen.py with some of it replaced; a name set to None is left out."""
    words = {name: value for name, value in vars(FORMS.roles).items() if name.isupper()} | change
    return SimpleNamespace(**{name: value for name, value in words.items() if value is not None})


def cell(part: str, role: str, text: str) -> dict[str, dict[str, str]]:
    rights = {name: dict(line) for name, line in FORMS.roles.RIGHTS.items()}
    rights[part][role] = text
    return rights


ROLES = "Kies uit: BM, CMD, CVLW, CW, FB, HVC, IC, KV, MB, PC, PIP-team, PO, TC, WH."
PARTS = (
    "Kies uit: aanmelding, afronding_mb, afronding_pop, begeleiding, brieven, casus, casus_algemeen, contacten, escalatie, figuren, gesprek, "
    "gezondheid, inburgering, inkomen, intake, intake_akkoord, klantprofiel, logboek, meedoen, nummers, persoon, pip, pop, pvt, regeldag, "
    "stamgegevens, taal, teamoverleg, toestemming, uren, werk."
)


def without(part: str, role: str) -> dict[str, dict[str, str]]:
    """The table of rights without one cell."""
    rights = cell(part, role, "-")
    del rights[part][role]
    return rights


def test_the_table_as_it_is_works() -> None:
    assert Rights(table()).table.cell("pip", "PC").terms


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"RIGHTS": cell("pip", "PC", "WZ")}, "RIGHTS, pip, PC: ‘Z’ in ‘WZ’ betekent niets. Gebruik W R F T X A s met d e t o, of een -."),
        ({"RIGHTS": cell("pip", "PC", "e")}, "RIGHTS, pip, PC: ‘e’ zegt niet wat er mag. Zet er W, R of een andere letter voor, of een -."),
        ({"RIGHTS": cell("pip", "PC", "")}, "RIGHTS, pip, PC: ‘’ zegt niet wat er mag. Zet er W, R of een andere letter voor, of een -."),
        (
            {"RIGHTS": cell("intake", "MB", "Rd")},
            "RIGHTS, intake, MB: ‘Rd’ heeft een d, maar FIELDS noemt geen velden. Zet ze bij FIELDS of haal de d weg.",
        ),
        (
            {"RIGHTS": cell("pvt", "MB", "Re")},
            "FIELDS, pvt, MB: het vakje ‘Re’ heeft geen d of t. Zet er een d bij of haal de velden weg.",
        ),
        (
            {"RIGHTS": cell("pvt", "CVLW", "Rd")},
            "FIELDS, pvt, CVLW: er staan velden onder W, maar het vakje ‘Rd’ laat niet schrijven. Zet ze onder R.",
        ),
        (
            {"RIGHTS": cell("meedoen", "CVLW", "t")},
            "TOPICS: onderdeel meedoen ontbreekt, maar RIGHTS, meedoen, CVLW vraagt toestemming. Noem het onderwerp van de toestemming.",
        ),
        ({"FIELDS": {**FORMS.roles.FIELDS, ("pip", "XX"): {"R": "a"}}}, f"FIELDS: rol ‘XX’ bestaat niet. {ROLES}"),
        ({"FIELDS": {**FORMS.roles.FIELDS, ("pap", "IC"): {"R": "a"}}}, f"FIELDS: onderdeel ‘pap’ bestaat niet. {PARTS}"),
        ({"FIELDS": {**FORMS.roles.FIELDS, ("pip", "IC"): {"F": "a"}}}, "FIELDS, pip, IC: ‘F’ bestaat niet. Kies uit W, R en t."),
        (
            {"FIELDS": {**FORMS.roles.FIELDS, ("pip", "IC"): {"T": "a", "R": "b", "F": "c"}}},
            "FIELDS, pip, IC: ‘F’ bestaat niet. Kies uit W, R en t.",
        ),
        ({"TEAM_FIELDS": {"ZZ": "pc"}}, f"TEAM_FIELDS: rol ‘ZZ’ bestaat niet. {ROLES}"),
        ({"TEAM_ROWS": {"ZZ": ("F03a.intake_team", "naam", "rol", "x")}}, f"TEAM_ROWS: rol ‘ZZ’ bestaat niet. {ROLES}"),
        ({"CORRECT": {"ZZ": ("*",)}}, f"CORRECT: rol ‘ZZ’ bestaat niet. {ROLES}"),
        ({"SECOND_PERSON": ("PC", "ZZ")}, f"SECOND_PERSON: rol ‘ZZ’ bestaat niet. {ROLES}"),
        ({"ONLY": {"tk_niet_voor": ("PC", "ZZ")}}, f"ONLY, tk_niet_voor: rol ‘ZZ’ bestaat niet. {ROLES}"),
        ({"PER_GEMEENTE": ("overal",)}, f"PER_GEMEENTE: onderdeel ‘overal’ bestaat niet. {PARTS}"),
        ({"WITHOUT_DOSSIER": ("overal",)}, f"WITHOUT_DOSSIER: onderdeel ‘overal’ bestaat niet. {PARTS}"),
        ({"CLOSED_AFTER_END": (("gezondheid", "ZZ"),)}, f"CLOSED_AFTER_END: rol ‘ZZ’ bestaat niet. {ROLES}"),
        ({"CLOSED_AFTER_END": (("overal", "KV"),)}, f"CLOSED_AFTER_END: onderdeel ‘overal’ bestaat niet. {PARTS}"),
        ({"ACTIONS": {**FORMS.roles.ACTIONS, "export": {"ZZ": "ja"}}}, f"ACTIONS, export: rol ‘ZZ’ bestaat niet. {ROLES}"),
        (
            {"ACTIONS": {**FORMS.roles.ACTIONS, "export": {"PC": "misschien"}}},
            "ACTIONS, export: woord ‘misschien’ bestaat niet. Kies uit: alle, anderen, eigen dossiers, eigen organisatie, eigen partij, ja, "
            "overzicht, systeemregels, tabellen, tellingen, zichtbaar.",
        ),
        (
            {"ACTIONS": {**FORMS.roles.ACTIONS, "emergency": {"PC": "ja"}}},
            "ACTIONS, emergency: woord ‘ja’ bestaat niet. Kies uit: contact en planning, lezen, lezen, ook beperkt.",
        ),
        (
            {"EMERGENCIES": {**FORMS.roles.EMERGENCIES, "lezen": Emergency(closed=("nummer",))}},
            f"EMERGENCIES, lezen: onderdeel ‘nummer’ bestaat niet. {PARTS}",
        ),
        (
            {"EMERGENCIES": {**FORMS.roles.EMERGENCIES, "lezen": Emergency(parts=("alles",))}},
            f"EMERGENCIES, lezen: onderdeel ‘alles’ bestaat niet. {PARTS}",
        ),
        (
            {"ROWS": {("gesprek", "MB"): {"acties": "soms"}}},
            "ROWS, gesprek, MB: woord ‘soms’ bestaat niet. Kies uit: eigen functie, eigen module, eigen organisatie.",
        ),
        ({"ROWS": {("gesprek", "XX"): {"acties": "eigen module"}}}, f"ROWS: rol ‘XX’ bestaat niet. {ROLES}"),
        (
            {"ROWS": {("pip", "PC"): {"p19_team": "eigen functie"}}},
            "WHEN of ROWS, pip, PC: het vakje ‘WFTX’ heeft geen d. Zet er een d bij of haal de regel weg.",
        ),
        (
            {"WHEN": {("pip", "PC"): {"R": equals("a", "b")}}},
            "WHEN of ROWS, pip, PC: het vakje ‘WFTX’ heeft geen d. Zet er een d bij of haal de regel weg.",
        ),
        ({"WHEN": {("pip", "XX"): {"R": equals("a", "b")}}}, f"WHEN: rol ‘XX’ bestaat niet. {ROLES}"),
        (
            {"RIGHTS": without("pip", "IC")},
            "RIGHTS: onderdeel pip heeft geen vakje voor IC. Voeg het toe of haal de velden weg.",
        ),
        ({"RIGHTS": None}, "RIGHTS ontbreekt. Voeg RIGHTS toe, zoals in het bestand dat bij popforms hoort."),
        (
            {"ROLES": {"PC": Role("POP-consulent", "gemeente", "alle")}},
            "RIGHTS: rol ‘HVC’ bestaat niet. Kies uit: PC, PIP-team.",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_place_and_remedy(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DefinitionError) as error:
        Rights(table(**change))
    assert str(error.value) == f"rollen.py: {sentence}"


def test_a_folder_without_roles_is_refused() -> None:
    with pytest.raises(DefinitionError) as error:
        Rights(None)
    assert str(error.value) == "rollen.py ontbreekt in de map met formulieren. Zet het bestand met de rollen en rechten erbij."


@pytest.mark.parametrize(
    "name",
    [
        "ROLES", "TEAM_FIELDS", "TEAM_ROWS", "TOPICS", "ACTIONS", "CORRECT", "ONLY", "SECOND_PERSON", "WITHOUT_DOSSIER", "PER_GEMEENTE",
        "CLOSED_AFTER_END", "RESTRICTED_WHEN", "RESTRICTED_TO", "EMERGENCIES", "RIGHTS", "FIELDS", "WHEN", "ROWS",
    ],
)  # fmt: skip
def test_a_name_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(DefinitionError) as error:
        Rights(table(**{name: None}))
    assert str(error.value) == f"rollen.py: {name} ontbreekt. Voeg {name} toe, zoals in het bestand dat bij popforms hoort."


# A table that is written as text


def test_a_table_is_a_line_for_each_part_and_a_column_for_each_role() -> None:
    text = """
        onderdeel | PC   | HVC | PO
        pip       | WFTX | Rd, t | -
        uren      | Wo, A|     | –
    """
    assert rights_table(text) == {"pip": {"PC": "WFTX", "HVC": "Rd, t", "PO": "-"}, "uren": {"PC": "Wo, A", "HVC": "", "PO": "–"}}


@pytest.mark.parametrize(("line", "cells"), [("pip | W", 1), ("pip | W | R | -", 3), ("pip", 0)])
def test_a_line_of_the_table_with_a_cell_too_few_or_too_many_is_refused(line: str, cells: int) -> None:
    with pytest.raises(DefinitionError) as error:
        rights_table(f"onderdeel | PC | HVC\n pop | W | R\n {line}")
    assert str(error.value) == f"rollen.py: de regel ‘pip’ heeft {cells} vakjes; het moeten er 2 zijn. Zet er een - waar niets mag."


def test_a_line_that_stands_twice_is_refused() -> None:
    with pytest.raises(DefinitionError) as error:
        rights_table("onderdeel | PC\n pop | W\n pip | W\n pip | R")
    assert str(error.value) == "rollen.py: de regel ‘pip’ staat er twee keer. Haal er een weg."


# What stands in it is what is decided


def test_a_cell_of_a_table_decides_as_it_is_written() -> None:
    said = {("meedoen", "CW"): {"R": "situatie F07.wens", "W": "F04.doel F07.doel"}, ("pip", "PIP-team"): {"R": "situatie", "t": "wens"}}
    one = {part: dict.fromkeys(line, "-") for part, line in FORMS.roles.RIGHTS.items()}
    one["meedoen"] |= {"CW": "Wde", "IC": "–", "MB": "t", "CVLW": " A , R "}
    rights = Rights(table(RIGHTS=one, FIELDS=said, WHEN={}, ROWS={}, TOPICS={"meedoen": ("taal",), "pip": ("werk",)}))
    ask = question(FORMS["F07"], "situatie", "meedoen")

    def reads(who: User, dossier: Case, name: str = "situatie", **about: str) -> bool:
        return rights.may_read(who, replace(ask, name=name, **about), dossier, TODAY, {})

    cw, mb, cvlw, ic = user("CW"), user("MB"), user("CVLW"), user("IC")
    assert [name for name in ("situatie", "wens", "doel", "taal") if reads(cw, own(cw), name)] == ["situatie", "wens", "doel"]
    assert [code for code in ("F04", "F07", "F08") if reads(cw, own(cw), "doel", code=code)] == ["F04", "F07"]
    assert [code for code in ("F04", "F07", "F08") if reads(cw, own(cw), "situatie", code=code)] == ["F04", "F07", "F08"]
    assert rights.writable(cw, FORMS["F07"], own(cw), TODAY, {}) == frozenset() and not reads(cw, case())
    assert rights.may_write(cw, replace(ask, name="doel"), own(cw), TODAY, {}) and not rights.may_write(cw, ask, own(cw), TODAY, {})
    assert not reads(ic, own(ic))
    assert reads(mb, own(mb, consents=consents(mb, "taal"))) and not reads(mb, own(mb, consents=consents(mb, "werk")))
    assert rights.may(mb, "R", "meedoen", own(mb, consents=consents(mb, "taal")), TODAY)
    assert not any(rights.may(mb, letter, "meedoen", own(mb, consents=consents(mb)), TODAY) for letter in "WFTXA")
    assert reads(cvlw, own(cvlw)) and rights.may_ever(cvlw, "A", "meedoen") and not rights.may_ever(cw, "A", "meedoen")
    approving = case(approving=frozenset({ic.id}))
    assert reads(ic, approving, part="pip") and not reads(ic, approving, "wens", part="pip") and not reads(ic, approving)
    assert reads(ic, replace(approving, consents=consents(ic, "werk")), "wens", part="pip")
    assert not reads(ic, replace(approving, consents=consents(ic, "taal")), "wens", part="pip")


def test_who_a_restricted_dossier_is_for_is_what_the_table_says() -> None:
    rights = Rights(table(RESTRICTED_WHEN=equals("geheim", "ja"), RESTRICTED_TO=("mb",)))
    mb, pc = user("MB"), user("PC")
    for about, seen in (({"geheim": "ja"}, False), ({"inzage_beperkt": "ja"}, True), ({}, True)):
        assert rights.may_see_case(pc, case(facts=about), TODAY) == seen
        assert rights.may_see_case(mb, own(mb, facts=about), TODAY)


def test_a_table_without_noodinzage_has_none() -> None:
    rights = Rights(table(ACTIONS={name: line for name, line in FORMS.roles.ACTIONS.items() if name != "emergency"}))
    for role in ("PC", "HVC", "IC", "CW", "CVLW"):
        assert rights.may_break(user(role), case(), TODAY) is None
        assert rights.extent(user(role), "emergency") == frozenset()
