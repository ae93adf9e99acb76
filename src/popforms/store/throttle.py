"""The brake on guessing, and what the door writes in the audit trail."""

from __future__ import annotations

from popforms.store.connection import StoreError, stamp, transaction
from popforms.store.sessions import WINDOW, Sessions, hash_of
from popforms.store.trail import write_line

TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 50


class TooManyTries(StoreError):
    """The throttle is closed for this name or address, known or not."""

    def __init__(self) -> None:
        super().__init__("Er is te vaak geprobeerd om in te loggen. Wacht een kwartier en probeer het dan opnieuw.")


class Throttle(Sessions):
    """Every try counts before it is made and is taken back when it was right: tries at the same time count too.

    Passwords, codes of the phone, recovery codes and one-time codes share one count per account.
    """

    def _let_try(self, username: str, address: str) -> int:
        """Count this try and return its number; raises TooManyTries when the name or the address had enough."""
        now = self.now()
        account, since = hash_of(plain_name(username)), stamp(now - WINDOW)  # a password typed as name is not kept
        with transaction(self.db):
            (row,) = self._rows(
                "SELECT (SELECT count(*) FROM attempt WHERE account = ? AND at > ?) AS of_account,"
                " (SELECT count(*) FROM attempt WHERE address = ? AND at > ?) AS of_address",
                *(account, since, address, since),
            )
            full = row["of_account"] >= TRIES_PER_ACCOUNT or row["of_address"] >= TRIES_PER_ADDRESS
            if not full:
                made = self.db.conn.execute("INSERT INTO attempt(account, address, at) VALUES(?, ?, ?)", (account, address, stamp(now)))
                return int(made.lastrowid or 0)
        raise TooManyTries

    def _forget(self, attempt: int) -> None:
        self.db.conn.execute("DELETE FROM attempt WHERE id = ?", (attempt,))

    def _note(self, act: str, user_id: str) -> None:
        """A line of the door in the audit trail."""
        with transaction(self.db):
            write_line(self.db, at=stamp(self.now()), user_id=user_id, act=act)


def plain_name(username: str) -> str:
    return username.strip().lower()
