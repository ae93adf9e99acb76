"""A POP-consulent and a begeleider in the same POP: different fields merge, the same field shows both texts and asks."""

from __future__ import annotations

import pytest

from popforms.demo import complete, fill
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab
from tests.e2e.test_small_traps import aanmelding

pytestmark = pytest.mark.xdist_group("browser")

NOW, WISH, SPORT = "Hoe is het nu?", "Wat wil de statushouder hier?", "Meedoen: sport of bewegen?"
ASK = "Twee mensen vulden dit in. Welke tekst blijft?"
PC, MB = "Marieke van Dongen", "Joop Terpstra"


class Together:
    """The PC and the begeleider with the module Meedoen of one POP open, and the draft behind it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        with desk.store("joop") as store:
            joop = store.user.person
        with desk.store("marieke") as store:
            dossier, (head, report) = store.new_dossier("two people")
            fill(store, head, {"regelset": "wi2021", "gemeente": store.user.gemeenten[0], "mb": joop})
            fill(
                store, report,
                {"melding_bron": "TVS", "datum_tvs_melding": "2026-01-05", "achternaam": "Tesfay", "voornamen": "Selam", "geboortedatum": "1990", "moedertaal": "Tigrinya"},
            )  # fmt: skip
            store.keep_together([head, report])
            self.pop = store.start_record("F07", dossier, "pop")
            fill(store, self.pop, {"meedoen": {"module_nu": "ja"}})
        self.pc, self.mb = (desk.tab(who).open(f"formulier?record={self.pop}").section("Meedoen") for who in ("marieke", "joop"))

    def kept(self, name: str) -> str:
        with self.desk.store("marieke") as store:
            return str(store.open_draft(self.pop).value(f"meedoen.{name}"))

    def earlier(self, name: str) -> list[str]:
        with self.desk.store("marieke") as store:
            return store.earlier_values(self.pop, f"meedoen.{name}")


@pytest.fixture
def together(desk: Desk) -> Together:
    return Together(desk)


def test_different_fields_merge_and_each_sees_the_other(together: Together) -> None:
    pc, mb = together.pc, together.mb
    pc.long(NOW, "Kent de buurt.")
    mb.long(WISH, "Vrijwilligerswerk.")
    pc.text(SPORT, "Fietst elke dag.")
    assert f"{PC} is ook in dit formulier" in mb.main()
    told = mb.main()
    assert f"{PC} heeft dit veranderd" in told and "Kent de buurt." in told  # the begeleider only looked at this field
    mb.button("Toon de nieuwe tekst")
    assert mb.value(NOW) == "Kent de buurt."
    for tab in (pc, mb):
        tab.page.reload()
        tab.arrive()
        tab.section("Meedoen")
        assert (tab.value(NOW), tab.value(WISH), tab.value(SPORT)) == ("Kent de buurt.", "Vrijwilligerswerk.", "Fietst elke dag.")
        assert ASK not in tab.main()


def clash(together: Together, name: str, *, label: str = NOW) -> Tab:
    """The PC typed first, the begeleider typed in the empty field that was still on the screen."""
    together.pc.long(label, "Van de POP-consulent.")
    together.mb.long(label, "Van de begeleider.")
    asked = together.mb.main()
    assert ASK in asked
    assert "Van de POP-consulent." in asked and PC in asked
    assert "Van de begeleider." in asked and "Jij, nu" in asked
    assert together.kept(name) == "Van de POP-consulent."
    return together.mb


def test_the_same_field_asks_and_either_text_can_stay(together: Together) -> None:
    mb = clash(together, "situatie")
    mb.button(f"Houd die van {PC}")
    assert mb.value(NOW) == together.kept("situatie") == "Van de POP-consulent."
    assert ASK not in mb.main()
    mb.long(NOW, "Van de POP-consulent, en aangevuld.")
    assert together.kept("situatie") == "Van de POP-consulent, en aangevuld."

    mb = clash(together, "wens", label=WISH)
    mb.button("Houd die van mij")
    assert mb.value(WISH) == together.kept("wens") == "Van de begeleider."
    assert ASK not in mb.main()
    assert together.earlier("wens") == [None, "Van de POP-consulent.", "Van de begeleider."]


def test_both_texts_can_be_kept(together: Together) -> None:
    mb = clash(together, "situatie")
    mb.button("Zet ze onder elkaar")
    assert mb.value(NOW) == together.kept("situatie") == "Van de POP-consulent.\n\nVan de begeleider."


def test_after_a_clash_one_may_go_on_and_choose_later(together: Together) -> None:
    mb = clash(together, "situatie")
    mb.button("Volgende")
    assert ASK not in mb.main() and "Hier ligt nog een tekst van jou apart." in mb.main()
    mb.shot("twee-teksten-wachten")
    assert together.earlier("situatie") == [None, "Van de POP-consulent."]
    mb = together.mb = together.desk.tab("joop").open(f"formulier?record={together.pop}").section("Taal")  # another browser, later
    mb.button(NOW)  # the first of this name: in the list of what waits
    assert mb.value(NOW) == "Van de POP-consulent."
    assert ASK in mb.main() and "Van de begeleider." in mb.main()
    mb.shot("twee-teksten-later")
    mb.button("Houd die van mij")
    assert mb.value(NOW) == together.kept("situatie") == "Van de begeleider."
    assert ASK not in mb.main() and "apart" not in mb.main()


PRESS_ANOTHER_PART = """new Promise(done => setTimeout(() => {
    document.querySelector(".st-key-onderdelen [role=radiogroup] label")?.click(); done()
}, 60))"""
"""A hand needs a moment between leaving a field and pressing; the list may be gone by then, for the form is fixed."""


@pytest.mark.parametrize("leave", ["in the field", "by another part"])
def test_what_one_types_while_a_colleague_fixes_the_form_is_shown_and_comes_back(desk: Desk, leave: str) -> None:
    report, _ = aanmelding(desk)
    with desk.store("marieke") as store:
        profile = store.start_record("F02", store.record_row(report).dossier_id, "profile")
        assert complete(store, profile, "d") == []
        (path,) = (path for path, (_, q) in store.forms["F02"].places.items() if q.name == "verwachtingen")
        section, label = store.forms["F02"].places[path][0].title, store.forms["F02"].places[path][1].label
    tab = desk.tab("marieke").open(f"formulier?record={profile}").section(section)
    with desk.store("marieke") as store:
        store.finalise(profile)
    words = "Hoopt op een eigen bakkerij."
    box = tab.field(label, ("stTextArea",)).locator("textarea")
    box.fill(words)
    box.blur()
    if leave == "by another part":
        tab.page.evaluate(PRESS_ANOTHER_PART)
    tab.settle()
    for _ in range(2):  # and after looking again
        assert words in tab.main()
        tab.page.reload()
        tab.arrive()
    assert "Wat je hier typte, staat niet in het formulier." in tab.main()
    tab.shot("getypt-na-vastleggen")
    with desk.store("marieke") as store:
        assert store.saved(profile).answers["uitleg"].get("verwachtingen") != words
        store.correct(profile, "er moet nog iets bij")
    tab.page.reload()
    tab.arrive()
    tab.section(section)
    assert "Er ligt nog een tekst van jou apart. Welke tekst blijft?" in tab.main() and words in tab.main()
    tab.button("Houd die van mij")
    assert tab.value(label) == words


def test_a_question_that_is_not_answered_stays_and_drops_nothing(together: Together) -> None:
    mb = clash(together, "situatie")
    mb.long(WISH, "Vrijwilligerswerk.")
    assert ASK in mb.main() and "Van de begeleider." in mb.main()
    assert together.kept("wens") == "Vrijwilligerswerk."
    assert together.kept("situatie") == "Van de POP-consulent."
