"""What people of the demo write: Dutch sentences without anything that may not be recorded."""

from __future__ import annotations

import random
from typing import NamedTuple

from popforms.definition.questions import Question


class Plan(NamedTuple):
    """One module of a POP: how it is, what the person wants, a goal, an action with how often, and the days to do it in."""

    situatie: str
    wens: str
    doel: str
    eigen_woorden: str
    actie: str
    frequentie: str
    dagen: int


PLANS: dict[str, tuple[Plan, ...]] = {
    "meedoen": (
        Plan("Komt elke week in de buurtkamer en helpt met koken.", "Meer mensen uit de buurt leren kennen.",
             "Een vaste plek als vrijwilliger", "Ik wil iets terugdoen.", "Kennismaken bij de buurtkamer voor vrijwilligerswerk", "maandelijks", 30),
        Plan("Kent de buurt nog niet goed, is graag buiten.", "Fietsen leren en de omgeving zien.",
             "Zelf met de fiets naar school", "Dan hoef ik niet te wachten op de bus.", "Aanmelden voor fietsles bij het buurthuis", "elke twee weken", 25),
        Plan("Speelde vroeger in een volleybalteam.", "Weer sporten, liefst twee keer per week.",
             "Lid van een sportclub", "Van sport word ik vrolijk.", "Proefles regelen bij de volleybalclub", "maandelijks", 40),
    ),
    "werk": (
        Plan("Werkte acht jaar als bakker. Diploma's zijn er niet.", "Weer werken in een bakkerij.",
             "Een taalstage in een bakkerij", "Brood bakken kan ik al.", "Gesprek met de bakker aan de Havenstraat over een taalstage", "elke twee weken", 35),
        Plan("Was onderwijzer op een basisschool.", "Met kinderen werken, later misschien weer voor de klas.",
             "Meedraaien op een basisschool", "Ik mis mijn klas.", "Bezoek aan basisschool De Vloedlijn voorbereiden", "maandelijks", 45),
        Plan("Hielp in het naaiatelier van de familie.", "Een eigen naaiatelier.",
             "Een leerwerkplek bij een kleermaker", "Eerst leren hoe het hier gaat.", "Jobhunter zoekt een leerwerkplek bij een kleermaker", "maandelijks", 50),
    ),
    "inkomen": (
        Plan("De vaste lasten lopen via de gemeente. Kan nog niet internetbankieren.", "Zelf zien wat er binnenkomt en uitgaat.",
             "Zelf de huur en energie betalen", "Ik wil mijn eigen zaken regelen.", "Oefenen met internetbankieren en een overzicht maken", "maandelijks", 28),
        Plan("Er is een overzicht van de vaste lasten. De eerste maanden ging het goed.", "Sparen voor een wasmachine.",
             "Elke maand iets opzij zetten", "Elke maand een beetje.", "Samen een weekbudget maken", "maandelijks", 20),
    ),
    "taal": (
        Plan("Volgt drie dagdelen les. Verstaat veel, praten gaat langzaam.", "Meer praten buiten de les.",
             "Elke week een uur Nederlands praten met een taalmaatje", "Praten met gewone mensen.", "Aanmelden voor een taalmaatje", "elke twee weken", 14),
        Plan("Leest en schrijft in eigen schrift, leert nu het Nederlandse alfabet.", "Brieven zelf lezen.",
             "Een korte brief zelf lezen", "Dan hoef ik niet steeds te vragen.", "Meedoen met het leesgroepje in de bibliotheek", "maandelijks", 30),
    ),
    "inburgering": (
        Plan("De lessen zijn begonnen. Het rooster past bij de schooltijden van de kinderen.", "Binnen twee jaar examen doen.",
             "Het eerste examen dit voorjaar", "Ik oefen elke avond.", "Proefexamen spreken inplannen met de taalschool", "elk kwartaal", 60),
        Plan("Wacht op een plek bij de taalschool.", "Snel beginnen met de lessen.",
             "Starten met de lessen", "Wachten duurt lang.", "Intake bij de taalschool afspreken", "elke twee weken", 21),
    ),
    "gezondheid": (
        Plan("Er is een huisarts en de weg erheen is bekend.", "Weten waar je met vragen heen kunt.",
             "Zelf een afspraak maken", "Bellen vind ik nog moeilijk.", "Samen een keer bellen met de praktijk", "alleen als het klaar is", 30),
    ),
}  # fmt: skip
"""A few plans for each module; the first ones are those of the fixed dossiers."""

