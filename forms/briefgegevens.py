"""Wat er in brieven mag staan: elk gegeven met zijn woorden, waar het vandaan komt en een voorbeeld; de talen; en wat nergens in mag.

Een sjabloon in brieven/ noemt in zijn kop welke van deze gegevens het gebruikt. Wat daar niet staat, kan niet in de brief komen.
Hoe een bron geschreven wordt staat bij `Fact` (popforms.definition.letters).
"""

from __future__ import annotations

from popforms import MODULES, Fact, Language

LETTERS = {
    "form": "F22",
    "part": "stamgegevens",
    "day": "dag",
    "kind": "br_soort",
    "to": "br_aan",
    "address": "br_adres",
    "level": "br_taalniveau",
    "language": "br_taal_extra",
    "no_language": "geen",
    "text": "br_tekst",
    "translation": "br_vertaling",
    "origin": "br_sjabloon",
    "has_number": "br_bsn_nodig",
    "signer": "br_ondertekenaar",
    "phone": "ct_telefoon",
    "enclosures": "br_bijlagen",
    "copies": "br_kopie",
    "sent": "br_verzonden_op",
    "understood": "br_nagebeld",
}
"""Het formulier waarin een brief staat, bij welk onderdeel van de rechten de sjablonen horen, welk gegeven de dag
is waar een brief over gaat, en welke vragen de tool vult of leest."""

CONTACT_ADDRESS = {
    "organisation": "og_adres",
    "phone": "og_telefoon",
    "of_person": "ct_organisatie",
    "home": "F04.woning_adres",
    "moved": "datum_huisvesting",
    "shelter": "F01.coa_locatie",
}
"""Het adres boven een brief: van een organisatie, via de organisatie van een persoon, en van de statushouder: de woning na de verhuizing,
daarvoor de opvang."""

MOTHER_TONGUE = "F01.moedertaal"
OTHER_TONGUES = "F01.andere_talen"

LETTER_LIMITS = {
    "nummer.v_nummer": ("BR05",),
    "bijzonder.woning_eis": ("BR04",),
    "geld": ("BR17",),
}
"""Wat zwaar weegt en in welke brieven het mag (process.md, secties 4 en 6): het V-nummer in BR05 als het COA ernaar vraagt, de
woningeis in BR04 (wat er nodig is, nooit waarom), geld in BR17. Een BSN, en al het andere van gezondheid, mag in geen enkele brief."""

_ZONDER_GEZONDHEID = ",".join(module for module in MODULES if module != "gezondheid")
"""De onderdelen waarvan regels in een brief mogen: een regel zonder onderdeel, of met een ander woord, kan over gezondheid gaan."""
_ZONDER_GEZONDHEID_EN_GELD = ",".join(module for module in MODULES if module not in ("gezondheid", "inkomen"))
"""De onderdelen waarvan regels naar een partner mogen: ook zonder geld."""

_PLAATS = {"gemeentehuis": "gemeente_adres", "woning": "woning_adres", "azc": "coa_adres", "kantoor VluchtelingenWerk": "vwn_adres"}

