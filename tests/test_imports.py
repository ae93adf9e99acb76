"""Imports point one way: each room uses the rooms below it and no other (the table in the README)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "popforms"

FLOORS = (
    {"dutch"},
    {"definition", "settings"},
    {"access", "document", "process"},
    {"store", "paper", "exchange"},
    {"prints"},
    {"server"},
    {"ui"},
)
"""From the ground up; a room uses its own floor for nothing but itself."""
BESIDE = {"demo", "cli", "__main__"}
"""These stand above everything but `ui`, and nothing in the building uses them."""
FORMS_MAY = {"popforms", "popforms.access", "popforms.settings", "popforms.dutch", "popforms.process.calendar"}
"""`forms/` uses the words that popforms exports and those of the rights table; its calculations read dates and count days as the terms
do, and its `__init__` asks which folder to read."""


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, inside functions too; `from popforms import x` gives popforms.x when x is a room."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            rooms = [alias.name for alias in node.names if node.module == "popforms" and alias.name in ROOMS]
            yield from [f"popforms.{room}" for room in rooms] or [str(node.module)]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


FILES = sorted(PACKAGE.rglob("*.py"))
ROOMS = {room_of(path) for path in FILES} - {"__init__"}


def test_every_room_has_its_floor() -> None:
    assert ROOMS - BESIDE - set().union(*FLOORS) == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_from_below(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":  # the words for form files
        assert {name.split(".")[1] for name in imported(path) if name.startswith("popforms.")} <= {"definition"}
        return
    for name in imported(path):
        top, _, rest = name.partition(".")
        used = rest.partition(".")[0]
        assert top not in ("forms", "pages", "tests") or (room, top) == ("ui", "forms"), f"{room} imports {name}"
        if top != "popforms" or used == room or not used:
            continue
        if room in BESIDE:
            assert used != "ui", f"{room} imports {name}"
        else:
            assert used not in BESIDE, f"{room} imports {name}"
            assert floor_of(used) < floor_of(room), f"{room} imports {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "forms").glob("*.py")), ids=lambda path: path.name)
def test_a_form_file_uses_only_the_words_of_popforms(path: Path) -> None:
    assert {name for name in imported(path) if name.startswith("popforms")} <= FORMS_MAY
    assert not {name.partition(".")[0] for name in imported(path)} & {"streamlit", "fpdf", "sqlite_utils", "sqlcipher3", "sqlite3"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_belongs_in_one_room_stays_there(path: Path) -> None:
    """SQL in store, Streamlit in ui and server, PDF in paper; the demo draws the scans that people would make."""
    own = {"sqlite_utils": {"store"}, "sqlcipher3": {"store", "server"}, "streamlit": {"ui", "server", "cli"}, "fpdf": {"paper", "demo"}}
    for name in imported(path):
        rooms = own.get(name.partition(".")[0])
        assert rooms is None or room_of(path) in rooms, f"{path.name} imports {name}"
