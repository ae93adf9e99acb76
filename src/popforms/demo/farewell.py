"""The end of a road in the demo: the two closing forms of one dossier, and a text that stands for the official declaration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fpdf import FPDF

from popforms.demo.answers import fill
from popforms.demo.town import Town

DAYS_AGO = 8
LAWS = ("wi2013", "wi2021")


def wind_down(town: Town, dossier: str) -> None:
    """Guidance and POP are talked over and written down; both closing forms are still a draft."""
    day = town.today - timedelta(days=DAYS_AGO)
    mb, pc = town.store("joop", day), town.store("marieke", day)
    guidance = mb.start_record("F19", dossier, "demo afronding begeleiding")
    stand = {"Inkomen": "nog hulp nodig"}
    asked = mb.forms["F19"].question("am_stand")
    rows = [
        {"id": f"v{number}", "terrein": row["terrein"], "stand": stand.get(row["terrein"], "klaar" if number % 2 else "kan zelf")}
        for number, row in enumerate(asked.rows if asked else (), 1)
    ]
    fill(
        mb, guidance,
        {"am_bespreking_op": day.isoformat(), "am_stand": rows, "am_besluit": "afronden", "am_gesprek_op": day.isoformat(),
         "am_mening_vh": "Vindt het goed. Wil graag af en toe nog iets kunnen vragen.",
         "am_voorzieningen": [{"voorziening": "Spreekuur in de bibliotheek", "waarvoor": "brieven en formulieren", "adres": "Kerkpad 3, Zandvoorde",
                               "telefoon": "0118 555 900"},
                              {"voorziening": "Welzijn Zandvoorde", "waarvoor": "taalmaatje en vrijwilligerswerk", "telefoon": "0118 555 640"}],
         "am_terugkomen": "ja", "am_pop_loopt": "ja"},
    )  # fmt: skip
    mb.keep(guidance)
    plan = pc.start_record("F20", dossier, "demo afronding pop")
    fill(
        pc, plan,
        {"ap_gesprek_op": day.isoformat(), "ap_mening_vh": "ja", "ap_resultaat": ["vrijwilligerswerk", "inburgering loopt"],
         "ap_plicht_open": "ja", "ap_verslag": "Wij hebben teruggekeken op het plan. De belangrijkste doelen zijn gehaald."},
    )  # fmt: skip
    pc.keep(plan)


def official_text(town: Town, law: str) -> bytes:
    """A page that stands for the official text: the real one is published by the government and is never made by the tool."""
    pdf = FPDF()
    pdf.set_creation_date(datetime(town.today.year, 1, 2, 12, tzinfo=UTC))
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 20)
    pdf.multi_cell(0, 12, "Voorbeeld van een participatieverklaring", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=13)
    words = (
        f"Dit blad hoort bij de demo ({law}). Het is niet de officiële tekst.",
        "De beheerder van een gemeente voegt hier het bestand toe dat de overheid heeft gepubliceerd.",
        "Popforms zet de naam en de plaats voor de handtekening op een eigen blad, en laat de tekst zoals hij is.",
    )
    for line in words:
        pdf.ln(4)
        pdf.multi_cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())
