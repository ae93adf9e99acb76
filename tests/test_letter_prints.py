"""Letters from the store to paper: who gets our reference, how long they are, and that each print is noted."""

from __future__ import annotations

import pytest

from popforms import prints
from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.store import Store, Wanted
from tests.conftest import Open
from tests.support.letters import TALK, approve, finish, plan_talk
from tests.test_prints import pages_of, text_of


def letter(store: Store, dossier: str, key: str, **typed: str) -> str:
    return store.make_letter(dossier, Wanted(key, typed=typed), key)


def test_a_letter_is_printed_as_a_letter_and_not_as_the_form_it_is_kept_in(store_for: Open) -> None:
    plan_talk(store_for)
    store, dossier = store_for("marieke"), store_for.dossier("Zalmai")
    record = letter(store, dossier, "BR06")
    fill(store, record, {"br_bijlagen": ["routebeschrijving"], "br_kopie": [{"persoon": str(store_for("joop").user.person)}]})
    finish(store, record)
    store.freeze(record)
    assert prints.variants(store, record) == {prints.FULL: "Brief"}
    made = prints.print_version(store, record)
    text = text_of(made.content)
    for words in ("Gemeente Zandvoorde", "Zalmai Noorzai", "dinsdag 10 maart 2026", "Ons kenmerk", store.dossier(dossier).number, "Marieke van Dongen",
                  "POP-consulent", "Bijlagen: routebeschrijving", "Kopie aan: Joop Terpstra", "2 maart 2026"):  # fmt: skip
        assert words in text, words
    assert "Taalniveau" not in text and "CONCEPT" not in text and made.remarks == ()
    assert store.prints_of(record)[0].variant == prints.FULL


def test_our_number_is_not_on_a_letter_to_somebody_who_does_not_know_it(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Yohannes")
    number = store.dossier(dossier).number
    to_coa, to_person = (
        letter(store, dossier, "BR01"),
        letter(store, dossier, "BR12", uren="2", tijd_zelf="10.00", plaats_zelf="bibliotheek"),
    )
    assert number not in text_of(prints.letter_preview(store, to_coa).content)
    assert number in text_of(prints.letter_preview(store, to_person).content)


def test_the_letter_of_a_begeleider_comes_from_their_own_organisation(store_for: Open) -> None:
    elvira = store_for("elvira")
    record = letter(elvira, store_for.dossier("Desta"), "BR09", uren="3", tijd_zelf="10.00", plaats_zelf="bibliotheek")
    text = text_of(prints.letter_preview(elvira, record).content)
    assert "VluchtelingenWerk Zandvoorde" in text and "coördinator VluchtelingenWerk" in text and "Raadhuisplein" not in text


def test_a_look_at_a_letter_before_it_is_fixed_says_concept_and_is_noted(store_for: Open) -> None:
    plan_talk(store_for)
    store = store_for("marieke")
    record = letter(store, store_for.dossier("Zalmai"), "BR06")
    made = prints.letter_preview(store, record)
    assert "CONCEPT" in text_of(made.content)
    assert [line.variant for line in store.prints_of(record)] == [prints.PREVIEW]
    with pytest.raises(AccessDenied):
        prints.letter_preview(store_for("joop"), record)


def test_a_letter_in_a2_that_does_not_fit_on_one_page_says_so(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Desta")
    talk = store.start_record("F09", dossier, "gesprek")
    fill(store, talk, TALK)
    short = letter(store, dossier, "BR07", waarover="- uw school")
    assert prints.letter_preview(store, short).remarks == ()
    long = store.make_letter(dossier, Wanted("BR07", typed={"waarover": "\n".join(f"- punt {n}" for n in range(32))}), "lang")
    assert prints.letter_preview(store, long).remarks == ("De brief is 2 bladzijden. Een brief in A2 is één blad: maak de tekst korter.",)


def test_a_sign_that_cannot_be_printed_is_told(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier("Desta")
    talk = store.start_record("F09", dossier, "gesprek")
    fill(store, talk, TALK)
    record = letter(store, dossier, "BR07", waarover="- uw school 😀")
    assert prints.letter_preview(store, record).remarks == ("Deze tekens kunnen niet op papier en staan er als [?]: 😀",)


@pytest.mark.parametrize(
    ("language", "tongue", "first"),
    [("ti", "Tigrinya", "Yohannes"), ("ar", "Arabisch (Syrië)", "Rima"), ("en", "Engels", "Yohannes"), ("tr", "Turks", "Yohannes")],
)
def test_each_language_stands_beside_the_dutch_on_one_page(store_for: Open, language: str, tongue: str, first: str) -> None:
    approve(store_for, "BR01", language)
    store = store_for("marieke")
    record = store.make_letter(store_for.dossier(first), Wanted("BR01", language=tongue), language)
    own = str(store.open_draft(record).entries["inhoud.br_vertaling"].value)
    made = prints.letter_preview(store, record)
    assert len(pages_of(made.content)) == 1 and made.remarks == ()
    text = text_of(made.content)
    assert "Wat is een POP?" in text
    if language != "ar":  # Arabic lies in the order seen, and is read back by the tests of paper
        assert own.splitlines()[0].removeprefix("# ") in text


def test_the_plan_has_a_summary_in_the_own_language_on_a_page_of_its_own(store_for: Open) -> None:
    approve(store_for, "BR11", "ar")
    store = store_for("marieke")
    record = letter(store, store_for.dossier("Hoda"), "BR11")
    made = prints.letter_preview(store, record)
    pages = pages_of(made.content)
    assert len(pages) == 2 and made.remarks == ()
    assert "Dit is een besluit van de gemeente." in pages[0].replace("\n", " ")
    assert "B1-route" in pages[0] and "Taalschool Het Anker" in pages[1]


def test_a_letter_that_was_kept_before_goes_on_saying_what_it_said(store_for: Open) -> None:
    plan_talk(store_for)
    store, bea = store_for("marieke"), store_for("bea")
    record = letter(store, store_for.dossier("Zalmai"), "BR06")
    store.keep(record)
    before = prints.print_version(store, record).content
    text = bea.letter_text("BR06", "nl")
    assert text
    bea.keep_letter_text("BR06", "nl", "# Heel anders\n\nBeste {{ voornaam }},", bea.today, expect=0)
    assert prints.print_version(store, record).content == before
