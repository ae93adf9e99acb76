"""A POP-consulent and a begeleider in the same POP: different fields merge, the same field shows both texts and asks."""

from __future__ import annotations

import pytest

from popforms.demo import fill
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab

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


def test_different_fields_merge(together: Together) -> None:
    together.pc.long(NOW, "Kent de buurt.")
    together.mb.long(WISH, "Vrijwilligerswerk.")
    together.pc.text(SPORT, "Fietst elke dag.")
    for tab in (together.pc, together.mb):
        tab.page.reload()
        tab.arrive()
        tab.section("Meedoen")
        assert (tab.value(NOW), tab.value(WISH), tab.value(SPORT)) == ("Kent de buurt.", "Vrijwilligerswerk.", "Fietst elke dag.")
        assert ASK not in tab.main()


def test_each_sees_that_the_other_is_in_the_form(together: Together) -> None:
    together.pc.long(NOW, "Kent de buurt.")
    together.mb.long(WISH, "Vrijwilligerswerk.")
    assert f"{PC} is ook in dit formulier" in together.mb.main()


def clash(together: Together) -> Tab:
    """The PC typed first, the begeleider typed over the empty field that was on the screen."""
    together.pc.long(NOW, "Van de POP-consulent.")
    together.mb.long(NOW, "Van de begeleider.")
    asked = together.mb.main()
    assert ASK in asked
    assert "Van de POP-consulent." in asked and PC in asked
    assert "Van de begeleider." in asked and "Jij, nu" in asked
    assert together.kept("situatie") == "Van de POP-consulent."
    return together.mb


def test_the_same_field_asks_and_keeps_the_text_of_the_other(together: Together) -> None:
    tab = clash(together)
    tab.button(f"Houd die van {PC}")
    assert tab.value(NOW) == "Van de POP-consulent."
    assert ASK not in tab.main()
    assert together.kept("situatie") == "Van de POP-consulent."
    tab.long(NOW, "Van de POP-consulent, en aangevuld.")
    assert together.kept("situatie") == "Van de POP-consulent, en aangevuld."


def test_the_same_field_asks_and_keeps_the_own_text(together: Together) -> None:
    tab = clash(together)
    tab.button("Houd die van mij")
    assert tab.value(NOW) == "Van de begeleider."
    assert ASK not in tab.main()
    assert together.kept("situatie") == "Van de begeleider."
    assert together.earlier("situatie") == [None, "Van de POP-consulent.", "Van de begeleider."]


def test_both_texts_can_be_kept(together: Together) -> None:
    tab = clash(together)
    tab.button("Zet ze onder elkaar")
    assert tab.value(NOW) == "Van de POP-consulent.\n\nVan de begeleider."
    assert together.kept("situatie") == "Van de POP-consulent.\n\nVan de begeleider."


def test_a_text_that_was_changed_elsewhere_says_so_and_shows_it_on_a_press(together: Together) -> None:
    together.pc.long(NOW, "Van de POP-consulent.")
    together.mb.long(WISH, "Vrijwilligerswerk.")  # the page of the begeleider looks at the draft again
    told = together.mb.main()
    assert f"{PC} heeft dit veranderd" in told and "Van de POP-consulent." in told
    assert together.kept("situatie") == "Van de POP-consulent."
    together.mb.button("Toon de nieuwe tekst")
    assert together.mb.value(NOW) == "Van de POP-consulent."


def test_a_clash_that_nobody_answers_drops_nothing(together: Together) -> None:
    tab = clash(together)
    tab.long(WISH, "Vrijwilligerswerk.")
    assert ASK in tab.main() and "Van de begeleider." in tab.main()
    assert together.kept("wens") == "Vrijwilligerswerk."
    tab.page.reload()
    tab.arrive()
    tab.section("Meedoen")
    assert tab.value(NOW) == "Van de POP-consulent."


def test_a_row_that_a_colleague_takes_out_while_one_types_in_it_comes_back_whole(together: Together) -> None:
    goal = together.pc.row("Welke doelen?")
    goal.text("Doel", "Zwemles")
    together.mb.open(f"formulier?record={together.pop}").section("Meedoen")
    with together.desk.store("marieke") as store:
        (row,) = store.open_draft(together.pop).answers()["meedoen"]["doelen"]
        store.remove_row(together.pop, "meedoen.doelen", row["id"])
    together.mb.text("Doel", "Zwemles op woensdag")
    assert "haalde deze regel weg. Moet hij blijven?" in together.mb.main()
    together.mb.button("Terugzetten")
    with together.desk.store("marieke") as store:
        assert store.open_draft(together.pop).answers()["meedoen"]["doelen"][0]["doel"] == "Zwemles op woensdag"
