"""The forms of a dossier by phase: the phase of now stands open, the others are folded behind how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from popforms.dutch import say_datetime
from popforms.store import DEFINITIVE, DossierView, FormLine, Store
from popforms.ui.plain import plain
from popforms.ui.shell import go, link, spent, token
from popforms.ui.steps import state_badge

FEW = 5
"""Up to so many forms nothing is folded: somebody who sees only these finds them at once."""
ANY_TIME = "Op elk moment te maken"


def forms_by_phase(store: Store, view: DossierView, forms: Sequence[FormLine]) -> None:
    """The dossier itself, then each phase of the process, then what can be made at any moment."""
    phases = store.forms.process.PHASES
    lines = [line for line in forms if not store.is_letter_form(line.form)]  # letters have a tab of their own
    groups = {code: [line for line in lines if line.form.phase == code] for code, _ in phases}
    groups = {code: inside for code, inside in groups.items() if inside}
    now = str(view.facts.get("fase") or "")
    opened = set(groups) if len(lines) <= FEW else _opened([code for code, _ in phases], groups, now)
    for line in lines:
        if line.form.key == store.forms.head.key:
            _form_line(st, store, view, line)
    process = st.container(gap="xsmall")
    for code, words in phases:
        if code in groups:
            _group(process, store, view, groups[code], f"phase_{code}", f"{'Nu: ' if code == now else ''}{words}", code in opened)
    free = [line for line in lines if line.form.key != store.forms.head.key and line.form.phase not in dict(phases)]
    if free:
        st.markdown(f"**{ANY_TIME}**")
        for line in free:
            _form_line(st, store, view, line)


def _opened(order: Sequence[str], groups: dict[str, list[FormLine]], now: str) -> set[str]:
    """The phase of now, or the last one before it with a form for this user; and the next one when all of it is ready."""
    at = order.index(now) if now in order else 0
    before = [code for code in order[: at + 1] if code in groups]
    after = [code for code in order[at + 1 :] if code in groups]
    last = before[-1:]
    ready = not last or all(map(_is_ready, groups[last[0]]))
    return {*last, *(after[:1] if ready else ())}


def _is_ready(line: FormLine) -> bool:
    return bool(line.records) and all(record.state == DEFINITIVE for record in line.records)


def _how_far(lines: Sequence[FormLine]) -> tuple[str, str]:
    """How far a phase is in words, and its icon."""
    ready = sum(map(_is_ready, lines))
    if ready == len(lines):
        return f"{ready} van {len(lines)} klaar", ":material/check:"
    if not any(line.records for line in lines):
        return "nog niet begonnen", ":material/radio_button_unchecked:"
    return f"{ready} van {len(lines)} klaar", ":material/edit:"


def _group(at: Any, store: Store, view: DossierView, lines: Sequence[FormLine], key: str, words: str, opened: bool) -> None:
    said, icon = _how_far(lines)
    with at.expander(plain(f"{words[:1].upper()}{words[1:]} · {said}"), expanded=opened, icon=icon, key=f"{key}_{view.id}"):
        for line in lines:
            _form_line(st, store, view, line)


def _form_line(at: Any, store: Store, view: DossierView, line: FormLine) -> None:
    box = at.container(border=True, gap="xsmall")
    row = box.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    left = row.container(horizontal=True, vertical_alignment="center", gap="small")
    left.markdown(f"**{plain(line.form.title)}**")
    for record in line.records[:1]:
        state_badge(left, record, living=line.living)
    if not line.records:
        left.badge("nog niet begonnen", color="gray", icon=":material/radio_button_unchecked:")
    for record in line.records if line.may_read else ():
        words, icon = ("Verder", ":material/edit:") if line.may_write and record.open else ("Bekijken", ":material/visibility:")
        which = f": {record.title}" if line.form.many and record.title else ""
        link(row, "formulier", words + which, icon=icon, record=record.id)
    begin = "Nieuwe afspraak" if line.not_held and not line.records else "Beginnen"
    if line.may_begin and (not line.records or line.form.many) and row.button(begin, key=f"begin_{line.form.key}"):
        begin_form(store, view.id, line.form.key)
    words = line.form.doc.splitlines()[0] if line.form.doc else ""
    changed = f" Laatst gewijzigd {say_datetime(line.changed, store.today)} door {line.author}." if line.changed else ""
    next_step = ""
    if line.records and line.records[0].open and not line.may_finalise and (who := store.who_finishes(line.form)):
        next_step = f" Definitief maken doet de {who}."
    box.caption(plain(words + changed + next_step))
    if line.not_held and line.may_read:
        _not_held(box, line)


def begin_form(store: Store, dossier_id: str, form: str) -> None:
    """Begin a form of a dossier and go there; two presses begin one."""
    name = f"begin_{dossier_id}_{form}"
    record_id = store.start_record(form, dossier_id, token(name))
    spent(name)
    go("formulier", record=record_id)


def _not_held(at: Any, line: FormLine) -> None:
    """The talks that did not take place, folded: they can be read and count for nothing."""
    with at.expander(f"Niet doorgegaan ({len(line.not_held)})", icon=":material/event_busy:", key=f"niet_door_{line.form.key}"):
        for record in line.not_held:
            words = ", ".join(word for word in (record.title, record.not_held) if word)
            link(st, "formulier", words, icon=":material/visibility:", record=record.id)
