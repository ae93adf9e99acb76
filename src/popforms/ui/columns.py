"""The lines of Werk in columns that stand under each other, and long lists cut; on a phone each part gets a line of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

One = TypeVar("One")
FIRST = 8
"""So many lines stand open; the rest is folded away."""
_WHO, _WHAT, _WHEN = 3, 5, 5


def who_what_when(at: Any) -> tuple[Any, Any, Any]:
    """Three places beside each other: about whom, what there is to do, and when or how it stands."""
    who, what, when = at.columns((_WHO, _WHAT, _WHEN), gap="xxsmall", vertical_alignment="center")
    return who, what, _side_by_side(when)


def what_when(at: Any) -> tuple[Any, Any]:
    """Two places: what there is to do, and when or how it stands, right below that of other lines."""
    what, when = at.columns((_WHO + _WHAT, _WHEN), gap="xxsmall", vertical_alignment="center")
    return what, _side_by_side(when)


def _side_by_side(at: Any) -> Any:
    return at.container(horizontal=True, vertical_alignment="center", gap="xsmall")


def listed(items: Sequence[One], draw: Callable[[Any, One], None], key: str, first: int = FIRST) -> None:
    """Draw the first lines close together; the rest opens behind how many there are."""
    top = st.container(gap="xsmall")
    for one in items[:first]:
        draw(top, one)
    rest = items[first:]
    if not rest:
        return
    with st.expander(f"Nog {len(rest)}", on_change="rerun", key=f"meer_{key}") as more:
        if more.open:
            inside = st.container(gap="xsmall")
            for one in rest:
                draw(inside, one)


def folded(words: str, items: Sequence[One], draw: Callable[[Any, One], None], key: str, icon: str) -> None:
    """A group behind its words, for what one looks at and does not do."""
    with st.expander(words, icon=icon, on_change="rerun", key=f"groep_{key}") as group:
        if group.open:
            inside = st.container(gap="xsmall")
            for one in items:
                draw(inside, one)
