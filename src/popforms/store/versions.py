"""Bewaren, klaar om te tekenen, definitief: one validation, one transaction, one new version; nothing is ever rewritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.blocks import NOT_HELD
from popforms.definition.check import Problem, Stage, asked, check, fits
from popforms.definition.conditions import has_value
from popforms.definition.paths import fixed_rows, flatten, nest, path_of, rights_path, shown
from popforms.definition.questions import FormDef, read_form
from popforms.dutch import parse_date, say_date
from popforms.store.actions import Actions
from popforms.store.base import DEFINITIVE, NotNow, RecordRow, as_json, local
from popforms.store.connection import transaction
from popforms.store.drafts import by_name
from popforms.store.gates import Gates
from popforms.store.heavy import without
from popforms.store.named import Named
from popforms.store.told import Told, ToldWith
from popforms.store.typed import typed

FROZEN = "klaar om te tekenen"
TOLD = 3
"""So many open questions of another form are told by name."""
HIDDEN_WORDS = "dit antwoord klopt nog niet. Open het om te zien wat er staat."
"""Instead of a sentence that quotes an answer about health or a number."""


class NotReady(Exception):
    """What stops a step, as a list of problems in words; nothing was saved."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Saved:
    """One version of a record as this user may read it: the answers with the definition they were made with.

    `asked` holds the paths of the questions that were asked, `closed` the answers about health and the numbers that were not
    opened, with what may be seen of them.
    """

    record: RecordRow
    number: int
    form: FormDef
    state: str
    author: str
    at: datetime
    reason: str
    answers: dict[str, Any]
    readable: frozenset[str]
    facts: Mapping[str, Any]
    is_newest: bool
    asked: frozenset[str] = frozenset()
    closed: Mapping[str, str] = field(default_factory=dict)
    told: ToldWith | None = None
    """What it was told with when its content was fixed; None for a concept, and for what was fixed before this was kept."""

    @property
    def fixed(self) -> dict[str, Any]:
        """The answers for paper: of a version that lies fixed without those that came later, which no sheet of it has."""
        if self.told is None or not self.form.freezes:
            return self.answers
        late = {path for path, (_, question) in self.form.places.items() if question.after_freezing}
        return without(self.form, self.answers, late)


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of versions."""

    number: int
    state: str
    author: str
    at: datetime
    reason: str


class Versions(Gates, Actions, Named, Told):
    """The steps of a form: keep, freeze, finalise, correct, and reading what was kept."""

    def may(self, record_id: str, letter: str) -> bool:
        """Whether this user may finalise (F), sign (T) or print (X) a record; for buttons, the step itself asks again."""
        return self._may(self._record(record_id), letter)

    def who_finishes(self, form: FormDef) -> str:
        """The roles that make a form definitive, in words such as 'POP-consulent of huisvestingsconsulent'; empty when nobody does."""
        return " of ".join(self.rights.finishers(form))

    def may_fill(self, record_id: str) -> bool:
        """Whether this user may fill in anything in a record now."""
        record = self._record(record_id)
        return any(self._is_open(record, path) for path in self._writable(record))

    def may_correct(self, record_id: str) -> bool:
        """Whether this user may open a definitive record again."""
        record = self._record(record_id)
        return self.rights.may_correct(self.user, record.form, self._case_of(record), self.today)

    def problems(self, record_id: str, stage: Stage) -> list[Problem]:
        """What is missing or wrong for a stage, as far as this user may read it; the rest is one sentence."""
        record = self._record(record_id)
        self._reads(record)
        return self._told(record, self._problems(record, stage))

    def keep(self, record_id: str) -> Saved:
        """Bewaren: a new version of the draft when it differs from the last; actions and terms follow in the same transaction."""
        self._reads(self._record(record_id))  # what stops a step quotes answers, and is told when the step itself is undone
        with transaction(self.db):
            record = self._record(record_id)
            self._may_keep(record)
            self._stop_on(record, self._problems(record, "c"))
            self._keep(record)
            self._stays_mine(record)
        return self.saved(record_id)

    def keep_together(self, record_ids: list[str]) -> None:
        """Keep several records at once or none, as the forms that open a dossier; raises NotReady with all problems."""
        for record_id in record_ids:
            self._reads(self._record(record_id))
        with transaction(self.db):
            records = [self._record(record_id) for record_id in record_ids]
            problems: list[Problem] = []
            for record in records:
                self._may_keep(record)
                problems += [p for p in self._told(record, self._problems(record, "c")) if p.stop]
            if problems:
                raise NotReady(problems)
            for record in records:
                self._keep(record)
            for record in records:
                self._stays_mine(record)

    def freeze(self, record_id: str) -> Saved:
        """Klaar om te tekenen (or: inhoud vast): the content is complete and lies fixed from now on."""
        self._reads(self._record(record_id))
        with transaction(self.db):
            record = self._record(record_id)
            self._require("F", record)
            if not (record.open and record.form.freezes):
                raise NotNow("Dit formulier kan nu niet worden vastgelegd. Vernieuw de pagina en kijk hoe het ervoor staat.")
            self._stop_on(record, self._problems(record, "d"))
            number = self._keep(record, anew=self._was_printed(record))
            self._set_state(record, number, FROZEN)
            self._name_signers(self._record(record_id))
            self._keep_told(self._record(record_id), number)
        return self.saved(record_id)

    def back_to_draft(self, record_id: str, reason: str) -> None:
        """Terug naar concept: the print is no longer valid and what was noted about signing is asked again."""
        with transaction(self.db):
            record = self._record(record_id)
            self._require("F", record)
            if record.state != FROZEN:
                raise NotNow("Dit formulier is niet ‘klaar om te tekenen’. Vernieuw de pagina en kijk hoe het ervoor staat.")
            self._clear_late(record)
            self._set_state(record, record.version, "concept", typed(reason, 0, ""))

    def finalise(self, record_id: str) -> Saved:
        """Definitief: read-only from now on. A signed form asks what is known after signing; a decision only its date."""
        self._reads(self._record(record_id))
        with transaction(self.db):
            record = self._record(record_id)
            self._require("F", record)
            if record.state == FROZEN:
                decided = record.form.decision and has_value(self._newest_value(record, record.form.decision))
                self._stop_on(record, self._problems(record, "d" if decided else "n"))
                number = record.version
                self._supplement(record)
            elif record.open and not record.form.freezes and not record.form.lines:
                self._stop_on(record, self._problems(record, "d"))
                number = self._keep(record)
                self._keep_told(record, number)
            else:
                raise NotNow("Dit formulier kan nu niet definitief worden. Vernieuw de pagina en kijk hoe het ervoor staat.")
            for line in self._all("SELECT number FROM version WHERE record_id=? AND number<?", record.id, number):
                if self._state_of(record.id, line["number"]) == DEFINITIVE:
                    self._add_state(record.id, line["number"], "vervangen")
            self._set_state(record, number, DEFINITIVE)
        return self.saved(record_id)

    def correct(self, record_id: str, reason: str) -> None:
        """Verbeteren: a definitive form opens again with a reason; the old version stays readable."""
        self._reads(self._record(record_id))
        with transaction(self.db):
            record = self._record(record_id)
            if not self.rights.may_correct(self.user, record.form, self._case_of(record), self.today):
                self._refused("verbeteren", record.id, record.dossier_id)
                raise AccessDenied
            if record.state != DEFINITIVE or record.form.lines:
                raise NotNow("Alleen een definitief formulier kan worden verbeterd.")
            reason = typed(reason, 5, "Schrijf in een paar woorden waarom je het formulier verbetert.")
            if record.form.decision:
                self._stop_on(record, self._problems(record, "n"))
            self._keep_late(record)  # what was typed beside this version stays with it
            self._clear_late(record)
            self._audit("verbeteren", dossier=record.dossier_id, record=record.id, version=record.version)
            self._write("UPDATE record SET state='concept' WHERE id=?", record.id)
            self._tell_state(record, "wijziging", f"{record.form.title} wordt verbeterd", reason)
            self._refresh_of(record)

    def keep_late(self, record_id: str) -> None:
        """Keep what is filled in beside the frozen content; it makes no new version. What is definitive stays complete: an answer
        that asks for another one is kept together with it."""
        self._reads(self._record(record_id))
        with transaction(self.db):
            record = self._record(record_id)
            if record.state not in (FROZEN, DEFINITIVE):
                raise NotNow("Deze vragen komen pas als de inhoud vast ligt. Leg de inhoud eerst vast bij Controleren.")
            if not self.may_fill(record_id):
                self._refused("aanvullen", record.id, record.dossier_id)
                raise AccessDenied
            if record.state == DEFINITIVE and not record.form.decision:  # what was complete stays so; a decision is completed later
                self._stop_on(record, self._problems(record, "n"))
            self._keep_late(record)
            self._refresh_of(record)

    def _keep_late(self, record: RecordRow) -> None:
        self._stop_on(record, [p for p in self._problems(record, "d") if not p.missing])
        self._supplement(record)

    def _amend(self, record: RecordRow, changes: Mapping[str, Any], reason: str) -> None:
        """A new version that is the last one with a few answers changed; what others are typing stays in the draft."""
        last = self._content(record.id, record.version, record.form)
        for path, value in changes.items():
            now = self._one("SELECT revision FROM draft WHERE record_id=? AND path=?", record.id, path)
            self._put(record, path, value, expect=now["revision"] if now else 0)
        answers = nest(record.form, {**flatten(record.form, last), **changes})
        self._insert_version(record, self._without_late(record.form, answers), answers, reason)

    # --- reading versions ---------------------------------------------------------------------------------------------

    def versions(self, record_id: str) -> list[VersionLine]:
        """The versions of a record, newest first."""
        record = self._record(record_id)
        self._reads(record)
        rows = self._all("SELECT number, author, at, reason FROM version WHERE record_id=? ORDER BY number DESC", record.id)
        return [
            VersionLine(r["number"], self._state_of(record.id, r["number"]), self.user_name(r["author"]), local(r["at"]), r["reason"])
            for r in rows
        ]

    def saved(self, record_id: str, number: int | None = None) -> Saved:
        """A kept version (the newest by default), with what was filled in beside it; the reading line comes first, and one
        for each opened answer."""
        record = self._record(record_id)
        number = number or record.version
        row = self._one(
            "SELECT v.*, d.content AS definition_content FROM version v JOIN definition d ON d.hash=v.definition WHERE record_id=? AND number=?",
            record.id, number,
        )  # fmt: skip
        if row is None:
            raise AccessDenied
        self._reads(record, number)
        form = read_form(json.loads(row["definition_content"]))
        readable = self.rights.readable(self.user, form, self._case_of(record), self.today, self._answers_for_rights(record))
        answers = self._merge(form, json.loads(row["content"]), self._late_of(record.id, number))
        own = self._own_rows(record, form, answers, readable)
        closed = self._closed(record, form, readable | own.keys(), answers, number)
        state = self._state_of(record.id, number)
        told = self._told_of(record.id, number) if state != "concept" else None
        facts = self._facts(record)
        asked_now = frozenset(path_of(section, question) for section, question in shown(form, answers, facts))
        if told:  # what comes after fixing is asked as things are now
            facts = told.facts
            asked_now = told.asked | {path for path in asked_now if form.places[path][1].after_freezing}
        open_rows = own.into(form, self._only(form, answers, readable))
        return Saved(
            record=record,
            number=number,
            form=form,
            state=state,
            author=told.people[row["author"]]["name"] if told and row["author"] in told.people else self.user_name(row["author"]),
            at=local(row["at"]),
            reason=row["reason"],
            answers=without(form, open_rows, closed),
            readable=readable | own.keys(),
            facts=self._light(facts, record.dossier_id),
            is_newest=number == record.version,
            asked=asked_now,
            closed=closed,
            told=told,
        )

    # --- inside -------------------------------------------------------------------------------------------------------

    def _keep_told(self, record: RecordRow, number: int) -> None:
        """Keep what a version is told with, now that its content is fixed; gathered where names and goals are known."""
        raise NotImplementedError

    def _only(self, form: FormDef, answers: Mapping[str, Any], readable: frozenset[str]) -> dict[str, Any]:
        """The answers that may be read; rows that the form gives itself go with their question."""
        values = flatten(form, answers)
        nested = nest(form, {path: value for path, value in values.items() if rights_path(form, path) in readable})
        for section, question in form.questions():
            if question.rows and path_of(section, question) not in readable:
                (nested.get(section.name, {}) if section.name else nested).pop(question.name, None)
        return {name: value for name, value in nested.items() if value != {}}

    def _problems(self, record: RecordRow, stage: Stage) -> list[Problem]:
        answers = nest(record.form, self._draft_values(record))
        facts = self._facts(record)
        kept = asked(answers, record.form, facts)
        problems = check(record.form, answers, facts, stage) + self._strangers(record, kept)
        if not any(p.stop and not p.missing for p in problems) and not fits(self.forms.models[record.form.key], kept):
            problems.append(Problem("", record.form.title, "er staat een antwoord in dat niet past. Kijk de antwoorden nog eens na."))
        problems += self._own_problems(record, answers) + self._open_decisions(record, answers)
        return problems + (self._gate_problems(record, kept) if stage == "d" and record.open else [])

    def _open_decisions(self, record: RecordRow, answers: Mapping[str, Any]) -> list[Problem]:
        """What a decision of this dossier still asks, while the dossier is being closed (forms.md, B-V); later it stops nothing."""
        closes = self.forms.process.OVERVIEW["closed"]
        if record.form.key != self.forms.head.key or closes in self._facts(record) or not by_name(answers).get(closes):
            return []
        section, question = next((s, q) for s, q in record.form.questions() if q.name == closes)
        found = []
        for form in (one for one in self.forms.per_dossier() if one.decision):
            row = self._record_of(record.dossier_id, form)
            if row is None or row["state"] != DEFINITIVE:
                continue
            still = [f"‘{problem}’" for problem in self._problems(RecordRow.of(form, row), "n") if problem.stop and problem.missing]
            if still:
                more = f" en nog {len(still) - TOLD}" if len(still) > TOLD else ""
                say = f"vul eerst in ‘{form.title}’ bij ‘Aanvullen’ in wat nog ontbreekt: {', '.join(still[:TOLD])}{more}."
                found.append(Problem(path_of(section, question), question.label, say))
        return found

    def _told(self, record: RecordRow, problems: list[Problem]) -> list[Problem]:
        """Problems as this user may know them: a sentence about an answer quotes it, so what is closed is one sentence."""
        readable = self._readable(record)
        mine = [
            replace(p, say=HIDDEN_WORDS) if "‘" in p.say and rights_path(record.form, p.path) in record.form.heavy else p
            for p in problems
            if not p.path or rights_path(record.form, p.path) in readable
        ]
        if any(p.stop for p in problems) and not any(p.stop for p in mine):
            mine.append(
                Problem(
                    "",
                    record.form.title,
                    "een collega moet hier nog iets invullen of verbeteren dat niet voor jou is. Vraag het aan de POP-consulent.",
                )
            )
        return mine

    def _stop_on(self, record: RecordRow, problems: list[Problem]) -> None:
        if stopping := [p for p in self._told(record, problems) if p.stop]:
            raise NotReady(stopping)

    def _may_keep(self, record: RecordRow) -> None:
        if not self._writable(record):
            self._refused("bewaren", record.id, record.dossier_id)
            raise AccessDenied
        if not record.open:
            raise NotNow("De inhoud ligt vast. Kies eerst ‘Terug naar concept’ of ‘Verbeteren’.")

    def _stays_mine(self, record: RecordRow) -> None:
        """Refuse a gemeente that its writer does not work for: nobody here could open the dossier any more."""
        case = self._case_of(record)
        if case is None or case.gemeente in self.user.gemeenten:
            return
        self._forget(record.dossier_id)
        section, question = next((s, q) for s, q in self.forms.head.questions() if q.name == self.forms.process.OVERVIEW["gemeente"])
        raise NotReady(
            [
                Problem(
                    path_of(section, question),
                    question.label,
                    "jij werkt niet voor deze gemeente. Kies een gemeente waar je wel voor werkt.",
                )
            ]
        )

    def _was_printed(self, record: RecordRow) -> bool:
        """Whether paper of the last version is about: a print that is not the frozen one must not pass for it (block B-V)."""
        return self._one("SELECT 1 FROM print WHERE record_id=? AND version=?", record.id, record.version) is not None

    def _keep(self, record: RecordRow, reason: str = "", *, anew: bool = False) -> int:
        """Insert the next version; the primary key says who was first. Unchanged answers make no version, unless it is asked `anew`."""
        form = record.form
        answers = asked(nest(form, self._draft_values(record)), form, self._facts(record))
        # what is never final has no moment after which an answer comes late
        frozen = answers if self.rights.is_living(form) else self._without_late(form, answers)
        content = as_json(frozen)
        if record.version:
            last = self._one("SELECT content, definition FROM version WHERE record_id=? AND number=?", record.id, record.version)
            same = last is not None and last["content"] == content and last["definition"] == form.hash
            if same and not anew and self._state_of(record.id, record.version) in ("concept", FROZEN):
                self._births(record, answers)
                self._refresh_of(record)
                return record.version
        return self._insert_version(record, frozen, answers, reason)

    def _insert_version(self, record: RecordRow, frozen: Mapping[str, Any], answers: Mapping[str, Any], reason: str) -> int:
        form, content = record.form, as_json(frozen)
        number, now, not_held = record.version + 1, self.stamp(), str(by_name(answers).get(NOT_HELD) or "")
        self._stays_called_off(record, not_held)
        self._write("INSERT INTO definition(hash, form, at, content) SELECT ?,?,?,? WHERE NOT EXISTS (SELECT 1 FROM definition WHERE hash=?)",
                    form.hash, form.key, now, as_json(form.as_data()), form.hash)  # fmt: skip
        self._write(
            "INSERT INTO version(record_id, number, definition, author, at, reason, content) VALUES(?,?,?,?,?,?,?)",
            record.id, number, form.hash, self.user.id, now, reason, content,
        )  # fmt: skip
        self._add_state(record.id, number, "concept")
        title = self._title(form, answers)
        self._write(
            "UPDATE record SET version=?, state='concept', title=?, not_held=?, changed_at=?, changed_by=? WHERE id=?",
            number, title, not_held, now, self.user.id, record.id,
        )  # fmt: skip
        self._audit("bewaren", dossier=record.dossier_id, record=record.id, version=number)
        if record.dossier_id:
            self._write("UPDATE dossier SET kept_at=coalesce(kept_at, ?) WHERE id=?", now, record.dossier_id)
        self._refresh_of(record)
        if self._births(record, answers):
            self._refresh_of(record)
        return number

    def _stays_called_off(self, record: RecordRow, not_held: str) -> None:
        """Refuse that a talk took place after all when the new appointment has a form: a dossier has one of these."""
        if record.not_held and not not_held and not record.form.many and self._record_of(record.dossier_id, record.form):
            raise NotNow(
                "Voor dit gesprek is al een nieuwe afspraak begonnen. Vul weer in waarom dit gesprek niet doorging, en ga verder in het nieuwe formulier."
            )

    def _title(self, form: FormDef, answers: Mapping[str, Any]) -> str:
        """The words that name a record: a name of a list, the day of a talk."""
        question = form.question(form.title_from)
        value = by_name(answers).get(form.title_from)
        if question is None or value is None:
            return ""
        if question.kind == "organisation":
            return self.contact_name(str(value))[:200]
        day = parse_date(str(value)) if question.kind == "date" else None
        return (say_date(day) if day else question.option_label(str(value)))[:200]

    def _name_signers(self, record: RecordRow) -> None:
        """Fill in who will sign in the empty signature boxes; who signs in the end may be somebody else."""
        for section, question in record.form.signatures:
            for row in fixed_rows(question):
                who = self._signer(record, str(row.get("teken_rol", "")))
                path = path_of(section, question, row["id"], "teken_naam")
                if who and not self._one("SELECT 1 FROM draft WHERE record_id=? AND path=? AND value IS NOT NULL", record.id, path):
                    now = self._one("SELECT revision FROM draft WHERE record_id=? AND path=?", record.id, path)
                    self._put(record, path, who, expect=now["revision"] if now else 0, source="het dossier")
        self._propose_spoken(record)

    def _signer(self, record: RecordRow, role: str) -> str | None:
        field = self.forms.process.SIGNERS.get(role, "")
        if field == role:
            return field
        who = self._newest_value(record, field) or self._facts(record).get(field)
        row = self._one("SELECT person FROM user WHERE id=?", who) if who else None
        return (row["person"] if row else who) or None

    def _newest_value(self, record: RecordRow, name: str) -> Any:
        return by_name(nest(record.form, self._draft_values(record))).get(name)

    def _state_of(self, record_id: str, number: int) -> str:
        row = self._one("SELECT state FROM version_state WHERE record_id=? AND number=? ORDER BY seq DESC LIMIT 1", record_id, number)
        return row["state"] if row else "concept"

    def _add_state(self, record_id: str, number: int, state: str, reason: str = "") -> None:
        row = self._one("SELECT coalesce(max(seq), 0) AS seq FROM version_state WHERE record_id=? AND number=?", record_id, number)
        self._write(
            "INSERT INTO version_state VALUES(?,?,?,?,?,?,?)",
            record_id, number, (row["seq"] if row else 0) + 1, state, self.user.id, self.stamp(), reason,
        )  # fmt: skip

    def _set_state(self, record: RecordRow, number: int, state: str, reason: str = "") -> None:
        self._add_state(record.id, number, state, reason)
        self._write("UPDATE record SET state=? WHERE id=?", state, record.id)
        self._audit(state, dossier=record.dossier_id, record=record.id, version=number)
        self._tell_state(record, "systeem", f"{record.form.title}, versie {number}: {state}", reason.strip())
        self._refresh_of(record)

    def _tell_state(self, record: RecordRow, kind: str, words: str, reason: str) -> None:
        """The team reads that the form moved on; a reason may speak of what is in it, so that line is for few."""
        self._log(record, kind, words)
        if reason:
            self._log(record, kind, f"{words}, omdat: {reason}", visible=self.forms.process.LOG["visible_to_few"])
