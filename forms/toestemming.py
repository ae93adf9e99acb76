"""F17 Toestemming om te delen: wat partners van elkaar mogen weten, met wie en tot wanneer."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, Form, Handtekening, LongText, Organisation, Part, Row, Section, Summary, UserOrPerson, YesNo, ask, before, equals, filled,
    grid, refuse, some, tell,
)  # fmt: skip


class Regel(Row):
    """Een onderwerp dat met een organisatie gedeeld mag worden, of niet."""

    onderwerp: Literal[
        "planning en contact", "taal", "inburgering", "werk", "inkomen", "gezondheid", "gezin en school", "gezinshereniging"
    ] = ask("Onderwerp", required="c")  # fmt: skip
    met: Organisation = ask("Met welke organisatie?", required="c")
    waarvoor: str = ask("Waarvoor?", required="d")
    antwoord: YesNo = ask("Mag het?", required="c")
    tot: date = ask("Tot datum", hint="Leeg: zolang de toestemming geldt.")
    ingetrokken_op: date = ask("Ingetrokken op")


class Gesprek(Section, title="Het gesprek over delen"):
    to_datum: date = ask("Datum van het gesprek", required="c", prefill="vandaag")
    to_uitleg_door: UserOrPerson = ask("Wie heeft het uitgelegd?", required="d", prefill="gebruiker")
    to_taal: str = ask("In welke taal, met tolk?", required="d", prefill="F01.tolk_taal")
    to_eigen_taak: YesNo = ask(
        "Is uitgelegd welke gegevens de gemeente ook zonder toestemming nodig heeft (wettelijke taak)?", required="d"
    )


class Delen(Section, title="Wat mag worden gedeeld"):
    to_regels: list[Regel] = ask("Wat mag worden gedeeld, met wie?", required="d", privacy="gevoelig")
    to_gezondheid_apart: YesNo = ask("Is voor gezondheid apart gevraagd?", required="d", privacy="bijzonder")
    to_vrijwillig: YesNo = ask("Is gezegd dat nee zeggen mag, zonder gevolgen?", required="d")
    to_intrekken: YesNo = ask("Is gezegd hoe de statushouder kan intrekken?", required="d")
    to_geldig_tot: date = ask("Geldig tot", required="d", prefill="over:1 jaar")


class Tekenen(Section, title="Tekenen en intrekken"):
    to_tekenen: list[Handtekening] = ask("Handtekening", required="n", rows=({"teken_rol": "statushouder"},), none_allowed=False)
    to_ingetrokken_op: date = ask("Alles ingetrokken op", late=True)
    to_gevolg_gedaan: LongText = ask("Wat is gestopt na intrekken?", required="n", shown_when=filled("to_ingetrokken_op"))
    to_minderjarige: str = ask("Gaat het ook om kinderen? Wie beslist?", privacy="gevoelig")


class Toestemming(Form, code="F17", title="Toestemming om te delen", per=DOSSIER, part="toestemming"):
    """Wat de statushouder goed vindt dat organisaties van elkaar weten; nee zeggen mag, intrekken ook."""

    gesprek: Gesprek
    delen: Delen
    tekenen: Tekenen

    summaries = (
        Summary(
            "Wat mag worden gedeeld",
            (
                Part(
                    "Dit mag",
                    (
                        grid(
                            "to_regels",
                            ("Waarover", "{onderwerp}"),
                            ("Met wie", "{met}"),
                            ("Waarvoor", "{waarvoor}"),
                            ("Tot wanneer", "gestopt op {ingetrokken_op} | {tot} | {to_geldig_tot}"),
                            when=equals("antwoord", "ja"),
                        ),
                    ),
                    otherwise="U geeft voor niets toestemming. Dat mag.",
                ),
                Part(
                    "Dit mag niet",
                    (grid("to_regels", ("Waarover", "{onderwerp}"), ("Met wie", "{met}"), when=equals("antwoord", "nee")),),
                ),
                Part(
                    "Goed om te weten",
                    (
                        tell(
                            "U geeft toestemming tot {to_geldig_tot}. U mag altijd stoppen. Zeg dat tegen ons. U hoeft niet te zeggen waarom."
                        ),
                        tell("Nee zeggen mag. U krijgt daardoor niet minder hulp van ons."),
                    ),
                ),
            ),
            own_page=False,
        ),
    )
    clauses = (
        Part(
            "Ondertekenen",
            (
                tell(
                    "Met mijn handtekening laat ik zien: iemand heeft dit aan mij uitgelegd. Ik geef toestemming voor wat bij ‘Dit mag’ staat."
                ),
            ),
        ),
    )

    rules = (
        refuse(before("to_geldig_tot", "to_datum"), "deze datum ligt voor het gesprek. Kijk de twee datums na.", at="to_geldig_tot"),
        refuse(
            before("to_ingetrokken_op", "to_datum"),
            "de toestemming kan niet voor het gesprek zijn ingetrokken. Kijk de twee datums na.",
            at="to_ingetrokken_op",
        ),
        # Consent that nobody gave opens nothing: while this form is not definitive, nothing is shared on it.
        refuse(
            some("to_tekenen", equals("teken_wijze", "niet getekend")),
            "zonder handtekening of mondeling akkoord is er geen toestemming en wordt er niets gedeeld. Wil de statushouder voor een "
            "onderwerp geen toestemming geven, zet dat dan op nee; ‘Terug naar concept’ maakt het formulier weer open.",
            at="to_tekenen",
            stage="n",
        ),
    )
