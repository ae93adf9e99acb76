"""Somebody by number and initials, where others read along who have nothing to do with the dossier."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORTEST = 3
"""So many signs make a part of a name that is looked for in a text; shorter ones are words of their own, such as 'de'."""


def initials(names: Iterable[str]) -> str:
    """'B.H.' for Bassel Haddad."""
    return "".join(f"{word[0].upper()}." for name in names for word in name.split())


def without_names(text: str, names: Iterable[str]) -> str:
    """A text in which each part of somebody's name is an initial; also with other capitals, and with an s behind it."""
    parts = sorted({word for name in names for word in name.split() if len(word) >= SHORTEST}, key=len, reverse=True)
    for part in parts:
        text = re.sub(rf"(?<!\w){re.escape(part)}(?:['’]?s)?(?!\w)", f"{part[0].upper()}.", text, flags=re.IGNORECASE)
    return text
