"""F13 Inburgering volgen: de termijn, uren, examens en onderdelen, en de data die van DUO komen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from popforms import (
    DOSSIER, Calculated, Form, Organisation, Row, Section, YesNo, ask, before, both, differs, equals, filled, more_than, no, refuse,
    warn,
)  # fmt: skip
from .pvt import te_verwijten

_wet = equals("wet", "wi2021")


class Verlenging(Row):
    """Een verlenging van de inburgeringstermijn."""

    grond: str = ask("Grond", required="c", privacy="gevoelig")
    aangevraagd_op: date = ask("Aangevraagd op")
    besluit: Literal["toegekend", "afgewezen", "nog niet bekend"] = ask("Besluit")
    nieuwe_einddatum: date = ask("Nieuwe einddatum", shown_when=equals("besluit", "toegekend"))


class Uren(Row):
    """Gevolgde uren uit één bron, tot en met een dag."""

    bron: Literal["taal en KNM bij school", "taal en KNM in de intake", "participatie"] = ask("Bron", required="c")
    uren: Decimal = ask("Uren", required="d")
    tot_datum: date = ask("Tot en met", required="d")


class Examen(Row):
    """Een examen of een poging."""

    onderdeel: Literal["lezen", "luisteren", "schrijven", "spreken", "KNM"] = ask("Onderdeel", required="c")
    niveau: Literal["A2", "B1", "B2"] = ask("Niveau", shown_when=differs("onderdeel", "KNM"))
    datum: date = ask("Datum")
    uitslag: Literal["geslaagd", "gezakt", "geen"] = ask("Uitslag", required="d")
    pogingen_over: int = ask("Gratis pogingen over", maximum=10)


class Ona(Row):
    """Hoe ver ONA is."""

    portfolio_op: date = ask("Portfolio ingestuurd op")
    goedgekeurd_op: date = ask("Goedgekeurd op")
    afgesloten_met: Literal["eindgesprek", "64 uur"] = ask("Eindgesprek of 64 uur")
    gehaald_op: date = ask("Gehaald op")


class Termijn(Section, title="De plicht en de termijn"):
    datum_kennisgeving_duo: date = ask("Welke datum staat op de DUO-kennisgeving?", shown_when=_wet, prefill="F00.datum_kennisgeving_duo")
    datum_start_plicht: date = ask(
        "Wanneer is de inburgeringsplicht begonnen?",
        shown_when=differs("wet", "niet inburgeringsplichtig"),
        prefill="F00.datum_start_plicht",
    )
    ib_termijn_eind: date = ask(
        "Einde inburgeringstermijn nu",
        required="d",
        calculated="ib_termijn_eind",
        hint="De datum van DUO, anders de datum die bij het eerste PIP hoort. Typ een andere datum als dat nodig is.",
    )
    ib_termijn_eind_duo: date = ask("Welke einddatum noemt DUO? (gaat voor de berekende datum)")
    ib_verlengingen: list[Verlenging] = ask("Verlengingen", privacy="gevoelig")


class Leren(Section, title="Uren en examens"):
    ib_uren: list[Uren] = ask("Uren per bron")
    ib_examens: list[Examen] = ask("Examens")
    ib_knm: Literal["nog niet", "bezig", "gehaald", "uren in Z-route klaar"] = ask("Hoe staat KNM?", required="d")
    ib_ona: list[Ona] = ask("ONA (alleen Wi2013)", shown_when=equals("wet", "wi2013"))


class Map(Section, title="MAP en Z-route"):
    map_nodig: Calculated = ask("Is de MAP nodig?", shown_when=_wet, calculated="map_nodig")
    map_themas: list[
        Literal[
            "beroepenoriëntatie", "realistisch beroepsbeeld", "beroepskansen", "beroepscompetenties", "werknemerscompetenties",
            "netwerk opbouwen", "werk vinden", "werkcultuur",
        ]
    ] = ask("Welke MAP-thema's zijn gedaan?", shown_when=_wet)  # fmt: skip
    map_uren: Decimal = ask("Praktijkuren MAP (ten minste 40)", shown_when=_wet)
    map_plek: Organisation = ask("Waar is de praktijk gedaan?", shown_when=_wet)
    map_eindgesprek_op: date = ask("Datum eindgesprek MAP", shown_when=_wet)
    map_resultaat: Literal["voldoende", "nog niet"] = ask("Uitkomst eindgesprek", shown_when=filled("map_eindgesprek_op"))
    map_duo_op: date = ask("Wanneer is de MAP doorgegeven aan DUO?", shown_when=filled("map_eindgesprek_op"))
    map_verwijtbaar: YesNo = ask("Is te laat afronden te verwijten?", shown_when=_wet, privacy="gevoelig")
    z_eindgesprek_op: date = ask("Datum eindgesprek of afronding Z-route", shown_when=_wet)
    z_duo_op: date = ask("Wanneer is de Z-route doorgegeven aan DUO?", shown_when=filled("z_eindgesprek_op"))


class Vrijstelling(Row):
    """Een vrijstelling of ontheffing: alleen het besluit, nooit de ziekte."""

    soort: Literal["vrijstelling", "gedeeltelijk", "tijdelijk", "ontheffing medisch", "ontheffing bijzondere omstandigheden"] = ask(
        "Soort", required="c", privacy="bijzonder"
    )
    besluit: Literal["toegekend", "afgewezen", "nog niet bekend"] = ask("Besluit")
    datum: date = ask("Datum")
    onderdelen: str = ask("Voor welke onderdelen?")


class Signaal(Row):
    """Een bericht van DUO en wat ermee gedaan is."""

    signaal: str = ask("Signaal", required="c", hint="Bijvoorbeeld SS139.")
    datum: date = ask("Datum", required="c")
    actie: str = ask("Wat is ermee gedaan?")


class Afronden(Section, title="Ontheffing, DUO en afronden"):
    ib_vrijstelling: list[Vrijstelling] = ask("Vrijstelling of ontheffing", privacy="bijzonder")
    ib_brieven_duo: list[Signaal] = ask("Welke DUO-signalen kwamen binnen?", shown_when=_wet)
    ib_afgerond_op: date = ask("Plicht voldaan op")
    datum_einde_plicht: date = ask(
        "Wanneer is de inburgeringsplicht geëindigd?",
        calculated="datum_einde_plicht",
        hint="Is de plicht voldaan, dan staat die datum er. Typ een andere datum als de plicht om een andere reden eindigt.",
    )


class InburgeringVolgen(Form, code="F13", title="Inburgering volgen", per=DOSSIER, part="inburgering", phase="voortgang"):
    """Uren, examens, KNM, MAP en de inburgeringstermijn, met wat DUO daarover laat weten."""

    termijn: Termijn
    leren: Leren
    onderdelen: Map
    afronden: Afronden

    rules = (
        refuse(
            before("vandaag", "map_eindgesprek_op"),
            "deze datum ligt in de toekomst. Vul de dag in waarop het gesprek was.",
            at="map_eindgesprek_op",
        ),
        warn(
            both(equals("map_resultaat", "voldoende"), no(more_than("map_uren", 39))),
            "voor een voldoende zijn ten minste 40 praktijkuren nodig. Kijk de uren na.",
            at="map_resultaat",
        ),
        refuse(
            before("datum_einde_plicht", "datum_start_plicht"),
            "het einde van de plicht kan niet voor het begin liggen. Kijk de twee datums na.",
            at="datum_einde_plicht",
        ),
        *te_verwijten("map_verwijtbaar", "ib_termijn_eind"),
    )
