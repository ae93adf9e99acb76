"""Reading the audit trail: who looked in a dossier, and who did what; itself a line in the trail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from popforms.access import AccessDenied
from popforms.store.acts import EMERGENCY, KINDS, LOGIN, READ, REFUSED, SYSTEM, Act, act_of, acts_of
from popforms.store.base import AMSTERDAM, Base, local
from popforms.store.connection import stamp
from popforms.store.emergency import BEGUN
from popforms.store.trail import NO_USER
from popforms.store.trail import SYSTEM as MACHINE

MOST = 500
"""So many lines are shown; the picture counts them all."""
DOOR = (LOGIN, SYSTEM)
"""The kinds that who manages accounts may read."""
NOBODY = "iemand die niet was ingelogd"


@dataclass(frozen=True)
class TrailLine:
    """One line in plain words. `number` is the dossiernummer, `reason` what was given for a noodinzage; never content."""

    seq: int
    at: datetime
    user_id: str
    who: str
    roles: tuple[str, ...]
    kind: str
    words: str
    dossier_id: str = ""
    number: str = ""
    reason: str = ""
    in_emergency: bool = False


@dataclass(frozen=True)
class Someone:
    """One colleague in the picture: how many acts of each kind on each day, in how many dossiers, and when last."""

    user_id: str
    name: str
    roles: tuple[str, ...]
    days: Mapping[date, Counter[str]]
    dossiers: int
    last: datetime

    @property
    def total(self) -> int:
        return sum(count.total() for count in self.days.values())

    def of(self, kind: str) -> int:
        """How many acts of a kind."""
        return sum(count[kind] for count in self.days.values())


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the trail; empty means all. Dates are days in the Netherlands, both included."""

    first: date
    last: date
    user_id: str = ""
    number: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """The newest lines, how many there are in all, and the people behind them, the busiest first."""

    lines: tuple[TrailLine, ...]
    total: int
    people: tuple[Someone, ...] = field(default=())


