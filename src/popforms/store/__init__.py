"""The only room with SQL: every method asks who you are, selects what you may read and writes the audit line."""

from popforms.store.around import Around
from popforms.store.base import DEFINITIVE, STATUSHOUDER, NotNow, RecordRow, rights_of
from popforms.store.connection import StoreError, connect, open_database, transaction
from popforms.store.deadlines import Talk, TermLine
from popforms.store.dossiers import DossierLine, DossierView, FormLine
from popforms.store.drafts import Clash, Draft, Entry
from popforms.store.emergency import Emergencies
from popforms.store.letter_facts import Wanted
from popforms.store.letters import Letters, LetterState, Offer
from popforms.store.management import Management
from popforms.store.oversight import Oversight
from popforms.store.requests import PersonRequests
from popforms.store.signing import Laid, Returned, ScanRefused, Signing
from popforms.store.thrown import ThrownAway
from popforms.store.told import ToldWith
from popforms.store.versions import FROZEN, NotReady, Saved


class Store(Management, Letters, Signing, Emergencies, Oversight, ThrownAway, PersonRequests):
    """The only door to the data, for one user and one unit of work; see the modules of this folder for what it does."""


__all__ = [
    "DEFINITIVE", "FROZEN", "STATUSHOUDER", "Around", "Clash", "DossierLine", "DossierView", "Draft", "Entry", "FormLine", "Laid", "LetterState", "NotNow",
    "NotReady", "Offer", "RecordRow", "Returned", "Saved", "ScanRefused", "Store", "StoreError", "Talk", "TermLine", "ToldWith", "Wanted", "connect",
    "open_database", "rights_of", "transaction",
]  # fmt: skip
