"""Contacten: who can I call."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS
from popforms.definition.questions import LIST
from popforms.store import Store
from popforms.ui.paper_block import blank_download
from popforms.ui.shell import gentle, go, show_flash, spent, title, token


def lijsten_page(store: Store) -> None:
    """The lists of persons, organisations and interpreters; a row opens it."""
    title("Contacten")
    show_flash()
    with gentle():
        lists = {form.key: form for form in store.forms if form.per == LIST}
        key = st.segmented_control(
            "Lijst",
            list(lists),
            format_func=lambda one: _plural(lists[one].title),
            default=next(iter(lists)),
            key="lijst",
            label_visibility="collapsed",
            required=True,
        )
        form = lists[key or next(iter(lists))]
        if store.may_add(form.key) and st.button(f"{form.title} toevoegen", type="primary", icon=":material/add:"):
            name = f"nieuw_{form.key}"
            record_id = store.start_record(form.key, None, token(name))
            spent(name)
            go("formulier", record=record_id)
        contacts = store.contacts(form.key)
        if not contacts:
            st.info(
                "Hier staat nog niemand."
                + (" Voeg de eerste toe." if store.may_add(form.key) else " De POP-consulent of de beheerder vult deze lijst.")
            )
            return
        names = store.lookup()
        questions = [q for _, q in form.questions() if q.required == "c" or q.overview or q.name.endswith(("telefoon", "email"))]
        told = {}
        for question in questions:
            told[question.label.rstrip("?")] = [
                KINDS[question.kind].say(question, value, names) if has_value(value := _find(contact.answers, question.name)) else ""
                for contact in contacts
            ]
        event = st.dataframe(pd.DataFrame(told), hide_index=True, on_select="rerun", selection_mode="single-row", key=f"tabel_{form.key}",
                             alt=f"Lijst: {form.title}", height=min(38 + 35 * len(contacts), 600))  # fmt: skip
        rows = event["selection"]["rows"]
        if rows and rows[0] < len(contacts):
            go("formulier", record=contacts[rows[0]].record.id)
        blank_download(store, form)


def _find(answers: dict[str, object], name: str) -> object:
    for inside in (answers, *(value for value in answers.values() if isinstance(value, dict))):
        if name in inside:
            return inside[name]
    return None


def _plural(word: str) -> str:
    return {"Persoon": "Personen", "Organisatie": "Organisaties", "Tolk": "Tolken"}.get(word, word)
