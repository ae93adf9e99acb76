"""Every cell of docs/domein/rechten.md again, now through the store on a real database: what is shown, kept, signed and printed.

What is expected comes from the page itself, read by the parser of tests/access, never from `access`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

import pytest

from popforms.access import NOT_YOURS, AccessDenied, User
from popforms.definition.blocks import ACTION_LIFE
from popforms.definition.paths import find, fixed_rows, flatten, path_of, rights_path
from popforms.definition.questions import FormDef, Question, SectionDef
from popforms.demo import CAST, complete, fill, full_answers
from popforms.store import NotNow, NotReady, Store, open_database
from popforms.store.connection import Database
from tests.access.test_every_cell import TABLE, expected, field_expected
from tests.conftest import NOON, TODAY, World

CODES = ("F00", "F01", "F04", "F07", "F08b", "F08c")
LISTS = ("F21a", "F21b", "F21c")
LAW, PILOT, SECRET = "Hoda", "Ferhat", "Narges"
"""Dossiers of the demo: ready to sign under the law and under the pilot, and one with restricted access."""
WITHOUT_PLACE = ("kaveh", "mart", "bea", "priya", "wim")
"""Colleagues for whom F00 has no place; an action makes the dossier their own."""
RESTRICTED_TO = ("PC", "HVC")
SITUATIONS = ("eigen", "geen", "lijst", "andere gemeente", "beperkt")
SCAN = b"%PDF-1.4\n%%EOF"


@dataclass(frozen=True)
class Onlooker:
    """Somebody in one role who stands in some relation to the dossier."""

    role: str
    situation: str
    user: User

    def expects(self, part: str, letter: str) -> bool:
        return expected(self.role, part, letter, self._cell, with_consent=False)

    def expects_question(self, question: Question, letter: str) -> bool:
        return field_expected(self.role, question, letter, self._cell)

    @property
    def _cell(self) -> str:
        named = self.situation == "beperkt" and self.role in RESTRICTED_TO
        return "eigen" if named else self.situation


@dataclass(frozen=True)
class Place:
    """The database of these tests: records by first name and code, and the people who look at them."""

    db: Database
    world: World
    records: dict[tuple[str, str], str]
    onlookers: tuple[Onlooker, ...]

    def store(self, user: User) -> Store:
        return Store(self.db, user, self.world.forms, today=TODAY, now=NOON)

    def record(self, who: Onlooker, code: str) -> str:
        first = PILOT if code == "F08b" else SECRET if who.situation == "beperkt" else LAW
        return self.records[first, code]

    def looks(self) -> Iterator[tuple[Onlooker, str, str]]:
        """Every onlooker with every record of a dossier; of the pilot there is no restricted one."""
        for who in self.onlookers:
            for code in CODES:
                if not (code == "F08b" and who.situation == "beperkt"):
                    yield who, code, self.record(who, code)


@pytest.fixture(scope="module")
def place(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    copy = tmp_path_factory.mktemp("cells") / "popforms.db"
    shutil.copyfile(world.settings.db, copy)
    with closing(open_database(world.settings.model_copy(update={"db": copy}))) as db:
        forms, records = world.forms, {}
        for first in (LAW, PILOT, SECRET):
            for code in CODES:
                for row in db.query("SELECT id FROM record WHERE dossier_id=? AND form=?", (world.dossiers[first], forms[code].key)):
                    records[first, code] = row["id"]
        place = Place(db, world, records, tuple(onlookers(world)))
        for first in (LAW, PILOT, SECRET):
            fill_up(place, first)
        yield place


def onlookers(world: World) -> Iterator[Onlooker]:
    """For each role the one who is named, a stranger, a stranger of the linked organisation, and one of another gemeente."""
    linked, elsewhere = world.users["joop"].organisation, world.users["olga"].gemeenten
    for member in CAST:
        if member.username in ("nadia", "olga"):
            continue
        user = world.users[member.username]
        stranger = replace(user, id=f"vreemd-{user.id}", person=None, organisation=None)
        yield Onlooker(member.role, "eigen", user)
        yield Onlooker(member.role, "geen", stranger)
        yield Onlooker(member.role, "lijst", replace(stranger, organisation=linked))
        yield Onlooker(member.role, "andere gemeente", replace(user, gemeenten=elsewhere))
        yield Onlooker(member.role, "beperkt", user)


def fill_up(place: Place, first: str) -> None:
    """Open everything again, give every colleague a tie to the dossier and answer every question that is asked."""
    world, users = place.world, place.world.users
    pc = place.store(users["marieke"])
    records = {code: record for (name, code), record in place.records.items() if name == first}
    for record in records.values():
        state = pc.record_row(record).state
        if state == "definitief":
            pc.correct(record, "voor deze test")
        elif state == "klaar om te tekenen":
            pc.back_to_draft(record, "voor deze test")
    fill(pc, records["F07"], {"meedoen.module_acties": [action(str(users[name].person), f"x{n}") for n, name in enumerate(WITHOUT_PLACE)]})
    pc.keep(records["F07"])
    everybody = place.store(replace(users["marieke"], roles=tuple(dict.fromkeys(one.role for one in CAST))))
    for code, record in records.items():
        if code == "F00":
            continue
        draft = everybody.open_draft(record)
        facts = everybody.dossier(world.dossiers[first]).facts
        answers = full_answers(
            world.forms[code], facts, lookup=everybody.lookup(world.dossiers[first]), today=TODAY, given={"module_acties": None}, late=True
        )
        flat = {path: value for path, value in flatten(world.forms[code], answers).items() if path not in draft.entries and "." not in path}
        fill(everybody, record, {path: value for path, value in flat.items() if draft.may_write(path)})
        complete(everybody, record, "c")
        everybody.keep(record)


def action(trekker: str, row: str) -> dict[str, str]:
    return {
        "id": row, "omschrijving": "Koffie drinken in het buurthuis", "module": "meedoen", "trekker": trekker, "gereed_voor": "2026-06-01",
        "voortgang_frequentie": "elke twee weken",
    }  # fmt: skip


@contextmanager
def undone(db: Database) -> Iterator[None]:
    """Whatever happens inside is taken back; a refusal has done so by itself, and only its line in the audit trail stays."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")


