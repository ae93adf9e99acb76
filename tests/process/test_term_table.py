"""A wrong term table is refused at the start, with file, term and remedy; what a gemeente chooses comes on top."""

import re
import shutil
from datetime import date

import pytest

from forms import FORMS
from popforms.definition.catalogue import load_forms
from popforms.process.calculated import running_terms, term_table
from popforms.process.own import choosable, read_choice
from popforms.process.terms import TermTable, TermTableError, calculate, compute, compute_all

TODAY = date(2026, 3, 3)
FASEN = """
[fasen]
zolang_vragen_open = "melding"
stap = [{ naam = "melding", bereikt_als = "altijd" }, { naam = "pop", bereikt_als = "gevuld(F07a.pop_start)" }]
"""
TERM = {
    "id": '"T03"',
    "naam": '"Verhuizen"',
    "geldig_vanaf": "2019-01-01",
    "soort": '"afspraak"',
    "begint_bij": '"F04.huur_ingang"',
    "begonnen_als": '"altijd"',
    "lengte": '"14 dagen"',
    "waarschuwt": "[7, 0]",
    "wie": '"MB"',
    "klaar_als": '"gevuld(datum_huisvesting)"',
    "bron": '"S0"',
}


def line(**changes):
    values = {name: value for name, value in {**TERM, **changes}.items() if value is not None}
    return "[[term]]\n" + "\n".join(f"{name} = {value}" for name, value in values.items()) + "\n"


@pytest.fixture
def load(tmp_path):
    def load(*lines, top="", fasen=FASEN):
        path = tmp_path / "termijnen.toml"
        path.write_text(top + fasen + "\n".join(lines or (line(),)), encoding="utf-8")
        return TermTable.load(path)

    return load


