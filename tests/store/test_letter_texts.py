"""The texts of letters and their translations: who changes one, who approves one, and what stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from popforms.access import AccessDenied
from popforms.store import NotNow, NotReady, Store, Wanted
from popforms.store.examine import examine
from tests.conftest import TODAY, Open
from tests.support.letters import acts, approve, plan_talk, text_of


def body(store: Store, key: str = "BR06", language: str = "nl") -> str:
    text = store.letter_text(key, language)
    assert text
    return text.body


def test_the_beheerder_keeps_a_text_that_counts_from_a_day_on(store_for: Open) -> None:
    bea = store_for("bea")
    first = body(bea).replace("Ik wil graag kennismaken met u.", "Ik wil u graag leren kennen.")
    assert bea.keep_letter_text("BR06", "nl", first, TODAY, expect=0) == 1
    second = first.replace("leren kennen", "ontmoeten")
    assert bea.keep_letter_text("BR06", "nl", second, TODAY + timedelta(days=30), expect=1) == 2
    assert body(bea) == first
    later = bea.letter_text("BR06", "nl", TODAY + timedelta(days=30))
    assert later and later.body == second and later.author == "Bea Lindeman"
    assert [text.number for text in bea.letter_texts("BR06", "nl")] == [2, 1, 0]
    plan_talk(store_for)
    store = store_for("marieke")
    letter = store.make_letter(store_for.dossier("Zalmai"), Wanted("BR06"), "een")
    assert "Ik wil u graag leren kennen." in text_of(store, letter)
    assert text_of(store, letter, "inhoud.br_sjabloon") == "BR06, versie 1"


def test_a_text_with_a_mistake_is_refused_with_the_line_and_the_old_one_stays_in_force(store_for: Open) -> None:
    bea = store_for("bea")
    before = body(bea)
    with pytest.raises(NotReady) as refused:
        bea.keep_letter_text("BR06", "nl", f"{before}\n\nUw nummer: {{{{ bsn }}}}", TODAY, expect=0)
    [problem] = refused.value.problems
    assert str(problem).startswith(f"Regel {len(before.splitlines()) + 2}: ‘bsn’ mag niet in deze brief.")
    assert body(bea) == before and len(bea.letter_texts("BR06", "nl")) == 1


def test_a_text_cannot_count_from_a_day_that_is_over(store_for: Open) -> None:
    bea = store_for("bea")
    with pytest.raises(NotNow, match="een dag die voorbij is"):
        bea.keep_letter_text("BR06", "nl", body(bea), date(2026, 3, 1), expect=0)


def test_the_second_of_two_writers_reads_the_other_text_first(store_for: Open) -> None:
    bea = store_for("bea")
    bea.keep_letter_text("BR06", "nl", body(bea) + "\n\nGroet", TODAY, expect=0)
    with pytest.raises(NotNow, match="Bea Lindeman heeft intussen versie 1 bewaard"):
        bea.keep_letter_text("BR06", "nl", "Iets anders", TODAY, expect=0)


def test_what_was_being_typed_is_still_there_later(store_for: Open) -> None:
    bea = store_for("bea")
    bea.type_letter_text("BR06", "nl", "Half af {{ voornaam")
    typed = store_for("bea").letter_draft("BR06", "nl")
    assert typed and typed[:2] == ("Half af {{ voornaam", "Bea Lindeman")
    bea.type_letter_text("BR06", "nl", body(bea))
    assert bea.letter_draft("BR06", "nl") is None


@pytest.mark.parametrize("who", ["marieke", "sander", "joop", "elvira", "priya"])
def test_nobody_else_changes_a_text(store_for: Open, who: str) -> None:
    store = store_for(who)
    for attempt in (
        lambda: store.keep_letter_text("BR06", "nl", "Beste lezer", TODAY, expect=0),
        lambda: store.type_letter_text("BR06", "nl", "Beste lezer"),
        lambda: store.letter_draft("BR06", "nl"),
    ):
        with pytest.raises(AccessDenied):
            attempt()


@pytest.mark.parametrize("who", ["sander", "joop", "elvira", "gerrit", "priya"])
def test_nobody_else_approves_a_translation(store_for: Open, who: str) -> None:
    seen = store_for("marieke").letter_pair("BR01", "ti")
    with pytest.raises(AccessDenied):
        store_for(who).approve_letter_text("BR01", "ti", "Dawit Habtemichael", seen=seen)
    with pytest.raises(AccessDenied):
        store_for(who).withdraw_approval("BR01", "ti")


def test_editing_the_dutch_or_the_translation_takes_the_approval_away(store_for: Open) -> None:
    bea, marieke = store_for("bea"), store_for("marieke")
    for language in ("ti", "ar"):
        approve(store_for, "BR01", language)
    own = body(bea, "BR01", "ti")
    bea.keep_letter_text("BR01", "ti", own + "\n\nተወሳኺ", TODAY, expect=0)
    assert marieke.approval_of("BR01", "ti") is None and marieke.approval_of("BR01", "ar") is not None
    bea.keep_letter_text("BR01", "ti", own, TODAY, expect=1)
    assert marieke.approval_of("BR01", "ti") is not None, "it is of exactly that text, so it counts for that text again"
    bea.keep_letter_text("BR01", "nl", body(bea, "BR01") + "\n\nTot snel.", TODAY, expect=0)
    assert marieke.approval_of("BR01", "ti") is None and marieke.approval_of("BR01", "ar") is None


def test_an_approval_says_who_when_and_who_read_it_over(store_for: Open) -> None:
    approve(store_for, "BR01", "ti")
    approval = store_for("bea").approval_of("BR01", "ti")
    assert approval and (approval.author, approval.at.date(), approval.checked_by) == (
        "Marieke van Dongen",
        TODAY,
        "Dawit Habtemichael, tolk",
    )
    assert "vertaling goedkeuren" in acts(store_for("marieke"))


def test_approving_asks_who_read_it_over_and_that_it_is_the_text_that_was_seen(store_for: Open) -> None:
    store = store_for("marieke")
    seen = store.letter_pair("BR01", "ti")
    with pytest.raises(NotNow, match="wie de vertaling heeft nagekeken"):
        store.approve_letter_text("BR01", "ti", " ", seen=seen)
    bea = store_for("bea")
    bea.keep_letter_text("BR01", "nl", body(bea, "BR01") + "\n\nTot snel.", TODAY, expect=0)
    with pytest.raises(NotNow, match="intussen veranderd"):
        store.approve_letter_text("BR01", "ti", "Dawit Habtemichael", seen=seen)
    with pytest.raises(AccessDenied):
        store.approve_letter_text("BR01", "nl", "Dawit Habtemichael", seen=store.letter_pair("BR01", "nl"))


def test_who_wrote_a_translation_leaves_the_approval_to_a_colleague(store_for: Open) -> None:
    bea = store_for("bea")
    bea.keep_letter_text("BR01", "ti", body(bea, "BR01", "ti") + "\n\nተወሳኺ", TODAY, expect=0)
    with pytest.raises(NotNow, match="Je schreef deze vertaling zelf"):
        bea.approve_letter_text("BR01", "ti", "Dawit Habtemichael", seen=bea.letter_pair("BR01", "ti"))
    approve(store_for, "BR01", "ti")


def test_texts_and_approvals_cannot_be_rewritten_behind_the_store(store_for: Open) -> None:
    approve(store_for, "BR01", "ti")
    bea = store_for("bea")
    bea.keep_letter_text("BR06", "nl", body(bea) + "\n\nGroet", TODAY, expect=0)
    for sql in ("UPDATE letter_text SET body='x'", "DELETE FROM letter_approval", "UPDATE letter_approval SET kind='ingetrokken'"):
        with pytest.raises(Exception, match="append-only"):
            bea.db.execute(sql)
    assert [str(finding) for finding in examine(bea) if not finding.holds] == []
    bea.db.conn.execute("DROP TRIGGER letter_approval_no_update")
    assert any("letter_approval laat update toe" in str(finding) for finding in examine(bea) if not finding.holds)


def test_the_example_shows_a_text_for_somebody_who_does_not_exist(store_for: Open) -> None:
    bea = store_for("bea")
    told = bea.letter_example("BR06", "nl", body(bea))
    assert "Beste Selam Tesfay," in told and "Dag: dinsdag 10 maart 2026" in told and "[vul in" not in told
    with pytest.raises(NotReady):
        bea.letter_example("BR06", "nl", "{{ bsn }}")
