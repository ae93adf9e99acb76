"""The person asks what we hold, a form made by mistake goes and comes back, and a dossier at its end is erased by two people."""

from __future__ import annotations

import io
import json
import re
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from forms import FORMS
from popforms.demo import fill
from popforms.prints import person_file
from popforms.server.timer import end_of_keeping
from popforms.store import Store
from popforms.store.accounts import Accounts
from tests.e2e.desk import Desk
from tests.support.ending import everything

pytestmark = pytest.mark.xdist_group("browser")

LONG_AGO = datetime(2014, 5, 6, 10, tzinfo=UTC)


def dossier_of(desk: Desk, text: str) -> tuple[str, str]:
    with desk.store("marieke") as store:
        (line,) = store.find_dossiers(text, closed=True)
        return line.id, line.number


def closed_long_ago(desk: Desk, text: str) -> tuple[str, str]:
    """A dossier of the pilot that was closed so long ago that nobody needs it any more."""
    dossier, number = dossier_of(desk, text)
    with closing(desk.server.database()) as db:
        user = next(account.user for account in Accounts(db).all() if account.user.username == "marieke")
        store = Store(db, user, FORMS, today=date(2014, 5, 6), now=LONG_AGO)
        head = next(line for line in store.forms_of(dossier) if line.form.key == FORMS.head.key).records[0]
        fill(store, head.id, {"afsluit_reden": "verhuisd"})
        store.keep(head.id)
    with desk.store("marieke") as store:
        store.rebuild()
    return dossier, number


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_tick_stays_with_its_text_when_a_colleague_adds_one(busy_desk: Desk) -> None:
    dossier, _ = dossier_of(busy_desk, "haddad")
    with busy_desk.store("marieke") as store:
        report = next(line for line in store.forms_of(dossier) if line.form.code == "F01").records[0].id
        listed = person_file.pieces(store, dossier)
    marieke = busy_desk.at("marieke")
    marieke.open(f"dossier?id={dossier}").tab_of("Rechten en bewaren")
    marieke.unfold("Nieuw overzicht maken")
    table = marieke.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    marieke.cells()  # the table is drawn
    about_another = listed[2]
    table.click(position={"x": 16, "y": 36 + 2 * 35 + 17})
    marieke.settle()
    with busy_desk.store("marieke") as store:
        store.correct(report, "nog iets vergeten")
        fill(store, report, {"bijzonderheden": "Een tante woont in Goes."})
        store.keep(report)
    press = marieke.root.get_by_role("button", name="Overzicht maken", exact=True)
    press.click()
    marieke.settle(90)
    assert "Er is net een tekst bij gekomen of veranderd." in marieke.main() and "wacht op de privacy officer" not in marieke.main()
    marieke.shot("recht-inzage-tekst-erbij")
    press.click()
    marieke.settle(90)
    assert "Het overzicht is klaar" in marieke.main()
    with busy_desk.store("priya") as store:
        (one,) = store.waiting_requests()
        store.release_access(one.id)
    with busy_desk.store("marieke") as store:
        data = json.loads(store.fetch_access(one.id, "data")[2])
    told = {answer["antwoord"] for form in data["formulieren"] for version in form["versies"] for answer in version["antwoorden"]}
    assert "Een tante woont in Goes." in told and about_another.words not in told and data["weggelaten"] == 1
    assert {one.words for one in listed[:2] + listed[3:6]} <= told


