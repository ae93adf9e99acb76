"""The second step of a login: a code of the own phone (RFC 6238), or one of ten recovery codes.

Between password and second step a login is half: it has a token of its own that opens nothing but that step.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any, Literal

import pyotp

from popforms.access import User
from popforms.store.codes import hash_of_code, new_code
from popforms.store.connection import stamp, transaction
from popforms.store.sessions import HALF_LIFE, Login, hash_of, user_of
from popforms.store.throttle import Throttle

STEP_SECONDS = 30
DRIFT = 1
"""How many time steps a phone's clock may be early or late."""
RECOVERY_CODES = 10
SIX_DIGITS = re.compile(r"\s*(\d\s*){6}", re.ASCII)
"""A code of the phone, with or without spaces; a recovery code has twelve signs."""
ISSUER = "popforms"

WRONG_FACTOR = (
    "De code klopt niet of is al gebruikt. Wacht tot je app een nieuwe code toont en vul die in. "
    "Blijft het misgaan? Kijk of de klok van je telefoon goed staat, of vraag je beheerder om hulp."
)

Step = Literal["code", "telefoon", "reservecodes"]


@dataclass(frozen=True)
class Half:
    """A login that is half way: a code is asked, a phone is being set up, or recovery codes wait to be kept."""

    user: User
    token_hash: str
    step: Step
    secret: str
    back: str


@dataclass(frozen=True)
class Passed:
    """The right code was given: the token of the session, or the recovery codes to show before there is one.

    Neither when a new phone is to be set up first.
    """

    token: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactorState:
    """The second factor of somebody: since when, and how many recovery codes are left."""

    since: datetime
    codes_left: int


