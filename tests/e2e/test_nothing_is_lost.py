"""What was typed and left two seconds ago is there after closing the tab, after the line drops, and after the server was killed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from tests.e2e.desk import Desk
from tests.e2e.tab import Part, Tab

pytestmark = pytest.mark.xdist_group("browser")

LEFT = 2000
"""Milliseconds after the last key; nobody presses anything or goes elsewhere."""
NAME, LONG, CELL = "Hoe wil de statushouder genoemd worden?", "Bijzonderheden bij de aanmelding (geen gezondheid)", "Relatie"
FAMILY = "Welke dossiers horen bij dit gezin?"


def begin(desk: Desk) -> Tab:
    tab = desk.tab("marieke")
    tab.button("Nieuw dossier")
    return tab


def box(part: Part, label: str) -> Locator:
    return part.field(label, ("stTextInput", "stTextArea")).locator("input, textarea").first


def type_and_leave(part: Part, label: str, words: str) -> None:
    """Key by key, and then nothing at all."""
    box(part, label).click()
    part.tab.page.keyboard.type(words, delay=8)
    part.tab.page.wait_for_timeout(LEFT)


def type_everywhere(tab: Tab, words: str) -> None:
    """In a row, in a field of one line and in a field of more lines; the last one keeps the focus."""
    tab.section("Dossier en afspraken")
    type_and_leave(tab.row(FAMILY) if not tab.cards(FAMILY) else tab.cards(FAMILY)[0], CELL, f"zus {words}")
    tab.section("Wie is het?")
    type_and_leave(tab, NAME, f"Selam {words}")
    tab.section("Van melding naar woning")
    type_and_leave(tab, LONG, f"Eerste regel {words}\ntweede regel")


def stands_there(tab: Tab, words: str) -> None:
    tab.section("Dossier en afspraken")
    assert tab.cards(FAMILY)[0].value(CELL) == f"zus {words}"
    tab.section("Wie is het?")
    assert tab.value(NAME) == f"Selam {words}"
    tab.section("Van melding naar woning")
    assert tab.value(LONG) == f"Eerste regel {words}\ntweede regel"


def take_up_again(desk: Desk, address: str) -> Tab:
    """Another browser, later: log in and go back to the form."""
    tab = desk.tab("marieke")
    tab.page.goto(address)
    return tab.arrive()


def test_it_is_there_after_closing_the_tab(desk: Desk) -> None:
    tab = begin(desk)
    type_everywhere(tab, "een")
    address = tab.page.url
    tab.page.close()
    stands_there(take_up_again(desk, address), "een")


@pytest.mark.parametrize(("section", "label"), [("Wie is het?", NAME), ("Van melding naar woning", LONG), ("Dossier en afspraken", CELL)])
def test_a_field_that_was_not_left_when_the_tab_closes_is_kept_too(desk: Desk, section: str, label: str) -> None:
    tab = begin(desk).section(section)
    address = tab.page.url
    type_and_leave(tab.row(FAMILY) if label == CELL else tab, label, "midden in een zin")
    tab.page.close()
    again = take_up_again(desk, address).section(section)
    assert (again.cards(FAMILY)[0] if label == CELL else again).value(label) == "midden in een zin"


def test_it_is_there_after_the_line_drops(desk: Desk) -> None:
    tab = begin(desk)
    type_everywhere(tab, "twee")
    address = tab.page.url
    tab.page.context.set_offline(True)
    tab.page.wait_for_timeout(3000)
    tab.page.context.set_offline(False)
    tab.settle(60)
    stands_there(tab, "twee")
    stands_there(take_up_again(desk, address), "twee")
    tab.noise.clear()  # a browser says that it was offline


def test_it_is_there_after_the_server_was_killed_and_started_again(desk: Desk) -> None:
    tab = begin(desk)
    type_everywhere(tab, "drie")
    address = tab.page.url
    desk.server.kill()
    tab.page.wait_for_timeout(2000)
    desk.server.start()
    tab.settle(90)
    stands_there(tab, "drie")
    tab.section("Wie is het?")
    tab.text(NAME, "Selam vier")  # and typing goes on in the same tab
    again = take_up_again(desk, address)
    again.section("Wie is het?")
    assert again.value(NAME) == "Selam vier"
    tab.noise.clear()  # a browser says that the server was away
