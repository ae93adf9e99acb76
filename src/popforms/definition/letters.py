"""The letters of a forms folder: text files with a head, and the list of what each may hold; a mistake is refused with line and remedy.

`brieven/BR06.nl.md` is the Dutch text of a letter with its head, `BR06.ti.md` the same in Tigrinya; `BR13-A2.nl.md` is a second
text of BR13. What may stand in a text is a list of facts by name (`Fact`), and a text that names another one is refused: what is
not on the list of a letter cannot get into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from popforms.definition.questions import DefinitionError, Question
from popforms.definition.template import Mistake, mistakes_in

if TYPE_CHECKING:
    from popforms.definition.catalogue import Catalogue

DUTCH = "nl"
LINE = "regel"
"""The file of the one line in the own language that stands under a letter without a translation."""
DRAFT = "concept"
"""What the head of a translation says: the text is a draft, whoever wrote it; only an approval in the tool lets it out."""
OWN_LANGUAGE = ("geen", "regel", "vertaling", "samenvatting")
PLAIN = "A2"
"""The level of a letter to the statushouder: one page, and with its translation beside it still one (process.md section 6)."""
LEVELS = (PLAIN, "B1", "zakelijk")
ABOUT, ACTION = "over", "actie"
"""In a source: the form that the letter is about, and the action that was chosen."""
SENDER, FUNCTION, CHOOSE = "afzender", "functie", "kies"


ADDRESS_LINES = 6
"""Lines of an address that the window of an envelope shows."""


@dataclass(frozen=True)
class Fact:
    """Something that a letter may hold: its Dutch words, where it comes from, and an example for the preview.

    `source` is written as `F01.voornamen`, `F00.gemeente>og_adres` (what the contact list says of who is named there),
    `over.gesprek_datum` (the form that the letter is about), `actie.omschrijving`, `F12.oz_lasten(last, bedrag)/bedrag` (rows, only
    those where `bedrag` is filled; also `/komt_mee=ja` and `/onderdeel!=diploma's`), `afzender`, `functie`, or `over` alone (its title). Places
    after `|` are tried in turn. `kies plaats` takes one of the facts in `options` by the value of the fact `plaats`. Without a source
    the sender types it, over several lines when `lines`. With `ask` it stays out until the sender says yes to that sentence.
    """

    label: str
    source: str = ""
    example: Any = ""
    options: Mapping[str, str] = field(default_factory=dict)
    ask: str = ""
    lines: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the source, in the order in which they are tried."""
        if not self.source or self.chooser or self.source in (SENDER, FUNCTION, ABOUT):
            return ()
        return tuple(Place.read(one) for one in self.source.split("|"))

    @property
    def is_typed(self) -> bool:
        """Whether the sender types it."""
        return not self.source

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns when it is a list of rows."""
        return next((place.columns for place in self.places if place.columns), ())

    @property
    def chooser(self) -> str:
        """The fact whose value chooses this one."""
        return self.source.removeprefix(f"{CHOOSE} ") if self.source.startswith(f"{CHOOSE} ") else ""


_PLACE = re.compile(r"(?P<form>[A-Za-z]\w*)(?:\.(?P<name>\w+))?(?P<of>(?:>\w+)*)(?:\((?P<columns>[\w, ]+)\)(?P<only>(?:/[^/|]+)*))?")
_ONLY = re.compile(r"(?P<column>\w+)(?:(?P<sign>!?=)(?P<values>.+))?")


@dataclass(frozen=True)
class Only:
    """Which rows count: those with one of these words in a column, those with another word, or those with any word. An empty cell says
    none of these: what a row is about is not known then, so it does not count."""

    column: str
    values: tuple[str, ...] = ()
    negated: bool = False

    @classmethod
    def read(cls, text: str) -> Only:
        found = _ONLY.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return cls(
            found["column"], tuple(one.strip().casefold() for one in (found["values"] or "").split(",") if one), found["sign"] == "!="
        )

    def takes(self, row: Mapping[str, Any]) -> bool:
        word = str(row.get(self.column) or "").casefold()
        return bool(word) and (not self.values or (word in self.values) is not self.negated)


@dataclass(frozen=True)
class Place:
    """One place of a source: a question of a form, or what the contact list says of who that question names (`of`, step by step)."""

    form: str
    name: str = ""
    of: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    only: tuple[Only, ...] = ()

    @classmethod
    def read(cls, text: str) -> Place:
        """Raises ValueError for what is no place."""
        found = _PLACE.fullmatch(text.strip())
        if found is None or not (found["name"] or found["form"] == SENDER):
            raise ValueError(text)
        return cls(
            form=found["form"],
            name=found["name"] or "",
            of=tuple(found["of"].split(">")[1:]),
            columns=tuple(one.strip() for one in (found["columns"] or "").split(",") if one.strip()),
            only=tuple(Only.read(one) for one in (found["only"] or "").split("/")[1:]),
        )

    def takes(self, row: Mapping[str, Any]) -> bool:
        """Whether a row counts."""
        return all(only.takes(row) for only in self.only)


@dataclass(frozen=True)
class Language:
    """A language of letters: the Dutch name, its own name, which languages of the dossier it serves, and its words for choices."""

    name: str
    own_name: str
    locale: str
    serves: tuple[str, ...] = ()
    right_to_left: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """A text as it was shipped; `first_line` is the line of the file that it begins on."""

    body: str
    first_line: int
    file: str


@dataclass(frozen=True)
class LetterDef:
    """One letter: who sends it to whom, from when, at which level, and what may stand in it."""

    key: str
    code: str
    title: str
    sender: tuple[str, ...]
    to: str
    step: str
    begins: str
    begins_words: str
    about: tuple[str, ...]
    level: str
    own_language: str
    reference: bool
    fixed: bool
    """Whether it tells what lies fixed: the form it is about is read from its frozen or definitive version, never from what is being typed."""
    signer: str
    """The fact that says which colleague signs; empty when it is who makes the letter."""
    facts: tuple[str, ...]
    points: tuple[str, ...]
    texts: Mapping[str, Text]
    file: str

    @property
    def is_line(self) -> bool:
        """Whether this is the one line in the own language, and no letter of its own."""
        return self.key == LINE


HEAD = {
    "code": "code", "titel": "title", "van": "sender", "aan": "to", "stap": "step", "begint als": "begins", "begint in woorden": "begins_words",
    "over": "about", "niveau": "level", "eigen taal": "own_language", "kenmerk": "reference", "vastgelegd": "fixed", "tekent": "signer", "gegevens": "facts", "punten": "points",
}  # fmt: skip
"""The lines of a head, in Dutch, and what they are called here."""
_LISTS = {"sender": ",", "about": ",", "facts": ",", "points": ";"}
_MAY_BE_EMPTY = ("about", "facts", "begins_words", "fixed", "signer")
_FILE = re.compile(r"(?P<key>[A-Za-z]+[0-9]*(?:-\w+)?)\.(?P<language>[a-z]{2,3})\.md")


def read_letters(folder: Path) -> dict[str, LetterDef]:
    """The letters of a folder by key; nothing when there is no folder. Raises DefinitionError with file, line and remedy."""
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.glob("*.md")):
        name = _FILE.fullmatch(path.name)
        if name is None:
            raise DefinitionError(f"brieven/{path.name}: deze naam is geen brief. Noem het bestand naar code en taal, zoals BR06.nl.md.")
        found.setdefault(name["key"], {})[name["language"]] = path
    return {key: _letter(key, paths) for key, paths in found.items()}


def _letter(key: str, paths: Mapping[str, Path]) -> LetterDef:
    dutch = paths.get(DUTCH)
    if dutch is None:
        some = next(iter(paths.values()))
        raise DefinitionError(
            f"brieven/{some.name}: de Nederlandse tekst {key}.{DUTCH}.md ontbreekt. Zet die erbij; een vertaling staat nooit alleen."
        )
    head, text = _parts(dutch)
    words: dict[str, Any] = {}
    for name, own in HEAD.items():
        value = head.pop(name, "")
        if not value and own not in _MAY_BE_EMPTY and key != LINE:
            raise DefinitionError(f"brieven/{dutch.name}: ‘{name}’ ontbreekt in de kop. Zet er een regel ‘{name}: …’ bij.")
        split = _LISTS.get(own)
        words[own] = tuple(one.strip() for one in value.split(split) if one.strip()) if split else value
    if head:
        raise DefinitionError(f"brieven/{dutch.name}: ‘{min(head)}’ in de kop bestaat niet. Kies uit: {', '.join(HEAD)}.")
    words["reference"], words["fixed"] = words["reference"] == "ja", words["fixed"] == "ja"
    words["own_language"] = words["own_language"] or "vertaling"
    words["level"] = words["level"] or PLAIN
    for name, value, known in (("niveau", words["level"], LEVELS), ("eigen taal", words["own_language"], OWN_LANGUAGE)):
        if value not in known:
            raise DefinitionError(f"brieven/{dutch.name}: ‘{name}: {value}’ bestaat niet. Kies uit: {', '.join(known)}.")
    texts = {DUTCH: text}
    for language, path in paths.items():
        if language != DUTCH:
            head, texts[language] = _parts(path)
            if head != {"staat": DRAFT}:
                raise DefinitionError(
                    f"brieven/{path.name}: de kop van een vertaling is de regel ‘staat: {DRAFT}’ en anders niets. "
                    "Goedkeuren doet een collega in popforms, bij Lijsten, Brieven."
                )
    return LetterDef(key=key, texts=texts, file=f"brieven/{dutch.name}", **words)


def _parts(path: Path) -> tuple[dict[str, str], Text]:
    """The head and the text of a file, parted by a line of three dashes."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise DefinitionError(f"brieven/{path.name}: dit bestand is niet te lezen. Bewaar het als UTF-8.") from None
    if "---" not in lines:
        raise DefinitionError(f"brieven/{path.name}: de regel --- tussen kop en tekst ontbreekt. Zet die onder de kop.")
    end = lines.index("---")
    head: dict[str, str] = {}
    for number, line in enumerate(lines[:end], 1):
        name, colon, value = line.partition(":")
        if not colon:
            raise DefinitionError(f"brieven/{path.name}: regel {number} van de kop is geen ‘naam: waarde’. Verbeter die regel.")
        head[name.strip()] = value.strip()
    return head, Text("\n".join(lines[end + 1 :]).strip("\n"), end + 2, f"brieven/{path.name}")