@pytest.mark.parametrize(
    ("changes", "place", "remedy"),
    [
        ({"lengte": '"14 dage"'}, "termijn T03, lengte", "'14 dage' is geen lengte. Schrijf bijvoorbeeld"),
        ({"lengte": None}, "termijn T03", "zet 'lengte' erbij"),
        ({"begint_bij": None}, "termijn T03", "zet 'begint_bij' erbij"),
        ({"soort": '"regel"'}, "termijn T03, soort", "Kies uit: 'wet', 'afspraak' of 'norm'"),
        ({"naam": None}, "termijn T03, naam", "dit ontbreekt. Vul het in"),
        ({"lente": '"14 dagen"'}, "termijn T03, lente", "dit woord kent de tabel niet"),
        ({"id": '"3"'}, "termijn 3, id", "Schrijf een T met twee cijfers"),
        ({"id": None}, "termijn nummer 1, id", "dit ontbreekt"),
        ({"klaar_als": '"gevuld(datum_huisvesting"'}, "termijn T03, klaar_als", "is niet te lezen bij 'het einde'"),
        ({"klaar_als": '"gevult(datum_huisvesting)"'}, "termijn T03, klaar_als", "is niet te lezen bij"),
        ({"klaar_als": '"x = "'}, "termijn T03, klaar_als", "is niet te lezen bij 'het einde'"),
        ({"klaar_als": '"gevuld(x) gevuld(y)"'}, "termijn T03, klaar_als", "is niet te lezen bij 'gevuld'"),
        ({"klaar_als": '"x ~ y"'}, "termijn T03, klaar_als", "is niet te lezen bij '~ y'"),
        ({"begint_bij": '"som(a, b)"'}, "termijn T03, begint_bij", "is niet te lezen bij 'som'"),
        ({"begint_bij": '"datum_brp + 3 manen"'}, "termijn T03, begint_bij", "'3 manen' is geen lengte"),
        ({"getoond_als": '"datum_brp < 2020-02-30"'}, "termijn T03, getoond_als", "is geen datum"),
        ({"waarschuwt": '["zeven"]'}, "termijn T03, waarschuwt", "Kijk hoe het bij een andere termijn staat"),
        ({"begonnen_als": '"fase(popp)"'}, "T03", "noemt een fase die er niet is: 'popp'. Kies uit: melding, pop"),
        ({"getoond_als": '"datum_brp <= einde(T77)"'}, "T03", "Voeg T77 toe of verbeter de code"),
        ({"verlengt": '"T04"'}, "termijn T03", "zet 'wacht_op' erbij"),
        ({"verlengt": '"T77"', "wacht_op": '"nieuws"'}, "T03", "Voeg T77 toe of verbeter de code"),
        ({"uiterlijk": '"einde(T03)"'}, "T03", "verwijst via andere termijnen naar zichzelf"),
        ({"geldig_vanaf": "1023-01-01"}, "termijn T03, geldig_vanaf", "1023-01-01 ligt niet tussen 1900 en 2100. Kijk het jaartal na"),
        ({"geldig_vanaf": "20260101"}, "termijn T03, geldig_vanaf", "20260101 is geen datum. Schrijf jaar-maand-dag"),
        ({"geldig_vanaf": '"2026-01-01"'}, "termijn T03, geldig_vanaf", "'2026-01-01' is geen datum. Schrijf jaar-maand-dag zonder"),
        ({"geldig_vanaf": "2026-01-01T08:00:00"}, "termijn T03, geldig_vanaf", "is geen datum. Schrijf jaar-maand-dag"),
        ({"geldig_tot_en_met": "2018-12-31"}, "termijn T03", "'geldig_tot_en_met' ligt voor 'geldig_vanaf'. Kijk de twee datums na"),
        ({"geldig_tot_en_met": "3023-12-31"}, "termijn T03, geldig_tot_en_met", "ligt niet tussen 1900 en 2100"),
        ({"begint_bij": '"1023-01-01 + 2 weken"'}, "termijn T03, begint_bij", "'1023-01-01' in '1023-01-01 + 2 weken' is geen datum"),
        ({"begint_bij": '"telt(F09)"'}, "termijn T03, begint_bij", "is niet te lezen bij 'telt'"),
        ({"begint_bij": '"begin_van(week, vandaag)"'}, "termijn T03, begint_bij", "is niet te lezen bij 'week'"),
        ({"per": '"dossiers"'}, "termijn T03, per", "Kies uit: 'dossier', 'actie'"),
        ({"regelset": '"wi2013"'}, "termijn T03, regelset", "Kies uit: 'pilot2019', 'wi2021' of 'beide'"),
        ({"waarschuwt": "[7, -1]"}, "termijn T03, waarschuwt", "-1 past hier niet"),
    ],
)
def test_a_mistake_names_file_term_and_remedy(load, changes, place, remedy):
    with pytest.raises(TermTableError) as refused:
        load(line(**changes))
    message = str(refused.value)
    assert "termijnen.toml: " + place in message
    assert remedy in message
    assert message.endswith(".")


def test_a_mistake_outside_the_lines_is_named_too(load, tmp_path):
    with pytest.raises(TermTableError, match="T03 staat er twee keer in"):
        load(line(), line())
    with pytest.raises(TermTableError, match="verwijst via andere termijnen naar zichzelf"):
        load(line(uiterlijk='"einde(T04)"'), line(id='"T04"', uiterlijk='"einde(T03)"'))
    with pytest.raises(TermTableError, match="geen geldige TOML"):
        load(line(naam="Verhuizen"))
    with pytest.raises(TermTableError, match="fasen: dit ontbreekt"):
        load(fasen="")
    with pytest.raises(TermTableError, match="kent geen fase 'pip'"):
        load(fasen=FASEN.replace('open = "melding"', 'open = "pip"'))
    with pytest.raises(TermTableError, match="berekend dag verwijst naar T09"):
        load(top='[berekend]\ndag = "einde(T09)"\n')
    with pytest.raises(TermTableError, match=r"besluitdagen 1: 1026-05-15 ligt niet tussen 1900 en 2100"):
        load(top="besluitdagen = [2026-01-02, 1026-05-15]\n")
    with pytest.raises(TermTableError, match="het bestand is niet te openen"):
        TermTable.load(tmp_path / "weg.toml")


