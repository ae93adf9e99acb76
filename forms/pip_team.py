"""F10 PIP-teamoverleg: het team keurt het plan goed, volgt het en past het aan."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, Actie, Calculated, Form, Gesprekskop, LongText, Organisation, PersonOrOrganisation, Row, Section, ask, before, differs,
    one_of, refuse,
)  # fmt: skip


class Oordeel(Row):
    """Wat een deelnemer van het plan vindt."""

    deelnemer: PersonOrOrganisation = ask("Deelnemer", required="c")
    organisatie: Organisation = ask("Organisatie")
    akkoord: Literal["akkoord", "akkoord met opmerking", "niet akkoord"] = ask("Akkoord met het plan?", required="d")
    opmerking: str = ask("Opmerking")


class Overleg(Section, title="Het overleg"):
    pt_nummer: Calculated = ask("Het hoeveelste overleg is dit?", required="c", calculated="nummer")
    pt_soort: Literal["plan goedkeuren", "voortgang", "plan aanpassen"] = ask("Waarvoor is dit overleg?", required="c")
    pt_binnen_termijn: Calculated = ask("Valt dit in de eerste 10 maanden?", calculated="pt_binnen_termijn")
    pt_statushouder_erbij: Literal["ja", "nee, eigen keuze", "nee, andere reden"] = ask("Is de statushouder erbij?", required="d")
    pt_weg_ok: Literal["ja", "deels", "nee"] = ask(
        "Sluit de ingeslagen weg voldoende aan?", required="d", shown_when=differs("pt_soort", "plan goedkeuren")
    )
    pt_besproken: LongText = ask("Wat is besproken?", required="d", privacy="gevoelig")
    pt_aanpassingen: LongText = ask("Welke aanpassingen?", required="d", shown_when=one_of("pt_weg_ok", "deels", "nee"), privacy="gevoelig")
    pt_akkoord: list[Oordeel] = ask(
        "Wie is akkoord met het plan?",
        required="d",
        shown_when=one_of("pt_soort", "plan goedkeuren", "plan aanpassen"),
        prefill="regels:F08b.p19_team",
        none_allowed=False,
    )


class Vervolg(Section, title="Afspraken"):
    pt_acties: list[Actie] = ask("Acties", privacy="gevoelig")
    pt_uitgangspunten: list[Literal["doelen van de statushouder zijn leidend", "eigen kracht", "goede werkrelatie"]] = ask(
        "Zijn de uitgangspunten gevolgd?"
    )
    pt_volgende: date = ask("Datum volgend overleg")


class PipTeamoverleg(
    Form, code="F10", title="PIP-teamoverleg", per=DOSSIER, part="teamoverleg", phase="pip", many=True, title_from="gesprek_datum"
):
    """Een overleg van het PIP-team: ten minste twee in de eerste tien maanden (pilot 2019)."""

    kop: Gesprekskop
    overleg: Overleg
    vervolg: Vervolg

    rules = (
        refuse(
            before("pt_volgende", "gesprek_datum"),
            "het volgende overleg kan niet voor dit overleg liggen. Kijk de datum na.",
            at="pt_volgende",
        ),
    )
