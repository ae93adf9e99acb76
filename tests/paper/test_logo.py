"""The logo of the gemeente on the first page, from a PNG or an SVG."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from popforms.document import Answer, Document, Meta
from popforms.paper import to_pdf
from popforms.paper.logo import Logo, NoLogo, read_logo
from tests.support.pdfcheck import check_bytes

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" fill="#12386e"/>
<circle cx="20" cy="20" r="14" fill="#f2b705" fill-opacity="0.8"/><path d="M50 30 L70 10 L90 30 Z" fill="none" stroke="white" stroke-width="3"/></svg>"""


def png(size: tuple[int, int] = (600, 200)) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((18, 56, 110, 255), (20, 20, size[0] - 20, size[1] - 20))
    image.save(out, "PNG")
    return out.getvalue()


def plan(logo: Logo | None) -> bytes:
    meta = Meta("2025-0417", "Plan", 1, "definitief", "ab" * 32, record="00ff00ff00ff00ff")
    blocks = (Answer("Verslag", "Een lang verhaal. " * 300),)
    return to_pdf(Document("Plan", meta, "Selam", blocks), stamp=datetime(2025, 3, 12, tzinfo=UTC), gemeente="Gemeente Zuidwal", logo=logo)


def ink_of_logo(pdf: bytes, page: int) -> int:
    """Blue dots in the top left corner, where the logo stands."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=2).to_pil().crop((110, 40, 280, 130)).convert("RGB")
    return sum(1 for red, green, blue in image.get_flattened_data() if blue > red + 60)


@pytest.mark.parametrize("name", ["logo.png", "logo.svg"])
def test_the_logo_stands_on_the_first_page_of_a_good_pdf(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(png() if name.endswith("png") else SVG)
    logo = read_logo(tmp_path / name)
    assert logo.ratio == pytest.approx(3)
    with_logo, without = plan(logo), plan(None)
    assert ink_of_logo(with_logo, 0) > 1000 > ink_of_logo(without, 0)
    assert ink_of_logo(with_logo, 1) < 1000, "only the first page"
    assert with_logo == plan(read_logo(tmp_path / name)), "the same each time"
    assert check_bytes(tmp_path, logo=with_logo) == []


def test_a_huge_picture_is_made_small(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png((4000, 900)))
    assert len(plan(read_logo(tmp_path / "logo.png"))) < 120_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\nstuk",
        b"<svg",
        b"<html></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        b"x" * (3 * 1024 * 1024),
    ],
    ids=["empty", "gif", "broken png", "broken svg", "html", "svg without a size", "too big"],
)
def test_what_is_no_logo_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(NoLogo, match=r"Het logo logo\.png"):
        read_logo(tmp_path / "logo.png")
    with pytest.raises(NoLogo, match="niet te lezen"):
        read_logo(tmp_path / "er-is-niets.png")


def test_a_logo_fetches_nothing(tmp_path: Path) -> None:
    """An SVG may name a file or an address; neither is read."""
    (tmp_path / "geheim.png").write_bytes(png())
    inside = f'<image href="{tmp_path / "geheim.png"}" width="120" height="40"/>'.encode()
    (tmp_path / "logo.svg").write_bytes(SVG.replace(b"</svg>", inside + b"</svg>"))
    with pytest.raises(NoLogo, match="kan tekenen"):
        read_logo(tmp_path / "logo.svg")
