"""The audit trail at 300,000 lines: writing one more, and checking them all from the first."""

from __future__ import annotations

import hmac
import json
import shutil
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from popforms.settings import Settings
from popforms.store import open_database, transaction
from popforms.store.heads import note_head
from popforms.store.trail import write_line
from popforms.store.trail_check import examine_trail
from tests.bench.storing import timed

LINES, TIMES = 300_000, 60
AT = "2026-03-02T11:00:00.000+00:00"


def trail(settings: Settings, folder: Path) -> dict[str, float]:
    """ms for one line in a transaction of its own with few lines and with many; s for the whole check, and for the seals alone."""
    copy = settings.model_copy(update={"db": folder / "spoor" / "popforms.db", "trail": folder / "spoorkoppen"})
    copy.db.parent.mkdir()
    shutil.copyfile(settings.db, copy.db)
    with closing(open_database(copy)) as db:

        def line() -> None:
            with transaction(db):
                write_line(
                    db, at=AT, user_id="0123456789abcdef", act="lezen", dossier="0123456789abcdef", record="0123456789abcdef", version=3
                )

        few = median(timed(line) for _ in range(TIMES))
        begun = time.perf_counter()
        with transaction(db):
            (there,) = db.conn.execute("SELECT count(*) FROM audit").fetchone()
            for number in range(LINES - there):
                write_line(
                    db, at=AT, user_id=f"{number % 40:016x}", act="lezen", dossier=f"{number % 700:016x}", record=f"{number % 9000:016x}",
                    version=number % 7, detail="12 getoond" if number % 20 == 0 else "",
                )  # fmt: skip
        filled = time.perf_counter() - begun
        many = median(timed(line) for _ in range(TIMES))
    note_head(copy)
    with closing(open_database(copy)) as db:
        begun = time.perf_counter()
        assert not [wrong for _, wrong in examine_trail(db, copy.trail) if wrong]
        checked = time.perf_counter() - begun
    return {"few": few, "many": many, "checked": checked, "seals": _seals_alone(), "filled": filled}


def _seals_alone() -> float:
    """The seconds that so many seals take without any database: what no check can be faster than."""
    key, seal = b"k" * 32, b"s" * 32
    row = [1, AT, "0123456789abcdef", "lezen", "0123456789abcdef", "0123456789abcdef", 3, None]
    begun = time.perf_counter()
    for _ in range(LINES):
        seal = hmac.digest(key, seal + json.dumps(row).encode(), "sha256")
    return time.perf_counter() - begun
