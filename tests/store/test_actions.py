"""The life of an action: from a row in a form to done, always told and never rewritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.store import NotNow, Store
from popforms.store.actions import REMINDED, Action
from tests.conftest import NOON, TODAY, Open

NEW = {"omschrijving": "Bellen met de bibliotheek", "module": "meedoen", "gereed_voor": "1-4-2026", "voortgang_frequentie": "maandelijks"}


def action(store: Store, dossier: str, module: str) -> Action:
    """The action of a module that was born in the POP."""
    return next(one for one in store.actions_of(dossier) if one.module == module and "module_acties" in one.path)


@pytest.fixture
def amina(store_for: Open) -> str:
    """The dossier of Amina: six actions in the POP, nobody has said yes."""
    return store_for.dossier("Amina")


def add(store_for: Open, row: str, **cells: str | None) -> list[Action]:
    """Add an action to the module Meedoen of Amina's POP, keep it, and give the actions that were born."""
    marieke, pop = store_for("marieke"), store_for.record("Amina", "F07")
    known = {one.id for one in marieke.actions_of(store_for.dossier("Amina"))}
    fill(marieke, pop, {"meedoen.module_acties": [{"id": row, **NEW, "trekker": store_for("nadia").user.person, **cells}]})
    marieke.keep(pop)
    return [one for one in marieke.actions_of(store_for.dossier("Amina")) if one.id not in known]


# --- birth ------------------------------------------------------------------------------------------------------------


def test_an_action_is_born_when_the_form_is_kept(store_for: Open) -> None:
    (born,) = add(store_for, "n1")
    assert (born.omschrijving, born.trekker_name, born.gereed_voor) == ("Bellen met de bibliotheek", "Nadia Bouzidi", date(2026, 4, 1))
    assert born.state == "voorgesteld" and not born.agreed
    assert [line.kind for line in born.lines] == ["ontstaan"]
    assert born.id in [one.id for one in store_for("nadia").my_actions()]


def test_an_action_that_is_only_typed_is_not_born(store_for: Open) -> None:
    marieke, pop = store_for("marieke"), store_for.record("Amina", "F07")
    before = len(marieke.actions_of(store_for.dossier("Amina")))
    fill(marieke, pop, {"meedoen.module_acties": [{"id": "n1", **NEW, "trekker": store_for("nadia").user.person}]})
    assert len(marieke.actions_of(store_for.dossier("Amina"))) == before


@pytest.mark.parametrize("missing", ["omschrijving", "module", "trekker", "gereed_voor"])
def test_without_trekker_or_date_nothing_is_born(store_for: Open, missing: str) -> None:
    assert add(store_for, "n1", **{missing: None}) == []
    value = {**NEW, "trekker": store_for("nadia").user.person}[missing]
    fill(store_for("marieke"), store_for.record("Amina", "F07"), {f"meedoen.module_acties.n1.{missing}": value})
    store_for("marieke").keep(store_for.record("Amina", "F07"))
    assert [one for one in store_for("nadia").my_actions() if one.omschrijving == NEW["omschrijving"]]


def test_keeping_again_does_not_make_the_action_twice(store_for: Open) -> None:
    add(store_for, "n1")
    fill(store_for("marieke"), store_for.record("Amina", "F07"), {"kop.kracht": "Geduldig."})
    store_for("marieke").keep(store_for.record("Amina", "F07"))
    mine = [one for one in store_for("nadia").my_actions() if one.omschrijving == NEW["omschrijving"]]
    assert len(mine) == 1


def test_a_new_date_follows_on_the_same_action(store_for: Open, amina: str) -> None:
    nadia, pop = store_for("nadia"), store_for.record("Amina", "F07")
    nadia.accept(action(nadia, amina, "meedoen").id)
    before = action(nadia, amina, "meedoen")
    fill(store_for("marieke"), pop, {"meedoen.module_acties.r1.gereed_voor": "1-6-2026"})
    store_for("marieke").keep(pop)
    after = action(nadia, amina, "meedoen")
    assert (after.id, after.gereed_voor, after.state) == (before.id, date(2026, 6, 1), "afgesproken")
    assert [line.kind for line in after.lines] == ["ontstaan", "aangenomen", "gewijzigd"]


