"""Fixtures for the proofs of the door: the whole demo behind a running server, and what there is to break in with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import World
from tests.support.break_in import Loot, scene
from tests.support.canaries import Aviary, plant
from tests.support.forging import Ground, survey
from tests.support.forked import ForkedServer
from tests.support.page_line import PageLine
from tests.support.server import Server
from tests.support.sizes import Size
from tests.support.sowing import Sown, sow


@pytest.fixture(scope="session")
def town(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo behind a running server."""
    with ForkedServer(lay_out(world, tmp_path_factory.mktemp("town"))) as running:
        yield running


@pytest.fixture(scope="session")
def robbed(town: Server) -> Iterator[tuple[Loot, PageLine]]:
    """What a thief has of Marieke, and the tab in which she works on."""
    with scene(town) as found:
        yield found


@pytest.fixture(scope="session")
def ground(town: Server, size: Size) -> Ground:
    """What there is to forge with."""
    return survey(town, size.dossiers)


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that asks the second step, as every server does that is not a demo."""
    with ForkedServer(tmp_path_factory.mktemp("door"), POPFORMS_SECOND_FACTOR="aan") as running:
        yield running


@pytest.fixture(scope="session")
def aviary(world: World, size: Size, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Aviary]]:
    """A running server with canaries in its dossiers, and who may see which."""
    folder = lay_out(world, tmp_path_factory.mktemp("aviary"))
    birds = plant(Server(folder).settings(), world.forms, size.nests)
    with ForkedServer(folder) as running:
        yield running, birds


@pytest.fixture(scope="session")
def hostile(world: World, size: Size, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Sown]]:
    """A running server with hostile texts wherever somebody types, and what must be shown of them."""
    folder = lay_out(world, tmp_path_factory.mktemp("hostile"))
    sown = sow(Server(folder).settings(), world.forms, size.texts)
    with ForkedServer(folder) as running:
        yield running, sown


def lay_out(world: World, folder: Path) -> Path:
    """A folder for a server, with a copy of the demo in it."""
    server = Server(folder).settings()
    server.db.parent.mkdir(parents=True)
    shutil.copyfile(world.settings.db, server.db)
    shutil.copytree(world.settings.keys, server.keys)
    return folder
