"""A page of a PDF as a picture, for those who look at it on a screen."""

from __future__ import annotations

from io import BytesIO
from threading import Lock

SCALE = 2
"""Pixels for a PDF point: 1191 × 1684 for an A4 page."""
COLOURS = 32

_lock = Lock()
"""PDFium is not made for threads."""


def picture(document: bytes, page: int) -> bytes | None:
    """Return page `page` (from 1) as PNG, None when the document has fewer pages."""
    import pypdfium2  # noqa: PLC0415 - 5 MB and 50 ms, only where a picture is drawn

    with _lock:
        pages = pypdfium2.PdfDocument(document)
        try:
            if not 1 <= page <= len(pages):
                return None
            drawn = pages[page - 1].render(scale=SCALE).to_pil()
        finally:
            pages.close()
    png = BytesIO()
    drawn.convert("RGB").quantize(COLOURS).save(png, "PNG", optimize=True)
    return png.getvalue()
