"""How a demo dossier comes about: each step by the colleague whose work it is, on a day that fits the process."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from fpdf import FPDF

from popforms.demo.answers import complete, fill
from popforms.demo.cast import ELSEWHERE
from popforms.demo.follow_up import approve_plan, begin_following, follow
from popforms.demo.intake import begin_guidance, meet, receive_profile, take_in
from popforms.demo.stories import Story
from popforms.demo.texts import DONE, HANDED_BACK, LOG, PLANS, PROGRESS, SENTENCES, STUCK, Plan
from popforms.demo.town import Town
from popforms.paper.code import HEX_SHOWN, PageCode
from popforms.paper.scan import ScanPage
from popforms.prints import FULL
from popforms.store import STATUSHOUDER, NotReady, Store

REGELDAG, MOVE, POP, PIP, READY, SIGNED = 56, 66, 73, 84, 92, 96
"""On which day after the report each step is."""


class Telling:
    """One dossier while it is made."""

    def __init__(self, town: Town, story: Story, number: int, seed: int) -> None:
        self.town, self.story, self.number, self.seed = town, story, number, seed
        self.rng = random.Random(f"{seed} {number}")
        self.start = town.today - timedelta(days=story.age)
        self.pc = "olga" if story.gemeente == ELSEWHERE else "marieke"
        self.records: dict[str, str] = {}
        self.dossier = ""

    def tell(self) -> str:
        """Make the dossier as far as its story goes; gives its id."""
        for step, do in (
            ("begonnen", self.begin), ("melding", self.report), ("voorbereiding", self.prepare), ("gepland", self.plan_regeldag),
            ("regeldag", self.do_regeldag), ("pop", self.start_pop), ("acties", self.work_on_actions), ("pip", self.write_pip),
            ("klaar", self.freeze_pip), ("definitief", self.sign_pip),
        ):  # fmt: skip
            if self.story.reaches(step):  # type: ignore[arg-type]
                do()
        follow(self)
        if self.story.inzage_beperkt:
            store = self.at(self.pc, self.story.age)
            fill(store, self.records["F00"], {"inzage_beperkt": "ja"})
            store.keep(self.records["F00"])
        return self.dossier

    # --- the days -----------------------------------------------------------------------------------------------------

    def day(self, after: int) -> date:
        """A working day so many days after the report."""
        day = self.start + timedelta(days=after)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def on(self, after: int) -> str:
        """That day as it is stored."""
        return self.day(after).isoformat()

    def at(self, username: str, after: int) -> Store:
        """The store for a colleague on a day, yesterday at the latest."""
        return self.town.store(username, min(self.day(after), self.town.today - timedelta(days=1)))

    def record(self, store: Store, code: str) -> str:
        """The record of a form, begun when it is not there yet."""
        if code not in self.records:
            self.records[code] = store.start_record(code, self.dossier, f"demo {self.seed} {self.number} {code}")
        return self.records[code]

    # --- the steps ----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The PC opens the dossier and types what is known; nothing is kept yet."""
        story, store = self.story, self.at(self.pc, 0)
        self.dossier, (head, report) = store.new_dossier(f"demo {self.seed} {self.number}")
        self.records |= {"F00": head, "F01": report}
        fill(store, head, {"regelset": story.regelset})
        fill(
            store, report,
            {"melding_bron": "TVS", "datum_tvs_melding": self.on(0), "achternaam": story.achternaam, "voornamen": story.voornamen,
             "roepnaam": story.roepnaam or None, "geboortedatum": story.geboortedatum, "geslacht": story.geslacht},
        )  # fmt: skip

    def report(self) -> None:
        """The first version of dossier and report, kept together."""
        story, town, store = self.story, self.town, self.at(self.pc, 0)
        fill(
            store, self.records["F00"],
            {"gemeente": town.organisations[story.gemeente], "wet": "wi2021" if story.regelset == "wi2021" else "wi2013",
             "doelgroep": "asielstatushouder", "hvc": town.users["olga" if story.gemeente == ELSEWHERE else "sander"].id},
        )  # fmt: skip
        fill(
            store, self.records["F01"],
            {"moedertaal": story.taal, "tolk_taal": story.tolk, "nationaliteit": story.nationaliteit, "land_herkomst": story.land,
             "datum_koppeling": self.on(1), "coa_locatie": town.organisations["coa"], "coa_contact": town.persons["Anouk Peters"],
             "personen_in_melding": 1 + len(story.kinderen), "vergunning_soort": "asiel bepaalde tijd", "datum_vergunning": self.on(-12),
             "vergunning_tot": self.on(1800), "lezen_schrijven": "ja, ander schrift"},
        )  # fmt: skip
        store.keep_together([self.records["F00"], self.records["F01"]])

    def prepare(self) -> None:
        """Who is in the team, who was told, which corporatie looks for a house."""
        story, town, store = self.story, self.town, self.at(self.pc, 3)
        linked = story.until != "voorbereiding"  # the others wait on the overview of the CVLW
        team: dict[str, Any] = {
            "mb": town.person(story.begeleider) if linked else None,
            "cvlw": town.person("Hanneke Roelofs" if story.gemeente == ELSEWHERE else "elvira"),
        }
        if story.gemeente != ELSEWHERE:
            team |= {"inkomensconsulent": town.users["gerrit"].id, "consulent_werk": town.users["denise"].id}
            team |= {"coordinator_taal": town.person("ilse"), "contact_cmd": town.person("trudy")}
        fill(store, self.records["F00"], team)
        fill(
            store, self.records["F01"],
            {"opgepakt_pc_op": self.on(2), "opgepakt_hvc_op": self.on(3), "brief_werkwijze_op": self.on(4), "corporatie": town.organisations["corporatie"],
             "corporatie_op": self.on(5), "vwn_geinformeerd_op": self.on(6), "mb_gekoppeld_op": self.on(9) if linked else None, "telt_voor_taakstelling": "ja"},
        )  # fmt: skip
        store.keep_together([self.records["F00"], self.records["F01"]])
        receive_profile(self)

    def plan_regeldag(self) -> None:
        """There is a house: the report is complete, the day is planned and the people of COA have the invitation."""
        take_in(self)
        story, store = self.story, self.at(self.pc, 42)
        fill(store, self.records["F01"], {"woning_beschikbaar_op": self.on(40), "uitnodiging_regeldag_op": self.on(42)})
        self.finish(store, self.records["F01"])
        store.finalise(self.records["F01"])
        store = self.at("sander", 43)
        fill(
            store, self.record(store, "F04"),
            {"gesprek_datum": self.on(REGELDAG), "gesprek_tijd": "9:30", "gesprek_plaats": "woning", "tolk_nodig": "ja",
             "tolk_wie": self.town.interpreter(story.taal), "tolk_vorm": "op locatie", "gesprekstaal": "taal van de statushouder",
             "tolk_besteld_door": self.town.person(story.begeleider), "tolk_besteld_op": self.on(44), "mb_uitgenodigd": "ja",
             "woning_adres": f"Schelpenkade {2 * self.number + 11}, 4388 BC Zandvoorde",
             "aanwezigen": [{"naam": self.town.name(story.begeleider), "rol": "begeleider", "organisatie": "VluchtelingenWerk Zandvoorde", "uitgenodigd": "ja"}]},
        )  # fmt: skip
        store.keep(self.records["F04"])

    def do_regeldag(self) -> None:
        """HVC and begeleider fill in the day, the consulenten their own lines; then it is definitive and they move."""
        story, regeldag = self.story, self.records["F04"]
        hvc = self.at("sander", REGELDAG)
        fill(
            hvc, regeldag,
            {"woning_bekeken": "ja", "huurcontract_getekend": "ja", "huur_ingang": self.on(REGELDAG), "huurprijs": "612,50", "servicekosten": "24,00",
             "contract_uitgelegd": "ja", "sleutel": "ja", "energie_water": "via gemeente", "verzekering_woning": "ja", "brp_ingeschreven": "ja",
             "brp_op": self.on(REGELDAG), "id_gezien": "ja", "uitkering_aangevraagd": "ja", "uitkering_op": self.on(REGELDAG), "bijbij_aangevraagd": "ja",
             "contract_coa_op": self.on(REGELDAG), "verhuisdatum": self.on(MOVE), "toeslag_wie_let_op": "ja", "begrip_nagevraagd": "ja met tolk",
             "gesprek_duur": 210, "verslag": self.pick(SENTENCES["verslag"]),
             "toeslagen": [{"id": f"v{n}", "nodig": "ja" if n < 3 else "nee", **({"aangevraagd_door": "HVC", "datum": self.on(REGELDAG)} if n < 3 else {})}
                           for n in range(1, 6)]},
        )  # fmt: skip
        begeleider = self.at(story.begeleider, REGELDAG)
        children: Any = [{"kind": name, "school": "Basisschool De Vloedlijn", "aangemeld_op": self.on(REGELDAG)} for name in story.kinderen]
        fill(
            begeleider, regeldag,
            {"bank_digid": ["bankrekening"], "zorgverzekering": "ja", "zorgverzekering_ingang": self.on(REGELDAG), "huisarts": "aangemeld", "tandarts": "later",
             "kinderen": "ja" if children else "nee", **({"school_rijen": children} if children else {}), "nareis_besproken": "nog niet",
             "mb_nabespreking": "ja", "vervolg_gewenst": "ja", "vervolg_datum": self.on(REGELDAG + 7), "wegwijs": "ja",
             "open_punten": [{"omschrijving": "DigiD aanvragen en activeren", "module": "wonen", "trekker": self.town.person(story.begeleider),
                              "gereed_voor": self.on(REGELDAG + 21), "voortgang_frequentie": "elke twee weken", "door_vh_zelf": "nee"}]},
        )  # fmt: skip
        consulent = self.at("gerrit", REGELDAG)
        fill(
            consulent,
            regeldag,
            {"bijbij_waarvoor": ["inrichting", "eerste huur"], "inrichting_vorm": "deels lening", "ontzorgen_besproken": "ja"},
        )
        fill(self.at("marieke", REGELDAG), regeldag, {"pc_kennis": "ja", "pc_notitie": self.pick(SENTENCES["pc_notitie"])})
        self.finish(hvc, regeldag)
        hvc.finalise(regeldag)
        self.log(story.begeleider, REGELDAG + 4, 0)
        if story.age > MOVE:
            hvc = self.at("sander", MOVE)
            fill(hvc, regeldag, {"datum_huisvesting": self.on(MOVE)})
            hvc.keep_late(regeldag)
            if story.reaches("pop"):
                begin_guidance(self)

    def start_pop(self) -> None:
        """The first talk: goals and actions in all six modules, all still proposals."""
        store = self.at("marieke", POP)
        begin_following(self, REGELDAG, MOVE, POP)
        meet(self, POP)
        pop = self.record(store, "F07")
        fill(
            store, pop,
            {"pop_start": self.on(POP), "pop_laatst_besproken": self.on(POP), "wensen_algemeen": self.pick(SENTENCES["wensen_algemeen"]),
             "kracht": self.pick(SENTENCES["kracht"]), "volgorde": SENTENCES["volgorde"][0], "vh_akkoord": "ja",
             "rooster": [{"dag": "maandag", "dagdeel": "ochtend", "activiteit": "les", "plaats": "Taalschool Het Anker", "van_tot": "9.00 - 11.30", "verplicht": "ja"},
                         {"dag": "dinsdag", "dagdeel": "middag", "activiteit": "conversatiegroep", "plaats": "bibliotheek"}],
             "mijlpalen": "geen", "gedeeld_met": "geen"},
        )  # fmt: skip
        for place, (module, plans) in enumerate(PLANS.items()):
            fill(store, pop, {module: self.module(module, plans[(self.number + place) % len(plans) if self.number > 7 else 0])})
        self.finish(store, pop)
        store.keep(pop)

    def module(self, module: str, plan: Plan) -> dict[str, Any]:
        """The answers of one module of the POP."""
        extra: dict[str, dict[str, Any]] = {
            "inkomen": {
                "module_trekker": self.town.users["gerrit"].id,
                "in_trekker_keuze": "inkomensconsulent",
                "in_ruggespraak": ["begeleider", "Sociale Zaken"],
            },
            "taal": {
                "ta_niveau": "A1",
                "ta_taalmaatje": "ja",
                "ta_conversatie": "doet mee",
                "ta_dagdeel": "dinsdagmiddag",
                "ta_niet_vrijblijvend": "ja",
            },
            "inburgering": {"ib_school": self.town.organisations["taalschool"]},
            "gezondheid": {"gz_trekker_ok": "nog vragen"},
        }
        return {
            "module_nu": "ja",
            "situatie": plan.situatie,
            "wens": plan.wens,
            "doelen": [{"doel": plan.doel, "eigen_woorden": plan.eigen_woorden, "begin": self.on(POP), "eind": self.on(POP + 120), "status": "open"}],
            "module_acties": [
                {"omschrijving": plan.actie, "module": module, "trekker": self.trekker(module), "gereed_voor": self.on(POP + plan.dagen),
                 "voortgang_frequentie": plan.frequentie, "door_vh_zelf": "ja" if module == "inburgering" else "nee"}
            ],
            **extra.get(module, {}),
        }  # fmt: skip

    def trekker(self, module: str) -> str:
        """Who pulls the actions of a module."""
        if module == "inburgering":
            return STATUSHOUDER if self.story.regelset == "pilot2019" else self.town.users["marieke"].id
        if module in ("meedoen", "taal"):
            return self.town.person(self.story.begeleider)
        return {"werk": self.town.users["denise"].id, "inkomen": self.town.users["gerrit"].id, "gezondheid": self.town.person("trudy")}[
            module
        ]

    def work_on_actions(self) -> None:
        """One action of each kind: done, under way, past its last day, handed back, stuck, and one that waits for a yes."""
        mb = self.story.begeleider
        open_actions = {
            action.module: action.id
            for action in self.at("marieke", POP + 2).actions_of(self.dossier)
            if action.path.count("module_acties")
        }
        done = open_actions["meedoen"]
        self.at(mb, POP + 2).accept(done)
        self.at(mb, POP + 9).progress(done, self.pick(PROGRESS))
        if self.story.age > POP + 12:
            self.at(mb, POP + 12).progress(done, self.pick(DONE), state="klaar")
        self.at("denise", POP + 3).accept(open_actions["werk"])
        self.at("denise", POP + 8).progress(open_actions["werk"], self.pick(PROGRESS))
        self.at("gerrit", POP + 4).accept(open_actions["inkomen"])
        self.at(mb, POP + 5).hand_back(open_actions["taal"], self.pick(HANDED_BACK))
        self.at("marieke", POP + 5).accept(open_actions["inburgering"])
        self.at("marieke", POP + 10).progress(open_actions["inburgering"], self.pick(STUCK), state="vastgelopen")
        self.log("marieke", POP + 7, 2, "alleen gemeente")
        self.log(mb, POP + 8, 1)

    def write_pip(self) -> None:
        """The plan as a draft that was kept once."""
        story, town, store = self.story, self.town, self.at("marieke", PIP)
        pip = self.record(store, self.pip_code)
        shared: dict[str, Any] = {
            "pip_soort": "eerste PIP", "pip_gezin": "met gezin" if story.kinderen else "alleen", "pip_hoofddoel": "werk",
            "pip_doelen": [{"doel": PLANS["werk"][0].doel, "waarom": "Omdat werk rust geeft.", "wanneer": "binnen een jaar"},
                           {"doel": PLANS["taal"][0].doel, "waarom": "Praten leer je door te praten.", "wanneer": "vanaf nu"}],
            "pip_afspraken": [{"onderwerp": "Lessen volgen", "statushouder": SENTENCES["statushouder"][0], "gemeente": SENTENCES["gemeente"][0],
                               "partner": SENTENCES["partner"][0], "wanneer": "elke week"}],
            "pip_rechten_plichten": "ja", "pip_tolk": "ja, tolk",
        }  # fmt: skip
        fill(store, pip, {**shared, **(self.pilot_answers() if story.regelset == "pilot2019" else self.law_answers())})
        store.keep(pip)
        if story.regelset == "pilot2019" and not story.reaches("klaar"):
            return
        fill(
            store,
            pip,
            {"p19_sleutelpersoon": town.persons["Selamawit Tekle"]}
            if story.regelset == "pilot2019"
            else {"w21_aanbod_op": self.on(PIP + 2)},
        )
        store.keep(pip)

    @property
    def pip_code(self) -> str:
        return "F08b" if self.story.regelset == "pilot2019" else "F08c"

    def pilot_answers(self) -> dict[str, Any]:
        """What the plan of the pilot asks."""
        town, person = self.town, self.town.person
        team = [STATUSHOUDER, person("marieke"), person(self.story.begeleider), town.persons["Femke Dijkgraaf"], town.persons["Orhan Balci"],
                town.persons["Wietske Bandstra"]]  # fmt: skip
        return {
            "p19_team": [{"id": f"v{n}", "naam": who, "akkoord": "akkoord"} for n, who in enumerate(team, 1)],
            "p19_ontzorging_tot": self.on(REGELDAG + 190), "p19_ontzorging_lasten": ["huur", "energie", "zorgverzekering"], "p19_budgetbeheer": "nee",
            "p19_zelfredzaam": SENTENCES["p19_zelfredzaam"][0], "p19_leerroute": "regulier", "p19_knm": SENTENCES["p19_knm"][0],
            "p19_ona": SENTENCES["p19_ona"][0], "p19_aanbieder": town.organisations["taalschool"], "p19_dagbesteding": SENTENCES["p19_dagbesteding"][0],
            "p19_werk": ["extra taal", "stage of leerwerkplek"], "p19_welzijn": SENTENCES["p19_welzijn"][0], "p19_overleg_1": self.on(PIP + 5),
            "p19_overleg_2": self.on(PIP + 150),
        }  # fmt: skip

    def law_answers(self) -> dict[str, Any]:
        """What the plan of the law of 2021 asks."""
        return {
            "w21_leerroute": "B", "w21_motivering": SENTENCES["w21_motivering"][0], "w21_niveau": "B1", "w21_intensiteit_b1": 600, "w21_alfa": "AA",
            "w21_opleiding_af": "nee", "w21_instelling": self.town.organisations["taalschool"],
            "w21_les_van_tot": {"omschrijving": "drie dagdelen per week", "begin": self.on(PIP + 14), "eind": self.on(PIP + 700)},
            "w21_knm": SENTENCES["w21_knm"][0], "w21_pvt_invulling": SENTENCES["w21_pvt_invulling"][0], "w21_pvt_uren": 14,
            "w21_pvt_activiteit": SENTENCES["w21_pvt_activiteit"][0], "w21_map_invulling": SENTENCES["w21_map_invulling"][0], "w21_map_praktijk": 64,
            "w21_begeleiding": SENTENCES["w21_begeleiding"][0], "w21_voortgang": {"hoe": SENTENCES["hoe"][0], "hoe_vaak": "elke 3 maanden"},
            "w21_randvoorwaarden": ["reiskosten", "laptop"], "w21_termijn_tekst": "ja",
        }  # fmt: skip

    def freeze_pip(self) -> None:
        """The content is complete and fixed, ready to be signed."""
        if self.story.regelset == "pilot2019":
            approve_plan(self, READY - 1)
        store, pip = self.at("marieke", READY), self.records[self.pip_code]
        dated = {"p19_akkoord_op": self.on(READY - 1)} if self.story.regelset == "pilot2019" else {
            "w21_gevolgen_tekst": "ja", "w21_bezwaar_tekst": "ja", "w21_vastgesteld_door": self.town.users["marieke"].id, "w21_dagtekening": self.on(READY),
            "w21_ontzorgen": {"hoe": "De gemeente betaalt huur, energie en zorgverzekering.", "tot": self.on(REGELDAG + 190)},
        }  # fmt: skip
        fill(store, pip, dated)
        self.finish(store, pip)
        store.freeze(pip)

    def sign_pip(self) -> None:
        """Signed on paper: the scan lies at the version, the plan is definitive and so is the POP it belongs to."""
        store, pip = self.at("marieke", SIGNED), self.records[self.pip_code]
        signed = {
            "teken_wijze": "op papier",
            "teken_plaats_datum": {"plaats": "Zandvoorde", "datum": self.on(SIGNED)},
            "handtekening": "gezet",
            "tolk_bij_tekenen": "ja",
        }
        who = (STATUSHOUDER, self.town.person("marieke"))
        names = who if self.story.regelset == "pilot2019" else who[::-1]
        question = "p19_tekenen" if self.story.regelset == "pilot2019" else "w21_tekenen"
        late: dict[str, Any] = {
            question: [{"id": f"v{n}", "teken_naam": name, **signed} for n, name in enumerate(names, 1)],
            "pip_afschrift_op": self.on(SIGNED),
        }
        if self.story.regelset == "wi2021":
            late |= {"w21_bekend_op": {"datum": self.on(SIGNED), "hoe": "uitgereikt"}, "w21_duo_op": self.on(SIGNED)}
        fill(store, pip, late)
        version = store.record_row(pip).version
        number, day = store.dossier(self.dossier).number, self.day(SIGNED)
        paper, signed_paper = (sheet(words, number, version, day) for words in ("Plan om te tekenen", "Getekend exemplaar"))
        code = sha256(paper).hexdigest()
        store.note_print(pip, version, FULL, code, paper, pages=1, signed_on=(1,))
        store.lay_scan(pip, [signed_paper], [ScanPage(1, 1, (PageCode(pip, version, code[:HEX_SHOWN], 1),))])
        store.finalise(pip)
        store = self.at("marieke", SIGNED + 2)
        store.finalise(self.records["F07"])
        self.log("marieke", SIGNED + 2, 0)

    # --- small things -------------------------------------------------------------------------------------------------

    def finish(self, store: Store, record_id: str) -> None:
        """Answer what is still missing; a gap that this colleague may not fill is a mistake in the story."""
        if left := complete(store, record_id, "d", self.seed):
            raise NotReady(left)

    def log(self, username: str, after: int, line: int, visible: str = "hele team") -> None:
        """A line in the logbook."""
        kind, topic, words = LOG[line]
        given: Mapping[str, Any] = {
            "lg_datum": {"datum": self.on(after), "tijd": "14:10"}, "lg_soort": kind, "lg_kort": words, "lg_zichtbaar": visible,
            "lg_module": topic if topic in ("wonen", "taal") else "algemeen",
        }  # fmt: skip
        self.at(username, after).add_log_line(self.dossier, given, f"demo {self.seed} {self.number} {after} {username}")

    def pick(self, words: tuple[str, ...]) -> str:
        return self.rng.choice(words)


def sheet(words: str, number: str, version: int, day: date) -> bytes:
    """A page that stands for the paper of a plan: making every print of a large demo would take too long."""
    pdf = FPDF()
    pdf.set_creation_date(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    pdf.add_page()
    pdf.set_font("Helvetica", size=14)
    pdf.multi_cell(0, 9, f"{words} (demo)\n{number}, versie {version}\nOp {day:%d-%m-%Y}")
    return bytes(pdf.output())
