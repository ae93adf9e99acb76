"""Who looked in this dossier, and the trail for the privacy officer: in plain words, by number, never content."""

from __future__ import annotations

import ast
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

import popforms.store
from popforms.access import NOT_YOURS, AccessDenied
from popforms.demo import fill
from popforms.store.acts import ACTS, KINDS, REFUSALS, REFUSED, act_of
from popforms.store.oversight import NOBODY, Wanted
from popforms.store.trail import NO_USER, write_line
from tests.conftest import NOON, TODAY, Open
from tests.store.test_emergency import REASON, number_of, unnamed

YEAR = (TODAY - timedelta(days=700), TODAY)


def told(store_for: Open, who: str, first: str = "Hoda") -> list[tuple[str, str]]:
    return [(line.who, line.words) for line in store_for(who).who_looked(store_for.dossier(first), *YEAR).lines]


def test_the_pc_of_the_dossier_sees_who_looked_in_plain_words(store_for: Open) -> None:
    sander, dossier = store_for("sander"), store_for.dossier("Hoda")
    sander.dossier(dossier)
    sander.open_draft(store_for.record("Hoda", "F01"))
    with pytest.raises(AccessDenied):
        store_for("nadia").open_draft(store_for.record("Hoda", "F07"))
    seen = told(store_for, "marieke")
    assert seen[0] == ("Marieke van Dongen", "bekeek wie er in dit dossier keek")  # looking at it is a line itself
    assert ("Sander Hoekstra", "bekeek het dossier") in seen
    assert any(who == "Sander Hoekstra" and re.fullmatch(r"las het formulier ‘Aanmelding’ \(versie \d+\)", words) for who, words in seen)
    assert any(who == "Nadia Bouzidi" and words == "wilde het formulier ‘POP’ openen; dat is geweigerd" for who, words in seen)


def test_no_line_holds_a_code_an_id_or_a_word_of_the_dossier(store_for: Open) -> None:
    for first in ("Hoda", "Bassel", "Ferhat"):
        for line in store_for("marieke").who_looked(store_for.dossier(first), *YEAR).lines:
            assert not re.search(r"\bF\d\d|[0-9a-f]{16}|[{}]", line.words), line.words
            assert "Saleh" not in line.words and "Haddad" not in line.words and "Aydemir" not in line.words


@pytest.mark.parametrize("who", ["sander", "joop", "elvira", "gerrit", "olga", "bea", "mart", "wim"])
def test_nobody_else_sees_who_looked(store_for: Open, who: str) -> None:
    dossier, store = store_for.dossier("Hoda"), store_for(who)
    assert not store.may_read_trail(dossier)
    for ask in (lambda: store.who_looked(dossier, *YEAR), lambda: store.dossier_number(dossier), lambda: store.who_looked("0" * 16, *YEAR)):
        with pytest.raises(AccessDenied) as refused:
            ask()
        assert str(refused.value) == NOT_YOURS
    assert next(iter(store.db.query("SELECT act FROM audit ORDER BY seq DESC LIMIT 1")))["act"] == "geweigerd: logspoor"


def test_a_pc_who_is_not_named_does_not_see_it_either(store_for: Open) -> None:
    unnamed(store_for, "marieke")
    assert store_for("marieke").may_open(store_for.dossier("Hoda")) and not store_for("marieke").may_read_trail(store_for.dossier("Hoda"))


def test_the_privacy_officer_sees_it_of_every_dossier_of_the_gemeente_by_number(store_for: Open) -> None:
    priya, dossier = store_for("priya"), store_for.dossier("Narges")
    assert priya.may_read_trail(dossier) and re.fullmatch(r"D-\d{4}-\d{3}", priya.dossier_number(dossier))
    found = priya.who_looked(dossier, *YEAR)
    assert found.lines and "Moradi" not in repr(found)
    assert not priya.may_open(dossier)
    with pytest.raises(AccessDenied):
        priya.dossier(dossier)
    assert not priya.may_read_trail(store_for.dossier("Mustafa"))


