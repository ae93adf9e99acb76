"""The rights of the person and the end of a dossier: requests, what was thrown away, what is kept longer, what was erased."""

from popforms.store.connection import Database
from popforms.store.migrations.m002_records import APPEND_ONLY
from popforms.store.migrations.runner import migration, run_script

ERASABLE = tuple(table for table in APPEND_ONLY if table not in ("audit", "definition"))
"""Append-only tables that hold words of a person, so that erasing must reach them."""


@migration
def rights(db: Database) -> None:
    """`dossier.gone` says that nobody opens it any more: its row stays, so that its number and the trail keep their place.

    While `erasing` holds a row the append-only tables of a dossier let go; it is empty at every commit, which
    `popforms check` looks at. `certificate` names a dossier in a column of its own name, so that erasing never reaches it.
    """
    run_script(
        db,
        """
        ALTER TABLE dossier ADD COLUMN gone TEXT CHECK (gone IN ('weggegooid', 'vernietigd'));
        CREATE TABLE thrown(
            id TEXT PRIMARY KEY,
            dossier_id TEXT NOT NULL REFERENCES dossier(id),
            record_id TEXT REFERENCES record(id),
            title TEXT NOT NULL,
            reason TEXT NOT NULL,
            by TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE thrown_action(
            thrown_id TEXT NOT NULL REFERENCES thrown(id),
            action_id TEXT NOT NULL REFERENCES action(id),
            state TEXT NOT NULL,
            PRIMARY KEY(thrown_id, action_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE person_request(
            id TEXT PRIMARY KEY,
            dossier_id TEXT NOT NULL REFERENCES dossier(id),
            kind TEXT NOT NULL CHECK (kind IN ('inzage', 'verbetering')),
            asked_on TEXT NOT NULL,
            words TEXT NOT NULL DEFAULT '',
            made_by TEXT NOT NULL,
            made_at TEXT NOT NULL,
            content TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(content)),
            pdf BLOB,
            data BLOB,
            answer TEXT CHECK (answer IN ('vrijgegeven', 'teruggestuurd', 'klaar')),
            answer_words TEXT NOT NULL DEFAULT '',
            answered_by TEXT,
            answered_at TEXT,
            away_at TEXT
        ) STRICT;
        CREATE INDEX person_request_dossier ON person_request(dossier_id, made_at);
        CREATE TABLE hold(
            id TEXT PRIMARY KEY,
            dossier_id TEXT NOT NULL REFERENCES dossier(id),
            reason TEXT NOT NULL,
            look_again TEXT NOT NULL,
            by TEXT NOT NULL,
            at TEXT NOT NULL,
            ended_by TEXT,
            ended_at TEXT
        ) STRICT;
        CREATE INDEX hold_dossier ON hold(dossier_id) WHERE ended_at IS NULL;
        CREATE TABLE destruction(
            dossier_id TEXT PRIMARY KEY REFERENCES dossier(id),
            listed_at TEXT NOT NULL,
            proposed_by TEXT,
            proposed_at TEXT,
            agreed_by TEXT,
            agreed_at TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE certificate(
            id TEXT PRIMARY KEY,
            erased TEXT NOT NULL,
            number TEXT NOT NULL,
            gemeente TEXT NOT NULL,
            at TEXT NOT NULL,
            content TEXT NOT NULL CHECK (json_valid(content))
        ) STRICT;
        CREATE TABLE past(
            gemeente TEXT NOT NULL,
            regelset TEXT NOT NULL,
            what TEXT NOT NULL,
            quarter TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY(gemeente, regelset, what, quarter)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE erasing(what TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        """,
    )
    for table in ERASABLE:
        for moment in ("update", "delete"):
            db.conn.execute(f"DROP TRIGGER {table}_no_{moment}")
            db.conn.execute(
                f"CREATE TRIGGER {table}_no_{moment} BEFORE {moment.upper()} ON {table} WHEN NOT EXISTS (SELECT 1 FROM erasing) "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
