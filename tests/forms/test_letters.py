"""The letters of forms/brieven: all eighteen of the specification, each with what it may hold and nothing else."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from forms import FORMS
from popforms.definition.catalogue import load_forms
from popforms.definition.letters import LetterDef, Place, allowed, mistakes, questions_of
from popforms.definition.questions import DefinitionError
from popforms.definition.telling import AsWritten, examples, in_words
from popforms.definition.template import Blank, TooLong, fill_in, mistakes_in, names_in_conditions
from popforms.paper.letter import read_lines
from popforms.paper.text import unsupported
from popforms.settings import ROOT

LETTERS = {key: letter for key, letter in FORMS.letters.items() if not letter.is_line}
TRANSLATED = ("en", "ar", "ti", "tr")


def specified() -> dict[str, dict[str, str]]:
    """The table of process.md, section 6, by code."""
    text = (ROOT / "docs" / "domein" / "process.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (BR\d\d) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", text, re.MULTILINE)
    return {row[0]: dict(zip(("titel", "van", "aan", "start", "punten", "taal"), row[1:], strict=True)) for row in rows}


SPEC = specified()
SENDERS = {"college (mandaat)": {"PC"}, "notulist": {"CVLW", "PC"}}
"""Who sends in the name of somebody else: the PC has the mandate of the college, the minutes are kept by the CVLW or the PC."""
TO = {"COA": "F01.coa_contact", "CVLW": "F00.cvlw", "corporatie": "F01.corporatie", "statushouder": "statushouder", "trekker": "actie.trekker",
      "members": "kiezen", "all": "kiezen"}  # fmt: skip
OWN = {"A2, plus own language": "vertaling", "A2 for the plan, legal text short, plus own language summary": "samenvatting"}


def example(letter: LetterDef, language: str = "nl", **other: object) -> str:
    """A text filled in for somebody who does not exist."""
    known = FORMS.process.LANGUAGES[language]
    values = in_words(allowed(FORMS, letter), examples(FORMS, letter), language, known, AsWritten())
    return fill_in(letter.texts[language].body, {**values, **other})


def test_all_eighteen_are_there() -> None:
    assert len(SPEC) == 18
    assert {letter.code for letter in LETTERS.values()} == set(SPEC) == set(dict(FORMS["F22"].question("br_soort").options))  # type: ignore[union-attr]


@pytest.mark.parametrize("key", LETTERS)
def test_a_letter_has_title_sender_receiver_step_and_language_of_the_specification(key: str) -> None:
    letter, told = LETTERS[key], SPEC[LETTERS[key].code]
    assert letter.title == told["titel"]
    assert set(letter.sender) == SENDERS.get(told["van"], set(told["van"].split(" or ")))
    assert told["start"].startswith(letter.step)
    for_person = "-" in key
    assert letter.to == ("statushouder" if for_person else TO[re.split(r"[/, ]", told["aan"])[0]])
    assert letter.level == ("A2" if for_person else re.match(r"A2|B1|zakelijk", told["taal"])[0])  # type: ignore[index]
    ours = OWN.get(told["taal"]) or ("regel" if letter.level == "A2" else "geen")
    assert letter.own_language == ours


@pytest.mark.parametrize("code", [code for code, told in SPEC.items() if "A2" in told["taal"] and not told["taal"].startswith("A2")])
def test_what_is_b1_for_partners_has_a_text_in_a2_for_the_statushouder(code: str) -> None:
    assert {letter.level for letter in LETTERS.values() if letter.code == code} == {"B1", "A2"}


POINTS: dict[str, tuple[str, ...]] = {
    "BR01": ("Wij zoeken een huis", "POP is een", "krijgt u een brief", "Wie helpen u", "Wat vragen wij van u", "Telefoon: 0118 555 508"),
    "BR02": ("Dag: dinsdag 10 maart 2026", "Tijd: 10.30", "Schelpenkade 12", "Raadhuisplein 1", "hoe u reist", "verblijfspasje", "bankpas", "papieren", "Tolk: ja", "kinderen mogen mee"),
    "BR03": ("Naam: Selam Tesfay", "Aantal personen: 3", "Taal: Tigrinya", "Verwacht op: dinsdag 24 maart 2026"),
    "BR04": ("Aantal personen: 3", "Aantal slaapkamers: 2", "Eis aan de woning: gelijkvloers", "Nodig vanaf: 1 mei 2026"),
    "BR05": ("Naam: Selam Tesfay", "V-nummer: 2812345678", "Adres van de woning", "Begin van de huur", "Verhuizing gepland op", "huurtoeslag: aangevraagd door"),
    "BR06": ("Ik wil graag kennismaken", "Dag: dinsdag 10 maart 2026", "Tijd: 10.30", "Plaats: het gemeentehuis, Raadhuisplein 1", "Tolk: ja, in het Tigrinya", "Joop Terpstra mag ook komen", "de lijst die u met uw begeleider maakt"),
    "BR07": ("Dag: dinsdag 10 maart 2026", "Tijd: 10.30", "Plaats: het gemeentehuis", "Waar praten wij over?", "Tolk: ja", "mag ook komen"),
    "BR08": ("Naam: Selam Tesfay", "Taal: Tigrinya", "Niveau Nederlands: A1", "Belangrijke trainingen: Basisworkshop", "Kan het best op", "Kinderopvang nodig"),
    "BR09": ("leven in Nederland", "Dag: dinsdag 10 maart 2026", "Duur: 3 uur", "Na de workshop tekent u", "Plaats: Bibliotheek", "zoeken wij samen opvang"),
    "BR10": ("Wat: Kennismaken bij de buurtkamer", "Klaar op: dinsdag 14 april 2026", "voortgang: maandelijks", "Goed om te weten", "0118 555 508"),
    "BR10-A2": ("Wat: Kennismaken bij de buurtkamer", "Klaar op: dinsdag 14 april 2026", "U vertelt hoe het gaat: maandelijks", "Goed om te weten", "uw begeleider Joop Terpstra", "0118 555 508"),
    "BR11": ("Dit is een besluit", "namens het college van burgemeester en wethouders van Gemeente Zandvoorde", "Uw leerroute: B1-route", "U doet: Komt naar elke les", "Wij doen: Betaalt", "drie jaar beginnen op woensdag 11 maart 2026", "binnen zes weken", "bezwaar", "Wie helpt u?"),
    "BR12": ("Wij noemen dit gesprek de brede intake", "niet slagen of zakken", "Duur: ongeveer 3 uur", "Tolk: ja", "Kunt u niet komen?"),
    "BR13": ("Doel: het plan", "Stukken: ", "Wie komen er: ", "Wij vragen u om: "),
    "BR13-A2": ("Tolk: ja, in het Tigrinya", "Wij praten samen over uw plan", "Wie komen er: ", "of u het eens bent met het plan"),
    "BR14": ("## Algemeen", "Vraag: ", "Besluit: ", "- Plek vragen"),
    "BR15": ("## Dit heeft u bereikt", "Vanaf 1 april 2026 heeft u geen vaste begeleider", "telefoon 0118 555 900", "U mag altijd terugkomen", "Marieke van Dongen van de gemeente blijft u helpen"),
    "BR16": ("## Doelen", "nu doet: betaald werk", "De inburgering loopt door", "neemt Taalschool Het Anker over"),
    "BR16-A2": ("## Uw doelen", "betaald werk", "Uw inburgering gaat door", "Taalschool Het Anker helpt u"),
    "BR17": ("| huur | Woonstichting De Kade | € 636,50 |", "U houdt over: € 412,00", "Wij betalen vanaf: ", "Wij betalen tot: ", "betaalt u alles zelf"),
    "BR18": ("1. diploma's: Is er een diploma", "Wilt u antwoorden voor 17 maart 2026"),
}  # fmt: skip
"""What the points of the specification are in the words of each letter."""


@pytest.mark.parametrize("key", LETTERS)
def test_a_letter_says_every_point_of_the_specification(key: str) -> None:
    text = example(LETTERS[key])
    assert len(POINTS[key]) >= min(3, len(LETTERS[key].points)) and LETTERS[key].points
    assert [words for words in POINTS[key] if words not in text] == []


@pytest.mark.parametrize("key", [key for key, letter in LETTERS.items() if letter.level == "A2"])
def test_a_letter_to_the_statushouder_says_whom_to_call_and_that_somebody_may_come_along(key: str) -> None:
    text = example(LETTERS[key])
    assert "meenemen" in text or "mag ook komen" in text
    assert "0118 555 5" in text
    assert text.startswith("# ") and text.count("\n# ") == 0, "one message"


@pytest.mark.parametrize("key", [key for key, letter in LETTERS.items() if re.search("(?m)^Tolk: ", letter.texts["nl"].body)])
def test_an_invitation_says_no_interpreter_when_none_comes(key: str) -> None:
    assert "Tolk: ja" in example(LETTERS[key])
    assert "Tolk: nee" in (text := example(LETTERS[key], tolk_nodig="nee")) and "Tolk: ja" not in text


def test_an_empty_cell_of_a_row_leaves_a_mark_outside_a_condition_alone() -> None:
    letter = LETTERS["BR11"]
    found = examples(FORMS, letter)
    found["afspraken"] = replace(found["afspraken"], value=[{"onderwerp": "Lessen volgen", "gemeente": "Betaalt de reiskosten."}])
    values = in_words(allowed(FORMS, letter), found, "nl", FORMS.process.LANGUAGES["nl"], AsWritten())
    text = fill_in(letter.texts["nl"].body, values)
    assert "- Wij doen: Betaalt de reiskosten." in text and "U doet:" not in text and "[vul in" not in text
    empty = in_words(allowed(FORMS, letter), found, "nl", FORMS.process.LANGUAGES["nl"], AsWritten())["afspraken"][0]
    assert fill_in("{% for r in a %}{{ r.statushouder }}{% endfor %}", {"a": [empty]}) == "[vul in: Wat doet de statushouder]"


def test_the_test_in_the_letter_about_the_intake_has_its_own_words() -> None:
    text = example(LETTERS["BR12"], soort="Leerbaarheidstoets en leerroute")
    assert "U doet de toets op een computer" in text and "brede intake" not in text


@pytest.mark.parametrize("key", FORMS.letters)
def test_a_letter_asks_no_fact_that_its_text_does_not_use(key: str) -> None:
    letter = FORMS.letters[key]
    body = letter.texts["nl"].body
    assert [name for name in letter.facts if not re.search(rf"\b{name}\b", body)] == []


def test_health_numbers_and_money_stand_in_their_own_letters_alone() -> None:
    heavy = {}
    for key, letter in FORMS.letters.items():
        for name in letter.facts:
            for question in questions_of(FORMS, letter, name):
                if question.privacy in ("bijzonder", "nummer") or question.kind in ("amount", "bsn"):
                    heavy.setdefault(letter.code, set()).add(question.name)
                assert question.kind != "bsn", key
    assert heavy == {"BR04": {"woning_eis"}, "BR05": {"v_nummer"}, "BR17": {"bedrag", "oz_leefgeld"}}


def rows_by_module() -> dict[str, Place]:
    """The facts that tell rows of goals or actions, each row of one module, with the place that they come from."""
    found = {}
    for key, letter in LETTERS.items():
        for name, fact in allowed(FORMS, letter).items():
            if any(column.name == "module" for question in questions_of(FORMS, letter, name) for column in question.columns):
                found[f"{key} {name}"] = fact.places[0]
    return found


def test_a_goal_or_action_is_told_when_its_module_says_that_it_is_not_about_health() -> None:
    found = rows_by_module()
    assert {key.split()[0] for key in found} == {"BR14", "BR16", "BR16-A2"}
    for key, place in found.items():
        assert place.takes({"module": "taal"}) and place.takes({"module": "anders"}), key
        for row in ({}, {"module": ""}, {"module": None}, {"module": "gezondheid"}, {"module": "ggz"}):
            assert not place.takes(row), (key, row)


def test_a_cell_that_is_empty_is_not_another_word() -> None:
    place = Place.read("F02.volledigheid(onderdeel, vraag)/onderdeel!=gezondheid en woningeis")
    assert place.takes({"onderdeel": "diploma's"}) and not place.takes({"vraag": "Wat is er aan de hand?"})


def test_the_v_number_waits_for_an_explicit_yes() -> None:
    assert FORMS.process.LETTER_FACTS["v_nummer"].ask
    text = example(LETTERS["BR05"], v_nummer=Blank("V-nummer"))
    assert "V-nummer" not in text


# --- translations -----------------------------------------------------------------------------------------------------

ALL_TRANSLATIONS = [(key, language) for key, letter in FORMS.letters.items() for language in letter.texts if language != "nl"]


def test_every_letter_that_needs_one_has_a_draft_in_four_languages() -> None:
    wanted = {key for key, letter in FORMS.letters.items() if letter.is_line or letter.own_language in ("vertaling", "samenvatting")}
    assert wanted == {"BR01", "BR02", "BR09", "BR11", "BR12", "regel"}
    assert {(key, language) for key in wanted for language in TRANSLATED} == set(ALL_TRANSLATIONS)


@pytest.mark.parametrize(("key", "language"), ALL_TRANSLATIONS)
def test_a_translation_can_be_printed_and_says_all_that_is_no_word_of_a_language(key: str, language: str) -> None:
    """Names, phone numbers and places are the same in every language; a letter that our fonts miss would vanish."""
    letter = FORMS.letters[key]
    dutch, own = example(letter), example(letter, language)
    assert unsupported(own) == []
    for number in re.findall(r"0118 555 \d{3}", dutch):
        assert number in own
    if letter.own_language == "vertaling":
        assert set(re.findall(r"\{\{ (\w+)", letter.texts["nl"].body)) - {"tolktaal", "plaats"} <= set(
            re.findall(r"\{\{ (\w+)", letter.texts[language].body)
        ) | {"tolktaal"}


@pytest.mark.parametrize(
    ("key", "language"), [(key, language) for key, language in ALL_TRANSLATIONS if FORMS.letters[key].own_language == "vertaling"]
)
@pytest.mark.parametrize(
    "other", [{}, {"mb": Blank("begeleider"), "tolk_nodig": "nee", "soort": "Leerbaarheidstoets en leerroute"}], ids=["ja", "nee"]
)
def test_a_translation_has_the_shape_of_the_dutch_text(key: str, language: str, other: dict[str, object]) -> None:
    """So that the two stand beside each other line by line."""
    letter = FORMS.letters[key]
    given = {name: value for name, value in other.items() if name in letter.facts}
    assert [line.kind for line in read_lines(example(letter, language, **given))] == [
        line.kind for line in read_lines(example(letter, **given))
    ]


def test_dates_and_choices_are_in_the_language_of_the_letter() -> None:
    letter = LETTERS["BR12"]
    assert "Tuesday 10 March 2026" in example(letter, "en") and "the town hall" in example(letter, "en")
    assert "الثلاثاء 10 مارس 2026" in example(letter, "ar") and "مبنى البلدية" in example(letter, "ar")
    assert "Salı 10 Mart 2026" in example(letter, "tr")
    assert "2026" in example(letter, "ti") and "መጋቢት" in example(letter, "ti")


# --- what a text may do -----------------------------------------------------------------------------------------------

KNOWN: dict[str, tuple[str, ...]] = {"naam": (), "plaats": (), "lasten": ("last", "bedrag")}
WRONG = {
    "{{ bsn }}": "‘bsn’ mag niet in deze brief. Haal het weg, of kies uit: lasten, naam, plaats.",
    "{{ nam }}": "Bedoel je ‘naam’?",
    "{{ naam.__class__ }}": "een punt of haak kan alleen achter de regel van een lijst",
    "{{ naam['x'] }}": "een punt of haak kan alleen achter de regel van een lijst",
    "{{ naam|upper }}": "dit kan niet in een brief",
    "{{ naam() }}": "dit kan niet in een brief",
    "{{ ''.join(naam) }}": "dit kan niet in een brief",
    "{{ 1 + 1 }}": "dit kan niet in een brief",
    "{{ self }}": "‘self’ mag niet in deze brief",
    "{% set x = naam %}": "dit kan niet in een brief",
    "{% include 'x' %}": "dit kan niet in een brief",
    "{% import 'x' as y %}": "dit kan niet in een brief",
    "{% macro f() %}{% endmacro %}": "dit kan niet in een brief",
    "{% block a %}{% endblock %}": "dit kan niet in een brief",
    "{% for r in range(9) %}{% endfor %}": "een lijst schrijf je zo",
    "{% for r in naam %}{% endfor %}": "‘naam’ is geen lijst in deze brief",
    "{% for r in lasten %}{% for s in lasten %}{% endfor %}{% endfor %}": "een lijst in een lijst kan niet",
    "{% for r in lasten %}{{ r }}{% endfor %}": "zeg welke kolom: r.last, r.bedrag",
    "{% for r in lasten %}{{ r.bsn }}{% endfor %}": "‘bsn’ mag niet in deze brief",
    "{% for r in lasten %}{{ loop.index }}{% endfor %}": "een punt of haak kan alleen",
    "{% for naam in lasten %}{% endfor %}": "‘naam’ is al een gegeven",
    "{{ lasten }}": "‘lasten’ is een lijst",
    "{% if naam is defined %}{% endif %}": "dit kan niet in een brief",
    '{% if naam > "a" %}{% endif %}': "vergelijken kan alleen met een woord",
    "{% if naam %}": "er ontbreekt een {% endif %}",
    "{% endif %}": "‘endif’ staat op een plaats waar het niet kan",
    "{% doe %}": "‘doe’ staat op een plaats waar het niet kan",
    "{{ naam": "er ontbreekt een",
    "{{ }}": "accolades",
    "   ": "er staat geen tekst",
    "x" * 8001: "er passen er 8000",
    "{% if naam %}" * 300 + "{% endif %}" * 300: "te veel voorwaarden in elkaar",
}  # fmt: skip


@pytest.mark.parametrize("body", WRONG, ids=lambda body: str(body)[:40])
def test_a_text_that_asks_more_than_it_may_is_told_so_with_the_line(body: str) -> None:
    found = mistakes_in(f"Beste lezer,\n\n{body}" if body.strip() and len(body) < 1000 else body, KNOWN)
    assert found and WRONG[body] in found[0].say, found
    if body.strip() and len(body) < 1000:
        assert found[0].line == 3, "the line is the one of the mistake"


@pytest.mark.parametrize("body", ["{{ naam }} in {{ plaats }}", "{% if naam and not plaats %}x{% elif plaats == 'a' %}y{% else %}z{% endif %}",
                                  "{% for r in lasten %}\n- {{ r.last }}{% if r.bedrag %}: {{ r.bedrag }}{% endif %}\n{% endfor %}"])  # fmt: skip
def test_a_text_that_keeps_to_its_facts_is_fine(body: str) -> None:
    assert mistakes_in(body, KNOWN) == []


def test_what_is_not_known_shows_what_to_fill_in_and_is_empty_in_a_condition() -> None:
    blank = Blank("dag van het gesprek")
    assert fill_in("Dag: {{ dag }}", {"dag": blank}) == "Dag: [vul in: dag van het gesprek]"
    assert fill_in("{% if dag %}Dag: {{ dag }}{% else %}geen dag{% endif %}", {"dag": blank}) == "geen dag"
    assert names_in_conditions("{% if a == 'x' and not b %}{{ c }}{% endif %}{% if d %}{% endif %}") == {"a", "b", "d"}


def test_a_value_is_never_read_as_a_template() -> None:
    assert fill_in("Naam: {{ naam }}", {"naam": "{{ bsn }} {% if x %}"}) == "Naam: {{ bsn }} {% if x %}"


def test_a_line_with_only_tags_leaves_no_line_and_points_are_numbered_through() -> None:
    body = "Vragen:\n{% for r in lasten %}\n1. {{ r.last }}\n{% endfor %}\n\nGroet,"
    assert fill_in(body, {"lasten": [{"last": "een"}, {"last": "twee"}]}) == "Vragen:\n1. een\n2. twee\n\nGroet,"


def test_a_letter_cannot_grow_without_end() -> None:
    with pytest.raises(TooLong):
        fill_in("{% for r in lasten %}" + "woord " * 100 + "{% endfor %}", {"lasten": [{"last": "x"}] * 200})


# --- refused at start -------------------------------------------------------------------------------------------------

MISTAKES = {
    "a fact that is not on its list": ("BR06.nl.md", "uw plan: de POP.", "uw plan. {{ moedertaal }}", ("BR06.nl.md", "regel 19", "moedertaal")),
    "a fact that is nowhere": ("BR06.nl.md", "gegevens: voornaam", "gegevens: bsn, voornaam", ("BR06.nl.md", "bsn", "briefgegevens.py")),
    "the V-number in another letter": ("BR03.nl.md", "gegevens: voornaam", "gegevens: v_nummer, voornaam", ("BR03.nl.md", "v_nummer", "mag niet")),
    "health in another letter": ("BR03.nl.md", "gegevens: voornaam", "gegevens: woning_eis, voornaam", ("BR03.nl.md", "woning_eis", "mag niet")),
    "money in another letter": ("BR06.nl.md", "gegevens: voornaam", "gegevens: leefgeld, voornaam", ("BR06.nl.md", "leefgeld", "over")),
    "money in another letter about the same": ("BR17.nl.md", "code: BR17", "code: BR16", ("BR17.nl.md", "lasten", "mag niet", "geld")),
    "a role that is not there": ("BR06.nl.md", "van: PC", "van: PX", ("BR06.nl.md", "PX", "Kies uit")),
    "another title": ("BR06.nl.md", "titel: Uitnodiging kennismaking", "titel: Uitnodiging", ("BR06.nl.md", "BR06", "Schrijf")),
    "a level that is not there": ("BR06.nl.md", "niveau: A2", "niveau: A3", ("BR06.nl.md", "A3", "Kies uit")),
    "a line in the head that is not there": ("BR06.nl.md", "kenmerk: ja", "kenmerken: ja", ("BR06.nl.md", "kenmerk", "kop")),
    "a form that is not there": ("BR01.nl.md", "over:\n", "over: F99\n", ("BR01.nl.md", "F99", "Schrijf")),
    "no line between head and text": ("BR06.nl.md", "\n---\n", "\n", ("BR06.nl.md", "---", "Zet")),
    "a translation that says it was approved": ("BR01.ti.md", "staat: concept", "staat: goedgekeurd", ("BR01.ti.md", "concept", "popforms")),
    "a mistake in a translation": ("BR01.ti.md", "{{ pc_telefoon }}", "{{ pc_bsn }}", ("BR01.ti.md", "pc_bsn", "regel")),
    "a source that no form asks": ("briefgegevens.py", '"F01.voornamen"', '"F01.voornaam"', ("briefgegevens.py", "F01.voornaam", "bestaat niet")),
    "a BSN under another name": ("briefgegevens.py", '"F01.voornamen"', '"F01.bsn"', ("brieven/", "voornaam", "mag niet", "bsn")),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_letter_is_refused_at_start_with_file_and_remedy(tmp_path: Path, mistake: str) -> None:
    name, right, wrong, told = MISTAKES[mistake]
    folder = tmp_path / "forms"
    shutil.copytree(ROOT / "forms", folder, ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / (name if name.endswith(".py") else f"brieven/{name}")
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_forms(folder)
    for words in told:
        assert words in str(refused.value), refused.value


def test_a_translation_without_its_dutch_text_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(ROOT / "forms", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "brieven" / "BR01.nl.md").unlink()
    with pytest.raises(DefinitionError, match="een vertaling staat nooit alleen"):
        load_forms(folder)


def test_the_shipped_texts_hold_no_mistake() -> None:
    for letter in FORMS.letters.values():
        for text in letter.texts.values():
            assert mistakes(FORMS, letter, text.body) == []
