"""Paper made from the store: what stands on it, what must not, and that each print is tied to its version."""

from __future__ import annotations

import hashlib
import io
import json

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from popforms import prints
from popforms.access import AccessDenied
from popforms.paper.code import parse
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


# --- what was signed --------------------------------------------------------------------------------------------------


def attached(pdf: bytes) -> dict[str, bytes]:
    return {name: found[0] for name, found in PdfReader(io.BytesIO(pdf)).attachments.items()}


def code_of(pdf: bytes, page: int = 0) -> object:
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=200 / 72, grayscale=True).to_pil()
    return parse(next(iter(zxingcpp.read_barcodes(image))).text)


def test_the_code_on_the_page_names_the_record_the_version_and_the_noted_print(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Hoda", "F08c")
    made = prints.print_version(store, record)
    code = code_of(made.content)
    (row,) = store.db.query("SELECT * FROM print WHERE record_id=? ORDER BY at DESC LIMIT 1", (record,))
    assert (code.record, code.version, code.page) == (row["record_id"], row["version"], 1)  # type: ignore[attr-defined]
    assert row["fingerprint"].startswith(code.fingerprint) and row["fingerprint"] == made.fingerprint  # type: ignore[attr-defined]
    assert row["sha256"] == hashlib.sha256(made.content).hexdigest()


def test_the_answers_go_along_with_what_is_signed_and_are_what_the_fingerprint_is_over(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Hoda", "F08c")
    for variant in (prints.FULL, prints.OFFICIAL):
        made = prints.print_version(store, record, variant=variant)
        content = attached(made.content)["plan.json"]
        assert hashlib.sha256(content).hexdigest() == made.fingerprint
        assert json.loads(content)["data"]["plan.pip_hoofddoel"] == store.saved(record).answers["plan"]["pip_hoofddoel"]


def test_nothing_goes_along_that_is_not_printed(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Hoda", "F08c")
    content = attached(prints.print_version(store, record, variant=prints.OFFICIAL).content)["plan.json"].decode()
    assert bsn_of(store, store_for.dossier("Hoda")) not in content and "pip_bsn" in content, "the plan refers to the number, and holds none"
    without = attached(prints.print_version(store, record).content)["plan.json"].decode()
    assert "pip_bsn" not in without and "tekenen" not in without


def test_no_other_print_has_the_answers_with_it(store_for: Open) -> None:
    marieke, joop = store_for("marieke"), store_for("joop")
    for made in (
        prints.print_version(marieke, store_for.record("Mihret", "F08b")),  # a draft
        prints.print_version(marieke, store_for.record("Bassel", "F07"), variant="statushouder"),
        prints.print_version(marieke, store_for.record("Bassel", "F07"), variant=prints.HEALTH),
        prints.print_version(joop, store_for.record("Bassel", "F04")),  # reads a part of it
        prints.checklist(store_for("sander"), marieke.forms["F04"], store_for.dossier("Bassel")),
    ):
        assert attached(made.content) == {}


# --- in plain words ---------------------------------------------------------------------------------------------------


def test_a_plan_begins_with_one_page_of_what_was_agreed(store_for: Open) -> None:
    store = store_for("marieke")
    for who, code in (("Hoda", "F08c"), ("Ferhat", "F08b")):
        first, second, *_ = pages_of(prints.print_version(store, store_for.record(who, code)).content)
        for words in (
            "Wat wij afspreken",
            "Wie zijn wij?",
            "Uw doel",
            "Dit doet u",
            "Dit doen wij",
            "Wie helpt u?",
            "0118 555",
            "Wanneer praten wij weer?",
        ):
            assert words in first, (who, words)
        assert "Wat wij afspreken" not in second and "Welk PIP is dit?" in second


def test_the_decision_says_how_to_object_and_to_whom(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Hoda", "F08c")
    text = text_of(prints.print_version(store, record).content)
    assert "binnen zes weken" in text and "Gemeente Zandvoorde, Raadhuisplein 1, 4388 ZA Zandvoorde." in text
    assert "dagtekening" in pages_of(prints.print_version(store, record).content)[0]
    assert "bezwaar" not in text_of(prints.print_version(store, store_for.record("Ferhat", "F08b")).content).lower()


def test_the_plan_for_the_statushouder_says_who_does_what_and_nothing_about_health(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Bassel", "F07")
    text = text_of(prints.print_version(store, record, variant="statushouder").content)
    saved = store.saved(record)
    assert saved.answers["werk"]["wens"] in text and saved.answers["werk"]["doelen"][0]["doel"] in text
    assert "Denise Wong" in text and "Ons volgende gesprek is op" in text
    for question, value in saved.answers["gezondheid"].items():
        if question in ("situatie", "gz_invloed", "gz_wens"):
            assert str(value) not in text
    assert "gezondheid" not in text.lower()
    wish, others = (
        saved.answers["gezondheid"].get("wens"),
        [saved.answers[name].get("wens") for name in ("meedoen", "werk", "inkomen", "taal", "inburgering")],
    )
    assert wish is None or wish not in text or wish in others


def test_consent_is_a_table_of_what_with_whom_and_until_when(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Bassel", "F17")
    text = text_of(prints.print_version(store, record).content)
    saved = store.saved(record).answers["delen"]
    assert "Dit mag" in text and "Tot wanneer" in text and all(row["onderwerp"] in text for row in saved["to_regels"])


def test_the_closing_forms_have_a_letter_in_plain_words(store_for: Open) -> None:
    letter = text_of(prints.print_version(store_for("joop"), store_for.record("Desta", "F19"), variant="brief").content)
    assert (
        "Beste Desta Alemu Bekele," in letter
        and "Spreekuur in de bibliotheek" in letter
        and "U mag altijd" in letter
        and "Joop Terpstra" in letter
    )
    report = text_of(prints.print_version(store_for("marieke"), store_for.record("Desta", "F20"), variant="statushouder").content)
    assert "Uw plan is klaar" in report and "U doet nu: vrijwilligerswerk" in report and "Marieke van Dongen" in report


# --- the declaration and the meeting ----------------------------------------------------------------------------------


def test_the_declaration_is_the_official_text_with_a_sheet_to_sign(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Nooria", "F11")
    pdf = prints.print_version(store, record, variant=prints.DECLARATION).content
    pages = pages_of(pdf)
    assert "Nooria Rahimi" in pages[0] and pages[0].count("Handtekening") == 2 and "Officiële tekst, bladzijde 1 van 1" in pages[1]
    assert "(wi2021). Het is niet de offici" in actual_text(pdf), "the words of the law of this dossier, for who does not see the picture"


def actual_text(pdf: bytes) -> str:
    return " ".join(
        str(one.get("/ActualText", "")) for one in _elements(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    )


def _elements(kids: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for kid in kids if isinstance(kids, list) else [kids]:
        one = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(one, dict) and "/S" in one:
            found += [one, *_elements(one.get("/K", []))]
    return found


def test_without_an_official_text_a_sentence_says_what_to_do(store_for: Open) -> None:
    bea = store_for("bea")
    listed = bea.contacts("stamgegevens")[0].record.id
    draft = bea.open_draft(listed)
    for path in [path for path in draft.entries if path.endswith(".wet")]:
        bea.save_field(listed, path, "wi2013", expect=draft.entries[path].revision)
    bea.keep(listed)
    store = store_for("marieke")
    with pytest.raises(NotNow, match="Vraag de beheerder om het bestand toe te voegen"):
        prints.print_version(store, store_for.record("Nooria", "F11"), variant=prints.DECLARATION)
    assert prints.print_version(store, store_for.record("Desta", "F11"), variant=prints.DECLARATION).content.startswith(b"%PDF")


def test_only_who_keeps_the_list_lays_a_text_in_it_and_a_dossier_takes_none(store_for: Open) -> None:
    bea, marieke = store_for("bea"), store_for("marieke")
    listed = bea.contacts("stamgegevens")[0].record.id
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 60
    assert bea.add_standing_file(listed, png) == bea.add_standing_file(listed, png)
    with pytest.raises(AccessDenied):
        marieke.add_standing_file(listed, png)
    with pytest.raises(AccessDenied):
        marieke.add_standing_file(store_for.record("Bassel", "F07"), png)
    with pytest.raises(NotNow, match="pdf, jpg of png"):
        bea.add_standing_file(listed, b"<svg/>")


def test_the_minutes_are_a_general_part_and_a_part_with_dossiers_by_initials(store_for: Open) -> None:
    elvira = store_for("elvira")
    minutes = elvira.contacts("casusoverleg")[0].record.id
    assert {prints.FULL, prints.CASES} <= set(prints.variants(elvira, minutes))
    general = text_of(prints.print_version(elvira, minutes).content)
    assert "algemeen deel" in general and "Wachtlijst taalschool" in general
    number = elvira.dossier(store_for.dossier("Bassel")).number
    assert number not in general and "Haddad" not in general
    cases = text_of(prints.print_version(elvira, minutes, variant=prints.CASES).content)
    assert f"{number} · B.H." in cases and "Wat is de vraag aan het overleg?" in cases
    assert "Haddad" not in cases and "Bassel" not in cases and "Wachtlijst taalschool" not in cases


def test_the_dossier_part_holds_no_case_that_its_maker_may_not_see(store_for: Open) -> None:
    record = store_for("elvira").contacts("casusoverleg")[0].record.id
    assert len(store_for("elvira").discussions_of(record)) == 1
    assert store_for("nadia").discussions_of(record) == []
    for who, minutes in (("olga", record), ("elvira", "00")):  # a meeting of another gemeente, and one that is not there
        with pytest.raises(AccessDenied):
            store_for(who).discussions_of(minutes)


# --- paper of the house -----------------------------------------------------------------------------------------------


def test_the_tick_list_comes_first_and_open_points_on_page_two(store_for: Open) -> None:
    sander = store_for("sander")
    first, second, third, *_ = pages_of(prints.checklist(sander, sander.forms["F04"], store_for.dossier("Bassel")).content)
    assert "Afvinken" in first and "Is de sleutel gegeven?" in first
    assert "Open punten" in second and "DigiD aanvragen en activeren" in second and "Nieuw open punt" in second
    assert "Het gesprek" in third


def test_the_logo_of_the_settings_stands_on_paper_and_a_broken_one_is_told(
    store_for: Open, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    from tests.paper.test_logo import SVG

    path = Path(str(tmp_path)) / "logo.svg"
    path.write_bytes(SVG)
    store, record = store_for("marieke"), store_for.record("Ferhat", "F08b")
    plain = prints.print_version(store, record).content
    monkeypatch.setenv("POPFORMS_LOGO", str(path))
    assert prints.print_version(store, record).content != plain
    path.write_bytes(b"stuk")
    before = len(store.prints_of(record))
    with pytest.raises(NotNow, match="Kies een ander bestand"):
        prints.print_version(store, record)
    assert len(store.prints_of(record)) == before


def test_what_cannot_be_printed_is_known_before_printing(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Mihret", "F08b")
    assert prints.unprintable(store, record) == {}
    entry = store.open_draft(record).entries["ontzorging.p19_zelfredzaam"]
    store.save_field(record, "ontzorging.p19_zelfredzaam", "Zelf betalen 😀", expect=entry.revision)
    store.keep(record)
    assert prints.unprintable(store, record) == {"😀": ["Ontzorging: hoe leert de statushouder zelf betalen?"]}
