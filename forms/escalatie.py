"""F15 Escalatie: een probleem dat een stap hoger moet."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, THIS_DOSSIER, Form, Gate, LongText, Person, Reference, Section, UserOrPerson, YesNo, ask, before, equals, one_of, refuse,
)  # fmt: skip

NIVEAUS = {"1": "CVLW", "2": "beleidsmedewerker gemeente", "3": "wethouder"}
"""De drie niveaus van het voorbeeldproces (S0)."""


class Probleem(Section, title="Het probleem"):
    es_niveau: str = ask("Op welk niveau?", required="c", options=NIVEAUS)
    es_dossier: Reference = ask(
        "Gaat het om één dossier?", refers_to="F00", owner=THIS_DOSSIER, hint="Nee. Gaat het toch om één dossier, begin dan in dat dossier."
    )
    es_onderwerp: str = ask("Wat is het probleem?", required="c", privacy="gevoelig")
    es_geprobeerd: LongText = ask("Wat is al geprobeerd?", required="d", privacy="gevoelig")
    es_vraag: str = ask("Welk besluit of welke hulp is nodig?", required="d", privacy="gevoelig")
    es_ingediend_door: UserOrPerson = ask("Wie escaleert?", required="c", prefill="gebruiker")
    es_ingediend_op: date = ask("Wanneer?", required="c", prefill="vandaag")
    es_ontvanger: Person = ask("Aan wie?", required="d")
    es_reactie_voor: date = ask("Reactie nodig voor", required="d", prefill="over:10 werkdagen")


class Antwoord(Section, title="Antwoord en vervolg"):
    es_reactie: LongText = ask("Antwoord of besluit", required="n", privacy="gevoelig")
    es_reactie_op: date = ask("Datum antwoord", required="n")
    es_zonder_naam: YesNo = ask("Is het stuk zonder persoonsgegevens?", required="d", shown_when=equals("es_niveau", "3"))
    es_uitkomst: Literal["opgelost", "naar hoger niveau", "terug naar casusoverleg", "gestopt"] = ask("Hoe verder?", required="n")
    es_vorige: Reference = ask("Vorige stap", refers_to="F15", calculated="es_vorige")
    es_gesloten_op: date = ask("Gesloten op", required="n", shown_when=one_of("es_uitkomst", "opgelost", "gestopt"))


class Escalatie(
    Form,
    code="F15",
    title="Escalatie",
    per=DOSSIER,
    part="escalatie",
    many=True,
    title_from="es_niveau",
    shelf="casusoverleg",
    above_cases=True,
):
    """Niveau 1 is de CVLW, niveau 2 de beleidsmedewerker, niveau 3 de wethouder; het derde niveau krijgt geen namen."""

    probleem: Probleem
    antwoord: Antwoord

    # Own judgement from the numbered model of S0: each level in one chain; the gate can be passed with a reason.
    gates = (
        Gate(
            "volgorde",
            "F15.es_niveau = 1 or (F15.es_niveau = 2 and F15.es_vorige.es_niveau = 1 and gevuld(F15.es_vorige.es_uitkomst)) "
            "or (F15.es_niveau = 3 and F15.es_vorige.es_niveau = 2 and gevuld(F15.es_vorige.es_uitkomst))",
            "Een hoger niveau komt na het antwoord van het vorige niveau. Noem bij ‘Vorige stap’ de escalatie die al is beantwoord.",
        ),
    )
    rules = (
        refuse(
            equals("es_zonder_naam", "nee"),
            "naar de wethouder gaat een stuk zonder namen. Haal de persoonsgegevens eruit en kies dan ja.",
            at="es_zonder_naam",
        ),
        refuse(
            before("es_reactie_voor", "es_ingediend_op"),
            "deze datum ligt voor de dag van de escalatie. Kijk de twee datums na.",
            at="es_reactie_voor",
        ),
    )
