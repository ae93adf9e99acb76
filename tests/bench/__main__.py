"""`python -m tests.bench`: the longest form page beside a bare page with the same widgets, in one run on one machine. Ratios count."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect

from popforms.demo import PASSWORD
from popforms.settings import ROOT
from tests.bench import paper
from tests.bench.house import ACTIONS, House, make
from tests.bench.pages import Seat, bare_server, edits, first_load, inside, memory, seated, shown, widgets
from tests.bench.storing import storing
from tests.support.browser import chromium, open_page, sign_in, still

OUT = ROOT / "build" / "bench.json"
LONG, TAAL = "lang", "taal"
WORDS = {LONG: "40 vragen en 10 acties", TAAL: "POP, Taal, 10 acties"}
ROUNDS, EDITS = 5, 8


@dataclass(frozen=True)
class Row:
    """One line of the table: `ours` and `floor` in the unit of the row, judged by their ratio."""

    name: str
    ours: float
    floor: float
    target: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    def __str__(self) -> str:
        verdict = "gehaald" if self.ratio <= self.target else "NIET gehaald"
        return f"{self.name:<66} {self.ours:9.1f} {self.floor:9.1f} {self.ratio:7.2f} {self.target:6.2f}  {verdict}"


def our_seat(house: House, name: str, record: str, section: str) -> Seat:
    base = house.server.base_url
    pid = house.server._process.pid if house.server._process else 0

    def enter(page: Page) -> None:
        sign_in(page, base, house.user.username, PASSWORD)
        open_page(page, base, f"dossier?id={house.dossier}")

    def press(page: Page) -> None:
        page.locator(f"a[href*='record={record}']").first.click()

    def back(page: Page) -> None:
        page.locator(f"[data-testid=stMain] a[href*='id={house.dossier}']").first.click()
        page.get_by_text("Formulieren", exact=True).wait_for()
        still(page)

    def unfold(page: Page) -> None:
        if section:
            page.locator(".st-key-onderdelen label").filter(has_text=section).click()
            page.get_by_role("heading", name=section, exact=True).wait_for()
            still(page)

    return Seat(name, base, pid, f"formulier?record={record}", enter, press, back, unfold)


def bare_seat(name: str, base: str, pid: int, number: int, address: str) -> Seat:
    def enter(page: Page) -> None:
        page.goto(base)
        page.get_by_role("heading", name="start").wait_for()

    def press(page: Page) -> None:
        page.locator("[data-testid=stMain] [data-testid=stPageLink] a").nth(number).click()

    def back(page: Page) -> None:
        page.get_by_test_id("stSidebarNavLink").first.click()
        page.get_by_role("heading", name="start").wait_for()

    return Seat(name, base, pid, address, enter, press, back, lambda _page: None)


def lists_of(browser: Browser, seats: dict[str, Seat]) -> dict[str, list[dict[str, object]]]:
    """The widgets of our pages, for the bare pages to hold as many of the same."""
    found = {}
    for name, seat in seats.items():
        with seated(browser, seat) as page:
            seat.press(page)
            seat.unfold(page)
            expect(page.get_by_role("button", name="Weghalen")).to_have_count(
                ACTIONS + (name == TAAL), timeout=60_000
            )  # a goal is a row too
            still(page)
            found[name] = widgets(page)
    return found


def measure(browser: Browser, name: str, count: int, seats: list[Seat], *, loads: bool) -> dict[str, dict[str, float]]:
    """Medians per seat, taken in turn: first load, to the form inside a session, an edit, and CPU per run."""
    taken: dict[str, dict[str, list[float]]] = {seat.name: {"load": [], "inside": [], "save": [], "cpu": []} for seat in seats}
    with ExitStack() as stack:
        pages = {seat.name: stack.enter_context(seated(browser, seat)) for seat in seats}
        for seat in seats:  # once without counting: the session learns its section, the server its imports
            seat.press(pages[seat.name])
            seat.unfold(pages[seat.name])
            shown(pages[seat.name], count)
            edits(pages[seat.name], seat, 2)
        for _ in range(ROUNDS):
            for seat in seats:
                page, mine = pages[seat.name], taken[seat.name]
                if loads:
                    mine["load"].append(first_load(browser, seat, count))
                seat.back(page)
                mine["inside"].append(inside(page, seat, count))
                page.wait_for_timeout(800)
                times, spent = edits(page, seat, EDITS)
                mine["save"] += times
                mine["cpu"].append(spent)
    return {seat: {what: median(values) for what, values in kinds.items() if values} for seat, kinds in taken.items()}


def rows_of(name: str, found: dict[str, dict[str, float]]) -> Iterator[Row]:
    ours, frozen, plain = found["popforms"], found["kaal"], found["kaal zonder freeze"]
    words = {
        "load": "eerste keer laden (ms)",
        "inside": "naar het formulier binnen een sessie (ms)",
        "save": "veld verlaten tot bewaard (ms)",
    }
    for what, target in (("load", 1.15), ("inside", 1.15), ("save", 1.25)):
        if what in ours:
            yield Row(f"{name}: {words[what]}", ours[what], plain[what], target)
            yield Row(f"{name}: {words[what]}, kaal met freeze", ours[what], frozen[what], target)
    yield Row(f"{name}: CPU van de server per run (ms)", ours["cpu"], plain["cpu"], 0.5)


def on_paper() -> Iterator[Row]:
    """A plan with its tags beside the same words without, and what stays in memory of a hundred plans."""
    yield Row("papier: plan van acht bladzijden met tags (ms CPU)", *paper.tagged_beside_plain(), 1.1)
    yield Row("papier: geheugen na 100 plannen tegen na 20 (MiB)", *paper.memory_of_many(), 1.05)


def main() -> int:
    """Measure, print the table, write it to build/bench.json; 1 when a target is missed. With the word `papier` only that part."""
    rows: list[Row] = list(on_paper())
    return tell(rows if sys.argv[1:] == ["papier"] else on_screen() + rows)


def on_screen() -> list[Row]:
    """The pages in a browser, and the store under them."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="popforms-bench-") as name, chromium() as browser:
        folder = Path(name)
        house = make(folder)
        kept = storing(house)
        with house.server:
            records = {LONG: (house.long, ""), TAAL: (house.pop, "Taal")}
            ours = {name: our_seat(house, "popforms", record, section) for name, (record, section) in records.items()}
            lists = folder / "widgets.json"
            lists.write_text(json.dumps(lists_of(browser, ours)), encoding="utf-8")
            counts = {name: len(found) for name, found in json.loads(lists.read_text(encoding="utf-8")).items()}
            with bare_server(folder, lists, freeze=True) as frozen, bare_server(folder, lists, freeze=False) as plain:
                for number, name in enumerate(records):
                    bare = [bare_seat(words, *server, number, name) for words, server in (("kaal", frozen), ("kaal zonder freeze", plain))]
                    rows += rows_of(
                        f"{WORDS[name]}, {counts[name]} widgets",
                        measure(browser, name, counts[name], [ours[name], *bare], loads=name == LONG),
                    )
                rows.append(Row("geheugen na gebruik (MiB)", memory(ours[LONG].pid), memory(plain[1]), 1.5))
        rows.append(Row("store: Bewaren met alles wat volgt (ms)", kept["keep"], kept["bare"], 3))
        rows.append(Row("store: een veld (ms)", kept["field"], kept["bare"], 3))
    return rows


def tell(rows: list[Row]) -> int:
    """The table on screen and in the file; 1 when a target is missed."""
    print(f"{'':<66} {'popforms':>9} {'kaal':>9} {'keer':>7} {'doel':>6}")
    print("\n".join(map(str, rows)))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(
        json.dumps([asdict(row) | {"ratio": round(row.ratio, 2), "gehaald": row.ratio <= row.target} for row in rows], indent=1),
        encoding="utf-8",
    )
    return int(any(row.ratio > row.target for row in rows))


if __name__ == "__main__":
    sys.exit(main())
