"""Guessing: ten tries a quarter of an hour per account, however many at once, and no word or moment tells who exists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from popforms.store.accounts import Accounts
from popforms.store.throttle import TRIES_PER_ACCOUNT
from tests.support.guessing import (
    Compared,
    Guess,
    Target,
    a_quarter_later,
    all_kinds,
    compare,
    from_anywhere,
    guess_all_at_once,
    one_time_code,
    password,
    second_step,
    target,
)
from tests.support.server import PASSWORD, Server, set_up_phone
from tests.support.sizes import Size


def somebody(server: Server, username: str) -> Target:
    server.add_user(username, roles=["MB"])
    phone, _ = set_up_phone(server, username)
    return target(server, username, phone)


def tried(statuses: dict[int, int]) -> int:
    """How many tries were weighed at all."""
    assert set(statuses) <= {401, 422, 429}, "none was right, none broke"
    return sum(count for status, count in statuses.items() if status != 429)


def test_ten_tries_a_quarter_however_many_at_once_and_whatever_is_guessed(door: Server, size: Size) -> None:
    one = somebody(door, "doelwit")
    assert tried(guess_all_at_once(door, all_kinds(one), size.guesses // 2)) == TRIES_PER_ACCOUNT
    door.restart()
    assert tried(guess_all_at_once(door, all_kinds(one), size.guesses // 4)) == 0, "a restart forgets nothing"
    for right in (password("doelwit", PASSWORD), second_step(code=one.phone.code())):
        assert from_anywhere(door, right, one.half).status_code == 429, "nor does the right answer help"
    a_quarter_later(door)
    assert tried(guess_all_at_once(door, all_kinds(one), size.guesses // 4)) == TRIES_PER_ACCOUNT


def test_a_name_that_nobody_has_is_counted_the_same(door: Server, size: Size) -> None:
    somebody(door, "iemand-anders")  # without any account the door leads to the making of the first
    kinds = [(password("niemand"), None), (one_time_code("niemand"), None)]
    assert tried(guess_all_at_once(door, kinds, size.guesses // 2)) == TRIES_PER_ACCOUNT


def test_no_word_tells_who_exists_or_what_was_nearly_right(door: Server) -> None:
    one = somebody(door, "wendela")
    with closing(door.database()) as db:
        accounts = Accounts(db)
        accounts.close(door.add_user("gesloten"))
        accounts.invite(username="genodigd", name="Nog Niet")
    for kind in (password, one_time_code):
        said = {(answer.status_code, answer.text.replace(name, "?")) for name in ("wendela", "gesloten", "genodigd", "nergens")
                for answer in [from_anywhere(door, kind(name))]}  # fmt: skip
        assert len(said) == 1
    used = one.phone.code()
    assert from_anywhere(door, second_step(code=used), one.half).status_code == 303
    again = target(door, "wendela", one.phone)
    said = {(answer.status_code, answer.text) for code in (used, one.phone.wrong(), "1", "abcdef", "") for answer in
            [from_anywhere(door, second_step(code=code), again.half)]}  # fmt: skip
    assert len(said) == 1


def even(compared: Compared, size: Size) -> None:
    """As often longer as shorter, and the middle of both rows at the same height."""
    assert 0.5 - size.even < compared.longer < 0.5 + size.even, compared
    assert 1 - size.even < compared.ratio < 1 / (1 - size.even), compared


@pytest.mark.parametrize("kind", [password, one_time_code], ids=["password", "one-time code"])
def test_no_moment_tells_whether_a_name_exists(door: Server, size: Size, kind: Callable[[str], Guess]) -> None:
    names = {who: [f"{who}.{kind.__name__[:3]}{number}" for number in range(size.pairs // 8 + 1)] for who in ("iemand", "niemand")}
    for name in names["iemand"]:
        door.add_user(name)

    def guess(who: str) -> Callable[[int], object]:
        def work(number: int) -> None:  # each name is tried less than ten times
            assert from_anywhere(door, kind(names[who][number // 8])).status_code in (401, 422)

        return work

    even(compare(guess("iemand"), guess("niemand"), size.pairs), size)


def test_no_moment_tells_a_wrong_code_from_one_that_was_used_or_is_of_another_kind(door: Server, size: Size) -> None:
    one = somebody(door, "moment")
    used = one.phone.code()
    from_anywhere(door, second_step(code=used), one.half)
    one = target(door, "moment", one.phone)

    def give(**fields: str) -> Callable[[int], object]:
        def work(number: int) -> object:
            if number % 2 == 0:
                a_quarter_later(door)
            answer = from_anywhere(door, second_step(**fields), one.half)
            assert answer.status_code == 401
            return answer

        return work

    even(compare(give(code=one.phone.wrong()), give(code=used), size.pairs), size)
    even(compare(give(code=one.phone.wrong()), give(reservecode="AAAA-AAAA-AAAA"), size.pairs), size)
