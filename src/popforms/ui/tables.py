"""A table of which rows are ticked or pressed: what counts is what stood in the row, never its number."""

from __future__ import annotations

from collections.abc import Container, Sequence
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st


def ticked(frame: pd.DataFrame, ids: Sequence[str], *, key: str, many: bool = False, before: Container[str] = (), **look: Any) -> list[str]:
    """Draw a table with an id for each row, and give the ids of the rows that are ticked.

    Streamlit remembers row numbers, also when other rows have come in their place. So another list is another table, with those
    of `before` ticked from the start.
    """
    mark = sha256("\n".join(ids).encode()).hexdigest()[:12]
    rows = [row for row, one in enumerate(ids) if one in before]
    event: Any = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="multi-row" if many else "single-row", key=f"{key}:{mark}",
        selection_default={"selection": {"rows": rows}} if rows else None, **look,
    )  # fmt: skip
    return [ids[row] for row in event["selection"]["rows"] if row < len(ids)]


def pressed(frame: pd.DataFrame, ids: Sequence[str], *, key: str, **look: Any) -> str | None:
    """The id of the one row that is ticked, as in `ticked`."""
    return next(iter(ticked(frame, ids, key=key, **look)), None)


def pressed_as_drawn(frame: pd.DataFrame, ids: Sequence[str], *, key: str, **look: Any) -> str | None:
    """The id of the row that was just pressed, for a list that grows while one looks: the row is that of the list on the screen."""
    drawn, chosen = f"{key}_getekend", f"{key}_gekozen"

    def take() -> None:
        rows, before = st.session_state[key]["selection"]["rows"], st.session_state.get(drawn, ())
        st.session_state[chosen] = next((before[row] for row in rows if row < len(before)), None)

    st.dataframe(frame, hide_index=True, on_select=take, selection_mode="single-row", key=key, **look)
    st.session_state[drawn] = tuple(ids)
    found: str | None = st.session_state.pop(chosen, None)
    return found
