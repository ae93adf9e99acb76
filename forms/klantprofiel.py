"""F02 Klantprofiel: wat het COA over de statushouder en het gezin deelt, en of dat volledig is."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, Calculated, Form, LongText, Row, Section, YearDate, YesNo, YesNoUnknown, ask, before, equals, filled, one_of, refuse,
    warn,
)  # fmt: skip

from .lijsten import LANDEN


class Ontvangst(Section, title="Het klantprofiel"):
    profiel_ontvangen_op: date = ask("Wanneer kwam het klantprofiel binnen?", required="c")
    profiel_bron: Literal["TVS", "e-mail", "driegesprek", "kansverkenner"] = ask("Hoe kwam het klantprofiel binnen?", required="d")


class Gezinslid(Row):
    """Iemand van het gezin, ook wie nog ergens anders woont."""

    naam: str = ask("Naam", required="c")
    relatie: Literal["partner", "kind", "ouder", "broer of zus", "ander familielid"] = ask("Relatie", required="d")
    geboortedatum: YearDate = ask("Geboortedatum")
    woont_nu_in: str = ask("Woont nu in")
    komt_mee: Literal["ja", "nee", "later"] = ask("Komt mee?")
    eigen_dossier: YesNo = ask("Heeft een eigen dossier?")


_aangevraagd = one_of("nareis_status", "aangevraagd", "toegekend", "afgewezen")


class Gezin(Section, title="Gezin en woning"):
    gezinsprofiel_nodig: YesNo = ask("Is er een gezin en maken we een gezinsprofiel?", required="c")
    gezinsleden: list[Gezinslid] = ask(
        "Wie horen bij het gezin?", required="d", shown_when=equals("gezinsprofiel_nodig", "ja"), privacy="gevoelig"
    )
    nareis_status: Literal["niet van toepassing", "wil aanvragen", "aangevraagd", "toegekend", "afgewezen", "onbekend"] = ask(
        "Is er gezinshereniging (nareis)?", required="d", privacy="gevoelig"
    )
    nareis_aangevraagd_op: date = ask("Wanneer is nareis aangevraagd?", shown_when=_aangevraagd, privacy="gevoelig")
    woning_slaapkamers: int = ask("Hoeveel slaapkamers zijn nodig?", required="d", minimum=1, maximum=20)
    woning_eis: Literal["geen", "gelijkvloers", "rolstoel", "anders"] = ask(
        "Is er een eis aan de woning? (wat er in huis nodig is, nooit waarom)", required="d", privacy="bijzonder"
    )


class Opleiding(Row):
    """Een opleiding die de statushouder deed."""

    opleiding: str = ask("Opleiding", required="c")
    land: str = ask("Land", options=LANDEN)
    van: YearDate = ask("Van")
    tot: YearDate = ask("Tot")
    diploma: YesNo = ask("Diploma?")
    diploma_hier: YesNo = ask("Is het diploma hier?", shown_when=equals("diploma", "ja"))


class Werk(Row):
    """Werk dat de statushouder deed."""

    beroep: str = ask("Beroep", required="c")
    land: str = ask("Land", options=LANDEN)
    van: YearDate = ask("Van")
    tot: YearDate = ask("Tot")
    taken: str = ask("Taken")
    vorm: Literal["loondienst", "eigen bedrijf", "anders"] = ask("In welke vorm?")


class Activiteit(Row):
    """Iets waaraan de statushouder in de opvang meedeed."""

    activiteit: str = ask("Activiteit", required="c")
    van: YearDate = ask("Van")
    tot: YearDate = ask("Tot")
    resultaat: str = ask("Resultaat")


class Loopbaan(Section, title="Opleiding en werk"):
    opleidingen: list[Opleiding] = ask("Welke opleidingen heeft de statushouder gedaan?")
    werkervaring: list[Werk] = ask("Welk werk heeft de statushouder gedaan?")
    werk_verdieping: LongText = ask("Wat weten we meer over het werk (tempo, gereedschap, leiding geven, wensen)?")
    activiteiten_opvang: list[Activiteit] = ask("Waaraan deed de statushouder mee in de opvang?")


class Taal(Section, title="Taal en voorinburgering"):
    voorinburgering: Literal["afgerond", "deels", "nee", "niet ingestemd", "onbekend"] = ask(
        "Heeft de statushouder voorinburgering gevolgd?", required="d"
    )
    voorinburgering_delen: list[Literal["NT2", "KNM", "introMAP", "introPVT", "gesprekken met casemanager"]] = ask(
        "Welke onderdelen?", shown_when=one_of("voorinburgering", "afgerond", "deels")
    )
    niveau_nederlands: Literal["geen", "alfa A", "alfa B", "alfa C", "A0", "A1", "A2", "B1", "B2 of hoger", "onbekend"] = ask(
        "Taalniveau Nederlands nu", required="d"
    )
    niveau_engels: Literal["geen", "basis", "goed", "onbekend"] = ask("Taalniveau Engels nu")
    digid_bank: list[Literal["DigiD", "bankrekening", "rijbewijs", "geen", "onbekend"]] = ask("Wat is al geregeld?")


class Gezondheid(Section, title="Gezondheid"):
    gezondheid_rekening_houden: YesNoUnknown = ask(
        "Moeten wij bij wonen of plannen rekening houden met de gezondheid?", required="d", privacy="bijzonder"
    )
    gezondheid_wat_nodig: LongText = ask(
        "Wat is dan nodig? (geen diagnose, geen medicijnen)",
        required="d",
        shown_when=equals("gezondheid_rekening_houden", "ja"),
        privacy="bijzonder",
    )


class Uitleg(Section, title="Uitleg en verwachtingen"):
    geinformeerd_participatiewet: YesNoUnknown = ask("Is uitgelegd wat de Participatiewet betekent?", required="d")
    geinformeerd_netwerk: YesNoUnknown = ask("Is uitgelegd met wie de statushouder hier te maken krijgt?", required="d")
    verwachtingen: LongText = ask("Wat verwacht de statushouder van onze gemeente?")


ONDERDELEN = (
    "personalia", "gezinssamenstelling", "taal en tolk", "lezen en schrijven", "opleiding", "diploma's", "werkervaring", "werkwens",
    "activiteiten in de opvang", "voorinburgering", "zes COA-domeinen", "gezondheid en woningeis", "nareis", "contactpersoon COA",
)  # fmt: skip
"""De onderdelen van een klantprofiel die wij een voor een nakijken."""


class Onderdeel(Row):
    """Een onderdeel van het klantprofiel: is het goed gevuld, en wat vragen we het COA?"""

    onderdeel: str = ask("Onderdeel", options=ONDERDELEN)
    stand: Literal["volledig", "onvolledig", "onduidelijk", "niet van toepassing"] = ask("Goed gevuld?", required="d")
    vraag: str = ask("Vraag aan COA", shown_when=one_of("stand", "onvolledig", "onduidelijk"))
    gevraagd_op: date = ask("Gevraagd op", shown_when=filled("vraag"))
    antwoord_op: date = ask("Antwoord op", shown_when=filled("gevraagd_op"))


class Volledigheid(Section, title="Volledigheidscheck"):
    volledigheid: list[Onderdeel] = ask(
        "Is elk onderdeel van het klantprofiel goed gevuld?",
        required="d",
        rows=tuple({"onderdeel": one} for one in ONDERDELEN),
        fixed=True,
        none_allowed=False,
    )
    volledigheid_score: Calculated = ask("Hoe volledig is het profiel?", calculated="volledigheid_score")
    tvs_aangevuld_op: date = ask("Wanneer is nieuwe informatie teruggezet in TVS?")


class Klantprofiel(Form, code="F02", title="Klantprofiel en volledigheidscheck", per=DOSSIER, part="klantprofiel", phase="voorbereiding"):
    """Het klantprofiel van het COA, het gezinsprofiel, en de vragen die nog open staan."""

    ontvangst: Ontvangst
    gezin: Gezin
    loopbaan: Loopbaan
    taal: Taal
    gezondheid: Gezondheid
    uitleg: Uitleg
    volledigheid: Volledigheid

    rules = (
        refuse(before("vandaag", "profiel_ontvangen_op"), "deze datum ligt in de toekomst. Kijk de datum na.", at="profiel_ontvangen_op"),
        warn(
            before("nareis_aangevraagd_op", "datum_vergunning"),
            "deze datum ligt voor de verblijfsvergunning. Kijk de twee datums na.",
            at="nareis_aangevraagd_op",
        ),
    )
