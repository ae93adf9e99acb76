"""`popforms check`: it finds what was changed behind the back of the store, and changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest

from popforms.settings import Settings
from popforms.store import Store, open_database
from popforms.store.examine import examine
from tests.cli.conftest import Say, everything
from tests.conftest import Open, World


def test_check_finds_nothing_wrong_and_changes_nothing(here: Settings, say: Say) -> None:
    before = everything(here)
    told = say("check")
    assert told.count("goed  ") == len(told.splitlines()) >= 10
    assert everything(here) == before


def test_a_term_that_ended_by_itself_is_no_difference(here: Settings, world: World) -> None:
    with closing(open_database(here)) as db:
        longer = date(2032, 1, 1)
        assert any(row["deadline"] for row in db.query("SELECT deadline FROM termijn WHERE code='T27'"))
        findings = list(examine(Store(db, world.users["bea"], world.forms, today=longer)))
    assert [str(finding) for finding in findings if not finding.holds] == []


def spoil(settings: Settings, *statements: str) -> None:
    with closing(open_database(settings)) as db:
        for statement in statements:
            db.conn.execute(statement)


def refused_check(refuse: Callable[..., str]) -> list[str]:
    return [line for line in refuse("check").splitlines() if line.startswith("FOUT")]


def test_check_finds_a_trigger_that_is_gone_or_hollow(here: Settings, refuse: Say) -> None:
    spoil(here, "DROP TRIGGER version_no_update", "DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_detail_no_update",
          "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END")  # fmt: skip
    (line,) = refused_check(refuse)
    assert "tabel version laat update toe" in line and "tabel audit laat delete toe" in line
    assert "tabel audit_detail laat update toe" in line


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE overview SET name='Iemand Anders' WHERE dossier_id=(SELECT min(dossier_id) FROM overview)",
        "DELETE FROM team WHERE dossier_id=(SELECT min(dossier_id) FROM team)",
        "UPDATE dossier SET facts=json_set(facts, '$.regelset', 'wi1900') WHERE id=(SELECT min(dossier_id) FROM overview)",
        "UPDATE termijn SET deadline='2020-01-01' WHERE dossier_id=(SELECT min(dossier_id) FROM termijn WHERE deadline IS NOT NULL)",
    ],
    ids=["overview", "team", "facts", "termijn"],
)
def test_check_finds_a_projection_that_differs_and_rebuild_mends_it(here: Settings, say: Say, refuse: Say, change: str) -> None:
    spoil(here, change)
    (line,) = refused_check(refuse)
    assert "overzichten kloppen met de formulieren" in line and "Iemand" not in line
    assert "dossiers opnieuw uitgerekend" in say("rebuild")
    say("check")


def test_check_finds_an_answer_that_was_changed_behind_our_back(here: Settings, refuse: Say, store_for: Open) -> None:
    record = store_for.record("Ferhat", "F08b")
    with closing(open_database(here)) as db:
        trigger = next(db.query("SELECT sql FROM sqlite_master WHERE name='version_no_update'"))["sql"]
    spoil(here, "DROP TRIGGER version_no_update",
          f"UPDATE version SET content=json_set(content, '$.plan.pip_hoofddoel', 'niets') WHERE record_id='{record}'", trigger)  # fmt: skip
    lines = refused_check(refuse)
    assert any("vraag pip_hoofddoel" in line and "niets" not in line for line in lines)


def test_check_finds_questions_that_were_changed(here: Settings, refuse: Say) -> None:
    with closing(open_database(here)) as db:
        trigger = next(db.query("SELECT sql FROM sqlite_master WHERE name='definition_no_update'"))["sql"]
    spoil(here, "DROP TRIGGER definition_no_update", "UPDATE definition SET content=replace(content, 'Hoofddoel', 'Bijdoel')", trigger)
    assert any("is veranderd" in line for line in refused_check(refuse))


def test_check_finds_an_action_that_left_its_lines(here: Settings, refuse: Say) -> None:
    spoil(here, "UPDATE action SET state='klaar' WHERE id=(SELECT id FROM action WHERE state='voorgesteld' LIMIT 1)")
    assert any("elke actie" in line for line in refused_check(refuse))


def test_check_finds_a_damaged_file(here: Settings, refuse: Say) -> None:
    content = bytearray(here.db.read_bytes())
    content[len(content) // 2] ^= 0xFF
    here.db.write_bytes(content)
    assert any("is heel" in line for line in refused_check(refuse))


def test_check_finds_a_key_that_others_can_read(here: Settings, refuse: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = here.db.parent / "sleutels"
    keys.mkdir()
    for name in ("database.key", "trail.key"):
        (keys / name).write_bytes((here.keys / name).read_bytes())
        (keys / name).chmod(0o644)
    monkeypatch.setenv("POPFORMS_TRAIL", str(here.db.parent / "koppen"))
    monkeypatch.setenv("POPFORMS_KEYS", str(keys))
    monkeypatch.setenv("POPFORMS_URL", "http://popforms.voorbeeld.nl")
    lines = refused_check(refuse)
    assert (
        any(f"chmod 600 {keys / 'database.key'}; chmod 600 {keys / 'trail.key'}" in line for line in lines)
        and any("https" in line for line in lines)
        and any("de sleutels liggen niet bij" in line for line in lines)
        and any("de koppen van het logspoor liggen niet bij" in line for line in lines)
    )
