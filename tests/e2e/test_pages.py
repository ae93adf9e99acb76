"""Every file in pages/ opened by nobody says one sentence and nothing of anybody."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from popforms.demo import build
from popforms.settings import ROOT, Settings
from popforms.ui.shell import CLOSED

FILES = sorted((ROOT / "pages").glob("*.py"))
MAIN = ROOT / "src" / "popforms" / "ui" / "main.py"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A database with people and a dossier in it."""
    folder = tmp_path_factory.mktemp("pages")
    settings = Settings.model_validate({"db": folder / "popforms.db", "keys": folder / "keys", "backups": folder / "backups"})
    build(settings, dossiers=5)
    return settings


@pytest.fixture(autouse=True)
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POPFORMS_DB", str(settings.db))
    monkeypatch.setenv("POPFORMS_KEYS", str(settings.keys))


def said(page: AppTest) -> list[str]:
    """Everything on the page, whatever kind of element it is."""
    assert not page.exception
    elements = (element for element in page.main if not hasattr(element, "children"))
    return [str(getattr(element, "value", "") or getattr(element, "label", "") or element) for element in elements]


def test_there_are_pages() -> None:
    assert {path.stem for path in FILES} >= {
        "werk",
        "dossiers",
        "dossier",
        "formulier",
        "overzicht",
        "lijsten",
        "beheer",
        "bewaren",
        "privacy",
        "account",
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_page_that_is_opened_by_its_file_shows_one_sentence(path: Path) -> None:
    assert said(AppTest.from_file(str(path)).run(timeout=20)) == [CLOSED]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_parameters_open_nothing(path: Path) -> None:
    page = AppTest.from_file(str(path))
    page.query_params["id"] = page.query_params["record"] = "1"
    assert said(page.run(timeout=20)) == [CLOSED]


def test_the_main_script_shows_one_sentence_to_nobody_and_no_menu() -> None:
    page = AppTest.from_file(str(MAIN)).run(timeout=20)
    assert said(page) == [CLOSED]
    assert not page.sidebar.children


def test_a_page_in_a_run_of_somebody_who_is_logged_out_shows_one_sentence() -> None:
    """The store of a run asks again who is there; a login that ended opens nothing."""
    page = AppTest.from_file(str(ROOT / "pages" / "werk.py"))
    with ExitStack() as run:
        page.session_state["_run"] = run
        assert said(page.run(timeout=20)) == [CLOSED]
