"""Whether everybody and everything that answers name exists; asked when they are kept, whoever typed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from popforms.definition.blocks import ACTION_LIFE
from popforms.definition.check import Problem
from popforms.definition.paths import path_of
from popforms.definition.questions import Question
from popforms.store.base import STATUSHOUDER, Base, RecordRow

_PEOPLE = ("person", "organisation", "person or organisation", "user", "user or person")


class Named(Base):
    """Ids in answers, looked up together."""

    def _strangers(self, record: RecordRow, answers: Mapping[str, Any]) -> list[Problem]:
        """The answers that name what is not there, or what is in another dossier."""
        named = [(path, label, question, one) for path, label, question, value in _names(record, answers) for one in _ids(question, value)]
        if not named:
            return []
        ids = sorted({one.partition(":")[0] for *_, one in named})
        rows = {row["id"]: row for row in self._there("SELECT id, form, dossier_id, version FROM record", ids)}
        users = {row["id"] for row in self._there("SELECT id FROM user", ids)}
        dossiers = {row["id"] for row in self._there("SELECT id FROM dossier", ids)}
        lists = self._contact_lists()

        def is_there(question: Question, value: str) -> bool:
            row = rows.get(value.partition(":")[0])
            if question.kind in _PEOPLE:
                return value in users or value == STATUSHOUDER or (row is not None and row["form"] in lists)
            form = self.forms.get(question.refers_to.partition(".")[0])
            if form is None or form.key == self.forms.head.key:  # goals, actions and terms have lists of their own
                return form is None or value in dossiers
            version = value.partition(":")[2]
            return (
                row is not None
                and row["form"] == form.key
                and row["dossier_id"] in (record.dossier_id, None)
                and (not version or (version.isdigit() and 0 < int(version) <= row["version"]))
            )

        return [
            Problem(path, label, "dit bestaat niet (meer). Kies opnieuw.")
            for path, label, question, value in named
            if not is_there(question, value)
        ]  # fmt: skip

    def _there(self, sql: str, ids: list[str]) -> list[dict[str, Any]]:
        return self._all(f"{sql} WHERE id IN ({','.join('?' * len(ids))})", *ids)


def _names(record: RecordRow, answers: Mapping[str, Any]) -> Iterator[tuple[str, str, Question, Any]]:
    """Every answer that names somebody: its path, its label, its question and the value."""
    for section, question in record.form.questions():
        value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
        if question.names_somebody and value:
            yield path_of(section, question), question.label, question, value
        for number, row in enumerate(value if question.is_rows and isinstance(value, list) else (), 1):
            for column in question.columns:
                if column.names_somebody and row.get(column.name) and not (question.block == "B-A" and column.name in ACTION_LIFE):
                    path = path_of(section, question, row["id"], column.name)
                    yield path, f"{question.label} ({number}) {column.label}", column, row[column.name]


def _ids(question: Question, value: Any) -> list[str]:
    """The ids in an answer; a line of a list is kept in its words, and a file is looked after where it is laid."""
    if question.kind == "file" or (question.kind == "multi choice" and "." in question.refers_to):
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
