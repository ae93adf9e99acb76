"""A desk for each test: a server of its own with the cast in it, one browser, and a tab for each colleague who comes in."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from popforms.demo import build
from tests.support.forked import ForkedServer
from tests.support.server import Server

pytest.register_assert_rewrite("tests.e2e.case", "tests.e2e.desk", "tests.e2e.tab")
from tests.e2e.desk import Desk  # noqa: E402


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """When a test fails, a picture of every screen of it in build/e2e."""
    report = yield
    if report.when == "call" and report.failed:
        for desk in (one for one in getattr(item, "funcargs", {}).values() if isinstance(one, Desk)):
            for number, tab in enumerate(desk.tabs):
                tab.shot(f"{item.name}-{number}")
    return report


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the cast and their contacts, and no dossier yet."""
    folder = tmp_path_factory.mktemp("town")
    build(Server(folder).settings(), dossiers=0)
    return folder


@pytest.fixture(scope="session")
def busy_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the first dossiers of the demo; Hoda's PIP waits for signatures."""
    folder = tmp_path_factory.mktemp("busy")
    build(Server(folder).settings(), dossiers=10)
    return folder


@contextmanager
def opened(folder: Path, tmp_path: Path, browser: Browser) -> Iterator[Desk]:
    """A server on a copy of a town; afterwards the desk must have had peace."""
    for part in ("data", "keys"):
        shutil.copytree(folder / part, tmp_path / part)
    with ForkedServer(tmp_path) as server, ExitStack() as stack:
        yield (desk := Desk(server, browser, stack))
        desk.has_peace()


@pytest.fixture
def desk(tmp_path: Path, town: Path, browser: Browser) -> Iterator[Desk]:
    """A desk where nothing was done yet."""
    with opened(town, tmp_path, browser) as desk:
        yield desk


@pytest.fixture
def busy_desk(tmp_path: Path, busy_town: Path, browser: Browser) -> Iterator[Desk]:
    """A desk with dossiers."""
    with opened(busy_town, tmp_path, browser) as desk:
        yield desk
