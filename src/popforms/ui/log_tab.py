"""The logbook of a dossier: what happened, line after line; a line is never changed, a later one mends it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from popforms.dutch import AMSTERDAM, say_datetime
from popforms.store import DossierView, NotReady, Store
from popforms.store.logbook import LogLine
from popforms.ui.closed import MASK, stays_open
from popforms.ui.plain import plain
from popforms.ui.shell import flash, spent, token

MENDABLE = 20
"""So many own lines can be chosen to mend; an older one is named in words."""


def log_tab(store: Store, view: DossierView) -> None:
    """The lines of the logbook that this user may read, with a small form to add one."""
    if not store.may_log(view.id, "R"):
        st.info("Het logboek van dit dossier is niet voor jou. Vraag de POP-consulent als je iets wilt weten of melden.")
        return
    lines = store.log_lines(view.id)
    if store.may_log(view.id, "W"):
        _log_form(store, view, lines)
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


def _log_form(store: Store, view: DossierView, lines: list[LogLine]) -> None:
    """A line of one's own; the form is new after each line, so that a second press adds nothing."""
    form, names = store.log_form(), store.forms.process.LOG
    by_name = {q.name: q for _, q in form.questions()}
    turn, now = token(f"log_{view.id}"), store.local_now()
    with st.expander("Regel toevoegen", icon=":material/add:"), st.form(f"log_{turn}", clear_on_submit=False, border=False):

        def choose(at: Any, name: str, leave_out: tuple[str, ...] = (), first: int | None = None) -> Any:
            question = by_name[names[name]]
            return at.selectbox(
                question.label, [code for code, _ in question.options if code not in leave_out], index=first, placeholder="Kies…"
            )

        left, right = st.columns(2)
        kind, module = choose(left, "kind", ("systeem",)), choose(right, "module")
        short = st.text_input(by_name[names["short"]].label)
        long = st.text_area(by_name[names["text"]].label)
        left, right = st.columns(2)
        day = left.text_input("Datum", f"{now:%d-%m-%Y}", help=by_name[names["when"]].hint)
        hour = right.text_input("Tijd", f"{now:%H:%M}", key=f"log_tijd_{turn}")
        visible = choose(st, "visible", first=0)
        mended = _mended(store, lines, by_name[names["corrects"]])
        if st.form_submit_button("Toevoegen", type="primary"):
            answers = {
                names["when"]: {"datum": day, "tijd": hour}, names["kind"]: kind, names["module"]: module,
                names["short"]: short, names["text"]: long, names["visible"]: visible, names["corrects"]: mended,
            }  # fmt: skip
            try:
                store.add_log_line(view.id, answers, turn)
            except NotReady as error:
                st.warning("\n".join(f"- {plain(str(problem))}" for problem in error.problems), title="Nog niet toegevoegd")
            else:
                spent(f"log_{view.id}")
                flash("De regel staat in het logboek.")
                st.rerun()


def _mended(store: Store, lines: list[LogLine], question: Any) -> str | None:
    """The own line that this one mends, when it does."""
    mine = {line.id: line for line in lines if line.mine and not line.closed}
    if not mine:
        return None
    short = store.forms.process.LOG["short"]
    return st.selectbox(
        f"{question.label} (mag leeg)", list(mine)[:MENDABLE], index=None, placeholder="Kies een eigen regel…", help=question.hint,
        format_func=lambda one: f"{say_datetime(mine[one].at, store.today)}: {str(mine[one].answers.get(short, ''))[:60]}",
    )  # fmt: skip
