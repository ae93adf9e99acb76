"""The texts of letters: who keeps them edits one with a preview and a day from when it counts; a translation is approved here."""

from __future__ import annotations

from datetime import date

import streamlit as st

from popforms.definition.letters import DUTCH, LetterDef
from popforms.dutch import say_date, say_datetime
from popforms.prints.letters import example_pdf
from popforms.prints.plain_letters import EASY, read_letter, too_hard
from popforms.store import NotNow, NotReady, Store
from popforms.store.letter_texts import LetterText
from popforms.ui.paper_block import PDF
from popforms.ui.plain import plain
from popforms.ui.shell import download, flash, gentle, hand_out

EMPTY = LetterText("", "", 0, "")


def letter_texts(store: Store) -> None:
    """Choose a letter and a language; then its text with what belongs to it."""
    letters = store.forms.letters
    ordered = sorted(letters, key=lambda key: (letters[key].is_line, letters[key].code, key))
    left, right = st.columns([3, 2], gap="large")
    key = left.selectbox("Welke brief?", ordered, format_func=lambda one: _words(letters[one]), key="tekst_brief")
    letter = letters[key]
    languages = store.languages_of(letter)
    known = store.forms.process.LANGUAGES
    language = DUTCH
    if len(languages) > 1:
        language = (
            right.segmented_control(
                "Taal", languages, default=DUTCH, format_func=lambda code: known[code].name, key=f"tekst_taal_{key}", required=True
            )
            or DUTCH
        )
    _about(store, letter)
    if language != DUTCH:
        _approval(store, letter, language)
        _earlier(store, letter, language)
    if store.may_keep_letter_texts():
        _edit(store, letter, language)
    else:
        _read(store, letter, language)
    _versions(store, letter, language)


def _words(letter: LetterDef) -> str:
    if letter.is_line:
        return letter.title
    several = f" ({letter.level})" if "-" in letter.key or letter.level == "B1" else ""
    return f"{letter.code} {letter.title}{several}"


def _about(store: Store, letter: LetterDef) -> None:
    """Who sends it, from when, and at which level."""
    if letter.is_line:
        st.caption("Deze regel staat in de eigen taal onder elke brief aan een statushouder waarvoor geen goedgekeurde vertaling is.")
        return
    titles = store.role_titles()
    senders = " of ".join(titles[role] for role in letter.sender)
    st.caption(
        plain(f"Van de {senders}. Kan als {letter.begins_words}. Taalniveau: {letter.level}. In de brief: {', '.join(letter.points)}.")
    )


def _edit(store: Store, letter: LetterDef, language: str) -> None:
    """The text in a field, with its mistakes below it; a text is kept only when it holds none."""
    current = store.letter_text(letter.key, language) or EMPTY
    draft = store.letter_draft(letter.key, language)
    turn = st.session_state.get(f"tekst_keer_{letter.key}_{language}", 0)
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(key=f"eigentaal_{language}" if store.forms.process.LANGUAGES[language].right_to_left else None):
        body = st.text_area(
            "Tekst", value=draft[0] if draft else current.body, height=520, key=f"tekst_{letter.key}_{language}_{turn}_{current.number}"
        )
    if body != (draft[0] if draft else current.body):
        store.type_letter_text(letter.key, language, body)
        draft = store.letter_draft(letter.key, language)
    with left:
        if draft:
            st.caption(
                plain(f"Nog niet bewaard: de tekst van {draft[1]}, {say_datetime(draft[2], store.today)}. Tot die tijd geldt de oude.")
            )
        for mistake in store.letter_mistakes(letter.key, language, body)[:5]:
            st.markdown(f":material/error: {plain(mistake)}")
        if language == DUTCH:
            _reading(store, letter, body)
        _keep(store, letter, language, body, bool(draft))
    with right:
        if language != DUTCH:
            st.markdown("**De Nederlandse tekst**")
            st.container(border=True, height=240).text((store.letter_text(letter.key, DUTCH) or EMPTY).body)
        _facts(store, letter)
        _example(store, letter, language, body)


def _reading(store: Store, letter: LetterDef, body: str) -> None:
    """How easy the text is, and what would make it easier; it may be kept all the same."""
    st.caption(f"Leesgemak: {read_letter(letter, body).ease:.0f}. Voor {letter.level} is {EASY[letter.level]} of hoger goed.")
    for hint in too_hard(store.forms, letter, body):
        st.markdown(f":material/lightbulb: {plain(hint)}")


