"""Mutants of `access`: each word, sign and condition of it changed, one at a time, and the changes that no test of `access` notices."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from popforms.settings import ROOT

LIST = ROOT / "tests" / "proof" / "mutanten.toml"
NEEDED = ("src", "forms", "docs", "tests")


@dataclass(frozen=True, order=True)
class Mutant:
    """One change: the function it is in (`view.View.may_break`), the lines that stood there and those that came instead."""

    place: str
    was: str
    becomes: str


def groups() -> list[tuple[str, list[Mutant]]]:
    """What mutanten.toml lists: a reason why nothing differs, and the changes that it is true of."""
    said = tomllib.loads(LIST.read_text(encoding="utf-8"))["groep"]
    return [(group["reden"], [Mutant(one["in"], one["was"], one["wordt"]) for one in group["mutant"]]) for group in said]


def listed() -> list[Mutant]:
    """Every change of the list."""
    return [mutant for _, mutants in groups() for mutant in mutants]


def source_of(place: str) -> str:
    """The lines of a function of `access`, each word one space from the next."""
    module, *names = place.split(".")
    text = (ROOT / "src" / "popforms" / "access" / f"{module}.py").read_text(encoding="utf-8")
    node: ast.AST = ast.parse(text)
    for name in names:
        node = next(one for one in ast.iter_child_nodes(node) if getattr(one, "name", "") == name)
    return _words(ast.get_source_segment(text, node) or "")


def survivors(folder: Path) -> tuple[int, list[Mutant]]:
    """How many changes are tried in a copy of the tree, and those that no test notices (one that takes too long is not noticed)."""
    for name in NEEDED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    _mutmut(folder, "run", "--max-children", str(len(os.sched_getaffinity(0))))
    outcome = dict(line.strip().split(": ", 1) for line in _mutmut(folder, "results", "--all", "True").splitlines())
    return len(outcome), sorted(_mutant(folder, name) for name, status in outcome.items() if status != "killed")


def _mutmut(folder: Path, *words: str) -> str:
    done = subprocess.run([Path(sys.executable).with_name("mutmut"), *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def _mutant(folder: Path, name: str) -> Mutant:
    """What the tool calls `popforms.access.view.xǁViewǁmay_break__mutmut_3`."""
    module, _, rest = name.removeprefix("popforms.access.").rpartition(".")
    function = re.sub(r"__mutmut_\d+$", "", rest)
    names = function.split("ǁ")[1:] if "ǁ" in function else [function.removeprefix("x_")]
    lines = _mutmut(folder, "show", name).splitlines()
    return Mutant(".".join((module, *names)), *(_words(" ".join(_marked(lines, sign))) for sign in "-+"))


def _marked(lines: list[str], sign: str) -> Iterator[str]:
    return (line[1:] for line in lines if line.startswith(sign) and not line.startswith(sign * 3))


def _words(text: str) -> str:
    return " ".join(text.split())
