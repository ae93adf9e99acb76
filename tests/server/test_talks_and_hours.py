"""A database of before talks could be called off and hours were lines comes along whole."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from popforms.settings import Settings
from popforms.store.accounts import Accounts
from popforms.store.connection import Database, open_database
from popforms.store.migrations import migrate, runner
from popforms.store.start import start

NEW = "m005_talks_and_hours"


def record(db: Database, key: str, form: str, by: str, content: dict[str, object], *, dossier: str | None = None, title: str = "") -> None:
    db.conn.execute(
        "INSERT INTO record(id, dossier_id, form, state, version, title, created_at, created_by, changed_at, changed_by) VALUES(?,?,?,'concept',2,?,'x',?,'x',?)",
        (key, dossier, form, title, by, by),
    )
    for number, kept in ((1, {}), (2, content)):
        db.conn.execute("INSERT INTO version VALUES(?,?,'h',?,'x','',?)", (key, number, by, json.dumps(kept)))


def test_what_was_kept_before_is_found_where_it_belongs(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = runner.known()
    with monkeypatch.context() as earlier:
        earlier.setattr(runner, "known", lambda: {name: step for name, step in steps.items() if name != NEW})
        start(settings)
    with closing(open_database(settings)) as db:
        petra = Accounts(db).create(username="petra", name="Petra", roles=["PC"], gemeenten=["g1"]).id
        db.conn.execute("INSERT INTO dossier(id, number, created_at, created_by) VALUES('d1','D-1','x',?)", (petra,))
        db.conn.execute("INSERT INTO definition VALUES('h','f','x','{}')")
        record(db, "talk", "kennismaking", petra, {"kop": {"niet_doorgegaan_reden": "ziek", "gesprek_plaats": "azc"}}, dossier="d1")
        record(db, "held", "regeldag", petra, {"kop": {"gesprek_plaats": "woning"}}, dossier="d1")
        record(db, "hours", "urenregistratie", petra, {"uren": {"ur_datum": "2026-03-02", "ur_soort": "gesprek"}}, title="gesprek")
        record(db, "contact", "persoon", petra, {"persoon": {"ct_naam": "Joop"}}, title="Joop")
        assert NEW in migrate(db)
        rows = {row["id"]: row for row in db.query("SELECT id, not_held, gemeenten, title, state FROM record")}
    assert {key: row["not_held"] for key, row in rows.items()} == {"talk": "ziek", "held": "", "hours": "", "contact": ""}
    assert {key: json.loads(row["gemeenten"]) for key, row in rows.items()} == {"talk": [], "held": [], "hours": ["g1"], "contact": ["g1"]}
    assert (rows["hours"]["title"], rows["hours"]["state"]) == ("2026-03", "definitief")
    assert (rows["contact"]["title"], rows["contact"]["state"]) == ("Joop", "concept")
