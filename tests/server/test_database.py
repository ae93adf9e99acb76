"""The database itself: key, transactions, migrations, backup and the way back."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from popforms.settings import Settings
from popforms.store import connection
from popforms.store.accounts import Accounts
from popforms.store.backup import backup, restore
from popforms.store.connection import (
    Database,
    StoreError,
    WrongKey,
    _Turns,
    key_file,
    open_database,
    recovery_sheet,
    trail_key_file,
    transaction,
    utc_now,
)
from popforms.store.migrations import NewerDatabase, migrate, runner
from popforms.store.start import start


def usernames(settings: Settings) -> list[str]:
    with closing(open_database(settings)) as db:
        return [account.user.username for account in Accounts(db).all()]


# --- key -------------------------------------------------------------------------------------------------------------


def test_the_key_typed_over_from_the_sheet_opens_the_database(settings: Settings, accounts: Accounts) -> None:
    accounts.create(username="petra", name="Petra")
    trail_key = trail_key_file(settings.keys)
    lines = recovery_sheet(key_file(settings).read_text().strip(), trail_key.read_text().strip()).splitlines()
    typed = [line for line in lines if line.startswith("    ")]
    key_file(settings).write_text("\n".join(typed[:4]))
    trail_key.write_text("\n".join(typed[4:]))
    start(settings)
    assert usernames(settings) == ["petra"]


def test_a_wrong_or_missing_key_is_one_sentence_and_no_new_key_is_made(settings: Settings, accounts: Accounts) -> None:
    key_file(settings).write_text("0" * 64)
    with pytest.raises(WrongKey, match="herstelblad"):
        open_database(settings)
    key_file(settings).unlink()
    with pytest.raises(WrongKey, match="64 tekens"):
        start(settings)
    assert not key_file(settings).exists()


def test_nobody_reads_the_files_without_the_key(settings: Settings, accounts: Accounts) -> None:
    accounts.create(username="petra", name="Een Heel Herkenbare Naam")
    copy = backup(settings)
    for file in (settings.db, Path(f"{settings.db}-wal"), copy):
        assert b"Herkenbare" not in file.read_bytes() and b"SQLite format" not in file.read_bytes()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(copy).execute("SELECT * FROM user")


# --- transactions ----------------------------------------------------------------------------------------------------


def test_a_stopped_run_leaves_nothing_half_written(accounts: Accounts) -> None:
    class Stopped(BaseException):
        """What Streamlit stops a run with is no Exception."""

    def write_and_stop() -> None:
        with transaction(accounts.db):
            accounts.create(username="half", name="Half")
            raise Stopped

    with pytest.raises(Stopped):
        write_and_stop()
    assert accounts.all() == []
    accounts.create(username="heel", name="Heel")
    assert [account.user.username for account in accounts.all()] == ["heel"]


def test_writers_at_the_same_time_lose_nothing_and_wait_in_turn(settings: Settings, db: Database) -> None:
    db.conn.execute("CREATE TABLE tally(n INTEGER)")
    db.conn.execute("INSERT INTO tally VALUES(0)")
    problems: list[BaseException] = []

    def count() -> None:
        try:
            with closing(open_database(settings)) as own:
                for _ in range(25):
                    with transaction(own):
                        ((n,),) = own.conn.execute("SELECT n FROM tally").fetchall()
                        own.conn.execute("UPDATE tally SET n = ?", (n + 1,))
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert db.conn.execute("SELECT n FROM tally").fetchall() == [(200,)]


def test_who_came_first_writes_first() -> None:
    turns, served = _Turns(), []

    def write(number: int) -> None:
        turns.take()
        served.append(number)
        turns.give()

    turns.take()
    threads = [threading.Thread(target=write, args=(number,)) for number in range(10)]
    for number, thread in enumerate(threads, 1):
        thread.start()
        while len(turns._waiting) < number:
            time.sleep(0.001)
    turns.give()
    for thread in threads:
        thread.join()
    assert served == list(range(10))


def test_who_waits_too_long_hears_so_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.05)
    turns = _Turns()
    turns.take()
    with pytest.raises(StoreError, match="duurt te lang"):
        turns.take()
    turns.give()
    turns.take()


# --- migrations ------------------------------------------------------------------------------------------------------


def test_a_newer_database_is_refused(settings: Settings, db: Database) -> None:
    db.conn.execute("INSERT INTO migration VALUES('m999_later', '2030-01-01')")
    with pytest.raises(NewerDatabase, match="nieuwere versie"):
        start(settings)


def test_a_migration_that_fails_leaves_nothing_behind(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(db: Database) -> None:
        runner.run_script(db, "CREATE TABLE nieuw(a TEXT);\nCREATE TABLE migration(b TEXT);")

    steps = runner.known()
    monkeypatch.setattr(runner, "known", lambda: steps | {"m999_broken": broken})
    with pytest.raises(StoreError):
        migrate(db)
    assert "nieuw" not in db.table_names()
    assert runner.pending(db) == ["m999_broken"]


def test_before_the_shape_changes_a_backup_is_made(settings: Settings, accounts: Accounts) -> None:
    accounts.create(username="petra", name="Petra")
    assert not settings.backups.exists()
    last = sorted(runner.applied(accounts.db))[-1]
    accounts.db.conn.execute("DELETE FROM migration WHERE name = ?", (last,))
    with pytest.raises(StoreError):  # its tables are there already; the point is what was done before
        start(settings)
    assert len(list(settings.backups.glob("popforms-*.db"))) == 1


# --- backup and restore ----------------------------------------------------------------------------------------------


def test_a_backup_is_put_back_and_the_replaced_database_kept(settings: Settings) -> None:
    start(settings)
    with closing(open_database(settings)) as db:
        Accounts(db).create(username="petra", name="Petra")
        copy = backup(settings)
        Accounts(db).create(username="bram", name="Bram")
    aside = restore(settings, copy)
    assert usernames(settings) == ["petra"]
    assert aside and usernames(settings.model_copy(update={"db": aside})) == ["bram", "petra"]


def test_nothing_is_put_back_under_a_running_server(settings: Settings, accounts: Accounts) -> None:
    copy = backup(settings)
    accounts.create(username="petra", name="Petra")
    with pytest.raises(StoreError, match="Stop popforms"):
        restore(settings, copy)
    assert usernames(settings) == ["petra"]


def test_what_is_no_backup_is_refused_and_nothing_changes(settings: Settings, tmp_path: Path) -> None:
    start(settings)
    copy = backup(settings)
    good = settings.db.read_bytes()
    damaged = tmp_path / "kapot.db"
    content = bytearray(copy.read_bytes())
    content[5000:5100] = b"x" * 100
    damaged.write_bytes(bytes(content))
    (tmp_path / "brief.db").write_text("geen database")
    for file in (damaged, tmp_path / "brief.db", tmp_path / "bestaat-niet.db"):
        with pytest.raises(StoreError):
            restore(settings, file)
    assert settings.db.read_bytes() == good
    assert [path.name for path in settings.db.parent.iterdir()] == [settings.db.name]


def test_backups_of_another_key_are_refused(settings: Settings, tmp_path: Path) -> None:
    start(settings)
    other = settings.model_copy(update={"db": tmp_path / "b.db", "keys": tmp_path / "k", "backups": tmp_path / "bb"})
    start(other)
    with pytest.raises(WrongKey):
        restore(settings, backup(other))


def test_old_backups_rotate_out(settings: Settings) -> None:
    start(settings)
    settings.backups.mkdir()
    now = utc_now()

    def put(**ago: float) -> Path:
        path = settings.backups / f"popforms-{now - timedelta(**ago):%Y%m%d-%H%M%S}.db"
        path.write_bytes(b"x")
        return path

    fresh, old = put(hours=5), put(days=31)
    morning, noon = put(days=9, hours=now.hour), put(days=9, hours=now.hour, seconds=-60)
    other = settings.backups / "notities.txt"
    other.write_text("blijft")
    made = backup(settings)
    assert made.exists() and fresh.exists() and noon.exists() and other.exists()
    assert not old.exists() and not morning.exists()
