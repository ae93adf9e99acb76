"""A dossier at its end is erased whole, by two people and the timer; what other dossiers say of it goes too, and the trail tells it."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.server.timer import SYSTEM
from popforms.settings import Settings
from popforms.store import NotNow, Store, open_database
from popforms.store.again import erase_again
from popforms.store.backup import backup, restore
from popforms.store.connection import utc_now
from popforms.store.erased import examine_erased, read_erased
from popforms.store.examine import examine
from popforms.store.heads import note_head
from popforms.store.sessions import Sessions
from popforms.store.trail import key_of, signature
from popforms.store.trail_check import examine_trail
from tests.conftest import NOON, TODAY, Open
from tests.store.test_minutes import discuss
from tests.support.ending import LATER, THEN, agree, carry_out, close, everything, machine, words_of

CANARY = "kanarievogel"
PERSON = "Ferhat"
PILOT_TERM_ENDS_IN = 2036


def closed(store_for: Open, first_name: str = PERSON) -> str:
    """A dossier of the pilot that was closed on the day of the demo."""
    close(store_for("marieke"), store_for.record(first_name, "F00"))
    return store_for.dossier(first_name)


def plant(store_for: Open, dossier: str) -> set[str]:
    """Words about the person in every place where people type or files lie; gives what is to be gone."""
    marieke = store_for("marieke")
    number, name = marieke.dossier(dossier).number, "Ferhat Aydemir"
    said = {f"{CANARY} {place}" for place in ("concept", "logboek", "reden", "weg", "nood", "bewaren", "scan", "met de hand", "klaar")}
    draft = marieke.start_record("F12", dossier, "kanarie")
    form = marieke.forms["F12"]
    path = next(f"{s.name}.{q.name}" for s, q in form.questions() if q.kind == "long text")
    marieke.save_field(draft, path, f"{CANARY} concept", expect=0)
    names = marieke.forms.process.LOG
    now = {"datum": "2026-03-02", "tijd": "10:00"}
    marieke.add_log_line(dossier, {names["when"]: now, names["kind"]: "telefoon", names["module"]: "algemeen",
        names["short"]: f"{CANARY} logboek", names["visible"]: "hele team"}, "regel")  # fmt: skip
    marieke.back_to_draft(store_for.record(PERSON, "F08b"), f"{CANARY} reden")
    marieke.freeze(store_for.record(PERSON, "F08b"))
    marieke.lay_by_hand(
        store_for.record(PERSON, "F08b"),
        marieke.record_row(store_for.record(PERSON, "F08b")).version,
        [f"%PDF-1.4 {CANARY} scan\n%%EOF".encode()],
        [],
        f"{CANARY} met de hand",
    )
    thrown = marieke.start_record("F22", dossier, "brief")
    marieke.throw_away(thrown, f"{CANARY} weg")
    somebody = replace(store_for.world.users["gerrit"], id="nieuwe collega", person=None)
    new = Store(marieke.db, somebody, marieke.forms, today=marieke.today, now=marieke.now())
    new.begin_emergency(number=number, reason=f"{CANARY} nood, het kan niet wachten")
    marieke.hold(dossier, f"{CANARY} bewaren", marieke.today + timedelta(days=30))
    marieke.end_hold(dossier)
    with closing(open_database(store_for.settings)) as db:
        db.conn.execute("INSERT INTO session(token_hash, user_id, created_at, seen_at) VALUES('t', ?, 'x', 'x')", (marieke.user.id,))
        Sessions(db).hand_out("t", "bestand.pdf", "application/pdf", f"{CANARY} klaar".encode(), dossier=dossier)
    other = store_for.record("Mihret", "F08b")
    text = next(
        f"{s.name}.{q.name}"
        for s, q in marieke.forms["F08b"].questions()
        if q.kind == "long text" and f"{s.name}.{q.name}" in marieke.open_draft(other).writable
    )
    entry = marieke.open_draft(other).entries.get(text)
    marieke.save_field(other, text, f"Gaat samen met {name} ({number}) naar les.", expect=entry.revision if entry else 0)
    marieke.keep(other)
    marieke.keep_access(store_for.dossier("Mihret"), marieke.today, b"%PDF-1.4", json.dumps(f"samen met {name}").encode(), {})
    assert {one for one in said if one not in everything(marieke.db)} == set()
    said |= written_beside(store_for, dossier, number)
    return said | {name, number}


def written_beside(store_for: Open, dossier: str, number: str) -> set[str]:
    """What lists say of the dossier: minutes that were kept and minutes that are being typed begin with its action, and hours."""
    (last,) = store_for("elvira").contacts("F14a")
    discuss(store_for, last.record.id, PERSON, f"{CANARY} les")
    called = f"{number} F.A."
    for who in ("elvira", "marieke"):
        store = store_for(who)
        minutes = store.start_record("F14a", None, f"kanarie {who}")
        assert f"{called}: {CANARY} les" in [entry.value for entry in store.open_draft(minutes).entries.values()]
        if who == "elvira":
            fill(store, minutes, {"co_datum": "2-3-2026", "co_voorzitter": store.user.person, "co_notulist": store.user.person})
            kept = minutes
    store_for("elvira").keep(kept)
    line = {"ur_datum": "2-3-2026", "ur_soort": "begeleiding", "ur_uren": "1", "ur_dossier": dossier, "ur_notitie": f"{CANARY} uren"}
    store_for("marieke").add_hours(line, "kanarie")
    return {f"{CANARY} les", f"{CANARY} uren", called}


def test_after_it_is_erased_nothing_in_the_database_says_who_it_was(store_for: Open) -> None:
    dossier = closed(store_for)
    planted = plant(store_for, dossier)
    store = store_for("marieke")
    number = store.dossier(dossier).number
    own = words_of(store.db, dossier)
    assert len(own) > 20 and store.dossier(dossier).facts["F01.bsn"] in own
    tables = set(store.db.table_names())
    agree(store_for, dossier)
    assert carry_out(store_for.settings, store_for.world) == [number]
    with closing(open_database(store_for.settings)) as db:
        told = everything(db)
        assert f"{CANARY} les" in own
        own -= {"Dossier vernietigen", "nieuwe collega"}  # the term on the certificate, and the colleague in the trail
        assert {word for word in own | planted if word in told} - {number} == set()
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
        # the number stays where it must: in the stub, and on the certificate
        with_number = {t for t in tables for row in db.query(f"SELECT * FROM {t}") if any(number in str(cell) for cell in row.values())}
        assert with_number == {"dossier", "certificate"}
        (other,) = db.query(
            "SELECT content FROM version WHERE record_id=? ORDER BY number DESC LIMIT 1", (store_for.record("Mihret", "F08b"),)
        )
        assert "Gaat samen met vernietigd dossier (vernietigd dossier) naar les." in other["content"]
    for who in ("elvira", "marieke"):  # the minutes say that there was something, and no more
        minutes = store_for(who).start_record("F14a", None, f"kanarie {who}")
        rows = store_for(who).open_draft(minutes).answers()["agenda"]["co_vorige_acties"]
        (row,) = (row for row in rows if row["actie"].startswith("vernietigd"))
        assert row == {"id": row["id"], "actie": "vernietigd dossier"}
    hours = store_for("marieke").hour_lines("2026-03")
    assert ("vernietigd dossier", Decimal(1), "") in [(line.dossier, line.hours, line.note) for line in hours]
    wal = Path(f"{store_for.settings.db}-wal")
    assert not wal.exists() or wal.stat().st_size < 200_000


def test_the_chain_stays_whole_and_tells_when_and_by_whom(store_for: Open) -> None:
    dossier = closed(store_for)
    agree(store_for, dossier)
    carry_out(store_for.settings, store_for.world)
    store = machine(store_for.settings, store_for.world)
    with closing(store.db):
        for name, wrong in examine_trail(store.db, store_for.settings.trail):
            assert wrong == (), name
        assert [str(finding) for finding in examine(store) if not finding.holds] == []
        assert list(examine_erased(store_for.settings.trail, store.db)) == []
        lines = list(store.db.query("SELECT act, user_id, detail FROM trail WHERE dossier_id=? ORDER BY seq", (dossier,)))
    assert [line["act"] for line in lines][-4:] == [
        "vernietigen voorgesteld",
        "vernietigen akkoord",
        "bijzonderheden gewist",
        "dossier vernietigd",
    ] or [line["act"] for line in lines if "vernietig" in line["act"]] == [
        "vernietigen voorgesteld",
        "vernietigen akkoord",
        "dossier vernietigd",
    ]
    assert {line["detail"] for line in lines} == {""}
    found = store_for("priya", today=LATER, now=THEN).who_looked(dossier, LATER - timedelta(days=7000), LATER)
    assert any("vernietigde dit dossier" in line.words for line in found.lines)


def test_the_dossier_is_nowhere_any_more_and_another_gives_its_place(store_for: Open) -> None:
    dossier = closed(store_for)
    mihret = store_for.record("Mihret", "F00")
    marieke = store_for("marieke")
    if not marieke.record_row(mihret).open:
        marieke.correct(mihret, "gezin")
    marieke.add_row(mihret, "afspraken.gezin_dossiers", "gezin1", {"dossier": dossier, "relatie": "broer"})
    marieke.keep(mihret)
    agree(store_for, dossier)
    carry_out(store_for.settings, store_for.world)
    after = store_for("marieke", today=LATER, now=THEN)
    assert not after.may_open(dossier)
    with pytest.raises(AccessDenied):
        after.dossier(dossier)
    assert dossier not in [line.id for line in after.find_dossiers(closed=True)]
    question = after.forms["F00"].question("gezin_dossiers")
    assert question and after.lookup(store_for.dossier("Mihret")).name(question.columns[0], dossier) == "vernietigd dossier"
    assert after.rebuild() and not after.may_open(dossier)


def test_a_certificate_is_kept_and_the_figures_stay(store_for: Open) -> None:
    dossier = closed(store_for)
    agree(store_for, dossier)
    before = store_for("marieke", today=LATER, now=THEN).past_figures()
    carry_out(store_for.settings, store_for.world)
    marieke = store_for("marieke", today=LATER, now=THEN)
    (kept,) = marieke.certificates()
    assert kept.content["tabellen"]["version"] > 5 and kept.content["tabellen"]["draft_change"] > 50
    assert kept.content["voorgesteld_door"].startswith("Marieke van Dongen") and kept.content["akkoord_door"].startswith("Priya Nandlal")
    assert kept.content["back_ups_tot"] == "2045-03-31" and len(kept.content["kop"]) == 64
    assert kept.content["grond"] == "Dossier vernietigen: bewaard tot en met 02-03-2036"
    told = {(what, quarter): number for what, _, quarter, number in marieke.past_figures()}
    assert before == [] and told["melding", "2025-4"] == 1 and told["gesloten", "2026-1"] == 1
    with pytest.raises(AccessDenied):
        store_for("joop", today=LATER, now=THEN).certificates()
    assert store_for("olga", today=LATER, now=THEN).certificates() == []


def test_an_older_backup_brings_nobody_back(store_for: Open, tmp_path: Path) -> None:
    settings = store_for.settings.model_copy(update={"backups": tmp_path / "back-ups"})
    dossier = closed(store_for)
    number = store_for("marieke").dossier(dossier).number
    own = words_of(store_for("marieke").db, dossier) - {number}  # which stays
    file = backup(settings)
    kept = shutil.copyfile(file, tmp_path / file.name)
    agree(store_for, dossier)
    assert carry_out(settings, store_for.world)
    store_for.stack.close()
    restore(settings, kept)
    with closing(open_database(settings)) as db:
        told = everything(db)
        assert {word for word in own if word in told} == set()
        assert [line.id for line in read_erased(settings.trail, db)] == [dossier]
        assert list(examine_erased(settings.trail, db)) == []
        assert [wrong for _, wrong in examine_trail(db, settings.trail) if wrong] == []


def erased_by_the_timer(store_for: Open, settings: Settings, *names: str) -> list[str]:
    """Dossiers that were thrown away and erased a month later, with what the timer writes outside then."""
    dossiers = [store_for.dossier(name) for name in names]
    for dossier in dossiers:
        store_for("marieke").throw_away_dossier(dossier, "dubbele melding")
        store = machine(settings, store_for.world, TODAY, NOON + timedelta(days=31))
        with closing(store.db):
            store.erase_what_was_thrown(settings.trail, settings.backup_keep_days)
    note_head(settings)
    return dossiers


def told_of_erased(settings: Settings) -> list[str]:
    with closing(open_database(settings)) as db:
        return list(examine_erased(settings.trail, db))


def test_a_list_of_what_was_erased_that_was_changed_is_told(store_for: Open) -> None:
    settings = store_for.settings
    rima, ibrahim = erased_by_the_timer(store_for, settings, "Rima", "Ibrahim")
    (file,) = settings.trail.glob("vernietigd-*.jsonl")
    first, second = whole = file.read_text().splitlines()
    assert told_of_erased(settings) == [] and len(whole) == 2
    for left, wrong in (
        ("", (rima, ibrahim, "afgeknipt")),
        (f"{first}\n", (ibrahim, "afgeknipt")),
        (f"{second}\n", ("regel 1", rima)),
        (f"{second}\n{first}\n", ("regel 1", "regel 2")),
        (f"{first}\n{second.replace(ibrahim, rima)}\n", ("regel 2", ibrahim)),
    ):
        file.write_text(left)
        told = told_of_erased(settings)
        assert all(any(words in one for one in told) for words in wrong), left
    file.write_text("\n".join(whole) + "\n")
    assert told_of_erased(settings) == []


def test_an_older_backup_beside_an_emptied_list_is_told(store_for: Open, tmp_path: Path) -> None:
    settings = store_for.settings.model_copy(update={"backups": tmp_path / "back-ups"})
    kept = shutil.copyfile(backup(settings), tmp_path / "ouder.db")
    (rima,) = erased_by_the_timer(store_for, settings, "Rima")
    store_for.stack.close()
    (file,) = settings.trail.glob("vernietigd-*.jsonl")
    whole = file.read_text()
    file.write_text("")
    restore(settings, kept)
    with closing(open_database(settings)) as db:
        assert next(db.query("SELECT gone FROM dossier WHERE id=?", [rima]))["gone"] is None  # nobody could know
    (told,) = told_of_erased(settings)
    assert "afgeknipt" in told and "zet de lijst van een andere plaats terug" in told
    file.write_text(whole)
    assert erase_again(settings) == 1 and told_of_erased(settings) == []


def test_a_list_of_before_it_was_a_chain_is_still_read(store_for: Open) -> None:
    settings = store_for.settings
    (rima,) = erased_by_the_timer(store_for, settings, "Rima")
    (file,) = settings.trail.glob("vernietigd-*.jsonl")
    line = json.loads(file.read_text())
    with closing(open_database(settings)) as db:
        line["merk"] = signature(key_of(db), ["vernietigd", line["soort"], line["id"], line["om"]])
        file.write_text(json.dumps(line) + "\n")
        (heads,) = settings.trail.glob("logspoor-*.jsonl")
        old = [json.loads(text) for text in heads.read_text().splitlines()]
        for entry in old:
            entry.pop("vernietigd")
            entry["merk"] = signature(key_of(db), [entry[name] for name in ("soort", "regel", "zegel", "om", "gezet")])
        heads.write_text("".join(json.dumps(entry) + "\n" for entry in old))
        assert [wrong for _, wrong in examine_trail(db, settings.trail) if wrong] == []
    assert told_of_erased(settings) == []
    (ibrahim,) = erased_by_the_timer(store_for, settings, "Ibrahim")
    with closing(open_database(settings)) as db:
        assert [(one.id, one.signed) for one in read_erased(settings.trail, db)] == [(rima, True), (ibrahim, True)]
        assert [wrong for _, wrong in examine_trail(db, settings.trail) if wrong] == []
    assert told_of_erased(settings) == []
    file.write_text(file.read_text().splitlines()[1] + "\n")
    assert any(rima in one for one in told_of_erased(settings))


def test_nothing_is_erased_before_its_time_or_by_one_person(store_for: Open) -> None:
    dossier = closed(store_for)
    early = store_for("marieke")
    assert early.due_for_destruction() == []
    with pytest.raises(NotNow, match="nog niet voorbij"):
        early.propose_erasing(dossier)
    marieke, priya = (store_for(who, today=LATER, now=THEN) for who in ("marieke", "priya"))
    with pytest.raises(NotNow, match="nog niet voorgesteld"):
        priya.agree_erasing(dossier)
    marieke.propose_erasing(dossier)
    with pytest.raises(NotNow, match="een ander"):
        marieke.agree_erasing(dossier)
    assert carry_out(store_for.settings, store_for.world) == []
    for nobody in ("joop", "sander", "bea", "wim", "olga"):
        with pytest.raises(AccessDenied):
            store_for(nobody, today=LATER, now=THEN).agree_erasing(dossier)
    with pytest.raises(AccessDenied):
        priya.erase_what_is_agreed(store_for.settings.trail, 30)
    assert store_for("marieke", today=LATER, now=THEN).may_open(dossier)


def test_a_hold_takes_it_off_and_undoes_what_was_agreed(store_for: Open) -> None:
    dossier = closed(store_for)
    agree(store_for, dossier)
    priya = store_for("priya", today=LATER, now=THEN)
    with pytest.raises(NotNow, match="tekens"):
        priya.hold(dossier, "beroep", LATER + timedelta(days=60))
    with pytest.raises(NotNow, match="dag na vandaag"):
        priya.hold(dossier, "Er loopt een bezwaar.", LATER)
    priya.hold(dossier, "Er loopt een bezwaar.", LATER + timedelta(days=60))
    assert carry_out(store_for.settings, store_for.world) == []
    (due,) = priya.due_for_destruction()
    assert due.hold and due.hold.reason == "Er loopt een bezwaar." and due.name == "" and not due.agreed_by
    (seen,) = store_for("bea", today=LATER, now=THEN).due_for_destruction()  # who keeps accounts reads no word about a person
    assert seen.hold and (seen.hold.reason, seen.hold.look_again) == ("", LATER + timedelta(days=60))
    (mine,) = store_for("marieke", today=LATER, now=THEN).due_for_destruction()
    assert mine.hold and mine.hold.reason == "Er loopt een bezwaar."
    with pytest.raises(NotNow, match="langer bewaard"):
        store_for("marieke", today=LATER, now=THEN).propose_erasing(dossier)
    priya.end_hold(dossier)
    assert carry_out(store_for.settings, store_for.world) == []  # the yes of before no longer counts
    agree(store_for, dossier)
    assert len(carry_out(store_for.settings, store_for.world)) == 1


def test_the_day_to_look_again_stands_with_who_may_end_the_hold(store_for: Open) -> None:
    dossier, day = closed(store_for), LATER + timedelta(days=60)
    store_for("priya", today=LATER, now=THEN).hold(dossier, "Er loopt een bezwaar.", day)

    def asked(who: str, until: date) -> list[tuple[str, str]]:
        return [(one.dossier_id, one.name) for one in store_for(who, today=LATER, now=THEN).holds_to_look_at(until)]

    assert asked("marieke", day) == [(dossier, "Ferhat Aydemir")] and asked("priya", day) == [(dossier, "")]
    assert asked("marieke", day - timedelta(days=1)) == []
    for who in ("joop", "sander", "bea", "wim", "olga", "elvira"):
        assert asked(who, day) == [], who
    store_for("marieke", today=LATER, now=THEN).end_hold(dossier)
    assert asked("marieke", day) == asked("priya", day) == []


def test_a_hold_before_its_time_is_looked_at_by_who_opens_the_dossier(store_for: Open) -> None:
    bassel, day = store_for.dossier("Bassel"), LATER.replace(year=2026, month=3, day=20)
    store_for("marieke").hold(bassel, "Er loopt een bezwaar.", day)
    assert [one.dossier_id for one in store_for("marieke").holds_to_look_at(day)] == [bassel]
    assert store_for("priya").holds_to_look_at(day) == []  # it is not on the list where she would find it


def test_who_keeps_accounts_sees_number_and_date_and_the_consulent_the_name(store_for: Open) -> None:
    closed(store_for)
    (bea,) = store_for("bea", today=LATER, now=THEN).due_for_destruction()
    assert bea.number.startswith("D-") and bea.until.year == PILOT_TERM_ENDS_IN and bea.name == ""
    assert not (bea.may_hold or bea.may_propose or bea.may_agree)
    (mine,) = store_for("marieke", today=LATER, now=THEN).due_for_destruction()
    assert mine.name == "Ferhat Aydemir" and mine.may_propose
    assert store_for("olga", today=LATER, now=THEN).due_for_destruction() == []
    with pytest.raises(AccessDenied):
        store_for("joop", today=LATER, now=THEN).due_for_destruction()


def test_every_table_is_erased_or_has_a_reason_to_stay(store_for: Open) -> None:
    """A table that is added must be thought of: does it hold something of a dossier?"""
    from popforms.store.erasure import hanging

    db = store_for("marieke").db
    no_person = {
        "account_request", "attempt", "code", "counter", "definition", "demo_account", "factor", "gekozen", "half_login", "hours_month", "letter_approval", "letter_draft",
        "letter_text", "meta", "migration", "recovery_code",
        "session", "user",
    }  # fmt: skip
    kept_on_purpose = {"audit", "audit_detail", "certificate", "dossier", "erasing", "past"}
    assert set(db.table_names()) == {place.table for place in hanging(db)} | no_person | kept_on_purpose


def test_the_machine_alone_does_it_and_no_one_finds_the_tables_open(store_for: Open) -> None:
    store = Store(store_for("marieke").db, SYSTEM, store_for.world.forms, now=utc_now())
    with pytest.raises(Exception, match="append-only"):
        store.db.conn.execute("DELETE FROM version")
    assert store._one("SELECT 1 FROM erasing") is None
