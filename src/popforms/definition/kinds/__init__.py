"""The kinds of question: one class each, the annotations that ask for them, and how an answer is read."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

from popforms.definition.kinds.base import LONG_TEXT, SHORT_TEXT, Kind, Lookup, Wrong, clean
from popforms.definition.kinds.chosen import (
    CalculatedKind,
    ChoiceKind,
    FileKind,
    MultiKind,
    OrganisationKind,
    PersonKind,
    PersonOrOrganisationKind,
    ReferenceKind,
    SignatureKind,
    UserKind,
    UserOrPersonKind,
    YesNoKind,
    YesNoUnknownKind,
)
from popforms.definition.kinds.typed import (
    AddressKind,
    AmountKind,
    BsnKind,
    DateKind,
    EmailKind,
    LongTextKind,
    NumberKind,
    Text,
    TimeKind,
    VNumberKind,
    WholeKind,
    YearDateKind,
)
from popforms.definition.outline import Space
from popforms.definition.questions import Question

__all__ = ["KINDS", "LONG_TEXT", "SHORT_TEXT", "SPEC_NAMES", "Kind", "Lookup", "Mark", "Wrong", "clean", "kind_of", "read_answer"]


class TogetherKind(Kind):
    """A few answers that are one question; each part is asked by its own kind."""

    name = "together"

    def store(self, question: Question, value: Any) -> Any:
        kept = {c.name: KINDS[c.kind].store(c, (value or {}).get(c.name)) for c in question.columns if c.kind != "calculated"}
        return {name: part for name, part in kept.items() if part is not None} or None

    def read(self, question: Question, value: Any) -> Any:
        return {c.name: read_answer(c, value[c.name]) for c in question.columns if value.get(c.name) is not None}

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        parts = [KINDS[c.kind].say(c, value[c.name], lookup) for c in question.columns if value.get(c.name)]
        return ", ".join([*(part.removesuffix(".") for part in parts[:-1]), *parts[-1:]])

    def ask(self, at: Any, question: Question, value: Any, key: str, label: str, lookup: Lookup) -> Any:
        at.markdown(label)
        kept = value if isinstance(value, dict) else {}
        parts = zip(at.columns(len(question.columns)), question.columns, strict=True)
        return self.store(
            question,
            {c.name: KINDS[c.kind].ask(place, c, kept.get(c.name), f"{key}.{c.name}", c.label, lookup) for place, c in parts},
        )


MOST_CHOICES = 6
"""So many choices of a column are told above the rows of an empty form."""


class RowsKind(Kind):
    """A repeated group; the page draws its rows as cards, each column by its own kind."""

    name = "rows"

    def store(self, question: Question, value: Any) -> Any:
        return value or None

    def read(self, question: Question, value: Any) -> Any:
        return [] if value == "geen" else value

    def say(self, question: Question, value: Any, lookup: Lookup) -> str:
        return "geen" if value == "geen" else "1 regel" if len(value) == 1 else f"{len(value)} regels"

    def space(self, question: Question) -> Space:
        choices = (
            f"{c.label} {' / '.join(label for _, label in c.options)}"
            for c in question.columns
            if c.kind == "choice"
            and len(c.options) <= MOST_CHOICES
            and not question.block
            and not any(c.name in row for row in question.rows)
        )
        return Space(
            question.label,
            lines=0 if question.fixed else 2 if question.rows else 3,
            hint="\n".join(line for line in (question.hint, *choices) if line),
            columns=tuple(c.label for c in question.columns),
            rows=tuple(tuple(row.get(c.name, "") for c in question.columns) for row in question.rows),
        )


_ALL: tuple[type[Kind], ...] = (
    Text,
    LongTextKind,
    AddressKind,
    BsnKind,
    VNumberKind,
    EmailKind,
    DateKind,
    YearDateKind,
    TimeKind,
    NumberKind,
    WholeKind,
    AmountKind,
    ChoiceKind,
    YesNoKind,
    YesNoUnknownKind,
    MultiKind,
    ReferenceKind,
    PersonKind,
    OrganisationKind,
    PersonOrOrganisationKind,
    UserKind,
    UserOrPersonKind,
    SignatureKind,
    FileKind,
    CalculatedKind,
    TogetherKind,
    RowsKind,
)
KINDS: dict[str, Kind] = {kind.name: kind() for kind in _ALL}

SPEC_NAMES = {"bsn": "number", "v-number": "number", "whole": "number", "address": "text", "email": "text"}
"""Kinds that check more than the form specification says have its word beside their own."""


class Mark:
    """Stands in an annotation to say which kind of question it is."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


LongText = Annotated[str, Mark("long text")]
Address = Annotated[str, Mark("address")]
Bsn = Annotated[str, Mark("bsn")]
VNumber = Annotated[str, Mark("v-number")]
Email = Annotated[str, Mark("email")]
YearDate = Annotated[date | str, Mark("date, also only year")]
Amount = Annotated[Decimal, Mark("amount")]
YesNo = Literal["ja", "nee"]
YesNoUnknown = Literal["ja", "nee", "onbekend"]
Reference = Annotated[str, Mark("reference")]
Person = Annotated[str, Mark("person")]
Organisation = Annotated[str, Mark("organisation")]
PersonOrOrganisation = Annotated[str, Mark("person or organisation")]
User = Annotated[str, Mark("user")]
UserOrPerson = Annotated[str, Mark("user or person")]
Signature = Annotated[str, Mark("signature")]
File = Annotated[str, Mark("file")]
Calculated = Annotated[Any, Mark("calculated")]

_PLAIN = {str: "text", date: "date", time: "time", int: "whole", Decimal: "number"}


def kind_of(annotation: Any, has_options: bool) -> tuple[str, Any] | None:
    """The name of the kind that an annotation asks for, with its row model or choices; None when it asks for none."""
    if get_origin(annotation) is Annotated:
        mark = next((m for m in get_args(annotation)[1:] if isinstance(m, Mark)), None)
        return (mark.kind, None) if mark else kind_of(get_args(annotation)[0], has_options)
    if get_origin(annotation) is Literal:
        options = get_args(annotation)
        special = {get_args(YesNo): "yes/no", get_args(YesNoUnknown): "yes/no/unknown"}
        return special.get(options, "choice"), options
    if get_origin(annotation) is list:
        inner = get_args(annotation)[0]
        if isinstance(inner, type) and hasattr(inner, "block"):
            return "rows", inner
        if (inner is str and has_options) or any(isinstance(mark, Mark) for mark in get_args(inner)):
            return "multi choice", None  # with a mark: several of a list that is kept somewhere, named by refers_to
        if get_origin(inner) is Literal:
            return "multi choice", get_args(inner)
        return None
    if isinstance(annotation, type) and hasattr(annotation, "together"):
        return "together", annotation
    if annotation is str and has_options:
        return "choice", None
    return (_PLAIN[annotation], None) if annotation in _PLAIN else None


def read_answer(question: Question, value: Any) -> Any:
    """The typed value of an answer, None when there is none; raises Wrong with a Dutch sentence."""
    return None if value in (None, "", [], {}) else KINDS[question.kind].read(question, value)
