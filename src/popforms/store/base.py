"""Common ground of the store: who asks, what the case is, what is written down about it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from popforms.access import AccessDenied, Case, Consent, Rights, User
from popforms.definition.catalogue import Catalogue
from popforms.definition.paths import find, nest, path_of
from popforms.definition.questions import FormDef, Question
from popforms.process.calculated import newest
from popforms.store.connection import Database, StoreError, StoreTrouble, instead, stamp, transaction, utc_now
from popforms.store.consents import Agreed
from popforms.store.trail import TrailTrouble, write_line

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
VISIT = timedelta(minutes=30)
"""One reading line per user, record and visit of this length (security.md rule 4)."""


DEFINITIVE = "definitief"
STATUSHOUDER = "statushouder"
"""Stands for the person of the dossier wherever a person may be named."""

PLAN_TEAM, IN_ROWS = "plan:", "regel:"
"""How the places in the team table start of a plan's team, and of a role that rows of a form name (`regel:KV:1`)."""


@lru_cache(maxsize=8)
def rights_of(forms: Catalogue) -> Rights:
    """The rights table of a forms folder, read once."""
    return Rights(forms.roles)


@dataclass(frozen=True)
class RecordRow:
    """The narrow head row of a record."""

    id: str
    dossier_id: str | None
    form: FormDef
    state: str
    version: int
    title: str
    created_at: str
    created_by: str
    changed_at: str
    changed_by: str
    not_held: str = ""
    """Why the talk of this form did not take place; it then is no longer the form of its dossier."""
    gemeenten: str = "[]"
    """Without a dossier: the gemeenten of who began it, as JSON."""

    @classmethod
    def of(cls, form: FormDef, row: Mapping[str, Any]) -> RecordRow:
        """The head row from a row of the table."""
        return cls(form=form, **{name: row[name] for name in cls.__dataclass_fields__ if name != "form"})

    @property
    def open(self) -> bool:
        """Whether its content may still be typed in."""
        return self.state in ("nieuw", "concept")


class OwnRows(dict[str, list[dict[str, Any]]]):
    """The rows that a user may read of a question that is not open as a whole, by the path of the question."""

    def holds(self, path: str) -> bool:
        """Whether a path of a draft is one of these rows or a cell in it."""
        return any(
            path == start or (path.startswith(f"{start}.") and path[len(start) + 1 :] in row)
            for question, rows in self.items()
            for row in rows
            for start in (f"{question}.{row['id']}",)
        )

    def into(self, form: FormDef, answers: dict[str, Any]) -> dict[str, Any]:
        """Nested answers with these rows put in their place."""
        for section, question in form.questions():
            if rows := self.get(path_of(section, question)):
                (answers.setdefault(section.name, {}) if section.name else answers)[question.name] = rows
        return answers


