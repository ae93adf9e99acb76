"""popforms: one file in `forms/` is a form, and page, checks, storage, rights, paper and tests follow from it."""

from popforms.definition.blocks import MODULES, Actie, Gesprekskop, Handtekening, PlaatsDatum
from popforms.definition.catalogue import Catalogue, load_forms
from popforms.definition.conditions import before, both, differs, either, empty, equals, filled, more_than, no, one_of, some, within
from popforms.definition.kinds import (
    Address, Amount, Bsn, Calculated, Email, File, LongText, Organisation, Person, PersonOrOrganisation, Reference, Signature,
    User, UserOrPerson, VNumber, YearDate, YesNo, YesNoUnknown,
)  # fmt: skip
from popforms.definition.letters import Fact, Language
from popforms.definition.model import Form, Row, Section, Together, ask, refuse, warn
from popforms.definition.questions import DOSSIER, LIST, THIS_DOSSIER, Gate, Rule
from popforms.definition.summary import Part, Summary, each, grid, helper, tell

__version__ = "0.1.0"
__all__ = [
    "DOSSIER", "LIST", "MODULES", "THIS_DOSSIER", "Actie", "Address", "Amount", "Bsn", "Calculated", "Catalogue", "Email", "Fact", "File", "Form",
    "Gate", "Gesprekskop", "Handtekening", "Language", "LongText", "Organisation", "Part", "Person", "PersonOrOrganisation", "PlaatsDatum",
    "Reference", "Row", "Rule", "Section", "Signature", "Summary", "Together", "User", "UserOrPerson", "VNumber", "YearDate", "YesNo", "YesNoUnknown",
    "ask", "before", "both", "differs", "each", "either", "empty", "equals", "filled", "grid", "helper", "load_forms", "more_than", "no", "one_of",
    "refuse", "some", "tell", "warn", "within",
]  # fmt: skip
