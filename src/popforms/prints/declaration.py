"""The participatieverklaring: a sheet to sign with the person on it, and behind it the official text as the beheerder uploaded it.

The official text is never typed in the tool (forms.md, F11). Its pages are drawn as pictures with their words behind them: so the
text stands on paper exactly as it was published, whatever the file was made with, and each page carries the code of this version.
"""

from __future__ import annotations

import hashlib

from popforms.definition.outline import Block, Heading, NewPage, Scanned, Signature, Text
from popforms.definition.paths import path_of
from popforms.paper.pages import NotReadable, pages_of
from popforms.prints.about import About
from popforms.store import NotNow, Saved, Store

TITLE = "Participatieverklaring"


def declaration_blocks(store: Store, saved: Saved, about: About) -> tuple[str, str, tuple[Block, ...]]:
    """The title, the SHA-256 of the text, and the sheet with the text behind it; NotNow with what to do when there is no text for the law of this dossier."""
    words = store.forms.process.DECLARATION
    law = str(about.facts.get(words["law_of"]) or "")
    fixed = saved.told.text if saved.told else ""
    text = store.standing_file(words["rows"], words["file"], same={words["law"]: law}, valid_from=words["from"], fixed=fixed)
    if text is None:
        raise NotNow(
            "De officiële tekst van de participatieverklaring staat nog niet in popforms. Vraag de beheerder om het bestand toe te voegen: "
            f"Lijsten, Stamgegevens, bij ‘{words['at']}’."
        )
    try:
        pages = pages_of(*text)
    except NotReadable as error:
        raise NotNow(f"De officiële tekst kan niet worden afgedrukt. {error}") from None
    boxes: list[Block] = [
        Signature(about.signers(saved.fixed).get(row.get("teken_rol", ""), ""), row.get("teken_rol", ""))
        for section, question in saved.form.signatures
        if path_of(section, question) in saved.readable
        for row in (question.rows or ({"teken_rol": "statushouder"},))
    ]
    number = "bladzijde hierna" if len(pages) == 1 else f"{len(pages)} bladzijden hierna"
    blocks: list[Block] = [
        Text(f"De officiële tekst van de verklaring staat op de {number}. Die tekst en dit blad horen bij elkaar.", large=True),
        Text("Ik heb de tekst gelezen, of iemand heeft hem aan mij voorgelezen. Ik begrijp wat er staat.", large=True),
        Heading("Ondertekenen"),
        *boxes,
        Signature("", words["received_by"]),
    ]
    for number_of, page in enumerate(pages, 1):
        blocks += [NewPage(), Heading(f"Officiële tekst, bladzijde {number_of} van {len(pages)}"), Scanned(page.image, page.text)]
    return TITLE, hashlib.sha256(text[1]).hexdigest(), tuple(blocks)