LETTER_FACTS = {
    # wie
    "voornaam": Fact("voornaam van de statushouder", "F01.voornamen", "Selam"),
    "achternaam": Fact("achternaam van de statushouder", "F01.achternaam", "Tesfay"),
    "moedertaal": Fact("taal van de statushouder", "F01.moedertaal", "Tigrinya"),
    "tolktaal": Fact("taal van de tolk", "F01.tolk_taal", "Tigrinya"),
    "personen": Fact("aantal personen", "F01.personen_in_melding", "3"),
    "gezinsleden": Fact(
        "gezinsleden die meekomen", "F02.gezinsleden(naam, relatie)/komt_mee=ja", [{"naam": "Luwam Tesfay", "relatie": "kind"}]
    ),
    "slaapkamers": Fact("aantal slaapkamers", "F02.woning_slaapkamers", "2"),
    "woning_eis": Fact("eis aan de woning", "F02.woning_eis", "gelijkvloers"),
    "v_nummer": Fact("V-nummer", "F01.v_nummer", "2812345678", ask="Het COA vraagt om het V-nummer: zet het in de brief."),
    "niveau": Fact("taalniveau Nederlands", "F02.niveau_nederlands", "A1"),
    # wij
    "gemeente": Fact("naam van de gemeente", "F00.gemeente", "Gemeente Zandvoorde"),
    "gemeente_adres": Fact("adres van het gemeentehuis", "F00.gemeente>og_adres", "Raadhuisplein 1, 4388 ZA Zandvoorde"),
    "mijn_naam": Fact("naam van wie tekent", "afzender", "Marieke van Dongen"),
    "mijn_functie": Fact("functie van wie tekent", "functie", "POP-consulent"),
    "mijn_telefoon": Fact("telefoon van wie tekent", "afzender>ct_telefoon", "0118 555 508"),
    "pc": Fact("naam van de POP-consulent", "F00.pc", "Marieke van Dongen"),
    "pc_telefoon": Fact("telefoon van de POP-consulent", "F00.pc>ct_telefoon", "0118 555 508"),
    "hvc": Fact("naam van de huisvestingsconsulent", "F00.hvc", "Sander Hoekstra"),
    "hvc_telefoon": Fact("telefoon van de huisvestingsconsulent", "F00.hvc>ct_telefoon", "0118 555 509"),
    "mb": Fact("naam van de begeleider", "F00.mb", "Joop Terpstra"),
    "mb_telefoon": Fact("telefoon van de begeleider", "F00.mb>ct_telefoon", "0118 555 510"),
    "cvlw": Fact("naam van de coördinator VluchtelingenWerk", "F00.cvlw", "Elvira Santos"),
    "vwn_adres": Fact("adres van VluchtelingenWerk", "F00.cvlw>ct_organisatie>og_adres", "Havenstraat 8, 4388 BD Zandvoorde"),
    "coa_locatie": Fact("COA-locatie", "F01.coa_locatie", "COA-locatie Duinoord"),
    "coa_adres": Fact("adres van de COA-locatie", "F01.coa_locatie>og_adres", "Kazerneweg 40, 4389 TT Duinoord"),
    "coa_contact": Fact("contactpersoon bij het COA", "F01.coa_contact", "Anouk Peters"),
    # waar de brief over gaat
    "soort": Fact("welk gesprek", "over", "Brede intake"),
    "dag": Fact("dag", "over.gesprek_datum|over.drie_datum|over.lbt_datum|over.pvt_basis_op", "2026-03-10"),
    "tijd": Fact("tijd", "over.gesprek_tijd", "10:30"),
    "plaats": Fact("plaats", "over.gesprek_plaats", "gemeentehuis"),
    "adres": Fact("adres waar het is", "kies plaats", options=_PLAATS),
    "tolk_nodig": Fact("of er een tolk is", "over.tolk_nodig|F03a.tolk_nodig", "ja"),
    "woning_adres": Fact("adres van de woning", "F04.woning_adres", "Schelpenkade 12, 4388 BC Zandvoorde"),
    "huur_begin": Fact("begin van de huur", "F04.huur_ingang", "2026-03-10"),
    "verhuisdag": Fact("dag van de verhuizing", "F04.verhuisdatum", "2026-03-24"),
    "verwacht_op": Fact("wanneer de bewoner komt", "F04.verhuisdatum|F04.gesprek_datum|F01.woning_beschikbaar_op", "2026-03-24"),
    "toeslagen": Fact(
        "toeslagen en wie ze aanvraagt", "F04.toeslagen(toeslag, aangevraagd_door)/nodig=ja", [{"toeslag": "huurtoeslag", "aangevraagd_door": "HVC"}]
    ),
    "trainingen": Fact("belangrijke trainingen", "F06.pvt_trainingen", ["Basisworkshop kernwaarden"]),
    "kinderen": Fact("of er kinderen zijn", "F04.kinderen", "ja"),
    "actie": Fact("wat er moet gebeuren", "actie.omschrijving", "Kennismaken bij de buurtkamer voor vrijwilligerswerk"),
    "klaar_op": Fact("wanneer het klaar is", "actie.gereed_voor", "2026-04-14"),
    "hoe_vaak": Fact("hoe vaak de voortgang gemeld wordt", "actie.voortgang_frequentie", "maandelijks"),
    # het PIP
    "leerroute": Fact("leerroute", "over.w21_leerroute", "B1-route"),
    "school": Fact("school", "over.w21_instelling", "Taalschool Het Anker"),
    "afspraken": Fact(
        "afspraken in het plan", "over.pip_afspraken(onderwerp, statushouder, gemeente)",
        [{"onderwerp": "Lessen volgen", "statushouder": "Komt naar elke les.", "gemeente": "Betaalt de reiskosten."}],
    ),
    "vastgesteld_door": Fact("wie het plan vaststelde, namens het college", "over.w21_vastgesteld_door", "Marieke van Dongen"),
    "dagtekening": Fact("dagtekening van het plan", "over.w21_dagtekening", "2026-03-10"),
    "termijn_begin": Fact("begin van de drie jaar", "over.w21_termijn_start", "2026-03-11"),
    "termijn_eind": Fact("einde van de drie jaar", "over.w21_termijn_eind|F13.ib_termijn_eind", "2029-03-10"),
    # het casusoverleg
    "overleg_op": Fact("datum van het overleg", "over.cd_overleg>co_datum", "2026-02-18"),
    "algemeen": Fact("algemeen deel van het verslag", "over.cd_overleg>co_a_algemeen", "De meeste plannen lopen."),
    "problemen": Fact("problemen (algemeen deel)", "over.cd_overleg>co_b_problemen", "De wachtlijst van de taalschool is lang."),
    "vraag": Fact("vraag aan het overleg", "over.cd_vraag", "Hoe komt er eerder plek op de taalschool?"),
    "besluit": Fact("besluit van het overleg", "over.cd_besluit", "actie"),
    "overleg_acties": Fact(
        "acties uit het overleg", f"over.cd_acties(omschrijving, trekker, gereed_voor)/module={_ZONDER_GEZONDHEID}",
        [{"omschrijving": "Plek vragen in de groep van januari", "trekker": "Ilse Kuiper", "gereed_voor": "2026-03-12"}],
    ),
    # de afronding
    "voorzieningen": Fact(
        "waar de statushouder terecht kan", "over.am_voorzieningen(voorziening, waarvoor, telefoon)",
        [{"voorziening": "Spreekuur in de bibliotheek", "waarvoor": "brieven en formulieren", "telefoon": "0118 555 900"}],
    ),
    "pop_loopt": Fact("of de POP doorloopt", "over.am_pop_loopt", "ja"),
    "doelen": Fact(
        "doelen en of ze bereikt zijn", f"over.ap_doelen(doel, bereikt)/module={_ZONDER_GEZONDHEID}", [{"doel": "Een taalstage in een bakkerij", "bereikt": "bereikt"}]
    ),
    "doelen_partner": Fact(
        "doelen en of ze bereikt zijn, zonder geld en gezondheid", f"over.ap_doelen(doel, bereikt)/module={_ZONDER_GEZONDHEID_EN_GELD}",
        [{"doel": "Een taalstage in een bakkerij", "bereikt": "bereikt"}],
    ),
    "overname": Fact(
        "wie open acties overneemt", f"over.ap_open_acties(actie, nieuwe_trekker)/module={_ZONDER_GEZONDHEID_EN_GELD}",
        [{"actie": "Proefexamen spreken plannen", "nieuwe_trekker": "Taalschool Het Anker"}],
    ),
    "resultaat": Fact("wat de statushouder nu doet", "over.ap_resultaat", ["betaald werk"]),
    "plicht_open": Fact("of de inburgering doorloopt", "over.ap_plicht_open", "ja"),
    # geld: alleen in BR17
    "lasten": Fact(
        "vaste lasten", "over.oz_lasten(last, aan_wie, bedrag)", [{"last": "huur", "aan_wie": "Woonstichting De Kade", "bedrag": "636.50"}]
    ),
    "leefgeld": Fact("wat overblijft per maand", "over.oz_leefgeld", "412.00"),
    "ontzorgen_begin": Fact("vanaf wanneer wij betalen", "over.oz_start", "2026-03-10"),
    "ontzorgen_eind": Fact("tot wanneer wij betalen", "over.oz_einde", "2026-09-10"),
    # vragen aan het COA
    "vragen": Fact(
        "vragen over het klantprofiel", "F02.volledigheid(onderdeel, vraag)/vraag/onderdeel!=gezondheid en woningeis",
        [{"onderdeel": "diploma's", "vraag": "Is er een diploma, en waar ligt het?"}],
    ),
    # wat de afzender zelf typt
    "gewenst_vanaf": Fact("vanaf wanneer een woning nodig is", example="1 mei 2026"),
    "antwoord_voor": Fact("voor welke dag het antwoord er is", example="17 maart 2026"),
    "waarover": Fact("waarover het gesprek gaat, elk punt op een regel", example="- hoe het gaat op school\n- uw acties", lines=True),
    "tijd_zelf": Fact("hoe laat het begint", example="10.30"),
    "plaats_zelf": Fact("waar het is, met adres", example="Bibliotheek, Kerkpad 3, Zandvoorde"),
    "uren": Fact("hoeveel uur het duurt", example="3"),
    "voorkeursdagen": Fact("op welke dagen de statushouder kan", example="maandag en woensdag"),
    "kinderopvang": Fact("of kinderopvang nodig is", example="ja, voor een kind van 3"),
    "goed_om_te_weten": Fact("wat de trekker moet weten", example="Selam werkt graag met haar handen.", lines=True),
    "doel_overleg": Fact("waarvoor het overleg is", example="het plan samen goedkeuren"),
    "stukken": Fact("welke stukken er zijn", example="het concept van het PIP"),
    "gevraagd_besluit": Fact("welk besluit wij vragen", example="akkoord met het plan"),
    "deelnemers": Fact("wie er komen", example="Selam Tesfay, Joop Terpstra, Wietske Bandstra"),
    "bereikt": Fact("wat de statushouder bereikte, elk punt op een regel", example="- U heeft een huisarts.\n- U spreekt nu Nederlands.", lines=True),
    "stopt_op": Fact("vanaf welke dag er geen vaste begeleider meer is", example="1 april 2026"),
}  # fmt: skip
"""Elk gegeven dat in een brief kan staan."""