# --- checks -----------------------------------------------------------------------------------------------------------


def allowed(forms: Catalogue, letter: LetterDef) -> dict[str, Fact]:
    """What may stand in a letter, by name."""
    facts: Mapping[str, Fact] = forms.process.LETTER_FACTS
    return {name: facts[name] for name in letter.facts}


def mistakes(forms: Catalogue, letter: LetterDef, body: str) -> list[Mistake]:
    """What is wrong with a text for a letter, with line and remedy; empty when it may be used."""
    return mistakes_in(body, {name: fact.columns for name, fact in allowed(forms, letter).items()})


def check_letters(forms: Catalogue) -> None:
    """Refuse a letter that asks what cannot be, names a fact that it may not hold, or has a text with a mistake; DefinitionError."""
    words = getattr(forms.process, "LETTERS", None)
    if not forms.letters or words is None or (form := forms.get(words["form"])) is None:
        return
    titles = dict(kind.options) if (kind := form.question(words["kind"])) else {}
    for fact in forms.process.LETTER_FACTS.values():
        _check_fact(forms, fact)
    for letter in forms.letters.values():
        if letter.signer and letter.signer not in forms.process.LETTER_FACTS:
            raise DefinitionError(f"{letter.file}: gegeven ‘{letter.signer}’ bij ‘tekent’ bestaat niet. Kies er een uit briefgegevens.py.")
        for number, name in enumerate(letter.facts):
            if name not in forms.process.LETTER_FACTS:
                raise DefinitionError(
                    f"{letter.file}: gegeven ‘{name}’ bestaat niet. Kies er een uit briefgegevens.py, of zet het daar bij."
                )
            if name in letter.facts[:number]:
                raise DefinitionError(f"{letter.file}: gegeven ‘{name}’ staat er twee keer. Haal er een weg.")
            _check_weight(forms, letter, name)
        if not letter.is_line:
            if titles.get(letter.code) != letter.title:
                raise DefinitionError(
                    f"{letter.file}: {letter.code} heet in {form.file} ‘{titles.get(letter.code, 'niets')}’. Schrijf code en titel zoals daar."
                )
            for role in letter.sender if forms.roles else ():
                if role not in forms.roles.ROLES:
                    raise DefinitionError(f"{letter.file}: rol ‘{role}’ bestaat niet. Kies uit: {', '.join(forms.roles.ROLES)}.")
            for code in letter.about:
                if forms.get(code) is None:
                    raise DefinitionError(f"{letter.file}: formulier ‘{code}’ bij ‘over’ bestaat niet. Schrijf een code, zoals F06.")
        for text in letter.texts.values():
            for mistake in mistakes(forms, letter, text.body):
                raise DefinitionError(f"{text.file}: regel {mistake.line + text.first_line - 1}: {mistake.say}")


