"""What a gemeente chooses in its own lists counts for its dossiers, from its own day; what cannot be is refused with the way out."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from popforms.definition.paths import path_of
from popforms.demo import fill
from popforms.store import NotNow, NotReady, Store
from popforms.store.people import People
from tests.conftest import TODAY, Open
from tests.store.test_projections import lists

SINCE = "2025-01-01"
"""The first day of what the gemeente of the demo chose."""


NUMBERS = count(1)


def record_of(store: Store) -> str:
    """The lists of the gemeente of the demo."""
    (row,) = store.db.query("SELECT id FROM record WHERE form='stamgegevens'")
    return str(row["id"])


def write(store: Store, record: str, answers: dict[str, Any]) -> None:
    """Type answers; rows take the place of those that were there."""
    draft = store.open_draft(record)
    for section, question in draft.form.questions():
        if question.is_rows and question.name in answers:
            path, rows = path_of(section, question), answers[question.name]
            for row in draft.rows(section, question):
                store.remove_row(record, path, row)
            for cells in rows if isinstance(rows, list) else ():
                store.add_row(record, path, f"n{next(NUMBERS)}", cells)
    fill(store, record, {name: answer for name, answer in answers.items() if not isinstance(answer, list)})


def choose(store: Store, *terms: dict[str, str], record: str = "", **more: Any) -> str:
    """Keep other terms, with the answers by question name."""
    record = record or record_of(store)
    write(store, record, {"st_termijnen": list(terms) or "geen", **more})
    store.keep(record)
    return record


def new_record(store_for: Open, since: str, *terms: dict[str, str], **more: Any) -> str:
    """Another record of the same gemeente, from a later day."""
    bea = store_for("bea")
    record = bea.start_record("F23", None, f"vanaf {since}")
    return choose(bea, *terms, record=record, **{"st_geldig_vanaf": since, "st_trekkers": "geen", "st_trainingen": "geen", **more})


def last_days(store: Store, dossier: str) -> dict[str, date | None]:
    return {term.code: term.last_day for term in store.dossier(dossier).terms}


def stored_days(store: Store, dossier: str) -> dict[str, str]:
    rows = store.db.query("SELECT code, deadline FROM termijn WHERE source='dossier' AND dossier_id=?", (dossier,))
    return {row["code"]: row["deadline"] for row in rows}


def housed(store: Store, dossier: str) -> date:
    return date.fromisoformat(
        json.loads(next(store.db.query("SELECT facts FROM dossier WHERE id=?", (dossier,)))["facts"])["datum_huisvesting"]
    )


def refused(store: Store, record: str) -> list[str]:
    with pytest.raises(NotReady) as said:
        store.keep(record)
    return [str(problem) for problem in said.value.problems]


def test_a_length_that_the_gemeente_chose_counts_for_its_dossiers_and_no_other(store_for: Open) -> None:
    bea, marieke, amina = store_for("bea"), store_for("marieke"), store_for.dossier("Amina")
    moved = housed(marieke, amina)
    assert last_days(marieke, amina)["T12"] == moved + timedelta(weeks=10)  # as the demo has it
    elsewhere = last_days(store_for("olga"), store_for.dossier("Mustafa"))
    choose(bea, {"code": "T12", "lengte": "5 weken", "waarschuwen": "7 en 0"}, {"code": "T02", "lengte": "20 werkdagen"})
    (found,) = [term for term in store_for("marieke").dossier(amina).terms if term.id == "T12"]
    assert (found.last_day, found.own_length) == (moved + timedelta(weeks=5), "5 weken")
    assert found.warnings == (moved + timedelta(weeks=4), moved + timedelta(weeks=5))
    assert last_days(store_for("olga"), store_for.dossier("Mustafa")) == elsewhere


def test_a_term_follows_what_counts_on_the_day_that_it_starts(store_for: Open) -> None:
    amina, bassel = store_for.dossier("Amina"), store_for.dossier("Bassel")
    moved = housed(store_for("marieke"), amina)
    new_record(store_for, moved.isoformat(), {"code": "T12", "lengte": "1 maand"})
    assert last_days(store_for("marieke"), amina)["T12"] == date(moved.year, moved.month + 1, moved.day)
    earlier = housed(store_for("marieke"), bassel)
    assert earlier < moved and last_days(store_for("marieke"), bassel)["T39"] == earlier.replace(year=earlier.year + 1)


def test_what_is_not_chosen_again_is_as_the_table_has_it(store_for: Open) -> None:
    moved = housed(store_for("marieke"), store_for.dossier("Amina"))
    new_record(store_for, moved.isoformat())
    assert last_days(store_for("marieke"), store_for.dossier("Amina"))["T12"] == moved + timedelta(weeks=8)


def test_a_new_year_begins_with_what_counted_until_then(store_for: Open) -> None:
    bea, moved = store_for("bea"), housed(store_for("marieke"), store_for.dossier("Amina"))
    record = bea.start_record("F23", None, "nieuw jaar")
    fill(bea, record, {"st_geldig_vanaf": moved})
    bea.keep(record)
    assert last_days(store_for("marieke"), store_for.dossier("Amina"))["T12"] == moved + timedelta(weeks=10)
    begun = bea.open_draft(record)
    names = [row["naam"] for row in begun.answers()["afspraken"]["st_trainingen"]]
    assert names[0] == "Basisworkshop kernwaarden" and begun.value("geldigheid.st_gemeente") == bea.user.gemeenten[0]
    assert {entry.source for path, entry in begun.entries.items() if path.endswith(".code")} == {"de vorige keer"}


def test_the_trainings_are_those_of_the_gemeente_of_the_dossier(store_for: Open) -> None:
    question = next(q for _, q in store_for.world.forms["F06"].questions() if q.refers_to == "F23.st_trainingen")
    new_record(store_for, "2030-01-01", st_trainingen=[{"naam": "Pas later", "actief": "ja"}])
    words = [one for one, _ in store_for("marieke").lookup(store_for.dossier("Amina")).choices(question)]
    assert words[0] == "Basisworkshop kernwaarden" and "Pas later" not in words


def test_a_norm_that_the_gemeente_does_not_use_is_not_there(store_for: Open) -> None:
    amina = store_for.dossier("Amina")
    assert "T24" in last_days(store_for("marieke"), amina)
    choose(store_for("bea"), {"code": "T24", "lengte": "uit"})
    assert "T24" not in last_days(store_for("marieke"), amina)
    store_for("bea").catch_up()
    assert "T24" not in stored_days(store_for("marieke"), amina)


def test_a_day_that_is_free_by_decree_is_no_working_day_for_this_gemeente(store_for: Open) -> None:
    dossier = store_for.dossier("Ibrahim")
    before = last_days(store_for("marieke"), dossier)["T02"]
    assert before
    choose(store_for("bea"), st_feestdagen=[{"datum": before.isoformat()}])
    after = last_days(store_for("marieke"), dossier)["T02"]
    assert after == before + timedelta(days=3 if before.weekday() == 4 else 1)
    marieke = store_for("marieke")
    answer_by = {}
    for token, days in (("voor", []), ("na", [{"datum": (TODAY + timedelta(days=3)).isoformat()}])):
        choose(store_for("bea"), st_feestdagen=days)
        answer_by[token] = store_for("marieke").open_draft(marieke.start_record("F15", dossier, token)).value("probleem.es_reactie_voor")
    assert (answer_by["voor"], answer_by["na"]) == ("2026-03-16", "2026-03-17")  # ten working days after Monday 2 March


def test_the_dossiers_wait_in_line_and_are_worked_out_as_rebuild_would(store_for: Open) -> None:
    bea, marieke, amina = store_for("bea"), store_for("marieke"), store_for.dossier("Amina")
    before = stored_days(marieke, amina)
    choose(bea, {"code": "T24", "lengte": "6 weken"})
    home = next(marieke.db.query("SELECT count(*) AS n FROM overview WHERE gemeente=?", (bea.user.gemeenten[0],)))["n"]
    assert bea.catch_up(0) == (0, home)
    assert stored_days(marieke, amina) == before
    marieke.dossier(amina)  # who opens a dossier does not wait
    assert stored_days(marieke, amina)["T24"] == (housed(marieke, amina) + timedelta(weeks=8 + 6)).isoformat()
    assert bea.catch_up() == (home - 1, 0)
    live = lists(marieke)
    marieke.rebuild()
    assert lists(marieke) == live


def test_what_changes_no_term_makes_nobody_wait(store_for: Open) -> None:
    bea = store_for("bea")
    write(bea, record_of(bea), {"st_voorzieningen": [{"naam": "Wijkcentrum"}]})
    bea.keep(record_of(bea))
    assert bea.catch_up(0) == (0, 0)


def test_what_is_only_typed_changes_nothing(store_for: Open) -> None:
    bea = store_for("bea")
    write(bea, record_of(bea), {"st_termijnen": [{"code": "T12", "lengte": "1 week"}]})
    moved = housed(store_for("marieke"), store_for.dossier("Amina"))
    assert last_days(store_for("marieke"), store_for.dossier("Amina"))["T12"] == moved + timedelta(weeks=10)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"code": "T12", "lengte": "acht weken"}, "(1) Lengte: ‘acht weken’ is geen lengte. Schrijf een getal en een woord"),
        ({"code": "T12", "waarschuwen": "een week"}, "(1) Waarschuwen: ‘een week’ zijn geen waarschuwdagen."),
        ({"code": "T39", "lengte": "uit"}, "(1) Lengte: T39 is een afspraak met anderen."),
        ({"code": "T12"}, "(1) Lengte: Vul een lengte in"),
        ({"lengte": "3 weken"}, "(1) Welke termijn?"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused_in_the_form_and_nothing_is_half_done(store_for: Open, row: dict[str, str], said: str) -> None:
    bea = store_for("bea")
    before = lists(bea)
    write(bea, record_of(bea), {"st_termijnen": [row, {"code": "T02", "lengte": "9 werkdagen"}]})
    assert any(said in one for one in refused(bea, record_of(bea)))
    assert lists(bea) == before and bea.catch_up(0) == (0, 0)


@pytest.mark.parametrize("code", ["T99", "T17", "T19", "T25"])
def test_a_term_that_is_not_for_a_gemeente_to_choose_cannot_be_chosen(store_for: Open, code: str) -> None:
    bea = store_for("bea")
    with pytest.raises(NotNow, match="Kies opnieuw"):  # not there, of the law, with parts of its own, without a last day
        write(bea, record_of(bea), {"st_termijnen": [{"code": code, "lengte": "3 weken"}]})


def test_twice_the_same_term_or_module_is_refused(store_for: Open) -> None:
    bea = store_for("bea")
    write(bea, record_of(bea), {"st_termijnen": [{"code": "T12", "lengte": "9 weken"}, {"code": "T12", "lengte": "10 weken"}],
                               "st_trekkers": [{"module": "werk"}, {"module": "werk", "rol": "statushouder"}]})  # fmt: skip
    told = refused(bea, record_of(bea))
    assert "Termijnen die de gemeente zelf kiest: ‘T12’ staat er 2 keer. Haal er een weg." in told
    assert "Vaste trekker per module: ‘werk’ staat er 2 keer. Haal er een weg." in told


def test_two_records_from_the_same_day_are_refused(store_for: Open) -> None:
    bea = store_for("bea")
    record = bea.start_record("F23", None, "nog een")
    fill(bea, record, {"st_geldig_vanaf": SINCE})
    assert any("er staan al afspraken van deze gemeente vanaf wo 1 januari 2025" in one for one in refused(bea, record))
    fill(bea, record, {"st_geldig_vanaf": "2025-01-02"})
    bea.keep(record)


def test_a_day_in_the_middle_ages_is_refused(store_for: Open) -> None:
    bea = store_for("bea")
    write(bea, record_of(bea), {"st_geldig_vanaf": "1023-01-01"})
    assert any("Vanaf welke dag gelden deze afspraken?" in one for one in refused(bea, record_of(bea)))


def test_nobody_chooses_for_a_gemeente_that_is_not_theirs(store_for: Open) -> None:
    bea, other = store_for("bea"), store_for("olga").user.gemeenten[0]
    write(bea, record_of(bea), {"st_gemeente": other})
    assert any("jij werkt niet voor Gemeente Heidedorp" in one for one in refused(bea, record_of(bea)))
    corporatie = next(bea.db.query("SELECT id FROM record WHERE title='Woonstichting De Kade'"))["id"]
    write(bea, record_of(bea), {"st_gemeente": corporatie})
    assert any("jij werkt niet voor Woonstichting De Kade" in one for one in refused(bea, record_of(bea)))


def test_the_fixed_trekker_is_who_the_gemeente_says(store_for: Open) -> None:
    marieke = store_for("marieke")
    denise = marieke.dossier(store_for.dossier("Zalmai")).facts["consulent_werk"]

    def proposed(first_name: str) -> tuple[Any, str]:
        store = store_for("marieke")
        entry = store.open_draft(store.start_record("F07", store_for.dossier(first_name), first_name)).entries["werk.module_trekker"]
        return entry.value, entry.source

    assert proposed("Zalmai") == (denise, "de vaste trekkers")
    choose(store_for("bea"), st_trekkers=[{"module": "werk", "rol": "POP-consulent"}])
    assert proposed("Yohannes") == (marieke.user.id, "de afspraken van de gemeente")
    new_record(store_for, TODAY.isoformat())
    assert proposed("Rima") == (denise, "de vaste trekkers")


def test_the_lists_say_in_words_what_the_gemeente_chose(store_for: Open) -> None:
    bea: People = store_for("bea")
    home = bea.user.gemeenten[0]
    assert ("T12 Start intensieve begeleiding en eigen plan", "8 weken", "10 weken", date(2025, 1, 1)) in bea.own_lengths(home)
    choose(store_for("bea"), {"code": "T24", "lengte": "uit"})
    assert bea.own_lengths(home) == [("T24 PVT-blok (Velsen)", "10 weken", "niet gebruikt", date(2025, 1, 1))]
    assert bea.own_lengths(store_for("olga").user.gemeenten[0]) == []
