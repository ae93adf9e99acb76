"""Did somebody write what was not theirs to write? Two pictures of the database, and the rights of who was busy between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.catalogue import Catalogue
from popforms.definition.paths import rights_path
from popforms.server.timer import EVERY_MINUTE
from popforms.settings import Settings
from popforms.store import Store, open_database
from popforms.store.accounts import Accounts
from tests.support.server import Server

NOT_COMPARED = ("audit", "audit_detail", "presence", "session", "attempt")
"""What every visit writes: what was seen, who is there, logins."""
DERIVED = ("overview", "team", "termijn", "gesprek", "uren", "stale", "dossier", "counter", "definition")
"""What follows from what somebody wrote in a dossier."""
AUTHOR = {"draft": "author", "draft_change": "author", "version": "author", "version_state": "author", "supplement": "author",
          "gate_pass": "user_id", "print": "author", "file": "author", "action_line": "author", "thrown": "by", "person_request": "made_by", "hold": "by",
          "letter_text": "author", "letter_draft": "author", "letter_approval": "author"}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A row that came, went or changed."""

    table: str
    row: dict[str, Any]
    before: bool


def changes(before: Settings, after: Settings) -> list[Change]:
    """The rows of all tables that differ between two databases."""
    old, new = _rows(before), _rows(after)
    assert old.keys() == new.keys()
    found = []
    for table in old:
        for one, other, gone in ((old[table], new[table], True), (new[table], old[table], False)):
            found += [Change(table, dict(row), gone) for row in one.keys() - other.keys()]
    return found


def _rows(settings: Settings) -> dict[str, dict[tuple[tuple[str, Any], ...], None]]:
    with closing(open_database(settings)) as db:
        tables = [name for name in db.table_names() if name not in NOT_COMPARED]
        return {name: dict.fromkeys(tuple(row.items()) for row in db.query(f"SELECT * FROM {name}")) for name in tables}


def picture(server: Server, file: Path) -> Settings:
    """A copy of the database as it is now."""
    with closing(server.database()) as db:
        db.conn.execute("VACUUM INTO ?", (str(file),))
    return server.settings().model_copy(update={"db": file})


class Judge:
    """What one colleague may write, by the rights before and after."""

    def __init__(self, forms: Catalogue, username: str, *databases: Any) -> None:
        user = next(account.user for account in Accounts(databases[0]).all() if account.user.username == username)
        self.user = user
        self.stores = [Store(db, user, forms) for db in databases]

    def forbidden(self, found: list[Change]) -> list[Change]:
        """The changes that this colleague may not make."""
        touched = {self._dossier(change) for change in found if change.table not in DERIVED and self._may(change)}
        return [
            change
            for change in found
            if not (
                self._dossier(change) in touched or change.table in ("counter", "definition")
                if change.table in DERIVED
                else self._may(change)
            )
        ]

    def _may(self, change: Change) -> bool:
        table, row = change.table, change.row
        if change.before:  # what a row was before it changed says nothing about who did it; its new self does
            return table in ("draft", "record", "action")
        if (column := AUTHOR.get(table)) and row[column] != self.user.id:
            return False
        match table:
            case "draft" | "draft_change":
                return any(self._writes(store, row["record_id"], row["path"]) for store in self.stores)
            case "record" if row["form"].startswith("weggegooid:"):
                return any(store._one("SELECT 1 FROM thrown WHERE record_id=? AND by=?", row["id"], self.user.id) for store in self.stores)
            case "thrown" | "thrown_action" | "person_request" | "hold" | "destruction":
                return self._steers_end(table, row)
            case "record":
                return row["changed_by"] == self.user.id and any(self._writes(store, row["id"]) for store in self.stores)
            case "action":
                return row["trekker"] in self.user.ids or any(self._writes(store, row["record_id"]) for store in self.stores)
            case "action_line":
                return any(self._acts(store, row["action_id"]) for store in self.stores)
            case "print_sheets" | "scan_sheet" | "scan_by_hand":
                return self._lies_at(table, row)
            case "letter_text" | "letter_draft":
                return self.stores[0].may_keep_letter_texts()
            case "letter_approval":
                return self.stores[0].may_approve_letter_texts()
            case "handout":
                return any(
                    store._one("SELECT 1 FROM session WHERE token_hash=? AND user_id=?", row["session_hash"], self.user.id)
                    for store in self.stores
                )
        return table in AUTHOR and any(
            self._writes(store, row["record_id"]) or self._prints(store, row["record_id"]) for store in self.stores
        )

    def _writes(self, store: Store, record_id: str, path: str = "") -> bool:
        try:
            record = store._record(record_id)
        except AccessDenied:
            return False
        writable = store._writable(record)
        return rights_path(record.form, path) in writable if path else bool(writable)

    def _steers_end(self, table: str, row: dict[str, Any]) -> bool:
        """What stands about the end of a dossier and the wishes of the person: by who steers it, or who writes in it."""
        before = self.stores[0]
        dossier = row.get("dossier_id") or ""
        if table == "thrown":
            return bool(before._may_steer_bin(dossier)) or (row["record_id"] is not None and self._writes(before, row["record_id"]))
        if table == "thrown_action":
            return self._acts(before, row["action_id"])
        if table == "person_request":
            return before.may_make_access(dossier) or (row["kind"] == "verbetering" and before.may_log(dossier, "W"))
        return before.may_hold(dossier)

    def _lies_at(self, table: str, row: dict[str, Any]) -> bool:
        """What is told of the pages of a print or a scan: by who made it."""
        made, column = ("print", "print_id") if table == "print_sheets" else ("file", "file_id")
        return any(store._one(f"SELECT 1 FROM {made} WHERE id=? AND author=?", row[column], self.user.id) for store in self.stores)

    def _prints(self, store: Store, record_id: str) -> bool:
        try:
            return store._may(store._record(record_id), "X")
        except AccessDenied:
            return False

    def _acts(self, store: Store, action_id: str) -> bool:
        row = store._one("SELECT trekker, record_id FROM action WHERE id=?", action_id)
        return row is not None and (row["trekker"] in self.user.ids or self._writes(store, row["record_id"]))

    def _dossier(self, change: Change) -> str:
        row = change.row
        if change.table == "dossier":
            return str(row["id"])
        if dossier := row.get("dossier_id"):
            return str(dossier)
        record = row.get("record_id") or (row["id"] if change.table == "record" else None)
        found = next((one for store in self.stores if (one := store._one("SELECT dossier_id FROM record WHERE id=?", record))), None)
        return str(found["dossier_id"]) if found else ""


@contextmanager
def judged(server: Server, forms: Catalogue, username: str, folder: Path) -> Iterator[list[Change]]:
    """What happens inside is weighed afterwards: the list then holds the changes that this colleague may not make."""
    for job in EVERY_MINUTE:  # what the timer would work out meanwhile is nobody's doing
        job(server.settings())
    before = picture(server, folder / f"{username}-voor.db")
    verdict: list[Change] = []
    yield verdict
    after = picture(server, folder / f"{username}-na.db")
    with closing(open_database(before)) as old, closing(open_database(after)) as new:
        verdict += Judge(forms, username, old, new).forbidden(changes(before, after))
