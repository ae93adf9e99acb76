"""Which answers somebody reads in every dossier, so that a list of terms needs not ask dossier by dossier; in doubt it is no."""

from __future__ import annotations

from dataclasses import replace

import pytest

from popforms import equals
from popforms.access import Rights
from tests.access.cast import FORMS, RIGHTS, ROLES, user
from tests.access.questions import PERSOON, TOLK, question
from tests.access.test_table import cell, table

ASKED = replace(question(FORMS["F00"], "pc"), name="vraag")


def everywhere(part: str, rights: Rights = RIGHTS) -> set[str]:
    """The roles that read a question of this part everywhere."""
    return {role for role in ROLES if rights.reads_everywhere(user(role), replace(ASKED, part=part))}


@pytest.mark.parametrize(
    ("part", "roles"),
    [
        ("persoon", {"PC"}),  # who writes reads; the HVC has all dossiers for a time only
        ("stamgegevens", {"PC"}),
        ("meedoen", {"PC"}),
        ("regeldag", set()),  # named fields
        ("begeleiding", set()),  # named fields, or with consent
        ("uren", set()),  # the own lines, or counts
    ],
)
def test_a_part_is_read_everywhere_by_the_role_that_has_all_dossiers_and_no_limit(part: str, roles: set[str]) -> None:
    assert everywhere(part) == roles


@pytest.mark.parametrize(
    ("text", "reads"),
    [("R", True), ("W", True), ("WFX", True), ("A, R", True), ("A", False), ("FTX", False), ("s", False), ("Re", False), ("We", False),
     ("t", False), ("Rt", False), ("Ro", False), ("Re, A", False), ("-", False), ("–", False)],
)  # fmt: skip
def test_each_limit_takes_it_away_and_so_does_a_letter_that_is_not_reading(text: str, reads: bool) -> None:
    rights = Rights(table(RIGHTS=cell("gezondheid", "PC", text)))
    assert rights.reads_everywhere(user("PC"), replace(ASKED, part="gezondheid")) == reads
    assert rights.reads_everywhere(user("MB", "PC"), replace(ASKED, privacy="bijzonder")) == reads
    assert not rights.reads_everywhere(user("MB"), replace(ASKED, part="gezondheid"))


def test_named_fields_and_a_cell_that_looks_at_the_record_are_not_read_everywhere() -> None:
    named = {**FORMS.roles.FIELDS, ("pip", "PC"): {"R": "vraag"}}
    rights = Rights(table(RIGHTS=cell("pip", "PC", "Rd"), FIELDS=named))
    assert not rights.reads_everywhere(user("PC"), replace(ASKED, part="pip"))
    beside = Rights(table(RIGHTS=cell("pip", "PC", "Rd, R"), FIELDS=named))
    assert beside.reads_everywhere(user("PC"), replace(ASKED, part="pip"))
    looking = {**FORMS.roles.WHEN, ("pip", "PC"): {"R": equals("pip_soort", "eerste")}}
    rights = Rights(table(RIGHTS=cell("pip", "PC", "Rd, R"), FIELDS=named, WHEN=looking))
    assert not rights.reads_everywhere(user("PC"), replace(ASKED, part="pip"))


def test_a_field_that_is_closed_for_other_roles_is_asked_dossier_by_dossier() -> None:
    assert not RIGHTS.reads_everywhere(user("PC"), question(TOLK, "tk_niet_voor"))
    assert RIGHTS.reads_everywhere(user("PC"), question(PERSOON, "ct_naam"))


def test_what_is_heavy_goes_by_its_own_part() -> None:
    rights = Rights(table(RIGHTS=cell("gezondheid", "PC", "Re")))
    assert not rights.reads_everywhere(user("PC"), replace(ASKED, privacy="bijzonder"))
    assert rights.reads_everywhere(user("PC"), replace(ASKED, privacy="nummer"))
