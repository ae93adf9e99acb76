"""The logbook: lines about an action are for who may read the words of that action; a moment may be earlier, and a later line mends one."""

from __future__ import annotations

from contextlib import suppress

import pytest

from popforms.access import AccessDenied
from popforms.store import NotReady, Store
from tests.conftest import NOON, Open


def topics(store: Store, dossier: str) -> set[str]:
    """The modules that the action lines this user reads are about."""
    return {line.answers["lg_module"] for line in store.log_lines(dossier) if line.answers.get("lg_actie")}


def test_a_trekker_reads_the_lines_about_the_own_action(store_for: Open) -> None:
    dossier = store_for.dossier("Bassel")
    assert "inkomen" in topics(store_for("gerrit"), dossier)
    assert {"inkomen", "gezondheid", "taal"} <= topics(store_for("marieke"), dossier)


def test_lines_about_health_are_closed_to_the_trekker_without_consent(store_for: Open) -> None:
    dossier = store_for.dossier("Bassel")
    (health,) = [one for one in store_for("marieke").actions_of(dossier) if one.module == "gezondheid"]
    assert health.trekker == store_for("trudy").user.person
    assert "taal" in topics(store_for("trudy"), dossier)
    assert "gezondheid" not in topics(store_for("trudy"), dossier)
    assert health.omschrijving not in str(store_for("trudy").log_lines(dossier))


def test_a_line_does_not_tell_the_words_of_an_action_whose_form_is_closed(store_for: Open) -> None:
    """The CVLW sees date, status and trekker of an action of the talk, no text; the HVC nothing of the POP; the PC all of both."""
    pc, dossier = store_for("marieke"), store_for.dossier("Bassel")
    words = {action.path.partition(".")[0]: action.omschrijving for action in pc.actions_of(dossier)}
    assert {"meedoen", "inburgering"} <= set(words)
    for who, section, reads in (
        ("marieke", "meedoen", True), ("elvira", "meedoen", True), ("sander", "meedoen", False), ("denise", "inburgering", True),
        ("gerrit", "inburgering", False),
    ):  # fmt: skip
        assert (words[section] in str(store_for(who).log_lines(dossier))) == reads, (who, section)


def test_a_line_by_its_own_address_is_as_closed_as_in_the_list(store_for: Open) -> None:
    dossier, pc = store_for.dossier("Bassel"), store_for("marieke")
    for who in ("trudy", "sander", "elvira", "joop", "marieke"):
        store = store_for(who)
        listed, shown = {line.id for line in store.log_lines(dossier)}, set()
        for line in pc.log_lines(dossier):
            with suppress(AccessDenied):
                store.saved(line.id)
                shown.add(line.id)
        assert shown == listed, who


def line_of(**answers: object) -> dict[str, object]:
    return {
        "lg_datum": {"datum": "27-2-2026", "tijd": "9.30"}, "lg_soort": "telefoon", "lg_module": "algemeen",
        "lg_kort": "Gebeld over de sleutel.", "lg_zichtbaar": "hele team", **answers,
    }  # fmt: skip


def test_an_earlier_moment_stands_beside_the_moment_of_writing(store_for: Open) -> None:
    joop, dossier = store_for("joop"), store_for.dossier("Bassel")
    joop.add_log_line(dossier, line_of(), "een")
    line = joop.log_lines(dossier)[0]
    assert line.answers["lg_datum"] == {"datum": "2026-02-27", "tijd": "09:30"} and line.at == NOON and line.mine


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ({"datum": "31-2-2026", "tijd": "9:30"}, "Datum"),
        ({"datum": "27-2-2026", "tijd": "half tien"}, "is geen tijd"),
        ({"datum": "3-3-2026", "tijd": "9:30"}, "Deze dag is nog niet geweest"),
        ({"datum": "", "tijd": ""}, "Datum en tijd"),
    ],
)
def test_a_moment_that_cannot_be_is_told_and_nothing_is_written(store_for: Open, moment: dict[str, str], says: str) -> None:
    joop, dossier = store_for("joop"), store_for.dossier("Bassel")
    before = len(joop.log_lines(dossier))
    with pytest.raises(NotReady) as told:
        joop.add_log_line(dossier, line_of(lg_datum=moment), "een")
    (problem,) = told.value.problems
    assert says in str(problem)
    assert len(joop.log_lines(dossier)) == before


def test_a_later_line_mends_an_own_line_and_no_other(store_for: Open) -> None:
    joop, dossier = store_for("joop"), store_for.dossier("Bassel")
    joop.add_log_line(dossier, line_of(), "een")
    wrong = joop.log_lines(dossier)[0]
    joop.add_log_line(dossier, line_of(lg_kort="Gebeld over het contract.", lg_correctie_van=wrong.id), "twee")
    assert [line.answers.get("lg_correctie_van") for line in joop.log_lines(dossier)][:2] == [wrong.id, None]
    assert not [line for line in store_for("marieke").log_lines(dossier) if line.mine and line.id == wrong.id]
    with pytest.raises(AccessDenied):
        store_for("marieke").add_log_line(dossier, line_of(lg_correctie_van=wrong.id), "drie")


def test_a_line_that_the_tool_wrote_is_nobodys_own(store_for: Open) -> None:
    lines = [line for line in store_for("marieke").log_lines(store_for.dossier("Bassel")) if line.answers.get("lg_actie")]
    assert lines and not [line for line in lines if line.mine]
