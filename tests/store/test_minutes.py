"""The minutes of a casusoverleg begin with the actions of the last one, without names, and stand beside plain counts."""

from __future__ import annotations

import pytest

from popforms.access import AccessDenied
from popforms.demo import fill
from popforms.store import Store
from tests.conftest import Open

ROWS = "agenda.co_vorige_acties"
ACTION = {"gereed_voor": "1-4-2026", "voortgang_frequentie": "maandelijks", "door_vh_zelf": "nee"}


def meeting(store: Store, day: str, token: str) -> str:
    """A kept meeting on a day."""
    record = store.start_record("F14a", None, token)
    fill(store, record, {"co_datum": day, "co_voorzitter": store.user.person, "co_notulist": store.user.person})
    store.keep(record)
    return record


def discuss(store_for: Open, minutes: str, name: str, words: str, module: str = "taal", **more: object) -> None:
    """A discussion of a dossier in a meeting that gives one action."""
    store = store_for("marieke")
    talk = store.start_record("F14b", store_for.dossier(name), f"{minutes} {name} {words}")
    fill(
        store, talk,
        {"cd_overleg": f"{minutes}:1", "cd_agendapunt": "b probleem", "cd_toestemming": "ja, eigen taak van de gemeente", "cd_besluit": "actie",
         "cd_acties": [{"omschrijving": words, "module": module, "trekker": store_for("joop").user.person, **ACTION}], **more},
    )  # fmt: skip
    store.keep(talk)


def begins_with(store: Store) -> list[dict[str, str]]:
    """What the list of the last meeting holds in minutes that this colleague begins."""
    found = (
        store.open_draft(store.start_record("F14a", None, f"nieuw {store.user.id}")).answers().get("agenda", {}).get("co_vorige_acties", [])
    )
    return found if isinstance(found, list) else []


def test_the_actions_of_the_last_meeting_stand_ready_with_trekker_deadline_and_state(store_for: Open) -> None:
    (row,) = begins_with(store_for("elvira"))
    number = store_for("elvira").dossier(store_for.dossier("Bassel")).number
    assert row["actie"] == f"{number} B.H.: Plek vragen in de groep van januari"
    assert row["trekker"] == store_for("ilse").user.person
    (action,) = (one for one in store_for("marieke").decided() if one.omschrijving.startswith("Plek vragen"))
    assert row["deadline"] == action.gereed_voor.isoformat()
    assert row["stand"] == "niet gebeurd" and action.state == "voorgesteld"


def test_only_the_last_meeting_counts(store_for: Open) -> None:
    newer = meeting(store_for("elvira"), "27-2-2026", "nieuwer")
    discuss(store_for, newer, "Amina", "Bellen met de school")
    assert [row["actie"].partition(": ")[2] for row in begins_with(store_for("elvira"))] == ["Bellen met de school"]


def test_a_meeting_without_actions_leaves_the_list_empty(store_for: Open) -> None:
    meeting(store_for("elvira"), "27-2-2026", "nieuwer")
    assert begins_with(store_for("elvira")) == []


def test_the_name_of_the_person_stands_nowhere(store_for: Open) -> None:
    newer = meeting(store_for("elvira"), "27-2-2026", "nieuwer")
    discuss(store_for, newer, "Amina", "Warsame helpen: Amina Hirsi bellen over Amina's les")
    (row,) = begins_with(store_for("elvira"))
    assert not any(word in str(row) for word in ("Amina", "Hirsi", "Warsame"))
    assert row["actie"].endswith("A.H.W.: W. helpen: A. H. bellen over A. les")


def test_health_stays_where_it_was_written_and_money_is_told_without_words(store_for: Open) -> None:
    newer = meeting(store_for("elvira"), "27-2-2026", "nieuwer")
    discuss(store_for, newer, "Amina", "kanarieziekte", "gezondheid")
    discuss(store_for, newer, "Bassel", "kanarieschuld", "inkomen")
    told = [row["actie"].partition(": ")[2] for row in begins_with(store_for("marieke"))]
    assert told == ["actie bij inkomen"]


def test_what_the_writer_may_not_read_does_not_come_along(store_for: Open) -> None:
    newer = meeting(store_for("elvira"), "27-2-2026", "nieuwer")
    discuss(store_for, newer, "Narges", "Kijken naar de woning")
    assert begins_with(store_for("elvira")) == [] and begins_with(store_for("marieke")) == [], "a restricted dossier is named nowhere"


def test_a_meeting_of_another_gemeente_is_not_the_last(store_for: Open) -> None:
    other = meeting(store_for("olga"), "1-3-2026", "elders")
    assert begins_with(store_for("olga")) == []
    assert len(begins_with(store_for("elvira"))) == 1
    assert other not in str([one.record.id for one in store_for("elvira").contacts("F14a")])


# Counts


def test_the_counts_are_those_of_the_list_and_hold_no_name(store_for: Open) -> None:
    for who in ("marieke", "elvira"):
        store = store_for(who)
        counts, lines = store.counts(), store.overview()
        assert counts and dict(counts.phases) == {
            words: n for code, words in store.forms.process.PHASES if (n := sum(line.fase == code for line in lines))
        }
        assert counts.late_people == sum(bool(line.deadline and line.deadline < store.today) for line in lines)
        assert counts.late_terms >= counts.late_people


@pytest.mark.parametrize("who", ["joop", "gerrit", "mart", "bea"])
def test_who_has_no_overview_has_no_counts(store_for: Open, who: str) -> None:
    assert store_for(who).counts() is None
    with pytest.raises(AccessDenied):
        store_for(who).overview()
