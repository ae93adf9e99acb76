"""The tag tree of a PDF with the words in it, as a screen reader goes through it; read by pdfium, which did not make the file.

(`pdfinfo -struct-text` gives the same and draws the whole page again for each element: four seconds for six pages.)
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

Said = tuple[str, str]
"""The role of an element and the words that stand in it directly."""


def said(pdf: pypdfium2.PdfDocument) -> Iterator[Said]:
    """Every element with words or a role, in reading order, page after page."""
    for page in pdf:
        tree = raw.FPDF_StructTree_GetForPage(page)
        try:
            words = _words_by_mark(page)
            for number in range(raw.FPDF_StructTree_CountChildren(tree)):
                yield from _walk(raw.FPDF_StructTree_GetChildAtIndex(tree, number), words)
        finally:
            raw.FPDF_StructTree_Close(tree)


def _walk(element: Any, words: dict[int, str]) -> Iterator[Said]:
    """An element and what is in it; its kids are elements and marks, in the order of the tree.

    A text that an element says instead of the signs drawn in it is what is heard: signs from right to left stand as they are drawn.
    """
    text = ""
    inside: list[Said] = []
    for number in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, number)
        if child:
            inside += _walk(child, words)
        else:
            text += words.get(raw.FPDF_StructElement_GetChildMarkedContentID(element, number), "")
    role, instead = _string(raw.FPDF_StructElement_GetType, element), _string(raw.FPDF_StructElement_GetActualText, element)
    if instead and (text or any(words for _, words in inside)):
        yield role, f"{instead} "
        return
    yield role, text
    yield from inside


def _words_by_mark(page: pypdfium2.PdfPage) -> dict[int, str]:
    """The text of each mark on a page; text without a mark is an artifact and is not here."""
    found: dict[int, str] = {}
    text_page = page.get_textpage()
    for number in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, number)
        mark = raw.FPDFPageObj_GetMarkedContentID(item)
        if mark >= 0 and raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
            found[mark] = found.get(mark, "") + _string(raw.FPDFTextObj_GetText, item, text_page)
    return found


def _string(ask: Any, *about: Any) -> str:
    """A text that pdfium writes into a buffer, as UTF-16."""
    size = ask(*about, None, 0)
    buffer = ctypes.create_string_buffer(size)
    typed = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)) if ask is raw.FPDFTextObj_GetText else buffer
    ask(*about, typed, size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")
