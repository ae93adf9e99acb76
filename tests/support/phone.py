"""A phone with an app that makes codes."""

from __future__ import annotations

import time

import pyotp

STEP = 30


class Phone:
    """Knows the secret that was scanned; each code is of a later time step than the one before, for a code works once.

    The server takes codes of one step early to one step late, so three codes can follow each other at once; the fourth waits.
    """

    def __init__(self, secret: str) -> None:
        self.secret = "".join(secret.split())
        self._last = 0

    def code(self) -> str:
        """A code that was not given before."""
        step = max(self._last + 1, int(time.time()) // STEP - 1)
        while step > int(time.time()) // STEP + 1:
            time.sleep(0.5)
        self._last = max(step, int(time.time()) // STEP - 1)
        return self.at(self._last)

    def at(self, step: int) -> str:
        """The code of a time step."""
        return pyotp.TOTP(self.secret).at(step * STEP)

    def wrong(self) -> str:
        """Six digits that are the code of no step around now."""
        now = int(time.time()) // STEP
        right = {self.at(step) for step in range(now - 3, now + 4)}
        return next(code for code in (f"{number:06}" for number in range(100)) if code not in right)