_NL = {
    "gemeentehuis": "het gemeentehuis", "woning": "bij u thuis", "azc": "het azc", "kantoor VluchtelingenWerk": "het kantoor van VluchtelingenWerk",
    "telefonisch": "wij bellen u", "online": "met beeldbellen", "rolstoel": "geschikt voor een rolstoel",
    "HVC": "de gemeente", "MB": "de begeleider", "COA": "het COA", "statushouder": "de bewoner zelf",
}  # fmt: skip

LANGUAGES = {
    "nl": Language("Nederlands", "Nederlands", "nl", words=_NL),
    "en": Language(
        "Engels", "English", "en_GB", ("Engels",),
        words={
            "gemeentehuis": "the town hall", "woning": "your home", "azc": "the reception centre (azc)", "kantoor VluchtelingenWerk": "the office of VluchtelingenWerk",
            "telefonisch": "we will phone you", "online": "video call", "Arabisch": "Arabic", "Tigrinya": "Tigrinya", "Turks": "Turkish",
            "B1-route": "B1 route", "onderwijsroute": "education route (onderwijsroute)", "zelfredzaamheidsroute": "self-reliance route (Z-route)",
        },
    ),
    "ar": Language(
        "Arabisch", "العربية", "ar",
        ("Arabisch", "Arabisch (Irak)", "Arabisch (Jemen)", "Arabisch (Marokko)", "Arabisch (Soedan)", "Arabisch (Syrië)"),
        right_to_left=True,
        words={
            "gemeentehuis": "مبنى البلدية", "woning": "في بيتكم", "azc": "مركز اللجوء (azc)", "kantoor VluchtelingenWerk": "مكتب VluchtelingenWerk",
            "telefonisch": "سنتصل بكم هاتفيًا", "online": "مكالمة فيديو", "B1-route": "مسار B1", "onderwijsroute": "مسار التعليم",
            "zelfredzaamheidsroute": "مسار الاعتماد على النفس (Z)",
        },
    ),
    "ti": Language(
        "Tigrinya", "ትግርኛ", "ti", ("Tigrinya",),
        words={
            "gemeentehuis": "ቤት ጽሕፈት ምምሕዳር ከተማ (gemeentehuis)", "woning": "ገዛኹም", "azc": "መዕቆቢ ሓተቲ ዑቕባ (azc)",
            "kantoor VluchtelingenWerk": "ቤት ጽሕፈት VluchtelingenWerk", "telefonisch": "ክንድውለልኩም ኢና", "online": "ብቪድዮ",
            "B1-route": "መገዲ B1", "onderwijsroute": "መገዲ ትምህርቲ", "zelfredzaamheidsroute": "መገዲ ርእስኻ ምኽኣል (Z)",
        },
    ),
    "tr": Language(
        "Turks", "Türkçe", "tr", ("Turks",),
        words={
            "gemeentehuis": "belediye binası", "woning": "sizin eviniz", "azc": "sığınmacı merkezi (azc)", "kantoor VluchtelingenWerk": "VluchtelingenWerk ofisi",
            "telefonisch": "sizi telefonla arayacağız", "online": "görüntülü görüşme", "B1-route": "B1 yolu", "onderwijsroute": "eğitim yolu (onderwijsroute)",
            "zelfredzaamheidsroute": "öz yeterlilik yolu (Z-route)",
        },
    ),
}  # fmt: skip
"""De talen van brieven: het Nederlands zelf, en de talen waarin een vertaling kan bestaan. Elke taal heeft haar woorden voor keuzes."""

