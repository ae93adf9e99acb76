"""What the person agreed to opens for that organisation, for that subject and until that day; withdrawing closes it (F17)."""

from __future__ import annotations

from datetime import date

import pytest

from popforms.demo import complete, fill
from tests.conftest import Open

MONEY = "inkomen.situatie"


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
    fill(store, record, {"tekenen.to_tekenen": [{"id": "v1", "teken_wijze": "op papier", "handtekening": "gezet", "tolk_bij_tekenen": "ja",
                                                 "teken_plaats_datum": {"plaats": "Zandvoorde", "datum": "2026-03-02"}}]})  # fmt: skip
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