# --- the trekker says yes or no ---------------------------------------------------------------------------------------


def test_the_trekker_says_yes_and_it_is_agreed(store_for: Open, amina: str) -> None:
    nadia = store_for("nadia")
    nadia.accept(action(nadia, amina, "meedoen").id)
    agreed = action(nadia, amina, "meedoen")
    assert agreed.agreed and agreed.accepted_on == TODAY.isoformat()
    assert agreed.lines[-1].author == "Nadia Bouzidi"


def test_saying_yes_twice_is_refused_with_a_sentence(store_for: Open, amina: str) -> None:
    nadia = store_for("nadia")
    mine = action(nadia, amina, "meedoen")
    nadia.accept(mine.id)
    with pytest.raises(NotNow, match="al afgesproken"):
        nadia.accept(mine.id)


def test_an_action_without_a_frequency_cannot_be_agreed(store_for: Open) -> None:
    (born,) = add(store_for, "n1", voortgang_frequentie=None)
    with pytest.raises(NotNow, match="hoe vaak"):
        store_for("nadia").accept(born.id)


def test_an_action_is_handed_back_with_a_reason(store_for: Open, amina: str) -> None:
    nadia = store_for("nadia")
    mine = action(nadia, amina, "meedoen")
    with pytest.raises(NotNow, match="waarom"):
        nadia.hand_back(mine.id, " ")
    nadia.accept(mine.id)
    nadia.hand_back(mine.id, "Ik ga met verlof.")
    back = action(store_for("marieke"), amina, "meedoen")
    assert (back.state, back.accepted_on, back.lines[-1].note) == ("voorgesteld", None, "Ik ga met verlof.")


def test_a_new_trekker_is_asked_again(store_for: Open, amina: str) -> None:
    nadia, marieke, pop = store_for("nadia"), store_for("marieke"), store_for.record("Amina", "F07")
    nadia.accept(action(nadia, amina, "meedoen").id)
    fill(marieke, pop, {"meedoen.module_acties.r1.trekker": store_for("joop").user.person})
    marieke.keep(pop)
    moved = action(marieke, amina, "meedoen")
    assert (moved.trekker_name, moved.state, moved.accepted_on) == ("Joop Terpstra", "voorgesteld", None)
    assert moved.id in [one.id for one in store_for("joop").my_actions()]
    with pytest.raises(NotNow, match="Zeg eerst ja"):
        store_for("joop").progress(moved.id, "Gebeld.")


# --- progress ---------------------------------------------------------------------------------------------------------


def test_who_takes_an_action_over_reads_what_was_done_there_and_in_the_logbook(store_for: Open, amina: str) -> None:
    """Its own `voortgang` is that of the action (docs/domein/rechten.md): whoever pulls it goes on with what was done."""
    (born,), nadia, told = add(store_for, "n1"), store_for("nadia"), "De bibliotheek belt in april terug."
    nadia.accept(born.id)
    nadia.progress(born.id, told)
    assert told not in str(store_for("ilse").my_actions())
    marieke, pop, path = store_for("marieke"), store_for.record("Amina", "F07"), f"{born.path}.trekker"
    marieke.save_field(pop, path, store_for("ilse").user.person, expect=marieke.open_draft(pop).entries[path].revision)
    marieke.keep(pop)
    (mine,) = [one for one in store_for("ilse").my_actions() if one.id == born.id]
    assert told in [line.note for line in mine.lines]
    assert any(told in str(line.answers) for line in store_for("ilse").log_lines(amina))


def test_progress_is_a_line_and_done_needs_a_note(store_for: Open, amina: str) -> None:
    nadia = store_for("nadia")
    mine = action(nadia, amina, "meedoen")
    nadia.accept(mine.id)
    nadia.progress(mine.id, "Gebeld met de buurtkamer.")
    assert action(nadia, amina, "meedoen").state == "loopt"
    with pytest.raises(NotNow, match="wat er is gedaan"):
        nadia.progress(mine.id, "  ", state="klaar")
    nadia.progress(mine.id, "Er is een vaste plek.", state="klaar")
    done = action(nadia, amina, "meedoen")
    assert done.state == "klaar" and done.lines[-1].note == "Er is een vaste plek."
    assert mine.id not in [one.id for one in nadia.my_actions()]


