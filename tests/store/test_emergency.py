"""Noodinzage through the store: only on an exact hit, in sight of others, for an hour, reading alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from popforms.access import NOT_YOURS, AccessDenied
from popforms.demo import fill
from popforms.store import NotNow, Store
from popforms.store.emergency import NOT_FOUND, Emergency
from tests.conftest import NOON, Open

REASON = "De huisarts belt nu over haar afspraak van vanmiddag."


@pytest.fixture
def stranger(store_for: Open) -> Store:
    """Gerrit, inkomensconsulent, in a dossier that does not name him."""
    return unnamed(store_for, "gerrit")


def unnamed(store_for: Open, who: str, first: str = "Hoda", **about: Any) -> Store:
    """A colleague who is taken out of the team of a dossier, as after a change of work; also of what they pull."""
    store = store_for(who, **about)
    for one in store.user.ids:
        store.db.conn.execute("DELETE FROM team WHERE dossier_id=? AND who=?", (store_for.dossier(first), one))
        store.db.conn.execute("UPDATE action SET trekker='iemand' WHERE dossier_id=? AND trekker=?", (store_for.dossier(first), one))
    return store


def number_of(store_for: Open, first: str) -> str:
    return store_for("marieke" if first != "Mustafa" else "olga").dossier(store_for.dossier(first)).number


def line(store: Store, act: str) -> dict[str, Any]:
    return next(iter(store.db.query("SELECT * FROM trail WHERE act=? ORDER BY seq DESC LIMIT 1", (act,))))


def of(found: list[Emergency], dossier: str) -> list[Emergency]:
    """Those about one dossier; the demo has one of its own."""
    return [one for one in found if one.dossier_id == dossier]


def test_a_colleague_opens_by_number_and_reads_for_an_hour(store_for: Open, stranger: Store) -> None:
    dossier, number = store_for.dossier("Hoda"), number_of(store_for, "Hoda")
    with pytest.raises(AccessDenied):
        stranger.dossier(dossier)
    fresh = store_for("gerrit")
    assert fresh.begin_emergency(number=number.lower(), reason=REASON) == dossier
    assert "Saleh Nasser" in fresh.dossier(dossier).name
    assert fresh.emergency_until(dossier) == NOON + timedelta(hours=1)
    assert store_for("gerrit", now=NOON + timedelta(minutes=59)).forms_of(dossier)
    over = store_for("gerrit", now=NOON + timedelta(minutes=60))
    assert over.emergency_until(dossier) is None and not over.may_open(dossier)
    with pytest.raises(AccessDenied):
        over.dossier(dossier)


@pytest.mark.parametrize("name", ["Saleh Nasser", "hoda saleh nasser", "  HODA   Saleh Nasser "])
def test_a_name_with_the_birth_date_is_an_exact_hit_too(store_for: Open, stranger: Store, name: str) -> None:
    assert store_for("gerrit").begin_emergency(name=name, born="28-3-1987", reason=REASON) == store_for.dossier("Hoda")


def test_a_name_in_its_own_script_is_a_hit(store_for: Open) -> None:
    unnamed(store_for, "gerrit", "Rima")
    assert store_for("gerrit").begin_emergency(name="ريما Al-Khatib", born="3-9-1991", reason=REASON) == store_for.dossier("Rima")


@pytest.mark.parametrize(
    "asked",
    [
        {"number": "D-1999-001"},
        {"number": "D-%"},
        {"number": "' OR 1=1 --"},
        {"name": "Saleh", "born": "28-3-1987"},
        {"name": "%", "born": "28-3-1987"},
        {"name": "Saleh Nasser", "born": "29-3-1987"},
        {"name": "Saleh Nasser", "born": "1987"},
        {"name": "Saleh Nasser", "born": "%"},
        {"name": "Moradi", "born": "5-12-1990"},
        {"name": "Yusuf Farah", "born": "30-1-1995"},
    ],
    ids=str,
)
def test_what_does_not_fit_exactly_or_is_not_for_this_gives_one_answer(store_for: Open, stranger: Store, asked: dict[str, str]) -> None:
    """Does not exist, a part of a name, a wrong day, a dossier with restricted access (Narges), another gemeente (Mustafa)."""
    with pytest.raises(NotNow) as refused:
        store_for("gerrit").begin_emergency(**asked, reason=REASON)
    assert str(refused.value) == NOT_FOUND
    assert not list(stranger.db.query("SELECT * FROM emergency WHERE user_id=?", (stranger.user.id,)))
    told = line(stranger, "geweigerd: noodinzage")
    assert told["user_id"] == stranger.user.id and told["detail"] == ""


@pytest.mark.parametrize("first", ["Narges", "Mustafa"])
def test_by_number_too_a_restricted_dossier_and_one_of_another_gemeente_seem_not_to_exist(store_for: Open, first: str) -> None:
    for who in ("gerrit", "denise", "elvira"):
        unnamed(store_for, who, first)
        with pytest.raises(NotNow) as refused:
            store_for(who).begin_emergency(number=number_of(store_for, first), reason=REASON)
        assert str(refused.value) == NOT_FOUND


def test_without_a_reason_that_says_something_nothing_is_looked_up(store_for: Open, stranger: Store) -> None:
    for reason in ("", "   spoed   ", "x" * 19, " " * 40):
        with pytest.raises(NotNow, match="20 tekens"):
            store_for("gerrit").begin_emergency(number=number_of(store_for, "Hoda"), reason=reason)
    with pytest.raises(NotNow, match="geboortedatum"):
        store_for("gerrit").begin_emergency(name="Saleh Nasser", reason=REASON)


@pytest.mark.parametrize("who", ["joop", "kaveh", "trudy", "ilse", "mart", "bea", "priya", "wim"])
def test_other_roles_are_refused(store_for: Open, who: str) -> None:
    assert not store_for(who).may_ask_emergency()
    with pytest.raises(AccessDenied) as refused:
        store_for(who).begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    assert str(refused.value) == NOT_YOURS


def test_what_one_may_see_anyhow_needs_no_noodinzage(store_for: Open) -> None:
    with pytest.raises(NotNow, match="kun je al openen"):
        store_for("marieke").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    assert [one.who for one in store_for("marieke").emergencies_to_hear()] == ["Denise Wong"]  # the one of the demo


def test_twice_pressed_is_one_noodinzage(store_for: Open, stranger: Store) -> None:
    first = store_for("gerrit").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    assert store_for("gerrit").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON) == first
    assert len(list(stranger.db.query("SELECT * FROM emergency WHERE user_id=?", (stranger.user.id,)))) == 1


def test_health_and_numbers_stay_closed_and_nothing_is_changed_or_printed(store_for: Open, stranger: Store) -> None:
    dossier = store_for("gerrit").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    gerrit = store_for("gerrit")
    read = [record for form in gerrit.forms_of(dossier) for record in form.records if form.may_read]
    assert len(read) > 3
    for record in read:
        draft = gerrit.open_draft(record.id)
        assert not draft.writable and not any(unit in draft.readable for unit in record.form.heavy)
        assert not gerrit.may_print(record.id) and not gerrit.may_fill(record.id)
        for path in list(draft.entries)[:1]:
            with pytest.raises(AccessDenied):
                gerrit.save_field(record.id, path, "x", expect=draft.entries[path].revision)
        with pytest.raises(AccessDenied):
            gerrit.note_print(record.id, 1, "volledig", "a" * 64, b"%PDF-1.4\n%%EOF")
    with pytest.raises(AccessDenied):
        gerrit.start_record("F15", dossier, "nood")
    with pytest.raises(AccessDenied):
        gerrit.add_log_line(dossier, {}, "nood")
    assert dossier not in [one.id for one in gerrit.find_dossiers()] and dossier not in gerrit.dossier_names()


def test_a_coordinator_sees_who_it_is_and_when_and_no_more(store_for: Open) -> None:
    unnamed(store_for, "elvira")
    store_for("marieke").db.conn.execute("UPDATE team SET organisation=NULL WHERE dossier_id=?", (store_for.dossier("Hoda"),))
    dossier = store_for("elvira").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    elvira = store_for("elvira")
    assert "Saleh Nasser" in elvira.dossier(dossier).name
    assert {line.form.code for line in elvira.forms_of(dossier)} == {"F00", "F01", "F04"}
    assert elvira.actions_of(dossier) == [] and not elvira.may_log(dossier, "R")


def test_a_pc_opens_a_restricted_dossier_of_another_pc(store_for: Open) -> None:
    """The PC who is named is away; somebody who steers must be able to act."""
    unnamed(store_for, "marieke", "Narges")
    assert not store_for("marieke").may_open(store_for.dossier("Narges"))
    number = next(iter(store_for("marieke").db.query("SELECT number FROM dossier WHERE id=?", (store_for.dossier("Narges"),))))["number"]
    dossier = store_for("marieke").begin_emergency(number=number, reason=REASON)
    marieke = store_for("marieke")
    report = next(record for form in marieke.forms_of(dossier) for record in form.records if record.form.code == "F01")
    assert "verblijf.bsn" in marieke.open_draft(report.id).readable


def test_the_pc_of_the_dossier_and_the_privacy_officer_hear_at_once_until_they_have_seen_it(store_for: Open, stranger: Store) -> None:
    dossier = store_for("gerrit").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    for who in ("marieke", "priya"):
        (told,) = of(store_for(who).emergencies_to_hear(), dossier)
        assert (told.who, told.reason, told.number) == ("Gerrit Postma", REASON, number_of(store_for, "Hoda"))
        assert told.roles == ("inkomensconsulent",) and told.begun == NOON and told.ended is None
        assert "Saleh" not in repr(told)
        later = store_for(who, now=NOON + timedelta(days=3))
        assert [one.seq for one in of(later.emergencies_to_hear(), dossier)] == [told.seq]
        later.hear_emergency(told.seq)
        later.hear_emergency(told.seq)
        assert of(store_for(who).emergencies_to_hear(), dossier) == []
        assert line(later, "noodinzage gezien")["dossier_id"] == dossier
    for who in ("olga", "gerrit", "sander", "bea", "elvira", "joop"):
        assert store_for(who).emergencies_to_hear() == []
        with pytest.raises(AccessDenied):
            store_for(who).hear_emergency(told.seq)
    with pytest.raises(AccessDenied):
        store_for("priya").hear_emergency(999_999)


def test_it_is_stopped_by_hand_and_both_are_lines(store_for: Open, stranger: Store) -> None:
    dossier = store_for("gerrit").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    begun = line(stranger, "noodinzage begonnen")
    assert (begun["user_id"], begun["dossier_id"], begun["detail"]) == (stranger.user.id, dossier, REASON)
    store_for("sander").end_emergency(dossier)  # of somebody else: nothing happens
    later = store_for("gerrit", now=NOON + timedelta(minutes=5))
    later.end_emergency(dossier)
    later.end_emergency(dossier)
    assert not later.may_open(dossier)
    assert len(list(stranger.db.query("SELECT 1 FROM audit WHERE act='noodinzage gestopt'"))) == 1
    (told,) = of(store_for("marieke").emergencies_to_hear(), dossier)
    assert told.ended == NOON + timedelta(minutes=5)


def test_a_dossier_that_becomes_restricted_closes_at_once(store_for: Open, stranger: Store) -> None:

    dossier = store_for("gerrit").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    marieke, head = store_for("marieke"), store_for.record("Hoda", "F00")
    fill(marieke, head, {"inzage_beperkt": "ja"})
    marieke.keep(head)
    with pytest.raises(AccessDenied):
        store_for("gerrit").dossier(dossier)


def test_a_line_of_the_logbook_about_health_is_not_there(store_for: Open, stranger: Store) -> None:
    dossier, marieke = store_for.dossier("Hoda"), store_for("marieke")
    for module, words in (("gezondheid", "Afspraak in het ziekenhuis."), ("wonen", "De sleutel is gegeven.")):
        marieke.add_log_line(
            dossier,
            {"lg_datum": {"datum": "2026-03-02", "tijd": "10:00"}, "lg_soort": "telefoon", "lg_module": module, "lg_kort": words,
             "lg_zichtbaar": "alleen gemeente"},
            module,
        )  # fmt: skip
    health = next(one for one in marieke.log_lines(dossier) if one.answers["lg_kort"] == "Afspraak in het ziekenhuis.")
    store_for("gerrit").begin_emergency(number=number_of(store_for, "Hoda"), reason=REASON)
    gerrit = store_for("gerrit")
    told = [one.answers.get("lg_kort") for one in gerrit.log_lines(dossier)]
    assert "De sleutel is gegeven." in told
    assert all(one.answers["lg_module"] != "gezondheid" for one in gerrit.log_lines(dossier))
    for ask in (lambda: gerrit.open_log_line(dossier, health.id), lambda: gerrit.saved(health.id)):
        with pytest.raises(AccessDenied):
            ask()
