"""Everything that one colleague can come across about a dossier: every page, tab, form, version and file."""

from __future__ import annotations

import io
import re

import pypdfium2
from pypdf import PdfReader

from tests.e2e.desk import Desk
from tests.e2e.tab import Tab

BSN = "999990068"
CANARIES = {
    # a word that stands in one answer -> who of the cast may come across it
    BSN: ("marieke", "sander", "gerrit"),
    "kanariehart": ("marieke",),  # POP, gezondheid: how it is
    "kanarielong": ("marieke",),  # POP, gezondheid: the goal
    "kanarienier": ("marieke",),  # POP, gezondheid: the action of somebody without consent
    "kanarielever": ("marieke",),  # POP, gezondheid: what influences learning
    "kanariebuidel": ("marieke", "gerrit"),  # POP, inkomen: how it is
    "kanariemunt": ("marieke", "gerrit"),  # POP, inkomen: the action of the inkomensconsulent
    "kanariebeurs": ("marieke", "gerrit"),  # PIP: money
}
"""Health, money and BSN of security.md section 1: nobody else may find them on a screen or in a file."""

PRINTS = ("Afdruk", "Officieel exemplaar, met BSN", "Aparte afdruk gezondheid", "Voor de statushouder", "Afsluitende brief", "Dossierdeel")
TABS = ("Acties", "Logboek", "Mensen", "Papieren", "Formulieren")
LOOKERS = ("marieke", "sander", "joop", "elvira", "gerrit", "denise", "trudy", "ilse", "nadia", "mart", "olga")
"""The team of the dossier, a begeleider and a PC who have nothing to do with it, and somebody who sees only counts."""


def tell_nobody(desk: Desk, dossier: str) -> None:
    """Who may not see health, money or BSN finds none of it on a screen, on the line to it or in a file; the PC finds all of it."""
    for username in LOOKERS:
        seen = look_everywhere(desk.at(username), dossier)
        found = {word for word in CANARIES if word in seen}
        allowed = {word for word, who in CANARIES.items() if username in who}
        assert found <= allowed, f"{username} finds {found - allowed}"
        assert found == allowed or username != "marieke"


def look_everywhere(tab: Tab, dossier: str) -> str:
    """All text that came to this tab and the files it can fetch, after opening whatever can be opened."""
    files = []
    tab.open("")
    for title in tab.menu_items():
        tab.menu(title)
    tab.open(f"dossier?id={dossier}")
    if tab.page.get_by_role("radio", name="Logboek", exact=True).count():
        for name in TABS:
            tab.tab_of(name)
            if tab.has_button("Lijst om mee te nemen"):
                files.append(tab.download("Lijst om mee te nemen"))
        for address in tab.links("formulier"):
            files += _open_form(tab, address)
    screens = (frame.decode("utf-8", "replace") for frame in tab.line.came)
    return "\n".join([*screens, tab.everything(), *map(text_of, files), *map(attached_to, files)])


def _open_form(tab: Tab, address: str) -> list[bytes]:
    """Every section and version of a form; gives its prints."""
    tab.open(address)
    for section in tab.sections() or [""]:
        if section:
            tab.section(re.sub(r" (✓|\d+/\d+)$", "", section))
        if tab.has_button("Toon nummer"):
            tab.button("Toon nummer")
    tab.unfold("Versies en papier")
    if tab.has_button("Scan ophalen"):
        tab.button("Scan ophalen")
    return [tab.download(words) for words in PRINTS if tab.has_button(words)]


def text_of(pdf: bytes) -> str:
    """The words of all pages without any white space, so that the end of a line breaks nothing."""
    return squeeze(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def attached_to(pdf: bytes) -> str:
    """What travels inside a file."""
    return "\n".join(part.decode() for parts in PdfReader(io.BytesIO(pdf)).attachments.values() for part in parts)


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\u2060]+", "", text)


def scan_of(pdf: bytes) -> bytes:
    """The last page of a print as a picture, as a scanner gives it back."""
    document, picture = pypdfium2.PdfDocument(pdf), io.BytesIO()
    document[len(document) - 1].render(scale=1.2).to_pil().save(picture, "PNG")
    return picture.getvalue()
