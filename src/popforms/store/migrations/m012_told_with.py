"""What a version was told with when its content was fixed, so that its paper goes on saying the same."""

from popforms.store.connection import Database
from popforms.store.migrations.m002_records import keep_append_only
from popforms.store.migrations.runner import migration, run_script

APPEND_ONLY = ("told_with",)


@migration
def told_with(db: Database) -> None:
    """`content` is JSON (store/told.py); `seal` is a SHA-256 over the version and this content as they were then.

    A version that is fixed a second time, before anything was printed, gets a second row. It hangs on its record and goes with it:
    while `erasing` holds a row (m008) it lets go and words in it are replaced.
    """
    run_script(
        db,
        """
        CREATE TABLE told_with(
            record_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            at TEXT NOT NULL,
            content TEXT NOT NULL CHECK (json_valid(content)),
            seal TEXT NOT NULL,
            PRIMARY KEY(record_id, number, seq),
            FOREIGN KEY(record_id, number) REFERENCES version(record_id, number)
        ) STRICT;
        """,
    )
    keep_append_only(db, "told_with", unless_erasing=True)
