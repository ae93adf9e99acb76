"""The calendar file of the terms of a dossier: read back, the same UIDs every time, and nothing about a person in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from forms import FORMS
from popforms.access import AccessDenied
from popforms.exchange.agenda import term_calendar
from popforms.process.terms import TermTable, compute_all
from tests.conftest import Open

TABLE = TermTable.load(FORMS.folder / "termijnen.toml")
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
FACTS = {
    "regelset": "pilot2019",
    "wet": "wi2013",
    "F01.achternaam": "Osman",
    "F04.huur_ingang": date(2026, 3, 2),
    "datum_koppeling": date(2026, 2, 2),
    "datum_huisvesting": date(2025, 9, 1),
    "dagtekening_eerste_pip": date(2026, 1, 31),
    "termijn_pauzes": [{"termijn": "T06", "van": date(2026, 3, 1), "tot_en_met": None}],
}


def events(content):
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def made(facts=FACTS, now=NOW):
    return term_calendar("D-2026-007", compute_all(TABLE, facts, now.date()), now)


def test_each_running_term_is_a_day_of_its_own_with_its_warnings():
    found = events(made())
    moving = found["T24.D-2026-007@popforms"]
    assert moving["summary"] == "D-2026-007: PVT-blok (Velsen)"
    assert moving.decoded("dtstart") == date(2026, 1, 5)
    meeting = found["T19-eerste.D-2026-007@popforms"]
    assert (meeting["summary"], meeting.decoded("dtstart")) == ("D-2026-007: PIP-teamoverleg (eerste)", date(2026, 5, 31))
    alarms = [alarm.decoded("trigger") for alarm in meeting.walk("VALARM")]
    assert alarms == [timedelta(days=-14, hours=9), timedelta(hours=9)]
    assert moving["transp"] == "TRANSPARENT" and moving["class"] == "PRIVATE"


def test_what_does_not_run_is_not_in_the_calendar():
    running = compute_all(TABLE, FACTS, NOW.date())
    states = {term.code: term.state for term in running}
    assert states["T06"] == "gepauzeerd" and states["T03"] == "klaar" and states["T02"] == "niet bekend"
    codes = {uid.partition(".")[0] for uid in events(made())}
    assert codes == {term.code.replace(" ", "-") for term in running if term.state in ("op tijd", "bijna", "te laat") and term.last_day}
    assert not codes & {"T06", "T03", "T02", "T25"}


def test_a_term_keeps_its_uid_when_its_day_moves():
    later = {**FACTS, "dagtekening_eerste_pip": date(2026, 2, 28)}
    before, after = events(made()), events(made(later, NOW + timedelta(days=3)))
    assert set(before) == set(after)
    assert after["T19-eerste.D-2026-007@popforms"].decoded("dtstart") == date(2026, 6, 28)
    assert after["T19-eerste.D-2026-007@popforms"].decoded("dtstamp") > before["T19-eerste.D-2026-007@popforms"].decoded("dtstamp")


def test_the_file_follows_the_format():
    lines = made().split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert {b"VERSION:2.0", b"METHOD:PUBLISH"} <= set(lines)


def test_who_may_open_the_dossier_takes_its_terms_along_without_a_name_and_it_is_written_down(store_for: Open):
    marieke, dossier = store_for("marieke"), store_for.dossier("Yohannes")
    view = marieke.dossier(dossier)
    number, terms = marieke.terms_to_take_along(dossier)
    assert (number, terms) == (view.number, view.terms)
    content = term_calendar(number, terms, marieke.local_now())
    assert events(content)
    told = content.decode().replace("\r\n ", "").casefold()
    for word in view.name.casefold().split():
        assert word not in told
    lines = list(marieke.db.query("SELECT user_id, dossier_id, detail FROM trail WHERE act='termijnen meenemen'"))
    assert lines == [{"user_id": marieke.user.id, "dossier_id": dossier, "detail": ""}]


def test_who_may_not_open_the_dossier_gets_no_terms(store_for: Open):
    dossier = store_for.dossier("Yohannes")
    for other in ("olga", "wim"):
        with pytest.raises(AccessDenied):
            store_for(other).terms_to_take_along(dossier)