def outcome(db: Database, do: Callable[[], object]) -> str:
    """What came of an attempt: 'done', 'denied', or 'not now' when it is allowed but the form is not that far."""
    with undone(db):
        try:
            do()
        except AccessDenied as error:
            return "denied" if str(error) == NOT_YOURS else str(error)
        except (NotNow, NotReady):
            return "not now"
        return "done"


def open_paths(who: Onlooker, form: FormDef, letter: str, closed: frozenset[str] = frozenset()) -> frozenset[str]:
    """The questions of a form, and columns of a heavier class, that the page opens for somebody."""
    found = set()
    for section, question in form.questions():
        if question.name in closed or not who.expects_question(question, letter):
            continue
        found.add(path_of(section, question))
        for column in question.columns:
            own = rights_path(form, path_of(section, question, "r", column.name)) != path_of(section, question)
            if own and who.expects_question(column, letter):
                found.add(path_of(section, question, column=column.name))
    return frozenset(found)


# Reading


def test_reading_shows_each_role_just_the_questions_of_the_page(place: Place) -> None:
    deviations, refused, shown = [], 0, 0
    for who, code, record in place.looks():
        form, store = place.world.forms[code], place.store(who.user)
        allowed = open_paths(who, form, "R")
        if not allowed:
            refused += 1
            for read in (store.open_draft, store.saved, store.versions, store.record_row):
                if outcome(place.db, lambda read=read, record=record: read(record)) != "denied":
                    deviations.append((who.role, who.situation, code, read.__name__))
            continue
        there = {row["path"] for row in place.db.query("SELECT path FROM draft WHERE record_id=?", (record,))}
        with undone(place.db):
            draft, saved = store.open_draft(record), store.saved(record)
        wanted = {path for path in there if rights_path(form, path) in allowed}
        shown += len(wanted)
        if draft.readable != allowed or saved.readable != allowed or set(draft.entries) != wanted:
            deviations.append((who.role, who.situation, code, sorted(draft.readable ^ allowed), sorted(set(draft.entries) ^ wanted)))
        leaked = {path for path in flatten(form, saved.answers) if rights_path(form, path) not in allowed}
        leaked |= {path for path in draft.given if rights_path(form, path) not in allowed}
        if leaked:
            deviations.append((who.role, who.situation, code, sorted(leaked)))
    assert deviations == []
    assert refused > 100 and shown > 2000  # both sides of the page were walked


