"""The end of the POP: who says yes in which order, what goes on under the law, and when a dossier may close."""

from __future__ import annotations

from typing import Any

import pytest

from forms import FORMS
from popforms.access import AccessDenied
from popforms.definition.check import check
from popforms.demo import complete, fill
from popforms.store import NotReady
from tests.conftest import Open

LAW = {"regelset": "wi2021", "vandaag": "2026-03-02"}
YES, MAYBE, NO = {"akkoord": "akkoord", "datum": "2026-02-20"}, {"akkoord": "niet van toepassing"}, {"akkoord": "niet akkoord"}


def said(answers: dict[str, Any], at: str, *, stops: bool = True) -> list[str]:
    """The sentences at a question of the end of the POP, when nothing is missing there."""
    problems = check(FORMS["F20"], answers, LAW, "d")
    return [p.say for p in problems if p.path.endswith(at) and p.stop is stops and not p.missing]


@pytest.mark.parametrize(
    ("mb", "werk", "allowed"), [(YES, YES, True), (YES, MAYBE, True), (YES, None, False), (None, YES, False), (None, None, False)]
)
def test_the_coordinator_decides_after_the_begeleider_and_the_consulent(mb: Any, werk: Any, allowed: bool) -> None:
    given = {"ap_akkoord_mb": mb, "ap_akkoord_werk": werk, "ap_akkoord_cvlw": {"akkoord": "akkoord", "datum": "2026-02-21"}}
    sentences = said({"goedkeuren": {name: value for name, value in given.items() if value}}, "ap_akkoord_cvlw")
    assert any("beslist pas als" in one for one in sentences) is not allowed


def test_the_coordinator_does_not_agree_on_an_earlier_day() -> None:
    given = {"ap_akkoord_mb": YES, "ap_akkoord_werk": YES, "ap_akkoord_cvlw": {"akkoord": "akkoord", "datum": "2026-02-19"}}
    assert any("ligt voor dat van" in one for one in said({"goedkeuren": given}, "ap_akkoord_cvlw"))


def test_every_agreement_has_its_day_so_that_the_order_can_be_seen() -> None:
    given = {"ap_akkoord_mb": YES, "ap_akkoord_werk": MAYBE, "ap_akkoord_cvlw": {"akkoord": "akkoord"}}
    problems = check(FORMS["F20"], {"goedkeuren": given}, LAW, "d")
    missing = [str(p) for p in problems if p.path.startswith("goedkeuren")]
    assert missing == ["Akkoord consulent Werk (datum)", "Akkoord CVLW (kan pas na de twee hiervoor) (datum)"]
    assert not [p for p in check(FORMS["F20"], {"goedkeuren": given}, LAW, "c") if p.path.startswith("goedkeuren")]


@pytest.mark.parametrize("cvlw", [NO, None])
def test_the_last_talk_waits_for_everybody(cvlw: Any) -> None:
    given = {"ap_akkoord_mb": YES, "ap_akkoord_werk": YES, **({"ap_akkoord_cvlw": cvlw} if cvlw else {})}
    answers = {"goedkeuren": given, "slot": {"ap_afsluitend_op": "2026-03-01"}}
    assert any("kan pas als iedereen akkoord is" in one for one in said(answers, "ap_afsluitend_op"))


def test_the_end_of_the_guidance_holds_up_nothing_here() -> None:
    assert FORMS["F20"].gates == () and not any("F19" in name for rule in FORMS["F20"].rules for name in rule.when.names())


def test_under_the_law_an_open_duty_gets_a_remark_that_stops_nothing() -> None:
    (told,) = said({"slot": {"ap_plicht_open": "ja"}}, "ap_plicht_open", stops=False)
    assert told == "de POP mag sluiten, maar het PIP, de termijn en de voortgangsgesprekken lopen door."
    assert not said({"slot": {"ap_plicht_open": "nee"}}, "ap_plicht_open", stops=False)


# Closing the dossier


def end_pop(store_for: Open, name: str, duty: str) -> None:
    store, dossier = store_for("marieke"), store_for.dossier(name)
    record = store.start_record("F20", dossier, "afronding")
    both = {"akkoord": "akkoord", "datum": "2026-02-20"}
    fill(
        store, record,
        {"ap_gesprek_op": "2026-02-19", "ap_mening_vh": "ja", "ap_akkoord_mb": both, "ap_akkoord_werk": both, "ap_akkoord_cvlw": both,
         "ap_afsluitend_op": "2026-02-27", "ap_plicht_open": duty},
    )  # fmt: skip
    assert complete(store, record, "d") == []
    store.freeze(record)
    assert complete(store, record, "n") == []
    store.finalise(record)


def close(store_for: Open, name: str, reason: str) -> list[str]:
    """What stops closing a dossier with this reason."""
    store, head = store_for("marieke"), store_for.record(name, "F00")
    fill(store, head, {"afsluit_reden": reason})
    try:
        store.keep(head)
    except NotReady as stopped:
        return [p.say for p in stopped.problems]
    return []


def test_without_the_end_of_the_pop_a_dossier_closes_for_other_reasons_only(store_for: Open) -> None:
    assert ["pas na de afronding van de POP" in one for one in close(store_for, "Desta", "doelen bereikt")] == [True]
    assert close(store_for, "Desta", "verhuisd") == []
    assert store_for("marieke").dossier(store_for.dossier("Desta")).facts["fase"] == "afgesloten"


def test_after_the_end_of_the_pop_the_tool_asks_why_the_dossier_closes(store_for: Open) -> None:
    dossier = store_for.dossier("Desta")
    assert store_for("marieke").closing(dossier) == ""
    end_pop(store_for, "Desta", "nee")
    assert "Schrijf in het dossier waarom het sluit" in store_for("marieke").closing(dossier)
    assert store_for("elvira").closing(dossier) == "", "not hers to fill in"
    assert close(store_for, "Desta", "doelen bereikt") == []
    assert store_for("marieke").closing(dossier) == ""


def test_under_the_law_the_dossier_stays_open_while_the_duty_runs(store_for: Open) -> None:
    end_pop(store_for, "Nooria", "ja")
    assert store_for("marieke").closing(store_for.dossier("Nooria")) == ""
    assert ["de inburgeringsplicht loopt nog" in one for one in close(store_for, "Nooria", "doelen bereikt")] == [True]
    assert close(store_for, "Nooria", "plicht voldaan") == []


def test_a_decision_is_completed_before_the_dossier_closes(store_for: Open) -> None:
    store, pip = store_for("marieke"), store_for.record("Nooria", "F08c")
    store.correct(pip, "Een andere instelling.")
    store.freeze(pip)
    store.finalise(pip)  # a decision is definitive by its date
    (told,) = close(store_for, "Nooria", "verhuisd")
    assert told.startswith("vul eerst in ‘PIP (Wet inburgering 2021)’ bij ‘Aanvullen’ in wat nog ontbreekt: ‘Wanneer is het PIP uitgereikt")
    assert complete(store, pip, "n") == []
    store.keep_late(pip)
    assert close(store_for, "Nooria", "verhuisd") == []


def test_a_dossier_that_is_not_yours_asks_nothing(store_for: Open) -> None:
    with pytest.raises(AccessDenied):
        store_for("olga").closing(store_for.dossier("Desta"))
