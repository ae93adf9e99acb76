"""A new form is one file: put in the folder it has its page, store, paper, rights and checks; with a mistake in it popforms does not start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from popforms import prints
from popforms.access import AccessDenied
from popforms.definition.catalogue import Catalogue, load_forms
from popforms.demo import PASSWORD, complete, fill
from popforms.server.launch import serve
from popforms.settings import ROOT, Settings
from popforms.store import NotReady, Store
from popforms.store.examine import examine
from tests.conftest import Open, World
from tests.support.browser import new_page, open_page, sign_in, still
from tests.support.server import Server, free_port

WHO = "Bassel"
NEW = '''
"""F70 Fietsles: wie leert fietsen, en wat is daarvoor nodig."""

from datetime import date
from typing import Literal

from popforms import DOSSIER, Actie, Amount, Form, LongText, Person, Row, Section, YesNo, ask, equals


class Les(Row):
    """Een les die is gegeven."""

    op: date = ask("Datum van de les", required="c")
    onderwerp: Literal["sturen", "verkeer", "band plakken"] = ask("Wat is geoefend?")


class Wens(Section, title="Leren fietsen"):
    fietst_al: YesNo = ask("Kan de statushouder al fietsen?", required="c")
    waarom: LongText = ask("Waarom wil de statushouder leren fietsen?", shown_when=equals("fietst_al", "nee"))
    fietsmaatje: Person = ask("Wie wordt het fietsmaatje?")
    kosten: Amount = ask("Wat kost een tweedehands fiets?", privacy="gevoelig", required="d")
    rugklachten: YesNo = ask("Zijn er klachten waarmee fietsen niet gaat?", privacy="bijzonder")


class Lessen(Section, title="De lessen"):
    lessen: list[Les] = ask("Welke lessen zijn er geweest?", none_allowed=True)
    afspraken: list[Actie] = ask("Wat is afgesproken?")


class Fietsles(Form, code="F70", title="Fietsles", per=DOSSIER, part="meedoen", phase="regeldag"):
    """Wie leert fietsen, en wat is daarvoor nodig."""

    wens: Wens
    lessen: Lessen
'''  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms of the house with one file more."""
    place = tmp_path_factory.mktemp("een") / "forms"
    copy_forms(place)
    (place / "fietsles.py").write_text(NEW, encoding="utf-8")
    return place


