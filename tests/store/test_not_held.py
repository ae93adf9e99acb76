"""A talk that did not take place counts for nothing; the new appointment is a new form that begins with what stays true."""

from __future__ import annotations

import pytest

from popforms.demo import complete, fill
from popforms.store import NotNow
from tests.conftest import Open

KOP = {
    "gesprek_datum": "27-2-2026", "gesprek_tijd": "10:00", "gesprek_plaats": "azc", "tolk_nodig": "nee", "mb_uitgenodigd": "ja",
    "aanwezigen": [{"naam": "Anouk Peters", "rol": "casemanager", "aanwezigheid": "niet verschenen"}],
}  # fmt: skip


def call_off(store_for: Open, code: str, name: str, who: str = "marieke", **more: object) -> str:
    """A talk that was planned and did not take place."""
    store = store_for(who)
    record = store.start_record(code, store_for.dossier(name), f"{code} een")
    fill(store, record, {**KOP, **more})
    complete(store, record, "c")
    fill(store, record, {"niet_doorgegaan_reden": "niet verschenen"})
    store.keep(record)
    return record


def again(store_for: Open, code: str, name: str, who: str = "marieke") -> str:
    return store_for(who).start_record(code, store_for.dossier(name), f"{code} twee")


@pytest.mark.parametrize("code", ["F03a", "F06"])
def test_a_second_form_is_begun_for_the_new_appointment(store_for: Open, code: str) -> None:
    first = call_off(store_for, code, "Rima")
    second = again(store_for, code, "Rima")
    assert second != first
    assert store_for("marieke").start_record(code, store_for.dossier("Rima"), "nog een keer") == second
    (line,) = (line for line in store_for("marieke").forms_of(store_for.dossier("Rima")) if line.form.code == code)
    assert [record.id for record in line.records] == [second]
    assert [(record.id, record.not_held) for record in line.not_held] == [(first, "niet verschenen")]


