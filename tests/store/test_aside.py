"""What somebody typed that did not become the answer waits for them, and for nobody else."""

from __future__ import annotations

import pytest

from popforms.access import AccessDenied
from popforms.store import Clash, Store
from popforms.store.aside import Fixed
from tests.conftest import Open

WISH, HEALTH = "meedoen.wens", "gezondheid.situatie"
THEIRS, MINE = "Zwemmen.", "Voetballen."


@pytest.fixture
def pop(store_for: Open) -> str:
    return store_for.record("Amina", "F07")


def clash(store_for: Open, pop: str, path: str = WISH) -> Store:
    """Nadia and Marieke typed in the same question, Nadia first; of health it is Marieke in another tab. Gives the store of Marieke."""
    marieke, other = store_for("marieke"), store_for("nadia" if path == WISH else "marieke")
    entry = marieke.open_draft(pop).entries.get(path)
    seen = entry.revision if entry else 0
    other.save_field(pop, path, THEIRS, expect=seen)
    with pytest.raises(Clash):
        marieke.save_field(pop, path, MINE, expect=seen)
    return store_for("marieke")


def test_after_a_clash_the_own_text_waits_and_the_answer_is_that_of_the_other(store_for: Open, pop: str) -> None:
    marieke = clash(store_for, pop)
    draft = marieke.open_draft(pop)
    assert draft.value(WISH) == THEIRS and draft.aside[WISH].value == MINE
    assert marieke.earlier_values(pop, WISH)[-1] == THEIRS and MINE not in marieke.earlier_values(pop, WISH)
    assert store_for("nadia").open_draft(pop).aside == {}


def test_the_newest_text_waits_and_the_same_one_is_kept_once(store_for: Open, pop: str) -> None:
    marieke = clash(store_for, pop)
    for words in (MINE, f"{MINE} En dansen.", f"{MINE} En dansen."):
        with pytest.raises(Clash):
            marieke.save_field(pop, WISH, words, expect=0)
    assert marieke.open_draft(pop).aside[WISH].value == f"{MINE} En dansen."
    (row,) = marieke.db.query("SELECT count(*) AS n FROM draft_change WHERE record_id=? AND revision<0", (pop,))
    assert row["n"] == 2


def test_who_empties_a_field_typed_nothing_that_waits(store_for: Open, pop: str) -> None:
    marieke = clash(store_for, pop)
    with pytest.raises(Clash):
        marieke.save_field(pop, WISH, None, expect=0)
    assert marieke.open_draft(pop).aside[WISH].value == MINE


def test_choosing_ends_it_either_way(store_for: Open, pop: str) -> None:
    marieke = clash(store_for, pop)
    marieke.drop_aside(pop, WISH)
    assert marieke.open_draft(pop).aside == {} and marieke.open_draft(pop).value(WISH) == THEIRS
    with pytest.raises(Clash):
        marieke.save_field(pop, WISH, MINE, expect=0)
    assert marieke.open_draft(pop).aside[WISH].value == MINE
    marieke.overwrite_field(pop, WISH, MINE)
    assert marieke.open_draft(pop).aside == {} and marieke.open_draft(pop).value(WISH) == MINE


def test_two_colleagues_each_keep_their_own(store_for: Open, pop: str) -> None:
    clash(store_for, pop)
    nadia = store_for("nadia")
    with pytest.raises(Clash):
        nadia.save_field(pop, WISH, "Schaken.", expect=0)
    assert nadia.open_draft(pop).aside[WISH].value == "Schaken."
    assert store_for("marieke").open_draft(pop).aside[WISH].value == MINE
    nadia.drop_aside(pop, WISH)
    assert store_for("marieke").open_draft(pop).aside[WISH].value == MINE


def test_a_text_about_health_waits_closed_and_opens_with_a_line(store_for: Open, pop: str) -> None:
    marieke = clash(store_for, pop, HEALTH)
    marieke.opened = frozenset()
    draft = marieke.open_draft(pop)
    assert draft.aside[HEALTH].value is None and draft.is_closed(HEALTH) and MINE not in repr(draft)
    marieke.open_heavy(pop, [HEALTH])
    marieke.opened = {f"{pop}:{HEALTH}"}
    assert marieke.open_draft(pop).aside[HEALTH].value == MINE


def test_who_may_not_read_a_question_has_nothing_aside_there(store_for: Open, pop: str) -> None:
    clash(store_for, pop)
    marieke, nadia = store_for("marieke"), store_for("nadia")
    marieke.db.conn.execute(
        "UPDATE draft_change SET path='inkomen.situatie', author=? WHERE record_id=? AND revision<0", (nadia.user.id, pop)
    )
    assert store_for("nadia").open_draft(pop).aside == {}
    with pytest.raises(AccessDenied):
        nadia.drop_aside(pop, "inkomen.situatie")


def test_a_text_that_came_after_the_content_was_fixed_waits_until_it_is_open_again(store_for: Open) -> None:
    marieke, pip = store_for("marieke"), store_for.record("Hoda", "F08c")
    (path,) = (path for path, (_, question) in marieke.forms["F08c"].places.items() if question.name == "w21_motivering")
    with pytest.raises(Fixed, match="De inhoud ligt vast"):
        marieke.save_field(pip, path, "Een lange alinea.", expect=0)
    before = marieke.saved(pip).answers
    assert store_for("marieke").open_draft(pip).aside[path].value == "Een lange alinea."
    marieke.back_to_draft(pip, "er moet nog iets bij")
    assert marieke.saved(pip).answers == before
    assert store_for("marieke").open_draft(pip).aside[path].value == "Een lange alinea."
