"""What the person of a dossier gets to see: everything that is theirs, nothing about another, after two people said yes."""

from __future__ import annotations

import io
import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from popforms.access import AccessDenied
from popforms.definition.conditions import has_value
from popforms.demo import fill
from popforms.paper.readability import measure
from popforms.prints import certificate, person_file
from popforms.store import NotNow, Store
from popforms.store.retention import Certificate
from popforms.store.trail import SYSTEM
from tests.conftest import NOON, TODAY, Open
from tests.support.ending import machine
from tests.support.pdfcheck import check_bytes

PERSON = "Bassel"
TANTE = "Zijn buurvrouw mevrouw De Wit heeft schulden."


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def log(store: Store, dossier: str, words: str) -> None:
    names = store.forms.process.LOG
    store.add_log_line(dossier, {names["when"]: {"datum": "2026-03-02", "tijd": "10:00"}, names["kind"]: "telefoon", names["module"]: "algemeen",
        names["short"]: words, names["visible"]: "hele team"}, words)  # fmt: skip


def test_every_answer_stands_in_both_files_with_its_label(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier(PERSON)
    made = person_file.person_file(store, dossier, TODAY)
    text, data = text_of(made.pdf), json.loads(made.data)
    told = {(form["titel"], one["naam"]): one for form in data["formulieren"] for one in form["versies"][0]["antwoorden"]}
    asked = 0
    for line in store.forms_of(dossier):
        for record in line.records:
            saved = store.saved(record.id) if record.version else None
            for section, question in saved.form.questions() if saved else ():
                value = saved.answers.get(section.name, {}).get(question.name)  # type: ignore[union-attr]
                if has_value(value) and question.name != "gezin_dossiers":
                    found = told[line.form.title, f"{section.name}.{question.name}"]
                    assert found["vraag"] == question.label and found["waarde"] == value
                    if question.kind in ("text", "bsn", "v-number", "phone"):
                        assert " ".join(found["antwoord"].split()) in text, question.name
                    asked += 1
    assert asked > 100
    bsn = (
        told["Aanmelding", "herkomst.bsn"]["waarde"] if ("Aanmelding", "herkomst.bsn") in told else store.dossier(dossier).facts["F01.bsn"]
    )
    assert bsn in text
    for form in data["formulieren"]:
        assert [one["nummer"] for one in form["versies"]] == sorted((one["nummer"] for one in form["versies"]), reverse=True)
    for heading in (
        "Waarom wij dit bewaren",
        "Waar het vandaan komt",
        "Wie uw gegevens zag",
        "Met wie wij deelden",
        "Hoe lang wij het bewaren",
        "Uw rechten",
    ):
        assert heading in text


def test_who_looked_is_told_by_function_and_never_by_name(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier(PERSON)
    store_for("joop").dossier(dossier)
    made = person_file.person_file(store, dossier, TODAY)
    readers = json.loads(made.data)["gezien_door"]
    assert {"maatschappelijk begeleider", "POP-consulent"} <= {one["functie"] for one in readers}
    assert ("maatschappelijk begeleider", "VluchtelingenWerk Zandvoorde") in {(one["functie"], one["organisatie"]) for one in readers}
    assert not [one for one in readers if any(name.split()[0] in json.dumps(one) for name in ("Joop", "Marieke", "Sander"))]
    assert all(one["keren"] > 0 and one["eerste"] <= one["laatste"] for one in readers)


def test_what_is_about_somebody_else_stays_out_of_both(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier(PERSON)
    log(store, dossier, TANTE)
    (piece,) = [one for one in person_file.pieces(store, dossier) if one.words == TANTE]
    whole, made = (person_file.person_file(store, dossier, TODAY, others=others) for others in (set(), {piece.unit}))
    assert TANTE in text_of(whole.pdf) and TANTE.encode() in whole.data
    assert TANTE not in text_of(made.pdf) and TANTE.encode() not in made.data
    assert made.content["weggelaten"] == 1 and "Wat over een ander gaat, staat er niet bij. Dat zijn 1 stuk tekst." in text_of(made.pdf)
    text = next(one for one in person_file.pieces(store, dossier) if not one.unit.endswith(":"))
    without = person_file.person_file(store, dossier, TODAY, others={text.unit})
    path = text.unit.partition(":")[2]
    record = text.unit.partition(":")[0]
    title = store.record_row(record).form.title
    assert path not in {
        one["naam"]
        for form in json.loads(without.data)["formulieren"]
        if form["titel"] == title
        for v in form["versies"]
        for one in v["antwoorden"]
    }


def test_a_text_that_was_not_in_the_list_that_was_looked_at_never_goes_along(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier(PERSON)
    log(store, dossier, TANTE)
    found = person_file.pieces(store, dossier)
    (piece,) = [one for one in found if one.words == TANTE]
    log(store_for("joop"), dossier, "De overbuurman drinkt.")
    with pytest.raises(NotNow, match="je vakjes staan er nog"):
        person_file.make(store, dossier, TODAY, others={piece.unit}, seen=person_file.mark(found))
    assert not store.requests_of(dossier)
    person_file.make(store, dossier, TODAY, others={piece.unit}, seen=person_file.mark(person_file.pieces(store, dossier)))
    assert [one.waits for one in store.requests_of(dossier)] == [True]


def test_a_text_about_health_that_was_written_anew_is_another_text(store_for: Open) -> None:
    store, dossier, pop = store_for("marieke"), store_for.dossier(PERSON), store_for.record(PERSON, "F07")
    closed = store_for("marieke")
    closed.opened = frozenset()
    before = person_file.mark(person_file.pieces(closed, dossier))
    assert person_file.mark(person_file.pieces(closed, dossier)) == before
    fill(store, pop, {"gezondheid": {"situatie": "Zijn buurvrouw is ziek."}})
    store.keep(pop)
    assert person_file.mark(person_file.pieces(closed, dossier)) != before


def test_what_is_about_health_is_named_in_the_list_and_stays_closed(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier(PERSON)
    health = store.saved(store_for.record(PERSON, "F07")).answers["gezondheid"]["situatie"]
    fresh = store_for("marieke")
    fresh.opened = frozenset()
    before = fresh._one("SELECT max(seq) AS seq FROM audit")
    listed = person_file.pieces(fresh, dossier)
    assert health not in {one.words for one in listed} and any(one.words == person_file.STAYS_CLOSED for one in listed)
    opened = fresh._all("SELECT 1 FROM audit WHERE act='gezondheid lezen' AND seq>?", before["seq"])  # type: ignore[index]
    assert opened == []
    made = person_file.person_file(fresh, dossier, TODAY)
    assert health in text_of(made.pdf)  # it is theirs, so they get it, and that is a line
    assert fresh._all("SELECT 1 FROM audit WHERE act='gezondheid lezen' AND seq>?", before["seq"])  # type: ignore[index]


def test_what_we_say_ourselves_is_easy_to_read() -> None:
    own = [*person_file.INTRO, *person_file.WHY, *person_file.SOURCES, person_file.READERS, *person_file.RIGHTS, *person_file.KEPT]
    reading = measure(own)
    assert reading.ease >= 70, reading
    assert reading.per_sentence <= 12 and len(reading.longest.split()) <= 24, reading.longest
    assert reading.rare_share <= 0.2, reading.rare


def test_no_other_dossier_of_the_family_is_named(store_for: Open) -> None:
    store, dossier = store_for("marieke"), store_for.dossier(PERSON)
    head, other = store_for.record(PERSON, "F00"), store_for.dossier("Mihret")
    if not store.record_row(head).open:
        store.correct(head, "gezin")
    store.add_row(head, "afspraken.gezin_dossiers", "gezin1", {"dossier": other, "relatie": "nicht"})
    store.keep(head)
    made = person_file.person_file(store, dossier, TODAY)
    assert "Gebremariam" not in text_of(made.pdf) and other.encode() not in made.data and "nicht" not in text_of(made.pdf)


def test_one_makes_it_another_releases_it_and_it_is_there_for_thirty_days(store_for: Open) -> None:
    marieke, priya, dossier = store_for("marieke"), store_for("priya"), store_for.dossier(PERSON)
    request = person_file.make(marieke, dossier, TODAY - timedelta(days=3))
    with pytest.raises(NotNow, match="nog niet vrijgegeven"):
        marieke.fetch_access(request, "pdf")
    with pytest.raises(AccessDenied):
        marieke.release_access(request)
    (waiting,) = priya.waiting_requests()
    assert (waiting.id, waiting.kind, waiting.answer_by) == (request, "inzage", TODAY.replace(month=3, day=27))
    assert waiting.content["formulieren"] > 3 and PERSON not in json.dumps(waiting.content)
    with pytest.raises(AccessDenied):
        priya.requests_of(dossier)
    priya.release_access(request)
    with pytest.raises(AccessDenied):
        priya.fetch_access(request, "pdf")  # never content
    name, mime, content, _ = marieke.fetch_access(request, "pdf")
    assert name.startswith("inzage-D-2025-003-") and mime == "application/pdf" and content.startswith(b"%PDF-")
    assert json.loads(marieke.fetch_access(request, "data")[2])["formaat"] == person_file.FORMAT
    for days, gone in ((30, 0), (31, 1)):
        later = machine(store_for.settings, store_for.world, TODAY + timedelta(days=days), NOON + timedelta(days=days))
        with closing(later.db):
            assert later.drop_old_answers() == gone
    with pytest.raises(NotNow, match="na 30 dagen"):
        marieke.fetch_access(request, "pdf")
    acts = [row["act"] for row in marieke.db.query("SELECT act FROM trail WHERE dossier_id=? ORDER BY seq", (dossier,))]
    for act in ("inzage gevraagd", "inzage vrijgegeven", "overzicht ophalen", "inzage weggedaan"):
        assert act in acts
    assert not store_for("marieke").waiting_requests()


def test_the_privacy_officer_sends_it_back_with_words(store_for: Open) -> None:
    marieke, priya, dossier = store_for("marieke"), store_for("priya"), store_for.dossier(PERSON)
    request = person_file.make(marieke, dossier, TODAY)
    with pytest.raises(NotNow, match="wacht al"):
        person_file.make(marieke, dossier, TODAY)
    with pytest.raises(NotNow, match="wat er anders moet"):
        priya.send_back_access(request, "")
    priya.send_back_access(request, "Er is niets weggelaten, kijk naar het logboek.")
    (sent,) = marieke.requests_of(dossier)
    assert sent.answer == "teruggestuurd" and sent.answer_words.startswith("Er is niets weggelaten") and not sent.to_fetch
    with pytest.raises(NotNow, match="al beantwoord"):
        priya.release_access(request)


def test_nobody_else_makes_or_releases_one(store_for: Open) -> None:
    dossier = store_for.dossier(PERSON)
    request = person_file.make(store_for("marieke"), dossier, TODAY)
    for who in ("joop", "sander", "elvira", "bea", "wim", "olga"):
        store = store_for(who)
        assert not store.may_make_access(dossier)
        for deed in (
            lambda store=store: person_file.make(store, dossier, TODAY), lambda store=store: store.person_data(dossier),
            lambda store=store: store.release_access(request), lambda store=store: store.fetch_access(request, "pdf"),
        ):  # fmt: skip
            with pytest.raises(AccessDenied):
                deed()
    marieke = store_for("marieke")
    marieke.withdraw_access(request)
    assert store_for("priya").waiting_requests() == []
    with pytest.raises(NotNow, match="Die dag is vandaag of eerder"):
        person_file.make(marieke, dossier, TODAY + timedelta(days=1))


def test_a_wish_to_correct_is_a_line_in_the_logbook_and_a_task(store_for: Open) -> None:
    joop, marieke, dossier = store_for("joop"), store_for("marieke"), store_for.dossier(PERSON)
    for _ in range(2):  # two presses of one button
        joop.note_correction(dossier, "Zijn geboortejaar is 1986.", TODAY, "een druk")
    (task,) = marieke.waiting_requests()
    assert task.kind == "verbetering" and task.answer_by == TODAY.replace(month=4)
    assert str([line.answers for line in marieke.log_lines(dossier)]).count("Zijn geboortejaar is 1986.") == 1
    assert marieke.requests_of(dossier)[0].words == "Zijn geboortejaar is 1986."
    with pytest.raises(AccessDenied):
        joop.answer_correction(task.id, "niet nodig")
    marieke.answer_correction(task.id, "Verbeterd in de aanmelding.")
    assert marieke.waiting_requests() == []
    with pytest.raises(AccessDenied):
        store_for("priya").note_correction(dossier, "Iets anders.", TODAY)
    with pytest.raises(NotNow, match="Schrijf kort"):
        joop.note_correction(dossier, " ", TODAY)


def test_both_papers_pass_every_check(store_for: Open, tmp_path: Path) -> None:
    store = store_for("marieke")
    made = person_file.person_file(store, store_for.dossier(PERSON), TODAY)
    content = {
        "grond": "Dossier vernietigen: bewaard tot en met 02-03-2036", "voorgesteld_door": "Marieke van Dongen (POP-consulent)",
        "voorgesteld_om": store.stamp(), "akkoord_door": "Priya Nandlal (privacy officer)", "akkoord_om": store.stamp(), "nummer": "D-2025-003",
        "gemeente": "Gemeente Zandvoorde", "gewist_om": store.stamp(), "tabellen": {"version": 12, "draft_change": 340}, "elders": 2, "regel": 4012,
        "kop": "ab" * 32, "back_ups_tot": "2026-04-01",
    }  # fmt: skip
    name, pdf = certificate.to_file(Certificate("0123456789abcdef", "D-2025-003", "", NOON, content))
    assert (
        name == "vernietiging-D-2025-003-012345.pdf"
        and certificate.to_file(Certificate("0123456789abcdef", "D-2025-003", "", NOON, content))[1] == pdf
    )
    assert check_bytes(tmp_path, inzage=made.pdf, verklaring=pdf) == []


def test_the_data_file_says_nothing_that_its_description_does_not(store_for: Open) -> None:
    described = (Path(__file__).parents[1] / "docs" / "inzagebestand.md").read_text(encoding="utf-8")
    data = json.loads(person_file.person_file(store_for("marieke"), store_for.dossier(PERSON), TODAY).data)

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return {str(name) for name in value} | {n for name, inner in value.items() if name != "waarde" for n in names(inner)}
        return {name for one in value for name in names(one)} if isinstance(value, list) else set()

    assert [name for name in sorted(names(data)) if f"`{name}`" not in described] == []
    assert SYSTEM not in {one["functie"] for one in data["gezien_door"]}
