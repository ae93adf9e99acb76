"""Paper made from the store: what stands on it, what must not, and that each print is tied to its version."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from popforms import prints
from popforms.access import AccessDenied
from popforms.store import NotNow, Store
from tests.conftest import Open


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def bsn_of(store: Store, dossier: str) -> str:
    """The number that stands in the report of a demo dossier."""
    return str(store.dossier(dossier).facts["F01.bsn"])


def test_a_plan_names_the_person_the_dossier_the_version_and_who_sign(store_for: Open) -> None:
    store = store_for("marieke")
    made = prints.print_version(store, store_for.record("Hoda", "F08c"))
    text = text_of(made.content)
    number = store.dossier(store_for.dossier("Hoda")).number
    for words in (
        "PIP (Wet inburgering 2021)",
        "Hoda Saleh Nasser, geboren 28 maart 1987",
        f"Dossier {number}",
        "Marieke van Dongen",
        "Handtekening",
    ):
        assert words in text, words
    assert text.count("Hoda Saleh Nasser") >= 3  # under the title, as the person of the plan, and at her box
    pages = pages_of(made.content)
    for page_number, page in enumerate(pages, 1):
        assert f"versie {made.version}" in page and f"pagina {page_number} van {len(pages)}" in page and made.fingerprint[:32] in page


def test_every_answer_of_a_frozen_plan_is_on_paper_with_its_label(store_for: Open) -> None:
    store = store_for("marieke")
    record = store_for.record("Ferhat", "F08b")
    saved = store.saved(record)
    text = text_of(prints.print_version(store, record).content)
    told = 0
    for section, question in saved.form.questions():
        value = saved.answers.get(section.name, {}).get(question.name)
        if value is None or question.after_freezing:
            continue
        assert question.label in text, question.label
        told += 1
        if question.kind in ("text", "long text"):
            assert " ".join(value.split()) in text
    assert told > 20


def test_concept_stands_across_a_draft_and_not_across_a_frozen_plan(store_for: Open) -> None:
    store = store_for("marieke")
    assert all("CONCEPT" in page for page in pages_of(prints.print_version(store, store_for.record("Mihret", "F08b")).content))
    assert "CONCEPT" not in text_of(prints.print_version(store, store_for.record("Ferhat", "F08b")).content)


def test_the_number_stands_on_the_official_copy_alone(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Hoda", "F08c")
    assert list(prints.variants(store, record)) == [prints.FULL, prints.OFFICIAL]
    bsn = bsn_of(store, store_for.dossier("Hoda"))
    assert bsn not in text_of(prints.print_version(store, record).content)
    assert bsn in text_of(prints.print_version(store, record, variant=prints.OFFICIAL).content)


def test_health_stands_on_a_print_of_its_own(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Bassel", "F07")
    saved = store.saved(record)
    words = saved.answers["gezondheid"]["situatie"]
    assert prints.HEALTH in prints.variants(store, record)
    assert words not in text_of(prints.print_version(store, record).content)
    apart = text_of(prints.print_version(store, record, variant=prints.HEALTH).content)
    assert words in apart and saved.answers["werk"]["situatie"] not in apart


def test_an_action_says_on_paper_how_it_stands(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Bassel", "F07")
    text = text_of(prints.print_version(store, record).content)
    states = {
        action.state
        for action in store.actions_of(store_for.dossier("Bassel"))
        if action.record_id == record and action.module != "gezondheid"
    }
    assert "voorgesteld" in states and "klaar" in states
    assert prints.PROPOSED in text and "Hoe staat het ervoor? klaar" in text


def test_the_same_version_gives_the_same_bytes_and_each_print_is_noted(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Ferhat", "F08b")
    before = len(store.prints_of(record))
    first, second = (prints.print_version(store, record) for _ in range(2))
    assert first.content == second.content and first.fingerprint == second.fingerprint and first.name != second.name
    noted = store.prints_of(record)
    assert len(noted) == before + 2 and noted[0].variant == prints.FULL
    assert "Ferhat" not in first.name and "Aydemir" not in first.name


def test_the_fingerprint_follows_the_answers(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Mihret", "F08b")
    first = prints.print_version(store, record)
    draft = store.open_draft(record)
    entry = draft.entries["plan.pip_hoofddoel"]
    other = next(code for code in ("werk", "onderwijs", "meedoen") if code != entry.value)
    store.save_field(record, "plan.pip_hoofddoel", other, expect=entry.revision)
    store.keep(record)
    second = prints.print_version(store, record)
    assert second.version == first.version + 1 and second.fingerprint != first.fingerprint
    assert prints.print_version(store, record, first.version).fingerprint == first.fingerprint


def test_a_begeleider_prints_no_plan_and_leaves_no_print_behind(store_for: Open) -> None:
    record = store_for.record("Desta", "F08b")
    joop = store_for("joop")
    with pytest.raises(AccessDenied):
        prints.print_version(joop, record)
    with pytest.raises(AccessDenied):
        prints.print_version(store_for("olga"), record)
    assert not any(line.author == joop.user.name for line in store_for("marieke").prints_of(record))


def test_a_print_carries_only_what_its_maker_may_read(store_for: Open) -> None:
    record = store_for.record("Bassel", "F04")
    rent = "Kale huur per maand"
    assert rent in text_of(prints.print_version(store_for("sander"), record).content)
    joop = text_of(prints.print_version(store_for("joop"), record).content)
    assert "Adres van de woning" in joop and "Korte notitie van de POP-consulent" not in joop


def test_a_print_that_does_not_exist_is_refused_with_a_sentence(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Ferhat", "F08b")
    with pytest.raises(NotNow, match="Kies uit"):
        prints.print_version(store, record, variant="geheim")
    with pytest.raises(NotNow, match="niets staan"):
        prints.print_version(store, record, variant=prints.HEALTH)


def test_the_checklist_shows_what_is_known_and_room_for_what_is_open(store_for: Open) -> None:
    sander = store_for("sander")
    form = sander.forms["F04"]
    made = prints.checklist(sander, form, store_for.dossier("Yohannes"))
    text = text_of(made.content)
    assert "Yohannes Kidane" in text and "Is de sleutel gegeven? ja nog niet" in text
    assert "Alleen invullen als ‘Is het huurcontract getekend?’ is ja." in text
    assert "medisch dossier" not in text


def test_the_checklist_of_a_regeldag_that_is_not_begun_is_empty_with_the_name_on_it(store_for: Open) -> None:
    sander = store_for("sander")
    made = prints.checklist(sander, sander.forms["F04"], store_for.dossier("Rima"))
    assert made.version == 0 and "Rima Al-Khatib" in text_of(made.content)


def test_only_who_may_print_takes_the_checklist_along(store_for: Open) -> None:
    gerrit = store_for("gerrit")
    with pytest.raises((NotNow, AccessDenied)):
        prints.checklist(gerrit, gerrit.forms["F04"], store_for.dossier("Bassel"))


def test_every_form_can_be_taken_along_empty(store_for: Open) -> None:
    for form in store_for.world.forms:
        text = text_of(prints.blank(form))
        asked = [question for _, question in form.questions() if not question.is_given and question.block != "B-H"]
        assert all(" ".join(question.label.split()) in text for question in asked), form.code
