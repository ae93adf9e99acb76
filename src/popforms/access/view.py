"""One look of one user at one dossier: which pieces of the table hold now, and what they open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from popforms.access.table import OWN_ORGANISATION, OWN_ROLE, PIP_TEAM_ROLE, SELF, Cell, Days, Emergency, Role, Table, Term
from popforms.access.values import Case, User
from popforms.definition.questions import Question

Relation = Literal["alle", "eigen", "lijst", "nood"]
Answers = Mapping[str, Any]

HEALTH = "gezondheid"
_HEAVY = {"bijzonder": HEALTH, "nummer": "nummers"}
_UNKNOWN = "?"


@dataclass(frozen=True)
class Grant:
    """A piece of a cell that holds for this user and case now; `reading` when the role only reads, because it has ended or in
    an emergency. `only` are the questions that an emergency opens; None is all of the cell."""

    role: str
    term: Term
    cell: Cell
    reading: bool
    only: frozenset[str] | None = None


class View:
    """The decisions for one user, one case (None for what belongs to no dossier) and the answers of one record, today."""

    def __init__(self, table: Table, user: User, case: Case | None, today: date, answers: Answers | None = None) -> None:
        self.table, self.user, self.case, self.today = table, user, case, today
        self.look = _look(user, answers)
        self.is_inside = _is_inside(user, case)
        self.is_restricted = case is not None and table.restricted_when.holds(case.facts.get)
        """Whether the case is for its PC and one named colleague only."""
        self.about = self.look("module")
        """The module that the line or the action looked at is about: what stays shut in an emergency does so wherever it stands."""
        self._grants: dict[str, tuple[Grant, ...]] = {}

    # The relation to the case

    def relation(self, role_code: str) -> Relation | None:
        """How the user in one role stands to the case; 'eigen' is the strongest, None is no relation.

        'nood' is the weakest: who opened the case with noodinzage reads, for a while, and does nothing else.
        """
        return self._standing(role_code) or ("nood" if self.emergency(role_code) else None)

    def emergency(self, role_code: str) -> Emergency | None:
        """How far the noodinzage goes that this user in one role has now; it ends by itself at its time."""
        until = self.case.emergencies.get(self.user.id) if self.case else None
        if until is None or self.case is None or self.case.now is None or until <= self.case.now:
            return None
        return self.may_break(role_code)

    def may_break(self, role_code: str) -> Emergency | None:
        """How far noodinzage would go for this user in one role; None when the case is not one for it.

        Only colleagues of the gemeente, and a restricted case only for a role that the table lets in.
        """
        word = self.table.actions.get("emergency", {}).get(role_code) if role_code in self.user.roles else None
        if word is None or self.case is None or not self.case.kept or not self.is_inside:
            return None
        found = self.table.emergencies[word]
        return found if found.restricted or not self.is_restricted else None

    def _standing(self, role_code: str) -> Relation | None:
        """How the user stands to the case by the work itself."""
        role = self.table.roles.get(role_code)
        if self.case is None or role is None or role_code not in self.user.roles or role.scope == "geen" or not self.is_inside:
            return None
        if not self.case.kept:
            return "eigen" if role_code in self.table.actions["make_dossier"] else None
        team_field = self.table.team_fields.get(role_code)
        in_rows = self.user.ids & self.case.named.get(role_code, frozenset())
        named = bool(in_rows) or (team_field is not None and self.case.team.get(team_field) in self.user.ids)
        if self.is_restricted:
            return "eigen" if named and team_field in self.table.restricted_to else None
        ended = _ended(role, self.case)
        if ended and role.reads_on and self.today > ended + timedelta(days=role.reads_on.days):
            return None
        if named or self.user.ids & (self.case.actions_of | self.case.pip_team):
            return "eigen"
        if role.scope == "alle" and not _passed(role.all_until, self.case, self.today):
            return "alle"
        if role.scope == "lijst" and self.user.organisation in self.case.organisations:
            return "lijst"
        return None

    def sees_case(self) -> bool:
        """Whether some role of the user has to do with the case."""
        return any(self.relation(role) for role in self.user.roles)

    # What the table gives

    def grants(self, part: str, name: str = "") -> Iterator[Grant]:
        """The pieces of cells that count; `name` leaves out roles for which that field is closed everywhere."""
        if part not in self._grants:
            self._grants[part] = tuple(self._grants_of(part))
        allowed = self.table.only.get(name)
        return (grant for grant in self._grants[part] if allowed is None or grant.role in allowed)

    def _grants_of(self, part: str) -> Iterator[Grant]:
        for code in self.user.roles:
            cell, relation, reading, only = self.table.cell(part, code), None, False, None
            if not cell.terms:
                continue
            if self.case is None:
                if part not in self.table.without_dossier:
                    return
            elif part in self.table.without_dossier or (self.table.roles[code].scope == "geen" and cell.when):
                if self.case.gone or self.case.gemeente not in self.user.gemeenten:
                    continue
            else:
                relation = self.relation(code)
                reading = _ended(self.table.roles[code], self.case) is not None
                if relation is None or (reading and (part, code) in self.table.closed_after_end):
                    continue
                if relation == "nood":
                    emergency = self.emergency(code)
                    if emergency is None or not emergency.opens(part) or self.about in emergency.closed:
                        continue
                    reading, only = True, emergency.names()
            own = relation in ("eigen", "nood")
            yield from (Grant(code, term, cell, reading, only) for term in cell.terms if not term.e or own)

    def reads(self, question: Question) -> bool:
        """Whether some of the answer may be read; `row_words` says whether that is every row."""
        return self._approver_reads(question) or any(
            self._opens(grant, question) for grant in self.grants(part_of(question), question.name)
        )

    def writes(self, question: Question) -> bool:
        """Whether the answer may be given."""
        return any(self._lets_write(grant, question) for grant in self.grants(part_of(question), question.name))

    def row_words(self, question: Question) -> list[tuple[str, str]]:
        """The roles for which only some rows are open, and which; empty when a role opens them all."""
        if not question.is_rows or self._approver_reads(question):
            return []
        opening = [grant for grant in self.grants(part_of(question), question.name) if self._opens(grant, question)]
        words = [(grant.role, grant.cell.rows.get(question.name, "")) for grant in opening]
        return words if all(word for _, word in words) else []

    def is_own_row(self, role: str, word: str, row: Mapping[str, Any]) -> bool:
        """Whether a row is of the user's organisation, function or module."""
        if word == OWN_ORGANISATION:
            return bool(self.user.organisation) and self.user.organisation in row.values()
        if word == OWN_ROLE:
            return self.table.team_fields.get(role) in row.values()
        module = str(row.get("module"))
        if module == HEALTH and not self.has_consent(HEALTH):  # who pulls it reads it with consent only, wherever it stands
            return False
        return self.case is not None and self.case.modules.get(module) in self.user.ids

    def has_consent(self, part: str, name: str = "") -> bool:
        """Whether the person agreed that the user's organisation reads this: a valid line for every topic that it touches."""
        if self.case is None or not self.user.organisation:
            return False
        given = {line.topic for line in self.case.consents if line.organisation == self.user.organisation and line.until >= self.today}
        topics = self.table.topics_of(part, name)
        return bool(topics) and set(topics) <= given

    def opens_line(self, grant: Grant) -> bool:
        """Whether a grant opens the line of an append-only form that this view looks at."""
        term = grant.term
        if not term.letters & {"W", "R"} or term.t or grant.only is not None:
            return False
        return (not term.o or self.look("schrijver") == SELF) and (not term.d or grant.cell.holds("R", self.look))

    def _opens(self, grant: Grant, question: Question) -> bool:
        term, cell, part = grant.term, grant.cell, part_of(question)
        if not term.letters & {"W", "R"} or (grant.only is not None and question.name not in grant.only):
            return False
        if term.t:
            named = not cell.names["t"] or cell.has("t", question)
            return named and self.has_consent(part, question.name)
        if term.d:
            if (cell.has("W", question) or cell.has("R", question)) and cell.holds("R", self.look):
                return True
            if cell.has("t", question) and self.has_consent(part, question.name):
                return True
            return self._lets_write(grant, question)
        return not term.o or self.look("schrijver") in (SELF, None)

    def _lets_write(self, grant: Grant, question: Question) -> bool:
        term = grant.term
        if "W" not in term.letters or grant.reading:
            return False
        if term.d:
            return grant.cell.has("W", question) and (grant.cell.holds("W", self.look) or grant.cell.is_new("W", self.look))
        return not term.o or self.look("schrijver") in (SELF, None)

    def _approver_reads(self, question: Question) -> bool:
        """A member of the PIP-team reads the plan while approving it."""
        if self.case is None or not self.user.ids & self.case.approving or not self.is_inside or self.is_restricted:
            return False
        cell = self.table.cell(part_of(question), PIP_TEAM_ROLE)
        return cell.has("R", question) or (cell.has("t", question) and self.has_consent(part_of(question), question.name))


