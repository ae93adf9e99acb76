"""F12 Ontzorgen: de gemeente betaalt de eerste tijd de vaste lasten, en de statushouder leert het zelf te doen."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, Amount, Form, LongText, Person, PersonOrOrganisation, Row, Section, YesNo, ask, before, equals, filled, one_of, refuse,
)  # fmt: skip

_loopt = one_of("oz_geldt", "ja", "maatwerk")
_beoordeeld = filled("oz_beoordeeld_op")
_langer = equals("oz_besluit_verder", "verlengen")


class VasteLast(Row):
    """Een vaste last die de gemeente betaalt, tot de statushouder dat zelf doet."""

    last: Literal["huur", "stroom en gas", "water", "zorgverzekering", "andere verplichte verzekering"] = ask("Vaste last", required="c")
    aan_wie: PersonOrOrganisation = ask("Aan wie?")
    bedrag: Amount = ask("Bedrag per maand", privacy="gevoelig")
    vanaf: date = ask("Wij betalen vanaf", required="d")
    tot: date = ask("Wij betalen tot")
    incasso_op: date = ask("Overgezet naar automatische incasso op")


class Leerstap(Row):
    """Iets wat de statushouder over geld leert."""

    onderwerp: Literal["begroting", "post", "incasso", "toeslagen", "verzekering", "sparen", "hulp vragen"] = ask("Onderwerp", required="c")
    gestart: date = ask("Gestart op")
    stand: Literal["kan het samen", "kan het zelf"] = ask("Hoe ver?")


class Afspraak(Section, title="Geldt ontzorgen?"):
    oz_geldt: Literal["ja", "nee, geen bijstand", "nee, andere groep", "maatwerk"] = ask(
        "Geldt ontzorgen voor deze statushouder?",
        required="c",
        privacy="gevoelig",
        hint="wi2021: wie inburgert, bijstand heeft en een asielvergunning voor bepaalde tijd, ook afgeleid of nareis. "
        "pilot2019: elke deelnemer.",
    )
    datum_bijstand_ingang: date = ask("Vanaf wanneer is er bijstand?", privacy="gevoelig", prefill="F00.datum_bijstand_ingang")
    oz_maatwerk: LongText = ask("Waarom en hoe wijken wij af?", required="d", shown_when=equals("oz_geldt", "maatwerk"), privacy="gevoelig")
    oz_start: date = ask("Vanaf wanneer?", required="d", shown_when=_loopt, privacy="gevoelig")
    oz_einde: date = ask(
        "Tot wanneer?",
        required="d",
        shown_when=_loopt,
        privacy="gevoelig",
        calculated="oz_einde",
        hint="Zes maanden na het begin. Typ een andere datum als dat anders is afgesproken.",
    )
    oz_besluit_op: date = ask("Datum besluit of machtiging", required="d", shown_when=_loopt, privacy="gevoelig")
    oz_uitgelegd: YesNo = ask(
        "Is uitgelegd wat wij betalen en wat de statushouder zelf houdt?", required="d", shown_when=_loopt, privacy="gevoelig"
    )


class Lasten(Section, title="Vaste lasten"):
    oz_lasten: list[VasteLast] = ask("Welke vaste lasten?", required="d", shown_when=_loopt, privacy="gevoelig")
    oz_leefgeld: Amount = ask("Hoeveel geld blijft over per maand?", required="d", shown_when=_loopt, privacy="gevoelig")
    oz_toeslagen_gat: str = ask("Hoe is de tijd zonder toeslagen opgelost?", shown_when=_loopt, privacy="gevoelig")


class Leren(Section, title="Zelf leren betalen"):
    oz_coach: Person = ask("Wie helpt met leren betalen?", required="d", shown_when=_loopt, prefill="F00.mb")
    oz_leerplan: list[Leerstap] = ask("Wat leert de statushouder?", required="d", shown_when=_loopt, privacy="gevoelig")
    oz_budgetbeheer: Literal["nee", "aangeboden", "loopt", "beëindigd"] = ask(
        "Is vrijwillig budgetbeheer nodig?", required="d", shown_when=_loopt, privacy="gevoelig"
    )


class Stoppen(Section, title="Stoppen of verlengen"):
    oz_beoordeeld_op: date = ask("Wanneer is beoordeeld of stoppen kan?", required="d", shown_when=_loopt, privacy="gevoelig")
    oz_overleg_coach: YesNo = ask("Is de coach van VluchtelingenWerk gevraagd?", required="d", shown_when=_beoordeeld, privacy="gevoelig")
    oz_besluit_verder: Literal["stoppen", "stap voor stap stoppen", "verlengen"] = ask(
        "Besluit", required="d", shown_when=_beoordeeld, privacy="gevoelig"
    )
    oz_verlengd_tot: date = ask("Verlengd tot", required="d", shown_when=_langer, privacy="gevoelig")
    oz_verleng_reden: LongText = ask("Waarom verlengen?", required="d", shown_when=_langer, privacy="gevoelig")
    oz_overgedragen_op: date = ask("Wanneer betaalt de statushouder alles zelf?", shown_when=_loopt, privacy="gevoelig")
    oz_nacontrole_op: date = ask("Nacontrole drie maanden na stoppen", shown_when=filled("oz_overgedragen_op"), privacy="gevoelig")


class Ontzorgen(Form, code="F12", title="Ontzorgen", per=DOSSIER, part="inkomen", phase="eerste begeleiding"):
    """Welke vaste lasten de gemeente betaalt en tot wanneer, en wat de statushouder leert om het zelf te doen."""

    afspraak: Afspraak
    lasten: Lasten
    leren: Leren
    stoppen: Stoppen

    rules = (
        refuse(before("oz_einde", "oz_start"), "het einde kan niet voor het begin liggen. Kijk de twee datums na.", at="oz_einde"),
        refuse(
            before("oz_verlengd_tot", "oz_einde"),
            "verlengen kan alleen tot na het einde dat er nu staat. Kijk de datum na.",
            at="oz_verlengd_tot",
        ),
        refuse(
            before("oz_nacontrole_op", "oz_overgedragen_op"),
            "de nacontrole komt na de dag waarop de statushouder alles zelf betaalt. Kijk de datum na.",
            at="oz_nacontrole_op",
        ),
    )
