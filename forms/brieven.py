"""F22 Brief: elke brief of uitnodiging die de deur uitgaat."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import DOSSIER, Form, LongText, PersonOrOrganisation, Row, Section, User, YesNo, ask, equals, refuse
from .lijsten import TALEN

BRIEVEN = {
    "BR01": "Onze werkwijze en de POP",
    "BR02": "Uitnodiging regeldag",
    "BR03": "Nieuwe bewoner, verzoek om begeleider",
    "BR04": "Verzoek om woning",
    "BR05": "Kopie huurcontract",
    "BR06": "Uitnodiging kennismaking",
    "BR07": "Uitnodiging vervolg- of voortgangsgesprek",
    "BR08": "Aanmelding PVT",
    "BR09": "Uitnodiging basisworkshop PVT",
    "BR10": "Afspraak over uw actie",
    "BR11": "Uw PIP",
    "BR12": "Uitnodiging brede intake of leerbaarheidstoets",
    "BR13": "Uitnodiging driegesprek of PIP-teamoverleg",
    "BR14": "Verslag casusoverleg",
    "BR15": "Afsluitende brief begeleiding",
    "BR16": "Eindverslag POP",
    "BR17": "Vaste lasten: wij betalen, u betaalt",
    "BR18": "Vraag over het klantprofiel",
}
"""De brieven van process.md, sectie 6; hun teksten staan in de map brieven/."""


class Kopie(Row):
    """Wie een kopie krijgt."""

    persoon: PersonOrOrganisation = ask("Wie?", required="c")
    waarom: str = ask("Waarom?")


class Inhoud(Section, title="De brief"):
    br_soort: str = ask("Welke brief?", required="c", options=BRIEVEN)
    br_aan: PersonOrOrganisation = ask("Aan wie?", required="c")
    br_adres: LongText = ask("Adres boven de brief", privacy="gevoelig")
    br_kopie: list[Kopie] = ask("Kopie aan")
    br_taalniveau: Literal["A2", "B1", "zakelijk"] = ask("Taalniveau", required="c", hint="Aan de statushouder: A2.")
    br_taal_extra: str = ask("Vertaling of samenvatting in", required="d", options=("geen", *TALEN))
    br_tekst: LongText = ask(
        "Tekst",
        required="c",
        privacy="gevoelig",
        hint="Een regel met # is de kop, met ## een tussenkop, met - een punt. Een regel als ‘Dag: dinsdag’ komt in een lijstje.",
    )
    br_vertaling: LongText = ask("Tekst in de eigen taal", privacy="gevoelig", by_tool=True)
    br_sjabloon: str = ask("Waar komt de tekst vandaan?", by_tool=True)
    br_bijlagen: list[
        Literal[
            "folder werkwijze", "overzicht van contactpersonen", "toestemming", "POP-afdruk", "PIP", "routebeschrijving", "anders",
        ]
    ] = ask("Bijlagen")  # fmt: skip
    br_bsn_nodig: YesNo = ask("Staat er een BSN in?", required="d", hint="Een BSN hoort niet in een brief.")
    br_ondertekenaar: User = ask("Wie tekent?", required="d", prefill="gebruiker")


class Versturen(Section, title="Versturen"):
    br_wijze: Literal["post", "via COA", "meegegeven", "e-mail beveiligd"] = ask("Hoe verstuurd?", required="d")
    br_verzonden_op: date = ask("Verzonden op", required="n")
    br_nagebeld: Literal["ja", "nee", "niet nodig"] = ask("Is nagevraagd of de brief begrepen is?", late=True)
    br_retour: YesNo = ask("Kwam de brief terug?", late=True)


class Brief(Form, code="F22", title="Brief", per=DOSSIER, part="brieven", many=True, title_from="br_soort"):
    """Een brief of uitnodiging: aan wie, waarover, en wanneer hij weg is."""

    inhoud: Inhoud
    versturen: Versturen

    # process.md, sections 4 and 6: no letter of the list needs one, and the letters to partners have none.
    rules = (
        refuse(
            equals("br_bsn_nodig", "ja"),
            "een BSN hoort niet in een brief. Haal het nummer weg, en kies dan ‘nee’.",
            at="br_bsn_nodig",
            stage="d",
        ),
    )
