"""What we hold about a person, for that person (AVG art. 15): a pdf in plain words and a data file with the same answers.

The data file is JSON, described in docs/inzagebestand.md. Names of colleagues who looked are not in it (store/requests.py says
why); those in an answer, such as who is the begeleider, are, for the person knows them. What the maker says is about somebody
else stays out, and the file says how much that was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from popforms import document
from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS
from popforms.definition.outline import Block, Bullets, Document, Heading, Meta, NewPage, Remark, RowTable, Text
from popforms.definition.paths import path_of
from popforms.definition.questions import FormDef, Question
from popforms.dutch import say_date
from popforms.paper import to_pdf
from popforms.prints.about import About
from popforms.settings import load_settings
from popforms.store import NotNow, Saved, Store
from popforms.store.acts import KINDS as ACT_KINDS
from popforms.store.logbook import LogLine
from popforms.store.requests import PersonData

FORMAT = "popforms-inzage-1"
TITLE = "Uw gegevens bij de gemeente"
INTRO = (
    "In dit overzicht staat wat de gemeente over u bewaart in het programma popforms. U hebt hierom gevraagd. Dat recht staat in de "
    "privacywet (AVG, artikel 15).",
    "Begrijpt u iets niet? Vraag uw POP-consulent om uitleg, of vraag een tolk.",
)
WHY = (
    "Wij gebruiken uw gegevens om u te helpen met wonen, taal, werk en inburgeren. Dat is een taak van de gemeente uit de Wet "
    "inburgering en de Participatiewet.",
    "Uw BSN gebruiken wij alleen waar de wet dat vraagt.",
    "Uw gezondheid schrijven wij alleen op als dat nodig is voor uw plan.",
    "Geen computer neemt een besluit over u. Dat doen mensen.",
)
SOURCES = (
    "Wij kregen gegevens van het COA, bij uw melding.",
    "Wij kregen gegevens van DUO over uw inburgering.",
    "De rest vertelde u zelf, of schreven mensen op die u helpen. Hieronder ziet u per formulier wie dat deed.",
)
READERS = (
    "Elke keer dat iemand uw dossier opent, schrijft het programma dat op. Hieronder staat welke functie keek, voor welke organisatie "
    "en hoe vaak. Namen staan er niet bij. Denkt u dat iemand keek die dat niet mocht? Zeg het ons, dan zoeken wij het uit."
)
RIGHTS = (
    "Klopt iets niet? Dan mag u vragen of wij het verbeteren of aanvullen.",
    "U mag vragen of wij iets wissen. Soms mag dat niet van de wet. Dan leggen wij uit waarom.",
    "U mag vragen of wij uw gegevens even niet gebruiken.",
    "U mag zeggen dat u het niet eens bent met hoe wij uw gegevens gebruiken.",
    "Gaf u toestemming om te delen? Die mag u altijd stoppen.",
    "Bent u niet tevreden? Praat met uw POP-consulent of met de privacy officer van de gemeente. U mag ook een klacht sturen naar de "
    "Autoriteit Persoonsgegevens: autoriteitpersoonsgegevens.nl of 088 180 52 50.",
)
KEPT = (
    "Wij bewaren uw dossier {}. Daarna vernietigen wij het.",
    "Na het einde van uw inburgering bewaren wij uw dossier nog een vaste tijd. Daarna vernietigen wij het.",
)
TYPED = ("text", "long text")
STAYS_CLOSED = "over gezondheid; lees deze tekst in het formulier zelf"
CAME_BETWEEN = (
    "Er is net een tekst bij gekomen of veranderd. Kijk de lijst nog een keer na; je vakjes staan er nog. Kies dan weer ‘Overzicht maken’."
)
_OTHERS = "Wat over een ander gaat, staat er niet bij."


@dataclass(frozen=True)
class Piece:
    """A text that somebody typed and that may be about somebody else: what names it, where it stands, its words, and in which
    version of its form."""

    unit: str
    where: str
    words: str
    version: int = 0


@dataclass
class PersonFile:
    """The two files with what they say of themselves, in counts."""

    pdf: bytes
    data: bytes
    content: dict[str, Any] = field(default_factory=dict)


def pieces(store: Store, dossier_id: str) -> list[Piece]:
    """Every typed text of a dossier, for who decides what is about somebody else; one about health is named and stays closed."""
    found = []
    for saved in _newest(store, dossier_id):
        texts = {path: str(value) for path, question, value in _answers(store, saved, frozenset()) if question.kind in TYPED}
        texts |= {path: STAYS_CLOSED for path in saved.closed if path in saved.form.places and saved.form.places[path][1].kind in TYPED}
        found += [
            Piece(f"{saved.record.id}:{path}", f"{saved.form.title}: {question.label}", texts[path], saved.number)
            for path, (_, question) in saved.form.places.items()
            if path in texts
        ]
    names = store.forms.process.LOG
    return found + [
        Piece(f"{line.id}:", f"Logboek van {say_date(line.at.date())}", STAYS_CLOSED if line.closed else _log_words(line, names))
        for line in _log(store, dossier_id)
    ]


def mark(found: list[Piece]) -> str:
    """What tells one list of texts from another: other when a text came, went or changed."""
    return sha256(repr(found).encode()).hexdigest()


def make(store: Store, dossier_id: str, asked_on: date, *, others: Set[str] = frozenset(), seen: str | None = None) -> str:
    """Make the two files and keep them until somebody else releases them; `others` are the units that are about somebody else,
    chosen from the list with the mark `seen`.

    Gives the id of the request. Raises AccessDenied for who does not make them, NotNow when one waits already and when a text
    would go along that was not in that list.
    """
    if not store.may_make_access(dossier_id):
        store.requests_of(dossier_id)  # refuses, with its line
    made = person_file(store, dossier_id, asked_on, others=others)
    if seen is not None and seen != mark(pieces(store, dossier_id)):  # after the reading: no text comes between
        raise NotNow(CAME_BETWEEN)
    return store.keep_access(dossier_id, asked_on, made.pdf, made.data, made.content)


def person_file(store: Store, dossier_id: str, asked_on: date, *, others: Set[str] = frozenset()) -> PersonFile:
    """Both files from one walk, so that they say the same."""
    with store.opening("bijzonder", "nummer"):
        beside = store.person_data(dossier_id)
        about = About(store, dossier_id)
        newest = _newest(store, dossier_id)
        lines = [line for line in _log(store, dossier_id) if f"{line.id}:" not in others]
        left = len(others)
        blocks = [*_opening(), *_forms(store, about, newest, others, beside), *_logbook(store, lines), *_rest(store, about, beside, left)]
        data = _data(store, about, newest, lines, beside, others, asked_on)
    meta = Meta(dossiernummer=about.number, form_title=TITLE, state="overzicht", made_on=say_date(store.today))
    pdf = to_pdf(Document(TITLE, meta, about.person, tuple(blocks)), stamp=store.now(), gemeente=about.gemeente)
    content = {"formulieren": len(newest), "regels": len(lines), "lezers": len(beside.readers), "weggelaten": left}
    return PersonFile(pdf, json.dumps(data, ensure_ascii=False, indent=1).encode(), content)


# --- the pdf ----------------------------------------------------------------------------------------------------------


def _opening() -> Iterator[Block]:
    yield from (Text(words, large=True) for words in INTRO)
    yield Heading("Waarom wij dit bewaren")
    yield Bullets(WHY, large=True)
    yield Heading("Waar het vandaan komt")
    yield Bullets(SOURCES, large=True)


def _forms(store: Store, about: About, newest: list[Saved], others: Set[str], beside: PersonData) -> Iterator[Block]:
    yield NewPage()
    yield Heading("Wat wij over u bewaren")
    for saved in newest:
        told = document.of(
            saved.form, _without(store, saved, others), saved.facts, About.of(store, saved).lookup(saved.form, saved.answers), saved.readable,
            Meta(),
            late=True, actions=about.actions(saved.record.id), asked=saved.asked,
        )  # fmt: skip
        made = [one for one in beside.versions if one.record_id == saved.record.id]
        who = ", ".join(dict.fromkeys(one.function for one in made))
        yield Heading(saved.form.title, 2)
        earlier = f" Er zijn {len(made)} versies; de eerdere staan in het gegevensbestand." if len(made) > 1 else ""
        yield Remark(f"Opgeschreven door: {who}. Laatst bewaard op {say_date(saved.at.date())}.{earlier}")
        yield from (Heading(b.text, b.level + 2) if isinstance(b, Heading) else b for b in told.blocks)


def _logbook(store: Store, lines: list[LogLine]) -> Iterator[Block]:
    names = store.forms.process.LOG
    if lines:
        rows = tuple((say_date(line.at.date()), str(line.answers.get(names["kind"]) or ""), _log_words(line, names)) for line in lines)
        yield Heading("Wat er is gebeurd", 2)
        yield RowTable("Het logboek", ("Wanneer", "Wat", "Wat er staat"), rows)


def _rest(store: Store, about: About, beside: PersonData, left: int) -> Iterator[Block]:
    if left:
        yield Remark(f"{_OTHERS} Dat zijn {left} {'stuk tekst' if left == 1 else 'stukken tekst'}.")
    yield NewPage()
    yield Heading("Wie uw gegevens zag")
    yield Text(READERS, large=True)
    rows = tuple(
        (one.function, one.organisation, ACT_KINDS[one.kind], str(one.times), _span(one.first, one.last)) for one in beside.readers
    )
    if rows:
        yield RowTable("Wie", ("Functie", "Organisatie", "Wat", "Hoe vaak", "Wanneer"), rows)
    yield Heading("Met wie wij deelden")
    consents = tuple(
        (one.topic, store.contact_name(one.organisation), say_date(one.until)) for one in store.consents_of(about.dossier_id or "")
    )
    if consents:
        yield RowTable("Hier gaf u toestemming voor", ("Waarover", "Met wie", "Tot wanneer"), consents)
    else:
        yield Text("Er is nu geen toestemming van u om te delen.", large=True)
    team = tuple(dict.fromkeys(org for one in beside.readers if (org := one.organisation)))
    if team:
        yield Text("Mensen van deze organisaties werken met uw dossier: " + ", ".join(team) + ".", large=True)
    if beside.printed:
        printed = tuple((say_date(day), form, kind, function) for day, form, kind, function in beside.printed)
        yield RowTable("Dit is afgedrukt", ("Wanneer", "Wat", "Soort", "Door"), printed)
    yield Heading("Hoe lang wij het bewaren")
    yield Text(_kept(beside), large=True)
    yield Heading("Uw rechten")
    yield Bullets(RIGHTS, large=True)


def _kept(beside: PersonData) -> str:
    known, unknown = KEPT
    return known.format(beside.kept) if beside.kept else unknown


def _span(first: date, last: date) -> str:
    return say_date(first) if first == last else f"{say_date(first)} tot {say_date(last)}"


# --- the data file ----------------------------------------------------------------------------------------------------


def _data(
    store: Store, about: About, newest: list[Saved], lines: list[LogLine], beside: PersonData, others: Set[str], asked_on: date
) -> dict[str, Any]:
    made = {(one.record_id, one.number): one for one in beside.versions}
    forms = []
    for saved in newest:
        versions = []
        for number in range(saved.number, 0, -1):
            one = saved if number == saved.number else store.saved(saved.record.id, number)
            lookup, who = About.of(store, one).lookup(one.form, one.answers), made.get((one.record.id, number))
            versions.append(
                {
                    "nummer": number, "staat": one.state, "bewaard_op": one.at.date().isoformat(), "door": who.function if who else "",
                    "antwoorden": [
                        {"naam": path, "vraag": question.label, "antwoord": KINDS[question.kind].say(question, value, lookup), "waarde": value}
                        for path, question, value in _answers(store, one, others)
                    ],
                }
            )  # fmt: skip
        forms.append({"titel": saved.form.title, "versies": versions})
    names = store.forms.process.LOG
    return {
        "formaat": FORMAT, "dossiernummer": about.number, "gevraagd_op": asked_on.isoformat(), "gemaakt_op": store.today.isoformat(),
        "gemeente": about.gemeente or load_settings().gemeente, "formulieren": forms,
        "logboek": [
            {"op": line.at.isoformat(timespec="minutes"), "soort": line.answers.get(names["kind"]) or "", "tekst": _log_words(line, names)}
            for line in lines
        ],
        "gezien_door": [
            {"functie": one.function, "organisatie": one.organisation, "wat": ACT_KINDS[one.kind], "keren": one.times,
             "eerste": one.first.isoformat(), "laatste": one.last.isoformat()}
            for one in beside.readers
        ],
        "toestemmingen": [
            {"onderwerp": one.topic, "met": store.contact_name(one.organisation), "tot": one.until.isoformat()}
            for one in store.consents_of(about.dossier_id or "")
        ],
        "afdrukken": [
            {"op": day.isoformat(), "formulier": form, "soort": kind, "door": function} for day, form, kind, function in beside.printed
        ],
        "bewaard": beside.kept or "termijn nog niet begonnen", "weggelaten": len(others),
    }  # fmt: skip


# --- inside -----------------------------------------------------------------------------------------------------------


def _newest(store: Store, dossier_id: str) -> list[Saved]:
    """The newest version of every form of a dossier that was kept, in process order."""
    return [
        store.saved(record.id)
        for line in store.forms_of(dossier_id)
        for record in (line.records if line.may_read else ())
        if record.version
    ]


def _log(store: Store, dossier_id: str) -> list[LogLine]:
    return store.log_lines(dossier_id, limit=100_000) if store.may_log(dossier_id, "R") else []


def _log_words(line: LogLine, names: Mapping[str, Any]) -> str:
    return "\n".join(str(line.answers[name]) for name in (names["short"], names["text"]) if line.answers.get(name))


def _is_out(store: Store, form: FormDef, question: Question, unit: str, others: Set[str]) -> bool:
    never = store.forms.process.NOT_FOR_PERSON
    return unit in others or any(f"{code}.{question.name}" in never for code in (question.code, form.code))


def _answers(store: Store, saved: Saved, others: Set[str]) -> Iterator[tuple[str, Question, Any]]:
    """The answers of a version that go to the person, in the order of the form; a text that stays out is out of every version."""
    for section, question in saved.form.questions():
        path = path_of(section, question)
        value = (saved.answers.get(section.name) or {} if section.name else saved.answers).get(question.name)
        if has_value(value) and not _is_out(store, saved.form, question, f"{saved.record.id}:{path}", others):
            yield path, question, value


def _without(store: Store, saved: Saved, others: Set[str]) -> dict[str, Any]:
    """The nested answers of a version without what stays out."""
    kept = {name: dict(value) if isinstance(value, Mapping) else value for name, value in saved.answers.items()}
    for section, question in saved.form.questions():
        if _is_out(store, saved.form, question, f"{saved.record.id}:{path_of(section, question)}", others):
            (kept.get(section.name, {}) if section.name else kept).pop(question.name, None)
    return kept
