"""F06 Kennismakingsgesprek: de POP-consulent en de statushouder leren elkaar kennen en beginnen met de POP."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import DOSSIER, Actie, Form, Gesprekskop, LongText, Reference, Row, Section, YesNo, ask, before, filled, warn


class Vooraf(Section, title="Voor het gesprek"):
    vooroverleg_mb_op: date = ask("Wanneer is vooraf met de begeleider overlegd?", required="d")
    vooroverleg_over: list[Literal["voortgang begeleiding", "taalontwikkeling", "inburgeringsrooster", "gezin", "anders"]] = ask(
        "Waarover?", required="d"
    )
    vooroverleg_notitie: LongText = ask("Wat kwam daaruit? (alleen met toestemming)", privacy="gevoelig")
    mb_gaat_mee: Literal["ja", "nee", "op verzoek van de statushouder niet"] = ask("Gaat de begeleider mee?", required="d")
    brief_op: date = ask("Wanneer is de uitnodiging per post gestuurd?", required="d", calculated="F22.br_verzonden_op/br_soort=BR06")


class Uitleg(Section, title="Uitleg en start van de POP"):
    uitleg_werkwijze: YesNo = ask("Is de werkwijze van de gemeente uitgelegd?", required="d")
    uitleg_pop: YesNo = ask("Is uitgelegd wat de POP is en wat wij ermee doen?", required="d")
    uitleg_privacy: YesNo = ask("Is uitgelegd wie wat mag zien?", required="d")
    toestemming_ref: Reference = ask("Is het toestemmingsformulier doorgenomen?", required="d", refers_to="F17", prefill="nieuwste:F17")
    checklist_gezien: Literal["ja", "nee", "wil niet"] = ask("Is de MB-checklist meegenomen en bekeken?")
    pop_gestart: YesNo = ask("Is de POP gestart?", required="d")


class Pvt(Section, title="Participatieverklaring (PVT)"):
    pvt_uitgelegd: YesNo = ask("Is het PVT besproken?", required="d")
    pvt_basis_uitgenodigd: YesNo = ask("Is de statushouder uitgenodigd voor de basisworkshop?", required="d")
    pvt_trainingen: list[Reference] = ask("Welke trainingen zijn belangrijk voor deze statushouder?", refers_to="F23.st_trainingen")
    pvt_aangemeld_op: date = ask("Wanneer is de statushouder aangemeld bij de CVLW?", owner="F11.pvt_aangemeld_cvlw_op")


class Gecheckt(Row):
    """Een collega met wie de actielijst is doorgenomen."""

    wie: Literal["MB", "HVC", "inkomensconsulent"] = ask("Met wie?", required="c")
    datum: date = ask("Datum", required="d")
    al_uitgezet: YesNo = ask("Was er al iets uitgezet?")
    al_verteld: YesNo = ask("Was er al iets verteld?")
    afwijking: str = ask("Wat wijkt af?")


class Acties(Section, title="Actielijst en afstemming"):
    acties: list[Actie] = ask("Actielijst", required="d", privacy="gevoelig")
    gws_op: date = ask("Wanneer is het gesprek genoteerd in het systeem van Sociale Zaken?", required="d")
    gws_verwijzing: str = ask("Welke verwijzing staat daar naar de POP?", shown_when=filled("gws_op"))
    acties_gecheckt: list[Gecheckt] = ask("Met wie is de actielijst daarna gebeld?", required="d")
    info_gelijk: Literal["ja", "nee, aangepast"] = ask("Vertellen wij allemaal hetzelfde?", required="d")


class Kennismaking(
    Form, code="F06", title="Kennismakingsgesprek", per=DOSSIER, part="gesprek", phase="kennismaking", title_from="gesprek_datum"
):
    """Kennismaken, uitleggen hoe wij werken, beginnen met de POP en zorgen dat iedereen hetzelfde vertelt."""

    kop: Gesprekskop
    vooraf: Vooraf
    uitleg: Uitleg
    pvt: Pvt
    acties: Acties

    rules = (warn(before("gesprek_datum", "brief_op"), "de uitnodiging is van na het gesprek. Kijk de twee datums na.", at="brief_op"),)
