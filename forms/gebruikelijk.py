"""Veelgebruikte doelen en acties per module: om uit te kiezen en daarna aan te passen. Een regel erbij mag altijd."""

from __future__ import annotations

USUAL = {
    "meedoen": {
        "doelen": ("Een vaste plek als vrijwilliger", "Twee keer per week sporten", "De buurt en de buren kennen", "Zelf fietsen"),
        "module_acties": (
            "Kennismaken bij de buurtkamer", "Proefles bij een sportclub afspreken", "Aanmelden voor fietsles", "Mee naar de bibliotheek",
        ),
    },
    "werk": {
        "doelen": ("Een taalstage", "Een betaalde baan voor een paar dagen per week", "Een cv waar ik trots op ben"),
        "module_acties": (
            "Cv maken", "Diploma laten waarderen", "Gesprek met een werkgever over een taalstage", "Inschrijven bij het werkbedrijf",
        ),
    },
    "inkomen": {
        "doelen": ("Zelf de vaste lasten betalen", "Geen schulden", "Overzicht over mijn geld"),
        "module_acties": (
            "Begroting maken", "Toeslagen nakijken", "Vaste lasten overzetten naar automatische incasso", "Post en administratie ordenen",
        ),
    },
    "taal": {
        "doelen": ("Elke week Nederlands praten met een taalmaatje", "Zelf met de school van mijn kind praten", "Niveau A2 halen", "Niveau B1 halen"),
        "module_acties": ("Aanmelden voor een taalmaatje", "Aanmelden voor de conversatiegroep", "Taalniveau laten toetsen"),
    },
    "inburgering": {
        "doelen": ("De participatieverklaring tekenen", "Examen KNM halen", "Op tijd klaar zijn met de inburgering"),
        "module_acties": ("Taalschool kiezen", "Aanmelden voor de workshop PVT", "Examen inplannen", "Lesrooster bespreken met de school"),
    },
    "gezondheid": {
        "doelen": ("Zelf een afspraak maken bij de huisarts", "Weten waar ik hulp kan vragen"),
        "module_acties": ("Samen bellen met de praktijk", "Kennismaken met het CMD", "Uitleg over de zorgverzekering"),
    },
}  # fmt: skip
"""Per module: de woorden voor een nieuwe regel van de vraag met die naam."""
