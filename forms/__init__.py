"""De formulieren van de gemeente: elk bestand in deze map is er een."""

from __future__ import annotations

from pathlib import Path

from popforms import load_forms

FORMS = load_forms(Path(__file__).parent)
