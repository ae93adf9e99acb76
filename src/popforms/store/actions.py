"""An action has one life: born with a version, then accepted or handed back, reported on, done; lines that are only added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from popforms.access import AccessDenied
from popforms.access.view import HEALTH
from popforms.definition.conditions import has_value
from popforms.definition.kinds import LONG_TEXT
from popforms.definition.paths import path_of
from popforms.process.terms import Running, as_of
from popforms.store.base import NotNow, RecordRow, local
from popforms.store.connection import transaction
from popforms.store.heavy import READ_HEAVY
from popforms.store.logbook import Logbook
from popforms.store.projections import Projections
from popforms.store.terms import stored
from popforms.store.typed import typed

HANDED_BACK = "teruggegeven"
REMINDED = "herinnerd"
MISSED = "datum niet gehaald"
AGREED = ("afgesproken", "loopt", "vastgelopen")
OPEN = ("voorgesteld", "afgesproken", "loopt", "vastgelopen")
_CLOSED = "('klaar','vervallen')"


@dataclass(frozen=True)
class ActionLine:
    """One line in the life of an action."""

    at: datetime
    kind: str
    state: str
    note: str
    author: str


@dataclass(frozen=True)
class Action:
    """An action as this user may see it; `omschrijving` is empty when only its state may be seen.

    `closed` says that it is about health and was not opened: then its words and notes are empty too.
    """

    id: str
    dossier_id: str
    record_id: str
    path: str
    module: str
    omschrijving: str
    trekker: str
    trekker_name: str
    gereed_voor: date
    last_day: date | None
    """The last day of its term (T33), moved by pauses; None while a pause is open, or where the gemeente does not use the term."""
    voortgang_frequentie: str
    state: str
    accepted_on: str | None
    mine: bool
    may_steer: bool
    lines: tuple[ActionLine, ...] = ()
    closed: bool = False

    @property
    def words(self) -> str:
        """What it is about, for a list; without its own words when these are not to be seen there."""
        return self.omschrijving or f"actie bij {self.module}"

    @property
    def agreed(self) -> bool:
        """Whether trekker, deadline and frequency stand; until then it is 'voorstel, nog niet afgesproken'."""
        return self.state not in ("voorgesteld", "vervallen")

    @property
    def handed_back(self) -> bool:
        """Whether its trekker gave it back and nothing was done with it since."""
        return self.state == "voorgesteld" and bool(self.lines) and self.lines[-1].kind == HANDED_BACK

    @property
    def reminded(self) -> ActionLine | None:
        """The reminder that its trekker did not answer yet."""
        return self.lines[-1] if self.lines and self.lines[-1].kind == REMINDED else None

    @property
    def stands_since(self) -> date | None:
        """Since when it stands as it does: the day of its last line that is no reminder."""
        return next((line.at.date() for line in reversed(self.lines) if line.kind != REMINDED), None)

    def late(self, today: date) -> bool:
        """Whether it was agreed and the last day has passed without an end (T33); never while that term is paused."""
        return self.state in AGREED and self.last_day is not None and self.last_day < today


class Actions(Projections, Logbook):
    """What trekkers and the PC do with actions."""

    def actions_of(self, dossier_id: str) -> list[Action]:
        """The actions of a dossier that this user may see, open ones first by date."""
        self._open_case(dossier_id)
        self._audit_read("acties lezen", dossier=dossier_id)
        rows = self._all(f"SELECT * FROM action WHERE dossier_id=? ORDER BY state IN {_CLOSED}, gereed_voor, id", dossier_id)
        return [action for row in rows if (action := self._action(row, lines=True)) is not None]

    def my_actions(self) -> list[Action]:
        """The open actions that this user pulls, in all open dossiers; what was handed back waits for the PC."""
        rows = self._all(
            f"SELECT a.* FROM action a JOIN overview o USING(dossier_id) WHERE a.trekker IN ({','.join('?' * len(self._me()))}) "
            f"AND a.state NOT IN {_CLOSED} AND o.closed=0 ORDER BY a.gereed_voor, a.id",
            *self._me(),
        )
        found = [action for row in rows if (action := self._action(row, lines=True)) is not None and not action.handed_back]
        self._reads_list("eigen acties lezen", len(found))
        return found

    def waiting_actions(self) -> list[Action]:
        """Open actions of others in the user's own open dossiers, proposals first."""
        mine = self._all(
            "SELECT DISTINCT dossier_id FROM team JOIN overview USING(dossier_id) WHERE who IN (?,?) AND closed=0",
            self.user.id, self.user.person or "-",
        )  # fmt: skip
        found = []
        for row in mine:
            rows = self._all(f"SELECT * FROM action WHERE dossier_id=? AND state NOT IN {_CLOSED}", row["dossier_id"])
            found += [a for r in rows if (a := self._action(r, lines=True)) is not None and (a.handed_back or not a.mine)]
        self._reads_list("acties van anderen lezen", len(found))
        return sorted(found, key=lambda action: (action.agreed, action.gereed_voor, action.id))

    def accept(self, action_id: str) -> None:
        """Ja, dat doe ik: from now on it is agreed. Asks that deadline and frequency are known."""
        with transaction(self.db):
            row = self._own(action_id)
            if row["state"] != "voorgesteld":
                raise NotNow("Deze actie is al afgesproken. Vernieuw de pagina om te zien hoe het ervoor staat.")
            if not row["voortgang_frequentie"]:
                raise NotNow("Spreek eerst af hoe vaak de voortgang wordt gemeld. Dat staat bij de actie in het formulier.")
            self._step(row, "aangenomen", "afgesproken", "")

    def hand_back(self, action_id: str, reason: str) -> None:
        """Teruggeven: the trekker says no, with a reason; the PC finds another way."""
        reason = typed(reason, 3, "Schrijf kort waarom je de actie teruggeeft.")
        with transaction(self.db):
            row = self._own(action_id)
            self._is_open_still(row)
            self._step(row, HANDED_BACK, "voorgesteld", reason)

    def progress(self, action_id: str, note: str, *, state: str = "loopt") -> None:
        """Voortgang, klaar or vastgelopen: one line with what was done. An action that is done needs a note."""
        if state not in ("loopt", "klaar", "vastgelopen"):
            raise NotNow("Kies voortgang, klaar of vastgelopen.")
        note = typed(note, 3, "Schrijf kort wat er is gedaan.", most=LONG_TEXT)
        with transaction(self.db):
            row = self._own(action_id)
            if row["state"] not in ("afgesproken", "loopt", "vastgelopen"):
                raise NotNow("Zeg eerst ja tegen de actie; dan kun je voortgang melden.")
            self._step(row, "voortgang" if state == "loopt" else state, state, note)

    def drop(self, action_id: str, reason: str) -> None:
        """Vervallen: who steers the dossier takes the action out, with a reason."""
        reason = typed(reason, 3, "Schrijf kort waarom de actie vervalt.")
        with transaction(self.db):
            row = self._own(action_id)
            if not self._may_steer(row):
                raise AccessDenied
            self._is_open_still(row)
            self._step(row, "vervallen", "vervallen", reason)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _add_line(self, action_id: str, kind: str, state: str, note: str = "") -> None:
        """Lines of an action are only added."""
        self._write(
            "INSERT INTO action_line SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ? FROM action_line WHERE action_id=?",
            action_id, kind, state, note, self.user.id, self.stamp(), action_id,
        )  # fmt: skip

    def _me(self) -> list[str]:
        return sorted(self.user.ids)

    def _own(self, action_id: str) -> dict[str, Any]:
        row = self._one("SELECT * FROM action WHERE id=?", action_id)
        if row is None:
            self._refused("actie")
            raise AccessDenied
        origin, case = self._origin(row), self._case(row["dossier_id"])
        if origin and self.rights.may_handle_action(self.user, row["trekker"], row["module"], origin, case, self.today):
            return row
        self._refused("actie", row["record_id"], row["dossier_id"])
        raise AccessDenied

    def _is_open_still(self, row: Mapping[str, Any]) -> None:
        if row["state"] not in OPEN:
            raise NotNow(f"Deze actie is al {row['state']}. Vernieuw de pagina om te zien hoe het ervoor staat.")

    def _may_steer(self, row: Mapping[str, Any]) -> bool:
        """Who writes the questions of the form around an action may note what its trekker said."""
        origin = self._origin(row)
        return origin is not None and self.rights.may_write(self.user, origin, self._case(row["dossier_id"]), self.today)

    def _action(self, row: Mapping[str, Any], *, lines: bool = False) -> Action | None:
        case = self._case(row["dossier_id"])
        fields = self._fields_of(row, case)
        if not fields:
            return None
        told = "omschrijving" in fields
        mine = told and row["trekker"] in self.user.ids
        closed = told and not self._is_opened(row)
        done = self._terms_of_action(row["id"]).get(self.forms.process.ACTION_TERMS["done"])
        return Action(
            id=row["id"], dossier_id=row["dossier_id"], record_id=row["record_id"], path=row["path"], module=row["module"],
            omschrijving=row["omschrijving"] if told and not closed else "", trekker=row["trekker"],
            trekker_name=self.contact_name(row["trekker"]), gereed_voor=date.fromisoformat(row["gereed_voor"]), last_day=runs_to(done),
            voortgang_frequentie=row["voortgang_frequentie"], state=row["state"], accepted_on=row["accepted_on"], mine=mine,
            may_steer=self._may_steer(row), lines=self._lines(row["id"], closed) if lines and told else (), closed=closed,
        )  # fmt: skip

    def _terms_of_action(self, action_id: str) -> dict[str, Running]:
        """The terms of an agreed action, by code."""
        rows = self._all("SELECT code, state, content FROM termijn WHERE source='actie' AND source_id=?", action_id)
        return {row["code"]: as_of(stored(row), row["state"], self.today) for row in rows}

    def _lines(self, action_id: str, closed: bool) -> tuple[ActionLine, ...]:
        rows = self._all("SELECT * FROM action_line WHERE action_id=? ORDER BY seq", action_id)
        return tuple(
            ActionLine(local(r["at"]), r["kind"], r["state"], "" if closed else r["note"], self.user_name(r["author"])) for r in rows
        )

    def _is_heavy(self, row: Mapping[str, Any]) -> bool:
        """Whether an action is about health: by its module, or by the question that it was born in."""
        return HEALTH in (row["module"], row["part"])

    def _is_opened(self, row: Mapping[str, Any]) -> bool:
        """Whether the words of an action may be handed over: it is not about health, it was opened, or so were the rows it stands in."""
        if not self._is_heavy(row):
            return True
        unit, named = row["path"].rpartition(".")[0], f"{row['record_id']}:{row['path']}"
        if not any(name in self.opened for name in ("*bijzonder", f"{row['record_id']}:{unit}", named)):
            return False
        self._audit_read(READ_HEAVY["bijzonder"], dossier=row["dossier_id"], record=row["record_id"], detail=row["path"])
        self.handed_over.add(named)
        return True

    def open_action(self, action_id: str) -> str:
        """A click that opens an action about health; gives what the page names in `opened` from now on. Each is a line of its own."""
        row = self._one("SELECT * FROM action WHERE id=?", action_id)
        action = self._action(row) if row else None
        if row is None or action is None or not (action.closed or action.omschrijving):
            self._refused("actie", row["record_id"] if row else None, row["dossier_id"] if row else None)
            raise AccessDenied
        if self._is_heavy(row):
            with self._noting():
                self._audit(READ_HEAVY["bijzonder"], dossier=row["dossier_id"], record=row["record_id"], detail=row["path"])
        return f"{row['record_id']}:{row['path']}"

    def _step(self, row: Mapping[str, Any], kind: str, state: str, note: str) -> None:
        now = self.stamp()
        self._add_line(row["id"], kind, state, note)
        accepted = local(now).date().isoformat() if kind == "aangenomen" else row["accepted_on"] if state != "voorgesteld" else None
        self._write("UPDATE action SET state=?, accepted_on=?, last_note_at=? WHERE id=?", state, accepted, now, row["id"])
        self._audit(f"actie {kind}", dossier=row["dossier_id"], record=row["record_id"])
        record = self._head(row["record_id"])
        words = f"{row['omschrijving']}: {kind}" + (f". {note}" if note else "")
        self._log(record, "actie", words, module=row["module"], action=row["id"], visible=self._visible(row["part"], row["module"]))
        self._forget(row["dossier_id"])
        self._refresh(row["dossier_id"])

    def _visible(self, part: str, module: str) -> str:
        """Who may read the logbook line of an action: what is about a heavy part or module stays in a small circle."""
        narrow = self.forms.process.LOG["visible_of_part"]
        return str(narrow.get(part) or narrow.get(module) or self.forms.process.LOG["visible_to_all"])

    def _births(self, record: RecordRow, answers: Mapping[str, Any]) -> bool:
        """Rows of block B-A that are complete become actions; later changes of the row follow on the same action. Whether there are any."""
        found = False
        if record.dossier_id is None:
            return found
        for section, question in record.form.questions():
            if question.block != "B-A":
                continue
            inside = (answers.get(section.name) or {} if section.name else answers).get(question.name)
            for row in inside if isinstance(inside, list) else []:
                if all(has_value(row.get(name)) for name in ("omschrijving", "module", "trekker", "gereed_voor")):
                    self._birth(record, path_of(section, question, row["id"]), question.part, row)
                    found = True
        return found

    def _birth(self, record: RecordRow, path: str, part: str, row: Mapping[str, Any]) -> None:
        fields = ("omschrijving", "module", "trekker", "gereed_voor")
        rest = (row.get("voortgang_frequentie") or "", row.get("door_vh_zelf") or "", row.get("naar_casusoverleg") or "")
        known = self._one("SELECT * FROM action WHERE record_id=? AND path=?", record.id, path)
        values = [row[name] for name in fields]
        if known is None:
            action_id = self._new_id()
            self._write(
                "INSERT INTO action(id, dossier_id, record_id, path, omschrijving, module, trekker, gereed_voor, voortgang_frequentie, zelf, "
                "naar_casusoverleg, part, state, born_at, born_by) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,'voorgesteld',?,?)",
                action_id, record.dossier_id, record.id, path, *values, *rest, part, self.stamp(), self.user.id,
            )  # fmt: skip
            self._add_line(action_id, "ontstaan", "voorgesteld")
            words = f"Nieuwe actie: {row['omschrijving']}"
            self._log(record, "actie", words, module=row["module"], action=action_id, visible=self._visible(part, row["module"]))
        elif [known[name] for name in fields] + [known["voortgang_frequentie"], known["zelf"], known["naar_casusoverleg"]] != [
            *values,
            *rest,
        ]:
            self._write(
                "UPDATE action SET omschrijving=?, module=?, trekker=?, gereed_voor=?, voortgang_frequentie=?, zelf=?, naar_casusoverleg=? WHERE id=?",
                *values, *rest, known["id"],
            )  # fmt: skip
            last_day = runs_to(self._terms_of_action(known["id"]).get(self.forms.process.ACTION_TERMS["done"]))
            late = known["state"] in AGREED and last_day is not None and last_day < self.today
            if late and known["gereed_voor"] != row["gereed_voor"]:
                # A deadline that is moved after it passed still counts as missed (process.md section 5).
                self._add_line(known["id"], MISSED, known["state"])
            again = known["trekker"] != row["trekker"] and known["state"] in OPEN
            state = "voorgesteld" if again else known["state"]
            self._write(
                "UPDATE action SET state=?, accepted_on=CASE WHEN ? THEN NULL ELSE accepted_on END WHERE id=?", state, again, known["id"]
            )
            self._add_line(known["id"], "gewijzigd", state)


def runs_to(term: Running | None) -> date | None:
    """The last day of a term that runs; None while it is paused."""
    return term.last_day if term and term.state != "gepauzeerd" else None