# Writing


def test_writing_is_open_for_just_the_questions_of_the_page(place: Place) -> None:
    deviations, kept, refused = [], 0, 0
    for who, code, record in place.looks():
        form, store = place.world.forms[code], place.store(who.user)
        readable, writable = open_paths(who, form, "R"), open_paths(who, form, "W")
        questions = list(form.questions())
        for section, question in questions if readable else questions[:1]:
            for path, do in attempts(place, store, record, section, question):
                allowed = rights_path(form, path) in writable and not question.is_given and not place.world.forms.is_owned(question)
                before = history(place.db, record)
                with undone(place.db):
                    try:
                        do()
                        given = "done" if history(place.db, record) > before else "nothing"
                    except AccessDenied:
                        given = "denied" if history(place.db, record) == before else "denied, yet written"
                kept, refused = kept + (given == "done"), refused + (given == "denied")
                if given != ("done" if allowed else "denied"):
                    deviations.append((who.role, who.situation, path, given))
    assert deviations == []
    assert kept > 500 and refused > 500


def attempts(
    place: Place, store: Store, record: str, section: SectionDef, question: Question
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Ways to write an answer: the answer itself, or of rows a new one and a cell of each privacy class."""
    path = path_of(section, question)
    if not question.is_rows:
        yield path, lambda: type_again(place, store, record, path)
        return
    fixed = fixed_rows(question)
    row = fixed[0]["id"] if fixed else "t1"
    if not question.fixed:
        yield path, lambda: store.add_row(record, path, "t9")
    seen = set()
    for column in question.columns:
        life = question.block == "B-A" and column.name in ACTION_LIFE
        if life or column.is_given or column.kind == "rows" or (fixed and column.name in fixed[0]) or (column.part, column.privacy) in seen:
            continue
        seen.add((column.part, column.privacy))
        cell = f"{path}.{row}.{column.name}"
        yield cell, lambda cell=cell: type_again(place, store, record, cell)


def type_again(place: Place, store: Store, record: str, path: str) -> None:
    """Type what stands there once more, as a forged message would: without looking at what the page shows."""
    rows = list(place.db.query("SELECT revision FROM draft WHERE record_id=? AND path=?", (record, path)))
    store.save_field(record, path, None, expect=rows[0]["revision"] if rows else 0)


def history(db: Database, record: str) -> int:
    return int(db.conn.execute("SELECT count(*) FROM draft_change WHERE record_id=?", (record,)).fetchone()[0])


@pytest.mark.parametrize("code", LISTS)
def test_the_contact_lists_are_read_and_written_as_the_page_says(place: Place, code: str) -> None:
    form, deviations = place.world.forms[code], []
    for row in place.db.query("SELECT id FROM record WHERE form=? ORDER BY title", (form.key,)):
        organisation = place.db.conn.execute(
            "SELECT value FROM draft WHERE record_id=? AND path LIKE '%ct_organisatie'", (row["id"],)
        ).fetchone()
        for who in place.onlookers:
            if who.situation != "eigen":
                continue
            own = organisation is not None and organisation[0].strip('"') == who.user.organisation
            readable = open_paths(who, form, "R")
            writable = open_paths(who, form, "W") if who.role != "CVLW" or own else frozenset()
            store = place.store(who.user)
            if not readable:
                given = outcome(place.db, lambda store=store, row=row: store.open_draft(row["id"]))
                if given != "denied":
                    deviations.append((who.role, row["id"], given))
                continue
            with undone(place.db):
                draft = store.open_draft(row["id"])
            if (draft.readable, draft.writable) != (readable, writable):
                deviations.append((who.role, row["id"], sorted(draft.readable ^ readable), sorted(draft.writable ^ writable)))
    assert deviations == []


# Finalising, signing, printing, correcting


def test_finalising_signing_and_printing_follow_the_letters(place: Place) -> None:
    deviations = []
    for who, code, record in place.looks():
        form, store = place.world.forms[code], place.store(who.user)
        sees = bool(open_paths(who, form, "R"))
        steps: dict[str, tuple[bool, Callable[[], object]]] = {
            "finalise": (who.expects(form.part, "F"), lambda store=store, record=record: store.finalise(record)),
            "freeze": (who.expects(form.part, "F"), lambda store=store, record=record: store.freeze(record)),
            "back to draft": (who.expects(form.part, "F"), lambda store=store, record=record: store.back_to_draft(record, "zomaar")),
            "scan": (who.expects(form.part, "T"), lambda store=store, record=record: store.lay_scan(record, [SCAN], [])),
            "print": (who.expects(form.part, "X"), lambda store=store, record=record: store.note_print(record, 1, "volledig", "abc", SCAN)),
            "correct": (may_correct(who, code), lambda store=store, record=record: store.correct(record, "omdat het moet")),
            "keep": (bool(open_paths(who, form, "W")), lambda store=store, record=record: store.keep(record)),
        }
        for name, (allowed, do) in steps.items():
            given = outcome(place.db, do)
            if (given == "denied") == (allowed and sees):
                deviations.append((who.role, who.situation, code, name, given))
        if sees:
            for letter in "FTX":
                if store.may(record, letter) != who.expects(form.part, letter):
                    deviations.append((who.role, who.situation, code, letter))
            health = store.may_print(record, "gezondheid")
            if health != (who.expects(form.part, "X") and who.expects("gezondheid", "X")):
                deviations.append((who.role, who.situation, code, "print of health", health))
    assert deviations == []


def may_correct(who: Onlooker, code: str) -> bool:
    """`correct a definitive form`: PC; F04 HVC; for a case that they have to do with."""
    return (who.role == "PC" or (who.role == "HVC" and code == "F04")) and who.expects("persoon", "R")


def test_frozen_content_is_closed_for_who_may_write_it(place: Place) -> None:
    for first, code in ((LAW, "F08c"), (PILOT, "F08b")):
        record, store = place.records[first, code], place.store(place.world.users["marieke"])
        with undone(place.db):
            complete(store, record, "d")
            store.freeze(record)
            writable = store.open_draft(record).writable
            for section, question in store.record_row(record).form.questions():
                path = path_of(section, question)
                if question.is_rows or question.is_given or place.world.forms.is_owned(question):
                    continue
                if question.after_freezing:
                    type_again(place, store, record, path)
                else:
                    assert path not in writable
                    with pytest.raises(NotNow):
                        type_again(place, store, record, path)


# The logbook and the own actions

VISIBLE = ("hele team", "alleen gemeente", "alleen pc en trekker")
GEMEENTE_ROLES = ("PC", "HVC", "IC", "CW")


def test_a_line_of_the_logbook_is_there_for_whom_it_admits(place: Place) -> None:
    dossier, deviations = place.world.dossiers[LAW], []
    writer = place.world.users["joop"]
    for visible in VISIBLE:
        answers = {
            "lg_datum": {"datum": "2026-03-01", "tijd": "10:00"},
            "lg_soort": "gesprek",
            "lg_module": "algemeen",
            "lg_kort": visible,
            "lg_zichtbaar": visible,
        }
        place.store(writer).add_log_line(dossier, answers, f"regel {visible}")
    lines = {
        row["token"].removeprefix("regel "): row["id"] for row in place.db.query("SELECT id, token FROM record WHERE token LIKE 'regel %'")
    }
    assert set(lines) == set(VISIBLE)
    for who in place.onlookers:
        if who.situation == "beperkt":
            continue
        store = place.store(who.user)
        reads = who.expects("logboek", "R")
        wanted = {v for v in VISIBLE if reads and admits(who, v, writer)}
        try:
            given = {line.answers["lg_kort"] for line in store.log_lines(dossier) if not line.closed} & set(VISIBLE)
        except AccessDenied:
            given = set()
        if given != wanted:
            deviations.append((who.role, who.situation, "list", given ^ wanted))
        for visible, record in lines.items():  # by its own address too
            for read in (store.saved, store.open_draft, store.versions, store.record_row):
                try:
                    read(record)
                    shown = True
                except AccessDenied:
                    shown = False
                if shown != (visible in wanted):
                    deviations.append((who.role, who.situation, read.__name__, visible, shown))
    assert deviations == []


def admits(who: Onlooker, visible: str, writer: User) -> bool:
    """The legend: lines whose lg_zichtbaar admits the role (CVLW: hele team); the own lines always; the PC all."""
    if who.role == "PC" or visible == "hele team":
        return True
    if who.role == "CVLW":
        return False
    return who.user.id == writer.id or (visible == "alleen gemeente" and who.role in GEMEENTE_ROLES)


def test_only_who_may_write_the_logbook_adds_a_line(place: Place) -> None:
    dossier, deviations = place.world.dossiers[LAW], []
    answers = {
        "lg_datum": {"datum": "2026-03-01", "tijd": "10:00"},
        "lg_soort": "gesprek",
        "lg_module": "algemeen",
        "lg_kort": "hallo",
        "lg_zichtbaar": "hele team",
    }
    for who in place.onlookers:
        if who.situation == "beperkt":
            continue
        given = outcome(place.db, lambda who=who: place.store(who.user).add_log_line(dossier, answers, f"toets {who.role}"))
        if (given == "done") != who.expects("logboek", "W"):
            deviations.append((who.role, who.situation, given))
    assert deviations == []


def test_an_own_action_is_there_for_its_trekker_and_the_form_it_was_born_in_is_not(place: Place) -> None:
    """The trekker of every role; who has nothing to do with this gemeente sees nothing of it."""
    names = {place.world.users[name].id: name for name in WITHOUT_PLACE}
    for who in place.onlookers:
        if who.user.id not in names or who.situation not in ("eigen", "andere gemeente"):
            continue
        store = place.store(who.user)
        mine = [one for one in store.my_actions() if one.dossier_id == place.world.dossiers[LAW] and one.path.startswith("meedoen")]
        if who.situation == "andere gemeente":
            assert mine == []
            continue
        assert [one.omschrijving for one in mine] == ["Koffie drinken in het buurthuis"]
        assert outcome(place.db, lambda store=store, one=mine[0]: store.accept(one.id)) == "done"
        assert outcome(place.db, lambda store=store, one=mine[0]: store.hand_back(one.id, "geen tijd")) == "done"
        assert outcome(place.db, lambda store=store, one=mine[0]: store.drop(one.id, "geen tijd")) == "denied"
        assert outcome(place.db, lambda store=store: store.open_draft(place.records[LAW, "F07"])) == "denied"


def test_a_cell_with_s_shows_date_status_and_trekker_and_no_text(place: Place) -> None:
    cvlw = next(one for one in place.onlookers if one.role == "CVLW" and one.situation == "lijst")
    seen = {}
    with undone(place.db):
        for one in place.store(cvlw.user).actions_of(place.world.dossiers[LAW]):
            if one.path.rpartition(".")[0].endswith("module_acties"):
                seen[one.path.partition(".")[0]] = (bool(one.omschrijving), bool(one.trekker_name), one.lines)
    for part in ("meedoen", "taal", "inburgering", "werk", "inkomen", "gezondheid"):
        told, status = cvlw.expects(part, "R"), "s" in TABLE[part, "CVLW"]
        assert (part in seen) == (told or status), part
        if part in seen:
            assert seen[part][0] == told, part
            assert seen[part][1] and (told or not seen[part][2]), part


def test_the_walk_looks_at_every_role_and_relation(place: Place) -> None:
    assert {(one.role, one.situation) for one in place.onlookers} == {(role, name) for _, role in TABLE for name in SITUATIONS}
    assert all(find(place.world.forms["F07"], f"{part}.wens") for part in ("meedoen", "taal"))
