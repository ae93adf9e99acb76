"""Text of people in places where Streamlit reads Markdown."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_EDGES = re.compile(r"^[\s\ufeff]+|[\s\ufeff]+$")
"""White as JavaScript sees it: with a byte order mark behind its stars a text would not become bold."""
_LINKS = re.compile(
    r"(?<=:)(?=//|[\w+-]+:|material)|(?<=www)(?=\.)|(?=@)|(?<=[-<])(?=[->])|(?<=>)(?==)|(?<==)(?=>)|(?<=[<~])(?==)", re.IGNORECASE
)
_MARKS = re.compile(r"([\\`*_{}\[\]<>#&~$|^]|:(?=\w)|^[-+](?=\s|$)|(?<=^\d)[.)]|(?<=^\d\d)[.)])")


def plain(text: str) -> str:
    """The text as it was typed, for a label: no link, picture, ligature or layout can come of it (security.md section 3).

    Streamlit reads a label aloud as it is written, so only signs that mean something are escaped: no question mark or dot.
    """
    text = _EDGES.sub("", _CONTROL.sub("\ufffd", text).replace("\n", " "))
    return _MARKS.sub(r"\\\1", _LINKS.sub("\u2060", text))
