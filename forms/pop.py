"""F07 POP: het levende plan van de statushouder, met een kop en zes modules."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, Actie, Calculated, Form, LongText, Organisation, Part, Person, PersonOrOrganisation, Row, Section, Summary, Together,
    YesNo, YesNoUnknown, ask, both, differs, each, equals, grid, helper, no, one_of, tell,
)  # fmt: skip

Dag = Literal["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]


class Roosterregel(Row):
    """Een vast moment in de week."""

    dag: Dag = ask("Dag", required="c")
    dagdeel: Literal["ochtend", "middag", "avond"] = ask("Dagdeel", required="c")
    activiteit: str = ask("Activiteit", required="c")
    plaats: str = ask("Plaats")
    van_tot: str = ask("Van - tot")
    verplicht: YesNo = ask("Verplicht?")


class Botsing(Together):
    """Wat de tool ziet in het rooster, en wat we daarover weten."""

    gezien: Calculated = ask("Gezien in het rooster", calculated="rooster_botsing")
    toelichting: str = ask("Toelichting")


class Mijlpaal(Row):
    """Iets waarmee de statushouder begonnen is."""

    mijlpaal: Literal[
        "regulier onderwijs", "inburgering", "werkervaringsplaats", "vrijwilligerswerk", "betaald werk", "zelfwerkzaamheid"
    ] = ask("Wat is gestart?", required="c")  # fmt: skip
    datum: date = ask("Datum", required="c")
    gestart_vanuit: Literal["azc", "gemeente"] = ask("Gestart vanuit")
    gestopt_op: date = ask("Gestopt op")


class GedeeldMet(Row):
    """Iemand die deze versie kreeg, en waarom dat mag."""

    persoon: PersonOrOrganisation = ask("Persoon", required="c")
    onderdelen: str = ask("Onderdelen")
    datum: date = ask("Datum", prefill="vandaag")
    grondslag: str = ask("Grondslag of toestemming")


class Kop(Section, title="Kop en rooster", code="F07a"):
    pop_start: date = ask("Wanneer is de POP gestart?", required="c", overview=True)
    pop_laatst_besproken: date = ask("Wanneer is de POP het laatst met de statushouder besproken?", required="d")
    wensen_algemeen: LongText = ask("Wat wil de statushouder het liefst bereiken?", required="d", prefill="F03a.wensen_eigen_woorden")
    kracht: LongText = ask("Waar is de statushouder goed in en trots op?", prefill="F03a.competenties")
    volgorde: LongText = ask("Waarmee beginnen we? (niet alles hoeft nu)")
    rooster: list[Roosterregel] = ask("Weekrooster")
    rooster_botsing: Botsing = ask("Botst het rooster met werk, zorg of les?")
    mijlpalen: list[Mijlpaal] = ask("Wat is gestart, en wanneer? (telt mee in het overzicht)")
    gedeeld_met: list[GedeeldMet] = ask("Met wie is deze versie gedeeld?")
    vh_akkoord: Literal["ja", "ja, met opmerking", "nee", "nog bespreken"] = ask(
        "Is de statushouder het eens met deze versie?", required="d"
    )
    pop_uitgeprint_op: date = ask("Wanneer heeft de statushouder een afdruk gekregen?")


class Doel(Row):
    """Een doel van de statushouder."""

    doel: str = ask("Doel", required="c", privacy="gevoelig")
    eigen_woorden: str = ask("In de woorden van de statushouder", privacy="gevoelig")
    begin: date = ask("Begin")
    eind: date = ask("Eind")
    status: Literal["open", "bereikt", "bijgesteld", "vervallen"] = ask("Status", required="d")


_nu = equals("module_nu", "ja")


class Module(Section, code="F07b"):
    """Wat elke module vraagt; de zes modules voegen hun eigen vragen toe."""

    module_code: Calculated = ask("Module", required="c", calculated="module_code")
    module_nu: Literal["ja", "later", "niet van toepassing"] = ask("Speelt deze module nu?", required="c")
    situatie: LongText = ask("Hoe is het nu?", required="d", shown_when=_nu, privacy="gevoelig")
    wens: LongText = ask("Wat wil de statushouder hier?", required="d", shown_when=_nu, privacy="gevoelig")
    module_trekker: PersonOrOrganisation = ask(
        "Wie trekt deze module? (voorgevuld)", required="d", shown_when=_nu, prefill="trekker:{module_code}"
    )
    trekker_afwijking: str = ask("Waarom een andere trekker dan normaal?")
    doelen: list[Doel] = ask("Welke doelen?", required="d", shown_when=_nu, privacy="gevoelig")
    module_acties: list[Actie] = ask("Welke acties?", required="d", shown_when=_nu, privacy="gevoelig")
    module_oordeel: Literal["goed", "let op", "vastgelopen", "klaar"] = ask("Hoe gaat het met deze module?", shown_when=_nu)


class Activiteit(Row):
    """Een activiteit waaraan de statushouder meedoet."""

    activiteit: str = ask("Activiteit", required="c")
    organisatie: str = ask("Organisatie")
    uren_per_week: int = ask("Uren per week", maximum=168)
    sinds: date = ask("Sinds")


class Meedoen(Module, title="Meedoen", part="meedoen", fixed={"module_code": "meedoen"}):
    md_vrijwilligerswerk: str = ask("Meedoen: wil de statushouder vrijwilligerswerk? Wat?", code="F07c")
    md_activiteiten: list[Activiteit] = ask("Meedoen: aan welke activiteiten doet de statushouder mee?", code="F07c")
    md_sport: str = ask("Meedoen: sport of bewegen?", code="F07c")
    md_sleutelpersoon: Person = ask("Meedoen: is er een sleutelpersoon of maatje?", code="F07c")


class Werk(Module, title="Werk", part="werk", fixed={"module_code": "werk"}):
    wk_cv: Literal["nee", "in de maak", "ja"] = ask("Werk: is er een cv?", code="F07c")
    wk_beroepswens: str = ask("Werk: welk beroep op korte en op lange termijn?", code="F07c")
    wk_uren: int = ask("Werk: hoeveel uur per week is nu mogelijk?", code="F07c", maximum=168)
    wk_traject: list[
        Literal[
            "taalstage of werkervaringsplaats", "leerwerkplek", "bbl of praktijkleren", "jobhunter", "groepstraining",
            "bedrijfsbezoek", "betaald werk", "eigen bedrijf", "nazorg", "geen",
        ]
    ] = ask("Werk: welk traject loopt?", code="F07c")  # fmt: skip
    wk_verplichting: Literal["ja", "tijdelijk niet", "niet van toepassing"] = ask(
        "Werk: gelden arbeidsverplichtingen vanuit de bijstand?", code="F07c", privacy="gevoelig"
    )


class Inkomen(Module, title="Inkomen", part="inkomen", privacy="gevoelig", fixed={"module_code": "inkomen"}):
    in_trekker_keuze: Literal["inkomensconsulent", "begeleider"] = ask("Inkomen: wie pakt dit op?", code="F07c", required="d")
    in_ruggespraak: list[Literal["begeleider", "Sociale Zaken"]] = ask("Inkomen: met wie is dat overlegd?", code="F07c", required="d")
    in_vaste_lasten: Literal["ja", "via ontzorgen", "met moeite", "nee"] = ask(
        "Inkomen: lukt het om de vaste lasten te betalen?", code="F07c", privacy="gevoelig"
    )
    in_budgetbeheer: Literal["nee", "besproken", "loopt"] = ask(
        "Inkomen: is vrijwillig budgetbeheer nodig?", code="F07c", privacy="gevoelig"
    )


_maatje = equals("ta_taalmaatje", "ja")


class Taal(Module, title="Taal", part="taal", fixed={"module_code": "taal"}):
    ta_niveau: Literal["geen", "alfa", "A0", "A1", "A2", "B1", "B2 of hoger"] = ask(
        "Taal: wat is het niveau nu?",
        code="F07c",
        required="d",
        prefill="F02.niveau_nederlands:geen=geen;alfa A=alfa;alfa B=alfa;alfa C=alfa;A0=A0;A1=A1;A2=A2;B1=B1;B2 of hoger=B2 of hoger",
    )
    ta_taalmaatje: YesNoUnknown = ask("Taal: wil de statushouder een taalmaatje?", code="F07c", required="d")
    ta_aangemeld_op: date = ask("Taal: wanneer aangemeld bij de coördinator taal?", code="F07c", shown_when=_maatje)
    ta_gevonden_op: date = ask("Taal: wanneer is een taalmaatje gevonden?", code="F07c", shown_when=_maatje)
    ta_conversatie: Literal["doet mee", "nog niet gestart", "nee"] = ask(
        "Taal: is de statushouder uitgenodigd voor de conversatiegroep?", code="F07c", required="d"
    )
    ta_dagdeel: str = ask(
        "Taal: welk dagdeel is de conversatiegroep?",
        code="F07c",
        required="d",
        shown_when=equals("ta_conversatie", "doet mee"),
        hint="Zet dit dagdeel ook in het weekrooster.",
    )
    ta_niet_vrijblijvend: YesNo = ask(
        "Taal: is uitgelegd dat meedoen niet vrijblijvend is?",
        code="F07c",
        required="d",
        shown_when=differs("ta_conversatie", "nee"),
    )


class Les(Row):
    """Een les in de week."""

    dag: Dag = ask("Dag", required="c")
    van: str = ask("Van")
    tot: str = ask("Tot")
    vak: str = ask("Vak")


class Inburgering(Module, title="Inburgering", part="inburgering", fixed={"module_code": "inburgering"}):
    ib_school: Organisation = ask("Inburgering: bij welke taalschool?", code="F07c")
    ib_start: date = ask("Inburgering: wanneer begint de les?", code="F07c")
    ib_rooster: list[Les] = ask("Inburgering: lesrooster", code="F07c")
    ib_lead: Literal["statushouder, met begeleider", "gemeente, samen met statushouder"] = ask(
        "Inburgering: wie is in de lead? (voorgevuld)",
        code="F07c",
        required="c",
        prefill="regelset:pilot2019=statushouder, met begeleider;wi2021=gemeente, samen met statushouder",
    )
    ib_lening: Literal["niet van toepassing", "aangevraagd", "toegekend", "bijna op"] = ask(
        "Inburgering: lening bij DUO?", code="F07c", shown_when=equals("wet", "wi2013"), privacy="gevoelig"
    )


class Gezondheid(Module, title="Gezondheid", part="gezondheid", privacy="bijzonder", fixed={"module_code": "gezondheid"}):
    gz_trekker_ok: Literal["ja, toestemming gegeven", "nee", "nog vragen"] = ask(
        "Gezondheid: is contact met het CMD goed voor de statushouder?", code="F07c", required="d", privacy="bijzonder"
    )
    gz_invloed: LongText = ask("Gezondheid: wat heeft invloed op leren, werk of meedoen? (geen diagnose)", code="F07c", privacy="bijzonder")
    gz_wens: str = ask("Gezondheid: welke hulp wil de statushouder zelf?", code="F07c", privacy="bijzonder")
    gz_verwezen: list[Literal["huisarts", "GGD", "AMW", "praktijkondersteuner", "CMD", "anders"]] = ask(
        "Gezondheid: naar wie is verwezen?", code="F07c", privacy="bijzonder"
    )


_open = no(one_of("status", "klaar", "vervallen"))
_zelf = both(_open, equals("door_vh_zelf", "ja"))
_anderen = both(_open, differs("door_vh_zelf", "ja"))


def _blad(section: str, title: str) -> Part:
    """One module in plain words: the wish, the goals, and who does what."""
    return Part(
        title,
        (
            tell("Wat u wilt: {wens}"),
            each("doelen", "Uw doel: {doel}. Klaar op {eind}. | Uw doel: {doel}.", when=one_of("status", "open", "bijgesteld")),
            each("doelen", "Dit is gelukt: {doel}.", when=equals("status", "bereikt")),
            grid(
                "module_acties",
                ("Wat", "{omschrijving}"),
                ("Wie", "{trekker}"),
                ("Klaar op", "{gereed_voor}"),
                ("Hoe staat het?", "{status}"),
            ),
        ),
        section=section,
    )


class Pop(Form, code="F07", title="POP", per=DOSSIER, part="pop", phase="pop"):
    """Het persoonlijk ontwikkelingsplan: het groeit met elk gesprek, niet alles hoeft nu al ingevuld."""

    kop: Kop
    meedoen: Meedoen
    werk: Werk
    inkomen: Inkomen
    taal: Taal
    inburgering: Inburgering
    gezondheid: Gezondheid

    summaries = (
        Summary(
            "Wat wij afspreken",
            (
                Part(
                    "Wie zijn wij?",
                    (
                        tell("Dit is uw plan (POP) bij {gemeente}. U maakt het samen met ons. Het plan kan veranderen."),
                    ),
                ),
                Part(
                    "Uw doel",
                    (
                        tell("Dit wilt u het liefst: {wensen_algemeen}"),
                        tell("Hier bent u goed in: {kracht}"),
                        tell("Wij beginnen met: {volgorde}"),
                    ),
                ),
                Part(
                    "Dit doet u",
                    (each("module_acties", "{omschrijving}. Klaar op {gereed_voor}.", when=_zelf),),
                    otherwise="U hoeft nu niets alleen te doen. Wij helpen u.",
                ),
                Part("Dit doen wij en anderen", (each("module_acties", "{trekker}: {omschrijving}. Klaar op {gereed_voor}.", when=_anderen),)),
                Part(
                    "Wie helpt u?",
                    (
                        helper("F00.pc", "uw contact bij de gemeente"),
                        helper("F00.mb", "uw begeleider"),
                        helper("md_sleutelpersoon", "uw maatje"),
                        helper("module_trekker", "helpt u met uw plan"),
                    ),
                ),
                Part(
                    "Wanneer praten wij weer?",
                    (
                        tell("Ons volgende gesprek is op {F09.vg_volgende}."),
                        tell("Gaat iets niet goed? Of verandert er iets? Bel ons. Wacht niet op het volgende gesprek."),
                    ),
                ),
                *(
                    _blad(section, f"Uw plan: {title}")
                    for section, title in (
                        ("meedoen", "meedoen"), ("werk", "werk"), ("inkomen", "geld"), ("taal", "taal"), ("inburgering", "inburgeren"),
                        ("gezondheid", "gezondheid"),
                    )
                ),
            ),
            variant="statushouder",
            button="Voor de statushouder",
        ),
    )  # fmt: skip
