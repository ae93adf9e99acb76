"""Hostile texts in every place that somebody types in: on screen, on paper and in a file they stand as they were typed."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime

import pypdfium2
import pytest
from icalendar import Calendar
from playwright.sync_api import Browser
from pypdf import PdfReader

from popforms import prints
from popforms.definition.paths import find
from popforms.exchange.agenda import term_calendar
from popforms.paper.text import printable
from popforms.store import Store
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab
from tests.support.canaries import everybody
from tests.support.hostile import FEW, as_kept, as_read
from tests.support.pdftree import said
from tests.support.server import Server
from tests.support.sizes import Size
from tests.support.sowing import FIRST, Sown

TEXT, MARKDOWN = "[data-testid=stText]", ":is([data-testid=stMarkdownContainer], [data-testid=stCaptionContainer]) p"
FIELD_VALUES = "all => all.filter(one => one.type !== 'radio' && one.type !== 'checkbox').map(one => one.value)"
STRANGE = "all => all.filter(one => new URL(one.href || one.src, location).origin !== location.origin).map(one => one.outerHTML)"
ROWS = "all => all.map(row => [row.ariaRowIndex, [...row.cells].map(cell => cell.textContent)])"
FIRST_ROW = 2
"""As a table counts its rows: 1 is the heading."""
MARK = "\u200e"
"""May stand around the words of a cell, so that they stay left to right; one that was typed looks the same."""
SHORT_FORMS = ("F01", "F06")


@pytest.fixture
def desk(hostile: tuple[Server, Sown], browser: Browser) -> Iterator[Desk]:
    """The screens of colleagues at the server with the hostile texts."""
    with ExitStack() as stack:
        yield (desk := Desk(hostile[0], browser, stack))
        desk.has_peace()


@pytest.fixture
def store(hostile: tuple[Server, Sown]) -> Iterator[Store]:
    with closing(hostile[0].database()) as db:
        yield everybody(hostile[1].aviary, db)


def shown(tab: Tab, what: str) -> list[str]:
    """The texts of these elements, with no link to elsewhere and no script or picture of elsewhere on the page."""
    main = tab.page.get_by_test_id("stMain")
    assert main.locator("a[href], img[src^=http], script, iframe, svg [onload], object, embed").evaluate_all(STRANGE) == []
    return [str(text) for text in main.locator(what).evaluate_all("all => all.map(one => one.textContent)")]


def missing(expected: list[str], found: list[str], end: bool = False) -> list[str]:
    """What is not there as it was typed: as a whole text, or as the end of one."""
    there = [as_read(one) for one in found]
    whole, ends = set(there), tuple(there)
    return [one for one in expected if as_read(one) not in whole and not (end and any(text.endswith(as_read(one)) for text in ends))]


def test_the_store_refuses_few_and_says_why_in_dutch(hostile: tuple[Server, Sown]) -> None:
    _, sown = hostile
    typed = sum(sown.refused.values()) + sum(map(len, sown.shown.values()))
    assert typed > 3 * len(sown.texts) and sum(sown.refused.values()) < typed / 5, sown.refused
    assert len(sown.aviary.canaries) > 300
    assert not [one for one in sown.sentences if "Traceback" in one or "Error" in one]


def test_lines_of_the_logbook(desk: Desk, hostile: tuple[Server, Sown]) -> None:
    tab = desk.tab("marieke")
    for dossier, expected in hostile[1].logbooks.items():
        tab.open(f"dossier?id={dossier}").tab_of("Logboek")
        found = shown(tab, TEXT)
        assert [one for one in expected if one not in found] == [], "exactly, white included"
        assert [one for one in expected if found.count(one) < 2] == [], "the short line and the long one"


def test_notes_at_an_action_and_reasons_at_a_gate(desk: Desk, hostile: tuple[Server, Sown]) -> None:
    _, sown = hostile
    tab = desk.tab("marieke").open(f"dossier?id={sown.notes}")
    tab.tab_of("Acties")
    assert missing([f": {one}" for one in sown.shown["progress note"]], shown(tab, MARKDOWN), end=True) == []
    tab.open(f"dossier?id={sown.gated}").tab_of("Logboek")
    assert missing([f"Reden: {one}" for one in sown.shown["gate reason"]], shown(tab, TEXT), end=True) == []


def test_names_of_people_organisations_and_accounts(desk: Desk, hostile: tuple[Server, Sown]) -> None:
    _, sown = hostile
    tab = desk.tab("marieke").open("lijsten")
    for choice, place in (("Personen", "person"), ("Organisaties", "organisation")):
        tab.page.get_by_test_id("stMain").get_by_role("radio", name=choice, exact=True).click()
        tab.settle()
        assert missing(sown.shown[place], all_cells(tab)) == [], place
    tab = desk.tab("bea").open("beheer")
    assert missing(sown.shown["account name"], shown(tab, "[data-testid=stMarkdownContainer] strong")) == []


def all_cells(tab: Tab) -> list[str]:
    """The cells of a table from top to bottom; only the rows in view are in the page, and a busy machine draws them later than it scrolls."""
    table, rows = tab.page.get_by_test_id("stDataFrame"), dict[int, list[str]]()
    table.scroll_into_view_if_needed()
    tab.cells()
    table.hover()
    awaited = set(range(FIRST_ROW, int(table.locator("[role=grid]").get_attribute("aria-rowcount") or "") + 1))

    def another_row() -> bool:
        known = set(rows)
        rows.update((int(at), cells) for at, cells in table.locator("tbody tr").evaluate_all(ROWS))
        return bool(set(rows) - known)

    tab.until(another_row, "the first rows of the table")
    while awaited - set(rows):
        tab.page.mouse.wheel(0, 120)  # less than is in view: the next row that comes is the next in order
        tab.until(another_row, "the next row of the table")
    return [one for row in rows.values() for cell in row for one in (cell, cell.strip(MARK))]


def test_what_is_typed_in_a_form_stands_in_its_fields(desk: Desk, hostile: tuple[Server, Sown], store: Store, size: Size) -> None:
    _, sown = hostile
    tab, fields, forms, otherwise = desk.tab("marieke"), 0, 0, dict[tuple[str, str], str]()
    store.user, store.opened = sown.aviary.users["marieke"], frozenset()
    for record_id, first in sown.aviary.records.items():
        record = store.record_row(record_id)
        if first != FIRST or not record.open or (size.few and record.form.code not in SHORT_FORMS):
            continue
        draft = store.open_draft(record_id)
        words = {as_kept(one.word) for one in sown.aviary.canaries if one.form.key == record.form.key and not one.kept}
        typed = {
            path: entry.value for path, entry in draft.entries.items()
            if draft.may_write(path) and path not in draft.hidden and not draft.is_closed(path)
            and not find(record.form, path)[1].after_freezing and isinstance(entry.value, str) and entry.value in words
        }  # fmt: skip
        found, forms = set[str](), forms + 1
        tab.open(f"formulier?record={record_id}")
        for section in tab.page.locator(".st-key-onderdelen [role=radiogroup] label").all() or [None]:
            if section is not None:
                section.click()
                tab.settle()
            shown(tab, MARKDOWN)
            found |= set(tab.page.get_by_test_id("stMain").locator("input, textarea").evaluate_all(FIELD_VALUES))
        fields += len(typed)
        otherwise |= {(record.form.code, path): value for path, value in typed.items() if value not in found}
    assert otherwise == {}
    assert fields > 5 * forms > 0


def test_a_plan_that_lies_fixed_is_read_printed_and_carried_as_typed(desk: Desk, hostile: tuple[Server, Sown], store: Store) -> None:
    _, sown = hostile
    texts = sown.shown["long text"]
    tab = desk.tab("marieke").open(f"formulier?record={sown.plan}")
    tab.unfold("Inhoud bekijken")
    found = shown(tab, TEXT)
    assert [text[:80] for text in texts if text not in found] == []
    made = prints.print_version(store, sown.plan)
    (carried,) = PdfReader(io.BytesIO(made.content)).attachments["plan.json"]
    data = list(json.loads(carried)["data"].values())
    assert [text[:80] for text in texts if text not in data] == []
    heard = squeezed("".join(words for _, words in said(pypdfium2.PdfDocument(made.content))))
    lines = [line for text in texts for line in text.split("\n")]
    assert [line for line in lines if squeezed(printable(line)) not in heard] == []


def test_a_letter_holds_what_was_typed_for_it(desk: Desk, hostile: tuple[Server, Sown], store: Store) -> None:
    _, sown = hostile
    (told,) = sown.shown["letter fact"]
    draft = store.open_draft(sown.letter)
    (body,) = (entry.value for path, entry in draft.entries.items() if path.endswith(".br_tekst"))
    assert told in str(body), "no template, no markup and no path in it did anything"
    tab = desk.tab("marieke").open(f"formulier?record={sown.letter}")
    found = set[str]()
    for section in tab.page.locator(".st-key-onderdelen [role=radiogroup] label").all() or [None]:
        if section is not None:
            section.click()
            tab.settle()
        found |= set(tab.page.get_by_test_id("stMain").locator("textarea").evaluate_all(FIELD_VALUES))
    assert body in found
    shown(tab, MARKDOWN)
    heard = squeezed("".join(words for _, words in said(pypdfium2.PdfDocument(prints.letter_preview(store, sown.letter).content))))
    lines = [re.sub(r"^#{1,2} |^- ", "", line) for line in told.split("\n")]  # what a letter lays out as a heading, an item or a row
    lines = [line.replace("|", "") if re.fullmatch(r"\|.+\|", line) else line for line in lines]
    assert [line for line in lines if squeezed(printable(line)) not in heard] == []


def test_an_agenda_file_holds_nothing_that_somebody_typed(hostile: tuple[Server, Sown], store: Store) -> None:
    _, sown = hostile
    view = store.dossier(sown.aviary.dossiers[FIRST])
    content = term_calendar(view.number, view.terms, datetime.now(UTC))
    events = list(Calendar.from_ical(content).walk("VEVENT"))
    titles = {f"{view.number}: {term.title}" for term in view.terms}
    assert events and {str(event["summary"]) for event in events} <= titles
    assert view.name not in content.decode()


def test_texts_typed_in_the_browser(desk: Desk, hostile: tuple[Server, Sown], store: Store, size: Size) -> None:
    """The search field, and a line of the logbook, by hand: what the browser itself makes of a text counts too."""
    _, sown = hostile
    dossier = sown.notes
    tab = desk.tab("marieke").open("dossiers")
    some = [text for text in (FEW[::6] if size.few else FEW) if as_kept(text)]
    for text in some:
        box = tab.page.get_by_label("Zoek op naam, nummer of geboortedatum")
        box.fill(text)
        tab.settle()
        assert as_read(box.input_value()) in (as_read(text), as_read(as_kept(text)), as_read(re.sub(r"[\r\n]", "", text)))
        assert "Er ging iets mis" not in tab.main()
    tab.open(f"dossier?id={dossier}").tab_of("Logboek")
    for text in some[:4] if size.few else some[::3]:
        if tab.page.locator("details").filter(has_text="Regel toevoegen").first.get_attribute("open") is None:
            tab.unfold("Regel toevoegen")
        tab.choose("Wat is het?", "telefoon")
        tab.choose("Bij welk onderdeel?", "algemeen")
        tab.text("Korte regel", text)
        tab.button("Toevoegen")
        assert "De regel staat in het logboek." in tab.main(), text
        assert missing([as_kept(re.sub(r"[\r\n]", "", text))], shown(tab, TEXT)) == []


def test_nothing_of_it_stands_in_the_log(hostile: tuple[Server, Sown]) -> None:
    log = hostile[0].log()
    assert "kwaad.example" not in log and "Traceback" not in log and "etc/passwd" not in log


def squeezed(text: str) -> str:
    """The letters, figures and signs of a text in their order, without white and what is not seen."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign)[0] in "LNPS")
