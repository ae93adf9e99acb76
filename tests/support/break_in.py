"""Coming in with what is somebody else's: session ids, cookies, half logins and file tokens, stolen, guessed or over."""

from __future__ import annotations

import json
import random
import secrets
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import streamlit
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from popforms.demo import PASSWORD
from popforms.server.guard import COOKIE, HALF
from popforms.settings import ROOT
from popforms.store.accounts import Accounts
from popforms.store.sessions import hash_of
from tests.support.page_line import PageLine
from tests.support.server import Server
from tests.support.websocket import open_line, run_page

FILE = b"%PDF-1.7 een dossier"


@dataclass
class Loot:
    """What a thief has: the victim's live session and everything that looks like one."""

    server: Server
    cookie: str
    session_id: str
    other_cookie: str
    own_cookie: str
    half: str
    ended: tuple[str, ...]
    words: tuple[str, ...]
    """Words that stand on the victim's page and nowhere else."""


@dataclass
class Outcome:
    """How often each way was tried, and which tries succeeded."""

    tried: Counter[str] = field(default_factory=Counter)
    taken: list[str] = field(default_factory=list)


Way = Callable[[Loot, random.Random], bool]
WAYS: dict[str, Way] = {}


def way(function: Way) -> Way:
    """A way to try; True when it opened something that is not the thief's."""
    WAYS[function.__name__.replace("_", " ")] = function
    return function


def steal(loot: Loot, times: int, seed: int = 1) -> Outcome:
    """Try every way in turn, so many times in all."""
    rng, outcome = random.Random(seed), Outcome()
    for number in range(times):
        name = list(WAYS)[number % len(WAYS)]
        outcome.tried[name] += 1
        if WAYS[name](loot, rng):
            outcome.taken.append(name)
    return outcome


# --- what counts as a take-over --------------------------------------------------------------------------------------


def line_opens(loot: Loot, **how: Any) -> bool:
    """Whether a websocket takes up the victim's session, or shows what stands on the victim's page."""
    try:
        with open_line(loot.server, **how) as line:
            return run_page(line) == loot.session_id
    except (InvalidHandshake, InvalidURI, ConnectionClosed, TimeoutError, OSError):
        return False


def cookies_open(loot: Loot, cookies: str, **headers: str) -> bool:
    """Whether these cookies open a page, the state of a session, an upload or a line."""
    try:
        with loot.server.client(cookie=cookies, **headers) as client:
            opened = (
                client.get("/sessie").status_code == 204
                or client.get("/werk").status_code == 200
                or client.post("/sessie/actief").status_code == 204
                or client.get("/_stcore/host-config").status_code == 200
            )
    except (httpx.TransportError, UnicodeEncodeError, ValueError):
        return False
    return opened or line_opens(loot, headers={"cookie": cookies, **headers})


def upload_opens(loot: Loot, cookie: str | None, session_id: str) -> bool:
    """Whether a file can be put into or taken out of a session."""
    with loot.server.client(cookie) as client:
        token = client.get("/_stcore/health").cookies.get("_streamlit_xsrf", "x")
        client.headers["cookie"] = f"{client.headers.get('cookie', 'a=b')}; _streamlit_xsrf={token}"
        client.headers["x-xsrftoken"] = token
        path = f"/_stcore/upload_file/{session_id}/{uuid.uuid4()}"
        sent = client.put(path, files={"file": ("x.txt", b"x")})
        return sent.status_code == 204 or client.delete(path).status_code == 204


def right_key_opens(loot: Loot) -> None:
    """With the victim's own cookie all of these are seen to open; else a take-over would not be seen either."""
    assert cookies_open(loot, f"{COOKIE}={loot.cookie}") and upload_opens(loot, loot.cookie, loot.session_id)
    with open_line(loot.server, cookie=loot.cookie) as line:
        session_id = run_page(line)
    with open_line(loot.server, cookie=loot.cookie, session_id=session_id) as line:
        assert run_page(line) == session_id


# --- session ids -----------------------------------------------------------------------------------------------------


