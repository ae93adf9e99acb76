"""What a day of work asks beside terms and own actions: what climbs, what a meeting decided, what others changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import Any

from popforms.access import AccessDenied
from popforms.process.climb import FIRST_LEVEL, STEERING, Climbed, climb
from popforms.store.actions import MISSED, OPEN, REMINDED, Action, runs_to
from popforms.store.base import NotNow, RecordRow, local
from popforms.store.connection import stamp, transaction
from popforms.store.deadlines import Deadlines
from popforms.store.drafts import by_name

RECENT = timedelta(days=35)
"""A meeting is monthly: what it decided stays on the worklist until the next."""
MOST = 50

SUBJECT = 200
"""So many signs of an action are proposed as the subject of an escalation; the action itself stays beside it, whole."""


@dataclass(frozen=True)
class Change:
    """Something a colleague did in a dossier of this user since the last visit."""

    record: RecordRow
    who: str
    at: datetime


class Worklist(Deadlines):
    """Lists for Werk, over all dossiers that are the user's own."""

    def works_by_case(self) -> bool:
        """Whether this user only has to do with own cases: then the own actions come first."""
        roles = [self.rights.table.roles[role] for role in self.user.roles if role in self.rights.table.roles]
        return bool(roles) and all(role.scope == "eigen" for role in roles)

    def climbing(self) -> list[tuple[Action, Climbed]]:
        """Agreed actions of others that are silent, late or stuck, for who steers the dossier or coordinates the begeleiders."""
        where, values = self._scope(only_mine=True)
        rows = self._all(
            "SELECT a.* FROM action a JOIN overview o USING(dossier_id) "
            f"WHERE a.state IN ('afgesproken','loopt','vastgelopen') AND o.closed=0 AND {where} ORDER BY a.gereed_voor, a.id",
            *values,
        )
        found = []
        for row in rows:
            climbed = self._climbed(row)
            if not climbed.step or not self.may_open(row["dossier_id"]) or not self._hears(row, climbed):
                continue
            action = self._action(row, lines=True)
            if action is not None and not action.mine:
                found.append((action, climbed))
        self._reads_list("acties van anderen lezen", len(found), "vastgelopen of te laat")
        return sorted(found, key=lambda one: (-one[1].step, one[0].gereed_voor, one[0].id))

    def escalate(self, action_id: str, token: str) -> str:
        """Begin an escalation about an action; gives the record. The same token twice gives the same record.

        What is proposed as its subject is read by the whole team at once, so of an action that is for few nothing is proposed.
        """
        row = self._one("SELECT * FROM action WHERE id=?", action_id)
        action = self._action(row, lines=True) if row else None
        words = self.forms.process.ESCALATION
        if row is None or action is None or self._climbed(row).step < STEERING:
            self._refused("escaleren")
            raise AccessDenied
        record_id = self.start_record(words["form"], action.dossier_id, token)
        if self._visible(row["part"], row["module"]) != self.forms.process.LOG["visible_to_all"]:
            return record_id
        draft = self.open_draft(record_id)
        for path in draft.writable:
            if path.rpartition(".")[2] == words["subject"] and path not in draft.entries and action.omschrijving:
                self.save_field(record_id, path, shorten(action.omschrijving, SUBJECT, placeholder=" …"), expect=0)
        return record_id

    def may_remind(self, action: Action) -> bool:
        """Whether this user can ask the trekker how it stands: who steers, once a day, and only a trekker who works here."""
        told = action.reminded
        fresh = told is not None and told.at.date() == self.today
        waits = action.state in OPEN and not action.handed_back and not action.mine and not fresh
        return waits and self._directs(action) and self._works_here(action.trekker)

    def remind(self, action_id: str) -> None:
        """Ask the trekker how it stands. It stays silent: a reminder is no progress, and no line of the logbook."""
        with transaction(self.db):
            row = self._one("SELECT * FROM action WHERE id=?", action_id)
            action = self._action(row, lines=True) if row else None
            if row is None or action is None or not self._directs(action):
                self._refused("actie", row["record_id"] if row else None, row["dossier_id"] if row else None)
                raise AccessDenied
            self._is_open_still(row)
            if not self.may_remind(action):
                raise NotNow("Herinneren kan één keer per dag, en alleen wie zelf in popforms werkt. Bel of mail anders zelf.")
            self._add_line(action_id, REMINDED, row["state"])
            self._audit(f"actie {REMINDED}", dossier=row["dossier_id"], record=row["record_id"])

    def waiting_escalations(self) -> list[tuple[RecordRow, date | None]]:
        """Escalations that wait for an answer this user may give, with the day it is needed; the earliest first."""
        words = self.forms.process.ESCALATION
        form = self.forms.get(words["form"])
        if form is None or not self.rights.may_ever(self.user, "W", form.part):
            return []
        rows = self._all("SELECT * FROM record WHERE form=? AND state='klaar om te tekenen' ORDER BY changed_at", form.key)
        found = []
        for row in rows:
            record = RecordRow.of(form, row)
            if not any(path.rpartition(".")[2] == words["answer"] for path in self._writable(record)):
                continue
            answers = by_name(self._content(record.id, record.version, form))
            if answers.get(words["receiver"]) in self.user.ids or words["second"] in self.user.roles:
                day = answers.get(words["until"])
                found.append((record, date.fromisoformat(day) if day else None))
        self._reads_list("escalaties lezen", len(found))
        return sorted(found, key=lambda one: one[1] or date.max)

    def decided(self) -> list[Action]:
        """Open actions that a casusoverleg of the last five weeks gave, in open dossiers of this user."""
        form = self.forms.get(self.forms.process.MEETING["discussion"])
        where, values = self._scope(only_mine=True)
        rows = self._all(
            "SELECT a.* FROM action a JOIN record r ON r.id=a.record_id JOIN overview o ON o.dossier_id=a.dossier_id "
            f"WHERE r.form=? AND a.born_at>? AND a.state NOT IN ('klaar','vervallen') AND o.closed=0 AND {where} "
            f"ORDER BY a.gereed_voor, a.id LIMIT {MOST}",
            form.key if form else "", stamp(self.now() - RECENT), *values,
        )  # fmt: skip
        found = [action for row in rows if (action := self._action(row, lines=True)) is not None]
        self._reads_list("acties van anderen lezen", len(found), "uit het casusoverleg")
        return found

    def changed_since_last_visit(self) -> list[Change]:
        """Versions that colleagues made in the user's own dossiers since the login before this one, the newest first."""
        since = self._last_visit()
        if since is None:
            return []
        where, values = self._scope(only_mine=True)
        rows = self._all(
            "SELECT r.*, v.author AS v_author, v.at AS v_at, v.number AS v_number FROM version v JOIN record r ON r.id=v.record_id "
            f"JOIN overview o ON o.dossier_id=r.dossier_id WHERE v.at>? AND v.author<>? AND {where} ORDER BY v.at DESC LIMIT {MOST}",
            since, self.user.id, *values,
        )  # fmt: skip
        found: dict[str, Change] = {}
        for row in rows:
            form = self.forms.get(row["form"])
            if form is None or form.lines or row["id"] in found:
                continue
            record = RecordRow.of(form, row)
            if self._readable(record):
                found[row["id"]] = Change(record, self.user_name(row["v_author"]), local(row["v_at"]))
        self._reads_list("wijzigingen lezen", len(found))
        return list(found.values())

    # --- inside -------------------------------------------------------------------------------------------------------

    def _directs(self, action: Action) -> bool:
        return action.may_steer or (self.may_open(action.dossier_id) and self.steers(action.dossier_id))

    def _works_here(self, trekker: str) -> bool:
        return self._one("SELECT 1 FROM user WHERE (id=? OR person=?) AND state='actief'", trekker, trekker) is not None

    def _last_visit(self) -> str | None:
        """When the login before this one was last used; None for a first visit."""
        row = self._one(
            "SELECT max(seen_at) AS at FROM session WHERE user_id=? AND token_hash<>? AND created_at<"
            "(SELECT coalesce(max(created_at), '9999') FROM session WHERE token_hash=?)",
            self.user.id, self.session, self.session,
        )  # fmt: skip
        return row["at"] if row else None

    def _climbed(self, row: dict[str, Any]) -> Climbed:
        missed = self._one("SELECT count(*) AS n FROM action_line WHERE action_id=? AND kind=?", row["id"], MISSED)
        terms, codes = self._terms_of_action(row["id"]), self.forms.process.ACTION_TERMS
        done, told = terms.get(codes["done"]), terms.get(codes["told"])
        return climb(
            state=row["state"],
            last_day=runs_to(done),
            missed=missed["n"] if missed else 0,
            tell_by=runs_to(told),
            last_word=told.first_day if told else None,
            today=self.today,
        )

    def _hears(self, row: dict[str, Any], climbed: Climbed) -> bool:
        """The first level is for who steers and for the coordinator; colleagues who only help in the dossier are left alone."""
        if self.steers(row["dossier_id"]):
            return True
        return climbed.step == FIRST_LEVEL and self.forms.process.ESCALATION["first"] in self.user.roles
