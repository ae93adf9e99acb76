"""No file says a number or a word about health, and a dossier that is erased is gone from the opened database, one after the other."""

from __future__ import annotations

import base64
import re
import shutil
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from popforms.server.timer import end_of_keeping
from popforms.store import Store, open_database
from popforms.store.backup import backup
from popforms.store.connection import utc_now
from popforms.store.erased import examine_erased, note_erased
from popforms.store.examine import examine
from popforms.store.trail_check import examine_trail
from tests.conftest import NOON, TODAY, World
from tests.e2e.desk import Desk
from tests.support.ending import everything, machine, words_of
from tests.support.searching import heavy_words, hits
from tests.support.server import Server
from tests.support.sizes import Size
from tests.support.town import lay_out


def test_the_search_finds_a_word_in_every_form(tmp_path: Path) -> None:
    word = "Slaapt slecht sinds de reis."
    forms = {
        "utf8": b"x" + word.encode(), "utf16": b"x" + word.encode("utf-16-le"), "utf16be": word.encode("utf-16-be"),
        **{f"base64-{n}": base64.b64encode(b"y" * n + word.encode() + b"z") for n in range(3)},
        **{f"base64-utf16-{n}": base64.b64encode(b"y" * n + word.encode("utf-16-le") + b"zz") for n in range(3)},
    }  # fmt: skip
    for name, content in forms.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "schoon").write_bytes(b"niets")
    assert {Path(file).name for file, _ in hits(tmp_path.iterdir(), [word])} == set(forms)


def test_no_file_of_the_server_holds_a_number_or_a_word_about_health(world: World, tmp_path: Path, browser: Browser) -> None:
    words = heavy_words(world.settings)
    assert len(words) > 15 and any(word.isdigit() for word in words) and any(" " in word for word in words)
    (tmp_path / "tijdelijk").mkdir()
    folder = lay_out(world, tmp_path / "plaats")
    with Server(folder, TMPDIR=str(tmp_path / "tijdelijk")) as server, ExitStack() as stack:
        desk = Desk(server, browser, stack)
        with desk.store("marieke") as store:
            (dossier,) = [line.id for line in store.find_dossiers("haddad")]
            forms = {r.form.code: r.id for line in store.forms_of(dossier) for r in line.records}
        tab = desk.tab("marieke").open(f"formulier?record={forms['F01']}")
        assert tab.download("Officieel exemplaar, met BSN").startswith(b"%PDF-")
        tab.open(f"formulier?record={forms['F07']}").section("Gezondheid")
        tab.page.get_by_role("button", name=re.compile("Toon alle")).first.click()
        tab.settle()
        shown = words & set(re.findall(r"\S.*", tab.words()))
        assert shown  # it was on a screen
        backup(server.settings())
        end_of_keeping(server.settings())
        files = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".png"]
        kinds = {path.name for path in files}
        assert {"popforms.db", "popforms.db-wal", "server.log", "database.key"} <= kinds and any(n.startswith("popforms-2") for n in kinds)
        assert list(hits(files, words)) == []
    assert list(hits([path for path in tmp_path.rglob("*") if path.is_file()], words)) == []


@pytest.fixture
def ground_zero(world: World, tmp_path: Path) -> World:
    """A copy of the demo that is erased dossier by dossier."""
    copy = tmp_path / "data" / "popforms.db"
    copy.parent.mkdir()
    shutil.copyfile(world.settings.db, copy)
    settings = world.settings.model_copy(update={"db": copy, "trail": tmp_path / "trail", "backups": tmp_path / "back-ups"})
    return World(settings, world.forms, world.users, world.dossiers)


def test_one_dossier_after_the_other_is_erased_and_the_chain_stays_whole(ground_zero: World, size: Size) -> None:
    settings, gone = ground_zero.settings, set[str]()
    with closing(open_database(settings)) as db:  # the next meeting begins with what the last one agreed about these people
        Store(db, ground_zero.users["elvira"], ground_zero.forms, today=TODAY, now=NOON).start_record("F14a", None, "verslag")
    store = machine(settings, ground_zero, TODAY + timedelta(days=1), utc_now())
    with closing(store.db):
        dossiers = [row["id"] for row in store.db.query("SELECT id FROM dossier ORDER BY number")][: size.erased]
        for dossier in dossiers:
            own = words_of(store.db, dossier)
            note_erased(settings.trail, store.db, dossier, "dossier", store.stamp())
            assert store.erase_again([(dossier, "dossier")], 30) == 1
            gone |= {word for word in own if word != "Dossier vernietigen"}
            told = everything(store.db)
            numbers = {row["number"] for row in store.db.query("SELECT number FROM dossier")}
            assert {word for word in gone - numbers if word in told} == set()
            assert store.db.execute("PRAGMA freelist_count").fetchone() == (0,)
            assert [wrong for _, wrong in examine_trail(store.db, settings.trail) if wrong] == []
        assert [str(finding) for finding in examine(store) if not finding.holds and "overzichten" not in finding.name] == []
        assert list(examine_erased(settings.trail, store.db)) == []
        left = store.db.execute("SELECT count(*) FROM dossier WHERE gone IS NULL").fetchone()
        assert store.db.execute("SELECT count(*) FROM certificate").fetchone() == (len(dossiers),)
        assert left == (max(0, len(ground_zero.dossiers) + 1 - len(dossiers)),)
