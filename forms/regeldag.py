"""F04 Regeldag: de praktische zaken die op één dag geregeld worden."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, Actie, Address, Amount, Calculated, Form, Gesprekskop, LongText, Row, Section, YesNo, ask, before, equals, filled,
    one_of, refuse,
)  # fmt: skip

_contract = equals("huurcontract_getekend", "ja")
_bijstand = equals("uitkering_aangevraagd", "ja")
_bijzonder = equals("bijbij_aangevraagd", "ja")


class Meterstand(Row):
    """De stand van één meter."""

    meter: Literal["stroom", "gas", "water", "warmte"] = ask("Meter", required="c")
    stand: str = ask("Stand")
    datum: date = ask("Datum")


class Woning(Section, title="Woning"):
    woning_adres: Address = ask("Adres van de woning", required="c")
    woning_bekeken: YesNo = ask("Heeft de statushouder de woning bekeken?", required="d")
    huurcontract_getekend: Literal["ja", "nog niet", "geweigerd"] = ask(
        "Is het huurcontract getekend?", required="d", proposes="Huurcontract tekenen"
    )
    huur_ingang: date = ask("Wanneer gaat de huur in?", required="d", shown_when=_contract)
    huurprijs: Amount = ask("Kale huur per maand", required="d", shown_when=_contract, privacy="gevoelig")
    servicekosten: Amount = ask("Servicekosten per maand", shown_when=_contract, privacy="gevoelig")
    contract_uitgelegd: YesNo = ask("Zijn rechten en plichten als huurder uitgelegd?", required="d")
    sleutel: Literal["ja", "nog niet"] = ask("Is de sleutel gegeven?", required="d", proposes="Sleutel ophalen")
    meterstanden: list[Meterstand] = ask("Meterstanden")
    energie_water: Literal["ja", "nog niet", "via gemeente"] = ask(
        "Zijn energie en water geregeld?", required="d", proposes="Energie en water regelen"
    )
    verzekering_woning: Literal["ja", "nog niet", "via gemeente"] = ask(
        "Zijn inboedel en aansprakelijkheid verzekerd?", required="d", proposes="Inboedel en aansprakelijkheid verzekeren"
    )


class Inschrijving(Section, title="Inschrijving en inkomen"):
    brp_ingeschreven: Literal["ja", "nog niet", "afspraak gemaakt"] = ask(
        "Is de statushouder ingeschreven in de BRP?", required="d", proposes="Inschrijven in de BRP"
    )
    brp_op: date = ask("Datum inschrijving BRP", required="d", shown_when=equals("brp_ingeschreven", "ja"))
    id_gezien: YesNo = ask("Is het identiteitsbewijs gezien? (geen kopie bewaren)", required="d")
    uitkering_aangevraagd: Literal["ja", "nog niet", "niet nodig"] = ask(
        "Is bijstand aangevraagd?", required="d", privacy="gevoelig", proposes="Bijstand aanvragen"
    )
    uitkering_op: date = ask("Datum aanvraag bijstand", required="d", shown_when=_bijstand, privacy="gevoelig")
    bijbij_aangevraagd: Literal["ja", "nog niet", "niet nodig"] = ask(
        "Is bijzondere bijstand aangevraagd?", required="d", privacy="gevoelig", proposes="Bijzondere bijstand aanvragen"
    )
    bijbij_waarvoor: list[Literal["inrichting", "eerste huur", "overbrugging", "verhuizing", "andere kosten"]] = ask(
        "Waarvoor?", required="d", shown_when=_bijzonder, privacy="gevoelig"
    )
    inrichting_vorm: Literal["lening", "gift", "in natura", "deels lening", "nog onbekend"] = ask(
        "Hoe wordt de inrichting betaald?", shown_when=_bijzonder, privacy="gevoelig"
    )
    bank_digid: list[Literal["bankrekening", "DigiD", "geen"]] = ask(
        "Zijn bankrekening en DigiD geregeld?", required="d", prefill="F02.digid_bank"
    )
    ontzorgen_besproken: YesNo = ask(
        "Is uitgelegd dat wij de vaste lasten de eerste tijd betalen?", required="d", shown_when=_bijstand, privacy="gevoelig"
    )


class Zorg(Section, title="Zorg"):
    zorgverzekering: Literal["ja", "nog niet", "via gemeentepolis"] = ask(
        "Is de zorgverzekering geregeld?", required="d", proposes="Zorgverzekering regelen"
    )
    zorgverzekering_ingang: date = ask("Vanaf wanneer?", required="d", shown_when=one_of("zorgverzekering", "ja", "via gemeentepolis"))
    verzekeringsplicht_start: date = ask("Vanaf wanneer moet de statushouder verzekerd zijn? (voorgevuld: datum_brp)", prefill="F04.brp_op")
    huisarts: Literal["ja", "aangemeld", "nog niet"] = ask("Is er een huisarts?", required="d", proposes="Aanmelden bij een huisarts")
    tandarts: Literal["ja", "aangemeld", "nog niet", "later"] = ask("Is er een tandarts?", proposes="Aanmelden bij een tandarts")
    medisch_dossier: Literal["ja, regelt huisarts", "nee", "nog vragen"] = ask(
        "Wil de statushouder dat het medisch dossier van het AZC naar de huisarts gaat?", privacy="bijzonder"
    )


class Toeslag(Row):
    """Een toeslag: nodig of niet, en wie hem aanvraagt."""

    toeslag: Literal["huurtoeslag", "zorgtoeslag", "kindgebonden budget", "kinderopvangtoeslag", "kinderbijslag"] = ask("Toeslag")
    nodig: YesNo = ask("Nodig?", required="d")
    aangevraagd_door: Literal["COA", "HVC", "MB", "statushouder"] = ask("Aangevraagd door", shown_when=equals("nodig", "ja"))
    datum: date = ask("Datum aanvraag", shown_when=equals("nodig", "ja"))
    voorlopig_bedrag: Amount = ask("Voorlopig bedrag per maand", shown_when=equals("nodig", "ja"), privacy="gevoelig")


class Verhuizen(Section, title="Contract, toeslagen en verhuizen"):
    contract_coa_op: date = ask("Wanneer is de kopie van het contract naar COA gestuurd?", required="d", shown_when=_contract)
    toeslagen: list[Toeslag] = ask(
        "Welke toeslagen zijn aangevraagd?",
        required="d",
        privacy="gevoelig",
        rows=(
            {"toeslag": "huurtoeslag"},
            {"toeslag": "zorgtoeslag"},
            {"toeslag": "kindgebonden budget"},
            {"toeslag": "kinderopvangtoeslag"},
            {"toeslag": "kinderbijslag"},
        ),
        fixed=True,
        none_allowed=False,
    )
    verhuisdatum: date = ask("Op welke dag verhuist de statushouder?", required="d", shown_when=_contract)
    verhuis_uiterlijk: Calculated = ask("Uiterlijke verhuisdag", shown_when=filled("huur_ingang"), calculated="verhuis_uiterlijk")
    vervoer_verhuizing: Literal["ja", "nog niet", "niet nodig"] = ask(
        "Is vervoer voor de verhuizing geregeld?", proposes="Vervoer voor de verhuizing regelen"
    )
    datum_huisvesting: date = ask(
        "Wanneer is de statushouder echt verhuisd?",
        late=True,
        hint="Dit mag ook later, als de regeldag al definitief is.",
    )


class Kind(Row):
    """Een kind, en wat voor dat kind geregeld is."""

    kind: str = ask("Kind", required="c")
    school: str = ask("School")
    aangemeld_op: date = ask("Aangemeld op")
    start: date = ask("Start")
    opvang: str = ask("Kinderopvang of VVE")
    jgz: str = ask("Consultatiebureau of JGZ")
    vervoer: str = ask("Vervoer")


class Gezin(Section, title="Gezin en school"):
    kinderen: YesNo = ask("Zijn er kinderen?", required="d", prefill="F02.gezinsprofiel_nodig:nee=nee")
    school_rijen: list[Kind] = ask(
        "Wat is geregeld voor elk kind?",
        required="d",
        shown_when=equals("kinderen", "ja"),
        privacy="gevoelig",
        prefill="regels:F02.gezinsleden/relatie=kind",
    )
    nareis_besproken: Literal["ja, hulp nodig", "ja, geen hulp nodig", "nog niet", "niet van toepassing"] = ask(
        "Is gezinshereniging besproken?",
        required="d",
        privacy="gevoelig",
        proposes="Gezinshereniging bespreken",
        prefill="F02.nareis_status:niet van toepassing=niet van toepassing",
    )


class Afspraken(Section, title="Afspraken"):
    wegwijs: YesNo = ask("Is de buurt getoond (winkels, bus, bibliotheek, gemeentehuis)?")
    pc_kennis: Literal["ja", "later", "nee"] = ask("Heeft de POP-consulent kennisgemaakt?", required="d")
    pc_notitie: LongText = ask("Korte notitie van de POP-consulent", shown_when=equals("pc_kennis", "ja"), privacy="gevoelig")
    mb_nabespreking: YesNo = ask("Is de begeleider na afloop gebleven voor afspraken?", required="d")
    vervolg_gewenst: YesNo = ask("Wil de statushouder een vervolgafspraak met de begeleider?", required="d")
    vervolg_datum: date = ask("Datum vervolgafspraak", required="d", shown_when=equals("vervolg_gewenst", "ja"))
    map_meegegeven: YesNo = ask("Is de informatie op papier of in beeld meegegeven?")
    toeslag_wie_let_op: YesNo = ask("Is duidelijk wie de toeslagen aanvraagt?", required="d")
    open_punten: list[Actie] = ask("Wat is nog niet klaar?", privacy="gevoelig")


class Regeldag(
    Form, code="F04", title="Regeldag", per=DOSSIER, part="regeldag", phase="regeldag", paper=("checklist",), title_from="gesprek_datum"
):
    """Checklist voor de regeldag: wat is klaar, wat staat nog open."""

    kop: Gesprekskop
    woning: Woning
    inschrijving: Inschrijving
    zorg: Zorg
    verhuizen: Verhuizen
    gezin: Gezin
    afspraken: Afspraken

    rules = (
        refuse(
            before("datum_huisvesting", "huur_ingang"),
            "de verhuizing kan niet voor het begin van de huur liggen. Kijk de twee datums na.",
            at="datum_huisvesting",
        ),
    )
