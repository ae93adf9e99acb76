"""Terms of everything that has one, talks, hours, what a gemeente chose, and the dossiers that wait to be worked out again."""

from popforms.store.connection import Database
from popforms.store.migrations.runner import migration, run_script


@migration
def terms(db: Database) -> None:
    """All of it is worked out from the versions; the dossiers wait in line and the first tick of the timer does the rest."""
    run_script(
        db,
        """
        CREATE TABLE termijn_nieuw(
            source TEXT NOT NULL,
            source_id TEXT NOT NULL,
            code TEXT NOT NULL,
            dossier_id TEXT REFERENCES dossier(id),
            record_id TEXT REFERENCES record(id),
            gemeente TEXT NOT NULL,
            role TEXT NOT NULL,
            person TEXT NOT NULL,
            deadline TEXT,
            warn_from TEXT,
            state TEXT NOT NULL,
            content TEXT NOT NULL CHECK (json_valid(content)),
            PRIMARY KEY(source, source_id, code)
        ) STRICT, WITHOUT ROWID;
        DROP TABLE termijn;
        ALTER TABLE termijn_nieuw RENAME TO termijn;
        CREATE INDEX termijn_dossier ON termijn(dossier_id, deadline);
        CREATE INDEX termijn_person ON termijn(person, deadline) WHERE person<>'';
        CREATE INDEX termijn_role ON termijn(role, gemeente, deadline) WHERE person='';
        CREATE TABLE gesprek(
            record_id TEXT PRIMARY KEY REFERENCES record(id),
            dossier_id TEXT NOT NULL REFERENCES dossier(id),
            leader TEXT NOT NULL,
            day TEXT NOT NULL,
            at TEXT NOT NULL,
            interpreter TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX gesprek_leader ON gesprek(leader, day);
        CREATE INDEX gesprek_dossier ON gesprek(dossier_id);
        CREATE TABLE uren(
            record_id TEXT PRIMARY KEY REFERENCES record(id),
            party TEXT NOT NULL,
            month TEXT NOT NULL,
            who TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX uren_party ON uren(party, month);
        CREATE TABLE gekozen(gemeente TEXT PRIMARY KEY, content TEXT NOT NULL CHECK (json_valid(content))) STRICT, WITHOUT ROWID;
        CREATE TABLE stale(dossier_id TEXT PRIMARY KEY REFERENCES dossier(id)) STRICT, WITHOUT ROWID;
        INSERT INTO stale SELECT dossier_id FROM overview;
        ALTER TABLE overview ADD COLUMN deadline_code TEXT NOT NULL DEFAULT '';
        ALTER TABLE overview ADD COLUMN linked TEXT;
        ALTER TABLE overview ADD COLUMN persons INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX overview_housed ON overview(gemeente, housed, linked, persons, closed);
        DELETE FROM meta WHERE name='worked_out_on';
        """,
    )