def test_the_newest_version_in_force_at_the_start_of_the_term_counts(load):
    table = load(line(), line(geldig_vanaf="2026-01-01", lengte='"21 dagen"'))
    old = compute(table, "T03", {"F04.huur_ingang": date(2025, 12, 31)}, TODAY)
    new = compute(table, "T03", {"F04.huur_ingang": date(2026, 1, 1)}, TODAY)
    assert (old.last_day, new.last_day) == (date(2026, 1, 14), date(2026, 1, 22))
    assert len(compute_all(table, {}, TODAY)) == 1


def version(since, until=None, **changes):
    return line(geldig_vanaf=since, geldig_tot_en_met=until, **changes)


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        (
            (version("2019-01-01", "2021-12-31"), version("2022-02-01")),
            "een gat tussen de versie tot en met 2021-12-31 en die vanaf 2022-02-01",
        ),
        (
            (version("2019-01-01", "2021-12-31"), version("2021-12-31")),
            "een overlap tussen de versie tot en met 2021-12-31 en die vanaf 2021-12-31",
        ),
        ((version("2019-01-01"), version("2019-01-01", regelset='"wi2021"')), "staat er twee keer in voor 2019-01-01"),
        (
            (version("2019-01-01", "2020-06-30", regelset='"pilot2019"'), version("2020-01-01")),
            "een overlap tussen de versie tot en met 2020-06-30 en die vanaf 2020-01-01",
        ),
    ],
)
def test_versions_with_a_hole_or_an_overlap_are_refused(load, versions, said):
    with pytest.raises(TermTableError) as refused:
        load(*versions)
    assert f"termijnen.toml: T03 {'heeft ' if said.startswith('een') else ''}{said}." in str(refused.value)
    assert re.search(r"Laat de nieuwe versie beginnen op de dag na|Geef een van de twee een ander", str(refused.value))


def test_a_term_that_ceased_to_exist_is_not_there_for_who_starts_later(load):
    table = load(version("2019-01-01", "2021-12-31"), version("2022-01-01", "2025-12-31", lengte='"21 dagen"'))

    def last_day(start):
        found = compute(table, "T03", {"F04.huur_ingang": start}, TODAY)
        return found and found.last_day

    assert last_day(date(2021, 12, 31)) == date(2022, 1, 14)
    assert last_day(date(2022, 1, 1)) == date(2022, 1, 22)
    assert last_day(date(2025, 12, 31)) == date(2026, 1, 21)
    assert last_day(date(2026, 1, 1)) is None
    assert compute(table, "T03", {}, TODAY) is None


