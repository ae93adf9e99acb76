"""The questions that store and menu ask: who may do what with which dossier. What is not in the table is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from popforms.access.table import Emergency, Table
from popforms.access.values import Case, User
from popforms.access.view import HEALTH, Answers, Relation, View, part_of
from popforms.definition.paths import path_of
from popforms.definition.questions import FormDef, Question

OWN_ACTION_FIELDS = ("omschrijving", "module", "gereed_voor", "voortgang_frequentie", "status", "voortgang")
"""What the trekker of an action sees of it, also when the form it was born in is closed. Its `voortgang` is all of it: who takes an action
over goes on with what was done, and the logbook tells the trekker the same words."""

STATUS_FIELDS = ("gereed_voor", "status", "trekker")
"""What a cell with `s` shows of an action: date, status and trekker, no text."""


class Rights:
    """The decisions on one rights table; holds nothing of a person and may be shared.

    `answers` are those of the record that a question stands in, nested or flat: {} for a new record. Cells that look at the
    record itself (logboek, letters, contacts of the own organisation) stay closed when they are left out.
    Raises DefinitionError when the table is wrong, with the remedy in Dutch.
    """

    def __init__(self, module: Any) -> None:
        self.table = Table(module)

    # The relation to the case

    def relation(self, user: User, role: str, case: Case, today: date) -> Relation | None:
        """How a user in one role stands to a case today; 'eigen' is the strongest, None is no relation."""
        return View(self.table, user, case, today).relation(role)

    def may_see_case(self, user: User, case: Case, today: date) -> bool:
        """Whether the dossier exists for this user; in what is shown of it the fields decide."""
        return View(self.table, user, case, today).sees_case()

    def may_search(self, user: User) -> frozenset[str]:
        """By what the user may search people (naam, geboortedatum, dossiernummer, bsn), among the cases they may see."""
        return frozenset(word for role in user.roles if role in self.table.roles for word in self.table.roles[role].search)

    # A part of the table

    def may(self, user: User, letter: str, part: str, case: Case | None, today: date) -> bool:
        """Whether the user may finalise (F), sign (T), print (X), read (R), write (W) or count (A) something of this part."""
        view = View(self.table, user, case, today)
        return any(
            _letters(letter) & grant.term.letters and (not grant.reading or letter == "R") and (not grant.term.t or view.has_consent(part))
            for grant in view.grants(part)
        )

    def is_living(self, form: FormDef) -> bool:
        """Whether a form is never final: nobody may finalise it and nothing in it is asked after its content is fixed."""
        return not self.table.anyone("F", form.part) and not form.freezes

    def may_finish(self, user: User, form: FormDef, case: Case | None, today: date) -> bool:
        """Whether the user may fix the content and finalise: who has F; where the table gives F to nobody, who writes in it."""
        if self.is_living(form):
            return False
        return self.may(user, "F" if self.table.anyone("F", form.part) else "W", form.part, case, today)

    def finishers(self, form: FormDef) -> tuple[str, ...]:
        """The titles of the roles that fix the content and finalise; empty for a form that is never final."""
        letter = "F" if self.table.anyone("F", form.part) else "W"
        roles = () if self.is_living(form) else self.table.roles
        return tuple(
            self.table.roles[code].title for code in roles if any(letter in term.letters for term in self.table.cell(form.part, code).terms)
        )

    def may_ever(self, user: User, letter: str, part: str) -> bool:
        """Whether some role of the user has this letter in this part, whatever the case: for the menu, never for data."""
        return any(_letters(letter) & term.letters for role in user.roles for term in self.table.cell(part, role).terms)

    def looks_at_answers(self, part: str) -> bool:
        """Whether some cell of this part has a condition on the record itself, so that its answers must be handed over."""
        return any(cell.when for (named, _), cell in self.table.cells() if named == part)

    def sees_status_only(self, user: User, part: str, case: Case | None, today: date) -> bool:
        """Whether the user sees date, status and trekker of what belongs to this part, and no text."""
        letters = {letter for grant in View(self.table, user, case, today).grants(part) for letter in grant.term.letters}
        return "s" in letters and not letters & {"W", "R"}

    # A question

    def may_read(self, user: User, question: Question, case: Case | None, today: date, answers: Answers | None = None) -> bool:
        """Whether the user may read the whole answer."""
        return _reads_whole(View(self.table, user, case, today, answers), question)

    def reads_everywhere(self, user: User, question: Question) -> bool:
        """Whether a role of the user reads the answer in every case, without a limit of any kind."""
        cells = [
            self.table.cell(part_of(question), code)
            for code, role in self.table.roles.items()
            if code in user.roles and role.scope == "alle" and not role.all_until and question.name not in self.table.only
        ]
        return any(
            term.letters & {"W", "R"} and not (term.e or term.d or term.t or term.o)
            for cell in cells
            for term in (() if cell.when else cell.terms)
        )

    def may_write(self, user: User, question: Question, case: Case | None, today: date, answers: Answers | None = None) -> bool:
        """Whether the user may give the answer; asked again with the answers that are about to be kept."""
        return View(self.table, user, case, today, answers).writes(question)

    def readable(self, user: User, form: FormDef, case: Case | None, today: date, answers: Answers | None = None) -> frozenset[str]:
        """The paths of the questions that are open: `section.question`, and `section.question.column` for a heavier column.

        A column that belongs to the part of its question follows the question and is not named. Questions that are open for
        some rows only are left out; `open_rows` gives those rows.
        """
        view = View(self.table, user, case, today, answers)
        return frozenset(_paths(form, lambda question: _reads_whole(view, question)))

    def writable(self, user: User, form: FormDef, case: Case | None, today: date, answers: Answers | None = None) -> frozenset[str]:
        """The paths of the questions that the user may fill in; see `readable`."""
        return frozenset(_paths(form, View(self.table, user, case, today, answers).writes))

    def open_rows(
        self, user: User, question: Question, rows: list[dict[str, Any]], case: Case | None, today: date, answers: Answers | None = None
    ) -> list[dict[str, Any]]:
        """The rows of an answer that the user may read, without the columns that stay closed."""
        return _open_rows(View(self.table, user, case, today, answers), question, rows)

    def open_answers(self, user: User, form: FormDef, answers: Answers, case: Case | None, today: date) -> dict[str, Any]:
        """The nested answers of a record with only what the user may read in it."""
        view, shown = View(self.table, user, case, today, answers), dict[str, Any]()
        for section, question in form.questions():
            inside = answers.get(section.name) or {} if section.name else answers
            value = inside.get(question.name)
            if question.is_rows and isinstance(value, list):
                value = _open_rows(view, question, value) or None
            elif not _reads_whole(view, question):
                value = None
            if value is not None:
                (shown.setdefault(section.name, {}) if section.name else shown)[question.name] = value
        return shown

    def may_read_line(self, user: User, part: str, line: Answers, author: str, case: Case | None, today: date, trekker: str = "") -> bool:
        """Whether the user may read one line of an append-only form; `trekker` is the one of the action the line is about, and
        `line` says under `module` which module it is about."""
        view = View(self.table, user, case, today, {**line, "schrijver": author, "trekker": trekker})
        return any(view.opens_line(grant) for grant in view.grants(part))

    # An action of block B-A

    def may_handle_action(self, user: User, trekker: str, module: str, origin: Question, case: Case, today: date) -> bool:
        """Whether the user may accept, report on or hand back an action: its trekker, or who writes where it was born."""
        view = View(self.table, user, case, today)
        return _is_own_action(view, trekker, module, origin) or view.writes(origin)

    def action_fields(
        self, user: User, trekker: str, module: str, origin: Question, case: Case, today: date, answers: Answers | None = None
    ) -> frozenset[str]:
        """The fields of an action that the user may see; `origin` is the question whose row it is, `answers` those around it."""
        view = View(self.table, user, case, today, answers)
        view.about = module
        fields = set(OWN_ACTION_FIELDS) if _is_own_action(view, trekker, module, origin) else set[str]()
        if _open_rows(view, origin, [{"module": module}]):
            fields |= {column.name for column in origin.columns}
        if self.sees_status_only(user, part_of(origin), case, today):
            fields |= set(STATUS_FIELDS)
        return frozenset(fields)

    # What is no question of a form

    def may_act(self, user: User, action: str, case: Case | None = None, today: date | None = None, about: str = "") -> bool:
        """Whether the user may do something of the second table; `about` is who is linked (organisation) or whose account (id)."""
        for role, word in self.table.actions.get(action, {}).items():
            if role not in user.roles:
                continue
            relation = self.relation(user, role, case, today) if case and today else None
            if relation == "nood":  # reads and does nothing else
                continue
            match word:
                case "eigen dossiers":
                    allowed = relation == "eigen"
                case "zichtbaar":
                    allowed = relation is not None
                case "alle":
                    allowed = case is None or case.gemeente in user.gemeenten
                case "eigen organisatie":
                    allowed = relation is not None and bool(about) and about == user.organisation
                case "eigen partij":
                    allowed = bool(about) and about == user.organisation
                case "systeemregels":
                    allowed = case is None
                case "anderen":
                    allowed = about != user.id
                case _:
                    allowed = True
            if allowed:
                return True
        return False

    def may_break(self, user: User, case: Case, today: date) -> Emergency | None:
        """How far noodinzage goes that this user may begin for a case; the widest of the user's roles, None when it may not."""
        view = View(self.table, user, case, today)
        found = [one for role in user.roles if (one := view.may_break(role))]
        return max(found, key=lambda one: (not one.parts, -len(one.closed)), default=None)

    def extent(self, user: User, action: str) -> frozenset[str]:
        """How far an action goes for this user, in the words of the table (such as 'tabellen', 'overzicht', 'tellingen')."""
        return frozenset(word for role, word in self.table.actions.get(action, {}).items() if role in user.roles)

    def may_correct(self, user: User, form: FormDef, case: Case | None, today: date) -> bool:
        """Whether the user may make a new version of a definitive form; what stands in it then goes by the fields."""
        roles = {role for role, codes in self.table.correct.items() if any(code == "*" or form.code.startswith(code) for code in codes)}
        if form.part in self.table.without_dossier:
            return bool(roles & set(user.roles))
        return case is not None and any(self.relation(user, role, case, today) not in (None, "nood") for role in roles)

    def needs_second_person(self, roles: tuple[str, ...]) -> bool:
        """Whether giving one of these roles takes two people."""
        return bool(set(roles) & set(self.table.second_person))


