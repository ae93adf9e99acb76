"""The lines of the logbook about an action are for who may read the words of that action."""

from __future__ import annotations

from contextlib import suppress

from popforms.access import AccessDenied
from popforms.store import Store
from tests.conftest import Open


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
