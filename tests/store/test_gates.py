"""Before a form is fixed its gates must be open; who steers goes on with a written reason, nobody is stuck."""

from __future__ import annotations

import pytest

from popforms.access import AccessDenied
from popforms.definition.questions import DefinitionError
from popforms.process.gates import check_gates
from popforms.store import NotNow, NotReady
from tests.conftest import Open


@pytest.fixture
def guidance(store_for: Open) -> str:
    """The end of the guidance of Yohannes, with the coordinator not yet in agreement."""
    store = store_for("marieke")
    record = store.start_record("F19", store_for.dossier("Yohannes"), "afronding")
    for path, value in {
        "bespreking.am_bespreking_op": "2026-02-27",
        "bespreking.am_besluit": "doorgaan",
        "bespreking.am_akkoord.v1.akkoord": "akkoord",
        "bespreking.am_akkoord.v2.akkoord": "niet akkoord",
        "bespreking.am_akkoord.v3.akkoord": "akkoord",
    }.items():
        store.save_field(record, path, value, expect=0)
    return record


def gates(store_for: Open, record: str, who: str = "marieke") -> list[str]:
    return [problem.gate for problem in store_for(who).problems(record, "d") if problem.gate]


def test_a_shut_gate_is_told_in_a_sentence_and_stops(store_for: Open, guidance: str) -> None:
    assert gates(store_for, guidance) == ["akkoord"]
    with pytest.raises(NotReady) as refused:
        store_for("marieke").freeze(guidance)
    assert "Begeleider, CVLW en POP-consulent zijn nog niet alle drie akkoord" in str([p.say for p in refused.value.problems])


def test_a_gate_does_not_stop_what_is_only_kept(store_for: Open, guidance: str) -> None:
    assert store_for("marieke").keep(guidance).number == 1


def test_the_gate_opens_when_everybody_agrees(store_for: Open, guidance: str) -> None:
    store = store_for("marieke")
    entry = store.open_draft(guidance).entries["bespreking.am_akkoord.v2.akkoord"]
    store.save_field(guidance, "bespreking.am_akkoord.v2.akkoord", "akkoord", expect=entry.revision)
    assert gates(store_for, guidance) == []


def test_who_steers_goes_on_with_a_reason_and_the_logbook_keeps_it_for_few(store_for: Open, guidance: str) -> None:
    store = store_for("marieke")
    with pytest.raises(NotNow, match="waarom"):
        store.pass_gate(guidance, "akkoord", "ja")
    store.pass_gate(guidance, "akkoord", "De coördinator is ziek en belde dat het goed is.")
    assert gates(store_for, guidance) == []
    told = [line for line in store.log_lines(store_for.dossier("Yohannes")) if "belde dat het goed is" in str(line.answers)]
    assert len(told) == 1
    assert not [line for line in store_for("nadia").log_lines(store_for.dossier("Yohannes")) if "belde dat" in str(line.answers)]


def test_a_begeleider_does_not_go_on_alone(store_for: Open, guidance: str) -> None:
    with pytest.raises(AccessDenied):
        store_for("nadia").pass_gate(guidance, "akkoord", "Het duurt te lang zo.")
    assert gates(store_for, guidance) == ["akkoord"]


def test_a_gate_that_is_not_there_is_refused_like_a_record_that_is_not_yours(store_for: Open, guidance: str) -> None:
    for record, gate in ((guidance, "bestaat-niet"), ("ffffffffffffffff", "akkoord")):
        with pytest.raises(AccessDenied):
            store_for("marieke").pass_gate(record, gate, "Een goede reden.")


def test_the_dossier_lists_what_is_still_needed(store_for: Open) -> None:
    store = store_for("marieke")
    needed = {(one.form.code, one.gate.name) for one in store.shut_gates(store_for.dossier("Yohannes"))}
    assert ("F19", "akkoord") in needed
    assert not {one.form.code for one in store_for("gerrit").shut_gates(store_for.dossier("Yohannes"))} & {"F19"}  # not his to read


@pytest.mark.parametrize(
    ("needs", "sentence"), [("F19.am_besluit = = ja", "is niet te lezen"), ("F19.bestaat_niet = ja", "die vraag bestaat niet")]
)
def test_a_mistake_in_a_gate_is_named_at_start(store_for: Open, needs: str, sentence: str) -> None:
    from dataclasses import replace

    forms = store_for.world.forms
    form = forms["F19"]
    wrong = replace(form, gates=(replace(form.gates[0], needs=needs),))
    with pytest.raises(DefinitionError, match=sentence) as refused:
        check_gates(replace(forms, forms=tuple(wrong if one is form else one for one in forms)))
    assert "afronding.py" in str(refused.value) and "akkoord" in str(refused.value)
