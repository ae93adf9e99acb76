"""What holds of every term, whatever the facts and the day."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from popforms.process.terms import TermTable, compute_all

TABLE = TermTable.load(Path(__file__).parents[2] / "forms" / "termijnen.toml")
PILOT = {"regelset": "pilot2019", "wet": "wi2013", "doelgroep": "asielstatushouder"}
LAW = {"regelset": "wi2021", "wet": "wi2021", "doelgroep": "asielstatushouder"}
DATES = st.dates(date(2025, 1, 1), date(2027, 12, 31))
NAMES = [
    "datum_tvs_melding",
    "datum_vergunning",
    "datum_koppeling",
    "datum_brp",
    "datum_huisvesting",
    "datum_kennisgeving_duo",
    "dagtekening_eerste_pip",
    "F01.vwn_geinformeerd_op",
    "F03b.info_derden_gevraagd_op",
    "F03b.info_derden_ontvangen_op",
    "F04.gesprek_datum",
    "F04.huur_ingang",
    "F08c.w21_dagtekening",
]
PAUSES = st.lists(
    st.fixed_dictionaries({"termijn": st.sampled_from(["T02", "T03", "T06", "T16", "T17"]), "van": DATES, "tot_en_met": st.none() | DATES}),
    max_size=3,
)
CASES = st.tuples(
    st.sampled_from([PILOT, LAW]), st.dictionaries(st.sampled_from(NAMES), DATES), st.fixed_dictionaries({"termijn_pauzes": PAUSES})
).map(lambda parts: {**parts[0], **parts[1], **parts[2]})


@given(CASES, DATES, st.integers(0, 400))
def test_a_later_today_never_makes_a_term_less_late(facts, today, days):
    then = {running.id: running for running in compute_all(TABLE, facts, today + timedelta(days=days))}
    for now in compute_all(TABLE, facts, today):
        later = then[now.id]
        if now.state == "te laat":
            assert later.state == "te laat"
        if now.last_day and later.last_day and now.state not in ("klaar", "niet bekend"):
            assert (today + timedelta(days=days) - later.last_day) >= (today - now.last_day)


@given(CASES, DATES)
def test_every_answer_holds_together(facts, today):
    for running in compute_all(TABLE, facts, today):
        assert running.words
        assert running.last_day or running.state in ("nog niet begonnen", "niet bekend", "klaar")
        assert bool(running.missing) == (running.state == "niet bekend")
        if running.state == "te laat":
            assert running.last_day < today
        if running.state in ("op tijd", "bijna"):
            assert running.last_day >= today
        if running.last_day_before_shift:
            assert running.last_day >= running.last_day_before_shift
        if running.kind == "wet":
            assert running.state != "gepauzeerd"
