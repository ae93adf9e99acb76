"""The words of a gate, read once and checked when the server starts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from popforms.definition.catalogue import Catalogue
from popforms.definition.questions import DefinitionError, Gate
from popforms.process.facts import Facts, Scope
from popforms.process.rules import Condition, RuleError

_ALWAYS_THERE = ("state", "begun", "")
_NAMED = re.compile(r"\{(\w+)\}")


def is_open(gate: Gate, facts: Mapping[str, Any]) -> bool:
    """Whether what a gate needs is so, by the facts of a dossier."""
    return is_met(gate.needs, facts)


def is_met(needs: str, facts: Mapping[str, Any]) -> bool:
    """Whether a condition in the words of the term table holds, by the facts of a dossier."""
    return _needs(needs)(Scope(Facts(facts))).ok


def sentence(gate: Gate, look: Callable[[str], Any]) -> str:
    """What a gate says is missing, with the answers that it names between braces."""
    return _NAMED.sub(lambda found: str(look(found[1]) or ""), gate.say)


def check_gates(forms: Catalogue) -> None:
    """Refuse a gate, or the beginning of a letter, whose words are no rule or that looks at a question that no form asks; DefinitionError with the remedy."""
    for form in forms:
        for gate in form.gates:
            where = f"{form.file}: poort ‘{gate.name}’"
            _check(forms, where, gate.needs)
            for name in _NAMED.findall(gate.say):
                if form.question(name) is None:
                    raise DefinitionError(f"{where} noemt ‘{name}’ in de zin, maar die vraag staat niet in dit formulier. Kijk de naam na.")
    for letter in forms.letters.values():
        if not letter.is_line:
            _check(forms, f"{letter.file}: ‘begint als’", letter.begins)


def _check(forms: Catalogue, where: str, needs: str) -> None:
    try:
        uses = _needs(needs).uses
    except RuleError as error:
        raise DefinitionError(f"{where} is niet te lezen: {error}") from None
    for name in sorted(uses.facts):
        code, _, path = name.partition(".")
        question, _, seen = path.partition(".")  # `F15.es_vorige.es_niveau` looks through a reference
        holder = forms.holder(code, question)
        if question not in _ALWAYS_THERE and (holder is None or (seen and holder.question(seen) is None)):
            raise DefinitionError(f"{where} kijkt naar ‘{name}’, maar die vraag bestaat niet. Schrijf de code en de naam van een vraag.")


@lru_cache(maxsize=256)
def _needs(text: str) -> Condition:
    return Condition.parse(text)
