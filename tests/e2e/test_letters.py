"""Letters in a browser: an invitation from a planned talk, the texts of the beheerder, and a translation that must be approved first."""

from __future__ import annotations

import re

import pytest

from popforms.demo import fill
from popforms.dutch import say_date
from tests.e2e.case import day
from tests.e2e.desk import Desk
from tests.e2e.looking import text_of
from tests.e2e.tab import Tab
from tests.e2e.test_whole_process import dossier_of

pytestmark = pytest.mark.xdist_group("browser")

UNAPPROVED = "Er is nog geen goedgekeurde vertaling in het Tigrinya; de brief gaat in het Nederlands."


def letters(tab: Tab, dossier: str) -> Tab:
    """The letters of a dossier, by what can be clicked."""
    tab.open(f"dossier?id={dossier}")
    tab.tab_of("Brieven")
    return tab


def make(tab: Tab, title: str) -> str:
    """Choose a letter and press; gives the record."""
    tab.choose("Welke brief?", title)
    tab.button("Brief maken")
    tab.until(lambda: "record=" in tab.page.url, "the page of the letter")
    tab.settle()
    return tab.page.url.partition("record=")[2].partition("&")[0]


def texts(tab: Tab, key: str = "", language: str = "") -> Tab:
    """The page with the texts of letters."""
    tab.open("lijsten")
    tab.page.get_by_role("radio", name="Brieven", exact=True).click()
    tab.settle()
    if key:
        tab.choose("Welke brief?", key)
    if language:
        tab.choose("Taal", language)
    return tab


def fonts_of(tab: Tab, selector: str) -> set[str]:
    """The fonts that the browser draws these elements in."""
    asked = tab.page.context.new_cdp_session(tab.page)
    asked.send("DOM.enable")
    asked.send("CSS.enable")
    root = asked.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = asked.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    return {font["familyName"] for node in nodes for font in asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]}


def send(tab: Tab) -> None:
    """Say how it is sent, fix the content."""
    tab.section("Versturen")
    tab.choose("Hoe verstuurd?", "post")
    tab.section("Controleren")
    tab.button("Inhoud vastleggen")


def test_the_pc_invites_somebody_from_a_planned_talk(busy_desk: Desk) -> None:
    desk = busy_desk
    dossier = dossier_of(desk, "Noorzai")
    with desk.store("marieke") as store:
        talk = store.start_record("F06", dossier, "gesprek")
        fill(
            store,
            talk,
            {"gesprek_datum": day(8).isoformat(), "gesprek_tijd": "10:30", "gesprek_plaats": "gemeentehuis", "tolk_nodig": "ja"},
        )
        store.keep(talk)
    pc = letters(desk.at("marieke"), dossier)
    assert "Er zijn nog geen brieven." in pc.main()
    record = make(pc, "Uitnodiging kennismaking")
    assert "De brief staat klaar." in pc.main()
    weekday = say_date(day(8)).partition(" ")[2]
    assert weekday in pc.value("Tekst") and "10.30 uur" in pc.value("Tekst") and "Zalmai Noorzai" in pc.value("Adres boven de brief")
    pc.long("Tekst", pc.value("Tekst").replace("als u dat wilt", "als u die heeft"))
    assert "CONCEPT" in text_of(pc.download("Bekijk op papier"))
    send(pc)
    assert "De inhoud ligt vast." in pc.main()
    paper = text_of(pc.download("Brief"))
    assert "alsudieheeft" in paper and "0118555508" in paper and "CONCEPT" not in paper
    pc.text("Verzonden op", f"{day(0):%d-%m-%Y}")
    pc.button("Definitief maken")
    letters(pc, dossier)
    assert "aan de statushouder" in pc.main() and "verstuurd op" in pc.main() and "nog niet nagevraagd of de brief begrepen is" in pc.main()
    with desk.store("marieke") as store:
        assert store.record_row(record).state == "definitief"


def test_a_letter_of_another_role_is_not_there(busy_desk: Desk) -> None:
    desk = busy_desk
    dossier = dossier_of(desk, "Haddad")
    mb = letters(desk.at("joop"), dossier)
    assert "Er zijn nog geen brieven." in mb.main() and not mb.has_button("Brief maken")
    mb.unfold("Nu niet aan de beurt")
    assert "Afsluitende brief begeleiding: kan als vastligt dat de begeleiding stopt." in mb.main()
    assert "Uitnodiging kennismaking" not in mb.everything() and "Vaste lasten" not in mb.everything()
    ic = letters(desk.at("gerrit"), dossier)
    record = make(ic, "Vaste lasten: wij betalen, u betaalt")
    assert "€ 636,50" in ic.value("Tekst")
    mb.open(f"formulier?record={record}")
    assert "Dit is er niet, of het is niet voor jou." in mb.main() and "636" not in mb.everything()
    cw = desk.at("denise").open(f"dossier?id={dossier}")
    assert cw.page.get_by_role("radio", name="Brieven", exact=True).count() == 0


