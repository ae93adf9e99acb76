"""F19 en F20: de afronding van de maatschappelijke begeleiding en van de POP."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, MODULES, Calculated, Form, Gate, LongText, Organisation, Part, PersonOrOrganisation, Reference, Row, Section, Summary, Together, YesNo,
    ask, before, both, differs, each, either, empty, equals, filled, grid, helper, no, one_of, refuse, tell, warn,
)  # fmt: skip
from .lijsten import TERREINEN, ZRM_DOMEINEN

_stopt = differs("am_besluit", "doorgaan")
_overdragen = equals("am_besluit", "overdragen")


class Terrein(Row):
    """Hoe het op een terrein staat."""

    terrein: str = ask("Terrein", required="d", options=TERREINEN)
    stand: Literal["klaar", "kan zelf", "nog hulp nodig"] = ask("Hoe staat het?", required="d", privacy="gevoelig")
    toelichting: str = ask("Toelichting", privacy="gevoelig")


class ZrmScore(Row):
    """Een score van de eindmeting."""

    domein: str = ask("Domein", required="d", options=ZRM_DOMEINEN)
    score: int = ask("Score (1 tot en met 5)", minimum=1, maximum=5, privacy="bijzonder")


class AkkoordMb(Row):
    """Wie het eens is met het besluit over de begeleiding."""

    wie: Literal["MB", "CVLW", "PC"] = ask("Wie?", required="d")
    akkoord: Literal["akkoord", "niet akkoord"] = ask("Akkoord?", required="d")
    datum: date = ask("Datum", required="d")


class TekstDatum(Together):
    """Een afspraak met een datum."""

    tekst: str = ask("Hoe?", required="d")
    datum: date = ask("Datum", required="d")


class Voorziening(Row):
    """Waar de statushouder daarna terecht kan."""

    voorziening: str = ask("Voorziening", required="c")
    waarvoor: str = ask("Waarvoor?")
    adres: str = ask("Adres")
    telefoon: str = ask("Telefoon")


class Bespreking(Section, title="De bespreking"):
    am_bespreking_op: date = ask("Wanneer is het dossier besproken door MB, CVLW en PC?", required="c")
    am_na_een_jaar: Calculated = ask("Hoeveel maanden na huisvesting?", calculated="am_na_een_jaar")
    am_stand: list[Terrein] = ask(
        "Hoe staat elk terrein?",
        required="d",
        privacy="gevoelig",
        rows=tuple({"terrein": t} for t in TERREINEN),
        fixed=True,
        none_allowed=False,
    )
    am_zrm_eind: list[ZrmScore] = ask("ZRM-eindmeting (vrijwillig)", privacy="bijzonder")
    am_besluit: Literal["afronden", "overdragen", "doorgaan"] = ask("Besluit", required="c")
    am_akkoord: list[AkkoordMb] = ask(
        "Wie is akkoord?", required="d", rows=({"wie": "MB"}, {"wie": "CVLW"}, {"wie": "PC"}), fixed=True, none_allowed=False
    )


class Verder(Section, title="Overdragen of doorgaan"):
    am_overdracht_aan: Organisation = ask("Aan wie wordt overgedragen?", required="d", shown_when=_overdragen)
    am_overdracht_doel: str = ask("Met welk doel?", required="d", shown_when=_overdragen, privacy="gevoelig")
    am_overdracht_hoe: TekstDatum = ask("Hoe en wanneer?", required="d", shown_when=_overdragen)
    am_doorgaan_vorm: TekstDatum = ask(
        "In welke vorm gaat de begeleiding door, en tot wanneer?", required="d", shown_when=equals("am_besluit", "doorgaan")
    )


class Afsluiten(Section, title="Afsluiten"):
    am_gesprek_op: date = ask("Datum afsluitend gesprek MB en statushouder", required="d", shown_when=_stopt)
    am_mening_vh: LongText = ask("Wat vindt de statushouder ervan?", required="d", privacy="gevoelig")
    am_voorzieningen: list[Voorziening] = ask("Naar welke voorzieningen wordt verwezen?", required="d", shown_when=_stopt)
    am_brief: Reference = ask(
        "Afsluitende brief", required="n", shown_when=_stopt, refers_to="F22", calculated="F22.br_verzonden_op/br_soort=BR15"
    )
    am_dossier_mee: Literal["gesloten", "meegegeven", "beide"] = ask(
        "Is het dossier meegegeven of gesloten?", required="n", shown_when=_stopt
    )
    am_terugkomen: YesNo = ask("Is gezegd dat de statushouder altijd terug mag komen?", required="d", shown_when=_stopt)
    am_pop_loopt: YesNo = ask("Loopt de POP nog door?", required="d")


class AfrondingBegeleiding(
    Form, code="F19", title="Afronding maatschappelijke begeleiding", per=DOSSIER, part="afronding_mb", phase="mb afgerond"
):
    """Een jaar na de huisvesting: stopt de begeleiding, gaat zij over of gaat zij door?"""

    bespreking: Bespreking
    verder: Verder
    afsluiten: Afsluiten

    summaries = (
        Summary(
            "Uw begeleiding stopt",
            (
                Part(
                    "Wat er verandert",
                    (
                        tell("Beste {persoon},"),
                        tell("Wij hebben met elkaar gepraat op {am_gesprek_op}. Uw vaste begeleiding van VluchtelingenWerk stopt nu.", when=_stopt),
                        tell("Iemand anders helpt u verder: {am_overdracht_aan}. {am_overdracht_hoe.tekst}"),
                        tell("Uw begeleiding gaat nog door: {am_doorgaan_vorm.tekst}. Dat is tot {am_doorgaan_vorm.datum}."),
                    ),
                ),
                Part("Dit kunt u nu", (each("am_stand", "{terrein}", when=one_of("stand", "klaar", "kan zelf")),)),
                Part("Hier is nog hulp voor", (each("am_stand", "{terrein}: {toelichting} | {terrein}", when=equals("stand", "nog hulp nodig")),)),
                Part(
                    "Waar kunt u heen?",
                    (grid("am_voorzieningen", ("Waar", "{voorziening}"), ("Waarvoor", "{waarvoor}"), ("Adres", "{adres}"), ("Telefoon", "{telefoon}")),),
                ),
                Part(
                    "U mag altijd terugkomen",
                    (
                        tell("Weet u iets niet? Of gaat iets mis? U mag altijd bij ons terugkomen."),
                        tell("Uw plan bij de gemeente (de POP) loopt nog door. Uw contact bij de gemeente blijft u helpen.", when=equals("am_pop_loopt", "ja")),
                    ),
                ),
                Part("Wie kunt u bellen?", (helper("F00.mb", "uw begeleider tot nu toe"), helper("F00.pc", "uw contact bij de gemeente"))),
            ),
            variant="brief",
            button="Afsluitende brief",
            signed=(("begeleider", "F00.mb"),),
        ),
    )  # fmt: skip

    gates = (
        Gate(
            "akkoord",
            "elk(F19.am_akkoord, akkoord = akkoord)",
            "Begeleider, CVLW en POP-consulent zijn nog niet alle drie akkoord met het besluit.",
        ),
    )
    rules = (
        refuse(
            before("am_gesprek_op", "am_bespreking_op"),
            "het afsluitende gesprek komt na de bespreking van MB, CVLW en PC. Kijk de twee datums na.",
            at="am_gesprek_op",
        ),
    )


class DoelKlaar(Row):
    """Een doel van de POP en hoe ver het kwam."""

    doel: str = ask("Doel", required="c", privacy="gevoelig")
    module: str = ask("Onderdeel", required="c", options=MODULES)
    bereikt: Literal["bereikt", "deels", "niet"] = ask("Bereikt?", required="d")
    toelichting: str = ask("Toelichting", privacy="gevoelig")


class OpenActie(Row):
    """Een actie die nog openstaat, en wie haar overneemt."""

    actie: str = ask("Actie", required="c", privacy="gevoelig")
    module: str = ask("Onderdeel", required="c", options=MODULES)
    nieuwe_trekker: PersonOrOrganisation = ask("Wie neemt de actie over?", required="d")
    datum: date = ask("Vanaf", required="d")


class Akkoord(Together):
    """Akkoord van iemand, met de dag."""

    akkoord: Literal["akkoord", "niet akkoord", "niet van toepassing"] = ask("Akkoord?", required="d")
    datum: date = ask("Datum", required="d")


_GEEN_AKKOORD_NODIG = "Is er niemand voor? Kies ‘niet van toepassing’, met de dag waarop je dat vaststelde."


class AkkoordCvlw(Together):
    """Akkoord van de coördinator, met de dag."""

    akkoord: Literal["akkoord", "niet akkoord"] = ask("Akkoord?", required="d")
    datum: date = ask("Datum", required="d")


class Verzonden(Row):
    """Wie het verslag kreeg."""

    belanghebbende: PersonOrOrganisation = ask("Wie?", required="c")
    onderdelen: str = ask("Welke onderdelen?")
    datum: date = ask("Datum", required="d")


class Besproken(Section, title="Besproken met de statushouder"):
    ap_gesprek_op: date = ask("Wanneer hebben statushouder en PC het besproken?", required="c")
    ap_mening_vh: Literal["ja", "nee", "twijfel"] = ask("Wil de statushouder afsluiten?", required="d")
    ap_doelen: list[DoelKlaar] = ask("Welke doelen zijn bereikt?", required="d", privacy="gevoelig", prefill="regels:doelen")
    ap_open_acties: list[OpenActie] = ask("Open acties, en wie neemt ze over?", required="d", privacy="gevoelig", prefill="regels:acties")


class Goedkeuren(Section, title="Akkoord in vaste volgorde"):
    ap_akkoord_mb: Akkoord = ask("Akkoord begeleider", required="d", hint=_GEEN_AKKOORD_NODIG)
    ap_akkoord_werk: Akkoord = ask("Akkoord consulent Werk", required="d", hint=_GEEN_AKKOORD_NODIG)
    ap_akkoord_cvlw: AkkoordCvlw = ask("Akkoord CVLW (kan pas na de twee hiervoor)", required="d")
    ap_niet_akkoord: LongText = ask("Wat is nodig om wel akkoord te zijn?", privacy="gevoelig")


class Slot(Section, title="Afsluitend gesprek"):
    ap_afsluitend_op: date = ask("Datum afsluitend gesprek (kan pas bij alle akkoord)", required="d")
    ap_verslag: LongText = ask("Verslag van het afsluitend gesprek", required="d", privacy="gevoelig")
    ap_resultaat: list[
        Literal["betaald werk", "eigen bedrijf", "opleiding", "vrijwilligerswerk", "inburgering loopt", "zorg voor gezin", "anders"]
    ] = ask("Wat doet de statushouder nu?", required="d")
    ap_plicht_open: YesNo = ask("Is de inburgeringsplicht nog open?", required="d")
    ap_verzonden: list[Verzonden] = ask("Naar wie is het verslag gestuurd?", required="n")
    ap_gws_op: date = ask("Wanneer is het proces gesloten in GWS?", required="n")


class AfrondingPop(Form, code="F20", title="Afronding POP", per=DOSSIER, part="afronding_pop", phase="afgesloten"):
    """De POP sluit: eerst de begeleider en de consulent Werk, dan de CVLW, dan het laatste gesprek."""

    besproken: Besproken
    goedkeuren: Goedkeuren
    slot: Slot

    summaries = (
        Summary(
            "Uw plan is klaar",
            (
                Part(
                    "Wat er verandert",
                    (
                        tell("Beste {persoon},"),
                        tell("Op {ap_afsluitend_op} hebben wij voor de laatste keer over uw plan gepraat. Uw plan (de POP) stopt nu."),
                    ),
                ),
                Part("Dit is gelukt", (each("ap_doelen", "{doel}", when=one_of("bereikt", "bereikt", "deels")),)),
                Part("Dit is niet gelukt", (each("ap_doelen", "{doel}. {toelichting} | {doel}", when=equals("bereikt", "niet")),)),
                Part("Dit doet u nu", (tell("U doet nu: {ap_resultaat}."),)),
                Part("Wat nog doorgaat", (grid("ap_open_acties", ("Wat", "{actie}"), ("Wie helpt u?", "{nieuwe_trekker}"), ("Vanaf", "{datum}")),
                     tell("Uw inburgering loopt nog door. U houdt daarvoor contact met de gemeente.", when=equals("ap_plicht_open", "ja")))),
                Part("Wie kunt u bellen?", (helper("F00.pc", "uw contact bij de gemeente"),)),
            ),
            variant="statushouder",
            button="Voor de statushouder",
            signed=(("POP-consulent", "F00.pc"),),
        ),
    )  # fmt: skip

    # The order of the approvals is fixed (process.md section 8, S0): statushouder, then MB and consulent Werk, then CVLW, then the talk.
    rules = (
        refuse(
            both(filled("ap_akkoord_cvlw.akkoord"), either(empty("ap_akkoord_mb.akkoord"), empty("ap_akkoord_werk.akkoord"))),
            "de CVLW beslist pas als de begeleider en de consulent Werk dat hebben gedaan. Vul die twee eerst in.",
            at="ap_akkoord_cvlw",
        ),
        refuse(
            either(
                before("ap_akkoord_cvlw.datum", "ap_akkoord_mb.datum"),
                before("ap_akkoord_cvlw.datum", "ap_akkoord_werk.datum"),
            ),
            "het akkoord van de CVLW ligt voor dat van de begeleider of de consulent Werk. Kijk de datums na.",
            at="ap_akkoord_cvlw",
        ),
        refuse(
            both(
                filled("ap_afsluitend_op"),
                either(
                    differs("ap_akkoord_cvlw.akkoord", "akkoord"),
                    no(one_of("ap_akkoord_mb.akkoord", "akkoord", "niet van toepassing")),
                    no(one_of("ap_akkoord_werk.akkoord", "akkoord", "niet van toepassing")),
                ),
            ),
            "het afsluitende gesprek kan pas als iedereen akkoord is. Haal de datum weg, of regel eerst het akkoord.",
            at="ap_afsluitend_op",
        ),
        refuse(
            before("ap_afsluitend_op", "ap_akkoord_cvlw.datum"),
            "het afsluitende gesprek komt na het akkoord van de CVLW. Kijk de twee datums na.",
            at="ap_afsluitend_op",
        ),
        warn(
            both(equals("regelset", "wi2021"), equals("ap_plicht_open", "ja")),
            "de POP mag sluiten, maar het PIP, de termijn en de voortgangsgesprekken lopen door.",
            at="ap_plicht_open",
        ),
    )
