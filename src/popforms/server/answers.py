"""What our own routes share: who asks, the fields of a form, the way back, and the cookies of a login."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TypeVar
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from popforms.server.guard import COOKIE, HALF, Visit
from popforms.settings import Settings
from popforms.store.accounts import Accounts
from popforms.store.connection import open_database
from popforms.store.throttle import TooManyTries

FORM_LIMIT = 16 * 1024
DOOR = ("/inloggen", "/uitloggen", "/begin", "/code", "/sessie", "/tweede-stap")
"""Nobody is sent back to these after a login."""

T = TypeVar("T")


def visit_of(request: Request) -> Visit:
    """What the guard found out about this request."""
    visit: Visit = request.scope["popforms"]
    return visit


async def with_accounts(settings: Settings, work: Callable[[Accounts], T]) -> T:
    """Do something with the accounts in a thread: hashing a password takes a quarter of a second."""

    def run() -> T:
        with closing(open_database(settings)) as db:
            return work(Accounts(db))

    return await run_in_threadpool(run)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form; a body that no form of ours can have counts as empty."""
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
    return "/" if target.split("?")[0] in DOOR else target


def status_of(error: Exception) -> int:
    return 429 if isinstance(error, TooManyTries) else 422


# --- coming in -------------------------------------------------------------------------------------------------------


def on_the_way(accounts: Accounts, settings: Settings, user_id: str, back: str) -> Response:
    """After the right password: the session, or where a second step is asked the half login that waits for it."""
    if settings.asks_factor:
        return half_way(accounts.start_half(user_id, local_path(back)))
    return let_in(accounts.come_in(user_id), back)


def half_way(token: str) -> Response:
    """Set the cookie of a half login and go on to the second step."""
    response = RedirectResponse("/tweede-stap?gelukt=1", 303)
    response.set_cookie(HALF, token, path="/", secure=True, httponly=True, samesite="strict")
    return response


def let_in(token: str, back: str) -> Response:
    """Set the cookie and go on by way of the login page, which sees whether the browser kept it."""
    response = RedirectResponse(f"/inloggen?gelukt=1&terug={quote(local_path(back), safe='')}", 303)
    response.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="lax")
    response.delete_cookie(HALF, path="/", secure=True, httponly=True, samesite="strict")
    return response


def let_out() -> Response:
    """Take both cookies away and go to the login page."""
    response = RedirectResponse("/inloggen", 303)
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    response.delete_cookie(HALF, path="/", secure=True, httponly=True, samesite="strict")
    return response
