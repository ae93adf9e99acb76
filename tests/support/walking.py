"""Everything that comes to one person over the websocket and out of the file route, page after page, without a browser."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import httpx
from pypdf import PdfReader
from streamlit.proto.WidgetStates_pb2 import WidgetState

from popforms.demo import PASSWORD
from tests.support.forging import VALUE_OF, state
from tests.support.page_line import PageLine, Seen, Widget
from tests.support.server import Server

PAGES = ("", "dossiers", "overzicht", "casusoverleg", "lijsten", "beheer", "privacy", "account")
CHOICES = re.compile(r"tab_|deel_|lijst_|tegel|periode_|versie_|spoor_wie|beheer_wie")
"""Widgets that choose what is looked at; each of their choices is looked at."""
OPENERS = re.compile(r"toon")
MAKERS = re.compile(r"druk_|leeg_|lijst_\w+_[0-9a-f]{16}$|agenda_|bestand_")
"""Buttons that open what is closed, and those that make a file."""
FILE = re.compile(r"/bestand/[\w-]+")
MOST_OPENINGS = 12


@dataclass
class Found:
    """Which words of a pattern came by, with the first place of each; how much was looked through."""

    words: dict[str, str] = field(default_factory=dict)
    size: int = 0
    runs: int = 0
    files: Counter[str] = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)


class Walk:
    """One person with a tab: `with Walk(server, "joop", rb"kanarie[a-z]{9}") as walk: walk.page("id=7", "dossier")`."""

    def __init__(self, server: Server, username: str, pattern: bytes) -> None:
        self.found, self._pattern, self._where = Found(), re.compile(pattern), ""
        self._cookie = server.log_in(username, PASSWORD)
        self._client = server.client(self._cookie)
        self._tab = PageLine(server, self._cookie, hears=self._take)

    def __enter__(self) -> Walk:
        self._tab.__enter__()
        self._tab.run()
        return self

    def __exit__(self, *told: object) -> None:
        self._client.close()
        self._tab.__exit__(None, None, None)

    def _take(self, content: bytes) -> None:
        self.found.size += len(content)
        for word in self._pattern.findall(content):
            self.found.words.setdefault(word.decode(), self._where)

    def look(self, dossiers: Iterable[str], records: Iterable[str]) -> Found:
        """Every page of the menu, these dossiers and these records, with all that can be chosen, opened and made there."""
        for page in PAGES:
            self.page("", page)
        for dossier in dossiers:
            self.page(f"id={dossier}", "dossier")
        for record in records:
            self.page(f"record={record}", "formulier")
        return self.found

    def page(self, query: str, page: str) -> Seen:
        """A page with each of its choices, what can be opened there, and the files that can be made there."""
        first = self._run(query, page)
        self._open(query, page, first, [])
        unfold = [WidgetState(id=one.id, bool_value=True) for one in first.widgets if one.kind == "Expandable"]
        seen = self._run(query, page, unfold) if unfold else first
        self._make(query, page, seen, unfold)
        for widget in sorted((one for one in seen.widgets if CHOICES.match(one.key) and one.options), key=lambda one: one.id):
            for option in widget.options:
                chosen = [*unfold, state(widget.id, VALUE_OF[widget.kind], [option])]
                shown = self._run(query, page, chosen)
                self._open(query, page, shown, chosen)
                self._make(query, page, shown, chosen, besides=seen)
        return first

    def search(self, text: str) -> None:
        """Type in the search field of Dossiers."""
        for widget in self._run("", "dossiers").widgets:
            if widget.key == "zoek":
                self._run("", "dossiers", [state(widget.id, "string_value", text)])

    def _run(self, query: str, page: str, widgets: Iterable[WidgetState] = ()) -> Seen:
        self._where = f"{page} {query}".strip() or "werk"
        self.found.runs += 1
        return self._tab.run(query, page=page, widgets=widgets)

    def _open(self, query: str, page: str, seen: Seen, chosen: list[WidgetState]) -> None:
        """Press whatever opens a closed answer, one after the other."""
        for _ in range(MOST_OPENINGS):
            shut = _buttons(seen, OPENERS)
            if not shut:
                return
            seen = self._run(query, page, [*chosen, state(shut[0].id, "trigger_value", True)])

    def _make(self, query: str, page: str, seen: Seen, chosen: list[WidgetState], besides: Seen | None = None) -> None:
        """Press whatever makes a file, and fetch it."""
        known = {one.id for one in besides.widgets} if besides else set()
        for button in _buttons(seen, MAKERS):
            if button.id in known or (button.key.startswith("leeg_") and self.found.files["leeg"]):
                continue  # an empty form has nothing of anybody in it: one is enough
            made = self._run(query, page, [*chosen, state(button.id, "trigger_value", True)])
            for address in dict.fromkeys(FILE.findall(made.words)):
                self._fetch(address, button.key)

    def _fetch(self, address: str, kind: str) -> None:
        answer = self._client.get(address)
        self._where = f"{self._where} {kind}"
        self.found.files[kind.split("_")[0] if not kind.startswith("druk") else kind.split("_")[-1]] += 1
        self.found.names.append(answer.headers.get("content-disposition", ""))
        for part in insides(answer):
            self._take(part)
        self._take(str(answer.headers).encode())


def insides(answer: httpx.Response) -> Iterator[bytes]:
    """A file as it came, and what a reader of it finds: the words of a PDF, its title and what is attached."""
    yield answer.content
    if answer.content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(answer.content))
        yield re.sub(r"[\s\u00ad\u200b\u2060]+", "", " ".join(page.extract_text() for page in reader.pages)).encode()
        yield str(reader.metadata).encode()
        for parts in reader.attachments.values():
            yield from parts


def _buttons(seen: Seen, named: re.Pattern[str]) -> list[Widget]:
    return sorted((one for one in seen.widgets if one.kind == "Button" and named.match(one.key)), key=lambda one: one.id)
