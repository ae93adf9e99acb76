"""Answers that the tool works out: by the term table, or by a small function of `forms/proces.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from popforms.definition.catalogue import Catalogue
from popforms.process import terms
from popforms.process.held import check_words, held


@lru_cache(maxsize=8)
def term_table(forms: Catalogue) -> terms.TermTable:
    """The term table of a forms folder, read once; a TermTableError when it asks what the forms do not have."""
    table = terms.TermTable.load(forms.folder / "termijnen.toml")
    check_words(forms, table)
    return table


@lru_cache(maxsize=8)
def _held_table(forms: Catalogue) -> terms.TermTable:
    return held(forms, term_table(forms))


def running_terms(forms: Catalogue, facts: Mapping[str, Any], today: date, per: str = "dossier") -> tuple[terms.Running, ...]:
    """The terms of a dossier, or of another record, today, without those that the forms of this folder cannot start or end."""
    return terms.compute_all(_held_table(forms), facts, today, per)


def calculate(forms: Catalogue, name: str, facts: Mapping[str, Any], today: date) -> Any:
    """The value of a calculated question, None while something that it needs is missing."""
    functions = getattr(forms.process, "CALCULATIONS", {})
    if name in functions:
        return functions[name](facts)
    table = term_table(forms)
    return terms.calculate(name, facts, table, today) if name in table.calculated else facts.get(name)
