"""A browser tab with the words of the desk: log in, open a page, fill in a field by its label, add a row, press a button."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, Request, WebSocket
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from popforms.settings import ROOT
from tests.support.browser import ear_of

SHOTS = ROOT / "build" / "e2e"
FIELDS = ("stTextInput", "stTextArea", "stSelectbox", "stMultiSelect", "stButtonGroup", "stCheckbox", "stFileUploader")
READY = '[data-testid=stApp][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))"
ADD = re.compile("(Regel|Actie|Handtekening) toevoegen")
"""The words of the button that adds a row."""


class Line:
    """What goes over the websocket: whether every run that was asked for has ended, and all that `came` to the browser."""

    def __init__(self, page: Page) -> None:
        self.asked = self.ended = 0
        self.came: list[bytes] = []
        page.on("websocket", self._watch)

    def _watch(self, socket: WebSocket) -> None:
        self.asked = self.ended = 0
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, payload: str | bytes) -> None:
        message = BackMsg()
        if isinstance(payload, bytes):
            message.ParseFromString(payload)
            if message.WhichOneof("type") == "rerun_script":
                self.asked += 1
                self.ended = 0

    def _received(self, payload: str | bytes) -> None:
        message = ForwardMsg()
        if isinstance(payload, bytes):
            self.came.append(payload)
            message.ParseFromString(payload)
            if message.WhichOneof("type") == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.ended += 1

    @property
    def quiet(self) -> bool:
        """Nothing was asked, or the last run has ended."""
        return self.asked == 0 or self.ended > 0


class Part:
    """A piece of the page in which fields are found by their label: the whole page, a card of a row, or a question of several parts."""

    def __init__(self, tab: Tab, root: Locator) -> None:
        self.tab, self.root = tab, root

    def field(self, label: str, kinds: tuple[str, ...] = FIELDS) -> Locator:
        """The widget with this label, with or without its star."""
        mark = self.tab.page.locator("[data-testid=stWidgetLabel]", has_text=_exactly(label))
        return self.root.locator(", ".join(f"[data-testid={kind}]" for kind in kinds)).filter(has=mark).first

    def text(self, label: str, value: str) -> None:
        """Type in a field of one line and leave it."""
        self._type(self.field(label, ("stTextInput",)).locator("input"), value)

    def long(self, label: str, value: str) -> None:
        """Type in a field of more lines and leave it."""
        self._type(self.field(label, ("stTextArea",)).locator("textarea"), value)

    def _type(self, box: Locator, value: str) -> None:
        box.fill(value)
        box.blur()
        self.tab.settle()

    def value(self, label: str) -> str:
        """What stands in a field that is typed in."""
        return self.field(label).locator("input, textarea").first.input_value()

    def choose(self, label: str, option: str) -> None:
        """Choose one of a few buttons, or one of a list; a button that is chosen already is left, for a press would clear it."""
        field = self.field(label, ("stButtonGroup", "stSelectbox"))
        field.wait_for()
        if field.get_attribute("data-testid") == "stButtonGroup":
            button = field.get_by_role("radio", name=option, exact=True).or_(field.get_by_role("button", name=option, exact=True))
            if button.get_attribute("aria-checked") != "true":
                button.click()
        else:
            asked, soon = self.tab.line.asked, time.monotonic() + 1
            self.pick(field.locator("input"), option)
            while (
                self.tab.line.asked == asked and time.monotonic() < soon
            ):  # nothing goes when it was chosen already, or in a form with a button
                self.tab.page.wait_for_timeout(25)
        self.tab.settle()

    def pick(self, box: Locator, option: str = "") -> None:
        """Press an option in a list, the first one when none is named; a list that closes by what is drawn under it is opened again."""
        options = self.tab.page.get_by_role("option")
        for _ in range(5):
            self.unroll(box)
            if option:
                box.fill(option)
            found = self.tab.page.get_by_role("option", name=option, exact=True) if option else options
            try:
                found.first.click(timeout=3_000)
                return
            except PlaywrightTimeout:
                self.tab.settle()
        raise AssertionError(f"‘{option}’ cannot be chosen; there is: {options.all_inner_texts()}")

    def unroll(self, box: Locator) -> None:
        """Open a list of choices; one that is open is closed by scrolling, also by the scrolling to the place of the press."""
        box.scroll_into_view_if_needed()
        for _ in range(20):
            box.click()
            self.tab.page.wait_for_timeout(200)
            if box.get_attribute("aria-expanded") == "true":
                return
        raise AssertionError("the list does not open")

    def tick(self, label: str, *options: str) -> None:
        """Choose several: pills, or a list that keeps what was chosen."""
        for option in options:
            field = self.field(label, ("stButtonGroup", "stMultiSelect"))
            field.wait_for()
            if field.get_attribute("data-testid") == "stButtonGroup":
                field.get_by_role("button", name=option, exact=True).or_(field.get_by_role("checkbox", name=option, exact=True)).click()
            else:
                self.pick(field.locator("input"), option)
                self.tab.page.keyboard.press("Escape")
            self.tab.settle()

    def check(self, label: str) -> None:
        """Put a tick in a box."""
        self.root.locator("[data-testid=stCheckbox]", has_text=label).locator("label").first.click()
        self.tab.settle()

    def label(self, label: str) -> Locator:
        """The words above a repeated question or a question of several parts."""
        words = self.root.locator("[data-testid=stMarkdownContainer] p", has_text=_exactly(label)).first
        words.wait_for()
        return words

    def group(self, label: str) -> Locator:
        """The block of a repeated question: the smallest one that its label stands in."""
        return self.label(label).locator("xpath=ancestor::div[@data-testid='stVerticalBlock'][1]")

    def parts(self, label: str) -> Part:
        """The fields of a question of several parts: the row that comes right after its label."""
        return Part(
            self.tab, self.label(label).locator("xpath=ancestor::div[@data-testid='stElementContainer'][1]/following-sibling::*[1]")
        )

    def cards(self, label: str) -> list[Part]:
        """The rows of a repeated question."""
        add = self.tab.page.get_by_role("button", name=ADD)  # it stands in a block of its own when there are usual lines to choose from
        cards = self.group(label).locator(":scope > [data-testid=stLayoutWrapper]").filter(has_not=add)
        return [Part(self.tab, card) for card in cards.all()]

    def row(self, label: str) -> Part:
        """Add a row to a repeated question; gives its card."""
        group = self.group(label)
        before = len(self.cards(label))
        group.get_by_role("button", name=ADD).last.click()
        self.tab.settle()
        self.tab.until(lambda: len(self.cards(label)) == before + 1, f"a new row at {label}")
        return self.cards(label)[-1]

    def button(self, name: str) -> None:
        """Press a button by its words."""
        self.root.get_by_role("button", name=name, exact=True).first.click()
        self.tab.settle()

    def words(self) -> str:
        """Everything that can be read here, typed answers included."""
        typed = [box.input_value() for box in self.root.locator("input, textarea").all() if box.get_attribute("type") != "password"]
        return "\n".join([self.root.inner_text(), *typed])


class Tab(Part):
    """One tab of one colleague. `noise` gathers what a console, the policy or a broken script said."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        self.base_url, ear = base_url, ear_of(context)
        self.noise, self.outside = ear.noise, ear.outside
        self.page = context.new_page()
        self.line = Line(self.page)
        super().__init__(self, self.page.locator("body"))

    # --- coming and going ---------------------------------------------------------------------------------------------

    def login(self, who: str, password: str) -> Tab:
        """Come in through the login page, as far as the first page."""
        self.page.goto(self.base_url + "/inloggen")
        self.page.get_by_label("Gebruikersnaam").fill(who)
        self.page.get_by_label("Wachtwoord").fill(password)
        self.page.keyboard.press("Enter")
        return self.arrive()

    def logout(self) -> None:
        """Leave by the button in the menu."""
        self.page.get_by_role("button", name="Uitloggen").click()
        self.page.wait_for_url("**/inloggen*")

    def open(self, page: str) -> Tab:
        """Go to a page by its address, `""` for the first one."""
        self.page.goto(f"{self.base_url}/{page}")
        return self.arrive()

    def menu(self, title: str) -> Tab:
        """Go to a page by the menu."""
        self.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()
        self.settle()
        return self

    def menu_items(self) -> list[str]:
        """The pages in the menu."""
        return [one.inner_text().split("\n")[-1].strip() for one in self.page.get_by_test_id("stSidebarNavLink").all()]

    def follow(self, name: str) -> Tab:
        """Follow a link of the page that begins with these words."""
        self.page.get_by_test_id("stPageLink-NavLink").filter(has_text=name).first.click()
        self.settle()
        return self

    def arrive(self) -> Tab:
        """Wait until the first run of a page that was just opened has ended."""
        self.page.wait_for_selector("#pf-run", state="attached", timeout=30_000)
        self.settle()
        return self

    def settle(self, seconds: float = 30) -> None:
        """Wait until everything that was asked of the server is answered and drawn."""
        self.page.wait_for_timeout(80)  # a press goes over the line within this time, if it does
        self.until(self._ready, "the page to be ready", seconds)
        self.page.evaluate(DRAWN)  # what came over the line is drawn a frame later, and a run may be followed at once by another
        self.until(self._ready, "the page to be ready", seconds)

    def _ready(self) -> bool:
        return self.line.quiet and self.page.locator(READY).count() == 1 and self.page.get_by_test_id("stSkeleton").count() == 0

    def until(self, true: Any, what: str, seconds: float = 15) -> None:
        """Wait for something to become true."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                self.shot("waiting")
                raise AssertionError(f"waited {seconds:g} s for {what} on {self.page.url}:\n{self.main()[-1500:]}")
            self.page.wait_for_timeout(25)

    # --- on a page ----------------------------------------------------------------------------------------------------

    def section(self, name: str) -> Tab:
        """Open a part of a form; it stays the one that is marked in the list."""
        found = re.compile(rf"^\s*{re.escape(name)}(\s\d+/\d+|\s✓)?\s*$")
        label = self.page.locator(".st-key-onderdelen [role=radiogroup] label", has_text=found).first
        label.click()
        self.settle()
        self.until(label.locator("input").is_checked, f"‘{name}’ to be the chosen part")
        return self

    def sections(self) -> list[str]:
        """The parts of the form, with how far they are."""
        return [one.inner_text().strip() for one in self.page.locator(".st-key-onderdelen [role=radiogroup] label").all()]

    def main(self) -> str:
        """What can be read on the page beside the menu."""
        return self.page.get_by_test_id("stMain").inner_text()

    def card(self, title: str) -> Locator:
        """The smallest block with these words in bold and something to press."""
        strong = self.page.get_by_test_id("stMain").locator("strong", has_text=_exactly(title)).first
        strong.wait_for(state="attached")
        if not strong.is_visible():
            self.unfold(strong.locator("xpath=ancestor::details").first)
        return strong.locator(
            "xpath=ancestor::div[starts-with(@data-testid, 'st') and contains(@data-testid, 'Block')][.//button or .//a][1]"
        )

    def tab_of(self, name: str) -> None:
        """Open one of the tabs of a dossier."""
        self.page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).click()
        self.settle()

    def everything(self) -> str:
        """All text that the page holds, also what is folded away and the cells of a table."""
        return self.page.content() + "\n" + self.words()

    def links(self, page: str) -> list[str]:
        """The addresses of a page that this page links to."""
        found = [str(one.get_attribute("href")) for one in self.page.get_by_test_id("stPageLink-NavLink").all()]
        return list(dict.fromkeys(href.lstrip("/") for href in found if href.lstrip("/").startswith(page)))

    def has_button(self, name: str) -> bool:
        """Whether there is a button with these words."""
        return self.page.get_by_role("button", name=name, exact=True).count() > 0

    def cells(self) -> list[str]:
        """The cells of a table, as it tells them to a screen reader; they come a moment after the table."""
        cells = self.page.locator("[data-testid=stDataFrame] [role=gridcell]")
        self.until(lambda: cells.count() > 0, "the cells of the table")
        return [str(cell.text_content()).strip("\u200e") for cell in cells.all()]  # a mark keeps the cell left to right

    def unfold(self, at: str | Locator) -> None:
        """Open a fold, by the words it begins with; it may stand inside another one."""
        summary = self.page.locator("summary").filter(has_text=at) if isinstance(at, str) else at.locator("summary")
        summary.first.click()
        self.settle()

    def errors(self) -> list[str]:
        """The sentences that say what is wrong: below a field, in a warning, and the list of what is missing."""
        below = [text for text in self.page.get_by_test_id("stCaptionContainer").all_inner_texts() if text.startswith("error ")]
        boxes = [one.inner_text() for one in self.page.get_by_test_id("stAlert").all() if not _icon(one, "check")]
        links = [
            one.inner_text()
            for one in self.page.locator("[class*=st-key-mist_], [class*=st-key-check_]").all()
            if _icon(one, "arrow_forward")
        ]
        return [text.removeprefix("error ").removeprefix("arrow_forward").strip() for text in (*below, *boxes, *links)]

    def download(self, name: str) -> bytes:
        """Press the button that makes a file and fetch it by the link that appears."""
        self.root.get_by_role("button", name=name, exact=True).first.click()
        self.settle(60)
        self.until(lambda: self.page.locator("a.pf-download").count() > 0, f"the file of ‘{name}’")
        with self.page.expect_download() as waiting:
            self.page.locator("a.pf-download").last.click()
        return Path(waiting.value.path()).read_bytes()

    def upload(self, name: str, mime: str, *contents: bytes) -> None:
        """Give a file to the field for it, or several at once."""
        files: list[FilePayload] = [{"name": name, "mimeType": mime, "buffer": content} for content in contents]
        sent = list[Request]()

        def note(request: Request) -> None:
            if request.method == "PUT":
                sent.append(request)

        self.page.on("requestfinished", note)
        self.page.locator("[data-testid=stFileUploader] input[type=file]").first.set_input_files(files)
        self.until(lambda: len(sent) == len(files), "the files to be sent", 60)  # each by a request of its own, before a run is asked
        self.page.remove_listener("requestfinished", note)
        self.settle(120)
        self.until(lambda: self.page.get_by_test_id("stProgress").count() == 0, "the file to be read", 120)
        self.settle()

    def shot(self, name: str) -> None:
        """Keep a picture of the page, to look at."""
        if not self.page.is_closed():
            SHOTS.mkdir(parents=True, exist_ok=True)
            file = re.sub(r"[^\w-]+", "-", name)[:80]
            self.page.screenshot(path=SHOTS / f"{file}.png")


def _exactly(label: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(label)}(\s\*)?\s*$")


def _icon(at: Locator, name: str) -> bool:
    return at.locator("[data-testid=stIconMaterial]", has_text=re.compile(f"^{name}$")).count() > 0
