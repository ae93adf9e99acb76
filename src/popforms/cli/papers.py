"""Commands that make paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from popforms import prints
from popforms.access import AccessDenied, User
from popforms.cli.base import cli, database, write
from popforms.definition.catalogue import Catalogue, load_forms
from popforms.definition.questions import LIST, FormDef
from popforms.prints.letters import example_pdf
from popforms.settings import load_settings
from popforms.store import NotNow, Store, StoreError
from popforms.store.accounts import Accounts
from popforms.store.people import Contact

OUT = click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Het bestand dat gemaakt wordt.")


@cli.command()
@click.argument("record", metavar="FORMULIER")
@OUT
@click.option("--as", "username", required=True, help="De gebruikersnaam van wie afdrukt: die moet het mogen, en dat wordt vastgelegd.")
@click.option("--version", "number", type=click.IntRange(1), help="Welke versie; zonder dit de nieuwste.")
@click.option("--variant", default=prints.FULL, show_default=True, help="Welke afdruk, zoals officieel of statushouder.")
def pdf(record: str, out: Path, username: str, number: int | None, variant: str) -> None:
    """Een bewaarde versie als PDF. FORMULIER is de code uit het adres van de pagina."""
    with database() as (_, db, catalogue):
        store = Store(db, active(db, username), catalogue)
        made = prints.print_version(store, record, number, variant)
    write(out, made.content)
    click.echo(f"Versie {made.version} staat in {out}.")


@cli.command()
@click.argument("form", metavar="FORMULIER")
@OUT
def blank(form: str, out: Path) -> None:
    """Een leeg formulier als PDF. FORMULIER is een code of naam uit ‘popforms forms’, zoals F04."""
    catalogue = load_forms(load_settings().forms)
    write(out, prints.blank(_form(catalogue, form)))
    click.echo(f"Het lege formulier staat in {out}.")


@cli.command("prints")
@click.option("-o", "--out", "to", type=click.Path(path_type=Path, file_okay=False), required=True, help="De map waarin ze komen.")
def every_print(to: Path) -> None:
    """Elke soort afdruk van de demo, elk leeg formulier en van elke brief een voorbeeld, in een map."""
    with database() as (settings, db, catalogue):
        if not settings.demo:
            raise StoreError("Dit drukt alleen de demo af. Zet POPFORMS_DEMO=1, of geef ‘make prints’.")
        for name, content in _every_print(db, catalogue):
            write(to / name, content)
            click.echo(f"{to / name}")


def _every_print(db: Any, catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """One print of each form, variant and state, made by the first colleague who may; every form empty; every letter as an example."""
    for form in catalogue:
        yield f"{form.code}-leeg.pdf", prints.blank(form)
    done: set[str] = set()
    for account in Accounts(db).all():
        store = Store(db, account.user, catalogue)
        for key, language in _texts(store, done):
            text = store.letter_text(key, language)
            yield f"{key}-voorbeeld-{language}.pdf", example_pdf(store, key, language, text.body if text else "").content
        records = [one.record for form in catalogue if form.per == LIST for one in _contacts(store, form)]
        for dossier in store.find_dossiers(closed=True):
            for line in store.forms_of(dossier.id):
                lists = f"{line.form.code}-{prints.CHECKLIST}.pdf"
                if lists not in done and prints.may_take_along(store, line.form, dossier.id):
                    done.add(lists)
                    yield lists, prints.checklist(store, line.form, dossier.id).content
                records += line.records if line.may_read else ()
        for record in records:
            for variant in prints.variants(store, record.id):
                name = f"{record.form.code}-{variant}-{record.state.replace(' ', '-')}.pdf"
                if name not in done:
                    done.add(name)
                    yield name, prints.print_version(store, record.id, variant=variant).content
            compared = f"{record.form.code}-{prints.COMPARED}.pdf"
            if record.version > 1 and compared not in done and store.may_print(record.id):
                with suppress(NotNow):  # the two may say the same
                    yield compared, prints.print_comparison(store, record.id, (record.version - 1, record.version)).content
                    done.add(compared)


def _texts(store: Store, done: set[str]) -> Iterator[tuple[str, str]]:
    """Every letter and language that there is a text for, once, by who keeps them."""
    if store.may_keep_letter_texts() and "letters" not in done:
        done.add("letters")
        for letter in store.forms.letters.values():
            yield from ((letter.key, language) for language in letter.texts if not letter.is_line)


def _contacts(store: Store, form: FormDef) -> list[Contact]:
    """The records of a list form; none for who may not read it."""
    try:
        return store.contacts(form.key)
    except AccessDenied:
        return []


def active(db: Any, username: str) -> User:
    """The colleague with this user name, whose rights a command takes."""
    found = next((a for a in Accounts(db).all() if a.user.username == username.strip().lower() and a.state == "actief"), None)
    if found is None:
        raise StoreError(f"Er is geen actief account ‘{username}’. Kijk met ‘popforms users’ wie er zijn.")
    return found.user


def _form(catalogue: Catalogue, key: str) -> FormDef:
    found = next((form for form in catalogue if key.casefold() in (form.key.casefold(), form.code.casefold())), None)
    if found is None:
        raise StoreError(f"Er is geen formulier ‘{key}’. Kijk met ‘popforms forms’ welke er zijn.")
    return found
