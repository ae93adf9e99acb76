"""The audit trail: a chain that no line can be taken from, put into or changed in without being seen."""

from __future__ import annotations

import json
import shutil
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from popforms.access import AccessDenied
from popforms.settings import Settings
from popforms.store import open_database
from popforms.store.accounts import Accounts
from popforms.store.backup import backup, restore
from popforms.store.connection import WrongKey, connect, read_key, stamp, trail_key_file, utc_now
from popforms.store.heads import HeadTrouble, head_file, note_head, note_head_daily
from popforms.store.migrations import migrate
from popforms.store.migrations.runner import known
from popforms.store.start import start
from popforms.store.trail import TrailTrouble, erase_details, last_line, trail_id, write_line
from popforms.store.trail_check import examine_trail
from tests.conftest import NOON, Open
from tests.support.proving import leave_alone, tamper
from tests.support.tampering import Scene, heads_of, set_scene, without_triggers


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    """A database in which nothing was done yet."""
    places = {"db": tmp_path / "data" / "popforms.db"} | {name: tmp_path / name for name in ("keys", "backups", "trail")}
    settings = Settings.model_validate(places)
    start(settings)
    return settings


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return set_scene(tmp_path_factory.mktemp("spoor"))


def wrong(settings: Settings) -> list[str]:
    """What the examination of the trail finds."""
    with closing(open_database(settings)) as db:
        return [told for _, found in examine_trail(db, settings.trail) for told in found]


def says(settings: Settings) -> str:
    with closing(open_database(settings)) as db:
        return " ".join(name for name, _ in examine_trail(db, settings.trail))


def write(settings: Settings, *acts: str, dossier: str | None = None, detail: str = "") -> None:
    with closing(open_database(settings)) as db:
        for act in acts:
            write_line(db, at=stamp(utc_now()), user_id="u1", act=act, dossier=dossier, detail=detail)


# --- the chain --------------------------------------------------------------------------------------------------------


def test_the_lines_of_the_demo_are_a_chain_and_each_new_line_fits(store_for: Open) -> None:
    marieke = store_for("marieke")
    before = last_line(marieke.db)
    marieke.forms_of(store_for.dossier("Amina"))
    assert last_line(marieke.db).seq == before.seq + 1 > 1000
    assert wrong(store_for.settings) == []


def test_a_line_is_sealed_with_the_line_before_it(fresh: Settings) -> None:
    """The same act at the same moment has another seal in another place."""
    write(fresh, "lezen", "lezen")
    with closing(open_database(fresh)) as db:
        one, two = (row[0] for row in db.conn.execute("SELECT seal FROM audit ORDER BY seq LIMIT 2"))
    assert len(one) == len(two) == 32 and one != two