def test_the_consulent_makes_it_the_privacy_officer_releases_it_and_it_is_fetched(busy_desk: Desk) -> None:
    dossier, number = dossier_of(busy_desk, "haddad")
    marieke, priya = busy_desk.at("marieke"), busy_desk.at("priya")
    marieke.open(f"dossier?id={dossier}").tab_of("Rechten en bewaren")
    marieke.unfold("Nieuw overzicht maken")
    assert "Klik dan het vakje ervoor aan" in marieke.main()
    marieke.shot("recht-inzage-nieuw")
    marieke.root.get_by_role("button", name="Overzicht maken", exact=True).click()
    marieke.settle(90)
    assert "Het overzicht is klaar" in marieke.main() and "wacht op de privacy officer" in marieke.main()
    assert not marieke.has_button("Overzicht (pdf)")
    marieke.shot("recht-inzage-wacht")

    priya.open("")
    assert f"Dossier {number}: overzicht vrijgeven" in priya.main()
    priya.button("Openen")
    assert "Vrijgeven voor de statushouder (1)" in priya.main() and "Bassel" not in priya.everything()
    priya.shot("recht-vrijgeven")
    priya.button("Vrijgeven")
    assert "kan het overzicht van dossier" in priya.main()

    marieke.open(f"dossier?id={dossier}").tab_of("Rechten en bewaren")
    marieke.shot("recht-inzage-vrij")
    assert "Bassel Haddad" in text_of(marieke.download("Overzicht (pdf)"))
    data = json.loads(marieke.download("Gegevensbestand"))
    assert data["dossiernummer"] == number and len(data["formulieren"]) > 3
    marieke.shot("recht-inzage-opgehaald")


def test_two_people_agree_and_the_timer_erases_it_with_a_certificate(busy_desk: Desk) -> None:
    dossier, number = closed_long_ago(busy_desk, "gebremariam")
    marieke, priya, bea = busy_desk.at("marieke"), busy_desk.at("priya"), busy_desk.at("bea")
    marieke.open("bewaren")
    assert "Mihret Gebremariam" in marieke.main() and "bewaard tot en met ma 6 mei 2024" in marieke.main()
    marieke.choose(f"Wat wil je met dossier {number}?", "Vernietigen voorstellen")
    assert "Tot dan verandert er niets." in marieke.main()
    marieke.shot("recht-voorstel")
    marieke.button("Voorstellen")
    assert "Een ander moet akkoord geven" in marieke.main() and not marieke.has_button("Akkoord")
    bea.open("bewaren")
    assert number in bea.main() and "Mihret" not in bea.everything() and not bea.has_button("Akkoord")
    priya.open("bewaren")
    assert "Mihret" not in priya.everything()
    priya.choose(f"Wat wil je met dossier {number}?", "Akkoord")
    assert "Niemand kan het terughalen" in priya.main()
    priya.shot("recht-akkoord")
    priya.button("Ja, akkoord")
    assert "Binnen een uur wordt dit dossier vernietigd" in priya.main()

    end_of_keeping(busy_desk.server.settings())
    priya.open("bewaren")
    assert "Vernietigd (1)" in priya.main() and "bewaard tot en met" not in priya.main()
    said = text_of(priya.download("Verklaring"))
    for words in (number, "Marieke van Dongen (POP-consulent)", "Priya Nandlal (privacy officer)", "Kop van het logspoor daarna"):
        assert words in said, words
    assert "Mihret" not in said and "Gebremariam" not in said
    priya.shot("recht-vernietigd")
    with closing(busy_desk.server.database()) as db:
        assert "Gebremariam" not in everything(db) and "Mihret" not in everything(db)
    marieke.open(f"dossier?id={dossier}")
    assert "Gebremariam" not in marieke.everything()
    assert "Gebremariam" not in marieke.open("dossiers").everything()


def test_a_hold_is_said_with_a_reason_and_ends_again(busy_desk: Desk) -> None:
    _, number = closed_long_ago(busy_desk, "gebremariam")
    priya = busy_desk.at("priya").open("bewaren")
    priya.choose(f"Wat wil je met dossier {number}?", "Bewaren, want …")
    priya.button("Langer bewaren")
    assert any("Schrijf in ten minste 10 tekens" in error for error in priya.errors())
    priya.long("Waarom moet dit dossier langer bewaard blijven?", "Er loopt een bezwaar bij de rechter.")
    priya.button("Langer bewaren")
    assert "Langer bewaard (1)" in priya.main() and "Er loopt een bezwaar" in priya.main()
    priya.shot("recht-bewaren-want")
    priya.button("Niet langer bewaren")
    assert "Langer bewaard" not in priya.main() and number in priya.main()


