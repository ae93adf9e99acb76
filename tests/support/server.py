"""A real popforms server for tests: its own folder, its own port, started and stopped and killed."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from popforms.server.guard import COOKIE, HALF
from popforms.settings import ROOT, Settings
from popforms.store.accounts import Accounts
from popforms.store.connection import Database, open_database, stamp, utc_now
from popforms.store.sessions import hash_of
from tests.support.phone import Phone

PASSWORD = "drie woorden samen"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`with Server(tmp_path) as server:` serves on `server.base_url`; everything it keeps stands in `folder`."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.base_url = f"http://localhost:{self.port}"
        self.env = {
            "PORT": str(self.port),
            "POPFORMS_DB": str(folder / "data" / "popforms.db"),
            "POPFORMS_KEYS": str(folder / "keys"),
            "POPFORMS_BACKUPS": str(folder / "backups"),
            # most tests are about what is behind the door; those about the door itself say "aan"
            "POPFORMS_SECOND_FACTOR": "aan" if "POPFORMS_URL" in env else "uit",
            "POPFORMS_TRAIL": str(folder / "trail"),
            **env,
        }
        self.output = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # --- life --------------------------------------------------------------------------------------------------------

    def start(self, *, seconds: float = 60) -> Server:
        """Start and wait until it answers."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("POPFORMS_", "STREAMLIT_"))}
        self._launch(clean | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"} | self.env)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._stopped():
                raise RuntimeError(f"the server stopped:\n{self.log()}")
            if self._answers():
                return self
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"the server did not start:\n{self.log()}")

    def _launch(self, env: dict[str, str]) -> None:
        with self.output.open("ab") as log:
            self._process = subprocess.Popen([sys.executable, "-m", "popforms.server.launch"], cwd=ROOT, env=env, stdout=log, stderr=log)

    def _stopped(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _answers(self) -> bool:
        host = self.env.get("POPFORMS_URL", self.base_url).split("//")[1]
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz", headers={"host": host}).status_code in (200, 403)
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it the way a power cut does."""
        self._end(signal.SIGKILL)

    def restart(self) -> Server:
        self.stop()
        return self.start()

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(15)
        self._process = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._process
        return self._process.pid

    # --- looking inside ----------------------------------------------------------------------------------------------

    def log(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace") if self.output.exists() else ""

    def setup_code(self) -> str:
        """The code that the terminal printed at the first start."""
        return re.findall(r"begincode\s+([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", self.log())[-1]

    def settings(self) -> Settings:
        return Settings.model_validate(
            {
                "db": self.env["POPFORMS_DB"],
                "keys": self.env["POPFORMS_KEYS"],
                "backups": self.env["POPFORMS_BACKUPS"],
                "trail": self.env["POPFORMS_TRAIL"],
                "port": self.port,
                "second_factor": self.env["POPFORMS_SECOND_FACTOR"],
            }
        )

    def database(self) -> Database:
        """A connection of the test's own; close it."""
        return open_database(self.settings())

    def add_user(self, username: str, *, password: str = PASSWORD, **details: Any) -> str:
        """Make an account that can log in at once, and return its id."""
        with closing(self.database()) as db:
            name = details.pop("name", username.title())
            return Accounts(db).create(username=username, name=name, password=password, **details).id

    def set_back(self, cookie: str, *, idle: timedelta = timedelta(), open_for: timedelta = timedelta()) -> None:
        """Let time pass for a login, as if its last activity and its start were so long ago."""
        now = utc_now()
        with closing(self.database()) as db:
            db.conn.execute(
                "UPDATE session SET seen_at = ?, created_at = ? WHERE token_hash = ?",
                (stamp(now - idle), stamp(now - open_for), hash_of(cookie)),
            )

    # --- coming in ---------------------------------------------------------------------------------------------------

    def client(self, cookie: str | None = None, /, half: str | None = None, **headers: str) -> httpx.Client:
        """A client that follows nothing and sends our own Origin, as a browser does with a form; `half` is a half login."""
        cookies = [f"{name}={value}" for name, value in ((COOKIE, cookie), (HALF, half)) if value]
        given = {"origin": self.base_url} | ({"cookie": "; ".join(cookies)} if cookies else {}) | headers
        return httpx.Client(base_url=self.base_url, headers=given, timeout=20)

    def log_in(self, username: str, password: str = PASSWORD) -> str:
        """Log in through the form, without second step, and return the cookie (httpx keeps no Secure cookie over http)."""
        with self.client() as client:
            answer = client.post("/inloggen", data={"gebruikersnaam": username, "wachtwoord": password})
        return cookie_of(answer)


def cookie_of(answer: httpx.Response) -> str:
    """The session that an answer sets."""
    found = re.match(rf"{COOKIE}=([\w-]{{40,}});", answer.headers.get("set-cookie", ""))
    assert found, f"no session in answer {answer.status_code}"
    return found[1]


def half_of(answer: httpx.Response) -> str:
    """The half login that an answer sets."""
    found = re.search(rf"{HALF}=([\w-]{{40,}});", answer.headers.get("set-cookie", ""))
    assert found, f"no half login in answer {answer.status_code}"
    return found[1]


def secret_of(page: str) -> str:
    """The secret that the page of a new phone shows to type over."""
    shown = re.findall(r"<code>([A-Z2-7]{4})</code>", page)
    assert len(shown) == 8
    return "".join(shown)


def set_up_phone(server: Server, username: str, password: str = PASSWORD) -> tuple[Phone, list[str]]:
    """Come in for the first time with a new phone; gives the phone and the recovery codes that were kept."""
    with server.client() as client:
        half = half_of(client.post("/inloggen", data={"gebruikersnaam": username, "wachtwoord": password}))
    with server.client(half=half) as client:
        phone = Phone(secret_of(client.get("/tweede-stap").text))
        codes = re.findall(r"<li><code>([\w-]+)</code>", client.post("/tweede-stap", data={"code": phone.code()}).text)
        cookie_of(client.post("/tweede-stap", data={"bewaard": "1"}))
    return phone, codes
