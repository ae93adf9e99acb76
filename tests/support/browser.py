"""A real Chromium that signs in, waits until a page stands still, and tells on every page what it should not have heard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

SYSTEM = Path("/usr/bin/chromium")
OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay",
    "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
"""Two pages behind the address bar that each profile starts and nobody sees: a second of work. Then what Playwright turns off itself,
for Chromium hears the last list only."""
QUIET = (
    f"--disable-features={','.join(OFF)}",
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
TELLS = """document.addEventListener("securitypolicyviolation", told => console.error(
    `policy: ${told.effectiveDirective} refused ${told.blockedURI} (${told.sourceFile}:${told.lineNumber}) ${told.sample}`))"""
KNOWN = {
    r"/[\w-]+/_stcore/(health|host-config)\b": "Streamlit asks for these two under the path of a deep link first, and then at the root",
    r"\bwasm-eval\b|WebAssembly.*unsafe-eval": "Streamlit's table looks whether it may use WebAssembly, and works without",
}
"""What a browser may say without anything being wrong on our side, with the reason (platform.md sections 1 and 7)."""


class Ear:
    """All that a profile says and asks for: errors, breaches of the policy, alerts, and addresses of another origin than its first."""

    def __init__(self, context: BrowserContext) -> None:
        self.noise, self.outside = list[str](), list[str]()
        self._home = ""
        context.add_init_script(TELLS)
        context.on("console", self._console)
        context.on("weberror", lambda told: self.noise.append(f"script: {told.error}"))
        context.on("dialog", self._dialog)
        context.on("request", lambda request: self._goes(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self._goes(socket.url)))

    def heard(self, expected: Iterable[str] = ()) -> list[str]:
        """What is wrong, apart from what a test itself asks for, as patterns."""
        return [line for line in (*self.noise, *self.outside) if not any(re.search(one, line) for one in expected)]

    def _console(self, message: Any) -> None:
        told = f"{message.type}: {message.text} {message.location.get('url', '')}"
        if message.type in ("error", "warning") and not any(re.search(known, told) for known in KNOWN):
            self.noise.append(told)

    def _dialog(self, dialog: Any) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            self.noise.append(f"{dialog.type}: {dialog.message}")
            dialog.dismiss()

    def _goes(self, url: str) -> None:
        """Note an address that is not on the own server; what needs no network, such as data: and blob:, has no host."""
        parts = urlparse(url)
        if parts.scheme not in ("data", "blob", "about"):
            self._home = self._home or parts.netloc
            if parts.netloc != self._home:
                self.outside.append(f"outside: {url}")


_EARS = WeakKeyDictionary[BrowserContext, Ear]()


def ear_of(context: BrowserContext) -> Ear:
    """What listens to this profile."""
    if context not in _EARS:
        _EARS[context] = Ear(context)
    return _EARS[context]


@contextmanager
def listened_to(browser: Browser, expected: Iterable[str] = ()) -> Iterator[Browser]:
    """The browser, with an ear for every profile that is made in it meanwhile; fails at the end on anything that was heard."""
    ears, make = list[Ear](), browser.new_context

    def new_context(**wishes: Any) -> BrowserContext:
        context = make(**wishes)
        ears.append(ear_of(context))
        return context

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser, "new_context", new_context)
        yield browser
    told = [line for ear in ears for line in ear.heard(expected)]
    assert not told, "the browser said or asked for:\n" + "\n".join(dict.fromkeys(told))


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
