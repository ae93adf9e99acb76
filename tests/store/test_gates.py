"""Before a form is fixed its gates must be open; who steers goes on with a written reason, nobody is stuck."""

from __future__ import annotations

from dataclasses import replace

import pytest

from popforms.access import AccessDenied
from popforms.definition.questions import DefinitionError
from popforms.demo import fill
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


# The declaration of the PVT (forms.md, 'Checks across forms' 3)


def test_the_coordinator_lets_the_declaration_be_signed_with_a_reason(store_for: Open) -> None:
    marieke, elvira, pvt = store_for("marieke"), store_for("elvira"), store_for.record("Nooria", "F11")
    fill(marieke, pvt, {"pvt_onderdelen": [{"id": "r1", "uren": "6"}]})
    with pytest.raises(NotReady) as refused:
        marieke.freeze(pvt)
    (problem,) = refused.value.problems
    assert problem.gate == "tekenen"
    assert problem.say == "Mag de verklaring al worden getekend? nee, nog nodig: 2 uur (het is 12 uur in totaal, met het tekenmoment)."
    elvira.pass_gate(pvt, "tekenen", "De laatste twee uur haalt zij volgende week in.")
    assert marieke.freeze(pvt).state == "klaar om te tekenen"
    told = [line.answers["lg_kort"] for line in marieke.log_lines(store_for.dossier("Nooria")) if "haalt zij" in str(line.answers)]
    assert len(told) == 1 and "nog nodig: 2 uur" in told[0]


def test_the_declaration_waits_for_nobody_who_may_not_pass(store_for: Open) -> None:
    pvt = store_for.record("Nooria", "F11")
    for who in ("nadia", "denise"):
        with pytest.raises(AccessDenied):
            store_for(who).pass_gate(pvt, "tekenen", "Het duurt te lang zo.")
    assert gates(store_for, pvt) == ["tekenen"]


def test_a_correction_of_the_declaration_asks_the_gate_again(store_for: Open) -> None:
    marieke, pvt = store_for("marieke"), store_for.record("Desta", "F11")
    marieke.correct(pvt, "de workshop was niet af")
    fill(marieke, pvt, {"pvt_basis_gevolgd": "deels"})
    assert gates(store_for, pvt) == ["tekenen"]


def test_the_sentence_of_a_gate_keeps_an_answer_from_who_may_not_read_it(store_for: Open) -> None:
    forms, form = store_for.world.forms, store_for.world.forms["F11"]
    told = replace(form, gates=(replace(form.gates[0], say="Nog niet: {pvt_niet_reden}."),))
    marieke, pvt, dossier = store_for("marieke"), store_for.record("Nooria", "F11"), store_for.dossier("Nooria")
    fill(marieke, pvt, {"pvt_niet_reden": "kanariereden"})
    marieke.keep(pvt)
    nadia = store_for("nadia", forms=replace(forms, forms=tuple(told if one is form else one for one in forms)))
    assert [one.say for one in nadia.shut_gates(dossier) if one.form.code == "F11"] == ["Nog niet: kijk in het formulier."]


@pytest.mark.parametrize(
    ("needs", "sentence"), [("F19.am_besluit = = ja", "is niet te lezen"), ("F19.bestaat_niet = ja", "die vraag bestaat niet")]
)
def test_a_mistake_in_a_gate_is_named_at_start(store_for: Open, needs: str, sentence: str) -> None:
    forms = store_for.world.forms
    form = forms["F19"]
    wrong = replace(form, gates=(replace(form.gates[0], needs=needs),))
    with pytest.raises(DefinitionError, match=sentence) as refused:
        check_gates(replace(forms, forms=tuple(wrong if one is form else one for one in forms)))
    assert "afronding.py" in str(refused.value) and "akkoord" in str(refused.value)


def test_a_gate_whose_sentence_names_no_question_of_the_form_is_refused_at_start(store_for: Open) -> None:
    forms = store_for.world.forms
    form = forms["F11"]
    wrong = replace(form, gates=(replace(form.gates[0], say="Nog nodig: {hoeveel}."),))
    with pytest.raises(DefinitionError, match="noemt ‘hoeveel’ in de zin"):
        check_gates(replace(forms, forms=tuple(wrong if one is form else one for one in forms)))
