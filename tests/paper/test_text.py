"""What is done to text before it is drawn."""

import pytest

from popforms.paper import unsupported
from popforms.paper.text import clean, extra_families, keep_numbers, paragraphs, printable, runs_right_to_left


def test_text_is_composed_and_control_characters_are_gone() -> None:
    assert clean("Zoe\u0308\r\nregel\ttwee\x00\x07\ufeff") == "Zoë\nregel    twee"
    assert clean("een\u2028twee\u0085drie") == "een\ntwee\ndrie"


def test_nobody_turns_a_sentence_round_with_a_direction_sign() -> None:
    assert clean("betaald: \u202e001\u202c euro") == "betaald: 001 euro"


def test_a_lone_surrogate_does_not_break_the_text() -> None:
    assert clean("a\ud83db") == "ab"


@pytest.mark.parametrize("name", ["Şükrü Yıldız", "أحمد محمد", "ዮሃንስ ተስፋይ", "فریبا گل‌محمدی", "Андрій", "Ελένη", "Ngọc"])
def test_names_of_the_people_we_serve_can_be_printed(name: str) -> None:
    assert unsupported(name) == []
    assert printable(name) == clean(name)


def test_signs_without_a_font_are_listed_once_and_in_order() -> None:
    assert unsupported("😀 goed 👍 en 😀") == ["😀", "👍"]


def test_signs_without_a_font_stay_visible() -> None:
    family = "👨‍👩‍👧"
    assert printable(f"Gezin {family} en 李") == "Gezin [?] en [?]"


def test_only_the_fonts_of_the_text_are_added() -> None:
    assert extra_families(["Samir", "Zoë"]) == []
    assert extra_families(["Samir", "ሰላም"]) == ["ethiopic"]
    assert extra_families(["أحمد", "ሰላም"]) == ["arabic", "ethiopic"]


def test_the_first_letter_says_which_way_a_paragraph_runs() -> None:
    assert runs_right_to_left("12-03 أحمد belt")
    assert not runs_right_to_left("De heer أحمد belt")
    assert not runs_right_to_left("06-12345678")


def test_a_phone_number_in_arabic_keeps_its_order_and_its_line() -> None:
    assert keep_numbers("اتصل 06-123 45 678 اليوم") == "اتصل \u206606-123\u00a045\u00a0678\u2069 اليوم"


def test_a_long_arabic_text_is_read_aloud_in_parts_and_a_dutch_one_stays_whole() -> None:
    arabic, dutch = "مرحبا " * 2000, "hallo " * 2000
    assert all(len(part) <= 5000 for part in paragraphs(arabic))
    assert " ".join(paragraphs(arabic)).split() == arabic.split()
    assert list(paragraphs(dutch)) == [dutch]
