"""What listens in every test with a browser hears what it should: else a quiet test would mean nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.browser import listened_to, new_page
from tests.support.server import Server

pytestmark = pytest.mark.xdist_group("browser")

WRONG = {
    "policy: img-src": "const one = new Image(); one.src = 'https://elders.invalid/p.png'",
    "policy: script-src": "const one = document.createElement('script'); one.textContent = '1'; document.body.append(one)",
    "outside: https://elders.invalid/": "setTimeout(() => { location = 'https://elders.invalid/' })",
    "alert: hoor je mij": "setTimeout(() => alert('hoor je mij'))",
    "script: ": "setTimeout(() => { throw new Error('stuk') })",
    "error: het ging mis": "console.error('het ging mis')",
}


def listen(browser: Browser, address: str, script: str = "") -> None:
    """Look at a page of ours for a moment, and let it do this."""
    with listened_to(browser), new_page(browser) as page:
        page.goto(address)
        page.evaluate(f"() => {{ {script} }}")
        page.wait_for_timeout(300)


@pytest.mark.parametrize("heard", WRONG)
def test_what_is_wrong_on_a_page_fails_the_test(server: Server, one_browser: Browser, heard: str) -> None:
    with pytest.raises(AssertionError, match=heard):
        listen(one_browser, server.base_url + "/inloggen", WRONG[heard])


def test_a_page_that_does_nothing_wrong_is_quiet(server: Server, one_browser: Browser) -> None:
    listen(one_browser, server.base_url + "/inloggen")
