"""Pages in plain words: a mistake in a form file is refused at the start, and they are kept with the definition."""

from __future__ import annotations

import json

import pytest

from popforms import DOSSIER, Form, Part, Row, Section, Summary, YesNo, ask, each, equals, grid, helper, load_forms, tell
from popforms.definition.questions import DefinitionError, read_form
from popforms.settings import ROOT


class Rij(Row):
    wat: str = ask("Wat?")


class Deel(Section, title="Deel"):
    doel: str = ask("Doel")
    rijen: list[Rij] = ask("Rijen")
    klaar: YesNo = ask("Klaar?")


def make(*lines: object, section: str = "") -> type[Form]:
    class Proef(Form, code="F77", title="Proef", per=DOSSIER, part="meedoen"):
        deel: Deel
        summaries = (Summary("Kort", (Part("Een", tuple(lines), section=section),)),)  # type: ignore[arg-type]

    return Proef


def test_every_name_in_a_sentence_must_be_a_question() -> None:
    make(
        tell("Uw doel: {doel} bij {gemeente}, {persoon}."),
        each("rijen", "{wat}"),
        grid("rijen", ("Wat", "{wat}")),
        helper("F00.mb", "helpt"),
    )
    for wrong in (tell("{doelen}"), each("rijen", "{wie}"), each("doel", "{doel}"), grid("rijen", ("Wat", "{x}")), helper("mb", "helpt")):
        with pytest.raises(DefinitionError, match="op papier"):
            make(wrong)
    with pytest.raises(DefinitionError, match="geen onderdeel"):
        make(tell("{doel}"), section="weg")


def test_an_old_version_keeps_the_sentences_it_was_made_with() -> None:
    form = make(tell("Uw doel: {doel}.", when=equals("klaar", "ja")), each("rijen", "{wat}"), grid("rijen", ("Wat", "{wat}"))).definition
    assert read_form(json.loads(json.dumps(form.as_data()))) == form
    for one in load_forms(ROOT / "forms"):
        assert read_form(json.loads(json.dumps(one.as_data()))).summaries == one.summaries
        assert read_form(json.loads(json.dumps(one.as_data()))).clauses == one.clauses
