"""One dossier from the report to a signed PIP, step by step as the colleagues do it: each step once on screen, the rest in the store."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS
from popforms.definition.paths import path_of, shown
from popforms.definition.questions import Question, SectionDef
from popforms.demo import complete, fill, full_answers
from popforms.demo.cast import colleague
from popforms.store import STATUSHOUDER, NotNow, Saved, Store
from tests.e2e.desk import Desk
from tests.e2e.looking import BSN, squeeze, text_of
from tests.e2e.tab import Tab

MODULES = ("Meedoen", "Werk", "Inkomen", "Taal", "Inburgering", "Gezondheid")
TREKKERS = {"meedoen": "joop", "werk": "denise", "inkomen": "gerrit", "taal": "joop", "gezondheid": "trudy"}

TEAM = {
    "Wie is de huisvestingsconsulent?": "sander",
    "Wie is de maatschappelijk begeleider?": "joop",
    "Wie is de coördinator VluchtelingenWerk?": "elvira",
    "Wie is de inkomensconsulent?": "gerrit",
    "Wie is de consulent Werk?": "denise",
    "Wie is de coördinator taal?": "ilse",
    "Wie is contact bij het CMD (gezondheid)?": "trudy",
}
"""Who is named in the dossier, by the label of F00."""


def day(after: int) -> date:
    return date.today() + timedelta(days=after)


def typed(after: int) -> str:
    """A day as somebody types it."""
    return f"{day(after):%d-%m-%Y}"


class Case:
    """A dossier on its way; `number` and the ids are known once it is kept."""

    def __init__(self, desk: Desk, regelset: str, surname: str) -> None:
        self.desk, self.regelset, self.surname = desk, regelset, surname
        self.id = self.number = ""

    @property
    def is_pilot(self) -> bool:
        return self.regelset == "pilot2019"

    @property
    def pip(self) -> str:
        return "PIP (pilot 2019)" if self.is_pilot else "PIP (Wet inburgering 2021)"

    def record(self, store: Store, code: str) -> str:
        """The id of the record of a form in this dossier."""
        return next(line.records[0].id for line in store.forms_of(self.id) if line.form.code == code)

    def who(self, username: str) -> str:
        """The line of a colleague in the contact list."""
        with self.desk.store(username) as store:
            return str(store.user.person)

    def go(self, username: str, form: str = "") -> Tab:
        """To the dossier, and from there to a form of it, by what can be clicked."""
        tab = self.desk.at(username)
        tab.open(f"dossier?id={self.id}")
        if form:
            line = tab.card(form)
            begin = line.get_by_role("button", name="Beginnen", exact=True)
            (begin if begin.count() else line.get_by_test_id("stPageLink-NavLink").first).click()
            tab.settle()
        return tab

    # --- the steps ----------------------------------------------------------------------------------------------------

    def open_dossier(self) -> None:
        """The PC makes the dossier: who it is, who is in the team, what the report says."""
        pc = self.desk.at("marieke")
        pc.button("Nieuw dossier")
        pc.section("Dossier en afspraken")
        pc.choose("Met welke afspraken werken we?", self.regelset)
        pc.choose("Onder welke inburgeringswet valt deze statushouder?", "wi2013" if self.is_pilot else "wi2021")
        pc.choose("Welke groep is dit?", "asielstatushouder")
        pc.choose("Aan welke gemeente gekoppeld?", "Gemeente Zandvoorde")
        pc.section("Het team")
        for label, username in TEAM.items():
            pc.choose(label, colleague(username).name)
        pc.section("De melding")
        pc.choose("Hoe kwam de melding binnen?", "TVS")
        pc.text("Wanneer kwam de melding in TVS?", typed(-90))
        pc.section("Wie is het?")
        pc.text("Achternaam", self.surname)
        pc.text("Voornamen", "Selam")
        pc.text("Geboortedatum", "5-3-1990")
        pc.section("Herkomst en verblijf")
        pc.text("Burgerservicenummer", BSN)
        pc.section("Taal en contact")
        pc.choose("Welke taal spreekt de statushouder het best?", "Tigrinya")
        pc.section("COA en koppeling")
        pc.tick("Waarom is voor onze gemeente gekozen?", "ziekenhuis of behandeling")
        pc.button("Bewaren")
        pc.until(lambda: "/dossier" in pc.page.url, "the page of the new dossier")
        assert f"Selam {self.surname}" in pc.main()
        assert "De aanmelding is bewaard" in pc.main() or "Bewaard als versie 1" in pc.main()
        self.id = re.findall(r"id=(\w+)", pc.page.url)[0]
        with self.desk.store("marieke") as store:
            self.number = store.dossier(self.id).number

    def do_regeldag(self) -> None:
        """HVC and begeleider fill in the day together with the colleagues; the HVC makes it definitive."""
        hvc = self.go("sander", "Regeldag")
        hvc.section("Het gesprek")
        hvc.text("Op welke datum is het gesprek?", typed(-60))
        hvc.choose("Waar is het gesprek?", "woning")
        hvc.choose("Is een tolk nodig?", "nee")
        present = hvc.row("Wie zijn erbij?")
        present.text("Naam", "Joop Terpstra")
        present.text("Rol", "begeleider")
        hvc.long("Kort verslag van het gesprek", "Contract getekend en sleutel gegeven.")
        hvc.section("Woning")
        hvc.text("Adres van de woning", "Schelpenkade 12, 4388 BC Zandvoorde")
        hvc.choose("Is het huurcontract getekend?", "ja")
        hvc.text("Wanneer gaat de huur in?", typed(-60))
        hvc.text("Kale huur per maand", "612,50")
        hvc.choose("Is de sleutel gegeven?", "nog niet")
        hvc.button("Maak een actie: Sleutel ophalen")
        hvc.choose("Is de sleutel gegeven?", "ja")
        hvc.section("Inschrijving en inkomen")
        hvc.choose("Is de statushouder ingeschreven in de BRP?", "ja")
        hvc.text("Datum inschrijving BRP", typed(-59))

        mb = self.go("joop", "Regeldag")
        mb.section("Gezin en school")
        mb.choose("Zijn er kinderen?", "ja")
        child = mb.row("Wat is geregeld voor elk kind?")
        child.text("Kind", "Luwam")
        child.text("School", "Basisschool De Vloedlijn")
        mb.section("Afspraken")
        mb.choose("Is de begeleider na afloop gebleven voor afspraken?", "ja")

        with self.desk.store("sander") as store:
            regeldag = self.record(store, "F04")
            fill(store, regeldag, {"uitkering_aangevraagd": "ja", "bijbij_aangevraagd": "ja", "datum_huisvesting": day(-50).isoformat()})
            fill(
                store,
                regeldag,
                {"open_punten": [{"id": "pwoningsleutel", "trekker": self.who("joop"), "gereed_voor": day(-40).isoformat()}]},
            )
        for username in ("joop", "gerrit", "marieke", "sander"):
            with self.desk.store(username) as store:
                left = complete(store, regeldag, "d")
        assert left == []
        hvc.page.reload()
        hvc.arrive()
        hvc.section("Controleren")
        hvc.button("Definitief maken")
        assert "Het formulier is definitief" in hvc.main()

    def write_pop(self) -> None:
        """The PC writes the POP: one module by hand with a goal and an action, the others in the same words."""
        pc = self.go("marieke", "POP")
        pc.section("Kop en rooster")
        pc.text("Wanneer is de POP gestart?", typed(-30))
        pc.long("Wat wil de statushouder het liefst bereiken?", "Weer in de zorg werken.")
        moment = pc.row("Weekrooster")
        moment.choose("Dag", "maandag")
        moment.choose("Dagdeel", "ochtend")
        moment.text("Activiteit", "les")
        pc.section("Meedoen")
        pc.choose("Speelt deze module nu?", "ja")
        pc.long("Hoe is het nu?", "Kent de buurt nog niet goed.")
        pc.long("Wat wil de statushouder hier?", "Fietsen leren.")
        goal = pc.row("Welke doelen?")
        goal.text("Doel", "Zelf met de fiets naar school")
        goal.choose("Status", "open")
        action = pc.row("Welke acties?")
        action.text("Wat moet er gebeuren?", "Aanmelden voor fietsles")
        action.choose("Wie trekt deze actie?", "Joop Terpstra")
        action.text("Wanneer moet het klaar zijn?", typed(10))
        action.choose("Hoe vaak meldt de trekker de voortgang?", "maandelijks")
        action.choose("Doet de statushouder dit zelf?", "nee")
        pc.section("Gezondheid")
        pc.choose("Speelt deze module nu?", "ja")
        pc.long("Hoe is het nu?", "Heeft kanariehart.")
        pc.long("Gezondheid: wat heeft invloed op leren, werk of meedoen? (geen diagnose)", "Door kanarielever.")
        with self.desk.store("marieke") as store:
            pop = self.record(store, "F07")
            relief = store.start_record("F12", self.id, "ontzorgen")
            fill(store, relief, {"oz_geldt": "ja", "datum_bijstand_ingang": day(-55).isoformat()})
            store.keep(relief)
            fill(store, pop, {"mijlpalen": "geen", "gedeeld_met": "geen"})
            for title in MODULES[1:]:
                fill(store, pop, {title.lower(): self._module(title.lower())})
            assert complete(store, pop, "d") == []
        pc.page.reload()
        pc.arrive()
        pc.section("Kop en rooster")
        pc.button("Bewaren")
        assert "Bewaard als versie 1" in pc.main()
        assert all(label.endswith("✓") for label in pc.sections()[:-1]), pc.sections()

    def _module(self, module: str) -> dict[str, Any]:
        words = {"gezondheid": ("kanariehart", "kanarielong", "kanarienier"), "inkomen": ("kanariebuidel", "Zelf betalen", "kanariemunt")}
        how, goal, action = words.get(module, ("Het gaat goed", f"Doel bij {module}", f"Actie bij {module}"))
        trekker = self.who(TREKKERS[module]) if module in TREKKERS else STATUSHOUDER if self.is_pilot else self.who("marieke")
        return {
            "module_nu": "ja", "situatie": f"Heeft {how}.", "wens": "Verder komen.", "module_trekker": trekker,
            "doelen": [{"doel": goal, "status": "open"}],
            "module_acties": [{"omschrijving": action, "module": module, "trekker": trekker, "gereed_voor": day(12).isoformat(),
                               "voortgang_frequentie": "maandelijks", "door_vh_zelf": "nee"}],
        }  # fmt: skip

    def report_progress(self) -> None:
        """The begeleider sees the action on Werk, says yes and tells what was done."""
        mb = self.desk.at("joop")
        mb.open("")
        card = mb.card("Aanmelden voor fietsles")
        assert "voorstel, nog niet afgesproken" in card.inner_text()
        card.get_by_role("button", name="Ja, dat doe ik").click()
        mb.settle()
        assert "Afgesproken." in mb.main()
        card = mb.card("Aanmelden voor fietsles")
        card.get_by_text("Voortgang melden", exact=True).click()
        mb.settle()
        mb.long("Wat is er gedaan?", "Gebeld met het buurthuis, dinsdag eerste les.")
        mb.button("Opslaan")
        assert "Opgeslagen bij de actie en in het logboek." in mb.main()
        assert "Gebeld met het buurthuis" in mb.card("Aanmelden voor fietsles").inner_text()

    def write_pip(self) -> None:
        """The PC fills in the PIP: the plan by hand, the rest in the same way as it is typed."""
        pc = self.go("marieke", self.pip)
        pc.section("Het plan")
        pc.choose("Welk PIP is dit?", "eerste PIP")
        pc.choose("Is het plan voor de statushouder alleen of met gezin besproken?", "met gezin")
        pc.choose("Hoofddoel", "werk")
        goal = pc.row("Doelen van de statushouder")
        goal.text("Doel", "Werken in de zorg")
        goal.text("Waarom belangrijk?", "Omdat het mijn vak is: verpleegkundige in Keren.")
        agreed = pc.row("Afspraken")
        agreed.text("Onderwerp", "Taalstage")
        agreed.text("Wat doet de statushouder?", "Loopt twee dagen mee.")
        agreed.text("Wat doet de gemeente?", "Betaalt de reiskosten & de laptop.")
        if self.is_pilot:
            pc.section("Ontzorging")
            pc.long("Ontzorging: hoe leert de statushouder zelf betalen?", "Eerst de kanariebeurs,\ndaarna de huur.")
        else:
            pc.section("Begeleiding en voortgang")
            pc.long("Welke afspraken gelden vanuit de bijstand? (PIP in brede zin)", "Meewerken aan de taalstage,\ndaarna de huur.")
            pc.parts("Hoe en hoe lang geldt ontzorgen?").text("Hoe?", "Eerst de kanariebeurs,")
            pc.parts("Hoe volgen wij de voortgang? Hoe vaak spreken wij elkaar?").text("Hoe?", "In een gesprek met tolk.")
        with self.desk.store("marieke") as store:
            record = self.record(store, self.code)
            form, known = store.record_row(record).form, self._given(store, record)
            answers = full_answers(form, store.dossier(self.id).facts, lookup=store.lookup(self.id), today=store.today, given=known)
            fill(store, record, {name: value for section in answers.values() for name, value in section.items() if name not in known})
            assert [problem for problem in complete(store, record, "d") if not problem.gate] == []
        pc.page.reload()
        pc.arrive()
        pc.section("Controleren")
        assert "In dit formulier staat alles wat nodig is." in pc.main()
        assert "De brede intake is nog niet definitief" in pc.main() and not pc.has_button("Klaar om te tekenen")
        while pc.page.get_by_text("Toch doorgaan, met een reden").count():
            pc.unfold("Toch doorgaan, met een reden")
            pc.text("Waarom?", "De intake is op papier gedaan en ligt in het oude dossier.")
            pc.button("Doorgaan")
        pc.button("Klaar om te tekenen")
        assert "De inhoud ligt vast." in pc.main()

    @property
    def code(self) -> str:
        return "F08b" if self.is_pilot else "F08c"

    def _given(self, store: Store, record: str) -> dict[str, Any]:
        """What was answered already, by hand or by the tool."""
        return {name: value for section in store.open_draft(record).answers().values() for name, value in section.items()}

    def print_pip(self) -> bytes:
        """The PC downloads the print, which is read back: what was asked, what was answered, and where to sign."""
        pc = self.desk.at("marieke")
        pdf = pc.download("Afdruk")
        text, saved = text_of(pdf), self.saved(self.code)
        missing = []
        for _, question, value in self.asked(saved):
            if question.privacy != "nummer" and has_value(value):
                missing += [words for words in (question.label, *self.words(question, value)) if squeeze(words) not in text]
        assert missing == []
        for words in (
            "Werken in de zorg", "Omdat het mijn vak is: verpleegkundige in Keren.", "Betaalt de reiskosten & de laptop.", "Eerst de kanariebeurs,", "daarna de huur.",
            f"Selam {self.surname}, geboren 5 maart 1990", "Marieke van Dongen", self.number, f"versie {saved.number}", "pagina 1 van",
        ):  # fmt: skip
            assert squeeze(words) in text, words
        assert text.count("Handtekening") >= 2
        assert "CONCEPT" not in text
        assert BSN not in text
        return pdf

    def sign_pip(self, scan: bytes, mime: str) -> None:
        """The signed sheet comes back: the scan lies at its version, how it was signed is filled in, and it is definitive."""
        pc = self.go("marieke", self.pip)
        pc.upload("../../getekend <b>blad</b>.png", mime, scan)
        assert "De scan ligt bij versie" in pc.main()
        label = "Handtekeningen" if self.is_pilot else "Handtekeningen (namens college; statushouder voor gezien of akkoord)"
        assert len(pc.cards(label)) == 2
        for place in range(2):
            pc.cards(label)[place].parts("Plaats en datum van tekenen").text("Plaats", "Zandvoorde")
            pc.cards(label)[place].parts("Plaats en datum van tekenen").text("Datum", typed(0))
            pc.cards(label)[place].choose("Is de tekst met tolk doorgenomen?", "ja")
        pc.text("Wanneer kreeg de statushouder een afdruk?", typed(0))
        if not self.is_pilot:
            pc.parts("Wanneer is het PIP uitgereikt of gestuurd?").text("Datum", typed(0))
            pc.parts("Wanneer is het PIP uitgereikt of gestuurd?").choose("Hoe?", "uitgereikt")
        pc.button("Definitief maken")
        assert "Het is definitief en staat vast." in pc.main()

    def is_read_only(self) -> None:
        """Nothing of the plan can be typed in any more, on screen and behind it."""
        pc = self.go("marieke", self.pip)
        assert pc.page.locator(".st-key-onderdelen").count() == 0
        assert pc.page.get_by_label("Doel", exact=True).count() == 0
        assert "Werken in de zorg" in pc.main()
        with self.desk.store("marieke") as store, pytest.raises(NotNow):
            store.save_field(self.record(store, self.code), "plan.pip_hoofddoel", "meedoen", expect=99)

    def shows_everywhere(self) -> None:
        """The action stands in the logboek and on the Werk of its trekker; the coordinator sees the dossier."""
        pc = self.go("marieke")
        pc.tab_of("Logboek")
        assert "Aanmelden voor fietsles: voortgang. Gebeld met het buurthuis" in pc.main()
        mb = self.desk.at("joop").open("")
        assert "Aanmelden voor fietsles" in mb.main()
        cvlw = self.desk.at("elvira").open("overzicht")
        cells = cvlw.cells()
        assert f"Selam {self.surname}" in cells and "Joop Terpstra" in cells, cells

    # --- reading back -------------------------------------------------------------------------------------------------

    def saved(self, code: str) -> Saved:
        with self.desk.store("marieke") as store:
            return store.saved(self.record(store, code))

    def asked(self, saved: Saved) -> list[tuple[SectionDef, Question, Any]]:
        """Every question that the kept version asks before signing, with its answer."""
        found = []
        for section, question in shown(saved.form, saved.answers, saved.facts):
            if not question.after_freezing and path_of(section, question) in saved.readable:
                found.append((section, question, (saved.answers.get(section.name) or {}).get(question.name)))
        return found

    def words(self, question: Question, value: Any) -> list[str]:
        """An answer as it must stand on paper, each cell of a row apart."""
        with self.desk.store("marieke") as store:
            names = store.lookup(self.id)
            if question.is_rows and isinstance(value, list):
                cells = [(c, row.get(c.name)) for row in value for c in question.columns]
                return [KINDS[c.kind].say(c, cell, names) for c, cell in cells if has_value(cell) and c.kind not in ("rows", "reference")]
            return (
                [KINDS[question.kind].say(question, value, names)] if question.kind != "reference" else []
            )  # paper has its own words for these
