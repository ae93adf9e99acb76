"""The logo of the gemeente, from a PNG or SVG file of the settings."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import ResourceAccessPolicy
from fpdf.svg import SVGObject
from PIL import Image

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 1200
"""Pixels of the longest side of a PNG: more than 600 dots per inch at the size that it gets, and no more."""


class NoLogo(ValueError):
    """The logo file cannot be used; the message says in Dutch what to do."""


@dataclass(frozen=True)
class Logo:
    """A logo that can be drawn: an SVG as it is, or a PNG laid on white; `ratio` is width over height."""

    content: bytes
    ratio: float


def read_logo(path: Path) -> Logo:
    """The logo in a file; NoLogo with a sentence when there is none in it."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError:
        raise NoLogo(f"Het logo {path.name} is niet te lezen. Kijk de plaats en de rechten na, of haal POPFORMS_LOGO weg.") from None
    if not content:
        raise NoLogo(f"Het logo {path.name} is leeg of groter dan 2 MB. Kies een kleiner bestand.")
    try:
        return _png(content) if content.startswith(b"\x89PNG") else _svg(content)
    except Exception:  # whatever a library says about a broken file, the way out is the same
        raise NoLogo(f"Het logo {path.name} is geen png of svg die popforms kan tekenen. Kies een ander bestand.") from None


def _png(content: bytes) -> Logo:
    with Image.open(io.BytesIO(content)) as image:
        seen = image.convert("RGBA")
    seen.thumbnail((MOST_PIXELS, MOST_PIXELS))
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "PNG")
    return Logo(out.getvalue(), flat.width / flat.height)


def _svg(content: bytes) -> Logo:
    drawing = SVGObject(content, resource_access_policy=ResourceAccessPolicy.NONE)
    if drawing.viewbox:
        *_, width, height = drawing.viewbox
    else:
        width, height = drawing.width or 0, drawing.height or 0
    if not (width > 0 and height > 0):
        raise ValueError("no size")
    trial = FPDF()  # what cannot be drawn, or asks for another file, is refused now and not when somebody prints
    trial.resource_access_policy = ResourceAccessPolicy.NONE
    trial.add_page()
    trial.image(content, w=20)
    return Logo(content, width / height)
