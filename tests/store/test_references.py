"""Whom and what an answer names exists and is offered to who chooses it; a made-up client gains nothing."""

from __future__ import annotations

import json

import pytest

from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.store import NotNow, NotReady, Store
from tests.conftest import Open

NOBODY = "0123456789abcdef"
LOG = {
    "lg_datum": {"datum": "2026-03-02", "tijd": "10:00"}, "lg_soort": "telefoon", "lg_module": "algemeen", "lg_kort": "Gebeld",
    "lg_zichtbaar": "hele team",
}  # fmt: skip


def refused(store: Store, record: str, path: str, value: object) -> bool:
    """Whether a choice is refused with the sentence, and nothing of it is kept."""
    before = store.open_draft(record).entries.get(path)
    with pytest.raises(NotNow, match="Deze keuze is er niet"):
        store.save_field(record, path, value, expect=before.revision if before else 0)
    after = store.open_draft(record).entries.get(path)
    return (after.value if after else None) == (before.value if before else None)


# Choosing


@pytest.mark.parametrize(
    ("code", "path"),
    [("F00", "team.mb"), ("F00", "team.hvc"), ("F01", "koppeling.coa_locatie"), ("F01", "koppeling.coa_contact")],
)
def test_somebody_who_is_not_there_cannot_be_chosen(store_for: Open, code: str, path: str) -> None:
    store, record = store_for("marieke"), store_for.record("Rima", code)
    assert refused(store, record, path, NOBODY)
    assert refused(store, record, path, store_for.record("Mustafa", "F01"))
    assert refused(store, record, path, store_for.dossier("Bassel"))


