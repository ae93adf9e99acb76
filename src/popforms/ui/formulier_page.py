"""The form page: any form, one section at a time, with its steps from draft to definitive."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any
from zlib import crc32

import streamlit as st

from popforms.definition.check import NOT_YET
from popforms.definition.conditions import has_value
from popforms.definition.paths import path_of, proposed_row
from popforms.definition.questions import LIST, Question, SectionDef
from popforms.dutch import say_number
from popforms.store import DEFINITIVE, FROZEN, Draft, NotReady, RecordRow, Store
from popforms.ui.aside_block import show_asides, tell_asides
from popforms.ui.closed import open_all_button
from popforms.ui.comparing import show_comparison
from popforms.ui.emergency_block import emergency_banner
from popforms.ui.fields import Fields
from popforms.ui.hours_block import words_of, write_button
from popforms.ui.letters_tab import letter_block
from popforms.ui.lijsten_page import SHELVES
from popforms.ui.paper_block import blank_download
from popforms.ui.plain import plain
from popforms.ui.rights_tab import throw_away_form
from popforms.ui.rows import draw_rows
from popforms.ui.shell import flash, fragment, gentle, go, link, param, show_flash, spent, title, token
from popforms.ui.signing import show_signing
from popforms.ui.steps import move_to, show_check, show_definitive, show_versions

CHECK = "Controleren"
PATIENCE = 4.0
"""So many seconds the page works out dossiers after a save; the timer does the rest."""
TOGETHER = 8
"""So many questions are drawn again at an edit of one of them."""


@dataclass(frozen=True)
class Place:
    """A stop in the list of sections: a section of one of the records, or the check at the end."""

    record_id: str
    section: SectionDef | None
    label: str


def formulier_page(store: Store) -> None:
    """Draw the form that the address names; a dossier that is not kept yet shows its start forms together."""
    record_id = param("record")
    with gentle():
        if record_id is None:
            title("Formulier")
            st.info("Kies een formulier in een dossier.")
            link(st, "dossiers", "Naar Dossiers")
            return
        record = store.record_row(record_id)
        _head(store, record)
        show_flash()
        if record.not_held:
            _called_off(store, record)
        elif proposed := store.talk_hours(record.id):
            row = st.container(horizontal=True, vertical_alignment="center", gap="small")
            row.text(f"Je uren van dit gesprek: {words_of(store, proposed)}.")
            write_button(store, proposed, row)
        fills = record.state not in (FROZEN, DEFINITIVE) and store.may_fill(record.id)
        if not fills and not record.form.lines:
            show_asides(store, record)
        if record.form.lines:
            st.info("Regels van het logboek staan in het dossier, die van de uren bij Lijsten.")
        elif record.state == FROZEN:
            show_signing(store, record)
        elif not fills:
            show_definitive(store, record)
        else:
            if store.is_letter(record):
                letter_block(store, record)
            _fill(store, record)
        _more(store, record)


def _head(store: Store, record: RecordRow) -> None:
    if record.dossier_id and not store.may_open(record.dossier_id):  # such as an escalation for who never opens a dossier
        title(record.form.title)
    elif record.dossier_id:
        view = store.dossier(record.dossier_id)
        if view.kept:
            link(st, "dossier", f"{view.name} · {view.number}", icon=":material/arrow_back:", id=record.dossier_id)
            title(_title(store, record))
            emergency_banner(store, view.id)
        else:
            title("Nieuw dossier")
    else:
        link(st, record.form.shelf, SHELVES[record.form.shelf], icon=":material/arrow_back:")
        title((record.title if record.form.per == LIST else record.form.title) or f"{record.form.title} toevoegen")


def _called_off(store: Store, record: RecordRow) -> None:
    """The talk did not take place: that this form counts for nothing, and the way to the new appointment."""
    st.info(
        f"Dit gesprek ging niet door ({plain(record.not_held)}). Het telt nergens mee. Een nieuwe afspraak krijgt een eigen formulier, "
        "dat begint met wat blijft kloppen.",
        icon=":material/event_busy:",
    )
    new = store.new_appointment(record.id)
    if new:
        link(st, "formulier", "Naar de nieuwe afspraak", icon=":material/arrow_forward:", record=new)
    elif new is not None and st.button("Nieuwe afspraak", key=f"opnieuw_{record.id}", icon=":material/event:"):
        name = f"opnieuw_{record.id}"
        record_id = store.start_record(record.form.key, record.dossier_id, token(name))
        spent(name)
        go("formulier", record=record_id)


def _title(store: Store, record: RecordRow) -> str:
    """The name of the form; of a letter which letter it is."""
    letter = store.letter_state(record.id).letter if store.is_letter(record) else None
    return letter.title if letter else record.form.title


def _bundle(store: Store, record: RecordRow) -> list[RecordRow]:
    """The records that are filled in together: those that start a dossier, or just this one."""
    if record.dossier_id and store.may_open(record.dossier_id) and not store.dossier(record.dossier_id).kept:
        return store.start_records(record.dossier_id)
    return [record]


def _fill(store: Store, record: RecordRow) -> None:
    records = _bundle(store, record)
    drafts = {one.id: store.open_draft(one.id) for one in records}
    places = [
        Place(one.id, section, _label(drafts[one.id], section))
        for one in records
        for section in one.form.sections
        if _is_shown(drafts[one.id], section) and (len(records) == 1 or any(q.required for q in section.questions))
    ]
    if not store.is_living(record.id) and len(records) == 1:
        places.append(Place(record.id, None, CHECK))
    key = f"deel_{records[0].id}"
    names = [f"{place.record_id}:{place.section.name if place.section else CHECK}" for place in places]
    right = st.container()
    if len(places) > 1:
        left, right = st.columns([1, 3], gap="large")
        with left.container(key="onderdelen"):
            _choose_section(key, names, [place.label for place in places])
    elif st.session_state.get(key) not in names:
        st.session_state[key] = names[0]
    at = names.index(st.session_state[key])
    place = places[at]
    with right:
        tell_asides(drafts.values(), key, (place.record_id, place.section))
        if place.section is None:
            show_check(store, record, key)
        else:
            _section(store.forms, place.record_id, place.section, tuple(one.id for one in records), key, names, at)


def _choose_section(key: str, names: list[str], labels: list[str]) -> None:
    """The list of sections. What is chosen stands in `key`, apart from the widget: that is a new one when a label tells more progress."""
    words, here = dict(zip(names, labels, strict=True)), st.session_state.get(key)
    widget = f"{key}:{st.session_state.get(f'{key}:turn', 0)}:{crc32(repr(labels).encode())}"
    shown = st.radio(
        "Onderdelen", names, index=names.index(here) if here in names else 0, format_func=lambda name: plain(words[name]), key=widget,
        label_visibility="collapsed", on_change=_take, args=(key, widget),
    )  # fmt: skip
    if here not in names:  # a new tab, or a session that was lost: the browser may know where it was
        st.session_state[key] = shown


def _take(key: str, widget: str) -> None:
    """Somebody pressed a section in the list."""
    st.session_state[key] = st.session_state[widget]


@fragment
def _section(store: Store, record_id: str, section: SectionDef, bundle: tuple[str, ...], key: str, names: list[str], at: int) -> None:
    """One section: its questions in small parts that each run by themselves at an edit, what is kept, and the way on."""
    fields = Fields.of(store, record_id)
    draft = fields.draft
    head = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
    head.subheader(plain(section.title or draft.form.title), anchor=False)
    status = head.container(width="content")
    if section.intro:
        st.caption(plain(section.intro))
    here = {path_of(section, question) for question in section.questions} - draft.hidden
    closed = {unit: hint for unit, hint in draft.closed.items() if unit in here or unit.rpartition(".")[0] in here}
    open_all_button(st, store, record_id, draft.form, closed)
    with st.container(gap="medium"), fields.around():
        for part in _parts(draft, section):
            if part[0].is_rows:
                draw_rows(fields, section, part[0], _row_start(store, draft, section), _usual(store, section, part[0]))
            else:
                _questions(store.forms, record_id, section, tuple(question.name for question in part))
    fields.same_questions()
    status.caption(plain(fields.kept()))
    if any(q.required for q in section.questions):
        st.caption("\\* nodig. Je hoeft niet alles nu in te vullen; wat je typt, blijft bewaard.")
    _buttons(store, bundle, key, names, at)


def _parts(draft: Draft, section: SectionDef) -> list[list[Question]]:
    """The questions of a section that are shown, a few together; a group of rows stands alone. An edit draws only its own
    part again: what the browser and the server spend on it does not grow with the form."""
    parts: list[list[Question]] = []
    for question in section.questions:
        path = path_of(section, question)
        if path in draft.hidden or path not in draft.readable or question.required == "n" or question.name in dict(section.fixed):
            continue
        if question.by_tool and not has_value(draft.value(path)):
            continue
        if question.is_rows or not parts or parts[-1][0].is_rows or len(parts[-1]) == TOGETHER:
            parts.append([])
        parts[-1].append(question)
    return parts


@fragment
def _questions(store: Store, record_id: str, section: SectionDef, names: tuple[str, ...]) -> None:
    """A few questions of a section."""
    fields = Fields.of(store, record_id)
    for question in section.questions:
        if question.name in names:
            path = path_of(section, question)
            if question.counts:
                _counts(store)
            fields.draw(st, path, question)
            if question.proposes and fields.draft.value(path) == NOT_YET:
                _propose(st, store, fields.draft, path, question.proposes)
    fields.done()


def _counts(store: Store) -> None:
    """The counts of the overview beside a question about everybody: numbers, no names."""
    counts = store.counts()
    if counts is None:
        return
    with st.container(border=True, gap="xsmall"):
        st.caption("Nu in het overzicht")
        row = st.container(horizontal=True, gap="xsmall")
        for words, number in counts.phases:
            row.badge(f"{words}: {number}", color="gray")
        if counts.late_terms:
            people = "1 mens" if counts.late_people == 1 else f"{counts.late_people} mensen"
            terms = "1 termijn" if counts.late_terms == 1 else f"{counts.late_terms} termijnen"
            row.badge(f"te laat: {terms} bij {people}", icon=":material/schedule:", color="red")


def _buttons(store: Store, bundle: tuple[str, ...], key: str, names: list[str], at: int) -> None:
    if st.session_state.get(key) != names[at]:  # a button of this part chose another section
        st.rerun()
    row = st.container(horizontal=True)
    if len(names) > 1:
        row.button("Vorige", disabled=at == 0, key=f"vorige_{key}", on_click=move_to, args=(key, names[max(at - 1, 0)]))
        row.button(
            "Volgende",
            disabled=at == len(names) - 1,
            key=f"volgende_{key}",
            on_click=move_to,
            args=(key, names[min(at + 1, len(names) - 1)]),
        )
    if row.button("Bewaren", type="primary", key=f"bewaren_{key}"):
        keep(store, bundle, key)


def keep(store: Store, bundle: tuple[str, ...], key: str) -> None:
    """Bewaren, with what is still missing as links; afterwards the page says what happened."""
    try:
        if len(bundle) > 1:
            store.keep_together(list(bundle))
        else:
            store.keep(bundle[0])
    except NotReady as error:
        with st.container(border=True):
            st.markdown("**Nog niet bewaard als versie.** Wat je typte staat er nog. Dit is nodig:")
            found = st.container(gap="xxsmall")
            for number, problem in enumerate(error.problems):
                found.button(plain(str(problem)), key=f"mist_{key}_{number}", type="tertiary", icon=":material/arrow_forward:",
                          on_click=move_to, args=(key, _place_of(store, bundle, problem.path)))  # fmt: skip
        return
    record = store.record_row(bundle[0])
    if record.form.per == LIST:
        flash(f"Bewaard. {_catch_up(store)}".strip())
        go(record.form.shelf)
    flash(f"Bewaard als versie {record.version}.")
    if len(bundle) > 1 and record.dossier_id:
        go("dossier", id=record.dossier_id)
    st.rerun()


def _catch_up(store: Store) -> str:
    """Work out the dossiers that wait after a gemeente chose other terms, as many as somebody wants to wait for; what was done in words."""
    waiting = store.catch_up(0)[1]
    if not waiting:
        return ""
    bar, done, left, until = st.progress(0.0), 0, waiting, monotonic() + PATIENCE
    while left and monotonic() < until:
        more, left = store.catch_up(0.25)
        done += more
        bar.progress(min(done / waiting, 1.0), text=f"Termijnen opnieuw uitrekenen: {done} van {waiting} dossiers")
    words = (
        f"De termijnen van {say_number(done)} dossiers zijn opnieuw uitgerekend."
        if done != 1
        else "De termijnen van 1 dossier zijn opnieuw uitgerekend."
    )
    if not left:
        return words
    minutes = ceil(2 * PATIENCE * left / max(done, 1) / 60)  # the timer works half of the time
    return f"{words} Nog {say_number(left)} volgen vanzelf, in ongeveer {minutes} {'minuut' if minutes == 1 else 'minuten'}. Je kunt verder werken."


def _place_of(store: Store, bundle: tuple[str, ...], path: str) -> str | None:
    """The section that a problem is in, by its name in the list of sections."""
    first = path.partition(".")[0]
    for record_id in bundle:
        for section in store.record_row(record_id).form.sections:
            if section.name == first or (section.name == "" and any(q.name == first for q in section.questions)):
                return f"{record_id}:{section.name}"
    return None


def _is_shown(draft: Draft, section: SectionDef) -> bool:
    return any(
        (path := path_of(section, q)) in draft.readable and path not in draft.hidden and q.required != "n" for q in section.questions
    )


def _label(draft: Draft, section: SectionDef) -> str:
    """The title of a section with its progress: answered and needed, a tick when all is there."""
    needed = [
        path_of(section, q)
        for q in section.questions
        if q.required in ("c", "d") and path_of(section, q) in draft.writable and path_of(section, q) not in draft.hidden and not q.is_given
    ]
    answered = sum(1 for path in needed if draft.is_answered(path) or _has_rows(draft, path))
    words = section.title or draft.form.title
    if not needed:
        return words
    return f"{words} ✓" if answered == len(needed) else f"{words} {answered}/{len(needed)}"


def _has_rows(draft: Draft, path: str) -> bool:
    return any(p.startswith(path + ".") and has_value(entry.value) for p, entry in draft.entries.items())


def _row_start(store: Store, draft: Draft, section: SectionDef) -> dict[str, Any]:
    """What a new action row begins with: the module and its trekker."""
    words = store.forms.process.ACTION_FROM
    return {column: draft.value(path_of(section, q)) for column, name in words.items() for q in section.questions if q.name == name}


def _usual(store: Store, section: SectionDef, question: Question) -> tuple[str, ...]:
    """Words that rows of this question often hold in this module, to choose from and then to change."""
    module = dict(section.fixed).get(store.forms.process.ACTION_FROM["module"], "")
    words: tuple[str, ...] = store.forms.process.USUAL.get(module, {}).get(question.name, ())
    return words


def _propose(at: Any, store: Store, draft: Draft, path: str, words: str) -> None:
    """'Nog niet' offers an action row in this form."""
    target = next(((s, q) for s, q in draft.form.questions() if q.block == "B-A" and path_of(s, q) in draft.writable), None)
    row_id = proposed_row(path)
    if target is None or f"{path_of(*target)}.{row_id}" in draft.entries:
        return
    if at.button(plain(f"Maak een actie: {words}"), key=f"stel_{draft.record.id}_{path}", icon=":material/add_task:", type="tertiary"):
        store.add_row(draft.record.id, path_of(*target), row_id, {"omschrijving": words})
        flash(f"De actie ‘{words}’ staat klaar bij ‘{target[1].label}’. Kies daar wie het doet en voor wanneer.")
        st.rerun()


def _more(store: Store, record: RecordRow) -> None:
    """Versions, prints, the empty form and what changed, out of sight until asked for."""
    with st.expander("Versies en papier", on_change="rerun", key=f"meer_{record.id}") as more:
        if more.open:
            show_versions(store, record)
            blank_download(store, record.form)
            throw_away_form(store, record.id)
    if record.version > 1 and not record.form.lines:
        with st.expander("Twee versies vergelijken", on_change="rerun", key=f"vergelijken_{record.id}") as compare:
            if compare.open:
                show_comparison(store, record)
