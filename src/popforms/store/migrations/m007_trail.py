"""The audit trail as a chain of sealed lines, with the details aside, and dossiers that were opened in an emergency."""

from popforms.store.connection import Database, WrongKey, read_trail_key
from popforms.store.migrations.m002_records import keep_append_only
from popforms.store.migrations.runner import migration, run_script
from popforms.store.trail import begin_chain, write_line


@migration
def trail(db: Database) -> None:
    """The lines that are there are put in the chain in their order, with the seal of this moment."""
    if db.keys is None:
        raise WrongKey("Zonder de sleutel van het logspoor kan de database niet worden bijgewerkt.")
    run_script(
        db,
        """
        ALTER TABLE audit RENAME TO audit_before;
        DROP INDEX audit_dossier;
        DROP INDEX audit_visit;
        CREATE TABLE audit(
            seq INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            user_id TEXT NOT NULL,
            act TEXT NOT NULL,
            dossier_id TEXT,
            record_id TEXT,
            version INTEGER,
            detail_hash BLOB,
            seal BLOB NOT NULL
        ) STRICT;
        CREATE TABLE audit_detail(
            seq INTEGER PRIMARY KEY REFERENCES audit(seq),
            salt BLOB NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE VIEW trail AS
            SELECT a.seq, a.at, a.user_id, a.act, a.dossier_id, a.record_id, a.version, coalesce(d.detail, '') AS detail
            FROM audit a LEFT JOIN audit_detail d ON d.seq=a.seq;
        """,
    )
    begin_chain(db, read_trail_key(db.keys))
    for at, user_id, act, dossier, record, version, detail in db.conn.execute(
        "SELECT at, user_id, act, dossier_id, record_id, version, detail FROM audit_before ORDER BY seq"
    ).fetchall():
        write_line(db, at=at, user_id=user_id, act=act, dossier=dossier, record=record, version=version, detail=detail)
    run_script(
        db,
        """
        DROP TABLE audit_before;
        CREATE INDEX audit_dossier ON audit(dossier_id, seq);
        CREATE INDEX audit_visit ON audit(user_id, record_id, act, at);
        CREATE INDEX audit_at ON audit(at);
        CREATE TRIGGER audit_detail_no_update BEFORE UPDATE ON audit_detail
            BEGIN SELECT RAISE(ABORT, 'audit_detail is append-only'); END;
        CREATE TRIGGER audit_detail_no_replace BEFORE INSERT ON audit_detail
            WHEN EXISTS (SELECT 1 FROM audit_detail WHERE seq IS NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'audit_detail is append-only'); END;
        CREATE TABLE emergency(
            seq INTEGER PRIMARY KEY REFERENCES audit(seq),
            dossier_id TEXT NOT NULL REFERENCES dossier(id),
            user_id TEXT NOT NULL,
            begun_at TEXT NOT NULL,
            until TEXT NOT NULL,
            ended_at TEXT
        ) STRICT;
        CREATE INDEX emergency_dossier ON emergency(dossier_id, until);
        CREATE TABLE emergency_heard(
            seq INTEGER NOT NULL REFERENCES emergency(seq),
            user_id TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY(seq, user_id)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE handout ADD COLUMN dossier_id TEXT;
        ALTER TABLE handout ADD COLUMN record_id TEXT;
        """,
    )
    keep_append_only(db, "audit")
