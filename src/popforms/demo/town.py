"""The place where the demo plays: accounts, organisations, contacts and interpreters, and a store for each colleague on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from popforms.access import User
from popforms.definition.catalogue import Catalogue
from popforms.demo.answers import complete, fill
from popforms.demo.cast import CAST, HOME, INTERPRETERS, ORGANISATIONS, PARTNERS, PASSWORD, organisation_answers, person_answers
from popforms.store.connection import Database
from popforms.store.demo import DemoAccounts, DemoStore, list_accounts


class Town:
    """Everybody and everything that a dossier can name, by short key: `users`, `organisations`, `persons`."""

    def __init__(self, db: Database, forms: Catalogue, ids: Iterator[str], today: date) -> None:
        self.db, self.forms, self.today, self._ids = db, forms, today, ids
        self._minute = count(1)
        self.users: dict[str, User] = {}
        self.organisations: dict[str, str] = {}
        self.persons: dict[str, str] = {}
        self._interpreters: list[tuple[str, list[str]]] = []
        self._settle()

    def store(self, username: str, day: date) -> DemoStore:
        """The store for a colleague on a day, some minutes after the last time."""
        now = datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + timedelta(minutes=next(self._minute) % 420)
        return DemoStore(self.db, self.users[username], self.forms, self._ids, today=day, now=now)

    def person(self, who: str) -> str:
        """The line in the contact list of a colleague (by username) or a partner (by name)."""
        return self.persons.get(who) or str(self.users[who].person)

    def name(self, who: str) -> str:
        """The name of a colleague or partner."""
        return self.users[who].name if who in self.users else who

    def interpreter(self, language: str) -> str:
        """An interpreter for this language, else the first one."""
        return next((record for record, languages in self._interpreters if language in languages), self._interpreters[0][0])

    def _settle(self) -> None:
        """The first colleague writes the contact list; then everybody gets an account with their own line in it."""
        accounts = DemoAccounts(self.db, PASSWORD)
        first = CAST[0]
        self.users[first.username] = accounts.create(username=first.username, name=first.name, roles=[first.role])
        store = self.store(first.username, self.today - timedelta(days=600))
        for key in ORGANISATIONS:
            self.organisations[key] = self._contact(store, "F21b", organisation_answers(key, self.today))
        for one in INTERPRETERS:
            self._interpreters.append((self._contact(store, "F21c", one), list(one["tk_talen"])))
        home = self.organisations[HOME]
        for number, (name, organisation, function) in enumerate(PARTNERS):
            answers = person_answers(name, function, self.organisations[organisation], home, number, ("Nederlands",))
            self.persons[name] = self._contact(store, "F21a", answers)
        for number, member in enumerate(CAST, len(PARTNERS)):
            organisation, gemeente = self.organisations[member.organisation], self.organisations[member.gemeente]
            person = self._contact(
                store, "F21a", person_answers(member.name, member.function, organisation, gemeente, number, member.languages)
            )
            if member is first:
                accounts.change(self.users[member.username].id, person=person, organisation=organisation)
                accounts.set_roles(self.users[member.username].id, [member.role], [gemeente])
                self.users[member.username] = replace(
                    self.users[member.username], person=person, organisation=organisation, gemeenten=(gemeente,)
                )
            else:
                self.users[member.username] = accounts.create(
                    username=member.username,
                    name=member.name,
                    roles=[member.role],
                    gemeenten=[gemeente],
                    person=person,
                    organisation=organisation,
                )
        roles = self.forms.roles.ROLES
        list_accounts(self.db, [(one.username, one.name, roles[one.role].title, PASSWORD) for one in CAST])

    def _contact(self, store: DemoStore, code: str, answers: Mapping[str, Any]) -> str:
        record = store.start_record(code, None, f"demo {code} {next(iter(answers.values()))}")
        fill(store, record, answers)
        complete(store, record, "d")
        store.keep(record)
        return record
