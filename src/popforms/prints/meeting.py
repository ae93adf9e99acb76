"""The part of the minutes of a casusoverleg that is about dossiers: by number and initials, apart from the general part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from popforms import document
from popforms.definition.outline import Block, Heading, Meta, NewPage
from popforms.prints.about import About
from popforms.store import Store

_NOT_HERE = frozenset({"nummer", "bijzonder"})


@dataclass
class CasePart:
    """The blocks of all discussions that the maker may read, and the answers in them by dossier number."""

    blocks: tuple[Block, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)


def meeting_part(store: Store, minutes: str) -> CasePart:
    """Each dossier that was spoken of begins on a page of its own, so that everybody can be given only their own."""
    part = CasePart()
    for record in store.discussions_of(minutes):
        saved = store.saved(record.id)
        about = About.of(store, saved)
        told = document.of(
            saved.form, saved.answers, saved.facts, about.lookup(saved.form, saved.answers), saved.readable, Meta(),
            leave_out=_NOT_HERE, late=True, actions=about.actions(record.id), asked=saved.asked,
        )  # fmt: skip
        inside = tuple(Heading(block.text, block.level + 1) if isinstance(block, Heading) else block for block in told.blocks)
        part.blocks += (*([NewPage()] if part.blocks else []), Heading(about.subtitle(saved.form)), *inside)
        part.answers[f"{about.number}:{record.id}"] = document.carried(
            saved.form, saved.answers, saved.facts, saved.readable, leave_out=_NOT_HERE, late=True, asked=saved.asked
        ) | ({"told_with": saved.told.seal} if saved.told else {})
    return part