class Base:
    """One unit of work for one user: a connection, a catalogue of forms, and today.

    `today` and `now` are passed in by tests; a page leaves them out. `session` is the hash of the login that asks, which
    hand-outs are laid ready for; empty outside the browser. `opened` names the answers about health and the numbers that
    were opened, as `record:path` or a whole class (store/heavy.py); the others are handed over to nobody.
    """

    session: str = ""
    opened: Set[str] = frozenset()

    def __init__(self, db: Database, user: User, forms: Catalogue, *, today: date | None = None, now: datetime | None = None) -> None:
        self.db, self.user, self.forms = db, user, forms
        self.rights = rights_of(forms)
        self._now = now
        self.today = today or self.now().astimezone(AMSTERDAM).date()
        self._cases: dict[str, Case] = {}
        self._cases_of = db.moment
        self.handed_over: set[str] = set()
        """Which opened answers were handed over in this unit of work."""
        self._lines_told: set[tuple[Any, ...]] = set()
        self._known_names: dict[str, str] = {}
        self._known_people: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._known_forms: dict[str, FormDef] = {}

    def now(self) -> datetime:
        """This moment in UTC."""
        return self._now or utc_now()

    def stamp(self) -> str:
        """This moment as it is stored."""
        return stamp(self.now())

    # --- reading rows -------------------------------------------------------------------------------------------------

    def _all(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return list(self.db.query(sql, values))

    def _one(self, sql: str, *values: Any) -> dict[str, Any] | None:
        return next(iter(self._all(sql, *values)), None)

    def _write(self, sql: str, *values: Any) -> int:
        return int(self.db.conn.execute(sql, values).rowcount)

    def _new_id(self) -> str:
        return secrets.token_hex(8)

    # --- the case and its rights --------------------------------------------------------------------------------------

    def _case(self, dossier_id: str) -> Case:
        """The case as `access` wants to know it; AccessDenied when it does not exist. Worked out once, until a write begins in which it
        can be another: somebody else changed something meanwhile."""
        if self._cases_of != self.db.moment:
            self._cases_of = self.db.moment
            self._cases.clear()
        if dossier_id not in self._cases:
            row = self._one("SELECT id, facts, kept_at, created_by, gone FROM dossier WHERE id=?", dossier_id)
            if row is None:
                raise AccessDenied
            facts = {**json.loads(row["facts"]), "vandaag": self.today.isoformat()}
            if row["kept_at"] is None and row["gone"] is None:
                facts |= self._first_answers(dossier_id)
            team = self._all("SELECT field, who, organisation FROM team WHERE dossier_id=?", dossier_id)
            trekkers = self._all(
                "SELECT DISTINCT trekker FROM action WHERE dossier_id=? AND state NOT IN ('klaar','vervallen')", dossier_id
            )
            self._cases[dossier_id] = Case(
                id=dossier_id,
                gemeente=str(facts.get("gemeente") or ""),
                facts=facts,
                team={r["field"]: r["who"] for r in team},
                organisations=frozenset(r["organisation"] for r in team if r["organisation"]),
                named=self._named_in_rows(team),
                pip_team=frozenset(r["who"] for r in team if r["field"].startswith(PLAN_TEAM)),
                actions_of=frozenset(r["trekker"] for r in trekkers),
                approving=self._approving(facts),
                consents=Agreed(lambda: self._consents(dossier_id, facts)),
                modules=facts.get("modules") or {},
                kept=bool(row["kept_at"]),
                made_by=row["created_by"],
                emergencies=self._emergencies(dossier_id),
                now=self.now(),
                gone=bool(row["gone"]),
            )
        return self._cases[dossier_id]

    def _emergencies(self, dossier_id: str) -> dict[str, datetime]:
        """Who opened this dossier with noodinzage that runs still, and until when."""
        rows = self._all(
            "SELECT user_id, max(until) AS until FROM emergency WHERE dossier_id=? AND until>? AND ended_at IS NULL GROUP BY user_id",
            dossier_id, self.stamp(),
        )  # fmt: skip
        return {row["user_id"]: datetime.fromisoformat(row["until"]) for row in rows}

    @staticmethod
    def _named_in_rows(team: list[dict[str, Any]]) -> dict[str, frozenset[str]]:
        """The persons of each role that rows of a form name."""
        found: dict[str, set[str]] = {}
        for row in team:
            if row["field"].startswith(IN_ROWS):
                found.setdefault(row["field"].split(":")[1], set()).add(row["who"])
        return {role: frozenset(who) for role, who in found.items()}

    def _approving(self, facts: Mapping[str, Any]) -> frozenset[str]:
        """Who is asked to agree with a plan in a meeting that is not definitive, and has no answer in its kept version yet."""
        words = self.forms.process.APPROVAL
        asking = [
            meeting
            for meeting in facts.get(words["meeting"]) or ()
            if meeting["state"] != DEFINITIVE
            and (plan := words["kinds"].get(meeting.get(words["kind"]))) is not None
            and facts.get(plan) != DEFINITIVE
        ]
        lines = [line for meeting in asking for line in meeting.get(words["lines"]) or () if isinstance(line, dict)]
        return frozenset(str(line[words["who"]]) for line in lines if line.get(words["who"]) and not line.get(words["answer"]))

    def _consents(self, dossier_id: str, facts: Mapping[str, Any]) -> tuple[Consent, ...]:
        """What the person agreed to share; answered where versions are read (store/contents.py)."""
        raise NotImplementedError

    def _from_record(self, question: Question, facts: Mapping[str, Any], since: str = "") -> Any:
        """The answer that a question takes from the newest record that says so: a reference to it, or what it answers."""
        found = newest(question.from_record, facts, since)
        if found is None:
            return None
        if question.kind == "reference":
            return versioned({"id": found["record"], "version": found["version"]})
        return found[question.from_record.partition("/")[0].partition(".")[2]]

    def _open_case(self, dossier_id: str) -> Case:
        """The case when this user has to do with it; AccessDenied when it does not exist or is not theirs. Both leave a line: a guess is
        noted too, and takes as long."""
        try:
            case = self._case(dossier_id)
        except AccessDenied:
            self._refused("dossier")
            raise
        if not self.rights.may_see_case(self.user, case, self.today):
            self._refused("dossier", dossier=dossier_id)
            raise AccessDenied
        return case

    def _first_answers(self, dossier_id: str) -> dict[str, Any]:
        """What is typed in the dossier form before it was ever kept, by name: the other start forms look at it."""
        rows = self._all(
            "SELECT path, value FROM draft JOIN record ON record.id=record_id WHERE dossier_id=? AND form=? AND value IS NOT NULL",
            dossier_id, self.forms.head.key,
        )  # fmt: skip
        return {row["path"].rpartition(".")[2]: json.loads(row["value"]) for row in rows}

    def _number(self, dossier_id: str | None) -> str:
        """The number of a dossier, for paper and file names; what belongs to no dossier is of a list."""
        row = self._one("SELECT number FROM dossier WHERE id=?", dossier_id)
        return row["number"] if row else "lijst"

    def _forget(self, dossier_id: str | None) -> None:
        self._cases.pop(dossier_id or "", None)

    def _facts(self, record: RecordRow) -> Mapping[str, Any]:
        return self._case(record.dossier_id).facts if record.dossier_id else {"vandaag": self.today.isoformat()}

    def _record(self, record_id: str) -> RecordRow:
        """The head row of a record that the user may know about; AccessDenied otherwise."""
        row = self._one("SELECT * FROM record WHERE id=?", record_id)
        if row is None or (form := self.forms.get(row["form"])) is None:
            self._refused("openen", record_id)
            raise AccessDenied
        record = RecordRow.of(form, row)
        if not self._readable(record):
            self._refused("openen", record_id, record.dossier_id)
            raise AccessDenied
        return record

    def _record_of(self, dossier_id: str | None, form: FormDef) -> dict[str, Any] | None:
        """The record of a form that a dossier has one of: the newest whose talk was not called off."""
        return self._one(
            "SELECT * FROM record WHERE dossier_id IS ? AND form=? AND not_held='' ORDER BY created_at DESC, rowid DESC LIMIT 1",
            dossier_id, form.key,
        )  # fmt: skip

    def _case_of(self, record: RecordRow) -> Case | None:
        """The case of a record; None for what belongs to no dossier and no gemeente, such as the contact list."""
        if record.dossier_id:
            return self._case(record.dossier_id)
        named = self._named_in(record) if record.form.above_cases else set()
        return self._case_above(record.form, tuple(json.loads(record.gemeenten)), named | {record.created_by})

    def _case_above(self, form: FormDef, gemeenten: tuple[str, ...], own: set[str]) -> Case | None:
        """What stands above cases as `access` wants to know it: of one gemeente, and of who wrote it or is named in it.

        Who has the list of cases of the own organisation has these too: they are about all of them.
        """
        if form.part not in self.rights.table.per_gemeente:
            return None
        shared = next((one for one in gemeenten if one in self.user.gemeenten), next(iter(gemeenten), ""))
        here = frozenset({self.user.organisation} if self.user.organisation else ())
        return Case(
            id="", gemeente=shared, facts={"vandaag": self.today.isoformat()}, actions_of=frozenset(own), organisations=here
        )  # fmt: skip

    def _own_case(self, form: FormDef) -> Case | None:
        """The case of a record without a dossier that this user would begin."""
        return self._case_above(form, self.user.gemeenten, {self.user.id})

    def _named_in(self, record: RecordRow) -> set[str]:
        """The people that the answers of a record name."""
        typed = self._answers_for_rights(record) or {}
        flat = {**typed, **{name: value for inner in typed.values() if isinstance(inner, dict) for name, value in inner.items()}}
        return {
            str(flat[q.name]) for _, q in record.form.questions() if q.kind in ("user", "person", "user or person") and flat.get(q.name)
        }

    def _readable(self, record: RecordRow) -> frozenset[str]:
        answers = self._answers_for_rights(record)
        if record.form.lines and answers is None:
            return frozenset()
        return self.rights.readable(self.user, record.form, self._case_of(record), self.today, answers)

    def _writable(self, record: RecordRow) -> frozenset[str]:
        return self.rights.writable(self.user, record.form, self._case_of(record), self.today, self._answers_for_rights(record))

    def _answers_for_rights(self, record: RecordRow) -> dict[str, Any] | None:
        """The answers that a cell of the rights table may look at: the organisation of a contact, who may read a line."""
        if record.dossier_id is not None and not self.rights.looks_at_answers(record.form.part):
            return None
        if record.form.lines:
            return self._line(record)
        rows = self._all("SELECT path, value FROM draft WHERE record_id=? AND value IS NOT NULL", record.id)
        return nest(record.form, {row["path"]: json.loads(row["value"]) for row in rows}) | {"schrijver": record.created_by}

    def _line(self, record: RecordRow) -> dict[str, Any] | None:
        """A line as it was written, with who wrote it, the module it is about and the trekker of its action; None when that is closed."""
        kept = self._one("SELECT content FROM version WHERE record_id=? AND number=1", record.id)
        content: dict[str, Any] = json.loads(kept["content"]) if kept else {}
        names, case = self.forms.process.LOG, self._case_of(record)
        flat = {name: value for inside in content.values() if isinstance(inside, dict) for name, value in inside.items()}
        trekker = self._trekker_of_line(flat.get(names["action"]), record.created_by, case) if case else ""
        about = {"schrijver": record.created_by, "trekker": trekker, "module": flat.get(names["module"])}
        return None if trekker is None else {**content, **about}

    def _trekker_of_line(self, action_id: Any, author: str, case: Case) -> str | None:
        """Who pulls the action that a line is about, "" when it is about none; None for a reader to whom the words of that action
        are closed: the line tells them too. An action that was erased with its form is closed. Who wrote the line reads it."""
        if not action_id:
            return ""
        row = self._one("SELECT * FROM action WHERE id=?", action_id)
        if row and "omschrijving" in self._fields_of(row, case):
            return str(row["trekker"])
        return "" if author == self.user.id else None

    def _fields_of(self, row: Mapping[str, Any], case: Case) -> frozenset[str]:
        """The fields of an action that this user may see, also where a cell of the table looks at the form that it was born in."""
        origin = self._origin(row)
        if origin is None:
            return frozenset()
        answers = self._answers_for_rights(self._head(row["record_id"])) if self.rights.looks_at_answers(row["part"]) else None
        return self.rights.action_fields(self.user, row["trekker"], row["module"], origin, case, self.today, answers)

    def _head(self, record_id: str) -> RecordRow:
        """The head row without asking: the caller asked about the action itself."""
        row = self._one("SELECT * FROM record WHERE id=?", record_id)
        assert row is not None
        return RecordRow.of(self.forms[row["form"]], row)

    def _origin(self, row: Mapping[str, Any]) -> Question | None:
        """The question whose row an action was born from; None when that form was thrown away."""
        record_id = row["record_id"]
        if record_id not in self._known_forms:
            head = self._one("SELECT form FROM record WHERE id=?", record_id)
            form = self.forms.get(head["form"]) if head else None
            if form is None:
                return None
            self._known_forms[record_id] = form
        return find(self._known_forms[record_id], row["path"])[1]

    def _may(self, record: RecordRow, right: str) -> bool:
        """Whether this user may finalise (F), sign (T) or print (X) a record."""
        case = self._case_of(record)
        if right == "F":
            return self.rights.may_finish(self.user, record.form, case, self.today)
        return self.rights.may(self.user, right, record.form.part, case, self.today)

    def _own_rows(self, record: RecordRow, form: FormDef, answers: Mapping[str, Any], readable: frozenset[str]) -> OwnRows:
        """The rows of questions that are open to this user for some rows only, such as those of the modules they pull."""
        case, own = self._case_of(record), OwnRows()
        for section, question in form.questions():
            path = path_of(section, question)
            rows = (answers.get(section.name) or {} if section.name else answers).get(question.name)
            if question.is_rows and path not in readable and isinstance(rows, list):
                mine = self.rights.open_rows(self.user, question, rows, case, self.today, answers)
                own |= {path: mine} if mine else {}
        return own

    def _require(self, right: str, record: RecordRow) -> None:
        if not self._may(record, right):
            self._refused(right, record.id, record.dossier_id)
            raise AccessDenied

    # --- names ---------------------------------------------------------------------------------------------------------

    def user_name(self, user_id: str) -> str:
        """The name of a colleague; the id of nobody known gives 'een collega'."""
        if user_id not in self._known_names:
            row = self._one("SELECT name FROM user WHERE id=?", user_id)
            self._known_names[user_id] = row["name"] if row else "een collega"
        return self._known_names[user_id]

    def contact_name(self, who: str | None) -> str:
        """The words for the id of a person, organisation or colleague."""
        if not who:
            return ""
        if who == STATUSHOUDER:
            return "de statushouder"
        if who not in self._known_names:
            lists = self._contact_lists()
            row = self._one(
                f"SELECT title AS name FROM record WHERE id=? AND dossier_id IS NULL AND form IN ({','.join('?' * len(lists))}) "
                "UNION ALL SELECT name FROM user WHERE id=? LIMIT 1",
                who, *lists, who,
            )  # fmt: skip
            self._known_names[who] = row["name"] if row and row["name"] else "niet (meer) bekend"
        return self._known_names[who]

    def _contact_lists(self) -> list[str]:
        """The forms whose records are people and organisations that an answer can name."""
        codes = (self.forms.process.CONTACT[kind] for kind in ("persons", "organisations", "interpreters"))
        return [form.key for code in codes if (form := self.forms.get(code))]

    def _organisation_of(self, person: str | None) -> str | None:
        if not person:
            return None
        row = self._one("SELECT v.content FROM record r JOIN version v ON v.record_id=r.id AND v.number=r.version WHERE r.id=?", person)
        content = json.loads(row["content"]) if row else {}
        for inside in (content, *(v for v in content.values() if isinstance(v, dict))):
            if found := inside.get(self.forms.process.CONTACT["organisation"]):
                return str(found)
        return None

    # --- the trail ----------------------------------------------------------------------------------------------------

    def _audit(
        self, act: str, *, dossier: str | None = None, record: str | None = None, version: int | None = None, detail: str = ""
    ) -> int:
        """One line about what was done or read; inside the transaction of the act itself. No words from a dossier."""
        return write_line(
            self.db, at=self.stamp(), user_id=self.user.id, act=act, dossier=dossier, record=record, version=version, detail=detail
        )

    def _audit_read(
        self, act: str, *, dossier: str | None = None, record: str | None = None, version: int | None = None, detail: str = ""
    ) -> None:
        """A reading line, written before anything is shown, once per visit; raises TrailTrouble when it cannot be written."""
        line = (act, dossier, record, version, detail)
        if line in self._lines_told:
            return
        seen = self._one(
            "SELECT 1 FROM trail WHERE user_id=? AND record_id IS ? AND act=? AND at>? AND dossier_id IS ? AND version IS ? AND detail=?",
            self.user.id, record, act, stamp(self.now() - VISIT), dossier, version, detail,
        )  # fmt: skip
        if seen is None:
            with self._noting():
                self._audit(act, dossier=dossier, record=record, version=version, detail=detail)
        if not self.db.conn.in_transaction:  # what a transaction wrote may still be taken back
            self._lines_told.add(line)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """The transaction of lines before something is shown; when it fails the sentence says that nothing is shown."""
        try:
            with transaction(self.db):
                yield
        except StoreTrouble as error:
            raise TrailTrouble from error

    def _reads(self, record: RecordRow, version: int | None = None) -> None:
        """The line that this user looks at a record, before anything of it is handed over."""
        number = record.version if version is None else version
        self._audit_read("lezen", dossier=record.dossier_id, record=record.id, version=number)

    def _reads_list(self, act: str, count: int, words: str = "") -> None:
        """The line of a list: what it was about, in our own words, and how many it showed. A list that shows nothing is none."""
        if count:
            self._audit_read(act, detail=", ".join(part for part in (words, f"{count} getoond") if part))

    def _refused(self, act: str, record: str | None = None, dossier: str | None = None) -> None:
        """Note a refused attempt, so that it stays; AccessDenied follows, and what was begun is undone first."""
        with instead(self.db):
            self._audit(f"geweigerd: {act}", dossier=dossier, record=record)


def versioned(row: Mapping[str, Any]) -> str:
    """A reference to a kept version: a plan goes on saying which version it was made with."""
    return f"{row['id']}:{row['version']}"


def as_json(value: Any) -> str:
    """A value as stored JSON: the same value gives the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def local(moment: str) -> datetime:
    """A stored moment in the time of the Netherlands."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(AMSTERDAM)


class NotNow(StoreError):
    """What is asked cannot be done in this state; the message says why and what to do."""
