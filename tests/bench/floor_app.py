"""The bare server of the measurement: the same Streamlit with the same widgets, without guard, database or popforms."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Import what the page uses, and freeze it when the measurement asks for that."""
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    if os.environ.get("FLOOR_FREEZE"):
        gc.collect()
        gc.freeze()
    yield


app = st.App("floor.py", lifespan=lifespan)
