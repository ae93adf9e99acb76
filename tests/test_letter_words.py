"""The letters as they read: easy enough for their level, with the hard words that stay and why."""

from __future__ import annotations

import pytest

from popforms.definition.catalogue import load_forms
from popforms.prints.plain_letters import EASY, own_words, read_letter, readability_table, too_hard
from popforms.settings import ROOT

FORMS = load_forms(ROOT / "forms")
PLAIN = "Beste u,\n\nU komt bij ons. Wij praten over uw school.\n"


@pytest.mark.parametrize("key", FORMS.letters)
def test_a_letter_is_as_easy_as_its_level_asks(key: str) -> None:
    assert list(too_hard(FORMS, FORMS.letters[key])) == []


def test_the_page_in_the_documentation_is_the_one_of_today() -> None:
    page = (ROOT / "docs" / "leesbaarheid-brieven.md").read_text(encoding="utf-8")
    assert page == readability_table(FORMS), "popforms letters --readability > docs/leesbaarheid-brieven.md"


def test_every_hard_word_that_stays_in_a_letter_in_a2_has_a_reason_and_no_other_word_has() -> None:
    there = {word for letter in FORMS.letters.values() if letter.level == "A2" for word in read_letter(letter).rare}
    assert there == set(FORMS.process.HARD_WORDS)
    assert all(why.endswith(".") for why in FORMS.process.HARD_WORDS.values())


def test_our_own_words_are_measured_in_every_way_that_a_letter_can_run_and_no_fact_is() -> None:
    words = " ".join(own_words(FORMS.letters["BR12"]))
    assert "brede intake" in words and "leerbaarheidstoets" in words
    assert "{" not in words and "voornaam" not in words and "telefonisch" not in words


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Naar aanleiding van bovenstaande overwegingen is besloten de onderhavige aanvraag niet in behandeling te nemen.", "leesgemak is"),
        ("U komt bij ons en u praat met ons en wij doen dat met u en met hem en met haar.", "langste zin heeft 21 woorden"),
        ("Dit is de onderhavige brief.", "Moeilijke woorden: onderhavige"),
    ],
)
def test_a_text_that_is_too_hard_is_told_what_to_do(sentence: str, said: str) -> None:
    letter = FORMS.letters["BR06"]
    assert list(too_hard(FORMS, letter, PLAIN)) == []
    assert any(said in line for line in too_hard(FORMS, letter, PLAIN + sentence))


def test_a_letter_to_an_office_may_use_the_words_of_the_office() -> None:
    assert EASY["zakelijk"] < EASY["B1"] < EASY["A2"]
    assert list(too_hard(FORMS, FORMS.letters["BR08"], PLAIN + "De statushouder volgt het participatieverklaringstraject.")) == []
    assert "participatieverklaringstraject" in read_letter(FORMS.letters["BR08"]).rare
