"""Dossiers: opening, finding, and who has to do with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from popforms.access import AccessDenied
from popforms.demo import CAST, OUTSIDER, fill
from popforms.store import NotNow, NotReady, Store
from tests.conftest import NOON, TODAY, Open

IN_THE_GEMEENTE = [one.username for one in CAST if one.username != OUTSIDER]
WITHOUT_CASES = ["kaveh", "mart", "bea", "priya", "wim"]


def start(store: Store, token: str = "t", **answers: Any) -> tuple[str, str, str]:
    """A new dossier with the answers that a first version needs; gives it with its two forms, not kept yet."""
    dossier, (head, report) = store.new_dossier(token)
    fill(
        store,
        head,
        {"regelset": "wi2021", "gemeente": store.user.gemeenten[0], **{k: v for k, v in answers.items() if k in ("regelset", "wet")}},
    )
    fill(
        store, report,
        {"melding_bron": "TVS", "datum_tvs_melding": "23-2-2026", "achternaam": "Osman", "voornamen": "Khadra", "geboortedatum": "1990", "moedertaal": "Somalisch"},
    )  # fmt: skip
    return dossier, head, report


def audit(store: Store, act: str) -> list[dict[str, Any]]:
    return list(store.db.query("SELECT * FROM trail WHERE act=? ORDER BY seq DESC", (act,)))


# --- opening ----------------------------------------------------------------------------------------------------------


def test_a_new_dossier_opens_with_its_two_forms(store_for: Open) -> None:
    marieke = store_for("marieke")
    dossier, head, report = start(marieke)
    marieke.keep_together([head, report])
    view = marieke.dossier(dossier)
    assert (view.name, view.kept, view.facts["fase"]) == ("Khadra Osman", True, "melding")
    assert view.number.startswith("D-2026-")
    assert view.team == {"pc": marieke.user.id}


def test_pressing_twice_makes_one_dossier(store_for: Open) -> None:
    marieke = store_for("marieke")
    first = marieke.new_dossier("same")
    assert store_for("marieke").new_dossier("same") == first
    assert marieke.new_dossier("other")[0] != first[0]


def test_beginning_a_form_twice_makes_one(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Yohannes")
    assert marieke.start_record("F07", dossier, "a") == store_for("marieke").start_record("F07", dossier, "b")


def test_a_new_dossier_is_seen_by_its_maker_alone_until_it_is_kept(store_for: Open) -> None:
    marieke = store_for("marieke")
    dossier, head, report = start(marieke)
    for other in ("sander", "elvira", "olga"):
        with pytest.raises(AccessDenied):
            store_for(other).dossier(dossier)
    assert "Khadra Osman" not in [line.name for line in store_for("sander").find_dossiers()]
    marieke.keep_together([head, report])
    assert store_for("sander").dossier(dossier).name == "Khadra Osman"
    with pytest.raises(AccessDenied):
        store_for("olga").dossier(dossier)


def test_the_law_of_2021_does_not_go_with_the_law_of_2013(store_for: Open) -> None:
    marieke = store_for("marieke")
    _, head, report = start(marieke, wet="wi2013")
    with pytest.raises(NotReady) as error:
        marieke.keep_together([head, report])
    (problem,) = error.value.problems
    assert problem.path == "afspraken.wet" and "passen niet bij de wet van 2013" in problem.say
    fill(marieke, head, {"regelset": "pilot2019"})
    marieke.keep_together([head, report])


def test_a_birth_date_in_the_future_is_refused(store_for: Open) -> None:
    marieke = store_for("marieke")
    _, head, report = start(marieke)
    fill(marieke, report, {"geboortedatum": "3-3-2026"})
    with pytest.raises(NotReady) as error:
        marieke.keep_together([head, report])
    assert "ligt in de toekomst" in error.value.problems[0].say
    fill(marieke, report, {"geboortedatum": "2-3-2026"})
    marieke.keep_together([head, report])


@pytest.mark.parametrize("username", [name for name in IN_THE_GEMEENTE if name not in ("marieke", "sander")])
def test_only_pc_and_hvc_open_a_dossier(store_for: Open, username: str) -> None:
    store = store_for(username)
    with pytest.raises(AccessDenied):
        store.new_dossier("t")
    assert audit(store, "geweigerd: nieuw dossier")[0]["user_id"] == store.user.id


# --- what flows -------------------------------------------------------------------------------------------------------


def test_a_date_of_one_form_is_shown_in_the_dossier(store_for: Open) -> None:
    draft = store_for("marieke").open_draft(store_for.record("Zalmai", "F00"))
    regeldag = store_for("marieke").saved(store_for.record("Zalmai", "F04")).answers
    assert draft.value("data.datum_huur_ingang") == regeldag["woning"]["huur_ingang"]
    assert draft.value("data.datum_brp") == regeldag["inschrijving"]["brp_op"]
    assert "data.datum_huur_ingang" not in draft.entries


def test_a_draft_that_is_not_kept_moves_no_dossier(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Ibrahim")
    fill(marieke, store_for.record("Ibrahim", "F01"), {"opgepakt_pc_op": "1-3-2026"})
    assert store_for("marieke").dossier(dossier).facts["fase"] == "melding"
    marieke.keep(store_for.record("Ibrahim", "F01"))
    assert store_for("marieke").dossier(dossier).facts["fase"] == "voorbereiding"


@pytest.mark.parametrize(
    ("name", "phase"),
    [("Ibrahim", "melding"), ("Rima", "voorbereiding"), ("Yohannes", "regeldag"), ("Zalmai", "eerste begeleiding"), ("Amina", "pop"), ("Bassel", "pop"),
     ("Mihret", "pip"), ("Narges", "pip"), ("Hoda", "pip"), ("Ferhat", "pip"), ("Desta", "voortgang"), ("Nooria", "voortgang")],
)  # fmt: skip
def test_the_forms_say_in_which_phase_a_dossier_is(store_for: Open, name: str, phase: str) -> None:
    assert store_for("marieke").dossier(store_for.dossier(name)).facts["fase"] == phase


def test_a_new_form_begins_with_what_is_known(store_for: Open) -> None:
    marieke = store_for("marieke")
    pip = marieke.start_record("F08c", store_for.dossier("Bassel"), "t")
    draft = marieke.open_draft(pip)
    assert draft.value("uitleg.pip_begeleider") == store_for("joop").user.person
    assert draft.value("uitleg.pip_contact") == marieke.user.id
    pop = store_for("marieke").record_row(store_for.record("Bassel", "F07"))
    assert draft.value("plan.pip_pop_ref") == f"{pop.id}:{pop.version}"


def test_the_default_trekkers_follow_the_rule_set(store_for: Open) -> None:
    marieke = store_for("marieke")
    law = marieke.open_draft(store_for.record("Amina", "F07"))
    pilot = marieke.open_draft(store_for.record("Mihret", "F07"))
    assert law.value("inburgering.module_trekker") == marieke.user.id
    assert pilot.value("inburgering.module_trekker") == "statushouder"
    assert law.value("werk.module_trekker") == store_for("denise").user.id
    assert pilot.entries["werk.module_trekker"].source == "de vaste trekkers"


# --- who sees what ----------------------------------------------------------------------------------------------------


def names(store: Store, text: str = "", **how: Any) -> set[str]:
    return {line.name for line in store.find_dossiers(text, **how)}


def test_the_begeleider_sees_only_the_own_dossiers(store_for: Open) -> None:
    assert "Amina Warsame" in names(store_for("nadia")) and "Amina Warsame" not in names(store_for("joop"))
    assert store_for("nadia").dossier(store_for.dossier("Amina")).name == "Amina Warsame"
    with pytest.raises(AccessDenied):
        store_for("joop").dossier(store_for.dossier("Amina"))


def test_being_named_in_the_team_gives_access_and_leaving_it_takes_it(store_for: Open) -> None:
    marieke, head = store_for("marieke"), store_for.record("Rima", "F00")
    fill(marieke, head, {"mb": store_for("nadia").user.person})
    marieke.keep(head)
    assert "ريما Al-Khatib" in names(store_for("nadia")) and "ريما Al-Khatib" not in names(store_for("joop"))
    with pytest.raises(AccessDenied):
        store_for("joop").dossier(store_for.dossier("Rima"))


def test_the_hvc_sees_a_dossier_until_eight_weeks_after_the_move(store_for: Open) -> None:
    dossier = store_for.dossier("Zalmai")
    marieke, head = store_for("marieke"), store_for.record("Zalmai", "F00")
    fill(marieke, head, {"hvc": marieke.user.id})
    marieke.keep(head)
    fill(store_for("sander"), store_for.record("Zalmai", "F04"), {"datum_huisvesting": TODAY})
    store_for("sander").keep_late(store_for.record("Zalmai", "F04"))
    assert store_for("sander", today=TODAY + timedelta(days=56)).dossier(dossier)
    with pytest.raises(AccessDenied):
        store_for("sander", today=TODAY + timedelta(days=57)).dossier(dossier)
    assert dossier not in [line.id for line in store_for("sander", today=TODAY + timedelta(days=57)).find_dossiers()]


@pytest.mark.parametrize("username", [name for name in IN_THE_GEMEENTE if name not in ("marieke", "sander")])
def test_a_restricted_dossier_is_there_for_its_pc_and_hvc_alone(store_for: Open, username: str) -> None:
    dossier = store_for.dossier("Narges")
    assert store_for("marieke").dossier(dossier).name == store_for("sander").dossier(dossier).name == "Narges Moradi"
    assert "Narges Moradi" in names(store_for("marieke"))
    assert "Narges Moradi" not in names(store_for(username))
    with pytest.raises(AccessDenied):
        store_for(username).dossier(dossier)
    assert not [one for one in store_for(username).my_actions() if one.dossier_id == dossier]


def test_who_looked_before_a_dossier_became_restricted_writes_nothing_in_it_after(store_for: Open) -> None:
    dossier, begun = store_for.dossier("Nooria"), store_for.record("Nooria", "F05b")
    log, day = store_for.world.forms.process.LOG, {"datum": "2026-03-02", "tijd": "10:00"}
    line = {log["when"]: day, log["kind"]: "telefoon", log["module"]: "taal", log["short"]: "kanarie", log["visible"]: "hele team"}
    hours = {"ur_datum": "2-3-2026", "ur_soort": "begeleiding", "ur_uren": "1", "ur_dossier": dossier}
    writes: list[Callable[[Store, str], object]] = [
        lambda nadia, _: nadia.add_log_line(dossier, line, "te laat"),
        lambda nadia, _: nadia.add_hours(hours, "te laat"),
        lambda nadia, _: nadia.start_record("F14b", dossier, "te laat"),
        lambda nadia, path: nadia.save_field(begun, path, "kanarie", expect=0),
        lambda nadia, _: nadia.keep(begun),
        lambda nadia, _: nadia.throw_away(begun, "per ongeluk"),
    ]
    looked = []
    for _ in writes:
        nadia = store_for("nadia")
        draft = nadia.open_draft(begun)
        assert nadia.may_open(dossier)
        looked.append((nadia, min(draft.writable)))
    marieke = store_for("marieke")
    head = store_for.record("Nooria", "F00")
    if not marieke.record_row(head).open:
        marieke.correct(head, "beperkte inzage")
    fill(marieke, head, {"inzage_beperkt": "ja"})
    marieke.keep(head)
    for write, (nadia, path) in zip(writes, looked, strict=True):
        with pytest.raises(AccessDenied):
            write(nadia, path)
        assert "te laat" not in [row["token"] for row in marieke.db.query("SELECT token FROM record")]
    assert "kanarie" not in str(marieke.log_lines(dossier))


def test_the_terms_of_a_dossier_that_became_restricted_leave_the_worklist_of_its_begeleider(store_for: Open) -> None:
    dossier, head, marieke = store_for.dossier("Amina"), store_for.record("Amina", "F00"), store_for("marieke")
    until = TODAY + timedelta(days=400)
    assert dossier in [line.dossier_id for line in store_for("nadia").deadlines(until)]
    fill(marieke, head, {"inzage_beperkt": "ja"})
    marieke.keep(head)
    assert dossier in [line.dossier_id for line in store_for("marieke").deadlines(until)]
    for who in ("nadia", "elvira"):
        assert dossier not in [line.dossier_id for line in store_for(who).deadlines(until)]


@pytest.mark.parametrize(("who", "by_number"), [("marieke", True), ("joop", True), ("gerrit", False), ("denise", False)])
def test_who_searches_by_name_and_birth_date_only_finds_nobody_by_number(store_for: Open, who: str, by_number: bool) -> None:
    store = store_for(who)
    assert store.searches_by_number() == by_number
    mine = store.find_dossiers()[0]
    born = str(store_for("marieke").dossier(mine.id).facts["F01.geboortedatum"])
    dutch = "-".join(reversed(born.split("-")))
    for text in (mine.name, mine.name.split()[-1][:4].upper(), born, dutch, dutch[-7:]):
        assert mine.id in [line.id for line in store.find_dossiers(text)], text
    for text in (mine.number, mine.number.lower(), mine.number[-4:], "D-20"):
        assert (mine.id in [line.id for line in store.find_dossiers(text)]) == by_number, text


def test_a_plan_of_the_other_rule_set_is_not_begun(store_for: Open) -> None:
    marieke = store_for("marieke")
    regelset = marieke.dossier(store_for.dossier("Zalmai")).facts["regelset"]
    with pytest.raises(NotNow, match="hoort niet bij de afspraken"):
        marieke.start_record("F08c" if regelset == "pilot2019" else "F08b", store_for.dossier("Zalmai"), "t")


def test_a_contact_does_not_lie_in_a_dossier(store_for: Open) -> None:
    with pytest.raises(AccessDenied):
        store_for("marieke").start_record("F21a", store_for.dossier("Zalmai"), "t")


def test_who_may_not_use_the_logbook_is_told_so_before_typing(store_for: Open) -> None:
    dossier = store_for.dossier("Amina")
    assert (store_for("elvira").may_log(dossier, "R"), store_for("elvira").may_log(dossier, "W")) == (True, False)
    assert store_for("nadia").may_log(dossier, "W")


def test_a_dossier_of_the_family_is_told_by_name_to_who_may_see_it(store_for: Open) -> None:
    question = next(q for _, q in store_for.world.forms["F00"].questions() if q.name == "gezin_dossiers").columns[0]
    own, other = store_for.dossier("Amina"), store_for.dossier("Narges")
    marieke, nadia = store_for("marieke"), store_for("nadia")
    number = marieke.dossier(other).number
    assert marieke.lookup(own).name(question, other) == f"Narges Moradi ({number})"
    assert nadia.lookup(own).name(question, other) == "niet (meer) bekend"


def test_a_form_that_one_may_not_read_cannot_be_referred_to(store_for: Open) -> None:
    dossier, question = store_for.dossier("Nooria"), store_for.world.forms["F08c"].question("pip_pop_ref")
    assert question and len(store_for("marieke").lookup(dossier).choices(question)) == 1
    assert store_for("sander").lookup(dossier).choices(question) == []
    with pytest.raises(AccessDenied):
        store_for(OUTSIDER).lookup(dossier).choices(question)


@pytest.mark.parametrize("username", WITHOUT_CASES)
def test_who_has_nothing_to_do_with_cases_sees_none(store_for: Open, username: str) -> None:
    assert names(store_for(username)) == set()
    with pytest.raises(AccessDenied):
        store_for(username).dossier(store_for.dossier("Amina"))


def test_the_other_gemeente_sees_its_own_dossier_and_nothing_here(store_for: Open) -> None:
    olga = store_for(OUTSIDER)
    assert names(olga) == {"Mustafa Yusuf Farah"}
    assert "Mustafa Yusuf Farah" not in names(store_for("marieke"))
    for name, dossier in store_for.world.dossiers.items():
        if name != "Mustafa":
            for read in (olga.dossier, olga.forms_of, olga.actions_of, olga.log_lines):
                with pytest.raises(AccessDenied):
                    read(dossier)
    with pytest.raises(AccessDenied):
        store_for("marieke").dossier(store_for.dossier("Mustafa"))


@pytest.mark.parametrize("read", ["dossier", "forms_of", "actions_of", "log_lines"])
def test_a_foreign_dossier_answers_as_one_that_does_not_exist(store_for: Open, read: str) -> None:
    def answer(dossier: str) -> str:
        with pytest.raises(AccessDenied) as refused:
            getattr(store_for(OUTSIDER), read)(dossier)
        return str(refused.value)

    assert answer(store_for.dossier("Amina")) == answer("0000000000000000") == answer("' OR 1=1 --")


@pytest.mark.parametrize("read", ["open_draft", "saved", "record_row", "versions", "files_of", "prints_of"])
def test_a_foreign_form_answers_as_one_that_does_not_exist(store_for: Open, read: str) -> None:
    def answer(record: str) -> str:
        with pytest.raises(AccessDenied) as refused:
            getattr(store_for(OUTSIDER), read)(record)
        return str(refused.value)

    assert answer(store_for.record("Amina", "F07")) == answer("0000000000000000") == answer("")


# --- finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["amin", "WARSAME", "Hirsi", "14-02-2001", "14-2-2001", "2001-02-14", " warsame "])
def test_a_dossier_is_found_by_part_of_name_or_birth_date(store_for: Open, text: str) -> None:
    assert names(store_for("marieke"), text) == {"Amina Warsame"}


def test_a_dossier_is_found_by_its_number(store_for: Open) -> None:
    marieke = store_for("marieke")
    number = marieke.dossier(store_for.dossier("Amina")).number
    assert names(marieke, number) == {"Amina Warsame"}


@pytest.mark.parametrize(("text", "name"), [("ريما", "ريما Al-Khatib"), ("rima", "ريما Al-Khatib"), ("ዮሃንስ", "ዮሃንስ Kidane")])
def test_a_dossier_is_found_by_a_call_name_in_its_own_script(store_for: Open, text: str, name: str) -> None:
    assert names(store_for("marieke"), text) == {name}


@pytest.mark.parametrize("text", ["%", "_", "\\", "' OR '1'='1", "zzz", "Mustafa", "Amina%Warsame"])
def test_a_search_finds_nothing_it_should_not(store_for: Open, text: str) -> None:
    assert names(store_for("marieke"), text) == set()


def test_own_dossiers_are_those_that_name_you(store_for: Open) -> None:
    assert names(store_for("olga"), only_mine=True) == {"Mustafa Yusuf Farah"}
    assert "Amina Warsame" in names(store_for("marieke"), only_mine=True)


def test_a_closed_dossier_is_found_when_asked_for(store_for: Open) -> None:
    marieke, head = store_for("marieke"), store_for.record("Desta", "F00")
    fill(marieke, head, {"afsluit_reden": "verhuisd"})
    marieke.keep(head)
    assert "Desta Alemu Bekele" not in names(marieke)
    assert "Desta Alemu Bekele" in names(marieke, closed=True)
    assert marieke.dossier(store_for.dossier("Desta")).facts["fase"] == "afgesloten"


def test_what_you_left_half_done_is_listed(store_for: Open) -> None:
    titles = {(record.form.code, name.split(" ")[0]) for record, name, _ in store_for("marieke").my_drafts()}
    assert {code for code, _ in titles} >= {"F00", "F01"}
    fill(store_for("nadia"), store_for.record("Amina", "F07"), {"meedoen.wens": "Zwemmen."})
    assert [record.form.code for record, _, _ in store_for("nadia", now=NOON).my_drafts()] == ["F07"]


# --- the trail --------------------------------------------------------------------------------------------------------


def test_reading_is_written_down_once_a_visit(store_for: Open) -> None:
    pop = store_for.record("Amina", "F07")
    nadia = store_for("nadia")
    nadia.open_draft(pop), nadia.open_draft(pop)
    lines = [one for one in audit(nadia, "lezen") if one["record_id"] == pop and one["user_id"] == nadia.user.id]
    assert len(lines) == 1
    store_for("nadia", now=NOON + timedelta(minutes=31)).open_draft(pop)
    again = [one for one in audit(nadia, "lezen") if one["record_id"] == pop and one["user_id"] == nadia.user.id]
    assert len(again) == 2


def test_what_is_refused_is_written_down(store_for: Open) -> None:
    joop, pop, dossier = store_for("joop"), store_for.record("Amina", "F07"), store_for.dossier("Amina")
    tries: dict[str, Any] = {
        "openen": lambda: joop.open_draft(pop),
        "dossier": lambda: joop.dossier(dossier),
    }
    nadia = store_for("nadia")
    own: dict[str, Any] = {
        "schrijven": lambda: nadia.save_field(pop, "inkomen.situatie", "x", expect=0),
        "F": lambda: nadia.finalise(pop),
        "verbeteren": lambda: nadia.correct(store_for.record("Nooria", "F07"), "Het klopt niet."),
    }
    for store, attempts in ((joop, tries), (nadia, own)):
        for act, attempt in attempts.items():
            with pytest.raises(AccessDenied):
                attempt()
            assert audit(store_for("marieke"), f"geweigerd: {act}")[0]["user_id"] == store.user.id


def test_keeping_and_searching_are_written_down_without_words(store_for: Open) -> None:
    marieke, pop = store_for("marieke"), store_for.record("Amina", "F07")
    fill(marieke, pop, {"kop.kracht": "Geduldig."})
    number = marieke.keep(pop).number
    kept = audit(marieke, "bewaren")[0]
    assert (kept["record_id"], kept["version"], kept["user_id"]) == (pop, number, marieke.user.id)
    marieke.find_dossiers("warsame")
    assert audit(marieke, "zoeken")[0]["detail"] == "7 tekens, 1 getoond"


def test_the_trail_holds_no_words_of_a_dossier(store_for: Open) -> None:
    rows = list(store_for("marieke").db.query("SELECT DISTINCT act, detail FROM trail"))
    text = " ".join(f"{row['act']} {row['detail']}" for row in rows).lower()
    for word in ("warsame", "amina", "haddad", "desta", "bakker", "99999"):
        assert word not in text


# --- beginning a form -------------------------------------------------------------------------------------------------


def test_who_has_only_the_number_in_a_plan_sees_no_plan_and_begins_none(store_for: Open) -> None:
    sander, marieke = store_for("sander"), store_for("marieke")
    plans, tried = {"F08b", "F08c"}, 0
    for dossier in (line.id for line in sander.find_dossiers()):
        assert not plans & {line.form.code for line in sander.forms_of(dossier)}
        for line in marieke.forms_of(dossier):
            if line.form.code in plans and not line.records:
                assert line.may_begin
                with pytest.raises(AccessDenied):
                    sander.start_record(line.form.key, dossier, f"plan {dossier}")
                assert audit(sander, "geweigerd: beginnen")[0]["dossier_id"] == dossier
                tried += 1
    assert tried


def test_the_pop_is_begun_by_who_fills_in_the_pop_itself_and_the_begeleider_fills_in_a_module(store_for: Open) -> None:
    marieke, joop = store_for("marieke"), store_for("joop")
    dossier, head, report = start(marieke, "pop")
    fill(marieke, head, {"mb": joop.user.person})
    marieke.keep_together([head, report])
    (line,) = [line for line in joop.forms_of(dossier) if line.form.code == "F07"]
    assert line.may_read and line.may_write and not line.may_begin
    with pytest.raises(AccessDenied):
        joop.start_record("F07", dossier, "van mij")
    pop = marieke.start_record("F07", dossier, "pop")
    assert joop.start_record("F07", dossier, "van mij") == pop and joop.may_fill(pop)
