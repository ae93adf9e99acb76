"""A folder of form files as one catalogue; whatever is wrong in it is refused at start with file, field and remedy."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import tomllib
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from popforms.definition.blocks import ACTION_LIFE
from popforms.definition.conditions import Condition
from popforms.definition.kinds import SPEC_NAMES
from popforms.definition.letters import LetterDef, check_letters, read_letters
from popforms.definition.model import Form
from popforms.definition.questions import DOSSIER, LIST, THIS_DOSSIER, DefinitionError, FormDef, Question, SectionDef


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All forms of a folder in process order, with the roles, terms and letters that stand beside them."""

    folder: Path
    forms: tuple[FormDef, ...]
    models: dict[str, type[Form]]
    roles: Any = None
    process: Any = None
    terms: dict[str, Any] = field(default_factory=dict)
    letters: dict[str, LetterDef] = field(default_factory=dict)

    def __iter__(self) -> Iterator[FormDef]:
        return iter(self.forms)

    def __getitem__(self, key: str) -> FormDef:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: str) -> FormDef | None:
        """The form with this key or code, or None."""
        return next((form for form in self.forms if key in (form.key, form.code)), None)

    def per_dossier(self) -> tuple[FormDef, ...]:
        """The forms that belong to a dossier, lines included."""
        return tuple(form for form in self.forms if form.per == DOSSIER)

    def on_shelf(self, shelf: str) -> tuple[FormDef, ...]:
        """The forms whose records stand on a page of their own: lists, and what may stand above cases."""
        return tuple(form for form in self.forms if form.shelf == shelf and (form.per == LIST or form.above_cases))

    def start(self) -> tuple[FormDef, ...]:
        """The forms that open together as a new dossier; the first is the dossier itself."""
        return tuple(form for form in self.forms if form.start)

    @cached_property
    def head(self) -> FormDef:
        """The form that is the dossier itself."""
        return self.start()[0]

    def has_code(self, code: str) -> bool:
        """Whether a form or a section of this folder has this code of the specification; `F08` is there with `F08c`."""
        return any(q.code.startswith(code) or form.code.startswith(code) for form in self.forms for _, q in form.questions())

    def is_owned(self, question: Question) -> bool:
        """Whether another form of this folder asks this question, or the dossier itself is the answer, so that it is only shown here."""
        if question.owner == THIS_DOSSIER:
            return True
        code, _, name = question.owner.partition(".")
        return bool(name) and self.holder(code, name) is not None

    def holder(self, code: str, name: str) -> FormDef | None:
        """The form that has question `name` under specification code `code`, or None when no file has it."""
        return self._holders.get((code, name))

    def asking(self, fact: str) -> FormDef | None:
        """The form that asks for a fact, named as in the term table: a question of the dossier, 'F19.am_besluit' or 'F08c.definitive_on'."""
        code, dot, name = fact.partition(".")
        if not dot and (question := self.head.question(fact)):
            code, dot, name = question.owner.partition(".") if self.is_owned(question) else (self.head.code, ".", fact)
        return self.holder(code, name.partition(".")[0]) if dot else self.get(code)

    @cached_property
    def _holders(self) -> dict[tuple[str, str], FormDef]:
        """Every question by its code and name; of two forms with the same the first counts."""
        found: dict[tuple[str, str], FormDef] = {}
        for form in self.forms:
            for _, question in form.questions():
                for code in (question.code, form.code):
                    found.setdefault((code, question.name), form)
        return found


def load_forms(folder: Path) -> Catalogue:
    """Every form of the folder, in the order of `volgorde` in rollen.py, else by code.

    Raises DefinitionError with the file, the field and the remedy in Dutch.
    """
    folder = folder.resolve()
    name = "popforms_forms_" + hashlib.sha256(str(folder).encode()).hexdigest()[:8]
    for known in [module for module in sys.modules if module == name or module.startswith(name + ".")]:
        del sys.modules[known]
    package = types.ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package
    modules = {path.stem: _import(f"{name}.{path.stem}", path) for path in sorted(folder.glob("*.py")) if path.stem != "__init__"}
    models: dict[str, type[Form]] = {}
    for module in modules.values():
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Form) and value is not Form and value.__module__ == module.__name__:
                form = value.definition
                if form.key in models:
                    raise DefinitionError(
                        f"{form.file}: de naam {value.__name__} bestaat al in {models[form.key].definition.file}. Kies een andere naam."
                    )
                models[form.key] = value
    forms = tuple(sorted((model.definition for model in models.values()), key=lambda form: (form.code, form.key)))
    terms_file = folder / "termijnen.toml"
    catalogue = Catalogue(
        folder=folder,
        forms=forms,
        models=models,
        roles=modules.get("rollen"),
        process=modules.get("proces"),
        terms=_toml(terms_file) if terms_file.exists() else {},
        letters=read_letters(folder / "brieven"),
    )
    _check(catalogue)
    check_letters(catalogue)
    return catalogue


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path.name}: dit bestand is niet te lezen ({error}). Kijk die plaats na.") from None


def _import(name: str, path: Path) -> types.ModuleType:
    if name in sys.modules:  # another form file imported it already
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except DefinitionError:
        raise
    except SyntaxError as error:
        file = Path(error.filename or path).name
        raise DefinitionError(f"{file}: regel {error.lineno} is niet te lezen ({error.msg}). Verbeter die regel.") from None
    except Exception as error:  # a form file is read by people who do not read tracebacks
        file, line = _place_of(error, path)
        raise DefinitionError(f"{file}: regel {line} gaat fout ({type(error).__name__}: {error}). Verbeter die regel.") from error
    return module


