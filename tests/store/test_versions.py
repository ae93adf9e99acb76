"""From draft to definitive: versions are added, never changed, and stay readable as they were made."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from popforms.access import AccessDenied
from popforms.definition.catalogue import load_forms
from popforms.definition.paths import path_of
from popforms.definition.questions import FormDef
from popforms.demo import complete, fill, full_answers
from popforms.settings import ROOT
from popforms.store import NotNow, NotReady, Store, open_database
from popforms.store.migrations.m002_records import APPEND_ONLY
from tests.conftest import NOON, TODAY, Open


def say(error: NotReady) -> str:
    return " | ".join(f"{p.path} {p.say}" for p in error.problems)


def number_of_versions(store: Store, record: str) -> int:
    return len(store.versions(record))


# --- keeping ----------------------------------------------------------------------------------------------------------


def test_what_is_wrong_in_a_closed_answer_is_not_quoted(store_for: Open) -> None:
    pop, marieke, nadia = store_for.record("Amina", "F07"), store_for("marieke"), store_for("nadia")
    marieke.add_row(pop, "inkomen.doelen", "z1", {"doel": "Rondkomen", "begin": "schuld van 5000"})
    for step in (lambda: nadia.keep(pop), lambda: nadia.keep_together([pop])):
        with pytest.raises(NotReady) as error:
            step()
        assert "een collega moet hier nog iets invullen" in say(error.value)
        assert "5000" not in say(error.value) and "inkomen" not in say(error.value)
    with pytest.raises(NotReady, match="1 problems") as own:
        marieke.keep(pop)
    assert "schuld van 5000" in say(own.value)


def test_keeping_together_does_not_open_a_definitive_form(store_for: Open) -> None:
    pip, marieke = store_for.record("Desta", "F08b"), store_for("marieke")
    before = number_of_versions(marieke, pip)
    with pytest.raises(NotNow, match="De inhoud ligt vast"):
        marieke.keep_together([pip])
    assert (marieke.record_row(pip).state, number_of_versions(marieke, pip)) == ("definitief", before)


def test_a_gemeente_that_one_does_not_work_for_is_refused_and_the_dossier_stays(store_for: Open) -> None:
    marieke, theirs = store_for("marieke"), store_for("olga").user.gemeenten[0]
    _, (head, report) = marieke.new_dossier("t")
    fill(marieke, head, {"regelset": "wi2021", "gemeente": theirs})
    fill(
        marieke,
        report,
        {
            "melding_bron": "TVS",
            "datum_tvs_melding": "2026-01-05",
            "achternaam": "Tesfay",
            "voornamen": "Selam",
            "geboortedatum": "1990",
            "moedertaal": "Tigrinya",
        },
    )
    with pytest.raises(NotReady) as error:
        marieke.keep_together([head, report])
    assert "afspraken.gemeente jij werkt niet voor deze gemeente" in say(error.value)
    fill(marieke, head, {"gemeente": marieke.user.gemeenten[0]})
    marieke.keep_together([head, report])
    fill(marieke, head, {"gemeente": theirs})
    with pytest.raises(NotReady):
        marieke.keep(head)
    assert store_for("marieke").record_row(head).version == 1


def test_keeping_makes_the_next_version(store_for: Open) -> None:
    pop, marieke = store_for.record("Amina", "F07"), store_for("marieke")
    before = number_of_versions(marieke, pop)
    fill(marieke, pop, {"kop.kracht": "Kan goed luisteren."})
    saved = marieke.keep(pop)
    assert (saved.number, saved.state, saved.author) == (before + 1, "concept", "Marieke van Dongen")
    assert saved.answers["kop"]["kracht"] == "Kan goed luisteren."


def test_keeping_twice_without_a_change_makes_one_version(store_for: Open) -> None:
    pop, marieke = store_for.record("Amina", "F07"), store_for("marieke")
    fill(marieke, pop, {"kop.kracht": "Kan goed luisteren."})
    first = marieke.keep(pop)
    assert marieke.keep(pop).number == first.number


def test_keeping_asks_only_what_is_needed_to_begin(store_for: Open) -> None:
    marieke = store_for("marieke")
    pop = marieke.start_record("F07", store_for.dossier("Yohannes"), "t")
    with pytest.raises(NotReady) as error:
        marieke.keep(pop)
    assert "kop.pop_start vul dit nog in." in say(error.value) and "wensen_algemeen" not in say(error.value)
    assert marieke.record_row(pop).version == 0
    fill(
        marieke,
        pop,
        {
            "pop_start": "2-3-2026",
            **{f"{m}.module_nu": "later" for m in ("meedoen", "werk", "inkomen", "taal", "inburgering", "gezondheid")},
        },
    )
    assert marieke.keep(pop).number == 1


def test_a_date_that_does_not_exist_stops_and_nothing_is_half_saved(store_for: Open) -> None:
    pop, marieke = store_for.record("Amina", "F07"), store_for("marieke")
    before = number_of_versions(marieke, pop)
    fill(marieke, pop, {"pop_start": "31 februari", "kop.kracht": "Sterk."})
    with pytest.raises(NotReady, match="1 problems") as error:
        marieke.keep(pop)
    assert "kop.pop_start" in say(error.value) and "geen datum die bestaat" in say(error.value)
    assert number_of_versions(marieke, pop) == before
    assert store_for("marieke").open_draft(pop).value("kop.kracht") == "Sterk."


def test_two_forms_are_kept_together_or_not_at_all(store_for: Open) -> None:
    marieke = store_for("marieke")
    _, (head, report) = marieke.new_dossier("t")
    fill(marieke, head, {"regelset": "wi2021", "gemeente": marieke.user.gemeenten[0]})
    with pytest.raises(NotReady) as error:
        marieke.keep_together([head, report])
    assert "wie.achternaam" in say(error.value)
    assert {marieke.record_row(one).version for one in (head, report)} == {0}


# --- freezing and finalising ------------------------------------------------------------------------------------------


def test_freezing_needs_what_the_plan_must_hold(store_for: Open) -> None:
    pip, marieke = store_for.record("Mihret", "F08b"), store_for("marieke")
    with pytest.raises(NotReady) as error:
        marieke.freeze(pip)
    assert "goedkeuren.p19_akkoord_op vul dit nog in." in say(error.value)
    assert marieke.record_row(pip).state == "concept"
    assert [problem.gate for problem in complete(marieke, pip, "d")] == ["team"]
    marieke.pass_gate(pip, "team", "Het team zei ja in een mail.")
    assert marieke.freeze(pip).state == "klaar om te tekenen"


def test_a_frozen_plan_is_kept_only_after_going_back(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    with pytest.raises(NotNow, match="De inhoud ligt vast"):
        marieke.keep(pip)
    marieke.back_to_draft(pip, "Het begin van de les is veranderd.")
    fill(marieke, pip, {"w21_knm": "In de les."})
    assert marieke.keep(pip).state == "concept"
    assert marieke.versions(pip)[0].state == "concept"


def test_what_is_filled_in_after_freezing_makes_no_new_version(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    before = number_of_versions(marieke, pip)
    fill(marieke, pip, {"pip_afschrift_op": "1-3-2026"})
    marieke.keep_late(pip)
    saved = marieke.saved(pip)
    assert saved.answers["uitreiken"]["pip_afschrift_op"] == "2026-03-01"
    assert number_of_versions(marieke, pip) == before and saved.state == "klaar om te tekenen"


def test_back_to_draft_asks_about_signing_again(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    fill(marieke, pip, {"pip_afschrift_op": "1-3-2026"})
    marieke.keep_late(pip)
    marieke.back_to_draft(pip, "Een datum klopt niet.")
    assert marieke.open_draft(pip).value("uitreiken.pip_afschrift_op") is None
    assert marieke.open_draft(pip).value("leerroute.w21_leerroute") == "B"


def test_definitive_asks_what_is_known_after_signing_in_the_pilot(store_for: Open) -> None:
    pip, marieke = store_for.record("Ferhat", "F08b"), store_for("marieke")
    with pytest.raises(NotReady) as error:
        marieke.finalise(pip)
    assert "p19_tekenen" in say(error.value)
    assert complete(marieke, pip, "n") == []
    assert marieke.finalise(pip).state == "definitief"


def test_a_decision_is_definitive_by_its_date(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    assert marieke.finalise(pip).state == "definitief"
    assert marieke.dossier(store_for.dossier("Hoda")).facts["fase"] == "voortgang"


def test_a_form_without_signature_goes_from_draft_to_definitive(store_for: Open) -> None:
    pop, marieke = store_for.record("Amina", "F07"), store_for("marieke")
    with pytest.raises(NotNow):
        marieke.freeze(pop)
    assert complete(marieke, pop, "d") == []
    assert marieke.finalise(pop).state == "definitief"
    with pytest.raises(NotNow):
        marieke.finalise(pop)


@pytest.mark.parametrize(("code", "name"), [("F07", "Yohannes"), ("F08b", "Mihret"), ("F08c", "Narges")])
def test_a_form_with_every_question_answered_becomes_definitive(store_for: Open, code: str, name: str) -> None:
    marieke, dossier, form = store_for("marieke"), store_for.dossier(name), store_for.world.forms[code]
    record = marieke.start_record(code, dossier, "t")
    answers = full_answers(form, marieke.dossier(dossier).facts, 3, lookup=marieke.lookup(dossier), today=TODAY)
    fill(marieke, record, answers)
    marieke.keep(record)
    for problem in marieke.problems(record, "d"):
        if problem.gate:
            marieke.pass_gate(record, problem.gate, "Dat ligt op papier.")
    if form.freezes:
        marieke.freeze(record)
        assert complete(marieke, record, "n") == []
    assert marieke.finalise(record).state == "definitief"
    kept = marieke.saved(record).answers
    for section, question in form.questions():
        typed = answers.get(section.name, {}).get(question.name)
        if typed is not None and not question.is_rows and question.kind != "together":
            assert kept[section.name][question.name] == typed, path_of(section, question)


def test_only_who_may_finalise_does(store_for: Open) -> None:
    regeldag = store_for.record("Yohannes", "F04")
    nadia = store_for("nadia")
    assert nadia.open_draft(regeldag).writable
    with pytest.raises(AccessDenied):
        nadia.finalise(regeldag)
    with pytest.raises(AccessDenied):
        store_for("nadia").freeze(store_for.record("Hoda", "F08c"))


# --- correcting -------------------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_old_version_readable(store_for: Open) -> None:
    pip, marieke = store_for.record("Desta", "F08b"), store_for("marieke")
    old = marieke.saved(pip)
    marieke.correct(pip, "Naam van de taalschool was fout.")
    fill(marieke, pip, {"p19_knm": "Bij een andere school."})
    assert complete(marieke, pip, "d") == []
    marieke.freeze(pip)
    complete(marieke, pip, "n")
    marieke.finalise(pip)
    states = {line.number: line.state for line in marieke.versions(pip)}
    assert states[old.number] == "vervangen" and states[max(states)] == "definitief"
    again = marieke.saved(pip, old.number)
    assert again.answers == old.answers and not again.is_newest
    assert any("Naam van de taalschool was fout." in line.answers["lg_kort"] for line in marieke.log_lines(store_for.dossier("Desta")))


def test_the_team_reads_that_a_form_is_corrected_and_not_why(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Desta")
    marieke.correct(store_for.record("Desta", "F08b"), "schuld stond er verkeerd in")
    assert any("omdat: schuld stond er" in str(line.answers) for line in marieke.log_lines(dossier))
    team = [name for name in ("joop", "nadia") if store_for(name).may_open(dossier)]
    assert team
    for who in team:
        lines = str([line.answers for line in store_for(who).log_lines(dossier)])
        assert "PIP (pilot 2019) wordt verbeterd" in lines and "schuld" not in lines


def test_what_was_typed_beside_a_version_stays_with_it_when_it_is_corrected(store_for: Open) -> None:
    pip, marieke = store_for.record("Nooria", "F08c"), store_for("marieke")
    fill(marieke, pip, {"w21_bekend_op": {"datum": "2026-02-20", "hoe": "post"}})
    number = marieke.record_row(pip).version
    marieke.correct(pip, "verkeerde leerroute")
    assert marieke.saved(pip, number).answers["besluit"]["w21_bekend_op"] == {"datum": "2026-02-20", "hoe": "post"}
    assert marieke.open_draft(pip).value("besluit.w21_bekend_op") is None


def test_who_only_reads_a_definitive_form_keeps_nothing_beside_it(store_for: Open) -> None:
    pip = store_for.record("Nooria", "F08c")
    for who in ("gerrit", "denise"):
        with pytest.raises(AccessDenied):
            store_for(who).keep_late(pip)


def test_the_old_plan_counts_until_the_new_one_is_definitive(store_for: Open) -> None:
    pip, marieke = store_for.record("Desta", "F08b"), store_for("marieke")
    dossier = store_for.dossier("Desta")
    first_plan = marieke.dossier(dossier).facts["dagtekening_eerste_pip"]
    marieke.correct(pip, "Een afspraak is veranderd.")
    fill(marieke, pip, {"p19_knm": "Bij een andere school."})
    marieke.keep(pip)
    assert {line.state for line in marieke.versions(pip)} >= {"definitief", "concept"}
    assert marieke.dossier(dossier).facts["dagtekening_eerste_pip"] == first_plan


def test_a_correction_that_is_only_kept_says_nothing_yet_anywhere(store_for: Open) -> None:
    store, pop, dossier = store_for("marieke"), store_for.record("Nooria", "F08c"), store_for.dossier("Nooria")
    before = store.dossier(dossier).facts
    store.correct(pop, "Een andere leerroute.")
    fill(store, pop, {"w21_leerroute": "O", "pip_soort": "gewijzigd PIP", "w21_dagtekening": "2026-03-02"})
    store.keep(pop)
    names = ("F08c.w21_leerroute", "F08c.w21_dagtekening", "F08c.w21_duo_op", "F08c.w21_dagtekening@", "F08.state", "F08c.definitive_on")
    now = store_for("marieke").dossier(dossier).facts
    assert {name: now.get(name) for name in names} == {name: before.get(name) for name in names}
    assert complete(store, pop, "d") == []
    store.freeze(pop)
    assert store_for("marieke").dossier(dossier).facts["F08c.w21_leerroute"] == "B"
    store.finalise(pop)
    now = store_for("marieke").dossier(dossier).facts
    assert (now["F08c.w21_leerroute"], now["F08c.w21_dagtekening"]) == ("O", "2026-03-02")
    assert now["dagtekening_eerste_pip"] == before["dagtekening_eerste_pip"]


def test_a_dossier_does_not_fall_back_while_a_form_is_corrected(store_for: Open) -> None:
    marieke, regeldag, dossier = store_for("marieke"), store_for.record("Zalmai", "F04"), store_for.dossier("Zalmai")
    store_for("sander").correct(regeldag, "De huurprijs was fout.")
    assert store_for("marieke").dossier(dossier).facts["fase"] == "eerste begeleiding"
    fill(store_for("sander"), regeldag, {"huurprijs": "650"})
    store_for("sander").keep(regeldag)
    assert store_for("marieke").dossier(dossier).facts["fase"] == "eerste begeleiding"
    assert marieke.record_row(regeldag).state == "concept"


@pytest.mark.parametrize("reason", ["", "    ", "nee"])
def test_a_correction_needs_a_reason(store_for: Open, reason: str) -> None:
    with pytest.raises(NotNow, match="waarom je het formulier verbetert"):
        store_for("marieke").correct(store_for.record("Desta", "F08b"), reason)


def test_a_begeleider_does_not_correct_a_plan(store_for: Open) -> None:
    with pytest.raises(AccessDenied):
        store_for("joop").correct(store_for.record("Desta", "F07"), "Ik wil dit anders.")


def test_the_hvc_corrects_the_regeldag_and_the_begeleider_does_not(store_for: Open) -> None:
    regeldag, sander = store_for.record("Zalmai", "F04"), store_for("sander")
    with pytest.raises(AccessDenied):
        store_for("joop").correct(regeldag, "De huurprijs was fout.")
    sander.correct(regeldag, "De huurprijs was fout.")
    fill(sander, regeldag, {"huurprijs": "650"})
    assert sander.keep(regeldag).answers["woning"]["huurprijs"] == "650.00"


# --- the questions of then --------------------------------------------------------------------------------------------


@pytest.fixture
def changed_forms(tmp_path: Path) -> Callable[[str, str], Path]:
    """The forms folder with one file changed."""

    def change(old: str, new: str) -> Path:
        folder = tmp_path / "forms"
        shutil.copytree(ROOT / "forms", folder, ignore=shutil.ignore_patterns("__pycache__"))
        text = (folder / "pop.py").read_text(encoding="utf-8")
        assert old in text
        (folder / "pop.py").write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return change


def label(form: FormDef) -> str:
    """What the POP asks about somebody's strength."""
    question = form.question("kracht")
    assert question
    return question.label


