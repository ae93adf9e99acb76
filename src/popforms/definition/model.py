"""The words a form file is written in: Form, Section, Row, Together and ask; a mistake is refused on import."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypedDict, Unpack

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

from popforms.definition.conditions import Condition
from popforms.definition.kinds import kind_of, read_answer
from popforms.definition.questions import DOSSIER, DefinitionError, FormDef, Gate, Privacy, Question, Required, Rule, SectionDef
from popforms.definition.summary import GIVEN, Part, Summary, names_in


class Words(TypedDict, total=False):
    """What can be said about a question beside its label; see `Question` for the meaning of each word."""

    required: Required | None
    shown_when: Condition | None
    privacy: Privacy
    part: str
    hint: str
    options: tuple[str, ...] | dict[str, str]
    refers_to: str
    rows: tuple[dict[str, str], ...]
    fixed: bool
    none_allowed: bool
    late: bool
    overview: bool
    prefill: str
    owner: str
    calculated: str
    minimum: float | None
    maximum: float | None
    step: float | None
    proposes: str
    counts: bool
    by_tool: bool
    code: str


def ask(label: str, **words: Unpack[Words]) -> Any:
    """A question with its label; `required` is "c" (to keep), "d" (to finalise), "n" (after signing) or None."""
    return Field(None, json_schema_extra={"ask": {"label": label, **words}})  # type: ignore[dict-item]


def refuse(when: Condition, say: str, *, at: str, stage: Required = "c") -> Rule:
    """A combination of answers that is refused, with the sentence to show at question `at`; with stage "d" a draft may hold it."""
    return Rule(when, say, at, stage=stage)


def warn(when: Condition, say: str, *, at: str, stage: Required = "c") -> Rule:
    """A combination of answers that gets a remark at question `at` and is kept."""
    return Rule(when, say, at, stop=False, stage=stage)


def _form(
    cls: type[Form],
    *,
    code: str = "",
    part: str = "",
    per: str = DOSSIER,
    many: bool = False,
    lines: bool = False,
    start: bool = False,
    decision: str = "",
    shown_when: Condition | None = None,
    phase: str = "",
    person: tuple[str, ...] = (),
    title_from: str = "",
    paper: tuple[str, ...] = (),
    shelf: str = "lijsten",
    above_cases: bool = False,
) -> FormDef:
    title = cls.__dict__.get("model_config", {}).get("title") or ""
    for word, value in (("code", code), ("title", title), ("part", part)):
        if not value:
            raise wrong(cls, "", f'{word} ontbreekt. Zet {word}="..." achter de klassenaam.')
    sections, inside = [], list[type[Section]]()
    for name, info in cls.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, Section):
            inside.append(inner)
            about = inner.about
            sections.append(
                SectionDef(
                    name=name,
                    title=inner.model_config.get("title") or name.replace("_", " ").capitalize(),
                    questions=tuple(_placed(q, about, part, code) for q in inner.questions),
                    part=about.get("part") or part,
                    code=about.get("code") or code,
                    intro=about.get("intro", ""),
                    shown_when=about.get("shown_when"),
                    team=about.get("team", False),
                    fixed=tuple(about.get("fixed", {}).items()),
                )
            )
    if cls.questions:
        own = tuple(_placed(q, {}, part, code) for q in cls.questions)
        sections.append(SectionDef("", "Tot slot" if sections else title, own, part, code))
    form = FormDef(
        key=re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower(),
        code=code,
        title=title,
        per=per,
        part=part,
        sections=tuple(sections),
        doc=(cls.__doc__ or "").strip(),
        many=many,
        lines=lines,
        start=start,
        decision=decision,
        shown_when=shown_when,
        phase=phase,
        person=person,
        title_from=title_from,
        rules=(*cls.rules, *(rule for inner in inside for rule in inner.rules)),
        paper=paper,
        shelf=shelf,
        above_cases=above_cases,
        gates=tuple(cls.gates),
        summaries=tuple(cls.summaries),
        clauses=tuple(cls.clauses),
        file=_file(cls),
    )
    _check_names(cls, form)
    return form


def _placed(question: Question, about: dict[str, Any], part: str, code: str) -> Question:
    """A question with what its place says for it: part, code, privacy class and the fixed answers in its prefill."""
    privacy = question.privacy
    if about.get("privacy") and privacy in ("gewoon", "gevoelig"):
        privacy = about["privacy"]
    own_part = {"bijzonder": "gezondheid", "nummer": "nummers"}.get(privacy, "")  # rights table, security section 1
    place = own_part or question.part or about.get("part") or part
    table = question.code or about.get("code") or code
    return replace(
        question,
        part=place,
        code=table,
        privacy=privacy,
        prefill=question.prefill.format(**about.get("fixed", {})),
        columns=tuple(_placed(column, {"privacy": about.get("privacy")}, place, table) for column in question.columns),
    )


def _questions(cls: type[BaseModel]) -> tuple[Question, ...]:
    return tuple(
        _question(cls, name, info)
        for name, info in cls.model_fields.items()
        if name != "id" and not (isinstance(info.annotation, type) and issubclass(info.annotation, Section))
    )


def _question(cls: type[BaseModel], name: str, info: FieldInfo) -> Question:
    extra = info.json_schema_extra
    if not isinstance(extra, dict) or "ask" not in extra:
        raise wrong(cls, name, f'is geen vraag. Schrijf: {name}: soort = ask("Vraag").')
    words: dict[str, Any] = dict(extra["ask"])  # type: ignore[arg-type]
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise wrong(cls, name, "is geen goede veldnaam. Gebruik kleine letters, cijfers en _.")
    if not words["label"].strip():
        raise wrong(cls, name, "heeft geen vraagtekst. Zet de vraag als eerste in ask(...).")
    unknown = sorted(set(words) - {"label", *Words.__annotations__})
    if unknown:
        raise wrong(cls, name, f"kent het woord {unknown[0]}= niet. Kies uit: {', '.join(Words.__annotations__)}.")
    options = words.pop("options", ())
    annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    found = kind_of(annotation, bool(options))
    if found is None:
        say = getattr(info.annotation, "__name__", str(info.annotation))
        raise wrong(cls, name, f"{say} is geen soort vraag. Gebruik een soort uit popforms, een Section of list[Row].")
    kind, inner = found
    if not options and isinstance(inner, tuple):
        options = inner
    for word, allowed in (("required", ("c", "d", "n", None)), ("privacy", ("gewoon", "gevoelig", "bijzonder", "nummer"))):
        if word in words and words[word] not in allowed:
            raise wrong(cls, name, f"{word}={words[word]!r} bestaat niet. Kies uit: {', '.join(str(a) for a in allowed)}.")
    if (kind == "reference" or (kind == "multi choice" and not options)) and not words.get("refers_to"):
        raise wrong(cls, name, 'is een verwijzing zonder doel. Zet refers_to="F07" (de code van het formulier).')
    if words.get("fixed") and not words.get("rows"):
        raise wrong(cls, name, "heeft fixed=True zonder rows=(...). Noem de vaste regels.")
    has_columns = kind in ("rows", "together")
    return Question(
        name=name,
        kind=kind,
        options=tuple(options.items()) if isinstance(options, dict) else tuple((word, word) for word in options),
        columns=inner.questions if has_columns else (),
        block=getattr(inner, "block", "") if has_columns else "",
        **words,
    )


def _check_names(cls: type[BaseModel], form: FormDef) -> None:
    """Every name in a condition or rule is a question of this form or a row, or (checked later) of the dossier."""
    for rule in form.rules:
        if form.question(rule.at) is None:
            raise wrong(cls, rule.at, "wordt in een regel genoemd maar bestaat niet in dit formulier. Kijk de naam na.")
    for part in (*(part for summary in form.summaries for part in summary.parts), *form.clauses):
        _check_part(cls, form, part)
    for word, names in (("person", form.person), ("title_from", (form.title_from,)), ("decision", (form.decision,))):
        for name in names:
            if name and form.question(name) is None:
                raise wrong(cls, name, f"staat in {word} maar bestaat niet in dit formulier. Kijk de naam na.")


def _check_part(cls: type[BaseModel], form: FormDef, part: Part) -> None:
    """Every name in a sentence of paper is a question of the form, a column of the rows it tells, or of another form."""
    if part.section and part.section not in {section.name for section in form.sections}:
        raise wrong(
            cls, part.section, f"wordt genoemd bij ‘{part.title}’ op papier maar is geen onderdeel van dit formulier. Kijk de naam na."
        )
    known = {q.name for s, q in form.questions() if part.section in ("", s.name)}
    for line in part.lines:
        groups = [q for s, q in form.questions() if q.name == line.rows and q.is_rows and part.section in ("", s.name)]
        if line.rows and not groups:
            raise wrong(cls, line.rows, f"wordt genoemd bij ‘{part.title}’ op papier maar is geen groep regels. Kijk de naam na.")
        there = known | {column.name for group in groups for column in group.columns} | set(GIVEN)
        for name in names_in(line):
            first = name.partition(".")[0]
            if first not in there and not re.fullmatch(r"[A-Z]\d\d[a-z]?", first):
                raise wrong(cls, name, f"wordt genoemd bij ‘{part.title}’ op papier maar bestaat niet in dit formulier. Kijk de naam na.")


def wrong(cls: type, name: str, remedy: str) -> DefinitionError:
    """The error of a form file: which file, which field, and what to do."""
    where = ".".join(part for part in (cls.__name__, name) if part)
    return DefinitionError(f"{_file(cls)}: {where} {remedy}")


def _file(cls: type) -> str:
    return Path(getattr(sys.modules.get(cls.__module__), "__file__", None) or cls.__module__).name


class _Answers(BaseModel):
    """Common ground of sections, rows and forms: every answer is read by its kind of question."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
    questions: ClassVar[tuple[Question, ...]] = ()

    @field_validator("*", mode="before")
    @classmethod
    def _read(cls, value: Any, info: ValidationInfo) -> Any:
        question = next((q for q in cls.questions if q.name == info.field_name), None)
        return value if question is None else read_answer(question, value)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls.questions = _questions(cls)


