"""Messages that no page of ours would send write nothing that was not the sender's to write."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from popforms.demo import PASSWORD
from popforms.store import open_database
from tests.conftest import World
from tests.support.forging import FORGERS, Ground, forge, state, troubles
from tests.support.judging import Judge, changes, judged, picture
from tests.support.page_line import PageLine
from tests.support.sizes import Size

SENDERS = ("joop", "kaveh", "mart", "olga", "priya")
"""A begeleider, a kansverkenner, somebody who sees counts, a consulent of another gemeente, and the privacy officer."""


@pytest.mark.parametrize("sender", SENDERS)
def test_no_forged_message_writes_what_its_sender_may_not(ground: Ground, world: World, size: Size, tmp_path: Path, sender: str) -> None:
    times = size.messages // len(SENDERS)
    with judged(ground.server, world.forms, sender, tmp_path) as forbidden:
        report = forge(ground, sender, times, begin=SENDERS.index(sender) * times)
    assert forbidden == []
    assert sum(report.sent.values()) == times and len(report.sent) == min(times, len(FORGERS))
    assert report.silent == {} and report.ended == report.asked, "each run that was asked has ended, or its line was closed"
    assert troubles(ground.server.log()) == []


def test_the_server_lives_and_a_write_of_somebody_else_would_have_been_seen(ground: Ground, world: World, tmp_path: Path) -> None:
    server = ground.server
    before = picture(server, tmp_path / "voor.db")
    with judged(server, world.forms, "marieke", tmp_path) as forbidden:
        forge(ground, "marieke", 3 * len(FORGERS))
        type_somewhere(ground)
    assert forbidden == [], "all that she writes she may"
    after = picture(server, tmp_path / "na.db")
    with closing(open_database(before)) as old, closing(open_database(after)) as new:
        found = changes(before, after)
        assert found and Judge(world.forms, "joop", old, new).forbidden(found)
    with server.client() as client:
        assert client.get("/healthz").json()["status"] == "ok"
    with PageLine(server, server.log_in("marieke", PASSWORD)) as tab:
        assert "Marieke" in tab.run().words


def type_somewhere(ground: Ground) -> None:
    """Marieke types in the first text that is open to her, over the line that carries the forged messages too."""
    with PageLine(ground.server, ground.server.log_in("marieke", PASSWORD)) as tab:
        for record in ground.records:
            fields = [one for one in tab.run(f"record={record}", page="formulier").widgets if one.key.startswith(f"{record}:")]
            if texts := sorted(one.id for one in fields if one.kind in ("TextArea", "TextInput")):
                tab.run(f"record={record}", page="formulier", widgets=[state(texts[0], "string_value", "Anders")])
                return
    raise AssertionError("no text is open to her")
