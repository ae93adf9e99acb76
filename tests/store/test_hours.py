"""Hours are one's own lines that stay; a wrong one is taken back, a coordinator closes the month, and a talk proposes a line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from popforms.access import AccessDenied
from popforms.demo import complete, fill
from popforms.store import NotNow, NotReady, Store
from popforms.store.hours import HourLine
from tests.conftest import Open

MARCH, FEBRUARY = "2026-03", "2026-02"
LINE = {"ur_datum": "2-3-2026", "ur_soort": "begeleiding", "ur_uren": "1,25"}


def lines(store: Store, month: str = MARCH, **more: bool) -> list[HourLine]:
    return store.hour_lines(month, **more)


def write(store_for: Open, who: str = "joop", token: str = "u", **more: object) -> HourLine:
    store = store_for(who)
    store.add_hours({**LINE, **more}, token)
    return lines(store)[-1]


# Writing


def test_a_line_is_in_ones_own_name_and_of_the_own_organisation(store_for: Open) -> None:
    line = write(
        store_for, ur_dossier=store_for.dossier("Bassel"), ur_notitie="koffie", ur_medewerker="iemand anders", ur_partij="een andere"
    )
    assert (line.who, line.party, line.kind, line.hours, line.note) == (
        "Joop Terpstra", "VluchtelingenWerk Zandvoorde", "begeleiding", Decimal("1.25"), "koffie",
    )  # fmt: skip
    assert "Haddad" in line.dossier and line.mine and line.counts


def test_the_same_press_twice_is_one_line(store_for: Open) -> None:
    write(store_for)
    write(store_for)
    assert len(lines(store_for("joop"))) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ur_uren": "1,3"}, "Dit gaat in stappen van 0,25"), ({"ur_uren": "0"}, "ten minste 0,25"), ({"ur_uren": "24,25"}, "ten hoogste 24"),
        ({"ur_uren": "-1"}, "ten minste 0,25"), ({"ur_datum": "3-3-2026"}, "deze dag moet nog komen"), ({"ur_soort": "luieren"}, "geen keuze"),
        ({"ur_soort": None}, "vul dit nog in"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused_with_the_way_out(store_for: Open, wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(NotReady) as refused:
        write(store_for, **wrong)
    assert any(sentence in problem.say for problem in refused.value.problems)
    assert lines(store_for("joop")) == []


def test_a_dossier_that_is_not_yours_is_no_place_for_hours(store_for: Open) -> None:
    for dossier in (store_for.dossier("Mustafa"), store_for.dossier("Amina"), "0123456789abcdef"):
        with pytest.raises(AccessDenied):
            write(store_for, ur_dossier=dossier)


@pytest.mark.parametrize("who", ["mart", "bea", "priya", "wim"])
def test_who_has_no_hours_writes_none(store_for: Open, who: str) -> None:
    with pytest.raises(AccessDenied):
        write(store_for, who)


def test_there_is_no_draft_and_no_form_to_begin(store_for: Open) -> None:
    with pytest.raises(AccessDenied):
        store_for("joop").start_record("F18", None, "u")
    line, joop = write(store_for), store_for("joop")
    with pytest.raises(NotNow):
        joop.save_field(line.id, "uren.ur_uren", "2", expect=0)
    with pytest.raises(NotNow):
        joop.keep(line.id)


# Reading


def test_a_line_is_for_who_wrote_it_and_for_the_coordinator_of_the_organisation(store_for: Open) -> None:
    write(store_for)
    elvira = store_for("elvira")
    assert elvira.reads_hours_of_us() and not store_for("nadia").reads_hours_of_us()
    assert [line.who for line in lines(elvira, all_of_us=True)] == ["Joop Terpstra"] and lines(elvira) == []
    for who in ("nadia", "marieke", "gerrit", "olga"):
        assert lines(store_for(who), all_of_us=True) == [], who


def test_a_line_of_somebody_else_opens_for_nobody_by_its_id(store_for: Open) -> None:
    line = write(store_for)
    assert store_for("elvira").saved(line.id).answers["uren"]["ur_uren"] == "1.25"
    for who in ("nadia", "marieke", "olga"):
        with pytest.raises(AccessDenied):
            store_for(who).saved(line.id)


def test_the_pc_has_totals_without_a_name(store_for: Open) -> None:
    write(store_for)
    write(store_for, "nadia", token="n", ur_uren="2")
    assert store_for("marieke").hour_totals(MARCH) == [("VluchtelingenWerk Zandvoorde", "begeleiding", Decimal("3.25"))]
    assert store_for("mart").hour_totals(MARCH) == store_for("marieke").hour_totals(MARCH)
    assert store_for("olga").hour_totals(MARCH) == []
    for who in ("elvira", "joop", "bea"):
        with pytest.raises(AccessDenied):
            store_for(who).hour_totals(MARCH)


# Taking back


def test_a_line_that_is_taken_back_stays_and_counts_for_nothing(store_for: Open) -> None:
    line = write(store_for)
    joop = store_for("joop")
    joop.take_back_hours(line.id, "terug")
    old, new = sorted(lines(joop), key=lambda one: one.takes_back)
    assert old.id == line.id and old.taken_back and new.takes_back and not old.counts and not new.counts
    assert store_for("marieke").hour_totals(MARCH) == []


def test_a_line_is_taken_back_once(store_for: Open) -> None:
    line, joop = write(store_for), store_for("joop")
    joop.take_back_hours(line.id, "terug")
    (back,) = (one for one in lines(joop) if one.takes_back)
    for one in (line.id, back.id):
        with pytest.raises(NotNow, match="al teruggenomen"):
            joop.take_back_hours(one, f"nog eens {one}")
    assert len(lines(joop)) == 2


@pytest.mark.parametrize("who", ["nadia", "elvira", "marieke", "olga"])
def test_only_who_wrote_a_line_takes_it_back(store_for: Open, who: str) -> None:
    line = write(store_for)
    with pytest.raises(AccessDenied):
        store_for(who).take_back_hours(line.id, "terug")
    assert lines(store_for("joop"))[0].counts


# The month


def test_a_coordinator_closes_the_month_for_the_own_organisation(store_for: Open) -> None:
    line = write(store_for)
    store_for("elvira").close_month(MARCH)
    for do in (lambda: write(store_for, "nadia", token="n"), lambda: store_for("joop").take_back_hours(line.id, "terug")):
        with pytest.raises(NotNow, match="De uren van maart 2026 zijn afgesloten"):
            do()
    assert store_for("joop").month_is_closed(MARCH) and not store_for("marieke").month_is_closed(MARCH)
    write(store_for, "marieke", token="m")
    write(store_for, token="februari", ur_datum="27-2-2026")
    store_for("elvira").close_month(MARCH, closed=False)
    write(store_for, "nadia", token="n")


@pytest.mark.parametrize("who", ["joop", "sander", "bea", "mart", "priya"])
def test_nobody_else_closes_a_month(store_for: Open, who: str) -> None:
    with pytest.raises(AccessDenied):
        store_for(who).close_month(MARCH)


@pytest.mark.parametrize("month", ["2026-04", "2026-13", "maart", ""])
def test_a_month_that_did_not_begin_is_not_closed(store_for: Open, month: str) -> None:
    with pytest.raises(NotNow):
        store_for("elvira").close_month(month)


def test_closing_twice_is_one_line_and_each_step_stays(store_for: Open) -> None:
    elvira = store_for("elvira")
    for closed in (True, True, False):
        elvira.close_month(MARCH, closed=closed)
    rows = list(elvira.db.query("SELECT closed FROM hours_month WHERE month=? ORDER BY seq", (MARCH,)))
    assert [row["closed"] for row in rows] == [1, 0]


# What a talk proposes


@pytest.fixture
def talk(store_for: Open) -> str:
    """A talk of fifty minutes that Marieke keeps."""
    store = store_for("marieke")
    record = store.start_record("F09", store_for.dossier("Amina"), "gesprek")
    fill(
        store,
        record,
        {"gesprek_datum": "2-3-2026", "gesprek_plaats": "woning", "tolk_nodig": "nee", "vg_soort": "vervolggesprek", "gesprek_duur": 50},
    )
    store.keep(record)
    return record


def test_a_talk_proposes_its_length_in_quarters_and_nothing_is_written_by_itself(store_for: Open, talk: str) -> None:
    marieke = store_for("marieke")
    proposed = marieke.talk_hours(talk)
    assert proposed and (proposed.hours, proposed.kind, proposed.day.isoformat()) == (Decimal("1.00"), "gesprek", "2026-03-02")
    assert talk in {one.record.id for one in marieke.talks_without_hours()}
    assert lines(marieke) == []


def test_writing_it_down_is_one_line_and_the_proposal_goes(store_for: Open, talk: str) -> None:
    marieke = store_for("marieke")
    marieke.write_talk_hours(talk)
    (line,) = lines(marieke)
    assert (line.kind, line.hours) == ("gesprek", Decimal(1)) and "Warsame" in line.dossier
    assert marieke.talk_hours(talk) is None and talk not in {one.record.id for one in marieke.talks_without_hours()}
    with pytest.raises(NotNow):
        marieke.write_talk_hours(talk)


def test_an_intake_and_a_meeting_of_the_team_have_a_kind_of_their_own(store_for: Open) -> None:
    store = store_for("marieke")
    for code, kind in (("F03a", "brede intake"), ("F10", "PIP-teamoverleg")):
        record = store.start_record(code, store_for.dossier("Rima" if code == "F03a" else "Desta"), code)
        fill(store, record, {"gesprek_datum": "2-3-2026", "gesprek_plaats": "azc", "tolk_nodig": "nee", "gesprek_duur": 61})
        assert not [p for p in complete(store, record, "c") if p.missing]
        store.keep(record)
        proposed = store.talk_hours(record)
        assert proposed and (proposed.kind, proposed.hours) == (kind, Decimal("1.25"))


def test_a_talk_proposes_nothing_to_who_did_not_keep_it(store_for: Open, talk: str) -> None:
    assert store_for("nadia").talk_hours(talk) is None
    with pytest.raises(NotNow):
        store_for("nadia").write_talk_hours(talk)
    with pytest.raises(AccessDenied):
        store_for("olga").talk_hours(talk)


def test_a_talk_that_did_not_take_place_or_is_still_to_come_proposes_nothing(store_for: Open, talk: str) -> None:
    store = store_for("marieke")
    fill(store, talk, {"gesprek_datum": "9-3-2026"})
    store.keep(talk)
    assert store.talk_hours(talk) is None
    fill(store, talk, {"gesprek_datum": "2-3-2026", "niet_doorgegaan_reden": "ziek"})
    store.keep(talk)
    assert store.talk_hours(talk) is None
