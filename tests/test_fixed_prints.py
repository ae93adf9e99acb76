"""A version whose content lies fixed goes on saying what it said: on paper, on screen and beside another, whatever changes around it."""

from __future__ import annotations

import io
import json
from contextlib import closing
from datetime import date
from datetime import datetime as moment
from typing import Any

import pytest
from PIL import Image

from popforms import prints
from popforms.definition.paths import path_of
from popforms.demo import fill
from popforms.store import Around, Store, ToldWith, Wanted, open_database
from popforms.store.connection import transaction
from popforms.store.names import UNKNOWN, question_of
from tests.conftest import NOON, Open
from tests.support.ending import agree, carry_out, close
from tests.test_prints import attached, text_of

OTHER_NUMBER = "123456782"


def change(store: Store, record: str, values: dict[str, Any]) -> None:
    """What somebody does who finds a mistake: open the form again, type, and make it count."""
    was_definitive = not store.record_row(record).open
    if was_definitive:
        store.correct(record, "het klopte niet")
    fill(store, record, values)
    if was_definitive:
        store.finalise(record)
    else:
        store.keep(record)


def same(store_for: Open, record: str, before: prints.Print, variant: str = prints.FULL) -> bool:
    after = prints.print_version(store_for("marieke"), record, before.version, variant)
    return (after.content, after.fingerprint) == (before.content, before.fingerprint)


def fixed_with(store: Store, goals: Any) -> ToldWith:
    """What a version was told with, with these goals in it."""
    return ToldWith(store.today, frozenset(), {}, {}, {}, goals, {}, "", "", "", False)


def contact(store_for: Open, title: str) -> str:
    return next(
        str(r["id"]) for r in store_for("bea").db.query("SELECT id, title FROM record WHERE dossier_id IS NULL") if r["title"] == title
    )


# --- what stands on paper -----------------------------------------------------------------------------------------------


def test_a_plan_keeps_the_name_and_the_number_that_it_was_printed_with(store_for: Open) -> None:
    plan = store_for.record("Hoda", "F08c")
    made = {one: prints.print_version(store_for("marieke"), plan, variant=one) for one in (prints.FULL, prints.OFFICIAL)}
    change(store_for("marieke"), store_for.record("Hoda", "F01"), {"voornamen": "Hodaa", "bsn": OTHER_NUMBER})
    assert all(same(store_for, plan, before, variant) for variant, before in made.items())
    assert store_for("marieke").dossier(store_for.dossier("Hoda")).facts["F01.bsn"] == OTHER_NUMBER


def test_who_takes_the_dossier_over_does_not_stand_in_the_box_of_who_signed(store_for: Open) -> None:
    plan = store_for.record("Desta", "F08b")
    before = prints.print_version(store_for("marieke"), plan)
    change(store_for("marieke"), store_for.record("Desta", "F00"), {"pc": store_for("olga").user.id})
    assert same(store_for, plan, before)
    assert "Olga" not in text_of(prints.print_version(store_for("marieke"), plan).content)


def test_a_school_that_gets_another_name_keeps_the_old_one_in_the_plan(store_for: Open) -> None:
    plan, school = store_for.record("Ferhat", "F08b"), contact(store_for, "Taalschool Het Anker")
    before = prints.print_version(store_for("marieke"), plan)
    assert "Taalschool Het Anker" in text_of(before.content)
    change(store_for("bea"), school, {"og_naam": "Taalbureau Nieuw"})
    assert same(store_for, plan, before)
    after = store_for("marieke")
    saved = after.saved(plan)
    question = next(q for _, q in saved.form.questions() if q.kind == "organisation" or any(c.kind == "organisation" for c in q.columns))
    column = next((c for c in question.columns if c.kind == "organisation"), question)
    then, now = (Around(after, store_for.dossier("Ferhat"), told).lookup.name(column, school) for told in (saved.told, None))
    assert (then, now) == ("Taalschool Het Anker", "Taalbureau Nieuw"), "the screen tells a fixed version so too"


def test_the_questions_that_were_asked_stay_asked(store_for: Open) -> None:
    marieke, plan = store_for("marieke"), store_for.record("Nooria", "F08c")
    before, asked = prints.print_version(marieke, plan), marieke.saved(plan).asked
    change(marieke, store_for.record("Nooria", "F00"), {"doelgroep": "gezinsmigrant"})
    assert same(store_for, plan, before)
    assert store_for("marieke").saved(plan).asked == asked


def test_an_answer_of_after_signing_does_not_come_on_the_paper_that_was_signed(store_for: Open) -> None:
    store, report = store_for("marieke"), store_for.record("Ferhat", "F08b")
    before = prints.print_version(store, report)
    form = store.forms["F08b"]
    boxes = next(path_of(section, question) for section, question in form.signatures)
    entry = store.open_draft(report).entries.get(f"{boxes}.v2.teken_naam")
    store.save_field(report, f"{boxes}.v2.teken_naam", store.user.person, expect=entry.revision if entry else 0)
    store.keep_late(report)
    assert same(store_for, report, before)


