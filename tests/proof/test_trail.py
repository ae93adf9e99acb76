"""The audit trail under a thousand hands: every change is found by `popforms check`, and nothing is cried out that is not so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.proving import leave_alone, tamper
from tests.support.tampering import TAMPERINGS, Scene, set_scene

TAMPERED, UNTOUCHED = 1000, 20


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return set_scene(tmp_path_factory.mktemp("spoor"))


def test_every_tampering_is_found_with_the_first_line_that_is_wrong(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found, missed = tamper(scene, tmp_path / "hier", TAMPERED, 2026, monkeypatch, capsys)
    assert missed == []
    assert sum(found.values()) == TAMPERED and len(found) == len(TAMPERINGS)


def test_a_trail_that_nobody_touched_raises_no_alarm(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert leave_alone(scene, tmp_path / "hier", UNTOUCHED, monkeypatch, capsys) == []