def test_what_a_gemeente_chose_counts_from_its_own_date(load):
    table = load(line(soort='"norm"')).with_changes(date(2026, 1, 1), [{"code": "T03", "lengte": "3 weken", "waarschuwen": "10, 0"}])
    old = compute(table, "T03", {"F04.huur_ingang": date(2025, 12, 31)}, TODAY)
    new = compute(table, "T03", {"F04.huur_ingang": date(2026, 1, 1)}, TODAY)
    assert (old.last_day, old.warns_from) == (date(2026, 1, 14), date(2026, 1, 7))
    assert (new.last_day, new.warns_from) == (date(2026, 1, 22), date(2026, 1, 12))
    again = table.with_changes(date(2026, 1, 1), [{"code": "T03", "lengte": "uit"}])
    assert compute(again, "T03", {"F04.huur_ingang": date(2026, 1, 1)}, TODAY) is None
    assert compute(again, "T03", {"F04.huur_ingang": date(2025, 12, 31)}, TODAY) == old


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"code": "T99", "lengte": "3 weken"}, "Er is geen termijn ‘T99’"),
        ({"code": "T03", "lengte": "drie weken"}, "T03: ‘drie weken’ is geen lengte"),
        ({"code": "T03", "waarschuwen": "zeven"}, "T03: ‘zeven’ zijn geen waarschuwdagen. Schrijf bijvoorbeeld ‘21, 7, 0’"),
        ({"code": "T08", "lengte": "3 weken"}, "T08 staat in de wet en is hier niet te veranderen"),
        ({"code": "", "lengte": "3 weken"}, "Er is geen termijn ‘’"),
        ({"code": "T03"}, "T03: Vul een lengte in, of de dagen waarop er wordt gewaarschuwd, of haal deze regel weg."),
        ({"code": "T03", "lengte": "uit"}, "T03 is een afspraak met anderen. De gemeente kan hem niet alleen uitzetten"),
        ({"code": "T03", "lengte": "0 weken"}, "T03: ‘0 weken’ is geen lengte die de gemeente kan kiezen"),
        ({"code": "T03", "lengte": "300 jaar"}, "T03: ‘300 jaar’ is langer dan twintig jaar"),
        ({"code": "T03", "lengte": "op de datum"}, "T03: ‘op de datum’ is geen lengte die de gemeente kan kiezen"),
        ({"code": "T03", "lengte": "7 dagen ervoor"}, "T03 telt vooruit. Laat ‘ervoor’ weg"),
        ({"code": "T43", "lengte": "10 dagen"}, "T43 telt terug. Schrijf ‘ervoor’ erbij"),
        ({"code": "T03", "waarschuwen": "7; -1"}, "T03: ‘7; -1’ zijn geen waarschuwdagen"),
        ({"code": "T03", "waarschuwen": "9999"}, "T03: ‘9999’ zijn geen waarschuwdagen"),
        (
            {"code": "T03", "lengte": "5 dagen"},
            "T03 duurt zo 5 dagen en waarschuwt 7 dagen voor het einde. Kies kleinere waarschuwdagen, zoals 1 en 0",
        ),
        ({"code": "T40", "lengte": "5 maanden"}, "T40 heeft delen. Kies ‘T40 streven’ of ‘T40 uiterlijk’"),
        ({"code": "T34", "lengte": "1 week"}, "Hoe lang T34 duurt wordt elke keer apart afgesproken. Kies hier alleen waarschuwdagen"),
        ({"code": "T25", "waarschuwen": "7"}, "T25 heeft geen laatste dag, dus er valt niets te kiezen"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_the_way_out(load, row, sentence):
    table = load(
        line(),
        line(id='"T08"', soort='"wet"'),
        line(id='"T25"', begint_bij=None, lengte=None),
        line(id='"T34"', lengte_per_geval="true"),
        line(id='"T40"', deel='"streven"'),
        line(id='"T40"', deel='"uiterlijk"', lengte='"12 maanden"'),
        line(id='"T43"', lengte='"7 dagen ervoor"'),
    )
    with pytest.raises(TermTableError, match=re.escape(sentence)):
        table.with_changes(date(2026, 1, 1), [row])


def last_day(table, start, term="T03", **facts):
    found = compute(table, term, {"F04.huur_ingang": start, **facts}, TODAY)
    return found and found.last_day


def test_a_gemeente_writes_lengths_and_warnings_as_people_write_them(load):
    table = load().with_changes(date(2026, 1, 1), [{"code": "T03", "lengte": " 3  Weken. ", "waarschuwen": "10, 3 en 0"}])
    found = compute(table, "T03", {"F04.huur_ingang": date(2026, 2, 2)}, TODAY)
    assert (found.last_day, found.own_length) == (date(2026, 2, 23), "3 weken")
    assert found.warnings == (date(2026, 2, 13), date(2026, 2, 20), date(2026, 2, 23))


def test_each_choice_counts_until_the_next_and_a_line_that_is_not_chosen_again_is_as_the_table_has_it(load):
    table = load().with_changes(date(2025, 1, 1), [{"code": "T03", "lengte": "3 weken"}])
    table = table.with_changes(date(2026, 1, 1), [{"code": "T03", "lengte": "4 weken"}]).with_changes(date(2026, 7, 1))
    assert last_day(table, date(2024, 12, 31)) == date(2025, 1, 14)
    assert last_day(table, date(2025, 12, 31)) == date(2026, 1, 21)
    assert last_day(table, date(2026, 6, 30)) == date(2026, 7, 28)
    assert last_day(table, date(2026, 7, 1)) == date(2026, 7, 15)


def test_a_choice_outlives_a_new_version_of_the_table_and_begins_with_the_first_one(load):
    table = load(version("2022-01-01"), version("2026-02-01", lengte='"30 dagen"'))
    chosen = table.with_changes(date(2020, 1, 1), [{"code": "T03", "lengte": "1 week", "waarschuwen": "0"}])
    assert last_day(chosen, date(2022, 1, 1)) == date(2022, 1, 8)
    assert last_day(chosen, date(2026, 2, 1)) == date(2026, 2, 8)
    over = load(version("2022-01-01", "2025-12-31")).with_changes(
        date(2026, 1, 1), [{"code": "T03", "lengte": "1 week", "waarschuwen": "0"}]
    )
    assert last_day(over, date(2026, 1, 1)) is None
    assert last_day(over, date(2025, 12, 31)) == date(2026, 1, 14)


def test_under_the_law_a_term_stays_what_it_is_where_the_pilot_may_choose(load):
    table = load(line(regelset='"pilot2019"', soort='"norm"'), line(regelset='"wi2021"', soort='"wet"'))
    table = table.with_changes(date(2026, 1, 1), [{"code": "T03", "lengte": "3 weken"}])
    assert last_day(table, date(2026, 1, 1), regelset="pilot2019") == date(2026, 1, 22)
    assert last_day(table, date(2026, 1, 1), regelset="wi2021") == date(2026, 1, 15)


def test_what_was_kept_and_the_table_does_not_know_any_more_counts_for_nothing(load):
    choice = read_choice(load(), date(2026, 1, 1), [{"code": "T77", "lengte": "3 weken"}, {"code": "T03", "lengte": "3 weken"}])
    assert [one.code for one in choice.terms] == ["T03"]


def test_every_line_that_a_gemeente_may_choose_is_no_law_and_has_a_last_day():
    table = term_table(FORMS)
    codes = [code for code, _ in choosable(table)]
    assert {"T11", "T24", "T39", "T40 streven", "T19 eerste", "T20", "T33", "T52"} <= set(codes)
    assert not {"T08", "T14", "T17", "T22", "T23", "T25", "T28", "T48 koppeling", "T51"} & set(codes)
    for code, term in choosable(table):
        assert term.soort != "wet" and term.lengte, code


def test_decree_days_of_the_file_and_of_the_gemeente_both_count(load):
    table = load(line(lengte='"1 werkdag"'), top="besluitdagen = [2026-05-15]\n")
    facts = {"F04.huur_ingang": date(2026, 5, 13)}
    assert compute(table, "T03", facts, TODAY).last_day == date(2026, 5, 18)
    more = table.with_changes(date(2026, 1, 1), decree_days=[date(2026, 5, 18)])
    assert compute(more, "T03", facts, TODAY).last_day == date(2026, 5, 19)


# The table beside the forms


@pytest.fixture
def forms_with(tmp_path):
    """The forms of popforms with another term table."""

    def forms_with(*lines):
        folder = tmp_path / "forms"
        shutil.copytree(FORMS.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
        path = folder / "termijnen.toml"
        head = path.read_text(encoding="utf-8").partition("[[term]]")[0]
        path.write_text(re.sub(r"\[berekend\].*?(?=\n#|\n\[)", "", head, flags=re.DOTALL) + "\n".join(lines or (line(),)), encoding="utf-8")
        return load_forms(folder)

    return forms_with


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"klaar_als": '"gevuld(datum_huisvestng)"'}, "noemt 'datum_huisvestng', en die vraag is er niet"),
        ({"begint_bij": '"F04.huur_ingng"'}, "noemt 'F04.huur_ingng', en die vraag is er niet"),
        ({"klaar_als": '"gevuld(FO4.huur_ingang)"'}, "noemt 'FO4.huur_ingang', en die vraag is er niet"),
        ({"klaar_als": '"een(F04.toeslagen, dattum <= vandaag)"'}, "noemt 'dattum' in F04.toeslagen, en dat staat daar niet"),
        ({"wie": '"POPC"'}, "noemt 'POPC' bij wie. Kies uit: PC, HVC, MB"),
        ({"kijkt_mee": '["IK"]'}, "noemt 'IK' bij wie. Kies uit: PC, HVC, MB"),
    ],
)
def test_a_word_that_no_form_has_is_refused(forms_with, changes, said):
    with pytest.raises(TermTableError) as refused:
        term_table(forms_with(line(**changes)))
    assert f"termijnen.toml: T03 {said}" in str(refused.value)


