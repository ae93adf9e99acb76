"""Accounts and roles by two people: who asks, who answers, and what waits meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from popforms.access import AccessDenied, User
from popforms.cli.base import system_user
from popforms.store import NotNow, Store
from popforms.store.accounts import AccountError, Accounts
from popforms.store.management import AccountRequest
from popforms.store.sessions import hash_of
from tests.conftest import Open, World

PASSWORD = "een nieuw lang wachtwoord"
HERE = "127.0.0.1"


@pytest.fixture
def bea(store_for: Open) -> Store:
    return store_for("bea")


@pytest.fixture
def second(store_for: Open, bea: Store) -> Store:
    """Fenna, a second beheerder."""
    user = Accounts(bea.db).create(
        username="fenna", name="Fenna de Wit", password=PASSWORD, roles=["FB"], gemeenten=bea.user.gemeenten, person=None
    )
    return as_user(store_for, user)


@pytest.fixture
def shell(store_for: Open) -> Store:
    """Who has access to the machine, as `popforms users` has."""
    return as_user(store_for, system_user(store_for.world.forms))


def as_user(store_for: Open, user: User) -> Store:
    store = store_for("bea")
    return Store(store.db, user, store.forms, today=store.today, now=store.now())


def id_of(store: Store, username: str) -> str:
    return next(account.id for account in store.accounts() if account.username == username)


def roles_of(store: Store, username: str) -> set[str]:
    return next(set(account.roles) for account in store.accounts() if account.username == username)


def change(store: Store, username: str, **wanted: list[str]) -> bool:
    """Change an account, and leave the rest of it as it is."""
    now = next(account for account in store.accounts() if account.username == username)
    return store.change_account(
        now.id, roles=wanted.get("roles", list(now.roles)), gemeenten=wanted.get("gemeenten", list(now.gemeenten)), person=now.person
    )


def waiting(store: Store) -> AccountRequest:
    (request,) = store.account_requests()
    return request


def acts(store: Store, username: str) -> list[tuple[str, str]]:
    """Who did what with an account, from the audit trail."""
    rows = store.db.query("SELECT user_id, act FROM trail WHERE detail=? ORDER BY seq", [id_of(store, username)])
    return [(store.user_name(row["user_id"]), row["act"]) for row in rows]


def give_phone(store: Store, username: str) -> None:
    store.db.conn.execute("INSERT INTO factor VALUES(?, 'GEHEIM', '2026-01-01', 0, '2026-01-01')", (id_of(store, username),))


# --- one person is enough --------------------------------------------------------------------------------------------


def test_a_light_role_is_given_by_one_beheerder_at_once(bea: Store) -> None:
    session = hash_of(Accounts(bea.db).start_session(id_of(bea, "joop")))
    assert change(bea, "joop", roles=["MB", "TC"])
    assert roles_of(bea, "joop") == {"MB", "TC"} and bea.account_requests() == []
    assert Accounts(bea.db).find_session(session) is None
    assert acts(bea, "joop") == [("Bea Lindeman", "account wijzigen")]


def test_taking_a_heavy_role_away_needs_nobody_else(bea: Store) -> None:
    assert change(bea, "marieke", roles=["HVC"])
    assert roles_of(bea, "marieke") == {"HVC"}


# --- two people ------------------------------------------------------------------------------------------------------


def test_a_heavy_role_waits_for_a_second_beheerder_who_sees_it(bea: Store, second: Store) -> None:
    assert not change(bea, "joop", roles=["MB", "PC"])
    assert roles_of(bea, "joop") == {"MB"}, "until then nothing changes"
    mine, hers = waiting(bea), waiting(second)
    assert (mine.mine, mine.may_answer, hers.mine, hers.may_answer) == (True, False, False, True)
    assert (hers.account.name, hers.roles, hers.asker_name, hers.for_machine) == ("Joop Terpstra", ("MB", "PC"), "Bea Lindeman", False)
    session = hash_of(Accounts(bea.db).start_session(id_of(bea, "joop")))
    second.answer_request(hers.id, yes=True)
    assert roles_of(bea, "joop") == {"MB", "PC"} and bea.account_requests() == []
    assert Accounts(bea.db).find_session(session) is None
    assert acts(bea, "joop") == [("Bea Lindeman", "verzoek wijzigen"), ("Fenna de Wit", "verzoek wijzigen: ja")]


def test_a_no_changes_nothing_and_is_written_down(bea: Store, second: Store) -> None:
    change(bea, "joop", roles=["PO"])
    assert second.answer_request(waiting(second).id, yes=False) is None
    assert roles_of(bea, "joop") == {"MB"} and acts(bea, "joop")[-1] == ("Fenna de Wit", "verzoek wijzigen: nee")


def test_who_is_invited_for_a_heavy_role_has_no_role_and_no_code_before_the_yes(bea: Store, second: Store) -> None:
    gemeente = list(bea.user.gemeenten)
    assert bea.invite(username="lotte", name="Lotte Smit", roles=["PC", "MB"], gemeenten=gemeente, person=None) is None
    assert roles_of(bea, "lotte") == set()
    assert list(bea.db.query("SELECT 1 FROM code WHERE user_id=?", [id_of(bea, "lotte")])) == []
    code = second.answer_request(waiting(second).id, yes=True)
    assert code and Accounts(bea.db).redeem("lotte", code, PASSWORD, HERE).roles == ("PC", "MB")


def test_an_invitation_that_is_refused_leaves_a_closed_account(bea: Store, second: Store) -> None:
    bea.invite(username="lotte", name="Lotte Smit", roles=["FB"], gemeenten=[], person=None)
    second.answer_request(waiting(second).id, yes=False)
    (account,) = [one for one in bea.accounts() if one.username == "lotte"]
    assert (account.state, account.roles) == ("gesloten", ())


def test_a_heavy_role_in_another_gemeente_is_a_heavy_role(bea: Store, second: Store) -> None:
    others = [one for one in bea.gemeenten() if one not in bea.user.gemeenten]
    assert not change(bea, "marieke", gemeenten=[*bea.user.gemeenten, *others])
    assert change(bea, "joop", gemeenten=[*bea.user.gemeenten, *others]), "for a begeleider one is enough"
    second.answer_request(waiting(second).id, yes=True)
    assert [set(a.gemeenten) for a in bea.accounts() if a.username == "marieke"] == [{*bea.user.gemeenten, *others}]


def test_a_closed_account_with_a_heavy_role_opens_by_two(bea: Store, second: Store) -> None:
    bea.close_account(id_of(bea, "marieke"))
    assert bea.reopen_account(id_of(bea, "marieke")) is None
    code = second.answer_request(waiting(second).id, yes=True)
    assert code and Accounts(bea.db).redeem("marieke", code, PASSWORD, HERE)


def test_a_lost_phone_is_forgotten_at_once_and_for_a_heavy_role_by_two(bea: Store, second: Store) -> None:
    for username in ("joop", "marieke"):
        give_phone(bea, username)
    session = hash_of(Accounts(bea.db).start_session(id_of(bea, "joop"), factor=True))
    assert bea.reset_phone(id_of(bea, "joop"))
    assert Accounts(bea.db).factor_state(id_of(bea, "joop")) is None and Accounts(bea.db).find_session(session) is None
    assert acts(bea, "joop") == [("Bea Lindeman", "telefoon wissen")]
    with pytest.raises(NotNow, match="nog geen telefoon"):
        bea.reset_phone(id_of(bea, "joop"))
    assert not bea.reset_phone(id_of(bea, "marieke"))
    assert Accounts(bea.db).factor_state(id_of(bea, "marieke"))
    second.answer_request(waiting(second).id, yes=True)
    assert Accounts(bea.db).factor_state(id_of(bea, "marieke")) is None


def test_a_code_alone_never_opens_a_heavy_account(bea: Store, second: Store) -> None:
    assert bea.new_code(id_of(bea, "marieke")) is None, "who has no phone would be in with the code alone"
    assert second.answer_request(waiting(second).id, yes=True)
    give_phone(bea, "marieke")
    assert bea.new_code(id_of(bea, "marieke")), "the phone is asked after it"
    assert bea.new_code(id_of(bea, "joop"))


# --- who may not -----------------------------------------------------------------------------------------------------


def test_nobody_answers_what_they_asked_or_what_is_about_themselves(bea: Store, second: Store) -> None:
    change(bea, "joop", roles=["PC"])
    with pytest.raises(NotNow, match="andere beheerder"):
        bea.answer_request(waiting(bea).id, yes=True)
    bea.withdraw_request(waiting(bea).id)
    change(bea, "fenna", roles=["FB", "PC"])
    request = waiting(second)
    assert not request.may_answer and request.for_machine
    with pytest.raises(NotNow, match="om wie het gaat"):
        second.answer_request(request.id, yes=True)
    assert roles_of(bea, "fenna") == {"FB"} and roles_of(bea, "joop") == {"MB"}


def test_only_who_asked_withdraws_and_an_answer_counts_once(bea: Store, second: Store) -> None:
    change(bea, "joop", roles=["PC"])
    request = waiting(bea)
    with pytest.raises(NotNow, match="wie het vroeg"):
        second.withdraw_request(request.id)
    second.answer_request(request.id, yes=False)
    for again in (lambda: second.answer_request(request.id, yes=True), lambda: bea.withdraw_request(request.id)):
        with pytest.raises(NotNow, match="al beantwoord"):
            again()
    assert roles_of(bea, "joop") == {"MB"}


STEPS: dict[str, Callable[[Store, str], object]] = {
    "accounts": lambda store, user: store.accounts(),
    "invite": lambda store, user: store.invite(username="x1", name="X", roles=["MB"], gemeenten=[], person=None),
    "change": lambda store, user: store.change_account(user, roles=["MB"], gemeenten=[], person=None),
    "code": lambda store, user: store.new_code(user),
    "close": lambda store, user: store.close_account(user),
    "reopen": lambda store, user: store.reopen_account(user),
    "phone": lambda store, user: store.reset_phone(user),
    "count": lambda store, user: store.cases_of(user),
    "answer": lambda store, user: store.answer_request("x", yes=True),
    "withdraw": lambda store, user: store.withdraw_request("x"),
}


@pytest.mark.parametrize("step", STEPS)
def test_who_manages_no_accounts_does_and_sees_nothing_of_it(store_for: Open, world: World, step: str) -> None:
    bea = store_for("bea")
    change(bea, "joop", roles=["PC"])
    for username in sorted(world.users.keys() - {"bea"}):
        store = store_for(username)
        assert store.account_requests() == []
        with pytest.raises(AccessDenied):
            STEPS[step](store, world.users["joop"].id)
    assert roles_of(bea, "joop") == {"MB"}


@pytest.mark.parametrize("step", [name for name in STEPS if name not in ("accounts", "invite", "count", "answer", "withdraw")])
def test_the_own_account_is_for_others(bea: Store, step: str) -> None:
    with pytest.raises(NotNow, match="Je eigen account"):
        STEPS[step](bea, bea.user.id)


def test_what_stands_in_no_list_is_refused(bea: Store) -> None:
    joop = id_of(bea, "joop")
    for roles, gemeenten, person in (([], [], None), (["BAAS"], [], None), (["MB"], ["nergens"], None), (["MB"], [], "niemand")):
        with pytest.raises(NotNow, match="lijst"):
            bea.change_account(joop, roles=roles, gemeenten=gemeenten, person=person)
        with pytest.raises(NotNow, match="lijst"):
            bea.invite(username="lotte", name="Lotte", roles=roles, gemeenten=gemeenten, person=person)
    with pytest.raises(AccountError, match="bestaat al"):
        bea.invite(username="joop", name="Joop", roles=["PC"], gemeenten=[], person=None)
    assert bea.account_requests() == [] and roles_of(bea, "joop") == {"MB"}


# --- what changes while it waits -------------------------------------------------------------------------------------


def test_while_something_waits_nothing_else_changes_but_closing(bea: Store, second: Store) -> None:
    change(bea, "joop", roles=["PC"])
    joop = id_of(bea, "joop")
    for step in ("change", "code", "reopen", "phone"):
        with pytest.raises(NotNow, match="wacht al een verzoek"):
            STEPS[step](second, joop)
    request = waiting(second)
    second.close_account(joop)
    assert second.account_requests() == []
    with pytest.raises(NotNow, match="al beantwoord of ingetrokken"):
        second.answer_request(request.id, yes=True)


def test_a_yes_counts_only_while_who_asked_still_manages_accounts(bea: Store, second: Store) -> None:
    change(bea, "joop", roles=["PC"])
    second.close_account(bea.user.id)
    with pytest.raises(NotNow, match="beheert geen accounts meer"):
        second.answer_request(waiting(second).id, yes=True)
    assert roles_of(second, "joop") == {"MB"}
    second.answer_request(waiting(second).id, yes=False)


# --- access to the machine -------------------------------------------------------------------------------------------


def test_for_an_only_beheerder_access_to_the_machine_is_the_second_person(bea: Store, shell: Store) -> None:
    change(bea, "joop", roles=["PC"])
    assert waiting(bea).for_machine
    shell.answer_request(waiting(shell).id, yes=True)
    assert roles_of(bea, "joop") == {"PC"} and acts(bea, "joop")[-1][1] == "verzoek wijzigen: ja"
    assert shell.invite(username="lotte", name="Lotte", roles=["PC"], gemeenten=[], person=None), "as at the start, for a second one"


def test_with_two_beheerders_access_to_the_machine_asks_one_of_them(bea: Store, second: Store, shell: Store) -> None:
    change(bea, "joop", roles=["PC"])
    with pytest.raises(NotNow, match="andere beheerder"):
        shell.answer_request(waiting(shell).id, yes=True)
    second.answer_request(waiting(second).id, yes=False)
    assert shell.invite(username="lotte", name="Lotte", roles=["PC"], gemeenten=[], person=None) is None
    assert waiting(bea).may_answer and not waiting(shell).may_answer and waiting(bea).asker_name == "Systeembeheer"
    assert bea.answer_request(waiting(bea).id, yes=True)


def test_when_no_other_beheerder_is_left_but_who_it_is_about_the_machine_answers(bea: Store, second: Store, shell: Store) -> None:
    change(bea, "fenna", roles=["FB", "PC"])
    shell.answer_request(waiting(shell).id, yes=True)
    assert roles_of(bea, "fenna") == {"FB", "PC"}


# --- what somebody loses ---------------------------------------------------------------------------------------------


def test_before_closing_it_is_told_how_many_dossiers_somebody_can_open(bea: Store, store_for: Open, world: World) -> None:
    for username in ("marieke", "joop", "nadia", "sander", "elvira", "gerrit", "mart", "priya", "olga"):
        user = world.users[username]
        store = store_for(username)
        own = sum(
            store.rights.may_see_case(user, store._case(row["dossier_id"]), store.today) for row in store.db.query("SELECT * FROM overview")
        )
        assert bea.cases_of(user.id) == own, username
    assert bea.cases_of(world.users["marieke"].id) > bea.cases_of(world.users["joop"].id) > 0  # type: ignore[operator]
    assert bea.cases_of(replace(bea.user, id="niemand").id) == 0
