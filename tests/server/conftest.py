"""One running server with a small cast, shared by the tests of the door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from popforms.settings import Settings
from popforms.store.accounts import Accounts
from popforms.store.connection import Database, open_database
from popforms.store.start import start
from tests.support.clock import Clock
from tests.support.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Fenna manages accounts, Petra is POP-consulent, Bram begeleider; all have the same password."""
    with Server(tmp_path_factory.mktemp("server")) as running:
        running.add_user("fenna", roles=["FB"])
        running.add_user("petra", roles=["PC"])
        running.add_user("bram", roles=["MB"])
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    places = {"db": tmp_path / "data" / "popforms.db"} | {name: tmp_path / name for name in ("keys", "backups", "trail")}
    return Settings.model_validate(places)


@pytest.fixture
def db(settings: Settings) -> Iterator[Database]:
    """A new database, opened."""
    start(settings)
    with closing(open_database(settings)) as opened:
        yield opened


@pytest.fixture
def accounts(db: Database) -> Accounts:
    return Accounts(db)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(db: Database, clock: Clock) -> Accounts:
    """Accounts whose time passes as the test says."""
    return Accounts(db, clock)
