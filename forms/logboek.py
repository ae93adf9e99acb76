"""F16 Logboek: wat er gebeurde, regel voor regel; een regel verandert nooit."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

from popforms import DOSSIER, MODULES, Form, LongText, Reference, Section, Together, User, ask


class Moment(Together):
    """Een dag en een tijd."""

    datum: date = ask("Datum", required="c", prefill="vandaag")
    tijd: time = ask("Tijd", prefill="nu")


class Regel(Section, title="Logboekregel"):
    lg_datum: Moment = ask("Datum en tijd", required="c", hint="Een eerder moment mag ook.")
    lg_soort: Literal[
        "gesprek", "telefoon", "bericht", "brief", "huisbezoek", "overleg", "doel", "actie", "besluit", "wijziging", "systeem"
    ] = ask("Wat is het?", required="c")  # fmt: skip
    lg_module: str = ask("Bij welk onderdeel?", required="c", options=(*MODULES, "algemeen"))
    lg_kort: str = ask("Korte regel", required="c", privacy="gevoelig")
    lg_tekst: LongText = ask("Toelichting (geen diagnose)", privacy="gevoelig")
    lg_door: User = ask("Door wie?", required="c", prefill="gebruiker")
    lg_bron: Reference = ask("Uit welk formulier?", refers_to="formulier")
    lg_actie: Reference = ask("Welke actie?", refers_to="acties")
    lg_zichtbaar: Literal["hele team", "alleen gemeente", "alleen pc en trekker"] = ask("Wie mag dit lezen?", required="c")
    lg_correctie_van: Reference = ask(
        "Verbetering van regel", refers_to="F16", hint="Een foute regel blijft staan; deze regel verbetert hem."
    )


class Logboek(Form, code="F16", title="Logboek", per=DOSSIER, part="logboek", many=True, lines=True):
    """Wat er gebeurde, in de volgorde waarin het is opgeschreven."""

    regel: Regel
