"""A fresh server on an empty folder: the set-up, the first beheerder, and a colleague who is invited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.desk import Desk
from tests.support.server import PASSWORD, Server

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def empty(tmp_path: Path, browser: Browser) -> Iterator[Desk]:
    """A server on a folder with nothing in it."""
    with Server(tmp_path) as server, ExitStack() as stack:
        yield (desk := Desk(server, browser, stack))
        desk.has_peace()


def test_the_first_beheerder_invites_a_colleague_who_comes_in(empty: Desk) -> None:
    beheer = empty.tab()
    beheer.page.goto(empty.server.base_url)
    assert "Welkom bij popforms" in beheer.page.inner_text("main")
    for label, value in {
        "Begincode": empty.server.setup_code(), "Je naam": "Fenna de Wit", "E-mailadres": "fenna@voorbeeld.nl", "Gemeente": "Zandvoorde",
        "Kies een gebruikersnaam": "fenna", "Kies een wachtwoord": PASSWORD, "Hetzelfde wachtwoord nog een keer": PASSWORD, "Waar bewaar je het herstelblad?": "kluis",
    }.items():  # fmt: skip
        beheer.page.get_by_label(label, exact=True).fill(value)
    beheer.page.get_by_role("button", name="Account maken").click()
    beheer.arrive()
    assert beheer.menu_items() == ["Werk", "Lijsten", "Beheer", "Bewaartermijnen", "Privacy", "Mijn account"]

    beheer.menu("Lijsten")
    beheer.tab_of("Organisaties")
    beheer.button("Organisatie toevoegen")
    beheer.text("Naam", "Gemeente Zandvoorde")
    beheer.choose("Soort", "gemeente")
    beheer.button("Bewaren")
    assert "Bewaard." in beheer.main()
    beheer.tab_of("Personen")
    beheer.button("Persoon toevoegen")
    beheer.text("Naam", "Petra Vos")
    beheer.choose("Organisatie", "Gemeente Zandvoorde")
    beheer.choose("Rol", "regisseur of PC")
    beheer.choose("Voor welke gemeente?", "Gemeente Zandvoorde")
    beheer.choose("Actief", "ja")
    beheer.button("Bewaren")
    assert "Bewaard." in beheer.main(), beheer.errors()

    beheer.menu("Beheer")
    beheer.text("Naam", "Petra Vos")
    beheer.text("Gebruikersnaam", "petra")
    beheer.tick("Rollen", "kansverkenner")
    beheer.tick("Gemeenten", "Gemeente Zandvoorde")
    beheer.choose("Wie is dit in de contactlijst?", "Petra Vos")
    beheer.button("Uitnodigen")
    assert "Petra Vos is uitgenodigd." in beheer.main()
    code = beheer.page.locator("[data-testid=stCode] code").inner_text().strip()

    colleague = empty.tab()
    colleague.page.goto(empty.server.base_url)
    colleague.page.get_by_role("link", name="Ik heb een code gekregen").click()
    colleague.page.get_by_label("Gebruikersnaam").fill("petra")
    colleague.page.get_by_label("Code", exact=True).fill(code)
    for label in ("Kies een wachtwoord", "Hetzelfde wachtwoord nog een keer"):
        colleague.page.get_by_label(label, exact=True).fill("vier woorden achter elkaar")
    colleague.page.get_by_role("button", name="Wachtwoord bewaren en inloggen").click()
    colleague.arrive()
    assert colleague.menu_items() == ["Werk", "Dossiers", "Lijsten", "Mijn account"]
    colleague.menu("Mijn account")
    assert "Petra Vos" in colleague.main() and "Gemeente Zandvoorde" in colleague.main()
    colleague.logout()
    colleague.login("petra", "vier woorden achter elkaar")
    assert "Petra" in colleague.main()
    beheer.menu("Werk")
    beheer.menu("Beheer")
    assert code not in beheer.everything()
