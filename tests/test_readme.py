"""What the README, the Makefile and the packaging promise is so."""

from __future__ import annotations

import ast
import itertools
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

from popforms import prints
from popforms.access import AccessDenied
from popforms.cli import cli
from popforms.definition.catalogue import Catalogue, list_questions, load_forms
from popforms.paper import reader, scan
from popforms.settings import ROOT, Settings
from popforms.store.files import MAX_SIZE
from popforms.store.throttle import TRIES_PER_ACCOUNT
from tests.cli.test_commands import commands
from tests.conftest import Open
from tests.proof.test_mutants import TRIED
from tests.proof.test_trail import TAMPERED, UNTOUCHED
from tests.support.browser import KNOWN
from tests.support.sizes import FULL, SHORT
from tests.test_imports import FLOORS

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([\w-]+)==(\S+)$", REQUIREMENTS, re.MULTILINE))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# --- limits -----------------------------------------------------------------------------------------------------------


def test_the_limits_of_an_upload_are_those_that_are_asked() -> None:
    words = " ".join(README.split())
    for limit in (
        f"{reader.MEMORY // 1024**3} GB of memory", f"{scan.SECONDS} seconds at most", f"{MAX_SIZE // 1024**2} MB for a file",
        f"{scan.MOST_FILES} files and {scan.MOST_BYTES // 1024**2} MB together", f"{reader.MOST_PAGES} pages",
        f"{reader.MOST_PIXELS // 1_000_000} million pixels",
    ):  # fmt: skip
        assert limit in words, limit


# --- commands ---------------------------------------------------------------------------------------------------------


def test_the_first_screen_names_the_three_commands() -> None:
    first = README.splitlines()[:16]
    for command in ("make run", "make demo", "make test"):
        assert any(line.strip().startswith(command) for line in first), command
    assert any("python3-venv" in line for line in first)


def test_the_readme_names_every_target_of_the_makefile_and_no_other() -> None:
    targets = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())  # type: ignore[index]
    assert set(re.findall(r"\bmake (\w+)", re.sub(r"`make` ", "", README))) & targets == targets - {"help", "browser"}
    assert set(re.findall(r"`make (\w+)`", README)) <= targets
    for target in targets:
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


def test_the_readme_names_every_command_and_no_other() -> None:
    there = {name for name, _ in commands(cli)}
    named = set(re.findall(r"`popforms (\w+)", README)) | {f"users {word}" for word in re.findall(r"`users (\w+)", README)}
    assert named == there


def test_every_recipe_of_the_makefile_is_known_to_the_command_line() -> None:
    there = {name for name, _ in commands(cli)}
    assert set(re.findall(r"\$\(POPFORMS\) (\w+)", MAKEFILE)) <= there


def test_continuous_integration_runs_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    assert script.read_text().splitlines()[-1] == "exec make test"


def test_make_says_what_it_can_do() -> None:
    told = subprocess.run(["make", "-C", str(ROOT), "--no-print-directory", "help"], capture_output=True, text=True, check=True).stdout
    for target in ("run", "demo", "test", "proof", "install", "lint", "screens", "prints", "bench"):
        assert f"make {target}" in told


