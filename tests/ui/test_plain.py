"""What people typed is shown as they typed it, in a real browser, wherever Streamlit reads Markdown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from popforms.settings import ROOT
from tests.support.browser import new_page
from tests.support.server import free_port

HOSTILE = (
    "*schuin*", "**vet**", "_schuin_", "__vet__", "~~weg~~", "`code`", "$x^2$", "$$x$$", "# kop", "###### kop", "- streepje", "+ plus", "* ster",
    "1. een", "12) twaalf", "> citaat", "---", "***", "| a | b |", "[naam](https://kwaad.example)", "![plaatje](https://kwaad.example/x.png)",
    "<b>vet</b>", "<img src=https://kwaad.example/x.png>", "<script>alert(1)</script>", "<https://kwaad.example>", "https://kwaad.example/x",
    "http://kwaad.example", "www.kwaad.example", "naam@kwaad.example", "mailto:naam@kwaad.example", ":smile:", ":material/lock:", ":streamlit:",
    ":red[rood]", ":blue-background[blauw]", ":red-badge[rood]", ":small[klein]", ":rainbow[regenboog]", "a -> b", "a <- b", "a <-> b", "a -- b",
    "a >= b", "a <= b", "a ~= b", "&lt;b&gt;", "&amp;", "&#42;", "\\*", "\\\\", "a\\", "[^1]", "[x] taak", "- [ ] taak", "{.klasse}",
    "javascript:alert(1)", "[a]: https://kwaad.example", "Wat is dit? (ja/nee)", "Van - tot", "12,5 % van 3.000", "Jan & Piet's \"huis\"", "a*b*c", "x_y_z",
    "==gemarkeerd==", "ريما *vet*", "ምሕረት _x_", "😀 :heart:", "tijd 10:30", "Let op: dit", "ftp://kwaad.example", "HTTPS://KWAAD.EXAMPLE",
)  # fmt: skip


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "HOSTILE": json.dumps(HOSTILE)}
    page = Path(__file__).with_name("plain_page.py")
    with subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(page), "--server.port", str(port), "--server.headless", "true"],
        cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            for _ in range(300):
                try:
                    if httpx.get(f"http://localhost:{port}/_stcore/health").is_success:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()


@pytest.mark.xdist_group("browser")
def test_a_text_is_shown_as_it_was_typed(address: str, browser: Browser) -> None:
    asked: list[str] = []
    with new_page(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        expect(page.get_by_test_id("stButton")).to_have_count(len(HOSTILE), timeout=60_000)
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        for kind in ("markdown", "label", "knop", "bijschrift"):
            shown = [page.locator(f".st-key-{kind}-{n}").inner_text().replace("\u2060", "").strip() for n in range(len(HOSTILE))]
            assert [pair for pair in zip(HOSTILE, shown, strict=True) if pair[0] != pair[1]] == [], kind
        marks = "a, img, b, strong, em, code, del, s, table, li, blockquote, hr, h1, h2, h3, script, sup, .katex, [data-testid=stIconMaterial], [style*=color]"
        assert page.locator("[data-testid=stMain] [data-testid=stMarkdownContainer]").locator(marks).count() == 0
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.xdist_group("browser")
def test_a_screen_reader_hears_a_question_without_signs_that_nobody_typed(address: str, browser: Browser) -> None:
    with new_page(browser) as page:
        page.goto(address)
        expect(page.get_by_label("Wat is dit? (ja/nee)", exact=True)).to_be_attached(timeout=60_000)
        expect(page.get_by_label("Van - tot", exact=True)).to_be_attached()
