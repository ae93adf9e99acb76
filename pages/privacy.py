"""Wie keek waarin?"""

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.privacy_page import privacy_page

privacy_page(open_store(FORMS))
