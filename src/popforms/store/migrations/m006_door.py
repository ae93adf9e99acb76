"""The second factor, logins that are half way, and requests about accounts that a second person answers."""

from popforms.store.connection import Database
from popforms.store.migrations.runner import migration, run_script


@migration
def door(db: Database) -> None:
    """The secret of a phone is here as it is, for the whole file is encrypted; recovery codes and tokens as hash only.

    `factor.last_step` is the time step of the last code that was used, so that no code works twice; `kept_at` is when the
    owner said that the recovery codes are kept. `session.factor` says whether the login had its second step.
    """
    run_script(
        db,
        """
        CREATE TABLE factor(
            user_id TEXT PRIMARY KEY REFERENCES user(id),
            secret TEXT NOT NULL,
            made_at TEXT NOT NULL,
            last_step INTEGER NOT NULL,
            kept_at TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE recovery_code(
            hash TEXT PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES user(id),
            used_at TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX recovery_code_user ON recovery_code(user_id);
        CREATE TABLE half_login(
            token_hash TEXT PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES user(id),
            created_at TEXT NOT NULL,
            step TEXT NOT NULL CHECK (step IN ('code', 'telefoon', 'reservecodes')),
            secret TEXT NOT NULL DEFAULT '',
            back TEXT NOT NULL DEFAULT '/'
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX half_login_user ON half_login(user_id);
        ALTER TABLE session ADD COLUMN factor INTEGER NOT NULL DEFAULT 0 CHECK (factor IN (0, 1));
        CREATE TABLE account_request(
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('uitnodigen', 'wijzigen', 'openen', 'code', 'telefoon')),
            user_id TEXT NOT NULL REFERENCES user(id),
            content TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(content)),
            asked_by TEXT NOT NULL,
            asked_at TEXT NOT NULL,
            answer TEXT CHECK (answer IN ('ja', 'nee', 'ingetrokken')),
            answered_by TEXT,
            answered_at TEXT
        ) STRICT;
        CREATE UNIQUE INDEX account_request_open ON account_request(user_id) WHERE answer IS NULL;
        """,
    )
