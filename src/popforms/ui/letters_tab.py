"""Letters of a dossier: those that were made, and making one; and how a letter stands on the page that it is written on."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from popforms import prints
from popforms.definition.letters import PLAIN
from popforms.dutch import say_date
from popforms.store import DossierView, Offer, RecordRow, Store, Wanted
from popforms.ui.fields import Fields
from popforms.ui.paper_block import hand_out_print
from popforms.ui.plain import plain
from popforms.ui.shell import flash, gentle, go, link, spent, token, typed_here
from popforms.ui.steps import state_badge


def has_letters(store: Store, view: DossierView) -> bool:
    """Whether this user makes or reads letters in a dossier."""
    return bool(store.letters_to_make(view.id) or store.letters_of(view.id))


def letters_tab(store: Store, view: DossierView) -> None:
    """The letters that were made, and below them the ones that can be made now."""
    lines, offers = store.letters_of(view.id), store.letters_to_make(view.id)
    ready = [offer for offer in offers if offer.ready]
    if not lines:
        st.info("Er zijn nog geen brieven." + (" Kies hieronder welke brief je wilt maken." if ready else ""))
    for line in lines:
        box = st.container(border=True, gap="xxsmall")
        row = box.container(horizontal=True, vertical_alignment="center", gap="small")
        link(row, "formulier", line.title, icon=":material/mail:", record=line.record.id)
        state_badge(row, line.record)
        told = [
            f"aan {line.to}" if line.to else "",
            f"verstuurd op {say_date(line.sent, store.today)}" if line.sent else "nog niet verstuurd",
        ]
        if line.sent and not line.asked:
            told.append("nog niet nagevraagd of de brief begrepen is")
        box.caption(plain(" · ".join(part for part in told if part)))
    if ready:
        with st.container(border=True):
            st.markdown("**Brief maken**")
            _make(store, view, sorted(ready, key=lambda offer: not offer.own))
    waiting = [offer for offer in offers if not offer.ready and offer.own]
    if waiting:
        with st.expander(f"Nu niet aan de beurt ({len(waiting)})"):
            for offer in waiting:
                st.markdown(f"{plain(offer.title)}: kan als {plain(offer.waits_for)}.")


def _make(store: Store, view: DossierView, offers: list[Offer]) -> None:
    titles = store.role_titles()
    codes = {offer.code: offer for offer in offers}

    def words(code: str) -> str:
        offer = codes[code]
        return offer.title if offer.own else f"{offer.title} (van de {' of '.join(titles[role] for role in offer.texts[0].sender)})"

    code = st.selectbox("Welke brief?", list(codes), index=None, format_func=words, placeholder="Kies…", key=f"brief_{view.id}")
    if code is None:
        return
    wanted = ask_wanted(store, view.id, codes[code], f"brief_{view.id}_{code}")
    if st.button("Brief maken", type="primary", key=f"brief_maken_{view.id}"):
        with gentle():
            name = f"brief_{view.id}_{code}"
            record = store.make_letter(view.id, wanted, token(name))
            spent(name)
            flash("De brief staat klaar. Lees hem na en verander wat je wilt.")
            go("formulier", record=record)


def ask_wanted(store: Store, dossier_id: str, offer: Offer, key: str) -> Wanted:
    """What a letter still asks of its sender: for whom, about what, what is typed, and what is said yes to. `spent(key)` ends it."""
    texts = {letter.key: letter for letter in offer.texts}
    chosen = offer.texts[0].key
    if len(texts) > 1 and not offer.actions:
        names = {one: "de statushouder (A2)" if letter.level == PLAIN else f"collega's ({letter.level})" for one, letter in texts.items()}
        chosen = (
            st.segmented_control(
                "Voor wie is de brief?", list(texts), default=chosen, format_func=lambda one: names[one], key=f"{key}_voor", required=True
            )
            or chosen
        )
    wanted = Wanted(chosen)
    if offer.abouts:
        about = dict(offer.abouts)
        wanted = replace(
            wanted, about=st.selectbox("Waarover gaat de brief?", list(about), format_func=lambda one: about[one], key=f"{key}_over") or ""
        )
    if offer.actions:
        actions = dict(offer.actions)
        wanted = replace(
            wanted, action=st.selectbox("Over welke actie?", list(actions), format_func=lambda one: actions[one], key=f"{key}_actie") or ""
        )
    asked, facts = store.prepare_letter(dossier_id, wanted), store.forms.process.LETTER_FACTS
    typed = {}
    for name in asked.to_type:
        label = plain(facts[name].label.capitalize()) + (" (mag leeg blijven)" if name in asked.optional else "")
        field = st.text_area if facts[name].lines else st.text_input
        typed[name] = typed_here(field, label, f"{key}_{token(key)}_{name}", placeholder=str(facts[name].example).splitlines()[0])
    yes = {name for name, sentence in asked.asks if st.checkbox(plain(sentence), key=f"{key}_{chosen}_ja_{name}")}
    _unknown(store, dossier_id, asked.unknown)
    return replace(wanted, typed=typed, yes=frozenset(yes))


def _unknown(store: Store, dossier_id: str, unknown: tuple[tuple[str, str], ...]) -> None:
    """What is not known yet, with the form that it comes from: a day, a time and a place are filled in there and not here."""
    by_form: dict[str, list[str]] = {}
    for label, form in unknown:
        by_form.setdefault(form, []).append(label)
    if not by_form:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(":material/info: **Nog niet bekend**")
        for form, labels in by_form.items():
            st.markdown(f"{plain(', '.join(labels))}: uit {plain(form)}")
        st.caption("Vul dit eerst daar in. Je kunt de brief ook nu maken; dan staat er [vul in: …] op die plaats.".replace("[", "\\["))


def letter_block(store: Store, record: RecordRow) -> None:
    """Above a letter that is being written: what is still open, its translation, how it looks on paper, and making its text anew."""
    state = store.letter_state(record.id)
    if state.blanks:
        st.warning(plain(f"Nog in te vullen in de tekst: {', '.join(dict.fromkeys(state.blanks))}."), icon=":material/edit_note:")
    for note in state.notes:
        st.info(plain(note), icon=":material/translate:")
    if state.language:
        name = store.forms.process.LANGUAGES[state.language].name
        what = "één regel" if state.is_line else "een goedgekeurde vertaling"
        st.markdown(f":material/translate: In het {plain(name)} gaat {what} mee.")
    row = st.container(horizontal=True, vertical_alignment="center")
    if store.may_print(record.id) and row.button("Bekijk op papier", key=f"bekijk_{record.id}", icon=":material/visibility:"):
        with gentle(), st.spinner("De brief wordt gemaakt…"):
            hand_out_print(store, prints.letter_preview(store, record.id), record)
    if state.letter is not None and record.dossier_id:
        _anew(store, record, state.letter.code)


def _anew(store: Store, record: RecordRow, code: str) -> None:
    offer = next((one for one in store.letters_to_make(record.dossier_id or "") if one.code == code), None)
    if offer is None:
        return
    with st.expander("Tekst opnieuw maken", on_change="rerun", key=f"opnieuw_{record.id}") as fold:
        if not fold.open:
            return
        st.caption("De gegevens worden opnieuw uit het dossier gehaald. Wat je zelf in de tekst veranderde, verdwijnt uit de brief.")
        wanted = ask_wanted(store, record.dossier_id or "", offer, f"opnieuw_{record.id}")
        if st.button("Opnieuw maken", key=f"opnieuw_knop_{record.id}"):
            with gentle():
                store.rewrite_letter(record.id, wanted)
                spent(f"opnieuw_{record.id}")
                Fields.of(store, record.id).draw_anew()
                flash("De tekst is opnieuw gemaakt.")
                st.rerun()
