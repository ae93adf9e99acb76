"""Somebody with the database in hand, its key too, who changes the audit trail without the key of the trail."""

from __future__ import annotations

import random
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from popforms.definition.catalogue import load_forms
from popforms.demo import build
from popforms.settings import ROOT, Settings
from popforms.store import Store, open_database
from popforms.store.accounts import Accounts
from popforms.store.backup import backup
from popforms.store.connection import Database
from popforms.store.heads import head_file, note_head
from popforms.store.trail import seal_of, trail_id

COLUMNS = ("at", "user_id", "act", "dossier_id", "record_id", "version", "detail_hash", "seal")


@dataclass(frozen=True)
class Scene:
    """A small town whose trail has heads outside: `older` is its database of a while ago, `copy` the newest backup."""

    settings: Settings
    older: Path
    older_heads: Path
    copy: Path

    def take(self, folder: Path) -> Settings:
        """A copy of all of it, to be spoilt."""
        shutil.rmtree(folder, ignore_errors=True)
        places = {name: folder / name for name in ("keys", "backups", "trail")} | {"db": folder / "data" / "popforms.db"}
        for name, place in places.items():
            shutil.copytree(getattr(self.settings, name), place) if name != "db" else place.parent.mkdir()
        shutil.copyfile(self.settings.db, places["db"])
        return self.settings.model_copy(update=places)


def set_scene(folder: Path) -> Scene:
    """Three dossiers, some days of work, and a head in the second place after each."""
    settings = Settings.model_validate(
        {name: folder / name for name in ("keys", "backups", "trail")} | {"db": folder / "data" / "popforms.db", "forms": ROOT / "forms"}
    )
    build(settings, dossiers=3)
    note_head(settings)
    _work(settings, "rima")
    note_head(settings)
    older, older_heads = folder / "older.db", folder / "older.jsonl"
    shutil.copyfile(settings.db, older)
    shutil.copyfile(heads_of(settings), older_heads)
    _work(settings, "ibrahim")
    copy = backup(settings)
    return Scene(settings, older, older_heads, copy)


def _work(settings: Settings, text: str) -> None:
    """A POP-consulent looks somebody up and reads; a begeleider is refused."""
    with closing(open_database(settings)) as db:
        forms, users = load_forms(settings.forms), {a.user.username: a.user for a in Accounts(db).all()}
        store = Store(db, users["marieke"], forms)
        for line in store.find_dossiers(text):
            store.dossier(line.id)
            for form in store.forms_of(line.id):
                for record in form.records:
                    store.open_draft(record.id)


def heads_of(settings: Settings) -> Path:
    with closing(open_database(settings)) as db:
        return head_file(settings.trail, trail_id(db))


@contextmanager
def without_triggers(settings: Settings) -> Iterator[Database]:
    """The database as somebody sees it who takes the triggers away first and puts them back afterwards."""
    with closing(open_database(settings)) as db:
        db.conn.execute("PRAGMA foreign_keys=0")
        db.conn.execute("BEGIN")
        there = db.conn.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name IN ('audit', 'audit_detail')"
        ).fetchall()
        for name, _ in there:
            db.conn.execute(f"DROP TRIGGER {name}")
        yield db
        for _, sql in there:
            db.conn.execute(sql)
        db.conn.execute("COMMIT")


def end(db: Database) -> int:
    return int(db.conn.execute("SELECT max(seq) FROM audit").fetchone()[0])


def a_line(db: Database, dice: random.Random, where: str = "1") -> int:
    return int(dice.choice(db.conn.execute(f"SELECT seq FROM audit WHERE {where} ORDER BY seq").fetchall())[0])


# Each gives the number of the first line that is wrong, None when the second place is what was changed.