def test_a_term_that_the_forms_cannot_start_or_end_is_left_out(forms_with):
    forms = forms_with(
        line(id='"T03"'),
        line(id='"T04"', klaar_als='"gevuld(F99.op)"'),
        line(id='"T05"', klaar_als='"gevuld(datum_huisvesting) and gevuld(F99.op)"'),
        line(id='"T06"', klaar_als='"gevuld(datum_huisvesting) or gevuld(F99.op)"'),
        line(id='"T07"', begint_bij='"F99.begin"'),
        line(id='"T08"', begint_bij='"eerste_gevulde(F99.begin, datum_brp)"'),
        line(id='"T09"', klaar_als='"nooit"'),
        line(id='"T10"', klaar_als='"gevuld(F99.op)"', na_laatste_dag='"klaar"'),
        line(id='"T11"', klaar_als='"not een(F99, op <= vandaag)"'),
    )
    shown = [running.id for running in running_terms(forms, {"datum_brp": TODAY, "F04.huur_ingang": TODAY}, TODAY)]
    assert shown == ["T03", "T06", "T08", "T09", "T10", "T11"]


# Shapes that terms of other forms need


def test_the_last_talk_that_took_place_starts_the_next_term_whatever_the_order_of_entry(load):
    table = load(line(begint_bij='"eerste_gevulde(laatste(F09, gesprek_datum), F06.gesprek_datum)"', lengte='"3 maanden"'))
    rows = [
        {"gesprek_datum": date(2026, 4, 1)},
        {"gesprek_datum": date(2026, 2, 1)},
        {"gesprek_datum": date(2026, 6, 1), "niet_doorgegaan_reden": "ziek"},
    ]
    first = {"F06.gesprek_datum": date(2026, 1, 1)}
    assert compute(table, "T03", first, TODAY).last_day == date(2026, 4, 1)
    assert compute(table, "T03", {**first, "F09": rows}, TODAY).last_day == date(2026, 7, 1)


