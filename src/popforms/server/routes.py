"""Our own routes: login and logout, first-run set-up, codes, the state of a session, and files to fetch."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from popforms import __version__
from popforms.server import second_step
from popforms.server.answers import form_of, let_out, local_path, on_the_way, status_of, visit_of, with_accounts
from popforms.server.guard import HALF
from popforms.server.html import render
from popforms.settings import Settings
from popforms.store.accounts import WRONG_LOGIN, AccountError, Accounts
from popforms.store.throttle import TooManyTries

ASSETS = Path(__file__).parents[1] / "ui" / "assets"
FONTS = Path(__file__).parents[1] / "paper" / "fonts"
"""Names in a script that the computer of a colleague has no letters for are shown in the fonts of our paper."""
FIRST_ROLES = ("FB",)
"""The first account manages accounts and lists; it gives the other roles out."""


def _twice(form: dict[str, str]) -> str:
    password = form.get("wachtwoord", "")
    if password != form.get("wachtwoord2", ""):
        raise AccountError("De twee wachtwoorden zijn niet gelijk. Vul twee keer hetzelfde wachtwoord in.")
    return password


# --- login and logout ------------------------------------------------------------------------------------------------


async def login_page(request: Request) -> Response:
    visit, back = visit_of(request), local_path(request.query_params.get("terug", ""))
    if visit.login:
        return RedirectResponse(back, 303)
    if not await with_accounts(visit.settings, Accounts.exist):
        return RedirectResponse("/begin", 303)
    error = ""
    if "verlopen" in request.query_params:
        error = "Het duurde te lang. Log opnieuw in."
    if "gelukt" in request.query_params:
        error = "Je browser bewaart het inlogbewijs niet. Sta cookies toe voor deze website, of open popforms in Chrome, Edge of Firefox."
    return await _login_form(visit.settings, back=back, error=error)


async def _login_form(settings: Settings, *, back: str, error: str = "", username: str = "", status: int = 200) -> Response:
    rows = await with_accounts(settings, demo_accounts) if settings.demo else []
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
    visit, form = visit_of(request), await form_of(request)
    username, back = form.get("gebruikersnaam", ""), local_path(form.get("terug", ""))

    def check(accounts: Accounts) -> Response | None:
        user = accounts.verify_password(username, form.get("wachtwoord", ""), visit.address)
        if user is None:
            return None
        if visit.login:
            accounts.end_session(visit.login.session)
        return on_the_way(accounts, visit.settings, user.id, back)

    try:
        further = await with_accounts(visit.settings, check)
    except TooManyTries as error:
        return await _login_form(visit.settings, back=back, error=str(error), username=username, status=429)
    return further or await _login_form(visit.settings, back=back, error=WRONG_LOGIN, username=username, status=401)


async def logout(request: Request) -> Response:
    visit, half = visit_of(request), request.cookies.get(HALF)

    def leave(accounts: Accounts) -> None:
        if visit.login:
            accounts.log_out(visit.login)
        if half:
            accounts.end_half(half)

    await with_accounts(visit.settings, leave)
    return let_out()


async def to_the_start(request: Request) -> Response:
    """Who opens as a page what is only sent by a form; Streamlit would give its page for it."""
    return RedirectResponse("/", 303)


# --- the first account, and coming in with a code --------------------------------------------------------------------


async def begin(request: Request) -> Response:
    """The first visitor makes the first beheerder with the code that the terminal printed."""
    visit = visit_of(request)
    if await with_accounts(visit.settings, Accounts.exist):
        return RedirectResponse("/inloggen", 303)
    form = await form_of(request) if request.method == "POST" else {"gemeente": visit.settings.gemeente}

    def show(error: str = "", status: int = 200) -> Response:
        return render("begin.html", status=status, title="Eerste keer", error=error, form=form)

    if request.method != "POST":
        return show()

    def make(accounts: Accounts) -> Response:
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
        return on_the_way(accounts, visit.settings, user.id, "/")

    try:
        return await with_accounts(visit.settings, make)
    except (AccountError, TooManyTries) as error:
        return show(str(error), status_of(error))


async def code(request: Request) -> Response:
    """Come in with an invitation, or with a code for a forgotten password."""
    visit = visit_of(request)
    if not await with_accounts(visit.settings, Accounts.exist):
        return RedirectResponse("/begin", 303)
    form = await form_of(request) if request.method == "POST" else {}

    def redeem(accounts: Accounts) -> Response:
        user = accounts.redeem(form.get("gebruikersnaam", ""), form.get("code", ""), _twice(form), visit.address)
        return on_the_way(accounts, visit.settings, user.id, "/")

    error, status = "", 200
    if request.method == "POST":
        try:
            return await with_accounts(visit.settings, redeem)
        except (AccountError, TooManyTries) as refused:
            error, status = str(refused), status_of(refused)
    return render("code.html", status=status, title="Code gebruiken", error=error, form=form)


# --- the state of things ---------------------------------------------------------------------------------------------


async def health(request: Request) -> Response:
    await with_accounts(visit_of(request).settings, Accounts.exist)
    return JSONResponse({"popforms": __version__, "status": "ok"})


async def session_state(request: Request) -> Response:
    """204 with the seconds that are left and whether the end is fixed, or 401; asking is no activity."""
    login = visit_of(request).login
    if login is None:
        return Response(status_code=401)
    headers = {"x-popforms-seconden": str(login.seconds_left), "x-popforms-einde": "vast" if login.last else "rust"}
    return Response(status_code=204, headers=headers)


async def session_active(request: Request) -> Response:
    """Our script saw somebody type in an open form."""
    visit = visit_of(request)
    if visit.login is None:
        return Response(status_code=401)
    session = visit.login.session
    await with_accounts(visit.settings, lambda accounts: accounts.touch(session))
    return Response(status_code=204)


# --- files -----------------------------------------------------------------------------------------------------------


async def handed_out(request: Request) -> Response:
    """A file that a page laid ready for this login: once, and kept by nobody on the way."""
    visit, token = visit_of(request), request.path_params["token"]
    if visit.login is None:
        return Response(status_code=401)
    session = visit.login.session
    file = await with_accounts(visit.settings, lambda accounts: accounts.take_handout(token, session))
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
    Route("/uitloggen", to_the_start),
    *second_step.ROUTES,
    Route("/begin", begin, methods=["GET", "POST"]),
    Route("/code", code, methods=["GET", "POST"]),
    Route("/healthz", health),
    Route("/sessie", session_state),
    Route("/sessie/actief", session_active, methods=["POST"]),
    Route("/sessie/actief", to_the_start),
    Route("/bestand/{token}", handed_out),
    Route("/pf/{name}", asset),
]
