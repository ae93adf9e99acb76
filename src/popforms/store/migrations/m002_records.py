"""Dossiers, records, versions, drafts, actions, files, prints, projections and the audit trail."""

from popforms.store.connection import Database
from popforms.store.migrations.runner import migration, run_script

APPEND_ONLY = ("definition", "version", "version_state", "supplement", "action_line", "audit")
"""Tables whose rows are added and never changed; `popforms check` looks for their triggers."""


@migration
def records(db: Database) -> None:
    """Times are UTC ISO text; answers are JSON; ids are random and say nothing."""
    run_script(
        db,
        """
        CREATE TABLE dossier(
            id TEXT PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            token TEXT UNIQUE,
            created_at TEXT NOT NULL,
            created_by TEXT NOT NULL,
            kept_at TEXT,
            facts TEXT NOT NULL DEFAULT '{}'
        ) STRICT;
        CREATE TABLE record(
            id TEXT PRIMARY KEY,
            dossier_id TEXT REFERENCES dossier(id),
            form TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'nieuw',
            version INTEGER NOT NULL DEFAULT 0,
            title TEXT NOT NULL DEFAULT '',
            token TEXT UNIQUE,
            created_at TEXT NOT NULL,
            created_by TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            changed_by TEXT NOT NULL
        ) STRICT;
        CREATE INDEX record_dossier ON record(dossier_id, form);
        CREATE INDEX record_form ON record(form, title) WHERE dossier_id IS NULL;
        CREATE INDEX record_author ON record(changed_by, changed_at);
        CREATE TABLE definition(
            hash TEXT PRIMARY KEY,
            form TEXT NOT NULL,
            at TEXT NOT NULL,
            content TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE version(
            record_id TEXT NOT NULL REFERENCES record(id),
            number INTEGER NOT NULL,
            definition TEXT NOT NULL REFERENCES definition(hash),
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            content TEXT NOT NULL CHECK (json_valid(content)),
            PRIMARY KEY(record_id, number)
        ) STRICT;
        CREATE TABLE version_state(
            record_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            state TEXT NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            PRIMARY KEY(record_id, number, seq),
            FOREIGN KEY(record_id, number) REFERENCES version(record_id, number)
        ) STRICT;
        CREATE TABLE supplement(
            record_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            content TEXT NOT NULL CHECK (json_valid(content)),
            PRIMARY KEY(record_id, number, seq),
            FOREIGN KEY(record_id, number) REFERENCES version(record_id, number)
        ) STRICT;
        CREATE TABLE draft(
            record_id TEXT NOT NULL REFERENCES record(id),
            path TEXT NOT NULL,
            revision INTEGER NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            source TEXT NOT NULL DEFAULT '',
            value TEXT,
            PRIMARY KEY(record_id, path)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE draft_change(
            record_id TEXT NOT NULL REFERENCES record(id),
            path TEXT NOT NULL,
            revision INTEGER NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            value TEXT,
            PRIMARY KEY(record_id, path, revision)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE presence(
            record_id TEXT NOT NULL REFERENCES record(id),
            user_id TEXT NOT NULL,
            seen_at TEXT NOT NULL,
            PRIMARY KEY(record_id, user_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE action(
            id TEXT PRIMARY KEY,
            dossier_id TEXT NOT NULL REFERENCES dossier(id),
            record_id TEXT NOT NULL REFERENCES record(id),
            path TEXT NOT NULL,
            module TEXT NOT NULL,
            part TEXT NOT NULL,
            omschrijving TEXT NOT NULL,
            trekker TEXT NOT NULL,
            gereed_voor TEXT NOT NULL,
            voortgang_frequentie TEXT NOT NULL DEFAULT '',
            zelf TEXT NOT NULL DEFAULT '',
            naar_casusoverleg TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL,
            accepted_on TEXT,
            last_note_at TEXT,
            born_at TEXT NOT NULL,
            born_by TEXT NOT NULL,
            UNIQUE(record_id, path)
        ) STRICT;
        CREATE INDEX action_trekker ON action(trekker, gereed_voor) WHERE state NOT IN ('klaar', 'vervallen');
        CREATE INDEX action_dossier ON action(dossier_id, gereed_voor);
        CREATE TABLE action_line(
            action_id TEXT NOT NULL REFERENCES action(id),
            seq INTEGER NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY(action_id, seq)
        ) STRICT;
        CREATE TABLE team(
            dossier_id TEXT NOT NULL REFERENCES dossier(id),
            field TEXT NOT NULL,
            who TEXT NOT NULL,
            organisation TEXT,
            PRIMARY KEY(dossier_id, field)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX team_who ON team(who);
        CREATE TABLE termijn(
            dossier_id TEXT NOT NULL REFERENCES dossier(id),
            source TEXT NOT NULL,
            source_id TEXT NOT NULL,
            deadline TEXT,
            warn_from TEXT,
            state TEXT NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY(dossier_id, source, source_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX termijn_deadline ON termijn(deadline);
        CREATE TABLE overview(
            dossier_id TEXT PRIMARY KEY REFERENCES dossier(id),
            number TEXT NOT NULL,
            gemeente TEXT NOT NULL,
            name TEXT NOT NULL,
            search TEXT NOT NULL,
            fase TEXT NOT NULL,
            regelset TEXT NOT NULL,
            taal TEXT NOT NULL DEFAULT '',
            pc TEXT NOT NULL DEFAULT '',
            mb TEXT NOT NULL DEFAULT '',
            restricted INTEGER NOT NULL DEFAULT 0,
            closed INTEGER NOT NULL DEFAULT 0,
            housed TEXT,
            deadline TEXT,
            deadline_name TEXT NOT NULL DEFAULT '',
            open_actions INTEGER NOT NULL DEFAULT 0,
            plan TEXT NOT NULL DEFAULT '',
            modules TEXT NOT NULL DEFAULT '',
            columns TEXT NOT NULL DEFAULT '{}'
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX overview_deadline ON overview(closed, deadline);
        CREATE TABLE print(
            id TEXT PRIMARY KEY,
            record_id TEXT NOT NULL REFERENCES record(id),
            version INTEGER NOT NULL,
            variant TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX print_record ON print(record_id, version);
        CREATE TABLE file(
            id TEXT PRIMARY KEY,
            record_id TEXT NOT NULL REFERENCES record(id),
            version INTEGER NOT NULL,
            kind TEXT NOT NULL,
            mime TEXT NOT NULL,
            size INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            content BLOB NOT NULL
        ) STRICT;
        CREATE INDEX file_record ON file(record_id, version);
        CREATE TABLE audit(
            seq INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            user_id TEXT NOT NULL,
            act TEXT NOT NULL,
            dossier_id TEXT,
            record_id TEXT,
            version INTEGER,
            detail TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX audit_dossier ON audit(dossier_id, seq);
        CREATE INDEX audit_visit ON audit(user_id, record_id, act, at);
        CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """,
    )
    for table in APPEND_ONLY:
        keep_append_only(db, table)


def keep_append_only(db: Database, table: str, *, unless_erasing: bool = False) -> None:
    """Triggers that refuse to change, remove or replace a row; a migration that rebuilds the table calls this again.

    With `unless_erasing` the table lets go while the table `erasing` of m008 holds a row.
    """
    unless = " WHEN NOT EXISTS (SELECT 1 FROM erasing)" if unless_erasing else ""
    keys = [row[1] for row in db.conn.execute(f"PRAGMA table_info({table})").fetchall() if row[5]]
    same = " AND ".join(f"{key} IS NEW.{key}" for key in keys)
    for moment in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"CREATE TRIGGER {table}_no_{moment.lower()} BEFORE {moment} ON {table}{unless} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    db.conn.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
