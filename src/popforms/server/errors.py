"""What is logged and what is shown when something breaks: a code in both, words of a dossier in neither."""

from __future__ import annotations

import logging
import secrets
import traceback
from typing import Any

LOG = logging.getLogger("popforms")
LIBRARIES = "/site-packages/"


def place_of(error: BaseException) -> str:
    """Type, file and line of an error, and where in a library it came up; never its message, which may quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "popforms" in frame.filename and LIBRARIES not in frame.filename] or frames
    places = dict.fromkeys(_place(frame) for frame in (*ours[-1:], *frames[-1:]))
    return f"{type(error).__name__} at {' in '.join(places) or 'unknown'}"


def _place(frame: traceback.FrameSummary) -> str:
    """`page.py:12` for what is ours, `streamlit/elements/button.py:12` for a library."""
    _, library, path = frame.filename.rpartition(LIBRARIES)
    return f"{path if library else frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"


def note(error: BaseException) -> str:
    """Log an error under a new code and return the code."""
    code = secrets.token_hex(4).upper()
    LOG.error("error %s: %s", code, place_of(error))
    return code


def sentence(code: str) -> str:
    return (
        f"Er ging iets mis (code {code}). Laad de pagina opnieuw en kijk of het laatste dat je invulde er staat. "
        "Blijft het misgaan? Geef de code dan door aan je beheerder."
    )


def show_script_error(error: Exception) -> bool:
    """Handler of Streamlit: one Dutch sentence instead of its box with message, stack and links to search engines."""
    import streamlit as st

    st.error(sentence(note(error)))
    return True


def _no_traceback(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Traceback")


def keep_words_out_of_logs() -> None:
    """Take message and stack out of whatever any library logs about an error; type and line stay."""
    make = logging.getLogRecordFactory()
    if not getattr(make, "keeps_words_out", False):

        def without_words(*args: Any, **kwargs: Any) -> logging.LogRecord:
            record = make(*args, **kwargs)
            if record.exc_info and record.exc_info[1]:
                record.msg = f"{record.msg}: {place_of(record.exc_info[1])}"
                record.exc_info = None
            return record

        without_words.keeps_words_out = True  # type: ignore[attr-defined]
        logging.setLogRecordFactory(without_words)
    # uvicorn logs a start that was refused as text; the reason stands on the terminal
    logging.getLogger("uvicorn.error").addFilter(_no_traceback)
