"""Two versions of a plan side by side on screen, and the same on paper."""

from __future__ import annotations

import pytest

from popforms.demo import fill
from tests.e2e.desk import Desk
from tests.e2e.looking import squeeze, text_of
from tests.e2e.test_signing import WET, record_of, version_of

pytestmark = pytest.mark.xdist_group("browser")

HOSTILE = "Lessen <b>dik</b> *schuin* [klik](https://voorbeeld.nl) :material/home: $x^2$ # kop"


def test_what_changed_in_a_plan_is_shown_and_printed(busy_desk: Desk) -> None:
    desk, record = busy_desk, record_of(busy_desk, *WET)
    old = version_of(desk, record)
    with desk.store("marieke") as store:
        before = store.saved(record).answers
        store.back_to_draft(record, "Het doel is veranderd.")
        fill(
            store, record,
            {"pip_hoofddoel": "onderwijs", "w21_knm": HOSTILE, "w21_begeleiding": before["steun"]["w21_begeleiding"] + "\n\nEn een fiets."},
        )  # fmt: skip
        new = store.keep(record).number
    pc = desk.at("marieke").open(f"formulier?record={record}")
    pc.unfold("Twee versies vergelijken")
    main = pc.main()
    for words in (
        "gewijzigd",
        f"Was (versie {old})",
        f"Nu (versie {new})",
        "[nieuw: En een fiets.]",
        "antwoorden bleven gelijk en staan hier niet.",
    ):
        assert words in main, words
    assert HOSTILE in main.replace("\u2060", "") and pc.outside == []
    assert "Welk PIP is dit? (gelijk)" not in main
    pc.check("Toon ook wat gelijk bleef")
    assert "Welk PIP is dit? (gelijk)" in pc.main()
    pc.check("Toon ook wat gelijk bleef")
    text = text_of(pc.download("Verschillen op papier"))
    for words in ("wat is er veranderd?", f"Was (versie {old}) werk", f"Nu (versie {new}) onderwijs", "[nieuw: En een fiets.]", HOSTILE):
        assert squeeze(words) in text, words


def test_each_colleague_compares_what_is_theirs(busy_desk: Desk) -> None:
    """The consulent Werk reads the plan but not who pays what, and prints nothing of it."""
    desk, record = busy_desk, record_of(busy_desk, *WET)
    with desk.store("marieke") as store:
        store.back_to_draft(record, "De betalingen zijn veranderd.")
        fill(store, record, {"w21_ontzorgen": {"hoe": "kanarieschuld", "tot": "2026-12-31"}, "pip_hoofddoel": "onderwijs"})
        store.keep(record)
    cw = desk.at("denise").open(f"formulier?record={record}")
    cw.unfold("Twee versies vergelijken")
    assert "onderwijs" in cw.main() and "kanarieschuld" not in cw.everything()
    assert not cw.has_button("Verschillen op papier")
