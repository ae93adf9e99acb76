"""What happens when the server starts and stops."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from popforms.server import shell, timer
from popforms.server.checks import WeakSettings, check_settings
from popforms.server.errors import keep_words_out_of_logs
from popforms.settings import Settings, load_settings
from popforms.store.accounts import hasher
from popforms.store.connection import StoreError
from popforms.store.start import Started, start


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Check, prepare, tell; then let the timer run for as long as the server does."""
    keep_words_out_of_logs()
    settings = load_settings()
    try:
        check_settings(settings)
        shell.page()
        started = start(settings)
    except (WeakSettings, StoreError) as error:
        print(f"\n{error}\n", file=sys.stderr, flush=True)
        raise SystemExit(1) from None
    _import_what_pages_use()
    print(welcome(settings, started), flush=True)
    ticking = asyncio.create_task(timer.run(settings))
    try:
        yield
    finally:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking


def welcome(settings: Settings, started: Started) -> str:
    """What the terminal says: the address, and at the first start the set-up code and the recovery sheet."""
    lines = ["", f"popforms staat klaar op {settings.url}"]
    if started.setup_code:
        lines += ["", f"Eerste keer: maak het eerste account aan met de begincode  {started.setup_code}"]
    if started.sheet:
        lines += [
            "",
            f"Herstelblad: {started.sheet}",
            "Print dit blad, bewaar het op een veilige plaats en gooi het bestand daarna weg.",
            "Zonder de sleutel die erop staat zijn de dossiers niet meer te openen.",
        ]
        if sys.stdout.isatty():
            lines += ["", started.sheet.read_text(encoding="utf-8")]
    return "\n".join([*lines, ""])


def _import_what_pages_use() -> None:
    """Freeze everything that stays: Streamlit collects all garbage after every run, 28 ms that become 4."""
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    hasher()
    gc.collect()
    gc.freeze()
