"""The only room with Streamlit: pages, questions on screen, and the way between them."""

from popforms.ui.shell import open_store

__all__ = ["open_store"]
