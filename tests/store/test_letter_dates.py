"""The day on which a letter was sent is taken over where a form asks for it; what somebody types by hand goes before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from popforms.access import AccessDenied
from popforms.definition.questions import DefinitionError
from popforms.demo import complete, fill
from tests.conftest import Open

INVITED, TOLD, LETTER = "vooraf.brief_op", "vooraf.uitnodiging_regeldag_op", "afsluiten.am_brief"


def write(store_for: Open, name: str, kind: str, token: str = "brief", who: str = "marieke") -> str:
    """A letter of a kind in somebody's dossier, its content fixed."""
    store = store_for(who)
    letter = store.start_record("F22", store_for.dossier(name), token)
    fill(
        store,
        letter,
        {"br_soort": kind, "br_aan": "statushouder", "br_taalniveau": "A2", "br_tekst": "Kom langs.", "br_taal_extra": "geen"},
    )
    assert complete(store, letter, "d") == []
    store.freeze(letter)
    return letter


def send(store_for: Open, letter: str, day: str, who: str = "marieke") -> None:
    store = store_for(who)
    fill(store, letter, {"br_verzonden_op": day})
    store.finalise(letter)


def kennismaking(store_for: Open, name: str = "Yohannes") -> str:
    return store_for("marieke").start_record("F06", store_for.dossier(name), "kennismaking")


def test_a_letter_that_is_sent_dates_the_invitation_and_says_where_it_comes_from(store_for: Open) -> None:
    talk = kennismaking(store_for)
    letter = write(store_for, "Yohannes", "BR06")
    assert store_for("marieke").open_draft(talk).value(INVITED) is None
    send(store_for, letter, "27-2-2026")
    draft = store_for("marieke").open_draft(talk)
    assert draft.value(INVITED) == "2026-02-27"
    assert draft.sources == {INVITED: "Brief, verzonden op vr 27 februari"}
    fill(store_for("marieke"), talk, {"gesprek_datum": "9-3-2026", "gesprek_plaats": "woning", "tolk_nodig": "nee"})
    assert store_for("marieke").keep(talk).answers["vooraf"]["brief_op"] == "2026-02-27"


def test_the_process_knows_of_the_letter_before_anybody_opens_the_form(store_for: Open) -> None:
    dossier = store_for.dossier("Rima")
    assert store_for("marieke").dossier(dossier).facts["fase"] == "voorbereiding"
    send(store_for, write(store_for, "Rima", "BR02", who="sander"), "27-2-2026", "sander")
    facts = store_for("marieke").dossier(dossier).facts
    assert facts["F01.uitnodiging_regeldag_op"] == "2026-02-27"
    assert facts["fase_bereikt"] == "regeldag"


def test_what_is_typed_by_hand_stays_and_clearing_it_gives_the_letter_back(store_for: Open) -> None:
    talk = kennismaking(store_for)
    store = store_for("marieke")
    entry = store.save_field(talk, INVITED, "25-2-2026", expect=0)
    send(store_for, write(store_for, "Yohannes", "BR06"), "27-2-2026")
    assert store.open_draft(talk).value(INVITED) == "2026-02-25"
    store.save_field(talk, INVITED, None, expect=entry.revision)
    assert store.open_draft(talk).value(INVITED) == "2026-02-27"


def test_of_two_letters_the_newest_counts(store_for: Open) -> None:
    talk = kennismaking(store_for)
    for token, day in (("een", "27-2-2026"), ("twee", "2-3-2026"), ("drie", "20-2-2026")):
        send(store_for, write(store_for, "Yohannes", "BR06", token), day)
    assert store_for("marieke").open_draft(talk).value(INVITED) == "2026-03-02"


@pytest.mark.parametrize(("name", "kind"), [("Yohannes", "BR07"), ("Bassel", "BR06")])
def test_another_kind_of_letter_or_one_to_somebody_else_dates_nothing(store_for: Open, name: str, kind: str) -> None:
    talk = kennismaking(store_for)
    send(store_for, write(store_for, name, kind), "27-2-2026")
    draft = store_for("marieke").open_draft(talk)
    assert draft.value(INVITED) is None and draft.sources == {}


def test_the_last_letter_of_the_begeleider_is_the_one_that_the_end_refers_to(store_for: Open) -> None:
    letter = write(store_for, "Yohannes", "BR15", who="nadia")
    send(store_for, letter, "2-3-2026", "nadia")
    store = store_for("nadia")
    end = store.start_record("F19", store_for.dossier("Yohannes"), "einde")
    fill(store, end, {"am_bespreking_op": "2-3-2026", "am_besluit": "afronden"})
    draft = store.open_draft(end)
    assert draft.value(LETTER) == f"{letter}:1"
    assert draft.sources[LETTER] == "Brief, verzonden op ma 2 maart"
    assert (
        store.lookup(store_for.dossier("Yohannes"))
        .name(draft.form.question("am_brief"), draft.value(LETTER))
        .startswith("Brief van Afsluitende brief")
    )


def test_who_may_not_read_the_date_does_not_learn_it_from_the_letter(store_for: Open) -> None:
    talk = kennismaking(store_for)
    send(store_for, write(store_for, "Yohannes", "BR06"), "27-2-2026")
    with pytest.raises(AccessDenied):
        store_for("trudy").open_draft(talk)
    report = store_for("elvira").open_draft(store_for.record("Yohannes", "F01"))
    assert "vooraf.brief_werkwijze_op" not in report.readable and "vooraf.brief_werkwijze_op" not in report.given


@pytest.mark.parametrize(
    "place", ["F22.br_verzonden_op/br_soort=BR99", "F22.br_gestuurd_op/br_soort=BR06", "F06.gesprek_datum/gesprek_plaats=azc"]
)
def test_a_place_that_does_not_exist_is_refused_at_start(place: str) -> None:
    from forms import FORMS
    from popforms.definition.catalogue import _check_place

    form = FORMS["F06"]
    question = form.question("brief_op")
    assert question
    with pytest.raises(DefinitionError, match="brief_op komt uit"):
        _check_place(FORMS, form, replace(question, calculated=place))
