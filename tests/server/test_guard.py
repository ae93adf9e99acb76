"""The guard: nothing opens without a login that holds, and the browser is never believed."""

from __future__ import annotations

import re
import time
from contextlib import closing

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from popforms.server.guard import COOKIE, UPLOADS
from popforms.store.accounts import Accounts
from popforms.store.sessions import hash_of
from tests.support.server import Server
from tests.support.websocket import open_line, run_page

PAGES = ["/", "/werk", "/dossier?nr=7", "/index.html", "/manifest.json"]
CLOSED = [
    "/_stcore/stream",
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/script-health-check",
    "/werk/_stcore/health",
    "/auth/login",
    "/component/x/index.html",
]
LOCKED = ["/media/0123.pdf", "/_stcore/host-config", "/_stcore/upload_file/a/b", "/_stcore/bidi-components/x", "/bestand/x"]


@pytest.fixture(scope="module")
def petra(server: Server) -> str:
    """A login that no test ends."""
    return server.log_in("petra")


# --- it works --------------------------------------------------------------------------------------------------------


def test_who_is_logged_in_gets_the_page_in_dutch(server: Server, petra: str) -> None:
    with server.client(petra) as client:
        page = client.get("/werk")
    assert page.status_code == 200
    assert '<html lang="nl">' in page.text and "<title>popforms</title>" in page.text
    assert "JavaScript aan" in page.text and "agent" not in page.text
    assert '<script src="/pf/app.js" defer>' in page.text


def test_a_page_is_whole_whatever_encoding_or_part_was_asked(server: Server, petra: str) -> None:
    asked = {"accept-encoding": "gzip", "range": "bytes=0-9", "if-modified-since": "Sat, 01 Jan 2050 00:00:00 GMT"}
    with server.client(petra, **asked) as client:
        page = client.get("/")
    assert page.status_code == 200
    assert page.text.rstrip().endswith("</html>") and len(page.content) == int(page.headers["content-length"])


def test_a_websocket_with_the_cookie_runs_the_page(server: Server, petra: str) -> None:
    with open_line(server, cookie=petra) as line:
        assert run_page(line)


def test_a_lost_line_comes_back_to_its_own_session(server: Server, petra: str) -> None:
    with open_line(server, cookie=petra) as line:
        session_id = run_page(line)
    with open_line(server, cookie=petra, session_id=session_id) as line:
        assert run_page(line) == session_id


def test_every_font_that_the_stylesheet_names_is_there(server: Server) -> None:
    """A name in Arabic or Ethiopic letters is shown on a computer that has none; nothing else of that folder is served."""
    style = httpx.get(f"{server.base_url}/pf/app.css").text
    fonts = re.findall(r'url\("(/pf/[^"]+)"\)', style)
    assert len(fonts) == 4
    for font in fonts:
        answer = httpx.get(server.base_url + font)
        assert (answer.status_code, answer.content[:4]) == (200, b"\x00\x01\x00\x00")
    assert httpx.get(f"{server.base_url}/pf/OFL.txt").status_code == 404


@pytest.mark.parametrize("path", ["/", "/inloggen", "/pf/app.js", "/_stcore/health", "/healthz", "/media/x", "/nergens"])
def test_every_answer_carries_the_headers(server: Server, petra: str, path: str) -> None:
    with server.client(petra) as client:
        answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert path.startswith("/pf/") or answer.headers["cache-control"] == "no-store"


# --- without a login -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_without_a_login_every_page_leads_to_the_login_page(server: Server, path: str) -> None:
    with server.client() as client:
        answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/inloggen")
    assert answer.text == ""


@pytest.mark.parametrize("path", LOCKED)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_without_a_login_nothing_else_answers(server: Server, path: str, method: str) -> None:
    with server.client() as client:
        assert client.request(method, path).status_code == 401


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_nobody_needs_is_closed_for_everybody(server: Server, petra: str, path: str, method: str) -> None:
    for cookie in (None, petra):
        with server.client(cookie) as client:
            assert client.request(method, path).status_code == 404


