"""Words that must stand in no file: in every form in which a program could have left them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from popforms.definition.paths import find, path_of
from popforms.definition.questions import read_form
from popforms.settings import Settings
from popforms.store import open_database


def heavy_words(settings: Settings) -> set[str]:
    """Every number and every typed text about health in the kept versions of a database."""
    found: set[str] = set()
    with closing(open_database(settings)) as db:
        definitions = {row["hash"]: read_form(json.loads(row["content"])) for row in db.query("SELECT hash, content FROM definition")}
        for row in db.query("SELECT definition, content FROM version"):
            form, content = definitions[row["definition"]], json.loads(row["content"])
            for unit in form.heavy:
                section, question = find(form, unit)
                value = (content.get(section.name) or {} if section.name else content).get(question.name)
                column = "" if unit == path_of(section, question) else unit.rpartition(".")[2]
                cells = [r.get(column) for r in value] if column and isinstance(value, list) else _cells(value)
                found |= {
                    cell for cell in cells if isinstance(cell, str) and (question.privacy == "nummer" or " " in cell) and len(cell) >= 8
                }
    return found


def _cells(value: object) -> list[object]:
    if isinstance(value, list):
        return [cell for row in value for cell in (row.values() if isinstance(row, dict) else [row])]
    return list(value.values()) if isinstance(value, dict) else [value]


def needles(words: Iterable[str]) -> dict[bytes, str]:
    """Each word as UTF-8 and both kinds of UTF-16, as it is, in JSON and in base64 (at each of its three places in a stream)."""
    found: dict[bytes, str] = {}
    for word in words:
        for text in {word, json.dumps(word)[1:-1]}:
            for raw in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
                found[raw] = word
                for shift in range(3):
                    whole = base64.b64encode(b"\0" * shift + raw)
                    inside = whole[4 if shift else 0 : -4]  # the signs at both ends also hold bits of what stands beside it
                    if len(inside) >= 8:
                        found[inside] = word
    return found


def hits(files: Iterable[Path], words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The files that hold one of the words in any form, with the word."""
    wanted = needles(words)
    for file in files:
        data = file.read_bytes()
        yield from ((str(file), word) for word in sorted({word for needle, word in wanted.items() if needle in data}))
