"""What a gemeente chose itself, as its records say it: kept together per gemeente, and looked at before it is kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from popforms.definition.catalogue import Catalogue
from popforms.definition.check import Problem
from popforms.definition.paths import path_of
from popforms.dutch import parse_date, say_date
from popforms.process.calculated import own_table, term_table
from popforms.process.own import Choice, Fault, choosable, read_choice, read_row
from popforms.process.table import TermTable
from popforms.store.base import RecordRow, as_json
from popforms.store.contents import Contents


@lru_cache(maxsize=128)
def _read(forms: Catalogue, content: str) -> tuple[Choice, ...]:
    table = term_table(forms)
    return tuple(
        read_choice(table, date.fromisoformat(one["since"]), one["terms"], map(date.fromisoformat, one["free_days"]))
        for one in json.loads(content)
    )


class OwnTerms(Contents):
    """The choices of each gemeente, and what is wrong with them."""

    def own_lengths(self, gemeente: str) -> list[tuple[str, str, str, date]]:
        """What a gemeente changed in the term table: name, length of the table, own length, and from which day; for who reads the lists."""
        if not self.rights.may_ever(self.user, "R", self.forms[self.forms.process.OWN["form"]].part):
            return []
        named = dict(choosable(term_table(self.forms)))
        found = []
        for choice in self._choices(gemeente):
            for own in choice.terms:
                term = named[own.code]
                usual = " of ".join(dict.fromkeys(way.is_.text for way in term.lengte))
                changed = "niet gebruikt" if own.off else own.length.text if own.length else usual
                found.append((f"{own.code} {term.naam}", usual, changed, choice.since))
        return found

    def choosable_terms(self) -> list[tuple[str, str]]:
        """The codes of the terms that a gemeente may change, each with its name and what the table says."""
        return [
            (code, f"{code} {term.naam}: {' of '.join(dict.fromkeys(way.is_.text for way in term.lengte))}")
            for code, term in choosable(term_table(self.forms))
        ]

    # --- inside -------------------------------------------------------------------------------------------------------

    def _choices(self, gemeente: object) -> tuple[Choice, ...]:
        """What a gemeente chose, the oldest first."""
        row = self._one("SELECT content FROM gekozen WHERE gemeente=?", str(gemeente or "")) if gemeente else None
        return _read(self.forms, row["content"]) if row else ()

    def _table(self, gemeente: object) -> TermTable:
        return own_table(self.forms, self._choices(gemeente))

    def _gemeente(self, facts: Mapping[str, Any]) -> str:
        return str(facts.get(self.forms.process.OVERVIEW["gemeente"]) or "")

    def _own_records(self) -> dict[str, list[dict[str, Any]]]:
        """The answers of the records of each gemeente by name, in the order of their first day."""
        words = self.forms.process.OWN
        form = self.forms.get(words["form"])
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self._kept("form=? AND dossier_id IS NULL", form.key) if form else ():
            answers = {**self._by_name(one.form, one.content), "record": one.row["id"]}
            if answers.get(words["gemeente"]) and parse_date(str(answers.get(words["since"]) or "")):
                found.setdefault(answers[words["gemeente"]], []).append(answers)
        return {gemeente: sorted(every, key=lambda one: str(one[words["since"]])) for gemeente, every in found.items()}

    def _in_force(self, gemeente: str) -> dict[str, Any]:
        """The answers of the record of a gemeente that counts today; empty when it has none."""
        since = self.forms.process.OWN["since"]
        return next((one for one in reversed(self._own_records().get(gemeente, [])) if one[since] <= self.today.isoformat()), {})

    def _refresh_choices(self) -> None:
        """Keep what each gemeente chose; the dossiers of a gemeente that chose something else wait to be worked out again."""
        words = self.forms.process.OWN
        chosen = {
            gemeente: as_json(
                [
                    {
                        "since": one[words["since"]],
                        "terms": [{k: v for k, v in row.items() if k != "id"} for row in rows_of(one, words["terms"])],
                        "free_days": sorted({d for row in rows_of(one, words["free_days"]) if (d := row.get(words["free_day"]))}),
                    }
                    for one in every
                ]
            )
            for gemeente, every in self._own_records().items()
        }
        known = {row["gemeente"]: row["content"] for row in self._all("SELECT gemeente, content FROM gekozen")}
        for gemeente in sorted(chosen.keys() | known.keys()):
            if chosen.get(gemeente) == known.get(gemeente):
                continue
            before = _read(self.forms, known[gemeente]) if gemeente in known else ()
            self._write("DELETE FROM gekozen WHERE gemeente=?", gemeente)
            if gemeente in chosen:
                self._write("INSERT INTO gekozen VALUES(?,?)", gemeente, chosen[gemeente])
            if self._choices(gemeente) != before:
                self._write("INSERT OR IGNORE INTO stale SELECT dossier_id FROM overview WHERE gemeente=?", gemeente)

    def _fixed_trekker(self, facts: Mapping[str, Any], module: str) -> tuple[str, str]:
        """Which question of the dossier names the fixed trekker of a module, and who says so."""
        words = self.forms.process.OWN
        for row in rows_of(self._in_force(self._gemeente(facts)), words["trekkers"]):
            if row.get(words["module"]) == module:
                return self.forms.process.ROLE_WORDS.get(row.get(words["role"]) or "", ""), "de afspraken van de gemeente"
        return self.forms.process.TREKKERS.get(facts.get("regelset") or "", {}).get(module, ""), "de vaste trekkers"

    # --- before it is kept --------------------------------------------------------------------------------------------

    def _own_problems(self, record: RecordRow, answers: Mapping[str, Any]) -> list[Problem]:
        """What is wrong with the choices of a gemeente; nothing for any other form."""
        words = self.forms.process.OWN
        if record.form.code != words["form"]:
            return []
        by_name = self._by_name(record.form, answers)
        return [*self._wrong_gemeente(record, by_name), *self._wrong_rows(record, by_name)]

    def _wrong_gemeente(self, record: RecordRow, answers: Mapping[str, Any]) -> Iterator[Problem]:
        """A gemeente that the writer works for, with one record for each first day."""
        words = self.forms.process.OWN
        before = self._by_name(record.form, self._content(record.id, record.version, record.form)) if record.version else {}
        for gemeente in {before.get(words["gemeente"]), answers.get(words["gemeente"])} - {None}:
            if gemeente not in self.user.gemeenten:
                name = self.contact_name(gemeente)
                yield _problem(record, words["gemeente"], f"jij werkt niet voor {name}. Kies een gemeente waar je wel voor werkt.")
                return
        since = parse_date(str(answers.get(words["since"]) or ""))
        others = [one for one in self._own_records().get(answers.get(words["gemeente"]) or "", []) if one["record"] != record.id]
        if since and any(one[words["since"]] == since.isoformat() for one in others):
            yield _problem(
                record,
                words["since"],
                f"er staan al afspraken van deze gemeente vanaf {say_date(since)}; twee voor dezelfde dag kan niet. "
                "Verander die, of kies een andere dag.",
            )

    def _wrong_rows(self, record: RecordRow, answers: Mapping[str, Any]) -> Iterator[Problem]:
        words = self.forms.process.OWN
        table = term_table(self.forms)
        for name, column in ((words["terms"], "code"), (words["trekkers"], words["module"])):
            for value, times in Counter(row.get(column) for row in rows_of(answers, name)).items():
                if value and times > 1:
                    yield _problem(record, name, f"‘{value}’ staat er {times} keer. Haal er een weg.")
        for number, row in enumerate(rows_of(answers, words["terms"]), 1):
            try:
                if row.get("code"):
                    read_row(table, row)
            except Fault as fault:
                yield _problem(record, words["terms"], f"{fault}.", number=number, row=row["id"], column=fault.column)


def rows_of(answers: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of a group among answers by name."""
    rows = answers.get(name)
    return rows if isinstance(rows, list) else []


def _problem(record: RecordRow, name: str, say: str, *, number: int = 0, row: str = "", column: str = "") -> Problem:
    section, question = next((s, q) for s, q in record.form.questions() if q.name == name)
    label = f"{question.label} ({number}) {next(c.label for c in question.columns if c.name == column)}" if column else question.label
    return Problem(path_of(section, question, row, column) if column else path_of(section, question), label, say)
