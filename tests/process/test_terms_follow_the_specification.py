"""The term table against docs/domein/terms.md: every term is there as it stands there, or its difference has a reason."""

import re
import tomllib
from pathlib import Path

import pytest

from forms import FORMS
from popforms.process.calculated import term_table

HERE = Path(__file__).parent
SPECIFICATION = HERE.parents[1] / "docs" / "domein" / "terms.md"
TABLE = term_table(FORMS)
EVERY_ID = [f"T{number:02}" for number in range(1, 55)]
SETS = {"P": "pilot2019", "W": "wi2021"}
FIELD = re.compile(r"\bF\d\d[a-z]?\.\w+|\bB-[AG]\.\w+|\b(?:datum|dagtekening)_\w+")


def read_tables():
    """The rows of tables 2 and 2b by id, each as a dict of its columns."""
    found, columns = {}, ()
    for line in SPECIFICATION.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if line.startswith("| id |"):
            columns = cells
        elif re.match(r"\| T\d\d \|", line):
            found.setdefault(cells[0], {}).update(zip(columns[1:], cells[1:], strict=True))
    return found


SPEC = read_tables()


def lines_of(term):
    return [line for line in TABLE.terms if line.id == term]


def rule_sets(cell):
    """The rule sets that the last column of table 2 opens with."""
    if cell.startswith(("B", "different", "P:")):
        return "beide"
    return SETS[cell[0]]


def per_rule_set(cell):
    """'W: 3 jaar. P: 1 jaar' as a value for each rule set; any other cell is the same for both."""
    parts = dict(re.findall(r"\b([WP]): (.+?)(?:\. (?=[WP]:)|$)", cell))
    return {long: parts.get(short, cell) if len(parts) == 2 else cell for short, long in SETS.items()}


def said(lines, value):
    """What our lines say for each rule set: every different value once, in the order of the table."""
    return {
        regelset: " / ".join(dict.fromkeys(value(line) for line in lines if line.regelset in ("beide", regelset)))
        for regelset in SETS.values()
    }


def warnings_of(line):
    return ", ".join([str(day) for day in line.waarschuwt] + [f"+{day}" for day in line.waarschuwt_na])


def lengths_of(line):
    return " / ".join(dict.fromkeys(way.is_.text for way in line.lengte))


def facts_of(lines):
    """The names of the questions that our lines lean on, also through the records or the rows they stand in."""
    uses = [uses for line in lines for uses in line.uses()]
    facts = {".".join(name.split(".")[:2]) for one in uses for name in one.facts}
    return facts | {f"{rows}.{column}" for one in uses for rows, column in one.columns if "." not in rows}


def differences(term):
    """(what, specification, ours) for everything that can be compared and is not the same."""
    spec, lines = SPEC[term], lines_of(term)
    has = {line.regelset for line in lines}
    pairs = [
        ("naam", spec["naam"], " / ".join(dict.fromkeys(line.naam for line in lines))),
        ("regelset", rule_sets(spec["verschil pilot2019 en wi2021, opmerking"]), "beide" if len(has) > 1 else next(iter(has))),
    ]
    for what, value in (("soort", lambda line: line.soort), ("lengte", lengths_of), ("waarschuwt", warnings_of)):
        ours = said(lines, value)
        pairs += [(what, wanted, ours[one]) for one, wanted in per_rule_set(spec[what]).items() if has & {"beide", one}]
    if spec["wie"] in FORMS.roles.ROLES:
        pairs.append(("wie", spec["wie"], " / ".join(dict.fromkeys(line.wie for line in lines))))
    named = {name.removeprefix("F00.") for cell in (spec["begint bij"], spec["klaar als"]) for name in FIELD.findall(cell)}
    pairs += [("veld", name, "") for name in named - facts_of(lines)]
    return {(what, wanted, ours) for what, wanted, ours in pairs if wanted != ours}


def reasons():
    return tomllib.loads((HERE / "verschillen.toml").read_text(encoding="utf-8"))["verschil"]


def test_the_specification_is_read_whole():
    assert list(SPEC) == EVERY_ID
    assert all(set(row) == set(SPEC["T01"]) for row in SPEC.values())


def test_exactly_the_terms_of_the_specification_are_there_in_its_order():
    assert list(dict.fromkeys(line.id for line in TABLE.terms)) == EVERY_ID


@pytest.mark.parametrize("term", EVERY_ID)
def test_a_term_is_as_the_specification_says_or_differs_with_a_reason(term):
    listed = {(d["wat"], d["daar"], d["hier"]) for d in reasons() if d["id"] == term}
    assert differences(term) == listed


def test_every_listed_difference_says_why():
    for difference in reasons():
        assert difference["id"] in SPEC
        assert len(difference["reden"]) > 20
