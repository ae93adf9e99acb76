"""A file that a page hands out: once, for one login, kept by nobody."""

from __future__ import annotations

from contextlib import closing

from popforms.store.accounts import Accounts
from popforms.store.sessions import hash_of
from tests.support.server import Server


def lay_ready(server: Server, cookie: str, name: str = "F08-2025-001-v2-x7.pdf") -> str:
    with closing(server.database()) as db:
        return Accounts(db).hand_out(hash_of(cookie), name, "application/pdf", b"%PDF-1.7 inhoud")


def test_a_file_is_fetched_once(server: Server) -> None:
    cookie = server.log_in("petra")
    token = lay_ready(server, cookie)
    with server.client(cookie) as client:
        file, again = client.get(f"/bestand/{token}"), client.get(f"/bestand/{token}")
    assert (file.status_code, file.content) == (200, b"%PDF-1.7 inhoud")
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"] == "attachment; filename*=utf-8''F08-2025-001-v2-x7.pdf"
    assert file.headers["cache-control"] == "no-store"
    assert again.status_code == 404 and "maak het bestand opnieuw" in again.text


def test_a_colleague_does_not_get_it_and_does_not_spoil_it(server: Server) -> None:
    cookie = server.log_in("petra")
    token = lay_ready(server, cookie)
    with server.client(server.log_in("bram")) as client:
        assert client.get(f"/bestand/{token}").status_code == 404
    with server.client() as client:
        assert client.get(f"/bestand/{token}").status_code == 401
    with server.client(cookie) as client:
        assert client.get(f"/bestand/{token}").status_code == 200


def test_logging_out_takes_it_away(server: Server) -> None:
    cookie = server.log_in("petra")
    token = lay_ready(server, cookie)
    with server.client(cookie) as client:
        client.post("/uitloggen")
    with closing(server.database()) as db:
        assert Accounts(db).take_handout(token, hash_of(cookie)) is None


def test_a_name_cannot_break_out_of_its_header(server: Server) -> None:
    cookie = server.log_in("petra")
    token = lay_ready(server, cookie, 'a"b\r\nset-cookie: x=1; é.pdf')
    with server.client(cookie) as client:
        file = client.get(f"/bestand/{token}")
    assert file.status_code == 200 and "set-cookie" not in file.headers