def _check_fact(forms: Catalogue, fact: Fact) -> None:
    try:
        places = fact.places
    except ValueError as error:
        raise DefinitionError(
            f"briefgegevens.py: bij ‘{fact.label}’ is ‘{error}’ geen plaats. Schrijf formulier en vraag, zoals F01.voornamen."
        ) from None
    for place in places:
        if place.form in (ABOUT, ACTION, SENDER):
            continue
        holder = forms.holder(place.form, place.name)
        question = holder.question(place.name) if holder else None
        columns = {column.name for column in question.columns} if question else set()
        if question is None or not set(place.columns) <= columns:
            raise DefinitionError(
                f"briefgegevens.py: ‘{fact.label}’ komt uit {place.form}.{place.name}, maar die vraag (of een kolom) bestaat niet. "
                "Schrijf de naam van een vraag die er is."
            )
    for name in [*fact.options.values(), *([fact.chooser] if fact.chooser else [])]:
        if name not in forms.process.LETTER_FACTS:
            raise DefinitionError(f"briefgegevens.py: ‘{fact.label}’ noemt ‘{name}’, maar dat gegeven staat er niet. Voeg het toe.")


def _check_weight(forms: Catalogue, letter: LetterDef, name: str) -> None:
    """A number, health and money stand in no letter but those that may hold them; a BSN stands in none (process.md section 4)."""
    limits: Mapping[str, tuple[str, ...]] = forms.process.LETTER_LIMITS
    questions = list(questions_of(forms, letter, name))
    if not questions and any(place.form == ABOUT for place in forms.process.LETTER_FACTS[name].places):
        raise DefinitionError(
            f"{letter.file}: ‘{name}’ staat niet in {' of '.join(letter.about) or 'een formulier'}. Haal het weg, of noem het formulier bij ‘over’."
        )
    for question in questions:
        weight = "bsn" if question.kind == "bsn" else "geld" if question.kind == "amount" else question.privacy
        if weight in ("gewoon", "gevoelig"):
            continue
        if letter.code not in limits.get(f"{weight}.{question.name}", limits.get(weight, ())):
            raise DefinitionError(
                f"{letter.file}: ‘{name}’ mag niet in deze brief ({weight}). Haal het weg bij ‘gegevens’ en uit de tekst."
            )


def action_question(forms: Catalogue, name: str) -> Question | None:
    """The question of an action row with this name."""
    columns = (column for form in forms for _, question in form.questions() if question.block == "B-A" for column in question.columns)
    return next((column for column in columns if column.name == name), None)


def questions_of(forms: Catalogue, letter: LetterDef, name: str) -> Iterator[Question]:
    """The questions that a fact of a letter is read from, columns of rows too, and those of the facts that it chooses from."""
    fact: Fact = forms.process.LETTER_FACTS[name]
    for other in fact.options.values():
        yield from questions_of(forms, letter, other)
    for place in fact.places:
        if place.form == ACTION:
            asked = action_question(forms, place.name)
            yield from [asked] if asked else []
            continue
        codes: Iterable[str] = letter.about if place.form == ABOUT else (place.form,)
        for code in codes:
            holder = forms.holder(code, place.name)
            question = holder.question(place.name) if holder else None
            if question:
                yield question
                yield from (column for column in question.columns if column.name in place.columns)
        for name in place.of:
            yield from (question for form in forms for _, question in form.questions() if question.name == name)