class Oversight(Base):
    """The trail for who may read it: the PC of a dossier, the privacy officer, and of the door who manages accounts."""

    def may_read_trail(self, dossier_id: str = "") -> bool:
        """Whether this user may read the trail: of a dossier, or at all."""
        if not dossier_id:
            return self.rights.may_act(self.user, "read_audit")
        known = self._one("SELECT 1 FROM dossier WHERE id=?", dossier_id)
        return known is not None and self.rights.may_act(self.user, "read_audit", self._case(dossier_id), self.today)

    def reads_every_trail(self) -> bool:
        """Whether this user reads lines about dossiers too, and not those of the door alone."""
        return "alle" in self.rights.extent(self.user, "read_audit")

    def dossier_number(self, dossier_id: str) -> str:
        """The number of a dossier whose trail this user may read."""
        self._may_look(dossier_id)
        self._audit_read("logspoor lezen", dossier=dossier_id)
        row = self._one("SELECT number FROM dossier WHERE id=?", dossier_id)
        return str(row["number"]) if row else ""

    def who_looked(self, dossier_id: str, first: date, last: date) -> Found:
        """Who looked in a dossier and did what, between two days; for its PC and the privacy officer."""
        self._may_look(dossier_id)
        self._audit_read("logspoor lezen", dossier=dossier_id)
        return self._trail_find("audit_dossier", "a.dossier_id=? AND a.at>=? AND a.at<?", dossier_id, *_span(first, last))

    def search_trail(self, wanted: Wanted) -> Found:
        """Lines of all the dossiers of the own gemeenten, or of the door alone, as far as this user may read them."""
        if not self.may_read_trail():
            self._refused("logspoor")
            raise AccessDenied
        where, values = ["a.at>=? AND a.at<?"], list[Any](_span(wanted.first, wanted.last))
        kinds = [kind for kind in wanted.kinds or KINDS if self.reads_every_trail() or kind in DOOR]
        dossier = None
        if wanted.user_id:
            where.append("a.user_id=?")
            values.append(wanted.user_id)
        if wanted.number.strip():
            row = self._one("SELECT id FROM dossier WHERE number=? COLLATE NOCASE", wanted.number.strip())
            dossier = row["id"] if row else None
            where.append("a.dossier_id IS NOT NULL AND a.dossier_id=?")
            values.append(dossier)
        if set(kinds) != set(KINDS):
            one, more = _of_kinds(kinds)
            where.append(one)
            values += more
        if self.reads_every_trail():
            near, mine = self._of_my_gemeenten()
            where.append(near)
            values += mine
        found = self._trail_find("audit_at", " AND ".join(where), *values)
        told = [f"{wanted.first} tot en met {wanted.last}", *wanted.kinds, *([f"collega {wanted.user_id}"] if wanted.user_id else [])]
        seen = dossier if dossier and self.may_read_trail(dossier) else None
        self._audit_read("logspoor zoeken", dossier=seen, detail=", ".join([*told, f"{len(found.lines)} getoond"]))
        return found

    def people_in_trail(self) -> dict[str, str]:
        """The colleagues to choose from, by id: who works for the own gemeenten; for who manages accounts all."""
        if not self.may_read_trail():
            raise AccessDenied
        rows = self._all("SELECT id, name, gemeenten FROM user ORDER BY name COLLATE NOCASE")
        mine = set(self.user.gemeenten)
        return {row["id"]: row["name"] for row in rows if not self.reads_every_trail() or mine & set(json.loads(row["gemeenten"]))}

    # --- inside -------------------------------------------------------------------------------------------------------

    def _may_look(self, dossier_id: str) -> None:
        if not self.may_read_trail(dossier_id):
            self._refused("logspoor", dossier=dossier_id if self._one("SELECT 1 FROM dossier WHERE id=?", dossier_id) else None)
            raise AccessDenied

    def _of_my_gemeenten(self) -> tuple[str, list[Any]]:
        """Lines about dossiers of the own gemeenten; of what belongs to no dossier those of colleagues who work there."""
        places = ",".join("?" * len(self.user.gemeenten)) or "NULL"
        people = [*self.people_in_trail(), MACHINE, NO_USER]
        return (
            f"(a.dossier_id IN (SELECT dossier_id FROM overview WHERE gemeente IN ({places})) OR "
            f"(NOT EXISTS (SELECT 1 FROM overview o WHERE o.dossier_id=a.dossier_id) AND a.user_id IN ({','.join('?' * len(people))})))",
            [*self.user.gemeenten, *people],
        )

    def _trail_find(self, index: str, where: str, *values: Any) -> Found:
        """Every line that fits, counted, and the newest told; `index` is the one to walk, which the planner does not find by itself."""
        hits = self.db.conn.execute(
            f"SELECT a.seq, a.user_id, a.at, a.act, a.dossier_id FROM audit a INDEXED BY {index} WHERE {where}", values
        ).fetchall()
        newest = sorted(hits, key=lambda hit: (hit[2][:10], hit[0]), reverse=True)[:MOST]  # by day, and in a day by number, not by clock
        rows = self._all(
            "SELECT t.*, d.number, r.form FROM trail t LEFT JOIN dossier d ON d.id=t.dossier_id LEFT JOIN record r ON r.id=t.record_id "
            f"WHERE t.seq IN ({','.join(str(hit[0]) for hit in newest)})"
        )
        place = {hit[0]: number for number, hit in enumerate(newest)}
        lines = self._trail_lines(sorted(rows, key=lambda row: place[row["seq"]]))
        return Found(tuple(lines), len(hits), tuple(self._trail_people(hits)))

    def _trail_lines(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[TrailLine]:
        emergencies = self._all("SELECT dossier_id, user_id, begun_at, coalesce(ended_at, until) AS until FROM emergency")
        for row in rows:
            who, roles = self._somebody(row["user_id"])
            act = act_of(row["act"])
            yield TrailLine(
                row["seq"], local(row["at"]), row["user_id"], who, roles, act.kind, self._trail_words(act, row), row["dossier_id"] or "",
                row["number"] or "", row["detail"] if row["act"] == BEGUN else "",
                act.kind != EMERGENCY and any(
                    (one["dossier_id"], one["user_id"]) == (row["dossier_id"], row["user_id"]) and one["begun_at"] <= row["at"] <= one["until"]
                    for one in emergencies
                ),
            )  # fmt: skip

    def _trail_people(self, hits: Sequence[tuple[int, str, str, str, str | None]]) -> list[Someone]:
        days: dict[str, dict[date, Counter[str]]] = {}
        dossiers: dict[str, set[str]] = {}
        last: dict[str, str] = {}
        counted = Counter((user_id, at[:13], act, dossier) for _, user_id, at, act, dossier in hits)
        for (user_id, hour, act, dossier), times in counted.items():
            day = _day_of(hour)
            days.setdefault(user_id, {}).setdefault(day, Counter())[act_of(act).kind] += times
            if dossier:
                dossiers.setdefault(user_id, set()).add(dossier)
        for _, user_id, at, _, _ in hits:
            last[user_id] = max(last.get(user_id, ""), at)
        found = [Someone(one, *self._somebody(one), of, len(dossiers.get(one, ())), local(last[one])) for one, of in days.items()]
        return sorted(found, key=lambda one: (-one.of(REFUSED) - one.of(EMERGENCY), -one.of(READ), one.name))

    def _somebody(self, user_id: str) -> tuple[str, tuple[str, ...]]:
        if user_id in (MACHINE, NO_USER):
            return ("popforms zelf of systeembeheer" if user_id == MACHINE else NOBODY), ()
        if user_id not in self._known_people:
            row = self._one("SELECT name, roles FROM user WHERE id=?", user_id)
            table = self.rights.table.roles
            roles = tuple(table[role].title for role in json.loads(row["roles"]) if role in table) if row else ()
            self._known_people[user_id] = (row["name"] if row else "een collega", roles)
        return self._known_people[user_id]

    def _trail_words(self, act: Act, row: Mapping[str, Any]) -> str:
        """What was done, with the form by its title and an account by the name of its colleague."""
        form = self.forms.get(row["form"] or "")
        version = f" (versie {row['version']})" if row["version"] and form and not form.lines else ""
        told = f"het formulier ‘{form.title}’{version}" if form else "een formulier"
        known = self._one("SELECT name FROM user WHERE id=?", row["detail"]) if "{who}" in act.words and row["detail"] else None
        return (
            act.words.replace("{form}", told)
            .replace("{in}", f" in {told}" if form else "")
            .replace("{who}", f": {known['name']}" if known else "")
        )


@lru_cache(maxsize=16_384)
def _day_of(hour: str) -> date:
    """The day in the Netherlands of an hour in UTC, such as `2026-03-02T11`."""
    return local(f"{hour}:00:00+00:00").date()


def _span(first: date, last: date) -> tuple[str, str]:
    """The moments between which days of the Netherlands lie."""
    start, end = (datetime.combine(day, time(), AMSTERDAM).astimezone(UTC) for day in (first, last + timedelta(days=1)))
    return stamp(start), stamp(end)


def _of_kinds(kinds: Iterable[str]) -> tuple[str, list[str]]:
    acts, starts = list[str](), list[str]()
    for kind in kinds:
        named, begun = acts_of(kind)
        acts += named
        starts += begun
    parts = [f"a.act IN ({','.join('?' * len(acts)) or 'NULL'})", *("a.act LIKE ?" for _ in starts)]
    return f"({' OR '.join(parts)})", [*acts, *(f"{start}%" for start in starts)]
