"""Wie kan ik bellen, en wat is voor iedereen afgesproken?"""

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.lijsten_page import lijsten_page

lijsten_page(open_store(FORMS), "lijsten")
