"""A calendar file of the running terms of one dossier, for the calendar of a colleague (RFC 5545).

It leaves the house, so it holds the dossier number and the names of the terms, and nothing about a person.
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
    """One day for the last day of each running term, with its warnings as alarms at nine o'clock.

    The same term of the same dossier always has the same UID, so that a newer file moves the day and adds no second one.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//popforms//termijnen//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for term in terms:
        if is_in_calendar(term) and term.last_day:
            calendar.add_component(_event(number, term, term.last_day, now))
    return calendar.to_ical()


def _event(number: str, term: Running, last: date, now: datetime) -> Event:
    words = f"{number}: {term.title}"
    event = Event()
    event.add("uid", f"{term.code.replace(' ', '-')}.{number}@popforms")
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
