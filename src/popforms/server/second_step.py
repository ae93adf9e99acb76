"""The second step of a login: a phone that is set up, its code, and the recovery codes; html of our own, without script."""

from __future__ import annotations

from typing import Any

import segno
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from popforms.server.answers import form_of, half_way, let_in, status_of, visit_of, with_accounts
from popforms.server.guard import HALF
from popforms.server.html import render
from popforms.settings import Settings
from popforms.store.accounts import AccountError, Accounts
from popforms.store.factor import WRONG_FACTOR, Half, Passed, address_for_phone
from popforms.store.throttle import TooManyTries

TOO_LATE = "/inloggen?verlopen=1"


async def second_step(request: Request) -> Response:
    """Where a half login stands: asking a code, setting up a phone, or keeping recovery codes."""
    visit, token = visit_of(request), request.cookies.get(HALF)
    half = await with_accounts(visit.settings, lambda accounts: accounts.find_half(token))
    if half is None:
        return RedirectResponse("/inloggen?gelukt=1" if not token and "gelukt" in request.query_params else TOO_LATE, 303)
    if request.method != "POST":
        return show(visit.settings, half, recovery=request.query_params.get("met") == "reservecode")
    form = await form_of(request)
    if half.step == "reservecodes":
        return await _recovery_codes(request, half, form)
    typed, recovery = (form["reservecode"], True) if "reservecode" in form else (form.get("code", ""), False)

    def weigh(accounts: Accounts) -> Passed | None:
        passed = accounts.second_step(half, typed, visit.address, new_phone="nieuw" in form)
        if passed and passed.token and visit.login:
            accounts.end_session(visit.login.session)
        return passed

    try:
        passed = await with_accounts(visit.settings, weigh)
    except TooManyTries as error:
        return show(visit.settings, half, recovery=recovery, error=str(error), status=429)
    if passed is None:
        return show(visit.settings, half, recovery=recovery, error=WRONG_FACTOR, status=401)
    if passed.token:
        return let_in(passed.token, half.back)
    return show_codes(passed.codes) if passed.codes else RedirectResponse("/tweede-stap", 303)


async def _recovery_codes(request: Request, half: Half, form: dict[str, str]) -> Response:
    """Show ten codes, or go on because they are kept."""
    visit = visit_of(request)

    def keep(accounts: Accounts) -> str | None:
        token = accounts.keep_codes(half)
        if token and visit.login:
            accounts.end_session(visit.login.session)
        return token

    if "bewaard" in form and (token := await with_accounts(visit.settings, keep)):
        return let_in(token, half.back)
    codes = await with_accounts(visit.settings, lambda accounts: accounts.new_recovery_codes(half))
    return show_codes(codes) if codes else RedirectResponse(TOO_LATE, 303)


def show(settings: Settings, half: Half, *, recovery: bool = False, error: str = "", status: int = 200) -> Response:
    """The page of the step that a half login is at."""
    if half.step == "telefoon":
        address = address_for_phone(half.secret, half.user.username, settings.gemeente)
        return render(
            "telefoon.html",
            status=status,
            title="Zet popforms op je telefoon",
            error=error,
            address=address,
            picture=segno.make(address, error="m").svg_data_uri(scale=5, border=3, omitsize=False),
            secret=[half.secret[at : at + 4] for at in range(0, len(half.secret), 4)],
        )
    if half.step == "reservecodes":
        return render("reservecodes.html", status=status, title="Bewaar je reservecodes", codes=())
    title = "Vul een reservecode in" if recovery else "Vul de code van je telefoon in"
    return render("tweede_stap.html", status=status, title=title, error=error, recovery=recovery)


def show_codes(codes: tuple[str, ...]) -> Response:
    return render("reservecodes.html", title="Bewaar je reservecodes", codes=codes)


async def own_phone(request: Request) -> Response:
    """For who is in: a new phone or new recovery codes, after password and code once more."""
    visit = visit_of(request)
    if visit.login is None:
        return RedirectResponse("/inloggen?terug=%2Ftelefoon", 303)
    if not visit.settings.asks_factor:
        return RedirectResponse("/account", 303)
    login, form = visit.login, await form_of(request) if request.method == "POST" else {}

    def again(**values: Any) -> Response:
        return render("eigen_telefoon.html", title="Telefoon en reservecodes", **{"status": 200, "error": "", **values})

    if request.method != "POST":
        return again()

    def prove(accounts: Accounts) -> str:
        user = accounts.verify_password(login.user.username, form.get("wachtwoord", ""), visit.address)
        if user is None or not accounts.prove(user, form.get("code", ""), visit.address):
            raise AccountError("Het wachtwoord of de code klopt niet. Een code werkt maar één keer; wacht zo nodig op de volgende.")
        return accounts.start_half(user.id, "/account", step="telefoon" if "telefoon" in form else "reservecodes")

    try:
        return half_way(await with_accounts(visit.settings, prove))
    except (AccountError, TooManyTries) as error:
        return again(status=status_of(error), error=str(error))


ROUTES = [
    Route("/tweede-stap", second_step, methods=["GET", "POST"]),
    Route("/telefoon", own_phone, methods=["GET", "POST"]),
]
