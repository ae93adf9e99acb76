"""Codes that people read aloud and type over: invitations, codes for a forgotten password, recovery codes."""

from __future__ import annotations

import re
import secrets

from popforms.store.sessions import hash_of

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I. Twelve of these are 60 bits, long enough for a plain hash."""
LENGTH = 12


def new_code() -> str:
    """A code such as K7QF-2MXP-9TRD."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[at : at + 4] for at in range(0, LENGTH, 4))


def hash_of_code(typed: str) -> str:
    """What is stored of a code; spaces, hyphens and capitals do not matter."""
    return hash_of(re.sub(r"[\s-]", "", typed).upper())
