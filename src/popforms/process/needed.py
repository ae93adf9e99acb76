"""What a dossier needs now, in sentences: each term that warns, and each date without which terms cannot run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from popforms.definition.catalogue import Catalogue
from popforms.process.terms import Running


class Need(NamedTuple):
    """One sentence, whether it is about a term that is late, and where it is done.

    That is a record, or a form (its key) that this user can begin; both are empty when there is no way for this user.
    """

    words: str
    late: bool = False
    record: str = ""
    form: str = ""


class Way(NamedTuple):
    """Where a term is done: a record, or else a form to begin, by its key."""

    record: str = ""
    form: str = ""


def done_in(forms: Catalogue, term: Running, records: Mapping[str, str], begins: Iterable[str] = ()) -> Way:
    """Where a term of a dossier is done: in one of these records by form, or in one of the forms that can begin."""
    asked = [form.key for name in term.asks if (form := forms.asking(name))]
    if record := next((records[key] for key in asked if key in records), ""):
        return Way(record)
    return Way(form=next((key for key in asked if key in begins), ""))


def needed_now(forms: Catalogue, terms: Iterable[tuple[Running, Way]]) -> list[Need]:
    """The terms that warn, the earliest last day first; terms that wait for the same date share one sentence that names it.

    With each term goes where it is done.
    """
    warning = [(term, way) for term, way in terms if term.warns]
    dated = sorted((one for one in warning if one[0].last_day), key=lambda one: one[0].last_day or date.max)
    waiting: dict[tuple[str, ...], list[tuple[Running, Way]]] = {}
    for term, way in warning:
        if term.last_day is None:
            waiting.setdefault(term.missing, []).append((term, way))
    said = [
        Need(f"{term.title}: {term.words}{f' ({term.own_words})' if term.own_words else ''}", term.state == "te laat", *way)
        for term, way in dated
    ]
    return said + [Need(_without(forms, missing, [term.title for term, _ in of]), False, *of[0][1]) for missing, of in waiting.items()]


def missing_dates(forms: Catalogue, missing: tuple[str, ...]) -> str:
    """The questions that hold these dates, by their labels."""
    return _together([f"‘{_label(forms, name)}’" for name in missing])


def _without(forms: Catalogue, missing: tuple[str, ...], titles: list[str]) -> str:
    asked = missing_dates(forms, missing)
    word, runs = ("Datum ontbreekt", "deze datum") if len(missing) == 1 else ("Datums ontbreken", "deze datums")
    return f"{word}: {asked}. Zonder {runs} {'loopt' if len(titles) == 1 else 'lopen'} niet: {_together(titles)}."


def _label(forms: Catalogue, name: str) -> str:
    code, dot, word = name.partition(".")
    form = forms.holder(code, word) if dot else forms.head
    question = form.question(word or name) if form else None
    return question.label if question else name


def _together(words: list[str]) -> str:
    return " en ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
