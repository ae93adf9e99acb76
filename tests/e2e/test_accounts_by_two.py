"""Beheer in the browser: a heavy role waits for a second beheerder, closing tells what it takes away."""

from __future__ import annotations

from contextlib import closing

import pytest

from popforms.demo import PASSWORD
from popforms.store.accounts import Accounts
from tests.e2e.desk import Desk

pytestmark = pytest.mark.xdist_group("browser")


def test_two_beheerders_invite_a_consulent_together_and_close_an_account(busy_desk: Desk) -> None:
    desk = busy_desk
    with desk.store("bea") as store:
        places = store.user.gemeenten
    with closing(desk.server.database()) as db:
        Accounts(db).create(username="fenna", name="Fenna de Wit", password=PASSWORD, roles=["FB"], gemeenten=places)

    bea = desk.at("bea").menu("Beheer")
    bea.text("Naam", "Petra Vos")
    bea.text("Gebruikersnaam", "petra")
    bea.tick("Rollen", "POP-consulent")
    bea.tick("Gemeenten", "Gemeente Zandvoorde")
    bea.button("Uitnodigen")
    said = bea.main()
    assert "Een tweede beheerder ziet het op Werk" in said and "Petra Vos uitnodigen als POP-consulent voor Gemeente Zandvoorde" in said
    assert not bea.has_button("Akkoord") and bea.has_button("Intrekken") and "Eenmalige code" not in said
    bea.shot("beheer-verzoek")

    fenna = desk.at("fenna")
    assert "Wacht op jouw akkoord (1)" in fenna.main()
    fenna.shot("werk-verzoek")
    fenna.follow("Petra Vos uitnodigen")
    fenna.button("Akkoord")
    code = fenna.page.locator("[data-testid=stCode] code").inner_text().strip()
    fenna.shot("beheer-akkoord")

    petra = desk.tab()
    petra.page.goto(desk.server.base_url + "/code")
    for label, value in {
        "Gebruikersnaam": "petra", "Code": code, "Kies een wachtwoord": PASSWORD, "Hetzelfde wachtwoord nog een keer": PASSWORD,
    }.items():  # fmt: skip
        petra.page.get_by_label(label, exact=True).fill(value)
    petra.page.keyboard.press("Enter")
    petra.arrive()
    assert "Nieuw dossier" in petra.main()

    bea.open("beheer")
    bea.choose("Wat wil je doen?", "Joop Terpstra wijzigen")
    with desk.store("bea") as store:
        count = store.cases_of(next(one.id for one in store.accounts() if one.username == "joop"))
    assert count and f"Joop Terpstra verliest nu de toegang tot {count} dossiers" in bea.main()
    bea.shot("beheer-sluiten")
    bea.check("Ja, sluit het account van Joop Terpstra")
    bea.button("Account sluiten")
    assert "Het account van Joop Terpstra is gesloten." in bea.main()
