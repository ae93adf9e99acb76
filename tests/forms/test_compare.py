"""Two documents side by side: each difference has a word, and words that differ stand apart in a long text."""

from __future__ import annotations

import time

import pytest

from popforms.definition.compare import HIDDEN, changed_only, compare, in_words
from popforms.definition.outline import Answer, Block, Compared, Document, Heading, Meta, RowTable, Signature


def doc(*blocks: Block) -> Document:
    return Document("Plan", Meta(), blocks=(Heading("Het plan"), *blocks))


def told(blocks: list[Block]) -> list[tuple[str, str, str, str]]:
    """Label, mark, what was and what is, as they are read."""
    return [(b.label, b.mark, in_words(b.was, "weg"), in_words(b.now, "nieuw")) for b in blocks if isinstance(b, Compared)]


def rows(*lines: tuple[str, str, str]) -> RowTable:
    return RowTable("Afspraken", ("Onderwerp", "Wat doet de gemeente?"), tuple(line[1:] for line in lines), "plan.afspraken", tuple(line[0] for line in lines))  # fmt: skip


OLD, NEW = (
    "Wij spreken elkaar op maandag om 9 uur.\n\nDe tolk is erbij.",
    "Wij spreken elkaar op dinsdag om 9 uur.\n\nDe tolk is er niet bij.",
)


def test_each_difference_has_a_word() -> None:
    old = doc(Answer("Hoofddoel", "werk", "p.doel"), Answer("Contact", "Marieke", "p.contact"), Answer("Route", "B1", "p.route"))
    new = doc(Answer("Hoofddoel", "onderwijs", "p.doel"), Answer("Contact", "Marieke", "p.contact"), Answer("Stage", "ja", "p.stage"))
    blocks = compare(old, new)
    assert told(blocks) == [
        ("Hoofddoel", "gewijzigd", "werk", "onderwijs"),
        ("Contact", "gelijk", "Marieke", "Marieke"),
        ("Stage", "nieuw", "", "ja"),
        ("Route", "weg", "B1", ""),
    ]
    kept, same = changed_only(blocks)
    assert same == 1 and [label for label, *_ in told(kept)] == ["Hoofddoel", "Stage", "Route"]


def test_words_that_differ_stand_between_brackets() -> None:
    (one,) = told(compare(doc(Answer("Hoe", OLD, "p.hoe")), doc(Answer("Hoe", NEW, "p.hoe"))))
    assert one == (
        "Hoe",
        "gewijzigd",
        "Wij spreken elkaar op [weg: maandag] om 9 uur.\n\nDe tolk is [weg: erbij.]",
        "Wij spreken elkaar op [nieuw: dinsdag] om 9 uur.\n\nDe tolk is [nieuw: er niet bij.]",
    )


@pytest.mark.parametrize(
    ("old", "new"), [(OLD, NEW), ("werk", "onderwijs"), ("", "x"), (" a  b ", "a b"), ("a\nb", "a b"), ("één", "een twee")]
)
def test_no_sign_is_lost_between_the_brackets(old: str, new: str) -> None:
    (block,) = (b for b in compare(doc(Answer("V", old, "v")), doc(Answer("V", new, "v"))) if isinstance(b, Compared))
    assert ("".join(p.text for p in block.was), "".join(p.text for p in block.now)) == (old, new)


def test_of_a_long_text_the_words_around_a_change_are_told() -> None:
    sentences = [f"Dit is zin {number} van het verslag, en die bleef zoals hij was." for number in range(60)]
    other = [*sentences[:30], "Hier kwam een zin tussen.", *sentences[30:]]
    (one,) = told(compare(doc(Answer("Verslag", " ".join(sentences), "v")), doc(Answer("Verslag", " ".join(other), "v"))))
    assert len(one[2]) < 450 and len(one[3]) < 500
    assert "Dit is zin 29 van het verslag" in one[2] and "Dit is zin 30 van het verslag" in one[2]
    assert "zoals hij was. [nieuw: Hier kwam een zin tussen.] Dit is zin 30" in one[3]
    assert one[3].startswith(" … ") and one[3].endswith(" … ")


def test_two_texts_that_share_little_stay_whole() -> None:
    (one,) = told(
        compare(doc(Answer("Hoe", "De school belt elke week.", "p")), doc(Answer("Hoe", "Nooria wil verhuizen naar de kust.", "p")))
    )
    assert one[1:] == ("gewijzigd", "De school belt elke week.", "Nooria wil verhuizen naar de kust.")


def test_a_few_words_stay_whole() -> None:
    (one,) = told(compare(doc(Answer("Besproken?", "niet van toepassing", "p")), doc(Answer("Besproken?", "nog niet", "p"))))
    assert one[1:] == ("gewijzigd", "niet van toepassing", "nog niet")


def test_in_a_row_every_cell_that_differs_is_marked() -> None:
    old, new = (doc(rows(("r1", "Lessen", words))) for words in ("nog niet", "niet van toepassing"))
    assert told(compare(old, new))[0][2:] == (
        "Onderwerp: Lessen\nWat doet de gemeente? [weg: nog niet]",
        "Onderwerp: Lessen\nWat doet de gemeente? [nieuw: niet van toepassing]",
    )