def test_who_is_offered_can_be_chosen_and_a_colleague_is_a_person_too(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Rima", "F00")
    for who in (store_for("nadia").user.person, store_for("nadia").user.id):
        revision = store.open_draft(record).entries["team.mb"].revision if "team.mb" in store.open_draft(record).entries else 0
        assert store.save_field(record, "team.mb", who, expect=revision).value == who


def test_an_organisation_is_no_person(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Rima", "F00")
    assert refused(store, record, "team.mb", store.user.organisation)


def test_a_colleague_whose_account_is_closed_is_offered_no_more_and_stays_where_named(store_for: Open) -> None:
    record = store_for.record("Bassel", "F00")
    store_for("bea").close_account(store_for("denise").user.id)
    store = store_for("marieke")
    entry = store.open_draft(record).entries["team.consulent_werk"]
    assert entry.value == store_for("denise").user.id
    assert store.save_field(record, "team.consulent_werk", entry.value, expect=entry.revision).value == entry.value
    store.keep(record)
    other = store_for.record("Rima", "F00")
    assert refused(store, other, "team.hvc", entry.value)


def test_a_letter_of_another_dossier_is_not_the_invitation(store_for: Open) -> None:
    store = store_for("marieke")
    letter = store.start_record("F22", store_for.dossier("Bassel"), "brief")
    fill(store, letter, {"br_soort": "BR06", "br_aan": "statushouder", "br_taalniveau": "A2", "br_tekst": "Kom."})
    store.keep(letter)
    here = store.start_record("F06", store_for.dossier("Rima"), "hier")
    assert refused(store, here, "kop.uitnodiging_brief", f"{letter}:1")
    there = store.start_record("F09", store_for.dossier("Bassel"), "daar")
    assert refused(store, there, "kop.uitnodiging_brief", f"{letter}:7")
    assert store.save_field(there, "kop.uitnodiging_brief", f"{letter}:1", expect=0)


def test_of_several_each_must_be_offered(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Mihret", "F03a")
    store.correct(record, "voor deze test")
    (path,) = (one for one in store.open_draft(record).writable if one.endswith("pip_team_voorstel"))
    offered = [one for one, _ in store.lookup().choices(store.open_draft(record).form.question("pip_team_voorstel"))]
    assert refused(store, record, path, [offered[0], NOBODY])


def test_a_scan_of_another_record_is_not_the_one_at_this_signature(store_for: Open) -> None:
    store, pip = store_for("marieke"), store_for.record("Hoda", "F08c")
    (file,) = list(store.db.query("SELECT id, record_id FROM file WHERE record_id<>? LIMIT 1", (pip,)))
    assert refused(store, pip, "besluit.w21_tekenen.v1.getekend_bestand", file["id"])


# A dossier


def test_a_dossier_is_searched_and_never_listed_whole(store_for: Open) -> None:
    store = store_for("marieke")
    question = store.forms["F00"].question("gezin_dossiers").columns[0]
    names = store.lookup(store_for.dossier("Rima"))
    lines = "SELECT count(*) AS n FROM audit WHERE act IN ('lijst','zoeken')"
    (before,) = (row["n"] for row in store.db.query(lines))
    assert names.choices(question) == [] and names.search(question, "") == [] and names.search(question, "h") == []
    assert [row["n"] for row in store.db.query(lines)] == [before]
    assert [words.partition(" (")[0] for _, words in names.search(question, "hadd") or ()] == ["Bassel Haddad"]
    assert names.search(question, "Al-Khatib") == [], "not the dossier itself"
    assert len(names.search(question, "D-2026") or ()) <= 20


def test_only_a_dossier_of_ones_own_can_be_named(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Rima", "F00")
    path = "afspraken.gezin_dossiers"
    store.add_row(record, path, "r1")
    (cell,) = (f"{path}.r1.{c.name}" for c in store.forms["F00"].question("gezin_dossiers").columns if c.kind == "reference")
    for dossier in (store_for.dossier("Mustafa"), store_for.dossier("Rima"), NOBODY):
        assert refused(store, record, cell, dossier)
    assert store.save_field(record, cell, store_for.dossier("Bassel"), expect=0)
    store.keep(record)


# Keeping


@pytest.mark.parametrize("value", [NOBODY, "record van een ander", "dossier"])
def test_what_does_not_exist_is_not_kept_however_it_came_into_the_draft(store_for: Open, value: str) -> None:
    store, record = store_for("marieke"), store_for.record("Rima", "F00")
    value = {"record van een ander": store_for.record("Mustafa", "F01"), "dossier": store_for.dossier("Bassel")}.get(value, value)
    store.db.conn.execute("UPDATE draft SET value=? WHERE record_id=? AND path='team.mb'", (json.dumps(value), record))
    store.db.conn.execute(
        "INSERT INTO draft(record_id, path, revision, author, at, value) SELECT ?,'team.mb',1,'x','2026-03-02',? WHERE NOT EXISTS "
        "(SELECT 1 FROM draft WHERE record_id=? AND path='team.mb')", (record, json.dumps(value), record),
    )  # fmt: skip
    with pytest.raises(NotReady) as stopped:
        store.keep(record)
    assert [(p.path, p.say) for p in stopped.value.problems] == [("team.mb", "dit bestaat niet (meer). Kies opnieuw.")]


def test_a_version_that_was_not_made_is_not_kept(store_for: Open) -> None:
    store = store_for("marieke")
    letter = store.start_record("F22", store_for.dossier("Bassel"), "brief")
    fill(store, letter, {"br_soort": "BR06", "br_aan": "statushouder", "br_taalniveau": "A2", "br_tekst": "Kom."})
    store.keep(letter)
    talk = store.start_record("F09", store_for.dossier("Bassel"), "gesprek")
    fill(store, talk, {"gesprek_datum": "2-3-2026", "gesprek_plaats": "woning", "tolk_nodig": "nee", "vg_soort": "vervolggesprek"})
    fill(store, talk, {"kop.uitnodiging_brief": f"{letter}:1"})
    store.keep(talk)
    store.db.conn.execute("UPDATE draft SET value=? WHERE record_id=? AND path='kop.uitnodiging_brief'", (json.dumps(f"{letter}:9"), talk))
    with pytest.raises(NotReady):
        store.keep(talk)


# Lines


def test_a_line_of_the_logbook_is_about_an_action_one_reads_and_mends_an_own_line(store_for: Open) -> None:
    joop, dossier = store_for("joop"), store_for.dossier("Bassel")
    mine = next(one for one in joop.my_actions() if one.dossier_id == dossier)
    closed = next(
        one
        for one in store_for("marieke").actions_of(dossier)
        if not any(one.id == seen.id for seen in joop.actions_of(dossier) if seen.omschrijving)
    )
    for token, wrong in (("a", {"lg_actie": closed.id}), ("b", {"lg_actie": NOBODY}), ("c", {"lg_correctie_van": NOBODY})):
        with pytest.raises(AccessDenied):
            store_for("joop").add_log_line(dossier, {**LOG, **wrong}, token)
    joop.add_log_line(dossier, {**LOG, "lg_actie": mine.id}, "d")
    line = joop.log_lines(dossier)[0]
    with pytest.raises(AccessDenied):
        store_for("marieke").add_log_line(dossier, {**LOG, "lg_correctie_van": line.id}, "e")
    joop.add_log_line(dossier, {**LOG, "lg_correctie_van": line.id}, "f")
    assert {one.answers.get("lg_correctie_van") for one in joop.log_lines(dossier)} >= {line.id}
