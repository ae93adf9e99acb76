"""The process around the plan in a browser: intake, meeting, the two endings, the declaration and an action that climbs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from popforms.demo import complete, fill
from popforms.store import Store
from tests.e2e.case import typed
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab

pytestmark = pytest.mark.xdist_group("browser")


def dossier_of(desk: Desk, name: str) -> str:
    """The dossier of somebody of the demo, by a part of the name."""
    with desk.store("marieke") as store:
        return next(line.id for line in store.find_dossiers(name))


def begin(tab: Tab, dossier: str, form: str) -> str:
    """Begin a form in a dossier by what can be clicked, or go on with it; gives the record."""
    tab.open(f"dossier?id={dossier}")
    line = tab.card(form)
    button = line.get_by_role("button", name="Beginnen", exact=True)
    (button if button.count() else line.get_by_test_id("stPageLink-NavLink").first).click()
    tab.until(lambda: "record=" in tab.page.url, "the page of the form")
    tab.settle()
    return tab.page.url.partition("record=")[2].partition("&")[0]


def left(store: Store, record: str, stage: str = "d") -> list[str]:
    """What is still missing after the rest was filled in as somebody would type it, gates left out."""
    return [str(problem) for problem in complete(store, record, stage) if not problem.gate]  # type: ignore[arg-type]


def test_the_brede_intake_ends_with_the_agreement_of_three_parties(busy_desk: Desk) -> None:
    desk = busy_desk
    with desk.store("marieke") as store:
        dossier, (head, report) = store.new_dossier("brede intake")
        fill(store, head, {"regelset": "pilot2019", "wet": "wi2013", "gemeente": store.user.gemeenten[0]})
        fill(
            store, report,
            {"melding_bron": "TVS", "datum_tvs_melding": "2026-01-05", "achternaam": "Tesfay", "voornamen": "Selam", "geboortedatum": "1990",
             "moedertaal": "Tigrinya"},
        )  # fmt: skip
        store.keep_together([head, report])
    pc = desk.at("marieke")
    intake = begin(pc, dossier, "Brede intake")
    pc.section("Het gesprek")
    pc.text("Op welke datum is het gesprek?", typed(-9))
    pc.choose("Waar is het gesprek?", "azc")
    with desk.store("marieke") as store:
        fill(store, intake, {"tolk_nodig": "nee"})
        assert left(store, intake) == []
    pc.page.reload()
    pc.arrive()
    pc.section("Controleren").button("Definitief maken")
    assert "Het formulier is definitief" in pc.main()

    talk = begin(pc, dossier, "Driegesprek en akkoord")
    pc.text("Datum van het driegesprek", typed(-2))
    with desk.store("marieke") as store:
        fill(
            store, talk,
            {"drie_soort": "statushouder, kansverkenner, regisseur", "akkoord_statushouder": "akkoord", "akkoord_tweede": "niet akkoord",
             "akkoord_regisseur": "akkoord", "drie_tolk": "ja"},
        )  # fmt: skip
    pc.page.reload()
    pc.arrive()
    pc.section("Controleren")
    assert "akkoord" in pc.main() and not pc.has_button("Klaar om te tekenen")
    pc.section("Het driegesprek")
    pc.choose("Is de kansverkenner (pilot) of COA-medewerker akkoord?", "akkoord met opmerking")
    pc.section("Controleren").button("Klaar om te tekenen")
    assert "De inhoud ligt vast" in pc.main()
    with desk.store("marieke") as store:
        assert left(store, talk, "n") == []
        assert store.finalise(talk).state == "definitief"


def test_what_a_casusoverleg_decides_reaches_logboek_and_werk(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Haddad")
    chair = desk.at("elvira")
    chair.menu("Casusoverleg")
    chair.button("Casusoverleg toevoegen")
    chair.section("Wanneer en wie")
    chair.text("Datum casusoverleg", typed(0))
    with desk.store("elvira") as store:
        minutes = chair.page.url.partition("record=")[2].partition("&")[0]
        person = store.user.person
        fill(store, minutes, {"co_voorzitter": person, "co_notulist": person})
        store.keep(minutes)

    pc = desk.at("marieke")
    talk = begin(pc, dossier, "Bespreking in het casusoverleg")
    pc.choose("Bij welk agendapunt?", "b probleem")
    pc.choose("Mag dit hier besproken worden?", "ja, eigen taak van de gemeente")
    pc.section("Besluit en acties")
    pc.choose("Besluit", "actie")
    action = pc.row("Acties (gaan vanzelf naar het logboek van het dossier)")
    action.text("Wat moet er gebeuren?", "Bellen met de taalschool over de wachtlijst")
    action.choose("Bij welk onderdeel hoort het?", "taal")
    action.choose("Wie trekt deze actie?", "Joop Terpstra")
    action.text("Wanneer moet het klaar zijn?", typed(14))
    action.choose("Hoe vaak meldt de trekker de voortgang?", "elke twee weken")
    action.choose("Doet de statushouder dit zelf?", "nee")
    pc.button("Bewaren")
    assert "Bewaard als versie 1" in pc.main()
    with desk.store("marieke") as store:
        assert store.record_row(talk).version == 1

    pc.open(f"dossier?id={dossier}").tab_of("Logboek")
    assert "Nieuwe actie: Bellen met de taalschool over de wachtlijst" in pc.main()
    assert "Bellen met de taalschool over de wachtlijst" in desk.at("joop").open("").main()
    pc.open("")
    assert "In het casusoverleg afgesproken" in pc.main()


def test_the_two_endings_come_in_their_order(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Warsame")
    pc = desk.at("marieke")
    ending = begin(pc, dossier, "Afronding maatschappelijke begeleiding")
    pc.text("Wanneer is het dossier besproken door MB, CVLW en PC?", typed(-3))
    pc.choose("Besluit", "doorgaan")
    with desk.store("marieke") as store:
        fill(
            store, ending, {f"bespreking.am_akkoord.v{n}.akkoord": word for n, word in enumerate(("akkoord", "niet akkoord", "akkoord"), 1)}
        )
        assert left(store, ending) == []
    pc.page.reload()
    pc.arrive()
    pc.section("Controleren")
    assert "nog niet alle drie akkoord" in pc.main()
    assert not pc.has_button("Inhoud vastleggen") and not pc.has_button("Definitief maken")

    last = begin(pc, dossier, "Afronding POP")
    pc.section("Akkoord in vaste volgorde")
    pc.parts("Akkoord CVLW (kan pas na de twee hiervoor)").choose("Akkoord?", "akkoord")
    pc.section("Besproken met de statushouder")
    pc.text("Wanneer hebben statushouder en PC het besproken?", typed(-1))
    pc.button("Bewaren")
    assert "de CVLW beslist pas als de begeleider en de consulent Werk dat hebben gedaan" in pc.main()
    with desk.store("marieke") as store:
        day = (date.today() - timedelta(days=1)).isoformat()
        fill(
            store,
            last,
            {"ap_akkoord_mb": {"akkoord": "akkoord", "datum": day}, "ap_akkoord_werk": {"akkoord": "niet van toepassing", "datum": day}},
        )
        store.keep(last)
    pc.page.reload()
    pc.arrive()
    pc.section("Akkoord in vaste volgorde")
    pc.parts("Akkoord CVLW (kan pas na de twee hiervoor)").text("Datum", typed(-1))
    pc.section("Afsluitend gesprek")
    pc.text("Datum afsluitend gesprek (kan pas bij alle akkoord)", typed(-5))
    pc.button("Bewaren")
    assert "het afsluitende gesprek komt na het akkoord van de CVLW" in pc.main()
    pc.text("Datum afsluitend gesprek (kan pas bij alle akkoord)", typed(0))
    pc.button("Bewaren")
    assert "Bewaard als versie" in pc.main()


def test_the_declaration_is_not_signed_before_its_hours(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Haddad")
    pc = desk.at("marieke")
    record = begin(pc, dossier, "PVT")
    with desk.store("marieke") as store:
        fill(
            store,
            record,
            {"pvt_verplicht": "ja", "pvt_basis_gevolgd": "ja", "pvt_basis_uren": "8", "pvt_teken_uren": "1", "pvt_onderdelen": "geen"},
        )
        left(store, record)
    pc.page.reload()
    pc.arrive()
    pc.section("Controleren")
    assert "nog nodig: 3 uur" in pc.main() and "activiteit of excursie" in pc.main()
    assert not pc.has_button("Klaar om te tekenen")


def test_an_action_that_is_handed_back_or_late_is_told_to_who_steers(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Warsame")
    with desk.store("nadia") as store:
        mine = next(one for one in store.my_actions() if one.dossier_id == dossier and not one.agreed)
    mb = desk.at("nadia").open("")
    card = mb.card(mine.omschrijving)
    card.get_by_text("Teruggeven", exact=True).click()
    mb.settle()
    mb.page.get_by_test_id("stMain").locator("textarea").first.fill("Dit past niet naast mijn werk.")
    mb.button("Opslaan")
    assert "Opgeslagen bij de actie" in mb.main()
    pc = desk.at("marieke").open("")
    told = pc.main()
    returned = told[told.index("Kies een andere trekker (") : told.index("Wacht op een ander (")]
    assert "Warsame" in returned and f"Nadia Bouzidi: {mine.omschrijving}" in returned and "teruggegeven" in returned
    assert "te laat" in pc.main()  # what was agreed for a day that has passed
    pc.open(f"dossier?id={dossier}").tab_of("Acties")
    assert "Dit past niet naast mijn werk." in pc.main()


def test_an_action_that_is_stuck_climbs_to_each_level(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Haddad")
    with desk.store("marieke") as store:
        stuck = next(one for one in store.actions_of(dossier) if one.state == "vastgelopen")
        action = next(one for one in store.actions_of(dossier) if one.agreed and not one.mine and one.state not in ("klaar", "vastgelopen"))
        store.progress(action.id, "De school belt niet terug.", state="vastgelopen")
    assert stuck.mine  # the own action stands with the own actions, not here
    pc = desk.at("marieke").open("")
    assert "Vraagt om een stap" in pc.main() and "vastgelopen" in pc.main()
    pc.button("Escaleren")
    pc.until(lambda: "record=" in pc.page.url, "the escalation")
    pc.settle()
    records = []
    for level, word in ((1, "CVLW"), (2, "beleidsmedewerker gemeente"), (3, "wethouder")):
        if level > 1:
            pc.open(f"dossier?id={dossier}")
            pc.card("Escalatie").get_by_role("button", name="Beginnen", exact=True).click()
            pc.until(lambda: "record=" in pc.page.url and records[-1] not in pc.page.url, "a new escalation")
            pc.settle()
        record = pc.page.url.partition("record=")[2].partition("&")[0]
        pc.choose("Op welk niveau?", word)
        with desk.store("marieke") as store:
            more = {"es_onderwerp": "De taalschool antwoordt niet."} | ({"es_zonder_naam": "ja"} if level == 3 else {})
            fill(store, record, more)
            assert left(store, record) == []
        if level == 2:  # the first level has its answer, the third waits for the second
            pc.choose("Op welk niveau?", "wethouder")
            pc.section("Controleren")
            assert "Een hoger niveau komt na het antwoord van het vorige niveau" in pc.main()
            assert not pc.has_button("Inhoud vastleggen")
            pc.section("Het probleem")
            pc.choose("Op welk niveau?", word)
        with desk.store("marieke") as store:
            store.freeze(record)
            fill(store, record, {"es_uitkomst": "naar hoger niveau" if level < 3 else "gestopt"})
            assert left(store, record, "n") == []
            store.finalise(record)
        records.append(record)
    assert len(set(records)) == 3
