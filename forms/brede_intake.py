"""F03 Brede intake: het gesprek en het profiel, de leerbaarheidstoets en het akkoord van de drie partijen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from popforms import (
    DOSSIER, Form, Gate, Gesprekskop, Handtekening, LongText, Organisation, Part, Person, Row, Section, YesNo, YesNoUnknown, ask, before,
    both, either, empty, equals, filled, no, one_of, refuse, tell, warn,
)  # fmt: skip

from .lijsten import ZRM_DOMEINEN

_pilot = equals("regelset", "pilot2019")
_wet = equals("regelset", "wi2021")


class Intakelid(Row):
    """Iemand van het intaketeam."""

    rol: Literal["statushouder", "medewerker COA", "kansverkenner", "regisseur", "integratiefunctionaris", "anders"] = ask(
        "Rol", required="d"
    )
    naam: Person = ask("Naam", required="d", prefill="wie:rol")


class Intake(Section, title="De intake"):
    intake_start: date = ask("Wanneer begon de brede intake?", required="c")
    intake_eind: date = ask("Wanneer was de brede intake klaar?", required="d")
    intake_team: list[Intakelid] = ask(
        "Wie zitten in het intaketeam?",
        required="d",
        rows=({"rol": "statushouder"}, {"rol": "regisseur"}),
        none_allowed=False,
    )


CoaStand = Literal["sterk", "voldoende", "aandacht", "onbekend"]


class Coa(Section, title="Wat het COA ziet"):
    coa_zelfzorg: CoaStand = ask("COA: hoe gaat het met zelfzorg?", privacy="bijzonder")
    coa_zelfzorg_uitleg: str = ask("Toelichting zelfzorg", shown_when=equals("coa_zelfzorg", "aandacht"), privacy="bijzonder")
    coa_dagstructuur: CoaStand = ask("COA: hoe gaat het met dagstructuur?")
    coa_dagstructuur_uitleg: str = ask("Toelichting dagstructuur", shown_when=equals("coa_dagstructuur", "aandacht"))
    coa_netwerk: CoaStand = ask("COA: hoe is het sociaal netwerk?")
    coa_netwerk_uitleg: str = ask("Toelichting sociaal netwerk", shown_when=equals("coa_netwerk", "aandacht"), privacy="gevoelig")
    coa_welbevinden: CoaStand = ask("COA: hoe is het persoonlijk welbevinden?", privacy="bijzonder")
    coa_welbevinden_uitleg: str = ask(
        "Toelichting welbevinden (geen diagnose)", shown_when=equals("coa_welbevinden", "aandacht"), privacy="bijzonder"
    )
    coa_extern: CoaStand = ask("COA: hoe zijn de externe contacten?")
    coa_extern_uitleg: str = ask("Toelichting externe contacten", shown_when=equals("coa_extern", "aandacht"))
    coa_toekomst: CoaStand = ask("COA: hoe is de toekomstplanning?")
    coa_toekomst_uitleg: str = ask("Toelichting toekomstplanning", shown_when=equals("coa_toekomst", "aandacht"))


class Leren(Section, title="Leren, opleiding en werk"):
    ppsv_gedaan: Literal["ja", "nee", "niet nodig"] = ask("Is de PPS-V (Persoonsprofielscan) gedaan?", required="d", shown_when=_pilot)
    ppsv_datum: date = ask("Datum PPS-V", required="d", shown_when=equals("ppsv_gedaan", "ja"))
    leerbaarheid: Literal["makkelijk", "gemiddeld", "moeilijk", "onbekend"] = ask(
        "Hoe makkelijk leert de statushouder nieuwe dingen?", required="d", shown_when=_pilot, privacy="gevoelig"
    )
    opleiding_bevestigd: Literal["ja", "aangepast", "niet te controleren"] = ask("Klopt de opleiding in het klantprofiel?", required="d")
    opleiding_hoogste: Literal[
        "geen of analfabeet", "basis", "voortgezet", "middelbaar beroeps", "hoger", "onbekend"
    ] = ask("Wat is het hoogste niveau?", required="d")  # fmt: skip
    diplomawaardering: Literal["niet nodig", "nog aanvragen", "aangevraagd", "ontvangen"] = ask("Is diplomawaardering nodig?", required="d")
    diploma_niveau_nl: str = ask("Met welk Nederlands niveau is het te vergelijken?", shown_when=equals("diplomawaardering", "ontvangen"))
    uaf_contact: YesNoUnknown = ask("Is er contact met UAF?")
    werk_bevestigd: Literal["ja", "aangepast", "niet te controleren"] = ask("Klopt de werkervaring in het klantprofiel?", required="d")
    werkwens: LongText = ask("Welk werk wil de statushouder graag doen?", required="d")
    werkzoekgedrag: Literal["actief", "een beetje", "niet", "nog te vroeg"] = ask("Hoe zoekt de statushouder nu naar werk?")
    competenties: LongText = ask("Wat kan de statushouder goed?", required="d")
    persoonlijkheid: LongText = ask("Hoe werkt de statushouder het liefst? (in eigen woorden, samen gelezen)", privacy="gevoelig")


class ZrmScore(Row):
    """Een domein van de Zelfredzaamheid-Matrix met een score."""

    domein: str = ask("Domein", options=ZRM_DOMEINEN)
    score: int = ask("Score (1 tot en met 5)", required="d", minimum=1, maximum=5)
    toelichting: str = ask("Toelichting")


ZRM: dict[str, Any] = {
    "privacy": "bijzonder",
    "rows": tuple({"domein": domein} for domein in ZRM_DOMEINEN),
    "fixed": True,
    "none_allowed": False,
}
"""Wat elke meting met de Zelfredzaamheid-Matrix gelijk heeft: bijzonder, en de elf vaste domeinen."""


class Leven(Section, title="Dagelijks leven"):
    zelfredzaamheid: Literal["zelf", "met een beetje hulp", "met veel hulp", "onbekend"] = ask(
        "Hoe redt de statushouder zich in het dagelijks leven?", required="d"
    )
    zrm_nulmeting: list[ZrmScore] = ask("Zelfredzaamheid-Matrix bij de start (vrijwillig)", **ZRM)
    belemmeringen: list[
        Literal[
            "kinderopvang", "vervoer", "zorg voor gezin", "taal", "geldzorgen", "gezondheid", "zorgen om familie elders", "geen",
            "anders",
        ]
    ] = ask("Wat maakt meedoen moeilijk?", required="d", privacy="bijzonder")  # fmt: skip
    digitaal: Literal["nee", "telefoon", "telefoon en computer", "goed"] = ask(
        "Kan de statushouder met computer en telefoon werken?", required="d"
    )
    gezinssituatie: LongText = ask("Wat is belangrijk in het gezin voor het plan?", privacy="gevoelig")
    gezondheid_plan: YesNoUnknown = ask("Heeft gezondheid invloed op leren of werken?", required="d", privacy="bijzonder")
    gezondheid_aanpassing: LongText = ask(
        "Wat helpt of is nodig? (geen diagnose)", required="d", shown_when=equals("gezondheid_plan", "ja"), privacy="bijzonder"
    )
    geldzorgen: YesNoUnknown = ask("Zijn er geldzorgen of schulden?", required="d", privacy="gevoelig")
    netwerk: LongText = ask("Wie kent de statushouder hier al?", privacy="gevoelig")


class Uitkomst(Section, title="Wensen en uitkomst"):
    wensen_eigen_woorden: LongText = ask("Wat wil de statushouder zelf bereiken? (eigen woorden)", required="d")
    start_samenvatting: LongText = ask("Samenvatting: waar staat de statushouder nu?", required="d", privacy="gevoelig")
    ontwikkel_samenvatting: LongText = ask("Samenvatting: wat kan de statushouder bereiken?", required="d")
    hoofddoel_voorstel: Literal["werk", "onderwijs", "meedoen"] = ask("Wat is het hoofddoel?", required="d")
    pip_team_voorstel: list[Organisation] = ask("Wie moeten in het PIP-team?", required="d", shown_when=_pilot, refers_to="F21b")
    uren_taal_intake: Decimal = ask(
        "Hoeveel uren taal en KNM volgde de statushouder tijdens de intake?", shown_when=_wet, minimum=0, maximum=2000
    )


class BredeIntake(Form, code="F03a", title="Brede intake", per=DOSSIER, part="intake", phase="voorbereiding"):
    """Het gesprek, wat het COA ziet en het profiel: de basis voor het PIP."""

    kop: Gesprekskop
    intake: Intake
    coa: Coa
    leren: Leren
    leven: Leven
    uitkomst: Uitkomst

    rules = (
        refuse(
            before("intake_eind", "intake_start"), "de intake kan niet klaar zijn voor het begin. Kijk de twee datums na.", at="intake_eind"
        ),
    )


_toets = equals("lbt_nodig", "ja")


class Toets(Section, title="De toets"):
    lbt_nodig: Literal["ja", "ontheffing", "nog niet bekend"] = ask("Moet de leerbaarheidstoets worden gedaan?", required="c")
    lbt_ontheffing: Literal["visuele beperking", "auditieve beperking"] = ask(
        "Waarom ontheffing?", required="d", shown_when=equals("lbt_nodig", "ontheffing"), privacy="bijzonder"
    )
    lbt_aangemeld_op: date = ask("Wanneer aangemeld?", shown_when=_toets)
    lbt_datum: date = ask("Wanneer gedaan?", required="d", shown_when=_toets)
    lbt_resultaat: Literal["B1-route haalbaar", "B1-route niet haalbaar", "onbekend"] = ask(
        "Uitslag", required="d", shown_when=_toets, privacy="gevoelig"
    )
    lbt_score: str = ask("Behaalde score", shown_when=_toets, privacy="gevoelig")
    lbt_grens: str = ask("Benodigde score voor B1", shown_when=_toets)


class Routes(Section, title="De drie leerroutes"):
    route_b1: LongText = ask("Is de B1-route onderzocht? Wat pleit voor en tegen?", required="d", privacy="gevoelig")
    route_onderwijs: LongText = ask("Is de onderwijsroute onderzocht? Wat pleit voor en tegen?", required="d", privacy="gevoelig")
    route_z: LongText = ask("Is de Z-route onderzocht? Wat pleit voor en tegen?", required="d", privacy="gevoelig")
    leerroute_advies: str = ask(
        "Welke leerroute past het best?",
        required="d",
        options={"B": "B1-route", "O": "onderwijsroute", "Z": "zelfredzaamheidsroute"},
    )
    afwijking_lbt: YesNo = ask("Wijkt het advies af van de toetsuitslag?", required="d", shown_when=_toets)
    afwijking_reden: LongText = ask("Waarom wijken we af?", required="d", shown_when=equals("afwijking_lbt", "ja"), privacy="gevoelig")


class Derden(Section, title="Informatie van anderen"):
    info_derden_gevraagd_op: date = ask("Wanneer is informatie bij anderen opgevraagd?")
    info_derden_ontvangen_op: date = ask("Wanneer kwam die informatie binnen?", shown_when=filled("info_derden_gevraagd_op"))


class Leerbaarheid(
    Form, code="F03b", title="Leerbaarheidstoets en leerroute", per=DOSSIER, part="intake", phase="voorbereiding", shown_when=_wet
):
    """De uitslag van de toets en wat er voor en tegen elke leerroute pleit."""

    toets: Toets
    routes: Routes
    derden: Derden

    rules = (
        refuse(
            before("lbt_datum", "lbt_aangemeld_op"), "de toets kan niet voor de aanmelding liggen. Kijk de twee datums na.", at="lbt_datum"
        ),
        refuse(
            before("info_derden_ontvangen_op", "info_derden_gevraagd_op"),
            "de informatie kan niet binnen zijn voor de vraag. Kijk de twee datums na.",
            at="info_derden_ontvangen_op",
        ),
        # Deviating is allowed with a reason (L4), so the tool only points at an answer that contradicts the two above it.
        warn(
            both(
                equals("lbt_resultaat", "B1-route niet haalbaar"),
                one_of("leerroute_advies", "B"),
                equals("afwijking_lbt", "nee"),
            ),
            "de uitslag is ‘B1-route niet haalbaar’ en het advies is de B1-route. Dat wijkt af.",
            at="afwijking_lbt",
        ),
        warn(
            both(equals("lbt_resultaat", "B1-route haalbaar"), one_of("leerroute_advies", "Z"), equals("afwijking_lbt", "nee")),
            "de uitslag is ‘B1-route haalbaar’ en het advies is de zelfredzaamheidsroute. Dat wijkt af.",
            at="afwijking_lbt",
        ),
    )


_AKKOORD = ("akkoord", "akkoord met opmerking")


class Driegesprek(Section, title="Het driegesprek"):
    drie_datum: date = ask("Datum van het driegesprek", required="c")
    drie_soort: Literal["statushouder, kansverkenner, regisseur", "statushouder, COA, gemeente"] = ask(
        "Welk driegesprek is dit?",
        required="c",
        prefill="regelset:pilot2019=statushouder, kansverkenner, regisseur;wi2021=statushouder, COA, gemeente",
    )
    akkoord_statushouder: Literal["akkoord", "akkoord met opmerking", "niet akkoord"] = ask(
        "Is de statushouder akkoord met de brede intake?", required="d"
    )
    akkoord_tweede: Literal["akkoord", "akkoord met opmerking", "niet akkoord", "niet aanwezig"] = ask(
        "Is de kansverkenner (pilot) of COA-medewerker akkoord?", required="d"
    )
    akkoord_regisseur: Literal["akkoord", "akkoord met opmerking", "niet akkoord"] = ask("Is de regisseur akkoord?", required="d")
    drie_opmerkingen: LongText = ask("Opmerkingen van de drie partijen", privacy="gevoelig")
    drie_tolk: YesNo = ask("Is alles met tolk of vertaling besproken?", required="d")


class Tekenen(Section, title="Tekenen"):
    drie_tekenen: list[Handtekening] = ask(
        "Handtekeningen",
        required="n",
        rows=(
            {"teken_rol": "statushouder"},
            {"teken_rol": "kansverkenner of COA-medewerker"},
            {"teken_rol": "regisseur"},
        ),
        none_allowed=False,
    )


class Akkoord(Form, code="F03c", title="Driegesprek en akkoord", per=DOSSIER, part="intake_akkoord", phase="voorbereiding"):
    """Het driegesprek waarmee de brede intake eindigt, met het akkoord van de drie partijen."""

    driegesprek: Driegesprek
    tekenen: Tekenen

    clauses = (Part("Ondertekenen", (tell("Wij hebben hier samen over gepraat. In dit verslag staat wat ik vind. Daarom teken ik."),)),)
    gates = (Gate("intake", "F03a.state = definitief", "De brede intake zelf is nog niet definitief. Rond die eerst af."),)

    # S1: the brede intake of the pilot ends with the agreement of all three. A talk without it is worth keeping, not finishing.
    rules = (
        *(
            refuse(
                both(_pilot, filled(name), no(one_of(name, *_AKKOORD))),
                "in de pilot van 2019 moeten alle drie akkoord zijn voordat dit vast kan liggen. Bewaren kan wel. Bespreek wat nog anders "
                "moet in een nieuw driegesprek.",
                at=name,
                stage="d",
            )
            for name in ("akkoord_statushouder", "akkoord_tweede", "akkoord_regisseur")
        ),
        warn(
            both(
                either(*(equals(f"akkoord_{who}", _AKKOORD[1]) for who in ("statushouder", "tweede", "regisseur"))),
                empty("drie_opmerkingen"),
            ),
            "iemand is akkoord met een opmerking. Schrijf hier welke.",
            at="drie_opmerkingen",
        ),
    )
