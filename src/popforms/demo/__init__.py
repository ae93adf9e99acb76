"""A fictional gemeente to look around in: a cast, their contacts and dossiers in every phase; the same for the same seed and day."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import date

from popforms.definition.catalogue import load_forms
from popforms.demo.answers import complete, fill, full_answers
from popforms.demo.cast import CAST, OUTSIDER, PASSWORD
from popforms.demo.dossiers import SIGNED, Telling
from popforms.demo.farewell import wind_down
from popforms.demo.looking import look_around
from popforms.demo.meeting import hold_meeting, keep_lists, plan_talk, write_hours
from popforms.demo.post import invite_for_the_day, send_plan
from popforms.demo.stories import CLOSING, DISCUSSED, FRESH, INVITED, PLANNED, STORIES, Story, stories
from popforms.demo.town import Town
from popforms.settings import Settings
from popforms.store import StoreError, open_database, transaction
from popforms.store.accounts import Accounts
from popforms.store.start import start

__all__ = ["CAST", "OUTSIDER", "PASSWORD", "STORIES", "build", "complete", "fill", "full_answers"]


def build(settings: Settings, *, dossiers: int = len(STORIES), seed: int = 1, today: date | None = None) -> int:
    """Make a demo in a new database; gives the number of dossiers. StoreError when somebody has an account there already."""
    today = today or date.today()
    start(settings)
    forms = load_forms(settings.forms)
    rng = random.Random(f"ids {seed}")
    with closing(open_database(settings)) as db:
        if Accounts(db).exist():
            raise StoreError("In deze database staan al accounts. Kies een nieuw bestand voor de demo (POPFORMS_DB).")
        with transaction(db):
            town = Town(db, forms, iter(lambda: f"{rng.getrandbits(64):016x}", ""), today)
            keep_lists(town)
            write_hours(town)
        made, told = 0, dict[Story, str]()
        for number, story in enumerate(stories(dossiers, seed, today)):
            with transaction(db):
                telling = Telling(town, story, number, seed)
                dossier = told[story] = telling.tell()
                if story is DISCUSSED:
                    hold_meeting(town, dossier)
                if story is INVITED:
                    invite_for_the_day(town, dossier)
                if story is PLANNED:
                    plan_talk(town, dossier)
                    send_plan(town, dossier, telling.day(SIGNED + 3))
                if story is CLOSING:
                    wind_down(town, dossier)
            made += 1
        if FRESH in told and DISCUSSED in told:
            look_around(town, told[FRESH], told[DISCUSSED])
        town.store(CAST[0].username, today).rebuild()
    return made
