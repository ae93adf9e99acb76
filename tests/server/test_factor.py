"""The second step in the database, with time that passes as the test says."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import datetime

import pyotp
import pytest

from popforms.access import User
from popforms.settings import Settings
from popforms.store.accounts import Accounts
from popforms.store.connection import Database, open_database
from popforms.store.factor import RECOVERY_CODES, STEP_SECONDS, Half, Passed
from popforms.store.sessions import hash_of
from popforms.store.throttle import TooManyTries
from tests.support.clock import Clock

PASSWORD = "drie woorden samen"
HERE = "10.0.0.1"


@pytest.fixture
def petra(timed: Accounts) -> User:
    return timed.create(username="petra", name="Petra", password=PASSWORD, roles=["PC"])


def code_at(secret: str, moment: datetime, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(moment, counter_offset=steps)


def half_of(accounts: Accounts, user: User) -> Half:
    """A half login, as after the right password."""
    half = accounts.find_half(accounts.start_half(user.id))
    assert half
    return half


def enrol(accounts: Accounts, user: User, clock: Clock) -> tuple[str, tuple[str, ...]]:
    """Set up a phone and keep the recovery codes; gives the secret and the codes."""
    half = half_of(accounts, user)
    assert half.step == "telefoon"
    passed = accounts.second_step(half, code_at(half.secret, clock()), HERE)
    assert passed and passed.token is None and len(passed.codes) == RECOVERY_CODES
    token = accounts.keep_codes(half)
    assert token and accounts.find_session(hash_of(token))
    clock.pass_by(seconds=2 * STEP_SECONDS)
    return half.secret, passed.codes


def acts(db: Database, user: User) -> list[str]:
    return [row["act"] for row in db.query("SELECT act FROM audit WHERE user_id = ? ORDER BY seq", [user.id])]


# --- it works --------------------------------------------------------------------------------------------------------


def test_a_phone_is_set_up_once_and_asked_ever_after(timed: Accounts, petra: User, clock: Clock) -> None:
    secret, _ = enrol(timed, petra, clock)
    half = half_of(timed, petra)
    assert (half.step, half.secret) == ("code", "")
    passed = timed.second_step(half, code_at(secret, clock()), HERE)
    assert passed and passed.token
    login = timed.find_session(hash_of(passed.token))
    assert login and login.user == petra
    assert acts(timed.db, petra) == ["telefoon ingesteld", "reservecodes gemaakt", "inloggen", "inloggen"]


def test_a_code_may_have_spaces_and_the_clock_of_a_phone_may_be_half_a_minute_off(timed: Accounts, petra: User, clock: Clock) -> None:
    secret, _ = enrol(timed, petra, clock)
    for steps in (-1, 1):
        code = code_at(secret, clock(), steps)
        assert timed.second_step(half_of(timed, petra), f" {code[:3]} {code[3:]} ", HERE)
        clock.pass_by(minutes=5)
    for steps in (-3, -2, 2, 3):
        assert timed.second_step(half_of(timed, petra), code_at(secret, clock(), steps), HERE) is None


def test_each_recovery_code_works_once(timed: Accounts, petra: User, clock: Clock) -> None:
    _, codes = enrol(timed, petra, clock)
    assert len(set(codes)) == RECOVERY_CODES
    for left, code in enumerate(codes):
        typed = code.lower().replace("-", " ")
        assert timed.second_step(half_of(timed, petra), typed, HERE)
        assert timed.second_step(half_of(timed, petra), typed, HERE) is None
        state = timed.factor_state(petra.id)
        assert state and state.codes_left == RECOVERY_CODES - left - 1
        clock.pass_by(minutes=16)
    assert acts(timed.db, petra).count("reservecode gebruikt") == RECOVERY_CODES


def test_codes_that_nobody_kept_are_shown_anew_at_the_next_login(timed: Accounts, petra: User, clock: Clock) -> None:
    half = half_of(timed, petra)
    first = timed.second_step(half, code_at(half.secret, clock()), HERE)
    clock.pass_by(minutes=1)
    later = half_of(timed, petra)
    assert later.step == "code"
    again = timed.second_step(later, code_at(half.secret, clock()), HERE)
    assert first and again and again.token is None and not set(first.codes) & set(again.codes)
    assert timed.second_step(half_of(timed, petra), first.codes[0], HERE) is None, "the first ten no longer work"
    assert timed.keep_codes(later)


def test_who_lost_the_phone_sets_up_another_with_a_recovery_code(timed: Accounts, petra: User, clock: Clock) -> None:
    old, codes = enrol(timed, petra, clock)
    token = timed.start_half(petra.id)
    half = timed.find_half(token)
    assert half and timed.second_step(half, codes[0], HERE, new_phone=True) == Passed()
    half = timed.find_half(token)
    assert half and half.step == "telefoon" and half.secret != old
    assert timed.second_step(half, code_at(half.secret, clock()), HERE)
    assert timed.keep_codes(half)
    clock.pass_by(minutes=1)
    assert timed.second_step(half_of(timed, petra), code_at(old, clock()), HERE) is None
    assert timed.second_step(half_of(timed, petra), codes[1], HERE) is None, "the codes of the old phone are gone"
    assert timed.second_step(half_of(timed, petra), code_at(half.secret, clock()), HERE)


def test_a_new_phone_ends_what_was_open_with_the_old_one(timed: Accounts, petra: User, clock: Clock) -> None:
    enrol(timed, petra, clock)
    open_elsewhere = hash_of(timed.start_session(petra.id, factor=True))
    waiting = timed.start_half(petra.id)
    half = timed.find_half(timed.start_half(petra.id, step="telefoon"))
    assert half and timed.second_step(half, code_at(half.secret, clock()), HERE)
    assert timed.find_session(open_elsewhere) is None and timed.find_half(waiting) is None
    assert timed.keep_codes(half), "the login that did it goes on"


# --- what must not happen --------------------------------------------------------------------------------------------


def test_a_code_of_the_phone_works_once_also_at_the_same_moment(settings: Settings, db: Database) -> None:
    accounts, clock = Accounts(db), Clock()
    user = accounts.create(username="petra", name="Petra", password=PASSWORD)
    secret, _ = enrol(Accounts(db, clock), user, clock)
    halves, right = [half_of(accounts, user) for _ in range(8)], list[Passed]()

    def give(half: Half) -> None:
        with closing(open_database(settings)) as own:
            passed = Accounts(own, clock).second_step(half, code_at(secret, clock()), HERE)
            right.extend([passed] if passed else [])

    threads = [threading.Thread(target=give, args=[half]) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(right) == 1
    assert Accounts(db, clock).second_step(half_of(accounts, user), code_at(secret, clock(), -1), HERE) is None, "nor an earlier one"


def test_the_first_code_of_a_new_phone_is_used_up_too(timed: Accounts, petra: User, clock: Clock) -> None:
    half = half_of(timed, petra)
    code = code_at(half.secret, clock())
    assert timed.second_step(half, code, HERE)
    assert timed.second_step(half_of(timed, petra), code, HERE) is None
    assert timed.second_step(half, code, HERE) is None, "the half login has moved on"


def test_the_session_waits_for_the_codes_to_be_shown_and_kept(timed: Accounts, petra: User, clock: Clock) -> None:
    half = half_of(timed, petra)
    assert timed.keep_codes(half) is None and timed.new_recovery_codes(half) == ()
    enrol(timed, petra, clock)
    half = half_of(timed, petra)
    assert timed.keep_codes(half) is None and timed.new_recovery_codes(half) == ()
    assert timed._rows("SELECT count(*) AS n FROM session") == [{"n": 1}]


def test_a_code_of_a_colleague_is_worth_nothing(timed: Accounts, petra: User, clock: Clock) -> None:
    bram = timed.create(username="bram", name="Bram", password=PASSWORD)
    secret, codes = enrol(timed, petra, clock)
    enrol(timed, bram, clock)
    for code in (code_at(secret, clock()), codes[0]):
        assert timed.second_step(half_of(timed, bram), code, HERE) is None


def test_wrong_codes_and_wrong_passwords_share_one_count(timed: Accounts, petra: User, clock: Clock) -> None:
    secret, codes = enrol(timed, petra, clock)
    half = half_of(timed, petra)
    for _ in range(5):
        timed.verify_password("petra", "fout", HERE)
        timed.second_step(half, "AAAA-AAAA-AAAA", HERE)
    for typed in (code_at(secret, clock()), codes[0]):
        with pytest.raises(TooManyTries):
            timed.second_step(half, typed, HERE)
    with pytest.raises(TooManyTries):
        timed.prove(petra, codes[0], HERE)
    with pytest.raises(TooManyTries):
        timed.verify_password("petra", PASSWORD, "10.0.0.2")
    clock.pass_by(minutes=16)
    assert timed.second_step(half, code_at(secret, clock()), HERE)
    assert acts(timed.db, petra).count("verkeerde code") == 5


def test_a_half_login_lasts_half_an_hour_and_ends_with_the_account_its_roles_and_its_password(
    timed: Accounts, petra: User, clock: Clock
) -> None:
    token = timed.start_half(petra.id)
    clock.pass_by(minutes=29)
    assert timed.find_half(token)
    clock.pass_by(minutes=2)
    assert timed.find_half(token) is None
    timed.sweep()
    assert timed._rows("SELECT * FROM half_login") == []
    ends = (
        lambda: timed.set_roles(petra.id, ["MB"], []),
        lambda: timed.reset_factor(petra.id),
        lambda: timed.change_password(petra.id, PASSWORD, "een nieuw wachtwoord", HERE),
        lambda: timed.close(petra.id),
    )
    for end in ends:
        token = timed.start_half(petra.id)
        end()
        assert timed.find_half(token) is None


def test_a_half_login_is_no_session_and_a_session_no_half_login(timed: Accounts, petra: User) -> None:
    half, session = timed.start_half(petra.id), timed.start_session(petra.id)
    assert timed.find_session(hash_of(half)) is None and timed.find_half(session) is None
    assert timed.find_half(None) is None and timed.find_half("") is None


def test_a_reset_forgets_phone_and_codes_and_ends_sessions(timed: Accounts, petra: User, clock: Clock) -> None:
    secret, codes = enrol(timed, petra, clock)
    session = hash_of(timed.start_session(petra.id, factor=True))
    timed.reset_factor(petra.id)
    assert timed.find_session(session) is None and timed.factor_state(petra.id) is None
    half = half_of(timed, petra)
    assert half.step == "telefoon"
    for typed in (code_at(secret, clock()), codes[0]):
        assert timed.second_step(half, typed, HERE) is None


def test_no_recovery_code_stands_in_the_database(timed: Accounts, petra: User, clock: Clock) -> None:
    _, codes = enrol(timed, petra, clock)
    kept = str([timed.db.conn.execute(f"SELECT * FROM {name}").fetchall() for name in timed.db.table_names()])
    for code in codes:
        assert code not in kept and code.replace("-", "") not in kept


def test_a_failed_login_is_a_line_without_the_name_that_was_typed(timed: Accounts, petra: User) -> None:
    timed.verify_password("petra", "fout", HERE)
    timed.verify_password("een geheim als naam", PASSWORD, HERE)
    lines = list(timed.db.query("SELECT user_id, act, detail FROM trail"))
    assert [(line["user_id"], line["act"]) for line in lines] == [(petra.id, "verkeerd wachtwoord"), ("onbekend", "verkeerd wachtwoord")]
    assert "geheim" not in str(lines)
