"""What ties signed sheets to a version: the pages of each print, what was read on a scan, and why one was laid by hand."""

from popforms.store.connection import Database
from popforms.store.migrations.runner import migration, run_script


@migration
def signing(db: Database) -> None:
    """`signed_on` is a JSON list of the pages with a box to sign in. All of it goes when its print or file is erased."""
    run_script(
        db,
        """
        CREATE TABLE print_sheets(
            print_id TEXT PRIMARY KEY REFERENCES print(id) ON DELETE CASCADE,
            pages INTEGER NOT NULL,
            signed_on TEXT NOT NULL CHECK (json_valid(signed_on))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE scan_sheet(
            file_id TEXT NOT NULL REFERENCES file(id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            page INTEGER NOT NULL,
            PRIMARY KEY(file_id, place, page)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE scan_by_hand(
            file_id TEXT PRIMARY KEY REFERENCES file(id) ON DELETE CASCADE,
            reason TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    )
