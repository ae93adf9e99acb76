"""What every command stands on: the group, the database, who asks, and how a result is told or written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from popforms import __version__
from popforms.access import User
from popforms.definition.catalogue import Catalogue, load_forms
from popforms.settings import Settings, load_settings
from popforms.store import Store, StoreError, open_database, rights_of
from popforms.store.management import SYSTEM
from popforms.store.migrations import pending

JSON = click.option("--json", "as_json", is_flag=True, help="Als JSON, voor een programma.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="popforms")
def cli() -> None:
    """popforms: formulieren, plannen en acties rond statushouders."""


@contextmanager
def database() -> Iterator[tuple[Settings, Any, Catalogue]]:
    settings = existing(load_settings())
    catalogue = load_forms(settings.forms)
    with closing(open_database(settings)) as db:
        if pending(db):
            raise StoreError("De database is van een oudere versie. Start popforms één keer; dan wordt hij bijgewerkt.")
        yield settings, db, catalogue


@contextmanager
def as_system() -> Iterator[Store]:
    """The store for who has access to the machine: may manage accounts, sees no dossier; its audit lines say 'systeem'.

    For accounts it counts as a second person (store/management.py).
    """
    with database() as (_, db, catalogue):
        yield Store(db, system_user(catalogue), catalogue)


def system_user(catalogue: Catalogue) -> User:
    return User(SYSTEM, SYSTEM, "Systeembeheer", roles=tuple(rights_of(catalogue).table.actions["accounts"]))


def existing(settings: Settings) -> Settings:
    if not settings.db.exists():
        raise StoreError(f"Er is nog geen database in {settings.db}. Start popforms met ‘make run’, of de demo met ‘make demo’.")
    return settings


def write(path: Path, content: bytes) -> None:
    """A file that only the owner reads: it may hold a dossier."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)


def say_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
