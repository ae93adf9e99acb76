"""A login that ends while somebody is in a form: told two minutes before, and nothing that was typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from popforms.demo import PASSWORD
from popforms.server.guard import COOKIE
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab

pytestmark = pytest.mark.xdist_group("browser")

NAME = "Hoe wil de statushouder genoemd worden?"


def cookie_of(tab: Tab) -> str:
    return next(str(kept["value"]) for kept in tab.page.context.cookies() if kept["name"] == COOKIE)


def look_again(tab: Tab) -> None:
    """Come back to the tab, as after another tab was in front."""
    tab.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def expect_noise(tab: Tab) -> None:
    """A login that ended says so in the console too."""
    tab.noise[:] = [line for line in tab.noise if not re.search(r"\b(401|403|1008)\b", line)]


def test_two_minutes_before_the_end_one_is_asked_to_stay(desk: Desk) -> None:
    tab = desk.tab("marieke")
    tab.button("Nieuw dossier")
    tab.section("Wie is het?")
    tab.text(NAME, "Selam")
    desk.server.set_back(cookie_of(tab), idle=timedelta(minutes=28, seconds=10))
    look_again(tab)
    warning = tab.page.get_by_role("alert").filter(has_text="binnen twee minuten uitgelogd")
    expect(warning).to_be_visible()
    assert "Wat in een formulier staat, blijft bewaard. Wat je ergens anders typt" in warning.inner_text()
    assert tab.value(NAME) == "Selam"
    tab.shot("bijna-uitgelogd")
    tab.page.get_by_role("button", name="Ingelogd blijven").press("Enter")
    expect(warning).to_have_count(0)
    left = tab.page.evaluate("fetch('/sessie').then(answer => Number(answer.headers.get('x-popforms-seconden')))")
    assert left > 1790


def test_after_ten_hours_nobody_is_offered_to_stay(desk: Desk) -> None:
    tab = desk.tab("marieke")
    desk.server.set_back(cookie_of(tab), open_for=timedelta(hours=9, minutes=58, seconds=10))
    look_again(tab)
    expect(tab.page.get_by_role("alert").filter(has_text="bijna tien uur ingelogd")).to_be_visible()
    assert not tab.has_button("Ingelogd blijven")


def test_who_was_away_comes_back_to_the_same_form_and_the_same_words(desk: Desk) -> None:
    tab = desk.tab("marieke")
    tab.button("Nieuw dossier")
    tab.section("Wie is het?")
    box = tab.field(NAME, ("stTextInput",)).locator("input")
    box.click()
    tab.page.keyboard.type("Selam, zeg maar Sel", delay=8)
    tab.page.wait_for_timeout(2000)
    form = tab.page.url
    desk.server.set_back(cookie_of(tab), idle=timedelta(minutes=31))
    expect(tab.page).to_have_url(re.compile("/inloggen"), timeout=20_000)
    tab.page.get_by_label("Gebruikersnaam").fill("marieke")
    tab.page.get_by_label("Wachtwoord").fill(PASSWORD)
    tab.page.keyboard.press("Enter")
    tab.arrive()
    assert tab.page.url == form
    tab.section("Wie is het?")
    assert tab.value(NAME) == "Selam, zeg maar Sel"
    expect_noise(tab)