HARD_WORDS = {
    "azc": "Het woord dat op de opvang zelf staat.",
    "bankpas": "Het ding zelf; er is geen gewoner woord voor.",
    "begeleider": "Zo heet de vrijwilliger in elk gesprek; de brief noemt de naam erbij.",
    "bewaar": "Gewoon woord: bewaar uw papieren.",
    "coa": "Naam van de organisatie waar de lezer nu woont.",
    "gemeentehuis": "Het gebouw; het staat zo op de borden.",
    "groet": "De vaste laatste regel van een brief.",
    "handtekening": "Er is geen gewoner woord voor.",
    "huisvestingsconsulent": "De functie; de brief noemt de naam erbij en zegt wat die persoon doet.",
    "inburgering": "Het woord staat op elke brief van DUO; de statushouder moet het herkennen.",
    "intake": "Zo heet het gesprek; de brief legt uit wat het is.",
    "kennismaken": "Het eerste dat in de les geleerd wordt.",
    "leerbaarheidstoets": "Zo heet de toets; de brief legt uit wat het is.",
    "leerroute": "Het woord staat in het plan.",
    "opvang": "Kort woord voor wat er met kinderen geregeld wordt.",
    "participatieverklaring": "Zo heet het papier dat getekend wordt; de brief legt uit wat het is.",
    "pip": "Zo heet het plan; de brief legt de letters uit.",
    "pop": "Zo heet het plan; de brief legt de letters uit.",
    "regeldag": "Zo noemen wij de dag; de brief legt uit wat het is.",
    "terugkomen": "Gewoon woord: terug en komen.",
    "tolk": "Er is geen gewoner woord voor; de lezer kent het van het azc.",
    "uitkering": "Het woord staat op het besluit en op de bank.",
    "overhoudt": "Gewoon woord: wat er over blijft.",
    "verblijfspasje": "Zo noemen mensen het pasje zelf.",
    "vluchtelingenwerk": "Naam van de organisatie.",
}
"""Moeilijke woorden die in een A2-brief blijven staan, en waarom; een test houdt de lijst gelijk met de brieven."""