def test_terms_that_share_a_line_show_the_earliest(load):
    table = load(
        line(id='"T20"', samen='"gesprek"', begint_bij='"a"', lengte='"3 maanden"'),
        line(id='"T21"', samen='"gesprek"', begint_bij='"b"', lengte='"3 maanden"'),
        top='[berekend]\nvg_uiterlijk = "vroegste_bekende(einde(T20), einde(T21))"\n',
    )
    facts = {"a": date(2026, 2, 1), "b": date(2026, 1, 1)}
    assert [one.id for one in compute_all(table, facts, TODAY)] == ["T21"]
    assert [one.id for one in compute_all(table, {"a": TODAY}, TODAY)] == ["T20"]
    assert calculate("vg_uiterlijk", facts, table) == date(2026, 4, 1)


def test_a_length_can_hang_on_an_answer_or_on_the_start(load):
    choices = """[
        { als = "F15.es_niveau = 1", is = "10 werkdagen" },
        { als = "begin < 2020-01-01", is = "1 maand" },
        { is = "2 maanden" },
    ]"""
    table = load(line(lengte=choices))
    starts = {"F04.huur_ingang": date(2019, 12, 2)}
    assert compute(table, "T03", starts, TODAY).last_day == date(2020, 1, 2)
    assert compute(table, "T03", {"F04.huur_ingang": date(2020, 1, 2)}, TODAY).last_day == date(2020, 3, 2)
    assert compute(table, "T03", {**starts, "F15.es_niveau": 1}, TODAY).last_day == date(2019, 12, 16)