def copy_forms(place: Path) -> None:
    shutil.copytree(ROOT / "forms", place, ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture(scope="module")
def forms(folder: Path) -> Catalogue:
    return load_forms(folder)


@dataclass
class Lesson:
    """The new form in a dossier of the demo: `store` is that of the POP-consulent."""

    store: Store
    dossier: str
    record: str


@pytest.fixture
def lesson(store_for: Open, forms: Catalogue) -> Lesson:
    store = store_for("marieke", forms=forms)
    dossier = store_for.dossier(WHO)
    return Lesson(store, dossier, store.start_record("F70", dossier, "fietsles"))


ANSWERS = {
    "fietst_al": "nee", "waarom": "Om zelf naar de taalschool te gaan.", "kosten": "85,00", "rugklachten": "nee",
    "lessen.lessen": [{"op": "2026-02-20", "onderwerp": "sturen"}],
}  # fmt: skip


def kept(lesson: Lesson, forms: Catalogue) -> None:
    """The form, filled in with an action in it, as a first version."""
    trekker = lesson.store.user.id
    deal = {
        "omschrijving": "Fiets zoeken",
        "module": "meedoen",
        "trekker": trekker,
        "gereed_voor": "2026-05-01",
        "voortgang_frequentie": "elke twee weken",
    }
    fill(lesson.store, lesson.record, {**ANSWERS, "afspraken": [deal]})
    lesson.store.keep(lesson.record)


# Store and checks


def test_the_store_keeps_it_and_its_action_is_born(lesson: Lesson, forms: Catalogue) -> None:
    with pytest.raises(NotReady):
        lesson.store.keep(lesson.record)
    kept(lesson, forms)
    saved = lesson.store.saved(lesson.record)
    assert saved.answers["wens"]["fietst_al"] == "nee"
    assert [row["onderwerp"] for row in saved.answers["lessen"]["lessen"]] == ["sturen"]
    assert "Fiets zoeken" in [action.omschrijving for action in lesson.store.actions_of(lesson.dossier)]
    assert complete(lesson.store, lesson.record, "d") == []
    assert lesson.store.finalise(lesson.record).state == "definitief"


def test_a_question_that_does_not_apply_is_hidden_and_not_kept(lesson: Lesson) -> None:
    fill(lesson.store, lesson.record, {**ANSWERS, "fietst_al": "ja"})
    assert "wens.waarom" in lesson.store.open_draft(lesson.record).hidden
    assert "waarom" not in lesson.store.keep(lesson.record).answers["wens"]


def test_check_finds_nothing_wrong(lesson: Lesson, forms: Catalogue) -> None:
    kept(lesson, forms)
    assert [str(finding) for finding in examine(lesson.store) if not finding.holds] == []


def test_the_command_lists_its_questions(folder: Path) -> None:
    lines = json.loads(command(folder, "forms", "--json").stdout)
    mine = {line["name"]: line for line in lines if line["form"] == "fietsles"}
    assert (
        mine["waarom"]["condition"] == "fietst_al=nee"
        and mine["kosten"]["privacy"] == "gevoelig"
        and mine["onderwerp"]["row_of"] == "lessen"
    )


# Rights


def test_the_part_decides_who_reads_it(lesson: Lesson, forms: Catalogue, store_for: Open) -> None:
    """Part `meedoen`: We for the begeleider, R for the CVLW, nothing for the HVC; health for none of these."""
    kept(lesson, forms)
    begeleider = store_for("joop", forms=forms).open_draft(lesson.record)
    assert "wens.kosten" in begeleider.writable and "wens.rugklachten" not in begeleider.readable
    coordinator = store_for("elvira", forms=forms).open_draft(lesson.record)
    assert "wens.kosten" in coordinator.readable and not coordinator.writable
    hvc = store_for("sander", forms=forms)
    for read in (hvc.open_draft, hvc.saved):
        with pytest.raises(AccessDenied):
            read(lesson.record)
    assert "Fietsles" not in [line.form.title for line in hvc.forms_of(lesson.dossier)]
    assert "Fietsles" in [line.form.title for line in begeleider_forms(store_for, forms, lesson)]


def begeleider_forms(store_for: Open, forms: Catalogue, lesson: Lesson) -> list:
    return store_for("joop", forms=forms).forms_of(lesson.dossier)


# Paper


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_print_carries_its_questions_and_answers(lesson: Lesson, forms: Catalogue) -> None:
    kept(lesson, forms)
    made = prints.print_version(lesson.store, lesson.record)
    text = text_of(made.content)
    assert made.name.startswith("F70-")
    for words in ("Fietsles", "Leren fietsen", "Om zelf naar de taalschool te gaan.", "€ 85,00", "sturen", "Fiets zoeken", "CONCEPT"):
        assert words in text, words
    assert "klachten" not in text  # health stands on a print of its own


def test_the_empty_form_asks_everything_with_its_condition(forms: Catalogue) -> None:
    text = text_of(prints.blank(forms["F70"]))
    for section, question in forms["F70"].questions():
        assert question.label.split()[0] in text and section.title in text
    assert "Alleen invullen als" in text


# The page, in a browser


@pytest.fixture
def server(world: World, db_copy: Settings, folder: Path, tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path, POPFORMS_DB=str(db_copy.db), POPFORMS_KEYS=str(world.settings.keys), POPFORMS_FORMS=str(folder)) as running:
        yield running


@pytest.mark.xdist_group("browser")
def test_it_is_on_the_dossier_page_and_can_be_filled_in(server: Server, world: World, browser: Browser) -> None:
    with new_page(browser) as page:
        sign_in(page, server.base_url, "marieke", PASSWORD)
        open_page(page, server.base_url, f"dossier?id={world.dossiers[WHO]}")
        page.locator("summary").filter(has_text="Regeldag").click()  # the phase that the form says it belongs to
        expect(page.get_by_text("Wie leert fietsen, en wat is daarvoor nodig.")).to_be_visible()
        page.locator(".st-key-begin_fietsles button").click()
        expect(page.get_by_role("heading", name="Leren fietsen")).to_be_visible()
        expect(page.get_by_text("Waarom wil de statushouder leren fietsen?")).to_have_count(0)
        page.get_by_text("nee", exact=True).first.click()
        field = page.get_by_label("Waarom wil de statushouder leren fietsen?")
        field.fill("Om zelf naar de taalschool te gaan.")
        field.press("Tab")
        expect(page.get_by_text("Bewaard om")).to_be_visible()
        page.get_by_role("button", name="Bewaren").click()
        expect(page.get_by_text("Bewaard als versie 1.")).to_be_visible()
        still(page)
    with closing(server.database()) as db:
        (row,) = db.query("SELECT v.content FROM version v JOIN record r ON r.id=v.record_id WHERE r.form='fietsles'")
        assert json.loads(row["content"])["wens"] == {"fietst_al": "nee", "waarom": "Om zelf naar de taalschool te gaan."}


# A mistake in a file

MISTAKES = {
    "a kind that does not exist": ("fietsles.py", "fietst_al: YesNo", "fietst_al: dict", ("fietsles.py", "fietst_al", "dict")),
    "no code": ("fietsles.py", 'code="F70", ', "", ("fietsles.py", "Fietsles", "code")),
    "a part that is not in the table": ("fietsles.py", 'part="meedoen"', 'part="fietsen"', ("fietsles.py", "fietst_al", "fietsen", "rollen.py")),
    "a condition on a question that is not there": ("fietsles.py", 'equals("fietst_al"', 'equals("fietst_nu"', ("fietsles.py", "waarom", "fietst_nu")),
    "a line that is no Python": ("fietsles.py", "class Les(Row):", "class Les(Row:", ("fietsles.py", "regel")),
    "a word that is not known": ("fietsles.py", "import DOSSIER", "import DOSIER", ("fietsles.py", "DOSIER")),
    "a code that another form has": ("fietsles.py", 'code="F70"', 'code="F04"', ("fietsles.py", "F04", "regeldag.py")),
    "a privacy class that does not exist": ("fietsles.py", 'privacy="gevoelig"', 'privacy="geheim"', ("fietsles.py", "kosten", "geheim")),
    "a term without a length": ("termijnen.toml", 'lengte = "', 'lengt = "', ("termijnen.toml", "lengt")),
    "terms that cannot be read": ("termijnen.toml", "[[term]]", "[[term", ("termijnen.toml",)),
    "a letter that means nothing": ("rollen.py", "WFX   | -", "WQX   | -", ("rollen.py", "Q")),
    "a team row that does not exist": ("rollen.py", "F03a.intake_team", "F03a.intakers", ("rollen.py", "TEAM_ROWS", "F03a.intakers")),
    "a role that does not exist": ("rollen.py", '"MB": "mb"', '"MX": "mb"', ("rollen.py", "TEAM_FIELDS", "MX")),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_at_start_with_file_field_and_remedy(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mistake: str
) -> None:
    name, right, wrong, told = MISTAKES[mistake]
    place = tmp_path / "forms"
    shutil.copytree(folder, place, ignore=shutil.ignore_patterns("__pycache__"))
    text = (place / name).read_text(encoding="utf-8")
    assert right in text
    (place / name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    said = refused(place, monkeypatch, capsys)
    for words in told:
        assert words in said, said
    assert said.strip().endswith(".") and len(said.strip().split(". ")) >= 2, f"no remedy: {said}"


@pytest.mark.parametrize("gone", ["rollen.py", "proces.py", "termijnen.toml", "dossier.py"])
def test_a_file_that_is_missing_is_named_at_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gone: str
) -> None:
    place = tmp_path / "forms"
    copy_forms(place)
    (place / gone).unlink()
    assert gone.removesuffix(".py") in refused(place, monkeypatch, capsys)


def refused(forms: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What the terminal says when the server is started with these forms; it stops before Streamlit begins."""
    monkeypatch.setenv("POPFORMS_FORMS", str(forms))
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("Streamlit was started"))
    with pytest.raises(SystemExit) as stopped:
        serve()
    said = capsys.readouterr().err
    assert stopped.value.code == 1
    assert "popforms start niet" in said and "Traceback" not in said and 'File "' not in said
    return said


def test_the_server_process_itself_ends_with_a_code_and_no_traceback(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "forms"
    shutil.copytree(folder, place, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "fietsles.py").write_text(NEW.replace("class Les(Row):", "class Les(Row:"), encoding="utf-8")
    ended = run([sys.executable, "-m", "popforms.server.launch"], place, tmp_path)
    assert ended.returncode == 1
    assert "fietsles.py: regel" in ended.stderr and "Traceback" not in ended.stdout + ended.stderr


def command(forms: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "popforms", *words], forms, forms.parent)


def run(words: list[str], forms: Path, home: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("POPFORMS_", "STREAMLIT_"))}
    own = {
        "PYTHONPATH": str(ROOT / "src"),
        "POPFORMS_FORMS": str(forms),
        "POPFORMS_DB": str(home / "p.db"),
        "POPFORMS_KEYS": str(home / "keys"),
    }
    return subprocess.run(
        words, cwd=ROOT, env=clean | own | {"PORT": str(free_port())}, capture_output=True, text=True, timeout=60, check=False
    )
