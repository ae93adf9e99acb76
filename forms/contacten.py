"""F21 Contactlijst: personen, organisaties en tolken met wie we werken."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    LIST, Address, Amount, Email, Form, Organisation, Section, YesNo, ask, equals, one_of,
)  # fmt: skip
from popforms import Person as EenPersoon

from .lijsten import TALEN


class PersoonGegevens(Section, title="Persoon"):
    ct_naam: str = ask("Naam", required="c")
    ct_organisatie: Organisation = ask("Organisatie", required="c")
    ct_rol: Literal[
        "TVS-contact", "regisseur of PC", "HVC", "begeleider", "CVLW", "inkomensconsulent", "consulent werk", "coördinator taal",
        "CMD", "kansverkenner", "COA casemanager", "COA regievoerder", "corporatie", "taalaanbieder", "welzijn", "werkbedrijf",
        "sleutelpersoon", "integratiefunctionaris", "GGD", "AMW", "CJG", "school", "beleidsmedewerker", "wethouder", "anders",
    ] = ask("Rol", required="c")  # fmt: skip
    ct_gemeente: Organisation = ask("Voor welke gemeente?")
    ct_tvs: Literal["eerste", "tweede", "geen"] = ask("TVS-contact", required="d")
    ct_tvs_geautoriseerd: YesNo = ask("Mag deze persoon in TVS?", required="d", shown_when=one_of("ct_tvs", "eerste", "tweede"))
    ct_telefoon: str = ask("Telefoon", required="d")
    ct_email: Email = ask("E-mail", required="d")
    ct_dagen: list[Literal["ma", "di", "wo", "do", "vr"]] = ask("Werkdagen")
    ct_vervanger: EenPersoon = ask("Wie vervangt?")
    ct_talen: list[str] = ask("Talen", options=TALEN)
    ct_gecontroleerd_op: date = ask("Wanneer zijn de gegevens gecontroleerd?", required="c", prefill="vandaag")
    ct_actief: YesNo = ask("Actief", required="c")


class Persoon(Form, code="F21a", title="Persoon", per=LIST, part="contacten", title_from="ct_naam"):
    """Iemand met wie we werken: waar te bereiken en waarvoor."""

    gegevens: PersoonGegevens


class OrganisatieGegevens(Section, title="Organisatie"):
    og_naam: str = ask("Naam", required="c")
    og_soort: Literal[
        "gemeente", "COA-locatie", "corporatie", "VluchtelingenWerk", "welzijn", "werkbedrijf", "taalaanbieder", "gezondheid",
        "onderwijs", "tolkdienst", "DUO", "Belastingdienst", "anders",
    ] = ask("Soort", required="c")  # fmt: skip
    og_keurmerk: Literal["ja", "nee", "onbekend", "taalschakeltraject"] = ask(
        "Keurmerk inburgering", shown_when=equals("og_soort", "taalaanbieder")
    )
    og_convenant_op: date = ask("Convenant ondertekend op")
    og_afspraak_gegevens: Literal["ja, tot datum", "nee", "niet nodig"] = ask("Is er een afspraak over gegevens delen?")
    og_afspraak_tot: date = ask("Tot welke datum geldt die afspraak?", shown_when=equals("og_afspraak_gegevens", "ja, tot datum"))
    og_adres: Address = ask("Adres")
    og_telefoon: str = ask("Telefoon")
    og_voorziening: str = ask("Waarvoor kun je hierheen verwijzen?")


class Organisatie(Form, code="F21b", title="Organisatie", per=LIST, part="contacten", title_from="og_naam"):
    """Een organisatie met wie we werken, en de afspraken die er zijn."""

    gegevens: OrganisatieGegevens


class TolkGegevens(Section, title="Tolk"):
    tk_naam: str = ask("Naam tolk of tolkdienst", required="c")
    tk_talen: list[str] = ask("Talen en dialecten", required="c", options=TALEN)
    tk_soort: Literal["registertolk", "tolkdienst op afstand", "eigen medewerker", "sleutelpersoon"] = ask("Soort", required="c")
    tk_vorm: list[Literal["op locatie", "telefonisch", "video"]] = ask("Hoe werkt de tolk?", required="d")
    tk_boeken: str = ask("Hoe boek je?", required="d")
    tk_tarief: Amount = ask("Tarief per uur")
    tk_geheimhouding: YesNo = ask("Is geheimhouding vastgelegd?", required="d")
    tk_niet_voor: str = ask("Niet inzetten bij (dossiernummers, bekende)", privacy="gevoelig")


class Tolk(Form, code="F21c", title="Tolk", per=LIST, part="contacten", title_from="tk_naam"):
    """Een tolk of tolkdienst: welke talen en hoe te boeken."""

    gegevens: TolkGegevens
