"""F08d PIP wijzigen: waarom het plan verandert, en of dat mag; de drie jaar blijven lopen vanaf het eerste plan."""

from __future__ import annotations

from datetime import date
from typing import Literal

from popforms import (
    DOSSIER, Calculated, Form, LongText, Organisation, Reference, Section, YesNo, ask, before, both, equals, filled, more_than, no,
    refuse, warn,
)  # fmt: skip

_lager = equals("wz_reden", "afschalen naar A2")
_verhuisd = equals("wz_reden", "verhuizing")


class Reden(Section, title="Waarom verandert het plan?"):
    wz_reden: Literal["andere leerroute", "afschalen naar A2", "verhuizing", "andere afspraak", "plan past niet"] = ask(
        "Waarom verandert het PIP?", required="c"
    )
    wz_toelichting: LongText = ask("Wat is er gebeurd?", required="d", privacy="gevoelig")
    wz_besproken: YesNo = ask("Is het met de statushouder besproken?", required="d")
    wz_schakel_tot: Calculated = ask(
        "Schakelen kan nog tot en met", shown_when=equals("wz_reden", "andere leerroute"), calculated="wz_schakel_tot"
    )


class Afschalen(Section, title="Naar A2"):
    wz_lesuren: int = ask("Hoeveel uren taalles zijn gevolgd? (ten minste 600)", required="d", shown_when=_lager)
    wz_lesuren_fysiek: int = ask("Hoeveel daarvan in de klas?", shown_when=_lager)
    wz_inzet: LongText = ask(
        "Heeft de statushouder zich genoeg ingezet? Waaruit blijkt dat?", required="d", shown_when=_lager, privacy="gevoelig"
    )
    wz_onderdelen: list[Literal["lezen", "luisteren", "schrijven", "spreken"]] = ask(
        "Welke examenonderdelen naar A2?", required="d", shown_when=_lager
    )


class Vaststellen(Section, title="Verhuizing, overleg en datum"):
    wz_vorige_gemeente: Organisation = ask("Van welke gemeente komt het vorige PIP?", required="d", shown_when=_verhuisd)
    wz_overdracht: Literal["ja", "schriftelijk", "nee"] = ask("Is er een warme overdracht geweest?", required="d", shown_when=_verhuisd)
    wz_teamoverleg: Reference = ask(
        "In welk PIP-teamoverleg is dit besproken?",
        required="d",
        shown_when=equals("regelset", "pilot2019"),
        refers_to="F10",
        prefill="nieuwste:F10",
    )
    wz_nieuwe_datum: date = ask("Datum van het gewijzigde PIP", required="d")


class PipWijzigen(Form, code="F08d", title="PIP wijzigen", per=DOSSIER, part="pip", phase="voortgang", many=True, title_from="wz_reden"):
    """Een verandering van het PIP: de reden, wat ervoor nodig is en de nieuwe datum. Het eerste PIP blijft de drie jaar beginnen."""

    reden: Reden
    afschalen: Afschalen
    vaststellen: Vaststellen

    rules = (
        # Besluit inburgering art. 5.5: 600 hours of lessons come first, in the B1 route without a limit in time.
        refuse(
            both(_lager, filled("wz_lesuren"), no(more_than("wz_lesuren", 599))),
            "naar A2 kan pas na 600 uren taalles. Volg eerst de lessen, of kies een andere reden.",
            at="wz_lesuren",
            stage="d",
        ),
        warn(
            both(equals("wz_reden", "andere leerroute"), filled("wz_schakel_tot"), before("wz_schakel_tot", "wz_nieuwe_datum")),
            "deze datum ligt na de laatste dag waarop de leerroute nog mag veranderen. Kijk de datum na.",
            at="wz_nieuwe_datum",
        ),
        refuse(
            before("wz_nieuwe_datum", "dagtekening_eerste_pip"),
            "een gewijzigd PIP kan niet voor het eerste PIP liggen. Kijk de datum na.",
            at="wz_nieuwe_datum",
        ),
    )