def test_nothing_can_be_reported_before_the_trekker_said_yes(store_for: Open, amina: str) -> None:
    nadia = store_for("nadia")
    with pytest.raises(NotNow, match="Zeg eerst ja"):
        nadia.progress(action(nadia, amina, "meedoen").id, "Gebeld.")


def test_a_state_that_does_not_exist_is_refused(store_for: Open, amina: str) -> None:
    nadia = store_for("nadia")
    with pytest.raises(NotNow):
        nadia.progress(action(nadia, amina, "meedoen").id, "Weg ermee.", state="vervallen")


def test_an_action_is_late_after_its_last_day(store_for: Open) -> None:
    dossier = store_for.dossier("Bassel")
    states = {one.module: one for one in store_for("marieke").actions_of(dossier) if "module_acties" in one.path}
    assert {module: one.state for module, one in states.items()} == {
        "meedoen": "klaar", "werk": "loopt", "inkomen": "afgesproken", "taal": "voorgesteld", "inburgering": "vastgelopen", "gezondheid": "voorgesteld",
    }  # fmt: skip
    assert states["inkomen"].late(TODAY) and not states["inkomen"].late(states["inkomen"].gereed_voor)
    assert not states["meedoen"].late(TODAY)


def test_an_action_that_is_done_is_not_handed_back_or_dropped(store_for: Open, amina: str) -> None:
    nadia, marieke = store_for("nadia"), store_for("marieke")
    mine = action(nadia, amina, "meedoen")
    nadia.accept(mine.id)
    nadia.progress(mine.id, "Gelukt.", state="klaar")
    for step in (lambda: nadia.hand_back(mine.id, "Toch niet."), lambda: marieke.drop(mine.id, "Toch niet.")):
        with pytest.raises(NotNow, match="al klaar"):
            step()
    assert action(marieke, amina, "meedoen").state == "klaar"


def test_the_row_of_an_action_that_lives_stays_until_it_is_dropped(store_for: Open, amina: str) -> None:
    (born,) = add(store_for, "n1")
    marieke, pop = store_for("marieke"), store_for.record("Amina", "F07")
    with pytest.raises(NotNow, match="Laat haar vervallen"):
        marieke.remove_row(pop, "meedoen.module_acties", "n1")
    marieke.drop(born.id, "Toch niet nodig.")
    marieke.remove_row(pop, "meedoen.module_acties", "n1")
    assert "Bellen met de bibliotheek" not in str(marieke.open_draft(pop).answers()["meedoen"]["module_acties"])


def test_an_action_about_health_from_another_form_stays_in_a_small_circle(store_for: Open, amina: str) -> None:
    add(store_for, "n1", module="gezondheid", omschrijving="Bellen met het CMD")
    assert "Bellen met het CMD" in str(store_for("marieke").log_lines(amina))
    for who in ("elvira", "sander"):
        assert "Bellen met het CMD" not in str(store_for(who).log_lines(amina))


def test_who_steers_drops_an_action_with_a_reason(store_for: Open, amina: str) -> None:
    marieke = store_for("marieke")
    work = action(marieke, amina, "werk")
    marieke.drop(work.id, "Al gedaan door de school.")
    assert action(marieke, amina, "werk").state == "vervallen"
    assert work.id not in [one.id for one in store_for("denise").my_actions()]


def test_the_dossier_counts_its_open_actions(store_for: Open, amina: str) -> None:
    def line(username: str) -> int:
        return next(one for one in store_for(username).find_dossiers("amina")).open_actions

    before = line("marieke")
    marieke = store_for("marieke")
    marieke.drop(action(marieke, amina, "werk").id, "Niet meer nodig.")
    assert line("marieke") == before - 1


# --- who sees and who may ---------------------------------------------------------------------------------------------


