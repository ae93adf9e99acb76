"""The timer of the server: what must happen on time, one job after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import count
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from popforms.access import User
from popforms.definition.catalogue import Catalogue, load_forms
from popforms.server import errors
from popforms.settings import Settings
from popforms.store import Store
from popforms.store.accounts import Accounts
from popforms.store.backup import backup
from popforms.store.connection import open_database
from popforms.store.heads import note_head, note_head_daily

MINUTE = 60.0
HOUR = 60
"""So many minutes."""
AT_MOST = 30.0
"""For so many seconds a tick works dossiers out again; the next goes on where it stopped, and people write in between."""
SYSTEM = User("systeem", "systeem", "popforms")
"""Who the timer is: nobody with a role, so it reads nothing for anyone."""

Job = Callable[[Settings], object]


def sweep(settings: Settings) -> None:
    """Throw away attempts, codes and files that no longer count."""
    with closing(open_database(settings)) as db:
        Accounts(db).sweep()


def new_day(settings: Settings) -> None:
    """Phases and terms move with the date, also when nobody types."""
    with closing(open_database(settings)) as db:
        Store(db, SYSTEM, _forms(settings.forms)).new_day()


def catch_up(settings: Settings) -> None:
    """Dossiers that wait to be worked out again, such as after a gemeente chose other terms."""
    with closing(open_database(settings)) as db:
        Store(db, SYSTEM, _forms(settings.forms)).catch_up(AT_MOST)


def end_of_keeping(settings: Settings) -> None:
    """Put on the list what has been kept long enough, and erase what two people agreed on or was thrown away long ago.

    That something was erased is in the second place at once, not at the next hour.
    """
    with closing(open_database(settings)) as db:
        store = Store(db, SYSTEM, _forms(settings.forms))
        store.drop_old_answers()
        store.list_what_is_due()
        agreed = store.erase_what_is_agreed(settings.trail, settings.backup_keep_days)
        thrown = store.erase_what_was_thrown(settings.trail, settings.backup_keep_days)
    if agreed or thrown:
        note_head(settings)


@lru_cache(maxsize=2)
def _forms(folder: Path) -> Catalogue:
    return load_forms(folder)


EVERY_MINUTE: tuple[Job, ...] = (new_day, catch_up)
EVERY_HOUR: tuple[Job, ...] = (backup, note_head_daily, sweep, end_of_keeping)


def tick(settings: Settings, jobs: Sequence[Job] = (*EVERY_HOUR, *EVERY_MINUTE)) -> list[str]:
    """Do every job once and return the names of those that failed; one that fails stops no other."""
    failed = []
    for job in jobs:
        try:
            job(settings)
        except Exception as error:
            errors.note(error)
            failed.append(job.__name__)
    return failed


async def run(settings: Settings, every: float = MINUTE) -> None:
    """Tick until cancelled, the first time after one interval."""
    for minutes in count(1):
        await asyncio.sleep(every)
        await run_in_threadpool(tick, settings, (*EVERY_MINUTE, *(EVERY_HOUR if minutes % HOUR == 0 else ())))
