"""Paper: a document as PDF."""

from popforms.paper.render import missing, to_paper, to_pdf
from popforms.paper.text import unsupported

__all__ = ["missing", "to_paper", "to_pdf", "unsupported"]
