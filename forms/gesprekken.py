"""F09 Voortgang: hetzelfde formulier voor het vervolggesprek, het ontwikkelgesprek en het voortgangsgesprek."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from popforms import (
    DOSSIER, MODULES, Actie, Calculated, Form, Gesprekskop, LongText, PersonOrOrganisation, Row, Section, YesNo, ask, before, equals,
    refuse,
)  # fmt: skip

_wet = equals("regelset", "wi2021")


class ActieStand(Row):
    """Een actie uit het dossier, zoals zij in dit gesprek besproken is."""

    actie: str = ask("Actie", required="c", privacy="gevoelig")
    module: str = ask("Bij welk onderdeel?", options=MODULES)
    trekker: PersonOrOrganisation = ask("Trekker")
    status: Literal["voorgesteld", "afgesproken", "loopt", "klaar", "vervallen", "vastgelopen"] = ask("Hoe staat het ervoor?")
    ging_goed: str = ask("Wat ging goed?", privacy="gevoelig")
    is_nodig: str = ask("Wat is nodig?", privacy="gevoelig")


class DoelStand(Row):
    """Een doel uit de POP, zoals het in dit gesprek besproken is."""

    doel: str = ask("Doel", required="c", privacy="gevoelig")
    module: str = ask("Bij welk onderdeel?", options=MODULES)
    stand: Literal["bereikt", "loopt", "bijgesteld", "vervallen"] = ask("Hoe staat het doel ervoor?", required="d")
    nieuwe_tekst: str = ask("Nieuwe tekst", shown_when=equals("stand", "bijgesteld"), privacy="gevoelig")


class Verzuim(Row):
    """Gemiste lesuren tot en met een dag."""

    geoorloofd: Decimal = ask("Met goede reden (uren)")
    ongeoorloofd: Decimal = ask("Zonder goede reden (uren)")
    tot_datum: date = ask("Tot en met", required="d")


class Welk(Section, title="Welk gesprek"):
    vg_soort: Literal["vervolggesprek", "ontwikkelgesprek", "voortgangsgesprek", "tussentijds op verzoek"] = ask(
        "Welk gesprek is dit?", required="c"
    )
    vg_nummer: Calculated = ask("Het hoeveelste gesprek is dit?", required="c", calculated="nummer")
    vg_uiterlijk: Calculated = ask("Uiterlijk op", calculated="vg_uiterlijk")
    vg_voorbereid_met: list[
        Literal["begeleider", "consulent werk", "inkomensconsulent", "taalschool", "coördinator taal", "CMD", "niemand"]
    ] = ask("Met wie is het gesprek voorbereid?")


_ELDERS = "Wat bij gezondheid hoort staat hier niet: dat blijft in de POP, bij Gezondheid."


class Stand(Section, title="Acties en doelen"):
    vg_acties: list[ActieStand] = ask(
        "Hoe staan de acties?",
        required="d",
        privacy="gevoelig",
        prefill="regels:acties",
        hint=f"De open acties staan er al. Voortgang, klaar of vervallen meld je bij de actie zelf, in het dossier. {_ELDERS}",
    )
    vg_doelen: list[DoelStand] = ask(
        "Welke doelen zijn bereikt of bijgesteld?", required="d", privacy="gevoelig", prefill="regels:open doelen", hint=_ELDERS
    )
    vg_trots: LongText = ask("Waar is de statushouder trots op?")
    vg_moeilijk: LongText = ask("Wat is moeilijk?", required="d", privacy="gevoelig")


class Leren(Section, title="Leren en inburgeren"):
    vg_uren_taal: Decimal = ask("Gevolgde uren taal en KNM tot nu toe", shown_when=_wet)
    vg_uren_participatie: Decimal = ask("Gevolgde uren participatie (Z-route)", shown_when=_wet)
    vg_verzuim: list[Verzuim] = ask("Hoeveel uren gemist?")
    vg_inzet: Literal["goed", "wisselend", "te weinig", "onbekend"] = ask(
        "Hoe is de inzet volgens school en partners?", required="d", shown_when=_wet, privacy="gevoelig"
    )
    vg_route_past: Literal["ja", "twijfel", "nee"] = ask("Past de leerroute nog?", required="d")
    vg_pip_wijzigen: YesNo = ask("Moet het PIP worden gewijzigd?", required="d")
    vg_rooster_ok: YesNo = ask("Klopt het weekrooster nog?")
    vg_geld: Literal["ja", "met hulp", "nee"] = ask("Lukt het met geld?", privacy="gevoelig")


class Verder(Section, title="Hoe verder"):
    vg_nieuwe_acties: list[Actie] = ask("Nieuwe acties", privacy="gevoelig")
    vg_casusoverleg: Literal["nee", "ja, voortgang", "ja, probleem", "ja, escalatie"] = ask("Moet dit naar het casusoverleg?", required="d")
    vg_volgende: date = ask("Wanneer is het volgende gesprek?", required="d")
    vg_gws_op: date = ask("Wanneer genoteerd in het systeem van Sociale Zaken?")


class Voortgangsgesprek(
    Form, code="F09", title="Voortgang", per=DOSSIER, part="gesprek", phase="voortgang", many=True, title_from="gesprek_datum"
):
    """Een gesprek over de voortgang: hoe staan acties en doelen, past het plan nog, en wat spreken we af."""

    kop: Gesprekskop
    welk: Welk
    stand: Stand
    leren: Leren
    verder: Verder

    rules = (
        refuse(
            before("vg_volgende", "gesprek_datum"),
            "het volgende gesprek kan niet voor dit gesprek liggen. Kijk de datum na.",
            at="vg_volgende",
        ),
    )
