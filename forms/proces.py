"""Het proces in gegevens: fasen, regelsets, vaste trekkers, waar logboek en contacten staan en wat het overzicht laat zien."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from popforms import both, equals, no

from .briefgegevens import (
    CONTACT_ADDRESS as CONTACT_ADDRESS, HARD_WORDS as HARD_WORDS, LANGUAGES as LANGUAGES, LETTER_FACTS as LETTER_FACTS, LETTER_LIMITS as LETTER_LIMITS, LETTERS as LETTERS,
    MOTHER_TONGUE as MOTHER_TONGUE, OTHER_TONGUES as OTHER_TONGUES,
)  # fmt: skip
from .gebruikelijk import USUAL as USUAL
from .berekeningen import (
    completeness, duty_ended, integration_ends, map_needed, months_housed, pvt_hours, pvt_may_sign, relief_ends,
    relief_ends_in_plan, step_before, team_agreed_on, within_ten_months,
)  # fmt: skip

PHASES = (
    ("melding", "melding"),
    ("voorbereiding", "voorbereiding"),
    ("regeldag", "regeldag"),
    ("eerste begeleiding", "eerste begeleiding"),
    ("kennismaking", "kennismaking"),
    ("pop", "POP"),
    ("pip", "PIP"),
    ("voortgang", "voortgang"),
    ("mb afgerond", "begeleiding afgerond"),
    ("afgesloten", "afgesloten"),
)
"""De fasen op volgorde, met de woorden op het scherm; wanneer een fase bereikt is staat in termijnen.toml."""

RULE_SETS = {"pilot2019": "Pilot 2019", "wi2021": "Wet inburgering 2021"}

TEAM_ROLES = {
    "pc": "PC",
    "hvc": "HVC",
    "mb": "MB",
    "cvlw": "CVLW",
    "inkomensconsulent": "IC",
    "consulent_werk": "CW",
    "coordinator_taal": "TC",
    "contact_cmd": "CMD",
}
"""Welke vraag van F00 welke rol noemt."""

_TREKKERS = {
    "meedoen": "mb",
    "werk": "consulent_werk",
    "inkomen": "",  # the PC chooses, after consultation (process.md section 3)
    "taal": "mb",
    "gezondheid": "contact_cmd",
}
TREKKERS = {
    "pilot2019": {**_TREKKERS, "inburgering": "statushouder"},
    "wi2021": {**_TREKKERS, "inburgering": "pc"},
}
"""De vaste trekker per module: een vraag van F00, de statushouder, of niemand (dan kiest de PC)."""

LOG = {
    "form": "F16",
    "when": "lg_datum",
    "kind": "lg_soort",
    "module": "lg_module",
    "general": "algemeen",
    "short": "lg_kort",
    "text": "lg_tekst",
    "by": "lg_door",
    "source": "lg_bron",
    "action": "lg_actie",
    "corrects": "lg_correctie_van",
    "visible": "lg_zichtbaar",
    "visible_to_all": "hele team",
    "visible_to_few": "alleen pc en trekker",
    "visible_of_part": {"gezondheid": "alleen pc en trekker", "inkomen": "alleen pc en trekker"},
}
"""Het logboek: welk formulier, welke vragen, en wie een regel leest die de tool zelf schrijft."""

CONTACT = {
    "persons": "F21a",
    "organisations": "F21b",
    "interpreters": "F21c",
    "organisation": "ct_organisatie",
    "gemeente": "ct_gemeente",
    "reach": ("ct_telefoon", "ct_email", "og_telefoon"),
    "address": "og_adres",
}
"""De contactlijst: welk formulier voor wie, de vraag naar de organisatie van een persoon en de gemeente waarvoor die werkt, en hoe iemand te
bereiken is."""


def is_gemeente(answers: Mapping[str, Any]) -> bool:
    """Of een organisatie een gemeente is."""
    return any(inner.get("og_soort") == "gemeente" for inner in answers.values() if isinstance(inner, Mapping))


OVERVIEW = {
    "gemeente": "gemeente",
    "taal": "F01.moedertaal",
    "pc": "pc",
    "mb": "mb",
    "housed": "datum_huisvesting",
    "closed": "afsluit_reden",
    "restricted": "inzage_beperkt",
    "plan": "dagtekening_eerste_pip",
    "linked": "datum_koppeling",
}
"""Waar de vaste kolommen van het overzicht vandaan komen."""

FIRST_PIP = {"pilot2019": "F08b.p19_tekenen", "wi2021": "F08c.w21_dagtekening"}
"""Wat de datum van het eerste PIP geeft: in de pilot de laatste datum van tekenen, onder de wet de dagtekening."""


def closed_on(facts: Mapping[str, Any]) -> Any:
    """The day the dossier closed: the closing of the POP, else the day on which the reason was filled in."""
    return facts.get("F20.ap_gws_op") or facts.get("F00.afsluit_reden@") or facts.get("afsluit_reden@")


def team_complete(facts: Mapping[str, Any]) -> str | None:
    """'ja' when each fixed place of the PIP-team holds somebody or a reason, else which places are open; None without a team."""
    rows = facts.get("p19_team") or facts.get("F08b.p19_team")
    if not isinstance(rows, list):
        return None
    open_places = [row.get("rol") or "zonder rol" for row in rows if not (row.get("naam") or row.get("reden"))]
    return f"nee, nog open: {', '.join(open_places)}" if open_places else "ja"


def timetable_clash(facts: Mapping[str, Any]) -> str | None:
    """The parts of the week that hold more than one activity; 'nee' when none does, None without a timetable."""
    rows = facts.get("rooster") or facts.get("F07a.rooster")
    if not isinstance(rows, list):
        return None
    week: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.get("dag") and row.get("dagdeel"):
            week[row["dag"], row["dagdeel"]].append(row.get("activiteit") or "zonder naam")
    clashes = [f"{day} {part}: {' en '.join(names)}" for (day, part), names in week.items() if len(names) > 1]
    return f"ja: {'; '.join(clashes)}" if clashes else "nee"


CALCULATIONS = {
    "datum_afgesloten": closed_on,
    "volledigheid_score": completeness,
    "p19_team_compleet": team_complete,
    "rooster_botsing": timetable_clash,
    "pvt_uren_totaal": pvt_hours,
    "pvt_mag_tekenen": pvt_may_sign,
    "oz_einde": relief_ends,
    "p19_ontzorging_tot": relief_ends_in_plan,
    "p19_akkoord_op": team_agreed_on,
    "es_vorige": step_before,
    "ib_termijn_eind": integration_ends,
    "datum_einde_plicht": duty_ended,
    "map_nodig": map_needed,
    "am_na_een_jaar": months_housed,
    "pt_binnen_termijn": within_ten_months,
}
"""Wat de tool uitrekent en niet in de termijntabel staat."""

ADDRESS = "F04.woning_adres"
"""Waar de statushouder woont."""

GOALS = {"rows": "doelen", "words": "doel"}
"""De doelen van een plan: de vraag met de regels, en de kolom met de woorden."""

MODULE = {"code": "module_code", "trekker": "module_trekker"}
"""Welke module een onderdeel van een plan is, en de vraag wie haar trekt: daarvan leest de trekker de regels."""

CARRIED = {
    "acties": {"actie": "omschrijving", "module": "module", "trekker": "trekker", "status": "state"},
    "doelen": {"doel": "doel", "module": "module_code"},
    "open doelen": {"doel": "doel", "module": "module_code"},
    "vorig overleg": {"actie": "omschrijving", "trekker": "trekker", "deadline": "gereed_voor", "stand": "stand"},
    "F08b.p19_team": {"deelnemer": "naam", "organisatie": "organisatie"},
    "F02.gezinsleden/relatie=kind": {"kind": "naam"},
}
"""Regels die klaarstaan in een nieuw formulier: per woord bij prefill="regels:..." waar elke kolom vandaan komt."""

GOALS_DONE = ("status", ("bereikt", "vervallen"))
"""Een doel dat niet meer open is: de kolom, en de antwoorden."""

LINK = {"who": "mb", "when": "mb_gekoppeld_op"}
"""Wat het koppelen van een begeleider invult: wie, en wanneer."""

SIGNERS = {"statushouder": "statushouder", "regisseur": "pc", "namens college": "w21_vastgesteld_door"}
"""Wie er tekent in welke rol: de statushouder, of een vraag van F00."""

SPOKEN = {
    "pip_tolk": {"ja, tolk": "ja", "niet nodig": "nee"},
    "drie_tolk": {"nee": "nee"},
}
"""Waarmee ‘met tolk doorgenomen’ bij het tekenen begint: een vraag van hetzelfde formulier, en welk antwoord wat betekent."""

ACTION_FROM = {"module": "module_code", "trekker": "module_trekker"}
"""Waarmee een nieuwe actieregel begint: de kolom, en de vraag van hetzelfde onderdeel waar het antwoord vandaan komt."""

CONSENT = {
    "form": "F17",
    "lines": "to_regels",
    "organisation": "met",
    "topic": "onderwerp",
    "answer": "antwoord",
    "until": "to_geldig_tot",
    "line_until": "tot",
    "withdrawn": "to_ingetrokken_op",
    "line_withdrawn": "ingetrokken_op",
}
"""Toestemming om te delen: welk formulier, en welke vragen zeggen met wie, waarover en tot wanneer."""

ESCALATION = {
    "form": "F15",
    "subject": "es_onderwerp",
    "answer": "es_reactie",
    "receiver": "es_ontvanger",
    "until": "es_reactie_voor",
    "first": "CVLW",
    "second": "BM",
}
"""Escaleren: welk formulier, welke vragen, en de rollen van het eerste en het tweede niveau (S0)."""

HOURS = {
    "form": "F18",
    "day": "ur_datum",
    "party": "ur_partij",
    "who": "ur_medewerker",
    "dossier": "ur_dossier",
    "kind": "ur_soort",
    "hours": "ur_uren",
    "note": "ur_notitie",
    "takes_back": "ur_correctie_van",
    "talk_minutes": "gesprek_duur",
    "talk": "gesprek",
    "talks": {"F03a": "brede intake", "F10": "PIP-teamoverleg"},
}
"""Uren: welk formulier, welke vragen, en welke regel een gesprek voorstelt (per formulier een andere soort dan gewoon een gesprek)."""

ACTION_TERMS = {"done": "T33", "told": "T34"}
"""De termijnen van een actie (termijnen.toml): wanneer zij klaar moet zijn, en wanneer de trekker de voortgang meldt."""

MEETING = {
    "minutes": "F14a",
    "discussion": "F14b",
    "day": "co_datum",
    "of": "cd_overleg",
    "states": {
        "klaar": "klaar", "afgesproken": "loopt", "loopt": "loopt", "vervallen": "vervallen", "voorgesteld": "niet gebeurd",
        "vastgelopen": "niet gebeurd",
    },
}  # fmt: skip
"""Het casusoverleg: het verslag met zijn dag, de bespreking per dossier met het overleg waarin zij was, en hoe een actie van toen er
nu voor staat."""

APPROVAL = {
    "meeting": "F10",
    "kind": "pt_soort",
    "kinds": {"plan goedkeuren": "F08b.state", "plan aanpassen": ""},
    "lines": "pt_akkoord",
    "who": "deelnemer",
    "answer": "akkoord",
}
"""Het plan goedkeuren: in welk overleg, bij welke soorten (met wat definitief is als er niets meer goed te keuren valt), en in welke
regels staat wie wat vindt. Wie nog geen antwoord gaf, leest zolang het plan."""

OWN = {
    "form": "F23",
    "gemeente": "st_gemeente",
    "since": "st_geldig_vanaf",
    "terms": "st_termijnen",
    "free_days": "st_feestdagen",
    "free_day": "datum",
    "trekkers": "st_trekkers",
    "module": "module",
    "role": "rol",
    "targets": "st_taakstelling",
}
"""Wat een gemeente zelf kiest: in welk formulier, voor wie, vanaf wanneer, en bij welke vragen."""

ROLE_WORDS = {
    "POP-consulent": "pc",
    "huisvestingsconsulent": "hvc",
    "maatschappelijk begeleider": "mb",
    "inkomensconsulent": "inkomensconsulent",
    "consulent Werk": "consulent_werk",
    "coördinator taal": "coordinator_taal",
    "contact bij het CMD": "contact_cmd",
    "statushouder": "statushouder",
}
"""Welke vraag van F00 hoort bij een rol die de gemeente als vaste trekker kiest; de statushouder is zichzelf."""

NAMED = {
    "gespreksleider": {"F04": "mb", "": "pc"},
    "notulist": "F14a.co_notulist",
    "verteller": "F14b.cd_terugkoppeling_wie",
    "ontvanger": "F15.es_ontvanger",
    "ontvanger_als": ("F15.es_niveau", {"1": "CVLW", "2": "BM", "3": "BM"}),
    "gemeente": ("FB", "BM"),
}
"""Wie de termijntabel noemt zonder een rol te noemen: de vraag met de naam, en voor wie het is als daar nog niemand staat. Een gesprek
leidt wie in F00 als POP-consulent staat, de regeldag de begeleider; de cijfers van de gemeente zijn van beheerder en beleid."""

TALK = {"day": "gesprek_datum", "time": "gesprek_tijd", "needed": "tolk_nodig", "interpreter": ("tolk_wie", "tolk_besteld_op")}
"""De kop van een gesprek: wanneer het is, of er een tolk nodig is, en wat is ingevuld als die geregeld is."""

TARGET = {
    "gemeente": "gemeente",
    "year": "jaar",
    "half": "helft",
    "number": "aantal",
    "start": "stand",
    "to_link": "taakstelling.nog_te_koppelen",
    "to_house": "taakstelling.nog_te_huisvesten",
}
"""De kolommen van de taakstelling, en hoe de termijntabel noemt hoeveel mensen er nog gekoppeld en gehuisvest moeten worden."""


def persons(facts: Mapping[str, Any], first_of_family: bool) -> int:
    """How many persons a dossier counts for the taakstelling: the adult, and the children in the first dossier of a family."""
    if facts.get("F01.telt_voor_taakstelling") != "ja":
        return 0
    family = facts.get("F02.gezinsleden") if first_of_family else ()
    children = [one for one in (family if isinstance(family, list) else ()) if one.get("relatie") == "kind"]
    return 1 + sum(one.get("komt_mee") != "nee" and one.get("eigen_dossier") != "ja" for one in children)


FAMILY = "gezin_dossiers"
"""De dossiers van hetzelfde gezin: het dossier met het laagste nummer telt de kinderen."""

RETENTION = "T52"
"""De termijn na welke een dossier wordt vernietigd (termijnen.toml)."""

NOT_FOR_PERSON = ("F00.gezin_dossiers",)
"""Wat in het overzicht voor de statushouder niet meegaat, omdat het over het dossier van een ander gaat."""

SENT = ("F22.br_verzonden_op",)
"""Een formulier met dit antwoord is de deur uit; wie het maakte gooit het niet meer weg."""

MILESTONES = (
    ("datum_tvs_melding", "melding"),
    ("F03c.drie_datum", "driegesprek"),
    ("F04.gesprek_datum", "regeldag"),
    ("datum_huisvesting", "verhuisd"),
    ("F06.gesprek_datum", "kennismaking"),
    ("F07a.pop_start", "POP gestart"),
    ("dagtekening_eerste_pip", "PIP"),
    ("F11.pvt_getekend_op", "PVT getekend"),
    ("F19.am_bespreking_op", "afronding begeleiding besproken"),
    ("F20.ap_gesprek_op", "afronding POP besproken"),
    ("datum_afgesloten", "gesloten"),
)
"""Wat op de tijdlijn van een dossier staat als het is gebeurd: het gegeven en de woorden."""

CLOSING = {
    "when": both(equals("F20.state", "definitief"), no(both(equals("regelset", "wi2021"), equals("F20.ap_plicht_open", "ja")))),
    "asks": "afsluit_reden",
    "say": "De POP is afgerond. Schrijf in het dossier waarom het sluit.",
}
"""Wanneer een dossier kan sluiten: na de afronding van de POP, tenzij onder de wet van 2021 de plicht nog loopt."""

DECLARATION = {
    "rows": "F23.st_verklaring",
    "file": "bestand",
    "law": "wet",
    "law_of": "wet",
    "from": "geldig_vanaf",
    "at": "Officiële tekst van de participatieverklaring",
    "received_by": "ontvangen door",
}
"""Waar de officiële tekst van de participatieverklaring staat: de lijst, en welke kolom bij welke wet van het dossier hoort."""

WITH_CONSENT = ("gezondheid",)
"""Modules waarvan de vaste trekker pas klaarstaat als de statushouder daar toestemming voor gaf (process.md section 3)."""
