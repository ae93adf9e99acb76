"""What the person of a dossier asks: to see what we hold (AVG art. 15) and to correct it (art. 16).

One colleague makes the answer to a request for access, another releases it without seeing what is in it; after that it can be
fetched for thirty days. A request to correct is a line in the logbook and a task.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from popforms.access import AccessDenied, Consent
from popforms.process.calculated import running_terms
from popforms.process.calendar import Calendar, Length
from popforms.store.acts import EMERGENCY, PRINT, READ, WRITE, act_of
from popforms.store.base import NotNow, local
from popforms.store.connection import stamp, transaction
from popforms.store.people import People
from popforms.store.retention import Retention
from popforms.store.trail import SYSTEM

ANSWER_WITHIN = "1 maand"
"""AVG art. 12, paragraph 3."""
FETCHED_FOR = timedelta(days=30)
SHORTEST_WORDS = 5
Kind = Literal["inzage", "verbetering"]
Part = Literal["pdf", "data"]


@dataclass(frozen=True)
class PersonRequest:
    """One request. `content` says in counts what the answer holds; `waits` says that it waits for an answer.

    `words` is what somebody wants corrected; empty for who does not read the dossier.
    """

    id: str
    dossier_id: str
    number: str
    kind: Kind
    asked_on: date
    answer_by: date
    words: str
    made_by: str
    made_at: datetime
    content: Mapping[str, Any]
    answer: str
    answer_words: str
    answered_by: str
    answered_at: datetime | None
    to_fetch: bool
    mine: bool

    @property
    def waits(self) -> bool:
        return not self.answer


@dataclass(frozen=True)
class Reader:
    """Who read, wrote or printed, by function and organisation and never by name; how often, and between which days.

    The Court of Justice (C-579/21, Pankki S, 22 June 2023) gives a right to when and why somebody looked, not to the names of
    those who looked for the gemeente, unless the name is needed to use one's rights; who receives data outside is told by
    organisation (C-154/21, Österreichische Post, 12 January 2023).
    """

    function: str
    organisation: str
    kind: str
    times: int
    first: date
    last: date


@dataclass(frozen=True)
class Made:
    """One version: of which record, its number, the function of who made it, and when."""

    record_id: str
    number: int
    function: str
    at: date


@dataclass(frozen=True)
class PersonData:
    """What stands in no form: who read, what was printed, until when it is kept and why, and who made each version."""

    readers: tuple[Reader, ...]
    printed: tuple[tuple[date, str, str, str], ...]
    """Day, title of the form, kind of print, and the function of who printed."""
    kept: str
    versions: tuple[Made, ...] = field(default=())


class PersonRequests(Retention, People):
    """Requests of the person, step by step; each is a line in the trail."""

    def may_make_access(self, dossier_id: str) -> bool:
        """Whether this user makes the answer to a request for access; for the page, making it asks again."""
        return self._acts_on_id("make_access", dossier_id)

    def may_release_access(self) -> bool:
        """Whether releasing an answer is work of this user."""
        return bool(self.rights.extent(self.user, "release_access"))

    def person_data(self, dossier_id: str) -> PersonData:
        """What an answer tells beside the forms, for who makes it."""
        self._must_make(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        prints = self._all(
            "SELECT p.at, p.variant, p.author, r.form FROM print p JOIN record r ON r.id=p.record_id WHERE r.dossier_id=? ORDER BY p.at",
            dossier_id,
        )
        versions = self._all(
            "SELECT v.record_id, v.number, v.author, v.at FROM version v JOIN record r ON r.id=v.record_id WHERE r.dossier_id=?", dossier_id
        )
        return PersonData(
            tuple(self._readers(dossier_id)),
            tuple(
                (local(row["at"]).date(), form.title, row["variant"], ", ".join(self._function(row["author"])))
                for row in prints
                if (form := self.forms.get(row["form"]))
            ),
            self._kept_until(dossier_id),
            tuple(Made(row["record_id"], row["number"], self._function(row["author"])[0], local(row["at"]).date()) for row in versions),
        )

    def consents_of(self, dossier_id: str) -> tuple[Consent, ...]:
        """What the person agreed to share and with whom, for who makes an answer."""
        self._must_make(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        return tuple(self._case(dossier_id).consents)

    def keep_access(self, dossier_id: str, asked_on: date, pdf: bytes, data: bytes, told: Mapping[str, Any]) -> str:
        """Keep an answer until another colleague releases it; gives its id. `told` is counts and our own words only."""
        with transaction(self.db):
            self._must_make(dossier_id)
            if not self.today - timedelta(days=731) <= asked_on <= self.today:
                raise NotNow("Vul de dag in waarop de statushouder het vroeg. Die dag is vandaag of eerder.")
            if self._one("SELECT 1 FROM person_request WHERE dossier_id=? AND kind='inzage' AND answer IS NULL", dossier_id):
                raise NotNow("Er wacht al een overzicht op de privacy officer. Wacht op antwoord, of trek het eerst in.")
            request = self._new_id()
            content = {**told, "pdf": hashlib.sha256(pdf).hexdigest(), "data": hashlib.sha256(data).hexdigest()}
            self._write(
                "INSERT INTO person_request(id, dossier_id, kind, asked_on, made_by, made_at, content, pdf, data) VALUES(?,?,'inzage',?,?,?,?,?,?)",
                request, dossier_id, asked_on.isoformat(), self.user.id, self.stamp(), json.dumps(content, ensure_ascii=False), pdf, data,
            )  # fmt: skip
            self._audit("inzage gevraagd", dossier=dossier_id)
        return request

    def withdraw_access(self, asked_id: str) -> None:
        """Who made an answer takes it back before it is released; it is thrown away at once."""
        with transaction(self.db):
            row = self._open_request_of(asked_id, "inzage")
            self._must_make(row["dossier_id"])
            self._answer(row, "teruggestuurd", "ingetrokken door wie het maakte")
            self._write("UPDATE person_request SET pdf=NULL, data=NULL, away_at=? WHERE id=?", self.stamp(), asked_id)
            self._audit("inzage teruggestuurd", dossier=row["dossier_id"])

    def release_access(self, asked_id: str) -> None:
        """Another colleague releases the answer, from what it says about itself and never from what is in it."""
        self._decide(asked_id, "vrijgegeven", "")

    def send_back_access(self, asked_id: str, words: str) -> None:
        """The answer goes back to who made it, with what has to be different; it is not released."""
        if len(words.strip()) < SHORTEST_WORDS:
            raise NotNow("Schrijf in een paar woorden wat er anders moet.")
        self._decide(asked_id, "teruggestuurd", words.strip()[:500])

    def fetch_access(self, asked_id: str, part: Part) -> tuple[str, str, bytes, str]:
        """File name, kind, content and dossier of a released answer; for who makes them, until it is thrown away; a line each time."""
        row = self._one("SELECT * FROM person_request WHERE id=? AND kind='inzage'", asked_id)
        if row is None:
            self._refused("verzoek van de statushouder")
            raise AccessDenied
        self._must_make(row["dossier_id"])
        if row["answer"] != "vrijgegeven" or row["pdf"] is None:
            raise NotNow("Dit overzicht is nog niet vrijgegeven, of het is na 30 dagen weggegooid. Maak zo nodig een nieuw overzicht.")
        with self._noting():
            self._audit("overzicht ophalen", dossier=row["dossier_id"], detail=part)
        suffix, mime = ("pdf", "application/pdf") if part == "pdf" else ("json", "application/json")
        return f"inzage-{self._number_of(row['dossier_id'])}-{asked_id[:6]}.{suffix}", mime, bytes(row[part]), row["dossier_id"]

    def note_correction(self, dossier_id: str, words: str, asked_on: date, token: str | None = None) -> None:
        """The person wants something corrected: a line in the logbook and a task for who steers; by who writes in that logbook.

        The same token twice is one request.
        """
        with transaction(self.db):
            if not self.may_log(dossier_id, "W"):
                self._refused("verzoek van de statushouder", dossier=dossier_id)
                raise AccessDenied
            if len(words.strip()) < SHORTEST_WORDS:
                raise NotNow("Schrijf kort wat de statushouder verbeterd wil hebben.")
            if not self.today - timedelta(days=731) <= asked_on <= self.today:
                raise NotNow("Vul de dag in waarop de statushouder het vroeg. Die dag is vandaag of eerder.")
            if token and self._one(
                "SELECT 1 FROM person_request WHERE id=? AND dossier_id=? AND made_by=?", token, dossier_id, self.user.id
            ):
                return
            self._write(
                "INSERT INTO person_request(id, dossier_id, kind, asked_on, words, made_by, made_at) VALUES(?,?,'verbetering',?,?,?,?)",
                token or self._new_id(), dossier_id, asked_on.isoformat(), words.strip()[:1000], self.user.id, self.stamp(),
            )  # fmt: skip
            self._audit("verbetering gevraagd", dossier=dossier_id)
            self._note(dossier_id, f"De statushouder vraagt om een verbetering: {words.strip()}")

    def answer_correction(self, asked_id: str, words: str) -> None:
        """What was done with a request to correct: corrected, or not and why; by who steers, also in the logbook."""
        with transaction(self.db):
            row = self._open_request_of(asked_id, "verbetering")
            self._must_make(row["dossier_id"])
            if len(words.strip()) < SHORTEST_WORDS:
                raise NotNow("Schrijf kort wat je hebt verbeterd, of waarom niet. De statushouder krijgt dit antwoord.")
            self._answer(row, "klaar", words.strip()[:1000])
            self._audit("verbetering gedaan", dossier=row["dossier_id"])
            self._note(row["dossier_id"], f"Antwoord op de vraag om een verbetering: {words.strip()}")

    def requests_of(self, dossier_id: str) -> list[PersonRequest]:
        """The requests of one dossier, the newest first, for who answers them."""
        self._must_make(dossier_id)
        self._audit_read("verzoeken lezen", dossier=dossier_id)
        return self._requests("q.dossier_id=?", dossier_id, content=True)

    def waiting_requests(self) -> list[PersonRequest]:
        """What waits for this user: to release, or to correct in the own dossiers; the first to be answered first."""
        found = []
        for one in self._requests("q.answer IS NULL"):
            case = self._case(one.dossier_id)
            steers = self.user.id in case.team.values() and self._acts_on("make_access", case)
            mine = steers if one.kind == "verbetering" else self._acts_on("release_access", case) and not one.mine
            if mine:
                found.append(one)
        self._reads_list("verzoeken lezen", len(found))
        return sorted(found, key=lambda one: (one.answer_by, one.id))

    def drop_old_answers(self) -> int:
        """The timer throws away answers thirty days after they were released or sent back; gives how many."""
        if self.user.id != SYSTEM:
            raise AccessDenied
        rows = self._all(
            "SELECT id, dossier_id FROM person_request WHERE pdf IS NOT NULL AND answered_at<?", stamp(self.now() - FETCHED_FOR)
        )
        for row in rows:
            with transaction(self.db):
                self._write("UPDATE person_request SET pdf=NULL, data=NULL, away_at=? WHERE id=?", self.stamp(), row["id"])
                self._audit("inzage weggedaan", dossier=row["dossier_id"])
        return len(rows)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _must_make(self, dossier_id: str) -> None:
        if not self._acts_on("make_access", self._case(dossier_id)):
            self._refused("verzoek van de statushouder", dossier=dossier_id)
            raise AccessDenied

    def _decide(self, asked_id: str, answer: str, words: str) -> None:
        with transaction(self.db):
            row = self._open_request_of(asked_id, "inzage")
            if not self._acts_on("release_access", self._case(row["dossier_id"])):
                self._refused("verzoek van de statushouder", dossier=row["dossier_id"])
                raise AccessDenied
            if row["made_by"] == self.user.id:
                self._refused("verzoek van de statushouder", dossier=row["dossier_id"])
                raise NotNow("Een ander dan wie het overzicht maakte, geeft het vrij.")
            self._answer(row, answer, words)
            self._audit(f"inzage {answer}", dossier=row["dossier_id"])

    def _open_request_of(self, asked_id: str, kind: Kind) -> dict[str, Any]:
        row = self._one("SELECT * FROM person_request WHERE id=? AND kind=?", asked_id, kind)
        if row is None:
            self._refused("verzoek van de statushouder")
            raise AccessDenied
        if row["answer"]:
            raise NotNow("Dit verzoek is al beantwoord. Vernieuw de pagina.")
        return row

    def _answer(self, row: Mapping[str, Any], answer: str, words: str) -> None:
        self._write(
            "UPDATE person_request SET answer=?, answer_words=?, answered_by=?, answered_at=? WHERE id=?",
            answer, words, self.user.id, self.stamp(), row["id"],
        )  # fmt: skip

    def _requests(self, where: str, *values: Any, content: bool = False) -> list[PersonRequest]:
        rows = self._all(
            "SELECT q.*, d.number, q.pdf IS NOT NULL AS there FROM person_request q JOIN dossier d ON d.id=q.dossier_id "
            f"WHERE d.gone IS NULL AND {where} ORDER BY q.made_at DESC, q.id",
            *values,
        )
        return [
            PersonRequest(
                row["id"], row["dossier_id"], row["number"], row["kind"], date.fromisoformat(row["asked_on"]),
                Calendar().add(date.fromisoformat(row["asked_on"]), Length.parse(ANSWER_WITHIN)), row["words"] if content else "",
                self.user_name(row["made_by"]), local(row["made_at"]), json.loads(row["content"]), row["answer"] or "", row["answer_words"],
                self.user_name(row["answered_by"]) if row["answered_by"] else "", local(row["answered_at"]) if row["answered_at"] else None,
                to_fetch=row["answer"] == "vrijgegeven" and bool(row["there"]), mine=row["made_by"] == self.user.id,
            )
            for row in rows
        ]  # fmt: skip

    def _note(self, dossier_id: str, words: str) -> None:
        """A line of the tool in the logbook, for who steers."""
        row = self._one("SELECT id FROM record WHERE dossier_id=? AND form=?", dossier_id, self.forms.head.key)
        if row:
            self._log(self._head(row["id"]), "wijziging", words, visible=self.forms.process.LOG["visible_to_few"])

    def _readers(self, dossier_id: str) -> Iterable[Reader]:
        rows = self._all(
            "SELECT user_id, act, count(*) AS times, min(at) AS first, max(at) AS last FROM audit WHERE dossier_id=? GROUP BY user_id, act",
            dossier_id,
        )
        found: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            if (kind := act_of(row["act"]).kind) in (READ, WRITE, PRINT, EMERGENCY) and row["user_id"] != SYSTEM:
                found[(*self._function(row["user_id"]), kind)].append(row)
        for (function, organisation, kind), lines in sorted(found.items()):
            first, last = min(line["first"] for line in lines), max(line["last"] for line in lines)
            yield Reader(function, organisation, kind, sum(line["times"] for line in lines), local(first).date(), local(last).date())

    def _function(self, user_id: str) -> tuple[str, str]:
        """What somebody is and for which organisation, without a name."""
        row = self._one("SELECT roles, organisation FROM user WHERE id=?", user_id)
        table = self.rights.table.roles
        roles = [table[role].title for role in json.loads(row["roles"]) if role in table] if row else []
        return ", ".join(roles) or "een collega", self.contact_name(row["organisation"]) if row and row["organisation"] else ""

    def _kept_until(self, dossier_id: str) -> str:
        """How long it is kept, in words of the term table."""
        terms = running_terms(self.forms, self._case(dossier_id).facts, self.today)
        term = next((one for one in terms if one.code == self.forms.process.RETENTION), None)
        return f"tot en met {term.last_day:%d-%m-%Y}" if term and term.last_day else ""
