"""The only room with SQL: every method asks who you are, selects what you may read and writes the audit line."""

from popforms.store.base import STATUSHOUDER, NotNow, RecordRow, rights_of
from popforms.store.connection import StoreError, connect, open_database, transaction
from popforms.store.dossiers import DossierLine, DossierView, FormLine
from popforms.store.drafts import Clash, Draft, Entry
from popforms.store.emergency import Emergencies
from popforms.store.management import Management
from popforms.store.oversight import Oversight
from popforms.store.papers import Papers
from popforms.store.requests import PersonRequests
from popforms.store.thrown import ThrownAway
from popforms.store.versions import DEFINITIVE, FROZEN, NotReady, Saved


class Store(Management, Papers, Emergencies, Oversight, ThrownAway, PersonRequests):
    """The only door to the data, for one user and one unit of work; see the modules of this folder for what it does."""


__all__ = [
    "DEFINITIVE", "FROZEN", "STATUSHOUDER", "Clash", "DossierLine", "DossierView", "Draft", "Entry", "FormLine", "NotNow",
    "NotReady", "RecordRow", "Saved", "Store", "StoreError", "connect", "open_database", "rights_of", "transaction",
]  # fmt: skip
