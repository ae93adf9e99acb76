"""Two documents side by side: what is new, what is gone, and what was changed, down to the words in a long text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest

from popforms.definition.outline import Answer, Block, Compared, Document, Heading, Mark, Piece, RowTable

HIDDEN = "niet voor jou te lezen"
LONG_ROW = 60
"""Signs of the first cell that name a row."""
ALIKE = 0.35
"""The part of the words that two texts share, from which their differences are told apart; less is another text."""
FEW_WORDS = 3
"""So many words at most are told as a whole: from ‘niet van toepassing’ to ‘nog niet’ the ‘niet’ is nothing that stayed."""
MOST_WORDS = 1500
"""Of a piece of text whose words are compared; a longer one is told as a whole."""
LONG_SAME, AROUND = 500, 160
"""Signs of a piece that stayed the same from which its middle is left out, and of what is told of it on each side."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
_WORD = re.compile(r"\s+|[^\s]+")


def compare(
    old: Document, new: Document, *, closed_old: frozenset[str] = frozenset(), closed_new: frozenset[str] = frozenset()
) -> list[Block]:
    """The questions of two versions in the order of the new one, each as `Compared` below its heading; what is gone stands at the end
    of the section it stood in. `closed_old` and `closed_new` are the questions that one of them asks but this reader may not read."""
    before, after = _sections(old), _sections(new)
    there = {block.name: block for blocks in before.values() for block in blocks}
    names = {block.name for blocks in after.values() for block in blocks}
    told: list[Block] = []
    for title in [*after, *(title for title in before if title not in after)]:
        inside: list[Compared] = []
        for block in after.get(title, ()):
            inside += _pair(there.get(block.name), block, block.name in closed_old, False)
        for block in before.get(title, ()):
            if block.name not in names:
                inside += _pair(block, None, False, block.name in closed_new)
        if inside:
            told += [Heading(title), *inside]
    return told


