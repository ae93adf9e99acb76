"""The commands: `popforms --help` lists them. Every error is one Dutch sentence and exit code 1."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from pydantic import ValidationError

from popforms.access import AccessDenied
from popforms.cli import accounts, keeping, letters, lists, papers, reading
from popforms.cli.base import cli
from popforms.definition.questions import DefinitionError
from popforms.process.table import TermTableError
from popforms.server.errors import place_of
from popforms.settings import complaint
from popforms.store import NotReady, StoreError

__all__ = ["accounts", "cli", "keeping", "letters", "lists", "main", "papers", "reading", "run"]


def main() -> None:
    """Run a command and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """Run a command; 0 when it went well, 1 after a sentence on standard error."""
    try:
        return int(cli.main(args=list(args), prog_name="popforms", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.Abort:
        said = "Afgebroken."
    except click.UsageError as error:
        said = _usage(error)
    except NotReady as error:
        said = "Dit is nog niet compleet: " + "; ".join(str(problem) for problem in error.problems)
    except ValidationError as error:
        said = complaint(error).replace("\n", " ")
    except (StoreError, AccessDenied, DefinitionError, TermTableError) as error:
        said = str(error)
    except OSError as error:
        said = f"Dit bestand kan niet worden gelezen of geschreven: {error.filename or error.strerror}. Kijk de plaats en de rechten na."
    except Exception as error:  # nobody at a terminal can do anything with a stack, and it may quote a dossier
        said = f"Er ging iets mis ({place_of(error)}). Geef dit door aan wie popforms beheert."
    click.echo(said, err=True)
    return 1


def _usage(error: click.UsageError) -> str:
    """What is wrong with the words of a command, in Dutch; click says it in English."""
    name = error.ctx.command_path if error.ctx else "popforms"
    match error:
        case click.MissingParameter(param=click.Parameter() as wanted):
            what = f"{wanted.make_metavar(error.ctx) if isinstance(wanted, click.Argument) and error.ctx else wanted.opts[0]} ontbreekt"
        case click.NoSuchOption():
            what = f"{error.option_name} bestaat niet"
        case click.BadParameter(param=click.Parameter() as given):
            what = f"de waarde bij {given.opts[0]} kan niet"
        case _:
            what = "dit commando bestaat niet of er staat een woord te veel"
    return f"{what[0].upper()}{what[1:]}. Kijk met ‘{name} --help’ hoe het moet."
