"""Commands that list what there is, and those that manage accounts."""

from __future__ import annotations

from typing import Any

import click

from popforms.cli.base import JSON, as_system, cli, database, say_json, table
from popforms.definition.catalogue import list_questions, load_forms
from popforms.process.calculated import term_table
from popforms.process.table import Term
from popforms.settings import load_settings
from popforms.store import Store, StoreError, rights_of
from popforms.store.accounts import Accounts


@cli.command()
@JSON
def forms(as_json: bool) -> None:
    """Alle formulieren; met --json elke vraag met code, naam, soort, plicht, voorwaarde, privacy en onderdeel."""
    catalogue = load_forms(load_settings().forms)
    if as_json:
        say_json(list_questions(catalogue))
        return
    table([("code", "naam", "titel", "vragen"), *((f.code, f.key, f.title, str(len(list(f.questions())))) for f in catalogue)])


@cli.command()
@JSON
def termijnen(as_json: bool) -> None:
    """De termijntabel: wat telt, voor wie, hoe lang en wie een waarschuwing krijgt; met --json alles wat erin staat."""
    terms = term_table(load_forms(load_settings().forms)).terms
    if as_json:
        say_json([term.model_dump(mode="json", by_alias=True) for term in terms])
        return
    head = ("term", "naam", "per", "regelset", "soort", "geldig vanaf", "lengte", "waarschuwt", "wie", "begint bij")
    table([head, *(_term_line(term) for term in terms)])


def _term_line(t: Term) -> tuple[str, ...]:
    warns = [str(day) for day in t.waarschuwt] + [f"+{day}" for day in t.waarschuwt_na]
    who = " ".join([t.wie, *(f"(ook {role})" for role in t.kijkt_mee), *([f"later {t.wie_na}"] if t.wie_na else [])])
    begin = t.begint_bij.text if t.begint_bij else ""
    return (
        f"{t.id} {t.deel}".strip(),
        t.naam,
        t.per,
        t.regelset,
        t.soort,
        str(t.geldig_vanaf),
        " of ".join(way.is_.text for way in t.lengte) or (f"tot {t.einde_gaat_voor.text}" if t.einde_gaat_voor else "telling"),
        " ".join(warns) or "niet",
        who,
        f"{begin} (eerste dag: de dag erna)" if t.begint_dag_erna else begin,
    )


@cli.command()
@JSON
def roles(as_json: bool) -> None:
    """Alle rollen en de hele tabel met rechten."""
    catalogue = load_forms(load_settings().forms)
    rights_of(catalogue)  # refuses a table with a mistake in it
    module = catalogue.roles
    if as_json:
        say_json(
            {
                "roles": {
                    code: {"title": role.title, "organisation": role.organisation, "scope": role.scope}
                    for code, role in module.ROLES.items()
                },
                "rights": module.RIGHTS,
                "fields": [{"part": part, "role": role, **said} for (part, role), said in module.FIELDS.items()],
                "actions": module.ACTIONS,
            }
        )
        return
    table([(code, role.title) for code, role in module.ROLES.items()])
    click.echo()
    table([("onderdeel", *module.ROLES), *((part, *(line[code] for code in module.ROLES)) for part, line in module.RIGHTS.items())])


@cli.group(invoke_without_command=True)
@JSON
@click.pass_context
def users(ctx: click.Context, as_json: bool) -> None:
    """Alle accounts; met een woord erachter een account uitnodigen, een code geven of sluiten."""
    if ctx.invoked_subcommand:
        return
    with database() as (settings, db, _):
        found = Accounts(db).all()
    lines = [{"username": a.user.username, "name": a.user.name, "roles": list(a.user.roles), "state": a.state} for a in found]
    if as_json:
        say_json(lines)
    elif not lines:
        click.echo(f"Er zijn nog geen accounts. Open {settings.url} en maak het eerste met de begincode.")
    else:
        table(
            [
                ("naam", "gebruikersnaam", "rollen", "staat"),
                *((a.user.name, a.user.username, " ".join(a.user.roles), a.state) for a in found),
            ]
        )


@users.command()
@click.argument("username", metavar="GEBRUIKERSNAAM")
@click.option("--name", required=True, help="De naam zoals collega's die kennen.")
@click.option("--role", "given", multiple=True, required=True, help="Een rol, zoals PC; mag vaker.")
@click.option("--gemeente", "places", multiple=True, help="Een gemeente uit de contactlijst; mag vaker.")
@click.option("--person", help="De eigen regel in de contactlijst.")
def invite(username: str, name: str, given: tuple[str, ...], places: tuple[str, ...], person: str | None) -> None:
    """Een collega uitnodigen; de code die verschijnt is voor de eerste keer inloggen."""
    with as_system() as store:
        lists = store.forms.process.CONTACT
        gemeenten = [_contact(store, lists["organisations"], place) for place in places]
        code = store.invite(
            username=username,
            name=name,
            roles=list(given),
            gemeenten=gemeenten,
            person=_contact(store, lists["persons"], person) if person else None,
        )
    click.echo(f"{name} kan inloggen als {username.strip().lower()} met de code  {code}  (zeven dagen geldig, één keer te gebruiken).")


@users.command()
@click.argument("username", metavar="GEBRUIKERSNAAM")
def code(username: str) -> None:
    """Een eenmalige code voor wie het wachtwoord vergeten is."""
    with as_system() as store:
        given = store.new_code(_user(store, username).id)
    click.echo(f"Code voor {username}:  {given}  (één keer te gebruiken).")


@users.command()
@click.argument("username", metavar="GEBRUIKERSNAAM")
def close(username: str) -> None:
    """Een account sluiten; wie ermee werkt is meteen uitgelogd."""
    with as_system() as store:
        store.close_account(_user(store, username).id)
    click.echo(f"Het account {username} is gesloten.")


def _user(store: Store, username: str) -> Any:
    found = next((account for account in store.accounts() if account.username == username.strip().lower()), None)
    if found is None:
        raise StoreError(f"Er is geen account ‘{username}’. Kijk met ‘popforms users’ wie er zijn.")
    return found


def _contact(store: Store, form_key: str, wanted: str) -> str:
    found = next((c for c in store.contacts(form_key) if wanted.casefold() in (c.record.id, c.title.casefold())), None)
    if found is None:
        raise StoreError(f"‘{wanted}’ staat niet in de contactlijst. Schrijf de naam zoals die daar staat.")
    return found.record.id
