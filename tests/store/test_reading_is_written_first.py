"""Reading is logged before showing: each public method of the store that hands over something of a dossier, with and without a trail."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from popforms.access import AccessDenied
from popforms.demo import PASSWORD, complete, fill
from popforms.store import Clash, NotReady, Store, StoreError
from popforms.store.base import VISIT
from popforms.store.oversight import Wanted
from popforms.store.trail import TrailTrouble
from tests.conftest import NOON, TODAY, Open
from tests.store.test_emergency import REASON, number_of, unnamed
from tests.store.test_not_yours_is_not_there import REST
from tests.support.unwritable import WAYS

ONLY_RIGHTS = {
    "closing", "is_letter", "is_letter_form", "who_finishes", "may_approve_letter_texts", "may_keep_letter_texts", "signed_versions", "signing_version", "translation_language", "translation_stands", "is_living", "may", "may_close_months", "may_write_hours", "month_is_closed", "new_appointment", "reads_hour_totals", "reads_hours_of_us", "works_by_case", "may_add", "may_correct", "may_fill", "may_link", "may_log", "may_make_dossier", "may_open", "may_pass_gates",
    "emergency_until", "manages_accounts", "may_ask_emergency", "may_print", "may_print_form", "may_read_files", "may_read_trail", "readable_of",
    "may_hold", "may_make_access", "may_release_access", "may_remind", "may_see_retention", "may_throw_away", "may_throw_away_dossier",
    "reads_every_trail", "searches_by_number", "steers",
}  # fmt: skip
"""Yes or no, or which questions are open: nothing that anybody answered."""
NO_DOSSIER = {
    "account_requests", "accounts", "approval_of", "approvals_that_stand", "cases_of", "catch_up", "choosable_terms", "contact_name", "drop_old_answers",
    "erase_again", "erase_what_is_agreed", "erase_what_was_thrown", "gate_passers", "hours_form", "languages_of", "letter_draft",
    "letter_example", "letter_mistakes", "letter_of", "letter_pair", "letter_text", "letter_texts", "letter_words", "linkable",
    "list_what_is_due", "lists", "local_now", "log_form", "new_day", "now", "opening", "own_lengths", "past_figures", "people_in_trail", "reach",
    "rebuild", "role_titles", "second_factor", "stamp", "standing_file", "term_names", "user_name",
}  # fmt: skip
"""Colleagues and contacts by an id that somebody has already, the forms themselves, the clock, the work of the timer."""
OWN_WORDS = {"type_letter_text", "save_field", "overwrite_field", "add_row", "remove_row", "restore_row", "start_record", "escalate"} | {
    "drop_aside"
}
"""Give back what was typed, or an id; a clash shows a colleague's text and has a test of its own."""
STEPS = {
    "accept", "add_hours", "add_log_line", "add_standing_file", "agree_erasing", "answer_correction", "answer_request",
    "approve_letter_text", "back_to_draft", "begin_emergency", "change_account", "change_password", "close_account", "close_month", "drop",
    "end_emergency", "end_hold", "hand_back", "hear_emergency", "hold", "invite", "keep_access", "keep_letter_text", "lay_by_hand", "lay_scan",
    "make_letter", "note_correction", "propose_erasing", "put_back", "release_access", "rewrite_letter", "send_back_access", "take_back_erasing",
    "take_back_hours", "throw_away", "throw_away_dossier", "withdraw_access", "withdraw_approval", "write_talk_hours",
    "link", "new_code", "new_dossier", "note_print", "pass_gate", "progress", "remind", "reopen_account", "reset_phone", "withdraw_request",
}  # fmt: skip
"""Do something and hand over an id, a code or nothing; each writes its own line in the transaction of the act."""
EXEMPT = ONLY_RIGHTS | NO_DOSSIER | OWN_WORDS | STEPS

