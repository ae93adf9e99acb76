"""What the term table asks, against what the forms of a folder hold: wrong words are refused, terms without their facts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from popforms.definition.catalogue import Catalogue
from popforms.definition.questions import Question
from popforms.process.table import Term, TermTable, TermTableError

WHO = ("trekker", "gespreksleider", "notulist", "verteller", "ontvanger", "partij", "gemeente", "COA")
"""Whom a warning can name beside the roles: a person that the record itself names, or another party."""
COUNTED = ("taakstelling",)
"""Facts that are counted over all dossiers; no form asks them."""
_OF_A_RECORD = ("state", "state_on", "begun")
_FORM = re.compile(r"F\d\d[a-z]?")


def check_words(forms: Catalogue, table: TermTable) -> None:
    """Refuse a name that no form has, a column that rows do not have and a role that is not there.

    A form that this folder does not have is no mistake: its terms are left out.
    """
    for term in table.terms:
        for name in sorted({name for uses in term.uses() for name in uses.facts}):
            if not _is_name(forms, name):
                _refuse(table, term.id, f"noemt {name!r}, en die vraag is er niet", "Kijk de naam na in het formulier")
        for rows, column in sorted({one for uses in term.uses() for one in uses.columns}):
            if not _is_column(forms, rows, column):
                _refuse(table, term.id, f"noemt {column!r} in {rows}, en dat staat daar niet", "Kijk de naam na in het formulier")
        roles = getattr(forms.roles, "ROLES", {})
        for who in (term.wie, term.wie_na, *term.kijkt_mee):
            if roles and who and who not in roles and who not in WHO:
                _refuse(table, term.id, f"noemt {who!r} bij wie", f"Kies uit: {', '.join((*roles, *WHO))}")


def held(forms: Catalogue, table: TermTable) -> TermTable:
    """The table without the terms that the forms of this folder cannot start or cannot end: those would run for ever."""
    return replace(table, terms=tuple(term for term in table.terms if _can_start(forms, term) and _can_end(forms, term)))


def _can_start(forms: Catalogue, term: Term) -> bool:
    names = term.begint_bij.uses.facts if term.begint_bij else set()
    return not names or any(_is_held(forms, name) for name in names)


def _can_end(forms: Catalogue, term: Term) -> bool:
    ways = term.klaar_als.ways  # none: nothing is meant to end it
    return term.na_laatste_dag == "klaar" or not ways or any(all(_is_held(forms, name) for name in way) for way in ways)


def _is_held(forms: Catalogue, name: str) -> bool:
    code = name.partition(".")[0]
    return not _FORM.fullmatch(code) or forms.has_code(code)


def _is_name(forms: Catalogue, name: str) -> bool:
    code, _, question = name.partition(".")
    if code.startswith("B-") or code in COUNTED:
        return True
    if _FORM.fullmatch(code):
        word = question.partition(".")[0]
        return not forms.has_code(code) or not word or word in _OF_A_RECORD or any(True for _ in _questions(forms, code, word))
    return not question and forms.head.question(code) is not None


def _is_column(forms: Catalogue, rows: str, column: str) -> bool:
    code, _, question = rows.partition(".")
    if not _FORM.fullmatch(code) or not forms.has_code(code):
        return True
    if not question:  # the records of a form that a dossier has several of
        return column == "state" or any(True for _ in _questions(forms, code, column))
    return any(column == one.name for found in _questions(forms, code, question) for one in found.columns)


def _questions(forms: Catalogue, code: str, name: str) -> Iterator[Question]:
    """The questions with this name under a code; `F08` stands for all its parts."""
    for form in forms:
        for _, one in form.questions():
            if one.name == name and (one.code.startswith(code) or form.code.startswith(code)):
                yield one


def _refuse(table: TermTable, where: str, what: str, remedy: str) -> None:
    raise TermTableError(f"{table.source}: {where} {what}. {remedy}.")
