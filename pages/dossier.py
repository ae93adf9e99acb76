"""Hoe staat het met deze persoon?"""

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.dossier_page import dossier_page

dossier_page(open_store(FORMS))
