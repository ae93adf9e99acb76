"""Wat formulieren uit hun eigen antwoorden en die van het dossier uitrekenen; proces.py zegt welke vraag wat gebruikt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from popforms.dutch import parse_date, say_number
from popforms.process.calendar import Calendar, Length

PVT_HOURS = 12
"""Zoveel uur duurt het PVT onder de wet van 2021, met het tekenmoment erbij (Besluit inburgering art. 3.1)."""


def _after(start: Any, length: str) -> date | None:
    day = parse_date(str(start)) if start else None
    return Calendar().add(day, Length.parse(length)) if day else None


def _hours(value: Any) -> Decimal:
    """The hours in an answer; what is no number counts as none and is named at its own question."""
    text = str(value or "0")
    return Decimal(text) if text.replace(".", "", 1).isdigit() else Decimal(0)


def _followed(facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = facts.get("pvt_onderdelen")
    return [row for row in rows if row.get("gevolgd") == "ja"] if isinstance(rows, list) else []


def _pvt_total(facts: Mapping[str, Any]) -> Decimal:
    own = (_hours(facts.get("pvt_basis_uren")), _hours(facts.get("pvt_teken_uren")))
    return sum((*own, *(_hours(row.get("uren")) for row in _followed(facts))), Decimal(0))


def pvt_hours(facts: Mapping[str, Any]) -> str | None:
    """The hours of the workshop, of what was followed and of the signing together; None when there are none."""
    total = _pvt_total(facts)
    return f"{total.normalize():f}" if total else None


def pvt_may_sign(facts: Mapping[str, Any]) -> str | None:
    """'ja', or what is still needed before the declaration is signed; None when the PVT is not for this person."""
    if facts.get("pvt_verplicht") != "ja":
        return None
    needed = []
    if facts.get("regelset") == "wi2021":
        short = PVT_HOURS - _pvt_total(facts)
        if short > 0:
            needed.append(f"{say_number(short)} uur (het is {PVT_HOURS} uur in totaal, met het tekenmoment)")
        if not any(row.get("soort") == "activiteit of excursie" for row in _followed(facts)):
            needed.append("één gevolgde activiteit of excursie")
    elif facts.get("pvt_basis_gevolgd") != "ja":
        needed.append("de hele basisworkshop")
    return f"nee, nog nodig: {' en '.join(needed)}" if needed else "ja"


def relief_ends(facts: Mapping[str, Any]) -> date | None:
    """Six months after ontzorgen began, until somebody agrees on another day."""
    return _after(facts.get("oz_start"), "6 maanden")


def relief_ends_in_plan(facts: Mapping[str, Any]) -> Any:
    """The plan repeats when ontzorgen ends (forms.md, F00 'Owners of dates')."""
    return facts.get("F12.oz_verlengd_tot") or facts.get("F12.oz_einde")


def team_agreed_on(facts: Mapping[str, Any]) -> Any:
    """The day of the last definitive meeting about approving the plan in which the whole team agreed; None when there was none."""
    team = facts.get("p19_team") or facts.get("F08b.p19_team")
    days = [
        meeting.get("gesprek_datum")
        for meeting in facts.get("F10") or ()
        if meeting.get("pt_soort") == "plan goedkeuren"
        and meeting.get("state") == "definitief"
        and _all_agree(meeting.get("pt_akkoord"), team if isinstance(team, list) else [])
    ]
    return max((str(day) for day in days if day), default=None)


def _all_agree(rows: Any, team: list[Mapping[str, Any]]) -> bool:
    """Whether everybody who was asked agrees, and everybody of the team was asked."""
    if not isinstance(rows, list):
        return False
    members = {row.get("naam") for row in team if not row.get("reden")} - {None, ""}
    agree = all(row.get("akkoord") in ("akkoord", "akkoord met opmerking") for row in rows)
    return agree and members <= {row.get("deelnemer") for row in rows}


def step_before(facts: Mapping[str, Any]) -> str | None:
    """The newest escalation of the level below that was answered with 'naar hoger niveau' and from which no other went on: a step
    belongs to one chain. None at level 1, or when there is none."""
    level, known = str(facts.get("es_niveau") or ""), facts.get("F15") or ()
    below = {"2": "1", "3": "2"}.get(level)
    taken = {str(one.get("es_vorige") or "").partition(":")[0] for one in known}
    found = [
        one
        for one in known
        if one.get("es_niveau") == below
        and one.get("es_uitkomst") == "naar hoger niveau"
        and one.get("es_reactie_op")
        and one["record"] not in taken
    ]
    newest = max(reversed(found), key=lambda one: str(one["es_reactie_op"]), default=None)
    return f"{newest['record']}:{newest['version']}" if below and newest else None


def integration_ends(facts: Mapping[str, Any]) -> Any:
    """The last day of the three years: the one DUO gives goes before the one that follows from the first plan."""
    return facts.get("ib_termijn_eind_duo") or facts.get("F08c.w21_termijn_eind")


def duty_ended(facts: Mapping[str, Any]) -> Any:
    """The duty ends on the day on which it is met, until somebody gives another day."""
    return facts.get("ib_afgerond_op")


def map_needed(facts: Mapping[str, Any]) -> str | None:
    """MAP belongs to the B1 route and the Z route, not to the onderwijsroute (Wet inburgering art. 8); None without a route."""
    return {"B": "ja", "Z": "ja", "O": "nee"}.get(str(facts.get("F08c.w21_leerroute")))


def within_ten_months(facts: Mapping[str, Any]) -> str | None:
    """Whether a meeting is in the first ten months of the plan; None while one of the two dates is missing."""
    day, last = facts.get("gesprek_datum"), _after(facts.get("dagtekening_eerste_pip"), "10 maanden")
    return ("ja" if str(day) <= last.isoformat() else "nee") if day and last else None


def completeness(facts: Mapping[str, Any]) -> str | None:
    """The share of the parts of the klantprofiel that are complete or do not apply; None when nobody looked yet."""
    rows = facts.get("volledigheid")
    stands = [row.get("stand") for row in rows] if isinstance(rows, list) else []
    if not any(stands):
        return None
    good = sum(stand in ("volledig", "niet van toepassing") for stand in stands)
    return f"{round(100 * good / len(stands))}% ({good} van {len(stands)} onderdelen)"


def months_housed(facts: Mapping[str, Any]) -> str | None:
    """How many whole months lie between the move and the talk about the end of the guidance; None without both days."""
    moved, talked = (parse_date(str(facts.get(name) or "")) for name in ("datum_huisvesting", "am_bespreking_op"))
    if not moved or not talked or talked < moved:
        return None
    calendar, months = Calendar(), (talked.year - moved.year) * 12 + talked.month - moved.month
    return str(months - (talked < calendar.add(moved, Length(months, "maanden"))))  # 31 January and a month is 28 February
