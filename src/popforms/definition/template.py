"""The text of a letter with its blanks: read in a closed sandbox, checked word by word, and filled in with what it is handed.

A text knows `{{ naam }}`, `{% if naam %}`, `{% if naam == "woord" %}` with `else`, `and`, `or`, `not`, and `{% for regel in lijst %}`
over the lists that it is given. Nothing else: no calls, no filters, no reaching into things, no loop in a loop.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 8_000
"""Signs of a text at most; a letter of one page has some 1,500."""
MOST_OUTPUT = 20_000
"""Signs that a filled-in text may have: what a long text holds."""
BLANK = re.compile(r"\[vul in: ([^\]\n]*)\]")
"""How a filled-in text shows what was not known."""
TAGS = "if, elif, else, endif, for, endfor"


@dataclass(frozen=True)
class Mistake:
    """Something wrong with a text: on which line, and a Dutch sentence with the remedy."""

    line: int
    say: str

    def __str__(self) -> str:
        return f"Regel {self.line}: {self.say}"


class Blank:
    """What is not known: empty in a condition, and on paper a mark that says what has to be filled in."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"[vul in: {self.label}]"


class Said(str):
    """A choice: compared by its Dutch word, written in the words of the language of the letter."""

    words: str

    def __new__(cls, value: str, words: str) -> Said:
        made = super().__new__(cls, value)
        made.words = words
        return made

    def __str__(self) -> str:
        return self.words


class TooLong(ValueError):
    """A filled-in text that is longer than a letter can be."""


def _sandbox() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    for words in (made.globals, made.filters, made.tests):
        words.clear()
    return made


_SANDBOX = _sandbox()


TAGS_ALONE = re.compile(r"^[ \t]*((?:\{%(?:(?!%\}).)*%\}[ \t]*)+)\n", re.MULTILINE)
"""A line with nothing but tags; it leaves no line behind."""
_NUMBERED = re.compile(r"^1\. ", re.MULTILINE)


def fill_in(body: str, values: Mapping[str, Any]) -> str:
    """The text with its blanks filled in; call `mistakes_in` first. Raises TooLong.

    Lines that begin with `1.` are numbered through, also those of a list.
    """
    made = ""
    for piece in _SANDBOX.from_string(TAGS_ALONE.sub(r"\1", body)).generate(dict(values)):
        made += piece
        if len(made) > MOST_OUTPUT:
            raise TooLong(f"De brief wordt langer dan {MOST_OUTPUT} tekens. Maak de lijsten of de tekst korter.")
    numbers = count(1)
    made = _NUMBERED.sub(lambda _: f"{next(numbers)}. ", made)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", made)).strip()


def mistakes_in(body: str, known: Mapping[str, tuple[str, ...]]) -> list[Mistake]:
    """What is wrong with a text; `known` are the names it may use, each with its columns when it is a list."""
    if len(body) > LONGEST:
        return [Mistake(1, f"de tekst heeft {len(body)} tekens; er passen er {LONGEST}. Maak de tekst korter.")]
    if not body.strip():
        return [Mistake(1, "er staat geen tekst. Schrijf de brief, of zet de meegeleverde tekst terug.")]
    try:
        found = sorted(_Reader(known).read(_SANDBOX.parse(body)), key=lambda one: one.line)
        if not found:
            _SANDBOX.from_string(body)
    except TemplateSyntaxError as error:
        return [Mistake(error.lineno, _in_dutch(str(error.message)))]
    except (RecursionError, SyntaxError, MemoryError):  # what Python itself cannot read as a program
        return [Mistake(1, "er staan te veel voorwaarden in elkaar. Zet ze onder elkaar.")]
    return found


def names_in_conditions(body: str) -> frozenset[str]:
    """The names that a text asks for in a condition: what it leaves out when they are empty."""
    tests = (node.test for node in _SANDBOX.parse(body).find_all(nodes.If))
    return frozenset(name.name for test in tests for name in ([test] if isinstance(test, nodes.Name) else test.find_all(nodes.Name)))


