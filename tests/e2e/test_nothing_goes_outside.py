"""Nothing goes outside: neither the server nor the browser asks anything of another machine, from the first login to a print."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from popforms.demo import PASSWORD
from popforms.settings import ROOT
from tests.e2e.desk import Desk
from tests.support.phone import Phone
from tests.support.server import Server

pytestmark = pytest.mark.xdist_group("browser")

WATCHER = ROOT / "tests" / "support" / "outgoing"


def watched(file: Path) -> dict[str, str]:
    """The environment in which Python writes down whatever it tries to reach."""
    return {"PYTHONPATH": os.pathsep.join([str(WATCHER), str(ROOT / "src")]), "POPFORMS_TEST_OUTGOING": str(file)}


@pytest.fixture
def watched_desk(tmp_path: Path, busy_town: Path, browser: Browser) -> Iterator[Desk]:
    """A server that is watched, asks the second step, and has dossiers."""
    for part in ("data", "keys"):
        shutil.copytree(busy_town / part, tmp_path / part)
    env = watched(tmp_path / "naar-buiten.txt") | {"POPFORMS_SECOND_FACTOR": "aan"}
    with Server(tmp_path, **env) as server, ExitStack() as stack:
        yield (desk := Desk(server, browser, stack))
        desk.has_peace()


def test_from_login_to_print_nothing_is_asked_of_another_machine(watched_desk: Desk, tmp_path: Path) -> None:
    tab = watched_desk.tab()
    tab.page.goto(watched_desk.server.base_url)
    tab.page.get_by_label("Gebruikersnaam").fill("marieke")
    tab.page.get_by_label("Wachtwoord").fill(PASSWORD)
    tab.page.keyboard.press("Enter")
    phone = Phone(tab.page.locator(".pf-secret").inner_text())
    tab.page.get_by_label("Code van zes cijfers").fill(phone.code())
    tab.page.keyboard.press("Enter")
    tab.page.get_by_role("button", name="Ik heb ze bewaard").click()
    tab.arrive()
    for title in tab.menu_items():
        tab.menu(title)
    with watched_desk.store("marieke") as store:
        record = next(iter(store.db.query("SELECT id, dossier_id FROM record WHERE state='klaar om te tekenen' AND form='pip_wet'")))
    tab.open(f"dossier?id={record['dossier_id']}")
    for name in ("Acties", "Logboek", "Mensen", "Papieren"):
        tab.tab_of(name)
    tab.open(f"formulier?record={record['id']}")
    tab.unfold("Versies en papier")
    assert tab.download("Afdruk").startswith(b"%PDF-")
    tab.logout()
    assert str(watched_desk.server.pid) in (tmp_path / "naar-buiten.txt.wakker").read_text().split(), "the server is watched"
    assert not (tmp_path / "naar-buiten.txt").exists(), (tmp_path / "naar-buiten.txt").read_text()
    assert tab.outside == []


def test_the_watcher_sees_who_goes_outside(tmp_path: Path) -> None:
    """Else the test above would hold for a watcher that sleeps."""
    file = tmp_path / "naar-buiten.txt"
    reach = "import socket; s = socket.socket(); s.setblocking(False); s.connect_ex(('192.0.2.1', 443)); socket.getaddrinfo"
    reach += "\ntry:\n socket.getaddrinfo('elders.invalid', 80)\nexcept OSError: pass"
    reach += "\ntry:\n socket.create_connection(('localhost', 1))\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", reach], env=os.environ | watched(file), check=True)
    assert file.read_text().splitlines() == ["socket.connect ('192.0.2.1', 443)", "socket.getaddrinfo elders.invalid"]