def change_a_column(settings: Settings, scene: Scene, dice: random.Random) -> int:
    with without_triggers(settings) as db:
        seq, column = a_line(db, dice), dice.choice(COLUMNS)
        other: object = secrets.token_hex(8)
        if column in ("detail_hash", "seal"):
            other = secrets.token_bytes(32)
        elif column == "version":
            other = 900 + dice.randrange(99)
        elif column == "at":
            other = f"2019-0{dice.randrange(1, 9)}-11T10:00:00.000+00:00"
        elif column == "user_id":
            other = dice.choice(
                [row[0] for row in db.conn.execute("SELECT id FROM user WHERE id<>(SELECT user_id FROM audit WHERE seq=?)", (seq,))]
            )
        db.conn.execute(f"UPDATE audit SET {column}=? WHERE seq=?", (other, seq))
    return seq


def empty_a_column(settings: Settings, scene: Scene, dice: random.Random) -> int:
    with without_triggers(settings) as db:
        column = dice.choice(("dossier_id", "record_id", "version", "detail_hash"))
        seq = a_line(db, dice, f"{column} IS NOT NULL")
        db.conn.execute(f"UPDATE audit SET {column}=NULL WHERE seq=?", (seq,))
    return seq


def remove_lines(settings: Settings, scene: Scene, dice: random.Random) -> int:
    with without_triggers(settings) as db:
        seq, many = a_line(db, dice, "seq<(SELECT max(seq) FROM audit)-5"), dice.randrange(1, 5)
        _remove(db, "seq>=? AND seq<?", seq, seq + many)
    return seq


def remove_and_close_the_gap(settings: Settings, scene: Scene, dice: random.Random) -> int:
    with without_triggers(settings) as db:
        seq = a_line(db, dice)
        _remove(db, "seq=?", seq)
        _shift(db, seq + 1, -1)
    return seq


def swap_two(settings: Settings, scene: Scene, dice: random.Random) -> int:
    """Two lines change places, with their seals or without."""
    with without_triggers(settings) as db:
        one = a_line(db, dice)
        other = a_line(db, dice, f"seq<>{one}")
        columns = COLUMNS if dice.random() < 0.5 else COLUMNS[:-1]
        rows = [db.conn.execute(f"SELECT {', '.join(columns)} FROM audit WHERE seq=?", (seq,)).fetchone() for seq in (one, other)]
        if rows[0] == rows[1]:
            return change_line(db, one)
        for seq, row in zip((one, other), reversed(rows), strict=True):
            db.conn.execute(f"UPDATE audit SET {', '.join(f'{name}=?' for name in columns)} WHERE seq=?", (*row, seq))
    return min(one, other)


def change_line(db: Database, seq: int) -> int:
    db.conn.execute("UPDATE audit SET at='2019-01-01T00:00:00.000+00:00' WHERE seq=?", (seq,))
    return seq


def double_a_line(settings: Settings, scene: Scene, dice: random.Random) -> int:
    """The same line once more: at the end, or in the middle with the rest pushed up."""
    with without_triggers(settings) as db:
        seq = a_line(db, dice)
        to = end(db) + 1 if dice.random() < 0.5 else seq + 1
        _shift(db, to, 1)
        db.conn.execute(f"INSERT INTO audit(seq, {', '.join(COLUMNS)}) SELECT ?, {', '.join(COLUMNS)} FROM audit WHERE seq=?", (to, seq))
    return to


def put_one_in(settings: Settings, scene: Scene, dice: random.Random) -> int:
    """A line of the forger's own, sealed with a key of the forger's own."""
    with without_triggers(settings) as db:
        to = dice.randrange(1, end(db) + 2)
        _shift(db, to, 1)
        row = ("2026-01-01T10:00:00.000+00:00", "systeem", "lezen", None, None, None, None)
        before = db.conn.execute("SELECT seal FROM audit WHERE seq=?", (to - 1,)).fetchone() or (b"\0" * 32,)
        seal = seal_of(secrets.token_bytes(32), before[0], (to, *row))
        db.conn.execute(f"INSERT INTO audit(seq, {', '.join(COLUMNS)}) VALUES(?,?,?,?,?,?,?,?,?)", (to, *row, seal))
    return to


def cut_the_tail(settings: Settings, scene: Scene, dice: random.Random) -> int:
    with without_triggers(settings) as db:
        seq = end(db) - dice.randrange(min(40, end(db) - 1))
        _remove(db, "seq>=?", seq)
    return seq