@way
def session_id_without_cookie(loot: Loot, rng: random.Random) -> bool:
    return line_opens(loot, session_id=loot.session_id)


@way
def session_id_with_a_cookie_of_a_colleague(loot: Loot, rng: random.Random) -> bool:
    return line_opens(loot, session_id=loot.session_id, cookie=loot.own_cookie)


@way
def session_id_with_another_login_of_the_same_person(loot: Loot, rng: random.Random) -> bool:
    return line_opens(loot, session_id=loot.session_id, cookie=loot.other_cookie)


@way
def session_id_in_the_upload_address(loot: Loot, rng: random.Random) -> bool:
    cookie = rng.choice([None, loot.own_cookie, loot.other_cookie, loot.half, *loot.ended])
    return upload_opens(loot, cookie, loot.session_id)


@way
def session_id_with_a_forged_identity(loot: Loot, rng: random.Random) -> bool:
    name = rng.choice(["x-popforms-login", "X-Popforms-Login", "x_popforms_login", "x-popforms-login ", "x-popforms"])
    value = rng.choice([hash_of(loot.cookie), hash_of(loot.cookie).upper(), json.dumps({"login": hash_of(loot.cookie)})])
    with suppress(ValueError):
        return line_opens(loot, session_id=loot.session_id, cookie=rng.choice([None, loot.own_cookie]), headers={name: value})
    return False


@way
def session_id_with_a_foreign_origin_or_host(loot: Loot, rng: random.Random) -> bool:
    """The victim's own browser, sent by another site."""
    origin = rng.choice([None, "null", "https://elders.example", f"http://127.0.0.1:{loot.server.port}", loot.server.base_url + ".example"])
    host = rng.choice([None, f"127.0.0.1:{loot.server.port}"])
    return line_opens(loot, session_id=loot.session_id, cookie=loot.cookie, origin=origin, host=host)


@way
def session_id_that_is_guessed(loot: Loot, rng: random.Random) -> bool:
    guess = rng.choice(
        [str(uuid.UUID(int=rng.getrandbits(128))), loot.session_id[:-1] + rng.choice("0123456789abcdef"), loot.session_id.upper(), "0"]
    )
    return upload_opens(loot, loot.own_cookie, guess) or line_opens(loot, session_id=guess, cookie=loot.own_cookie)


# --- cookies ---------------------------------------------------------------------------------------------------------


@way
def the_hash_that_stands_in_the_database(loot: Loot, rng: random.Random) -> bool:
    kept = hash_of(loot.cookie)
    return cookies_open(loot, f"{COOKIE}={rng.choice([kept, kept.upper(), kept[:43], hash_of(kept)])}")


@way
def a_cookie_that_is_nearly_right(loot: Loot, rng: random.Random) -> bool:
    at = rng.randrange(len(loot.cookie))
    other = rng.choice([sign for sign in "abcXYZ019-_" if sign != loot.cookie[at]])
    near = [
        loot.cookie[:at] + other + loot.cookie[at + 1 :],
        loot.cookie[:-1],
        loot.cookie + "A",
        loot.cookie.swapcase(),
        loot.cookie[::-1],
    ]
    return cookies_open(loot, f"{COOKIE}={rng.choice(near)}")


@way
def a_cookie_that_is_guessed(loot: Loot, rng: random.Random) -> bool:
    guess = rng.choice([secrets.token_urlsafe(32), "", "%00", "a" * 99, "' OR 1=1 --", "null", "marieke", loot.session_id])
    return cookies_open(loot, f"{COOKIE}={guess}")


@way
def the_right_value_under_another_name(loot: Loot, rng: random.Random) -> bool:
    name = rng.choice(
        [HALF, COOKIE.lower(), COOKIE + "2", "popforms", "_streamlit_user", "_streamlit_user_tokens", "session", "Authorization"]
    )
    return cookies_open(loot, f"{name}={loot.cookie}", authorization=f"Bearer {loot.cookie}")


@way
def a_session_that_has_ended(loot: Loot, rng: random.Random) -> bool:
    ended = rng.choice(loot.ended)
    return cookies_open(loot, f"{COOKIE}={ended}") or line_opens(loot, cookie=ended, session_id=loot.session_id)