def _letters(letter: str) -> set[str]:
    """Who may write may read."""
    return {"W", "R"} if letter == "R" else {letter}


def _reads_whole(view: View, question: Question) -> bool:
    return view.reads(question) and not view.row_words(question)


def _open_rows(view: View, question: Question, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not view.reads(question):
        return []
    closed = {c.name for c in question.columns if part_of(c) != part_of(question) and not _reads_whole(view, c)}
    words = view.row_words(question)
    if words:
        rows = [row for row in rows if any(view.is_own_row(role, word, row) for role, word in words)]
    return [{name: value for name, value in row.items() if name not in closed} for row in rows]


def _is_own_action(view: View, trekker: str, module: str, origin: Question) -> bool:
    """The trekker, whatever the role; health only with consent or a cell without limits; a restricted case only for who sees it."""
    if trekker not in view.user.ids or not view.is_inside:
        return False
    if view.is_restricted and not view.sees_case():
        return False
    if HEALTH not in (module, part_of(origin)):
        return True
    whole = any(grant.term.letters & {"W", "R"} and not (grant.term.d or grant.term.t) for grant in view.grants(HEALTH))
    return whole or view.has_consent(HEALTH)


def _paths(form: FormDef, is_open: Callable[[Question], bool]) -> Iterator[str]:
    for section, question in form.questions():
        if not is_open(question):
            continue
        yield path_of(section, question)
        for column in question.columns:
            if part_of(column) != part_of(question) and is_open(column):
                yield path_of(section, question, column=column.name)
