"""Our own pages before the login: html from templates, without script."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse


@cache
def _templates() -> Environment:
    folder = Path(__file__).with_name("templates")
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


def render(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the door; values are escaped by the template."""
    return HTMLResponse(_templates().get_template(template).render(**values), status)
