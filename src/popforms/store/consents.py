"""What may be shared: what was signed for, as long as nothing that was written since takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from popforms.access import Consent
from popforms.definition.conditions import has_value
from popforms.dutch import parse_date

_NO_END = date.max


class Agreed(Iterable[Consent]):
    """The consents of a dossier, read when somebody asks: most of what is asked about a case is not about sharing."""

    def __init__(self, read: Callable[[], tuple[Consent, ...]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[Consent]:
        return iter(self._found)

    @cached_property
    def _found(self) -> tuple[Consent, ...]:
        return self._read()


def standing(words: Mapping[str, str], readings: Sequence[Mapping[str, Any]]) -> tuple[Consent, ...]:
    """The consents that hold. `words` is CONSENT of the process; `readings` are the answers by name, oldest first: the version
    in force, each version after it, and what is typed now.

    Only the first gives: its lines with yes and with an end. The others take away: a line that they do not repeat is withdrawn,
    and the earliest end counts; a date that is not one yet changes nothing.
    """
    if any(has_value(reading.get(words["withdrawn"])) for reading in readings):
        return ()
    signed, *since = [dict(_lines(words, reading)) for reading in readings]
    return tuple(
        Consent(consent.organisation, consent.topic, min(line.until for line in told))
        for row, consent in signed.items()
        if consent.until != _NO_END and len(told := [consent, *_repeated(row, consent, since)]) == len(readings)
    )


def _repeated(row: str, consent: Consent, since: Sequence[Mapping[str, Consent]]) -> Iterator[Consent]:
    """The same line in each later reading that still says it."""
    for lines in since:
        line = lines.get(row)
        if line and (line.organisation, line.topic) == (consent.organisation, consent.topic):
            yield line


def _lines(words: Mapping[str, str], reading: Mapping[str, Any]) -> Iterator[tuple[str, Consent]]:
    """The lines that say yes and are not withdrawn, by the id of their row."""
    whole, rows = reading.get(words["until"]), reading.get(words["lines"])
    for row in rows if isinstance(rows, list) else ():
        if row.get(words["answer"]) == "ja" and not has_value(row.get(words["line_withdrawn"])):
            ends = [parse_date(str(day)) for day in (whole, row.get(words["line_until"])) if has_value(day)]
            until = min((day for day in ends if day), default=_NO_END)
            yield row["id"], Consent(str(row.get(words["organisation"]) or ""), str(row.get(words["topic"]) or ""), until)
