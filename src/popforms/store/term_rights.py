"""Who may know of a term: whom it names, and who may read what ends it. A term says by its name alone what somebody is busy with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from popforms.access import Case
from popforms.definition.catalogue import Catalogue
from popforms.definition.questions import Question
from popforms.process.calculated import own_table
from popforms.process.terms import Running
from popforms.store.carried import Carried


@lru_cache(maxsize=8)
def _questions(forms: Catalogue) -> dict[str, tuple[Question, ...]]:
    """For each term the questions of which one must be readable: those that end it. Where only dates of the dossier itself end it,
    or nothing does, also those that it begins with."""
    found: dict[str, dict[tuple[str, str, str], Question]] = {}
    for term in own_table(forms).terms:
        ends, begins = term.klaar_als.uses, term.begint_bij.uses if term.begint_bij else None
        wanted = list(_of(forms, ends.facts, ends.columns))
        if begins and all("." not in name for name in ends.facts):
            wanted += _of(forms, begins.facts, begins.columns)
        found.setdefault(term.code, {}).update({(question.code, question.part, question.name): question for question in wanted})
    return {code: tuple(questions.values()) for code, questions in found.items()}


@lru_cache(maxsize=8)
def begins_at_the_end(forms: Catalogue) -> frozenset[str]:
    """The terms that begin when a dossier is closed."""
    table = own_table(forms)
    return frozenset(term.code for term in table.terms if table.phases[-1].naam in term.begonnen_als.uses.phases)


def _of(forms: Catalogue, facts: set[str], columns: set[tuple[str, str]]) -> Iterator[Question]:
    for name in facts:
        code, dot, rest = name.partition(".")
        if not dot and (head := forms.head.question(name)):
            yield head
        names = {rest.partition(".")[0]} if dot else {column for rows, column in columns if rows == code}
        for form in forms:
            yield from (q for _, q in form.questions() if q.name in names and (q.code == code or form.code == code))


class TermRights(Carried):
    """Terms with the rights of the one who asks."""

    def _may_know(self, case: Case, running: Running) -> bool:
        """Whether this user may see that a dossier has this term."""
        return self._is_named(case, (running.who, *running.watchers)) or any(
            self.rights.may_read(self.user, question, case, self.today) for question in _questions(self.forms).get(running.code, ())
        )

    def _always_knows(self, code: str) -> bool:
        """Whether this user may know of this term in every dossier that they see, so that no dossier has to be looked at."""
        return any(self.rights.reads_everywhere(self.user, question) for question in _questions(self.forms).get(code, ()))

    def _is_named(self, case: Case, roles: tuple[str, ...]) -> bool:
        """Whether this user is meant by one of these roles: named in the dossier, or somebody with the role while nobody is."""
        for role in set(roles) & set(self.user.roles):
            named = case.team.get(self.rights.table.team_fields.get(role, ""))
            if self.rights.relation(self.user, role, case, self.today) and (not named or named in self.user.ids):
                return True
        return False