def test_actions_go_on_and_the_plan_says_how_they_stood(store_for: Open) -> None:
    store, plan = store_for("marieke"), store_for.record("Desta", "F07")
    before = prints.print_version(store, plan)
    action = next(one for one in store.actions_of(store_for.dossier("Desta")) if one.record_id == plan and one.state == "voorgesteld")
    assert action.module != "gezondheid" and text_of(before.content).count("vervallen") == 0
    store.drop(action.id, "het kan niet doorgaan")
    assert same(store_for, plan, before)


def test_the_official_text_of_then_goes_with_a_declaration_of_then(store_for: Open) -> None:
    declaration, draft_of_one, bea = store_for.record("Desta", "F11"), store_for.record("Nooria", "F11"), store_for("bea")
    assert [store_for("marieke").saved(one).state for one in (declaration, draft_of_one)] == ["definitief", "concept"]
    concept = prints.print_version(store_for("marieke"), draft_of_one, variant=prints.DECLARATION)
    before = prints.print_version(store_for("marieke"), declaration, variant=prints.DECLARATION)
    listed, other = bea.contacts("stamgegevens")[0].record.id, io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(other, "PNG")
    text, draft = bea.add_standing_file(listed, other.getvalue()), bea.open_draft(listed)
    for path in [path for path in draft.entries if path.endswith(".bestand")]:
        bea.save_field(listed, path, text, expect=draft.entries[path].revision)
    bea.keep(listed)
    assert same(store_for, declaration, before, prints.DECLARATION)
    after = prints.print_version(store_for("marieke"), draft_of_one, variant=prints.DECLARATION)
    assert after.fingerprint != concept.fingerprint, "another text is another paper"


def test_a_letter_has_the_day_on_which_it_was_fixed_and_the_phone_of_that_day(store_for: Open) -> None:
    store, later = store_for("marieke"), moment.fromisoformat("2026-03-20T11:00:00+00:00")
    letter = store.make_letter(store_for.dossier("Nooria"), Wanted("BR07", typed={"waarover": "- uw plan"}), "brief")
    fill(store, letter, {"br_wijze": "post", "br_taal_extra": "geen"})
    store.keep(letter)
    late = store_for("marieke", today=date(2026, 3, 20), now=later)
    late.freeze(letter)
    before = prints.print_version(late, letter)
    assert "20 maart 2026" in text_of(before.content) and "2 maart 2026" not in text_of(before.content).replace("20 maart 2026", "")
    change(store_for("bea"), str(store.user.person), {"ct_telefoon": "0118 999 999"})
    assert same(store_for, letter, before)


# --- the fingerprint ----------------------------------------------------------------------------------------------------


def test_what_a_plan_is_told_with_is_in_its_fingerprint_and_tells_nothing_there(store_for: Open) -> None:
    store, plan = store_for("marieke"), store_for.record("Hoda", "F08c")
    first = prints.print_version(store, plan)
    seal = json.loads(attached(first.content)["plan.json"])["told_with"]
    store.back_to_draft(plan, "een verkeerd adres")
    store.freeze(plan)
    second = prints.print_version(store, plan)
    assert second.version == first.version + 1 and json.loads(attached(second.content)["plan.json"])["told_with"] != seal
    kept = [row["content"] for row in store.db.query("SELECT content FROM told_with WHERE record_id=?", (plan,))]
    assert len({json.loads(one)["salt"] for one in kept}) == len(kept) >= 2, "else a BSN could be guessed from the seal"


def test_a_new_version_is_told_anew_and_the_old_one_as_before(store_for: Open) -> None:
    store, plan = store_for("marieke"), store_for.record("Hoda", "F08c")
    before = prints.print_version(store, plan, variant=prints.OFFICIAL)
    old = store.dossier(store_for.dossier("Hoda")).facts["F01.bsn"]
    change(store, store_for.record("Hoda", "F01"), {"bsn": OTHER_NUMBER})
    store.back_to_draft(plan, "het nummer klopte niet")
    store.freeze(plan)
    after = text_of(prints.print_version(store, plan, variant=prints.OFFICIAL).content)
    assert OTHER_NUMBER in after and old not in after and old in text_of(before.content)


def test_a_version_that_was_fixed_before_this_was_kept_still_prints_and_its_sheets_come_back(store_for: Open) -> None:
    store, plan = store_for("marieke"), store_for.record("Hoda", "F08c")
    store.db.conn.execute("INSERT INTO erasing VALUES('nu')")
    store.db.conn.execute("DELETE FROM told_with")
    store.db.conn.execute("DELETE FROM erasing")
    made = prints.print_version(store, plan)
    assert store.saved(plan).told is None and "told_with" not in json.loads(attached(made.content)["plan.json"])
    assert "Hoda Saleh Nasser" in text_of(made.content) and store.returned(plan) is not None


def test_nothing_of_it_can_be_changed(store_for: Open) -> None:
    store = store_for("marieke")
    for way in ("UPDATE told_with SET content='{}'", "DELETE FROM told_with"):
        with pytest.raises(Exception, match="append-only"), transaction(store.db):
            store.db.conn.execute(way)