def test_an_old_version_shows_the_questions_it_was_made_with(store_for: Open, changed_forms: Callable[[str, str], Path]) -> None:
    pop = store_for.record("Amina", "F07")
    forms = load_forms(changed_forms("Waar is de statushouder goed in en trots op?", "Wat zijn sterke kanten?"))
    later = store_for("marieke", forms=forms)
    kept = later.saved(pop)
    assert label(kept.form) == "Waar is de statushouder goed in en trots op?"
    assert label(later.open_draft(pop).form) == "Wat zijn sterke kanten?"
    newer = later.keep(pop)
    assert newer.number == kept.number + 1 and label(newer.form) == "Wat zijn sterke kanten?"
    assert label(later.saved(pop, kept.number).form) == "Waar is de statushouder goed in en trots op?"


def test_an_answer_to_a_question_that_went_stays_in_the_old_version(store_for: Open, changed_forms: Callable[[str, str], Path]) -> None:
    pop = store_for.record("Amina", "F07")
    old = store_for("marieke").saved(pop)
    forms = load_forms(changed_forms("kracht", "sterk"))
    later = store_for("marieke", forms=forms)
    assert "kracht" not in later.keep(pop).answers["kop"]
    assert later.saved(pop, old.number).answers["kop"]["kracht"] == old.answers["kop"]["kracht"]


