"""Every kind of question through all it must do: keep what was typed, read it, say it, refuse it in Dutch, and leave it open on paper."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popforms.definition.kinds import KINDS, Wrong, clean, read_answer
from popforms.definition.questions import Question


class Names:
    """A look-up that knows Bram and nobody else."""

    def choices(self, question: Question) -> list[tuple[str, str]]:
        return [("id-1", "Bram de Wit")]

    def search(self, question: Question, text: str) -> list[tuple[str, str]] | None:
        return None

    def name(self, question: Question, value: str) -> str:
        return {"id-1": "Bram de Wit"}.get(value, "niet (meer) bekend")


def question(kind: str, **words: Any) -> Question:
    return Question(name="vraag", label="Vraag", kind=kind, **words)


COLOURS = {"options": (("R", "rood"), ("G", "groen"), ("B", "blauw"))}
YES = {"options": (("ja", "ja"), ("nee", "nee"))}
PLACE = {"columns": (question("text"), replace(question("date"), name="dag"))}
BIG = "x" * 20_000

GOOD = [
    ("text", {}, " አበበ ተስፋይ ", "አበበ ተስፋይ", "አበበ ተስፋይ", "አበበ ተስፋይ"),
    ("text", {}, "<b>Sara</b> **x** [y](https://z)", "<b>Sara</b> **x** [y](https://z)", "<b>Sara</b> **x** [y](https://z)", "<b>Sara</b> **x** [y](https://z)"),
    ("long text", {}, BIG, BIG, BIG, BIG),
    ("long text", {}, "een\r\ntwee 👩‍👧‍👦\x00", "een\ntwee 👩‍👧‍👦", "een\ntwee 👩‍👧‍👦", "een\ntwee 👩‍👧‍👦"),
    ("address", {}, "Kerkstraat 12, 6001 AB Weert", "Kerkstraat 12, 6001 AB Weert", "Kerkstraat 12, 6001 AB Weert", "Kerkstraat 12, 6001 AB Weert"),
    ("bsn", {}, "1112.22.333", "111222333", "111222333", "111222333"),
    ("v-number", {}, "123.456.7890", "123.456.7890", "1234567890", "123.456.7890"),
    ("email", {}, "sara@voorbeeld.nl", "sara@voorbeeld.nl", "sara@voorbeeld.nl", "sara@voorbeeld.nl"),
    ("date", {}, "3-2-2026", "2026-02-03", date(2026, 2, 3), "di 3 februari 2026"),
    ("date", {}, date(2024, 2, 29), "2024-02-29", date(2024, 2, 29), "do 29 februari 2024"),
    ("date, also only year", {}, "1990", "1990", "1990", "1990"),
    ("date, also only year", {}, "1-1-1990", "1990-01-01", date(1990, 1, 1), "ma 1 januari 1990"),
    ("time", {}, "9.30", "09:30", time(9, 30), "09:30"),
    ("number", {"minimum": 12}, "12,5", "12.5", Decimal("12.5"), "12,5"),
    ("whole", {}, "1.200", "1200", 1200, "1200"),
    ("amount", {}, "€ 1.234,5", "1234.50", Decimal("1234.50"), "€ 1.234,50"),
    ("choice", COLOURS, "R", "R", "R", "rood"),
    ("yes/no", YES, "ja", "ja", "ja", "ja"),
    ("yes/no/unknown", {"options": (*YES["options"], ("onbekend", "onbekend"))}, "onbekend", "onbekend", "onbekend", "onbekend"),
    ("multi choice", COLOURS, ["B", "R"], ["R", "B"], ["R", "B"], "rood, blauw"),
    *((kind, {}, "id-1", "id-1", "id-1", "Bram de Wit") for kind in (
        "reference", "person", "organisation", "person or organisation", "user", "user or person", "file",
    )),
    ("signature", {}, "gezet", "gezet", "gezet", "gezet"),
    ("calculated", {}, "2026-02-03", "2026-02-03", "2026-02-03", "di 3 februari 2026"),
    ("together", PLACE, {"vraag": "Weert", "dag": "3-2-2026"}, {"vraag": "Weert", "dag": "2026-02-03"}, {"vraag": "Weert", "dag": date(2026, 2, 3)}, "Weert, di 3 februari 2026"),
    ("together", PLACE, {"vraag": "Zolang dat nodig is.", "dag": "3-2-2026"}, {"vraag": "Zolang dat nodig is.", "dag": "2026-02-03"}, {"vraag": "Zolang dat nodig is.", "dag": date(2026, 2, 3)}, "Zolang dat nodig is, di 3 februari 2026"),
    ("rows", PLACE, [{"id": "r1", "vraag": "Weert"}], [{"id": "r1", "vraag": "Weert"}], [{"id": "r1", "vraag": "Weert"}], "1 regel"),
]  # fmt: skip
"""Kind, words, what is typed, what is kept, what it reads as, what it says."""

BAD = [
    ("text", {}, "x" * 501, "De tekst heeft 501 tekens; er passen er 500. Maak de tekst korter."),
    ("long text", {}, "x" * 20_001, "De tekst heeft 20001 tekens; er passen er 20000. Maak de tekst korter."),
    ("address", {}, "Kerkstraat 12 Weert", "In het adres staat geen geldige postcode. Schrijf het zo: Straat 1, 1234 AB Plaats."),
    ("bsn", {}, "123456789", "Dit is geen geldig BSN. Een BSN heeft 9 cijfers; kijk het nummer nog eens na."),
    ("v-number", {}, "12345", "Een V-nummer heeft 10 cijfers, zoals 123.456.7890. Kijk het nummer nog eens na."),
    ("email", {}, "sara@voorbeeld", "Dit is geen volledig e-mailadres. Schrijf het zo: naam@voorbeeld.nl."),
    ("date", {}, "31-02-2020", "‘31-02-2020’ is geen datum die bestaat. Schrijf dag-maand-jaar, zoals 3-2-2026."),
    ("date", {}, "3-2-1826", "‘3-2-1826’ is geen datum die bestaat. Schrijf dag-maand-jaar, zoals 3-2-2026."),
    ("date, also only year", {}, "1825", "Het jaar 1825 kan niet kloppen. Kies een jaar tussen 1900 en 2100."),
    ("time", {}, "25:00", "‘25:00’ is geen tijd. Schrijf uren en minuten, zoals 9:30."),
    ("time", {}, "1" * 40, f"‘{'1' * 40}’ is geen tijd. Schrijf uren en minuten, zoals 9:30."),
    ("number", {}, "twaalf", "‘twaalf’ is geen getal. Schrijf alleen cijfers, zoals 12 of 12,5."),
    ("number", {"minimum": 12}, "11", "Dit is minder dan 12. Vul ten minste 12 in."),
    ("number", {"maximum": 24}, "24,5", "Dit is meer dan 24. Vul ten hoogste 24 in."),
    ("number", {"step": 0.25}, "1,3", "Dit gaat in stappen van 0,25. Rond het af."),
    ("whole", {}, "2,5", "Vul een heel getal in, zonder komma en niet onder nul."),
    ("whole", {}, "-1", "Vul een heel getal in, zonder komma en niet onder nul."),
    ("amount", {}, "-3", "Een bedrag kan niet onder nul zijn. Vul het bedrag zonder min in."),
    ("choice", COLOURS, "paars", "‘paars’ is geen keuze (meer) bij deze vraag. Kies opnieuw."),
    ("multi choice", COLOURS, ["R", "paars"], "‘paars’ is geen keuze (meer) bij deze vraag. Kies opnieuw."),
]

HOSTILE = (
    BIG,
    "👩‍👧‍👦🇪🇷",
    "مُحَمَّد العلي",
    "ተስፋይ ገብረ",
    "<script>alert(1)</script>",
    "![x](https://kwaad.nl)",
    "31-02-2020",
    "٣-٢-٢٠٢٦",
    "²",
    "1e999",
    "NaN",
    "\ud800",
    "\x00",
)
TYPED = [kind for kind in KINDS if kind not in ("together", "rows", "multi choice")]


def test_every_kind_is_walked() -> None:
    assert {kind for kind, *_ in GOOD} == set(KINDS)


@pytest.mark.parametrize(("kind", "words", "typed", "kept", "read", "said"), GOOD)
def test_a_good_answer_is_kept_read_and_said(kind: str, words: dict[str, Any], typed: Any, kept: Any, read: Any, said: str) -> None:
    asked = question(kind, **words)
    stored = KINDS[kind].store(asked, typed)
    assert stored == kept
    assert json.loads(json.dumps(stored)) == stored
    assert KINDS[kind].store(asked, stored) == stored
    assert read_answer(asked, stored) == read
    assert KINDS[kind].say(asked, stored, Names()) == said


@pytest.mark.parametrize(("kind", "words", "typed", "sentence"), BAD)
def test_a_wrong_answer_is_kept_as_typed_and_refused_in_dutch(kind: str, words: dict[str, Any], typed: Any, sentence: str) -> None:
    asked = question(kind, **words)
    stored = KINDS[kind].store(asked, typed)
    with pytest.raises(Wrong) as error:
        read_answer(asked, stored)
    assert str(error.value) == sentence
    assert stored == typed or KINDS[kind].store(asked, stored) == stored
    assert KINDS[kind].say(asked, stored, Names())


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize("typed", HOSTILE, ids=ascii)
def test_whatever_is_typed_never_breaks_a_question(kind: str, typed: str) -> None:
    asked = question(kind)
    stored = KINDS[kind].store(asked, typed)
    json.dumps(stored).encode()
    with contextlib.suppress(Wrong):
        read_answer(asked, stored)
    if stored is not None:
        KINDS[kind].say(asked, stored, Names())


@given(typed=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_what_a_kind_cannot_read_it_keeps_as_it_was_typed(typed: str) -> None:
    for kind in TYPED:
        asked = question(kind)
        stored = KINDS[kind].store(asked, typed)
        try:
            read_answer(asked, stored)
        except Wrong:
            assert stored in (typed.strip(), KINDS["text"].store(asked, typed))


@pytest.mark.parametrize("kind", list(KINDS))
def test_nothing_is_no_answer(kind: str) -> None:
    asked = question(kind, **PLACE) if kind in ("together", "rows") else question(kind)
    for nothing in (None, "", "   ") if kind in TYPED else (None,):
        assert KINDS[kind].store(asked, nothing) is None
    assert read_answer(asked, None) is None


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_leaves_room_on_an_empty_form(kind: str) -> None:
    asked = question(kind, hint="Let op", **(PLACE if kind in ("together", "rows") else COLOURS))
    space = KINDS[kind].space(asked)
    assert space.label == "Vraag"
    assert space.hint


@pytest.mark.parametrize("forged", [True, 7, 1.5, None, [], {"a": 1}, b"tekst"])
def test_what_is_no_text_is_empty_text(forged: object) -> None:
    """A forged message may bring anything where a page asks for text."""
    assert clean(forged) == ""