@way
def a_half_login(loot: Loot, rng: random.Random) -> bool:
    name, fields = rng.choice([COOKIE, HALF]), rng.choice([{}, {"bewaard": "1"}, {"code": "000000"}, {"reservecode": "AAAA-AAAA-AAAA"}])
    with loot.server.client(half=loot.half) as client:
        answer = client.post("/tweede-stap", data=fields)
    came_in = f"{COOKIE}=" in answer.headers.get("set-cookie", "")
    return (
        came_in
        or cookies_open(loot, f"{name}={loot.half}")
        or line_opens(loot, session_id=loot.session_id, headers={"cookie": f"{name}={loot.half}"})
    )


@way
def two_cookies_of_one_name(loot: Loot, rng: random.Random) -> bool:
    """One of them is the thief's own, so the line opens; it must be the thief's."""
    pair = [f"{COOKIE}={hash_of(loot.cookie)}", f"{COOKIE}={loot.own_cookie}"]
    rng.shuffle(pair)
    return line_opens(loot, session_id=loot.session_id, headers={"cookie": "; ".join(pair)})


@way
def a_file_of_somebody_else(loot: Loot, rng: random.Random) -> bool:
    with closing(loot.server.database()) as db:
        token = Accounts(db).hand_out(hash_of(loot.cookie), "x.pdf", "application/pdf", FILE)
    cookie = rng.choice([None, loot.own_cookie, loot.other_cookie, loot.half, *loot.ended])
    tried = rng.choice([token, token[:-1] + "A", hash_of(token), secrets.token_urlsafe(32)])
    with loot.server.client(cookie) as client:
        return FILE in client.get(f"/bestand/{tried}").content


# --- the scene -------------------------------------------------------------------------------------------------------


@contextmanager
def scene(server: Server) -> Iterator[tuple[Loot, PageLine]]:
    """Marieke works in a tab that stays open; Olga, of another gemeente, has all that belongs to a login of Marieke, but the cookie."""
    cookie = server.log_in("marieke", PASSWORD)
    with PageLine(server, cookie) as tab:
        yield gather(server, cookie, tab.run().session_id), tab


def gather(server: Server, cookie: str, session_id: str) -> Loot:
    """All that can be had of a login without its cookie."""
    with closing(server.database()) as db:
        accounts = Accounts(db)
        user = next(account.user for account in accounts.all() if account.user.username == "marieke")
        names = tuple(row["name"] for row in db.query("SELECT name FROM overview") if row["name"])
        half = accounts.start_half(user.id, step="code")
        logged_out = accounts.start_session(user.id)
        accounts.end_session(hash_of(logged_out))
        idle, old = accounts.start_session(user.id), accounts.start_session(user.id)
    server.set_back(idle, idle=timedelta(minutes=31))
    server.set_back(old, open_for=timedelta(hours=11))
    return Loot(
        server=server,
        cookie=cookie,
        session_id=session_id,
        other_cookie=server.log_in("marieke", PASSWORD),
        own_cookie=server.log_in("olga", PASSWORD),
        half=half,
        ended=(logged_out, idle, old),
        words=names,
    )


# --- without a login -------------------------------------------------------------------------------------------------

ROUTES = """
import json, sys
from app import app
found = []
for route in app._build_starlette_app().routes:
    found.append([type(route).__name__, getattr(route, "path", None) or "/", sorted(getattr(route, "methods", None) or [])])
print("ROUTES" + json.dumps(found))
"""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SENTENCES = ("Je bent niet ingelogd.", "Deze pagina bestaat niet.", "Method Not Allowed", "Bad Request", "ok")
OWN_PAGES = ("/inloggen", "/code", "/begin", "/tweede-stap")


def routes_of_app() -> list[tuple[str, str]]:
    """The kind and path of every route that the server answers, ours and those of Streamlit."""
    done = subprocess.run([sys.executable, "-c", ROUTES], cwd=ROOT, capture_output=True, text=True, check=True, env=None)
    (line,) = [one for one in done.stdout.splitlines() if one.startswith("ROUTES")]
    return [(kind, path) for kind, path, _ in json.loads(line.removeprefix("ROUTES"))]


