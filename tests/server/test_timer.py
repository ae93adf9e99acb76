"""What the timer does without anybody: dossiers that wait are worked out again, and a day turns once."""

from __future__ import annotations

from contextlib import closing

from popforms.demo import fill
from popforms.server.timer import EVERY_MINUTE, catch_up, tick
from popforms.settings import Settings
from popforms.store import open_database
from tests.conftest import Open


def waiting(settings: Settings) -> int:
    with closing(open_database(settings)) as db:
        return int(next(db.query("SELECT count(*) AS n FROM stale"))["n"])


def test_every_minute_the_timer_works_out_what_waits(store_for: Open) -> None:
    bea = store_for("bea")
    (own,) = bea.contacts("F23")
    fill(bea, own.record.id, {"st_termijnen": [{"code": "T24", "lengte": "uit"}]})
    bea.keep(own.record.id)
    home = bea.user.gemeenten[0]
    assert waiting(store_for.settings) == next(bea.db.query("SELECT count(*) AS n FROM overview WHERE gemeente=?", (home,)))["n"] > 10
    assert next(bea.db.query("SELECT count(*) AS n FROM termijn WHERE code='T24' AND gemeente=?", (home,)))["n"]
    catch_up(store_for.settings)
    assert waiting(store_for.settings) == 0
    assert not next(bea.db.query("SELECT count(*) AS n FROM termijn WHERE code='T24' AND gemeente=?", (home,)))["n"]


def test_a_tick_that_has_nothing_to_do_changes_nothing(store_for: Open) -> None:
    assert tick(store_for.settings, EVERY_MINUTE) == []  # today is another day than that of the demo
    with closing(open_database(store_for.settings)) as db:
        before = [tuple(row.items()) for row in db.query("SELECT * FROM termijn ORDER BY source, source_id, code")]
        assert tick(store_for.settings, EVERY_MINUTE) == []
        assert [tuple(row.items()) for row in db.query("SELECT * FROM termijn ORDER BY source, source_id, code")] == before


def test_a_job_that_fails_stops_no_other(store_for: Open) -> None:
    ran = []

    def breaks(_settings: Settings) -> None:
        raise RuntimeError("kapot")

    def goes_on(_settings: Settings) -> None:
        ran.append(True)

    assert tick(store_for.settings, (breaks, goes_on)) == ["breaks"] and ran
