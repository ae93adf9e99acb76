"""The acts of the audit trail: of what kind each is, and how it is told to people."""

from __future__ import annotations

from dataclasses import dataclass

READ, WRITE, PRINT, REFUSED, EMERGENCY, LOGIN, SYSTEM = "lezen", "schrijven", "afdrukken", "geweigerd", "noodinzage", "inloggen", "systeem"
KINDS = {
    READ: "lezen",
    WRITE: "schrijven",
    PRINT: "afdrukken en meenemen",
    REFUSED: "geweigerd",
    EMERGENCY: "noodinzage",
    LOGIN: "inloggen en accounts",
    SYSTEM: "systeem",
}
"""Every kind with its words on screen."""


@dataclass(frozen=True)
class Act:
    """One act: its kind and its words after a name; `{form}` is the form, `{who}` the colleague whose account it is about."""

    kind: str
    words: str


ACTS = {
    # reading
    "lezen": Act(READ, "las {form}"),
    "gezondheid lezen": Act(READ, "opende een antwoord over gezondheid{in}"),
    "nummer lezen": Act(READ, "opende een nummer (BSN of V-nummer){in}"),
    "dossier lezen": Act(READ, "bekeek het dossier"),
    "acties lezen": Act(READ, "las de acties"),
    "logboek lezen": Act(READ, "las het logboek"),
    "doelen lezen": Act(READ, "las de doelen van de plannen"),
    "papieren lezen": Act(READ, "bekeek welke papieren er zijn"),
    "bestand lezen": Act(READ, "opende de getekende scan{in}"),
    "naam lezen": Act(READ, "zag de naam en het nummer in een ander dossier"),
    "zoeken": Act(READ, "zocht een dossier"),
    "lijst lezen": Act(READ, "bekeek een lijst"),
    "eigen dossiers lezen": Act(READ, "zag de namen van de eigen dossiers op Werk"),
    "eigen concepten lezen": Act(READ, "zag de eigen concepten op Werk"),
    "eigen termijnen lezen": Act(READ, "zag de termijnen van de eigen dossiers op Werk"),
    "eigen acties lezen": Act(READ, "zag de eigen acties op Werk"),
    "acties van anderen lezen": Act(READ, "zag acties van anderen op Werk"),
    "escalaties lezen": Act(READ, "zag escalaties op Werk"),
    "wijzigingen lezen": Act(READ, "zag op Werk wat collega's hadden veranderd"),
    "brief voorbereiden": Act(READ, "bereidde een brief voor"),
    "eigen gesprekken lezen": Act(READ, "zag de eigen gesprekken op Werk"),
    "aantallen lezen": Act(READ, "zag aantallen, zonder namen"),
    "uren lezen": Act(READ, "bekeek uren"),
    "uren tellen": Act(READ, "bekeek de uren van alle partijen bij elkaar"),
    "logspoor lezen": Act(READ, "bekeek wie er in dit dossier keek"),
    "logspoor zoeken": Act(READ, "zocht in het logspoor"),
    "vernietigingslijst lezen": Act(READ, "bekeek welke dossiers vernietigd kunnen worden"),
    "verklaringen van vernietiging lezen": Act(READ, "bekeek wat er is vernietigd"),
    "weggegooide dossiers lezen": Act(READ, "bekeek welke dossiers zijn weggegooid"),
    "verzoeken lezen": Act(READ, "bekeek de verzoeken van de statushouder"),
    "noodinzagen lezen": Act(READ, "las op Werk wie met noodinzage keek"),
    # writing
    "bewaren": Act(WRITE, "bewaarde {form}"),
    "concept": Act(WRITE, "zette {form} terug naar concept"),
    "klaar om te tekenen": Act(WRITE, "legde de inhoud vast van {form}"),
    "definitief": Act(WRITE, "maakte {form} definitief"),
    "verbeteren": Act(WRITE, "opende {form} opnieuw om het te verbeteren"),
    "aanvullen": Act(WRITE, "vulde {form} aan na het vastleggen"),
    "formulier beginnen": Act(WRITE, "begon aan {form}"),
    "dossier openen": Act(WRITE, "begon dit dossier"),
    "logboek schrijven": Act(WRITE, "schreef een regel in het logboek"),
    "bestand toevoegen": Act(WRITE, "legde een officiële tekst bij een lijst"),
    "scan met de hand toevoegen": Act(WRITE, "legde met de hand een getekende scan bij {form}"),
    "scan geweigerd": Act(WRITE, "gaf een scan die niet bij {form} hoort"),
    "brief maken": Act(WRITE, "maakte een brief"),
    "brieftekst bewaren": Act(WRITE, "bewaarde de tekst van een brief"),
    "vertaling goedkeuren": Act(WRITE, "keurde de vertaling van een brief goed"),
    "goedkeuring intrekken": Act(WRITE, "trok de goedkeuring van een vertaling in"),
    "scan toevoegen": Act(WRITE, "legde een getekende scan bij {form}"),
    "uren schrijven": Act(WRITE, "schreef een regel met uren"),
    "maand afsluiten": Act(WRITE, "sloot de uren van een maand af"),
    "maand openen": Act(WRITE, "opende de uren van een maand weer"),
    "koppelen": Act(WRITE, "koppelde een begeleider"),
    "weggooien": Act(WRITE, "gooide {form} weg"),
    "terugzetten": Act(WRITE, "zette {form} terug"),
    "dossier weggooien": Act(WRITE, "gooide dit dossier weg"),
    "dossier terugzetten": Act(WRITE, "zette dit dossier terug"),
    "bewaren, want": Act(WRITE, "zei met een reden dat dit dossier langer bewaard moet worden"),
    "bewaren gestopt": Act(WRITE, "zei dat dit dossier niet langer bewaard hoeft te worden"),
    "vernietigen voorgesteld": Act(WRITE, "stelde voor dit dossier te vernietigen"),
    "vernietigen akkoord": Act(WRITE, "gaf akkoord om dit dossier te vernietigen"),
    "vernietigen ingetrokken": Act(WRITE, "trok het voorstel in om dit dossier te vernietigen"),
    "inzage gevraagd": Act(WRITE, "maakte een overzicht voor de statushouder klaar"),
    "inzage vrijgegeven": Act(WRITE, "gaf het overzicht voor de statushouder vrij"),
    "inzage teruggestuurd": Act(WRITE, "stuurde het overzicht voor de statushouder terug"),
    "inzage weggedaan": Act(SYSTEM, "gooide het overzicht voor de statushouder weg, 30 dagen na het vrijgeven"),
    "verbetering gevraagd": Act(WRITE, "noteerde dat de statushouder iets verbeterd wil hebben"),
    "verbetering gedaan": Act(WRITE, "gaf antwoord op de vraag om iets te verbeteren"),
    "doorgaan zonder": Act(WRITE, "ging met een reden door met {form}"),
    # on paper and out of the house
    "afdrukken": Act(PRINT, "drukte {form} af"),
    "bestand ophalen": Act(PRINT, "haalde een bestand op{in}"),
    "eigen termijnen meenemen": Act(PRINT, "nam de eigen termijnen mee voor de agenda"),
    "overzicht ophalen": Act(PRINT, "zette het overzicht voor de statushouder klaar om op te halen"),
    "verklaring van vernietiging meenemen": Act(PRINT, "nam een verklaring van vernietiging mee"),
    "termijnen meenemen": Act(PRINT, "nam de termijnen mee voor de eigen agenda"),
    # emergencies
    "noodinzage begonnen": Act(EMERGENCY, "opende dit dossier met noodinzage"),
    "noodinzage gestopt": Act(EMERGENCY, "stopte de noodinzage"),
    "noodinzage gezien": Act(EMERGENCY, "las het bericht over een noodinzage"),
    # the door
    "inloggen": Act(LOGIN, "logde in"),
    "uitloggen": Act(LOGIN, "logde uit"),
    "verkeerd wachtwoord": Act(LOGIN, "gaf een verkeerd wachtwoord"),
    "verkeerde code": Act(LOGIN, "gaf een verkeerde code van de telefoon"),
    "verkeerde eenmalige code": Act(LOGIN, "gaf een verkeerde eenmalige code"),
    "verkeerde begincode": Act(LOGIN, "gaf een verkeerde begincode"),
    "wachtwoord wijzigen": Act(LOGIN, "koos een nieuw wachtwoord"),
    "wachtwoord gekozen": Act(LOGIN, "koos een wachtwoord met een eenmalige code"),
    "telefoon ingesteld": Act(LOGIN, "stelde een telefoon in voor de tweede stap"),
    "telefoon wissen": Act(LOGIN, "wiste de telefoon{who}"),
    "reservecodes gemaakt": Act(LOGIN, "maakte nieuwe reservecodes"),
    "reservecode gebruikt": Act(LOGIN, "gebruikte een reservecode"),
    "eerste account": Act(LOGIN, "maakte het eerste account"),
    "account uitnodigen": Act(LOGIN, "nodigde een collega uit{who}"),
    "account wijzigen": Act(LOGIN, "wijzigde een account{who}"),
    "account sluiten": Act(LOGIN, "sloot een account{who}"),
    "account openen": Act(LOGIN, "opende een gesloten account{who}"),
    "eenmalige code": Act(LOGIN, "maakte een eenmalige code{who}"),
    # the machine
    "kop vastgelegd": Act(SYSTEM, "legde de kop van het logspoor vast"),
    "back-up teruggezet": Act(SYSTEM, "zette een back-up terug"),
    "op de vernietigingslijst": Act(SYSTEM, "zette dit dossier op de vernietigingslijst; de bewaartermijn is voorbij"),
    "dossier vernietigd": Act(SYSTEM, "vernietigde dit dossier"),
    "formulier gewist": Act(SYSTEM, "wiste een formulier dat was weggegooid"),
    "bijzonderheden gewist": Act(SYSTEM, "wiste de bijzonderheden van een dossier uit het logspoor"),
}
"""Every act that a line can hold, but for the actions (`actie …`), the refusals (`geweigerd: …`) and requests (`verzoek …`)."""