def test_a_form_is_thrown_away_and_put_back(busy_desk: Desk) -> None:
    dossier, _ = dossier_of(busy_desk, "haddad")
    with busy_desk.store("marieke") as store:
        record = store.start_record("F09", dossier, "per ongeluk")
    marieke = busy_desk.at("marieke").open(f"formulier?record={record}")
    marieke.unfold("Versies en papier")
    marieke.button("Weggooien")
    assert "meteen weg uit het dossier" in marieke.everything()
    marieke.text("Waarom kan het weg?", "hoort bij een ander")
    marieke.shot("recht-weggooien")
    marieke.button("Formulier weggooien")
    marieke.page.wait_for_url(re.compile("dossier"))
    marieke.settle()
    assert "Het formulier is weggegooid" in marieke.main()
    with busy_desk.store("marieke") as store:
        assert record not in [one.id for line in store.forms_of(dossier) for one in line.records]
    marieke.tab_of("Rechten en bewaren")
    assert "hoort bij een ander" in marieke.main()
    marieke.shot("recht-weggegooid")
    marieke.button("Terugzetten")
    assert "Voortgang is terug, zoals het was." in marieke.main()
    with busy_desk.store("marieke") as store:
        assert record in [one.id for line in store.forms_of(dossier) for one in line.records]


def test_a_double_report_is_thrown_away_whole_and_put_back_from_the_page_of_terms(busy_desk: Desk, tmp_path: Path) -> None:
    dossier, number = dossier_of(busy_desk, "al-khatib")
    marieke = busy_desk.at("marieke").open(f"dossier?id={dossier}")
    marieke.tab_of("Rechten en bewaren")
    marieke.unfold("Dit hele dossier weggooien")
    marieke.text("Waarom kan het weg?", "dubbele melding uit TVS")
    marieke.button("Dossier weggooien")
    marieke.page.wait_for_url(re.compile("bewaren"))
    marieke.settle()
    assert "Weggegooide dossiers (1)" in marieke.main() and number in marieke.main()
    marieke.shot("recht-dossier-weg")
    assert "Khatib" not in marieke.open("dossiers").everything()
    marieke.open("bewaren").button("Terugzetten")
    marieke.page.wait_for_url(re.compile("dossier"))
    marieke.settle()
    assert "Rima" in marieke.everything() or "ريما" in marieke.everything()


def test_a_wish_to_correct_comes_on_the_desk_of_the_consulent(busy_desk: Desk) -> None:
    dossier, number = dossier_of(busy_desk, "haddad")
    joop, marieke = busy_desk.at("joop"), busy_desk.at("marieke")
    joop.open(f"dossier?id={dossier}").tab_of("Rechten en bewaren")
    assert "Inzage voor de statushouder" not in joop.main()
    joop.unfold("De statushouder wil iets verbeteren")
    joop.long("Wat klopt er niet, en wat moet er staan?", "Zijn geboortejaar is 1986.")
    joop.button("Noteren")
    assert "Genoteerd in het logboek" in joop.main()
    if not joop.field("Wat klopt er niet, en wat moet er staan?").is_visible():
        joop.unfold("De statushouder wil iets verbeteren")
    assert joop.value("Wat klopt er niet, en wat moet er staan?") == ""
    joop.button("Noteren")  # a second press
    assert "Schrijf kort wat de statushouder verbeterd wil hebben." in joop.main()
    with busy_desk.store("marieke") as store:
        assert len([one for one in store.requests_of(dossier) if one.kind == "verbetering"]) == 1
    marieke.open("")
    assert f"Dossier {number}: iets verbeteren" in marieke.main()
    marieke.button("Openen")
    assert "Zijn geboortejaar is 1986." in marieke.main()
    marieke.long("Wat heb je verbeterd, of waarom niet?", "Verbeterd in de aanmelding.")
    marieke.shot("recht-verbeteren")
    marieke.button("Beantwoord")
    assert "Antwoord: Verbeterd in de aanmelding." in marieke.main()
