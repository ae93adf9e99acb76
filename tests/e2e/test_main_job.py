"""The main job in a browser: from a new dossier to a signed PIP, in both rule sets, with the cast signing in one after the other."""

from __future__ import annotations

import pytest

from tests.e2e.case import Case
from tests.e2e.desk import Desk
from tests.e2e.looking import scan_of, tell_nobody

pytestmark = pytest.mark.xdist_group("browser")


def walk(desk: Desk, regelset: str) -> Case:
    case = Case(desk, regelset, "Tesfay")
    case.open_dossier()
    case.do_regeldag()
    case.write_pop()
    case.report_progress()
    case.write_pip()
    pdf = case.print_pip()
    case.sign_pip(*((scan_of(pdf), "image/png") if case.is_pilot else (pdf, "application/pdf")))
    case.is_read_only()
    case.shows_everywhere()
    tell_nobody(desk, case.id)
    return case


def test_pilot2019(desk: Desk) -> None:
    walk(desk, "pilot2019")


def test_wi2021(desk: Desk) -> None:
    walk(desk, "wi2021")
