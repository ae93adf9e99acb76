"""Paper from the screen: what cannot be printed is told before anybody prints, and the official text of the declaration is uploaded."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from fpdf import FPDF
from pypdf import PdfReader

from popforms.store import Store
from tests.e2e.desk import Desk


def plan_to_sign(store: Store) -> str:
    (row,) = store.db.query("SELECT id FROM record WHERE form='pip_wet' AND state='klaar om te tekenen' LIMIT 1")
    return str(row["id"])


def test_what_paper_cannot_show_is_told_before_printing(busy_desk: Desk) -> None:
    with busy_desk.store("marieke") as store:
        record = plan_to_sign(store)
        store.back_to_draft(record, "een woord erbij")
        (path,) = [path for path in store.open_draft(record).entries if path.startswith("plan.pip_doelen.") and path.endswith(".doel")][:1]
        store.save_field(record, path, "Bakker worden 😀", expect=store.open_draft(record).entries[path].revision)
        store.freeze(record)
    tab = busy_desk.tab("marieke").open(f"formulier?record={record}")
    assert "Dit kan niet op papier. Op de afdruk staat daar [?]." in tab.main()
    assert "😀 bij Doelen van de statushouder" in tab.main()
    tab.shot("papier-tekens")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(tab.download("Afdruk"))).pages)
    assert "Wat wij afspreken" in text and "Bakker worden [?]" in text


def test_a_plan_that_can_be_printed_whole_gives_no_warning(busy_desk: Desk) -> None:
    with busy_desk.store("marieke") as store:
        record = plan_to_sign(store)
    tab = busy_desk.tab("marieke").open(f"formulier?record={record}")
    assert tab.has_button("Afdruk") and "kan niet op papier" not in tab.main()


def test_the_beheerder_uploads_the_official_text(busy_desk: Desk) -> None:
    pdf = FPDF()
    pdf.set_creation_date(datetime(2026, 1, 2, tzinfo=UTC))
    pdf.add_page()
    pdf.set_font("Helvetica", size=14)
    pdf.cell(text="Nieuwe tekst van dit jaar")
    content = bytes(pdf.output())
    with busy_desk.store("bea") as store:
        record = store.contacts("stamgegevens")[0].record.id
        law = store.contacts("stamgegevens")[0].answers["afspraken"]["st_verklaring"][0]["wet"]
    tab = busy_desk.tab("bea").open(f"formulier?record={record}").section("Lijsten en afspraken")
    tab.upload("brief.txt", "text/plain", b"geen plaatje")
    assert "Dit is geen (hele) pdf, jpg of png." in tab.main()
    tab.upload("tekst.pdf", "application/pdf", content)
    tab.shot("papier-officiele-tekst")
    tab.button("Bewaren")
    with busy_desk.store("marieke") as store:
        words = store.forms.process.DECLARATION
        found = store.standing_file(words["rows"], words["file"], same={words["law"]: law}, valid_from=words["from"])
    assert found == ("application/pdf", content)