# --- nothing is rewritten ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_history_cannot_be_changed_removed_or_replaced(store_for: Open, table: str) -> None:
    db = store_for("marieke").db
    before = list(db.query(f"SELECT * FROM {table} ORDER BY 1, 2"))
    assert before
    columns = list(before[0])
    for sql, values in (
        (f"UPDATE {table} SET {columns[-1]}={columns[-1]}", ()),
        (f"DELETE FROM {table}", ()),
        (f"INSERT OR REPLACE INTO {table} VALUES({','.join('?' * len(columns))})", tuple(before[0].values())),
    ):
        with pytest.raises(sqlcipher3.dbapi2.IntegrityError, match="append-only"):
            db.conn.execute(sql, values)
    assert list(db.query(f"SELECT * FROM {table} ORDER BY 1, 2")) == before


def test_two_who_keep_at_the_same_moment_get_a_version_each(store_for: Open) -> None:
    pop, world = store_for.record("Amina", "F07"), store_for.world
    before = number_of_versions(store_for("marieke"), pop)
    gate, errors = threading.Barrier(2), []

    def write(username: str, path: str) -> None:
        try:
            with closing(open_database(store_for.settings)) as db:
                store = Store(db, world.users[username], world.forms, today=TODAY, now=NOON)
                seen = store.open_draft(pop).entries[path].revision
                gate.wait()
                store.save_field(pop, path, f"van {username}", expect=seen)
                store.keep(pop)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=one) for one in (("marieke", "werk.wens"), ("nadia", "meedoen.wens"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    newest = store_for("marieke").saved(pop)
    assert before + 1 <= newest.number <= before + 2  # the first to keep may already hold what the other typed
    assert (newest.answers["werk"]["wens"], newest.answers["meedoen"]["wens"]) == ("van marieke", "van nadia")


def test_a_version_is_made_once_whoever_presses_twice(store_for: Open) -> None:
    pip, marieke = store_for.record("Mihret", "F08b"), store_for("marieke")
    complete(marieke, pip, "d")
    marieke.pass_gate(pip, "team", "Het team zei ja in een mail.")
    marieke.freeze(pip)
    with pytest.raises(NotNow):
        store_for("marieke").freeze(pip)
    (row,) = marieke.db.query("SELECT count(*) AS n FROM version_state WHERE record_id=? AND state='klaar om te tekenen'", (pip,))
    assert row["n"] == 1


# --- reading ----------------------------------------------------------------------------------------------------------


def test_a_begeleider_reads_the_version_without_money_and_health(store_for: Open) -> None:
    saved = store_for("nadia").saved(store_for.record("Amina", "F07"))
    assert set(saved.answers) & {"inkomen", "gezondheid"} == set()
    assert saved.answers["meedoen"]["wens"]
    words = json.dumps(store_for("marieke").saved(store_for.record("Amina", "F07")).answers["inkomen"], ensure_ascii=False)
    assert words not in json.dumps(saved.answers, ensure_ascii=False)


def test_a_version_that_is_not_there_is_refused_as_one_that_is_not_yours(store_for: Open) -> None:
    with pytest.raises(AccessDenied) as unknown:
        store_for("marieke").saved(store_for.record("Amina", "F07"), 99)
    with pytest.raises(AccessDenied) as foreign:
        store_for("olga").saved(store_for.record("Amina", "F07"), 1)
    assert str(unknown.value) == str(foreign.value)
