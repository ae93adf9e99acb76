"""F05 Maatschappelijke begeleiding: de intake en de checklist van de begeleider."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import DOSSIER, Actie, Form, LongText, Row, Section, YesNo, ask, equals, one_of

from .brede_intake import ZRM, ZrmScore
from .lijsten import TERREINEN


class Gesprek(Section, title="Het eerste gesprek"):
    mbi_datum: date = ask("Datum van de intake", required="c")
    mbi_kennismaking: YesNo = ask("Is verteld wie wij zijn en hoe wij werken?", required="d")
    mbi_aanbod: YesNo = ask("Is het aanbod uitgelegd, en het verschil met de gemeente?", required="d")
    mbi_achtergrond: YesNo = ask("Zijn de gegevens van persoon en gezin bijgewerkt?", required="d")
    mbi_rechten: YesNo = ask("Zijn rechten en plichten uitgelegd?", required="d")
    mbi_privacy: YesNo = ask("Is uitgelegd hoe wij met privé-gegevens omgaan?", required="d")
    mbi_behoefte: LongText = ask("Is nu meteen begeleiding nodig? Welke?", required="d", privacy="gevoelig")


class Vorm(Section, title="De begeleiding"):
    mb_vorm: list[Literal["individueel", "groep", "spreekuur", "huisbezoek", "meegaan naar afspraken"]] = ask(
        "In welke vorm krijgt de statushouder begeleiding?", required="d"
    )
    mb_vast: YesNo = ask("Is er een vaste begeleider?", required="d")
    mb_groepen: str = ask("Aan welke groepen doet de statushouder mee?")
    mb_frequentie: Literal["meer keer per week", "wekelijks", "elke twee weken", "maandelijks", "op afroep"] = ask(
        "Hoe vaak is er contact?", required="d"
    )
    mb_duur: Literal["8 maanden", "12 maanden", "18 maanden", "anders"] = ask("Hoe lang duurt de begeleiding volgens plan?", required="d")
    mb_vervolg: list[Actie] = ask("Welke vervolgafspraken zijn gemaakt?", privacy="gevoelig")


class IntakeBegeleiding(
    Form, code="F05a", title="Intake maatschappelijke begeleiding", per=DOSSIER, part="begeleiding", phase="eerste begeleiding"
):
    """De kennismaking met VluchtelingenWerk: wie doet wat, en welke hulp is er nu nodig?"""

    gesprek: Gesprek
    vorm: Vorm


_PER_TERREIN = dict(
    zip(
        TERREINEN,
        (
            ("huur betalen", "energie en water", "onderhoud melden", "afval en buurt", "gemeentelijke belastingen en kwijtschelding"),
            ("bijstand loopt", "bijzondere bijstand", "toeslagen lopen", "begroting maken", "post en administratie op orde",
             "verzekeringen", "schulden melden"),
            ("zorgverzekering en eigen risico", "huisarts", "tandarts", "JGZ/consultatiebureau", "weg in de zorg"),
            ("start inburgering", "lening DUO (wi2013)", "taalmaatje", "conversatiegroep", "PVT", "brief van DUO begrepen"),
            ("school", "kinderopvang of VVE", "leerlingenvervoer", "kindregelingen"),
            ("cv", "inschrijving werkbedrijf", "diploma's"),
            ("sport", "vereniging", "vrijwilligerswerk", "contact met buren"),
            ("verblijfsdocument en geldigheid", "DigiD", "reisdocument"),
            ("aanvraag binnen de termijn", "documenten", "reis en leges", "woning groot genoeg"),
        ),
        strict=True,
    )
)  # fmt: skip
PUNTEN = tuple({"terrein": terrein, "punt": punt} for terrein, punten in _PER_TERREIN.items() for punt in punten)
"""De vaste lijst van de checklist: wat er geregeld moet zijn, per terrein."""


_speelt = one_of("stand", "nog doen", "loopt", "klaar")


class Punt(Row):
    """Een punt van de checklist: is het geregeld, en kan de statushouder het zelf?"""

    terrein: str = ask("Terrein", options=TERREINEN)
    punt: str = ask("Punt", options=tuple(one["punt"] for one in PUNTEN))
    stand: Literal["niet van toepassing", "nog doen", "loopt", "klaar"] = ask("Hoe staat het?", required="d")
    zelf: Literal["weet er niets van", "kan het samen", "kan het zelf"] = ask("Zelf of samen?", required="d", shown_when=_speelt)
    toelichting: str = ask("Toelichting")
    actie: YesNo = ask("Volgt er een actie?", shown_when=_speelt)


class Checklist(Section, title="Wat is geregeld?"):
    mbc_datum: date = ask("Datum waarop de lijst is doorgenomen", required="c")
    mbc_met: str = ask("Wie waren erbij?", required="d")
    mbc_punten: list[Punt] = ask("Wat is geregeld?", required="d", privacy="gevoelig", rows=PUNTEN, fixed=True, none_allowed=False)


class VoorDePop(Section, title="Voor de POP"):
    mbc_start_inburgering: Literal["nog niet", "taalschool gekozen", "gestart", "niet van toepassing"] = ask(
        "Voor de POP: hoe staat de start van de inburgering?", required="d"
    )
    mbc_lening_duo: Literal["niet nodig", "aangevraagd", "toegekend", "afgewezen", "onbekend"] = ask(
        "Voor de POP: is er een lening bij DUO?", required="d", shown_when=equals("wet", "wi2013"), privacy="gevoelig"
    )
    mbc_gezinshereniging: Literal["niet van toepassing", "nog aanvragen", "loopt", "gezin is er", "afgewezen"] = ask(
        "Voor de POP: hoe staat de gezinshereniging?",
        required="d",
        privacy="gevoelig",
        prefill="F02.nareis_status:niet van toepassing=niet van toepassing;wil aanvragen=nog aanvragen;aangevraagd=loopt;toegekend=loopt;"
        "afgewezen=afgewezen",
    )
    mbc_gezondheid: Literal["nee", "ja, besproken met toestemming", "ja, niet delen", "onbekend"] = ask(
        "Voor de POP: is er iets met gezondheid waar de POP-consulent rekening mee moet houden?", required="d", privacy="bijzonder"
    )
    mbc_meenemen: YesNo = ask("Wil de statushouder de lijst meenemen naar de POP-consulent?", required="d")


class KindAfspraak(Row):
    """Een afspraak over school of opvang van een kind."""

    kind: str = ask("Kind", required="c")
    afspraak: str = ask("Afspraak")
    wie: str = ask("Wie")
    wanneer: str = ask("Wanneer")


class Vervolg(Section, title="Kinderen, meting en acties"):
    mbc_kinderen: list[KindAfspraak] = ask(
        "Welke afspraken zijn er over school en opvang?", privacy="gevoelig", prefill="regels:F02.gezinsleden/relatie=kind"
    )
    zrm_meting: Literal["geen", "nulmeting", "tussenmeting", "eindmeting"] = ask("Welke ZRM-meting is dit (vrijwillig)?")
    zrm_scores: list[ZrmScore] = ask(
        "Scores", required="d", shown_when=one_of("zrm_meting", "nulmeting", "tussenmeting", "eindmeting"), **ZRM
    )
    mbc_acties: list[Actie] = ask("Welke acties volgen hieruit?", required="d", privacy="gevoelig")
    mbc_plicht: Literal["ja", "meestal", "nee", "te vroeg"] = ask("Houdt de statushouder zich aan de afspraken?", privacy="gevoelig")


class ChecklistBegeleiding(
    Form, code="F05b", title="Checklist maatschappelijke begeleiding", per=DOSSIER, part="begeleiding", phase="eerste begeleiding"
):
    """Wat geregeld is en wat de statushouder zelf kan, terrein voor terrein, met de acties die daaruit volgen."""

    checklist: Checklist
    voor_de_pop: VoorDePop
    vervolg: Vervolg
