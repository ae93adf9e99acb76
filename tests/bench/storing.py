"""The store without a browser: a save with everything that follows from it, against the bare insert of a version."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from statistics import median

from popforms.store import open_database, transaction
from tests.bench.house import House

TIMES = 40


def storing(house: House) -> dict[str, float]:
    """Median ms of CPU and disk for one of each, taken in turn so that both meet the same noise."""
    with closing(open_database(house.settings)) as db:
        (last,) = db.query("SELECT * FROM version WHERE record_id=? ORDER BY number DESC LIMIT 1", (house.pop,))
        taken: dict[str, list[float]] = {"bare": [], "field": [], "keep": []}

        def bare() -> None:
            with transaction(db):
                db.conn.execute(
                    "INSERT INTO version(record_id, number, definition, author, at, reason, content) VALUES(?,?,?,?,?,?,?)",
                    (house.pop, 100_000 + len(taken["bare"]), last["definition"], last["author"], last["at"], "", last["content"]),
                )

        def field() -> None:
            store = house.store(db)
            revision = next(iter(db.query("SELECT revision FROM draft WHERE record_id=? AND path='taal.wens'", (house.pop,))))["revision"]
            store.save_field(house.pop, "taal.wens", f"wens {time.monotonic_ns()}", expect=revision)

        def keep() -> None:
            house.store(db).keep(house.pop)

        for _ in range(TIMES):
            for name, do in (("bare", bare), ("field", field), ("keep", keep)):
                taken[name].append(timed(do))
    return {name: median(times) for name, times in taken.items()}


def timed(do: Callable[[], None]) -> float:
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000