EVERY = sorted(name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_"))
LOGGED = [name for name in EVERY if name not in EXEMPT]
MANAGEMENT = (
    "answer_request",
    "change_account",
    "close_account",
    "invite",
    "new_code",
    "reopen_account",
    "reset_phone",
    "withdraw_request",
)
WHO = {"keep_letter_text": "bea", "type_letter_text": "bea", "search_trail": "priya", "begin_emergency": "gerrit", "end_emergency": "gerrit", "waiting_escalations": "mart", "climbing": "elvira", "overview": "elvira", **dict.fromkeys(MANAGEMENT, "bea"), "release_access": "priya", "send_back_access": "priya", "link": "elvira",
       "linkable": "elvira"}  # fmt: skip
"""Marieke asks, unless the work is somebody else's."""


def prepared(store_for: Open, name: str) -> tuple[Store, dict[str, Any]]:
    """A store whose user saw nothing yet in this visit, and arguments that a method has an answer to."""
    marieke = store_for("marieke", now=NOON - timedelta(days=1))
    dossier, record = store_for.dossier("Hoda"), store_for.record("Hoda", "F08c")
    stuck = next(one for one in marieke.actions_of(store_for.dossier("Bassel")) if one.agreed and one.trekker != marieke.user.person)
    ids: dict[str, Any] = {
        "dossier_id": dossier,
        "record_id": record,
        "record_ids": [record],
        "action_id": stuck.id,
        "user_id": store_for("joop").user.id,
    }
    ids["file_id"] = marieke.files_of(store_for.record("Desta", "F08b"))[0].id
    ids["line_id"] = next(line.id for line in marieke.log_lines(dossier))
    match name:
        case "waiting_escalations":
            escalation = marieke.start_record("F15", dossier, "escalatie")
            fill(marieke, escalation, {"es_niveau": "2", "es_onderwerp": "De taalschool neemt niemand aan."})
            complete(marieke, escalation, "d")
            marieke.pass_gate(escalation, "volgorde", "Het eerste niveau is bij het casusoverleg gedaan.")
            marieke.freeze(escalation)
        case "open_heavy":
            ids |= {"record_id": store_for.record("Bassel", "F01"), "units": ["verblijf.bsn"]}
        case "goals" | "lookup":
            ids["dossier_id"] = store_for.dossier("Bassel")
        case "my_actions" | "my_drafts":
            fill(marieke, store_for.record("Amina", "F07"), {"kop.kracht": "Geduldig."})
        case "earlier_values" | "save_field" | "overwrite_field":
            ids |= {"record_id": store_for.record("Amina", "F07"), "path": "meedoen.wens"}
        case "add_row" | "remove_row" | "restore_row":
            ids |= {"record_id": store_for.record("Amina", "F07"), "path": "meedoen.doelen"}
        case "invite":
            ids |= {"username": "lotte"}
        case "discussions_of":
            ids["record_id"] = marieke.db.conn.execute("SELECT id FROM record WHERE form='casusoverleg' AND version>0").fetchone()[0]
        case "answer_request" | "withdraw_request":
            bea = store_for("bea")
            bea.change_account(
                ids["user_id"], roles=["PC"], gemeenten=list(store_for("joop").user.gemeenten), person=store_for("joop").user.person
            )
            ids["request_id"] = bea.account_requests()[0].id
        case "approve_letter_text" | "keep_letter_text" | "type_letter_text" | "withdraw_approval":
            bea, pc = store_for("bea"), store_for("marieke")
            text = bea.letter_text("BR01", "ti")
            ids |= {
                "key": "BR01",
                "language": "ti",
                "body": f"{text.body} " if text else "",
                "valid_from": TODAY,
                "checked_by": "Dawit, tolk",
            }
            ids["seen"] = pc.letter_pair("BR01", "ti")
            if name == "withdraw_approval":
                pc.approve_letter_text("BR01", "ti", "Dawit, tolk", seen=ids["seen"])
        case "change_password":
            ids |= {"old": PASSWORD, "new": "vier rustige woorden samen"}
        case "keep" | "keep_together":
            ids |= {"record_id": store_for.record("Amina", "F07"), "record_ids": [store_for.record("Amina", "F07")]}
        case "open_action":
            health = [one for one in marieke.actions_of(store_for.dossier("Bassel")) if one.module == "gezondheid"]
            ids["action_id"] = health[0].id
        case "problems":
            ids |= {"record_id": store_for.record("Yohannes", "F04"), "stage": "d"}
        case "contacts":
            ids["form_key"] = "F21a"
        case "search_trail":
            ids["wanted"] = Wanted(TODAY - timedelta(days=400), TODAY)
        case "who_looked":
            ids |= {"first": TODAY - timedelta(days=400), "last": TODAY}
        case "begin_emergency" | "end_emergency" | "hear_emergency" | "emergencies_to_hear":
            unnamed(store_for, "gerrit")
            ids |= {"number": number_of(store_for, "Hoda"), "name": "", "born": "", "reason": REASON, "seq": last(marieke) + 1}
            if name != "begin_emergency":
                store_for("gerrit", now=NOON - timedelta(minutes=5)).begin_emergency(number=ids["number"], reason=REASON)
        case "changed_since_last_visit":
            marieke.db.conn.execute("INSERT INTO session VALUES('een', ?, '2025-01-01', '2025-01-02', NULL, 1)", (marieke.user.id,))
            marieke.db.conn.execute("INSERT INTO session VALUES('twee', ?, '2026-02-28', '2026-02-28', NULL, 1)", (marieke.user.id,))
        case "due_for_destruction":
            marieke.db.conn.execute(
                "INSERT INTO termijn VALUES('dossier',?,'T52',?,NULL,'','','','2020-01-01',NULL,'te laat','{}')", (dossier, dossier)
            )
            marieke.db.conn.execute("UPDATE overview SET closed=1 WHERE dossier_id=?", (dossier,))
        case "holds_to_look_at":
            marieke.hold(store_for.dossier("Bassel"), "Er loopt een bezwaar.", TODAY + timedelta(days=30))
        case "certificates" | "certificate":
            ids["certificate_id"] = "een"
            marieke.db.conn.execute(
                "INSERT INTO certificate VALUES('een','x','D-1',?,'2026-03-01T10:00:00.000+00:00','{}')", (marieke.user.gemeenten[0],)
            )
        case "fetch_access" | "withdraw_access" | "release_access" | "send_back_access":
            ids |= {"asked_id": "een", "part": "pdf"}
            answer = "'vrijgegeven'" if name == "fetch_access" else "NULL"
            marieke.db.conn.execute(
                "INSERT INTO person_request(id, dossier_id, kind, asked_on, made_by, made_at, pdf, answer) "
                f"VALUES('een',?,'inzage','2026-03-01','x','2026-03-01',x'25',{answer})",
                (dossier,),
            )
        case "waiting_requests" | "answer_correction" | "requests_of":
            marieke.note_correction(dossier, "Het geboortejaar klopt niet.", TODAY)
            ids["asked_id"] = marieke.requests_of(dossier)[0].id
        case "thrown_away" | "put_back" | "throw_away":
            ids["record_id"] = marieke.start_record("F09", dossier, "per ongeluk")
            if name != "throw_away":
                marieke.throw_away(ids["record_id"], "per ongeluk")
                ids["thrown_id"] = marieke.thrown_away(dossier)[0].id
        case "end_hold":
            marieke.hold(dossier, "Er loopt een bezwaar.", TODAY + timedelta(days=30))
        case "throw_away_dossier":
            ids["dossier_id"] = store_for.dossier("Rima")
        case _:
            pass
    store = store_for(WHO.get(name, "marieke"))
    store.session = "twee"
    wanted = list(inspect.signature(getattr(Store, name)).parameters)[1:]
    given = {one: ids.get(one, store.forms["F08c"] if one == "form" else REST.get(one)) for one in wanted}
    if name in ("deadlines", "holds_to_look_at", "talks", "warned"):
        given = {"until": store.today + timedelta(days=7 if name == "warned" else 400)}
    return store, {one: value for one, value in given.items() if one in ids or one in REST or one in ("form", "until")}


def asked(store: Store, name: str, given: dict[str, Any]) -> Any:
    """The answer; a look-up is asked for all its choices."""
    found = getattr(store, name)(**given)
    if hasattr(found, "choices"):
        return [one for form in store.forms for _, q in form.questions() if q.kind == "reference" for one in found.choices(q)]
    return found


ANSWERS = [
    "actions_of", "changed_since_last_visit", "contacts", "deadlines", "decided", "dossier", "dossier_names", "earlier_values", "files_of",
    "find_dossiers", "forms_of", "gemeenten", "goals", "keep", "log_lines", "lookup", "my_drafts", "open_draft", "overview", "person_words",
    "persons", "present", "prints_of", "problems", "read_file", "record_row", "saved", "shut_gates", "start_records",
    "terms_to_take_along", "versions", "waiting_actions", "waiting_escalations", "climbing", "open_action", "who_looked", "search_trail",
    "certificate", "certificates", "counts", "deadlines_to_take_along", "discussions_of", "dossier_number", "due_for_destruction",
    "due_of_actions", "emergencies_to_hear", "fetch_access", "holds_to_look_at", "warned", "person_data", "record_terms", "requests_of", "talks", "thrown_away",
    "waiting_requests",
]  # fmt: skip
"""What hands something over here; the others make a step, which the second test tries."""


def test_every_method_is_logged_or_says_why_not() -> None:
    assert set(EVERY) >= EXEMPT and not ONLY_RIGHTS & NO_DOSSIER
    assert set(ANSWERS) <= set(LOGGED)


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_handed_over_has_a_line_of_who_asked(store_for: Open, name: str) -> None:
    store, given = prepared(store_for, name)
    before = last(store)
    answer = _tried(lambda: asked(store, name, given))
    assert answer or name in ("files_of", "prints_of", "present", "keep", "shut_gates"), (
        f"{name} has no answer here, so this proves nothing"
    )
    lines = list(store.db.query("SELECT * FROM trail WHERE seq>?", (before,)))
    assert lines and {line["user_id"] for line in lines} == {store.user.id}
    if "dossier_id" in given and "record_id" not in given:
        assert given["dossier_id"] in [line["dossier_id"] for line in lines]
    if "record_id" in given and name not in ("discussions_of", "files_of", "prints_of"):
        assert given["record_id"] in [line["record_id"] for line in lines]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", LOGGED)
def test_without_a_line_nothing_is_handed_over(store_for: Open, name: str, way: str) -> None:
    store, given = prepared(store_for, name)
    with WAYS[way](store.db), pytest.raises(TrailTrouble, match="Daarom is er niets getoond"):
        pytest.fail(f"{name} gave {asked(store, name, given)!r}"[:200])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", sorted(STEPS | OWN_WORDS))
def test_without_a_line_no_step_is_made(store_for: Open, name: str, way: str) -> None:
    """A sentence comes instead, of the trail or of what stands in the way of this step anyhow; and the database is as it was."""
    store, given = prepared(store_for, name)
    before = contents(store)
    with WAYS[way](store.db):
        try:
            answer = asked(store, name, given)
        except (StoreError, NotReady, AccessDenied, Clash):
            answer = None
    assert answer is None or name in OWN_WORDS, f"{name} gave {answer!r}"[:200]
    assert contents(store) == before or (name in OWN_WORDS and way == "tabel weigert")


@pytest.mark.parametrize("path", ["kop.kracht", "gezondheid.situatie"])
def test_a_clash_shows_what_a_colleague_typed_after_a_line(store_for: Open, path: str) -> None:
    record = store_for.record("Amina", "F07")
    other = store_for("marieke", now=NOON - timedelta(hours=1))
    before = other.open_draft(record).entries.get(path)
    other.save_field(record, path, "Van een ander.", expect=before.revision if before else 0)
    store = store_for("marieke")
    seq = last(store)
    with pytest.raises(Clash):
        store.save_field(record, path, "Van mij.", expect=0)
    acts = [row["act"] for row in store.db.query("SELECT act FROM audit WHERE seq>?", (seq,))]
    assert acts == (["lezen", "gezondheid lezen"] if "gezondheid" in path else ["lezen"])
    again = store_for("marieke", now=NOON + VISIT * 2)
    with WAYS["tabel weigert"](again.db), pytest.raises(TrailTrouble):
        again.save_field(record, path, "Van mij.", expect=0)


def contents(store: Store) -> list[Any]:
    """Every row of every table."""
    return [store.db.conn.execute(f"SELECT * FROM [{name}]").fetchall() for name in store.db.table_names()]


def _tried(do: Callable[[], Any]) -> Any:
    try:
        return do()
    except NotReady as error:
        return error.problems


def last(store: Store) -> int:
    return int(store.db.conn.execute("SELECT max(seq) FROM audit").fetchone()[0])
