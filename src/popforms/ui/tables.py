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
