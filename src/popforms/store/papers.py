"""What prints are made of beside one version: official texts that the beheerder uploads, and the discussions of a meeting."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.questions import LIST
from popforms.store.base import NotNow, RecordRow
from popforms.store.connection import transaction
from popforms.store.drafts import by_name
from popforms.store.files import Files, mime_of
from popforms.store.worklist import Worklist

STANDING = "tekst"
"""The kind of a file that stands in a list, such as the text of a declaration; it says nothing about a person."""


class Papers(Worklist, Files):
    """Texts and discussions for paper."""

    def add_standing_file(self, record_id: str, content: bytes) -> str:
        """Lay a file at a record of a list, for who may write that record; gives its id. The same file twice is one file."""
        mime = mime_of(content)
        digest = hashlib.sha256(content).hexdigest()
        with transaction(self.db):
            record = self._record(record_id)
            if record.form.per != LIST or not self._writable(record):
                self._refused("bestand toevoegen", record_id)
                raise AccessDenied
            if not record.open:
                raise NotNow("Deze lijst ligt vast. Open haar eerst weer.")
            known = self._one("SELECT id FROM file WHERE record_id=? AND kind=? AND sha256=?", record.id, STANDING, digest)
            if known:
                return str(known["id"])
            file_id = self._new_id()
            self._write(
                "INSERT INTO file VALUES(?,?,?,?,?,?,?,?,?,?)",
                file_id, record.id, record.version, STANDING, mime, len(content), digest, self.user.id, self.stamp(), content,
            )  # fmt: skip
            self._audit("bestand toevoegen", record=record.id)
        return file_id

    def standing_file(self, question: str, column: str, *, same: dict[str, str], valid_from: str) -> tuple[str, bytes] | None:
        """The kind and content of the file in the newest row of a list (`F23.st_verklaring`) that is valid today and in which the
        columns `same` have these answers; None when there is none. For who may read the list."""
        code, _, name = question.partition(".")
        form = self.forms.get(code)
        if form is None or not any(self.rights.may_ever(self.user, letter, form.part) for letter in "RW"):
            return None
        kept = self._one(
            "SELECT id, version FROM record WHERE form=? AND dossier_id IS NULL AND version>0 ORDER BY changed_at DESC LIMIT 1", form.key
        )
        rows: Any = by_name(self._content(kept["id"], kept["version"], form)).get(name) if kept else None
        fitting = [
            row
            for row in (rows if isinstance(rows, list) else ())
            if all(row.get(one) == value for one, value in same.items())
            and row.get(column)
            and str(row.get(valid_from) or "") <= self.today.isoformat()
        ]
        for row in sorted(fitting, key=lambda row: str(row.get(valid_from) or ""), reverse=True):
            found = self._one("SELECT mime, content FROM file WHERE id=? AND record_id=? AND kind=?", row[column], kept["id"], STANDING)  # type: ignore[index]
            if found:
                return found["mime"], bytes(found["content"])
        return None

    def discussions_of(self, record_id: str) -> list[RecordRow]:
        """The kept discussions of a meeting, named by its minutes, that this user may read; in the order of the dossier numbers."""
        minutes_id = self._record(record_id).id
        words = self.forms.process.MEETING
        form = self.forms.get(words["discussion"])
        question = next((q for _, q in form.questions() if q.refers_to == words["minutes"]), None) if form else None
        if form is None or question is None:
            return []
        rows = self._all(
            "SELECT r.*, v.content FROM record r JOIN version v ON v.record_id=r.id AND v.number=r.version "
            "JOIN dossier d ON d.id=r.dossier_id WHERE r.form=? AND v.content LIKE ? ORDER BY d.number, r.created_at, r.id",
            form.key, f'%"{minutes_id}%',
        )  # fmt: skip
        found = []
        for row in rows:
            record = RecordRow(form=form, **{k: row[k] for k in RecordRow.__dataclass_fields__ if k != "form"})
            about = str(by_name(json.loads(row["content"])).get(question.name) or "")
            case = self._case_of(record)
            if (
                about.partition(":")[0] == minutes_id
                and case
                and self.rights.may_see_case(self.user, case, self.today)
                and self._readable(record)
            ):
                found.append(record)
        return found
