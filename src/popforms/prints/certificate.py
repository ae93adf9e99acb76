"""The certificate of an erasure: that it was done, when, by whom and on what ground; nothing of the person."""

from __future__ import annotations

from datetime import date, datetime

from popforms.definition.outline import Answer, Block, Document, Heading, Meta, RowTable, Text
from popforms.dutch import say_date, say_datetime
from popforms.paper import to_pdf
from popforms.settings import load_settings
from popforms.store import Store
from popforms.store.base import local
from popforms.store.retention import Certificate

TITLE = "Verklaring van vernietiging"
TABLES = {
    "record": "formulieren", "version": "bewaarde versies", "version_state": "stappen van versies", "supplement": "aanvullingen na het vastleggen",
    "draft": "getypte antwoorden", "draft_change": "eerdere antwoorden", "action": "acties", "action_line": "regels bij acties",
    "print": "afdrukken", "file": "getekende scans", "team": "namen in het team", "termijn": "termijnen", "overview": "regels in het overzicht",
    "gate_pass": "redenen om door te gaan", "presence": "wie in een formulier was", "emergency": "noodinzagen",
    "emergency_heard": "berichten over noodinzage", "audit_detail": "bijzonderheden in het logspoor", "handout": "klaargezette bestanden",
    "person_request": "verzoeken van de statushouder", "hold": "redenen om te bewaren", "destruction": "regels op de vernietigingslijst",
    "thrown": "weggegooide formulieren", "thrown_action": "weggegooide acties",
}  # fmt: skip
"""What each table holds, in words; one that is not named here is told by its own name."""


def certificate(store: Store, certificate_id: str) -> tuple[str, bytes]:
    """File name and pdf of a certificate, for who sees the list of erased dossiers; the same certificate gives the same bytes."""
    return to_file(store.certificate(certificate_id))


def to_file(kept: Certificate) -> tuple[str, bytes]:
    """The file of a certificate."""
    said, moment = kept.content, local(kept.content["gewist_om"])
    blocks: list[Block] = [
        Text("De gemeente heeft dit dossier vernietigd. Alleen het nummer en deze verklaring blijven over."),
        Heading("Wat, wanneer en door wie"),
        Answer("Dossiernummer", kept.number),
        Answer("Vernietigd op", say_datetime(moment)),
        Answer("Waarom", str(said["grond"])),
    ]
    for name, label in (("voorgesteld", "Voorgesteld door"), ("akkoord", "Akkoord van")):
        if said.get(f"{name}_door"):
            blocks.append(Answer(label, f"{said[f'{name}_door']}, op {_when(said[f'{name}_om'])}"))
    rows = tuple((TABLES.get(table, table), str(number)) for table, number in said["tabellen"].items())
    blocks += [
        Heading("Hoeveel er is gewist"),
        RowTable("Per soort gegevens", ("Wat", "Aantal"), rows),
        Answer("Verwijzingen in andere dossiers die zijn vervangen", str(said["elders"])),
        Heading("Hoe dit is na te gaan"),
        Answer("Regel van het logspoor", str(said["regel"])),
        Answer("Kop van het logspoor daarna", str(said["kop"])),
        Answer("Oudere back-ups bewaren het dossier nog tot en met", say_date(date.fromisoformat(said["back_ups_tot"]))),
        Text("Wordt zo’n back-up teruggezet, dan wist het programma dit dossier meteen opnieuw."),
    ]
    meta = Meta(dossiernummer=kept.number, form_title=TITLE, state="vernietigd", made_on=say_date(moment.date()))
    gemeente = str(said.get("gemeente") or load_settings().gemeente)
    pdf = to_pdf(Document(TITLE, meta, "", tuple(blocks)), stamp=datetime.fromisoformat(said["gewist_om"]), gemeente=gemeente)
    return f"vernietiging-{kept.number}-{kept.id[:6]}.pdf", pdf


def _when(moment: str) -> str:
    return say_datetime(local(moment))
