"""What somebody types beside a form, such as a reason or what was done: kept as the answers of a form are, or refused in a sentence."""

from __future__ import annotations

from popforms.definition.kinds import SHORT_TEXT, clean
from popforms.store.base import NotNow


def typed(text: str, least: int, too_short: str, *, most: int = SHORT_TEXT) -> str:
    """The text cleaned (`clean`) and without white around it, of `least` to `most` signs; never cut. Raises NotNow with the way out."""
    text = clean(text).strip()
    if len(text) < least:
        raise NotNow(too_short)
    if len(text) > most:
        raise NotNow(f"De tekst heeft {len(text)} tekens; er passen er {most}. Maak de tekst korter.")
    return text
