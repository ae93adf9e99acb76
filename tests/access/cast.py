"""The people of these tests: one for each role, all in gemeente Lindewaard, and one dossier that each of them can be named in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from popforms import load_forms
from popforms.access import Case, Consent, Rights, User

FORMS = load_forms(Path(__file__).parents[2] / "forms")
RIGHTS = Rights(FORMS.roles)
TODAY = date(2026, 3, 2)
GEMEENTE, VWN, CMD = "lindewaard", "vluchtelingenwerk", "cmd"

NAMED_IN = {
    "PC": "pc", "HVC": "hvc", "MB": "mb", "CVLW": "cvlw", "IC": "inkomensconsulent", "CW": "consulent_werk",
    "TC": "coordinator_taal", "CMD": "contact_cmd",
}  # fmt: skip
ORGANISATION = {"MB": VWN, "CVLW": VWN, "CMD": CMD, "TC": "welzijn", "KV": "kansverkenners"}
ROLES = ("PC", "HVC", "MB", "CVLW", "IC", "CW", "KV", "CMD", "TC", "BM", "FB", "PO", "WH")


def user(*roles: str, **about: Any) -> User:
    """Somebody with these roles."""
    name = "-".join(roles)
    organisation = ORGANISATION.get(roles[0], "gemeente-lindewaard") if roles else None
    start = User(f"u-{name}", name.lower(), name, roles, (GEMEENTE,), f"p-{name}", organisation)
    return replace(start, **about)


def case(**about: Any) -> Case:
    """The dossier, with nobody in it who is not named here."""
    return Case(**{"id": "d1", "gemeente": GEMEENTE, **about})


def own(who: User, **about: Any) -> Case:
    """A dossier that names this person: in F00, or as trekker of an action where F00 has no place for the role."""
    fields = {NAMED_IN[role]: who.person or who.id for role in who.roles if role in NAMED_IN}
    trekker = frozenset() if fields else frozenset({who.id})
    return case(**{"team": fields, "actions_of": trekker, **about})


TOPICS = ("planning en contact", "taal", "inburgering", "werk", "inkomen", "gezondheid", "gezin en school", "gezinshereniging")


def consents(who: User, *topics: str, until: date = TODAY + timedelta(days=100)) -> tuple[Consent, ...]:
    """Valid lines of F17 for the organisation of this person."""
    return tuple(Consent(who.organisation or "", topic, until) for topic in topics or TOPICS)
