"""Every rule of rights has a test that fails without it: mutants of `access`, each noticed or listed with why nothing differs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.support.mutants import listed, survivors

TRIED = 1400
"""At least so many; a run that tries fewer has looked at something else."""


def test_every_change_in_the_rights_is_noticed_or_listed(tmp_path: Path) -> None:
    tried, alive = survivors(tmp_path)
    assert tried >= TRIED
    assert sorted((Counter(alive) - Counter(listed())).elements()) == [], "no test notices these"
    assert sorted((Counter(listed()) - Counter(alive)).elements()) == [], "these are noticed now, or stand there no more"
