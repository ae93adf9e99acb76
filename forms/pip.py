"""F08 PIP: het plan in de afspraken van de pilot van 2019 en in die van de Wet inburgering 2021."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from popforms import (
    DOSSIER, Calculated, Form, Gate, Handtekening, LongText, Organisation, Part, Person, PersonOrOrganisation, Reference, Row, Section,
    Summary, Together, User, YesNo, ask, before, both, each, either, empty, equals, filled, helper, one_of, refuse, some,
    tell, warn,
)  # fmt: skip

_pilot = equals("regelset", "pilot2019")
_wet = equals("regelset", "wi2021")
_asiel = one_of("doelgroep", "asielstatushouder", "gezinslid van asielstatushouder")


class PipDoel(Row):
    """Een doel van de statushouder in het plan."""

    doel: str = ask("Doel", required="c")
    waarom: str = ask("Waarom belangrijk?")
    wanneer: str = ask("Wanneer?")


class Aandachtspunt(Row):
    """Iets waar we rekening mee houden."""

    aandachtspunt: str = ask("Aandachtspunt", required="c", privacy="gevoelig")
    wat_doen_we: str = ask("Wat doen we?", privacy="gevoelig")


class Afspraak(Row):
    """Een afspraak: wie doet wat, en wanneer."""

    onderwerp: str = ask("Onderwerp", required="c")
    statushouder: str = ask("Wat doet de statushouder?", privacy="gevoelig")
    gemeente: str = ask("Wat doet de gemeente?", privacy="gevoelig")
    partner: str = ask("Wat doet een partner?", privacy="gevoelig")
    wanneer: str = ask("Wanneer?")


class Plan(Section, title="Het plan", code="F08a"):
    pip_soort: Literal["eerste PIP", "gewijzigd PIP", "PIP na verhuizing"] = ask("Welk PIP is dit?", required="c")
    pip_persoon: Reference = ask("Voor wie is het plan?", required="c", refers_to="F01", prefill="nieuwste:F01")
    pip_bsn: Reference = ask(
        "BSN op het plan",
        shown_when=_wet,
        privacy="nummer",
        refers_to="F01.bsn",
        prefill="nieuwste:F01",
        hint="Het nummer staat alleen op het officiële exemplaar.",
    )
    pip_gezin: Literal["alleen", "met gezin"] = ask("Is het plan voor de statushouder alleen of met gezin besproken?", required="d")
    pip_hoofddoel: Literal["werk", "onderwijs", "meedoen"] = ask("Hoofddoel", required="d", prefill="F03a.hoofddoel_voorstel")
    pip_doelen: list[PipDoel] = ask("Doelen van de statushouder", required="d")
    pip_aandacht: list[Aandachtspunt] = ask("Waar houden wij rekening mee?", privacy="gevoelig")
    pip_afspraken: list[Afspraak] = ask("Afspraken", required="d", privacy="gevoelig")
    pip_pop_ref: Reference = ask("Bij welke versie van de POP hoort dit plan?", required="d", refers_to="F07", prefill="nieuwste:F07")


class Uitleg(Section, title="Contact en uitleg", code="F08a"):
    pip_contact: User = ask("Wie is het aanspreekpunt bij de gemeente?", required="d", prefill="F00.pc")
    pip_begeleider: Person = ask("Wie is de begeleider van VluchtelingenWerk?", required="d", prefill="F00.mb")
    pip_rechten_plichten: YesNo = ask("Zijn rechten, plichten en gevolgen uitgelegd?", required="d")
    pip_tolk: Literal["ja, tolk", "ja, vertaald", "niet nodig"] = ask("Is het plan met tolk of vertaling doorgenomen?", required="d")


class Partnerdeel(Row):
    """Een partner en het deel van het plan dat die kreeg."""

    partner: PersonOrOrganisation = ask("Partner", required="c")
    onderdelen: str = ask("Onderdelen")
    datum: date = ask("Datum", prefill="vandaag")


class Uitreiken(Section, title="Uitreiken", code="F08a"):
    pip_afschrift_op: date = ask("Wanneer kreeg de statushouder een afdruk?", required="n")
    pip_team_afschrift: list[Partnerdeel] = ask("Welke partners kregen welk deel?", late=True)


BEGIN = (
    Part(
        "Wie zijn wij?",
        (tell("Dit plan is van u en van {gemeente}. Wij helpen u. Het hele plan staat hierna."),),
    ),
    Part("Uw doel", (tell("Uw hoofddoel is: {pip_hoofddoel}."), each("pip_doelen", "{doel} ({wanneer}) | {doel}"))),
)
"""Hoe het eerste blad van elk PIP begint, in taal op A2."""
_BEREIKEN = (
    helper("pip_contact", "uw contact bij de gemeente"),
    helper("pip_begeleider", "uw begeleider van VluchtelingenWerk"),
)
_BELLEN = tell("Gaat iets niet goed? Of verandert er iets? Bel uw contact bij de gemeente.")
_ONDERTEKENEN = Part(
    "Ondertekenen",
    (
        tell(
            "Met mijn handtekening laat ik zien: ik heb dit plan gelezen, of iemand heeft het aan mij voorgelezen. Ik begrijp wat er staat."
        ),
    ),
)


class VolgensPilot(Section, code="F08b", shown_when=_pilot):
    """Grond voor de onderdelen die alleen in de pilot van 2019 gelden."""


TEAM = (
    "statushouder (met gezin)", "regisseur", "coach VluchtelingenWerk", "welzijnsorganisatie", "werkbedrijf",
    "inburgerings- of taalaanbieder",
)  # fmt: skip
"""De zes vaste rollen van het PIP-team."""


class Teamlid(Row):
    """Een plaats in het PIP-team: wie er zit, of waarom de plaats leeg blijft."""

    rol: str = ask("Rol", required="d", options=(*TEAM, "GGD", "AMW", "CJG", "onderwijs", "SBB", "UAF", "sleutelpersoon", "anders"))
    naam: PersonOrOrganisation = ask("Naam", required="d", shown_when=empty("reden"))
    organisatie: Organisation = ask("Organisatie", shown_when=empty("reden"))
    akkoord: Literal["akkoord", "niet akkoord"] = ask("Akkoord met het plan?", required="d", shown_when=empty("reden"))
    reden: str = ask("Niet van toepassing, omdat", hint="Alleen de regisseur laat een plaats leeg, met de reden erbij.")


class PipTeam(VolgensPilot, title="PIP-team", team=True):
    p19_uiterlijk: Calculated = ask("Uiterlijke datum", calculated="p19_uiterlijk")
    p19_team: list[Teamlid] = ask("PIP-team", required="d", rows=tuple({"rol": rol} for rol in TEAM), none_allowed=False)
    p19_team_compleet: Calculated = ask("Is het team compleet?", calculated="p19_team_compleet")
    p19_sleutelpersoon: Person = ask("Welke sleutelpersoon of wie uit het netwerk helpt?")


class Ontzorging(VolgensPilot, title="Ontzorging"):
    p19_ontzorging_tot: date = ask(
        "Ontzorging: tot welke datum?",
        required="d",
        privacy="gevoelig",
        calculated="p19_ontzorging_tot",
        hint="Ten minste zes maanden. De datum komt uit Ontzorgen.",
    )
    p19_ontzorging_lasten: list[Literal["huur", "energie", "zorgverzekering", "andere verplichte verzekering"]] = ask(
        "Ontzorging: welke vaste lasten betaalt de gemeente?", required="d", privacy="gevoelig"
    )
    p19_budgetbeheer: Literal["nee", "ja in overleg met de coach"] = ask(
        "Ontzorging: is er vrijwillig budgetbeheer?", required="d", privacy="gevoelig"
    )
    p19_zelfredzaam: LongText = ask("Ontzorging: hoe leert de statushouder zelf betalen?", required="d", privacy="gevoelig")


class Meedoen(VolgensPilot, title="Leren, meedoen en werk"):
    p19_leerroute: Literal["regulier", "onderwijsroute", "Z-route"] = ask("Welke inburgeringsroute?", required="d")
    p19_knm: str = ask("Hoe en wanneer KNM?", required="d")
    p19_ona: str = ask("Hoe en wanneer ONA?", required="d")
    p19_aanbieder: Organisation = ask("Bij welke taalaanbieder?", required="d", hint="Kies een aanbieder met het keurmerk inburgering.")
    p19_dagbesteding: LongText = ask("Welke zinvolle dagbesteding naast de les?", required="d")
    p19_werk: list[
        Literal[
            "extra taal", "groepstraining", "taal met mbo", "bedrijfsbezoek", "stage of leerwerkplek", "sport en bewegen",
            "jobhunter", "praktijkverklaring", "nazorg", "nog niets",
        ]
    ] = ask("Wat doet het werkbedrijf?", required="d")  # fmt: skip
    p19_welzijn: LongText = ask("Wat doet de welzijnsorganisatie?", required="d")


class Goedkeuren(VolgensPilot, title="Overleg en tekenen"):
    p19_overleg_1: date = ask("Eerste PIP-teamoverleg gepland op", required="d")
    p19_overleg_2: date = ask("Tweede PIP-teamoverleg gepland op", required="d")
    p19_akkoord_op: date = ask(
        "Wanneer heeft het team het plan goedgekeurd?",
        required="d",
        calculated="p19_akkoord_op",
        hint="De datum komt uit het PIP-teamoverleg waarin iedereen akkoord was.",
    )
    p19_tekenen: list[Handtekening] = ask(
        "Handtekeningen",
        required="n",
        rows=({"teken_rol": "statushouder"}, {"teken_rol": "regisseur"}),
        none_allowed=False,
    )


class PipPilot(Form, code="F08b", title="PIP (pilot 2019)", per=DOSSIER, part="pip", phase="pip", shown_when=_pilot):
    """Het PIP volgens de pilot van 2019: gemaakt met het PIP-team, getekend door statushouder en regisseur."""

    plan: Plan
    uitleg: Uitleg
    pip_team: PipTeam
    ontzorging: Ontzorging
    meedoen: Meedoen
    goedkeuren: Goedkeuren
    uitreiken: Uitreiken

    summaries = (
        Summary(
            "Wat wij afspreken",
            (
                *BEGIN,
                Part(
                    "Dit doet u",
                    (
                        each("pip_afspraken", "{onderwerp}: {statushouder}"),
                        tell("U leert Nederlands bij {p19_aanbieder}."),
                        tell("U leert hoe Nederland werkt (KNM): {p19_knm}"),
                        tell("U leert hoe werk in Nederland gaat (ONA): {p19_ona}"),
                        tell("Naast de les: {p19_dagbesteding}"),
                    ),
                ),
                Part(
                    "Dit doen wij",
                    (
                        each("pip_afspraken", "{onderwerp}: {gemeente}"),
                        each("pip_afspraken", "{onderwerp}: {partner}"),
                        tell("Wij betalen eerst uw {p19_ontzorging_lasten}. Dat doen wij tot {p19_ontzorging_tot}."),
                        tell("Het werkbedrijf helpt u met: {p19_werk}."),
                    ),
                ),
                Part(
                    "Wie helpt u?",
                    (
                        *_BEREIKEN,
                        helper("p19_aanbieder", "uw taalschool"),
                        helper("p19_sleutelpersoon", "iemand die uw taal en uw weg kent"),
                    ),
                ),
                Part(
                    "Wanneer praten wij weer?",
                    (tell("Wij praten over uw plan op {p19_overleg_1}. En weer op {p19_overleg_2}."), _BELLEN),
                ),
            ),
        ),
    )
    clauses = (_ONDERTEKENEN,)

    # The brede intake is the basis of the plan, and the whole team says yes before anybody signs (S1; forms.md, 'Checks across forms' 1-2).
    gates = (
        Gate("intake", "F03c.state = definitief", "De brede intake is nog niet definitief: het akkoord van de drie partijen ontbreekt."),
        Gate(
            "team",
            "een(F10, pt_soort = 'plan goedkeuren' and state = definitief and elk(pt_akkoord, akkoord in (akkoord, 'akkoord met opmerking')) "
            "and noemt(pt_akkoord, deelnemer, F08b.p19_team, naam))",
            "Het PIP-team heeft het plan nog niet goedgekeurd: in één PIP-teamoverleg is iedereen akkoord die bij ‘PIP-team’ staat.",
        ),
        Gate(
            "akkoord",
            "not een(F08b.p19_team, akkoord = 'niet akkoord')",
            "Bij ‘PIP-team’ is iemand niet akkoord. Bespreek in een PIP-teamoverleg wat er anders moet, en vul dan het nieuwe antwoord in.",
        ),
    )
    rules = (
        refuse(
            before("p19_overleg_2", "p19_overleg_1"),
            "het tweede overleg kan niet voor het eerste liggen. Kijk de twee datums na.",
            at="p19_overleg_2",
        ),
        # S1: "ondertekend door de regisseur van de gemeenten en de statushouder". Under the law of 2021 the decision counts without it.
        refuse(
            some("p19_tekenen", one_of("teken_wijze", "mondeling akkoord genoteerd", "niet getekend")),
            "in de pilot van 2019 geldt het plan pas als statushouder en regisseur allebei tekenen; een mondeling akkoord is daarvoor niet "
            "genoeg. Bespreek wat er anders moet; ‘Terug naar concept’ maakt het plan weer open.",
            at="p19_tekenen",
            stage="n",
        ),
    )


class VolgensWet(Section, code="F08c", shown_when=_wet):
    """Grond voor de onderdelen die alleen in de Wet inburgering 2021 gelden."""


class Lestijd(Together):
    """Wanneer de lessen naar verwachting beginnen en eindigen."""

    omschrijving: str = ask("Omschrijving")
    begin: date = ask("Begin")
    eind: date = ask("Eind")


class Leerroute(VolgensWet, title="Leerroute en lessen"):
    w21_uiterlijk: Calculated = ask("Uiterlijke datum van vaststelling", calculated="w21_uiterlijk")
    w21_leerroute: str = ask(
        "Leerroute",
        required="d",
        options={"B": "B1-route", "O": "onderwijsroute", "Z": "zelfredzaamheidsroute"},
        overview=True,
        prefill="F03b.leerroute_advies",
    )
    w21_motivering: LongText = ask("Waarom deze leerroute? Welke andere routes zijn bekeken?", required="d", privacy="gevoelig")
    w21_niveau: Literal["A2", "B1"] = ask("Taalniveau", required="d", shown_when=one_of("w21_leerroute", "B", "O"))
    w21_intensiteit_b1: int = ask(
        "Geschat aantal uren taal en KNM tot B1", required="d", shown_when=both(equals("w21_leerroute", "B"), _asiel)
    )
    w21_alfa: str = ask(
        "Is alfabetisering nodig?",
        required="d",
        options={"A": "analfabeet", "AA": "anders-gealfabetiseerd", "NVT": "niet van toepassing"},
        prefill="F01.lezen_schrijven:nee=A;ja, ander schrift=AA;ja, ons schrift=NVT",
    )
    w21_opleiding_af: YesNo = ask("Mag de statushouder eerst een opleiding afmaken?", required="d")
    w21_instelling: Organisation = ask(
        "Bij welke cursusinstelling?", required="d", hint="Kies een instelling met keurmerk taal of taalschakeltraject."
    )
    w21_aanbod_op: date = ask("Datum van inschrijving bij de instelling")
    w21_les_van_tot: Lestijd = ask("Verwachte begin- en einddatum van de lessen")
    w21_knm: str = ask("Hoe leert de statushouder KNM?", required="d")


class ZUren(Row):
    """Een soort uren in de Z-route."""

    soort: str = ask("Soort uren", options=("les taal en KNM", "participatie (alleen asielstatushouder)"))
    uren: int = ask("Uren")
    planning: str = ask("Planning per week", required="d", shown_when=either(equals("soort", "les taal en KNM"), _asiel))


_map = one_of("w21_leerroute", "B", "Z")


class Onderdelen(VolgensWet, title="PVT, MAP en Z-route"):
    w21_pvt_invulling: LongText = ask("Hoe ziet het PVT eruit?", required="d")
    w21_pvt_uren: Decimal = ask("Hoeveel uur PVT? (ten minste 12)", required="d", minimum=12)
    w21_pvt_activiteit: str = ask("Welke activiteit of excursie over een kernwaarde?", required="d")
    w21_map_invulling: LongText = ask("Hoe ziet de MAP eruit?", required="d", shown_when=_map)
    w21_map_praktijk: Decimal = ask("Hoeveel praktijkuren MAP? (ten minste 40)", required="d", shown_when=_map, minimum=40)
    w21_z_uren: list[ZUren] = ask(
        "Z-route: uren les en uren meedoen",
        required="d",
        shown_when=equals("w21_leerroute", "Z"),
        rows=(
            {"soort": "les taal en KNM", "uren": "800"},
            {"soort": "participatie (alleen asielstatushouder)", "uren": "800"},
        ),
        fixed=True,
        none_allowed=False,
    )


class Voortgang(Together):
    """Hoe en hoe vaak de voortgang gevolgd wordt."""

    hoe: str = ask("Hoe?", required="d")
    hoe_vaak: Literal["elke maand", "elke 3 maanden", "elke 6 maanden"] = ask("Hoe vaak?", required="d")


class HoeTot(Together):
    """Een afspraak met een einddatum."""

    hoe: str = ask("Hoe?", required="d")
    tot: date = ask("Tot en met", required="d")


_bijstand = filled("datum_bijstand_ingang")


class Steun(VolgensWet, title="Begeleiding en voortgang"):
    w21_begeleiding: LongText = ask("Welke begeleiding en ondersteuning geeft de gemeente?", required="d")
    w21_voortgang: Voortgang = ask("Hoe volgen wij de voortgang? Hoe vaak spreken wij elkaar?", required="d")
    w21_randvoorwaarden: list[Literal["kinderopvang", "reiskosten", "laptop", "lestijden in de avond", "rustige leerplek", "anders"]] = ask(
        "Wat is nodig om mee te kunnen doen?", required="d"
    )
    w21_vve: str = ask("Afspraak over voor- of vroegschool voor kinderen")
    w21_ontzorgen: HoeTot = ask("Hoe en hoe lang geldt ontzorgen?", required="d", shown_when=_bijstand, privacy="gevoelig")
    w21_participatiewet: LongText = ask(
        "Welke afspraken gelden vanuit de bijstand? (PIP in brede zin)", shown_when=_bijstand, privacy="gevoelig"
    )


class Bekend(Together):
    """Wanneer en hoe het plan bekendgemaakt is."""

    datum: date = ask("Datum", required="n")
    hoe: Literal["uitgereikt", "post", "digitaal"] = ask("Hoe?", required="n")


class Besluit(VolgensWet, title="Besluit, termijn en tekenen"):
    w21_termijn_tekst: YesNo = ask("Is de termijn van 3 jaar uitgelegd, met begin en einde?", required="d")
    w21_gevolgen_tekst: YesNo = ask("Is uitgelegd wat er gebeurt als afspraken niet worden nagekomen?", required="d")
    w21_bezwaar_tekst: YesNo = ask("Staat in de brief hoe bezwaar werkt?", required="d")
    w21_vastgesteld_door: User = ask("Wie stelt het PIP vast (mandaat)?", required="d")
    w21_dagtekening: date = ask("Dagtekening van het PIP", required="d")
    w21_bekend_op: Bekend = ask("Wanneer is het PIP uitgereikt of gestuurd?", required="n")
    w21_bezwaar_tot: Calculated = ask("Bezwaar kan tot en met", shown_when=filled("w21_bekend_op"), calculated="w21_bezwaar_tot")
    w21_termijn_start: Calculated = ask("Begin inburgeringstermijn", shown_when=filled("w21_dagtekening"), calculated="w21_termijn_start")
    w21_termijn_eind: Calculated = ask("Einde inburgeringstermijn", shown_when=filled("w21_dagtekening"), calculated="w21_termijn_eind")
    w21_duo_op: date = ask("Wanneer is het PIP doorgegeven aan DUO?", late=True)
    w21_tekenen: list[Handtekening] = ask(
        "Handtekeningen (namens college; statushouder voor gezien of akkoord)",
        required="n",
        rows=({"teken_rol": "namens college"}, {"teken_rol": "statushouder"}),
        none_allowed=False,
    )


class PipWet(
    Form,
    code="F08c",
    title="PIP (Wet inburgering 2021)",
    per=DOSSIER,
    part="pip",
    phase="pip",
    shown_when=_wet,
    decision="w21_dagtekening",
):
    """Het PIP volgens de Wet inburgering 2021: een besluit met dagtekening, open voor bezwaar."""

    plan: Plan
    uitleg: Uitleg
    leerroute: Leerroute
    onderdelen: Onderdelen
    steun: Steun
    besluit: Besluit
    uitreiken: Uitreiken

    summaries = (
        Summary(
            "Wat wij afspreken",
            (
                *BEGIN,
                Part(
                    "Dit doet u",
                    (
                        each("pip_afspraken", "{onderwerp}: {statushouder}"),
                        tell("U leert Nederlands bij {w21_instelling}. U volgt de {w21_leerroute}."),
                        tell("U doet mee aan het PVT. Daar leert u over de regels in Nederland. Dat is {w21_pvt_uren} uur."),
                        tell("U maakt kennis met werk (MAP). Dat is {w21_map_praktijk} uur."),
                    ),
                ),
                Part(
                    "Dit doen wij",
                    (
                        each("pip_afspraken", "{onderwerp}: {gemeente}"),
                        each("pip_afspraken", "{onderwerp}: {partner}"),
                        tell("Wij zorgen voor: {w21_randvoorwaarden}."),
                        tell("Wij betalen eerst een deel van uw vaste lasten. Dat doen wij tot en met {w21_ontzorgen.tot}."),
                    ),
                ),
                Part("Wie helpt u?", (*_BEREIKEN, helper("w21_instelling", "uw taalschool"))),
                Part("Wanneer praten wij weer?", (tell("Wij praten {w21_voortgang.hoe_vaak} met elkaar over uw plan."), _BELLEN)),
                Part(
                    "Drie jaar, en bezwaar",
                    (
                        tell("U heeft drie jaar om in te burgeren: tot en met {w21_termijn_eind}."),
                        tell("Niet eens met dit plan? Bel ons. Of maak binnen zes weken bezwaar: zie ‘Bezwaar maken’."),
                    ),
                ),
            ),
        ),
    )  # fmt: skip
    clauses = (
        # Awb art. 3:45 (say how to object), 6:5 (what is in it), 6:7 and 6:8 (six weeks from the day after it was made known), 6:16.
        Part(
            "Bezwaar maken",
            (
                tell("Dit plan is een besluit van het college van burgemeester en wethouders van {gemeente}."),
                tell("Bent u het niet eens met dit besluit? Dan kunt u bezwaar maken. Dat kan binnen zes weken na de dag waarop u dit besluit "
                     "kreeg of waarop het aan u is verstuurd."),
                tell("Stuur uw brief naar het college van burgemeester en wethouders van {gemeente}, {gemeente_adres}. | "
                     "Stuur uw brief naar het college van burgemeester en wethouders van {gemeente}."),
                tell("Zet in uw brief: uw naam en adres, de datum, om welk besluit het gaat, waarom u het niet eens bent, en uw handtekening."),
                tell("Het plan geldt ook als u bezwaar maakt. Kunt u daar niet op wachten? Dan kunt u de rechter vragen om een voorlopige "
                     "voorziening."),
            ),
        ),
        _ONDERTEKENEN,
    )  # fmt: skip

    gates = (Gate("intake", "F03a.state = definitief", "De brede intake is nog niet definitief."),)

    # What DUO refuses (forms.md, F08c 'Checks'). B1 with Z, an estimate of hours outside B and the asylum group, and MAP with O
    # cannot be: those questions are not asked then.
    rules = (
        refuse(
            both(equals("w21_leerroute", "O"), equals("w21_niveau", "A2")),
            "A2 past niet bij de onderwijsroute. Kies B1 of een andere leerroute.",
            at="w21_niveau",
        ),
        refuse(
            both(equals("w21_leerroute", "B"), equals("w21_niveau", "A2"), equals("pip_soort", "eerste PIP")),
            "A2 kan in de B1-route niet in een eerste PIP. Kies B1.",
            at="w21_niveau",
        ),
        warn(
            before("w21_dagtekening", "datum_start_plicht"),
            "deze datum ligt voor het begin van de inburgeringsplicht. DUO neemt het PIP dan niet aan.",
            at="w21_dagtekening",
        ),
        warn(
            before("w21_dagtekening", "datum_brp"),
            "deze datum ligt voor de inschrijving in onze gemeente. DUO neemt het PIP dan niet aan.",
            at="w21_dagtekening",
        ),
        warn(
            before("w21_dagtekening", "dagtekening_eerste_pip"),
            "deze datum ligt voor die van het eerste PIP. DUO neemt het PIP dan niet aan.",
            at="w21_dagtekening",
        ),
    )
