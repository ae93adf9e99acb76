"""What a page that runs again at every edit can trip over: links from a list of mistakes, numbers, ticks of two people, the same scan."""

from __future__ import annotations

import pytest

from popforms.demo import fill
from tests.e2e.desk import Desk
from tests.e2e.tab import Tab

pytestmark = pytest.mark.xdist_group("browser")

BSN, V_NUMBER = "Burgerservicenummer", "V-nummer"


def aanmelding(desk: Desk) -> tuple[str, str]:
    """A dossier that is just kept: its aanmelding, and its POP with one module that plays now."""
    with desk.store("marieke") as store:
        dossier, (head, report) = store.new_dossier("small traps")
        fill(store, head, {"regelset": "wi2021", "gemeente": store.user.gemeenten[0]})
        fill(
            store, report,
            {"melding_bron": "TVS", "datum_tvs_melding": "2026-01-05", "achternaam": "Tesfay", "voornamen": "Selam", "geboortedatum": "1990", "moedertaal": "Tigrinya"},
        )  # fmt: skip
        store.keep_together([head, report])
        return report, store.start_record("F07", dossier, "pop")


def test_a_line_of_the_list_of_what_is_missing_opens_its_section(desk: Desk) -> None:
    _, pop = aanmelding(desk)
    tab = desk.tab("marieke").open(f"formulier?record={pop}").section("Meedoen")
    tab.button("Bewaren")
    tab.page.locator("[class*=st-key-mist_] button").filter(has_text="Wanneer is de POP gestart?").click()
    tab.settle()
    assert "Wat wil de statushouder het liefst bereiken?" in tab.main()
    assert "Er ging iets mis" not in tab.main()


def test_a_number_can_be_mended_after_it_was_left(desk: Desk) -> None:
    report, _ = aanmelding(desk)
    tab = desk.tab("marieke").open(f"formulier?record={report}").section("Herkomst en verblijf")
    tab.text(BSN, "11122")
    tab.text(BSN, "111222333")
    assert tab.value(BSN) == "111222333"
    with desk.store("marieke") as store:
        assert store.open_draft(report).value("verblijf.bsn") == "111222333"
    tab.page.reload()
    tab.arrive()
    tab.section("Herkomst en verblijf")
    assert "111222333" not in tab.main() and "••••••333" in tab.main()


def test_a_number_is_masked_where_a_form_is_only_read_and_opening_it_is_written_down(desk: Desk) -> None:
    report, _ = aanmelding(desk)
    with desk.store("marieke") as store:
        fill(store, report, {"bsn": "111222333", "v_nummer": "1234567890"})
        store.keep(report)
    tab = desk.tab("marieke").open(f"formulier?record={report}")
    tab.unfold("Versies en papier")
    tab.pick(tab.field("Versies", ("stSelectbox",)).locator("input"))  # the newest stands on top
    tab.settle()
    assert BSN in tab.main() and "111222333" not in tab.everything() and "1234567890" not in tab.everything()
    tab.button("Toon nummer")
    assert "111222333" in tab.main() and "1234567890" not in tab.everything()
    with desk.store("marieke") as store:
        rows = list(store.db.query("SELECT detail FROM trail WHERE act='nummer lezen' AND record_id=? AND detail<>''", (report,)))
    assert [row["detail"] for row in rows] == ["verblijf.bsn"]


def test_a_tick_for_none_by_a_colleague_is_not_undone_by_a_page_that_only_looked(desk: Desk) -> None:
    _, pop = aanmelding(desk)
    tab: Tab = desk.tab("marieke").open(f"formulier?record={pop}").section("Kop en rooster")
    with desk.store("marieke") as store:
        store.save_field(pop, "kop.mijlpalen", "geen", expect=0)
    tab.long("Wat wil de statushouder het liefst bereiken?", "Een eigen zaak.")
    with desk.store("marieke") as store:
        assert store.open_draft(pop).value("kop.mijlpalen") == "geen"


def test_what_is_no_scan_sent_twice_lays_nothing_and_the_page_stays_calm(busy_desk: Desk) -> None:
    with busy_desk.store("marieke") as store:
        (row,) = store.db.query("SELECT id FROM record WHERE state='klaar om te tekenen' ORDER BY form DESC LIMIT 1")
    tab, scan = busy_desk.tab("marieke").open(f"formulier?record={row['id']}"), b"\x89PNG\r\n\x1a\n" + b"0" * 200
    for _ in range(2):
        tab.upload("blad.png", "image/png", scan)
        assert "De scan ligt bij versie" not in tab.main()
    with busy_desk.store("marieke") as store:
        assert store.files_of(row["id"]) == []
    assert "heeft dit veranderd" not in tab.main()


