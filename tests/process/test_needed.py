"""'Nu nodig' on the dossier page: late terms first, and one sentence for each date that keeps terms from running."""

from datetime import date

from forms import FORMS
from popforms.process.calculated import running_terms
from popforms.process.needed import Way, done_in, needed_now

TODAY = date(2026, 3, 3)
PILOT = {"regelset": "pilot2019", "wet": "wi2013", "doelgroep": "asielstatushouder"}
LAW = {"regelset": "wi2021", "wet": "wi2021", "doelgroep": "asielstatushouder"}


def needs(facts):
    return needed_now(FORMS, [(term, Way()) for term in running_terms(FORMS, {"datum_tvs_melding": TODAY, **facts}, TODAY)])


def test_the_earliest_last_day_comes_first_and_late_is_marked():
    facts = {"datum_vergunning": date(2026, 2, 2), "datum_koppeling": date(2025, 11, 24), "F01.brief_werkwijze_op": TODAY}
    found = needs({**PILOT, **facts})
    assert [(need.words.partition(":")[0], need.late) for need in found[:2]] == [
        ("Woning vinden", True),
        ("Van koppeling tot verhuizing", True),
    ]
    assert found[0].words == "Woning vinden: uiterlijk ma 2 februari, 29 dagen te laat"


def test_terms_that_wait_for_one_date_share_a_sentence_that_names_it():
    found = needs({**PILOT, "F05a.state": "definitief", "F05a.begun": True, "datum_brp": TODAY})
    [sentence] = [need.words for need in found if "echt verhuisd" in need.words]
    assert sentence.startswith("Datum ontbreekt: ‘Wanneer is de statushouder echt verhuisd?’. Zonder deze datum lopen niet: ")
    assert "Basiszaken op orde" in sentence
    assert sentence.endswith("Weet waar je terecht kunt (streven) en Weet waar je terecht kunt (uiterlijk).")
    assert not any(need.late for need in found if need.words == sentence)


def test_two_dates_that_are_both_missing_are_both_named():
    [sentence] = [need.words for need in needs({**LAW, "F04.state": "definitief"}) if "DUO-kennisgeving" in need.words]
    assert sentence == (
        "Datums ontbreken: ‘Welke datum staat op de DUO-kennisgeving?’ en ‘Wanneer is de statushouder hier ingeschreven (BRP)?’. "
        "Zonder deze datums lopen niet: PIP vaststellen, wet en Leerbaarheidstoets gepland."
    )


def test_each_sentence_knows_where_it_is_done():
    facts = {"datum_vergunning": date(2026, 2, 2), "F04.state": "definitief", "datum_tvs_melding": TODAY}
    terms = running_terms(FORMS, {**LAW, **facts}, TODAY)
    begun = {form.key: form.code for form in FORMS if form.code != "F13"}
    found = needed_now(FORMS, [(term, done_in(FORMS, term, begun)) for term in terms])
    places = {need.words.partition(":")[0]: need.record for need in found}
    assert places == {"Koppeling en gegevens in TVS": "F01", "Datum ontbreekt": "F04", "Datums ontbreken": "F04"}, "F13 is not begun"


def test_a_form_that_is_not_begun_is_named_to_who_can_begin_it():
    term = next(one for one in running_terms(FORMS, {**LAW, "datum_vergunning": date(2026, 2, 2)}, TODAY) if one.asks)
    form = next(form for name in term.asks if (form := FORMS.asking(name)))
    assert done_in(FORMS, term, {}, {form.key}) == Way(form=form.key)
    assert done_in(FORMS, term, {form.key: "r1"}, {form.key}) == Way(record="r1"), "a record that is there is the way"
    assert done_in(FORMS, term, {}, ()) == Way(), "who may not begin it has no way"


def test_two_needs_with_the_same_words_are_both_told():
    facts = {**PILOT, "datum_tvs_melding": TODAY, "datum_vergunning": date(2026, 2, 2), "datum_koppeling": date(2025, 11, 24)}
    term = next(one for one in running_terms(FORMS, facts, TODAY) if one.warns and one.last_day)
    assert [need.record for need in needed_now(FORMS, [(term, Way("een")), (term, Way("twee"))]) if need.words.startswith(term.name)] == [
        "een",
        "twee",
    ]


def test_a_dossier_that_needs_nothing_says_nothing():
    assert needs({**PILOT, "F01.brief_werkwijze_op": TODAY}) == []
