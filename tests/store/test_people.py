"""Accounts as the beheerder handles them."""

from __future__ import annotations

import pytest

from popforms.access import User
from popforms.demo import fill
from popforms.store import NotNow, Store
from popforms.store.accounts import Accounts
from popforms.store.sessions import Sessions, hash_of
from tests.conftest import NOON, TODAY, Open


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


def test_who_goes_to_work_elsewhere_takes_no_consent_along(store_for: Open) -> None:
    """Consent is for an organisation: the account follows the contact list, and its sessions end."""
    marieke, joop, ilse = store_for("marieke"), store_for("joop").user, store_for("ilse").user
    dossier, consent = store_for.dossier("Bassel"), store_for.record("Bassel", "F17")

    def account() -> User:
        return next(one.user for one in Accounts(marieke.db).all() if one.user.id == joop.id)

    def reads() -> set[str]:
        """The organisations of the lines of consent that he reads, and of the dossier for the list of a coordinator."""
        rows = Store(marieke.db, account(), marieke.forms, today=TODAY, now=NOON).saved(consent).answers.get("delen", {}).get("to_regels")
        return {row["met"] for row in rows or []}

    session = Sessions(marieke.db).start_session(joop.id)
    assert reads() == {joop.organisation} and joop.organisation in marieke._case(dossier).organisations
    fill(marieke, joop.person, {"ct_organisatie": ilse.organisation})
    assert Sessions(marieke.db).find_session(hash_of(session))
    marieke.keep(joop.person)
    assert account().organisation == ilse.organisation and joop.organisation not in reads()
    assert Sessions(marieke.db).find_session(hash_of(session)) is None
    assert marieke.db.conn.execute("SELECT organisation FROM team WHERE dossier_id=? AND field='mb'", (dossier,)).fetchone() == (
        ilse.organisation,
    )
    marieke.keep(joop.person)
    changed = marieke._all("SELECT user_id FROM trail WHERE act='account wijzigen' AND detail=?", joop.id)
    assert [row["user_id"] for row in changed] == [marieke.user.id]


def test_an_account_that_stayed_behind_is_put_right_with_the_rest(store_for: Open) -> None:
    store, joop = store_for("marieke"), store_for("joop").user
    Accounts(store.db).change(joop.id, organisation=store_for("ilse").user.organisation)
    store.rebuild()
    assert [one.user.organisation for one in Accounts(store.db).all() if one.user.id == joop.id] == [joop.organisation]
