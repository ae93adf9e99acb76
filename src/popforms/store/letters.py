"""Making a letter: what it may hold, gathered with the rights of its sender, filled in in Dutch and, when approved, in the own language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from popforms.access import AccessDenied, Case
from popforms.definition.check import Problem, Stage, holds_bsn
from popforms.definition.letters import ADDRESS_LINES, DUTCH, LetterDef, allowed
from popforms.definition.paths import path_of
from popforms.definition.questions import FormDef
from popforms.definition.telling import Found, cell_label, in_words
from popforms.definition.template import BLANK, TooLong, fill_in, names_in_conditions
from popforms.dutch import parse_date, say_date
from popforms.process.gates import is_met
from popforms.store.around import Around
from popforms.store.base import DEFINITIVE, STATUSHOUDER, NotNow, RecordRow
from popforms.store.connection import transaction
from popforms.store.contents import by_full_name
from popforms.store.drafts import Entry, by_name
from popforms.store.letter_facts import LIES_FIXED, LetterFacts, Source, Wanted
from popforms.store.letter_texts import TRANSLATED
from popforms.store.told import ToldWith
from popforms.store.versions import FROZEN

_SEAL = re.compile(r"kenmerk ([0-9a-f]{16})")
"""How the origin of a letter names the approval that its translation rests on: the first signs of the hash of that pair of texts."""

NO_BSN = "hierin staat iets dat lijkt op een BSN. Haal het weg; een BSN hoort niet in een brief. Is het een ander nummer? Zet er dan een streepje in."
OUT_OF_DATE = "de brief vertelt iets dat niet meer zo vastligt. Leg dat eerst vast, en maak daarna de tekst opnieuw."


@dataclass(frozen=True)
class Offer:
    """A letter that this user may make in a dossier: its texts (one for each kind of receiver) and what it can be about.

    With `actions` nobody chooses among the texts: who pulls the action says which one it is.
    """

    code: str
    title: str
    texts: tuple[LetterDef, ...]
    own: bool
    """Whether one of the user's roles usually sends it; others stand in for a colleague."""
    ready: bool
    abouts: tuple[tuple[str, str], ...] = ()
    actions: tuple[tuple[str, str], ...] = ()

    @property
    def waits_for(self) -> str:
        """When it can be made, in words."""
        return self.texts[0].begins_words


@dataclass(frozen=True)
class Prepared:
    """What a letter still asks: facts to type, facts that are not known yet with the form they come from, and questions to say yes to."""

    to_type: tuple[str, ...]
    optional: frozenset[str]
    """Of what is typed: what the letter leaves out when it is empty."""
    unknown: tuple[tuple[str, str], ...]
    asks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LetterState:
    """How a letter stands while it is written: sentences about its translation, and whether its text was changed by hand."""

    letter: LetterDef | None
    language: str
    """The code of the language of the translation that goes along; empty when there is none."""
    is_line: bool
    notes: tuple[str, ...]
    changed: bool
    blanks: tuple[str, ...]


@dataclass(frozen=True)
class LetterLine:
    """A letter in the list of a dossier; `asked` says whether somebody asked if it was understood."""

    record: RecordRow
    title: str
    to: str
    sent: date | None
    asked: bool


@dataclass(frozen=True)
class LetterWords:
    """What stands on the paper of a letter, in words."""

    sender: tuple[str, ...]
    address: tuple[str, ...]
    number: str
    signer: str
    function: str
    phone: str
    level: str
    text: str
    own_text: str
    enclosures: tuple[str, ...]
    copies: tuple[str, ...]


