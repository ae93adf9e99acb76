"""The proofs of tests/proof in short, so that `make test` sees it when one breaks."""

from __future__ import annotations

import pytest

from tests.support.sizes import SHORT, Size
from tests.support.town import aviary, door, ground, hostile, robbed, town

__all__ = ["aviary", "door", "ground", "hostile", "robbed", "town"]


@pytest.fixture(scope="session")
def size() -> Size:
    return SHORT
