"""F18 Urenregistratie: hoeveel tijd het werk kost, per partij en soort; regels die blijven staan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from popforms import LIST, Form, Organisation, Reference, Section, UserOrPerson, YesNo, ask, before, refuse


class Uren(Section, title="Uren"):
    ur_datum: date = ask("Datum", required="c", prefill="vandaag")
    ur_partij: Organisation = ask("Welke partij?", required="c", prefill="organisatie")
    ur_medewerker: UserOrPerson = ask("Wie?", required="c", prefill="gebruiker")
    ur_dossier: Reference = ask("Welk dossier? (leeg = pilotteam of algemeen)", refers_to="F00")
    ur_soort: Literal[
        "brede intake", "PIP opstellen", "PIP-teamoverleg", "begeleiding", "gesprek", "casusoverleg", "pilotteam", "voorbereiding",
        "administratie", "reistijd",
    ] = ask("Waarvoor?", required="c")  # fmt: skip
    ur_uren: Decimal = ask("Hoeveel uren? (per kwartier)", required="c", minimum=0.25, maximum=24, step=0.25)
    ur_begrotingspost: str = ask("Bij welke begrotingspost?", hint="Alleen in de pilot van 2019.")
    ur_notitie: str = ask("Toelichting (geen inhoud van het dossier)")
    ur_maand_dicht: YesNo = ask("Is de maand afgesloten?", hint="De coördinator sluit een maand; dat geldt dan voor elke regel.")
    ur_correctie_van: Reference = ask(
        "Neemt welke regel terug?", refers_to="F18", hint="Een foute regel blijft staan; deze regel neemt hem terug."
    )


class Urenregistratie(Form, code="F18", title="Uren", per=LIST, part="uren", lines=True):
    """Een dag werk: wie, waarvoor en hoe lang."""

    uren: Uren

    rules = (
        refuse(
            before("vandaag", "ur_datum"),
            "deze dag moet nog komen. Schrijf uren op als ze gewerkt zijn.",
            at="ur_datum",
        ),
    )
