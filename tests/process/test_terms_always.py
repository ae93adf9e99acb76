"""What holds of every term, whatever the facts and the day."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from popforms.process.calendar import Length
from popforms.process.own import choosable, read_choice
from popforms.process.terms import TermTable, compute_all

TABLE = TermTable.load(Path(__file__).parents[2] / "forms" / "termijnen.toml")
EVERY_ID = sorted({term.id for term in TABLE.terms})
RECORDS = sorted({term.per for term in TABLE.terms})
PILOT = {"regelset": "pilot2019", "wet": "wi2013", "doelgroep": "asielstatushouder"}
LAW = {"regelset": "wi2021", "wet": "wi2021", "doelgroep": "asielstatushouder"}
ROUTES = st.sampled_from([{}, {"F08c.w21_leerroute": "B"}, {"F08c.w21_leerroute": "Z"}, {"F08c.w21_leerroute": "O"}])
DATES = st.dates(date(2025, 1, 1), date(2027, 12, 31))
NAMES = [
    "datum_tvs_melding",
    "datum_vergunning",
    "datum_koppeling",
    "datum_brp",
    "datum_huisvesting",
    "datum_kennisgeving_duo",
    "datum_einde_plicht",
    "datum_afgesloten",
    "dagtekening_eerste_pip",
    "F01.vwn_geinformeerd_op",
    "F01.vergunning_tot",
    "F02.profiel_ontvangen_op",
    "F03b.info_derden_gevraagd_op",
    "F03b.info_derden_ontvangen_op",
    "F04.gesprek_datum",
    "F04.huur_ingang",
    "F06.gesprek_datum",
    "F08c.w21_dagtekening",
    "F11.pvt_getekend_op",
    "F11.pvt_duo_op",
    "F12.oz_start",
    "F12.oz_besluit_op",
    "F12.oz_verlengd_tot",
    "F12.oz_overgedragen_op",
    "F13.ib_termijn_eind_duo",
    "F13.map_eindgesprek_op",
    "F14a.co_datum",
    "F15.es_ingediend_op",
    "F17.to_datum",
    "F18.ur_datum",
    "F21a.ct_gecontroleerd_op",
    "B-A.gereed_voor",
    "B-G.gesprek_datum",
]
ROWS = st.fixed_dictionaries(
    {
        "F09": st.lists(st.fixed_dictionaries({"gesprek_datum": DATES}), max_size=3),
        "F10": st.lists(st.fixed_dictionaries({"gesprek_datum": DATES, "pt_soort": st.just("voortgang")}), max_size=3),
        "F14a": st.lists(st.fixed_dictionaries({"co_datum": DATES}), max_size=3),
        "F13.ib_uren": st.lists(
            st.fixed_dictionaries(
                {"bron": st.sampled_from(["taal en KNM bij school", "participatie"]), "uren": st.integers(0, 900).map(str)}
            ),
            max_size=2,
        ),
        "F23.st_cbs_levering": st.lists(
            st.fixed_dictionaries({"kwartaal": st.sampled_from(["2025-4", "2026-1", "2026-4", "later"]), "geleverd_op": DATES}), max_size=2
        ),
        "F23.st_pilotteam": st.lists(st.fixed_dictionaries({"datum": DATES}), max_size=2),
        "F15.es_niveau": st.sampled_from(["1", "2", "3"]),
        "B-A.status": st.sampled_from(["afgesproken", "loopt", "klaar"]),
        "B-G.tolk_nodig": st.just("ja"),
    }
)
PAUSES = st.lists(
    st.fixed_dictionaries({"termijn": st.sampled_from(EVERY_ID), "van": DATES, "tot_en_met": st.none() | DATES}),
    max_size=3,
)
FACTS = st.tuples(st.sampled_from([PILOT, LAW]), ROUTES, st.dictionaries(st.sampled_from(NAMES), DATES), ROWS).map(
    lambda parts: {**parts[0], **parts[1], **parts[2], **parts[3]}
)
CASES = st.tuples(FACTS, PAUSES).map(lambda parts: {**parts[0], "termijn_pauzes": parts[1]})


LENGTHS = st.sampled_from(["3 werkdagen", "30 werkdagen", "1 dag", "45 dagen", "6 weken", "1 maand", "14 maanden", "2 jaar", "uit"])
BACKWARDS = {code for code, term in choosable(TABLE) if any(way.is_.amount < 0 for way in term.lengte)}


def row(code, length, warns):
    return {"code": code, "lengte": "10 dagen ervoor" if code in BACKWARDS and length != "uit" else length, "waarschuwen": warns}


ROW = st.builds(row, st.sampled_from([code for code, _ in choosable(TABLE)]), LENGTHS | st.just(""), st.sampled_from(["", "0", "2, 0"]))
CHOICE = st.builds(
    lambda since, rows, days: read_choice(TABLE, since, rows, days), DATES, st.lists(ROW, max_size=12), st.lists(DATES, max_size=3)
)
CHOICES = st.just(()) | st.lists(CHOICE, min_size=1, max_size=3)
"""The table as it is, and what a gemeente may have chosen."""


def every_term(facts, today, table=TABLE):
    """Every term of every kind of record, by its code."""
    return {running.code: running for per in RECORDS for running in compute_all(table, facts, today, per)}


def counts_working_days(running):
    """Whether the length of a term is one of working days."""
    term = next(term for term in TABLE.terms if term.code == running.code)
    lengths = [Length.parse(running.own_length)] if running.own_length else [way.is_ for way in term.lengte]
    return any(length.unit == "werkdagen" for length in lengths)


@given(CASES, DATES, st.integers(0, 400), CHOICES)
def test_a_later_today_never_makes_a_term_less_late(facts, today, days, choices):
    table = TABLE.with_choices(choices)
    later_day = today + timedelta(days=days)
    later_terms = every_term(facts, later_day, table)
    for code, now in every_term(facts, today, table).items():
        later = later_terms.get(code)
        if later is None or later.first_day != now.first_day:
            continue  # a talk that took place since then, or a new quarter, began another term
        if now.state == "te laat":
            assert later.state == "te laat" or (later.state == "klaar" and (later.ended_on is None or later.ended_on > now.last_day))
        if now.last_day and later.last_day and now.state == "gepauzeerd" and counts_working_days(now):
            left = table.calendar.working_days(later_day, later.last_day)  # the clock stands still, so a weekend changes nothing
            assert left <= table.calendar.working_days(today, now.last_day)
        elif now.last_day and later.last_day and now.state not in ("klaar", "niet bekend"):
            assert later_day - later.last_day >= today - now.last_day


@given(CASES, DATES, CHOICES)
def test_every_answer_holds_together(facts, today, choices):
    for running in every_term(facts, today, TABLE.with_choices(choices)).values():
        assert running.words
        assert bool(running.missing) == (running.state == "niet bekend")
        if running.last_day is None and running.first_day is None:
            assert running.state in ("nog niet begonnen", "niet bekend", "klaar") or running.words == "zonder einddatum"
        if running.state == "te laat":
            assert running.last_day < today
        if running.state in ("op tijd", "bijna") and running.last_day:
            assert running.last_day >= today
        if running.state == "bijna":
            assert running.warns_from <= today
        if running.last_day_before_shift:
            assert running.last_day >= running.last_day_before_shift
        if running.kind == "wet":
            assert running.state != "gepauzeerd"


@given(FACTS, PAUSES, DATES, CHOICES)
def test_a_pause_never_moves_a_last_day_further_than_its_days_and_never_one_of_law(facts, pauses, today, choices):
    table = TABLE.with_choices(choices)
    without = every_term(facts, today, table)
    for code, paused in every_term({**facts, "termijn_pauzes": pauses}, today, table).items():
        plain = without.get(code)
        if plain is None or plain.last_day is None or paused.last_day is None or plain.first_day != paused.first_day:
            continue  # a pause decides which of two terms on one line comes first
        if paused.kind == "wet":
            assert paused.last_day == plain.last_day
            continue
        mine = [(one["van"], one["tot_en_met"] or today) for one in pauses if one["termijn"] == paused.id]
        days = {first + timedelta(days=n) for first, end in mine for n in range((end - first).days + 1)}
        moved = (paused.last_day - plain.last_day).days
        assert moved >= 0
        if counts_working_days(paused):
            assert table.calendar.working_days(plain.last_day, paused.last_day) <= len(days)
        else:
            assert moved <= len(days)


@given(CASES, DATES, st.lists(CHOICE, min_size=1, max_size=3))
def test_what_a_gemeente_chooses_never_moves_a_term_of_law_and_never_one_that_began_before(facts, today, choices):
    chosen, first = TABLE.with_choices(choices), min(choice.since for choice in choices)
    free = any(choice.free_days for choice in choices)
    plain = every_term(facts, today)
    for code, found in every_term(facts, today, chosen).items():
        before = plain.get(code)
        if before is None or free:  # a day that is free by decree counts for everybody
            continue
        began = before.first_day or today
        if found.kind == "wet" or (began < first and today < first):
            assert (found.last_day, found.warnings) == (before.last_day, before.warnings), code
