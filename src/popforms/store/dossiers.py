"""Opening, finding and listing dossiers and their records."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from popforms.access import AccessDenied, Case
from popforms.definition.kinds import KINDS
from popforms.definition.paths import path_of
from popforms.definition.questions import LIST, FormDef
from popforms.dutch import parse_date
from popforms.process.calculated import running_terms, term_table
from popforms.process.terms import Running, as_of
from popforms.store.base import DEFINITIVE, NotNow, RecordRow, as_json, local
from popforms.store.connection import transaction
from popforms.store.emergency import like
from popforms.store.heavy import READ_HEAVY, heavy_facts
from popforms.store.term_rights import TermRights
from popforms.store.terms import stored

NUMBER = "dossiernummer"
"""The word of the roles that may search by it (access, `Rights.may_search`)."""


@dataclass(frozen=True)
class DossierLine:
    """One dossier in a list."""

    id: str
    number: str
    name: str
    fase: str
    gemeente: str
    pc: str
    mb: str
    taal: str
    housed: date | None
    deadline: date | None
    deadline_name: str
    open_actions: int
    late_actions: int
    plan: str
    regelset: str
    closed: bool


@dataclass(frozen=True)
class FormLine:
    """A form on the dossier page: its records (none yet, one or many) and what this user may do with it.

    `not_held` are those whose talk did not take place.
    """

    form: FormDef
    records: tuple[RecordRow, ...]
    may_write: bool
    """Whether there is something to fill in beside a number that other forms ask."""
    may_begin: bool
    may_finalise: bool
    may_read: bool
    """False when only the state of the form may be seen, and no text of it."""
    living: bool
    """Whether the form is never final, as the dossier itself."""
    author: str = ""
    changed: datetime | None = None
    not_held: tuple[RecordRow, ...] = ()


@dataclass(frozen=True)
class Counts:
    """How many people are in each phase, how many terms are late and of how many people."""

    phases: tuple[tuple[str, int], ...]
    late_terms: int
    late_people: int


@dataclass(frozen=True)
class DossierView:
    """What the dossier page shows on top: who it is, where in the process, what is running."""

    id: str
    number: str
    name: str
    kept: bool
    facts: dict[str, Any]
    team: dict[str, str]
    terms: tuple[Running, ...]
    """The terms of the dossier itself that this user may know of."""


def _beside_numbers(form: FormDef, paths: Set[str]) -> bool:
    """Whether there is more among these questions than numbers: a BSN alone is no reason to be in a form."""
    return any(path not in form.heavy or form.heavy[path].privacy != "nummer" for path in paths)


class Dossiers(TermRights):
    """The list of dossiers and what is in one."""

    def new_dossier(self, token: str) -> tuple[str, list[str]]:
        """Open a dossier with the forms that start it, as drafts; the same token twice gives the same dossier."""
        if not self.rights.may_act(self.user, "make_dossier"):
            self._refused("nieuw dossier")
            raise AccessDenied
        with transaction(self.db):
            known = self._one("SELECT id FROM dossier WHERE token=? AND created_by=?", token, self.user.id)
            if known is None:
                dossier_id, now = self._new_id(), self.stamp()
                number = self._next_number()
                self._write(
                    "INSERT INTO dossier(id, number, token, created_at, created_by) VALUES(?,?,?,?,?)",
                    dossier_id,
                    number,
                    token,
                    now,
                    self.user.id,
                )
                for form in self.forms.start():
                    self._insert_record(form, dossier_id, None)
                self._audit("dossier openen", dossier=dossier_id)
                self._refresh(dossier_id)
                known = {"id": dossier_id}
            records = self._all("SELECT id, form FROM record WHERE dossier_id=?", known["id"])
            by_form = {row["form"]: row["id"] for row in records}
            for form in self.forms.start():
                self._prefill(self._record(by_form[form.key]))
        return known["id"], [by_form[form.key] for form in self.forms.start()]

    def start_record(self, form_key: str, dossier_id: str | None, token: str) -> str:
        """The record of a form in a dossier: the one there is, or a new draft with what is already known filled in."""
        form = self.forms.get(form_key)
        if form is None or form.lines:
            raise AccessDenied
        with transaction(self.db):
            case = self._case(dossier_id) if dossier_id else self._own_case(form)
            if not self.rights.readable(self.user, form, case, self.today, {}):
                self._refused("beginnen", dossier=dossier_id)
                raise AccessDenied
            if form.per != LIST and not form.many:
                known = self._record_of(dossier_id, form)
                if known:
                    return str(known["id"])
            if not (self._may_begin_form(form, case) and form.per != LIST if dossier_id else self.may_add(form_key)):
                self._refused("beginnen", dossier=dossier_id)
                raise AccessDenied
            if case and form.shown_when and not form.shown_when.holds(case.facts.get):
                raise NotNow("Dit formulier hoort niet bij de afspraken van dit dossier. Kijk bij Formulieren welk formulier wel past.")
            again = self._one("SELECT id FROM record WHERE token=? AND created_by=?", token, self.user.id)
            if again:
                return str(again["id"])
            record_id = self._insert_record(form, dossier_id, token)
            self._audit("formulier beginnen", dossier=dossier_id, record=record_id)
            self._prefill(self._record(record_id))
        return record_id

    def new_appointment(self, record_id: str) -> str | None:
        """After a talk that did not take place: the record of the new one; "" while there is none and this user may begin it."""
        record = self._record(record_id)
        later = self._one(
            "SELECT id FROM record WHERE dossier_id IS ? AND form=? AND rowid>(SELECT rowid FROM record WHERE id=?) ORDER BY rowid LIMIT 1",
            record.dossier_id, record.form.key, record.id,
        )  # fmt: skip
        if later:
            return str(later["id"])
        return "" if self._may_begin_form(record.form, self._case_of(record)) else None

    def start_records(self, dossier_id: str) -> list[RecordRow]:
        """The records that open a dossier, in the order of their forms, as far as this user may know them."""
        self._open_case(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        return [self._record(record.id) for record in self._start_records(dossier_id)]

    def _start_records(self, dossier_id: str) -> list[RecordRow]:
        keys = [form.key for form in self.forms.start()]
        rows = self._all("SELECT * FROM record WHERE dossier_id=?", dossier_id)
        found = [RecordRow.of(self.forms[row["form"]], row) for row in rows if row["form"] in keys]
        return sorted(found, key=lambda one: keys.index(one.form.key))

    def readable_of(self, form: FormDef, dossier_id: str) -> frozenset[str]:
        """The paths of a form that this user may read in a dossier, whether it was begun or not."""
        return self.rights.readable(self.user, form, self._open_case(dossier_id), self.today)

    def may_print_form(self, form: FormDef, dossier_id: str) -> bool:
        """Whether this user may make a print of a form in a dossier, whether it was begun or not."""
        return self.rights.may(self.user, "X", form.part, self._open_case(dossier_id), self.today)

    def record_row(self, record_id: str) -> RecordRow:
        """The head row of a record this user may read."""
        record = self._record(record_id)
        self._reads(record)
        return record

    def may_make_dossier(self) -> bool:
        """Whether this user may open a new dossier."""
        return self.rights.may_act(self.user, "make_dossier")

    def may_link(self) -> bool:
        """Whether linking a begeleider is work of this user."""
        return bool(self.rights.extent(self.user, "link"))

    def may_open(self, dossier_id: str) -> bool:
        """Whether the dossier page of this dossier is open for this user."""
        known = self._one("SELECT 1 FROM dossier WHERE id=?", dossier_id)
        return known is not None and self.rights.may_see_case(self.user, self._case(dossier_id), self.today)

    def lists(self, shelf: str) -> list[FormDef]:
        """The lists of a page that some role of this user reads or fills; the contact list comes first."""
        contacts = {str(word) for word in self.forms.process.CONTACT.values()}
        found = [
            form
            for form in self.forms.on_shelf(shelf)
            if any(self.rights.may_ever(self.user, letter, form.part) for letter in ("RWA" if form.lines else "RW"))
        ]
        return sorted(found, key=lambda form: form.code not in contacts)

    def is_living(self, record_id: str) -> bool:
        """Whether a record is never final, as the dossier itself and a contact; it then has no last check."""
        return self.rights.is_living(self._record(record_id).form)

    def may_add(self, form_key: str) -> bool:
        """Whether this user may begin a record that stands in no dossier: may fill in all that is needed to keep it."""
        form = self.forms.get(form_key)
        if form is None or form.lines or not (form.per == LIST or form.above_cases):
            return False
        writable = self.rights.writable(self.user, form, self._own_case(form), self.today, {})
        needed = {path for path, (_, q) in form.places.items() if q.required == "c" and not q.is_given and not q.owner}
        return bool(writable) and needed <= writable

    def steers(self, dossier_id: str) -> bool:
        """Whether this user steers the dossier: is named in it and may correct what is definitive."""
        case = self._open_case(dossier_id)
        return self.user.id in case.team.values() and self.rights.may_correct(self.user, self.forms.head, case, self.today)

    def dossier_names(self) -> dict[str, str]:
        """The names of the dossiers that this user has an action or a place in, for the own worklist."""
        ids = sorted(self.user.ids)
        marks = ",".join("?" * len(ids))
        rows = self._all(
            f"SELECT o.dossier_id, o.name FROM overview o WHERE EXISTS (SELECT 1 FROM team t WHERE t.dossier_id=o.dossier_id AND t.who IN ({marks})) "
            f"OR EXISTS (SELECT 1 FROM action a WHERE a.dossier_id=o.dossier_id AND a.trekker IN ({marks}))",
            *ids, *ids,
        )  # fmt: skip
        found = {row["dossier_id"]: row["name"] for row in rows if self.may_open(row["dossier_id"])}
        self._reads_list("eigen dossiers lezen", len(found))
        return found

    def overview(self) -> list[DossierLine]:
        """One line per person for the overview; asks the right to see figures and gives only cases this user may see."""
        if not self.rights.may_ever(self.user, "R", "figuren"):
            self._refused("overzicht")
            raise AccessDenied
        return self.find_dossiers(limit=10_000)

    def counts(self) -> Counts | None:
        """Plain counts of the cases that this user lists now, without names; None for who does not see the overview."""
        if not self.rights.may_ever(self.user, "R", "figuren"):
            return None
        self._audit_read("aantallen lezen")
        where, values = self._scope(only_mine=False)
        few, today = self.rights.table.restricted_to, self.today.isoformat()
        where += (
            " AND (o.restricted=0 OR EXISTS (SELECT 1 FROM team t WHERE t.dossier_id=o.dossier_id AND t.who IN (?,?) "
            f"AND t.field IN ({','.join('?' * len(few))})))"
        )
        values += [self.user.id, self.user.person or "-", *few]
        phases = self._all(f"SELECT o.fase, count(*) AS n FROM overview o WHERE o.closed=0 AND {where} GROUP BY o.fase", *values)
        late = self._all(
            "SELECT t.dossier_id, t.code, t.state, t.content FROM termijn t JOIN overview o USING(dossier_id) "
            f"WHERE t.source='dossier' AND t.deadline<? AND o.closed=0 AND {where}", today, *values,
        )  # fmt: skip
        late = [row for row in late if self._knows_term(row)]
        by_phase = {row["fase"]: row["n"] for row in phases}
        told = tuple((words, by_phase[code]) for code, words in self.forms.process.PHASES if by_phase.get(code))
        return Counts(told, len(late), len({row["dossier_id"] for row in late}))

    def local_now(self) -> datetime:
        """This moment in the time of the Netherlands."""
        return local(self.stamp())

    def dossier(self, dossier_id: str) -> DossierView:
        """The top of a dossier page; AccessDenied when it is not there or not yours."""
        case = self._open_case(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        if self._one("SELECT 1 FROM stale WHERE dossier_id=?", dossier_id):  # who opens it does not wait for its turn
            with transaction(self.db):
                self._refresh(dossier_id)
            case = self._open_case(dossier_id)
        row = self._one("SELECT number, kept_at FROM dossier WHERE id=?", dossier_id)
        assert row is not None
        allowed = self._allowed_facts(case.facts, case)
        name, _ = self._person(allowed)
        allowed = self._light(allowed, dossier_id)
        terms = running_terms(self.forms, case.facts, self.today, choices=self._choices(case.gemeente)) if row["kept_at"] else ()
        terms = tuple(term for term in terms if self._always_knows(term.code) or self._may_know(case, term))
        team = {place: who for place, who in case.team.items() if ":" not in place}  # other teams stand in a form of their own
        return DossierView(dossier_id, row["number"], name or row["number"], bool(row["kept_at"]), allowed, team, terms)

    def closing(self, dossier_id: str) -> str:
        """The sentence that asks to close a dossier, for who may; empty while it goes on or is closed."""
        case, words = self._open_case(dossier_id), self.forms.process.CLOSING
        where = next(((s, q) for s, q in self.forms.head.questions() if q.name == words["asks"]), None)
        if where is None or case.facts.get(words["asks"]) or not words["when"].holds(case.facts.get):
            return ""
        return str(words["say"]) if path_of(*where) in self.rights.writable(self.user, self.forms.head, case, self.today) else ""

    def terms_to_take_along(self, dossier_id: str) -> tuple[str, tuple[Running, ...]]:
        """The number and the terms of a dossier, for a file that leaves popforms; who may open the dossier, with an audit line each time."""
        view = self.dossier(dossier_id)
        with self._noting():
            self._audit("termijnen meenemen", dossier=dossier_id)
        return view.number, view.terms

    def person_words(self, dossier_id: str, fact: str = "") -> str:
        """Who the dossier is about: name, birth date and address as far as this user may read them; or one fact of it.

        Asking for a number by its name is opening it.
        """
        return self._person_words(dossier_id, fact, None)

    def _person_words(self, dossier_id: str, fact: str, known: Mapping[str, Any] | None) -> str:
        """The same with the facts that a version was told with."""
        case = self._open_case(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        facts = self._allowed_facts(case.facts if known is None else known, case)
        if fact:
            if fact in facts and (privacy := heavy_facts(self.forms).get(fact)):
                self._audit_read(READ_HEAVY[privacy], dossier=dossier_id, detail=fact)
            return str(facts.get(fact) or "niet bekend")
        form = next(form for form in self.forms.start() if form.person)
        born = form.question(form.person[3])
        name, _ = self._person(facts)
        value = facts.get(f"{born.code}.{born.name}") if born else None
        words = [name, f"geboren {KINDS[born.kind].say(born, value, None)}" if born and value else ""]  # type: ignore[arg-type]
        words.append(str(facts.get(self.forms.process.ADDRESS) or ""))
        return ", ".join(word for word in words if word)

    def _titled(self, form: FormDef, value: str) -> str:
        """A reference to a kept record in words: its form, what it is of when there are several, and its version."""
        record, _, version = value.partition(":")
        row = self._one("SELECT title FROM record WHERE id=?", record) if form.many or form.per == LIST else None
        return f"{form.title}{f' van {title}' if row and (title := row['title']) else ''}, versie {version}"

    def term_names(self) -> list[tuple[str, str]]:
        """The terms of the table with their names."""
        return list({term.id: term.naam for term in term_table(self.forms).terms}.items())

    def forms_of(self, dossier_id: str) -> list[FormLine]:
        """The forms of a dossier that this user may read and that apply to it, in process order."""
        case = self._open_case(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        records: dict[str, list[RecordRow]] = {}
        for row in self._all("SELECT * FROM record WHERE dossier_id=? ORDER BY created_at DESC", dossier_id):
            if (form := self.forms.get(row["form"])) and not form.lines:
                records.setdefault(form.key, []).append(RecordRow.of(form, row))
        lines = []
        for form in self.forms.per_dossier():
            applies = form.shown_when is None or form.shown_when.holds(lambda name: case.facts.get(name))
            may_read = _beside_numbers(form, self.rights.readable(self.user, form, case, self.today))
            if form.lines or not (applies or form.key in records):
                continue
            if not may_read and not (form.key in records and self.rights.sees_status_only(self.user, form.part, case, self.today)):
                continue
            mine = tuple(record for record in records.get(form.key, ()) if not record.not_held)
            lines.append(
                FormLine(
                    form=form,
                    records=mine,
                    may_write=_beside_numbers(form, self.rights.writable(self.user, form, case, self.today)),
                    may_begin=self._may_begin_form(form, case),
                    may_read=may_read,
                    living=self.rights.is_living(form),
                    may_finalise=self.rights.may_finish(self.user, form, case, self.today),
                    author=self.user_name(mine[0].changed_by) if mine else "",
                    changed=local(mine[0].changed_at) if mine else None,
                    not_held=tuple(record for record in records.get(form.key, ()) if record.not_held),
                )
            )
        return lines

    def searches_by_number(self) -> bool:
        """Whether this user may search dossiers by their number too; everybody who has any searches them by name and birth date."""
        return NUMBER in self.rights.may_search(self.user)

    def find_dossiers(self, text: str = "", *, closed: bool = False, only_mine: bool = False, limit: int = 200) -> list[DossierLine]:
        """Dossiers by a part of the name, the birth date or, for who may, the number; only those this user may see, one audit line."""
        where, values = self._scope(only_mine)
        if text.strip():
            looked_in = "o.search" if self.searches_by_number() else "replace(o.search, lower(o.number), '')"
            where += f" AND {looked_in} LIKE ? ESCAPE '\\'"
            day = parse_date(text)
            values.append(f"%{like(day.isoformat() if day else text.strip().lower())}%")
        if not closed:
            where += " AND o.closed=0"
        rows = self._all(
            "SELECT o.*, (SELECT count(*) FROM termijn t JOIN action a ON a.id=t.source_id WHERE t.dossier_id=o.dossier_id AND t.source='actie' "
            "AND t.code=? AND t.deadline<? AND t.state<>'gepauzeerd' AND a.state IN ('afgesproken','loopt','vastgelopen')) AS late "
            f"FROM overview o WHERE {where} ORDER BY o.deadline IS NULL, o.deadline, o.name LIMIT ?",
            self.forms.process.ACTION_TERMS["done"], self.today.isoformat(), *values, limit,
        )  # fmt: skip
        found = [self._dossier_line(row) for row in rows if self._may_list(row)]
        told = [words for words, chosen in (("alleen de eigen", only_mine), ("ook gesloten", closed)) if chosen]
        if text.strip():  # every search is a line; of what was typed only how long it was
            with self._noting():
                self._audit("zoeken", detail=", ".join([f"{len(text.strip())} tekens", *told, f"{len(found)} getoond"]))
        else:
            self._reads_list("lijst lezen", len(found), ", ".join(["dossiers", *told]))
        return found

    def my_drafts(self) -> list[tuple[RecordRow, str, datetime]]:
        """Drafts this user typed in last and did not keep yet, with the name of the dossier and the time; what was typed beside a
        definitive version is one too."""
        rows = self._all(
            "SELECT r.*, (SELECT max(at) FROM version v WHERE v.record_id=r.id) AS kept, o.name AS who, d.number AS number FROM record r "
            "LEFT JOIN overview o ON o.dossier_id=r.dossier_id LEFT JOIN dossier d ON d.id=r.dossier_id "
            "WHERE r.changed_by=? AND (r.state IN ('nieuw','concept') OR (r.state=? AND r.changed_at>r.created_at AND r.changed_at>"
            "(SELECT max(at) FROM version_state s WHERE s.record_id=r.id))) ORDER BY r.changed_at DESC LIMIT 100",
            self.user.id, DEFINITIVE,
        )  # fmt: skip
        found = []
        for row in rows:
            form = self.forms.get(row["form"])
            if form is None or (row["kept"] and row["kept"] >= row["changed_at"]):
                continue
            record = RecordRow.of(form, row)
            if record.state == DEFINITIVE and self._late_answers(record) == self._late_of(record.id, record.version):
                continue
            if self._writable(record):
                words = row["who"] or row["number"] or (row["title"] if form.per == LIST else "")
                found.append((record, words, local(row["changed_at"])))
        self._reads_list("eigen concepten lezen", len(found))
        return found

    # --- inside -------------------------------------------------------------------------------------------------------

    def _may_begin_form(self, form: FormDef, case: Case | None) -> bool:
        """Whether this user begins a form of a dossier: who fills in its own part. Who has only a section of another part in it, such
        as a module or a number, fills that in once it is there."""
        own = self.rights.may(self.user, "W", form.part, case, self.today)
        return own and bool(self.rights.writable(self.user, form, case, self.today, {}))

    def _scope(self, only_mine: bool) -> tuple[str, list[Any]]:
        """The WHERE part for what this user may list: all, or the own cases; restricted cases only for their team."""
        me: list[Any] = [self.user.id, self.user.person or "-"] * 2
        mine = (
            "(EXISTS (SELECT 1 FROM team t WHERE t.dossier_id=o.dossier_id AND t.who IN (?,?)) OR "
            "EXISTS (SELECT 1 FROM action a WHERE a.dossier_id=o.dossier_id AND a.trekker IN (?,?) AND a.state NOT IN ('klaar','vervallen')))"
        )
        linked = any(self.rights.table.roles[role].scope == "lijst" for role in self.user.roles if role in self.rights.table.roles)
        if linked and self.user.organisation:
            mine = f"({mine} OR EXISTS (SELECT 1 FROM team t WHERE t.dossier_id=o.dossier_id AND t.organisation=?))"
            me.append(self.user.organisation)
        if self._lists_all() and not only_mine:
            places = ",".join("?" * len(self.user.gemeenten)) or "''"
            where, values = f"(o.gemeente IN ({places}) AND (o.restricted=0 OR {mine}))", [*self.user.gemeenten, *me]
        else:
            where, values = mine, me
        return where, values

    def _lists_all(self, *, always: bool = False) -> bool:
        """Whether a role of the user has to do with all cases; `always` leaves out roles for which that ends some day."""
        roles = [self.rights.table.roles[role] for role in self.user.roles if role in self.rights.table.roles]
        return any(role.scope == "alle" and not (always and role.all_until) for role in roles)

    def _may_list(self, row: Mapping[str, Any]) -> bool:
        if self._lists_all(always=True) and not row["restricted"]:
            return True
        return self.rights.may_see_case(self.user, self._case(row["dossier_id"]), self.today)

    def _first_term(self, row: Mapping[str, Any]) -> tuple[date | None, str]:
        """The nearest last day of a term of the dossier that this user may know of, with its name."""
        if row["deadline"] and not self._always_knows(row["deadline_code"]):
            for term in self._all(
                "SELECT dossier_id, code, state, content FROM termijn WHERE dossier_id=? AND source='dossier' AND deadline IS NOT NULL "
                "ORDER BY deadline, code",
                row["dossier_id"],
            ):
                if self._knows_term(term):
                    running = as_of(stored(term), term["state"], self.today)
                    return running.last_day, running.title
            return None, ""
        return (date.fromisoformat(row["deadline"]), row["deadline_name"]) if row["deadline"] else (None, "")

    def _knows_term(self, row: Mapping[str, Any]) -> bool:
        """Whether this user may know of a term of a dossier that they see."""
        return self._always_knows(row["code"]) or self._may_know(
            self._case(row["dossier_id"]), as_of(stored(row), row["state"], self.today)
        )

    def _dossier_line(self, row: Mapping[str, Any]) -> DossierLine:
        deadline, name = self._first_term(row)
        return DossierLine(
            id=row["dossier_id"], number=row["number"], name=row["name"], fase=row["fase"], gemeente=self.contact_name(row["gemeente"]),
            pc=self.contact_name(row["pc"]), mb=self.contact_name(row["mb"]), taal=row["taal"],
            housed=date.fromisoformat(row["housed"]) if row["housed"] else None,
            deadline=deadline, deadline_name=name,
            open_actions=row["open_actions"], late_actions=row["late"], plan=row["plan"], regelset=row["regelset"],
            closed=bool(row["closed"]),
        )  # fmt: skip

    def _next_number(self) -> str:
        year = self.today.year
        self._write("INSERT INTO counter VALUES(?, 1) ON CONFLICT(name) DO UPDATE SET value=value+1", f"dossier {year}")
        row = self._one("SELECT value FROM counter WHERE name=?", f"dossier {year}")
        return f"D-{year}-{row['value']:03d}" if row else ""

    def _insert_record(self, form: FormDef, dossier_id: str | None, token: str | None) -> str:
        record_id, now = self._new_id(), self.stamp()
        gemeenten = as_json([] if dossier_id else list(self.user.gemeenten))
        self._write(
            "INSERT INTO record(id, dossier_id, form, token, gemeenten, created_at, created_by, changed_at, changed_by) VALUES(?,?,?,?,?,?,?,?,?)",
            record_id, dossier_id, form.key, token, gemeenten, now, self.user.id, now, self.user.id,
        )  # fmt: skip
        return record_id
