"""F23 Stamgegevens: wat de beheerder bijhoudt voor overzicht, termijnen en afdrukken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from popforms import LIST, MODULES, Amount, File, Form, Organisation, Reference, Row, Section, YesNo, ask

ROLLEN = (
    "POP-consulent", "huisvestingsconsulent", "maatschappelijk begeleider", "inkomensconsulent", "consulent Werk", "coördinator taal",
    "contact bij het CMD", "statushouder",
)  # fmt: skip


KWARTALEN = tuple(f"{year}-{quarter}" for year in range(2022, 2046) for quarter in (1, 2, 3, 4))
"""Jaar en kwartaal, vanaf het eerste jaar van de wet van 2021; de termijn van de cijfers leest ze zo."""


class Taakstelling(Row):
    """Hoeveel mensen een gemeente in een half jaar huisvest."""

    gemeente: Organisation = ask("Gemeente", required="c")
    jaar: int = ask("Jaar", required="c", minimum=2016, maximum=2100)
    helft: Literal["1", "2"] = ask("Helft", required="c")
    aantal: int = ask("Aantal", required="c", minimum=0)
    stand: int = ask("Stand bij begin", hint="Een voorsprong als 3, een achterstand als -3.")


class Doelaantal(Row):
    """Hoeveel brede intakes en PIP's zijn afgesproken."""

    gemeente: Organisation = ask("Gemeente", required="c")
    van: date = ask("Van", required="c")
    tot: date = ask("Tot", required="c")
    aantal: int = ask("Aantal", required="c", minimum=0)


class Begrotingspost(Row):
    """Een post van de begroting."""

    post: str = ask("Post", required="c")
    bedrag: Amount = ask("Bedrag")
    uurtarief: Amount = ask("Uurtarief")


class Training(Row):
    """Een training van het PVT."""

    naam: str = ask("Naam", required="c")
    uren: Decimal = ask("Uren", minimum=0)
    kernwaarde: Literal["vrijheid", "gelijkwaardigheid", "solidariteit", "participatie"] = ask("Kernwaarde")
    actief: YesNo = ask("Wordt gegeven?")


class Verklaring(Row):
    """De officiële tekst die bij een wet hoort."""

    wet: Literal["wi2013", "wi2021"] = ask("Wet", required="c")
    bestand: File = ask("Bestand")
    geldig_vanaf: date = ask("Geldig vanaf", required="c")


class EigenTermijn(Row):
    """Een termijn die de gemeente zelf kiest."""

    code: Reference = ask("Welke termijn?", required="c", refers_to="eigen termijnen")
    lengte: str = ask("Lengte", hint="Bijvoorbeeld: 6 weken. Of: uit, als de gemeente een eigen norm niet gebruikt. Leeg: zoals de tabel.")
    waarschuwen: str = ask("Waarschuwen", hint="Dagen voor de laatste dag, bijvoorbeeld: 7 en 0. Leeg: zoals de tabel.")


class VasteTrekker(Row):
    """Wie een module trekt als niemand anders gekozen is."""

    module: str = ask("Module", required="c", options=MODULES)
    rol: str = ask("Rol", options=ROLLEN)


class Levering(Row):
    """Cijfers die aan het CBS zijn geleverd."""

    kwartaal: str = ask("Kwartaal", required="c", options=KWARTALEN)
    geleverd_op: date = ask("Geleverd op", required="c")


class Bijeenkomst(Row):
    """Een dag waarop het pilotteam bij elkaar kwam."""

    datum: date = ask("Datum", required="c")


class Besluitdag(Row):
    """Een dag die bij besluit gelijk is aan een feestdag."""

    datum: date = ask("Datum", required="c")
    besluit: str = ask("Besluit")
    nagekeken_op: date = ask("Nagekeken op")


class Voorziening(Row):
    """Een plek waar iedereen terecht kan."""

    naam: str = ask("Naam", required="c")
    waarvoor: str = ask("Waarvoor?")
    adres: str = ask("Adres")
    telefoon: str = ask("Telefoon")


class Geldigheid(Section, title="Voor wie en vanaf wanneer"):
    st_gemeente: Organisation = ask("Voor welke gemeente?", required="c", prefill="organisatie")
    st_geldig_vanaf: date = ask(
        "Vanaf welke dag gelden deze afspraken?",
        required="c",
        prefill="vandaag",
        hint="Tot de volgende stamgegevens van deze gemeente. Een termijn volgt wat geldt op de dag waarop hij begint.",
    )


class Aantallen(Section, title="Aantallen en geld"):
    st_taakstelling: list[Taakstelling] = ask("Taakstelling")
    st_doelaantal: list[Doelaantal] = ask("Afgesproken aantal brede intakes en PIP's")
    st_begroting: list[Begrotingspost] = ask("Begroting")


class Afspraken(Section, title="Lijsten en afspraken"):
    st_trainingen: list[Training] = ask("Lijst van PVT-trainingen", required="d", prefill="vorige")
    st_verklaring: list[Verklaring] = ask("Officiële tekst van de participatieverklaring (bestand, nooit overtypen)")
    st_termijnen: list[EigenTermijn] = ask("Termijnen die de gemeente zelf kiest", required="d", prefill="vorige")
    st_trekkers: list[VasteTrekker] = ask("Vaste trekker per module", required="d", prefill="vorige")


class Bijhouden(Section, title="Bijhouden"):
    st_cbs_levering: list[Levering] = ask("Welke cijfers zijn aan CBS geleverd?")
    st_pilotteam: list[Bijeenkomst] = ask("Wanneer kwam het pilotteam bij elkaar?")
    st_feestdagen: list[Besluitdag] = ask("Dagen die bij besluit gelijk zijn aan een feestdag")
    st_voorzieningen: list[Voorziening] = ask("Voorliggende voorzieningen", prefill="vorige")


class Stamgegevens(Form, code="F23", title="Stamgegevens", per=LIST, part="stamgegevens", title_from="st_gemeente"):
    """Wat een keer per jaar verandert: aantallen, trainingen, trekkers en dagen. Voor elke gemeente, en elk jaar, een."""

    geldigheid: Geldigheid
    aantallen: Aantallen
    afspraken: Afspraken
    bijhouden: Bijhouden
