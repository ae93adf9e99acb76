"""Wie zoek ik?"""

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.dossiers_page import dossiers_page

dossiers_page(open_store(FORMS))
