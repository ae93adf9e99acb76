"""A person by number and initials: no part of the name stays in a text that others read along."""

from __future__ import annotations

import pytest

from popforms.process.initials import initials, without_names

BASSEL = ("Bassel", "باسل", "Haddad")


def test_initials_are_the_first_letters_of_every_part() -> None:
    assert initials(["Ibrahim Musa", "Abdelkarim"]) == "I.M.A."
    assert initials(["", "Haddad"]) == "H."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bassel bellen", "B. bellen"), ("bellen met HADDAD.", "bellen met H.."), ("Haddads fiets, Bassel's les", "H. fiets, B. les"),
        ("باسل bellen", "ب. bellen"), ("Basselaar blijft, Ohaddad ook", "Basselaar blijft, Ohaddad ook"), ("", ""),
    ],
)  # fmt: skip
def test_every_part_of_the_name_becomes_an_initial_and_other_words_stay(text: str, told: str) -> None:
    assert without_names(text, BASSEL) == told


def test_a_short_part_of_a_name_is_left_alone() -> None:
    assert without_names("de taalles van An de Wit", ("An", "de Wit")) == "de taalles van An de W."
