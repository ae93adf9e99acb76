"""Text made ready for paper: what the fonts can print, which fonts are needed and which way it runs."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
FAMILIES = {"sans": "NotoSans", "arabic": "NotoSansArabic", "ethiopic": "NotoSansEthiopic"}
"""Family name in the PDF -> first part of the file name; the first one is the base, the others fill in."""

MISSING = "[?]"
"""Stands on paper where a character is in none of our fonts; without it the character would vanish."""

LONGEST_SPOKEN = 5000

LEFT_TO_RIGHT, END = "\u2066", "\u2069"
# Direction controls of the user could turn a sentence round on paper; variation selectors and the BOM print nothing.
INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\ufeff]")
NEW_LINE = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
# Numbers, mail and web addresses keep their own order inside right-to-left text; the figure of "B1" stays with its letter.
RUNS_LEFT_TO_RIGHT = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w.-]+|(?<![A-Za-z0-9])\+?\(?[0-9](?:[0-9 \u00a0./:()-]*[0-9])?")


def clean(text: str) -> str:
    """The text as it can be laid out: composed accents, plain line ends, no tabs and no control characters."""
    text = NEW_LINE.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", "    ")
    return "".join(sign for sign in INVISIBLE.sub("", text) if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


@cache
def _signs_of(family: str) -> frozenset[int]:
    with TTFont(FONTS / f"{FAMILIES[family]}-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def _has_font(sign: str) -> bool:
    return sign == "\n" or any(ord(sign) in _signs_of(family) for family in FAMILIES)


def unsupported(text: str) -> list[str]:
    """The characters that are in none of our fonts, each once, in order of appearance."""
    return [sign for sign in dict.fromkeys(clean(text)) if not _has_font(sign)]


def printable(text: str) -> str:
    """The text with `MISSING` for each run of characters that cannot be printed."""
    text = clean(text)
    missing = set(unsupported(text))
    if not missing:
        return text
    marked = "".join("\0" if sign in missing else sign for sign in text)
    return re.sub("\0(?:\u200d?\0)*", MISSING, marked)


def extra_families(texts: Iterable[str]) -> list[str]:
    """The families needed besides the base one; each font we add is embedded, used or not."""
    base, *others = FAMILIES
    left = {ord(sign) for sign in set().union(*texts)} - _signs_of(base)
    return [family for family in others if left & _signs_of(family)]


def family_of(paragraph: str) -> str:
    """The family of the first letter that is not in the base font; the whole paragraph is laid out fastest in that one,
    since a change of font at each space makes a line of many pieces."""
    base, *others = FAMILIES
    for sign in paragraph:
        if sign.isalpha():
            return next((family for family in others if ord(sign) in _signs_of(family) - _signs_of(base)), base)
    return base


def paragraphs(text: str) -> Iterator[str]:
    """The text line by line; a long one with right-to-left words in parts, as the words read aloud may be 32,767 bytes at most."""
    for paragraph in text.split("\n"):
        if len(paragraph) > LONGEST_SPOKEN and needs_shaping(paragraph):
            yield from textwrap.wrap(paragraph, LONGEST_SPOKEN)
        else:
            yield paragraph


def needs_shaping(text: str) -> bool:
    """Whether there is right-to-left text in it; only that is shaped, as shaping makes layout three times slower."""
    return any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)


def runs_right_to_left(paragraph: str) -> bool:
    """Whether the first letter with a direction of its own runs from right to left."""
    strong = (unicodedata.bidirectional(sign) for sign in paragraph)
    return next((way for way in strong if way in ("L", "R", "AL")), "L") != "L"


def keep_numbers(paragraph: str) -> str:
    """A right-to-left paragraph in which "06-123 45 678" keeps its order and stays on one line."""
    return RUNS_LEFT_TO_RIGHT.sub(lambda run: LEFT_TO_RIGHT + run[0].replace(" ", "\u00a0") + END, paragraph)
