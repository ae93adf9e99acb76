"""The one way to open the database: encrypted, with our settings, one write at a time.

This module comes before any import of sqlite_utils: sqlite-utils takes `pysqlite3` when it is there, and only then
knows the errors of the driver (insert returning, alter, drop fail without it).
"""

from __future__ import annotations

import os
import secrets
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

from sqlite_utils import Database as _Database  # noqa: E402

from popforms.settings import Settings  # noqa: E402

WAIT_SECONDS = 30
"""How long a write waits for its turn; a turn takes milliseconds, so longer means something hangs."""


class Database(_Database):
    """A database of sqlite-utils; `keys` is the folder with the key that lines of the audit trail are sealed with."""

    keys: Path | None = None
    trail_key: bytes | None = None
    """That key, once it was read and found to be the right one (store/trail.py)."""
    moment: int = 0
    """Another number when a write began before which others changed the database: what was worked out earlier no longer counts."""


class StoreError(Exception):
    """What went wrong, in one Dutch sentence with the way out."""


class WrongKey(StoreError):
    """The key file does not open this database."""


class StoreTrouble(StoreError):
    """The disk or the database refused; nothing was written."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as it stands in the database: UTC, ISO, to the millisecond, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def connect(path: Path, key_hex: str) -> Database:
    """Open the database with a raw key of 64 hex signs; a wrong key raises WrongKey.

    A connection belongs to one thread and one unit of work: close it in `finally`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    conn = sqlcipher3.connect(str(path), timeout=10, isolation_level=None)
    try:
        conn.execute(f"PRAGMA key = \"x'{key_hex}'\"")
        conn.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is our message, not lines on the terminal
        conn.execute("PRAGMA journal_mode=WAL")
        conn.execute("PRAGMA synchronous=FULL")
        for setting in ("foreign_keys=1", "trusted_schema=0", "mmap_size=0", "secure_delete=1"):
            conn.execute(f"PRAGMA {setting}")
    except sqlcipher3.dbapi2.DatabaseError as error:
        conn.close()
        if "not a database" in str(error):
            raise WrongKey(
                f"De sleutel past niet op {path.name}. Zet de sleutel van het herstelblad in het bestand "
                "database.key in de sleutelmap (POPFORMS_KEYS) en start opnieuw."
            ) from error
        raise StoreTrouble(f"{path.name} kan niet worden geopend: {error}.") from error
    db = Database(conn, execute_plugins=False, strict=True)
    db.moment = _moment(db)
    return db


def _moment(db: Database) -> int:
    """What differs when another connection changed the database; a write of this one changes it not."""
    return int(db.conn.execute("PRAGMA data_version").fetchone()[0])


def open_database(settings: Settings) -> Database:
    """The database of this installation, with the keys from their folder."""
    db = connect(settings.db, read_key(settings))
    db.keys = settings.keys
    return db