def addresses(loot: Loot) -> Iterator[str]:
    """Every route filled in with what really exists, the pages with records that exist, and names that may not."""
    with closing(loot.server.database()) as db:
        token = Accounts(db).hand_out(hash_of(loot.cookie), "x.pdf", "application/pdf", FILE)
        dossier = next(iter(db.query("SELECT dossier_id AS id FROM overview")))["id"]
        record = next(iter(db.query("SELECT id FROM record WHERE dossier_id IS NOT NULL")))["id"]
    static = Path(streamlit.__file__).parent / "static"
    for kind, path in routes_of_app():
        if kind == "Mount":
            yield from ("/", "/index.html", "/manifest.json", "/favicon.png", "/static/", "/static/index.html", "/static/nergens.js")
            yield from (f"/{page.stem}?id={dossier}&record={record}" for page in sorted((ROOT / "pages").glob("*.py")))
            yield next(f"/{file.relative_to(static)}" for file in (static / "static" / "js").glob("index.*.js"))
        elif kind != "WebSocketRoute":
            filled = path.replace("{session_id}", loot.session_id).replace("{file_id}", "x").replace("{token}", token)
            yield filled.replace("{name}", "app.js").replace("{path:path}", "x/index.html").replace("{file_id:path}", "x.pdf")
    yield from (
        "/static/../werk",
        "/static/%2e%2e/index.html",
        "/pf/%2e%2e/main.py",
        "/pf/..%2f..%2fsettings.py",
        "//werk",
        "/./werk",
        "/WERK",
    )
    yield from (
        "/app.py",
        "/.streamlit/config.toml",
        "/data/popforms.db",
        "/keys/database.key",
        "/pages/werk.py",
        "/src/popforms/ui/main.py",
    )


def public(path: str) -> bytes | None:
    """The file of the package behind an address that is open for everybody."""
    if path.startswith("/pf/"):
        file = ROOT / "src" / "popforms" / "ui" / "assets" / path.removeprefix("/pf/")
    else:
        file = Path(streamlit.__file__).parent / "static" / path.lstrip("/")
    inside = (
        ROOT / "src" / "popforms" / "ui" / "assets" in file.parents or Path(streamlit.__file__).parent / "static" / "static" in file.parents
    )
    return file.read_bytes() if inside and file.is_file() else None


def content_without_login(loot: Loot) -> tuple[int, list[str]]:
    """Ask every address with every method as nobody; gives how many answers there were and what came that may not come."""
    asked, leaked = 0, []
    with closing(loot.server.database()) as db:
        words = {
            str(row["word"])
            for row in db.query("SELECT name AS word FROM user UNION SELECT username FROM user UNION SELECT number FROM dossier")
        }
    words |= set(loot.words)
    with loot.server.client() as client:
        for address in addresses(loot):
            for method in METHODS:
                answer = client.request(method, address)
                asked += 1
                path = address.partition("?")[0]
                known = (
                    not answer.content
                    or answer.text in SENTENCES
                    or answer.content == public(path)
                    or (path == "/healthz" and set(answer.json()) == {"popforms", "status"})
                    or (path in OWN_PAGES and "</html>" in answer.text and not any(word in answer.text for word in words))
                )
                if not known or FILE in answer.content:
                    leaked.append(f"{method} {path} {answer.status_code}: {len(answer.content)} bytes")
    return asked, leaked


def frames_without_login(loot: Loot) -> int:
    """How many frames a websocket sends to who has no login."""
    frames = 0
    for how in ({}, {"session_id": loot.session_id}, {"headers": {"cookie": f"{HALF}={loot.half}"}}, {"cookie": loot.ended[0]}):
        with suppress(InvalidHandshake, ConnectionClosed, TimeoutError), open_line(loot.server, **how) as line:  # type: ignore[arg-type]
            line.recv(timeout=2)
            frames += 1
    return frames
