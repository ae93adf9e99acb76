"""Our own routes: login and logout, first-run set-up, codes, the state of a session, and files to fetch."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from popforms import __version__
from popforms.server.guard import COOKIE, Visit
from popforms.server.html import render
from popforms.settings import Settings
from popforms.store.accounts import WRONG_LOGIN, AccountError, Accounts, TooManyTries
from popforms.store.connection import open_database
from popforms.store.sessions import hash_of

ASSETS = Path(__file__).parents[1] / "ui" / "assets"
FONTS = Path(__file__).parents[1] / "paper" / "fonts"
"""Names in a script that the computer of a colleague has no letters for are shown in the fonts of our paper."""
FIRST_ROLES = ("FB",)
"""The first account manages accounts and lists; it gives the other roles out."""
FORM_LIMIT = 16 * 1024

T = TypeVar("T")


# --- helpers ---------------------------------------------------------------------------------------------------------


def _visit(request: Request) -> Visit:
    visit: Visit = request.scope["popforms"]
    return visit


async def _with_accounts(settings: Settings, work: Callable[[Accounts], T]) -> T:
    """Do something with the accounts in a thread: hashing a password takes a quarter of a second."""

    def run() -> T:
        with closing(open_database(settings)) as db:
            return work(Accounts(db))

    return await run_in_threadpool(run)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; a body that no login form can have counts as empty."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_LIMIT:
            return {}
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def local_path(target: str) -> str:
    """The page to go back to when it is one of ours; anything else is the start page."""
    plain = target.startswith("/") and not target.startswith("//") and len(target) <= 500
    if not plain or "\\" in target or any(ord(sign) <= 32 for sign in target):
        return "/"
    return "/" if target.split("?")[0] in ("/inloggen", "/uitloggen", "/begin", "/code", "/sessie") else target


def _let_in(token: str, back: str) -> Response:
    """Set the cookie and go on by way of the login page, which sees whether the browser kept it."""
    response = RedirectResponse(f"/inloggen?gelukt=1&terug={quote(local_path(back), safe='')}", 303)
    response.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="lax")
    return response


def _clear_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return response


def _twice(form: dict[str, str]) -> str:
    password = form.get("wachtwoord", "")
    if password != form.get("wachtwoord2", ""):
        raise AccountError("De twee wachtwoorden zijn niet gelijk. Vul twee keer hetzelfde wachtwoord in.")
    return password


def _status(error: Exception) -> int:
    return 429 if isinstance(error, TooManyTries) else 422


# --- login and logout ------------------------------------------------------------------------------------------------


async def login_page(request: Request) -> Response:
    visit, back = _visit(request), local_path(request.query_params.get("terug", ""))
    if visit.login:
        return RedirectResponse(back, 303)
    if not await _with_accounts(visit.settings, Accounts.exist):
        return RedirectResponse("/begin", 303)
    error = ""
    if "gelukt" in request.query_params:
        error = "Je browser bewaart het inlogbewijs niet. Sta cookies toe voor deze website, of open popforms in Chrome, Edge of Firefox."
    return await _login_form(visit.settings, back=back, error=error)


async def _login_form(settings: Settings, *, back: str, error: str = "", username: str = "", status: int = 200) -> Response:
    rows = await _with_accounts(settings, demo_accounts) if settings.demo else []
    return render(
        "inloggen.html",
        status=status,
        title="Inloggen",
        gemeente=settings.gemeente,
        demo=settings.demo,
        demo_accounts=rows,
        back=back,
        error=error,
        username=username,
    )


def demo_accounts(accounts: Accounts) -> list[dict[str, Any]]:
    """What the login page of a demo lists: rows of `demo_account` (username, name, role in words, password)."""
    if "demo_account" not in accounts.db.table_names():
        return []
    return list(accounts.db.query("SELECT username, name, role, password FROM demo_account ORDER BY rowid"))


async def login(request: Request) -> Response:
    visit, form = _visit(request), await _form(request)
    username, back = form.get("gebruikersnaam", ""), local_path(form.get("terug", ""))

    def check(accounts: Accounts) -> str | None:
        user = accounts.verify_password(username, form.get("wachtwoord", ""), visit.address)
        if user is None:
            return None
        if visit.login:
            accounts.end_session(visit.login.session)
        return accounts.start_session(user.id)

    try:
        token = await _with_accounts(visit.settings, check)
    except TooManyTries as error:
        return await _login_form(visit.settings, back=back, error=str(error), username=username, status=429)
    if token is None:
        return await _login_form(visit.settings, back=back, error=WRONG_LOGIN, username=username, status=401)
    return _let_in(token, back)


async def logout(request: Request) -> Response:
    visit = _visit(request)
    if visit.token:
        session = hash_of(visit.token)
        await _with_accounts(visit.settings, lambda accounts: accounts.end_session(session))
    return _clear_cookie(RedirectResponse("/inloggen", 303))


# --- the first account, and coming in with a code --------------------------------------------------------------------


async def begin(request: Request) -> Response:
    """The first visitor makes the first beheerder with the code that the terminal printed."""
    visit = _visit(request)
    if await _with_accounts(visit.settings, Accounts.exist):
        return RedirectResponse("/inloggen", 303)
    form = await _form(request) if request.method == "POST" else {"gemeente": visit.settings.gemeente}

    def show(error: str = "", status: int = 200) -> Response:
        return render("begin.html", status=status, title="Eerste keer", error=error, form=form)

    if request.method != "POST":
        return show()

    def make(accounts: Accounts) -> str:
        kept = form.get("herstelblad", "").strip()
        gemeente = form.get("gemeente", "").strip()
        if not kept or not gemeente:
            raise AccountError("Vul in voor welke gemeente dit is en waar je het herstelblad bewaart.")
        user = accounts.create_first(
            form.get("code", ""),
            username=form.get("gebruikersnaam", ""),
            name=form.get("naam", ""),
            email=form.get("email", ""),
            password=_twice(form),
            address=visit.address,
            roles=FIRST_ROLES,
            gemeenten=(gemeente[:120],),
        )
        accounts.keep_note("herstelblad", kept[:200])
        return accounts.start_session(user.id)

    try:
        return _let_in(await _with_accounts(visit.settings, make), "/")
    except (AccountError, TooManyTries) as error:
        return show(str(error), _status(error))


async def code(request: Request) -> Response:
    """Come in with an invitation, or with a code for a forgotten password."""
    visit = _visit(request)
    if not await _with_accounts(visit.settings, Accounts.exist):
        return RedirectResponse("/begin", 303)
    form = await _form(request) if request.method == "POST" else {}

    def redeem(accounts: Accounts) -> str:
        user = accounts.redeem(form.get("gebruikersnaam", ""), form.get("code", ""), _twice(form), visit.address)
        return accounts.start_session(user.id)

    error, status = "", 200
    if request.method == "POST":
        try:
            return _let_in(await _with_accounts(visit.settings, redeem), "/")
        except (AccountError, TooManyTries) as refused:
            error, status = str(refused), _status(refused)
    return render("code.html", status=status, title="Code gebruiken", error=error, form=form)


# --- the state of things ---------------------------------------------------------------------------------------------


async def health(request: Request) -> Response:
    await _with_accounts(_visit(request).settings, Accounts.exist)
    return JSONResponse({"popforms": __version__, "status": "ok"})


async def session_state(request: Request) -> Response:
    """204 with the seconds that are left, or 401; asking is no activity."""
    login = _visit(request).login
    if login is None:
        return Response(status_code=401)
    return Response(status_code=204, headers={"x-popforms-seconden": str(login.seconds_left)})


async def session_active(request: Request) -> Response:
    """Our script saw somebody type in an open form."""
    visit = _visit(request)
    if visit.login is None:
        return Response(status_code=401)
    session = visit.login.session
    await _with_accounts(visit.settings, lambda accounts: accounts.touch(session))
    return Response(status_code=204)


# --- files -----------------------------------------------------------------------------------------------------------


async def handed_out(request: Request) -> Response:
    """A file that a page laid ready for this login: once, and kept by nobody on the way."""
    visit, token = _visit(request), request.path_params["token"]
    if visit.login is None:
        return Response(status_code=401)
    session = visit.login.session
    file = await _with_accounts(visit.settings, lambda accounts: accounts.take_handout(token, session))
    if file is None:
        text = "Dit bestand is al opgehaald of de link is verlopen. Ga terug en maak het bestand opnieuw."
        return render("melding.html", status=404, title="Bestand niet gevonden", text=text)
    disposition = f"attachment; filename*=utf-8''{quote(file.name, safe='')}"
    return Response(file.content, media_type=file.mime, headers={"content-disposition": disposition})


async def asset(request: Request) -> Response:
    name = request.path_params["name"]
    folder = FONTS if name.endswith(".ttf") else ASSETS
    path = folder / name
    if path.parent != folder or path.suffix not in (".css", ".js", ".svg", ".png", ".ttf") or not path.is_file():
        return PlainTextResponse("Deze pagina bestaat niet.", 404)
    return FileResponse(path, headers={"cache-control": "no-cache"})


ROUTES = [
    Route("/inloggen", login_page),
    Route("/inloggen", login, methods=["POST"]),
    Route("/uitloggen", logout, methods=["POST"]),
    Route("/begin", begin, methods=["GET", "POST"]),
    Route("/code", code, methods=["GET", "POST"]),
    Route("/healthz", health),
    Route("/sessie", session_state),
    Route("/sessie/actief", session_active, methods=["POST"]),
    Route("/bestand/{token}", handed_out),
    Route("/pf/{name}", asset),
]
