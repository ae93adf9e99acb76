"""The form files against the tables of docs/domein/forms.md: every row is there, word for word, or its difference has a reason."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forms import FORMS
from popforms.definition.catalogue import list_questions

HERE = Path(__file__).parent
SPECIFICATION = HERE.parents[1] / "docs" / "domein" / "forms.md"
BLOCKS = ("B-G", "B-A", "B-H")
WEIGHT = ("gewoon", "gevoelig", "bijzonder", "nummer")
HEAVY = {("pop", "inkomen"): "gevoelig", ("pop", "gezondheid"): "bijzonder"}
"""'The module gezondheid is bijzonder as a whole, inkomen is gevoelig as a whole' (forms.md, under F07b)."""

KINDS = (
    (r"multi choice", "multi choice"), (r"choice: .*, plus date", "choice plus date"), (r"choice", "choice"), (r"(reference )?rows", "rows"), (r"number", "number"),
    (r"calculated plus text", "calculated plus text"), (r"calculated", "calculated"), (r"date plus time", "date plus time"),
    (r"date plus choice", "date plus choice"), (r"text plus two dates", "text plus date plus date"),
    (r"text plus choice", "text plus choice"), (r"text plus date", "text plus date"),
    (r"date, also only year", "date, also only year"), (r"date", "date"), (r"long text", "long text"), (r"text", "text"),
    (r"time", "time"), (r"amount", "amount"), (r"yes/no/unknown", "yes/no/unknown"), (r"yes/no", "yes/no"),
    (r"user or person", "user or person"), (r"user", "user"), (r"person or organisation", "person or organisation"),
    (r"person", "person"), (r"organisation", "organisation"), (r"reference", "reference"), (r"signature", "signature"),
    (r"file", "file"),
)  # fmt: skip
"""The words that open a cell of the column 'type', longest first, and the kind of question they ask for."""


@dataclass(frozen=True)
class Line:
    """One row of a table of the specification."""

    name: str
    label: str
    type: str
    required: str
    condition: str
    privacy: str

    @property
    def kind(self) -> str:
        return next(kind for words, kind in KINDS if re.match(words + r"\b", self.type))

    @property
    def options(self) -> list[str] | None:
        """The choices that the cell lists, as stored codes; None when it points to a list elsewhere."""
        found = re.search(r"choice: (.+?)(, plus date)?$", self.type)
        if not found or "modules of" in found[1]:
            return None
        if codes := re.match(r"codes ([A-Z]+)(\d+) to [A-Z]+(\d+)", found[1]):
            return [f"{codes[1]}{number:02}" for number in range(int(codes[2]), int(codes[3]) + 1)]
        return [option.split("=")[0].strip() for option in found[1].split(" / ")]


def read_tables() -> dict[str, list[Line]]:
    tables: dict[str, list[Line]] = {}
    code, inside = "", False
    for line in SPECIFICATION.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"#{2,3} (F\d\d[a-z]?|B-[A-Z])\b", line):
            code = heading[1]
        elif line.startswith("| naam |"):
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and code and not line.startswith("|---"):
            name, label, kind, required, condition, privacy, _ = (cell.strip() for cell in line.strip("| ").split(" | "))
            tables.setdefault(code, []).append(Line(name, label, kind, required, condition, privacy))
    return tables


SPEC = read_tables()
OURS = list_questions(FORMS)
TABLES = tuple(code for code in SPEC if any(line["code"] == code for line in OURS))
HEADER = {line.name for line in SPEC["B-G"]}
QUESTIONS = {(form.key, section.name, q.name): q for form in FORMS for section, q in form.questions()}


def lines_of(code: str) -> list[dict[str, Any]]:
    """Our questions of a table; a block of rows stands in every form that uses it."""
    if code == "B-G":
        return [line for line in OURS if line["code"] == "F04" and line["name"] in HEADER and "row_of" not in line]
    if code in BLOCKS:
        return [line for line in OURS if line.get("block") == code]
    return [line for line in OURS if line["code"] == code and "row_of" not in line and line["name"] not in HEADER]


def options_of(line: dict[str, Any]) -> list[str]:
    question = QUESTIONS[line["form"], line["section"], line.get("row_of") or line["name"]]
    inside = [c for c in question.columns if c.name == line["name"]] or [c for c in question.columns if c.options] or [question]
    return [code for code, _ in inside[0].options]


def heaviest(line: Line, ours: dict[str, Any]) -> str:
    return max(line.privacy, HEAVY.get((ours["form"], ours["section"]), "gewoon"), key=WEIGHT.index)


def differences(code: str) -> set[tuple[str, str, str, str, str]]:
    """(table, name, what differs, specification, ours) for every row that is not the same."""
    found = set()
    ours = lines_of(code)
    for line in SPEC[code]:
        same = [one for one in ours if one["name"] == line.name]
        if not same:
            found.add((code, line.name, "missing", line.label, ""))
        for one in same:
            pairs = [
                ("label", line.label, one["label"]),
                ("kind", line.kind, one["kind"]),
                ("required", line.required, one["required"]),
                ("condition", line.condition, one["condition"]),
                ("privacy", heaviest(line, one), one["privacy"]),
            ]
            if line.options is not None:
                pairs.append(("options", " / ".join(line.options), " / ".join(options_of(one))))
            found |= {(code, line.name, what, wanted, has) for what, wanted, has in pairs if wanted != has}
    known = {line.name for line in SPEC[code]}
    return found | {(code, one["name"], "extra", "", one["label"]) for one in ours if one["name"] not in known}


def reasons() -> list[dict[str, str]]:
    return tomllib.loads((HERE / "verschillen.toml").read_text(encoding="utf-8"))["verschil"]


def test_the_specification_is_read_whole() -> None:
    assert {code: len(lines) for code, lines in SPEC.items()} == {
        "B-G": 17, "B-A": 12, "B-H": 9, "B-V": 6, "F00": 31, "F01": 35, "F02": 25, "F03a": 43, "F03b": 15, "F03c": 8, "F04": 44,
        "F05a": 13, "F05b": 13, "F06": 20, "F07a": 11, "F07b": 9, "F07c": 29, "F08a": 15, "F08b": 19, "F08c": 34, "F08d": 12,
        "F09": 20, "F10": 11, "F11": 21, "F12": 19, "F13": 20, "F14a": 13, "F14b": 14, "F15": 15, "F16": 10, "F17": 13, "F18": 9,
        "F19": 17, "F20": 14, "F21a": 13, "F21b": 8, "F21c": 8, "F22": 13, "F23": 11,
    }  # fmt: skip


@pytest.mark.parametrize("code", [*BLOCKS, *TABLES])
def test_every_row_is_the_same_or_differs_with_a_reason(code: str) -> None:
    listed = {(d["tabel"], d["naam"], d["wat"], d["daar"], d["hier"]) for d in reasons() if d["tabel"] == code}
    assert differences(code) == listed


def test_every_listed_difference_is_in_a_table_we_have_and_says_why() -> None:
    for difference in reasons():
        assert difference["tabel"] in (*BLOCKS, *TABLES)
        assert len(difference["reden"]) > 20


@pytest.mark.parametrize("code", [*BLOCKS, *TABLES])
def test_questions_stand_in_the_order_of_the_table(code: str) -> None:
    repeats = code in ("F07b", *BLOCKS)  # a module or a block stands in a form more than once
    places: dict[tuple[str, ...], list[str]] = {}
    for line in lines_of(code):
        place = (line["form"], line["section"] if repeats else "", line.get("row_of", ""))
        places.setdefault(place, []).append(line["name"])
    order = [line.name for line in SPEC[code]]
    for names in places.values():
        assert [name for name in names if name in order] == order


def test_a_module_of_the_pop_stands_in_the_form_once_with_each_shared_question() -> None:
    modules = [section for section in FORMS["F07"].sections if section.code == "F07b"]
    assert [section.name for section in modules] == ["meedoen", "werk", "inkomen", "taal", "inburgering", "gezondheid"]
    assert [dict(section.fixed) for section in modules] == [{"module_code": section.name} for section in modules]
    assert {section.part for section in modules} == {section.name for section in modules}


def test_the_phases_are_those_of_the_dossier() -> None:
    fase = next(line for line in SPEC["F00"] if line.name == "fase")
    assert [code for code, _ in FORMS.process.PHASES] == fase.type.removeprefix("calculated: ").split(" / ")


def test_a_form_that_holds_for_one_rule_set_says_so() -> None:
    text = SPECIFICATION.read_text(encoding="utf-8")
    for code in ("F08b", "F08c"):
        wanted = re.search(rf"### {code} .*\n\nGeldt als: (.+)", text)
        condition = FORMS[code].shown_when
        assert wanted
        assert condition
        assert condition.spec() == wanted[1]


def test_what_is_known_only_afterwards_stays_open_after_freezing() -> None:
    for code, name in (("F04", "datum_huisvesting"), ("F08b", "pip_team_afschrift"), ("F08c", "w21_duo_op")):
        question = FORMS[code].question(name)
        assert question
        assert question.after_freezing
