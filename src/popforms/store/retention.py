"""The end of a dossier: the list of what has been kept long enough, a hold with its reason, two people who agree, and the job."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from popforms.access import AccessDenied, Case
from popforms.definition.conditions import has_value
from popforms.process.calculated import running_terms
from popforms.store.base import NotNow, as_json, local
from popforms.store.connection import transaction
from popforms.store.erased import note_erased
from popforms.store.erasure import GONE, Erased, Erasure, leave_no_pages
from popforms.store.trail import SYSTEM

SHORTEST_REASON = 10
LISTED, PROPOSED, AGREED, TAKEN_BACK = (
    "op de vernietigingslijst", "vernietigen voorgesteld", "vernietigen akkoord", "vernietigen ingetrokken",
)  # fmt: skip
HELD, HOLD_ENDED = "bewaren, want", "bewaren gestopt"


@dataclass(frozen=True)
class Hold:
    """Why a dossier is kept longer, and the day on which somebody looks again whether that still holds. `reason` is somebody's words
    about the person; empty for who may not say so."""

    id: str
    reason: str
    look_again: date
    by: str
    at: datetime


@dataclass(frozen=True)
class LookAgain:
    """A dossier that is kept longer, and the day on which this user looks again; `name` is empty for who sees no names."""

    dossier_id: str
    number: str
    look_again: date
    name: str = ""


@dataclass(frozen=True)
class Due:
    """A dossier that has been kept long enough: `until` was the last day. `name` is empty for who sees no names.

    `hold` takes it off the list; `proposed_by` and `agreed_by` are names. `may_propose` and `may_agree` are of who looks.
    """

    dossier_id: str
    number: str
    until: date
    ground: str
    name: str = ""
    hold: Hold | None = None
    proposed_by: str = ""
    proposed_at: datetime | None = None
    agreed_by: str = ""
    may_hold: bool = False
    may_propose: bool = False
    may_agree: bool = False


@dataclass(frozen=True)
class Certificate:
    """What is kept of an erasure: no word of the person. `content` is as in the file that is made of it (prints/certificate.py)."""

    id: str
    number: str
    gemeente: str
    at: datetime
    content: dict[str, Any]


class Retention(Erasure):
    """Who sees the list and steers it; the job does what two people agreed on."""

    def may_see_retention(self) -> bool:
        """Whether the list of dossiers at their end is there for a role of this user."""
        return bool(self.rights.extent(self.user, "see_retention"))

    def due_for_destruction(self) -> list[Due]:
        """The dossiers whose time of keeping has passed, the oldest first; the name only for who sees the dossier."""
        if not self.may_see_retention():
            self._refused("vernietigen")
            raise AccessDenied
        rows = self._all(
            "SELECT t.dossier_id, t.deadline, o.name, o.number, d.proposed_by, d.proposed_at, d.agreed_by FROM termijn t "
            "JOIN overview o USING(dossier_id) LEFT JOIN destruction d USING(dossier_id) "
            "WHERE t.source='dossier' AND t.code=? AND t.deadline<? AND o.closed=1 ORDER BY t.deadline, o.number",
            self.forms.process.RETENTION, self.today.isoformat(),
        )  # fmt: skip
        found = []
        for row in rows:
            case = self._case(row["dossier_id"])
            if not self._acts_on("see_retention", case):
                continue
            sees = self.rights.may_see_case(self.user, case, self.today)
            holds, hold = self._acts_on("hold", case), self._hold_of(row["dossier_id"])
            found.append(
                Due(
                    row["dossier_id"], row["number"], date.fromisoformat(row["deadline"]), self._ground(case),
                    row["name"] if sees else "", replace(hold, reason="") if hold and not holds else hold,
                    self.user_name(row["proposed_by"]) if row["proposed_by"] else "",
                    local(row["proposed_at"]) if row["proposed_at"] else None,
                    self.user_name(row["agreed_by"]) if row["agreed_by"] else "",
                    may_hold=holds, may_propose=self._acts_on("propose_erasing", case),
                    may_agree=row["proposed_by"] not in (None, self.user.id) and self._acts_on("agree_erasing", case),
                )
            )  # fmt: skip
        self._reads_list("vernietigingslijst lezen", len(found))
        return found

    # --- keeping longer -----------------------------------------------------------------------------------------------

    def may_hold(self, dossier_id: str) -> bool:
        """Whether this user may say that a dossier is kept longer; for the page, the hold itself asks again."""
        return self._acts_on_id("hold", dossier_id)

    def hold_of(self, dossier_id: str) -> Hold | None:
        """Why a dossier is kept longer, for who may say so."""
        self._require_act("hold", dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        return self._hold_of(dossier_id)

    def hold(self, dossier_id: str, reason: str, look_again: date | None) -> None:
        """Bewaren, want: takes a dossier off the list until somebody ends it; what was agreed before is no longer."""
        with transaction(self.db):
            self._require_act("hold", dossier_id)
            if len(reason.strip()) < SHORTEST_REASON:
                raise NotNow(f"Schrijf in ten minste {SHORTEST_REASON} tekens waarom het dossier langer bewaard moet worden.")
            if look_again is None or not self.today < look_again <= self.today + timedelta(days=731):
                raise NotNow("Kies een dag na vandaag, binnen twee jaar, waarop je opnieuw kijkt of bewaren nog nodig is.")
            if self._hold_of(dossier_id):
                raise NotNow("Dit dossier wordt al langer bewaard. Stop dat eerst als de reden is veranderd.")
            self._write(
                "INSERT INTO hold(id, dossier_id, reason, look_again, by, at) VALUES(?,?,?,?,?,?)",
                self._new_id(), dossier_id, reason.strip()[:500], look_again.isoformat(), self.user.id, self.stamp(),
            )  # fmt: skip
            self._write("DELETE FROM destruction WHERE dossier_id=?", dossier_id)
            self._audit(HELD, dossier=dossier_id)

    def holds_to_look_at(self, until: date) -> list[LookAgain]:
        """The holds of which the day to look again is on or before `until`, for who may end them: the colleague whose dossier it is,
        and who sees no dossiers but the list of what is due. The first day first."""
        rows = self._all(
            "SELECT h.dossier_id, h.look_again, o.name, o.number FROM hold h JOIN overview o USING(dossier_id) "
            "WHERE h.ended_at IS NULL AND h.look_again<=? ORDER BY h.look_again, o.number",
            until.isoformat(),
        )
        found = []
        for row in rows:
            case = self._case(row["dossier_id"])
            sees = self.rights.may_see_case(self.user, case, self.today)
            mine = self.user.id in case.team.values() if sees else self._until(row["dossier_id"]) is not None
            if mine and self._acts_on("hold", case):
                day = date.fromisoformat(row["look_again"])
                found.append(LookAgain(row["dossier_id"], row["number"], day, row["name"] if sees else ""))
        self._reads_list("vernietigingslijst lezen", len(found), "opnieuw kijken")
        return found

    def end_hold(self, dossier_id: str) -> None:
        """The reason is over: the dossier comes back on the list when its time has passed."""
        with transaction(self.db):
            self._require_act("hold", dossier_id)
            if not self._write(
                "UPDATE hold SET ended_by=?, ended_at=? WHERE dossier_id=? AND ended_at IS NULL", self.user.id, self.stamp(), dossier_id
            ):
                raise NotNow("Dit dossier wordt niet langer bewaard dan de termijn. Vernieuw de pagina.")
            self._audit(HOLD_ENDED, dossier=dossier_id)

    # --- two people ---------------------------------------------------------------------------------------------------

    def propose_erasing(self, dossier_id: str) -> None:
        """One says: this dossier can be erased. Asks that its time has passed and nothing keeps it."""
        with transaction(self.db):
            self._require_act("propose_erasing", dossier_id)
            self._must_be_due(dossier_id)
            row = self._one("SELECT proposed_by FROM destruction WHERE dossier_id=?", dossier_id)
            if row and row["proposed_by"]:
                raise NotNow("Dit is al voorgesteld. Vernieuw de pagina om te zien wie akkoord kan geven.")
            self._list(dossier_id)
            self._write("UPDATE destruction SET proposed_by=?, proposed_at=? WHERE dossier_id=?", self.user.id, self.stamp(), dossier_id)
            self._audit(PROPOSED, dossier=dossier_id)

    def agree_erasing(self, dossier_id: str) -> None:
        """Another one says yes; from now on the job may do it. Never who proposed it."""
        with transaction(self.db):
            self._require_act("agree_erasing", dossier_id)
            self._must_be_due(dossier_id)
            row = self._one("SELECT * FROM destruction WHERE dossier_id=?", dossier_id)
            if row is None or not row["proposed_by"]:
                raise NotNow("Dit is nog niet voorgesteld, of het is ingetrokken. Vernieuw de pagina.")
            if row["proposed_by"] == self.user.id:
                self._refused("vernietigen", dossier=dossier_id)
                raise NotNow("Hier geeft een ander akkoord op dan wie het voorstelde.")
            if row["agreed_by"]:
                raise NotNow("Hier is al akkoord op gegeven. Het dossier wordt binnen een uur vernietigd.")
            self._write("UPDATE destruction SET agreed_by=?, agreed_at=? WHERE dossier_id=?", self.user.id, self.stamp(), dossier_id)
            self._audit(AGREED, dossier=dossier_id)

    def take_back_erasing(self, dossier_id: str) -> None:
        """The proposal is taken back, with the yes on it; by who may propose or agree."""
        with transaction(self.db):
            case = self._case(dossier_id)
            if not (self._acts_on("propose_erasing", case) or self._acts_on("agree_erasing", case)):
                self._refused("vernietigen", dossier=dossier_id)
                raise AccessDenied
            if not self._write(
                "UPDATE destruction SET proposed_by=NULL, proposed_at=NULL, agreed_by=NULL, agreed_at=NULL WHERE dossier_id=? AND proposed_by IS NOT NULL",
                dossier_id,
            ):
                raise NotNow("Er is geen voorstel meer om in te trekken. Vernieuw de pagina.")
            self._audit(TAKEN_BACK, dossier=dossier_id)

    # --- the job ------------------------------------------------------------------------------------------------------

    def list_what_is_due(self) -> int:
        """The timer puts what has become due on the list, each with a line in the trail; gives how many were new."""
        self._only_the_machine()
        rows = self._all(
            "SELECT dossier_id FROM termijn t WHERE source='dossier' AND code=? AND deadline<? AND NOT EXISTS "
            "(SELECT 1 FROM destruction d WHERE d.dossier_id=t.dossier_id)",
            self.forms.process.RETENTION, self.today.isoformat(),
        )  # fmt: skip
        new = [row["dossier_id"] for row in rows if not self._hold_of(row["dossier_id"]) and self._until(row["dossier_id"])]
        for dossier_id in new:
            with transaction(self.db):
                self._list(dossier_id)
                self._audit(LISTED, dossier=dossier_id)
        return len(new)

    def erase_what_is_agreed(self, trail: Path, keep_days: int) -> list[str]:
        """Do what two people agreed on; gives the numbers. The id goes to the second place (`trail`) in the same transaction,
        and the free pages go afterwards. `keep_days` is how long older backups still hold what was erased."""
        self._only_the_machine()
        done = []
        for row in self._all("SELECT dossier_id FROM destruction WHERE agreed_by IS NOT NULL"):
            with transaction(self.db):
                agreed = self._one("SELECT * FROM destruction WHERE dossier_id=? AND agreed_by IS NOT NULL", row["dossier_id"])
                if agreed is None or self._hold_of(row["dossier_id"]) or not self._until(row["dossier_id"]):
                    continue
                case, number = self._case(row["dossier_id"]), self._number_of(row["dossier_id"])
                ground = self._ground(case)
                erased = self._erase_dossier(row["dossier_id"])
                self._certify(
                    row["dossier_id"], number, case.gemeente, erased, keep_days, grond=ground,
                    voorgesteld_door=self._name_of(agreed["proposed_by"]), voorgesteld_om=agreed["proposed_at"],
                    akkoord_door=self._name_of(agreed["agreed_by"]), akkoord_om=agreed["agreed_at"],
                )  # fmt: skip
                note_erased(trail, self.db, row["dossier_id"], "dossier", self.stamp())
                done.append(number)
        leave_no_pages(self.db)
        return done

    def erase_again(self, ids: Iterable[tuple[str, str]], keep_days: int) -> int:
        """After an older backup was put back: erase what was erased before, by id and kind; gives how many came back with it."""
        self._only_the_machine()
        count = 0
        for one, kind in ids:
            with transaction(self.db):
                if kind == "dossier" and self._one("SELECT 1 FROM dossier WHERE id=? AND coalesce(gone, '')<>?", one, GONE):
                    case, number = self._case(one), self._number_of(one)
                    erased = self._erase_dossier(one)
                    self._certify(
                        one, number, case.gemeente, erased, keep_days, grond="opnieuw vernietigd na het terugzetten van een back-up"
                    )
                    count += 1
                elif kind == "formulier" and (row := self._one("SELECT dossier_id FROM record WHERE id=?", one)):
                    self._erase_record(one, row["dossier_id"])
                    self._refresh(row["dossier_id"])
                    count += 1
        leave_no_pages(self.db)
        return count

    # --- certificates -------------------------------------------------------------------------------------------------

    def certificates(self) -> list[Certificate]:
        """The certificates of the own gemeenten, the newest first, for who sees the list."""
        if not self.may_see_retention():
            self._refused("vernietigen")
            raise AccessDenied
        rows = self._all("SELECT * FROM certificate ORDER BY at DESC, number")
        found = [
            Certificate(row["id"], row["number"], row["gemeente"], local(row["at"]), json.loads(row["content"]))
            for row in rows
            if row["gemeente"] in self.user.gemeenten
        ]
        self._reads_list("verklaringen van vernietiging lezen", len(found))
        return found

    def certificate(self, certificate_id: str) -> Certificate:
        """One certificate, for a file that leaves popforms; a line each time."""
        found = next((one for one in self.certificates() if one.id == certificate_id), None)
        if found is None:
            raise AccessDenied
        with self._noting():
            self._audit("verklaring van vernietiging meenemen", detail=found.number)
        return found

    def past_figures(self) -> list[tuple[str, str, str, int]]:
        """Counts of dossiers that were erased, of the own gemeenten: what, rule set, quarter, how many; for who reads figures."""
        if not self.rights.may_ever(self.user, "R", "figuren"):
            self._refused("overzicht")
            raise AccessDenied
        rows = self._all("SELECT * FROM past ORDER BY quarter, what, regelset")
        return [(row["what"], row["regelset"], row["quarter"], row["number"]) for row in rows if row["gemeente"] in self.user.gemeenten]

    # --- inside -------------------------------------------------------------------------------------------------------

    def _acts_on(self, action: str, case: Case) -> bool:
        return not case.gone and self.rights.may_act(self.user, action, case, self.today)

    def _acts_on_id(self, action: str, dossier_id: str) -> bool:
        return self._one("SELECT 1 FROM dossier WHERE id=?", dossier_id) is not None and self._acts_on(action, self._case(dossier_id))

    def _require_act(self, action: str, dossier_id: str) -> None:
        if not self._acts_on(action, self._case(dossier_id)):
            self._refused("vernietigen", dossier=dossier_id)
            raise AccessDenied

    def _only_the_machine(self) -> None:
        if self.user.id != SYSTEM:
            self._refused("vernietigen")
            raise AccessDenied

    def _hold_of(self, dossier_id: str) -> Hold | None:
        row = self._one("SELECT * FROM hold WHERE dossier_id=? AND ended_at IS NULL", dossier_id)
        if row is None:
            return None
        return Hold(row["id"], row["reason"], date.fromisoformat(row["look_again"]), self.user_name(row["by"]), local(row["at"]))

    def _until(self, dossier_id: str) -> date | None:
        """The last day that a closed dossier had to be kept, when that has passed; worked out anew, not read from a list."""
        if not self._is_closed_case(dossier_id):
            return None
        terms = running_terms(self.forms, self._case(dossier_id).facts, self.today)
        last = next((one.last_day for one in terms if one.code == self.forms.process.RETENTION and one.state != "klaar"), None)
        return last if last and last < self.today else None

    def _is_closed_case(self, dossier_id: str) -> bool:
        """Whether somebody said why a dossier was closed: what is still worked in is never erased, whatever its dates say."""
        return has_value(self._case(dossier_id).facts.get(self.forms.process.OVERVIEW["closed"]))

    def _must_be_due(self, dossier_id: str) -> None:
        if self._hold_of(dossier_id):
            raise NotNow("Dit dossier wordt langer bewaard; de reden staat erbij. Stop dat eerst.")
        if not self._is_closed_case(dossier_id):
            raise NotNow("Dit dossier is nog open. Sluit het eerst: schrijf in het dossier waarom het sluit.")
        if self._until(dossier_id) is None:
            raise NotNow("De bewaartermijn van dit dossier is nog niet voorbij. Het kan nog niet worden vernietigd.")

    def _ground(self, case: Case) -> str:
        """Why a dossier is erased, in words: the term with its length and where it counts from."""
        term = next((one for one in running_terms(self.forms, case.facts, self.today) if one.code == self.forms.process.RETENTION), None)
        return f"{term.title}: bewaard tot en met {term.last_day:%d-%m-%Y}" if term and term.last_day else "de bewaartermijn is voorbij"

    def _list(self, dossier_id: str) -> None:
        self._write("INSERT INTO destruction(dossier_id, listed_at) VALUES(?,?) ON CONFLICT DO NOTHING", dossier_id, self.stamp())

    def _name_of(self, user_id: str) -> str:
        """A colleague by name and function, for a certificate."""
        row = self._one("SELECT name, roles FROM user WHERE id=?", user_id)
        roles = ", ".join(self.rights.table.roles[r].title for r in json.loads(row["roles"]) if r in self.rights.table.roles) if row else ""
        return f"{row['name']} ({roles})" if row else "een collega"

    def _certify(self, erased: str, number: str, gemeente: str, what: Erased, keep_days: int, **words: str) -> None:
        content = {
            **words, "nummer": number, "gemeente": self.contact_name(gemeente), "gewist_om": self.stamp(), "tabellen": dict(what.tables),
            "elders": what.elsewhere, "regel": what.line, "kop": what.head,
            "back_ups_tot": (self.today + timedelta(days=keep_days)).isoformat(),
        }  # fmt: skip
        self._write(
            "INSERT INTO certificate(id, erased, number, gemeente, at, content) VALUES(?,?,?,?,?,?)",
            self._new_id(), erased, number, gemeente, self.stamp(), as_json(content),
        )  # fmt: skip
