"""A word of its own in every text of three dossiers: nobody comes across one that docs/domein/rechten.md closes to them."""

from __future__ import annotations

from contextlib import closing

from tests.support.canaries import EMERGENCY, Aviary, begin_emergencies
from tests.support.server import Server
from tests.support.sizes import Size
from tests.support.walking import Walk

UNKEPT = {"F05a Narges", "F23"}
"""Of these there is no version with canaries: a check of their own does not take such words, or the dossier is not for a maatje."""
WORD = rb"kanarie[bcdfghjklmnpqrstvwxz]{9}"
MUST_SEE = {"marieke": 0.9, "joop": 0.5, "nood-ic": 0.3}
"""So much of what these may read must come by, else the walk looks at too little to prove anything."""


def test_nobody_comes_across_a_word_that_is_closed_to_them(aviary: tuple[Server, Aviary], size: Size) -> None:
    server, birds = aviary
    places = {one.word: one for one in birds.canaries}
    assert len(places) == len(birds.canaries) > 300 and set(birds.unkept) <= UNKEPT
    leaked, seen_by, names, broken = [], dict[str, set[str]](), list[str](), 0
    for who in birds.onlookers:
        if size.onlookers and who.username not in size.onlookers:
            continue
        if who.relation == EMERGENCY:
            with closing(server.database()) as db:
                broken += begin_emergencies(birds, db, who)
        with Walk(server, who.username, WORD) as walk:
            walk.search("kanarie")
            found = walk.look(birds.dossiers.values(), birds.records)
        allowed = {one.word for one in birds.canaries if birds.may_see(who, one)}
        leaked += [(who.username, places[word].place, where) for word, where in found.words.items() if word not in allowed]
        seen_by[who.username] = set(found.words) & allowed
        names += found.names
    assert leaked == []
    assert broken, "nobody opened a dossier with noodinzage"
    for username, few in MUST_SEE.items():
        readable = {one.word for one in birds.canaries if birds.may_see(birds.onlooker(username), one)}
        assert len(seen_by.get(username, readable)) > few * len(readable), f"{username} came by what may be read"
    assert names and not [one for one in names if "kanarie" in one]


def test_no_word_of_a_dossier_stands_in_the_log_or_in_the_audit_trail(aviary: tuple[Server, Aviary]) -> None:
    server, birds = aviary
    assert "kanarie" not in server.log()
    with closing(server.database()) as db:
        rows = db.conn.execute(
            "SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM audit_detail WHERE detail LIKE '%kanarie%')"
        ).fetchone()
    assert rows[0] > len(birds.records) and rows[1] == 0
