"""What a letter may hold, gathered with the rights of its sender: facts of the dossier, who it goes to, where they live, their language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from popforms.access import Case
from popforms.access.view import HEALTH
from popforms.definition.conditions import has_value
from popforms.definition.kinds import LONG_TEXT, SHORT_TEXT
from popforms.definition.letters import ABOUT, ACTION, FUNCTION, SENDER, LetterDef, Place, action_question, allowed
from popforms.definition.paths import nest, path_of
from popforms.definition.questions import FormDef, Question
from popforms.definition.telling import Found
from popforms.dutch import parse_date, say_date
from popforms.store.actions import Action
from popforms.store.around import Around
from popforms.store.base import DEFINITIVE, STATUSHOUDER, RecordRow
from popforms.store.connection import transaction
from popforms.store.drafts import by_name
from popforms.store.letter_texts import LetterTexts
from popforms.store.typed import typed
from popforms.store.versions import FROZEN

LIES_FIXED = (
    "(SELECT state FROM version_state WHERE record_id=v.record_id AND number=v.number ORDER BY seq DESC LIMIT 1) "
    f"IN ('{FROZEN}', '{DEFINITIVE}')"
)
"""In SQL: whether version `v` is frozen or definitive."""


@dataclass(frozen=True)
class Wanted:
    """What the sender chooses for a letter: which text, about what, what is typed by hand, and what is said yes to."""

    key: str
    about: str = ""
    action: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    yes: frozenset[str] = frozenset()
    language: str | None = None
    """The language of the dossier in the words of the form; None takes the one of the statushouder."""


class LetterFacts(LetterTexts):
    """The facts of letters."""

    @property
    def _letter_form(self) -> FormDef | None:
        words = getattr(self.forms.process, "LETTERS", None)
        return self.forms.get(words["form"]) if words and self.forms.letters else None

    def _letter_path(self, form: FormDef, word: str) -> str:
        name = self.forms.process.LETTERS[word]
        return next(path_of(s, q) for s, q in form.questions() if q.name == name)

    def _abouts(self, dossier_id: str, letter: LetterDef) -> Iterator[tuple[str, str]]:
        """What a letter can be about, in words: the forms of the dossier that plan it, the next day first and then the latest."""
        found = []
        for code in letter.about:
            form = self.forms.get(code)
            for row in self._all("SELECT id FROM record WHERE dossier_id=? AND form=?", dossier_id, form.key if form else ""):
                record = self._quietly(row["id"])
                if record is None or (letter.fixed and self._lies_fixed(record) is None):
                    continue
                day = self._day_of(record)
                coming = day is not None and day >= self.today
                order = (0, day.toordinal()) if day and coming else (1, -day.toordinal()) if day else (2, 0)
                when = f", {say_date(day)}" if day else ""
                found.append((order, record.id, f"{record.form.title}{when}{' (voorbij)' if day and not coming else ''}"))
        yield from ((record, words) for _, record, words in sorted(found))

    def _quietly(self, record_id: str) -> RecordRow | None:
        """A record when this user may read something of it; asking leaves no line of a refusal."""
        row = self._one("SELECT * FROM record WHERE id=?", record_id)
        form = self.forms.get(row["form"]) if row else None
        if row is None or form is None:
            return None
        record = RecordRow.of(form, row)
        return record if self._readable(record) else None

    def _day_of(self, record: RecordRow) -> Any:
        fact = self.forms.process.LETTER_FACTS.get(self.forms.process.LETTERS["day"])
        answers = by_name(self._read_answers(record))
        days = [parse_date(str(answers[place.name])) for place in (fact.places if fact else ()) if answers.get(place.name)]
        return next((day for day in days if day), None)

    def _is_about_action(self, letter: LetterDef) -> bool:
        return any(place.form == ACTION for name in letter.facts for place in self.forms.process.LETTER_FACTS[name].places)

    def _letter_actions(self, dossier_id: str) -> Iterator[tuple[str, str]]:
        """The open actions that a letter may speak of: never those about health."""
        for action in self.actions_of(dossier_id):
            if action.state not in ("klaar", "vervallen") and action.omschrijving and not self._is_health(action):
                yield action.id, f"{action.omschrijving} ({action.trekker_name})"

    def _is_health(self, action: Action) -> bool:
        row = self._one("SELECT part FROM action WHERE id=?", action.id)
        return HEALTH in (action.module, row["part"] if row else "")

    def _action_of(self, dossier_id: str, action_id: str) -> Action | None:
        known = dict(self._letter_actions(dossier_id)) if action_id else {}
        row = self._one("SELECT * FROM action WHERE id=?", action_id) if action_id in known else None
        return self._action(row) if row else None

    def _letter_facts(self, dossier_id: str, case: Case, letter: LetterDef, wanted: Wanted, *, shown: bool = True) -> dict[str, Found]:
        """The facts of a letter as far as this user may read them; a number and health that are `shown` are written down as read."""
        source = self._source(dossier_id, case, letter, wanted)
        self._audit_read("brief voorbereiden", dossier=dossier_id, detail=letter.code)
        found: dict[str, Found] = {}
        for name, fact in allowed(self.forms, letter).items():
            if fact.ask and name not in wanted.yes:
                continue
            if fact.is_typed:
                found[name] = Found(typed(str(wanted.typed.get(name, "")), 0, "", most=LONG_TEXT if fact.lines else SHORT_TEXT) or None)
            else:
                found[name] = source.fact(name)
        for one in found.values():
            weight = one.question.privacy if one.question and has_value(one.value) else ""
            if shown and weight in ("nummer", "bijzonder"):
                with transaction(self.db):
                    self._audit("nummer lezen" if weight == "nummer" else "gezondheid lezen", dossier=dossier_id, detail=letter.code)
        return found

    def _source(self, dossier_id: str, case: Case, letter: LetterDef, wanted: Wanted) -> Source:
        """Where the facts of this letter come from."""
        abouts = list(dict(self._abouts(dossier_id, letter)))
        chosen = wanted.about or next(iter(abouts), "")
        about = self._quietly(chosen) if chosen in abouts else None
        action = self._action_of(dossier_id, wanted.action) if wanted.action else None
        return Source(self, case, about, action, fixed=letter.fixed)

    def _signs(self, dossier_id: str, case: Case, letter: LetterDef, wanted: Wanted) -> str:
        """Who signs: the colleague whom the letter names for it, else who makes it."""
        named = self._source(dossier_id, case, letter, wanted).fact(letter.signer).value if letter.signer else None
        return str(named or self.user.id)

    def _addressee(self, case: Case, letter: LetterDef, wanted: Wanted) -> str:
        """Who the letter goes to, as the contact list knows them; '' when the sender chooses."""
        if letter.to == STATUSHOUDER:
            return STATUSHOUDER
        if letter.to == f"{ACTION}.trekker":
            action = self._action_of(case.id, wanted.action)
            who = action.trekker if action else ""
        else:
            code, _, name = letter.to.partition(".")
            allowed_facts = self._allowed_facts(case.facts, case)
            who = str(allowed_facts.get(letter.to) or (allowed_facts.get(name) if code == self.forms.head.code else "") or "")
        row = self._one("SELECT person FROM user WHERE id=?", who) if who else None
        return (row["person"] if row else who) or ""

    def _address_of(self, case: Case, to: str) -> str:
        """The lines above a letter: who, and where the contact list says they are; of the statushouder where they live now."""
        words = self.forms.process.CONTACT_ADDRESS
        if to == STATUSHOUDER:
            facts = self._allowed_facts(case.facts, case)
            name = self._full_name(facts)
            home, shelter = str(facts.get(words["home"]) or ""), str(facts.get(words["shelter"]) or "")
            if home and (facts.get(words["moved"]) or not shelter):
                return _lines(name, address=home)
            return _lines(name, self.contact_name(shelter) if shelter else "", address=self._contact_answer(shelter, words["organisation"]))
        organisation = str(self._contact_answer(to, words["of_person"]) or "")
        if organisation:
            return _lines(
                self.contact_name(organisation),
                f"t.a.v. {self.contact_name(to)}",
                address=self._contact_answer(organisation, words["organisation"]),
            )
        return _lines(self.contact_name(to), address=self._contact_answer(to, words["organisation"]))

    def _place_words(self, letter: LetterDef, name: str) -> str:
        """Where a fact is filled in, in the words of the screen."""
        fact = self.forms.process.LETTER_FACTS[name]
        if fact.chooser:
            return self._place_words(letter, next(iter(fact.options.values())))
        place = fact.places[0] if fact.places else None
        if place is None or place.form == SENDER or place.of:
            return "de contactlijst"
        form = self.forms.get(letter.about[0]) if place.form == ABOUT and letter.about else self.forms.holder(place.form, place.name)
        return form.title if form else "het dossier"

    def _sender_lines(self, record: RecordRow, signer: str, around: Around) -> tuple[str, ...]:
        """The organisation of who signs, else the gemeente of the dossier: name, address and phone."""
        words, gemeente = self.forms.process.CONTACT_ADDRESS, self.forms.process.OVERVIEW["gemeente"]
        facts = around.told.facts if around.told else self._facts(record)
        organisation = str(around.contact(signer).get(words["of_person"]) or facts.get(gemeente) or "")
        said = around.contact(organisation)
        phone = said.get(words["phone"])
        lines = _lines(address=said.get(words["organisation"])).splitlines()
        return (around.name(organisation), *lines, *([f"telefoon {phone}"] if phone else [])) if organisation else ()

    def _full_name(self, facts: Mapping[str, Any]) -> str:
        form = next((form for form in self.forms.start() if form.person), None)
        if form is None:
            return ""
        first, _, last, _ = (str(facts.get(f"{q.code}.{name}") or "") if (q := form.question(name)) else "" for name in form.person)
        return f"{first} {last}".strip()

    def _contact_answer(self, who: str, name: str) -> Any:
        return self._contact_answers(who).get(name)

    def _tongue(self, case: Case, letter: LetterDef) -> str:
        """The language of the statushouder when this letter is for them: the mother tongue, or another one that letters exist in."""
        words, facts = self.forms.process, self._allowed_facts(case.facts, case)
        if letter.own_language == "geen":
            return str(words.LETTERS["no_language"])
        mother, others = facts.get(words.MOTHER_TONGUE), facts.get(words.OTHER_TONGUES) or []
        served = [one for one in [mother, *others] if one and self._code_of(str(one))]
        return str(next(iter(served), mother) or words.LETTERS["no_language"])

    def _code_of(self, tongue: str) -> str:
        """The code of the language of letters that serves a language of the form, or ''."""
        return next((code for code, one in self.forms.process.LANGUAGES.items() if tongue in one.serves), "")

    def _draft_answers(self, record: RecordRow) -> dict[str, Any]:
        return nest(record.form, self._draft_values(record))

    def _lies_fixed(self, record: RecordRow) -> int | None:
        """The newest version of a record that is frozen or definitive; a correction that is being written does not touch it."""
        row = self._one(f"SELECT max(number) AS number FROM version v WHERE record_id=? AND {LIES_FIXED}", record.id)
        return row["number"] if row else None

    def _fixed_answers(self, record: RecordRow) -> dict[str, Any]:
        """What the newest version that lies fixed says, as far as this user may read it."""
        number = self._lies_fixed(record)
        return self._only(record.form, self._content(record.id, number, record.form), self._readable(record)) if number else {}

    def _read_answers(self, record: RecordRow) -> dict[str, Any]:
        """What is typed in a record, as far as this user may read it."""
        return self._only(record.form, self._draft_answers(record), self._readable(record))


class Source:
    """Where the facts of one letter come from, with the rights of who writes it."""

    def __init__(
        self, store: LetterFacts, case: Case | None, about: RecordRow | None, action: Action | None, *, fixed: bool = False
    ) -> None:
        self._store, self._about, self._action = store, about, action
        self._facts = store._allowed_facts(case.facts, case) if case else {}
        read = store._fixed_answers if fixed else store._read_answers
        self._answers = by_name(read(about)) if about else {}

    def fact(self, name: str) -> Found:
        """A fact by name; without a value when nothing of it is known or readable."""
        fact = self._store.forms.process.LETTER_FACTS[name]
        if fact.chooser:
            return self.fact(fact.options[chosen]) if (chosen := self.fact(fact.chooser).value) in fact.options else Found(None)
        if fact.source == SENDER:
            return Found(self._store.user.name)
        if fact.source == FUNCTION:
            return Found(next((title for role in self._store.user.roles if (title := self._store.role_titles().get(role))), None))
        if fact.source == ABOUT:
            return Found(self._about.form.title if self._about else None)
        for place in fact.places:
            found = self._at(place)
            if has_value(found.value):
                return found
        return Found(None)

    def _at(self, place: Place) -> Found:
        value, question = self._value(place)
        for step in place.of:
            form, answers = self._store._list_answers(str(value or ""))
            value, question = by_name(answers).get(step), form.question(step) if form else None
        if place.columns:
            rows = [row for row in value if isinstance(row, Mapping) and place.takes(row)] if isinstance(value, list) else []
            return Found(rows, question, {column.name: column for column in question.columns} if question else {})
        return Found(value, question)

    def _value(self, place: Place) -> tuple[Any, Question | None]:
        forms = self._store.forms
        if place.form == SENDER:
            return self._store.user.id, None
        if place.form == ABOUT:
            question = self._about.form.question(place.name) if self._about else None
            return (self._answers.get(place.name), question) if question else (None, None)
        if place.form == ACTION:
            value = getattr(self._action, place.name, None)
            return (str(value) if value else None), action_question(forms, place.name)
        holder = forms.holder(place.form, place.name)
        question = holder.question(place.name) if holder else None
        plain = self._facts.get(place.name) if holder and holder.key == forms.head.key else None
        value = self._facts.get(f"{place.form}.{place.name}", plain)
        return value, question


def _lines(*names: Any, address: Any = None) -> str:
    """The parts that are there, below each other: a name on one line, an address with commas over as many."""
    parts = [*names, *str(address or "").replace("\n", ",").split(",")]
    return "\n".join(line for part in parts if (line := " ".join(str(part or "").split())))
