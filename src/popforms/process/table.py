"""The term table: `forms/termijnen.toml` read and checked, so that a mistake in it is told at the start and not at the desk."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, model_validator

from popforms.dutch import FIRST_YEAR, LAST_YEAR
from popforms.process.calendar import Calendar, Length
from popforms.process.own import Choice, Fault, OwnTerm, read_row
from popforms.process.rules import Condition, DateRule, Uses

Soort = Literal["wet", "afspraak", "norm"]


class TermTableError(ValueError):
    """The term table is wrong; the message names file, term and remedy in Dutch."""


def _read(kind: type) -> BeforeValidator:
    return BeforeValidator(lambda value: kind.parse(value) if isinstance(value, str) else value)  # type: ignore[attr-defined]


def _day(value: object) -> object:
    """A date of a century that people live in; a number would be read as seconds since 1970."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"{value!r} is geen datum. Schrijf jaar-maand-dag zonder aanhalingstekens, bijvoorbeeld 2026-01-31")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"{value} ligt niet tussen {FIRST_YEAR} en {LAST_YEAR}. Kijk het jaartal na")
    return value


AsText = PlainSerializer(lambda rule: rule.text, return_type=str)
ADay = Annotated[date, BeforeValidator(_day)]
ADate = Annotated[DateRule, _read(DateRule), AsText]
ATest = Annotated[Condition, _read(Condition), AsText]
ALength = Annotated[Length, _read(Length), AsText]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class LengthWhen(_Entry):
    """One of several lengths, taken when its condition holds."""

    als: ATest = Condition.parse("altijd")
    is_: ALength = Field(alias="is")


def _lengths(value: Any) -> Any:
    return ({"is": value},) if isinstance(value, str) else value


class Term(_Entry):
    """One line of the term table, under the Dutch words of its columns; the head of `termijnen.toml` explains them."""

    id: str = Field(pattern=r"^T\d\d$")
    deel: str = ""
    naam: str = Field(min_length=3)
    per: Literal["dossier", "actie", "gesprek", "contact", "overleg", "escalatie", "uren", "gemeente"] = "dossier"
    regelset: Literal["pilot2019", "wi2021", "beide"] = "beide"
    geldig_vanaf: ADay
    geldig_tot_en_met: ADay | None = None
    soort: Soort
    getoond_als: ATest = Condition.parse("altijd")
    begint_bij: ADate | None = None
    begint_dag_erna: bool = False
    begonnen_als: ATest
    lengte: Annotated[tuple[LengthWhen, ...], BeforeValidator(_lengths)] = ()
    uiterlijk: ADate | None = None
    einde_gaat_voor: ADate | None = None
    verlengt: str = ""
    wacht_op: str = ""
    samen: str = ""
    waarschuwt: tuple[Annotated[int, Field(ge=0, le=3660)], ...] = ()
    waarschuwt_na: tuple[Annotated[int, Field(ge=1, le=3660)], ...] = ()
    waarschuwt_voor: Literal["laatste dag", "begin"] = "laatste dag"
    waarschuwt_als: ATest = Condition.parse("altijd")
    wie: str = Field(min_length=1)
    wie_na: str = ""
    kijkt_mee: tuple[str, ...] = ()
    klaar_als: ATest = Condition.parse("nooit")
    na_laatste_dag: Literal["te laat", "klaar"] = "te laat"
    bron: str = Field(min_length=1)
    opmerking: str = ""
    lengte_per_geval: bool = False
    uit: bool = False
    eigen: bool = False
    """Whether the gemeente chose the length itself; like `uit` this comes from its own records."""

    @model_validator(mode="after")
    def _has_an_end(self) -> Term:
        if self.begint_bij is not None and not self.lengte:
            raise ValueError("er is een begin en geen lengte; zet 'lengte' erbij, bijvoorbeeld '14 dagen' of 'op de datum'")
        if self.geldig_tot_en_met and self.geldig_tot_en_met < self.geldig_vanaf:
            raise ValueError("'geldig_tot_en_met' ligt voor 'geldig_vanaf'. Kijk de twee datums na")
        if self.verlengt and not self.wacht_op:
            raise ValueError("deze termijn verlengt een andere; zet 'wacht_op' erbij, met waar die twee dan op wachten")
        if self.lengte and self.begint_bij is None:
            raise ValueError("er is een lengte en geen begin; zet 'begint_bij' erbij, met de naam van een datum")
        return self

    @property
    def code(self) -> str:
        """What tells the line from every other: its id, with the part where a term has several."""
        return f"{self.id} {self.deel}".strip()

    def uses(self) -> list[Uses]:
        """What each rule of this line leans on."""
        rules = [
            self.getoond_als,
            self.begint_bij,
            self.begonnen_als,
            self.uiterlijk,
            self.einde_gaat_voor,
            self.klaar_als,
            self.waarschuwt_als,
        ]
        rules += [choice.als for choice in self.lengte]
        return [rule.uses for rule in rules if rule is not None]

    @property
    def needs_terms(self) -> set[str]:
        """The other terms whose dates this line asks for."""
        named = {term for uses in self.uses() for term in uses.terms}
        return named | ({self.verlengt} if self.verlengt else set())


