"""Commands that manage accounts. Who has access to the machine counts as a second person (store/management.py)."""

from __future__ import annotations

import click

from popforms.cli.base import JSON, as_system, cli, database, say_json, table
from popforms.store import Store, StoreError
from popforms.store.accounts import Accounts
from popforms.store.management import Account, AccountRequest

WAITS = "Dit wacht op een beheerder: die geeft akkoord op de pagina Beheer."


@cli.group(invoke_without_command=True)
@JSON
@click.pass_context
def users(ctx: click.Context, as_json: bool) -> None:
    """Alle accounts; met een woord erachter een account uitnodigen, helpen of sluiten, of antwoord geven op een verzoek."""
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
        with as_system() as store:
            for request in store.account_requests():
                who = "met users approve of refuse" if request.may_answer else "op de pagina Beheer"
                said = f"{request.account.username}: {request.kind} als {' '.join(request.roles)}"
                click.echo(f"wacht op antwoord {who}  {said}, gevraagd door {request.asker_name}")


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
    click.echo(_comes_in(name, username, code) if code else WAITS)


@users.command()
@click.argument("username", metavar="GEBRUIKERSNAAM")
def code(username: str) -> None:
    """Een eenmalige code voor wie het wachtwoord vergeten is."""
    with as_system() as store:
        given = store.new_code(_user(store, username).id)
    click.echo(f"Code voor {username}:  {given}  (één keer te gebruiken)." if given else WAITS)


@users.command()
@click.argument("username", metavar="GEBRUIKERSNAAM")
def phone(username: str) -> None:
    """Telefoon en reservecodes vergeten van wie ze kwijt is; de volgende keer inloggen stelt een nieuwe telefoon in."""
    with as_system() as store:
        account = _user(store, username)
        done = store.reset_phone(account.id)
    click.echo(f"{account.name} stelt bij de volgende keer inloggen een nieuwe telefoon in." if done else WAITS)


@users.command()
@click.argument("username", metavar="GEBRUIKERSNAAM")
def close(username: str) -> None:
    """Een account sluiten; wie ermee werkt is meteen uitgelogd."""
    with as_system() as store:
        store.close_account(_user(store, username).id)
    click.echo(f"Het account {username} is gesloten.")


@users.command()
@click.argument("username", metavar="GEBRUIKERSNAAM")
def approve(username: str) -> None:
    """Akkoord geven op wat een beheerder over dit account vroeg, als er geen tweede beheerder is."""
    with as_system() as store:
        request = _request(store, username)
        given = store.answer_request(request.id, yes=True)
    click.echo(_comes_in(request.account.name, username, given) if given else f"Akkoord gegeven: {request.kind} {username}.")


@users.command()
@click.argument("username", metavar="GEBRUIKERSNAAM")
def refuse(username: str) -> None:
    """Nee zeggen op wat een beheerder over dit account vroeg, als er geen tweede beheerder is."""
    with as_system() as store:
        request = _request(store, username)
        store.answer_request(request.id, yes=False)
    click.echo(f"Afgewezen: {request.kind} {username}.")


def _comes_in(name: str, username: str, code: str) -> str:
    return f"{name} kan inloggen als {username.strip().lower()} met de code  {code}  (één keer te gebruiken)."


def _user(store: Store, username: str) -> Account:
    found = next((account for account in store.accounts() if account.username == username.strip().lower()), None)
    if found is None:
        raise StoreError(f"Er is geen account ‘{username}’. Kijk met ‘popforms users’ wie er zijn.")
    return found


def _request(store: Store, username: str) -> AccountRequest:
    account = _user(store, username)
    found = next((request for request in store.account_requests() if request.account.id == account.id), None)
    if found is None:
        raise StoreError(f"Over ‘{username}’ is niets gevraagd. Kijk met ‘popforms users’ wat er wacht.")
    return found


def _contact(store: Store, form_key: str, wanted: str) -> str:
    found = next((c for c in store.contacts(form_key) if wanted.casefold() in (c.record.id, c.title.casefold())), None)
    if found is None:
        raise StoreError(f"‘{wanted}’ staat niet in de contactlijst. Schrijf de naam zoals die daar staat.")
    return found.record.id
