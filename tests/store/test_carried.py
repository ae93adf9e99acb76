"""What a new form begins with and what is worked out in it: rows from plans and actions, which one it is, dates of other forms."""

from __future__ import annotations

from datetime import date

import pytest

from popforms.access import AccessDenied
from popforms.demo import complete, fill
from popforms.store import NotReady, Store
from tests.conftest import TODAY, Open

TALK = {"gesprek_datum": "1-3-2026", "gesprek_plaats": "woning", "tolk_nodig": "nee", "vg_soort": "vervolggesprek"}


def talk(store: Store, dossier: str, token: str) -> str:
    return store.start_record("F09", dossier, token)


def rows(store: Store, record: str, section: str, name: str) -> list[dict[str, str]]:
    found = store.open_draft(record).answers().get(section, {}).get(name, [])
    return found if isinstance(found, list) else []


def say(error: NotReady) -> str:
    return " | ".join(f"{p.label}: {p.say}" for p in error.problems)


# --- rows that are there already ---------------------------------------------------------------------------------------


def test_a_talk_begins_with_the_open_actions_of_the_dossier(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Amina")
    told = {row["actie"]: row for row in rows(marieke, talk(marieke, dossier, "t"), "stand", "vg_acties")}
    for action in marieke.actions_of(dossier):
        if "gezondheid" in action.path or action.state in ("klaar", "vervallen"):
            assert action.omschrijving not in told
        else:
            row = told[action.omschrijving]
            assert (row["id"], row["trekker"], row["module"], row["status"]) == (action.id, action.trekker, action.module, action.state)
    assert len(told) >= 4


def test_a_goal_that_was_reached_is_not_talked_about_again(store_for: Open) -> None:
    marieke, dossier, pop = store_for("marieke"), store_for.dossier("Amina"), store_for.record("Amina", "F07")
    before = [row["doel"] for row in rows(marieke, talk(marieke, dossier, "een"), "stand", "vg_doelen")]
    reached = rows(marieke, pop, "taal", "doelen")[0]
    fill(marieke, pop, {"taal.doelen": [{"id": reached["id"], "status": "bereikt"}]})
    marieke.keep(pop)
    after = [row["doel"] for row in rows(marieke, talk(marieke, dossier, "twee"), "stand", "vg_doelen")]
    assert reached["doel"] in before and [goal for goal in before if goal != reached["doel"]] == after


def test_what_is_about_health_stays_in_its_own_module(store_for: Open) -> None:
    marieke, dossier, pop = store_for("marieke"), store_for.dossier("Amina"), store_for.record("Amina", "F07")
    heavy = {row["doel"] for row in rows(marieke, pop, "gezondheid", "doelen")}
    record = talk(marieke, dossier, "t")
    assert heavy
    assert not heavy & {row["doel"] for row in rows(marieke, record, "stand", "vg_doelen")}
    assert "gezondheid" not in {row["module"] for name in ("vg_acties", "vg_doelen") for row in rows(marieke, record, "stand", name)}


def test_the_rows_of_goals_keep_their_ids(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Amina")
    first, second = (rows(marieke, talk(marieke, dossier, token), "stand", "vg_doelen") for token in ("een", "twee"))
    assert [row["id"] for row in first] == [row["id"] for row in second]
    assert len({row["id"] for row in first}) == len(first) >= 5


def test_a_begeleider_reads_the_rows_of_the_modules_she_pulls_and_no_others(store_for: Open) -> None:
    marieke, nadia, dossier = store_for("marieke"), store_for("nadia"), store_for.dossier("Amina")
    record = talk(marieke, dossier, "t")
    fill(marieke, record, {**TALK, "vg_moeilijk": "kanarievogel"})
    marieke.keep(record)
    seen = {row["module"] for name in ("vg_acties", "vg_doelen") for row in rows(nadia, record, "stand", name)}
    assert seen == {"meedoen", "taal"}
    assert {row["module"] for row in nadia.saved(record).answers["stand"]["vg_acties"]} == {"meedoen", "taal"}
    assert "kanarievogel" not in str(nadia.open_draft(record).answers())
    with pytest.raises(AccessDenied):
        nadia.save_field(record, f"stand.vg_acties.{rows(nadia, record, 'stand', 'vg_acties')[0]['id']}.ging_goed", "Ja", expect=0)


def test_who_pulls_no_module_sees_no_row(store_for: Open) -> None:
    marieke, gerrit, dossier = store_for("marieke"), store_for("gerrit"), store_for.dossier("Amina")
    record = talk(marieke, dossier, "t")
    fill(marieke, store_for.record("Amina", "F07"), {"inkomen": {"module_trekker": marieke.user.id}})
    marieke.keep(store_for.record("Amina", "F07"))
    draft = gerrit.open_draft(record)
    assert "stand.vg_acties" not in draft.readable and "actie" not in str(draft.answers())


def test_the_meeting_of_the_team_begins_with_the_team_of_the_plan(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Desta")
    team = marieke.saved(store_for.record("Desta", "F08b")).answers["pip_team"]["p19_team"]
    record = marieke.start_record("F10", dossier, "t")
    assert [row["deelnemer"] for row in rows(marieke, record, "overleg", "pt_akkoord")] == [row["naam"] for row in team]


# --- which one it is ---------------------------------------------------------------------------------------------------


def test_a_talk_keeps_its_number_when_another_begins(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Amina")
    first = talk(marieke, dossier, "een")
    fill(marieke, first, TALK)
    marieke.keep(first)
    second = talk(marieke, dossier, "twee")
    numbers = [marieke.open_draft(one).value("welk.vg_nummer") for one in (first, second)]
    assert numbers == [1, 2]
    assert marieke.keep(first).answers["welk"]["vg_nummer"] == 1


def test_the_last_day_of_a_talk_is_counted_from_the_one_before(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Amina")
    first = talk(marieke, dossier, "een")
    fill(marieke, first, {**TALK, "gesprek_datum": "2-2-2026"})
    before = marieke.open_draft(first).value("welk.vg_uiterlijk")
    marieke.keep(first)
    assert marieke.open_draft(first).value("welk.vg_uiterlijk") == before
    assert marieke.open_draft(talk(marieke, dossier, "twee")).value("welk.vg_uiterlijk") == "2026-05-02"


def test_a_talk_in_a_list_is_named_by_its_day(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Desta")
    change = marieke.start_record("F08d", dossier, "t")
    question = marieke.open_draft(change).form.question("wz_teamoverleg")
    assert question
    words = [words for _, words in marieke.lookup(dossier).choices(question)]
    assert len(words) == 2 and len(set(words)) == 2 and all(one.startswith("PIP-teamoverleg van ") for one in words)


# --- dates of another form ---------------------------------------------------------------------------------------------


def test_bijstand_is_dated_in_ontzorgen_and_shown_in_the_dossier(store_for: Open) -> None:
    marieke, head = store_for("marieke"), store_for.record("Amina", "F00")
    relief = store_for.record("Amina", "F12")
    fill(marieke, relief, {"datum_bijstand_ingang": "3-2-2026"})
    marieke.keep(relief)
    assert marieke.open_draft(head).value("data.datum_bijstand_ingang") == "2026-02-03"
    with pytest.raises(AccessDenied):
        marieke.save_field(head, "data.datum_bijstand_ingang", "2026-02-04", expect=0)


def test_ontzorgen_ends_after_six_months_until_somebody_says_otherwise(store_for: Open) -> None:
    gerrit, relief = store_for("gerrit"), store_for.record("Amina", "F12")
    path = "afspraak.oz_einde"
    fill(gerrit, relief, {"oz_start": "31-8-2025"})
    assert gerrit.open_draft(relief).value(path) == "2026-02-28"
    entry = gerrit.save_field(relief, path, "2026-05-31", expect=0)
    fill(gerrit, relief, {"oz_start": "1-9-2025"})
    assert gerrit.open_draft(relief).value(path) == "2026-05-31"
    gerrit.save_field(relief, path, None, expect=entry.revision)
    assert gerrit.open_draft(relief).value(path) == "2026-03-01"
    assert gerrit.keep(relief).answers["afspraak"]["oz_einde"] == "2026-03-01"


def test_duo_goes_before_the_day_that_follows_from_the_plan_and_the_duty_ends_when_it_is_met(store_for: Open) -> None:
    marieke, following = store_for("marieke"), store_for.record("Nooria", "F13")
    plan = marieke.saved(store_for.record("Nooria", "F08c")).answers["besluit"]["w21_termijn_eind"]
    assert marieke.open_draft(following).value("termijn.ib_termijn_eind") == plan
    fill(marieke, following, {"ib_termijn_eind_duo": "31-12-2029", "ib_afgerond_op": "2-3-2026"})
    draft = marieke.open_draft(following)
    assert (draft.value("termijn.ib_termijn_eind"), draft.value("afronden.datum_einde_plicht")) == ("2029-12-31", "2026-03-02")
    assert draft.value("onderdelen.map_nodig") == "ja"
    marieke.keep(following)
    assert marieke.dossier(store_for.dossier("Nooria")).facts["datum_einde_plicht"] == "2026-03-02"


def test_the_plan_of_the_pilot_says_when_the_team_agreed_and_when_ontzorgen_ends(store_for: Open) -> None:
    marieke, dossier, pip = store_for("marieke"), store_for.dossier("Mihret"), store_for.record("Mihret", "F08b")
    relief = store_for.record("Mihret", "F12")
    path = "ontzorging.p19_ontzorging_tot"
    marieke.save_field(pip, path, None, expect=marieke.open_draft(pip).entries[path].revision)
    assert marieke.open_draft(pip).value(path) == marieke.saved(relief).answers["afspraak"]["oz_einde"]
    meeting = marieke.start_record("F10", dossier, "t")
    fill(
        marieke,
        meeting,
        {"gesprek_datum": "27-2-2026", "gesprek_plaats": "gemeentehuis", "tolk_nodig": "nee", "pt_soort": "plan goedkeuren"},
    )
    team = rows(marieke, meeting, "overleg", "pt_akkoord")
    fill(marieke, meeting, {"pt_akkoord": [{"id": row["id"], "akkoord": "akkoord"} for row in team]})
    assert complete(marieke, meeting, "d") == []
    assert marieke.open_draft(pip).value("goedkeuren.p19_akkoord_op") is None
    marieke.finalise(meeting)
    assert marieke.open_draft(pip).value("goedkeuren.p19_akkoord_op") == "2026-02-27"


# --- the first plan stays the beginning ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["Desta", "Nooria"])
def test_a_changed_plan_never_moves_the_date_of_the_first(store_for: Open, who: str) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier(who)
    before = marieke.dossier(dossier).facts
    change = marieke.start_record("F08d", dossier, "t")
    fill(marieke, change, {"wz_reden": "andere afspraak", "wz_nieuwe_datum": TODAY.isoformat()})
    marieke.keep(change)
    assert marieke.dossier(dossier).facts["fase"] == before["fase"] == "voortgang"
    assert complete(marieke, change, "d") == []
    marieke.finalise(change)
    after = marieke.dossier(dossier).facts
    assert after["dagtekening_eerste_pip"] == before["dagtekening_eerste_pip"]
    assert date.fromisoformat(after["dagtekening_eerste_pip"]) < TODAY


def test_a_corrected_plan_never_moves_the_date_of_the_first(store_for: Open) -> None:
    marieke, dossier, pip = store_for("marieke"), store_for.dossier("Nooria"), store_for.record("Nooria", "F08c")
    first = marieke.dossier(dossier).facts["dagtekening_eerste_pip"]
    marieke.correct(pip, "een andere leerroute")
    fill(marieke, pip, {"pip_soort": "gewijzigd PIP", "w21_dagtekening": TODAY.isoformat()})
    marieke.freeze(pip)
    marieke.finalise(pip)
    assert marieke.saved(pip).answers["besluit"]["w21_dagtekening"] == TODAY.isoformat() != first
    assert marieke.dossier(dossier).facts["dagtekening_eerste_pip"] == first


# --- signing the declaration ---------------------------------------------------------------------------------------------


def test_under_the_law_the_declaration_waits_for_twelve_hours_and_an_activity(store_for: Open) -> None:
    marieke, pvt = store_for("marieke"), store_for.record("Nooria", "F11")
    fill(marieke, pvt, {"pvt_onderdelen": [{"id": "r1", "gevolgd": "nee"}]})
    with pytest.raises(NotReady) as error:
        marieke.freeze(pvt)
    assert "nog nodig: 8 uur (het is 12 uur in totaal, met het tekenmoment) en één gevolgde activiteit of excursie" in say(error.value)
    fill(marieke, pvt, {"pvt_onderdelen": [{"id": "r1", "gevolgd": "ja", "uren": "7,5"}]})
    with pytest.raises(NotReady) as error:
        marieke.freeze(pvt)
    assert "nog nodig: 0,5 uur" in say(error.value) and "activiteit" not in say(error.value)
    fill(marieke, pvt, {"pvt_teken_uren": "0,5"})
    assert marieke.open_draft(pvt).value("volgen.pvt_uren_totaal") == "12"
    assert marieke.freeze(pvt).state == "klaar om te tekenen"


def test_a_declaration_that_may_not_be_signed_yet_is_kept_as_a_draft(store_for: Open) -> None:
    marieke, pvt = store_for("marieke"), store_for.record("Nooria", "F11")
    fill(marieke, pvt, {"pvt_groep": "groep 5"})
    assert marieke.keep(pvt).answers["volgen"]["pvt_mag_tekenen"].startswith("nee, nog nodig")


def test_in_the_pilot_the_declaration_waits_for_the_workshop(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Mihret")
    pvt = marieke.start_record("F11", dossier, "t")
    fill(marieke, pvt, {"pvt_verplicht": "ja", "pvt_basis_gevolgd": "deels", "pvt_onderdelen": "geen"})
    complete(marieke, pvt, "d")
    with pytest.raises(NotReady) as error:
        marieke.freeze(pvt)
    assert "nog nodig: de hele basisworkshop" in say(error.value)
    fill(marieke, pvt, {"pvt_basis_gevolgd": "ja"})
    assert marieke.freeze(pvt).state == "klaar om te tekenen"


def test_a_signature_is_not_of_tomorrow(store_for: Open) -> None:
    marieke, pvt = store_for("marieke"), store_for.record("Desta", "F11")
    marieke.correct(pvt, "de datum klopt niet")
    marieke.freeze(pvt)
    fill(marieke, pvt, {"pvt_getekend_op": "3-3-2026"})
    with pytest.raises(NotReady) as error:
        marieke.finalise(pvt)
    assert "deze datum ligt in de toekomst" in say(error.value)


def test_who_needs_no_pvt_signs_nothing(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Mihret")
    pvt = marieke.start_record("F11", dossier, "t")
    fill(marieke, pvt, {"pvt_verplicht": "nee"})
    marieke.freeze(pvt)
    assert marieke.finalise(pvt).state == "definitief"
