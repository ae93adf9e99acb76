"""A real Chromium that signs in and waits until a page stands still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

SYSTEM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = (1366, 768)
WAIT = 30_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the system when it is there, else Playwright's own. One in a process: tests take the fixture `browser`."""
    with sync_playwright() as playwright:
        path = str(SYSTEM) if SYSTEM.exists() else None
        with closing(playwright.chromium.launch(executable_path=path, args=list(QUIET))) as running:
            yield running


@contextmanager
def new_page(browser: Browser, size: tuple[int, int] = DESKTOP) -> Iterator[Page]:
    """A page in a profile of its own, so that nobody is logged in."""
    with closing(
        browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="nl-NL", timezone_id="Europe/Amsterdam")
    ) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        yield page


def sign_in(page: Page, base_url: str, username: str, password: str) -> None:
    """Log in through the form and wait for the first page."""
    give_password(page, base_url, username, password)
    page.wait_for_url(f"{base_url}/")
    still(page)


def come_to_the_second_step(page: Page, base_url: str, username: str, password: str) -> None:
    """Log in as far as the second step."""
    page.context.clear_cookies()
    give_password(page, base_url, username, password)
    page.wait_for_url("**/tweede-stap*")


def give_password(page: Page, base_url: str, username: str, password: str) -> None:
    """Fill in the login form and send it."""
    page.goto(f"{base_url}/inloggen")
    page.get_by_label("Gebruikersnaam").fill(username)
    page.get_by_label("Wachtwoord").fill(password)
    page.keyboard.press("Enter")


def still(page: Page) -> None:
    """Wait until the run is over and what it drew stands on the screen."""
    app = page.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=WAIT)
    expect(page.locator("#pf-run")).to_be_attached(timeout=WAIT)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=WAIT)


def open_page(page: Page, base_url: str, address: str) -> None:
    """Go to an address and wait until it stands."""
    page.goto(f"{base_url}/{address}")
    still(page)
