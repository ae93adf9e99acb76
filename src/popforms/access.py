"""Who may do what: the only place that decides."""

from __future__ import annotations

from dataclasses import dataclass


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