PROGRESS = (
    "Eerste gesprek gehad, volgende week gaan we kijken.",
    "Gebeld en een afspraak gemaakt.",
    "Twee keer samen geoefend, het gaat steeds beter.",
    "Formulier ingevuld en opgestuurd.",
)
STUCK = ("De wachtlijst is langer dan gedacht; er is nog geen datum.", "We krijgen geen antwoord, ook niet na drie keer bellen.")
HANDED_BACK = ("Ik heb hier tot na de zomer geen tijd voor.", "Dit past beter bij een collega die de taalgroep kent.")
DONE = ("Gedaan: er is een vaste plek voor de woensdag.", "Geregeld, iedereen weet ervan.")
LOG = (
    ("telefoon", "planning", "Gebeld over de afspraak van volgende week. Die gaat door."),
    ("huisbezoek", "wonen", "Op bezoek geweest. De gordijnen hangen en de buren hebben zich voorgesteld."),
    ("overleg", "taal", "Kort overleg met de taalschool over het rooster."),
)

SENTENCES: dict[str, tuple[str, ...]] = {
    "roepnaam": ("Sam",),
    "achternaam": ("Voorbeeld",),
    "voornamen": ("Robin",),
    "tolk_taal": ("Tigrinya", "Arabisch (Syrisch)", "Dari"),
    "telefoon": ("06 5550 1234", "06 5550 9876"),
    "bijzonderheden": ("Komt met een oom die al in de gemeente woont.", "Geen bijzonderheden."),
    "verslag": (
        "Het was een lange maar goede dag. Het contract is getekend en de sleutel is er. De stappen zijn met de tolk doorgenomen.",
        "Alles is rustig besproken. De statushouder weet wie waarvoor te bereiken is.",
    ),
    "naam": ("Robin Voorbeeld",),
    "rol": ("begeleider",),
    "organisatie": ("VluchtelingenWerk Zandvoorde",),
    "stand": ("10452", "00871", "3310"),
    "pc_notitie": ("Kort kennisgemaakt. Wil graag snel beginnen met de taal.",),
    "kind": ("Mila", "Elias"),
    "school": ("Basisschool De Vloedlijn",),
    "wensen_algemeen": ("Een eigen plek, werk en de taal goed spreken.", "Rust voor het gezin en een opleiding afmaken."),
    "kracht": ("Leert snel en helpt anderen graag.", "Kan goed organiseren en is handig."),
    "volgorde": ("Eerst taal en wonen, daarna werk.",),
    "activiteit": ("les", "conversatiegroep", "vrijwilligerswerk"),
    "plaats": ("Zandvoorde",),
    "van_tot": ("9.00 - 11.30",),
    "toelichting": ("De les gaat voor.",),
    "situatie": tuple(plan[0].situatie for plan in PLANS.values()),
    "wens": tuple(plan[0].wens for plan in PLANS.values()),
    "doel": tuple(plan[0].doel for plan in PLANS.values()),
    "eigen_woorden": ("Zo wil ik het graag.",),
    "omschrijving": ("Afspraak maken en samen gaan", "Formulier invullen en opsturen"),
    "ta_dagdeel": ("dinsdagmiddag",),
    "waarom": ("Omdat het helpt om zelf verder te komen.",),
    "wanneer": ("voor de zomer", "binnen een half jaar"),
    "aandachtspunt": ("De lestijden moeten passen bij de schooltijden.",),
    "wat_doen_we": ("We plannen de lessen in de ochtend.",),
    "onderwerp": ("Lessen volgen", "Taalstage"),
    "statushouder": ("Komt naar elke les en zegt af als het niet lukt.",),
    "gemeente": ("Betaalt de reiskosten en regelt het rooster.",),
    "partner": ("De taalschool meldt elke maand hoe het gaat.",),
    "onderdelen": ("doelen en rooster",),
    "p19_zelfredzaam": ("Vanaf de vierde maand betaalt de statushouder zelf de energie, daarna de huur.",),
    "p19_knm": ("In de les, het examen na een half jaar.",),
    "p19_ona": ("In blokken van tien weken, samen met het werkbedrijf.",),
    "p19_dagbesteding": ("Twee dagdelen vrijwilligerswerk in de buurtkamer.",),
    "p19_welzijn": ("Zoekt samen een taalmaatje en een plek om mee te doen.",),
    "w21_motivering": ("De toets en de gesprekken passen bij deze route. De andere twee routes zijn besproken en vielen af.",),
    "w21_knm": ("In de les, met een bezoek aan het gemeentehuis.",),
    "w21_pvt_invulling": ("Vier bijeenkomsten van drie uur in de eigen taalgroep, met een afsluiting in de raadszaal.",),
    "w21_pvt_activiteit": ("Bezoek aan de gemeenteraad.",),
    "w21_map_invulling": ("Kennismaken met drie bedrijven en een week meelopen.",),
    "planning": ("drie dagdelen per week",),
    "w21_begeleiding": ("Een vast aanspreekpunt, een taalmaatje en hulp bij het zoeken van een stage.",),
    "w21_vve": ("Het jongste kind gaat vier dagdelen naar de voorschool.",),
    "hoe": ("In een gesprek op het gemeentehuis, met tolk als dat nodig is.",),
    "w21_participatiewet": ("Werkt mee aan de taalstage. Solliciteren hoeft het eerste half jaar niet.",),
    "teken_rol": ("statushouder",),
    "niet_getekend_reden": ("Wil het plan eerst thuis nog eens rustig lezen.",),
    "trekker_afwijking": ("De vaste trekker is met verlof.",),
    "reden": ("Deze plaats is in dit plan niet nodig.",),
    "gz_invloed": ("Heeft een rustige plek nodig om te leren.",),
    "ging_goed": ("De eerste stap is gezet en dat ging goed.",),
    "is_nodig": ("Een tweede afspraak om het af te maken.",),
    "nieuwe_tekst": ("Eerst twee dagdelen, later meer.",),
    "vg_trots": ("Belt nu zelf met de school als het een keer niet lukt.",),
    "vg_moeilijk": ("De weken zijn vol: les, afspraken en het huishouden samen.",),
    "pt_besproken": ("Het hele plan is regel voor regel doorgenomen, met tolk.",),
    "pt_aanpassingen": ("Een dagdeel les schuift naar de ochtend.",),
    "wz_toelichting": ("De taalstage kan eerder beginnen dan gedacht; een dagdeel les schuift naar de avond.",),
    "wz_inzet": ("Was bij elke les en leverde alle opdrachten in; dat meldt de taalschool.",),
    "oz_maatwerk": ("De gemeente betaalt alleen de huur, omdat de rest al goed gaat.",),
    "oz_toeslagen_gat": ("Met een voorschot dat in zes delen wordt verrekend.",),
    "oz_verleng_reden": ("Wil nog drie maanden oefenen met de energierekening.",),
    "pvt_niet_reden": ("De bijeenkomst ging een keer niet door; er is een nieuwe datum.",),
    "verwachtingen": ("Een eigen huis, snel les en hulp bij brieven.",),
    "werkwens": ("Weer als bakker, later misschien een eigen zaak.",),
    "competenties": ("Werkt snel en netjes, staat graag vroeg op en leert door te doen.",),
    "wensen_eigen_woorden": ("Ik wil werken en de taal goed leren. Mijn huis moet een thuis worden.",),
    "start_samenvatting": ("Spreekt een beetje Nederlands, heeft acht jaar werkervaring en weet wat nodig is.",),
    "ontwikkel_samenvatting": ("Met drie dagdelen les en een taalstage is betaald werk binnen twee jaar haalbaar.",),
    "route_b1": ("Onderzocht: leert vlot en wil werken. De toets zegt dat B1 haalbaar is.",),
    "route_onderwijs": ("Onderzocht: wil liever werken dan een lange opleiding; valt af.",),
    "route_z": ("Onderzocht: niet nodig, de lessen gaan goed; valt af.",),
    "mbi_behoefte": ("Hulp bij de post, de energie en de eerste afspraken in de wijk.",),
    "gz_wens": ("Wil weten waar je met vragen heen kunt.",),
}
"""What is written under a question by its name; questions that are not here get a sentence with their own words."""


def sentence(question: Question, rng: random.Random) -> str:
    """Something that could stand under a question of text."""
    found = SENTENCES.get(question.name)
    return rng.choice(found) if found else f"Voorbeeld bij ‘{question.label}’"