def address_for_phone(secret: str, username: str, place: str = "") -> str:
    """What the QR code says to the app; `place` tells two installations apart."""
    issuer = f"{ISSUER} {place}".strip().replace(":", " ")
    return pyotp.TOTP(secret, name=username, issuer=issuer).provisioning_uri()


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The time step that a typed code belongs to; None when it is the code of no step around now."""
    code = re.sub(r"\s", "", typed)
    present = int(now.timestamp()) // STEP_SECONDS
    totp, found = pyotp.TOTP(secret, interval=STEP_SECONDS), None
    for step in range(present - DRIFT, present + DRIFT + 1):  # every one is compared, so that time tells nothing
        if compare_digest(totp.at(step * STEP_SECONDS).encode(), code.encode()):
            found = step
    return found


class Factor(Throttle):
    """Phones, recovery codes and half logins."""

    # --- who has one -------------------------------------------------------------------------------------------------

    def factor_state(self, user_id: str) -> FactorState | None:
        """None for who still has to set up a phone."""
        rows = self._rows(
            "SELECT made_at, (SELECT count(*) FROM recovery_code r WHERE r.user_id = f.user_id AND used_at IS NULL) AS n"
            " FROM factor f WHERE user_id = ?",
            user_id,
        )
        return FactorState(datetime.fromisoformat(rows[0]["made_at"]), rows[0]["n"]) if rows else None

    def reset_factor(self, user_id: str) -> None:
        """Forget phone and recovery codes: sessions end, and the next login sets up a new phone."""
        with transaction(self.db):
            self.db.conn.execute("DELETE FROM recovery_code WHERE user_id = ?", (user_id,))
            self.db.conn.execute("DELETE FROM factor WHERE user_id = ?", (user_id,))
            self.end_sessions(user_id)

    # --- half logins -------------------------------------------------------------------------------------------------

    def start_half(self, user_id: str, back: str = "/", *, step: Step | None = None) -> str:
        """A half login; gives the token for its cookie. Without a step it follows from whether there is a phone."""
        step = step or ("code" if self.factor_state(user_id) else "telefoon")
        token = secrets.token_urlsafe(32)
        secret = pyotp.random_base32() if step == "telefoon" else ""
        with transaction(self.db):
            self.db.conn.execute(
                "INSERT INTO half_login(token_hash, user_id, created_at, step, secret, back) VALUES(?, ?, ?, ?, ?, ?)",
                (hash_of(token), user_id, stamp(self.now()), step, secret, back),
            )
        return token

    def find_half(self, token: str | None) -> Half | None:
        """The half login behind a token, while its half hour lasts and the account is open."""
        rows = self._rows(
            "SELECT user.*, h.token_hash, h.step, h.secret, h.back FROM half_login h JOIN user ON user.id = h.user_id"
            " WHERE h.token_hash = ? AND h.created_at > ? AND user.state = 'actief'",
            *(hash_of(token or ""), stamp(self.now() - HALF_LIFE)),
        )
        return Half(user_of(rows[0]), *(rows[0][name] for name in ("token_hash", "step", "secret", "back"))) if rows else None

    def end_half(self, token: str) -> None:
        with transaction(self.db):
            self.db.conn.execute("DELETE FROM half_login WHERE token_hash = ?", (hash_of(token),))

    # --- the second step ---------------------------------------------------------------------------------------------

    def second_step(self, half: Half, typed: str, address: str, *, new_phone: bool = False) -> Passed | None:
        """Weigh a code of the phone or a recovery code; None when it is wrong. Raises TooManyTries.

        `new_phone`: who came with a recovery code sets up a new phone first.
        """
        attempt = self._let_try(half.user.username, address)
        with transaction(self.db):
            passed = self._weigh(half, typed, new_phone=new_phone)
            if passed:
                self._forget(attempt)
            else:
                self._note("verkeerde code", half.user.id)
        return passed

    def prove(self, user: User, typed: str, address: str) -> bool:
        """Whether somebody who is in already has the phone or a recovery code at hand; the code is used up."""
        attempt = self._let_try(user.username, address)
        with transaction(self.db):
            right = self._use(user.id, typed)
            if right:
                self._forget(attempt)
            else:
                self._note("verkeerde code", user.id)
        return right

    def new_recovery_codes(self, half: Half) -> tuple[str, ...]:
        """Ten new codes, shown once; the earlier ones stop working. Only for a half login that came this far."""
        with transaction(self.db):
            if not self._at(half, "reservecodes"):
                return ()
            codes = tuple(new_code() for _ in range(RECOVERY_CODES))
            self.db.conn.execute("DELETE FROM recovery_code WHERE user_id = ?", (half.user.id,))
            self.db.conn.executemany(
                "INSERT INTO recovery_code(hash, user_id) VALUES(?, ?)", [(hash_of_code(code), half.user.id) for code in codes]
            )
            self.db.conn.execute("UPDATE factor SET kept_at = NULL WHERE user_id = ?", (half.user.id,))
            self._note("reservecodes gemaakt", half.user.id)
        return codes

    def keep_codes(self, half: Half) -> str | None:
        """The owner says that the codes are kept; gives the token of the session. None when none were shown."""
        with transaction(self.db):
            if not self._at(half, "reservecodes") or not self._rows("SELECT 1 FROM recovery_code WHERE user_id = ?", half.user.id):
                return None
            self.db.conn.execute("UPDATE factor SET kept_at = ? WHERE user_id = ?", (stamp(self.now()), half.user.id))
            return self._finish(half)

    def come_in(self, user_id: str, *, factor: bool = False) -> str:
        """A session, and the line that says so; gives the token."""
        with transaction(self.db):
            token = self.start_session(user_id, factor=factor)
            self._note("inloggen", user_id)
        return token

    def log_out(self, login: Login) -> None:
        """End a session because its owner asks, and the line that says so."""
        with transaction(self.db):
            self.end_session(login.session)
            self._note("uitloggen", login.user.id)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _weigh(self, half: Half, typed: str, *, new_phone: bool) -> Passed | None:
        if half.step == "telefoon":
            return Passed(codes=self.new_recovery_codes(half)) if self._set_up_phone(half, typed) else None
        if not self._at(half, "code") or not self._use(half.user.id, typed):
            return None
        if new_phone and not SIX_DIGITS.fullmatch(typed):
            self._move(half, "telefoon", pyotp.random_base32())
            return Passed()
        if self._rows("SELECT 1 FROM factor WHERE user_id = ? AND kept_at IS NULL", half.user.id):
            self._move(half, "reservecodes")
            return Passed(codes=self.new_recovery_codes(half))
        return Passed(token=self._finish(half))

    def _use(self, user_id: str, typed: str) -> bool:
        """Use up a code of the phone, or else a recovery code."""
        return self._use_code_of_phone(user_id, typed) if SIX_DIGITS.fullmatch(typed) else self._use_recovery(user_id, typed)

    def _set_up_phone(self, half: Half, typed: str) -> bool:
        """The first code of a new phone; whoever was in with the old one is out, but for this login."""
        step = step_of(half.secret, typed, self.now())
        if step is None or not self._at(half, "telefoon"):
            return False
        self.reset_factor(half.user.id)
        self.db.conn.execute(
            "INSERT INTO factor(user_id, secret, made_at, last_step) VALUES(?, ?, ?, ?)",
            (half.user.id, half.secret, stamp(self.now()), step),
        )
        self.db.conn.execute(
            "INSERT INTO half_login(token_hash, user_id, created_at, step, back) VALUES(?, ?, ?, 'reservecodes', ?)",
            (half.token_hash, half.user.id, stamp(self.now()), half.back),
        )
        self._note("telefoon ingesteld", half.user.id)
        return True

    def _use_code_of_phone(self, user_id: str, typed: str) -> bool:
        rows: list[dict[str, Any]] = self._rows("SELECT secret FROM factor WHERE user_id = ?", user_id)
        step = step_of(rows[0]["secret"], typed, self.now()) if rows else None
        if step is None:
            return False
        used = self.db.conn.execute("UPDATE factor SET last_step = ? WHERE user_id = ? AND last_step < ?", (step, user_id, step))
        return bool(used.rowcount)

    def _use_recovery(self, user_id: str, typed: str) -> bool:
        used = self.db.conn.execute(
            "UPDATE recovery_code SET used_at = ? WHERE hash = ? AND user_id = ? AND used_at IS NULL",
            (stamp(self.now()), hash_of_code(typed), user_id),
        )
        if used.rowcount:
            self._note("reservecode gebruikt", user_id)
        return bool(used.rowcount)

    def _at(self, half: Half, step: Step) -> bool:
        """Whether the half login is still at this step: two answers at the same moment count once."""
        return bool(self._rows("SELECT 1 FROM half_login WHERE token_hash = ? AND step = ?", half.token_hash, step))

    def _move(self, half: Half, step: Step, secret: str = "") -> None:
        self.db.conn.execute("UPDATE half_login SET step = ?, secret = ? WHERE token_hash = ?", (step, secret, half.token_hash))

    def _finish(self, half: Half) -> str:
        self.db.conn.execute("DELETE FROM half_login WHERE token_hash = ?", (half.token_hash,))
        return self.come_in(half.user.id, factor=True)