def test_what_was_read_with_noodinzage_says_so_and_the_reason_stands_with_it(store_for: Open) -> None:
    unnamed(store_for, "gerrit")
    dossier = store_for("gerrit").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    store_for("gerrit", now=NOON + timedelta(minutes=2)).dossier(dossier)
    found = store_for("priya", now=NOON + timedelta(minutes=3)).who_looked(dossier, *YEAR)
    gerrit = [line for line in found.lines if line.who == "Gerrit Postma" and line.at >= NOON]
    assert [(line.words, line.in_emergency, line.reason) for line in gerrit] == [
        ("bekeek het dossier", True, ""), ("opende dit dossier met noodinzage", False, REASON),
    ]  # fmt: skip
    assert found.people[0].name == "Gerrit Postma"  # what deserves a look comes first


def test_the_picture_counts_every_line_by_colleague_and_day(store_for: Open) -> None:
    found = store_for("priya").who_looked(store_for.dossier("Hoda"), *YEAR)
    assert sum(one.total for one in found.people) == found.total >= len(found.lines)
    marieke = next(one for one in found.people if one.name == "Marieke van Dongen")
    assert marieke.roles == ("POP-consulent",) and marieke.of("schrijven") > 3 and all(isinstance(day, date) for day in marieke.days)
    shown = [line for line in found.lines if line.user_id == marieke.user_id]
    assert marieke.total == len(shown) and {line.at.date() for line in shown} == set(marieke.days)


# --- searching --------------------------------------------------------------------------------------------------------


def test_the_trail_is_searched_by_colleague_number_kind_and_period(store_for: Open) -> None:
    priya = store_for("priya")
    for other in ("Hoda", "Bassel"):
        with pytest.raises(AccessDenied):
            store_for("nadia").dossier(store_for.dossier(other))
    fill(store_for("sander"), store_for.record("Yohannes", "F04"), {"gesprek_tijd": "10:15"})
    store_for("sander").keep(store_for.record("Yohannes", "F04"))
    nadia = store_for("nadia").user.id
    refused = priya.search_trail(Wanted(TODAY, TODAY, kinds=("geweigerd",)))
    assert {(line.who, line.kind) for line in refused.lines} == {("Nadia Bouzidi", "geweigerd")} and refused.total == 2
    mine = priya.search_trail(Wanted(TODAY, TODAY, user_id=nadia))
    assert {line.user_id for line in mine.lines} == {nadia}
    number = number_of(store_for, "Bassel")
    one = priya.search_trail(Wanted(TODAY, TODAY, number=number.lower()))
    assert {line.number for line in one.lines} == {number}
    assert priya.search_trail(Wanted(TODAY, TODAY, number="D-1999-001")).total == 0
    written = priya.search_trail(Wanted(TODAY, TODAY, kinds=("schrijven",)))
    assert "bewaarde het formulier ‘Regeldag’" in " ".join(line.words for line in written.lines)
    assert {line.kind for line in written.lines} == {"schrijven"}
    assert priya.search_trail(Wanted(TODAY + timedelta(days=1), TODAY + timedelta(days=2), user_id=nadia)).total == 0


def test_every_kind_together_is_all_there_is(store_for: Open) -> None:
    priya, db = store_for("priya"), store_for("priya").db
    until = (YEAR[0], TODAY - timedelta(days=1))  # searching is a line too, of today
    write_line(db, at="2026-03-01T10:00:00.000+00:00", user_id=NO_USER, act="verkeerd wachtwoord")
    write_line(db, at="2026-03-01T10:00:00.000+00:00", user_id="systeem", act="kop vastgelegd")
    apart = {kind: priya.search_trail(Wanted(*until, kinds=(kind,))).total for kind in KINDS}
    assert sum(apart.values()) == priya.search_trail(Wanted(*until, kinds=tuple(KINDS))).total == priya.search_trail(Wanted(*until)).total
    assert apart["inloggen"] == apart["systeem"] == 1 and apart["lezen"] > 10


