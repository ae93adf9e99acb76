"""Two versions side by side: the rights of the reader and the questions of then hold for each of the two, on screen and on paper."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from popforms import prints
from popforms.access import AccessDenied
from popforms.definition.catalogue import load_forms
from popforms.definition.compare import in_words
from popforms.definition.kinds import Lookup
from popforms.definition.outline import Compared
from popforms.demo import fill
from popforms.prints import Comparison
from popforms.settings import ROOT
from popforms.store import Around, NotNow, Saved, Store
from tests.conftest import Open

SECRET = "Er is een betalingsregeling met de woningbouw"


def compared(store: Store, record: str, versions: tuple[int, int], **how: Any) -> Comparison:
    def names(saved: Saved) -> Lookup:
        return Around(store, saved.record.dossier_id, saved.told).lookup

    return prints.comparison(store, record, versions, names, **how)


def told(found: Comparison) -> dict[str, tuple[str, str, str]]:
    """The word, what was and what is, by label."""
    return {b.label: (b.mark, in_words(b.was, "weg"), in_words(b.now, "nieuw")) for b in found.blocks if isinstance(b, Compared)}


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def plan(store_for: Open) -> tuple[str, int, int]:
    """Hoda's plan after it was opened again: an agreement about money and the aim of the plan changed."""
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    old = marieke.record_row(pip).version
    marieke.back_to_draft(pip, "Het doel is veranderd.")
    fill(
        marieke,
        pip,
        {
            "pip_hoofddoel": "onderwijs", "w21_ontzorgen": {"hoe": SECRET, "tot": "2026-12-31"}, "w21_knm": "In de les en in het buurthuis.",
            "pip_aandacht": [{"aandachtspunt": "Kan niet op vrijdag.", "wat_doen_we": "Lessen op andere dagen."}],
        },
    )  # fmt: skip
    return pip, old, marieke.keep(pip).number


def test_what_changed_is_told_and_what_stayed_is_counted(store_for: Open, plan: tuple[str, int, int]) -> None:
    pip, old, new = plan
    found = compared(store_for("marieke"), pip, (new, old))
    assert (found.old.number, found.new.number) == (old, new) and found.same > 20
    words = told(found)
    assert words["Hoofddoel"] == ("gewijzigd", "werk", "onderwijs")
    assert words["Waar houden wij rekening mee? Kan niet op vrijdag."][0] == "nieuw"
    assert words["Hoe en hoe lang geldt ontzorgen?"][2].startswith(SECRET)
    assert len(told(compared(store_for("marieke"), pip, (old, new), whole=True))) == found.same + len(words)


@pytest.mark.parametrize(("username", "reads"), [("gerrit", True), ("denise", False)])
def test_each_reader_compares_what_is_theirs_alone(store_for: Open, plan: tuple[str, int, int], username: str, reads: bool) -> None:
    pip, old, new = plan
    words = told(compared(store_for(username), pip, (old, new), whole=True))
    assert (SECRET in str(words)) is reads
    assert ("Waar houden wij rekening mee? Kan niet op vrijdag." in words) is False
    assert words["Hoofddoel"] == ("gewijzigd", "werk", "onderwijs")


@pytest.mark.parametrize("username", ["trudy", "ilse", "bea", "priya", "wim"])
def test_who_reads_nothing_of_a_plan_compares_nothing(store_for: Open, plan: tuple[str, int, int], username: str) -> None:
    pip, old, new = plan
    with pytest.raises(AccessDenied):
        compared(store_for(username), pip, (old, new))
    with pytest.raises(AccessDenied):
        prints.print_comparison(store_for(username), pip, (old, new))


def test_comparing_is_reading_and_both_versions_are_in_the_trail(store_for: Open, plan: tuple[str, int, int]) -> None:
    pip, old, new = plan
    gerrit = store_for("gerrit")
    compared(gerrit, pip, (old, new))
    lines = gerrit.db.query("SELECT version FROM audit WHERE act='lezen' AND record_id=? AND user_id=?", (pip, gerrit.user.id))
    assert {row["version"] for row in lines} == {old, new}


