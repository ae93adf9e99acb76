"""Wie heeft mij nodig?"""

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.overzicht_page import overzicht_page

overzicht_page(open_store(FORMS))
