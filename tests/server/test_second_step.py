"""The second step at the door of a running server: half a login opens nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from popforms.server.guard import COOKIE, HALF
from popforms.store.accounts import Accounts
from popforms.store.sessions import hash_of
from tests.support.phone import Phone
from tests.support.server import PASSWORD, Server, cookie_of, half_of, secret_of, set_up_phone
from tests.support.websocket import open_line, run_page


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that asks the second step, as every server does that is not a demo."""
    with Server(tmp_path_factory.mktemp("strict"), POPFORMS_SECOND_FACTOR="aan") as running:
        yield running


def password_only(server: Server, username: str, back: str = "/") -> str:
    """The cookie of the half login after the right password."""
    with server.client() as client:
        answer = client.post("/inloggen", data={"gebruikersnaam": username, "wachtwoord": PASSWORD, "terug": back})
    assert answer.headers["location"] == "/tweede-stap?gelukt=1" and COOKIE + "=" not in answer.headers["set-cookie"]
    return half_of(answer)


def give(server: Server, half: str, **fields: str) -> httpx.Response:
    with server.client(half=half) as client:
        return client.post("/tweede-stap", data=fields)


def page(server: Server, half: str, query: str = "") -> httpx.Response:
    with server.client(half=half) as client:
        return client.get("/tweede-stap" + query)


# --- it works --------------------------------------------------------------------------------------------------------


def test_the_first_time_the_phone_is_set_up_and_the_codes_are_shown_once(strict: Server) -> None:
    strict.add_user("petra", roles=["PC"])
    half = password_only(strict, "petra", "/dossier?id=7")
    shown = page(strict, half)
    assert shown.status_code == 200 and shown.headers["cache-control"] == "no-store"
    phone = Phone(secret_of(shown.text))
    assert re.search(r'<img src="data:image/svg\+xml[^"]+" alt="QR-code', shown.text)
    assert f'href="otpauth://totp/popforms:petra?secret={phone.secret}&amp;issuer=popforms"' in shown.text
    assert page(strict, half).text == shown.text, "looking again changes nothing"
    codes = give(strict, half, code=phone.code())
    shown_codes = re.findall(r"<li><code>(\w{4}-\w{4}-\w{4})</code>", codes.text)
    assert codes.status_code == 200 and len(shown_codes) == 10 and "set-cookie" not in codes.headers
    assert not any(code in page(strict, half).text for code in shown_codes)
    done = give(strict, half, bewaard="1")
    with strict.client(cookie_of(done)) as client:
        assert client.get(done.headers["location"]).headers["location"] == "/dossier?id=7"
        assert client.get("/werk").status_code == 200
    assert page(strict, half).headers["location"].startswith("/inloggen"), "the half login is over"


def test_after_that_password_and_code_open_the_door(strict: Server) -> None:
    strict.add_user("bram", roles=["MB"])
    phone, codes = set_up_phone(strict, "bram")
    half = password_only(strict, "bram")
    asked = page(strict, half).text
    assert 'inputmode="numeric"' in asked and 'autocomplete="one-time-code"' in asked and phone.secret not in asked
    wrong = give(strict, half, code=phone.wrong())
    assert wrong.status_code == 401 and 'role="alert"' in wrong.text and "klopt niet" in wrong.text
    with strict.client(cookie_of(give(strict, half, code=phone.code()))) as client:
        assert client.get("/sessie").status_code == 204
    half = password_only(strict, "bram")
    assert "Reservecode" in page(strict, half, "?met=reservecode").text
    assert cookie_of(give(strict, half, reservecode=codes[0]))


def test_a_new_phone_asks_password_and_code_and_ends_the_old_one(strict: Server) -> None:
    strict.add_user("nadia", roles=["MB"])
    phone, codes = set_up_phone(strict, "nadia")
    cookie = cookie_of(give(strict, password_only(strict, "nadia"), code=phone.code()))
    with strict.client(cookie) as client:
        assert "Nieuwe telefoon instellen" in client.get("/telefoon").text
        for wachtwoord, code in ((PASSWORD, phone.wrong()), ("fout wachtwoord", phone.code()), (PASSWORD, "")):
            refused = client.post("/telefoon", data={"wachtwoord": wachtwoord, "code": code, "telefoon": "1"})
            assert refused.status_code == 422 and "set-cookie" not in refused.headers
        half = half_of(client.post("/telefoon", data={"wachtwoord": PASSWORD, "code": codes[0], "telefoon": "1"}))
        newer = Phone(secret_of(page(strict, half).text))
        assert "Bewaar je reservecodes" in give(strict, half, code=newer.code()).text
        assert client.get("/sessie").status_code == 401, "what was open with the old phone has ended"
    assert cookie_of(give(strict, half, bewaard="1"))
    half = password_only(strict, "nadia")
    assert give(strict, half, code=phone.code()).status_code == 401
    assert cookie_of(give(strict, half, code=newer.code()))


def test_new_recovery_codes_replace_the_old_ones(strict: Server) -> None:
    strict.add_user("kaveh", roles=["KV"])
    phone, codes = set_up_phone(strict, "kaveh")
    cookie = cookie_of(give(strict, password_only(strict, "kaveh"), code=phone.code()))
    with strict.client(cookie) as client:
        half = half_of(client.post("/telefoon", data={"wachtwoord": PASSWORD, "code": phone.code(), "codes": "1"}))
    assert "werken dan niet meer" in page(strict, half).text
    newer = re.findall(r"<li><code>([\w-]+)</code>", give(strict, half).text)
    with strict.client(cookie, half=half) as client:
        fresh = cookie_of(client.post("/tweede-stap", data={"bewaard": "1"}))
    assert len(newer) == 10 and fresh != cookie
    half = password_only(strict, "kaveh")
    assert give(strict, half, reservecode=codes[0]).status_code == 401
    assert cookie_of(give(strict, half, reservecode=newer[0]))


