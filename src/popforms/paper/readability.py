"""How easy a Dutch text is to read, in figures that somebody who writes letters can steer by.

The reading ease of Flesch in the form that Douma made for Dutch (W.H. Douma, De leesbaarheid van landbouwbladen, 1960):
206.84 minus 0.93 times the words in a sentence minus 77 times the syllables in a word; 100 and above is very easy, below 60 hard.
It knows nothing of meaning, so two figures stand beside it: the longest sentence, and the share of words that are not among the
5,000 most used ones. The libraries for it did not do: `textstat` has the formula but counts syllables by where a word may be
broken (too few in Dutch), and installs a package called `tests` beside ours; `wordfreq` is 57 MB for the list that we need.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COMMON = Path(__file__).with_name("woorden.txt")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'’)]*\s+|[:;]\s*\n|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A vowel that is written with more letters is one; the trema begins a new one: ge-ïn-te-res-seerd.
_VOWELS = re.compile(r"eau|aai|ooi|oei|eeu|ieu|uw|aa|ee|ie|oo|uu|oe|eu|ui|ei|ij|ou|au|[aeiouyàáâäèéêëìíîïòóôöùúûü]")
_ENDINGS = ("en", "e", "s", "t", "'s", "er", "je", "jes")
"""A form of a common word is common: plans, plannen, werkt."""


@dataclass(frozen=True)
class Figures:
    """The figures of one text; `rare` are its words outside the list, each once, in order of appearance."""

    sentences: int
    words: int
    ease: float
    per_sentence: float
    longest: str
    rare: tuple[str, ...]
    rare_share: float


def measure(texts: Iterable[str]) -> Figures:
    """The figures of paragraphs or sentences together; the end of each is the end of a sentence. Names are common words."""
    sentences = [sentence for text in texts for sentence in _SENTENCE_END.split(text) if _WORD.search(sentence)]
    split = [_WORD.findall(sentence) for sentence in sentences]
    words = [word for sentence in split for word in sentence]
    if not words:
        return Figures(0, 0, 0.0, 0.0, "", (), 0.0)
    per_sentence = len(words) / len(split)
    ease = 206.84 - 0.93 * per_sentence - 77 * sum(map(syllables, words)) / len(words)
    strange = [word for sentence in split for place, word in enumerate(sentence) if _is_rare(word, first=place == 0)]
    return Figures(
        sentences=len(split),
        words=len(words),
        ease=round(ease, 1),
        per_sentence=round(per_sentence, 1),
        longest=" ".join(sentences[max(range(len(split)), key=lambda number: len(split[number]))].split()),
        rare=tuple(dict.fromkeys(word.casefold() for word in strange)),
        rare_share=round(len(strange) / len(words), 3),
    )


def syllables(word: str) -> int:
    """How many syllables a Dutch word has; at least one."""
    return max(1, len(_VOWELS.findall(word.casefold())))


def _is_rare(word: str, *, first: bool) -> bool:
    """Whether a word is outside the list; a capital inside a sentence makes a name, capitals throughout an abbreviation we explain."""
    if word.isupper() and len(word) > 1:
        return True
    if word[0].isupper() and not first:
        return False
    plain = word.casefold().replace("’", "'")
    stems = {plain, *(plain.removesuffix(ending) for ending in _ENDINGS)}
    stems |= {stem[:-1] for stem in stems if len(stem) > 3 and stem[-1] == stem[-2]}
    return not any(stem in _common() for stem in stems)


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
