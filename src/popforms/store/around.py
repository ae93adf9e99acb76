"""What is told around the answers of a form: of the dossier, of people, and the words for ids.

Of a version whose content lies fixed it is what that was told with (store/told.py); else it is what is known today. Always with the
rights of who reads now: what this reader may not read stays closed, however it was fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from popforms.definition.paths import path_of
from popforms.store.dossiers import DossierView
from popforms.store.names import Names
from popforms.store.told import ToldWith

if TYPE_CHECKING:
    from popforms.store.people import People


class Around:
    """What one reader is told around a form of a dossier, or of none."""

    def __init__(self, store: People, dossier_id: str | None, told: ToldWith | None = None) -> None:
        self.store, self.dossier_id, self.told = store, dossier_id, told

    @cached_property
    def view(self) -> DossierView | None:
        """The dossier as it is today."""
        return self.store.dossier(self.dossier_id) if self.dossier_id else None

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The facts of the dossier that this reader may read and that are opened."""
        if self.view is None or self.told is None:
            return self.view.facts if self.view else {}
        allowed = self.store._allowed_facts(self.told.facts, self.store._case(self.view.id))
        return self.store._light(allowed, self.view.id)

    @cached_property
    def gemeente(self) -> str:
        """The name of the gemeente of the dossier, or of the installation."""
        words = self.store.forms.process.OVERVIEW["gemeente"]
        return self.told.gemeente if self.told else self.store._gemeente_words(self.facts.get(words))

    @cached_property
    def lookup(self) -> Names:
        """The words for ids in the answers."""
        return Names(self.store, self.dossier_id, self.told)

    def name(self, who: str | None) -> str:
        """The name behind an id of a person, an organisation or a colleague."""
        kept = self._kept(who)
        return str(kept["name"]) if kept else self.store.contact_name(who)

    def function(self, user_id: str) -> str:
        """The title of the first role of a colleague."""
        kept = self._kept(user_id)
        return str(kept["function"]) if kept else self.store._function_of(user_id)

    def reach(self, who: str) -> list[str]:
        """Phone and e-mail of somebody."""
        found = self.contact(who)
        return [str(found[name]) for name in self.store.forms.process.CONTACT["reach"] if found.get(name)]

    def address(self, who: str | None) -> str:
        """The address of an organisation; empty when there is none."""
        return str(self.contact(who or "").get(self.store.forms.process.CONTACT["address"]) or "")

    def contact(self, who: str) -> Mapping[str, Any]:
        """What the contact list says about somebody, by question."""
        kept = self._kept(who)
        if kept is None:
            return self.store._contact_answers(who)
        form, answers = self.store.forms.get(kept["form"]), kept["answers"]
        if form is None:
            return {}
        seen = self.store.rights.readable(self.store.user, form, None, self.store.today, {**answers, "schrijver": kept["by"]})
        open_to_me = {question.name for section, question in form.questions() if path_of(section, question) in seen}
        return {name: value for name, value in answers.items() if name in open_to_me}

    def actions(self, record_id: str) -> dict[str, str]:
        """The state of each action of a record by the path of its row, as far as this reader may see them."""
        if self.view is None:
            return {}
        found = [action for action in self.store.actions_of(self.view.id) if action.record_id == record_id]
        if self.told is None:
            return {action.path: action.state for action in found}
        return {action.path: self.told.actions[action.path] for action in found if action.path in self.told.actions}

    def _kept(self, who: str | None) -> Mapping[str, Any] | None:
        return self.told.people.get(who or "") if self.told else None