def test_a_forgotten_password_does_not_go_round_the_phone(strict: Server) -> None:
    user_id = strict.add_user("trudy", roles=["CMD"])
    phone, _ = set_up_phone(strict, "trudy")
    with closing(strict.database()) as db:
        code = Accounts(db).make_code("wachtwoord", user_id)
    data = {"gebruikersnaam": "trudy", "code": code, "wachtwoord": "een nieuw wachtwoord", "wachtwoord2": "een nieuw wachtwoord"}
    with strict.client() as client:
        half = half_of(client.post("/code", data=data))
    assert "Code van zes cijfers" in page(strict, half).text and "authenticator" not in page(strict, half).text
    assert cookie_of(give(strict, half, code=phone.code()))


# --- half a login opens nothing --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def half(strict: Server) -> str:
    """Gerrit has a phone, gave the right password and no code yet."""
    strict.add_user("gerrit", roles=["PC"])
    set_up_phone(strict, "gerrit")
    return password_only(strict, "gerrit")


@pytest.mark.parametrize("name", [COOKIE, HALF])
def test_a_half_login_opens_no_page_file_or_websocket(strict: Server, half: str, name: str) -> None:
    with strict.client(cookie=f"{name}={half}") as client:
        assert client.get("/werk").headers["location"].startswith("/inloggen")
        assert client.get("/telefoon").headers["location"].startswith("/inloggen")
        for path in ("/sessie", "/bestand/x", "/media/x.pdf", "/_stcore/host-config", "/_stcore/upload_file/a/b"):
            assert client.get(path).status_code == 401, path
        for path in ("/sessie/actief", "/telefoon", "/werk"):
            assert client.post(path).status_code == 401, path
    with pytest.raises(InvalidStatus):
        open_line(strict, headers={"cookie": f"{name}={half}"})


def test_the_token_of_a_session_is_no_half_login(strict: Server) -> None:
    strict.add_user("denise", roles=["CW"])
    phone, _ = set_up_phone(strict, "denise")
    cookie = cookie_of(give(strict, password_only(strict, "denise"), code=phone.code()))
    assert page(strict, cookie).headers["location"] == "/inloggen?verlopen=1"
    assert give(strict, cookie, code=phone.code()).headers["location"] == "/inloggen?verlopen=1"


def test_logging_out_ends_a_half_login_and_a_browser_without_cookies_is_told(strict: Server) -> None:
    strict.add_user("ilse", roles=["TC"])
    half = password_only(strict, "ilse")
    with strict.client(half=half) as client:
        client.post("/uitloggen")
        late = client.get("/tweede-stap").headers["location"]
        assert "duurde te lang" in client.get(late).text
    with strict.client() as client:
        told = client.get("/tweede-stap?gelukt=1").headers["location"]
        assert "bewaart het inlogbewijs niet" in client.get(told).text


def test_guessing_the_code_closes_the_account_for_a_quarter_and_says_the_same_as_for_an_unknown_name(strict: Server) -> None:
    strict.add_user("raden", roles=["MB"])
    phone, codes = set_up_phone(strict, "raden")
    half = password_only(strict, "raden")
    assert [give(strict, half, code=phone.wrong()).status_code for _ in range(11)] == [401] * 10 + [429]
    for fields in ({"code": phone.code()}, {"reservecode": codes[0]}):
        refused = give(strict, half, **fields)
        assert refused.status_code == 429 and "Wacht een kwartier" in refused.text
    with strict.client() as client:
        known = client.post("/inloggen", data={"gebruikersnaam": "raden", "wachtwoord": PASSWORD})
    assert known.status_code == 429


def test_a_login_without_second_step_ends_where_one_is_asked(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        server.add_user("petra", roles=["PC"])
        cookie = server.log_in("petra")
        with open_line(server, cookie=cookie) as line:
            run_page(line)
        server.env["POPFORMS_SECOND_FACTOR"] = "aan"
        server.restart()
        with server.client(cookie) as client:
            assert client.get("/sessie").status_code == 401
        phone, _ = set_up_phone(server, "petra")
        kept = cookie_of(give(server, password_only(server, "petra"), code=phone.code()))
        server.restart()
        with server.client(kept) as client:
            assert client.get("/sessie").status_code == 204, "a whole login outlives a restart"


def test_the_log_holds_no_code_secret_or_token(strict: Server) -> None:
    strict.add_user("stil", roles=["MB"])
    phone, codes = set_up_phone(strict, "stil")
    half = password_only(strict, "stil")
    given = phone.code()
    give(strict, half, code=given)
    log = strict.log()
    for secret in (phone.secret, half, hash_of(half), *codes):
        assert secret not in log


# --- the setting -----------------------------------------------------------------------------------------------------


def test_the_second_step_is_off_only_for_the_own_machine(tmp_path: Path) -> None:
    server = Server(tmp_path, POPFORMS_URL="https://popforms.voorbeeld.nl", POPFORMS_SECOND_FACTOR="uit")
    with pytest.raises(RuntimeError, match="POPFORMS_SECOND_FACTOR=uit kan alleen"):
        server.start()
    assert "Traceback" not in server.log() and not (tmp_path / "data").exists()
