"""From the store to paper: the one place that makes a PDF of what was kept, and of forms to take along.

Every print of a version carries the code of that version on each page, and its row in the table of prints holds the fingerprint
and the SHA-256 of the file. The answers go along as plan.json with the copy that is signed, and with no other: not with a draft,
not with the print of health, not with a print for the statushouder, and not when the maker may read only a part of the form,
because a file is passed on more easily than the paper that it came with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from popforms import document
from popforms.definition.conditions import has_value
from popforms.definition.kinds import KINDS, Lookup
from popforms.definition.outline import Block, Document, Heading, Meta, NewPage, Remark, Signature
from popforms.definition.paths import path_of
from popforms.definition.questions import FormDef
from popforms.definition.summary import Summary
from popforms.dutch import say_date
from popforms.paper import missing, to_paper, to_pdf
from popforms.paper.logo import Logo, NoLogo, read_logo
from popforms.prints.about import INITIALS, PROPOSED, About
from popforms.prints.compared import HOW_TO_READ, Comparison, comparison, say_same, say_version
from popforms.prints.declaration import declaration_blocks
from popforms.prints.letters import letter_pdf
from popforms.prints.lists import open_points, tick_list
from popforms.prints.meeting import meeting_part
from popforms.prints.summary import Plain
from popforms.settings import load_settings
from popforms.store import DEFINITIVE, FROZEN, NotNow, Saved, Store
from popforms.store.told import DECLARATION

__all__ = [
    "CASES", "CHECKLIST", "COMPARED", "DECLARATION", "FULL", "HEALTH", "HOW_TO_READ", "INITIALS", "LEFT_OUT", "OFFICIAL", "PREVIEW", "PROPOSED",
    "Comparison", "Print", "blank", "checklist", "comparison", "kind_of_print", "letter_preview", "may_take_along", "print_comparison",
    "print_version", "say_same", "say_version", "unprintable", "variants",
]  # fmt: skip

FULL, OFFICIAL, HEALTH = "volledig", "officieel", "gezondheid"
CASES, COMPARED = "dossierdeel", "vergelijking"
NOT_HERE = "Nummers en gezondheid staan niet op deze afdruk, en ook niet wie er tekende."
LEFT_OUT = {
    FULL: frozenset({"nummer", "bijzonder"}),
    OFFICIAL: frozenset({"bijzonder"}),
    HEALTH: frozenset({"gewoon", "gevoelig", "nummer"}),
}
"""The privacy classes that a variant does not carry: BSN only on the official copy, health only on a print of its own."""
OPENED = {OFFICIAL: ("nummer",), HEALTH: ("bijzonder",)}
"""The classes of answers that a variant opens for itself; printing it is the opening, and is a line in the audit trail."""
ON_PAPER = {FULL: "", OFFICIAL: ", officieel exemplaar", HEALTH: ", aparte afdruk gezondheid"}
CHECKLIST, PREVIEW = "checklist", "voorbeeld"
KINDS_OF_PRINT = {
    FULL: "afdruk", OFFICIAL: "officieel exemplaar", HEALTH: "aparte afdruk gezondheid", CASES: "dossierdeel",
    DECLARATION: "participatieverklaring", COMPARED: "vergelijking",
}  # fmt: skip
UNSAID = (
    "In deze versie zijn na het vastleggen woorden over een vernietigd dossier weggehaald. Papier van eerder zegt daarom meer dan deze "
    "afdruk, en heeft een andere controlecode."
)
OUTDATED = {"vervangen": "Deze versie is vervangen door een nieuwere.", "ingetrokken": "Deze versie is ingetrokken."}


@dataclass(frozen=True)
class Print:
    """A PDF with its file name; `fingerprint` is over the answers that this copy carries, `version` 0 before the first.
    `remarks` are sentences for who prints it, such as that it is longer than one page."""

    name: str
    content: bytes
    fingerprint: str
    version: int
    remarks: tuple[str, ...] = ()


def kind_of_print(form: FormDef, variant: str) -> str:
    """What kind of print a variant is, in a few Dutch words, such as 'officieel exemplaar'; as they stand in lists of papers."""
    return KINDS_OF_PRINT.get(variant) or next((one.button.lower() for one in form.summaries if one.variant == variant), variant)


def variants(store: Store, record_id: str) -> dict[str, str]:
    """The prints that make sense of the newest version, as variant and Dutch words; empty when printing is not allowed."""
    record = store.record_row(record_id)
    if not record.version or not store.may_print(record_id):
        return {}
    if store.is_letter(record):
        return {FULL: "Brief"}
    saved = store.saved(record_id)
    there = {q.privacy for s, q in _asked(saved) if has_value(_answer(saved, s.name, q.name))}
    there |= {saved.form.heavy[unit].privacy for unit in saved.closed}
    found = {FULL: "Afdruk"}
    if "nummer" in there:
        found[OFFICIAL] = "Officieel exemplaar, met BSN"
    found |= {summary.variant: summary.button for summary in saved.form.summaries if summary.variant}
    if "bijzonder" in there and store.may_print(record_id, HEALTH):
        found[HEALTH] = "Aparte afdruk gezondheid"
    if DECLARATION in saved.form.paper:
        found[DECLARATION] = "Participatieverklaring om te tekenen"
    if _is_minutes(store, saved.form) and store.discussions_of(record_id):
        found[CASES] = "Dossierdeel"
    return found


def print_version(store: Store, record_id: str, number: int | None = None, variant: str = FULL) -> Print:
    """A kept version (the newest by default) as PDF, tied to that version; CONCEPT stands across it until it is frozen.

    Raises AccessDenied without the right to print, NotNow for a variant that this version does not have.
    """
    known = _known(store, store.record_row(record_id).form)
    if variant not in known:
        raise NotNow(f"De afdruk ‘{variant}’ bestaat niet. Kies uit: {', '.join(known)}.")
    with store.opening(*OPENED.get(variant, ())):
        return _print_version(store, record_id, number, variant)


def _print_version(store: Store, record_id: str, number: int | None, variant: str) -> Print:
    saved = store.saved(record_id, number)
    if store.is_letter(saved.record):
        return _letter(store, saved)
    about = About.of(store, saved)
    leave_out = LEFT_OUT.get(variant, LEFT_OUT[FULL])
    said: Mapping[str, Any] = document.carried(
        saved.form, saved.fixed, saved.facts, saved.readable, leave_out=leave_out, late=not saved.form.freezes, asked=saved.asked
    )
    if variant == DECLARATION:
        title, text, blocks = declaration_blocks(store, saved, about)
        said = {"tekst": text, **said}
    else:
        title, blocks = _content(store, saved, about, variant)
    if variant == CASES:
        cases = meeting_part(store, record_id)
        blocks, said = cases.blocks, cases.answers
    elif variant not in LEFT_OUT:
        said = {"afdruk": variant, **said}  # pages of two kinds of print never carry the same code
    record = document.record_of(saved.form.key, saved.number, said, _seal(saved))
    meta = Meta(
        dossiernummer=about.number,
        form_title=_named(saved.form, title) + ON_PAPER.get(variant, ""),
        version=saved.number,
        state=saved.state,
        fingerprint=document.fingerprint(record),
        author=saved.author,
        made_on=say_date(saved.at.date()),
        record=saved.record.id,
        decided=_decided(saved),
    )
    if not any(not isinstance(block, Heading | NewPage) for block in blocks):
        raise NotNow("Op deze afdruk zou niets staan. Kies een andere afdruk.")
    if saved.state in OUTDATED:
        blocks = (Remark(OUTDATED[saved.state]), *blocks)
    if _is_unsaid(saved):
        blocks = (Remark(UNSAID), *blocks)
    paper = Document(title, meta, "" if variant == CASES else about.subtitle(saved.form), blocks)
    made = to_paper(
        paper, stamp=saved.at, gemeente=about.gemeente, logo=_logo(), attach=record if _goes_along(saved, variant, leave_out) else b""
    )
    part = HEALTH if variant == HEALTH else ""
    name = store.note_print(
        record_id, saved.number, variant, meta.fingerprint, made.content, part, pages=made.pages, signed_on=made.signed_on
    )
    return Print(name, made.content, meta.fingerprint, saved.number)


def print_comparison(store: Store, record_id: str, versions: tuple[int, int], *, whole: bool = False) -> Print:
    """Two versions side by side as PDF, tied to the newer one; without numbers and health, as every print that goes round.

    Raises AccessDenied without the right to print, NotNow when there is nothing to tell.
    """
    leave_out = LEFT_OUT[FULL]
    found = comparison(store, record_id, versions, _words_of(store), leave_out=leave_out, whole=whole)
    if not found.blocks:
        raise NotNow("Op wat op papier mag staan, zijn deze twee versies gelijk.")
    form, old, new = found.new.form, found.old, found.new
    about = About.of(store, new)
    said = {
        name: document.carried(
            one.form, one.answers, one.facts, one.readable, leave_out=leave_out, late=not one.form.freezes, asked=one.asked
        )
        for name, one in (("was", old), ("nu", new))
    }
    seals = "".join(map(_seal, (old, new)))
    title = f"{form.title}: wat is er veranderd?"
    meta = Meta(
        dossiernummer=about.number, form_title=title, version=new.number, state=new.state, made_on=say_date(store.today),
        fingerprint=document.fingerprint(document.record_of(form.key, new.number, {"afdruk": COMPARED, "versie": old.number, **said}, seals)),
        record=record_id,
    )  # fmt: skip
    intro = [Remark(f"Hier staat {say_version(old)} naast {say_version(new)}."), Remark(f"{HOW_TO_READ} {NOT_HERE}")]
    if found.same and not whole:
        intro.append(Remark(say_same(found.same)))
    made = to_paper(
        Document(title, meta, about.subtitle(form), (*intro, *found.blocks)), stamp=store.now(), gemeente=about.gemeente, logo=_logo()
    )
    name = store.note_print(record_id, new.number, COMPARED, meta.fingerprint, made.content, pages=made.pages, signed_on=made.signed_on)
    return Print(name, made.content, meta.fingerprint, new.number)


def _letter(store: Store, saved: Saved) -> Print:
    """A kept version of a letter, as it goes into the envelope."""
    fingerprint = _fingerprint(saved.form, saved.number, saved.fixed, saved.facts, saved.readable, _seal(saved))
    made = letter_pdf(
        store, saved.record, saved.fixed, version=saved.number, state=saved.state, at=saved.at, fingerprint=fingerprint, told=saved.told,
        logo=_logo(),
    )  # fmt: skip
    name = store.note_print(saved.record.id, saved.number, FULL, fingerprint, made.content, pages=made.pages)
    return Print(name, made.content, fingerprint, saved.number, (*made.remarks, *([UNSAID] if _is_unsaid(saved) else [])))


def letter_preview(store: Store, record_id: str) -> Print:
    """A letter as it stands now, with CONCEPT across it: to see whether it fits; the right to print is asked and noted."""
    draft = store.open_draft(record_id)
    record, answers = draft.record, draft.answers()
    fingerprint = _fingerprint(record.form, record.version, answers, {}, draft.readable)
    made = letter_pdf(store, record, answers, version=None, state="concept", at=store.now(), fingerprint="", logo=_logo())
    name = store.note_print(record_id, record.version, PREVIEW, fingerprint, made.content, pages=made.pages)
    return Print(name, made.content, fingerprint, record.version, made.remarks)


def _fingerprint(
    form: FormDef, version: int, answers: Mapping[str, Any], facts: Mapping[str, Any], readable: frozenset[str], told_with: str = ""
) -> str:
    said = document.carried(form, answers, facts, readable, leave_out=frozenset(), late=False)
    return document.fingerprint(document.record_of(form.key, version, said, told_with))


def _seal(saved: Saved) -> str:
    """The seal of what a version was told with; empty when nothing of it lies fixed."""
    return saved.told.seal if saved.told else ""


def _is_unsaid(saved: Saved) -> bool:
    return saved.told is not None and saved.told.unsaid


def _words_of(store: Store) -> Callable[[Saved], Lookup]:
    """The words for the ids of each version: those of then when it lies fixed."""
    return lambda saved: About.of(store, saved).lookup(saved.form, saved.answers)


def unprintable(store: Store, record_id: str, number: int | None = None) -> dict[str, list[str]]:
    """The characters of a version that are in none of our fonts, each with the questions it stands at; for before printing."""
    saved = store.saved(record_id, number)
    return missing(_told(saved, About.of(store, saved), frozenset()))


def _known(store: Store, form: FormDef) -> list[str]:
    own = [summary.variant for summary in form.summaries if summary.variant]
    return [*LEFT_OUT, *own, *([DECLARATION] if DECLARATION in form.paper else []), *([CASES] if _is_minutes(store, form) else [])]


def _is_minutes(store: Store, form: FormDef) -> bool:
    return bool(store.forms.process.MEETING["minutes"] == form.code)


def _content(store: Store, saved: Saved, about: About, variant: str) -> tuple[str, tuple[Block, ...]]:
    """The title and the blocks of a variant."""
    form, leave_out = saved.form, LEFT_OUT.get(variant, LEFT_OUT[FULL])
    plain = Plain(saved, about, leave_out)
    own = next((summary for summary in form.summaries if summary.variant == variant), None)
    if own:
        return own.title, tuple(plain.summary(own, 1))
    if variant == CASES:
        return f"{form.title}, dossierdeel", ()
    paper = _told(saved, about, leave_out)
    if variant == HEALTH:
        return paper.title, paper.blocks
    title = f"{form.title}, algemeen deel" if _is_minutes(store, form) else paper.title
    return title, (*_first_page(plain, form.summaries), *_with_clauses(paper.blocks, plain, form))


def _told(saved: Saved, about: About, leave_out: frozenset[str]) -> Document:
    return document.of(
        saved.form, saved.fixed, saved.facts, about.lookup(saved.form, saved.fixed), saved.readable, Meta(),
        leave_out=leave_out, late=not saved.form.freezes, actions=about.actions(saved.record.id), signers=about.signers(saved.fixed),
        asked=saved.asked,
    )  # fmt: skip


def _first_page(plain: Plain, summaries: tuple[Summary, ...]) -> list[Block]:
    """What the plan says in plain words, on a page of its own before the plan."""
    first: list[Block] = []
    for summary in summaries:
        if not summary.variant and (parts := plain.summary(summary, 2)):
            first += [Heading(summary.title), *parts, *([NewPage()] if summary.own_page else [])]
    return first


def _with_clauses(blocks: tuple[Block, ...], plain: Plain, form: FormDef) -> tuple[Block, ...]:
    """The standing texts of a form, just before somebody signs."""
    told = [block for part in form.clauses for block in plain.part(part, 1, large=False)]
    at = next((place for place, block in enumerate(blocks) if isinstance(block, Signature)), len(blocks))
    before = blocks[:at]
    if told and before and isinstance(before[-1], Heading):
        before = before[:-1]  # the clause has a heading of its own
    return (*before, *told, *blocks[at:])


def _goes_along(saved: Saved, variant: str, leave_out: frozenset[str]) -> bool:
    """Whether the answers travel with the file: with the copy that is signed, made by who reads all that it carries."""
    whole = all(q.privacy in leave_out or path_of(s, q) in saved.readable for s, q in saved.form.questions())
    return variant in (FULL, OFFICIAL) and bool(saved.form.signatures) and saved.state in (FROZEN, DEFINITIVE) and whole


def _named(form: FormDef, title: str) -> str:
    """What header and footer call a print: its own title, after that of the form when that is another one."""
    return title if title.startswith(form.title) else f"{form.title}: {title[:1].lower()}{title[1:]}"


def _decided(saved: Saved) -> str:
    """The date of a decision, in words."""
    for section, question in saved.form.questions():
        if question.name == saved.form.decision and (day := _answer(saved, section.name, question.name)):
            return KINDS[question.kind].say(question, day, None)  # type: ignore[arg-type]
    return ""


def _asked(saved: Saved) -> list[tuple[Any, Any]]:
    return [place for path, place in saved.form.places.items() if path in saved.asked and path in saved.readable]


def _answer(saved: Saved, section: str, name: str) -> Any:
    return (saved.answers.get(section) or {} if section else saved.answers).get(name)


def _logo() -> Logo | None:
    """The logo of the settings; a file that cannot be drawn is told to who prints."""
    path = load_settings().logo_file
    try:
        return read_logo(path) if path else None
    except NoLogo as error:
        raise NotNow(str(error)) from None


def may_take_along(store: Store, form: FormDef, dossier_id: str) -> bool:
    """Whether `checklist` makes a list of this form for this user."""
    return CHECKLIST in form.paper and store.may_print_form(form, dossier_id)


def checklist(store: Store, form: FormDef, dossier_id: str) -> Print:
    """A form to take to a house: what to tick on the first page, what is open on the next, then every question with room to write."""
    line = next((line for line in store.forms_of(dossier_id) if line.form.key == form.key), None)
    if line is None or not may_take_along(store, form, dossier_id):
        raise NotNow("Deze lijst is er niet voor dit dossier, of je mag hem niet afdrukken.")
    about = About(store, dossier_id)
    record = line.records[0] if line.records else None
    draft = store.open_draft(record.id) if record else None
    answers = draft.answers() if draft else {}
    readable = draft.readable if draft else store.readable_of(form, dossier_id)
    leave_out = LEFT_OUT[FULL]
    version = record.version if record else 0
    said = document.carried(form, answers, about.facts, readable, leave_out=leave_out, late=True)
    fingerprint = document.fingerprint(document.record_of(form.key, version, said))
    meta = Meta(dossiernummer=about.number, form_title=f"{form.title}, lijst om mee te nemen", state="open", made_on=say_date(store.today))
    actions = about.actions(record.id) if record else {}
    paper = document.of(
        form, answers, about.facts, about.lookup(form, answers), readable, meta,
        subtitle=about.person, leave_out=leave_out, open_questions=True, actions=actions,
    )  # fmt: skip
    first = [
        *tick_list(form, answers, about.facts, readable, leave_out),
        NewPage(),
        *open_points(form, answers, about.lookup(form, answers), readable, leave_out, actions),
        NewPage(),
    ]
    paper = replace(paper, blocks=(*first, *paper.blocks))
    content = to_pdf(paper, stamp=store.now(), gemeente=about.gemeente, logo=_logo())
    name = f"{form.code}-{about.number}-{CHECKLIST}.pdf"
    return Print(store.note_print(record.id, version, CHECKLIST, fingerprint, content) if record else name, content, fingerprint, version)


def blank(form: FormDef, stamp: datetime | None = None) -> bytes:
    """The empty form, with every question and its condition in words."""
    settings = load_settings()
    paper = document.blank(form, Meta(form_title=f"{form.title}, leeg formulier", state="leeg"))
    return to_pdf(paper, stamp=stamp or datetime.now(UTC), gemeente=settings.gemeente, logo=_logo())
