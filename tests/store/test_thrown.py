"""What was made by mistake goes away with a reason, comes back within thirty days, and is erased after that."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from popforms import prints
from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.store import NotNow, Store
from popforms.store.examine import examine
from tests.conftest import NOON, TODAY, Open
from tests.support.ending import everything, machine

DOSSIER = "Bassel"
SECRET = "Zij belde over haar tante in Homs."


def mistake(store: Store, store_for: Open) -> str:
    """A talk that belonged in another dossier, kept once."""
    record = store.start_record("F09", store_for.dossier(DOSSIER), "per ongeluk")
    path = next(f"{s.name}.{q.name}" for s, q in store.forms["F09"].questions() if q.kind == "long text" and q.privacy != "bijzonder")
    fill(store, record, {path.rpartition(".")[2]: SECRET})
    return record


def titles(store: Store, store_for: Open) -> list[str]:
    return [record.id for line in store.forms_of(store_for.dossier(DOSSIER)) for record in line.records]


def test_who_made_it_throws_it_away_and_the_consulent_puts_it_back(store_for: Open) -> None:
    marieke = store_for("marieke")
    record = mistake(marieke, store_for)
    before = marieke.open_draft(record).answers()
    assert marieke.may_throw_away(record)
    assert marieke.throw_away(record, "hoort in een ander dossier") == store_for.dossier(DOSSIER)
    assert record not in titles(marieke, store_for)
    with pytest.raises(AccessDenied):
        marieke.open_draft(record)
    (thrown,) = marieke.thrown_away(store_for.dossier(DOSSIER))
    assert (thrown.title, thrown.reason, thrown.whole) == ("Voortgang", "hoort in een ander dossier", False)
    assert thrown.last_day == TODAY + timedelta(days=30)
    marieke.put_back(thrown.id)
    assert record in titles(marieke, store_for) and marieke.open_draft(record).answers() == before
    assert marieke.thrown_away(store_for.dossier(DOSSIER)) == []


def test_its_actions_lapse_and_live_again(store_for: Open) -> None:
    marieke = store_for("marieke")
    pop = store_for.record(DOSSIER, "F07")
    before = {a.id: a.state for a in marieke.actions_of(store_for.dossier(DOSSIER)) if a.record_id == pop}
    waiting = len(marieke.waiting_actions())
    assert "loopt" in before.values() or "afgesproken" in before.values()
    marieke.throw_away(pop, "verkeerde POP")
    after = marieke.actions_of(store_for.dossier(DOSSIER))
    assert not set(before) & {action.id for action in after} and len(marieke.waiting_actions()) < waiting
    assert [action.id for action in store_for("joop").my_actions() if action.id in before] == []
    store = machine(store_for.settings, store_for.world, TODAY, NOON)
    with closing(store.db):
        assert [str(finding) for finding in examine(store) if not finding.holds] == []
    (thrown,) = marieke.thrown_away(store_for.dossier(DOSSIER))
    marieke.put_back(thrown.id)
    assert {a.id: a.state for a in marieke.actions_of(store_for.dossier(DOSSIER)) if a.record_id == pop} == before


def test_after_thirty_days_its_content_is_erased_and_the_lines_remain(store_for: Open) -> None:
    marieke = store_for("marieke")
    record = mistake(marieke, store_for)
    marieke.throw_away(record, "hoort in een ander dossier")
    for days, gone in ((30, 0), (31, 1)):
        later = machine(store_for.settings, store_for.world, TODAY + timedelta(days=days), NOON + timedelta(days=days))
        with closing(later.db):
            assert later.erase_what_was_thrown(store_for.settings.trail, 30) == gone
            assert (SECRET in everything(later.db)) == (not gone)
    assert marieke.thrown_away(store_for.dossier(DOSSIER)) == []
    acts = [row["act"] for row in marieke.db.query("SELECT act FROM trail WHERE record_id=? ORDER BY seq", (record,))]
    assert acts[0] == "formulier beginnen" and acts[-2:] == ["weggooien", "formulier gewist"]


def test_the_minutes_forget_the_actions_of_a_form_that_was_erased(store_for: Open) -> None:
    elvira, marieke = store_for("elvira"), store_for("marieke")
    minutes = elvira.start_record("F14a", None, "verslag")
    assert "Plek vragen in de groep van januari" in everything(elvira.db)
    marieke.throw_away(store_for.record(DOSSIER, "F14b"), "hoort in een ander dossier")
    later = machine(store_for.settings, store_for.world, TODAY + timedelta(days=31), NOON + timedelta(days=31))
    with closing(later.db):
        assert later.erase_what_was_thrown(store_for.settings.trail, 30) == 1
        assert "Plek vragen in de groep van januari" not in everything(later.db)
    (row,) = elvira.open_draft(minutes).answers()["agenda"]["co_vorige_acties"]
    assert row == {"id": row["id"], "actie": "vernietigd dossier"}


def test_another_does_not_throw_away_what_somebody_made_nor_what_left_the_house(store_for: Open) -> None:
    joop, marieke = store_for("joop"), store_for("marieke")
    made_by_marieke = mistake(marieke, store_for)
    assert not joop.may_throw_away(made_by_marieke)
    with pytest.raises(NotNow, match="een ander gemaakt"):
        joop.throw_away(made_by_marieke, "weg ermee")
    begun = store_for.record("Nooria", "F05b")
    nadia = store_for("nadia")
    assert nadia.record_row(begun).created_by == nadia.user.id
    if nadia.may_throw_away(begun):
        prints.print_version(nadia, begun)
        with pytest.raises(NotNow, match="afgedrukt"):
            nadia.throw_away(begun, "toch niet nodig")
    definitive = store_for.record("Desta", "F08b")
    with pytest.raises(NotNow, match="definitief"):
        marieke.throw_away(definitive, "weg ermee")
    with pytest.raises(NotNow, match="als geheel"):
        marieke.throw_away(store_for.record("Bassel", "F01"), "weg ermee")
    with pytest.raises(NotNow, match="een paar woorden"):
        marieke.throw_away(made_by_marieke, " ")
    with pytest.raises(AccessDenied):
        store_for("olga").throw_away(made_by_marieke, "weg ermee")


@pytest.mark.parametrize("opened", [False, True], ids=["ready for signing", "opened again"])
def test_a_plan_whose_signed_sheet_came_back_stays_as_its_dossier_does(store_for: Open, opened: bool) -> None:
    marieke, pip, dossier = store_for("marieke"), store_for.record("Ferhat", "F08b"), store_for.dossier("Ferhat")
    assert marieke.record_row(pip).state == "klaar om te tekenen" and marieke.may_throw_away(pip)
    marieke.lay_by_hand(pip, marieke.record_row(pip).version, [b"%PDF-1.7\ntrailer<<>>\n%%EOF\n"], [], "De code was niet te lezen.")
    if opened:
        marieke.back_to_draft(pip, "Er moet iets anders in.")
    assert not marieke.may_throw_away(pip) and not marieke.may_throw_away_dossier(dossier)
    with pytest.raises(NotNow, match="een getekend blad teruggekomen"):
        marieke.throw_away(pip, "verkeerd plan")
    assert marieke.thrown_away(dossier) == [] and marieke.record_row(pip).form.code == "F08b"


def test_a_form_that_a_dossier_has_once_does_not_come_back_beside_a_new_one(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier(DOSSIER)
    marieke.throw_away(store_for.record(DOSSIER, "F07"), "verkeerde POP")
    marieke.start_record("F07", dossier, "nieuw")
    (thrown,) = marieke.thrown_away(dossier)
    with pytest.raises(NotNow, match="intussen een nieuw"):
        marieke.put_back(thrown.id)


def test_a_double_report_goes_as_a_whole_and_comes_back_as_it_was(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Rima")
    listed = [line.id for line in marieke.find_dossiers()]
    forms = [(line.form.key, [r.id for r in line.records]) for line in marieke.forms_of(dossier)]
    assert marieke.may_throw_away_dossier(dossier)
    marieke.throw_away_dossier(dossier, "dubbele melding uit TVS")
    assert not marieke.may_open(dossier) and dossier not in [line.id for line in marieke.find_dossiers()]
    assert "Al-Khatib" not in str(marieke.deadlines(TODAY + timedelta(days=900)))
    for who in ("sander", "joop", "elvira"):
        assert not store_for(who).may_open(dossier)
    assert marieke.rebuild() and dossier not in [line.id for line in marieke.find_dossiers()]
    (thrown,) = marieke.thrown_away()
    assert thrown.whole and store_for("joop").thrown_away() == [] and store_for("olga").thrown_away() == []
    marieke.put_back(thrown.id)
    assert sorted(line.id for line in marieke.find_dossiers()) == sorted(listed)
    assert [(line.form.key, [r.id for r in line.records]) for line in marieke.forms_of(dossier)] == forms
    marieke.throw_away_dossier(dossier, "dubbele melding uit TVS")
    later = machine(store_for.settings, store_for.world, TODAY + timedelta(days=31), NOON + timedelta(days=31))
    with closing(later.db):
        assert later.erase_what_was_thrown(store_for.settings.trail, 30) == 1
        assert "Al-Khatib" not in everything(later.db)
    (kept,) = marieke.certificates()
    assert "per ongeluk" in kept.content["grond"]


def test_what_few_see_stays_with_those_few_in_the_bin(store_for: Open) -> None:
    marieke, dossier = store_for("marieke"), store_for.dossier("Rima")
    colleague = replace(store_for.world.users["olga"], gemeenten=marieke.user.gemeenten, organisation=marieke.user.organisation)

    def other() -> Store:
        return Store(marieke.db, colleague, marieke.forms, today=TODAY, now=NOON)

    marieke.throw_away_dossier(dossier, "dubbele melding uit TVS")
    (thrown,) = other().thrown_away()  # of a dossier that every consulent of the gemeente sees
    other().put_back(thrown.id)
    head = store_for.record("Rima", "F00")
    if not marieke.record_row(head).open:
        marieke.correct(head, "beperkte inzage")
    fill(marieke, head, {"inzage_beperkt": "ja"})
    marieke.keep(head)
    assert not other().may_open(dossier) and not other().may_throw_away_dossier(dossier)
    marieke.throw_away_dossier(dossier, "ondergedoken, staat er dubbel in")
    (thrown,) = store_for("marieke").thrown_away()
    assert other().thrown_away() == []
    with pytest.raises(AccessDenied):
        other().put_back(thrown.id)
    store_for("marieke").put_back(thrown.id)
    assert store_for("marieke").may_open(dossier) and not other().may_open(dossier)


def test_a_dossier_in_which_somebody_signed_stays(store_for: Open) -> None:
    marieke = store_for("marieke")
    assert not marieke.may_throw_away_dossier(store_for.dossier("Desta"))
    with pytest.raises(NotNow, match="al getekend"):
        marieke.throw_away_dossier(store_for.dossier("Desta"), "dubbele melding")
    for who in ("sander", "joop", "priya"):
        assert not store_for(who).may_throw_away_dossier(store_for.dossier("Rima"))
        with pytest.raises(AccessDenied):
            store_for(who).throw_away_dossier(store_for.dossier("Rima"), "dubbele melding")


def test_a_line_about_an_action_that_was_erased_is_closed_to_whom_that_action_was(store_for: Open) -> None:
    """A line that a colleague wrote about an action tells its words: erasing the form opens it for nobody."""
    marieke, dossier = store_for("marieke"), store_for.dossier(DOSSIER)
    pop = store_for.record(DOSSIER, "F07")
    money = next(one for one in marieke.actions_of(dossier) if one.module == "inkomen" and one.record_id == pop)
    marieke.add_log_line(
        dossier,
        {"lg_datum": {"datum": "2026-03-02", "tijd": "10:00"}, "lg_soort": "telefoon", "lg_module": "inkomen", "lg_kort": SECRET,
         "lg_zichtbaar": "hele team", "lg_actie": money.id},
        "regel",
    )  # fmt: skip
    team = ("marieke", "gerrit", "elvira", "sander", "joop", "trudy", "ilse", "denise")

    def readers(days: int) -> set[str]:
        later = {"now": NOON + timedelta(days=days), "today": TODAY + timedelta(days=days)}
        return {who for who in team if any(one.answers.get("lg_kort") == SECRET for one in store_for(who, **later).log_lines(dossier))}

    before = readers(0)
    assert "marieke" in before and not before & {"sander", "joop", "trudy", "ilse"}
    marieke.throw_away(pop, "verkeerde POP")
    assert readers(0) == {"marieke"}
    later = machine(store_for.settings, store_for.world, TODAY + timedelta(days=31), NOON + timedelta(days=31))
    with closing(later.db):
        later.erase_what_was_thrown(store_for.settings.trail, 30)
    assert marieke._one("SELECT 1 FROM action WHERE id=?", money.id) is None
    assert readers(31) == {"marieke"}