def test_the_beheerder_changes_a_text_and_a_mistake_is_refused(busy_desk: Desk) -> None:
    desk = busy_desk
    fb = texts(desk.at("bea"), "BR06 Uitnodiging kennismaking")
    right = fb.value("Tekst").replace("Ik wil graag kennismaken met u.", "Ik wil u graag leren kennen.")
    fb.long("Tekst", right.replace("Uw begeleider {{ mb }}", "Uw nummer {{ bsn }}"))
    assert re.search(r"Regel \d+: ‘bsn’ mag niet in deze brief\.", fb.main())
    fb.button("Bewaren")
    assert "Niet bewaard; de oude tekst blijft gelden" in fb.main()
    texts(fb, "BR06 Uitnodiging kennismaking")
    assert "{{ bsn }}" in fb.value("Tekst"), "what was typed is still there in a new visit"
    assert "Nog niet bewaard: de tekst van Bea Lindeman" in fb.main()
    with desk.store("bea") as store:
        text = store.letter_text("BR06", "nl")
        assert text and text.number == 0
    fb.long(
        "Tekst", f"{right}\nNaar aanleiding van bovenstaande overwegingen is besloten de onderhavige aanvraag niet in behandeling te nemen."
    )
    assert "Leesgemak: " in fb.main() and "Moeilijke woorden: bovenstaande, overwegingen, onderhavige" in fb.main()
    fb.long("Tekst", right)
    assert "Moeilijke woorden" not in fb.main()
    assert "mag niet in deze brief" not in fb.main() and "Ik wil u graag leren kennen." in fb.main()
    fb.button("Bewaren")
    assert "Bewaard als versie 1" in fb.main()
    with desk.store("bea") as store:
        text = store.letter_text("BR06", "nl")
        assert text and text.number == 1 and "leren kennen" in text.body
    assert fb.download("Voorbeeld op papier").startswith(b"%PDF-")


def test_a_translation_goes_out_after_it_was_approved_and_not_before(busy_desk: Desk) -> None:
    desk = busy_desk
    dossier = dossier_of(desk, "Kidane")
    pc = letters(desk.at("marieke"), dossier)
    record = make(pc, "Onze werkwijze en de POP")
    assert UNAPPROVED in pc.main()
    texts(pc, "BR01 Onze werkwijze en de POP", "Tigrinya")
    assert "is niet goedgekeurd. De brief gaat in het Nederlands." in pc.main() and not pc.has_button("Bewaren")
    assert "Noto Sans Ethiopic" in fonts_of(pc, "[data-testid=stText]"), "who approves it can read it on any computer"
    pc.button("Goedkeuren")
    assert "Schrijf wie de vertaling heeft nagekeken" in pc.main()
    pc.text("Wie heeft de vertaling nagekeken?", "Dawit Habtemichael, tolk")
    pc.button("Goedkeuren")
    assert "door Marieke van Dongen" in pc.main() and "nagekeken door Dawit Habtemichael, tolk" in pc.main()
    pc.open(f"formulier?record={record}")
    assert "Er is een goedgekeurde vertaling in het Tigrinya." in pc.main()
    pc.unfold("Tekst opnieuw maken")
    pc.button("Opnieuw maken")
    assert "In het Tigrinya gaat een goedgekeurde vertaling mee." in pc.main() and UNAPPROVED not in pc.main()
    send(pc)
    paper = text_of(pc.download("Brief"))
    assert "Watgebeurternu?" in paper and "ሕጂእንታይክኸውንእዩ?" in paper

    fb = texts(desk.at("bea"), "BR01 Onze werkwijze en de POP")
    fb.long("Tekst", fb.value("Tekst").replace("Kom naar de gesprekken.", "Kom naar elk gesprek."))
    fb.button("Bewaren")
    fb.choose("Taal", "Tigrinya")
    assert "is niet goedgekeurd" in fb.main(), "the Dutch text changed, so the approval is gone"
    letters(pc, dossier)
    make(pc, "Onze werkwijze en de POP")
    assert UNAPPROVED in pc.main()
    texts(pc, "BR01 Onze werkwijze en de POP", "Tigrinya")
    pc.unfold("Eerdere goedkeuringen (1)")
    assert "nagekeken door Dawit Habtemichael, tolk" in pc.main()
    pc.button("Intrekken")
    assert "Brieven met die vertaling gaan niet meer de deur uit." in pc.main() and "Eerdere goedkeuringen" not in pc.main()
