"""What may come in over a websocket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg

from popforms.access import User
from popforms.server.line import SEND_SECONDS, Line
from popforms.store.sessions import Login


class Desk:
    """Stands in for the guard: a login that holds until it is ended."""

    def __init__(self) -> None:
        self.holds = True
        self.touched = 0

    def find(self, session: str) -> Login | None:
        return Login(User("1", "petra", "Petra"), session, 1800) if self.holds else None

    async def touch(self, session: str) -> None:
        self.touched += 1


def message(fill: Callable[[BackMsg], None]) -> bytes:
    asked = BackMsg()
    fill(asked)
    return asked.SerializeToString()


def rerun(asked: BackMsg, auto: bool = False) -> None:
    asked.rerun_script.query_string = "x"
    asked.rerun_script.is_auto_rerun = auto


def heard(frames: list[bytes | None], desk: Desk) -> list[bytes]:
    """Which of the frames reach the page."""

    async def listen() -> list[bytes]:
        waiting: list[Message] = [{"type": "websocket.receive", "bytes": frame} for frame in frames]
        waiting.append({"type": "websocket.disconnect", "code": 1000})

        async def receive() -> Message:
            return waiting.pop(0)

        async def send(_message: Message) -> None:
            """The browser."""

        line, passed = Line(desk, "session", receive, send), []
        while (got := await line.receive())["type"] == "websocket.receive":
            passed.append(got["bytes"])
        await asyncio.sleep(0)
        return passed

    with ThreadPoolExecutor(1) as pool:  # the browser of other tests has a loop of its own in this thread
        return pool.submit(asyncio.run, listen()).result()


def test_what_a_page_needs_passes() -> None:
    def deferred(asked: BackMsg) -> None:
        asked.backend_operation_request.deferred_file.file_id = "x"

    def beat(asked: BackMsg) -> None:
        asked.app_heartbeat = True

    frames: list[bytes | None] = [message(rerun), message(beat), message(deferred)]
    assert heard(frames, Desk()) == frames


@pytest.mark.parametrize(
    "fill",
    [
        lambda asked: setattr(asked, "clear_cache", True),
        lambda asked: setattr(asked, "set_run_on_save", True),
        lambda asked: setattr(asked, "load_git_info", True),
        lambda asked: setattr(asked, "debug_shutdown_runtime", True),
        lambda asked: asked.backend_operation_request.install_skills.SetInParent(),
        lambda asked: None,
    ],
)
def test_what_concerns_others_or_the_machine_does_not_pass(fill: Callable[[BackMsg], None]) -> None:
    assert heard([message(fill), b"\xff\xff\xff", None], Desk()) == []


def test_work_counts_as_activity_and_a_page_that_refreshes_itself_does_not() -> None:
    desk = Desk()
    heard([message(lambda asked: rerun(asked, auto=True))], desk)
    assert desk.touched == 0
    heard([message(rerun)], desk)
    assert desk.touched == 0, "a tab asks its first run by itself, also when it comes back after a lost line"
    heard([message(rerun), message(rerun), message(rerun)], desk)
    assert desk.touched == 1, "once is enough for half a minute"


def test_a_beating_heart_is_no_activity() -> None:
    desk = Desk()
    heard([message(lambda asked: setattr(asked, "app_heartbeat", True))] * 5, desk)
    assert desk.touched == 0


def test_after_the_login_ended_nothing_is_said() -> None:
    desk, said = Desk(), list[str]()

    async def talk() -> None:
        async def receive() -> Message:
            return {"type": "websocket.disconnect", "code": 1000}

        async def send(message: Message) -> None:
            said.append(message["type"])

        line = Line(desk, "session", receive, send)
        await line.send({"type": "websocket.send", "bytes": b"one"})
        desk.holds = False
        await asyncio.sleep(SEND_SECONDS * 1.2)
        await line.send({"type": "websocket.send", "bytes": b"two"})
        await line.send({"type": "websocket.send", "bytes": b"three"})

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, talk()).result()
    assert said == ["websocket.send", "websocket.close"]


def test_after_the_login_ended_nothing_passes() -> None:
    desk = Desk()
    desk.holds = False
    assert heard([message(rerun)], desk) == []
