"""The main script: who is here, which pages they have, and the run of one of them."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

import streamlit as st

from popforms.server.identity import Facade, current_login
from popforms.settings import load_settings
from popforms.store import open_database
from popforms.ui.navigation import menu_for
from popforms.ui.shell import CLOSED

PAGES = Path(__file__).resolve().parents[3] / "pages"


def _closed() -> None:
    st.text(CLOSED)


st.set_page_config(page_title="popforms", layout="wide", initial_sidebar_state="auto")
with closing(open_database(load_settings())) as db:
    login = current_login(db)
if login is None:
    st.navigation([st.Page(_closed, title="Inloggen", default=True)], position="hidden").run()
    st.stop()

pages = {
    item.name: st.Page(
        PAGES / f"{item.name}.py",
        title=item.title,
        icon=item.icon,
        default=item.name == "werk",
        visibility="visible" if item.shown else "hidden",
    )
    for item in menu_for(Facade(login).roles())
}
st.session_state["pages"] = pages
page = st.navigation(list(pages.values()))
with st.sidebar:
    st.text(login.user.name)
    st.html('<form method="post" action="/uitloggen"><button class="pf-logout">Uitloggen</button></form>')
with ExitStack() as run:
    st.session_state["_run"] = run
    try:
        page.run()
    finally:
        st.session_state.pop("_run", None)
runs = st.session_state["_runs"] = st.session_state.get("_runs", 0) + 1
st.html(f'<span id="pf-run" data-run="{runs}" hidden></span>')
