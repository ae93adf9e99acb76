"""A word of its own in every answer that somebody can type, and who of whom may come across it by docs/domein/rechten.md."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from popforms.access import AccessDenied, User
from popforms.definition.catalogue import Catalogue
from popforms.definition.paths import find, fixed_rows, flatten, path_of
from popforms.definition.questions import LIST, FormDef, Question
from popforms.demo import CAST, PASSWORD, complete, full_answers
from popforms.settings import Settings
from popforms.store import Draft, NotNow, NotReady, Store, open_database, transaction
from popforms.store.accounts import Accounts
from popforms.store.connection import Database
from popforms.store.heavy import EVERYTHING
from tests.access.test_every_cell import TABLE, expected, field_expected

LAW, PILOT, SECRET = "Hoda", "Ferhat", "Narges"
"""Dossiers of the demo: under the law, under the pilot, and one with restricted access."""
OF_ALL = ("contacten", "stamgegevens")
"""Lists that all gemeenten of an installation share (docs/domein/rechten.md)."""
STRANGER, LINKED, ELSEWHERE, EMERGENCY = "vreemd", "lijst", "elders", "nood"
"""Somebody in a role who is named nowhere: in the own gemeente, of an organisation that is linked, of another gemeente, and in the own
gemeente with noodinzage in every dossier that may be opened so."""
RESTRICTED_TO = ("PC", "HVC")
CLOSED_ALSO_IN_EMERGENCY = ("gezondheid", "nummers")
"""For all but a PC (second table of the page)."""
REASON = "Zij belt in paniek en haar vaste consulent is er niet."
SCAN = b"%PDF-1.4\n%% {}\n%%EOF"
TYPED = ("text", "long text")
PRIVACY_PARTS = {"bijzonder": "gezondheid", "nummer": "nummers"}
NOT_IN_MAIL = r"[@\s]"


@dataclass(frozen=True)
class Canary:
    """A word that stands in one place only, and what that place is: a question of a record, with its row when it is a cell."""

    word: str
    dossier: str
    form: FormDef
    question: Question
    column: Question | None = None
    row: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    kept: bool = True
    author: str = ""

    @property
    def place(self) -> str:
        """Where it stands, in a report."""
        return " ".join(one for one in (self.dossier, self.form.code, self.question.name, self.column.name if self.column else "") if one)


@dataclass(frozen=True)
class Onlooker:
    """Somebody with an account, in one role and one kind of relation to the dossiers of the own gemeente."""

    username: str
    role: str
    relation: str


@dataclass
class Aviary:
    """A database full of canaries: which there are, who looks for them, and what decides about them."""

    forms: Catalogue
    users: dict[str, User]
    onlookers: list[Onlooker]
    dossiers: dict[str, str]
    records: dict[str, str]
    canaries: list[Canary] = field(default_factory=list)
    trekkers: dict[str, dict[str, str]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    housed: dict[str, date] = field(default_factory=dict)
    words: Iterator[str] = field(default_factory=lambda: _words())
    unkept: list[str] = field(default_factory=list)

    def onlooker(self, username: str) -> Onlooker:
        """Somebody by username."""
        return next(one for one in self.onlookers if one.username == username)

    # --- the oracle: what the page of rights says, without `access` ---------------------------------------------------

    def situation(self, who: Onlooker, dossier: str) -> str:
        """The relation of somebody to a dossier, in the words of the page."""
        user = self.users[who.username]
        if who.relation == ELSEWHERE:
            return "andere gemeente"
        mine = bool(self.named[dossier] & user.ids)
        if dossier == SECRET:
            broken_open = who.relation == EMERGENCY and who.role == "PC"
            return "eigen" if (mine and who.role in RESTRICTED_TO) or broken_open else "beperkt"
        if mine:
            return "eigen"
        late = dossier in self.housed and self.housed[dossier] + timedelta(days=56) < date.today()
        if who.relation == EMERGENCY and (late if who.role == "HVC" else who.role != "PC"):  # others see it already
            return "eigen"
        if who.role == "HVC" and late:
            return "beperkt"
        return "lijst" if who.role == "CVLW" and who.relation != STRANGER else "geen"

    def _stays_shut(self, who: Onlooker, canary: Canary) -> bool:
        """What noodinzage does not open (second table of the page)."""
        if who.relation != EMERGENCY or who.role == "PC" or not canary.dossier:
            return False
        parts = {one.part for one in (canary.question, canary.column) if one}
        kinds = {PRIVACY_PARTS.get(one.privacy, "") for one in (canary.question, canary.column) if one}
        if (parts | kinds) & set(CLOSED_ALSO_IN_EMERGENCY):
            return True
        return who.role == "CVLW" and canary.question.name not in self.forms.roles.EMERGENCIES["contact en planning"].only.split()

    def may_see(self, who: Onlooker, canary: Canary) -> bool:
        """Whether the page of rights lets this canary be seen."""
        elsewhere = who.relation == ELSEWHERE and canary.question.part not in OF_ALL
        name = self.situation(who, canary.dossier) if canary.dossier else "andere gemeente" if elsewhere else "eigen"
        question = canary.question
        if self._stays_shut(who, canary):
            return False
        heavy = canary.column if canary.column is not None and canary.column.part != question.part else None
        if canary.form.lines:
            return expected(who.role, "logboek", "R", name, with_consent=False) and self._admits(who, canary)
        if self._is_own_action(who, canary, name):
            return True
        if not self._holds(who, canary):
            return False
        if self._opens(who, question, name) or self._own_row(who, canary, name):
            return heavy is None or self._opens(who, heavy, name)
        return False

    @staticmethod
    def _opens(who: Onlooker, question: Question, name: str) -> bool:
        return field_expected(who.role, question, "R", name)

    def _holds(self, who: Onlooker, canary: Canary) -> bool:
        """What the legend asks of the record itself."""
        said, user = dict(_flat(canary.answers)), self.users[who.username]
        match canary.form.code, who.role:
            case "F15", "BM":
                return said.get("es_niveau") == "2"
            case "F18", "CVLW":
                return said.get("ur_partij") == user.organisation
            case "F18", _ if "o" in TABLE["uren", who.role]:
                return canary.author == user.id
            case "F22", "HVC":
                return said.get("br_soort") in ("BR02", "BR03", "BR04", "BR05", "BR18")
            case "F22", "MB":
                return said.get("br_soort") == "BR15"
            case "F22", "CVLW":
                return said.get("br_soort") in ("BR09", "BR14")
            case "F22", "IC":
                return said.get("br_soort") == "BR17"
            case "F22", "CW" | "CMD" | "TC":
                return bool(user.ids & {one for name in ("br_aan", "br_kopie") for one in _values(said.get(name))})
            case "F14b", "CVLW":
                return said.get("cd_toestemming") != "nee"
        return True

    def _admits(self, who: Onlooker, canary: Canary) -> bool:
        visible = _flat(canary.answers)["lg_zichtbaar"]
        if who.role == "PC" or visible == "hele team":
            return True
        if who.role == "CVLW":
            return False
        mine = canary.author == self.users[who.username].id
        return mine or (visible == "alleen gemeente" and who.role in ("PC", "HVC", "IC", "CW"))

    def _own_row(self, who: Onlooker, canary: Canary, name: str) -> bool:
        """Rows of the module that somebody pulls, or of the own organisation or function."""
        question, user = canary.question, self.users[who.username]
        limits = {
            ("gesprek", "MB"): ("acties", "vg_acties", "vg_doelen", "vg_nieuwe_acties"),
            ("gesprek", "CW"): ("acties", "vg_acties", "vg_doelen", "vg_nieuwe_acties"),
            ("gesprek", "IC"): ("acties", "vg_acties", "vg_doelen", "vg_nieuwe_acties"),
            **{("afronding_pop", role): ("ap_doelen", "ap_open_acties") for role in ("MB", "CVLW", "CW")},
        }
        if not expected(who.role, question.part, "R", name, with_consent=False):
            return False
        if (question.part, who.role) == ("gesprek", "IC") and question.name == "acties_gecheckt":
            return "inkomensconsulent" in canary.row.values()
        if question.part == "toestemming" and question.name == "to_regels":
            return user.organisation in canary.row.values()
        if question.name not in limits.get((question.part, who.role), ()):
            return False
        module = str(canary.row.get("module"))
        return module != "gezondheid" and self.trekkers.get(canary.dossier, {}).get(module) in user.ids

    def _is_own_action(self, who: Onlooker, canary: Canary, name: str) -> bool:
        """An own action shows what it is about, also when the form it was born in is closed."""
        question, user = canary.question, self.users[who.username]
        if question.block != "B-A" or not canary.kept or canary.column is None or canary.column.name != "omschrijving":
            return False
        if name in ("andere gemeente", "beperkt"):
            return False
        if canary.author == user.id and expected(who.role, "logboek", "R", name, with_consent=False):
            return True  # the line of the logbook that tells of it is in one's own name
        if canary.row.get("trekker") not in user.ids:
            return False
        health = "gezondheid" in (canary.row.get("module"), question.part)
        return not health or "WFX" in TABLE["gezondheid", who.role]


def _words() -> Iterator[str]:
    """Words that stand nowhere else: letters only, so that no layout breaks them."""
    rng, seen = random.Random("kanaries"), set[str]()
    while True:
        word = "kanarie" + "".join(rng.choice("bcdfghjklmnpqrstvwxz") for _ in range(9))
        if word not in seen:
            seen.add(word)
            yield word


def _flat(answers: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in answers.items():
        flat |= value if isinstance(value, Mapping) and "datum" not in value else {name: value}
    return flat


def _values(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [one for inner in value.values() for one in _values(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in _values(inner)]
    return [value]


# --- planting ---------------------------------------------------------------------------------------------------------


def plant(
    settings: Settings, forms: Catalogue, firsts: tuple[str, ...] = (LAW, PILOT, SECRET), *, words: Iterator[str] | None = None
) -> Aviary:
    """Fill every form of these dossiers with canaries, kept once and then typed over, and give everybody an account.

    `words` are typed instead of canaries; an e-mail address is made of each as far as one can be."""
    with closing(open_database(settings)) as db:
        home = next(account.user for account in Accounts(db).all() if account.user.username == "marieke").gemeenten
        elsewhere = next(account.user for account in Accounts(db).all() if account.user.username == "olga").gemeenten
        onlookers = [Onlooker(one.username, one.role, "") for one in CAST if one.username not in ("nadia", "olga")]
        linked = next(account.user for account in Accounts(db).all() if account.user.username == "joop").organisation
        breaking = forms.roles.ACTIONS["emergency"]
        for role in forms.roles.ROLES:
            for relation in (STRANGER, ELSEWHERE, *([LINKED] if role == "CVLW" else []), *([EMERGENCY] if role in breaking else [])):
                name = f"{relation}-{role.lower()}"
                Accounts(db).create(
                    username=name, name=f"{relation.title()} {role}", password=PASSWORD, roles=[role],
                    gemeenten=elsewhere if relation == ELSEWHERE else home, organisation=linked if relation == LINKED else None,
                )  # fmt: skip
                onlookers.append(Onlooker(name, role, relation))
        users = {account.user.username: account.user for account in Accounts(db).all()}
        dossiers = {}
        for first in firsts:
            row = db.conn.execute("SELECT id FROM dossier WHERE facts LIKE ?", (f'%"F01.voornamen": "{first}%',)).fetchone()
            row = row or db.conn.execute("SELECT id FROM dossier WHERE facts LIKE ?", (f'%"F01.voornamen":"{first}%',)).fetchone()
            dossiers[first] = str(row[0])
        aviary = Aviary(forms, users, onlookers, dossiers, {}, words=words or _words())
        for first in dossiers:
            _fill_dossier(aviary, db, first)
        for form in forms:
            if form.per == LIST and not form.lines:
                _fill_list(aviary, db, form)
        return aviary


def everybody(aviary: Aviary, db: Database) -> Store:
    """One colleague with every role, to write what is for different people to write."""
    store = Store(db, replace(aviary.users["marieke"], roles=tuple(aviary.forms.roles.ROLES)), aviary.forms)
    store.opened = EVERYTHING
    return store


def begin_emergencies(aviary: Aviary, db: Database, who: Onlooker) -> int:
    """Open every dossier of the aviary with noodinzage as far as it may be; gives how many opened."""
    store, opened = Store(db, aviary.users[who.username], aviary.forms), 0
    for dossier in aviary.dossiers.values():
        (row,) = db.query("SELECT number FROM overview WHERE dossier_id=?", (dossier,))
        with suppress(NotNow, AccessDenied):
            opened += bool(store.begin_emergency(number=row["number"], reason=REASON))
    return opened


def _fill_dossier(aviary: Aviary, db: Database, first: str) -> None:
    store, dossier = everybody(aviary, db), aviary.dossiers[first]
    for row in list(
        db.query("SELECT id, state FROM record WHERE dossier_id=? AND state IN ('definitief', 'klaar om te tekenen')", (dossier,))
    ):
        if not store.forms[store._head(row["id"]).form.key].lines:
            (store.correct if row["state"] == "definitief" else store.back_to_draft)(row["id"], "Er moet nog iets bij.")
    for form in aviary.forms.per_dossier():
        if form.lines or (form.shown_when and not form.shown_when.holds(store.dossier(dossier).facts.get)):
            continue
        if not store.readable_of(form, dossier):
            continue
        record = store.start_record(form.key, dossier, f"kanarie {form.key} {first}")
        aviary.records[record] = first
        _sow(aviary, store, form, record, first)
    facts = store.dossier(dossier).facts
    team = {one.name for section in aviary.forms.head.sections if section.team for one in section.questions}
    aviary.named[first] = {str(facts[name]) for name in team if facts.get(name)}
    aviary.named[first] |= {
        row["trekker"]
        for row in db.query("SELECT trekker FROM action WHERE dossier_id=? AND state NOT IN ('klaar','vervallen')", (dossier,))
    }
    aviary.named[first] |= {row["who"] for row in db.query("SELECT who FROM team WHERE dossier_id=?", (dossier,))}
    if facts.get("datum_huisvesting"):
        aviary.housed[first] = date.fromisoformat(str(facts["datum_huisvesting"])[:10])
    _log(aviary, db, first)


def _fill_list(aviary: Aviary, db: Database, form: FormDef) -> None:
    store = everybody(aviary, db)
    record = store.start_record(form.key, None, f"kanarie {form.key}")
    aviary.records[record] = ""
    _sow(aviary, store, form, record, "")


def _sow(aviary: Aviary, store: Store, form: FormDef, record: str, first: str) -> None:
    """Answer every question that is asked, with a canary wherever somebody types; keep it; then type other canaries over it."""
    dossier = aviary.dossiers.get(first)
    facts = store.dossier(dossier).facts if dossier else {}
    draft = store.open_draft(record)
    known = draft.answers()
    given = {n: v for section in known.values() if isinstance(section, Mapping) for n, v in section.items() if form.key != "pop"}
    if form.code == "F00":  # who is named decides about the rest: that stays
        given = dict(_flat(known))
    made = full_answers(form, facts, lookup=store.lookup(dossier), today=store.today, given=given, late=True)
    for kept in (True, False):
        told = _with_canaries(aviary, store, form, made, first, kept=kept)
        _write(store, form, record, told)
        if kept:
            complete(store, record, "c")
            try:
                store.keep(record)
            except (NotReady, AccessDenied):  # its words stay in what is typed
                aviary.unkept.append(f"{form.code} {first}".strip())
    if form.key == "pop":
        pop = store.open_draft(record)
        aviary.trekkers[first] = {
            section.name: str(pop.value(path_of(section, q))) for section, q in form.questions() if q.name == "module_trekker"
        }


def _write(store: Store, form: FormDef, record: str, answers: Mapping[str, Any]) -> None:
    with transaction(store.db):
        _type(store, store.open_draft(record), form, record, answers)


def _type(store: Store, draft: Draft, form: FormDef, record: str, answers: Mapping[str, Any]) -> None:
    for path, value in flatten(form, answers).items():
        section, question = find(form, path)
        rest = path[len(path_of(section, question)) + 1 :]
        if question.is_rows and "." not in rest:
            if rest and path not in draft.entries and not fixed_rows(question) and draft.may_write(path_of(section, question)):
                store.add_row(record, path_of(section, question), rest)
            continue
        if draft.may_write(path) and not question.is_given:
            before = list(store.db.query("SELECT revision FROM draft WHERE record_id=? AND path=?", (record, path)))
            store.save_field(record, path, value, expect=before[0]["revision"] if before else 0)


def _with_canaries(aviary: Aviary, store: Store, form: FormDef, answers: Mapping[str, Any], first: str, *, kept: bool) -> dict[str, Any]:
    """The answers with a fresh canary for each text that somebody types."""
    told: dict[str, Any] = {}
    for section, question in form.questions():
        inside = answers.get(section.name) or {} if section.name else answers
        value = inside.get(question.name)
        if value is None:
            continue

        def canary(kind: str, column: Question | None = None, row: Mapping[str, Any] | None = None, *, at: Question = question) -> str:
            word = next(aviary.words)
            aviary.canaries.append(Canary(word, first, form, at, column, dict(row or {}), answers, kept, store.user.id))
            return (
                f"{re.sub(NOT_IN_MAIL, '', word)}@voorbeeld.nl"
                if kind == "email"
                else f"{word} 1, 4388 BC Zandvoorde"
                if kind == "address"
                else word
            )

        kinds = (*TYPED, "email", "address")
        if question.kind in kinds:
            value = canary(question.kind)
        elif question.kind == "together":
            value = {name: canary(c.kind, c) if (c := _column(question, name)).kind in kinds else cell for name, cell in value.items()}
        elif question.is_rows and isinstance(value, list):
            value = [
                {name: canary(c.kind, c, row) if (c := _column(question, name)) and c.kind in kinds and not _is_fixed(question, row, name) else cell
                 for name, cell in row.items()}
                for row in value
            ]  # fmt: skip
        (told.setdefault(section.name, {}) if section.name else told)[question.name] = value
    return told


def _is_fixed(question: Question, row: Mapping[str, Any], name: str) -> bool:
    return any(fixed.get(name) == row.get(name) for fixed in question.rows)


def _column(question: Question, name: str) -> Any:
    return next((c for c in question.columns if c.name == name), None)


def _log(aviary: Aviary, db: Database, first: str) -> None:
    """Three lines in the logbook by one person, for three circles of readers."""
    form, writer = aviary.forms["F16"], aviary.users["sander"]
    by_name = {q.name: q for _, q in form.questions()}
    for visible in ("hele team", "alleen gemeente", "alleen pc en trekker"):
        store = Store(db, writer, aviary.forms)
        words = {name: next(aviary.words) for name in ("lg_kort", "lg_tekst")}
        answers = {
            "lg_datum": {"datum": store.today.isoformat(), "tijd": "10:00"}, "lg_soort": "gesprek", "lg_module": "algemeen",
            "lg_zichtbaar": visible, **words,
        }  # fmt: skip
        store.add_log_line(aviary.dossiers[first], answers, f"kanarie {visible} {first}")
        for name, word in words.items():
            aviary.canaries.append(Canary(word, first, form, by_name[name], answers=answers, author=writer.id))
