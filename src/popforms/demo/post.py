"""Letters of the demo: one that was sent with a plan, and one that still waits on the table."""

from __future__ import annotations

from datetime import date, timedelta

from popforms.demo.answers import complete, fill
from popforms.demo.town import Town
from popforms.store import Wanted


def send_plan(town: Town, dossier: str, day: date) -> None:
    """The plan went out by post with its letter; the begeleider asked later whether it was understood."""
    store = town.store("marieke", day)
    letter = store.make_letter(dossier, Wanted("BR11"), "demo brief plan")
    fill(store, letter, {"br_wijze": "post", "br_bijlagen": ["PIP"]})
    complete(store, letter, "d")
    store.freeze(letter)
    fill(store, letter, {"br_verzonden_op": day.isoformat(), "br_nagebeld": "ja"})
    store.finalise(letter)


def invite_for_the_day(town: Town, dossier: str) -> None:
    """The invitation for the regeldag, as the HVC left it yesterday."""
    store = town.store("sander", town.today - timedelta(days=1))
    store.keep(store.make_letter(dossier, Wanted("BR02"), "demo brief regeldag"))