REFUSALS = {
    "openen": "wilde {form} openen",
    "dossier": "wilde dit dossier openen",
    "schrijven": "wilde iets veranderen in {form}",
    "bewaren": "wilde {form} bewaren",
    "aanvullen": "wilde {form} aanvullen",
    "verbeteren": "wilde {form} verbeteren",
    "beginnen": "wilde een formulier beginnen",
    "F": "wilde {form} definitief maken",
    "T": "wilde {form} tekenen",
    "X": "wilde {form} afdrukken",
    "actie": "wilde iets doen met een actie",
    "logboek": "wilde in het logboek schrijven",
    "logboek lezen": "wilde het logboek lezen",
    "bestand": "wilde een scan openen",
    "bestand toevoegen": "wilde een bestand toevoegen",
    "verzoek beantwoorden": "wilde antwoord geven op een verzoek over een account",
    "brief maken": "wilde een brief maken",
    "brieftekst": "wilde de tekst van een brief veranderen",
    "vertaling goedkeuren": "wilde een vertaling goedkeuren",
    "goedkeuring intrekken": "wilde de goedkeuring van een vertaling intrekken",
    "kiezen": "wilde iets kiezen dat niet in de lijst staat",
    "uren schrijven": "wilde uren schrijven",
    "uren terugnemen": "wilde een regel met uren terugnemen",
    "uren tellen": "wilde de uren van alle partijen zien",
    "maand afsluiten": "wilde de uren van een maand afsluiten",
    "koppelen": "wilde een begeleider koppelen",
    "doorgaan zonder": "wilde zonder het nodige doorgaan",
    "escaleren": "wilde escaleren",
    "overzicht": "wilde het overzicht zien",
    "nieuw dossier": "wilde een dossier beginnen",
    "beheer": "wilde bij het beheer van accounts",
    "logspoor": "wilde het logspoor lezen",
    "noodinzage": "vroeg noodinzage",
    "weggooien": "wilde iets weggooien of terugzetten",
    "vernietigen": "wilde iets met het vernietigen van dossiers",
    "verzoek van de statushouder": "wilde iets met een verzoek van de statushouder",
}
"""What somebody tried, by the word behind `geweigerd:`."""


def act_of(act: str) -> Act:
    """An act by its word; one that is not known tells itself, and counts as writing."""
    start, _, rest = act.partition(": " if act.startswith("geweigerd") else " ")
    match start:
        case "geweigerd":
            return Act(REFUSED, f"{REFUSALS.get(rest, f'wilde iets doen ({rest})')}; dat is geweigerd")
        case "actie":
            return Act(WRITE, f"zei bij een actie: {rest}")
        case "verzoek":
            return Act(LOGIN, f"deed een verzoek over een account ({rest}){{who}}")
    return ACTS.get(act, Act(WRITE, act))


def acts_of(kind: str) -> tuple[list[str], list[str]]:
    """The acts of a kind, and the beginnings of those that are made up of a word and more."""
    starts = {WRITE: ["actie "], REFUSED: ["geweigerd: "], LOGIN: ["verzoek "]}
    return [act for act, one in ACTS.items() if one.kind == kind], starts.get(kind, [])
