"""Hostile texts in every place that somebody types in, through the store, with what each place must show afterwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from popforms.definition.catalogue import Catalogue
from popforms.demo import complete, fill
from popforms.settings import Settings
from popforms.store import NotNow, NotReady, Store, Wanted, open_database, transaction
from popforms.store.accounts import AccountError, Accounts
from popforms.store.connection import Database
from tests.support.canaries import Aviary, everybody, plant
from tests.support.hostile import as_kept

FIRST = "Hoda"
LOG_LINES = 190
"""The logbook shows the newest 200 lines."""
LETTER = "BR07"
LETTER_FACT = "waarover"


@dataclass
class Sown:
    """Where the texts lie, what each place must show, and what was refused: how often, and with which sentences."""

    aviary: Aviary
    texts: tuple[str, ...]
    shown: dict[str, list[str]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    sentences: set[str] = field(default_factory=set)
    logbooks: dict[str, list[str]] = field(default_factory=dict)
    notes: str = ""
    plan: str = ""
    letter: str = ""
    gated: str = ""

    def try_each(self, place: str, texts: Iterable[str], put: Callable[[int, str], object]) -> list[str]:
        """Type each text; gives what must be shown, and counts what the store refuses."""
        kept = self.shown.setdefault(place, [])
        for number, text in enumerate(texts):
            try:
                put(number, text)
            except (NotNow, NotReady, AccountError) as error:
                self.refused[place] += 1
                self.sentences |= {str(one) for one in getattr(error, "problems", [error])}
            else:
                kept.append(as_kept(text))
        return kept


def sow(settings: Settings, forms: Catalogue, texts: Sequence[str]) -> Sown:
    """The whole of it on a demo database."""
    full = [text for text in texts if as_kept(text)]
    aviary = plant(settings, forms, (FIRST,), words=cycle(text for text in full if len(text) <= 200))
    sown = Sown(aviary, tuple(texts))
    with closing(open_database(settings)) as db:
        store = everybody(aviary, db)
        others = [line.id for line in store.find_dossiers() if line.id != aviary.dossiers[FIRST]]
        _logbooks(sown, store, others)
        _notes(sown, store, others)
        _gate(sown, store, forms, next(one for one in others if one not in (*sown.logbooks, sown.notes)))
        _people(sown, store, db)
        _plan(sown, store, db)
        _letter(sown, store, others)
    return sown


def lines_of(texts: Iterable[str], most: int = 19_000) -> Iterator[str]:
    """Many texts as a few long ones, each text on a line of its own."""
    text = ""
    for one in texts:
        line = re.sub(r"\s+", " ", as_kept(one)).strip()
        if line and len(text) + len(line) + 1 > most:
            yield text
            text = ""
        text += f"{line}\n" if line else ""
    if text:
        yield text


def _logbooks(sown: Sown, store: Store, dossiers: list[str]) -> None:
    for at, begin in enumerate(range(0, len(sown.texts), LOG_LINES)):
        dossier, texts = dossiers[at], sown.texts[begin : begin + LOG_LINES]

        def put(number: int, text: str, dossier: str = dossier, at: int = at) -> None:
            answers = {
                "lg_datum": {"datum": store.today.isoformat(), "tijd": "10:00"}, "lg_soort": "gesprek", "lg_module": "algemeen",
                "lg_zichtbaar": "hele team", "lg_kort": text, "lg_tekst": text,
            }  # fmt: skip
            store.add_log_line(dossier, answers, f"vijandig {at} {number}")

        before = len(sown.shown.get("logbook", []))
        sown.logbooks[dossier] = sown.try_each("logbook", texts, put)[before:]


def _notes(sown: Sown, store: Store, dossiers: list[str]) -> None:
    action = next(
        one
        for dossier in dossiers
        if dossier not in sown.logbooks
        for one in store.actions_of(dossier)
        if one.state in ("afgesproken", "loopt") and one.module != "gezondheid"
    )
    sown.notes = action.dossier_id
    sown.try_each("progress note", sown.texts, lambda _, text: store.progress(action.id, text))


def _gate(sown: Sown, store: Store, forms: Catalogue, dossier: str) -> None:
    record = store.start_record("F15", dossier, "vijandig escalatie")
    sown.gated = dossier
    name = forms["F15"].gates[0].name
    sown.try_each("gate reason", sown.texts[:LOG_LINES], lambda _, text: store.pass_gate(record, name, text))


def _people(sown: Sown, store: Store, db: Database) -> None:
    organisation = next(iter(store.contacts("F21b"))).record.id

    def contact(code: str, name: str, **rest: Any) -> Callable[[int, str], None]:
        def put(number: int, text: str) -> None:
            record = store.start_record(code, None, f"vijandig {code} {number}")
            fill(store, record, {name: text, **rest})
            complete(store, record, "c") if as_kept(text) else None
            store.keep(record)

        return put

    sown.try_each("person", sown.texts, contact("F21a", "ct_naam", ct_organisatie=organisation))
    sown.try_each("organisation", sown.texts[::3], contact("F21b", "og_naam"))
    accounts = Accounts(db)
    some = sown.texts[:: max(1, len(sown.texts) // 60)]
    sown.try_each("account name", some, lambda number, text: accounts.invite(username=f"vijandig{number}", name=text))


def _plan(sown: Sown, store: Store, db: Database) -> None:
    """A plan with many lines in its long texts, frozen, so that it is read, printed and carried in a file."""
    dossier = sown.aviary.dossiers[FIRST]
    (row,) = db.query("SELECT id FROM record WHERE dossier_id=? AND form='pip_wet'", (dossier,))
    record = sown.plan = str(row["id"])
    draft = store.open_draft(record)
    places = [
        path for section, question in draft.form.questions() if question.kind == "long text" and not question.after_freezing
        for path in [f"{section.name}.{question.name}"] if path not in draft.hidden and draft.may_write(path)
    ]  # fmt: skip
    with transaction(db):
        for path, text in zip(places, lines_of(sown.texts), strict=False):
            store.overwrite_field(record, path, text)
            sown.shown.setdefault("long text", []).append(as_kept(text))
    complete(store, record, "d")
    for problem in store.problems(record, "d"):
        if problem.gate:
            store.pass_gate(record, problem.gate, "Dat ligt op papier.")
    store.freeze(record)


def _letter(sown: Sown, store: Store, dossiers: list[str]) -> None:
    dossier = next(one for one in dossiers if LETTER in {offer.code for offer in store.letters_to_make(one) if offer.ready})
    told = next(lines_of(sown.texts))
    sown.letter = store.make_letter(dossier, Wanted(LETTER, typed={LETTER_FACT: told}), "vijandige brief")
    sown.shown["letter fact"] = [as_kept(told)]
    short: Mapping[str, str] = {"br_wijze": "post"}
    fill(store, sown.letter, short)
