"""Commands that list what there is."""

from __future__ import annotations

import click

from popforms.cli.base import JSON, cli, say_json, table
from popforms.definition.catalogue import list_questions, load_forms
from popforms.process.calculated import term_table
from popforms.process.table import Term
from popforms.settings import load_settings
from popforms.store import rights_of


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
