"""The settings and headers that safety rests on: the server does not start with weaker ones, every answer carries them."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

from popforms.server import shell
from popforms.server.checks import AT_MOST, REQUIRED, WeakSettings, check_settings
from popforms.settings import ROOT, Settings
from popforms.store.accounts import Accounts
from popforms.store.sessions import hash_of
from tests.support.server import Server, free_port

WEAK: dict[str, Any] = {
    "server.address": "0.0.0.0",
    "server.headless": False,
    "server.enableCORS": False,
    "server.enableXsrfProtection": False,
    "server.xsrfCookieSameSite": "lax",
    "server.corsAllowedOrigins": ["https://elders.example"],
    "server.trustedUserHeaders": {"x-elders": "login"},
    "server.enableAgentApi": True,
    "server.enableStaticServing": True,
    "server.scriptHealthCheckEnabled": True,
    "server.fileWatcherType": "poll",
    "server.runOnSave": True,
    "server.unsafeMetricsUserAttributes": ["login"],
    "server.baseUrlPath": "elders",
    "server.customComponentBaseUrlPath": "elders",
    "server.enableExpensiveMemoryStats": True,
    "server.maxUploadSize": 11,
    "server.maxMessageSize": 51,
    "server.maxWidgetStateSize": 3,
    "server.disconnectedSessionTTL": 121,
    "client.showErrorDetails": "full",
    "client.showErrorLinks": True,
    "client.toolbarMode": "developer",
    "client.disableDataExport": False,
    "client.allowedOrigins": ["https://elders.example"],
    "browser.gatherUsageStats": True,
    "runner.magicEnabled": True,
    "global.developmentMode": True,
    "global.e2eTest": True,
    "global.unitTest": True,
    "logger.level": "debug",
    "logger.enableRich": True,
}
"""Each setting with a weaker value."""
STOPPED_BY_STREAMLIT = {"global.developmentMode", "global.unitTest"}
"""With one of these from outside Streamlit itself does not come as far as our check."""


@pytest.fixture
def as_installed() -> Iterator[Settings]:
    """The settings of the project, put back afterwards."""
    before = {name: config.get_option(name) for name in (*WEAK, "server.port", "server.allowedHosts")}
    settings = Settings.model_validate({"port": config.get_option("server.port")})
    for name, value in REQUIRED.items():
        config.set_option(name, value)
    yield settings
    for name, value in before.items():
        config.set_option(name, value)


def test_the_settings_of_the_project_are_strict_and_let_in_our_host_alone(as_installed: Settings) -> None:
    check_settings(as_installed)
    assert config.get_option("server.allowedHosts") == ["localhost"]
    kept = (ROOT / ".streamlit" / "config.toml").read_text()
    for name in REQUIRED.keys() - {"server.baseUrlPath", "server.customComponentBaseUrlPath", "server.enableExpensiveMemoryStats"}:
        section, _, option = name.partition(".")
        if section != "global" or option == "developmentMode":
            assert re.search(rf"^\[{section}\]\n(?:[^\[].*\n|\n)*{option} = ", kept, re.MULTILINE), f"{name} stands in the file"


def test_every_setting_of_the_list_has_a_weaker_value_here() -> None:
    assert WEAK.keys() == REQUIRED.keys() | AT_MOST.keys()


@pytest.mark.parametrize("name", WEAK)
def test_each_weaker_setting_is_named_alone(as_installed: Settings, name: str) -> None:
    config.set_option(name, WEAK[name])
    with pytest.raises(WeakSettings) as told:
        check_settings(as_installed)
    assert [line.split()[0] for line in str(told.value).splitlines()[1:]] == [name]


def start(folder: Path, *arguments: str, **env: str) -> tuple[int, str]:
    """Start the server that should refuse; gives its exit code and what it said."""
    server = Server(folder, **env)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("POPFORMS_", "STREAMLIT_"))}
    clean |= {"PYTHONPATH": str(ROOT / "src"), "STREAMLIT_SERVER_SHOW_EMAIL_PROMPT": "false", "BROWSER": "true"} | server.env
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(server.port), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, check=False)
    return done.returncode, done.stdout + done.stderr


def as_text(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else json.dumps(value) if isinstance(value, (dict, bool)) else str(value)


def refuses(code: int, said: str) -> None:
    assert code != 0 and "popforms start niet met deze instellingen" in said and "Traceback" not in said
    named = {line.split()[0] for line in said.splitlines() if re.match(r"  \w+\.\w+ m", line)}
    assert named == WEAK.keys() - STOPPED_BY_STREAMLIT


def environment_name(name: str) -> str:
    return "STREAMLIT_" + re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.replace(".", "_")).upper()


def test_the_environment_weakens_nothing(tmp_path: Path) -> None:
    weak = {environment_name(name): as_text(value) for name, value in WEAK.items() if name not in STOPPED_BY_STREAMLIT}
    refuses(*start(tmp_path, **weak))
    assert not (tmp_path / "data").exists()


def test_the_command_line_weakens_nothing(tmp_path: Path) -> None:
    flags = []
    for name, value in WEAK.items():
        if name not in STOPPED_BY_STREAMLIT:
            for one in value if isinstance(value, list) else [value]:
                flags += [f"--{name}", as_text(one)]
    refuses(*start(tmp_path, *flags))
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("name", sorted(STOPPED_BY_STREAMLIT))
def test_what_streamlit_does_not_stop_for_us_does_not_start_either(tmp_path: Path, name: str) -> None:
    code, said = start(tmp_path, **{environment_name(name): "true"})
    assert code != 0 and "staat klaar" not in said and not (tmp_path / "data").exists()


def test_another_port_than_the_set_one_is_refused(tmp_path: Path) -> None:
    code, said = start(tmp_path, "--server.port", str(free_port()))
    assert code != 0 and "zet de poort met PORT" in said


def test_the_second_step_stays_on_also_when_the_server_is_started_by_hand(tmp_path: Path) -> None:
    code, said = start(tmp_path, POPFORMS_URL="https://popforms.voorbeeld.nl", POPFORMS_SECOND_FACTOR="uit")
    assert code != 0 and "POPFORMS_SECOND_FACTOR=uit kan alleen" in said and "Traceback" not in said
    assert not (tmp_path / "data").exists()


# --- headers ---------------------------------------------------------------------------------------------------------

POLICY = {
    "default-src": "'none'",
    "style-src": "'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "media-src": "'self'",
    "worker-src": "'self' blob:",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "form-action": "'self'",
}
"""What a browser may do on our pages, but for scripts: those are our own files and the one inline script of the page."""


def test_the_policy_allows_our_own_files_and_the_one_inline_script(server: Server) -> None:
    with server.client(server.log_in("petra")) as client:
        page = client.get("/")
    (inline,) = re.findall(r"(?s)<script>(.*?)</script>", page.text)
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    given = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert given == POLICY | {"script-src": f"'self' 'sha256-{digest}'"}
    assert not re.search(r"<style|\son\w+=|javascript:|(src|href)=\W?(https?:)?//", page.text), (
        "nothing else inline, nothing from elsewhere"
    )


ANSWERS = {
    # what kind of answer -> method, path, status without and with a login
    "a page": ("GET", "/werk", 303, 200),
    "a page that is not there": ("GET", "/nergens", 303, 200),
    "the login page": ("GET", "/inloggen", 200, 303),
    "the second step": ("GET", "/tweede-stap", 303, 303),
    "a wrong method": ("DELETE", "/inloggen", 405, 405),
    "a closed part": ("GET", "/_stcore/metrics", 404, 404),
    "a file": ("GET", "/bestand/x", 401, 404),
    "a media file": ("GET", "/media/x.png", 401, 404),
    "an upload": ("PUT", "/_stcore/upload_file/a/b", 401, 403),
    "our own script": ("GET", "/pf/app.js", 200, 200),
    "our own file that is not there": ("GET", "/pf/nergens.js", 404, 404),
    "a static file": ("GET", "/static/nergens.js", 404, 404),
    "the state of a session": ("GET", "/sessie", 401, 204),
    "the state of the server": ("GET", "/healthz", 200, 200),
    "the config of the page": ("GET", "/_stcore/host-config", 401, 200),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_every_kind_of_answer_carries_every_header(server: Server, what: str) -> None:
    method, path, *statuses = ANSWERS[what]
    for cookie, status in zip((None, server.log_in("petra")), statuses, strict=True):
        with server.client(cookie) as client:
            answer = client.request(method, path)
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in shell.headers(https=False)} == shell.headers(https=False)
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["referrer-policy"] == "no-referrer"
        assert "strict-transport-security" not in answer.headers, "only where there is https"
        assert answer.headers.get("cache-control") == "no-store" or path.startswith(("/static/", "/pf/"))


def test_a_file_with_content_is_kept_by_nobody_on_the_way(server: Server) -> None:
    cookie = server.log_in("petra")
    with closing(server.database()) as db:
        token = Accounts(db).hand_out(hash_of(cookie), "x.pdf", "application/pdf", b"%PDF-1.7")
    with server.client(cookie) as client:
        file = client.get(f"/bestand/{token}")
    assert file.content == b"%PDF-1.7" and file.headers["cache-control"] == "no-store"
    assert file.headers["content-disposition"].startswith("attachment")


def test_over_https_browsers_are_held_to_it_for_a_year(tmp_path: Path) -> None:
    url = "https://popforms.voorbeeld.nl"
    with Server(tmp_path, POPFORMS_URL=url) as server, server.client(host="popforms.voorbeeld.nl", origin=url) as client:
        for path in ("/begin", "/healthz", "/pf/app.js", "/_stcore/metrics", "/static/nergens.js"):
            assert client.get(path).headers["strict-transport-security"] == "max-age=31536000", path
    with Server(tmp_path, POPFORMS_URL=url) as server, server.client() as client:
        refused = client.get("/healthz")
        assert refused.status_code == 403 and refused.headers["strict-transport-security"] == "max-age=31536000"
