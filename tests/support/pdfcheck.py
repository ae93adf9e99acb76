"""Whether a print is what we promise: `python -m tests.support.pdfcheck FILE...` runs every check on every file.

Each check gives a few words, or raises AssertionError with what is wrong. Two traps that the validators do not see have a check
of their own: a file whose text is all marked as artifact passes veraPDF and says nothing to a blind reader, and words glued at a
line end. `make pdftools` brings what is needed; a tool that is missing is told in one sentence and stops everything.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pypdfium2
import zxingcpp
from pypdf import PdfReader

from popforms.paper.code import PageCode, parse
from popforms.settings import ROOT
from tests.support.pdftree import Said, said

FLAVOURS = ("3a", "ua1")
TOOLS = {
    "qpdf": "qpdf",
    "pdffonts": "poppler-utils",
    "java": "default-jdk-headless",
    "javac": "default-jdk-headless",
}
"""Commands, with the package of Debian that brings each."""
JAXB = Path("/usr/share/java/jaxb-runtime.jar")
ENGINE = ROOT / ".venv" / "verapdf"
TOP, BOTTOM = 20.0, 25.0
"""Millimetres of header and footer, which a reader may skip."""
LEAST_SAID, MOST_GLUED = 0.90, 0.02
WATERMARK = "\n".join("CONCEPT")
"""Stands across the pages of a draft; a reader hears the word once, in the line under the title."""
CODE_DPI = (200, 300)


class ToolMissing(Exception):
    """A tool that the checks need is not there; the message says what to install."""


def tools() -> None:
    """Raises ToolMissing with one sentence when something is not installed."""
    missing = sorted(
        {package for command, package in TOOLS.items() if not shutil.which(command)}
        | ({"libjaxb-java"} - ({"libjaxb-java"} if JAXB.exists() else set()))
    )
    if missing:
        raise ToolMissing(f"De keuring van pdf's mist {', '.join(missing)}. Geef ‘make pdftools’, of: sudo apt install {' '.join(missing)}")
    if not (ENGINE / "classes" / "VeraCheck.class").exists():
        raise ToolMissing("De keuring van pdf's mist veraPDF. Geef ‘make pdftools’.")


@dataclass
class Checked:
    """One file, read once."""

    path: Path
    vera: dict[str, list[str]] = field(default_factory=dict)
    """What veraPDF says by flavour: nothing for a file that passes, else the rules it breaks."""

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(self.path)

    @cached_property
    def said(self) -> list[Said]:
        """The tag tree with its words."""
        return list(said(pypdfium2.PdfDocument(self.path.read_bytes())))

    @cached_property
    def attachments(self) -> dict[str, bytes]:
        return {name: content[0] for name, content in self.reader.attachments.items()}

    @cached_property
    def pages(self) -> int:
        return len(self.reader.pages)

    @cached_property
    def codes(self) -> list[PageCode | None]:
        """The code of each page as a scanner sees it, None where there is none of ours."""
        return [next(iter(_codes(page)), None) for page in pypdfium2.PdfDocument(self.path.read_bytes())]

    def words(self, *, body: bool) -> Counter[str]:
        """The words on the pages; those between header and footer with `body`."""
        around = (TOP, BOTTOM) if body else (0.0, 0.0)
        top, bottom = (value * 72 / 25.4 for value in around)
        area = ["-x", "0", "-W", "600", "-y", str(round(top)), "-H", str(round(842 - top - bottom))]
        return _words(run("pdftotext", "-raw", *area, str(self.path), "-").replace(WATERMARK, ""))


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False).stdout


def _codes(page: pypdfium2.PdfPage) -> Iterator[PageCode]:
    for dpi in CODE_DPI:
        image = page.render(scale=dpi / 72, grayscale=True).to_pil()
        for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode):
            if code := parse(found.text):
                yield code


def _words(text: str) -> Counter[str]:
    """Words by their sorted letters: right-to-left ones may come reversed."""
    return Counter("".join(sorted(word)) for word in re.findall(r"\w+", text) if not word.isdigit())


# --- the checks -------------------------------------------------------------------------------------------------------


def structure(file: Checked) -> str:
    """qpdf finds no fault in the file."""
    found = subprocess.run(["qpdf", "--check", str(file.path)], capture_output=True, text=True, errors="replace", check=False)
    assert found.returncode == 0, (found.stderr or found.stdout).strip()[:300]
    return "whole"


def standards(file: Checked) -> str:
    """PDF/A-3A and PDF/UA-1, by the engine of veraPDF."""
    assert set(file.vera) == set(FLAVOURS), f"veraPDF gave no answer: {sorted(file.vera)}"
    broken = [f"{flavour}: {rule}" for flavour, rules in file.vera.items() for rule in rules]
    assert not broken, "; ".join(broken)[:2000]
    return ", ".join(FLAVOURS)


def closed(file: Checked) -> str:
    """No encryption, no JavaScript, nothing that starts by itself; A4; tagged; a title and a language."""
    root = file.reader.trailer["/Root"]
    assert not file.reader.is_encrypted, "encrypted"
    names = {*root.keys(), *dict(root.get("/Names", {})).keys()}
    assert not names & {"/AA", "/JavaScript", "/AcroForm"}, f"something runs by itself, or is a form: {names}"
    assert isinstance(root.get("/OpenAction", []), list), "something runs at opening"  # a list is a place to begin reading
    assert b"/JavaScript" not in file.path.read_bytes() and b"/Launch" not in file.path.read_bytes(), "JavaScript or Launch"
    assert root["/MarkInfo"]["/Marked"], "not tagged"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"], "the window shows the file name"
    xmp = file.reader.xmp_metadata
    title = (xmp.dc_title or {}).get("x-default", "") if xmp else ""
    assert title.strip() and root["/Lang"], f"title {title!r}, language {root.get('/Lang')!r}"
    for page in file.reader.pages:
        width, height = sorted((float(page.mediabox.width), float(page.mediabox.height)))
        assert abs(width - 595.28) < 1 and abs(height - 841.89) < 1, "not A4"
    return f"{file.pages} p., ‘{title}’"


def fonts(file: Checked) -> str:
    """Every font is embedded, as a subset, with a map to Unicode."""
    rows = run("pdffonts", str(file.path)).splitlines()[2:]
    bad = [row.split()[0] for row in rows if not re.search(r"\syes\s+yes\s+yes\s+\d+\s+\d+\s*$", row)]
    assert rows and not bad, f"fonts: {bad or 'none'}"
    return f"{len(rows)}"


def aloud(file: Checked) -> str:
    """A reader hears the words that stand on the page, each by itself, and the first heading is the title."""
    heard, body, seen = _words("\n".join(text for _, text in file.said)), file.words(body=True), file.words(body=False)
    share = sum((body & heard).values()) / max(1, sum(body.values()))
    assert share >= LEAST_SAID, f"only {share:.0%} of the words are heard"
    glued = {word: count for word, count in (heard - seen).items() if len(word) > 3}
    assert sum(glued.values()) / max(1, sum(heard.values())) <= MOST_GLUED, f"glued words, with their letters sorted: {list(glued)[:5]}"
    headings = [role for role, text in file.said if re.fullmatch(r"H\d", role) and text.strip()]
    assert headings and headings[0] == "H1" and headings.count("H1") == 1, f"headings {headings[:4]}"
    levels = [int(heading[1:]) for heading in headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), f"a level of heading is skipped: {headings}"
    return f"{share:.0%} of the words"


def readable(file: Checked) -> str:
    """No page is empty and no sign came out as a replacement."""
    pages = run("pdftotext", "-raw", str(file.path), "-").split("\f")[:-1]
    assert pages and all(page.strip() for page in pages), "a page without text"
    assert not any("\ufffd" in page for page in pages), "a replacement character"
    return f"{sum(len(page.split()) for page in pages)} words"


def bookmarks(file: Checked) -> str:
    """More than two pages have bookmarks."""
    assert file.reader.outline or file.pages <= 2, "no bookmarks"
    return f"{len(file.reader.outline)}"


def code(file: Checked) -> str:
    """The code of every page reads back and says that page of one version; an attached plan.json has its fingerprint."""
    footer = re.search(r"Controlecode\s+([0-9a-f]{32})\b", run("pdftotext", "-raw", str(file.path), "-"))
    found = [one for one in file.codes if one]
    if not footer:
        assert not found, "a code on a page without a fingerprint"
        return "none: belongs to no version"
    if not found:
        return "no version yet"
    assert len(found) == file.pages, f"a code on {len(found)} of {file.pages} pages"
    assert [one.page for one in found] == list(range(1, file.pages + 1)), f"pages {[one.page for one in found]}"
    assert len({(one.record, one.version, one.fingerprint) for one in found}) == 1, "more than one version"
    assert footer[1].startswith(found[0].fingerprint), "the code and the footer differ"
    return f"version {found[0].version}"


def attachment(file: Checked) -> str:
    """What travels with the file is JSON, and its SHA-256 is the fingerprint on the pages."""
    if not file.attachments:
        return "none"
    assert list(file.attachments) == ["plan.json"], f"attached: {list(file.attachments)}"
    content = file.attachments["plan.json"]
    plan = json.loads(content)
    assert set(plan) - {"told_with"} == {"form", "version", "data"}, sorted(plan)  # what lies fixed names the seal of what it was told with
    whole = hashlib.sha256(content).hexdigest()
    assert all(one and whole.startswith(one.fingerprint) and one.version == plan["version"] for one in file.codes), (
        "not the fingerprint of the pages"
    )
    return f"plan.json, {len(content)} bytes"


CHECKS: tuple[Callable[[Checked], str], ...] = (structure, standards, closed, fonts, aloud, readable, bookmarks, code, attachment)


def failures(paths: Sequence[Path], say: Callable[[str], None] = lambda _line: None) -> list[str]:
    """What is wrong with these files, as lines; empty when everything holds. Raises ToolMissing."""
    tools()
    vera, wrong = verapdf(paths), []
    for path in paths:
        file, told = Checked(path, vera.get(str(path), {})), []
        for check in CHECKS:
            try:
                told.append(f"{check.__name__} {check(file)}")
            except AssertionError as error:
                wrong.append(f"{path.name}: {check.__name__}: {error}")
                told.append(f"{check.__name__} FOUT")
        say(f"{path.name}: {'; '.join(told)}")
    return wrong


def verapdf(paths: Sequence[Path]) -> dict[str, dict[str, list[str]]]:
    """The rules that each file breaks, by file and flavour."""
    jar = next(ENGINE.glob("**/jar/*.jar"))
    found: dict[str, dict[str, list[str]]] = {}
    way = f"{jar}:{JAXB}:{ENGINE / 'classes'}"
    told = run("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", way, "VeraCheck", ",".join(FLAVOURS), *map(str, paths))
    for line in told.splitlines():
        word, *rest = line.split("\t")
        if word in ("PASS", "FAIL"):
            found.setdefault(rest[1], {}).setdefault(rest[0], [] if word == "PASS" else ["fails"])
        elif word == "RULE":
            found[rest[1]][rest[0]].append(rest[2])
    return found


def check_bytes(folder: Path, **prints: bytes) -> list[str]:
    """The same for prints that are not in a file yet, by a name for each."""
    paths = []
    for name, content in prints.items():
        paths.append(folder / f"{name}.pdf")
        paths[-1].write_bytes(content)
    return failures(paths)


def main() -> int:
    paths = [Path(name) for name in sys.argv[1:]]
    try:
        wrong = failures(paths, print)
    except ToolMissing as error:
        print(error)
        return 1
    print("\n".join(wrong) if wrong else f"{len(paths)} pdf's gekeurd: PDF/A-3A en PDF/UA-1, en elke andere keuring klopt.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
