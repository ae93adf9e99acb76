"""The rights table of `forms/rollen.py`, read once: cells as letters, fields as names; a mistake is refused with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from popforms.definition.conditions import Condition, has_value
from popforms.definition.questions import DefinitionError, Question

RIGHTS_LETTERS = frozenset("WRFTXAs")
LIMIT_LETTERS = frozenset("deto")
ACTION_WORDS = frozenset(
    (
        "ja",
        "alle",
        "zichtbaar",
        "eigen dossiers",
        "eigen organisatie",
        "eigen partij",
        "anderen",
        "systeemregels",
        "tabellen",
        "overzicht",
        "tellingen",
    )
)
"""Words that `access` knows by itself; those of an emergency stand in EMERGENCIES."""

SELF = "ikzelf"
OWN_ORGANISATION = "eigen organisatie"
"""In a condition of the table these two stand for the reader and the reader's organisation."""
OWN_MODULE, OWN_ROLE = "eigen module", "eigen functie"
ROW_WORDS = frozenset((OWN_MODULE, OWN_ORGANISATION, OWN_ROLE))

PIP_TEAM_ROLE = "PIP-team"
"""Nobody's role: the key of what members of the PIP-team read while they approve the plan."""


@dataclass(frozen=True)
class Days:
    """A number of days after a fact of the dossier, the last day included."""

    after: str
    days: int


@dataclass(frozen=True)
class Role:
    """A role: its Dutch title, the kind of organisation it works for and which cases it has to do with.

    `scope` is 'alle', 'eigen', 'lijst' (cases linked to the own organisation) or 'geen'; `all_until` makes 'alle' into 'eigen'
    after some time; `reads_on` is how long it reads on once it ended, `ended_when` the condition that it did; `search` says by
    what people may be searched.
    """

    title: str
    organisation: str
    scope: Literal["alle", "eigen", "lijst", "geen"]
    search: tuple[str, ...] = ()
    all_until: Days | None = None
    reads_on: Days | None = None
    ended_when: Condition | None = None


@dataclass(frozen=True)
class Emergency:
    """How far noodinzage goes: reading what the role reads of an own dossier, for so long, after a reason of so many signs.

    `closed` names parts that stay shut; `parts` and `only`, when given, are the parts and the questions that open and no
    others; `restricted` says whether a dossier with restricted access opens too.
    """

    minutes: int = 60
    reason: int = 20
    closed: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    only: str = ""
    restricted: bool = False

    def opens(self, part: str) -> bool:
        """Whether something of a part opens."""
        return part not in self.closed and (not self.parts or part in self.parts)

    def names(self) -> frozenset[str] | None:
        """The questions that open; None when no question is left out."""
        return frozenset(self.only.split()) if self.only else None


@dataclass(frozen=True)
class Term:
    """One piece of a cell: what may be done, and its limits (d named fields, e own cases, t with consent, o own lines)."""

    letters: frozenset[str]
    d: bool = False
    e: bool = False
    t: bool = False
    o: bool = False


Names = Mapping[str, tuple[str, ...]]
"""Names of questions, each with the codes of the forms it may stand in ("" is any form)."""


@dataclass(frozen=True)
class Cell:
    """A cell of the table: its pieces, the fields behind `d`, and the conditions that the record itself must meet."""

    terms: tuple[Term, ...] = ()
    names: Mapping[str, Names] = field(default_factory=lambda: {"W": {}, "R": {}, "t": {}})
    when: Mapping[str, Condition] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)

    def has(self, key: str, question: Question) -> bool:
        """Whether the question is named under W, R or t."""
        codes = self.names[key].get(question.name)
        return codes is not None and question.code.startswith(codes)

    def holds(self, letter: str, look: Callable[[str], Any]) -> bool:
        """Whether the record meets the condition of this letter; without a condition it does."""
        return letter not in self.when or self.when[letter].holds(look)

    def is_new(self, letter: str, look: Callable[[str], Any]) -> bool:
        """Whether nothing is answered yet that the condition looks at, as in a record that somebody starts."""
        return letter in self.when and not any(has_value(look(name)) for name in self.when[letter].names())


NOTHING = Cell()


