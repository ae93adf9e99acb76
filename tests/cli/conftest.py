"""The fixtures of the commands: a demo of one's own, a command that goes well, and one that is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from popforms.cli import run
from popforms.settings import Settings
from popforms.store import open_database

Say = Callable[..., str]


@pytest.fixture
def here(db_copy: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The commands work on this test's own copy of the demo."""
    settings = db_copy.model_copy(update={"backups": tmp_path / "backups"})
    for name in ("db", "keys", "backups", "trail"):
        monkeypatch.setenv(f"POPFORMS_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.delenv("POPFORMS_DEMO", raising=False)
    return settings


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Give a command that goes well and get what it says."""

    def given(*args: object) -> str:
        code = run([str(arg) for arg in args])
        out, err = capsys.readouterr()
        assert code == 0, err
        return out

    return given


@pytest.fixture
def refuse(capsys: pytest.CaptureFixture[str]) -> Say:
    """Give a command that is refused and get its one sentence."""

    def given(*args: object) -> str:
        assert run([str(arg) for arg in args]) == 1
        out, err = capsys.readouterr()
        assert "Traceback" not in err and err.count("\n") == 1, err
        return out + err

    return given


def everything(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with closing(open_database(settings)) as db:
        return {name: db.conn.execute(f"SELECT * FROM [{name}]").fetchall() for name in db.table_names()}
