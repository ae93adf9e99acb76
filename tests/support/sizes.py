"""How long the proofs of the door run: in full for `make proof`, in short for `make test`."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.hostile import FEW, HOSTILE


@dataclass(frozen=True)
class Size:
    """Stolen or guessed keys, forged messages, dossiers of which every screen is walked before forging, guesses at one account,
    and pairs of answers that are timed; `even` is how far from even two rows of times may be by chance, with so many pairs. Which
    dossiers are full of canaries, who of the cast looks for them (nobody named is everybody), and how many ids of others are asked for
    by each of how many roles."""

    thefts: int
    messages: int
    dossiers: int
    guesses: int
    pairs: int
    even: float
    nests: tuple[str, ...]
    onlookers: tuple[str, ...]
    ids: int
    askers: int
    erased: int
    """How many dossiers of the demo are erased, one after the other; more than there are is all."""
    few: bool = False
    """Whether a few of the hostile texts do, in the forms that are asked first."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The hostile texts."""
        return FEW if self.few else HOSTILE


FULL = Size(
    thefts=200,
    messages=2000,
    dossiers=4,
    guesses=200,
    pairs=40,
    even=0.2,
    nests=("Hoda", "Ferhat", "Narges"),
    onlookers=(),
    ids=200,
    askers=13,
    erased=100,
)
SHORT = Size(
    thefts=20,
    messages=20,
    dossiers=1,
    guesses=48,
    pairs=8,
    even=0.45,
    nests=("Hoda",),
    onlookers=("joop", "vreemd-ic", "nood-ic"),
    ids=20,
    askers=3,
    erased=2,
    few=True,
)
