"""What is not yours and what does not exist give the same answer, for every method of the store that takes an id."""

from __future__ import annotations

import inspect
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from popforms.access import NOT_YOURS, AccessDenied
from popforms.store import Store, StoreError, Wanted
from tests.conftest import Open

OURS = "marieke"
"""Who tries: a POP-consulent, whose role opens everything in the own gemeente."""
THEIRS = "Mustafa"
"""A dossier of the other gemeente."""
MINE = "Hoda"

REST: dict[str, Any] = {
    "month": "2026-02",
    "path": "meedoen.wens", "row_id": "r1", "cells": None, "value": "x", "expect": 0, "source": "", "reason": "omdat het moet", "note": "gebeld",
    "state": "klaar", "letter": "F", "part": "", "stage": "d", "number": None, "version": 1, "content": b"%PDF-1.4\n%%EOF", "variant": "volledig",
    "units": ["verblijf.bsn"], "line_id": "regel", "first": date(2026, 1, 1), "last": date(2026, 3, 2), "yes": True,
    "words": "omdat het moet", "asked_on": date(2026, 3, 1), "look_again": date(2026, 6, 1), "pdf": b"%PDF-", "data": b"{}", "told": {},
    "trail": Path("spoor"), "keep_days": 30, "ids": [],
    "fingerprint": "abc", "answers": {}, "token": "toets", "limit": 20, "fact": "", "form_key": "F04", "name": "intake", "person": None,
    "roles": ["MB"], "gemeenten": [], "contents": [b"%PDF-1.4\n%%EOF"], "sheets": [], "pages": 0, "signed_on": (), "wanted": Wanted("BR06"),
}  # fmt: skip
"""What else a method wants to know; a new parameter gets its line here."""
ABOUT_PEOPLE = {"contact_name", "user_name", "reach"}
"""Names of colleagues and contacts, by an id that may also be that of a record of a dossier."""


def methods(*names: str) -> list[str]:
    """The methods of the store with one of these parameters."""
    found = inspect.getmembers(Store, inspect.isfunction)
    return [name for name, method in found if not name.startswith("_") and set(names) & set(inspect.signature(method).parameters)]


OTHER_IDS = ("asked_id", "thrown_id", "certificate_id")
"""Of a request of the person, of something that was thrown away, of a certificate."""
WITH_ID = methods("record_id", "record_ids", "dossier_id", "action_id", "file_id", "line_id", "minutes_id", *OTHER_IDS)
WITH_ACCOUNT = methods("user_id", "who", "request_id")
WITHOUT_ID = {
    "account_requests", "accounts", "add_hours", "approval_of", "approvals_that_stand", "approve_letter_text", "begin_emergency", "catch_up", "certificates",
    "change_password", "changed_since_last_visit", "choosable_terms", "climbing", "close_month", "contacts", "counts", "deadlines",
    "deadlines_to_take_along", "decided", "dossier_names", "drop_old_answers", "due_for_destruction", "due_of_actions", "emergencies_to_hear",
    "erase_again", "erase_what_is_agreed", "erase_what_was_thrown", "find_dossiers", "gate_passers", "gemeenten", "hear_emergency", "hour_lines",
    "holds_to_look_at", "hour_totals", "hours_form", "invite", "is_letter", "is_letter_form", "keep_letter_text", "languages_of", "letter_draft", "letter_example",
    "letter_mistakes", "letter_of", "letter_pair", "letter_text", "letter_texts", "letter_words", "list_what_is_due", "lists", "local_now",
    "log_form", "manages_accounts", "may_add", "may_approve_letter_texts", "may_ask_emergency", "may_close_months", "may_keep_letter_texts",
    "may_link", "may_make_dossier", "may_release_access", "may_remind", "may_see_retention", "may_write_hours", "month_is_closed", "my_actions", "my_drafts",
    "new_day", "new_dossier", "now", "opening", "overview", "own_lengths", "past_figures", "people_in_trail", "persons", "reads_every_trail",
    "reads_hour_totals", "reads_hours_of_us", "rebuild", "role_titles", "search_trail", "searches_by_number", "second_factor", "stamp", "standing_file", "talks",
    "talks_without_hours", "term_names", "translation_language", "translation_stands", "type_letter_text", "waiting_actions",
    "waiting_escalations", "waiting_requests", "warned", "who_finishes", "withdraw_approval", "works_by_case",
}  # fmt: skip


