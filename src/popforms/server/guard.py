"""The guard round Streamlit: nothing reaches it without a login that holds at this moment.

Streamlit's session id is a key: who sends it takes the session over, unless each login has its own `st.user`. So the
guard gives every websocket the hash of its login as identity, and weighs http and websocket alike.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from urllib.parse import quote

import sqlcipher3
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance

from popforms.server import errors, shell
from popforms.server.html import render
from popforms.server.line import Line
from popforms.settings import Settings, load_settings
from popforms.store.accounts import Accounts
from popforms.store.connection import Database, StoreError, open_database
from popforms.store.sessions import Login, hash_of

COOKIE = "__Host-popforms"
HALF = "__Host-popforms-half"
"""The cookie of a login that waits for its second step; it opens that step and nothing else (server/second_step.py)."""
IDENTITY = b"x-popforms-login"
"""Named in server.trustedUserHeaders; whoever sends one from outside loses it here."""

OPEN = ("/inloggen", "/begin", "/code", "/tweede-stap", "/uitloggen", "/sessie", "/healthz", "/_stcore/health")
"""Paths that answer without a login; the static files of Streamlit and our own come with them."""
OWN = (*OPEN[:-1], "/sessie/actief", "/telefoon")
"""Paths that our own routes answer, with their own html."""
STCORE = ("/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/", "/_stcore/bidi-components/")
UNUSED = ("/auth", "/oauth2callback", "/component")
HOST_CONFIG = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": False,
    "resourceCrossOriginMode": None,
}
UPLOADS, UPLOAD_WINDOW = 60, 600
"""How many files one login may send in how many seconds; they stay in memory until the page has read them."""


@dataclass(frozen=True)
class Visit:
    """What the guard knows of a request; routes find it in `request.scope["popforms"]`."""

    settings: Settings
    login: Login | None
    token: str | None
    address: str


class Guard:
    """ASGI middleware, the outermost of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.settings = load_settings()
        self.extra = shell.headers(https=self.settings.https)
        self._db: Database | None = None
        self._uploads: dict[str, deque[float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    # --- who is there ------------------------------------------------------------------------------------------------

    def accounts(self) -> Accounts:
        """For reading only, on one connection of the event loop's thread: a look at a session takes 0.04 ms."""
        if self._db is None:
            self._db = open_database(self.settings)
        return Accounts(self._db)

    def find(self, session: str) -> Login | None:
        """The login behind a session hash, now; nobody when the database does not answer."""
        try:
            return self.accounts().find_session(session)
        except (sqlcipher3.dbapi2.Error, StoreError) as error:
            errors.note(error)
            self._db = None
            return None

    async def touch(self, session: str) -> None:
        """Note that the person behind this login is at work."""

        def write() -> None:
            db = open_database(self.settings)
            try:
                Accounts(db).touch(session)
            finally:
                db.close()

        try:
            await run_in_threadpool(write)
        except StoreError as error:
            errors.note(error)

    def _visit(self, scope: Scope) -> Visit:
        token = _cookie(Headers(scope=scope))
        client = scope.get("client")
        return Visit(self.settings, self.find(hash_of(token)) if token else None, token, client[0] if client else "unknown")

    # --- http --------------------------------------------------------------------------------------------------------

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def tell(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await dressed(message)

        dressed = self._dressed(scope, send)
        try:
            answer = self._weigh(scope)
            if answer is None and _opens_page(scope):
                await self.touch(scope["popforms"].login.session)
            await (answer or self.app)(scope, receive, tell)
        except Exception as error:
            code = errors.note(error)
            if not started:
                text = str(error) if isinstance(error, StoreError) else errors.sentence(code)
                await PlainTextResponse(text, 503 if isinstance(error, StoreError) else 500)(scope, receive, tell)

    def _weigh(self, scope: Scope) -> Response | None:
        """Our answer to a request that may not pass, or None; what passes is cleaned on the way."""
        path, headers = scope["path"], Headers(scope=scope)
        scope["headers"] = [pair for pair in scope["headers"] if not pair[0].startswith(b"x-popforms")]
        if headers.getlist("host") != [self.settings.host] or not self.settings.cookie_holds:
            return self._wrong_address(path, scope["method"])
        if not self._same_origin(scope["method"], headers):
            return PlainTextResponse("Dit verzoek komt van een andere website en is niet uitgevoerd.", 403)
        if _closed(path):
            return PlainTextResponse("Deze pagina bestaat niet.", 404)
        visit = self._visit(scope)
        scope["popforms"] = visit
        if visit.login is None:
            return None if path in OPEN or path.startswith(("/static/", "/pf/")) else self._to_the_door(scope)
        if path == "/_stcore/host-config":
            return JSONResponse(HOST_CONFIG)
        if path.startswith("/_stcore/upload_file/") and not self._may_upload(path, scope["method"], visit.login):
            return PlainTextResponse("Dit bestand kan hier niet worden geplaatst. Laad de pagina opnieuw.", 403)
        if not path.startswith(("/static/", "/pf/", "/media/")):
            _ask_whole_page(scope)
        return None

    def _wrong_address(self, path: str, method: str) -> Response:
        """One sentence for who comes by another address than the set one; the cookie would not hold there."""
        if self.settings.cookie_holds:
            text = (
                f"popforms is hier niet te gebruiken. Open {self.settings.url}, of laat de beheerder het adres "
                "in de instelling POPFORMS_URL aanpassen."
            )
        else:
            text = (
                "popforms werkt vanaf een andere computer alleen via https. Laat de beheerder in de instelling "
                "POPFORMS_URL een adres zetten dat met https:// begint."
            )
        if path == "/inloggen" and method in ("GET", "HEAD"):
            return render("melding.html", status=400, title="Verkeerd adres", text=text)
        return PlainTextResponse(text, 403)

    def _same_origin(self, method: str, headers: Headers) -> bool:
        """Whether our own page sent this. Under `no-referrer` browsers post a form with `Origin: null`; then
        Sec-Fetch-Site, which no script can set, says where the form stood."""
        origin = headers.getlist("origin")
        if origin == [self.settings.url]:
            return True
        if method in ("GET", "HEAD"):
            return not origin
        return origin == ["null"] and headers.getlist("sec-fetch-site") == ["same-origin"]

    def _to_the_door(self, scope: Scope) -> Response:
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        page = scope["method"] in ("GET", "HEAD") and not path.startswith(("/_stcore", "/media", "/bestand", "/sessie"))
        if not page:
            return PlainTextResponse("Je bent niet ingelogd.", 401)
        if not self.accounts().exist():
            return RedirectResponse("/begin", 303)
        back = path + (f"?{query}" if query else "")
        return RedirectResponse("/inloggen" + (f"?terug={quote(back, safe='')}" if back != "/" else ""), 303)

    def _may_upload(self, path: str, method: str, login: Login) -> bool:
        """The upload address holds a session id: it must be of this login. And a login sends no endless stream."""
        session_id = path.removeprefix("/_stcore/upload_file/").partition("/")[0]
        info = get_instance()._session_mgr.get_session_info(session_id)
        if info is None or not info.session.matches_user_info({"login": login.session}):
            return False
        if method != "PUT":
            return True
        now = time.monotonic()
        sent = self._uploads.setdefault(login.session, deque(maxlen=UPLOADS))
        if len(sent) == UPLOADS and now - sent[0] < UPLOAD_WINDOW:
            return False
        sent.append(now)
        for session in [key for key, times in self._uploads.items() if now - times[-1] > UPLOAD_WINDOW]:
            del self._uploads[session]
        return True

    def _dressed(self, scope: Scope, send: Send) -> Send:
        """Put the headers on an answer, and our page in the place of Streamlit's index.html."""
        path = scope["path"]
        public = path.startswith(("/static/", "/pf/"))
        ours = public or path in OWN or path.startswith("/bestand/")
        swap = False

        async def dressed(message: Message) -> None:
            nonlocal swap
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message.get("headers", [])))
                for name, value in self.extra.items():
                    headers[name] = value
                if not public:
                    headers["cache-control"] = "no-store"
                swap = not ours and headers.get("content-type", "").startswith("text/html")
                if swap:
                    for name in ("etag", "last-modified", "content-encoding", "accept-ranges"):
                        del headers[name]
                    headers["content-length"] = str(len(shell.page()))
                await send({**message, "headers": headers.raw})
            elif not swap:
                await send(message)
            elif not message.get("more_body"):
                await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else shell.page()})

        return dressed

    # --- websocket ---------------------------------------------------------------------------------------------------

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        right = (
            self.settings.cookie_holds
            and scope["path"] == "/_stcore/stream"
            and headers.getlist("host") == [self.settings.host]
            and headers.getlist("origin") == [self.settings.url]
        )
        login = self._visit(scope).login if right else None
        if login is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008})  # before accept: the browser gets 403
            return
        scope["headers"] = [pair for pair in scope["headers"] if not pair[0].startswith(b"x-popforms") and pair[0] != b"cookie"]
        scope["headers"] += [(IDENTITY, login.session.encode()), (b"cookie", _without_ours(headers).encode("latin-1"))]
        line = Line(self, login.session, receive, send)
        try:
            await self.app(scope, line.receive, line.send)
        except Exception as error:
            errors.note(error)
        finally:
            line.end()