class Letters(LetterFacts):
    """The letters of a dossier."""

    # --- what can be made ---------------------------------------------------------------------------------------------

    def letters_to_make(self, dossier_id: str) -> list[Offer]:
        """The letters that this user may make in a dossier, in the order of their codes."""
        case = self._open_case(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        form = self._letter_form
        if form is None or not case.kept:
            return []
        by_code: dict[str, list[LetterDef]] = {}
        for letter in self.forms.letters.values():
            if not letter.is_line:
                by_code.setdefault(letter.code, []).append(letter)
        offers = []
        for code, texts in sorted(by_code.items()):
            if not self._may_make(form, code, case):
                continue
            needs_action = any(self._is_about_action(letter) for letter in texts)
            actions = tuple(self._letter_actions(dossier_id)) if needs_action else ()
            offers.append(
                Offer(
                    code=code,
                    title=texts[0].title,
                    texts=tuple(texts),
                    own=any(role in self.user.roles for letter in texts for role in letter.sender),
                    ready=self._may_begin(texts[0], case) and (bool(actions) or not needs_action),
                    abouts=tuple(self._abouts(dossier_id, texts[0])),
                    actions=actions,
                )
            )
        return offers

    def _may_begin(self, letter: LetterDef, case: Case) -> bool:
        """Whether the process is as far as a letter asks. What the letter is about counts as soon as its content is fixed: it may
        need the letter to become definitive."""
        facts = dict(case.facts)
        for form in (found for code in letter.about if (found := self.forms.get(code)) and not found.many):
            row = self._record_of(case.id, form)
            if row and row["state"] == FROZEN:
                facts |= by_full_name(form, self._content(row["id"], row["version"], form)) | {f"{form.code}.state": FROZEN}
        return is_met(letter.begins, facts)

    def prepare_letter(self, dossier_id: str, wanted: Wanted) -> Prepared:
        """What a letter still asks of its sender; nothing is written."""
        letter, case = self._wanted(dossier_id, wanted)
        found = self._letter_facts(dossier_id, case, letter, wanted, shown=False)
        facts = allowed(self.forms, letter)
        text = self._fill(letter, DUTCH, found)
        blanks = set(BLANK.findall(text))
        used = [name for name, fact in facts.items() if fact.label in blanks]
        cells = [
            (label, self._place_words(letter, name))
            for name, fact in facts.items()
            for column in fact.columns
            if name in found and (label := cell_label(found[name].columns.get(column), column)) in blanks
        ]
        body = self.letter_text(letter.key, DUTCH)
        optional = names_in_conditions(body.body) if body else frozenset()
        return Prepared(
            to_type=tuple(name for name in facts if facts[name].is_typed and (name in used or name in wanted.typed or name in optional)),
            optional=optional,
            unknown=(*((facts[name].label, self._place_words(letter, name)) for name in used if not facts[name].is_typed), *cells),
            asks=tuple((name, fact.ask) for name, fact in facts.items() if fact.ask),
        )

    # --- making -------------------------------------------------------------------------------------------------------

    def make_letter(self, dossier_id: str, wanted: Wanted, token: str) -> str:
        """Begin a letter: the form is filled in from the template, and its text stays open; gives the record.

        The same token twice gives the same record. AccessDenied without the right to this letter, NotNow before its step.
        """
        letter, case = self._wanted(dossier_id, wanted)
        form = self._letter_form
        if form is None or not self._may_begin(letter, case):
            raise NotNow(f"Deze brief kan pas als {letter.begins_words}.")
        with transaction(self.db):
            again = self._one("SELECT id FROM record WHERE token=? AND created_by=?", token, self.user.id)
            if again:
                return str(again["id"])
            record_id = self._insert_record(form, dossier_id, token)
            self._audit("brief maken", dossier=dossier_id, record=record_id, detail=letter.code)
            record = self._made_record(form, record_id)
            self._prefill(record)
            words = self.forms.process.LETTERS
            to = self._addressee(case, letter, wanted)
            for name, value in (
                ("kind", letter.code), ("level", letter.level), ("to", to), ("address", self._address_of(case, to)),
                ("language", wanted.language if wanted.language is not None else self._tongue(case, letter)), ("has_number", "nee"),
                ("signer", self._signs(dossier_id, case, letter, wanted)),
            ):  # fmt: skip
                if value:
                    self._set(record, words[name], value, source="")
            self._write_text(record, case, letter, wanted)
        return record_id

    def rewrite_letter(self, record_id: str, wanted: Wanted) -> None:
        """Fill the text of a letter in anew, in Dutch and in the own language; what was typed in it stays in the history."""
        with transaction(self.db):
            record = self._record(record_id)
            self._may_keep(record)
            answers = by_name(self._draft_answers(record))
            wanted_code = answers.get(self.forms.process.LETTERS["kind"])
            letter, case = self._wanted(record.dossier_id or "", wanted)
            if letter.code != wanted_code:
                raise NotNow("Deze tekst hoort bij een andere brief. Maak die brief apart.")
            self._set(record, self.forms.process.LETTERS["level"], letter.level, source="")
            self._write_text(record, case, letter, wanted)

    # --- how it stands ------------------------------------------------------------------------------------------------

    def is_letter(self, record: RecordRow) -> bool:
        """Whether a record is a letter."""
        return self.is_letter_form(record.form)

    def is_letter_form(self, form: FormDef) -> bool:
        """Whether letters are kept in this form."""
        return self._letter_form is not None and form.key == self._letter_form.key

    def letters_of(self, dossier_id: str) -> list[LetterLine]:
        """The letters of a dossier that this user may read, newest first."""
        self._open_case(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        form, words = self._letter_form, self.forms.process.LETTERS
        rows = self._all(
            "SELECT id FROM record WHERE dossier_id=? AND form=? ORDER BY created_at DESC", dossier_id, form.key if form else ""
        )
        lines = []
        for record in (self._quietly(row["id"]) for row in rows):
            if record is None:
                continue
            answers = by_name(self._read_answers(record))
            letter = self.letter_of(answers)
            sent = parse_date(str(answers.get(words["sent"]) or ""))
            to = self.contact_name(answers.get(words["to"]))
            lines.append(
                LetterLine(record, letter.title if letter else record.form.title, to, sent, bool(answers.get(words["understood"])))
            )
        return lines

    def letter_of(self, answers: Mapping[str, Any]) -> LetterDef | None:
        """The text that a letter was made with, by its kind and level."""
        words, flat = self.forms.process.LETTERS, by_name(answers)
        same = [one for one in self.forms.letters.values() if one.code and one.code == flat.get(words["kind"])]
        return next((one for one in same if one.level == flat.get(words["level"])), same[0] if same else None)

    def letter_state(self, record_id: str) -> LetterState:
        """How a letter stands, for the page that it is written on."""
        record = self._record(record_id)
        self._reads(record)
        answers = by_name(self._draft_answers(record))
        return self._state(record, answers)

    def letter_words(self, record: RecordRow, answers: Mapping[str, Any], told: ToldWith | None = None) -> LetterWords:
        """The words of a letter for paper: of its answers, and what the contact list says, or said when it was fixed, of who sends it."""
        around = Around(self, record.dossier_id, told)
        flat, words = by_name(answers), self.forms.process.LETTERS
        signer = str(flat.get(words["signer"]) or "")
        rows = flat.get(words["copies"])
        copies = [str(next(iter(v for k, v in row.items() if k != "id"), "")) for row in rows] if isinstance(rows, list) else []
        return LetterWords(
            sender=self._sender_lines(record, signer, around),
            address=tuple(line for line in str(flat.get(words["address"]) or "").splitlines() if line.strip()),
            number=self._number(record.dossier_id),
            signer=around.name(signer),
            function=around.function(signer),
            phone=str(around.contact(signer).get(words["phone"]) or ""),
            level=str(flat.get(words["level"]) or ""),
            text=str(flat.get(words["text"]) or ""),
            own_text=str(flat.get(words["translation"]) or ""),
            enclosures=tuple(flat.get(words["enclosures"]) or ()),
            copies=tuple(around.name(who) for who in copies if who),
        )

    def translation_language(self, answers: Mapping[str, Any]) -> str:
        """The code of the language that a kept letter has a translation in, or ''."""
        flat, words = by_name(answers), self.forms.process.LETTERS
        return self._code_of(str(flat.get(words["language"]) or "")) if flat.get(words["translation"]) else ""

    def translation_stands(self, answers: Mapping[str, Any]) -> bool:
        """Whether the approval that the translation in a letter rests on was not taken back."""
        flat, words = by_name(answers), self.forms.process.LETTERS
        if not flat.get(words["translation"]):
            return True
        seal = _SEAL.search(str(flat.get(words["origin"]) or ""))
        return seal is not None and self._approval_stands(seal[1])

    def _is_of_now(self, answers: Mapping[str, Any]) -> bool:
        """Whether the translation in a letter is the one that counts today, beside the Dutch that counts today."""
        code, seal = self.translation_language(answers), _SEAL.search(str(by_name(answers).get(self.forms.process.LETTERS["origin"]) or ""))
        letter, line = self.letter_of(answers), self._line_letter
        keys = [one.key for one in (letter, line) if one is not None]
        return not code or (seal is not None and any(self._pair(key, code).startswith(seal[1]) for key in keys))

    # --- inside --------------------------------------------------------------------------------------------------------

    def _may_make(self, form: FormDef, code: str, case: Case) -> bool:
        kind = {self.forms.process.LETTERS["kind"]: code}
        return self._letter_path(form, "text") in self.rights.writable(self.user, form, case, self.today, kind)

    def _wanted(self, dossier_id: str, wanted: Wanted) -> tuple[LetterDef, Case]:
        """The letter and its case, when this user may make it; AccessDenied otherwise."""
        case, letter, form = self._open_case(dossier_id), self.forms.letters.get(wanted.key), self._letter_form
        if letter is None or letter.is_line or form is None or not case.kept or not self._may_make(form, letter.code, case):
            self._refused("brief maken", dossier=dossier_id)
            raise AccessDenied
        return self._for_trekker(letter, dossier_id, wanted.action), case

    def _for_trekker(self, letter: LetterDef, dossier_id: str, action_id: str) -> LetterDef:
        """Of the texts about an action the one for who pulls it: the statushouder reads one of their own."""
        action = self._action_of(dossier_id, action_id) if action_id and self._is_about_action(letter) else None
        if action is None:
            return letter
        own = action.trekker == STATUSHOUDER
        same = [one for one in self.forms.letters.values() if one.code == letter.code and (one.to == STATUSHOUDER) is own]
        return next(iter(same), letter)

    def _fill(self, letter: LetterDef, language: str, found: Mapping[str, Found], body: str = "") -> str:
        text = self.letter_text(letter.key, language)
        facts, known = allowed(self.forms, letter), self.forms.process.LANGUAGES[language]
        try:
            return fill_in(body or (text.body if text else ""), in_words(facts, found, language, known, self.lookup()))
        except TooLong as error:
            raise NotNow(str(error)) from None

    def _write_text(self, record: RecordRow, case: Case, letter: LetterDef, wanted: Wanted) -> None:
        """The Dutch text and what goes along in the own language, with where they come from."""
        words = self.forms.process.LETTERS
        found = self._letter_facts(record.dossier_id or "", case, letter, wanted)
        dutch = self.letter_text(letter.key, DUTCH)
        tongue = by_name(self._draft_answers(record)).get(words["language"])
        origin = f"{letter.code}, {dutch.words if dutch else ''}"
        own, said = self._in_own_language(letter, str(tongue or ""), found)
        self._set(record, words["text"], self._fill(letter, DUTCH, found), source=f"het sjabloon ‘{letter.title}’")
        self._set(record, words["translation"], own or None, source=said)
        self._set(record, words["origin"], f"{origin}. {said}".strip(" ."), source="")

    def _in_own_language(self, letter: LetterDef, tongue: str, found: Mapping[str, Found]) -> tuple[str, str]:
        """The text that goes along and where it comes from: an approved translation, else the approved line, else nothing."""
        code = self._code_of(tongue)
        line = self._line_letter
        ways = [letter] if letter.own_language in TRANSLATED else []
        if letter.own_language != "geen" and line is not None:
            ways.append(line)
        for one in ways if code else []:
            approved = self._approved_text(one.key, code)
            if approved:
                text, approval = approved
                values = found if one is letter else self._line_facts(one, found)
                name = self.forms.process.LANGUAGES[code].name
                said = (
                    f"{name}: {text.words}, goedgekeurd door {approval.author} op {say_date(approval.at.date())}, "
                    f"kenmerk {approval.hash[:16]}"
                )
                return self._fill(one, code, values, text.body), said
        return "", ""

    def _line_facts(self, line: LetterDef, found: Mapping[str, Found]) -> dict[str, Found]:
        source = Source(self, None, None, None)
        return {name: found[name] if name in found else source.fact(name) for name in line.facts}

    def _made_record(self, form: FormDef, record_id: str) -> RecordRow:
        """The record that was just made: what it is about is not answered yet, so the rights are not asked."""
        row = self._one("SELECT * FROM record WHERE id=?", record_id) or {}
        return RecordRow.of(form, row)

    def _set(self, record: RecordRow, name: str, value: Any, *, source: str) -> None:
        path = next(path_of(s, q) for s, q in record.form.questions() if q.name == name)
        now = self._one("SELECT revision, value FROM draft WHERE record_id=? AND path=?", record.id, path)
        if value is not None or now:
            super()._put(record, path, value, expect=now["revision"] if now else 0, source=source)

    def _put(self, record: RecordRow, path: str, value: Any, *, expect: int, source: str = "") -> Entry:
        """A text or language that somebody types takes the translation away: that says what the template said."""
        entry = super()._put(record, path, value, expect=expect, source=source)
        if self.is_letter(record) and path in (self._letter_path(record.form, "text"), self._letter_path(record.form, "language")):
            self._set(record, self.forms.process.LETTERS["translation"], None, source="")
        return entry

    def _state(self, record: RecordRow, answers: Mapping[str, Any]) -> LetterState:
        words, letter = self.forms.process.LETTERS, self.letter_of(answers)
        path = self._letter_path(record.form, "text")
        row = self._one("SELECT source FROM draft WHERE record_id=? AND path=?", record.id, path)
        changed = bool(answers.get(words["text"])) and not (row and row["source"])
        tongue, own = str(answers.get(words["language"]) or ""), str(answers.get(words["translation"]) or "")
        code, is_line = self._code_of(tongue), bool(own) and not own.startswith("#")
        return LetterState(
            letter=letter,
            language=code if own else "",
            is_line=is_line,
            notes=tuple(self._notes(letter, tongue, own, changed)),
            changed=changed,
            blanks=tuple(BLANK.findall(str(answers.get(words["text"]) or ""))),
        )

    def _notes(self, letter: LetterDef | None, tongue: str, own: str, changed: bool) -> Iterator[str]:
        """What the sender must know about the own language of the receiver."""
        words = self.forms.process.LETTERS
        if letter is None or not tongue or tongue == words["no_language"] or letter.own_language == "geen":
            return
        code = self._code_of(tongue)
        name = self.forms.process.LANGUAGES[code].name if code else tongue
        translated = letter.own_language in TRANSLATED
        if own and (own.startswith("#") or not translated):
            return
        if changed and translated and code and self._approved_text(letter.key, code):
            yield (
                f"De Nederlandse tekst is met de hand veranderd. De vertaling in het {name} past daar niet bij en gaat niet mee; "
                "de brief gaat in het Nederlands. Maak de tekst opnieuw als de vertaling mee moet."
            )
        elif translated and not (code and self._approved_text(letter.key, code)):
            yield f"Er is nog geen goedgekeurde vertaling in het {name}; de brief gaat in het Nederlands."
        elif translated:
            yield f"Er is een goedgekeurde vertaling in het {name}. Maak de tekst opnieuw; dan gaat zij mee."
        elif not own and not changed:
            yield f"Er is nog geen goedgekeurde regel in het {name}; de brief gaat in het Nederlands."

    def _on_the_envelope(self, record: RecordRow, address: str) -> Iterator[Problem]:
        """What may not stand in the window of the envelope, where everybody reads it, or does not fit there."""
        question, path = record.form.question(self.forms.process.LETTERS["address"]), self._letter_path(record.form, "address")
        label = question.label if question else ""
        lines = [line for line in address.splitlines() if line.strip()]
        if holds_bsn(address):
            yield Problem(path, label, NO_BSN)
        if len(lines) > ADDRESS_LINES:
            yield Problem(
                path,
                label,
                f"dit zijn {len(lines)} regels; in het venster van de envelop passen er {ADDRESS_LINES}. Maak het adres korter.",
            )

    def _tells_what_was(self, record: RecordRow, answers: Mapping[str, Any]) -> bool:
        """Whether a letter that tells what lies fixed was written before the version that does so now, or nothing lies fixed any more."""
        letter, words = self.letter_of(answers), self.forms.process.LETTERS
        if letter is None or not letter.fixed or not answers.get(words["origin"]):
            return False
        forms = [form.key for code in letter.about if (form := self.forms.get(code))]
        fixed = self._one(
            f"SELECT max(v.at) AS at FROM version v JOIN record r ON r.id=v.record_id WHERE r.dossier_id=? AND {LIES_FIXED} "
            f"AND r.form IN ({','.join('?' * len(forms))})",
            record.dossier_id, *forms,
        )  # fmt: skip
        text = self._one("SELECT at FROM draft WHERE record_id=? AND path=?", record.id, self._letter_path(record.form, "text"))
        return not (fixed and fixed["at"] and text and fixed["at"] <= text["at"])

    def _problems(self, record: RecordRow, stage: Stage) -> list[Problem]:
        """Also what only a letter has: blanks that are left, a number where none may be, a translation without approval."""
        problems = super()._problems(record, stage)
        if not self.is_letter(record):
            return problems
        answers, words = by_name(self._draft_answers(record)), self.forms.process.LETTERS
        path, text = self._letter_path(record.form, "text"), str(answers.get(words["text"]) or "")
        question = record.form.question(words["text"])
        label = question.label if question else ""
        if stage != "c" and record.open:
            problems += [
                Problem(path, label, f"hier staat nog ‘[vul in: {blank}]’. Vul het in, of maak de tekst opnieuw.")
                for blank in BLANK.findall(text)
            ]
            problems += self._on_the_envelope(record, str(answers.get(words["address"]) or ""))
            if holds_bsn(text):
                problems.append(Problem(path, label, NO_BSN))
            if self._tells_what_was(record, answers):
                problems.append(Problem(path, label, OUT_OF_DATE))
            if self.translation_stands(answers) and not self._is_of_now(answers):
                problems.append(
                    Problem(path, label, "de tekst van deze brief of zijn vertaling is intussen veranderd. Maak de tekst opnieuw.")
                )
        if stage != "c" and record.state != DEFINITIVE and not self.translation_stands(answers):
            problems.append(Problem(path, label, "de goedkeuring van de vertaling is ingetrokken. Maak de tekst opnieuw."))
        problems += [Problem(path, label, note, stop=False) for note in self._state(record, answers).notes]
        return problems