# --- who reads it -------------------------------------------------------------------------------------------------------


def test_what_a_reader_may_not_read_stays_closed_however_it_was_fixed(store_for: Open) -> None:
    dossier, plan = store_for.dossier("Hoda"), store_for.record("Hoda", "F08c")
    marieke = store_for("marieke")
    told = marieke.saved(plan).told
    assert told and "F01.bsn" in told.facts and "F01.bsn" in Around(marieke, dossier, told).facts
    closed = store_for("marieke")
    closed.opened = frozenset()
    assert "F01.bsn" not in Around(closed, dossier, told).facts, "a number is opened first"
    begeleider = store_for("joop")
    other = store_for.dossier("Desta")
    seen = store_for("marieke").saved(store_for.record("Desta", "F08b")).told
    assert seen and "F01.bsn" in seen.facts and "F01.bsn" not in Around(begeleider, other, seen).facts
    question = store_for.world.forms["F08b"].question("pip_bsn")
    assert question and Around(begeleider, other, seen).lookup.name(question, "x") == "niet bekend"


def test_the_phone_of_a_contact_is_told_to_who_may_read_the_list(store_for: Open) -> None:
    told = store_for("marieke").saved(store_for.record("Hoda", "F08c")).told
    assert told
    who = next(one for one, kept in told.people.items() if kept["answers"].get("ct_telefoon"))
    assert Around(store_for("marieke"), None, told).reach(who)
    priya = store_for("priya")
    may_read = priya.rights.may_ever(priya.user, "R", "contacten") or priya.rights.may_ever(priya.user, "W", "contacten")
    assert bool(Around(priya, None, told).reach(who)) == may_read


def test_a_goal_keeps_its_words_for_who_may_read_goals_and_one_about_health_asks_to_be_opened(store_for: Open) -> None:
    store, dossier, pop = store_for("marieke"), store_for.dossier("Bassel"), store_for.record("Bassel", "F07")
    places = [(s, q) for s, q in store.forms["F07"].questions() if q.name == "doelen" and s.name in ("werk", "gezondheid")]
    assert store.record_row(pop).open and len(places) == 2
    ids = [f"doel{section.name}" for section, _ in places]
    for one, (section, question) in zip(ids, places, strict=True):
        store.add_row(pop, path_of(section, question), one, {"doel": "Het doel van toen"})
    told = fixed_with(store, store._goals_now(store.record_row(store_for.record("Bassel", "F06")), set(ids)))
    for one, (section, question) in zip(ids, places, strict=True):
        at = f"{path_of(section, question)}.{one}.doel"
        store.save_field(pop, at, "Heel anders", expect=store.open_draft(pop).entries[at].revision)

    def says(reader: Store) -> list[str]:
        return [Around(reader, dossier, told).lookup.name(question_of("doelen"), one) for one in ids]

    titles = [section.title for section, _ in places]
    assert says(store) == [f"{title}: Het doel van toen" for title in titles]
    store.opened = frozenset()
    closed = ["een doel" if section.name == "gezondheid" else "Het doel van toen" for section, _ in places]
    assert says(store) == [f"{title}: {words}" for title, words in zip(titles, closed, strict=True)]
    assert says(store_for("gerrit")) == [f"{titles[0]}: Het doel van toen", UNKNOWN], "he reads the goals of Werk, and none about health"


# --- what is erased -----------------------------------------------------------------------------------------------------


def test_when_another_dossier_is_erased_its_words_go_and_the_paper_says_that_it_differs(store_for: Open) -> None:
    plan, ferhat = store_for.record("Hoda", "F08c"), store_for.dossier("Ferhat")
    marieke = store_for("marieke")
    number = marieke.dossier(ferhat).number
    marieke.back_to_draft(plan, "er komt een zin bij")
    text = next(
        path_of(s, q)
        for s, q in marieke.forms["F08c"].questions()
        if q.kind == "long text" and path_of(s, q) in marieke.open_draft(plan).writable and not q.after_freezing
    )
    entry = marieke.open_draft(plan).entries.get(text)
    marieke.save_field(plan, text, f"Gaat samen met Ferhat Aydemir ({number}) naar les.", expect=entry.revision if entry else 0)
    marieke.freeze(plan)
    before = prints.print_version(marieke, plan)
    told = marieke.saved(plan).told
    assert told and not told.unsaid and "vernietigd" not in text_of(before.content)
    close(marieke, store_for.record("Ferhat", "F00"))
    agree(store_for, ferhat)
    assert carry_out(store_for.settings, store_for.world) == [number]
    with closing(open_database(store_for.settings)) as db:
        assert not [row for row in db.query("SELECT content FROM told_with") if "Aydemir" in row["content"]]
    after = store_for("marieke", now=NOON)
    made = prints.print_version(after, plan)
    assert made.fingerprint != before.fingerprint and "heeft een andere controlecode" in text_of(made.content)
    returned = after.returned(plan)
    assert returned and returned.unsaid
