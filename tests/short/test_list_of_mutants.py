"""The list of tests/proof/mutanten.toml, which `make proof` holds against a run, is about the code that stands there."""

from __future__ import annotations

from tests.support.mutants import groups, listed, source_of


def test_each_change_names_lines_that_stand_in_its_function_and_each_group_a_reason() -> None:
    for reason, mutants in groups():
        assert reason.strip().endswith(".") and mutants
        for mutant in mutants:
            assert mutant.was in source_of(mutant.place) and mutant.was != mutant.becomes, mutant


def test_no_change_is_listed_twice() -> None:
    assert len(set(listed())) == len(listed())
