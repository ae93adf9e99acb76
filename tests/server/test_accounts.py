"""Accounts and sessions in the database, with time that passes as the test says."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from popforms.settings import Settings
from popforms.store.accounts import AccountError, Accounts
from popforms.store.connection import Database, open_database
from popforms.store.sessions import hash_of
from popforms.store.throttle import TRIES_PER_ADDRESS, TooManyTries
from tests.support.clock import Clock

PASSWORD = "drie woorden samen"


def start(accounts: Accounts) -> str:
    """The hash of a session of somebody new."""
    return hash_of(accounts.start_session(accounts.create(username="petra", name="Petra", password=PASSWORD).id))


def test_a_session_lasts_while_its_owner_works_and_ten_hours_at_most(timed: Accounts, clock: Clock) -> None:
    session = start(timed)
    for _ in range(20):
        clock.pass_by(minutes=29)
        assert timed.find_session(session)
        timed.touch(session)
    clock.pass_by(minutes=21)
    assert timed.find_session(session) is None, "ten hours have passed"


def test_a_session_ends_after_half_an_hour_of_nothing_and_stays_ended(timed: Accounts, clock: Clock) -> None:
    timed.create(username="bram", name="Bram", password=PASSWORD)
    session = hash_of(timed.start_session(timed.all()[0].user.id))
    found = timed.find_session(session)
    assert found and found.user.username == "bram" and found.seconds_left in (1799, 1800)
    clock.pass_by(minutes=31)
    assert timed.find_session(session) is None
    timed.touch(session)
    assert timed.find_session(session) is None


def test_only_hashes_of_tokens_codes_and_passwords_are_kept(accounts: Accounts) -> None:
    user, code = accounts.invite(username="petra", name="Petra")
    accounts.redeem("petra", code, PASSWORD, "10.0.0.1")
    token = accounts.start_session(user.id)
    accounts.verify_password("een wachtwoord als naam", PASSWORD, "10.0.0.1")
    kept = str([accounts.db.conn.execute(f"SELECT * FROM {name}").fetchall() for name in accounts.db.table_names()])
    assert "petra" in kept
    for secret in (code, code.replace("-", ""), token, PASSWORD, "een wachtwoord als naam"):
        assert secret not in kept


def test_a_code_expires(timed: Accounts, clock: Clock) -> None:
    _, code = timed.invite(username="petra", name="Petra")
    clock.pass_by(days=7, seconds=1)
    with pytest.raises(AccountError, match="verlopen"):
        timed.redeem("petra", code, PASSWORD, "10.0.0.1")


def test_a_code_is_for_its_purpose_and_its_owner(accounts: Accounts) -> None:
    accounts.create(username="bram", name="Bram", password=PASSWORD)
    begin = accounts.make_code("begin")
    _, code = accounts.invite(username="petra", name="Petra")
    for username, wrong in (("bram", code), ("petra", begin)):
        with pytest.raises(AccountError):
            accounts.redeem(username, wrong, PASSWORD, "10.0.0.1")
    assert accounts.redeem("PETRA", code.lower(), PASSWORD, "10.0.0.1").username == "petra"


def test_a_closed_account_cannot_come_back_by_its_code_or_password(accounts: Accounts) -> None:
    user = accounts.create(username="bram", name="Bram", password=PASSWORD)
    code = accounts.make_code("wachtwoord", user.id)
    accounts.close(user.id)
    with pytest.raises(AccountError):
        accounts.redeem("bram", code, PASSWORD, "10.0.0.1")
    assert accounts.verify_password("bram", PASSWORD, "10.0.0.1") is None
    accounts.reopen(user.id)
    assert accounts.verify_password("bram", PASSWORD, "10.0.0.1") is None, "the old password does not come back"


def test_a_new_password_needs_the_old_one_and_ends_sessions(accounts: Accounts) -> None:
    user = accounts.create(username="bram", name="Bram", password=PASSWORD)
    session = hash_of(accounts.start_session(user.id))
    with pytest.raises(AccountError, match="oude wachtwoord"):
        accounts.change_password(user.id, "iets anders hier", "een nieuw wachtwoord", "10.0.0.1")
    assert accounts.find_session(session)
    accounts.change_password(user.id, PASSWORD, "een nieuw wachtwoord", "10.0.0.1")
    assert accounts.find_session(session) is None


def test_two_accounts_cannot_have_one_name(accounts: Accounts) -> None:
    accounts.create(username="petra", name="Petra")
    with pytest.raises(AccountError, match="bestaat al"):
        accounts.create(username="PETRA", name="Een ander")


def test_a_right_password_takes_its_try_back_and_a_wrong_one_counts_a_quarter(timed: Accounts, clock: Clock) -> None:
    timed.create(username="bram", name="Bram", password=PASSWORD)
    for _ in range(9):
        timed.verify_password("bram", "fout", "10.0.0.1")
    for _ in range(3):
        assert timed.verify_password("bram", PASSWORD, "10.0.0.1")
    timed.verify_password("bram", "fout", "10.0.0.1")
    with pytest.raises(TooManyTries):
        timed.verify_password("bram", PASSWORD, "10.0.0.2")
    clock.pass_by(minutes=16)
    assert timed.verify_password("bram", PASSWORD, "10.0.0.1")


def test_one_address_may_not_try_name_after_name(accounts: Accounts) -> None:
    for number in range(TRIES_PER_ADDRESS):
        accounts._let_try(f"naam{number}", "10.0.0.9")
    with pytest.raises(TooManyTries):
        accounts.verify_password("bram", PASSWORD, "10.0.0.9")
    assert accounts.verify_password("bram", PASSWORD, "10.0.0.10") is None


def test_tries_at_the_same_moment_all_count(settings: Settings, db: Database) -> None:
    refused = []

    def attempt() -> None:
        with closing(open_database(settings)) as own:
            try:
                Accounts(own)._let_try("bram", "10.0.0.1")
            except TooManyTries:
                refused.append(1)

    threads = [threading.Thread(target=attempt) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 20


def test_sweeping_keeps_what_still_counts(timed: Accounts, clock: Clock) -> None:
    timed.create(username="bram", name="Bram", password=PASSWORD)
    session = hash_of(timed.start_session(timed.all()[0].user.id))
    token = timed.hand_out(session, "x.pdf", "application/pdf", b"x")
    for _ in range(10):
        timed._let_try("bram", "10.0.0.1")
    timed.sweep()
    with pytest.raises(TooManyTries):
        timed._let_try("bram", "10.0.0.1")
    assert timed.find_session(session)
    clock.pass_by(minutes=6)
    assert timed.take_handout(token, session) is None, "nobody fetched it in time"
