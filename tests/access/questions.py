"""The people of the tests of this folder by role, a few small forms, and the two questions that the tests ask most."""

from __future__ import annotations

from datetime import date

from popforms import Form, LongText, Row, Section, YesNo, ask
from popforms.access import Case
from popforms.definition.questions import FormDef, Question
from tests.access.cast import FORMS, RIGHTS, TODAY, user

POP, REGELDAG, PIP, PERSOON, TOLK = (FORMS[code] for code in ("F07", "F04", "F08b", "F21a", "F21c"))
PC, HVC, MB, CVLW, IC, CW, KV, CMD_CONTACT, TC, BM, FB, PO, WH = (
    user(role) for role in ("PC", "HVC", "MB", "CVLW", "IC", "CW", "KV", "CMD", "TC", "BM", "FB", "PO", "WH")
)


class Wonen(Section, title="Wonen"):
    woning_slaapkamers: int = ask("Hoeveel slaapkamers zijn nodig?")
    woning_eis: str = ask("Is er een eis aan de woning?", privacy="bijzonder")
    gezondheid_wat_nodig: LongText = ask("Wat is dan nodig?", privacy="bijzonder")


class Klantprofiel(Form, code="F02", title="Klantprofiel", part="klantprofiel"):
    """The questions about the house."""

    wonen: Wonen


class Score(Row):
    domein: str = ask("Domein")
    score: int = ask("Score", privacy="bijzonder")


class Lijst(Section, title="Lijst"):
    mbc_datum: date = ask("Datum")
    mbc_met: str = ask("Wie waren erbij?")
    mbc_kinderen: str = ask("Welke afspraken over school?", privacy="gevoelig")
    mbc_gezondheid: str = ask("Is er iets met gezondheid?", privacy="bijzonder")
    scores: list[Score] = ask("Scores")


class Begeleiding(Form, code="F05b", title="Checklist", part="begeleiding"):
    """A checklist of the begeleider, with one column that is heavier than its rows."""

    lijst: Lijst


class Kort(Form, code="F07", title="Kort", part="pop"):
    """Questions without a section before one with a section, and the column that is heavier than its rows."""

    pop_start: date = ask("Wanneer begon de POP?")
    kracht: str = ask("Wat gaat goed?", privacy="gevoelig")
    vh_akkoord: str = ask("Is er akkoord?")
    lijst: Lijst


class Gesprek(Section, title="Gesprek"):
    intake_start: date = ask("Wanneer begon de brede intake?")
    gezondheid_plan: YesNo = ask("Heeft gezondheid invloed?", privacy="bijzonder")


class Intake(Form, code="F03a", title="Brede intake", part="intake"):
    """Two questions of the brede intake."""

    gesprek: Gesprek


class Regel(Row):
    onderwerp: str = ask("Onderwerp")
    organisatie: str = ask("Organisatie")


class Delen(Section, title="Delen"):
    to_regels: list[Regel] = ask("Wat mag worden gedeeld?")
    to_geldig_tot: date = ask("Geldig tot")


class Toestemming(Form, code="F17", title="Toestemming", part="toestemming"):
    """Who may know what."""

    delen: Delen


class Kop(Section, title="Brief"):
    br_soort: str = ask("Welke brief?")
    br_aan: str = ask("Aan wie?")


class Brief(Form, code="F22", title="Brief", part="brieven", many=True):
    """A letter."""

    kop: Kop


def form(model: type[Form]) -> FormDef:
    return model.definition


def question(of: FormDef, name: str, section: str = "") -> Question:
    return next(q for s, q in of.questions() if q.name == name and (not section or s.name == section))


def reads(who, of: FormDef, name: str, dossier: Case | None, *, section: str = "", today: date = TODAY, answers=None) -> bool:
    return RIGHTS.may_read(who, question(of, name, section), dossier, today, answers)


def writes(who, of: FormDef, name: str, dossier: Case | None, *, section: str = "", today: date = TODAY, answers=None) -> bool:
    return RIGHTS.may_write(who, question(of, name, section), dossier, today, answers)
