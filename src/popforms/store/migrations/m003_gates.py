"""Gates that were passed with a written reason."""

from popforms.store.connection import Database
from popforms.store.migrations.runner import migration, run_script


@migration
def gates(db: Database) -> None:
    """One row per gate that somebody passed; a correction of the form asks again."""
    run_script(
        db,
        """
        CREATE TABLE gate_pass(
            record_id TEXT NOT NULL REFERENCES record(id),
            gate TEXT NOT NULL,
            version INTEGER NOT NULL,
            reason TEXT NOT NULL,
            user_id TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY(record_id, gate, version)
        ) STRICT, WITHOUT ROWID;
        """,
    )
