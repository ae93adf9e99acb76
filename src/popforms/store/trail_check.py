"""Is the audit trail still whole? The chain from its first line, its details, and the heads that were written outside."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from popforms.dutch import local, say_date, say_datetime
from popforms.store.connection import Database, WrongKey
from popforms.store.heads import KOP, TERUG, Entry, head_file, standing_still
from popforms.store.trail import ERASED, HEAD, Link, first_seal, hash_of_detail, key_of, seal_of, trail_id


@dataclass
class Walk:
    """What one walk along the chain found: the end of it, its heads, and what is wrong with the number of the first line."""

    end: Link
    heads: dict[int, Link] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def told(self) -> tuple[str, ...]:
        return tuple(f"regel {seq}: {words}" for seq, words in sorted(self.wrong))


def walk(db: Database) -> Walk:
    """Work out every seal again, and every hash of a detail. After a wrong line it goes on from what stands there."""
    key, found = key_of(db), Walk(Link(0, first_seal(db), ""))
    erased = {
        row[0]: row[1] for row in db.conn.execute("SELECT dossier_id, max(seq) FROM audit WHERE act=? GROUP BY dossier_id", (ERASED,))
    }
    rows = db.conn.execute(
        "SELECT a.seq, a.at, a.user_id, a.act, a.dossier_id, a.record_id, a.version, a.detail_hash, a.seal, d.salt, d.detail "
        "FROM audit a LEFT JOIN audit_detail d ON d.seq=a.seq ORDER BY a.seq"
    )
    for *columns, seal, salt, detail in rows:
        seq, at, act, dossier, detail_hash = columns[0], columns[1], columns[3], columns[4], columns[7]
        if seq != found.end.seq + 1:
            found.wrong.append(_gap(found.end.seq + 1, seq))
        if not hmac.compare_digest(seal_of(key, found.end.seal, tuple(columns)), seal):
            found.wrong.append((seq, "is veranderd, verplaatst of ertussen gezet"))
        elif salt is not None:
            if detail_hash is None or not hmac.compare_digest(hash_of_detail(salt, detail), detail_hash):
                found.wrong.append((seq, "de bijzonderheden zijn veranderd"))
        elif detail_hash is not None and seq > erased.get(dossier, 0):
            found.wrong.append((seq, "de bijzonderheden zijn weg, en er is geen regel dat ze zijn gewist"))
        found.end = Link(seq, seal, at)
        if act == HEAD:
            found.heads[seq] = found.end
    for (seq,) in db.conn.execute("SELECT seq FROM audit_detail WHERE seq NOT IN (SELECT seq FROM audit)"):
        found.wrong.append((seq, "er zijn bijzonderheden van een regel die er niet is"))
    return found


@dataclass
class Outside:
    """The second place beside the chain: how many heads fit, which lines went with a backup that was put back, what is wrong."""

    heads: int = 0
    lost: list[tuple[date, int, int]] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def told(self) -> tuple[str, ...]:
        return tuple(words for _, words in sorted(self.wrong))


def compare(db: Database, folder: Path, entries: list[Entry], found: Walk) -> Outside:
    """Hold the chain against every entry in the second place."""
    outside = Outside()
    place = head_file(folder, trail_id(db))
    for entry in entries:
        if not entry.signed or entry.kind not in (KOP, TERUG):
            outside.wrong.append((entry.link.seq, f"regel {entry.number} van {place.name} is veranderd of onleesbaar"))
    kept: list[Entry] = []
    for entry in (one for one in entries if one.signed):
        if entry.kind == TERUG:
            lost = [one.link.seq for one in kept if one.link.seq > entry.link.seq]
            if lost:
                outside.lost.append((local(datetime.fromisoformat(entry.moment)).date(), entry.link.seq + 1, max(lost)))
            kept = [one for one in kept if one.link.seq <= entry.link.seq]
        kept.append(entry)
    for before, entry in pairwise(kept):
        if entry.link.seq < before.link.seq or (entry.link == before.link and entry.kind == before.kind == KOP):
            outside.wrong.append((entry.link.seq, f"regel {entry.number} van {place.name} staat op een verkeerde plaats of dubbel"))
    if beyond := [entry for entry in kept if entry.link.seq > found.end.seq]:
        outside.wrong.append((found.end.seq + 1, _cut(found.end.seq + 1, beyond[-1])))
    noted = {entry.link.seq for entry in kept if entry.kind == KOP}
    for entry in kept:
        if entry.link.seq <= found.end.seq and not _fits(db, entry.link):
            outside.wrong.append((entry.link.seq, f"regel {entry.link.seq} is niet die van toen haar zegel in {place} is gezet"))
    for seq in sorted(found.heads.keys() - noted):
        outside.wrong.append((seq, f"de kop van regel {seq} ontbreekt in {place}"))
    outside.heads = len(noted)
    return outside


def examine_trail(db: Database, folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What `popforms check` says about the trail: a name in Dutch and what is wrong; the head of the chain stands in the name."""
    try:
        with standing_still(folder, db) as entries:
            found = walk(db)
            outside = compare(db, folder, entries, found)
    except WrongKey as error:
        yield "het logspoor is heel", (str(error),)
        return
    end = found.end
    head = f"tot en met regel {end.seq}, kop {end.seal.hex()[:32]} van {_moment(end.at)}" if end.seq else "nog leeg"
    yield "het logspoor is heel" + ("" if found.wrong else f" ({head})"), found.told()
    told = [f"{outside.heads} koppen" if outside.heads != 1 else "1 kop"]
    for day, first, last in outside.lost:
        told.append(f"op {say_date(day)} is een back-up teruggezet; regel {first} tot en met {last} van daarvoor zijn weg")
    yield f"het logspoor klopt met de map {folder.name}" + ("" if outside.wrong else f" ({'; '.join(told)})"), outside.told()
    strange = sorted(path.name for path in folder.glob("logspoor-*.jsonl") if path != head_file(folder, trail_id(db)))
    yield (
        f"in de map {folder.name} ligt alleen het logspoor van deze database",
        tuple(f"{name} hoort bij een andere database" for name in strange),
    )


def _fits(db: Database, link: Link) -> bool:
    row = db.conn.execute("SELECT seal, at FROM audit WHERE seq=?", (link.seq,)).fetchone()
    return link.seq == 0 and link.seal == first_seal(db) if row is None else row == (link.seal, link.at)


def _gap(expected: int, seq: int) -> tuple[int, str]:
    if seq < expected:
        return seq, "hoort hier niet"
    return expected, "ontbreekt" if seq == expected + 1 else f"deze en de volgende, tot en met regel {seq - 1}, ontbreken"


def _cut(first: int, head: Entry) -> str:
    return (
        f"regel {first} tot en met {head.link.seq} ontbreken: het logspoor is afgeknipt of de database is een oudere. "
        f"Op {_moment(head.moment)} was het verder"
    )


def _moment(stamped: str) -> str:
    try:
        return say_datetime(datetime.fromisoformat(stamped))
    except ValueError:
        return "een onbekend moment"
