"""What the tool itself answers: what it works out, takes from another record or form, and knows before anybody types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from popforms.definition.paths import nest, path_of
from popforms.definition.questions import THIS_DOSSIER, Question
from popforms.dutch import parse_date, say_date
from popforms.process.calculated import calculate, newest
from popforms.process.calendar import Length
from popforms.store.base import RecordRow, local, versioned
from popforms.store.contents import by_full_name
from popforms.store.own_terms import OwnTerms


def by_name(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Nested answers by question name; of a name that stands in several sections the first counts."""
    found: dict[str, Any] = {}
    for name, value in answers.items():
        for inner_name, inner in value.items() if isinstance(value, Mapping) else [(name, value)]:
            found.setdefault(inner_name, inner)
    return found


class Given(OwnTerms):
    """Answers that nobody types."""

    # --- inside -------------------------------------------------------------------------------------------------------

    def _given(self, record: RecordRow, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the tool gives by itself: calculated answers and dates that another form owns."""
        answers = nest(record.form, values)
        place = {THIS_DOSSIER: record.dossier_id}
        facts = {**self._facts(record), **by_full_name(record.form, answers), **by_name(answers), **self._among(record), **place}
        given: dict[str, Any] = {}
        for section, question in record.form.questions():
            path = path_of(section, question)
            if question.calculated:
                fixed = dict(section.fixed).get(question.name)
                value = fixed if fixed is not None else self._worked_out(record, question, facts)
                if value not in (None, ""):
                    given[path] = value
            elif question.kind == "together" and any(c.calculated for c in question.columns):
                parts = {c.name: self._calculate(record, c.calculated, facts) for c in question.columns if c.calculated}
                if told := {name: part for name, part in parts.items() if part not in (None, "")}:
                    given[path] = told
            elif self.forms.is_owned(question):
                value = facts.get(question.owner) or facts.get(question.name)
                if value not in (None, ""):
                    given[path] = value
        return given

    def _among(self, record: RecordRow) -> dict[str, Any]:
        """For a form that a dossier has several of: which one this is, in the order in which they were begun, and those before it.

        One that is begun later changes neither, and a talk that did not take place is none of them.
        """
        if not record.form.many or record.form.lines:
            return {}
        rows = self._all(
            "SELECT id, not_held FROM record WHERE dossier_id IS ? AND form=? ORDER BY created_at, rowid",
            record.dossier_id,
            record.form.key,
        )
        place = [row["id"] for row in rows].index(record.id)
        earlier = {row["id"] for row in rows[:place] if not row["not_held"]}
        kept = [row for row in self._facts(record).get(record.form.code) or () if row.get("record") in earlier]
        return {"nummer": len(earlier) + 1, record.form.code: kept}

    def _worked_out(self, record: RecordRow, question: Question, facts: Mapping[str, Any]) -> Any:
        if question.from_record:
            return self._from_record(question, facts, self._since(record))
        return self._calculate(record, question.calculated, facts)

    def _since(self, record: RecordRow) -> str:
        """For a new appointment the day on which it was begun: older letters were about the talk that was called off."""
        if not record.form.is_talk:
            return ""
        earlier = self._one(
            "SELECT 1 FROM record WHERE dossier_id IS ? AND form=? AND not_held<>'' AND rowid<(SELECT rowid FROM record WHERE id=?)",
            record.dossier_id, record.form.key, record.id,
        )  # fmt: skip
        return local(record.created_at).date().isoformat() if earlier else ""

    def _sources(self, record: RecordRow, given: Mapping[str, Any]) -> dict[str, str]:
        """Where answers that are taken from another record come from, by path: `Brief, verzonden op di 3 maart`."""
        facts, told = self._facts(record), {}
        for path, (_, question) in record.form.places.items():
            place = question.from_record.partition("/")[0]
            code, _, name = place.partition(".")
            source = self.forms.get(code) if place and path in given else None
            said, found = (source.question(name), newest(question.from_record, facts, self._since(record))) if source else (None, None)
            if source and said and found and (day := parse_date(str(found[name]))):
                told[path] = f"{source.title}, {said.label.lower()} {say_date(day, self.today)}"
        return told

    def _calculate(self, record: RecordRow, name: str, facts: Mapping[str, Any]) -> Any:
        value = calculate(self.forms, name, facts, self.today, self._choices(self._gemeente(facts)))
        return value.isoformat() if hasattr(value, "isoformat") else value

    def _known(self, record: RecordRow, question: Question, fixed: Mapping[str, str]) -> tuple[Any, str]:
        """The value that a prefill word names, and where it comes from in Dutch."""
        word, _, rest = question.prefill.format(**fixed).partition(":")
        facts = self._facts(record)
        if word == "vandaag":
            return self.today.isoformat(), ""
        if word == "nu":
            return local(self.stamp()).strftime("%H:%M"), ""
        if word == "over":
            return self._table(self._gemeente(facts)).calendar.add(self.today, Length.parse(rest)).isoformat(), ""
        if word == "gebruiker" and rest and rest not in self.user.roles:
            return None, ""
        if word == "gebruiker":
            return self.user.id, ""
        if word == "persoon":  # the own line in the contact list, as somebody is named at a meeting
            return (self.user.person if not rest or rest in self.user.roles else None), ""
        if word == "organisatie":
            return self.user.organisation, ""
        if word == "trekker":
            case = self._case_of(record)
            if rest in self.forms.process.WITH_CONSENT and not any(one.topic == rest for one in (case.consents if case else ())):
                return None, ""
            default, source = self._fixed_trekker(facts, rest)
            return (default if default == "statushouder" else facts.get(default)), source
        if word == "regelset":
            return dict(pair.split("=", 1) for pair in rest.split(";")).get(str(facts.get("regelset"))), "de regelset"
        if word == "nieuwste":
            form = self.forms.get(rest)
            row = self._one(
                "SELECT id, version FROM record WHERE dossier_id IS ? AND form=? AND version>0 AND not_held='' ORDER BY changed_at DESC",
                record.dossier_id,
                form.key if form else "",
            )
            if row is None or form is None:
                return None, ""
            return (row["id"] if form.person else versioned(row)), form.title
        return None, ""
