"""One question on screen: drawn by its kind, saved when it is left, with its error, its source and both texts on a clash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cached_property
from html import escape
from typing import Any

import streamlit as st

from popforms.access import AccessDenied
from popforms.definition.blocks import NEVER_RECORD
from popforms.definition.check import problem_of
from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS
from popforms.definition.paths import cell_of, rights_path
from popforms.definition.questions import HEAVY, LIST, THIS_DOSSIER, Question
from popforms.dutch import say_datetime, say_moment
from popforms.store import Clash, Draft, Entry, NotNow, Store
from popforms.store.actions import Action
from popforms.store.late import FIRST_SIGNATURE
from popforms.store.names import Names
from popforms.ui.closed import show_closed, stays_open
from popforms.ui.plain import plain

UNSEEN = -1
"""A revision that no answer has: what stands in the draft was never on the screen of this tab, so saving asks first."""
_AROUND: ContextVar[Fields | None] = ContextVar("fields of the part around", default=None)


class Fields:
    """The questions of one record in one run of a page."""

    def __init__(self, store: Store, draft: Draft, names: Names) -> None:
        self.store, self.draft, self.names = store, draft, names
        self.changed = False
        state = st.session_state
        self.base: dict[str, tuple[int, Any]] = state.setdefault(f"base_{draft.record.id}", {})
        self.turn: dict[str, int] = state.setdefault(f"turn_{draft.record.id}", {})

    @cached_property
    def actions(self) -> dict[str, Action]:
        """The actions that stand in kept rows of this record, by the path of the row."""
        record = self.draft.record
        found = self.store.actions_of(record.dossier_id) if record.dossier_id and record.version else []
        return {action.path: action for action in found}

    @classmethod
    def of(cls, store: Store, record_id: str) -> Fields:
        """Those of the part of the page that is being drawn; a small part that runs by itself takes its own."""
        around = _AROUND.get()
        if around and around.draft.record.id == record_id:
            return around
        draft = store.open_draft(record_id)
        fields = cls(store, draft, store.lookup(draft.record.dossier_id))
        fields.catch()
        return fields

    def catch(self) -> None:
        """Hand the store what was typed in a question that this tab showed and that this run will not ask: a colleague fixed the
        content, answered it first where answers stay closed, or made it go. The page is drawn anew and tells where it lies."""
        late = {path: mine for path in self.base if not self._is_asked(path) and (mine := self._typed(path)) is not None}
        again = bool(late)
        for path, mine in late.items():
            base, _ = self.base.pop(path)
            unit = rights_path(self.draft.form, path)
            try:
                self.store.save_field(self.draft.record.id, path, mine, expect=base)
            except AccessDenied:
                st.warning("Dit mag je hier niet (meer) invullen. Wat je typte is niet bewaard:", icon=":material/lock:")
                st.text(mine)
                again = False
            except (Clash, NotNow):  # laid aside, and told where it is drawn
                pass
            if unit in self.draft.form.heavy:  # who typed it goes on typing
                stays_open(f"{self.draft.record.id}:{unit}")
        if again:
            st.rerun()

    def _is_asked(self, path: str) -> bool:
        return self.draft.may_write(path) and path not in self.draft.hidden and not self.draft.is_closed(path)

    def _typed(self, path: str) -> str | None:
        """The text that a question of this tab holds in the browser when it is another one than it started from."""
        raw, entry = st.session_state.get(self.key(path)), self.draft.entries.get(path)
        question = cell_of(self.draft.form, path)
        if question.kind not in ("text", "long text") or not isinstance(raw, str):
            return None
        mine = KINDS[question.kind].store(question, raw)
        return None if mine in (self.base[path][1], entry.value if entry else None) else mine

    @contextmanager
    def around(self) -> Iterator[None]:
        """Small parts that are drawn inside share these, and leave what follows from a change to the one around them."""
        token = _AROUND.set(self)
        try:
            yield
        finally:
            _AROUND.reset(token)

    def done(self) -> None:
        """The end of a small part: one that ran by itself tells below its questions that they are kept."""
        if _AROUND.get() is not self and self.same_questions():
            st.html(f'<p class="pf-kept" role="status">{escape(self.kept())}</p>')

    def same_questions(self) -> bool:
        """Draw the page anew when a change made other questions come or go; True when it did not."""
        if self.changed:
            new = self.store.open_draft(self.draft.record.id)
            same = (new.hidden, new.given, new.remarks) == (self.draft.hidden, self.draft.given, self.draft.remarks)
            if self._moved_along(new) or not same:
                st.rerun()
            self.draft = new
        return True

    def _moved_along(self, new: Draft) -> bool:
        """Answers that followed what was just typed, such as those of the other signatures: they are drawn anew."""
        old = self.draft.entries
        moved = [p for p, e in new.entries.items() if e.source == FIRST_SIGNATURE and (p not in old or old[p].revision != e.revision)]
        for path in moved:
            self.base.pop(path, None)
            self.turn[path] = self.turn.get(path, 0) + 1
        return bool(moved)

    def kept(self) -> str:
        """When something was kept last, and who else is here."""
        words = [f"Bewaard {say_moment(self.draft.saved_at, self.store.today)}"] if self.draft.saved_at else []
        words += [f"{who} is ook in dit formulier" for who in self.store.present(self.draft.record.id)]
        return " · ".join(words) or "Nog niets ingevuld"

    def draw(self, at: Any, path: str, question: Question, *, ask_label: str = "") -> None:
        """Ask a question at a place, or tell its answer when it may only be read."""
        label = ask_label or question.label
        if self._needs_box(path, question):
            at = at.container(gap="xsmall")
        if self.draft.is_closed(path):
            unit = rights_path(self.draft.form, path)
            hint = self.draft.closed[unit] if unit == path else ""
            show_closed(at, self.store, self.draft.record.id, self.draft.form, unit, label, hint, place=path)
            return
        value = self.draft.value(path)
        if not self.draft.may_write(path):
            self._tell(at, path, label, question, value)
            return
        marked = plain(label) + (" *" if question.required else "")
        if question.kind == "file" and self.draft.record.form.per == LIST:
            shown = self._upload(at, path, value, marked)
        else:
            shown = KINDS[question.kind].ask(at, question, value, self.key(path), marked, self.names)
        self.settle(at, path, question, shown)
        self._under(at, path, question)

    def _upload(self, at: Any, path: str, value: Any, label: str) -> Any:
        """A file that stands in a list: what lies there already, and room for another."""
        if value:
            at.caption(":material/task: Er ligt een bestand. Een ander bestand komt in de plaats.")
        sent = at.file_uploader(f"{label} (pdf, jpg of png, hoogstens 10 MB)", max_upload_size=10, key=self.key(path))
        if sent is None:
            return value
        try:
            return self.store.add_standing_file(self.draft.record.id, sent.getvalue())
        except NotNow as error:
            at.caption(f":material/error: {plain(str(error))}")
            return value

    def _needs_box(self, path: str, question: Question) -> bool:
        """Whether words always stand close below the question. Each box costs server and browser as much as a widget; that an
        error comes up is no reason for one, because a question that moves into a box loses the focus."""
        told = not self.draft.may_write(path) or question.privacy in HEAVY or question.kind == "long text"
        return told or bool(question.hint)

    def key(self, path: str) -> str:
        """The key of the widget of a path; a new turn makes a new widget, which takes the stored value."""
        return f"{self.draft.record.id}:{path}:{self.turn.get('', 0) + self.turn.get(path, 0)}"

    def draw_anew(self) -> None:
        """Take every stored value at the next run, after the store itself has filled in some."""
        self.base.clear()
        self.turn[""] = self.turn.get("", 0) + 1

    def _tell(self, at: Any, path: str, label: str, question: Question, value: Any) -> None:
        at.caption(plain(label))
        nothing = question.hint if question.owner == THIS_DOSSIER else "–"
        at.text(KINDS[question.kind].say(question, value, self.names) if has_value(value) else nothing)
        if path in self.draft.sources:
            at.caption(plain(f"Uit {self.draft.sources[path]}."))
        if self.store.forms.is_owned(question) and not has_value(value):
            code, _, name = question.owner.partition(".")
            form = self.store.forms.holder(code, name)
            at.caption(plain(f"Komt vanzelf uit {form.title}." if form else ""))

    def settle(self, at: Any, path: str, question: Question, mine: Any) -> None:
        """Compare what this tab started from, what it shows and what the draft holds (platform.md section 4)."""
        entry = self.draft.entries.get(path)
        now, revision = (entry.value, entry.revision) if entry else (None, 0)
        worked_out = bool(question.calculated) and now is None  # until somebody types another answer
        if worked_out:
            now = self.draft.given.get(path)
        if path not in self.base:
            self.base[path] = (revision, now) if mine == now else self._lost(path, mine, now, revision, entry)
        base_revision, base_value = self.base[path]
        if mine == now:
            self.base[path] = (revision, now)
        if mine in (now, base_value) and path in self.draft.aside:
            self._choose(at, path, question, entry, self.draft.aside[path].value, self.draft.aside[path].at)
        elif mine == now:
            pass
        elif mine == base_value and worked_out:
            self._show_again(path)
        elif mine == base_value and entry:
            self._newer(at, path, question, entry)
        else:
            self._save(at, path, question, mine, base_revision)

    def _lost(self, path: str, mine: Any, now: Any, revision: int, entry: Entry | None) -> tuple[int, Any]:
        """What a tab started from that lost its session: an old text was only looked at; a new one is typed, and is laid
        beside that of a colleague when the colleague typed last."""
        if mine in self.store.earlier_values(self.draft.record.id, path):
            return (UNSEEN, mine)
        return (UNSEEN if entry and entry.author != self.store.user.id else revision, now)

    def _save(self, at: Any, path: str, question: Question, mine: Any, expect: int) -> None:
        try:
            entry = self.store.save_field(self.draft.record.id, path, mine, expect=expect)
        except Clash as clash:
            self._choose(at, path, question, clash.theirs, mine)
            return
        except AccessDenied:
            at.caption(":material/lock: Dit mag je hier niet (meer) invullen. Wat je typte is niet bewaard.")
            return
        except NotNow as error:
            at.caption(f":material/lock: {plain(str(error))}")
            return
        self.base[path] = (entry.revision, entry.value)
        self.draft.entries[path] = entry
        self.changed = True
        if question.privacy in HEAVY:  # who typed it goes on typing
            stays_open(f"{self.draft.record.id}:{rights_path(self.draft.form, path)}")

    def _newer(self, at: Any, path: str, question: Question, entry: Entry) -> None:
        """A colleague changed it while this tab only looked: say so, and show theirs on a press."""
        who = self.store.user_name(entry.author)
        words = KINDS[question.kind].say(question, entry.value, self.names) if has_value(entry.value) else "leeg"
        at.caption(f":material/sync: {plain(who)} heeft dit veranderd ({say_datetime(entry.at)}) in: {plain(words[:300])}")
        if at.button("Toon de nieuwe tekst", key=f"newer:{self.draft.record.id}:{path}"):
            self._show_again(path)

    def _choose(self, at: Any, path: str, question: Question, theirs: Entry | None, mine: Any, typed: datetime | None = None) -> None:
        """Two people changed the same question: both texts, with names and times, and the choice. `typed` is when the own text was
        laid aside: it waits until somebody chooses, also when the content was fixed in the meantime."""
        record, today = self.draft.record.id, self.store.today
        kind, key = KINDS[question.kind], f"{record}:{path}:{theirs.revision if theirs else 0}"  # a press is about what was seen
        other = theirs is not None and theirs.author != self.store.user.id
        who = plain(self.store.user_name(theirs.author)) if theirs else ""
        box = at.container(border=True)
        box.markdown(f"**{'Twee mensen vulden dit in' if other else 'Er ligt nog een tekst van jou apart'}. Welke tekst blijft?**")
        left, right = box.columns(2)
        there = f"{who if other else 'Zo staat het er'}, {say_datetime(theirs.at, today)}" if theirs else "Zo staat het er"
        own = f"Jij, {say_datetime(typed, today) if typed else 'nu'}"
        now = theirs.value if theirs else None
        for place, head, value in ((left, there, now), (right, own, mine)):
            place.caption(head)
            place.text(kind.say(question, value, self.names) if has_value(value) else "(leeg)")
        if left.button(f"Houd die van {who}" if other else "Houd wat er staat", key=f"theirs:{key}"):
            self.store.drop_aside(record, path)
            self._show_again(path)
        if right.button("Houd die van mij", key=f"mine:{key}", type="primary"):
            self.store.overwrite_field(record, path, mine)
            self._show_again(path)
        if question.kind == "long text" and has_value(now) and has_value(mine) and box.button("Zet ze onder elkaar", key=f"both:{key}"):
            self.store.overwrite_field(record, path, f"{now}\n\n{mine}")
            self._show_again(path)

    def _show_again(self, path: str) -> None:
        """Draw the question anew from the draft: a widget with a new key takes the stored value."""
        self.base.pop(path, None)
        self.turn[path] = self.turn.get(path, 0) + 1
        st.rerun()

    def _under(self, at: Any, path: str, question: Question) -> None:
        """What stands below a question: what is wrong with it, where it came from, what it is for."""
        entry = self.draft.entries.get(path)
        sentence = problem_of(question, entry.value) if entry and has_value(entry.value) else None
        if sentence:
            at.caption(f":material/error: {plain(sentence)}")
        if remark := self.draft.remarks.get(path):
            at.caption(f":material/info: {plain(remark[:1].upper() + remark[1:])}")
        source = entry.source if entry and has_value(entry.value) else self.draft.sources.get(path, "")
        if source:
            at.caption(f":material/move_down: Overgenomen uit {plain(source)}. Klopt het niet, verander het dan.")
        if question.hint:
            at.caption(plain(question.hint))
        if question.kind == "long text":
            at.caption(NEVER_RECORD)
