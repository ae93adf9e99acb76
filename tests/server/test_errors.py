"""What breaks is logged with a code and a line, never with what somebody typed."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from popforms.server import errors


def broken(secret: str) -> None:
    raise ValueError(f"cannot read {secret}")


def test_an_error_is_logged_by_type_and_line_under_the_code_that_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="cannot read") as caught:
        broken("Petra Jansen")
    code = errors.note(caught.value)
    assert code in errors.sentence(code)
    (line,) = caplog.messages
    assert code in line and "ValueError at test_errors.py:" in line
    assert "Petra" not in caplog.text


@pytest.fixture
def factory() -> Iterator[None]:
    """How records of the log are made, put back afterwards."""
    before = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(before)


@pytest.mark.parametrize("name", ["streamlit.error_util", "streamlit.runtime.app_session", "asyncio", "a.library.of.tomorrow"])
def test_what_a_library_logs_of_an_error_loses_its_words(factory: None, caplog: pytest.LogCaptureFixture, name: str) -> None:
    errors.keep_words_out_of_logs()
    errors.keep_words_out_of_logs()
    log = logging.getLogger(name)
    log.addHandler(caplog.handler)
    try:
        broken("Petra Jansen")
    except ValueError as error:
        log.error("Uncaught app execution in %s", "page", exc_info=error)
    finally:
        log.removeHandler(caplog.handler)
    assert "Uncaught app execution in page: ValueError at test_errors.py:" in caplog.text
    assert "Petra" not in caplog.text and "Traceback" not in caplog.text
