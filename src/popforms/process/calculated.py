"""Answers that the tool works out: by the term table, by a small function of `forms/proces.py`, or from the newest record that says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from popforms.definition.catalogue import Catalogue
from popforms.definition.conditions import has_value
from popforms.process import terms
from popforms.process.held import check_words, held
from popforms.process.own import Choice


@lru_cache(maxsize=8)
def term_table(forms: Catalogue) -> terms.TermTable:
    """The term table of a forms folder, read once; a TermTableError when it asks what the forms do not have."""
    table = terms.TermTable.load(forms.folder / "termijnen.toml")
    check_words(forms, table)
    return table


@lru_cache(maxsize=128)
def own_table(forms: Catalogue, choices: tuple[Choice, ...] = ()) -> terms.TermTable:
    """The table of a gemeente, with what it chose itself; without the terms that the forms of this folder cannot start or end."""
    return held(forms, _chosen_table(forms, choices))


@lru_cache(maxsize=128)
def _chosen_table(forms: Catalogue, choices: tuple[Choice, ...]) -> terms.TermTable:
    return term_table(forms).with_choices(choices)


def newest(place: str, facts: Mapping[str, Any], since: str = "") -> Mapping[str, Any] | None:
    """The record that a place such as `F22.br_verzonden_op/br_soort=BR01` names: of a form that a dossier has several of, the one
    that says so with the latest answer, from the day `since` on, and of two on one day the one that was begun last; None when there
    is none."""
    whole, _, only = place.partition("/")
    code, _, name = whole.partition(".")
    column, _, wanted = only.partition("=")
    found = [one for one in facts.get(code) or () if one.get(column) == wanted and has_value(one.get(name)) and str(one[name]) >= since]
    return max(reversed(found), key=lambda one: str(one[name]), default=None)


def running_terms(
    forms: Catalogue, facts: Mapping[str, Any], today: date, per: str = "dossier", choices: tuple[Choice, ...] = ()
) -> tuple[terms.Running, ...]:
    """The terms of a dossier, or of another record, today, in a gemeente that chose this."""
    return terms.compute_all(own_table(forms, choices), facts, today, per)


def calculate(forms: Catalogue, name: str, facts: Mapping[str, Any], today: date, choices: tuple[Choice, ...] = ()) -> Any:
    """The value of a calculated question, None while something that it needs is missing."""
    functions = getattr(forms.process, "CALCULATIONS", {})
    if name in functions:
        return functions[name](facts)
    table = _chosen_table(forms, choices)
    return terms.calculate(name, facts, table, today) if name in table.calculated else facts.get(name)
