"""The decisions: who may do what with which dossier. What is not in the table of `forms/rollen.py` is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from popforms.access.table import OWN_ORGANISATION, OWN_ROLE, PIP_TEAM_ROLE, SELF, Cell, Days, Role, Table, Term
from popforms.access.values import Case, User
from popforms.definition.paths import path_of
from popforms.definition.questions import FormDef, Question

OWN_ACTION_FIELDS = ("omschrijving", "module", "gereed_voor", "voortgang_frequentie", "status", "voortgang")
"""What the trekker of an action sees of it, also when the form it was born in is closed; of `voortgang` the own lines."""

STATUS_FIELDS = ("gereed_voor", "status", "trekker")
"""What a cell with `s` shows of an action: date, status and trekker, no text."""

HEALTH = "gezondheid"
_UNKNOWN = "?"
_HEAVY = {"bijzonder": HEALTH, "nummer": "nummers"}

Relation = Literal["alle", "eigen", "lijst"]
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class _Grant:
    """A piece of a cell that holds for this user and case now; `reading` when the role has ended and only reads on."""

    role: str
    term: Term
    cell: Cell
    reading: bool


class Rights:
    """The decisions on one rights table; holds nothing of a person and may be shared.

    Raises DefinitionError when the table is wrong, with the remedy in Dutch.
    """

    def __init__(self, module: Any) -> None:
        self.table = Table(module)

    # The relation to the case

    def relation(self, user: User, role_code: str, case: Case, today: date) -> Relation | None:
        """How a user in one role stands to a case today; 'eigen' is the strongest, None is no relation."""
        role = self.table.roles.get(role_code)
        if role is None or role_code not in user.roles or role.scope == "geen" or not self._inside(user, case):
            return None
        if not case.kept:
            return "eigen" if role_code in self.table.actions["make_dossier"] else None
        team_field = self.table.team_fields.get(role_code)
        named = team_field is not None and case.team.get(team_field) in user.ids
        if self._restricted(case):
            return "eigen" if named and team_field in self.table.restricted_to else None
        ended = _ended(role, case)
        if ended and role.reads_on and today > ended + timedelta(days=role.reads_on.days):
            return None
        if named or user.ids & (case.actions_of | case.pip_team):
            return "eigen"
        if role.scope == "alle" and not _passed(role.all_until, case, today):
            return "alle"
        if role.scope == "lijst" and user.organisation in case.organisations:
            return "lijst"
        return None

    def may_see_case(self, user: User, case: Case, today: date) -> bool:
        """Whether the dossier exists for this user; in what is shown of it the fields decide."""
        return any(self.relation(user, role, case, today) for role in user.roles)

    def may_search(self, user: User) -> frozenset[str]:
        """By what the user may search people (naam, geboortedatum, dossiernummer, bsn), among the cases they may see."""
        return frozenset(word for role in user.roles if role in self.table.roles for word in self.table.roles[role].search)

    # A part of the table

    def may(self, user: User, letter: str, part: str, case: Case | None, today: date) -> bool:
        """Whether the user may finalise (F), sign (T), print (X), read (R), write (W) or count (A) something of this part."""
        wanted = {"W", "R"} if letter == "R" else {letter}
        return any(
            wanted & grant.term.letters and (not grant.reading or letter == "R") and (not grant.term.t or self._consents(user, part, "", case, today))
            for grant in self._grants(user, part, case, today)
        )

    def may_ever(self, user: User, letter: str, part: str) -> bool:
        """Whether some role of the user has this letter in this part, whatever the case: for the menu, never for data."""
        wanted = {"W", "R"} if letter == "R" else {letter}
        return any(wanted & term.letters for role in user.roles for term in self.table.cell(part, role).terms)

    def sees_status_only(self, user: User, part: str, case: Case | None, today: date) -> bool:
        """Whether the user sees date, status and trekker of what belongs to this part, and no text."""
        letters = {letter for grant in self._grants(user, part, case, today) for letter in grant.term.letters}
        return "s" in letters and not letters & {"W", "R"}

    # A question

    def may_read(self, user: User, question: Question, case: Case | None, today: date, answers: Answers | None = None) -> bool:
        """Whether the user may read the answer.

        `answers` are those of the record, which some cells look at: {} for a new one; without them such a cell stays closed.
        """
        if self._is_by_row(user, question, case, today):
            return False
        return self._reads(user, question, case, today, answers)

    def may_write(self, user: User, question: Question, case: Case | None, today: date, answers: Answers | None = None) -> bool:
        """Whether the user may give the answer; `answers` as in `may_read`, asked again with what is about to be kept."""
        look = _look(user, answers)
        return any(self._grant_writes(grant, question, look) for grant in self._grants(user, _part(question), case, today, question.name))

    def readable(self, user: User, form: FormDef, case: Case | None, today: date, answers: Answers | None = None) -> frozenset[str]:
        """The paths of the questions that are open: `section.question`, and `section.question.column` for a heavier column.

        A column that belongs to the part of its question follows the question and is not named. Questions that are open for
        some rows only are left out; `open_rows` gives those rows.
        """
        return frozenset(_paths(form, lambda question: self.may_read(user, question, case, today, answers)))

    def writable(self, user: User, form: FormDef, case: Case | None, today: date, answers: Answers | None = None) -> frozenset[str]:
        """The paths of the questions that the user may fill in; see `readable`."""
        return frozenset(_paths(form, lambda question: self.may_write(user, question, case, today, answers)))

    def open_rows(
        self, user: User, question: Question, rows: list[dict[str, Any]], case: Case | None, today: date, answers: Answers | None = None
    ) -> list[dict[str, Any]]:
        """The rows of an answer that the user may read, without the columns that stay closed."""
        if not self._reads(user, question, case, today, answers):
            return []
        closed = {c.name for c in question.columns if _part(c) != _part(question) and not self.may_read(user, c, case, today, answers)}
        words = self._row_words(user, question, case, today)
        if case is not None and words:
            rows = [row for row in rows if any(self._is_own_row(user, role, word, row, case) for role, word in words)]
        return [{name: value for name, value in row.items() if name not in closed} for row in rows]

    def open_answers(self, user: User, form: FormDef, answers: Answers, case: Case | None, today: date) -> dict[str, Any]:
        """The nested answers of a record with only what the user may read in it."""
        shown: dict[str, Any] = {}
        for section, question in form.questions():
            inside = answers.get(section.name) or {} if section.name else answers
            value = inside.get(question.name)
            if question.is_rows and isinstance(value, list):
                value = self.open_rows(user, question, value, case, today, answers) or None
            elif not self.may_read(user, question, case, today, answers):
                value = None
            if value is not None:
                (shown.setdefault(section.name, {}) if section.name else shown)[question.name] = value
        return shown

    def may_read_line(
        self, user: User, part: str, line: Answers, author: str, case: Case | None, today: date, trekker: str = ""
    ) -> bool:
        """Whether the user may read one line of an append-only form; `trekker` is the one of the action the line is about."""
        look = _look(user, {**line, "schrijver": author, "trekker": trekker})
        return any(
            grant.term.letters & {"W", "R"}
            and (not grant.term.o or look("schrijver") == SELF)
            and (not grant.term.d or grant.cell.holds("R", look))
            and not grant.term.t
            for grant in self._grants(user, part, case, today)
        )

    # An action of block B-A

    def may_handle_action(self, user: User, trekker: str, module: str, origin: Question, case: Case, today: date) -> bool:
        """Whether the user may accept, report on or hand back an action: its trekker, or who writes where it was born."""
        return self._is_own_action(user, trekker, module, origin, case, today) or self.may_write(user, origin, case, today)

    def action_fields(self, user: User, trekker: str, module: str, origin: Question, case: Case, today: date) -> frozenset[str]:
        """The fields of an action that the user may see; `origin` is the question whose row it is."""
        fields: set[str] = set()
        if self._is_own_action(user, trekker, module, origin, case, today):
            fields |= set(OWN_ACTION_FIELDS)
        if self.open_rows(user, origin, [{"module": module}], case, today):
            fields |= {column.name for column in origin.columns}
        if self.sees_status_only(user, _part(origin), case, today):
            fields |= set(STATUS_FIELDS)
        return frozenset(fields)

    # What is no question of a form

    def may_act(self, user: User, action: str, case: Case | None = None, today: date | None = None, about: str = "") -> bool:
        """Whether the user may do something of the second table; `about` is who is linked (organisation) or whose account (id)."""
        for role, word in self.table.actions.get(action, {}).items():
            if role not in user.roles:
                continue
            relation = self.relation(user, role, case, today) if case and today else None
            match word:
                case "eigen dossiers":
                    allowed = relation == "eigen"
                case "eigen organisatie":
                    allowed = relation is not None and bool(about) and about == user.organisation
                case "systeemregels":
                    allowed = case is None
                case "anderen":
                    allowed = about != user.id
                case _:
                    allowed = True
            if allowed:
                return True
        return False

    def extent(self, user: User, action: str) -> frozenset[str]:
        """How far an action goes for this user, in the words of the table (such as 'tabellen', 'overzicht', 'tellingen')."""
        return frozenset(word for role, word in self.table.actions.get(action, {}).items() if role in user.roles)

    def may_correct(self, user: User, form: FormDef, case: Case | None, today: date) -> bool:
        """Whether the user may make a new version of a definitive form; what stands in it then goes by the fields."""
        roles = [role for role, codes in self.table.correct.items() if any(code == "*" or form.code.startswith(code) for code in codes)]
        if form.part in self.table.without_dossier:
            return bool(set(roles) & set(user.roles))
        return case is not None and any(self.relation(user, role, case, today) for role in roles)

    def needs_second_person(self, roles: tuple[str, ...]) -> bool:
        """Whether giving one of these roles takes two people."""
        return bool(set(roles) & set(self.table.second_person))

    # How it is decided

    def _inside(self, user: User, case: Case) -> bool:
        """A dossier without a first version is its maker's alone; later only colleagues of its gemeente have to do with it."""
        return case.gemeente in user.gemeenten if case.kept else case.made_by == user.id

    def _restricted(self, case: Case) -> bool:
        return self.table.restricted_when.holds(case.facts.get)

    def _grants(self, user: User, part: str, case: Case | None, today: date, name: str = "") -> Iterator[_Grant]:
        """The pieces of cells that count for this user; `name` leaves out roles for which that field is closed everywhere."""
        for code in user.roles:
            cell = self.table.cell(part, code)
            if not cell.terms or code not in self.table.only.get(name, (code,)):
                continue
            relation, reading = None, False
            if case is None:
                if part not in self.table.without_dossier:
                    continue
            elif part in self.table.without_dossier or (self.table.roles[code].scope == "geen" and cell.when):
                if case.gemeente not in user.gemeenten:
                    continue
            else:
                relation = self.relation(user, code, case, today)
                reading = _ended(self.table.roles[code], case) is not None
                if relation is None or (reading and (part, code) in self.table.closed_after_end):
                    continue
            yield from (_Grant(code, term, cell, reading) for term in cell.terms if not term.e or relation == "eigen")

    def _reads(self, user: User, question: Question, case: Case | None, today: date, answers: Answers | None) -> bool:
        if self._approver_reads(user, question, case, today):
            return True
        look = _look(user, answers)
        grants = self._grants(user, _part(question), case, today, question.name)
        return any(self._grant_reads(user, grant, question, case, today, look) for grant in grants)

    def _grant_reads(
        self, user: User, grant: _Grant, question: Question, case: Case | None, today: date, look: Callable[[str], Any]
    ) -> bool:
        term, cell = grant.term, grant.cell
        if not term.letters & {"W", "R"}:
            return False
        if term.d:
            if (cell.has("W", question) or cell.has("R", question)) and cell.holds("R", look):
                return True
            if cell.has("t", question):
                return self._consents(user, _part(question), question.name, case, today)
        elif term.t:
            named = not cell.names["t"] or cell.has("t", question)
            return named and self._consents(user, _part(question), question.name, case, today)
        elif term.o:
            return look("schrijver") in (SELF, None)
        else:
            return True
        return self._grant_writes(grant, question, look)

    def _grant_writes(self, grant: _Grant, question: Question, look: Callable[[str], Any]) -> bool:
        term = grant.term
        if "W" not in term.letters or grant.reading:
            return False
        if term.d:
            return grant.cell.has("W", question) and (grant.cell.holds("W", look) or grant.cell.is_new("W", look))
        return not term.o or look("schrijver") in (SELF, None)

    def _approver_reads(self, user: User, question: Question, case: Case | None, today: date) -> bool:
        """A member of the PIP-team reads the plan while approving it."""
        if case is None or not user.ids & case.approving or not self._inside(user, case) or self._restricted(case):
            return False
        cell = self.table.cell(_part(question), PIP_TEAM_ROLE)
        with_consent = cell.has("t", question) and self._consents(user, _part(question), question.name, case, today)
        return cell.has("R", question) or with_consent

    def _consents(self, user: User, part: str, name: str, case: Case | None, today: date) -> bool:
        """Whether the person agreed that the user's organisation reads this: a valid line for every topic that it touches."""
        if case is None or not user.organisation:
            return False
        given = {line.topic for line in case.consents if line.organisation == user.organisation and line.until >= today}
        topics = self.table.topics_of(part, name)
        return bool(topics) and set(topics) <= given

    def _row_words(self, user: User, question: Question, case: Case | None, today: date) -> list[tuple[str, str]]:
        """For whom only some rows are open; empty when a role of the user opens them all."""
        words = []
        for grant in self._grants(user, _part(question), case, today, question.name):
            if not self._grant_reads(user, grant, question, case, today, _look(user, None)):
                continue
            word = grant.cell.rows.get(question.name)
            if word is None:
                return []
            words.append((grant.role, word))
        return words

    def _is_by_row(self, user: User, question: Question, case: Case | None, today: date) -> bool:
        return question.is_rows and bool(self._row_words(user, question, case, today))

    def _is_own_row(self, user: User, role: str, word: str, row: Mapping[str, Any], case: Case) -> bool:
        if word == OWN_ORGANISATION:
            return bool(user.organisation) and user.organisation in row.values()
        if word == OWN_ROLE:
            return self.table.team_fields.get(role) in row.values()
        return case.modules.get(str(row.get("module"))) in user.ids

    def _is_own_action(self, user: User, trekker: str, module: str, origin: Question, case: Case, today: date) -> bool:
        """The trekker, whatever the role; health only with consent; a restricted case only for who may see it."""
        if trekker not in user.ids or not self._inside(user, case):
            return False
        if self._restricted(case) and not self.may_see_case(user, case, today):
            return False
        if HEALTH not in (module, _part(origin)):
            return True
        return self._consents(user, HEALTH, "", case, today) or self._reads(user, origin, case, today, None)


def _part(question: Question) -> str:
    """The part that decides: what is heavy belongs to its own part wherever it stands."""
    return _HEAVY.get(question.privacy, question.part)


def _paths(form: FormDef, is_open: Callable[[Question], bool]) -> Iterator[str]:
    for section, question in form.questions():
        if not is_open(question):
            continue
        yield path_of(section, question)
        for column in question.columns:
            if _part(column) != _part(question) and is_open(column):
                yield path_of(section, question, column=column.name)


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