def part_of(question: Question) -> str:
    """The part that decides: what is heavy belongs to its own part wherever it stands."""
    return _HEAVY.get(question.privacy, question.part)


def _is_inside(user: User, case: Case | None) -> bool:
    """A dossier without a first version is its maker's alone; later only colleagues of its gemeente have to do with it."""
    if case is None or case.gone:
        return False
    return case.gemeente in user.gemeenten if case.kept else case.made_by == user.id


def _look(user: User, answers: Answers | None) -> Callable[[str], Any]:
    """Answers by name for the conditions of a cell; the user and the own organisation are named by a word.

    Without answers every condition fails, so that a caller who leaves them out opens nothing; an empty dict is a new record.
    """

    def word(value: Any) -> Any:
        if isinstance(value, Mapping):
            return word(list(value.values()))
        if isinstance(value, list):
            return [cell for one in value for cell in (word(one) if isinstance(one, (list, Mapping)) else [word(one)])]
        if value in user.ids:
            return SELF
        return OWN_ORGANISATION if user.organisation and value == user.organisation else value

    def look(name: str) -> Any:
        if answers is None:
            return SELF if name == "schrijver" else _UNKNOWN
        places = [answers, *(inner for inner in answers.values() if isinstance(inner, Mapping))]
        return next((word(place[name]) for place in places if name in place), None)

    return look


def _ended(role: Role, case: Case) -> date | None:
    """The day on which the work of this role on the case ended, or None."""
    if role.reads_on is None or (role.ended_when and not role.ended_when.holds(case.facts.get)):
        return None
    return _day(case.facts.get(role.reads_on.after))


def _passed(limit: Days | None, case: Case, today: date) -> bool:
    start = _day(case.facts.get(limit.after)) if limit else None
    return limit is not None and start is not None and today > start + timedelta(days=limit.days)


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
