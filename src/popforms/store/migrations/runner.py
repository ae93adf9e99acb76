"""Runs the migrations: in order, each in one transaction with its record."""

from __future__ import annotations

import pkgutil
import sqlite3
from collections.abc import Callable
from importlib import import_module

from sqlcipher3.dbapi2 import IntegrityError

from popforms.store.connection import Database, StoreError, stamp, transaction, utc_now

Step = Callable[[Database], None]


class NewerDatabase(StoreError):
    """The database was made by a version of popforms that knows more than this one."""


def migration(function: Step) -> Step:
    """Mark a function of a module `mNNN_name` as its migration; a module has one."""
    function.is_migration = True  # type: ignore[attr-defined]
    return function


def run_script(db: Database, sql: str) -> None:
    """Run statements one by one inside the transaction (executescript of the driver would commit first)."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""
    if statement.strip():
        raise ValueError(f"unfinished statement: {statement.strip()[:60]}")


def known() -> dict[str, Step]:
    """Every migration of the folder by the name of its module, in order."""
    import popforms.store.migrations as package

    steps: dict[str, Step] = {}
    for name in sorted(found.name for found in pkgutil.iter_modules(package.__path__) if found.name[0] == "m"):
        module = import_module(f"{package.__name__}.{name}")
        (step,) = [value for value in vars(module).values() if getattr(value, "is_migration", False)]
        steps[name] = step
    return steps


def applied(db: Database) -> set[str]:
    if "migration" not in db.table_names():
        return set()
    return {name for (name,) in db.conn.execute("SELECT name FROM migration").fetchall()}


def pending(db: Database) -> list[str]:
    """What still has to run; a name in the database that this version does not know raises NewerDatabase."""
    done, steps = applied(db), known()
    if unknown := sorted(done - steps.keys()):
        raise NewerDatabase(
            f"Deze database is gemaakt met een nieuwere versie van popforms ({unknown[-1]}). "
            "Installeer de nieuwste versie, of zet een back-up terug die bij deze versie hoort."
        )
    return [name for name in steps if name not in done]


def migrate(db: Database) -> list[str]:
    """Bring the database up to date and return the names of what ran."""
    names, steps = pending(db), known()
    for name in names:
        db.conn.execute("PRAGMA foreign_keys=0")  # has no effect inside a transaction
        try:
            with transaction(db):
                db.conn.execute("CREATE TABLE IF NOT EXISTS migration(name TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT")
                steps[name](db)
                if broken := db.conn.execute("PRAGMA foreign_key_check").fetchall():
                    raise IntegrityError(f"{name} leaves {len(broken)} broken references")
                db.conn.execute("INSERT INTO migration VALUES(?, ?)", (name, stamp(utc_now())))
        finally:
            db.conn.execute("PRAGMA foreign_keys=1")
    return names