def test_no_other_site_is_named_to_the_browser(server: Server, petra: str) -> None:
    with server.client(petra) as client:
        told = client.get("/_stcore/host-config").json()
    assert told["allowedOrigins"] == [] and told["metricsUrl"] == ""


@pytest.mark.parametrize("cookie", [None, "x" * 43, "x" * 5000])
def test_a_websocket_without_a_login_is_refused(server: Server, cookie: str | None) -> None:
    with pytest.raises(InvalidStatus):
        open_line(server, cookie=cookie)


# --- a session id is no key ------------------------------------------------------------------------------------------


def upload(server: Server, cookie: str, session_id: str, method: str = "PUT") -> int:
    """Send a file to a session, with the token that Streamlit asks of every browser."""
    with server.client(cookie) as client:
        token = client.get("/_stcore/health").cookies["_streamlit_xsrf"]
        headers = {"cookie": f"{COOKIE}={cookie}; _streamlit_xsrf={token}", "x-xsrftoken": token}
        path = f"/_stcore/upload_file/{session_id}/een-bestand"
        files = {"file": ("x.txt", b"x")} if method == "PUT" else None
        return client.request(method, path, headers=headers, files=files).status_code


def test_a_session_id_without_its_cookie_opens_nothing(server: Server, petra: str) -> None:
    with open_line(server, cookie=petra) as line:
        session_id = run_page(line)
        with pytest.raises(InvalidStatus):
            open_line(server, session_id=session_id)
        with server.client() as client:
            for method in ("GET", "PUT", "DELETE"):
                assert client.request(method, f"/_stcore/upload_file/{session_id}/x").status_code == 401


def test_a_session_id_with_the_cookie_of_a_colleague_opens_nothing(server: Server, petra: str) -> None:
    other = server.log_in("bram")
    with open_line(server, cookie=petra) as line:
        session_id = run_page(line)
        with open_line(server, cookie=other, session_id=session_id) as stolen:
            assert run_page(stolen) != session_id
        assert upload(server, other, session_id) == 403
        assert upload(server, petra, session_id) == 204
        assert run_page(line) == session_id, "her own line is still there"


def test_nobody_sends_files_without_end(server: Server) -> None:
    cookie = server.log_in("petra")
    with open_line(server, cookie=cookie) as line:
        session_id = run_page(line)
        sent = [upload(server, cookie, session_id) for _ in range(UPLOADS + 1)]
    assert sent == [204] * UPLOADS + [403]


def test_a_session_id_after_the_line_dropped_is_no_key_for_a_colleague_either(server: Server, petra: str) -> None:
    with open_line(server, cookie=petra) as line:
        session_id = run_page(line)
    with open_line(server, cookie=server.log_in("bram"), session_id=session_id) as stolen:
        assert run_page(stolen) != session_id


def test_an_identity_header_from_outside_is_worth_nothing(server: Server, petra: str) -> None:
    forged = {"x-popforms-login": hash_of(petra)}
    with pytest.raises(InvalidStatus):
        open_line(server, headers=forged)
    with open_line(server, cookie=petra) as line:
        session_id = run_page(line)
    with open_line(server, cookie=server.log_in("bram"), session_id=session_id, headers=forged) as stolen:
        assert run_page(stolen) != session_id


# --- where it comes from ---------------------------------------------------------------------------------------------


def hosts_of(server: Server) -> list[str]:
    port = server.port
    return ["evil.example", f"evil.example:{port}", f"127.0.0.1:{port}", "localhost", f"localhost:{port}.evil.example", ""]


def test_another_host_is_refused_everywhere(server: Server, petra: str) -> None:
    for host in hosts_of(server):
        with server.client(petra, host=host) as client:
            for path in ("/", "/healthz", "/_stcore/health", "/pf/app.js", "/sessie", "/static/x.js"):
                assert client.get(path).status_code == 403, (host, path)
            assert client.post("/inloggen", data={"gebruikersnaam": "petra"}).status_code == 403


