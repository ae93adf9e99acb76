"""Wie heeft een account?"""

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.beheer_page import beheer_page

beheer_page(open_store(FORMS))
