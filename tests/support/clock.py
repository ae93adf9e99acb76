"""Time that passes as a test says."""

from __future__ import annotations

from datetime import datetime, timedelta

from popforms.store.connection import utc_now


class Clock:
    """Now, and later when the test says so."""

    def __init__(self) -> None:
        self.moment = utc_now()

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **time: float) -> None:
        self.moment += timedelta(**time)
