"""Typing in a shared draft: what two people type stays, and nobody writes over another unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.store import Clash, NotNow
from tests.conftest import NOON, Open

GOALS = "werk.doelen"
WISH = "werk.wens"


@pytest.fixture
def pop(store_for: Open) -> str:
    """The POP of Amina: a draft in which all six modules are filled in."""
    return store_for.record("Amina", "F07")


def revision(store_for: Open, record: str, path: str, who: str = "marieke") -> int:
    entry = store_for(who).open_draft(record).entries.get(path)
    return entry.revision if entry else 0


def test_different_fields_of_two_people_both_stay(store_for: Open, pop: str) -> None:
    marieke, nadia = store_for("marieke"), store_for("nadia")
    first, second = marieke.open_draft(pop), nadia.open_draft(pop)
    marieke.save_field(pop, WISH, "Bakker worden.", expect=first.entries[WISH].revision)
    nadia.save_field(pop, "meedoen.wens", "Buren leren kennen.", expect=second.entries["meedoen.wens"].revision)
    both = store_for("marieke").open_draft(pop)
    assert (both.value(WISH), both.value("meedoen.wens")) == ("Bakker worden.", "Buren leren kennen.")
    assert both.entries["meedoen.wens"].author == nadia.user.id


def test_the_same_field_gives_both_texts_and_asks(store_for: Open, pop: str) -> None:
    marieke, nadia = store_for("marieke"), store_for("nadia")
    seen = revision(store_for, pop, "meedoen.wens")
    nadia.save_field(pop, "meedoen.wens", "Zwemmen.", expect=seen)
    with pytest.raises(Clash) as clash:
        marieke.save_field(pop, "meedoen.wens", "Voetballen.", expect=seen)
    assert (clash.value.theirs.value, clash.value.mine) == ("Zwemmen.", "Voetballen.")
    assert clash.value.theirs.author == nadia.user.id
    assert marieke.open_draft(pop).value("meedoen.wens") == "Zwemmen."


def test_after_a_clash_the_other_text_stays_in_the_history(store_for: Open, pop: str) -> None:
    marieke, nadia = store_for("marieke"), store_for("nadia")
    seen = revision(store_for, pop, "meedoen.wens")
    nadia.save_field(pop, "meedoen.wens", "Zwemmen.", expect=seen)
    marieke.overwrite_field(pop, "meedoen.wens", "Voetballen.")
    assert marieke.open_draft(pop).value("meedoen.wens") == "Voetballen."
    assert marieke.earlier_values(pop, "meedoen.wens")[-2:] == ["Zwemmen.", "Voetballen."]
    assert marieke.earlier_values(pop, "meedoen.wens")[0] is None


def test_the_same_text_typed_twice_is_no_clash(store_for: Open, pop: str) -> None:
    seen = revision(store_for, pop, WISH)
    first = store_for("marieke").save_field(pop, WISH, "Bakker worden.", expect=seen)
    again = store_for("marieke").save_field(pop, WISH, "Bakker worden.", expect=seen)
    assert again.revision == first.revision


def test_rows_that_two_people_add_both_stay(store_for: Open, pop: str) -> None:
    marieke, nadia = store_for("marieke"), store_for("nadia")
    path = "meedoen.doelen"
    marieke.open_draft(pop), nadia.open_draft(pop)
    marieke.add_row(pop, path, "m1", {"doel": "Zwemles"})
    nadia.add_row(pop, path, "n1", {"doel": "Fietsles"})
    goals = [row["doel"] for row in store_for("marieke").open_draft(pop).answers()["meedoen"]["doelen"]]
    assert goals[-2:] == ["Zwemles", "Fietsles"]


def test_a_row_added_twice_is_one_row(store_for: Open, pop: str) -> None:
    marieke = store_for("marieke")
    before = len(marieke.open_draft(pop).answers()["werk"]["doelen"])
    marieke.add_row(pop, GOALS, "m1", {"doel": "Rijbewijs"})
    marieke.add_row(pop, GOALS, "m1", {"doel": "Iets anders"})
    goals = marieke.open_draft(pop).answers()["werk"]["doelen"]
    assert len(goals) == before + 1 and goals[-1]["doel"] == "Rijbewijs"


def test_a_row_that_goes_leaves_its_text_in_the_history(store_for: Open, pop: str) -> None:
    marieke = store_for("marieke")
    marieke.add_row(pop, GOALS, "m1", {"doel": "Rijbewijs"})
    marieke.remove_row(pop, GOALS, "m1")
    assert "Rijbewijs" not in str(marieke.open_draft(pop).answers()["werk"]["doelen"])
    assert marieke.earlier_values(pop, f"{GOALS}.m1.doel") == [None, "Rijbewijs"]


def test_a_row_that_a_colleague_took_out_can_be_put_back_with_what_was_typed_after(store_for: Open, pop: str) -> None:
    marieke, nadia, path = store_for("marieke"), store_for("nadia"), "meedoen.doelen"
    marieke.add_row(pop, path, "m1", {"doel": "Zwemles"})
    seen = nadia.open_draft(pop).entries[f"{path}.m1.doel"].revision
    marieke.remove_row(pop, path, "m1")
    nadia.save_field(pop, f"{path}.m1.doel", "Zwemles op woensdag", expect=seen)
    assert "Zwemles" not in str(marieke.open_draft(pop).answers()["meedoen"]["doelen"])
    nadia.restore_row(pop, path, "m1")
    assert marieke.open_draft(pop).answers()["meedoen"]["doelen"][-1]["doel"] == "Zwemles op woensdag"
    with pytest.raises(AccessDenied):
        store_for("elvira").restore_row(pop, path, "m1")


def test_a_new_row_comes_last_also_when_one_has_gone(store_for: Open, pop: str) -> None:
    marieke, path = store_for("marieke"), "meedoen.doelen"
    for row_id in ("m1", "z2", "z3"):
        marieke.add_row(pop, path, row_id, {"doel": row_id})
    marieke.remove_row(pop, path, "m1")
    marieke.add_row(pop, path, "a4", {"doel": "a4"})
    assert [row["doel"] for row in marieke.open_draft(pop).answers()["meedoen"]["doelen"]][-3:] == ["z2", "z3", "a4"]


def test_geen_is_an_answer_and_a_row_takes_it_away(store_for: Open, pop: str) -> None:
    marieke = store_for("marieke")
    assert marieke.open_draft(pop).answers()["kop"]["mijlpalen"] == "geen"
    marieke.add_row(pop, "kop.mijlpalen", "m1", {"mijlpaal": "vrijwilligerswerk", "datum": "1-3-2026"})
    (row,) = marieke.open_draft(pop).answers()["kop"]["mijlpalen"]
    assert (row["mijlpaal"], row["datum"]) == ("vrijwilligerswerk", "2026-03-01")


def test_an_emptied_field_is_empty_and_can_be_brought_back(store_for: Open, pop: str) -> None:
    marieke = store_for("marieke")
    old = marieke.open_draft(pop).value(WISH)
    marieke.save_field(pop, WISH, "   ", expect=revision(store_for, pop, WISH))
    assert marieke.open_draft(pop).value(WISH) is None
    assert marieke.earlier_values(pop, WISH)[-2:] == [old, None]


def test_what_cannot_be_read_is_kept_as_typed(store_for: Open, pop: str) -> None:
    marieke = store_for("marieke")
    fill(marieke, pop, {"pop_start": "31 februari"})
    assert marieke.open_draft(pop).value("kop.pop_start") == "31 februari"


@pytest.mark.parametrize("typed", ["<b>vet</b> en *ster*", "😀 ዮሃንስ ريما", "x" * 20_000, "'; DROP TABLE draft; --", "regel 1\nregel 2"])
def test_any_text_comes_back_as_typed(store_for: Open, pop: str, typed: str) -> None:
    fill(store_for("marieke"), pop, {WISH: typed})
    assert store_for("marieke").open_draft(pop).value(WISH) == typed


def test_a_carried_over_value_says_where_it_came_from(store_for: Open) -> None:
    pip = store_for.record("Mihret", "F08b")
    entry = store_for("marieke").open_draft(pip).entries["uitleg.pip_contact"]
    assert entry.value == store_for("marieke").user.id and entry.source == "Dossier"


def test_a_calculated_answer_cannot_be_typed(store_for: Open) -> None:
    with pytest.raises(AccessDenied):
        fill(store_for("marieke"), store_for.record("Amina", "F00"), {"dossiernummer": "D-1"})


def test_a_date_of_another_form_cannot_be_typed_in_the_dossier(store_for: Open) -> None:
    with pytest.raises(AccessDenied):
        fill(store_for("marieke"), store_for.record("Amina", "F00"), {"datum_tvs_melding": "1-1-2026"})


def test_a_begeleider_cannot_type_in_the_money_of_her_dossier(store_for: Open, pop: str) -> None:
    nadia = store_for("nadia")
    draft = nadia.open_draft(pop)
    assert not [path for path in draft.entries if path.startswith(("inkomen.", "gezondheid."))]
    with pytest.raises(AccessDenied):
        nadia.save_field(pop, "inkomen.situatie", "Schulden.", expect=0)
    with pytest.raises(AccessDenied):
        nadia.earlier_values(pop, "inkomen.situatie")


@pytest.mark.parametrize("path", ["werk.bestaat_niet", "nergens", "werk.doelen.r1.bestaat_niet", "werk.wens.r1.doel", ""])
def test_a_path_that_is_no_question_is_refused(store_for: Open, pop: str, path: str) -> None:
    with pytest.raises((AccessDenied, LookupError)):
        store_for("marieke").save_field(pop, path, "x", expect=0)


def test_the_life_of_an_action_cannot_be_typed_in_its_row(store_for: Open, pop: str) -> None:
    with pytest.raises(AccessDenied):
        store_for("marieke").save_field(pop, "werk.module_acties.r1.status", "klaar", expect=0)


def test_a_fixed_row_stays(store_for: Open) -> None:
    regeldag = store_for.record("Yohannes", "F04")
    sander = store_for("sander")
    sander.remove_row(regeldag, "verhuizen.toeslagen", "v1")
    assert len(sander.open_draft(regeldag).answers()["verhuizen"]["toeslagen"]) == 5
    with pytest.raises(AccessDenied):
        sander.add_row(regeldag, "verhuizen.toeslagen", "r1")


def test_the_two_hundred_and_first_row_is_refused_with_a_sentence(store_for: Open, pop: str) -> None:
    marieke = store_for("marieke")
    fill(marieke, pop, {"kop.mijlpalen": [{"id": f"m{n}"} for n in range(200)]})
    with pytest.raises(NotNow, match="Er passen 200 regels"):
        marieke.add_row(pop, "kop.mijlpalen", "m200")


def test_a_frozen_form_cannot_be_typed_in(store_for: Open) -> None:
    pip = store_for.record("Hoda", "F08c")
    with pytest.raises(NotNow, match="Terug naar concept"):
        fill(store_for("marieke"), pip, {"w21_knm": "Anders."})


def test_who_is_in_the_form_is_known_for_a_minute_and_a_half(store_for: Open, pop: str) -> None:
    store_for("nadia").present(pop)
    assert store_for("marieke").present(pop) == ["Nadia Bouzidi"]
    assert store_for("marieke", now=NOON + timedelta(seconds=91)).present(pop) == []
