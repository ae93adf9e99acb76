"""What is logged and what is shown when something breaks: a code in both, words of a dossier in neither."""

from __future__ import annotations

import logging
import secrets
import traceback

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


class _WithoutWords(logging.Filter):
    """The libraries log errors with message and stack, Streamlit before it asks our handler; keep type and line."""

    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg).startswith("Traceback"):  # of a start that was refused; the reason is on the terminal
            return False
        if record.exc_info and record.exc_info[1]:
            record.msg = f"{record.msg}: {place_of(record.exc_info[1])}"
            record.exc_info = None
        return True


def keep_words_out_of_logs() -> None:
    """Take messages and stacks out of what the libraries log about a broken page or request."""
    for name in ("streamlit.error_util", "streamlit.web.server.starlette.starlette_websocket", "uvicorn.error"):
        logging.getLogger(name).addFilter(_WithoutWords())
