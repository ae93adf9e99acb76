"""Who is behind this run of the script, asked again in every run."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit_authenticator import Authenticate
from streamlit_authenticator.controllers import AuthenticationController

from popforms.store.connection import Database
from popforms.store.sessions import Login, Sessions


def current_login(db: Database) -> Login | None:
    """The login of this tab while it holds; `.user` is who it is, `.session` the hash for `hand_out`.

    The identity in `st.user` is that of the websocket's handshake and never changes, so the session row is read anew.
    """
    session = st.user.get("login")
    return Sessions(db).find_session(session) if isinstance(session, str) and session else None


class _OurSession:
    """Stands where streamlit-authenticator has its cookie, which scripts can read and logout does not end."""

    def __init__(self, username: str) -> None:
        self.username = username

    def get_cookie(self) -> dict[str, str]:
        return {"username": self.username}

    def set_cookie(self) -> None:
        """Our own POST route has set it."""

    def delete_cookie(self) -> None:
        """Our own POST route ends the session."""


class Facade(Authenticate):
    """streamlit-authenticator as the face of a login: name, username and roles in `st.session_state`.

    Its own __init__ is left out, for that draws an iframe and sets a cookie. It believes its session_state for ever, so
    it is told anew whenever the login says something else.
    """

    def __init__(self, login: Login) -> None:
        user = login.user
        account: dict[str, Any] = {"name": user.name, "email": user.email, "roles": list(user.roles)}
        self.path = None
        self.attrs = {"login_sleep_time": 0}
        self.cookie_controller = _OurSession(user.username)
        self.authentication_controller = AuthenticationController({"usernames": {user.username: account}}, auto_hash=False)
        state = st.session_state
        if (state.get("username"), state.get("name"), state.get("roles")) != (
            user.username,
            user.name,
            list(user.roles),
        ):
            state["authentication_status"] = None

    def roles(self) -> list[str]:
        """The roles of who is logged in, for the menu; what may be read or done is asked in the store."""
        self.login(location="unrendered")
        return list(st.session_state.get("roles") or [])
