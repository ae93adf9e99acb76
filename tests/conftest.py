"""The cast and their dossiers, made once and copied for each test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from popforms.access import User
from popforms.definition.catalogue import Catalogue, load_forms
from popforms.demo import CAST, build
from popforms.settings import ROOT, Settings
from popforms.store import Store, open_database
from popforms.store.accounts import Accounts
from popforms.store.heavy import EVERYTHING
from tests.support.browser import chromium, listened_to
from tests.support.repeating import RepeatingStore

# The same examples in each run, and a busy machine is no failure; others with --hypothesis-profile=default.
hypothesis_settings.load_profile("ci")

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """A finished demo: who there is by username, and the dossiers by the first name of the statushouder."""

    settings: Settings
    forms: Catalogue
    users: dict[str, User]
    dossiers: dict[str, str]


@dataclass(frozen=True)
class Open:
    """`store_for("marieke")`: a store for somebody of the cast on this test's own copy; each has a connection of its own."""

    world: World
    settings: Settings
    stack: ExitStack
    numbers: count[int] = field(default_factory=count)

    def __call__(self, username: str, *, today: date = TODAY, now: datetime = NOON, forms: Catalogue | None = None) -> Store:
        db = self.stack.enter_context(closing(open_database(self.settings)))
        store = RepeatingStore(db, self.world.users[username], forms or self.world.forms, numbers=self.numbers, today=today, now=now)
        store.opened = EVERYTHING  # as for somebody who opened what is about health and every number
        return store

    def dossier(self, first_name: str) -> str:
        """The dossier of somebody of the demo."""
        return self.world.dossiers[first_name]

    def record(self, first_name: str, code: str) -> str:
        """The record of a form in the dossier of somebody of the demo."""
        store = self("marieke")
        form = self.world.forms[code]
        (row,) = store.db.query("SELECT id FROM record WHERE dossier_id=? AND form=?", (self.dossier(first_name), form.key))
        return str(row["id"])


@pytest.fixture(scope="session", autouse=True)
def _heads_go_nowhere_else(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever a test forgets to say, nothing is written in the folder of this installation."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POPFORMS_TRAIL", str(tmp_path_factory.mktemp("trail")))
        yield


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The whole fixed demo on a fixed day."""
    folder = tmp_path_factory.mktemp("world")
    places = {"db": folder / "popforms.db"} | {name: folder / name for name in ("keys", "backups", "trail")}
    settings = Settings.model_validate({**places, "forms": ROOT / "forms"})
    build(settings, today=TODAY)
    forms = load_forms(settings.forms)
    with closing(open_database(settings)) as db:
        users = {account.user.username: account.user for account in Accounts(db).all()}
        firsts = {row["id"]: json.loads(row["facts"]).get("F01.voornamen", "") for row in db.query("SELECT id, facts FROM dossier")}
    assert set(users) == {one.username for one in CAST}
    return World(settings, forms, users, {name.split()[0]: dossier for dossier, name in firsts.items() if name})


@pytest.fixture
def db_copy(world: World, tmp_path: Path) -> Settings:
    """A copy of the demo that this test may spoil."""
    copy = tmp_path / "data" / "popforms.db"
    copy.parent.mkdir()
    shutil.copyfile(world.settings.db, copy)
    return world.settings.model_copy(update={"db": copy, "trail": tmp_path / "trail"})


@pytest.fixture
def store_for(world: World, db_copy: Settings) -> Iterator[Open]:
    with ExitStack() as stack:
        yield Open(world, db_copy, stack)


@pytest.fixture(scope="session")
def one_browser() -> Iterator[Browser]:
    """One browser for all tests of this process; tests take the fixture `browser`."""
    with chromium() as running:
        yield running


@pytest.fixture
def browser(one_browser: Browser, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The browser; each test makes pages with a profile of their own in it, and fails when one of them says that something is wrong.

    `@pytest.mark.browser_says(pattern)` names what the test itself asks for, such as the 401 of a wrong password.
    """
    expected = [pattern for mark in request.node.iter_markers("browser_says") for pattern in mark.args]
    with listened_to(one_browser, expected) as running:
        yield running
