"""Shared blocks of the specification: conversation header (B-G), action row (B-A) and signature block (B-H)."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

from popforms.definition.conditions import both, empty, equals, one_of, within
from popforms.definition.kinds import (
    Amount, File, LongText, Organisation, Person, PersonOrOrganisation, Reference, Signature, User, UserOrPerson, YesNo, YesNoUnknown,
)  # fmt: skip
from popforms.definition.model import Row, Section, Together, ask, warn
from popforms.definition.questions import NOT_HELD as NOT_HELD

NEVER_RECORD = "Schrijf hier nooit op: diagnose of medicijnen, het asielverhaal, geloof, politiek, geaardheid, politie of rechter."
"""Stands once under every long text (forms.md, 'What must never be recorded')."""

MODULES = ("meedoen", "werk", "inkomen", "taal", "inburgering", "gezondheid", "wonen", "gezin en school", "gezinshereniging", "anders")

Frequentie = Literal["wekelijks", "elke twee weken", "maandelijks", "elk kwartaal", "alleen als het klaar is"]
ActieStatus = Literal["voorgesteld", "afgesproken", "loopt", "klaar", "vervallen", "vastgelopen"]


class Voortgang(Row):
    """A line of progress on an action."""

    datum: date = ask("Datum")
    notitie: str = ask("Notitie")
    door: User = ask("Door")


class Actie(Row, block="B-A"):
    """An action: born when the first version of its form is kept; from then on its state lives on the action."""

    omschrijving: str = ask("Wat moet er gebeuren?", required="c", privacy="gevoelig")
    module: str = ask("Bij welk onderdeel hoort het?", required="c", options=MODULES)
    doel_ref: Reference = ask("Bij welk doel hoort de actie?", refers_to="doelen")
    trekker: PersonOrOrganisation = ask("Wie trekt deze actie?", required="c")
    trekker_bevestigd_op: date = ask("Wanneer heeft de trekker ja gezegd?")
    gereed_voor: date = ask("Wanneer moet het klaar zijn?", required="c")
    voortgang_frequentie: Frequentie = ask("Hoe vaak meldt de trekker de voortgang?", required="d")
    status: ActieStatus = ask("Hoe staat het ervoor?", required="c")
    voortgang: list[Voortgang] = ask("Wat is er gedaan?", privacy="gevoelig")
    door_vh_zelf: YesNo = ask("Doet de statushouder dit zelf?", required="d")
    naar_casusoverleg: YesNo = ask("Bespreken in het casusoverleg?")
    herkomst: Reference = ask("Uit welk formulier komt de actie?", required="c", refers_to="formulier")


ACTION_LIFE = ("status", "trekker_bevestigd_op", "voortgang", "herkomst")
"""Columns of B-A that are lines on the action, not answers in the form."""


class Aanwezige(Row):
    """Somebody at a conversation."""

    naam: str = ask("Naam")
    rol: str = ask("Rol")
    organisatie: str = ask("Organisatie")
    uitgenodigd: YesNo = ask("Uitgenodigd?")
    aanwezigheid: Literal["aanwezig", "afgemeld", "niet verschenen"] = ask("Was deze persoon er?")


_held = empty("niet_doorgegaan_reden")
_tolk = equals("tolk_nodig", "ja")


class Gesprekskop(Section, title="Het gesprek"):
    """The header of every conversation form; a talk that did not take place asks only when, where and who."""

    gesprek_datum: date = ask("Op welke datum is het gesprek?", required="c")
    gesprek_tijd: time = ask("Hoe laat begint het gesprek?")
    gesprek_plaats: Literal[
        "gemeentehuis", "woning", "azc", "kantoor VluchtelingenWerk", "telefonisch", "online", "anders"
    ] = ask("Waar is het gesprek?", required="c")  # fmt: skip
    aanwezigen: list[Aanwezige] = ask("Wie zijn erbij?", required="d")
    mb_uitgenodigd: YesNo = ask("Is verteld dat de begeleider mee mag komen?", required="d")
    gesprekstaal: Literal["Nederlands", "Engels", "taal van de statushouder", "gemengd"] = ask(
        "In welke taal is het gesprek?", required="d"
    )
    tolk_nodig: YesNoUnknown = ask("Is een tolk nodig?", required="c")
    tolk_wie: PersonOrOrganisation = ask("Welke tolk of welk tolkbureau?", required="d", shown_when=_tolk, refers_to="tolk")
    tolk_vorm: Literal["op locatie", "telefonisch", "video", "sleutelpersoon", "vertaalapp"] = ask(
        "Hoe helpt de tolk?", required="d", shown_when=_tolk
    )
    tolk_besteld_door: UserOrPerson = ask("Wie heeft de tolk geregeld?", required="d", shown_when=_tolk)
    tolk_besteld_op: date = ask("Wanneer is de tolk geregeld?", required="d", shown_when=_tolk)
    tolk_kosten: Amount = ask("Wat kostte de tolk?", shown_when=_tolk)
    uitnodiging_brief: Reference = ask("Met welke brief is uitgenodigd?", refers_to="F22")
    begrip_nagevraagd: Literal["ja met tolk", "ja in eigen woorden herhaald", "nee"] = ask(
        "Is nagevraagd of alles duidelijk is?", required="d", shown_when=_held
    )
    niet_doorgegaan_reden: Literal[
        "niet verschenen", "afgezegd door statushouder", "afgezegd door ons", "tolk ontbrak", "ziek", "anders"
    ] = ask("Waarom ging het gesprek niet door?", hint="Alleen invullen als het gesprek niet doorging.")  # fmt: skip
    gesprek_duur: int = ask("Hoe lang duurde het gesprek? (minuten)", required="d", shown_when=_held, maximum=1440)
    verslag: LongText = ask("Kort verslag van het gesprek", required="d", shown_when=_held, privacy="gevoelig")

    rules = (
        warn(
            both(_tolk, empty("tolk_wie"), _held, within("gesprek_datum", 7)),
            "tolk nog niet geregeld, en het gesprek is binnen een week.",
            at="tolk_wie",
        ),
    )
    """Checks across forms, nr 10: from seven days before the date (S0: interpreters must be invited too)."""


ASKED_WHEN_NOT_HELD = ("gesprek_datum", "gesprek_plaats", "aanwezigen", "mb_uitgenodigd", "tolk_nodig")
"""With NOT_HELD filled only these stay required (forms.md, rule under B-G)."""
STAYS_TRUE = {
    "gesprek_plaats": (), "gesprekstaal": (), "tolk_nodig": (), "tolk_wie": (), "tolk_vorm": (), "aanwezigen": ("naam", "rol", "organisatie"),
}  # fmt: skip
"""What a new appointment begins with of the header of a talk that did not take place, with the columns of rows: the rest was about
that day."""
HEADER = frozenset(question.name for question in Gesprekskop.questions)
"""The names of the questions of the header."""


class PlaatsDatum(Together):
    """Where and when somebody signed."""

    plaats: str = ask("Plaats", required="n")
    datum: date = ask("Datum", required="n")


_op_papier = equals("teken_wijze", "op papier")


class Handtekening(Row, block="B-H"):
    """A signature: an empty box on the print, filled in afterwards with what really happened."""

    teken_naam: Person = ask("Naam", required="n")
    teken_rol: str = ask("Rol", required="n")
    teken_organisatie: Organisation = ask("Organisatie")
    teken_wijze: Literal["op papier", "digitaal", "mondeling akkoord genoteerd", "niet getekend"] = ask("Hoe is getekend?", required="n")
    teken_plaats_datum: PlaatsDatum = ask("Plaats en datum van tekenen", required="n")
    handtekening: Signature = ask("Handtekening", required="n", shown_when=one_of("teken_wijze", "op papier", "digitaal"))
    getekend_bestand: File = ask("Scan van het getekende blad", shown_when=_op_papier, privacy="gevoelig")
    niet_getekend_reden: LongText = ask(
        "Waarom is niet getekend?", required="n", shown_when=equals("teken_wijze", "niet getekend"), privacy="gevoelig"
    )
    tolk_bij_tekenen: YesNo = ask("Is de tekst met tolk doorgenomen?", required="n")


SPOKEN = "tolk_bij_tekenen"
SAME_FOR_ALL = ("teken_plaats_datum", SPOKEN)
"""Columns of B-H that are mostly the same for who sign together."""
