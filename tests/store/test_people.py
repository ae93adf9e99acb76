"""Accounts as the beheerder handles them."""

from __future__ import annotations

import pytest

from popforms.store import NotNow
from popforms.store.accounts import Accounts
from tests.conftest import Open


def test_a_closed_account_is_opened_again_with_a_new_code(store_for: Open) -> None:
    bea, joop = store_for("bea"), store_for("joop").user
    with pytest.raises(NotNow, match="niet gesloten"):
        bea.reopen_account(joop.id)
    bea.close_account(joop.id)
    with pytest.raises(NotNow, match="gesloten"):
        bea.new_code(joop.id)
    code = bea.reopen_account(joop.id)
    assert Accounts(bea.db).redeem("joop", code, "een nieuw lang wachtwoord", "127.0.0.1").id == joop.id


def test_nobody_opens_or_closes_the_own_account(store_for: Open) -> None:
    bea = store_for("bea")
    for step in (bea.close_account, bea.reopen_account, bea.new_code):
        with pytest.raises(NotNow, match="Je eigen account"):
            step(bea.user.id)