def _calculated(value: Any) -> Any:
    return {"is": value} if isinstance(value, str) else value


class Calculated(_Entry):
    """A date that a form shows; `zolang_leeg` names the fact that stands in while another one is empty."""

    is_: ADate = Field(alias="is")
    zolang_leeg: dict[str, str] = {}


class PhaseStep(_Entry):
    """A phase and what reaches it."""

    naam: str = Field(min_length=1)
    bereikt_als: ATest


class Phases(_Entry):
    """The phases from first to last; while questions are open the screen shows none beyond `zolang_vragen_open`."""

    zolang_vragen_open: str
    stap: tuple[PhaseStep, ...] = Field(min_length=1)


class _File(_Entry):
    besluitdagen: tuple[ADay, ...] = ()
    fasen: Phases
    berekend: dict[str, Annotated[Calculated, BeforeValidator(_calculated)]] = {}
    term: tuple[Term, ...] = Field(min_length=1)


@dataclass(frozen=True)
class TermTable:
    """All terms, phases and calculated dates, with the calendar that they are counted on."""

    source: str
    fasen: Phases
    calculated: Mapping[str, Calculated]
    terms: tuple[Term, ...]
    calendar: Calendar
    choices: tuple[Choice, ...] = ()
    """What a gemeente chose itself; of two from the same day the last counts."""

    @classmethod
    def load(cls, path: Path) -> TermTable:
        """Read the table, or raise a TermTableError that says what to mend where."""
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise TermTableError(f"{path}: het bestand is niet te openen. Zet de termijntabel terug op deze plaats.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise TermTableError(f"{path}: dit is geen geldige TOML ({error}). Verbeter die regel.") from error
        try:
            file = _File.model_validate(raw)
        except ValidationError as error:
            raise TermTableError(_sentence(path, raw, error)) from error
        table = cls(str(path), file.fasen, file.berekend, file.term, Calendar(frozenset(file.besluitdagen)))
        table._check()
        return table

    def with_changes(self, since: date, lengths: Iterable[Mapping[str, Any]] = (), decree_days: Iterable[date] = ()) -> TermTable:
        """The table with what a gemeente chose itself, for terms that start on `since` or later; a TermTableError when a row cannot be.

        `lengths` holds rows as `own.read_row` reads them.
        """
        rows = []
        for row in lengths:
            try:
                rows.append(read_row(self, row))
            except Fault as fault:
                code = str(row.get("code") or "")
                raise TermTableError(f"{fault}." if not code or str(fault).count(code) else f"{code}: {fault}.") from fault
        return self.with_choices((*self.choices, Choice(since, tuple(rows), frozenset(decree_days))))

    def with_choices(self, choices: Iterable[Choice]) -> TermTable:
        """The table with everything that a gemeente chose, each from its own first day until the next."""
        choices = tuple(choices)
        days = self.calendar.decree_days.union(*(choice.free_days for choice in choices))
        return replace(self, choices=choices, calendar=Calendar(days))

    @property
    def phases(self) -> tuple[PhaseStep, ...]:
        return self.fasen.stap

    def phase_number(self, name: str) -> int:
        return self._phase_numbers[name]

    def lines(self, regelset: object, term: str = "") -> list[tuple[Term, ...]]:
        """The lines of one term, or of all, for a rule set: each with its versions, the newest first."""
        lines = self._lines.get(regelset, self._lines[None])
        return [versions for versions in lines if versions[0].id == term] if term else lines

    def extension_of(self, term: Term, regelset: object) -> tuple[Term, ...]:
        """The line that makes a term last longer, or that it makes last longer; empty when there is none."""
        lines = self.lines(regelset) if term.id in self._pairs else []
        pair = (versions for versions in lines if term.id == versions[0].verlengt or term.verlengt == versions[0].id)
        return next(pair, ())

    def fact_names(self) -> set[str]:
        """Every fact that the table asks for, so that start-up can compare them with the forms."""
        names = {name for term in self.terms for uses in term.uses() for name in uses.facts}
        names |= {name for step in self.phases for name in step.bereikt_als.uses.facts}
        return names | {name for one in self.calculated.values() for name in one.is_.uses.facts}

    @cached_property
    def _lines(self) -> dict[object, list[tuple[Term, ...]]]:
        """The lines per rule set; under None those that every rule set has."""
        return {regelset: self._lines_of(regelset) for regelset in ("pilot2019", "wi2021", None)}

    def _lines_of(self, regelset: str | None) -> list[tuple[Term, ...]]:
        found: dict[tuple[str, str], list[Term]] = {}
        for one in self.terms:
            if one.regelset in ("beide", regelset):
                found.setdefault((one.id, one.deel), []).append(one)
        lines = (sorted(line, key=lambda one: one.geldig_vanaf) for line in found.values())
        return [tuple(reversed(self._chosen(line))) for line in lines]

    def _chosen(self, versions: list[Term]) -> list[Term]:
        """The versions of a line, oldest first, with those that a gemeente chose in between."""
        code = versions[0].code
        if not any(choice.of(code) for choice in self.choices):
            return versions
        found = []
        for day in sorted({*(one.geldig_vanaf for one in versions), *(choice.since for choice in self.choices)}):
            base = next((one for one in reversed(versions) if one.geldig_vanaf <= day), None)
            if base is None or (base.geldig_tot_en_met and base.geldig_tot_en_met < day):
                continue
            chosen = [one for one in sorted(self.choices, key=lambda one: one.since) if one.since <= day]
            own = chosen[-1].of(code) if chosen and base.soort != "wet" else None
            found.append(base.model_copy(update={"geldig_vanaf": day, **(_own(base, own) if own else {})}))
        return found

    @cached_property
    def _pairs(self) -> set[str]:
        """The terms that are extended and those that extend them."""
        return {name for term in self.terms if term.verlengt for name in (term.id, term.verlengt)}

    @cached_property
    def _phase_numbers(self) -> dict[str, int]:
        return {step.naam: number for number, step in enumerate(self.phases)}

    def _check(self) -> None:
        """Refuse what each line allows and the table as a whole does not."""
        ids = {term.id for term in self.terms}
        for versions in (*self.lines("pilot2019"), *self.lines("wi2021")):
            self._check_versions(versions)
        for term in self.terms:
            for other in sorted(term.needs_terms - ids):
                self._refuse(
                    term.id,
                    f"verwijst naar {other}, en die staat niet in de tabel",
                    f"Voeg {other} toe of verbeter de code",
                )
            if self._comes_back_to(term.id, term.needs_terms):
                self._refuse(term.id, "verwijst via andere termijnen naar zichzelf", "Begin een van die termijnen bij een datum")
            self._check_phases(term.id, term.uses())
        for step in self.phases:
            self._check_phases(f"fase {step.naam}", [step.bereikt_als.uses])
        if self.fasen.zolang_vragen_open not in self._phase_numbers:
            self._refuse(
                "fasen",
                f"kent geen fase {self.fasen.zolang_vragen_open!r}",
                "Kies bij 'zolang_vragen_open' een van de stappen",
            )
        for name, one in self.calculated.items():
            for other in sorted(one.is_.uses.terms - ids):
                self._refuse(f"berekend {name}", f"verwijst naar {other}, en die staat niet in de tabel", "Verbeter de code")

    def _check_versions(self, versions: tuple[Term, ...]) -> None:
        """The versions of a line follow each other: no day has two of them, and no day between two has none."""
        for newer, older in pairwise(versions):
            since, until = newer.geldig_vanaf, older.geldig_tot_en_met
            if since == older.geldig_vanaf:
                remedy = "Geef een van de twee een ander 'deel', 'regelset' of 'geldig_vanaf'"
                self._refuse(newer.id, f"staat er twee keer in voor {since}", remedy)
            if until is not None and until != since - timedelta(days=1):
                what = "een gat" if until < since else "een overlap"
                self._refuse(
                    newer.id,
                    f"heeft {what} tussen de versie tot en met {until} en die vanaf {since}",
                    "Laat de nieuwe versie beginnen op de dag na de laatste dag van de oude, of haal 'geldig_tot_en_met' weg",
                )

    def _check_phases(self, where: str, uses: list[Uses]) -> None:
        for name in sorted({name for one in uses for name in one.phases} - set(self._phase_numbers)):
            self._refuse(where, f"noemt een fase die er niet is: {name!r}", f"Kies uit: {', '.join(self._phase_numbers)}")

    def _comes_back_to(self, start: str, terms: set[str]) -> bool:
        seen: set[str] = set()
        while terms - seen:
            seen |= terms
            terms = {other for term in self.terms if term.id in seen for other in term.needs_terms}
        return start in seen

    def _refuse(self, where: str, what: str, remedy: str) -> None:
        raise TermTableError(f"{self.source}: {where} {what}. {remedy}.")


def _own(term: Term, own: OwnTerm) -> dict[str, Any]:
    """What changes in a line by the choice of a gemeente."""
    changed: dict[str, Any] = {"bron": "gemeente", "eigen": own.length is not None, "uit": own.off}
    if own.length:
        changed["lengte"] = (LengthWhen.model_validate({"is": own.length}),)
    if own.warns is not None:
        changed["waarschuwt"] = own.warns
    return changed


def _sentence(path: Path, raw: Mapping[str, Any], error: ValidationError) -> str:
    """The first mistake as file, place and remedy."""
    first = error.errors()[0]
    loc = [str(part) for part in first["loc"]]
    where = " ".join(loc)
    if loc[:1] == ["term"] and len(loc) > 1:
        entry = raw["term"][int(loc[1])]
        name = entry.get("id", f"nummer {int(loc[1]) + 1}") if isinstance(entry, dict) else f"nummer {int(loc[1]) + 1}"
        where = f"termijn {name}" + (f", {loc[2]}" if len(loc) > 2 else "")
    match first["type"]:
        case "missing":
            remedy = "dit ontbreekt. Vul het in"
        case "extra_forbidden":
            remedy = f"dit woord kent de tabel niet. Haal het weg, of kies uit: {', '.join(Term.model_fields)}"
        case "literal_error":
            remedy = f"{first['input']!r} kan hier niet. Kies uit: {first['ctx']['expected'].replace(' or ', ' of ')}"
        case "value_error":
            remedy = str(first["ctx"]["error"])
        case "string_pattern_mismatch":
            remedy = f"{first['input']!r} is geen code. Schrijf een T met twee cijfers, zoals 'T03'"
        case _:
            remedy = f"{first['input']!r} past hier niet. Kijk hoe het bij een andere termijn staat"
    return f"{path}: {where}: {remedy}."
