"""The reading figures against counts by hand, and that our own texts for the statushouder are easy."""

from __future__ import annotations

import pytest

from popforms.cli.reading import texts_of
from popforms.definition.catalogue import load_forms
from popforms.paper.readability import measure, syllables
from popforms.settings import ROOT

BY_HAND = {
    "de": 1, "huis": 1, "uw": 1, "zee": 1, "groei": 1, "leeuw": 1, "mooie": 2, "koeien": 2, "nieuwe": 2, "duwen": 2, "bijstand": 2, "zeeën": 2,
    "bureau": 2, "taalschool": 2, "afspraak": 2, "premie": 2, "draaien": 2, "gemeente": 3, "piano": 3, "theorie": 3, "eieren": 3, "familie": 3,
    "wethouder": 3, "vluchteling": 3, "statushouder": 4, "inburgering": 4, "begeleider": 4, "situatie": 4, "januari": 4, "ministerie": 4,
    "handtekening": 4, "burgemeester": 4, "geïnteresseerd": 5, "vrijwilligerswerk": 5,
}  # fmt: skip


def test_syllables_are_those_that_are_heard() -> None:
    assert {word: syllables(word) for word in BY_HAND} == BY_HAND


def test_the_formula_of_douma_by_hand() -> None:
    """7 words in 2 sentences, 8 syllables: 206.84 - 0.93 x 3.5 - 77 x 8/7."""
    reading = measure(["U komt naar ons toe. Dat mag."])
    assert (reading.sentences, reading.words) == (2, 7)
    assert reading.ease == pytest.approx(206.84 - 0.93 * 3.5 - 77 * 7 / 7, abs=0.1)
    assert reading.per_sentence == 3.5 and reading.longest == "U komt naar ons toe." and reading.rare == ()


def test_office_language_is_harder_than_plain_words() -> None:
    office = measure(["Naar aanleiding van bovenstaande overwegingen is besloten de onderhavige aanvraag niet in behandeling te nemen."])
    plain = measure(["Wij kijken niet naar uw vraag. Wij leggen uit waarom."])
    assert plain.ease - office.ease > 50
    assert "onderhavige" in office.rare and office.rare_share > plain.rare_share


def test_a_name_and_a_form_of_a_common_word_are_not_rare() -> None:
    assert measure(["Vandaag praat ik met Nooria Rahimi over haar plannen en werkt zij."]).rare == ()
    assert measure(["Het kavelpaspoort is er."]).rare == ("kavelpaspoort",)


def test_nothing_is_measured_as_nothing() -> None:
    assert measure([]).words == measure(["", "12-03-2026 ...", "😀"]).words == 0


@pytest.mark.parametrize(
    ("name", "texts"), list(texts_of(load_forms(ROOT / "forms"))), ids=lambda value: value if isinstance(value, str) else ""
)
def test_our_own_texts_are_easy_to_read(name: str, texts: list[str]) -> None:
    reading = measure(texts)
    assert reading.ease >= 70, reading
    assert reading.per_sentence <= 12 and len(reading.longest.split()) <= 24, reading.longest
    assert reading.rare_share <= 0.2, reading.rare