def _keep(store: Store, letter: LetterDef, language: str, body: str, typed: bool) -> None:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    valid_from = row.date_input(
        "Geldig vanaf", value=store.today, format="DD-MM-YYYY", min_value=date(1900, 1, 1), max_value=date(2100, 12, 31),
        key=f"tekst_vanaf_{letter.key}_{language}", width=180,
    )  # fmt: skip
    newest = store.letter_texts(letter.key, language)
    turn = f"tekst_keer_{letter.key}_{language}"
    if row.button("Bewaren", type="primary", disabled=not typed, key=f"tekst_bewaren_{letter.key}_{language}"):
        try:
            number = store.keep_letter_text(letter.key, language, body, valid_from or store.today, expect=newest[0].number if newest else 0)
        except NotReady as error:
            st.warning(
                "\n".join(f"- {plain(str(problem))}" for problem in error.problems), title="Niet bewaard; de oude tekst blijft gelden"
            )
        except NotNow as error:
            st.warning(plain(str(error)))
        else:
            st.session_state[turn] = st.session_state.get(turn, 0) + 1
            flash(f"Bewaard als versie {number}, geldig vanaf {say_date(valid_from or store.today)}.")
            st.rerun()
    if typed and row.button("Wegdoen wat ik typte", key=f"tekst_weg_{letter.key}_{language}"):
        store.type_letter_text(letter.key, language, (store.letter_text(letter.key, language) or EMPTY).body)
        st.session_state[turn] = st.session_state.get(turn, 0) + 1
        st.rerun()


def _facts(store: Store, letter: LetterDef) -> None:
    """What may stand in this letter; anything else is refused."""
    facts = store.forms.process.LETTER_FACTS
    with st.expander(f"Wat in deze brief mag staan ({len(letter.facts)})"):
        for name in letter.facts:
            fact = facts[name]
            if fact.columns:
                st.code(f"{{% for regel in {name} %}}\n- {{{{ regel.{fact.columns[0]} }}}}\n{{% endfor %}}", language=None)
                st.caption(plain(f"{fact.label}; kolommen: {', '.join(fact.columns)}"))
            else:
                st.code(f"{{{{ {name} }}}}", language=None)
                st.caption(plain(fact.label))
        st.code("{% if naam %}\n…\n{% else %}\n…\n{% endif %}", language=None)
        st.caption('Een stuk dat er alleen staat als het gegeven bekend is. Vergelijken mag ook: {% if plaats == "woning" %}.')


def _example(store: Store, letter: LetterDef, language: str, body: str) -> None:
    """The text for somebody who does not exist, on screen and on paper."""
    st.markdown("**Voorbeeld** met een verzonnen persoon")
    try:
        told = store.letter_example(letter.key, language, body)
    except NotReady:
        st.caption("Het voorbeeld komt als de tekst klopt.")
        return
    right_to_left = store.forms.process.LANGUAGES[language].right_to_left
    with st.container(border=True, height=320, key=f"eigentaal_vb_{language}" if right_to_left else None):
        st.text(told)
    if not letter.is_line and st.button("Voorbeeld op papier", key=f"tekst_papier_{letter.key}_{language}", icon=":material/description:"):
        with gentle(), st.spinner("Het voorbeeld wordt gemaakt…"):
            made = example_pdf(store, letter.key, language, body)
            for remark in made.remarks:
                st.info(plain(remark))
            name = f"voorbeeld-{letter.key}-{language}.pdf"
            download(st, f"Download {name}", hand_out(store, name, PDF, made.content))


def _read(store: Store, letter: LetterDef, language: str) -> None:
    """The text for who may not change it; a translation with the Dutch beside it."""
    text = store.letter_text(letter.key, language) or EMPTY
    right_to_left = store.forms.process.LANGUAGES[language].right_to_left
    places = st.columns(2, gap="medium") if language != DUTCH else [st.container()]
    if language != DUTCH:
        with places[0].container(border=True):
            st.text((store.letter_text(letter.key, DUTCH) or EMPTY).body)
    with places[-1].container(border=True, key=f"eigentaal_lees_{language}" if right_to_left else None):
        st.text(text.body or "Er is nog geen tekst in deze taal.")
    if text.body:
        _example(store, letter, language, text.body)


