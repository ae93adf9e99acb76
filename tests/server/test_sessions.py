"""How long a login lasts and what ends it; time passes because the moments in the database are set back."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from popforms.store.accounts import Accounts
from popforms.store.connection import utc_now
from popforms.store.sessions import hash_of
from tests.support.server import PASSWORD, Server
from tests.support.websocket import open_line, run_page


def idle_for(server: Server, cookie: str) -> timedelta:
    with closing(server.database()) as db:
        (row,) = db.query("SELECT seen_at FROM session WHERE token_hash = ?", [hash_of(cookie)])
    return utc_now() - datetime.fromisoformat(row["seen_at"])


def beat(line: ClientConnection) -> None:
    """What an open tab sends by itself."""
    asked = BackMsg()
    asked.app_heartbeat = True
    line.send(asked.SerializeToString())


def closes(line: ClientConnection, seconds: float = 5) -> bool:
    """Whether the line closes while its tab does nothing but beat."""
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            beat(line)
            try:
                line.recv(timeout=0.2)
            except TimeoutError:
                continue
    except ConnectionClosed:
        return True
    return False


# --- what counts as work ---------------------------------------------------------------------------------------------

TEN = timedelta(minutes=10)


def test_a_key_in_an_open_form_an_edit_and_a_page_that_is_opened_count(server: Server) -> None:
    cookie = server.log_in("petra")
    with server.client(cookie) as client, open_line(server, cookie=cookie) as line:
        run_page(line)

        def key() -> object:
            return client.post("/sessie/actief")

        def page() -> object:
            return client.get("/werk")

        def edit() -> object:
            return run_page(line)

        for work in (key, page, edit):
            server.set_back(cookie, idle=TEN)
            work()
            time.sleep(0.3)
            assert idle_for(server, cookie) < timedelta(seconds=5), work.__name__


def test_an_open_tab_that_asks_beats_and_comes_back_does_not_count(server: Server) -> None:
    cookie = server.log_in("petra")
    with server.client(cookie) as client, open_line(server, cookie=cookie) as line:
        session_id = run_page(line)
        server.set_back(cookie, idle=TEN)
        for path in ("/sessie", "/healthz", "/pf/app.js", "/_stcore/health", "/_stcore/host-config", "/werk/_stcore/health"):
            client.get(path)
        for _ in range(3):
            beat(line)
    with open_line(server, cookie=cookie, session_id=session_id) as line:  # the tab comes back after a lost line
        assert run_page(line) == session_id
        beat(line)
        time.sleep(0.3)
    assert idle_for(server, cookie) > timedelta(minutes=9, seconds=59)


# --- the end ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "passed",
    [{"idle": timedelta(minutes=30, seconds=1)}, {"open_for": timedelta(hours=10, seconds=1)}],
    ids=["half an hour of nothing", "ten hours of work"],
)
def test_at_the_end_page_file_and_open_line_close_and_work_opens_nothing_again(server: Server, passed: dict[str, timedelta]) -> None:
    cookie = server.log_in("petra")
    with closing(server.database()) as db:
        file = Accounts(db).hand_out(hash_of(cookie), "x.pdf", "application/pdf", b"x")
    with open_line(server, cookie=cookie) as line, server.client(cookie) as client:
        run_page(line)
        server.set_back(cookie, **passed)
        assert closes(line)
        for _ in range(2):
            assert client.post("/sessie/actief").status_code == 401
            assert client.get("/sessie").status_code == 401
            assert client.get("/werk").status_code == 303
            assert client.get(f"/bestand/{file}").status_code == 401


def test_the_page_is_told_how_long_it_has_and_whether_work_helps(server: Server) -> None:
    cookie = server.log_in("petra")
    with server.client(cookie) as client:
        for passed, seconds, end in (
            ({"idle": timedelta(minutes=28)}, 120, "rust"),
            ({"open_for": timedelta(hours=9, minutes=58)}, 120, "vast"),
            ({"idle": timedelta(minutes=1), "open_for": timedelta(hours=9)}, 1740, "rust"),
        ):
            server.set_back(cookie, **passed)
            told = client.get("/sessie").headers
            assert seconds - 3 <= int(told["x-popforms-seconden"]) <= seconds and told["x-popforms-einde"] == end


ENDS: dict[str, Callable[[Accounts, str], object]] = {
    "a new password": lambda accounts, user: accounts.change_password(user, PASSWORD, PASSWORD + "!", ""),
    "a forgotten password": lambda accounts, user: accounts.redeem("wisselend", accounts.make_code("wachtwoord", user), PASSWORD, ""),
    "another role": lambda accounts, user: accounts.set_roles(user, ["MB"], ["een"]),
    "another gemeente": lambda accounts, user: accounts.set_roles(user, ["PC"], ["twee"]),
    "a phone that was reset": lambda accounts, user: accounts.reset_factor(user),
    "a closed account": lambda accounts, user: accounts.close(user),
}


@pytest.mark.parametrize("why", ENDS)
def test_what_ends_a_login_ends_its_open_line_at_once(server: Server, why: str) -> None:
    with closing(server.database()) as db:
        accounts = Accounts(db)
        user = next((a.user.id for a in accounts.all() if a.user.username == "wisselend"), None)
        user = user or server.add_user("wisselend", roles=["PC"], gemeenten=["een"])
        accounts.set_roles(user, ["PC"], ["een"])
        accounts.redeem("wisselend", accounts.make_code("wachtwoord", user), PASSWORD, "")
        cookie = server.log_in("wisselend")
        with open_line(server, cookie=cookie) as line:
            run_page(line)
            assert not closes(line, 1.5), "until then it stays"
            ENDS[why](accounts, user)
            assert closes(line, 3)
        with server.client(cookie) as client:
            assert client.get("/sessie").status_code == 401