def test_on_paper_it_says_the_same_without_numbers_health_and_signatures(store_for: Open, plan: tuple[str, int, int]) -> None:
    pip, old, new = plan
    marieke = store_for("marieke")
    made = prints.print_comparison(marieke, pip, (old, new))
    text = text_of(made.content)
    for words in (
        "PIP (Wet inburgering 2021): wat is er veranderd?", f"versie {old} van", f"naast versie {new} van", f"Was (versie {old}) werk",
        f"Nu (versie {new}) onderwijs", "gewijzigd", "Kan niet op vrijdag. nieuw", "antwoorden bleven gelijk en staan hier niet", SECRET,
    ):  # fmt: skip
        assert words in text, words
    assert "Handtekening" not in text and str(marieke.dossier(store_for.dossier("Hoda")).facts["F01.bsn"]) not in text
    assert marieke.prints_of(pip)[0].variant == prints.COMPARED
    for page in PdfReader(io.BytesIO(made.content)).pages:
        assert made.fingerprint[:32] in page.extract_text()
    assert text_of(prints.print_comparison(marieke, pip, (old, new), whole=True).content).count("gewijzigd") == text.count("gewijzigd")


def test_a_sheet_of_a_comparison_is_no_signed_copy(store_for: Open, plan: tuple[str, int, int]) -> None:
    """It has no box to sign in, so a scan of it is not laid down."""
    pip, old, new = plan
    marieke = store_for("marieke")
    made = prints.print_comparison(marieke, pip, (old, new))
    (row,) = marieke.db.query(
        "SELECT signed_on, pages FROM print JOIN print_sheets ON print_id=id WHERE fingerprint=?", (made.fingerprint,)
    )
    assert row["signed_on"] == "[]" and row["pages"] == len(PdfReader(io.BytesIO(made.content)).pages)


def test_health_is_compared_on_screen_by_who_may_read_it_and_never_on_paper(store_for: Open) -> None:
    pop, marieke = store_for.record("Amina", "F07"), store_for("marieke")
    old = marieke.record_row(pop).version
    fill(marieke, pop, {"gezondheid.situatie": "Slaapt weer beter.", "kop.kracht": "Kan goed luisteren."})
    new = marieke.keep(pop).number
    assert "Slaapt weer beter." in str(told(compared(marieke, pop, (old, new))))
    text = text_of(prints.print_comparison(marieke, pop, (old, new)).content)
    assert "luisteren" in text and "Slaapt weer beter." not in text
    for username in ("gerrit", "denise"):
        assert "Slaapt weer beter." not in str(told(compared(store_for(username), pop, (old, new), whole=True)))


def test_what_was_not_opened_is_not_compared_and_that_is_said(store_for: Open) -> None:
    pop, store = store_for.record("Amina", "F07"), store_for("marieke")
    fill(store, pop, {"gezondheid.situatie": "Slaapt nu beter."})
    newest = store.keep(pop).number
    seen = {}
    for opened in (store.opened, frozenset()):
        store.opened = opened
        found = prints.comparison(store, pop, (newest - 1, newest), lambda saved: store.lookup(store_for.dossier("Amina")))
        seen[found.closed] = repr(found.blocks)
    assert "Slaapt nu" in seen[False] and "Slaapt nu" not in seen[True]


def test_of_a_number_only_the_change_is_told(store_for: Open) -> None:
    report, marieke = store_for.record("Bassel", "F01"), store_for("marieke")
    if marieke.record_row(report).state == "definitief":
        marieke.correct(report, "Het nummer was verkeerd overgenomen.")
    old = marieke.record_row(report).version
    was = str(marieke.dossier(store_for.dossier("Bassel")).facts["F01.bsn"])
    fill(marieke, report, {"bsn": "999990068"})
    new = marieke.keep(report).number
    words = told(compared(marieke, report, (old, new)))
    assert words["Burgerservicenummer"][0] in ("gewijzigd", "nieuw")
    assert was not in str(words) and "999990068" not in str(words)
    assert "Burgerservicenummer" not in told(compared(store_for("joop"), report, (old, new)))