def test_a_line_of_the_logbook_is_added_once(desk: Desk) -> None:
    report, _ = aanmelding(desk)
    with desk.store("marieke") as store:
        dossier = str(store.record_row(report).dossier_id)
    tab = desk.tab("marieke").open(f"dossier?id={dossier}")
    tab.tab_of("Logboek")
    tab.unfold("Regel toevoegen")
    tab.choose("Wat is het?", "telefoon")
    tab.choose("Bij welk onderdeel?", "algemeen")
    tab.text("Korte regel", "Gebeld over de sleutel.")
    tab.button("Toevoegen")
    assert "De regel staat in het logboek." in tab.main()
    tab.unfold("Regel toevoegen")
    assert tab.value("Korte regel") == ""
    with desk.store("marieke") as store:
        assert sum("Gebeld over de sleutel." in str(line.answers) for line in store.log_lines(dossier)) == 1


def test_a_note_of_an_action_stays_when_another_step_is_chosen(busy_desk: Desk) -> None:
    tab = busy_desk.tab("marieke").open("dossiers")
    with busy_desk.store("marieke") as store:
        dossier = next(
            line.id
            for line in store.find_dossiers()
            if any(one.state in ("afgesproken", "loopt") and (one.mine or one.may_steer) for one in store.actions_of(line.id))
        )
    tab.open(f"dossier?id={dossier}").tab_of("Acties")

    def choose(step: str) -> None:
        tab.page.get_by_test_id("stMain").get_by_role("radio", name=step, exact=True).first.click()
        tab.settle()

    words = "Met haar naar de huisarts geweest; zij belt maandag terug."
    choose("Voortgang melden")
    tab.long("Wat is er gedaan?", words)
    for step in ("Klaar", "Vastgelopen", "Voortgang melden"):
        choose(step)
        assert tab.page.get_by_test_id("stTextArea").locator("textarea").first.input_value() == words
    tab.tab_of("Mensen")
    tab.tab_of("Acties")
    choose("Voortgang melden")
    assert tab.value("Wat is er gedaan?") == words
    tab.button("Opslaan")
    assert "Opgeslagen bij de actie" in tab.main() and words in tab.main()
    choose("Voortgang melden")
    assert tab.value("Wat is er gedaan?") == ""


def test_a_line_that_is_not_added_yet_is_there_after_a_look_at_another_tab(desk: Desk) -> None:
    report, _ = aanmelding(desk)
    with desk.store("marieke") as store:
        dossier = str(store.record_row(report).dossier_id)
    tab = desk.tab("marieke").open(f"dossier?id={dossier}")
    tab.tab_of("Logboek")
    tab.unfold("Regel toevoegen")
    tab.text("Korte regel", "Gebeld over de sleutel.")
    tab.tab_of("Mensen")
    tab.tab_of("Logboek")
    tab.unfold("Regel toevoegen")
    assert tab.value("Korte regel") == "Gebeld over de sleutel."


def test_a_row_that_was_taken_out_by_mistake_is_put_back(desk: Desk) -> None:
    _, pop = aanmelding(desk)
    tab = desk.tab("marieke").open(f"formulier?record={pop}").section("Taal")
    tab.choose("Speelt deze module nu?", "ja")
    goals = "Welke doelen?"
    card = tab.row(goals)
    card.text("Doel", "Een jaar lang elke week oefenen met een maatje.")
    tab.row(goals)
    tab.cards(goals)[1].button("Weghalen")  # empty: nothing to put back
    assert "Weggehaald" not in tab.main() and len(tab.cards(goals)) == 1
    tab.cards(goals)[0].button("Weghalen")
    assert "Weggehaald: Een jaar lang elke week oefenen met een maatje." in tab.main()
    tab.page.get_by_text("Weggehaald").scroll_into_view_if_needed()
    tab.shot("regel-weggehaald")
    tab.button("Terugzetten")
    assert "Weggehaald" not in tab.main()
    assert tab.cards(goals)[0].value("Doel") == "Een jaar lang elke week oefenen met een maatje."


def test_a_row_begins_with_a_usual_line_and_is_changed_after_that(desk: Desk) -> None:
    _, pop = aanmelding(desk)
    tab = desk.tab("marieke").open(f"formulier?record={pop}").section("Taal")
    tab.choose("Speelt deze module nu?", "ja")
    group = tab.group("Welke acties?")
    tab.pick(group.get_by_test_id("stSelectbox").locator("input").last, "Aanmelden voor een taalmaatje")
    tab.until(lambda: len(tab.cards("Welke acties?")) == 1, "the row")
    tab.settle()
    (card,) = tab.cards("Welke acties?")
    assert card.value("Wat moet er gebeuren?") == "Aanmelden voor een taalmaatje"
    card.text("Wat moet er gebeuren?", "Aanmelden voor een taalmaatje in de bibliotheek")
    with desk.store("marieke") as store:
        values = [entry.value for path, entry in store.open_draft(pop).entries.items() if path.endswith(".omschrijving")]
    assert values == ["Aanmelden voor een taalmaatje in de bibliotheek"]
