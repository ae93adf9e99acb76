"""The same server from a process that has read all its code already: it stands in a tenth of the time.

The start itself, with its command line and its checks, is proven by tests/server and tests/e2e/test_first_run.py.
"""

from __future__ import annotations

import os
import signal
import sys
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from types import ModuleType

import pytest

from popforms.settings import ROOT
from tests.support.server import Server

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.support.forked_code"])


class ForkedServer(Server):
    """A server whose code is not read again: Python, Streamlit, the pages and the forms of this repository."""

    _fork: ForkServerProcess | None = None

    def _launch(self, env: dict[str, str]) -> None:
        self._fork = _FORKS.Process(target=_serve, args=(env, str(self.output), self.port), daemon=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, "__main__", ModuleType("__main__"))  # nothing to run again; a page under test may stand there
            self._fork.start()

    def _stopped(self) -> bool:
        return self._fork is None or not self._fork.is_alive()

    def _end(self, how: signal.Signals) -> None:
        if self._fork is None or self._fork.pid is None:
            return
        if self._fork.is_alive():
            os.kill(self._fork.pid, how)
        self._fork.join(15)
        if self._fork.is_alive():
            self._fork.kill()
            self._fork.join(15)
        self._fork = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._fork and self._fork.pid
        return self._fork.pid


def _serve(env: dict[str, str], output: str, port: int) -> None:
    """Become the server, in the process that was just forked."""
    from streamlit.web.cli import main

    os.environ.clear()
    os.environ.update(env)
    os.chdir(ROOT)
    log = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    sys.argv = ["streamlit", "run", "app.py", "--server.port", str(port)]
    main()
