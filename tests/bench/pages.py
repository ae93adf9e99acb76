"""One page in a browser, ours or the bare one: how long until it stands, until an edit is confirmed, and what the server spends on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page

from popforms.settings import ROOT
from tests.support.browser import new_page
from tests.support.server import free_port

WATCH = (Path(__file__).with_name("watch.js")).read_text(encoding="utf-8")
KINDS = ("stTextInput", "stTextArea", "stDateInput", "stSelectbox", "stMultiSelect", "stButtonGroup", "stRadio", "stCheckbox", "stButton")
WIDGETS = ", ".join(f"[data-testid=stMain] [data-testid={kind}]" for kind in KINDS)
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Seat:
    """Somebody at a browser: `enter` gets them to the start page, `address` is the form, `press` goes there inside the session."""

    name: str
    base_url: str
    pid: int
    address: str
    enter: Callable[[Page], None]
    press: Callable[[Page], None]
    back: Callable[[Page], None]
    unfold: Callable[[Page], None]


@contextmanager
def seated(browser: Browser, seat: Seat) -> Iterator[Page]:
    with new_page(browser) as page:
        page.add_init_script(WATCH)
        seat.enter(page)
        yield page


def widgets(page: Page) -> list[dict[str, Any]]:
    """Kind, label, value and choices of every widget in the page, in order."""
    return page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].map((one) => ({
            kind: one.dataset.testid,
            label: one.querySelector("[data-testid=stWidgetLabel]")?.innerText || one.innerText.split("\\n").pop() || "-",
            value: one.querySelector("textarea, input[type=text]")?.value || "",
            options: [...one.querySelectorAll("button, label")].map((option, n) => `${n} ${option.innerText}`),
        }))""",
        WIDGETS,
    )


def shown(page: Page, count: int) -> float:
    """The moment, in ms on the clock of the page, at which so many widgets stand."""
    return float(page.evaluate("([selector, count]) => window.__watch.shown(selector, count)", [WIDGETS, count]))


def first_load(browser: Browser, seat: Seat, count: int) -> float:
    """From the address until the form stands, with an empty browser cache: ms."""
    with seated(browser, seat) as page:
        cookies = page.context.cookies()
    with new_page(browser) as page:
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.add_init_script(WATCH)
        page.goto(f"{seat.base_url}/{seat.address}", wait_until="commit")
        return shown(page, count)


def inside(page: Page, seat: Seat, count: int) -> float:
    """From the press on the start page until the form stands: ms."""
    begun = float(page.evaluate("performance.now()"))
    seat.press(page)
    ended = shown(page, count)
    return ended - begun


def edits(page: Page, seat: Seat, times: int) -> tuple[list[float], float]:
    """ms from leaving a field until its run has ended, for each edit; and the ms of server CPU that one run took."""
    field = page.locator("[data-testid=stMain] [data-testid=stTextInput] input").first
    taken: list[float] = []
    before = cpu(seat.pid)
    for number in range(times):
        field.fill(f"antwoord {number} {time.monotonic_ns()}")
        field.press("Tab")
        taken.append(float(page.evaluate("window.__watch.took()")))
        page.wait_for_timeout(120)  # what the server does after the answer counts too
    return taken, (cpu(seat.pid) - before) / times


def cpu(pid: int) -> float:
    """The CPU time of a process so far, in ms."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICK


def memory(pid: int) -> float:
    """What a process holds of its own and shares by right, in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def bare_server(folder: Path, lists: Path, *, freeze: bool) -> Iterator[tuple[str, int]]:
    """The bare pages on a port of their own; gives the address and the process id."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("POPFORMS_", "STREAMLIT_"))}
    with (folder / f"floor-{freeze}.log").open("ab") as log, subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(Path(__file__).with_name("floor_app.py")), "--server.port", str(port)],
        cwd=ROOT, env=clean | {"FLOOR_WIDGETS": str(lists), "PYTHONPATH": str(ROOT)} | ({"FLOOR_FREEZE": "1"} if freeze else {}), stdout=log, stderr=log,
    ) as process:  # fmt: skip
        try:
            wait_for(f"http://localhost:{port}/_stcore/health")
            yield f"http://localhost:{port}", process.pid
        finally:
            process.terminate()


def wait_for(url: str) -> None:
    for _ in range(600):
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")
