"""The door in a real browser: it keeps the cookie, obeys the policy and leaves when the login has ended."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from zxingcpp import read_barcodes

from popforms.store.accounts import Accounts
from tests.support.phone import Phone
from tests.support.server import PASSWORD, Server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with closing(browser.new_context(viewport={"width": 1366, "height": 768})) as context:
        yield context.new_page()


@pytest.mark.browser_says(r"\b(401|1008)\b")
def test_the_first_beheerder_comes_in_stays_in_and_goes_out(tmp_path: Path, page: Page) -> None:
    with Server(tmp_path) as server:
        page.goto(server.base_url)
        fields = {
            "Begincode": server.setup_code(),
            "Je naam": "Fenna de Wit",
            "E-mailadres": "fenna@voorbeeld.nl",
            "Gemeente": "Voorbeeldstad",
            "Kies een gebruikersnaam": "fenna",
            "Kies een wachtwoord": PASSWORD,
            "Hetzelfde wachtwoord nog een keer": PASSWORD,
            "Waar bewaar je het herstelblad?": "kluis",
        }
        for label, value in fields.items():
            page.get_by_label(label, exact=True).fill(value)
        page.get_by_role("button", name="Account maken").click()
        app = page.locator("[data-testid=stApp]")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=20_000)
        assert page.url == server.base_url + "/"
        (cookie,) = [kept for kept in page.context.cookies() if kept["name"] == "__Host-popforms"]
        assert cookie["httpOnly"] and cookie["secure"] and cookie["sameSite"] == "Lax"
        assert "__Host-popforms" not in page.evaluate("document.cookie")
        page.reload()
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=20_000)

        with closing(server.database()) as db:  # the account is closed by somebody else
            accounts = Accounts(db)
            accounts.close(accounts.all()[0].user.id)
        expect(page).to_have_url(re.compile("/inloggen"), timeout=20_000)
        page.context.close()  # before the server: a page that is still fetching its icon has somebody to answer it


@pytest.mark.browser_says(r"\b401\b")
def test_the_login_page_works_without_script_and_by_keyboard(server: Server, browser: Browser) -> None:
    with closing(browser.new_context(java_script_enabled=False)) as context:
        page = context.new_page()
        page.goto(server.base_url + "/werk")
        expect(page.get_by_label("Gebruikersnaam")).to_be_focused()  # the page puts the cursor there by itself
        page.keyboard.type("petra")
        page.keyboard.press("Tab")
        page.keyboard.type("een fout wachtwoord")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("klopt niet")
        expect(page.get_by_label("Gebruikersnaam")).to_have_value("petra")
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/werk$"), timeout=20_000)


@pytest.mark.browser_says(r"\b403\b.*/uitloggen")
def test_a_form_on_another_site_cannot_log_somebody_out(server: Server, page: Page) -> None:
    page.goto(server.base_url + "/inloggen")
    page.get_by_label("Gebruikersnaam").fill("petra")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(server.base_url + "/", timeout=20_000)
    foreign = page.context.new_page()
    foreign.goto("data:text/html,<form method=post action='" + server.base_url + "/uitloggen'><button>x</button></form>")
    foreign.get_by_role("button").click()
    expect(foreign.locator("body")).to_contain_text("andere website")
    assert page.evaluate("fetch('/sessie').then(answer => answer.status)") == 204


@pytest.mark.browser_says(r"\b401\b")
def test_the_second_step_works_on_a_phone_by_keyboard_and_without_script(tmp_path: Path, browser: Browser) -> None:
    with (
        Server(tmp_path, POPFORMS_SECOND_FACTOR="aan") as server,
        closing(browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})) as context,
    ):
        server.add_user("petra", name="Petra", roles=["PC"])
        page, noise = context.new_page(), list[str]()
        page.on("console", lambda line: noise.append(line.text) if "401" not in line.text else None)  # the wrong code
        page.on("request", lambda request: noise.append(request.url) if not request.url.startswith((server.base_url, "data:")) else None)

        def give_password() -> None:
            context.clear_cookies()
            page.goto(server.base_url + "/inloggen")
            expect(page.get_by_label("Gebruikersnaam")).to_be_focused()
            page.keyboard.type("petra")
            page.keyboard.press("Tab")
            page.keyboard.type(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/tweede-stap*")

        give_password()
        phone = Phone(page.locator(".pf-secret").inner_text())
        picture = page.get_by_role("img", name="QR-code")
        (seen,) = read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
        assert seen.text == f"otpauth://totp/popforms:petra?secret={phone.secret}&issuer=popforms", (
            "what a phone scans is what can be typed"
        )
        code = page.get_by_label("Code van zes cijfers")
        assert code.get_attribute("inputmode") == "numeric" and code.get_attribute("autocomplete") == "one-time-code"
        code.focus()
        page.keyboard.type(phone.wrong())
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("De code klopt niet")
        expect(code).to_be_focused()
        page.keyboard.type(phone.code())
        page.keyboard.press("Enter")
        expect(page.locator(".pf-codes li")).to_have_count(10)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, "no sideways scrolling"
        kept = page.locator(".pf-codes code").all_inner_texts()
        page.reload()
        expect(page.locator(".pf-codes li")).to_have_count(10)
        codes = page.locator(".pf-codes code").all_inner_texts()
        assert not set(codes) & set(kept), "looking again gives other codes"
        page.get_by_role("button", name="Ik heb ze bewaard").press("Enter")
        expect(page).to_have_url(server.base_url + "/")

        give_password()
        page.get_by_role("link", name="Ik heb mijn telefoon niet bij me").press("Enter")
        expect(page.get_by_label("Reservecode")).to_be_focused()
        page.keyboard.type(codes[3].lower())
        page.keyboard.press("Enter")
        expect(page).to_have_url(server.base_url + "/")
    assert noise == []
