"""The commands, as somebody gives them at a terminal of the server."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pyotp
import pytest

from popforms import prints
from popforms.cli import cli
from popforms.definition.catalogue import list_questions
from popforms.settings import ROOT, Settings
from popforms.store import open_database
from popforms.store.accounts import Accounts
from tests.cli.conftest import Say, everything
from tests.conftest import Open, World
from tests.support.letters import approve, plan_talk
from tests.support.unwritable import refusing_table

EVERY_COMMAND = (
    "forms", "termijnen", "roles", "users", "users invite", "users code", "users phone", "users close", "users approve",
    "users refuse", "demo", "check", "pdf", "blank", "letter", "letters", "prints", "readability",
    "backup", "restore", "rebuild", "tick", "serve",
)  # fmt: skip


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")


# --- what is there ----------------------------------------------------------------------------------------------------


def test_every_promised_command_is_there_and_no_other() -> None:
    assert {name for name, _ in commands(cli)} == set(EVERY_COMMAND)


@pytest.mark.parametrize(("name", "command"), list(commands(cli)), ids=[name for name, _ in commands(cli)])
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    assert command.help, f"{name} has no help"
    for parameter in command.params:
        assert isinstance(parameter, click.Argument) or getattr(parameter, "help", None), f"{name} {parameter.name} has no help"


def test_forms_as_json_is_every_question(here: Settings, say: Say, world: World) -> None:
    lines = json.loads(say("forms", "--json"))
    assert lines == json.loads(json.dumps(list_questions(world.forms)))
    assert {"code", "name", "label", "kind", "required", "condition", "privacy", "part"} <= set(lines[0])
    assert "F08c" in say("forms")


def test_roles_as_json_is_the_whole_matrix(here: Settings, say: Say, world: World) -> None:
    told = json.loads(say("roles", "--json"))
    assert set(told["roles"]) == set(world.forms.roles.ROLES)
    for part, line in told["rights"].items():
        assert set(line) == set(told["roles"]), part
    assert "maatschappelijk begeleider" in say("roles")


def test_the_term_table_is_told(here: Settings, say: Say) -> None:
    terms = json.loads(say("termijnen", "--json"))
    assert list(dict.fromkeys(term["id"] for term in terms)) == [f"T{number:02}" for number in range(1, 55)]
    [dossier_term] = [term for term in terms if term["id"] == "T43"]
    assert {name: dossier_term[name] for name in ("naam", "per", "regelset", "soort", "begint_bij", "waarschuwt", "wie")} == {
        "naam": "Tolk geregeld", "per": "gesprek", "regelset": "beide", "soort": "norm", "begint_bij": "B-G.gesprek_datum",
        "waarschuwt": [7, 3, 1], "wie": "gespreksleider",
    }  # fmt: skip
    assert dossier_term["lengte"] == [{"als": "altijd", "is": "7 dagen ervoor"}]
    assert dossier_term["klaar_als"] == "gevuld(B-G.tolk_wie) and gevuld(B-G.tolk_besteld_op)"
    assert dossier_term["bron"] == "S0 (tolken); lengte O"


def test_the_term_table_is_readable_line_by_line(here: Settings, say: Say) -> None:
    lines = say("termijnen").splitlines()
    [pilot] = [line for line in lines if line.startswith("T16")]
    assert re.split(r" {2,}", pilot) == [
        "T16", "PIP vaststellen, pilot", "dossier", "pilot2019", "afspraak", "2019-01-01", "6 weken", "21 7 0", "PC", "datum_brp",
    ]  # fmt: skip
    assert [line.split("  ")[0] for line in lines if line.startswith("T19")] == ["T19 eerste", "T19 tweede"]


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_an_invited_colleague_comes_in_with_the_code_and_out_when_closed(here: Settings, say: Say) -> None:
    told = say("users", "invite", "lotte", "--name", "Lotte Smit", "--role", "PC", "--gemeente", "Gemeente Zandvoorde")
    code = told.split("code")[1].split()[0]
    with closing(open_database(here)) as db:
        user = Accounts(db).redeem("lotte", code, "vier rustige woorden", "127.0.0.1")
        assert user.roles == ("PC",) and len(user.gemeenten) == 1
        assert {line["username"]: line["state"] for line in json.loads(say("users", "--json"))}["lotte"] == "actief"
        say("users", "close", "lotte")
        assert Accounts(db).verify_password("lotte", "vier rustige woorden", "127.0.0.1") is None
        audit = [
            (row["user_id"], row["act"])
            for row in db.query("SELECT user_id, act FROM audit WHERE user_id='systeem' ORDER BY seq DESC LIMIT 2")
        ]
    assert audit == [("systeem", "account sluiten"), ("systeem", "account uitnodigen")]


def test_who_forgot_the_password_gets_a_code(here: Settings, say: Say) -> None:
    code = say("users", "code", "joop").split()[3]
    with closing(open_database(here)) as db:
        assert Accounts(db).redeem("joop", code, "vier rustige woorden", "127.0.0.1").username == "joop"


def test_an_only_beheerder_gets_the_second_yes_at_the_terminal(here: Settings, say: Say, refuse: Say, store_for: Open) -> None:
    bea = store_for("bea")
    assert bea.invite(username="lotte", name="Lotte Smit", roles=["PC"], gemeenten=list(bea.user.gemeenten), person=None) is None
    assert "lotte: uitnodigen als PC, gevraagd door Bea Lindeman" in say("users")
    code = say("users", "approve", "lotte").split("code")[1].split()[0]
    with closing(open_database(here)) as db:
        assert Accounts(db).redeem("lotte", code, "vier rustige woorden", "127.0.0.1").roles == ("PC",)
    assert "niets gevraagd" in refuse("users", "approve", "lotte")
    bea.invite(username="piet", name="Piet Smit", roles=["FB"], gemeenten=[], person=None)
    assert "Afgewezen" in say("users", "refuse", "piet")
    assert {line["username"]: line["state"] for line in json.loads(say("users", "--json"))}["piet"] == "gesloten"
    assert "wacht op antwoord" not in say("users")


def test_with_two_beheerders_the_terminal_asks_one_of_them(here: Settings, say: Say, refuse: Say) -> None:
    with closing(open_database(here)) as db:
        Accounts(db).create(username="fenna", name="Fenna de Wit", password="vier rustige woorden", roles=["FB"])
    assert "pagina Beheer" in say("users", "invite", "lotte", "--name", "Lotte Smit", "--role", "PC")
    assert "lotte: uitnodigen als PC, gevraagd door Systeembeheer" in say("users")
    assert "andere beheerder" in refuse("users", "approve", "lotte")


def test_who_lost_the_phone_sets_up_another(here: Settings, say: Say, refuse: Say) -> None:
    assert "nog geen telefoon" in refuse("users", "phone", "joop")
    with closing(open_database(here)) as db:
        accounts = Accounts(db)
        joop = next(account.user for account in accounts.all() if account.user.username == "joop")
        half = accounts.find_half(accounts.start_half(joop.id))
        assert half and accounts.second_step(half, pyotp.TOTP(half.secret).now(), "127.0.0.1")
        assert "nieuwe telefoon" in say("users", "phone", "joop")
        assert accounts.factor_state(joop.id) is None


def test_an_account_that_cannot_be_is_refused_with_a_sentence(here: Settings, refuse: Say) -> None:
    assert "rol" in refuse("users", "invite", "lotte", "--name", "Lotte", "--role", "BAAS")
    assert "contactlijst" in refuse("users", "invite", "lotte", "--name", "Lotte", "--role", "PC", "--gemeente", "Nergenshuizen")
    assert "bestaat al" in refuse("users", "invite", "joop", "--name", "Joop", "--role", "MB")
    assert "geen account" in refuse("users", "code", "niemand")


# --- paper ------------------------------------------------------------------------------------------------------------


def test_a_colleague_prints_a_plan_and_the_print_is_noted(here: Settings, say: Say, store_for: Open, tmp_path: Path) -> None:
    record, file = store_for.record("Ferhat", "F08b"), tmp_path / "uit" / "pip.pdf"
    say("pdf", record, "-o", file, "--as", "marieke")
    assert file.read_bytes().startswith(b"%PDF-") and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert store_for("marieke").prints_of(record)[0].author == "Marieke van Dongen"


def test_without_the_right_no_file_is_made(here: Settings, refuse: Say, store_for: Open, tmp_path: Path) -> None:
    record, file = store_for.record("Ferhat", "F08b"), tmp_path / "pip.pdf"
    for username in ("joop", "olga", "bea"):
        assert "niet voor jou" in refuse("pdf", record, "-o", file, "--as", username)
    assert "niet voor jou" in refuse("pdf", "bestaatniet", "-o", file, "--as", "marieke")
    assert "geen actief account" in refuse("pdf", record, "-o", file, "--as", "niemand")
    assert not file.exists()


def test_without_a_line_in_the_trail_no_file_is_made(here: Settings, refuse: Say, store_for: Open, tmp_path: Path) -> None:
    record, file = store_for.record("Ferhat", "F08b"), tmp_path / "pip.pdf"
    with refusing_table(store_for("marieke").db):
        for variant in ("volledig", "officieel"):
            told = refuse("pdf", record, "-o", file, "--as", "marieke", "--variant", variant)
            assert "Daarom is er niets getoond" in told and "Ferhat" not in told and "Aydemir" not in told
        assert "Daarom is er niets getoond" in refuse("users", "code", "joop")
    assert not file.exists()


def test_an_empty_form_goes_by_code_or_name(here: Settings, say: Say, refuse: Say, tmp_path: Path) -> None:
    for name in ("F04", "regeldag", "f21c"):
        say("blank", name, "-o", tmp_path / f"{name}.pdf")
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF-")
    assert "popforms forms" in refuse("blank", "F99", "-o", tmp_path / "x.pdf")


def test_every_print_is_made_of_the_demo_only(
    here: Settings, say: Say, refuse: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "alleen de demo" in refuse("prints", "-o", tmp_path / "prints")
    monkeypatch.setenv("POPFORMS_DEMO", "1")
    say("prints", "-o", tmp_path / "prints")
    made = {path.name for path in (tmp_path / "prints").iterdir()}
    assert {
        "F04-checklist.pdf",
        "F07-gezondheid-concept.pdf",
        "F08b-volledig-definitief.pdf",
        "F08c-officieel-klaar-om-te-tekenen.pdf",
    } <= made
    assert {"F21a-leeg.pdf", "F22-volledig-definitief.pdf", "BR06-voorbeeld-nl.pdf", "BR12-voorbeeld-ti.pdf"} <= made


# --- letters ----------------------------------------------------------------------------------------------------------


def test_every_letter_is_told_with_who_sends_it_and_when(here: Settings, say: Say, world: World) -> None:
    told = {line["key"]: line for line in json.loads(say("letters", "--json"))}
    assert {line["code"] for line in told.values()} == {f"BR{number:02}" for number in range(1, 19)}
    assert (told["BR06"]["sender"], told["BR06"]["to"], told["BR06"]["step"], told["BR06"]["level"]) == (["PC"], "statushouder", "K2", "A2")
    assert told["BR12"]["languages"] == ["ar", "en", "nl", "ti", "tr"] and told["BR06"]["languages"] == ["nl"]
    assert len(say("letters").splitlines()) == 1 + len(told)
    assert "| BR06 Uitnodiging kennismaking | A2 |" in say("letters", "--readability")


def test_a_letter_is_made_in_the_dossier_and_printed_with_the_rights_of_a_colleague(
    here: Settings, say: Say, store_for: Open, tmp_path: Path
) -> None:
    plan_talk(store_for)
    store, file = store_for("marieke"), tmp_path / "uit" / "brief.pdf"
    dossier = store_for.dossier("Zalmai")
    number = store.dossier(dossier).number
    told = say("letter", "br06", "--dossier", number.lower(), "-o", file, "--as", "marieke")
    assert "als concept" in told and f"dossier {number}" in told
    assert file.read_bytes().startswith(b"%PDF-") and stat.S_IMODE(file.stat().st_mode) == 0o600
    (line,) = store.letters_of(dossier)
    assert line.title == "Uitnodiging kennismaking" and store.prints_of(line.record.id)[0].author == "Marieke van Dongen"


def test_a_translation_that_nobody_approved_does_not_go_out_by_command_either(
    here: Settings, say: Say, store_for: Open, tmp_path: Path
) -> None:
    number = store_for("marieke").dossier(store_for.dossier("Yohannes")).number
    words = ("letter", "BR01", "--dossier", number, "--lang", "ti", "-o", tmp_path / "brief.pdf", "--as", "marieke")
    assert "Er is nog geen goedgekeurde vertaling in het Tigrinya" in say(*words)
    approve(store_for, "BR01", "ti")
    assert "goedgekeurde vertaling" not in say(*words)
    assert "geen goedgekeurde" not in say(*(word if word != "ti" else "nl" for word in words))


def test_no_letter_is_made_of_what_is_not_there_or_not_yours(here: Settings, refuse: Say, store_for: Open, tmp_path: Path) -> None:
    plan_talk(store_for)
    number, file = store_for("marieke").dossier(store_for.dossier("Zalmai")).number, tmp_path / "brief.pdf"
    before = everything(here)

    def no(code: str, dossier: str, username: str, *more: object) -> str:
        return refuse("letter", code, "--dossier", dossier, "-o", file, "--as", username, *more)

    assert "popforms letters" in no("BR99", number, "marieke")
    assert "geen dossier ‘D-1999-001’" in no("BR06", "D-1999-001", "marieke")
    assert "geen dossier" in no("BR06", number, "bea"), "who keeps the lists sees no dossier"
    assert "niet voor jou" in no("BR06", number, "joop"), "the invitation is the letter of another role"
    assert "Kies uit: nl, en, ar, ti, tr" in no("BR06", number, "marieke", "--lang", "fr")
    assert "geen actief account" in no("BR06", number, "niemand")
    after = everything(here)
    assert not file.exists() and {name for name in before if before[name] != after[name]} <= {"audit", "audit_detail"}


# --- keeping it -------------------------------------------------------------------------------------------------------


def test_a_backup_brings_everything_back(here: Settings, say: Say, store_for: Open) -> None:
    record = store_for.record("Mihret", "F08b")
    file = Path(say("backup").split("staat in ")[1].split(". Hij")[0])
    assert file.parent == here.backups and b"SQLite format" not in file.read_bytes()[:100]
    with closing(open_database(here)) as db:
        db.conn.execute("DELETE FROM draft WHERE record_id=?", (record,))
    store_for.stack.close()
    assert "teruggezet" in say("restore", file)
    assert store_for("marieke").open_draft(record).entries


def test_restoring_proves_the_key_and_the_file(
    here: Settings, say: Say, refuse: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("backup")
    (file,) = here.backups.iterdir()
    kept = here.db.read_bytes()
    keys = tmp_path / "andere sleutels"
    keys.mkdir()
    (keys / "database.key").write_text("ab" * 32)
    monkeypatch.setenv("POPFORMS_KEYS", str(keys))
    assert "herstelblad" in refuse("restore", file)
    monkeypatch.setenv("POPFORMS_KEYS", str(here.keys))
    broken = tmp_path / "kapot.db"
    broken.write_bytes(file.read_bytes()[:40000])
    refuse("restore", broken)
    assert "bestaat niet" in refuse("restore", tmp_path / "weg.db")
    assert here.db.read_bytes() == kept


def test_a_database_in_use_is_not_replaced(here: Settings, say: Say, refuse: Say) -> None:
    say("backup")
    (file,) = here.backups.iterdir()
    with closing(open_database(here)) as db:
        db.conn.execute("SELECT count(*) FROM user").fetchone()
        assert "in gebruik" in refuse("restore", file)


def test_the_timer_by_hand_makes_a_backup(here: Settings, say: Say) -> None:
    assert not here.backups.exists()
    say("tick")
    assert len(list(here.backups.iterdir())) == 1


# --- the demo, and what goes wrong ------------------------------------------------------------------------------------


def test_the_demo_has_its_own_database_and_is_made_once(tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("db", "keys", "backups"):
        monkeypatch.setenv(f"POPFORMS_{name.upper()}", str(tmp_path / "demo" / name))
    assert "1 dossiers" in say("demo", "--dossiers", "1", "--seed", "7")
    assert [path.name for path in (tmp_path / "demo").iterdir() if path.name.startswith("db")] == ["db"]
    kept = (tmp_path / "demo" / "db").read_bytes()
    assert "staat klaar" in say("demo")
    assert (tmp_path / "demo" / "db").read_bytes() == kept
    assert "marieke" in say("users")


def test_wrong_words_get_a_dutch_sentence(refuse: Say) -> None:
    assert "bestaat niet" in refuse("toveren")
    assert "-o ontbreekt" in refuse("blank", "F04")
    assert "FORMULIER ontbreekt" in refuse("blank")
    assert "--soort bestaat niet" in refuse("forms", "--soort", "x")
    assert "De waarde bij --dossiers kan niet" in refuse("demo", "--dossiers", "nul")


def test_without_a_database_the_way_out_is_told(tmp_path: Path, refuse: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POPFORMS_DB", str(tmp_path / "nergens.db"))
    for command in (["users"], ["backup"], ["check"], ["rebuild"], ["tick"]):
        assert "make run" in refuse(*command)
    assert not (tmp_path / "nergens.db").exists()


def test_an_unexpected_error_tells_nothing_of_a_dossier(
    here: Settings, refuse: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_form: object) -> bytes:
        raise ValueError("Hoda Saleh Nasser woont op Duinweg 3")

    monkeypatch.setattr(prints, "blank", broken)
    told = refuse("blank", "F04", "-o", tmp_path / "x.pdf")
    assert "Er ging iets mis (ValueError at" in told and "Hoda" not in told


def test_a_mistake_in_a_form_file_or_a_setting_is_one_sentence(
    here: Settings, refuse: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "formulieren"
    folder.mkdir()
    (folder / "kapot.py").write_text("class Kapot(:\n")
    monkeypatch.setenv("POPFORMS_FORMS", str(folder))
    assert "kapot.py: regel 1" in refuse("forms")
    monkeypatch.delenv("POPFORMS_FORMS")
    monkeypatch.setenv("POPFORMS_URL", "geen adres")
    assert "POPFORMS_URL is geen adres" in refuse("forms")


def test_the_module_runs_as_a_program_with_an_exit_code() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("POPFORMS_")} | {"PYTHONPATH": str(ROOT / "src")}
    wrong = subprocess.run(
        [sys.executable, "-m", "popforms", "blank", "F99", "-o", "x.pdf"], env=env, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 1 and wrong.stderr.startswith("Er is geen formulier ‘F99’") and "Traceback" not in wrong.stderr
    right = subprocess.run([sys.executable, "-m", "popforms", "forms"], env=env, capture_output=True, text=True, check=True)
    assert "F08c" in right.stdout


# --- reading ----------------------------------------------------------------------------------------------------------


def test_the_texts_for_the_statushouder_are_measured(say: Say, here: Settings) -> None:
    lines = {line["text"]: line for line in json.loads(say("readability", "--json"))}
    assert "F08c Wat wij afspreken" in lines and "F08c Bezwaar maken" in lines
    assert "leesgemak" in say("readability")


def test_an_own_text_is_measured(say: Say, refuse: Say, here: Settings, tmp_path: Path) -> None:
    letter = tmp_path / "brief.txt"
    letter.write_text("Beste Samir,\nU komt op 3 maart naar het gemeentehuis. Neem uw pas mee.", encoding="utf-8")
    [line] = json.loads(say("readability", letter, "--json"))
    assert (line["sentences"], line["words"]) == (3, 13)
    letter.write_bytes(b"\xff\xfe\x00")
    assert "geen gewone tekst" in refuse("readability", letter)
    assert "gelezen" in refuse("readability", tmp_path / "weg.txt")
