"""What belongs to no single dossier in the demo: a casusoverleg with one discussion, a few hours, and what the beheerder keeps."""

from __future__ import annotations

from datetime import timedelta

from popforms.demo.answers import complete, fill
from popforms.demo.farewell import LAWS, official_text
from popforms.demo.town import Town

DAYS_AGO = 12
"""So long ago the last casusoverleg was."""


def hold_meeting(town: Town, dossier: str) -> None:
    """The minutes of the last casusoverleg, and what it decided about one dossier."""
    day = town.today - timedelta(days=DAYS_AGO)
    store = town.store("elvira", day)
    minutes = store.start_record("F14a", None, "demo casusoverleg")
    fill(
        store, minutes,
        {"co_datum": day.isoformat(), "co_voorzitter": town.person("elvira"), "co_notulist": town.person("joop"),
         "co_aanwezig": [{"naam": town.person(who), "aanwezigheid": "aanwezig"} for who in ("elvira", "marieke", "joop")],
         "co_vorige_acties": "geen", "co_a_algemeen": "De meeste plannen lopen. Bij twee mensen duurt het wachten op de taalschool lang.",
         "co_b_problemen": "De wachtlijst van de taalschool is langer dan drie maanden.", "co_d_escalatie": "geen",
         "co_c_vraagstukken": [{"onderwerp": "Wachtlijst taalschool", "soort": "afspraak met partner", "besluit": "De gemeente belt de taalschool."}],
         "co_volgende": (day + timedelta(days=30)).isoformat(), "co_verspreiding": [{"persoon": town.person("sander"), "deel": "algemeen deel"}]},
    )  # fmt: skip
    store.keep(minutes)
    version = store.record_row(minutes).version
    pc = town.store("marieke", day)
    talk = pc.start_record("F14b", dossier, "demo bespreking")
    fill(
        pc, talk,
        {"cd_overleg": f"{minutes}:{version}", "cd_agendapunt": "b probleem", "cd_toestemming": "ja, eigen taak van de gemeente",
         "cd_vraag": "Hoe komt er eerder plek op de taalschool?", "cd_situatie": "Wacht sinds de zomer op een plek.",
         "cd_besproken": "De taalschool heeft in januari een nieuwe groep.", "cd_besluit": "actie",
         "cd_acties": [{"omschrijving": "Plek vragen in de groep van januari", "module": "taal", "trekker": town.person("ilse"),
                        "gereed_voor": (day + timedelta(days=21)).isoformat(), "voortgang_frequentie": "elke twee weken", "door_vh_zelf": "nee"}],
         "cd_terugkoppeling_wie": town.person("joop"), "cd_terugkoppeling_voor": (day + timedelta(days=10)).isoformat()},
    )  # fmt: skip
    pc.keep(talk)


def write_hours(town: Town) -> None:
    """A few hours of two colleagues."""
    for who, kind, hours, ago in (("joop", "begeleiding", "2,5", 6), ("joop", "reistijd", "0,5", 6), ("marieke", "gesprek", "1,25", 3)):
        store = town.store(who, town.today - timedelta(days=ago))
        record = store.start_record("F18", None, f"demo uren {who} {kind}")
        fill(store, record, {"ur_soort": kind, "ur_uren": hours})
        complete(store, record, "c")
        store.keep(record)


def keep_lists(town: Town) -> None:
    """The lists of the beheerder."""
    store = town.store("bea", town.today - timedelta(days=60))
    record = store.start_record("F23", None, "demo stamgegevens")
    trainings = (
        ("Basisworkshop kernwaarden", "6", "vrijheid"),
        ("Bezoek aan het gemeentehuis", "3", "participatie"),
        ("Samenleven in de buurt", "3", "solidariteit"),
    )
    texts = [
        {"wet": law, "bestand": store.add_standing_file(record, official_text(town, law)), "geldig_vanaf": f"{town.today.year - 2}-01-01"}
        for law in LAWS
    ]
    fill(
        store, record,
        {"st_verklaring": texts, "st_trainingen": [{"naam": name, "uren": hours, "kernwaarde": value, "actief": "ja"} for name, hours, value in trainings],
         "st_termijnen": "geen", "st_trekkers": "geen",
         "st_voorzieningen": [{"naam": "Spreekuur in de bibliotheek", "waarvoor": "brieven en formulieren", "adres": "Kerkpad 3, Zandvoorde", "telefoon": "0118 555 900"}]},
    )  # fmt: skip
    store.keep(record)
