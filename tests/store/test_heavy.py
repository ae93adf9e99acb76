"""Health and numbers: handed over when they were opened, each opening with a line of its own, and to nobody before that."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from popforms import prints
from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.store import Store
from tests.conftest import NOON, Open
from tests.test_prints import text_of

BSN = "999990068"
SITUATION = "gezondheid.situatie"


@pytest.fixture
def report(store_for: Open) -> str:
    """The aanmelding of Amina with a number and a reason about health, kept two hours ago."""
    record, marieke = store_for.record("Amina", "F01"), store_for("marieke", now=NOON - timedelta(hours=2))
    marieke.correct(record, "voor deze test")
    fill(marieke, record, {"bsn": BSN, "koppeling_reden": ["ziekenhuis of behandeling"]})
    marieke.keep(record)
    return record


def closed(store_for: Open, who: str = "marieke", **about: Any) -> Store:
    """A store as a page has it before anything was clicked."""
    store = store_for(who, **about)
    store.opened = frozenset()
    return store


def lines(store: Store, act: str, record: str) -> list[dict[str, Any]]:
    return list(store.db.query("SELECT * FROM trail WHERE act=? AND record_id=? AND at>=?", (act, record, NOON.isoformat()[:16])))


def test_a_number_and_an_answer_about_health_stay_closed_in_a_draft_and_in_a_version(store_for: Open, report: str) -> None:
    store = closed(store_for)
    draft, saved = store.open_draft(report), store.saved(report)
    assert draft.closed == dict(saved.closed) and draft.closed["verblijf.bsn"] == "068" and draft.closed["koppeling.koppeling_reden"] == ""
    assert draft.value("verblijf.bsn") is None and draft.is_answered("verblijf.bsn") and draft.is_closed("verblijf.bsn")
    view = store.dossier(store_for.dossier("Amina"))
    for seen in ((draft.entries, draft.given, draft.closed), (saved.answers, saved.facts, saved.closed), view, store.versions(report)):
        assert BSN not in repr(seen) and "behandeling" not in repr(seen)
    assert draft.value("wie.achternaam") == "Warsame"


def test_a_click_opens_one_and_is_a_line_each_time(store_for: Open, report: str) -> None:
    store = closed(store_for)
    before = len(lines(store, "nummer lezen", report))
    store.open_heavy(report, ["verblijf.bsn"])
    store.open_heavy(report, ["verblijf.bsn"])
    store.opened = {f"{report}:verblijf.bsn"}
    draft = store.open_draft(report)
    assert draft.value("verblijf.bsn") == BSN and "koppeling.koppeling_reden" in draft.closed and "verblijf.bsn" not in draft.closed
    assert store.saved(report).answers["verblijf"]["bsn"] == BSN
    told = lines(store, "nummer lezen", report)[before:]
    assert [line["detail"] for line in told] == ["verblijf.bsn"] * 2
    assert not [line for line in lines(store, "gezondheid lezen", report) if line["detail"] == "koppeling.koppeling_reden"]


def test_what_stays_open_has_a_line_in_each_visit(store_for: Open, report: str) -> None:
    """A page that is still open after half an hour says so again by itself."""
    for minutes in (0, 10, 31, 40, 65):
        store = closed(store_for, now=NOON + timedelta(minutes=minutes))
        store.opened = {f"{report}:verblijf.bsn"}
        store.open_draft(report)
    assert [line["at"][11:16] for line in lines(store, "nummer lezen", report) if line["detail"]] == ["11:00", "11:31", "12:05"]


def test_nobody_opens_what_is_not_for_them(store_for: Open, report: str) -> None:
    """A forged name of an opened answer opens nothing that may not be read."""
    joop = closed(store_for, "nadia")
    joop.opened = {f"{report}:verblijf.bsn", f"{report}:koppeling.koppeling_reden", "*nummer", "*bijzonder"}
    draft = joop.open_draft(report)
    assert draft.value("verblijf.bsn") is None and not draft.closed
    for unit in ("verblijf.bsn", "wie.achternaam", "bestaat.niet"):
        with pytest.raises(AccessDenied):
            joop.open_heavy(report, [unit])
    with pytest.raises(AccessDenied):
        closed(store_for, "olga").open_heavy(report, ["verblijf.bsn"])
    assert not lines(joop, "nummer lezen", report) or {line["user_id"] for line in lines(joop, "nummer lezen", report)} == {
        store_for("marieke").user.id
    }


def test_the_rows_of_a_group_about_health_stay_closed_together(store_for: Open) -> None:
    pop, marieke = store_for.record("Bassel", "F07"), store_for("marieke")
    fill(marieke, pop, {"gezondheid.doelen": [{"id": "g1", "doel": "Kanariedoel halen", "status": "open"}]})
    marieke.keep(pop)
    store = closed(store_for)
    draft, saved = store.open_draft(pop), store.saved(pop)
    assert "gezondheid.doelen" in draft.closed and "Kanariedoel" not in repr(draft) + repr(saved)
    assert "gezondheid" not in saved.answers or "doelen" not in saved.answers["gezondheid"]
    assert dict_of(store.goals(store_for.dossier("Bassel")))["Gezondheid"] == "Gezondheid: een doel"
    store.opened = {f"{pop}:gezondheid.doelen"}
    assert "Kanariedoel halen" in repr(store.open_draft(pop)) and "Kanariedoel halen" in repr(store.saved(pop).answers)
    assert dict_of(store.goals(store_for.dossier("Bassel")))["Gezondheid"] == "Gezondheid: Kanariedoel halen"


def test_a_fixed_list_about_health_in_which_nobody_filled_in_anything_is_open(store_for: Open) -> None:
    """The eleven domains of the Zelfredzaamheid-Matrix stand there by themselves."""
    checklist, marieke = store_for.record("Amina", "F05b"), store_for("nadia")
    draft = closed(store_for, "nadia").open_draft(checklist)
    unit = next(unit for unit, question in draft.form.heavy.items() if question.name == "zrm_scores")
    assert draft.may_write(unit) and unit not in draft.closed
    marieke.save_field(checklist, f"{unit}.v3.score", 2, expect=0)
    assert unit in closed(store_for, "nadia").open_draft(checklist).closed


def dict_of(goals: list[tuple[str, str]]) -> dict[str, str]:
    return {words.partition(":")[0]: words for _, words in goals}


def test_an_action_about_health_and_its_lines_open_with_a_click(store_for: Open) -> None:
    dossier = store_for.dossier("Bassel")
    (open_one,) = [one for one in store_for("marieke").actions_of(dossier) if one.module == "gezondheid"]
    store = closed(store_for)
    (action,) = [one for one in store.actions_of(dossier) if one.module == "gezondheid"]
    assert action.closed and action.omschrijving == "" and action.words == "actie bij gezondheid"
    assert not any(line.note for line in action.lines)
    seen = repr([store.actions_of(dossier), store.waiting_actions(), store.climbing(), store.decided(), store.log_lines(dossier)])
    assert open_one.omschrijving not in seen
    store.opened = {store.open_action(action.id)}
    (action,) = [one for one in store.actions_of(dossier) if one.module == "gezondheid"]
    assert action.omschrijving == open_one.omschrijving and not action.closed
    line = next(one for one in store.log_lines(dossier) if one.closed)
    store.opened = {store.open_log_line(dossier, line.id)}
    assert open_one.omschrijving in repr(next(one for one in store.log_lines(dossier) if one.id == line.id))
    with pytest.raises(AccessDenied):
        closed(store_for, "joop").open_action(action.id)
    with pytest.raises(AccessDenied):
        closed(store_for, "nadia").open_log_line(dossier, line.id)


def test_what_is_wrong_with_a_closed_answer_is_not_quoted(store_for: Open, report: str) -> None:
    marieke = store_for("marieke")
    revision = marieke.open_draft(report).entries["koppeling.koppeling_reden"].revision
    marieke.save_field(report, "koppeling.koppeling_reden", "kanariereden", expect=revision)
    (problem,) = [one for one in closed(store_for).problems(report, "c") if one.path == "koppeling.koppeling_reden"]
    assert "kanariereden" not in str(problem) and "Open het" in str(problem)


def test_a_print_opens_what_it_carries_and_no_more(store_for: Open, report: str) -> None:
    store = closed(store_for)
    assert set(prints.variants(store, report)) == {prints.FULL, prints.OFFICIAL, prints.HEALTH}
    seen = last(store)
    assert BSN not in text_of(prints.print_version(store, report).content)
    assert acts_since(store, seen) & {"nummer lezen", "gezondheid lezen"} == set()
    assert BSN in text_of(prints.print_version(store, report, variant=prints.OFFICIAL).content)
    assert acts_since(store, seen) & {"nummer lezen", "gezondheid lezen"} == {"nummer lezen"}
    assert "ziekenhuis of behandeling" in text_of(prints.print_version(store, report, variant=prints.HEALTH).content)
    assert store.opened == frozenset()


def test_the_fingerprint_of_a_print_is_the_same_whether_something_was_opened_or_not(store_for: Open, report: str) -> None:
    for variant in (prints.FULL, prints.OFFICIAL, prints.HEALTH):
        one = prints.print_version(closed(store_for), report, variant=variant)
        assert one.fingerprint == prints.print_version(store_for("marieke"), report, variant=variant).fingerprint


def test_keeping_and_finalising_hand_over_nothing_heavy(store_for: Open, report: str) -> None:
    store = closed(store_for)
    fill(store, report, {"opgepakt_pc_op": "2026-02-27"})
    kept = store.keep(report)
    assert BSN not in json.dumps(kept.answers) and kept.closed["verblijf.bsn"] == "068"
    assert store_for("marieke").saved(report).answers["verblijf"]["bsn"] == BSN  # and nothing of it was lost


def last(store: Store) -> int:
    return int(store.db.conn.execute("SELECT max(seq) FROM audit").fetchone()[0])


def acts_since(store: Store, seq: int) -> set[str]:
    return {row["act"] for row in store.db.query("SELECT act FROM audit WHERE seq>?", (seq,))}
