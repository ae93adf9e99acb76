"""De formulieren van de gemeente: elk bestand in deze map is er een. POPFORMS_FORMS wijst een andere map aan."""

from __future__ import annotations

from popforms import load_forms
from popforms.settings import load_settings

FORMS = load_forms(load_settings().forms)
