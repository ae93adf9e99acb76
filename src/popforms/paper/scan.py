"""Signed sheets that come back: what stands on each page of a scan, read by a process of its own that can be stopped."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from popforms.paper.code import PageCode, parse
from popforms.paper.pages import NotReadable

READER = Path(__file__).with_name("reader.py")
SECONDS = 90
"""How long one reading may take; a page takes a tenth of a second, and up to a second when its code is hard to read."""
MOST_FILES, MOST_BYTES = 20, 40 * 1024 * 1024
_AT_ONCE = threading.BoundedSemaphore(2)
"""So many readings at the same moment; the others wait, or a row of scans would take the machine from who types."""

_SENTENCES = {
    "pages": "Dit zijn te veel bladzijden; er passen er 60. Scan alleen de getekende bladen.",
    "pixels": "{which} is een te groot plaatje. Scan het met 200 of 300 dpi, of maak een gewone foto.",
    "password": "{which} is met een wachtwoord dicht. Maak een nieuwe scan zonder wachtwoord.",
    "program": "In {which} zit een programma, en in een scan hoort dat niet. Scan het papier opnieuw, en gebruik dit bestand niet.",
    "two": "{which} is twee soorten bestand tegelijk, en dat is een scan nooit. Scan het papier opnieuw, en gebruik dit bestand niet.",
    "broken": "{which} is niet te lezen. Maak een nieuwe scan of foto en kies die.",
    "slow": "Het lezen duurde te lang. Scan het met 200 of 300 dpi, of minder bladen tegelijk.",
    "stopped": "Het lezen is gestopt. Er is niets bewaard.",
}


@dataclass(frozen=True)
class ScanPage:
    """One page of what was sent; `file` and `page` count from 1. `codes` are ours, `foreign` says that there is another one."""

    file: int
    page: int
    codes: tuple[PageCode, ...] = ()
    foreign: bool = False
    blank: bool = False


class Reading:
    """A scan of one or more files (pdf, jpg, png) that is being read; it begins at once, in a thread."""

    def __init__(self, files: Sequence[bytes], *, seconds: float = SECONDS) -> None:
        self.pages: list[ScanPage] = []
        self.total = 0
        """How many pages there are; 0 until that is known."""
        self._files, self._seconds = list(files), seconds
        self._refused = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._lock, self._stopped = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        if len(self._files) > MOST_FILES or sum(map(len, self._files)) > MOST_BYTES:
            self._refused = f"Er passen {MOST_FILES} bestanden van samen 40 MB. Scan met een lagere kwaliteit, of in twee keer."
        else:
            self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; whether the reading has ended."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """End the reading now; what was read is thrown away."""
        self._end(_SENTENCES["stopped"])

    def result(self) -> list[ScanPage]:
        """The pages in order, when the reading has ended; raises NotReadable with a sentence that says what to do."""
        self.wait(self._seconds + 5)
        if not self._refused and (not self.total or len(self.pages) < self.total):
            self._refused = self._sentence("broken", 0)
        if self._refused:
            raise NotReadable(self._refused)
        return self.pages

    def _end(self, sentence: str) -> None:
        with self._lock:
            self._refused = self._refused or sentence
            self._stopped.set()
            if self._process:
                self._process.kill()

    def _run(self) -> None:
        while not _AT_ONCE.acquire(timeout=0.1):
            if self._stopped.is_set():
                return
        clock = threading.Timer(self._seconds, self._end, (_SENTENCES["slow"],))
        try:
            with self._lock:
                if self._stopped.is_set():
                    return
                # Our own file and no shell; isolated, and without the settings of the server.
                self._process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-I", str(READER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
                )
            clock.start()
            with suppress(OSError), self._process as process:  # leaving it writes what is left to a process that may have been killed
                self._talk(process)
        finally:
            clock.cancel()
            self._files = []
            _AT_ONCE.release()

    def _talk(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin and process.stdout
        try:
            process.stdin.write(json.dumps([len(one) for one in self._files]).encode() + b"\n")
            for content in self._files:
                process.stdin.write(content)
            process.stdin.close()
        except OSError:  # it has ended already
            return
        for line in process.stdout:
            if not line.endswith(b"\n"):  # killed in the middle of a line
                return
            told = json.loads(line)
            if "refused" in told:
                self._refused = self._refused or self._sentence(told["refused"], told["file"])
            elif "pages" in told:
                self.total = told["pages"]
            else:
                self.pages.append(_page(told))

    def _sentence(self, word: str, file: int) -> str:
        """Why a file is refused; which one it is counts only when there are more."""
        which = f"bestand {file}" if file and len(self._files) > 1 else "dit bestand"
        sentence = _SENTENCES[word].format(which=which)
        return sentence[:1].upper() + sentence[1:]


def _page(told: dict[str, object]) -> ScanPage:
    texts = [str(text) for text in told["texts"]]  # type: ignore[attr-defined]
    codes = tuple(code for code in map(parse, texts) if code)
    return ScanPage(int(str(told["file"])), int(str(told["page"])), codes, bool(texts) and not codes, bool(told["blank"]))