def changed_only(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """The blocks without what stayed the same and without headings that have nothing left below them; and how many stayed the same."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and kept and isinstance(kept[-1], Heading):
            kept.pop()
        if not isinstance(block, Compared) or block.mark != "gelijk":
            kept.append(block)
    if kept and isinstance(kept[-1], Heading):
        kept.pop()
    return kept, sum(1 for block in blocks if isinstance(block, Compared) and block.mark == "gelijk")


def in_words(pieces: Sequence[Piece], word: str) -> str:
    """Pieces as text in which what differs stands between brackets with a word before it, so that no colour is needed."""
    return "".join(f"[{word}: {piece.text}]" if piece.differs else piece.text for piece in pieces)


# --- inside -----------------------------------------------------------------------------------------------------------


def _sections(document: Document) -> dict[str, list[Answer | RowTable]]:
    """The answers below each heading."""
    found: dict[str, list[Answer | RowTable]] = {}
    inside: list[Answer | RowTable] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = found.setdefault(block.text, [])
        elif isinstance(block, Answer | RowTable):
            inside.append(block)
    return found


def _pair(old: Answer | RowTable | None, new: Answer | RowTable | None, closed_old: bool, closed_new: bool) -> Iterator[Compared]:
    """One question, or each row of a repeated one."""
    if isinstance(old, RowTable) and isinstance(new, RowTable):
        yield from _rows(old, new)
    elif isinstance(old, RowTable) or isinstance(new, RowTable):  # no rows became rows, or the other way round
        yield from _pair(old if isinstance(old, Answer) else None, new if isinstance(new, Answer) else None, closed_old, closed_new)
        empty = RowTable("", (), ())
        yield from _rows(old if isinstance(old, RowTable) else empty, new if isinstance(new, RowTable) else empty, closed_old, closed_new)
    elif old or new:
        label = (new or old).label  # type: ignore[union-attr]
        if old and new and old.label != new.label:
            label += f" (eerst: {old.label})"
        yield _compared(label, old.text if old else None, new.text if new else None, closed_old, closed_new)


def _rows(old: RowTable, new: RowTable, closed_old: bool = False, closed_new: bool = False) -> Iterator[Compared]:
    """Rows are the same when their id is, and cells when their column is."""
    before, after = _by_key(old), _by_key(new)
    label = new.label or old.label
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key), after.get(key)
        name = f"{_lead(label)} {_name_of(now or was or ())}"
        if was is None or now is None:
            yield _compared(name, None if was is None else _lines(was), None if now is None else _lines(now), closed_old, closed_new)
            continue
        columns = list(dict.fromkeys([*dict(now), *dict(was)]))
        cells = [(column, *_cell(dict(was).get(column, ""), dict(now).get(column, ""))) for column in columns]
        mark: Mark = "gelijk" if dict(was) == dict(now) else "gewijzigd"
        yield Compared(
            name, mark, _joined((column, cell) for column, cell, _ in cells), _joined((column, cell) for column, _, cell in cells)
        )


Cells = tuple[tuple[str, str], ...]


def _by_key(table: RowTable) -> dict[str, Cells]:
    """The rows with the labels of their columns, by id."""
    rows = zip_longest(table.keys, table.rows) if table.keys else enumerate(table.rows)
    return {str(key): tuple((column, cell) for column, cell in zip(table.columns, row, strict=True) if cell) for key, row in rows}


def _name_of(row: Cells) -> str:
    words = " ".join(row[0][1].split()) if row else "lege regel"
    return words if len(words) <= LONG_ROW else words[:LONG_ROW].rstrip() + "…"


def _lines(row: Cells) -> str:
    return "\n".join(f"{_lead(column)} {cell}" for column, cell in row)


def _lead(label: str) -> str:
    """A label before what it says."""
    return label if label.endswith("?") else f"{label}:"


def _joined(cells: Iterator[tuple[str, tuple[Piece, ...]]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for column, cell in cells:
        if any(piece.text for piece in cell):
            pieces += [Piece(f"{chr(10) if pieces else ''}{_lead(column)} "), *cell]
    return tuple(_merged(pieces))


def _compared(label: str, old: str | None, new: str | None, closed_old: bool, closed_new: bool) -> Compared:
    if old is None and new is not None:
        was: tuple[Piece, ...] = (Piece(HIDDEN),) if closed_old else ()
        return Compared(label, "niet te vergelijken" if closed_old else "nieuw", was, (Piece(new),))
    if new is None and old is not None:
        now: tuple[Piece, ...] = (Piece(HIDDEN),) if closed_new else ()
        return Compared(label, "niet te vergelijken" if closed_new else "weg", (Piece(old),), now)
    was, now = _words(old or "", new or "")
    return Compared(label, "gelijk" if old == new else "gewijzigd", was, now)


def _cell(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The same for one cell of a row: the mark of a row does not say which of its cells differ, so what stays whole is marked too."""
    was, now = _words(old, new)
    if old == new or any(piece.differs for piece in (*was, *now)):
        return was, now
    return (Piece(old, differs=True),), (Piece(new, differs=True),)


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts with the words that differ apart; a few words, and two texts that share little, stay whole."""
    if old == new or not old or not new:
        return (Piece(old, differs=bool(old) and old != new),), (Piece(new, differs=bool(new) and old != new),)
    if max(len(old.split()), len(new.split())) <= FEW_WORDS:
        return (Piece(old),), (Piece(new),)
    pairs = list(_pairs(old, new))
    same = sum(len(left) for left, right in pairs if left == right and left.strip())
    if same < ALIKE * min(len(old), len(new)):
        return (Piece(old),), (Piece(new),)
    pairs = [(left, right) if left != right else (_short(pairs, at),) * 2 for at, (left, right) in enumerate(pairs)]
    was, now = ([Piece(pair[side], differs=pair[0] != pair[1]) for pair in pairs] for side in (0, 1))
    return tuple(_merged(was)), tuple(_merged(now))


def _pairs(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Both texts in pieces that are the same, each as long as can be, or that came in each other's place."""
    equal = ""
    for one, other in _parts(_split(old, _SENTENCE), _split(new, _SENTENCE)):
        before, after = _WORD.findall(one), _WORD.findall(other)
        told = len(before) > MOST_WORDS or len(after) > MOST_WORDS
        for left, right in [(one, other)] if one == other or told else _parts(before, after):
            if left == right:
                equal += left
                continue
            if equal:
                yield equal, equal
                equal = ""
            yield left, right
    if equal:
        yield equal, equal


def _short(pairs: Sequence[tuple[str, str]], at: int) -> str:
    """A long piece that stayed the same, without its middle: who reads what changed wants the words around that."""
    text = pairs[at][0]
    if len(text) <= LONG_SAME:
        return text
    start = "" if at == 0 else text[:AROUND].rpartition(" ")[0]
    end = "" if at == len(pairs) - 1 else text[-AROUND:].partition(" ")[2]
    return f"{start} … {end}"


def _split(text: str, at: re.Pattern[str]) -> list[str]:
    """The text in parts that each end where one of these stands."""
    ends = [found.end() for found in at.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _parts(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of texts that are the same or that came in each other's place."""
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d])


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; words that differ take the space between them along, and leave that around them out."""
    joined: list[Piece] = []
    for place, piece in enumerate(pieces):
        between = (
            not piece.differs and piece.text.isspace() and "\n" not in piece.text
            and 0 < place < len(pieces) - 1 and pieces[place - 1].differs and pieces[place + 1].differs
        )  # fmt: skip
        one = replace(piece, differs=True) if between else piece
        if joined and joined[-1].differs == one.differs:
            joined[-1] = replace(one, text=joined[-1].text + one.text)
        elif one.text:
            joined.append(one)
    for one in joined:
        if not one.differs:
            yield one
            continue
        words = one.text.strip()
        start = one.text.index(words) if words else len(one.text)
        yield from (Piece(text, differs) for text, differs in (
            (one.text[:start], False), (words, True), (one.text[start + len(words):], False),
        ) if text)  # fmt: skip
