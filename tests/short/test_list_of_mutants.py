"""The list of tests/proof/mutanten.toml, which `make proof` holds against a run, is about the code that stands there."""

from __future__ import annotations

import ast

from popforms.settings import ROOT
from tests.support.mutants import groups, listed, source_of


def test_each_change_names_lines_that_stand_in_its_function_and_each_group_a_reason() -> None:
    for reason, mutants in groups():
        assert reason.strip().endswith(".") and mutants
        for mutant in mutants:
            assert mutant.was in source_of(mutant.place) and mutant.was != mutant.becomes, mutant


def test_no_change_is_listed_twice() -> None:
    assert len(set(listed())) == len(listed())


def test_no_rule_stands_where_the_tool_changes_nothing() -> None:
    """It passes over a function with a decorator; `User.ids` is the only one, and says no more than that a person has two ids."""
    passed_over = {
        node.name
        for path in (ROOT / "src" / "popforms" / "access").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and {ast.unparse(one) for one in node.decorator_list} - {"staticmethod"}
    }
    assert passed_over == {"ids"}
