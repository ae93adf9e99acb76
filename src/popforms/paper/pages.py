"""The pages of a file that somebody uploaded, as pictures with their words."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops

DOTS_PER_INCH = 200
MOST_PAGES = 20
_ONE_AT_A_TIME = threading.Lock()
"""PDFium is not made for two threads at once: it would end the whole server."""
_LONGEST = 2400
"""Pixels of the longest side of a picture: A4 at 200 dots per inch."""


class NotReadable(ValueError):
    """A file that cannot be drawn; the message says in Dutch what to do."""


@dataclass(frozen=True)
class PageImage:
    """One page: a PNG and the words that the file itself holds for it (none for a picture)."""

    image: bytes
    text: str


def pages_of(mime: str, content: bytes) -> list[PageImage]:
    """The pages of a pdf, jpg or png, in grey or colour as they are; NotReadable for what cannot be drawn."""
    try:
        if mime != "application/pdf":
            with Image.open(io.BytesIO(content)) as image:
                return [PageImage(_png(image), "")]
        with _ONE_AT_A_TIME:
            pdf = pypdfium2.PdfDocument(content)
            try:
                if len(pdf) > MOST_PAGES:
                    raise NotReadable(f"Dit bestand heeft {len(pdf)} bladzijden; er passen er {MOST_PAGES}. Kies een kleiner bestand.")
                return [
                    PageImage(_png(page.render(scale=DOTS_PER_INCH / 72).to_pil()), page.get_textpage().get_text_range()) for page in pdf
                ]
            finally:
                pdf.close()
    except NotReadable:
        raise
    except Exception:  # whatever the library says about a broken file, the way out is the same
        raise NotReadable(
            "Dit bestand is niet te lezen, of het is met een wachtwoord dicht. Maak een nieuwe pdf en voeg die toe."
        ) from None


def _png(image: Image.Image) -> bytes:
    seen = image.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    flat.thumbnail((_LONGEST, _LONGEST))
    out = io.BytesIO()
    (flat if _has_colour(flat) else flat.convert("L")).save(out, "PNG")
    return out.getvalue()


def _has_colour(image: Image.Image) -> bool:
    red, green, blue = image.split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return any(sum(band.histogram()[17:]) for band in apart)