def test_a_few_tamperings_of_each_kind_are_found(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make proof` does a thousand."""
    found, missed = tamper(scene, tmp_path / "hier", 20, 7, monkeypatch, capsys)
    assert missed == [] and sum(found.values()) == 20


def test_nothing_is_cried_out_that_is_not_so(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert leave_alone(scene, tmp_path / "hier", 6, monkeypatch, capsys) == []


def test_the_table_refuses_to_change_remove_or_replace_a_line(store_for: Open) -> None:
    store_for("marieke").find_dossiers("amina")
    db = store_for("marieke").db
    for change in (
        "UPDATE audit SET act='x' WHERE seq=1",
        "DELETE FROM audit WHERE seq=1",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq=1",
        "UPDATE audit_detail SET detail='x'",
        "INSERT OR REPLACE INTO audit_detail SELECT * FROM audit_detail LIMIT 1",
    ):
        with pytest.raises(Exception, match="append-only"):
            db.conn.execute(change)
    assert wrong(store_for.settings) == []


def test_writing_a_line_reads_no_more_than_the_last_one(store_for: Open) -> None:
    db = store_for("marieke").db
    plan = " ".join(row[3] for row in db.conn.execute("EXPLAIN QUERY PLAN SELECT seq, seal, at FROM audit ORDER BY seq DESC LIMIT 1"))
    assert "USE TEMP B-TREE" not in plan  # the last row of the table itself, no sorting of all
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    def work(detail: str) -> int:
        nonlocal steps
        steps = 0
        db.conn.set_progress_handler(count, 1)
        try:
            write_line(db, at=stamp(NOON), user_id="u1", act="lezen", detail=detail)
        finally:
            db.conn.set_progress_handler(None, 1)
        return steps

    small = work("een")
    for number in range(500):
        write_line(db, at=stamp(NOON), user_id=f"u{number}", act="lezen")
    assert work("een") <= small + 20


# --- details ----------------------------------------------------------------------------------------------------------


def test_what_could_tell_about_a_person_stands_aside_and_can_be_erased(fresh: Settings) -> None:
    write(fresh, "noodinzage", "lezen", dossier="d1", detail="Zij belde over haar kind.")
    write(fresh, "lezen", dossier="d2", detail="van een ander")
    with closing(open_database(fresh)) as db:
        assert "kind" not in str(db.conn.execute("SELECT * FROM audit").fetchall())
        assert erase_details(db, "d1", at=stamp(utc_now()), user_id="u2") == 2
        assert [row["detail"] for row in db.query("SELECT detail FROM trail ORDER BY seq")] == ["", "", "van een ander", ""]
    assert wrong(fresh) == []


def test_a_detail_that_is_gone_without_a_line_about_it_is_found(fresh: Settings) -> None:
    write(fresh, "lezen", "lezen", dossier="d1", detail="iets")
    with without_triggers(fresh) as db:
        db.conn.execute("DELETE FROM audit_detail WHERE seq=2")
    assert wrong(fresh) == ["regel 2: de bijzonderheden zijn weg, en er is geen regel dat ze zijn gewist"]


def test_the_salt_keeps_a_hash_from_telling_what_the_detail_was(fresh: Settings) -> None:
    write(fresh, "lezen", "lezen", dossier="d1", detail="volledig")
    with closing(open_database(fresh)) as db:
        one, two = (row[0] for row in db.conn.execute("SELECT detail_hash FROM audit ORDER BY seq"))
    assert one != two


# --- the key ----------------------------------------------------------------------------------------------------------


def test_the_key_is_made_at_the_first_start_and_stands_on_the_sheet(fresh: Settings) -> None:
    file = trail_key_file(fresh.keys)
    sheet = "".join((fresh.keys / "herstelblad.txt").read_text().lower().split())
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().strip() in sheet and read_key(fresh) in sheet and file.read_text().strip() != read_key(fresh)


def test_a_key_that_is_lost_is_not_made_anew(fresh: Settings) -> None:
    key = trail_key_file(fresh.keys).read_text()
    trail_key_file(fresh.keys).unlink()
    with pytest.raises(WrongKey, match="herstelblad"):
        start(fresh)
    trail_key_file(fresh.keys).write_text("ab" * 32)
    with pytest.raises(WrongKey, match="niet die van dit logspoor"):
        start(fresh)
    with closing(open_database(fresh)) as db, pytest.raises(WrongKey):
        write_line(db, at=stamp(utc_now()), user_id="u1", act="lezen")
    trail_key_file(fresh.keys).write_text(key)
    write(fresh, "lezen")
    assert wrong(fresh) == []


def test_lines_of_before_the_chain_are_taken_into_it_in_their_order(tmp_path: Path) -> None:
    places = {"db": tmp_path / "data" / "popforms.db"} | {name: tmp_path / name for name in ("keys", "backups", "trail")}
    settings = Settings.model_validate(places)
    start(settings)
    (new,) = [name for name in known() if "trail" in name]
    settings.db.unlink()
    with closing(connect(settings.db, read_key(settings))) as db:
        steps = known()
        db.conn.execute("CREATE TABLE migration(name TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT")
        for name in sorted(steps):
            if name < new:
                steps[name](db)
                db.conn.execute("INSERT INTO migration VALUES(?, '2026-01-01')", (name,))
        for number in range(3):
            db.conn.execute(
                "INSERT INTO audit(at, user_id, act, dossier_id, detail) VALUES(?,'u1',?,'d1',?)",
                (f"2026-01-0{number + 1}T10:00:00.000+00:00", f"act {number}", "7 tekens" if number else ""),
            )
    started = start(settings)
    assert started.sheet is None and len(list(settings.backups.iterdir())) == 1
    with closing(open_database(settings)) as db:
        assert [(row["act"], row["detail"]) for row in db.query("SELECT act, detail FROM trail ORDER BY seq")] == [
            ("act 0", ""), ("act 1", "7 tekens"), ("act 2", "7 tekens"),
        ]  # fmt: skip
    assert wrong(settings) == []


def test_an_installation_of_before_the_chain_gets_a_key_and_a_new_sheet(fresh: Settings) -> None:
    (new,) = [name for name in known() if "trail" in name]
    key = read_key(fresh)
    fresh.db.unlink()
    trail_key_file(fresh.keys).unlink()
    (fresh.keys / "herstelblad.txt").unlink()
    with closing(connect(fresh.db, key)) as db:
        db.conn.execute("CREATE TABLE migration(name TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT")
        for name in sorted(known()):
            if name < new:
                known()[name](db)
                db.conn.execute("INSERT INTO migration VALUES(?, '2026-01-01')", (name,))
    started = start(fresh)
    assert started.sheet and "logspoor" in started.sheet.read_text() and read_key(fresh) == key
    write(fresh, "lezen")
    assert wrong(fresh) == []


# --- the second place -------------------------------------------------------------------------------------------------


def test_each_backup_writes_the_head_outside(fresh: Settings) -> None:
    write(fresh, "lezen")
    backup(fresh)
    write(fresh, "lezen")
    note_head(fresh)
    with closing(open_database(fresh)) as db:
        lines = [json.loads(line) for line in head_file(fresh.trail, trail_id(db)).read_text().splitlines()]
        assert [line["regel"] for line in lines] == [2, 4]
        assert lines[-1]["zegel"] == last_line(db).seal.hex() and lines[-1]["om"] == last_line(db).at
    assert heads_of(fresh).stat().st_mode & 0o777 == 0o600 and fresh.trail.stat().st_mode & 0o777 == 0o700
    assert "tot en met regel 4, kop " in says(fresh) and "2 koppen" in says(fresh)


def test_a_day_without_a_backup_has_a_head_all_the_same(fresh: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    note_head_daily(fresh)
    note_head_daily(fresh)
    assert "1 kop" in says(fresh)
    monkeypatch.setattr("popforms.store.heads.utc_now", lambda: utc_now() + timedelta(hours=25))
    note_head_daily(fresh)
    assert "2 koppen" in says(fresh)


def test_a_head_that_could_not_be_written_is_written_the_next_time(fresh: Settings) -> None:
    note_head(fresh)
    kept = heads_of(fresh)
    kept.rename(fresh.trail.parent / "weg")
    fresh.trail.rmdir()
    fresh.trail.write_text("geen map")
    with pytest.raises(HeadTrouble, match="kop van het logspoor"):
        note_head(fresh)
    with pytest.raises(HeadTrouble):
        backup(fresh)
    assert len(list(fresh.backups.glob("*.db"))) == 1  # the backup is there all the same
    fresh.trail.unlink()
    fresh.trail.mkdir()
    (fresh.trail.parent / "weg").rename(kept)
    note_head(fresh)
    assert wrong(fresh) == []


def test_a_head_that_was_taken_away_is_not_put_back_by_itself(fresh: Settings) -> None:
    for _ in range(3):
        note_head(fresh)
    file = heads_of(fresh)
    file.write_text(file.read_text().splitlines(keepends=True)[0])
    note_head(fresh)
    assert [told[:24] for told in wrong(fresh)] == ["de kop van regel 2 ontbr", "de kop van regel 3 ontbr"]


def test_a_cut_tail_is_named_with_its_first_line(fresh: Settings) -> None:
    write(fresh, *["lezen"] * 5)
    note_head(fresh)
    with without_triggers(fresh) as db:
        db.conn.execute("DELETE FROM audit WHERE seq>3")
    (told,) = wrong(fresh)
    assert told.startswith("regel 4 tot en met 6 ontbreken: het logspoor is afgeknipt of de database is een oudere")


def test_without_the_second_place_a_cut_tail_would_not_be_seen(fresh: Settings) -> None:
    """Why it is there: the chain that is left is whole."""
    write(fresh, *["lezen"] * 5)
    with without_triggers(fresh) as db:
        db.conn.execute("DELETE FROM audit WHERE seq>3")
    assert wrong(fresh) == []


def test_what_a_backup_that_was_put_back_lost_is_told_and_no_alarm(fresh: Settings) -> None:
    write(fresh, "lezen", "lezen")
    copy = backup(fresh)
    write(fresh, "lezen")
    note_head(fresh)
    restore(fresh, copy)
    assert wrong(fresh) == []
    assert "is een back-up teruggezet; regel 4 tot en met 5 van daarvoor zijn weg" in says(fresh)
    with closing(open_database(fresh)) as db:
        assert db.conn.execute("SELECT act FROM audit ORDER BY seq DESC LIMIT 1").fetchone() == ("back-up teruggezet",)


def test_a_backup_is_not_put_back_with_another_key_of_the_trail(fresh: Settings) -> None:
    copy = backup(fresh)
    before = fresh.db.read_bytes()
    trail_key_file(fresh.keys).write_text("ab" * 32)
    with pytest.raises(WrongKey, match="herstelblad"):
        restore(fresh, copy)
    assert fresh.db.read_bytes() == before


def test_putting_a_copy_back_by_hand_is_an_alarm(fresh: Settings) -> None:
    copy = backup(fresh)
    write(fresh, "lezen")
    note_head(fresh)
    shutil.copyfile(copy, fresh.db)
    (told,) = wrong(fresh)
    assert told.startswith("regel 2 tot en met 3 ontbreken")


def test_the_database_of_somebody_else_in_this_place_is_seen(fresh: Settings, tmp_path: Path) -> None:
    note_head(fresh)
    other = fresh.model_copy(update={"db": tmp_path / "ander" / "popforms.db"})
    start(other)
    assert [told.partition(" ")[2] for told in wrong(other)] == ["hoort bij een andere database"]


def test_two_at_the_same_time_keep_the_order(fresh: Settings) -> None:
    threads = [threading.Thread(target=note_head, args=(fresh,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong(fresh) == [] and "6 koppen" in says(fresh)


# --- when it cannot be written ----------------------------------------------------------------------------------------


def test_who_may_come_in_is_kept_by_the_same_function(fresh: Settings) -> None:
    """The accounts' own store and the store of dossiers write in one chain."""
    with closing(open_database(fresh)) as db:
        Accounts(db).create(username="petra", name="Petra")
        db.conn.execute("CREATE TRIGGER stuk BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'vol'); END")
        with pytest.raises(TrailTrouble, match="niets getoond en niets bewaard"):
            write_line(db, at=stamp(utc_now()), user_id="u1", act="lezen")
        with pytest.raises(TrailTrouble):
            note_head(fresh)
        assert migrate(db) == []


def test_a_guessed_address_leaves_the_same_line_as_a_dossier_of_others(store_for: Open) -> None:
    """So neither the words nor the time of the answer tell which of the two it was."""
    joop = store_for("joop")
    for dossier in (store_for.dossier("Amina"), "f" * 16):
        before = joop.db.execute("SELECT coalesce(max(seq), 0) FROM trail").fetchone()[0]
        with pytest.raises(AccessDenied):
            joop.dossier(dossier)
        lines = joop.db.execute("SELECT user_id, act FROM trail WHERE seq>?", (before,)).fetchall()
        assert [tuple(line) for line in lines] == [(joop.user.id, "geweigerd: dossier")], dossier