class _Reader:
    """Walks a text and names everything that is not in the short list of what it may do."""

    def __init__(self, known: Mapping[str, tuple[str, ...]]) -> None:
        self.known = known
        self.row: tuple[str, tuple[str, ...]] | None = None
        self.line = 1

    def _no(self) -> Mistake:
        return Mistake(self.line, f"dit kan niet in een brief. Gebruik alleen {{{{ naam }}}} en {TAGS}.")

    def read(self, node: nodes.Node) -> Iterator[Mistake]:
        self.line = node.lineno or self.line
        match node:
            case nodes.Template():
                yield from self._each(node.body)
            case nodes.Output():
                for inner in node.nodes:
                    if isinstance(inner, nodes.TemplateData):
                        continue
                    if isinstance(inner, nodes.Name) and self.known.get(inner.name):
                        yield Mistake(
                            inner.lineno, f"‘{inner.name}’ is een lijst. Schrijf {{% for regel in {inner.name} %}} … {{% endfor %}}."
                        )
                    else:
                        yield from self._value(inner)
            case nodes.If():
                yield from self._test(node.test)
                yield from self._each([*node.body, *node.elif_, *node.else_])
            case nodes.For():
                yield from self._loop(node)
            case _:
                yield self._no()

    def _each(self, inside: list[nodes.Node]) -> Iterator[Mistake]:
        for node in inside:
            yield from self.read(node)

    def _loop(self, node: nodes.For) -> Iterator[Mistake]:
        if self.row:
            yield Mistake(node.lineno, "een lijst in een lijst kan niet. Zet de twee lijsten onder elkaar.")
            return
        if not (isinstance(node.iter, nodes.Name) and isinstance(node.target, nodes.Name)) or node.test or node.recursive:
            yield Mistake(node.lineno, "een lijst schrijf je zo: {% for regel in naam %} … {% endfor %}.")
            return
        name, columns = node.iter.name, self.known.get(node.iter.name)
        if not columns:
            lists = ", ".join(sorted(one for one, inner in self.known.items() if inner)) or "geen"
            yield Mistake(node.lineno, f"‘{name}’ is geen lijst in deze brief. Lijsten zijn hier: {lists}.")
            return
        if node.target.name in self.known:
            yield Mistake(node.lineno, f"‘{node.target.name}’ is al een gegeven. Noem de regel van de lijst anders, bijvoorbeeld ‘regel’.")
            return
        self.row = (node.target.name, columns)
        yield from self._each([*node.body])
        self.row = None
        yield from self._each([*node.else_])

    def _test(self, node: nodes.Node) -> Iterator[Mistake]:
        self.line = node.lineno or self.line
        match node:
            case nodes.And() | nodes.Or():
                yield from self._test(node.left)
                yield from self._test(node.right)
            case nodes.Not():
                yield from self._test(node.node)
            case nodes.Compare():
                fits = len(node.ops) == 1 and node.ops[0].op in ("eq", "ne")
                if not (fits and isinstance(node.ops[0].expr, nodes.Const) and isinstance(node.ops[0].expr.value, str)):
                    yield Mistake(node.lineno, 'vergelijken kan alleen met een woord: {% if naam == "woord" %} of !=.')
                    return
                yield from self._value(node.expr)
            case _:
                yield from self._value(node)

    def _value(self, node: nodes.Node) -> Iterator[Mistake]:
        self.line = node.lineno or self.line
        match node:
            case nodes.Name() if self.row and node.name == self.row[0]:
                yield Mistake(node.lineno, f"zeg welke kolom: {', '.join(f'{node.name}.{one}' for one in self.row[1])}.")
            case nodes.Name():
                if node.name not in self.known:
                    yield Mistake(node.lineno, self._unknown(node.name, self.known))
            case nodes.Getattr() if isinstance(node.node, nodes.Name) and self.row and node.node.name == self.row[0]:
                if node.attr not in self.row[1]:
                    yield Mistake(node.lineno, self._unknown(node.attr, self.row[1]))
            case nodes.Getattr() | nodes.Getitem():
                yield Mistake(
                    node.lineno, "een punt of haak kan alleen achter de regel van een lijst. Schrijf alleen de naam van het gegeven."
                )
            case _:
                yield self._no()

    @staticmethod
    def _unknown(name: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
        near = difflib.get_close_matches(name, list(known), 1)
        if near:
            return f"‘{name}’ mag niet in deze brief. Bedoel je ‘{near[0]}’?"
        return f"‘{name}’ mag niet in deze brief. Haal het weg, of kies uit: {', '.join(sorted(known)) or 'geen'}."


def _in_dutch(said: str) -> str:
    """What the sandbox says about a text that it cannot read, in Dutch with the remedy."""
    if "unknown tag" in said:
        tag = re.search(r"'(\w+)'", said)
        return f"‘{tag[1] if tag else 'dit'}’ staat op een plaats waar het niet kan. Gebruik {TAGS}, en sluit wat je opent."
    if "end of template" in said or "block" in said:
        return "er ontbreekt een {% endif %} of {% endfor %}. Zet die onder het stuk dat erbij hoort."
    return "hier kloppen de accolades niet. Schrijf een gegeven als {{ naam }} en een voorwaarde als {% if naam %}."
