"""Paper: a document as PDF."""

from popforms.paper.render import missing, to_pdf
from popforms.paper.text import unsupported

__all__ = ["missing", "to_pdf", "unsupported"]