def test_every_method_of_the_store_is_in_one_of_these_lists() -> None:
    every = {name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_")}
    assert every == {*WITH_ID, *WITH_ACCOUNT, *WITHOUT_ID}


def arguments(store: Store, name: str, ids: dict[str, str]) -> dict[str, Any]:
    """The arguments of a method, with these ids."""
    given: dict[str, Any] = {}
    for parameter in list(inspect.signature(getattr(Store, name)).parameters)[1:]:
        if parameter == "record_ids":
            given[parameter] = [ids["record_id"]]
        elif parameter == "minutes_id":
            given[parameter] = ids["record_id"]
        elif parameter == "form":
            given[parameter] = store.forms["F04"]
        else:
            given[parameter] = ids[parameter] if parameter in ids else REST[parameter]
    return given


def answer(do: Callable[[], Any]) -> tuple[str, str]:
    """What somebody learns: the kind of answer and its words. A look-up is asked for its choices."""
    try:
        found = do()
        if hasattr(found, "choices"):
            form = found._store.forms["F07"]
            found = [found.choices(q) for _, q in form.questions() if q.kind == "reference"]
        return "answer", repr(found)
    except (AccessDenied, StoreError) as error:
        return type(error).__name__, str(error)


def ids_of(store_for: Open, first: str) -> dict[str, str]:
    """Ids that exist in a dossier: a record, an action and a file."""
    store, dossier = store_for("olga" if first == THEIRS else OURS), store_for.dossier(first)
    record = store.start_record("F04", dossier, f"regeldag {first}")
    ids = {"dossier_id": dossier, "record_id": record, "action_id": f"actie{first}", "file_id": f"file{first}"}
    store.db.conn.execute(
        "INSERT INTO action(id, dossier_id, record_id, path, module, part, omschrijving, trekker, gereed_voor, voortgang_frequentie, state, born_at, born_by) "
        "VALUES(?,?,?,'afspraken.open_punten.q1','wonen','regeldag','Bellen','x','2026-06-01','elke week','afgesproken','2026-01-01','x')",
        (ids["action_id"], dossier, record),
    )
    store.db.conn.execute(
        "INSERT INTO file VALUES(?,?,1,'scan','application/pdf',3,'abc','x','2026-01-01T00:00:00+00:00',x'255044')",
        (ids["file_id"], record),
    )
    ids |= {name: f"{name}{first}" for name in OTHER_IDS}
    store.db.conn.execute(
        "INSERT INTO person_request(id, dossier_id, kind, asked_on, made_by, made_at) VALUES(?,?,'inzage','2026-03-01','x','2026-03-01')",
        (ids["asked_id"], dossier),
    )
    store.db.conn.execute("INSERT INTO thrown VALUES(?,?,?,'Regeldag','dubbel','x','2026-03-01')", (ids["thrown_id"], dossier, record))
    store.db.conn.execute(
        "INSERT INTO certificate VALUES(?,?,'D-1',?,'2026-03-01T10:00:00.000+00:00','{}')",
        (ids["certificate_id"], dossier, store.user.gemeenten[0]),
    )
    store.add_hours({"ur_datum": store.today.isoformat(), "ur_soort": "gesprek", "ur_uren": "1", "ur_dossier": dossier}, f"uren {first}")
    return ids | {"line_id": store.hour_lines(store.today.isoformat()[:7])[-1].id}


def nowhere() -> dict[str, str]:
    return dict.fromkeys(("dossier_id", "record_id", "action_id", "file_id", "line_id", *OTHER_IDS), secrets.token_hex(8))


@pytest.mark.parametrize("name", WITH_ID)
def test_a_foreign_dossier_answers_as_one_that_does_not_exist(store_for: Open, name: str) -> None:
    theirs, unknown = ids_of(store_for, THEIRS), nowhere()
    store = store_for(OURS)
    foreign = answer(lambda: getattr(store, name)(**arguments(store, name, theirs)))
    assert foreign == answer(lambda: getattr(store, name)(**arguments(store, name, unknown)))
    assert foreign in {
        ("AccessDenied", NOT_YOURS),
        ("answer", "False"),
        ("answer", "None"),
        ("answer", "[]"),
        ("answer", repr([[], [], []])),
    }, foreign


@pytest.mark.parametrize(
    "name", ["open_draft", "saved", "versions", "dossier", "forms_of", "actions_of", "log_lines", "read_file", "may_open"]
)
def test_the_same_question_about_the_own_dossier_is_answered(store_for: Open, name: str) -> None:
    """Else the test above would hold for a store that refuses everything."""
    store = store_for(OURS)
    kind, words = answer(lambda: getattr(store, name)(**arguments(store, name, ids_of(store_for, MINE))))
    assert kind == "answer" and words != "False"


@pytest.mark.parametrize("name", sorted(ABOUT_PEOPLE))
def test_an_id_of_a_foreign_record_gives_no_name(store_for: Open, name: str) -> None:
    theirs, unknown = ids_of(store_for, THEIRS), nowhere()
    store = store_for(OURS)
    store.db.conn.execute("UPDATE record SET title='kanarietitel' WHERE id=?", (theirs["record_id"],))
    for known in (theirs["record_id"], theirs["dossier_id"]):
        assert answer(lambda known=known: getattr(store, name)(known)) == answer(lambda: getattr(store, name)(unknown["record_id"]))


@pytest.mark.parametrize("name", sorted(set(WITH_ACCOUNT) - ABOUT_PEOPLE))
def test_accounts_answer_nobody_but_who_manages_them(store_for: Open, name: str) -> None:
    store = store_for(OURS)
    for user_id in (store_for("joop").user.id, secrets.token_hex(8)):
        ids = {"user_id": user_id, "request_id": user_id}
        assert answer(lambda ids=ids: getattr(store, name)(**arguments(store, name, ids))) == ("AccessDenied", NOT_YOURS)
