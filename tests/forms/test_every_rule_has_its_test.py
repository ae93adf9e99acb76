"""Every line of 'Checks across forms' and every rule of docs/domein/forms.md, each with the tests that hold it.

| line of the specification | held by |
| --- | --- |
| the table below | `test_each_of_these_tests_exists`, which also finds a line that is not in it |
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SPECIFICATION = TESTS.parent / "docs" / "domein" / "forms.md"

HELD: dict[str, tuple[str, ...]] = {
    # the beginning of the line -> the tests
    "1. F08 cannot become definitive before F03": (
        "store/test_across_forms.py::test_a_plan_under_the_law_waits_for_the_brede_intake",
        "store/test_across_forms.py::test_a_plan_of_the_pilot_waits_for_the_agreement_of_three_too",
    ),
    "2. F08b needs F10": (
        "store/test_across_forms.py::test_the_plan_of_the_pilot_opens_when_the_whole_team_agreed",
        "store/test_across_forms.py::test_a_meeting_that_is_not_definitive_or_about_something_else_opens_nothing",
        "store/test_across_forms.py::test_agreement_in_a_later_draft_does_not_mend_a_no_that_stands",
        "store/test_across_forms.py::test_the_plan_waits_for_every_member_of_the_team",
        "store/test_across_forms.py::test_a_plan_in_which_a_member_says_no_is_not_fixed",
    ),
    "3. `pvt_getekend_op` only when": (
        "store/test_carried.py::test_under_the_law_the_declaration_waits_for_twelve_hours_and_an_activity",
        "store/test_carried.py::test_in_the_pilot_the_declaration_waits_for_the_workshop",
        "store/test_gates.py::test_the_coordinator_lets_the_declaration_be_signed_with_a_reason",
        "store/test_gates.py::test_the_declaration_waits_for_nobody_who_may_not_pass",
    ),
    "4. `dagtekening_eerste_pip` is written once": (
        "store/test_carried.py::test_a_changed_plan_never_moves_the_date_of_the_first",
        "store/test_carried.py::test_a_corrected_plan_never_moves_the_date_of_the_first",
        "store/test_signing.py::test_a_plan_without_a_day_gets_it_from_its_correction_and_later_ones_do_not_move_it",
    ),
    "5. `datum_huisvesting` may not be before": ("forms/test_checks.py::test_a_combination_that_cannot_be_is_refused",),
    '6. A regeldag row "nog niet"': (
        "forms/test_checks.py::test_what_is_not_ready_on_the_regeldag_and_has_no_action_gets_a_remark_that_stops_nothing",
        "forms/test_checks.py::test_an_action_that_was_made_by_hand_counts_for_one_that_is_not_ready",
    ),
    "7. An action, in F14b as elsewhere": (
        "store/test_actions.py::test_without_trekker_or_date_nothing_is_born",
        "store/test_actions.py::test_an_action_that_is_only_typed_is_not_born",
        "store/test_actions.py::test_each_step_stands_in_the_logbook",
    ),
    "8. Closing order": (
        "forms/test_closing.py::test_the_coordinator_decides_after_the_begeleider_and_the_consulent",
        "forms/test_closing.py::test_the_last_talk_waits_for_everybody",
        "forms/test_closing.py::test_every_agreement_has_its_day_so_that_the_order_can_be_seen",
        "forms/test_closing.py::test_the_end_of_the_guidance_holds_up_nothing_here",
    ),
    "9. A free text with nine digits": (
        "forms/test_checks.py::test_nine_digits_that_pass_the_eleven_test_get_a_remark",
        "forms/test_checks.py::test_other_digits_get_no_remark",
    ),
    "10. Every conversation with `tolk_nodig=ja`": (
        "process/test_terms.py::test_an_interpreter_is_arranged_a_week_ahead_with_warnings_counted_from_the_talk",
    ),
    "11. `regelset=wi2021` with `wet=wi2013`": ("forms/test_checks.py::test_a_combination_that_cannot_be_is_refused",),
    "Rule: when `niet_doorgegaan_reden` is filled": (
        "forms/test_checks.py::test_a_talk_that_did_not_take_place_asks_only_when_where_and_who",
        "store/test_not_held.py::test_it_counts_for_no_phase_and_no_term",
        "store/test_not_held.py::test_it_counts_for_no_check_of_another_form",
        "store/test_not_held.py::test_a_second_form_is_begun_for_the_new_appointment",
        "store/test_hours.py::test_a_talk_proposes_its_length_in_quarters_and_nothing_is_written_by_itself",
        "store/test_hours.py::test_writing_it_down_is_one_line_and_the_proposal_goes",
    ),
    "Rule: `status` may only become `afgesproken`": (
        "store/test_actions.py::test_the_trekker_says_yes_and_it_is_agreed",
        "store/test_actions.py::test_an_action_without_a_frequency_cannot_be_agreed",
        "store/test_actions.py::test_progress_is_a_line_and_done_needs_a_note",
        "test_prints.py::test_an_action_says_on_paper_how_it_stands",
    ),
    "Rule table for `fase`": (
        "process/test_phase.py::test_each_line_of_the_rule_table_reaches_its_phase",
        "process/test_phase.py::test_the_highest_phase_counts_also_when_earlier_ones_were_skipped",
        "process/test_phase.py::test_a_date_in_the_future_does_not_count_until_that_day",
        "process/test_phase.py::test_a_talk_that_did_not_happen_reaches_nothing",
    ),
    "Rule: F03 becomes definitive only when all three": (
        "forms/test_intake.py::test_in_the_pilot_a_talk_without_agreement_is_kept_but_not_finished",
        "forms/test_intake.py::test_agreement_with_a_remark_is_agreement_and_asks_which_remark",
        "forms/test_intake.py::test_a_talk_without_agreement_stays_a_draft_in_the_store",
    ),
    "Rule: level 2 needs a closed level 1": (
        "store/test_escalation.py::test_a_higher_level_follows_an_answered_lower_one_of_the_same_chain",
        "store/test_escalation.py::test_an_answered_escalation_of_another_chain_opens_nothing",
        "store/test_escalation.py::test_a_step_is_proposed_to_one_chain_and_only_to_the_level_above_it",
        "store/test_escalation.py::test_the_policy_officer_answers_it",
    ),
    "Rule: with `regelset=wi2021` and `ap_plicht_open=ja`": (
        "forms/test_closing.py::test_under_the_law_an_open_duty_gets_a_remark_that_stops_nothing",
        "forms/test_closing.py::test_under_the_law_the_dossier_stays_open_while_the_duty_runs",
    ),
    # two more sentences that bind forms to each other
    "Closing: the tool asks for `afsluit_reden`": (
        "forms/test_closing.py::test_without_the_end_of_the_pop_a_dossier_closes_for_other_reasons_only",
        "forms/test_closing.py::test_after_the_end_of_the_pop_the_tool_asks_why_the_dossier_closes",
    ),
    "Logbook lines are never deleted or changed": (
        "store/test_versions.py::test_history_cannot_be_changed_removed_or_replaced",
        "store/test_references.py::test_a_line_of_the_logbook_is_about_an_action_one_reads_and_mends_an_own_line",
    ),
}


def lines() -> list[str]:
    """The rules of the specification: its checks across forms, and every line that begins with 'Rule'."""
    text = SPECIFICATION.read_text(encoding="utf-8").splitlines()
    across = text.index(next(line for line in text if line.startswith("## Checks across forms")))
    checks = [line for line in text[across:] if re.match(r"\d+\. ", line)]
    return [*checks, *(line for line in text if line.startswith("Rule"))]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"))


def test_every_rule_of_the_specification_is_in_the_table() -> None:
    found = lines()
    assert len(found) == 11 + 6
    assert [line for line in found if sum(line.startswith(words) for words in HELD) != 1] == []


def test_every_line_of_the_table_is_in_the_specification() -> None:
    text = SPECIFICATION.read_text(encoding="utf-8").splitlines()
    assert [words for words in HELD if not any(line.startswith(words) for line in text)] == []


@pytest.mark.parametrize("words", HELD)
def test_each_of_these_tests_exists(words: str) -> None:
    assert [name for name in HELD[words] if name.partition("::")[2] not in names_in(name.partition("::")[0])] == []
