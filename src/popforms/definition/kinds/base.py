"""What every kind of question has: how an answer is read, kept, said, asked and left open on paper."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar, Protocol

from popforms.definition.outline import Space
from popforms.definition.questions import Question

SHORT_TEXT = 500
LONG_TEXT = 20_000
_UNWANTED = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")


class Wrong(ValueError):
    """An answer that cannot be: the message is the Dutch sentence with the way out."""


class Lookup(Protocol):
    """What a kind needs to know about others: who can be chosen, and what an id is called."""

    def choices(self, question: Question) -> list[tuple[str, str]]:
        """The (id, words) pairs that may be chosen for this question now."""

    def search(self, question: Question, text: str) -> list[tuple[str, str]] | None:
        """The (id, words) pairs that a text finds, for what there is too much of to choose from; None for what is chosen."""

    def name(self, question: Question, value: str) -> str:
        """The words for a stored id."""


class Kind:
    """A kind of question. Stored answers are JSON; what cannot be read is kept as it was typed."""

    name: ClassVar[str]
    marks: ClassVar[str] = ""
    """What goes behind the box on an empty form."""

    def read(self, question: Question, value: Any) -> Any:
        """The typed value of a stored answer; raises Wrong with a Dutch sentence."""
        return str(value)

    def store(self, question: Question, value: Any) -> Any:
        """The answer as JSON from what a widget or a test hands over; None when it is empty."""
        if isinstance(value, str):
            value = clean(value).strip()
        return value or None

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        """The answer in words for screen and paper."""
        return str(value)

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        """Draw the question on a container and give back the answer as JSON."""
        shown = value if isinstance(value, str) else "" if value is None else str(value)
        return self.store(question, at.text_input(label, value=shown, key=key, placeholder=self.marks or None))

    def space(self, question: Question) -> Space:
        """The open question on paper."""
        return Space(question.label, hint=question.hint)


def clean(text: object) -> str:
    """Typed text in one form: composed letters, plain line ends, no control signs, no byte order mark, and nothing that turns the reading direction.

    That would show an amount or a name on screen in another order than on paper, and turn our own words behind it round too.
    What is no text, as only a forged message brings, is empty.
    """
    if not isinstance(text, str):
        return ""
    text = _UNWANTED.sub("", unicodedata.normalize("NFC", text)).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def short(value: Any) -> str:
    """At most forty signs of an answer, for a sentence about it."""
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"
