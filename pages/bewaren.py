"""Bewaartermijnen: wat lang genoeg bewaard is, wie dat vernietigt, en wat al vernietigd is."""

from __future__ import annotations

from forms import FORMS
from popforms.ui import open_store
from popforms.ui.bewaren_page import bewaren_page

bewaren_page(open_store(FORMS))