def test_a_colleague_sees_the_own_action_in_the_own_work(store_for: Open, amina: str) -> None:
    denise = store_for("denise")
    mine = [one for one in denise.my_actions() if one.dossier_id == amina]
    assert [(one.module, one.mine) for one in mine] == [("werk", True)]
    denise.accept(mine[0].id)
    assert action(store_for("marieke"), amina, "werk").state == "afgesproken"


def test_a_colleague_does_not_handle_the_action_of_another(store_for: Open, amina: str) -> None:
    work = action(store_for("marieke"), amina, "werk").id
    for other in ("gerrit", "joop", "kaveh", "elvira", "olga", "bea", "wim"):
        with pytest.raises(AccessDenied):
            store_for(other).accept(work)
        with pytest.raises(AccessDenied):
            store_for(other).progress(work, "Gedaan.", state="klaar")
    assert action(store_for("marieke"), amina, "werk").state == "voorgesteld"


def test_an_unknown_action_gives_the_same_answer_as_one_of_another(store_for: Open, amina: str) -> None:
    work = action(store_for("marieke"), amina, "werk").id
    with pytest.raises(AccessDenied) as foreign:
        store_for("olga").accept(work)
    with pytest.raises(AccessDenied) as unknown:
        store_for("olga").accept("0000000000000000")
    assert str(foreign.value) == str(unknown.value)


def test_the_coordinator_sees_that_there_is_an_action_and_not_what(store_for: Open, amina: str) -> None:
    seen = {one.module: one for one in store_for("elvira").actions_of(amina)}
    told = {one.module: one.omschrijving for one in store_for("marieke").actions_of(amina)}
    assert seen["inkomen"].omschrijving == "" and seen["inkomen"].trekker_name == "Gerrit Postma"
    assert told["inkomen"] and seen["inkomen"].lines == ()


def test_a_trekker_is_in_the_dossier_as_long_as_the_action_is_open(store_for: Open, amina: str) -> None:
    with pytest.raises(AccessDenied):
        store_for("joop").dossier(amina)
    (born,) = add(store_for, "n1", trekker=store_for("joop").user.person, omschrijving="Fiets ophalen")
    joop = store_for("joop")
    assert joop.dossier(amina).number
    assert not [one for one in joop.actions_of(amina) if one.module in ("inkomen", "gezondheid") and one.omschrijving]
    joop.accept(born.id)
    joop.progress(born.id, "De fiets staat in de schuur.", state="klaar")
    with pytest.raises(AccessDenied):
        store_for("joop").dossier(amina)


def test_an_action_of_health_stays_shut_without_consent(store_for: Open, amina: str) -> None:
    health = action(store_for("marieke"), amina, "gezondheid")
    assert health.trekker == store_for("trudy").user.person
    assert all(one.module != "gezondheid" or not one.omschrijving for one in store_for("trudy").actions_of(amina))
    with pytest.raises(AccessDenied):
        store_for("trudy").accept(health.id)
    store_for("marieke").accept(health.id)
    assert action(store_for("marieke"), amina, "gezondheid").agreed


# --- the logbook ------------------------------------------------------------------------------------------------------


def words(store: Store, dossier: str) -> str:
    return " | ".join(line.answers["lg_kort"] for line in store.log_lines(dossier))


def test_each_step_stands_in_the_logbook(store_for: Open, amina: str) -> None:
    nadia = store_for("nadia")
    mine = action(nadia, amina, "meedoen")
    nadia.accept(mine.id)
    nadia.progress(mine.id, "Gebeld met de buurtkamer.")
    told = words(store_for("marieke"), amina)
    assert f"{mine.omschrijving}: aangenomen" in told and f"{mine.omschrijving}: voortgang. Gebeld met de buurtkamer." in told
    assert "Gebeld met de buurtkamer." in words(store_for("nadia"), amina)


