"""Which terms belong to the records of a form: those that end in it (the talk header ends those of a talk)."""

from __future__ import annotations

from functools import lru_cache

from popforms.definition.blocks import NOT_HELD
from popforms.definition.catalogue import Catalogue
from popforms.definition.questions import FormDef, SectionDef
from popforms.process.calculated import own_table
from popforms.process.table import Term

OF_A_RECORD = ("gesprek", "contact", "overleg", "escalatie")
TALK = "B-G"


@lru_cache(maxsize=8)
def terms_of_records(forms: Catalogue) -> dict[str, dict[str, frozenset[str]]]:
    """For each form with such terms, by key: the codes of the terms for each kind of record."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for term in own_table(forms).terms:
        if term.per not in OF_A_RECORD:
            continue
        codes = {name.partition(".")[0] for name in term.klaar_als.uses.facts}
        for form in forms:
            own = {form.code, *(section.code for section in form.sections), *([TALK] if talk_header(form) else [])}
            if codes & own:
                of_form = found.setdefault(form.key, {})
                of_form[term.per] = of_form.get(term.per, frozenset()) | {term.code}
    return found


def talk_header(form: FormDef) -> SectionDef | None:
    """The section with the header of a conversation, when the form has one."""
    return next((section for section in form.sections if any(question.name == NOT_HELD for question in section.questions)), None)


@lru_cache(maxsize=64)
def facts_of_gemeente(forms: Catalogue) -> frozenset[str]:
    """What the terms of a gemeente as a whole look at."""
    return frozenset(name for term in own_table(forms).terms if term.per == "gemeente" for uses in term.uses() for name in uses.facts)


def ends_with(term: Term) -> frozenset[str]:
    """The facts that end a term; where nothing is filled in to end it, those that it begins with."""
    begins = term.begint_bij.uses.facts if term.begint_bij else set()
    given = term.einde_gaat_voor.uses.facts if term.einde_gaat_voor else set()
    return frozenset(term.klaar_als.uses.facts or begins | given)
