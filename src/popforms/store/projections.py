"""What lists need, worked out from the versions in the same transaction as every save; `rebuild` makes it anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from popforms.definition.blocks import NOT_HELD
from popforms.definition.check import check
from popforms.definition.conditions import has_value
from popforms.definition.paths import nest, path_of
from popforms.definition.questions import FormDef
from popforms.process.calculated import calculate, term_table
from popforms.process.phase import phase
from popforms.process.terms import as_of
from popforms.store.accounts import Accounts
from popforms.store.base import IN_ROWS, PLAN_TEAM, RecordRow, as_json, local
from popforms.store.connection import transaction
from popforms.store.contents import Kept, by_full_name
from popforms.store.terms import Terms, stored

WORKED_OUT = ("team", "termijn", "overview", "gesprek", "uren", "gekozen", "stale")
"""The tables that follow from the versions and can be thrown away."""
WORKED_OUT_ON = "worked_out_on"
"""The note of the day on which all of them were worked out last."""
_WHO = ("user", "person", "user or person")


class Projections(Terms):
    """The facts, team, terms and overview line of a dossier."""

    def rebuild(self) -> int:
        """Throw the projections away and work them out again; gives the number of dossiers. For the command line."""
        with transaction(self.db):
            for table in WORKED_OUT:
                self._write(f"DELETE FROM {table}")
            self._refresh_choices()
            rows = self._all("SELECT id FROM dossier")
            for row in rows:
                self._refresh(row["id"])
            self._refresh_lists()
            self._note_day()
        return len(rows)

    def new_day(self) -> int:
        """Once a day: what moves with the date only (phases, terms) is worked out again, one dossier at a time."""
        day = self._one("SELECT value FROM meta WHERE name=?", WORKED_OUT_ON)
        if day and day["value"] == self.today.isoformat():
            return 0
        moved = "EXISTS (SELECT 1 FROM termijn t WHERE t.dossier_id=o.dossier_id AND (t.warn_from<=? OR t.deadline<?))"
        rows = self._all(f"SELECT dossier_id FROM overview o WHERE closed=0 OR {moved}", *[self.today.isoformat()] * 2)
        for row in rows:
            with transaction(self.db):
                self._refresh(row["dossier_id"])
        with transaction(self.db):
            self._refresh_lists()
            self._note_day()
        return len(rows)

    def _note_day(self) -> None:
        self._write(
            "INSERT INTO meta VALUES(?,?) ON CONFLICT(name) DO UPDATE SET value=excluded.value", WORKED_OUT_ON, self.today.isoformat()
        )

    def catch_up(self, seconds: float | None = None) -> tuple[int, int]:
        """Work out the dossiers that wait for it, for at most so long; gives how many were done and how many still wait."""
        until = monotonic() + seconds if seconds is not None else None
        done = 0
        while (row := self._one("SELECT dossier_id FROM stale LIMIT 1")) and (until is None or monotonic() < until):
            with transaction(self.db):
                self._refresh(row["dossier_id"])
            done += 1
        left = self._one("SELECT count(*) AS n FROM stale")
        return done, left["n"] if left else 0

    def _refresh_of(self, record: RecordRow) -> None:
        """Work out what follows from a record: its dossier, or what a list says."""
        if record.dossier_id:
            self._refresh(record.dossier_id)
        else:
            self._refresh_list(record.id)

    def _refresh_list(self, record_id: str) -> None:
        super()._refresh_list(record_id)
        self._follow_contact(record_id)

    def _refresh_lists(self) -> None:
        super()._refresh_lists()
        for row in self._all("SELECT DISTINCT person FROM user WHERE person IS NOT NULL ORDER BY person"):
            self._follow_contact(row["person"])

    def _follow_contact(self, person: str) -> None:
        """Who works for another organisation by the contact list has the rights of that one: the accounts follow and their
        sessions end, and the dossiers that name this person are of that organisation now."""
        organisation = self._organisation_of(person)
        for row in self._all("SELECT id FROM user WHERE person=? AND organisation IS NOT ?", person, organisation):
            Accounts(self.db).change(row["id"], organisation=organisation)
            Accounts(self.db).end_sessions(row["id"])
            self._audit("account wijzigen", detail=row["id"])
        named = self._all(
            "SELECT DISTINCT dossier_id FROM team WHERE who=? AND field NOT LIKE '%:%' AND organisation IS NOT ?", person, organisation
        )
        for row in named:
            self._write(
                "UPDATE team SET organisation=? WHERE dossier_id=? AND who=? AND field NOT LIKE '%:%'",
                organisation, row["dossier_id"], person,
            )  # fmt: skip
            self._forget(row["dossier_id"])

    def _refresh_one(self, dossier_id: str) -> None:
        self._refresh(dossier_id)

    def _refresh(self, dossier_id: str | None) -> None:
        if dossier_id is None:
            return
        if self._one("SELECT 1 FROM dossier WHERE id=? AND gone IS NOT NULL", dossier_id):  # thrown away or erased: in no list
            for table in ("team", "termijn", "gesprek", "stale", "overview"):
                self._write(f"DELETE FROM {table} WHERE dossier_id=?", dossier_id)
            self._forget(dossier_id)
            return
        kept = self._kept("dossier_id=?", dossier_id)
        facts = self._gather(dossier_id, kept)
        self._write("UPDATE dossier SET facts=? WHERE id=?", as_json(facts), dossier_id)
        self._refresh_team(dossier_id, facts)
        if self._one("SELECT 1 FROM dossier WHERE id=? AND kept_at IS NOT NULL", dossier_id):
            self._refresh_terms(dossier_id, facts, kept)
            self._refresh_overview(dossier_id, facts)
            gemeente = self._gemeente(facts)
            if gemeente and not self._one("SELECT 1 FROM termijn WHERE source='gemeente' AND source_id=?", gemeente):
                self._refresh_gemeente(gemeente)
        self._write("DELETE FROM stale WHERE dossier_id=?", dossier_id)
        self._forget(dossier_id)

    # --- facts --------------------------------------------------------------------------------------------------------

    def _gather(self, dossier_id: str, kept: Sequence[Kept]) -> dict[str, Any]:
        """Everything that conditions, terms and phases look at: `name` for the dossier itself, `F04.name` for a form."""
        number = self._one("SELECT number FROM dossier WHERE id=?", dossier_id)
        facts: dict[str, Any] = {"dossiernummer": number["number"] if number else ""}
        head, named = self.forms.head, {rows for rows, *_ in self.rights.table.team_rows.values()}
        for row, form, content in kept:
            if row["not_held"]:  # it counts for nothing, but who was named in it goes on
                facts |= {f"{name}@{NOT_HELD}": value for name, value in self._form_facts(form, row, content).items() if name in named}
                continue
            found = self._form_facts(form, row, content)
            if form.many:
                facts.setdefault(form.code, []).append({**self._as_row(form, found), "record": row["id"], "version": row["version"]})
            facts |= found
        for _, question in head.questions():
            code, _, name = question.owner.partition(".")
            if question.owner and has_value(facts.get(f"{code}.{name}")):
                facts[question.name] = facts[f"{code}.{name}"]
        for form in self.forms.per_dossier():
            for _, question in form.questions():  # such as the day on which a letter was sent, also while the form does not say it
                name = f"{question.code}.{question.name}"
                if question.from_record and name not in facts and (value := self._from_record(question, facts)):
                    facts[name] = value
        facts |= self._first_plan(facts)
        choices = self._choices(self._gemeente(facts))
        for _, question in head.questions():
            hidden = question.shown_when is not None and not question.shown_when.holds(facts.get)
            if question.calculated and question.calculated != "fase" and not hidden:  # what is not asked has no answer
                value = calculate(self.forms, question.calculated, facts, self.today, choices)
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
        when = self._one("SELECT at FROM version_state WHERE record_id=? AND number=? ORDER BY seq DESC LIMIT 1", row["id"], row["version"])
        finished = self._definitive_on(form, row["id"])
        found |= self._first_definitive(form, row)
        codes = {form.code, *(section.code for section in form.sections)}
        for code in codes if form.many else codes | {form.code[:3]}:  # F08b is F08 too; F08d only changes it
            found[f"{code}.state"] = row["state"]
            found[f"{code}.state_on"] = when["at"][:10] if when else None
            found[f"{code}.begun"] = True
            if finished:
                found[f"{code}.definitive_on"] = finished
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
            "SELECT path, max(at) AS at FROM draft_change WHERE record_id=? AND revision>0 AND at<=(SELECT max(at) FROM "
            "(SELECT at FROM version WHERE record_id=? AND number=? UNION ALL SELECT at FROM supplement WHERE record_id=? AND number=?)) GROUP BY path",
            record_id, record_id, number, record_id, number,
        )  # fmt: skip
        return {row["path"]: local(row["at"]).date().isoformat() for row in rows}

    def _first_definitive(self, form: FormDef, row: Mapping[str, Any]) -> dict[str, Any]:
        """The date of the first plan by the first definitive version that has one, as `name@eerste`."""
        wanted = {name: q for _, q in form.questions() if (name := f"{q.code}.{q.name}") in self.forms.process.FIRST_PIP.values()}
        if not wanted:
            return {}
        found: dict[str, Any] = {}
        for version in self._definitive(row["id"]):
            content = self._by_name(form, self._content(row["id"], version["number"], form))
            for name, question in wanted.items():
                if day := _day_of(content.get(question.name)):
                    found.setdefault(f"{name}@eerste", day)
        return found

    def _definitive_on(self, form: FormDef, record_id: str) -> str | None:
        """The day on which a form became definitive; where the work of a role ends by what it says, since when it says that."""
        ends = [
            role.ended_when
            for role in self.rights.table.roles.values()
            if role.ended_when and any(name.partition(".")[0] == form.code for name in role.ended_when.names())
        ]
        since, said = None, list[bool]()
        for version in self._definitive(record_id):
            answers = by_full_name(form, self._content(record_id, version["number"], form)) if ends else {}
            says = [end.holds(answers.get) for end in ends]
            if since is None or says != said:
                since, said = version["at"], says
        return local(since).date().isoformat() if since else None

    def _definitive(self, record_id: str) -> list[dict[str, Any]]:
        """The versions that are or were definitive, the first one first, each with the moment at which it became so."""
        return self._all(
            "SELECT number, min(at) AS at FROM version_state WHERE record_id=? AND state='definitief' GROUP BY number ORDER BY number",
            record_id,
        )

    def _first_plan(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The date of the first plan: written once, by the first definitive version; a correction does not move it."""
        return {
            self.forms.process.OVERVIEW["plan"]: facts.get(f"{self.forms.process.FIRST_PIP.get(str(facts.get('regelset')), '')}@eerste")
        }

    # --- lists --------------------------------------------------------------------------------------------------------

    def _refresh_team(self, dossier_id: str, facts: Mapping[str, Any]) -> None:
        self._write("DELETE FROM team WHERE dossier_id=?", dossier_id)
        for section in self.forms.head.sections:
            for question in section.questions if section.team else ():
                who = facts.get(question.name)
                if who and question.kind in _WHO:
                    self._write("INSERT INTO team VALUES(?,?,?,?)", dossier_id, question.name, who, self._organisation_of(who))
        places = {PLAN_TEAM: self._plan_team(facts)}
        for role, (rows, who_column, role_column, word) in self.rights.table.team_rows.items():
            kept = facts.get(rows) or facts.get(f"{rows}@{NOT_HELD}")
            named = {str(row.get(who_column) or "") for row in (kept if isinstance(kept, list) else ()) if row.get(role_column) == word}
            places[f"{IN_ROWS}{role}:"] = named - {""}
        for place, persons in places.items():
            for number, who in enumerate(sorted(persons), 1):
                self._write("INSERT INTO team VALUES(?,?,?,?)", dossier_id, f"{place}{number}", who, None)

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

    def _refresh_overview(self, dossier_id: str, facts: Mapping[str, Any]) -> None:
        self._write("DELETE FROM overview WHERE dossier_id=?", dossier_id)
        words = self.forms.process.OVERVIEW
        fact = {column: facts.get(source) for column, source in words.items()}
        number = self._one("SELECT number FROM dossier WHERE id=?", dossier_id)
        name, born = self._person(facts)
        nearest = self._one(
            "SELECT code, deadline, state, content FROM termijn WHERE dossier_id=? AND source='dossier' AND deadline IS NOT NULL "
            "ORDER BY deadline, code LIMIT 1",
            dossier_id,
        )
        name_of = as_of(stored(nearest), nearest["state"], self.today).title if nearest else ""
        actions = self._one("SELECT count(*) AS n FROM action WHERE dossier_id=? AND state NOT IN ('klaar','vervallen')", dossier_id)
        columns = {
            f"{form.key}.{question.name}": facts[f"{question.code}.{question.name}"]
            for form in self.forms.per_dossier()
            for _, question in form.questions()
            if question.overview and f"{question.code}.{question.name}" in facts
        }
        self._write(
            "INSERT INTO overview(dossier_id, number, gemeente, name, search, fase, regelset, taal, pc, mb, restricted, closed, housed, "
            "deadline, deadline_code, deadline_name, open_actions, plan, linked, persons, columns) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            dossier_id, number["number"] if number else "", str(fact.get("gemeente") or ""), name,
            f"{name} {number['number'] if number else ''} {born}".lower(), str(facts.get("fase") or ""), str(facts.get("regelset") or ""),
            str(fact.get("taal") or ""), str(fact.get("pc") or ""), str(fact.get("mb") or ""), int(fact.get("restricted") == "ja"),
            int(has_value(fact.get("closed"))), fact.get("housed"), nearest["deadline"] if nearest else None,
            nearest["code"] if nearest else "", name_of, actions["n"] if actions else 0, str(fact.get("plan") or ""),
            fact.get("linked"), self._persons(dossier_id, facts), as_json(columns),
        )  # fmt: skip

    def _persons(self, dossier_id: str, facts: Mapping[str, Any]) -> int:
        """How many persons a dossier counts; of a family the dossier with the lowest number counts the children."""
        rows = facts.get(self.forms.process.FAMILY)
        family = [value for row in (rows if isinstance(rows, list) else ()) for name, value in row.items() if name != "id"]
        marks = ",".join("?" * len(family))
        first = self._one(f"SELECT min(number) AS number FROM dossier WHERE id IN ({marks})", *family) if family else None
        return int(self.forms.process.persons(facts, not first or not first["number"] or facts["dossiernummer"] <= first["number"]))

    def _person(self, facts: Mapping[str, Any]) -> tuple[str, str]:
        """The name (call name before first names) and the birth date in ISO and Dutch order, for the list and the search."""
        form = next((form for form in self.forms.start() if form.person), None)
        if form is None:
            return "", ""
        first, call, last, born = (str(facts.get(f"{form.question(name).code}.{name}") or "") for name in form.person)  # type: ignore[union-attr]
        dutch = "-".join(reversed(born.split("-")))
        return f"{call or first} {last}".strip(), f"{first} {born} {dutch}"


def _day_of(value: Any) -> str:
    """The day that an answer gives: the answer itself, or of signatures the last one; empty when it gives none."""
    if isinstance(value, list):
        return max((str((row.get("teken_plaats_datum") or {}).get("datum") or "") for row in value), default="")
    return str(value or "")
