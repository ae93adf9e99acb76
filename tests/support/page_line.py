"""A page of Streamlit without a browser: asks for runs over the real websocket and reads all that comes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.support.server import Server
from tests.support.websocket import open_line


@dataclass(frozen=True)
class Widget:
    """Something on a page that a person can use: its id for the server, what kind of thing it is, and what can be chosen."""

    id: str
    kind: str
    options: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name that the page gave it."""
        return self.id.split("-", 2)[-1]


@dataclass
class Seen:
    """What came to a page: its words, widgets, parts that run by themselves, and the pages of the menu."""

    session_id: str = ""
    words: str = ""
    widgets: set[Widget] = field(default_factory=set)
    fragments: set[str] = field(default_factory=set)
    pages: dict[str, str] = field(default_factory=dict)
    media: set[str] = field(default_factory=set)

    def add(self, other: Seen) -> Seen:
        """Gather what was seen on several pages."""
        self.widgets |= other.widgets
        self.fragments |= other.fragments
        self.pages |= other.pages
        self.media |= other.media
        return self


class PageLine:
    """One tab of somebody: `with PageLine(server, cookie) as tab: tab.run("id=7", page="dossier")`; `hears` gets every frame."""

    def __init__(
        self, server: Server, cookie: str, *, session_id: str | None = None, hears: Callable[[bytes], object] = lambda _: None
    ) -> None:
        self.pages: dict[str, str] = {}
        self._hears = hears
        self._opening = open_line(server, cookie=cookie, session_id=session_id)

    def __enter__(self) -> PageLine:
        self.line = self._opening.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._opening.__exit__(kind, error, trace)

    def run(self, query: str = "", *, page: str = "", widgets: Iterable[WidgetState] = (), fragment: str = "") -> Seen:
        """Ask for a run of a page of the menu, by its name in the address, and read until it has ended."""
        if not self.pages:
            self._ask(BackMsg())
            self.read()
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_script_hash = self.pages.get(page, "")
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.widget_states.widgets.extend(widgets)
        self._ask(asked)
        return self.read()

    def _ask(self, asked: BackMsg) -> None:
        asked.rerun_script.SetInParent()
        self.line.send(asked.SerializeToString())

    def read(self, seconds: float = 20) -> Seen:
        """All that comes until a run has ended; raises TimeoutError when none ends."""
        seen, end = Seen(), time.monotonic() + seconds
        while True:
            raw = self.line.recv(timeout=max(0.01, end - time.monotonic()))
            message = ForwardMsg()
            content = raw if isinstance(raw, bytes) else raw.encode()
            self._hears(content)
            message.ParseFromString(content)
            self._see(message, seen)
            if message.WhichOneof("type") == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.pages |= seen.pages
                return seen

    @staticmethod
    def _see(message: ForwardMsg, seen: Seen) -> None:
        if message.HasField("new_session"):
            seen.session_id = message.new_session.initialize.session_id or seen.session_id
        if message.HasField("navigation"):
            seen.pages |= {one.url_pathname: one.page_script_hash for one in message.navigation.app_pages}
        if message.HasField("delta"):
            seen.fragments |= {message.delta.fragment_id} - {""}
            for part in _parts(message.delta):
                _look(part, seen)


def _parts(message: Message) -> Iterator[Message]:
    """A message and all messages in it."""
    yield message
    for descriptor, value in message.ListFields():
        if descriptor.message_type is None:
            continue
        for one in value if descriptor.is_repeated else [value]:
            if isinstance(one, Message):
                yield from _parts(one)


def _look(part: Any, seen: Seen) -> None:
    for descriptor, value in part.ListFields():
        if not isinstance(value, str):
            continue
        seen.words += f"{value}\n"
        if descriptor.name == "id" and value.startswith("$$"):
            seen.widgets.add(Widget(value, part.DESCRIPTOR.name, _options(part)))
        if value.startswith("/media/"):
            seen.media.add(value)


def _options(part: Any) -> tuple[str, ...]:
    options = getattr(part, "options", ())
    return tuple(str(getattr(one, "content", one)) for one in options)
