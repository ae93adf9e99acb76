"""What is logged and what is shown when something breaks: a code in both, words of a dossier in neither."""

from __future__ import annotations

import logging
import secrets
import traceback
from typing import Any

LOG = logging.getLogger("popforms")


def place_of(error: BaseException) -> str:
    """Type, file and line of an error; never its message, which may quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "popforms" in frame.filename] or frames
    where = f"{ours[-1].filename.rsplit('/', 1)[-1]}:{ours[-1].lineno}" if ours else "unknown"
    return f"{type(error).__name__} at {where}"


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
