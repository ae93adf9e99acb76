"""Paper: a document as PDF."""

from popforms.paper.render import to_pdf
from popforms.paper.text import unsupported

__all__ = ["to_pdf", "unsupported"]
