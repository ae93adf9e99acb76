"""Noodinzage: reading a dossier that is not one's own for an hour, with a reason, in sight of who steers it and the privacy officer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from popforms.access import AccessDenied
from popforms.dutch import parse_date
from popforms.store.base import Base, NotNow, local
from popforms.store.connection import stamp, transaction
from popforms.store.typed import typed

BEGUN, ENDED, HEARD = "noodinzage begonnen", "noodinzage gestopt", "noodinzage gezien"
NOT_FOUND = (
    "Er is geen dossier dat hier precies bij past en dat jij met noodinzage kunt openen. Kijk het nummer na, of de naam en de "
    "geboortedatum. Is het dringend? Bel de POP-consulent."
)
"""One sentence, whether the dossier does not exist, is not for this, or does not fit exactly."""


@dataclass(frozen=True)
class Emergency:
    """One noodinzage as who must know of it reads it; by number, never by name. `seq` is its line in the audit trail."""

    seq: int
    dossier_id: str
    number: str
    who: str
    roles: tuple[str, ...]
    reason: str
    begun: datetime
    until: datetime
    ended: datetime | None


class Emergencies(Base):
    """Beginning and ending noodinzage, and hearing of it."""

    def may_ask_emergency(self) -> bool:
        """Whether noodinzage is there for a role of this user; for the page, the request itself asks again."""
        return bool(self.rights.extent(self.user, "emergency"))

    def begin_emergency(self, *, number: str = "", name: str = "", born: str = "", reason: str = "") -> str:
        """Open a dossier for an hour and give its id; only on an exact hit by number, or by name and birth date.

        Raises NotNow with one sentence for whatever else: what does not exist, does not fit exactly, or is not for this.
        """
        if not self.may_ask_emergency():
            self._refused("noodinzage")
            raise AccessDenied
        shortest = max((self.rights.table.emergencies[word].reason for word in self.rights.extent(self.user, "emergency")), default=0)
        reason = typed(
            reason, shortest, f"Schrijf in ten minste {shortest} tekens waarom het niet kan wachten. Je collega's lezen deze reden."
        )
        if not number.strip() and not (name.strip() and born.strip()):
            raise NotNow("Vul het dossiernummer in, of de naam en de geboortedatum.")
        found = self._exactly(number, name, born)
        if found is not None and self.rights.may_see_case(self.user, case := self._case(found), self.today):
            if self.user.id in case.emergencies:
                return found
            raise NotNow("Dit dossier kun je al openen, zonder noodinzage. Zoek het op bij Dossiers.")
        extent = self.rights.may_break(self.user, self._case(found), self.today) if found else None
        if found is None or extent is None:
            self._refused("noodinzage", dossier=found)
            raise NotNow(NOT_FOUND)
        begun = self.now()
        with transaction(self.db):
            seq = self._audit(BEGUN, dossier=found, detail=reason)
            self._write(
                "INSERT INTO emergency(seq, dossier_id, user_id, begun_at, until) VALUES(?,?,?,?,?)",
                seq, found, self.user.id, stamp(begun), stamp(begun + timedelta(minutes=extent.minutes)),
            )  # fmt: skip
        self._forget(found)
        return found

    def end_emergency(self, dossier_id: str) -> None:
        """Stop one's own noodinzage before its time; what has ended already stays ended."""
        with transaction(self.db):
            ended = self._write(
                "UPDATE emergency SET ended_at=? WHERE dossier_id=? AND user_id=? AND ended_at IS NULL AND until>?",
                self.stamp(), dossier_id, self.user.id, self.stamp(),
            )  # fmt: skip
            if ended:
                self._audit(ENDED, dossier=dossier_id)
        self._forget(dossier_id)

    def emergency_until(self, dossier_id: str) -> datetime | None:
        """Until when this user reads a dossier with noodinzage; None for who reads it otherwise, or not at all."""
        row = self._one("SELECT 1 FROM dossier WHERE id=?", dossier_id)
        case = self._case(dossier_id) if row else None
        until = case.emergencies.get(self.user.id) if case else None
        return local(stamp(until)) if until else None

    def emergencies_to_hear(self) -> list[Emergency]:
        """What this user must know of and did not see yet, the newest first: of the own dossiers, or all of the gemeente."""
        if not self.rights.extent(self.user, "hear_emergency"):
            return []
        near, me = (
            "EXISTS (SELECT 1 FROM team t WHERE t.dossier_id=e.dossier_id AND t.who IN (?,?))",
            [self.user.id, self.user.person or "-"],
        )
        if "alle" in self.rights.extent(self.user, "hear_emergency"):
            near, me = f"o.gemeente IN ({','.join('?' * len(self.user.gemeenten)) or 'NULL'})", [*self.user.gemeenten]
        rows = self._all(
            "SELECT e.*, t.detail, o.number, u.name, u.roles FROM emergency e JOIN trail t ON t.seq=e.seq JOIN overview o USING(dossier_id) "
            "LEFT JOIN user u ON u.id=e.user_id WHERE e.user_id<>? AND NOT EXISTS (SELECT 1 FROM emergency_heard h WHERE h.seq=e.seq AND h.user_id=?) "
            f"AND {near} ORDER BY e.seq DESC",
            self.user.id, self.user.id, *me,
        )  # fmt: skip
        found = [
            Emergency(
                row["seq"], row["dossier_id"], row["number"], row["name"] or "een collega", self._titles(row["roles"]), row["detail"],
                local(row["begun_at"]), local(row["until"]), local(row["ended_at"]) if row["ended_at"] else None,
            )
            for row in rows
            if self._must_hear(row["dossier_id"])
        ]  # fmt: skip
        for dossier in sorted({one.dossier_id for one in found}):
            self._audit_read("noodinzagen lezen", dossier=dossier)
        return found

    def hear_emergency(self, seq: int) -> None:
        """This user has seen a noodinzage: it leaves Werk, and the trail says so."""
        row = self._one("SELECT dossier_id FROM emergency WHERE seq=?", seq)
        if row is None or not self._must_hear(row["dossier_id"]):
            self._refused("noodinzage", dossier=row["dossier_id"] if row else None)
            raise AccessDenied
        with transaction(self.db):
            if self._write("INSERT INTO emergency_heard VALUES(?,?,?) ON CONFLICT DO NOTHING", seq, self.user.id, self.stamp()):
                self._audit(HEARD, dossier=row["dossier_id"])

    # --- inside -------------------------------------------------------------------------------------------------------

    def _must_hear(self, dossier_id: str) -> bool:
        return self.rights.may_act(self.user, "hear_emergency", self._case(dossier_id), self.today)

    def _titles(self, roles: str | None) -> tuple[str, ...]:
        table = self.rights.table.roles
        return tuple(table[role].title for role in json.loads(roles or "[]") if role in table)

    def _exactly(self, number: str, name: str, born: str) -> str | None:
        """The one dossier of the own gemeenten with this number, or this name and birth date; None for none and for several."""
        if number.strip():
            row = self._one("SELECT dossier_id FROM overview WHERE number=? COLLATE NOCASE", number.strip())
            return str(row["dossier_id"]) if row else None
        day = parse_date(born)
        typed, mine = day.isoformat() if day else born.strip(), ",".join("?" * len(self.user.gemeenten)) or "NULL"
        rows = self._all(
            f"SELECT dossier_id FROM overview WHERE search LIKE ? ESCAPE '\\' AND gemeente IN ({mine})",
            f"%{like(typed)}%",
            *self.user.gemeenten,
        )
        found = [row["dossier_id"] for row in rows if self._is_person(row["dossier_id"], name, typed)]
        return str(found[0]) if len(found) == 1 else None

    def _is_person(self, dossier_id: str, name: str, born: str) -> bool:
        """Whether a dossier is about somebody of this name, as it is written in full or with the first or call name, and birth date."""
        form = next((form for form in self.forms.start() if form.person), None)
        if form is None:
            return False
        facts = self._case(dossier_id).facts
        first, call, last, day = (str(facts.get(f"{form.question(one).code}.{one}") or "") for one in form.person)  # type: ignore[union-attr]
        names = {last, *(f"{one} {last}" for one in (first, call, first.partition(" ")[0]) if one)}
        return day == born and _plain(name) in {_plain(one) for one in names}


def like(text: str) -> str:
    """A text for LIKE that stands for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