def seal_anew(settings: Settings, scene: Scene, dice: random.Random) -> int:
    """A line is changed and every seal from there on is worked out again, with another key."""
    with without_triggers(settings) as db:
        seq, key = a_line(db, dice), secrets.token_bytes(32)
        change_line(db, seq)
        before = (db.conn.execute("SELECT seal FROM audit WHERE seq=?", (seq - 1,)).fetchone() or (b"\0" * 32,))[0]
        for row in db.conn.execute(f"SELECT seq, {', '.join(COLUMNS[:-1])} FROM audit WHERE seq>=? ORDER BY seq", (seq,)).fetchall():
            before = seal_of(key, before, row)
            db.conn.execute("UPDATE audit SET seal=? WHERE seq=?", (before, row[0]))
    return seq


def change_a_detail(settings: Settings, scene: Scene, dice: random.Random) -> int:
    with without_triggers(settings) as db:
        seq = int(dice.choice(db.conn.execute("SELECT seq FROM audit_detail ORDER BY seq").fetchall())[0])
        match dice.randrange(4):
            case 0:
                db.conn.execute("UPDATE audit_detail SET detail=detail || ' ' WHERE seq=?", (seq,))
            case 1:
                db.conn.execute("UPDATE audit_detail SET salt=? WHERE seq=?", (secrets.token_bytes(16), seq))
            case 2:
                db.conn.execute("DELETE FROM audit_detail WHERE seq=?", (seq,))
            case _:
                seq = a_line(db, dice, "detail_hash IS NULL")
                db.conn.execute("INSERT INTO audit_detail VALUES(?,?,'erbij verzonnen')", (seq, secrets.token_bytes(16)))
    return seq


def put_an_older_database_back(settings: Settings, scene: Scene, dice: random.Random) -> int:
    shutil.copyfile(scene.older, settings.db)
    with closing(open_database(settings)) as db:
        return end(db) + 1


def begin_a_new_chain(settings: Settings, scene: Scene, dice: random.Random) -> None:
    """The name of the chain is changed, so that no head outside seems to belong to it."""
    with without_triggers(settings) as db:
        db.conn.execute("UPDATE meta SET value=? WHERE name='trail'", (secrets.token_hex(8),))


def change_the_heads(settings: Settings, scene: Scene, dice: random.Random) -> None:
    """The file in the second place: older, gone, a line less, twice, in another order, or one sign changed."""
    file = heads_of(settings)
    lines = file.read_text().splitlines(keepends=True)
    at = dice.randrange(len(lines))
    match dice.randrange(6):
        case 0:
            shutil.copyfile(scene.older_heads, file)
        case 1:
            file.unlink()
        case 2:
            file.write_text("".join(lines[:at] + lines[at + 1 :]))
        case 3:
            file.write_text("".join([*lines[: at + 1], *lines[at:]]))
        case 4:
            file.write_text("".join(reversed(lines)))
        case _:
            text = "".join(lines)
            signs = [number for number, sign in enumerate(text) if sign.isalnum()]
            spot = dice.choice(signs)
            other = dice.choice([sign for sign in "0123456789abcdef" if sign != text[spot].lower()])
            file.write_text(text[:spot] + other + text[spot + 1 :])


TAMPERINGS: tuple[Callable[[Settings, Scene, random.Random], int | None], ...] = (
    change_a_column, empty_a_column, remove_lines, remove_and_close_the_gap, swap_two, double_a_line, put_one_in, cut_the_tail,
    seal_anew, change_a_detail, put_an_older_database_back, begin_a_new_chain, change_the_heads,
)  # fmt: skip


def _remove(db: Database, where: str, *values: int) -> None:
    db.conn.execute(f"DELETE FROM audit_detail WHERE {where}", values)
    db.conn.execute(f"DELETE FROM audit WHERE {where}", values)


def _shift(db: Database, first: int, by: int) -> None:
    """Give every line from a number on another number, its details along."""
    for table in ("audit", "audit_detail"):
        db.conn.execute(f"UPDATE {table} SET seq=-seq WHERE seq>=?", (first,))
        db.conn.execute(f"UPDATE {table} SET seq=-seq+? WHERE seq<0", (by,))
