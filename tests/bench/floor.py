"""The pages of the bare server: a start page, and one page for each list of widgets in FLOOR_WIDGETS."""

import json
import os
from functools import partial
from pathlib import Path

import streamlit as st

LISTS = json.loads(Path(os.environ["FLOOR_WIDGETS"]).read_text(encoding="utf-8"))


def draw(name: str) -> None:
    """The widgets of one page, and a count that moves when an answer moves."""
    st.title(name)
    status = st.empty()
    answers = [widget(number, **one) for number, one in enumerate(LISTS[name])]
    if answers != st.session_state.get(name):
        st.session_state[name] = answers
        st.session_state["kept"] = st.session_state.get("kept", 0) + 1
    status.caption(f"Bewaard {st.session_state.get('kept', 0)}")


def widget(number: int, kind: str, label: str, value: str, options: list[str]) -> object:
    key = f"{number}"
    match kind:
        case "stTextArea":
            return st.text_area(label, value=value, key=key, height="content")
        case "stDateInput":
            return st.date_input(label, value=None, key=key, format="DD-MM-YYYY")
        case "stSelectbox":
            return st.selectbox(label, [f"keuze {n}" for n in range(30)], index=None, key=key)
        case "stMultiSelect":
            return st.multiselect(label, [f"keuze {n}" for n in range(30)], key=key)
        case "stButtonGroup":
            return st.segmented_control(label, options, key=key)
        case "stRadio":
            return st.radio(label, options, key=key)
        case "stCheckbox":
            return st.checkbox(label, key=key)
        case "stButton":
            return st.button(label, key=key)
    return st.text_input(label, value=value, key=key)


def start() -> None:
    st.title("start")
    for name in LISTS:
        st.page_link(pages[name], label=name)


pages = {name: st.Page(partial(draw, name), title=name, url_path=name) for name in LISTS}
st.navigation([st.Page(start, title="start", default=True), *pages.values()]).run()
