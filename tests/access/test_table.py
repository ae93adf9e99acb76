"""A mistake in rollen.py is refused at start, with the place and the remedy."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from popforms import equals
from popforms.access import Rights, Role, rights_table
from popforms.definition.questions import DefinitionError
from tests.access.cast import FORMS


def table(**change: Any) -> SimpleNamespace:
    """The data of rollen.py with some of it replaced; a name set to None is left out."""
    words = {name: value for name, value in vars(FORMS.roles).items() if name.isupper()} | change
    return SimpleNamespace(**{name: value for name, value in words.items() if value is not None})


def cell(part: str, role: str, text: str) -> dict[str, dict[str, str]]:
    rights = {name: dict(line) for name, line in FORMS.roles.RIGHTS.items()}
    rights[part][role] = text
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
        ({"FIELDS": {**FORMS.roles.FIELDS, ("pip", "XX"): {"R": "a"}}}, "FIELDS: rol ‘XX’ bestaat niet."),
        ({"FIELDS": {**FORMS.roles.FIELDS, ("pip", "IC"): {"F": "a"}}}, "FIELDS, pip, IC: ‘F’ bestaat niet. Kies uit W, R en t."),
        ({"TEAM_FIELDS": {"ZZ": "pc"}}, "TEAM_FIELDS: rol ‘ZZ’ bestaat niet."),
        ({"TEAM_ROWS": {"ZZ": ("F03a.intake_team", "naam", "rol", "x")}}, "TEAM_ROWS: rol ‘ZZ’ bestaat niet."),
        ({"PER_GEMEENTE": ("overal",)}, "PER_GEMEENTE: onderdeel ‘overal’ bestaat niet."),
        ({"WITHOUT_DOSSIER": ("overal",)}, "WITHOUT_DOSSIER: onderdeel ‘overal’ bestaat niet."),
        ({"ACTIONS": {**FORMS.roles.ACTIONS, "export": {"PC": "misschien"}}}, "ACTIONS, export: woord ‘misschien’ bestaat niet."),
        ({"ROWS": {("gesprek", "MB"): {"acties": "soms"}}}, "ROWS, gesprek, MB: woord ‘soms’ bestaat niet."),
        (
            {"WHEN": {("pip", "PC"): {"R": equals("a", "b")}}},
            "WHEN of ROWS, pip, PC: het vakje ‘WFTX’ heeft geen d. Zet er een d bij of haal de regel weg.",
        ),
        ({"WHEN": {("pip", "XX"): {"R": equals("a", "b")}}}, "WHEN: rol ‘XX’ bestaat niet."),
        ({"RIGHTS": None}, "RIGHTS ontbreekt. Voeg RIGHTS toe, zoals in het bestand dat bij popforms hoort."),
        ({"ROLES": {"PC": Role("POP-consulent", "gemeente", "alle", "Hallo.")}}, "RIGHTS: rol ‘HVC’ bestaat niet."),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_place_and_remedy(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DefinitionError) as error:
        Rights(table(**change))
    assert str(error.value).startswith(f"rollen.py: {sentence}")


def test_a_folder_without_roles_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"rollen\.py ontbreekt in de map met formulieren"):
        Rights(None)


def test_a_line_of_the_table_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(DefinitionError, match="de regel ‘pip’ heeft 1 vakjes; het moeten er 2 zijn"):
        rights_table("onderdeel | PC | HVC\n pip | W")


def test_a_line_that_stands_twice_is_refused() -> None:
    with pytest.raises(DefinitionError, match="de regel ‘pip’ staat er twee keer"):
        rights_table("onderdeel | PC\n pip | W\n pip | R")
