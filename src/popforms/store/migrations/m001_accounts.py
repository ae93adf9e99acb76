"""Accounts, sessions, one-time codes, login attempts and files that wait to be fetched."""

from popforms.store.connection import Database
from popforms.store.migrations.runner import migration, run_script


@migration
def accounts(db: Database) -> None:
    """Times are UTC ISO text; tokens and codes are here as hash only."""
    run_script(
        db,
        """
        CREATE TABLE user(
            id TEXT PRIMARY KEY,
            username TEXT NOT NULL UNIQUE COLLATE NOCASE,
            name TEXT NOT NULL,
            email TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            organisation TEXT,
            person TEXT,
            roles TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(roles)),
            gemeenten TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(gemeenten)),
            password_hash TEXT,
            state TEXT NOT NULL CHECK (state IN ('uitgenodigd', 'actief', 'gesloten')),
            created_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE session(
            token_hash TEXT PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES user(id),
            created_at TEXT NOT NULL,
            seen_at TEXT NOT NULL,
            ended_at TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX session_user ON session(user_id) WHERE ended_at IS NULL;
        CREATE TABLE code(
            hash TEXT PRIMARY KEY,
            user_id TEXT REFERENCES user(id),
            purpose TEXT NOT NULL CHECK (purpose IN ('begin', 'uitnodiging', 'wachtwoord')),
            expires_at TEXT NOT NULL,
            used_at TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE attempt(
            id INTEGER PRIMARY KEY,
            account TEXT NOT NULL,
            address TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX attempt_account ON attempt(account, at);
        CREATE INDEX attempt_address ON attempt(address, at);
        CREATE TABLE handout(
            token_hash TEXT PRIMARY KEY,
            session_hash TEXT NOT NULL REFERENCES session(token_hash) ON DELETE CASCADE,
            name TEXT NOT NULL,
            mime TEXT NOT NULL,
            content BLOB NOT NULL,
            expires_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """,
    )
