"""Guessing at the door: many at once, across restarts, from many addresses, and with an eye on the clock."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import httpx

from popforms.store.connection import stamp, utc_now
from tests.support.phone import Phone
from tests.support.server import PASSWORD, Server, half_of

WORKERS = 12
_addresses = itertools.count(1)

Guess = Callable[[httpx.Client], httpx.Response]


def from_anywhere(server: Server, guess: Guess, half: str | None = None) -> httpx.Response:
    """One try, from an address of its own, as the proxy before the server tells it."""
    number = next(_addresses)
    with server.client(half=half, **{"x-forwarded-for": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}) as client:
        client.timeout = httpx.Timeout(120)
        return guess(client)


def password(username: str, word: str = "een fout wachtwoord") -> Guess:
    return lambda client: client.post("/inloggen", data={"gebruikersnaam": username, "wachtwoord": word})


def one_time_code(username: str) -> Guess:
    fields = {
        "gebruikersnaam": username,
        "code": "AAAA-AAAA-AAAA",
        "wachtwoord": "een nieuw wachtwoord",
        "wachtwoord2": "een nieuw wachtwoord",
    }
    return lambda client: client.post("/code", data=fields)


def second_step(**fields: str) -> Guess:
    return lambda client: client.post("/tweede-stap", data=fields)


@dataclass(frozen=True)
class Target:
    """Somebody with a phone, and a login of theirs that waits for its second step."""

    username: str
    phone: Phone
    half: str


def target(server: Server, username: str, phone: Phone) -> Target:
    return Target(username, phone, half_of(from_anywhere(server, password(username, PASSWORD))))


def all_kinds(one: Target) -> list[tuple[Guess, str | None]]:
    """Every way to guess at an account, each with the half login that it needs."""
    return [
        (password(one.username), None),
        (second_step(code=one.phone.wrong()), one.half),
        (second_step(reservecode="AAAA-AAAA-AAAA"), one.half),
        (one_time_code(one.username), None),
    ]


def guess_all_at_once(server: Server, kinds: Sequence[tuple[Guess, str | None]], times: int) -> Counter[int]:
    """So many tries, all kinds in turn, a dozen at the same moment; gives how often each status came."""

    def one(number: int) -> int:
        guess, half = kinds[number % len(kinds)]
        return from_anywhere(server, guess, half).status_code

    with ThreadPoolExecutor(WORKERS) as pool:
        return Counter(pool.map(one, range(times)))


def a_quarter_later(server: Server) -> None:
    """As if the tries so far were made a quarter of an hour ago."""
    with closing(server.database()) as db:
        db.conn.execute("UPDATE attempt SET at = ?", (stamp(utc_now() - timedelta(minutes=15, seconds=1)),))


# --- the clock -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """Two rows of times: the ratio of their medians, and how often the first of a random pair took longer (0.5 is even)."""

    ratio: float
    longer: float


def compare(one: Callable[[int], object], other: Callable[[int], object], pairs: int) -> Compared:
    """Time two kinds of try in turn, so that whatever else the machine does falls on both."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(pairs + 1):
        order = ((0, one), (1, other)) if number % 2 else ((1, other), (0, one))
        for row, work in order:
            start = time.perf_counter()
            work(number)
            if number:  # the first pair warms up
                times[row].append(time.perf_counter() - start)
    longer = sum((a > b) + (a == b) / 2 for a in times[0] for b in times[1]) / (len(times[0]) * len(times[1]))
    return Compared(median(times[0]) / median(times[1]), longer)
