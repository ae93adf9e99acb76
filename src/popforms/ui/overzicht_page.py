"""Overzicht for the CVLW: who needs me."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from popforms.dutch import say_date
from popforms.store import DossierLine, Store
from popforms.ui.dossiers_page import in_cell, phase_words
from popforms.ui.shell import gentle, go, title
from popforms.ui.tables import pressed


@dataclass(frozen=True)
class Tile:
    """A count on top that filters the table below."""

    words: str
    lines: list[DossierLine]
    late: bool = False


def overzicht_page(store: Store) -> None:
    """Tiles with the late ones first, one line per person below; a row opens the dossier where that is allowed."""
    title("Overzicht")
    with gentle():
        lines = store.overview()
        if not lines:
            st.info("Er is nog niemand in begeleiding. Zodra een dossier is bewaard, staat het hier.")
            return
        tiles = _tiles(store, lines)
        words = {tile.words: f"{tile.words}: {len(tile.lines)}" for tile in tiles}
        chosen = st.pills(
            "Laat zien", list(words), format_func=lambda word: words[word], default=tiles[0].words, key="tegel", required=True
        )
        shown = next((tile.lines for tile in tiles if tile.words == chosen), lines)
        _table(store, shown)
        with st.expander("Begeleiders en hun dossiers"):
            _load(lines)
        _past(store)


def _past(store: Store) -> None:
    """What stays of dossiers that were erased: how many came to each milestone, per quarter."""
    past = store.past_figures()
    if not past:
        return
    rules = store.forms.process.RULE_SETS
    with st.expander("Aantallen uit dossiers die zijn vernietigd"):
        table = {
            "Kwartaal": [quarter.replace("-", ", kwartaal ") for _, _, quarter, _ in past],
            "Wat": [what for what, _, _, _ in past],
            "Afspraken": [rules.get(regelset, regelset) for _, regelset, _, _ in past],
            "Aantal": [number for _, _, _, number in past],
        }
        st.dataframe(pd.DataFrame(table), hide_index=True, alt="Aantallen per kwartaal uit dossiers die zijn vernietigd")


def _tiles(store: Store, lines: list[DossierLine]) -> list[Tile]:
    late = [line for line in lines if line.late_actions or (line.deadline and line.deadline < store.today)]
    return [
        Tile("Iedereen", lines),
        Tile("Iets te laat", late, late=True),
        Tile("Actie te laat", [line for line in lines if line.late_actions], late=True),
        Tile("Nog geen begeleider", [line for line in lines if not line.mb]),
        Tile("Gehuisvest, nog geen PIP", [line for line in lines if line.housed and not line.plan]),
        Tile("PIP getekend of vastgesteld", [line for line in lines if line.plan]),
    ]


def _months(store: Store, line: DossierLine) -> int | None:
    if line.housed is None:
        return None
    day = store.today
    return max(0, (day.year - line.housed.year) * 12 + day.month - line.housed.month - (day.day < line.housed.day))


def _table(store: Store, lines: list[DossierLine]) -> None:
    if not lines:
        st.success("Niemand. Mooi zo.", icon=":material/check:")
        return
    frame = pd.DataFrame(
        {
            "Naam": [in_cell(line.name) for line in lines],
            "Fase": [phase_words(store, line) for line in lines],
            "Begeleider": [line.mb or "nog niemand" for line in lines],
            "Acties te laat": [f"{line.late_actions} van {line.open_actions}" if line.open_actions else "" for line in lines],
            "Eerste termijn": [_first(store, line) for line in lines],
            "PIP": [f"van {say_date(date.fromisoformat(line.plan), store.today)}" if line.plan else "nog niet" for line in lines],
            "Maanden in huis": pd.array([_months(store, line) for line in lines], dtype="Int64"),
            "Taal": [line.taal for line in lines],
            "POP-consulent": [line.pc for line in lines],
            "Nummer": [line.number for line in lines],
        }
    )
    st.caption(f"{len(lines)} {'persoon' if len(lines) == 1 else 'mensen'}. Klik op het vakje voor een regel om het dossier te openen.")
    dossier = pressed(
        frame, [line.id for line in lines], key="tabel_overzicht", alt="Eén regel per persoon met fase, begeleider, acties en PIP",
        height=min(38 + 35 * len(lines), 560),
    )  # fmt: skip
    if dossier and store.may_open(dossier):
        go("dossier", id=dossier)


def _first(store: Store, line: DossierLine) -> str:
    if line.deadline is None:
        return ""
    late = " (te laat)" if line.deadline < store.today else ""
    return f"{say_date(line.deadline, store.today)}: {line.deadline_name}{late}"


def _load(lines: list[DossierLine]) -> None:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.mb or "nog niemand"] = counts.get(line.mb or "nog niemand", 0) + 1
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        st.text(f"{name}: {count} {'dossier' if count == 1 else 'dossiers'}")
