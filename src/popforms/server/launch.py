"""Start the server the way `make run` does."""

from __future__ import annotations

import os
import sys

from pydantic import ValidationError

from popforms.settings import ROOT, load_settings


def serve() -> None:
    """Become the server process: Streamlit with app.py, its settings, and the port of the environment."""
    try:
        settings = load_settings()
    except ValidationError as error:
        for problem in error.errors():
            print(f"{'.'.join(map(str, problem['loc'])) or 'POPFORMS_URL'}: {problem['msg']}", file=sys.stderr)
        raise SystemExit(1) from None
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from here
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(settings.port)]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    serve()
