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
from tests.support.hostile import HOSTILE as EVERY
from tests.support.hostile import as_kept, as_read
from tests.support.server import free_port

COMMON = (
    "*schuin*", "**vet**", "_schuin_", "__vet__", "~~weg~~", "`code`", "$x^2$", "$$x$$", "# kop", "###### kop", "- streepje", "+ plus", "* ster",
    "1. een", "12) twaalf", "> citaat", "---", "***", "| a | b |", "[naam](https://kwaad.example)", "![plaatje](https://kwaad.example/x.png)",
    "<b>vet</b>", "<img src=https://kwaad.example/x.png>", "<script>alert(1)</script>", "<https://kwaad.example>", "https://kwaad.example/x",
    "http://kwaad.example", "www.kwaad.example", "naam@kwaad.example", "mailto:naam@kwaad.example", ":smile:", ":material/lock:", ":streamlit:",
    ":red[rood]", ":blue-background[blauw]", ":red-badge[rood]", ":small[klein]", ":rainbow[regenboog]", "a -> b", "a <- b", "a <-> b", "a -- b",
    "a >= b", "a <= b", "a ~= b", "&lt;b&gt;", "&amp;", "&#42;", "\\*", "\\\\", "a\\", "[^1]", "[x] taak", "- [ ] taak", "{.klasse}",
    "javascript:alert(1)", "[a]: https://kwaad.example", "Wat is dit? (ja/nee)", "Van - tot", "12,5 % van 3.000", "Jan & Piet's \"huis\"", "a*b*c", "x_y_z",
    "==gemarkeerd==", "ريما *vet*", "ምሕረት _x_", "😀 :heart:", "tijd 10:30", "Let op: dit", "ftp://kwaad.example", "HTTPS://KWAAD.EXAMPLE",
)  # fmt: skip

HOSTILE = tuple(dict.fromkeys((*COMMON, *(kept for text in EVERY if (kept := as_kept(text)) and len(kept) < 250))))
AT_ONCE = 80
"""So many stand on a page at once, as in plain_page.py."""
KINDS = ("markdown", "vet", "klein", "icoon", "label", "vinkje", "knop", "bijschrift", "melding", "kop", "vouw", "lijst", "tekst")
BEFORE = {"icoon": "sync wie: ", "melding": "check"}
"""Every message that begins with the words of people has an icon of ours: without one Streamlit takes the first emoji of the text for it."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    texts = tmp_path_factory.mktemp("plain") / "texts.json"
    texts.write_text(json.dumps(HOSTILE), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "HOSTILE": str(texts)}
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


TOLD = """([kind, count]) => Array.from({length: count}, (_, at) => {
    const one = document.querySelector(`.st-key-${kind}-${at}`)
    return (one.querySelector("summary p") ?? one).textContent
})"""


@pytest.mark.xdist_group("browser")
def test_a_text_is_shown_as_it_was_typed(address: str, browser: Browser) -> None:
    asked, wrong = list[str](), list[tuple[str, str, str]]()
    with new_page(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        for first in range(0, len(HOSTILE), AT_ONCE):
            texts = HOSTILE[first : first + AT_ONCE]
            page.goto(f"{address}/?vanaf={first}")
            expect(page.get_by_test_id("stButton")).to_have_count(len(texts), timeout=60_000)
            expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            for kind in KINDS:
                shown = page.evaluate(TOLD, [kind, len(texts)])
                pairs = ((text, told.removeprefix(BEFORE.get(kind, ""))) for text, told in zip(texts, shown, strict=True))
                wrong += [(kind, text, told) for text, told in pairs if as_read(told) != as_read(text)]
            marks = "a, img, b, em, code, del, s, table, ol, blockquote, hr, h1, h2, h3 h3, script, sup, .katex"
            inside = page.locator("[data-testid=stMain] :is([data-testid=stMarkdownContainer], [data-testid=stCaptionContainer])")
            assert (
                inside.locator(marks).evaluate_all("all => all.map(one => one.closest('[class*=st-key-]').className + one.outerHTML)") == []
            )
            for ours, kind in (("strong", "vet"), ("[role=img]", "icoon"), ("li", "lijst")):
                assert inside.locator(ours).count() == page.locator(f"[class*=st-key-{kind}-]").locator(ours).count() == len(texts), kind
    assert wrong == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.xdist_group("browser")
def test_a_screen_reader_hears_a_question_without_signs_that_nobody_typed(address: str, browser: Browser) -> None:
    with new_page(browser) as page:
        page.goto(address)
        expect(page.get_by_role("textbox", name="Wat is dit? (ja/nee)", exact=True)).to_be_attached(timeout=60_000)
        expect(page.get_by_role("textbox", name="Van - tot", exact=True)).to_be_attached()
