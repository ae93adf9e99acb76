"""F00 Dossier: waar alles van één statushouder bij elkaar komt."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, Calculated, Form, Organisation, Person, Reference, Row, Section, User, YesNo, ask, both, differs, equals, filled,
    one_of, refuse,
)  # fmt: skip


class Gezinsdossier(Row):
    """Een dossier van iemand uit hetzelfde gezin."""

    dossier: Reference = ask("Dossier", refers_to="F00")
    relatie: str = ask("Relatie")


class Afspraken(Section, title="Dossier en afspraken"):
    dossiernummer: Calculated = ask("Dossiernummer", required="c", calculated="dossiernummer", overview=True)
    regelset: Literal["pilot2019", "wi2021"] = ask(
        "Met welke afspraken werken we?",
        required="c",
        overview=True,
        hint="pilot2019: de afspraken van de pilot, onder de wet van 2013. wi2021: de Wet inburgering 2021.",
    )
    wet: Literal["wi2013", "wi2021", "niet inburgeringsplichtig", "onbekend"] = ask(
        "Onder welke inburgeringswet valt deze statushouder?",
        required="d",
        hint="Inburgeringsplichtig geworden voor 1 januari 2022: wi2013. Op of na die dag: wi2021.",
    )
    doelgroep: Literal[
        "asielstatushouder", "gezinslid van asielstatushouder", "gezinsmigrant", "overige migrant"
    ] = ask("Welke groep is dit?", required="d", privacy="gevoelig")  # fmt: skip
    gemeente: Organisation = ask("Aan welke gemeente gekoppeld?", required="c", overview=True)
    gezin_dossiers: list[Gezinsdossier] = ask("Welke dossiers horen bij dit gezin?", privacy="gevoelig")
    fase: Calculated = ask("In welke fase is het traject?", required="c", calculated="fase", overview=True)


class Team(Section, title="Het team", team=True):
    pc: User = ask("Wie is de POP-consulent (regisseur)?", required="c", prefill="gebruiker:PC", overview=True)
    hvc: User = ask("Wie is de huisvestingsconsulent?", required="d")
    mb: Person = ask("Wie is de maatschappelijk begeleider?", required="d", overview=True)
    cvlw: Person = ask("Wie is de coördinator VluchtelingenWerk?", required="d")
    inkomensconsulent: User = ask("Wie is de inkomensconsulent?")
    consulent_werk: User = ask("Wie is de consulent Werk?")
    coordinator_taal: Person = ask("Wie is de coördinator taal?")
    contact_cmd: Person = ask("Wie is contact bij het CMD (gezondheid)?")


class Data(Section, title="Belangrijke data"):
    datum_vergunning: date = ask(
        "Wanneer is de verblijfsvergunning gegeven?", required="d", privacy="gevoelig", owner="F01.datum_vergunning"
    )
    datum_tvs_melding: date = ask("Wanneer kwam de melding in TVS?", required="c", owner="F01.datum_tvs_melding")
    datum_koppeling: date = ask("Wanneer is de statushouder aan ons gekoppeld?", required="d", owner="F01.datum_koppeling")
    datum_huur_ingang: date = ask("Wanneer gaat de huur in?", owner="F04.huur_ingang")
    datum_brp: date = ask("Wanneer is de statushouder hier ingeschreven (BRP)?", owner="F04.brp_op", overview=True)
    datum_huisvesting: date = ask("Wanneer is de statushouder echt verhuisd?", owner="F04.datum_huisvesting", overview=True)
    datum_kennisgeving_duo: date = ask(
        "Welke datum staat op de DUO-kennisgeving?", shown_when=equals("wet", "wi2021"), owner="F13.datum_kennisgeving_duo"
    )
    datum_start_plicht: date = ask(
        "Wanneer is de inburgeringsplicht begonnen?",
        shown_when=differs("wet", "niet inburgeringsplichtig"),
        owner="F13.datum_start_plicht",
    )
    dagtekening_eerste_pip: date = ask("Wat is de datum van het eerste PIP?", owner="F08c.w21_dagtekening", overview=True)
    datum_bijstand_ingang: date = ask("Vanaf wanneer is er bijstand?", privacy="gevoelig", owner="F12.datum_bijstand_ingang")
    datum_vertrek: date = ask("Wanneer is de statushouder verhuisd uit de gemeente?")
    datum_einde_plicht: date = ask("Wanneer is de inburgeringsplicht geëindigd?", owner="F13.datum_einde_plicht")


class Pauze(Row):
    """Een tijd waarin een termijn stilstaat."""

    termijn: Reference = ask("Welke termijn?", required="c", refers_to="termijnen")
    van: date = ask("Van", required="c")
    tot_en_met: date = ask("Tot en met", hint="Leeg: de pauze loopt nog.")
    reden: str = ask("Reden", required="c", privacy="gevoelig")
    door: User = ask("Door", prefill="gebruiker")


class Afsluiting(Section, title="Afsluiten, pauzes en inzage"):
    afsluit_reden: Literal[
        "doelen bereikt", "overgedragen", "verhuisd", "plicht voldaan", "ontheffing of vrijstelling", "overleden", "anders"
    ] = ask("Waarom is het dossier gesloten?", hint="Alleen invullen als je het dossier sluit.")  # fmt: skip
    datum_afgesloten: Calculated = ask(
        "Wanneer is het dossier gesloten?", shown_when=filled("afsluit_reden"), calculated="datum_afgesloten"
    )
    termijn_pauzes: list[Pauze] = ask("Welke termijnen zijn gepauzeerd? (geen gezondheid in de reden)", privacy="gevoelig")
    inzage_beperkt: YesNo = ask("Is inzage extra beperkt (veiligheid, bekende van het team)?", privacy="gevoelig")


class Dossier(Form, code="F00", title="Dossier", per=DOSSIER, part="persoon", start=True):
    """Het dossier zelf: met welke afspraken we werken, wie het team is en de data waar alles van afhangt."""

    afspraken: Afspraken
    team: Team
    data: Data
    afsluiting: Afsluiting

    rules = (
        refuse(
            both(equals("regelset", "wi2021"), equals("wet", "wi2013")),
            "de afspraken van wi2021 passen niet bij de wet van 2013. Kies pilot2019, of verander de wet.",
            at="wet",
        ),
        # These two reasons come from the closing of the POP (forms.md, F00 'Closing').
        refuse(
            both(one_of("afsluit_reden", "doelen bereikt", "overgedragen"), differs("F20.state", "definitief")),
            "deze reden kan pas na de afronding van de POP. Kies een andere reden.",
            at="afsluit_reden",
        ),
        refuse(
            both(
                one_of("afsluit_reden", "doelen bereikt", "overgedragen"),
                equals("regelset", "wi2021"),
                equals("F20.ap_plicht_open", "ja"),
            ),
            "de POP is af, maar de inburgeringsplicht loopt nog. Het dossier blijft open tot de plicht eindigt of de statushouder verhuist.",
            at="afsluit_reden",
        ),
    )
