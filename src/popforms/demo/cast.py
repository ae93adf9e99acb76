"""The people of the demo: one for each role, the organisations they work for, and one colleague who has no business here.

Everybody is fictional. Tests speak of these people by username.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

PASSWORD = "zandvoorde aan zee"
"""The one password of every demo account; the login page of a demo says it."""

HOME, ELSEWHERE = "gemeente", "heidedorp"
"""The gemeente of the demo and the other one, as keys of ORGANISATIONS."""


@dataclass(frozen=True)
class Colleague:
    """Somebody with an account: `organisation` and `gemeente` are keys of ORGANISATIONS, `function` is the word of the contact list."""

    username: str
    name: str
    role: str
    function: str
    organisation: str = HOME
    gemeente: str = HOME
    languages: tuple[str, ...] = ("Nederlands",)


CAST = (
    Colleague("marieke", "Marieke van Dongen", "PC", "regisseur of PC"),
    Colleague("sander", "Sander Hoekstra", "HVC", "HVC"),
    Colleague("joop", "Joop Terpstra", "MB", "begeleider", "vluchtelingenwerk", languages=("Nederlands", "Engels")),
    Colleague("nadia", "Nadia Bouzidi", "MB", "begeleider", "vluchtelingenwerk", languages=("Nederlands", "Frans", "Arabisch (Marokko)")),
    Colleague("elvira", "Elvira Santos", "CVLW", "CVLW", "vluchtelingenwerk", languages=("Nederlands", "Portugees")),
    Colleague("gerrit", "Gerrit Postma", "IC", "inkomensconsulent"),
    Colleague("denise", "Denise Wong", "CW", "consulent werk"),
    Colleague("kaveh", "Kaveh Sohrabi", "KV", "kansverkenner", "kansverkenners", languages=("Nederlands", "Farsi (Perzisch)", "Engels")),
    Colleague("trudy", "Trudy Brouwer", "CMD", "CMD", "cmd"),
    Colleague("ilse", "Ilse Kuiper", "TC", "coördinator taal", "welzijn"),
    Colleague("mart", "Mart Evers", "BM", "beleidsmedewerker"),
    Colleague("bea", "Bea Lindeman", "FB", "anders"),
    Colleague("priya", "Priya Nandlal", "PO", "anders"),
    Colleague("wim", "Wim Olthof", "WH", "wethouder"),
    Colleague("olga", "Olga Vermeer", "PC", "regisseur of PC", ELSEWHERE, ELSEWHERE),
)
"""One person for each role, a second begeleider, and Olga, who works for another gemeente."""

OUTSIDER = "olga"

ORGANISATIONS: dict[str, dict[str, Any]] = {
    HOME: {"og_naam": "Gemeente Zandvoorde", "og_soort": "gemeente", "og_adres": "Raadhuisplein 1, 4388 ZA Zandvoorde", "og_telefoon": "0118 555 100"},
    ELSEWHERE: {"og_naam": "Gemeente Heidedorp", "og_soort": "gemeente", "og_telefoon": "0318 555 700"},
    "vluchtelingenwerk": {
        "og_naam": "VluchtelingenWerk Zandvoorde",
        "og_soort": "VluchtelingenWerk",
        "og_afspraak_gegevens": "ja, tot datum",
        "og_afspraak_tot": "+400",
        "og_telefoon": "0118 555 220",
        "og_voorziening": "maatschappelijke begeleiding en spreekuur",
    },
    "vluchtelingenwerk heide": {"og_naam": "VluchtelingenWerk Heidedorp", "og_soort": "VluchtelingenWerk"},
    "coa": {"og_naam": "COA-locatie Duinoord", "og_soort": "COA-locatie", "og_adres": "Kazerneweg 40, 4389 TT Duinoord"},
    "corporatie": {"og_naam": "Woonstichting De Kade", "og_soort": "corporatie", "og_telefoon": "0118 555 300"},
    "taalschool": {"og_naam": "Taalschool Het Anker", "og_soort": "taalaanbieder", "og_keurmerk": "ja", "og_telefoon": "0118 555 410"},
    "werkbedrijf": {"og_naam": "Werkbedrijf Noorderhaven", "og_soort": "werkbedrijf", "og_voorziening": "werkervaringsplaatsen en jobhunters"},
    "welzijn": {"og_naam": "Welzijn Zandvoorde", "og_soort": "welzijn", "og_voorziening": "taalmaatjes en vrijwilligerswerk"},
    "cmd": {"og_naam": "Centrum voor maatschappelijke deelname", "og_soort": "welzijn", "og_voorziening": "gezondheid en zorg"},
    "kansverkenners": {"og_naam": "Kansverkenners Kuststreek", "og_soort": "anders"},
    "tolken": {"og_naam": "Tolkdienst Brugtaal", "og_soort": "tolkdienst", "og_telefoon": "088 555 0900"},
}  # fmt: skip
"""Organisations by a short key; `+400` is that many days after today."""

PARTNERS = (
    ("Anouk Peters", "coa", "COA casemanager"),
    ("Ruben Castelijn", "corporatie", "corporatie"),
    ("Wietske Bandstra", "taalschool", "taalaanbieder"),
    ("Orhan Balci", "werkbedrijf", "werkbedrijf"),
    ("Femke Dijkgraaf", "welzijn", "welzijn"),
    ("Selamawit Tekle", "welzijn", "sleutelpersoon"),
    ("Hanneke Roelofs", "vluchtelingenwerk heide", "CVLW"),
    ("Piet Verhagen", "vluchtelingenwerk heide", "begeleider"),
)
"""People in the contact list without an account: name, organisation, function."""

INTERPRETERS = (
    {"tk_naam": "Tolkdienst Brugtaal", "tk_talen": ["Arabisch", "Arabisch (Syrië)", "Dari", "Farsi (Perzisch)", "Somalisch", "Tigrinya", "Turks"],
     "tk_soort": "tolkdienst op afstand", "tk_vorm": ["telefonisch", "video"], "tk_boeken": "Bel 088 555 0900, klantnummer staat op het bureau."},
    {"tk_naam": "Dawit Habtemichael", "tk_talen": ["Amhaars", "Tigrinya"], "tk_soort": "registertolk", "tk_vorm": ["op locatie"],
     "tk_boeken": "Twee dagen van tevoren per e-mail."},
    {"tk_naam": "Lina Sarkissian", "tk_talen": ["Arabisch (Syrië)", "Armeens"], "tk_soort": "eigen medewerker", "tk_vorm": ["op locatie", "telefonisch"],
     "tk_boeken": "Via het secretariaat van de gemeente."},
)  # fmt: skip


def colleague(username: str) -> Colleague:
    """The member of the cast with this username."""
    return next(one for one in CAST if one.username == username)


def organisation_answers(key: str, today: date) -> dict[str, Any]:
    """The answers of F21b for an organisation."""
    return {name: _day(value, today) for name, value in ORGANISATIONS[key].items()}


def person_answers(name: str, function: str, organisation: str, gemeente: str, number: int, languages: tuple[str, ...]) -> dict[str, Any]:
    """The answers of F21a for somebody; `organisation` and `gemeente` are record ids."""
    first = name.split()[0].lower()
    return {
        "ct_naam": name,
        "ct_organisatie": organisation,
        "ct_rol": function,
        "ct_gemeente": gemeente,
        "ct_tvs": "eerste" if function == "HVC" else "geen",
        "ct_tvs_geautoriseerd": "ja" if function == "HVC" else None,
        "ct_telefoon": f"0118 555 {500 + number}",
        "ct_email": f"{first}@voorbeeld.nl",
        "ct_dagen": ["ma", "di", "do"] if number % 2 else ["ma", "wo", "vr"],
        "ct_talen": list(languages),
        "ct_actief": "ja",
    }


def _day(value: str, today: date) -> str:
    return date.fromordinal(today.toordinal() + int(value)).isoformat() if value.startswith("+") else value
