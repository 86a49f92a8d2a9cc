"""The one door to files people give: looked at, kept in the database with everything else, served as plain downloads.

In the database they belong to the same transaction, the same backup and the same machines as the words around them.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import warnings
import zipfile
import zlib
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import Response
from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, db, now
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

LARGEST_FILE: Final = 5_000_000
"""Bytes of one file as it is kept."""
LARGEST_PHOTOGRAPH: Final = 15_000_000
"""Bytes of a photograph as a phone takes it, before it is made smaller."""
MOST_PIXELS: Final = 60_000_000
PHOTOGRAPH_SIDE: Final = 1600
"""Pixels of the longer side of a photograph as it is kept."""
LONGEST_NAME: Final = 120

PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
ODF: Final = "application/vnd.oasis.opendocument."
OOXML: Final = "application/vnd.openxmlformats-officedocument."
_STARTS: Final = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_OFFICE: Final = {
    "word/document.xml": f"{OOXML}wordprocessingml.document",
    "xl/workbook.xml": f"{OOXML}spreadsheetml.sheet",
}
_ENDINGS: Final = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    f"{ODF}text": "odt",
    f"{ODF}spreadsheet": "ods",
    **dict(zip(_OFFICE.values(), ("docx", "xlsx"), strict=True)),
}
BROKEN_ARCHIVE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
)  # fmt: skip
"""What the standard library raises on an archive that is damaged, or made to hurt."""
ACCEPTED: Final = ", ".join(sorted({f".{ending}" for ending in _ENDINGS.values()} | {".jpeg"}))
"""What a file field offers, for its `accept` attribute."""


class StoredFile(Base):
    """A file as it was given, or a photograph made smaller; `public_id` cannot be guessed. Size in bytes."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


def given(upload: FileStorage | None, most: int = LARGEST_FILE) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a field, None when no file was chosen; reads at most one byte too many."""
    if upload is None or not upload.filename:
        return None
    return upload.filename, upload.stream.read(most + 1)


def keep_file(name: str, content: bytes) -> StoredFile:
    """Keep a document or a picture as it is.

    Raises RuleError `file_empty`, `file_too_large` (most, in bytes) or `file_unknown` when it is none of the kinds
    people exchange: PDF, JPEG, PNG, WebP, text or spreadsheet. What counts is what the file holds, not its name.
    """
    if not content:
        raise RuleError("file_empty", name=name)
    if len(content) > LARGEST_FILE:
        raise RuleError("file_too_large", name=name, most=LARGEST_FILE)
    kind = kind_of(content)
    if not kind:
        raise RuleError("file_unknown", name=name)
    return _store(name, content, kind)


def keep_photograph(name: str, content: bytes) -> StoredFile:
    """Keep a photograph upright, made smaller, as JPEG without any metadata (place, date, device).

    Raises RuleError as `keep_file` does, `file_unknown` when it cannot be read as a picture, and
    `photograph_too_wide` (most, in pixels).
    """
    return keep_drawn(name, draw_photograph(name, content))


def draw_photograph(name: str, content: bytes, side: int = PHOTOGRAPH_SIDE) -> bytes:
    """Draw a photograph again, its longer side of at most so many pixels, as JPEG without any metadata.

    Touches no database, so that nobody waits meanwhile. Raises RuleError as `keep_photograph` does.
    """
    if not content:
        raise RuleError("file_empty", name=name)
    if len(content) > LARGEST_PHOTOGRAPH:
        raise RuleError("file_too_large", name=name, most=LARGEST_PHOTOGRAPH)
    return _smaller(name, content, side)


def keep_drawn(name: str, photograph: bytes) -> StoredFile:
    """Keep a photograph that `draw_photograph` made."""
    return _store(name, photograph, "image/jpeg")


def pixels(photograph: bytes) -> tuple[int, int]:
    """Return the width and the height of a photograph that `draw_photograph` made."""
    from PIL import Image  # noqa: PLC0415 - only where a photograph comes

    with Image.open(io.BytesIO(photograph), formats=["JPEG"]) as image:
        width, height = image.size
    return width, height


def kind_of(content: bytes) -> str:
    """Tell the media type by what a file holds, or nothing when it is not one of those taken."""
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return _office_kind(content) if content.startswith(b"PK\x03\x04") else ""


def served(file: StoredFile, *, inline: bool = False) -> Response:
    """Answer with a file: a download, or a picture shown in a page when `inline`."""
    shown = inline and file.media_type in PICTURES
    place = "inline" if shown else "attachment"
    response = Response(file.content, mimetype=file.media_type)
    response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(file.name)}"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _store(name: str, content: bytes, kind: str) -> StoredFile:
    """Write the row."""
    file = StoredFile(
        public_id=secrets.token_urlsafe(16),
        name=_tidy(name, _ENDINGS[kind]),
        media_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    db.session.add(file)
    db.session.flush()
    return file


def _tidy(name: str, ending: str) -> str:
    """Return a name any system can keep, that ends as its content says."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    plain = "".join(sign if sign.isalnum() or sign in " -_()’'" else "-" for sign in stem).strip(" -.")
    return f"{plain[:LONGEST_NAME] or 'document'}.{ending}"


def _office_kind(content: bytes) -> str:
    """Tell an office document from any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < LONGEST_NAME:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in _ENDINGS else ""
    except BROKEN_ARCHIVE:
        return ""
    return next((kind for name, kind in _OFFICE.items() if name in names), "")


def _smaller(name: str, content: bytes, side: int) -> bytes:
    """Draw a photograph again: upright, at most `side` pixels, nothing but its pixels."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - only where a photograph comes

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
            if image.width * image.height > MOST_PIXELS:
                raise RuleError("photograph_too_wide", name=name, most=MOST_PIXELS)
            image.draft("RGB", (side, side))
            image.thumbnail((side, side))  # before anything copies it: a drawing of 60 million pixels weighs 240 MB
            upright = ImageOps.exif_transpose(image)
            flat = Image.new("RGB", upright.size, "white")
            flat.paste(upright, mask=upright.getchannel("A") if "A" in upright.getbands() else None)
            drawn = io.BytesIO()
            flat.save(drawn, "JPEG", quality=82, optimize=True, progressive=True)
    except Image.DecompressionBombError as error:  # Pillow counts for itself, before a single pixel is read
        raise RuleError("photograph_too_wide", name=name, most=MOST_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RuleError("file_unknown", name=name) from error
    return drawn.getvalue()
