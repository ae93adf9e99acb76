"""Files and prints that lie at a version: signed scans by hand, what was printed, and one-time hand-outs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from popforms.access import AccessDenied
from popforms.definition.paths import fixed_rows, path_of
from popforms.store.base import NotNow, RecordRow, as_json, local
from popforms.store.connection import transaction
from popforms.store.drafts import Drafts

MAX_SIZE = 10 * 1024 * 1024
_MAGIC = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_SUFFIX = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class FileLine:
    """A file in the list of papers."""

    id: str
    record_id: str
    form_title: str
    version: int
    kind: str
    mime: str
    size: int
    author: str
    at: datetime
    by_hand: bool = False
    """Somebody chose the version, because no code said it."""


@dataclass(frozen=True)
class PrintLine:
    """A print that was made."""

    record_id: str
    form_title: str
    version: int
    variant: str
    author: str
    at: datetime
    pages: int = 0
    to_sign: bool = False
    """Whether it has a box to sign in."""


def mime_of(content: bytes) -> str:
    """The kind of file by its first bytes, whatever its name says; NotNow with a sentence for anything else."""
    if len(content) > MAX_SIZE:
        raise NotNow(
            f"Het bestand is {len(content) / 1024 / 1024:.1f} MB; er past 10 MB. Scan het met een lagere kwaliteit.".replace(".", ",", 1)
        )
    for start, mime in _MAGIC.items():
        if content.startswith(start) and not (mime == "application/pdf" and b"%%EOF" not in content[-2048:]):
            return mime
    raise NotNow("Dit is geen (hele) pdf, jpg of png. Maak een nieuwe scan of foto en kies die.")


class Files(Drafts):
    """What lies with a version."""

    def _lay(self, record: RecordRow, version: int, content: bytes, act: str) -> tuple[str, bool]:
        """Put a scan with a version, once; its id, and whether it was not there yet."""
        mime, digest = mime_of(content), hashlib.sha256(content).hexdigest()
        known = self._one("SELECT id FROM file WHERE record_id=? AND version=? AND sha256=?", record.id, version, digest)
        if known:
            return str(known["id"]), False
        file_id = self._new_id()
        self._write(
            "INSERT INTO file VALUES(?,?,?,'scan',?,?,?,?,?,?)",
            file_id, record.id, version, mime, len(content), digest, self.user.id, self.stamp(), content,
        )  # fmt: skip
        self._audit(act, dossier=record.dossier_id, record=record.id, version=version)
        return file_id, True

    def _sheet_came_back(self, record: RecordRow, file_id: str, *, signed: bool) -> None:
        """For every box about which nobody said anything: signed on paper, when a box was seen on the scan (`signed`), and here is the
        sheet. Where somebody said that it was signed on paper only the sheet is added, if there is none yet."""
        answers = {"teken_wijze": "op papier", "handtekening": "gezet", "getekend_bestand": file_id}
        for section, question in record.form.signatures:
            for row in fixed_rows(question):
                paths = {name: path_of(section, question, row["id"], name) for name in answers}
                known = {
                    r["path"]: r
                    for r in self._all(
                        "SELECT path, revision, value FROM draft WHERE record_id=? AND path LIKE ?",
                        record.id,
                        path_of(section, question) + "%",
                    )
                }
                way = known[paths["teken_wijze"]]["value"] if paths["teken_wijze"] in known else None
                if way not in (None, '"op papier"'):
                    continue
                told = signed and way is None
                for name, value in answers.items() if told else [("getekend_bestand", file_id)]:
                    now = known.get(paths[name])
                    if told or now is None or now["value"] is None:
                        self._put(record, paths[name], value, expect=now["revision"] if now else 0)

    def files_of(self, record_id: str) -> list[FileLine]:
        """The files of a record, newest first."""
        record = self._record(record_id)
        self._audit_read("papieren lezen", dossier=record.dossier_id)
        rows = self._all(
            "SELECT id, record_id, version, kind, mime, size, author, at, reason IS NOT NULL AS by_hand FROM file "
            "LEFT JOIN scan_by_hand ON file_id=id WHERE record_id=? ORDER BY at DESC", record.id,
        )  # fmt: skip
        return [
            FileLine(
                r["id"],
                r["record_id"],
                record.form.title,
                r["version"],
                r["kind"],
                r["mime"],
                r["size"],
                self.user_name(r["author"]),
                local(r["at"]),
                bool(r["by_hand"]),
            )
            for r in rows
        ]

    def may_read_files(self, record_id: str) -> bool:
        """Whether the scans of a record open for this user; for buttons, reading one asks again."""
        return self._sees_all(self._record(record_id))

    def prints_of(self, record_id: str) -> list[PrintLine]:
        """The prints that were made of a record, newest first."""
        record = self._record(record_id)
        self._audit_read("papieren lezen", dossier=record.dossier_id)
        rows = self._all(
            "SELECT version, variant, author, at, coalesce(pages, 0) AS pages, coalesce(signed_on, '[]')<>'[]' AS to_sign FROM print "
            "LEFT JOIN print_sheets ON print_id=id WHERE record_id=? ORDER BY at DESC", record.id,
        )  # fmt: skip
        if not any(q.privacy == "bijzonder" and path_of(s, q) in self._readable(record) for s, q in record.form.questions()):
            rows = [row for row in rows if row["variant"] != "gezondheid"]
        return [
            PrintLine(
                record.id,
                record.form.title,
                r["version"],
                r["variant"],
                self.user_name(r["author"]),
                local(r["at"]),
                r["pages"],
                bool(r["to_sign"]),
            )
            for r in rows
        ]

    def read_file(self, file_id: str) -> tuple[str, str, bytes]:
        """File name without personal data, kind and content; the reading line comes first."""
        row = self._one("SELECT * FROM file WHERE id=?", file_id)
        if row is None:
            self._refused("bestand")
            raise AccessDenied
        record = self._record(row["record_id"])
        if not self._sees_all(record):
            self._refused("bestand", record.id, record.dossier_id)
            raise AccessDenied
        with self._noting():
            self._audit("bestand lezen", dossier=record.dossier_id, record=record.id, version=row["version"])
        return (
            f"{record.form.code}-{self._number(record.dossier_id)}-v{row['version']}-{file_id[:6]}.{_SUFFIX[row['mime']]}",
            row["mime"],
            bytes(row["content"]),
        )

    def may_print(self, record_id: str, part: str = "") -> bool:
        """Whether this user may make a print of a record, and of another `part` of the table that stands in it."""
        record = self._record(record_id)
        parts = {record.form.part, part or record.form.part}
        return all(self.rights.may(self.user, "X", one, self._case_of(record), self.today) for one in parts)

    def note_print(
        self, record_id: str, version: int, variant: str, fingerprint: str, content: bytes, part: str = "", *,
        pages: int = 0, signed_on: Sequence[int] = (),
    ) -> str:  # fmt: skip
        """Tie a print to its version; gives its file name. Printing is a right of its own, for `part` too.

        `pages` is how many it has and `signed_on` are those with a box to sign in: a print without boxes is no copy to sign.
        """
        with transaction(self.db):
            record = self._record(record_id)
            self._require("X", record)
            if part and not self.may_print(record_id, part):
                raise AccessDenied
            print_id = self._new_id()
            self._write(
                "INSERT INTO print VALUES(?,?,?,?,?,?,?,?)",
                print_id, record.id, version, variant, fingerprint, hashlib.sha256(content).hexdigest(), self.user.id, self.stamp(),
            )  # fmt: skip
            if pages:
                self._write("INSERT INTO print_sheets VALUES(?,?,?)", print_id, pages, as_json(list(signed_on)))
            self._audit("afdrukken", dossier=record.dossier_id, record=record.id, version=version, detail=variant)
        return f"{record.form.code}-{self._number(record.dossier_id)}-v{version}-{print_id[:6]}.pdf"

    def _sees_all(self, record: RecordRow) -> bool:
        """A scan shows the whole form, so it opens only for who may read every question of it."""
        readable = self._readable(record)
        return all(path_of(s, q) in readable for s, q in record.form.questions())
