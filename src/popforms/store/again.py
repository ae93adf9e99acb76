"""After an older backup came back: what was erased since then is erased again."""

from __future__ import annotations

from contextlib import closing

from popforms.access import User
from popforms.definition.catalogue import load_forms
from popforms.settings import Settings
from popforms.store import Store
from popforms.store.connection import open_database
from popforms.store.erased import is_back, read_erased
from popforms.store.trail import SYSTEM, has_chain


def erase_again(settings: Settings) -> int:
    """Hold the list in the second place against the database, and erase what is here again; gives how many."""
    with closing(open_database(settings)) as db:
        if not has_chain(db):
            return 0
        back = [(line.id, line.kind) for line in read_erased(settings.trail, db) if line.signed and is_back(db, line)]
        if not back:
            return 0
        store = Store(db, User(SYSTEM, SYSTEM, "popforms"), load_forms(settings.forms))
        return store.erase_again(back, settings.backup_keep_days)
