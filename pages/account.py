"""Wie ben ik hier?"""

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.account_page import account_page

account_page(open_store(FORMS))
