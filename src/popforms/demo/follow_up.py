"""What comes beside and after the plans in the demo: ontzorgen, inburgering, talks about progress, the team of the PIP and the PVT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from popforms.demo.answers import fill
from popforms.demo.texts import SENTENCES
from popforms.store import STATUSHOUDER

if TYPE_CHECKING:
    from popforms.demo.dossiers import Telling

FIRST_TALK, PVT, SECOND_MEETING, CHANGE, SECOND_TALK = 140, 120, 234, 240, 246
"""On which day after the report each of these is."""


def begin_following(one: Telling, regeldag: int, move: int, pop: int) -> None:
    """The dates that ontzorgen and inburgering own: from when there is bijstand, and what DUO wrote."""
    consulent = one.at("gerrit", regeldag + 2)
    relief = one.record(consulent, "F12")
    costs = [("huur", one.town.organisations["corporatie"], "636,50"), ("zorgverzekering", None, "142,00")]
    fill(
        consulent, relief,
        {"oz_geldt": "ja", "datum_bijstand_ingang": one.on(regeldag), "oz_start": one.on(regeldag), "oz_besluit_op": one.on(regeldag + 2),
         "oz_uitgelegd": "ja", "oz_leefgeld": "412,00", "oz_coach": one.town.person(one.story.begeleider), "oz_budgetbeheer": "nee",
         "oz_lasten": [{"last": cost, "aan_wie": to, "bedrag": amount, "vanaf": one.on(regeldag)} for cost, to, amount in costs],
         "oz_leerplan": [{"onderwerp": "begroting", "gestart": one.on(regeldag + 2), "stand": "kan het samen"}]},
    )  # fmt: skip
    consulent.keep(relief)
    store = one.at("marieke", pop)
    following = one.record(store, "F13")
    dates: dict[str, Any] = {"datum_start_plicht": one.on(move + 1)}
    if one.story.regelset == "wi2021":
        dates["datum_kennisgeving_duo"] = one.on(move)
    fill(store, following, {**dates, "ib_knm": "nog niet"})
    store.keep(following)


def approve_plan(one: Telling, day: int) -> None:
    """The team of the pilot agrees with the plan."""
    _meeting(one, day, {"pt_soort": "plan goedkeuren", "pt_volgende": one.on(SECOND_MEETING)})


def follow(one: Telling) -> None:
    """What happened since: only what the age of the dossier allows."""
    story, age = one.story, one.story.age
    if story.reaches("acties") and age > FIRST_TALK:
        _talk(one, FIRST_TALK, "vervolggesprek")
    if story.reaches("definitief") and age > PVT:
        _declaration(one)
    if story.reaches("definitief") and story.regelset == "pilot2019" and age > CHANGE:
        _meeting(
            one, SECOND_MEETING, {"pt_soort": "plan aanpassen", "pt_weg_ok": "deels", "pt_aanpassingen": SENTENCES["wz_toelichting"][0]}
        )
        _change_plan(one)
    if story.reaches("definitief") and age > SECOND_TALK:
        _talk(one, SECOND_TALK, "voortgangsgesprek")


def _header(one: Telling, day: int, place: str) -> dict[str, Any]:
    """The head of a talk with an interpreter."""
    return {
        "gesprek_datum": one.on(day), "gesprek_tijd": "10:00", "gesprek_plaats": place, "mb_uitgenodigd": "ja", "gesprekstaal": "gemengd",
        "tolk_nodig": "ja", "tolk_wie": one.town.interpreter(one.story.taal), "tolk_vorm": "telefonisch",
        "tolk_besteld_door": one.town.users["marieke"].id, "tolk_besteld_op": one.on(day - 7), "begrip_nagevraagd": "ja met tolk",
        "gesprek_duur": 60, "verslag": SENTENCES["verslag"][1],
        "aanwezigen": [{"naam": one.town.name(one.story.begeleider), "rol": "begeleider", "aanwezigheid": "aanwezig"}],
    }  # fmt: skip


def _meeting(one: Telling, day: int, answers: dict[str, Any]) -> None:
    """A meeting of the team of the PIP, in which everybody agrees with the plan."""
    store = one.at("marieke", day)
    meeting = store.start_record("F10", one.dossier, f"demo {one.seed} {one.number} F10 {day}")
    team = store.open_draft(meeting).answers()["overleg"]["pt_akkoord"]
    fill(
        store, meeting,
        {**_header(one, day, "gemeentehuis"), "pt_statushouder_erbij": "ja", "pt_besproken": SENTENCES["pt_besproken"][0],
         "pt_uitgangspunten": ["eigen kracht"], "pt_akkoord": [{"id": row["id"], "akkoord": "akkoord"} for row in team], **answers},
    )  # fmt: skip
    one.finish(store, meeting)
    store.finalise(meeting)


def _talk(one: Telling, day: int, kind: str) -> None:
    """A talk about progress: the open actions and goals stand in it, and each is told of."""
    store = one.at("marieke", day)
    talk = store.start_record("F09", one.dossier, f"demo {one.seed} {one.number} F09 {day}")
    inside = store.open_draft(talk).answers().get("stand", {})
    told: list[Any] | str = [{"id": row["id"], "ging_goed": SENTENCES["ging_goed"][0]} for row in inside.get("vg_acties", ())] or "geen"
    goals: list[Any] | str = [{"id": row["id"], "stand": "loopt"} for row in inside.get("vg_doelen", ())] or "geen"
    fill(
        store, talk,
        {**_header(one, day, "woning"), "vg_soort": kind, "vg_voorbereid_met": ["begeleider", "taalschool"],
         "vg_acties": told, "vg_doelen": goals,
         "vg_trots": SENTENCES["vg_trots"][0], "vg_moeilijk": SENTENCES["vg_moeilijk"][0], "vg_route_past": "ja", "vg_pip_wijzigen": "nee",
         "vg_rooster_ok": "ja", "vg_geld": "met hulp", "vg_casusoverleg": "nee", "vg_volgende": one.on(day + 91)},
    )  # fmt: skip
    one.finish(store, talk)
    store.finalise(talk)


def _declaration(one: Telling) -> None:
    """The PVT: in the pilot it is signed after the workshop, under the law of 2021 hours are still to come."""
    pilot = one.story.regelset == "pilot2019"
    store = one.at("marieke", PVT)
    pvt = one.record(store, "F11")
    fill(
        store, pvt,
        {"pvt_verplicht": "ja", "pvt_aangemeld_cvlw_op": one.on(PVT - 20), "pvt_aangemeld_door": one.town.users["marieke"].id,
         "pvt_brief_op": one.on(PVT - 14), "pvt_groep": "groep 2", "pvt_tolk_groep": "ja", "pvt_basis_op": one.on(PVT - 1), "pvt_basis_gevolgd": "ja",
         "pvt_basis_uren": "4", "pvt_kernwaarden": ["vrijheid", "participatie"],
         "pvt_onderdelen": [{"naam": "Bezoek aan de gemeenteraad", "soort": "activiteit of excursie", "datum": one.on(PVT), "gevolgd": "ja", "uren": "2,5",
                             "kernwaarde": "vrijheid"}]},
    )  # fmt: skip
    store.keep(pvt)
    if not pilot:
        return
    store.freeze(pvt)
    signed = {
        "teken_naam": STATUSHOUDER, "teken_wijze": "op papier", "handtekening": "gezet", "tolk_bij_tekenen": "ja",
        "teken_plaats_datum": {"plaats": "Zandvoorde", "datum": one.on(PVT)},
    }  # fmt: skip
    fill(store, pvt, {"pvt_getekend_op": one.on(PVT), "pvt_tekenen": [{"id": "v1", **signed}], "pvt_duo_op": one.on(PVT)})
    store.finalise(pvt)


def _change_plan(one: Telling) -> None:
    """The plan changes after the second meeting; the first one stays the beginning of everything."""
    store = one.at("marieke", CHANGE)
    change = store.start_record("F08d", one.dossier, f"demo {one.seed} {one.number} F08d")
    fill(
        store, change,
        {"wz_reden": "andere afspraak", "wz_toelichting": SENTENCES["wz_toelichting"][0], "wz_besproken": "ja", "wz_nieuwe_datum": one.on(CHANGE)},
    )  # fmt: skip
    one.finish(store, change)
    store.finalise(change)