def _place_of(error: BaseException, path: Path) -> tuple[str, str]:
    """The file and line of the forms folder where an error came from: a form file may import another."""
    file, line = path.name, "?"
    trace = error.__traceback__
    while trace:
        place = Path(trace.tb_frame.f_code.co_filename)
        if place.parent == path.parent:
            file, line = place.name, str(trace.tb_lineno)
        trace = trace.tb_next
    return file, line


def _check(catalogue: Catalogue) -> None:
    """What can only be seen with all forms together: double codes, start forms, names in conditions, parts of the table."""
    codes: dict[str, FormDef] = {}
    for form in catalogue.forms:
        other = codes.setdefault(form.code, form)
        if other is not form:
            raise DefinitionError(f'{form.file}: code="{form.code}" is al van {other.file}. Geef het formulier een eigen code.')
    if not catalogue.start():
        raise DefinitionError(
            f"{catalogue.folder.name}: geen enkel formulier opent een dossier. Zet start=True bij het dossier en de aanmelding."
        )
    head = {q.name for _, q in catalogue.head.questions()}  # and what other forms of the dossier give it: `F20.state`, `F20.ap_plicht_open`
    head |= {f"{form.code}.state" for form in catalogue.forms} | {
        f"{q.code}.{q.name}" for form in catalogue.forms for _, q in form.questions()
    }
    parts = set(getattr(catalogue.roles, "RIGHTS", {}) or {})
    carried = getattr(catalogue.process, "CARRIED", {})
    for role, (rows, *words) in getattr(catalogue.roles, "TEAM_ROWS", {}).items():
        code, _, name = rows.partition(".")
        holder = catalogue.holder(code, name)
        columns = {c.name for _, q in holder.questions() if q.name == name for c in q.columns} if holder else set(words)
        if (holder is None and catalogue.has_code(code)) or not {words[0], words[1]} <= columns:
            raise DefinitionError(
                f"rollen.py: TEAM_ROWS noemt bij {role} ‘{rows}’ met {words[0]} en {words[1]}, maar die regels of kolommen zijn er niet. Kijk de namen na."
            )
    for form in catalogue.forms:
        _check_conditions(form, head)
        for section, question in form.questions():
            word, _, source = question.prefill.partition(":")
            if word == "regels" and source not in carried:
                raise DefinitionError(
                    f"{form.file}: {question.name} begint met regels uit ‘{source}’, maar CARRIED in proces.py kent dat woord niet. "
                    f"Kies uit: {', '.join(carried) or 'niets'}."
                )
            _check_place(catalogue, form, question)
            if parts and question.part not in parts:
                where = ".".join(p for p in (section.name, question.name) if p)
                raise DefinitionError(
                    f'{form.file}: {where} hoort bij onderdeel "{question.part}", maar dat staat niet in rollen.py. '
                    f"Kies een onderdeel dat er staat of voeg het toe."
                )


def _check_place(catalogue: Catalogue, form: FormDef, question: Question) -> None:
    """An answer that is taken from another record: the form there has several records, and asks what the place names."""
    place, _, only = question.from_record.partition("/")
    code, _, name = place.partition(".")
    column, _, wanted = only.partition("=")
    source = catalogue.get(code) if place else None
    said = source.question(column) if source else None
    if source and not (source.many and source.question(name) and said and wanted in dict(said.options)):
        raise DefinitionError(
            f"{form.file}: {question.name} komt uit ‘{question.from_record}’, maar dat past niet bij {source.file}. "
            f'Schrijf het als "F22.br_verzonden_op/br_soort=BR01".'
        )


def _check_conditions(form: FormDef, head: set[str]) -> None:
    own = {q.name for _, q in form.questions()}
    for section in form.sections:
        _check_names(form, section.name, section.shown_when, own | head)
        for question in section.questions:
            _check_names(form, f"{section.name}.{question.name}", question.shown_when, own | head)
            columns = {c.name for c in question.columns}
            for column in question.columns:
                _check_names(form, f"{section.name}.{question.name}.{column.name}", column.shown_when, own | head | columns)
    _check_names(form, "Geldt als", form.shown_when, own | head)
    for rule in form.rules:
        _check_names(form, f"regel bij {rule.at}", rule.when, own | head)


def _check_names(form: FormDef, where: str, condition: Condition | None, known: set[str]) -> None:
    for name in condition.names() if condition else ():
        if name not in known and name.partition(".")[0] not in known:
            raise DefinitionError(
                f"{form.file}: {where.strip('.')} kijkt naar ‘{name}’, maar die vraag bestaat niet. "
                f"Schrijf de naam van een vraag uit dit formulier of uit het dossier."
            )


def list_questions(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Every question of every form as a line for `popforms forms`: code, name, label, kind, required, condition, privacy, part."""
    lines = []
    for form in catalogue.forms:
        for section, question in form.questions():
            lines.append(_line(form, section, question, question.shown_when or section.shown_when))
            for column in question.columns if question.is_rows else ():
                line = _line(form, section, column, column.shown_when)
                life = question.block == "B-A" and column.name in ACTION_LIFE
                lines.append({**line, "row_of": question.name, "block": question.block, "filled_by_action": life})
    return lines


def _line(form: FormDef, section: SectionDef, question: Question, condition: Condition | None) -> dict[str, Any]:
    kind = question.describe()
    return {
        "form": form.key,
        "code": question.code or form.code,
        "section": section.name,
        "name": question.name,
        "label": question.label,
        "kind": SPEC_NAMES.get(kind, kind),
        "required": question.required or "-",
        "condition": condition.spec() if condition else "altijd",
        "privacy": question.privacy,
        "part": question.part,
    }
