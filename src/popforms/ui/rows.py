"""A repeated group on screen: its rows as cards, each with its own questions."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from popforms.definition.blocks import ACTION_LIFE
from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS
from popforms.definition.paths import GEEN, fixed_rows, path_of
from popforms.definition.questions import HEAVY, Question, SectionDef
from popforms.dutch import say_date
from popforms.store import Draft, Store
from popforms.ui.closed import MASK, show_closed, stays_open
from popforms.ui.fields import Fields
from popforms.ui.plain import plain
from popforms.ui.shell import again, fragment, gentle

_WIDE = ("long text", "rows", "together", "multi choice")
_SENTENCES = ("omschrijving", "actie", "doel")
"""Columns of one line that hold a sentence and so have the whole width."""


def draw_rows(fields: Fields, section: SectionDef, question: Question, start: Mapping[str, Any], usual: tuple[str, ...] = ()) -> None:
    """The rows of a group with a button to add one; `start` holds what a new row begins with, `usual` are words
    to begin one with."""
    draft, path = fields.draft, path_of(section, question)
    box = st.container()
    if draft.is_closed(path):
        show_closed(box, fields.store, draft.record.id, draft.form, path, question.label, "")
        return
    box.markdown(f"**{plain(question.label)}**" + (" *" if question.required else ""))
    rows, seen = draft.rows(section, question), _seen(draft, path)
    seen += [row_id for row_id in rows if row_id not in seen]
    _taken(draft, path).difference_update(rows)  # put back
    if not rows and draft.may_write(path) and question.none_allowed:
        _none(box, fields, path, question)
    elif not rows:
        box.text("Geen" if draft.value(path) == GEEN else "–")
    with box:
        for row_id in rows + [one for one in seen if one not in rows]:
            _row(fields.store.forms, draft.record.id, section, question, row_id)
    if draft.may_write(path) and not question.fixed:
        _add(box, fields, path, question, start, usual)
    if question.hint:
        box.caption(plain(question.hint))


def _seen(draft: Draft, path: str) -> list[str]:
    """The rows that this tab has shown, in the order in which it showed them."""
    rows: list[str] = st.session_state.setdefault(f"regels_{draft.record.id}:{path}", [])
    return rows


@fragment
def _row(store: Store, record_id: str, section: SectionDef, question: Question, row_id: str) -> None:
    """One row as a card; runs by itself at an edit in it."""
    fields = Fields.of(store, record_id)
    draft, path = fields.draft, path_of(section, question)
    rows = draft.rows(section, question)
    card = st.container(border=True)
    if row_id not in rows:
        _gone(card, fields, section, question, row_id)
    else:
        fixed = {row["id"]: row for row in fixed_rows(question)}
        _card(card, fields, section, question, row_id, fixed.get(row_id, {}))
        removable = draft.may_write(path) and row_id not in fixed
        if removable and card.button("Weghalen", key=f"weg:{record_id}:{path}:{row_id}", icon=":material/delete:", type="tertiary"):
            store.remove_row(record_id, path, row_id)
            if _told(fields, path, question, row_id):
                _taken(draft, path).add(row_id)
            else:  # an empty row leaves nothing to put back
                _seen(draft, path).remove(row_id)
            st.rerun()
    fields.done()


def _gone(card: Any, fields: Fields, section: SectionDef, question: Question, row_id: str) -> None:
    """A row that was open here is out of the group. A colleague took it out: what is typed in it goes on being kept until somebody
    chooses. Taken out in this tab: a line with the way back."""
    draft, path = fields.draft, path_of(section, question)
    row, here = card.container(horizontal=True, vertical_alignment="center", gap="small"), row_id in _taken(draft, path)
    if here:
        row.text(f"Weggehaald: {_told(fields, path, question, row_id)}")
    else:
        entry = draft.entries.get(f"{path}.{row_id}")
        who = fields.store.user_name(entry.author) if entry else "Een collega"
        row.markdown(f"**{plain(who)} haalde deze regel weg. Moet hij blijven?**")
        _card(card, fields, section, question, row_id, {})
        row = card.container(horizontal=True)
    if row.button(
        "Terugzetten", key=f"terug:{draft.record.id}:{path}:{row_id}", icon=":material/undo:", type="tertiary" if here else "secondary"
    ):
        fields.store.restore_row(draft.record.id, path, row_id)
        _taken(draft, path).discard(row_id)
        st.rerun()
    if not here and row.button("Laat hem weg", key=f"akkoord:{draft.record.id}:{path}:{row_id}", type="tertiary"):
        _seen(draft, path).remove(row_id)
        st.rerun()


def _taken(draft: Draft, path: str) -> set[str]:
    """The rows that were taken out in this tab."""
    rows: set[str] = st.session_state.setdefault(f"weggehaald_{draft.record.id}:{path}", set())
    return rows


def _told(fields: Fields, path: str, question: Question, row_id: str) -> str:
    """The first answer of a row, to know it by; closed answers stay closed."""
    for column in question.columns:
        cell = f"{path}.{row_id}.{column.name}"
        value = fields.draft.value(cell)
        if fields.draft.is_closed(cell):
            return MASK
        if has_value(value):
            words = KINDS[column.kind].say(column, value, fields.names)
            return words if len(words) <= 80 else f"{words[:79]}…"
    return ""


def _none(at: Any, fields: Fields, path: str, question: Question) -> None:
    none = at.checkbox("Geen", value=fields.draft.value(path) == GEEN, key=f"geen:{fields.key(path)}")
    fields.settle(at, path, question, GEEN if none else None)


def _add(at: Any, fields: Fields, path: str, question: Question, start: Mapping[str, Any], usual: tuple[str, ...]) -> None:
    word = {"B-A": "Actie toevoegen", "B-H": "Handtekening toevoegen"}.get(question.block, "Regel toevoegen")
    turn = f"nieuw:{fields.draft.record.id}:{path}"
    row_id = st.session_state.setdefault(turn, f"r{secrets.token_hex(4)}")
    row = at.container(horizontal=True, vertical_alignment="center", gap="small")
    pressed = row.button(word, key=f"erbij:{fields.draft.record.id}:{path}", icon=":material/add:")
    chosen = None
    if usual:
        chosen = row.selectbox(
            "Of begin met een veelgebruikte regel", usual, index=None, placeholder="Of kies een veelgebruikte…", key=f"{turn}:{row_id}",
            label_visibility="collapsed", width=340,
        )  # fmt: skip
    if pressed or chosen:
        known = {c.name for c in question.columns}
        words = {question.columns[0].name: chosen} if chosen else {}
        with gentle():
            fields.store.add_row(fields.draft.record.id, path, row_id, {n: v for n, v in start.items() if n in known} | words)
            if question.privacy in HEAVY:  # whose first row this is goes on typing in it
                stays_open(f"{fields.draft.record.id}:{path}")
            del st.session_state[turn]
            again()


def _card(
    at: Any,
    fields: Fields,
    section: SectionDef,
    question: Question,
    row_id: str,
    fixed: Mapping[str, Any],
) -> None:
    base = path_of(section, question, row_id)
    given = [str(value) for name, value in fixed.items() if name != "id"]
    if given:
        words = " · ".join(given)
        at.markdown(f"**{plain(words[:1].upper() + words[1:])}**")
    if question.block == "B-A":
        at.caption(plain(_state_of(fields, base)))
    short: list[tuple[str, Question]] = []
    for column in question.columns:
        path = f"{base}.{column.name}"
        if column.name in fixed or path in fields.draft.hidden or (question.block == "B-A" and column.name in ACTION_LIFE):
            continue
        if question.block == "B-H" and column.kind == "file":
            continue  # the scan lies with the version; nobody chooses it here
        if column.part != question.part and path_of(section, question, column=column.name) not in fields.draft.readable:
            continue
        if column.kind in _WIDE or column.name in _SENTENCES:
            _beside(at, fields, short)
            short = []
            fields.draw(at, path, column)
        else:
            short.append((path, column))
    _beside(at, fields, short)


def _beside(at: Any, fields: Fields, questions: list[tuple[str, Question]]) -> None:
    """Short questions in two columns, read down the left one first, so that a phone and the Tab key keep their order."""
    half = (len(questions) + 1) // 2
    for place, side in zip(at.columns(2), (questions[:half], questions[half:]), strict=True) if questions else ():
        for path, column in side:
            fields.draw(place, path, column)


def _state_of(fields: Fields, path: str) -> str:
    """How far the action of a row is; a row without a version is not yet an action."""
    action = fields.actions.get(path)
    if action is None:
        return "Nog een idee: met trekker en datum wordt dit bij Bewaren een actie."
    if not action.agreed:
        return "Voorstel, nog niet afgesproken."
    last = next((line for line in reversed(action.lines) if has_value(line.note)), None)
    said = f" Laatst gemeld {say_date(last.at.date(), fields.store.today)}: {last.note}" if last else ""
    return f"{action.state.capitalize()}.{said}"
