"""A form file with a mistake is refused with file, field and remedy; a good one survives JSON; conditions do what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from forms import FORMS
from popforms.definition.catalogue import list_questions, load_forms
from popforms.definition.conditions import (
    Condition,
    before,
    both,
    differs,
    either,
    empty,
    equals,
    filled,
    from_data,
    more_than,
    no,
    one_of,
    some,
    within,
)
from popforms.definition.questions import DefinitionError, read_form

HEAD = """
from __future__ import annotations
from typing import Literal
from popforms import *

class Dossier(Form, code="F00", title="Dossier", part="persoon", start=True):
    wet: Literal["wi2013", "wi2021"] = ask("Welke wet?", required="c")
"""


def load(folder: Path, text: str, name: str = "bezoek.py") -> Any:
    (folder / "dossier.py").write_text(HEAD, encoding="utf-8")
    (folder / name).write_text(
        "from __future__ import annotations\nfrom datetime import date\nfrom typing import Literal\nfrom popforms import *\n" + text,
        encoding="utf-8",
    )
    return load_forms(folder)


def bezoek(body: str, about: str = 'code="F90", title="Huisbezoek", part="bezoek"') -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"class Bezoek(Form, {about}):\n{lines}"


MISTAKES = [
    (bezoek('datum: dict = ask("Wanneer?")'), "Bezoek.datum dict is geen soort vraag. Gebruik een soort uit popforms, een Section of list[Row]."),
    (bezoek('wie: list[str] = ask("Wie?")'), "Bezoek.wie list is geen soort vraag. Gebruik een soort uit popforms, een Section of list[Row]."),
    (bezoek('datum: date = ask("Wanneer?")', 'title="Huisbezoek", part="bezoek"'), 'Bezoek code ontbreekt. Zet code="..." achter de klassenaam.'),
    (bezoek('datum: date = ask("Wanneer?")', 'code="F90", part="bezoek"'), 'Bezoek title ontbreekt. Zet title="..." achter de klassenaam.'),
    (bezoek('datum: date = ask("Wanneer?")', 'code="F90", title="Huisbezoek"'), 'Bezoek part ontbreekt. Zet part="..." achter de klassenaam.'),
    (bezoek('datum: date = ask("Wanneer?", required="x")'), "Bezoek.datum required='x' bestaat niet. Kies uit: c, d, n, None."),
    (bezoek('datum: date = ask("Wanneer?", privacy="geheim")'), "Bezoek.datum privacy='geheim' bestaat niet. Kies uit: gewoon, gevoelig, bijzonder, nummer."),
    (bezoek('datum: date = ask("Wanneer?", verplicht="c")'), "Bezoek.datum kent het woord verplicht= niet. Kies uit: required, shown_when,"),
    (bezoek('datum: date = ask("  ")'), "Bezoek.datum heeft geen vraagtekst. Zet de vraag als eerste in ask(...)."),
    (bezoek("datum: date"), 'Bezoek.datum is geen vraag. Schrijf: datum: soort = ask("Vraag").'),
    (bezoek('Datum: date = ask("Wanneer?")'), "Bezoek.Datum is geen goede veldnaam. Gebruik kleine letters, cijfers en _."),
    (bezoek('brief: Reference = ask("Welke brief?")'), 'Bezoek.brief is een verwijzing zonder doel. Zet refers_to="F07" (de code van het formulier).'),
    ('class Regel(Row):\n    wat: str = ask("Wat?")\n' + bezoek('lijst: list[Regel] = ask("Wat?", fixed=True)'), "Bezoek.lijst heeft fixed=True zonder rows=(...). Noem de vaste regels."),
    (bezoek('datum: date = ask("Wanneer?", shown_when=equals("soort", "huis"))'), "datum kijkt naar ‘soort’, maar die vraag bestaat niet. Schrijf de naam van een vraag uit dit formulier of uit het dossier."),
    (bezoek('datum: date = ask("Wanneer?")\nrules = (refuse(filled("datum"), "kan niet.", at="dag"),)'), "Bezoek.dag wordt in een regel genoemd maar bestaat niet in dit formulier. Kijk de naam na."),
    ('class Regel(Row):\n    wat: str = ask("Wat?")\n' + bezoek('lijst: list[Regel] = ask("Wat?", prefill="regels:dromen")'), "lijst begint met regels uit ‘dromen’, maar CARRIED in proces.py kent dat woord niet."),
    (bezoek('datum: date = ask("Wanneer?")', 'code="F00", title="Huisbezoek", part="bezoek"'), 'code="F00" is al van'),
    ('class Dossier(Form, code="F90", title="Nog een", part="bezoek"):\n    datum: date = ask("Wanneer?")\n', "de naam Dossier bestaat al in"),
    (bezoek('datum: date = ask("Wanneer?"'), "regel 6 is niet te lezen ('(' was never closed). Verbeter die regel."),
    (bezoek('datum: date = vraag("Wanneer?")'), "regel 6 gaat fout (NameError: name 'vraag' is not defined). Verbeter die regel."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), MISTAKES, ids=[sentence[:40] for _, sentence in MISTAKES])
def test_a_mistake_in_a_form_file_is_refused_with_file_field_and_remedy(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(DefinitionError) as error:
        load(tmp_path, text)
    said = str(error.value)
    assert sentence in said
    assert said.startswith(("bezoek.py: ", "dossier.py: "))
    assert "bezoek.py" in said
    assert str(tmp_path) not in said


def test_a_mistake_in_a_list_that_a_form_file_uses_is_told_of_the_list(tmp_path: Path) -> None:
    (tmp_path / "woorden.py").write_text("KLEUREN = (\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"^woorden.py: regel 1 is niet te lezen"):
        load(tmp_path, "from .woorden import KLEUREN\n")
    (tmp_path / "woorden.py").write_text("\nKLEUREN = 1 / 0\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"^woorden.py: regel 2 gaat fout \(ZeroDivisionError"):
        load(tmp_path, "from .woorden import KLEUREN\n")


def test_a_part_that_the_rights_table_does_not_know_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rollen.py").write_text('RIGHTS = {"persoon": {}}\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match=r'bezoek.py: datum hoort bij onderdeel "bezoek", maar dat staat niet in rollen.py'):
        load(tmp_path, bezoek('datum: date = ask("Wanneer?")'))


def test_a_folder_without_a_dossier_is_refused(tmp_path: Path) -> None:
    (tmp_path / "leeg.py").write_text("", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"geen enkel formulier opent een dossier. Zet start=True"):
        load_forms(tmp_path)


def test_a_new_form_is_one_file(tmp_path: Path) -> None:
    forms = load(tmp_path, bezoek('datum: date = ask("Wanneer?", required="c")\nkleur: str = ask("Kleur?", options=("rood", "groen"))'))
    assert [form.key for form in forms] == ["dossier", "bezoek"]
    assert [(line["name"], line["kind"], line["part"]) for line in list_questions(forms) if line["form"] == "bezoek"] == [
        ("datum", "date", "bezoek"),
        ("kleur", "choice", "bezoek"),
    ]


def test_a_weight_moves_a_question_to_the_part_that_guards_it(tmp_path: Path) -> None:
    forms = load(
        tmp_path,
        bezoek(
            'hulp: str = ask("Hulp?", privacy="bijzonder", part="bezoek")\nziek: str = ask("Ziek?", privacy="bijzonder")\nbsn: Bsn = ask("BSN?", privacy="nummer")'
        ),
    )
    assert [q.part for _, q in forms["bezoek"].questions()] == ["gezondheid", "gezondheid", "nummers"]


def test_two_folders_do_not_see_each_other(tmp_path: Path) -> None:
    first, second = tmp_path / "een", tmp_path / "twee"
    first.mkdir(), second.mkdir()
    one = load(first, bezoek('datum: date = ask("Wanneer?")'))
    two = load(second, bezoek('dag: date = ask("Welke dag?")'))
    assert one["bezoek"].question("datum")
    assert two["bezoek"].question("datum") is None


# --- a definition as JSON -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", list(FORMS), ids=lambda form: form.key)
def test_a_definition_comes_back_from_json_the_same(form: Any) -> None:
    back = read_form(json.loads(json.dumps(form.as_data())))
    assert back == form
    assert back.hash == form.hash


def test_the_hash_moves_with_what_is_asked_and_not_with_the_file_it_stands_in(tmp_path: Path) -> None:
    one = load(tmp_path, bezoek('datum: date = ask("Wanneer?")'))["bezoek"].hash
    (tmp_path / "bezoek.py").unlink()
    moved = load(tmp_path, bezoek('datum: date = ask("Wanneer?")'), "huis.py")["bezoek"].hash
    (tmp_path / "huis.py").unlink()
    other = load(tmp_path, bezoek('datum: date = ask("Op welke dag?")'))["bezoek"].hash
    assert one == moved != other


# --- conditions ---------------------------------------------------------------------------------------------------------

ANSWERS = {
    "soort": "huis", "talen": ["Tigrinya", "Engels"], "leeg": "", "niets": None, "aantal": "3",
    "begin": "2026-02-03", "eind": "2026-03-01", "vandaag": "2026-02-10", "onzin": "31-02-2020",
    "kinderen": [{"id": "r1", "kind": "Luwam", "school": "De Vloedlijn"}, {"id": "r2", "kind": "Aron"}], "geen_rijen": "geen",
}  # fmt: skip

CONDITIONS: list[tuple[Condition, bool, str, str]] = [
    (equals("soort", "huis"), True, "soort=huis", "‘Soort’ is huis"),
    (equals("soort", "kantoor"), False, "soort=kantoor", "‘Soort’ is kantoor"),
    (equals("talen", "Engels"), True, "talen=Engels", "‘Talen’ is Engels"),
    (differs("soort", "kantoor"), True, "soort!=kantoor", "‘Soort’ is niet kantoor"),
    (differs("niets", "huis"), True, "niets!=huis", "‘Niets’ is niet huis"),
    (differs("soort", "huis"), False, "soort!=huis", "‘Soort’ is niet huis"),
    (one_of("soort", "kantoor", "huis"), True, "soort in (kantoor, huis)", "‘Soort’ is kantoor of huis"),
    (one_of("talen", "Dari", "Engels"), True, "talen in (Dari, Engels)", "‘Talen’ is Dari of Engels"),
    (one_of("niets", "kantoor"), False, "niets in (kantoor)", "‘Niets’ is kantoor"),
    (filled("soort"), True, "gevuld(soort)", "‘Soort’ is ingevuld"),
    (filled("leeg"), False, "gevuld(leeg)", "‘Leeg’ is ingevuld"),
    (empty("niets"), True, "leeg(niets)", "‘Niets’ is niet ingevuld"),
    (empty("soort"), False, "leeg(soort)", "‘Soort’ is niet ingevuld"),
    (both(filled("soort"), equals("aantal", "3")), True, "gevuld(soort) and aantal=3", "‘Soort’ is ingevuld en ‘Aantal’ is 3"),
    (both(filled("soort"), filled("leeg")), False, "gevuld(soort) and gevuld(leeg)", "‘Soort’ is ingevuld en ‘Leeg’ is ingevuld"),
    (either(filled("leeg"), filled("soort")), True, "gevuld(leeg) or gevuld(soort)", "‘Leeg’ is ingevuld of ‘Soort’ is ingevuld"),
    (either(filled("leeg"), filled("niets")), False, "gevuld(leeg) or gevuld(niets)", "‘Leeg’ is ingevuld of ‘Niets’ is ingevuld"),
    (no(filled("leeg")), True, "not (gevuld(leeg))", "niet: ‘Leeg’ is ingevuld"),
    (no(filled("soort")), False, "not (gevuld(soort))", "niet: ‘Soort’ is ingevuld"),
    (some("kinderen", empty("school")), True, "een(kinderen, leeg(school))", "bij een regel van ‘Kinderen’: ‘School’ is niet ingevuld"),
    (some("kinderen", equals("kind", "Selam")), False, "een(kinderen, kind=Selam)", "bij een regel van ‘Kinderen’: ‘Kind’ is Selam"),
    (some("geen_rijen", empty("kind")), False, "een(geen_rijen, leeg(kind))", "bij een regel van ‘Geen_rijen’: ‘Kind’ is niet ingevuld"),
    (before("begin", "eind"), True, "begin < eind", "‘Begin’ ligt voor ‘Eind’"),
    (before("begin", "begin"), False, "begin < begin", "‘Begin’ ligt voor ‘Begin’"),
    (before("begin", "vandaag"), True, "begin < vandaag", "‘Begin’ ligt voor ‘Vandaag’"),
    (before("onzin", "eind"), False, "onzin < eind", "‘Onzin’ ligt voor ‘Eind’"),
    (before("niets", "eind"), False, "niets < eind", "‘Niets’ ligt voor ‘Eind’"),
    (within("eind", 10_000), True, "eind binnen 10000 dagen", "‘Eind’ is binnen 10000 dagen"),
    (within("begin", 10_000), False, "begin binnen 10000 dagen", "‘Begin’ is binnen 10000 dagen"),
    (within("eind", 18), False, "eind binnen 18 dagen", "‘Eind’ is binnen 18 dagen"),
    (within("eind", 19), True, "eind binnen 19 dagen", "‘Eind’ is binnen 19 dagen"),
    (within("eind", months=2), True, "eind binnen 2 maanden", "‘Eind’ is binnen 2 maanden"),
    (within("begin", months=2), False, "begin binnen 2 maanden", "‘Begin’ is binnen 2 maanden"),
    (within("onzin", 7), False, "onzin binnen 7 dagen", "‘Onzin’ is binnen 7 dagen"),
    (more_than("aantal", 2), True, "aantal > 2", "‘Aantal’ is meer dan 2"),
    (more_than("aantal", 3), False, "aantal > 3", "‘Aantal’ is meer dan 3"),
    (more_than("soort", 3), False, "soort > 3", "‘Soort’ is meer dan 3"),
    (more_than("niets", 3), False, "niets > 3", "‘Niets’ is meer dan 3"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "holds", "spec", "words"), CONDITIONS, ids=[case[2] for case in CONDITIONS])
def test_a_condition_decides_and_explains_itself(condition: Condition, holds: bool, spec: str, words: str) -> None:
    assert condition.holds(ANSWERS.get) is holds
    assert condition.spec() == spec
    assert condition.words(str.capitalize) == words
    assert from_data(json.loads(json.dumps(condition.as_data()))) == condition
    assert set(condition.names()) <= set(ANSWERS) - {"vandaag"}
    assert list(condition.names())


def test_every_word_for_conditions_is_tried() -> None:
    from popforms.definition.conditions import _TESTS

    tried = {case[0].op for case in CONDITIONS}
    assert tried == set(_TESTS)
    assert {op for op in tried if {case[1] for case in CONDITIONS if case[0].op == op} == {True, False}} == tried
