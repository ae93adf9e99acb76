"""What a gemeente chose itself on top of the term table: lengths, warnings and free days, with the first day that they count.

Who may choose what follows from the kind of a term (terms.md 2b). A term of law stays as it is: the law sets its length, and a
later warning would only hide that it is late. A norm is a measure of the gemeente itself: it chooses length and warnings, or
leaves the term out. An agreement is made with others: the gemeente says which length was agreed and when it wants to be warned,
and cannot end the agreement by itself. Where each case agrees on its own length (`lengte_per_geval`) only warnings are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from popforms.process.calendar import Calendar, Length

if TYPE_CHECKING:
    from popforms.process.table import Term, TermTable

OFF = "uit"
LONGEST = 20 * 366
"""A length of more days than these is a slip of the hand."""
MOST_WARNING = 3660
_SOME_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class OwnTerm:
    """What a gemeente chose for one line of the table; None is as the table has it."""

    code: str
    length: Length | None = None
    warns: tuple[int, ...] | None = None
    off: bool = False


@dataclass(frozen=True)
class Choice:
    """All that a gemeente chose from one day on, until its next choice; a line that is not named is as the table has it."""

    since: date
    terms: tuple[OwnTerm, ...] = ()
    free_days: frozenset[date] = frozenset()

    def of(self, code: str) -> OwnTerm | None:
        """What was chosen for a line of the table."""
        return next((one for one in self.terms if one.code == code), None)


class Fault(ValueError):
    """A row of own terms that cannot be; `column` is what to mend, the message says how."""

    def __init__(self, column: str, say: str) -> None:
        super().__init__(say)
        self.column = column


def read_row(table: TermTable, row: Mapping[str, Any]) -> OwnTerm:
    """A row with `code`, `lengte` ('10 weken', or 'uit') and `waarschuwen` ('21, 7 en 0'); raises a Fault with the way out."""
    code, length, warns = (" ".join(str(row.get(name) or "").split()) for name in ("code", "lengte", "waarschuwen"))
    terms = _may_choose(table, code)
    if not length and not warns:
        raise Fault("lengte", "Vul een lengte in, of de dagen waarop er wordt gewaarschuwd, of haal deze regel weg")
    off = length.lower() == OFF
    if off and any(term.soort != "norm" for term in terms):
        raise Fault("lengte", f"{code} is een afspraak met anderen. De gemeente kan hem niet alleen uitzetten; kies een lengte")
    own_length = _length(code, length.lower().rstrip("."), terms) if length and not off else None
    own_warns = _warnings(code, warns) if warns else None
    for term in terms if not off else ():
        _check_warnings(code, term, own_length, own_warns)
    return OwnTerm(code, own_length, own_warns, off)


def read_choice(table: TermTable, since: date, rows: Iterable[Mapping[str, Any]], free_days: Iterable[date] = ()) -> Choice:
    """What is kept of a gemeente; a row that the table does not know (any more) counts for nothing."""
    found: dict[str, OwnTerm] = {}
    for row in rows:
        try:
            one = read_row(table, row)
        except Fault:
            continue
        found[one.code] = one
    return Choice(since, tuple(found.values()), frozenset(free_days))


def choosable(table: TermTable) -> Iterator[tuple[str, Term]]:
    """The lines that a gemeente may change, by code, in the order of the table."""
    seen: set[str] = set()
    for term in table.terms:
        if term.code in seen:
            continue
        seen.add(term.code)
        try:
            terms = _may_choose(table, term.code)
        except Fault:
            continue
        yield term.code, terms[0]


def _may_choose(table: TermTable, code: str) -> list[Term]:
    """The newest versions of a line, one for each rule set in which a gemeente may change it."""
    every = [line[0] for regelset in ("pilot2019", "wi2021") for line in table.lines(regelset)]
    newest = list({id(term): term for term in every if term.code == code}.values())
    parts = sorted({term.code for term in every if term.id == code and term.deel})
    if not newest and parts:
        raise Fault("code", f"{code} heeft delen. Kies {' of '.join(f'‘{one}’' for one in parts)}")
    if not newest:
        raise Fault("code", f"Er is geen termijn ‘{code}’. Kies een code uit de termijntabel, bijvoorbeeld ‘T03’")
    free = [term for term in newest if term.soort != "wet"]
    if not free:
        raise Fault("code", f"{code} staat in de wet en is hier niet te veranderen. Haal deze regel weg")
    counted = [term for term in free if term.lengte]
    if not counted:
        raise Fault("code", f"{code} heeft geen laatste dag, dus er valt niets te kiezen. Haal deze regel weg")
    return counted


def _length(code: str, text: str, terms: list[Term]) -> Length:
    if any(term.lengte_per_geval for term in terms):
        raise Fault("lengte", f"Hoe lang {code} duurt wordt elke keer apart afgesproken. Kies hier alleen waarschuwdagen")
    try:
        length = Length.parse(text)
    except ValueError:
        raise Fault(
            "lengte",
            f"‘{text}’ is geen lengte. Schrijf een getal en een woord, zoals 5 werkdagen, 14 dagen, 10 weken, 3 maanden of 1 jaar; "
            f"of ‘{OFF}’ als de gemeente een eigen norm niet gebruikt",
        ) from None
    if length.amount == 0:
        raise Fault("lengte", f"‘{text}’ is geen lengte die de gemeente kan kiezen: ten minste 1 dag")
    if abs(_days(length)) > LONGEST:
        raise Fault("lengte", f"‘{text}’ is langer dan twintig jaar. Kijk het getal na")
    backwards = any(choice.is_.amount < 0 for term in terms for choice in term.lengte)
    if backwards != (length.amount < 0):
        way = "telt terug. Schrijf ‘ervoor’ erbij, zoals 10 dagen ervoor" if backwards else "telt vooruit. Laat ‘ervoor’ weg"
        raise Fault("lengte", f"{code} {way}")
    return length


def _warnings(code: str, text: str) -> tuple[int, ...]:
    days = re.findall(r"[0-9]+", text)
    rest = re.sub(r"[0-9]+|\ben\b|[,; ]", "", text)
    if rest or not days or any(int(day) > MOST_WARNING for day in days):
        raise Fault("waarschuwen", f"‘{text}’ zijn geen waarschuwdagen. Schrijf bijvoorbeeld ‘21, 7, 0’")
    return tuple(sorted({int(day) for day in days}, reverse=True))


def _check_warnings(code: str, term: Term, length: Length | None, warns: tuple[int, ...] | None) -> None:
    """A warning from before the first day would stand there all the time."""
    lengths = [length] if length else [choice.is_ for choice in term.lengte]
    days = max(_days(one) for one in lengths)
    first = max(warns if warns is not None else term.waarschuwt, default=0)
    if term.waarschuwt_voor == "begin" or days <= 0 or first <= days:
        return
    say = (
        f"{code} duurt zo {days} {'dag' if days == 1 else 'dagen'} en waarschuwt {first} {'dag' if first == 1 else 'dagen'} voor het einde"
    )
    raise Fault("waarschuwen", f"{say}. Kies kleinere waarschuwdagen, zoals {max(days // 3, 1)} en 0")


def _days(length: Length) -> int:
    return (Calendar().add(_SOME_DAY, length) - _SOME_DAY).days
