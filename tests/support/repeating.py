"""A store whose ids come back the same in each run of a test, so that what is drawn from them does too."""

from __future__ import annotations

import hashlib
from itertools import count
from typing import Any

from popforms.store import Store


class RepeatingStore(Store):
    """A store that takes its ids from the numbers of its test; stores of one test share them."""

    def __init__(self, *known: Any, numbers: count[int] | None = None, **details: Any) -> None:
        super().__init__(*known, **details)
        self._numbers = numbers

    def _new_id(self) -> str:
        if self._numbers is None:
            return super()._new_id()
        return hashlib.sha256(f"test {next(self._numbers)}".encode()).hexdigest()[:16]
