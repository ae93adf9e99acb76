"""Lists that belong to no dossier: who can I call, my hours, what is agreed for everybody, the meetings."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS
from popforms.definition.questions import FormDef
from popforms.dutch import say_date
from popforms.store import Store
from popforms.ui.hours_block import show_hours
from popforms.ui.letter_texts import letter_texts
from popforms.ui.paper_block import blank_download
from popforms.ui.plain import plain
from popforms.ui.shell import gentle, go, show_flash, spent, title, token
from popforms.ui.tables import pressed

SHELVES = {"lijsten": "Lijsten", "casusoverleg": "Casusoverleg"}
"""The pages that hold lists, with their headings."""
LETTERS = "brieven"
"""The choice that is no list of records: the texts of letters."""
_PLURALS = {"Persoon": "Personen", "Organisatie": "Organisaties", "Tolk": "Tolken", "Escalatie": "Escalaties"}


def lijsten_page(store: Store, shelf: str) -> None:
    """The lists of one shelf that this user may read or fill; a row opens its record."""
    title(SHELVES[shelf])
    show_flash()
    with gentle():
        lists = {form.key: form for form in store.lists(shelf)}
        names = {key: _PLURALS.get(form.title, form.title) for key, form in lists.items()}
        if shelf == "lijsten" and (store.may_keep_letter_texts() or store.may_approve_letter_texts()):
            names[LETTERS] = "Brieven"
        if not names:
            st.info("Deze lijsten zijn niet voor jouw rol. Vraag de beheerder als je iets mist.")
            return
        key = next(iter(names))
        if len(names) > 1:
            chosen = st.segmented_control(
                "Lijst", list(names), format_func=lambda one: names[one], default=key, key=f"lijst_{shelf}", label_visibility="collapsed",
                required=True,
            )  # fmt: skip
            key = chosen or key
        if key == LETTERS:
            letter_texts(store)
        else:
            _list(store, lists[key])


def _list(store: Store, form: FormDef) -> None:
    if form.lines:
        show_hours(store)
        blank_download(store, form)
        return
    if store.may_add(form.key) and st.button(f"{form.title} toevoegen", type="primary", icon=":material/add:"):
        name = f"nieuw_{form.key}"
        record_id = store.start_record(form.key, None, token(name))
        spent(name)
        go("formulier", record=record_id)
    if form.above_cases:
        st.caption("Hier staat wat over meer dossiers gaat. Gaat het om één dossier, begin dan in dat dossier.")
    contacts = store.contacts(form.key)
    if not contacts:
        st.info("Hier staat nog niets. " + ("Voeg de eerste toe." if store.may_add(form.key) else "Een collega vult deze lijst."))
        return
    names = store.lookup()
    questions = [
        q for _, q in form.questions() if not q.is_rows and (q.required == "c" or q.overview or q.name.endswith(("telefoon", "email")))
    ]
    told = {}
    for question in questions:
        told[question.label.rstrip("?")] = [
            KINDS[question.kind].say(question, value, names) if has_value(value := _find(contact.answers, question.name)) else ""
            for contact in contacts
        ]
    told = {label: cells for label, cells in told.items() if any(cells)}
    if not told:  # a list of one record, with nothing but groups in it
        told["Wat"] = [contact.title or form.title for contact in contacts]
    record = pressed(
        pd.DataFrame(told), [contact.record.id for contact in contacts], key=f"tabel_{form.key}", alt=f"Lijst: {form.title}",
        height=min(38 + 35 * len(contacts), 600),
    )  # fmt: skip
    if record:
        go("formulier", record=record)
    if form.code == store.forms.process.OWN["form"]:
        _own_terms(store)
    blank_download(store, form)


def _own_terms(store: Store) -> None:
    """In words what the gemeente chose itself of the term table, and from which day."""
    for gemeente in store.user.gemeenten:
        chosen = store.own_lengths(gemeente)
        if chosen:
            st.markdown(f"**Eigen termijnen van {plain(store.contact_name(gemeente))}**")
        for name, usual, own, since in chosen:
            words = own if own != usual else "alleen andere waarschuwingen"
            st.text(f"{name}: {words} (gewoon: {usual}), voor wat begint vanaf {say_date(since, store.today)}")


def _find(answers: dict[str, object], name: str) -> object:
    for inside in (answers, *(value for value in answers.values() if isinstance(value, dict))):
        if name in inside:
            return inside[name]
    return None
