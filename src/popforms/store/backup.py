"""Keeping the database: a copy of every hour, and the way back."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlcipher3

from popforms.settings import Settings
from popforms.store.again import erase_again
from popforms.store.connection import Database, StoreError, connect, open_database, read_key, utc_now
from popforms.store.heads import note_head, note_restore
from popforms.store.migrations import pending
from popforms.store.trail import has_chain, key_of

NAME = re.compile(r"popforms-(\d{8}-\d{6})\.db")
ASIDE = re.compile(r"\.vervangen-(\d{8}-\d{6})")
HOURLY = timedelta(days=2)
"""After two days one backup of each day is enough."""


def backup(settings: Settings) -> Path:
    """Write an encrypted copy beside the others, throw away what has rotated out, and return the new file.

    VACUUM INTO reads one moment while others write, and the copy opens with the same key. The head of the audit trail goes to
    its second place first, so that the copy holds every head that was written until then; the copy is made even when that
    fails, and HeadTrouble comes after it.
    """
    settings.backups.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = utc_now()
    target = settings.backups / f"popforms-{now:%Y%m%d-%H%M%S}.db"
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    trouble: StoreError | None = None
    try:
        note_head(settings)
    except StoreError as error:
        trouble = error
    try:
        with closing(open_database(settings)) as db:
            db.conn.execute("VACUUM INTO ?", (str(part),))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except (sqlcipher3.dbapi2.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"De back-up in {settings.backups} is niet gelukt. Is er genoeg ruimte op de schijf?") from error
    _rotate(settings, now)
    if trouble:
        raise trouble
    return target


def _rotate(settings: Settings, now: datetime) -> None:
    kept_days: set[str] = set()
    for path in sorted(settings.backups.glob("popforms-*.db"), reverse=True):
        if not (found := NAME.fullmatch(path.name)):
            continue
        made = datetime.strptime(found[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
        age, day = now - made, found[1][:8]
        if age > timedelta(days=settings.backup_keep_days) or (age > HOURLY and day in kept_days):
            path.unlink()
        kept_days.add(day)
    for path in settings.db.parent.glob(f"{settings.db.name}.vervangen-*"):  # what a restore put aside is an old copy as well
        if (found := ASIDE.search(path.name)) and now - datetime.strptime(found[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC) > timedelta(
            days=settings.backup_keep_days
        ):
            path.unlink()


def restore(settings: Settings, file: Path) -> Path | None:
    """Put a backup in place of the database and return where the replaced one is kept (None when there was none).

    What the audit trail loses by it is written in the second place, and what was erased since that backup is erased again.

    The backup is proven first: the keys fit it, every page is whole, this version knows it. Nothing may have the
    database open, so the server must stand still.
    """
    if not file.is_file():
        raise StoreError(f"Het bestand {file} bestaat niet. Kies een back-up uit {settings.backups}.")
    settings.db.parent.mkdir(parents=True, exist_ok=True)
    fresh = settings.db.with_name(settings.db.name + ".terug")
    _remove(fresh)
    shutil.copyfile(file, fresh)
    try:
        _prove(fresh, file, settings)
        aside = _set_aside(settings)
        fresh.replace(settings.db)
    finally:
        _remove(fresh)
    note_restore(settings)
    erase_again(settings)
    return aside


def _prove(copy: Path, file: Path, settings: Settings) -> None:
    with closing(connect(copy, read_key(settings))) as db:
        db.keys = settings.keys
        try:
            whole = not db.conn.execute("PRAGMA cipher_integrity_check").fetchall()
            whole = whole and db.conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlcipher3.dbapi2.DatabaseError:
            whole = False
        if not whole or "migration" not in db.table_names():
            raise StoreError(f"{file.name} is geen goede back-up van popforms. Kies een andere back-up.")
        pending(db)
        if has_chain(db):
            key_of(db)
        _into_one_file(db)


def _set_aside(settings: Settings) -> Path | None:
    """Close off the present database and move it away; refused while a server has it open."""
    if not settings.db.exists():
        return None
    aside = settings.db.with_name(f"{settings.db.name}.vervangen-{utc_now():%Y%m%d-%H%M%S}")
    try:
        with closing(open_database(settings)) as db:
            _into_one_file(db)
    except sqlcipher3.dbapi2.OperationalError as error:
        raise StoreError("De database is in gebruik. Stop popforms en zet de back-up dan terug.") from error
    except StoreError:
        pass  # a database that no longer opens is no reason to refuse the backup; it is kept as it is
    for ending in ("", "-wal", "-shm"):
        path = Path(f"{settings.db}{ending}")
        if path.exists():
            path.replace(f"{aside}{ending}")
    return aside


def _into_one_file(db: Database) -> None:
    """Empty the WAL into the file; works only when no other connection is open."""
    db.conn.execute("PRAGMA busy_timeout=1000")
    db.conn.execute("PRAGMA journal_mode=DELETE")


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
