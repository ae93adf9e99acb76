"""Commands that keep it going: backup, restore, check, the timer, the server and the demo."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import click

from popforms.cli.base import as_system, cli, existing, system_user
from popforms.definition.catalogue import load_forms
from popforms.process.calculated import term_table
from popforms.settings import ROOT, Settings, load_settings
from popforms.store import Store, StoreError, open_database, rights_of
from popforms.store.backup import backup as write_backup
from popforms.store.backup import restore as put_back
from popforms.store.connection import key_file, trail_key_file
from popforms.store.erased import examine_erased
from popforms.store.examine import Finding, examine
from popforms.store.trail_check import examine_trail


@cli.command()
def backup() -> None:
    """Nu een back-up maken, naast de back-up van elk uur."""
    settings = existing(load_settings())
    click.echo(f"De back-up staat in {write_backup(settings)}. Hij opent met dezelfde sleutel.")


@cli.command()
@click.argument("file", metavar="BESTAND", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Een back-up terugzetten; stop popforms eerst. De sleutel wordt eerst geprobeerd, de oude database blijft bewaard."""
    settings = load_settings()
    aside = put_back(settings, file)
    click.echo(f"De back-up {file.name} is teruggezet." + (f" De vorige database staat in {aside}." if aside else ""))


@cli.command()
def rebuild() -> None:
    """Overzichten, teams en termijnen opnieuw uitrekenen uit de formulieren."""
    with as_system() as store:
        click.echo(f"{store.rebuild()} dossiers opnieuw uitgerekend.")


@cli.command()
def check() -> None:
    """Klopt alles nog? Instellingen, database, bewaarde versies, logspoor, acties en overzichten. Verandert niets."""
    settings = existing(load_settings())
    findings = _settings_findings(settings)
    catalogue = load_forms(settings.forms)
    rights, terms = rights_of(catalogue), term_table(catalogue)
    found = f"{len(catalogue.forms)} formulieren, {len(rights.table.roles)} rollen en {len(terms.terms)} termijnen zijn leesbaar"
    findings.append(Finding(found, ()))
    with closing(open_database(settings)) as db:
        looked = list(examine(Store(db, system_user(catalogue), catalogue)))
        findings += looked
        if all(finding.holds for finding in looked[:2]):  # the file is whole and of this version
            findings += [Finding(name, wrong) for name, wrong in examine_trail(db, settings.trail)]
            findings.append(Finding("wat vernietigd is, is weg", tuple(examine_erased(settings.trail, db))))
    for finding in findings:
        click.echo(str(finding))
    if not all(finding.holds for finding in findings):
        raise StoreError("Niet alles klopt; zie de regels met FOUT. Zet zo nodig een back-up terug met ‘popforms restore’.")


def _settings_findings(settings: Settings) -> list[Finding]:
    from streamlit import config

    from popforms.server.checks import WeakSettings, check_settings

    keys = [path for path in (key_file(settings), trail_key_file(settings.keys)) if path.exists() and path.stat().st_mode & 0o077]
    try:
        os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from here
        config.set_option("server.port", settings.port)
        check_settings(settings)
        weak: tuple[str, ...] = ()
    except WeakSettings as error:
        weak = tuple(str(error).splitlines()[1:])
    unsafe = () if settings.cookie_holds else (f"{settings.url} begint niet met https; collega's kunnen dan niet inloggen",)
    return [
        Finding("de sleutels liggen niet bij de database of de back-ups", _beside(settings, settings.keys)),
        Finding("de koppen van het logspoor liggen niet bij de database of de back-ups", _beside(settings, settings.trail)),
        Finding("alleen de eigenaar kan de sleutels lezen", tuple(f"chmod 600 {path}" for path in keys)),
        Finding("het adres houdt de inlog vast", unsafe),
        Finding("de instellingen van Streamlit zijn veilig", weak),
    ]


def _beside(settings: Settings, place: Path) -> tuple[str, ...]:
    """The folder, when who takes the database or the backups away takes it along."""
    folders = {settings.db.parent, settings.backups}
    return (str(place),) if place in folders or any(folder in place.parents for folder in folders) else ()


@cli.command()
def tick() -> None:
    """Doen wat de klok van de server elk uur doet, zoals de back-up; voor cron of met de hand."""
    from popforms.server.timer import tick as once

    failed = once(existing(load_settings()))
    if failed:
        raise StoreError(f"Niet gelukt: {', '.join(failed)}. Kijk of er ruimte op de schijf is en probeer het opnieuw.")
    click.echo("Klaar.")


@cli.command()
def serve() -> None:
    """popforms starten, zoals ‘make run’ doet."""
    from popforms.server.launch import serve as become

    become()


@cli.command()
@click.option("--dossiers", type=click.IntRange(1), help="Hoeveel dossiers; zonder dit elk verhaal van de demo één keer.")
@click.option("--seed", type=int, default=1, show_default=True, help="Hetzelfde getal geeft dezelfde demo.")
def demo(dossiers: int | None, seed: int) -> None:
    """De demo maken in een eigen database, met verzonnen mensen en dossiers."""
    from popforms.demo import STORIES, build

    settings = Settings(demo=True)
    if settings.db.exists():
        click.echo(f"De demo staat klaar in {settings.db}. Opnieuw beginnen? Verwijder dan de map {settings.db.parent}.")
        return
    # Built beside its place, so that a demo that was broken off is not taken for a whole one.
    fresh = settings.model_copy(update={"db": settings.db.with_name(settings.db.name + ".nieuw")})
    for ending in ("", "-wal", "-shm"):
        Path(f"{fresh.db}{ending}").unlink(missing_ok=True)
    made = build(fresh, dossiers=dossiers or len(STORIES), seed=seed)
    fresh.db.replace(settings.db)
    click.echo(f"De demo staat klaar in {settings.db}: {made} dossiers.")
