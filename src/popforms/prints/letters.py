"""A letter from the store to paper: its sender and reference around the text that was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from popforms.definition.letters import DUTCH, PLAIN
from popforms.definition.outline import Meta
from popforms.dutch import local, say_date
from popforms.paper.letter import Letter, letter_to_paper, missing
from popforms.paper.logo import Logo
from popforms.store import DEFINITIVE, NotNow, RecordRow, Store, ToldWith

SUMMARY = "samenvatting"


@dataclass(frozen=True)
class OnPaper:
    """A letter as PDF with what its sender must know about it."""

    content: bytes
    pages: int
    remarks: tuple[str, ...]


def letter_pdf(
    store: Store, record: RecordRow, answers: Mapping[str, Any], *, version: int | None, state: str, at: datetime, fingerprint: str,
    told: ToldWith | None = None, logo: Logo | None = None,
) -> OnPaper:  # fmt: skip
    """The letter of these answers, dated on the day when it was fixed. Raises NotNow when the approval of its translation was taken back and it was not sent yet."""
    if state != DEFINITIVE and not store.translation_stands(answers):
        raise NotNow("De goedkeuring van de vertaling is ingetrokken. Zet de brief terug naar concept en maak de tekst opnieuw.")
    given, letter = store.letter_words(record, answers, told), store.letter_of(answers)
    number = given.number if letter and letter.reference else ""
    language = store.translation_language(answers)
    known = store.forms.process.LANGUAGES.get(language)
    head = [
        ("Datum", say_date(told.on).partition(" ")[2] if told else _day(at)),
        ("Ons kenmerk", number),
        ("Contact", given.signer),
        ("Telefoon", given.phone),
    ]
    return _on_paper(
        Letter(
            meta=Meta(
                dossiernummer=number, form_title=record.form.title, version=version, state=state, fingerprint=fingerprint, record=record.id
            ),
            title=letter.title if letter else record.form.title,
            sender=given.sender,
            address=given.address,
            head=tuple((label, value) for label, value in head if value),
            text=given.text,
            signer=(given.signer, given.function),
            own_text=given.own_text,
            own_language=language,
            right_to_left=bool(known and known.right_to_left),
            beside=letter is None or letter.own_language != SUMMARY,
            below=tuple(
                f"{label}: {', '.join(them)}" for label, them in (("Bijlagen", given.enclosures), ("Kopie aan", given.copies)) if them
            ),
        ),
        level=given.level,
        own_language=letter.own_language if letter else "",
        stamp=at,
        concept=state == "concept",
        logo=logo,
    )


def example_pdf(store: Store, key: str, language: str, body: str) -> OnPaper:
    """A text of a letter for somebody who does not exist, beside the Dutch when it is a translation. Raises NotReady with its mistakes."""
    letter = store.forms.letters[key]
    own = store.letter_example(key, language, body)
    dutch = store.letter_text(key, DUTCH) if language != DUTCH else None
    text = store.letter_example(key, DUTCH, dutch.body) if dutch else own
    known = store.forms.process.LANGUAGES[language]
    return _on_paper(
        Letter(
            meta=Meta(form_title="Voorbeeld", state="concept"),
            title=f"Voorbeeld {letter.title}",
            sender=("Gemeente Zandvoorde", "Raadhuisplein 1", "4388 ZA Zandvoorde"),
            address=("Selam Tesfay", "Schelpenkade 12", "4388 BC Zandvoorde"),
            head=(("Datum", _day(store.now())),),
            text=text,
            signer=("Marieke van Dongen", "POP-consulent"),
            own_text=own if dutch else "",
            own_language=language if dutch else "",
            right_to_left=known.right_to_left,
            beside=letter.own_language != SUMMARY,
        ),
        level=letter.level,
        own_language=letter.own_language if dutch else "",
        stamp=store.now(),
        concept=True,
    )


def _on_paper(letter: Letter, *, level: str, own_language: str, stamp: datetime, concept: bool, logo: Logo | None = None) -> OnPaper:
    made = letter_to_paper(letter, stamp=stamp, concept=concept, logo=logo)
    return OnPaper(made.content, made.pages, tuple(_remarks(level, own_language, made.pages, missing(letter))))


def _day(at: datetime) -> str:
    """The date of a letter: nobody writes the day of the week there."""
    return say_date(local(at).date()).partition(" ")[2]


def _remarks(level: str, own_language: str, pages: int, lost: tuple[str, ...]) -> list[str]:
    remarks = []
    most = 2 if own_language == SUMMARY else 1
    if level == PLAIN and pages > most:
        words = "één blad en een samenvatting" if most == 2 else "één blad"
        remarks.append(f"De brief is {pages} bladzijden. Een brief in A2 is {words}: maak de tekst korter.")
    if lost:
        remarks.append(f"Deze tekens kunnen niet op papier en staan er als [?]: {' '.join(lost)}")
    return remarks
