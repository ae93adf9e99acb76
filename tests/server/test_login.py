"""Coming in: first-run set-up, login, codes, throttle; the same words for who is unknown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from popforms.server.routes import local_path
from popforms.store.accounts import Accounts
from tests.support.server import PASSWORD, Server, cookie_of

FIRST = {
    "naam": "Fenna de Wit",
    "email": "fenna@voorbeeld.nl",
    "gemeente": "Voorbeeldstad",
    "gebruikersnaam": "fenna",
    "wachtwoord": PASSWORD,
    "wachtwoord2": PASSWORD,
    "herstelblad": "kluis",
}


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has used."""
    with Server(tmp_path) as running:
        yield running


def login_answer(server: Server, username: str, password: str) -> tuple[int, str]:
    with server.client() as client:
        answer = client.post("/inloggen", data={"gebruikersnaam": username, "wachtwoord": password})
    return answer.status_code, answer.text.replace(username, "?")


# --- the first time --------------------------------------------------------------------------------------------------


def test_the_first_visitor_makes_the_first_account_with_the_code_of_the_terminal(fresh: Server) -> None:
    with fresh.client() as client:
        for path in ("/", "/inloggen", "/code", "/werk"):
            assert client.get(path).headers["location"] == "/begin"
        assert "Begincode" in client.get("/begin").text
        made = client.post("/begin", data=FIRST | {"code": fresh.setup_code().lower().replace("-", " ")})
    cookie = cookie_of(made)
    with fresh.client(cookie) as client:
        assert client.get("/").status_code == 200
        assert client.get("/begin").headers["location"] == "/inloggen"
    with closing(fresh.database()) as db:
        (account,) = Accounts(db).all()
    assert (account.user.name, account.user.roles, account.user.gemeenten) == ("Fenna de Wit", ("FB",), ("Voorbeeldstad",))


def test_the_first_start_leaves_a_key_and_a_sheet_that_only_the_owner_reads(fresh: Server) -> None:
    key, sheet = fresh.folder / "keys" / "database.key", fresh.folder / "keys" / "herstelblad.txt"
    assert key.stat().st_mode & 0o777 == 0o600 and sheet.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o777 == 0o700
    assert key.read_text().strip() in "".join(sheet.read_text().split()).lower()
    assert key.read_text().strip() not in fresh.log()
    assert (fresh.folder / "data" / "popforms.db").read_bytes()[:6] != b"SQLite"


def test_without_the_right_code_there_is_no_first_account(fresh: Server) -> None:
    with fresh.client() as client:
        for code in ("", "AAAA-AAAA-AAAA", fresh.setup_code()[:-1]):
            refused = client.post("/begin", data=FIRST | {"code": code})
            assert refused.status_code == 422 and "set-cookie" not in refused.headers
            assert "begincode klopt niet" in refused.text and 'value="Fenna de Wit"' in refused.text
            assert PASSWORD not in refused.text


MISTAKES: list[tuple[dict[str, str], str]] = [
    ({"wachtwoord": "kort", "wachtwoord2": "kort"}, "te kort"),
    ({"wachtwoord": "é" * 40, "wachtwoord2": "é" * 40}, "te lang"),
    ({"wachtwoord2": "iets heel anders"}, "niet gelijk"),
    ({"gebruikersnaam": "fenna de wit"}, "gebruikersnaam kan niet"),
    ({"naam": " "}, "Vul de naam in"),
    ({"herstelblad": ""}, "herstelblad"),
]


def test_a_mistake_at_the_first_time_is_named_and_costs_no_code(fresh: Server) -> None:
    code = {"code": fresh.setup_code()}
    with fresh.client() as client:
        for wrong, sentence in MISTAKES * 2:
            refused = client.post("/begin", data=FIRST | code | wrong)
            assert refused.status_code == 422 and sentence in refused.text
        assert client.post("/begin", data=FIRST | code).status_code == 303


def test_the_code_of_an_earlier_start_and_of_a_made_account_no_longer_work(fresh: Server) -> None:
    old = fresh.setup_code()
    fresh.restart()
    new = fresh.setup_code()
    with fresh.client() as client:
        assert client.post("/begin", data=FIRST | {"code": old}).status_code == 422
        assert client.post("/begin", data=FIRST | {"code": new}).status_code == 303
        again = client.post("/begin", data=FIRST | {"code": new, "gebruikersnaam": "tweede"})
        assert again.headers["location"] == "/inloggen"
    with closing(fresh.database()) as db:
        assert len(Accounts(db).all()) == 1


