"""The pieces that a form is told in: headings, label/text pairs, tables, signature boxes and spaces to write on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Heading:
    """A title inside the document; level 1 is a section, 2 a part of it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Answer:
    """One question with its answer in words; `text` may hold several lines."""

    label: str
    text: str
    name: str = ""


@dataclass(frozen=True)
class Closed:
    """An answer about health or a number that is there and opens with a click; `hint` is what may be seen of it."""

    label: str
    name: str
    hint: str = ""


@dataclass(frozen=True)
class RowTable:
    """A repeated group: the column labels and one tuple of texts per row."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = ""
    keys: tuple[str, ...] = field(default=(), compare=False)
    """The ids of the rows, for who lays two versions side by side."""


@dataclass(frozen=True)
class Signature:
    """An empty box to sign in, with what is known about who signs."""

    name: str
    role: str
    organisation: str = ""


@dataclass(frozen=True)
class Space:
    """An open question on paper: `lines` to write on, or `options` to tick; `when` says when to fill it in."""

    label: str
    lines: int = 1
    options: tuple[str, ...] = ()
    hint: str = ""
    when: str = ""
    columns: tuple[str, ...] = ()
    """Column labels when rows must be written (`lines` is then the number of empty rows)."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Rows that stand there already, with an empty text in each cell to write in; the empty rows come after them."""


@dataclass(frozen=True)
class Remark:
    """A sentence of explanation that is nobody's answer."""

    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph of running text, such as in a letter or on a summary; `large` for who reads Dutch slowly."""

    text: str
    large: bool = False


@dataclass(frozen=True)
class Bullets:
    """Short sentences below each other, each with a dot before it."""

    items: tuple[str, ...]
    large: bool = False


@dataclass(frozen=True)
class Ticks:
    """Questions with a few choices on one line each: the label and (choice, chosen) pairs, as boxes to tick."""

    lines: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Scanned:
    """A page of an official text as a picture (PNG), with the words that stand in it for who does not see it."""

    image: bytes
    text: str


Mark = Literal["gelijk", "nieuw", "weg", "gewijzigd", "niet te vergelijken"]


@dataclass(frozen=True)
class Piece:
    """A part of a text that stands in both versions, or (`differs`) in one of them only."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Compared:
    """One question in two versions: what it said, what it says, and the word for the difference."""

    label: str
    mark: Mark
    was: tuple[Piece, ...] = ()
    now: tuple[Piece, ...] = ()
    versions: tuple[str, str] = ("Was", "Nu")
    """What the two are called."""


Block = Heading | Answer | Closed | RowTable | Signature | Space | Remark | Text | Bullets | Ticks | NewPage | Scanned | Compared


@dataclass(frozen=True)
class Meta:
    """What stands on every page: which dossier, form, version and state, and the fingerprint of the content."""

    dossiernummer: str = ""
    form_title: str = ""
    version: int | None = None
    state: str = "concept"
    fingerprint: str = ""
    author: str = ""
    made_on: str = ""
    record: str = ""
    """The random id that the code on every page names; empty for what is no version of anything, such as an empty form."""
    decided: str = ""
    """The date that makes a decision, in words."""


@dataclass(frozen=True)
class Document:
    """A whole form as text; `subtitle` holds the name of the person on paper that carries it."""

    title: str
    meta: Meta
    subtitle: str = ""
    blocks: tuple[Block, ...] = field(default_factory=tuple)
