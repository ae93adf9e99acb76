"""F18 Urenregistratie: hoeveel tijd het werk kost, per partij en soort."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from popforms import LIST, Form, Organisation, Reference, Section, UserOrPerson, YesNo, ask


class Uren(Section, title="Uren"):
    ur_datum: date = ask("Datum", required="c", prefill="vandaag")
    ur_partij: Organisation = ask("Welke partij?", required="c", prefill="organisatie")
    ur_medewerker: UserOrPerson = ask("Wie?", required="c", prefill="gebruiker")
    ur_dossier: Reference = ask("Welk dossier? (leeg = pilotteam of algemeen)", refers_to="F00")
    ur_soort: Literal[
        "brede intake", "PIP opstellen", "PIP-teamoverleg", "begeleiding", "gesprek", "casusoverleg", "pilotteam", "voorbereiding",
        "administratie", "reistijd",
    ] = ask("Waarvoor?", required="c")  # fmt: skip
    ur_uren: Decimal = ask("Hoeveel uren? (per kwartier)", required="c", minimum=0.25, maximum=24)
    ur_begrotingspost: str = ask("Bij welke begrotingspost?", hint="Alleen in de pilot van 2019.")
    ur_notitie: str = ask("Toelichting (geen inhoud van het dossier)")
    ur_maand_dicht: YesNo = ask("Is de maand afgesloten?", hint="De coördinator vult dit in.")


class Urenregistratie(Form, code="F18", title="Uren", per=LIST, part="uren", title_from="ur_soort"):
    """Een dag werk: wie, waarvoor en hoe lang."""

    uren: Uren
