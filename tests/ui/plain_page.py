"""A page that says hostile strings the way the pages of popforms do; the strings stand in the environment."""

import json
import os

import streamlit as st

from popforms.ui.plain import plain

for number, text in enumerate(json.loads(os.environ["HOSTILE"])):
    st.container(key=f"markdown-{number}").markdown(plain(text))
    st.container(key=f"label-{number}").text_input(plain(text), key=f"text{number}")
    st.container(key=f"knop-{number}").button(plain(text), key=f"button{number}")
    st.container(key=f"bijschrift-{number}").caption(plain(text))