def test_a_line_about_money_is_for_the_pc_and_the_trekker(store_for: Open, amina: str) -> None:
    gerrit = store_for("gerrit")
    money = action(gerrit, amina, "inkomen")
    gerrit.accept(money.id)
    line = f"{money.omschrijving}: aangenomen"
    assert line in words(store_for("marieke"), amina)
    assert line in words(store_for("gerrit"), amina)
    for other in ("nadia", "denise", "sander", "elvira", "ilse"):
        assert money.omschrijving not in words(store_for(other), amina), other


def test_a_line_about_health_is_not_for_the_begeleider(store_for: Open, amina: str) -> None:
    marieke = store_for("marieke")
    health = action(marieke, amina, "gezondheid")
    marieke.accept(health.id)
    assert health.omschrijving in words(marieke, amina)
    for other in ("nadia", "gerrit", "denise", "sander", "elvira"):
        assert health.omschrijving not in words(store_for(other), amina), other


# --- asking how it stands ---------------------------------------------------------------------------------------------


def test_the_trekker_sees_the_question_until_there_is_an_answer_and_it_counts_as_no_progress(store_for: Open, amina: str) -> None:
    nadia, marieke = store_for("nadia"), store_for("marieke")
    mine = action(nadia, amina, "meedoen")
    nadia.accept(mine.id)
    log, since = len(marieke.log_lines(amina)), action(marieke, amina, "meedoen").stands_since
    asked = action(marieke, amina, "meedoen")
    before = [one for one in marieke.climbing() if one[0].id == mine.id]
    assert marieke.may_remind(asked)
    marieke.remind(mine.id)
    (seen,) = [one for one in nadia.my_actions() if one.id == mine.id]
    assert seen.reminded and seen.reminded.author == store_for("marieke").user.name and seen.state == "afgesproken"
    assert seen.stands_since == since and [one for one in marieke.climbing() if one[0].id == mine.id] == before
    assert len(marieke.log_lines(amina)) == log
    nadia.progress(mine.id, "Gebeld met de buurtkamer.")
    assert action(marieke, amina, "meedoen").reminded is None


def test_one_asks_once_a_day(store_for: Open, amina: str) -> None:
    mine = action(store_for("marieke"), amina, "meedoen")
    store_for("marieke").remind(mine.id)
    assert not store_for("marieke").may_remind(action(store_for("marieke"), amina, "meedoen"))
    with pytest.raises(NotNow, match="één keer per dag"):
        store_for("marieke").remind(mine.id)
    tomorrow = store_for("marieke", today=TODAY + timedelta(days=1), now=NOON + timedelta(days=1))
    tomorrow.remind(mine.id)
    assert [line.kind for line in action(tomorrow, amina, "meedoen").lines] == ["ontstaan", REMINDED, REMINDED]


def test_only_who_steers_asks_and_never_about_what_ended_or_is_waited_for_by_the_pc(store_for: Open, amina: str) -> None:
    mine = action(store_for("nadia"), amina, "meedoen")
    for who in ("joop", "olga", "bea", "kaveh"):
        with pytest.raises(AccessDenied):
            store_for(who).remind(mine.id)
    with pytest.raises(AccessDenied):
        store_for("marieke").remind("f" * 16)
    store_for("nadia").hand_back(mine.id, "Ik ga met verlof.")
    with pytest.raises(NotNow):
        store_for("marieke").remind(mine.id)
    store_for("marieke").drop(mine.id, "Niet meer nodig.")
    with pytest.raises(NotNow, match="al vervallen"):
        store_for("marieke").remind(mine.id)


def test_who_does_not_work_here_is_not_asked_through_a_screen(store_for: Open, amina: str) -> None:
    """Nor is one's own action: the sentence says to call."""
    marieke = store_for("marieke")
    (own,) = add(store_for, "n1", trekker=marieke.user.person)
    with pytest.raises(NotNow, match="Bel of mail"):
        marieke.remind(own.id)
    marieke.db.conn.execute("UPDATE user SET state='gesloten' WHERE username='nadia'")
    closed = action(marieke, amina, "meedoen")
    assert closed.trekker_name == "Nadia Bouzidi" and not marieke.may_remind(closed)
    with pytest.raises(NotNow, match="Bel of mail"):
        marieke.remind(closed.id)
