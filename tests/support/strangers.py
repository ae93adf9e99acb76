"""Ids of others in every address: is the answer, byte for byte, that of an id that does not exist?"""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from popforms.demo import PASSWORD
from tests.support.forging import state
from tests.support.page_line import PageLine
from tests.support.server import Server

MANGLED = ("../{}", "{}'--", "{}%00", " {}", "{}:1", "<b>{}</b>", "{0}{0}")
"""Ids with something around them that has opened doors elsewhere."""
PLACES = (("dossier", "id"), ("formulier", "record"))
"""The addresses that take an id."""
NOT_THE_ANSWER = ("new_session", "script_finished", "session_status_changed", "session_event")
"""Messages that are about the line itself: they carry random numbers of the session and say nothing about a dossier."""
RUN_NUMBER = re.compile(rb'<span id="pf-run" data-run="\d+" hidden></span>')
"""The last message of a run: how many runs this tab had."""


def foreign_ids(server: Server, known_dossiers: Iterable[str], known_records: Iterable[str]) -> dict[str, list[str]]:
    """Every kind of id that exists, without those that somebody may know."""
    known_d, known_r = set(known_dossiers), set(known_records)
    with closing(server.database()) as db:
        records = list(db.query("SELECT id, dossier_id FROM record WHERE dossier_id IS NOT NULL"))
        found = {
            "dossier": [row["id"] for row in db.query("SELECT id FROM dossier") if row["id"] not in known_d],
            "record": [row["id"] for row in records if row["id"] not in known_r and row["dossier_id"] not in known_d],
        }
        for kind in ("action", "file", "print"):
            column = "record_id" if kind == "print" else "id"
            found[kind] = [
                str(row[column]) for row in db.query(f"SELECT {column}, record_id FROM {kind}") if row["record_id"] in found["record"]
            ]
        found["account"] = [row["id"] for row in db.query("SELECT id FROM user")]
    return {kind: ids for kind, ids in found.items() if ids}


class Line:
    """The answers that one person gets, without what tells runs apart."""

    def __init__(self, server: Server, username: str) -> None:
        self._frames: list[bytes] = []
        self._tab = PageLine(server, server.log_in(username, PASSWORD), hears=self._frames.append)

    def __enter__(self) -> Line:
        self._tab.__enter__()
        self._tab.run()
        return self

    def __exit__(self, *told: object) -> None:
        self._tab.__exit__(None, None, None)

    def answer(self, page: str, name: str, value: str, *, pressed: str = "") -> list[bytes]:
        """All that comes for an address with this id; `pressed` is the name of a button that is sent along."""
        self._frames.clear()
        widgets = [state(f"$$ID-{'0' * 32}-{pressed.format(value)}", "trigger_value", True)] if pressed else []
        self._tab.run(f"{name}={value}", page=page, widgets=widgets)
        return [told for frame in self._frames if (told := _bare(frame, value))]


def _bare(frame: bytes, value: str) -> bytes:
    """A message without the numbers of the run, and with the id that was asked for replaced."""
    message = ForwardMsg()
    message.ParseFromString(frame)
    if message.WhichOneof("type") in NOT_THE_ANSWER:
        return b""
    message.hash = ""
    text = message.SerializeToString(deterministic=True).replace(value.encode(), b"?" * 16)
    return b"" if RUN_NUMBER.search(text) else text


def asked(ids: dict[str, list[str]], times: int, seed: str) -> Iterator[tuple[str, str, str, str]]:
    """So many addresses with an id that is not one's own, each with one that does not exist and looks the same."""
    rng, kinds = random.Random(seed), sorted(ids)
    for number in range(times):
        kind = kinds[number % len(kinds)]
        found, nothing = rng.choice(ids[kind]), secrets.token_hex(8)
        if number % 5 == 4:
            around = rng.choice(MANGLED)
            found, nothing = around.format(found), around.format(nothing)
        page, name = PLACES[number // len(kinds) % len(PLACES)]
        yield page, name, found, nothing
