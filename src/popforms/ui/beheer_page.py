"""Beheer: who has an account, and with which role."""

from __future__ import annotations

from popforms.store import Store
from popforms.ui.accounts import accounts_block
from popforms.ui.shell import gentle, show_flash, title


def beheer_page(store: Store) -> None:
    """The accounts; what waits for a second person comes first."""
    title("Beheer")
    show_flash()
    with gentle():
        accounts_block(store)
