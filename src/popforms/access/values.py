"""Who asks and about which dossier: the values that rights are decided on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

NOT_YOURS = "Dit is er niet, of het is niet voor jou. Ga terug naar Werk."
"""One sentence for 'not yours' and 'does not exist', so that a guess teaches nothing."""


class AccessDenied(Exception):
    """Refused; the message is the one sentence that people see."""

    def __init__(self) -> None:
        super().__init__(NOT_YOURS)


def require(allowed: object) -> None:
    """Go on when allowed; raises AccessDenied otherwise."""
    if not allowed:
        raise AccessDenied


@dataclass(frozen=True)
class User:
    """Somebody who is logged in: roles and gemeenten decide, `person` is the own line in the contact list."""

    id: str
    username: str
    name: str
    roles: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()
    person: str | None = None
    organisation: str | None = None
    email: str = ""
    phone: str = ""

    @property
    def ids(self) -> frozenset[str]:
        """Both ids under which a form can name this person: the account and the line in the contact list."""
        return frozenset(one for one in (self.id, self.person) if one)


@dataclass(frozen=True)
class Consent:
    """A line of the consent form (F17) that says yes: to which organisation, about what, and the last day it holds."""

    organisation: str
    topic: str
    until: date


@dataclass(frozen=True)
class Case:
    """What decides about one dossier, as it is today.

    `facts` are those of F00 by plain name and of other forms as 'F19.am_besluit' or 'F03c.definitive_on'; `team` is each F00
    field with the user or contact person it names, `named` the persons of each role that rows of another form name (such as the
    intake team); `actions_of` are the trekkers of open actions; `approving` the PIP-team
    members who are invited to approve and did not answer yet; `modules` gives the trekker of each POP module; `organisations`
    are those of the team; `kept` is false until there is a first version, when only `made_by` has to do with it. `emergencies`
    gives for who opened it with noodinzage (by account) the end of it, which counts against `now`. `gone` says that it was thrown
    away or erased: nobody has to do with it any more, and only its number and its trail are left.
    """

    id: str
    gemeente: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    team: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    actions_of: frozenset[str] = frozenset()
    pip_team: frozenset[str] = frozenset()
    approving: frozenset[str] = frozenset()
    modules: Mapping[str, str] = field(default_factory=dict)
    organisations: frozenset[str] = frozenset()
    consents: Iterable[Consent] = ()
    kept: bool = True
    made_by: str = ""
    emergencies: Mapping[str, datetime] = field(default_factory=dict)
    now: datetime | None = None
    gone: bool = False
