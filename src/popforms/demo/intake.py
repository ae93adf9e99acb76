"""What comes before the plans in the demo: the klantprofiel, the brede intake, the first guidance and getting to know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from popforms.demo.answers import fill
from popforms.demo.texts import SENTENCES
from popforms.store import STATUSHOUDER

if TYPE_CHECKING:
    from popforms.demo.dossiers import Telling

PROFILE, INTAKE, TEST, AGREED, GUIDANCE, CHECKLIST = 3, 21, 26, 34, 67, 70
"""On which day after the report each of these is."""


def receive_profile(one: Telling) -> None:
    """The klantprofiel of the COA came in; two parts of it raise a question."""
    story, store = one.story, one.at(one.pc, PROFILE)
    profile = one.record(store, "F02")
    family: Any = [
        {"naam": f"{name} {story.achternaam}", "relatie": "kind", "woont_nu_in": "de opvang", "komt_mee": "ja", "eigen_dossier": "nee"}
        for name in story.kinderen
    ]
    asked = {6: "Is er een diploma, en waar ligt het?", 13: "Is er familie die nog moet komen?"}
    fill(
        store, profile,
        {"profiel_ontvangen_op": one.on(1), "profiel_bron": "TVS", "gezinsprofiel_nodig": "ja" if family else "nee",
         **({"gezinsleden": family} if family else {}), "woning_slaapkamers": 1 + len(family), "woning_eis": "geen",
         "opleidingen": [{"opleiding": "middelbare school", "land": story.land, "tot": "2012", "diploma": "ja", "diploma_hier": "nee"}],
         "werkervaring": [{"beroep": "bakker", "land": story.land, "van": "2012", "tot": "2020", "vorm": "loondienst"}],
         "voorinburgering": "deels", "voorinburgering_delen": ["NT2", "KNM"], "niveau_nederlands": "A1", "niveau_engels": "basis",
         "digid_bank": ["bankrekening"], "nareis_status": "wil aanvragen" if family else "niet van toepassing", "gezondheid_rekening_houden": "nee",
         "geinformeerd_participatiewet": "ja", "geinformeerd_netwerk": "ja", "verwachtingen": SENTENCES["verwachtingen"][0],
         "volledigheid": [
             {"id": f"v{n}", **({"stand": "onduidelijk", "vraag": asked[n], "gevraagd_op": one.on(PROFILE)} if n in asked else {"stand": "volledig"})}
             for n in range(1, 15)
         ]},
    )  # fmt: skip
    store.keep(profile)


def take_in(one: Telling) -> None:
    """The brede intake in the opvang, with what each rule set asks of it, agreed by three parties."""
    story, town, store = one.story, one.town, one.at(one.pc, INTAKE)
    profile = one.records["F02"]
    answered = [{"id": f"v{n}", "antwoord_op": one.on(INTAKE)} for n in (6, 13)]
    fill(store, profile, {"volledigheid": answered, "tvs_aangevuld_op": one.on(INTAKE)})
    store.finalise(profile)
    intake = one.record(store, "F03a")
    fill(
        store, intake,
        {"gesprek_datum": one.on(INTAKE), "gesprek_tijd": "10:30", "gesprek_plaats": "azc", "mb_uitgenodigd": "ja", "gesprekstaal": "gemengd",
         "tolk_nodig": "ja", "tolk_wie": town.interpreter(story.taal), "tolk_vorm": "telefonisch", "tolk_besteld_door": town.users["marieke"].id,
         "tolk_besteld_op": one.on(INTAKE - 8), "begrip_nagevraagd": "ja met tolk", "gesprek_duur": 120, "verslag": SENTENCES["verslag"][1],
         "aanwezigen": [{"naam": "Anouk Peters", "rol": "casemanager", "organisatie": "COA-locatie Duinoord", "aanwezigheid": "aanwezig"}],
         "intake_start": one.on(INTAKE), "intake_eind": one.on(AGREED), "coa_dagstructuur": "sterk", "coa_netwerk": "voldoende",
         "opleiding_bevestigd": "ja", "opleiding_hoogste": "voortgezet", "diplomawaardering": "niet nodig", "werk_bevestigd": "ja",
         "zelfredzaamheid": "met een beetje hulp", "belemmeringen": ["taal"], "digitaal": "telefoon", "gezondheid_plan": "nee", "geldzorgen": "nee",
         "hoofddoel_voorstel": "werk",
         **({"intake_team": [{"rol": "kansverkenner", "naam": town.person("kaveh")}]} if story.regelset == "pilot2019" else {}),
         **{name: SENTENCES[name][0] for name in ("werkwens", "competenties", "wensen_eigen_woorden", "start_samenvatting", "ontwikkel_samenvatting")},
         **({"ppsv_gedaan": "ja", "ppsv_datum": one.on(INTAKE), "leerbaarheid": "gemiddeld",
             "pip_team_voorstel": [town.organisations[key] for key in ("taalschool", "welzijn", "werkbedrijf")]}
            if story.regelset == "pilot2019" else {"uren_taal_intake": "24"})},
    )  # fmt: skip
    one.finish(store, intake)
    store.finalise(intake)
    if story.regelset == "wi2021":
        _test(one)
    _agree(one)


def _test(one: Telling) -> None:
    """The leerbaarheidstoets and what speaks for each route."""
    store = one.at(one.pc, TEST)
    test = one.record(store, "F03b")
    fill(
        store, test,
        {"lbt_nodig": "ja", "lbt_aangemeld_op": one.on(INTAKE), "lbt_datum": one.on(TEST), "lbt_resultaat": "B1-route haalbaar",
         "leerroute_advies": "B", "afwijking_lbt": "nee", **{name: SENTENCES[name][0] for name in ("route_b1", "route_onderwijs", "route_z")}},
    )  # fmt: skip
    store.finalise(test)


def _agree(one: Telling) -> None:
    """The driegesprek: all three agree; now and then, where nothing waits for it, the signed paper is not back yet."""
    town, store = one.town, one.at(one.pc, AGREED)
    talk = one.record(store, "F03c")
    fill(
        store, talk,
        {"drie_datum": one.on(AGREED), "akkoord_statushouder": "akkoord", "akkoord_tweede": "akkoord", "akkoord_regisseur": "akkoord",
         "drie_tolk": "ja"},
    )  # fmt: skip
    store.freeze(talk)
    if one.story.regelset == "wi2021" and one.story.begeleider != "nadia":
        return
    second = town.person("kaveh") if one.story.regelset == "pilot2019" else town.persons["Anouk Peters"]
    signed = {
        "teken_wijze": "op papier", "handtekening": "gezet", "tolk_bij_tekenen": "ja",
        "teken_plaats_datum": {"plaats": "Duinoord", "datum": one.on(AGREED)},
    }  # fmt: skip
    who = (STATUSHOUDER, second, town.person(one.pc))
    fill(store, talk, {"drie_tekenen": [{"id": f"v{n}", "teken_naam": name, **signed} for n, name in enumerate(who, 1)]})
    store.finalise(talk)


def begin_guidance(one: Telling) -> None:
    """The begeleider begins: the intake is done, the checklist half way."""
    begeleider = one.story.begeleider
    store = one.at(begeleider, GUIDANCE)
    intake = one.record(store, "F05a")
    fill(
        store, intake,
        {"mbi_datum": one.on(GUIDANCE), **dict.fromkeys(("mbi_kennismaking", "mbi_aanbod", "mbi_achtergrond", "mbi_rechten", "mbi_privacy"), "ja"),
         "mbi_behoefte": SENTENCES["mbi_behoefte"][0], "mb_vorm": ["individueel", "huisbezoek"], "mb_vast": "ja", "mb_frequentie": "wekelijks",
         "mb_duur": "12 maanden"},
    )  # fmt: skip
    store.finalise(intake)
    store = one.at(begeleider, CHECKLIST)
    checklist = one.record(store, "F05b")
    points = dict.fromkeys((1, 2, 13, 14), "klaar") | dict.fromkeys((6, 8, 37), "loopt") | dict.fromkeys((18, 20, 32), "nog doen")
    fill(
        store, checklist,
        {"mbc_datum": one.on(CHECKLIST), "mbc_met": f"de statushouder en {one.town.name(begeleider)}", "mbc_start_inburgering": "nog niet",
         "mbc_meenemen": "ja",
         "mbc_punten": [{"id": f"v{n}", "stand": stand, "zelf": "kan het samen"} for n, stand in points.items()]},
    )  # fmt: skip
    store.keep(checklist)


def meet(one: Telling, day: int) -> None:
    """The PC and the statushouder get to know each other; what is to be done goes into the POP of the same day."""
    story, town, store = one.story, one.town, one.at("marieke", day)
    talk = one.record(store, "F06")
    fill(
        store, talk,
        {"gesprek_datum": one.on(day), "gesprek_tijd": "13:30", "gesprek_plaats": "gemeentehuis", "mb_uitgenodigd": "ja", "gesprekstaal": "gemengd",
         "tolk_nodig": "ja", "tolk_wie": town.interpreter(story.taal), "tolk_vorm": "telefonisch", "tolk_besteld_door": town.users["marieke"].id,
         "tolk_besteld_op": one.on(day - 8), "begrip_nagevraagd": "ja met tolk", "gesprek_duur": 75, "verslag": SENTENCES["verslag"][1],
         "aanwezigen": [{"naam": town.name(story.begeleider), "rol": "begeleider", "organisatie": "VluchtelingenWerk Zandvoorde", "aanwezigheid": "aanwezig"}],
         "vooroverleg_mb_op": one.on(day - 8), "vooroverleg_over": ["voortgang begeleiding", "taalontwikkeling"], "mb_gaat_mee": "ja",
         "brief_op": one.on(day - 7), **dict.fromkeys(("uitleg_werkwijze", "uitleg_pop", "uitleg_privacy", "pop_gestart", "pvt_uitgelegd"), "ja"),
         "checklist_gezien": "ja", "pvt_basis_uitgenodigd": "ja", "acties": "geen", "gws_op": one.on(day), "gws_verwijzing": "POP van deze dag",
         "acties_gecheckt": [{"wie": "inkomensconsulent", "datum": one.on(day), "al_uitgezet": "nee", "al_verteld": "nee"}], "info_gelijk": "ja",
         "toestemming_ref": _ask_consent(one, day)},
    )  # fmt: skip
    store.keep(talk)
    one.finish(store, talk)
    store.finalise(talk)


def _ask_consent(one: Telling, day: int) -> str:
    """What may be shared with the organisation of the begeleider: how to plan and how the language goes; the rest is not asked yet.
    Gives the version that was signed."""
    store = one.at("marieke", day)
    consent = one.record(store, "F17")
    partner = one.town.organisations["vluchtelingenwerk"]
    lines = [
        {"onderwerp": topic, "met": partner, "waarvoor": "samen helpen", "antwoord": "ja"} for topic in ("planning en contact", "taal")
    ]
    fill(
        store, consent,
        {"to_datum": one.on(day), "to_taal": one.story.taal, "to_regels": lines,
         **dict.fromkeys(("to_eigen_taak", "to_gezondheid_apart", "to_vrijwillig", "to_intrekken"), "ja")},
    )  # fmt: skip
    one.finish(store, consent)
    version = store.freeze(consent).number
    signed = {"teken_wijze": "op papier", "handtekening": "gezet", "tolk_bij_tekenen": "ja",
              "teken_plaats_datum": {"plaats": "Zandvoorde", "datum": one.on(day)}}  # fmt: skip
    fill(store, consent, {"to_tekenen": [{"id": "v1", "teken_naam": STATUSHOUDER, **signed}]})
    store.finalise(consent)
    return f"{consent}:{version}"