# --- login -----------------------------------------------------------------------------------------------------------


def test_a_login_goes_back_to_the_page_that_was_asked(server: Server) -> None:
    with server.client() as client:
        asked = client.get("/dossier?nr=7").headers["location"]
        assert asked == "/inloggen?terug=%2Fdossier%3Fnr%3D7"
        assert 'value="/dossier?nr=7"' in client.get(asked).text
        data = {"gebruikersnaam": " Petra", "wachtwoord": PASSWORD, "terug": "/dossier?nr=7"}
        answer = client.post("/inloggen", data=data)
    cookie = cookie_of(answer)
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(answer.headers["set-cookie"].split("; "))
    with server.client(cookie) as client:
        assert client.get(answer.headers["location"]).headers["location"] == "/dossier?nr=7"


def test_a_browser_that_keeps_no_cookie_is_told_so(server: Server) -> None:
    with server.client() as client:
        assert "bewaart het inlogbewijs niet" in client.get("/inloggen?gelukt=1&terug=%2F").text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "werk",
        "",
        "/uitloggen",
        "/inloggen?terug=/",
        "/a" * 300,
        "/a\nb",
    ],
)
def test_the_way_back_is_a_page_of_ours(target: str) -> None:
    assert local_path(target) == "/"


def test_unknown_closed_and_wrong_get_the_same_answer(server: Server) -> None:
    closed = server.add_user("gesloten", roles=["PC"])
    server.add_user("gewoon")
    with closing(server.database()) as db:
        Accounts(db).close(closed)
        Accounts(db).invite(username="genodigd", name="Nog Niet")
    answers = {login_answer(server, name, "fout wachtwoord") for name in ("gewoon", "nergens", "gesloten", "genodigd")}
    assert len(answers) == 1
    assert login_answer(server, "gesloten", PASSWORD) in answers


def test_an_unknown_name_takes_as_long_as_a_known_one(server: Server) -> None:
    server.add_user("traag")

    def seconds(username: str) -> float:
        start = time.perf_counter()
        login_answer(server, username, "fout wachtwoord")
        return time.perf_counter() - start

    known = sorted(seconds("traag") for _ in range(5))[2]
    unknown = sorted(seconds("niemand") for _ in range(5))[2]
    assert 0.5 < unknown / known < 2


@pytest.mark.parametrize("password", ["x" * 73, "é" * 40, "a\0b" * 5, ""])
def test_a_password_that_bcrypt_cannot_read_is_just_wrong(server: Server, password: str) -> None:
    assert login_answer(server, "petra", password)[0] == 401


def test_a_login_form_of_a_megabyte_is_just_wrong(server: Server) -> None:
    assert login_answer(server, "petra", "x" * 1_000_000)[0] == 401


def test_a_new_login_in_the_same_browser_ends_the_old_one(server: Server) -> None:
    old = server.log_in("bram")
    with server.client(old) as client:
        new = cookie_of(client.post("/inloggen", data={"gebruikersnaam": "petra", "wachtwoord": PASSWORD}))
        assert client.get("/sessie").status_code == 401
    with server.client(new) as client:
        assert client.get("/sessie").status_code == 204


def test_coming_failing_and_going_are_lines_in_the_trail(server: Server) -> None:
    user = server.add_user("spoor", roles=["MB"])
    login_answer(server, "spoor", "fout wachtwoord")
    cookie = server.log_in("spoor")
    with server.client(cookie) as client:
        client.post("/uitloggen")
    with closing(server.database()) as db:
        rows = db.query("SELECT act FROM audit WHERE user_id = ? ORDER BY seq", [user])
        assert [row["act"] for row in rows] == ["verkeerd wachtwoord", "inloggen", "uitloggen"]


# --- throttle --------------------------------------------------------------------------------------------------------


