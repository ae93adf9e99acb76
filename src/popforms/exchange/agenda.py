"""Calendar files of running terms, of one dossier or of one colleague, for a calendar outside popforms (RFC 5545).

They leave the house, so they hold dossier numbers and the names of terms, and nothing about a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from popforms.process.terms import Running

CALENDAR = "text/calendar"
_OFFICE_HOURS = timedelta(hours=9)
_TELLING = ("op tijd", "bijna", "te laat")


def is_in_calendar(term: Running) -> bool:
    """Whether a term has a last day that somebody can plan on: it runs, and does not stand still."""
    return term.state in _TELLING and term.last_day is not None


def term_calendar(number: str, terms: Iterable[Running], now: datetime) -> bytes:
    """One day for the last day of each running term of a dossier, with its warnings as alarms at nine o'clock.

    The same term of the same dossier always has the same UID, so that a newer file moves the day and adds no second one.
    """
    return own_calendar(((f"{term.code} {number}", number, term) for term in terms), now)


def own_calendar(terms: Iterable[tuple[str, str, Running]], now: datetime) -> bytes:
    """The same for terms of several dossiers, and of no dossier: each with what makes its UID and the number of its dossier.

    Of terms with the same UID one stands in it: many contacts to check on one day are one day.
    """
    calendar, seen = Calendar(), set[str]()
    calendar.add("prodid", "-//popforms//termijnen//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for key, number, term in terms:
        if is_in_calendar(term) and term.last_day and key not in seen:
            seen.add(key)
            calendar.add_component(_event(key, number, term, term.last_day, now))
    return calendar.to_ical()


def _event(key: str, number: str, term: Running, last: date, now: datetime) -> Event:
    words = f"{number}: {term.title}" if number else term.title
    event = Event()
    # the UID of a dossier term, as it was from the start: code and number with a dot between them
    event.add("uid", f"{'.'.join(key.rsplit(' ', 1)).replace(' ', '-')}@popforms")
    event.add("dtstamp", now)
    event.add("dtstart", last)
    event.add("summary", words)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # a last day keeps nobody busy all day
    for day in term.warnings:
        if now.date() <= day <= last:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", words)
            alarm.add("trigger", day - last + _OFFICE_HOURS)
            event.add_component(alarm)
    return event
