"""The code on every page of a print: which version of which record this page is of, for whoever lays a signed scan back.

`POP1:{record}:{version}:{first 16 hex of the fingerprint}:{page}`, in capitals, which makes the smallest QR code. It names no
person: the record is a random id that says something only to who has the database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import segno

PREFIX = "POP1"
HEX_SHOWN = 16
"""So many hexadecimal digits of the fingerprint stand in the code: enough to know a print by, together with its record."""
_PAYLOAD = re.compile(rf"{PREFIX}:([0-9A-F]{{8,64}}):([0-9]{{1,6}}):([0-9A-F]{{{HEX_SHOWN}}}):([0-9]{{1,4}})")


@dataclass(frozen=True)
class PageCode:
    """What a code says: record id and fingerprint in lower case as the store has them, version and page as numbers from 1."""

    record: str
    version: int
    fingerprint: str
    page: int


def payload(record: str, version: int, fingerprint: str, page: int) -> str:
    """The text of the code on one page; `fingerprint` may be whole."""
    return f"{PREFIX}:{record}:{version}:{fingerprint[:HEX_SHOWN]}:{page}".upper()


def parse(text: str) -> PageCode | None:
    """What a code that was read says; None for any other code, such as one that was on the page already."""
    found = _PAYLOAD.fullmatch(text.strip())
    if found is None:
        return None
    record, version, fingerprint, page = found.groups()
    return PageCode(record.lower(), int(version), fingerprint.lower(), int(page))


@lru_cache(maxsize=256)
def squares(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """How many modules a side of the QR code of this text has, and its dark runs as (column, row, length); error level M, no white."""
    matrix = segno.make(text, error="m", micro=False).matrix
    runs: list[tuple[int, int, int]] = []
    for y, row in enumerate(matrix):
        start = -1
        for x, dark in enumerate((*row, 0)):
            if dark and start < 0:
                start = x
            elif not dark and start >= 0:
                runs.append((start, y, x - start))
                start = -1
    return len(matrix), tuple(runs)
