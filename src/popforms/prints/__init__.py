"""From the store to paper: the one place that makes a PDF of what was kept, and of forms to take along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from popforms import document
from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS, Lookup
from popforms.definition.outline import Meta, Remark
from popforms.definition.paths import path_of, shown
from popforms.definition.questions import FormDef, Question
from popforms.dutch import say_date
from popforms.paper import to_pdf
from popforms.prints.letters import letter_pdf
from popforms.store import STATUSHOUDER, DossierView, NotNow, Saved, Store

FULL, OFFICIAL, HEALTH = "volledig", "officieel", "gezondheid"
LEFT_OUT = {
    FULL: frozenset({"nummer", "bijzonder"}),
    OFFICIAL: frozenset({"bijzonder"}),
    HEALTH: frozenset({"gewoon", "gevoelig", "nummer"}),
}
"""The privacy classes that a variant does not carry: BSN only on the official copy, health only on a print of its own."""
ON_PAPER = {FULL: "", OFFICIAL: ", officieel exemplaar", HEALTH: ", aparte afdruk gezondheid"}
CHECKLIST, PREVIEW = "checklist", "voorbeeld"
OUTDATED = {"vervangen": "Deze versie is vervangen door een nieuwere.", "ingetrokken": "Deze versie is ingetrokken."}
PROPOSED = "voorstel, nog niet afgesproken"


@dataclass(frozen=True)
class Print:
    """A PDF with its file name; `fingerprint` is over the answers that this copy carries, `version` 0 before the first.
    `remarks` are sentences for who prints it, such as that it is longer than one page."""

    name: str
    content: bytes
    fingerprint: str
    version: int
    remarks: tuple[str, ...] = ()


def variants(store: Store, record_id: str) -> dict[str, str]:
    """The prints that make sense of the newest version, as variant and Dutch words; empty when printing is not allowed."""
    record = store.record_row(record_id)
    if not record.version or not store.may_print(record_id):
        return {}
    saved = store.saved(record_id)
    if store.is_letter(saved.record):
        return {FULL: "Brief"}
    asked = [(path_of(s, q), q) for s, q in shown(saved.form, saved.answers, saved.facts)]
    flat = {name: value for inside in saved.answers.values() if isinstance(inside, Mapping) for name, value in inside.items()}
    there = {q.privacy for path, q in asked if path in saved.readable and has_value({**saved.answers, **flat}.get(q.name))}
    found = {FULL: "Afdruk"}
    if "nummer" in there:
        found[OFFICIAL] = "Officieel exemplaar, met BSN"
    if "bijzonder" in there and store.may_print(record_id, HEALTH):
        found[HEALTH] = "Aparte afdruk gezondheid"
    return found


def print_version(store: Store, record_id: str, number: int | None = None, variant: str = FULL) -> Print:
    """A kept version (the newest by default) as PDF, tied to that version; CONCEPT stands across it until it is frozen.

    Raises AccessDenied without the right to print, NotNow for a variant that this version does not have.
    """
    if variant not in LEFT_OUT:
        raise NotNow(f"De afdruk ‘{variant}’ bestaat niet. Kies uit: {', '.join(LEFT_OUT)}.")
    saved = store.saved(record_id, number)
    if store.is_letter(saved.record):
        return _letter(store, saved)
    form, leave_out, late = saved.form, LEFT_OUT[variant], not saved.form.freezes
    about = _About(store, saved.record.dossier_id)
    carried = _carried(form, saved.answers, leave_out, late)
    fingerprint = document.fingerprint(form.key, saved.number, carried)
    meta = Meta(
        dossiernummer=about.number,
        form_title=form.title + ON_PAPER[variant],
        version=saved.number,
        state=saved.state,
        fingerprint=fingerprint,
        author=saved.author,
        made_on=say_date(saved.at.date()),
    )
    paper = document.of(
        form, saved.answers, saved.facts, about.lookup(form, saved.answers), saved.readable, meta,
        subtitle=about.person, leave_out=leave_out, late=late, actions=about.actions(record_id), signers=about.signers(saved.answers),
    )  # fmt: skip
    if not paper.blocks:
        raise NotNow("Op deze afdruk zou niets staan. Kies een andere afdruk.")
    if saved.state in OUTDATED:
        paper = document.Document(paper.title, meta, paper.subtitle, (Remark(OUTDATED[saved.state]), *paper.blocks))
    content = to_pdf(paper, stamp=saved.at, gemeente=about.gemeente)
    part = HEALTH if variant == HEALTH else ""
    name = store.note_print(record_id, saved.number, variant, fingerprint, content, part)
    return Print(name, content, fingerprint, saved.number)


def _letter(store: Store, saved: Saved) -> Print:
    """A kept version of a letter, as it goes into the envelope."""
    fingerprint = document.fingerprint(saved.form.key, saved.number, _carried(saved.form, saved.answers, frozenset(), late=False))
    made = letter_pdf(store, saved.record, saved.answers, version=saved.number, state=saved.state, at=saved.at, fingerprint=fingerprint)
    name = store.note_print(saved.record.id, saved.number, FULL, fingerprint, made.content)
    return Print(name, made.content, fingerprint, saved.number, made.remarks)


def letter_preview(store: Store, record_id: str) -> Print:
    """A letter as it stands now, with CONCEPT across it: to see whether it fits; the right to print is asked and noted."""
    draft = store.open_draft(record_id)
    answers = draft.answers()
    fingerprint = document.fingerprint(draft.form.key, draft.record.version, _carried(draft.form, answers, frozenset(), late=False))
    made = letter_pdf(store, draft.record, answers, version=None, state="concept", at=store.now(), fingerprint="")
    name = store.note_print(record_id, draft.record.version, PREVIEW, fingerprint, made.content)
    return Print(name, made.content, fingerprint, draft.record.version, made.remarks)


def may_take_along(store: Store, form: FormDef, dossier_id: str) -> bool:
    """Whether `checklist` makes a list of this form for this user."""
    return CHECKLIST in form.paper and store.may_print_form(form, dossier_id)


def checklist(store: Store, form: FormDef, dossier_id: str) -> Print:
    """A form to take to a house: filled with what is typed so far, with room to write for what is open."""
    line = next((line for line in store.forms_of(dossier_id) if line.form.key == form.key), None)
    if line is None or not may_take_along(store, form, dossier_id):
        raise NotNow("Deze lijst is er niet voor dit dossier, of je mag hem niet afdrukken.")
    about = _About(store, dossier_id)
    record = line.records[0] if line.records else None
    draft = store.open_draft(record.id) if record else None
    answers = draft.answers() if draft else {}
    readable = draft.readable if draft else store.readable_of(form, dossier_id)
    leave_out = LEFT_OUT[FULL]
    version = record.version if record else 0
    fingerprint = document.fingerprint(form.key, version, _carried(form, answers, leave_out, late=True))
    meta = Meta(dossiernummer=about.number, form_title=f"{form.title}, lijst om mee te nemen", state="open", made_on=say_date(store.today))
    paper = document.of(
        form, answers, about.facts, about.lookup(form, answers), readable, meta,
        subtitle=about.person, leave_out=leave_out, open_questions=True, actions=about.actions(record.id) if record else {},
    )  # fmt: skip
    content = to_pdf(paper, stamp=store.now(), gemeente=about.gemeente)
    name = f"{form.code}-{about.number}-{CHECKLIST}.pdf"
    return Print(store.note_print(record.id, version, CHECKLIST, fingerprint, content) if record else name, content, fingerprint, version)


def blank(form: FormDef, stamp: datetime | None = None) -> bytes:
    """The empty form, with every question and its condition in words."""
    return to_pdf(document.blank(form, Meta(form_title=f"{form.title}, leeg formulier", state="leeg")), stamp=stamp or datetime.now(UTC))


def _carried(form: FormDef, answers: Mapping[str, Any], leave_out: frozenset[str], late: bool) -> dict[str, Any]:
    """The answers that a copy carries: without the classes it leaves out, and without what is filled in after freezing."""
    kept: dict[str, Any] = {}
    for section, question in form.questions():
        value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
        if value is None or question.privacy in leave_out or (question.after_freezing and not late):
            continue
        if question.is_rows and isinstance(value, list):
            closed = {column.name for column in question.columns if column.privacy in leave_out}
            value = [{name: cell for name, cell in row.items() if name not in closed} for row in value]
        kept[path_of(section, question)] = value
    return kept


class _About:
    """What paper says about the dossier of a form; empty for what belongs to no dossier."""

    def __init__(self, store: Store, dossier_id: str | None) -> None:
        self._store = store
        self._view: DossierView | None = store.dossier(dossier_id) if dossier_id else None
        self.facts: dict[str, Any] = self._view.facts if self._view else {}

    @property
    def number(self) -> str:
        return self._view.number if self._view else ""

    @property
    def gemeente(self) -> str:
        return self._store.contact_name(self.facts.get("gemeente"))

    @property
    def name(self) -> str:
        """First names and last name, as far as the reader may know them."""
        first, _, last, _ = self._persons()
        return f"{first} {last}".strip()

    @property
    def person(self) -> str:
        """The line under the title: who it is about, with birth date and address when these are known."""
        *_, born = self._persons()
        born = re.sub(r"^[a-z]{2} ", "", born)  # nobody says on which day of the week
        return ", ".join(part for part in (self.name, born and f"geboren {born}", self._address()) if part)

    def _persons(self) -> tuple[str, ...]:
        form = next((form for form in self._store.forms.start() if form.person), None)
        return tuple(self._say(form.question(name)) for name in form.person) if form else ("", "", "", "")

    def _address(self) -> str:
        homes = (q for form in self._store.forms.per_dossier() for _, q in form.questions() if q.kind == "address")
        return next((found.replace("\n", ", ") for home in homes if (found := self._say(home))), "")

    def _say(self, question: Question | None) -> str:
        value = self.facts.get(f"{question.code}.{question.name}") if question else None
        return KINDS[question.kind].say(question, value, self._store.lookup()) if question and has_value(value) else ""

    def actions(self, record_id: str) -> dict[str, str]:
        """The state of each action of a record in words, by the path of its row."""
        if self._view is None:
            return {}
        found = [action for action in self._store.actions_of(self._view.id) if action.record_id == record_id]
        return {action.path: PROPOSED if action.state == "voorgesteld" else action.state for action in found}

    def signers(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """The name to print in the signature box of each role: the statushouder, or who an answer names."""
        named = {**self.facts, **{name: v for inside in answers.values() if isinstance(inside, Mapping) for name, v in inside.items()}}
        sources = self._store.forms.process.SIGNERS.items() if self._view else ()
        return {
            role: self.name if source == STATUSHOUDER else self._store.contact_name(named[source])
            for role, source in sources
            if source == STATUSHOUDER or isinstance(named.get(source), str)
        }

    def lookup(self, form: FormDef, answers: Mapping[str, Any]) -> Lookup:
        return _OnPaper(self, self._store, form, answers)


class _OnPaper:
    """The look-up of the store, with words where a screen would have a link: a goal, a person, a number of another form."""

    def __init__(self, about: _About, store: Store, form: FormDef, answers: Mapping[str, Any]) -> None:
        self._about, self._store = about, store
        self._names = store.lookup(about._view.id if about._view else None)
        self._rows: dict[tuple[str, str], str] = {}
        for section, question in form.questions():
            value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
            for row in value if question.is_rows and isinstance(value, list) else ():
                self._rows[question.name, row["id"]] = str(row.get(question.columns[0].name) or "")

    def choices(self, question: Question) -> list[tuple[str, str]]:
        return self._names.choices(question)

    def name(self, question: Question, value: str) -> str:
        """The words for a stored id."""
        if question.kind != "reference":
            return self._names.name(question, value)
        if told := self._rows.get((question.refers_to, value)):
            return told
        code, _, field = question.refers_to.partition(".")
        form = self._store.forms.holder(code, field) if field else self._store.forms.get(code)
        if field and form:
            return self._about._say(form.question(field)) or "niet bekend"
        if form and form.person and self._about.name:
            return self._about.name
        return self._names.name(question, value)
