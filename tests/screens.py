"""Every page of the demo as a picture, for its main roles: `python -m tests.screens` writes them to build/screens."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from popforms import load_forms
from popforms.demo import PASSWORD, build
from popforms.settings import ROOT
from popforms.store import open_database
from tests.support import scans
from tests.support.browser import DESKTOP, chromium, come_to_the_second_step, new_page, open_page, sign_in, still
from tests.support.phone import Phone
from tests.support.server import Server

OUT = ROOT / "build" / "screens"
PHONE = (390, 844)
LONGEST = 6000
"""How many pixels of a long page still make a picture that can be looked at."""


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at which address, and what is pressed before it is taken. `form` and `of` name a record, `form` alone one of a list."""

    name: str
    who: str
    page: str
    of: str = ""
    form: str = ""
    press: Callable[[Page], None] | None = None
    phone: bool = False


def click(*words: str) -> Callable[[Page], None]:
    """Press these one after the other: a button, a tab, a section or a fold."""

    def press(page: Page) -> None:
        for word in words:
            page.get_by_text(word, exact=True).locator("visible=true").last.click()
            page.wait_for_timeout(400)
            still(page)

    return press


def fold(words: str) -> Callable[[Page], None]:
    """Open a fold by how its words begin."""

    def press(page: Page) -> None:
        page.locator("summary").filter(has_text=re.compile(f"^.*{words}")).first.click()
        page.wait_for_timeout(600)
        still(page)

    return press


def section(name: str) -> Callable[[Page], None]:
    """Open a section of a form; its label also says how far it is."""

    def press(page: Page) -> None:
        page.locator(".st-key-onderdelen label").filter(has_text=re.compile(f"^{name}")).click()
        page.wait_for_timeout(400)
        still(page)

    return press


def search(text: str) -> Callable[[Page], None]:
    """Type in the search field of Dossiers."""

    def press(page: Page) -> None:
        page.get_by_label("Zoek op naam, nummer of geboortedatum").fill(text)
        page.wait_for_timeout(900)
        still(page)

    return press


def send(file: bytes) -> Callable[[Page], None]:
    """Send a picture as a signed scan."""

    def press(page: Page) -> None:
        page.locator("[data-testid=stFileUploader] input[type=file]").first.set_input_files(
            {"name": "scan.png", "mimeType": "image/png", "buffer": file}
        )
        page.get_by_text("Er is niets bewaard").wait_for()
        still(page)

    return press


