"""The texts of letters: the shipped ones, the versions that a gemeente keeps, and the approval of a translation."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.check import Problem
from popforms.definition.letters import DUTCH, LINE, LetterDef, allowed, mistakes
from popforms.definition.telling import AsWritten, examples, in_words
from popforms.definition.template import LONGEST, fill_in
from popforms.store.base import NotNow, as_json, local
from popforms.store.connection import transaction
from popforms.store.people import People
from popforms.store.typed import typed
from popforms.store.versions import NotReady

SHIPPED = 0
"""The number of the text that comes with popforms; it counts until a version is kept."""
TRANSLATED = ("vertaling", "samenvatting")
APPROVED, WITHDRAWN = "goedgekeurd", "ingetrokken"
SHORTEST_NAME, LONGEST_NAME = 3, 200


@dataclass(frozen=True)
class LetterText:
    """One version of the text of a letter in a language; the shipped one has no author and no date."""

    letter: str
    language: str
    number: int
    body: str
    valid_from: date | None = None
    author: str = ""
    author_id: str = ""
    at: datetime | None = None

    @property
    def words(self) -> str:
        """Which version it is, for people."""
        return f"versie {self.number}" if self.number else "meegeleverde tekst"


@dataclass(frozen=True)
class Approval:
    """Who said that a translation says the same as the Dutch text, when, and who read it over."""

    hash: str
    author: str
    at: datetime
    checked_by: str


class LetterTexts(People):
    """Reading, keeping and approving the texts of letters."""

    # --- who may ------------------------------------------------------------------------------------------------------

    def may_keep_letter_texts(self) -> bool:
        """Whether this user may change the texts of letters."""
        return bool(self.forms.letters) and self.rights.may(self.user, "W", self.forms.process.LETTERS["part"], None, self.today)

    def may_approve_letter_texts(self) -> bool:
        """Whether this user may approve a translation."""
        return bool(self.forms.letters) and self.rights.may_act(self.user, "approve_text")

    # --- reading ------------------------------------------------------------------------------------------------------

    def languages_of(self, letter: LetterDef) -> list[str]:
        """The languages that a letter can have a text in, Dutch first."""
        translated = letter.is_line or letter.own_language in TRANSLATED
        return [DUTCH, *(code for code in self.forms.process.LANGUAGES if code != DUTCH and (translated or code in letter.texts))]

    def letter_texts(self, key: str, language: str) -> list[LetterText]:
        """Every version of a text, newest first, the shipped one last. AccessDenied for a letter or language that is not there."""
        letter = self._letter(key, language)
        rows = self._all("SELECT * FROM letter_text WHERE letter=? AND language=? ORDER BY number DESC", key, language)
        kept = [
            LetterText(
                key, language, row["number"], row["body"], date.fromisoformat(row["valid_from"]), self.user_name(row["author"]), row["author"],
                local(row["at"]),
            )
            for row in rows
        ]  # fmt: skip
        shipped = letter.texts.get(language)
        return kept + ([LetterText(key, language, SHIPPED, shipped.body)] if shipped else [])

    def letter_text(self, key: str, language: str, day: date | None = None) -> LetterText | None:
        """The text that counts on a day, today by default; None when there is none in this language."""
        day = day or self.today
        counting = [text for text in self.letter_texts(key, language) if text.valid_from is None or text.valid_from <= day]
        return max(counting, key=lambda text: (text.valid_from or date.min, text.number), default=None)

    def approval_of(self, key: str, language: str, body: str | None = None) -> Approval | None:
        """The approval of the translation that counts today, or of another text of it; None when that pair has none."""
        pair = self._pair(key, language, body)
        row = self._one(
            "SELECT * FROM letter_approval WHERE letter=? AND language=? AND hash=? ORDER BY seq DESC LIMIT 1", key, language, pair
        )
        if row is None or row["kind"] == WITHDRAWN:
            return None
        return Approval(pair, self.user_name(row["author"]), local(row["at"]), row["checked_by"])

    def approvals_that_stand(self, key: str, language: str) -> list[Approval]:
        """Every approval of a translation that was not taken back, newest first: also those of a text that counts no more."""
        self._letter(key, language)
        rows = self._all(
            "SELECT * FROM letter_approval a WHERE letter=? AND language=? AND kind=? AND seq=(SELECT max(seq) FROM letter_approval b "
            "WHERE b.letter=a.letter AND b.language=a.language AND b.hash=a.hash) ORDER BY at DESC, hash",
            key, language, APPROVED,
        )  # fmt: skip
        return [Approval(row["hash"], self.user_name(row["author"]), local(row["at"]), row["checked_by"]) for row in rows]

    def letter_mistakes(self, key: str, language: str, body: str) -> list[str]:
        """What is wrong with a text, each with its line and the remedy."""
        return [str(one) for one in mistakes(self.forms, self._letter(key, language), body)]

    def letter_example(self, key: str, language: str, body: str) -> str:
        """A text filled in for somebody who does not exist. Raises NotReady with its mistakes."""
        letter = self._letter(key, language)
        self._refuse_mistakes(letter, language, body)
        facts = allowed(self.forms, letter)
        return fill_in(body, in_words(facts, examples(self.forms, letter), language, self.forms.process.LANGUAGES[language], AsWritten()))

    def letter_draft(self, key: str, language: str) -> tuple[str, str, datetime] | None:
        """What somebody was typing in a text and did not keep yet, with the name and the time."""
        self._require_texts()
        row = self._one("SELECT * FROM letter_draft WHERE letter=? AND language=?", key, language)
        return (row["body"], self.user_name(row["author"]), local(row["at"])) if row else None

    # --- writing ------------------------------------------------------------------------------------------------------

    def type_letter_text(self, key: str, language: str, body: str) -> None:
        """Put away what is being typed, so that a closed browser loses nothing; the text that counts stays."""
        self._require_texts()
        self._letter(key, language)
        with transaction(self.db):
            now = self.letter_text(key, language)
            if now and now.body == body:
                self._write("DELETE FROM letter_draft WHERE letter=? AND language=?", key, language)
                return
            self._write(
                "INSERT INTO letter_draft VALUES(?,?,?,?,?) ON CONFLICT(letter, language) DO UPDATE SET author=excluded.author, "
                "at=excluded.at, body=excluded.body",
                key, language, self.user.id, self.stamp(), body[: 2 * LONGEST],
            )  # fmt: skip

    def keep_letter_text(self, key: str, language: str, body: str, valid_from: date, *, expect: int) -> int:
        """Keep a version of a text, from a day on; gives its number. `expect` is the newest number that the writer saw.

        Raises NotReady with the mistakes in it, NotNow when a colleague was first or the day has passed. The text that counted
        stays in force then.
        """
        self._require_texts()
        letter = self._letter(key, language)
        body = body.replace("\r\n", "\n").strip("\n")
        self._refuse_mistakes(letter, language, body)
        if valid_from < self.today:
            raise NotNow("Een tekst kan niet gelden vanaf een dag die voorbij is. Kies vandaag of later.")
        with transaction(self.db):
            newest = self.letter_texts(key, language)
            number = newest[0].number if newest else SHIPPED
            if number != expect:
                raise NotNow(f"{newest[0].author} heeft intussen {newest[0].words} bewaard. Lees die eerst; je eigen tekst staat er nog.")
            self._write(
                "INSERT INTO letter_text VALUES(?,?,?,?,?,?,?)",
                key, language, number + 1, valid_from.isoformat(), self.user.id, self.stamp(), body,
            )  # fmt: skip
            self._write("DELETE FROM letter_draft WHERE letter=? AND language=?", key, language)
            self._audit("brieftekst bewaren", detail=f"{key} {language} {number + 1}")
        return number + 1

    def approve_letter_text(self, key: str, language: str, checked_by: str, *, seen: str) -> None:
        """Say that the translation that counts today says the same as the Dutch text. `seen` is the hash of the pair that was read.

        Who wrote the translation does not approve it; `checked_by` is who read it over in that language.
        """
        letter = self._letter(key, language)
        if language == DUTCH or not self.may_approve_letter_texts():
            self._refused("vertaling goedkeuren")
            raise AccessDenied
        who_checks = "Schrijf wie de vertaling heeft nagekeken: iemand die de taal goed leest, zoals een tolk of vertaler."
        checked_by = typed(checked_by, SHORTEST_NAME, who_checks, most=LONGEST_NAME)
        with transaction(self.db):
            text = self.letter_text(key, language)
            if text is None:
                raise NotNow("Er is nog geen vertaling in deze taal. Schrijf die eerst.")
            if self._pair(key, language) != seen:
                raise NotNow("De tekst is intussen veranderd. Lees hem opnieuw en keur hem dan goed.")
            if text.author_id == self.user.id:
                raise NotNow("Je schreef deze vertaling zelf. Laat een collega haar goedkeuren.")
            self._refuse_mistakes(letter, language, text.body)
            self._add_approval(key, language, seen, APPROVED, checked_by)
            self._audit("vertaling goedkeuren", detail=f"{key} {language} {text.number}")

    def withdraw_approval(self, key: str, language: str, pair: str = "") -> None:
        """Take the approval of a translation back: the one that counts today, or the one of this pair of texts.

        No letter goes out with it any more, also one whose content was fixed with it and that is not sent yet.
        """
        self._letter(key, language)
        if not self.may_approve_letter_texts():
            self._refused("goedkeuring intrekken")
            raise AccessDenied
        with transaction(self.db):
            pair = pair or self._pair(key, language)
            if pair not in [one.hash for one in self.approvals_that_stand(key, language)]:
                raise NotNow("Deze vertaling is niet goedgekeurd. Vernieuw de pagina.")
            self._add_approval(key, language, pair, WITHDRAWN, "")
            self._audit("goedkeuring intrekken", detail=f"{key} {language}")

    # --- inside -------------------------------------------------------------------------------------------------------

    def _letter(self, key: str, language: str = DUTCH) -> LetterDef:
        """A letter whose texts this user may read, in a language that it can have."""
        letter = self.forms.letters.get(key)
        reads = bool(letter) and self.rights.may(self.user, "R", self.forms.process.LETTERS["part"], None, self.today)
        if letter is None or not reads or language not in self.languages_of(letter):
            raise AccessDenied
        return letter

    def letter_pair(self, key: str, language: str) -> str:
        """The hash of the Dutch text and the translation that count today: what an approval is of."""
        self._letter(key, language)
        return self._pair(key, language)

    def _pair(self, key: str, language: str, body: str | None = None) -> str:
        dutch, own = self.letter_text(key, DUTCH), self.letter_text(key, language)
        text = body if body is not None else own.body if own else ""
        return hashlib.sha256(as_json([key, language, dutch.body if dutch else "", text]).encode()).hexdigest()

    def _approved_text(self, key: str, language: str) -> tuple[LetterText, Approval] | None:
        """The translation that counts today, when it may go out."""
        text = self.letter_text(key, language)
        approval = self.approval_of(key, language) if text else None
        return (text, approval) if text and approval else None

    def _approval_stands(self, pair: str) -> bool:
        """Whether an approval that begins with these signs of its hash was given and not taken back."""
        row = self._one("SELECT kind FROM letter_approval WHERE substr(hash, 1, ?)=? ORDER BY seq DESC LIMIT 1", len(pair), pair)
        return row is not None and row["kind"] == APPROVED

    def _add_approval(self, key: str, language: str, pair: str, kind: str, checked_by: str) -> None:
        row = self._one(
            "SELECT coalesce(max(seq), 0) AS seq FROM letter_approval WHERE letter=? AND language=? AND hash=?", key, language, pair
        )
        self._write(
            "INSERT INTO letter_approval VALUES(?,?,?,?,?,?,?,?)",
            key, language, pair, (row["seq"] if row else 0) + 1, kind, checked_by, self.user.id, self.stamp(),
        )  # fmt: skip

    def _require_texts(self) -> None:
        if not self.may_keep_letter_texts():
            self._refused("brieftekst")
            raise AccessDenied

    def _refuse_mistakes(self, letter: LetterDef, language: str, body: str) -> None:
        found: list[Any] = mistakes(self.forms, letter, body)
        if found:
            raise NotReady([Problem("", f"Regel {one.line}", one.say) for one in found])

    @property
    def _line_letter(self) -> LetterDef | None:
        return self.forms.letters.get(LINE)
