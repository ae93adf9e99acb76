"""The command that says how easy the texts for the statushouder are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from popforms.cli.base import JSON, cli, say_json, table
from popforms.definition.catalogue import Catalogue, load_forms
from popforms.definition.letters import PLAIN
from popforms.definition.summary import SLOT, Part
from popforms.paper.readability import Figures, measure
from popforms.prints.plain_letters import own_words
from popforms.settings import load_settings
from popforms.store import StoreError

STAND_IN = "dit"
"""Stands where an answer comes: the figures are about our own words."""


@cli.command()
@click.argument("file", metavar="[BESTAND]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@JSON
def readability(file: Path | None, as_json: bool) -> None:
    """Hoe makkelijk de teksten voor de statushouder te lezen zijn; met BESTAND die van een eigen tekst."""
    if file:
        try:
            found = [(file.name, measure([file.read_text(encoding="utf-8")]))]
        except UnicodeDecodeError:
            raise StoreError(f"{file.name} is geen gewone tekst. Bewaar de tekst als .txt en probeer het opnieuw.") from None
    else:
        found = [(name, measure(texts)) for name, texts in texts_of(load_forms(load_settings().forms))]
    if as_json:
        say_json([{"text": name, **asdict(reading)} for name, reading in found])
        return
    table([("tekst", "zinnen", "woorden per zin", "leesgemak", "weinig gebruikt"), *(_line(name, reading) for name, reading in found)])
    click.echo(
        "\nLeesgemak volgens Flesch-Douma: 80 en hoger is makkelijk, onder 60 is moeilijk. Weinig gebruikt: niet bij de 5.000 gewoonste woorden."
    )
    for name, reading in found:
        if reading.rare:
            click.echo(f"{name}: {', '.join(reading.rare)}")


def texts_of(catalogue: Catalogue) -> Iterator[tuple[str, list[str]]]:
    """Every letter to the statushouder and every page in plain words of the form files, as name and sentences."""
    for letter in catalogue.letters.values():
        if letter.level == PLAIN:
            yield f"{letter.code} {letter.title}".strip(), own_words(letter)
    for form in catalogue:
        for summary in form.summaries:
            yield f"{form.code} {summary.title}", [text for part in summary.parts for text in _words(part)]
        for part in form.clauses:
            yield f"{form.code} {part.title}", list(_words(part))


def _words(part: Part) -> Iterator[str]:
    """The sentences of a part; a heading of one word is no sentence."""
    for line in part.lines:
        if line.words and not line.who:
            yield SLOT.sub(STAND_IN, line.words.split(" | ")[0])
    if part.otherwise:
        yield part.otherwise


def _line(name: str, reading: Figures) -> tuple[Any, ...]:
    return (
        name,
        str(reading.sentences),
        f"{reading.per_sentence:.1f}".replace(".", ","),
        f"{reading.ease:.0f}",
        f"{reading.rare_share:.0%}",
    )
