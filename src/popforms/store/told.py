"""What a version was told with when its content was fixed: it is kept with the version, so that paper and screen go on saying the same.

Which questions were asked, the facts of the dossier that conditions and sentences look at, the names behind ids and how to reach
people, the words for references, how the actions stood, the gemeente and which official text. A version that is a concept, or
was fixed before this was kept, is told with what is known today.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from popforms.definition.catalogue import Catalogue
from popforms.definition.questions import FormDef, Question
from popforms.definition.summary import names_in
from popforms.store.contents import Contents

DECLARATION = "verklaring"
"""In `paper` of a form: an official text is printed with it. Also the name of that print."""
STANDING = "tekst"
"""The kind of a file that stands in a list, such as the text of a declaration; it says nothing about a person."""


@dataclass(frozen=True)
class ToldWith:
    """As it was when the content was fixed. Nothing of it was checked against rights: store/around.py does that for each reader."""

    on: date
    asked: frozenset[str]
    """The paths of the questions that were asked; those that come after fixing are asked as things are now."""
    facts: Mapping[str, Any]
    people: Mapping[str, Mapping[str, Any]]
    """By id: the name, the function of a colleague, and the answers of the contact list with the form that they are of."""
    references: Mapping[str, str]
    """The words for a reference by what it refers to and its value, as `F07 3f…:2`."""
    goals: Mapping[str, Sequence[Mapping[str, str]]]
    """By the id of its row: the words of a goal, with the form, record, section and question that it stood in; plans share ids."""
    actions: Mapping[str, str]
    """The state of each action of the record by the path of its row."""
    gemeente: str
    text: str
    """The file of the official text that is printed with it; empty when there is none."""
    seal: str
    """SHA-256 over all this, with a random part so that it tells nothing: the fingerprint of each print is over it too."""
    unsaid: bool
    """Words about an erased dossier were replaced in the version since, so that older paper of it says more."""


class Told(Contents):
    """Reading back what a version was told with."""

    def _told_of(self, record_id: str, number: int) -> ToldWith | None:
        row = self._one(
            "SELECT t.content, t.seal, v.content AS version FROM told_with t JOIN version v USING(record_id, number) "
            "WHERE record_id=? AND number=? ORDER BY seq DESC LIMIT 1", record_id, number,
        )  # fmt: skip
        if row is None:
            return None
        kept = json.loads(row["content"])
        return ToldWith(
            on=date.fromisoformat(kept["on"]),
            asked=frozenset(kept["asked"]),
            **{name: kept[name] for name in ("facts", "people", "references", "goals", "actions", "gemeente", "text")},
            seal=hashlib.sha256(row["content"].encode()).hexdigest(),
            unsaid=seal_of(row["version"], row["content"]) != row["seal"],
        )


def seal_of(version: str, content: str) -> str:
    """SHA-256 over the stored text of a version and what it was told with, in hexadecimal."""
    return hashlib.sha256(f"{version}\n{content}".encode()).hexdigest()


def looked_at(forms: Catalogue, form: FormDef) -> set[str]:
    """The names of facts that telling a form looks at: in its conditions and sentences, for whom it is about and for who sign."""
    process = forms.process
    names = {"vandaag", process.OVERVIEW["gemeente"], process.ADDRESS, *process.SIGNERS.values()}
    for section, question in form.questions():
        for condition in (section.shown_when, question.shown_when, *(column.shown_when for column in question.columns)):
            names |= set(condition.names()) if condition else set()
    parts = [part for summary in form.summaries for part in summary.parts] + list(form.clauses)
    for line in (line for part in parts for line in part.lines):
        names |= names_in(line) | (set(line.when.names()) if line.when else set())
    names |= {name for summary in form.summaries for _, name in summary.signed}
    names |= {target for _, question in questions_in(form) if "." in (target := question.refers_to)}
    names |= {process.DECLARATION["law_of"]} if DECLARATION in form.paper else set()
    names |= {f"{q.code}.{q.name}" for one in forms.per_dossier() for _, q in one.questions() if q.kind == "address"}
    for start in forms.start():
        names |= {f"{q.code}.{q.name}" for name in start.person if (q := start.question(name))}
    holders = ((forms.holder(*name.split(".")), name) for name in names if name.count(".") == 1)
    owners = (holder.question(name.partition(".")[2]) for holder, name in holders if holder)
    return names | {f"{question.code}.{question.name}" for question in owners if question}


def questions_in(form: FormDef) -> Iterator[tuple[Question, Question]]:
    """Every question of a form and every column or part of one, each with the question that it stands in."""
    for _, question in form.questions():
        yield from ((question, one) for one in (question, *question.columns))
