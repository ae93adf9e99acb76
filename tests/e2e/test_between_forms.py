"""What one form asks of another, on screen."""

from __future__ import annotations

import pytest

from popforms.demo import complete, fill
from tests.e2e.case import day
from tests.e2e.desk import Desk
from tests.e2e.test_whole_process import dossier_of

pytestmark = pytest.mark.xdist_group("browser")


def test_the_coordinator_lets_the_declaration_be_signed_with_a_reason(busy_desk: Desk) -> None:
    desk, dossier = busy_desk, dossier_of(busy_desk, "Haddad")
    with desk.store("marieke") as store:
        pvt = store.start_record("F11", dossier, "pvt")
        fill(store, pvt, {"pvt_verplicht": "ja", "pvt_basis_uren": "4", "pvt_onderdelen": "geen", "pvt_basis_op": day(-9).isoformat()})
        assert [problem.gate for problem in complete(store, pvt, "d")] == ["tekenen"]
        store.keep(pvt)
    pc = desk.at("marieke").open(f"formulier?record={pvt}").section("Controleren")
    assert "De verklaring mag nog niet worden getekend: nee, nog nodig: " in pc.main()
    assert not pc.has_button("Klaar om te tekenen")
    cvlw = desk.at("elvira").open(f"formulier?record={pvt}").section("Controleren")
    assert not cvlw.has_button("Klaar om te tekenen")
    cvlw.unfold("Toch doorgaan, met een reden")
    cvlw.text("Waarom?", "De laatste uren zijn al ingepland.")
    cvlw.button("Doorgaan")
    assert "De reden staat in het logboek" in cvlw.main()
    pc.page.reload()
    pc.arrive()
    pc.section("Controleren").button("Klaar om te tekenen")
    assert "De inhoud ligt vast" in pc.main()
