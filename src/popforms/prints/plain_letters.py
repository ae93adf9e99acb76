"""How easy the letters are to read: the figures of our own words, without the facts that are filled in, and the hard words that stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from popforms.definition.catalogue import Catalogue
from popforms.definition.letters import DUTCH, PLAIN, LetterDef
from popforms.definition.template import TAGS_ALONE
from popforms.paper.letter import read_lines
from popforms.paper.readability import Figures, measure

EASY = {PLAIN: 75, "B1": 65, "zakelijk": 45}
"""The reading ease (Flesch-Douma) that a letter of each level is at least to have."""
LONGEST = {PLAIN: 14, "B1": 20, "zakelijk": 24}
"""Words of the longest sentence at most."""
STAND_IN = "dit"
_FACT, _TAG = re.compile(r"\{\{.*?\}\}"), re.compile(r"\{%.*?%\}")


def own_words(letter: LetterDef, body: str = "") -> list[str]:
    """The sentences of a letter that are ours, of every way that it can run, with a short word in the place of each fact."""
    text = TAGS_ALONE.sub("", body or letter.texts[DUTCH].body)
    plain = _TAG.sub("", _FACT.sub(STAND_IN, text))
    told: list[str] = []
    for line in read_lines(plain):
        told += [*line.cells, line.label if line.kind == "pair" else "", *line.text.splitlines()]
    return [text for text in told if text and text != STAND_IN]


def read_letter(letter: LetterDef, body: str = "") -> Figures:
    """The figures of a letter, or of another text for it."""
    return measure(own_words(letter, body))


def too_hard(forms: Catalogue, letter: LetterDef, body: str = "") -> Iterator[str]:
    """What is harder than the level of a letter allows, each as a sentence with the remedy."""
    level, reading = letter.level, read_letter(letter, body)
    if reading.ease < EASY[level]:
        yield f"Het leesgemak is {reading.ease:.0f}; voor {level} is dat {EASY[level]} of hoger. Maak de zinnen en de woorden korter."
    if (words := len(reading.longest.split())) > LONGEST[level]:
        yield f"De langste zin heeft {words} woorden; voor {level} zijn dat er hoogstens {LONGEST[level]}: ‘{reading.longest}’"
    if level == PLAIN and (hard := [word for word in reading.rare if word not in forms.process.HARD_WORDS]):
        yield f"Moeilijke woorden: {', '.join(hard)}. Leg ze uit of gebruik een gewoner woord."


def readability_table(forms: Catalogue) -> str:
    """The page of the documentation with the figures of every letter and why a hard word stays."""
    lines = [
        "# Leesbaarheid van de brieven", "",
        "Gemaakt met `popforms letters --readability`; een test houdt deze bladzijde gelijk. Het leesgemak is dat van Flesch-Douma: 80 en",
        "hoger is makkelijk, onder 60 is moeilijk. Gemeten zijn onze eigen woorden, met een kort woord op de plaats van elk gegeven. Een",
        "woord is moeilijk als het niet bij de 5.000 gewoonste woorden hoort.", "",
        "| brief | niveau | leesgemak | doel | woorden per zin | langste zin | moeilijke woorden |", "| --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    kept: dict[str, str] = {}
    for letter in sorted(forms.letters.values(), key=lambda one: (one.is_line, one.code, one.level)):
        level, reading = letter.level, read_letter(letter)
        name = f"{letter.code} {letter.title}".strip()
        per_sentence, longest = f"{reading.per_sentence:.1f}".replace(".", ","), len(reading.longest.split())
        hard = ", ".join(reading.rare) or "geen"
        lines.append(f"| {name} | {level} | {reading.ease:.0f} | {EASY[level]} | {per_sentence} | {longest} woorden | {hard} |")
        if level == PLAIN:
            kept |= {word: forms.process.HARD_WORDS.get(word, "") for word in reading.rare}
    lines += ["", "## Moeilijke woorden die in een A2-brief blijven", "", "| woord | waarom |", "| --- | --- |"]
    lines += [f"| {word} | {why} |" for word, why in sorted(kept.items())]
    return "\n".join(lines) + "\n"