def test_two_versions_that_are_equal_on_paper_make_none(store_for: Open) -> None:
    pip, marieke = store_for.record("Hoda", "F08c"), store_for("marieke")
    old = marieke.record_row(pip).version
    prints.print_version(marieke, pip)
    marieke.back_to_draft(pip, "Toch nog even kijken.")
    new = marieke.freeze(pip).number
    assert told(compared(marieke, pip, (old, new))) == {}
    with pytest.raises(NotNow, match="gelijk"):
        prints.print_comparison(marieke, pip, (old, new))


def test_each_version_keeps_the_questions_it_was_made_with(store_for: Open, tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(ROOT / "forms", folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (folder / "pop.py").read_text(encoding="utf-8")
    label = next(q.label for _, q in store_for.world.forms["F07"].questions() if q.name == "volgorde")
    assert f'"{label}"' in text
    (folder / "pop.py").write_text(text.replace(f'"{label}"', '"Wat doen we het eerst?"'), encoding="utf-8")
    pop, old = store_for.record("Amina", "F07"), store_for("marieke").record_row(store_for.record("Amina", "F07")).version
    marieke = store_for("marieke", forms=load_forms(folder))
    fill(marieke, pop, {"volgorde": "Eerst de fiets, dan de taal, dan werk."})
    new = marieke.keep(pop).number
    words = told(compared(marieke, pop, (old, new)))
    assert words[f"Wat doen we het eerst? (eerst: {label})"][0] == "gewijzigd"
    assert label in str(marieke.saved(pop, old).form.as_data())


MOVED = "Betaalt de reiskosten zelf."


@pytest.fixture
def moved(store_for: Open) -> tuple[str, int, int]:
    """Mihret's plan in which somebody else will pay for the journey."""
    pip, marieke = store_for.record("Mihret", "F08b"), store_for("marieke")
    row = {"id": "a1", "onderwerp": "Reiskosten naar school", "wanneer": "elke maand"}
    fill(marieke, pip, {"pip_afspraken": [{**row, "statushouder": MOVED}]})
    old = marieke.keep(pip).number
    fill(marieke, pip, {"pip_afspraken": [{**row, "statushouder": "", "gemeente": MOVED}]})
    return pip, old, marieke.keep(pip).number


def test_an_agreement_that_another_must_keep_is_a_change_on_screen_and_on_paper(store_for: Open, moved: tuple[str, int, int]) -> None:
    pip, old, new = moved
    marieke = store_for("marieke")
    ((label, (mark, was, now)),) = told(compared(marieke, pip, (old, new))).items()
    assert "Reiskosten naar school" in label and mark == "gewijzigd"
    assert f"statushouder? [weg: {MOVED}]" in was and "gemeente?" not in was
    assert f"gemeente? [nieuw: {MOVED}]" in now and "statushouder?" not in now
    text = text_of(prints.print_comparison(marieke, pip, (old, new)).content)
    assert f"statushouder? [weg: {MOVED}]" in text and f"gemeente? [nieuw: {MOVED}]" in text


def test_a_column_that_got_another_label_is_still_the_same(store_for: Open, tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(ROOT / "forms", folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (folder / "pip.py").read_text(encoding="utf-8")
    assert text.count('"Wat doet de gemeente?"') == 1
    (folder / "pip.py").write_text(text.replace('"Wat doet de gemeente?"', '"Wat doen wij?"'), encoding="utf-8")
    pip, marieke = store_for.record("Mihret", "F08b"), store_for("marieke")
    rows = [{"id": f"a{n}", "onderwerp": f"Afspraak {n}", "gemeente": f"Betaalt {n} euro.", "wanneer": "elke maand"} for n in (1, 2)]
    fill(marieke, pip, {"pip_afspraken": rows})
    old = marieke.keep(pip).number
    later = store_for("marieke", forms=load_forms(folder))
    fill(later, pip, {"pip_afspraken": [rows[0], {**rows[1], "gemeente": "Betaalt 3 euro."}]})
    new = later.keep(pip).number
    ((label, (mark, was, now)),) = told(compared(later, pip, (old, new))).items()
    assert "Afspraak 2" in label and mark == "gewijzigd"
    assert "Wat doen wij? [weg: Betaalt 2 euro.]" in was and "Wat doen wij? [nieuw: Betaalt 3 euro.]" in now
