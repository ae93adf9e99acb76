"""Settings from the environment, and the ones the server does not start without."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from popforms.settings import ROOT, load_settings
from tests.support.server import Server


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "POPFORMS_URL", "POPFORMS_DB", "POPFORMS_KEYS", "POPFORMS_BACKUPS", "POPFORMS_DEMO"):
        monkeypatch.delenv(name, raising=False)


def test_without_an_environment_everything_stands_in_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert (ROOT / "app.py").exists()
    assert (settings.db, settings.keys) == (ROOT / "data" / "popforms.db", ROOT / "keys")
    assert settings.url == "http://localhost:8501" and settings.cookie_holds


def test_a_demo_never_touches_the_real_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = load_settings()
    monkeypatch.setenv("POPFORMS_DEMO", "1")
    demo = load_settings()
    assert demo.demo and not {demo.db, demo.keys, demo.backups} & {real.db, real.keys, real.backups}
    monkeypatch.setenv("POPFORMS_DB", str(tmp_path / "eigen.db"))
    assert load_settings().db == tmp_path / "eigen.db"


@pytest.mark.parametrize(
    ("url", "host", "holds"),
    [
        ("https://popforms.voorbeeld.nl/", "popforms.voorbeeld.nl", True),
        ("https://Popforms.voorbeeld.nl:443", "popforms.voorbeeld.nl", True),
        ("http://localhost:9000", "localhost:9000", True),
        ("http://10.0.0.5:8501", "10.0.0.5:8501", False),
        ("http://localhost.evil.example", "localhost.evil.example", False),
    ],
)
def test_the_address_says_which_host_counts(monkeypatch: pytest.MonkeyPatch, url: str, host: str, holds: bool) -> None:
    monkeypatch.setenv("POPFORMS_URL", url)
    settings = load_settings()
    assert (settings.host, settings.cookie_holds) == (host, holds)


@pytest.mark.parametrize("url", ["popforms.nl", "ftp://popforms.nl", "https://popforms.nl/pad", "https://"])
def test_what_is_no_address_is_refused_with_an_example(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("POPFORMS_URL", url)
    with pytest.raises(ValidationError, match="POPFORMS_URL is geen adres"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [("SERVER_ENABLE_AGENT_API", "true"), ("SERVER_ADDRESS", "0.0.0.0"), ("CLIENT_SHOW_ERROR_DETAILS", "full")],
)
def test_the_server_does_not_start_with_a_weaker_setting(tmp_path: Path, name: str, value: str) -> None:
    server = Server(tmp_path, **{f"STREAMLIT_{name}": value})
    with pytest.raises(RuntimeError, match="start niet met deze instellingen"):
        server.start()
    assert "Traceback" not in server.log()
    assert not (tmp_path / "data").exists()
