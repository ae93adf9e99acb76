"""The menu: which pages there are, and for which rights they stand in it. The store decides what they show."""

from __future__ import annotations

from dataclasses import dataclass

from forms import FORMS
from popforms.access import User
from popforms.store import rights_of


@dataclass(frozen=True)
class Item:
    """A page in the menu; `shown` is false for pages that are only reached from others."""

    name: str
    title: str
    icon: str
    shown: bool = True


MENU = (
    Item("werk", "Werk", ":material/today:"),
    Item("dossiers", "Dossiers", ":material/folder_shared:"),
    Item("overzicht", "Overzicht", ":material/monitoring:"),
    Item("casusoverleg", "Casusoverleg", ":material/groups:"),
    Item("lijsten", "Lijsten", ":material/contacts:"),
    Item("beheer", "Beheer", ":material/manage_accounts:"),
    Item("bewaren", "Bewaartermijnen", ":material/auto_delete:"),
    Item("privacy", "Privacy", ":material/policy:"),
    Item("account", "Mijn account", ":material/account_circle:"),
    Item("dossier", "Dossier", ":material/folder:", shown=False),
    Item("formulier", "Formulier", ":material/edit_document:", shown=False),
)


def menu_for(roles: list[str]) -> list[Item]:
    """The pages for somebody with these roles: a page stands in the menu when a role has something to do there."""
    rights = rights_of(FORMS)
    user = User(id="", username="", name="", roles=tuple(roles))
    wanted = {
        "dossiers": rights.may_ever(user, "R", FORMS.head.part),
        "overzicht": rights.may_ever(user, "R", "figuren"),
        "casusoverleg": any(rights.may_ever(user, "R", form.part) for form in FORMS.on_shelf("casusoverleg")),
        "lijsten": rights.may_ever(user, "R", "contacten"),
        "beheer": rights.may_act(user, "accounts", about="-"),
        "bewaren": bool(rights.extent(user, "see_retention")),
        "privacy": rights.may_act(user, "read_audit"),
    }
    return [Item(item.name, item.title, item.icon, item.shown and wanted.get(item.name, True)) for item in MENU]
