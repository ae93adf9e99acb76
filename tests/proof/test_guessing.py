"""Guessing: ten tries a quarter per account, however many at once, and no word or moment tells who exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from popforms.store.accounts import Accounts
from popforms.store.throttle import TRIES_PER_ACCOUNT
from tests.support.guessing import (
    Compared,
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
from tests.support.sizes import FULL

EVEN = 0.2
"""How far from even two rows of times may be: with forty pairs chance alone stays within this."""


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that asks the second step; five people have a phone."""
    with Server(tmp_path_factory.mktemp("door"), POPFORMS_SECOND_FACTOR="aan") as running:
        yield running


def somebody(server: Server, username: str) -> Target:
    server.add_user(username, roles=["MB"])
    phone, _ = set_up_phone(server, username)
    return target(server, username, phone)


def tried(statuses: dict[int, int]) -> int:
    """How many tries were weighed at all."""
    assert set(statuses) <= {401, 422, 429}, "none was right, none broke"
    return sum(count for status, count in statuses.items() if status != 429)


def test_ten_tries_a_quarter_however_many_at_once_and_whatever_is_guessed(door: Server) -> None:
    one = somebody(door, "doelwit")
    assert tried(guess_all_at_once(door, all_kinds(one), FULL.guesses // 2)) == TRIES_PER_ACCOUNT
    door.restart()
    assert tried(guess_all_at_once(door, all_kinds(one), FULL.guesses // 2)) == 0, "a restart forgets nothing"
    for right in (password("doelwit", PASSWORD), second_step(code=one.phone.code())):
        assert from_anywhere(door, right, one.half).status_code == 429, "nor does the right answer help"
    a_quarter_later(door)
    assert tried(guess_all_at_once(door, all_kinds(one), FULL.guesses // 4)) == TRIES_PER_ACCOUNT


def test_a_name_that_nobody_has_is_counted_the_same(door: Server) -> None:
    kinds = [(password("niemand"), None), (one_time_code("niemand"), None)]
    assert tried(guess_all_at_once(door, kinds, FULL.guesses // 2)) == TRIES_PER_ACCOUNT


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


def even(compared: Compared) -> None:
    assert 0.5 - EVEN < compared.longer < 0.5 + EVEN, compared
    assert 0.8 < compared.ratio < 1.25, compared


@pytest.mark.parametrize("kind", [password, one_time_code], ids=["password", "one-time code"])
def test_no_moment_tells_whether_a_name_exists(door: Server, kind: Callable[[str], object]) -> None:
    names = [f"tijd{kind.__name__[:3]}{number}" for number in range(FULL.pairs // 8 + 1)]  # each is tried less than ten times
    for name in names:
        door.add_user(name)
    even(compare(
        lambda number: from_anywhere(door, kind(names[number // 8])),  # type: ignore[arg-type]
        lambda number: from_anywhere(door, kind(f"niemand{number // 8}")),  # type: ignore[arg-type]
        FULL.pairs,
    ))  # fmt: skip


def test_no_moment_tells_a_wrong_code_from_one_that_was_used_or_is_of_another_kind(door: Server) -> None:
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

    even(compare(give(code=one.phone.wrong()), give(code=used), FULL.pairs))
    even(compare(give(code=one.phone.wrong()), give(reservecode="AAAA-AAAA-AAAA"), FULL.pairs))
