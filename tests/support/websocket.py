"""Streamlit's websocket as a test speaks it."""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from popforms.server.guard import COOKIE
from tests.support.server import Server


def open_line(
    server: Server,
    *,
    cookie: str | None = None,
    session_id: str | None = None,
    origin: str | None = "",
    host: str | None = None,
    headers: dict[str, str] | None = None,
) -> ClientConnection:
    """Connect as a browser does; `session_id` is the one to take up again, `origin` None sends no Origin."""
    given = dict(headers or {})
    if cookie:
        given["cookie"] = f"{COOKIE}={cookie}"
    if origin is not None:
        given["origin"] = origin or server.base_url
    return connect(
        f"ws://{host or server.base_url.removeprefix('http://')}/_stcore/stream",
        additional_headers=given,
        subprotocols=["streamlit", "PLACEHOLDER", session_id] if session_id else ["streamlit"],  # type: ignore[list-item]
        open_timeout=10,
    )


def run_page(line: ClientConnection) -> str:
    """Ask for a run of the page and return the session id that comes with it."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    line.send(asked.SerializeToString())
    while True:
        message = ForwardMsg()
        message.ParseFromString(bytes(line.recv(timeout=15)))  # type: ignore[arg-type]
        if message.WhichOneof("type") == "new_session":
            return message.new_session.initialize.session_id
