"""The end of the guidance (F19): the begeleider reads on for thirty days from the day on which the end was decided, and goes on till then."""

from __future__ import annotations

from datetime import UTC, date, datetime

from popforms.demo import complete, fill
from popforms.store import Store, Wanted
from tests.conftest import Open

SPRING, SUMMER = date(2026, 5, 20), date(2026, 7, 1)


def at(store_for: Open, who: str, day: date) -> Store:
    """The store for somebody at noon of a day."""
    return store_for(who, today=day, now=datetime(day.year, day.month, day.day, 11, tzinfo=UTC))


def agreed(day: date) -> list[dict[str, str]]:
    return [{"id": f"v{n}", "akkoord": "akkoord", "datum": day.isoformat()} for n in (1, 2, 3)]


def goes_on(store_for: Open) -> str:
    """The guidance of Desta was talked over and goes on."""
    store, record = store_for("marieke"), store_for.record("Desta", "F19")
    form = {
        "am_besluit": "doorgaan",
        "am_doorgaan_vorm": {"tekst": "in de groep", "datum": "2026-12-01"},
        "am_akkoord": agreed(store.today),
    }
    fill(store, record, form)
    assert complete(store, record, "d") == []
    store.freeze(record)
    store.finalise(record)
    return record


def write_end(store_for: Open, record: str, day: date) -> None:
    """A correction that ends it, kept and no more."""
    store = at(store_for, "marieke", day)
    store.correct(record, "De begeleiding stopt nu.")
    fill(store, record, {"am_besluit": "afronden", "am_akkoord": agreed(day)})
    assert complete(store, record, "d") == []
    store.keep(record)


def finish(store_for: Open, record: str, day: date) -> None:
    """The content is fixed, the letter is sent and the form is definitive."""
    at(store_for, "marieke", day).freeze(record)
    joop = at(store_for, "joop", day)
    letter = joop.make_letter(store_for.dossier("Desta"), Wanted("BR15"), f"slotbrief {day}")
    fill(joop, letter, {"br_wijze": "post", "br_bsn_nodig": "nee", "br_tekst": "Uw begeleiding stopt nu."})
    assert complete(joop, letter, "d") == []
    joop.freeze(letter)
    fill(joop, letter, {"br_verzonden_op": day.isoformat()})
    joop.finalise(letter)
    store = at(store_for, "marieke", day)
    fill(store, record, {"am_dossier_mee": "gesloten"})
    store.finalise(record)


def phase(store_for: Open, day: date) -> str:
    return str(at(store_for, "marieke", day).dossier(store_for.dossier("Desta")).facts["fase"])


def opens(store_for: Open, day: date) -> bool:
    return at(store_for, "joop", day).may_open(store_for.dossier("Desta"))


def test_an_end_that_is_only_written_closes_nothing(store_for: Open) -> None:
    record = goes_on(store_for)
    write_end(store_for, record, SPRING)
    assert opens(store_for, SPRING) and opens(store_for, SUMMER)
    assert phase(store_for, SPRING) == "voortgang"


def test_thirty_days_count_from_the_end_and_not_from_the_going_on_before_it(store_for: Open) -> None:
    record = goes_on(store_for)
    write_end(store_for, record, SPRING)
    finish(store_for, record, SPRING)
    assert phase(store_for, SPRING) == "mb afgerond"
    assert opens(store_for, SPRING) and opens(store_for, date(2026, 6, 19))
    assert not opens(store_for, date(2026, 6, 20))


def test_a_later_correction_of_the_end_gives_no_new_days(store_for: Open) -> None:
    record = goes_on(store_for)
    write_end(store_for, record, SPRING)
    finish(store_for, record, SPRING)
    later = date(2026, 6, 10)
    store = at(store_for, "marieke", later)
    store.correct(record, "Een adres was fout.")
    fill(store, record, {"am_akkoord": agreed(later)})
    store.freeze(record)
    fill(store, record, {"am_dossier_mee": "beide"})
    store.finalise(record)
    assert opens(store_for, date(2026, 6, 19)) and not opens(store_for, date(2026, 6, 20))
