"""Erasing for good: everything that hangs on a dossier or a form, wherever it stands, and what other dossiers say of it.

What hangs on it is read from the tables themselves (a column `dossier_id` or `record_id`, or a reference to a table that has
one), so a table that is added later is reached too. The lines of the audit trail stay; what stood aside of them goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlcipher3.dbapi2

from popforms.definition.paths import path_of
from popforms.definition.questions import LIST
from popforms.process.initials import initials
from popforms.store.base import as_json
from popforms.store.connection import Database, StoreTrouble, transaction
from popforms.store.projections import Projections
from popforms.store.trail import erase_details, last_line

ERASED_WORDS = "vernietigd dossier"
"""Stands wherever something else spoke of a dossier that is gone."""
THROWN, GONE = "weggegooid", "vernietigd"
ERASED_ACT, RECORD_ERASED = "dossier vernietigd", "formulier gewist"
UNTIDY = "opschonen"
"""The note that something was erased and the file was not written anew since; the timer goes on trying."""
_KEPT = ("audit", "audit_detail", "dossier")
"""Lines stay, their details go by themselves (store/trail.py), and of the dossier its number stays."""
SHORTEST_WORD = 6
"""Names and numbers shorter than this are not looked for elsewhere: they would hit words of other people."""


@dataclass(frozen=True)
class Erased:
    """What was erased: rows per table, places elsewhere that spoke of it, and the end of the trail after it."""

    tables: Mapping[str, int]
    elsewhere: int
    line: int
    head: str


@dataclass(frozen=True)
class _Place:
    """A table that hangs on a dossier, and the condition for its rows; `:dossier` and `:records` are filled in."""

    table: str
    where: str


class Erasure(Projections):
    """The deed itself. Who may ask for it, and when, is decided by what stands above (store/retention.py, store/thrown.py)."""

    def _erase_dossier(self, dossier_id: str) -> Erased:
        """Inside a transaction: all of a dossier, the words by which others speak of it, and the details of its trail."""
        number, words = self._number_of(dossier_id), self._words_of(dossier_id)
        actions = [row["id"] for row in self._all("SELECT id FROM action WHERE dossier_id=?", dossier_id)]
        self._keep_figures(dossier_id)
        thin = self._thin_facts(dossier_id)
        self._write("UPDATE dossier SET gone=?, token=NULL, facts=? WHERE id=?", GONE, as_json(thin), dossier_id)
        with self._letting_go():
            records = [row["id"] for row in self._all("SELECT id FROM record WHERE dossier_id=?", dossier_id)]
            tables = self._delete(dossier_id, records)
            elsewhere = self._unsay({number, *words}) + self._unsay_actions(actions, dossier_id) + self._unsay_hours(dossier_id)
        tables["audit_detail"] = erase_details(self.db, dossier_id, at=self.stamp(), user_id=self.user.id)
        self._forget(dossier_id)
        line = self._audit(ERASED_ACT, dossier=dossier_id)
        return Erased({name: count for name, count in sorted(tables.items()) if count}, elsewhere, line, last_line(self.db).seal.hex())

    def _erase_record(self, record_id: str, dossier_id: str) -> Erased:
        """Inside a transaction: one form with all its versions, the lines that popforms wrote about its actions, and what was taken
        over of these outside the dossier; the other forms of the dossier stay as they were agreed."""
        log = self.forms[self.forms.process.LOG["form"]]
        names = self.forms.process.LOG
        told = self._all(
            "SELECT r.id, v.content FROM record r JOIN version v ON v.record_id=r.id WHERE r.dossier_id=? AND r.form=? AND instr(v.content, ?)",
            dossier_id, log.key, record_id,
        )  # fmt: skip
        lines = [row["id"] for row in told if (said := self._by_name(log, json.loads(row["content"]))).get(names["source"]) == record_id
                 and said.get(names["action"])]  # fmt: skip
        actions = [row["id"] for row in self._all("SELECT id FROM action WHERE record_id=?", record_id)]
        with self._letting_go():
            tables = self._delete(None, [record_id, *lines])
            elsewhere = self._unsay_actions(actions, dossier_id)
        line = self._audit(RECORD_ERASED, dossier=dossier_id, record=record_id)
        return Erased({name: count for name, count in sorted(tables.items()) if count}, elsewhere, line, last_line(self.db).seal.hex())

    @contextmanager
    def _letting_go(self) -> Iterator[None]:
        """The append-only tables let go of rows inside, in this transaction alone; references are checked at its end."""
        self.db.conn.execute("PRAGMA defer_foreign_keys=1")
        self._write("INSERT INTO erasing VALUES('nu')")
        self._write("INSERT INTO meta VALUES(?, 'ja') ON CONFLICT DO NOTHING", UNTIDY)
        yield
        self._write("DELETE FROM erasing")

    def _delete(self, dossier_id: str | None, records: list[str]) -> dict[str, int]:
        values = {"dossier": dossier_id, "records": json.dumps(records)}
        places = list(hanging(self.db))
        counts = dict[str, int]()
        for place in reversed(places):  # what hangs on something else goes first, while that still says whose it is
            found = self.db.conn.execute(f"DELETE FROM {place.table} WHERE {place.where}", values)
            counts[place.table] = counts.get(place.table, 0) + int(found.rowcount)
        counts["handout"] = counts.get("handout", 0) + self._write(
            "DELETE FROM handout"
        )  # lies ready five minutes, of whom is not always known
        return counts

    def _unsay(self, words: set[str]) -> int:
        """Put the words for an erased dossier wherever another one speaks of it; gives in how many rows. Contacts are left alone:
        a colleague of the same name is somebody else."""
        lists = [form.key for form in self.forms if form.per == LIST and form.code in self.forms.process.CONTACT.values()]
        others = {"lists": json.dumps(lists)}
        touched = 0
        for word in sorted((word for word in words if len(word) >= SHORTEST_WORD), key=len, reverse=True):
            inside = json.dumps(word, ensure_ascii=False)[1:-1]
            for table in [place.table for place in hanging(self.db)]:
                columns = _columns(self.db, table)
                record = "id" if table == "record" else "record_id" if "record_id" in columns else ""
                limit = (
                    f" AND coalesce({record}, '') NOT IN (SELECT id FROM record WHERE form IN (SELECT value FROM json_each(:lists)))"
                    if record
                    else ""
                )
                for column in (name for name, kind in columns.items() if kind == "TEXT"):
                    done = self.db.conn.execute(
                        f"UPDATE {table} SET {column}=replace({column}, :word, :instead) WHERE instr({column}, :word){limit}",
                        {"word": inside, "instead": ERASED_WORDS, **others},
                    )
                    touched += int(done.rowcount)
            touched += self._write(  # what lies ready for another person is a file of its own, and made again when it is still asked
                "UPDATE person_request SET pdf=NULL, data=NULL, away_at=? WHERE data IS NOT NULL AND instr(data, ?)", self.stamp(), inside
            )
            for row in self._all("SELECT id FROM dossier WHERE instr(facts, ?) AND gone IS NULL", inside):
                self._refresh(row["id"])
        return touched

    def _unsay_actions(self, actions: list[str], dossier_id: str) -> int:
        """Rows that were taken over from these actions outside their dossier, as in the minutes of a meeting: each has the id of its
        action. The row stays, says that it was of an erased dossier, and nothing else. Gives in how many rows of tables."""
        words = {name for columns in self.forms.process.CARRIED.values() for name, of in columns.items() if of == "omschrijving"}
        ids, touched = json.dumps(actions), 0
        outside = (
            "record_id IN (SELECT id FROM record WHERE dossier_id IS NOT ?) AND EXISTS (SELECT 1 FROM json_each(?) j WHERE instr({}, {}))"
        )
        for table in ("draft", "draft_change"):
            where = outside.format(f"{table}.path", "'.' || j.value || '.'")
            for row in self._all(f"SELECT DISTINCT record_id, path FROM {table} WHERE value IS NOT NULL AND {where}", dossier_id, ids):
                said = as_json(ERASED_WORDS) if row["path"].rpartition(".")[2] in words else None
                touched += self._write(
                    f"UPDATE {table} SET value=? WHERE record_id=? AND path=? AND value IS NOT NULL", said, row["record_id"], row["path"]
                )
        for table in ("version", "supplement"):
            for row in self._all(f"SELECT rowid AS at, content FROM {table} WHERE {outside.format('content', 'j.value')}", dossier_id, ids):
                content = as_json(_without_rows(json.loads(row["content"]), set(actions), words))
                if content != row["content"]:
                    touched += self._write(f"UPDATE {table} SET content=? WHERE rowid=?", content, row["at"])
        return touched

    def _unsay_hours(self, dossier_id: str) -> int:
        """Hours stay, for they are of who worked them; what somebody noted beside a line about this dossier goes."""
        names = self.forms.process.HOURS
        touched = 0
        for row in self._all(
            "SELECT v.rowid AS at, v.content FROM version v JOIN record r ON r.id=v.record_id WHERE r.form=? AND instr(v.content, ?)",
            self.forms[names["form"]].key, dossier_id,
        ):  # fmt: skip
            content = json.loads(row["content"])
            about = [one for one in (content, *content.values()) if isinstance(one, dict) and one.get(names["dossier"]) == dossier_id]
            noted = [one.pop(names["note"]) for one in about if one.get(names["note"])]
            if noted:
                touched += self._write("UPDATE version SET content=? WHERE rowid=?", as_json(content), row["at"])
        return touched

    # --- who it was ---------------------------------------------------------------------------------------------------

    def _number_of(self, dossier_id: str) -> str:
        row = self._one("SELECT number FROM dossier WHERE id=?", dossier_id)
        return str(row["number"]) if row else ""

    def _words_of(self, dossier_id: str) -> set[str]:
        """Every full name and number that the person ever had here, by which another dossier could speak of them, and how the minutes
        of a meeting call them."""
        found, called = dict[str, set[str]](), self._number_of(dossier_id)
        for form in self.forms.start():
            wanted = {path_of(s, q): q for s, q in form.questions() if q.name in form.person or q.privacy == "nummer"}
            for row in self._all("SELECT id FROM record WHERE dossier_id=? AND form=?", dossier_id, form.key):
                for path, question in wanted.items():
                    for value in self._ever(row["id"], path):
                        found.setdefault("nummer" if question.privacy == "nummer" else question.name, set()).add(value)
            if form.person:
                first, call, last, _ = form.person
                names = {name for one in found.get(first, ()) for name in (one, one.split()[0])} | found.get(call, set())
                found["naam"] = {f"{name} {family}" for name in names for family in found.get(last, ())}
                found["naam"] |= {f"{called} {initials([one, family])}" for one in found.get(first, ()) for family in found.get(last, ())}
        return found.get("naam", set()) | found.get("nummer", set())

    def _ever(self, record_id: str, path: str) -> set[str]:
        """What stood at a path in the draft, its history and every version."""
        rows = self._all("SELECT value FROM draft_change WHERE record_id=? AND path=? AND value IS NOT NULL", record_id, path)
        values = [json.loads(row["value"]) for row in rows]
        section, _, name = path.rpartition(".")
        for row in self._all("SELECT content FROM version WHERE record_id=?", record_id):
            content = json.loads(row["content"])
            values.append((content.get(section) or {} if section else content).get(name))
        return {value.strip() for value in values if isinstance(value, str) and value.strip()}

    def _thin_facts(self, dossier_id: str) -> dict[str, Any]:
        """What stays known of a dossier that nobody opens: its number and of which gemeente it was."""
        row = self._one("SELECT number, facts FROM dossier WHERE id=?", dossier_id)
        assert row is not None
        facts, gemeente = json.loads(row["facts"]), self.forms.process.OVERVIEW["gemeente"]
        return {"dossiernummer": row["number"], "gemeente": facts.get(gemeente) or ""}

    def _keep_figures(self, dossier_id: str) -> None:
        """Counts of the past stay right: per gemeente, rule set and quarter, how many came to each milestone."""
        row = self._one("SELECT facts, kept_at FROM dossier WHERE id=?", dossier_id)
        if row is None or row["kept_at"] is None:
            return
        facts = json.loads(row["facts"])
        gemeente, regelset = str(facts.get(self.forms.process.OVERVIEW["gemeente"]) or ""), str(facts.get("regelset") or "")
        for fact, words in self.forms.process.MILESTONES:
            day = str(facts.get(fact) or "")[:10]
            if len(day) == 10:
                self._write(
                    "INSERT INTO past VALUES(?,?,?,?,1) ON CONFLICT(gemeente, regelset, what, quarter) DO UPDATE SET number=number+1",
                    gemeente, regelset, words, quarter_of(date.fromisoformat(day)),
                )  # fmt: skip


def _without_rows(value: Any, gone: set[str], words: set[str]) -> Any:
    """Answers in which the rows with these ids say no more than that they were of an erased dossier."""
    if isinstance(value, list):
        return [_without_rows(one, gone, words) for one in value]
    if not isinstance(value, dict):
        return value
    if str(value.get("id")) in gone:
        return {"id": value["id"], **{name: ERASED_WORDS for name in value if name in words}}
    return {name: _without_rows(one, gone, words) for name, one in value.items()}


def quarter_of(day: date) -> str:
    """The quarter of a day, such as `2026-2`."""
    return f"{day.year}-{(day.month + 2) // 3}"


def hanging(db: Database) -> Iterator[_Place]:
    """Every table whose rows belong to a dossier or a form, the ones that others refer to before those that refer to them."""
    tables = [name for name in db.table_names() if name not in _KEPT and not name.startswith("sqlite_")]
    known: dict[str, str] = {}
    of_record, of_dossier = "record_id IN (SELECT value FROM json_each(:records))", "dossier_id=:dossier"
    for table in tables:
        columns = _columns(db, table)
        ways = ["id IN (SELECT value FROM json_each(:records))"] if table == "record" else []
        ways += [of_record] if "record_id" in columns else []
        ways += [of_dossier] if "dossier_id" in columns else []
        if ways:
            known[table] = " OR ".join(ways)
    while more := {
        table: " OR ".join(f"{ours} IN (SELECT {theirs} FROM {parent} WHERE {known[parent]})" for parent, ours, theirs in parents)
        for table in tables
        if table not in known
        and (parents := [(parent, ours, theirs) for parent, ours, theirs in _references(db, table) if parent in known])
    }:
        known |= more
    yield from (_Place(table, where) for table, where in known.items())


def _columns(db: Database, table: str) -> dict[str, str]:
    return {row[1]: row[2] for row in db.conn.execute(f"PRAGMA table_info({table})").fetchall()}


def _references(db: Database, table: str) -> list[tuple[str, str, str]]:
    """The tables that this one refers to, with the columns on both sides."""
    rows = db.conn.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    return [(row[2], row[3], row[4] or row[3]) for row in rows if row[2] not in _KEPT]


def leave_no_pages(db: Database) -> bool:
    """After erasing: the file is written anew without free pages, and the log beside it is emptied; gives whether that is done.

    While others keep the file busy it is left for the next hour. What was erased is overwritten already (secure_delete).
    """
    if not db.conn.execute("SELECT 1 FROM meta WHERE name=?", (UNTIDY,)).fetchone():
        return True
    try:
        db.conn.execute("VACUUM")
        with transaction(db):
            db.conn.execute("DELETE FROM meta WHERE name=?", (UNTIDY,))
        if not db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return True
        with transaction(db):
            db.conn.execute("INSERT INTO meta VALUES(?, 'ja') ON CONFLICT DO NOTHING", (UNTIDY,))
    except (sqlcipher3.dbapi2.Error, StoreTrouble):
        pass
    return False
