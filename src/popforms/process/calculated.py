"""Answers that the tool works out: by the term table, or by a small function of `forms/proces.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from popforms.definition.catalogue import Catalogue
from popforms.process import terms
from popforms.process.table import Term


@lru_cache(maxsize=8)
def term_table(forms: Catalogue) -> terms.TermTable:
    """The term table of a forms folder, read once."""
    return terms.TermTable.load(forms.folder / "termijnen.toml")


@lru_cache(maxsize=8)
def endless(forms: Catalogue) -> frozenset[str]:
    """The terms that nothing in this forms folder can end, because the forms that would end them are not there."""
    return frozenset(term.id for term in term_table(forms).terms if not _can_end(forms, term))


def _can_end(forms: Catalogue, term: Term) -> bool:
    codes = {name.partition(".")[0] for name in term.klaar_als.uses.facts if "." in name}
    return term.na_laatste_dag == "klaar" or not codes or any(forms.has_code(code) for code in codes)


def running_terms(forms: Catalogue, facts: Mapping[str, Any], today: date) -> tuple[terms.Running, ...]:
    """The terms of a dossier today, without those that this forms folder cannot end."""
    return tuple(one for one in terms.compute_all(term_table(forms), facts, today) if one.id not in endless(forms))


def calculate(forms: Catalogue, name: str, facts: Mapping[str, Any], today: date) -> Any:
    """The value of a calculated question, None while something that it needs is missing."""
    functions = getattr(forms.process, "CALCULATIONS", {})
    if name in functions:
        return functions[name](facts)
    table = term_table(forms)
    return terms.calculate(name, facts, table, today) if name in table.calculated else facts.get(name)
