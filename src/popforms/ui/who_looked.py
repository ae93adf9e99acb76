"""The audit trail as a picture with its words: one line of time per colleague, and below it what was done."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from popforms.dutch import say_date, say_datetime
from popforms.store.acts import EMERGENCY, LOGIN, PRINT, READ, REFUSED, SYSTEM, WRITE
from popforms.store.oversight import MOST, Found, Someone, TrailLine
from popforms.ui.tables import pressed_as_drawn

WIDTH, HEIGHT = 500, 24
MOST_PEOPLE = 12
"""So many colleagues stand in the picture; who was refused or looked in an emergency comes first."""
_OPEN = '<circle fill="#fff" stroke="#1f3a6e" stroke-width="1.8" cx="{x:.1f}" cy="12" r="{s:.1f}"/>'
MARKS = {
    REFUSED: '<path fill="none" stroke="#b42318" stroke-width="2.8" d="M{l:.1f} {t:.1f} L{r:.1f} {b:.1f} M{r:.1f} {t:.1f} L{l:.1f} {b:.1f}"/>',
    EMERGENCY: '<path fill="#b45309" d="M{x:.1f} {t:.1f} L{r:.1f} {b:.1f} L{l:.1f} {b:.1f} Z"/>',
    PRINT: '<rect fill="#6b7688" x="{l:.1f}" y="{t:.1f}" width="{d:.1f}" height="{d:.1f}"/>',
    WRITE: '<circle fill="#1f3a6e" cx="{x:.1f}" cy="12" r="{s:.1f}"/>',
    READ: _OPEN,
    LOGIN: _OPEN,
    SYSTEM: _OPEN,
}
"""How a day is drawn, each kind with a form of its own, the most serious first; the words beside it say the same."""
LEGEND = {REFUSED: "geweigerd", EMERGENCY: "noodinzage", PRINT: "afgedrukt of meegenomen", WRITE: "geschreven", READ: "gelezen"}


def show_found(found: Found, first: date, last: date, today: date, *, dossiers: bool = False) -> str | None:
    """The picture, the words and the lines. `dossiers` names the dossier of each line, and gives the one of the line that was pressed."""
    st.html(picture(found, first, last, today, dossiers=dossiers))
    shown = f"de nieuwste {MOST} van {found.total}" if found.total > len(found.lines) else str(found.total)
    st.caption(f"Wat er gebeurde: {shown} {'regel' if found.total == 1 else 'regels'}.")
    columns = {
        "Wanneer": [say_datetime(line.at, today) for line in found.lines],
        "Wie": [line.who for line in found.lines],
        "Wat": [_what(line) for line in found.lines],
    }
    if dossiers:
        columns["Dossier"] = [line.number for line in found.lines]
    look: dict[str, Any] = {
        "column_config": {"Wat": st.column_config.TextColumn(width=520 if dossiers else 640)},
        "alt": "Elke regel met wanneer, wie en wat", "height": min(38 + 35 * len(found.lines), 560),
    }  # fmt: skip
    if dossiers:
        return pressed_as_drawn(pd.DataFrame(columns), [line.dossier_id for line in found.lines], key="tabel_logspoor", **look)
    st.dataframe(pd.DataFrame(columns), hide_index=True, **look)
    return None


def picture(found: Found, first: date, last: date, today: date, *, dossiers: bool = False) -> str:
    """One line of time per colleague with a mark on each day, as html; everything that it shows is said in words too."""
    kinds = [kind for kind in LEGEND if any(one.of(kind) for one in found.people)]
    legend = "".join(f"<li>{_drawn(_mark(kind, 12, 5), 24)}{LEGEND[kind]}</li>" for kind in kinds)
    rows = "".join(_row(one, first, last, today, dossiers=dossiers) for one in found.people[:MOST_PEOPLE])
    more = len(found.people) - MOST_PEOPLE
    rest = f"<p>En nog {more} {'collega' if more == 1 else 'collega’s'}; hun regels staan hieronder.</p>" if more > 0 else ""
    middle = first + (last - first) / 2
    axis = "".join(f"<span>{escape(say_date(day, today))}</span>" for day in (first, middle, last))
    return (
        f"<div class='pf-looked'><ul class='pf-legend'>{legend}</ul><ul class='pf-people' aria-label='Wie keek, per collega'>{rows}</ul>"
        f"<div class='pf-axis' aria-hidden='true'><div>{axis}</div></div>{rest}</div>"
    )


def _row(one: Someone, first: date, last: date, today: date, *, dossiers: bool) -> str:
    rail = f'<path stroke="#d5dbe5" d="M0 12 H{WIDTH}"/>'
    marks = "".join(_day(day, count, first, last) for day, count in sorted(one.days.items()))
    return (
        f"<li><div class='pf-name'><strong>{escape(one.name)}</strong><small>{escape(', '.join(one.roles))}</small></div>"
        f"{_drawn(rail + marks, WIDTH)}"
        f"<div class='pf-said'>{escape(said(one, today, dossiers=dossiers))}</div></li>"
    )


def said(one: Someone, today: date, *, dossiers: bool = False) -> str:
    """What a colleague did in the period, in one sentence."""
    parts = []
    for kind, words in ((READ, "las op"), (WRITE, "schreef op")):
        days = sum(1 for count in one.days.values() if count[kind])
        if days:
            parts.append(f"{words} {days} {'dag' if days == 1 else 'dagen'}")
    for kind, words in ((PRINT, "nam papier mee"), (EMERGENCY, "noodinzage"), (REFUSED, "geweigerd"), (LOGIN, "inloggen en accounts")):
        if times := one.of(kind):
            parts.append(f"{times} keer {words}")
    if times := one.of(SYSTEM):
        parts.append(f"{times} keer iets van het systeem")
    where = f", in {one.dossiers} {'dossier' if one.dossiers == 1 else 'dossiers'}" if dossiers and one.dossiers else ""
    return f"{', '.join(parts)}{where}; laatst {say_datetime(one.last, today)}"


def _day(day: date, count: Mapping[str, int] | Counter[str], first: date, last: date) -> str:
    span = max((last - first).days, 1)
    at = 12 + (WIDTH - 24) * (day - first).days / span
    kind = next(kind for kind in MARKS if count.get(kind))
    return _mark(kind, at, min(4 + sum(count.values()) ** 0.5, 9))


def _drawn(marks: str, width: int) -> str:
    """A drawing as a picture: Streamlit takes svg out of html, and a picture of our own may stand there (CSP img-src data:)."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}">{marks}</svg>'
    return f'<img alt="" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'


def _mark(kind: str, x: float, size: float) -> str:
    return MARKS[kind].format(x=x, s=size, l=x - size, r=x + size, t=12 - size, b=12 + size, d=2 * size)


def _what(line: TrailLine) -> str:
    reason = f". Reden: {line.reason}" if line.reason else ""
    return line.words + (" (met noodinzage)" if line.in_emergency else "") + reason


def period(store_today: date, key: str) -> tuple[date, date]:
    """A choice of how far back, as two days."""
    spans = {"30 dagen": 30, "3 maanden": 91, "een jaar": 365}
    chosen = st.segmented_control("Periode", list(spans), default="3 maanden", key=key, required=True, label_visibility="collapsed")
    return store_today - timedelta(days=spans[chosen or "3 maanden"]), store_today