def test_the_throttle_survives_a_restart_and_says_nothing_about_who_exists(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        server.add_user("bram")
        server.add_user("petra")
        for name in ("bram", "niemand"):
            assert [login_answer(server, name, "fout wachtwoord")[0] for _ in range(11)] == [401] * 10 + [429]
        server.restart()
        known, unknown = login_answer(server, "bram", PASSWORD), login_answer(server, "niemand", PASSWORD)
        assert known == unknown and known[0] == 429 and "Wacht een kwartier" in known[1]
        assert login_answer(server, "petra", PASSWORD)[0] == 303, "a colleague at the same address still comes in"


# --- codes -----------------------------------------------------------------------------------------------------------


def use_code(server: Server, username: str, code: str, password: str) -> int:
    data = {"gebruikersnaam": username, "code": code, "wachtwoord": password, "wachtwoord2": password}
    with server.client() as client:
        return client.post("/code", data=data).status_code


def test_a_colleague_comes_in_with_her_invitation_once(server: Server) -> None:
    with closing(server.database()) as db:
        _, code = Accounts(db).invite(username="hanna", name="Hanna", roles=["HVC"])
    assert login_answer(server, "hanna", "")[0] == 401
    assert use_code(server, "bram", code, "een ander wachtwoord") == 422
    assert use_code(server, "hanna", code, "het eigen wachtwoord") == 303
    assert use_code(server, "hanna", code, "nog een wachtwoord") == 422
    assert login_answer(server, "hanna", "het eigen wachtwoord")[0] == 303


def test_a_forgotten_password_is_replaced_and_open_sessions_end(server: Server) -> None:
    user_id = server.add_user("vergeten")
    cookie = server.log_in("vergeten")
    with closing(server.database()) as db:
        first = Accounts(db).make_code("wachtwoord", user_id)
        code = Accounts(db).make_code("wachtwoord", user_id)
    assert use_code(server, "vergeten", first, "een nieuw wachtwoord") == 422, "a newer code replaced it"
    assert use_code(server, "vergeten", code, "een nieuw wachtwoord") == 303
    assert login_answer(server, "vergeten", PASSWORD)[0] == 401
    assert login_answer(server, "vergeten", "een nieuw wachtwoord")[0] == 303
    with server.client(cookie) as client:
        assert client.get("/sessie").status_code == 401


def test_guessing_codes_is_throttled(server: Server) -> None:
    server.add_user("raadsel")
    statuses = [use_code(server, "raadsel", "AAAA-AAAA-AAAA", "een nieuw wachtwoord") for _ in range(11)]
    assert statuses == [422] * 10 + [429]


# --- address and demo ------------------------------------------------------------------------------------------------


def test_plain_http_for_another_computer_shows_one_sentence_and_no_fields(tmp_path: Path) -> None:
    with Server(tmp_path, POPFORMS_URL="http://10.0.0.5:8501") as server, server.client(host="10.0.0.5:8501") as client:
        page = client.get("/inloggen")
        assert "https" in page.text and "POPFORMS_URL" in page.text and "<input" not in page.text
        for path in ("/", "/begin", "/healthz", "/pf/app.css"):
            assert client.get(path).status_code == 403


def test_behind_https_the_public_address_counts_and_browsers_are_held_to_it(tmp_path: Path) -> None:
    url = "https://popforms.voorbeeld.nl"
    with Server(tmp_path, POPFORMS_URL=url + "/") as server:
        with server.client(host="popforms.voorbeeld.nl", origin=url) as client:
            page = client.get("/begin")
            assert page.status_code == 200
            assert page.headers["strict-transport-security"] == "max-age=31536000"
        with server.client() as client:
            assert client.get("/begin").status_code == 403


def test_the_demo_lists_its_accounts_and_says_that_it_is_one(tmp_path: Path) -> None:
    with Server(tmp_path, POPFORMS_DEMO="1") as server:
        server.add_user("petra")
        with server.client() as client:
            assert "Dit is een demo" in client.get("/inloggen").text
            with closing(server.database()) as db:
                db.conn.execute("CREATE TABLE demo_account(username TEXT, name TEXT, role TEXT, password TEXT)")
                db.conn.execute("INSERT INTO demo_account VALUES('petra', 'Petra <b>', 'POP-consulent', 'open sesam 12')")
            listed = client.get("/inloggen").text
    assert "POP-consulent" in listed and "open sesam 12" in listed and "Petra &lt;b&gt;" in listed
