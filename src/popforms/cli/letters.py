"""Commands about letters: which there are, and making one."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from popforms import prints
from popforms.cli.base import JSON, cli, database, say_json, table, write
from popforms.cli.papers import OUT, active
from popforms.definition.catalogue import load_forms
from popforms.definition.letters import DUTCH
from popforms.prints.plain_letters import readability_table
from popforms.settings import load_settings
from popforms.store import Store, StoreError, Wanted


@cli.command()
@JSON
@click.option("--readability", "as_page", is_flag=True, help="De leesbaarheid van elke brief, als bladzijde voor docs/.")
def letters(as_json: bool, as_page: bool) -> None:
    """Alle brieven: code, titel, van wie, aan wie, bij welke stap, taalniveau en de talen waarin een tekst is."""
    catalogue = load_forms(load_settings().forms)
    if as_page:
        click.echo(readability_table(catalogue), nl=False)
        return
    found = [letter for letter in catalogue.letters.values() if not letter.is_line]
    if as_json:
        say_json(
            [
                {
                    "key": one.key,
                    "code": one.code,
                    "title": one.title,
                    "sender": list(one.sender),
                    "to": one.to,
                    "step": one.step,
                    "begins": one.begins,
                    "about": list(one.about),
                    "level": one.level,
                    "own_language": one.own_language,
                    "reference": one.reference,
                    "fixed": one.fixed,
                    "facts": list(one.facts),
                    "points": list(one.points),
                    "languages": sorted(one.texts),
                }
                for one in found
            ]
        )
        return
    head = ("code", "brief", "van", "aan", "stap", "niveau", "eigen taal", "teksten")
    rows = (
        (one.code, one.title, " ".join(one.sender), one.to, one.step, one.level, one.own_language, " ".join(sorted(one.texts)))
        for one in found
    )
    table([head, *rows])


@cli.command()
@click.argument("code", metavar="BRIEF")
@click.option("--dossier", required=True, help="Het nummer van het dossier, zoals D-2026-014.")
@click.option("--lang", help="De taal naast het Nederlands: nl (geen), en, ar, ti of tr; zonder dit de taal van de statushouder.")
@OUT
@click.option(
    "--as", "username", required=True, help="De gebruikersnaam van wie de brief maakt: die moet het mogen, en dat wordt vastgelegd."
)
def letter(code: str, dossier: str, lang: str | None, out: Path, username: str) -> None:
    """Een brief maken in een dossier, als concept bewaren en als PDF schrijven. BRIEF is een code uit ‘popforms letters’, zoals BR06."""
    with database() as (_, db, catalogue):
        store = Store(db, active(db, username), catalogue)
        key = next((key for key in catalogue.letters if key.casefold() == code.casefold()), None)
        if key is None:
            raise StoreError(f"Er is geen brief ‘{code}’. Kijk met ‘popforms letters’ welke er zijn.")
        found = next((line.id for line in store.find_dossiers(dossier, closed=True) if line.number.casefold() == dossier.casefold()), None)
        if found is None:
            raise StoreError(f"Er is geen dossier ‘{dossier}’ dat {username} mag zien. Kijk het nummer na.")
        action = next(
            (one for offer in store.letters_to_make(found) if offer.code == catalogue.letters[key].code for one, _ in offer.actions), ""
        )
        record = store.make_letter(found, Wanted(key, action=action, language=_tongue(store, lang)), secrets.token_hex(8))
        state = store.letter_state(record)
        made = prints.print_version(store, record, store.keep(record).number)
    write(out, made.content)
    for sentence in (*state.notes, *made.remarks, *(f"Nog in te vullen: {blank}." for blank in dict.fromkeys(state.blanks))):
        click.echo(sentence)
    click.echo(f"De brief staat als concept in dossier {dossier.upper()} en in {out}.")


def _tongue(store: Store, lang: str | None) -> str | None:
    """The language of the form for a code, None when the dossier decides."""
    process = store.forms.process
    if lang is None:
        return None
    if lang == DUTCH:
        return str(process.LETTERS["no_language"])
    if lang not in process.LANGUAGES:
        raise StoreError(f"De taal ‘{lang}’ bestaat hier niet. Kies uit: {', '.join(process.LANGUAGES)}.")
    return str(process.LANGUAGES[lang].serves[0])
