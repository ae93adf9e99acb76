"""Somebody with two roles may what the one role gives and what the other gives, in whatever order they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from popforms.access import Case, User
from tests.access.cast import FORMS, RIGHTS, TODAY, VWN, case, own, user

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
PAIRS = [("BM", "PC"), ("FB", "MB"), ("KV", "CMD"), ("CVLW", "IC"), ("HVC", "CW"), ("PO", "KV"), ("BM", "HVC"), ("MB", "CVLW")]


def dossiers(who: User) -> dict[str, Case | None]:
    """Dossiers in which the one role of somebody may give what the other does not."""
    emergency = {"emergencies": {who.id: NOON + timedelta(hours=1)}, "now": NOON}
    return {
        "own": own(who),
        "nobody's": case(),
        "of the organisation": case(organisations=frozenset({VWN})),
        "of another gemeente": own(who, gemeente="elders"),
        "being made": case(kept=False, made_by=who.id, gemeente=""),
        "the work has ended": own(who, facts={"F03c.definitive_on": TODAY, "F19.am_besluit": "afronden", "F19.definitive_on": TODAY}),
        "the house was long ago": own(who, facts={"datum_huisvesting": "2025-01-01"}, team={}, **emergency),
        "in an emergency": case(facts={"datum_huisvesting": "2025-01-01"}, **emergency),
        "restricted": own(who, facts={"inzage_beperkt": "ja"}, **emergency),
        "no dossier": None,
    }


@pytest.mark.parametrize("roles", [*PAIRS, *(pair[::-1] for pair in PAIRS)], ids="-".join)
def test_two_roles_give_what_each_of_them_gives(roles: tuple[str, str]) -> None:
    both = user(*roles, id="u-both", person="p-both", organisation=VWN)
    alone = [replace(both, roles=(role,)) for role in roles]
    given = 0
    for name, dossier in dossiers(both).items():
        for part in FORMS.roles.RIGHTS:
            for letter in "RWX":
                allowed = [RIGHTS.may(one, letter, part, dossier, TODAY) for one in alone]
                given += any(allowed)
                assert RIGHTS.may(both, letter, part, dossier, TODAY) == any(allowed), (name, part, letter)
        if dossier is not None:
            assert RIGHTS.may_see_case(both, dossier, TODAY) == any(RIGHTS.may_see_case(one, dossier, TODAY) for one in alone), name
    assert given > 20


def test_a_role_that_is_not_in_the_table_gives_nothing_and_takes_nothing() -> None:
    for roles in (("BAAS",), ("PIP-team",)):
        assert not RIGHTS.may_see_case(user(*roles), own(user(*roles)), TODAY)
        assert RIGHTS.may_search(user(*roles)) == frozenset()
    for roles in (("BAAS", "MB"), ("MB", "BAAS")):
        who = user(*roles, organisation=VWN)
        assert RIGHTS.may(who, "W", "meedoen", own(who), TODAY) and RIGHTS.may_see_case(who, own(who), TODAY)
        assert RIGHTS.may_search(who) == {"naam", "geboortedatum", "dossiernummer"}