def test_rows_can_end_a_term(load):
    table = load(
        line(klaar_als='"elk(F02.delen, gevuld(stand) and not (stand = vraag and leeg(gevraagd_op)))"'),
        line(id='"T04"', klaar_als="\"telt(F10, pt_soort in (voortgang, 'plan aanpassen')) >= 2\""),
        line(id='"T05"', klaar_als="\"een(F05b.punten, punt = 'huisarts' and stand in (klaar)) or F13.uren >= 40\""),
    )

    def states(**facts):
        return [one.state == "klaar" for one in compute_all(table, {"F04.huur_ingang": TODAY, **facts}, TODAY)]

    asked = {"stand": "vraag", "gevraagd_op": TODAY}
    assert states(**{"F02.delen": [{"stand": "volledig"}, asked]})[0]
    assert not states(**{"F02.delen": [asked, {"stand": "vraag"}]})[0]
    assert not states(**{"F02.delen": []})[0]
    talks = [{"pt_soort": "voortgang"}, {"pt_soort": "plan goedkeuren"}, {"pt_soort": "plan aanpassen"}]
    assert states(F10=talks)[1]
    assert not states(F10=[*talks[:2], {**talks[2], "niet_doorgegaan_reden": "ziek"}])[1]
    assert states(**{"F05b.punten": [{"punt": "huisarts", "stand": "klaar"}]})[2]
    assert not states(**{"F05b.punten": [{"punt": "huisarts", "stand": "loopt"}, {"punt": "bank", "stand": "klaar"}]})[2]
    assert states(**{"F13.uren": 40})[2]
    assert not states(**{"F13.uren": 39})[2]
    assert not states(**{"F13.uren": "veel"})[2]


def test_parts_of_one_term_and_a_count_without_dates_stand_side_by_side(load):
    table = load(
        line(id='"T19"', deel='"eerste"', lengte='"4 maanden"'),
        line(id='"T19"', deel='"tweede"', lengte='"8 maanden"'),
        line(id='"T24"', begint_bij='"F04.huur_ingang + 8 weken"', lengte='"10 weken"'),
        line(id='"T25"', begint_bij=None, lengte=None, klaar_als='"F11.uren >= 12"'),
    )
    found = compute_all(table, {"F04.huur_ingang": TODAY}, TODAY)
    assert [(one.id, one.part, one.last_day) for one in found] == [
        ("T19", "eerste", date(2026, 7, 3)),
        ("T19", "tweede", date(2026, 11, 3)),
        ("T24", "", date(2026, 7, 7)),
        ("T25", "", None),
    ]
    assert compute(table, "T19", {"F04.huur_ingang": TODAY}, TODAY, part="tweede").last_day == date(2026, 11, 3)
    assert (found[3].state, found[3].words) == ("op tijd", "zonder einddatum")
    assert compute(table, "T25", {"F11.uren": 12}, TODAY).state == "klaar"


def test_the_table_knows_every_fact_that_it_asks_for(load):
    assert load().fact_names() == {"F04.huur_ingang", "datum_huisvesting", "F07a.pop_start"}