def test_on_another_host_the_login_page_says_where_to_go_and_asks_nothing(server: Server) -> None:
    with server.client(host="10.0.0.5:8501") as client:
        page = client.get("/inloggen")
    assert server.base_url in page.text and "POPFORMS_URL" in page.text
    assert "<input" not in page.text and "<form" not in page.text


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost", "null", "http://localhost:1"])
def test_a_foreign_origin_is_refused(server: Server, petra: str, origin: str) -> None:
    cookie = petra
    with server.client(cookie, origin=origin) as client:
        for path in ("/inloggen", "/uitloggen", "/sessie/actief"):
            assert client.post(path).status_code == 403
        assert client.get("/").status_code == 403
    with pytest.raises(InvalidStatus):
        open_line(server, cookie=cookie, origin=origin)
    with server.client(cookie) as client:
        assert client.get("/sessie").status_code == 204, "the foreign logout did nothing"


def test_a_missing_origin_is_refused_where_something_is_done(server: Server, petra: str) -> None:
    answer = httpx.post(server.base_url + "/uitloggen", headers={"cookie": f"{COOKIE}={petra}"})
    assert answer.status_code == 403
    with pytest.raises(InvalidStatus):
        open_line(server, cookie=petra, origin=None)


def test_a_form_of_our_own_page_passes_though_its_origin_is_hidden(server: Server) -> None:
    with server.client(server.log_in("petra"), origin="null", **{"sec-fetch-site": "same-origin"}) as client:
        assert client.post("/uitloggen").status_code == 303
    with server.client(server.log_in("petra"), origin="null", **{"sec-fetch-site": "cross-site"}) as client:
        assert client.post("/uitloggen").status_code == 403


# --- the end of a login ----------------------------------------------------------------------------------------------


def closes(line: object, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            try:
                line.recv(timeout=0.2)  # type: ignore[attr-defined]
            except TimeoutError:
                continue
    except ConnectionClosed:
        return True
    return False


def test_logging_out_closes_every_open_tab_at_once(server: Server) -> None:
    cookie, other = server.log_in("petra"), server.log_in("petra")
    with open_line(server, cookie=cookie) as line, open_line(server, cookie=other) as elsewhere:
        run_page(line), run_page(elsewhere)
        with server.client(cookie) as client:
            assert client.post("/uitloggen").status_code == 303
            assert client.get("/sessie").status_code == 401
            assert client.get("/").status_code == 303
        assert closes(line)
        assert run_page(elsewhere), "another login of the same person stays"
    with pytest.raises(InvalidStatus):
        open_line(server, cookie=cookie)


def test_after_logging_out_not_one_message_more_is_heard(server: Server) -> None:
    cookie = server.log_in("petra")
    with open_line(server, cookie=cookie) as line:
        run_page(line)
        with server.client(cookie) as client:
            client.post("/uitloggen")
        with pytest.raises(ConnectionClosed):
            run_page(line)


def test_other_roles_and_a_closed_account_end_a_login_at_once(server: Server) -> None:
    user_id = server.add_user("tijdelijk", roles=["PC"])
    for change in (lambda a: a.set_roles(user_id, ["MB"], []), lambda a: a.close(user_id)):
        cookie = server.log_in("tijdelijk")
        with open_line(server, cookie=cookie) as line, closing(server.database()) as db:
            run_page(line)
            change(Accounts(db))
            assert closes(line)


def test_the_log_holds_no_name_token_or_session(server: Server) -> None:
    cookie = server.log_in("petra")
    with server.client(cookie) as client:
        client.get("/dossier?nr=geheim")
        client.get(f"/bestand/{cookie}")
    log = server.log()
    assert cookie not in log and "petra" not in log.lower() and "geheim" not in log
