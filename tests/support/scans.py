"""Paper that went through a printer, a pen and a scanner or a phone; and files that somebody sends with bad intent."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable, Iterable, Sequence

import pypdfium2
import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Picture = Image.Image

# --- from a print to a scan -------------------------------------------------------------------------------------------


def sheets_of(pdf: bytes, dpi: int = 200) -> list[Picture]:
    """The pages of a print as a scanner sees them, in grey."""
    return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]


def turned(sheet: Picture, degrees: float) -> Picture:
    """Laid askew or upside down on the glass, with white around it."""
    return sheet.rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def noisy(sheet: Picture) -> Picture:
    """The grain of a cheap scanner."""
    return Image.blend(sheet, Image.effect_noise(sheet.size, 40), 0.25)


def shaded(sheet: Picture) -> Picture:
    """The shadow of who holds the phone: one side gets a third of the light."""
    return ImageChops.multiply(sheet, Image.linear_gradient("L").resize(sheet.size).point(lambda light: 90 + light * 165 // 255))


def scribbled(sheet: Picture, seed: int = 1) -> Picture:
    """Signed and scribbled on with a pen, all over the middle of the sheet."""
    signed, dice = sheet.copy(), random.Random(seed)
    width, height = sheet.size
    points = [(width * (0.1 + 0.8 * dice.random()), height * (0.25 + 0.6 * dice.random())) for _ in range(25)]
    ImageDraw.Draw(signed).line(points, fill=30, width=max(3, width // 280))
    return signed


def leaning(sheet: Picture) -> Picture:
    """A photo that was not taken from right above."""
    w, h = sheet.size
    corners = (int(w * 0.05), int(h * 0.03), 0, h, w, int(h * 0.985), int(w * 0.97), 0)
    return sheet.transform(sheet.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=200)


def photo(sheet: Picture) -> Picture:
    """A photo of a sheet on a table: leaning, a bit out of focus, in a shadow, with the table around it."""
    w, h = sheet.size
    table = Image.new("L", (int(w * 1.3), int(h * 1.2)), 120)
    table.paste(turned(leaning(sheet), 0), (int(w * 0.15), int(h * 0.1)))
    return noisy(shaded(table.filter(ImageFilter.GaussianBlur(0.8))))


def without_code(sheet: Picture) -> Picture:
    """The corner with the code torn off."""
    torn = sheet.copy()
    torn.paste(255, (int(sheet.width * 0.75), int(sheet.height * 0.88), sheet.width, sheet.height))
    return torn


def empty_back(sheet: Picture) -> Picture:
    """The back of a sheet."""
    return noisy(shaded(Image.new("L", sheet.size, 250)))


def with_code(text: str, size: tuple[int, int] = (1654, 2339)) -> Picture:
    """A sheet with the QR code of somebody else, or a forged one of ours."""
    code = io.BytesIO()
    segno.make(text, error="m", micro=False).save(code, kind="png", scale=6)
    sheet = Image.new("L", size, 255)
    ImageDraw.Draw(sheet).text((200, 200), "Factuur 2026-114", fill=0, font_size=60)
    sheet.paste(Image.open(code).convert("L"), (size[0] - 400, size[1] - 400))
    return sheet


def jpg(sheet: Picture, quality: int = 60) -> bytes:
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=quality)
    return out.getvalue()


def png(sheet: Picture) -> bytes:
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def one_pdf(sheets: Sequence[Picture], dpi: int = 200) -> bytes:
    """One pdf of many pages, as a copier makes it."""
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=list(sheets[1:]), resolution=dpi, quality=60)
    return out.getvalue()


def scan_of(pdf: bytes, dpi: int = 200, *worn: Callable[[Picture], Picture]) -> bytes:
    """A print that came back: each page worn in these ways, all in one pdf."""
    sheets = sheets_of(pdf, dpi)
    for wear in worn:
        sheets = [wear(sheet) for sheet in sheets]
    return one_pdf(sheets, dpi)


# --- files of bad intent ----------------------------------------------------------------------------------------------


def raw_pdf(objects: Iterable[bytes], trailer: bytes = b"") -> bytes:
    """A pdf of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>"
    return raw_pdf([b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count %d /Kids [%s]>>" % (count, kids), *[page] * count])


def one_page(
    *, catalog: bytes = b"", page: bytes = b"", box: bytes = b"0 0 595 842", content: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    return raw_pdf(
        [
            b"<</Type /Catalog /Pages 2 0 R %s>>" % catalog,
            b"<</Type /Pages /Count 1 /Kids [3 0 R]>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s>>" % (box, page),
            stream(content),
            *more,
        ]
    )


def with_script() -> bytes:
    return one_page(catalog=b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>")


def with_hidden_script() -> bytes:
    """The action stands in a packed object, with its name spelled another way."""
    packed = b"5 0 <</S /J#61vaScript /J#53 (app.alert(1))>>"
    return one_page(
        catalog=b"/OpenAction 5 0 R",
        more=[b"null", stream(zlib.compress(packed), b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")],
    )


def with_password(pdf: bytes) -> bytes:
    """The same pages, closed with a password."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt("geheim")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def huge_picture(width: int = 40_000, height: int = 40_000) -> bytes:
    """A small png that says it is 1.6 billion pixels, and is."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    pack, row = zlib.compressobj(9), b"\0" + b"\0" * ((width + 7) // 8)
    body = b"".join(pack.compress(row * 500) for _ in range(height // 500)) + pack.flush()
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def huge_picture_in_pdf(side: int = 36_000) -> bytes:
    """A pdf of one small page on which lies a picture that takes gigabytes to unpack."""
    pack = zlib.compressobj(1)
    body = b"".join(pack.compress(b"\0" * (side * 500)) for _ in range(side // 500)) + pack.flush()
    picture = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    return one_page(
        page=b"/Resources <</XObject <</I 5 0 R>>>>", content=b"595 0 0 842 0 0 cm /I Do", more=[stream(body, picture % (side, side))]
    )


def endless_page(depth: int = 24) -> bytes:
    """A page that draws a form twice, which draws a form twice, and so on: billions of marks in two kilobytes."""
    forms = [
        stream(b"/F Do /F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</XObject <</F %d 0 R>>>>" % (6 + number))
        for number in range(depth)
    ]
    last = stream(b"0 0 595 842 re f " * 50, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    return one_page(page=b"/Resources <</XObject <</F 5 0 R>>>>", content=b"/F Do", more=[*forms, last])


def far_page() -> bytes:
    return one_page(box=b"0 0 2000000 2000000")
