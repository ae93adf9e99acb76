"""Nobody comes in another way: with the keys of others, or without any."""

from __future__ import annotations

from tests.support.break_in import WAYS, Loot, content_without_login, frames_without_login, right_key_opens, steal
from tests.support.page_line import PageLine
from tests.support.sizes import Size


def test_no_stolen_or_guessed_key_takes_over_a_session(robbed: tuple[Loot, PageLine], size: Size) -> None:
    loot, tab = robbed
    outcome = steal(loot, size.thefts)
    assert outcome.taken == []
    assert sum(outcome.tried.values()) == size.thefts and set(outcome.tried) == set(WAYS)
    assert tab.run().words, "the owner works on"
    right_key_opens(loot)


def test_without_a_login_no_address_and_no_frame_gives_a_byte_of_content(robbed: tuple[Loot, PageLine]) -> None:
    loot, _ = robbed
    asked, leaked = content_without_login(loot)
    assert leaked == [] and asked > 300
    assert frames_without_login(loot) == 0