def test_the_privacy_officer_sees_nothing_of_another_gemeente(store_for: Open) -> None:
    theirs = number_of(store_for, "Mustafa")
    found = store_for("priya").search_trail(Wanted(*YEAR, number=theirs))
    assert found.total == 0
    everything = store_for("priya").search_trail(Wanted(*YEAR))
    assert theirs not in {line.number for line in everything.lines} and "Olga Vermeer" not in {line.who for line in everything.lines}
    assert "Olga Vermeer" not in store_for("priya").people_in_trail().values()


def test_who_manages_accounts_sees_the_door_and_the_system_and_no_dossier(store_for: Open) -> None:
    bea = store_for("bea")
    joop = store_for("joop").user.id
    write_line(bea.db, at="2026-03-02T10:00:00.000+00:00", user_id=NO_USER, act="verkeerd wachtwoord")
    bea.change_account(joop, roles=["MB"], gemeenten=list(store_for("joop").user.gemeenten), person=store_for("joop").user.person)
    for wanted in (Wanted(*YEAR), Wanted(*YEAR, kinds=("lezen", "schrijven", "inloggen", "systeem")), Wanted(*YEAR, user_id=bea.user.id)):
        found = bea.search_trail(wanted)
        assert found.total and {line.kind for line in found.lines} <= {"inloggen", "systeem"}
        assert {line.number for line in found.lines} == {""}
    assert (NOBODY, "gaf een verkeerd wachtwoord") in [(line.who, line.words) for line in bea.search_trail(Wanted(*YEAR)).lines]
    assert bea.search_trail(Wanted(*YEAR, number=number_of(store_for, "Hoda"))).total == 0
    assert bea.search_trail(Wanted(*YEAR, kinds=("lezen",))).total == 0


@pytest.mark.parametrize("who", ["marieke", "sander", "joop", "elvira", "mart", "wim"])
def test_the_whole_trail_is_for_nobody_else(store_for: Open, who: str) -> None:
    store = store_for(who)
    assert not store.may_read_trail()
    with pytest.raises(AccessDenied):
        store.search_trail(Wanted(*YEAR))
    with pytest.raises(AccessDenied):
        store.people_in_trail()


def test_searching_the_trail_is_a_line_without_typed_words(store_for: Open) -> None:
    priya = store_for("priya")
    priya.search_trail(Wanted(TODAY, TODAY, number="mijn buurvrouw"))
    line = next(iter(priya.db.query("SELECT * FROM trail ORDER BY seq DESC LIMIT 1")))
    assert (line["act"], line["user_id"]) == ("logspoor zoeken", priya.user.id) and "buurvrouw" not in line["detail"]


# --- words ------------------------------------------------------------------------------------------------------------


def acts_in_the_source() -> dict[str, set[str]]:
    """The words that the code hands to what writes lines, by the function: plain ones, and the start of those that go on."""
    names = {"_audit", "_audit_read", "_reads_list", "_note", "_refused"}
    found: dict[str, set[str]] = {name: set() for name in (*names, "write_line")}
    for path in Path(popforms.store.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = next((one.value for one in node.keywords if one.arg == "act"), node.args[0] if node.args and called in names else None)
            if called in found and isinstance(given, ast.Constant) and isinstance(given.value, str):
                found[called].add(given.value)
    return found


def test_every_act_that_the_code_writes_has_its_words(store_for: Open) -> None:
    found = acts_in_the_source()
    assert len(found["_audit"]) > 10 and len(found["_refused"]) > 10
    for name in ("_audit", "_audit_read", "_reads_list", "_note", "write_line"):
        assert {act for act in found[name] if act not in ACTS and not act.startswith("actie ")} == set()
    assert found["_refused"] | {"F", "T", "X"} <= set(REFUSALS)
    in_demo = {row["act"] for row in store_for("marieke").db.query("SELECT DISTINCT act FROM audit")}
    assert {act for act in in_demo if act not in ACTS and not act.startswith(("actie ", "geweigerd: "))} == set()


def test_an_act_of_each_make_is_told() -> None:
    assert act_of("geweigerd: openen").kind == REFUSED and act_of("actie klaar").words == "zei bij een actie: klaar"
    assert act_of("verzoek nieuw account: goedgekeurd").kind == "inloggen"
    assert act_of("iets van later").words == "iets van later"
    assert {one.kind for one in ACTS.values()} <= set(KINDS)
