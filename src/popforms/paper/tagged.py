"""A PDF with a tag tree: fpdf2 with PDF/A-3A and PDF/UA-1 added.

fpdf2 marks nothing useful by itself. Everything it paints passes `_out`, so there each piece of content gets the mark
of the element it stands in. Text outside an element is refused: unmarked text is silent to a screen reader and no
validator sees it. We build on the inside of fpdf2 2.8.9; a newer one asks for a new look at all of this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, Literal
from xml.sax.saxutils import escape

from fpdf import FPDF
from fpdf.enums import ResourceAccessPolicy, TextDirection, XPos
from fpdf.fonts import Glyph, SubsetMap, TTFFont
from fpdf.line_break import TextLine, TotalPagesSubstitutionFragment
from fpdf.output import OutputProducer, PDFPage
from fpdf.prefs import ViewerPreferences
from fpdf.structure_tree import StructureTreeBuilder
from fpdf.syntax import Name, PDFObject, PDFString

PAINTS = re.compile(r"(?:^|\s)(?:T[jJ]|re|[lcvy]|Do|sh|[SsfFBb]\*?)(?=\s|$)")
PAINTS_TEXT = re.compile(r" T[jJ]\b")

ARTIFACT: Literal["artifact"] = "artifact"
"""What a reader may skip: lines, boxes, header, footer."""

PDF_UA_SCHEMA = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>PDF/UA part</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
"""PDF/UA, told in the way PDF/A asks; without the schema PDF/A is not met."""


class Element(PDFObject):
    """One element of the tag tree; its kids are elements and marked pieces of a page, as (page number, mark)."""

    def __init__(
        self, role: str, parent: Element | None = None, *, actual: str = "", alt: str = "", attributes: str = "", lang: str = ""
    ) -> None:
        super().__init__()
        self.role, self.parent, self.actual, self.alt, self.attributes, self.lang = role, parent, actual, alt, attributes, lang
        self.kids: list[Element | tuple[int, int]] = []
        self.root: PDFObject
        self.pages: dict[int, PDFPage]
        if parent is not None:
            parent.kids.append(self)

    def prune(self) -> bool:
        """Drop the elements that got no content, but no cell of a table; returns whether this one stays."""
        self.kids = [kid for kid in self.kids if isinstance(kid, tuple) or kid.prune()]
        return bool(self.kids) or self.role == "TD"

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def serialize(self, obj_dict: Any = None, _security_handler: Any = None) -> str:
        first_page = next((kid[0] for kid in self.kids if isinstance(kid, tuple)), None)
        entries: dict[str, object] = {
            "/Type": "/StructElem",
            "/S": f"/{self.role}",
            "/P": (self.parent or self.root).ref,
        }
        if first_page:
            entries["/Pg"] = self.pages[first_page].ref
        if self.kids:
            entries["/K"] = "[" + " ".join(self._kid(kid, first_page) for kid in self.kids) + "]"
        if self.actual:
            entries["/ActualText"] = PDFString(self.actual).serialize()
        if self.alt:
            entries["/Alt"] = PDFString(self.alt).serialize()
        if self.attributes:
            entries["/A"] = self.attributes
        if self.lang:
            entries["/Lang"] = PDFString(self.lang).serialize()
        return super().serialize(entries)

    def _kid(self, kid: Element | tuple[int, int], first_page: int | None) -> str:
        if isinstance(kid, Element):
            return kid.ref
        page, mark = kid
        if page == first_page:
            return str(mark)
        return f"<</Type /MCR /Pg {self.pages[page].ref} /MCID {mark}>>"


class Late(PDFObject):
    """An object whose entries are known only when all objects have a number."""

    def __init__(self, entries: Callable[[], dict[str, object]]) -> None:
        super().__init__()
        self.entries = entries

    def serialize(self, obj_dict: Any = None, _security_handler: Any = None) -> str:
        return super().serialize(self.entries())


class Page(PDFPage):
    """A page that is tabbed through in the order of its structure."""

    tabs = Name("S")


class _NoBuilder(StructureTreeBuilder):
    def empty(self) -> bool:
        return True


class _Producer(OutputProducer):
    """Writes our tag tree in the place of that of fpdf2."""

    fpdf: TaggedPDF

    def _add_structure_tree(self) -> PDFObject:
        pdf, marks = self.fpdf, sorted(self.fpdf.marks.items())
        for index, (page, _) in enumerate(marks):
            pdf.pages[page].struct_parents = index
        parents = Late(
            lambda: {
                "/Nums": "["
                + "\n".join(f"{index} [{' '.join(element.ref for element in elements)}]" for index, (_, elements) in enumerate(marks))
                + "]"
            }
        )
        root = Late(
            lambda: {
                "/Type": "/StructTreeRoot",
                "/K": f"[{pdf.document_element.ref}]",
                "/ParentTree": parents.ref,
                "/ParentTreeNextKey": str(len(marks)),
            }
        )
        self._add_pdf_obj(root)
        self._add_pdf_obj(parents)
        pdf.document_element.prune()
        for element in pdf.document_element.walk():
            element.root, element.pages = root, pdf.pages
            self._add_pdf_obj(element)
        return root


SILENT = 0x200B
"""What a glyph says that is a part of the letter before it, such as the mark over an Arabic letter that the font draws in pieces."""


class _Subset(SubsetMap):
    """The glyphs of a font that a file uses, each with something to say: PDF/A and PDF/UA want that of every glyph."""

    @cache  # noqa: B019 - fpdf2 empties it when the file is written
    def get_glyph(
        self,
        glyph: int | None = None,
        unicode: int | tuple[int, ...] | None = None,
        glyph_name: str | None = None,
        glyph_width: int | None = None,
    ) -> Glyph | None:
        uncached = SubsetMap.get_glyph.__wrapped__  # one cache, which is emptied, and not a second one beneath it
        return uncached(self, glyph, (SILENT,) if unicode == () else unicode, glyph_name, glyph_width)


class TaggedPDF(FPDF):
    """An FPDF whose text is drawn in `with pdf.tag("P"):` and whose lines and boxes are artifacts."""

    def __init__(self, *, title: str, author: str, stamp: datetime) -> None:
        super().__init__(unit="mm", format="A4", enforce_compliance="PDFA_3U")
        self.stamp = stamp
        self.resource_access_policy = ResourceAccessPolicy.NONE  # nothing in a file or an answer fetches anything
        self.set_creation_date(stamp)
        self.set_lang("nl-NL")
        self.set_title(title)
        self.set_xmp_metadata(_xmp(title, author, stamp))
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.struct_builder = _NoBuilder()
        self.document_element = Element("Document")
        self.marks: dict[int, list[Element]] = {}
        """Page number -> the element of each mark on it, in order of the mark."""
        self._inside: list[Element | Literal["artifact"]] = []
        self._open: tuple[int, Element | Literal["artifact"]] | None = None

    @contextmanager
    def tag(
        self, role: str, *, actual: str = "", alt: str = "", attributes: str = "", box: tuple[float, float, float, float] | None = None
    ) -> Iterator[None]:
        """Draw in a new element; `actual` is what is read aloud instead of the content, `alt` what tells a picture that lies in
        `box` (x, y, width, height in mm). No element in an artifact."""
        around = self._inside[-1] if self._inside else self.document_element
        if isinstance(around, Element):
            if box:
                x, y, width, height = box
                corners = (x, self.h - y - height, x + width, self.h - y)
                attributes = f"<</O /Layout /Placement /Block /BBox [{' '.join(f'{corner * self.k:.2f}' for corner in corners)}]>>"
            around = Element(role, around, actual=actual, alt=alt, attributes=attributes)
        with self._within(around):
            yield

    @contextmanager
    def tag_again(self, role: str) -> Iterator[None]:
        """Go on in the newest element of this role in the element that is open, as a table does on the next page."""
        around = self._inside[-1]
        kids = around.kids if isinstance(around, Element) else []
        with self._within(next(kid for kid in reversed(kids) if isinstance(kid, Element) and kid.role == role)):
            yield

    def section_in(self, lang: str) -> Element:
        """A section in a language, to be drawn in piece by piece with `inside`: two columns go on over pages."""
        return Element("Sect", self.document_element, lang=lang)

    @contextmanager
    def inside(self, element: Element) -> Iterator[None]:
        """Go on drawing in an element that was made before."""
        with self._within(element):
            yield

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Draw what a reader may skip."""
        with self._within(ARTIFACT):
            yield

    @contextmanager
    def _within(self, place: Element | Literal["artifact"]) -> Iterator[None]:
        self._inside.append(place)
        try:
            yield
        finally:
            self._inside.pop()

    def add_font(self, *args: Any, **options: Any) -> None:
        super().add_font(*args, **options)
        for font in self.fonts.values():
            if isinstance(font, TTFFont) and not isinstance(font.subset, _Subset):
                font.subset = _Subset(font)
        SubsetMap.get_glyph.cache_clear()  # or the maps that were replaced, and their fonts, would stay in memory for good

    def _out(self, s: str | bytes) -> None:
        text = s.decode("latin-1") if isinstance(s, (bytes, bytearray)) else str(s)
        if self.page and not self.buffer and PAINTS.search(text):
            if not self._inside and PAINTS_TEXT.search(text):
                raise RuntimeError("text outside tag() and artifact()")
            self._mark(self._inside[-1] if self._inside else ARTIFACT)
        super()._out(s)

    def _mark(self, place: Element | Literal["artifact"]) -> None:
        if self._open == (self.page, place):
            return
        self._close_mark()
        if isinstance(place, Element):
            on_page = self.marks.setdefault(self.page, [])
            place.kids.append((self.page, len(on_page)))
            super()._out(f"/{place.role} <</MCID {len(on_page)}>> BDC")
            on_page.append(place)
        else:
            super()._out("/Artifact BMC")
        self._open = (self.page, place)

    def _close_mark(self) -> None:
        if self._open:
            super()._out("EMC")
            self._open = None

    def _beginpage(self, *args: Any, **options: Any) -> None:
        # A page break inside a tag: a new mark on the new page, the same element.
        self._close_mark()
        super()._beginpage(*args, **options)
        made = self.pages[self.page]
        if not isinstance(made, Page):
            page = Page(duration=made.dur, transition=made.trans, contents=made.contents, index=self.page)
            page.set_dimensions(*made.dimensions())
            self.pages[self.page] = page

    def add_page(self, *args: Any, **options: Any) -> None:
        with self.artifact():
            super().add_page(*args, **options)

    def _render_footer(self) -> None:
        with self.artifact():
            super()._render_footer()
        self._close_mark()

    def _render_styled_text_line(self, text_line: TextLine, *args: Any, **options: Any) -> bool:
        """fpdf2 drops the space at a line end and a reader then hears "om10.30"; here it is put back."""
        goes_on = options.get("new_x") in (XPos.WCONT, XPos.END, XPos.CENTER)
        last = next((part for part in reversed(text_line.fragments) if part.characters), None)
        if (
            last
            and not goes_on
            and self._inside  # text is also measured before its tag is open
            and isinstance(self._inside[-1], Element)
            and not isinstance(last, TotalPagesSubstitutionFragment)
            and last.fragment_direction is TextDirection.LTR
        ):
            last.characters.append(" ")
        return super()._render_styled_text_line(text_line, *args, **options)

    def attach(self, name: str, content: bytes, description: str) -> None:
        """A JSON file that travels with the document, as PDF/A-3 allows."""
        self.embed_file(
            bytes=content, basename=name, mime_type="application/json", desc=description, associated_file_relationship="Data",
            modification_date=self.stamp, compress=True,
        )  # fmt: skip

    def to_bytes(self) -> bytes:
        return bytes(self.output(output_producer_class=_Producer))


def _xmp(title: str, author: str, stamp: datetime) -> str:
    """The metadata, all from what we are told; that of fpdf2 holds the moment of drawing."""
    title, author, moment = escape(title), escape(author), stamp.isoformat(timespec="seconds")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
        "<dc:language><rdf:Bag><rdf:li>nl-NL</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>"
        f"</rdf:Description>{PDF_UA_SCHEMA}</rdf:RDF></x:xmpmeta>"
    )
