"""The demo: somebody for each role, a dossier for each step, and answers that always fit."""

from __future__ import annotations

from contextlib import closing

import pytest

from popforms.definition.catalogue import load_forms
from popforms.definition.check import check, fits
from popforms.definition.questions import Question
from popforms.demo import CAST, OUTSIDER, PASSWORD, STORIES, build, full_answers
from popforms.demo.stories import UNTIL, stories
from popforms.settings import ROOT
from popforms.store import StoreError, open_database
from popforms.store.accounts import Accounts
from tests.conftest import TODAY, Open, World

FORMS = load_forms(ROOT / "forms")
SETS = {"pilot2019": "wi2013", "wi2021": "wi2021"}


class Anybody:
    """Two people or things to choose from, whatever the question."""

    def choices(self, question: Question) -> list[tuple[str, str]]:
        return [("a1", "de een"), ("b2", "de ander")]

    def search(self, question: Question, text: str) -> list[tuple[str, str]] | None:
        return None

    def name(self, question: Question, value: str) -> str:
        return dict(self.choices(question))[value]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("regelset", SETS)
@pytest.mark.parametrize("key", [form.key for form in FORMS])
def test_made_up_answers_fit_every_form(key: str, regelset: str, late: bool) -> None:
    form = FORMS[key]
    facts = {"regelset": regelset, "wet": SETS[regelset], "doelgroep": "asielstatushouder", "datum_bijstand_ingang": "2026-01-05"}
    for seed in range(8):
        answers = full_answers(form, facts, seed, lookup=Anybody(), today=TODAY, late=late)
        assert [str(p) for p in check(form, answers, facts, "n" if late else "d") if p.stop] == []
        assert fits(FORMS.models[key], answers)


def test_there_is_somebody_for_each_role_and_one_who_is_not_from_here(world: World) -> None:
    assert {one.role for one in CAST} == set(world.forms.roles.ROLES)
    assert sum(one.role == "MB" for one in CAST) == 2
    here = world.users["marieke"].gemeenten
    assert [name for name, user in world.users.items() if user.gemeenten != here] == [OUTSIDER]


def test_everybody_has_a_line_in_the_contact_list(store_for: Open) -> None:
    lines = {contact.record.id: contact.title for contact in store_for("marieke").contacts("F21a")}
    for one in CAST:
        assert lines[store_for.world.users[one.username].person or ""] == one.name


def test_the_login_page_of_the_demo_can_list_accounts_that_work(store_for: Open) -> None:
    with closing(open_database(store_for.settings)) as db:
        rows = list(db.query("SELECT * FROM demo_account ORDER BY rowid"))
        assert [(row["username"], row["password"]) for row in rows] == [(one.username, PASSWORD) for one in CAST]
        assert rows[0]["role"] == "POP-consulent"
        for username in ("marieke", OUTSIDER):
            assert Accounts(db).verify_password(username, PASSWORD, "127.0.0.1")


def test_the_fixed_dossiers_reach_every_step_in_both_rule_sets() -> None:
    assert {story.until for story in STORIES} == set(UNTIL)
    assert {story.regelset for story in STORIES if story.until in ("pip", "klaar", "definitief")} == set(SETS)
    assert any(story.inzage_beperkt for story in STORIES)


def test_made_up_people_come_after_the_fixed_ones() -> None:
    assert list(stories(3, 1, TODAY)) == list(STORIES[:3])
    many = list(stories(200, 1, TODAY))
    assert many[: len(STORIES)] == list(STORIES) and len(many) == 200
    assert len({(story.voornamen, story.achternaam) for story in many}) > 190
    assert many != list(stories(200, 2, TODAY))


def test_every_number_of_a_person_is_a_test_number(store_for: Open) -> None:
    rows = store_for("marieke").db.query("SELECT value FROM draft WHERE path LIKE '%.bsn' AND value IS NOT NULL")
    numbers = [row["value"].strip('"') for row in rows]
    assert numbers and all(number.startswith("99999") for number in numbers)


def test_a_demo_is_not_made_where_people_have_accounts(store_for: Open) -> None:
    before = store_for.settings.db.read_bytes()
    with pytest.raises(StoreError, match="staan al accounts"):
        build(store_for.settings, today=TODAY)
    assert store_for.settings.db.read_bytes() == before