def test_until_it_is_kept_with_the_reason_there_is_one_form(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Rima")
    record = store.start_record("F06", dossier, "een")
    fill(store, record, {**KOP, "niet_doorgegaan_reden": "ziek"})
    assert again(store_for, "F06", "Rima") == record


def test_the_new_form_begins_with_what_stays_true_and_says_where_it_is_from(store_for: Open) -> None:
    sander = store_for("sander")
    planned = store_for.record("Yohannes", "F04")
    fill(sander, planned, {"contract_uitgelegd": "nee", "niet_doorgegaan_reden": "tolk ontbrak", "verslag": "Er was niemand."})
    fill(sander, planned, {"open_punten": [{"omschrijving": "Sleutel halen", "module": "wonen", "trekker": store_for("nadia").user.person,
                                            "gereed_voor": "1-4-2026", "voortgang_frequentie": "maandelijks", "door_vh_zelf": "nee"}]})  # fmt: skip
    sander.keep(planned)
    draft = sander.open_draft(again(store_for, "F04", "Yohannes", "sander"))
    old = sander.open_draft(planned)
    for path in (
        "kop.gesprek_plaats",
        "kop.tolk_nodig",
        "kop.tolk_wie",
        "kop.tolk_vorm",
        "woning.woning_adres",
        "woning.contract_uitgelegd",
    ):
        assert draft.value(path) == old.value(path) is not None, path
        assert draft.entries[path].source == "de afspraak die niet doorging"
    for path in (
        "kop.gesprek_datum",
        "kop.gesprek_tijd",
        "kop.tolk_besteld_op",
        "kop.mb_uitgenodigd",
        "kop.niet_doorgegaan_reden",
        "kop.verslag",
    ):
        assert old.value(path) is not None and draft.value(path) is None, path
    present = draft.answers()["kop"]["aanwezigen"]
    assert [set(row) for row in present] == [{"id", "naam", "rol", "organisatie"}]
    assert "open_punten" not in str(draft.entries), "the action goes on by itself"
    assert len([one for one in sander.actions_of(store_for.dossier("Yohannes")) if one.omschrijving == "Sleutel halen"]) == 1


def test_what_others_filled_in_goes_along_and_stays_closed_to_who_may_not_read_it(store_for: Open) -> None:
    planned = store_for.record("Yohannes", "F04")
    fill(store_for("gerrit"), planned, {"inrichting_vorm": "lening"})
    sander = store_for("sander")
    fill(sander, planned, {"niet_doorgegaan_reden": "ziek", "bijbij_aangevraagd": "ja"})
    sander.keep(planned)
    new = again(store_for, "F04", "Yohannes", "sander")
    assert not [path for path in store_for("sander").open_draft(new).entries if path.endswith("inrichting_vorm")]
    (path,) = (path for path in store_for("gerrit").open_draft(new).entries if path.endswith("inrichting_vorm"))
    assert store_for("gerrit").open_draft(new).value(path) == "lening"


def test_it_counts_for_no_phase_and_no_term(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Rima")
    before = store.dossier(dossier)
    first = call_off(store_for, "F06", "Rima")
    assert complete(store, first, "d") == []
    store.finalise(first)
    after = store_for("marieke").dossier(dossier)
    assert (after.facts["fase"], after.facts["fase_bereikt"]) == (before.facts["fase"], before.facts["fase_bereikt"])
    assert {(one.code, one.last_day, one.state) for one in after.terms} == {(one.code, one.last_day, one.state) for one in before.terms}
    assert not [name for name in after.facts if name.startswith("F06")]


def test_it_counts_for_no_check_of_another_form(store_for: Open) -> None:
    store = store_for("marieke")
    first = call_off(store_for, "F03a", "Rima", intake_start="27-2-2026")
    assert complete(store, first, "d") == []
    store.finalise(first)
    talk = store.start_record("F03c", store_for.dossier("Rima"), "akkoord")
    assert "intake" in {problem.gate for problem in store.problems(talk, "d")}


def test_of_a_form_that_there_are_many_of_the_number_goes_on_without_it(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Amina")
    call_off(store_for, "F09", "Amina", vg_soort="vervolggesprek", vg_volgende="1-6-2026")
    second = again(store_for, "F09", "Amina")
    draft = store.open_draft(second)
    assert draft.value("welk.vg_nummer") == 1
    assert draft.value("welk.vg_soort") == "vervolggesprek" and draft.entries["welk.vg_soort"].source == "de afspraak die niet doorging"
    told = {row["actie"] for row in draft.answers()["stand"]["vg_acties"]}
    assert told == {one.omschrijving for one in store.actions_of(dossier) if one.omschrijving and one.module != "gezondheid"}


def test_a_talk_that_took_place_lends_nothing_to_the_next(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Amina")
    first = store.start_record("F09", dossier, "een")
    fill(store, first, {**KOP, "vg_soort": "vervolggesprek"})
    store.keep(first)
    assert store.open_draft(again(store_for, "F09", "Amina")).value("kop.gesprek_plaats") is None


def test_the_reason_cannot_go_once_there_is_a_new_appointment(store_for: Open) -> None:
    store = store_for("marieke")
    first = call_off(store_for, "F06", "Rima")
    entry = store.open_draft(first).entries["kop.niet_doorgegaan_reden"]
    again(store_for, "F06", "Rima")
    store.save_field(first, "kop.niet_doorgegaan_reden", None, expect=entry.revision)
    with pytest.raises(NotNow, match="al een nieuwe afspraak begonnen"):
        store.keep(first)
    assert store_for("marieke").record_row(first).not_held == "niet verschenen"


def test_a_reason_that_was_a_mistake_goes_while_there_is_no_new_appointment(store_for: Open) -> None:
    store = store_for("marieke")
    first = call_off(store_for, "F06", "Rima")
    entry = store.open_draft(first).entries["kop.niet_doorgegaan_reden"]
    store.save_field(first, "kop.niet_doorgegaan_reden", None, expect=entry.revision)
    store.keep(first)
    assert again(store_for, "F06", "Rima") == first
    assert store_for("marieke").dossier(store_for.dossier("Rima")).facts["fase_bereikt"] == "kennismaking"


def test_the_invitation_to_the_talk_that_was_called_off_is_not_that_of_the_new_one(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Yohannes")

    def send(day: str, token: str) -> None:
        letter = store.start_record("F22", dossier, token)
        fill(
            store,
            letter,
            {"br_soort": "BR06", "br_aan": "statushouder", "br_taalniveau": "A2", "br_tekst": "Kom.", "br_taal_extra": "geen"},
        )
        assert complete(store, letter, "d") == []
        store.freeze(letter)
        fill(store, letter, {"br_verzonden_op": day})
        store.finalise(letter)

    send("20-2-2026", "brief een")
    first = call_off(store_for, "F06", "Yohannes")
    assert store.open_draft(first).value("vooraf.brief_op") == "2026-02-20"
    second = again(store_for, "F06", "Yohannes")
    assert store.open_draft(second).value("vooraf.brief_op") is None
    send("2-3-2026", "brief twee")
    assert store.open_draft(second).value("vooraf.brief_op") == "2026-03-02"


def test_a_kansverkenner_goes_on_to_the_new_appointment(store_for: Open) -> None:
    kaveh = store_for("kaveh")
    call_off(store_for, "F03a", "Rima", intake_start="27-2-2026", intake_team=[{"rol": "kansverkenner", "naam": kaveh.user.person}])
    second = again(store_for, "F03a", "Rima", "kaveh")
    team = kaveh.open_draft(second).answers()["intake"]["intake_team"]
    assert kaveh.user.person in [row.get("naam") for row in team]


def test_the_next_step_is_offered_to_who_may_take_it(store_for: Open) -> None:
    first = call_off(store_for, "F06", "Yohannes")
    assert store_for("marieke").new_appointment(first) == ""
    assert store_for("nadia").new_appointment(first) is None
    second = again(store_for, "F06", "Yohannes")
    assert store_for("marieke").new_appointment(first) == store_for("nadia").new_appointment(first) == second
