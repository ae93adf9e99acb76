"""The lines of the logbook about an action are for who may read the words of that action."""

from __future__ import annotations

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
