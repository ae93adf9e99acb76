"""Reads the codes on scanned pages, in a process of its own: `python -I reader.py`, with the files on standard input.

A file comes from anywhere and the libraries below are written in C, so nothing of popforms runs here: no database, no key, little
memory, little time. Whatever a file does to this process, the server sees one that ended. In: a line of JSON with the lengths of the
files, then the files. Out: lines of JSON, first how many pages there are, then what stands on each.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zlib
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

MOST_PAGES = 60
"""Of all files together; the longest plan has some twenty."""
MOST_PIXELS = 60_000_000
"""Of one picture: A4 in 600 dots per inch has 35 million."""
MEMORY, SECONDS = 1024 * 1024 * 1024, 60
SIZES = (2340, 3508, 5000)
"""Pixels of the longest side that a page is looked at in: A4 in 200 and in 300 dots per inch, and a photo with much round the page."""
INFLATED = 4 * 1024 * 1024
FAINT = 14
"""So much darker than the paper around it is ink, on a page made small; less is noise and shadow."""
INK = 0.002
"""The part of a page that is ink, from which it is not blank."""

QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])

_STREAM = re.compile(rb"\bstream\r?\n(.*?)\bendstream", re.DOTALL)
_OBJECTS = re.compile(rb"/ObjStm\b[^>]{0,400}?>>\s*stream\r?\n(.*?)\bendstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PAGE = re.compile(rb"<(?:!doctype|html|script)\b", re.IGNORECASE)
_PROGRAM = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA)\b")


class Refused(Exception):
    """A file that is not read; the word says why, scan.py has the sentence."""


def pages_of(content: bytes, left: int) -> tuple[int, Iterator[Iterator[Image.Image]]]:
    """How many pages a file has, and for each the pictures to look at, from small to large; Refused before any is drawn."""
    if _is_two(content):
        raise Refused("two")
    if not content.startswith(b"%PDF-"):
        return 1, iter([_photo(content)])
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("password" if "password" in str(error).lower() else "broken") from None
    if len(pdf) > left:
        raise Refused("pages")
    if not len(pdf):
        raise Refused("broken")
    if pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(pdf) > 0 or _holds_program(content):
        raise Refused("program")
    return len(pdf), (_drawn(pdf, number) for number in range(len(pdf)))


def _is_two(content: bytes) -> bool:
    """Whether a file is of another kind too for who opens it otherwise: a page, a program in a zip, a pdf behind a picture."""
    is_pdf = content.startswith(b"%PDF-")
    plain = _STREAM.sub(b"", content) if is_pdf else content
    return bool(_PAGE.search(plain)) or b"PK\x05\x06" in plain[-70_000:] or (not is_pdf and b"%PDF-" in content)


def _holds_program(content: bytes) -> bool:
    """Whether a pdf can do something when it is opened; a scan never does."""
    inside = (zlib.decompressobj().decompress(found[1], INFLATED) for found in _OBJECTS.finditer(content) if found[1][:1] == b"x")
    return any(_PROGRAM.search(_ESCAPED.sub(lambda hex_: bytes([int(hex_[1], 16)]), text)) for text in (_STREAM.sub(b"", content), *inside))


def _drawn(pdf: pypdfium2.PdfDocument, number: int) -> Iterator[Image.Image]:
    page = pdf[number]
    longest = max(page.get_size())
    for size in SIZES[:2]:
        yield page.render(scale=size / longest, grayscale=True).to_pil().convert("L")


def _photo(content: bytes) -> Iterator[Image.Image]:
    """A jpg or png, which says how large it is before it is unpacked."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Refused("pixels")
        image.draft("L", (SIZES[-1], SIZES[-1]))
        whole = image.convert("L")
    for size in SIZES:
        seen = whole
        if max(whole.size) > size:
            seen = whole.copy()
            seen.thumbnail((size, size))
        yield seen
        if seen is whole:
            return


def look(pictures: Iterator[Image.Image]) -> dict[str, Any]:
    """What stands on one page: the texts of its codes, and whether it is blank."""
    last = None
    for picture in pictures:
        if texts := _codes(picture):
            return {"texts": texts, "blank": False}
        if last is None and _is_blank(picture):
            return {"texts": [], "blank": True}
        last = picture
    assert last is not None
    # A grey copy in which the grain is gone, with one border between dark and light for the whole page.
    smooth = ImageOps.autocontrast(last.filter(ImageFilter.MedianFilter(3)), cutoff=2)
    return {"texts": _codes(smooth, zxingcpp.Binarizer.GlobalHistogram), "blank": False}


def _codes(picture: Image.Image, binarizer: zxingcpp.Binarizer = zxingcpp.Binarizer.LocalAverage) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=QR, binarizer=binarizer)
    return list(dict.fromkeys(one.text[:200] for one in found))


def _is_blank(picture: Image.Image) -> bool:
    """Whether a page is only paper: made small, nothing is darker than the paper around it."""
    small = picture.resize((160, max(1, round(160 * picture.height / picture.width))), Image.Resampling.BOX)
    around = small.filter(ImageFilter.GaussianBlur(8))
    edge = 6  # the rim of a scan is often dark
    pairs = zip(
        small.crop((edge, edge, small.width - edge, max(edge + 1, small.height - edge))).tobytes(),
        around.crop((edge, edge, small.width - edge, max(edge + 1, small.height - edge))).tobytes(),
        strict=True,
    )
    differ = [paper - dot > FAINT for dot, paper in pairs]
    return sum(differ) < INK * len(differ)


def say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read what comes in and tell it page by page; the first file that is refused ends it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before
    files = [sys.stdin.buffer.read(length) for length in json.loads(sys.stdin.buffer.readline())]
    at, left, known = 0, MOST_PAGES, []
    try:
        for at, content in enumerate(files, 1):
            count, pages = pages_of(content, left)
            left -= count
            if left < 0:
                raise Refused("pages")
            known.append((at, pages))
        say(pages=MOST_PAGES - left)
        for at, pages in known:
            for number, pictures in enumerate(pages, 1):
                say(file=at, page=number, **look(pictures))
    except Refused as refused:
        say(refused=str(refused), file=at)
    except MemoryError:
        say(refused="pixels", file=at)
    except Exception:  # whatever a library says about a broken file, the way out is the same
        say(refused="broken", file=at)


if __name__ == "__main__":
    main()
