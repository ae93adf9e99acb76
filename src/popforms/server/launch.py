"""Start the server the way `make run` does."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pydantic import ValidationError

from popforms.access import Rights
from popforms.definition.catalogue import load_forms
from popforms.definition.questions import DefinitionError
from popforms.process.calculated import term_table
from popforms.process.gates import check_gates
from popforms.process.table import TermTableError
from popforms.settings import ROOT, Settings, complaint, load_settings


def serve() -> None:
    """Become the server process: Streamlit with app.py, its settings, and the port of the environment."""
    settings = checked_settings()
    _check_forms(settings.forms)
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from here
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(settings.port)]
    os.execv(sys.executable, command)


def checked_settings() -> Settings:
    """The environment, or one sentence about what is wrong with it and the end."""
    try:
        return load_settings()
    except ValidationError as error:
        print(f"\npopforms start niet. {complaint(error)}\n", file=sys.stderr)
        raise SystemExit(1) from None


def _check_forms(folder: Path) -> None:
    """Read forms, rights and terms once before anybody can come in: a mistake is told here, with file, field and remedy."""
    try:
        forms = load_forms(folder)
        if forms.process is None:
            raise DefinitionError("proces.py ontbreekt in de map met formulieren. Zet het bestand met de fasen en het logboek erbij.")
        Rights(forms.roles)
        term_table(forms)
        check_gates(forms)
    except (DefinitionError, TermTableError) as error:
        print(f"\npopforms start niet. {error}\n", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    serve()
