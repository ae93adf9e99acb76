"""Texts of letters that a gemeente keeps itself, what is being typed in one, and who approved a translation."""

from popforms.store.connection import Database
from popforms.store.migrations.m002_records import keep_append_only
from popforms.store.migrations.runner import migration, run_script

APPEND_ONLY = ("letter_text", "letter_approval")


@migration
def letters(db: Database) -> None:
    """A text counts from `valid_from`; an approval is of one pair of texts, Dutch and translation, by their hash."""
    run_script(
        db,
        """
        CREATE TABLE letter_text(
            letter TEXT NOT NULL,
            language TEXT NOT NULL,
            number INTEGER NOT NULL,
            valid_from TEXT NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY(letter, language, number)
        ) STRICT;
        CREATE TABLE letter_draft(
            letter TEXT NOT NULL,
            language TEXT NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY(letter, language)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE letter_approval(
            letter TEXT NOT NULL,
            language TEXT NOT NULL,
            hash TEXT NOT NULL,
            seq INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('goedgekeurd', 'ingetrokken')),
            checked_by TEXT NOT NULL DEFAULT '',
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY(letter, language, hash, seq)
        ) STRICT;
        """,
    )
    for table in APPEND_ONLY:
        keep_append_only(db, table)