SHOTS = (
    Shot("werk-pc", "marieke", ""),
    Shot("werk-mb", "joop", ""),
    Shot("werk-hvc", "sander", ""),
    Shot("werk-cvlw", "elvira", ""),
    Shot("werk-ic", "gerrit", ""),
    Shot("werk-cw", "denise", ""),
    Shot("werk-cmd", "trudy", ""),
    Shot("werk-tc", "ilse", ""),
    Shot("werk-beleid", "mart", ""),
    Shot("werk-leeg-privacy", "priya", ""),
    Shot("dossiers-pc", "marieke", "dossiers"),
    Shot("dossiers-zoeken", "marieke", "dossiers", press=search("haddad")),
    Shot("dossiers-niets-gevonden", "marieke", "dossiers", press=search("zzz")),
    Shot("dossiers-mb", "joop", "dossiers"),
    Shot("dossier-formulieren", "marieke", "dossier", "Haddad"),
    Shot("dossier-acties", "marieke", "dossier", "Haddad", press=click("Acties")),
    Shot("dossier-logboek", "marieke", "dossier", "Haddad", press=click("Logboek")),
    Shot("dossier-logboek-regel", "marieke", "dossier", "Haddad", press=click("Logboek", "Regel toevoegen")),
    Shot("dossier-mensen", "marieke", "dossier", "Haddad", press=click("Mensen")),
    Shot("dossier-papieren", "marieke", "dossier", "Nooria", press=click("Papieren")),
    Shot("dossier-wie-keek", "marieke", "dossier", "Haddad", press=click("Wie keek", "een jaar")),
    Shot("dossier-privacy", "priya", "dossier", "Haddad", press=click("een jaar")),
    Shot("dossier-rechten", "marieke", "dossier", "Haddad", press=click("Rechten en bewaren")),
    Shot("bewaren", "marieke", "bewaren"),
    Shot("privacy", "priya", "privacy"),
    Shot("privacy-geweigerd", "priya", "privacy", press=click("geweigerd")),
    Shot("privacy-beheer", "bea", "privacy"),
    Shot("dossiers-noodinzage", "gerrit", "dossiers", press=click("Noodinzage")),
    Shot("dossier-brieven", "marieke", "dossier", "Nooria", press=click("Brieven")),
    Shot("dossier-brieven-hvc", "sander", "dossier", "Yohannes", press=click("Brieven")),
    Shot("dossier-mb", "joop", "dossier", "Haddad"),
    Shot("dossier-cvlw", "elvira", "dossier", "Haddad"),
    Shot("dossier-klaar", "marieke", "dossier", "Hoda"),
    Shot("dossier-voortgang", "marieke", "dossier", "Nooria"),
    Shot("dossier-ic", "gerrit", "dossier", "Haddad"),
    Shot("dossier-nog-niet-bewaard", "marieke", "dossier", "Nurcan"),
    Shot("dossier-zonder-adres", "marieke", "dossier"),
    Shot("dossier-van-een-ander", "olga", "dossier", "Haddad"),
    Shot("formulier-nieuw-dossier", "marieke", "formulier", "Nurcan", "F00"),
    Shot("formulier-nieuw-dossier-bewaren", "marieke", "formulier", "Nurcan", "F00", click("Bewaren")),
    Shot("formulier-dossier", "marieke", "formulier", "Haddad", "F00"),
    Shot("formulier-aanmelding", "marieke", "formulier", "Rima", "F01"),
    Shot("formulier-regeldag", "sander", "formulier", "Yohannes", "F04"),
    Shot("formulier-regeldag-mb", "nadia", "formulier", "Yohannes", "F04"),
    Shot("formulier-regeldag-controleren", "sander", "formulier", "Yohannes", "F04", section("Controleren")),
    Shot("formulier-regeldag-definitief", "sander", "formulier", "Zalmai", "F04"),
    Shot("formulier-pop", "marieke", "formulier", "Haddad", "F07"),
    Shot("formulier-pop-gezondheid", "marieke", "formulier", "Haddad", "F07", section("Gezondheid")),
    Shot("formulier-brede-intake-dicht", "marieke", "formulier", "Nooria", "F03a"),
    Shot("formulier-pop-taal", "marieke", "formulier", "Haddad", "F07", section("Taal")),
    Shot("formulier-pop-mb", "joop", "formulier", "Haddad", "F07"),
    Shot("formulier-pop-versies", "marieke", "formulier", "Haddad", "F07", click("Versies en papier")),
    Shot("formulier-pip-pilot", "marieke", "formulier", "Mihret", "F08b"),
    Shot("formulier-pip-controleren", "marieke", "formulier", "Mihret", "F08b", section("Controleren")),
    Shot("formulier-pip-klaar-om-te-tekenen", "marieke", "formulier", "Hoda", "F08c"),
    Shot("formulier-pip-scan-geweigerd", "marieke", "formulier", "Hoda", "F08c", send(scans.png(scans.with_code("https://voorbeeld.nl")))),
    Shot("formulier-pip-vergelijken", "marieke", "formulier", "Hoda", "F08c", click("Twee versies vergelijken")),
    Shot("formulier-pip-definitief", "marieke", "formulier", "Nooria", "F08c"),
    Shot("formulier-brede-intake", "marieke", "formulier", "Haddad", "F03a"),
    Shot("formulier-driegesprek", "marieke", "formulier", "Mihret", "F03c"),
    Shot("formulier-checklist", "joop", "formulier", "Haddad", "F05b"),
    Shot("formulier-inburgering", "marieke", "formulier", "Nooria", "F13"),
    Shot("formulier-brief", "sander", "formulier", "Yohannes", "F22"),
    Shot("formulier-brief-verzonden", "marieke", "formulier", "Nooria", "F22"),
    Shot("formulier-zonder-adres", "marieke", "formulier"),
    Shot("overzicht-cvlw", "elvira", "overzicht"),
    Shot("overzicht-te-laat", "elvira", "overzicht", press=click("Begeleiders en hun dossiers")),
    Shot("lijsten-personen", "marieke", "lijsten"),
    Shot("lijsten-organisaties", "marieke", "lijsten", press=click("Organisaties")),
    Shot("lijsten-tolken", "marieke", "lijsten", press=click("Tolken")),
    Shot("lijsten-uren", "joop", "lijsten", press=click("Uren")),
    Shot("lijsten-uren-cvlw", "elvira", "lijsten", press=click("Uren", "Alle uren van mijn organisatie")),
    Shot("lijsten-uren-totalen", "marieke", "lijsten", press=click("Uren", "Totalen per partij")),
    Shot("lijsten-stamgegevens", "bea", "lijsten", press=click("Stamgegevens")),
    Shot("formulier-tolk-nog-niet-geregeld", "marieke", "formulier", "Nooria", "F09"),
    Shot("formulier-stamgegevens", "bea", "formulier", form="F23", press=section("Lijsten en afspraken")),
    Shot("dossier-termijnen", "marieke", "dossier", "Haddad", press=fold("Alle termijnen")),
    Shot("lijsten-brieven", "bea", "lijsten", press=click("Brieven")),
    Shot("lijsten-brieven-arabisch", "bea", "lijsten", press=click("Brieven", "Arabisch")),
    Shot("lijsten-brieven-goedkeuren", "marieke", "lijsten", press=click("Brieven", "Tigrinya")),
    Shot("casusoverleg", "elvira", "casusoverleg"),
    Shot("casusoverleg-escalaties", "marieke", "casusoverleg", press=click("Escalaties")),
    Shot("casusoverleg-toevoegen", "elvira", "casusoverleg", press=click("Casusoverleg toevoegen")),
    Shot("lijsten-persoon-toevoegen", "marieke", "lijsten", press=click("Persoon toevoegen")),
    Shot("beheer", "bea", "beheer"),
    Shot("werk-beheer", "bea", ""),
    Shot("account", "joop", "account"),
    Shot("telefoon-wie-keek", "marieke", "dossier", "Haddad", press=click("Wie keek", "een jaar"), phone=True),
    Shot("telefoon-noodinzage", "gerrit", "dossiers", press=click("Noodinzage"), phone=True),
    Shot("telefoon-werk", "joop", "", phone=True),
    Shot("telefoon-dossier", "joop", "dossier", "Haddad", phone=True),
    Shot("telefoon-formulier-pop", "joop", "formulier", "Haddad", "F07", phone=True),
    Shot("telefoon-regeldag", "sander", "formulier", "Yohannes", "F04", phone=True),
    Shot("telefoon-regeldag-woning", "sander", "formulier", "Yohannes", "F04", section("Woning"), phone=True),
)


