"""Keeping what a version is told with at the moment its content is fixed (store/told.py), whoever fixes it and whatever they may read."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from popforms.definition.paths import path_of, shown
from popforms.definition.questions import FormDef
from popforms.settings import load_settings
from popforms.store.base import STATUSHOUDER, RecordRow, as_json, local
from popforms.store.dossiers import Dossiers
from popforms.store.own_terms import rows_of
from popforms.store.told import DECLARATION, STANDING, looked_at, seal_of

TERMS, OWN_TERMS, GOALS = "termijnen", "eigen termijnen", "doelen"
"""What a reference can be to that is no form."""


class Fixing(Dossiers):
    """What is gathered when content is fixed. It asks no rights: it is kept as the version is, and handed over with those of the reader."""

    def _keep_told(self, record: RecordRow, number: int) -> None:
        row = self._one("SELECT content, author FROM version WHERE record_id=? AND number=?", record.id, number)
        assert row is not None
        form, answers = record.form, json.loads(row["content"])
        known = self._facts(record)
        names = looked_at(self.forms, form)
        facts = {name: known[name] for name in sorted(names) if name in known}
        refers = sorted({*_references(form, answers), *self._references_in(facts)})
        people = self._people_in([answers, facts, row["author"]])
        content = as_json(
            {
                "salt": secrets.token_hex(32),
                "on": local(self.stamp()).date().isoformat(),
                "asked": sorted(path_of(s, q) for s, q in shown(form, answers, known) if not q.after_freezing),
                "facts": facts,
                "people": people,
                "references": {f"{target} {value}": words for target, value in refers if (words := self._words_now(record, target, value))},
                "goals": self._goals_now(record, {value for target, value in refers if target == GOALS}),
                "actions": {a["path"]: a["state"] for a in self._all("SELECT path, state FROM action WHERE record_id=?", record.id)},
                "gemeente": self._gemeente_words(facts.get(self.forms.process.OVERVIEW["gemeente"])),
                "text": self._standing_now(known) if DECLARATION in form.paper else "",
            }
        )
        self._write(
            "INSERT INTO told_with SELECT ?, ?, coalesce(max(seq), 0) + 1, ?, ?, ? FROM told_with WHERE record_id=? AND number=?",
            record.id, number, self.stamp(), content, seal_of(row["content"], content), record.id, number,
        )  # fmt: skip

    def _gemeente_words(self, gemeente: Any) -> str:
        """The name of a gemeente, else that of the installation, else of the only one that this user works for."""
        own = self.user.gemeenten
        return self.contact_name(gemeente) or load_settings().gemeente or (self.contact_name(own[0]) if len(own) == 1 else "")

    # --- people -------------------------------------------------------------------------------------------------------

    def _people_in(self, value: Any) -> dict[str, dict[str, Any]]:
        """Everybody whose id stands somewhere in a value, and the organisations of those."""
        found = self._people({*_texts(value)} - {STATUSHOUDER})
        organisation = self.forms.process.CONTACT["organisation"]
        return found | self._people({str(one["answers"].get(organisation) or "") for one in found.values()} - found.keys())

    def _people(self, ids: set[str]) -> dict[str, dict[str, Any]]:
        wanted = json.dumps(sorted(ids))
        users = self._all("SELECT id, name, person, roles FROM user WHERE id IN (SELECT value FROM json_each(?))", wanted)
        lists = self._contact_lists()
        listed = self._all(
            "SELECT id, title AS name, id AS person, '[]' AS roles FROM record WHERE dossier_id IS NULL AND version>0 "
            f"AND id IN (SELECT value FROM json_each(?)) AND form IN ({','.join('?' * len(lists))})", wanted, *lists,
        )  # fmt: skip
        titles = {code: role.title for code, role in self.rights.table.roles.items()}
        return {
            row["id"]: {
                "name": self.contact_name(row["id"]),
                "function": next((titles[role] for role in json.loads(row["roles"]) if role in titles), ""),
                **self._reach_of(row["person"]),
            }
            for row in (*listed, *users)
        }

    def _reach_of(self, person: str | None) -> dict[str, Any]:
        """What the contact list says of how somebody can be reached, with the form and its author: the rights look at those."""
        row = self._one("SELECT * FROM record WHERE id=? AND dossier_id IS NULL AND version>0", person or "")
        form = self.forms.get(row["form"]) if row else None
        if row is None or form is None:
            return {"form": "", "by": "", "answers": {}}
        said, words = self._by_name(form, self._content(row["id"], row["version"], form)), self.forms.process.CONTACT
        wanted = [*words["reach"], words["address"], words["organisation"]]
        return {"form": form.key, "by": row["created_by"], "answers": {name: said[name] for name in wanted if name in said}}

    # --- references ---------------------------------------------------------------------------------------------------

    def _references_in(self, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for form in self.forms.per_dossier():
            told = _nested(form, facts)
            yield from _references(form, told) if told else ()

    def _words_now(self, record: RecordRow, target: str, value: str) -> str:
        """The words for a reference; what the facts say, such as the person of the dossier, is not said twice."""
        code, _, name = target.partition(".")
        form = self.forms.get(code)
        if form is None:
            lines = self.term_names() if target == TERMS else self.choosable_terms() if target == OWN_TERMS else []
            return dict(lines).get(value, "")
        if form.key == self.forms.head.key and not name:
            row = self._one("SELECT name, number FROM overview WHERE dossier_id=?", value)
            return f"{row['name']} ({row['number']})" if row else ""
        return "" if record.dossier_id and (name or form.person) else self._titled(form, value)

    def _goals_now(self, record: RecordRow, ids: set[str]) -> dict[str, list[dict[str, str]]]:
        words, found = self.forms.process.GOALS["words"], dict[str, list[dict[str, str]]]()
        for form in self.forms.per_dossier() if ids and record.dossier_id else ():
            row = self._record_of(record.dossier_id, form)
            for goal in self._goals_in(RecordRow.of(form, row)) if row else ():
                if goal.row["id"] in ids:
                    stood = {"form": form.key, "record": goal.record.id, "unit": path_of(goal.section, goal.question)}
                    found.setdefault(goal.row["id"], []).append({**stood, "title": goal.section.title, "words": goal.row[words]})
        return found

    def _standing_now(self, facts: Mapping[str, Any]) -> str:
        words = self.forms.process.DECLARATION
        same = {words["law"]: str(facts.get(words["law_of"]) or "")}
        found = self._standing(words["rows"], words["file"], same=same, valid_from=words["from"])
        return str(found["id"]) if found else ""

    def _standing(self, question: str, column: str, *, same: Mapping[str, str], valid_from: str) -> dict[str, Any] | None:
        """The file in the newest row of a list that is valid today and says the same in these columns (store/papers.py)."""
        code, _, name = question.partition(".")
        form = self.forms.get(code)
        fitting = [
            (str(row.get(valid_from) or ""), place, row[column], str(one.row["id"]))
            for place, one in enumerate(self._kept("form=? AND dossier_id IS NULL", form.key) if form else ())  # a year has a record
            for row in rows_of(self._by_name(one.form, one.content), name)
            if row.get(column) and all(row.get(same_column) == value for same_column, value in same.items())
        ]
        for since, _, file_id, record_id in sorted(fitting, reverse=True):
            found = self._one("SELECT id, mime, content FROM file WHERE id=? AND record_id=? AND kind=?", file_id, record_id, STANDING)
            if found and since <= self.today.isoformat():
                return found
        return None


def _nested(form: FormDef, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a form that facts hold, nested."""
    found: dict[str, Any] = {}
    for section, question in form.questions():
        if (value := facts.get(f"{question.code}.{question.name}")) is not None:
            (found.setdefault(section.name, {}) if section.name else found)[question.name] = value
    return found


def _references(form: FormDef, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every reference in nested answers: what it refers to, and the value."""
    for section, question in form.questions():
        value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
        inside = [row for row in (value if isinstance(value, list) else [value]) if isinstance(row, Mapping)]
        cells = [(question, value), *((column, row.get(column.name)) for column in question.columns for row in inside)]
        yield from ((one.refers_to, cell) for one, cell in cells if one.kind == "reference" and isinstance(cell, str))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)
