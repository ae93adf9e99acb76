"""Text of people in places where Streamlit reads Markdown."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LINKS = re.compile(
    r"(?<=:)(?=//|streamlit:|material)|(?<=www)(?=\.)|(?=@)|(?<=[-<])(?=[->])|(?<=>)(?==)|(?<==)(?=>)|(?<=<)(?==)", re.IGNORECASE
)
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """The text as it was typed, for a label: no link, picture, ligature or layout can come of it (security.md section 3)."""
    text = _CONTROL.sub("\ufffd", text).replace("\n", " ").strip()
    return _MARKS.sub(r"\\\1", _LINKS.sub("\u2060", text))
