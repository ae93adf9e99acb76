"""Vul in, één onderdeel tegelijk."""

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.formulier_page import formulier_page

formulier_page(open_store(FORMS))
