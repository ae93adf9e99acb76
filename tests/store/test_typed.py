"""What is typed beside a form: kept whole as the answers of a form are, or refused in a sentence; never cut unseen."""

from __future__ import annotations

import pytest

from popforms.definition.kinds import LONG_TEXT, SHORT_TEXT, clean
from popforms.store import NotNow, Store
from popforms.store.accounts import AccountError, Accounts
from popforms.store.actions import Action
from tests.conftest import Open
from tests.support.hostile import HOSTILE, as_kept


def an_action(store: Store) -> Action:
    """One that runs, of somebody whose dossier Marieke steers."""
    return next(
        one
        for line in store.find_dossiers()
        for one in store.actions_of(line.id)
        if one.state in ("afgesproken", "loopt") and one.module != "gezondheid"
    )


def test_a_text_is_cleaned_in_the_way_that_is_written_down() -> None:
    assert len(HOSTILE) > 500
    assert [text for text in HOSTILE if not clean(text).strip() == as_kept(text) == clean(clean(text)).strip()] == []


def test_no_text_turns_round_what_stands_behind_it() -> None:
    assert clean("betaald \u202e001\u202c euro, \u2067x\u2069") == "betaald 001 euro, x"
    assert clean("\u200fريما\u200e 12") == "\u200fريما\u200e 12", "marks of a keyboard in Arabic stay: they turn nothing but themselves"


def test_a_note_at_an_action_is_kept_clean_and_whole(store_for: Open) -> None:
    store = store_for("marieke")
    action = an_action(store)
    long = "Gebeld over de lening. " * 60
    store.progress(action.id, "nul\x00byte \x1b[31mrood\x1b[0m \u202eom")
    store.progress(action.id, long)
    lines = next(one for one in store.actions_of(action.dossier_id) if one.id == action.id).lines
    assert [line.note for line in lines[-2:]] == ["nulbyte [31mrood[0m om", long.strip()]
    log = next(line.answers for line in store.log_lines(action.dossier_id) if str(line.answers["lg_kort"]).endswith("…"))
    assert len(log["lg_kort"]) == SHORT_TEXT and str(log["lg_tekst"]).endswith(long.strip())


def test_what_is_too_long_is_refused_with_how_much_fits_and_nothing_changes(store_for: Open) -> None:
    store = store_for("marieke")
    action = an_action(store)
    for press, most in ((store.progress, LONG_TEXT), (store.drop, SHORT_TEXT)):
        with pytest.raises(NotNow, match=f"{most + 1} tekens; er passen er {most}. Maak de tekst korter"):
            press(action.id, "x" * (most + 1))
    assert next(one for one in store.actions_of(action.dossier_id) if one.id == action.id).lines == action.lines
    with pytest.raises(AccountError, match="langer dan 200 tekens"):
        Accounts(store.db).invite(username="nieuw", name="Nieuw", phone="0" * 201)
    assert "nieuw" not in {account.user.username for account in Accounts(store.db).all()}
