"""What must be in place before anybody comes in: key, database in shape, set-up code when there is no account."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from popforms.settings import Settings
from popforms.store.accounts import Accounts
from popforms.store.again import erase_again
from popforms.store.backup import backup
from popforms.store.connection import connect, make_trail_key, read_or_make_key, read_trail_key, recovery_sheet
from popforms.store.migrations import migrate, pending
from popforms.store.trail import has_chain, key_of


@dataclass(frozen=True)
class Started:
    """What to tell on the terminal: the recovery sheet of new keys, and the code for the first beheerder."""

    sheet: Path | None
    setup_code: str | None


def start(settings: Settings) -> Started:
    """Make or open the database and bring it up to date; a backup comes before a change of shape.

    The key of the audit trail is made before there is a trail and never after; a wrong one raises WrongKey.
    """
    key = read_or_make_key(settings)
    with closing(connect(settings.db, key.hex)) as db:
        db.keys = settings.keys
        chained = has_chain(db)
        made = not chained and make_trail_key(settings.keys)
        sheet = _write_sheet(settings, key.hex) if key.new or made else None
        if chained:
            key_of(db)
        if db.table_names() and pending(db):
            backup(settings)
        migrate(db)
        accounts = Accounts(db)
        if settings.asks_factor:
            accounts.end_sessions_without_factor()
        code = None if accounts.exist() else accounts.make_code("begin")
    erase_again(settings)
    settings.db.chmod(0o600)
    return Started(sheet, code)


def _write_sheet(settings: Settings, key: str) -> Path:
    path = settings.keys / "herstelblad.txt"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(recovery_sheet(key, read_trail_key(settings.keys).hex()))
    return path
