"""Sessions of people who are logged in, and the files that wait for them to be fetched."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from popforms.access import User
from popforms.store.connection import Database, stamp, transaction, utc_now
from popforms.store.trail import write_line

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
WINDOW = timedelta(minutes=15)
"""How long a wrong try counts (store/throttle.py)."""
HALF_LIFE = timedelta(minutes=30)
"""How long a login waits for its second step: somebody may have to put an app on a phone first."""
HANDOUT_LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class Login:
    """A session that holds now; `session` is its hash, `seconds_left` the time until it ends without activity.

    `last` is true when it ends then whatever is done: the ten hours are over.
    """

    user: User
    session: str
    seconds_left: int
    last: bool = False


@dataclass(frozen=True)
class Handout:
    """A file that is fetched once."""

    name: str
    mime: str
    content: bytes


def hash_of(secret: str) -> str:
    """What is stored of a token or code; both are random and long enough for a plain hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def user_of(row: dict[str, Any]) -> User:
    return User(
        id=row["id"],
        username=row["username"],
        name=row["name"],
        roles=tuple(json.loads(row["roles"])),
        gemeenten=tuple(json.loads(row["gemeenten"])),
        person=row["person"],
        organisation=row["organisation"],
        email=row["email"],
        phone=row["phone"],
    )


class Sessions:
    """The sessions of this database; `now` is handed in so that a test can let time pass."""

    def __init__(self, db: Database, now: Callable[[], datetime] = utc_now) -> None:
        self.db = db
        self.now = now

    def start_session(self, user_id: str, *, factor: bool = False) -> str:
        """A new session: 256 random bits for the cookie, of which only the hash stays here. `factor`: after a second step."""
        token, now = secrets.token_urlsafe(32), stamp(self.now())
        with transaction(self.db):
            self.db.conn.execute(
                "INSERT INTO session(token_hash, user_id, created_at, seen_at, factor) VALUES(?, ?, ?, ?, ?)",
                (hash_of(token), user_id, now, now, factor),
            )
        return token

    def find_session(self, session: str) -> Login | None:
        """The login of this session hash while it holds: not ended, not idle, not too old, account open."""
        now = self.now()
        rows = self._rows(
            "SELECT user.*, s.created_at AS started, s.seen_at AS seen FROM session s JOIN user ON user.id = s.user_id"
            " WHERE s.token_hash = ? AND s.ended_at IS NULL AND user.state = 'actief'",
            session,
        )
        if not rows:
            return None
        idle, longest = datetime.fromisoformat(rows[0]["seen"]) + IDLE, datetime.fromisoformat(rows[0]["started"]) + LONGEST
        left = (min(idle, longest) - now).total_seconds()
        return Login(user_of(rows[0]), session, int(left), last=longest <= idle) if left > 0 else None

    def touch(self, session: str) -> None:
        """Note activity; a session that has ended stays ended."""
        now = self.now()
        with transaction(self.db):
            self.db.conn.execute(
                "UPDATE session SET seen_at = ? WHERE token_hash = ? AND ended_at IS NULL AND seen_at > ?",
                (stamp(now), session, stamp(now - IDLE)),
            )

    def end_session(self, session: str) -> None:
        with transaction(self.db):
            self.db.conn.execute(
                "UPDATE session SET ended_at = ? WHERE token_hash = ? AND ended_at IS NULL",
                (stamp(self.now()), session),
            )
            self.db.conn.execute("DELETE FROM handout WHERE session_hash = ?", (session,))

    def end_sessions(self, user_id: str) -> None:
        """End every session of a user, and every login that waits for its second step."""
        with transaction(self.db):
            for row in self._rows("SELECT token_hash FROM session WHERE user_id = ? AND ended_at IS NULL", user_id):
                self.end_session(row["token_hash"])
            self.db.conn.execute("DELETE FROM half_login WHERE user_id = ?", (user_id,))

    def end_sessions_without_factor(self) -> None:
        """For a server that asks the second step from now on: who came in without it comes in again."""
        with transaction(self.db):
            for row in self._rows("SELECT token_hash FROM session WHERE factor = 0 AND ended_at IS NULL"):
                self.end_session(row["token_hash"])

    # --- files to fetch ----------------------------------------------------------------------------------------------

    def hand_out(self, session: str, name: str, mime: str, content: bytes, *, dossier: str | None = None, record: str | None = None) -> str:
        """Lay a file ready for one login and return the token of its address, /bestand/<token>; it holds five minutes.

        The name may hold no personal data: form, dossier number, version and a random part. `dossier` and `record` say whose
        it is, for the line in the audit trail when it is fetched.
        """
        token = secrets.token_urlsafe(32)
        with transaction(self.db):
            self.db.conn.execute(
                "INSERT INTO handout(token_hash, session_hash, name, mime, content, expires_at, dossier_id, record_id)"
                " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                (hash_of(token), session, name, mime, content, stamp(self.now() + HANDOUT_LIFE), dossier, record),
            )
        return token

    def take_handout(self, token: str, session: str) -> Handout | None:
        """The file behind a token, once, for the login it was made for; the line that it was fetched comes with it or it stays."""
        with transaction(self.db):
            rows = self._rows(
                "SELECT h.*, s.user_id FROM handout h JOIN session s ON s.token_hash = h.session_hash"
                " WHERE h.token_hash = ? AND session_hash = ? AND expires_at > ?",
                *(hash_of(token), session, stamp(self.now())),
            )
            for row in rows:
                self.db.conn.execute("DELETE FROM handout WHERE token_hash = ?", (hash_of(token),))
                write_line(
                    self.db, at=stamp(self.now()), user_id=row["user_id"], act="bestand ophalen", dossier=row["dossier_id"],
                    record=row["record_id"], detail=row["name"],
                )  # fmt: skip
        return Handout(rows[0]["name"], rows[0]["mime"], rows[0]["content"]) if rows else None

    # --- housekeeping ------------------------------------------------------------------------------------------------

    def sweep(self) -> None:
        """Throw away what no longer counts: old attempts, used codes, ended sessions, half logins, files nobody fetched."""
        now = self.now()
        month = stamp(now - timedelta(days=30))
        with transaction(self.db):
            self.db.conn.execute("DELETE FROM attempt WHERE at < ?", (stamp(now - WINDOW),))
            self.db.conn.execute("DELETE FROM code WHERE expires_at < ?", (month,))
            self.db.conn.execute("DELETE FROM handout WHERE expires_at < ?", (stamp(now),))
            self.db.conn.execute("DELETE FROM session WHERE created_at < ?", (month,))
            self.db.conn.execute("DELETE FROM half_login WHERE created_at < ?", (stamp(now - HALF_LIFE),))

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        cursor = self.db.conn.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
