"""A fact that an early form holds is not typed again: the same question later is filled in, shown or worked out by the tool."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms import FORMS
from popforms.definition.questions import FormDef, Question

EARLY = ("F00", "F01", "F02", "F03a", "F03b", "F03c")
HEADER = {question.name for section, question in FORMS["F06"].questions() if section.title == "Het gesprek"}
"""The header of a conversation is about that conversation."""


def asked(form: FormDef) -> Iterator[Question]:
    """What somebody types in a form, signatures left out: each paper is signed by itself."""
    for _, question in form.questions():
        if question.name not in HEADER and question.block != "B-H" and not question.is_given and not FORMS.is_owned(question):
            yield question


def words(question: Question) -> set[str]:
    return {question.name, re.sub(r"[^a-z ]", "", question.label.casefold())}


def test_no_fact_of_the_first_forms_is_typed_twice() -> None:
    twice, seen = [], dict[str, str]()
    for form in sorted(FORMS.per_dossier(), key=lambda one: one.code):
        for question in asked(form):
            known = [seen[one] for one in words(question) if one in seen]
            if known and not question.prefill and not question.calculated:
                twice.append((form.code, question.name, known))
        if form.code in EARLY:
            seen |= {one: form.code for question in asked(form) for one in words(question)}
    assert twice == []


def test_what_is_filled_in_names_a_question_that_exists() -> None:
    names = {f"{q.code}.{q.name}" for form in FORMS for _, q in form.questions()} | {
        f"{form.code}.{q.name}" for form in FORMS for _, q in form.questions()
    }
    sources = {
        found[0]
        for form in FORMS
        for _, question in form.questions()
        for one in (question, *question.columns)
        if (found := re.findall(r"F\d\d[a-d]?\.\w+", one.prefill))
    }
    assert len(sources) >= 15
    assert sources <= names