class _Turns:
    """A lock that serves in order of arrival; SQLite's own waiting lets some writers starve."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._busy = False

    def take(self) -> None:
        with self._guard:
            if not self._busy:
                self._busy = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            served = turn.acquire(timeout=WAIT_SECONDS)
        except BaseException:
            self._leave(turn)
            raise
        if not served:
            self._leave(turn)
            raise StoreTrouble("Het bewaren duurt te lang. Wacht even en probeer het opnieuw.")

    def _leave(self, turn: threading.Lock) -> None:
        """Give up waiting; a turn that came at the same moment goes to the next."""
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return
        self.give()

    def give(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._busy = False


_turns = _Turns()


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """One write: all of it or nothing. Inside another transaction of the same connection it is part of that one.

    What is asked inside goes by the database as it is now, not by what this unit of work saw before it began (`Database.moment`).

    Errors of the driver leave as StoreTrouble, except a broken constraint, which the caller knows the meaning of.
    """
    if db.conn.in_transaction:
        yield
        return
    _turns.take()
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        db.moment = _moment(db)
        yield
        db.conn.execute("COMMIT")
    except sqlcipher3.dbapi2.IntegrityError:
        raise
    except sqlcipher3.dbapi2.Error as error:
        raise StoreTrouble("Bewaren is niet gelukt. Er is niets veranderd. Probeer het opnieuw.") from error
    finally:
        # a stopped Streamlit run is no Exception, so the way back is here
        try:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
        finally:
            _turns.give()


@contextmanager
def instead(db: Database) -> Iterator[None]:
    """Take back what this transaction began and write something that stays, for what is refused: an exception must follow."""
    if not db.conn.in_transaction:
        with transaction(db):
            yield
        return
    db.conn.execute("ROLLBACK")
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    finally:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")


# --- the keys --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    """The key of the database; `new` is True at the one start that made it."""

    hex: str
    new: bool


def key_file(settings: Settings) -> Path:
    return settings.keys / "database.key"


def trail_key_file(folder: Path) -> Path:
    """The key that seals the audit trail: who has only the database can add no line to it that fits."""
    return folder / "trail.key"


def read_key(settings: Settings) -> str:
    """The key as it stands in its file; groups and capitals as on the recovery sheet are fine."""
    return _read_hex(key_file(settings))


def read_trail_key(folder: Path) -> bytes:
    """The key of the audit trail, as it stands in its file."""
    return bytes.fromhex(_read_hex(trail_key_file(folder)))


def read_or_make_key(settings: Settings) -> Key:
    """The key of the database, made at the first start; never made beside a database that already exists."""
    path = key_file(settings)
    if path.exists() or settings.db.exists():
        return Key(read_key(settings), new=False)
    return Key(_make_hex(path), new=True)


def make_trail_key(folder: Path) -> bool:
    """Make the key of the audit trail when there is none; gives whether it was made. Only before there is a trail."""
    path = trail_key_file(folder)
    if path.exists():
        return False
    _make_hex(path)
    return True


def _read_hex(path: Path) -> str:
    try:
        text = "".join(path.read_text(encoding="ascii").replace("-", " ").split()).lower()
    except (FileNotFoundError, UnicodeDecodeError):
        text = ""
    if len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise WrongKey(f"In {path} staat geen goede sleutel. Neem de 64 tekens over van het herstelblad en start opnieuw.")
    return text


def _make_hex(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    key = secrets.token_hex(32)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with closing(os.fdopen(handle, "w", encoding="ascii")) as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def recovery_sheet(key: str, trail_key: str = "") -> str:
    """The page to print and put away: the keys in groups, what they are for and where they belong."""
    trail = [
        "",
        "2. De sleutel van het logspoor. Daarmee ziet popforms of iemand een regel in het",
        "logspoor heeft veranderd of weggehaald. Zonder deze sleutel start popforms niet.",
        "",
        *_in_groups(trail_key),
    ]
    return "\n".join(
        [
            "HERSTELBLAD POPFORMS",
            "",
            f"{'1. ' if trail_key else ''}De sleutel van de database. Zonder deze sleutel kan niemand de dossiers",
            "en de back-ups openen, ook wij niet.",
            "",
            *_in_groups(key),
            *(trail if trail_key else []),
            "",
            "Bewaren: print dit blad en leg het in een kluis of een afgesloten kast, niet bij",
            "de computer en niet in de mail. Wie dit blad en een back-up heeft, kan alles lezen.",
            "",
            "Gebruiken: is een sleutel weg, maak dan in de sleutelmap (POPFORMS_KEYS) een bestand",
            f"database.key{' (1) of trail.key (2)' if trail_key else ''} met deze 64 tekens. Spaties en hoofdletters maken niet uit.",
            "",
        ]
    )


def _in_groups(key: str) -> list[str]:
    groups = [key[at : at + 4].upper() for at in range(0, len(key), 4)]
    return [f"    {'   '.join(groups[at : at + 4])}" for at in range(0, len(groups), 4)]
