"""How long the proofs of the door run: in full for `make proof`, in short for `make test`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Stolen or guessed keys, forged messages, guesses at one account, and pairs of answers that are timed."""

    thefts: int
    messages: int
    guesses: int
    pairs: int


FULL = Size(thefts=200, messages=2000, guesses=200, pairs=40)
SHORT = Size(thefts=20, messages=20, guesses=20, pairs=8)
