"""All that a server reads before it answers; read once, in the process that servers are forked from."""

import logging

logging.disable(logging.WARNING)  # Streamlit says at each page that no browser has asked for it yet

import pandas  # noqa: E402, F401
import pyarrow  # noqa: E402, F401
import streamlit.web.bootstrap  # noqa: E402
import streamlit.web.cli  # noqa: E402, F401
from streamlit.web.server.starlette import starlette_server  # noqa: E402, F401

from popforms.server import lifespan  # noqa: E402, F401
from popforms.ui import (  # noqa: E402, F401
    account_page,
    beheer_page,
    dossier_page,
    dossiers_page,
    formulier_page,
    lijsten_page,
    navigation,
    overzicht_page,
    privacy_page,
    werk_page,
)

logging.disable(logging.NOTSET)
