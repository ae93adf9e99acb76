"""The html page that Streamlit lives in, in Dutch and with our own script, and the headers of every answer."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

NOSCRIPT = "<p>Voor deze pagina is JavaScript nodig. Zet JavaScript aan in je browser en laad de pagina opnieuw.</p>"

CHANGES = (
    (r'<html lang="en">', '<html lang="nl">'),
    # under this name Streamlit does not find it: it would fetch the icon of each page from fonts.gstatic.com
    (r'<link rel="shortcut icon"[^>]*>', '<link rel="icon" type="image/svg+xml" href="/pf/icoon.svg">'),
    (r"<title>.*?</title>", "<title>popforms</title>"),
    (r"(?s)<noscript>.*?</noscript>", f"<noscript>{NOSCRIPT}</noscript>"),
    (r"(?s)<!--(?:(?!-->).)*?agent API.*?-->\s*<link rel=\"service-desc\"[^>]*>", ""),
    (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),
    # an element with this id keeps Streamlit's rows of buttons from adding a style that our policy refuses; app.css has its one rule
    (
        r"</head>",
        '<link rel="stylesheet" href="/pf/app.css" id="react-aria-pressable-style"><script src="/pf/app.js" defer></script></head>',
    ),
)


def _installed() -> str:
    return (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


@cache
def page() -> bytes:
    """The rewritten index.html; a Streamlit whose page looks otherwise is refused at start."""
    html = _installed()
    for pattern, text in CHANGES:
        html, count = re.subn(pattern, text.replace("\\", r"\\"), html)
        if count != 1:
            raise RuntimeError(f"index.html of this Streamlit differs: {pattern} found {count} times")
    return html.encode()


@cache
def static_files() -> frozenset[str]:
    """The addresses of the files that come with Streamlit; for any other name below /static/ it would give its page."""
    folder = Path(streamlit.__file__).parent / "static"
    return frozenset(f"/{file.relative_to(folder).as_posix()}" for file in (folder / "static").rglob("*") if file.is_file())


@cache
def content_security_policy() -> str:
    """Everything from our own address, no inline script but the one of index.html, styles only by script."""
    scripts = re.findall(r"(?s)<script>(.*?)</script>", _installed())
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' {allowed}",
            "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",  # the empty style element
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "manifest-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
            "form-action 'self'",
        ]
    )


def headers(*, https: bool) -> dict[str, str]:
    """What every answer carries."""
    always = {
        "content-security-policy": content_security_policy(),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
    }
    return always | ({"strict-transport-security": "max-age=31536000"} if https else {})
