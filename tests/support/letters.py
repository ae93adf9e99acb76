"""Making letters of the cast in tests: the talk that one is about, what it says, an approval, and what the sender still chooses."""

from __future__ import annotations

from popforms.demo import complete, fill
from popforms.store import Store
from tests.conftest import Open

TALK = {"gesprek_datum": "2026-03-10", "gesprek_tijd": "10:30", "gesprek_plaats": "gemeentehuis", "tolk_nodig": "ja"}
TEXT, OWN = "inhoud.br_tekst", "inhoud.br_vertaling"


def plan_talk(store_for: Open, first: str = "Zalmai") -> str:
    """Marieke plans the first talk; gives the record."""
    store = store_for("marieke")
    record = store.start_record("F06", store_for.dossier(first), f"gesprek {first}")
    fill(store, record, TALK)
    store.keep(record)
    return record


def text_of(store: Store, letter: str, path: str = TEXT) -> str:
    entry = store.open_draft(letter).entries.get(path)
    return str(entry.value or "") if entry else ""


def offered(store: Store, dossier: str) -> set[str]:
    """The codes of the letters that can be made now."""
    return {offer.code for offer in store.letters_to_make(dossier) if offer.ready}


def acts(store: Store) -> list[str]:
    return [row["act"] for row in store.db.query("SELECT act FROM audit WHERE user_id=? ORDER BY seq", [store.user.id])]


def fix_endings(store_for: Open, first: str = "Desta") -> None:
    """Everybody agrees that guidance and POP end, and what was written about it lies fixed."""
    store, day = store_for("marieke"), "2026-02-25"
    agreed = {"akkoord": "akkoord", "datum": day}
    guidance, plan = store_for.record(first, "F19"), store_for.record(first, "F20")
    fill(store, guidance, {"am_akkoord": [{"id": f"v{number}", **agreed} for number in (1, 2, 3)]})
    fill(store, plan, {f"ap_akkoord_{who}": agreed for who in ("mb", "werk", "cvlw")} | {"ap_afsluitend_op": day})
    for record in (guidance, plan):
        assert complete(store, record, "d") == []
        store.freeze(record)


def approve(store_for: Open, key: str, language: str) -> None:
    """Marieke approves a translation that an interpreter read over."""
    store = store_for("marieke")
    store.approve_letter_text(key, language, "Dawit Habtemichael, tolk", seen=store.letter_pair(key, language))


def finish(store: Store, letter: str) -> None:
    """What the sender still chooses before the content is fixed."""
    draft = store.open_draft(letter)
    given = {"br_wijze": "post"} | ({} if draft.value("inhoud.br_taal_extra") else {"br_taal_extra": "geen"})
    fill(store, letter, given)


def stops(store: Store, letter: str) -> list[str]:
    """What keeps the content of a letter from being fixed, in sentences."""
    return [str(problem) for problem in store.problems(letter, "d") if problem.stop]
