"""Signed sheets that come back: a scan is laid at the version that its code names and at no other, or refused with the reason."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from popforms.definition.questions import FormDef
from popforms.store.base import DEFINITIVE, NotNow, RecordRow
from popforms.store.connection import transaction
from popforms.store.files import FileLine, mime_of
from popforms.store.papers import Papers
from popforms.store.typed import typed
from popforms.store.versions import FROZEN

LEAST_REASON = 5
"""Signs of a written reason."""


class Code(Protocol):
    """What the code on a page says; `fingerprint` is the beginning of that of the print."""

    @property
    def record(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def page(self) -> int: ...


class Sheet(Protocol):
    """A page of what was sent, as it was read; `file` and `page` count from 1."""

    @property
    def file(self) -> int: ...
    @property
    def page(self) -> int: ...
    @property
    def codes(self) -> Sequence[Code]: ...
    @property
    def foreign(self) -> bool: ...
    @property
    def blank(self) -> bool: ...


class ScanRefused(NotNow):
    """A scan that is not laid down: the reason and the way out. `by_hand` is whether somebody may choose the version; `version`
    is the one that the sheets name, when they name one of this form."""

    def __init__(self, sentence: str, *, by_hand: bool = True, version: int | None = None) -> None:
        super().__init__(sentence)
        self.by_hand, self.version = by_hand, version


@dataclass(frozen=True)
class Returned:
    """What has come back of a version: the scans, and how many of the sheets of one print are among them."""

    version: int
    files: tuple[FileLine, ...] = ()
    pages: int = 0
    missing: tuple[int, ...] = ()
    unsigned: tuple[int, ...] = ()
    """The missing sheets that have a box to sign in."""
    unsaid: bool = False
    """Words about an erased dossier were replaced in the version since it was fixed: its paper may say more."""

    @property
    def found(self) -> int:
        return self.pages - len(self.missing)


@dataclass(frozen=True)
class Laid:
    """What became of a scan; `unread` pages had no code that could be read, `is_print` is the print itself without a pen on it."""

    returned: Returned | None
    unread: int = 0
    is_print: bool = False


class Signing(Papers):
    """From a signed sheet to a version."""

    def lay_scan(self, record_id: str, contents: Sequence[bytes], sheets: Sequence[Sheet]) -> Laid:
        """Lay files at the version that their pages name, the newest that is ready for signing: all of them, or none with ScanRefused."""
        record, version = self._signable(record_id, contents)
        self._stop_at(record, self._refusal(record, sheets, version))
        with transaction(self.db):
            record, version = self._signable(record_id, contents)  # it may have moved on since
            if any(code.version != version for sheet in sheets for code in sheet.codes):
                raise NotNow("Dit formulier is net veranderd. Vernieuw de pagina en kijk hoe het ervoor staat.")
            ids = [self._lay(record, version, content, "scan toevoegen") for content in contents]
            for sheet in sheets:
                file_id, is_new = ids[sheet.file - 1]
                for code in sheet.codes if is_new else ():
                    self._write("INSERT OR IGNORE INTO scan_sheet VALUES(?,?,?,?)", file_id, sheet.page, code.fingerprint, code.page)
            self._note_signed(record, version, sheets, ids)
        unread = sum(1 for sheet in sheets if not sheet.codes and not sheet.blank)
        return Laid(self.returned(record_id), unread, bool(self._prints_among(record, ids)))

    def lay_by_hand(self, record_id: str, version: int, contents: Sequence[bytes], sheets: Sequence[Sheet], reason: str) -> Returned | None:
        """Lay files at a version that somebody chose, with the reason; for sheets whose code cannot be read or is of an older print.

        What a code says still counts: a sheet of another form, or of another version than the chosen one, is refused here too.
        """
        self._signable(record_id, contents)
        if version not in self.signed_versions(record_id):
            raise NotNow("Kies een versie die klaar was om te tekenen.")
        reason = typed(reason, LEAST_REASON, "Schrijf in een paar woorden waarom je deze scan met de hand bij een versie legt.")
        record = self._record(record_id)
        refused = self._refusal(record, sheets, version)
        self._stop_at(record, refused if refused and (not refused.by_hand or refused.version) else None)
        with transaction(self.db):
            record, _ = self._signable(record_id, contents)
            ids = [self._lay(record, version, content, "scan met de hand toevoegen") for content in contents]
            new = [file_id for file_id, is_new in ids if is_new]
            for file_id in new:
                self._write("INSERT INTO scan_by_hand VALUES(?,?)", file_id, reason)
            if new:
                self._tell_state(record, "wijziging", f"{record.form.title}, versie {version}: scan met de hand toegevoegd", reason)
                self._note_signed(record, version, sheets, ids, by_hand=True)
        return self.returned(record_id)

    def signed_versions(self, record_id: str) -> list[int]:
        """The versions that were ever ready for signing, newest first: those that a scan may lie at."""
        record = self._record(record_id)
        rows = self._all(
            "SELECT DISTINCT number FROM version_state WHERE record_id=? AND state IN (?,?) ORDER BY number DESC",
            record.id,
            FROZEN,
            DEFINITIVE,
        )
        return [row["number"] for row in rows]

    def signing_version(self, record_id: str) -> int | None:
        """The version that is ready for signing or in force; None when there is none. While a form is corrected, the one before."""
        record = self._record(record_id)
        states = ((number, self._state_of(record.id, number)) for number in self.signed_versions(record_id))
        return next((number for number, state in states if state in (FROZEN, DEFINITIVE)), None)

    def returned(self, record_id: str) -> Returned | None:
        """What has come back of that version."""
        record, version = self._record(record_id), self.signing_version(record_id)
        if version is None:
            return None
        files = tuple(file for file in self.files_of(record_id) if file.version == version)
        found: dict[str, set[int]] = defaultdict(set)
        for row in self._all(
            "SELECT fingerprint, page FROM scan_sheet JOIN file ON file.id=file_id WHERE record_id=? AND version=?", record.id, version
        ):
            found[row["fingerprint"]].add(row["page"])
        told = self._told_of(record.id, version)
        unsaid = told is not None and told.unsaid
        best = Returned(version, files, unsaid=unsaid)
        for fingerprint, there in found.items():
            for count, signed in self._prints(record, version, fingerprint):
                missing = tuple(number for number in range(1, count + 1) if number not in there)
                if max(there) <= count and (not best.pages or len(missing) / count < len(best.missing) / best.pages):
                    best = Returned(version, files, count, missing, tuple(number for number in missing if number in signed), unsaid)
        return best

    # --- inside -------------------------------------------------------------------------------------------------------

    def _signable(self, record_id: str, contents: Iterable[bytes]) -> tuple[RecordRow, int]:
        for content in contents:
            mime_of(content)
        record = self._record(record_id)
        self._require("T", record)
        version = self.signing_version(record_id) if record.form.signatures else None
        if version is None:
            raise NotNow("Een scan hoort bij een versie die klaar is om te tekenen. Leg de inhoud eerst vast.")
        return record, version

    def _note_signed(
        self, record: RecordRow, version: int, sheets: Sequence[Sheet], ids: Sequence[tuple[str, bool]], *, by_hand: bool = False
    ) -> None:
        """The boxes of the version that lies fixed now were signed, when a sheet with a box came back; in a form that is open again they
        are asked later. Of a sheet without a readable code whoever lays it `by_hand` says what is on it, and a print as it left
        popforms says nothing."""
        if version != record.version or record.open:
            return
        untouched = self._prints_among(record, ids)
        new = [file_id for file_id, is_new in ids if is_new and file_id not in untouched]
        with_box = (
            ids[sheet.file - 1][0]
            for sheet in sheets
            for code in sheet.codes
            if any(code.page in signed for _, signed in self._prints(record, version, code.fingerprint))
        )
        seen = next((file_id for file_id in with_box if file_id in new), None)
        if seen or (by_hand and new):
            self._sheet_came_back(record, seen or new[0], signed=bool(seen))

    def _stop_at(self, record: RecordRow, refused: ScanRefused | None) -> None:
        """The trail tells that a scan was refused; what the sheets said is nobody's business."""
        if refused:
            with transaction(self.db):
                self._audit("scan geweigerd", dossier=record.dossier_id, record=record.id, version=record.version)
            raise refused

    def _refusal(self, record: RecordRow, sheets: Sequence[Sheet], version: int) -> ScanRefused | None:
        """Why these pages do not belong to this version; one strange page is enough, and what nobody may overrule goes first."""
        found: list[ScanRefused] = []
        for refused in self._strange_sheets(record, sheets, version):
            if not refused.by_hand:
                return refused
            found.append(refused)
        if found:
            return next((refused for refused in found if refused.version), found[0])
        if any(sheet.codes for sheet in sheets):
            return None
        if sheets and all(sheet.blank for sheet in sheets):
            return ScanRefused("Op deze bladen staat niets. Leg het papier andersom in de scanner en scan opnieuw.", by_hand=False)
        return ScanRefused(
            "Op deze bladen is geen code gevonden, dus popforms weet niet bij welke versie ze horen. Scan het hele blad, met het vierkante "
            "blokje rechtsonder erop, in 200 of 300 dpi."
        )

    def _strange_sheets(self, record: RecordRow, sheets: Sequence[Sheet], version: int) -> Iterator[ScanRefused]:
        """What is wrong with each page that does not belong to this version."""
        several = max((sheet.file for sheet in sheets), default=1) > 1
        for sheet in sheets:
            where = f"Bladzijde {sheet.page} van bestand {sheet.file}" if several else f"Bladzijde {sheet.page}"
            if sheet.foreign:
                yield ScanRefused(
                    f"{where} heeft een code die niet van popforms is. Haal dat blad eruit, scan alleen de getekende bladen en kies die.",
                    by_hand=not any(one.codes for one in sheets),
                )
            for code in sheet.codes:
                if refused := self._strange(record, code, version, where):
                    yield refused

    def _strange(self, record: RecordRow, code: Code, version: int, where: str) -> ScanRefused | None:
        if code.record != record.id:
            return ScanRefused(
                f"{where} hoort bij {self._belongs_to(code.record)}. Scan alleen de bladen van dit formulier.", by_hand=False
            )
        if code.version != version:
            known = code.version in self.signed_versions(record.id)
            return ScanRefused(
                f"{where} is van versie {code.version}. Nu telt alleen een handtekening onder versie {version}. Laat versie {version} tekenen, "
                "of kijk of je de goede bladen hebt.",
                by_hand=known,
                version=code.version if known else None,
            )
        prints = self._prints(record, version, code.fingerprint)
        if not prints or code.page > max(count for count, _ in prints):
            return ScanRefused(f"{where} is van een afdruk die hier niet bekend is. Druk versie {version} opnieuw af en laat die tekenen.")
        if not any(signed for _, signed in prints):
            return ScanRefused(
                f"{where} is van een afdruk waarop niemand tekent. Scan het exemplaar waar de handtekeningen op staan.", by_hand=False
            )
        return None

    def _belongs_to(self, record_id: str) -> str:
        """Where a sheet of another record belongs, for who may know about that; for anybody else one and the same sentence."""
        row = self._one("SELECT * FROM record WHERE id=?", record_id)
        form: FormDef | None = self.forms.get(row["form"]) if row else None
        if row and form and row["dossier_id"]:
            other = RecordRow.of(form, row)
            if self.rights.may_see_case(self.user, self._case(row["dossier_id"]), self.today) and self._readable(other):
                self._audit_read("naam lezen", dossier=row["dossier_id"])
                return f"‘{form.title}’ van dossier {self._number(row['dossier_id'])}"
        return "een ander plan of formulier"

    def _prints(self, record: RecordRow, version: int, fingerprint: str) -> list[tuple[int, tuple[int, ...]]]:
        """How many pages the prints with this fingerprint have and where they are signed, newest first."""
        rows = self._all(
            "SELECT pages, signed_on FROM print JOIN print_sheets ON print_id=id WHERE record_id=? AND version=? AND substr(fingerprint, 1, ?)=? "
            "ORDER BY at DESC",
            record.id, version, len(fingerprint), fingerprint,
        )  # fmt: skip
        return list(dict.fromkeys((row["pages"], tuple(json.loads(row["signed_on"]))) for row in rows))

    def _prints_among(self, record: RecordRow, ids: Sequence[tuple[str, bool]]) -> set[str]:
        """The files that are a print as it left popforms: nobody can have signed that with a pen."""
        return {
            file_id
            for file_id, _ in ids
            if self._one("SELECT 1 FROM file JOIN print USING(record_id, sha256) WHERE file.id=? AND record_id=?", file_id, record.id)
        }
