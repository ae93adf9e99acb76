"""A page in plain words that a form has beside its questions: sentences with a place for answers, written in the form file.

A name between braces stands for the answer to that question in words: `{pip_hoofddoel}`, `{w21_voortgang.hoe_vaak}` for one part
of an answer, `{F09.vg_volgende}` for what another form of the dossier says, `{persoon}` and `{gemeente}` for whom it is about. A
sentence with an answer that is not there, or that the reader may not see, is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from popforms.definition.conditions import Condition, from_data

SLOT = re.compile(r"\{([\w.]+)\}")
GIVEN = ("persoon", "gemeente", "gemeente_adres", "status")
"""What the tool fills in itself: the person, the gemeente with its address, and in a row of actions how the action stands."""


@dataclass(frozen=True)
class Line:
    """One sentence; one for each row with `rows`; somebody to call with `who`; a table with `columns` (head and words)."""

    words: str = ""
    rows: str = ""
    when: Condition | None = None
    who: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Part:
    """A heading with its lines; left out when no line has anything to say, unless `otherwise` says that.

    With `section` the names in it are those of that section of the form.
    """

    title: str
    lines: tuple[Line, ...]
    section: str = ""
    otherwise: str = ""


@dataclass(frozen=True)
class Summary:
    """Parts under one title. Without `variant` they are the first page of the form's own print, else a print of its own with
    that name and `button` as its words on screen; `signed` gives its signature boxes as (role, question that names who). What
    follows the first page begins on a new one, unless `own_page` is false."""

    title: str
    parts: tuple[Part, ...]
    variant: str = ""
    button: str = ""
    signed: tuple[tuple[str, str], ...] = ()
    own_page: bool = True


def tell(words: str, when: Condition | None = None) -> Line:
    """A sentence."""
    return Line(words, when=when)


def each(rows: str, words: str, when: Condition | None = None) -> Line:
    """A sentence for each row of a group; without a section for the rows of all questions with this name."""
    return Line(words, rows=rows, when=when)


def helper(who: str, words: str) -> Line:
    """A line in the table of who helps: the question that names somebody, and what they are there for."""
    return Line(words, who=who)


def grid(rows: str, *columns: tuple[str, str], when: Condition | None = None) -> Line:
    """A table with a row for each row of a group: the heads of the columns, each with the words under it."""
    return Line(rows=rows, columns=columns, when=when)


def names_in(line: Line) -> set[str]:
    """The questions that a line asks for."""
    texts = (line.words, *(words for _, words in line.columns))
    return {name for text in texts for name in SLOT.findall(text)} | ({line.who} if line.who else set())


def read_summary(data: dict[str, object]) -> Summary:
    """The summary that was stored with a definition."""
    return Summary(**{**data, "parts": tuple(map(read_part, data["parts"])), "signed": _pairs(data.get("signed"))})  # type: ignore[arg-type,call-overload]


def read_part(data: dict[str, object]) -> Part:
    """The part that was stored with a definition."""
    return Part(**{**data, "lines": tuple(map(_read_line, data["lines"]))})  # type: ignore[arg-type,call-overload]


def _read_line(data: dict[str, object]) -> Line:
    return Line(**{**data, "when": from_data(data.get("when")), "columns": _pairs(data.get("columns"))})  # type: ignore[arg-type]


def _pairs(data: object) -> tuple[tuple[str, str], ...]:
    return tuple((pair[0], pair[1]) for pair in data or ())  # type: ignore[attr-defined]