def _approval(store: Store, letter: LetterDef, language: str) -> None:
    """Whether the translation may go out, and saying that it may."""
    text = store.letter_text(letter.key, language)
    name = store.forms.process.LANGUAGES[language].name
    if text is None:
        st.info(f"Er is nog geen tekst in het {name}. De brief gaat in het Nederlands.")
        return
    approval, may = store.approval_of(letter.key, language), store.may_approve_letter_texts()
    with st.container(border=True, gap="small"):
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        if approval:
            row.badge("goedgekeurd", icon=":material/verified:", color="green")
            when = say_date(approval.at.date(), store.today)
            row.markdown(plain(f"door {approval.author} op {when}, nagekeken door {approval.checked_by} ({text.words})"))
            if may and st.button("Goedkeuring intrekken", key=f"intrekken_{letter.key}_{language}"):
                with gentle():
                    store.withdraw_approval(letter.key, language)
                    flash("De goedkeuring is ingetrokken. De brief gaat weer in het Nederlands.")
                    st.rerun()
            return
        row.badge("concept", icon=":material/edit:", color="orange")
        row.markdown(plain(f"Deze tekst in het {name} ({text.words}) is niet goedgekeurd. De brief gaat in het Nederlands."))
        if not may:
            return
        if text.author_id == store.user.id:
            st.caption("Je schreef deze tekst zelf. Laat een collega hem goedkeuren.")
            return
        seen = store.letter_pair(letter.key, language)
        checked = st.text_input(
            "Wie heeft de vertaling nagekeken?", key=f"nagekeken_{letter.key}_{language}", placeholder="naam van de tolk of vertaler"
        )
        st.caption("Je keurt precies deze tekst goed. Verandert het Nederlands of de vertaling, dan vervalt de goedkeuring.")
        if st.button("Goedkeuren", key=f"goed_{letter.key}_{language}_{seen[:8]}"):
            with gentle():
                store.approve_letter_text(letter.key, language, checked, seen=seen)
                flash(f"De vertaling in het {name} is goedgekeurd en gaat voortaan mee.")
                st.rerun()


def _earlier(store: Store, letter: LetterDef, language: str) -> None:
    """Approvals of a text that counts no more: a letter that was fixed with it can still go out, so they can be taken back too."""
    now = store.letter_pair(letter.key, language)
    earlier = [one for one in store.approvals_that_stand(letter.key, language) if one.hash != now]
    if not earlier or not store.may_approve_letter_texts():
        return
    with st.expander(f"Eerdere goedkeuringen ({len(earlier)})"):
        st.caption(
            "Deze goedkeuring hoort bij een tekst die niet meer geldt. Een brief die ermee is vastgelegd en nog niet weg is, gaat zo de deur uit. "
            "Klopt die vertaling niet? Trek de goedkeuring dan in."
        )
        for one in earlier:
            row = st.container(horizontal=True, vertical_alignment="center", gap="small")
            row.markdown(plain(f"door {one.author} op {say_date(one.at.date(), store.today)}, nagekeken door {one.checked_by}"))
            if row.button("Intrekken", key=f"intrekken_{letter.key}_{language}_{one.hash[:16]}"):
                with gentle():
                    store.withdraw_approval(letter.key, language, one.hash)
                    flash("De goedkeuring is ingetrokken. Brieven met die vertaling gaan niet meer de deur uit.")
                    st.rerun()


def _versions(store: Store, letter: LetterDef, language: str) -> None:
    """Every text that was kept, and from when it counts."""
    texts = store.letter_texts(letter.key, language)
    counts = store.letter_text(letter.key, language)
    with st.expander(f"Versies ({len(texts)})"):
        for text in texts:
            now = counts is not None and text.number == counts.number
            coming = text.valid_from is not None and text.valid_from > store.today
            state = "geldt nu" if now else f"geldt vanaf {say_date(text.valid_from)}" if coming and text.valid_from else "geldt niet meer"
            who = f", {text.author}, {say_datetime(text.at, store.today)}" if text.at else ""
            st.markdown(plain(f"{text.words.capitalize()}: {state}{who}"))
        chosen = st.selectbox(
            "Lezen", [text.number for text in texts], index=None, placeholder="Kies een versie om te lezen", key=f"tekst_lees_{letter.key}_{language}",
            format_func=lambda number: next(text.words for text in texts if text.number == number),
        )  # fmt: skip
        if chosen is not None:
            st.text(next(text.body for text in texts if text.number == chosen))
