"""Gates: what must be so elsewhere in the dossier before a form is fixed, and passing one with a written reason."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from popforms.access import AccessDenied
from popforms.definition.check import Problem
from popforms.definition.paths import nest, path_of
from popforms.definition.questions import FormDef, Gate
from popforms.process.gates import is_open, sentence
from popforms.store.base import NotNow, RecordRow
from popforms.store.connection import transaction
from popforms.store.drafts import by_name
from popforms.store.late import Late
from popforms.store.logbook import Logbook
from popforms.store.projections import Projections
from popforms.store.typed import typed

SHORTEST_REASON = 5
"""So many signs make a reason; fewer is a slip of the hand."""
CLOSED = "kijk in het formulier"
"""Stands in the sentence of a gate for an answer that is closed to the reader."""


@dataclass(frozen=True)
class ShutGate:
    """A gate of a form that is still shut, and the sentence that tells what is missing."""

    form: FormDef
    gate: Gate
    say: str


class Gates(Late, Projections, Logbook):
    """Which gates of a form are shut, and who passes one."""

    def shut_gates(self, dossier_id: str) -> list[ShutGate]:
        """What is still needed elsewhere for the forms of a dossier that are not definitive and that this user may read."""
        case = self._open_case(dossier_id)
        self._audit_read("dossier lezen", dossier=dossier_id)
        rows = self._all("SELECT id, form, state, version FROM record WHERE dossier_id=? AND not_held=''", dossier_id)
        found = []
        for form in self.forms.per_dossier():
            mine = [row for row in rows if row["form"] == form.key]
            applies = form.shown_when is None or form.shown_when.holds(case.facts.get)
            if not form.gates or form.many or not applies or any(row["state"] == "definitief" for row in mine):
                continue
            readable = self.rights.readable(self.user, form, case, self.today)
            if not readable:
                continue
            passed = {name for row in mine for name in self._passed(row["id"])}
            found += [
                ShutGate(form, gate, _sentence(gate, form, case.facts, readable))
                for gate in form.gates
                if gate.name not in passed and not is_open(gate, case.facts)
            ]
        return found

    def gate_passers(self) -> list[str]:
        """The titles of the roles that pass a gate with a reason."""
        return [self.rights.table.roles[role].title for role in self.rights.table.actions["pass_gate"]]

    def may_pass_gates(self, record_id: str) -> bool:
        """Whether this user may pass a gate of a record with a reason."""
        record = self._record(record_id)
        return self.rights.may_act(self.user, "pass_gate", self._case_of(record), self.today)

    def pass_gate(self, record_id: str, name: str, reason: str) -> None:
        """Go on although a gate is shut: with a reason, which the logbook keeps for few. A correction of the form asks again."""
        with transaction(self.db):
            record = self._record(record_id)
            gate = next((gate for gate in record.form.gates if gate.name == name), None)
            if gate is None or not self.rights.may_act(self.user, "pass_gate", self._case_of(record), self.today):
                self._refused("doorgaan zonder", record.id, record.dossier_id)
                raise AccessDenied
            reason = typed(reason, SHORTEST_REASON, "Schrijf in een paar woorden waarom je toch doorgaat.")
            if not record.open:
                raise NotNow("De inhoud ligt al vast. Vernieuw de pagina en kijk hoe het ervoor staat.")
            self._write(
                "INSERT INTO gate_pass(record_id, gate, version, reason, user_id, at) VALUES(?,?,?,?,?,?) "
                "ON CONFLICT DO UPDATE SET reason=excluded.reason, user_id=excluded.user_id, at=excluded.at",
                record.id, name, record.version, reason, self.user.id, self.stamp(),
            )  # fmt: skip
            self._audit("doorgaan zonder", dossier=record.dossier_id, record=record.id, version=record.version, detail=name)
            say = _sentence(
                gate, record.form, self._gate_values(record, nest(record.form, self._draft_values(record))), self._readable(record)
            )
            self._log(
                record, "besluit", f"{record.form.title}: doorgegaan zonder ‘{say}’ Reden: {reason}",
                visible=self.forms.process.LOG["visible_to_few"],
            )  # fmt: skip

    def _gate_problems(self, record: RecordRow, answers: Mapping[str, Any]) -> list[Problem]:
        """The shut gates of a record as problems, answered from the dossier and from what is typed in the form itself."""
        if not record.form.gates:
            return []
        values, passed, readable = self._gate_values(record, answers), self._passed(record.id), self._readable(record)
        return [
            Problem("", record.form.title, _sentence(gate, record.form, values, readable), gate=gate.name)
            for gate in record.form.gates
            if gate.name not in passed and not is_open(gate, values)
        ]

    def _gate_values(self, record: RecordRow, answers: Mapping[str, Any]) -> dict[str, Any]:
        """What a gate looks at: the facts of the dossier, and over them what is typed in the form itself; it looks through a
        reference to another record of this form."""
        own: dict[str, Any] = {}
        for section, question in record.form.questions():
            value = (answers.get(section.name) or {} if section.name else answers).get(question.name)
            if value and question.kind == "reference" and question.refers_to == record.form.code:
                value = self._step_before(record, str(value).partition(":")[0])
            own[f"{question.code}.{question.name}"] = value
        return {**self._facts(record), **{name: value for name, value in own.items() if value is not None}}

    def _step_before(self, record: RecordRow, other: str) -> dict[str, Any]:
        """What another record of the same form says, in the same dossier or above cases too."""
        row = self._one(
            "SELECT id, version, state FROM record WHERE id=? AND form=? AND dossier_id IS ?", other, record.form.key, record.dossier_id
        )
        return by_name(self._content(row["id"], self._that_counts(row)["version"], record.form)) if row else {}

    def _passed(self, record_id: str) -> set[str]:
        """The gates that were passed since the form was last definitive."""
        rows = self._all(
            "SELECT gate FROM gate_pass WHERE record_id=? AND version>="
            "coalesce((SELECT max(number) FROM version_state WHERE record_id=? AND state='definitief'), 0)",
            record_id, record_id,
        )  # fmt: skip
        return {row["gate"] for row in rows}


def _sentence(gate: Gate, form: FormDef, values: Mapping[str, Any], readable: Container[str]) -> str:
    """What is missing at a gate, with the answers in it that the reader may know."""
    told = {q.name: values.get(f"{q.code}.{q.name}") if path_of(s, q) in readable else CLOSED for s, q in form.questions()}
    return sentence(gate, told.get)
