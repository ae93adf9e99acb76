"""What the person agreed to opens for that organisation, for that subject and until that day; withdrawing closes it (F17)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from popforms.access import AccessDenied
from popforms.demo import complete, fill
from popforms.store import NotReady
from tests.conftest import NOON, Open

MONEY = "inkomen.situatie"
SIGNED = {"tekenen.to_tekenen": [{"id": "v1", "teken_wijze": "op papier", "handtekening": "gezet", "tolk_bij_tekenen": "ja",
                                  "teken_plaats_datum": {"plaats": "Zandvoorde", "datum": "2026-03-02"}}]}  # fmt: skip


def reads(store_for: Open, who: str, today: date = date(2026, 3, 2)) -> bool:
    return MONEY in store_for(who, today=today).open_draft(store_for.record("Bassel", "F07")).readable


@pytest.fixture
def consent(store_for: Open) -> str:
    """Bassel says that the begeleiders may know about money, until the first of June."""
    store, record = store_for("marieke"), store_for.record("Bassel", "F17")
    store.correct(record, "Ook over geld gesproken.")
    line = {
        "id": "geld",
        "onderwerp": "inkomen",
        "met": store_for("joop").user.organisation,
        "waarvoor": "helpen met de post",
        "antwoord": "ja",
        "tot": "1-6-2026",
    }
    fill(store, record, {"to_regels": [line]})
    assert complete(store, record, "d") == []
    store.freeze(record)
    fill(store, record, SIGNED)
    store.finalise(record)
    return record


def test_money_is_closed_for_the_begeleider_without_consent(store_for: Open) -> None:
    assert not reads(store_for, "joop") and reads(store_for, "gerrit")


def test_with_consent_it_is_open_until_its_last_day(store_for: Open, consent: str) -> None:
    assert reads(store_for, "joop")
    assert reads(store_for, "joop", date(2026, 6, 1)) and not reads(store_for, "joop", date(2026, 6, 2))


def test_it_is_open_for_that_organisation_only(store_for: Open, consent: str) -> None:
    assert not reads(store_for, "ilse")


def test_withdrawing_closes_it_at_once(store_for: Open, consent: str) -> None:
    store = store_for("marieke")
    fill(store, consent, {"tekenen.to_ingetrokken_op": "2-3-2026", "tekenen.to_gevolg_gedaan": "De begeleider is gebeld."})
    store.keep_late(consent)
    assert not reads(store_for, "joop")


def test_what_was_stopped_is_asked_with_the_withdrawal(store_for: Open, consent: str) -> None:
    store = store_for("marieke")
    fill(store, consent, {"tekenen.to_ingetrokken_op": "2-3-2026"})
    with pytest.raises(NotReady) as refused:
        store.keep_late(consent)
    assert [str(problem) for problem in refused.value.problems] == ["Wat is gestopt na intrekken?"]
    assert not reads(store_for, "joop"), "what is typed withdraws already"
    fill(store, consent, {"tekenen.to_gevolg_gedaan": "De begeleider is gebeld."})
    store.keep_late(consent)
    assert store_for("marieke").saved(consent).answers["tekenen"]["to_ingetrokken_op"] == "2026-03-02"


def test_health_has_its_fixed_trekker_only_after_consent(store_for: Open) -> None:
    store = store_for("marieke")
    _, (head, report) = store.new_dossier("toestemming")
    fill(store, head, {"regelset": "wi2021", "gemeente": store.user.gemeenten[0], "contact_cmd": store_for("trudy").user.person,
                       "mb": store_for("joop").user.person})  # fmt: skip
    fill(store, report, {"melding_bron": "TVS", "datum_tvs_melding": "2-3-2026", "achternaam": "Tesfay", "voornamen": "Selam", "geboortedatum": "1990",
                         "moedertaal": "Tigrinya"})  # fmt: skip
    store.keep_together([head, report])
    pop = store.open_draft(store.start_record("F07", str(store.record_row(head).dossier_id), "pop"))
    assert pop.value("taal.module_trekker") == store_for("joop").user.person
    assert pop.value("gezondheid.module_trekker") is None and pop.value("inkomen.module_trekker") is None


HEALTH = "gezondheid.situatie"


def may_read_health(store_for: Open) -> bool:
    """Whether the CMD reads the health module of Nooria's plan."""
    trudy = store_for("trudy")
    return trudy.may_open(store_for.dossier("Nooria")) and HEALTH in trudy.open_draft(store_for.record("Nooria", "F07")).readable


def the_cmd(store_for: Open) -> dict[str, str]:
    """A line that says yes to the CMD about health."""
    return {"onderwerp": "gezondheid", "met": str(store_for("trudy").user.organisation), "waarvoor": "hulp zoeken", "antwoord": "ja"}


