"""One websocket: what comes in is weighed, and it closes as soon as the login no longer holds."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Protocol

from google.protobuf.message import DecodeError
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from popforms.store.sessions import Login

KINDS = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"}
"""What a page needs. Not clear_cache, for instance: from anyone it empties the caches of all."""
LOOK_SECONDS = 1.0
"""How often a silent line asks whether its login still holds; every frame that comes in asks too."""
SEND_SECONDS = 0.2
"""How long what a page says may go out without asking anew; a page says hundreds of things in one run."""
TOUCH_SECONDS = 30.0


class Sessions(Protocol):
    """What a line asks of the guard."""

    def find(self, session: str) -> Login | None: ...

    async def touch(self, session: str) -> None: ...


class Line:
    """Stands between a browser and Streamlit for the life of one websocket."""

    def __init__(self, sessions: Sessions, session: str, receive: Receive, send: Send) -> None:
        self.sessions = sessions
        self.session = session
        self._receive = receive
        self._send = send
        self._next: asyncio.Future[Message] | None = None
        self._touched = 0.0
        self._touching: asyncio.Task[None] | None = None
        self._looked = 0.0
        self._runs = 0
        self._closed = False

    async def receive(self) -> Message:
        while True:
            if self._next is None:
                self._next = asyncio.ensure_future(self._receive())
            await asyncio.wait({self._next}, timeout=LOOK_SECONDS)
            if not self._holds():
                return await self._hang_up()
            if not self._next.done():
                continue
            message, self._next = self._next.result(), None
            if message["type"] != "websocket.receive" or self._passes(message.get("bytes")):
                return message

    async def send(self, message: Message) -> None:
        if time.monotonic() - self._looked > SEND_SECONDS and not self._holds():
            await self._hang_up()
        if not self._closed:
            await self._send(message)

    def _holds(self) -> bool:
        self._looked = time.monotonic()
        return self.sessions.find(self.session) is not None

    def end(self) -> None:
        if self._next is not None:
            self._next.cancel()

    async def _hang_up(self) -> Message:
        if not self._closed:
            self._closed = True
            with suppress(OSError):  # the browser may have gone first
                await self._send({"type": "websocket.close", "code": 1008})
        return {"type": "websocket.disconnect", "code": 1008}

    def _passes(self, data: bytes | None) -> bool:
        if not data:
            return False
        asked = BackMsg()
        try:
            asked.ParseFromString(data)
        except DecodeError:
            return False
        kind = asked.WhichOneof("type")
        if kind == "rerun_script" and not asked.rerun_script.is_auto_rerun:
            self._runs += 1
            if self._runs > 1:  # the first is asked by the tab itself, also when it comes back by itself after a lost line
                self._note_activity()
        deferred = kind == "backend_operation_request" and asked.backend_operation_request.HasField("deferred_file")
        return kind in KINDS or deferred

    def _note_activity(self) -> None:
        now = time.monotonic()
        if now - self._touched > TOUCH_SECONDS:
            self._touched = now
            self._touching = asyncio.ensure_future(self.sessions.touch(self.session))
