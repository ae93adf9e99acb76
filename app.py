"""The launcher: the server finds `app` here. Start it with `make run`."""

import streamlit as st
from starlette.middleware import Middleware

from popforms.server.errors import show_script_error
from popforms.server.guard import Guard
from popforms.server.launch import checked_settings
from popforms.server.lifespan import lifespan
from popforms.server.routes import ROUTES

checked_settings()  # the pages read the forms when they are imported, and the forms ask the environment where they are

# Not used here: what is imported before the lifespan begins is frozen there, and the first visitor does not wait for it.
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

# A literal: with anything else here Streamlit runs this file as an ordinary script, without guard, and says nothing.
app = st.App(
    "src/popforms/ui/main.py",
    middleware=[Middleware(Guard)],
    routes=ROUTES,
    lifespan=lifespan,
    on_script_error=show_script_error,
)
