"""A running server, the people at their screens, and the store behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count

from playwright.sync_api import Browser

from forms import FORMS
from popforms.demo import PASSWORD
from popforms.store import Store
from popforms.store.accounts import Accounts
from popforms.store.heavy import EVERYTHING
from tests.e2e.tab import Tab
from tests.support.repeating import RepeatingStore
from tests.support.server import Server


class Desk:
    """A running server, the people at their screens, and the store behind it for what takes long to type."""

    def __init__(self, server: Server, browser: Browser, stack: ExitStack) -> None:
        self.server, self.browser, self._stack = server, browser, stack
        self.tabs: list[Tab] = []
        self._people: dict[str, Tab] = {}
        self._numbers = count()

    def at(self, who: str) -> Tab:
        """The screen of a colleague; the first time they log in."""
        if who not in self._people:
            self._people[who] = self.tab(who)
        return self._people[who]

    def tab(self, who: str = "", *, width: int = 1366, height: int = 768) -> Tab:
        """A tab of a browser that nobody else uses; logged in when somebody is named."""
        context = self._stack.enter_context(
            closing(self.browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL", accept_downloads=True))
        )
        context.set_default_timeout(15_000)
        tab = Tab(context, self.server.base_url)
        self.tabs.append(tab)
        return tab.login(who, PASSWORD) if who else tab

    @contextmanager
    def store(self, who: str) -> Iterator[Store]:
        """The store of a colleague on the same database file."""
        with closing(self.server.database()) as db:
            user = next(account.user for account in Accounts(db).all() if account.user.username == who)
            store = RepeatingStore(db, user, FORMS, numbers=self._numbers)
            store.opened = EVERYTHING
            yield store

    def has_peace(self) -> None:
        """Nothing unexpected was said in a console, nothing was asked of the outside, and no script broke."""
        noise = [line for tab in self.tabs for line in (*tab.noise, *tab.outside)]
        assert noise == []
        assert "Traceback" not in self.server.log() and "Uncaught" not in self.server.log()
