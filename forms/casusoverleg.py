"""F14 Casusoverleg: het verslag van een overleg, en per dossier wat er is besproken en afgesproken."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, LIST, Actie, Form, LongText, Organisation, Person, PersonOrOrganisation, Reference, Row, Section, ask, before,
    equals, one_of, refuse,
)  # fmt: skip


class Deelnemer(Row):
    """Wie er bij het overleg was."""

    naam: Person = ask("Naam", required="c")
    organisatie: Organisation = ask("Organisatie")
    aanwezigheid: Literal["aanwezig", "afgemeld"] = ask("Was deze persoon er?", required="d")


class VorigeActie(Row):
    """Een actie uit het vorige overleg."""

    actie: str = ask("Actie", required="c", privacy="gevoelig")
    trekker: PersonOrOrganisation = ask("Trekker")
    deadline: date = ask("Klaar voor")
    stand: Literal["klaar", "loopt", "niet gebeurd", "vervallen"] = ask("Hoe staat het?", required="d")


class Vraagstuk(Row):
    """Iets dat voor meer dossiers geldt."""

    onderwerp: str = ask("Onderwerp", required="c")
    soort: Literal["beleid", "afspraak met partner", "anders"] = ask("Wat is het?", required="d")
    besluit: str = ask("Besluit")
    wie: PersonOrOrganisation = ask("Wie?")
    wanneer: date = ask("Wanneer?")


class Escalatiepunt(Row):
    """Een escalatie die op tafel kwam."""

    onderwerp: str = ask("Onderwerp", required="c", privacy="gevoelig")
    niveau: str = ask("Niveau", options={"1": "CVLW", "2": "beleidsmedewerker gemeente", "3": "wethouder"})
    besluit: str = ask("Besluit", privacy="gevoelig")


class Verspreiding(Row):
    """Wie welk deel van het verslag krijgt."""

    persoon: Person = ask("Wie?", required="c")
    deel: Literal["algemeen deel", "eigen dossiers", "alles"] = ask("Welk deel?", required="d")


class Kop(Section, title="Wanneer en wie"):
    co_datum: date = ask("Datum casusoverleg", required="c")
    co_voorzitter: Person = ask("Wie is voorzitter? (voorgevuld: CVLW)", required="c", prefill="persoon:CVLW")
    co_notulist: Person = ask("Wie maakt het verslag?", required="c")
    co_aanwezig: list[Deelnemer] = ask("Wie zijn er?", required="d")


class Agenda(Section, title="Agenda"):
    co_vorige_acties: list[VorigeActie] = ask("Acties uit het vorige overleg", required="d", privacy="gevoelig")
    co_a_algemeen: LongText = ask("a. Voortgang van de POP's in het algemeen", required="d")
    co_b_problemen: LongText = ask("b. Problemen en wat nodig is (algemeen deel)", required="d")
    co_c_vraagstukken: list[Vraagstuk] = ask("c. Vraagstukken die voor meer dossiers gelden", required="d")
    co_d_escalatie: list[Escalatiepunt] = ask("d. Escalaties", required="d", privacy="gevoelig")
    co_rondvraag: LongText = ask("Rondvraag")


class Slot(Section, title="Hierna"):
    co_volgende: date = ask("Datum volgend overleg", required="d")
    co_verslag_uit_op: date = ask("Wanneer is het verslag verstuurd?", required="n")
    co_verspreiding: list[Verspreiding] = ask("Wie krijgt welk deel?", required="d")


class Casusoverleg(Form, code="F14a", title="Casusoverleg", per=LIST, part="casus_algemeen", title_from="co_datum", shelf="casusoverleg"):
    """Het maandelijkse overleg: het algemene deel van het verslag. Wat over een dossier gaat, staat in dat dossier."""

    kop: Kop
    agenda: Agenda
    slot: Slot

    rules = (
        refuse(
            before("co_volgende", "co_datum"),
            "het volgende overleg komt na dit overleg. Kijk de twee datums na.",
            at="co_volgende",
        ),
    )


class Bespreking(Section, title="De bespreking"):
    cd_overleg: Reference = ask("In welk casusoverleg?", required="d", refers_to="F14a")
    cd_dossier: Reference = ask(
        "Welk dossier? (op het verslag: nummer en voorletters)", required="c", refers_to="F00", prefill="dit dossier"
    )
    cd_agendapunt: Literal["a bijzonder geval", "b probleem", "d escalatie", "terugkomend"] = ask("Bij welk agendapunt?", required="c")
    cd_toestemming: Literal["ja, toestemming", "ja, eigen taak van de gemeente", "zonder naam besproken", "nee"] = ask(
        "Mag dit hier besproken worden?", required="c"
    )
    cd_ingebracht_door: Person = ask("Wie brengt het in?", required="d", prefill="persoon")
    cd_vraag: str = ask("Wat is de vraag aan het overleg?", required="d", privacy="gevoelig")
    cd_situatie: LongText = ask("Wat moeten de anderen weten? (kort, geen diagnose)", required="d", privacy="gevoelig")
    cd_besproken: LongText = ask("Wat is besproken?", required="d", privacy="gevoelig")


class Besluit(Section, title="Besluit en acties"):
    cd_interventie: LongText = ask("Welke interventie is afgesproken?", privacy="gevoelig")
    cd_besluit: Literal["doorgaan zoals gepland", "actie", "plan aanpassen", "escaleren", "volgende keer terug", "afronden"] = ask(
        "Besluit", required="d"
    )
    cd_acties: list[Actie] = ask(
        "Acties (gaan vanzelf naar het logboek van het dossier)",
        required="d",
        privacy="gevoelig",
        shown_when=one_of("cd_besluit", "actie", "plan aanpassen"),
    )
    cd_escalatie: Reference = ask(
        "Escalatie", required="d", privacy="gevoelig", refers_to="F15", shown_when=equals("cd_besluit", "escaleren")
    )


class Terugkoppeling(Section, title="Vertellen aan de statushouder"):
    cd_terugkoppeling_wie: Person = ask("Wie vertelt het aan de statushouder?", required="d")
    cd_terugkoppeling_voor: date = ask("Voor welke datum?", required="d")
    cd_verteld_op: date = ask("Wanneer is het aan de statushouder verteld?", late=True)


class BesprokenDossier(
    Form, code="F14b", title="Bespreking in het casusoverleg", per=DOSSIER, part="casus", many=True, paper=("voorletters",)
):
    """Wat het casusoverleg over dit dossier besprak: een vraag, een besluit, en acties met trekker en datum."""

    bespreking: Bespreking
    besluit: Besluit
    terugkoppeling: Terugkoppeling

    rules = (
        refuse(
            equals("cd_toestemming", "nee"),
            "zonder toestemming of eigen taak wordt dit dossier niet besproken. Haal het van de agenda, of bespreek het zonder naam.",
            at="cd_toestemming",
        ),
    )
