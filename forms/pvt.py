"""F11 PVT: het participatieverklaringstraject, van aanmelding tot de getekende verklaring."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from popforms import (
    DOSSIER, Calculated, Form, Gate, Handtekening, LongText, Row, Rule, Section, User, YesNo, ask, before, both, either, equals, filled, no,
    refuse, within,
)  # fmt: skip

_moet = equals("pvt_verplicht", "ja")
Kernwaarde = Literal["vrijheid", "gelijkwaardigheid", "solidariteit", "participatie"]


class Onderdeel(Row):
    """Een training, een activiteit of een workshop van het traject."""

    naam: str = ask("Naam", required="c")
    soort: Literal["training", "activiteit of excursie", "workshop"] = ask("Soort", required="c")
    nodig: YesNo = ask("Nodig voor deze statushouder?")
    datum: date = ask("Datum")
    gevolgd: YesNo = ask("Gevolgd?")
    uren: Decimal = ask("Uren")
    kernwaarde: Kernwaarde = ask("Kernwaarde")


class Aanmelden(Section, title="Aanmelden"):
    pvt_verplicht: Literal["ja", "nee", "onbekend"] = ask(
        "Moet deze statushouder het PVT doen?",
        required="c",
        hint="Wie op of na 1 oktober 2017 inburgeringsplichtig werd, moet het doen.",
    )
    pvt_uiterlijk: Calculated = ask("Uiterlijke datum van tekenen", shown_when=_moet, calculated="pvt_uiterlijk")
    pvt_aangemeld_cvlw_op: date = ask("Wanneer aangemeld bij de CVLW?", required="d", shown_when=_moet)
    pvt_aangemeld_door: User = ask("Wie heeft aangemeld?", required="d", shown_when=_moet, prefill="gebruiker:PC")
    pvt_brief_op: date = ask(
        "Wanneer is de uitnodiging gestuurd?", required="d", shown_when=_moet, calculated="F22.br_verzonden_op/br_soort=BR09"
    )
    pvt_groep: str = ask("In welke groep of blok?")
    pvt_tolk_groep: Literal["ja", "nee", "niet nodig"] = ask("Is er een tolk of groep in de eigen taal?")


class Volgen(Section, title="Workshop, trainingen en uren"):
    pvt_basis_op: date = ask("Datum basisworkshop", required="d", shown_when=_moet)
    pvt_basis_gevolgd: Literal["ja", "deels", "nee"] = ask("Is de basisworkshop gevolgd?", required="d", shown_when=_moet)
    pvt_basis_uren: Decimal = ask("Hoeveel uren?", required="d", shown_when=_moet)
    pvt_onderdelen: list[Onderdeel] = ask("Trainingen en activiteiten")
    pvt_kernwaarden: list[Kernwaarde] = ask("Welke kernwaarden zijn behandeld?", required="d", shown_when=_moet)
    pvt_teken_uren: Decimal = ask("Hoeveel uur duurt het tekenmoment?", shown_when=_moet)
    pvt_uren_totaal: Calculated = ask("Totaal aantal uren, met tekenmoment", calculated="pvt_uren_totaal")
    pvt_mag_tekenen: Calculated = ask("Mag de verklaring worden getekend?", calculated="pvt_mag_tekenen")


class Tekenen(Section, title="Tekenen en doorgeven"):
    pvt_getekend_op: date = ask("Datum ondertekening participatieverklaring", required="n", shown_when=_moet)
    pvt_tekenen: list[Handtekening] = ask(
        "Handtekening", required="n", shown_when=_moet, rows=({"teken_rol": "statushouder"},), none_allowed=False
    )
    pvt_niet_reden: LongText = ask("Waarom is het PVT niet (op tijd) afgerond?", privacy="gevoelig", late=True)
    pvt_verwijtbaar: YesNo = ask("Is te laat tekenen te verwijten?", shown_when=equals("regelset", "wi2021"), privacy="gevoelig", late=True)
    pvt_duo_op: date = ask("Wanneer doorgegeven aan DUO?", shown_when=_moet, late=True)
    pvt_zichtbaar: Literal["ja", "nog niet (ongeveer drie weken)"] = ask(
        "Is gecontroleerd of het in Mijn Inburgering staat?",
        shown_when=filled("pvt_duo_op"),
        late=True,
    )


def te_verwijten(vraag: str, laatste_dag: str) -> tuple[Rule, ...]:
    """Binnen de termijn valt er niets te verwijten (L2): ‘nee’ kan vanaf twee maanden voor de laatste dag, ‘ja’ pas daarna."""
    voorbij = before(laatste_dag, "vandaag")
    return (
        refuse(
            both(equals(vraag, "ja"), no(voorbij)),
            "te laat is het pas als de laatste dag voorbij is. Haal dit antwoord weg en vul het na die dag in.",
            at=vraag,
        ),
        refuse(
            both(equals(vraag, "nee"), no(either(voorbij, within(laatste_dag, months=2)))),
            "dit vul je pas in als de termijn binnen twee maanden afloopt. Haal dit antwoord tot die tijd weg.",
            at=vraag,
        ),
    )


class Pvt(Form, code="F11", title="PVT", per=DOSSIER, part="pvt", phase="voortgang", paper=("verklaring",)):
    """Het participatieverklaringstraject: aanmelden, uren en kernwaarden, en de verklaring tekenen."""

    aanmelden: Aanmelden
    volgen: Volgen
    tekenen: Tekenen

    # forms.md, 'Checks across forms' 3: `pvt_mag_tekenen` says itself what is still needed; the coordinator passes it with a reason.
    gates = (
        Gate(
            "tekenen",
            "not F11.pvt_verplicht = ja or F11.pvt_mag_tekenen = ja",
            "Mag de verklaring al worden getekend? {pvt_mag_tekenen}.",
        ),
    )
    rules = (
        refuse(
            before("vandaag", "pvt_getekend_op"),
            "deze datum ligt in de toekomst. Vul de dag in waarop is getekend.",
            at="pvt_getekend_op",
        ),
        *te_verwijten("pvt_verwijtbaar", "pvt_uiterlijk"),
    )