def test_a_machine_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    """Copied beside a Python that misses it, as on a bare Debian; apt is kept out of it."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    bare.chmod(0o755)
    told = subprocess.run(["make", "-C", str(tmp_path), "APT=", f"PYTHON={bare}", "install"], capture_output=True, text=True, check=False)
    assert told.returncode != 0 and "sudo apt install python3-venv" in told.stdout
    older = subprocess.run(
        ["make", "-C", str(tmp_path), "APT=", "PYTHON=/bin/false", "install"], capture_output=True, text=True, check=False
    )
    assert older.returncode != 0 and "Python 3.11" in older.stdout
    assert not (tmp_path / ".venv").exists()


# --- settings and floors ----------------------------------------------------------------------------------------------


def test_the_table_of_settings_is_the_settings() -> None:
    told = dict(re.findall(r"^\| `(PORT|POPFORMS_\w+)` \| (.*?) \|", README, re.MULTILINE))
    fields = {"PORT" if name == "port" else f"POPFORMS_{name.upper()}": field.default for name, field in Settings.model_fields.items()}
    assert set(told) == set(fields)
    for name, default in fields.items():
        if name not in ("POPFORMS_URL", "POPFORMS_GEMEENTE"):
            assert told[name].strip("`") == str(int(default) if isinstance(default, bool) else default), name


def test_the_table_of_floors_is_the_one_that_imports_are_held_to() -> None:
    told = [set(re.findall(r"`(\w+)`", rooms)) for rooms in re.findall(r"^\| \d \| (.*?) \|", README, re.MULTILINE)]
    assert told == list(reversed(FLOORS))


def test_the_table_of_proofs_tells_how_long_they_run() -> None:
    rows = re.findall(r"^\| (.+?) \| .+? \| ([\d,]+) \| (.+?) \|$", README.partition("## Security")[2].partition("\n## ")[0], re.MULTILINE)
    told = {claim: int(count.replace(",", "")) for claim, count, _ in rows}
    assert told == {
        "nobody takes over a login": FULL.thefts,
        "the browser is not believed": FULL.messages,
        "guessing is braked": FULL.guesses,
        "nothing tells who exists": FULL.pairs,
        "nothing tells what exists": FULL.ids,
        "a text is shown as it was typed": len(FULL.texts),
        "the trail cannot be changed unseen": TAMPERED,
        "every rule of rights has a test that fails without it": TRIED,
        "nothing is cried out that is not so": UNTOUCHED,
    }
    assert f"{TRIES_PER_ACCOUNT} in a quarter of an hour" in {claim: then for claim, _, then in rows}["guessing is braked"]


def test_the_short_run_holds_the_same_proofs() -> None:
    short = (ROOT / "tests" / "short" / "test_proofs_in_short.py").read_text()
    assert all(
        f"from tests.proof.{name} import *" in short
        for name in ("test_canaries", "test_door", "test_erasure", "test_forged", "test_guessing", "test_hostile", "test_strangers")
    )
    assert all(getattr(SHORT, one) < getattr(FULL, one) for one in ("thefts", "messages", "guesses", "pairs", "ids", "askers", "erased"))
    assert len(SHORT.texts) < len(FULL.texts) and set(SHORT.texts) < set(FULL.texts)
    assert "--ignore=tests/proof" in MAKEFILE and "pytest -q tests/proof" in MAKEFILE


def test_every_test_with_a_browser_is_listened_to() -> None:
    """No test makes a browser of its own; the fixture fails on what is heard."""
    assert "fails when a page asks for another address, breaks the policy" in " ".join(README.split())
    tests = (ROOT / "tests").rglob("test_*.py")
    own = [path.name for path in tests if re.search(r"^from playwright.*sync_playwright", path.read_text(), re.MULTILINE)]
    assert own == []
    assert all(len(reason.split()) > 5 for reason in KNOWN.values())


# --- a form is one file -----------------------------------------------------------------------------------------------


@pytest.fixture
def with_the_example(tmp_path: Path) -> Catalogue:
    """The forms with the example of the README among them."""
    folder = tmp_path / "forms"
    shutil.copytree(ROOT / "forms", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (folder / "bibliotheek.py").write_text(example, encoding="utf-8")
    return load_forms(folder)


def test_the_example_is_a_form_with_everything_that_follows(with_the_example: Catalogue, store_for: Open) -> None:
    names = [line["name"] for line in list_questions(with_the_example) if line["form"] == "bibliotheek"]
    assert names == ["pas_aangeboden", "pas_op", "pas_ervaring"]
    store = store_for("marieke", forms=with_the_example)
    record = store.start_record("bibliotheek", store_for.dossier("Bassel"), "een")
    store.save_field(record, "pas.pas_aangeboden", "nee", expect=0)
    store.keep(record)
    assert prints.print_version(store, record).content.startswith(b"%PDF-")
    assert prints.blank(with_the_example["F30"]).startswith(b"%PDF-")
    assert "bibliotheek" in [line.form.key for line in store.forms_of(store_for.dossier("Bassel"))]
    with pytest.raises(AccessDenied):
        store_for("sander", forms=with_the_example).open_draft(record)


# --- packaging --------------------------------------------------------------------------------------------------------


def test_every_library_is_pinned_to_what_is_installed_with_a_reason() -> None:
    for path in ROOT.glob("requirements*.txt"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
        for above, line in itertools.pairwise(lines):
            if not line.startswith("#"):
                assert "==" in line and (above.startswith("# ") or "==" in above), line
    assert {name: version(name) for name in PINNED} == PINNED


def test_what_only_the_long_proofs_need_is_installed_by_make_proof_alone() -> None:
    recipes = dict(re.findall(r"^(\S+): (.*)$", MAKEFILE, re.MULTILINE))
    assert [name for name, needs in recipes.items() if "requirements-proof.txt" in needs] == ["$(VENV)/proof"]
    assert [name for name, needs in recipes.items() if "$(VENV)/proof" in needs] == ["proof"]
    assert "mutmut" not in PINNED and "mutmut==" in (ROOT / "requirements-proof.txt").read_text(encoding="utf-8")


def test_every_library_that_the_code_imports_is_in_requirements() -> None:
    known = packages_distributions()
    used: set[str] = set()
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "forms").glob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            used |= {name.partition(".")[0] for name in names}
    found = {name: known[name] for name in used - set(sys.stdlib_module_names) - {"popforms"} if name in known}
    pinned = {plain(name) for name in PINNED}
    assert {name for name, packages in found.items() if not {plain(package) for package in packages} & pinned} <= BROUGHT


BROUGHT = {"pandas", "pyarrow"}
"""These come with Streamlit, in the versions that it asks for."""


def test_everything_that_is_no_python_goes_into_the_package() -> None:
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["popforms"]
    package = ROOT / "src" / "popforms"
    packed = {path for pattern in patterns for path in package.glob(pattern)}
    there = {path for path in package.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert there and there <= packed


def test_the_licence_of_every_font_is_named() -> None:
    folder = ROOT / "src" / "popforms" / "paper" / "fonts"
    assert "SIL Open Font\nLicense 1.1" in README and (folder / "OFL.txt").exists()
    for family in {path.stem.partition("-")[0] for path in folder.glob("*.ttf")}:
        assert re.sub(r"(?<=[a-z])(?=[A-Z])", " ", family) in README, family