def test_a_yes_counts_from_the_signature_and_not_before(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Nooria", "F17")
    store.correct(record, "Ook over gezondheid gesproken.")
    fill(store, record, {"to_regels": [{"id": "nieuw", **the_cmd(store_for)}]})
    assert not may_read_health(store_for)
    store.keep(record)
    assert not may_read_health(store_for)
    assert complete(store, record, "d") == []
    store.freeze(record)
    assert not may_read_health(store_for)
    fill(store, record, SIGNED)
    store.finalise(record)
    assert may_read_health(store_for)


def test_what_was_signed_for_goes_on_while_a_new_version_is_written(store_for: Open, consent: str) -> None:
    store = store_for("marieke")
    store.correct(consent, "Nog een onderwerp erbij.")
    fill(store, consent, {"to_regels": [{"id": "nieuw", **the_cmd(store_for)}], "to_geldig_tot": "1-3-2027"})
    store.keep(consent)
    assert reads(store_for, "joop") and not reads(store_for, "joop", date(2026, 6, 2))


@pytest.mark.parametrize(
    ("typed", "last_day"),
    [
        ({"ingetrokken_op": "2-3-2026"}, None),
        ({"ingetrokken_op": "2-3"}, None),
        ({"antwoord": "nee"}, None),
        ({"onderwerp": "werk"}, None),
        ({"met": ""}, None),
        ({"tot": "1-4-2026"}, date(2026, 4, 1)),
        ({"tot": "1-9-2026"}, date(2026, 6, 1)),
        ({"tot": "1-13"}, date(2026, 6, 1)),
        ({"tot": ""}, date(2026, 6, 1)),
    ],
)
def test_a_line_is_taken_back_the_moment_that_it_is_typed(
    store_for: Open, consent: str, typed: dict[str, str], last_day: date | None
) -> None:
    store = store_for("marieke")
    store.correct(consent, "De klant denkt er anders over.")
    ((name, value),) = typed.items()
    path = f"delen.to_regels.geld.{name}"
    now = store.open_draft(consent).entries.get(path)
    store.save_field(consent, path, value, expect=now.revision if now else 0)
    days = (date(2026, 3, 2), date(2026, 4, 1), date(2026, 4, 2), date(2026, 6, 1), date(2026, 6, 2))
    assert [reads(store_for, "joop", day) for day in days] == [last_day is not None and day <= last_day for day in days]


def test_a_line_that_is_taken_out_is_taken_back(store_for: Open, consent: str) -> None:
    store = store_for("marieke")
    store.correct(consent, "De klant denkt er anders over.")
    store.remove_row(consent, "delen.to_regels", "geld")
    assert not reads(store_for, "joop")


def test_a_line_that_was_taken_back_and_kept_asks_a_signature_to_come_back(store_for: Open, consent: str) -> None:
    store, path = store_for("marieke"), "delen.to_regels.geld.antwoord"
    store.correct(consent, "De klant denkt er anders over.")
    store.save_field(consent, path, "nee", expect=store.open_draft(consent).entries[path].revision)
    store.keep(consent)
    store.save_field(consent, path, "ja", expect=store.open_draft(consent).entries[path].revision)
    assert not reads(store_for, "joop")
    store.keep(consent)
    assert not reads(store_for, "joop")


def test_withdrawing_all_closes_it_the_moment_that_it_is_typed(store_for: Open, consent: str) -> None:
    store, path = store_for("marieke"), "tekenen.to_ingetrokken_op"
    store.save_field(consent, path, "2-3-2026", expect=0)
    assert not reads(store_for, "joop")
    store.save_field(consent, path, None, expect=1)
    assert reads(store_for, "joop")


def test_who_withdrew_all_gives_consent_anew_with_a_signature_only(store_for: Open, consent: str) -> None:
    store, path = store_for("marieke"), "tekenen.to_ingetrokken_op"
    fill(store, consent, {path: "2-3-2026", "tekenen.to_gevolg_gedaan": "De begeleider is gebeld."})
    store.keep_late(consent)
    store.correct(consent, "De klant wil het toch weer.")
    store.save_field(consent, path, None, expect=store.open_draft(consent).entries[path].revision)
    store.keep(consent)
    assert not reads(store_for, "joop")
    assert complete(store, consent, "d") == []
    store.freeze(consent)
    fill(store, consent, SIGNED)
    store.finalise(consent)
    assert reads(store_for, "joop")


def test_an_action_about_health_leaves_its_trekker_with_the_consent(store_for: Open) -> None:
    store, record = store_for("marieke"), store_for.record("Nooria", "F17")
    store.correct(record, "Ook over gezondheid gesproken.")
    fill(store, record, {"to_regels": [{"id": "nieuw", **the_cmd(store_for)}]})
    assert complete(store, record, "d") == []
    store.freeze(record)
    fill(store, record, SIGNED)
    store.finalise(record)
    pop = store_for.record("Nooria", "F07")
    store.correct(pop, "Het CMD neemt de actie over.")
    (action,) = [one for one in store.actions_of(store_for.dossier("Nooria")) if one.module == "gezondheid"]
    change = store.open_draft(pop).entries.get(f"{action.path}.trekker")
    store.save_field(pop, f"{action.path}.trekker", store_for("trudy").user.person, expect=change.revision if change else 0)
    store.keep(pop)
    assert action.id in [one.id for one in store_for("trudy").my_actions()]
    store.save_field(record, "tekenen.to_ingetrokken_op", "2-3-2026", expect=0)
    assert action.id not in [one.id for one in store_for("trudy").my_actions()]
    with pytest.raises(AccessDenied):
        store_for("trudy").progress(action.id, "Gebeld met de huisarts.")


def test_a_withdrawal_that_was_typed_stands_on_werk_until_it_is_kept(store_for: Open, consent: str) -> None:
    store, path = store_for("marieke", now=NOON + timedelta(minutes=1)), "tekenen.to_ingetrokken_op"

    def waits() -> bool:
        return consent in [record.id for record, _, _ in store.my_drafts()]

    assert not waits()
    store.save_field(consent, path, "2-3-2026", expect=0)
    assert waits()
    store.save_field(consent, path, None, expect=1)
    assert not waits()
    store.save_field(consent, path, "2-3-2026", expect=2)
    store.save_field(consent, "tekenen.to_gevolg_gedaan", "De begeleider is gebeld.", expect=0)
    store.keep_late(consent)
    assert not waits()
