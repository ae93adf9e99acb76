"""Deadlines: one function that computes a term from facts, pauses and the table; today is always passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal, NamedTuple

from popforms.dutch import ISO_DATE, say_date
from popforms.process.calendar import Length
from popforms.process.facts import Facts, Found, Met, Scope, as_day
from popforms.process.phase import phase
from popforms.process.table import Soort, Term, TermTable, TermTableError

__all__ = ["Running", "State", "TermTable", "TermTableError", "calculate", "compute", "compute_all"]

State = Literal["nog niet begonnen", "niet bekend", "op tijd", "bijna", "te laat", "gepauzeerd", "klaar"]

PAUSES = "termijn_pauzes"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Running:
    """A term of one record on one day."""

    id: str
    part: str
    name: str
    kind: Soort
    state: State
    words: str
    who: str
    """The role that the warning names: `wie`, or `wie_na` from the first warning after the last day."""
    watchers: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    last_day_before_shift: date | None = None
    """Differs from `last_day` only where a term of law ended on a free day; the screen then shows both."""
    calculated_last_day: date | None = None
    """What the table gives when a date from outside goes before it (DUO); the screen then shows both."""
    warns_from: date | None = None
    warnings: tuple[date, ...] = ()
    ended_on: date | None = None
    ended_late: bool | None = None
    """None while it runs, and when the day of ending or the last day is not known."""
    missing: tuple[str, ...] = ()
    """Names of the facts that must be filled before the term can run."""
    own_length: str = ""
    """The length in words when the gemeente chose it itself."""
    asks: tuple[str, ...] = ()
    """Names of the facts that are still to be filled in: those that it waits for, or that end it."""

    @property
    def code(self) -> str:
        """What tells it from every other term of the same record."""
        return f"{self.id} {self.part}".strip()

    @property
    def title(self) -> str:
        """The name, with the part where a term has several."""
        return f"{self.name} ({self.part})" if self.part else self.name

    @property
    def own_words(self) -> str:
        """That the gemeente chose the length itself, in words; empty where it did not."""
        return f"eigen termijn van de gemeente: {self.own_length}" if self.own_length else ""

    @property
    def warns(self) -> bool:
        return self.state in ("niet bekend", "bijna", "te laat")


def as_data(running: Running) -> dict[str, Any]:
    """A running term as stored JSON, read back by `as_of`; what it does not have is left out."""
    return {name: _plain(value) for name, value in vars(running).items() if value not in (None, "", ()) and name != "state"}


def as_of(data: Mapping[str, Any], state: State, today: date) -> Running:
    """A stored term as it stands today: its days are those of when it was worked out, state and words follow the date."""
    found: dict[str, Any] = {}
    for one in fields(Running):
        value = data.get(one.name)
        if value is not None:
            found[one.name] = tuple(map(_read_back, value)) if isinstance(value, list) else _read_back(value)
    running = Running(**{"part": "", "words": "", **found}, state=state)
    if running.last_day is None or state not in ("op tijd", "bijna", "te laat"):
        return running
    state = "te laat" if today > running.last_day else "bijna" if running.warns_from and today >= running.warns_from else "op tijd"
    return replace(running, state=state, words=_deadline(running, say_date(running.last_day, today), today))


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value.isoformat() if isinstance(value, date) else value


def _read_back(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) and ISO_DATE.fullmatch(value) else value


def compute(table: TermTable, term: str, facts: Mapping[str, Any], today: date, part: str = "") -> Running | None:
    """One term of one record; None when its rule set, route or group does not have it."""
    reckoning = _Reckoning(table, Facts(facts), today)
    lines = (versions for versions in table.lines(reckoning.regelset, term) if versions[0].deel == part)
    return next((reckoning.running(versions, today) for versions in lines), None)


def compute_all(table: TermTable, facts: Mapping[str, Any], today: date, per: str = "dossier") -> tuple[Running, ...]:
    """Every term that a record has, in the order of the table; of terms that share one line only the earliest."""
    reckoning = _Reckoning(table, Facts(facts), today)
    shared: dict[str, Running] = {}
    found: list[Running] = []
    for versions in table.lines(reckoning.regelset):
        running = reckoning.running(versions, today) if versions[0].per == per else None
        if running is None:
            continue
        group = versions[0].samen
        other = shared.get(group) if group else None
        if other is not None and not _comes_before(running, other):
            continue
        if other is not None:
            found.remove(other)
        if group:
            shared[group] = running
        found.append(running)
    return tuple(found)


def calculate(name: str, facts: Mapping[str, Any], table: TermTable, today: date | None = None) -> date | None:
    """A calculated date of a form, such as 'verhuis_uiterlijk'; None while a date that it needs is missing.

    A pause without an end is counted up to and including `today`, and not at all without `today`.
    """
    wanted = table.calculated[name]
    known = Facts(facts)
    stand_ins = {empty: known.get(other) for empty, other in wanted.zolang_leeg.items() if known.get(empty) is None}
    reckoning = _Reckoning(table, Facts({**facts, **stand_ins}), today)
    return as_day(wanted.is_(reckoning.scope).value)


class _Dates(NamedTuple):
    """The dates of a term; `last` is None while `missing` names what must be known first."""

    start: date | None = None
    first: date | None = None
    before_shift: date | None = None
    last: date | None = None
    calculated: date | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Pause:
    """The days on which the clock stands still; `end` is today while nobody knows the last one."""

    first: date
    end: date
    is_open_ended: bool

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.is_open_ended or day <= self.end)


@dataclass(frozen=True)
class _Reckoning:
    """The facts of one record on one day, with the answers that several terms need."""

    table: TermTable
    facts: Facts
    today: date | None
    _starts: dict[int, Found] = field(default_factory=dict)

    @property
    def regelset(self) -> object:
        return self.facts.get("regelset")

    @cached_property
    def scope(self) -> Scope:
        return Scope(
            self.facts,
            self.table.calendar,
            today=self.today or date.max,
            term_day=self.term_day,
            has_reached=self.has_reached,
        )

    def has_reached(self, name: str) -> bool:
        return self.table.phase_number(name) <= self._reached

    @cached_property
    def _reached(self) -> int:
        """Terms go by the phase that was reached, also while open questions hold back the phase on the screen."""
        reached = phase(self.table, self.facts.values, self.today or date.max).reached
        return self.table.phase_number(reached)

    def term_day(self, which: str, term: str) -> date | None:
        """The first or the last day of another term, when this record has that term."""
        for versions in self.table.lines(self.regelset, term):
            line = self.version(versions)
            if self.is_shown(line):
                dates = self.dates(line)
                return dates.first if which == "begin" else dates.last
        return None

    def version(self, versions: tuple[Term, ...]) -> Term:
        """The newest version in force when the term starts, or today while the start is not known; else the oldest."""
        for version in versions[:-1]:
            start = self.start(version).value or self.today
            if start is not None and version.geldig_vanaf <= start:
                return version
        return versions[-1]

    def is_shown(self, term: Term) -> bool:
        start = self.start(term).value
        day, until = start or self.today, term.geldig_tot_en_met
        if term.uit or (until and day and day > until):
            return False
        return term.getoond_als(self.scope).ok and self.length(term, start) is not None

    def start(self, term: Term) -> Found:
        key = id(term)
        if key not in self._starts:
            self._starts[key] = term.begint_bij(self.scope) if term.begint_bij else Found(None)
        return self._starts[key]

    def length(self, term: Term, start: date | None) -> Length | None:
        """The length that fits; None when the term has none for this record."""
        if not term.lengte:
            return Length(0, "dagen")
        scope = replace(self.scope, begin=start)
        return next((choice.is_ for choice in term.lengte if choice.als(scope).ok), None)

    def dates(self, term: Term) -> _Dates:
        """The dates of a term by itself, after pauses and shifting, without what extends it."""
        start, missing = self.start(term)
        length = self.length(term, start)
        given = term.einde_gaat_voor(self.scope) if term.einde_gaat_voor else Found(None)
        if start is None or length is None:
            return _Dates(last=given.value, before_shift=given.value, missing=() if given.value else missing or given.missing)
        calendar = self.table.calendar
        last = calendar.add(start, length)
        cap = term.uiterlijk(self.scope).value if term.uiterlijk else None
        last = min(last, cap) if cap else last
        before_shift = last
        if term.soort == "wet":
            last = calendar.shift(start, last, length)
        else:
            last = before_shift = calendar.pause(start, last, length, [(one.first, one.end) for one in self.pauses(term)])
        first = start + _DAY if term.begint_dag_erna else start
        if given.value:
            return _Dates(start, first, given.value, given.value, last)
        return _Dates(start, first, before_shift, last)

    def pauses(self, term: Term) -> list[_Pause]:
        """The pauses of a term, each with a first day and no end before it; a term of law has none."""
        found = []
        for row in self.facts.rows(PAUSES) if term.soort != "wet" else []:
            first, end = row.day("van"), row.day("tot_en_met")
            open_ended = end is None
            end = end or self.today
            if row.get("termijn") == term.id and first and end and first <= end:
                found.append(_Pause(first, end, open_ended))
        return found

    def running(self, versions: tuple[Term, ...], today: date) -> Running | None:
        """The whole answer for one line of the table."""
        term = self.version(versions)
        if not self.is_shown(term):
            return None
        joint, waiting = self._extended(term)
        scope = replace(self.scope, begin=joint.start, last=joint.last)
        done = term.klaar_als(scope)
        warnings = _warnings(term, joint) if term.waarschuwt_als(scope).ok else ()
        after = [day for day in warnings if joint.last and day > joint.last]
        running = Running(
            id=term.id,
            part=term.deel,
            name=term.naam,
            kind=term.soort,
            state="op tijd",
            words="",
            who=term.wie_na if term.wie_na and after and today >= after[0] else term.wie,
            watchers=term.kijkt_mee,
            first_day=joint.first,
            last_day=joint.last,
            last_day_before_shift=joint.before_shift,
            calculated_last_day=joint.calculated,
            warns_from=warnings[0] if warnings else None,
            warnings=warnings,
            missing=joint.missing,
            own_length=term.lengte[0].is_.text if term.eigen else "",
            asks=joint.missing or self._still_asked(term),
        )
        running = self._with_state(running, term, done, bool(waiting), today)
        return replace(running, words=_words(running, term, waiting, today, self.pauses(term)))

    def _still_asked(self, term: Term) -> tuple[str, ...]:
        """What is to be filled in before a term ends: what is empty, else all that ends it, for then one of those answers must change."""
        names = sorted(term.klaar_als.uses.facts)
        return tuple([name for name in names if self.facts.get(name) is None] or names)

    def _extended(self, term: Term) -> tuple[_Dates, str]:
        """The dates of a term together with the one that extends it, and in words what those two wait for.

        Both lines keep their own first day and share the later of the two last days.
        """
        own = self.dates(term)
        versions = self.table.extension_of(term, self.regelset)
        pair = self.version(versions) if versions else None
        if pair is None or not self.is_shown(pair):
            return own, ""
        other = self.dates(pair)
        longer, extension = (own, term) if term.verlengt else (other, pair)
        latest = max(own, other, key=lambda one: one.last or date.min)
        joint = own._replace(last=latest.last, before_shift=latest.before_shift, missing=longer.missing)
        return joint, extension.wacht_op if longer.missing else ""

    def _with_state(self, running: Running, term: Term, done: Met, waits: bool, today: date) -> Running:
        last = running.last_day
        if done.ok:
            late = done.on > last and not waits if done.on and last else None
            return replace(running, state="klaar", ended_on=done.on, ended_late=late, missing=())
        if waits:
            return replace(running, state="niet bekend")
        if last is None and (running.missing or term.begint_bij):
            is_due = term.begonnen_als(self.scope).ok
            return replace(
                running,
                state="niet bekend" if is_due else "nog niet begonnen",
                missing=running.missing if is_due else (),
            )
        if any(one.covers(today) and last and one.first <= last for one in self.pauses(term)):
            return replace(running, state="gepauzeerd")
        if last is None or (today <= last and not (running.warns_from and today >= running.warns_from)):
            return running
        if today <= last:
            return replace(running, state="bijna")
        if term.na_laatste_dag == "klaar":
            return replace(running, state="klaar", ended_on=last + _DAY, ended_late=False)
        return replace(running, state="te laat")


def _warnings(term: Term, dates: _Dates) -> tuple[date, ...]:
    """The days on which somebody is warned, in order."""
    end = dates.start if term.waarschuwt_voor == "begin" else dates.last
    if end is None or dates.last is None:
        return ()
    return tuple(sorted([end - n * _DAY for n in term.waarschuwt] + [dates.last + n * _DAY for n in term.waarschuwt_na]))


def _comes_before(one: Running, other: Running) -> bool:
    """Whether one of two terms that share a line ends first; what is done or has no last day gives way."""
    return (one.state == "klaar", one.last_day or date.max) < (other.state == "klaar", other.last_day or date.max)


def _words(running: Running, term: Term, waiting: str, today: date, pauses: list[_Pause]) -> str:
    """What stands behind the name of the term on the screen."""
    said = say_date(running.last_day, today) if running.last_day else ""
    match running.state:
        case "nog niet begonnen":
            return "nog niet begonnen"
        case "niet bekend" if waiting:
            return f"wacht op {waiting}; de gewone termijn duurt tot en met {said}"
        case "niet bekend":
            return "termijn kan niet lopen: datum ontbreekt"
        case "klaar" if term.na_laatste_dag == "klaar":
            return f"kon tot en met {said}"
        case "klaar":
            on = f" op {say_date(running.ended_on, today)}" if running.ended_on else ""
            late = {True: ", te laat", False: ", op tijd", None: ""}[running.ended_late]
            return f"klaar{on}{late}"
        case "gepauzeerd":
            return _paused_words(said, today, pauses)
    return _deadline(running, said, today) if said else "zonder einddatum"


def _paused_words(last: str, today: date, pauses: list[_Pause]) -> str:
    current = [one for one in pauses if one.covers(today)]
    if any(one.is_open_ended for one in current):
        return "gepauzeerd, nog zonder einddatum"
    until = max(one.end for one in current)
    return f"gepauzeerd tot en met {say_date(until, today)}, daarna uiterlijk {last}"


def _deadline(running: Running, said: str, today: date) -> str:
    last, before = running.last_day or today, running.last_day_before_shift
    days = (last - today).days
    if days < 0:
        left = f"{-days} {'dag' if days == -1 else 'dagen'} te laat"
    else:
        left = {0: "dat is vandaag", 1: "dat is morgen"}.get(days, f"nog {days} dagen")
    words = f"uiterlijk {said}, {left}"
    if before and before != last:
        words += f" (verschoven van {say_date(before, today)})"
    if running.calculated_last_day and running.calculated_last_day != last:
        words += f" (zelf berekend: {say_date(running.calculated_last_day, today)})"
    return words