def rights_table(text: str) -> dict[str, dict[str, str]]:
    """A table written as text: first line the roles, then one line per part, columns between `|`."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    head, *body = lines
    for number, line in enumerate(body):
        if line[0] in [other[0] for other in body[:number]]:
            raise _wrong(f"de regel ‘{line[0]}’ staat er twee keer. Haal er een weg.")
        if len(line) != len(head):
            raise _wrong(
                f"de regel ‘{line[0]}’ heeft {len(line) - 1} vakjes; het moeten er {len(head) - 1} zijn. Zet er een - waar niets mag."
            )
    return {line[0]: dict(zip(head[1:], line[1:], strict=True)) for line in body}


class Table:
    """Everything `forms/rollen.py` says, checked."""

    def __init__(self, module: Any) -> None:
        self.roles: dict[str, Role] = self._take(module, "ROLES")
        self.team_fields: dict[str, str] = self._take(module, "TEAM_FIELDS")
        self.team_rows: dict[str, tuple[str, str, str, str]] = self._take(module, "TEAM_ROWS")
        self.topics: dict[str, tuple[str, ...]] = self._take(module, "TOPICS")
        self.actions: dict[str, dict[str, str]] = self._take(module, "ACTIONS")
        self.correct: dict[str, tuple[str, ...]] = self._take(module, "CORRECT")
        self.only: dict[str, tuple[str, ...]] = self._take(module, "ONLY")
        self.second_person: tuple[str, ...] = self._take(module, "SECOND_PERSON")
        self.without_dossier: tuple[str, ...] = self._take(module, "WITHOUT_DOSSIER")
        self.per_gemeente: tuple[str, ...] = self._take(module, "PER_GEMEENTE")
        self.closed_after_end: frozenset[tuple[str, str]] = frozenset(self._take(module, "CLOSED_AFTER_END"))
        self.restricted_when: Condition = self._take(module, "RESTRICTED_WHEN")
        self.restricted_to: tuple[str, ...] = self._take(module, "RESTRICTED_TO")
        self.emergencies: dict[str, Emergency] = self._take(module, "EMERGENCIES")
        rights: dict[str, dict[str, str]] = self._take(module, "RIGHTS")
        self.parts = tuple(rights)
        self._fields: dict[tuple[str, str], dict[str, str]] = self._take(module, "FIELDS")
        self._when: dict[tuple[str, str], dict[str, Condition]] = self._take(module, "WHEN")
        self._rows: dict[tuple[str, str], dict[str, str]] = self._take(module, "ROWS")
        self._cells = {(part, role): self._cell(part, role, text) for part, line in rights.items() for role, text in line.items()}
        for part, role in self._fields:
            if role == PIP_TEAM_ROLE:
                self._cells[part, role] = Cell(names=self._names(part, role))
        self._check()
        for key in (*self._fields, *self._when, *self._rows):
            if key not in self._cells:
                raise _wrong(f"RIGHTS: onderdeel {key[0]} heeft geen vakje voor {key[1]}. Voeg het toe of haal de velden weg.")

    def anyone(self, letter: str, part: str) -> bool:
        """Whether any role has this letter in this part."""
        return any(letter in term.letters for (named, _), cell in self.cells() if named == part for term in cell.terms)

    def cells(self) -> Iterable[tuple[tuple[str, str], Cell]]:
        """Every cell with its part and role."""
        return self._cells.items()

    def cell(self, part: str, role: str) -> Cell:
        """The cell of a part and a role; what is not in the table is empty."""
        return self._cells.get((part, role), NOTHING)

    def topics_of(self, part: str, name: str) -> tuple[str, ...]:
        """The topics of the consent form that a question of a part touches."""
        return self.topics.get(f"{part}.{name}") or self.topics.get(part, ())

    @staticmethod
    def _take(module: Any, name: str) -> Any:
        if module is None:
            raise DefinitionError("rollen.py ontbreekt in de map met formulieren. Zet het bestand met de rollen en rechten erbij.")
        if not hasattr(module, name):
            raise _wrong(f"{name} ontbreekt. Voeg {name} toe, zoals in het bestand dat bij popforms hoort.")
        return getattr(module, name)

    def _cell(self, part: str, role: str, text: str) -> Cell:
        where = f"RIGHTS, {part}, {role}"
        terms = tuple(_term(where, piece.strip()) for piece in text.split(",")) if text not in ("-", "–") else ()
        key = (part, role)
        if any(term.d for term in terms) and key not in self._fields:
            raise _wrong(f"{where}: ‘{text}’ heeft een d, maar FIELDS noemt geen velden. Zet ze bij FIELDS of haal de d weg.")
        if key in self._fields and not any(term.d or term.t for term in terms):
            raise _wrong(f"FIELDS, {part}, {role}: het vakje ‘{text}’ heeft geen d of t. Zet er een d bij of haal de velden weg.")
        if (key in self._when or key in self._rows) and not any(term.d for term in terms):
            raise _wrong(f"WHEN of ROWS, {part}, {role}: het vakje ‘{text}’ heeft geen d. Zet er een d bij of haal de regel weg.")
        names = self._names(part, role)
        if names["W"] and not any("W" in term.letters for term in terms):
            raise _wrong(f"FIELDS, {part}, {role}: er staan velden onder W, maar het vakje ‘{text}’ laat niet schrijven. Zet ze onder R.")
        if (names["t"] or any(term.t for term in terms)) and part not in self.topics:
            raise _wrong(f"TOPICS: onderdeel {part} ontbreekt, maar {where} vraagt toestemming. Noem het onderwerp van de toestemming.")
        return Cell(terms, names, self._when.get(key, {}), self._rows.get(key, {}))

    def _names(self, part: str, role: str) -> dict[str, Names]:
        said = self._fields.get((part, role), {})
        unknown = set(said) - {"W", "R", "t"}
        if unknown:
            raise _wrong(f"FIELDS, {part}, {role}: ‘{min(unknown)}’ bestaat niet. Kies uit W, R en t.")
        return {key: _split(said.get(key, "")) for key in ("W", "R", "t")}

    def _check(self) -> None:
        """Every role and part that is mentioned anywhere is one of the table."""
        known = {*self.roles, PIP_TEAM_ROLE}
        pairs: list[tuple[str, Iterable[tuple[str, str]]]] = [
            ("RIGHTS", self._cells), ("FIELDS", self._fields), ("WHEN", self._when), ("ROWS", self._rows),
            ("CLOSED_AFTER_END", self.closed_after_end),
        ]  # fmt: skip
        for name, keys in pairs:
            for part, role in keys:
                self._known(name, role, known, "rol")
                self._known(name, part, set(self.parts), "onderdeel")
        mentioned: list[tuple[str, Iterable[str]]] = [
            ("TEAM_FIELDS", self.team_fields), ("TEAM_ROWS", self.team_rows), ("CORRECT", self.correct), ("SECOND_PERSON", self.second_person),
            *((f"ACTIONS, {action}", by_role) for action, by_role in self.actions.items()),
            *((f"ONLY, {name}", roles) for name, roles in self.only.items()),
        ]  # fmt: skip
        for name, roles in mentioned:
            for role in roles:
                self._known(name, role, known, "rol")
        for name, parts in (("WITHOUT_DOSSIER", self.without_dossier), ("PER_GEMEENTE", self.per_gemeente)):
            for part in parts:
                self._known(name, part, set(self.parts), "onderdeel")
        for action, by_role in self.actions.items():
            for word in by_role.values():
                words = set(self.emergencies) if action == "emergency" else ACTION_WORDS
                self._known(f"ACTIONS, {action}", word, words, "woord")
        for word, emergency in self.emergencies.items():
            for part in (*emergency.closed, *emergency.parts):
                self._known(f"EMERGENCIES, {word}", part, set(self.parts), "onderdeel")
        for key, limits in self._rows.items():
            for word in limits.values():
                self._known(f"ROWS, {key[0]}, {key[1]}", word, ROW_WORDS, "woord")

    @staticmethod
    def _known(where: str, value: str, known: Iterable[str], what: str) -> None:
        if value not in set(known):
            raise _wrong(f"{where}: {what} ‘{value}’ bestaat niet. Kies uit: {', '.join(sorted(known))}.")


def _term(where: str, text: str) -> Term:
    unknown = [letter for letter in text if letter not in RIGHTS_LETTERS | LIMIT_LETTERS]
    if unknown:
        raise _wrong(f"{where}: ‘{unknown[0]}’ in ‘{text}’ betekent niets. Gebruik W R F T X A s met d e t o, of een -.")
    limits = {letter: letter in text for letter in LIMIT_LETTERS}
    letters = frozenset(text) & RIGHTS_LETTERS
    if not letters and not limits["t"]:
        raise _wrong(f"{where}: ‘{text}’ zegt niet wat er mag. Zet er W, R of een andere letter voor, of een -.")
    return Term(letters or frozenset("R"), **limits)


def _split(text: str) -> Names:
    names: dict[str, tuple[str, ...]] = {}
    for word in text.split():
        code, _, name = word.rpartition(".")
        names[name] = (*names.get(name, ()), code)
    return names


def _wrong(remedy: str) -> DefinitionError:
    return DefinitionError(f"rollen.py: {remedy}")
