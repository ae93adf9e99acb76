"""What is measured of ours: a demo with one form more, of 40 fields and 10 actions, and a POP with 10 actions in one module."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from popforms import load_forms
from popforms.access import User
from popforms.definition.catalogue import Catalogue
from popforms.demo import build, fill, full_answers
from popforms.settings import ROOT, Settings
from popforms.store import Store, open_database
from popforms.store.accounts import Accounts
from tests.support.server import Server

KINDS = ("str", "LongText", "date", 'Literal["een", "twee", "drie"]', "YesNo", "Person", "Amount", "str")
"""The kinds of the 40 fields, in turn."""
FORM = '''"""F79 Meting: een lang formulier."""

from datetime import date
from typing import Literal

from popforms import DOSSIER, Actie, Amount, Form, LongText, Person, Section, YesNo, ask


class Alles(Section, title="Alles"):
{fields}
    acties: list[Actie] = ask("Welke acties zijn er?")


class Meting(Form, code="F79", title="Meting", per=DOSSIER, part="meedoen"):
    """Veertig vragen en tien acties."""

    alles: Alles
'''
ACTIONS = 10


@dataclass(frozen=True)
class House:
    """A server's folder with a demo, and the records that are measured."""

    server: Server
    settings: Settings
    forms: Catalogue
    user: User
    dossier: str
    long: str
    pop: str

    def store(self, db: object) -> Store:
        return Store(db, self.user, self.forms)  # type: ignore[arg-type]


def make(folder: Path) -> House:
    """Build it all, not yet served."""
    forms_folder = folder / "forms"
    shutil.copytree(ROOT / "forms", forms_folder, ignore=shutil.ignore_patterns("__pycache__"))
    fields = "\n".join(f'    vraag_{n}: {KINDS[n % len(KINDS)]} = ask("Wat is het antwoord op vraag {n}?")' for n in range(40))
    (forms_folder / "meting.py").write_text(FORM.format(fields=fields), encoding="utf-8")
    server = Server(folder, POPFORMS_FORMS=str(forms_folder))
    settings = server.settings().model_copy(update={"forms": forms_folder})
    build(settings, dossiers=8)
    forms = load_forms(forms_folder)
    with closing(open_database(settings)) as db:
        user = next(account.user for account in Accounts(db).all() if account.user.username == "marieke")
        store = Store(db, user, forms)
        dossier = next(line.id for line in store.find_dossiers("Haddad"))
        long = store.start_record("F79", dossier, "meting")
        lookup = store.lookup(dossier)
        fill(
            store,
            long,
            full_answers(forms["F79"], store.dossier(dossier).facts, lookup=lookup, today=store.today, given={"acties": None})["alles"],
        )
        fill(store, long, {"acties": [action(user, n) for n in range(ACTIONS)]})
        store.keep(long)
        (row,) = db.query("SELECT id FROM record WHERE dossier_id=? AND form=?", (dossier, forms["F07"].key))
        fill(store, row["id"], {"taal.module_acties": [action(user, n, "taal") for n in range(ACTIONS - 1)]})
        store.keep(row["id"])
    return House(server, settings, forms, user, dossier, long, row["id"])


def action(user: User, number: int, module: str = "meedoen") -> dict[str, str]:
    return {
        "omschrijving": f"Actie nummer {number} met een paar woorden erbij", "module": module, "trekker": user.id, "gereed_voor": "2030-03-01",
        "voortgang_frequentie": "elke twee weken",
    }  # fmt: skip
