"""What every page stands on: the store of this run, the way to other pages, the top line and gentle errors."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from popforms.access import AccessDenied
from popforms.definition.catalogue import Catalogue
from popforms.server.identity import current_login
from popforms.settings import load_settings
from popforms.store import NotNow, NotReady, Store, StoreError, open_database
from popforms.store.sessions import Sessions
from popforms.ui.closed import open_now, still_shown
from popforms.ui.plain import plain

CLOSED = "Log eerst in. Ga naar de inlogpagina."


_RUN: ContextVar[Store | None] = ContextVar("store of this run", default=None)


@contextmanager
def store_now(forms: Catalogue) -> Iterator[Store]:
    """The store of who is logged in at this moment, one for all parts of a run; nobody gets one sentence and no data."""
    if (running := _RUN.get()) is not None:
        yield running
        return
    with closing(open_database(load_settings())) as db:
        login = current_login(db)
        if login is None:
            st.text(CLOSED)
            st.stop()
        store = Store(db, login.user, forms)
        store.session = login.session
        store.opened = open_now()
        token = _RUN.set(store)
        try:
            yield store
        finally:
            _RUN.reset(token)
            still_shown(store.handed_over)


def open_store(forms: Catalogue) -> Store:
    """The store for a page; main closes it when the run ends. A page that is opened without the main script stops here."""
    stack: contextlib.ExitStack | None = st.session_state.get("_run")
    if stack is None:
        st.text(CLOSED)
        st.stop()
    return stack.enter_context(store_now(forms))


def fragment(draw: Callable[..., None], *, every: float | None = None) -> Callable[..., None]:
    """A part of a page that runs again by itself, with the store of that run: `draw(store, *args)`; with `every` also after so many
    seconds without a press."""

    @st.fragment(run_every=every)
    def part(forms: Catalogue, *args: Any) -> None:
        with store_now(forms) as store, gentle():
            draw(store, *args)

    return part


@contextmanager
def gentle() -> Iterator[None]:
    """What the store refuses becomes its Dutch sentence; everything typed stays."""
    try:
        yield
    except AccessDenied as error:
        st.warning(str(error), icon=":material/lock:")
        if st.button("Naar Werk", key="naar_werk"):
            go("werk")
    except NotReady as error:
        st.warning(
            "\n".join(f"- {plain(str(problem))}" for problem in error.problems), title="Nog niet compleet", icon=":material/checklist:"
        )
    except (NotNow, StoreError) as error:
        st.warning(plain(str(error)), icon=":material/info:")


def go(page: str, **params: str) -> None:
    """Go to a page; parameters are random ids, never personal data."""
    st.switch_page(st.session_state["pages"][page], query_params=params)


def link(at: Any, page: str, label: str, *, icon: str | None = None, **params: str) -> None:
    """A link to a page with the text as it is."""
    at.page_link(st.session_state["pages"][page], label=plain(label), icon=icon, query_params=params)


def param(name: str) -> str | None:
    """An address parameter, with the last one of this tab as fall-back: Back can lose it (platform.md section 3)."""
    value = st.query_params.get(name) or st.session_state.get(f"last_{name}")
    if value:
        st.session_state[f"last_{name}"] = value
    return value


def title(words: str) -> None:
    """The heading of a page and the name of its tab; the tab never carries a name of a person."""
    st.title(plain(words), anchor=False)


def token(name: str) -> str:
    """A random key for one press of a button, so that two presses make one record; `spent(name)` makes a new one."""
    return str(st.session_state.setdefault(f"token_{name}", secrets.token_hex(8)))


def spent(name: str) -> None:
    """The token was used; the next press is a new one."""
    st.session_state.pop(f"token_{name}", None)


def typed_here(ask: Callable[..., str | None], label: str, place: str, **look: Any) -> str:
    """A text that stands in no form, such as a note: it stays while another step or tab is looked at. `place` is new for a new text.

    It is not a draft: it lives as long as the login.
    """
    state = f"getypt_{place}"
    st.session_state[state] = ask(label, value=st.session_state.get(state, ""), key=f"{state}:", **look) or ""
    return str(st.session_state[state])


def hand_out(store: Store, name: str, mime: str, content: bytes, *, dossier: str | None = None, record: str | None = None) -> str:
    """Lay a file ready for this login and give its one-time address; `dossier` and `record` say whose it is."""
    return f"/bestand/{Sessions(store.db).hand_out(store.session, name, mime, content, dossier=dossier, record=record)}"


def download(at: Any, label: str, address: str) -> None:
    """A link that fetches a file from our own route."""
    at.html(f'<a class="pf-download" href="{address}">{label}</a>')


def again() -> None:
    """Run this part of the page once more, or the whole page when the whole page is running."""
    context = get_script_run_ctx()
    st.rerun(scope="fragment" if context and context.fragment_ids_this_run else "app")


def flash(words: str) -> None:
    """A sentence that is shown once, after the next run has begun."""
    st.session_state["flash"] = words


def show_flash() -> None:
    """Show what the last press has done."""
    if words := st.session_state.pop("flash", ""):
        st.success(plain(words), icon=":material/check:")