class Row(_Answers):
    """One row of a repeated group; `block` names a shared block such as B-A."""

    block: ClassVar[str] = ""
    id: str = ""

    def __init_subclass__(cls, block: str = "", **kwargs: Any) -> None:
        cls.block = block or cls.block
        super().__init_subclass__(**kwargs)


class Together(_Answers):
    """A few answers that are one question, such as a place and a date; `required` of a part says from when it may not stay empty."""

    together: ClassVar[bool] = True


class Section(_Answers):
    """A section of a form: a title, an optional part of the rights table, and its questions.

    `code` names the table of the specification it comes from, `privacy` makes all its questions at least that heavy,
    `team` says that its persons are named on the case, `fixed` gives answers that the section has from itself. `rules` go
    with the section into every form that has it.
    """

    about: ClassVar[dict[str, Any]] = {}
    rules: ClassVar[tuple[Rule, ...]] = ()

    def __init_subclass__(
        cls,
        part: str = "",
        code: str = "",
        intro: str = "",
        shown_when: Condition | None = None,
        privacy: Privacy | None = None,
        team: bool = False,
        fixed: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        own = {"part": part, "code": code, "intro": intro, "shown_when": shown_when, "privacy": privacy, "team": team, "fixed": fixed}
        cls.about = {**cls.about, **{name: value for name, value in own.items() if value}}
        super().__init_subclass__(**kwargs)


class Form(_Answers):
    """A form: a code, a title, the part of the rights table it belongs to, and its sections in order.

    `per` is DOSSIER or LIST; `many` when a dossier has several; `lines` for append-only lines without a draft; `start`
    for what opens together as a new dossier; `decision` names the date that makes it definitive without signatures;
    `phase` is the phase it belongs to; `person` names the questions (first names, call name, last name, birth date) that
    say who it is about; `title_from` the question that names a record; `paper` the prints beside the form itself, and
    "voorletters" when paper names the person by number and initials only; `shelf` the page that a list stands on; `above_cases`
    when a form of a dossier may also stand without one, on that page.
    `summaries` are pages in plain words and `clauses` what stands on paper before the signatures (definition/summary.py).
    """

    definition: ClassVar[FormDef]
    rules: ClassVar[tuple[Rule, ...]] = ()
    gates: ClassVar[tuple[Gate, ...]] = ()
    summaries: ClassVar[tuple[Summary, ...]] = ()
    clauses: ClassVar[tuple[Part, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, **about: Any) -> None:
        cls.questions = _questions(cls)
        cls.definition = _form(cls, **about)
