"""What prints are made of beside one version: official texts that the beheerder uploads, and the discussions of a meeting."""

from __future__ import annotations

import hashlib
import json

from popforms.access import AccessDenied
from popforms.definition.questions import LIST
from popforms.store.base import NotNow, RecordRow
from popforms.store.connection import transaction
from popforms.store.drafts import by_name
from popforms.store.files import Files, mime_of
from popforms.store.told import STANDING
from popforms.store.worklist import Worklist


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

    def standing_file(
        self, question: str, column: str, *, same: dict[str, str], valid_from: str, fixed: str = ""
    ) -> tuple[str, bytes] | None:
        """The kind and content of the file in the newest row of a list (`F23.st_verklaring`), of all its years and gemeenten, that
        is valid today and in which the columns `same` have these answers; of the `fixed` file when a version was told with that one.
        None when there is none. For who may read the list."""
        form = self.forms.get(question.partition(".")[0])
        if form is None or not any(self.rights.may_ever(self.user, letter, form.part) for letter in "RW"):
            return None
        row = self._one("SELECT mime, content FROM file WHERE id=? AND kind=?", fixed, STANDING) if fixed else None
        found = row or self._standing(question, column, same=same, valid_from=valid_from)
        return (found["mime"], bytes(found["content"])) if found else None

    def discussions_of(self, record_id: str) -> list[RecordRow]:
        """The kept discussions of a meeting, named by its minutes, that this user may read; in the order of the dossier numbers."""
        minutes_id = self._record(record_id).id
        words = self.forms.process.MEETING
        form = self.forms.get(words["discussion"])
        if form is None:
            return []
        rows = self._all(
            "SELECT r.*, v.content FROM record r JOIN version v ON v.record_id=r.id AND v.number=r.version "
            "JOIN dossier d ON d.id=r.dossier_id WHERE r.form=? AND v.content LIKE ? ORDER BY d.number, r.created_at, r.id",
            form.key, f'%"{minutes_id}%',
        )  # fmt: skip
        found = []
        for row in rows:
            record = RecordRow.of(form, row)
            about = str(by_name(json.loads(row["content"])).get(words["of"]) or "")
            case = self._case_of(record)
            if (
                about.partition(":")[0] == minutes_id
                and case
                and self.rights.may_see_case(self.user, case, self.today)
                and self._readable(record)
            ):
                found.append(record)
        self._reads_list("lijst lezen", len(found), form.title)
        return found