class Demo:
    """The demo behind its own server, and the addresses of what is in it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.forms = load_forms(ROOT / "forms")

    def address(self, shot: Shot) -> str:
        """The address of a page, with the ids of the dossier and the form that the shot names."""
        if not shot.of and not shot.form:
            return shot.page
        with closing(open_database(self.server.settings())) as db:
            if not shot.of:
                row = next(iter(db.query("SELECT id FROM record WHERE form=? AND dossier_id IS NULL", [self.forms[shot.form].key])))
                return f"formulier?record={row['id']}"
            row = next(
                iter(db.query("SELECT dossier_id AS id FROM draft JOIN record ON record.id=record_id WHERE value LIKE ?", [f"%{shot.of}%"]))
            )
            if not shot.form:
                return f"dossier?id={row['id']}"
            form = self.forms[shot.form].key
            record = next(iter(db.query("SELECT id FROM record WHERE dossier_id=? AND form=?", [row["id"], form])))
            return f"formulier?record={record['id']}"


@contextmanager
def demo_server() -> Iterator[Demo]:
    """A demo in a folder of its own, served until the block ends."""
    with tempfile.TemporaryDirectory(prefix="popforms-") as folder:
        server = Server(Path(folder), POPFORMS_DEMO="1")
        build(server.settings())
        with server:
            yield Demo(server)


def take(page: Page, name: str) -> None:
    """The screen as it opens, and the whole page when it is longer."""
    OUT.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    assert size
    page.wait_for_timeout(500)  # the last texts fade in
    page.screenshot(path=OUT / f"{name}.png")
    height = page.evaluate(
        "Math.max(document.body.scrollHeight, ...[...document.querySelectorAll('[data-testid=stMain]')].map(one => one.scrollHeight))"
    )
    if height > size["height"] + 4:
        page.set_viewport_size({"width": size["width"], "height": min(height + 20, LONGEST)})
        page.wait_for_timeout(600)
        page.screenshot(path=OUT / f"{name}-heel.png")
        page.set_viewport_size(size)


def before_login(browser: Browser, demo: Demo) -> None:
    """The pages that stand before the door, and what a fresh installation shows first."""
    with new_page(browser) as page:
        for name, address in (("inloggen", "inloggen"), ("code", "code")):
            page.goto(f"{demo.server.base_url}/{address}")
            take(page, name)
        page.goto(f"{demo.server.base_url}/inloggen")
        page.get_by_label("Gebruikersnaam").fill("marieke")
        page.get_by_label("Wachtwoord").fill("niet het goede")
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        take(page, "inloggen-fout")
    with tempfile.TemporaryDirectory(prefix="popforms-") as folder, Server(Path(folder)) as fresh, new_page(browser) as page:
        page.goto(fresh.base_url)
        take(page, "eerste-keer")
        fresh.add_user("bea", password=PASSWORD, name="Bea Lindeman", roles=["FB", "PC"])
        sign_in(page, fresh.base_url, "bea", PASSWORD)
        for name in ("werk", "dossiers", "overzicht", "lijsten", "beheer"):
            open_page(page, fresh.base_url, "" if name == "werk" else name)
            take(page, f"leeg-{name}")


def second_step(browser: Browser, size: tuple[int, int], before: str = "") -> None:
    """The second step of a login: the first time, every other time, and a new phone."""
    with (
        tempfile.TemporaryDirectory(prefix="popforms-") as folder,
        Server(Path(folder), POPFORMS_SECOND_FACTOR="aan") as strict,
        new_page(browser, size) as page,
    ):
        strict.add_user("joop", password=PASSWORD, name="Joop Terpstra", roles=["MB"])
        come_to_the_second_step(page, strict.base_url, "joop", PASSWORD)
        take(page, f"{before}telefoon-instellen")
        phone = Phone(page.locator(".pf-secret").inner_text())
        page.get_by_label("Code van zes cijfers").fill(phone.wrong())
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        take(page, f"{before}telefoon-instellen-fout")
        page.get_by_label("Code van zes cijfers").fill(phone.code())
        page.keyboard.press("Enter")
        page.get_by_text("Ik heb ze bewaard").wait_for()
        take(page, f"{before}reservecodes")
        page.get_by_text("Ik heb ze bewaard").click()
        still(page)
        open_page(page, strict.base_url, "account")
        take(page, f"{before}account-met-telefoon")
        page.goto(f"{strict.base_url}/telefoon")
        take(page, f"{before}eigen-telefoon")
        come_to_the_second_step(page, strict.base_url, "joop", PASSWORD)
        take(page, f"{before}tweede-stap")
        page.get_by_text("Ik heb mijn telefoon niet bij me").click()
        take(page, f"{before}tweede-stap-reservecode")


def main(wanted: list[str]) -> None:
    """All pictures, or those whose name holds one of the words on the command line."""
    shots = [shot for shot in SHOTS if not wanted or any(word in shot.name for word in wanted)]
    if not wanted:
        shutil.rmtree(OUT, ignore_errors=True)
    with demo_server() as demo, chromium() as browser:
        if not wanted or "deur" in wanted:
            before_login(browser, demo)
            second_step(browser, DESKTOP)
            second_step(browser, PHONE, "telefoon-")
        for phone in (False, True):
            for who in dict.fromkeys(shot.who for shot in shots if shot.phone == phone):
                with new_page(browser, PHONE if phone else DESKTOP) as page:
                    sign_in(page, demo.server.base_url, who, PASSWORD)
                    for shot in shots:
                        if shot.who != who or shot.phone != phone:
                            continue
                        open_page(page, demo.server.base_url, demo.address(shot))
                        if shot.press:
                            shot.press(page)
                        take(page, shot.name)
                        print(shot.name, flush=True)
    print(f"{len(list(OUT.glob('*.png')))} plaatjes in {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
