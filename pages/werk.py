"""Wat doe ik vandaag?"""

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.werk_page import werk_page

werk_page(open_store(FORMS))