def test_rows_are_known_by_their_id_wherever_they_stand() -> None:
    old = doc(rows(("r1", "Lessen", "Betaalt de reis."), ("r2", "Sport", "Betaalt niets.")))
    new = doc(rows(("r3", "Werk", "Zoekt een stage."), ("r1", "Lessen", "Betaalt de reis en de boeken.")))
    assert told(compare(old, new)) == [
        ("Afspraken: Werk", "nieuw", "", "Onderwerp: Werk\nWat doet de gemeente? Zoekt een stage."),
        (
            "Afspraken: Lessen", "gewijzigd",
            "Onderwerp: Lessen\nWat doet de gemeente? Betaalt de [weg: reis.]",
            "Onderwerp: Lessen\nWat doet de gemeente? Betaalt de [nieuw: reis en de boeken.]",
        ),
        ("Afspraken: Sport", "weg", "Onderwerp: Sport\nWat doet de gemeente? Betaalt niets.", ""),
    ]  # fmt: skip


def test_words_that_moved_to_another_column_of_their_row_are_a_change() -> None:
    """Who does what is the whole agreement; a column in which nothing stands is not told, so that both rows have the same words in them."""
    words, keys = (("Reiskosten", "Betaalt de reis zelf."),), ("r1",)
    old, new = (
        doc(RowTable("Afspraken", ("Onderwerp", who), words, "plan.afspraken", keys))
        for who in ("Wat doet de statushouder?", "Wat doet de gemeente?")
    )
    assert told(compare(old, new)) == [
        (
            "Afspraken: Reiskosten", "gewijzigd",
            "Onderwerp: Reiskosten\nWat doet de statushouder? [weg: Betaalt de reis zelf.]",
            "Onderwerp: Reiskosten\nWat doet de gemeente? [nieuw: Betaalt de reis zelf.]",
        )
    ]  # fmt: skip


def test_columns_in_another_order_are_no_change() -> None:
    old = doc(RowTable("Afspraken", ("Onderwerp", "Wanneer"), (("Reis", "elke maand"),), "p.a", ("r1",)))
    new = doc(RowTable("Afspraken", ("Wanneer", "Onderwerp"), (("elke maand", "Reis"),), "p.a", ("r1",)))
    assert changed_only(compare(old, new)) == ([], 1)


def test_no_rows_that_became_rows() -> None:
    old, new = doc(Answer("Afspraken", "Geen", "plan.afspraken")), doc(rows(("r1", "Werk", "Zoekt mee.")))
    assert [one[:2] for one in told(compare(old, new))] == [("Afspraken", "weg"), ("Afspraken: Werk", "nieuw")]
    assert [one[:2] for one in told(compare(new, old))] == [("Afspraken", "nieuw"), ("Afspraken: Werk", "weg")]


def test_a_question_that_got_other_words_is_still_the_same() -> None:
    (one,) = told(compare(doc(Answer("Hoofddoel", "werk", "p")), doc(Answer("Wat is het doel?", "werk", "p"))))
    assert one[:2] == ("Wat is het doel? (eerst: Hoofddoel)", "gelijk")


def test_a_section_that_went_stands_at_the_end() -> None:
    old = Document("P", Meta(), blocks=(Heading("Oud"), Answer("A", "1", "o.a"), Heading("Nieuw"), Answer("B", "2", "n.b")))
    new = Document("P", Meta(), blocks=(Heading("Nieuw"), Answer("B", "3", "n.b"), Signature("Jan", "lid")))
    blocks = compare(old, new)
    assert [b.text for b in blocks if isinstance(b, Heading)] == ["Nieuw", "Oud"]
    assert [one[:2] for one in told(blocks)] == [("B", "gewijzigd"), ("A", "weg")]


def test_what_may_not_be_read_in_one_of_the_two_is_neither_new_nor_gone() -> None:
    with_it, without = doc(Answer("Schulden", "5.000 euro", "p.schuld")), doc()
    (one,) = told(compare(without, with_it, closed_old=frozenset({"p.schuld"})))
    assert one == ("Schulden", "niet te vergelijken", HIDDEN, "5.000 euro")
    (one,) = told(compare(with_it, without, closed_new=frozenset({"p.schuld"})))
    assert one == ("Schulden", "niet te vergelijken", "5.000 euro", HIDDEN)


def test_two_versions_that_say_the_same_leave_nothing() -> None:
    same = doc(Answer("A", "1", "p.a"), rows(("r1", "Werk", "Zoekt mee.")))
    assert changed_only(compare(same, same)) == ([], 2)


def test_the_longest_texts_are_compared_in_a_moment() -> None:
    words = [f"woord{n % 300}" for n in range(3000)]
    other = ["anders" if n % 40 == 0 else word for n, word in enumerate(words)]
    began = time.process_time()
    (one,) = told(compare(doc(Answer("V", " ".join(words), "v")), doc(Answer("V", " ".join(other), "v"))))
    assert one[1] == "gewijzigd"
    sentences = [" ".join(words[n : n + 12]) for n in range(0, 3000, 12)]
    (two,) = told(
        compare(doc(Answer("V", ". ".join(sentences), "v")), doc(Answer("V", ". ".join(sentences).replace("woord7 ", "iets "), "v")))
    )
    assert "[nieuw: iets]" in two[3]
    assert time.process_time() - began < 5
