"""The logbook of a dossier: what happened, line after line; a line is never changed, a later one mends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from popforms.dutch import AMSTERDAM, say_datetime
from popforms.store import DossierView, NotReady, Store
from popforms.store.logbook import LogLine
from popforms.ui.closed import MASK, stays_open
from popforms.ui.plain import plain
from popforms.ui.shell import flash, fragment, spent, token, typed_here

MENDABLE = 20
"""So many own lines can be chosen to mend; an older one is named in words."""


def log_tab(store: Store, view: DossierView) -> None:
    """The lines of the logbook that this user may read, with a small form to add one."""
    if not store.may_log(view.id, "R"):
        st.info("Het logboek van dit dossier is niet voor jou. Vraag de POP-consulent als je iets wilt weten of melden.")
        return
    lines = store.log_lines(view.id)
    if store.may_log(view.id, "W"):
        _log_form(store.forms, view.id, _own(store, lines))
    if not lines:
        st.info("Er staat nog niets in het logboek dat jij mag lezen. Hier komt wat er gebeurt en wat er is afgesproken.")
    by_id = {line.id: line for line in lines}
    mended = {line.answers.get(store.forms.process.LOG["corrects"]) for line in lines}
    for line in lines:
        _line(store, view, line, by_id, line.id in mended)


def _line(store: Store, view: DossierView, line: LogLine, lines: dict[str, LogLine], mended: bool) -> None:
    """When it was, who wrote it, and its words; with what it mends, or that a later line mends it."""
    names = store.forms.process.LOG
    box = st.container(gap="xxsmall")
    when = _moment(line, names["when"])
    words = [say_datetime(when, store.today), line.author, line.answers.get(names["kind"]), line.answers.get(names["module"])]
    if when.date() != line.at.date():
        words.append(f"opgeschreven {say_datetime(line.at, store.today)}")
    box.caption(plain(" · ".join(str(word) for word in words if word)))
    if mended:
        box.caption(":material/edit_off: Deze regel is verbeterd. De nieuwe regel staat hierboven.")
    if line.closed:
        row = box.container(horizontal=True, vertical_alignment="center", gap="small")
        row.text(MASK)
        if row.button("Toon regel", key=f"toon_regel_{line.id}", icon=":material/visibility:", type="tertiary"):
            stays_open(store.open_log_line(view.id, line.id))
            st.rerun()
        return
    if (old := line.answers.get(names["corrects"])) and old in lines:
        box.caption(f":material/edit: Verbetert de regel van {say_datetime(lines[str(old)].at, store.today)}.")
    box.text(str(line.answers.get(names["short"], "")))
    if line.answers.get(names["text"]):
        box.text(str(line.answers[names["text"]]))


def _moment(line: LogLine, when: str) -> datetime:
    """When it happened, as the line says; the moment of writing where it does not."""
    said = line.answers.get(when)
    try:
        return datetime.fromisoformat(f"{said['datum']}T{said['tijd']}").replace(tzinfo=AMSTERDAM) if isinstance(said, dict) else line.at
    except (KeyError, ValueError):
        return line.at


@fragment
def _log_form(store: Store, dossier_id: str, mine: Mapping[str, str]) -> None:
    """A line of one's own; the form is new after each line, so that a second press adds nothing. What is typed stays while another
    tab is looked at. `mine` are the own lines that it can mend, in words."""
    form, names = store.log_form(), store.forms.process.LOG
    by_name = {q.name: q for _, q in form.questions()}
    turn, now = token(f"log_{dossier_id}"), store.local_now()
    st.session_state.setdefault(f"getypt_log_dag_{turn}", f"{now:%d-%m-%Y}")
    st.session_state.setdefault(f"getypt_log_tijd_{turn}", f"{now:%H:%M}")

    def choose(at: Any, name: str, first: int | None = None) -> Any:
        question = by_name[names[name]]
        choices = [code for code, _ in question.options if code != "systeem"]
        return at.selectbox(question.label, choices, index=first, placeholder="Kies…", key=f"log_{name}_{turn}")

    with st.expander("Regel toevoegen", icon=":material/add:"):
        left, right = st.columns(2)
        kind, module = choose(left, "kind"), choose(right, "module")
        short = typed_here(st.text_input, by_name[names["short"]].label, f"log_kort_{turn}")
        long = typed_here(st.text_area, by_name[names["text"]].label, f"log_lang_{turn}")
        left, right = st.columns(2)
        day = typed_here(left.text_input, "Datum", f"log_dag_{turn}", help=by_name[names["when"]].hint)
        hour = typed_here(right.text_input, "Tijd", f"log_tijd_{turn}")
        visible = choose(st, "visible", first=0)
        mended = None
        if mine:
            question = by_name[names["corrects"]]
            mended = st.selectbox(
                f"{question.label} (mag leeg)", list(mine), index=None, placeholder="Kies een eigen regel…", help=question.hint,
                format_func=lambda one: mine.get(one, ""), key=f"log_verbetert_{turn}",
            )  # fmt: skip
        if st.button("Toevoegen", type="primary", key=f"log_erbij_{turn}"):
            answers = {
                names["when"]: {"datum": day, "tijd": hour}, names["kind"]: kind, names["module"]: module,
                names["short"]: short, names["text"]: long, names["visible"]: visible, names["corrects"]: mended,
            }  # fmt: skip
            try:
                store.add_log_line(dossier_id, answers, turn)
            except NotReady as error:
                st.warning("\n".join(f"- {plain(str(problem))}" for problem in error.problems), title="Nog niet toegevoegd")
            else:
                spent(f"log_{dossier_id}")
                flash("De regel staat in het logboek.")
                st.rerun()


def _own(store: Store, lines: Sequence[LogLine]) -> dict[str, str]:
    """The own lines that a new one can mend, in words."""
    short = store.forms.process.LOG["short"]
    mine = [line for line in lines if line.mine and not line.closed][:MENDABLE]
    return {line.id: f"{say_datetime(line.at, store.today)}: {str(line.answers.get(short, ''))[:60]}" for line in mine}
