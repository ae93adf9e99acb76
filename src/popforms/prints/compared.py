"""Two versions of a record side by side: what screen and paper tell about it, with the rights of the reader for each of the two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from popforms import document
from popforms.definition.compare import changed_only, compare
from popforms.definition.conditions import has_value
from popforms.definition.kinds import Lookup
from popforms.definition.outline import Block, Compared, Document, Meta, Piece, RowTable
from popforms.definition.paths import path_of
from popforms.definition.questions import FormDef, Question
from popforms.dutch import say_date
from popforms.store import Saved, Store

HOW_TO_READ = "Wat tussen haken staat, is anders: [weg: …] stond er en staat er niet meer, [nieuw: …] is erbij gekomen."
UNTOLD = "hier niet getoond"
NUMBER = "nummer"


@dataclass(frozen=True)
class Comparison:
    """The questions of two versions, and how many of them say the same in both."""

    old: Saved
    new: Saved
    blocks: tuple[Block, ...]
    same: int

    @property
    def closed(self) -> bool:
        """Whether there are answers about health or numbers that were not opened, so that nothing is told of them."""
        return bool(self.old.closed or self.new.closed)


def say_version(saved: Saved) -> str:
    """A version with its day and its author."""
    return f"versie {saved.number} van {say_date(saved.at.date())} ({saved.author})"


def say_same(count: int) -> str:
    return "1 antwoord bleef gelijk en staat hier niet." if count == 1 else f"{count} antwoorden bleven gelijk en staan hier niet."


def comparison(
    store: Store, record_id: str, versions: tuple[int, int], lookup: Callable[[Saved], Lookup], *,
    leave_out: frozenset[str] = frozenset(), whole: bool = False,
) -> Comparison:  # fmt: skip
    """Two versions, the older first, each with the questions it was made with; with `whole` also what stayed the same.

    What comes after freezing is left out, as it is on the print of the version: a version that nobody signed yet would seem to
    have lost its signatures. Of a BSN only the change is told, never the number.
    """
    old, new = (store.saved(record_id, number) for number in sorted(versions))
    told = [_told(saved, lookup(saved), leave_out | {NUMBER}) for saved in (old, new)]
    blocks = compare(_in_columns_of(new.form, told[0], old.form), told[1], closed_old=_closed(old), closed_new=_closed(new))
    blocks += [] if NUMBER in leave_out else _numbers(old, new)
    kept, same = changed_only(blocks)
    names = (f"Was (versie {old.number})", f"Nu (versie {new.number})")
    return Comparison(
        old, new, tuple(replace(one, versions=names) if isinstance(one, Compared) else one for one in (blocks if whole else kept)), same
    )


def _told(saved: Saved, lookup: Lookup, leave_out: frozenset[str]) -> Document:
    late = not saved.form.freezes
    found = document.of(
        saved.form, saved.answers, saved.facts, lookup, saved.readable, Meta(), leave_out=leave_out, late=late, asked=saved.asked
    )
    return replace(found, blocks=tuple(block for block in found.blocks if not isinstance(block, document.Signature)))


def _in_columns_of(form: FormDef, document: Document, made_with: FormDef) -> Document:
    """The rows of a document below the labels that `form` has for their columns: a column is the same under another label, as a question is."""

    def named(table: RowTable) -> RowTable:
        now, then = ({column.name: column.label for column in _columns(one, table.name)} for one in (form, made_with))
        labels = {label: now.get(name, label) for name, label in then.items()}
        return replace(table, columns=tuple(labels.get(label, label) for label in table.columns))

    return replace(document, blocks=tuple(named(block) if isinstance(block, RowTable) else block for block in document.blocks))


def _columns(form: FormDef, path: str) -> tuple[Question, ...]:
    return form.places[path][1].columns if path in form.places else ()


def _closed(saved: Saved) -> frozenset[str]:
    """What is asked here and stays untold: what this reader may not read, and what was not opened."""
    return (frozenset(path_of(s, q) for s, q in saved.form.questions()) - saved.readable) | saved.closed.keys()


def _numbers(old: Saved, new: Saved) -> list[Block]:
    """The BSN and V-number that differ: that they do, and no digit of them."""
    found: list[Block] = []
    for section, question in new.form.questions():
        path = path_of(section, question)
        if question.privacy != NUMBER or path in _closed(old) | _closed(new):
            continue
        was, now = ((saved.answers.get(section.name) or {} if section.name else saved.answers).get(question.name) for saved in (old, new))
        if was != now:
            found.append(
                Compared(
                    question.label, "gewijzigd" if has_value(was) and has_value(now) else "nieuw" if has_value(now) else "weg",
                    (Piece(UNTOLD),) if has_value(was) else (), (Piece(UNTOLD),) if has_value(now) else (),
                )
            )  # fmt: skip
    return [document.Heading("Nummers"), *found] if found else []
