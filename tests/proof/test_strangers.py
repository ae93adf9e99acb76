"""An id of somebody else's dossier answers as one that does not exist: the same bytes, in the same time."""

from __future__ import annotations

from contextlib import closing

from popforms.store import Store
from popforms.store.accounts import Accounts
from tests.support.guessing import compare
from tests.support.server import Server
from tests.support.sizes import Size
from tests.support.strangers import Line, asked, foreign_ids

ASKERS = ("joop", "mart", "gerrit", "olga", "nadia", "denise", "kaveh", "trudy", "ilse", "bea", "wim", "elvira", "sander")
"""Colleagues to whom some dossiers are closed; the PC of the gemeente has the dossiers of the other one only, so has Olga."""
PRESSED = ("", "nood_stop_{}", "begin_pop", "koppel_knop_{}", "druk_{}_1_volledig", "toon:{}:gezondheid.wens")
"""Buttons that are sent along with an address, as if they stood there."""


def known_to(server: Server, username: str) -> tuple[list[str], list[str]]:
    """The dossiers and records that somebody may know of, asked of the store."""
    from forms import FORMS

    with closing(server.database()) as db:
        user = next(account.user for account in Accounts(db).all() if account.user.username == username)
        store = Store(db, user, FORMS)
        dossiers = [row["id"] for row in db.query("SELECT id FROM dossier") if store.may_open(row["id"]) or store.may_read_trail(row["id"])]
        records = [row["id"] for row in db.query("SELECT id FROM record") if store._readable(store._head(row["id"]))]
    return dossiers, records


def test_an_id_of_others_gets_the_very_bytes_of_an_id_that_does_not_exist(town: Server, size: Size) -> None:
    told, compared = [], 0
    for username in ASKERS[: size.askers]:
        ids = foreign_ids(town, *known_to(town, username))
        assert {"dossier", "record"} & set(ids), username
        with Line(town, username) as line:
            for page, name, found, nothing in asked(ids, size.ids, username):
                pressed = PRESSED[compared % len(PRESSED)]
                compared += 1
                if line.answer(page, name, found, pressed=pressed) != line.answer(page, name, nothing, pressed=pressed):
                    told.append((username, page, name, found))
    assert told == []
    assert compared == size.ids * min(size.askers, len(ASKERS))


def test_the_comparison_sees_a_difference_when_there_is_one(town: Server) -> None:
    dossiers, _ = known_to(town, "joop")
    with Line(town, "joop") as line:
        assert line.answer("dossier", "id", dossiers[0]) != line.answer("dossier", "id", "0" * 16)
        assert line.answer("dossier", "id", "1" * 16) == line.answer("dossier", "id", "0" * 16) != []


def test_no_moment_tells_an_id_of_others_from_one_that_does_not_exist(town: Server, size: Size) -> None:
    ids = foreign_ids(town, *known_to(town, "joop"))["dossier"]
    with Line(town, "joop") as line:
        found = compare(
            lambda number: line.answer("dossier", "id", ids[number % len(ids)]), lambda number: line.answer("dossier", "id", f"{number:016x}"),
            size.pairs,
        )  # fmt: skip
    assert 1 - size.even < found.ratio < 1 / (1 - size.even), found
