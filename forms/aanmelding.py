"""F01 Aanmelding: de melding uit TVS, wie het is en wat er voor de woning gedaan is."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, Bsn, Email, Form, LongText, Organisation, Person, Section, VNumber, YearDate, YesNoUnknown, ask, before, equals,
    filled, refuse,
)  # fmt: skip

from .lijsten import LANDEN, NATIONALITEITEN, TALEN


class Melding(Section, title="De melding"):
    melding_bron: Literal[
        "TVS", "kansverkenner", "VluchtelingenWerk", "DUO-signaal", "verhuizing van andere gemeente", "anders"
    ] = ask("Hoe kwam de melding binnen?", required="c")  # fmt: skip
    datum_tvs_melding: date = ask("Wanneer kwam de melding in TVS?", required="c")
    datum_koppeling: date = ask("Wanneer is de statushouder aan ons gekoppeld?", required="d")
    opgepakt_pc_op: date = ask("Wanneer heeft de POP-consulent de melding opgepakt?", required="d")
    opgepakt_hvc_op: date = ask("Wanneer heeft de huisvestingsconsulent de melding opgepakt?", required="d")


class Wie(Section, title="Wie is het?", part="persoon"):
    achternaam: str = ask("Achternaam", required="c")
    voornamen: str = ask("Voornamen", required="c")
    roepnaam: str = ask("Hoe wil de statushouder genoemd worden?")
    geboortedatum: YearDate = ask("Geboortedatum", required="c", hint="Alleen het jaar mag ook.")
    geboortedatum_zeker: YesNoUnknown = ask("Is de geboortedatum zeker?")
    geslacht: Literal["man", "vrouw", "onbekend of x"] = ask("Geslacht volgens de BRP", required="d")


class Verblijf(Section, title="Herkomst en verblijf"):
    nationaliteit: str = ask("Nationaliteit", required="d", privacy="gevoelig", options=NATIONALITEITEN)
    land_herkomst: str = ask("Land van herkomst", required="d", privacy="gevoelig", options=LANDEN)
    bsn: Bsn = ask("Burgerservicenummer", required="d", privacy="nummer")
    v_nummer: VNumber = ask("V-nummer", privacy="nummer")
    datum_vergunning: date = ask("Wanneer is de verblijfsvergunning gegeven?", required="d", privacy="gevoelig")
    vergunning_soort: Literal[
        "asiel bepaalde tijd", "afgeleid (nareis)", "asiel onbepaalde tijd", "regulier", "onbekend"
    ] = ask("Welke verblijfsvergunning?", required="d", privacy="gevoelig")  # fmt: skip
    vergunning_tot: date = ask("Tot wanneer is de vergunning geldig?", privacy="gevoelig")


class Taal(Section, title="Taal en contact", part="persoon"):
    moedertaal: str = ask("Welke taal spreekt de statushouder het best?", required="c", privacy="gevoelig", options=TALEN, overview=True)
    andere_talen: list[str] = ask("Welke talen nog meer?", options=TALEN)
    lezen_schrijven: Literal["ja, ons schrift", "ja, ander schrift", "nee", "onbekend"] = ask(
        "Kan de statushouder lezen en schrijven?", required="d"
    )
    tolk_taal: str = ask("Welke tolktaal of welk dialect?", required="d")
    telefoon: str = ask("Telefoonnummer")
    email: Email = ask("E-mailadres")


class Koppeling(Section, title="COA en koppeling"):
    coa_locatie: Organisation = ask("Op welke COA-locatie woont de statushouder nu?", required="d")
    coa_contact: Person = ask("Wie is de contactpersoon bij het COA?", required="d")
    koppeling_reden: list[
        Literal[
            "familie", "ziekenhuis of behandeling", "opleiding", "arbeidsovereenkomst", "werkverleden", "geen bijzondere reden",
            "onbekend",
        ]
    ] = ask("Waarom is voor onze gemeente gekozen?", privacy="bijzonder")  # fmt: skip
    personen_in_melding: int = ask("Uit hoeveel personen bestaat de melding?", required="d", minimum=1, maximum=50)
    telt_voor_taakstelling: YesNoUnknown = ask("Telt de melding mee voor de taakstelling?", required="d")
    kansverkenner_in_beeld: YesNoUnknown = ask("Is de kansverkenner betrokken?", shown_when=equals("regelset", "pilot2019"))


class Vooraf(Section, title="Van melding naar woning"):
    brief_werkwijze_op: date = ask(
        "Wanneer is de brief over onze werkwijze naar COA/AZC gestuurd?", required="d", calculated="F22.br_verzonden_op/br_soort=BR01"
    )
    corporatie: Organisation = ask("Aan welke corporatie is de melding doorgegeven?", required="d")
    corporatie_op: date = ask("Wanneer is de melding aan de corporatie doorgegeven?", required="d")
    woning_beschikbaar_op: date = ask("Wanneer kwam er een woning beschikbaar?")
    uitnodiging_regeldag_op: date = ask(
        "Wanneer is de uitnodiging voor de regeldag naar COA gestuurd?",
        shown_when=filled("woning_beschikbaar_op"),
        calculated="F22.br_verzonden_op/br_soort=BR02",
    )
    vwn_geinformeerd_op: date = ask("Wanneer is VluchtelingenWerk geïnformeerd?", required="d")
    mb_gekoppeld_op: date = ask("Wanneer heeft de CVLW een begeleider gekoppeld?", required="d")
    bijzonderheden: LongText = ask("Bijzonderheden bij de aanmelding (geen gezondheid)", privacy="gevoelig")


class Aanmelding(
    Form,
    code="F01",
    title="Aanmelding",
    per=DOSSIER,
    part="aanmelding",
    start=True,
    phase="melding",
    person=("voornamen", "roepnaam", "achternaam", "geboortedatum"),
):
    """De melding uit TVS: wie het is, wat we al weten en wat er voor de woning gedaan is."""

    melding: Melding
    wie: Wie
    verblijf: Verblijf
    taal: Taal
    koppeling: Koppeling
    vooraf: Vooraf

    rules = (refuse(before("vandaag", "geboortedatum"), "deze datum ligt in de toekomst. Kijk de datum na.", at="geboortedatum"),)
