"""A page that says hostile strings the way the pages of popforms do; the strings stand in the file that the environment names."""

import json
import os
from pathlib import Path

import streamlit as st

from popforms.ui.plain import plain

texts = json.loads(Path(os.environ["HOSTILE"]).read_text(encoding="utf-8"))
first = int(st.query_params.get("vanaf", 0))
for number, text in enumerate(texts[first : first + 80]):
    st.container(key=f"markdown-{number}").markdown(plain(text))
    st.container(key=f"vet-{number}").markdown(f"**{plain(text)}**")
    st.container(key=f"klein-{number}").markdown(f":small[{plain(text)}]")
    st.container(key=f"icoon-{number}").caption(f":material/sync: {plain(f'wie: {text}')}")
    st.container(key=f"label-{number}").text_input(plain(text), key=f"text{number}")
    st.container(key=f"vinkje-{number}").checkbox(plain(text), key=f"tick{number}")
    st.container(key=f"knop-{number}").button(plain(text), key=f"button{number}")
    st.container(key=f"bijschrift-{number}").caption(plain(text))
    st.container(key=f"melding-{number}").success(plain(text), icon=":material/check:")
    st.container(key=f"kop-{number}").subheader(plain(text), anchor=False)
    st.container(key=f"vouw-{number}").expander(plain(text))
    st.container(key=f"lijst-{number}").warning(f"- {plain(text)}")
    st.container(key=f"tekst-{number}").text(text)
