"""What lists need, worked out from the versions in the same transaction as every save; `rebuild` makes it anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from popforms.definition.blocks import NOT_HELD
from popforms.definition.check import check
from popforms.definition.conditions import has_value
from popforms.definition.paths import flatten, nest, path_of
from popforms.definition.questions import FormDef
from popforms.process.calculated import calculate, running_terms, term_table
from popforms.process.phase import phase
from popforms.store.base import PLAN_TEAM, Base, as_json, local
from popforms.store.connection import transaction

_WHO = ("user", "person", "user or person")


class Projections(Base):
    """The facts, team, terms and overview line of a dossier."""

    def rebuild(self) -> int:
        """Throw the projections away and work them out again; gives the number of dossiers. For the command line."""
        with transaction(self.db):
            for table in ("team", "termijn", "overview"):
                self._write(f"DELETE FROM {table}")
            rows = self._all("SELECT id FROM dossier")
            for row in rows:
                self._refresh(row["id"])
        return len(rows)

    def new_day(self) -> int:
        """Once a day: what moves with the date only (phases, terms) is worked out again, one dossier at a time."""
        day = self._one("SELECT value FROM meta WHERE name='worked_out_on'")
        if day and day["value"] == self.today.isoformat():
            return 0
        rows = self._all("SELECT dossier_id FROM overview WHERE closed=0")
        for row in rows:
            with transaction(self.db):
                self._refresh(row["dossier_id"])
        with transaction(self.db):
            self._write(
                "INSERT INTO meta VALUES('worked_out_on', ?) ON CONFLICT(name) DO UPDATE SET value=excluded.value", self.today.isoformat()
            )
        return len(rows)

    def _refresh(self, dossier_id: str | None) -> None:
        if dossier_id is None:
            return
        if self._one("SELECT 1 FROM dossier WHERE id=? AND gone IS NOT NULL", dossier_id):  # thrown away or erased: in no list
            for table in ("team", "termijn", "overview"):
                self._write(f"DELETE FROM {table} WHERE dossier_id=?", dossier_id)
            self._forget(dossier_id)
            return
        facts = self._gather(dossier_id)
        self._write("UPDATE dossier SET facts=? WHERE id=?", as_json(facts), dossier_id)
        self._refresh_team(dossier_id, facts)
        if self._one("SELECT 1 FROM dossier WHERE id=? AND kept_at IS NOT NULL", dossier_id):
            self._refresh_terms(dossier_id, facts)
            self._refresh_overview(dossier_id, facts)
        self._forget(dossier_id)

    # --- facts --------------------------------------------------------------------------------------------------------

    def _gather(self, dossier_id: str) -> dict[str, Any]:
        """Everything that conditions, terms and phases look at: `name` for the dossier itself, `F04.name` for a form."""
        number = self._one("SELECT number FROM dossier WHERE id=?", dossier_id)
        facts: dict[str, Any] = {"dossiernummer": number["number"] if number else ""}
        rows = self._all("SELECT id, form, state, version FROM record WHERE dossier_id=? ORDER BY created_at, id", dossier_id)
        head = self.forms.head
        for row in rows:
            form = self.forms.get(row["form"])
            if form is None or form.lines:
                continue
            if not row["version"]:
                continue
            content = self._content(row["id"], row["version"], form)
            if has_value(self._by_name(form, content).get(NOT_HELD)):
                continue
            found = self._form_facts(form, row, content)
            if form.many:
                facts.setdefault(form.code, []).append({**self._as_row(form, found), "record": row["id"]})
            facts |= found
        for _, question in head.questions():
            code, _, name = question.owner.partition(".")
            if question.owner and has_value(facts.get(f"{code}.{name}")):
                facts[question.name] = facts[f"{code}.{name}"]
        facts |= self._first_plan(facts)
        for _, question in head.questions():
            if question.calculated and question.calculated != "fase":
                value = calculate(self.forms, question.calculated, facts, self.today)
                if has_value(value):
                    facts[question.name] = value.isoformat() if hasattr(value, "isoformat") else value
        answers = nest(head, {path_of(s, q): facts[q.name] for s, q in head.questions() if has_value(facts.get(q.name))})
        facts["F00.open"] = any(p.missing for p in check(head, answers, facts, "d"))
        reached, shown = phase(term_table(self.forms), facts, self.today)
        facts["fase"], facts["fase_bereikt"] = shown, reached
        return facts

    def _form_facts(self, form: FormDef, row: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        typed = self._typed_on(row["id"], row["version"])
        for section, question in form.questions():
            value = (content.get(section.name) or {} if section.name else content).get(question.name)
            if has_value(value) and question.kind != "long text":
                found[f"{question.code}.{question.name}"] = value
                if day := typed.get(path_of(section, question)):
                    found[f"{question.code}.{question.name}@"] = day
                if form.key == self.forms.head.key:
                    found[question.name] = value
        found |= self._modules(form, content)
        when = self._all("SELECT state, at FROM version_state WHERE record_id=? ORDER BY number DESC, seq DESC LIMIT 1", row["id"])
        finished = self._one("SELECT at FROM version_state WHERE record_id=? AND state='definitief' ORDER BY at LIMIT 1", row["id"])
        found |= self._first_definitive(form, row)
        state = "definitief" if self._stands(row["id"]) else row["state"]
        codes = {form.code, *(section.code for section in form.sections)}
        for code in codes if form.many else codes | {form.code[:3]}:  # F08b is F08 too; F08d only changes it
            found[f"{code}.state"] = state
            found[f"{code}.state_on"] = when[0]["at"][:10] if when else None
            found[f"{code}.begun"] = True
            if finished:
                found[f"{code}.definitive_on"] = local(finished["at"]).date().isoformat()
        return found

    def _modules(self, form: FormDef, content: Mapping[str, Any]) -> dict[str, Any]:
        """Who pulls each module of a plan: the rows of that module are theirs to read."""
        words = self.forms.process.MODULE
        pulled = {
            str(dict(section.fixed)[words["code"]]): content.get(section.name, {}).get(words["trekker"])
            for section in form.sections
            if words["code"] in dict(section.fixed)
        }
        return {"modules": {module: who for module, who in pulled.items() if who}} if pulled else {}

    def _as_row(self, form: FormDef, found: Mapping[str, Any]) -> dict[str, Any]:
        """One record of a form that a dossier has several of, as a row: the question names without the code, and its state."""
        names = {f"{question.code}.{question.name}": question.name for _, question in form.questions()}
        return {names[name]: value for name, value in found.items() if name in names} | {"state": found[f"{form.code}.state"]}

    def _typed_on(self, record_id: str, number: int) -> dict[str, str]:
        """The day on which each kept answer was typed; what was typed after that version does not count yet."""
        rows = self._all(
            "SELECT path, max(at) AS at FROM draft_change WHERE record_id=? AND at<=(SELECT max(at) FROM "
            "(SELECT at FROM version WHERE record_id=? AND number=? UNION ALL SELECT at FROM supplement WHERE record_id=? AND number=?)) GROUP BY path",
            record_id, record_id, number, record_id, number,
        )  # fmt: skip
        return {row["path"]: local(row["at"]).date().isoformat() for row in rows}

    def _stands(self, record_id: str) -> bool:
        """Whether a definitive version is in force; it stays so while a correction is being written."""
        newest = "SELECT state FROM version_state WHERE record_id=v.record_id AND number=v.number ORDER BY seq DESC LIMIT 1"
        return self._one(f"SELECT 1 FROM version v WHERE record_id=? AND ({newest})='definitief'", record_id) is not None

    def _first_definitive(self, form: FormDef, row: Mapping[str, Any]) -> dict[str, Any]:
        """The answers of the first definitive version that the date of the first plan comes from, as `name@eerste`."""
        wanted = {name: q for _, q in form.questions() if (name := f"{q.code}.{q.name}") in self.forms.process.FIRST_PIP.values()}
        first = (
            self._one("SELECT min(number) AS number FROM version_state WHERE record_id=? AND state='definitief'", row["id"])
            if wanted
            else None
        )
        if not first or first["number"] is None:
            return {}
        content = self._by_name(form, self._content(row["id"], first["number"], form))
        return {f"{name}@eerste": content[q.name] for name, q in wanted.items() if q.name in content}

    def _first_plan(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The date of the first plan: written once, by the first definitive version; in the pilot the last signature in it."""
        value = facts.get(f"{self.forms.process.FIRST_PIP.get(str(facts.get('regelset')), '')}@eerste")
        if isinstance(value, list):
            value = max((str((row.get("teken_plaats_datum") or {}).get("datum") or "") for row in value), default="")
        return {self.forms.process.OVERVIEW["plan"]: value or None}

    def _content(self, record_id: str, number: int, form: FormDef) -> dict[str, Any]:
        row = self._one("SELECT content FROM version WHERE record_id=? AND number=?", record_id, number)
        content = json.loads(row["content"]) if row else {}
        return self._merge(form, content, self._late_of(record_id, number))

    def _late_of(self, record_id: str, number: int) -> dict[str, Any]:
        row = self._one("SELECT content FROM supplement WHERE record_id=? AND number=? ORDER BY seq DESC LIMIT 1", record_id, number)
        return json.loads(row["content"]) if row else {}

    def _merge(self, form: FormDef, content: Mapping[str, Any], late: Mapping[str, Any]) -> dict[str, Any]:
        return nest(form, {**flatten(form, content), **flatten(form, late)}) if late else dict(content)

    def _by_name(self, form: FormDef, content: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for section, question in form.questions():
            value = (content.get(section.name) or {} if section.name else content).get(question.name)
            if has_value(value):
                found.setdefault(question.name, value)
        return found

    # --- lists --------------------------------------------------------------------------------------------------------

    def _refresh_team(self, dossier_id: str, facts: Mapping[str, Any]) -> None:
        self._write("DELETE FROM team WHERE dossier_id=?", dossier_id)
        for section in self.forms.head.sections:
            for question in section.questions if section.team else ():
                who = facts.get(question.name)
                if who and question.kind in _WHO:
                    self._write("INSERT INTO team VALUES(?,?,?,?)", dossier_id, question.name, who, self._organisation_of(who))
        for number, who in enumerate(sorted(self._plan_team(facts)), 1):
            self._write("INSERT INTO team VALUES(?,?,?,?)", dossier_id, f"{PLAN_TEAM}{number}", who, None)

    def _plan_team(self, facts: Mapping[str, Any]) -> set[str]:
        """Who sits in the team of a plan: the persons in the rows of a section that names a team."""
        return {
            str(row[column.name])
            for form in self.forms.per_dossier()
            for section in form.sections
            for question in (section.questions if section.team else ())
            for column in question.columns
            for row in facts.get(f"{question.code}.{question.name}") or ()
            if column.kind in ("person", "person or organisation") and row.get(column.name)
        }

    def _refresh_terms(self, dossier_id: str, facts: Mapping[str, Any]) -> None:
        self._write("DELETE FROM termijn WHERE dossier_id=?", dossier_id)
        for running in running_terms(self.forms, facts, self.today):
            if running.state == "klaar" or (running.last_day is None and running.state != "niet bekend"):
                continue
            self._write(
                "INSERT INTO termijn VALUES(?,?,?,?,?,?,?)",
                dossier_id, "termijn", running.code,
                running.last_day.isoformat() if running.last_day else None,
                running.warns_from.isoformat() if running.warns_from else None,
                running.state,
                as_json({"naam": running.title, "wie": running.who}),
            )  # fmt: skip

    def _refresh_overview(self, dossier_id: str, facts: Mapping[str, Any]) -> None:
        self._write("DELETE FROM overview WHERE dossier_id=?", dossier_id)
        words = self.forms.process.OVERVIEW
        fact = {column: facts.get(source) for column, source in words.items()}
        number = self._one("SELECT number FROM dossier WHERE id=?", dossier_id)
        name, born = self._person(facts)
        nearest = self._one(
            "SELECT deadline, content FROM termijn WHERE dossier_id=? AND deadline IS NOT NULL ORDER BY deadline LIMIT 1", dossier_id
        )
        actions = self._one("SELECT count(*) AS n FROM action WHERE dossier_id=? AND state NOT IN ('klaar','vervallen')", dossier_id)
        columns = {
            f"{form.key}.{question.name}": facts[f"{question.code}.{question.name}"]
            for form in self.forms.per_dossier()
            for _, question in form.questions()
            if question.overview and f"{question.code}.{question.name}" in facts
        }
        self._write(
            "INSERT INTO overview(dossier_id, number, gemeente, name, search, fase, regelset, taal, pc, mb, restricted, closed, housed, "
            "deadline, deadline_name, open_actions, plan, columns) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            dossier_id, number["number"] if number else "", str(fact.get("gemeente") or ""), name,
            f"{name} {number['number'] if number else ''} {born}".lower(), str(facts.get("fase") or ""), str(facts.get("regelset") or ""),
            str(fact.get("taal") or ""), str(fact.get("pc") or ""), str(fact.get("mb") or ""), int(fact.get("restricted") == "ja"),
            int(has_value(fact.get("closed"))), fact.get("housed"), nearest["deadline"] if nearest else None,
            json.loads(nearest["content"])["naam"] if nearest else "", actions["n"] if actions else 0,
            str(fact.get("plan") or ""), as_json(columns),
        )  # fmt: skip

    def _person(self, facts: Mapping[str, Any]) -> tuple[str, str]:
        """The name (call name before first names) and the birth date in ISO and Dutch order, for the list and the search."""
        form = next((form for form in self.forms.start() if form.person), None)
        if form is None:
            return "", ""
        first, call, last, born = (str(facts.get(f"{form.question(name).code}.{name}") or "") for name in form.person)  # type: ignore[union-attr]
        dutch = "-".join(reversed(born.split("-")))
        return f"{call or first} {last}".strip(), f"{first} {born} {dutch}"
