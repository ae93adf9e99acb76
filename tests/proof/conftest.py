"""In full: what `make proof` runs."""

from __future__ import annotations

import pytest

from tests.support.sizes import FULL, Size
from tests.support.town import aviary, door, ground, hostile, robbed, town

__all__ = ["aviary", "door", "ground", "hostile", "robbed", "town"]


@pytest.fixture(scope="session")
def size() -> Size:
    return FULL
