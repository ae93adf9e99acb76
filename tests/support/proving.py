"""Runs of any length of what `make proof` proves; `make test` does a few of each."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from popforms.cli import keeping, run
from popforms.definition.catalogue import load_forms
from popforms.settings import Settings
from popforms.store import open_database
from popforms.store.backup import backup, restore
from popforms.store.connection import stamp, utc_now
from popforms.store.heads import note_head
from popforms.store.trail import erase_details
from tests.support.tampering import TAMPERINGS, Scene

FORMS = load_forms(Path(keeping.ROOT) / "forms")


def check(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `popforms check` finds wrong here, line by line. The forms are the same each time and are read once."""
    for name in ("db", "keys", "backups", "trail"):
        monkeypatch.setenv(f"POPFORMS_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.setattr(keeping, "load_forms", lambda _folder: FORMS)
    code = run(["check"])
    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("FOUT")]
    assert (code == 1) == bool(wrong)
    return wrong


def tamper(
    scene: Scene, folder: Path, times: int, seed: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[Counter[str], list[str]]:
    """Tamper with so many copies, each kind in turn; gives how often each was found, and what was missed or named wrongly."""
    dice, found, missed = random.Random(seed), Counter[str](), list[str]()
    for number in range(times):
        kind = TAMPERINGS[number % len(TAMPERINGS)]
        settings = scene.take(folder)
        first = kind(settings, scene, dice)
        told = [line for line in check(settings, monkeypatch, capsys) if "logspoor" in line]
        named = re.findall(r"\bregel (\d+)", " ".join(told))
        if told and (first is None or str(first) == named[0]):
            found[kind.__name__] += 1
        else:
            missed.append(f"{number} {kind.__name__}: {first} {told}")
    return found, missed


def _erase(settings: Settings) -> None:
    with closing(open_database(settings)) as db:
        for (dossier,) in db.conn.execute("SELECT DISTINCT dossier_id FROM audit WHERE dossier_id IS NOT NULL").fetchall():
            erase_details(db, dossier, at=stamp(utc_now()), user_id="systeem")


def _put_back(settings: Settings) -> None:
    restore(settings, max(settings.backups.glob("popforms-*.db")))


def _put_back_after_more_work(settings: Settings) -> None:
    copy = backup(settings)
    note_head(settings)  # a head after the newest backup: the lines up to there are lost, and the second place knows
    restore(settings, copy)
    note_head(settings)


def _nothing(settings: Settings) -> None:
    """Left as it is."""


ORDINARY: tuple[Callable[[Settings], object], ...] = (_nothing, note_head, backup, _erase, _put_back, _put_back_after_more_work)
"""What happens to a database that nobody tampers with."""


def leave_alone(scene: Scene, folder: Path, times: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The false alarms of so many databases that only ordinary things happened to, one or two in a row."""
    alarms = []
    for number in range(times):
        settings = scene.take(folder)
        ORDINARY[number % len(ORDINARY)](settings)
        ORDINARY[number // len(ORDINARY)](settings)
        alarms += check(settings, monkeypatch, capsys)
    return alarms
