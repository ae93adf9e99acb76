"""Whose dossiers the demo holds: a fixed list that reaches every phase, and made-up people after that."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from popforms.demo.cast import ELSEWHERE, HOME

Until = Literal["begonnen", "melding", "voorbereiding", "gepland", "regeldag", "pop", "acties", "pip", "klaar", "definitief"]
UNTIL: tuple[Until, ...] = ("begonnen", "melding", "voorbereiding", "gepland", "regeldag", "pop", "acties", "pip", "klaar", "definitief")
"""How far a dossier has come; each step needs the ones before it."""


@dataclass(frozen=True)
class Story:
    """One statushouder: `age` is how many days ago the report came in; a birth date may be a year only."""

    voornamen: str
    achternaam: str
    roepnaam: str
    geboortedatum: str
    geslacht: str
    nationaliteit: str
    land: str
    taal: str
    tolk: str
    regelset: Literal["pilot2019", "wi2021"]
    until: Until
    age: int
    begeleider: str = "joop"
    gemeente: str = HOME
    kinderen: tuple[str, ...] = ()
    inzage_beperkt: bool = False

    def reaches(self, step: Until) -> bool:
        """Whether this dossier has come to a step."""
        return UNTIL.index(self.until) >= UNTIL.index(step)


_ERITREA = ("Eritrese", "Eritrea", "Tigrinya", "Tigrinya")
_SYRIA = ("Syrische", "Syrië", "Arabisch (Syrië)", "Arabisch (Syrisch)")
_AFGHANISTAN = ("Afghaanse", "Afghanistan", "Dari", "Dari")
_SOMALIA = ("Somalische", "Somalië", "Somalisch", "Somalisch")
_TURKEY = ("Turkse", "Turkije", "Koerdisch (Kurmanci)", "Kurmanci")
_IRAN = ("Iraanse", "Iran", "Farsi (Perzisch)", "Farsi")
_SUDAN = ("Soedanese", "Soedan", "Arabisch (Soedan)", "Arabisch (Soedanees)")
_YEMEN = ("Jemenitische", "Jemen", "Arabisch (Jemen)", "Arabisch (Jemenitisch)")
_ETHIOPIA = ("Ethiopische", "Ethiopië", "Amhaars", "Amhaars")

STORIES = (
    Story("Nurcan", "Demirkol", "", "1996-04-17", "vrouw", *_TURKEY, "wi2021", "begonnen", 1),
    Story("Ibrahim Musa", "Abdelkarim", "Ibrahim", "1988-01-01", "man", *_SUDAN, "wi2021", "melding", 2),
    Story("Rima", "Al-Khatib", "ريما", "1991-09-03", "vrouw", *_SYRIA, "wi2021", "voorbereiding", 30, kinderen=("Yara", "Karim")),
    Story("Yohannes", "Kidane", "ዮሃንስ", "1999-11-21", "man", *_ERITREA, "wi2021", "gepland", 51, "nadia"),
    Story("Zalmai", "Noorzai", "", "1979", "man", *_AFGHANISTAN, "wi2021", "regeldag", 64, kinderen=("Parwana",)),
    Story("Amina Hirsi", "Warsame", "Amina", "2001-02-14", "vrouw", *_SOMALIA, "wi2021", "pop", 84, "nadia"),
    Story("Bassel", "Haddad", "", "1985-06-30", "man", *_SYRIA, "wi2021", "acties", 190, kinderen=("Lina", "Omar", "Sami")),
    Story("Mihret", "Gebremariam", "", "1994-08-12", "vrouw", *_ERITREA, "pilot2019", "pip", 92),
    Story("Narges", "Moradi", "", "1990-12-05", "vrouw", *_IRAN, "wi2021", "pip", 97, "nadia", inzage_beperkt=True),
    Story("Hoda", "Saleh Nasser", "", "1987-03-28", "vrouw", *_YEMEN, "wi2021", "klaar", 104, kinderen=("Tariq",)),
    Story("Ferhat", "Aydemir", "", "1998-07-09", "man", *_TURKEY, "pilot2019", "klaar", 100, "nadia"),
    Story("Desta", "Alemu Bekele", "", "1983-05-19", "man", *_ETHIOPIA, "pilot2019", "definitief", 310),
    Story("Nooria", "Rahimi", "", "1992-10-26", "vrouw", *_AFGHANISTAN, "wi2021", "definitief", 170, "nadia", kinderen=("Hamid", "Soraya")),
    Story("Mustafa", "Yusuf Farah", "", "1995-01-30", "man", *_SOMALIA, "wi2021", "voorbereiding", 40, "Piet Verhagen", ELSEWHERE),
)
"""The fixed dossiers: every step once or more, both rule sets, one in the other gemeente and one with restricted access."""
DISCUSSED = next(story for story in STORIES if story.achternaam == "Haddad")
"""The dossier that the last casusoverleg spoke of."""
INVITED = next(story for story in STORIES if story.voornamen == "Yohannes")
"""The dossier whose regeldag is planned, with the letter that says so."""
PLANNED = next(story for story in STORIES if story.voornamen == "Nooria")
"""The dossier whose plan was sent by post, with a talk this week for which nobody arranged the interpreter yet."""
CLOSING = next(story for story in STORIES if story.voornamen == "Desta")
"""The dossier whose guidance and POP are being closed."""
FRESH = next(story for story in STORIES if story.until == "melding")
"""The dossier that has just come in, in which few are named."""

_FIRST = {
    "man": ("Abel", "Adnan", "Berhane", "Dilovan", "Elyas", "Farid", "Ghassan", "Habib", "Jamal", "Kaleb", "Mahdi", "Nabil", "Rezan", "Tewelde", "Walid", "Zaid"),
    "vrouw": ("Abeba", "Aziza", "Bushra", "Delal", "Esma", "Feven", "Golnaz", "Hanan", "Jamila", "Khadra", "Luwam", "Maryam", "Nesrin", "Rahel", "Shirin", "Zahra"),
}  # fmt: skip
_LAST = (
    "Abdullahi", "Aslan", "Barzani", "Beyene", "Darwish", "Ebrahimi", "Fares", "Gebreselassie", "Hamdan", "Isse", "Jafari", "Kahin", "Kaplan",
    "Mansour", "Mebrahtu", "Nazari", "Osman", "Qasim", "Rezai", "Shamsi", "Tesfamariam", "Woldu", "Yilmazer", "Ziadeh",
)  # fmt: skip
_ORIGINS = (_ERITREA, _SYRIA, _AFGHANISTAN, _SOMALIA, _TURKEY, _IRAN, _SUDAN, _YEMEN, _ETHIOPIA)
_AGES: dict[Until, tuple[int, int]] = {
    "melding": (2, 2), "voorbereiding": (20, 40), "gepland": (46, 53), "regeldag": (60, 75), "pop": (78, 120), "acties": (100, 400), "pip": (90, 130),
    "klaar": (100, 130), "definitief": (110, 500),
}  # fmt: skip


def stories(number: int, seed: int, today: date) -> Iterator[Story]:
    """The fixed dossiers, then made-up ones until there are `number`."""
    yield from STORIES[:number]
    rng = random.Random(f"stories {seed}")
    for _ in range(number - len(STORIES)):
        geslacht = rng.choice(("man", "vrouw"))
        until: Until = rng.choice(UNTIL[1:])
        born = date(today.year - rng.randint(19, 58), rng.randint(1, 12), rng.randint(1, 28))
        yield Story(
            rng.choice(_FIRST[geslacht]), f"{rng.choice(_LAST)} {rng.choice(_LAST)}", "", born.isoformat(), geslacht, *rng.choice(_ORIGINS),
            rng.choice(("wi2021", "wi2021", "pilot2019")), until, rng.randint(*_AGES[until]), rng.choice(("joop", "nadia")),
        )  # fmt: skip