def _closed(path: str) -> bool:
    """Parts of Streamlit that nobody needs here: metrics, agent, its own login, old components; and static files that are not there."""
    if "/_stcore" in path:
        return not path.startswith(STCORE)
    if path.startswith("/static/"):
        return path not in shell.static_files()
    return any(path == part or path.startswith(part + "/") for part in UNUSED)


def _opens_page(scope: Scope) -> bool:
    """Whether somebody opens or reloads a page of the application, which is work; what a page asks by itself is not."""
    if scope["method"] != "GET" or scope["popforms"].login is None or scope["path"] in OWN:
        return False
    return "/_stcore" not in scope["path"] and not scope["path"].startswith(("/static/", "/pf/", "/media/", "/bestand/"))


def _cookie(headers: Headers) -> str | None:
    found = cookie_parser(headers.get("cookie", "")).get(COOKIE)
    return found if found and len(found) < 100 else None


def _without_ours(headers: Headers) -> str:
    """The cookies that Streamlit may see: the script has no need of our tokens."""
    parts = (part.strip() for part in headers.get("cookie", "").split(";"))
    return "; ".join(part for part in parts if not part.startswith(COOKIE))


def _ask_whole_page(scope: Scope) -> None:
    """Take out what would give us a zipped, partial or unchanged page, for we put our own in its place."""
    asked = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in asked]
